"""What a project sets for itself: `factcheck.toml`, or `[tool.factcheck]` in `pyproject.toml`."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from factcheck.errors import FactcheckError
from factcheck.outcome import FailOn
from factcheck.report import STATEMENT
from factcheck.settings import THRESHOLDS, Settings

KEYS = ("paths", "fail-on", "kinds", "thresholds", "encoder", "boilerplate", "baseline")

LIKELY = 60
"""How like a known name (0..100) an unknown one must be to be taken for its misspelling."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Configuration:
    """What was set; None and empty for what was not. Paths are as seen from where the program runs."""

    settings: Settings
    paths: tuple[str, ...] = ()
    fail_on: FailOn | None = None
    encoder: str | None = None
    baseline: str | None = None


def read_configuration(folder: Path) -> Configuration:
    """The configuration in `folder`, or in the nearest folder above it that has one; not above a repository's top.

    Of two in one folder `factcheck.toml` goes first. Raises FactcheckError for a file that is no TOML, an unknown key (with the
    nearest right one) or a value that cannot be meant.
    """
    for place in (folder, *folder.resolve().parents):
        for name, section in (("factcheck.toml", ()), ("pyproject.toml", ("tool", "factcheck"))):
            file = place / name
            if file.is_file() and (table := _table(file, section)) is not None:
                return _Reader(file, ".".join(section)).read(table)
        if (place / ".git").exists():
            break
    return Configuration(Settings.released())


def _table(file: Path, section: Iterable[str]) -> Mapping[str, object] | None:
    try:
        found: object = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FactcheckError(f"cannot read {_seen(file)} ({error}): correct its TOML") from None
    except OSError as error:
        raise FactcheckError(f"cannot read {_seen(file)}: {error.strerror}") from None
    for name in section:
        found = found.get(name) if isinstance(found, dict) else None
    if found is not None and not isinstance(found, dict):
        raise FactcheckError(f"{'.'.join(section)} in {_seen(file)} is no table: write [{'.'.join(section)}]")
    return found


class _Reader:
    """Reads one table, and says where it stands."""

    def __init__(self, file: Path, section: str) -> None:
        self._folder = file.parent
        self._where = f"[{section}] of {_seen(file)}" if section else _seen(file)

    def read(self, table: Mapping[str, object]) -> Configuration:
        self._refuse_unknown(table, KEYS, "key")
        kinds = self._value(table, "kinds", _switches, "a table of kinds, such as {place = false}") or {}
        if kinds:
            from factcheck.kinds import KINDS  # takes as long as to read an article

            self._refuse_unknown(kinds, (*(kind.id for kind in KINDS), STATEMENT), "kind")
        thresholds = self._value(table, "thresholds", _shares, "a table of numbers from 0 to 1, such as {conflict = 0.6}") or {}
        self._refuse_unknown(thresholds, THRESHOLDS, "threshold")
        settings = Settings.released().with_thresholds(thresholds)
        encoder = self._value(table, "encoder", _text, "a name or a folder")
        baseline = self._value(table, "baseline", _text, "a file")
        return Configuration(
            settings=replace(
                settings,
                kinds_off=frozenset(kind for kind, on in kinds.items() if not on),
                boilerplate=self._value(table, "boilerplate", _patterns, 'a list of lines, such as ["Sign up for *"]') or (),
            ),
            paths=tuple(map(self._from_here, self._value(table, "paths", _texts, "a list of folders and files") or ())),
            fail_on=self._value(table, "fail-on", _fail_on, "never, conflict or differ"),
            encoder=self._from_here(encoder) if encoder and (self._folder / encoder).is_dir() else encoder,
            baseline=self._from_here(baseline) if baseline else None,
        )

    def _value(self, table: Mapping[str, object], key: str, meant: Callable[[object], _T], wanted: str) -> _T | None:
        if key not in table:
            return None
        try:
            return meant(table[key])
        except ValueError:
            raise FactcheckError(f"cannot read {key!r} in {self._where}: it must be {wanted}") from None

    def _refuse_unknown(self, table: Iterable[str], known: Iterable[str], what: str) -> None:
        from rapidfuzz import process

        choices = tuple(known)
        for name in table:
            if name not in choices:
                nearest = process.extractOne(name, choices)
                meant = f"did you mean {nearest[0]!r}? " if nearest[1] >= LIKELY else ""
                raise FactcheckError(f"unknown {what} {name!r} in {self._where}: {meant}There are {', '.join(choices)}")

    def _from_here(self, path: str) -> str:
        if Path(path).is_absolute():
            return path
        try:
            return Path(os.path.relpath(self._folder / path)).as_posix()
        except ValueError:  # on another drive there is no way from here
            return str(self._folder / path)


def _seen(file: Path) -> str:
    try:
        return os.path.relpath(file)
    except ValueError:
        return str(file)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError
    return value


def _fail_on(value: object) -> FailOn:
    return FailOn(_text(value))


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError  # noqa: TRY004  # whatever is wrong with it, a value cannot be meant
    return tuple(map(_text, value))


def _patterns(value: object) -> tuple[str, ...]:
    patterns = _texts(value)
    if any(not pattern.replace("*", "").strip() for pattern in patterns):
        raise ValueError
    return patterns


def _switches(value: object) -> dict[str, bool]:
    if not isinstance(value, dict) or not all(isinstance(on, bool) for on in value.values()):
        raise ValueError
    return value


def _shares(value: object) -> dict[str, float]:
    if not isinstance(value, dict):
        raise ValueError  # noqa: TRY004  # as above
    if not all(isinstance(share, int | float) and not isinstance(share, bool) and 0 <= share <= 1 for share in value.values()):
        raise ValueError
    return {name: float(share) for name, share in value.items()}
