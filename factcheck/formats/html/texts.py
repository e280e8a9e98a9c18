"""The articles as they read: paragraphs of sentences, cut where a finding's mention begins or ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from factcheck.formats.labels import Labels
from factcheck.formats.looks import GRAVITY, WORDS, Look, look_of
from factcheck.model import Sentence
from factcheck.report import STATEMENT, Finding, Report, aligned_articles
from factcheck.visible import one_line, running

STRIP_LENGTH = 1000
"""Units from the top to the bottom of an article's strip."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in the same findings, by their places in the report; `look` is the gravest one's, None in no finding.

    `goes_on`: the gravest one's mention began in the piece before.
    """

    text: str
    look: Look | None = None
    findings: tuple[int, ...] = ()
    title: str = ""
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence of an article, and what stands before it in its paragraph.

    `can_be_chosen`: another article has something to set beside it, or no other has it. `left_out` says why it is no statement.
    """

    id: str
    before: str
    pieces: tuple[Piece, ...]
    can_be_chosen: bool
    is_only: bool
    left_out: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an article's strip: how far down it begins and how long it is, of STRIP_LENGTH."""

    look: Look
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class ShownText:
    """One article: its paragraphs, and the strip that says where its findings lie."""

    paragraphs: tuple[tuple[ShownSentence, ...], ...]
    strip: tuple[Tick, ...]


def sentence_id(article: str, sentence: Sentence) -> str:
    """The id of a sentence in the page: "a-12" for the twelfth of the first article."""
    return f"{article}-{sentence.index + 1}"


def shown_texts(report: Report) -> list[ShownText]:
    """The articles' texts, in their order."""
    labels = Labels(report)
    mentions: dict[str, list[tuple[int, int, int]]] = {identity: [] for identity in report.ids()}
    alone: set[Sentence] = set()
    looks = [look_of(finding) for finding in report.findings]
    for number, (finding, look) in enumerate(zip(report.findings, looks, strict=True)):
        for mention in finding.mentions:
            if finding.kind != STATEMENT:
                mentions[mention.article].append((mention.start, mention.end, number))
            elif look is Look.ONLY:
                alone.add(mention.sentence)
    aligned = aligned_articles(report.alignments).keys()
    return [
        _Text(identity, sentences, mentions[identity], report.findings, looks, labels).shown(alone, aligned)
        for identity, sentences in zip(report.ids(), report.sentences, strict=True)
    ]


class _Text:
    """One article's sentences, with the mentions in each."""

    def __init__(
        self,
        identity: str,
        sentences: Sequence[Sentence],
        mentions: Iterable[tuple[int, int, int]],
        findings: Sequence[Finding],
        looks: Sequence[Look],
        labels: Labels,
    ) -> None:
        self.identity = identity
        self.sentences = sentences
        self.findings = findings
        self.looks = looks
        self.labels = labels
        self.inside: list[list[tuple[int, int, int]]] = [[] for _ in sentences]
        starts = [sentence.start for sentence in sentences]
        for start, end, number in mentions:
            at = max(bisect_right(starts, start) - 1, 0)
            # A quotation may run on over several sentences.
            while at < len(sentences) and sentences[at].start < end:
                self.inside[at].append((start, end, number))
                at += 1

    def shown(self, alone: Collection[Sentence], aligned: Collection[Sentence]) -> ShownText:
        paragraphs = []
        ticks = []
        length = max(len(self.sentences[0].article.text), 1) if self.sentences else 1
        for _, members in groupby(self.sentences, key=lambda sentence: sentence.paragraph):
            shown: list[ShownSentence] = []
            end = -1
            for sentence in members:
                pieces = self._pieces(sentence)
                is_only = sentence in alone
                shown.append(
                    ShownSentence(
                        id=sentence_id(self.identity, sentence),
                        before=running(sentence.article.text[end : sentence.start]) if shown else "",
                        pieces=tuple(pieces),
                        can_be_chosen=is_only or sentence in aligned or any(piece.findings for piece in pieces),
                        is_only=is_only,
                        left_out=sentence.boilerplate or "",
                    )
                )
                end = sentence.end
                if looks := {piece.look for piece in pieces if piece.look is not None} | ({Look.ONLY} if is_only else set()):
                    start = sentence.start * STRIP_LENGTH // length
                    down = max(-(-sentence.end * STRIP_LENGTH // length) - start, 4)
                    ticks += [Tick(look, start, down) for look in Look if look in looks and look is not Look.AGREE]
            paragraphs.append(tuple(shown))
        return ShownText(tuple(paragraphs), tuple(ticks))

    def _pieces(self, sentence: Sentence) -> list[Piece]:
        text = sentence.article.text
        inside = self.inside[sentence.index]
        edges = {sentence.start, sentence.end}
        for start, end, _ in inside:
            edges |= {max(start, sentence.start), min(end, sentence.end)}
        pieces = []
        for start, end in pairwise(sorted(edges)):
            numbers = sorted({number for first, last, number in inside if first <= start and end <= last}, key=self._gravity)
            if not numbers:
                pieces.append(Piece(running(text[start:end])))
                continue
            look = self.looks[numbers[0]]
            goes_on = bool(pieces) and numbers[0] in pieces[-1].findings
            pieces.append(Piece(running(text[start:end]), look, tuple(numbers), self._title(numbers), goes_on))
        return pieces

    def _gravity(self, number: int) -> tuple[int, int]:
        return GRAVITY[self.looks[number]], number

    def _title(self, numbers: Sequence[int]) -> str:
        finding = self.findings[numbers[0]]
        title = f"{WORDS[self.looks[numbers[0]]].one}: {heading(finding, self.labels)}"
        return title if len(numbers) == 1 else f"{title}, and {len(numbers) - 1} more"


def heading(finding: Finding, labels: Labels) -> str:
    """What a finding is about: its question, or of one without a subject the one voice that all its mentions are according to."""
    named = {mention.attribution for mention in finding.mentions}
    voice = named.pop() if len(named) == 1 and not finding.subject else None
    return one_line(f"{labels.heading(finding)}, {voice}" if voice else labels.heading(finding))
