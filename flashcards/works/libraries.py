"""Which files are libraries: those that are named, else those that lie in the vault."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from flashcards.bibliography.types import CSL_TYPES
from flashcards.bounded import open_file
from flashcards.diagnostics import Diagnostic, FlashcardsError, Severity, Span
from flashcards.model import ParsedVaultNote, VaultNote
from flashcards.wikilinks import parse_wikilink

BIBTEX = (".bib", ".bibtex", ".biblatex")
CSL_JSON = ".json"
LIBRARY_ENDINGS = (*BIBTEX, CSL_JSON)

_HEAD = 65_536
"""Bytes of a .json file that are looked at; a long abstract may stand before the type."""

_TYPES = "|".join(sorted(map(re.escape, {*CSL_TYPES.values(), "document", "bill", "entry"})))
_OF_WORKS = re.compile(rf'"type"\s*+:\s*+"(?:{_TYPES})"')
_LIST_OF_OBJECTS = re.compile(r"\s*+\[\s*+\{")


def library_paths(root: Path, asked: Sequence[Path], configured: Sequence[str]) -> tuple[Path, ...]:
    """Return the libraries that are named: those asked for, else configured; empty if none are.

    Raises `FlashcardsError` if one is not there.
    """
    named = tuple(asked) or tuple(root / Path(name).expanduser() for name in configured)
    for path in named:
        if not path.is_file():
            raise FlashcardsError(
                f"there is no bibliography {path}",
                "name a BibTeX or CSL-JSON file with --bibliography, or in flashcards.toml",
            )
    return named


def libraries_of_vault(
    root: Path, attachments: Iterable[str], others: Iterable[Path]
) -> tuple[Path, ...]:
    """Return the libraries in the vault, then others that are named there; each once.

    Of a library that was exported in both formats, side by side under one name, one is enough.
    """
    attachments = tuple(attachments)
    bibtex = {path for path in attachments if path.lower().endswith(BIBTEX)}
    twice = {os.path.splitext(path)[0] for path in bibtex}  # noqa: PTH122 - no file is meant
    inside = (
        root / path
        for path in attachments
        if path in bibtex or (path[: -len(CSL_JSON)] not in twice and _is_csl_json(root, path))
    )
    found: dict[str, Path] = {}
    for path in (*inside, *others):
        # realpath, because resolve() raises on links that lead in a circle
        found.setdefault(os.path.realpath(path), path)
    return tuple(found.values())


def is_csl_json(head: str) -> bool:
    """Whether a file that begins so is a list of works in CSL-JSON, not any other JSON."""
    return _LIST_OF_OBJECTS.match(head) is not None and _OF_WORKS.search(head) is not None


def named_by_properties(
    root: Path, vault_notes: Iterable[ParsedVaultNote | VaultNote]
) -> tuple[tuple[Path, ...], tuple[Diagnostic, ...]]:
    """Return the libraries that vault notes name in `bibliography`, and which are not there."""
    found: dict[Path, None] = {}
    diagnostics: list[Diagnostic] = []
    for vault_note in vault_notes:
        for name in _names(vault_note.properties.get("bibliography")):
            path = _existing(root, vault_note.path, name)
            if path is None:
                diagnostics.append(_not_read(vault_note.path, name))
            else:
                found[path] = None
    return tuple(found), tuple(diagnostics)


def library_places(root: Path, vault_notes: Iterable[ParsedVaultNote]) -> tuple[Path, ...]:
    """Return where the libraries may be that vault notes name, there or not."""
    named = ((each.path, each.properties.get("bibliography")) for each in vault_notes)
    return tuple(
        place
        for path, value in named
        if value
        for name in _names(value)
        for place in _places(root, path, name)
    )


def _read_head(root: Path, path: str) -> str:
    """Return the beginning of a file as text; empty if it cannot be read."""
    try:
        with open_file(root / path) as file:
            return file.read(_HEAD).decode("utf-8-sig", errors="replace")
    except OSError:
        return ""


def _is_csl_json(root: Path, path: str) -> bool:
    return path.lower().endswith(CSL_JSON) and is_csl_json(_read_head(root, path))


def _names(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, list):  # `[[library.bib]]` without quotes is that for YAML
            yield from _names(each)
        elif isinstance(each, str) and each.strip():
            link = parse_wikilink(each.strip())
            yield link.target if link else each.strip()


def _existing(root: Path, vault_note: str, name: str) -> Path | None:
    """Return the file that a property names, from its own folder or from the vault's."""
    if not name.lower().endswith(LIBRARY_ENDINGS) or "\0" in name:
        return None
    return next((path for path in _places(root, vault_note, name) if path.is_file()), None)


def _places(root: Path, vault_note: str, name: str) -> tuple[Path, ...]:
    try:
        given = Path(name).expanduser()
    except RuntimeError:  # the home folder of nobody
        return ()
    return (root / vault_note).parent / given, root / given


def _not_read(vault_note: str, name: str) -> Diagnostic:
    return Diagnostic(
        "library-not-read",
        Severity.WARNING,
        Span(vault_note, 1, 1),
        f"the property `bibliography` names {name}, which is no BibTeX or CSL-JSON file here",
        "write its path from the vault note's folder or from the vault's, with .bib or .json",
    )
