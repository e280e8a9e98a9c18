"""The answer for a terminal: each quotation, how it stands in each source, and where the words differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from factcheck.model import Article
from factcheck.quoting.answers import Found, InSource, QuotationCheck
from factcheck.report import article_id
from factcheck.values.spoken_words import OMITTED, Word, asked_words, words_of
from factcheck.visible import Paint, one_line, plain

_SHOWN = 60
"""Characters of a quotation in a table."""


def render(checks: Sequence[QuotationCheck], articles: Sequence[Article], paint: Paint = plain) -> str:
    """One quotation in full; several as a table, the wordings that differ under it, and a line of totals."""
    if len(checks) == 1:
        return "\n".join(_in_full(checks[0], paint)) + "\n"
    width = max(len(found) for found in Found)
    ids = [article_id(number) for number in range(len(articles))]
    lines = [f"{name}: {one_line(article.source)} ({one_line(article.path)})" for name, article in zip(ids, articles, strict=True)]
    digits = len(str(len(checks)))
    lines += ["", f"{'':{digits}}  {'  '.join(f'{name:{width}}' for name in ids)}  quotation"]
    for number, check in enumerate(checks, 1):
        verdicts = "  ".join(paint(f"{source.verdict.value:{width}}", source.verdict.value) for source in check.sources)
        speakers = "  (other speaker)" if check.speakers_differ else ""
        lines.append(f"{number:{digits}}  {verdicts}  {_short(check.text)}{speakers}")
    differing = [(number, check) for number, check in enumerate(checks, 1) if any(one.verdict is Found.ALTERED for one in check.sources)]
    for number, check in differing:
        lines += ["", f"{number}:"]
        for source, name in zip(check.sources, ids, strict=True):
            if source.verdict is Found.ALTERED:
                lines += [f"  in {name}{_line(source)}", *_wordings(check.text, source, paint, indent=2)]
    return "\n".join([*lines, "", total(checks)]) + "\n"


def total(checks: Sequence[QuotationCheck]) -> str:
    """How many quotations have which verdict, in one line."""
    counted = Counter(check.verdict for check in checks)
    parts = [f"{counted[found]} {found.value}" for found in Found if counted[found]]
    others = sum(check.speakers_differ for check in checks)
    speakers = f"; {others} with another speaker" if others else ""
    return f"{len(checks)} quotation{'s' * (len(checks) != 1)}: {', '.join(parts)}{speakers}"


def _in_full(check: QuotationCheck, paint: Paint) -> list[str]:
    lines = [f"{paint(check.verdict.value, check.verdict.value)}: {one_line(check.text)}"]
    if check.speakers_differ:
        lines.append("The sources name other speakers.")
    for source in check.sources:
        lines += ["", f"{one_line(source.article.source)}: {paint(source.verdict.value, source.verdict.value)}{_line(source)}{_by(source)}"]
        if source.verdict is not Found.ABSENT:
            lines += _wordings(check.text, source, paint) if source.edits else [f"    {one_line(source.text)}"]
        if source.verdict is Found.ALTERED and source.similarity == 1.0 and not source.negation_changed:
            lines.append("    These words are there, but not as one quotation.")
        if source.negation_changed:
            lines.append("    One of the two denies what the other does not.")
        if source.paraphrase is not None:
            at = source.article.line_of(source.paraphrase.start)
            place = f" (line {at})" if at is not None else ""
            lines.append(f"    Perhaps in other words{place}: {one_line(source.paraphrase.text)}")
    return lines


def _line(source: InSource) -> str:
    if not source.spans:
        return ""
    line = source.article.line_of(source.spans[0][0])
    times = f", {source.occurrences} times" if source.occurrences > 1 else ""
    return f", line {line}{times}" if line is not None else times


def _by(source: InSource) -> str:
    if source.verdict is Found.ABSENT:
        return ""
    if not source.quoted:
        return ", not in quotation marks"
    return (
        f", {one_line(source.speaker)}" + (f" ({one_line(source.cue)})" if source.cue else "") if source.speaker else ", no speaker named"
    )


def _wordings(text: str, source: InSource, paint: Paint, indent: int = 4) -> list[str]:
    """The two wordings one under the other, what only one has marked: [-deleted-] and {+inserted+}."""
    from rapidfuzz.distance import Levenshtein

    asked = [word for word in asked_words(text) if isinstance(word, Word)]
    found = [word for word in words_of(source.text) if word.word != OMITTED]
    steps = Levenshtein.opcodes([word.word for word in asked], [word.word for word in found])
    changed = [step for step in steps if step.tag != "equal"]
    gone = [(asked[step.src_start].start, asked[step.src_end - 1].end) for step in changed if step.src_end > step.src_start]
    come = [(found[step.dest_start].start, found[step.dest_end - 1].end) for step in changed if step.dest_end > step.dest_start]
    space = " " * indent
    return [
        f"{space}asked  {_marked(text, gone, lambda part: paint(f'[-{part}-]', 'deleted'))}",
        f"{space}there  {_marked(source.text, come, lambda part: paint(f'{{+{part}+}}', 'inserted'))}",
    ]


def _marked(text: str, stretches: Sequence[tuple[int, int]], mark: Callable[[str], str]) -> str:
    pieces, at = [], 0
    for start, end in stretches:
        pieces += [_flat(text[at:start]), mark(_flat(text[start:end]))]
        at = end
    return "".join([*pieces, _flat(text[at:])]).strip()


def _flat(text: str) -> str:
    """`one_line` with the spaces at the ends kept."""
    flat = one_line(text)
    return f"{' ' * text[:1].isspace()}{flat}{' ' * (bool(flat) and text[-1:].isspace())}"


def _short(text: str) -> str:
    flat = one_line(text)
    return flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN - 1].rstrip()}…"


__all__ = ["Paint", "plain", "render", "total"]
