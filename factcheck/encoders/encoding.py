"""What an encoder is, and what it makes of a text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from numpy import float32, int16
    from numpy.typing import NDArray

STEPS = 32767
"""Steps on either side of zero in which a component of a word piece's vector is kept: the room of half precision, and so fine that what two
libraries make of the same weights gives the same scores."""


class SentenceEncoding(NamedTuple):
    """What an encoder makes of one text: its vector of unit length, and its word pieces with a vector each, read in context.

    There is at least one piece. Piece vectors are kept as whole steps (pieces × d) of a scale of their own each (pieces), so that
    what a cache keeps is what a fresh encoding gives, to the last digit.
    """

    vector: NDArray[float32]
    pieces: tuple[str, ...]
    steps: NDArray[int16]
    scales: NDArray[float32]

    @classmethod
    def of(cls, vector: NDArray[float32], pieces: tuple[str, ...], piece_vectors: NDArray[float32]) -> SentenceEncoding:
        """The encoding with these vectors, those of the pieces rounded to steps."""
        import numpy as np

        scales = (np.abs(piece_vectors).max(axis=1) / STEPS).astype(np.float32)
        steps = np.round(piece_vectors / np.maximum(scales, np.finfo(np.float32).tiny)[:, None]).astype(np.int16)
        return cls(vector, pieces, steps, scales)

    @property
    def piece_vectors(self) -> NDArray[float32]:
        """A row for each piece, of any length."""
        import numpy as np

        return self.steps.astype(np.float32) * self.scales[:, None]


class Encoder(Protocol):
    """Encodes texts: one encoding for each, the same for a text whatever stands beside it.

    `name` is for the reader; `fingerprint` ("sha256:…") is equal only for encoders that give equal encodings.
    """

    @property
    def name(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]: ...


class DigestedEncoder(ABC):
    """An encoder whose files are known by their digest, which is awaited when it is first asked for. Every distinct text is encoded once."""

    def __init__(self, name: str, digest: Callable[[], str]) -> None:
        self.name = name
        self._digest = digest

    @property
    def fingerprint(self) -> str:
        return f"sha256:{self._digest()}"

    def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]:
        """Raises FactcheckError if the model cannot be loaded or gives no usable vector."""
        distinct = sorted(set(texts))
        if not distinct:
            return []
        encoded = self._encoded(distinct)
        return [encoded[text] for text in texts]

    @abstractmethod
    def _encoded(self, distinct: Sequence[str]) -> Mapping[str, SentenceEncoding]:
        """The encoding of each of these texts, of which there is one at least."""
