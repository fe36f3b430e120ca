"""The settings file of Obsidian_to_Anki, in the shapes of all its versions.

`CUSTOM_REGEXPS` became `noteTypes`, and the names of the defaults lost their blanks. The fields of
notetypes stand beside the settings, in `fields_dict`. A file that is a list holds the same table.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any

from flashcards.obsidian.files import Document
from flashcards.obsidian.reading import (
    Key,
    Reading,
    folder,
    folders,
    read_keys,
    switch,
    texts,
    word,
)
from flashcards.syntaxes import FolderRule, Style

_TABLE = "syntaxes.obsidian-to-anki"


def _table(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise TypeError("a table")


def _styles(value: Any) -> tuple[Style, ...]:
    return tuple(
        Style(notetype, pattern)
        for notetype, written in _table(value).items()
        for pattern in _patterns(written)
    )


def _patterns(written: Any) -> tuple[str, ...]:
    """Return a notetype's patterns: a text, several, or a table that has one; blanks count."""
    if isinstance(written, dict):
        written = written.get("custom_regexp")
    several = written if isinstance(written, list) else [written or ""]
    if not all(isinstance(each, str) for each in several):
        raise TypeError("a table of patterns")
    return tuple(each for each in several if each.strip())


def _notetypes(value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = _table(value)
    if not all(isinstance(fields, list) and fields for fields in table.values()):
        raise TypeError("a table of lists of fields")
    return tuple((name, texts(fields)) for name, fields in table.items())


def _by_folder(value: Any) -> dict[str, str]:
    found = {folder(name): text for name, text in _table(value).items()}
    if not all(isinstance(text, str) for text in found.values()):
        raise TypeError("a table of texts")
    return {name: text.strip() for name, text in found.items() if text.strip()}


def _key(option: str, check: Any, meaning: str, *names: str, override: str = "") -> Key:
    return Key(option, check, meaning, names, f"{_TABLE}.{override or option}")


_SYNTAX = (
    ("begin", "Begin Note", "begins a flashcard of several lines"),
    ("end", "End Note", "ends it"),
    ("begin_inline", "Begin Inline Note", "begins a flashcard on one line"),
    ("end_inline", "End Inline Note", "ends it"),
    ("target_deck", "Target Deck Line", "names the deck of a vault note"),
    ("file_tags", "File Tags Line", "names the tags of a vault note"),
    ("frozen", "Frozen Fields Line", "adds to the fields of a vault note's flashcards"),
    ("delete", "Delete Note Line", "marks what the plugin deletes"),
)

_KEYS = (
    _key("styles", _styles, "patterns of flashcards", "CUSTOM_REGEXPS", "noteTypes"),
    _key(
        "curly_clozes",
        switch,
        "whether {x} is a cloze",
        "Defaults/CurlyCloze",
    ),
    _key(
        "highlights",
        switch,
        "whether ==x== is a cloze, if {x} is",
        "Defaults/CurlyCloze - Highlights to Clozes",
        "Defaults/HighlightsToCloze",
    ),
    _key("decks", _by_folder, "decks of folders", "FOLDER_DECKS", override="folders"),
    _key("tags", _by_folder, "tags of folders", "FOLDER_TAGS", override="folders"),
    _key(
        "scan_folders",
        folders,
        "the plugin looks only here",
        "Defaults/Scan Directory",
        "Defaults/ScanDirectory",
    ),
    _key("ignored", texts, "the plugin looks for nothing here", "IGNORED_FILE_GLOBS"),
    _key("excluded", folders, "nor here", "EXCLUDED_FOLDERS", override="ignored"),
    *(_key(option, word, meaning, f"Syntax/{name}") for option, name, meaning in _SYNTAX),
)

_BESIDE = (_key("notetypes", _notetypes, "the fields of notetypes", "fields_dict"),)


def read_obsidian_to_anki(document: Document) -> Reading:
    """Return the options of `ObsidianToAnkiOptions` that the file sets."""
    whole = _whole(document.value)
    settings = whole.get("settings")
    table = settings if isinstance(settings, dict) else whole
    reading = read_keys(document, table, _KEYS) + read_keys(document, whole, _BESIDE)
    options = dict(reading.options)
    decks, tags = options.pop("decks", {}), options.pop("tags", {})
    if decks or tags:
        options["folders"] = _rules(decks, tags)
    if "highlights" in options:  # the plugin makes `{x}` of `==x==`, which then must be a cloze
        options["highlights"] = options["highlights"] and options.get("curly_clozes", False)
    if excluded := options.pop("excluded", ()):
        globs = (f"{each}/**" for each in excluded)
        options["ignored"] = (*options.get("ignored", ()), *globs)
    return Reading(MappingProxyType(options), reading.settings, reading.diagnostics)


def _whole(value: Any) -> dict[str, Any]:
    tables = value if isinstance(value, list) else [value]
    return next((each for each in tables if isinstance(each, dict)), {})


def _rules(decks: dict[str, str], tags: dict[str, str]) -> tuple[FolderRule, ...]:
    return tuple(
        FolderRule(name, decks.get(name, ""), tuple(re.findall(r"[^\s,]+", tags.get(name, ""))))
        for name in sorted({*decks, *tags})
    )
