"""One quotation in one article: word for word, with marked omissions, or in other words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from factcheck.language import lemma, stop_words
from factcheck.quoting.answers import Found, InSource, WordEdit
from factcheck.quoting.passages import Passages, Stream, Voices
from factcheck.values.spoken_words import OMITTED, Gap, Word
from factcheck.values.wording import content_words, is_negation, is_number

FEW = 5
"""A quotation of fewer words is there word for word or not at all."""

NEARBY = 25
"""Words that a marked omission may leave out."""

ACRONYMS = frozenset({"us", "it", "who", "aids"})
"""Words that are others in capitals."""

LEAST_KEPT = 0.6
"""Share of a quotation's words that a source must have in order for the two to be one utterance in other words."""

LEAST_ALIKE = 40
"""Percent of two stretches of words that must be in common for a closer look."""

LEAST_PIECE = 4
"""Words of a piece, of a quotation put together from pieces that stand apart."""


class Place(NamedTuple):
    """A stretch of a stream: the numbers of its first word and of the one behind its last."""

    stream: Stream
    first: int
    stop: int

    @property
    def words(self) -> tuple[Word, ...]:
        return self.stream.words[self.first : self.stop]


class Asked:
    """A quotation that is looked for: `items` are its words and the omissions it marks, `literal` its words with those in brackets."""

    def __init__(self, items: Sequence[Word | Gap]) -> None:
        self.items = items
        self.gaps = any(isinstance(item, Gap) for item in items)
        self.literal = tuple(word for item in items for word in (item.instead if isinstance(item, Gap) else (item.word,)))
        self.bare = tuple(item.word for item in items if isinstance(item, Word))
        self.marks_omission = any(isinstance(item, Gap) and not item.instead for item in items)
        self.distinct = frozenset(self.literal)
        self.distinct_bare = frozenset(self.bare)
        self.content = {words: frozenset(content_words(words)) or frozenset(words) for words in (self.literal, self.bare)}
        self.acronyms = _acronyms(items)


def search(asked: Asked, passages: Passages) -> InSource:
    """The best place of a quotation in an article."""
    if not asked.marks_omission and asked.distinct <= passages.vocabulary:
        found = _word_for_word(asked.literal, passages, asked.acronyms)
        if found is not None:
            return found
    if len(asked.bare) < FEW:
        denied = not asked.marks_omission and any(_denied(place, passages) for place in _places(asked.literal, passages))
        return InSource(passages.article, Found.ABSENT, negation_changed=denied)
    if asked.gaps and asked.distinct_bare <= passages.vocabulary:
        found = _elided(asked.items, passages)
        if found is not None:
            return found
    for words, content in asked.content.items():
        if len(content & passages.vocabulary) >= max(1, LEAST_KEPT * len(content) - 1e-9):
            found = _altered(words, passages)
            if found is not None:
                return found
    return InSource(passages.article, Found.ABSENT)


def _places(wanted: tuple[str, ...], passages: Passages) -> list[Place]:
    """Where every word stands in order, in the text or where no "he said" interrupts."""
    places = [Place(passages.told, at, at + len(wanted)) for at in passages.told.find(wanted)]
    if not places and len(passages.quotations) > 1 and passages.uninterrupted is not None:
        stream = passages.uninterrupted
        places = [Place(stream, at, at + len(wanted)) for at in stream.find(wanted)]
    return places


def _word_for_word(wanted: tuple[str, ...], passages: Passages, acronyms: Mapping[int, bool]) -> InSource | None:
    places = _places(wanted, passages)
    whole = [place for place in places if passages.voices(place.words) is not Voices.BOTH and not _capitals_differ(place, acronyms)]
    denied = [place for place in whole if _denied(place, passages)]
    sure = [place for place in whole if place not in denied]
    if sure:
        return _told(_best(sure, passages), passages, Found.VERBATIM, occurrences=len(sure))
    if len(wanted) < FEW:
        return None
    if denied:
        place = denied[0]
        before = place.stream.words[place.first - 1].word
        wider = Place(place.stream, place.first - 1, place.stop)
        return _told(wider, passages, Found.ALTERED, edits=(WordEdit("insert", "", before),), negation_changed=is_negation(before))
    if not places:
        return None
    shouting = next((one for one in places if _capitals_differ(one, acronyms)), None)
    if shouting is not None:
        others = [shouting.words[number] for number, shouted in acronyms.items() if shouting.words[number].shouted != shouted]
        edits = tuple(WordEdit("replace", _shown(word, not word.shouted), _shown(word, word.shouted)) for word in others)
        return _told(shouting, passages, Found.ALTERED, edits=edits)
    own = [word.word for word in places[0].words if passages.quotation_at(word.start) is None]
    edit = WordEdit("insert", "", f"{' '.join(own)} (outside the quotation marks)")
    return _told(places[0], passages, Found.ALTERED, edits=(edit,))


