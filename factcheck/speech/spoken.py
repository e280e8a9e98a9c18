"""Who speaks each quotation of an article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from factcheck.model import Sentence
from factcheck.speech.cues import Cue, Line, closes_clause, read_lines
from factcheck.speech.phrases import name_at, phrase_after, phrase_ending, speaker_in, subject_before_apposition
from factcheck.speech.quotations import Quotation, is_nickname, quotations
from factcheck.speech.referents import Referents
from factcheck.speech.speakers import Speaker, Token, is_role, vocabulary
from factcheck.values.wording import spoken_words

_NEAR = 12
_FAR = 25
_WORDING = 2  # words: "The term “…”"
_VOICE = 4  # words: "County police dispatcher: “…”"
_REPEATED = 3  # words
_HEADLINE = 3  # quotations
_PARTICIPLE = ("ed", "told", "sent", "shown", "given", "read", "heard")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quotation with who says it, the verb and what the article calls the speaker."""

    quotation: Quotation
    speaker: str | None
    cue: str | None
    role: str | None


class _Place(NamedTuple):
    """A quotation with the sentences it begins and ends in, and up to two before and two behind it."""

    quotation: Quotation
    first: Line
    last: Line
    behind: Sequence[Line]
    ahead: Sequence[Line]

    @property
    def paragraph(self) -> int:
        return self.first.sentence.paragraph


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
    text = sentences[0].article.text
    starts = [line.sentence.start for line in lines]
    found: list[Spoken] = []
    heard = 0
    for quotation in quotations(sentences):
        first = max(bisect_right(starts, quotation.start) - 1, 0)
        last = max(bisect_right(starts, max(quotation.end - 1, quotation.start)) - 1, 0)
        while heard < first:
            referents.hear(lines[heard])
            heard += 1
        if is_nickname(text, quotation):
            found.append(Spoken(quotation, None, None, None))
            continue
        place = _Place(quotation, lines[first], lines[last], lines[max(first - 2, 0) : first], lines[last + 1 : last + 3])
        found.append(_told(place, referents) or _inherited(place, found, referents))
    return tuple(_repeated(text, list(_taken_back(found))))


def _repeated(text: str, found: list[Spoken]) -> list[Spoken]:
    """A quotation of nobody's at the top whose words stand in a later one, as a headline's do, has the speaker of that one."""
    for number, one in enumerate(found[:_HEADLINE]):
        words = _spaced(text, one.quotation) if one.speaker is None else ""
        if words.count(" ") > _REPEATED:
            later = (other for other in found[number + 1 :] if other.speaker and words in _spaced(text, other.quotation))
            other = next(later, None)
            found[number] = one if other is None else Spoken(one.quotation, other.speaker, None, other.role)
    return found


def _spaced(text: str, quotation: Quotation) -> str:
    """A quotation's words with a space around each."""
    return f" {' '.join(spoken_words(text[quotation.start : quotation.end]))} "


def _taken_back(found: list[Spoken]) -> Iterator[Spoken]:
    """A quotation that the next paragraph continues has the speaker named there, where none was named before."""
    following: Spoken | None = None
    backwards: list[Spoken] = []
    for one in reversed(found):
        takes = one.speaker is None and following is not None and following.quotation.continues
        following = Spoken(one.quotation, following.speaker, one.cue, following.role) if takes and following else one
        backwards.append(following)
    return reversed(backwards)


def _told(place: _Place, referents: Referents) -> Spoken | None:
    """The speaker whom the words around a quotation name."""
    quotation, first, last = place.quotation, place.first, place.last
    if _is_called(first, quotation):
        return Spoken(quotation, None, None, None)
    for led in _in_order(_cue_after(last, quotation), _cue_before(first, quotation)):
        speaker = referents.resolve(led.cue, led.line)
        if speaker is not None:
            return Spoken(quotation, speaker.name, led.cue.verb, speaker.role)
        if led.cue.pronoun:
            ahead = referents.foretold(led.cue.pronoun, place.ahead)
            return Spoken(quotation, ahead.name if ahead else None, led.cue.verb, ahead.role if ahead else None)
    named = _before_colon(first, quotation) or _behind_dash(place) or _for_whom(first, quotation)
    speaker = referents.people.resolve(named) if named is not None else _leads_to_colon(first, quotation, referents)
    if speaker is None:
        return None
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
    opening = line.sentence.article.text[quotation.start : quotation.start + 1]
    if words[-1] in vocabulary("cues", "works") and not opening.islower():
        return True  # And not: called the film “a mess”.
    if words[-1] in vocabulary("cues", "wordings") and len(before) <= _WORDING:
        return True
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
        # "The deal, Mills said, is “dead.”"
        inserted = cue.first and line.tokens[cue.first - 1].text == "," and between[:1] and between[0].text == ","
        return _Led(cue, line, False) if inserted else None
    at_once = not between or (sign in {",", ":"} and len(between) <= _NEAR)
    return None if cue.quoting and not at_once and len(between) > _FAR else _Led(cue, line, at_once)


def _before_colon(line: Line, quotation: Quotation) -> Speaker | None:
    """The speaker of "Name: “…”"."""
    at = line.quotation_at(quotation)
    if at is None or at < 2 or line.tokens[at - 1].text != ":":
        return None
    speaker = speaker_in(line.tokens, phrase_ending(line.tokens, at - 1) or subject_before_apposition(line.tokens, at - 1))
    if speaker is None or speaker.known:
        return speaker
    # "Caller: “…”", as a transcript has it.
    return speaker if speaker.personal and _is_all(line.tokens[: at - 1]) else None


