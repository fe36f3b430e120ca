"""A ledger as lines of JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from msgspec.json import encode as to_json
from msgspec.json import format as format_json

from flashcards.diagnostics import FlashcardsError
from flashcards.ledger.checks import check_header, check_types
from flashcards.ledger.merging import later, merged_headers
from flashcards.ledger.schedules import read_schedules, schedule_values
from flashcards.ledger.values import NO_CLOZES, Ledger, LedgerEntry, NotetypeStamp
from flashcards.model import Kind, Texts

FORMAT = 1

_FAULTS = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def parse_ledger(text: str, name: str = "ledger") -> Ledger:
    """Read the text of a ledger; `name` stands in messages.

    A merge of two machines' ledgers may leave two headers, and two lines for one guid; both are
    settled here. Raises `FlashcardsError` for a line that is no JSON of ours.
    """
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    headers: list[Mapping[str, Any]] = []
    entries: dict[str, LedgerEntry] = {}
    for number, line in lines:
        try:
            values = json.loads(line)
            if "format" in values:
                _check_format(values, name)
                headers.append(values)
            else:
                entry = _entry(values)
                entries[entry.guid] = later(entries.get(entry.guid), entry)
        except _FAULTS as error:
            raise FlashcardsError(
                f"{name}:{number}: this line of the ledger cannot be read ({error})",
                "nothing was written; mend the line, or restore the file from a backup",
            ) from error
    if not headers:
        raise FlashcardsError(
            f"{name}: the ledger has no header line",
            "nothing was written; restore the file from a backup",
        )
    try:
        return merged_headers([_ledger(header, entries) for header in headers])
    except _FAULTS as error:
        raise FlashcardsError(
            f"{name}: the header line of the ledger cannot be read ({error})",
            "nothing was written; restore the file from a backup",
        ) from error


def format_ledger(ledger: Ledger) -> Iterator[bytes]:
    """Yield the lines of a ledger as they stand in a file, header first, sorted by guid."""
    yield header_text(ledger)
    yield from _entries(ledger)


def header_text(ledger: Ledger) -> bytes:
    """Return the first line of a ledger, as it stands in a file."""
    header = {
        "format": FORMAT,
        "vault_id": ledger.vault_id,
        "vault_name": ledger.vault_name,
        "root_deck": ledger.root_deck,
        "serial": ledger.serial,
        "package": ledger.package,
        "notetypes": {
            kind.value: {"digest": stamp.digest, "modified": stamp.modified}
            for kind, stamp in sorted(ledger.notetypes.items())
        },
        **({"plugins": sorted(ledger.plugins)} if ledger.plugins else {}),
    }
    return _line(header)


def entries_text(ledger: Ledger) -> bytes:
    """Return the lines of a ledger but for the first, sorted by guid, as they stand in a file."""
    return b"".join(_entries(ledger))


def _entries(ledger: Ledger) -> Iterator[bytes]:
    return (_line(_values(entry)) for _, entry in sorted(ledger.entries.items()))


def _line(values: Mapping[str, Any]) -> bytes:
    r"""Write JSON for people, as Python does: half a character in a text becomes `\u....`."""
    if "schedules" not in values:  # their numbers may have fractions, which msgspec writes its way
        with suppress(UnicodeEncodeError):
            return format_json(to_json(values), indent=0) + b"\n"
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _check_format(header: Mapping[str, Any], name: str) -> None:
    if header["format"] > FORMAT:
        raise FlashcardsError(
            f"{name} was written by a newer version of flashcards (format {header['format']})",
            "nothing was written; upgrade with: pip install --upgrade vault-flashcards",
        )


def _ledger(header: Mapping[str, Any], entries: dict[str, LedgerEntry]) -> Ledger:
    check_header(header)
    return Ledger(
        vault_id=header["vault_id"],
        vault_name=header["vault_name"],
        root_deck=header["root_deck"],
        entries=MappingProxyType(entries),
        notetypes=MappingProxyType(
            {
                Kind(kind): NotetypeStamp(stamp["digest"], stamp["modified"])
                for kind, stamp in header["notetypes"].items()
            }
        ),
        serial=header["serial"],
        plugins=frozenset(map(str, header.get("plugins", ()))),
        package=header["package"],
    )


def _values(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "guid": entry.guid,
        "kind": entry.kind.value,
        "anchor": entry.anchor,
        "vault_note": entry.vault_note,
        "names": entry.names,
        "path": entry.path,
        "position": entry.position,
        "question": entry.question,
        "answer": entry.answer,
        "clozes": {str(number): texts for number, texts in sorted(entry.clozes.items())},
        "chosen": entry.chosen,
        "deck": entry.deck,
        "tags": entry.tags,
        "media": entry.media,
        "fields": dict(entry.fields.items()),  # which are taken apart once, not for each name
        "modified": entry.modified,
        "note_id": entry.note_id,
        "ords": entry.ords,
        "due": entry.due,
        **({"schedules": schedule_values(entry.schedules)} if entry.schedules else {}),
        **({"adopted": entry.adopted} if entry.adopted is not None else {}),
        "retired": entry.retired,
        "acknowledged": entry.acknowledged,
    }


def _clozes(values: Mapping[str, list[str]]) -> Mapping[int, tuple[str, ...]]:
    clozes = {int(number): tuple(texts) for number, texts in values.items()}
    return MappingProxyType(clozes) if clozes else NO_CLOZES


def _entry(values: Mapping[str, Any]) -> LedgerEntry:
    check_types(values)
    return LedgerEntry(
        guid=values["guid"],
        kind=Kind(values["kind"]),
        anchor=values["anchor"],
        vault_note=values["vault_note"],
        names=tuple(values["names"]),
        path=values["path"],
        position=values["position"],
        question=values["question"],
        answer=values["answer"],
        clozes=_clozes(values["clozes"]),
        chosen=tuple(tuple(texts) for texts in values["chosen"]),
        deck=values["deck"],
        tags=tuple(values["tags"]),
        media=tuple(values["media"]),
        fields=Texts.of(values["fields"]),
        modified=values["modified"],
        note_id=values["note_id"],
        ords=tuple(values["ords"]),
        due=values["due"],
        schedules=read_schedules(values.get("schedules", {})),
        adopted=values.get("adopted"),
        retired=values["retired"],
        acknowledged=values["acknowledged"],
    )
