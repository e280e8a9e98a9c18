"""The baseline: findings that an editor has looked at and lets stand. A file made to be committed and reviewed."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from factcheck.errors import FactcheckError
from factcheck.outcome import CheckedStory
from factcheck.report import Finding
from factcheck.visible import one_line

SCHEMA = "factcheck-baseline/1"

_FIELDS = ("id", "story", "kind", "relation", "subject", "mentions", "articles", "reason", "expires")
_LONGEST_MENTION = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding that is let stand: by its id, with what a reviewer needs to know it by.

    `articles` are paths from the baseline's own folder. `reason` and `expires` are an editor's: why, and the last day on which
    it is let stand.
    """

    id: str
    story: str
    kind: str
    relation: str | None
    subject: str
    mentions: tuple[str, ...]
    articles: tuple[str, ...]
    reason: str | None = None
    expires: date | None = None

    def has_expired(self, today: date) -> bool:
        """Whether the last day on which the finding is let stand is over."""
        return self.expires is not None and today > self.expires

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "story": self.story,
            "kind": self.kind,
            "relation": self.relation,
            "subject": self.subject,
            "mentions": list(self.mentions),
            "articles": list(self.articles),
            "reason": self.reason,
            "expires": self.expires.isoformat() if self.expires else None,
        }


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of one file, by id."""

    path: Path
    entries: Mapping[str, Entry]

    def text(self) -> str:
        """The file's text, entries by story and id."""
        rows = [entry.to_json() for entry in sorted(self.entries.values(), key=lambda entry: (entry.story, entry.id))]
        return json.dumps({"schema": SCHEMA, "findings": rows}, ensure_ascii=False, indent=1) + "\n"

    def stale(self, found: Collection[str], compared: Collection[str], unread: Collection[str]) -> tuple[str, ...]:
        """The ids that no finding has any more, in order.

        `found` are the ids of all findings, `compared` the real paths of the articles of the stories that were compared whole, `unread`
        those of articles that are there and were not. What was not compared is not judged.
        """

        def judged(entry: Entry) -> bool:
            places = [os.path.realpath(self.path.parent / name) for name in entry.articles]
            if not places:
                return not unread
            return all(place in compared or place not in unread and not os.path.lexists(place) for place in places)

        return tuple(sorted(entry.id for entry in self.entries.values() if entry.id not in found and judged(entry)))

    def updated(self, known: Iterable[tuple[CheckedStory, Finding]], stale: Collection[str], today: date) -> Baseline:
        """The baseline with these findings and without stale entries; what an editor wrote stays, but for a day that is over."""
        entries = {entry.id: entry for entry in self.entries.values() if entry.id not in stale}
        for story, finding in known:
            before = entries.get(finding.id)
            expires = None if before is None or before.has_expired(today) else before.expires
            entries[finding.id] = self._entry_of(story, finding, before.reason if before else None, expires)
        return Baseline(self.path, entries)

    def _entry_of(self, story: CheckedStory, finding: Finding, reason: str | None, expires: date | None) -> Entry:
        ids = story.report.ids()
        paths = dict(zip(ids, (article.path for article in story.report.articles), strict=True))
        named = {mention.article for mention in finding.mentions}
        sources = dict(zip(ids, (article.source for article in story.report.articles), strict=True))
        mentions = sorted({f"{one_line(sources[mention.article])}: {_shortened(mention.text)}" for mention in finding.mentions})
        return Entry(
            id=finding.id,
            story=story.name,
            kind=finding.kind,
            relation=finding.relation.value if finding.relation else None,
            subject=finding.subject,
            mentions=tuple(mentions),
            articles=tuple(sorted(self._from_here(paths[one]) for one in named)),
            reason=reason,
            expires=expires,
        )

    def _from_here(self, path: str) -> str:
        try:
            return Path(os.path.relpath(os.path.realpath(path), os.path.realpath(self.path.parent))).as_posix()
        except ValueError:  # on another drive there is no way from here
            return Path(path).as_posix()


def read_baseline(path: str, *, missing_is_empty: bool = False) -> Baseline:
    """The baseline in this file. Raises FactcheckError, with the entry at fault, if it is missing or no baseline."""
    try:
        text = Path(path).read_text("utf-8")
    except FileNotFoundError:
        if missing_is_empty:
            return Baseline(Path(path), {})
        raise FactcheckError(f"there is no baseline {path}: write one with --update-baseline") from None
    except (OSError, UnicodeDecodeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise FactcheckError(f"cannot read the baseline {path}: {reason}") from None
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FactcheckError(f"the baseline {path} is broken ({error}): mend its JSON, or write it anew with --update-baseline") from None
    if not isinstance(content, dict) or content.get("schema") != SCHEMA or not isinstance(content.get("findings"), list):
        raise FactcheckError(f"{path} is no baseline: it needs the schema {SCHEMA!r} and a list of findings")
    entries: dict[str, Entry] = {}
    for number, row in enumerate(content["findings"], 1):
        entry = _entry(row, f"entry {number} of the baseline {path}")
        if entry.id in entries:
            raise FactcheckError(f"entry {number} of the baseline {path} has the id of an earlier one, {entry.id}: delete one of them")
        entries[entry.id] = entry
    return Baseline(Path(path), entries)


def _shortened(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _LONGEST_MENTION else f"{line[:_LONGEST_MENTION].rstrip()} …"


def _entry(row: object, where: str) -> Entry:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not row["id"]:
        raise FactcheckError(f"{where} has no id: give it that of a finding, or delete it")
    if unknown := sorted(row.keys() - set(_FIELDS)):
        raise FactcheckError(f"{where} has an unknown key {unknown[0]!r}: choose from {', '.join(_FIELDS)}")
    for key in ("story", "kind", "subject"):
        if not isinstance(row.get(key, ""), str):
            raise FactcheckError(f"{where}: {key!r} must be text")
    for key in ("relation", "reason", "expires"):
        if not isinstance(row.get(key), str | None):
            raise FactcheckError(f"{where}: {key!r} must be text or null")
    for key in ("mentions", "articles"):
        if not isinstance(row.get(key, []), list) or not all(isinstance(item, str) for item in row.get(key, [])):
            raise FactcheckError(f"{where}: {key!r} must be a list of texts")
    return Entry(
        id=row["id"],
        story=row.get("story", ""),
        kind=row.get("kind", ""),
        relation=row.get("relation"),
        subject=row.get("subject", ""),
        mentions=tuple(row.get("mentions", [])),
        articles=tuple(row.get("articles", [])),
        reason=row.get("reason"),
        expires=_day(row.get("expires"), where),
    )


def _day(written: str | None, where: str) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise FactcheckError(f"{where}: cannot read the day {written!r} in 'expires': write it as 2026-01-31") from None
