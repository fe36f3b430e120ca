"""The settings file of obsidian-spaced-repetition, in the shapes of all its versions.

Newer ones keep the settings below `settings`, beside what the plugin remembers. Before
`clozePatterns` there were three switches.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from flashcards.obsidian.files import Document
from flashcards.obsidian.reading import Key, Reading, read_keys, switch, text, texts


def _tags(value: Any) -> tuple[str, ...]:
    """Take tags, as a list or between blanks; they are kept without `#`."""
    named = value.split() if isinstance(value, str) else texts(value)
    return tuple(tag for each in named if (tag := each.strip().removeprefix("#").strip("/")))


def _key(option: str, check: Any, meaning: str, *names: str) -> Key:
    return Key(option, check, meaning, names, f"syntaxes.osr.{option}")


_KEYS = (
    _key("tags", _tags, "flashcards are where these tags are", "flashcardTags"),
    _key(
        "folders_as_decks",
        switch,
        "whether flashcards are anywhere, and folders are decks",
        "convertFoldersToDecks",
    ),
    _key("ignored", texts, "the plugin looks for nothing here", "noteFoldersToIgnore"),
    _key(
        "separator",
        text,
        "between question and answer",
        "singleLineCardSeparator",
        "singlelineCardSeparator",
    ),
    _key(
        "reversed_separator",
        text,
        "the same, asked both ways",
        "singleLineReversedCardSeparator",
        "singlelineReversedCardSeparator",
    ),
    _key(
        "marker",
        text,
        "a line between question and answer",
        "multilineCardSeparator",
        "multiLineCardSeparator",
    ),
    _key(
        "reversed_marker",
        text,
        "the same, asked both ways",
        "multilineReversedCardSeparator",
        "multiLineReversedCardSeparator",
    ),
    _key(
        "end_marker",
        text,
        "a line that ends an answer",
        "multilineCardEndMarker",
        "multiLineCardEndMarker",
    ),
)

_PATTERNS = _key("cloze_patterns", texts, "how clozes are written", "clozePatterns")


def _old(option: str, form: str, name: str) -> Key:
    return Key(option, switch, f"whether {form} is a cloze", (name,), _PATTERNS.override)


_SWITCHES = (
    (_old("highlights", "==x==", "convertHighlightsToClozes"), True, "==[123;;]answer[;;hint]=="),
    (_old("bold", "**x**", "convertBoldTextToClozes"), False, "**[123;;]answer[;;hint]**"),
    (_old("curly", "{{x}}", "convertCurlyBracketsToClozes"), False, "{{[123;;]answer[;;hint]}}"),
)
"""Each with its default, and the pattern that it stands for."""


def read_osr(document: Document) -> Reading:
    """Return the options of `OsrOptions` that the file sets."""
    table = document.table.get("settings")
    if not isinstance(table, dict):
        table = document.table
    reading = read_keys(document, table, (*_KEYS, _PATTERNS))
    if _PATTERNS.option in reading.options:
        return reading
    old = read_keys(document, table, [key for key, _, _ in _SWITCHES])
    if not old.options:
        return reading + old
    patterns = tuple(
        pattern for key, default, pattern in _SWITCHES if old.options.get(key.option, default)
    )
    chosen = MappingProxyType({_PATTERNS.option: patterns})
    return reading + Reading(chosen, old.settings, old.diagnostics)
