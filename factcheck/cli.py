"""The command line: options, files and exit codes. The only room that prints or exits."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

from factcheck.errors import FactcheckError
from factcheck.formats import FORMATS, format_named
from factcheck.outcome import FailOn
from factcheck.version import __version__
from factcheck.visible import one_line

if TYPE_CHECKING:
    from factcheck.encoders import Encoder
    from factcheck.model import Article
    from factcheck.report import Report
    from factcheck.store import Store

STANDARD_STREAM = "-"
DONE, FOUND, NOT_DONE, INTERRUPTED = 0, 1, 2, 130
COLLECTED_AT = 1_000_000
"""New objects from which garbage is looked for."""

_FORMAT_NAMES = tuple(form.id for form in FORMATS)


class _Command(click.Command):
    """A command whose help is printed as its answers are."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _show_help
        return option


class _OneLineErrors(_Command, click.Group):
    """Commands whose every failure is one line on standard error, never a traceback."""

    command_class = _Command

    def main(self, *arguments: Any, **options: Any) -> NoReturn:
        # A short run makes much and drops little: looking for garbage at the usual pace takes a tenth of it.
        gc.set_threshold(COLLECTED_AT, *gc.get_threshold()[1:])
        try:
            code = super().main(*arguments, **{**options, "standalone_mode": False})
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "factcheck"
            code = _refuse(f"{error.format_message()} (see '{command} --help')")
        except click.ClickException as error:
            code = _refuse(error.format_message())
        except (click.Abort, KeyboardInterrupt):
            code = INTERRUPTED
        except FactcheckError as error:
            code = _refuse(str(error))
        except Exception as error:  # noqa: BLE001  # a traceback tells a user nothing; the place is for the maintainers
            code = _refuse(f"a mistake in factcheck itself, please report it: {type(error).__name__}: {error} ({_place_of(error)})")
        # What is still there goes with the process; to look through it for garbage once more takes as long as reading an article.
        gc.freeze()
        sys.exit(code)


def _show_help(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        _print(f"{context.get_help()}\n")
        context.exit()


def _show_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        _print(f"factcheck {__version__}\n")
        context.exit()


_VERSION = click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version and exit."
)


@click.group(cls=_OneLineErrors, no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]})
@_VERSION
def main() -> None:
    """Compare news articles on one event: where they agree, where they differ, what only one of them says.

    \b
    Example:
      factcheck compare first.txt second.txt -o report.md
    """


def _options(*options: Callable[..., Any]) -> Callable[..., Any]:
    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return add


_SOURCE = click.option(
    "--source",
    "sources",
    metavar="NAME",
    multiple=True,
    help="Who published the article; repeat in the order of the articles, - leaves one unset. Default: what the file says, or its name.",
)
_PUBLISHED = click.option(
    "--published",
    metavar="DATE",
    multiple=True,
    help="When it was published (2020-08-14, 2020-08-14T16:30); repeat in the order of the articles, - leaves one unset. "
    "Default: what the file says.",
)
_OUTPUT_FILE = click.option("-o", "output", metavar="FILE", help="Write to this file, whole or not at all. Default: standard output.")
_ENCODER = click.option(
    "--encoder", metavar="NAME_OR_PATH", help="A sentence-transformers model. Default: the bundled one, which needs no network."
)
_OFFLINE = click.option("--offline", is_flag=True, help="Never ask the model hub.")
_CACHE = click.option("--cache", metavar="DIR", help="Keep vectors in this folder. Default: the user's cache folder.")
_NO_CACHE = click.option("--no-cache", is_flag=True, help="Keep no vectors, and use none that were kept.")
_JOBS = click.option(
    "--jobs", type=click.IntRange(1, 1024), default=1, show_default=True, metavar="N", help="Compare in this many processes at once."
)
_QUIET = click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors.")


