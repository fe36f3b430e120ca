"""What a link points to, and the address that opens it: paths in, a path or an address out.

Obsidian's own rules: a link may name a file from the vault's root (`Cards/Insulin`), from the
folder it stands in (`../Insulin`), or by as little of its path as it likes (`Insulin`). Of several
files that fit, those below the link's own folder come first, then the one with the shortest path.
Case does not matter, nor how accents are composed, and `.md` may be left out.

One rule is ours: a name that no file has, and that is an alias of one vault note, leads there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from copy import copy
from functools import lru_cache
from urllib.parse import quote, unquote

from msgspec import Struct

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")

# What may mean a file that is no vault note, a folder above, or nothing at all between slashes.
_UNUSUAL = re.compile(r"[.\\]|//|/\Z|\A/")

# Obsidian leaves these out of a link to a heading, as they would end the link.
_NOT_IN_HEADING_LINKS = re.compile(r"[#|^:%\[\]\\\s]+")


class Target(Struct, frozen=True):
    """What a link names."""

    path: str | None
    """The file it leads to; None if it leads nowhere."""

    others: tuple[str, ...] = ()
    """The other files that a name without a path fits as well, best first."""


NOWHERE = Target(None)


class LinkIndex:
    """The files of a vault by name, made once, so that looking one up costs nothing."""

    __slots__ = ("_by_alias", "_by_name", "noted")

    def __init__(
        self,
        vault_notes: Iterable[str],
        attachments: Iterable[str] = (),
        aliases: Iterable[tuple[str, Iterable[str]]] = (),
    ) -> None:
        by_name: dict[str, list[tuple[str, str]]] = {}
        for path in sorted((*vault_notes, *attachments), key=_by_length):
            folded = _fold(path)
            by_name.setdefault(_last(folded), []).append((path, folded))
        self.noted: set[str] | None = None
        self._by_name = by_name
        self._by_alias: dict[str, dict[str, None]] = {}
        for path, names in aliases:
            for name in names:
                self._by_alias.setdefault(_fold(name), {})[path] = None

    def noting(self, names: set[str]) -> LinkIndex:
        """Return an index that says the same, and adds to `names` which attachments it looks for.

        The names are those of `file_name`. Only one with an ending can be an attachment's.
        """
        index = copy(self)
        index.noted = names
        return index

    def resolve(self, target: str, source_path: str) -> str | None:
        """Return the path of what `target` names in the file `source_path`; None if nothing."""
        return self.find(target, source_path).path

    def find(self, target: str, source_path: str) -> Target:
        """Return what `target` names in the file `source_path`, and what else it fits."""
        if not target:
            return Target(source_path or None)
        return self._plainly(target) or self._find(target, source_path)

    def _plainly(self, target: str) -> Target | None:
        """Return the only vault note that a name or a path as most are can mean; None if unsure."""
        if _UNUSUAL.search(target):
            return None
        full = _fold(target) + ".md"
        candidates = self._by_name.get(_last(full), ())
        if len(candidates) != 1 or not f"/{candidates[0][1]}".endswith(f"/{full}"):
            return None
        return Target(candidates[0][0])

    def _find(self, target: str, source_path: str) -> Target:
        folder = _parts(source_path)[:-1]
        wanted = _walk(target, folder)
        if not wanted:
            return NOWHERE
        tail = _fold("/".join(wanted))
        exact = target.startswith(("/", "./", "../"))
        # A name with an ending is taken at its word before it is taken for a vault note's.
        named, vault_note = tail, f"{tail}.md"
        name = _last(tail)
        literal_first = "." in name
        if self.noted is not None and literal_first:
            self.noted.add(name)
        for full in (named, vault_note) if literal_first else (vault_note, named):
            found = self._among(full, folder, spelled="/".join(wanted), exact=exact)
            if found.path is not None:
                return found
        return NOWHERE if exact else self._by_other_name(_fold(target))

    def _among(self, full: str, folder: list[str], *, spelled: str, exact: bool) -> Target:
        candidates = self._by_name.get(_last(full), [])
        if len(candidates) > 1:  # `A.png` and `a.png` may stand side by side on Linux
            as_spelled = (spelled, f"{spelled}.md")
            candidates = sorted(candidates, key=lambda pair: not pair[0].endswith(as_spelled))
        whole = next((path for path, folded in candidates if folded == full), None)
        if exact or whole is not None:
            return Target(whole)
        here = _fold("/".join(folder)) + "/" if folder else ""
        near = [pair for pair in candidates if pair[1].endswith("/" + full)]
        near.sort(key=lambda pair: not pair[1].startswith(here))
        if not near:
            return NOWHERE
        others = near[1:] if "/" not in full else []
        return Target(near[0][0], tuple(path for path, _ in others))

    def _by_other_name(self, name: str) -> Target:
        paths = tuple(self._by_alias.get(name, ()))
        return Target(paths[0]) if len(paths) == 1 else Target(None, paths)


def file_name(path: str) -> str:
    """Return the name of a file as links find it: without its folder, in any case."""
    return _last(_fold(path))


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


@lru_cache(maxsize=1 << 13)  # the vault's name, and the vault notes that others link to
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


def _last(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _fold(text: str) -> str:
    if text.isascii():
        return text.casefold()
    spaced = text.replace("\u00a0", " ").replace("\u202f", " ")
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", spaced).casefold())


def _by_length(path: str) -> tuple[int, str]:
    return len(path), path
