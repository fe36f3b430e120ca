"""What the options of plugins' syntaxes do, in a few words each.

What is not set is as the plugin's own settings in the vault say.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OF_PLUGINS_SYNTAXES: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        "osr": (
            "The forms of obsidian-spaced-repetition",
            {
                "tags": "where flashcards are; what follows a / is their deck",
                "folders_as_decks": "flashcards are anywhere, and folders are decks",
                "ignored": "globs of vault notes in which nothing is looked for",
                "separator": "between question and answer on one line",
                "reversed_separator": "the same, for what is asked both ways",
                "marker": "alone on a line between question and answer",
                "reversed_marker": "the same, for what is asked both ways",
                "end_marker": "a line that ends an answer, which may then hold blank lines",
                "cloze_patterns": "what is a cloze, in the plugin's own notation",
            },
        ),
        "flashcards-obsidian": (
            "The forms of flashcards-obsidian",
            {
                "version": "1 or 2: by whose rules forms are read that both versions know",
                "tag": "the word of #card, #card-reverse, #card-spaced",
                "separator": "between question and answer on one line",
                "reversed_separator": "the same, for what is asked both ways",
                "highlights": "==x== is a cloze",
                "fields": "names of fields of Dataview, so that `up:: [[x]]` is no flashcard",
            },
        ),
        "obsidian-to-anki": (
            "The forms of Obsidian_to_Anki",
            {
                "styles": "such as [{notetype = \"Basic\", pattern = '^Q: (.+)\\nA: (.+)$'}]",
                "notetypes": 'such as {Basic = ["Front", "Back"]}',
                "curly_clozes": "{x} is a cloze in notetypes for clozes",
                "highlights": "==x== is a cloze there, too",
                "folders": 'such as [{folder = "Bio", deck = "Biology", tags = ["life"]}]',
                "scan_folders": "folders where the plugin looks; everywhere if empty",
                "ignored": "globs of vault notes in which it looks for nothing",
                "begin": "the line before a flashcard",
                "end": "the line after it",
                "begin_inline": "the word before a flashcard on one line",
                "end_inline": "the word after it",
                "target_deck": "the word before the deck of a vault note",
                "file_tags": "the word before its tags",
                "frozen": "the word before its frozen fields",
                "delete": "the word before a flashcard to delete",
            },
        ),
    }
)
"""By syntax: what it reads, and the text of each of its keys."""
