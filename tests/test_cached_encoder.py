"""Encodings kept from one run to the next: what comes back is what was given, to the last digit, or is encoded anew."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path

import numpy
import pytest
from click.testing import CliRunner
from conftest import FakeEncoder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from keeping import CountingEncoder, are_equal, asked_for, is_sound, opened

from factcheck.cli import main
from factcheck.dictionary import entry, remembered
from factcheck.encoders import SentenceEncoding
from factcheck.encoders.cache import CachedEncoder
from factcheck.shelf import Shelf
from factcheck.store import FILE
from factcheck.vocabulary import keep, recall

TESTS = Path(__file__).parent
PATHS = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS.parent), str(TESTS)])}
TEXTS = [f"Officers closed road number {n}." for n in range(12)]

NUMBERS = count()
ANY_TEXT = st.text(st.characters())  # lone surrogates too


@st.composite
def encodings(draw: st.DrawFn) -> SentenceEncoding:
    """Any encoding at all: an encoder may give what it likes."""
    pieces = tuple(draw(st.lists(ANY_TEXT, min_size=1, max_size=5)))
    floats = st.floats(width=32)
    return SentenceEncoding(
        draw(arrays.arrays(numpy.float32, st.integers(1, 9), elements=floats)),
        pieces,
        draw(arrays.arrays(numpy.int16, (len(pieces), draw(st.integers(1, 9))))),
        draw(arrays.arrays(numpy.float32, len(pieces), elements=floats)),
    )


class GivenEncoder:
    """Gives what it was given, once."""

    name = "given"

    def __init__(self, fingerprint: str, given: dict[str, SentenceEncoding]) -> None:
        self.fingerprint = fingerprint
        self._given = given

    def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]:
        return [self._given.pop(text) for text in texts]


class TestWhatComesBack:
    @settings(deadline=None, max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(made=st.dictionaries(ANY_TEXT, encodings(), min_size=1, max_size=4))
    def test_is_what_was_given_to_the_last_digit(self, tmp_path_factory: pytest.TempPathFactory, made: dict[str, SentenceEncoding]) -> None:
        folder = tmp_path_factory.getbasetemp() / "any"
        fingerprint = f"sha256:{next(NUMBERS)}"
        for encoder in (GivenEncoder(fingerprint, dict(made)), GivenEncoder(fingerprint, {})):
            with opened(folder) as store:
                assert are_equal(CachedEncoder(encoder, Shelf(store)).encode(list(made)), list(made.values()))

    def test_stands_in_the_order_of_the_texts_each_as_often_as_asked(self, tmp_path: Path) -> None:
        asked_for(TEXTS[3:6], tmp_path)
        assert asked_for([*TEXTS[::-1], *TEXTS], tmp_path) == [*TEXTS[:5:-1], *TEXTS[2::-1]]

    def test_has_the_encoders_name_and_fingerprint(self, tmp_path: Path) -> None:
        with opened(tmp_path) as store:
            cached = CachedEncoder(CountingEncoder("sha256:7"), Shelf(store))
            assert (cached.name, cached.fingerprint) == ("counting", "sha256:7")

    def test_is_another_encoders_for_another_fingerprint_alone(self, tmp_path: Path) -> None:
        for fingerprint in ("sha256:1", "sha256:2"):
            assert asked_for(TEXTS, tmp_path, fingerprint=fingerprint) == TEXTS
        for fingerprint in ("sha256:1", "sha256:2"):
            assert asked_for(TEXTS, tmp_path, fingerprint=fingerprint) == []

    def test_is_of_the_very_text(self, tmp_path: Path) -> None:
        alike = ["Fire", "fire", "Fire ", "Fire\u200b", "Fire\x00", "Fire\r\n", "Fire\n", "F\u00efre", "Fi\u0308re", ""]
        for text in alike:
            assert asked_for([text], tmp_path) == [text]
        assert asked_for(alike, tmp_path) == []

    def test_no_text_asks_nothing(self, tmp_path: Path) -> None:
        assert asked_for([], tmp_path) == []


class TestRefusal:
    def test_of_the_encoder_comes_through_and_what_was_encoded_before_stays(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        class Refusing(CountingEncoder):
            def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]:
                if TEXTS[-1] in texts:
                    raise ZeroDivisionError
                return super().encode(texts)

        monkeypatch.setattr("factcheck.encoders.cache.AT_ONCE", 5)
        with opened(tmp_path) as store, pytest.raises(ZeroDivisionError):
            CachedEncoder(Refusing(), Shelf(store)).encode(TEXTS)
        assert asked_for(TEXTS, tmp_path) == TEXTS[10:]


class TestOtherProcesses:
    def test_killed_leave_what_they_had_stored(self, tmp_path: Path) -> None:
        program = (
            "import os, signal, sys\n"
            "from pathlib import Path\n"
            "from keeping import CountingEncoder, opened\n"
            "from factcheck.encoders import cache\n"
            "from factcheck.shelf import Shelf\n"
            "class Dying(CountingEncoder):\n"
            "    def encode(self, texts):\n"
            "        if len(self.asked) == 8:\n"
            "            os.kill(os.getpid(), signal.SIGKILL)\n"
            "        return super().encode(texts)\n"
            "cache.AT_ONCE = 4\n"
            "with opened(Path(sys.argv[1])) as store:\n"
            "    cache.CachedEncoder(Dying(), Shelf(store)).encode(sys.argv[2:])\n"
        )
        run = subprocess.run([sys.executable, "-c", program, str(tmp_path), *TEXTS], env=PATHS, check=False)
        assert run.returncode == -signal.SIGKILL
        assert asked_for(TEXTS, tmp_path) == TEXTS[8:]
        assert is_sound(tmp_path)

    def test_killed_in_the_middle_of_storing_leave_a_sound_file_with_what_was_there(self, tmp_path: Path) -> None:
        asked_for(TEXTS, tmp_path)
        program = (
            "import os, signal, sys\n"
            "from pathlib import Path\n"
            "from factcheck.store import transaction\n"
            "from keeping import opened\n"
            "with opened(Path(sys.argv[1])) as store, store.open() as connection, transaction(connection):\n"
            "    connection.execute('PRAGMA cache_size = 1')  # what does not fit is written before the end\n"
            "    connection.execute('DELETE FROM shelf')\n"
            "    rows = ((bytes([n]), bytes(9000), n) for n in range(200))\n"
            "    connection.executemany('INSERT INTO shelf VALUES (?, ?, ?)', rows)\n"
            "    os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        before = (tmp_path / FILE).read_bytes()
        run = subprocess.run([sys.executable, "-c", program, str(tmp_path)], env=PATHS, check=False)
        assert run.returncode == -signal.SIGKILL
        assert (tmp_path / FILE).read_bytes() != before
        assert asked_for(TEXTS, tmp_path) == []
        assert is_sound(tmp_path)

    @pytest.mark.parametrize("spoilt", [False, True])
    def test_eight_at_once_lose_nothing(self, tmp_path: Path, spoilt: bool) -> None:
        program = (
            "import sys\n"
            "from pathlib import Path\n"
            "from factcheck.encoders import cache\n"
            "from keeping import CountingEncoder, are_equal, opened\n"
            "from factcheck.shelf import Shelf\n"
            "cache.AT_ONCE = 5\n"
            "number, said = int(sys.argv[2]), []\n"
            "texts = [f'Road {n} is closed.' for n in (*range(20), *range(100 * number, 100 * number + 20))]\n"
            "with opened(Path(sys.argv[1]), said) as store:\n"
            "    cached = cache.CachedEncoder(CountingEncoder(), Shelf(store))\n"
            "    for start in range(0, 40, 10):\n"
            "        some = texts[start:start + 10]\n"
            "        assert are_equal(cached.encode(some), CountingEncoder().encode(some))\n"
            "        assert are_equal(cached.encode(texts[:10]), CountingEncoder().encode(texts[:10]))\n"
            "print(*said, sep='\\n', end='')\n"
        )
        if spoilt:
            (tmp_path / FILE).write_bytes(b"not a database " * 999)
        runs = [
            subprocess.Popen(
                [sys.executable, "-c", program, str(tmp_path), str(number)],
                env=PATHS,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            for number in range(1, 9)
        ]
        outputs = [run.communicate() for run in runs]
        assert [run.returncode for run in runs] == [0] * 8, outputs
        assert [error for _, error in outputs] == [""] * 8
        assert len([said for said, _ in outputs if said]) == spoilt
        assert len(list(tmp_path.glob("*set-aside*"))) == spoilt
        everything = [f"Road {n} is closed." for start in range(0, 900, 100) for n in range(start, start + 20)]
        assert asked_for(everything, tmp_path) == []
        assert is_sound(tmp_path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that has encodings of `TEXTS` under two fingerprints, and what the dictionary says of words."""
    folder = tmp_path_factory.mktemp("whole")
    for word in ("officers", "roads", "closed"):
        entry(word)
    for fingerprint in ("sha256:1", "sha256:2"):
        asked_for(TEXTS, folder, fingerprint=fingerprint)
    with opened(folder) as store:
        keep(store)
    return folder


