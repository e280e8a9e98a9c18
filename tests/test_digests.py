"""A model's digest is kept with the state of its file, and is never that of another state."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from factcheck.encoders import load_encoder
from factcheck.encoders.digests import keep_digest, known_digest
from factcheck.store import FILE, Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(tmp_path / "cache", say=pytest.fail)) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "weights"
    path.write_bytes(b"one")
    return path


def test_a_digest_is_known_while_the_file_is_as_it_was(store: Store, file: Path) -> None:
    assert known_digest(store, file) is None
    keep_digest(store, file, "abc")
    assert known_digest(store, file) == "abc"


def test_a_file_that_changed_has_another(store: Store, file: Path) -> None:
    keep_digest(store, file, "abc")
    before = file.stat()
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert known_digest(store, file) is None
    file.write_bytes(b"three")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert known_digest(store, file) is None


def test_another_file_of_the_same_size_and_time_has_another(store: Store, file: Path) -> None:
    keep_digest(store, file, "abc")
    other = file.with_name("other")
    other.write_bytes(b"two")
    os.utime(other, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    assert known_digest(store, other) is None


def test_a_damaged_digest_is_not_believed(store: Store, file: Path, tmp_path: Path) -> None:
    keep_digest(store, file, "abc")
    with closing(sqlite3.connect(tmp_path / "cache" / FILE)) as connection, connection:
        connection.execute("UPDATE digests SET digest = 'abd'")
    assert known_digest(store, file) is None


def test_the_bundled_model_has_one_fingerprint_whether_it_was_read_or_known(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read = load_encoder(store=store).fingerprint
    monkeypatch.setattr("factcheck.encoders.models.sha256_of", lambda _path: pytest.fail("the weights were read again"))
    assert load_encoder(store=store).fingerprint == read == "sha256:53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
