"""The articles of a newsroom, grouped into stories: as former runs grouped them, or now."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from factcheck.former_runs import FormerRuns
from factcheck.gate.outlining import outlines_of
from factcheck.gate.stories import Link, Member, Story, group
from factcheck.model import Article


class Unread(NamedTuple):
    """A file that could not be used, why, and the folder that makes its story (None: what it tells would)."""

    path: str
    why: str
    folder: str | None


@dataclass(frozen=True, slots=True)
class Archive:
    """The articles below some paths, grouped into stories, and the files that could not be used."""

    stories: tuple[Story, ...]
    unread: tuple[Unread, ...]

    def articles(self) -> list[Article]:
        """All articles, story by story."""
        return [article for story in self.stories for article in story.articles]


class _Grouped(NamedTuple):
    """The stories that articles are on, and those articles (by place) that can be compared with no other, and why."""

    stories: tuple[Story, ...]
    unusable: tuple[tuple[int, str], ...]


def group_archive(members: Sequence[Member], unread: Sequence[Unread], former: FormerRuns) -> Archive:
    """These articles grouped into stories. Raises what the encoder raises."""
    articles = [member.article for member in members]
    loose = [member.article for member in members if member.folder is None]
    if not loose:
        return Archive(tuple(group(members, {}, former.settings.one_story)), tuple(unread))
    # Of the others it is not asked what they tell.
    kept_as = f"grouping {json.dumps([(member.article.path, member.folder, member.article.story) for member in members])}"
    (grouped,) = former.find(kept_as, [loose], lambda rows, _: _grouped_from(rows, articles))
    if grouped is None:
        grouped = _grouped(members, former)
        place = {article: at for at, article in enumerate(articles)}
        former.keep(kept_as, [(loose, grouped)], lambda found: _rows(found, place))
    unusable = (Unread(articles[place].path, why, None) for place, why in grouped.unusable)
    return Archive(grouped.stories, (*unread, *unusable))


def _grouped(members: Sequence[Member], former: FormerRuns) -> _Grouped:
    # What a story's own folder holds is looked at only when the story is compared.
    known = outlines_of([member.article for member in members if member.folder is None], former)
    outlines = {article: outline for article, outline in known.items() if not isinstance(outline, str)}
    kept = [member for member in members if member.folder is not None or member.article in outlines]
    reasons = ((place, known.get(member.article)) for place, member in enumerate(members))
    unusable = tuple((place, why) for place, why in reasons if isinstance(why, str))
    return _Grouped(tuple(group(kept, outlines, former.settings.one_story)), unusable)


def _rows(grouped: _Grouped, place: dict[Article, int]) -> list[object]:
    stories = [[story.name, story.why, [place[article] for article in story.articles], story.links] for story in grouped.stories]
    return [stories, grouped.unusable]


def _grouped_from(rows: Any, articles: Sequence[Article]) -> _Grouped:
    stories, unusable = rows
    return _Grouped(
        tuple(
            Story(name, why, tuple(articles[place] for place in places), tuple(Link(*link) for link in links))
            for name, why, places, links in stories
        ),
        tuple((place, why) for place, why in unusable),
    )