def _shown(word: Word, shouted: bool) -> str:
    return word.word.upper() if shouted else word.word


def _acronyms(asked: Sequence[Word | Gap]) -> dict[int, bool]:
    """Which words of a quotation are others in capitals, by their number, and whether they are in capitals; none where all is in capitals."""
    words = [word for item in asked for word in ([item] if isinstance(item, Word) else [None] * len(item.instead))]
    if all(word is None or word.shouted or len(word.word) < 2 for word in words):
        return {}
    return {number: word.shouted for number, word in enumerate(words) if word is not None and word.word in ACRONYMS}


def _capitals_differ(place: Place, acronyms: Mapping[int, bool]) -> bool:
    """Whether "US" stands where the other has "us", in a text that is not all in capitals."""
    words = place.words
    if not acronyms or all(word.shouted or len(word.word) < 2 for word in words):
        return False
    return any(words[number].shouted != shouted for number, shouted in acronyms.items())


def _best(places: Sequence[Place], passages: Passages) -> Place:
    """The place within marks, by a named speaker, the first."""

    def rank(place: Place) -> tuple[bool, bool, int]:
        start = place.words[0].start
        quoted = passages.quotation_at(start) is not None
        spoken = passages.speaker_at(start) if quoted and len(places) > 1 else None
        return not quoted, spoken is None or spoken.speaker is None, start

    return min(places, key=rank)


def _denied(place: Place, passages: Passages) -> bool:
    """Whether the word in front turns what follows, in one sentence and voice: a negation, or the "a" of "a few"."""
    if place.first == 0:
        return False
    before, first = place.stream.words[place.first - 1], place.words[0]
    between = passages.article.text[before.end : first.start]
    turns = is_negation(before.word) or before.word == "a" and first.word in ("few", "little")
    return turns and not between.strip(" \u00a0\t\r\n'’*_")


def _told(
    place: Place,
    passages: Passages,
    verdict: Found,
    *,
    edits: tuple[WordEdit, ...] = (),
    negation_changed: bool = False,
    similarity: float = 1.0,
    occurrences: int = 0,
) -> InSource:
    article = passages.article
    words = place.words
    spans = tuple(passages.parts(words[0], words[-1], place.stream))
    quoted = passages.voices(words) is Voices.QUOTED
    spoken = passages.speaker_at(words[0].start) or passages.speaker_at(words[-1].start)
    return InSource(
        article,
        verdict,
        spans,
        " ".join(article.text[start:end] for start, end in spans),
        quoted,
        spoken.speaker if spoken else None,
        spoken.cue if spoken else None,
        similarity,
        edits,
        negation_changed,
        occurrences,
    )


class _Step(NamedTuple):
    """A run of words of an elided quotation, and the gap in front of it (None before the first)."""

    gap: Gap | None
    words: tuple[str, ...]


def _steps(asked: Sequence[Word | Gap]) -> list[_Step]:
    steps: list[_Step] = []
    gap: Gap | None = None
    run: list[str] = []
    for item in asked:
        if isinstance(item, Word):
            run.append(item.word)
            continue
        if run:
            steps.append(_Step(gap, tuple(run)))
            run, gap = [], item
        else:
            gap = Gap((*(gap.instead if gap else ()), *item.instead), (*(gap.named if gap else ()), *item.named))
    if run:
        steps.append(_Step(gap, tuple(run)))
    return steps


