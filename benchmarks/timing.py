"""Whole processes, timed side by side: what a user waits for, and how much memory that takes."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """One whole process: wall seconds, and MiB of memory at its peak."""

    seconds: float
    memory: float
    output: str


def run(command: Sequence[str], folder: Path | None = None) -> Run:
    """Runs a command to its end; raises RuntimeError if it cannot be done (exit 2 or more)."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=errors, env={**os.environ, "HF_HUB_OFFLINE": "1", "OPENBLAS_NUM_THREADS": "1"}
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        for file in (output, errors):
            file.seek(0)
        if process.returncode > 1:
            raise RuntimeError(errors.read().decode())
        return Run(seconds, used.ru_maxrss / 1024, output.read().decode())


def in_turn(ways: Mapping[str, Callable[[int], Run]], runs: int) -> dict[str, list[Run]]:
    """Every way as often as asked, in turn, so that a noisy machine is noisy for all; a way is told the number of its run."""
    taken: dict[str, list[Run]] = {name: [] for name in ways}
    for number in range(runs):
        for name, way in ways.items():
            taken[name].append(way(number))
    return taken


def tell(taken: Mapping[str, Sequence[Run]], against: str) -> None:
    """Prints the medians of each way, and their ratios to one."""
    medians = {
        name: (statistics.median(one.seconds for one in runs), statistics.median(one.memory for one in runs))
        for name, runs in taken.items()
    }
    usual, usual_memory = medians[against]
    for name, (seconds, memory) in medians.items():
        each = ", ".join(f"{one.seconds:.2f}" for one in taken[name])
        print(f"{name:22} {seconds:7.2f} s  {seconds / usual:.3f}   {memory:5.0f} MiB  {memory / usual_memory:.2f}   ({each})")
