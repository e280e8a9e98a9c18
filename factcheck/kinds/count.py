"""Counts: how many people, things or times, and what became of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

from factcheck.frames import same_frame
from factcheck.language import Word, fold, straighten, words
from factcheck.modality import modality_leaves_open
from factcheck.model import Fact, Kind, Related, Relation, Sentence
from factcheck.numbers.fates import fate_around, fate_behind, fate_of_noun, fates_listed, is_fate, verb_of_times
from factcheck.numbers.inhabitants import inhabitant_of, inhabited_place, is_of_place, relate_inhabitants
from factcheck.numbers.nounless import is_scored, read_nounless
from factcheck.numbers.nouns import (
    is_broader,
    is_generic_person,
    is_person,
    is_plural,
    noun_lemma,
    plural_head,
    same_thing,
    singular_head,
)
from factcheck.numbers.numerals import Numeral, find_numerals, hedge_after
from factcheck.patterns import lazily
from factcheck.tables import shipped
from factcheck.values.amount import Amount, relate_amounts

_MONEY = lazily(r"[$£€¥₹₩₽₺₪₦]|\b(?:usd|eur|gbp|jpy|cny|chf|aud|cad|rs|rmb)\b")
_OF = lazily(r" of(?: (?:the|his|her|their|its|these|those|our|my|your|all))?(?= )")
_OF_A_WHOLE = lazily(
    r" of (?:(?:the|his|her|their|its|these|those|our|my|your) )?(?:[a-z-]{1,20} ){0,2}(?:[a-z-]{1,20}'s|last|first|past|next|final|top)(?= )"
)
_OF_THEM = lazily(r" of (?:them|whom|which|those)\b")
_COMPOUND = lazily(r"-([a-z]{2,20})(?:-[a-z]{1,15}){0,2}\b")
_NONE = lazily(
    r"\b(?:no(?: (?:immediate |initial |official |confirmed )?(?:reports?|word|sign|signs|indication|information) (?:of|on|about)(?: any)?)?|without(?: any)?)"
    r"(?: (?:further|other|immediate|serious|reported|major|additional|known|more|new|civilian|fatal|confirmed)){0,2} "
)
_NOBODY = lazily(
    r"\b(?:no one|nobody|none|no-one)(?: (?:was|were|has been|have been|had been|is|are|of them|else|in the \w{1,15}|on board|seriously)){1,3} "
)
_CROWD = lazily(
    r"\b(?:a|an|the) (?:(?:very )?(?:large|huge|massive|big|sizable|sizeable|small|vast|growing|angry|enormous|great|packed|unruly)) (?:crowd|throng|gathering)\b"
)
_COUNTED_CROWD = lazily(
    r"\b(?:crowd|gathering|throng|audience|turnout|attendance|membership|population)s?,? (?:was |is |size |count )?(?:estimated |put )?(?:at |of |as |to |was |is |numbered |numbering |by police ){1,3}$"
)
_MULTIPLE = lazily(r" times? (?:as|more|higher|larger|bigger|greater|the|its|their|that|faster|less|lower)\b")
_AGE_BEFORE = lazily(r"\b(?:turn(?:ed|s|ing)?|(?:aged?|ages|age of)(?: just| only)?(?: \d{1,3}(?:,| and| or| to|, and)){0,3}) $")
_PART_BEFORE = lazily(
    r"\b(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|most|all|some|many|several|half|none) of (?:the |its |his |her |their |those )?$"
)
_DOING = lazily(
    r"(?: who)?(?: (?:are|were|is|was|have been|had been|has been)(?: (?:still|now|also|already|currently))? ([a-z]{2,15}ing)"
    r"| (attend(?:ed|s)?|gather(?:ed)?|march(?:ed)?|rall(?:ied|y)|protest(?:ed)?|sign(?:ed)?|vot(?:ed|e)|appl(?:ied|y)|work(?:ed)?|live[ds]?|slept|stay(?:ed)?))\b"
)
_PRIOR = lazily(r"\b(?:prior|previous|earlier)\b", re.IGNORECASE)
_OR_NOUN = lazily(r" or (?:\w{1,15} )?(\w{3,15})")
_ADDITIONAL = lazily(r"\b(?:more|further|additional|other|others|another)\b(?! than)")
_DEFINITE = frozenset(
    {"the", "these", "those", "his", "her", "their", "its", "our", "my", "your", "no", "any", "each", "every", "all", "both"}
)
_PERSON_HEAD = "people"


class _Counted(NamedTuple):
    """What a number counts: the head's lemma (None: not said), the end of its mention, what became of it."""

    head: str | None
    end: int
    state: str | None


