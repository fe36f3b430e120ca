"""The bibliographies that citation plugins name: settings in, paths out."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.obsidian.files import read_table
from flashcards.obsidian.plugins import CITATIONS, REFERENCE_LIST, plugin_file
from flashcards.obsidian.reading import Key, Reading, read_keys, texts
from flashcards.obsidian.values import NamedLibrary

_KEYS = {CITATIONS: "citationExportPath", REFERENCE_LIST: "pathToBibliography"}

_SUFFIXES = (".bib", ".bibtex", ".biblatex", ".json")


def read_libraries(root: Path, in_use: Container[str]) -> tuple[Reading, tuple[NamedLibrary, ...]]:
    """Read which bibliographies the citation plugins in use name."""
    reading, libraries = Reading(), []
    for plugin, name in _KEYS.items():
        if plugin not in in_use:
            continue
        document = read_table(root, plugin_file(plugin))
        key = Key("paths", texts, "a bibliography, if it is there", (name,), "bibliography")
        found = read_keys(document, document.value, (key,))
        told = (*document.diagnostics, *found.diagnostics)
        reading += Reading(settings=found.settings, diagnostics=told)
        line = document.line_of(name)
        libraries += [NamedLibrary(p, document.path, line) for p in found.options.get("paths", ())]
    return reading, tuple(libraries)


def library_files(root: Path, libraries: tuple[NamedLibrary, ...]) -> tuple[Path, ...]:
    """Return where the bibliographies are that citation plugins name, there or not."""
    return tuple(root / _expanded(each.path) for each in libraries)


def find_libraries(
    root: Path, libraries: tuple[NamedLibrary, ...]
) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """Return the bibliographies that can be read, and a warning about each other one."""
    found: list[Path] = []
    diagnostics: list[Diagnostic] = []
    for each in libraries:
        (path,) = library_files(root, (each,))
        if path.suffix.lower() not in _SUFFIXES:
            diagnostics.append(_not_read(each, "is neither BibTeX nor CSL-JSON"))
        elif not path.is_file():
            diagnostics.append(_not_read(each, "is not there"))
        else:
            found.append(path)
    return tuple(found), tuple(diagnostics)


def _expanded(path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:  # the home folder of nobody
        return Path(path)


def _not_read(library: NamedLibrary, why: str) -> Diagnostic:
    return Diagnostic(
        "library-not-read",
        Severity.WARNING,
        Span(library.file, library.line, library.line),
        f"the bibliography {library.path} {why}, so it is not read",
        "name the files to read as `bibliography` in flashcards.toml, or by --bibliography",
    )
