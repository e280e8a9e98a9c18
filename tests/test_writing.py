"""A file is written whole or stays what it was."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from factcheck.errors import FactcheckError
from factcheck.writing import write_whole


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_made_or_replaced(tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_bytes(b"a longer text that was there before")
    write_whole({old: b"1", new: b"2"})
    assert (old.read_bytes(), new.read_bytes()) == (b"1", b"2")
    assert names(tmp_path) == ["new.md", "old.md"]


def test_a_missing_folder_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(FactcheckError, match="there is no folder"):
        write_whole({tmp_path / "missing" / "report.md": b"1"})
    assert names(tmp_path) == []


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(FactcheckError, match="is a folder"):
        write_whole({tmp_path: b"1"})


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_whole_and_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    target = tmp_path / "report.md"
    target.write_bytes(b"old")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if step == "write":
        monkeypatch.setattr("factcheck.writing._write", full)
    else:
        monkeypatch.setattr(os, step, full)
    with pytest.raises(FactcheckError, match=r"cannot write .*report\.md: No space left on device"):
        write_whole({target: b"new"})
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["report.md"]


def test_one_file_that_cannot_be_written_leaves_all_as_they_were(tmp_path: Path) -> None:
    first = tmp_path / "first.md"
    first.write_bytes(b"old")
    with pytest.raises(FactcheckError):
        write_whole({first: b"new", tmp_path / "missing" / "second.md": b"new"})
    assert first.read_bytes() == b"old"
    assert names(tmp_path) == ["first.md"]


@pytest.mark.parametrize("before", ["fsync", "replace"])
def test_a_killed_run_leaves_the_old_file_whole(tmp_path: Path, before: str) -> None:
    target = tmp_path / "report.md"
    target.write_bytes(b"old")
    killed = textwrap.dedent(f"""
        import os, signal
        from pathlib import Path
        from factcheck.writing import write_whole
        os.{before} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        write_whole({{Path({str(target)!r}): b"new" * 100_000}})
    """)
    done = subprocess.run([sys.executable, "-c", killed], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    assert target.read_bytes() == b"old"


def test_a_link_keeps_pointing_to_its_file(tmp_path: Path) -> None:
    file, link = tmp_path / "file.md", tmp_path / "link.md"
    file.write_bytes(b"old")
    link.symlink_to(file)
    write_whole({link: b"new"})
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_a_file_keeps_its_permissions_and_a_new_one_has_the_usual(tmp_path: Path) -> None:
    kept, usual, new = tmp_path / "kept.md", tmp_path / "usual.md", tmp_path / "new.md"
    kept.write_bytes(b"old")
    kept.chmod(0o640)
    usual.write_bytes(b"")
    write_whole({kept: b"new", new: b"new"})
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640
    assert stat.S_IMODE(new.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_whole({Path(os.devnull): b"gone"})
    assert not Path(os.devnull).is_file()


def test_a_pipe_gets_the_text(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen([sys.executable, "-c", f"print(open({str(pipe)!r}).read(), end='')"], stdout=subprocess.PIPE)
    write_whole({pipe: b"text"})
    assert reader.communicate(timeout=30)[0] == b"text"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
