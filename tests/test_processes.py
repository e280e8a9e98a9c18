"""Work spread over processes: what comes out does not depend on how many there are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import FakeEncoder

from factcheck.cli import main
from factcheck.errors import FactcheckError
from factcheck.processes import AHEAD, in_processes

PATHS = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}


def squared(number: int) -> int:
    return number * number


def own_process(_number: int) -> int:
    return os.getpid()


def refusing(number: int) -> int:
    if number == 3:
        raise FactcheckError("the third cannot be used: give another")
    if number == 4:
        raise ZeroDivisionError
    return number


def dying(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_what_comes_out_stands_in_the_order_of_what_went_in(jobs: int) -> None:
    assert list(in_processes(squared, ((n,) for n in range(20)), jobs)) == [n * n for n in range(20)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_nothing_in_is_nothing_out(jobs: int) -> None:
    assert list(in_processes(squared, (), jobs)) == []


def test_one_is_this_process_and_several_are_others() -> None:
    assert set(in_processes(own_process, [(n,) for n in range(4)], 1)) == {os.getpid()}
    others = set(in_processes(own_process, [(n,) for n in range(20)], 2))
    assert os.getpid() not in others
    assert len(others) <= 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_errors_come_through_after_what_came_before(jobs: int) -> None:
    out = in_processes(refusing, ((n,) for n in range(20)), jobs)
    assert [next(out) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(FactcheckError, match="the third cannot be used"):
        next(out)


@pytest.mark.parametrize("jobs", [1, 2])
def test_errors_of_any_type_and_of_making_tasks_come_through(jobs: int) -> None:
    def tasks() -> Iterator[tuple[int]]:
        yield (1,)
        raise LookupError("no more tasks")

    with pytest.raises(ZeroDivisionError):
        list(in_processes(refusing, [(4,)], jobs))
    with pytest.raises(LookupError, match="no more tasks"):
        list(in_processes(refusing, tasks(), jobs))


@pytest.mark.skipif(os.name != "posix", reason="the signal is POSIX's")
def test_a_process_that_dies_is_one_line_that_says_what_to_do() -> None:
    with pytest.raises(FactcheckError) as refused:
        list(in_processes(dying, ((n,) for n in range(20)), 2))
    assert "ended from outside" in str(refused.value)
    assert "--jobs" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("jobs", [1, 2])
def test_tasks_are_made_when_their_turn_is_near(jobs: int) -> None:
    made: list[int] = []

    def tasks() -> Iterator[tuple[int]]:
        for number in range(100):
            made.append(number)
            yield (number,)

    for done, _ in enumerate(in_processes(squared, tasks(), jobs)):
        assert len(made) <= done + 1 + jobs * AHEAD


@pytest.mark.skipif(os.name != "posix", reason="the signals are POSIX's")
@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("works", [True, False])
def test_when_the_process_that_gave_the_work_ends_all_others_do(tmp_path: Path, ended_by: signal.Signals, works: bool) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import time\n"
        "from factcheck.processes import in_processes\n"
        "def work(seconds):\n"
        "    print('begun', flush=True)\n"
        "    time.sleep(seconds)\n"
        "if __name__ == '__main__':\n"
        f"    for _ in in_processes(work, [({9999 * works},)] * 20, 2):\n"
        "        time.sleep(9999)\n"
    )
    with subprocess.Popen(
        [sys.executable, program], env=PATHS, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "begun\n"
        run.send_signal(ended_by)
        try:
            # The others have its output too: it ends when the last of them does.
            run.communicate(timeout=100)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGKILL)
    assert run.returncode == -ended_by


TOLD = "Police sent {n} officers to the pier of {town} on Friday, the mayor said. The crowd left after {n} hours. {own}\n"
OWN = ["A boat was towed away.", "Nobody was hurt, the harbour master said.", "Two men were fined $200.", "The pier opened in June 1911."]


class TestCommands:
    @pytest.fixture(autouse=True)
    def archive(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Three stories of three or four articles in the working folder; no model is needed."""
        monkeypatch.setattr("factcheck.encoders.load_encoder", lambda *_, **__: FakeEncoder())
        monkeypatch.chdir(tmp_path)
        for number, town in enumerate(["Ashby", "Brent", "Corley"]):
            story = tmp_path / "stories" / town
            story.mkdir(parents=True)
            for place, own in enumerate(OWN[: 3 + number % 2]):
                (story / f"paper-{place}.txt").write_text(TOLD.format(n=number + place % 3 + 4, town=town, own=own))

    def output(self, *arguments: str) -> tuple[int, bytes]:
        result = CliRunner().invoke(main, [*arguments, "--format", "json"])
        assert result.stderr == ""
        return result.exit_code, result.stdout_bytes

    def test_compare_gives_the_same_bytes_whatever_their_number(self) -> None:
        articles = [f"stories/Brent/paper-{place}.txt" for place in range(4)]
        alone = self.output("compare", *articles, "--fail-on", "conflict")
        assert alone[0] == 1
        for jobs in ("1", "2", "5"):
            assert self.output("compare", *articles, "--fail-on", "conflict", "--jobs", jobs) == alone

    def test_check_gives_the_same_bytes_whatever_their_number(self) -> None:
        alone = self.output("check", "stories")
        assert alone[0] == 1
        for jobs in ("1", "2", "5"):
            assert self.output("check", "stories", "--jobs", jobs) == alone
        assert self.output("check", "stories", "--jobs", "2", "--no-cache") == alone


def test_a_program_that_ends_right_after_the_work_is_warned_of_nothing() -> None:
    program = (
        "import operator, os\n"
        "from factcheck.processes import in_processes\n"
        "assert list(in_processes(operator.add, [(1, 2), (3, 4)], 2)) == [3, 7]\n"
        "os._exit(0)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], env=PATHS, capture_output=True, text=True, timeout=60, check=True)
    assert ran.stderr == ""
