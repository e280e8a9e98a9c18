"""Stories compared, one after the other or in several processes; what comes out does not depend on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

from factcheck.encoders import Encoder, SentenceEncoding
from factcheck.former_runs import FormerRuns
from factcheck.gate.stories import Story
from factcheck.model import Article
from factcheck.outcome import CheckedStory, Skipped
from factcheck.processes import in_processes
from factcheck.report import Report
from factcheck.report_packing import report_from, report_rows
from factcheck.settings import Settings

KEPT_AS = "story"


class StoryCompared(NamedTuple):
    """What came of one story.

    The report of those of its articles that were compared with another, which of the story's articles these are (by place), and the ids of
    the report's articles that were compared, two by two; None and nothing where there are no two. And what was left out.
    """

    report: Report | None
    met: tuple[int, ...]
    pairs: tuple[tuple[str, str], ...]
    skipped: tuple[Skipped, ...]

    def checked(self, story: Story, changed: Collection[Article]) -> CheckedStory | None:
        """The story's report, with those of its articles that `changed`."""
        if self.report is None:
            return None
        paths = (story.articles[place].path for place in self.met if story.articles[place] in changed)
        return CheckedStory(story.name, tuple(paths), self.report, self.pairs)


@dataclass(frozen=True, slots=True)
class _Given:
    """An encoder of texts that were encoded before."""

    name: str
    fingerprint: str
    encodings: Mapping[str, SentenceEncoding]

    def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]:
        return [self.encodings[text] for text in texts]


def compare_stories(
    stories: Sequence[Story],
    former: FormerRuns,
    *,
    jobs: int = 1,
    done: Callable[[Story], None] = lambda _: None,
) -> list[StoryCompared]:
    """Every story compared, in their order; `done` is told of each. What `former` runs compared is not compared again.

    Encoding is this process's, comparing that of `jobs` processes. Raises FactcheckError if the encoder does or a process dies.
    """
    compared: dict[str, StoryCompared] = {}
    left: list[Story] = []
    for story, kept in zip(stories, former.find(KEPT_AS, [story.articles for story in stories], _compared_from), strict=True):
        if kept is None:
            left.append(story)
        else:
            compared[story.name] = kept
            done(story)
    if left:
        with former.recalled_words([article for story in left for article in story.articles]):
            tasks = (_task(story, former.encoder, former.settings, in_this_process=jobs == 1) for story in left)
            for story, one in zip(left, in_processes(compare_story, tasks, jobs), strict=True):
                former.keep(KEPT_AS, [(story.articles, one)], _rows)
                compared[story.name] = one
                done(story)
    return [compared[story.name] for story in stories]


def compare_story(articles: Sequence[Article], unusable: Mapping[int, str], encoder: Encoder, settings: Settings) -> StoryCompared:
    """All pairs of a story's articles that can be used and are on one story; `unusable` says why others cannot, by their places."""
    from factcheck.comparator import compare_prepared, other_stories
    from factcheck.preparation import prepare
    from factcheck.story import kinship

    skipped = [Skipped(articles[place].path, why) for place, why in unusable.items()]
    usable = [place for place in range(len(articles)) if place not in unusable]
    if len(usable) < 2:
        return StoryCompared(None, (), (), tuple(skipped))
    prepared = dict(zip(usable, prepare([articles[place] for place in usable], encoder, settings), strict=True))
    outlines = {place: one.outline() for place, one in prepared.items()}
    pairs: list[tuple[int, int]] = []
    for left, right in combinations(usable, 2):
        akin = kinship(outlines[left], outlines[right])
        if akin >= settings.one_story:
            pairs.append((left, right))
        else:
            skipped.append(Skipped(articles[left].path, other_stories(akin, settings), articles[right].path))
    # An article that is on a story with no other here says nothing that "only one" says.
    met = sorted({place for pair in pairs for place in pair})
    if not met:
        return StoryCompared(None, (), (), tuple(skipped))
    at = {one: place for place, one in enumerate(met)}
    within = [(at[left], at[right]) for left, right in pairs]
    report = compare_prepared([prepared[one] for one in met], within, encoder.name, encoder.fingerprint, settings)
    ids = report.ids()
    return StoryCompared(report, tuple(met), tuple((ids[left], ids[right]) for left, right in within), tuple(skipped))


def _task(story: Story, encoder: Encoder, settings: Settings, *, in_this_process: bool) -> tuple[object, ...]:
    """What `compare_story` needs."""
    from factcheck.preparation import texts_of, why_unusable

    reasons = {place: why for place, article in enumerate(story.articles) if (why := why_unusable(article, settings)) is not None}
    if not in_this_process:
        usable = (article for place, article in enumerate(story.articles) if place not in reasons)
        texts = list(dict.fromkeys(text for article in usable for text in texts_of(article, settings)))
        encoder = _Given(encoder.name, encoder.fingerprint, dict(zip(texts, encoder.encode(texts), strict=True)))
    return story.articles, reasons, encoder, settings


def _rows(compared: StoryCompared) -> list[object]:
    report, met, pairs, skipped = compared
    return [None if report is None else report_rows(report), met, pairs, [[one.path, one.why, one.other] for one in skipped]]


def _compared_from(rows: Any, articles: Sequence[Article]) -> StoryCompared:
    report, met, pairs, skipped = rows
    return StoryCompared(
        None if report is None else report_from(report, [articles[place] for place in met]),
        tuple(met),
        tuple((left, right) for left, right in pairs),
        tuple(Skipped(*one) for one in skipped),
    )
