"""The name of a style in, its text out: from the vault, beside the settings, or from Zotero."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from flashcards.bounded import open_file
from flashcards.styles._csl import StyleError, parent_of, parse_style, stable_style

SUFFIX = ".csl"

_OF_OTHERS = ("Zotero/styles", ".local/share/pandoc/csl", ".pandoc/csl", ".csl")
"""In the home folder: where Zotero and pandoc keep styles."""

_OF_ALL = Path("/usr/share/citation-style-language/styles")
"""Where Debian's package `citation-style-language-styles` keeps them."""

_BYTES = 2_000_000


def load_style(name: str, folders: Sequence[Path], inside: Sequence[str]) -> str:
    """Return the text of a style, made so that each reference stands for itself.

    `name` is a path, or a file's name with or without .csl; `folders` are looked into, the vault
    first, whose styles are `inside`. A dependent style is only a name for its parent, which must
    be there, too: nothing is fetched. Raises `StyleError`.
    """
    path = _find(name, folders, inside)
    if path is None:
        raise StyleError(
            f"there is no citation style {name}",
            f"put {_file_name(name)} into the vault, or install the style in Zotero; you find it at"
            " https://www.zotero.org/styles",
        )
    root = parse_style(_read(path), str(path))
    if parent := parent_of(root):
        found = _find(parent, folders, inside) or _existing(path.parent / _file_name(parent))
        if found is None:
            raise StyleError(
                f"the citation style {name} is the same as {parent}, which is not there",
                f'put {_file_name(parent)} beside it, or set style = "{parent}" once you have it',
            )
        root = parse_style(_read(found), str(found))
    return stable_style(root, name)


def style_places(name: str, folders: Sequence[Path], inside: Sequence[str]) -> tuple[Path, ...]:
    """Return where a style may be, and the one that it only names, there or not."""
    places = tuple(_places(name, folders, inside))
    path = _find(name, folders, inside)
    try:
        parent = parent_of(parse_style(_read(path), str(path))) if path else None
    except StyleError:
        parent = None
    if path is None or parent is None:
        return places
    return (*places, *_places(parent, folders, inside), path.parent / _file_name(parent))


def style_folders(home: Path | None) -> tuple[Path, ...]:
    """Return the folders of other programs that may hold styles; `home` is the user's own."""
    own = (home / folder for folder in _OF_OTHERS) if home else ()
    return (*own, _OF_ALL)


def _find(name: str, folders: Sequence[Path], inside: Sequence[str]) -> Path | None:
    return next((path for path in _places(name, folders, inside) if _existing(path)), None)


def _places(name: str, folders: Sequence[Path], inside: Sequence[str]) -> Iterator[Path]:
    try:
        given = Path(name).expanduser()
    except RuntimeError:  # the home folder of nobody
        given = Path(name)
    for folder in folders:
        yield from (folder / given, folder / f"{given}{SUFFIX}")
    wanted = _file_name(given.name).casefold()
    for path in inside:
        if path.rsplit("/", 1)[-1].casefold() == wanted and folders:
            yield folders[0] / path
    name = _file_name(given.name).lower()  # as every style on the web is called
    for folder in folders:
        yield folder / name
        yield folder / "dependent" / name
        yield folder / "hidden" / name  # Zotero keeps parents here


def _existing(path: Path) -> Path | None:
    try:
        return path if path.is_file() else None
    except (OSError, ValueError):
        return None


def _file_name(name: str) -> str:
    return name if name.lower().endswith(SUFFIX) else name + SUFFIX


def _read(path: Path) -> str:
    try:
        with open_file(path) as file:
            content = file.read(_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StyleError(
            f"the citation style {os.fspath(path)} cannot be read: {reason}", "see who may read it"
        ) from None
    return content.decode("utf-8-sig", errors="replace")
