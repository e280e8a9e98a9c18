"""Reports made by hand, so that a test of a format or of the command line needs no model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from factcheck.model import Article, Line, Relation, Sentence, Verdict
from factcheck.report import Account, AlignedPair, Comparison, Copy, Finding, KindNote, Mention, Place, Report, article_id


def article(
    sentences: Sequence[str], *, source: str, path: str | None = None, published: date | None = None, as_written: bool = False, url: str | None = None,
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
        url=url,
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
    """A finding whose first mention is compared with the first of every other article; every source has a text of its own."""
    first = mentions[0]
    comparisons = tuple(
        Comparison(0, at, relation, reason) for at, other in enumerate(mentions) if relation is not None and other.article != first.article
    )
    identity = hashlib.sha256(repr((kind, subject, [one.normal for one in mentions])).encode("utf-8", "replace")).hexdigest()[:16]
    sources = tuple(dict.fromkeys(one.article for one in mentions))
    return Finding(
        identity, verdict, relation, kind, subject, tuple(mentions), comparisons, reason, within, note,
        accounts=tuple(Account(source, tuple(at for at, one in enumerate(mentions) if one.article == source)) for source in sources),
        confirmations=len(sources),
    )  # fmt: skip


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


def of_several_sentences(texts: Sequence[str], sources: Sequence[str] = ()) -> Report:
    """A report of a story: one sentence an article, all of them in one conflict, with the last one apart; the first two are shared and left out."""
    made = [
        article([text], source=source) for text, source in zip(texts, sources or [f"Post {at}" for at in range(len(texts))], strict=True)
    ]
    ids = [article_id(index) for index in range(len(made))]
    mentions = [mention(identity, sentences[0]) for identity, (_, sentences) in zip(ids, made, strict=True)]
    conflict = finding("count", Verdict.DIFFER, mentions, relation=Relation.CONFLICT, reason="they exclude each other")
    alike = finding("statement", Verdict.AGREE, mentions[:2], relation=Relation.SAME)
    agreed = finding("count", Verdict.AGREE, mentions[:2], relation=Relation.SAME, subject="crew")
    return report(
        made,
        [
            replace(conflict, odd=ids[-1], confirmations=len(made) - 1),
            replace(agreed, omitted_by=tuple(ids[2:])),
            replace(alike, omitted_by=tuple(ids[2:])),
        ],
        shared=[[Copy(one.article, (one.sentence,), True) for one in mentions[:2]]],
    )
