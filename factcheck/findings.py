"""Comparisons gathered into findings: one question each, with what every source says of it in all."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from factcheck.accounts import SEVERITY, compile_accounts
from factcheck.language import words
from factcheck.model import Article, Fact, Kind, Relation, Sentence, Verdict
from factcheck.pairing import Compared
from factcheck.report import STATEMENT, Account, Comparison, Finding, Mention
from factcheck.self_contradiction import contradicts_itself, untold
from factcheck.updates import latest_article


class Told(NamedTuple):
    """Two aligned sentences of different articles in which nothing differs."""

    left: Sentence
    right: Sentence
    reason: str


def gather(
    compared: Sequence[Compared],
    told: Sequence[Told],
    alone: Sequence[Fact | Sentence],
    ids: Mapping[Article, str],
    kinds: Mapping[str, Kind],
    contradicted: Sequence[Compared],
    held: Collection[frozenset[str]],
) -> tuple[Finding, ...]:
    """All findings, most important first.

    `told` are the pairs of sentences that agree as wholes, `alone` the facts and sentences that one article alone has,
    `ids` the id of each article, `kinds` every kind by id, `contradicted` the pairs of one article's own facts that exclude each other,
    `held` the pairs of articles that were held against each other.
    """
    gathered = _connected(compared)
    findings = [_question(group, ids, kinds, held) for group in gathered]
    findings += [_contradiction(group, ids) for group in _connected(untold(contradicted, compared, gathered, len(ids)))]
    findings += [_agreeing(pair, ids) for pair in told]
    findings += _only(alone, ids)
    return _ordered(_merged(findings, ids), kinds)


def _connected(compared: Sequence[Compared]) -> list[list[Compared]]:
    """Comparisons that share a mention, directly or through others, grouped; groups and members in order of arrival."""
    parent: dict[Fact, Fact] = {}

    def root(fact: Fact) -> Fact:
        parent.setdefault(fact, fact)
        while parent[fact] is not fact:
            parent[fact] = parent[parent[fact]]
            fact = parent[fact]
        return fact

    for pair in compared:
        parent[root(pair.right)] = root(pair.left)
    groups: dict[Fact, list[Compared]] = {}
    for pair in compared:
        groups.setdefault(root(pair.left), []).append(pair)
    return list(groups.values())


def _question(
    group: Sequence[Compared], ids: Mapping[Article, str], kinds: Mapping[str, Kind], held: Collection[frozenset[str]]
) -> Finding:
    kind = kinds[group[0].left.kind]
    facts = sorted({fact for pair in group for fact in (pair.left, pair.right)}, key=lambda fact: (_rank(ids, fact), fact.start, fact.end))
    place = {fact: index for index, fact in enumerate(facts)}
    comparisons = tuple(
        sorted(
            (Comparison(place[pair.left], place[pair.right], *pair.related) for pair in group),
            key=lambda comparison: (comparison.left, comparison.right),
        )
    )
    within = contradicts_itself(facts, ids, kind)
    compiled = compile_accounts(facts, group, ids, kind, held)
    relation, reason = compiled.related
    if within is not None:
        relation, reason = Relation.CONFLICT, within[1]
    verdict = {Relation.SAME: Verdict.AGREE, Relation.UNCLEAR: Verdict.UNCLEAR}.get(relation, Verdict.DIFFER)
    mentions = tuple(_mention(fact, ids) for fact in facts)
    subject = _subject(facts)
    return Finding(
        id=_fingerprint(kind.id, subject, mentions),
        verdict=verdict,
        relation=relation,
        kind=kind.id,
        subject=subject,
        mentions=mentions,
        comparisons=comparisons,
        reason=reason,
        within=within[0] if within else None,
        note=latest_article(facts, group, kind) if relation is Relation.CONFLICT else None,
        accounts=tuple(Account(account.article, tuple(place[fact] for fact in account.facts)) for account in compiled.accounts),
        odd=compiled.odd if within is None else None,
    )


def _contradiction(group: Sequence[Compared], ids: Mapping[Article, str]) -> Finding:
    """What one article says of one question in mentions of its own that exclude each other."""
    facts = sorted({fact for pair in group for fact in (pair.left, pair.right)}, key=lambda fact: (fact.start, fact.end))
    place = {fact: index for index, fact in enumerate(facts)}
    mentions = tuple(_mention(fact, ids) for fact in facts)
    article, subject = facts[0].sentence.article, _subject(facts)
    return Finding(
        id=_fingerprint(facts[0].kind, subject, mentions),
        verdict=Verdict.DIFFER,
        relation=Relation.CONFLICT,
        kind=facts[0].kind,
        subject=subject,
        mentions=mentions,
        comparisons=tuple(Comparison(place[pair.left], place[pair.right], *pair.related) for pair in group),
        reason=f"{article.source} gives both: {group[0].related.reason}",
        within=ids[article],
        accounts=(Account(ids[article], tuple(range(len(mentions)))),),
    )


def _agreeing(pair: Told, ids: Mapping[Article, str]) -> Finding:
    mentions = tuple(
        sorted((_whole(sentence, ids) for sentence in (pair.left, pair.right)), key=lambda mention: (len(mention.article), mention.article))
    )
    return Finding(
        id=_fingerprint(STATEMENT, "", mentions),
        verdict=Verdict.AGREE,
        relation=Relation.SAME,
        kind=STATEMENT,
        subject="",
        mentions=mentions,
        comparisons=(Comparison(0, 1, Relation.SAME, pair.reason),),
        reason=pair.reason,
        accounts=tuple(Account(mention.article, (at,)) for at, mention in enumerate(mentions)),
    )


def _only(alone: Iterable[Fact | Sentence], ids: Mapping[Article, str]) -> list[Finding]:
    """One finding for each fact or sentence of one article; what an article repeats in the same words is one finding."""
    groups: dict[tuple[str, str, str, str], list[Mention]] = {}
    for thing in alone:
        if isinstance(thing, Sentence):
            mention = _whole(thing, ids)
            key = (mention.article, STATEMENT, "", mention.normal)
        else:
            mention = _mention(thing, ids)
            key = (mention.article, thing.kind, thing.subject, mention.normal)
        groups.setdefault(key, []).append(mention)
    findings = []
    for (_, kind, subject, _), mentions in groups.items():
        source = mentions[0].sentence.article.source
        findings.append(
            Finding(
                id=_fingerprint(kind, subject, mentions),
                verdict=Verdict.ONLY,
                relation=None,
                kind=kind,
                subject=subject,
                mentions=tuple(mentions),
                reason=f"only {source} has this",
                accounts=(Account(mentions[0].article, tuple(range(len(mentions)))),),
            )
        )
    return findings


def _mention(fact: Fact, ids: Mapping[Article, str]) -> Mention:
    return Mention(ids[fact.sentence.article], fact.sentence, fact.start, fact.end, fact.value.normal, fact.attribution)


def _whole(sentence: Sentence, ids: Mapping[Article, str]) -> Mention:
    normal = " ".join(word.text for word in words(sentence.text))
    return Mention(ids[sentence.article], sentence, sentence.start, sentence.end, normal)


def _subject(facts: Sequence[Fact]) -> str:
    named = Counter(fact.subject for fact in facts if fact.subject)
    return min(named, key=lambda subject: (-named[subject], subject), default="")


def _fingerprint(kind: str, subject: str, mentions: Iterable[Mention]) -> str:
    """16 hex digits of kind, subject, normal forms and the sentences' folded words: no path, source, offset or order in it."""
    said = sorted([mention.normal, " ".join(word.text for word in words(mention.sentence.text))] for mention in mentions)
    return hashlib.sha256(json.dumps([kind, subject, said], ensure_ascii=False).encode()).hexdigest()[:16]


