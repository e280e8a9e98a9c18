"""What runs keep for one another: whatever is wrong with the file, a run does without it, says so once, and comes to the same."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import FakeEncoder
from keeping import CountingEncoder, are_equal, asked_for, is_sound, opened

from factcheck.cli import main
from factcheck.encoders.cache import CachedEncoder
from factcheck.errors import FactcheckError
from factcheck.shelf import Shelf
from factcheck.store import FILE, Store, default_folder, transaction

TEXTS = [f"Officers closed road number {n}." for n in range(40)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a store that has the encodings of `TEXTS`."""
    made = tmp_path / "kept"
    assert asked_for(TEXTS, made) == TEXTS
    return made


@pytest.fixture
def said() -> list[str]:
    """What stores said."""
    return []


def permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


class TestFile:
    @pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
    def test_its_user_alone_may_read_it_and_its_folder(self, folder: Path) -> None:
        assert permissions(folder) == 0o700
        assert permissions(folder / FILE) == 0o600

    @pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
    def test_permissions_that_somebody_gave_are_left(self, folder: Path) -> None:
        folder.chmod(0o750)
        (folder / FILE).chmod(0o640)
        assert asked_for(TEXTS, folder) == []
        assert (permissions(folder), permissions(folder / FILE)) == (0o750, 0o640)

    @pytest.mark.parametrize("name", ["with spaces", "a?mode=ro#b%20", "\U0001f4f0", "line\nbreak", "deep/er/still"])
    def test_stands_in_the_folder_whatever_that_is_called(self, tmp_path: Path, name: str) -> None:
        asked_for(TEXTS, tmp_path / name)
        assert (tmp_path / name / FILE).is_file()
        assert asked_for(TEXTS, tmp_path / name) == []

    def test_stands_in_the_users_cache_folder_if_none_is_named(self) -> None:
        assert default_folder().is_relative_to(os.environ["XDG_CACHE_HOME"])


class TestTransaction:
    def test_an_error_of_the_callers_comes_through_and_takes_back_what_was_written(self, folder: Path) -> None:
        with opened(folder) as store:
            with pytest.raises(ZeroDivisionError), store.open() as connection, transaction(connection):
                _ = connection.execute("DELETE FROM shelf").rowcount // 0
            with store.open() as connection:
                assert connection.execute("SELECT count(*) FROM shelf").fetchone() == (len(TEXTS),)


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def of_random_bytes(path: Path) -> None:
    path.write_bytes(sha256(b"no database").digest() * 600)


def a_single_line(path: Path) -> None:
    path.write_text("not a database\n")


