"""Digests of a model's files, kept with the files' size and time of change: weights that did not change need not be read again."""

from __future__ import annotations

from pathlib import Path

from factcheck.store import Store, checksum, transaction


def known_digest(store: Store, path: Path) -> str | None:
    """The digest that was kept for this file as it is now. Raises OSError if there is no such file."""
    file = _state(path)
    with store.open() as connection:
        kept = connection.execute("SELECT digest, checksum FROM digests WHERE file = ?", (file,)).fetchone()
        if kept is not None and kept[1] == checksum(file, kept[0]):
            return str(kept[0])
    return None


def keep_digest(store: Store, path: Path, digest: str) -> None:
    """Keeps the digest of this file as it is now."""
    if store.writes:
        file = _state(path)
        with store.open() as connection, transaction(connection):
            connection.execute("INSERT OR REPLACE INTO digests VALUES (?, ?, ?)", (file, digest, checksum(file, digest)))


def _state(path: Path) -> str:
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns} {path.resolve()}"
