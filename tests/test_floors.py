"""No change makes the program worse unseen: what was measured once is a floor (`floors.toml`), and how a floor may move."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from floors import FLOORS, Floor, Group, Measured, digest, read, written
from scoring import Score

from factcheck.comparator import compare
from factcheck.encoders import Encoder
from factcheck.reading.articles import read_article

ROOT = Path(__file__).resolve().parents[1]
CASES = sorted(f"tests/cases/{path.name}" for path in (ROOT / "tests" / "cases").glob("*.toml"))
STORIES = "benchmarks/stories"
GOLD = "../shared/gold"
ROUNDING = 0.005


def of_case_table(name: str) -> Measured:
    """How many cases a table has, how much they say, how many conflicts they want found, and how many of them are known to fail."""
    table = tomllib.loads((ROOT / name).read_text("utf-8"))
    cases = [case for section in table.values() if isinstance(section, list) for case in section]
    known = sum("known" in case or "known_wrong" in case for case in cases)
    values = list(_values(table))
    figures: dict[str, float] = {"cases": len(cases), "values": len(values), "conflicts": values.count("conflict"), "known to fail": known}
    return Measured(digest(ROOT / name), figures, frozenset({"known to fail"}))


def _values(table: Any) -> Iterable[Any]:
    if isinstance(table, dict | list):
        for part in table.values() if isinstance(table, dict) else table:
            yield from _values(part)
    else:
        yield table


def of_extraction() -> Measured:
    """F1 of the quantities of single sentences, of each half of the table; the even half is held out."""
    benchmark = runpy.run_path(str(ROOT / "benchmarks" / "extraction.py"), run_name="extraction")
    outcomes = [benchmark["run"](case) for case in benchmark["cases"]()]
    figures: dict[str, float] = {}
    for half in ("odd", "even"):
        scores = benchmark["score"]([outcome for outcome in outcomes if outcome.case.number % 2 in benchmark["HALVES"][half]])
        figures |= {f"{half}: {measure} f1": round(float(scores[measure].f1), 3) for measure in benchmark["MEASURES"]}
    return Measured(digest(benchmark["TABLE"]), figures, tolerance=ROUNDING)


def of_seeds(encoder: Encoder) -> Measured:
    """How many findings of each verdict and relation the seeds' report has; a conflict in it is a false alarm."""
    articles = [read_article(str(ROOT / "seeds" / name)) for name in ("verge-gothamist.txt", "cnn.txt")]
    summary = compare(articles, encoder=encoder).summary()
    del summary["differ"]
    return Measured(digest(ROOT / "seeds"), summary, frozenset({"conflict", "only", "unclear"}))


def of_labelled_pairs(folder: Path, reports: Path) -> Measured:
    """How well the reports agree with the labels of a folder of pairs."""
    score = Score()
    for labels in sorted(folder.glob("*/gold.json")):
        report = (reports / f"{labels.parent.name}.json").read_text("utf-8")
        score.add(json.loads(labels.read_text("utf-8")), json.loads(report))
    return Measured(digest(folder), score.figures(), frozenset({"hidden"}), ROUNDING)