def _elided(asked: Sequence[Word | Gap], passages: Passages) -> InSource | None:
    """The runs of a quotation in order and nearby in one passage, with what its marks leave out or put instead."""
    steps = _steps(asked)
    failed: InSource | None = None
    for stream in (passages.told, passages.uninterrupted if len(passages.quotations) > 1 else None):
        if stream is None:
            continue
        for place, skipped in _walks(steps, stream):
            if passages.voices(place.words) is Voices.BOTH or not _one_passage(place, passages) or _denied(place, passages):
                continue
            edits = tuple(_not_to_be_left_out(steps, skipped))
            similarity = round(sum(len(step.words) for step in steps) / len(place.words), 4)
            if not edits:
                left_out = any(word.word != OMITTED for words in skipped for word in words) or any(
                    step.gap and step.gap.instead for step in steps
                )
                if not left_out:  # a pause, which both mark
                    return _told(place, passages, Found.VERBATIM, occurrences=1)
                return replace(_told(place, passages, Found.ELIDED, similarity=similarity), spans=tuple(_runs(steps, skipped, place)))
            negated = any(is_negation(word) for edit in edits for word in f"{edit.quote} {edit.source}".split())
            failed = failed or _told(place, passages, Found.ALTERED, edits=edits, negation_changed=negated, similarity=similarity)
    return failed


def _runs(steps: Sequence[_Step], skipped: Sequence[tuple[Word, ...]], place: Place) -> Iterator[tuple[int, int]]:
    """The stretches of the text that the quotation gives."""
    at = place.first
    for step, left_out in zip(steps, skipped, strict=True):
        at += len(left_out) if step is not steps[0] else 0
        yield place.stream.words[at].start, place.stream.words[at + len(step.words) - 1].end
        at += len(step.words)


def _walks(steps: Sequence[_Step], stream: Stream) -> Iterator[tuple[Place, list[tuple[Word, ...]]]]:
    """Every place where the runs stand in order, each at most `NEARBY` words behind the one before; what lies between."""
    for first in stream.find(steps[0].words):
        at = first + len(steps[0].words)
        skipped: list[tuple[Word, ...]] = [()]
        for step in steps[1:]:
            following = next(stream.find(step.words, at, at + NEARBY), None)
            if following is None:
                break
            skipped.append(stream.words[at:following])
            at = following + len(step.words)
        else:
            instead = steps[0].gap.instead if steps[0].gap else ()
            if instead:  # a quotation that opens in brackets stands for as many words of the source, or for none
                skipped[0] = stream.words[max(0, first - len(instead)) : first]
            yield Place(stream, first, at), skipped


def _one_passage(place: Place, passages: Passages) -> bool:
    """Whether the words stand in one paragraph, or in one quotation of several."""
    first, last = place.words[0], place.words[-1]
    if "\n" not in passages.article.text[first.end : last.start].strip():
        return True
    within = [one for one in passages.quotations if one.end > first.start and one.start < last.end]
    return passages.voices(place.words) is Voices.QUOTED and all(one.continues for one in within[1:])


def _not_to_be_left_out(steps: Sequence[_Step], skipped: Sequence[tuple[Word, ...]]) -> Iterator[WordEdit]:
    """What no mark of omission excuses: a negation or a number that comes or goes, a word that becomes another, a name that comes."""
    for step, left_out in zip(steps, skipped, strict=True):
        instead = step.gap.instead if step.gap else ()
        gone = tuple(word.word for word in left_out)
        if instead == gone:
            continue
        if step is steps[0]:
            gone = ()
        named = [word for word in (step.gap.named if step.gap else ()) if word not in stop_words() and word not in gone]
        if _grave(instead) != _grave(gone) or named or instead and not _same_sense(instead, gone):
            yield WordEdit("replace" if instead and gone else "insert" if gone else "delete", " ".join(instead), " ".join(gone))


def _grave(words: Sequence[str]) -> Counter[str]:
    """The negations and numbers among words."""
    return Counter(word for word in words if is_negation(word) or is_number(word))


def _same_sense(instead: Sequence[str], gone: Sequence[str]) -> bool:
    """Whether brackets replace nothing that says something but by another form of it."""
    lost = set(map(lemma, content_words(gone)))
    return not lost or lost <= set(map(lemma, content_words(instead)))


