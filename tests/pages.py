"""Reports whose pages are tested in a browser: a short story of three sources, and two long articles made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations

from conftest import FakeEncoder

from factcheck.comparator import compare
from factcheck.model import Relation, Verdict
from factcheck.reading.articles import article_from_text
from factcheck.report import AlignedPair, Finding, KindNote, Place, Report, article_id
from reports import article, finding, mention, report

STORY = {
    "Harbour Post": """Fire closes the harbour bridge

The harbour bridge closed on Tuesday after a fire in the toll house, police said. Three people were hurt in the fire at the bridge.

The fire brigade sent 40 firefighters to the harbour bridge. “We could see the smoke from the market,” said Mara Lind, who sells fish there.

Damage to the toll house was put at $2 million by the city. The toll house was built in 1931 by Otto Brandt.

The bridge will stay closed for two weeks, the city said.
""",
    "City Desk": """Bridge shut after toll house blaze

The harbour bridge closed on Tuesday after a fire in the toll house, police said. Five people were hurt in the fire at the bridge.

The fire brigade sent dozens of firefighters to the harbour bridge. “We could see the smoke from the market,” said Mara Lind, who sells fish there.

Damage to the toll house was put at $3 million by the city. The bridge will stay closed for two weeks, the city said.

A school beside the river sent its pupils home at noon.
""",
    "Evening Wire": """Ferries replace bridge

The harbour bridge closed on Tuesday after a fire in the toll house, police said. Five people were hurt in the fire at the bridge.

The fire brigade sent more than 30 firefighters to the harbour bridge.

The bridge will stay closed for three weeks, the city said. Ferries carry walkers across the river until then.
""",
}  # fmt: skip


@cache
def story() -> Report:
    """Three sources on one fire: two conflicts and more, a difference in detail, agreements, what one alone says, a passage shared."""
    articles = [article_from_text(text, source=source, published=date(2026, 3, 3 + at)) for at, (source, text) in enumerate(STORY.items())]
    return compare(articles, encoder=FakeEncoder(), force=True)


LENGTH = 60
"""Sentences of each long article: more than any window shows."""


class LongStory:
    """Two long articles. Two of their findings conflict, one each is of every other sort; all other sentences stand alone.

    The third sentence of the one stands beside the 55th of the other, so that no window shows both unless something scrolls.
    """

    def __init__(self) -> None:
        told = [
            [f"{source} tells number {number} of its own." for number in range(1, LENGTH + 1)] for source in ("Harbour Post", "City Desk")
        ]
        told[0][2], told[1][54] = "Seven boats left the harbour at dawn.", "At dawn nine boats had left."
        told[0][29], told[1][9] = "The mayor, José Ruiz, gave them $40.", "José Ruiz, the mayor, paid $50."
        told[0][44], told[1][19] = "About 300 people watched.", "There were 297 people."
        told[0][50], told[1][39] = "A ferry hit the pier, the owner said.", "The ferry “never touched” the pier, its crew said."
        told[0][55], told[1][3] = "The storm began on Monday.", "On Monday the storm began."
        first, second = article(told[0], source="Harbour Post"), article(told[1], source="City Desk")
        self.left, self.right = first[1], second[1]
        self.conflict = self.differing("count", Relation.CONFLICT, (2, "Seven boats"), (54, "nine boats"), "7 and 9 exclude each other")
        self.other_conflict = self.differing("money", Relation.CONFLICT, (29, "$40"), (9, "$50"), "40 USD and 50 USD exclude each other")
        self.detail = self.differing("count", Relation.DETAIL, (44, "About 300 people"), (19, "297 people"), "297 is about 300")
        self.unclear = self.differing("polarity", Relation.UNCLEAR, (50, "hit"), (39, "never touched"), "two voices")
        self.agreement = self.differing("date", Relation.SAME, (55, "Monday"), (3, "Monday"), "both are Monday")
        self.alike = finding(
            "statement",
            Verdict.AGREE,
            (mention("a", self.left[55]), mention("b", self.right[3])),
            relation=Relation.SAME,
            reason="no fact differs",
        )
        self.only = finding("statement", Verdict.ONLY, (mention("b", self.right[59]),), reason="only City Desk has this")
        findings = (self.conflict, self.other_conflict, self.unclear, self.detail, self.agreement, self.alike, self.only)
        pairs = tuple(
            AlignedPair(Place("a", self.left[left]), Place("b", self.right[right]), 0.9, 0.8)
            for left, right in ((2, 54), (29, 9), (44, 19), (50, 39), (55, 3))
        )
        made = report([first, second], findings)
        kinds = (*made.kinds, *(KindNote(name, name.title(), "") for name in ("money", "polarity", "date")))
        self.report = replace(made, alignments=pairs, kinds=kinds)

    def differing(self, kind: str, relation: Relation, ours: tuple[int, str], theirs: tuple[int, str], reason: str) -> Finding:
        verdict = {Relation.SAME: Verdict.AGREE, Relation.UNCLEAR: Verdict.UNCLEAR}.get(relation, Verdict.DIFFER)
        mentions = (mention("a", self.left[ours[0]], ours[1]), mention("b", self.right[theirs[0]], theirs[1]))
        return finding(kind, verdict, mentions, relation=relation, reason=reason)


@cache
def long_story() -> LongStory:
    return LongStory()


@cache
def large_story() -> Report:
    """Forty articles of sixty sentences, each sentence aligned with its like in every other article; a conflict in one sentence of ten."""
    told = [
        article(
            [
                f"Sentence {at} of the harbour story says that {at + (number % 3 if at % 10 == 0 else 0)} boats left."
                for at in range(LENGTH)
            ],
            source=f"Source {number}",
        )
        for number in range(40)
    ]
    ids = [article_id(number) for number in range(len(told))]
    findings = [
        finding(
            "count",
            Verdict.AGREE if at % 10 else Verdict.DIFFER,
            [mention(identity, sentences[at], sentences[at].text.partition("says that ")[2]) for identity, (_, sentences) in zip(ids, told, strict=True)],
            relation=Relation.SAME if at % 10 else Relation.CONFLICT,
            subject=f"boat {at}",
            reason="they say the same" if at % 10 else "they exclude each other",
        )
        for at in range(LENGTH)
    ]  # fmt: skip
    pairs = [
        AlignedPair(Place(left, ours[at]), Place(right, theirs[at]), 0.9, 0.8)
        for (left, (_, ours)), (right, (_, theirs)) in combinations(zip(ids, told, strict=True), 2)
        for at in range(LENGTH)
    ]
    return replace(report(told, findings), alignments=tuple(pairs))
