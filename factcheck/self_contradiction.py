"""Where an article contradicts itself: two of its own mentions that answer one question and exclude each other.

An article names many numbers of one noun, an earlier figure and its update, two voices, two events and two days, and none of
that is a contradiction. So two mentions are held against each other only where their sentences tell of one thing in much the same
words, far enough apart for the writer to have lost sight of one, and where no word says that both can be true. What is doubtful is
passed over. No vector is needed for it: in most articles no two facts come so far.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import combinations

from factcheck.language import content_lemmas, lemma, stop_words, words
from factcheck.model import Article, Fact, Kind, Related, Relation, Sentence
from factcheck.names import same_entity
from factcheck.pairing import REPORTING, Compared, by_sentence
from factcheck.patterns import lazily
from factcheck.preparation import Prepared
from factcheck.tables import shipped
from factcheck.values.accusation import Accusation
from factcheck.values.amount import Amount, times_apart
from factcheck.values.assertion import Assertion
from factcheck.values.designation import Designation, same_name
from factcheck.values.penalty import Penalty
from factcheck.values.period import ClockTime, Period, days_apart, relate_periods

ALIKE = 0.5
"""Share of the shorter sentence's words, beside the mentions, that two sentences have in common when they tell of one thing."""

ALIKE_AT_LENGTH = 0.4
"""The share that does where they have more words in common than `LEAST_SHARED`."""

LEAST_SHARED = 2

ALIKE_TO_HEADLINE = 0.3
"""The share that does where one of the two is the headline, which tells the story in other words."""

WORD_FOR_WORD = 0.75
"""The share from which two sentences say the same but for the mentions, whatever words they say it in; they share `LONG` words then."""

LONG = 5

LEAD = 2
"""Sentences at an article's start that tell of the story's own day, whatever day they name."""

OPENING = 5
"""Sentences at an article's start that say which day its story is of."""

MOST_ANSWERS = 2
"""Figures that an article may give of one thing; where it gives more, they are of several."""

FURTHEST_TIMES = 2.5
"""How many times one figure may be the other, as a natural logarithm: what lies further apart is two things, not a slip."""

FURTHEST_DAYS = 14

MOST_FACTS = 400
"""Facts of one kind that are held against each other; what a list of like lines has beyond them is no news."""

MOST_EXCLUDED = 4
"""Mentions that one may exclude; more are a list of like lines, which tells of as many things."""

LEAST_SURNAME = 6
"""Letters from which two surnames that look alike, behind one given name, are two spellings."""


def contradictions(article: Prepared, kinds: Mapping[str, Kind]) -> list[Compared]:
    """The pairs of one article's facts that answer one question and exclude each other, in order of place.

    `kinds` are those that are compared, by id.
    """
    reading = _Reading(article)
    found: list[Compared] = []
    for left, right in _pairs(article.facts, kinds):
        related = _spelled(left, right) if left.kind == "name" else reading.related(left, right, kinds[left.kind])
        if related is not None:
            found.append(Compared(left, right, related))
    excluded = Counter(fact for pair in found for fact in (pair.left, pair.right))
    few = [pair for pair in found if max(excluded[pair.left], excluded[pair.right]) <= MOST_EXCLUDED]
    return sorted(_told_once(few), key=lambda pair: (pair.left.start, pair.right.start))


def contradicts_itself(facts: Sequence[Fact], ids: Mapping[Article, str], kind: Kind) -> tuple[str, str] | None:
    """The one source whose own mentions exclude each other, and how; None for none, for several, and where all say the same set."""
    said: dict[str, set[str]] = {}
    for fact in facts:
        said.setdefault(ids[fact.sentence.article], set()).add(fact.value.normal)
    if all(values == next(iter(said.values())) for values in said.values()):
        return None
    found: dict[str, str] = {}
    for left, right in combinations([fact for fact in facts if _is_plain(fact)], 2):
        if left.sentence.article is right.sentence.article and left.subject == right.subject and _of_one_thing(left, right):
            related = kind.relate(left, right)
            if related is not None and related.relation is Relation.CONFLICT:
                found.setdefault(ids[left.sentence.article], f"{left.sentence.article.source} gives both: {related.reason}")
    return next(iter(found.items())) if len(found) == 1 else None


