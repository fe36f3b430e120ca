"""References in any citation style: works and a CSL style in, safe HTML out, by pandoc.

Our own references (see `bibliography.reference`) need nothing else; whoever wants another style
needs pandoc, which is run once for all works that are not in the cache.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from flashcards.markdown.sanitize import sanitise
from flashcards.model import Item
from flashcards.styles._cache import cache_folder, read_cache, write_cache
from flashcards.styles._csl import StyleError
from flashcards.styles._engine import Engine, engine_id, find_engine, run
from flashcards.styles._find import SUFFIX, load_style, style_folders, style_places
from flashcards.styles._items import Entry, digest_of, entry_of

__all__ = [
    "StyleError",
    "Styles",
    "item_digest",
    "references_in_style",
    "style_files",
    "styles_of",
]


class Styles(Struct, frozen=True):
    """Where to look for a style, and what this computer has."""

    folders: tuple[Path, ...]
    """The vault first, then others; see `load_style`."""

    inside: tuple[str, ...] = ()
    """The styles in the vault, by path."""

    cache: Path | None = None
    """The folder that holds what may be forgotten."""

    engine: Callable[[], Engine | None] = find_engine


def styles_of(root: Path, attachments: Iterable[str], settings: Path | None = None) -> Styles:
    """Return where styles are: in the vault, beside its settings, with Zotero, pandoc, Debian."""
    home = None
    with contextlib.suppress(RuntimeError):  # nobody's home folder
        home = Path.home()
    folders = (root, *([settings] if settings else []), *style_folders(home))
    inside = tuple(path for path in attachments if path.lower().endswith(SUFFIX))
    return Styles(folders, inside, cache_folder())


def item_digest(item: Item) -> str:
    """Return what changes exactly when something changes that a reference may show."""
    return digest_of(entry_of(item))


def references_in_style(items: Iterable[Item], name: str, styles: Styles) -> Mapping[str, str]:
    """Return the reference of each work by `item_digest`, as HTML.

    A work that the style has nothing to say about is left out. Raises `StyleError` if the style
    or pandoc is not there, or cannot be used.
    """
    entries = {digest_of(entry): entry for entry in map(entry_of, items)}
    if not entries:
        return MappingProxyType({})
    style = load_style(name, styles.folders, styles.inside)
    engine = styles.engine()
    if engine is None:
        raise StyleError(
            f"the citation style {name} needs pandoc, which is not installed",
            "install it by `pip install 'vault-flashcards[csl]'` or from https://pandoc.org, or"
            " set style_fallback = true in [citations] of flashcards.toml",
        )
    known = read_cache(styles.cache, style, engine_id(engine))
    missing = {digest: entry for digest, entry in entries.items() if digest not in known}
    made = _made(missing, style, engine) if missing else {}
    if made:
        write_cache(styles.cache, style, engine_id(engine), {**known, **made})
    every = {**known, **made}
    found = {digest: sanitise(every.get(digest, "")) for digest in entries}
    return MappingProxyType({digest: html for digest, html in found.items() if html})


def style_files(name: str, styles: Styles) -> tuple[Path, ...]:
    """Return what references in a style come from, there or not: the style's files and pandoc."""
    if not name:
        return ()
    engine = styles.engine()
    program = (Path(os.path.realpath(engine.path)),) if engine else ()
    return (*style_places(name, styles.folders, styles.inside), *program)


def _made(entries: Mapping[str, Entry], style: str, engine: Engine) -> dict[str, str]:
    made = run(engine, style, list(entries.values()))
    return {digest: sanitise(html) for digest, html in zip(entries, made, strict=True) if html}
