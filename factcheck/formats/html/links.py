"""What the page's script reads: which sentences are linked, in what relation and why. JSON that no markup can end."""

from __future__ import annotations

import json
from itertools import accumulate
from typing import Any

from factcheck.formats.escaping import escape
from factcheck.formats.evidence import cut, unquoted
from factcheck.formats.html.looks import look_of
from factcheck.formats.html.texts import STATEMENT, heading
from factcheck.model import Relation
from factcheck.report import Report
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
    """The data as JSON for a script element; sentences are numbered through all articles.

    `articles`: id, source and number of sentences of each. `aligned`: two sentences and their score in hundredths. `findings`: id, look, heading, the
    sentences of its mentions, and its comparisons: two sentences, two wordings, relation and reason; 0 for those in `alike`. `alike`: the ids of
    findings that are whole sentences, why they agree, and the sentences. `markdown`: a finding's text to copy; `escaped`: the sentences that Markdown would not show as they are.
    """
    counts = [len(sentences) for sentences in report.sentences]
    first = dict(zip(report.ids(), accumulate(counts, initial=0), strict=False))
    titles = {kind.id: kind.title for kind in report.kinds}
    texts = _Table()

    def number(article: str, index: int) -> int:
        return first[article] + index

    findings: list[Any] = []
    alike: list[Any] = []
    for finding in report.findings:
        places = [number(mention.article, mention.sentence.index) for mention in finding.mentions]
        if finding.kind == STATEMENT and len(places) > 1:
            alike.append([finding.id, texts.number(one_line(finding.reason)), *places])
            findings.append(0)
            continue
        wordings = [texts.number(cut(unquoted(mention))) if finding.kind != STATEMENT else -1 for mention in finding.mentions]
        comparisons = [
            [
                places[one.left],
                places[one.right],
                wordings[one.left],
                wordings[one.right],
                _RELATIONS.index(one.relation),
                texts.number(one_line(one.reason)),
            ]
            for one in finding.comparisons
            if finding.kind != STATEMENT
        ]
        findings.append([finding.id, look_of(finding).value, heading(finding, titles), places, comparisons])
    data = {
        "articles": [
            [identity, one_line(article.source), count]
            for identity, article, count in zip(report.ids(), report.articles, counts, strict=True)
        ],
        "relations": [relation.value for relation in _RELATIONS],
        "texts": list(texts.numbers),
        "aligned": [
            [
                number(pair.left.article, pair.left.sentence.index),
                number(pair.right.article, pair.right.sentence.index),
                round(pair.score * 100),
            ]
            for pair in report.alignments
        ],
        "findings": findings,
        "alike": alike,
        "markdown": markdown,
        "escaped": {
            number(identity, sentence.index): escape(sentence.text)
            for identity, sentences in zip(report.ids(), report.sentences, strict=True)
            for sentence in sentences
            if escape(sentence.text) != one_line(sentence.text)
        },
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_OBEYED)
