"""compare(): the only room that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from factcheck.alignment import Alignment, Side
from factcheck.article_pair import Near, compare_pair, compared_kinds
from factcheck.copies import find_copies, with_confirmations
from factcheck.errors import FactcheckError
from factcheck.findings import Told, gather
from factcheck.model import Article, Fact, Sentence
from factcheck.omissions import ArticleFacts, told_by_one, with_omissions, without_copies
from factcheck.pairing import Compared
from factcheck.preparation import NOT_ENGLISH, Prepared, prepare
from factcheck.processes import in_processes
from factcheck.reading.english import looks_english
from factcheck.report import STATEMENT, AlignedPair, KindNote, Place, Report, article_id
from factcheck.self_contradiction import contradictions
from factcheck.settings import Settings
from factcheck.story import kinship
from factcheck.version import __version__

if TYPE_CHECKING:
    from factcheck.encoders import Encoder

NEAR_MISSES = 5
"""How many pairs that came closest to being aligned a report names."""

TOLD_ALIKE = "the two sentences report the same, and no fact in them differs"


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
        alone += without_copies([*unmet, *told_by_one(left_over, others, kinds)], [*articles[:index], *articles[index + 1 :]])
    if not with_statements:
        agreeing, alone = [], [thing for thing in alone if not isinstance(thing, Sentence)]
    near.sort(key=lambda pair: -pair.score)
    reported = tuple(_reported(pair, ids) for pair in alignments)
    held = [(article_id(left), article_id(right)) for left, right in pairs]
    contradicted = [pair for one in prepared for pair in contradictions(one, kinds)]
    findings = with_omissions(
        gather(compared, agreeing, alone, ids, kinds, contradicted, frozenset(map(frozenset, held))),
        [ArticleFacts(ids[article], article, mine) for article, mine in zip(articles, facts, strict=True)],
        held,
        reported,
        kinds,
    )
    copies = find_copies([one.told for one in prepared], ids)
    return Report(
        version=__version__,
        encoder=name,
        fingerprint=fingerprint,
        settings=settings.listed(),
        kinds=notes if with_statements else notes[:-1],
        articles=tuple(articles),
        sentences=tuple(one.sentences for one in prepared),
        alignments=reported,
        findings=with_confirmations(findings, copies),
        near_misses=tuple(_reported(pair, ids) for pair in near[:NEAR_MISSES]),
        shared=copies.passages,
    )


def sides_of(articles: Sequence[Article], encoder: Encoder) -> list[tuple[Side, tuple[Fact, ...]]]:
    """What the aligner reads of each article, and its facts, as `compare` makes them; for measuring the steps alone."""
    return [(one.side, one.facts) for one in prepare(articles, encoder, Settings.released())]


_STATEMENT_NOTE = KindNote(STATEMENT, "Statement", "A whole sentence: what one source alone says, or what two say alike.")


def _alignment(left: Prepared, right: Prepared, place: Near) -> Alignment:
    return Alignment(left.sentences[place.left], right.sentences[place.right], place.score, place.similarity)


def _reported(pair: Alignment, ids: dict[Article, str]) -> AlignedPair:
    return AlignedPair(Place(ids[pair.left.article], pair.left), Place(ids[pair.right.article], pair.right), pair.score, pair.similarity)
