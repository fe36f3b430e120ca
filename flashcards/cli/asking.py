"""The few questions of `init`: what was found in a vault in, what its user chose out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from flashcards.cli.terminal import say

if TYPE_CHECKING:
    from flashcards.first_settings import Found


def ask(found: Found, root_deck: str) -> dict[str, Any]:
    """Ask about what vaults differ in; return what is not as it holds anyway, by full name."""
    deck = click.prompt("Deck that holds all others", root_deck, value_proc=_deck, err=True)
    chosen: dict[str, Any] = {} if deck == root_deck else {"root_deck": deck}
    return chosen | _ask_libraries(found) | _ask_plugins(found) | _ask_folders(found)


def _deck(answer: str) -> str:
    from flashcards.config.kinds import DECK

    try:
        name: str = DECK.check(answer)
    except TypeError as expected:
        raise click.UsageError(f"this must be {expected}") from expected
    return name


def _ask_libraries(found: Found) -> dict[str, Any]:
    if len(found.libraries) < 2:
        return {}
    say(f"Libraries found: {', '.join(found.libraries)}", err=True)
    if click.confirm("Read all of them, and those that come", default=True, err=True):
        return {}
    read = [each for each in found.libraries if click.confirm(f"Read {each}", True, err=True)]
    return {"bibliography": read} if read else {}


def _ask_plugins(found: Found) -> dict[str, Any]:
    from flashcards.obsidian import SYNTAX_PLUGINS

    chosen: dict[str, Any] = {}
    for syntax in (*found.in_use, *found.switched_off):
        in_use = syntax in found.in_use
        state = "in use" if in_use else "switched off"
        question = f"{SYNTAX_PLUGINS[syntax]} is {state}: read its flashcards"
        if click.confirm(question, default=in_use, err=True) != in_use:
            chosen[f"syntaxes.{syntax}.enabled"] = not in_use
    return chosen


def _ask_folders(found: Found) -> dict[str, Any]:
    from flashcards.first_settings import TOP_OF_VAULT

    folders = {name: count for name, count in found.folders.items() if name != TOP_OF_VAULT}
    if not folders:
        return {}
    counted = ", ".join(f"{name} ({count})" for name, count in folders.items())
    say(f"Folders with vault notes: {counted}", err=True)

    def named(answer: str) -> list[str]:
        names = [name for each in answer.split(",") if (name := each.strip().strip("/"))]
        if unknown := [each for each in names if each not in folders]:
            raise click.UsageError(f"there is no folder {unknown[0]} at the top of the vault")
        return names

    question = "Which to leave out, with commas between (none)"
    left_out = click.prompt(question, "", show_default=False, value_proc=named, err=True)
    return {"ignore": [f"{each}/**" for each in left_out]} if left_out else {}
