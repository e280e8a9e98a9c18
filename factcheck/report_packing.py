"""A report as bytes, and back: without the articles' texts, which whoever asks for it has."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any

from factcheck.model import Article, Relation, Sentence, Verdict
from factcheck.report import Account, AlignedPair, Comparison, Copy, Finding, KindNote, Mention, Place, Report, article_id

LEVEL = 1
"""How hard zlib is asked to try; more takes longer than it saves."""

MOST = 1 << 30
"""Bytes of JSON at most; a report of a thousand articles has a tenth of it."""


def packed(rows: object) -> bytes:
    """JSON types as bytes, few enough to keep them by the thousand."""
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode("ascii"), LEVEL)


def unpacked(content: bytes) -> Any:
    """What `packed` was given. Raises zlib.error, ValueError or RecursionError for other bytes."""
    return json.loads(zlib.decompressobj().decompress(content, MOST))


def report_rows(report: Report) -> list[object]:
    """All that a report says of its articles, by places in them, as JSON types."""
    at = {identity: place for place, identity in enumerate(report.ids())}

    def place(one: Place) -> list[int]:
        return [at[one.article], one.sentence.index]

    def pairs(some: Sequence[AlignedPair]) -> list[object]:
        return [[*place(pair.left), *place(pair.right), pair.score, pair.similarity] for pair in some]

    def mention(one: Mention) -> list[object]:
        return [at[one.article], one.sentence.index, one.start, one.end, one.normal, one.attribution]

    findings = [
        [
            [one.id, one.verdict, one.relation, one.kind, one.subject, one.reason, one.within, one.note, one.odd, one.confirmations],
            [mention(each) for each in one.mentions],
            [[each.left, each.right, each.relation, each.reason] for each in one.comparisons],
            [[at[each.article], *each.mentions] for each in one.accounts],
            list(one.omitted_by),
        ]
        for one in report.findings
    ]
    return [
        [report.version, report.encoder, report.fingerprint, report.settings],
        [[kind.id, kind.title, kind.help] for kind in report.kinds],
        [[[one.start, one.end, one.paragraph, one.boilerplate] for one in own] for own in report.sentences],
        pairs(report.alignments),
        pairs(report.near_misses),
        findings,
        [[[at[copy.article], copy.paragraphs, *(one.index for one in copy.sentences)] for copy in copies] for copies in report.shared],
    ]


def report_from(rows: Sequence[Any], articles: Sequence[Article]) -> Report:
    """The report that these rows were made of, on articles that are the same. Raises LookupError, TypeError or ValueError for other rows."""
    (version, encoder, fingerprint, settings), kinds, own, alignments, near, findings, shared = rows
    sentences = [
        tuple(Sentence(article, index, *one) for index, one in enumerate(some)) for article, some in zip(articles, own, strict=True)
    ]
    ids = [article_id(index) for index in range(len(articles))]

    def pairs(some: Sequence[Any]) -> tuple[AlignedPair, ...]:
        return tuple(
            AlignedPair(Place(ids[a], sentences[a][i]), Place(ids[b], sentences[b][j]), score, similarity)
            for a, i, b, j, score, similarity in some
        )

    def finding(row: Sequence[Any]) -> Finding:
        (identity, verdict, relation, kind, subject, reason, within, note, odd, confirmations), mentions, comparisons, accounts, omitted = (
            row
        )
        return Finding(
            id=identity,
            verdict=Verdict(verdict),
            relation=None if relation is None else Relation(relation),
            kind=kind,
            subject=subject,
            mentions=tuple(Mention(ids[a], sentences[a][index], *one) for a, index, *one in mentions),
            comparisons=tuple(Comparison(left, right, Relation(related), why) for left, right, related, why in comparisons),
            reason=reason,
            within=within,
            note=note,
            accounts=tuple(Account(ids[a], tuple(places)) for a, *places in accounts),
            odd=odd,
            confirmations=confirmations,
            omitted_by=tuple(omitted),
        )

    return Report(
        version=version,
        encoder=encoder,
        fingerprint=fingerprint,
        settings=tuple((name, value) for name, value in settings),
        kinds=tuple(KindNote(*kind) for kind in kinds),
        articles=tuple(articles),
        sentences=tuple(sentences),
        alignments=pairs(alignments),
        findings=tuple(map(finding, findings)),
        near_misses=pairs(near),
        shared=tuple(
            tuple(Copy(ids[a], tuple(sentences[a][index] for index in places), paragraphs) for a, paragraphs, *places in copies)
            for copies in shared
        ),
    )
