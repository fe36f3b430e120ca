"""Every example of the pages about syntaxes becomes what the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from found import read

from flashcards.config import parse_config
from flashcards.model import Flashcard
from flashcards.syntaxes import SyntaxOptions

DOCS = Path(__file__).parent.parent / "docs"
PLUGINS = {
    "obsidian-spaced-repetition": "osr",
    "flashcards-obsidian": "flashcards-obsidian",
    "obsidian-to-anki": "obsidian-to-anki",
    "Obsidian_to_Anki": "obsidian-to-anki",
}

_PIECE = re.compile(
    r"^## (?P<heading>[^\n]+)$"
    r"|^<!-- settings: (?P<settings>[^\n]+?) -->$"
    r"|^<!-- becomes: (?P<becomes>[^\n]+?) -->$"
    r"|^(?P<fence>`{3,})markdown\n(?P<source>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)


def examples() -> Iterator[object]:
    pages = (DOCS / "syntaxes.md", *sorted(DOCS.glob("coming-from-*.md")))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        about = page.stem.removeprefix("coming-from-")
        settings = becomes = ""
        for piece in _PIECE.finditer(text):
            if piece["heading"] and page.stem == "syntaxes":
                about = piece["heading"]
            settings = piece["settings"] or settings
            becomes = piece["becomes"] or becomes
            if piece["fence"]:
                line = text.count("\n", 0, piece.start()) + 1
                source = piece["source"]
                yield pytest.param(about, settings, source, becomes, id=f"{page.name}:{line}")
                settings = becomes = ""


def options_for(about: str, settings: str) -> SyntaxOptions:
    """The plugin that the page is about is in use; an example's own settings come on top."""
    enabled = f"[syntaxes.{PLUGINS[about]}]\nenabled = true\n" if about in PLUGINS else ""
    own = "\n".join(part.strip() for part in re.sub(r"\] (?=\w)", "]\n", settings).split(";"))
    if about in PLUGINS and f"[syntaxes.{PLUGINS[about]}]" in own:
        enabled, own = "", own.replace("]\n", "]\nenabled = true\n", 1)
    return parse_config(enabled + own).syntaxes


def named(flashcard: Flashcard) -> str:
    return (flashcard.dialect or flashcard.syntax) + " reversed" * flashcard.reversed


@pytest.mark.parametrize(("about", "settings", "source", "becomes"), list(examples()))
def test_example(about: str, settings: str, source: str, becomes: str) -> None:
    """What the comment above an example says is what is found in it, without a warning"""
    if about == "Section" and not source.startswith("## Flashcards"):
        source = f"## Flashcards\n\n{source}"
    found = read(source, options=options_for(about, settings))

    assert ", ".join(map(named, found.flashcards)) == becomes.replace("nothing", "")
    assert becomes == "nothing" or not found.diagnostics
