"""Articles are put into stories by what their files say, by their folders, or by what they tell, whatever their order."""

from __future__ import annotations

from itertools import combinations, permutations
from pathlib import Path

import numpy
import pytest
from archives import BANK_DESK, BANK_POST, BRIDGE_DESK, BRIDGE_POST, BRIDGE_WIRE
from conftest import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st

from factcheck.gate.stories import ALONE, BY_FILE, BY_FOLDER, BY_SIMILARITY, Member, Story, group
from factcheck.model import Article
from factcheck.preparation import prepare
from factcheck.reading.articles import article_from_text, read_article
from factcheck.settings import ONE_STORY, Settings
from factcheck.story import Outline, kinship, likely_pairs

LOOSE = {"a/bridge.txt": BRIDGE_POST, "b/bridge.txt": BRIDGE_DESK, "c.txt": BRIDGE_WIRE, "d.txt": BANK_POST, "e.txt": BANK_DESK}


def grouped(members: list[Member]) -> list[Story]:
    loose = [member.article for member in members if member.folder is None]
    outlines = {one.article: one.outline() for one in prepare(loose, FakeEncoder(), Settings.released())}
    return group(members, outlines, ONE_STORY)


def told(stories: list[Story]) -> list[tuple[str, str, list[str]]]:
    return [(story.name, story.why, [article.path for article in story.articles]) for story in stories]


def loose(texts: dict[str, str]) -> list[Member]:
    return [Member(article_from_text(text, path=path), None) for path, text in texts.items()]


def in_story(tmp_path: Path, name: str, text: str, story: str) -> Article:
    path = tmp_path / name
    path.write_text(f"---\nstory: {story}\n---\n{text}", "utf-8")
    return read_article(str(path))


def test_articles_that_tell_the_same_are_one_story() -> None:
    assert told(grouped(loose(LOOSE))) == [
        ("bridge", BY_SIMILARITY, ["a/bridge.txt", "b/bridge.txt", "c.txt"]),
        ("d", BY_SIMILARITY, ["d.txt", "e.txt"]),
    ]


def test_the_order_of_the_articles_changes_nothing() -> None:
    expected = grouped(loose(LOOSE))
    for order in permutations(LOOSE):
        found = grouped(loose({path: LOOSE[path] for path in order}))
        assert told(found) == told(expected)
        assert [story.links for story in found] == [story.links for story in expected]


def test_what_holds_a_story_together_is_said_once_for_each_article() -> None:
    bridge = grouped(loose(LOOSE))[0]
    assert {(link.left, link.right) for link in bridge.links} == {(0, 1), (0, 2)}
    assert all(link.akin >= ONE_STORY for link in bridge.links)


def test_an_article_like_no_other_stands_alone() -> None:
    stories = grouped(loose({"a.txt": BRIDGE_POST, "b.txt": BANK_POST}))
    assert told(stories) == [("a", ALONE, ["a.txt"]), ("b", ALONE, ["b.txt"])]


def test_two_stories_of_one_name_are_told_apart() -> None:
    stories = grouped(loose({"x/one.txt": BRIDGE_POST, "y/one.txt": BANK_POST}))
    assert [story.name for story in stories] == ["one", "one-2"]


def test_a_folder_is_a_story_whatever_its_articles_tell() -> None:
    members = [Member(article_from_text(text, path=f"s/{n}.txt"), "mixed") for n, text in enumerate((BRIDGE_POST, BANK_POST))]
    assert told(grouped(members)) == [("mixed", BY_FOLDER, ["s/0.txt", "s/1.txt"])]


def test_a_file_that_names_its_story_is_on_it_wherever_it_stands(tmp_path: Path) -> None:
    named = in_story(tmp_path, "far.md", BANK_POST, "bridge")
    members = [Member(article_from_text(BRIDGE_POST, path="s/post.txt"), "bridge"), Member(named, "bank")]
    assert told(grouped(members)) == [("bridge", BY_FILE, sorted([str(tmp_path / "far.md"), "s/post.txt"]))]


def test_what_names_no_story_joins_that_of_those_it_is_like(tmp_path: Path) -> None:
    named = in_story(tmp_path, "named.md", BRIDGE_POST, "The fall of the bridge")
    stories = grouped([Member(named, None), *loose({"c.txt": BRIDGE_DESK, "d.txt": BANK_POST})])
    assert told(stories) == [
        ("The fall of the bridge", BY_FILE, sorted([str(tmp_path / "named.md"), "c.txt"])),
        ("d", ALONE, ["d.txt"]),
    ]


def test_stories_that_their_files_tell_apart_stay_apart(tmp_path: Path) -> None:
    members = [
        Member(in_story(tmp_path, "one.md", BRIDGE_POST, "collapse"), None),
        Member(in_story(tmp_path, "two.md", BRIDGE_DESK, "inquiry"), None),
        *loose({"c.txt": BRIDGE_WIRE}),
    ]
    assert [(name, len(paths)) for name, _, paths in told(grouped(members))] == [("c", 1), ("collapse", 1), ("inquiry", 1)]


VECTORS = st.lists(st.lists(st.floats(-1, 1), min_size=3, max_size=3).filter(lambda row: max(map(abs, row)) > 0.1), max_size=7)
NAMES = st.frozensets(st.sampled_from(["moss", "dana", "ennet", "whitlow", "london"]), max_size=3)


@st.composite
def outlines(draw: st.DrawFn) -> list[Outline]:
    made = []
    for rows in draw(st.lists(VECTORS, max_size=9)):
        vectors = numpy.array(rows, dtype=numpy.float32).reshape(-1, 3)
        vectors /= numpy.maximum(numpy.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
        names = draw(NAMES)
        made.append(Outline(vectors, names, names | draw(NAMES)))
    return made


@given(made=outlines(), least=st.floats(0.05, 1))
def test_no_pair_that_is_akin_is_passed_over(made: list[Outline], least: float) -> None:
    akin = {(one, other) for one, other in combinations(range(len(made)), 2) if kinship(made[one], made[other]) >= least}
    likely = list(likely_pairs(made, least, numpy.arange(len(made))))
    assert akin <= set(likely)
    assert likely == sorted(set(likely))


@pytest.mark.parametrize("least", [0.3, 0.44, 0.9])
def test_pairs_that_cannot_be_akin_are_passed_over(least: float) -> None:
    made = [one.outline() for one in prepare([member.article for member in loose(LOOSE)], FakeEncoder(), Settings.released())]
    assert all({one, other} <= {0, 1, 2} or {one, other} == {3, 4} for one, other in likely_pairs(made, least, numpy.arange(len(made))))
