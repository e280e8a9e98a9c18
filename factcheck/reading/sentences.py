"""An article's sentences.

Every stop is judged by what stands around it: the word before, the word after, quotation marks, brackets.
sentencex is asked about words that the tables here do not know.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any

from factcheck.language import straighten
from factcheck.model import Article, Sentence, Span
from factcheck.reading.boilerplate import boilerplate, is_crosshead, listed
from factcheck.reading.marks import closing_marks, inner_brackets
from factcheck.reading.paragraphs import paragraphs
from factcheck.tables import shipped

_STOP = re.compile(r"[.!?…。！？]")
_UNSPACED = re.compile(r"\S+")
_STOPS = frozenset(".!?…。！？")
_WIDE_STOPS = frozenset("。！？")
_CLOSERS = frozenset(")]}*_")
_OPENERS = frozenset("\"'([{*_¿¡")
_CONTINUING = frozenset("-,;:/&%+=|)]}")
_WORD_LIMIT = 40
_LONGEST = 2000
_CUTS = ("; ", ", ", " ")
_WORD = re.compile(r"\w[\w'&-]{0,39}")
_ANY_WORD = re.compile(r"[\w'&-]{1,40}")
_BEFORE_LOWER = re.compile(r"[\w'&-]{1,40} (\w)")
_SPACED_INITIALS = re.compile(r"(?<![\w.'])((?:[^\W\d_]\. ?){1,3}[^\W\d_])$")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.){0,6}[^\W\d_]{1,2}")
_PARTY = re.compile(r"[A-Z]-(?=[A-Z])")
_CALIBER = re.compile(r"\d{2,3}[ -]?(?:cal|mm|magnum|gauge)", re.IGNORECASE)
_SCALED = re.compile(r"\d{1,3} ?(?:%|percent|per cent|million|billion|trillion|points?\b|miles|km|kilomet|inch)", re.IGNORECASE)
_HASHTAGS = re.compile(r"(?:(?<=[.!?*])|(?<=[.!?*] ))#\w{1,80}(?: #\w{1,80}){0,50}(?= [A-Z][a-z])")


def split(article: Article, boilerplate_patterns: Sequence[str] = ()) -> tuple[Sentence, ...]:
    """The sentences of `article` in order of place.

    A headline, a crosshead, a caption or any other line on its own is a sentence too. Every visible character belongs to exactly one
    sentence; no sentence starts or ends with a space. A quotation of several sentences is split at its inner ends. What goes on for
    thousands of characters without an end is a list or no prose, and is cut between two of its parts. What matches one of
    `boilerplate_patterns` (words, with `*` for any others) as a whole is boilerplate as well.
    """
    text = article.text
    by_paragraph = [list(_spans(text, paragraph)) for paragraph in paragraphs(text)]
    found: list[Sentence] = []
    for number, spans in enumerate(by_paragraph):
        for start, end in spans:
            alone = len(spans) == 1
            reason = boilerplate(text[start:end], alone, number) or listed(text[start:end], boilerplate_patterns)
            if reason is None and alone and 1 < number < len(by_paragraph) - 1:
                before, after = by_paragraph[number - 1][-1], by_paragraph[number + 1][-1]
                if is_crosshead(text[start:end], text[before.start : before.end], text[after.start : after.end]):
                    reason = "crosshead"
            found.append(Sentence(article, len(found), start, end, number, reason))
    return tuple(found)


def _spans(text: str, paragraph: Span) -> Iterator[Span]:
    """The paragraph's sentences, outer space trimmed."""
    plain = straighten(text[paragraph.start : paragraph.end])
    words = [(match.start() + paragraph.start, match.end() + paragraph.start) for match in _UNSPACED.finditer(plain)]
    # Sought with single spaces, so that how an article was broken into lines changes nothing.
    single = _Paragraph(" ".join(text[start:end] for start, end in words), " ".join(plain.split()))
    places = list(accumulate((end - start + 1 for start, end in words), initial=0))
    start = paragraph.start
    for end in _bounded(single.plain, [*single.ends(), len(single.plain)]):
        word = bisect_left(places, end) - 1
        right = words[word][0] + end - places[word]
        if start < right:
            yield Span(start, right)
        ends_word = end == places[word + 1] - 1 and word + 1 < len(words)
        start = words[word + 1][0] if ends_word else right


