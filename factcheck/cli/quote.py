"""`factcheck quote`."""

from __future__ import annotations

import click

from factcheck.cli.inputs import read_articles, refuse_clashing, refuse_repeated
from factcheck.cli.kept import load_encoder
from factcheck.cli.options import (
    ENCODER,
    OFFLINE,
    OUTPUT_FILE,
    PUBLISHED,
    QUIET,
    SOURCE,
    VERSION,
    Command,
    chosen_format,
    options,
)
from factcheck.cli.streams import DONE, FOUND, STANDARD_STREAM, deliver, painter, progress

_COLOURS = {"verbatim": "green", "elided": "cyan", "altered": "yellow", "absent": "red", "deleted": "red", "inserted": "green"}


@click.command(cls=Command, no_args_is_help=False, short_help="Say whether a quotation is in each article, in the same words.")
@click.argument("arguments", nargs=-1, metavar="TEXT A B [C ...]")
@options(
    click.option(
        "--file", "file", metavar="FILE", help="Read the quotations from this file, one a paragraph, instead of TEXT; - is standard input."
    ),
    chosen_format(("text", "json"), "text", "The form of answer."),
    OUTPUT_FILE,
    click.option("--paraphrase", is_flag=True, help="Where the words are absent, show the sentence that says the same, if any."),
    SOURCE,
    PUBLISHED,
    ENCODER,
    OFFLINE,
    QUIET,
    VERSION,
)
def quote(
    arguments: tuple[str, ...],
    file: str | None,
    format_name: str,
    output: str | None,
    paraphrase: bool,
    sources: tuple[str, ...],
    published: tuple[str, ...],
    encoder: str | None,
    offline: bool,
    quiet: bool,
) -> int:
    """Say whether a quotation is in each of the articles, in the same words and by the same speaker.

    Verbatim: every word, whatever the marks. Elided: words are left out, and TEXT marks where, by ... or [ ]. Altered: words differ.
    Exit 0: verbatim or elided in every article; 1: altered or absent in one; 2: not done.

    \b
    Example:
      factcheck quote "We will appeal" verge.txt cnn.txt
    """
    from factcheck.quoting import Found, find_quotes
    from factcheck.quoting.answers import to_json, weakest

    texts, paths = ([], arguments) if file is not None else (list(arguments[:1]), arguments[1:])
    if len(paths) < 2 or (file is None and not texts):
        raise click.UsageError(f"quote needs {'' if file is not None else 'a quotation and '}two articles or more")
    if (encoder is not None or offline) and not paraphrase:
        raise click.UsageError("--encoder and --offline mean something with --paraphrase alone")
    if file == STANDARD_STREAM and STANDARD_STREAM in paths:
        raise click.UsageError("standard input cannot be an article and the file of quotations")
    refuse_repeated(paths)
    if output is not None:
        refuse_clashing([output], [*paths, *([file] if file is not None else [])])
    with progress("Searching …", quiet=quiet):
        if file is not None:
            from factcheck.quoting.file import read_quotations

            texts = read_quotations(file)
        articles = read_articles(paths, sources, published)
        loaded = None
        if paraphrase:
            loaded = load_encoder(encoder, None, offline=offline, quiet=quiet)
        checks = find_quotes(texts, articles, encoder=loaded)
    if format_name == "json":
        import json

        answer = json.dumps(to_json(checks, articles), ensure_ascii=False, indent=1) + "\n"
    else:
        from factcheck.quoting.text import render

        answer = render(checks, articles, painter(_COLOURS, printed=output is None))
    deliver({output: answer}, quiet=quiet)
    return DONE if weakest(checks) in (Found.VERBATIM, Found.ELIDED) else FOUND
