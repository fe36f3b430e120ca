"""The settings: the user's own, and what Obsidian and its plugins say."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.config.environment import not_settings
from flashcards.diagnostics import FlashcardsError
from flashcards.doctor.patient import Patient
from flashcards.doctor.values import Finding, of_diagnostic, of_error, ok, warning
from flashcards.vault_folder import SETTINGS

NAME = "settings"
PLACE = 20


_OLD = frozenset(
    (
        "convertHighlightsToClozes",  # obsidian-spaced-repetition before `clozePatterns`
        "convertBoldTextToClozes",
        "convertCurlyBracketsToClozes",
        "CUSTOM_REGEXPS",  # Obsidian_to_Anki before `noteTypes`
        "Defaults/Scan Directory",
        "Defaults/CurlyCloze - Highlights to Clozes",
    )
)
"""Keys that newer versions of plugins call otherwise."""


def look(patient: Patient) -> Iterator[Finding]:
    """Read all settings."""
    try:
        config = patient.read_config()
    except FlashcardsError as problem:
        yield of_error(problem)
        config = patient.config
    else:
        folder = config.folder
        where = f"{SETTINGS} is read" if folder else f"no {SETTINGS}: defaults"
        yield ok(f"{where}; `flashcards settings` shows every setting", folder or "")
    obsidian = config.obsidian
    yield from map(of_diagnostic, obsidian.diagnostics)
    files = {each.file for each in obsidian.settings} - obsidian.broken
    if files:
        yield ok(f"of Obsidian's own, these say something: {', '.join(sorted(files))}")
    for file in sorted({each.file for each in obsidian.settings if each.key in _OLD}):
        yield ok(f"{file} was written by an older version of the plugin; it is read all the same")
    for name in not_settings(patient.environment):
        yield warning(f"the variable {name} means nothing", "is it mistyped? Else unset it")
