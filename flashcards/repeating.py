"""What an export said last, for the many that find nothing changed: those load next to nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from flashcards.cache import Answers, Beforehand, Store
from flashcards.cache.states import full_path
from flashcards.memory_files import Memory, removed_package

_ENVIRONMENT = ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "LANG", "LC_ALL")
"""By which the same words may name other files, besides our own variables."""


class Repeating(Struct, frozen=True):
    """One export, as it would be if it ran again."""

    answers: Answers
    before: Beforehand
    memory: Memory
    settings: Path
    """The file with the user's settings, there or not."""

    also: tuple[Path, ...] = ()
    """Other packages that matter to it."""

    def last_said(self) -> tuple[str, ...] | None:
        """Return what the last export of this kind said; None if there may be something to do."""
        return self.answers.find(self.before)

    def others_last_time(self) -> tuple[str, ...]:
        """Return the `others` that the last export of this kind remembered."""
        return self.answers.others(self.before)

    def remember(self, said: Sequence[str], others: Iterable[str]) -> Mapping[str, str] | None:
        """Remember what this export would say if it ran again.

        `others` are those of `others_than`. Returns their states; None if nobody knows what was
        read of them. Only while no other export of the vault can be running.
        """
        return self.answers.keep(self.before, said, others)

    def others_than(self, beside: Iterable[Path]) -> tuple[str, ...]:
        """Return the files that matter and are not found by looking through the vault.

        `beside` are those that the export was made from.
        """
        root = self.answers.root
        listed = (path for path in beside if not _is_listed(path, root))
        remembered = (self.memory.ledger, self.memory.ledger.parent, self.memory.last)
        others = {*listed, *remembered, *_written(self.memory), self.settings, *self.also}
        return tuple(sorted(set(map(full_path, others))))


def repeating(
    store: Store,
    root: Path,
    memory: Memory,
    settings: Path,
    options: Mapping[str, object],
    also: tuple[Path, ...] = (),
) -> Repeating:
    """Look at the vault at `root`, before an export with these options reads anything of it.

    `store` is the cache, `settings` the file with the user's settings, `also` are other packages
    that are read or written.
    """
    ours = frozenset(map(full_path, (*_written(memory), memory.last, memory.ledger, *also)))
    answers = Answers(store, root, ours)
    asked = {"ledger": memory.ledger, "settings": settings, **options}
    before = answers.beforehand({**asked, **_environment()})
    return Repeating(answers, before, memory, settings, also)


def _written(memory: Memory) -> tuple[Path, ...]:
    output = memory.package
    return (output, removed_package(output)) if output else ()


def _is_listed(path: Path, root: Path) -> bool:
    """Tell whether looking through the vault finds a file: it is in no dot folder."""
    if not path.is_relative_to(root):
        return False
    return not any(part.startswith(".") for part in path.relative_to(root).parts)


def _environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name in _ENVIRONMENT or name.startswith("FLASHCARDS_")
    }
