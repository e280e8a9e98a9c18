"""Typed edits: one place of an article changed so that it says something else, for measuring whether the change is found.

Every generator takes an article's text and gives its possible edits, each with the whole edited text and where the change
stands. They know English by a small grammar of their own and nothing of the program that they measure.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

DATE_LINE = re.compile(r"(?:Posted |Published )?[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}\Z")
_WIRE = re.compile(r"[A-Z][A-Z .'’-]+,(?: [A-Z][\w.]+,){0,2} [A-Z][a-z]{2,8}\.? \d{1,2}, \d{4} [—–-] ")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Gov|Sen|Rep|Lt|Capt|Sgt|Mr|Mrs|Ms|Dr|St|Jr|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|No|[A-Z])|[ap]\.m)\.\Z"
)
_STOP = re.compile(r"[.!?][”\"’']{0,2} (?=[“\"‘']?[A-Z0-9])")
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")


class Place(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


class Edit(NamedTuple):
    """One edit: what it is, the whole edited text, and the changed place in the original and in the edited text."""

    kind: str
    text: str
    original: Place
    edited: Place


Generator = Callable[[str], Iterator[Edit]]


@cache
def table(name: str) -> Any:
    """A table of `edits.toml`."""
    return tomllib.loads((Path(__file__).parent / "edits.toml").read_text("utf-8"))[name]


def sentences(text: str) -> list[Place]:
    """The sentences of an article's body, headline, date line and the dateline of a wire report left out."""
    found = []
    for line in re.finditer(r"[^\n]+", text):
        written = line.group().strip()
        wire = _WIRE.match(written)
        if DATE_LINE.match(written) or wire is None and written[-1:] not in (*".!?”\"’'",) or written.startswith("This story "):
            continue
        start = line.start() + (line.group().index(written)) + (wire.end() if wire else 0)
        end = line.start() + len(line.group().rstrip())
        for stop in _STOP.finditer(text, start, end):
            if _ABBREVIATED.search(text[max(start, stop.start() - 12) : stop.start() + 1]):
                continue
            found.append(Place(start, stop.end() - 1))
            start = stop.end()
        found.append(Place(start, end))
    return found


def changed(kind: str, text: str, start: int, end: int, written: str) -> Edit:
    """The edit that puts `written` in the place from `start` to `end`."""
    return Edit(kind, text[:start] + written + text[end:], Place(start, end), Place(start, start + len(written)))


def quoted(text: str, sentence: Place) -> list[Place]:
    """The stretches of a sentence between quotation marks; one that is not closed runs to the sentence's end."""
    found = []
    opened: int | None = None
    for at in range(sentence.start, sentence.end):
        mark = text[at]
        if mark == "“" or mark == '"' and opened is None:
            opened = at
        elif mark in '”"' and opened is not None:
            found.append(Place(opened, at + 1))
            opened = None
        elif mark == "”":
            found.append(Place(sentence.start, at + 1))
    if opened is not None:
        found.append(Place(opened, sentence.end))
    return found


class Number(NamedTuple):
    """A number as written: where, its currency sign, whether in words."""

    start: int
    end: int
    sign: str
    in_words: bool


