"""Work spread over processes; what comes out stands in the order of what went in, however many there are."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from factcheck.errors import FactcheckError

if TYPE_CHECKING:
    from concurrent.futures import Future

AHEAD = 2
"""Tasks made ahead for each process, so that none waits and memory stays bounded."""

Result = TypeVar("Result")


def in_processes(work: Callable[..., Result], tasks: Iterable[tuple[object, ...]], jobs: int) -> Iterator[Result]:
    """`work` of each task's parts, in order; in this process if `jobs` is 1, else in as many others.

    Raises what `work` raises, and FactcheckError if a process is ended from outside. Whatever is raised, no process goes on working.
    """
    if jobs == 1:
        yield from (work(*task) for task in tasks)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    # A fresh process each, for a copy of one in which PyTorch has run its threads may hang.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_live_as_long_as_the_parent)
    waiting: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            with _interrupts_held_back():
                waiting.append(pool.submit(work, *task))
            if len(waiting) > jobs * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BaseException as error:
        # What they are at may take minutes, and this process could not end before.
        for process in list((pool._processes or {}).values()):  # noqa: SLF001  # Python 3.14 has terminate_workers() for it
            process.terminate()
        if isinstance(error, BrokenProcessPool):
            raise FactcheckError("a process that did part of the work was ended from outside: give --jobs a smaller number") from None
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal, and is this one's to answer: those started in here never hear of it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _live_as_long_as_the_parent() -> None:
    """Lets Ctrl-C pass, as the process that gave the work ends it for all; and ends with that process, however it went."""
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
