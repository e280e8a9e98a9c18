"""Cues: the verbs of speech of a sentence ("said", "told", "according to") with the phrase that names who speaks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from factcheck.model import Sentence
from factcheck.speech.phrases import Phrase, head_end, main_subject, phrase_after, phrase_ending, speaker_in, subject_before
from factcheck.speech.quotations import Quotation, is_nickname, quotations
from factcheck.speech.speakers import People, Speaker, Token, any_speaker_of, is_role, is_voice, people_in, tokenise, vocabulary

_QUOTED = "\u0000"
_SOMEBODY = "one"
_PARENT = 4  # words of "the mother of three"
_LONGEST = 200  # words and signs: what is longer is no sentence, and is read up to there


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of speech at token `at`, with its subject: a speaker, or a pronoun.

    A description ("the mother of three") is both: a pronoun, "one", where it means somebody named before.
    `first` … `last` are the tokens of the cue and of its subject together, inclusive. `inverted`: the verb
    comes first ("said Mills"). `quoting`: the verb tells of speech only where a quotation stands by it.
    """

    at: int
    verb: str
    speaker: Speaker | None
    pronoun: str | None
    first: int
    last: int
    inverted: bool = False
    quoting: bool = False
    according: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence's tokens outside its quotations, each quotation one token, and the cues among them."""

    sentence: Sentence
    tokens: list[Token]
    cues: list[Cue]

    def quotation_at(self, quotation: Quotation) -> int | None:
        """Which token stands for `quotation`, or for its part in this sentence."""
        for number in range(bisect_right(self.tokens, quotation.start, key=lambda token: token.end), len(self.tokens)):
            token = self.tokens[number]
            if token.start >= quotation.end:
                break
            if token.quoted:
                return number
        return None


def read_lines(sentences: Sequence[Sentence]) -> tuple[list[Line], People]:
    """The sentences of one article that are no boilerplate as lines, and the persons they name."""
    return _read_lines(tuple(sentences))


# A quotation's speaker, a fact's and a clause's are asked for one after the other, each from the same lines.
@lru_cache(maxsize=4)
def _read_lines(sentences: tuple[Sentence, ...]) -> tuple[list[Line], People]:
    told = [sentence for sentence in sentences if sentence.boilerplate is None]
    quoted = quotations(sentences)
    all_tokens = [_tokens(sentence, quoted) for sentence in told]
    return [Line(sentence, tokens, read_cues(tokens)) for sentence, tokens in zip(told, all_tokens, strict=True)], people_in(all_tokens)


def _tokens(sentence: Sentence, quoted: Sequence[Quotation]) -> list[Token]:
    text = sentence.article.text
    tokens: list[Token] = []
    at = sentence.start
    for number in range(bisect_right(quoted, sentence.start, key=lambda one: one.end), len(quoted)):
        quotation = quoted[number]
        if quotation.start >= sentence.end or len(tokens) > _LONGEST:
            break
        tokens += _unquoted(text, at, max(at, quotation.start))
        end = min(quotation.end, sentence.end)
        if not is_nickname(text, quotation):
            tokens.append(Token(_QUOTED, max(quotation.start, sentence.start), end, _QUOTED, False, False, True))
        at = max(at, end)
    return (tokens + _unquoted(text, at, min(sentence.end, at + 10 * _LONGEST)))[:_LONGEST]


def _unquoted(text: str, start: int, end: int) -> list[Token]:
    return [token for token in tokenise(text[start:end], start) if token.text not in {'"', "'", "`"}]


def read_cues(tokens: list[Token]) -> list[Cue]:
    """The cues of a sentence, in order; a cue whose subject is not found is left out."""
    saying, quoting, participles = (vocabulary("cues", name) for name in ("saying", "quoting", "participles"))
    found: list[Cue] = []
    for at, token in enumerate(tokens):
        if not token.is_word:
            continue
        cue: Cue | None = None
        if token.low == "according" and at + 1 < len(tokens) and tokens[at + 1].low == "to":
            phrase = phrase_after(tokens, at + 2)
            cue = None if phrase is None else replace(_cue(tokens, at, phrase, inverted=True), verb="according to", according=True)
        elif token.low in saying or token.low in quoting:
            cue = _finite(tokens, at, token.low in quoting)
        elif token.low in participles and not (at and tokens[at - 1].low == "as"):
            cue = _participle(tokens, at, found)
        if cue is not None and (cue.speaker is not None or cue.pronoun is not None):
            found.append(cue)
    return found


