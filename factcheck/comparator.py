"""compare(): the only room that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from factcheck.alignment import Alignment, Scores, Side, score_pairs
from factcheck.errors import FactcheckError
from factcheck.facts import find_facts
from factcheck.findings import STATEMENT, Told, gather
from factcheck.kinds import KINDS
from factcheck.language import blank_control_sequences, words
from factcheck.model import Article, Fact, Kind, Relation, Sentence
from factcheck.names import entities
from factcheck.pairing import Compared, by_sentence, candidates, pair_facts, with_other_voices
from factcheck.reading.english import looks_english
from factcheck.reading.sentences import split
from factcheck.report import AlignedPair, KindNote, Place, Report, article_id
from factcheck.settings import Settings
from factcheck.spacing import single_spaced
from factcheck.story import Outline, kinship, outline
from factcheck.verbatim import PARTED, carried, folded_words
from factcheck.version import __version__

if TYPE_CHECKING:
    from factcheck.encoders import Encoder, SentenceEncoding

NEAR_MISSES = 5
"""How many pairs that came closest to being aligned a report names."""

TOLD_ALIKE = "the two sentences report the same, and no fact in them differs"

UNSTATED = frozenset({"place", "polarity", "name"})
"""Kinds that nearly every sentence has facts of: that two of them were not compared says nothing."""

EVERYWHERE = frozenset({"name", "place"})
"""Kinds whose agreements do not say that two sentences report the same: a story names its people and places again and again."""

NAMED_BY_THEIR_WORDS = frozenset({"quote", "name"})
"""Kinds whose facts are their very words: an article that has these has the fact, whatever it says of it."""

SHARED_WORDS = 12
"""Words from which a sentence that two articles carry word for word is shared text, not chance."""


class Prepared(NamedTuple):
    """One article ready to be compared: its sentences, the facts in them, and an encoding of each that is no boilerplate."""

    article: Article
    sentences: tuple[Sentence, ...]
    facts: tuple[Fact, ...]
    encodings: Sequence[SentenceEncoding]

    @property
    def told(self) -> list[Sentence]:
        """The sentences that are no boilerplate."""
        return [sentence for sentence in self.sentences if sentence.boilerplate is None]

    def outline(self) -> Outline:
        """What says which story the article is on."""
        return outline(self.sentences, [encoding.vector for encoding in self.encodings])


def compare(
    articles: Sequence[Article], *, encoder: Encoder | None = None, force: bool = False, settings: Settings | None = None
) -> Report:
    """What two or more articles on one event agree on, where they differ and what only one of them says.

    `encoder` defaults to the bundled one; `force` compares articles that do not look like one story, or like English.
    Raises FactcheckError for fewer than two articles, for an article with no sentence of its own, and without `force`
    for another language or another story.
    """
    settings = settings or Settings.released()
    if len(articles) < 2:
        raise FactcheckError("nothing to compare: give two articles or more")
    if not force:
        for article in articles:
            refuse_other_languages(article)
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
    return compare_prepared(prepared, pairs, encoder.name, encoder.fingerprint, settings)


def refuse_other_languages(article: Article) -> None:
    """Raises FactcheckError for an article that does not look like English."""
    if not looks_english(article.text):
        raise FactcheckError(f"{article.path}: does not look like English, the only language read here; --force compares anyway")


def other_stories(akin: float, settings: Settings) -> str:
    """What two articles do that are as little akin as this."""
    return f"do not look like one story (they share {akin:.2f} of 1, one story needs {settings.one_story:.2f})"


def prepare(articles: Sequence[Article], encoder: Encoder, settings: Settings) -> list[Prepared]:
    """The articles ready to be compared; every distinct sentence is encoded once.

    Raises FactcheckError for an article with no sentence of its own, and what the encoder raises.
    """
    sentences = [split(article, settings.boilerplate) for article in articles]
    told = [[sentence for sentence in own if sentence.boilerplate is None] for own in sentences]
    for article, own in zip(articles, told, strict=True):
        if not own:
            raise FactcheckError(f"{article.path}: has no sentence but boilerplate; give the article's text")
    facts = [find_facts(own) for own in sentences]
    return [Prepared(*parts) for parts in zip(articles, sentences, facts, _encoded(told, encoder), strict=True)]


def compare_prepared(
    prepared: Sequence[Prepared], pairs: Iterable[tuple[int, int]], name: str, fingerprint: str, settings: Settings
) -> Report:
    """What the articles say of one story, compared in these pairs (of places in `prepared`).

    `name` and `fingerprint` are those of the encoder that made the encodings.
    """
    articles = [one.article for one in prepared]
    ids = {article: article_id(index) for index, article in enumerate(articles)}
    kinds = {kind.id: kind for kind in KINDS if kind.id not in settings.kinds_off}
    notes = (*(KindNote(kind.id, kind.title, kind.help) for kind in kinds.values()), _STATEMENT_NOTE)
    with_statements = STATEMENT not in settings.kinds_off
    facts = [tuple(fact for fact in one.facts if fact.kind in kinds) for one in prepared]
    sides = [_side(one.sentences, one.encodings, one.facts) for one in prepared]
    threshold = settings.sentences.threshold
    alignments: list[Alignment] = []
    near: list[Alignment] = []
    compared: list[Compared] = []
    agreeing: list[Told] = []
    for left, right in pairs:
        both = (*facts[left], *facts[right])
        scores = score_pairs(sides[left], sides[right], settings.sentences)
        paired = pair_facts(candidates(facts[left], facts[right], scores.considered(), kinds), settings.facts)
        answers = with_other_voices(paired, both, kinds)
        aligned, close = _joined(scores, answers, threshold)
        differing = {(answer.left.sentence, answer.right.sentence) for answer in answers if answer.related.relation is not Relation.SAME}
        unsettled = _unsettled(both, answers)
        agreeing += [
            Told(pair.left, pair.right, TOLD_ALIKE)
            for pair in aligned
            if (pair.left, pair.right) not in differing and not unsettled.get(pair.left, set()) & unsettled.get(pair.right, set())
        ]
        alignments += aligned
        near += close
        compared += answers
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
        findings=gather(compared, agreeing, alone, ids, kinds),
        near_misses=tuple(_reported(pair, ids) for pair in near[:NEAR_MISSES]),
        shared=tuple(
            (Place(ids[pair.left.article], pair.left), Place(ids[pair.right.article], pair.right))
            for pair in alignments
            if _word_for_word(pair)
        ),
    )


def sides_of(articles: Sequence[Article], encoder: Encoder) -> list[tuple[Side, tuple[Fact, ...]]]:
    """What the aligner reads of each article, and its facts, as `compare` makes them; for measuring the steps alone."""
    prepared = prepare(articles, encoder, Settings.released())
    return [(_side(one.sentences, one.encodings, one.facts), one.facts) for one in prepared]


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


def _unsettled(facts: Iterable[Fact], answers: Sequence[Compared]) -> dict[Sentence, set[str]]:
    """The kinds of which each sentence has a fact that was compared with nothing: two sentences that both do may differ there."""
    answered = {fact for answer in answers for fact in (answer.left, answer.right)}
    kinds: dict[Sentence, set[str]] = {}
    for fact in facts:
        if fact not in answered and fact.kind not in UNSTATED and not getattr(fact.value, "vague", False):
            kinds.setdefault(fact.sentence, set()).add(fact.kind)
    return kinds


def _joined(scores: Scores, answers: Sequence[Compared], threshold: float) -> tuple[list[Alignment], list[Alignment]]:
    """The aligned pairs, those among them whose sentences score low but hold facts that answer one question; and the near misses."""
    rows = {sentence: row for row, sentence in enumerate(scores.left)}
    columns = {sentence: column for column, sentence in enumerate(scores.right)}
    aligned = {(pair.left, pair.right): pair for pair in scores.aligned(threshold)}
    for answer in answers:
        if answer.related.relation is Relation.SAME and answer.left.kind in EVERYWHERE:
            continue
        pair = scores.pair(rows[answer.left.sentence], columns[answer.right.sentence])
        aligned.setdefault((pair.left, pair.right), pair)
    near = [pair for pair in scores.near(threshold) if (pair.left, pair.right) not in aligned]
    return sorted(aligned.values(), key=lambda pair: (pair.left.index, pair.right.index)), near


def _encoded(told: Sequence[Sequence[Sentence]], encoder: Encoder) -> list[list[SentenceEncoding]]:
    """Each article's sentences encoded, every distinct text once."""
    texts = [[blank_control_sequences(sentence.text) for sentence in own] for own in told]
    distinct = list(dict.fromkeys(text for own in texts for text in own))
    encoding = dict(zip(distinct, encoder.encode(distinct), strict=True))
    return [[encoding[text] for text in own] for own in texts]


def _side(sentences: Sequence[Sentence], encodings: Sequence[SentenceEncoding], facts: Sequence[Fact]) -> Side:
    """What the aligner reads of one article; boilerplate has no encoding and is passed over."""
    in_sentence = by_sentence(facts)
    spaced = single_spaced(tuple(sentences))
    told = []
    marks: list[frozenset[Hashable]] = []
    for sentence, names in zip(sentences, entities(spaced.sentences if spaced else sentences), strict=True):
        if sentence.boilerplate is not None:
            continue
        told.append(sentence)
        marks.append(
            frozenset([*(("name", name) for name in names), *((fact.kind, fact.value.normal) for fact in in_sentence.get(sentence, ()))])
        )
    return Side(told, encodings, marks)


def _reported(pair: Alignment, ids: dict[Article, str]) -> AlignedPair:
    return AlignedPair(Place(ids[pair.left.article], pair.left), Place(ids[pair.right.article], pair.right), pair.score, pair.similarity)


def _word_for_word(pair: Alignment) -> bool:
    left = [word.text for word in words(pair.left.text)]
    return len(left) >= SHARED_WORDS and left == [word.text for word in words(pair.right.text)]
