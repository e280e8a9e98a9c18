"""What a check of many stories found: its frozen types and their JSON form (`factcheck-check/1`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from factcheck.model import Verdict
from factcheck.report import Finding, Report

SCHEMA = "factcheck-check/1"


class FailOn(StrEnum):
    """Which findings make a check fail."""

    NEVER = "never"
    CONFLICT = "conflict"
    DIFFER = "differ"

    def names(self, finding: Finding) -> bool:
        """Whether this finding is one that fails."""
        if self is FailOn.CONFLICT:
            return finding.is_conflict
        return self is FailOn.DIFFER and finding.verdict is Verdict.DIFFER


class Standing(StrEnum):
    """How a finding that `--fail-on` names stands to what was known before."""

    NEW = "new"
    """Nobody has said yes to it: it fails the check."""
    SUPPRESSED = "suppressed"
    """The baseline knows it."""
    UNCHANGED = "unchanged"
    """It lies between articles that did not change since the revision asked for."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was not compared and why: an article that could not be used (`other` is None), or two that are not on one story."""

    path: str
    why: str
    other: str | None = None

    @property
    def is_failure(self) -> bool:
        """An article that cannot be used was not checked, and that is no success; two on different stories need no comparing."""
        return self.other is None

    def to_json(self) -> dict[str, Any]:
        row = {"path": self.path, "why": self.why}
        return row if self.other is None else {**row, "other": self.other}


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that the baseline knows, with the reason that stands there."""

    id: str
    reason: str | None

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class CheckedStory:
    """One story's report.

    `changed` are the paths of its articles that were added or changed (all of them, where no revision was asked for);
    `pairs` the ids of the report's articles that were compared, two by two.
    """

    name: str
    changed: tuple[str, ...]
    report: Report
    pairs: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "changed": list(self.changed), "report": self.report.to_json()}


class Flagged(NamedTuple):
    """A finding that `--fail-on` names, the story it belongs to, how it stands, and the baseline's reason for a suppressed one."""

    story: CheckedStory
    finding: Finding
    standing: Standing
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found, stories by name.

    `flagged` are the findings that `fail_on` names, in the order of their stories and reports; `stale` the ids in the
    baseline that no finding has any more, `expired` those whose day has passed and that count again.
    """

    stories: tuple[CheckedStory, ...]
    flagged: tuple[Flagged, ...]
    stale: tuple[str, ...]
    expired: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    fail_on: FailOn
    exit: int

    def standing(self, standing: Standing) -> list[Flagged]:
        """The flagged findings of this standing."""
        return [one for one in self.flagged if one.standing is standing]

    @property
    def new(self) -> tuple[str, ...]:
        """The ids of the findings that fail the check, each once."""
        return tuple(dict.fromkeys(one.finding.id for one in self.standing(Standing.NEW)))

    @property
    def suppressed(self) -> tuple[Suppressed, ...]:
        """The findings that the baseline knows, each once."""
        known = {one.finding.id: Suppressed(one.finding.id, one.reason) for one in self.standing(Standing.SUPPRESSED)}
        return tuple(known.values())

    def failures(self) -> Iterator[Skipped]:
        """The articles that could not be used."""
        return (one for one in self.skipped if one.is_failure)

    def to_json(self) -> dict[str, Any]:
        """The outcome as JSON types, keys as in `factcheck-check/1`."""
        return {
            "schema": SCHEMA,
            "stories": [story.to_json() for story in self.stories],
            "new": list(self.new),
            "suppressed": [one.to_json() for one in self.suppressed],
            "stale": list(self.stale),
            "expired": list(self.expired),
            "skipped": [one.to_json() for one in self.skipped],
            "exit": self.exit,
        }
