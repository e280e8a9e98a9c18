"""An outcome as JUnit's XML, which build servers read: a suite for each story, a case for each compared pair of articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from factcheck.formats.check.answers import differing_pairs, heading, path_of, what, wordings
from factcheck.formats.check.text import block
from factcheck.formats.evidence import counted
from factcheck.outcome import CheckedStory, Flagged, Outcome, Skipped, Standing
from factcheck.visible import one_line, visible

# Everything that XML 1.0 allows; the control characters among the rest are made visible before.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_NO_STORY = "articles"
"""The suite of what belongs to no one story."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A test case; `kind` is the element that says how it ended (None: well), `type`, `message` and `text` are that element's."""

    suite: str
    name: str
    kind: str | None = None
    type: str = ""
    message: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Suite:
    name: str
    cases: list[_Case] = field(default_factory=list)

    def count(self, kind: str) -> int:
        return sum(case.kind == kind for case in self.cases)


def render(outcome: Outcome) -> str:
    """Failures for new findings, errors for articles that could not be used, skipped cases for pairs that are not on one story."""
    apart = [one for one in outcome.skipped if not one.is_failure]
    homes = [_home(one, outcome.stories) for one in apart]
    suites = [
        _Suite(
            story.name,
            [*_pairs(story, outcome.standing(Standing.NEW)), *(_skipped(one, story.name) for one, home in zip(apart, homes, strict=True) if home is story)],
        )
        for story in outcome.stories
    ]  # fmt: skip
    homeless = [
        *(_Case(_NO_STORY, visible(one.path), "error", "unusable", one_line(one.why)) for one in outcome.failures()),
        *(_skipped(one, _NO_STORY) for one, home in zip(apart, homes, strict=True) if home is None),
    ]
    if homeless:
        suites.append(_Suite(_NO_STORY, homeless))
    root = Element("testsuites", {"name": "factcheck", **_counts(suites)})
    for suite in suites:
        element = SubElement(root, "testsuite", {"name": _allowed(visible(suite.name)), **_counts([suite])})
        for case in suite.cases:
            _write(case, element)
    indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _pairs(story: CheckedStory, new: Iterable[Flagged]) -> Iterator[_Case]:
    """A case for each compared pair, and one for each new finding that no pair of them has."""
    articles = dict(zip(story.report.ids(), story.report.articles, strict=True))
    failures: dict[frozenset[str], list[Flagged]] = {frozenset(pair): [] for pair in story.pairs}
    alone: list[Flagged] = []
    for one in new:
        if one.story.name == story.name:
            pairs = _failing(one, failures)
            for pair in pairs:
                failures[pair].append(one)
            if not pairs:
                alone.append(one)
    for left, right in story.pairs:
        yield _failed(story, f"{path_of(articles[left])} / {path_of(articles[right])}", failures[frozenset((left, right))])
    for one in alone:
        yield _failed(story, path_of(one.finding.mentions[0].sentence.article), [one])


def _failing(flagged: Flagged, compared: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The compared pairs that fail for a finding: all that stand in its relation; else the first that it concerns most.

    A source that contradicts itself differs from no other: then the first pair with that source is the one.
    """
    finding = flagged.finding
    differing = differing_pairs(finding)
    failing = [pair for pair in compared if pair in differing]
    if failing:
        return failing
    having = {mention.article for mention in finding.mentions}
    concerned = [pair for pair in compared if pair & having]
    return sorted(concerned, key=lambda pair: (finding.within not in {None, *pair}, -len(pair & having)))[:1]


def _failed(story: CheckedStory, name: str, failures: list[Flagged]) -> _Case:
    if not failures:
        return _Case(story.name, name)
    first = f"{heading(failures[0])}: {wordings(failures[0])}"
    message = first if len(failures) == 1 else f"{counted(len(failures), 'finding')}, the first: {first}"
    gravest = max(failures, key=lambda one: one.finding.is_conflict)
    return _Case(story.name, name, "failure", what(gravest.finding), message, "\n\n".join("\n".join(block(one)) for one in failures))


def _skipped(skipped: Skipped, suite: str) -> _Case:
    return _Case(suite, f"{visible(skipped.path)} / {visible(skipped.other or '')}", "skipped", message=one_line(skipped.why))


def _home(skipped: Skipped, stories: Iterable[CheckedStory]) -> CheckedStory | None:
    """The first story that has both articles."""
    pair = {skipped.path, skipped.other}
    return next((story for story in stories if pair <= {article.path for article in story.report.articles}), None)


def _counts(suites: list[_Suite]) -> dict[str, str]:
    cases = list(chain.from_iterable(suite.cases for suite in suites))
    counts = {"tests": len(cases)} | {
        name: sum(suite.count(kind) for suite in suites)
        for name, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
    }
    return {name: str(count) for name, count in counts.items()}


def _write(case: _Case, suite: Element) -> None:
    element = SubElement(suite, "testcase", {"classname": _allowed(visible(case.suite)), "name": _allowed(case.name)})
    if case.kind is not None:
        attributes = {"type": case.type, "message": _allowed(case.message)}
        SubElement(element, case.kind, {name: value for name, value in attributes.items() if value}).text = _allowed(case.text) or None


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
