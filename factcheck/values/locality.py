"""Where something is, as a set of possibilities: a place leaves open every place that it holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from factcheck.model import Related, Relation
from factcheck.tables import shipped


@cache
def _gazetteer() -> tuple[dict[str, str], dict[str, frozenset[str]], dict[str, str], frozenset[str]]:
    """Another name → place; place → the places that hold it; place → its grain; the adjectives among the other names."""
    tables = shipped("places.toml")
    names: dict[str, str] = {}
    holders: dict[str, set[str]] = {}
    grains: dict[str, str] = {}
    adjectives: set[str] = set()
    for country, others in tables["demonyms"].items():
        names[country] = country
        grains[country] = "country"
        for index, other in enumerate(others.split()):
            names[other.replace("-", " ")] = country
            if index == 0:
                adjectives.add(other.replace("-", " "))
    for holder, listed in tables["states"].items():
        for entry in listed.replace("\n", " ").split(";"):
            if not (place := entry.partition(":")[0].strip()):
                continue
            grains[place] = "state"
            holders.setdefault(place, set()).add(holder)
            names[place] = place
            for short in entry.partition(":")[2].split():
                if len(short.replace(".", "")) > 2 or "." in short:
                    names.setdefault(short, place)
    for holder, listed in tables["cities"].items():
        for city in (entry.strip() for entry in listed.split(";")):
            grains.setdefault(city, "city")
            names.setdefault(city, city)
            holders.setdefault(city, set()).add(holder)

    names.update(tables["aliases"])

    @cache
    def above(place: str) -> frozenset[str]:
        direct = holders.get(place, set())
        return frozenset(direct).union(*(above(holder) for holder in direct))

    return names, {place: above(place) for place in names.values()}, grains, frozenset(adjectives)


@cache
def _postal() -> dict[str, str]:
    """Capital two-letter and other abbreviations of states, good only behind a place and a comma ("Springfield, MO")."""
    tables = shipped("places.toml")["states"]
    entries = (entry.partition(":") for listed in tables.values() for entry in listed.replace("\n", " ").split(";"))
    return {short: place.strip() for place, _, shorts in entries for short in shorts.split()}


def known_place(name: str) -> str | None:
    """The place that a plain name or adjective ("missouri", "u.s", "iranian") stands for, None when the gazetteer has none."""
    return _gazetteer()[0].get(name)


def state_abbreviated(name: str) -> str | None:
    """The state that an abbreviation behind a place's name stands for ("mo", "n.y", "ont")."""
    return _postal().get(name) or known_place(name)


def is_nationality(name: str) -> bool:
    """Whether a plain word is an adjective of a country."""
    return name in _gazetteer()[3]


def held_by(place: str) -> frozenset[str]:
    """The known places that hold this one."""
    return _gazetteer()[1].get(place, frozenset())


def grain(place: str) -> str | None:
    """country, state or city; None for what the gazetteer lacks."""
    return _gazetteer()[2].get(place)


@dataclass(frozen=True, slots=True)
class Locality:
    """A place as a phrase gives it.

    `relation` is how the thing stands to it (in, near, outside, south of), `names` the proper names from
    the narrowest to the widest, `site` what kind of spot it is ("prison"), `qualifiers` the lemmas of the
    words that narrow the site. `measured` is a distance and direction from it, as written.
    """

    relation: str
    names: tuple[str, ...]
    site: str = ""
    qualifiers: frozenset[str] = frozenset()
    measured: str = ""

    @property
    def normal(self) -> str:
        parts = (self.measured, self.relation, " ".join((*sorted(self.qualifiers), self.site)).strip(), ", ".join(self.names))
        return " ".join(part for part in parts if part)

    @property
    def breadth(self) -> float:
        return 1 / (1 + len(self.names) + len(self.qualifiers) + bool(self.site) + bool(self.measured))

    def details(self) -> dict[str, Any]:
        return {"place": list(self.names), "site": self.site or None, "relation": self.relation}

    def within(self) -> frozenset[str]:
        """Every place that holds it, as far as the phrase or the gazetteer tells."""
        return frozenset(self.names).union(*(held_by(name) for name in self.names))


def relate_places(left: Locality, right: Locality) -> Related | None:
    """Whether two places are the same, one is told more closely, or they exclude each other; None when the phrases do not tell."""
    if left.measured != right.measured and (left.measured or right.measured):
        if set(left.names) & set(right.names):
            return Related(Relation.DETAIL, f"{left.normal} / {right.normal}")
        return None
    bare = left.qualifiers == right.qualifiers and left.site == right.site
    if bare and left.names and right.names and left.names[0] == right.names[0] and left.relation == right.relation:
        return Related(Relation.SAME, "the same place")
    if left.site == right.site and set(left.names) == set(right.names) and left.qualifiers == right.qualifiers:
        if left.relation == right.relation and left.measured == right.measured:
            return Related(Relation.SAME, "the same place")
        if {left.relation, right.relation} <= {"in", "near", "around"}:
            return Related(Relation.DETAIL, f"{left.relation} / {right.relation}")
        return None
    ours, theirs = left.within(), right.within()
    if left.names and right.names:
        if ours & set(right.names) and theirs & set(left.names):
            return Related(Relation.DETAIL, "one text tells the place more closely")
        for narrow, wide, wider in ((ours, right, theirs), (theirs, left, ours)):
            if set(wide.names) <= narrow and not set(narrow) <= set(wider):
                return Related(Relation.DETAIL, f"{', '.join(wide.names)} holds the place that the other text names")
        return None
    if left.site and left.site == right.site:
        return Related(Relation.DETAIL, f"one text tells more of the {left.site}")
    return None
