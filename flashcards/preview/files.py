"""The media of a page: names in a package in, addresses that the page can show out.

A page of one file carries its media in itself, as `data:` addresses; what would make it too large
for a browser is named instead.
"""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct, field

from flashcards.media import read_pieces
from flashcards.model import AnkiNote, Media

LARGEST = 8 * 2**20
"""Bytes of one file in a page."""

LARGEST_TOTAL = 64 * 2**20
"""Bytes of all files in a page."""

_TYPES = {
    ".avif": "image/avif",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".mkv": "video/x-matroska",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".opus": "audio/ogg",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
"""What Python's table lacks on some systems."""


class Files(Struct, frozen=True):
    """Where the page finds each file, and why it does not find the others."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    """By name in the package."""

    refusals: Mapping[str, str] = field(default_factory=dict)
    """By name, why a file is not in the page: `it is too large`."""


def media_of(notes: Iterable[AnkiNote]) -> dict[str, Media]:
    """Return the media of the Anki notes by name, in the order of their first use."""
    return {media.name: media for note in notes for media in note.media}


def inline(
    root: Path, media: Iterable[Media], largest: int = LARGEST, total: int = LARGEST_TOTAL
) -> Files:
    """Read the files of the vault at `root` into `data:` addresses."""
    addresses: dict[str, str] = {}
    refusals: dict[str, str] = {}
    used = 0
    for each in media:
        content = read_media(root, each, largest)
        if isinstance(content, str):
            refusals[each.name] = content
        elif used + len(content) > total:
            refusals[each.name] = f"the page holds {megabytes(total)} of media already"
        else:
            used += len(content)
            encoded = base64.b64encode(content).decode("ascii")
            addresses[each.name] = f"data:{media_type(each.name)};base64,{encoded}"
    return Files(addresses, refusals)


def read_media(root: Path, media: Media, largest: int) -> bytes | str:
    """Return a file's content as it is in the package, or why not."""
    file = root / media.path
    try:
        really = file.resolve(strict=True)
        if not really.is_relative_to(root.resolve()):
            return "it lies outside the vault"
        size = really.stat().st_size
        if size > largest:
            return f"it is too large for this page: {megabytes(size)}"
        return b"".join(read_pieces(file))
    except (OSError, ValueError) as error:
        return f"it cannot be read: {getattr(error, 'strerror', None) or error}"


def media_type(name: str) -> str:
    """Return what a browser calls the kind of a file."""
    ending = Path(name).suffix.lower()
    return _TYPES.get(ending) or mimetypes.types_map.get(ending, "application/octet-stream")


def megabytes(size: int) -> str:
    """Return a size for people: `12 MB`."""
    return f"{max(1, round(size / 2**20))} MB"
