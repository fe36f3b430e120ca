"""The bytes of a library that its program may be writing at this very moment.

Better BibTeX writes its export anew a few seconds after every change in Zotero. Whoever reads in
that instant sees the beginning of the file only, or nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from flashcards.bounded import read_bounded

MOST_BYTES = 200_000_000
"""Of a library: several times what a hundred thousand works take."""

_FRESH = 2.0  # seconds since the last write
_PAUSE = 0.5  # seconds; twenty thousand entries are written in less
_MARKS = b"\xef\xbb\xbf\xff\xfe"  # of UTF-8 and UTF-16, at the beginning


def read_settled(
    path: Path,
    clock: Callable[[], float] = time.time,
    pause: Callable[[float], None] = time.sleep,
) -> bytes:
    """Return the content of a file; one that was written just now and is cut short is read again.

    Raises `OSError` if it cannot be read, is no file, or has more than `MOST_BYTES`.
    """
    content = read_bounded(path, MOST_BYTES)
    if abs(clock() - path.stat().st_mtime) < _FRESH and is_cut_short(content):
        pause(_PAUSE)
        content = read_bounded(path, MOST_BYTES)
    return content


def is_cut_short(content: bytes) -> bool:
    """Say whether a library ends inside an entry, or has not even begun."""
    text = content.replace(b"\0", b"").strip(_MARKS).strip()
    if text.startswith(b"["):
        return not text.endswith(b"]")
    last = text[text.rfind(b"\n@") + 1 :]
    return not text or last.count(b"{") > last.count(b"}")
