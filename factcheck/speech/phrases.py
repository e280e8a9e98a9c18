"""The noun phrases beside a verb: its subject before it or behind it.

A span of tokens is half-open. Without a parser, a phrase is read word by word away from its verb until a
word stands there that no noun phrase holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from factcheck.speech.speakers import Speaker, Token, does, is_role, is_voice, speaker_of, vocabulary

_LONGEST = 25
_PARTIES = ("R-", "D-", "I-")


class Phrase(NamedTuple):
    """A stretch of a sentence's tokens, half-open."""

    start: int
    stop: int


def _listed(name: str) -> frozenset[str]:
    return vocabulary("phrase", name)


def speaker_in(tokens: list[Token], phrase: Phrase | None) -> Speaker | None:
    """The speaker whom a phrase names; None where it names nobody who speaks."""
    return speaker_of(tokens[phrase.start : phrase.stop]) if phrase else None


def is_joined(tokens: list[Token], at: int) -> bool:
    """Whether the sign at `at` stands directly behind the word before it ("Lloyd-Price")."""
    return bool(at) and tokens[at].start == tokens[at - 1].end


def subject_before(tokens: list[Token], at: int) -> Phrase | None:
    """The subject that stands before the verb at `at`, over adverbs, appositions and relative clauses."""
    stop = _over_adverbs(tokens, at)
    if stop <= 0:
        return None
    if tokens[stop - 1].text in {",", "-", "–", "—", ")"}:
        return subject_before_apposition(tokens, stop - 1)
    if tokens[stop - 1].low in {"and", "then"}:
        # "Mills stood up and said": the subject of the verb before.
        return main_subject(tokens, stop)
    phrase = phrase_ending(tokens, stop)
    if phrase is None or speaker_in(tokens, phrase) is None:
        return _before_relative_clause(tokens, stop, phrase)
    last = tokens[phrase.stop - 1]
    if last.possessive:
        return None
    if phrase.start > 1 and phrase.stop == stop and tokens[phrase.start - 1].low == "by":
        # "The man shot by police said".
        return main_subject(tokens, phrase.start)
    spoken = phrase.stop < stop or is_role(last.low) or is_voice(last.low)
    if not spoken and phrase.start > 1 and tokens[phrase.start - 1].low in _listed("prepositions"):
        # "The mother of a girl hit on a busy street said": the phrase beside the verb is no subject.
        return main_subject(tokens, phrase.start)
    return phrase


def _before_relative_clause(tokens: list[Token], stop: int, phrase: Phrase | None) -> Phrase | None:
    """The subject of "A spokeswoman who asked not to be named said"."""
    who = next((number for number in range(stop - 1, max(stop - 15, 0), -1) if tokens[number].low == "who"), None)
    if who and not any(token.quoted or token.text in {",", ";", ":"} for token in tokens[who:stop]):
        return _antecedent(tokens, who)
    if (noun := _before_participle(tokens, stop)) is not None:
        return phrase_ending(tokens, noun)
    if phrase and phrase.start > 1 and tokens[phrase.start - 1].low in _listed("prepositions"):
        return main_subject(tokens, phrase.start)
    return phrase


def _before_participle(tokens: list[Token], stop: int) -> int | None:
    """Where the noun of "a memo dated 4 May", "a man named as the owner" ends, in the clause before `stop`."""
    for at in range(stop - 1, max(stop - 15, 0), -1):
        if tokens[at].quoted or not tokens[at].is_word:
            return None
        noun = tokens[at - 1]
        if tokens[at].low.endswith("ed") and not noun.is_capital and (is_role(noun.low) or is_voice(noun.low)):
            return at
    return None


def _over_adverbs(tokens: list[Token], stop: int) -> int:
    while stop > 0 and tokens[stop - 1].is_word and _is_between(tokens, stop):
        stop -= 1
    return stop


