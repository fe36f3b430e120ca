"""A place in a library to an `Entry`: the fields there, with what they inherit."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from flashcards.bibliography.bibtex import split_entry
from flashcards.bibliography.check import read_block
from flashcards.bibliography.index import BibFile, Block
from flashcards.bibliography.library import Library, Position
from flashcards.bibliography.strings import macros_in
from flashcards.bibliography.values import read_macros, read_value, uses_macros
from flashcards.diagnostics import Span

_MOST_ANCESTORS = 5  # entries that inherit from entries that inherit

_NOT_INHERITED = frozenset(
    # What is said about the parent alone. BibLaTeX inherits some of these; the DOI of a book on
    # one of its chapters would be wrong all the same.
    {"abstract", "annotation", "crossref", "doi", "entryset", "eprint", "file", "ids", "isbn"}
    | {"key", "keywords", "label", "langid", "note", "options", "pages", "related", "shorthand"}
    | {"shorttitle", "sortkey", "url", "urldate", "xdata", "xref"}
)
_NEVER_SHOWN = frozenset({"abstract", "annotation", "annote", "file", "keywords", "note"})
_PARTS = frozenset(
    {"inbook", "incollection", "inproceedings", "conference", "inreference", "bookinbook"}
)
_BOOK_PARTS = frozenset({"inbook", "bookinbook", "suppbook"})
_RENAMED = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
_RENAMED_IN_VOLUME = {"title": "maintitle", "subtitle": "mainsubtitle"}
_DATES = frozenset({"date", "year", "month", "day"})
_JOURNALS = frozenset({"journal", "journaltitle"})


class Entry(Struct, frozen=True):
    """One entry of a .bib file, its values still LaTeX."""

    type: str
    citekey: str
    fields: Mapping[str, str]
    """By name in lower case; enclosing marks off, macros carried out."""

    span: Span


def macros_of(library: Library) -> dict[str, str]:
    """Return the LaTeX of every `@string` of a library, names in lower case."""
    macros: dict[str, str] = {}
    for file in (each for each in library.files if isinstance(each, BibFile)):
        for macro in macros_in(file):
            macros.setdefault(macro.name, macro.raw)
    return read_macros(macros)


class EntryReader:
    """Reads entries of one library, each at most once, and macros only if some entry uses them."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._entries: dict[Position, Entry] = {}
        self._macros: dict[str, str] | None = None

    def read(self, position: Position) -> Entry:
        """Return the entry at a place, with what it inherits by `crossref` and `xdata`."""
        entry = self._read_alone(position)
        for parent in self._ancestors(entry, "xdata"):
            entry = replace(entry, fields={**parent.fields, **entry.fields})
        for parent in self._ancestors(entry, "crossref"):
            entry = replace(entry, fields={**_inherited(parent, entry), **entry.fields})
        return entry

    def _ancestors(self, entry: Entry, field: str) -> Iterator[Entry]:
        """Yield the entries named in `field`, then those that they name; each once."""
        seen = {entry.citekey}
        waiting = deque(_citekeys(entry.fields.get(field, "")))
        while waiting and len(seen) <= _MOST_ANCESTORS:
            citekey = waiting.popleft()
            position = self._find(citekey)
            if citekey in seen or position is None:
                continue
            seen.add(citekey)
            parent = self._read_alone(position)
            yield parent
            waiting += _citekeys(parent.fields.get(field, ""))

    def _find(self, citekey: str) -> Position | None:
        """Return where a .bib file has the citekey: entries of CSL-JSON have nothing to inherit."""
        found = self.library.find_all(citekey)
        return next((each for each in found if self._bib_file(each)), None)

    def _bib_file(self, position: Position) -> BibFile | None:
        file = self.library.files[position.file]
        return file if isinstance(file, BibFile) else None

    def _read_alone(self, position: Position) -> Entry:
        if position not in self._entries:
            self._entries[position] = self._read_new(position)
        return self._entries[position]

    def _read_new(self, position: Position) -> Entry:
        file = self._bib_file(position)
        assert file is not None, "only .bib files are read as entries"
        block = file.block_at(position.offset)
        fields: dict[str, str] = {}
        for name, raw in _raw_fields(file, block):
            known = _field_name(name)
            if known not in _NEVER_SHOWN and not known.startswith("%"):
                fields.setdefault(known, self._value(raw))
        line = file.line_at(block.start)
        end = block.start + len(file.text[block.start : block.end].rstrip())
        span = Span(file.path, line, line + file.text.count("\n", block.start, end))
        return Entry(block.type, block.citekey, fields, span)

    def _value(self, raw: str) -> str:
        if not uses_macros(raw):
            return read_value(raw, {})
        if self._macros is None:
            self._macros = macros_of(self.library)
        return read_value(raw, self._macros)


def _raw_fields(file: BibFile, block: Block) -> tuple[tuple[str, str], ...]:
    """Return the fields of an entry, values as written."""
    if block.start not in file.odd:
        # Not the file's own head of the entry: bibtexparser knows no blanks after @.
        head = f"@{block.type}{block.opening}{block.citekey}"
        fields = split_entry(head + file.text[block.fields : block.end])
        if fields is not None:
            return fields
    return read_block(file, block)[1].fields


def _field_name(name: str) -> str:
    """Return a field's name without a `%` comment that stands on the lines before it."""
    return name.rsplit("\n", 1)[-1].strip().lower()


def _citekeys(value: str) -> list[str]:
    parts = value.split(",", _MOST_ANCESTORS)[:_MOST_ANCESTORS]
    return [citekey for part in parts if (citekey := part.strip(" {}\n"))]


def _inherited(parent: Entry, child: Entry) -> dict[str, str]:
    """Return what a child takes from its parent, under the names it has in the child."""
    renamed = _RENAMED if child.type in _PARTS else _RENAMED_IN_VOLUME
    if child.type == "article":
        renamed = {"title": "journaltitle", "subtitle": "journalsubtitle"}
    fields = {
        renamed.get(name, name): value
        for name, value in parent.fields.items()
        if name not in _NOT_INHERITED
    }
    if child.type in _BOOK_PARTS and "author" in parent.fields:
        fields.setdefault("bookauthor", parent.fields["author"])
    for group in (_DATES, _JOURNALS):
        if group & child.fields.keys():
            fields = {name: value for name, value in fields.items() if name not in group}
    return fields
