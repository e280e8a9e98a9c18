"""The figures under which no change may fall, kept in `floors.toml` beside what they were measured on.

A floor is raised by renewing it; it is lowered only with a reason, which stays beside it until the figure is back.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

FLOORS = Path(__file__).with_suffix(".toml")

HEAD = """\
# What is measured, and the figure that each measure must keep: at least `least`, or at most `most`. `sha256` is that of the data.
# Written by `pytest tests/test_floors.py --renew-floors`; a floor that gets lower needs `--lower-because "reason"`.
"""


class Measured(NamedTuple):
    """Figures by name with the digest of the data they were measured on; of those in `ceilings` less is better.

    A figure may be `tolerance` worse than its floor: sums of another machine end in other digits.
    """

    sha256: str
    figures: Mapping[str, float]
    ceilings: frozenset[str] = frozenset()
    tolerance: float = 0.0


@dataclass(frozen=True, slots=True)
class Floor:
    """The least a figure may be (`ceiling`: the most); None where it is measured no more.

    `before` is what it was until it was lowered `because` of something.
    """

    bound: float | None
    ceiling: bool = False
    before: float | None = None
    because: str = ""

    def worse(self, figure: float, bound: float | None, tolerance: float = 0.0) -> bool:
        """Whether a figure lies beyond a bound by more than the tolerance."""
        if bound is None:
            return False
        lack = figure - bound if self.ceiling else bound - figure
        return lack > tolerance + 1e-9

    def renewed(self, figure: float, tolerance: float, because: str) -> Floor:
        """The floor for a new figure: raised if it is better, as it was within the tolerance, lowered with the reason."""
        if self.worse(figure, self.bound, tolerance):
            return replace(self, bound=figure, before=self.bound if self.before is None else self.before, because=because)
        if self.bound is not None and not Floor(figure, self.ceiling).worse(self.bound, figure):
            return self
        regained = not self.worse(figure, self.before)
        return Floor(figure, self.ceiling) if regained else replace(self, bound=figure)


@dataclass(frozen=True, slots=True)
class Group:
    """The floors of one piece of data, by the name of the figure."""

    sha256: str = ""
    floors: Mapping[str, Floor] = field(default_factory=dict)

    def faults(self, measured: Measured) -> list[str]:
        """What speaks against the figures, a line each; none where all is well."""
        found = [] if measured.sha256 == self.sha256 else ["the data is not what the floors were measured on: renew them"]
        found += [f"{name} has no floor yet: renew them" for name in measured.figures if name not in self.floors]
        for name, floor in self.floors.items():
            if floor.bound is not None and name not in measured.figures:
                found.append(f"{name} is measured no more")
            elif name in measured.figures and floor.worse(measured.figures[name], floor.bound, measured.tolerance):
                found.append(f"{name} is {measured.figures[name]}, {'at most' if floor.ceiling else 'at least'} {floor.bound} is needed")
        return found

    def renewed(self, measured: Measured, because: str = "") -> Group:
        """The floors for what is measured now. Raises ValueError where one gets lower and no reason is given."""
        floors = {}
        lower = []
        for name, figure in measured.figures.items():
            ceiling = name in measured.ceilings
            old = self.floors.get(name, Floor(None, ceiling))
            floors[name] = old.renewed(figure, measured.tolerance, because)
            if old.worse(figure, old.bound, measured.tolerance):
                lower.append(f"{name} from {old.bound} to {figure}")
        for name, old in self.floors.items():
            if name not in measured.figures:
                floors[name] = old if old.bound is None else Floor(None, old.ceiling, old.bound, because)
                lower += [] if old.bound is None else [f"{name}, measured no more"]
        if lower and not because.strip():
            raise ValueError(f"lower without a reason: {'; '.join(lower)} (give --lower-because)")
        return Group(measured.sha256, floors)


def digest(data: Path) -> str:
    """The SHA-256 of a file, or of the texts and labels of a folder with their names."""
    if data.is_file():
        return hashlib.sha256(data.read_bytes()).hexdigest()
    whole = hashlib.sha256()
    for path in sorted(path for path in data.rglob("*") if path.suffix in (".txt", ".json")):
        whole.update(f"{path.relative_to(data).as_posix()}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def read(text: str) -> dict[str, Group]:
    """The groups that `written` wrote, by name."""
    groups = {}
    for name, table in tomllib.loads(text).items():
        sha256 = table.pop("sha256")
        groups[name] = Group(
            sha256,
            {
                figure: Floor(row.get("most", row.get("least")), "most" in row or row.get("ceiling", False), row.get("before"), row.get("because", ""))
                for figure, row in table.items()
            },
        )  # fmt: skip
    return groups


def written(groups: Mapping[str, Group]) -> str:
    """The groups as TOML, in the order of their names."""
    return HEAD + "".join(line for name in sorted(groups) for line in _lines(name, groups[name]))


def _lines(name: str, group: Group) -> Iterable[str]:
    yield f'\n[{json.dumps(name)}]\nsha256 = "{group.sha256}"\n'
    for figure, floor in sorted(group.floors.items()):
        row = [] if floor.bound is None else [f"{'most' if floor.ceiling else 'least'} = {floor.bound}"]
        row += ["ceiling = true"] if floor.bound is None and floor.ceiling else []
        row += [] if floor.before is None else [f"before = {floor.before}", f"because = {json.dumps(floor.because, ensure_ascii=False)}"]
        yield f"{json.dumps(figure)} = {{ {', '.join(row)} }}\n"