@main.command(no_args_is_help=False, short_help="Say where articles agree and where they differ.")
@click.argument("articles", nargs=-1, metavar="A B [C ...]")
@_options(
    click.option(
        "--format", "format_name", type=click.Choice(_FORMAT_NAMES), default="markdown", show_default=True, help="The form of report."
    ),
    _OUTPUT_FILE,
    click.option("--output", "outputs", metavar="FORMAT=FILE", multiple=True, help="Write this format to this file as well; may repeat."),
    click.option(
        "--fail-on",
        type=click.Choice([one.value for one in FailOn]),
        default="never",
        show_default=True,
        help="Exit 1 if there is a conflict, or any difference.",
    ),
    _SOURCE,
    _PUBLISHED,
    _ENCODER,
    _OFFLINE,
    click.option("--force", is_flag=True, help="Compare articles that do not look like one story, or like English."),
    _JOBS,
    _CACHE,
    _NO_CACHE,
    _QUIET,
    _VERSION,
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
    _refuse_repeated(articles)
    wanted = [(format_name, output if output != STANDARD_STREAM else None), *map(_format_and_file, outputs)]
    files = [path for _, path in wanted if path is not None]
    _refuse_clashing(files, articles)
    with _progress("Comparing …", quiet=quiet), _store(cache, no_cache=no_cache, quiet=quiet) as store:
        loaded = _load_encoder(encoder, store, offline=offline)
        read = _read(articles, sources, published)
        with _vocabulary(store, read):
            from factcheck.comparator import compare as compare_articles

            report = compare_articles(read, encoder=loaded, force=force)
        texts = _rendered(report, {name for name, _ in wanted})
    _write({Path(path): texts[name] for name, path in wanted if path is not None}, quiet=quiet)
    for name, path in wanted:
        if path is None:
            _print(texts[name])
    return FOUND if any(map(FailOn(fail_on).names, report.findings)) else DONE


@main.command(no_args_is_help=False, short_help="Say whether a quotation is in each article, in the same words.")
@click.argument("arguments", nargs=-1, metavar="TEXT A B [C ...]")
@_options(
    click.option(
        "--file", "file", metavar="FILE", help="Read the quotations from this file, one a paragraph, instead of TEXT; - is standard input."
    ),
    click.option(
        "--format", "format_name", type=click.Choice(("text", "json")), default="text", show_default=True, help="The form of answer."
    ),
    _OUTPUT_FILE,
    click.option("--paraphrase", is_flag=True, help="Where the words are absent, show the sentence that says the same, if any."),
    _SOURCE,
    _PUBLISHED,
    _ENCODER,
    _OFFLINE,
    _QUIET,
    _VERSION,
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
    _refuse_repeated(paths)
    if output is not None and output != STANDARD_STREAM:
        _refuse_clashing([output], [*paths, *([file] if file is not None else [])])
    with _progress("Searching …", quiet=quiet):
        if file is not None:
            from factcheck.quoting.file import read_quotations

            texts = read_quotations(file)
        articles = _read(paths, sources, published)
        loaded = None
        if paraphrase:
            from factcheck.encoders import load_encoder

            loaded = load_encoder(encoder, offline=offline) if encoder is not None else load_encoder()
        checks = find_quotes(texts, articles, encoder=loaded)
    to_file = output is not None and output != STANDARD_STREAM
    if format_name == "json":
        import json

        answer = json.dumps(to_json(checks, articles), ensure_ascii=False, indent=1) + "\n"
    else:
        from factcheck.quoting.text import plain, render

        answer = render(checks, articles, plain if to_file or not _in_colour() else _painted)
    if to_file:
        _write({Path(str(output)): answer}, quiet=quiet)
    else:
        _print(answer)
    return DONE if weakest(checks) in (Found.VERBATIM, Found.ELIDED) else FOUND


_COLOURS = {"verbatim": "green", "elided": "cyan", "altered": "yellow", "absent": "red", "deleted": "red", "inserted": "green"}


def _painted(text: str, role: str) -> str:
    return click.style(text, fg=_COLOURS[role])


def _in_colour() -> bool:
    """Whether standard output is a terminal that may be coloured (NO_COLOR, no-color.org)."""
    return not os.environ.get("NO_COLOR") and sys.stdout is not None and sys.stdout.isatty()


@main.command(short_help="Show the sentences and facts of one article.")
@click.argument("article", metavar="FILE")
@_options(
    click.option(
        "--format", "format_name", type=click.Choice(("text", "json")), default="text", show_default=True, help="The form of answer."
    ),
    _OUTPUT_FILE,
    _SOURCE,
    _PUBLISHED,
    _QUIET,
    _VERSION,
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

    if output is not None and output != STANDARD_STREAM:
        _refuse_clashing([output], [article])
    with _progress("Reading …", quiet=quiet):
        [read] = _read([article], sources, published)
        sentences = split(read)
        render = {"text": render_text, "json": render_json}[format_name]
        text = render(read, sentences, find_facts(sentences))
    if output is None or output == STANDARD_STREAM:
        _print(text)
    else:
        _write({Path(output): text}, quiet=quiet)


def _read(paths: Sequence[str], sources: Sequence[str], published: Sequence[str]) -> list[Article]:
    from factcheck.reading.articles import read_article

    for option, values in (("--source", sources), ("--published", published)):
        if len(values) > len(paths):
            raise click.UsageError(f"{option} was given {len(values)} times for {len(paths)} article{'s' * (len(paths) > 1)}")
    return [read_article(path, source=_given(sources, at), published=_given(published, at)) for at, path in enumerate(paths)]


def _given(values: Sequence[str], at: int) -> str | None:
    return values[at] if at < len(values) and values[at] != STANDARD_STREAM else None


@contextmanager
def _store(folder: str | None, *, no_cache: bool, quiet: bool) -> Iterator[Store | None]:
    """What former runs have kept, and this one keeps; None where that is not wanted."""
    from factcheck.store import Store, default_folder

    if no_cache and folder is not None:
        raise click.UsageError("--cache and --no-cache exclude each other")
    if no_cache:
        yield None
        return
    with closing(Store(Path(folder) if folder is not None else default_folder(), say=(lambda _: None) if quiet else _note)) as store:
        yield store


@contextmanager
def _vocabulary(store: Store | None, articles: Sequence[Article]) -> Iterator[None]:
    """What the dictionary says of the articles' words is known from former runs, and kept for later ones."""
    if store is None:
        yield
        return
    from factcheck.vocabulary import keep, recall

    recall(store, [article.text for article in articles])
    yield
    keep(store)


def _load_encoder(name: str | None, store: Store | None, *, offline: bool) -> Encoder:
    from factcheck.encoders import CachedEncoder, load_encoder

    encoder = load_encoder(name, offline=offline)
    return encoder if store is None else CachedEncoder(encoder, store)


def _rendered(report: Report, names: set[str]) -> dict[str, str]:
    return {name: format_named(name).render(report) for name in sorted(names)}


def _format_and_file(output: str) -> tuple[str, str]:
    name, equals, path = output.partition("=")
    if not equals or not path:
        raise click.UsageError(f"--output wants FORMAT=FILE, such as json=report.json, and got {output!r}")
    if name not in _FORMAT_NAMES:
        raise click.UsageError(f"--output knows no format {name!r}: choose from {', '.join(_FORMAT_NAMES)}")
    return name, path


def _refuse_repeated(paths: Sequence[str]) -> None:
    for at, path in enumerate(paths):
        for earlier in paths[:at]:
            if path == earlier == STANDARD_STREAM:
                raise click.UsageError("- is given twice, and standard input holds one article")
            if _is_one_file(path, earlier):
                other = "" if path == earlier else f", as {earlier} and {path}"
                raise click.UsageError(f"{earlier} is given twice{other}: name two articles")


def _refuse_clashing(outputs: Sequence[str], articles: Sequence[str]) -> None:
    for at, path in enumerate(outputs):
        if not path:
            raise click.UsageError("an output has an empty name: name a file, or leave the option out for standard output")
        if any(_is_one_file(path, earlier) for earlier in outputs[:at]):
            raise click.UsageError(f"two outputs would be written to {path}")
        if any(_is_one_file(path, article) for article in articles):
            raise click.UsageError(f"the output {path} would overwrite an article")


def _is_one_file(left: str, right: str) -> bool:
    """Whether two paths, or a path and standard input, are one file on the disk."""
    if right == STANDARD_STREAM:
        with suppress(OSError, ValueError, AttributeError):  # no such file; or standard input is closed, or no file at all
            read, other = os.fstat(sys.stdin.fileno()), Path(left).stat()
            return os.path.samestat(read, other) and S_ISREG(read.st_mode)
        return False
    if left == STANDARD_STREAM:
        return _is_one_file(right, left)
    with suppress(OSError, ValueError):
        if Path(left).samefile(right):
            return True
    return os.path.realpath(left) == os.path.realpath(right)


@contextmanager
def _progress(said: str, *, quiet: bool) -> Iterator[None]:
    """Shows `said` on a terminal while the work goes on, and takes it away after."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    _say(said, ended=False)
    try:
        yield
    finally:
        _say(f"\r{' ' * len(said)}\r", ended=False)


def _write(texts: Mapping[Path, str], *, quiet: bool) -> None:
    from factcheck.writing import write_whole

    write_whole({path: _encoded(text) for path, text in texts.items()})
    if not quiet:
        for path in texts:
            _say(f"wrote {one_line(str(path))}")


def _print(text: str) -> None:
    """Writes to standard output, in UTF-8 whatever the locale; a reader that has gone away is none of our business."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        raise FactcheckError("standard output is closed: write to a file with -o")
    try:
        stream.write(_encoded(text))
        stream.flush()
    except OSError as error:
        _abandon(stream)
        if not isinstance(error, BrokenPipeError):
            raise FactcheckError(f"cannot write to standard output: {error.strerror or error}") from None


def _say(text: str, *, ended: bool = True) -> None:
    """Writes to standard error; where that is closed or full there is nobody to tell, and the exit code still says it."""
    try:
        click.echo(text, err=True, nl=ended)
    except (OSError, ValueError):
        _abandon(sys.stderr)


def _note(text: str) -> None:
    _say(f"factcheck: {one_line(text)}")


def _abandon(stream: IO[Any]) -> None:
    """Points a broken stream at nothing: what Python would flush at exit would fail again, aloud."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _encoded(text: str) -> bytes:
    # A name of a file that is no UTF-8 reaches us as lone surrogates.
    return text.encode("utf-8", "backslashreplace")


def _refuse(message: str) -> int:
    _note(message)
    return NOT_DONE


def _place_of(error: BaseException) -> str:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return f"{Path(place.tb_frame.f_code.co_filename).name}, line {place.tb_lineno}" if place else "nowhere"
