"""`factcheck compare`."""

from __future__ import annotations

from pathlib import Path

import click

from factcheck.cli.inputs import read_articles, refuse_clashing, refuse_repeated
from factcheck.cli.kept import load_encoder, opened_store
from factcheck.cli.options import (
    CACHE,
    ENCODER,
    JOBS,
    NO_CACHE,
    OFFLINE,
    OUTPUT_FILE,
    OUTPUTS,
    PUBLISHED,
    QUIET,
    SOURCE,
    VERSION,
    Command,
    chosen_format,
    options,
    wanted_outputs,
)
from factcheck.cli.streams import DONE, FOUND, deliver, progress
from factcheck.formats import FORMATS, format_named
from factcheck.outcome import FailOn

FORMAT_NAMES = tuple(form.id for form in FORMATS)


@click.command(cls=Command, no_args_is_help=False, short_help="Say where articles agree and where they differ.")
@click.argument("articles", nargs=-1, metavar="A B [C ...]")
@options(
    chosen_format(FORMAT_NAMES, "markdown", "The form of report."),
    OUTPUT_FILE,
    OUTPUTS,
    click.option(
        "--fail-on",
        type=click.Choice([one.value for one in FailOn]),
        default="never",
        show_default=True,
        help="Exit 1 if there is a conflict, or any difference.",
    ),
    SOURCE,
    PUBLISHED,
    ENCODER,
    OFFLINE,
    click.option("--force", is_flag=True, help="Compare articles that do not look like one story, or like English."),
    JOBS,
    CACHE,
    NO_CACHE,
    QUIET,
    VERSION,
)
def compare(
    articles: tuple[str, ...],
    format_name: str,
    output: str | None,
    outputs: tuple[str, ...],
    fail_on: str,
    sources: tuple[str, ...],
    published: tuple[str, ...],
    encoder: str | None,
    offline: bool,
    force: bool,
    jobs: int,
    cache: str | None,
    no_cache: bool,
    quiet: bool,
) -> int:
    """Say what articles agree on, where they differ and what only one of them says.

    An article is a .txt, .md or .html file, or - for standard input. Exit 0: done; 1: done, and --fail-on
    names what was found; 2: not done.

    \b
    Example:
      factcheck compare verge.txt cnn.txt --published 2020-08-14 --published - -o report.md
    """
    if len(articles) < 2:
        raise click.UsageError(f"compare needs two articles or more, and {'one' if articles else 'none'} was given")
    refuse_repeated(articles)
    wanted = wanted_outputs(FORMAT_NAMES, format_name, output, outputs)
    refuse_clashing([path for _, path in wanted if path is not None], articles)
    from factcheck.configuration import read_configuration
    from factcheck.former_runs import FormerRuns

    configuration = read_configuration(Path())
    with progress("Comparing …", quiet=quiet), opened_store(cache, no_cache=no_cache, quiet=quiet) as store:
        loaded = load_encoder(encoder or configuration.encoder, store, offline=offline, quiet=quiet)
        read = read_articles(articles, sources, published)
        report = FormerRuns(store, loaded, configuration.settings).compare(read, force=force, jobs=jobs)
        texts = {path: format_named(name).render(report) for name, path in wanted}
    deliver(texts, quiet=quiet)
    return FOUND if any(map(FailOn(fail_on).names, report.findings)) else DONE
