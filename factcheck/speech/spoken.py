"""Who speaks each quotation of an article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from factcheck.model import Sentence
from factcheck.speech.cues import Cue, Line, closes_clause, read_lines
from factcheck.speech.phrases import phrase_after, phrase_ending, speaker_in, subject_before_apposition
from factcheck.speech.quotations import Quotation, quotations
from factcheck.speech.referents import Referents
from factcheck.speech.speakers import Speaker, vocabulary

_NEAR = 12
_FAR = 25


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quotation with who says it, the verb and what the article calls the speaker."""

    quotation: Quotation
    speaker: str | None
    cue: str | None
    role: str | None


class _Led(NamedTuple):
    """A cue by a quotation, the sentence it stands in, and whether nothing stands between the two."""

    cue: Cue
    line: Line
    at_once: bool


def speakers(sentences: Sequence[Sentence]) -> tuple[Spoken, ...]:
    """The quotations of one article, in order, each with its speaker where the article tells."""
    return _speakers(tuple(sentences))


@lru_cache(maxsize=4)
def _speakers(sentences: tuple[Sentence, ...]) -> tuple[Spoken, ...]:
    lines, people = read_lines(sentences)
    if not lines:
        return tuple(Spoken(quotation, None, None, None) for quotation in quotations(sentences))
    referents = Referents(people)
    starts = [line.sentence.start for line in lines]
    found: list[Spoken] = []
    heard = 0
    for quotation in quotations(sentences):
        first = max(bisect_right(starts, quotation.start) - 1, 0)
        last = max(bisect_right(starts, max(quotation.end - 1, quotation.start)) - 1, 0)
        while heard < first:
            referents.hear(lines[heard])
            heard += 1
        previous = found[-1] if found else None
        behind = lines[first - 1] if first else None
        found.append(
            _told(quotation, lines[first], lines[last], referents) or _inherited(quotation, lines[first], behind, previous, referents)
        )
    return tuple(_taken_back(found))


def _taken_back(found: list[Spoken]) -> Iterator[Spoken]:
    """A quotation that the next paragraph continues has the speaker named there, where none was named before."""
    following: Spoken | None = None
    backwards: list[Spoken] = []
    for one in reversed(found):
        takes = one.speaker is None and following is not None and following.quotation.continues
        following = Spoken(one.quotation, following.speaker, one.cue, following.role) if takes and following else one
        backwards.append(following)
    return reversed(backwards)


def _told(quotation: Quotation, first: Line, last: Line, referents: Referents) -> Spoken | None:
    """The speaker whom the words around a quotation name; `first` and `last` are the sentences it begins and ends in."""
    if _is_called(first, quotation):
        return Spoken(quotation, None, None, None)
    for led in _in_order(_cue_after(last, quotation), _cue_before(first, quotation)):
        speaker = referents.resolve(led.cue, led.line)
        if speaker is not None:
            return Spoken(quotation, speaker.name, led.cue.verb, speaker.role)
        if led.cue.pronoun:
            return Spoken(quotation, None, led.cue.verb, None)
    named = _before_colon(first, quotation) or _behind_dash(last, quotation)
    if named is None:
        return None
    speaker = referents.people.resolve(named)
    return Spoken(quotation, speaker.name, None, speaker.role)


def _in_order(after: _Led | None, before: _Led | None) -> list[_Led]:
    """The cues by a quotation, the surer one first."""
    both = [led for led in (before, after) if led is not None]
    if after is not None and after.at_once and not (before is not None and before.at_once):
        both.reverse()
    return both


def _is_called(line: Line, quotation: Quotation) -> bool:
    """Whether the marks hold a name or a title that nobody says here: dubbed “…”, known as “…”."""
    before = [token for token in line.tokens if token.start < quotation.start and not (token.quoted and token.end >= quotation.start)]
    words = [token.low for token in before if token.is_word][-3:]
    if not words or before[-1].text in {",", ":"}:
        return False
    if words[-1] in {"the", "a", "an"}:
        words = words[:-1]
    if not words:
        return False
    return (
        words[-2:] == ["known", "as"]
        or words[-1] in vocabulary("cues", "naming")
        or (words[-1] in vocabulary("cues", "called") and bool(vocabulary("cues", "passive_or_work") & set(words[:-1])))
    )


