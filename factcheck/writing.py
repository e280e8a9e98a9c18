"""Files written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from factcheck.errors import FactcheckError


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """Writes each file so that a full disk or a killed run leaves what stood there before.

    Everything is on the disk, beside its target, before the first target is replaced. A link keeps pointing to
    its file, a file keeps its permissions, and a device or pipe is written to as it stands. Raises FactcheckError
    if a folder is missing or a file cannot be written.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            try:
                target = _target(path)
                if target.exists() and not target.is_file():
                    target.write_bytes(content)
                    continue
                beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(8)}")
                staged.append((beside, target))
                _write(beside, content, like=target)
            except OSError as error:
                raise FactcheckError(f"cannot write {path}: {_reason(error)}") from None
        for beside, target in staged:
            try:
                beside.replace(target)
            except OSError as error:
                raise FactcheckError(f"cannot write {target}: {_reason(error)}") from None
    finally:
        for beside, _ in staged:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def _target(path: Path) -> Path:
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise FactcheckError(f"cannot write {path}: it is a folder; name a file in it")
    if not target.parent.is_dir():
        raise FactcheckError(f"cannot write {path}: there is no folder {path.parent}; make it first")
    if target.exists() and not os.access(target, os.W_OK):
        raise FactcheckError(f"cannot write {path}: it is read-only")
    return target


def _write(path: Path, content: bytes, *, like: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if like.exists():
        path.chmod(like.stat().st_mode & 0o777)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
