"""What sources say alike, as lines of Markdown: facts, sentences, passages word for word, and what all but one of them tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from factcheck.formats.escaping import Markdown, escape
from factcheck.formats.evidence import according_to, according_to_all, cut, distinct, in_quotation_marks, unquoted
from factcheck.formats.labels import Labels, extent, located, sources_of
from factcheck.formats.sections import Group
from factcheck.language import fold, words
from factcheck.model import Verdict
from factcheck.report import STATEMENT, Copy, Finding, Mention, Place, Report


class Agreements:
    """Knows the passages that the articles share."""

    def __init__(self, report: Report, labels: Labels) -> None:
        self.labels = labels
        self.passages = report.shared
        self.shared = {(copy.article, sentence.start) for copies in report.shared for copy in copies for sentence in copy.sentences}

    def groups(self, findings: Sequence[Finding]) -> tuple[Group, ...]:
        """The agreements among the findings, and every shared passage."""
        statements = [one for one in findings if one.kind == STATEMENT and not self._is_shared(one)]
        passages = self._shared_passages() if self.labels.is_story else self._shared_by_two()
        groups = (
            Group("", tuple(self.fact(one) for one in findings if one.kind != STATEMENT)),
            Group("Sentences that report the same", tuple(self._alike(statements))),
            Group("Shared word for word: copies of one text are one confirmation, not several", tuple(passages)),
        )
        return tuple(group for group in groups if group.lines)

    def in_all_but(self, findings: Sequence[Finding], numbers: dict[str, int]) -> tuple[Group, ...]:
        """What all sources but one tell, briefly; `numbers` are those of the findings that stand at length.

        A fact of a sentence that the source leaves out as a whole is not told again.
        """
        statements = [one for one in findings if one.kind == STATEMENT]
        left_out = {(mention.article, mention.sentence.start) for one in statements for mention in one.mentions}

        def stands_in_them(fact: Finding) -> bool:
            told = {mention.article for mention in fact.mentions if (mention.article, mention.sentence.start) in left_out}
            return fact.verdict is Verdict.AGREE and told == set(sources_of(fact))

        facts = [one for one in findings if one.kind != STATEMENT and not stands_in_them(one)]
        groups = (
            Group("Sentences", tuple(self._each_once(statements))),
            Group("Facts", tuple(self._briefly(one, numbers.get(one.id)) for one in facts)),
        )
        return tuple(group for group in groups if group.lines)

    def fact(self, finding: Finding) -> Markdown:
        """A fact that sources say alike, on one line."""
        answers = _by_text(finding.mentions)
        # Where many say it, who told each of them is for the sections at length.
        each_voice = len({mention.attribution for mention in finding.mentions}) > 1 and not self.labels.is_long
        said = " / ".join(
            f"{in_quotation_marks(text)} "
            f"({'; '.join(self.labels.place(mention) + (according_to([mention]) if each_voice else '') for mention in mentions)})"
            for text, mentions in answers
        )
        line = f"{escape(self.labels.heading(finding))}{according_to_all(finding.mentions)}: {said}"
        if finding.reason and len(answers) > 1:
            line += f": {escape(finding.reason)}"
        if confirmed := self.labels.confirmed(finding):
            line += f"; {confirmed}"
        elif self._is_shared(finding):
            line += ", in text shared word for word"
        return Markdown(line)

    def _alike(self, findings: Sequence[Finding]) -> Iterator[Markdown]:
        """Each sentence with those of other articles that report the same below it; a text stands once, then only its place."""
        groups: dict[tuple[str, int], dict[tuple[str, int], Mention]] = {}
        for finding in findings:
            first = finding.mentions[0]
            group = groups.setdefault((first.article, first.start), {})
            for mention in finding.mentions:
                group.setdefault((mention.article, mention.start), mention)
        stated: set[tuple[str, int]] = set()
        together: set[tuple[tuple[str, int], tuple[str, int]]] = set()
        for head, group in sorted(groups.items(), key=lambda item: (len(item[0][0]), *item[0])):
            first, *others = group.values()
            others.sort(key=lambda other: (len(other.article), other.article, other.start))
            if self.labels.is_story:
                others = [other for other in others if (head, (other.article, other.start)) not in together]
                places = [(other.article, other.start) for other in others]
                together |= {(left, right) for left in places for right in places}
                if others:
                    yield self._several_alike(first, others, stated)
                continue
            lines = []
            for mention in (first, *others):
                known = (mention.article, mention.start) in stated
                stated.add((mention.article, mention.start))
                lines.append(f"{self.labels.place(mention)}{', quoted above' if known else f': {escape(mention.text)}'}")
            yield Markdown("\n  - ".join(lines))

    def _several_alike(self, first: Mention, others: Sequence[Mention], stated: set[tuple[str, int]]) -> Markdown:
        """One sentence and those of several articles: the same words are one line, and those quoted above another."""
        above = [mention for mention in others if (mention.article, mention.start) in stated]
        known = (first.article, first.start) in stated
        new: dict[tuple[str, ...], list[Mention]] = {} if known else {_word_for_word(first): [first]}
        for mention in others:
            if mention not in above:
                new.setdefault(_word_for_word(mention), []).append(mention)
        stated |= {(mention.article, mention.start) for mention in (first, *others)}
        if known and not new:
            return Markdown(f"quoted above: {self._places((first, *above))}")
        lines = [f"{self.labels.place(first)}, quoted above"] if known else []
        lines += [f"{self._places(mentions)}: {escape(mentions[0].text)}" for mentions in new.values()]
        if above:
            lines.append(f"quoted above: {self._places(above)}")
        return Markdown("\n  - ".join(lines))

    def _each_once(self, statements: Iterable[Finding]) -> Iterator[Markdown]:
        """Each sentence with the places of all that report the same, one line for those that are linked; the text of the first."""
        groups: list[dict[tuple[str, int], Mention]] = []
        for finding in statements:
            merged = {(mention.article, mention.start): mention for mention in finding.mentions}
            for group in [group for group in groups if group.keys() & merged.keys()]:
                merged |= group
                groups.remove(group)
            groups.append(merged)
        told = [sorted(group.values(), key=lambda mention: (len(mention.article), mention.article, mention.start)) for group in groups]
        for mentions in sorted(told, key=lambda mentions: (len(mentions[0].article), mentions[0].article, mentions[0].start)):
            yield Markdown(f"{self._places(mentions)}: {escape(mentions[0].text)}")

    def _briefly(self, finding: Finding, number: int | None) -> Markdown:
        told = [finding.mentions[at] for account in finding.accounts for at in account.mentions] or list(finding.mentions)
        firsts: dict[str, Mention] = {}
        for mention in told:
            firsts.setdefault(mention.article, mention)
        said = " / ".join(f"{in_quotation_marks(cut(text))} ({self._places(mentions)})" for text, mentions in _by_text(firsts.values()))
        see = f", see {number}" if number is not None else ""
        return Markdown(f"{escape(self.labels.heading(finding))}{according_to_all(finding.mentions)}: {said}{see}")

    def _shared_by_two(self) -> Iterator[Markdown]:
        for copies in self.passages:
            places = "; ".join(self.labels.place(Place(copy.article, copy.sentences[0])) for copy in copies)
            yield Markdown(f"{places}: {escape(copies[0].text)}")

    def _shared_passages(self) -> Iterator[Markdown]:
        """Each passage once, with where each of its copies stands; what more articles carry of it below it."""
        within: dict[int, list[int]] = {}
        whole: list[int] = []
        for at, copies in enumerate(self.passages):
            longer = next((other for other in whole if _is_part(copies[0], self.passages[other])), None)
            if longer is None:
                whole.append(at)
            else:
                within.setdefault(longer, []).append(at)
        for at in whole:
            copies = self.passages[at]
            lines = [f"{extent(copies).capitalize()} in {self._carriers(copies)}: {escape(copies[0].text)}"]
            for part in within.get(at, ()):
                parts = self.passages[part]
                lines.append(f"of it, {extent(parts)} in {self._carriers(parts)}")
            yield Markdown("\n  - ".join(lines))

    def _carriers(self, copies: Sequence[Copy]) -> str:
        by_article: dict[str, list[Copy]] = {}
        for copy in copies:
            by_article.setdefault(copy.article, []).append(copy)
        return "; ".join(
            f"{escape(self.labels.name(article))}, {' and '.join(_run(copy) for copy in own)}" for article, own in by_article.items()
        )

    def _is_shared(self, finding: Finding) -> bool:
        # Among several articles two sentences may be copies without being copies of one another.
        if self.labels.is_story:
            return finding.confirmations == 1 and len(sources_of(finding)) > 1
        return all((mention.article, mention.sentence.start) in self.shared for mention in finding.mentions)

    def _places(self, mentions: Iterable[Mention]) -> str:
        return "; ".join(distinct(self.labels.place(mention) for mention in mentions))


def _run(copy: Copy) -> str:
    first, last = copy.sentences[0], copy.sentences[-1]
    place = located(Place(copy.article, first))
    return place if first is last else place.replace(f"sentence {first.index + 1}", f"sentences {first.index + 1} to {last.index + 1}", 1)


def _is_part(copy: Copy, passage: Sequence[Copy]) -> bool:
    return any(copy.article == other.article and set(copy.sentences) <= set(other.sentences) for other in passage)


def _word_for_word(mention: Mention) -> tuple[str, ...]:
    return tuple(word.text for word in words(mention.text)) or (mention.text,)


def _by_text(mentions: Iterable[Mention]) -> list[tuple[str, list[Mention]]]:
    """Each wording once, as it stands first, with the mentions that have it but for capitals and typography."""
    groups: dict[str, tuple[str, list[Mention]]] = {}
    for mention in mentions:
        text = unquoted(mention)
        groups.setdefault(fold(text), (text, []))[1].append(mention)
    return list(groups.values())