def _cue(tokens: list[Token], at: int, phrase: Phrase, *, inverted: bool = False, quoting: bool = False) -> Cue:
    first, last = min(at, phrase.start), max(at, phrase.stop - 1)
    word = tokens[phrase.start].low
    if phrase.stop - phrase.start == 1 and word in vocabulary("phrase", "pronouns"):
        return Cue(at, tokens[at].low, None, word, first, last, inverted, quoting)
    plainly = tokens[at].low in vocabulary("cues", "of_speech_alone")
    speaker = any_speaker_of(tokens[phrase.start : phrase.stop]) if plainly else speaker_in(tokens, phrase)
    return Cue(at, tokens[at].low, speaker, _description(tokens, phrase), first, last, inverted, quoting)


def _description(tokens: list[Token], phrase: Phrase) -> str | None:
    """The pronoun that "the 71-year-old" and "the mother of three" stand for: they say more of somebody named before."""
    words = [token.low for token in tokens[phrase.start : phrase.stop]]
    if len(words) < 2 or words[0] != "the":
        return None
    parent = len(words) == _PARENT and words[2] == "of" and (words[3].isdigit() or words[3] in vocabulary("phrase", "determiners"))
    return _SOMEBODY if parent or words[-1].endswith("-year-old") or "-of-" in words[-1] else None


def _participle(tokens: list[Token], at: int, found: list[Cue]) -> Cue | None:
    """The cue of "…, adding that": the subject is that of the cue before, or of the sentence."""
    if found:
        return replace(found[-1], at=at, verb=tokens[at].low, first=at, last=at, inverted=False, quoting=True, according=False)
    subject = main_subject(tokens, at) if at else None
    return None if subject is None else replace(_cue(tokens, at, subject, quoting=True), first=at)


def _finite(tokens: list[Token], at: int, quoting: bool) -> Cue | None:
    low = tokens[at].low
    if _is_passive(tokens, at):
        return _quoted_as_saying(tokens, at) or _agent(tokens, at)
    by_agent = low != "said" and "by" in [token.low for token in tokens[at + 1 : at + 3]]
    before = tokens[at - 1].low if at else ""
    if by_agent or before in vocabulary("cues", "negated") or (before in vocabulary("phrase", "articles")):
        return None
    return _who_is_quoted(tokens, at) or _behind_comma(tokens, at, quoting) or _plain(tokens, at, quoting) or _inverted(tokens, at, quoting)


def _is_passive(tokens: list[Token], at: int) -> bool:
    back = at - 1
    while back >= 0 and tokens[back].is_word and (tokens[back].low.endswith("ly") or tokens[back].low in {"also", "not", "never", "once"}):
        back -= 1
    return back >= 0 and tokens[back].low in vocabulary("cues", "passive") and tokens[at].low not in {"says", "tells"}


def _quoted_as_saying(tokens: list[Token], at: int) -> Cue | None:
    """The cue of "X was quoted by Y as saying": X speaks, although the verb is passive."""
    if tokens[at].low != "quoted" or not any(token.low == "saying" for token in tokens[at : at + 12]):
        return None
    back = at - 1
    while back >= 0 and tokens[back].low not in vocabulary("cues", "passive"):
        back -= 1
    phrase = subject_before(tokens, back)
    return None if phrase is None else _cue(tokens, at, phrase, quoting=True)


def _agent(tokens: list[Token], at: int) -> Cue | None:
    """The cue of "was described by X as"."""
    by = next((number for number in range(at + 1, min(at + 3, len(tokens))) if tokens[number].low == "by"), None)
    phrase = None if by is None or tokens[at].low == "quoted" else phrase_after(tokens, by + 1)
    return None if phrase is None else _cue(tokens, at, phrase, quoting=True)


def _who_is_quoted(tokens: list[Token], at: int) -> Cue | None:
    """The cue of "The paper quoted X as saying": X speaks."""
    if tokens[at].low not in {"quoted", "quotes"}:
        return None
    phrase = phrase_after(tokens, at + 1)
    if phrase is None or phrase.stop >= len(tokens) or tokens[phrase.stop].low != "as":
        return None
    paper = subject_before(tokens, at)
    return replace(_cue(tokens, at, phrase, quoting=True), first=paper.start if paper else at, last=min(phrase.stop + 1, len(tokens) - 1))