def _is_between(tokens: list[Token], stop: int) -> bool:
    """Whether the word before `stop` may stand between a subject and its verb."""
    between = vocabulary("cues", "between")
    token, left = tokens[stop - 1], tokens[stop - 2].low if stop >= 2 else ""
    if token.is_capital and left and token.low in {"may", "march", "august"} and left not in {"in", "on", "last", "this", "since"}:
        return False
    adverb = token.low.endswith("ly") and not token.is_capital and len(token.low) > 4 and not is_role(token.low)
    if token.low in between or (adverb and token.low not in {"family", "assembly"}):
        return True
    if token.low.isdigit() and left in between:
        return True
    return token.low in {"on", "in"} and stop < len(tokens) and tokens[stop].low in _listed("weekdays")


def _segments(tokens: list[Token], stop: int) -> Iterator[Phrase]:
    """The stretches between commas, dashes or brackets before `stop`, nearest first, within the clause."""
    end = stop
    first = max(-1, stop - 60)
    for at in range(stop - 1, first, -1):
        token = tokens[at]
        closes = token.quoted or token.text in {";", ":"}
        if closes or token.text in {",", "(", ")", "–", "—"} or (token.text == "-" and not is_joined(tokens, at)):
            if end > at + 1:
                yield Phrase(at + 1, end)
            end = at
        if closes:
            return
    if first < 0 < end:
        yield Phrase(0, end)


def subject_before_apposition(tokens: list[Token], stop: int) -> Phrase | None:
    """The subject before ", a lawyer for the family," that ends at `stop`, or itself the name between two commas."""
    fallback: Phrase | None = None
    for number, segment in enumerate(_segments(tokens, stop)):
        if number > 5:
            break
        words = tokens[segment.start : segment.stop]
        if _is_name(words):
            speaker = speaker_of(words)
            if speaker is not None and speaker.known and not (number == 0 and _is_honour(words)):
                return segment
            continue
        if _is_apposition(words[0]) or (phrase := phrase_ending(tokens, segment.stop)) is None:
            continue
        speaker = speaker_in(tokens, phrase)
        if speaker is None:
            continue
        in_phrase = phrase.start > segment.start and tokens[phrase.start - 1].low in _listed("prepositions")
        if speaker.known and not in_phrase and _may_be_subject(words[0], segment, phrase, fallback):
            return phrase
        if fallback is None or (not in_phrase and (segment.start == 0 or tokens[segment.start - 1].quoted)):
            fallback = phrase
    return fallback


def _is_name(words: list[Token]) -> bool:
    return all(token.is_capital or token.low in _listed("particles") for token in words)


def _is_apposition(first: Token) -> bool:
    """Whether a stretch that begins so says more of the subject and is not the subject."""
    return first.low in {"who", "whose", "which", "where", "and", "but"} or first.low.isdigit() or first.low in _listed("inner")


def _may_be_subject(first: Token, segment: Phrase, phrase: Phrase, fallback: Phrase | None) -> bool:
    if first.low in {"a", "an"} or (phrase.start == segment.start and is_role(first.bare)):
        return False
    return phrase.start == segment.start or not fallback or first.low in _listed("starts")


def _is_honour(words: list[Token]) -> bool:
    """Whether a stretch in capitals is a degree, an order or a party (", MD," ", R-Ohio,") and no name."""
    if words[0].text[:2] in _PARTIES:
        return True
    return all(token.text.isupper() or token.low in _listed("suffixes") or "." in token.text for token in words)


def phrase_ending(tokens: list[Token], stop: int) -> Phrase | None:
    """The noun phrase that ends before `stop`."""
    if stop <= 0 or not tokens[stop - 1].is_word:
        return None
    last = tokens[stop - 1].low
    if last in {"who", "which"}:
        return _antecedent(tokens, stop - 1)
    if last in _listed("pronouns"):
        return Phrase(stop - 1, stop)
    start = stop
    while start > 0 and stop - start < _LONGEST:
        step = _words_of_phrase(tokens, start, stop)
        start -= abs(step)
        if step <= 0:
            break
    while start < stop and (tokens[start].low in _listed("inner") or tokens[start].low in {"and", "&", "-"}):
        start += 1
    return Phrase(start, stop) if start < stop else None