def untold(
    contradicted: Sequence[Compared], compared: Sequence[Compared], gathered: Iterable[Sequence[Compared]], articles: int
) -> list[Compared]:
    """The contradictions that no question across articles holds both mentions of, and that not every article has alike."""
    question = {fact: number for number, group in enumerate(gathered) for pair in group for fact in (pair.left, pair.right)}
    alike: dict[Fact, set[Article]] = {}
    for pair in compared:
        if pair.related.relation is Relation.SAME:
            alike.setdefault(pair.left, set()).add(pair.right.sentence.article)
            alike.setdefault(pair.right, set()).add(pair.left.sentence.article)
    return [
        pair
        for pair in contradicted
        if (pair.left not in question or question[pair.left] != question.get(pair.right))
        and len(alike.get(pair.left, set()) & alike.get(pair.right, set())) < articles - 1
    ]


def _pairs(facts: Sequence[Fact], kinds: Mapping[str, Kind]) -> Iterator[tuple[Fact, Fact]]:
    """The pairs of facts of one kind whose values may exclude each other as far as one look tells."""
    of_kind: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.kind in kinds and fact.sentence.boilerplate is None and _is_plain(fact):
            of_kind[fact.kind].append(fact)
    for same in of_kind.values():
        for left, right in combinations(same[:MOST_FACTS], 2):
            if _may_exclude(left, right) and left.value.normal != right.value.normal:
                yield left, right


def _is_plain(fact: Fact) -> bool:
    """Whether a fact is of a sort, and worded so closely, that an article has one of it; people say many things, at many places."""
    match fact.value:
        case Amount() as amount:
            return amount.number is not None and amount.modifier == "=" and not (amount.soft or amount.vague)
        case Period() as period:
            return fact.subject not in REPORTING and (period.weekday is not None or period.resolved and period.first == period.last)
        case Accusation() as accusation:
            return bool(accusation.stage and accusation.count)
        case Designation() as designation:
            return len(designation.name.words) > 1 and len(designation.name.words[-1]) >= LEAST_SURNAME
        case _:
            return isinstance(fact.value, Assertion | ClockTime | Penalty)


def _may_exclude(left: Fact, right: Fact) -> bool:
    match left.value, right.value:
        case Amount() as one, Amount() as other:
            if one.unit != other.unit or times_apart(one, other) > FURTHEST_TIMES:
                return False
            return left.kind == "age" or left.subject == right.subject or left.kind != "count" and not (left.subject and right.subject)
        case Assertion() as one, Assertion() as other:
            return one.negated != other.negated and len(one.spoken & other.spoken) >= LEAST_SHARED
        case Period() as one, Period() as other:
            far = one.resolved and other.resolved and days_apart(one, other) > FURTHEST_DAYS
            return bool(left.subject) and left.subject == right.subject and not far
        case Designation() as one, Designation() as other:
            return one.name.words[0] == other.name.words[0]
        case _:
            return type(left.value) is type(right.value)


_ARTICLES = frozenset({"a", "an", "the"})
_INDEFINITE = lazily(r"\b[Aa]n? $")
_MARK = lazily(r"[;:()]|, | [-–—] ")


