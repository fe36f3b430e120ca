"""A word to authors whose vault notes carry marks of a plugin that is not read."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.model import ParsedVaultNote, UnclaimedMarks
from flashcards.obsidian.plugins import LIST, SYNTAX_PLUGINS
from flashcards.obsidian.values import VaultSettings

_NAMES = {"osr": "obsidian-spaced-repetition", "obsidian-to-anki": "Obsidian_to_Anki"}


def plugins_not_read(
    vault_notes: Iterable[ParsedVaultNote], settings: VaultSettings, decided: Container[str]
) -> Iterator[Diagnostic]:
    """Tell once of each plugin whose ids or schedules stand beside the flashcards found.

    `decided` has the syntaxes that flashcards.toml switches on or off.
    """
    marks = [(note.path, each) for note in vault_notes for each in note.unclaimed]
    for syntax in SYNTAX_PLUGINS:
        of_plugin = [(path, each) for path, each in marks if each.syntax == syntax]
        if of_plugin and syntax not in decided:
            path, first = of_plugin[0]
            yield Diagnostic(
                "plugin-not-read",
                Severity.INFO,
                Span(path, first.line, first.line),
                _message(syntax, [each for _, each in of_plugin], settings),
                f"`enabled = true` below `[syntaxes.{syntax}]` in flashcards.toml reads its"
                " flashcards, `enabled = false` ends this hint",
            )


def plugins_kept(syntaxes: Iterable[str]) -> Iterator[Diagnostic]:
    """Tell of each plugin that is read although it is no longer in use."""
    for syntax in sorted(syntaxes):
        name = _NAMES.get(syntax, syntax)
        yield Diagnostic(
            "plugin-kept",
            Severity.INFO,
            Span(LIST, 1, 1),
            f"{name} is no longer in use; its flashcards are exported all the same",
            f"`enabled = false` below `[syntaxes.{syntax}]` in flashcards.toml leaves them out",
        )


def _message(syntax: str, marks: list[UnclaimedMarks], settings: VaultSettings) -> str:
    count = sum(each.count for each in marks)
    kind = marks[0].kind if count == 1 else f"{marks[0].kind}s"
    stands = "stands" if count == 1 else "stand"
    why = (
        "the plugin is switched off in Obsidian"
        if SYNTAX_PLUGINS[syntax] in settings.switched_off
        else "the vault's settings do not say that the plugin is in use"
    )
    name = _NAMES.get(syntax, syntax)
    return f"{count} {kind} of {name} {stands} outside the flashcards that were found, and {why}"
