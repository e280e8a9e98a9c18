"""What a process that works for another holds on to: it ends when its work is wanted no more."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from threading import Lock, Thread
from typing import TypeVar

Result = TypeVar("Result")


class _Lifeline:
    """Ends this process in the middle of its work, but never while it hands over a result: the other would wait for the rest of it."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._works = False
        self._is_cut = False

    def hold(self, end: Connection) -> None:
        Thread(target=self._wait, args=(end,), daemon=True).start()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """While in there the process may end."""
        with self._turn:
            if self._is_cut:
                os._exit(1)
            self._works = True
        try:
            yield
        finally:
            with self._turn:
                self._works = False

    def _wait(self, end: Connection) -> None:
        with suppress(EOFError, OSError):
            end.recv_bytes()  # nothing is ever sent
        with self._turn:
            self._is_cut = True
            if self._works:
                os._exit(1)
        # One that has nothing to do is told to end, unless nobody is left to tell it.
        if (parent := parent_process()) is not None:
            parent.join()
        os._exit(1)


_lifeline = _Lifeline()


def begin(end: Connection) -> None:
    """The first that a process does: it will end once the other end of the pipe is let go of, and not for an interrupt."""
    # Ctrl-C reaches every process of a terminal; the one that gave the work ends it for all.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _lifeline.hold(end)


def worked(work: Callable[..., Result], *task: object) -> Result:
    """`work` of the task's parts. Raises what `work` raises."""
    with _lifeline.at_work():
        return work(*task)
