"""Articles grouped into stories: by what a file says, by its folder, or by what the articles tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from factcheck.model import Article

if TYPE_CHECKING:
    from factcheck.story import Outline

BY_FILE, BY_FOLDER, BY_SIMILARITY, ALONE = "its articles name it", "one folder", "alike", "like no other"


class Member(NamedTuple):
    """An article and the folder that makes its story; None where what it tells does."""

    article: Article
    folder: str | None


class Link(NamedTuple):
    """How akin two articles are (0..1) that one story joins, and that no earlier link did; places count the story's articles."""

    left: int
    right: int
    akin: float


class Story(NamedTuple):
    """Articles on one event, in order of their paths, and why they are taken for it."""

    name: str
    why: str
    articles: tuple[Article, ...]
    links: tuple[Link, ...] = ()


def group(members: Sequence[Member], outlines: Mapping[Article, Outline], one_story: float) -> list[Story]:
    """The stories, by name.

    An article is on the story that its file names, else on that of its folder. Those without a folder are on one story with those,
    among themselves, that are at least `one_story` akin to them, directly or through others. None of that depends on an order.
    `outlines` are those of the articles without a folder.
    """
    ordered = sorted(members, key=lambda member: member.article.path)
    stories: dict[str, list[Article]] = {}
    loose: list[Article] = []
    for article, folder in ordered:
        if (name := article.story or folder) is not None:
            stories.setdefault(name, []).append(article)
        if folder is None:
            loose.append(article)
    named = {article.story for article, _ in ordered if article.story}
    alike: list[tuple[list[Article], tuple[Link, ...]]] = []
    for together, links in _hanging_together(loose, [outlines[article] for article in loose], one_story):
        told = {article.story for article in together if article.story}
        unnamed = [article for article in together if not article.story]
        if len(told) == 1:
            stories[told.pop() or ""] += unnamed
        elif told:  # several stories were told apart by those who filed them: what is like more than one of them stands for itself
            alike += _hanging_together(unnamed, [outlines[article] for article in unnamed], one_story)
        else:
            alike.append((together, links))
    found = [
        Story(name, BY_FILE if name in named else BY_FOLDER, tuple(sorted(articles, key=lambda article: article.path)))
        for name, articles in stories.items()
    ]
    taken = set(stories)
    for together, links in alike:
        name = _free(PurePosixPath(together[0].path).stem, taken)
        found.append(Story(name, BY_SIMILARITY if len(together) > 1 else ALONE, tuple(together), links))
    return sorted(found, key=lambda story: story.name)


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number where another story has it."""
    free = next(one for number in count(1) if (one := name if number == 1 else f"{name}-{number}") not in taken)
    taken.add(free)
    return free


def _hanging_together(
    articles: Sequence[Article], outlines: Sequence[Outline], one_story: float
) -> list[tuple[list[Article], tuple[Link, ...]]]:
    """The articles that are akin, directly or through others, in order: each group with the links that join it, by the places in it."""
    if not articles:
        return []
    import numpy as np

    from factcheck.story import kinship, likely_pairs

    groups = np.arange(len(articles))
    links: list[Link] = []
    for one, other in likely_pairs(outlines, one_story, groups):
        # What hangs together already need not be held once more: of an archive that repeats itself, hardly a pair is looked at.
        if groups[one] != groups[other] and (akin := kinship(outlines[one], outlines[other])) >= one_story:
            links.append(Link(one, other, akin))
            low, high = sorted((groups[one], groups[other]))
            groups[groups == high] = low
    together: dict[int, list[int]] = {}
    for place, first in enumerate(groups.tolist()):
        together.setdefault(first, []).append(place)
    within = {place: at for places in together.values() for at, place in enumerate(places)}
    held: dict[int, list[Link]] = {}
    for link in links:
        held.setdefault(int(groups[link.left]), []).append(Link(within[link.left], within[link.right], link.akin))
    return [([articles[place] for place in places], tuple(held.get(first, ()))) for first, places in together.items()]
