"""Ctrl-C is answered once a block is over, whatever happens in there; never is it lost."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from threading import Thread

import pytest

from factcheck.interrupts import interrupts_deferred


@pytest.fixture(autouse=True)
def answered() -> Iterator[None]:
    """Ctrl-C is answered as usual, also where the tests run in the background of a shell, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class TestDeferred:
    def test_an_interrupt_comes_when_the_block_is_over(self) -> None:
        done: list[bool] = []

        def work() -> None:
            with interrupts_deferred():
                signal.raise_signal(signal.SIGINT)
                done.append(True)
            done.append(False)

        with pytest.raises(KeyboardInterrupt):
            work()
        assert done == [True]

    def test_an_interrupt_goes_before_an_error_that_it_may_have_made(self) -> None:
        def work() -> None:
            signal.raise_signal(signal.SIGINT)
            raise ImportError

        with pytest.raises(KeyboardInterrupt), interrupts_deferred():
            work()

    def test_without_one_all_is_as_before(self) -> None:
        before = signal.getsignal(signal.SIGINT)
        with pytest.raises(ImportError), interrupts_deferred():
            raise ImportError
        assert signal.getsignal(signal.SIGINT) is before

    def test_another_thread_leaves_signals_to_the_main_one(self) -> None:
        before = signal.getsignal(signal.SIGINT)
        seen: list[object] = []

        def work() -> None:
            with interrupts_deferred():
                seen.append(signal.getsignal(signal.SIGINT))

        thread = Thread(target=work)
        thread.start()
        thread.join()
        assert seen == [before]
