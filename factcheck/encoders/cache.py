"""Encodings kept on the disk, so that a sentence is encoded once."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from hashlib import sha256

from factcheck.encoders.encoding import Encoder, SentenceEncoding
from factcheck.shelf import Shelf
from factcheck.store import parts

AT_ONCE = 512
"""Sentences encoded, and stored, in one go: what a killed run has stored stays."""

_LENGTHS = struct.Struct("<III")


class CachedEncoder:
    """An encoder that encodes only what the shelf has not."""

    def __init__(self, encoder: Encoder, shelf: Shelf) -> None:
        self._encoder = encoder
        self._shelf = shelf

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def fingerprint(self) -> str:
        return self._encoder.fingerprint

    def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]:
        """Raises what the encoder raises."""
        distinct = list(dict.fromkeys(texts))
        keys = {text: _key(self.fingerprint, text) for text in distinct}
        stored = self._shelf.find(keys.values())
        known = {text: _unpacked(stored[key]) for text, key in keys.items() if key in stored}
        for some in parts([text for text in distinct if text not in known], AT_ONCE):
            fresh = dict(zip(some, self._encoder.encode(some), strict=True))
            self._shelf.put({keys[text]: _packed(encoding) for text, encoding in fresh.items()})
            known |= fresh
        return [known[text] for text in texts]


def _key(fingerprint: str, text: str) -> bytes:
    return sha256(f"{fingerprint}\0{text}".encode("utf-8", "surrogatepass")).digest()


def _packed(encoding: SentenceEncoding) -> bytes:
    """The lengths of a vector and of a piece's, how many pieces there are; then vector, scales, steps and pieces."""
    return b"".join(
        (
            _LENGTHS.pack(len(encoding.vector), encoding.steps.shape[1], len(encoding.pieces)),
            encoding.vector.astype("<f4").tobytes(),
            encoding.scales.astype("<f4").tobytes(),
            encoding.steps.astype("<i2").tobytes(),
            json.dumps(encoding.pieces, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"),
        )
    )


def _unpacked(content: bytes) -> SentenceEncoding:
    import numpy as np

    length, width, pieces = _LENGTHS.unpack_from(content)
    body = content[_LENGTHS.size :]
    numbers = 4 * (length + pieces)
    vector = np.frombuffer(body, "<f4", length)
    scales = np.frombuffer(body, "<f4", pieces, offset=4 * length)
    steps = np.frombuffer(body, "<i2", pieces * width, offset=numbers).reshape(pieces, width)
    words = json.loads(body[numbers + 2 * pieces * width :].decode("utf-8", "surrogatepass"))
    return SentenceEncoding(vector, tuple(words), steps, scales)
