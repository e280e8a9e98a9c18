"""The command line: options, files and exit codes. The only room that prints or exits."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from factcheck.cli.options import VERSION, Command
from factcheck.cli.streams import DONE, INTERRUPTED, NOT_DONE, note
from factcheck.errors import FactcheckError

COLLECTED_AT = 1_000_000
"""New objects from which garbage is looked for."""

COMMANDS = ("compare", "quote", "check", "inspect")
"""In the order of the help; each is a module of its own, loaded when it is called."""


class OneLineErrors(Command, click.Group):
    """Commands whose every failure is one line on standard error, never a traceback."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # as click calls it
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # as click calls it
        if cmd_name not in COMMANDS:
            return None
        found = getattr(import_module(f"{__name__}.{cmd_name}"), cmd_name)
        assert isinstance(found, click.Command)
        return found

    def main(self, *arguments: Any, **options: Any) -> NoReturn:
        # A short run makes much and drops little: looking for garbage at the usual pace takes a tenth of it.
        gc.set_threshold(COLLECTED_AT, *gc.get_threshold()[1:])
        # Read when numpy is first imported, here and by processes begun for --jobs: with one thread a product of matrices has the same
        # last digits on every machine, and several processes do not stand in each other's way.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
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
        sys.exit(code)


def _refuse(message: str) -> int:
    note(message)
    return NOT_DONE


def _place_of(error: BaseException) -> str:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return f"{Path(place.tb_frame.f_code.co_filename).name}, line {place.tb_lineno}" if place else "nowhere"


@click.group(cls=OneLineErrors, no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]})
@VERSION
def main() -> None:
    """Compare news articles on one event: where they agree, where they differ, what only one of them says.

    \b
    Example:
      factcheck compare first.txt second.txt -o report.md
    """


def run() -> NoReturn:
    """The program: `main`, and an end at once, for taking the interpreter apart in order takes as long as reading an article."""
    code: object = NOT_DONE
    try:
        main(prog_name="factcheck")
    except SystemExit as ended:
        code = ended.code
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code if isinstance(code, int) else DONE)
