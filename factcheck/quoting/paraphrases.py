"""The sentence that says what a quotation says in other words, where a source does not have its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from factcheck.quoting.answers import Found, InSource, Paraphrase, QuotationCheck
from factcheck.reading.sentences import split
from factcheck.values.wording import is_negation, spoken_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from factcheck.encoders import Encoder
    from factcheck.model import Sentence

LEAST_LIKE = 0.5
"""Cosine from which a sentence may say the same as a quotation."""


def with_paraphrases(checks: Sequence[QuotationCheck], encoder: Encoder) -> tuple[QuotationCheck, ...]:
    """The checks, each absent quotation with the most similar sentence of the source, if any is similar enough."""
    absent = {source.article for check in checks for source in check.sources if source.verdict is Found.ABSENT}
    if not absent:
        return tuple(checks)
    told = {article: [sentence for sentence in split(article) if sentence.boilerplate is None] for article in absent}
    texts = list(dict.fromkeys([*(check.text for check in checks), *(one.text for own in told.values() for one in own)]))
    vectors = dict(zip(texts, (_unit(encoding.vector) for encoding in encoder.encode(texts)), strict=True))

    def liked(text: str, source: InSource) -> InSource:
        if source.verdict is not Found.ABSENT:
            return source
        return replace(source, paraphrase=_nearest(text, told[source.article], vectors))

    return tuple(replace(check, sources=tuple(liked(check.text, source) for source in check.sources)) for check in checks)


def _nearest(text: str, sentences: Sequence[Sentence], vectors: dict[str, NDArray[np.float64]]) -> Paraphrase | None:
    denies = _denies(text)
    scored = [
        (round(float(vectors[text] @ vectors[sentence.text]), 4), -sentence.index)
        for sentence in sentences
        if _denies(sentence.text) == denies
    ]
    similarity, index = max(scored, default=(0.0, 0))
    if similarity < LEAST_LIKE:
        return None
    sentence = next(one for one in sentences if one.index == -index)
    return Paraphrase(sentence.start, sentence.end, sentence.text, similarity)


def _denies(text: str) -> bool:
    return any(map(is_negation, spoken_words(text)))


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float64]:
    import numpy as np

    wide = vector.astype(np.float64)
    unit: NDArray[np.float64] = wide / max(float(np.linalg.norm(wide)), 1e-9)
    return unit
