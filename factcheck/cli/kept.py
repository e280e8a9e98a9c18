"""What a run takes over from former runs, and keeps for later ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factcheck.cli.streams import note

if TYPE_CHECKING:
    from factcheck.encoders import Encoder
    from factcheck.store import Store


@contextmanager
def opened_store(folder: str | None, *, no_cache: bool, quiet: bool) -> Iterator[Store | None]:
    """What former runs have kept, and this one keeps; None where that is not wanted."""
    from factcheck.store import Store, default_folder

    if no_cache and folder is not None:
        raise click.UsageError("--cache and --no-cache exclude each other")
    if no_cache:
        yield None
        return
    with closing(Store(Path(folder) if folder is not None else default_folder(), say=(lambda _: None) if quiet else note)) as store:
        yield store


def load_encoder(name: str | None, store: Store | None, *, offline: bool, quiet: bool) -> Encoder:
    """The encoder asked for, behind what is kept of its vectors."""
    from factcheck import encoders
    from factcheck.shelf import Shelf

    encoder = encoders.load_encoder(name, offline=offline, store=store, say=(lambda _: None) if quiet else note)
    return encoder if store is None else encoders.CachedEncoder(encoder, Shelf(store))
