"""Lines that hold for a whole vault note: TARGET DECK, FILE TAGS, FROZEN; and DELETE."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from flashcards.deck_names import whole_deck_name
from flashcards.diagnostics import Span
from flashcards.globs import Globs
from flashcards.syntaxes._obsidian_to_anki_options import FolderRule, ObsidianToAnkiOptions
from flashcards.syntaxes._sheet import Line, Sheet
from flashcards.syntaxes.obsidian_to_anki.values import LITERAL, read_id, read_tags

_USUAL_TARGET_DECK = "TARGET DECK"
"""This word names the deck of the whole vault note wherever it stands; nothing is left to do."""


class FileLines(Struct, frozen=True):
    """What a vault note says about all its flashcards."""

    deck: str = ""
    tags: tuple[str, ...] = ()
    frozen: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    """By notetype: the lines that are appended to the fields."""

    meanings: Mapping[int, str] = field(default_factory=dict)
    """The numbers of these lines, each with the word that it belongs to."""

    deletions: tuple[Span, ...] = ()


def is_looked_at(path: str, options: ObsidianToAnkiOptions) -> bool:
    """Say whether the plugin looks for flashcards in that vault note."""
    folders = options.scan_folders
    return (not folders or any(_is_in(path, folder) for folder in folders)) and not Globs(
        options.ignored
    ).match(path)


def read_file_lines(sheet: Sheet, options: ObsidianToAnkiOptions) -> FileLines:
    """Read what holds for the whole vault note, its folders' deck and tags included."""
    reader = _Reader(sheet, options)
    for line in sheet.lines:
        if not line.is_blank and line.kind not in LITERAL and line.number not in reader.meanings:
            reader.read(line)
    rules = [rule for rule in options.folders if _is_in(sheet.path, rule.folder)]
    rules.sort(key=lambda rule: len(rule.folder), reverse=True)
    return FileLines(
        deck="" if sheet.deck else reader.deck or _deck_of(rules),
        tags=(*reader.tags, *(tag for rule in rules for tag in rule.tags)),
        frozen=reader.frozen,
        meanings=reader.meanings,
        deletions=tuple(reader.deletions),
    )


class _Reader:
    """Goes through the lines once; of deck and tags the first line counts, as in the plugin."""

    def __init__(self, sheet: Sheet, options: ObsidianToAnkiOptions) -> None:
        self.sheet = sheet
        self.options = options
        self.deck = ""
        self.tags: tuple[str, ...] = ()
        self.frozen: dict[str, tuple[Line, ...]] = {}
        self.meanings: dict[int, str] = {}
        self.deletions: list[Span] = []

    def read(self, line: Line) -> None:
        """Take a line, and those that belong to it, if it begins with one of the words."""
        options = self.options
        text = line.text
        if text.startswith(options.target_deck) and (
            deck := self._value(line, options.target_deck)
        ):
            if options.target_deck != _USUAL_TARGET_DECK:
                self.deck = self.deck or whole_deck_name(deck)
        elif text.startswith(options.file_tags) and (tags := self._value(line, options.file_tags)):
            self.tags = self.tags or read_tags(tags)
        elif text.startswith(f"{options.frozen} - ") and text.rstrip().endswith(":"):
            self._freeze(line)
        elif text.rstrip() == options.delete:
            self._delete(line)

    def _value(self, line: Line, word: str) -> str:
        """Return what stands behind `WORD: ` or, if nothing does, on the next line."""
        rest = line.text[len(word) :]
        if rest.startswith(": ") and rest[2:].strip():
            self.meanings[line.number] = word
            return rest[2:].strip()
        below = self.sheet.lines[line.number : line.number + 1]
        if rest.strip() not in {"", ":"} or not below or not below[0].text.strip():
            return ""
        self.meanings |= {line.number: word, line.number + 1: word}
        return below[0].text.strip()

    def _freeze(self, line: Line) -> None:
        name = line.text.rstrip()[len(self.options.frozen) + 3 : -1].strip()
        below = _to_blank(self.sheet.lines, line.number)
        self.frozen[name] = below
        self.meanings |= dict.fromkeys(
            (line.number, *(n.number for n in below)), self.options.frozen
        )

    def _delete(self, line: Line) -> None:
        below = self.sheet.lines[line.number : line.number + 1]
        if below and read_id(below[0].text):
            self.meanings |= dict.fromkeys((line.number, line.number + 1), self.options.delete)
            self.deletions.append(self.sheet.span(line.number, line.number + 1))


def _to_blank(lines: Sequence[Line], start: int) -> tuple[Line, ...]:
    end = start
    while end < len(lines) and lines[end].text.strip():
        end += 1
    return tuple(lines[start:end])


def _deck_of(rules: Sequence[FolderRule]) -> str:
    """Return the deck of the innermost folder that names one."""
    return next((deck for rule in rules if (deck := whole_deck_name(rule.deck))), "")


def _is_in(path: str, folder: str) -> bool:
    folder = unicodedata.normalize("NFC", folder).strip("/")
    return not folder or unicodedata.normalize("NFC", path).startswith(f"{folder}/")