def _bounded(plain: str, ends: Iterable[int]) -> Iterator[int]:
    """`ends`, with a cut wherever a sentence would be longer than any that somebody reads: what is searched in a sentence stays small."""
    start = 0
    for end in ends:
        while end - start > _LONGEST:
            found = ((mark, plain.rfind(mark, start + _LONGEST // 2, start + _LONGEST)) for mark in _CUTS)
            start = next((at + len(mark) - 1 for mark, at in found if at >= 0), start + _LONGEST)
            yield start
        yield end
        start = end


class _Paragraph:
    """A paragraph while the ends of its sentences are sought: as written and, of the same length, in plain typography; single spaces."""

    def __init__(self, written: str, plain: str) -> None:
        self.plain = plain
        self.closing = closing_marks(written, plain)
        self.brackets = inner_brackets(plain)
        self.start = 0

    def ends(self) -> Iterator[int]:
        """Where sentences end inside the paragraph: each place follows a character that is no space."""
        plain = self.plain
        tags = iter([match.end() for match in _HASHTAGS.finditer(plain)] if "#" in plain else [])
        tag = next(tags, len(plain))
        at = 0
        while (stop := _STOP.search(plain, at)) is not None:
            at = self._cluster(stop.start())
            while tag <= stop.start():
                self.start = tag
                yield tag
                tag = next(tags, len(plain))
            if at < len(plain) and self._is_end(stop.start(), at):
                self.start = at
                yield at
        if tag < len(plain):
            yield tag
            yield from tags

    def _cluster(self, stop: int) -> int:
        """The end of the stops that follow one another, with the marks that close after them."""
        plain = self.plain
        at = stop + 1
        while at < len(plain):
            if plain[at] in _STOPS or plain[at] in _CLOSERS or at in self.closing:
                at += 1
                continue
            ahead = self._skip_space(at)
            # A space before the closing mark or the next stop: tokenised text, or an ellipsis after the stop.
            if ahead in self.closing or (plain[ahead : ahead + 1] in _STOPS and ahead > at and not plain[ahead + 1 : ahead + 2].isalnum()):
                at = ahead + 1
                continue
            break
        return at

    def _skip_space(self, at: int) -> int:
        while at < len(self.plain) and self.plain[at] == " ":
            at += 1
        return at

    def _is_end(self, stop: int, end: int) -> bool:
        """Whether the stops from `stop` to `end` end a sentence."""
        plain = self.plain
        if plain[end - 1] in _WIDE_STOPS:
            return True
        opened = following = self._skip_space(end)
        while following < len(plain) and plain[following] in _OPENERS:
            following += 1
        following = self._skip_space(following)
        if following == len(plain) or plain[following] in _CONTINUING or not _has_words(plain, following):
            return False
        before = self._word_before(stop)
        marks = plain[stop:end]
        if opened == end:
            return self._is_glued_end(before, following)
        bracket = self._bracket_around(stop)
        if bracket >= opened:
            return False
        word = match.group() if (match := _WORD.match(plain, following)) else ""
        if plain[following].islower():
            return _is_end_before_lower(before, word, marks)
        if "?" in marks or "!" in marks:
            return not self._goes_on_after_question(before + marks[0], marks, following)
        if marks.startswith(("..", "…", ". .", ". …")):
            elided = plain[stop - 1 : stop] == " " and len(marks.replace(" ", "")) < 4
            return not elided or self._opens(following, word)
        if not before:
            return not (word[:1].isdigit() and _CALIBER.match(plain, following))
        if ")" in marks and (plain[max(0, stop - len(before) - 1)] in "([" or (bracket > stop and _is_abbreviation(before))):
            # A note on the name before it: "Gen. (ret.) John Roe", "Sen. Jane Doe (D-N.Y.) on Tuesday".
            return self._opens(following, word)
        if len(marks.rstrip("\"'*_ ")) > 1:
            return True
        return self._is_end_after(before, stop, opened, following, word)

    def _is_glued_end(self, before: str, following: int) -> bool:
        """A sentence end without a space after it ("of the police.The mayor")."""
        plain = self.plain
        if not (len(before) > 1 and before.isalpha() and before.islower() and plain[following].isupper()):
            return False
        word = _WORD.match(plain, following)
        # "example.Com" and "node.Js" have no word after a space.
        return (
            word is not None and (len(word.group()) == 1 or word.group()[1:].islower()) and plain[word.end() : word.end() + 1] in (" ", ",")
        )

    def _word_before(self, stop: int) -> str:
        """What stands before the stop up to a space, opening marks dropped; inner stops kept ("U.S")."""
        piece = self.plain[max(self.start, stop - _WORD_LIMIT) : stop]
        if not piece or piece[-1] == " ":
            return ""
        spaced = _SPACED_INITIALS.search(piece)
        if spaced:
            # "p. m." and "U. S." of tokenised text
            return spaced.group(1).replace(" ", "")
        return piece.rsplit(None, 1)[-1].lstrip("\"'([{*_-$")

    def _bracket_around(self, stop: int) -> int:
        """Where the bracket closes that holds the stop within a sentence; -1 without one."""
        index = bisect_right(self.brackets, (stop, len(self.plain))) - 1
        return self.brackets[index][1] if index >= 0 and self.brackets[index][1] > stop else -1

    def _goes_on_after_question(self, before: str, marks: str, following: int) -> bool:
        """`“Why?” Jane Doe asked`, or a name with a mark of its own."""
        if before.lower() in _listed("exclaimed"):
            return not self._opens(following, "")
        if not marks.rstrip().endswith(("'", '"')):
            return False
        words = _ANY_WORD.findall(self.plain[following : following + 90])[:6]
        if not words or words[0].lower() in _openers("certain") - {"the", "a", "an"}:
            return False
        for word in words[1:]:
            if word in _speech_verbs():
                return True
            if not word[0].isupper() and word not in {"of", "the", "de", "van", "von", "al", "and"}:
                return False
        return False

    def _is_end_after(self, before: str, stop: int, opened: int, following: int, word: str) -> bool:
        """After one full stop; a capital, a number or a sign is ahead."""
        plain = self.plain
        folded = before.lower()
        number = word[:1].isdigit()
        if number and (
            (len(before) == 1 and _CALIBER.match(plain, following))
            or (before.isdigit() and len(before) < 4 and _SCALED.match(plain, following))
            or before in _listed("numbered")
        ):
            return False
        if folded == "no":
            return not (number and (before != "no" or self._is_rank(stop)))
        if folded in _listed("inner") or self._is_list_mark(before, stop):
            return False
        if folded in ("a.m", "p.m"):
            goes_on = word.lower() in _openers("times") or (number and self._is_day(following)) or plain[opened] == "("
            return not goes_on and not self._is_headline()
        shouted = before.isupper() and len(before) > 1
        # "SGT. JANE DOE" is a title, "told the SEC. The agency" is not.
        listed = before.capitalize() if shouted and word.isupper() else _PARTY.sub("", before)
        if listed in _listed("titles"):
            return False
        opens = self._opens(following, word)
        if listed in _listed("states"):
            after_town = plain[max(0, stop - len(before) - 2) : stop - len(before)].rstrip().endswith(",")
            return plain[opened] != "(" and (opens or (after_town and not shouted)) and not self._is_headline()
        if _is_abbreviation(listed):
            return opens and not self._is_headline()
        if listed in _listed("months") or listed in _listed("weekdays") or folded in _openers("times"):
            return not number or listed not in _listed("months")
        if before.islower() or shouted or not before[0].isalpha() or opened > stop + 2 or opens:
            return True
        return _library_splits(
            " ".join(plain[max(self.start, stop - 80) : stop + 1].split()), " ".join(plain[following : following + 40].split())
        )

    def _is_day(self, following: int) -> bool:
        """A day of the month is ahead ("8 p.m. 5 June")."""
        words = re.split(r"[ ./]{1,4}", self.plain[following : following + 30])
        return len(words) > 1 and words[1].lower() in _openers("times")

    def _is_rank(self, stop: int) -> bool:
        """Whether a lower-case "no." names a rank ("the no. 2 official") and is no answer ("he said no. 50 people left")."""
        previous = self.plain[max(self.start, stop - _WORD_LIMIT) : stop - 2].rsplit(None, 1)
        return bool(previous) and previous[-1].lower() in _openers("ranks")

    def _is_list_mark(self, before: str, stop: int) -> bool:
        """Whether the word is the mark of a list ("1.", "A.") at the beginning of a sentence."""
        short = len(before) == 1 or (before.isdigit() and len(before) < 3)
        return short and stop - self.start < 10 and not self.plain[self.start : stop - len(before)].strip(" \"'(*")

    def _is_headline(self) -> bool:
        """A line in title case without a final stop, where every word looks as if it opened a sentence."""
        if len(self.plain) > 200 or self.plain.rstrip("\"') ")[-1:] in _STOPS:
            return False
        words = [word for word in self.plain.split() if word[0].isalpha()]
        return 10 * sum(word[0].isupper() for word in words) >= 6 * len(words)

    def _opens(self, following: int, word: str) -> bool:
        """The word ahead opens a sentence and is hardly a name."""
        word = word.lower().strip("'")
        if word in _openers("certain"):
            return word != "a" or self.plain[following + 1 : following + 2] == " "
        after = _BEFORE_LOWER.match(self.plain, following) if word in _openers("nouns") else None
        return after is not None and after.group(1).islower()


def _is_end_before_lower(before: str, word: str, marks: str) -> bool:
    if (
        marks != "."
        or len(before) < 3
        or not before.isalpha()
        or any(before in _listed(name) for name in ("inner", "numbered", "titles", "suffixes"))
    ):
        return False
    # A name such as "iPhone", or careless typing: there only a word that opens a sentence is sure.
    return (word[1:2].isupper() and len(word) > 2) or (word in _openers("careless") and len(before) > 3 and before.islower())


def _has_words(plain: str, following: int) -> bool:
    """False for a last smiley or dash, which is no sentence of its own."""
    return len(plain) - following > 8 or any(letter.isalnum() for letter in plain[following:])


def _is_abbreviation(word: str) -> bool:
    """An acronym, an initial or a word that is written with a stop and may end a sentence."""
    word = _PARTY.sub("", word)
    known = word in _listed("suffixes") or word in _listed("states") or word.lower() in _listed("late")
    return known or (_INITIALS.fullmatch(word) is not None and (len(word) == 1 or "." in word))


@lru_cache(maxsize=4096)
def _library_splits(left: str, right: str) -> bool:
    """Whether sentencex ends a sentence between the two; marks that mislead it and letters it cannot take are masked."""
    from sentencex import get_sentence_boundaries  # type: ignore[import-untyped]

    allowed = frozenset(" .,;:'&$-")
    text = f"{left} {right}"
    masked = "".join(
        letter if letter in allowed or (letter.isascii() and letter.isalnum()) else "x" if letter.isalnum() else " " for letter in text
    )
    return any(len(left) <= boundary["end_index"] <= len(left) + 1 for boundary in get_sentence_boundaries("en", masked)[:-1])


@cache
def _data() -> dict[str, Any]:
    return shipped("reading/sentences.toml")


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(_data()["abbreviations"][name])


@cache
def _openers(name: str) -> frozenset[str]:
    return frozenset(_data()["openers"][name])


@cache
def _speech_verbs() -> frozenset[str]:
    return frozenset(_data()["speech"]["verbs"])
