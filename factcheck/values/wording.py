"""The words of a quotation, and how two quotations stand to each other.

Two wordings leave open what a quotation leaves out: a part of a longer one is the same utterance told
less fully. Words that differ inside the marks exclude each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from factcheck.language import stop_words
from factcheck.model import Related, Relation
from factcheck.tables import shipped
from factcheck.values.spoken_words import OMITTED, Gap, asked_words

SHORT = 2
"""A quotation of so many words or fewer is a term that somebody may use anew."""

_NORMAL_LENGTH = 80


class Edit(NamedTuple):
    """A stretch of words in which two wordings differ; one side may be empty."""

    left: tuple[str, ...]
    right: tuple[str, ...]

    def __str__(self) -> str:
        left, right = " ".join(self.left), " ".join(self.right)
        return f"“{left}” / “{right}”" if left and right else f"“{left or right}” in one only"


@dataclass(frozen=True, slots=True)
class Wording:
    """A quotation's words in order, folded, without punctuation; who says them and by which verb.

    `words` has `OMITTED` where the quotation marks an omission; what stands in brackets is no word of the
    speaker's. `role` is what the article calls the speaker beside the name. `quoted` says that the words
    stand between quotation marks.
    """

    words: tuple[str, ...]
    speaker: str | None = None
    cue: str | None = None
    quoted: bool = True
    role: str | None = None
    names: frozenset[str] = field(default=frozenset(), compare=False)
    bracketed: tuple[str, ...] = field(default=(), compare=False)

    @property
    def spoken(self) -> tuple[str, ...]:
        """The words without the marks of omission."""
        return tuple(word for word in self.words if word != OMITTED) if OMITTED in self.words else self.words

    @property
    def short(self) -> bool:
        """One or two words: a term or a scare quote."""
        return len(self.spoken) <= SHORT

    @property
    def normal(self) -> str:
        """The words; a long quotation is cut and ends in a digest of all its words."""
        whole = " ".join(self.words)
        if len(whole) <= _NORMAL_LENGTH:
            return whole
        digest = sha256(whole.encode()).hexdigest()[:8]
        return f"{whole[: _NORMAL_LENGTH - 10].rsplit(' ', 1)[0]} … {digest}"

    @property
    def breadth(self) -> float:
        """How much the words leave unsaid: the fewer, the more."""
        return 1.0 / (1 + len(self.spoken))

    def details(self) -> dict[str, Any]:
        return {"speaker": self.speaker, "cue": self.cue}


def wording(text: str, speaker: str | None = None, cue: str | None = None, *, quoted: bool = True, role: str | None = None) -> Wording:
    """The wording of `text`, a quotation without its marks.

    Typography, case, punctuation and line breaks are gone; accents are composed; hyphens, negations and
    signs (≥, %, $) stay.
    """
    words: list[str] = []
    bracketed: list[str] = []
    names: set[str] = set()
    for item in asked_words(text):
        if isinstance(item, Gap):
            words.append(OMITTED)
            bracketed.extend(item.instead or (OMITTED,))
            continue
        words.append(item.word)
        bracketed.append(item.word)
        if item.capital and len(words) > 1:
            names.add(item.word)
    return Wording(tuple(_without_doubles(words)), speaker, cue, quoted, role, frozenset(names), tuple(bracketed))


def spoken_words(text: str) -> tuple[str, ...]:
    """The words of `text` as `Wording.spoken` has them."""
    return wording(text).spoken


def _without_doubles(words: list[str]) -> Iterator[str]:
    """`words` without an omission at either end or beside another."""
    kept: list[str] = []
    for word in words:
        if word != OMITTED or (kept and kept[-1] != OMITTED):
            kept.append(word)
    while kept and kept[-1] == OMITTED:
        kept.pop()
    yield from kept


@cache
def _table(name: str) -> dict[str, Any]:
    return dict(shipped("values/wording.toml")[name])


@cache
def _negations() -> frozenset[str]:
    return frozenset(_table("words")["negations"])


@cache
def _fillers() -> frozenset[str]:
    return frozenset(_table("words")["fillers"])


@cache
def _number_words() -> frozenset[str]:
    return frozenset(_table("words")["numbers"])


@cache
def _styled(word: str) -> tuple[str, ...]:
    """A word as another newspaper's house style may spell it: contractions written out, numbers below a hundred in digits."""
    spelled = _table("style").get(word)
    if spelled is not None:
        return tuple(str(spelled).split())
    tens, _, ones = (str(_table("style").get(part, "1" if part == "one" else "")) for part in word.partition("-"))
    if len(tens) == 2 and tens[0] > "1" and tens[1] == "0" and len(ones) == 1 and ones.isdigit():
        return (tens[0] + ones,)
    for ending, full in (("n't", "not"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'m", "am")):
        if word.endswith(ending) and len(word) > len(ending):
            return (word.removesuffix(ending), full)
    return (word,)


@lru_cache(maxsize=8192)
def _in_one_style(words: tuple[str, ...]) -> tuple[str, ...]:
    joined = tuple(piece for word in words for piece in _styled(word))
    return tuple(piece for word in joined for piece in ((word,) if any(c.isdigit() for c in word) else word.split("-")))


def is_negation(word: str) -> bool:
    """Whether a folded word turns its sentence into its opposite."""
    return word in _negations() or word.endswith("n't")


def is_number(word: str) -> bool:
    """Whether a folded word is or holds a number."""
    return any(letter.isnumeric() for letter in word) or any(part in _number_words() for part in word.split("-"))


@lru_cache(maxsize=8192)
def _said_of(words: tuple[str, ...]) -> frozenset[str]:
    """The words that say something, in one style of spelling."""
    return frozenset(content_words(_in_one_style(words)))


def turns(words: Sequence[str]) -> bool:
    """Whether words left out of a sentence may turn its sense without a negation: "failed to", "far from"."""
    return any(word in _table("words")["turning"] for word in words) or any(
        tuple(words[at : at + 2]) in _turning_pairs() for at in range(len(words) - 1)
    )


@cache
def _turning_pairs() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(pair.split()) for pair in _table("words")["turning_pairs"])


def is_other_in_capitals(word: str) -> bool:
    """Whether a folded word is another word with a capital: "polish", "labour"."""
    return word in _table("words")["capitals"]


def content_words(words: Sequence[str]) -> list[str]:
    """The words that say something, negations apart."""
    stop = stop_words()
    return [word for word in words if word not in stop and word != OMITTED and not is_negation(word)]


def same_speaker(left: str | None, right: str | None) -> bool | None:
    """Whether two speakers as articles name them are one; None where that cannot be told."""
    if left is None or right is None:
        return None
    one, other = _speaker_words(left), _speaker_words(right)
    if not one or not other:
        return None
    if one == other or one[-1] == other[-1]:
        first, second = one[:-1], other[:-1]
        clash = bool(first and second) and left[:1].isupper() and right[:1].isupper() and first[0][0] != second[0][0]
        return not clash
    if set(one) <= set(other) or set(other) <= set(one):
        return True
    # A role may be that of the person the other article names.
    return False if left[:1].isupper() and right[:1].isupper() else None


@lru_cache(maxsize=8192)
def _speaker_words(speaker: str) -> tuple[str, ...]:
    return tuple(word for word in spoken_words(speaker) if word not in ("the", "a", "an", "jr", "sr", "one", "another"))


def relate_wordings(left: Wording, right: Wording) -> Related | None:
    """How two quotations stand to each other; None where they need not be one utterance.

    Every word alike is `same`; a part of the other, or words left out with a mark, is `detail`; words that
    differ are `conflict`.
    """
    swapped = (len(right.spoken), right.words) < (len(left.spoken), left.words)
    shorter, longer = (right, left) if swapped else (left, right)
    if (said := _said_of(shorter.spoken)) and said.isdisjoint(_said_of(longer.spoken)):
        return None
    if shorter.spoken != longer.spoken and not content_words(shorter.spoken):
        return None
    related = (
        _equal(shorter, longer, swapped=swapped)
        or _part(shorter, longer)
        or _omitted(shorter, longer)
        or _edited(shorter, longer, swapped=swapped)
    )
    if related is None or same_speaker(left.speaker, right.speaker) is not False:
        return related
    return Related(related.relation, f"{related.reason}; other speaker: {left.speaker} / {right.speaker}")


def _equal(shorter: Wording, longer: Wording, *, swapped: bool) -> Related | None:
    if not shorter.spoken:
        return None
    if shorter.spoken == longer.spoken or shorter.bracketed == longer.bracketed:
        other = same_speaker(shorter.speaker, longer.speaker) is False
        if other and len(content_words(shorter.spoken)) < 2:
            return None
        return Related(Relation.SAME, "the same words" if other else "every word alike")
    if shorter.words == longer.words:
        return None
    if _in_one_style(shorter.spoken) == _in_one_style(longer.spoken):
        pairs = _turned(_edits(shorter.spoken, longer.spoken), swapped=swapped)
        return Related(Relation.SAME, f"the same words, spelled otherwise: {'; '.join(map(str, pairs[:3]))}")
    return None


def _find(part: Sequence[str], whole: Sequence[str], start: int = 0, stop: int | None = None) -> int:
    """Where `part` stands word for word in `whole`, from `start` and not past `stop`; -1 if nowhere."""
    last = min(len(whole) - len(part), len(whole) if stop is None else stop)
    for at in range(start, last + 1):
        if tuple(whole[at : at + len(part)]) == tuple(part):
            return at
    return -1


def _part(shorter: Wording, longer: Wording) -> Related | None:
    if OMITTED in shorter.words:
        return None
    part, whole = _in_one_style(shorter.spoken), _in_one_style(longer.spoken)
    at = _find(part, whole)
    if at < 0 or len(part) == len(whole):
        return None
    content, one_speaker = len(set(content_words(part))), same_speaker(shorter.speaker, longer.speaker)
    enough = content >= 2 if len(part) > SHORT else content >= 1 and one_speaker is True
    if not enough and len(part) > SHORT:
        enough = content == 1 and one_speaker is True
    if one_speaker is False and (len(part) < 5 or content < 3):
        enough = False
    if not enough:
        return None
    lost = at > 0 and is_negation(whole[at - 1]) and not any(map(is_negation, part))
    return Related(Relation.DETAIL, "a part of the longer quotation" + (f", without the “{whole[at - 1]}” before it" if lost else ""))


def _omitted(shorter: Wording, longer: Wording) -> Related | None:
    """The words of a quotation that marks what it leaves out, in order and nearby in the other."""
    for marked, other in ((shorter, longer), (longer, shorter)):
        segments = _segments(marked.words)
        if len(segments) < 2 or len(content_words(marked.spoken)) < 2:
            continue
        skipped = _skipped(segments, other.spoken)
        if skipped is None:
            continue
        negation = next((word for word in skipped if is_negation(word)), None)
        if negation is not None:
            return Related(Relation.CONFLICT, f"words differ: the negation “{negation}” is left out")
        if turns(skipped):
            return Related(Relation.CONFLICT, f"words differ: what is left out turns the sense: “{' '.join(skipped)}”")
        number = next((word for word in skipped if any(letter.isdigit() for letter in word)), None)
        return Related(
            Relation.DETAIL, "words left out, and marked as left out" + (f", the number “{number}” among them" if number else "")
        )
    return None


def _segments(words: Sequence[str]) -> list[tuple[str, ...]]:
    segments: list[list[str]] = [[]]
    for word in words:
        if word == OMITTED:
            segments.append([])
        else:
            segments[-1].append(word)
    return [tuple(segment) for segment in segments if segment]


def _skipped(segments: list[tuple[str, ...]], whole: Sequence[str], nearby: int = 25) -> list[str] | None:
    """The words of `whole` between the segments, each at most `nearby` words after the one before; None if one is missing."""
    first = _find(segments[0], whole)
    while first >= 0:
        at = first + len(segments[0])
        skipped: list[str] = []
        for segment in segments[1:]:
            place = _find(segment, whole, at, at + nearby)
            if place < 0:
                break
            skipped.extend(whole[at:place])
            at = place + len(segment)
        else:
            return skipped
        first = _find(segments[0], whole, first + 1)
    return None


def _edits(left: Sequence[str], right: Sequence[str]) -> list[Edit]:
    from rapidfuzz.distance import Levenshtein

    return [
        Edit(tuple(left[step.src_start : step.src_end]), tuple(right[step.dest_start : step.dest_end]))
        for step in Levenshtein.opcodes(list(left), list(right))
        if step.tag != "equal"
    ]


def _turned(edits: list[Edit], *, swapped: bool) -> list[Edit]:
    """`edits` with the sides as the caller gave them."""
    return [Edit(edit.right, edit.left) for edit in edits] if swapped else edits


def _edited(shorter: Wording, longer: Wording, *, swapped: bool) -> Related | None:
    from rapidfuzz.distance import Levenshtein

    left, right = _in_one_style(shorter.spoken), _in_one_style(longer.spoken)
    if len(left) < 3 or not set(content_words(left)) & set(content_words(right)):
        return None
    steps = Levenshtein.opcodes(list(left), list(right))
    equal = [step for step in steps if step.tag == "equal"]
    kept = sum(step.src_end - step.src_start for step in equal)
    if not kept:
        return None
    # What one quotation has before or after all that they share is a trim, not an alteration.
    core = [step for step in steps if equal[0].src_start <= step.src_start and step.src_end <= equal[-1].src_end]
    core = [step for step in core if equal[0].dest_start <= step.dest_start and step.dest_end <= equal[-1].dest_end]
    head, tail = _outside(left, right, equal[0], equal[-1])
    one_speaker = same_speaker(shorter.speaker, longer.speaker)
    inner = [Edit(left[s.src_start : s.src_end], right[s.dest_start : s.dest_end]) for s in core if s.tag != "equal"]
    if not inner and not (head[0] and head[1]) and not (tail[0] and tail[1]):
        overlap = left[equal[0].src_start : equal[0].src_end]
        if len(overlap) >= 5 and len(content_words(overlap)) >= 2 and one_speaker is not False:
            return Related(Relation.DETAIL, "they overlap: each has words that the other leaves out")
        return None
    trimmed_left, trimmed_right = left, right
    edits = list(inner)
    if head[0] and head[1]:
        edits.insert(0, Edit(head[0], head[1]))
    else:
        trimmed_left, trimmed_right = left[len(head[0]) :], right[len(head[1]) :]
    if tail[0] and tail[1]:
        edits.append(Edit(tail[0], tail[1]))
    else:
        trimmed_left = trimmed_left[: len(trimmed_left) - len(tail[0])]
        trimmed_right = trimmed_right[: len(trimmed_right) - len(tail[1])]
    if not _near(trimmed_left, trimmed_right, kept, edits, one_speaker, steps, (len(left), len(right))):
        return _reordered(left, right, one_speaker)
    if all(set(edit.left) | set(edit.right) <= _fillers() for edit in edits):
        return Related(Relation.DETAIL, "the same words but for a filler")
    return Related(Relation.CONFLICT, _told(_turned(edits, swapped=swapped)))


def _outside(
    left: tuple[str, ...], right: tuple[str, ...], first: Any, last: Any
) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], tuple[tuple[str, ...], tuple[str, ...]]]:
    """The words of both before the first and after the last words that they share."""
    return (left[: first.src_start], right[: first.dest_start]), (left[last.src_end :], right[last.dest_end :])


