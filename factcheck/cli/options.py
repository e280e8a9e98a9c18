"""Options that several commands have, and the form of their errors and help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from factcheck.cli.streams import STANDARD_STREAM, print_text
from factcheck.version import __version__


class Command(click.Command):
    """A command whose help is printed as its answers are."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _show_help
        return option


def _show_help(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        print_text(f"{context.get_help()}\n")
        context.exit()


def _show_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        print_text(f"factcheck {__version__}\n")
        context.exit()


def options(*given: Callable[..., Any]) -> Callable[..., Any]:
    """A command with these options, in this order in its help."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(given):
            command = option(command)
        return command

    return add


VERSION = click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version and exit."
)
SOURCE = click.option(
    "--source",
    "sources",
    metavar="NAME",
    multiple=True,
    help="Who published the article; repeat in the order of the articles, - leaves one unset. Default: what the file says, or its name.",
)
PUBLISHED = click.option(
    "--published",
    metavar="DATE",
    multiple=True,
    help="When it was published (2020-08-14, 2020-08-14T16:30); repeat in the order of the articles, - leaves one unset. "
    "Default: what the file says.",
)
OUTPUT_FILE = click.option(
    "-o",
    "output",
    metavar="FILE",
    callback=lambda _context, _parameter, path: None if path == STANDARD_STREAM else path,
    help="Write to this file, whole or not at all. Default: standard output.",
)
ENCODER = click.option(
    "--encoder", metavar="NAME_OR_PATH", help="A sentence-transformers model. Default: the bundled one, which needs no network."
)
OFFLINE = click.option("--offline", is_flag=True, help="Never ask the model hub.")
CACHE = click.option("--cache", metavar="DIR", help="Keep what was found for later runs in this folder. Default: the user's cache folder.")
NO_CACHE = click.option("--no-cache", is_flag=True, help="Keep nothing for later runs, and use nothing that was kept.")
JOBS = click.option(
    "--jobs", type=click.IntRange(1, 1024), default=1, show_default=True, metavar="N", help="Compare in this many processes at once."
)
QUIET = click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors.")
OUTPUTS = click.option(
    "--output", "outputs", metavar="FORMAT=FILE", multiple=True, help="Write this format to this file as well; may repeat."
)


def chosen_format(names: Sequence[str], default: str, what: str) -> Callable[..., Any]:
    """The option --format with these names."""
    return click.option("--format", "format_name", type=click.Choice(names), default=default, show_default=True, help=what)


def wanted_outputs(names: Sequence[str], format_name: str, output: str | None, outputs: Sequence[str]) -> list[tuple[str, str | None]]:
    """Each format that is wanted with its file; None is standard output. Raises click.UsageError for a format that is none of `names`."""
    return [(format_name, output), *(_format_and_file(one, names) for one in outputs)]


def _format_and_file(output: str, names: Sequence[str]) -> tuple[str, str]:
    name, equals, path = output.partition("=")
    if not equals or not path:
        raise click.UsageError(f"--output wants FORMAT=FILE, such as json=report.json, and got {output!r}")
    if name not in names:
        raise click.UsageError(f"--output knows no format {name!r}: choose from {', '.join(names)}")
    return name, path
