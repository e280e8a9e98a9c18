"""Charges: crimes, counts, the stages of a case and penalties, as news in English writes them.

Offences come from a list; one that the list lacks is read where a charge word governs it ("a charge of …").
One fact per offence: a list of charges is as many facts, each with its own degree and counts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from factcheck.frames import same_frame
from factcheck.language import content_lemmas, fold, straighten
from factcheck.law.offences import Offence, classes_in, number_of, offences, possible, rivals
from factcheck.law.penalties import penalties
from factcheck.law.proceedings import NO_STAGE, Stage, accused_name, dropped_after, governing, noun_after
from factcheck.model import Fact, Kind, Related, Relation, Sentence, Value
from factcheck.tables import shipped
from factcheck.values import accusation, penalty
from factcheck.values.accusation import Accusation
from factcheck.values.penalty import Penalty

_NOUN_STAGES = {
    "charge": "charged",
    "charges": "charged",
    "count": "charged",
    "counts": "charged",
    "crime": "",
    "crimes": "",
    "case": "",
} | dict.fromkeys(("offence", "offense", "offences", "offenses"), "")
_LISTING = re.compile(r"(?:[\s,;\"'-]|\b(?:and|or|as well as|along with|plus|also|on|of|with|one|for|to|both|including|each|a|an)\b){1,12}")
_VICTIM = re.compile(
    r" (?:of )?(?!(?:who|which|that|after|when|while|because|in|as|by)\b)(?:[a-z'-]{1,20} ?){1,6}, (?:and )?(?:(?:one|two|three|four|a) (?:counts?|charges?) of )?"
)
_NUMBERED = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) (?:[a-z]{3,15} ){0,2}(?:charges?|counts?) (?:each )?of\b"
_CLASS_ALONE = re.compile(
    r"\b(?:charged with|convicted of|found guilty of|acquitted of|pleaded (?:not )?guilty to|arrested (?:for|on)|accused of|fac(?:es|ed|ing)) "
    r"(?P<what>(?P<number>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) (?P<kind>felon(?:y|ies)|misdemeanou?rs?)(?: (?:charges?|counts?))?)\b(?! of\b| [a-z]+(?:ing|ion|ment)\b)"
)
_UNLISTED = re.compile(
    r"(?:\b(?:charged with|convicted of|found guilty of|acquitted of|pleaded guilty to|pleaded not guilty to|indicted for|arrested for|arrested on suspicion of|cited for)"
    rf"(?! {_NUMBERED})"
    r"|(?<!in )\b(?P<lead>(?:(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}) )(?:(?:felony|misdemeanou?r|federal|separate|additional|criminal) ){0,2}(?:charges?|counts?) (?:each )?of)) "
    r"(?P<phrase>[a-z][^,.;:()\"]{2,120})"
)
_PHRASE_END = re.compile(
    r" (?:and|or|in|at|on|after|when|because|while|for|during|following|over|who|that|which|by|as|if|since|before|but|stemming|related|relating|last|this|early|late|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|tonight|today|yesterday)\b"
)


_CLASS_BEHIND = re.compile(
    r"(?:,| -) (?:which (?:is|are) |both |each )?(?:an? )?(?:(?:class|level|first|second|third|serious) ?-?[a-e1-6]? ?(?:degree )?)?([a-z]{6,12}s?)\b"
)
_FULL_FRAME = 6
"""Words that two sentences must share around a charge to tell it of one case though both articles have other charges: not "He was charged with"."""

_IMPOSING = re.compile(
    r"\b(?:sentenc\w{1,3}|fac(?:e|es|ed|ing)|jailed|imprisoned|gets?|got|receive[sd]?|given|handed|serv(?:ed|ing)|spent)\b"
)
_CALLED_AFTER = frozenset({"suspect", "suspects", "accused", "trial", "trials", "defendant", "investigation", "verdict"})
"""Nouns after an offence that tell the stage of its case but are no part of the mention."""


@cache
def _words(table: str, key: str) -> frozenset[str]:
    return frozenset(shipped("kinds/charge.toml")[table][key])


def _accused(text: str, stage: Stage) -> str:
    return accused_name(text, stage, _words("people_names", "not"), _words("people_names", "suffixes"))


def _accusations(sentence: Sentence) -> Iterator[Fact]:
    written = straighten(sentence.text)
    text = fold(written)
    previous: Offence | None = None
    inherited, subject = NO_STAGE, ""
    for named in offences(text):
        offence = named
        opening = offence.first_of_two or offence
        listed = previous is not None and _lists(text[previous.end : opening.start], inherited)
        stage = governing(text, opening.start)
        # Anything may be dropped or dismissed; only charges are dropped for an offence.
        if (stage is NO_STAGE and listed) or (stage.name == "dropped" and not (offence.lead or noun_after(offence.next) is not None)):
            stage = inherited if listed else NO_STAGE
        if not _is_accusation(offence, stage):
            continue
        if stage is not NO_STAGE:
            subject = _accused(written, stage)
        elif not listed:
            subject = ""
        noun = noun_after(offence.next)
        if stage is NO_STAGE:
            name = noun or (_NOUN_STAGES.get(opening.lead, "accused") if opening.lead else "")
            stage = Stage(name, False, False, -1, -1, bool(name)) if name else NO_STAGE
        if (noun is not None or offence.lead) and dropped_after(text, offence.end):
            stage = stage._replace(name="dropped")
        if listed and offence.number is None and previous is not None and "each" in text[previous.start : offence.start]:
            offence = offence._replace(number=1)
        offence = offence._replace(classes=offence.classes | _class_behind(text, offence.end))
        if noun is not None and offence.next not in _CALLED_AFTER:
            offence = offence._replace(end=offence.next_end)
        if offence.first_of_two is not None:
            yield _fact(sentence, offence.first_of_two, stage, subject)
        yield _fact(sentence, offence, stage, subject)
        previous, inherited = offence, stage if stage is not NO_STAGE or not listed else inherited


def _class_behind(text: str, end: int) -> frozenset[str]:
    """The class of crime that stands behind an offence: "trespassing, a misdemeanor"."""
    named = _CLASS_BEHIND.match(text, end)
    return classes_in([named.group(1)]) if named is not None else frozenset()


def _is_accusation(offence: Offence, stage: Stage) -> bool:
    """Whether what names an offence elsewhere names one here."""
    beside = bool(offence.lead) or noun_after(offence.next) is not None
    if offence.figure and not (stage.name or beside):
        return False
    if offence.group == "acts":
        return beside or bool(offence.classes) or stage.firm or bool(stage.name and offence.gerund and not stage.disputed)
    return offence.group == "names" or beside or bool(offence.classes)


def _fact(sentence: Sentence, offence: Offence, stage: Stage, subject: str) -> Fact:
    value = Accusation(
        offence.name,
        possible(offence.name),
        offence.form,
        offence.degrees,
        offence.classes,
        offence.number,
        stage.name,
        stage.expected,
        stage.negated,
        offence.prior,
        event=offence.definite and not stage.name and noun_after(offence.next) is None,
        rivals=rivals(offence.name),
    )
    return Fact(sentence, KIND.id, sentence.start + offence.start, sentence.start + offence.end, subject, value)


def _lists(between: str, inherited: Stage) -> bool:
    """Whether what stands between two offences only strings them together, a victim at most between them."""
    if _LISTING.fullmatch(between):
        return True
    return inherited is not NO_STAGE and _VICTIM.fullmatch(between) is not None


def _unlisted(sentence: Sentence) -> Iterator[Fact]:
    """Offences that the list lacks, where a charge word leaves no doubt that they are one."""
    written = straighten(sentence.text)
    text = fold(written)
    for match in _UNLISTED.finditer(text):
        phrase = match.group("phrase")
        end = _PHRASE_END.search(phrase)
        phrase = (phrase[: end.start()] if end else phrase).rstrip()
        words = phrase.split()
        lead = match.group("lead").split() if match.group("lead") else []
        start = match.start("lead") if match.group("lead") else match.start("phrase")
        stop = match.start("phrase") + len(phrase)
        if (
            not 1 <= len(words) <= 12
            or words[0].endswith("-")
            or words[0] in _words("duties", "openers")
            or not lead
            and words[0] in _words("duties", "words")
            or not words[0].isascii()
        ):
            continue
        count = number_of(lead[0]) if lead else None
        classes = classes_in([*lead, *words]) | _class_behind(text, match.end("phrase"))
        lemmas = [root for root in content_lemmas(phrase) if not classes_in([root])]
        if not lemmas:
            continue
        stage = governing(text, start)
        if stage is NO_STAGE:
            stage = Stage("charged", False, False, -1, -1, True)
        subject = _accused(written, stage)
        value = Accusation(
            "-".join(lemmas[:8]), frozenset(lemmas), "", frozenset(), classes, count, stage.name, stage.expected, stage.negated, known=False
        )
        yield Fact(sentence, KIND.id, sentence.start + start, sentence.start + stop, subject, value)


def _of_a_class(sentence: Sentence) -> Iterator[Fact]:
    """Crimes of which the sentence tells the class alone: "pleaded guilty to a misdemeanor"."""
    written = straighten(sentence.text)
    text = fold(written)
    for match in _CLASS_ALONE.finditer(text):
        stage = governing(text, match.start("what"))
        value = Accusation(
            *("offense", frozenset({"offense"}), "", frozenset(), classes_in([match.group("kind")]), number_of(match.group("number"))),
            *(stage.name or "charged", stage.expected, stage.negated),
            known=False,
        )
        yield Fact(
            sentence, KIND.id, sentence.start + match.start("what"), sentence.start + match.end("what"), _accused(written, stage), value
        )


def _penalties(sentence: Sentence) -> Iterator[Fact]:
    written = straighten(sentence.text)
    text = fold(written)
    for stated in penalties(text):
        left = max(0, stated.start - 60)
        governor = _IMPOSING.search(text, left, stated.end)
        stage = Stage("sentenced", False, False, governor.start(), governor.end(), True) if governor else NO_STAGE
        subject = _accused(written, stage)
        yield Fact(sentence, KIND.id, sentence.start + stated.start, sentence.start + stated.end, subject, stated.penalty)


def find(sentences: Sequence[Sentence]) -> list[Fact]:
    """The offences and penalties that the sentences of one article name, in order of place."""
    facts: list[Fact] = []
    for sentence in sentences:
        if sentence.boilerplate:
            continue
        here = _settled(list(_penalties(sentence)), _accusations(sentence))
        facts += _settled(_settled(here, _unlisted(sentence)), _of_a_class(sentence))
    crimes = tuple(fact.value for fact in facts if isinstance(fact.value, Accusation))
    terms = tuple(fact.value for fact in facts if isinstance(fact.value, Penalty))
    return [replace(fact, value=_beside(fact.value, crimes, terms)) for fact in facts]


def _settled(first: list[Fact], second: Iterable[Fact]) -> list[Fact]:
    """Two runs of facts, each in order of place, as one; where they overlap the first has the characters."""
    starts = [fact.start for fact in first]

    def is_free(fact: Fact) -> bool:
        at = bisect_left(starts, fact.end)
        return at == 0 or first[at - 1].end <= fact.start

    return sorted([*first, *(fact for fact in second if is_free(fact))], key=lambda fact: (fact.start, fact.end))


def _beside(value: Value, crimes: tuple[Accusation, ...], terms: tuple[Penalty, ...]) -> Value:
    if isinstance(value, Accusation):
        return replace(value, beside=crimes)
    return replace(value, beside=terms) if isinstance(value, Penalty) else value


def relate(left: Fact, right: Fact) -> Related | None:
    """Whether two charges of one person agree; None for another offence, another person or another stage that answers nothing."""
    if left.subject and right.subject and left.subject != right.subject:
        return None
    if isinstance(left.value, Accusation) and isinstance(right.value, Accusation):
        if same_frame(left, right, least=_FULL_FRAME):
            related = accusation.relate(replace(left.value, beside=()), replace(right.value, beside=()))
            return related or _another_offence(left, right)
        return accusation.relate(left.value, right.value)
    if isinstance(left.value, Penalty) and isinstance(right.value, Penalty):
        return penalty.relate(left.value, right.value)
    return None


def _another_offence(left: Fact, right: Fact) -> Related | None:
    """Conflict where two sentences name two offences in the same words; None where a sentence names both, or both articles do."""
    ours, theirs = left.value, right.value
    assert isinstance(ours, Accusation)
    assert isinstance(theirs, Accusation)
    if not (ours.known and theirs.known) or ours.possible & theirs.possible or ours.stage != theirs.stage or ours.prior != theirs.prior:
        return None
    listed = any(
        isinstance(stated.value, Accusation) and accusation.states([stated.value], value)
        for fact, value in ((left, theirs), (right, ours))
        for stated in _accusations(fact.sentence)
    )
    if listed or accusation.states(ours.beside, theirs) and accusation.states(theirs.beside, ours):
        return None
    named = [" ".join(filter(None, (value.form, value.offence))) for value in (ours, theirs)]
    return Related(Relation.CONFLICT, f"{named[0]} in one text, {named[1]} in the other, in the same words")


def worth_telling(fact: Fact) -> bool:
    """Whether one source's charge alone is news: a crime that is only spoken of ("the murder") is none."""
    return not isinstance(fact.value, Accusation) or bool(fact.value.stage or fact.value.degrees)


KIND = Kind(
    id="charge",
    title="Charge",
    help="Crimes, their degree and number of counts, how far a case has come, and penalties.",
    find=find,
    relate=relate,
    lone=worth_telling,
    weight=0.9,
)
