"""Models that sentence-transformers loads: from the first sentence on, for the import alone takes seconds."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.encoders.batches import MOST_THREADS, of_one_length
from factcheck.encoders.encoding import DigestedEncoder, SentenceEncoding
from factcheck.errors import FactcheckError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    Features = dict[str, Any]

BATCH = 16
"""Sentences read at once at most; larger batches are slower on a CPU."""

LEAST_TOKENS = 32
"""Tokens read at once at least. Of fewer than 16 rows a matrix product takes another way through the library, to other last digits."""


class SentenceTransformersEncoder(DigestedEncoder):
    """A model in a folder. Loaded when it first encodes.

    A text's encoding does not depend on the texts beside it, to the last digit: texts of one length are read together, without
    padding, each batch by one thread.
    """

    def __init__(self, name: str, folder: Path, digest: Callable[[], str], *, remedy: str) -> None:
        super().__init__(name, digest)
        self._folder = folder
        self._remedy = remedy

    def _encoded(self, distinct: Sequence[str]) -> dict[str, SentenceEncoding]:
        with quietly():
            return {distinct[at]: self._encoding(distinct[at], features) for at, features in self._read(distinct)}

    @cached_property
    def _model(self) -> SentenceTransformer:
        return load_model(str(self._folder), refused=f"cannot load the encoder {self.name!r}", remedy=self._remedy)

    def _read(self, texts: Sequence[str]) -> Iterator[tuple[int, Features]]:
        """What the model makes of each text, as its modules name it, with the text's place in `texts`."""
        from concurrent.futures import ThreadPoolExecutor

        import torch

        model = self._model
        prompt = model.prompts.get(model.default_prompt_name) if model.default_prompt_name is not None else None
        batches = _batches(_token_counts(model, texts, prompt))
        threads = torch.get_num_threads()
        # Tokenizers are not to be shared between threads, so all batches are made by this one.
        inputs = [model.preprocess([texts[at] for at in batch], prompt=prompt) for batch in batches]
        try:
            with ThreadPoolExecutor(min(threads, MOST_THREADS), initializer=torch.set_num_threads, initargs=(1,)) as pool:
                for batch, features in zip(batches, pool.map(partial(_forward, model), inputs), strict=True):
                    for row, at in enumerate(batch):
                        yield at, {name: value[row] for name, value in features.items() if getattr(value, "ndim", 0)}
        finally:
            torch.set_num_threads(threads)

    def _encoding(self, text: str, features: Features) -> SentenceEncoding:
        import numpy

        vector = features["sentence_embedding"].float().cpu().numpy()
        length = numpy.linalg.norm(vector)
        if not numpy.isfinite(length) or not length:
            raise FactcheckError(f"the encoder {self.name!r} gives no usable vector for {text[:40]!r}: {self._remedy}")
        vector = vector / length
        if "token_embeddings" not in features:  # a model that knows no word in its context
            return SentenceEncoding.of(vector, (text,), vector[None])
        read = features["attention_mask"].bool()
        tokens = features["input_ids"][read].tolist()
        tokenizer = self._model.tokenizer
        marks = set(tokenizer.all_special_ids) - {tokenizer.unk_token_id}
        pieces = [at for at, token in enumerate(tokens) if token not in marks] or [0]
        vectors = features["token_embeddings"][read].float().cpu().numpy()[pieces]
        return SentenceEncoding.of(vector, tuple(tokenizer.convert_ids_to_tokens([tokens[at] for at in pieces])), vectors)


def _token_counts(model: SentenceTransformer, texts: Sequence[str], prompt: str | None) -> list[int]:
    counts: list[int] = []
    for start in range(0, len(texts), BATCH):
        features = model.preprocess(list(texts[start : start + BATCH]), prompt=prompt)
        mask = features.get("attention_mask")
        counts += mask.sum(dim=1).tolist() if mask is not None else [LEAST_TOKENS] * len(texts[start : start + BATCH])
    return counts


def _batches(token_counts: Sequence[int]) -> list[list[int]]:
    """Places of texts of one length that are read together; the text of a batch that is too small stands in it several times."""
    batches = of_one_length(token_counts, BATCH)
    return [[*batch, *batch[-1:] * (-(-LEAST_TOKENS // max(token_counts[batch[0]], 1)) - len(batch))] for batch in batches]


def _forward(model: SentenceTransformer, features: Features) -> Features:
    import torch

    placed = {name: value.to(model.device) if isinstance(value, torch.Tensor) else value for name, value in features.items()}
    with torch.inference_mode():
        read: Features = model(placed)
    return read


def load_model(name: str, *, refused: str, remedy: str) -> SentenceTransformer:
    """The model in a folder or of a hub name."""
    with quietly():
        _import_sentence_transformers()
        from sentence_transformers import SentenceTransformer

        try:
            with _without_progress_bars():
                return SentenceTransformer(name, local_files_only=Path(name).is_dir())
        except Exception as error:  # what can be wrong with a stranger's model has no common type
            raise FactcheckError(f"{refused} ({first_line(error)}): {remedy}") from error


def first_line(error: Exception) -> str:
    """What an error says first, or the name of its type where it says nothing."""
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
def quietly() -> Iterator[None]:
    """No warnings and log lines of the libraries on the user's terminal; the settings are put back."""
    import logging
    import warnings

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
