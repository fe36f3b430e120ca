"""Draw cards of a package, as Anki renders them, for the documentation.

    python tests/make_card_images.py deck.apkg cards.png "Hippocampus" "night:Spacing Effect"

Each text picks the first card that shows it on its question or answer side, and its answer is
drawn, by day or by night; on a phone, or on a screen of `--width`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from anki_backend import RenderedCard, open_anki
from browser import Frame, measure, screenshot

MARGIN = 16
"""Around each screen, as in browser.py."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One side of one card on one screen."""

    text: str
    """A text that the card shows, without markup."""

    side: str = "answer"
    width: int = 390
    night: bool = False
    ordinal: int | None = None


def draw(package: Path, shots: Sequence[Shot], picture: Path, *, per_row: int = 3) -> None:
    """Import the package into a new Anki and draw the cards side by side into a PNG file."""
    with _imported(package) as (cards, media):
        frames = [_frame(_find(cards, shot), shot, media) for shot in shots]
        rows = [frames[at : at + per_row] for at in range(0, len(frames), per_row)]
        # Twice, because what stands above the text depends on the height of the screen.
        rows = _fit(_fit(rows))
        wide = max(sum(frame.width + MARGIN + 2 for frame in row) for row in rows)
        high = sum(row[0].height + MARGIN + 2 for row in rows)
        fitted = [frame for row in rows for frame in row]
        screenshot(fitted, picture, width=wide + MARGIN, height=high + MARGIN)


def _fit(rows: list[list[Frame]]) -> list[list[Frame]]:
    """Make all screens of a row as high as the one that needs most."""
    needs = measure([frame for row in rows for frame in row], "page.documentElement.scrollHeight")
    heights = iter(int(str(each)) for each in needs)
    return [
        [replace(frame, height=high) for frame in row]
        for row in rows
        for high in [max(next(heights) for _ in row)]
    ]


@contextmanager
def _imported(package: Path) -> Iterator[tuple[list[RenderedCard], Path]]:
    with (
        tempfile.TemporaryDirectory(prefix="cards-") as folder,
        open_anki(Path(folder)) as anki,
    ):
        anki.import_package(package.resolve())
        yield anki.cards(), Path(anki.collection.media.dir())


def _find(cards: Sequence[RenderedCard], shot: Shot) -> RenderedCard:
    for card in cards:
        if shot.ordinal in {None, card.ordinal} and shot.text in card.question + card.answer:
            return card
    raise SystemExit(f"no card shows {shot.text!r}")


def _frame(card: RenderedCard, shot: Shot, media: Path) -> Frame:
    html = card.answer if shot.side == "answer" else card.question
    # Frames begin low, so that their content tells how high they need to be.
    return Frame(html, card.css, shot.width, 300, shot.night, shot.width < 500, media)


def main() -> None:
    """Read the command line and draw."""
    parser = argparse.ArgumentParser(description="Draw cards of a package into a PNG file.")
    parser.add_argument("package", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("texts", nargs="+", help="a text that the card shows; `night:` before it")
    parser.add_argument("--width", type=int, default=390, help="of a screen; a phone's by default")
    given = parser.parse_args()
    shots = [
        Shot(text.removeprefix("night:"), width=given.width, night=text.startswith("night:"))
        for text in given.texts
    ]
    draw(given.package, shots, given.picture)


if __name__ == "__main__":
    main()