def _words_of_phrase(tokens: list[Token], start: int, stop: int) -> int:
    """How many words before `start` belong to the phrase that ends at `stop`; not above 0 where it begins there."""
    token = tokens[start - 1]
    left = tokens[start - 2] if start >= 2 else None
    if not token.is_word:
        return 1 if token.text == "&" or (token.text == "-" and is_joined(tokens, start - 1)) else 0
    near = left is not None and left.low in {"close", "next"}
    if token.low == "to" and near:
        return 2
    if token.low in _listed("inner"):
        return int(_crosses_preposition(tokens, start, stop))
    if token.low == "and":
        both_names = left is not None and left.is_capital and start < stop and tokens[start].is_capital
        return int(left is not None and left.is_word and (is_role(left.low) or both_names))
    if _opens_clause(tokens, start, stop):
        return 0
    if token.low in _listed("determiners"):
        crosses = left is not None and (
            left.low in _listed("inner") or (left.low == "to" and start >= 3 and tokens[start - 3].low in {"close", "next"})
        )
        return 1 if crosses else -1
    return 1


def _opens_clause(tokens: list[Token], start: int, stop: int) -> bool:
    """Whether the word before `start` belongs to no noun phrase."""
    token = tokens[start - 1]
    following_name = start < stop and tokens[start].is_capital
    if token.low in _listed("stops") or (token.low in vocabulary("cues", "saying") and not token.is_capital and start < stop):
        return True
    if token.is_capital and token.low in _listed("weekdays"):
        return not (following_name and token.low in {"may", "june", "april", "august"})
    if token.is_capital and start == 1 and token.low in _listed("starts") and token.low not in _listed("determiners"):
        return True
    return not token.is_capital and token.low.endswith("ing") and not is_role(token.low) and token.low not in _listed("in_ing")


def _crosses_preposition(tokens: list[Token], start: int, stop: int) -> bool:
    """Whether the phrase goes on before the preposition that stands before `start`: "the head of the council"."""
    token = tokens[start - 1]
    left = tokens[start - 2] if start >= 2 else None
    if left is None or not left.is_word or start == stop or token.is_capital:
        return False
    if left.low in _listed("weekdays") or left.low in _listed("stops"):
        return False
    with_article = start >= 3 and token.low == "of" and tokens[start - 3].low in _listed("determiners")
    return with_article or left.is_capital or is_role(left.low) or is_voice(left.low) or left.low in _listed("quantities")


def head_end(tokens: list[Token], phrase: Phrase) -> int:
    """Where the head of a phrase ends: before the first preposition in it."""
    inner = (at for at in range(phrase.start + 1, phrase.stop) if tokens[at].low in _listed("inner") and not tokens[at].is_capital)
    return next(inner, phrase.stop)


def _antecedent(tokens: list[Token], at: int) -> Phrase | None:
    """What "who" or "which" at `at` refers to: the phrase before its comma."""
    stop = at - 1 if at and tokens[at - 1].text == "," else at
    return phrase_ending(tokens, stop) if stop > 0 and tokens[stop - 1].low not in {"who", "which"} else None


def phrase_after(tokens: list[Token], at: int) -> Phrase | None:
    """The noun phrase that begins at `at`; where it is a role and a name stands behind a comma, the name."""
    if at >= len(tokens) or not tokens[at].is_word:
        return None
    first = tokens[at].low
    if first in _listed("objects") or first in _listed("weekdays") or first in _listed("prepositions"):
        return None
    if first in _listed("pronouns"):
        return Phrase(at, at + 1)
    stop = at
    while stop < len(tokens) and stop - at < _LONGEST and not _ends_phrase(tokens, at, stop):
        stop += 1
    if stop == at:
        return None
    speaker = speaker_of(tokens[at:stop])
    person = speaker is None or (speaker.personal and not speaker.known and not speaker.plural)
    if person and stop < len(tokens) and tokens[stop].text == ",":
        return name_at(tokens, stop + 1) or _role_and_name_at(tokens, stop + 1) or Phrase(at, stop)
    return Phrase(at, stop)