class TestDamage:
    def spoil(self, whole: Path, folder: Path, mend: Callable[[bytearray], None]) -> None:
        """A copy of the whole file in the folder, with something done to its bytes."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        content = bytearray((whole / FILE).read_bytes())
        mend(content)
        (folder / FILE).write_bytes(content)

    @settings(deadline=None, max_examples=250, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_anywhere_in_the_file_gives_no_wrong_encoding_no_wrong_word_and_no_error(
        self, whole: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
    ) -> None:
        folder = tmp_path_factory.getbasetemp() / "damaged"
        kind = data.draw(st.sampled_from(["bit", "bytes", "cut"]))

        def damage(content: bytearray) -> None:
            at = data.draw(st.integers(0, len(content) - 1))
            if kind == "bit":
                content[at] ^= 1 << data.draw(st.integers(0, 7))
            elif kind == "bytes":
                more = data.draw(st.binary(min_size=1, max_size=40))
                content[at : at + len(more)] = more
            else:
                del content[at:]

        self.spoil(whole, folder, damage)
        said: list[str] = []
        for _ in range(2):
            asked_for(TEXTS, folder, said)
            with opened(folder, said) as store:
                recall(store, ["The officers closed the roads."])
                keep(store)
        assert remembered().items() >= {word: entry(word) for word in ("officers", "roads", "closed")}.items()
        assert [] in [asked_for(TEXTS, folder, said) for _ in range(4)]
        assert len(said) <= 1

    def test_of_one_bit_in_what_is_kept_of_a_text_has_that_text_encoded_again(self, whole: Path, tmp_path: Path) -> None:
        self.spoil(whole, tmp_path, lambda _: None)
        with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
            ((stored,),) = connection.execute("SELECT content FROM shelf ORDER BY rowid LIMIT 1").fetchall()
        for at in range(len(stored)):
            flipped = bytearray(stored)
            flipped[at] ^= 1 << at % 8
            with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
                connection.execute("UPDATE shelf SET content = ? WHERE rowid = 1", (bytes(flipped),))
            assert asked_for(TEXTS, tmp_path) == TEXTS[:1]
            with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
                connection.execute("UPDATE shelf SET rowid = 1 WHERE rowid = (SELECT max(rowid) FROM shelf)")
        assert asked_for(TEXTS, tmp_path) == []

    @pytest.mark.parametrize("value", [None, "text", 7, 1.5, b"", b"short", bytes(16), bytes(5000)])
    def test_that_leaves_something_else_in_its_place_has_the_text_encoded_again(self, whole: Path, tmp_path: Path, value: object) -> None:
        self.spoil(whole, tmp_path, lambda _: None)
        with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'content BLOB NOT NULL', 'content') WHERE name = 'shelf'")
        with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
            connection.execute("UPDATE shelf SET content = ?", (value,))
        assert asked_for(TEXTS, tmp_path) == TEXTS
        assert asked_for(TEXTS, tmp_path) == []

    def test_that_leads_to_what_is_kept_of_another_text_has_both_encoded_again(self, whole: Path, tmp_path: Path) -> None:
        self.spoil(whole, tmp_path, lambda _: None)
        with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
            (one, first), (other, second) = connection.execute("SELECT key, content FROM shelf ORDER BY rowid LIMIT 2").fetchall()
            connection.executemany("UPDATE shelf SET content = ? WHERE key = ?", [(first, other), (second, one)])
        assert asked_for(TEXTS, tmp_path) == TEXTS[:2]


class TestSize:
    LIMIT = 200_000
    ONE_RUN = 20_000  # bytes, more than one run stores here

    def runs(self, folder: Path, *, using: Sequence[str] = ()) -> list[str]:
        """Many runs, each storing new texts after using some of old; what they stored, in order."""
        stored: list[str] = []
        for number in range(60):
            texts = [f"Run {number}, sentence {n}: {'and then it rained ' * 5}" for n in range(10)]
            with opened(folder) as store:
                cached = CachedEncoder(CountingEncoder(), Shelf(store, limit=self.LIMIT))
                cached.encode(using)
                cached.encode(texts)
            assert (folder / FILE).stat().st_size <= self.LIMIT + self.ONE_RUN
            stored += texts
        return stored

    def test_is_bounded_and_what_was_used_least_lately_goes(self, tmp_path: Path) -> None:
        stored = self.runs(tmp_path)
        with opened(tmp_path) as store, store.open() as connection:
            left = connection.execute("SELECT count(*) FROM shelf").fetchone()[0]
        assert 10 < left < len(stored) / 2
        assert asked_for(stored[-left:], tmp_path) == []
        assert asked_for(stored[:-left], tmp_path) == stored[:-left]

    def test_what_is_used_again_and_again_stays(self, tmp_path: Path) -> None:
        asked_for(TEXTS, tmp_path)
        stored = self.runs(tmp_path, using=TEXTS)
        assert asked_for(TEXTS, tmp_path) == []
        assert asked_for(stored[:10], tmp_path) == stored[:10]

    def test_what_is_used_again_at_once_writes_nothing(self, tmp_path: Path) -> None:
        asked_for(TEXTS, tmp_path)
        before = (tmp_path / FILE).read_bytes()
        assert asked_for(TEXTS, tmp_path) == []
        assert (tmp_path / FILE).read_bytes() == before

    def test_of_what_is_stored_at_once_may_be_beyond_the_limit(self, tmp_path: Path) -> None:
        texts = [f"Road {n} is closed {'and flooded ' * 50}" for n in range(600)]
        with opened(tmp_path) as store:
            cached = CachedEncoder(CountingEncoder(), Shelf(store, limit=self.LIMIT))
            assert are_equal(cached.encode(texts), CountingEncoder().encode(texts))
            with store.open() as connection:
                assert 0 < connection.execute("SELECT count(*) FROM shelf").fetchone()[0] < len(texts)


FIRST = "Police sent 47 officers to the pier on Friday, the mayor said. The crowd left after two hours. A boat was towed away.\n"
SECOND = "Police sent 50 officers to the pier on Friday, the mayor said. The crowd left after three hours. Nobody was hurt.\n"


class TestCheck:
    def test_encodes_the_sentences_of_the_changed_article_alone(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[str] = []

        class Listening(FakeEncoder):
            def encode(self, texts: Sequence[str]) -> list[SentenceEncoding]:
                asked.extend(texts)
                return super().encode(texts)

        monkeypatch.setattr("factcheck.encoders.load_encoder", lambda *_, **__: Listening())
        monkeypatch.chdir(tmp_path)
        for number, town in enumerate(["Ashby", "Brent", "Corley"]):
            story = tmp_path / "stories" / town
            story.mkdir(parents=True)
            (story / "post.txt").write_text(FIRST.replace("pier", f"pier of {town}").replace("two", str(number + 4)))
            (story / "desk.txt").write_text(SECOND.replace("pier", f"pier of {town}").replace("three", str(number + 14)))

        def check(*options: str) -> str:
            asked.clear()
            result = CliRunner().invoke(main, ["check", "stories", "--format", "json", "--cache", "kept", *options])
            assert result.stderr == ""
            assert result.exit_code == 1
            return result.stdout

        cold = check()
        assert len(asked) > 6
        assert check() == cold
        assert asked == []
        with (tmp_path / "stories" / "Brent" / "post.txt").open("a") as article:
            article.write("The ferry will sail again on Monday.\n")
        changed = check()
        assert asked == ["The ferry will sail again on Monday."]
        assert check() == changed != cold
        assert check("--jobs", "2") == changed
        assert asked == []


def test_what_is_kept_changes_no_byte_of_a_report_and_a_warm_run_loads_no_model(tmp_path: Path) -> None:
    (tmp_path / "first.txt").write_text(FIRST)
    (tmp_path / "second.txt").write_text(SECOND)
    program = (
        "import json, sys\n"
        "from factcheck.cli import main\n"
        "try:\n"
        "    main([*sys.argv[1:], 'first.txt', 'second.txt', '--format', 'json'])\n"
        "finally:\n"
        "    loaded = [name for name in ('torch', 'sentence_transformers', 'transformers', 'onnxruntime', 'simplemma') if name in sys.modules]\n"
        "    print(json.dumps(loaded), file=sys.stderr)\n"
    )

    def run(*arguments: str) -> tuple[bytes, list[str]]:
        done = subprocess.run([sys.executable, "-c", program, *arguments], cwd=tmp_path, env=PATHS, check=False, capture_output=True)
        (loaded,) = done.stderr.splitlines()
        return done.stdout, json.loads(loaded)

    cold, loaded = run("compare", "--cache", "kept")
    assert json.loads(cold)["findings"]
    assert "onnxruntime" in loaded
    assert run("compare", "--cache", "kept") == (cold, [])
    checked, loaded = run("check", "--cache", "kept")
    assert json.loads(checked)["stories"][0]["report"]["findings"] == json.loads(cold)["findings"]
    assert loaded == []
    with closing(sqlite3.connect(tmp_path / "kept" / FILE)) as connection, connection:
        assert connection.execute("DELETE FROM shelf WHERE rowid % 2").rowcount > 1
        connection.execute("DELETE FROM words WHERE rowid % 2")
    half_warm, loaded = run("compare", "--cache", "kept")
    assert half_warm == cold
    assert "onnxruntime" in loaded
    assert run("compare", "--no-cache")[0] == cold