_DIGITS = re.compile(r"(?<![\w.,:/#$€£-])([$€£]?)(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w:/]|[.,]\d)")
_SPELLED = re.compile(
    r"(?<![\w-])(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?!\w|-(?:thirds|fifths|quarters))", re.IGNORECASE
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d\Z")
_RANGE_BEHIND = re.compile(r" (?:or|to) (?:\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b")
"""The lower end of a range: another number there would not read as one."""
_OTHER_CLOCK = re.compile(r" \(\d{3,4} [A-Z]{2,4}\)")
_RANGE_BEFORE = re.compile(r"\b(?:between|(?:\d|two|three|four|five|six|seven|eight|nine|ten|eleven) or)\Z", re.IGNORECASE)
_LEGAL_COUNT = re.compile(r" (?:\w+ )?counts?\b")


def numbers(text: str) -> list[Number]:
    """The numbers of an article's sentences that state how much or how many: no date, clock time, name or count of a charge."""
    found = []
    for sentence in sentences(text):
        for pattern in (_DIGITS, _SPELLED):
            for match in pattern.finditer(text, sentence.start, sentence.end):
                if _states_an_amount(text, sentence, match):
                    sign = match.group(1) if pattern is _DIGITS else ""
                    found.append(Number(match.start() + len(sign), match.end(), sign, pattern is _SPELLED))
    return sorted(found)


def _states_an_amount(text: str, sentence: Place, match: re.Match[str]) -> bool:
    before = text[sentence.start : match.start()].rstrip()
    previous = before.rpartition(" ")[2].strip("(“\"‘'")
    following = (text[match.end() : match.end() + 20].split() or [""])[0]
    rules = table("number")
    if previous.rstrip(".,") in (*table("date")["months"], *table("date")["short"]) or following.rstrip(".,") in table("date")["months"]:
        return False
    if previous[:1].isupper() and previous not in rules["openers"] or {following, following.rstrip(",;.")} & set(rules["clock"]):
        return False
    if match.group() in rules["telephones"] or previous.lower() in ("number", "no.") or _OTHER_CLOCK.match(text, match.end()):
        return False
    if _RANGE_BEHIND.match(text, match.end()):
        return False
    if _RANGE_BEFORE.search(before):
        return False
    if _LEGAL_COUNT.match(text, match.end()):
        return False
    # "58 km (36 miles)": the number before the parenthesis would speak against the edit.
    return _YEAR.match(match.group()) is None and not text.startswith("(", match.start() - 1)


def other_number(written: str) -> str:
    """A clearly different number written alike: "47" → "95", "$2,500" keeps its thousands mark, "seven" → "three"."""
    words: dict[str, str] = table("number")["other"]
    if written.lower() in words:
        other = words[written.lower()]
        return other.capitalize() if written[0].isupper() else other
    digits = written.replace(",", "")
    whole, point, fraction = digits.partition(".")
    lead = (whole + fraction).rstrip("0") or "0"
    moved = int(lead) * 2 + 1 if lead.lstrip("0")[:1] < "5" else max(1, int(lead) // 2)
    value = str(moved) + "0" * (len(whole + fraction) - len(lead))
    if point:
        value = value.rjust(len(fraction) + 1, "0")
        return f"{int(value[: -len(fraction)]):,}.{value[-len(fraction) :]}"
    return f"{int(value):,}" if "," in written or len(value) > 4 else value


def edit_numbers(text: str) -> Iterator[Edit]:
    """Each number changed to a clearly different one."""
    for number in numbers(text):
        yield changed("number", text, number.start, number.end, other_number(text[number.start : number.end]))


_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.)"
)
_DATED = re.compile(
    rf"\b(?P<month>{_MONTH})(?: (?P<day>\d{{1,2}})(?P<ordinal>st|nd|rd|th|ST|ND|RD|TH)?)?\b(?:,? (?P<year>(?:1[89]|20)\d\d)\b)?"
)
_BARE_YEAR = re.compile(r"\b(?:in|since|until|from|of|before|after|by) ((?:1[89]|20)\d\d)\b(?! [a-z]+s\b)", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?!, [A-Z][a-z]{2,8}\.? \d| week\b)")
_BEFORE_MONTH = re.compile(r"\b(?:in|since|last|from|until|by|of|before|early|late|and|to|on) \Z", re.IGNORECASE)


class Dated(NamedTuple):
    """A date as written: a calendar day, month, year or weekday."""

    start: int
    end: int
    match: re.Match[str]


def dates(text: str) -> list[Dated]:
    """The calendar dates and weekdays of an article's sentences."""
    found = []
    for sentence in sentences(text):
        named = (
            match
            for match in _DATED.finditer(text, sentence.start, sentence.end)
            if match["day"] or match["year"] or _BEFORE_MONTH.search(text[sentence.start : match.start()])
        )
        found += [Dated(match.start(), match.end(), match) for match in named]
        found += [Dated(match.start(), match.end(), match) for match in _WEEKDAY.finditer(text, sentence.start, sentence.end)]
        found += [Dated(match.start(1), match.end(1), match) for match in _BARE_YEAR.finditer(text, sentence.start, sentence.end)]
    return sorted(found, key=lambda dated: dated.start)


def month_number(written: str) -> int:
    """1 for "January" and "Jan."."""
    rules = table("date")
    name = written.rstrip(".")
    return int(rules["short"][name]) if name in rules["short"] else rules["months"].index(name) + 1