def _behind_comma(tokens: list[Token], at: int, quoting: bool) -> Cue | None:
    """The cue of "…, said prosecutor Ann Mills." at the end of a sentence without a quotation."""
    if not at or tokens[at - 1].text != "," or tokens[at].low not in vocabulary("cues", "without_object"):
        return None
    phrase = phrase_after(tokens, at + 1)
    if phrase is None or (phrase.stop < len(tokens) and tokens[phrase.stop].text not in {".", "?", "!"}):
        return None
    cue = _cue(tokens, at, phrase, inverted=True, quoting=quoting)
    named = cue.speaker is not None and (cue.speaker.known or is_role(tokens[phrase.stop - 1].low))
    return cue if named else None


def _plain(tokens: list[Token], at: int, quoting: bool) -> Cue | None:
    phrase = subject_before(tokens, at)
    if phrase is None:
        return None
    cue = _cue(tokens, at, phrase, quoting=quoting)
    if cue.pronoun is None and cue.speaker is None:
        return None
    doubtful = tokens[at].low in vocabulary("cues", "doubtful") and cue.pronoun is None
    if doubtful and tokens[at].is_capital:
        return None
    return None if doubtful and not _can_speak(tokens, phrase) else cue


def _can_speak(tokens: list[Token], phrase: Phrase) -> bool:
    """Whether a phrase is surely the subject of a word that may also be a noun or a passive participle."""
    last = tokens[head_end(tokens, phrase) - 1]
    if phrase.start and tokens[phrase.start - 1].low in {"of", "for", "at", "in", "with", "from", "on", "by", "to"}:
        return False
    return (last.is_capital or is_role(last.low) or is_voice(last.low)) and not last.possessive


def _inverted(tokens: list[Token], at: int, quoting: bool) -> Cue | None:
    """The cue of "“…,” said Ann Mills" and "Told Mills: “…”"."""
    behind_quotation = bool(at) and tokens[at - 1].quoted
    if at and not behind_quotation and tokens[at - 1].text not in {",", "—", "–", "-"}:
        return None
    phrase = phrase_after(tokens, at + 1)
    if phrase is None:
        return None
    stop = tokens[phrase.stop] if phrase.stop < len(tokens) else None
    if at == 0 and not (stop is not None and (stop.text in {":", ","} or stop.quoted)):
        return None
    ended = stop is None or not stop.is_word or stop.low in vocabulary("phrase", "inner") or stop.low in vocabulary("cues", "after_speaker")
    return _cue(tokens, at, phrase, inverted=True, quoting=quoting) if ended or behind_quotation else None


def closes_clause(line: Line, cue: Cue) -> bool:
    """Whether the cue stands behind what it attributes: "…, officials said."."""
    tokens, start = line.tokens, cue.first
    if start and tokens[start - 1].low == "as":
        start -= 1
    if start == 0 or not (tokens[start - 1].quoted or tokens[start - 1].text in {",", "—", "–", "-"}):
        return False
    if cue.according:
        return True
    rest = tokens[cue.last + (2 if [token.low for token in tokens[cue.last : cue.last + 2]] in (["put", "it"], ["puts", "it"]) else 1) :]
    parenthetical = tokens[start - 1].text == "," and bool(rest) and rest[0].text == ","
    if not parenthetical and _only_introduces(tokens[:start]):
        return False
    if rest and (tokens[cue.at].low in vocabulary("cues", "participles") or (rest[0].quoted and not tokens[start - 1].quoted)):
        return False
    if not rest or rest[0].quoted or rest[0].text in {".", ",", ";", "!", "?", ")", "—", "–"}:
        return True
    if rest[0].low in vocabulary("cues", "behind") or rest[0].low in vocabulary("phrase", "weekdays"):
        return True
    return cue.verb in {"told", "tells", "informed", "assured"} and sum(token.is_word for token in rest) <= 8


def _only_introduces(tokens: list[Token]) -> bool:
    """Whether the words before a cue are no clause of their own: "In a statement on Friday, X said"."""
    if any(token.quoted for token in tokens):
        return False
    role = phrase_ending(tokens, len(tokens) - 1)
    speaker = speaker_in(tokens, role)
    if (
        role is not None
        and speaker is not None
        and not speaker.known
        and (role.start == 0 or tokens[role.start - 1].text in {"-", "–", "—"})
    ):
        return True  # "The minister of finance, Ann Mills, said on Monday that …"
    opening = tokens[0].low
    commas = sum(token.text == "," for token in tokens)
    return (
        sum(token.is_word for token in tokens) < 3 or opening.endswith("ing") or (opening in vocabulary("cues", "openings") and commas < 2)
    )
