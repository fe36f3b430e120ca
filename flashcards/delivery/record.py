"""`delivered.jsonl` beside the ledger: what was brought to Anki, one JSON object a line, sorted.

The ledger says what the vault has; this says where sync put it. It travels with the vault, as the
ledger does, so that another computer on the same AnkiWeb account goes on with it; which package
was imported last holds for one computer alone. Losing it loses no review: what is not known here
is taken to be the user's own doing, and left alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flashcards.delivery.values import Delivered, Record
from flashcards.diagnostics import FlashcardsError

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Records:
    """All that is remembered of deliveries, by profile of Anki."""

    packages: Mapping[tuple[str, str], str] = field(default_factory=lambda: MappingProxyType({}))
    """The digest of the package imported last, by computer and profile."""

    notes: Mapping[tuple[str, str], Delivered] = field(default_factory=lambda: MappingProxyType({}))
    """By profile and guid."""

    def profiles(self, computer: str) -> tuple[str, ...]:
        """Return the profiles that this computer delivered to."""
        return tuple(sorted(profile for name, profile in self.packages if name == computer))

    def of(self, computer: str, profile: str) -> Record:
        """Return what is remembered for one profile, as this computer sees it."""
        notes = {guid: each for (name, guid), each in self.notes.items() if name == profile}
        return Record(self.packages.get((computer, profile), ""), MappingProxyType(notes))

    def with_record(self, computer: str, profile: str, record: Record) -> Records:
        """Return these with one profile's record in the place of the one before."""
        others = {key: each for key, each in self.notes.items() if key[0] != profile}
        own = {(profile, guid): each for guid, each in record.notes.items()}
        packages = {**self.packages, (computer, profile): record.package}
        return Records(MappingProxyType(packages), MappingProxyType({**others, **own}))


def load_records(path: Path) -> Records:
    """Read what is remembered; nothing if there is no such file.

    Raises `FlashcardsError` if it cannot be read, or if a newer version wrote it.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Records()
    except (OSError, UnicodeDecodeError) as error:
        raise FlashcardsError(f"cannot read {path}: {error}", _FORGET) from error
    return parse_records(text, str(path))


def parse_records(text: str, name: str) -> Records:
    """Read the lines; two lines of one thing, as after a merge in git, are settled."""
    packages: dict[tuple[str, str], str] = {}
    notes: dict[tuple[str, str], Delivered] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            _read_line(json.loads(line), packages, notes)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise FlashcardsError(
                f"{name}:{number}: this line cannot be read ({error})", _FORGET
            ) from error
    return Records(MappingProxyType(packages), MappingProxyType(notes))


def format_records(records: Records) -> str:
    """Return the text of the file."""
    return "".join(f"{line}\n" for line in _lines(records))


def save_records(records: Records, path: Path) -> None:
    """Write what is remembered, whole or not at all; what is the same is not touched.

    Raises `FlashcardsError` if it cannot be written.
    """
    text = format_records(records)
    staged = path.with_name(f"{path.name}.next")
    try:
        if path.exists() and path.read_text("utf-8") == text:
            return
        with staged.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        staged.replace(path)
    except OSError as error:
        raise FlashcardsError(
            f"cannot write {path}: {error.strerror or error}",
            "sync must remember where it puts cards; --ledger names another place for that",
        ) from error


_FORGET = "mend it, or delete the file: then sync takes cards in other decks to be moved by you"


def _read_line(
    values: Any,
    packages: dict[tuple[str, str], str],
    notes: dict[tuple[str, str], Delivered],
) -> None:
    if "format" in values:
        if values["format"] > FORMAT:
            raise ValueError("a newer version of flashcards wrote it")
        key = str(values["computer"]), str(values["profile"])
        digest = str(values["package"])
        # Which of two is the later is not known: then it is imported again, which does no harm.
        packages[key] = digest if packages.get(key, digest) == digest else ""
        return
    note = Delivered(
        tuple(map(str, values["decks"])),
        tuple(map(int, values["ords"])),
        tuple(map(int, values.get("suspended", ()))),
    )
    place = str(values["profile"]), str(values["guid"])
    notes[place] = _both(notes.get(place), note)


def _both(one: Delivered | None, other: Delivered) -> Delivered:
    if one is None:
        return other
    return replace(
        other,
        decks=tuple(sorted({*one.decks, *other.decks})),
        ords=tuple(sorted({*one.ords, *other.ords})),
        suspended=tuple(sorted({*one.suspended, *other.suspended})),
    )


def _lines(records: Records) -> Iterator[str]:
    for (computer, profile), package in sorted(records.packages.items()):
        head = {"format": FORMAT, "computer": computer, "profile": profile, "package": package}
        yield _line(head)
    for (profile, guid), note in sorted(records.notes.items()):
        values = {"guid": guid, "profile": profile, "decks": note.decks, "ords": note.ords}
        if note.suspended:
            values["suspended"] = note.suspended
        yield _line(values)


def _line(values: Mapping[str, Any]) -> str:
    text = json.dumps(values, ensure_ascii=False)
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")