def _altered(wanted: tuple[str, ...], passages: Passages) -> InSource | None:
    """The passage that has most of the words in order, where that is enough for the two to be one utterance."""
    streams = [passages.told]
    if len(passages.quotations) > 1 and passages.uninterrupted is not None:
        streams.append(passages.uninterrupted)
    nearest = [one for stream in streams if (one := _nearest(wanted, stream)) is not None]
    if nearest:
        place, kept = max(nearest, key=lambda one: one[1])
        found = [word.word for word in place.words]
        kept_content = (Counter(content_words(wanted)) & Counter(content_words(found))).total()
        if kept >= LEAST_KEPT * len(wanted) and kept_content >= max(1, LEAST_KEPT * len(content_words(wanted)) - 1e-9):
            return _told(
                place,
                passages,
                Found.ALTERED,
                edits=tuple(_edits(wanted, found)),
                negation_changed=sum(map(is_negation, wanted)) != sum(map(is_negation, found)),
                similarity=_similarity(wanted, found),
            )
    return _in_pieces(wanted, passages)


def _nearest(wanted: tuple[str, ...], stream: Stream) -> tuple[Place, int] | None:
    """The stretch that differs least, with how many words it keeps."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.fuzz import partial_ratio_alignment

    words = stream.spelled
    if len(words) <= len(wanted):
        around = (0, len(words))
    else:
        aligned = partial_ratio_alignment(wanted, words, score_cutoff=LEAST_ALIKE)
        if aligned is None:
            return None
        slack = 3 + len(wanted) // 3
        around = (max(0, aligned.dest_start - slack), min(len(words), aligned.dest_end + slack))
    window = words[around[0] : around[1]]
    equal = [step for step in Levenshtein.opcodes(wanted, window) if step.tag == "equal"]
    if not equal:
        return None
    # The first and last words may replace those of the quotation one by one; what stands further out is not of it.
    first = max(0, equal[0].dest_start - equal[0].src_start)
    stop = min(len(window), equal[-1].dest_end + len(wanted) - equal[-1].src_end)
    best = min(
        (
            (Levenshtein.distance(wanted, window[a:b]), b - a, a, b)
            for a in _near(first, len(window))
            for b in _near(stop, len(window))
            if a < b
        ),
    )
    kept = sum(step.src_end - step.src_start for step in Levenshtein.opcodes(wanted, window[best[2] : best[3]]) if step.tag == "equal")
    start = around[0] + best[2]
    if wanted[0] != stream.spelled[start] and not is_negation(wanted[0]):  # "No one" where "everyone" is asked for
        start = next((at for at in (start - 1, start - 2) if at >= 0 and is_negation(stream.spelled[at])), start)
    return Place(stream, start, around[0] + best[3]), kept


def _near(place: int, stop: int) -> range:
    return range(max(0, place - 4), min(stop, place + 5) + 1)


def _edits(wanted: Sequence[str], found: Sequence[str]) -> Iterator[WordEdit]:
    from rapidfuzz.distance import Levenshtein

    for step in Levenshtein.opcodes(wanted, found):
        if step.tag != "equal":
            yield WordEdit(step.tag, " ".join(wanted[step.src_start : step.src_end]), " ".join(found[step.dest_start : step.dest_end]))


def _similarity(wanted: Sequence[str], found: Sequence[str]) -> float:
    from rapidfuzz.fuzz import ratio

    return round(ratio(" ".join(wanted), " ".join(found)) / 100, 4)


def _in_pieces(wanted: tuple[str, ...], passages: Passages) -> InSource | None:
    """A quotation put together, without a mark, from two or three pieces that stand apart in the article."""
    pieces: list[Place] = []
    at = 0
    while at < len(wanted):
        length = len(wanted) - at
        while length >= LEAST_PIECE and next(passages.told.find(wanted[at : at + length]), None) is None:
            length -= 1
        if length < LEAST_PIECE or len(pieces) == 3:
            return None
        first = next(passages.told.find(wanted[at : at + length]))
        pieces.append(Place(passages.told, first, first + length))
        at += length
    spans = tuple((piece.words[0].start, piece.words[-1].end) for piece in pieces)
    spoken = passages.speaker_at(spans[0][0])
    return InSource(
        passages.article,
        Found.ALTERED,
        spans,
        " … ".join(passages.article.text[start:end] for start, end in spans),
        all(passages.voices(piece.words) is Voices.QUOTED for piece in pieces),
        spoken.speaker if spoken else None,
        spoken.cue if spoken else None,
        1.0,
        tuple(WordEdit("insert", "", OMITTED) for _ in pieces[1:]),
    )
