"""The name that was meant, for one that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def meant(name: str, known: Iterable[str], *, near: float = 0.6) -> str | None:
    """Return the nearest known name, if one is near; `near` is from 0 to 1."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=near)
    return found[0] if found else None


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint: the nearest known name, else all of them."""
    names = list(known)
    near = meant(name, names)
    return f"did you mean `{near}`?" if near else f"known are: {', '.join(names)}"