@pytest.fixture
def hold(pytestconfig: pytest.Config) -> Callable[[str, Measured], None]:
    """Holds what was measured against the floors of its name; with --renew-floors it moves them instead."""

    def held(name: str, measured: Measured) -> None:
        groups = read(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
        group = groups.get(name, Group())
        if pytestconfig.getoption("--renew-floors"):
            groups[name] = group.renewed(measured, pytestconfig.getoption("--lower-because"))
            FLOORS.write_text(written(groups), "utf-8")
        else:
            faults = group.faults(measured)
            if faults:
                pytest.fail("\n".join([f"{name}:", *faults]), pytrace=False)

    return held


@pytest.mark.parametrize("name", CASES)
def test_no_case_table_says_less_than_it_did(name: str, hold: Callable[[str, Measured], None]) -> None:
    hold(name, of_case_table(name))


def test_quantities_are_found_as_well_as_they_were(hold: Callable[[str, Measured], None]) -> None:
    hold("benchmarks/extraction.toml", of_extraction())


def test_the_seeds_report_finds_what_it_found(bundled_encoder: Encoder, hold: Callable[[str, Measured], None]) -> None:
    hold("seeds", of_seeds(bundled_encoder))


def test_the_stories_are_reported_as_well_as_they_were(reports_of: Callable[[Path], Path], hold: Callable[[str, Measured], None]) -> None:
    hold(STORIES, of_labelled_pairs(ROOT / STORIES, reports_of(ROOT / STORIES)))


def test_the_labelled_pairs_are_reported_as_well_as_they_were(
    reports_of: Callable[[Path], Path], hold: Callable[[str, Measured], None]
) -> None:
    if not (ROOT / GOLD).is_dir():
        pytest.skip(f"{GOLD} is not there: its texts are not the project's to ship")
    hold(GOLD, of_labelled_pairs(ROOT / GOLD, reports_of(ROOT / GOLD)))


def test_every_floor_belongs_to_something_measured() -> None:
    text = FLOORS.read_text("utf-8")
    assert set(read(text)) == {*CASES, "benchmarks/extraction.toml", "seeds", STORIES, GOLD}
    assert written(read(text)) == text


def test_our_figures_are_those_of_the_labels_own_script(reports_of: Callable[[Path], Path]) -> None:
    script = ROOT / GOLD / "score.py"
    if not script.exists():
        pytest.skip(f"{GOLD} is not there, and its script with it")
    command = [sys.executable, str(script), "--json", "--gold", str(ROOT / STORIES), "--reports", str(reports_of(ROOT / STORIES))]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    said = {
        **{f"{name} f1": theirs[name]["f1"] for name in ("align", "typed", "agree", "only")},
        "conflict precision": theirs["conflict"]["precision"],
        "conflict recall": theirs["conflict"]["recall"],
        "shown precision": theirs["shown"]["precision"],
        "relation accuracy": theirs["relation"]["accuracy"],
        "hidden": theirs["relation"]["hidden"],
    }
    assert of_labelled_pairs(ROOT / STORIES, reports_of(ROOT / STORIES)).figures == said


GROUP = Group("old", {"f1": Floor(0.8), "hidden": Floor(0.1, ceiling=True)})


def measured(f1: float = 0.8, hidden: float = 0.1, sha256: str = "old") -> Measured:
    return Measured(sha256, {"f1": f1, "hidden": hidden}, frozenset({"hidden"}), tolerance=0.005)


class TestFaults:
    @pytest.mark.parametrize("found", [measured(), measured(0.9, 0.0), measured(0.796, 0.104)], ids=["as it was", "better", "rounded"])
    def test_what_is_as_good_has_none(self, found: Measured) -> None:
        assert GROUP.faults(found) == []

    @pytest.mark.parametrize(
        ("found", "said"),
        [
            (measured(f1=0.79), "f1 is 0.79, at least 0.8 is needed"),
            (measured(hidden=0.11), "hidden is 0.11, at most 0.1 is needed"),
            (measured(sha256="new"), "the data is not what the floors were measured on: renew them"),
            (Measured("old", {"f1": 0.8}), "hidden is measured no more"),
            (Measured("old", {**measured().figures, "recall": 0.5}), "recall has no floor yet: renew them"),
        ],
    )
    def test_what_is_worse_or_on_other_data_is_named(self, found: Measured, said: str) -> None:
        assert GROUP.faults(found) == [said]


class TestRenewing:
    @pytest.mark.parametrize("because", ["", "  "])
    @pytest.mark.parametrize("worse", [measured(f1=0.7), measured(hidden=0.2), Measured("new", {"f1": 0.8})])
    def test_nothing_gets_lower_without_a_reason(self, worse: Measured, because: str) -> None:
        with pytest.raises(ValueError, match="lower without a reason"):
            GROUP.renewed(worse, because)

    def test_a_reason_stands_beside_the_lower_floor(self) -> None:
        lower = GROUP.renewed(measured(f1=0.7), "the labels were corrected")
        assert lower.floors["f1"] == Floor(0.7, before=0.8, because="the labels were corrected")
        assert lower.floors["hidden"] == GROUP.floors["hidden"]
        assert 'least = 0.7, before = 0.8, because = "the labels were corrected"' in written({"stories": lower})

    def test_a_reason_stays_until_the_figure_is_back(self) -> None:
        lower = GROUP.renewed(measured(f1=0.7), "why")
        assert lower.renewed(measured(f1=0.75)).floors["f1"] == Floor(0.75, before=0.8, because="why")
        assert lower.renewed(measured(f1=0.8)).floors["f1"] == Floor(0.8)

    def test_a_better_figure_raises_its_floor(self) -> None:
        assert GROUP.renewed(measured(0.9, 0.0)).floors == {"f1": Floor(0.9), "hidden": Floor(0.0, ceiling=True)}

    def test_rounding_lowers_no_floor(self) -> None:
        assert GROUP.renewed(measured(0.796, 0.104, sha256="new")) == Group("new", GROUP.floors)

    def test_what_is_measured_no_more_leaves_its_reason(self) -> None:
        gone = GROUP.renewed(Measured("old", {"f1": 0.8}), "nobody read it")
        assert gone.floors["hidden"] == Floor(None, ceiling=True, before=0.1, because="nobody read it")
        assert gone.faults(Measured("old", {"f1": 0.8})) == []
        assert read(written({"stories": gone})) == {"stories": gone}

    def test_a_floor_can_be_the_first(self) -> None:
        assert Group().renewed(measured()) == GROUP

    def test_what_is_written_is_read_again(self) -> None:
        groups = {"a": GROUP, "b": GROUP.renewed(measured(f1=0.5), 'so they said: "enough"')}
        assert read(written(groups)) == groups


def test_a_digest_knows_names_texts_and_labels(tmp_path: Path) -> None:
    def changed(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, "utf-8")
        return digest(tmp_path)

    seen = [changed("a.txt", "one"), changed("a.txt", "two"), changed("b.txt", "two"), changed("gold.json", "{}")]
    assert len(set(seen)) == 4
    assert changed("README.md", "what it is") == seen[-1]
