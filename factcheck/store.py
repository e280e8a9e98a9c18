"""What runs keep for one another: an SQLite file in a cache folder, which several processes may share.

It is never needed. Whatever is wrong with the file, a run does without it and comes to the same.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from factcheck.errors import FactcheckError

FILE = "factcheck.sqlite3"

AT_ONCE = 512
"""Keys asked for in one go."""

_APPLICATION = 0x66616374  # "fact", in SQLite's place for whose file it is
_FORM = 5
_WAIT = 30.0  # seconds for another process to finish writing
_PRIVATE = 0o600  # vectors, words and reports tell what an unpublished article says
_STATEMENTS = (
    "CREATE TABLE shelf(key BLOB NOT NULL UNIQUE, content BLOB NOT NULL, used INTEGER NOT NULL)",
    "CREATE INDEX by_use ON shelf(used)",
    """CREATE TABLE words(
        edition TEXT NOT NULL, word TEXT NOT NULL, lemma TEXT NOT NULL, known INTEGER NOT NULL, checksum INTEGER NOT NULL,
        UNIQUE(edition, word)
    )""",
    "CREATE TABLE digests(file TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, checksum INTEGER NOT NULL)",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {_FORM}",
)

# SQLite's messages quote the file: of a damaged one, what is no text.
_FAILURES = (sqlite3.Error, UnicodeDecodeError)

Item = TypeVar("Item")


def default_folder() -> Path:
    """Where this system keeps a user's caches."""
    from platformdirs import user_cache_path

    return user_cache_path("factcheck", appauthor=False)


class Store:
    """The file in one folder.

    A file that is damaged or no store is set aside under another name and `say` is told; a folder that cannot be written to is
    read, and told of. A file made here is its user's alone to read.
    """

    def __init__(self, folder: Path, *, say: Callable[[str], None], wait: float = _WAIT) -> None:
        """`wait`: seconds for another process to finish writing. Raises FactcheckError if `folder` is no folder."""
        self._path = folder / FILE
        self._say = say
        self._wait = wait
        self._writes = True
        self._connection: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None
        try:
            if folder.exists() and not folder.is_dir():
                raise FactcheckError(f"the cache {folder} is a file: name a folder")
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            self._cannot_write(error.strerror or str(error))
        self._connect()

    @property
    def writes(self) -> bool:
        """Whether anything can be kept."""
        return self._writes

    def close(self) -> None:
        """Lets go of the file."""
        if self._connection is not None:
            with suppress(*_FAILURES):
                self._connection.close()
            self._connection = None

    def _connect(self) -> None:
        """Opens the file, setting aside one that is no cache, and makes it where there is none."""
        for _ in range(2):
            try:
                self._connection = self._connected()
                if self._connection is None or self._is_ours(self._connection):
                    return
                why = "is no cache of this version of factcheck"
            except OSError as error:
                self._cannot_write(error.strerror or str(error))
                return
            except _FAILURES as error:
                if not _is_damage(error):
                    self.close()
                    self._cannot_write(str(error))
                    return
                why = "is damaged"
            self.close()
            self._set_aside(why)

    def _connected(self) -> sqlite3.Connection | None:
        """A connection, to read alone where nothing may be written; None where there is nothing to read either."""
        places = [place for place in (self._path.parent, self._path) if place.exists()]
        if self._writes and not all(os.access(place, os.W_OK) for place in places):
            self._cannot_write("it is read-only")
        if self._writes:
            with suppress(FileExistsError):
                os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE))
        elif not self._path.is_file():
            return None
        # Before SQLite opens it: should another process put a new file in its place in between, that one is never set aside.
        self._opened = _identity(self._path)
        mode = "rwc" if self._writes else "ro"
        return sqlite3.connect(f"{self._path.absolute().as_uri()}?mode={mode}", uri=True, timeout=self._wait, isolation_level=None)

    def _is_ours(self, connection: sqlite3.Connection) -> bool:
        """Whether the file is a cache of this form; one that is empty becomes so."""
        if self._writes and _is_empty(connection):
            with transaction(connection):
                if _is_empty(connection):  # no other process has made it in the meantime
                    for statement in _STATEMENTS:
                        connection.execute(statement)
        return (pragma(connection, "application_id"), pragma(connection, "user_version")) == (_APPLICATION, _FORM)

    def _set_aside(self, why: str) -> None:
        if not self._writes:
            return
        try:
            with _alone_with(self._path):
                if _identity(self._path) != self._opened:
                    return  # another process was faster
                aside = self._unused_name()
                self._path.replace(aside)
        except FileNotFoundError:
            return  # another process was faster
        except OSError as error:
            self._cannot_write(error.strerror or str(error))
        else:
            self._say(f"the cache {self._path} {why}: it was set aside as {aside.name}, and a new one begun")

    def _unused_name(self) -> Path:
        """A file made beside the cache, under a name that no other process takes."""
        for number in count(1):
            aside = self._path.with_name(f"{FILE}.set-aside-{number}")
            with suppress(FileExistsError):
                aside.touch(_PRIVATE, exist_ok=False)
                break
        return aside

    def _cannot_write(self, why: str) -> None:
        if not self._writes:
            return
        self._writes = False
        self._say(
            f"nothing is kept for the next run: {self._path.parent} cannot be written to ({why}); give --cache another folder, or --no-cache"
        )

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection. What goes wrong with the file in there ends the block, and costs no more than what was kept."""
        try:
            if self._connection is not None:
                yield self._connection
            else:
                with closing(_nowhere()) as nowhere:
                    yield nowhere
        except _FAILURES as error:
            if _is_damage(error) or _is_elsewhere(error):
                self.close()
                self._set_aside("is damaged")
                self._connect()
            else:
                if _is_locked(error):  # each further question would wait as long
                    self.close()
                self._cannot_write(str(error))


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path, whatever its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def _alone_with(path: Path) -> Iterator[None]:
    """Lets one process at a time set this file aside; raises OSError if there is none.

    On Windows any: it renames no file that another process has open.
    """
    if sys.platform == "win32":
        yield
        return
    from fcntl import LOCK_EX, flock

    with path.open("rb") as file:
        with suppress(OSError):  # a disk without locks
            flock(file, LOCK_EX)
        yield


def _nowhere() -> sqlite3.Connection:
    """A connection that has nothing and keeps nothing."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for statement in _STATEMENTS:
        connection.execute(statement)
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written in there, or nothing; other processes wait meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(*_FAILURES):
            connection.execute("ROLLBACK")
        raise


