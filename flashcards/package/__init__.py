"""Anki notes and their pictures -> one package (`.apkg`), the same bytes for the same contents.

The only place that knows genanki, SQLite and zip. What Anki does with a package decides every
rule here: see docs/decisions for the measurements they come from.
"""

from flashcards.package.archive import (
    StagedCollection,
    StagedPackage,
    cannot_write,
    staged_collection,
    staged_package,
    staged_rows,
    staged_with,
    write_package,
)
from flashcards.package.contents import PackageContents, PackagedNote
from flashcards.package.deflating import Block, Earlier, earlier
from flashcards.package.read import (
    ReadPackage,
    check_output,
    content_digest,
    digest_in_place,
    is_our_package,
    read_fields,
    read_package,
)
from flashcards.package.rows import CollectionRows, first_id_in, rows_again, rows_of
from flashcards.package.since import Before, Since, rows_since
from flashcards.package.validate import PackageError, validate_contents
from flashcards.package.whole import NotReadBackError, media_in, package_faults

__all__ = [
    "Before",
    "Block",
    "CollectionRows",
    "Earlier",
    "NotReadBackError",
    "PackageContents",
    "PackageError",
    "PackagedNote",
    "ReadPackage",
    "Since",
    "StagedCollection",
    "StagedPackage",
    "cannot_write",
    "check_output",
    "content_digest",
    "digest_in_place",
    "earlier",
    "first_id_in",
    "is_our_package",
    "media_in",
    "package_faults",
    "read_fields",
    "read_package",
    "rows_again",
    "rows_of",
    "rows_since",
    "staged_collection",
    "staged_package",
    "staged_rows",
    "staged_with",
    "validate_contents",
    "write_package",
]
