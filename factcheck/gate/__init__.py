"""The gate of continuous integration: which stories there are, what differs in them, and what of that is news."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from factcheck.errors import FactcheckError
from factcheck.former_runs import FormerRuns
from factcheck.gate.archive import Archive, Unread, group_archive
from factcheck.gate.baseline import Baseline, read_baseline
from factcheck.gate.changes import changed_since
from factcheck.gate.comparing import compare_stories
from factcheck.gate.files import Found, find_files, is_found_below
from factcheck.gate.stories import Member, Story
from factcheck.model import Article, Relation
from factcheck.outcome import CheckedStory, FailOn, Flagged, Outcome, Skipped, Standing
from factcheck.reading.articles import read_article
from factcheck.report import Finding


@dataclass(frozen=True, slots=True)
class Policy:
    """What makes a check fail.

    The findings that `fail_on` names, but for those that the baseline lets stand on the day `today`; and files that cannot be used,
    unless `keep_going`.
    """

    today: date
    fail_on: FailOn = FailOn.CONFLICT
    baseline: Baseline | None = None
    keep_going: bool = False


def read_files(files: Sequence[Found]) -> tuple[list[Member], list[Unread]]:
    """The articles in these files, and the files that cannot be read."""
    members: list[Member] = []
    unread: list[Unread] = []
    for path, folder in files:
        if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113  # a path may be anything at all
            unread.append(Unread(path, f"{path} is a pipe or a device, which may never end: give a file", folder))
            continue
        try:
            members.append(Member(read_article(path), folder))
        except FactcheckError as error:
            unread.append(Unread(path, str(error), folder))
    return members, unread


def wanted_stories(archive: Archive, changed: Collection[str] | None) -> list[Story]:
    """The stories that are compared: those of two articles or more with one that changed (`changed`: real paths; None for all)."""
    return [
        story
        for story in archive.stories
        if len(story.articles) > 1 and (changed is None or any(_is_among(article.path, changed) for article in story.articles))
    ]


def check(
    archive: Archive,
    former: FormerRuns,
    *,
    policy: Policy,
    changed: Collection[str] | None = None,
    jobs: int = 1,
    done: Callable[[Story], None] = lambda _: None,
) -> Outcome:
    """What the stories that hold a changed article say, and what of it is new.

    `changed` are real paths of files, None for all; `done` is told of each story compared. Raises FactcheckError as `compare_stories` does.
    """
    articles = archive.articles()
    fresh = {article for article in articles if changed is None or _is_among(article.path, changed)}
    wanted = wanted_stories(archive, changed)
    unread = [Skipped(one.path, one.why) for one in archive.unread if changed is None or _concerns(one, archive.stories, fresh, changed)]
    compared = compare_stories(wanted, former, jobs=jobs, done=done)
    checked = (one.checked(story, fresh) for story, one in zip(wanted, compared, strict=True))
    stories = tuple(story for story in checked if story is not None)
    skipped = (*unread, *(one for story in compared for one in story.skipped))
    flagged = tuple(
        _flagged(story, finding, policy) for story in stories for finding in story.report.findings if policy.fail_on.names(finding)
    )
    found = {finding.id for story in stories for finding in story.report.findings}
    unusable = {one.path for one in skipped if one.is_failure}
    # A story of one article has nothing to compare, and nothing in it was left out.
    looked_at = (story for story in archive.stories if fresh.intersection(story.articles))
    whole = {_real(a.path) for story in looked_at if not unusable & {a.path for a in story.articles} for a in story.articles}
    left = {_real(article.path) for article in articles} - whole | {_real(path) for path in unusable}
    known = policy.baseline.entries.values() if policy.baseline else ()
    new = any(one.standing is Standing.NEW for one in flagged)
    return Outcome(
        stories=stories,
        flagged=flagged,
        stale=policy.baseline.stale(found, whole, left) if policy.baseline else (),
        expired=tuple(sorted(entry.id for entry in known if entry.has_expired(policy.today) and entry.id in found)),
        skipped=skipped,
        fail_on=policy.fail_on,
        exit=2 if unusable and not policy.keep_going else int(new),
    )


def accept(outcome: Outcome, baseline: Baseline, today: date) -> tuple[Baseline, Outcome]:
    """The baseline with all that the outcome found and without what is stale, and the outcome as that baseline has it."""
    accepted = baseline.updated([(one.story, one.finding) for one in outcome.flagged], outcome.stale, today)
    flagged = tuple(one._replace(standing=Standing.SUPPRESSED, reason=accepted.entries[one.finding.id].reason) for one in outcome.flagged)
    return accepted, replace(outcome, flagged=flagged, stale=(), expired=(), exit=outcome.exit if outcome.exit == 2 else 0)


def _flagged(story: CheckedStory, finding: Finding, policy: Policy) -> Flagged:
    known = policy.baseline.entries.get(finding.id) if policy.baseline else None
    if known is not None and not known.has_expired(policy.today):
        return Flagged(story, finding, Standing.SUPPRESSED, known.reason)
    touched = not _parties(finding, policy.fail_on).isdisjoint(story.changed)
    return Flagged(story, finding, Standing.NEW if touched else Standing.UNCHANGED)


def _parties(finding: Finding, fail_on: FailOn) -> set[str]:
    """The paths of the articles that a finding is held against: of a conflict inside one article that one, and those which exclude it."""
    articles = {mention.article: mention.sentence.article.path for mention in finding.mentions}
    if finding.within is None or fail_on is not FailOn.CONFLICT:
        return set(articles.values())
    opposed = {
        finding.mentions[at].article
        for comparison in finding.comparisons
        if comparison.relation is Relation.CONFLICT
        for at in (comparison.left, comparison.right)
    }
    return {articles[article] for article in opposed | {finding.within}}


def _is_among(path: str, changed: Collection[str]) -> bool:
    """Whether a file is one of these, itself or as a link."""
    folder, name = os.path.split(path)
    return _real(path) in changed or os.path.join(os.path.realpath(folder), name) in changed  # noqa: PTH118  # names are Git's


def _concerns(unread: Unread, stories: Iterable[Story], fresh: Collection[Article], changed: Collection[str]) -> bool:
    """Whether a file that could not be used may belong to what is checked: it changed, or its story did, or nobody can tell."""
    if unread.folder is None or _is_among(unread.path, changed):
        return True
    return any(story.name == unread.folder and any(article in fresh for article in story.articles) for story in stories)


def _real(path: str) -> str:
    return os.path.realpath(path)


__all__ = [
    "Archive", "Baseline", "Policy", "accept", "changed_since", "check", "find_files", "group_archive", "is_found_below",
    "read_baseline", "read_files", "wanted_stories",
]  # fmt: skip
