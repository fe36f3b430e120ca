"""The folder that the user named: is it a vault, and the whole of it."""

from __future__ import annotations

import sys
from pathlib import Path

from flashcards.diagnostics import FlashcardsError

MARKS = (".obsidian", ".flashcards")
"""Folders that only the top of a vault has."""


SETTINGS = "flashcards.toml"
"""The file with the user's settings, at the top of the vault."""


def open_vault(path: Path) -> Path:
    """Return the vault's folder as a full path.

    Raises `FlashcardsError` if there is no such folder, or if it lies inside a vault: an export of
    a part would take everything else for removed, and links would lead nowhere.
    """
    if sys.getfilesystemencoding().lower() != "utf-8":
        # Names would be misread, and vault notes with an umlaut be taken for removed.
        raise FlashcardsError(
            "the locale (LC_ALL, LANG) is not UTF-8, so that files of the vault cannot be named",
            "set LC_ALL=C.UTF-8, or PYTHONUTF8=1",
        )
    root = path.expanduser().resolve()
    if not root.is_dir():
        what = "is a file, not a folder" if root.exists() else "is not there"
        raise FlashcardsError(
            f"there is no vault {path}: it {what}", "name the folder that you open in Obsidian"
        )
    for parent in root.parents:
        if not _is_vault(root) and _is_vault(parent):
            raise FlashcardsError(
                f"{path} is a folder inside the vault {parent}",
                f"export the whole vault: flashcards export {parent} DECK.apkg"
                "; `include` in flashcards.toml chooses a part of it",
            )
    return root


def _is_vault(folder: Path) -> bool:
    return any((folder / mark).is_dir() for mark in MARKS)
