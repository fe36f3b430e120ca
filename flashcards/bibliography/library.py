"""Bibliography files to a `Library`: their texts, indexed, with what is wrong in them."""

from __future__ import annotations

import codecs
import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flashcards.bibliography.check import check_entries
from flashcards.bibliography.index import BibFile, index_text
from flashcards.diagnostics import Diagnostic, Severity, Span


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where an entry stands: earlier files and earlier lines come first."""

    file: int
    offset: int


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """Every item the author can cite, by citekey; nothing is parsed yet."""

    files: tuple[BibFile, ...] = ()
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
        file = self.files[position.file]
        return file.text[position.offset : file.end_of(position.offset)].strip()

    def span_of(self, position: Position) -> Span:
        """Return the first line of the entry at a position."""
        file = self.files[position.file]
        line = file.line_at(position.offset)
        return Span(file.path, line, line)


def read_libraries(paths: Sequence[Path], root: Path) -> tuple[Library, tuple[Diagnostic, ...]]:
    """Read and index bibliography files; `root` is the vault, to name files in it by short paths.

    A file that cannot be read is reported, and the others are read all the same.
    """
    files: list[BibFile] = []
    diagnostics: list[Diagnostic] = []
    # realpath, because resolve() raises on links that lead in a circle
    for path in dict.fromkeys(Path(os.path.realpath(path)) for path in paths):
        shown = _shown_path(path, root)
        try:
            content = path.read_bytes()
        except OSError as error:
            diagnostics.append(_unreadable(shown, error))
            continue
        file, found = read_library_text(shown, content)
        files.append(file)
        diagnostics += found
    return Library(tuple(files)), tuple(diagnostics)


def read_library_text(path: str, content: bytes) -> tuple[BibFile, tuple[Diagnostic, ...]]:
    """Index the content of one file; `path` is how to name it in messages."""
    text, encoding_problem = _decode(path, content)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    file, broken = check_entries(index_text(path, text))
    found = (*encoding_problem, *broken, *_duplicates(file))
    return file, found if file.starts else (*found, _no_entries(path, text))


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


def _duplicates(file: BibFile) -> Iterator[Diagnostic]:
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
    reason = (error.strerror or "it cannot be opened").lower()
    message = f"this bibliography cannot be read: {reason}"
    hint = "check the path, or export the library again"
    return Diagnostic("library-unreadable", Severity.ERROR, Span(path, 1, 1), message, hint)


def _no_entries(path: str, text: str) -> Diagnostic:
    hint = "export the library as BibLaTeX or BibTeX"
    if text.lstrip()[:1] in {"{", "["}:
        hint = f"this looks like JSON; {hint}"
    elif text.lstrip()[:1] == "<":
        hint = f"this looks like a web page; {hint}"
    message = "no entries found in this bibliography"
    return Diagnostic("no-entries", Severity.ERROR, Span(path, 1, 1), message, hint)


def same_key(citekey: str) -> str:
    """Return what is the same for citekeys that differ only in case or in Unicode's spelling."""
    return unicodedata.normalize("NFC", citekey).casefold()