def _near(
    left: tuple[str, ...],
    right: tuple[str, ...],
    kept: int,
    edits: list[Edit],
    one_speaker: bool | None,
    steps: Any,
    whole: tuple[int, int],
) -> bool:
    """Whether so much is alike that the words must be one utterance, told with other words."""
    changed = [word for edit in edits for word in (*edit.left, *edit.right)]
    content = len(content_words(left)) - sum(len(content_words(edit.left)) for edit in edits)
    if content < 1:
        return False
    similar = kept / max(len(left), len(right))
    whole_similar = kept / min(whole)
    only_negation = all(is_negation(word) or word in ("do", "does", "did", "ever") for word in changed)
    if only_negation and one_speaker is not False and whole_similar >= 0.6 and (content >= 2 or one_speaker or len(left) >= 4):
        return True
    only_numbers = bool(changed) and all(map(is_number, changed)) and all(edit.left and edit.right for edit in edits)
    if only_numbers and one_speaker is not False and whole_similar >= 0.75 and content >= 2:
        return True
    if one_speaker is False:
        return similar >= 0.85 and kept >= 10 and content >= 4
    if similar >= 0.75 and kept >= 4 and whole_similar >= 0.6:
        # A short likeness of which the subject or the object changed may be said of somebody else.
        return one_speaker is True or content >= 3 or kept >= 8
    runs = [step.src_end - step.src_start for step in steps if step.tag == "equal"]
    long_runs = sum(run for run in runs if run >= 2)
    gaps = max((max(len(edit.left), len(edit.right)) for edit in edits), default=0)
    return long_runs >= 5 and long_runs / min(whole) >= 0.75 and gaps <= 12 and content >= 3


def _reordered(left: tuple[str, ...], right: tuple[str, ...], one_speaker: bool | None) -> Related | None:
    if Counter(left) == Counter(right) and len(left) >= 4 and one_speaker is not False and len(content_words(left)) >= 2:
        return Related(Relation.CONFLICT, "words differ: the same words in another order")
    return None


def _told(edits: list[Edit]) -> str:
    negations = {
        side: Counter("not" if is_negation(word) else "" for edit in edits for word in getattr(edit, side)) for side in ("left", "right")
    }
    named = "; ".join(map(str, edits[:3])) + ("; …" if len(edits) > 3 else "")
    if negations["left"]["not"] != negations["right"]["not"]:
        return f"words differ, the negation too: {named}"
    if any(is_number(word) for edit in edits for word in (*edit.left, *edit.right)):
        return f"words differ, a number too: {named}"
    return f"words differ: {named}"
