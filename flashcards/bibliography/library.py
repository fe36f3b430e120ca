"""Bibliography files to a `Library`: what is in them by citekey, and what is wrong in them."""

from __future__ import annotations

import codecs
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from flashcards.bibliography.check import check_entries
from flashcards.bibliography.csl_index import CslFile, index_csl, is_csl
from flashcards.bibliography.index import BibFile, index_text
from flashcards.bibliography.settled import read_settled
from flashcards.bounded import reason
from flashcards.diagnostics import Diagnostic, Severity, Span

# A page that was saved instead of the library; its styles (`@media (...) {`) look like entries.
_WEB_PAGE = re.compile(r"\s*+<(?:!doctype|html|head|body|\?xml)\b", re.IGNORECASE)


class Position(Struct, frozen=True, order=True):
    """Where an entry stands: earlier files and earlier lines come first."""

    file: int
    offset: int


class Library(Struct, frozen=True, eq=False):
    """Every item the author can cite, by citekey; nothing is parsed yet."""

    files: tuple[BibFile | CslFile, ...] = ()
    """In the order in which they were given: the first that has a citekey wins."""

    def find(self, citekey: str) -> Position | None:
        """Return where the item with exactly this citekey stands first."""
        return next(self.find_all(citekey), None)

    def find_all(self, citekey: str) -> Iterator[Position]:
        """Yield where each file has the item."""
        for number, file in enumerate(self.files):
            if citekey in file.citekeys:
                yield Position(number, file.citekeys[citekey][0])

    def citekeys(self) -> Iterator[str]:
        """Yield every citekey, file by file; one that several files have comes several times."""
        for file in self.files:
            yield from file.citekeys

    def text_of(self, position: Position) -> str:
        """Return an entry as it is written."""
        return self.files[position.file].text_of(position.offset)

    def span_of(self, position: Position) -> Span:
        """Return the first line of the entry at a position."""
        file = self.files[position.file]
        line = file.line_at(position.offset)
        return Span(file.path, line, line)


def read_libraries(paths: Sequence[Path], root: Path) -> tuple[Library, tuple[Diagnostic, ...]]:
    """Read and index bibliography files; `root` is the vault, to name files in it by short paths.

    A file that cannot be read is reported, and the others are read all the same.
    """
    files: list[BibFile | CslFile] = []
    diagnostics: list[Diagnostic] = []
    # realpath, because resolve() raises on links that lead in a circle
    for path in dict.fromkeys(Path(os.path.realpath(path)) for path in paths):
        shown = _shown_path(path, root)
        try:
            content = read_settled(path)
        except OSError as error:
            diagnostics.append(_unreadable(shown, error))
            continue
        file, found = read_library_text(shown, content)
        files.append(file)
        diagnostics += found
    return Library(tuple(files)), tuple(diagnostics)


def read_library_text(
    path: str, content: bytes
) -> tuple[BibFile | CslFile, tuple[Diagnostic, ...]]:
    """Index the content of one file, BibTeX or CSL-JSON; `path` names it in messages."""
    text, encoding_problem = _decode(path, content)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _WEB_PAGE.match(text):
        return index_text(path, ""), (*encoding_problem, _no_entries(path, text))
    file, broken = index_csl(path, text) if is_csl(text) else check_entries(index_text(path, text))
    found = (*encoding_problem, *broken, *_duplicates(file))
    return file, (*found, _no_entries(path, text)) if file.is_empty else found


def _shown_path(path: Path, root: Path) -> str:
    root = Path(os.path.realpath(root))
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def _decode(path: str, content: bytes) -> tuple[str, tuple[Diagnostic, ...]]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace"), ()
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "this file is not in UTF-8; it was read as Windows-1252, so accents may be wrong"
        hint = "save or export the file in UTF-8"
        span = Span(path, line, line)
        problem = Diagnostic("library-encoding", Severity.WARNING, span, message, hint)
        return content.decode("cp1252", errors="replace"), (problem,)


def _duplicates(file: BibFile | CslFile) -> Iterator[Diagnostic]:
    """Yield one warning for each citekey that a file has more than once."""
    for citekey, offsets in file.citekeys.items():
        if len(offsets) > 1:
            first, *others = (file.line_at(offset) for offset in offsets)
            lines = ", ".join(map(str, others))
            message = f"@{citekey} is in this file more than once: line {first}, and line {lines}"
            span = Span(file.path, others[0], others[0])
            hint = f"the one in line {first} is used; remove or rename the other"
            yield Diagnostic("duplicate-citekey", Severity.WARNING, span, message, hint)


def _unreadable(path: str, error: OSError) -> Diagnostic:
    message = f"this bibliography cannot be read: {reason(error)}"
    hint = "check the path, or export the library again"
    return Diagnostic("library-unreadable", Severity.ERROR, Span(path, 1, 1), message, hint)


def _no_entries(path: str, text: str) -> Diagnostic:
    hint = "export the library as BibLaTeX, BibTeX or CSL-JSON"
    if text.lstrip()[:1] == "{":
        hint = f"this is JSON of another kind, such as BetterBibTeX JSON; {hint}"
    elif _WEB_PAGE.match(text):
        hint = f"this looks like a web page; {hint}"
    message = "no entries found in this bibliography"
    return Diagnostic("no-entries", Severity.ERROR, Span(path, 1, 1), message, hint)


def same_key(citekey: str) -> str:
    """Return what is the same for citekeys that differ only in case or in Unicode's spelling."""
    return unicodedata.normalize("NFC", citekey).casefold()
