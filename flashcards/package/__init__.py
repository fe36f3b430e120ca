"""Anki notes and their pictures -> one package (`.apkg`), the same bytes for the same contents.

The only place that knows genanki, SQLite and zip. What Anki does with a package decides every
rule here: see docs/decisions for the measurements they come from.
"""

from flashcards.package.archive import (
    StagedPackage,
    remove_leftovers,
    staged_package,
    write_package,
)
from flashcards.package.contents import PackageContents, PackagedNote
from flashcards.package.read import (
    ReadPackage,
    check_output,
    is_our_package,
    read_fields,
    read_package,
)
from flashcards.package.validate import PackageError, validate_contents

__all__ = [
    "PackageContents",
    "PackageError",
    "PackagedNote",
    "ReadPackage",
    "StagedPackage",
    "check_output",
    "is_our_package",
    "read_fields",
    "read_package",
    "remove_leftovers",
    "staged_package",
    "validate_contents",
    "write_package",
]