class _Reading:
    """One article, as far as its own sentences are to be held against each other."""

    def __init__(self, article: Prepared) -> None:
        self._facts = by_sentence(article.facts)
        self._places = {sentence: place for place, sentence in enumerate(article.told)}
        self._marks = article.side.marks
        self._several = len({sentence.paragraph for sentence in article.told}) > 1
        self._headline = _headline(article.told)
        self._opening = {sentence: self._days(sentence) for sentence in article.told[:OPENING]}
        self._answers: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._accused: set[str] = set()
        for fact in article.facts:
            if _is_plain(fact):
                self._answers[_asked(fact)].add(fact.value.normal)
            if fact.kind == "charge" and fact.subject:
                self._accused.add(fact.subject)

    def related(self, left: Fact, right: Fact, kind: Kind) -> Related | None:
        """How two facts exclude each other; None where they may both be true, or answer two questions."""
        if not self._apart(left.sentence, right.sentence) or _two_voices(left.attribution, right.attribution):
            return None
        of_one = self._of_one_person(left, right) or self._of_one_accused(left, right)
        if not of_one and _name_others(*(self._names(fact.sentence) for fact in (left, right))):
            return None
        if not isinstance(left.value, Period) and not self._of_one_day(left.sentence, right.sentence):
            return None
        if self._of_several(left, right) or self._in_both(left, right) or _brings_in_another(left, right):
            return None
        if not of_one and _contrasted(left, right):
            return None
        least = 0.0 if of_one else ALIKE_TO_HEADLINE if self._headline in (left.sentence, right.sentence) else None
        return _excluded(left, right, kind) if _of_one_thing(left, right, least) else None

    def _apart(self, left: Sentence, right: Sentence) -> bool:
        """Whether two sentences do not stand together: what a writer sets side by side is meant to differ, but for a headline."""
        if self._headline in (left, right):
            return True
        if left.paragraph == right.paragraph and self._several:
            return False
        return abs(self._places[left] - self._places[right]) > 1

    def _of_several(self, left: Fact, right: Fact) -> bool:
        """Whether the article gives more answers than the two, so that it speaks of several things of one name."""
        return left.kind in ("count", "charge") and any(len(self._answers[_asked(fact)]) > MOST_ANSWERS for fact in (left, right))

    def _in_both(self, left: Fact, right: Fact) -> bool:
        """Whether the sentence of the one says what the other says as well."""
        return any(
            other.kind == fact.kind and other.value.normal == fact.value.normal
            for fact, sentence in ((left, right.sentence), (right, left.sentence))
            for other in self._facts[sentence]
        )

    def _of_one_accused(self, left: Fact, right: Fact) -> bool:
        """Whether two charges or penalties are of the one person who is named with any in the article."""
        return left.kind == "charge" and len(self._accused) == 1 and bool(left.subject or right.subject)

    def _names(self, sentence: Sentence) -> frozenset[str]:
        """Whom and what a sentence names."""
        return frozenset(name for name in _names_among(self._marks[self._places[sentence]]) if "(" not in name)

    def _days(self, sentence: Sentence) -> list[Period]:
        """The days by which a sentence dates what it tells; those to come date something else that it tells as well."""
        dates = (fact.value for fact in self._facts.get(sentence, ()) if fact.subject not in REPORTING)
        return [day for day in dates if isinstance(day, Period) and not day.wording.startswith(("next ", "tomorrow"))]

    def _of_one_day(self, left: Sentence, right: Sentence) -> bool:
        """Whether two sentences may tell of one day: both of the same, or one of none and the other of the day that the story is of."""
        ours, theirs = self._days(left), self._days(right)
        if ours and theirs:
            return _share_a_day(ours, theirs)
        if not ours and not theirs:
            return True
        dated = left if ours else right
        told = [day for sentence, days in self._opening.items() if sentence is not dated for day in days]
        lead = OPENING if self._headline in (left, right) else LEAD
        return self._places[dated] < lead or _share_a_day(ours or theirs, told)

    def _of_one_person(self, left: Fact, right: Fact) -> bool:
        """Whether two ages are of one person by name, as in "Dana Reeve, 34, …", with nobody else of the name around."""
        if left.kind != "age" or not all(_beside_a_name(fact) for fact in (left, right)):
            return False
        surname = left.subject.split()[-1]
        if right.subject.split()[-1] != surname:
            return False
        bearers = {tuple(name.split()) for marks in self._marks for name in _names_among(marks) if "(" not in name}
        return len({name[0] for name in bearers if len(name) > 1 and name[-1] == surname}) == 1


def _names_among(marks: Iterable[Hashable]) -> Iterator[str]:
    return (mark[1] for mark in marks if isinstance(mark, tuple) and mark[0] == "name")


def _brings_in_another(left: Fact, right: Fact) -> bool:
    """Whether the second of two ages is that of somebody who is told of for the first time: "a 25-year-old man"."""
    second = max(left, right, key=lambda fact: fact.start)
    before = second.sentence.text[: second.start - second.sentence.start]
    return second.kind == "age" and second.text.endswith("-old") and _INDEFINITE.search(before) is not None


def _contrasted(left: Fact, right: Fact) -> bool:
    """Whether two sentences run alike up to a word in which they differ, as what is told of two things does.

    "Killed 210 people in the country", "killed 38 people in the region"; "pilots began a strike on Monday", "cabin crew began a
    strike on Wednesday"; "57 percent of residents support it", "35 percent of residents oppose it". Of two times of day neither of
    whose events both sentences name, one is of something else.
    """
    if isinstance(left.value, ClockTime):
        return not {left.subject, right.subject} & _lemmas(left.sentence.text) & _lemmas(right.sentence.text)
    (before, after), (other_before, other_after) = _around(left), _around(right)
    back, ahead = _run(before, other_before), _run(after, other_after)
    shared = [word for word in after[:ahead] if word not in _ARTICLES]
    governed = bool(shared) and shared[-1] in _prepositions()
    said = _lemmas(left.sentence.text), _lemmas(right.sentence.text)

    def differ(row: Sequence[str], other_row: Sequence[str]) -> bool:
        one, other = _content(row), _content(other_row)
        # "The mountain village" is the village, and what both sentences name in some place is no contrast.
        if "" in (one, other) or one in _first(other_row) or other in _first(row):
            return False
        return lemma(one) not in said[1] or lemma(other) not in said[0]

    in_front = back > LEAST_SHARED and differ(before[back:], other_before[back:])
    return in_front or (governed or back >= LEAST_SHARED and not shared) and differ(after[ahead:], other_after[ahead:])