def _merged(findings: Iterable[Finding], ids: Mapping[Article, str]) -> list[Finding]:
    """The findings, those of the same words with the same values made one with all mentions: no two share an id.

    An article that repeats a sentence, and three that carry one sentence, come to several such. What two articles have in
    the same words is told by neither alone.
    """
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.id, []).append(finding)
    return [
        group[0] if len(group) == 1 else _union(group, ids)
        for group in groups.values()
        if any(one.verdict is not Verdict.ONLY for one in group) or len({one.mentions[0].article for one in group}) == 1
    ]


def _union(group: Sequence[Finding], ids: Mapping[Article, str]) -> Finding:
    """One finding for several of one id: the gravest of their relations, and all their mentions."""
    rank = {identity: place for place, identity in enumerate(ids.values())}
    mentions = sorted(
        {mention for finding in group for mention in finding.mentions},
        key=lambda mention: (rank[mention.article], mention.start, mention.end),
    )
    place = {mention: index for index, mention in enumerate(mentions)}
    comparisons: dict[tuple[int, int], Comparison] = {}
    for finding in group:
        for one in finding.comparisons:
            ends = place[finding.mentions[one.left]], place[finding.mentions[one.right]]
            known = comparisons.get(ends)
            if known is None or SEVERITY[known.relation] < SEVERITY[one.relation]:
                comparisons[ends] = replace(one, left=ends[0], right=ends[1])
    ordered = tuple(comparisons[ends] for ends in sorted(comparisons))
    gravest = max(group, key=lambda finding: -1 if finding.relation is None else SEVERITY[finding.relation])
    within = {finding.within for finding in group if finding.within is not None}
    reasons = dict.fromkeys(finding.reason for finding in group if finding.within is not None)
    accounts: dict[str, set[int]] = {}
    for finding in group:
        for account in finding.accounts:
            accounts.setdefault(account.article, set()).update(place[finding.mentions[at]] for at in account.mentions)
    return replace(
        gravest,
        mentions=tuple(mentions),
        comparisons=ordered,
        reason="; ".join(reasons) if len(within) > 1 else gravest.reason,
        within=within.pop() if len(within) == 1 else None,
        accounts=tuple(Account(article, tuple(sorted(accounts[article]))) for article in sorted(accounts, key=rank.__getitem__)),
        odd=gravest.odd if len({finding.odd for finding in group}) == 1 else None,
    )


def _ordered(findings: Iterable[Finding], kinds: Mapping[str, Kind]) -> tuple[Finding, ...]:
    def importance(finding: Finding) -> tuple[int, float, int, str]:
        relation = SEVERITY[finding.relation] if finding.relation else 0
        step = {Verdict.DIFFER: 4 + relation, Verdict.UNCLEAR: 4, Verdict.AGREE: 1, Verdict.ONLY: 0}[finding.verdict]
        weight = kinds[finding.kind].weight if finding.kind in kinds else 0.0
        first = min(mention.sentence.index for mention in finding.mentions)
        if finding.verdict is Verdict.ONLY:
            weight = 1.0 if finding.kind == STATEMENT else 0.0
        return -step, -weight, first, finding.id

    return tuple(sorted(findings, key=importance))


def _rank(ids: Mapping[Article, str], fact: Fact) -> tuple[int, str]:
    identity = ids[fact.sentence.article]
    return len(identity), identity
