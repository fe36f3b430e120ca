"""A build in, what a server shows of it out: the page, and the files that it asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from urllib.parse import quote

from msgspec.structs import replace

from flashcards.diagnostics import FlashcardsError
from flashcards.pipeline import Build
from flashcards.preview.files import Files, media_of
from flashcards.preview.page import preview_page
from flashcards.preview.serving import Shown

_UNKNOWN = "version-not-known-yet"


def shown(built: Build) -> Shown:
    """Return what to show of a build; its version changes with anything that can be seen."""
    media = media_of(each.anki_note for each in built.rendered)
    addresses = {name: f"media/{quote(name)}" for name in media}
    page = preview_page(built, Files(addresses), version=_UNKNOWN)
    version = hashlib.sha256(page.encode()).hexdigest()[:16]
    others = tuple(map(str, built.beside))
    return Shown(version, page.replace(_UNKNOWN, version).encode(), built.root, media, others)


def shown_again(build: Callable[[], Build], before: Shown) -> Shown:
    """Return what to show after a save; settings that cannot be read leave the last page there."""
    try:
        return shown(build())
    except FlashcardsError as error:
        return replace(before, trouble="\n".join(filter(None, (error.message, error.hint))))
