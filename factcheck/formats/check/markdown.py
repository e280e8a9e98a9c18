"""An outcome as Markdown, for a pull request or the summary of a run: what is new, its sources side by side; what is known folded at the end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from factcheck.formats.check.answers import Answer, answers, heading, path_of, told, what, wordings
from factcheck.formats.check.text import baseline_notes
from factcheck.formats.check.totals import total
from factcheck.formats.escaping import Markdown, escape
from factcheck.formats.evidence import (
    PASSAGE_LENGTH,
    according_to,
    counted,
    cut,
    distinct,
    ended,
    in_quotation_marks,
    listed,
    sentence_with,
    unquoted,
)
from factcheck.language import fold
from factcheck.outcome import Flagged, Outcome, Standing
from factcheck.visible import visible


@dataclass(frozen=True, slots=True)
class _Block:
    """A piece of the page that is shown whole or not at all, and how many new findings it tells."""

    text: Markdown
    findings: int = 0


def render(outcome: Outcome) -> str:
    """The outcome as GitHub-flavoured Markdown. Nothing in an article acts as markup."""
    return _page(_blocks(outcome))


def summary(outcome: Outcome, limit: int) -> str:
    """`render(outcome)` in at most `limit` bytes of UTF-8: whole blocks, and a last line that says how many findings are left out.

    A limit with room for that line alone gives it alone; one with room for nothing gives nothing.
    """
    blocks = list(_blocks(outcome))
    whole = _page(blocks)
    if _size(whole) <= limit:
        return whole
    sizes = list(accumulate(_size(block.text) + len("\n\n") for block in blocks))
    kept = bisect_right(sizes, limit)
    while kept >= 0:
        page = _page([*blocks[:kept], _Block(_left_out(blocks[kept:]))])
        if _size(page) <= limit:
            return page
        kept -= 1
    return ""


def _blocks(outcome: Outcome) -> Iterator[_Block]:
    yield _Block(Markdown(f"# Fact check\n\n**{escape(total(outcome))}**"))
    story = None
    for one in outcome.standing(Standing.NEW):
        title = "" if one.story.name == story else f"## {escape(visible(one.story.name))}\n\n"
        story = one.story.name
        yield _Block(Markdown(f"{title}{_finding(one)}"), findings=1)
    unusable = [Markdown(f"{escape(visible(one.path))}: {escape(one.why)}") for one in outcome.failures()]
    if unusable:
        yield _Block(Markdown("\n".join(["## Articles not usable", "", *_items(unusable)])))
    if notes := baseline_notes(outcome):
        yield _Block(Markdown("\n".join(["## Baseline", "", *_items(map(escape, notes))])))
    yield from _folded("known", [_known(one) for one in outcome.standing(Standing.SUPPRESSED)])
    unchanged = [_known(one) for one in outcome.standing(Standing.UNCHANGED)]
    yield from _folded("between articles that did not change", unchanged)
    apart = [
        Markdown(f"{escape(visible(one.path))} and {escape(visible(one.other))}: {escape(one.why)}")
        for one in outcome.skipped
        if one.other is not None
    ]
    yield from _folded(f"{'pair' if len(apart) == 1 else 'pairs'} not on one story", apart)


def _finding(flagged: Flagged) -> str:
    finding = flagged.finding
    told_by = answers(flagged)
    is_mixed = len({answer.is_changed for answer in told_by}) > 1
    rows = [_row(answer, is_mixed=is_mixed) for answer in told_by]
    remarks = [f"{escape(answer.article.source)} contradicts itself." for answer in told_by if answer.is_whole]
    remarks += [f"{name}: {escape(ended(said))}" for name, said in (("Why", finding.reason), ("Note", finding.note)) if said]
    title = heading(flagged)
    return "\n".join(
        [
            f"### {escape(f'{title[:1].upper()}{title[1:]}: {wordings(flagged)}')}",
            *(line for remark in remarks for line in ("", remark)),
            "",
            "| Source | Says | Where | In context |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
            f"Id: {escape(finding.id)}",
        ]
    )


def _row(answer: Answer, *, is_mixed: bool) -> str:
    texts = distinct((unquoted(mention) for mention in answer.mentions), key=fold)
    says = listed([in_quotation_marks(cut(text, PASSAGE_LENGTH)) for text in texts]) + according_to(answer.mentions[:1])
    lines = distinct(str(mention.line) for mention in answer.mentions if mention.line is not None)
    where = f", {'line' if len(lines) == 1 else 'lines'} {listed(lines)}" if lines else ""
    sentences = distinct(
        sentence_with([other for other in answer.mentions if other.sentence.start == mention.sentence.start]) for mention in answer.said
    )
    cells = (
        escape(answer.article.source) + (" (changed)" if is_mixed and answer.is_changed else ""),
        says,
        escape(path_of(answer.article)) + where,
        " … ".join(sentences),
    )
    return f"| {' | '.join(cells)} |"


def _known(flagged: Flagged) -> Markdown:
    line = f"{what(flagged.finding)} in {visible(flagged.story.name)}, {flagged.finding.id}: {told(flagged)}"
    reason = "" if flagged.reason is None else f" Baseline: {ended(flagged.reason)}"
    return escape(f"{line}{reason}")


def _folded(said: str, lines: list[Markdown]) -> Iterator[_Block]:
    if lines:
        # The blank line makes what follows Markdown again.
        opened = ["<details>", f"<summary>{len(lines):,} {said}</summary>", ""]
        yield _Block(Markdown("\n".join([*opened, *_items(lines), "", "</details>"])))


def _items(lines: Iterable[Markdown]) -> Iterator[str]:
    return (f"- {line}" for line in lines)


def _left_out(blocks: list[_Block]) -> Markdown:
    findings = sum(block.findings for block in blocks)
    parts = [counted(findings, "new finding")] if findings else []
    parts += ["the lists at the end"] if any(not block.findings for block in blocks) else []
    return Markdown(f"Left out for want of room: {listed(parts or ['nothing'])}.")


def _page(blocks: Iterable[_Block]) -> str:
    return "\n\n".join(block.text for block in blocks) + "\n"


def _size(text: str) -> int:
    return len(text.encode("utf-8", "backslashreplace"))
