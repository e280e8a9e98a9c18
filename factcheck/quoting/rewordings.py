"""A quotation whose words a source has in other words, or apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from factcheck.quoting.answers import Found, InSource, WordEdit
from factcheck.quoting.passages import Passages, Stream, Voices
from factcheck.quoting.places import Place, told_at
from factcheck.values.spoken_words import OMITTED
from factcheck.values.wording import content_words, is_negation

LEAST_KEPT = 0.6
"""Share of a quotation's words that a source must have in order for the two to be one utterance in other words."""

LEAST_CONTENT = 0.5
"""Share of those that say something."""

LEAST_ALIKE = 40
"""Percent of two stretches of words that must be in common for a closer look."""

LEAST_PIECE = 4
"""Words of a piece, of a quotation put together from pieces that stand apart."""

MOST_PIECES = 3

LONG = 200
"""Words from which a quotation is looked for by its two ends, and the ends of a stretch are taken as they are aligned."""

MOST_STRETCHED = 2
"""How many times longer a source's wording may be."""


def altered(wanted: tuple[str, ...], passages: Passages) -> InSource | None:
    """The passage that has most of the words in order, where that is enough for the two to be one utterance."""
    streams = [passages.told]
    if len(passages.quotations) > 1 and passages.uninterrupted is not None:
        streams.append(passages.uninterrupted)
    nearest = [one for stream in streams if (one := _nearest(wanted, stream)) is not None]
    if nearest:
        place, kept = max(nearest, key=lambda one: one[1])
        place = _within_marks(place, kept, wanted, passages)
        found = [word.word for word in place.words]
        kept_content = (Counter(content_words(wanted)) & Counter(content_words(found))).total()
        if kept >= LEAST_KEPT * len(wanted) and kept_content >= max(1, LEAST_CONTENT * len(content_words(wanted)) - 1e-9):
            return told_at(
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
        head, tail = (partial_ratio_alignment(part, words, score_cutoff=LEAST_ALIKE) for part in (wanted[:LONG], wanted[-LONG:]))
        if head is None or tail is None or tail.dest_end <= head.dest_start:
            return None
        slack = 3 + min(len(wanted), LONG) // 3
        around = (max(0, head.dest_start - slack), min(len(words), tail.dest_end + slack))
        if around[1] - around[0] > MOST_STRETCHED * len(wanted) + 2 * slack:
            return None
    window = words[around[0] : around[1]]
    equal = [step for step in Levenshtein.opcodes(wanted, window) if step.tag == "equal"]
    if not equal:
        return None
    # The first and last words may replace those of the quotation one by one; what stands further out is not of it.
    first = max(0, equal[0].dest_start - equal[0].src_start)
    stop = min(len(window), equal[-1].dest_end + len(wanted) - equal[-1].src_end)
    best = min(
        (
            (Levenshtein.distance(wanted, window[a:b]), wanted[0] != window[a], wanted[-1] != window[b - 1], abs(b - a - len(wanted)), a, b)
            for a in _near(first, len(window), len(wanted))
            for b in _near(stop, len(window), len(wanted))
            if a < b
        ),
    )
    kept = _kept(wanted, window[best[4] : best[5]])
    start = around[0] + best[4]
    if wanted[0] != stream.spelled[start] and not is_negation(wanted[0]):  # "No one" where "everyone" is asked for
        start = next((at for at in (start - 1, start - 2) if at >= 0 and is_negation(stream.spelled[at])), start)
    return Place(stream, start, around[0] + best[5]), kept


def _within_marks(place: Place, kept: int, wanted: tuple[str, ...], passages: Passages) -> Place:
    """The place without what stands outside of its quotation's marks, where that is none of the words it keeps."""
    quotation = passages.quotation_at(place.words[len(place.words) // 2].start)
    if quotation is None or place.stream is not passages.told:
        return place
    inside = [number for number, word in enumerate(place.words) if quotation.start <= word.start and word.end <= quotation.end]
    if not inside:
        return place
    shorter = Place(place.stream, place.first + inside[0], place.first + inside[-1] + 1)
    return shorter if _kept(wanted, shorter.stream.spelled[shorter.first : shorter.stop]) >= kept else place


def _kept(wanted: Sequence[str], found: Sequence[str]) -> int:
    """How many words of a quotation stand in order among others."""
    from rapidfuzz.distance import Levenshtein

    return sum(step.src_end - step.src_start for step in Levenshtein.opcodes(wanted, found) if step.tag == "equal")


def _near(place: int, stop: int, length: int) -> range:
    """Where a stretch that is aligned to end at a place may end as well."""
    slack = 4 if length <= LONG else 0
    return range(max(0, place - slack), min(stop, place + slack + 1) + 1)


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
        length = _longest_piece(wanted[at:], passages.told)
        if length < LEAST_PIECE or len(pieces) == MOST_PIECES:
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


def _longest_piece(wanted: Sequence[str], stream: Stream) -> int:
    """How many of the first words stand together in the stream; where some do, so do fewer."""
    known, unknown = 0, len(wanted) + 1
    while unknown - known > 1:
        middle = (known + unknown) // 2
        if next(stream.find(tuple(wanted[:middle])), None) is None:
            unknown = middle
        else:
            known = middle
    return known
