"""The vault's own settings, `.obsidian/*.json`: whatever they say, there is a way to go on."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path

from flashcards.broken_patterns import broken_patterns
from flashcards.config import read_config
from flashcards.obsidian import Filters, settings_files
from flashcards.parsing import parse_vault_note
from targets._vault_notes import ORDINARY, check_parsed

BETWEEN = b"\n=====\n"
"""Stands between the files of a vault."""

TOKENS = (
    "\n=====\n", "[", "]", "{", "}", ",", ":", '"', "null", "true", "1", "1e999", "NaN",
    '"\\ud800"', "\\", '""', "[]", "{}", '["a"]', "9" * 30, '"userIgnoreFilters": ', '"/(a+)+$/"',
    '"folder": ', '"settings": ', '"flashcardTags": ', '"singleLineCardSeparator": ',
    '"clozePatterns": ', '"==[123;;]answer[;;hint]=="', '"flashcardsTag": ', '"inlineSeparator": ',
    '"CUSTOM_REGEXPS": ', '"Basic": ', '"^(a|a)+$"', '"Syntax": ', '"Defaults": ',
    '"FOLDER_DECKS": ', '"version": "2.0"', '"(?<a>"', '"(?=b)*+"', '"\\\\p{L}"',
)  # fmt: skip

_VALUES: dict[str, object] = {
    "community-plugins.json": [
        "obsidian-spaced-repetition",
        "flashcards-obsidian",
        "obsidian-to-anki-plugin",
        "obsidian-citation-plugin",
    ],
    "app.json": {"userIgnoreFilters": ["Archive/", "/^Old .*/"], "strictLineBreaks": True},
    "templates.json": {"folder": "Templates"},
    "obsidian-spaced-repetition/data.json": {
        "settings": {
            "flashcardTags": ["#flashcards"],
            "convertFoldersToDecks": False,
            "singleLineCardSeparator": "::",
            "singleLineReversedCardSeparator": ":::",
            "multilineCardSeparator": "?",
            "multilineCardEndMarker": "",
            "clozePatterns": ["==[123;;]answer[;;hint]=="],
            "noteFoldersToIgnore": ["Archive"],
        }
    },
    "flashcards-obsidian/data.json": {
        "contextAwareMode": True,
        "flashcardsTag": "card",
        "inlineSeparator": "::",
        "inlineSeparatorReverse": ":::",
        "deck": "Default",
    },
    "flashcards-obsidian/manifest.json": {"id": "flashcards-obsidian", "version": "1.6.5"},
    "obsidian-to-anki-plugin/data.json": {
        "settings": {
            "CUSTOM_REGEXPS": {"Basic": "^(.*)::(.*)$", "Cloze": "((?:.+\\n)*(?:.*==.*))"},
            "FILE_LINK_FIELDS": {"Basic": "Back"},
            "CONTEXT_FIELDS": {},
            "FOLDER_DECKS": {"Biology": "Bio"},
            "FOLDER_TAGS": {"Biology": "bio"},
            "Syntax": {"Begin Note": "START", "End Note": "END", "Begin Inline Note": "STARTI"},
            "Defaults": {"Deck": "Default", "Tag": "x", "CurlyCloze": True, "Regex": True},
            "FIELDS_DICT": {"Basic": ["Front", "Back"]},
        }
    },
    "obsidian-citation-plugin/data.json": {"citationExportPath": "library.bib"},
}


def seeds() -> Iterator[bytes]:
    """Yield a vault with everything, and each of its files alone."""
    files = [
        next((json.dumps(v).encode() for n, v in _VALUES.items() if name.endswith(n)), b"")
        for name in settings_files()
    ]
    yield BETWEEN.join(files)
    for number, content in enumerate(files):
        if content:
            yield BETWEEN * number + content


@cache
def _vault() -> tuple[tempfile.TemporaryDirectory[str], Path]:
    """Make a vault that is gone with this program."""
    folder = tempfile.TemporaryDirectory(prefix="flashcards-fuzz-")
    for name in settings_files():
        (Path(folder.name) / name).parent.mkdir(parents=True, exist_ok=True)
    return folder, Path(folder.name)


def check(data: bytes) -> None:
    """Read the settings as a build does, and a vault note by them."""
    _, root = _vault()
    for name, content in zip_longest(settings_files(), data.split(BETWEEN)):
        if name is not None and content:
            (root / name).write_bytes(content)
        elif name is not None:
            (root / name).unlink(missing_ok=True)
    config = read_config(root)
    broken_patterns(config)
    filters = Filters(config.obsidian)
    assert isinstance(filters.hide("Archive/Old cells.md"), bool)
    check_parsed(parse_vault_note(ORDINARY, config.syntaxes), ORDINARY)
