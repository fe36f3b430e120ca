"""The command line: options in, one build, one act, exit code out. Only this package prints."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from flashcards import __version__
from flashcards.cli.terminal import print_anything, say
from flashcards.diagnostics import FlashcardsError

EXIT_CANNOT = 2
EXIT_BUG = 3
EXIT_INTERRUPTED = 130
EXIT_UNREAD = 141
"""As a shell says of programs that were ended because nobody reads on (`| head`)."""

_COLLECTING = (3_000_000, 20, 50)
"""After how much new there is, garbage in circles is looked for; Python's own number is 700.

A build makes a great many small values, keeps most of them to its end, and puts hardly any in
circles: a quarter of its time went into looking for those. An export of 2,000 vault notes leaves
220 values in circles behind.
"""

_COMMANDS = {
    "init": "init:init",
    "list": "list:list_flashcards",
    "check": "check:check",
    "preview": "preview:preview",
    "diff": "diff:diff",
    "adopt": "adopt:adopt",
    "export": "export:export",
    "sync": "sync:sync",
    "watch": "watch:watch",
    "schedule": "schedule:schedule",
    "sources": "sources:sources",
    "removed": "removed:removed",
    "ledger": "ledger:ledger",
    "settings": "settings:settings",
    "doctor": "doctor:doctor",
    "completion": "completion:completion",
}
"""Module and name of each command, in the order one uses them."""


class _Commands(click.Group):
    """Commands that are loaded when they are asked for: most runs ask for one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return [*_COMMANDS]  # `list` is a module of ours here, once its command was loaded

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"flashcards.cli.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; click itself would end with 1, our code for findings, if nobody reads.

        The output still has what was not written, and would complain about it in the end.
        """
        try:
            result = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(EXIT_UNREAD)
        return result


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "--version", "-V", message="flashcards %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of what nobody expected.")
def main_group(debug: bool) -> None:
    """Turn an Obsidian vault into an Anki deck, with the source on every card.

    Definitions (> [!definition]), quotes (> [!quote] [[@citekey]]) and what stands under a
    "Flashcards" heading become Anki notes. Nothing in the vault is ever changed, except for our
    own folder .flashcards, which remembers what Anki already has.

    \b
    Look first, then export, then import the file in Anki:
      flashcards list vault/
      flashcards check vault/
      flashcards export vault/ deck.apkg

    Exit codes: 0 done, 1 findings, 2 usage or it cannot go on, 3 a mistake of the program, 130
    interrupted.
    """
    if debug:
        from flashcards.cli.bugs import debug as show_tracebacks

        show_tracebacks()


def main() -> NoReturn:
    """Run the command line and exit.

    0 done, 1 findings, 2 usage or cannot go on, 3 a mistake of the program, 130 interrupted, 141
    nobody reads the output.
    """
    print_anything()
    gc.set_threshold(*_COLLECTING)
    code = _run()
    gc.freeze()  # what is left goes with the process: to look through it takes longer than to start
    sys.exit(code)


def _run() -> int:
    try:
        code = main_group.main(
            prog_name="flashcards",
            complete_var="_FLASHCARDS_COMPLETE",  # by `python -m flashcards`, too
            standalone_mode=False,
        )
    except click.ClickException as error:
        error.show()
    except click.Abort:
        click.echo("flashcards: interrupted; nothing was left half-written", err=True)
        return EXIT_INTERRUPTED
    except FlashcardsError as error:
        say(f"flashcards: {error.message}", err=True)
        if error.hint:
            say(f"    {error.hint}", err=True)
    except Exception as error:  # noqa: BLE001 - Python would end with 1, our code for findings
        return _unexpected(error)
    else:
        return code if isinstance(code, int) else 0
    return EXIT_CANNOT


def _unexpected(error: Exception) -> int:
    from flashcards.cli.bugs import is_no_bug, say_bug, say_no_bug

    if is_no_bug(error):
        say_no_bug(error)
        return EXIT_CANNOT
    say_bug(error)
    return EXIT_BUG