def _is_empty(connection: sqlite3.Connection) -> bool:
    return pragma(connection, "application_id") == 0 and connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None


def pragma(connection: sqlite3.Connection, name: str) -> int:
    """One of SQLite's numbers about a file ("page_count")."""
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _is_damage(error: Exception) -> bool:
    """Whether the file itself is wrong; not its being locked for long, the disk's being full, or a folder one may not write to."""
    if not hasattr(error, "sqlite_errorcode"):  # not SQLite's: something in there cannot be read as what it is
        return not isinstance(error, sqlite3.ProgrammingError | sqlite3.InterfaceError)
    return _kind(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def _is_elsewhere(error: Exception) -> bool:
    """Whether the file was removed, or set aside by another process, since it was opened."""
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_DBMOVED


def _is_locked(error: Exception) -> bool:
    return _kind(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _kind(error: Exception) -> int:
    # The low byte is the kind of error, the others its particulars.
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def checksum(*row: object) -> int:
    """What tells a row from a damaged one."""
    # As written in Python: a damaged row may hold values of other types.
    return crc32(repr(row).encode("utf-8", "surrogatepass"))


def rows_of(connection: sqlite3.Connection, query: str, keys: Sequence[object], *given: object) -> Iterator[tuple[Any, ...]]:
    """The rows of `query`, which ends with a column that is to be one of `keys`; `given` are the values of its own marks."""
    for some in parts(keys, AT_ONCE):
        yield from connection.execute(f"{query} IN ({','.join('?' * len(some))})", [*given, *some])


def parts(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items in order, at most `size` at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))
