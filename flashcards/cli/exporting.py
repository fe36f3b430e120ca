"""One export that has something to do: of what has changed, or of everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from flashcards.cache.exported import last_exported
from flashcards.cache.values import DamagedError
from flashcards.changes_package import NOTHING, ChangesPackage, Written
from flashcards.cli.exported import Exported
from flashcards.cli.options import Request, now
from flashcards.diagnostics import FlashcardsError
from flashcards.export_report import (
    Summary,
    again,
    changes_line,
    changes_package_line,
    summary_json,
    summary_lines,
    summary_of,
    summary_of_renewal,
)
from flashcards.exporting import export_vault, renew_vault
from flashcards.ledger import LedgerEntry
from flashcards.memory_files import Memory, removed_package
from flashcards.package import NotReadBackError
from flashcards.pipeline import Build
from flashcards.removals import removed_entries
from flashcards.renewing import (
    Last,
    Renewal,
    keep,
    keep_built,
    keep_renewed,
    renewal,
    tally_of,
)
from flashcards.repeating import Repeating
from flashcards.tally import Tally
from flashcards.vault_folder import open_vault
from flashcards.workers import Means, Progress, aside
from flashcards.writing import Writing
from flashcards.writing import Written as WrittenFiles


class Export(Struct):
    """An export, as it was asked for."""

    request: Request
    deck: Path
    memory: Memory
    repeated: Repeating | None
    """To be remembered by; None if nothing is to be kept."""

    root_deck: str | None
    allow_removals: bool
    changes: ChangesPackage | None
    changed: Written = NOTHING

    said: Exported = field(default_factory=lambda: Exported((), ""))

    def of_changes(self) -> Exported | None:
        """Export what has changed; None if everything must be exported.

        That is so as well if what is reused of the last package was damaged on the disk.
        """
        if self.repeated is None:
            return None
        with self.request.progress() as progress, suppress(NotReadBackError):
            done = renew_vault(
                self.deck,
                self.memory,
                lambda: self._renew(progress),
                allow_removals=self.allow_removals,
                done=self._renewed,
                first=self._write_changes,
            )
            return self.said if done else None
        return None

    def of_everything(self) -> Exported:
        """Export the whole vault."""
        with self.request.progress() as progress:
            export_vault(
                self.deck,
                self.memory,
                lambda: self.request.build(self.memory, self.root_deck, progress),
                allow_removals=self.allow_removals,
                afterwards=self._built,
                first=self._write_changes,
            )
        return self.said

    def _renew(self, progress: Progress) -> Renewal | None:
        assert self.repeated is not None
        answers, before = self.repeated.answers, self.repeated.before
        config = self.request.config(answers.root, self.root_deck)
        means = Means(answers.store, progress)
        try:
            with last_exported(answers.store) as exported:
                if exported is None:
                    return None
                last = Last(exported, before)
                return renewal(answers.root, self.memory, last, config, now(), means)
        except DamagedError:
            answers.store.forget()
            return None

    def _write_changes(self, writing: Writing, database: Path) -> None:
        if self.changes is not None:
            root = open_vault(self.request.vault)
            self.changed = self.changes.write(self.memory, writing, root, database)

    def _renewed(self, renewed: Renewal, written: WrittenFiles) -> None:
        assert self.repeated is not None
        summary, gone = summary_of_renewal(renewed), renewed.lines.gone()
        states = self._say(summary, removed_entries(gone), renewed.others)
        if states is not None:
            store = self.repeated.answers.store
            keep_renewed(store, self.repeated.before, states, renewed, written)

    def _built(self, built: Build) -> Callable[[WrittenFiles], None]:
        """Return what is to be done when a build is written, with no more of it than that takes."""
        repeated, summary = self.repeated, summary_of(built, Counter())
        gone = removed_entries(built.ledger.entries.values())
        others = repeated.others_than(built.beside) if repeated else built.beside
        # Takes a third as long as all that is written meanwhile.
        looked_through = aside(partial(_look_through, built, repeated), len(built.rendered))

        def done(written: WrittenFiles) -> None:
            name, counts = looked_through()
            states = self._say(replace(summary, counts=counts), gone, others)
            if states is not None and repeated is not None:
                keep(repeated.answers.store, name, counts, states, written)

        return done

    def _say(
        self, summary: Summary, gone: Sequence[LedgerEntry], others: Iterable[str | Path]
    ) -> Mapping[str, str] | None:
        """Put into words what was done, and remember what would be said next time.

        `gone` are the entries of flashcards that are gone from the vault and not dealt with.
        """
        as_json, *lines = self._words(summary, gone, self.changed)
        read = tuple(map(str, others))
        self.said = Exported(tuple(lines), changes_line(summary), as_json, read)
        if self.repeated is None:
            return None
        # Since the last export nothing would have changed; since an earlier one the same again.
        changed = self.changed if self.changes and self.changes.since else NOTHING
        return self.repeated.remember(self._words(again(summary), gone, changed), read)

    def _words(
        self, summary: Summary, gone: Sequence[LedgerEntry], changed: Written
    ) -> tuple[str, ...]:
        """Return what there is to say: as JSON, and then in lines."""
        vault, beside = str(self.request.vault), removed_package(self.deck)
        changes = self._changes_json(changed)
        as_json = summary_json(summary, str(self.deck), len(gone), str(beside), changes)
        stones = _tombstones(gone, beside, vault) if gone else ()
        lines = summary_lines(summary, str(self.deck))
        return (as_json, *lines, *self._changes(changed), *stones)

    def _changes(self, changed: Written) -> tuple[str, ...]:
        """Return what there is to say of the package of changes."""
        if self.changes is None:
            return ()
        path, since = self.changes.path, self.changes.since
        return (changes_package_line(path, since, changed.count, written=changed.is_there),)

    def _changes_json(self, changed: Written) -> Mapping[str, Any] | None:
        if self.changes is None:
            return None
        return {
            "package": str(self.changes.path),
            "since": self.changes.since and str(self.changes.since),
            "flashcards": changed.count,
            "written": changed.is_there,
        }


def _tombstones(gone: Sequence[LedgerEntry], package: Path, vault: str) -> Iterable[str]:
    from flashcards.removal_report import tombstone_lines

    return tombstone_lines(gone, package, vault)


def _look_through(built: Build, repeated: Repeating | None) -> tuple[str, Tally]:
    """Remember a build if it is to be; return by what name, and how much it has of what."""
    if repeated is None:
        return "", tally_of(built)
    return keep_built(repeated.answers.store, repeated.before, built)


def changes_package(path: Path | None, since: Path | None, memory: Memory) -> ChangesPackage | None:
    """Return where to write what changed; raises `FlashcardsError` if that cannot be done."""
    if path is None:
        if since is None:
            return None
        raise FlashcardsError(
            "--since says since when, and not where to write what changed",
            "name the package to write as well: --changes changes.apkg",
        )
    package = ChangesPackage(path, since)
    package.check(memory)
    return package
