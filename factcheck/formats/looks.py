"""What a finding is to a reader of any page: its name, its sign and its place in the order of gravity."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from factcheck.model import Verdict
from factcheck.report import Finding


class Look(StrEnum):
    """What a finding is to a reader, gravest first; the value is its class in the style of a page of HTML."""

    CONFLICT = "conflict"
    UNCLEAR = "unclear"
    DETAIL = "detail"
    ONLY = "only"
    AGREE = "agree"


class Words(NamedTuple):
    """What a look is called: one finding of it, several, its sign (colour alone tells nothing), and what it says."""

    one: str
    several: str
    sign: str
    said: str


WORDS = {
    Look.CONFLICT: Words("Conflict", "Conflicts", "≠", "Both cannot be true as they are worded."),
    Look.DETAIL: Words(
        "Difference in detail", "Differences in detail", "≈", "Both can be true: one is vaguer, rounder, shorter or says less."
    ),
    Look.UNCLEAR: Words("Unclear", "Unclear", "?", "The same question, but the texts do not settle whether the answers agree."),
    Look.AGREE: Words("Agreement", "Agreements", "=", "The same, whatever the wording."),
    Look.ONLY: Words("Only here", "Only in one source", "◇", "What no other article says."),
}
"""In the order of a page."""

GRAVITY = {look: place for place, look in enumerate(Look)}


def by_look(findings: Iterable[Finding]) -> dict[Look, list[Finding]]:
    """The findings that look alike together, in their order."""
    found: dict[Look, list[Finding]] = {look: [] for look in Look}
    for finding in findings:
        found[look_of(finding)].append(finding)
    return found


def look_of(finding: Finding) -> Look:
    """How this finding looks."""
    if finding.verdict is Verdict.DIFFER:
        return Look.CONFLICT if finding.is_conflict else Look.DETAIL
    return {Verdict.UNCLEAR: Look.UNCLEAR, Verdict.AGREE: Look.AGREE}.get(finding.verdict, Look.ONLY)