def _around(fact: Fact) -> tuple[list[str], list[str]]:
    """The words before a fact in its sentence, the nearest first, and those behind it; a mark that ends a clause ends them."""
    text = fact.sentence.text
    start, end = fact.start - fact.sentence.start, fact.end - fact.sentence.start
    opened = max((mark.end() for mark in _MARK.finditer(text, 0, start)), default=0)
    closed = _MARK.search(text, end)
    behind = text[end : closed.start() if closed else len(text)]
    return [word.text for word in words(text[opened:start])][::-1], [word.text for word in words(behind)]


def _run(left: Sequence[str], right: Sequence[str]) -> int:
    """How many words two rows of words have alike at their start."""
    return next((at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), min(len(left), len(right)))


def _first(row: Sequence[str]) -> list[str]:
    """The first two words of a row, articles passed over."""
    return [word for word in row if word not in _ARTICLES][:2]


def _content(row: Sequence[str]) -> str:
    """The first word of a row, articles passed over, if it says what a text is about; empty else."""
    first = next(iter(_first(row)), "")
    return "" if first in stop_words() or first in _prepositions() else first


@cache
def _prepositions() -> frozenset[str]:
    return frozenset(shipped("clauses.toml")["grammar"]["prepositions"])


def _headline(told: Sequence[Sentence]) -> Sentence | None:
    """The article's first line, if it stands by itself and does not end as a sentence does."""
    if len(told) < 2 or told[0].paragraph == told[1].paragraph or told[0].text.rstrip()[-1:] in ".!?”\"'":
        return None
    return told[0]


def _asked(fact: Fact) -> tuple[str, str]:
    """What a fact answers as far as it tells by itself."""
    match fact.value:
        case Penalty() as penalty:
            return fact.kind, f"{penalty.sort} {penalty.stage}"
        case Accusation() as accusation:
            return fact.kind, f"{accusation.form} {accusation.offence} {accusation.stage}"
        case _:
            return fact.kind, fact.subject


def _beside_a_name(fact: Fact) -> bool:
    written = fact.text.strip(", ()")
    return (
        bool(fact.subject)
        and (written.isdigit() or written.endswith("-old"))
        and fact.subject.split()[-1].capitalize() in fact.sentence.text
    )


def _excluded(left: Fact, right: Fact, kind: Kind) -> Related | None:
    """How two facts exclude each other, whatever else the article has of their kind; None where they do not."""
    related = kind.relate(_on_its_own(left), _on_its_own(right))
    one, other = left.value, right.value
    if isinstance(one, Period) and isinstance(other, Period) and one.weekday is not None and other.weekday is not None:
        settled = related is not None and related.relation in (Relation.SAME, Relation.DETAIL)
        if not settled and one.weekday != other.weekday and " " not in one.wording + other.wording:
            return Related(Relation.CONFLICT, f"{one.readable()} and {other.readable()} are two days")
        return None
    return related if related is not None and related.relation is Relation.CONFLICT else None


def _on_its_own(fact: Fact) -> Fact:
    """The fact without what its article has beside it, which would answer for the other fact."""
    if isinstance(fact.value, Accusation):
        return replace(fact, value=replace(fact.value, beside=()))
    return replace(fact, value=replace(fact.value, beside=())) if isinstance(fact.value, Penalty) else fact


def _spelled(left: Fact, right: Fact) -> Related | None:
    """Two spellings of one name behind one given name."""
    assert isinstance(left.value, Designation)
    assert isinstance(right.value, Designation)
    related = same_name(left.value.name, right.value.name)
    alike = related is not None and related.relation is Relation.CONFLICT and left.value.name.suffix == right.value.name.suffix
    return related if alike and left.subject == right.subject else None


