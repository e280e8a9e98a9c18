"""An encoder that says what it was asked, and stores to keep what it gives; needs no model, and loads in a moment in other processes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import numpy

from factcheck.encoders.cache import CachedEncoder
from factcheck.encoders.encoding import SentenceEncoding
from factcheck.shelf import Shelf
from factcheck.store import FILE, Store


class CountingEncoder:
    """Gives each text, under each fingerprint, an encoding of its own, and remembers what it was asked."""

    name = "counting"
    width = 16

    def __init__(self, fingerprint: str = "sha256:1") -> None:
        self.fingerprint = fingerprint
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]:
        self.asked += texts
        return [self._encoding(text) for text in texts]

    def _encoding(self, text: str) -> SentenceEncoding:
        pieces = tuple(text.split()) or ("",)
        rows = [numpy.frombuffer(sha256(f"{self.fingerprint} {text} {n}".encode()).digest(), "<u2") for n in range(len(pieces) + 1)]
        vectors = ((numpy.array(rows, dtype=numpy.float64) - 32768) / 999).astype(numpy.float32)
        return SentenceEncoding.of(vectors[0] / numpy.linalg.norm(vectors[0]), pieces, vectors[1:])


@contextmanager
def opened(folder: Path, said: list[str] | None = None, *, wait: float = 30.0) -> Iterator[Store]:
    """The store in a folder. What it says is added to `said`; without one it may say nothing."""
    heard: list[str] = [] if said is None else said
    with closing(Store(folder, say=heard.append, wait=wait)) as store:
        yield store
    assert said is not None or heard == []


def asked_for(texts: Sequence[str], folder: Path, said: list[str] | None = None, *, fingerprint: str = "sha256:1") -> list[str]:
    """Which of these texts a run encodes that has the store in this folder. What it gets of all of them is right."""
    encoder = CountingEncoder(fingerprint)
    with opened(folder, said) as store:
        assert are_equal(CachedEncoder(encoder, Shelf(store)).encode(texts), CountingEncoder(fingerprint).encode(texts))
    return encoder.asked


def are_equal(some: Sequence[SentenceEncoding], others: Sequence[SentenceEncoding]) -> bool:
    """Whether encodings are equal to the last digit."""
    return [_digits(one) for one in some] == [_digits(one) for one in others]


def _digits(encoding: SentenceEncoding) -> tuple[object, ...]:
    vector, pieces, steps, scales = encoding
    return vector.dtype, vector.tobytes(), pieces, steps.dtype, steps.shape, steps.tobytes(), scales.dtype, scales.tobytes()


def is_sound(folder: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file in this folder."""
    with closing(sqlite3.connect(folder / FILE)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
