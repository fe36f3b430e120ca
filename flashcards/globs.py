"""Globs over paths of the vault: `*` and `?` within a name, `**` over folders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_PIECE = re.compile(r"\*\*/|\*\*|\*|\?|[^*?]+")
_MEANINGS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


class Globs:
    """Tells whether a path matches one of some globs.

    A glob counts from the vault's root and stands for everything below a folder that it matches:
    `Archive` is `Archive/**`. Only one with a wildcard and no `/` fits at any depth: `*.canvas`.
    """

    def __init__(self, globs: Sequence[str]) -> None:
        meanings = [_meaning(glob) for glob in globs if glob.strip("./")]
        self._pattern = re.compile("|".join(meanings)) if meanings else None

    def match(self, path: str) -> bool:
        """Tell whether a path, with `/` between folders, matches."""
        if self._pattern is None:
            return False
        return self._pattern.fullmatch(unicodedata.normalize("NFC", path)) is not None


def _meaning(glob: str) -> str:
    glob = unicodedata.normalize("NFC", glob.removeprefix("./").strip("/"))
    if "/" not in glob and _MEANINGS.keys() & set(glob):
        glob = f"**/{glob}"
    pieces = (_MEANINGS.get(piece, re.escape(piece)) for piece in _PIECE.findall(glob))
    return f"(?:{''.join(pieces)})(?:/.*)?"
