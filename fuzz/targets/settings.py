"""The user's own settings: whatever is wrong is said as such, and nothing is half taken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from target import texts_of

from flashcards.broken_patterns import broken_patterns
from flashcards.config import parse_config, with_remembered
from flashcards.diagnostics import FlashcardsError
from flashcards.parsing import parse_vault_note
from flashcards.syntaxes import OF_PLUGINS
from targets._vault_notes import ORDINARY, check_parsed

TOKENS = (
    "root_deck = ", "bibliography = ", "ignore = ", "links = ", "[citations]\n", "style = ",
    "[syntaxes.section]\n", "[syntaxes.quote]\n", "[syntaxes.osr]\n",
    "[syntaxes.obsidian-to-anki]\n", "[syntaxes]\n", "enabled = ", "headings = ", "separators = ",
    "callouts = ", "[[a]]\n", "true", "false", "1e999", "nan", "0x7f", "1979-05-27T07:32:00Z", '"',
    '"""', "'''", "'", "[", "]", "{", "}", ",", "=", ".", "#", "\n", "\\", '"a"', '["a", "b"]',
    "{ a = 1 }", '""', '"**"', '"::"', "a.b.c = 1\n",
)  # fmt: skip

_SETTINGS = b"""\
vault_id = "a"
root_deck = "Medicine::A"
bibliography = ["library.bib"]
ignore = ["Templates/**"]
links = "text"
css = "cards.css"

[citations]
style = "apa"

[syntaxes.definition]
enabled = true
callouts = ["definition", "def-*"]
becomes = "cloze"

[syntaxes.section]
headings = ["Flashcards"]
basic_separators = ["::"]
basic_markers = ["?"]
question_labels = ["Q"]
languages = ["de"]
end_marker = "+++"

[syntaxes.osr]
enabled = true
"""


def seeds() -> Iterator[bytes]:
    """Yield settings with a little of everything."""
    yield _SETTINGS
    yield from texts_of("sample_vault/flashcards.toml")
    for document in texts_of("docs/settings.md"):
        yield from document.split(b"```")[1::2]


def check(data: bytes) -> None:
    """Read them over the defaults, and a vault note by them."""
    with suppress(FlashcardsError):
        config = parse_config(data.decode("utf-8-sig", "replace"))
        broken_patterns(config)
        for each in (config, with_remembered(config, frozenset(OF_PLUGINS))):
            check_parsed(parse_vault_note(ORDINARY, each.syntaxes), ORDINARY)
