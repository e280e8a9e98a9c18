"""Ages: of whom or what, and in years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import chain

from factcheck.frames import same_frame
from factcheck.language import fold, straighten
from factcheck.model import Fact, Kind, Related, Relation, Sentence
from factcheck.numbers.nouns import is_person
from factcheck.numbers.numerals import Numeral, find_numerals, plain
from factcheck.tables import shipped
from factcheck.values.amount import Amount, relate_amounts

_YEARS = {"year": Decimal(1), "month": Decimal(1) / 12, "week": Decimal(7) / Decimal("365.25"), "day": Decimal(1) / Decimal("365.25")}
_OLD = re.compile(r"[ -](year|month|week|day)s?[- ]olds?\b")
_NICKNAME = r"(?:\"[\w '.-]{1,24}\"|'[\w ]{1,20}'|\([A-Z][\w ]{1,20}\))"
_NAME = rf"(?:[A-Z][\w'.-]{{1,24}}|de|la|del|van|von|bin|al|el|{_NICKNAME})"
_APPOSED = re.compile(
    rf"(?<![\w'-])((?:{_NAME} ){{0,4}}[A-Z][\w'-]{{1,24}}\.?),? ?, ?(?:aged? )?(\d{{1,3}})(?= ?(?:[,.;:)!?]|$| (?:of|from|was|is|has|and|who|died|were|told)\b))"
)
_PARENTHESISED = re.compile(rf"(?<![\w'-])((?:{_NAME} ){{1,4}}?[A-Z][\w'-]{{1,24}}) \((?:aged? )?(\d{{2}})\)")
_NOUN_APPOSED = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|his|her|their|my|[a-z]{2,20}'s) (?:[a-z-]{2,20} ){0,2}([a-z]{3,20}), (?:aged )?(\d{1,3})(?=[,.;])"
)
_NOUN_OF = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Oo]ne) (?:[a-z-]{2,20} ){0,2}(man|woman|boy|girl|youth|pensioner) of (\d{1,2})(?= ?(?:[,.;:)!?]|$| (?:was|were|is|has|had|who|died|and|with|from|in)\b))"
)
_AGED = re.compile(
    r"\b(?:aged|at (?:the )?age(?: of)?|age(?! of| group| \d{1,2} (?:and|or|to))|turn(?:ed|ing|s)?|(?:died|dead|dies|married|retired|left (?:school|home)) at) (\d{1,3})\b(?!%| ?(?:percent|per cent|[-:/.]\d|to \d|and (?:over|under|older|up|above)|or (?:older|over|under|younger)|points|pages|cents|miles|months|weeks|days|[ap]\.? ?m\b))"
)
_RANGE = re.compile(
    r"\b(?:aged|ages|between the ages of|ages between|aged between|from age|aged from) (\d{1,2}) ?(?:to|and|-|through) (?:age )?(\d{1,3})(?![\d%])(?! ?(?:percent|per cent))"
)
_BOUND = re.compile(r"\b(under|over)-(?!(?:1[6-9]|2[013])s)(\d{1,2})s\b")  # "under-21s" are a team
_ELDEST = re.compile(
    r"\b(?:youngest|oldest|eldest)\b[^.,;]{0,40} (?:is|was|were|being) (?:only |just |then |now )?(\d{1,3})(?=[.,;]|$| and\b)"
)
_BOTH = re.compile(r", (?:both|each|all) (?:aged )?(\d{1,2})(?=,|\.(?!\d))")
_PREDICATE = re.compile(
    r"\b(he|she|who|[A-Z][\w'-]{1,24}) (?:was|is|would be|would have been|'s|had just turned|turns|turned) (?:only |just |then |about |now )?(\d{1,3})(?![.,]\d)(?= ?(?:[.,;!?)]|$| when\b| at the time\b| years old\b| and\b))"
)
_NAME_AND_WHO = re.compile(rf"(?<![\w'-])((?:{_NAME} ){{0,4}}[A-Z][\w'-]{{1,24}}), $")
_DECADE = re.compile(
    r"\b(?:in|into) (?:his|her|their) (?:(early|mid|late)[- ])?'?(\d0s|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|teens)\b"
)
_DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90}
_PARTS = {None: (0, 9), "early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_FOLLOWING_NAME = re.compile(
    rf"[ ,]{{1,2}}(?:[a-z-]{{2,20}} ){{0,3}}?((?:[A-Z][\w'.-]{{0,24}} (?:{_NICKNAME} )?){{0,4}}[A-Z][\w'-]{{1,24}})"
)
_FOLLOWING_NOUN = re.compile(r",? (?:(?:[a-z]{2,20}(?:-[a-z]{2,20})?) ){0,2}?([a-z]{2,20}(?:-[a-z]{2,20})?)\b")
_NAME_BEFORE = re.compile(rf"(?<![\w'-])((?:{_NAME} ){{0,4}}[A-Z][\w'-]{{1,24}}), (?:then )?(?:the|a|an|his|her) $")
_OLDEST = 120
_CLOSE = 3  # years by which two newspapers may disagree on one person's age


@cache
def _nouns(key: str) -> frozenset[str]:
    return frozenset(shipped("kinds/age.toml")["nouns"][key])


def find(sentences: Sequence[Sentence]) -> list[Fact]:
    """The ages of an article; the subject is a name, folded, or a noun ("girl"), or empty."""
    return [fact for sentence in sentences if sentence.boilerplate is None for fact in _in_sentence(sentence)]


def _in_sentence(sentence: Sentence) -> list[Fact]:
    raw = straighten(sentence.text)
    text = fold(raw)
    found: list[tuple[int, int, str, Amount]] = []
    taken = bytearray(len(text))
    for start, end, subject, value in [*_ranges(text), *_olds(raw, text), *_named(raw), *_bare(raw, text), *_decades(text)]:
        if not any(taken[start:end]):
            found.append((start, end, subject, value))
            taken[start:end] = b"\1" * (end - start)
    found.sort(key=lambda one: one[:2])
    return [Fact(sentence, KIND_ID, sentence.start + start, sentence.start + end, subject, value) for start, end, subject, value in found]


def _amount(numeral: Numeral | int, written: str = "year") -> Amount:
    if isinstance(numeral, int):
        return Amount(numeral, numeral, numeral, "year", written, "=", numeral)

    def years(value: float | None) -> int | float | None:
        return None if value is None else plain(round(Decimal(repr(value)) * _YEARS[written], 4))

    return Amount(
        numeral.number, years(numeral.low), years(numeral.high), "year", written, numeral.modifier, years(numeral.number), soft=numeral.soft
    )


def _ranges(text: str) -> Iterator[tuple[int, int, str, Amount]]:
    """As in "aged 14 to 17", "between the ages of 18 and 34", "over-65s"."""
    for match in _RANGE.finditer(text):
        low, high = int(match.group(1)), int(match.group(2))
        listed = " and " in match.group() and "between" not in match.group()
        if low < high <= _OLDEST and not listed:
            yield match.start(), match.end(), "", Amount(None, low, high, "year", "age", "=", None)
    for match in _BOUND.finditer(text):
        number, under = int(match.group(2)), match.group(1) == "under"
        value = Amount(number, None if under else number, number if under else None, "year", "age", "<" if under else ">", number)
        yield match.start(), match.end(), "", value


def _olds(raw: str, text: str) -> Iterator[tuple[int, int, str, Amount]]:
    """As in "16-year-old Jane Roe", "a 10-year-old girl", "is 16 years old"."""
    for numeral in find_numerals(raw):
        match = _OLD.match(text, numeral.end)
        if match is None or numeral.weak:
            continue
        subject = _subject_behind(raw, match.end())
        if _is_thing(subject) or numeral.low is not None and numeral.low > _OLDEST:
            yield numeral.start, match.end(), subject, _amount(numeral, match.group(1))
            continue
        before = _name_before(raw, numeral.start)
        if before and not subject[:1].isupper() or not subject:
            subject = before or subject or _predicate_subject(raw, numeral.start)
        yield numeral.start, match.end(), subject, _amount(numeral, match.group(1))


def _is_thing(subject: str) -> bool:
    return subject in _nouns("things")


def _subject_behind(raw: str, end: int) -> str:
    """The name or noun that an age describes, empty when none follows."""
    name = _FOLLOWING_NAME.match(raw, end)
    noun = _FOLLOWING_NOUN.match(raw, end)
    front = raw[end : name.start(1)] if name is not None else ""
    words = [word.strip(",") for word in front.split()]
    if name is not None and not set(words) & _nouns("stops"):
        return _person(name.group(1))
    if noun is None or raw[end : end + 1] == ",":
        return ""
    listed = [word for word in noun.group().split() if word not in ",."]
    found = next(
        (
            word
            for word in re.findall(r"[a-z-]{2,20}", raw[end : end + 50])[:3]
            if word in _nouns("female") | _nouns("male") | _nouns("young")
        ),
        None,
    )
    first = listed[0]
    if first in _nouns("stops"):
        return ""
    thing = next((word for word in listed if _is_thing(word)), None)
    if thing is not None:
        return thing
    return (
        found
        if found is not None and raw[end : end + 50].find(found) < 30
        else noun.group(1)
        if noun.group(1) not in _nouns("stops")
        else first
    )


def _name_before(raw: str, start: int) -> str:
    """As in "Jane Roe, the 28-year-old founder": the name in front of the comma."""
    match = _NAME_BEFORE.search(raw[max(0, start - 90) : start])
    return _person(match.group(1)) if match is not None else ""


def _predicate_subject(raw: str, start: int) -> str:
    match = re.search(r"\b([A-Z][\w'-]{1,24}|[Hh]e|[Ss]he) (?:is|was|'s) (?:a |an |the |only |just )?$", raw[max(0, start - 45) : start])
    return "" if match is None or match.group(1).lower() in ("he", "she", "it", "this", "that") else _person(match.group(1))


def _named(raw: str) -> Iterator[tuple[int, int, str, Amount]]:
    """As in "Jane Roe, 58, of Leeds", "Jane Roe (58)", "the driver, 34,"."""
    for pattern in (_APPOSED, _PARENTHESISED, _NOUN_APPOSED, _NOUN_OF):
        for match in pattern.finditer(raw):
            last = match.group(1).rpartition(" ")[2].rstrip(".").lower()
            if last in _nouns("not_names") or not 0 < int(match.group(2)) <= _OLDEST:
                continue
            if pattern is _NOUN_APPOSED and not is_person(last):
                continue
            if pattern is _APPOSED and re.match(r" ?, ?(?:and )?\d", raw[match.end() : match.end() + 8]):
                continue
            yield match.start(2), match.end(2), _person(match.group(1)), _amount(int(match.group(2)))


def _bare(raw: str, text: str) -> Iterator[tuple[int, int, str, Amount]]:
    """As in "aged 77", "died at 61", "He was 77."."""
    for match in _AGED.finditer(text):
        if not 0 < int(match.group(1)) <= _OLDEST:
            continue
        start = (
            match.start() if match.group().startswith("age") else match.start() + 3 if match.group().startswith("at ") else match.start(1)
        )
        name = re.search(
            r"([A-Z][\w'-]{1,24}),? (?:who |was |[a-z]{2,12} |in [0-9]{4} ){0,5}$", raw[max(0, match.start() - 60) : match.start()]
        )
        yield start, match.end(), _person(name.group(1)) if name is not None else "", _amount(int(match.group(1)))
    for match in chain(_ELDEST.finditer(text), _BOTH.finditer(text)):
        if 0 < int(match.group(1)) <= _OLDEST:
            yield match.start(1), match.end(1), "", _amount(int(match.group(1)))
    for match in _PREDICATE.finditer(raw):
        if not 0 < int(match.group(2)) <= _OLDEST or match.group(1).lower() in ("it", "this", "that", "there", "what", "score", "total"):
            continue
        whose = _person(match.group(1))
        if whose == "who":
            front = _NAME_AND_WHO.search(raw[max(0, match.start() - 60) : match.start()])
            whose = "" if front is None else _person(front.group(1))
        yield match.start(2), match.end(2), whose, _amount(int(match.group(2)))


def _decades(text: str) -> Iterator[tuple[int, int, str, Amount]]:
    for match in _DECADE.finditer(text):
        word = match.group(2)
        low, high = (13, 19) if word == "teens" else (0, 0)
        if word != "teens":
            first = _DECADES.get(word) or int(word[:-1])
            least, most = _PARTS[match.group(1)]
            low, high = first + least, first + most
        yield match.start(), match.end(), "", Amount(None, low, high, "year", word, "=", None, soft=match.group(1) is not None)


def _person(name: str) -> str:
    """A name folded, without title and suffix; a nickname in it without its marks."""
    if fold(name) in _nouns("pronouns"):
        return ""
    return " ".join(
        word
        for word in re.sub(r"[\"()]|(?<!\w)'|'(?!\w)", " ", fold(name)).split()
        if word not in ("mr", "mrs", "ms", "mr.", "mrs.", "ms.", "jr", "jr.", "sr")
    )


def _is_name(fact: Fact) -> bool:
    """Whether the subject is a person's name: it stands in the sentence with capitals and is no listed noun."""
    last = fact.subject.rpartition(" ")[2]
    if not last or last in _nouns("female") | _nouns("male") | _nouns("young") | _nouns("grown"):
        return False
    raw = straighten(fact.sentence.text)
    return re.search(rf"\b{re.escape(last[0].upper())}(?i:{re.escape(last[1:])})\b", raw) is not None


