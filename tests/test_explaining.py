"""`check --explain PATH:LINE`: what the program sees on a line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import MakeVault
from test_cli import run

CELLS = """---
tags: [biology]
---
# Cells

> [!note] Powerhouse
> The mitochondrion.

| a | b |
| - | - |
| c | d |

<!-- a remark -->

```cpp
std::vector<int> x;
```

## Flashcards

Powerhouse of the cell ::: Mitochondrion

The ==ribosome== makes {{c4::proteins}}.

Some prose of no interest.

Q: no answer

- left out #no-flashcard :: x
"""


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault({"Biology/Cells.md": CELLS})


def line_with(text: str) -> int:
    [number] = [n for n, line in enumerate(CELLS.split("\n"), 1) if text in line]
    return number


def explain(vault: Path, text: str) -> list[str]:
    result = run("check", vault, "--explain", f"Biology/Cells.md:{line_with(text)}")
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout.splitlines()


def test_a_flashcard_is_shown_with_its_fields(vault: Path) -> None:
    """The line, where it stands, what it becomes"""
    assert explain(vault, "Powerhouse of") == [
        "Biology/Cells.md:21",
        "    Powerhouse of the cell ::: Mitochondrion",
        '  stands in   section "Cells" > section "Flashcards" > paragraph',
        "  becomes     a basic flashcard (section, separated, asked both ways), line 21",
        "  Front       Powerhouse of the cell",
        "  Back        Mitochondrion",
    ]


def test_clozes_are_shown_with_numbers(vault: Path) -> None:
    """The author's own numbers, and above them those that a first export gives"""
    assert "  Text        The {{c5::ribosome}} makes {{c4::proteins}}." in explain(
        vault, "ribosome"
    )


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        ("tags: [biology]", "because", "the line is blank, or a property"),
        ("# Cells", "section", "the line stands under no heading `Flashcards` or `Flashcard`"),
        ("The mitochondrion.", "definition", "the callout is `[!note]`, not `[!definition]`"),
        ("| c | d |", "quote", "the line stands in no callout `[!quote]`, `[!quote-*]`"),
        ("a remark", "because", "comments are never looked into"),
        (
            "std::vector",
            "section",
            "the line stands under no heading `Flashcards` or `Flashcard`",
        ),
        ("## Flashcards", "section", "this is the heading: what stands below it is read"),
        (
            "of no interest",
            "section",
            "the line has none of the forms that a Flashcards section may hold",
        ),
        ("Q: no answer", "warning", "there is no answer to `Q: no answer`"),
        ("left out", "counted as", "blocks tagged #no-flashcard"),
    ],
)
def test_what_is_none_says_why(vault: Path, text: str, name: str, sentence: str) -> None:
    """Each syntax says what it misses, or one reason stands for all"""
    lines = [re.sub(r"(?<=\w) {2,}", "  ", line) for line in explain(vault, text)]

    assert "  becomes  no flashcard" in lines
    assert f"  {name}  {sentence}" in lines


def test_a_plugin_that_is_not_in_use_says_so(vault: Path) -> None:
    """Whoever comes from a plugin learns where to look"""
    lines = explain(vault, "of no interest")
    other = "is not in use here: see `flashcards settings`"

    assert f"  osr                  obsidian-spaced-repetition {other}" in lines
    assert f"  flashcards-obsidian  flashcards-obsidian {other}" in lines


def test_json(vault: Path) -> None:
    """The same for programs"""
    result = run("check", vault, "--json", "--explain", "Biology/Cells.md:21")
    values = json.loads(result.stdout)

    assert values["flashcards"] == [
        {
            "syntax": "section",
            "dialect": "separated",
            "kind": "basic",
            "line": 21,
            "end_line": 21,
            "fields": {"Front": "Powerhouse of the cell", "Back": "Mitochondrion"},
        }
    ]
    assert values["blocks"] == ['section "Cells"', 'section "Flashcards"', "paragraph"]


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("Biology/Cells.md", "'Biology/Cells.md' names no line"),
        ("Biology/Cells.md:99", "Biology/Cells.md has no line 99"),
        ("Cels.md:1", "there is no vault note Cels.md"),
        ("../../etc/passwd:1", "there is no vault note ../../etc/passwd"),
    ],
)
def test_a_place_that_is_not_there(vault: Path, place: str, message: str) -> None:
    """A wrong path or line ends with 2 and says what to write"""
    result = run("check", vault, "--explain", place)

    assert result.returncode == 2
    assert message in result.stderr


def test_a_path_from_the_working_folder_will_do(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the shell completes need not count from the vault"""
    monkeypatch.chdir(vault.parent)
    result = run("check", "vault", "--explain", "vault/Biology/Cells.md:21")

    assert "a basic flashcard" in result.stdout
