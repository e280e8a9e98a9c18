"""Whole processes, timed side by side: what a user waits for, and how much memory that takes."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_LAUNCHER = """
import json, os, subprocess, sys, time
errors = open(sys.argv[1], "wb")
start = time.perf_counter()
process = subprocess.Popen(sys.argv[2:], stderr=errors)
_, status, used = os.wait4(process.pid, 0)
seconds = time.perf_counter() - start
process.returncode = os.waitstatus_to_exitcode(status)
print("\\n" + json.dumps([seconds, used.ru_maxrss / 1024, process.returncode]))
"""


class Run(NamedTuple):
    """One whole process: wall seconds, and MiB of memory at its peak; of several processes, those of the largest."""

    seconds: float
    memory: float
    output: str


def run(command: Sequence[str], folder: Path | None = None) -> Run:
    """Runs a command to its end; raises RuntimeError if it cannot be done (exit 2 or more, or a signal)."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "OPENBLAS_NUM_THREADS": "1"}
    with tempfile.NamedTemporaryFile() as errors:
        # By a small process of its own: a process counts as its own peak what the one that started it held.
        launched = [sys.executable, "-I", "-S", "-c", _LAUNCHER, errors.name, *command]
        told = subprocess.run(launched, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
        output, _, last = told.rstrip("\n").rpartition("\n")
        seconds, memory, code = json.loads(last)
        if code not in (0, 1):
            raise RuntimeError(f"exit {code}: {Path(errors.name).read_text('utf-8', 'replace')}")
    return Run(seconds, memory, output)


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
