"""Of articles that exclude each other a note says which is later, as far as their times tell, and never who is right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from factcheck.comparator import compare
from factcheck.model import Relation
from factcheck.reading.articles import article_from_text

if TYPE_CHECKING:
    from conftest import FakeEncoder

HURT = "A tram jumped the rails at the fish market in Velden, and {} people were hurt, the fire brigade said."
GREW = "; its figure is the higher one, as when a figure still grows"

Noted = Callable[..., set[str | None]]


@pytest.fixture
def noted(fake_encoder: FakeEncoder) -> Noted:
    """`noted(("post", time, text), …)`: the notes of all conflicts, which do not depend on the articles' order."""

    def notes(*told: tuple[str, str | None, str]) -> set[str | None]:
        articles = [article_from_text(text, path=source, source=source, published=published) for source, published, text in told]
        forth, back = (
            {one.note for one in compare(order, encoder=fake_encoder, force=True).findings if one.relation is Relation.CONFLICT}
            for order in (articles, articles[::-1])
        )
        assert forth
        assert forth == back
        return forth

    return notes


def test_a_later_toll_is_an_update(noted: Noted) -> None:
    early, late = ("post", "2026-03-04T10:05", HURT.format("five")), ("courier", "2026-03-04T16:40", HURT.format("seven"))
    assert noted(early, late) == {f"courier is the later article (2026-03-04 16:40; post: 2026-03-04 10:05){GREW}"}


def test_a_later_figure_that_is_lower_is_only_later(noted: Noted) -> None:
    early, late = ("post", "2026-03-04", HURT.format("seven")), ("courier", "2026-03-05", HURT.format("five"))
    assert noted(early, late) == {"courier is the later article (2026-03-05; post: 2026-03-04)"}


@pytest.mark.parametrize(
    ("text", "early", "late", "grew"),
    [
        ("The fire at the mill in Orr caused ${} million in damage, the county said.", "4", "6", True),
        ("The fire has burned {} percent of the forest in Orr, the county said.", "20", "35", True),
        ("The fire at the mill in Orr burned for {} hours, the county said.", "four", "nine", True),
        ("Mill owner Ada Pell, {}, was hurt in the fire at the mill in Orr.", "61", "62", False),
        ("The fire at the mill in Orr broke out at {} p.m. and spread fast.", "7", "9", False),
    ],
    ids=["money", "percentage", "duration", "age", "time of day"],
)
def test_only_a_figure_that_can_grow_is_said_to(text: str, early: str, late: str, grew: bool, noted: Noted) -> None:
    notes = noted(("post", "2026-03-04", text.format(early)), ("courier", "2026-03-05", text.format(late)))
    assert notes == {"courier is the later article (2026-03-05; post: 2026-03-04)" + (GREW if grew else "")}


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("2026-03-04", "2026-03-05"),
        ("2026-03-04", "2026-03-05T00:10"),
        ("2026-03-04T23:50", "2026-03-05"),
        ("2026-03-05T01:00+00:00", "2026-03-04T23:00-05:00"),
        ("2026-03-05T09:00+09:00", "2026-03-05T01:00+00:00"),
        ("2026-03-04T10:00", "2026-03-05T11:00+00:00"),
        ("2026-03-04T10:00+00:00", "2026-03-05T11:00"),
        ("2026-03-04", "2026-03-06T00:30+00:00"),
    ],
)
def test_the_later_instant_is_the_later_article(early: str, late: str, noted: Noted) -> None:
    (note,) = noted(("post", early, HURT.format("five")), ("courier", late, HURT.format("seven")))
    assert note is not None
    assert note.startswith("courier is the later article (")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-03-04", "2026-03-04T16:40"),
        ("2026-03-04", "2026-03-04"),
        ("2026-03-04T16:40", "2026-03-04T16:40"),
        ("2026-03-05T02:00+02:00", "2026-03-05T00:00+00:00"),
        ("2026-03-04T10:00", "2026-03-05T09:00+00:00"),
        ("2026-03-05T09:00", "2026-03-04T10:00-05:00"),
        ("2026-03-04", "2026-03-05T12:00+00:00"),
        ("2026-03-04", None),
        (None, None),
    ],
)
def test_of_times_that_do_not_tell_nothing_is_said(one: str | None, other: str | None, noted: Noted) -> None:
    assert noted(("post", one, HURT.format("five")), ("courier", other, HURT.format("seven"))) == {None}


class TestThreeSources:
    def test_the_latest_of_those_that_exclude_each_other_is_named(self, noted: Noted) -> None:
        told = [
            ("post", "2026-03-04T10:05", HURT.format("five")),
            ("wire", "2026-03-04T12:00", HURT.format("six")),
            ("courier", "2026-03-04T16:40", HURT.format("seven")),
        ]
        assert noted(*told) == {f"courier is the latest article (2026-03-04 16:40; wire: 2026-03-04 12:00; post: 2026-03-04 10:05){GREW}"}

    def test_one_without_a_time_is_passed_over(self, noted: Noted) -> None:
        told = [
            ("post", "2026-03-04T10:05", HURT.format("five")),
            ("wire", None, HURT.format("six")),
            ("courier", "2026-03-04T16:40", HURT.format("seven")),
        ]
        assert noted(*told) == {f"courier is the later article (2026-03-04 16:40; post: 2026-03-04 10:05){GREW}"}

    def test_one_that_conflicts_with_none_is_not_spoken_of(self, noted: Noted) -> None:
        told = [
            ("post", "2026-03-04T10:05", HURT.format("five")),
            ("courier", "2026-03-04T16:40", HURT.format("seven")),
            ("wire", "2026-03-04T20:00", HURT.format("several")),
        ]
        assert noted(*told) == {f"courier is the later article (2026-03-04 16:40; post: 2026-03-04 10:05){GREW}"}

    def test_of_two_that_may_both_be_latest_neither_is_named(self, noted: Noted) -> None:
        told = [
            ("post", "2026-03-03T10:05", HURT.format("five")),
            ("wire", "2026-03-04", HURT.format("six")),
            ("courier", "2026-03-04T16:40", HURT.format("seven")),
        ]
        assert noted(*told) == {None}

    def test_a_figure_that_fell_in_between_did_not_grow(self, noted: Noted) -> None:
        told = [
            ("post", "2026-03-04T10:05", HURT.format("five")),
            ("wire", "2026-03-04T12:00", HURT.format("nine")),
            ("courier", "2026-03-04T16:40", HURT.format("seven")),
        ]
        assert noted(*told) == {"courier is the latest article (2026-03-04 16:40; wire: 2026-03-04 12:00; post: 2026-03-04 10:05)"}