@cache
def _table() -> dict[str, Any]:
    return shipped("kinds/count.toml")


@cache
def _set(section: str, key: str) -> frozenset[str]:
    return frozenset(_table()[section][key])


def find(sentences: Sequence[Sentence]) -> list[Fact]:
    """The counts of an article, bare plurals that another source may count among them (their value is `vague`)."""
    return [fact for sentence in sentences if sentence.boilerplate is None for fact in _in_sentence(sentence)]


def _in_sentence(sentence: Sentence) -> list[Fact]:
    raw = sentence.text
    text = fold(raw)
    straight = straighten(raw)
    tokens = words(raw)
    found: list[Fact] = []
    numerals = find_numerals(raw)
    for numeral, following in zip_longest(numerals, numerals[1:]):
        fact = _of_them(sentence, text, numeral, found) or _counted(sentence, text, straight, tokens, numeral, following, found)
        if fact is not None:
            found.append(fact)
    found += _none_counted(sentence, text, tokens)
    for match in _CROWD.finditer(text):
        found.append(_fact(sentence, match.start(), match.end(), "people", _vague(_table()["crowd"]["least"], "person", "crowd")))
    taken = bytearray(len(text))
    for fact in found:
        taken[fact.start - sentence.start : fact.end - sentence.start] = b"\1" * (fact.end - fact.start)
    found += _bare_plurals(sentence, text, tokens, taken)
    return sorted(found, key=lambda fact: (fact.start, fact.end))


def _fact(sentence: Sentence, start: int, end: int, subject: str, value: Amount) -> Fact:
    return Fact(sentence, KIND_ID, sentence.start + start, sentence.start + end, subject, value)


def _vague(least: int, unit: str, written: str) -> Amount:
    return Amount(None, least, None, unit, written, ">=", vague=True)


def _counted(
    sentence: Sentence, text: str, raw: str, tokens: list[Word], numeral: Numeral, following: Numeral | None, found: Sequence[Fact]
) -> Fact | None:
    """The count that a numeral makes, None where it measures, pays, dates or counts nothing."""
    if (
        numeral.form in ("fraction", "ratio")
        or _MONEY.search(text[numeral.first : numeral.end])
        or text.startswith(("%", " %"), numeral.end)
    ):
        return None
    if _AGE_BEFORE.search(text[max(0, numeral.start - 20) : numeral.start]):
        return None
    if text[numeral.first : numeral.end].startswith("twice") or text.startswith((" time", "-time"), numeral.end):
        return _times(sentence, text, numeral)
    compound = _COMPOUND.match(text, numeral.end)
    if compound is not None:
        return _compound(sentence, numeral, compound)
    counted = _part(text, raw, tokens, numeral, following) or _what(text, raw, tokens, numeral)
    if counted is None:
        return None
    head, end, state = counted
    if head is None and state is None:
        return _nounless(sentence, text, numeral, found)
    if numeral.step is not None and numeral.step < 1 and (head is None or _follows_name(raw, numeral.start)):
        return None
    loose = hedge_after(text, end)
    # "One witness said": a person who stands for nobody else is no count worth telling alone.
    # "5.2 deaths per 1,000": a rate or an average, no count that another excludes.
    average = numeral.step is not None and numeral.step < 1
    vague = (
        numeral.weak
        or average
        or numeral.number == 1
        and numeral.modifier == "="
        and head is not None
        and is_person(head)
        and state is None
    )
    subject = _subject(head, state)
    place = inhabited_place(raw, numeral.start, numeral.end) if head and is_generic_person(head) and not state else None
    if place is not None:
        subject = inhabitant_of(place)
    unit = "person" if head is None and state is not None or head is not None and is_person(head) else head or ""
    value = Amount(
        numeral.number,
        numeral.low,
        numeral.high,
        unit,
        text[numeral.end : end].strip(" -").removeprefix("of ").strip() or unit,
        numeral.modifier,
        nominal=numeral.number,
        soft=numeral.soft,
        vague=vague,
    )
    if (
        loose is not None
        and numeral.number is not None
        and numeral.modifier == "="
        and text[loose.start : loose.end] in ("or more", "or so", "or fewer")
    ):
        end = loose.end
        low = numeral.low if loose.modifier != "<=" else None
        value = replace(value, modifier=loose.modifier, low=low, high=None if loose.modifier == ">=" else value.high)
    return _fact(sentence, numeral.start, end, subject, value)


