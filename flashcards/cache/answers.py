"""What an export said, for as long as nothing changes that it was made from or that it wrote."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from flashcards.cache.states import TICK, States, look, state_of, tree, written
from flashcards.cache.store import Store


class Beforehand(Struct, frozen=True):
    """A vault as it was before an export looked at it."""

    asked: str
    """All that was asked, as one text: the options, and what the environment says."""

    vault: States
    files: tuple[tuple[str, str], ...]
    """The full path and the state of each of its files."""

    began: int
    """In nanoseconds since 1970."""


class _Answer(Struct, frozen=True):
    said: tuple[str, ...]
    vault: str
    recent: Mapping[str, str]
    others: Mapping[str, str]
    """The states of files that are not looked for in the vault, by path."""

    def holds(self, before: Beforehand) -> bool:
        then = States(self.vault, self.recent)
        return then.still_hold(before.vault) and all(
            state_of(path) == state for path, state in self.others.items()
        )


class Answers(Struct, frozen=True):
    """What exports of one vault said."""

    store: Store
    root: Path
    ours: frozenset[str]
    """The files that the export writes, as full paths."""

    def beforehand(self, options: Mapping[str, object]) -> Beforehand:
        """Look at the vault, before anything of it is read."""
        began = time.time_ns()
        files = tuple(sorted(tree(str(self.root), self.ours)))
        asked = json.dumps(options, sort_keys=True, default=str)
        return Beforehand(asked, look(files, began), files, began)

    def find(self, before: Beforehand) -> tuple[str, ...] | None:
        """Return what the last export said, if nothing has changed since; else None."""
        answer = self._read(before)
        if answer is None or not answer.holds(before):
            return None
        if answer.recent and not before.vault.recent:
            self._write(before, replace(answer, recent={}))  # times cannot lie any more
        return tuple(answer.said)

    def others(self, before: Beforehand) -> tuple[str, ...]:
        """Return the files that mattered to the last export beside the vault's; maybe none."""
        answer = self._read(before)
        return tuple(answer.others) if answer else ()

    def keep(
        self, before: Beforehand, said: Sequence[str], others: Iterable[str]
    ) -> Mapping[str, str] | None:
        """Remember what an export said; `others` are all files that matter beside the vault's.

        Returns their states. Nothing is remembered, and None returned, if one that is not ours was
        written while the export ran: nobody knows which content was read.
        """
        states = {path: state_of(path) for path in sorted(others)}
        just_now = before.began - TICK
        if any(
            written(state) > just_now for path, state in states.items() if path not in self.ours
        ):
            return None
        answer = _Answer(tuple(said), before.vault.digest, before.vault.recent, states)
        self._write(before, answer)
        return states

    def _read(self, before: Beforehand) -> _Answer | None:
        found = self.store.read(
            lambda database: database.execute(
                "select answer from answers where asked = ?", (before.asked,)
            ).fetchone()
        )
        try:
            return _Answer(**json.loads(found[0])) if found else None
        except (ValueError, TypeError):
            return None

    def _write(self, before: Beforehand, answer: _Answer) -> None:
        values = {
            "said": answer.said,
            "vault": answer.vault,
            "recent": dict(answer.recent),
            "others": dict(answer.others),
        }
        row = (before.asked, json.dumps(values))
        self.store.write(
            lambda database: database.execute("insert or replace into answers values (?, ?)", row)
        )
