"""The door to bibtexparser: one entry to its fields, lists of names to names.

Only its splitter and its two plain functions for names are used. Its middlewares drop entries,
lose the authors' braces and cut addresses. It is imported on first use, which costs 50 ms.
"""

from __future__ import annotations

import logging

from msgspec import Struct


class NameParts(Struct, frozen=True):
    """BibTeX's four parts of a name, still LaTeX."""

    first: str
    von: str
    last: str
    jr: str


def split_entry(text: str) -> tuple[tuple[str, str], ...] | None:
    """Return the fields of the entry that `text` begins with, values as written.

    None if bibtexparser cannot read it. A field that stands there twice is returned twice.
    """
    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415 - costs 50 ms
    from bibtexparser.model import DuplicateFieldKeyBlock, Entry  # noqa: PLC0415 - as above

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(text, parse_stack=[])
    for block in library.blocks:
        entry = block.ignore_error_block if isinstance(block, DuplicateFieldKeyBlock) else block
        if isinstance(entry, Entry):
            return tuple((field.key, str(field.value)) for field in entry.fields)
        return None
    return None


def split_names(names: str) -> list[str]:
    """Split at `and`, where it stands outside braces."""
    from bibtexparser.middlewares import names as door  # noqa: PLC0415 - as above

    return door.split_multiple_persons_names(names)


def split_name(name: str) -> NameParts:
    """Split one name as BibTeX does. Braces without a partner take it quadratic time."""
    from bibtexparser.middlewares import names as door  # noqa: PLC0415 - as above

    parts = door.parse_single_name_into_parts(name, strict=False)
    return NameParts(*(" ".join(part) for part in (parts.first, parts.von, parts.last, parts.jr)))