def _follows_name(raw: str, start: int) -> bool:
    """Whether a word with a capital in it stands in front: the decimal of "iOS 17.2 users" is a version."""
    return any(letter.isupper() for letter in raw[max(0, start - 30) : start].rstrip().rpartition(" ")[2])


def _nounless(sentence: Sentence, text: str, numeral: Numeral, found: Sequence[Fact]) -> Fact | None:
    """A number with no noun; too weak to be told alone but where a group in front of it says whom it counts."""
    read = read_nounless(text, numeral)
    if read is None:
        return None
    counted = [fact.value.unit for fact in found if isinstance(fact.value, Amount) and fact.value.unit]
    unit = "person" if read.persons else counted[-1] if read.resumes and counted else ""
    value = Amount(numeral.number, numeral.low, numeral.high, unit, read.subject, numeral.modifier, numeral.number, soft=numeral.soft)
    return _fact(sentence, numeral.start, numeral.end, read.subject, replace(value, vague=not read.subject))


def _of_them(sentence: Sentence, text: str, numeral: Numeral, found: Sequence[Fact]) -> Fact | None:
    """As in "40 shops, 15 of them in Wales": some of what the sentence counts before; a fate of their own makes them a count of their own."""
    of = _OF_THEM.match(text, numeral.end)
    wholes = [fact for fact in found if fact.subject and getattr(fact.value, "number", None) is not None]
    if of is None or not wholes or numeral.number is None or numeral.form in ("fraction", "ratio"):
        return None
    whole = wholes[-1]
    head, _ = _parts(whole.subject)
    unit = getattr(whole.value, "unit", "")
    fate = fate_behind(text, of.end()) if unit == "person" else None
    value = Amount(numeral.number, numeral.low, numeral.high, unit, "of them", numeral.modifier, numeral.number, vague=fate is None)
    return _fact(sentence, numeral.start, of.end(), whole.subject if fate is None else f"{head} {fate[0]}", value)


def _subject(head: str | None, state: str | None) -> str:
    """The head, and what became of it: "officer", "people killed"."""
    if head is None:
        return f"{_PERSON_HEAD} {state}" if state is not None else ""
    fate = fate_of_noun(head)
    if fate is not None:
        return f"{_PERSON_HEAD} {fate}"
    shown = _PERSON_HEAD if is_generic_person(head) else head
    return f"{shown} {state}" if state is not None else shown


def _part(text: str, raw: str, tokens: list[Word], numeral: Numeral, following: Numeral | None) -> _Counted | None:
    """As in "nine of the 11 survivors were …", "two of the school's five exits": what the second number counts, and what became of the nine."""
    if following is None:
        return None
    of = next(
        (of for pattern in (_OF, _OF_A_WHOLE) if (of := pattern.match(text, numeral.end)) and 0 <= following.start - of.end() <= 1), None
    )
    if of is None:
        return None
    whole = _what(text, raw, tokens, following)
    if whole is None or whole.head is None:
        return None
    fate = fate_around(text, numeral.start, whole.end, whole.end, whole.end) if is_person(whole.head) else None
    return _Counted(whole.head, numeral.end, fate)


