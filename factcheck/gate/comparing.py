"""Stories compared, one after the other or in several processes; what comes out does not depend on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from factcheck.comparator import compare_prepared, other_stories
from factcheck.encoders import Encoder, SentenceEncoding
from factcheck.gate.stories import Story
from factcheck.model import Article
from factcheck.outcome import CheckedStory, Skipped
from factcheck.preparation import prepare, texts_of, why_unusable
from factcheck.processes import in_processes
from factcheck.settings import Settings
from factcheck.story import kinship


class StoryCompared(NamedTuple):
    """What came of one story: None where it has no two articles that can be compared; and what was left out."""

    story: CheckedStory | None
    skipped: tuple[Skipped, ...]


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
    changed: Collection[Article],
    *,
    encoder: Encoder,
    settings: Settings,
    jobs: int = 1,
    done: Callable[[Story], None] = lambda _: None,
) -> list[StoryCompared]:
    """Every story compared, in their order; `changed` are the articles that were, `done` is told of each story.

    Encoding is this process's, comparing that of `jobs` processes. Raises FactcheckError if the encoder does or a process dies.
    """
    tasks = (_task(story, changed, encoder, settings, in_this_process=jobs == 1) for story in stories)
    found = []
    for story, compared in zip(stories, in_processes(compare_story, tasks, jobs), strict=True):
        found.append(compared)
        done(story)
    return found


def compare_story(
    name: str, usable: Sequence[Article], changed: Collection[int], unusable: Sequence[Skipped], encoder: Encoder, settings: Settings
) -> StoryCompared:
    """All pairs of a story's usable articles that are on one story; `changed` are places of articles."""
    skipped = list(unusable)
    if len(usable) < 2:
        return StoryCompared(None, tuple(skipped))
    prepared = prepare(usable, encoder, settings)
    outlines = [one.outline() for one in prepared]
    pairs: list[tuple[int, int]] = []
    for left, right in combinations(range(len(usable)), 2):
        akin = kinship(outlines[left], outlines[right])
        if akin >= settings.one_story:
            pairs.append((left, right))
        else:
            skipped.append(Skipped(usable[left].path, other_stories(akin, settings), usable[right].path))
    # An article that is on a story with no other here says nothing that "only one" says.
    met = sorted({place for pair in pairs for place in pair})
    if not met:
        return StoryCompared(None, tuple(skipped))
    place = {one: at for at, one in enumerate(met)}
    within = [(place[left], place[right]) for left, right in pairs]
    report = compare_prepared([prepared[one] for one in met], within, encoder.name, encoder.fingerprint, settings)
    ids = report.ids()
    return StoryCompared(
        CheckedStory(
            name,
            tuple(usable[one].path for one in met if one in changed),
            report,
            tuple((ids[left], ids[right]) for left, right in within),
        ),
        tuple(skipped),
    )


def _task(
    story: Story, changed: Collection[Article], encoder: Encoder, settings: Settings, *, in_this_process: bool
) -> tuple[str, list[Article], frozenset[int], list[Skipped], Encoder, Settings]:
    """What `compare_story` needs. In another process articles are copies, so those that changed are told by their places."""
    reasons = [(article, why_unusable(article, settings)) for article in story.articles]
    usable = [article for article, why in reasons if why is None]
    unusable = [Skipped(article.path, why) for article, why in reasons if why is not None]
    if not in_this_process:
        texts = list(dict.fromkeys(text for article in usable for text in texts_of(article, settings)))
        encoder = _Given(encoder.name, encoder.fingerprint, dict(zip(texts, encoder.encode(texts), strict=True)))
    return story.name, usable, frozenset(place for place, article in enumerate(usable) if article in changed), unusable, encoder, settings
