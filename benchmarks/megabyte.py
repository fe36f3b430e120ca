"""How long a megabyte takes: nothing but flashcards, as densely as each form allows.

Prints a Markdown table of seconds of the processor, with our own syntaxes and with those of one
plugin as well. Run from the repository: python benchmarks/megabyte.py
"""

from __future__ import annotations

import gc
import time

from flashcards.model import VaultNote
from flashcards.parsing import parse_vault_note
from flashcards.syntaxes import OF_PLUGINS, SyntaxOptions
from flashcards.vault.read import MAX_LINES

MEGABYTE = 1_000_000
TAGGED = "#flashcards\n\n"
SECTION = "## Flashcards\n\n"

FORMS = {
    "`- a::b` below each other": "- aa::bbbb\n",
    "`a::b` below each other": "aa::bbb cc\n",
    "paragraphs `a::b`": "aa::bbbb\n\n",
    "list items with a cloze": "- ==a== b\n",
    "list items that are none": "- {{a}}\n",
    "lists in lists": "- a\n  - b::c\n",
    "headings that ask": "### a?\nb\n",
    "`Q:` and `A:`": "Q: a\nA: b\n\n",
    "`?` between lines": "a\n?\nb\n\n",
    "quotes": "> [!quote] [[@a]]\n> b\n\n",
    "definitions": "> [!definition]\n> b\n\n",
    "`{{c1::a}}`": "a {{c1::b}}\n\n",
    "`#card`": "a #card\nb\n\n",
    "`STARTI`": "STARTI [Basic] a Back: b ENDI\n",
    "prose": "Water moves through the membrane, and so on.\n\n",
}
"""By what they are, what is repeated."""


def main() -> None:
    """Measure every form, and print a row for each."""
    gc.set_threshold(100_000, 50, 100)  # about as the program does
    ours = SyntaxOptions()
    ways = {"ours": ours} | {
        name: SyntaxOptions(enabled=ours.enabled | {name}) for name in sorted(OF_PLUGINS)
    }
    print("| a megabyte of |", " | ".join(ways), "|")
    print("| --- |", " | ".join("---:" for _ in ways), "|")
    for form, piece in FORMS.items():
        row = [
            max(_seconds(head, piece, way) for head in (SECTION, TAGGED)) for way in ways.values()
        ]
        print(f"| {form} |", " | ".join(f"{seconds:.2f}" for seconds in row), "|", flush=True)


def _seconds(head: str, piece: str, options: SyntaxOptions) -> float:
    """Return how long a megabyte takes, or as many lines as may be; the better of two."""
    text = head + piece * (MEGABYTE // len(piece))
    text = "\n".join(text.split("\n")[: MAX_LINES - 1])
    return min(_once(text, options) for _ in range(2))


def _once(text: str, options: SyntaxOptions) -> float:
    begin = time.process_time()
    parse_vault_note(VaultNote("Dense.md", {}, text), options)
    return time.process_time() - begin


if __name__ == "__main__":
    main()
