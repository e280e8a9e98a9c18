"""Whole reports kept from one run to the next: a warm run says what a cold one would, to the byte, and reads no rules for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest
from archives import ARCHIVE, git, written
from click.testing import CliRunner, Result
from conftest import FakeEncoder
from keeping import opened

from factcheck.cli import main
from factcheck.comparator import compare
from factcheck.encoders import Encoder
from factcheck.errors import FactcheckError
from factcheck.formats import FORMATS
from factcheck.former_runs import FormerRuns, told_of
from factcheck.gate.stories import Member, Story, group
from factcheck.model import Article, Relation
from factcheck.reading.articles import article_from_text, read_article
from factcheck.report import Finding, Report
from factcheck.report_packing import packed, report_from, report_rows, unpacked
from factcheck.settings import Settings
from factcheck.shelf import Shelf

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
FIRST = ARCHIVE["bridge/post.txt"]
SECOND = ARCHIVE["bridge/desk.txt"]
# The second paragraph is the first article's, and one article contradicts itself.
THIRD = f"{FIRST}\nAlmost nobody was hurt when the footbridge over the Ennet in Corvale collapsed. Dana Moss said 31 people were taken to hospital.\n\nSign up for our letter.\n"

FRENCH = "Un pont est tombé samedi dans la rivière pendant la fête. Douze personnes ont été blessées, a dit le chef des pompiers.\n"
UNRELATED = "The school board approved a budget for new buses. Parents welcomed the vote, and classes start in September.\n"

Run = Callable[..., Result]


def articles(*texts: str) -> list[Article]:
    return [article_from_text(text, path=f"{place}.txt", source=f"Source {place}") for place, text in enumerate(texts)]


@pytest.fixture
def comparisons(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many articles each comparison had that was made."""
    made: list[int] = []

    def listening(read: Sequence[Article], **given: object) -> Report:
        made.append(len(read))
        return compare(read, **given)  # type: ignore[arg-type]

    monkeypatch.setattr("factcheck.comparator.compare", listening)
    return made


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run(…)`: the command line in a folder with articles and a store, with an encoder of no meaning."""
    monkeypatch.setattr("factcheck.encoders.load_encoder", lambda *_, **__: FakeEncoder())
    monkeypatch.chdir(tmp_path)
    written(tmp_path, {"first.txt": FIRST, "second.txt": SECOND, "other.txt": ARCHIVE["bank/post.txt"]})

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--cache", "kept"])

    return invoke


def told(item: object) -> object:
    """A value with all that it holds, so that two of it can be compared; an article is itself alone."""
    if isinstance(item, tuple | list):
        return [type(item).__name__, *map(told, item)]
    if is_dataclass(item) and not isinstance(item, Article | type):
        return type(item).__name__, {field.name: told(getattr(item, field.name)) for field in fields(item)}
    return item


class TestPackedReport:
    def report(self, name: str, encoder: Encoder) -> Report:
        if name == "seeds":
            return compare([read_article(str(SEEDS / one)) for one in ("verge.txt", "gothamist.txt", "cnn.txt")], encoder=encoder)
        settings = replace(Settings.released(), kinds_off=frozenset({"place", "age"}), boilerplate=("Sign up *",))
        return compare(articles(FIRST, SECOND, THIRD), encoder=encoder, force=True, settings=settings)

    @pytest.mark.parametrize("name", ["seeds", "invented"])
    def test_is_the_same_report_in_every_format(self, name: str, bundled_encoder: Encoder) -> None:
        report = self.report(name, bundled_encoder)
        assert report.alignments
        assert report.shared
        again = report_from(unpacked(packed(report_rows(report))), report.articles)
        assert [form.render(again) for form in FORMATS] == [form.render(report) for form in FORMATS]
        assert report_rows(again) == report_rows(report)
        assert [type(getattr(again, field.name)) for field in fields(Report)] == [
            type(getattr(report, field.name)) for field in fields(Report)
        ]

    def test_has_every_field_of_the_report(self, bundled_encoder: Encoder) -> None:
        report = self.report("invented", bundled_encoder)
        shared = next(finding for finding in report.findings if len(finding.mentions) > 1 and finding.comparisons)
        voiced = replace(shared.mentions[0], attribution="Dana Moss")
        full = replace(
            shared,
            mentions=(voiced, *shared.mentions[1:]),
            within="a",
            note="a note",
            odd="b",
            confirmations=7,
            omitted_by=("c",),
            reason="so",
        )
        full_report = replace(
            report,
            findings=(full, *report.findings),
            near_misses=report.alignments[:2],
            settings=(*report.settings, ("kinds_off", ["age", "place"])),
        )
        again = report_from(unpacked(packed(report_rows(full_report))), full_report.articles)
        assert told(again) == told(full_report)
        assert any(sentence.boilerplate for own in again.sentences for sentence in own)
        assert all(getattr(full_report, field.name) for field in fields(Report))
        assert all(getattr(full, field.name) for field in fields(Finding))

    def test_has_one_sentence_for_one_place(self, bundled_encoder: Encoder) -> None:
        report = self.report("invented", bundled_encoder)
        again = report_from(report_rows(report), report.articles)
        told = {id(sentence) for own in again.sentences for sentence in own}
        mentioned = {id(mention.sentence) for finding in again.findings for mention in finding.mentions}
        aligned = {id(place.sentence) for pair in again.alignments for place in (pair.left, pair.right)}
        assert mentioned | aligned <= told


class TestWhatIsKept:
    SETTINGS = Settings.released()

    @pytest.fixture
    def report(self) -> Report:
        return compare(articles(FIRST, SECOND), encoder=FakeEncoder(), force=True)

    def found(
        self, folder: Path, asked: Sequence[Article], *, encoder: Encoder | None = None, settings: Settings = SETTINGS
    ) -> Report | None:
        with opened(folder) as store:
            (report,) = FormerRuns(store, encoder or FakeEncoder(), settings).find("report", [asked], report_from)
            return report

    @pytest.fixture
    def kept(self, tmp_path: Path, report: Report) -> Path:
        with opened(tmp_path) as store:
            FormerRuns(store, FakeEncoder(), self.SETTINGS).keep("report", [(report.articles, report)], report_rows)
        return tmp_path

    def test_is_found_by_the_same_articles(self, kept: Path, report: Report) -> None:
        found = self.found(kept, articles(FIRST, SECOND))
        assert found is not None
        assert found.to_json() == report.to_json()

    CHANGES: ClassVar[dict[str, object]] = {
        "text": FIRST.replace("Twelve", "Thirty"),
        "path": "elsewhere.txt",
        "source": "Another source",
        "sha256": "0" * 64,
        "title": "A title",
        "published": date(2020, 8, 14),
        "url": "https://example.org/",
        "as_written": False,
        "story": "bridge",
    }

    @pytest.mark.parametrize("name", [field.name for field in fields(Article) if field.name != "lines"])
    def test_is_not_found_by_an_article_that_differs(self, kept: Path, name: str) -> None:
        first, second = articles(FIRST, SECOND)
        changed: dict[str, Any] = {name: self.CHANGES[name]}
        assert self.found(kept, [replace(first, **changed), second]) is None

    def test_is_not_found_by_other_articles_or_another_order(self, kept: Path) -> None:
        first, second = articles(FIRST, SECOND)
        for asked in ([second, first], [first], [first, second, second]):
            assert self.found(kept, asked) is None

    @pytest.mark.parametrize("attribute", ["name", "fingerprint"])
    def test_is_not_found_with_another_encoder(self, kept: Path, attribute: str) -> None:
        other = FakeEncoder()
        setattr(other, attribute, "sha256:another")
        assert self.found(kept, articles(FIRST, SECOND), encoder=other) is None

    @pytest.mark.parametrize(
        "settings",
        [
            SETTINGS.with_thresholds({"align": 0.123456789}),
            SETTINGS.with_thresholds({"story": 0.1}),
            SETTINGS.with_thresholds({Relation.CONFLICT.value: 0.9}),
            replace(SETTINGS, kinds_off=frozenset({"place"})),
            replace(SETTINGS, boilerplate=("Sign up *",)),
            replace(SETTINGS, sentences=SETTINGS.sentences._replace(bias=0.5)),
            replace(SETTINGS, facts=SETTINGS.facts._replace(weights={})),
        ],
        ids=range(7),
    )
    def test_is_not_found_with_other_settings(self, kept: Path, settings: Settings) -> None:
        assert self.found(kept, articles(FIRST, SECOND), settings=settings) is None

    def test_tells_all_settings_apart(self) -> None:
        assert {name for name, _ in told_of(self.SETTINGS)} == {"sentences", "facts", "one_story", "kinds_off", "boilerplate"}
        assert repr(told_of(replace(self.SETTINGS, kinds_off=frozenset({"age", "place"})))) == repr(
            told_of(replace(self.SETTINGS, kinds_off=frozenset({"place", "age"})))
        )

    def test_is_not_found_by_another_installation(self, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("factcheck.former_runs.installation_digest", lambda: "another")
        assert self.found(kept, articles(FIRST, SECOND)) is None

    @pytest.mark.parametrize(
        "rows", [None, [], "text", 7, {"a": 1}, [[1, 2]], [[], [], [], [], [], [], []], [["1", "e", "f", []], [], [[]], [], [], [], []]]
    )
    def test_that_is_no_report_is_as_good_as_nothing(self, tmp_path: Path, rows: object) -> None:
        with opened(tmp_path) as store:
            FormerRuns(store, FakeEncoder(), self.SETTINGS).keep("report", [(articles(FIRST, SECOND), rows)], lambda kept: kept)
        assert self.found(tmp_path, articles(FIRST, SECOND)) is None

    def test_whose_bytes_are_no_rows_is_as_good_as_nothing(self, kept: Path) -> None:
        for content in (b"", b"\x00" * 9, zlib.compress(b"[" * 100_000 + b"]" * 100_000), zlib.compress(b"{}"), zlib.compress(b"\xff")):
            with opened(kept) as store:
                shelf = Shelf(store)
                with store.open() as connection:
                    ((key,),) = connection.execute("SELECT key FROM shelf").fetchall()
                shelf.put({key: content})
            assert self.found(kept, articles(FIRST, SECOND)) is None

    def test_is_nothing_where_a_rule_was_edited_while_the_run_went_on(
        self, tmp_path: Path, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with opened(tmp_path) as store:
            former = FormerRuns(store, FakeEncoder(), self.SETTINGS)
            with monkeypatch.context() as patched:
                patched.setattr("factcheck.former_runs.installation_digest", lambda: "edited")
                former.keep("report", [(report.articles, report)], report_rows)
        assert self.found(tmp_path, articles(FIRST, SECOND)) is None

    def test_is_nothing_where_the_encoder_cannot_be_read(self, tmp_path: Path, report: Report) -> None:
        class Unreadable(FakeEncoder):
            @property
            def fingerprint(self) -> str:  # type: ignore[override]
                raise FactcheckError("cannot read the encoder's files")

        with opened(tmp_path) as store:
            FormerRuns(store, Unreadable(), self.SETTINGS).keep("report", [(report.articles, report)], report_rows)
        assert self.found(tmp_path, articles(FIRST, SECOND)) is None


PROGRAM = """
import json, sys
from factcheck.installation import installation_digest
sys.path += sys.argv[1:]
print(installation_digest())
"""


class TestInstallation:
    def seen(self, *folders: str | Path, cwd: Path) -> str:
        return subprocess.run([sys.executable, "-c", PROGRAM, *folders], check=True, capture_output=True, text=True, cwd=cwd).stdout

    def test_is_the_same_wherever_the_program_runs(self, tmp_path: Path) -> None:
        (tmp_path / "article.txt").write_text(FIRST)
        assert self.seen(cwd=tmp_path) == self.seen(cwd=SEEDS) == self.seen(tmp_path / "nowhere", cwd=SEEDS)

    def test_is_another_with_another_library(self, tmp_path: Path) -> None:
        seen = set()
        for name in ("simplemma-1.1.2.dist-info", "simplemma-1.2.0.dist-info"):
            (tmp_path / name).mkdir()
            seen.add(self.seen(tmp_path, cwd=tmp_path))
            (tmp_path / name).rmdir()
        assert len({*seen, self.seen(cwd=tmp_path)}) == 3

    def test_is_told_whatever_lies_about(self, tmp_path: Path) -> None:
        folder = os.fsencode(tmp_path) + b"/\xff.dist-info"
        Path(os.fsdecode(folder)).mkdir()
        assert len(self.seen(tmp_path, tmp_path / "nowhere", cwd=tmp_path)) > 60

    @pytest.mark.parametrize("file", ["names.py", "pairing.toml", "kinds/measure.toml"])
    def test_is_another_with_another_rule(self, tmp_path: Path, file: str) -> None:
        copy = tmp_path / "factcheck"
        package = Path(__file__).resolve().parents[1] / "factcheck"
        for path in (one for one in package.rglob("*") if one.suffix in (".py", ".toml", ".onnx")):
            place = copy / path.relative_to(package)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
        program = (
            "import sys; sys.path.insert(0, '.'); from factcheck.installation import installation_digest; print(installation_digest())"
        )

        def seen() -> str:
            return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=tmp_path).stdout

        before = seen()
        (copy / ".#names.py").symlink_to("nobody@nowhere.1")  # an editor's lock
        assert seen() == before
        with (copy / file).open("a") as rules:
            rules.write("\n# another rule\n")
        assert seen() != before


class TestCompare:
    def test_compares_once_and_says_the_same_again_in_every_format(self, run: Run, comparisons: list[int]) -> None:
        commands = [["compare", "first.txt", "second.txt", "--format", form.id] for form in FORMATS]
        warm = [run(*command).stdout for command in commands]
        assert comparisons == [2]
        assert warm == [CliRunner().invoke(main, [*command, "--no-cache"]).stdout for command in commands]
        assert len(comparisons) == 1 + len(commands)

    def test_compares_again_what_was_edited_renamed_or_dated(self, run: Run, comparisons: list[int]) -> None:
        run("compare", "first.txt", "second.txt")
        Path("second.txt").write_text(SECOND.replace("14 people", "15 people"))
        assert "15 people" in run("compare", "first.txt", "second.txt").stdout
        Path("second.txt").rename("third.txt")
        run("compare", "first.txt", "third.txt")
        run("compare", "first.txt", "third.txt", "--published", "2020-08-14")
        run("compare", "first.txt", "third.txt", "--source", "The Post")
        assert comparisons == [2] * 5

    def test_refuses_without_force_what_was_compared_with_it(self, run: Run, comparisons: list[int]) -> None:
        assert run("compare", "first.txt", "other.txt", "--force").exit_code == 0
        refused = run("compare", "first.txt", "other.txt")
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "do not look like one story" in refused.stderr
        assert run("compare", "first.txt", "other.txt", "--force").exit_code == 0
        assert comparisons == [2, 2]

    def test_fails_on_what_is_kept_as_on_what_is_new(self, run: Run) -> None:
        for _ in range(2):
            assert run("compare", "first.txt", "second.txt", "--fail-on", "differ").exit_code == 1
            assert run("compare", "first.txt", "second.txt").exit_code == 0

    def test_that_fails_keeps_nothing(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def failing(*_: object, **__: object) -> Report:
            raise FactcheckError("the roof fell in")

        with monkeypatch.context() as patched:
            patched.setattr("factcheck.comparator.compare", failing)
            assert run("compare", "first.txt", "second.txt").exit_code == 2
        assert run("compare", "first.txt", "second.txt").exit_code == 0

    @pytest.mark.parametrize("command", ["compare first.txt second.txt", "check . --fail-on never --format json", "check . --list"])
    def test_of_what_is_kept_reads_no_rules(self, tmp_path: Path, command: str) -> None:
        written(tmp_path, {"first.txt": FIRST, "second.txt": SECOND})
        program = (
            "import sys\n"
            "from factcheck.cli import main\n"
            "try:\n"
            "    main(sys.argv[1:])\n"
            "finally:\n"
            "    wanted = ('factcheck.kinds', 'factcheck.comparator', 'factcheck.names', 'numpy', 'onnxruntime', 'simplemma')\n"
            "    print(*(name for name in wanted if name in sys.modules), file=sys.stderr)\n"
        )
        arguments = [sys.executable, "-c", program, *command.split(), "--cache", "kept", "-q"]
        environment = os.environ | {"PYTHONPATH": str(SEEDS.parent)}
        cold, warm = (
            subprocess.run(arguments, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True) for _ in range(2)
        )
        assert cold.stdout == warm.stdout != ""
        assert "factcheck.names" in cold.stderr
        assert warm.stderr == "\n"


class TestCheck:
    @pytest.fixture
    def stories(self, monkeypatch: pytest.MonkeyPatch, run: Run) -> list[str]:  # noqa: ARG002  # in the folder that it runs in
        """The stories that were compared, by their first article."""
        from factcheck.gate import comparing

        compared: list[str] = []
        plainly = comparing.compare_story

        def listening(given: Sequence[Article], *rest: object) -> comparing.StoryCompared:
            compared.append(given[0].path)
            return plainly(given, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr("factcheck.gate.comparing.compare_story", listening)
        loose = {
            "loose-post.txt": FIRST.replace("Ennet", "Wharfe"),
            "loose-desk.txt": SECOND.replace("Ennet", "Wharfe"),
            "french.txt": FRENCH,
        }
        written(Path("stories"), {**ARCHIVE, **loose, "bank/french.txt": FRENCH, "bank/other.txt": UNRELATED})
        return compared

    def test_compares_again_only_the_story_that_changed(self, run: Run, stories: list[str]) -> None:
        command = ["check", "stories", "--format", "json", "--keep-going", "--fail-on", "differ"]

        def check() -> tuple[str, list[str]]:
            fresh = CliRunner().invoke(main, [*command, "--no-cache"])
            stories.clear()
            done = run(*command)
            assert (done.stdout, done.exit_code) == (fresh.stdout, fresh.exit_code)
            return done.stdout, list(stories)

        every = ["stories/bank/desk.txt", "stories/bridge/desk.txt", "stories/loose-desk.txt"]
        cold, compared = check()
        assert compared == every
        assert len(json.loads(cold)["skipped"]) > 3
        assert check() == (cold, [])
        Path("stories/bridge/desk.txt").write_text(SECOND.replace("14 people", "15 people"))
        changed, compared = check()
        assert changed != cold
        assert compared == ["stories/bridge/desk.txt"]
        assert check() == (changed, [])

    @pytest.mark.parametrize(("first", "then"), [("1", "2"), ("2", "1")])
    def test_in_several_processes_finds_what_one_kept_and_the_other_way_round(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, first: str, then: str
    ) -> None:
        written(Path("stories"), ARCHIVE)
        one = run("check", "stories", "--jobs", first, "--format", "json")
        assert json.loads(one.stdout)["stories"]
        monkeypatch.setattr("factcheck.gate.comparing.in_processes", None)
        assert run("check", "stories", "--jobs", then, "--format", "json").stdout == one.stdout

    def test_since_names_the_changed_articles_of_a_story_that_is_kept(self, run: Run, stories: list[str]) -> None:
        whole = json.loads(run("check", "stories", "--format", "json", "--keep-going").stdout)
        for command in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "the archive")):
            git(*command)
        Path("stories/bridge/desk.txt").rename("stories/bridge/wire.txt")
        run("check", "stories", "--keep-going")
        stories.clear()
        since = json.loads(run("check", "stories", "--format", "json", "--keep-going", "--since", "HEAD").stdout)
        assert stories == []
        assert [story["changed"] for story in since["stories"] if story["name"] == "bridge"] == [["stories/bridge/wire.txt"]]
        assert all(len(story["changed"]) > 1 for story in whole["stories"])

    @pytest.mark.usefixtures("stories")
    def test_groups_again_when_an_article_comes_goes_or_changes(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        grouped: list[int] = []

        def listening(members: Sequence[Member], *rest: object) -> list[Story]:
            grouped.append(len(members))
            return group(members, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr("factcheck.gate.archive.group", listening)

        def listed() -> list[int]:
            grouped.clear()
            assert run("check", "stories", "--list").stdout == CliRunner().invoke(main, ["check", "stories", "--list", "--no-cache"]).stdout
            return grouped[:-1]

        assert listed() == [8]
        assert listed() == []
        Path("stories/wharf.txt").write_text(FIRST.replace("Ennet", "Wharf"))
        assert listed() == [9]
        Path("stories/wharf.txt").write_text(UNRELATED)
        assert listed() == [9]
        Path("stories/wharf.txt").rename("stories/bank/wharf.txt")
        assert listed() == [9]
        Path("stories/bank/wharf.txt").unlink()
        assert listed() == []
