"""Who speaks each quotation, against what a careful reader takes from the text (tests/cases/speaker.toml).

python benchmarks/speakers.py [--show]

The share of quotations whose speaker is right, in each half of the table and for each construction. Right: one of the labelled speakers by
the comparison that findings use (a surname for the full name), or, where the text does not tell, nobody. A quotation that is not found has
nobody as its speaker. Rows alternate between the halves; `--show` tells what is wrong in the odd one only, the even one stays held out.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from factcheck.reading.articles import article_from_text
from factcheck.reading.sentences import split
from factcheck.speech.spoken import speakers
from factcheck.values.wording import same_speaker

TABLE = Path(__file__).resolve().parents[1] / "tests" / "cases" / "speaker.toml"
HALVES = {"odd": (1,), "even": (0,), "all": (0, 1)}


@dataclass(frozen=True, slots=True)
class Case:
    """A text and its quotations: words of each with the speakers who are right, "" for nobody; `number` is its row, from 1."""

    number: int
    construction: str
    text: str
    says: tuple[tuple[str, tuple[str, ...]], ...]
    known_wrong: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """A labelled quotation and who is found to speak it, None for nobody."""

    case: Case
    words: str
    wanted: tuple[str, ...]
    found: str | None

    @property
    def right(self) -> bool:
        return any(_is(self.found, speaker) for speaker in self.wanted)


def _is(found: str | None, wanted: str) -> bool:
    if not wanted or found is None:
        return not wanted and found is None
    return bool(same_speaker(found, wanted)) or _folded(found) == _folded(wanted)


def _folded(speaker: str) -> list[str]:
    return [word for word in speaker.casefold().split() if word not in ("the", "a", "an")]


def cases(path: Path = TABLE) -> list[Case]:
    """The table's rows in its order."""
    table = tomllib.loads(path.read_text("utf-8"))["case"]
    return [
        Case(
            number,
            row["construction"],
            row["text"],
            tuple((words, (speaker,) if isinstance(speaker, str) else tuple(speaker)) for words, speaker in row["says"]),
            row.get("known_wrong", False),
        )
        for number, row in enumerate(table, 1)
    ]


def run(case: Case) -> list[Outcome]:
    """Who speaks each labelled quotation of a row's text, read as an article of its own."""
    spoken = speakers(split(article_from_text(case.text)))
    outcomes = []
    for words, wanted in case.says:
        start = case.text.index(words)
        told = [one.speaker for one in spoken if one.quotation.start <= start < one.quotation.end]
        outcomes.append(Outcome(case, words, wanted, told[0] if told else None))
    return outcomes


def share(outcomes: Sequence[Outcome]) -> float:
    """The share of quotations whose speaker is right, 0..1."""
    return sum(outcome.right for outcome in outcomes) / len(outcomes)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="what is wrong in the odd half")
    arguments = parser.parse_args()
    outcomes = [outcome for case in cases() for outcome in run(case)]
    if arguments.show:
        for outcome in outcomes:
            if outcome.case.number % 2 and not outcome.right:
                print(
                    f"{outcome.case.number:4} “{outcome.words}”: {outcome.found or 'nobody'}, not {' / '.join(outcome.wanted) or 'nobody'}"
                )
                print(f"       {outcome.case.text}")
        return 0
    halves = {name: [one for one in outcomes if one.case.number % 2 in rest] for name, rest in HALVES.items()}
    print(f"{'construction':20}{'quotations':>10}" + "".join(f"{name:>8}" for name in halves))
    for construction in Counter(one.case.construction for one in outcomes):
        ours = [[one for one in half if one.case.construction == construction] for half in halves.values()]
        print(f"{construction:20}{len(ours[-1]):10}" + "".join(f"{share(one):8.3f}" for one in ours))
    print(f"{'all':20}{len(outcomes):10}" + "".join(f"{share(half):8.3f}" for half in halves.values()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
