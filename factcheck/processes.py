"""Work spread over processes; what comes out stands in the order of what went in, however many there are."""

from __future__ import annotations

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

    When no more results are wanted, or this process has died, the others end in the middle of their work. Raises what `work` raises,
    and FactcheckError if a process is ended from outside.
    """
    if jobs == 1:
        yield from (work(*task) for task in tasks)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    from factcheck.lifeline import begin, worked

    # A fresh process each, for a copy of one in which PyTorch has run its threads may hang.
    context = get_context("spawn")
    far, near = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=begin, initargs=(far,))
    waiting: deque[Future[Result]] = deque()
    is_done = False
    try:
        for task in tasks:
            with _interrupts_held_back():
                waiting.append(pool.submit(worked, work, *task))
            if len(waiting) > jobs * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
        is_done = True
    except BrokenProcessPool:
        raise FactcheckError("a process that did part of the work was ended from outside: give --jobs a smaller number") from None
    finally:
        near.close()
        # Processes with nothing left to do end at once; a program that ended before them would be warned of what they still hold.
        pool.shutdown(wait=is_done, cancel_futures=True)


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
