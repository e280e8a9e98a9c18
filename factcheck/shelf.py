"""What is kept in a store under a key: bytes that come back as they were given, or not at all; what was used least lately goes."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Mapping
from zlib import crc32

from factcheck.store import Store, pragma, rows_of, transaction

LIMIT = 2 << 30
"""Bytes that the store's file may take: 80,000 sentences of the bundled encoder, if there is nothing else."""

LEFT = 0.8
"""The share of the limit that is left when the file was full."""

STALE_AFTER = 16
"""How often a shelf was opened and something put down since a content was last marked as used; marking at every use would write at every run."""

_CHECKSUM = struct.Struct("<I")
_MOST_USES = 1 << 62


class Shelf:
    """The contents of one store. `limit` bounds the bytes that its file may take."""

    def __init__(self, store: Store, *, limit: int = LIMIT) -> None:
        self._store = store
        self._limit = limit
        self._now: int | None = None

    def find(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The contents of these keys that are there, and whole."""
        wanted = set(keys)
        found: dict[bytes, bytes] = {}
        if not wanted:
            return found
        with self._store.open() as connection:
            now = self._now or _last_use(connection)
            idle: list[bytes] = []
            for key, stored, used in rows_of(connection, "SELECT key, content, used FROM shelf WHERE key", sorted(wanted)):
                if key in wanted and (content := _whole(key, stored)) is not None:
                    found[key] = content
                    if not isinstance(used, int) or used < now - STALE_AFTER:
                        idle.append(key)
            if idle and self._store.writes:
                with transaction(connection):
                    connection.executemany("UPDATE shelf SET used = ? WHERE key = ?", [(now, key) for key in idle])
        return found

    def put(self, contents: Mapping[bytes, bytes]) -> None:
        """Keeps these, all of them or, where the file cannot be written to, none."""
        if not self._store.writes or not contents:
            return
        with self._store.open() as connection, transaction(connection):
            now = self._now = self._now or _last_use(connection) + 1
            rows = [(key, _CHECKSUM.pack(_checksum(key, content)) + content, now) for key, content in contents.items()]
            connection.executemany("INSERT OR REPLACE INTO shelf VALUES (?, ?, ?)", rows)
            self._make_room(connection)

    def _make_room(self, connection: sqlite3.Connection) -> None:
        """What was used least lately goes; the file keeps its size, and what comes next takes the place."""
        size = (pragma(connection, "page_count") - pragma(connection, "freelist_count")) * pragma(connection, "page_size")
        if size <= self._limit:
            return
        # Contents take the file's pages in proportion to their lengths, nearly.
        surplus = connection.execute("SELECT total(length(content)) FROM shelf").fetchone()[0] * (1 - LEFT * self._limit / size)
        gone: list[tuple[int]] = []
        for row, length in connection.execute("SELECT rowid, length(content) FROM shelf ORDER BY used, rowid"):
            if surplus <= 0:
                break
            gone.append((row,))
            surplus -= length
        connection.executemany("DELETE FROM shelf WHERE rowid = ?", gone)


def _last_use(connection: sqlite3.Connection) -> int:
    """Raises sqlite3.DatabaseError if what is kept of it is no such number."""
    last = connection.execute("SELECT max(used) FROM shelf").fetchone()[0] or 0
    if not isinstance(last, int) or not 0 <= last < _MOST_USES:
        raise sqlite3.DatabaseError("the order of use is damaged")
    return last


def _whole(key: bytes, stored: object) -> bytes | None:
    """The content, or None for one that is damaged or another key's."""
    if not isinstance(stored, bytes) or len(stored) < _CHECKSUM.size:
        return None
    content = stored[_CHECKSUM.size :]
    return content if _CHECKSUM.unpack_from(stored) == (_checksum(key, content),) else None


def _checksum(key: bytes, content: bytes) -> int:
    # The key as well: a damaged index may lead to what is whole and another text's.
    return crc32(content, crc32(key))
