"""`factcheck check`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factcheck.cli.inputs import refuse_clashing
from factcheck.cli.kept import load_encoder, opened_store
from factcheck.cli.options import (
    CACHE,
    ENCODER,
    JOBS,
    NO_CACHE,
    OFFLINE,
    OUTPUT_FILE,
    OUTPUTS,
    QUIET,
    VERSION,
    Command,
    chosen_format,
    options,
    wanted_outputs,
)
from factcheck.cli.streams import DONE, NOT_DONE, deliver, note, painter, progress
from factcheck.errors import FactcheckError
from factcheck.formats import CHECK_FORMATS, check_format_named
from factcheck.outcome import FailOn

if TYPE_CHECKING:
    from factcheck.gate import Archive, Baseline
    from factcheck.gate.stories import Story
    from factcheck.outcome import Outcome

FORMAT_NAMES = tuple(form.id for form in CHECK_FORMATS)

SUMMARY_LIMIT = 1 << 20
"""Bytes that GitHub takes of a step's summary; of a larger one it takes none."""

_COLOURS = {"conflict": "red", "detail": "yellow", "unusable": "red", "baseline": "cyan"}


@click.command(cls=Command, short_help="Check new articles against the others on their story.")
@click.argument("paths", nargs=-1, metavar="[PATH ...]")
@options(
    click.option(
        "--since",
        metavar="REV",
        help="Compare only the stories with an article added or changed since this Git revision, committed or not.",
    ),
    click.option(
        "--baseline", metavar="FILE", help="The file of known findings, which do not fail. Default: what the configuration says, or none."
    ),
    click.option(
        "--update-baseline",
        is_flag=True,
        help="Write the findings that --fail-on names to the baseline, and take out of it what is found no more.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice([one.value for one in FailOn]),
        help="Exit 1 for a new conflict, or for any new difference. Default: what the configuration says, or conflict.",
    ),
    click.option("--list", "listed", is_flag=True, help="Say which stories there are and why, and compare nothing."),
    click.option("--keep-going", is_flag=True, help="Report an article that cannot be used, and do not exit 2 for it."),
    chosen_format(FORMAT_NAMES, "text", "The form of answer."),
    OUTPUT_FILE,
    OUTPUTS,
    ENCODER,
    OFFLINE,
    JOBS,
    CACHE,
    NO_CACHE,
    click.option(
        "--today",
        metavar="DATE",
        help="The day that decides whether an entry of the baseline has expired, such as 2026-01-31. Default: today.",
    ),
    QUIET,
    VERSION,
)
def check(
    paths: tuple[str, ...],
    since: str | None,
    baseline: str | None,
    update_baseline: bool,
    fail_on: str | None,
    listed: bool,
    keep_going: bool,
    format_name: str,
    output: str | None,
    outputs: tuple[str, ...],
    encoder: str | None,
    offline: bool,
    jobs: int,
    cache: str | None,
    no_cache: bool,
    today: str | None,
    quiet: bool,
) -> int:
    """Check articles against the others on their story, and fail where a new one cannot be true together with another.

    PATH is a folder or an article. Each folder below a PATH is a story; articles directly in a PATH are grouped by what they tell;
    the story that an article's front matter names goes before both. What is not said here is taken from factcheck.toml, or from
    [tool.factcheck] in pyproject.toml.

    \b
    Exit codes:
      0  nothing new
      1  something new that --fail-on names
      2  not done, or an article could not be used; standard error says what to do

    \b
    Example:
      factcheck check stories --since origin/main --baseline factcheck-baseline.json
    """
    from factcheck.configuration import read_configuration
    from factcheck.former_runs import FormerRuns
    from factcheck.gate import Policy, accept, changed_since, find_files, group_archive, read_baseline, read_files
    from factcheck.gate import check as check_archive

    configuration = read_configuration(Path())
    places = paths or configuration.paths
    if not places:
        raise click.UsageError("check needs a folder of articles: name one, or set paths in [tool.factcheck] of pyproject.toml")
    baseline = baseline or configuration.baseline
    if update_baseline and baseline is None:
        raise click.UsageError("--update-baseline needs the file to write: give --baseline FILE")
    if listed and (format_name not in ("text", "json") or outputs):
        raise click.UsageError("--list has the formats text and json, and is written by -o alone")
    if listed and update_baseline:
        raise click.UsageError("--list compares nothing, and so has nothing for --update-baseline to write")
    day = _day(today)
    wanted = wanted_outputs(FORMAT_NAMES, format_name, output, outputs)
    written = [path for _, path in wanted if path is not None]
    files = find_files(places)
    if not files:
        raise FactcheckError(f"there is no article in {', '.join(places)}: an article is a .txt, .md or .html file")
    _refuse_losses(written, baseline, [file.path for file in files], places)
    known = read_baseline(baseline, missing_is_empty=update_baseline) if baseline is not None else None
    changed = changed_since(since, places) if since is not None else None
    with opened_store(cache, no_cache=no_cache, quiet=quiet) as store:
        loaded = load_encoder(encoder or configuration.encoder, store, offline=offline, quiet=quiet)
        members, unread = read_files(files)
        former = FormerRuns(store, loaded, configuration.settings, with_dictionary=jobs == 1)
        with progress("Grouping …", quiet=quiet):
            archive = group_archive(members, unread, former)
        if listed:
            return _list(archive, format_name, output, quiet=quiet)
        policy = Policy(day, FailOn(fail_on or configuration.fail_on or FailOn.CONFLICT), known, keep_going)
        with _bar(archive, changed, quiet=quiet) as done:
            outcome = check_archive(archive, former, policy=policy, changed=changed, jobs=jobs, done=done)
    accepted: Baseline | None = None
    if update_baseline and known is not None and outcome.exit != NOT_DONE:
        accepted, outcome = accept(outcome, known, day)
    texts = {path: _rendered(outcome, name, printed=path is None) for name, path in wanted}
    deliver(texts if accepted is None else {**texts, str(accepted.path): accepted.text()}, quiet=quiet)
    if any(name == "github" for name, _ in wanted):
        _summarise(outcome)
    if outcome.exit == NOT_DONE:
        _tell_unusable(outcome, known if update_baseline else None)
    return outcome.exit