def edit_dates(text: str) -> Iterator[Edit]:
    """Each date changed at one of its parts, day and month in turn: "April 22" → "April 13", "Oct. 3" → "March 3", "1998" → "1993"."""
    rules = table("date")
    for turn, dated in enumerate(dates(text)):
        match = dated.match
        if match.re is _WEEKDAY:
            days = rules["weekdays"]
            yield changed("date", text, dated.start, dated.end, days[(days.index(match.group()) + 3) % 7])
        elif match.re is _BARE_YEAR:
            yield changed("date", text, dated.start, dated.end, str(int(match.group(1)) - 5))
        elif match["day"] and turn % 2:
            day = (int(match["day"]) + 8) % 28 + 1
            suffix = match["ordinal"] and {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}.get(day, "th")
            yield changed("date", text, match.start("day"), match.end("ordinal") if suffix else match.end("day"), f"{day}{suffix or ''}")
        else:
            month = rules["months"][(month_number(match["month"]) + 4) % 12]
            yield changed("date", text, match.start("month"), match.end("month"), month)


@cache
def _in_role() -> re.Pattern[str]:
    rules = table("name")
    titles = "|".join(map(re.escape, sorted(rules["titles"], key=len, reverse=True)))
    roles = "|".join(rules["roles"])
    last = r"(?:(?:de|van|von) )?(?:Mc|O['’]|La)?[A-Z][a-z]+(?:-[A-Z][a-z]+)?"

    def first(of: str) -> str:
        return rf"(?P<{of}_given>[A-Z][a-z]+)(?: [A-Z]\.)?"

    return re.compile(
        rf"(?<![\w-])(?:{titles}),? (?:(?:Sgt|Lt|Capt|Dr)\. )?(?:{first('titled')} )?(?P<titled>{last})(?!\w| [A-Z]|-)"
        rf"|(?<![\w.] )(?<!\w)(?:Dr\. )?{first('described')} (?P<described>{last})(?!['’]s), "
        rf"(?:an? |the |\w+['’]s )(?:[\w-]+ ){{0,3}}(?:{roles})\b"
        rf"|\b(?:{roles})(?: (?:of|for) [\w ]{{3,30}})?, (?:Dr\. )?{first('apposed')} (?P<apposed>{last}),"
    )


def edit_names(text: str) -> Iterator[Edit]:
    """The surname of each person in a role changed, at that one place, and the given name: "Judge Helen Strand" → "Judge Helen Averill"."""
    rules = table("name")
    for sentence in sentences(text):
        for turn, match in enumerate(_in_role().finditer(text, sentence.start, sentence.end)):
            group = next(name for name in ("titled", "described", "apposed") if match[name])
            start, end = match.span(group)
            if text[start:end] in rules["not_names"]:
                continue
            yield changed("name", text, start, end, rules["surnames"][(start + turn) % len(rules["surnames"])])
            if match[f"{group}_given"] and match[f"{group}_given"] not in rules["not_given"]:
                others = [name for name in rules["given"] if name not in text]
                yield changed("name", text, *match.span(f"{group}_given"), others[start % len(others)])


def edit_units(text: str) -> Iterator[Edit]:
    """The unit behind each number changed, the number kept: "40 miles" → "40 kilometers"."""
    other = dict(table("unit")["pairs"])
    for number in numbers(text):
        match = re.compile(r"([ -])(square )?([a-z]+)\b(?! old|-old)").match(text, number.end)
        if match is None or match.group(3) not in other:
            continue
        unit, start = match.group(3), match.start(3)
        if match.group(1) == "-" and unit not in ("hour", "day", "year", "mile", "million", "billion"):
            continue
        yield changed("unit", text, start, match.end(3), other[unit])


def edit_hedges(text: str) -> Iterator[Edit]:
    """A hedge dropped or added before each number: "about 85 firefighters" → "85 firefighters", "16 casings" → "at least 16 casings"."""
    rules = table("hedge")
    dropped = re.compile(rf"\b(?:{'|'.join(rules['words'])}) \Z", re.IGNORECASE)
    for turn, number in enumerate(numbers(text)):
        start = number.start - len(number.sign)
        before = text[max(0, start - 40) : start]
        previous = before.rstrip().rpartition(" ")[2]
        hedge = dropped.search(before)
        if hedge is not None:
            if before.endswith("no " + hedge.group()):
                continue
            first = start - len(hedge.group())
            word = text[start]
            yield changed("hedge", text, first, start + 1, word.upper() if text[first].isupper() else word)
        elif (
            previous in rules["after"]
            and before.endswith(" ")
            and text[number.end : number.end + 1] == " "
            and not _IN_A_PAIR.search(before)
        ):
            added = "about" if previous == "at" else rules["added"][turn % len(rules["added"])]
            yield changed("hedge", text, start, number.end, f"{added} {text[start : number.end]}")


