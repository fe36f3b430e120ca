"""References that were written before: a file for each style and pandoc, in the user's own cache.

It lies outside of the vault, where no sync program can make two of it. Whatever is wrong with it,
it is as if it were not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

_FORMAT = "1"
_MOST = 100_000  # references; a vault cites far fewer


def cache_folder() -> Path | None:
    """Return the folder for what may be forgotten, by the rules of the operating system."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or home / ".cache"
    return Path(base) / "vault-flashcards"


def read_cache(folder: Path | None, style: str, engine: str) -> dict[str, str]:
    """Return what is known of a style: HTML by digest."""
    if folder is None:
        return {}
    try:
        found = json.loads(_file(folder, style, engine).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {digest: html for digest, html in found.items() if isinstance(html, str)}


def write_cache(
    folder: Path | None, style: str, engine: str, references: Mapping[str, str]
) -> None:
    """Remember references; the newest stand last, and the oldest go first."""
    if folder is None:
        return
    import tempfile  # noqa: PLC0415 - for those who have a style

    file = _file(folder, style, engine)
    kept = dict(list(references.items())[-_MOST:])
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as new:
                json.dump(kept, new)
            Path(name).replace(file)
        except OSError:
            Path(name).unlink(missing_ok=True)


def _file(folder: Path, style: str, engine: str) -> Path:
    key = hashlib.sha256(f"{_FORMAT}\n{engine}\n{style}".encode()).hexdigest()[:32]
    return folder / "references" / f"{key}.json"
