"""Percentages and shares: "65 per cent of traffic", "one in five", "two-thirds of homes"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from factcheck.language import Word, fold, words
from factcheck.modality import modality_leaves_open
from factcheck.model import Fact, Kind, Related, Relation, Sentence
from factcheck.numbers.nouns import is_plural, noun_lemma, noun_phrase
from factcheck.numbers.numerals import Numeral, bounds, find_numerals, hedge_after, plain
from factcheck.patterns import lazily
from factcheck.values.amount import Amount, relate_amounts

_PERCENT = lazily(r" ?(%|per ?cent\b|pct\b)|-(percent|per-cent)\b")
_POINTS = lazily(r"[ -](?:(?:percentage|percent|per cent)[ -]points?|(basis[ -]points?))\b")
_SHARE_OF = lazily(r" (?:of (?!an? (?:million|billion|century|hour|day|mile|dozen))|the (?!size|time|price|cost|distance|age|height))")
_SHARED_NOT = lazily(
    r" of (?:a|an) (?:second|minute|hour|day|week|month|year|decade|century|mile|kilometer|kilometre|inch|point|percent|per)\b"
)
_PERIOD_BEFORE = lazily(
    r"\b(?:first|second|third|fourth|last|latter|other|back|front|top|bottom|upper|lower|better|this|each|either|opening) $"
)
_OF = lazily(r" of (?:the |all |its |his |her |their |our |those |these |a |an )?")
_RISING = r"ris\w{1,3}|rose|grew|grow\w{0,3}|increas\w{1,3}|jump\w{0,3}|climb\w{0,3}|surg\w{1,3}|soar\w{0,3}|gain\w{0,3}|rais\w{1,3}|boost\w{0,3}|up|advanc\w{1,3}"
_FALLING = r"fall\w{0,3}|fell|drop\w{0,4}|declin\w{1,3}|decreas\w{1,3}|slump\w{0,3}|plung\w{1,3}|tumbl\w{1,3}|slid\w{0,3}|sank|down|lost|losing|lose|lower\w{1,3}|reduc\w{1,3}|cut|cuts|slash\w{0,3}|shed"
_CHANGE = lazily(rf"\b(?:({_RISING})|({_FALLING}))\b")
_CHANGE_BEFORE = lazily(rf"\b({_RISING})\b[^.;]{{0,25}}$|\b({_FALLING})\b[^.;]{{0,25}}$")
_CHANGE_AFTER = lazily(
    r" (?:[a-z]{1,15} ){0,1}(?:(rise|increase|gain|jump|growth|hike|surge|climb|higher|more)|(fall|drop|decline|decrease|cut|reduction|slump|plunge|lower|fewer|less))\b"
)
_CHANGED_BY = lazily(
    r"\b(?:by|fell|fallen|dropped|declined|slumped|plunged|tumbled|shrunk|shrank|down|rose|risen|grew|grown|jumped|climbed|up|surged|soared|gained|lost|shed|cut|slashed|reduced)"
    r"(?: (?:about|around|roughly|nearly|almost|approximately|some|more than|over|less than|at least|as much as|up to|just over|just under))? $"
)
_THAN = lazily(r" (?:more|less|fewer|higher|lower|larger|smaller|bigger|cheaper|faster|slower|longer|shorter|heavier|lighter) than\b")
_NO_UNIT_BEHIND = lazily(
    r"(?=[.,;:)]|$| (?:to|in|since|from|over|during|on|and|this|last|after|between|compared|year|as|by|for|because|amid|while|per|at)\b)"
)
_BASIS_POINTS = Decimal(100)  # to a percentage point
_FRACTION_MARGIN = Decimal(3)  # percentage points within which "two-thirds" is meant


def find(sentences: Sequence[Sentence]) -> list[Fact]:
    """The percentages and shares of an article, shares in percent."""
    return [fact for sentence in sentences if sentence.boilerplate is None for fact in _in_sentence(sentence)]


def _in_sentence(sentence: Sentence) -> Iterator[Fact]:
    raw = sentence.text
    text = fold(raw)
    tokens = words(raw)
    for numeral in find_numerals(raw):
        read = _share(text, numeral) if numeral.form in ("fraction", "ratio") else _percent(text, numeral)
        if read is None:
            continue
        end, value = read
        subject, end = _subject(tokens, text, numeral.start, end)
        yield Fact(sentence, KIND_ID, sentence.start + numeral.start, sentence.start + end, subject, value)


def _percent(text: str, numeral: Numeral) -> tuple[int, Amount] | None:
    points = _POINTS.match(text, numeral.end)
    match = points or _PERCENT.match(text, numeral.end)
    if match is None:
        return None
    number, low, high, modifier, end = numeral.number, numeral.low, numeral.high, numeral.modifier, match.end()
    loose = hedge_after(text, end)
    if loose is not None and number is not None and modifier == "=" and text[loose.start : loose.end] in ("or more", "or so", "or less"):
        modifier, end = loose.modifier, loose.end
        low, high = bounds(number, numeral.step, modifier)
    unit = "percentage point" if points else "%"
    nominal = number
    if points is not None and points.group(1):
        nominal, low, high = (None if bound is None else plain(Decimal(repr(bound)) / _BASIS_POINTS) for bound in (number, low, high))
    return end, Amount(number, low, high, unit, match.group().strip(" -"), modifier, nominal, soft=numeral.soft)


def _share(text: str, numeral: Numeral) -> tuple[int, Amount] | None:
    """A fraction of something as percent; None for half an hour, half a mile and halves of nothing."""
    if numeral.form == "fraction" and (
        not (_SHARE_OF.match(text, numeral.end) or _is_change(text, numeral))
        or _SHARED_NOT.match(text, numeral.end)
        or _PERIOD_BEFORE.search(text[max(0, numeral.start - 10) : numeral.start])
    ):
        return None
    low, high = (None if bound is None else Decimal(repr(bound)) * 100 for bound in (numeral.low, numeral.high))
    number = None if numeral.number is None else plain(round(Decimal(repr(numeral.number)) * 100, 1))
    margin = _FRACTION_MARGIN if numeral.form == "fraction" else Decimal(0)
    value = Amount(
        number,
        None if low is None else plain(round(low - margin, 1)),
        None if high is None else plain(round(high + margin, 1)),
        "%",
        text[numeral.first : numeral.end],
        numeral.modifier,
        number,
        soft=numeral.form == "fraction",
    )
    return numeral.end, value


def _is_change(text: str, numeral: Numeral) -> bool:
    """Whether a fraction of nothing named says by how much something changed: "rose by a third", "down almost a quarter"."""
    before = text[max(0, numeral.first - 40) : numeral.first]
    if _THAN.match(text, numeral.end):
        return True
    return _CHANGED_BY.search(before) is not None and _NO_UNIT_BEHIND.match(text, numeral.end) is not None


def _subject(tokens: list[Word], text: str, start: int, end: int) -> tuple[str, int]:
    """What the share is of ("traffic"), or whether it is a rise or a fall; and the end of the mention."""
    change = _CHANGE_AFTER.match(text, end) or _CHANGE_BEFORE.search(text[max(0, start - 45) : start])
    of = _OF.match(text, end)
    at = of.end() if of is not None else end
    index = bisect_left(tokens, at, key=lambda token: token.start)
    if of is not None and index < len(tokens):
        phrase = noun_phrase(text, tokens, index)
        nouns = [place for place in phrase if not tokens[place].text.endswith(("'s", "ed", "ly"))]
        plurals = [place for place in nouns if is_plural(tokens[place].text)]
        nouns = nouns[: nouns.index(plurals[0]) + 1] if plurals else nouns
        if nouns:
            subject = " ".join(noun_lemma(tokens[place].text) for place in nouns[-3:])
            return subject, tokens[nouns[-1]].end if nouns[-1] - index <= 4 else end
    if change is not None:
        return ("rise" if change.group(1) else "fall"), end
    return "", end


def _direction(fact: Fact) -> str:
    """Whether a share is the size of a rise or a fall ("raised the pay by 12 percent", "lost 12 percent of its customers"); empty otherwise."""
    if fact.subject in ("rise", "fall"):
        return fact.subject
    text, start = fold(fact.sentence.text), fact.start - fact.sentence.start
    if text.endswith(" by ", 0, start):
        verbs = list(_CHANGE.finditer(text, max(0, start - 90), start))
        found = verbs[-1] if verbs else None
    else:
        found = _CHANGE_BEFORE.search(text[max(0, start - 45) : start])
    return "" if found is None else "rise" if found.group(1) else "fall"


@modality_leaves_open
def relate(left: Fact, right: Fact) -> Related | None:
    """How two shares stand to each other; None when they are shares of different things."""
    one, other = left.value, right.value
    if not isinstance(one, Amount) or not isinstance(other, Amount):
        return None
    related = relate_amounts(one, other)
    if {_direction(left), _direction(right)} == {"rise", "fall"}:
        return None
    if (
        related is not None
        and related.relation is Relation.CONFLICT
        and len({left.subject, right.subject} & {"rise", "fall"}) == 1
        and left.subject != right.subject
    ):
        return None
    of, other_of = set(left.subject.split()), set(right.subject.split())
    if related is None or not of or not other_of or of & other_of:
        return related
    changes = {"rise", "fall"}
    if (
        (left.subject in changes) != (right.subject in changes)
        and related.relation is Relation.CONFLICT
        or {left.subject, right.subject} == changes
    ):
        return None
    return related if related.relation is not Relation.CONFLICT else None


KIND_ID = "percentage"

KIND = Kind(
    id=KIND_ID,
    title="Percentage",
    help="Percentages and shares of something.",
    find=find,
    relate=relate,
    weight=0.8,
)
