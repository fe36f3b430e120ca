"""Citekeys as authors write them to items: exactly, by `ids`, or else whatever the case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from flashcards.bibliography.csl_index import CslFile
from flashcards.bibliography.csl_items import item_of_csl
from flashcards.bibliography.entries import EntryReader
from flashcards.bibliography.index import BibFile
from flashcards.bibliography.items import item_of
from flashcards.bibliography.library import Library, Position, same_key
from flashcards.bibliography.markup import CUT, LONGEST
from flashcards.diagnostics import Diagnostic, Severity
from flashcards.model import Item

_IDS = re.compile(r"ids(?<![\w-]ids)[ \t]*+=[ \t]*+[{\"](?P<ids>[^{}\"]*+)")


def look_up(
    library: Library, citekeys: Iterable[str]
) -> tuple[Mapping[str, Item], tuple[Diagnostic, ...]]:
    """Return the items by citekey as the author wrote it; an unknown citekey is left out.

    Only the entries that are cited are parsed. An item's own `citekey` is the library's.
    """
    reader = EntryReader(library)
    items: dict[str, Item] = {}
    diagnostics: list[Diagnostic] = []
    found = _find(reader, dict.fromkeys(citekeys))
    for written, position in found.items():
        item = items[written] = _item(reader, position)
        diagnostics += _differing(library, reader, item, position)
        diagnostics += _spelling(written, item, library, position)
        diagnostics += _too_long(item)
    return items, tuple(diagnostics)


def _item(reader: EntryReader, position: Position) -> Item:
    file = reader.library.files[position.file]
    if isinstance(file, CslFile):
        return item_of_csl(file.entries[position.offset], file.span_of(position.offset))
    return item_of(reader.read(position))


def _find(reader: EntryReader, citekeys: Iterable[str]) -> dict[str, Position]:
    """Return where the citekeys stand; the slower ways are tried only for those left over."""
    library = reader.library
    exact = {citekey: library.find(citekey) for citekey in citekeys}
    found = {citekey: position for citekey, position in exact.items() if position is not None}
    missing = [citekey for citekey in exact if citekey not in found]
    if missing:
        others = _by_comment(reader, missing) | _by_any_case(library) | _by_alias(library)
        for citekey in missing:
            position = others.get(citekey) or others.get(same_key(citekey))
            if position is not None:
                found[citekey] = position
    return {citekey: found[citekey] for citekey in exact if citekey in found}


def _by_comment(reader: EntryReader, citekeys: Iterable[str]) -> dict[str, Position]:
    """Return the entries behind `@comment` or `%`: whoever cites one still counts on it.

    Of one whose lines all begin with `%` nothing can be read, and it is left out.
    """
    found: dict[str, Position] = {}
    for number, file in enumerate(reader.library.files):
        commented = file.commented if isinstance(file, BibFile) else {}
        for citekey in citekeys:
            position = Position(number, commented.get(citekey, -1))
            if position.offset >= 0 and reader.read(position).fields:
                found.setdefault(citekey, position)
    return found


def _by_alias(library: Library) -> dict[str, Position]:
    """Return the entries by the further citekeys in their `ids` fields."""
    aliases: dict[str, Position] = {}
    for number, file in enumerate(library.files):
        for alias, start in _aliases(file) if isinstance(file, BibFile) else ():
            aliases.setdefault(alias, Position(number, start))
    return aliases


def _aliases(file: BibFile) -> Iterator[tuple[str, int]]:
    for match in _IDS.finditer(file.text):
        start = file.start_before(match.start())
        if start is not None:
            aliases = (alias.strip() for alias in match["ids"].split(","))
            yield from ((alias, start) for alias in aliases if alias)


def _by_any_case(library: Library) -> dict[str, Position]:
    """Return the entries by citekey in lower case, where no two citekeys differ only in case."""
    spellings: dict[str, str | None] = {}
    for citekey in library.citekeys():
        key = same_key(citekey)
        spellings[key] = citekey if spellings.get(key, citekey) == citekey else None
    positions = ((key, library.find(citekey)) for key, citekey in spellings.items() if citekey)
    return {key: position for key, position in positions if position}


def _spelling(
    written: str, item: Item, library: Library, position: Position
) -> Iterator[Diagnostic]:
    """Tell the author of a citekey that was found although its case is different."""
    if same_key(written) != same_key(item.citekey) or _nfc(written) == _nfc(item.citekey):
        return
    message = f"@{written} is cited, but the library spells it @{item.citekey}"
    hint = f"write @{item.citekey}"
    span = library.span_of(position)
    yield Diagnostic("citekey-case", Severity.INFO, span, message, hint)


def _too_long(item: Item) -> Iterator[Diagnostic]:
    """Tell the author of an entry of which a card shows only the beginning."""
    if is_cut(item):
        message = f"@{item.citekey} has a field of more than {LONGEST:,} characters"
        hint = "the card shows its beginning; an abstract belongs into the field abstract"
        yield Diagnostic("long-field", Severity.WARNING, item.span, message, hint)


def is_cut(item: Item) -> bool:
    """Tell whether an entry is so long that a card shows only the beginning of something in it."""
    people = (*item.authors, *item.editors, *item.translators, *item.container_authors)
    texts = (item.title, item.container, item.publisher, *(name.literal for name in people))
    return any(len(text) > LONGEST // 2 and CUT in text for text in texts)


def _nfc(citekey: str) -> str:
    return unicodedata.normalize("NFC", citekey)


def _differing(
    library: Library, reader: EntryReader, item: Item, position: Position
) -> Iterator[Diagnostic]:
    """Warn once if a later file has the same citekey for something that reads differently."""
    for other in library.find_all(item.citekey):
        if other.file == position.file or library.text_of(other) == library.text_of(position):
            continue
        rival = replace(_item(reader, other), span=item.span)
        if rival != item:
            there = library.span_of(other)
            message = f"@{item.citekey} is not the same here as in {item.span}, which is used"
            hint = "rename one of them, or remove it from one of the libraries"
            yield Diagnostic("duplicate-citekey", Severity.WARNING, there, message, hint)
            return
