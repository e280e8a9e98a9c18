"""An outcome for a terminal: quiet on success; otherwise a block for each new finding, its places first and clickable."""

from __future__ import annotations

import re
from collections.abc import Sequence

from factcheck.formats.check.answers import Answer, answers, heading, path_of, wordings
from factcheck.formats.check.totals import total
from factcheck.formats.evidence import PASSAGE_LENGTH, counted, cut, ended, listed, unquoted, voices
from factcheck.outcome import Flagged, Outcome, Skipped, Standing
from factcheck.report import Mention
from factcheck.visible import Paint, one_line, plain, visible

ROLES = ("conflict", "detail", "unusable", "baseline")
"""What a painter is asked to colour: the heading of a finding, an article that could not be used, a word about the baseline."""

_PLACES = 8
"""How many of the other sources' mentions a block shows."""

# Continuous integration takes "##[command]" or "##word[command]" for its own anywhere in a line.
_LOGGING_COMMAND = re.compile(r"##(?=\w{0,30}\[)")


def render(outcome: Outcome, paint: Paint = plain) -> str:
    """What is new, what could not be used, what the baseline has in vain, and the total; the total alone where there is nothing else."""
    blocks = ["\n".join(block(one, paint)) for one in outcome.standing(Standing.NEW)]
    notes = [_unusable(one, paint) for one in outcome.failures()]
    if notes:
        blocks.append("\n".join(notes))
    blocks += [paint(note, "baseline") for note in baseline_notes(outcome)]
    return _LOGGING_COMMAND.sub("# #", "\n\n".join([*blocks, total(outcome)])) + "\n"


def _unusable(skipped: Skipped, paint: Paint) -> str:
    path, why = visible(skipped.path), one_line(skipped.why)
    # Most reasons name the file themselves.
    return paint(_at_line_start(why), "unusable") if path in why else f"{_at_line_start(path)}: {paint(why, 'unusable')}"


def block(flagged: Flagged, paint: Paint = plain) -> list[str]:
    """One finding: where it is, what the other sources say and where, why, and its id."""
    finding = flagged.finding
    first, *others = answers(flagged)
    role = "conflict" if finding.is_conflict else "detail"
    lines = [f"{_place(first, first.mention)}: {paint(heading(flagged), role)}: {_said(first.mention)}"]
    elsewhere = [(answer, mention) for answer in (first, *others) for mention in answer.said if mention is not first.mention]
    lines += [f"  {_place(answer, mention)}: {_said(mention)}" for answer, mention in elsewhere[:_PLACES]]
    if len(elsewhere) > _PLACES:
        lines.append(f"  and {counted(len(elsewhere) - _PLACES, 'other place')}; the answers are {wordings(flagged)}")
    if finding.within is not None:
        contradicted = next(answer.article for answer in (first, *others) if answer.is_whole)
        lines.append(f"  One source contradicts itself: {one_line(contradicted.source)}.")
    lines += [f"  {name}: {ended(said)}" for name, said in (("Why", finding.reason), ("Note", finding.note)) if said]
    return [*lines, f"  Id: {finding.id}"]


def baseline_notes(outcome: Outcome) -> list[str]:
    """What the baseline has in vain, and what to do about it."""
    notes = []
    if outcome.stale:
        notes.append(
            f"The baseline has {counted(len(outcome.stale), 'finding')} found no more: {_ids(outcome.stale)}. --update-baseline removes them."
        )
    if outcome.expired:
        notes.append(
            f"The day has passed for {counted(len(outcome.expired), 'finding')} of the baseline, counted again: {_ids(outcome.expired)}. "
            "Settle them, or give them a later day there."
        )
    return notes


def _ids(ids: Sequence[str]) -> str:
    return listed([one_line(one) for one in ids])


def _place(answer: Answer, mention: Mention) -> str:
    path = _at_line_start(path_of(answer.article))
    return path if mention.line is None else f"{path}:{mention.line}"


def _at_line_start(path: str) -> str:
    """A file may be called "::set-output …", and a log that continuous integration reads obeys a line that starts so."""
    return f"./{path}" if path.lstrip().startswith("::") else path


def _said(mention: Mention) -> str:
    named = [one_line(voice) for voice in voices([mention])]
    return f"“{cut(unquoted(mention), PASSAGE_LENGTH)}”" + (f", according to {named[0]}" if named else "")
