"""Durations: how long something lasts, or how long after or before another event it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from factcheck.frames import same_frame
from factcheck.language import fold, words
from factcheck.modality import modality_leaves_open
from factcheck.model import Fact, Kind, Related, Relation, Sentence
from factcheck.numbers.nouns import singular_head
from factcheck.numbers.numerals import Numeral, bounds, find_numerals, hedge_after, hedge_before, plain
from factcheck.patterns import lazily
from factcheck.tables import shipped
from factcheck.values.amount import Amount, far_apart, relate_amounts

_SINGULAR = "second|sec|minute|min|hour|hr|day|night|week|fortnight|month|season|year|yr|decade|century"
_PLURAL = "seconds|secs|minutes|mins|hours|hrs|days|nights|weeks|fortnights|months|seasons|years|yrs|decades|centuries"
_UNIT = lazily(
    rf"(?:(?:-| | of )(?:a |an |another |straight |consecutive |full |whole |long |more |additional |solid |entire |further |nfl |calendar |working |business ){{0,2}}-?)?"
    rf"({_PLURAL}|{_SINGULAR})\b(?:-long\b|')?"
)
_HALF = lazily(r" and (?:a half|a quarter)\b")
_JOINED = lazily(r",? (?:and )?$")
_ARTICLE = lazily(rf"\b(?:an?|one) ({_SINGULAR})\b(?! (?:ago|old)\b)(?:-long\b)?")
_LONG = lazily(r"\b(?:(hours|days|weeks|months|years|decades|minutes)-?long|(hour|day|week|month|year|decade|century)-?long)\b")
_BARE = lazily(
    r"\b(?:for|lasted|lasting|spent|spend|took|taken|takes|take|after|over|wait(?:ed|ing)?) (hours|days|weeks|months|years|decades|centuries|minutes)\b"
)
_BARE_OF = lazily(r"\b(hours|days|weeks|months|years|decades|centuries) (?:of|later|after|before|on end|earlier)\b")
_MOST_OF_LIFE = lazily(r"\b(?:much|most|all) of (?:his|her|their|my|our) (?:adult )?(?:life|lives)\b")
_ARTICLE_LEAD = lazily(
    r"\b(?:for|in|within|after|over|about|nearly|almost|than|least|lasted|lasting|another|took|takes|take|spent|around|roughly|approximately|under|half|just|barely|"
    r"to|last|serve|served|serving|only|of|up to|some|during) $"
)
_LAG = lazily(r"(?:later|after|before|earlier|since|into|from now|away|following|prior|longer|early|late|apart)\b")
_OVER_A_PERIOD = lazily(r"(?:\d|%|percent|per cent|illion|thousand|hundred|dozen|[a-z]{3,20}[^s\W]s|people|children|men|women)\)? over $")
_LASTING = lazily(
    r"\b(?:for|last(?:ed|s|ing)?|took|takes?|taking|spen[dt]|spends|spending|wait(?:ed|ing)|throughout)(?: (?:only|just|another|a further))? $"
)
_AGO = lazily(r",? ago\b| old\b|-old\b| pregnant\b| unborn\b")
_OTHER_QUESTION = 30  # times: seven hours and twelve weeks are no two answers to one question
_RATE = lazily(r" (?:a|per|each|every) (?:day|week|month|year|night)\b")
_POSITION = lazily(
    r"'? (?:(?:in|of|on|without) (?:a |the )?(?:state |federal |county |maximum-security ){0,2})?(?:prison|jail|probation|imprisonment|custody|supervised release|parole|behind bars|sentence|community service)\b"
)
_LAST = lazily(r"\b(?:past|previous|coming|(?:the|these|those|its|his|her|their|our) (?:last|next|first|final|recent)) $")


@cache
def _table() -> dict[str, Any]:
    return shipped("kinds/duration.toml")


def _seconds(unit: str) -> int:
    table = _table()
    return int(table["units"][table["plurals"].get(unit, unit)])


def find(sentences: Sequence[Sentence]) -> list[Fact]:
    """The durations of an article; those that are followed by "ago" are dates, those by "old" are ages, and both are left out."""
    return [fact for sentence in sentences if sentence.boilerplate is None for fact in _in_sentence(sentence)]


def _in_sentence(sentence: Sentence) -> list[Fact]:
    raw = sentence.text
    text = fold(raw)
    found: list[tuple[int, int, str, Amount]] = []
    for numeral in find_numerals(raw):
        for item in _numbered(text, numeral):
            last = found[-1] if found else None
            if (
                last is not None
                and _JOINED.fullmatch(text[last[1] : item[0]])
                and last[3].half
                and item[3].half
                and last[3].half > item[3].half
            ):
                found[-1] = (last[0], item[1], item[2], _sum(last[3], item[3], text[last[0] : item[1]]))
            else:
                found.append(item)
    taken = bytearray(len(text))
    for start, end, *_ in found:
        taken[start:end] = b"\1" * (end - start)
    for item in _unnumbered(text):
        if not any(taken[item[0] : item[1]]):
            found.append(item)
            taken[item[0] : item[1]] = b"\1" * (item[1] - item[0])
    return [
        Fact(sentence, KIND_ID, sentence.start + start, sentence.start + end, subject, value)
        for start, end, subject, value in sorted(found, key=lambda one: one[:2])
    ]


def _numbered(text: str, numeral: Numeral) -> Iterator[tuple[int, int, str, Amount]]:
    match = _UNIT.match(text, numeral.end)
    if match is None or numeral.form == "ratio" or text[numeral.first] in "$£€":
        return
    if numeral.form == "fraction" and not re.match(r"(?: an?[ -]| of an? |-| )$", text[numeral.end : match.start(1)]):
        return
    if numeral.form != "fraction" and re.search(r" an? ", text[numeral.end : match.start(1)]):
        return
    end = match.end() - (1 if match.group().endswith("'") else 0)
    if _AGO.match(text, end) or _RATE.match(text, end) or re.match(r"'?s? of age\b", text[end : end + 10]):
        return
    if match.group(1) == "season" and text[numeral.end : numeral.end + 1] != "-" and numeral.number == 1:
        return
    if (
        numeral.weak
        or match.group(1) in ("night", "season", "day")
        and numeral.number == 1
        and text[numeral.first : numeral.end] == "one"
        and not _LAG.match(text, end + 1)
    ):
        return
    number, low, high, modifier = numeral.number, numeral.low, numeral.high, numeral.modifier
    half = _HALF.match(text, end)
    if half is not None and number is not None:
        number = number + (0.5 if half.group().endswith("half") else 0.25)
        low, high = bounds(number, None, modifier)
        end = half.end()
    loose = hedge_after(text, end)
    if (
        loose is not None
        and number is not None
        and modifier in ("=", "~")
        and text[loose.start : loose.end] in ("or so", "or more", "or less")
    ):
        modifier, end = loose.modifier, loose.end
        low, high = bounds(number, numeral.step, modifier)
    start = numeral.start
    if modifier == ">" and _OVER_A_PERIOD.search(text[max(0, numeral.first - 32) : numeral.first]):
        # What was paid, met or counted "over 18 years" happened in the course of them.
        modifier, low, high, start = "=", number, number, numeral.first
    scale = _seconds(match.group(1))
    yield start, end, _subject(text, start, end), _amount(number, low, high, scale, match.group(1), modifier, numeral.soft)


def _amount(number: float | None, low: float | None, high: float | None, scale: int, written: str, modifier: str, soft: bool) -> Amount:
    def seconds(value: float | None) -> int | float | None:
        return None if value is None else plain(round(Decimal(repr(value)) * scale, 3))

    return Amount(number, seconds(low), seconds(high), "s", written, modifier, seconds(number), scale / 2, soft)


def _sum(left: Amount, right: Amount, written: str) -> Amount:
    """As in "two hours and 15 minutes" as one amount, good to half the smaller unit."""
    total = (left.nominal or 0) + (right.nominal or 0)
    low = None if left.low is None else left.low + (right.nominal or 0)
    high = None if left.high is None else left.high + (right.nominal or 0)
    return Amount(left.number, low, high, "s", written, left.modifier, total, right.half, left.soft)


def _unnumbered(text: str) -> Iterator[tuple[int, int, str, Amount]]:
    """As in "hours-long", "for years", "more than an hour", "much of his life"."""
    for match in _LONG.finditer(text):
        if match.group(1):
            yield match.start(), match.end(), _subject(text, match.start(), match.end()), _bare(match.group(1))
        else:
            yield (
                match.start(),
                match.end(),
                _subject(text, match.start(), match.end()),
                _amount(1, 1, 1, _seconds(match.group(2)), match.group(2), "=", False),
            )
    for pattern in (_BARE, _BARE_OF):
        for match in pattern.finditer(text):
            if _AGO.match(text, match.end(1)):
                continue
            start = match.start() if text.startswith("for ", match.start()) else match.start(1)
            yield start, match.end(1), _subject(text, start, match.end(1)), _bare(match.group(1))
    for match in _MOST_OF_LIFE.finditer(text):
        value = _amount(None, 10, 100, _seconds("years"), "life", "=", True)
        yield match.start(), match.end(), "", value
    for match in _ARTICLE.finditer(text):
        hedge = hedge_before(text, match.start())
        lag = _LAG.match(text, match.end() + 1) is not None
        if match.group(1) == "second" and not (lag or hedge):
            continue
        half = _HALF.match(text, match.end())
        if not (lag or half or _ARTICLE_LEAD.search(text[max(0, match.start() - 20) : match.start()]) or hedge) or _AGO.match(
            text, match.end()
        ):
            continue
        if (
            match.group().startswith("one")
            and not (lag or hedge or half)
            or re.match(r" (?:in|of|or two|earlier this)\b", text[match.end() : match.end() + 18])
        ):
            continue
        number = 1 if half is None else 1.5 if half.group().endswith("half") else 1.25
        modifier = "=" if hedge is None else hedge.modifier
        low, high = bounds(number, None, modifier, near=hedge is not None and hedge.near)
        start = match.start() if hedge is None else hedge.start
        end = match.end() if half is None else half.end()
        yield start, end, _subject(text, start, end), _amount(number, low, high, _seconds(match.group(1)), match.group(1), modifier, False)


def _bare(unit: str) -> Amount:
    least, most = _table()["bare"][unit]
    return _amount(None, least, most, _seconds(unit), unit, "=", True)


def _subject(text: str, start: int, end: int) -> str:
    """What lasts: the noun of a compound ("five-hour standoff"), a place of custody, or "after"/"before" for a lag."""
    behind = text[end : end + 60].lstrip()
    first = re.match(r"[a-z]{2,15}", behind)
    # "Lasted two hours before the police came" says how long it lasted.
    if first is not None and _LASTING.search(text[max(0, start - 30) : start]):
        first = None
    for position in ("after", "before"):
        if first is not None and first.group() in _table()["position"][position]:
            return position
    if re.search(r"\bafter $", text[max(0, start - 8) : start]):
        return ""
    custody = _POSITION.match(text, end)
    if (
        custody is not None
        or re.match(r" to life\b", text[end : end + 9])
        or re.search(r"\b(?:sentenced|jailed|imprisoned|sentence|prison)\b[^.;]{0,30}$", text[max(0, start - 45) : start])
    ):
        return "sentence"
    if "-" in text[start:end]:
        following = words(text[end : end + 80])
        head = singular_head(text[end : end + 80], following, 0)
        if head is not None and text[end : end + 1] in (" ", "-"):
            return head.lemma
    return "past" if _LAST.search(text[max(0, start - 12) : start]) else ""


@modality_leaves_open
def relate(left: Fact, right: Fact) -> Related | None:
    """How two durations stand to each other; None when one is a lag or a prison term and the other is not."""
    one, other = left.value, right.value
    if not isinstance(one, Amount) or not isinstance(other, Amount):
        return None
    kinds = {subject if subject in ("after", "before", "sentence", "past") else "" for subject in (left.subject, right.subject)}
    if len(kinds) > 1 and kinds != {"", "past"}:
        return None
    related = relate_amounts(one, other)
    named = left.subject and right.subject and left.subject != right.subject
    if related is not None and related.relation is Relation.CONFLICT and (named or far_apart(one, other, _OTHER_QUESTION)):
        return related if same_frame(left, right) else None
    return related


KIND_ID = "duration"

KIND = Kind(
    id=KIND_ID,
    title="Duration",
    help="How long something lasts, or how long after another event it is.",
    find=find,
    relate=relate,
    weight=0.6,
)
