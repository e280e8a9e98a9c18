"""An outcome as workflow commands, which GitHub shows beside the lines of the articles that they name."""

from __future__ import annotations

from factcheck.formats.check.answers import answers, heading, posix, told
from factcheck.formats.check.totals import total
from factcheck.outcome import Flagged, Outcome, Standing
from factcheck.visible import one_line, visible

_IN_MESSAGES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_IN_MESSAGES, ":": "%3A", ",": "%2C"}


def render(outcome: Outcome) -> str:
    """A warning for each new finding, an error for each unusable article, a notice for each idle entry of the baseline; the total last.

    One line each. Text of an article comes after the command's own two colons, where nothing is taken for a command.
    """
    lines = [_warning(one) for one in outcome.standing(Standing.NEW)]
    lines += [_command("error", one.why, file=posix(one.path), title="article not usable") for one in outcome.failures()]
    lines += [
        _command("notice", f"{one} is found no more: --update-baseline removes it", title="stale finding in the baseline")
        for one in outcome.stale
    ]
    lines += [
        _command("notice", f"the day of {one} has passed, and it counts again", title="expired finding in the baseline")
        for one in outcome.expired
    ]
    return "\n".join([*lines, total(outcome)]) + "\n"


def _warning(flagged: Flagged) -> str:
    first = answers(flagged)[0]
    line = first.mention.line
    return _command(
        "warning",
        f"{told(flagged)} Id: {flagged.finding.id}",
        file=posix(first.article.path),
        line=None if line is None else str(line),
        title=heading(flagged),
    )


def _command(name: str, message: str, **properties: str | None) -> str:
    given = ",".join(f"{key}={_escaped(value, _IN_PROPERTIES)}" for key, value in properties.items() if value is not None)
    return f"::{name} {given}::{_escaped(one_line(message), _IN_MESSAGES)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(letter) or visible(letter) for letter in text)
