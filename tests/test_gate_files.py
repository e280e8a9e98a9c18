"""Which files below the paths that a user names are articles, and which folder makes their story."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import permutations
from pathlib import Path

import pytest

from factcheck.errors import FactcheckError
from factcheck.gate import find_files, is_found_below


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("Rain fell.\n", encoding="utf-8")


def found(*paths: str) -> dict[str, str | None]:
    return dict(find_files(paths))


def test_a_folder_below_the_path_makes_a_story_and_the_path_itself_makes_none() -> None:
    write("stories/loose.txt", "stories/raid/a.txt", "stories/2020/fire/b.md")
    assert found("stories") == {"stories/2020/fire/b.md": "2020/fire", "stories/loose.txt": None, "stories/raid/a.txt": "raid"}


def test_files_stand_in_order_of_their_paths() -> None:
    write("s/b/a.txt", "s/a/z.txt", "s/a/b.txt", "s/c.txt", "s/a.txt")
    paths = [file.path for file in find_files(["s"])]
    assert paths == sorted(paths)
    assert len(paths) == 5


@pytest.mark.parametrize("name", ["a.txt", "A.TXT", "a.md", "a.markdown", "a.html", "a.HtM", "my readme.txt", "changes.md", "a.b.txt"])
def test_an_article_is_known_by_the_end_of_its_name(name: str) -> None:
    write(f"s/raid/{name}")
    assert found("s") == {f"s/raid/{name}": "raid"}


@pytest.mark.parametrize(
    "name",
    [
        ".a.txt",
        "~a.txt",
        "a",
        "a.json",
        "a.txt.bak",
        "a.txt~",
        ".txt",
        "README.md",
        "readme.txt",
        "LICENSE.txt",
        ".git/a.txt",
        ".x/y/a.txt",
    ],
)
def test_what_is_hidden_or_no_article_is_passed_over(name: str) -> None:
    write(f"s/{name}")
    assert found("s") == {}


def test_a_file_that_is_named_is_taken_whatever_its_name() -> None:
    write("s/README.md", "s/.draft", "s/raid/a.txt")
    assert found("s/README.md", "s/.draft", "s/raid/a.txt") == {"s/README.md": None, "s/.draft": None, "s/raid/a.txt": None}


@pytest.mark.parametrize(
    ("paths", "stories"),
    [
        (("s", "s"), {"s/raid/a.txt": "raid", "s/raid/b.txt": "raid"}),
        (("s", "./s"), {"s/raid/a.txt": "raid", "s/raid/b.txt": "raid"}),
        (("s", "s/raid"), {"s/raid/a.txt": "raid", "s/raid/b.txt": "raid"}),
        (("s", "s/raid/a.txt"), {"s/raid/a.txt": "raid", "s/raid/b.txt": "raid"}),
        ((".", "s", "s/raid"), {"./s/raid/a.txt": "s/raid", "./s/raid/b.txt": "s/raid"}),
        (("s/raid/a.txt", "link.txt"), {"s/raid/a.txt": None}),
        (("s", "a_link_to_the_folder"), {"s/raid/a.txt": "raid", "s/raid/b.txt": "raid"}),
    ],
)
def test_a_file_is_found_once_and_on_one_story_whatever_the_order_of_the_paths(paths: tuple[str, ...], stories: dict[str, str]) -> None:
    write("s/raid/a.txt", "s/raid/b.txt")
    Path("link.txt").symlink_to("s/raid/a.txt")
    Path("a_link_to_the_folder").symlink_to("s/raid")
    for ordered in permutations(paths):
        assert found(*ordered) == stories


def test_a_link_beside_its_file_or_in_an_earlier_folder_is_not_the_article() -> None:
    write("s/raid/b.txt")
    Path("s/raid/a.txt").symlink_to("b.txt")
    Path("s/a").mkdir()
    Path("s/a/b.txt").symlink_to("../raid/b.txt")
    assert found("s") == {"s/raid/b.txt": "raid"}


def test_a_link_to_a_file_elsewhere_is_an_article_of_the_folder_that_it_stands_in() -> None:
    write("elsewhere/a.txt", "s/raid/b.txt")
    Path("s/raid/a.txt").symlink_to("../../elsewhere/a.txt")
    assert found("s") == {"s/raid/a.txt": "raid", "s/raid/b.txt": "raid"}


def test_links_to_folders_are_not_followed_so_loops_end() -> None:
    write("s/raid/a.txt", "elsewhere/b.txt")
    Path("s/raid/again").symlink_to("..")
    Path("s/self").symlink_to("self")
    Path("s/elsewhere.txt").symlink_to("../elsewhere")
    assert found("s") == {"s/raid/a.txt": "raid"}


def test_a_link_that_leads_nowhere_or_to_itself_is_found_so_that_it_is_reported() -> None:
    Path("s").mkdir()
    Path("s/gone.txt").symlink_to("nowhere.txt")
    Path("s/loop.txt").symlink_to("loop.txt")
    assert found("s") == {"s/gone.txt": None, "s/loop.txt": None}


def test_a_path_may_be_a_link_to_a_folder() -> None:
    write("s/raid/a.txt")
    Path("link").symlink_to("s")
    assert found("link") == {"link/raid/a.txt": "raid"}


@pytest.mark.parametrize("name", ["sp ace", "fête 😀", "two\nlines", "-dash", "--since=x", "%s{}", "a.txt", "tab\t", "ctrl\x1b[31m"])
def test_folders_and_files_may_have_any_name(name: str) -> None:
    write(f"s/{name}/{name}.txt")
    assert found("s") == {f"s/{name}/{name}.txt": name}
    assert found(f"s/{name}") == {f"s/{name}/{name}.txt": None}


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
def test_a_name_that_is_no_utf_8_is_found() -> None:
    Path("s").mkdir()
    name = os.fsdecode(b"caf\xe9.txt")
    Path("s", name).write_text("Rain fell.\n", encoding="utf-8")
    assert found("s") == {f"s/{name}": None}


@pytest.mark.parametrize("path", ["s/", "s//", "./s", "s/.", "s/../s"])
def test_a_path_may_be_written_in_any_way(path: str) -> None:
    write("s/raid/a.txt")
    [(file, story)] = find_files([path])
    assert Path(file).samefile("s/raid/a.txt")
    assert story == "raid"


def test_ten_thousand_files_in_a_folder_are_found() -> None:
    Path("s/raid").mkdir(parents=True)
    for number in range(10_000):
        Path(f"s/raid/{number:05}.txt").touch()
    files = find_files(["s", "s/raid"])
    assert [file.path for file in files] == [f"s/raid/{number:05}.txt" for number in range(10_000)]
    assert {file.folder for file in files} == {"raid"}


@pytest.mark.skipif(os.name != "posix", reason="folders are made by descriptors on POSIX alone")
def test_folders_within_folders_may_be_deeper_than_python_can_call() -> None:
    Path("s").mkdir()
    at = os.open("s", os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=at)  # a path as long as this one cannot be named
        at, above = os.open("d", os.O_RDONLY, dir_fd=at), at
        os.close(above)
    os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=at))
    os.close(at)
    try:
        assert found("s") == {f"s/{'d/' * 1500}a.txt": "/".join("d" * 1500)}
    finally:  # deeper than Python can remove as well
        subprocess.run(["rm", "-rf", "s"], check=True)


@pytest.mark.parametrize(
    ("path", "said"),
    [("", "is empty"), ("missing", "there is no file or folder missing"), ("-", "there is no"), ("x" * 5000, "there is no")],
)
def test_a_path_that_is_not_there_is_refused(path: str, said: str) -> None:
    with pytest.raises(FactcheckError, match=said):
        find_files([path])


def test_a_folder_that_cannot_be_read_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    write("s/raid/a.txt", "s/shut/b.txt")
    scandir = os.scandir

    def refusing(path: str) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:  # whoever runs the tests may read everything
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr("factcheck.gate.files.os.scandir", refusing)
    with pytest.raises(FactcheckError, match="cannot read the folder s/shut: Permission denied"):
        find_files(["s"])


@pytest.mark.parametrize(
    ("path", "is_found"),
    [
        ("s/a.txt", True),
        ("s/raid/new.md", True),
        ("./s/../s/raid/new.md", True),
        ("link/new.md", True),
        ("s/README.md", False),
        ("s/report.json", False),
        ("s/.reports/new.md", False),
        ("new.md", False),
        ("sibling/new.md", False),
    ],
)
def test_what_is_written_there_would_be_found_or_not(path: str, is_found: bool) -> None:
    write("s/raid/a.txt", "sibling/b.txt")
    Path("link").symlink_to("s/raid")
    Path("s/.reports").mkdir()
    assert is_found_below(path, ["s"]) is is_found
    before = found("s")
    write(path)
    assert (found("s").keys() != before.keys()) is is_found
