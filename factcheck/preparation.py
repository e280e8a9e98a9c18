"""Articles made ready to be compared: sentences, facts, encodings."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from factcheck.alignment import Side
from factcheck.aside import Aside
from factcheck.errors import FactcheckError
from factcheck.facts import find_facts
from factcheck.language import blank_control_sequences
from factcheck.model import Article, Fact, Sentence
from factcheck.names import entities
from factcheck.pairing import by_sentence
from factcheck.reading.english import looks_english
from factcheck.reading.sentences import split
from factcheck.settings import Settings
from factcheck.spacing import single_spaced
from factcheck.story import Outline, outline

if TYPE_CHECKING:
    from factcheck.encoders import Encoder, SentenceEncoding

NOT_ENGLISH = "does not look like English, the only language read here"
NOTHING_TOLD = "has no sentence but boilerplate"


class Prepared(NamedTuple):
    """One article ready to be compared: its sentences, the facts in them, and what the aligner reads of those that are no boilerplate."""

    article: Article
    sentences: tuple[Sentence, ...]
    facts: tuple[Fact, ...]
    side: Side

    @property
    def told(self) -> Sequence[Sentence]:
        """The sentences that are no boilerplate."""
        return self.side.sentences

    def outline(self) -> Outline:
        """What says which story the article is on."""
        return outline(self.sentences, [encoding.vector for encoding in self.side.encodings])


def prepare(articles: Sequence[Article], encoder: Encoder, settings: Settings) -> list[Prepared]:
    """The articles ready to be compared; every distinct sentence is encoded once.

    Raises FactcheckError for an article with no sentence of its own, and what the encoder raises.
    """
    sentences = [split(article, settings.boilerplate) for article in articles]
    told = [_told(own) for own in sentences]
    for article, own in zip(articles, told, strict=True):
        if not own:
            raise FactcheckError(f"{article.path}: {NOTHING_TOLD}; give the article's text")
    # An encoder works outside the interpreter for the most part, and leaves it to the rules.
    with Aside(lambda: [find_facts(own) for own in sentences]) as finding:
        encodings = _encoded(told, encoder)
        facts = finding.result()
    sides = [_side(*parts) for parts in zip(sentences, encodings, facts, strict=True)]
    return [Prepared(*parts) for parts in zip(articles, sentences, facts, sides, strict=True)]


def outlines(articles: Sequence[Article], encoder: Encoder, settings: Settings) -> list[Outline]:
    """What says which story each article is on, without the facts. Every article has a sentence of its own."""
    sentences = [split(article, settings.boilerplate) for article in articles]
    told = [_told(own) for own in sentences]
    encoded = _encoded(told, encoder)
    return [outline(own, [one.vector for one in encodings]) for own, encodings in zip(sentences, encoded, strict=True)]


def why_unusable(article: Article, settings: Settings) -> str | None:
    """Why an article cannot be compared with any other: its language, or that it says nothing; None for one that can."""
    if not looks_english(article.text):
        return NOT_ENGLISH
    return None if _told(split(article, settings.boilerplate)) else NOTHING_TOLD


def texts_of(article: Article, settings: Settings) -> list[str]:
    """What an encoder is given of an article: its sentences that are no boilerplate."""
    return [_encodable(sentence) for sentence in _told(split(article, settings.boilerplate))]


def _told(sentences: Sequence[Sentence]) -> list[Sentence]:
    return [sentence for sentence in sentences if sentence.boilerplate is None]


def _encodable(sentence: Sentence) -> str:
    return blank_control_sequences(sentence.text)


def _encoded(told: Sequence[Sequence[Sentence]], encoder: Encoder) -> list[list[SentenceEncoding]]:
    """Each article's sentences encoded, every distinct text once."""
    texts = [[_encodable(sentence) for sentence in own] for own in told]
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
