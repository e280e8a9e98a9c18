"""Who says what an article does not say itself: indirect speech and hedges.

No parser is needed for how news attributes: a cue (a verb of speech, "according to") stands beside the
phrase that names the speaker, and its scope follows from where it stands in the sentence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from factcheck.model import Fact, Sentence
from factcheck.spacing import single_spaced
from factcheck.speech.cues import Cue, Line, closes_clause, read_lines
from factcheck.speech.referents import Referents
from factcheck.speech.speakers import Token, vocabulary
from factcheck.speech.spoken import speakers

_CLAUSE_OPENERS = frozenset(["but", "although", "though", "whereas"])
_LONG_CLAUSE = 12
_LONG_PHRASE = 5


@dataclass(frozen=True, slots=True)
class Attribution:
    """A stretch of a sentence and who says it. `start` and `end` are offsets of the article, half-open.

    `speaker` is None for a hedge that names nobody ("allegedly"); `hedge` says that the article keeps its
    distance (allegedly, reportedly, claims).
    """

    sentence: Sentence
    start: int
    end: int
    speaker: str | None
    cue: str
    hedge: bool = False


def attribution(sentences: Sequence[Sentence], start: int, end: int) -> str | None:
    """Who says what stands at `start` … `end` of the article, outside a quotation; None for the article itself."""
    return _narrowest(find_attributions(sentences), start, end)


def attribute(facts: Sequence[Fact], sentences: Sequence[Sentence]) -> list[Fact]:
    """`facts` of one article with `attribution` filled in; those that have one keep it.

    What stands in a quotation is attributed to its speaker.
    """
    spaced = single_spaced(tuple(sentences))
    read = spaced.sentences if spaced else sentences
    by_sentence: dict[int, list[Attribution]] = {}
    for one in find_attributions(read):
        by_sentence.setdefault(one.sentence.index, []).append(one)
    spoken = [one for one in speakers(read) if one.speaker is not None]
    starts = [one.quotation.start for one in spoken]
    filled: list[Fact] = []
    for fact in facts:
        who = fact.attribution
        if who is None:
            start, end = (spaced.to_own(fact.start), spaced.to_own(fact.end)) if spaced else (fact.start, fact.end)
            at = bisect_right(starts, start) - 1
            quoted = at >= 0 and end <= spoken[at].quotation.end
            who = spoken[at].speaker if quoted else _narrowest(by_sentence.get(fact.sentence.index, ()), start, end)
        filled.append(fact if who == fact.attribution else replace(fact, attribution=who))
    return filled


def find_attributions(sentences: Sequence[Sentence]) -> tuple[Attribution, ...]:
    """The attributions of one article's indirect speech, in order of place."""
    lines, people = read_lines(sentences)
    referents = Referents(people)
    found: list[Attribution] = []
    for line in lines:
        found += _indirect(line, referents)
        found += _hedges(line)
        referents.hear(line)
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _narrowest(found: Iterable[Attribution], start: int, end: int) -> str | None:
    holding = [one for one in found if one.speaker is not None and one.start <= start and end <= one.end]
    return min(holding, key=lambda one: (one.end - one.start, one.start)).speaker if holding else None


def _indirect(line: Line, referents: Referents) -> Iterator[Attribution]:
    for cue in line.cues:
        if cue.quoting or (speaker := referents.resolve(cue, line)) is None:
            continue
        hedge = cue.verb in vocabulary("cues", "claiming")
        for start, end in _scope(line, cue):
            if end > start:
                yield Attribution(line.sentence, start, end, speaker.name, cue.verb, hedge)


def _hedges(line: Line) -> Iterator[Attribution]:
    for number, token in enumerate(line.tokens):
        if token.is_word and token.low in vocabulary("cues", "hedges"):
            end = _clause_end(line, token.end) if token.low.endswith("ly") else _phrase_end(line, number)
            yield Attribution(line.sentence, token.start, end, None, token.low, hedge=True)


def _phrase_end(line: Line, number: int) -> int:
    """Where the noun phrase that begins with the adjective at `number` ends: at a sign or a few words on."""
    end = line.tokens[number].end
    for token in line.tokens[number + 1 : number + 1 + _LONG_PHRASE]:
        if not token.is_word or token.low in vocabulary("phrase", "stops"):
            break
        end = token.end
    return end


def _scope(line: Line, cue: Cue) -> Iterator[tuple[int, int]]:
    """The stretches of the sentence that a cue's speaker says."""
    tokens = line.tokens
    start, end = tokens[cue.first].start, tokens[cue.last].end
    closes = closes_clause(line, cue)
    if cue.according or closes:
        yield _clause_start(line, start), start
        parenthetical = cue.last + 1 < len(tokens) and tokens[cue.last + 1].text == ","
        before = sum(token.is_word for token in tokens[: cue.first])
        if parenthetical and before <= _LONG_CLAUSE:
            yield end, _clause_end(line, end)
    elif not cue.inverted:
        yield end, _clause_end(line, end)


def _clause_end(line: Line, start: int) -> int:
    """Where the clause that holds `start` ends: at a semicolon or at ", but" behind it, else with the sentence."""
    before: Token | None = None
    for token in line.tokens:
        if token.start >= start and (token.text == ";" or _opens_contrast(before, token)):
            return token.start
        before = token
    return line.sentence.end


def _clause_start(line: Line, end: int) -> int:
    """Where the clause that ends at `end` begins: behind a semicolon or ", but", else with the sentence."""
    start = line.sentence.start
    before: Token | None = None
    for token in line.tokens:
        if token.end > end:
            break
        if token.text == ";" or _opens_contrast(before, token):
            start = token.end
        before = token
    return start


def _opens_contrast(before: Token | None, token: Token) -> bool:
    return before is not None and before.text == "," and token.low in _CLAUSE_OPENERS