def _of_one_thing(left: Fact, right: Fact, least: float | None = None) -> bool:
    """Whether two sentences tell of one thing, in much the same words, and no word says that both facts can be true.

    `least` is the share of the shorter one's words that they need in common (0: none), by default `ALIKE` or `ALIKE_AT_LENGTH`.
    """
    if left.sentence is right.sentence:
        return False
    mentioned = set() if isinstance(left.value, Assertion) else {lemma for fact in (left, right) for lemma in content_lemmas(fact.text)}
    ours, theirs = (_lemmas(fact.sentence.text) - mentioned for fact in (left, right))
    shared = len(ours & theirs)
    alike = shared / max(1, min(len(ours), len(theirs)))
    if shared >= LONG and alike >= WORD_FOR_WORD:
        # What two sentences say word for word tells them not apart.
        return _leaves_room(left) == _leaves_room(right)
    if least is None:
        least = ALIKE if shared == LEAST_SHARED else ALIKE_AT_LENGTH
    return (least == 0 or shared >= LEAST_SHARED and alike >= least) and not (_leaves_room(left) or _leaves_room(right))


@lru_cache(maxsize=4096)
def _lemmas(text: str) -> frozenset[str]:
    """The words of a sentence that say what it is about, numbers left out."""
    return frozenset(lemma for lemma in content_lemmas(text) if not any(letter.isdigit() for letter in lemma))


def _two_voices(left: str | None, right: str | None) -> bool:
    """Whether two speakers are named and share no word."""
    return left is not None and right is not None and not set(content_lemmas(left)) & set(content_lemmas(right))


def _name_others(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether each of two sentences names somebody or something that the other does not."""
    return all(any(not _met(name, others) for name in own) for own, others in ((left, right), (right, left)))


def _met(name: str, others: Iterable[str]) -> bool:
    """Whether one of the others is the name, or the one begins with the other ("orlen", "orlen dairy")."""
    return any(same_entity(name, other) or f"{other} ".startswith(f"{name} ") or f"{name} ".startswith(f"{other} ") for other in others)


def _share_a_day(left: Iterable[Period], right: Sequence[Period]) -> bool:
    return any(
        related is not None and related.relation in (Relation.SAME, Relation.DETAIL)
        for one in left
        for other in right
        for related in [relate_periods(one, other)]
    )


def _leaves_room(fact: Fact) -> frozenset[str]:
    """The words around a fact which say that another value may be as true: an update, another event, a part, a claim.

    What something came to ("up 24 percent to $59.60") had another value before.
    """
    before, after = _around(fact)
    level = {"to"} if isinstance(fact.value, Amount) and before[:1] == ["to"] else set()
    everywhere = [word.text for word in words(fact.sentence.text)]
    return _said(everywhere, "anywhere") | _said([*before[::-1], *after], "nearby") | level


def _said(said: Sequence[str], where: str) -> frozenset[str]:
    # "At the time of the crash" is then, "at the time" alone another time; "more than" is no further one.
    running = f" {' '.join(said)} ".replace(" at the time of ", " ").replace(" more than ", " ")
    parts = {part for word in running.split() for part in (word, *word.split("-"))}
    listed, phrases = _leaving_room(where)
    return frozenset(parts & listed) | {phrase for phrase in phrases if f" {phrase} " in running}


@cache
def _leaving_room(where: str) -> tuple[frozenset[str], tuple[str, ...]]:
    table = shipped("self_contradiction.toml")[where]
    return frozenset(table["words"].split()), tuple(table["phrases"])


def _told_once(found: Sequence[Compared]) -> list[Compared]:
    """The pairs without those that a better one makes idle.

    Of several facts of one sentence the nearest is the one that another fact excludes; a denial says no more than the figures of
    the same two sentences do.
    """
    figures = {(pair.left.sentence, pair.right.sentence) for pair in found if pair.left.kind != "polarity"}
    nearest: dict[tuple[Fact, Sentence], float] = {}
    for pair in found:
        for ends in ((pair.left, pair.right.sentence), (pair.right, pair.left.sentence)):
            nearest[ends] = min(nearest.get(ends, _far(pair)), _far(pair))
    return [
        pair
        for pair in found
        if (pair.left.kind != "polarity" or (pair.left.sentence, pair.right.sentence) not in figures)
        and _far(pair) <= min(nearest[pair.left, pair.right.sentence], nearest[pair.right, pair.left.sentence])
    ]


def _far(pair: Compared) -> float:
    one, other = pair.left.value, pair.right.value
    return times_apart(one, other) if isinstance(one, Amount) and isinstance(other, Amount) else 0.0