def _day(written: str | None) -> date:
    if written is None:
        return date.today()  # noqa: DTZ011  # an editor's day is that of the place where the program runs
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise click.UsageError(f"cannot read the day {written!r} of --today: write it as 2026-01-31") from None


def _refuse_losses(outputs: Sequence[str], baseline: str | None, articles: Sequence[str], places: Sequence[str]) -> None:
    """Raises click.UsageError if an output would overwrite something that is read, now or, as an article, at the next run."""
    from factcheck.gate import is_found_below

    refuse_clashing(outputs, articles)
    if baseline is not None:
        refuse_clashing(outputs, [baseline], what="the baseline")
    for path in (*outputs, *([baseline] if baseline is not None else [])):
        if is_found_below(path, places):
            raise click.UsageError(
                f"{path} would be taken for an article of {', '.join(places)}: give it another ending, or another folder"
            )


def _list(archive: Archive, format_name: str, output: str | None, *, quiet: bool) -> int:
    from factcheck.gate.listing import render_json, render_text

    render = {"text": render_text, "json": render_json}[format_name]
    deliver({output: render(archive)}, quiet=quiet)
    return DONE


@contextmanager
def _bar(archive: Archive, changed: set[str] | None, *, quiet: bool) -> Iterator[Callable[[Story], None]]:
    """A bar on a terminal that grows with every story that is compared."""
    from factcheck.gate import wanted_stories

    stories = wanted_stories(archive, changed)
    hidden = quiet or sys.stderr is None or not sys.stderr.isatty()
    with click.progressbar(length=len(stories), label="Comparing", file=sys.stderr, hidden=hidden, show_pos=True) as bar:
        yield lambda _story: bar.update(1)


def _rendered(outcome: Outcome, name: str, *, printed: bool) -> str:
    if name == "text":
        from factcheck.formats.check.text import render

        return render(outcome, painter(_COLOURS, printed=printed))
    return check_format_named(name).render(outcome)


def _summarise(outcome: Outcome) -> None:
    """Adds to the summary of the step of a workflow in which this runs."""
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if not place:
        return
    from factcheck.formats.check.markdown import summary

    try:
        with Path(place).open("ab") as file:
            file.write(summary(outcome, max(0, SUMMARY_LIMIT - file.tell() - 1)).encode("utf-8", "backslashreplace"))
    except OSError as error:
        note(f"cannot write the summary {place}: {error.strerror or error}")


def _tell_unusable(outcome: Outcome, not_updated: Baseline | None) -> None:
    first, *others = outcome.failures()
    more = f" and {len(others):,} more" if others else ""
    left = f"; the baseline {not_updated.path} was left as it is" if not_updated is not None else ""
    note(f"not all was checked, for {first.path} ({first.why}){more} could not be used: mend it, or give --keep-going{left}")
