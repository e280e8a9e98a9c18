"""Which of several articles that exclude each other is the latest, as far as their times of publication tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from typing import NamedTuple

from factcheck.model import Article, Fact, Kind, Relation
from factcheck.pairing import Compared
from factcheck.values.amount import Amount

MARGIN = timedelta(days=1)
"""How far a time that names no zone may lie from what it would be in that of another."""

OF_AGES = "year"
"""The unit of ages, which do not grow from one article to the next."""


class Published(NamedTuple):
    """When an article was published, as far as it says: somewhere from `first` to `last`, both without a zone, in UTC if it is `zoned`."""

    first: datetime
    last: datetime
    zoned: bool
    written: str

    def is_after(self, other: Published) -> bool:
        """Whether this is later for certain; a day on which the other falls is not, and one of two zones unknown leaves a day's margin."""
        return self.first > other.last + (MARGIN if self.zoned != other.zoned else timedelta())


def published_when(published: date | datetime) -> Published:
    """A publication time as an interval: a moment, or a whole day."""
    if not isinstance(published, datetime):
        return Published(datetime.combine(published, time.min), datetime.combine(published, time.max), False, published.isoformat())
    written = published.isoformat(sep=" ", timespec="minutes")
    zoned = published.utcoffset() is not None
    moment = published.astimezone(UTC).replace(tzinfo=None) if zoned else published.replace(tzinfo=None)
    return Published(moment, moment, zoned, written)


def latest_article(facts: Sequence[Fact], group: Iterable[Compared], kind: Kind) -> str | None:
    """Which of the articles that exclude each other is later than the others, and whether its figure is the higher one, in words.

    `facts` are one question's mentions, `group` the comparisons between them. Of articles without a time nothing is said; None where
    fewer than two have one, or where no one is later than all others for certain.
    """
    excluding = [(pair.left, pair.right) for pair in group if pair.related.relation is Relation.CONFLICT] or _excluding(facts, kind)
    times = {
        fact.sentence.article: published_when(fact.sentence.article.published)
        for pair in excluding
        for fact in pair
        if fact.sentence.article.published is not None and all(other.sentence.article.published is not None for other in pair)
    }
    latest = next((one for one in times if all(times[one].is_after(times[other]) for other in times if other is not one)), None)
    if latest is None or len(times) < 2:
        return None
    others = sorted((article for article in times if article is not latest), key=lambda article: (times[article], article.source))
    told = "; ".join(f"{article.source}: {times[article].written}" for article in reversed(others))
    note = f"{latest.source} is the {'later' if len(others) == 1 else 'latest'} article ({times[latest].written}; {told})"
    return f"{note}; its figure is the higher one, as when a figure still grows" if _grew(latest, excluding, times) else note


def _excluding(facts: Sequence[Fact], kind: Kind) -> list[tuple[Fact, Fact]]:
    """The mentions of different articles that exclude each other, though their sentences are not aligned."""
    return [
        (left, right)
        for left, right in combinations(facts, 2)
        if left.sentence.article is not right.sentence.article
        and (related := kind.relate(left, right)) is not None
        and related.relation is Relation.CONFLICT
    ]


def _grew(latest: Article, excluding: Iterable[tuple[Fact, Fact]], times: Iterable[Article]) -> bool:
    """Whether the latest article's figures are higher than all that they exclude."""
    dated = set(times)
    against = [
        (left, right) if left.sentence.article is latest else (right, left)
        for left, right in excluding
        if latest in (left.sentence.article, right.sentence.article) and {left.sentence.article, right.sentence.article} <= dated
    ]
    return bool(against) and all(_is_higher(ours.value, theirs.value) for ours, theirs in against)


def _is_higher(later: object, earlier: object) -> bool:
    if not isinstance(later, Amount) or not isinstance(earlier, Amount) or later.unit != earlier.unit or later.unit == OF_AGES:
        return False
    if later.nominal is not None and earlier.nominal is not None:
        return later.nominal > earlier.nominal
    return later.low is not None and earlier.high is not None and later.low > earlier.high
