"""Articles grouped into stories: by what a file says, by its folder, or by what the articles tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import PurePosixPath
from typing import NamedTuple

from factcheck.model import Article
from factcheck.story import Outline, kinship, likely_pairs

BY_FILE, BY_FOLDER, BY_SIMILARITY, ALONE = "its articles name it", "one folder", "alike", "like no other"


class Member(NamedTuple):
    """An article and the folder that makes its story; None where what it tells does."""

    article: Article
    folder: str | None


class Link(NamedTuple):
    """How akin two articles are (0..1) that similarity put into one story; places count the story's articles."""

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
    for together, links in _hanging_together(loose, _links([outlines[article] for article in loose], one_story)):
        told = {article.story for article in together if article.story}
        unnamed = [article for article in together if not article.story]
        if len(told) == 1:
            stories[told.pop() or ""] += unnamed
        elif told:  # several stories were told apart by those who filed them: what is like more than one of them stands for itself
            alike += _hanging_together(unnamed, _links([outlines[article] for article in unnamed], one_story))
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


def _links(outlines: Sequence[Outline], one_story: float) -> list[Link]:
    akin = (Link(one, other, kinship(outlines[one], outlines[other])) for one, other in likely_pairs(outlines, one_story))
    return [link for link in akin if link.akin >= one_story]


def _hanging_together(articles: Sequence[Article], links: Sequence[Link]) -> list[tuple[list[Article], tuple[Link, ...]]]:
    """The articles that links join, directly or through others, in order, each group with its links, by the places in it."""
    parent = list(range(len(articles)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for link in links:
        low, high = sorted((root(link.left), root(link.right)))
        parent[high] = low
    groups: dict[int, list[int]] = {}
    for place in range(len(articles)):
        groups.setdefault(root(place), []).append(place)
    within = {place: at for places in groups.values() for at, place in enumerate(places)}
    held: dict[int, list[Link]] = {}
    for link in links:
        held.setdefault(root(link.left), []).append(Link(within[link.left], within[link.right], link.akin))
    return [([articles[place] for place in places], tuple(held.get(first, ()))) for first, places in groups.items()]
