"""Which files were added or changed since a revision, as Git tells."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from factcheck.errors import FactcheckError

_COPY = "fetch more of the history (git fetch --unshallow; for actions/checkout, fetch-depth: 0)"
_GONE = "D"
# Git tells its hooks where they were called from; in a linked worktree it would then take any folder for the top of a repository.
_OF_THE_CALLER = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX")


def changed_since(revision: str, paths: Iterable[str]) -> set[str]:
    """The real paths of the files added or changed in the repositories of `paths` since `revision` left their branch.

    What is not committed, and what Git does not know yet but does not ignore, counts; a file that was only moved does not.
    Raises FactcheckError if Git is missing, a path is in no repository, or the revision is unknown, with what to do.
    """
    changed: set[str] = set()
    for repository in sorted({_repository_of(path) for path in paths}):
        since = _start(repository, revision)
        # Only whole copies count as moved: a file with another name and another word is another article.
        lines = _git(repository, "diff", "--name-status", "-z", "--find-renames=100%", "--no-ext-diff", "--ignore-submodules", since, "--")
        names = [name for status, name in _statuses(lines) if not status.startswith(_GONE) and status != "R100"]
        names += _git(repository, "ls-files", "--others", "--exclude-standard", "-z", "--full-name", "--").split("\0")
        changed.update(os.path.join(repository, name) for name in names if name)  # noqa: PTH118  # names are Git's, byte for byte
    return changed


def _repository_of(path: str) -> str:
    """The real path of the folder at the top of the repository that holds `path`."""
    real = Path(os.path.realpath(path))
    folder = real if real.is_dir() else real.parent
    answer = _run(str(folder), "rev-parse", "--show-toplevel")
    if answer.returncode:
        said = (answer.stderr.strip().splitlines() or ["no reason given"])[0]
        raise FactcheckError(f"Git knows no repository for {path} ({said}): check it out as one, or leave --since out")
    return os.path.realpath(answer.stdout.removesuffix("\n"))


def _start(repository: str, revision: str) -> str:
    """The commit at which the present state and `revision` parted; the revision itself where it is an ancestor."""
    shallow = _git(repository, "rev-parse", "--is-shallow-repository").strip() == "true"
    if not revision or revision.startswith("-"):
        raise FactcheckError(f"there is no Git revision {revision!r}: give a branch, a tag or a commit")
    commit = _run(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit.returncode:
        remedy = _COPY if shallow else "give a branch, a tag or a commit; a branch of the server may have to be fetched first"
        raise FactcheckError(f"there is no Git revision {revision!r} in this {'shallow ' * shallow}clone: {remedy}")
    parted = _run(repository, "merge-base", commit.stdout.strip(), "HEAD")
    if parted.returncode:
        remedy = _COPY if shallow else "give a revision of this branch's history"
        raise FactcheckError(f"{revision!r} and the present state have no common history in this {'shallow ' * shallow}clone: {remedy}")
    return parted.stdout.split()[0]


def _statuses(lines: str) -> Iterator[tuple[str, str]]:
    """Git's letter and the file's name as it is now, of each entry."""
    fields = iter(lines.split("\0"))
    for status in fields:
        if status:
            name = next(fields)
            yield status, next(fields) if status[0] in "RC" else name


def _git(repository: str, *arguments: str) -> str:
    answer = _run(repository, *arguments)
    if answer.returncode:
        said = (answer.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise FactcheckError(f"git {arguments[0]} failed in {repository} ({said}): leave --since out, or mend the repository")
    return answer.stdout


def _run(folder: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    # Nothing is written, not even Git's own index; messages are in English, for one of them may be passed on.
    told = {name: value for name, value in os.environ.items() if name not in _OF_THE_CALLER}
    environment = {**told, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", *arguments]
    try:
        return subprocess.run(  # noqa: S603  # the revision is checked not to be an option, and nothing passes a shell
            command, cwd=folder, env=environment, capture_output=True, check=False, encoding="utf-8", errors="surrogateescape"
        )
    except FileNotFoundError:
        raise FactcheckError("Git is not installed, and --since asks it what changed: install git, or leave --since out") from None
