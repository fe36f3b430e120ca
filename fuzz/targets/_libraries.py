"""What every library keeps to, whatever its bytes are: of use to the targets that read one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from target import texts_of

from flashcards.bibliography import Library, look_up, near_misses, reference, short_citation
from flashcards.bibliography.library import read_library_text
from flashcards.markdown.sanitize import sanitise

_FEW = 40
"""Items that are looked at; an input has no more that matter."""

_SOURCES = "tests/bibliography/*.py"
_BIBTEX = re.compile(r"@\w+\s*\{[^\n]*(?:\n[^\n]*){0,8}?\n\s*\}")


def check_library(name: str, data: bytes) -> None:
    """Index a library, read what is in it, and write it as citations and references."""
    file, diagnostics = read_library_text(name, data)
    for each in diagnostics:
        assert 1 <= each.span.line <= each.span.end_line, each
    library = Library((file,))
    citekeys = list(dict.fromkeys(library.citekeys()))
    items, diagnostics = look_up(library, [*citekeys[:_FEW], "nobody2000"])
    for each in diagnostics:
        assert 1 <= each.span.line <= each.span.end_line, each
    for item in items.values():
        for html in (reference(item), short_citation(item)):
            assert "<script" not in sanitise(html), html
    near_misses(library, "nobody200")


def bibtex_in_tests() -> Iterator[bytes]:
    """Yield the entries that stand in the tests of bibliographies."""
    for source in texts_of(_SOURCES):
        for entry in _BIBTEX.findall(source.decode()):
            yield entry.encode()


def csl_items() -> Iterator[bytes]:
    """Yield CSL-JSON in the shapes in which programs write it."""
    item = {
        "id": "pang2021",
        "type": "article-journal",
        "title": "The <i>HPA</i> axis",
        "author": [
            {"family": "Pang", "given": "Ann"},
            {"literal": "The Team"},
            {"family": "Berg", "non-dropping-particle": "van der", "suffix": "Jr."},
        ],
        "issued": {"date-parts": [["2021", 4, 5], [2022]], "season": 2},
        "accessed": {"raw": "2021-05-06"},
        "note": "arXiv: 1234.5678\noriginal-date: 1850\nPMID: 5",
        "DOI": "10.1000/xyz",
        "URL": "https://example.org/?a=b",
        "page": "3-15",
        "volume": 3,
        "issue": "2",
        "edition": 2,
        "custom": None,
    }
    yield json.dumps([item], indent=1).encode()
    yield json.dumps({"items": [item]}).encode()
    yield json.dumps([item, {**item, "id": "http://zotero.org/users/1/items/ABCD1234"}]).encode()
    yield json.dumps({"pang2021": item}).encode()
