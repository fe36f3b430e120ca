"""`flashcards sources`: which works are cited by which flashcards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import MakeVault
from test_cli import run

LIBRARY = """
@article{pang2021, title = {Axes}, author = {Pang, Lifang and Liu, Xiaomei}, date = {2021}}
@book{berg2020, ids = {oldBerg}, title = {On <Things>}, author = {Berg, Jan}, date = {2020}}
"""
CELLS = """\
> [!quote] [[@pang2021]], p. 4
> A **first** quote.

> [!quote] @Pang2021
> A **second** quote.

> [!quote] [[@pnag2021]]
> A **third** quote.

> [!quote] [@oldBerg, chap. 2; @luria1968; @nobody]
> A **fourth** quote.
"""
LURIA = "---\ntitle: The Mind\nauthor: Alexander Luria\nyear: 1968\n---\n"


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault(
        {
            "library.bib": LIBRARY,
            "Cells.md": CELLS,
            "Sources/@luria1968.md": LURIA,
            "Sources/@berg2020.md": "",
            "Sources/@unread2000.md": "",
        }
    )


def test_works_come_with_their_flashcards(vault: Path) -> None:
    """Where a work stands, how it was found, and each place that cites it, with the locator"""
    assert run("sources", vault).stdout == (
        "@Pang2021  Pang & Liu, 2021  library.bib:2 (library, in other case)\n"
        "    Cells.md:4\n"
        "@luria1968  Luria, 1968  Sources/@luria1968.md:1 (literature note)\n"
        "    Cells.md:10\n"
        "@oldBerg  Berg, 2020  library.bib:3 (library, by another citekey of the entry)\n"
        "    Cells.md:10  chap. 2\n"
        "@pang2021  Pang & Liu, 2021  library.bib:2\n"
        "    Cells.md:1  p. 4\n"
        "unknown citekeys\n"
        "  @nobody  Cells.md:10\n"
        "  @pnag2021  Cells.md:7\n"
        "      did you mean @pang2021 (library.bib:2)?\n"
        "literature notes that no flashcard cites\n"
        "  Sources/@unread2000.md  @unread2000\n"
        "4 works cited by 3 flashcards, 2 unknown citekeys, 1 literature note not cited\n"
    )


def test_json_has_a_line_for_each(vault: Path) -> None:
    """The same for programs, with the reference as HTML"""
    lines = [json.loads(line) for line in run("sources", vault, "--json").stdout.splitlines()]
    by_citekey = {line["citekey"]: line for line in lines}

    assert [line["resolved"] for line in lines][-3:] == ["unknown", "unknown", "not cited"]
    assert by_citekey["oldBerg"]["short"] == "Berg, 2020"
    assert "On &lt;Things&gt;" in by_citekey["oldBerg"]["reference"]
    assert by_citekey["pnag2021"]["near"] == ["pang2021"]
    [use] = by_citekey["pang2021"]["flashcards"]
    assert (use["path"], use["line"], use["locator"]) == ("Cells.md", 1, "p. 4")


def test_an_unknown_citekey_of_many_places_names_some(make_vault: MakeVault) -> None:
    """Five hundred uses of one key do not bury the others"""
    quotes = "".join(f"> [!quote] [[@gone2000]]\n> Word **{n}**.\n\n" for n in range(30))
    out = run("sources", make_vault({"Many.md": quotes})).stdout

    assert "Many.md:22, and 22 more\n" in out
