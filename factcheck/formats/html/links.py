"""What the page's script reads: which sentences are linked, in what relation and why. JSON that no markup can end."""

from __future__ import annotations

import json
from itertools import accumulate
from typing import Any

from factcheck.formats.escaping import escape
from factcheck.formats.evidence import cut, unquoted
from factcheck.formats.html.texts import heading
from factcheck.formats.labels import Labels
from factcheck.formats.looks import look_of
from factcheck.model import Relation, Sentence
from factcheck.report import STATEMENT, Finding, Report
from factcheck.visible import one_line

_RELATIONS = tuple(Relation)
_OBEYED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


class _Table:
    """Texts by number, each once: reasons and wordings repeat."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))


def links(report: Report, markdown: dict[str, str]) -> str:
    """The data as JSON for a script element; sentences are numbered through all articles, and lists of pairs run on without brackets.

    `articles`: id, source and number of sentences of each. `aligned`: a sentence, then each other one with their score in hundredths.
    `findings`: id, look, heading, each mention's sentence and wording, the sentences to show first, and for every relation and
    reason the mentions that are compared so, two by two; 0 for those in `alike`. `alike`: the ids of findings that are whole
    sentences, why they agree, and the sentences. `texts`: the wordings and reasons, by number. `markdown`: a finding's text to
    copy; `escaped`: those whole sentences that Markdown would not show as they are.
    """
    counts = [len(sentences) for sentences in report.sentences]
    first = dict(zip(report.ids(), accumulate(counts, initial=0), strict=False))
    labels = Labels(report)
    texts = _Table()

    def number(article: str, index: int) -> int:
        return first[article] + index

    findings: list[Any] = []
    alike: list[Any] = []
    whole: dict[int, Sentence] = {}
    for finding in report.findings:
        places = [number(mention.article, mention.sentence.index) for mention in finding.mentions]
        if finding.kind == STATEMENT and len(places) > 1:
            alike.append([finding.id, texts.number(one_line(finding.reason)), *places])
            findings.append(0)
            whole |= dict(zip(places, (mention.sentence for mention in finding.mentions), strict=True))
            continue
        wordings = [texts.number(cut(unquoted(mention))) if finding.kind != STATEMENT else -1 for mention in finding.mentions]
        compared: dict[tuple[int, int], list[int]] = {}
        for one in finding.comparisons:
            why = _RELATIONS.index(one.relation), texts.number(one_line(one.reason))
            compared.setdefault(why, []).extend((one.left, one.right))
        deciding = _deciding(finding)
        first_shown = [at for account in sorted(finding.accounts, key=lambda one: one.article not in deciding) for at in account.mentions]
        findings.append(
            [
                finding.id,
                look_of(finding).value,
                heading(finding, labels),
                [end for mention in zip(places, wordings, strict=True) for end in mention],
                list(dict.fromkeys(places[at] for at in first_shown)),
                [[*why, *ends] for why, ends in compared.items()],
            ]
        )
    aligned: dict[int, list[int]] = {}
    for pair in report.alignments:
        left, right = (number(place.article, place.sentence.index) for place in (pair.left, pair.right))
        aligned.setdefault(left, []).extend((right, round(pair.score * 100)))
    data = {
        "articles": [
            [identity, one_line(article.source), count]
            for identity, article, count in zip(report.ids(), report.articles, counts, strict=True)
        ],
        "relations": [relation.value for relation in _RELATIONS],
        "texts": list(texts.numbers),
        "aligned": [[left, *others] for left, others in aligned.items()],
        "findings": findings,
        "alike": alike,
        "markdown": markdown,
        "escaped": {
            place: escaped for place, sentence in sorted(whole.items()) if (escaped := escape(sentence.text)) != one_line(sentence.text)
        },
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_OBEYED)


def _deciding(finding: Finding) -> set[str]:
    """The articles that make a finding what it is, for a window that has no room for all: the odd one out, or two that differ so."""
    if finding.odd is not None:
        return {finding.odd}
    for one in finding.comparisons:
        if one.relation is finding.relation and one.reason == finding.reason:
            return {finding.mentions[one.left].article, finding.mentions[one.right].article}
    return set()
