"""The settings file of flashcards-obsidian: a flat table in version 1, nested ones in version 2."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any

from flashcards.obsidian.files import Document
from flashcards.obsidian.reading import Key, Reading, read_keys, switch, word
from flashcards.obsidian.values import Setting

_TABLE = "syntaxes.flashcards-obsidian"

_OF_VERSION_2 = frozenset(
    {"folderBasedDecks", "inlineReverseSeparator", "legacy", "hashtag", "defaultDeck", "fenced"}
)
"""Keys that only its files have."""


def _tag(value: Any) -> str:
    return word(value).removeprefix("#")


def _key(option: str, check: Any, meaning: str, *names: str) -> Key:
    return Key(option, check, meaning, names, f"{_TABLE}.{option}")


_KEYS = (
    _key(
        "tag",
        _tag,
        "the word of #card, #card-reverse",
        "hashtag/basicTag",
        "legacy/basicTag",
        "legacy/hashtagBasic",
        "flashcardsTag",
    ),
    _key("separator", word, "between question and answer", "inlineSeparator"),
    _key(
        "reversed_separator",
        word,
        "the same, asked both ways",
        "inlineReverseSeparator",
        "inlineSeparatorReverse",
    ),
    _key("highlights", switch, "whether ==x== is a cloze", "highlightCloze/enabled"),
)


def read_flashcards_obsidian(document: Document, manifest: Document) -> Reading:
    """Return the options of `FlashcardsObsidianOptions` that the file and the manifest set."""
    reading = read_keys(document, document.value, _KEYS)
    version, why = _version(document, manifest)
    options = MappingProxyType({**reading.options, "version": version})
    return Reading(options, (*reading.settings, *why), reading.diagnostics)


def _version(document: Document, manifest: Document) -> tuple[int, tuple[Setting, ...]]:
    written = manifest.table.get("version")
    if isinstance(written, str) and (match := re.match(r"\d{1,9}", written)):
        version = 2 if int(match[0]) >= 2 else 1
        meaning = f"forms are read by the rules of version {version}"
        row = Setting(manifest.path, "version", written, meaning, f"{_TABLE}.version")
        return version, (row,)
    return (2 if _OF_VERSION_2 & document.table.keys() else 1), ()
