"""`factcheck inspect`."""

from __future__ import annotations

import click

from factcheck.cli.inputs import read_articles, refuse_clashing
from factcheck.cli.options import OUTPUT_FILE, PUBLISHED, QUIET, SOURCE, VERSION, Command, chosen_format, options
from factcheck.cli.streams import deliver, progress


@click.command(cls=Command, short_help="Show the sentences and facts of one article.")
@click.argument("article", metavar="FILE")
@options(
    chosen_format(("text", "json"), "text", "The form of answer."),
    OUTPUT_FILE,
    SOURCE,
    PUBLISHED,
    QUIET,
    VERSION,
)
def inspect(article: str, format_name: str, output: str | None, sources: tuple[str, ...], published: tuple[str, ...], quiet: bool) -> None:
    """Show what factcheck sees in one article: its sentences and the facts in them.

    \b
    Example:
      factcheck inspect cnn.txt --format json
    """
    from factcheck.facts import find_facts
    from factcheck.inspection import render_json, render_text
    from factcheck.reading.sentences import split

    if output is not None:
        refuse_clashing([output], [article])
    with progress("Reading …", quiet=quiet):
        [read] = read_articles([article], sources, published)
        sentences = split(read)
        render = {"text": render_text, "json": render_json}[format_name]
        text = render(read, sentences, find_facts(sentences))
    deliver({output: text}, quiet=quiet)
