"""Dates: days, months, seasons, years and the words that count from the day of publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from factcheck.dating.absolute import only_year
from factcheck.dating.grammar import mentions
from factcheck.dating.words import Place, table
from factcheck.events import different_events, event_of, is_listed, same_event
from factcheck.frames import same_frame
from factcheck.language import fold, straighten
from factcheck.modality import modality_leaves_open
from factcheck.model import Fact, Kind, Related, Relation, Sentence
from factcheck.reading.datelines import dateline_end
from factcheck.values.period import Period, days_apart, grain, relate_periods


def find(sentences: Sequence[Sentence]) -> list[Fact]:
    """The dates of one article in order of place; relative ones count from `published` where the article has it.

    Without a publication date, a bare weekday is the day to which the article itself ties it, if it does.
    """
    facts: list[Fact] = []
    for sentence in sentences:
        if sentence.boilerplate:
            continue
        published = sentence.article.published
        anchor = published.date() if isinstance(published, datetime) else published
        if anchor and not 1000 < anchor.year < 9000:
            anchor = None  # counting from it could leave the calendar
        folded = fold(sentence.text)
        place = Place(folded, straighten(sentence.text), anchor, only_year(folded))
        told = dateline_end(sentence.text)
        for start, end, period in sorted(mentions(place), key=lambda mention: mention[0]):
            if start < told:
                continue
            facts.append(Fact(sentence, "date", sentence.start + start, sentence.start + end, event_of(place.written, start, end), period))
    tied = _known_weekdays(facts)
    return [_tie(fact, tied) for fact in facts]


def _known_weekdays(facts: Sequence[Fact]) -> dict[int, Fact]:
    """The weekdays that one article itself ties to a single date ("Friday, Aug. 7")."""
    tied: dict[int, set[str]] = {}
    named: dict[int, Fact] = {}
    for fact in facts:
        period = fact.value
        assert isinstance(period, Period)
        if period.first != period.last or not period.resolved or period.weekday is not None:
            continue
        for name, weekday in table("weekdays").items():
            if len(name) > 4 and re.search(rf"\b{name}\b", fold(fact.text)):
                tied.setdefault(weekday, set()).add(period.first)
                named[weekday] = fact
    return {weekday: named[weekday] for weekday, days in tied.items() if len(days) == 1}


def _tie(fact: Fact, tied: dict[int, Fact]) -> Fact:
    """The fact with its bare weekday read as the tied day: everywhere without an anchor, with one in the same sentence alone."""
    period = fact.value
    assert isinstance(period, Period)
    if period.weekday not in tied or " " in period.wording:
        return fact
    known = tied[period.weekday]
    assert isinstance(known.value, Period)
    if period.resolved and known.sentence is not fact.sentence:
        return fact
    return replace(fact, value=replace(period, first=known.value.first, last=known.value.last))


# Days between two dates beyond which they are hardly two tellings of one, by the grain of the vaguer
_APART = {"day": 31, "month": 31, "year": 732}


@modality_leaves_open
def relate(left: Fact, right: Fact) -> Related | None:
    """How two dates stand to each other; None where they plainly date different events.

    The same day is the same day, whatever verb stands nearest. Other days are compared only if their events can be
    one; a conflict needs the same event on both sides, or two that no list knows and days near each other.
    """
    a, b = left.value, right.value
    assert isinstance(a, Period)
    assert isinstance(b, Period)
    related = relate_periods(a, b)
    if related is None or related.relation is Relation.SAME:
        return related
    if related.relation is Relation.UNCLEAR and same_frame(left, right, least=_FULL_FRAME):
        return _counted_alike(a, b) or related
    if same_frame(left, right) or same_event(left.subject, right.subject):
        return related
    if (
        different_events(left.subject, right.subject)
        or a.resolved
        and b.resolved
        and a.has_year != b.has_year
        and "year" in (grain(a), grain(b))
    ):
        return None  # "June 4" and "in 1974" leave room for each other, and mean nothing of the kind
    if related.relation is Relation.CONFLICT:
        one_day = (a.first, a.last, a.wording) == (b.first, b.last, b.wording)
        return related if not (one_day or is_listed(left.subject) or is_listed(right.subject) or _far(a, b)) else None
    return related


_LAG = re.compile(r"(?P<bound>[<>~]=?)?(?P<number>\d{1,4}) (?P<unit>\w+) (?P<way>before|after|ago)")
_LONG = frozenset({"month", "year", "decade"})
_FULL_FRAME = 6
"""Words that two sentences must share around days that no calendar tells: "The mayor said Friday" may be said on Monday again."""


def _counted_alike(a: Period, b: Period) -> Related | None:
    """How two days stand to each other that no calendar tells, said in the same words: both count from one day."""
    told = f"{a.readable()} in one text, {b.readable()} in the other, in the same words"
    if a.weekday is not None and b.weekday is not None:
        return Related(Relation.CONFLICT, told) if a.weekday != b.weekday and " " not in a.wording + b.wording else None
    ours, theirs = _LAG.fullmatch(a.wording), _LAG.fullmatch(b.wording)
    if ours is None or theirs is None or ours["way"] != theirs["way"] or a.wording == b.wording:
        return None
    # Each text's "ago" counts from its own day, and two texts on one event lie days apart, not months.
    if ours["way"] == "ago":
        near = ours["unit"] == theirs["unit"] and abs(int(ours["number"]) - int(theirs["number"])) <= 1
        if near or not {ours["unit"], theirs["unit"]} <= _LONG:
            return None
    return Related(Relation.DETAIL if ours["bound"] or theirs["bound"] else Relation.CONFLICT, told)


def _far(a: Period, b: Period) -> bool:
    """Whether two periods lie further apart than two accounts of one event do."""
    return a.resolved and b.resolved and days_apart(a, b) > _APART[max(grain(a), grain(b), key=list(_APART).index)]


KIND = Kind(
    id="date",
    title="Date",
    help="Days, months and years, written out or counted from the day of publication",
    find=find,
    relate=relate,
    weight=0.6,
)
