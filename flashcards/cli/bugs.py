"""What is said, and left behind, when something went wrong that nobody expected."""

from __future__ import annotations

import errno
import os
import sys

import click

from flashcards.cli.terminal import say

_OF_THE_SYSTEM = frozenset(
    (
        errno.EACCES,
        errno.EBUSY,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENODEV,
        errno.ENOLCK,
        errno.ENOMEM,
        errno.ENOSPC,
        errno.EPERM,
        errno.EROFS,
        errno.ESTALE,
        errno.ETIMEDOUT,
    )
)
"""What the disk, or who may do what, is to blame for."""

_debugging: list[bool] = []


def debug() -> None:
    """Show tracebacks from now on."""
    _debugging.append(True)


def is_no_bug(error: Exception) -> bool:
    """Tell whether the computer is to blame: out of memory, a full or broken disk, no rights."""
    if isinstance(error, MemoryError):
        return True
    return isinstance(error, OSError) and error.errno in _OF_THE_SYSTEM


def say_no_bug(error: Exception) -> None:
    """Say that the computer cannot go on."""
    _show_traceback(error)
    if isinstance(error, MemoryError):
        _say("flashcards: there is not enough memory")
        _say("    what was exported is as it was; close other programs and try again")
        return
    assert isinstance(error, OSError)
    where = f" ({error.filename})" if error.filename else ""
    _say(f"flashcards: the system refused: {(error.strerror or str(error)).lower()}{where}")
    _say("    `flashcards doctor VAULT` looks at all folders that are read and written")


def say_bug(error: Exception) -> None:
    """Say that it is a mistake of the program, and where the report of it is."""
    _show_traceback(error)
    message, *more = bug_lines(error)
    _say(f"flashcards: {message}")
    for line in more:
        _say(f"    {line}")


def bug_lines(error: Exception) -> list[str]:
    """Leave a report of a mistake of the program; return what is to be said of it."""
    from flashcards.bug_report import ISSUES, report_text, write_report
    from flashcards.places import log_folder

    text = report_text(error, sys.argv[1:], _names_of_commands())
    said = [f"this is a mistake of the program, not of your vault: {type(error).__name__}"]
    folder = log_folder()
    try:
        file = write_report(text, error, folder)
    except OSError as problem:
        said += [f"its report cannot be written to {folder} ({problem.strerror or problem}):"]
        said += [f"| {line}".rstrip() for line in text.splitlines()]
    else:
        said += [f"its report, without any text of the vault, is {file}"]
    said += [f"please send the report: {ISSUES}"]
    return [*said, "what was exported is as it was, or as it should be; --debug shows more"]


def _names_of_commands() -> frozenset[str]:
    """Return the names of all commands, and of those below them."""
    from flashcards.cli import main_group

    context = click.Context(main_group)
    names = set(main_group.list_commands(context))
    for name in tuple(names):
        command = main_group.get_command(context, name)
        names |= command.commands.keys() if isinstance(command, click.Group) else set()
    return frozenset(names)


def _show_traceback(error: Exception) -> None:
    if _debugging or os.environ.get("FLASHCARDS_DEBUG", "") not in {"", "0"}:
        import traceback

        traceback.print_exception(error)


def _say(line: str) -> None:
    say(line, err=True)
