"""Which texts are read together: those of one length, so that no padding comes between a text and its encoding."""

from __future__ import annotations

from collections.abc import Sequence

BATCH_TOKENS = 512
"""Tokens read at once at most, but for one text that is longer; larger batches are slower on a CPU."""

MOST_THREADS = 8


def of_one_length(lengths: Sequence[int], most: int | None = None) -> list[list[int]]:
    """Places of texts that are read together, `lengths` being theirs in tokens and `most` the texts of a batch at most; the longest first."""
    places_of: dict[int, list[int]] = {}
    for at, length in enumerate(lengths):
        places_of.setdefault(length, []).append(at)
    batches = []
    for length, places in sorted(places_of.items(), reverse=True):
        fit = max(1, BATCH_TOKENS // max(length, 1))
        size = fit if most is None else min(fit, most)
        batches += [places[start : start + size] for start in range(0, len(places), size)]
    return batches
