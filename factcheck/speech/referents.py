"""What names and pronouns refer to: full names for surnames, the nearest fitting person for "he" and "she"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from factcheck.speech.cues import Cue, Line
from factcheck.speech.phrases import main_subject, name_at, speaker_in
from factcheck.speech.speakers import WHERE, People, Speaker, Token, persons_in, vocabulary

_REMEMBERED = 12


class Referents:
    """Whom an article has named up to where the reading stands."""

    def __init__(self, people: People) -> None:
        self.people = people
        self._named: list[Speaker] = []

    def hear(self, line: Line) -> None:
        """Take note of whom a sentence names; its subject and its speaker come to mind first."""
        spoke: Speaker | None = None
        for cue in line.cues:
            found = self.resolve(cue, line)
            if found is not None and (spoke is None or not cue.quoting):
                spoke = found
        others = [self.people.resolve(one) for one in persons_in(line.tokens)][:3]
        first = (self.subject(line.tokens, len(line.tokens)), spoke)
        self._named = [*self._named, *reversed(others), *(one for one in first if one is not None)][-_REMEMBERED:]

    def resolve(self, cue: Cue, line: Line) -> Speaker | None:
        """The cue's speaker under a full name, or the person its pronoun refers to; None where that is not told."""
        if cue.speaker is not None and cue.pronoun is None:
            return self.people.resolve(cue.speaker)
        if cue.pronoun is None:
            return None
        fits = [one for one in self._candidates(cue, line) if _fits(one, cue.pronoun)]
        if cue.speaker is not None:
            # "The mother of three" is no man.
            fits = [one for one in fits if one.known and {one.gender, cue.speaker.gender} != {"f", "m"}]
            return next(iter(fits), self.people.resolve(cue.speaker))
        sure = [one for one in fits if cue.pronoun not in {"he", "she"} or one.gender or (one.known and one.role)]
        likely = [one for one in fits if one in sure or len(one.name.split()) > 1 or one.name.lower() in self.people.full]
        return next(iter([*likely, *fits]), None)

    def _candidates(self, cue: Cue, line: Line) -> list[Speaker]:
        """Whom a pronoun may mean, nearest first: speakers earlier in its sentence, its subject, those named before."""
        earlier = [other.speaker for other in line.cues if other.at < cue.at and other.speaker is not None]
        subject = self.subject(line.tokens, cue.first)
        here = [self.people.resolve(one) for one in reversed(earlier)]
        return [*here, *([] if subject is None else [subject]), *reversed(self._named)]

    def acts(self, line: Line, stop: int) -> Speaker | None:
        """The person who opens a sentence as its subject, read up to token `stop`, by name or by a pronoun."""
        phrase = main_subject(line.tokens, stop)
        if phrase is None or not _opens(line.tokens, phrase.start):
            return None
        word = line.tokens[phrase.start].low
        if phrase.stop - phrase.start == 1 and word in vocabulary("phrase", "pronouns"):
            found = self.resolve(Cue(phrase.start, "", None, word, phrase.start, phrase.start), line)
        else:
            found = self.subject(line.tokens, stop)
        return found if found is not None and found.personal else None

    def foretold(self, pronoun: str, following: Sequence[Line]) -> Speaker | None:
        """The person whom a pronoun means that stands before the first name: the first who fits in the sentences behind it.

        One who comes in with words of their own is somebody else.
        """
        silent = takewhile(lambda line: not any(token.quoted for token in line.tokens), following)
        told = (self.people.resolve(one) for line in silent for one in persons_in(line.tokens))
        return next((one for one in told if _fits(one, pronoun) and " " in one.name), None) if pronoun in {"he", "she"} else None

    def subject(self, tokens: list[Token], stop: int) -> Speaker | None:
        """The person or organisation that is the subject of a sentence, read up to token `stop`."""
        phrase = main_subject(tokens, stop)
        if phrase is None or (phrase.stop - phrase.start == 1 and tokens[phrase.start].low in vocabulary("phrase", "pronouns")):
            return None
        found = speaker_in(tokens, phrase)
        if found is not None and not found.known and phrase.stop < len(tokens) - 1 and tokens[phrase.stop].text == ",":
            name = speaker_in(tokens, name_at(tokens, phrase.stop + 1))
            if name is not None:
                found = Speaker(name.name, found.name, name.gender or found.gender, known=True)
        if found is None or _is_where(tokens[max(phrase.start - 1, 0) : phrase.stop], found.name):
            return None
        return self.people.resolve(found)


def _is_where(phrase: Sequence[Token], name: str) -> bool:
    """Whether a phrase has the name behind a word for a place: "the bridge in Dunmore"."""
    return any(token.text == name and before.low in WHERE for before, token in pairwise(phrase))


def _opens(tokens: list[Token], at: int) -> bool:
    """Whether a phrase at `at` opens its sentence, or the main clause behind a phrase and a comma."""
    while at and tokens[at - 1].low in vocabulary("phrase", "determiners"):
        at -= 1
    return at == 0 or tokens[at - 1].text == ","


def _fits(speaker: Speaker, pronoun: str) -> bool:
    if pronoun in {"he", "she"}:
        return speaker.personal and not speaker.plural and speaker.gender != ("f" if pronoun == "he" else "m")
    if pronoun == "they":
        return speaker.plural or not speaker.personal
    if pronoun == "it":
        return not speaker.personal and not speaker.plural
    if pronoun == "one":
        return speaker.personal and not speaker.plural
    return pronoun == "who"
