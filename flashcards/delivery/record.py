"""`delivered.jsonl` beside the ledger: what was brought to Anki, one JSON object a line, sorted.

The ledger says what the vault has; this says where sync put it, for each computer and profile of
Anki by themselves: two computers may share their cards by AnkiWeb or not, and nobody can tell.
Losing it loses no review: what is not known here is taken to be the user's own doing, and left.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from flashcards.delivery.values import Delivered, Record
from flashcards.diagnostics import FlashcardsError
from flashcards.durable import write_whole

FORMAT = 1


Place = tuple[str, str]
"""A computer and a profile of Anki on it."""


class Records(Struct, frozen=True):
    """All that is remembered of deliveries."""

    by_place: Mapping[Place, Record] = field(default_factory=lambda: MappingProxyType({}))

    def profiles(self, computer: str) -> tuple[str, ...]:
        """Return the profiles that a computer delivered to."""
        return tuple(sorted(profile for name, profile in self.by_place if name == computer))

    def of(self, place: Place) -> Record:
        """Return what is remembered for one place."""
        return self.by_place.get(place, Record())

    def with_record(self, place: Place, record: Record) -> Records:
        """Return these with one place's record instead of the one before."""
        return Records(MappingProxyType({**self.by_place, place: record}))


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
    packages: dict[Place, set[str]] = {}
    notes: dict[Place, dict[str, Delivered]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
            place = str(values["computer"]), str(values["profile"])
            if "format" in values:
                packages.setdefault(place, set()).add(_package(values))
            else:
                known, note = notes.setdefault(place, {}), _note(values)
                known[values["guid"]] = _both(known.get(values["guid"]), note)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise FlashcardsError(
                f"{name}:{number}: this line cannot be read ({error})", _FORGET
            ) from error
    for place in packages:
        notes.setdefault(place, {})
    return Records(
        MappingProxyType(
            {
                place: Record(_only(packages.get(place, ())), MappingProxyType(known))
                for place, known in notes.items()
            }
        )
    )


def format_records(records: Records) -> str:
    """Return the text of the file."""
    return "".join(f"{line}\n" for line in _lines(records))


def save_records(records: Records, path: Path) -> None:
    """Write what is remembered, whole or not at all; what is the same is not touched.

    Raises `FlashcardsError` if it cannot be written.
    """
    text = format_records(records)
    try:
        if path.exists() and path.read_text("utf-8") == text:
            return
        write_whole(path, [text.encode()])
    except OSError as error:
        raise FlashcardsError(
            f"cannot write {path}: {error.strerror or error}",
            "sync must remember where it puts cards; --ledger names another place for that",
        ) from error


_FORGET = "mend it, or delete the file: then sync takes cards in other decks to be moved by you"


def _package(values: Any) -> str:
    if values["format"] > FORMAT:
        raise ValueError("a newer version of flashcards wrote it")
    return str(values["package"])


def _only(packages: Collection[str]) -> str:
    """Which of two is the later is not known: then it is imported again, which does no harm."""
    return next(iter(packages)) if len(packages) == 1 else ""


def _note(values: Any) -> Delivered:
    return Delivered(
        tuple(map(str, values["decks"])),
        tuple(map(int, values["ords"])),
        tuple(map(int, values.get("suspended", ()))),
    )


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
    for (computer, profile), record in sorted(records.by_place.items()):
        place = {"computer": computer, "profile": profile}
        yield _line({"format": FORMAT, **place, "package": record.package})
        for guid, note in sorted(record.notes.items()):
            values = {"guid": guid, **place, "decks": note.decks, "ords": note.ords}
            yield _line({**values, "suspended": note.suspended} if note.suspended else values)


def _line(values: Mapping[str, Any]) -> str:
    text = json.dumps(values, ensure_ascii=False)
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")
