"""What a deck is called: the same in the vault and in Anki.

Anki trims the levels of a name, fills in empty ones with "blank" and drops control characters on
import (rslib/src/decks/name.rs). So we do it first, wherever somebody names a deck.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def as_anki_spells(name: str) -> str:
    """Return a name, composed and without control characters, as Anki keeps decks and tags."""
    return _CONTROL.sub("", unicodedata.normalize("NFC", name))


def deck_name(levels: Iterable[str]) -> str:
    """Join the levels of a deck into a name that Anki takes as it is; empty if nothing is left."""
    spelled = (as_anki_spells(level).strip() for level in levels)
    # A single level cannot hold Anki's own separator.
    return "::".join(level.replace("::", "-") for level in spelled if level)


def whole_deck_name(name: str) -> str:
    """Return the name of a deck that somebody wrote with `::` between its levels."""
    return deck_name(name.split("::"))
