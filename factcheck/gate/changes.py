"""Which files were added or changed since a revision, as Git tells."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from factcheck.errors import FactcheckError

_COPY = "fetch more of the history (git fetch --unshallow; for actions/checkout, fetch-depth: 0)"
_GONE = "D"
_MOVED = "R100"
_SUBMODULE = "160000"
# Git tells its hooks where they were called from; in a linked worktree it would then take any folder for the top of a repository.
_OF_THE_CALLER = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY")


def changed_since(revision: str, paths: Iterable[str]) -> set[str]:
    """The real paths of the files added or changed in the repositories of `paths` since `revision` left their branch.

    What is not committed, and what Git does not know yet but does not ignore, counts, in submodules too. A file that was only moved
    counts where it stands beside others than before.
    Raises FactcheckError if Git is missing, a path is in no repository, or the revision is unknown, with what to do.
    """
    changed: set[str] = set()
    for repository in sorted({_repository_of(path) for path in paths}):
        changed.update(_changed(repository, _start(repository, revision)))
    return changed


class _Entry(NamedTuple):
    """What became of a file or submodule, in Git's letters, and its names, before and now; of a submodule, the commit before."""

    status: str
    former: str
    name: str
    is_submodule: bool
    before: str | None


def _changed(repository: str, since: str) -> Iterator[str]:
    # Only whole copies count as moved: a file with another name and another word is another article.
    lines = _git(
        repository, "diff", "--raw", "-z", "--no-abbrev", "--find-renames=100%", "--no-ext-diff", "--ignore-submodules=none", since, "--"
    )
    entries = [entry for entry in _entries(lines) if entry.status != _GONE]
    alike = _moved_alike(entries, repository, since)
    for entry in entries:
        path = os.path.join(repository, entry.name)  # noqa: PTH118  # names are Git's, byte for byte
        if entry.is_submodule and _is_repository(path):
            yield from _changed(path, _commit(path, entry.before)) if entry.before else _files(path, "--cached", "--others")
        elif entry not in alike:
            yield path
    yield from _files(repository, "--others")


def _moved_alike(entries: Iterable[_Entry], repository: str, since: str) -> set[_Entry]:
    """The files that were moved unchanged and stand beside no others than before: their story is the one that they were on."""
    moved = [(_folder(entry.former), _folder(entry.name), entry) for entry in entries if entry.status == _MOVED]
    origins: dict[str, set[str]] = {}
    if any(before != now for before, now, _ in moved):
        stood = _git(repository, "ls-tree", "-r", "-z", "--name-only", "--full-tree", since).split("\0")
        origins = {_folder(name): {_folder(name)} for name in stood if name}
    for before, now, _ in moved:
        origins.setdefault(now, set()).add(before)
    return {entry for before, now, entry in moved if before == now or origins[now] == {before}}


def _folder(name: str) -> str:
    return os.path.dirname(name)  # noqa: PTH120  # as above


def _files(repository: str, *which: str) -> Iterator[str]:
    """The real paths of files that are known to Git (`--cached`) or are not and are not ignored (`--others`).

    A repository in there that is no submodule is all new.
    """
    for name in _git(repository, "ls-files", *which, "--exclude-standard", "-z", "--full-name", "--").split("\0"):
        path = os.path.join(repository, name.removesuffix("/"))  # noqa: PTH118  # as above
        if name and _is_repository(path):
            yield from _files(path, "--cached", "--others")
        elif name:
            yield path


def _is_repository(path: str) -> bool:
    """Whether this is the top of a repository that is checked out."""
    return os.path.lexists(os.path.join(path, ".git"))  # noqa: PTH118  # as above


def _repository_of(path: str) -> str:
    """The real path of the folder at the top of the repository that holds `path`."""
    real = Path(os.path.realpath(path))
    folder = real if real.is_dir() else real.parent
    answer = _run(str(folder), "rev-parse", "--show-toplevel")
    if answer.returncode:
        said = (answer.stderr.strip().splitlines() or ["no reason given"])[0]
        remedy = "check it out as one, or leave --since out"
        if "dubious ownership" in said:
            remedy = "run git config --global --add safe.directory with that folder if you trust it"
        raise FactcheckError(f"Git knows no repository for {path} ({said}): {remedy}")
    return os.path.realpath(answer.stdout.removesuffix("\n"))


def _start(repository: str, revision: str) -> str:
    """The commit at which the present state and `revision` parted; the revision itself where it is an ancestor."""
    parted = _run(repository, "merge-base", _commit(repository, revision), "HEAD")
    if parted.returncode:
        remedy = _COPY if _is_shallow(repository) else "give a revision of this branch's history"
        raise FactcheckError(f"{revision!r} and the present state have no common history in {_clone(repository)}: {remedy}")
    return parted.stdout.split()[0]


def _commit(repository: str, revision: str) -> str:
    """The full name of the commit that `revision` means."""
    if not revision or revision.startswith(("-", "^")):
        raise FactcheckError(f"there is no Git revision {revision!r}: give a branch, a tag or a commit")
    commit = _run(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit.returncode:
        known = "give a branch, a tag or a commit; a branch of the server may have to be fetched first"
        raise FactcheckError(
            f"there is no Git revision {revision!r} in {_clone(repository)}: {_COPY if _is_shallow(repository) else known}"
        )
    return commit.stdout.strip()


def _clone(repository: str) -> str:
    return f"the {'shallow ' * _is_shallow(repository)}clone {repository}"


def _is_shallow(repository: str) -> bool:
    return _git(repository, "rev-parse", "--is-shallow-repository").strip() == "true"


def _entries(lines: str) -> Iterator[_Entry]:
    """What `git diff --raw -z` says."""
    fields = iter(lines.split("\0"))
    for field in fields:
        if field:
            old_mode, new_mode, before, _, status = field.removeprefix(":").split(" ")
            former = next(fields)
            name = next(fields) if status[0] in "RC" else former
            yield _Entry(status, former, name, new_mode == _SUBMODULE, before if old_mode == _SUBMODULE else None)


def _git(repository: str, *arguments: str) -> str:
    answer = _run(repository, *arguments)
    if answer.returncode:
        said = (answer.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise FactcheckError(f"git {arguments[0]} failed in {repository} ({said}): leave --since out, or mend the repository")
    return answer.stdout


def _run(folder: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    # Messages are in English, for one of them may be passed on.
    told = {name: value for name, value in os.environ.items() if name not in _OF_THE_CALLER}
    environment = {**told, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-c", "core.fsmonitor=false", "-c", "diff.autoRefreshIndex=true", *arguments]
    try:
        return subprocess.run(  # noqa: S603  # the revision is checked not to be an option, and nothing passes a shell
            command, cwd=folder, env=environment, capture_output=True, check=False, encoding="utf-8", errors="surrogateescape"
        )
    except (FileNotFoundError, PermissionError):
        raise FactcheckError("Git is not installed, and --since asks it what changed: install git, or leave --since out") from None
