"""An outcome as SARIF 2.1.0, for code scanning and editors: every finding where it stands in the articles."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from factcheck.formats.check.answers import answers, heading, posix, told
from factcheck.formats.evidence import unquoted
from factcheck.model import Article
from factcheck.outcome import Flagged, Outcome, Skipped, Standing
from factcheck.report import KindNote, Mention
from factcheck.version import __version__
from factcheck.visible import one_line, visible

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_BACKSLASHED = str.maketrans({letter: f"\\{letter}" for letter in "\\[]"})


def render(outcome: Outcome) -> str:
    """New findings as results and suppressed ones as suppressed results; what was not compared as notifications."""
    kinds = _kinds(outcome)
    rules = {kind.id: index for index, kind in enumerate(kinds)}
    driver = {"name": "factcheck", "version": __version__, "rules": [_rule(kind) for kind in kinds]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(outcome)],
        "results": [_result(one, rules) for one in outcome.flagged if one.standing is not Standing.UNCHANGED],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def uri(path: str) -> str:
    """A path as a URI reference: relative ones as they are, absolute ones with the scheme of files, any name percent-encoded."""
    slashed = posix(path)
    is_absolute = slashed.startswith("/") or slashed[1:3] == ":/"
    try:
        octets = slashed.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        octets = slashed.encode("utf-8", "surrogatepass")
    if not is_absolute:
        return quote(octets)
    return f"file://{'' if slashed.startswith('/') else '/'}{quote(octets, safe='/:')}"


def _kinds(outcome: Outcome) -> list[KindNote]:
    """Every kind of the reports, and any other that a finding has."""
    kinds = {kind.id: kind for story in outcome.stories for kind in story.report.kinds}
    for one in outcome.flagged:
        kinds.setdefault(one.finding.kind, KindNote(one.finding.kind, one.finding.kind, one.finding.kind))
    return list(kinds.values())


def _rule(kind: KindNote) -> dict[str, Any]:
    return {
        "id": kind.id,
        "name": kind.title,
        "shortDescription": {"text": kind.title},
        "fullDescription": {"text": kind.help},
        "help": {"text": kind.help},
    }


def _result(flagged: Flagged, rules: dict[str, int]) -> dict[str, Any]:
    finding = flagged.finding
    first, *others = answers(flagged)
    rest = [mention for answer in (first, *others) for mention in answer.mentions if mention is not first.mention]
    result: dict[str, Any] = {
        "ruleId": finding.kind,
        "ruleIndex": rules[finding.kind],
        "level": "error" if finding.is_conflict else "warning",
        "message": _message(f"{heading(flagged)}: {told(flagged)}"),
        "locations": [{"physicalLocation": _place(first.mention)}],
        "partialFingerprints": {"factcheckFinding/v1": finding.id},
        "properties": {"story": visible(flagged.story.name)},
    }
    if rest:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _place(mention),
                "message": _message(f"{one_line(mention.sentence.article.source)}: “{unquoted(mention)}”"),
            }
            for number, mention in enumerate(rest, 1)
        ]
    if flagged.standing is Standing.SUPPRESSED:
        known = {"kind": "external"}
        result["suppressions"] = [known if flagged.reason is None else {**known, "justification": one_line(flagged.reason)}]
    return result


def _place(mention: Mention) -> dict[str, Any]:
    article = mention.sentence.article
    place: dict[str, Any] = {"artifactLocation": {"uri": uri(article.path)}}
    region = _region(article, mention.start, mention.end)
    return {**place, "region": region} if region else place


def _region(article: Article, start: int, end: int) -> dict[str, int]:
    first, last = article.line_at(start), article.line_at(max(start, end - 1))
    if first is None or last is None:
        return {}
    if not article.as_written:
        return {"startLine": first.number}
    return {
        "startLine": first.number,
        "startColumn": start - first.start + 1,
        "endLine": last.number,
        "endColumn": end - last.start + 1,
        "charOffset": start,
        "charLength": end - start,
    }


def _invocation(outcome: Outcome) -> dict[str, Any]:
    invocation: dict[str, Any] = {
        "executionSuccessful": outcome.exit in {0, 1} and not any(outcome.failures()),
        "exitCode": outcome.exit,
        "toolExecutionNotifications": [_notification(one) for one in outcome.skipped],
    }
    notes = [("In the baseline, but found no more", outcome.stale), ("Past their day in the baseline, and counted again", outcome.expired)]
    invocation["toolConfigurationNotifications"] = [
        {"level": "note", "message": _message(f"{said}: {', '.join(map(one_line, ids))}")} for said, ids in notes if ids
    ]
    return invocation


def _notification(skipped: Skipped) -> dict[str, Any]:
    paths = [skipped.path] if skipped.other is None else list(dict.fromkeys((skipped.path, skipped.other)))
    said = f"{' and '.join(map(visible, paths))}: {one_line(skipped.why)}"
    return {
        "level": "error" if skipped.is_failure else "note",
        "message": _message(said),
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(path)}}} for path in paths],
    }


def _message(text: str) -> dict[str, str]:
    """`text` as a plain text message, in which "[a](b)" would be a link."""
    return {"text": text.translate(_BACKSLASHED) if "](" in text else text}