def _what(text: str, raw: str, tokens: list[Word], numeral: Numeral) -> _Counted | None:
    """What a numeral counts; None where that is no count."""
    start = numeral.end
    of = _OF.match(text, start)
    at = of.end() if of is not None else start
    index = bisect_left(tokens, at, key=lambda token: token.start)
    adjacent = index < len(tokens) and text[at : tokens[index].start].strip(" \"'") == ""
    if adjacent and tokens[index].text == "points" and of is None and numeral.number is not None:
        return _Counted("point", tokens[index].end, None) if is_scored(text, numeral) else None
    if adjacent and _unit_word(tokens[index].text):
        return None
    if adjacent and tokens[index].text == "head" and text.startswith(" of ", tokens[index].end) and index + 2 < len(tokens):
        index += 2
    whole = numeral.form != "vague" and _PART_BEFORE.search(text[max(0, numeral.start - 20) : numeral.start]) is not None
    crowd = _COUNTED_CROWD.search(text[max(0, numeral.start - 60) : numeral.start])
    if not adjacent:
        return _Counted(*_headless(text, numeral, start, crowd is not None))
    if tokens[index].text in ("them", "us", "those", "whom", "which"):
        return _Counted(None, tokens[index].end, None) if of is not None else _Counted(*_headless(text, numeral, start, crowd is not None))
    head = singular_head(text, tokens, index) if numeral.number == 1 else plural_head(text, tokens, index, raw)
    if (
        numeral.number == 1
        and head is not None
        and (head.lemma in _set("not_counted", "idioms") or tokens[index].text in _set("not_counted", "idioms"))
    ):
        return None
    if head is None:
        end = tokens[index].end if tokens[index].text in ("more", "others") else start
        return _Counted(*_headless(text, numeral, end, crowd is not None))
    if _unit_word(head.lemma) or head.lemma in _set("not_counted", "empty") and numeral.number is not None and head.lemma != "other":
        return None
    end = tokens[head.place].end
    if text.startswith((" away", " apart", " down the"), end):
        return None
    alive = is_person(head.lemma) and fate_of_noun(head.lemma) is None
    state = fate_around(text, numeral.start, tokens[index].start, tokens[head.place].start, end) if alive and not whole else None
    if head.lemma == "other" and state is None:
        return None
    return _Counted(head.lemma, end, state)


def _unit_word(word: str) -> bool:
    if word == "has":
        return False
    units = _set("not_counted", "units")
    return word in units or noun_lemma(word) in units or word.removesuffix("s") in units or word.rpartition("-")[0] in units


def _headless(text: str, numeral: Numeral, end: int, crowd: bool) -> tuple[str | None, int, str | None]:
    """A number with no noun: what became of the counted may still say that they are persons."""
    if crowd:
        return "people", numeral.end, None
    many = numeral.form == "vague" and numeral.low is not None and numeral.low >= 24 and not numeral.weak
    if text.startswith(",", end) and text[max(0, numeral.start - 2) : numeral.start] == ", ":
        return None, end, None
    state = fate_around(text, numeral.start, end, end, end)
    behind = None if text.startswith(",", end) else fate_behind(text, end)
    if behind is not None and behind[0] == state:
        return None, behind[2] if behind[1] - end <= 2 else end, state
    return "people" if many and state is None else None, end, state


def _times(sentence: Sentence, text: str, numeral: Numeral) -> Fact | None:
    """As in "twice", "four times"; not "three times as many"."""
    word = re.compile(r"[ -]times?\b(?!-)").match(text, numeral.end)
    twice = text[numeral.first : numeral.end] in ("twice", "thrice")
    if word is None and not twice or numeral.number == 1:
        return None
    end = numeral.end if word is None else word.end()
    if (
        _MULTIPLE.match(text, numeral.end)
        or twice
        and re.match(r"(?: as| the| that| its| their| his)\b", text[numeral.end : numeral.end + 8])
    ):
        subject = "multiple"
    else:
        fate = verb_of_times(text, numeral.start)
        subject = f"time {fate}" if fate is not None else "time"
    value = Amount(numeral.number, numeral.low, numeral.high, "time", "times", numeral.modifier, numeral.number, soft=numeral.soft)
    return _fact(sentence, numeral.start, end, subject, value)