_IN_A_PAIR = re.compile(r"\b(?:between [\w,.]+ and|one in|[\d,.]+ to) \Z", re.IGNORECASE)
"""Before a number that no hedge can stand before: the second of "between 110 and 130", of "one in 10", of "20 to 30"."""

_CHARGE_COUNT = re.compile(r"\b(one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) (count|counts)(?= of\b)")
_DEGREE = re.compile(r"\b(first|second|third|fourth)-degree(?= [a-z])")
_HOMICIDE = re.compile(
    r"(?<=-degree )murder\b|(?<=attempted )murder\b|(?<=\bof )murder\b|(?<=\bwith )murder\b|(?<!reduced to )\b(?:involuntary )?manslaughter\b"
)
_GRAVITY = re.compile(r"\b(a )?(felony|misdemeanor)\b")


@cache
def _charged_offence() -> re.Pattern[str]:
    leads = "charged with|convicted of|guilty of|accused of|charges? of|counts? of|suspicion of|acquitted of"
    return re.compile(
        rf"\b(?:{leads}) (?:(?:first|second|third|fourth)-degree )?(?:felony |misdemeanor )?(?P<offence>{'|'.join(table('charge')['offences'])})"
        r"(?=[,.;]| and\b| after\b| in (?:1|2)\d{3}| on [A-Z])"
    )


def edit_charges(text: str) -> Iterator[Edit]:
    """Each charge changed: its degree, its counts, felony and misdemeanor, murder and manslaughter, or the offence itself."""
    rules = table("charge")
    for sentence in sentences(text):
        for match in _DEGREE.finditer(text, *sentence):
            degrees = rules["degrees"]
            other = degrees[(degrees.index(match.group(1)) + 1) % 3]
            yield changed("charge", text, *match.span(1), other)
        for match in _CHARGE_COUNT.finditer(text, *sentence):
            yield changed("charge", text, *match.span(), f"{rules['counts'][match.group(1)]} counts")
        for match in _HOMICIDE.finditer(text, *sentence):
            yield changed("charge", text, *match.span(), "manslaughter" if match.group() == "murder" else "murder")
        for match in _GRAVITY.finditer(text, *sentence):
            yield changed("charge", text, *match.span(2), "misdemeanor" if match.group(2) == "felony" else "felony")
        for match in _charged_offence().finditer(text, *sentence):
            other = next(other for other in rules["offences"][match["offence"]] if other not in text[sentence.start : sentence.end])
            yield changed("charge", text, *match.span("offence"), other)


_NEGATED = re.compile(
    r"\b(?P<auxiliary>is|are|was|were|has|have|had|will|would|could|can|should) not (?=[a-z])|\bcannot (?=[a-z])|\bcan not (?=[a-z])"
)
_DID_NOT = re.compile(r"\b(?P<auxiliary>did|does|do) not (?P<verb>[a-z]+)\b|\b(?P<short>didn|doesn|don)['’]t (?P<shortened>[a-z]+)\b")
_NEVER = re.compile(r"\bnever (?=[a-z])")
_NO_PLURAL = re.compile(r"\b(?P<no>[Nn]o) (?P<thing>(?:[a-z]+ ){0,2}[a-z]+s)(?= (?:was|were|are|have|had|has|will) )")
_LONGEST_SUBJECT = 7
_POLAR = re.compile(r"\b(?:any|anyone|anything|ever|yet|either|until|because of)\b")
"""What reads well in a denial alone."""


def edit_negations(text: str) -> Iterator[Edit]:
    """A plain finite clause outside quotations denied, or its denial dropped."""
    for sentence in sentences(text):
        silent = quoted(text, sentence)
        for edit in (*_dropped(text, sentence), *_denied(text, sentence)):
            rest = text[edit.original.end : sentence.end]
            if len(edit.text) < len(text) and _POLAR.search(rest):
                continue
            if not any(edit.original.start < end and start < edit.original.end for start, end in silent):
                yield edit


