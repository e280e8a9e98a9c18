"""What the benchmarks of edits work on, invented articles and the seeds, and an encoder that encodes a sentence once."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

from factcheck.encoders import Encoder, SentenceEncoding, load_encoder

HERE = Path(__file__).resolve().parent
FOLDERS = {"articles": HERE / "articles", "stories": HERE / "stories", "seeds": HERE.parent / "seeds"}
"""Articles written to be edited; the invented pairs, each article by itself; real articles."""


def texts(of: Collection[str] = ()) -> dict[str, str]:
    """The text of every article by its name ("ferry-a" for one of a pair), in the order of the folders and names; `of` names folders, none: all."""
    paths = [path for name, folder in FOLDERS.items() if not of or name in of for path in sorted(folder.rglob("*.txt"))]
    return {f"{path.parent.name}-{path.stem}" if len(path.stem) == 1 else path.stem: path.read_text("utf-8") for path in paths}


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
