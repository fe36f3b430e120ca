"""docs/commands.md has what every command says of itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from flashcards.cli import main_group

PAGE = Path(__file__).parent.parent / "docs/commands.md"
MARK = "<!-- written by the tests with --update-golden, from the commands themselves -->\n"


def commands(
    command: click.Command = main_group, above: click.Context | None = None
) -> Iterator[tuple[str, click.Context]]:
    """Yield every command with its full name, groups before what is in them."""
    name = "flashcards" if above is None else str(command.name)
    settings = {**command.context_settings, "terminal_width": 100}
    context = click.Context(command, above, info_name=name, **settings)
    yield context.command_path, context
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            sub = command.get_command(context, each)
            assert sub is not None
            yield from commands(sub, context)


def page_of_commands() -> str:
    parts = (
        f"\n### {name}\n\n```text\n{context.get_help().rstrip()}\n```\n"
        for name, context in commands()
    )
    return "".join(parts)


def test_every_command_is_on_the_page(request: pytest.FixtureRequest) -> None:
    """Word by word as --help has it"""
    # In a process of its own: click keeps the help option that a command was first asked with.
    made = subprocess.run([sys.executable, __file__], capture_output=True, check=True)
    now = made.stdout.decode()
    head, mark, shown = PAGE.read_text("utf-8").partition(MARK)
    if request.config.getoption("--update-golden"):
        shown = now
        PAGE.write_text(head + MARK + shown, "utf-8")

    assert mark
    assert shown == now


@pytest.mark.parametrize(("name", "context"), list(commands()))
def test_help_suffices(name: str, context: click.Context) -> None:
    """What it does, every option in words, and how it is used, for every command"""
    help_text = context.get_help()
    options = [each for each in context.command.params if isinstance(each, click.Option)]

    assert all(each.help for each in options)
    assert f"  {name} " in help_text.partition("Examples:")[2] or name == "flashcards"
    assert context.command.short_help or name == "flashcards"


if __name__ == "__main__":
    sys.stdout.buffer.write(page_of_commands().encode())