def _plain(text: str, sentence: Place, verb: int) -> bool:
    """Whether the clause of the verb at this place is a main one or what a voice says: nothing makes it hang on another."""
    before = text[sentence.start : verb]
    clause = re.split(r"; |, (?:and|but) |[”\"] ", before)[-1]
    reported = re.split(rf"\b(?:{'|'.join(table('negation')['reporting'])})(?: reporters)?(?: that)? ", clause)[-1]
    if ", who " in reported or ", which " in reported:
        reported = re.sub(r", (?:who|which) [^,]*,", "", reported)
    held = {word.lower() for word in _WORD.findall(reported)}
    return bool(held) and not held & set(table("negation")["subordinate"])


def _dropped(text: str, sentence: Place) -> Iterator[Edit]:
    rules = table("negation")
    for match in _NEGATED.finditer(text, *sentence):
        if _plain(text, sentence, match.start()):
            yield changed("negation", text, match.start(), match.end(), f"{match['auxiliary'] or 'can'} ")
    for match in _DID_NOT.finditer(text, *sentence):
        forms = rules["plain"] if match["auxiliary"] == "did" or match["short"] == "didn" else rules["present"]
        verb = match["verb"] or match["shortened"]
        if verb in forms and _plain(text, sentence, match.start()):
            yield changed("negation", text, match.start(), match.end(), forms[verb])
    for match in _NEVER.finditer(text, *sentence):
        if _plain(text, sentence, match.start()):
            yield changed("negation", text, match.start(), match.end(), "")
    for match in _NO_PLURAL.finditer(text, *sentence):
        if match.start() == sentence.start or _plain(text, sentence, match.start()):
            thing = match["thing"]
            yield changed("negation", text, match.start(), match.end(), thing.capitalize() if match["no"] == "No" else thing)


def _denied(text: str, sentence: Place) -> Iterator[Edit]:
    rules = table("negation")
    for match in re.compile(rf"(?<!n[’']t )(?<!\bto )\b({'|'.join(rules['auxiliaries'])}) (?=([a-z]+)\b)").finditer(text, *sentence):
        unfit = (
            text[sentence.start : match.start()].strip('“"') in ("So ", "Nor ", "Neither ")
            or match.group(2) in rules["unfit"]
            or match.group(1) in ("has", "have", "had")
            and match.group(2) in ("a", "an", "the", "any", "to")
        )
        if not unfit and _plain(text, sentence, match.start()):
            yield changed("negation", text, match.start(), match.end(), f"{match.group(1)} not ")
    verb = _simple_past(text, sentence)
    if verb is not None and _plain(text, sentence, verb.start()):
        yield changed("negation", text, *verb.span(), f"did not {rules['past'][verb.group()]}")


def _simple_past(text: str, sentence: Place) -> re.Match[str] | None:
    """The main verb of a sentence that opens with a short subject: "Officers stopped the truck"."""
    rules = table("negation")
    for place, word in enumerate(_WORD.finditer(text, *sentence)):
        if place > _LONGEST_SUBJECT or word.group() in (*rules["auxiliaries"], "to", "be", "been", "and", "he", "she", "they"):
            return None
        if place and word.group() in rules["past"]:
            following = text[word.end() :].split(maxsplit=1)[0]
            contracted = text.endswith(("’s ", "'s "), sentence.start, word.start()) and place < 2
            unfit = following in ("by", "when", "that", "not", "no", "nothing", "nobody") or text[word.end()] != " "
            return None if unfit or contracted else word
    return None


GENERATORS: dict[str, Generator] = {
    "number": edit_numbers,
    "date": edit_dates,
    "name": edit_names,
    "negation": edit_negations,
    "charge": edit_charges,
    "unit": edit_units,
    "hedge": edit_hedges,
}


def edit_of_sentence(edit: Edit, text: str) -> tuple[str, str, Edit]:
    """The sentence that an edit changes, alone: as it was, as it is, and the edit with its places in them."""
    held = sentences(text)
    at = bisect_right(held, edit.original.start, key=lambda sentence: sentence.start) - 1
    sentence = held[at]
    grown = len(edit.text) - len(text)
    before, after = text[sentence.start : sentence.end], edit.text[sentence.start : sentence.end + grown]
    moved = [Place(place.start - sentence.start, place.end - sentence.start) for place in (edit.original, edit.edited)]
    return before, after, Edit(edit.kind, after, *moved)
