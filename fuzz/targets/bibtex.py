"""Libraries of BibTeX and BibLaTeX."""

from __future__ import annotations

from collections.abc import Iterator

from target import texts_of

from targets._libraries import bibtex_in_tests, check_library

TOKENS = (
    "@article{", "@book{k,\n", "@string{s = {x}}\n", "@string{s = s # s}\n", "@comment{",
    "@preamble{", "@", "{", "}", "(", ")", ",", "=", "#", '"', "title = {", "author = {", " and ",
    " and others", "date = {2021-04-05/2022~}", "year = 2021", "month = jan", "pages = {1--2}",
    "crossref = {k}", "xdata = {k}", "ids = {a, b}", "related = {k}", "%", "\n", "\\", "\\'e",
    '\\"{o}', "\\alpha", "\\textbf{", "$", "$x_1$", "\\url{", "\\&", "--", "~", "\\begin{",
    "{\\it ", "\\char65", "keywords = {", "file = {:a:b}",
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    """Yield the library of the sample, and entries of the tests."""
    yield from (b"@" + part for part in next(texts_of("sample_vault/library.bib")).split(b"\n@"))
    yield from bibtex_in_tests()


def check(data: bytes) -> None:
    """Read it as a `.bib` file."""
    check_library("library.bib", data)