def another_programs(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE letters(day, body)")
        connection.execute("INSERT INTO letters VALUES (1, 'dear reader')")


def without_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE shelf")
        connection.execute("DROP TABLE words")


def with_other_columns(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ALTER TABLE shelf DROP COLUMN content")


def of_another_form(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def with_a_table_described_by_what_is_no_text(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE shelf", b"CREATE \xceABLE shelf"))


def with_a_use_that_is_no_number(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE shelf SET used = 'yesterday'")


def with_a_use_beyond_all_numbers(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE shelf SET used = ?", (2**63 - 1,))


WRONG = [
    truncated,
    of_random_bytes,
    a_single_line,
    another_programs,
    without_tables,
    with_other_columns,
    of_another_form,
    with_a_table_described_by_what_is_no_text,
    with_a_use_that_is_no_number,
    with_a_use_beyond_all_numbers,
]


class TestWrongFile:
    @pytest.mark.parametrize("spoil", WRONG)
    def test_is_set_aside_whole_and_said_once(self, said: list[str], folder: Path, spoil: Callable[[Path], None]) -> None:
        spoil(folder / FILE)
        spoilt = (folder / FILE).read_bytes()
        assert asked_for(TEXTS, folder, said) == TEXTS
        assert len(said) == 1
        assert f"set aside as {FILE}.set-aside-1" in said[0]
        assert (folder / f"{FILE}.set-aside-1").read_bytes() == spoilt
        assert asked_for(TEXTS, folder) == []
        assert is_sound(folder)

    def test_that_is_empty_is_begun_without_a_word(self, folder: Path) -> None:
        os.truncate(folder / FILE, 0)
        assert asked_for(TEXTS, folder) == TEXTS
        assert asked_for(TEXTS, folder) == []

    def test_set_aside_before_is_kept_beside_the_next(self, said: list[str], folder: Path) -> None:
        for number, content in enumerate([b"first", b"second"], start=1):
            (folder / FILE).write_bytes(content)
            asked_for(TEXTS, folder, said)
            assert f"set-aside-{number}" in said[-1]
        assert [(folder / f"{FILE}.set-aside-{number}").read_bytes() for number in (1, 2)] == [b"first", b"second"]

    def test_is_set_aside_in_the_middle_of_a_run_too(self, said: list[str], folder: Path) -> None:
        encoder = CountingEncoder()
        with opened(folder, said) as store:
            cached = CachedEncoder(encoder, Shelf(store))
            cached.encode(TEXTS[:1])
            of_random_bytes(folder / FILE)
            assert are_equal(cached.encode(TEXTS), CountingEncoder().encode(TEXTS))
        assert len(said) == 1
        assert asked_for(TEXTS, folder) == []

    def test_that_another_run_has_set_aside_already_is_not_set_aside_twice(self, said: list[str], folder: Path) -> None:
        with opened(folder, said) as one, opened(folder, said) as other:
            of_random_bytes(folder / FILE)
            for store in (one, other):
                assert are_equal(CachedEncoder(CountingEncoder(), Shelf(store)).encode(TEXTS), CountingEncoder().encode(TEXTS))
        assert len(said) == 1
        assert asked_for(TEXTS, folder) == []

    def test_that_is_removed_in_the_middle_of_a_run_is_begun_again(self, folder: Path) -> None:
        with opened(folder) as store:
            (folder / FILE).unlink()
            cached = CachedEncoder(CountingEncoder(), Shelf(store))
            for text in ("A new sentence.", "Another new sentence."):
                cached.encode([text])
        assert asked_for(["Another new sentence."], folder) == []

    def test_that_cannot_be_set_aside_is_done_without(self, said: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(path: Path, _other: Path) -> None:
            raise PermissionError(13, "Permission denied", str(path))

        of_random_bytes(folder / FILE)
        monkeypatch.setattr(Path, "replace", refuse)
        asked_for(TEXTS, folder, said)
        assert len(said) == 1
        assert "(Permission denied)" in said[0]

    def test_that_is_a_folder_is_done_without(self, said: list[str], tmp_path: Path) -> None:
        (tmp_path / FILE).mkdir()
        assert asked_for(TEXTS, tmp_path, said) == TEXTS
        assert len(said) == 1


def read_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No place may be written to, though the user be root."""
    monkeypatch.setattr(os, "access", lambda _place, _mode: False)


class TestFolder:
    def test_that_is_read_only_is_read_and_said_once(self, said: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        before = (folder / FILE).read_bytes()
        read_only(monkeypatch)
        assert asked_for([*TEXTS, "A new sentence."], folder, said) == ["A new sentence."]
        assert len(said) == 1
        assert "it is read-only" in said[0]
        assert "--no-cache" in said[0]
        assert (folder / FILE).read_bytes() == before
        assert [path.name for path in folder.iterdir()] == [FILE]

    @pytest.mark.parametrize("spoil", WRONG)
    def test_that_is_read_only_with_a_wrong_file_is_done_without(
        self, said: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None]
    ) -> None:
        spoil(folder / FILE)
        spoilt = (folder / FILE).read_bytes()
        read_only(monkeypatch)
        assert asked_for(TEXTS, folder, said)
        assert len(said) == 1
        assert (folder / FILE).read_bytes() == spoilt

    def test_that_is_read_only_and_empty_is_done_without(self, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        read_only(monkeypatch)
        assert asked_for(TEXTS, tmp_path, said) == TEXTS
        assert len(said) == 1
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", ["file/kept", "loop/kept", "loop", "long" * 100, "/proc/none/kept"])
    def test_that_cannot_be_made_is_done_without(self, said: list[str], tmp_path: Path, name: str) -> None:
        (tmp_path / "file").write_text("")
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
        assert asked_for(TEXTS, tmp_path / name, said) == TEXTS
        assert len(said) == 1

    def test_that_nobody_may_look_into_is_done_without(self, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(path: Path, **_options: object) -> os.stat_result:
            raise PermissionError(13, "Permission denied", str(path))

        with monkeypatch.context() as patched:
            patched.setattr(Path, "stat", refuse)
            assert asked_for(TEXTS, tmp_path / "kept", said) == TEXTS
        assert len(said) == 1

    def test_that_is_a_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("kept as it is")
        with pytest.raises(FactcheckError, match="is a file: name a folder"):
            Store(tmp_path / "file", say=pytest.fail)
        assert (tmp_path / "file").read_text() == "kept as it is"

    @pytest.mark.parametrize("command", ["compare", "check"])
    def test_that_is_a_file_is_exit_2_in_one_line(self, tmp_path: Path, command: str) -> None:
        story = tmp_path / "story"
        story.mkdir()
        articles = [story / "post.txt", story / "desk.txt"]
        for article in articles:
            article.write_text("Police sent 47 officers to the pier on Friday, the mayor said.\n")
        (tmp_path / "file").write_text("")
        result = CliRunner().invoke(main, [command, *map(str, articles), "--cache", str(tmp_path / "file")])
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
        assert "is a file: name a folder" in result.stderr


class TestDisk:
    def test_that_is_full_costs_what_would_have_been_kept_and_is_said_once(self, said: list[str], folder: Path) -> None:
        more = [f"{text} {'Then it rained. ' * 300}" for text in TEXTS]
        encoder = CountingEncoder()
        with opened(folder, said) as store:
            with store.open() as connection:
                pages = connection.execute("PRAGMA page_count").fetchone()[0]
                connection.execute(f"PRAGMA max_page_count = {pages + 2}")
            cached = CachedEncoder(encoder, Shelf(store))
            for texts in (more, more[:20], TEXTS):
                assert are_equal(cached.encode(texts), CountingEncoder().encode(texts))
        assert encoder.asked == [*more, *more[:20]]
        assert len(said) == 1
        assert "full" in said[0]
        assert asked_for(TEXTS, folder) == []
        assert is_sound(folder)


class TestLocked:
    @pytest.fixture
    def locked(self, folder: Path) -> Callable[[], sqlite3.Connection]:
        """`locked()` locks the file in the folder, as another process would, until it is closed."""

        def lock() -> sqlite3.Connection:
            connection = sqlite3.connect(folder / FILE, isolation_level=None)
            connection.execute("BEGIN EXCLUSIVE")
            return connection

        return lock

    def test_for_longer_than_one_waits_it_is_done_without_and_said_once(
        self, said: list[str], folder: Path, locked: Callable[[], sqlite3.Connection]
    ) -> None:
        with closing(locked()), opened(folder, said, wait=0) as store:
            assert are_equal(CachedEncoder(CountingEncoder(), Shelf(store)).encode(TEXTS), CountingEncoder().encode(TEXTS))
        assert len(said) == 1
        assert "locked" in said[0]
        assert asked_for(TEXTS, folder) == []

    def test_in_the_middle_of_a_run_it_is_waited_for_once(
        self, said: list[str], folder: Path, locked: Callable[[], sqlite3.Connection]
    ) -> None:
        with opened(folder, said, wait=0) as store:
            cached = CachedEncoder(CountingEncoder(), Shelf(store))
            with closing(locked()):
                assert are_equal(cached.encode(TEXTS), CountingEncoder().encode(TEXTS))
            with store.open() as connection:
                assert connection.execute("SELECT count(*) FROM shelf").fetchone() == (0,)
            assert not store.writes
        assert len(said) == 1
        assert asked_for(TEXTS, folder) == []


class TestCommands:
    @pytest.fixture
    def compare(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
        """`compare(*options)` compares two articles, with what is kept in the folder "kept"."""
        monkeypatch.setattr("factcheck.encoders.load_encoder", lambda *_, **__: FakeEncoder())
        monkeypatch.chdir(tmp_path)
        for name, number in (("post.txt", 47), ("desk.txt", 50)):
            (tmp_path / name).write_text(
                f"Police sent {number} officers to the pier on Friday, the mayor said. The crowd left after two hours.\n"
            )

        def compare(*options: str) -> Result:
            return CliRunner().invoke(main, ["compare", "post.txt", "desk.txt", "--cache", "kept", "--fail-on", "conflict", *options])

        return compare

    def test_say_what_is_wrong_in_one_line_and_find_the_same(self, tmp_path: Path, compare: Callable[..., Result]) -> None:
        before = compare()
        assert (before.exit_code, before.stderr) == (1, "")
        of_random_bytes(tmp_path / "kept" / FILE)
        after = compare()
        assert (after.exit_code, after.stdout) == (1, before.stdout)
        assert after.stderr.startswith("factcheck: the cache kept")
        assert after.stderr.count("\n") == 1
        assert compare().stderr == ""

    def test_say_nothing_of_it_if_they_are_to_be_quiet(self, tmp_path: Path, compare: Callable[..., Result]) -> None:
        compare()
        of_random_bytes(tmp_path / "kept" / FILE)
        assert compare("-q").stderr == ""

    def test_without_a_cache_touch_no_folder(self, tmp_path: Path, compare: Callable[..., Result]) -> None:
        refused = compare("--no-cache")
        assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
        assert "exclude each other" in refused.stderr
        folders = set(default_folder().glob("*"))
        assert CliRunner().invoke(main, ["compare", "post.txt", "desk.txt", "--no-cache"]).exit_code == 0
        assert set(default_folder().glob("*")) == folders
        assert not (tmp_path / "kept").exists()
