"""Work beside other work: its result, its errors, and an end that waits for it or not."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from threading import Event

import pytest
from conftest import FakeEncoder

from factcheck.aside import Aside
from factcheck.encoders import SentenceEncoding
from factcheck.preparation import prepare
from factcheck.reading.articles import article_from_text
from factcheck.settings import Settings

ARTICLE = article_from_text("A bridge fell on Monday. Nobody was hurt, the mayor said.", path="a.txt")


class TestAside:
    def test_gives_its_result_as_often_as_asked(self) -> None:
        with Aside(lambda: 6 * 7) as work:
            assert work.result() == work.result() == 42

    def test_raises_what_the_work_raised(self) -> None:
        with Aside(lambda: 1 / 0) as work, pytest.raises(ZeroDivisionError):
            work.result()

    def test_goes_on_while_something_else_is_done(self) -> None:
        met = Event()
        with Aside(lambda: met.wait(60)) as work:
            met.set()
            assert work.result()

    @pytest.mark.parametrize("fails", [False, True])
    def test_is_over_when_its_context_is(self, fails: bool) -> None:
        done: list[bool] = []

        def work() -> None:
            time.sleep(0.05)
            done.append(True)

        with suppress(KeyError), Aside(work):
            if fails:
                raise KeyError
        assert done == [True]

    def test_is_not_waited_for_by_an_interrupt(self) -> None:
        released = Event()
        with pytest.raises(KeyboardInterrupt), Aside(lambda: released.wait(60)):
            raise KeyboardInterrupt
        assert not released.is_set()
        released.set()


class TestPreparing:
    def test_tells_what_went_wrong_in_the_rules(self, fake_encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
        def failing(_sentences: object) -> object:
            raise ZeroDivisionError

        monkeypatch.setattr("factcheck.preparation.find_facts", failing)
        with pytest.raises(ZeroDivisionError):
            prepare([ARTICLE], fake_encoder, Settings.released())

    def test_tells_what_went_wrong_in_the_encoder_and_leaves_nothing_running(self, monkeypatch: pytest.MonkeyPatch) -> None:
        found: list[bool] = []

        class Failing(FakeEncoder):
            def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]:
                raise ZeroDivisionError(len(texts))

        def slow(_sentences: object) -> tuple[()]:
            time.sleep(0.05)
            found.append(True)
            return ()

        monkeypatch.setattr("factcheck.preparation.find_facts", slow)
        with pytest.raises(ZeroDivisionError):
            prepare([ARTICLE], Failing(), Settings.released())
        assert found == [True]
