"""What there is to look at: one module each, found by its name in this folder.

A check has a docstring, `NAME` (which stands in each of its lines), `PLACE` (checks are made in the
order of these numbers) and `look`, which yields findings. One that cannot go on raises
`FlashcardsError` or `OSError`, which becomes an error of its own; the others go on.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from flashcards.doctor.patient import Patient
from flashcards.doctor.values import Finding


class Check(Protocol):
    """What every module of this folder offers."""

    NAME: str
    PLACE: int
    __doc__: str | None

    def look(self, patient: Patient) -> Iterator[Finding]:
        """Yield what is well and what is wrong; nothing is written."""


def _load() -> tuple[Check, ...]:
    names = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    found = (cast(Check, import_module(f"{__name__}.{name}")) for name in names)
    return tuple(sorted(found, key=lambda check: (check.PLACE, check.NAME)))


CHECKS = _load()
"""All checks, in their order."""
