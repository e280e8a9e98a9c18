"""Numbers with no noun behind them: the members of a group ("a crew of 12"), what was counted before ("only 19 finished"), levels ("to 34,210")."""

from __future__ import annotations

from typing import NamedTuple

from factcheck.numbers.numerals import Numeral
from factcheck.patterns import lazily

_REACH = 60  # characters in front of a number in which the words that explain it are looked for
_GROUP = lazily(
    r"\b(crew|choir|team|family|household|party|staff|squad|panel|congregation|workforce|town|village|city|community|band|troupe|platoon|"
    r"delegation|committee|cast) of $"
)
_PARENT = lazily(r"\b(?:mother|father|mum|mom|dad|parents?|(grandmother|grandfather|grandparents?)) of $")
_ACTING = lazily(
    r" (?:were|was|had|have|has|are|did|died|survived|finished|remain|remained|came|went|took|lived|lost|won|voted|signed|escaped|fled|left)\b"
)
_WRITTEN_OUT = lazily(r"\d[.,]\d|\.\d|\d{5}|illion|thousand|\d[bm]n\b")
_LEVEL = lazily(
    r"\b(?:to|at|of|from|by|is|was|were|than|hit|hits|reach|reached|reaches|stood|topped|averag\w{1,3}|hitting|batting|total\w{1,4}|number\w{0,4}|"
    r"exceeded|passed) $"
)
_HIRED = lazily(r"\b(?:employ(?:s|ed|ing)?|hir(?:e|es|ed|ing)|recruit(?:s|ed|ing)?|seats|seating|sleeps) $")
_TALLY = lazily(r"\b(?:count|tally|total|toll|average|rating|score|reading) of $")
_CLOCK = lazily(r"\bat \d\d?\.\d\d$")
_SCORING = lazily(
    r"\b(?:by|with|to|scor\w{2,4}|won|earned|averag\w{1,3}|add\w{0,3}|had|led|trail\w{1,3}|lost|fell|rose|gained|shed|jumped|climbed|slipped|slid|"
    r"dropped|tumbled|plunged|soared|surged|up|down|off|advanced|retreated|declined) $"
)
_UNIT_BEHIND = lazily(
    r"[ -]?(?:of (?:an? )?)?(?:%|\xb0|[kmgt]?wh?\b|[kmgt]?hz\b|k?v\b|b?hp\b|p[ps][mi]\b|[br]pm\b|mp[gh]\b|[mg]bps\b|times?\b|horsepower|joule|hertz|volt|"
    r"watt|micro|nano|milli|kilo|mega|giga|tera|petabyte|astronomical|light[- ]year|parts per|beats|revolutions|basis|calorie)|[-/:]"
)


class Nounless(NamedTuple):
    """What a number without a noun is of: a subject where a group names it; whether it is persons; whether it stands for what was counted before."""

    subject: str
    persons: bool
    resumes: bool


def read_nounless(text: str, numeral: Numeral) -> Nounless | None:
    """What a numeral of the folded `text` with no noun behind it is of; None where nothing says that it is a quantity."""
    ahead, written = text[max(0, numeral.start - _REACH) : numeral.start], text[numeral.first : numeral.end]
    if numeral.number in (None, 1) or numeral.form not in ("digits", "words") or written == "both" or _UNIT_BEHIND.match(text, numeral.end):
        return None
    whole = numeral.step is None or numeral.step >= 1
    group, parent = _GROUP.search(ahead), _PARENT.search(ahead)
    if whole and group is not None:
        return Nounless(group.group(1), True, False)
    if whole and parent is not None:
        return Nounless("grandchild" if parent.group(1) else "child", True, False)
    if whole and _HIRED.search(ahead):
        return Nounless("", True, False)
    if whole and _ACTING.match(text, numeral.end):
        return Nounless("", not ahead.strip(), True)
    if numeral.form == "words":
        return Nounless("", False, False)
    if _TALLY.search(ahead):
        return Nounless("", False, False)
    level = numeral.modifier != "=" or _LEVEL.search(ahead) is not None
    return Nounless("", False, False) if level and _WRITTEN_OUT.search(written) and not _CLOCK.search(ahead + written) else None


def is_scored(text: str, numeral: Numeral) -> bool:
    """Whether the points behind a numeral are won, lost or led by, not made in a speech or passed on a road."""
    return numeral.form == "digits" or _SCORING.search(text[max(0, numeral.start - 14) : numeral.start]) is not None
