"""The files that flashcards show, play and link to: a path in the vault in, a name for Anki out.

Anki keeps all media of all decks in one folder, never replaces a file of a known name, and breaks
on many characters. So the name is plain, and has a hash of the content in it: a changed picture
is a new file, and two folders' `p.png` are two files.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO

from msgspec import Struct, field

from flashcards.bounded import TooLargeError, open_file
from flashcards.media.losses import HARMLESS_LOSS, DrawingError
from flashcards.model import Media

__all__ = [
    "DEFAULT_LIMIT",
    "HARMLESS_LOSS",
    "Attachments",
    "Examined",
    "MediaKind",
    "Refusal",
    "examine",
    "is_media",
    "media_kind",
    "package_name",
    "read_pieces",
]

DEFAULT_LIMIT = 100 * 1024 * 1024
"""Bytes; AnkiWeb refuses to sync larger files."""

_LONGEST_NAME = 100
_UNSAFE = re.compile(r"[^a-z0-9.-]+")
_CHUNK = 1 << 20


class MediaKind(StrEnum):
    """How a file is shown."""

    PICTURE = "picture"
    SOUND = "sound"
    VIDEO = "video"
    DOCUMENT = "document"


_PICTURES = ("png", "jpg", "jpeg", "gif", "webp", "bmp", "avif", "svg")
_SOUNDS = ("mp3", "ogg", "wav", "m4a", "flac", "opus", "aac", "3gp")
_VIDEOS = ("mp4", "webm", "mov", "mkv", "ogv")
_DOCUMENTS = ("pdf",)
_DRAWING = "svg"
_KINDS = {
    **dict.fromkeys(_PICTURES, MediaKind.PICTURE),
    **dict.fromkeys(_SOUNDS, MediaKind.SOUND),
    **dict.fromkeys(_VIDEOS, MediaKind.VIDEO),
    **dict.fromkeys(_DOCUMENTS, MediaKind.DOCUMENT),
}


class Refusal(Struct, frozen=True):
    """Why a file of the vault cannot go into the package."""

    reason: str
    """What is wrong with it, as the end of a sentence: `it lies outside the vault`."""

    hint: str


def media_kind(path: str) -> MediaKind | None:
    """Return how a file is shown, by its ending; None if it is no media."""
    return _KINDS.get(_ending(path))


def is_media(path: str) -> bool:
    """Whether Anki can show or play the file."""
    return media_kind(path) is not None


def package_name(path: str, digest: str) -> str:
    """Return the file's name in the package: `<slug>-<12 hex digits of the content>.<ending>`.

    A document has `_` before it: Anki takes along what fields show and play, and what is called so,
    but not what they link to.
    """
    name = path.rsplit("/", 1)[-1]
    ending = _ending(path)
    stem = name[: len(name) - len(ending) - 1] if ending else name
    tail = f"-{digest[:12]}" + (f".{ending}" if ending else "")
    head = "_" if _KINDS.get(ending) is MediaKind.DOCUMENT else ""
    return head + _slug(stem)[: _LONGEST_NAME - len(head + tail)].rstrip("-.") + tail


class _Content(Struct, frozen=True):
    """What goes into the package for a file, while that is open."""

    pieces: Iterator[bytes]
    left_out: tuple[str, ...] = ()


class Examined(Struct, frozen=True):
    """What is to be known of a file before it goes into a package."""

    digest: str
    """The SHA-256, in hex, of what goes into the package for it."""

    left_out: tuple[str, ...] = ()
    """What of a drawing does not, because it could do harm."""


def read_pieces(path: Path) -> Iterator[bytes]:
    """Yield a file's content as it goes into the package: drawings without what could do harm.

    Raises `OSError`, and `DrawingError` for what is called an SVG and is none.
    """
    with _opened(path) as content:
        yield from content.pieces


def examine(path: Path) -> Examined:
    """Read a file to its end; raises what `read_pieces` does."""
    digest = hashlib.sha256()
    with _opened(path) as content:
        for piece in content.pieces:
            digest.update(piece)
        return Examined(digest.hexdigest(), content.left_out)


@contextmanager
def _opened(path: Path) -> Iterator[_Content]:
    with open_file(path) as file:
        if _ending(path.name) == _DRAWING:
            yield _drawing(path, file)
        else:
            yield _Content(iter(lambda: file.read(_CHUNK), b""))


def _drawing(path: Path, file: IO[bytes]) -> _Content:
    from flashcards.media.drawings import clean_drawing  # noqa: PLC0415 - few vaults have drawings

    if os.fstat(file.fileno()).st_size > DEFAULT_LIMIT:
        raise TooLargeError(path, DEFAULT_LIMIT)
    drawing = clean_drawing(file)
    return _Content(drawing.pieces, drawing.left_out)


class Attachments(Struct, frozen=True):
    """Hands out the vault's media, each file looked at once and only when a flashcard needs it."""

    root: Path
    limit: int = DEFAULT_LIMIT
    examine: Callable[[Path], Examined] = examine
    known: dict[str, Media | Refusal] = field(default_factory=dict)
    """What has been looked at; it only saves looking again."""

    def attach(self, path: str) -> Media | Refusal:
        """Return the file at a path of the vault as media, or why it cannot be used."""
        if path not in self.known:
            self.known[path] = self._look(path)
        return self.known[path]

    def _look(self, path: str) -> Media | Refusal:
        try:
            file = (self.root / path).resolve(strict=True)
            if not file.is_relative_to(self.root.resolve()):
                return Refusal("it lies outside the vault", "copy the file into the vault")
            if not file.is_file():
                return Refusal("it is no file", "link a picture, a sound or a video")
            size = file.stat().st_size
            if size > self.limit:
                return _too_large(size, self.limit)
            # By the vault's own name, which decides what it is, not by that of a link's target.
            examined = self.examine(self.root / path)
            return Media(package_name(path, examined.digest), path, examined.left_out)
        except DrawingError as error:
            return Refusal(f"it is no SVG that can be shown ({error})", "export the drawing again")
        except (OSError, RuntimeError, ValueError) as error:
            # RuntimeError: symbolic links in a circle; ValueError: a NUL in the name.
            reason = getattr(error, "strerror", None) or error
            return Refusal(f"it cannot be read ({reason})", "see whether the file opens elsewhere")


def _too_large(size: int, limit: int) -> Refusal:
    megabytes = f"{size / 2**20:.0f} MB, more than {limit / 2**20:.0f} MB"
    return Refusal(f"it is too large ({megabytes})", "link a smaller file")


def _ending(path: str) -> str:
    """Return what follows the name's last dot if it is one that Anki knows, in lower case."""
    _, dot, ending = path.rsplit("/", 1)[-1].lower().rpartition(".")
    return ending if dot and ending in _KINDS else ""


def _slug(stem: str) -> str:
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    slug = _UNSAFE.sub("-", plain).strip("-.") or "file"
    # Anki takes `latex-...` for pictures that it made itself.
    return f"file-{slug}" if slug.startswith("latex") else slug