def _cue_after(line: Line, quotation: Quotation) -> _Led | None:
    """The cue behind a quotation in its sentence."""
    at = line.quotation_at(quotation)
    if at is None:
        return None
    stop = next((number for number in range(at + 1, len(line.tokens)) if line.tokens[number].quoted), len(line.tokens))
    for cue in line.cues:
        if not (at < cue.first and (cue.last < stop or (cue.inverted and cue.first < stop))):
            continue
        gap = line.tokens[at + 1 : cue.first]
        if any(token.text in {".", ";"} for token in gap):
            return None
        if not any(token.is_word for token in gap):
            return _Led(cue, line, True)
        if closes_clause(line, cue):
            return _Led(cue, line, False)
    return None


def _cue_before(line: Line, quotation: Quotation) -> _Led | None:
    """The cue that leads into a quotation."""
    at = line.quotation_at(quotation)
    if at is None:
        return None
    found: _Led | None = None
    for cue in line.cues:
        if cue.last >= at:
            break
        led = _led_into(line, cue, at)
        if led is None:
            continue
        one_speaker = found is not None and cue.speaker is not None and cue.speaker == found.cue.speaker
        anew = found is not None and any(token.quoted for token in line.tokens[found.cue.last : cue.first])
        # The main clause speaks, not a verb inside what it says: "X said the man called it …".
        if found is None or led.at_once or one_speaker or anew or not cue.quoting:
            found = led
    return found


def _led_into(line: Line, cue: Cue, at: int) -> _Led | None:
    """The cue as one that leads into the quotation at token `at` behind it; None where it says something else."""
    between = line.tokens[cue.last + 1 : at]
    sign = line.tokens[at - 1].text
    if sign != ":" and any(token.text in {".", ";", "?", "!"} for token in between):
        return None
    if cue.according:
        opens = any(token.text == "," for token in between) or not between
        return _Led(cue, line, not between) if opens else None
    if closes_clause(line, cue) and not (sign in {",", ":"} and len(between) < 9):
        return None
    at_once = not between or (sign in {",", ":"} and len(between) <= _NEAR)
    return None if cue.quoting and not at_once and len(between) > _FAR else _Led(cue, line, at_once)


def _before_colon(line: Line, quotation: Quotation) -> Speaker | None:
    """The speaker of "Name: “…”"."""
    at = line.quotation_at(quotation)
    if at is None or at < 2 or line.tokens[at - 1].text != ":":
        return None
    speaker = speaker_in(line.tokens, phrase_ending(line.tokens, at - 1) or subject_before_apposition(line.tokens, at - 1))
    return speaker if speaker is not None and speaker.known else None


def _behind_dash(line: Line, quotation: Quotation) -> Speaker | None:
    """The speaker of "“…” — Name, …"."""
    at = line.quotation_at(quotation)
    if at is None or at + 2 >= len(line.tokens) or line.tokens[at + 1].text not in {"—", "–", "-"}:
        return None
    phrase = phrase_after(line.tokens, at + 2)
    if phrase is None or (phrase.stop < len(line.tokens) and line.tokens[phrase.stop].is_word):
        return None
    speaker = speaker_in(line.tokens, phrase)
    return speaker if speaker is not None and speaker.known else None


def _inherited(quotation: Quotation, line: Line, behind: Line | None, previous: Spoken | None, referents: Referents) -> Spoken:
    """The speaker of what stands before a quotation that has no cue of its own; `behind` is the sentence before."""
    if previous is not None and previous.speaker is not None:
        first, last = (bisect_left(line.tokens, at, key=lambda token: token.start) for at in (previous.quotation.end, quotation.start))
        in_line = previous.quotation.end >= line.sentence.start and sum(token.is_word for token in line.tokens[first:last]) <= 4
        if quotation.continues or in_line:
            return Spoken(quotation, previous.speaker, None, previous.role)
    nobody = Spoken(quotation, None, None, None)
    if behind is None or any(token.is_word and token.start < quotation.start for token in line.tokens):
        return nobody
    if previous is not None and previous.speaker is not None and previous.quotation.end >= behind.sentence.start:
        return Spoken(quotation, previous.speaker, None, previous.role)
    speaker = _speaker_before(line, behind, referents)
    return nobody if speaker is None else Spoken(quotation, speaker.name, None, speaker.role)


def _speaker_before(line: Line, behind: Line, referents: Referents) -> Speaker | None:
    """Who speaks in the sentence before a quotation that stands alone, in indirect speech or before a colon."""
    colon = bool(behind.tokens) and behind.tokens[-1].text == ":"
    if behind.cues:
        cue = behind.cues[-1] if behind.cues[-1].according else behind.cues[0]
        if behind.sentence.paragraph == line.sentence.paragraph or colon or not behind.cues[-1].quoting:
            speaker = referents.resolve(cue, behind)
            if speaker is not None and speaker.personal:
                return speaker
    return referents.subject(behind.tokens, len(behind.tokens)) if colon else None
