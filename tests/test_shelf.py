"""Bytes kept under keys: bounded by the room that they take, whatever their sizes."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from keeping import opened

from factcheck.shelf import LEFT, Shelf
from factcheck.store import pragma

LIMIT = 4_000_000
SMALL, LARGE = 1_000, 100_000


def contents(number: int, size: int, name: str) -> dict[bytes, bytes]:
    return {sha256(f"{name} {n}".encode()).digest(): bytes([n % 251]) * size for n in range(number)}


def used(folder: Path) -> int:
    """Bytes of the file that hold something."""
    with opened(folder) as store, store.open() as connection:
        return (pragma(connection, "page_count") - pragma(connection, "freelist_count")) * pragma(connection, "page_size")


@pytest.mark.parametrize("sizes", [(SMALL, LARGE), (LARGE, SMALL), (SMALL, SMALL), (LARGE, LARGE)])
def test_a_full_file_is_left_with_its_share_whatever_the_sizes(tmp_path: Path, sizes: tuple[int, int]) -> None:
    first, then = (contents(int(0.55 * LIMIT / size), size, name) for size, name in zip(sizes, ("first", "then"), strict=True))
    for some in (first, then):
        with opened(tmp_path) as store:
            Shelf(store, limit=LIMIT).put(some)
    assert 0.85 * LIMIT * LEFT < used(tmp_path) < 1.15 * LIMIT * LEFT
    with opened(tmp_path) as store:
        shelf = Shelf(store)
        assert shelf.find(then) == then
        assert 0 < len(shelf.find(first)) < len(first)


def test_a_run_that_only_uses_what_it_knows_writes_nothing_however_much_others_put(tmp_path: Path) -> None:
    known = contents(10, SMALL, "known")
    with opened(tmp_path) as store:
        Shelf(store).put(known)
    with opened(tmp_path) as store:
        shelf = Shelf(store)
        for n in range(100):  # one run, many stories
            shelf.put(contents(1, SMALL, f"story {n}"))
    (file,) = tmp_path.glob("*.sqlite3")
    before = file.read_bytes()
    with opened(tmp_path) as store:
        assert Shelf(store).find(known) == known
    assert file.read_bytes() == before
