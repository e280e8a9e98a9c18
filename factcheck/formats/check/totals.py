"""How much was checked and what came of it, in one line."""

from __future__ import annotations

from factcheck.formats.evidence import counted
from factcheck.outcome import FailOn, Outcome, Standing


def total(outcome: Outcome) -> str:
    """What was compared, what is new, and in brackets what was passed over."""
    stories = counted(len(outcome.stories), "story", "stories")
    articles = counted(len({article.path for story in outcome.stories for article in story.report.articles}), "article")
    pairs = counted(sum(len(story.pairs) for story in outcome.stories), "pair")
    return f"{stories}, {articles}, {pairs} compared: {', '.join(_new(outcome))}{_passed_over(outcome)}"


def _new(outcome: Outcome) -> list[str]:
    new = outcome.standing(Standing.NEW)
    conflicts = sum(one.finding.is_conflict for one in new)
    details = len(new) - conflicts
    unusable = sum(1 for _ in outcome.failures())
    said = [counted(conflicts, "new conflict")] if conflicts else []
    said += [f"{counted(details, 'new difference')} in detail"] if details else []
    if not said:
        said = ["no finding fails (--fail-on never)" if outcome.fail_on is FailOn.NEVER else "nothing new"]
    return said + ([f"{counted(unusable, 'article')} not usable"] if unusable else [])


def _passed_over(outcome: Outcome) -> str:
    known, unchanged = (len(outcome.standing(standing)) for standing in (Standing.SUPPRESSED, Standing.UNCHANGED))
    apart = sum(not one.is_failure for one in outcome.skipped)
    parts = [
        f"{known:,} known" if known else "",
        f"{unchanged:,} between unchanged articles" if unchanged else "",
        f"{counted(apart, 'pair')} not on one story" if apart else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f" ({said})" if said else ""
