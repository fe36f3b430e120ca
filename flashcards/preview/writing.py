"""The page into a file: whole or not at all, never into the vault, never over a foreign file."""

from __future__ import annotations

from pathlib import Path

from flashcards.diagnostics import FlashcardsError
from flashcards.durable import write_whole
from flashcards.preview.page import GENERATOR

_HEAD = 4096


def check_page_output(path: Path, root: Path) -> None:
    """Raise `FlashcardsError` if no page of the vault at `root` may be written to `path`."""
    target = path.resolve()
    if target.is_relative_to(root.resolve()) and ".flashcards" not in target.parts:
        raise FlashcardsError(
            f"{path} would be a new file in the vault, where nothing is ever written",
            "name a place outside it: -o ~/preview.html",
        )
    if target.is_dir():
        raise FlashcardsError(f"{path} is a folder", "name a file: -o preview.html")
    if target.exists() and not _is_ours(target):
        raise FlashcardsError(
            f"{path} is there already and is no preview, so it is not written over",
            "name another file, or delete that one",
        )


def write_page(path: Path, page: str) -> None:
    """Write the page beside `path`, then put it in place."""
    try:
        write_whole(path.resolve(), [page.encode("utf-8")])
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise FlashcardsError(f"cannot write {path}: {why}") from error


def _is_ours(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return GENERATOR.encode() in opened.read(_HEAD)
    except OSError:
        return False
