"""The entry of the command line: finds the command; whatever goes wrong becomes one line and a status."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Annotated, Final

import typer

from maplanner import __version__
from maplanner.cli import (
    analysing,
    calibrating,
    campaigns,
    comparing,
    comparing_scores,
    demo,
    doctor,
    experiments,
    exporting,
    fields,
    goals,
    importing,
    intake,
    integrating,
    learning,
    lists,
    merge,
    names,
    plans,
    promoters,
    questionnaire,
    reporting,
    schema,
    scoring,
    searching,
    segments,
    serve,
    simulating,
    solutions,
    starters,
    status,
    team,
    tidying,
    window,
)
from maplanner.cli.showing import NEW_INSTANCE, is_there
from maplanner.core.errors import Cancelled, MaplannerError

app = typer.Typer(
    name="maplanner",
    help="Plan, check and simulate marketing automation before building it.",
    epilog="“maplanner PLAN” opens the window on a plan, “maplanner” alone on none.",
    add_completion=True,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    demo,
    plans,
    campaigns,
    analysing,
    simulating,
    goals,
    solutions,
    questionnaire,
    experiments,
    learning,
    calibrating,
    comparing_scores,
    scoring,
    starters,
    promoters,
    tidying,
    searching,
    exporting,
    reporting,
    comparing,
    lists,
    importing,
    fields,
    names,
    segments,
    intake,
    schema,
    merge,
    serve,
    team,
    integrating,
    doctor,
    window,
):
    module.add_to(app)

WINDOW: Final = "window"


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"maplanner {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Plan, check and simulate marketing automation before building it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; never raises."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    _forgive_poor_terminals()
    try:
        result = _run(typed)
        sys.stdout.flush()
    except KeyboardInterrupt:
        result = status.STOPPED
    except BrokenPipeError:
        return _reader_gone()
    except SystemExit as leaving:
        if not isinstance(leaving.__context__, BrokenPipeError):
            raise
        # typer would say 1, which means that the check found errors.
        return _reader_gone()
    except OSError as error:
        result = _complain(_about(error))
    except MemoryError:
        result = _complain("There is not enough memory for that. Take fewer runs, or a shorter time.")
    except Exception as error:  # noqa: BLE001 - the last line of defence; what a person can cause comes before
        result = status.STOPPED if _is_interruption(error) else _own_fault()
    if result == status.STOPPED:
        _complain("Stopped.")
    return result


def _forgive_poor_terminals() -> None:
    """Let a terminal that lacks a letter show a question mark in its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _is_interruption(error: BaseException | None) -> bool:
    """Tell whether an error goes back to Ctrl+C, which compiled code reports in its own way."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _own_fault() -> int:
    traceback.print_exc()
    return status.OWN_FAULT


def _run(typed: list[str]) -> int:
    try:
        result = app(_with_command(typed), prog_name="maplanner", standalone_mode=False)
    except typer.Abort:
        return status.STOPPED
    except Cancelled:
        return status.STOPPED
    except MaplannerError as error:
        return _complain(str(error))
    except typer.TyperException as error:
        return _complain(f"{error.format_message()} “{_help_command(typed)}” shows how.")
    return result if isinstance(result, int) else status.DONE


def command_names() -> list[str]:
    """Return the names of all commands."""
    commands = [command.name for command in app.registered_commands if command.name]
    return commands + [group.name for group in app.registered_groups if group.name]


def _with_command(typed: list[str]) -> list[str]:
    """Put the window's command before a plan's name, which stands alone."""
    if not typed:
        return [WINDOW]
    first = typed[0]
    if first in ("--", NEW_INSTANCE):
        return [WINDOW, *typed]
    if first.startswith("-") or first in command_names():
        return typed
    if not _looks_like_plan(first):
        raise MaplannerError(
            f"There is no command “{first[:80]}”, and no plan of that name.",
            advice="“maplanner --help” lists the commands.",
        )
    return [WINDOW, *typed]


def _looks_like_plan(name: str) -> bool:
    return name.endswith(".maplan") or os.sep in name or is_there(name)


def _help_command(typed: list[str]) -> str:
    command = typed[0] if typed and typed[0] in command_names() and typed[0] != WINDOW else ""
    return " ".join(word for word in ("maplanner", command, "--help") if word)


def _about(error: OSError) -> str:
    why = error.strerror or str(error)
    if error.filename is None:
        return f"The output cannot be written: {why}. Check the disk and the place it goes to."
    return f"“{error.filename}” cannot be used: {why}. Check its name and permissions."


def _complain(message: str) -> int:
    """Say in one line on standard error what is wrong; return the status for it."""
    line = " ".join(message.split())
    try:
        sys.stderr.write(f"maplanner: {line}\n")
    except (OSError, UnicodeEncodeError):
        # Nobody reads it, or nobody can: the status has to do.
        return status.BAD_INPUT
    return status.BAD_INPUT


def _reader_gone() -> int:
    """Let nothing more be written to a pipe whose reader has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return status.PIPE_CLOSED


if __name__ == "__main__":
    sys.exit(main())
