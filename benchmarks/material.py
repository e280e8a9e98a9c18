"""What the benchmarks of edits work on: the articles written for them and the seeds, and an encoder that encodes a sentence once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from factcheck.encoders import Encoder, SentenceEncoding, load_encoder

HERE = Path(__file__).resolve().parent
FOLDERS = (HERE / "articles", HERE.parent / "seeds")


def texts() -> dict[str, str]:
    """The text of every article by its name, in the order of the names."""
    paths = sorted(path for folder in FOLDERS for path in folder.glob("*.txt"))
    return {path.stem: path.read_text("utf-8") for path in paths}


class RememberingEncoder:
    """An encoder that encodes a text once: edited articles share nearly all sentences."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.known: dict[str, SentenceEncoding] = {}

    @property
    def name(self) -> str:
        return self.encoder.name

    @property
    def fingerprint(self) -> str:
        return self.encoder.fingerprint

    def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]:
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        self.known.update(zip(new, self.encoder.encode(new), strict=True))
        return [self.known[text] for text in texts]


@cache
def encoder() -> RememberingEncoder:
    """The bundled encoder, loaded once."""
    return RememberingEncoder(load_encoder())
