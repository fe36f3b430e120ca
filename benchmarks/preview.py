"""How long the preview page takes: to be made, and to be usable in a browser.

    python benchmarks/preview.py [--flashcards 5000]

The browser counts from the start of the navigation until the first card has been painted, and
then how long a search, a step and a turn of the card take. Needs a Chromium, as the tests do.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from browser_session import Session, browser_session

from flashcards.config import Config
from flashcards.pipeline import build
from flashcards.preview.files import Files
from flashcards.preview.page import preview_page

_USABLE = """
new Promise(done => {
  const painted = () => performance.getEntriesByType('paint').at(-1)?.startTime ?? 0;
  const [loaded] = performance.getEntriesByType('navigation');
  requestAnimationFrame(() => setTimeout(() => done(Math.max(painted(), loaded.loadEventEnd))));
})
"""
_SEARCHED = """
new Promise(done => {
  const search = document.querySelector('#search'), start = performance.now();
  search.value = 'answer 77 ' + 'folder 3';
  search.dispatchEvent(new Event('input'));
  search.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})
"""
_KEY = """
new Promise(done => {
  const start = performance.now();
  document.querySelector('#list').dispatchEvent(
    new KeyboardEvent('keydown', { key: '%s', bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})
"""


def write_vault(root: Path, flashcards: int) -> None:
    """Write a vault with so many flashcards in folders of a hundred."""
    for folder in range(flashcards // 100):
        lines = ["## Flashcards"]
        for at in range(100):
            formula = rf"$x_{{{at}}} = \frac{{{folder}}}{{{at + 1}}}$"
            lines.append(
                f"Question {at} of folder {folder}, as long as people ask? :: "
                f"Answer {at}: **some** words, a [[Link {at}]], {formula}, and some more of them\n"
            )
        path = root / f"Folder {folder}" / "Deck.md"
        path.parent.mkdir(parents=True)
        path.write_text("\n".join(lines), "utf-8")


def measure(session: Session, page: Path) -> dict[str, float]:
    """Open the page afresh and return milliseconds by what was waited for."""
    session.open("about:blank")
    session.open(page.as_uri())
    told = {"usable": session.evaluate(_USABLE)}
    told["a step"] = session.evaluate(_KEY % "ArrowDown")
    told["a turn"] = session.evaluate(_KEY % " ")
    told["the first search"] = session.evaluate(_SEARCHED)
    return told


def main() -> None:
    """Make the page once, open it five times, and print the medians."""
    parser = argparse.ArgumentParser(description="Time the preview page.")
    parser.add_argument("--flashcards", type=int, default=5000)
    flashcards = parser.parse_args().flashcards
    with tempfile.TemporaryDirectory(prefix="preview-") as folder, browser_session() as session:
        root = Path(folder) / "vault"
        root.mkdir()
        write_vault(root, flashcards)
        built = build(root, Config(), int(time.time()))
        start = time.perf_counter()
        text = preview_page(built, Files())
        made = time.perf_counter() - start
        page = Path(folder) / "page.html"
        page.write_text(text, "utf-8")
        session.resize(1280, 800)
        rounds = [measure(session, page) for _ in range(5)]
    print(f"{len(built.rendered)} flashcards, {len(text) / 1e6:.1f} MB")
    print(f"{'the page is made':<18}{made * 1000:8.0f} ms")
    for name in rounds[0]:
        print(f"{name:<18}{statistics.median(each[name] for each in rounds):8.0f} ms")


if __name__ == "__main__":
    main()
