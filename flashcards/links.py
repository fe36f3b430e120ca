"""What a link points to, and the address that opens it: paths in, a path or an address out.

Obsidian's own rules: a link may name a file from the vault's root (`Cards/Insulin`), from the
folder it stands in (`../Insulin`), or by as little of its path as it likes (`Insulin`). Case does
not matter, nor how accents are composed, and `.md` may be left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote, unquote

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")

# Obsidian leaves these out of a link to a heading, as they would end the link.
_NOT_IN_HEADING_LINKS = re.compile(r"[#|^:%\[\]\\\s]+")


class LinkIndex:
    """The files of a vault by name, made once, so that looking one up costs nothing."""

    __slots__ = ("_by_name",)

    def __init__(self, vault_notes: Iterable[str], attachments: Iterable[str] = ()) -> None:
        by_name: dict[str, list[str]] = {}
        for path in (*vault_notes, *attachments):
            by_name.setdefault(_fold(path.rsplit("/", 1)[-1]), []).append(path)
        self._by_name = {name: sorted(found, key=_by_length) for name, found in by_name.items()}

    def resolve(self, target: str, source_path: str) -> str | None:
        """Return the path of what `target` names in the file `source_path`; None if nothing."""
        if not target:
            return source_path or None
        folder = _parts(source_path)[:-1]
        wanted = _walk(target, folder)
        if not wanted:
            return None
        exact = target.startswith(("/", "./", "../"))
        return self._find(wanted, folder, exact=exact)

    def _find(self, wanted: list[str], folder: list[str], *, exact: bool) -> str | None:
        tail = _fold("/".join(wanted))
        candidates = self._named(tail)
        whole = [path for path, folded in candidates if folded == tail or folded == tail + ".md"]
        if exact or whole:
            return whole[0] if whole else None
        ends = tuple("/" + tail + suffix for suffix in ("", ".md"))
        here = _fold("/".join(folder)) + "/" if folder else ""
        near = [pair for pair in candidates if pair[1].endswith(ends)]
        near.sort(key=lambda pair: not pair[1].startswith(here))
        return near[0][0] if near else None

    def _named(self, tail: str) -> list[tuple[str, str]]:
        name = tail.rsplit("/", 1)[-1]
        paths = (*self._by_name.get(name + ".md", ()), *self._by_name.get(name, ()))
        return [(path, _fold(path)) for path in paths]


def split_href(href: str) -> tuple[str, str] | None:
    """Split a Markdown link's address into the path it names in the vault and its subpath.

    Percent signs are read (`%20` is a blank). None for an address with a scheme, which leads
    out of the vault.
    """
    if _SCHEME.match(href):
        return None
    path, _, subpath = href.partition("#")
    return unquote(path), unquote(subpath)


def obsidian_url(vault_name: str, path: str, subpath: str = "") -> str:
    """Return the address that opens a file in Obsidian, at a `Heading` or at a `^block-id`."""
    file = path.removesuffix(".md") + ("#" + subpath.removeprefix("#") if subpath else "")
    return f"obsidian://open?vault={_encode(vault_name)}&file={_encode(file)}"


def heading_subpath(heading: str) -> str:
    """Return how a link names a heading: without the characters that would end the link."""
    return _NOT_IN_HEADING_LINKS.sub(" ", heading).strip()


def _encode(text: str) -> str:
    # A lone surrogate is no text that could be encoded; no file of that name can be opened.
    return quote(text, safe="", errors="replace")


def _walk(target: str, folder: list[str]) -> list[str]:
    """Return the parts of the path a link names; empty if it leaves the vault."""
    start = folder if target.startswith(("./", "../")) else []
    parts = list(start)
    for part in _parts(target):
        if part == "..":
            if not parts:
                return []
            parts.pop()
        elif part != ".":
            parts.append(part)
    return parts


def _parts(path: str) -> list[str]:
    return [part for part in path.replace("\\", "/").split("/") if part]


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _by_length(path: str) -> tuple[int, str]:
    return len(path), path
