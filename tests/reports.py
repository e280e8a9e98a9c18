"""Reports made by hand, so that a test of a format or of the command line needs no model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from factcheck.model import Article, Line, Relation, Sentence, Verdict
from factcheck.report import AlignedPair, Comparison, Copy, Finding, KindNote, Mention, Place, Report


def article(
    sentences: Sequence[str], *, source: str, path: str | None = None, published: date | None = None, as_written: bool = False,
    has_lines: bool = True,
) -> tuple[Article, tuple[Sentence, ...]]:  # fmt: skip
    """An article with one sentence per line, and its sentences."""
    text = "\n".join(sentences)
    starts = [0]
    for sentence in sentences[:-1]:
        starts.append(starts[-1] + len(sentence) + 1)
    made = Article(
        text=text,
        path=path or f"{source}.txt",
        source=source,
        sha256=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        lines=tuple(Line(start, number) for number, start in enumerate(starts, 1)) if has_lines else (),
        published=published,
        as_written=as_written,
    )
    return made, tuple(
        Sentence(made, index, start, start + len(sentence), 0)
        for index, (start, sentence) in enumerate(zip(starts, sentences, strict=True))
    )


def mention(identity: str, sentence: Sentence, text: str | None = None, *, attribution: str | None = None) -> Mention:
    """The mention with this text in the sentence; the whole sentence without one."""
    wanted = sentence.text if text is None else text
    start = sentence.start + sentence.text.index(wanted)
    return Mention(identity, sentence, start, start + len(wanted), wanted.lower(), attribution)


def finding(
    kind: str, verdict: Verdict, mentions: Sequence[Mention], *, relation: Relation | None = None, subject: str = "", reason: str = "",
    within: str | None = None, note: str | None = None,
) -> Finding:  # fmt: skip
    """A finding whose first mention is compared with the first of every other article."""
    first = mentions[0]
    comparisons = tuple(
        Comparison(0, at, relation, reason) for at, other in enumerate(mentions) if relation is not None and other.article != first.article
    )
    identity = hashlib.sha256(repr((kind, subject, [one.normal for one in mentions])).encode("utf-8", "replace")).hexdigest()[:16]
    return Finding(identity, verdict, relation, kind, subject, tuple(mentions), comparisons, reason, within, note)


def report(
    made: Sequence[tuple[Article, tuple[Sentence, ...]]], findings: Sequence[Finding], *, near_misses: Sequence[AlignedPair] = (),
    shared: Sequence[Sequence[Copy]] = (),
) -> Report:  # fmt: skip
    return Report(
        version="0.0.0",
        encoder="tiny",
        fingerprint="sha256:0",
        settings=(("align_threshold", 0.5),),
        kinds=(KindNote("count", "Count", "How many."), KindNote("statement", "Statement", "A whole sentence.")),
        articles=tuple(one for one, _ in made),
        sentences=tuple(sentences for _, sentences in made),
        alignments=(),
        findings=tuple(findings),
        near_misses=tuple(near_misses),
        shared=tuple(tuple(copies) for copies in shared),
    )


def of_two_sentences(left: str, right: str, left_text: str | None = None, right_text: str | None = None) -> Report:
    """A report with one conflict between these two sentences, and each of them once more in every other section."""
    first, second = article([left, left], source="Harbour Post"), article([right, right], source="City Desk")
    a, b = first[1][0], second[1][0]
    pair = AlignedPair(Place("a", a), Place("b", b), 0.4, 0.5)
    mentions = (mention("a", a, left_text), mention("b", b, right_text))
    return report(
        [first, second],
        [
            finding("count", Verdict.DIFFER, mentions, relation=Relation.CONFLICT, reason="they exclude each other"),
            finding("count", Verdict.DIFFER, mentions, relation=Relation.DETAIL, reason="one is vaguer"),
            finding("count", Verdict.UNCLEAR, mentions, relation=Relation.UNCLEAR, reason="two voices"),
            finding("count", Verdict.AGREE, mentions, relation=Relation.SAME, reason="the same"),
            finding("statement", Verdict.AGREE, (mention("a", a), mention("b", b)), relation=Relation.SAME),
            finding("statement", Verdict.ONLY, (mention("a", first[1][1]),)),
            finding("count", Verdict.ONLY, (mention("b", b, right_text),)),
        ],
        near_misses=[pair],
        shared=[(Copy("a", (a,), False), Copy("b", (b,), False))],
    )