def relate(left: Fact, right: Fact) -> Related | None:
    """How two ages stand to each other; None when they are of different persons, as far as names and nouns tell."""
    one, other = left.value, right.value
    if not isinstance(one, Amount) or not isinstance(other, Amount):
        return None
    related = relate_amounts(one, other)
    if related is None:
        return None
    if _is_name(left) and _is_name(right):
        return related if _one_person(left.subject, right.subject) else None
    if _is_thing(left.subject) != _is_thing(right.subject):
        return None
    if not _compatible(left.subject, right.subject):
        return None
    if related.relation is not Relation.CONFLICT:
        return related
    near = abs((one.nominal or one.low or 0) - (other.nominal or other.low or 0)) <= _CLOSE
    return related if near and _only_age(left) and _only_age(right) or same_frame(left, right) else None


def _one_person(left: str, right: str) -> bool:
    """Whether two names can be one person's: the surname is shared and the other parts do not contradict."""
    mine, yours = left.split(), right.split()
    if mine[-1] != yours[-1]:
        return bool({mine[-1]} & set(yours) and len(mine) == 1 or {yours[-1]} & set(mine) and len(yours) == 1)
    if len(mine) == 1 or len(yours) == 1 or mine[0] == yours[0]:
        return True
    return bool(set(mine[:-1]) & set(yours[:-1])) or mine[0][0] == yours[0][0] and "." in mine[0] + yours[0]


def _compatible(left: str, right: str) -> bool:
    opposed = (("female", "male"), ("young", "grown"))
    return not any(
        left in _nouns(first) and right in _nouns(second) or left in _nouns(second) and right in _nouns(first) for first, second in opposed
    )


def _only_age(fact: Fact) -> bool:
    return len(_in_sentence(fact.sentence)) == 1


KIND_ID = "age"

KIND = Kind(
    id=KIND_ID,
    title="Age",
    help="How old somebody is.",
    find=find,
    relate=relate,
    weight=0.6,
)
