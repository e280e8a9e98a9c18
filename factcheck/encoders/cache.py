"""Encodings kept on the disk, so that a sentence is encoded once."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Mapping, Sequence
from hashlib import sha256
from zlib import crc32

from factcheck.encoders.encoding import Encoder, SentenceEncoding
from factcheck.store import Store, parts, pragma, rows_of, transaction

LIMIT = 2 << 30
"""Bytes that the file may take: some 160,000 sentences of the bundled encoder."""

KEPT = 0.8
"""The share of the limit that is left when the file was full: what was used least lately goes."""

AT_ONCE = 512
"""Sentences encoded, and stored, in one go: what a killed run has stored stays."""

STALE_AFTER = 8
"""Times that something was stored since an encoding was last marked as used; marking at every use would write at every run."""

_CHECKSUM = struct.Struct("<I")
_LENGTHS = struct.Struct("<III")
_MOST_USES = 1 << 62


class CachedEncoder:
    """An encoder that encodes only what the store has not. `limit` bounds the bytes that the store's file may take."""

    def __init__(self, encoder: Encoder, store: Store, *, limit: int = LIMIT) -> None:
        self._encoder = encoder
        self._store = store
        self._limit = limit

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def fingerprint(self) -> str:
        return self._encoder.fingerprint

    def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]:
        """Raises what the encoder raises."""
        distinct = list(dict.fromkeys(texts))
        known = self._stored(distinct)
        for some in parts([text for text in distinct if text not in known], AT_ONCE):
            fresh = dict(zip(some, self._encoder.encode(some), strict=True))
            self._keep(fresh)
            known |= fresh
        return [known[text] for text in texts]

    def _stored(self, texts: Sequence[str]) -> dict[str, SentenceEncoding]:
        if not texts:
            return {}
        keys = {_key(self.fingerprint, text): text for text in texts}
        found: dict[str, SentenceEncoding] = {}
        with self._store.open() as connection:
            now = _last_use(connection)
            idle: list[bytes] = []
            for key, stored, used in rows_of(connection, "SELECT key, encoding, used FROM encodings WHERE key", list(keys)):
                if key in keys and (encoding := _unpacked(key, stored)) is not None:
                    found[keys[key]] = encoding
                    if not isinstance(used, int) or used < now - STALE_AFTER:
                        idle.append(key)
            if idle and self._store.writes:
                with transaction(connection):
                    connection.executemany("UPDATE encodings SET used = ? WHERE key = ?", [(now, key) for key in idle])
        return found

    def _keep(self, encodings: Mapping[str, SentenceEncoding]) -> None:
        if not self._store.writes:
            return
        with self._store.open() as connection, transaction(connection):
            now = _last_use(connection) + 1
            keys = {_key(self.fingerprint, text): encoding for text, encoding in encodings.items()}
            rows = [(key, _packed(key, encoding), now) for key, encoding in keys.items()]
            connection.executemany("INSERT OR REPLACE INTO encodings VALUES (?, ?, ?)", rows)
            self._make_room(connection)

    def _make_room(self, connection: sqlite3.Connection) -> None:
        """What was used least lately goes; the file keeps its size, and the next encodings take the place."""
        size = (pragma(connection, "page_count") - pragma(connection, "freelist_count")) * pragma(connection, "page_size")
        if size > self._limit:
            kept = connection.execute("SELECT count(*) FROM encodings").fetchone()[0]
            surplus = kept - int(kept * KEPT * self._limit / size)
            connection.execute(
                "DELETE FROM encodings WHERE rowid IN (SELECT rowid FROM encodings ORDER BY used, rowid LIMIT ?)", (surplus,)
            )


def _last_use(connection: sqlite3.Connection) -> int:
    """Raises sqlite3.DatabaseError if what is kept of it is no such number."""
    last = connection.execute("SELECT max(used) FROM encodings").fetchone()[0] or 0
    if not isinstance(last, int) or not 0 <= last < _MOST_USES:
        raise sqlite3.DatabaseError("the order of use is damaged")
    return last


def _key(fingerprint: str, text: str) -> bytes:
    return sha256(f"{fingerprint}\0{text}".encode("utf-8", "surrogatepass")).digest()


def _packed(key: bytes, encoding: SentenceEncoding) -> bytes:
    """A checksum, the lengths of a vector and of a piece's, how many pieces there are; then vector, scales, steps and pieces."""
    content = b"".join(
        (
            _LENGTHS.pack(len(encoding.vector), encoding.steps.shape[1], len(encoding.pieces)),
            encoding.vector.astype("<f4").tobytes(),
            encoding.scales.astype("<f4").tobytes(),
            encoding.steps.tobytes(),
            json.dumps(encoding.pieces, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"),
        )
    )
    return _CHECKSUM.pack(_checksum(key, content)) + content


def _unpacked(key: bytes, stored: object) -> SentenceEncoding | None:
    """The encoding, or None for one that is damaged or another key's."""
    import numpy as np

    if not isinstance(stored, bytes) or len(stored) < _CHECKSUM.size:
        return None
    content = stored[_CHECKSUM.size :]
    if _CHECKSUM.unpack_from(stored) != (_checksum(key, content),):
        return None
    length, width, pieces = _LENGTHS.unpack_from(content)
    body = content[_LENGTHS.size :]
    numbers = 4 * (length + pieces)
    vector = np.frombuffer(body, "<f4", length)
    scales = np.frombuffer(body, "<f4", pieces, offset=4 * length)
    steps = np.frombuffer(body, "i1", pieces * width, offset=numbers).reshape(pieces, width)
    words = json.loads(body[numbers + pieces * width :].decode("utf-8", "surrogatepass"))
    return SentenceEncoding(vector, tuple(words), steps, scales)


def _checksum(key: bytes, content: bytes) -> int:
    # The key as well: a damaged index may lead to what is whole and another text's.
    return crc32(content, crc32(key))
