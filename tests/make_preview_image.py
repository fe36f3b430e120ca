"""Draw the preview page of a vault, for the documentation.

    python tests/make_preview_image.py sample_vault/ preview.png FSRS --down 3

The text is searched for, and the first flashcard found, or one further down, is shown on a phone,
with both sides.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from browser_session import browser_session

from flashcards.config import read_config
from flashcards.pipeline import build
from flashcards.preview.files import inline, media_of
from flashcards.preview.page import preview_page

NOW = 1_750_000_000
WIDTH, HEIGHT = 1400, 820


def draw(vault: Path, picture: Path, text: str, down: int) -> None:
    """Build the vault and draw its page into a PNG file, twice as large as on the screen."""
    built = build(vault, read_config(vault, None), NOW)
    media = media_of(each.anki_note for each in built.rendered)
    page = preview_page(built, inline(vault, media.values()))
    with tempfile.TemporaryDirectory(prefix="preview-") as folder, browser_session() as session:
        file = Path(folder) / "preview.html"
        file.write_text(page, "utf-8")
        session.prefer("light")
        session.resize(WIDTH, HEIGHT, 2)
        session.open(file.as_uri())
        session.press("/")
        session.type(text)
        session.press("Enter", *["ArrowDown"] * down, "p", "b")
        session.wait_for("document.querySelectorAll('.screen').length === 2")
        session.evaluate("document.activeElement.blur()")
        session.screenshot(picture)


def main() -> None:
    """Read the command line and draw."""
    parser = argparse.ArgumentParser(description="Draw the preview page of a vault.")
    parser.add_argument("vault", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("text", help="what to search for")
    parser.add_argument("--down", type=int, default=0, help="how far down the flashcard stands")
    given = parser.parse_args()
    draw(given.vault.resolve(), given.picture, given.text, given.down)


if __name__ == "__main__":
    main()