def _compound(sentence: Sentence, numeral: Numeral, compound: re.Match[str]) -> Fact | None:
    """As in "48-page", "12-member": the noun of the compound is counted."""
    noun = noun_lemma(compound.group(1))
    if _unit_word(noun) or noun in _set("not_counted", "compounds") or numeral.number is None or numeral.number < 1:
        return None
    if noun.endswith(("ed", "ing", "ly")) and len(noun) > 4 or "-old" in compound.group() or numeral.step is not None:
        return None
    unit = "person" if is_person(noun) else noun
    value = Amount(numeral.number, numeral.low, numeral.high, unit, noun, numeral.modifier, numeral.number, soft=numeral.soft)
    return _fact(sentence, numeral.start, compound.end(), noun, value)


def _none_counted(sentence: Sentence, text: str, tokens: list[Word]) -> Iterator[Fact]:
    """As in "no casualties", "no dead or wounded", "no one was hurt": none of what could have been."""
    for match in _NONE.finditer(text):
        none = _none_of(text, tokens, match)
        if none is None:
            continue
        noun, fate, end = none
        # "No reports of injuries" leaves room for one that nobody has reported.
        reported = re.search(r"report|word|sign|indication|information", match.group()) is not None
        unit, written = "person" if noun == "person" else noun, text[match.end() : end]
        value = Amount(None, 0, 1, unit, written, "=", soft=True) if reported else Amount(0, 0, 0, unit, written, "=", 0)
        yield _fact(sentence, match.start(), end, f"{_PERSON_HEAD} {fate}", value)
    for match in _NOBODY.finditer(text):
        hurt = fates_listed(text, match.end())
        if hurt is not None:
            yield _fact(sentence, match.start(), hurt[1], f"{_PERSON_HEAD} {hurt[0][0]}", Amount(0, 0, 0, "person", "one", "=", 0))


def _none_of(text: str, tokens: list[Word], match: re.Match[str]) -> tuple[str, str, int] | None:
    """What there is none of behind "no": its noun, the fate, the end; killed and injured together are harmed."""
    index = bisect_left(tokens, match.end(), key=lambda token: token.start)
    if index == len(tokens):
        return None
    noun = noun_lemma(tokens[index].text)
    fate = fate_of_noun(noun)
    if fate is not None:
        other = _OR_NOUN.match(text, tokens[index].end)
        second = fate_of_noun(noun_lemma(other.group(1))) if other is not None else None
        if other is None or second is None:
            return noun, fate, tokens[index].end
        return noun, fate if second == fate else "harmed", other.end()
    listed = fates_listed(text, match.end())
    if listed is None or match.group().startswith("without"):
        return None
    return "person", listed[0][0] if len(set(listed[0])) == 1 else "harmed", listed[1]


def _bare_plurals(sentence: Sentence, text: str, tokens: list[Word], taken: bytearray) -> Iterator[Fact]:
    """Plurals of concrete things with no number and no article: at least two of them."""
    for index, token in enumerate(tokens):
        if not is_plural(token.text):
            continue
        noun = noun_lemma(token.text)
        if noun not in _set("concrete", "words") or is_person(noun) or any(taken[token.start : token.end]):
            continue
        before = [one.text for one in tokens[max(0, index - 3) : index]]
        if _DEFINITE & set(before) or any(one.endswith("'s") for one in before):
            continue
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if is_plural(following) and text[token.end : tokens[index + 1].start] == " ":
            continue
        unit = "person" if is_person(noun) else noun
        yield _fact(sentence, token.start, token.end, _subject(noun, None), _vague(2, unit, token.text))


@lru_cache(maxsize=4096)
def _as_number(amount: Amount) -> Amount:
    """How many, whatever is counted."""
    return replace(amount, unit="", also=None)


