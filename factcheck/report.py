"""What a comparison found: the report's frozen types and their JSON form (`factcheck-report/1`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factcheck.model import Article, Relation, Sentence, Span, Verdict

if TYPE_CHECKING:
    import pandas

SCHEMA = "factcheck-report/1"

STATEMENT = "statement"
"""The kind of a finding that is about whole sentences."""


def article_id(index: int) -> str:
    """The id of the article at `index` (from 0) in the order given: a, b, … z, aa, ab and so on."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Mention:
    """A fact, or a whole sentence, where it stands in one of the articles."""

    article: str
    sentence: Sentence
    start: int
    end: int
    normal: str
    attribution: str | None = None

    @property
    def text(self) -> str:
        return self.sentence.article.text[self.start : self.end]

    @property
    def line(self) -> int | None:
        return self.sentence.article.line_of(self.start)

    def to_json(self) -> dict[str, Any]:
        return {
            "article": self.article,
            "start": self.start,
            "end": self.end,
            "line": self.line,
            "text": self.text,
            "normal": self.normal,
            "sentence": {"start": self.sentence.start, "end": self.sentence.end},
            "attribution": self.attribution,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two of a finding's mentions (by index) and how they are related: in aligned sentences, or in an article that contradicts itself."""

    left: int
    right: int
    relation: Relation
    reason: str

    def to_json(self) -> dict[str, Any]:
        return {"left": self.left, "right": self.right, "relation": self.relation.value, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Account:
    """What one source says of a question in all: its mentions (by index) that no closer one of its own replaces, in order of place."""

    article: str
    mentions: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        return {"article": self.article, "mentions": list(self.mentions)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One question: every mention that answers it, and what the sources say in all.

    `relation` compares the sources and is None when one source alone has it; `reason` is the deciding
    comparison's. `within` names the article whose own mentions exclude each other. `accounts` has one account of every
    source with a mention, in the articles' order. `odd` names the one source that differs in this way from every other, where
    the others, three sources and more in all, do not differ so among themselves. `confirmations` counts the sources whose mentions are
    independent texts: copies of one text are one. `omitted_by` names the articles that were compared and say nothing of it,
    where two others do.
    """

    id: str
    verdict: Verdict
    relation: Relation | None
    kind: str
    subject: str
    mentions: tuple[Mention, ...]
    comparisons: tuple[Comparison, ...] = ()
    reason: str = ""
    within: str | None = None
    note: str | None = None
    accounts: tuple[Account, ...] = ()
    odd: str | None = None
    confirmations: int = 1
    omitted_by: tuple[str, ...] = ()

    @property
    def is_conflict(self) -> bool:
        """Whether sources exclude each other in this finding, or one source excludes itself."""
        return self.verdict is Verdict.DIFFER and (self.relation is Relation.CONFLICT or self.within is not None)

    def to_json(self) -> dict[str, Any]:
        row: dict[str, Any] = {
            "id": self.id,
            "verdict": self.verdict.value,
            "relation": self.relation.value if self.relation else None,
            "kind": self.kind,
            "subject": self.subject,
            "reason": self.reason,
            "mentions": [mention.to_json() for mention in self.mentions],
            "comparisons": [comparison.to_json() for comparison in self.comparisons],
            "accounts": [account.to_json() for account in self.accounts],
            "confirmations": self.confirmations,
        }
        told = {"within": self.within, "note": self.note, "odd": self.odd, "omitted_by": list(self.omitted_by) or None}
        return {**row, **{key: value for key, value in told.items() if value is not None}}


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of one of the articles, by the article's id."""

    article: str
    sentence: Sentence

    def to_json(self) -> dict[str, Any]:
        return {"article": self.article, "start": self.sentence.start, "end": self.sentence.end}


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """Two sentences of different articles that report the same thing; `score` is the aligner's own, `similarity` the encoder's cosine."""

    left: Place
    right: Place
    score: float
    similarity: float

    def to_json(self) -> dict[str, Any]:
        return {
            "left": self.left.to_json(),
            "right": self.right.to_json(),
            "score": round(self.score, 4),
            "similarity": round(self.similarity, 4),
        }


def aligned_articles(alignments: Iterable[AlignedPair]) -> dict[Sentence, set[str]]:
    """For every sentence that is aligned, the ids of the articles that have one aligned with it."""
    articles: dict[Sentence, set[str]] = {}
    for pair in alignments:
        articles.setdefault(pair.left.sentence, set()).add(pair.right.article)
        articles.setdefault(pair.right.sentence, set()).add(pair.left.article)
    return articles


@dataclass(frozen=True, slots=True)
class Copy:
    """Where one article carries a passage that another has word for word: sentences that follow one another.

    `paragraphs`: they are all that their paragraphs hold.
    """

    article: str
    sentences: tuple[Sentence, ...]
    paragraphs: bool

    @property
    def text(self) -> str:
        return self.sentences[0].article.text[self.sentences[0].start : self.sentences[-1].end]

    def to_json(self) -> dict[str, Any]:
        return {
            "article": self.article,
            "start": self.sentences[0].start,
            "end": self.sentences[-1].end,
            "paragraphs": self.paragraphs,
        }


@dataclass(frozen=True, slots=True)
class KindNote:
    """What a report says of a kind of fact, so that a format needs to know no kind."""

    id: str
    title: str
    help: str

    def to_json(self) -> dict[str, str]:
        return {"id": self.id, "title": self.title, "help": self.help}


@dataclass(frozen=True, slots=True)
class Report:
    """What the articles agree on, where they differ and what only one of them says.

    `findings` stand by importance, then place. `sentences` holds each article's sentences,
    `near_misses` the pairs that came closest to being aligned, `shared` the passages that two articles or more
    carry word for word, each with its copies (they are one confirmation). All deterministic: no clock, no path but those given.
    """

    version: str
    encoder: str
    fingerprint: str
    settings: tuple[tuple[str, Any], ...]
    kinds: tuple[KindNote, ...]
    articles: tuple[Article, ...]
    sentences: tuple[tuple[Sentence, ...], ...]
    alignments: tuple[AlignedPair, ...]
    findings: tuple[Finding, ...]
    near_misses: tuple[AlignedPair, ...] = ()
    shared: tuple[tuple[Copy, ...], ...] = ()

    def ids(self) -> tuple[str, ...]:
        """The articles' ids, in their order."""
        return tuple(article_id(index) for index in range(len(self.articles)))

    def boilerplate(self) -> Iterator[Place]:
        """The sentences left out as no statement of their article."""
        for identity, sentences in zip(self.ids(), self.sentences, strict=True):
            for sentence in sentences:
                if sentence.boilerplate is not None:
                    yield Place(identity, sentence)

    def summary(self) -> dict[str, int]:
        """How many findings have each verdict; differing ones also by relation."""
        counts = dict.fromkeys(("agree", "differ", "conflict", "detail", "only", "unclear"), 0)
        for finding in self.findings:
            counts[finding.verdict.value] += 1
            if finding.verdict is Verdict.DIFFER and finding.relation is not None:
                counts[finding.relation.value] += 1
        return counts

    def to_json(self) -> dict[str, Any]:
        """The report as JSON types, keys as in `factcheck-report/1`."""
        return {
            "schema": SCHEMA,
            "version": self.version,
            "encoder": {"name": self.encoder, "fingerprint": self.fingerprint},
            "settings": dict(self.settings),
            "kinds": [kind.to_json() for kind in self.kinds],
            "articles": [
                {
                    "id": identity,
                    "path": article.path,
                    "source": article.source,
                    "title": article.title,
                    "published": article.published.isoformat() if article.published else None,
                    "url": article.url,
                    "sha256": article.sha256,
                    "characters": len(article.text),
                    "sentences": len(sentences),
                }
                for identity, article, sentences in zip(self.ids(), self.articles, self.sentences, strict=True)
            ],
            "alignments": [pair.to_json() for pair in self.alignments],
            "findings": [finding.to_json() for finding in self.findings],
            "shared": [[copy.to_json() for copy in copies] for copies in self.shared],
            "summary": self.summary(),
        }

    def to_frame(self) -> pandas.DataFrame:
        """One row per mention, the finding's columns repeated; texts and normal forms stay strings ("007" stays "007")."""
        import pandas as pd

        rows = [
            {
                "finding": finding.id,
                "verdict": finding.verdict.value,
                "relation": finding.relation.value if finding.relation else None,
                "kind": finding.kind,
                "subject": finding.subject,
                "reason": finding.reason,
                "article": mention.article,
                "source": mention.sentence.article.source,
                "sentence": mention.sentence.index + 1,
                "line": mention.line,
                "start": mention.start,
                "end": mention.end,
                "text": mention.text,
                "normal": mention.normal,
                "attribution": mention.attribution,
                "context": mention.sentence.text,
            }
            for finding in self.findings
            for mention in finding.mentions
        ]
        columns = [
            "finding", "verdict", "relation", "kind", "subject", "reason", "article", "source", "sentence",
            "line", "start", "end", "text", "normal", "attribution", "context",
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=columns).astype({"line": "Int64"})


__all__ = [
    "SCHEMA", "STATEMENT", "Account", "AlignedPair", "Comparison", "Copy", "Finding", "KindNote", "Mention", "Place", "Relation", "Report", "Span",
    "aligned_articles", "article_id",
]  # fmt: skip
