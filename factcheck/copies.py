"""Text that several articles carry word for word: wire copy, agency quotations, a release. Two copies are one confirmation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from typing import NamedTuple

from factcheck.language import words
from factcheck.model import Article, Sentence
from factcheck.report import Copy, Finding

SHARED_WORDS = 12
"""Words from which a passage that two articles carry word for word is shared text, not chance."""

_Text = tuple[str, ...]

_PLACES = 8
"""At how many places of an article one sentence is looked for: an article of a thousand like lines shares nothing by it."""


class Copies(NamedTuple):
    """The passages that articles share, and for each sentence of one the articles that carry it, its own among them."""

    passages: tuple[tuple[Copy, ...], ...]
    carriers: Mapping[Sentence, frozenset[str]]

    def confirmations(self, sentences: Mapping[str, Sequence[Sentence]]) -> int:
        """How many articles of these say it in a text of their own.

        `sentences` has, by article, those in which it says so. An article all of whose sentences another of them carries too
        is no confirmation beside that one.
        """
        group = {article: article for article in sentences}

        def first(article: str) -> str:
            while group[article] != article:
                article = group[article]
            return article

        for article, own in sentences.items():
            shared_with = frozenset.intersection(*(self.carriers.get(sentence, frozenset()) for sentence in own))
            for other in sorted(shared_with & sentences.keys()):
                group[first(article)] = first(other)
        return sum(group[article] == article for article in sentences)


def with_confirmations(findings: Iterable[Finding], copies: Copies) -> tuple[Finding, ...]:
    """The findings, each with the number of its sources that are independent texts.

    No source stands apart from others that are copies of one text.
    """
    weighed = []
    for finding in findings:
        sentences: dict[str, list[Sentence]] = {}
        for mention in finding.mentions:
            sentences.setdefault(mention.article, []).append(mention.sentence)
        others = {article: own for article, own in sentences.items() if article != finding.odd}
        stands_apart = finding.odd is not None and copies.confirmations(others) > 1
        weighed.append(replace(finding, confirmations=copies.confirmations(sentences), odd=finding.odd if stands_apart else None))
    return tuple(weighed)


def find_copies(told: Sequence[Sequence[Sentence]], ids: Mapping[Article, str]) -> Copies:
    """The passages that these articles share, in order of their first copy; `told` has each article's sentences that count.

    A passage is a run of sentences as long as two articles have it alike, and every article that has all of it is named. Takes time
    that grows with the articles' length, and with the square of their number.
    """
    texts = [[tuple(word.text for word in words(sentence.text)) for sentence in own] for own in told]
    wheres = [_wheres(own) for own in texts]
    runs: dict[tuple[_Text, ...], None] = {}
    # Both ways: what one article repeats and the other has once is a run on one side alone.
    for left, right in permutations(range(len(told)), 2):
        runs.update(dict.fromkeys(_runs(texts[left], texts[right], wheres[right])))
    passages = []
    carriers: dict[Sentence, frozenset[str]] = {}
    for run in runs:
        copies = tuple(
            _copy(own[at : at + len(run)], own, ids)
            for own, text, where in zip(told, texts, wheres, strict=True)
            for at in where.get(run[0], ())
            if tuple(text[at : at + len(run)]) == run
        )
        named = frozenset(copy.article for copy in copies)
        for sentence in (sentence for copy in copies for sentence in copy.sentences):
            carriers[sentence] = carriers.get(sentence, frozenset()) | named
        passages.append(copies)
    passages.sort(key=lambda copies: (len(copies[0].article), copies[0].article, copies[0].sentences[0].index, -len(copies[0].sentences)))
    return Copies(tuple(passages), carriers)


def _wheres(texts: Iterable[_Text]) -> dict[_Text, list[int]]:
    wheres: dict[_Text, list[int]] = {}
    for at, text in enumerate(texts):
        if text and len(places := wheres.setdefault(text, [])) < _PLACES:
            places.append(at)
    return wheres


def _runs(left: Sequence[_Text], right: Sequence[_Text], where: Mapping[_Text, Sequence[int]]) -> Iterator[tuple[_Text, ...]]:
    """The longest runs of equal texts that are words enough for shared text, one after the other on the left."""
    at = 0
    while at < len(left):
        length = max((_length(left, at, right, there) for there in where.get(left[at], ())), default=0)
        run = tuple(left[at : at + length])
        if sum(map(len, run)) >= SHARED_WORDS:
            yield run
        at += max(length, 1)


def _length(left: Sequence[_Text], at: int, right: Sequence[_Text], there: int) -> int:
    length = 0
    while at + length < len(left) and there + length < len(right) and left[at + length] == right[there + length] != ():
        length += 1
    return length


def _copy(passage: Sequence[Sentence], own: Sequence[Sentence], ids: Mapping[Article, str]) -> Copy:
    paragraphs = {sentence.paragraph for sentence in passage}
    whole = sum(sentence.paragraph in paragraphs for sentence in own) == len(passage)
    return Copy(ids[passage[0].article], tuple(passage), whole)
