"""What several rooms' tests need: articles from a text, an encoder without a model, the bundled one loaded once."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from zlib import crc32

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy
import pytest

from factcheck.encoders import Encoder, SentenceEncoding, load_encoder
from factcheck.language import words
from factcheck.model import Article
from factcheck.reading.articles import article_from_text


class FakeEncoder:
    """Encodings by counting words: texts that share words are similar. Needs no model and no time."""

    name = "fake"
    fingerprint = "sha256:" + "0" * 64
    dimensions = 512

    def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]:
        return [self._encoding(tuple(word.text for word in words(text)) or ("",)) for text in texts]

    def _encoding(self, pieces: tuple[str, ...]) -> SentenceEncoding:
        vectors = numpy.zeros((len(pieces), self.dimensions), dtype=numpy.float32)
        for row, piece in zip(vectors, pieces, strict=True):
            row[crc32(piece.encode()) % self.dimensions] = 1
        total = vectors.sum(axis=0)
        return SentenceEncoding(total / numpy.linalg.norm(total), pieces, vectors)


@pytest.fixture
def fake_encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture(scope="session")
def bundled_encoder() -> Encoder:
    """The default encoder, loaded once: it takes seconds."""
    return load_encoder()


@pytest.fixture(scope="session")
def article() -> Callable[..., Article]:
    """`article("text", source=…, published=…)`: the article that a .txt file with this text gives."""
    return article_from_text