def _ends_phrase(tokens: list[Token], at: int, stop: int) -> bool:
    """Whether the phrase that begins at `at` is over before the word at `stop`."""
    token = tokens[stop]
    if not token.is_word:
        return not (token.text in {"&", "-"} and is_joined(tokens, stop))
    following = tokens[stop + 1] if stop + 1 < len(tokens) else None
    if token.low in _listed("stops"):
        return True
    if token.low == "and":
        alike = following is not None and tokens[stop - 1].is_capital == following.is_capital
        return not (alike and is_role(tokens[stop - 1].low))
    if stop > at and (token.low in _listed("adverbial") or (token.is_capital and token.low in _listed("weekdays"))):
        return True
    if stop > at and token.low in _listed("inner"):
        return token.low in {"in", "at", "with", "from", "on"} or following is None or not following.is_word
    return not token.is_capital and token.low.endswith("ly") and token.low not in {"family", "elderly"}


def name_at(tokens: list[Token], at: int) -> Phrase | None:
    """The name of two to five words that begins at `at` and has a comma or nothing behind it."""
    stop = at
    while stop < len(tokens) and (tokens[stop].is_capital or (stop > at and tokens[stop].low in _listed("particles"))):
        stop += 1
    if not 2 <= stop - at <= 5 or tokens[at].low in _listed("starts"):
        return None
    return None if stop < len(tokens) and tokens[stop].is_word else Phrase(at, stop)


def _role_and_name_at(tokens: list[Token], at: int) -> Phrase | None:
    """The name with a role before it, "pensioner Ann Mills", that begins at `at`."""
    stop = at
    while stop < min(at + 4, len(tokens)) and tokens[stop].is_word and not tokens[stop].is_capital:
        if tokens[stop].low in _listed("stops") or tokens[stop].low in _listed("prepositions"):
            return None
        stop += 1
    name = name_at(tokens, stop) if stop > at and does(tokens[stop - 1].low) else None
    return None if name is None else Phrase(at, name.stop)


def main_subject(tokens: list[Token], stop: int) -> Phrase | None:
    """The first person or organisation that opens the sentence's main clause, before `stop`."""
    at = 0
    while at < stop:
        token = tokens[at]
        if token.low in _listed("pronouns") and token.low not in {"who", "you", "i", "it"}:
            return Phrase(at, at + 1)
        opens = token.low in _listed("starts") and token.low not in _listed("determiners")
        if token.quoted or opens or not (token.is_capital or is_role(token.low) or is_voice(token.low)):
            at += 1
            continue
        end = _subject_end(tokens, at, stop)
        speaker = speaker_of(tokens[at:end])
        last = tokens[end - 1]
        if speaker is not None and (speaker.known or is_role(last.low) or is_voice(last.low)) and not last.possessive:
            return Phrase(at, end if speaker.known or token.low == "one" else _with_complement(tokens, end, stop))
        at = end
    return None


def _subject_end(tokens: list[Token], at: int, stop: int) -> int:
    end = at + 1
    if tokens[at].low == "one" and end < stop and tokens[end].low == "of":
        noun = next((number for number in range(end, min(end + 6, stop)) if is_role(tokens[number].low)), None)
        if noun is not None:
            return noun + 1
    while end < stop and tokens[end].is_word and (tokens[end].is_capital or is_role(tokens[end].low) or is_voice(tokens[end].low)):
        end += 1
    return end


def _with_complement(tokens: list[Token], end: int, stop: int) -> int:
    """The end of "for the airline" behind a role that ends at `end`; `end` itself where nothing of the kind follows."""
    if end >= stop or tokens[end].low not in {"for", "of"}:
        return end
    at = end + 1
    while at < stop and tokens[at].is_word and tokens[at].low in _listed("determiners"):
        at += 1
    named = at
    while at < stop and tokens[at].is_word and (tokens[at].is_capital or is_voice(tokens[at].bare) or is_role(tokens[at].bare)):
        at += 1
    return at if at > named else end
