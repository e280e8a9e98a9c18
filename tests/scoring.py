"""How well reports agree with labelled pairs of articles: the figures that the floors hold.

Two spans match when they share at least half of the shorter one and ours is not much longer. What the labels call borderline or
optional counts neither way. Figures are micro-averaged over the pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

TYPED = frozenset({"count", "money", "percentage", "duration", "date", "time", "age", "measure", "charge", "quote"})
"""Kinds whose agreements are labelled exhaustively."""

DIFFERENT = ("detail", "conflict")


class Ends(NamedTuple):
    """Two spans, one in each article, with how they are related and of what kind; both empty for pairs of sentences."""

    left: tuple[int, int]
    right: tuple[int, int]
    relation: str = ""
    kind: str = ""


@dataclass
class Tally:
    """True and false ones of ours, and how many of the labelled ones were found."""

    true: int = 0
    false: int = 0
    found: int = 0
    labelled: int = 0

    def add(self, ours: Sequence[Ends], labelled: Sequence[Ends], ignored: Sequence[Ends] = ()) -> None:
        hit: set[int] = set()
        for one in ours:
            met = {index for index, label in enumerate(labelled) if match(one, label)}
            hit |= met
            self.true += bool(met)
            self.false += not met and not any(match(one, label) for label in ignored)
        self.found += len(hit)
        self.labelled += len(labelled)

    @property
    def precision(self) -> float:
        return self.true / (self.true + self.false) if self.true + self.false else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Score:
    """The tallies of all pairs scored so far."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in ("align", "typed", "conflict", "agree", "only")})
    shown: list[bool] = field(default_factory=list)
    matched: list[tuple[str, bool]] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Every figure by name, 0..1, to three decimals; "hidden" is the one that is better lower."""
        found = {f"{name} f1": self.tallies[name].f1 for name in ("align", "typed", "agree", "only")}
        found["conflict precision"] = self.tallies["conflict"].precision
        found["conflict recall"] = self.tallies["conflict"].recall
        found["shown precision"] = _share(self.shown)
        accuracies = [_share(rights) for relation in DIFFERENT if (rights := [right for label, right in self.matched if label == relation])]
        found["relation accuracy"] = sum(accuracies) / 2
        found["hidden"] = _share(self.hidden)
        return {name: round(value, 3) for name, value in found.items()}

    def add(self, gold: dict[str, Any], report: dict[str, Any]) -> None:
        """Count one pair: its labels and its report, both as their JSON has them."""
        order = {article["id"]: side for side, article in enumerate(report["articles"])}
        maybe = [Ends(tuple(left), tuple(right)) for left, right in gold["maybe"]]
        aligned = [Ends(tuple(left), tuple(right)) for left, right in gold["alignments"]]
        self.tallies["align"].add(_once(_alignments(report, order)), aligned, maybe)

        labels = [label for label in gold["facts"] if not label.get("optional") and label["kind"] != "other"]
        facts = [_labelled(label) for label in labels]
        spare = [_labelled(label) for label in gold["facts"] if label.get("optional") or label["kind"] == "other"]

        def settled(one: Ends) -> bool:
            return _meets(one, facts) or not _inside(one, maybe)

        compared = [one for one in _once(one for finding in report["findings"] for one in _compared(finding, order)) if settled(one)]
        differing = [one for one in compared if one.relation in DIFFERENT]
        same = [fact for fact in facts if fact.relation == "same"]
        different = [fact for fact in facts if fact.relation != "same"]
        untyped = [fact for fact in different if fact.kind not in TYPED]
        self.tallies["typed"].add(_typed(differing), _typed(different), spare + untyped)
        self.tallies["conflict"].add(_of(differing, "conflict"), _of(different, "conflict"), spare)
        self.tallies["agree"].add(_typed(_of(compared, "same")), _typed(same), spare + same)
        self._relations(differing, compared, different)
        self._findings(report, order, different, spare, maybe)
        for side, letter in enumerate("ab"):
            self._only(report, order, side, gold, gold[letter])

    def _relations(self, differing: Sequence[Ends], compared: Sequence[Ends], different: Sequence[Ends]) -> None:
        for one in differing:
            wanted = [fact.relation for fact in different if match(one, fact)]
            if wanted:
                self.matched.append((wanted[0], one.relation in wanted))
        for fact in _of(different, "conflict"):
            said = [one.relation for one in compared if match(one, fact)]
            if said:
                self.hidden.append("same" in said and "conflict" not in said)

    def _findings(
        self, report: dict[str, Any], order: dict[str, int], different: Sequence[Ends], spare: Sequence[Ends], maybe: Sequence[Ends]
    ) -> None:
        for finding in report["findings"]:
            if finding["verdict"] == "differ" and finding["kind"] not in ("statement", "other"):
                own = _once(_compared(finding, order))
                if any(_meets(one, different) for one in own):
                    self.shown.append(True)
                elif not all(_inside(one, maybe) or _meets(one, spare) for one in own):
                    self.shown.append(False)

    def _only(self, report: dict[str, Any], order: dict[str, int], side: int, gold: dict[str, Any], labels: dict[str, Any]) -> None:
        def twice(spans: Iterable[Sequence[int]]) -> list[Ends]:
            return [Ends((start, end), (start, end)) for start, end in spans]

        sentences = twice(labels["spans"])
        touched = twice(label[side] for label in gold["alignments"])
        unsure = twice([*(label[side] for label in gold["maybe"]), *labels.get("boilerplate", [])])
        truth = [one for one in sentences if not _meets(one, touched + unsure)]
        either = [one for one in sentences if _meets(one, unsure) and not _meets(one, touched)]
        said = [
            (mention["start"], mention["end"])
            for finding in report["findings"]
            if finding["verdict"] == "only" and finding["kind"] == "statement"
            for mention in finding["mentions"]
            if order[mention["article"]] == side
        ]
        self.tallies["only"].add(twice(said), truth, either)


def match(ours: Ends, label: Ends) -> bool:
    """Whether both spans of ours match both spans of the label."""
    return _overlap(ours.left, label.left) and _overlap(ours.right, label.right)


def _overlap(ours: tuple[int, int], label: tuple[int, int]) -> bool:
    shared = min(ours[1], label[1]) - max(ours[0], label[0])
    long, short = ours[1] - ours[0], label[1] - label[0]
    return shared > 0 and 2 * shared >= min(long, short) and long <= 2 * short + 40


def _meets(one: Ends, labels: Iterable[Ends]) -> bool:
    return any(match(one, label) for label in labels)


def _inside(one: Ends, sentences: Iterable[Ends]) -> bool:
    """Whether two mentions lie in the two sentences of one of these pairs."""
    return any(
        pair.left[0] <= one.left[0] and one.left[1] <= pair.left[1] and pair.right[0] <= one.right[0] and one.right[1] <= pair.right[1]
        for pair in sentences
    )


def _typed(ends: Iterable[Ends]) -> list[Ends]:
    return [one for one in ends if one.kind in TYPED]


def _of(ends: Iterable[Ends], relation: str) -> list[Ends]:
    return [one for one in ends if one.relation == relation]


def _once(ends: Iterable[Ends]) -> list[Ends]:
    """A pair of spans that is said twice counts once, as it was said first."""
    first: dict[tuple[tuple[int, int], tuple[int, int]], Ends] = {}
    for one in ends:
        first.setdefault((one.left, one.right), one)
    return list(first.values())


def _labelled(label: dict[str, Any]) -> Ends:
    return Ends(tuple(label["a"]), tuple(label["b"]), label["relation"], label["kind"])


def _in_order(left: dict[str, Any], right: dict[str, Any], order: dict[str, int]) -> list[dict[str, Any]]:
    return sorted((left, right), key=lambda end: order[end["article"]])


def _alignments(report: dict[str, Any], order: dict[str, int]) -> Iterator[Ends]:
    for pair in report["alignments"]:
        left, right = _in_order(pair["left"], pair["right"], order)
        yield Ends((left["start"], left["end"]), (right["start"], right["end"]))


def _compared(finding: dict[str, Any], order: dict[str, int]) -> Iterator[Ends]:
    for one in finding["comparisons"]:
        left, right = _in_order(finding["mentions"][one["left"]], finding["mentions"][one["right"]], order)
        if left["article"] != right["article"]:
            yield Ends((left["start"], left["end"]), (right["start"], right["end"]), one["relation"], finding["kind"])


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / len(answers) if answers else 0.0
