"""Whether two articles are on one story."""

from __future__ import annotations

import pytest

from factcheck.encoders import Encoder
from factcheck.reading.articles import article_from_text
from factcheck.reading.sentences import split
from factcheck.settings import ONE_STORY
from factcheck.story import kinship, outline

FERRY = """A ferry with 94 people aboard ran aground off the island of Oss on Sunday morning.
All passengers were brought to safety, the coastguard in Lindhavn said.
The captain, Mirela Dahl, was questioned by police."""
FERRY_TOO = """Ninety-four people were rescued when the ferry Nordlys struck rocks near Oss.
Captain Mirela Dahl told police that the steering had failed.
The coastguard said that no one was hurt."""
BANK = """Two masked men robbed a savings bank in Corvale on Sunday and fled with $40,000.
A teller, Jean Whitlow, was treated for shock.
Detectives asked witnesses to come forward."""


def akin(left: str, right: str, encoder: Encoder) -> float:
    first, second = (split(article_from_text(text)) for text in (left, right))
    vectors = [[encoding.vector for encoding in encoder.encode([sentence.text for sentence in own])] for own in (first, second)]
    return kinship(outline(first, vectors[0]), outline(second, vectors[1]))


@pytest.mark.parametrize(("left", "right", "one"), [(FERRY, FERRY_TOO, True), (FERRY, BANK, False), (BANK, FERRY_TOO, False)])
def test_one_story_or_two(left: str, right: str, one: bool, bundled_encoder: Encoder) -> None:
    assert (akin(left, right, bundled_encoder) >= ONE_STORY) is one


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Baggage handlers walked out at Oldby airport on Monday and forced airlines to cancel 64 flights.\nThe strike ends at midnight.", "The airline cancelled 112 flights on Monday because of the pilots' strike.\nNo more talks are planned."),
        ("A strike closed the airport in Oslo on Friday.\nTalks go on, the union said.", "A fire destroyed a barn near Oslo on Friday.\nNobody was hurt, the fire service said."),
        ("A train hit a car near Ridgeport on Monday.\nThe driver died.", "A bus hit a tree near Marlow on Tuesday.\nThe driver died."),
        ("A quake of magnitude 6.1 shook Peru on Monday.\nTen people died.", "A quake of magnitude 5.9 struck Iran on Friday.\nSix people died."),
        ("Hikers were saved from Mount Garrick on Sunday.\nFog had closed in.", "Three climbers died on Mount Dorje on Sunday.\nAn avalanche had come down."),
    ],
)  # fmt: skip
def test_two_sentences_on_another_event_of_one_sort_are_refused(left: str, right: str, bundled_encoder: Encoder) -> None:
    assert akin(left, right, bundled_encoder) < ONE_STORY


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("A fire destroyed a barn on Monday.\nNobody was hurt.", "A barn burned down on Monday.\nNo one was injured, the fire service said."),
        ("Nurses walked out of the capital's hospitals on Monday.\nThe wards stayed open.", "Hospital nurses in the capital joined a walkout on Monday.\nThe wards were not closed."),
        ("Ladton council voted to close the baths on Tuesday.\nThey cost too much, Mayor Ann Dahl said.", "The baths in Ladton will close, the council decided.\n“We cannot pay for them,” said Dahl, the mayor."),
    ],
)  # fmt: skip
def test_two_sentences_on_one_event_are_compared(left: str, right: str, bundled_encoder: Encoder) -> None:
    assert akin(left, right, bundled_encoder) >= ONE_STORY


def test_kinship_is_symmetric_and_whole_for_the_same_text(bundled_encoder: Encoder) -> None:
    assert akin(FERRY, FERRY_TOO, bundled_encoder) == akin(FERRY_TOO, FERRY, bundled_encoder)
    assert akin(FERRY, FERRY, bundled_encoder) == pytest.approx(1, abs=1e-4)
