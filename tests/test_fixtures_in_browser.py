"""Every field that any fixture makes, imported by Anki and laid out on a phone, day and night."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from anki_backend import open_anki
from anki_notes import basic, cloze, packaged
from browser import Frame, find_chromium, measure
from conftest import NOW, copy_of_sample
from markdown_it.utils import read_fixture_file
from media_vault import png, write_media_vault
from msgspec.structs import replace
from test_cards_in_browser import COLOURS, WIDENED, contrast

from flashcards.config import Config
from flashcards.exporting import package_contents
from flashcards.markdown.anki import card_ords
from flashcards.package import write_package
from flashcards.pipeline import build
from flashcards.syntaxes import NAMES, SyntaxOptions

HERE = Path(__file__).parent
REQUIRED = os.environ.get("FLASHCARDS_REQUIRE_BROWSER") == "1"
EVERYTHING = Config(syntaxes=replace(SyntaxOptions(), enabled=frozenset(NAMES)))
MOST_FRAMES = 250
"""In one page; more of them take the browser's memory."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        find_chromium() is None and not REQUIRED, reason="there is no Chromium to draw cards with"
    ),
]

# Scripts that fail, pictures that do not load; what lies in the web cannot be asked for here.
LISTENER = """
<script>var failed = []; addEventListener('error', event => failed.push(
event.message || event.target.src || event.target.localName), true)</script>
"""

# What is wrong with a page, then its texts by day and by night; an author's own colours are theirs.
LOOK = f"""
(() => {{
  const texts = () => {COLOURS};
  page.querySelectorAll('[style*=color], font').forEach(each => each.removeAttribute('style'));
  page.querySelectorAll('font').forEach(each => each.removeAttribute('color'));
  page.querySelectorAll('details').forEach(each => each.open = true);
  const wrong = view.failed.filter(each => !/^https?:/.test(each));
  const broken = [...page.images].filter(each =>
    each.getAttribute('src') && !/^https?:/.test(each.src) && each.complete && !each.naturalWidth
  ).map(each => each.src);
  const wide = {WIDENED};
  const day = texts();
  page.body.classList.add('nightMode', 'night_mode');
  return [[...wrong, ...broken, ...(wide > 0 ? ['wider by ' + wide] : [])], day, texts()];
}})()
"""


def frames_of(package: Path, folder: Path) -> Iterator[tuple[str, Frame]]:
    """Yield the sides of all cards of a package as a phone shows them, each with its name."""
    with open_anki(folder) as anki:
        anki.import_package(package)
        media = Path(anki.collection.media.dir())
        for card in anki.cards():
            sides = {"answer": card.answer}
            if card.notetype == "Vault Cloze":
                sides["question"] = card.question
            for side, html in sides.items():
                frame = Frame(html, card.css, width=360, mobile=True, folder=media, head=LISTENER)
                yield f"{card.guid} {card.ordinal} {side}: {html[-400:]}", frame


def look_at(frames: list[tuple[str, Frame]]) -> tuple[dict[str, object], set[tuple[str, ...]]]:
    """Return what is wrong with each page, and all texts that are too weak to be read."""
    wrong: dict[str, object] = {}
    weak: set[tuple[str, ...]] = set()
    for some in batched_frames(frames):
        for (name, _), told in zip(some, measure([frame for _, frame in some], LOOK), strict=True):
            faults, day, night = told  # type: ignore[misc]
            if faults:
                wrong[name] = faults
            weak |= {tuple(each) for each in (*day, *night) if contrast(each[1], each[2]) < 4.5}
    return wrong, weak


def batched_frames(frames: list[tuple[str, Frame]]) -> Iterator[list[tuple[str, Frame]]]:
    """Yield as many frames as a browser takes at once."""
    for start in range(0, len(frames), MOST_FRAMES):
        yield frames[start : start + MOST_FRAMES]


def test_all_html_of_the_fixtures(tmp_path: Path) -> None:
    """What stands in tests/html as a field can be seen, read, and fits"""
    notes = []
    for file in sorted((HERE / "html").glob("*.md")):
        for line, _, _, html in read_fixture_file(file):
            field = re.sub(r"\[sound:[^\]]*\]", "", html.strip())
            guid = f"{file.stem}-{line}"
            if ords := card_ords(field):
                notes.append(cloze(guid, field, *ords))
            else:
                notes.append(basic(guid, {"Back": field}))
    write_package(tmp_path / "deck.apkg", packaged(*notes), tmp_path)
    frames = list(frames_of(tmp_path / "deck.apkg", tmp_path / "anki"))
    media = frames[0][1].folder
    assert media is not None
    for name in {name for n in notes for f in n.fields.values() for name in _pictures(f)}:
        (media / name).write_bytes(png(name))

    assert len(frames) > 150
    assert look_at(frames) == ({}, set())


def _pictures(html: str) -> list[str]:
    return [name for name in re.findall(r'<img src="([^"]*)"', html) if "/" not in name]


def test_all_flashcards_of_the_syntaxes(tmp_path: Path) -> None:
    """What is found in tests/syntaxes, with every syntax on, becomes cards that can be read"""
    root = tmp_path / "vault"
    root.mkdir()
    for file in sorted((HERE / "syntaxes").glob("*.md")):
        for line, _, text, _ in read_fixture_file(file):
            (root / f"{file.stem} {line}.md").write_text(text, "utf-8")

    assert _looked_at(root, tmp_path, EVERYTHING) > 300


def test_all_flashcards_of_the_sample_vault(tmp_path: Path) -> None:
    """The vault that the documentation shows"""
    assert _looked_at(copy_of_sample(tmp_path), tmp_path, Config()) > 10


def test_all_media(tmp_path: Path) -> None:
    """No picture of the vault with all kinds of names is broken"""
    write_media_vault(tmp_path / "vault")

    assert _looked_at(tmp_path / "vault", tmp_path, Config()) > 50


def test_all_links_and_embeds(tmp_path: Path) -> None:
    """Parts of other vault notes in their frames"""
    root = HERE / "vaults" / "links"
    if not root.is_dir():
        pytest.skip("there is no such vault")

    assert _looked_at(root, tmp_path, Config()) > 1


def _looked_at(root: Path, folder: Path, config: Config) -> int:
    """Export a vault, look at every card, and return how many sides there are."""
    built = build(root, config, NOW)
    write_package(folder / "deck.apkg", package_contents(built), root)
    frames = list(frames_of(folder / "deck.apkg", folder / "anki"))
    assert look_at(frames) == ({}, set())
    return len(frames)