def _is_all(tokens: list[Token]) -> bool:
    """Whether tokens are a role and nothing else."""
    return len(tokens) <= _VOICE and all(token.is_word for token in tokens) and is_role(tokens[-1].low)


def _leads_to_colon(line: Line, quotation: Quotation, referents: Referents) -> Speaker | None:
    """The person whose doing leads to a colon: "Mills turned to the crowd: “…”", unless they are told what follows."""
    at = line.quotation_at(quotation)
    if at is None or at < 2 or line.tokens[at - 1].text != ":":
        return None
    lows = [token.low for token in line.tokens[: at - 1]]
    told = any(low in vocabulary("cues", "receiving") for low in lows)
    return None if told or _is_done_to(lows) else referents.acts(line, at - 1)


def _is_done_to(lows: Sequence[str]) -> bool:
    """Whether a clause of these folded words is in the passive."""
    return any(one in vocabulary("cues", "passive") and other.endswith(_PARTICIPLE) for one, other in pairwise(lows))


def _for_whom(line: Line, quotation: Quotation) -> Speaker | None:
    """The person of "For Mills, it was “…”"."""
    at = line.quotation_at(quotation)
    if at is None or line.tokens[0].low not in {"for", "to"} or line.tokens[at - 1].low not in vocabulary("cues", "passive"):
        return None
    phrase = name_at(line.tokens, 1)
    speaker = speaker_in(line.tokens, phrase)
    opens = phrase is not None and line.tokens[phrase.stop].text == ","
    return speaker if opens and speaker is not None and speaker.known and speaker.personal else None


def _behind_dash(place: _Place) -> Speaker | None:
    """The speaker of "“…” — Name, …", the name behind the quotation or on a line of its own."""
    at = place.last.quotation_at(place.quotation)
    if at is None:
        return None
    tokens = place.last.tokens[at + 1 :]
    if not tokens and place.ahead:
        tokens = place.ahead[0].tokens
    if len(tokens) < 2 or tokens[0].text not in {"—", "–", "-"}:
        return None
    phrase = phrase_after(tokens, 1)
    if phrase is None or (phrase.stop < len(tokens) and tokens[phrase.stop].is_word):
        return None
    speaker = speaker_in(tokens, phrase)
    return speaker if speaker is not None and speaker.known else None


def _inherited(place: _Place, found: Sequence[Spoken], referents: Referents) -> Spoken:
    """The speaker of what stands before a quotation that has no cue of its own; `found` are the quotations before it."""
    quotation, line = place.quotation, place.first
    previous = found[-1] if found else None
    if previous is not None and previous.speaker is not None:
        first, last = (bisect_left(line.tokens, at, key=lambda token: token.start) for at in (previous.quotation.end, quotation.start))
        in_line = previous.quotation.end >= line.sentence.start and sum(token.is_word for token in line.tokens[first:last]) <= 4
        if quotation.continues or in_line:
            return Spoken(quotation, previous.speaker, None, previous.role)
    nobody = Spoken(quotation, None, None, None)
    if not place.behind or any(token.is_word and token.start < quotation.start for token in line.tokens):
        return nobody
    behind = place.behind[-1]
    if previous is not None and previous.speaker is not None and previous.quotation.end >= behind.sentence.start:
        by = _other_in_dialogue(place, found) or previous
        return Spoken(quotation, by.speaker, None, by.role)
    speaker = _speaker_before(line, behind, referents) or _who_acts_before(place, previous, referents)
    return nobody if speaker is None else Spoken(quotation, speaker.name, None, speaker.role)


def _other_in_dialogue(place: _Place, found: Sequence[Spoken]) -> Spoken | None:
    """Who spoke before the last one, where a quotation in a paragraph of its own asks again, or answers, with no word of who."""
    if len(found) < 2 or found[-2].speaker in (None, found[-1].speaker) or place.behind[-1].sentence.paragraph == place.paragraph:
        return None
    near = place.behind[0].sentence.start <= found[-2].quotation.end
    text = place.first.sentence.article.text
    earlier, last, this = (text[one.end - 1 : one.end] == "?" for one in (found[-2].quotation, found[-1].quotation, place.quotation))
    return found[-2] if near and last != this and (last or earlier) else None


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


def _who_acts_before(place: _Place, previous: Spoken | None, referents: Referents) -> Speaker | None:
    """The person whom the sentence before a quotation that stands alone is about: "Mills shook his head. “…”".

    In the next paragraph only one who has just spoken goes on: "“…,” Mills said. / She paused. / “…”".
    """
    behind = place.behind[-1]
    goes_on = any(token.is_word and token.start >= place.quotation.end for token in place.last.tokens)
    if goes_on or any(token.quoted for token in behind.tokens) or _is_done_to([token.low for token in behind.tokens]):
        return None
    speaker = referents.acts(behind, len(behind.tokens))
    if speaker is None or behind.sentence.paragraph == place.paragraph:
        return speaker
    spoke = previous is not None and previous.speaker == speaker.name and previous.quotation.end >= place.behind[0].sentence.start
    return speaker if spoke else None
