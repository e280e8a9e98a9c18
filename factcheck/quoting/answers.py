"""What is said of a quotation that was looked for: in each source, and in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

from factcheck.model import Article
from factcheck.report import article_id
from factcheck.values.wording import same_speaker

SCHEMA = "factcheck-quote/1"


class Found(StrEnum):
    """How a quotation stands in a source, from the strongest to the weakest."""

    VERBATIM = "verbatim"
    ELIDED = "elided"
    ALTERED = "altered"
    ABSENT = "absent"


STRENGTH = tuple(Found)


@dataclass(frozen=True, slots=True)
class WordEdit:
    """How a source's words differ from those of the quotation: `op` is "insert" (the source has more), "delete" or "replace"; folded words."""

    op: str
    quote: str
    source: str


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A sentence that says the same in other words; offsets of the article's text, `similarity` the encoder's cosine."""

    start: int
    end: int
    text: str
    similarity: float


@dataclass(frozen=True, slots=True)
class InSource:
    """The best place of a quotation in one source.

    `spans` are offsets of the article's text, half-open, several where an interruption is left out; empty when absent. `text` is the
    source's wording there. `similarity` is 0..1, of the characters of the folded words. `negation_changed` says that one of the two denies
    what the other does not. `occurrences` counts the places where every word stands.
    """

    article: Article
    verdict: Found
    spans: tuple[tuple[int, int], ...] = ()
    text: str = ""
    quoted: bool = False
    speaker: str | None = None
    cue: str | None = None
    similarity: float = 0.0
    edits: tuple[WordEdit, ...] = ()
    negation_changed: bool = False
    occurrences: int = 0
    paraphrase: Paraphrase | None = None

    def to_json(self, identity: str) -> dict[str, Any]:
        """The source as the contract has it; `identity` is its article's id."""
        line = self.article.line_of(self.spans[0][0]) if self.spans else None
        like = self.paraphrase
        return {
            "article": identity,
            "verdict": self.verdict.value,
            "spans": [{"start": start, "end": end} for start, end in self.spans],
            "line": line,
            "text": self.text,
            "quoted": self.quoted,
            "speaker": self.speaker,
            "cue": self.cue,
            "similarity": self.similarity,
            "edits": [{"op": edit.op, "quote": edit.quote, "source": edit.source} for edit in self.edits],
            "negation_changed": self.negation_changed,
            "occurrences": self.occurrences,
            "paraphrase": like and {"start": like.start, "end": like.end, "text": like.text, "similarity": like.similarity},
        }


@dataclass(frozen=True, slots=True)
class QuotationCheck:
    """One quotation in every source, in the order of the articles."""

    text: str
    sources: tuple[InSource, ...]

    @property
    def verdict(self) -> Found:
        """The weakest of the sources' verdicts."""
        return max((source.verdict for source in self.sources), key=STRENGTH.index)

    @property
    def speakers_differ(self) -> bool:
        """Whether two sources name speakers who are surely not one."""
        named = [source.speaker for source in self.sources if source.verdict is not Found.ABSENT and source.speaker is not None]
        return any(same_speaker(left, right) is False for left, right in combinations(named, 2))

    def to_json(self) -> dict[str, Any]:
        """The quotation as the contract has it, under `quotes`."""
        return {
            "text": self.text,
            "verdict": self.verdict.value,
            "speakers_differ": self.speakers_differ,
            "sources": [source.to_json(article_id(number)) for number, source in enumerate(self.sources)],
        }


def weakest(checks: Sequence[QuotationCheck]) -> Found:
    """The weakest verdict of all quotations."""
    return max((check.verdict for check in checks), key=STRENGTH.index)


def to_json(checks: Sequence[QuotationCheck], articles: Sequence[Article]) -> dict[str, Any]:
    """The whole answer as the contract has it, with the articles by id."""
    return {
        "schema": SCHEMA,
        "verdict": weakest(checks).value,
        "articles": [{"id": article_id(number), "path": one.path, "source": one.source} for number, one in enumerate(articles)],
        "quotes": [check.to_json() for check in checks],
    }
