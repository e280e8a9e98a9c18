"""Work done in a thread beside what else is to be done."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from types import TracebackType
from typing import Generic, Self, TypeVar

Result = TypeVar("Result")


class Aside(Generic[Result]):
    """Begins `work` at once. As a context it ends no sooner than the work does, unless the program is interrupted."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self._results: list[Result] = []
        self._failure: BaseException | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._results.append(self._work())
        except BaseException as failure:  # noqa: BLE001  # whoever asks for the result is told
            self._failure = failure

    def result(self) -> Result:
        """What the work came to, waited for. Raises what it raised."""
        self._thread.join()
        if self._failure is not None:
            raise self._failure
        return self._results[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        if kind is None or issubclass(kind, Exception):
            self._thread.join()
