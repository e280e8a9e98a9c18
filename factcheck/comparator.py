"""compare(): the only room that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from factcheck.alignment import Alignment, Side
from factcheck.article_pair import Near, compare_pair, compared_kinds
from factcheck.errors import FactcheckError
from factcheck.findings import STATEMENT, Told, gather
from factcheck.language import words
from factcheck.model import Article, Fact, Kind, Relation, Sentence
from factcheck.pairing import Compared
from factcheck.preparation import NOT_ENGLISH, Prepared, prepare
from factcheck.processes import in_processes
from factcheck.reading.english import looks_english
from factcheck.report import AlignedPair, KindNote, Place, Report, article_id
from factcheck.self_contradiction import contradictions
from factcheck.settings import Settings
from factcheck.story import kinship
from factcheck.verbatim import PARTED, carried, folded_words
from factcheck.version import __version__

if TYPE_CHECKING:
    from factcheck.encoders import Encoder

NEAR_MISSES = 5
"""How many pairs that came closest to being aligned a report names."""

TOLD_ALIKE = "the two sentences report the same, and no fact in them differs"

NAMED_BY_THEIR_WORDS = frozenset({"quote", "name"})
"""Kinds whose facts are their very words: an article that has these has the fact, whatever it says of it."""


SHARED_WORDS = 12
"""Words from which a sentence that two articles carry word for word is shared text, not chance."""


def compare(
    articles: Sequence[Article],
    *,
    encoder: Encoder | None = None,
    force: bool = False,
    settings: Settings | None = None,
    jobs: int = 1,
) -> Report:
    """What two or more articles on one event agree on, where they differ and what only one of them says.

    `encoder` defaults to the bundled one; `force` compares articles that do not look like one story, or like English;
    `jobs` is the number of processes that compare pairs of articles, and changes nothing else. Raises FactcheckError for fewer than two articles, for an article with no sentence of its own, and without `force`
    for another language or another story.
    """
    settings = settings or Settings.released()
    if len(articles) < 2:
        raise FactcheckError("nothing to compare: give two articles or more")
    if not force:
        for article in articles:
            if not looks_english(article.text):
                raise FactcheckError(f"{article.path}: {NOT_ENGLISH}; --force compares anyway")
    if encoder is None:
        from factcheck.encoders import load_encoder

        encoder = load_encoder()
    prepared = prepare(articles, encoder, settings)
    pairs = list(combinations(range(len(prepared)), 2))
    if not force:
        outlines = [one.outline() for one in prepared]
        for left, right in pairs:
            if (akin := kinship(outlines[left], outlines[right])) < settings.one_story:
                raise FactcheckError(
                    f"{articles[left].path} and {articles[right].path} {other_stories(akin, settings)}; --force compares them anyway"
                )
    return compare_prepared(prepared, pairs, encoder.name, encoder.fingerprint, settings, jobs=jobs)


def other_stories(akin: float, settings: Settings) -> str:
    """What two articles do that are as little akin as this."""
    return f"do not look like one story (they share {akin:.2f} of 1, one story needs {settings.one_story:.2f})"


def compare_prepared(
    prepared: Sequence[Prepared], pairs: Sequence[tuple[int, int]], name: str, fingerprint: str, settings: Settings, *, jobs: int = 1
) -> Report:
    """What the articles say of one story, compared in these pairs (of places in `prepared`), in `jobs` processes.

    `name` and `fingerprint` are those of the encoder that made the encodings.
    """
    articles = [one.article for one in prepared]
    ids = {article: article_id(index) for index, article in enumerate(articles)}
    kinds = compared_kinds(settings)
    notes = (*(KindNote(kind.id, kind.title, kind.help) for kind in kinds.values()), _STATEMENT_NOTE)
    with_statements = STATEMENT not in settings.kinds_off
    facts = [tuple(fact for fact in one.facts if fact.kind in kinds) for one in prepared]
    alignments: list[Alignment] = []
    near: list[Alignment] = []
    compared: list[Compared] = []
    agreeing: list[Told] = []
    tasks = ((prepared[left], prepared[right], settings) for left, right in pairs)
    for (left, right), pair in zip(pairs, in_processes(compare_pair, tasks, jobs if len(pairs) > 1 else 1), strict=True):
        one, other = prepared[left], prepared[right]
        alignments += [_alignment(one, other, place) for place in pair.aligned]
        near += [_alignment(one, other, place) for place in pair.near]
        compared += [Compared(one.facts[answer.left], other.facts[answer.right], answer.related) for answer in pair.answers]
        agreeing += [Told(one.sentences[at], other.sentences[there], TOLD_ALIKE) for at, there in pair.alike]
    met = {sentence for pair in alignments for sentence in (pair.left, pair.right)}
    answered = {fact for pair in compared for fact in (pair.left, pair.right)}
    alone: list[Fact | Sentence] = []
    for index, (one, mine) in enumerate(zip(prepared, facts, strict=True)):
        others = [fact for other, found in enumerate(facts) if other != index for fact in found]
        left_over = [fact for fact in mine if fact.sentence in met and fact not in answered]
        unmet = [sentence for sentence in one.told if sentence not in met]
        alone += _without_copies([*unmet, *_told_by_one(left_over, others, kinds)], [*articles[:index], *articles[index + 1 :]])
    if not with_statements:
        agreeing, alone = [], [thing for thing in alone if not isinstance(thing, Sentence)]
    near.sort(key=lambda pair: -pair.score)
    return Report(
        version=__version__,
        encoder=name,
        fingerprint=fingerprint,
        settings=settings.listed(),
        kinds=notes if with_statements else notes[:-1],
        articles=tuple(articles),
        sentences=tuple(one.sentences for one in prepared),
        alignments=tuple(_reported(pair, ids) for pair in alignments),
        findings=gather(compared, agreeing, alone, ids, kinds, [pair for one in prepared for pair in contradictions(one, kinds)]),
        near_misses=tuple(_reported(pair, ids) for pair in near[:NEAR_MISSES]),
        shared=tuple(
            (Place(ids[pair.left.article], pair.left), Place(ids[pair.right.article], pair.right))
            for pair in alignments
            if _word_for_word(pair)
        ),
    )


def sides_of(articles: Sequence[Article], encoder: Encoder) -> list[tuple[Side, tuple[Fact, ...]]]:
    """What the aligner reads of each article, and its facts, as `compare` makes them; for measuring the steps alone."""
    return [(one.side, one.facts) for one in prepare(articles, encoder, Settings.released())]


_STATEMENT_NOTE = KindNote(STATEMENT, "Statement", "A whole sentence: what one source alone says, or what two say alike.")


def _told_by_one(left_over: Sequence[Fact], others: Sequence[Fact], kinds: Mapping[str, Kind]) -> list[Fact]:
    """The facts worth telling that no other article has anywhere, though it may not have compared them."""
    of_kind: dict[str, list[Fact]] = {}
    for fact in others:
        of_kind.setdefault(fact.kind, []).append(fact)

    def elsewhere(fact: Fact) -> bool:
        related = (kinds[fact.kind].relate(fact, other) for other in of_kind.get(fact.kind, ()))
        return any(answer is not None and answer.relation is Relation.SAME for answer in related)

    return [fact for fact in left_over if not getattr(fact.value, "vague", False) and kinds[fact.kind].lone(fact) and not elsewhere(fact)]


def _without_copies(alone: Sequence[Fact | Sentence], others: Sequence[Article]) -> list[Fact | Sentence]:
    """What none of the other articles has word for word, be it in a headline, in boilerplate or in another mouth.

    Of a quotation and a name its own words count, of every other fact those of its whole sentence: a number stands in many places.
    """
    passages = [
        folded_words(thing.text if isinstance(thing, Sentence) or thing.kind in NAMED_BY_THEIR_WORDS else thing.sentence.text)
        for thing in alone
    ]
    elsewhere = [word for other in others for word in (*folded_words(other.text), PARTED, *folded_words(other.title or ""), PARTED)]
    return [thing for thing, copied in zip(alone, carried(passages, elsewhere), strict=True) if not copied]


def _alignment(left: Prepared, right: Prepared, place: Near) -> Alignment:
    return Alignment(left.sentences[place.left], right.sentences[place.right], place.score, place.similarity)


def _reported(pair: Alignment, ids: dict[Article, str]) -> AlignedPair:
    return AlignedPair(Place(ids[pair.left.article], pair.left), Place(ids[pair.right.article], pair.right), pair.score, pair.similarity)


def _word_for_word(pair: Alignment) -> bool:
    left = [word.text for word in words(pair.left.text)]
    return len(left) >= SHARED_WORDS and left == [word.text for word in words(pair.right.text)]
