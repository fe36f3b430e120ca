"""Drawings that are cleaned in memory."""

from __future__ import annotations

import io
from dataclasses import dataclass

from flashcards.media import drawings


@dataclass(frozen=True)
class Drawing:
    """What becomes of a drawing."""

    content: bytes
    left_out: tuple[str, ...] = ()


def clean_drawing(content: bytes) -> Drawing:
    """Return a drawing as it goes into the package."""
    cleaned = drawings.clean_drawing(io.BytesIO(content))
    return Drawing(b"".join(cleaned.pieces), cleaned.left_out)