@modality_leaves_open
def relate(left: Fact, right: Fact) -> Related | None:
    """How two counts stand to each other; None when they count different things or different fates."""
    one, other = left.value, right.value
    if not isinstance(one, Amount) or not isinstance(other, Amount):
        return None
    if one.vague and other.vague:
        numbers = one.number is not None and other.number is not None
        return relate_amounts(one, other) if numbers and same_frame(left, right) else None
    if is_of_place(left.subject) or is_of_place(right.subject):
        return relate_inhabitants((left.subject, one), (right.subject, other))
    head, state = _parts(left.subject)
    other_head, other_state = _parts(right.subject)
    related = relate_amounts(_as_number(one), _as_number(other))
    if related is None:
        return None
    if related.relation is not Relation.SAME and (_PRIOR.search(left.text) is None) != (_PRIOR.search(right.text) is None):
        return None  # "four prior arrests" are not those of this story
    if (state or other_state) and "harmed" in (state, other_state) and state != other_state:
        return _parts_and_whole(one, other, state, other_state)
    if state != other_state:
        alike = head == other_head or same_thing(head, other_head)
        doing = _is_doing(right if state else left)
        return related if alike and related.relation is Relation.SAME and not (state and other_state) and not doing else None
    if state is not None and "time" in (head, other_head):
        return related if head == other_head or {"people"} & {head, other_head} else None
    if one.vague or other.vague:
        return _weakly(left, right, related)
    if head == other_head or same_thing(head, other_head):
        return related
    for whole, part, amounts in ((head, other_head, (one, other)), (other_head, head, (other, one))):
        if is_broader(whole, part):
            return related if related.relation is not Relation.CONFLICT or state is not None and _exceeds(*amounts) else None
    return None


def _exceeds(whole: Amount, part: Amount) -> bool:
    """Whether there are more of a part than of the whole: three children may be among five people, five not among three."""
    return part.low is not None and whole.high is not None and part.low > whole.high


def _is_doing(fact: Fact) -> bool:
    """Whether the words behind a count say what the counted do, not what became of them: "4,000 people are living in tents"."""
    match = _DOING.match(fold(fact.sentence.text), fact.end - fact.sentence.start)
    return match is not None and fates_listed(match.group(1) or match.group(2), 0) is None


def _weakly(left: Fact, right: Fact, related: Related) -> Related | None:
    """What a mention too weak to be told alone ("helicopters", "many", "all three") says beside one with a number."""
    weak, strong = (left, right) if getattr(left.value, "vague", False) else (right, left)
    number = getattr(strong.value, "number", None)
    if related.relation is Relation.CONFLICT:
        return None
    if not weak.subject:
        apt = related.relation is Relation.SAME and number is not None and (number > 2 or is_person(strong.subject))
    elif _parts(weak.subject)[1] is not None and _parts(weak.subject)[1] == _parts(strong.subject)[1]:
        apt = True
    elif _ADDITIONAL.search(strong.text.lower()):
        apt = False
    elif getattr(weak.value, "number", None) == 1 or weak.subject == "people":
        apt = weak.subject == strong.subject or same_thing(weak.subject, strong.subject)
    else:
        apt = weak.subject == strong.subject and number is not None
    return related if apt else None


def _parts(subject: str) -> tuple[str, str | None]:
    """The head and the state of a subject: "officer injured" → officer, injured."""
    head, _, last = subject.rpartition(" ")
    return (head, last) if is_fate(last) else (subject, None)


def _parts_and_whole(left: Amount, right: Amount, state: str | None, other: str | None) -> Related | None:
    """Casualties against killed or injured: none in all excludes some of a part."""
    whole, part = (left, right) if state == "harmed" else (right, left)
    if (other if state == "harmed" else state) not in ("killed", "injured", "hospitalized"):
        return None
    if whole.high is not None and whole.high <= 1 and (part.low or 0) > whole.high:
        return Related(Relation.CONFLICT, "no casualties at all excludes some killed or injured")
    return None


KIND_ID = "count"

KIND = Kind(
    id=KIND_ID,
    title="Count",
    help="How many people, things or times, and what became of them.",
    find=find,
    relate=relate,
    weight=0.9,
)
