"""Writes the fixture vault of `tests/vaults/media`: names that no archive of the sources keeps.

A name that a file system cannot hold is left out; which names those are is told.
"""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path

HARMFUL_SVG = """<?xml version="1.0"?>
<?xml-stylesheet href="https://example.invalid/x.css"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 viewBox="0 0 20 10" width="20" height="10" onload="ran(1)">
<script>ran(2)</script><style>@import 'https://example.invalid/y.css'; .a{fill:red}</style>
<rect class="a" width="20" height="10"/><foreignObject><p xmlns="http://www.w3.org/1999/xhtml"
 onclick="ran(3)">text</p></foreignObject><a xlink:href="javascript:ran(4)"><text y="8">t</text></a>
<image href="https://example.invalid/z.png"/></svg>"""

HARMLESS_SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20"
 height="10"><g fill="none" stroke="black"><path d="M0 0L20 10"/></g></svg>"""

NAMES = (
    "plain.png",
    "with blanks and (brackets).png",
    "a 'single' \"double\" quote.png",
    "50% of it.png",
    "100%25.png",
    "no #1 & more.png",
    "semi;colon,comma+plus=is.png",
    "Pictures/deep/below the top.png",
    "Pictures/p.png",
    "Other/p.png",
    "the same content.png",
    "the same content again.png",
    "心脏 сердце قلب.png",
    unicodedata.normalize("NFC", "Überfluß café.png"),
    unicodedata.normalize("NFD", "Überfluß naïve.png"),
    "long " + "x" * 191 + ".png",
    "long " + "ü" * 93 + ".png",
    "Twin.png",
    "twin.png",
    "_private.png",
    "latex-x.png",
    "CON.png",
    "trailing dot..png",
    "emoji 🫀.png",
)
"""All pictures, whose content tells them apart; but two are the same, and so is their name."""

SOUNDS = ("beat.mp3", "a [bracket] sound.mp3", "heart's sound #2.ogg", "film 1.mp4")


def png(seed: str) -> bytes:
    """Return a picture of one colour, which depends on the seed."""
    colour = struct.pack(">I", zlib.crc32(seed.encode()))[:3]

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + colour * 4) * 4)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def write_media_vault(root: Path) -> tuple[list[str], list[str]]:
    """Write the vault; return the pictures and sounds that the file system could hold."""
    pictures = [name for name in NAMES if _write(root / name, _content(name))]
    sounds = [name for name in SOUNDS if _write(root / name, name.encode())]
    (root / "harmful.svg").write_text(HARMFUL_SVG, "utf-8")
    (root / "harmless.svg").write_text(HARMLESS_SVG, "utf-8")
    (root / "broken.svg").write_text("<svg", "utf-8")
    (root / "paper 1.pdf").write_bytes(b"%PDF-1.4\n")
    (root / "Drawings").mkdir()
    for name in ("Cycle.excalidraw.md", "Bare.excalidraw.md", "Both.excalidraw.md", "Map.canvas"):
        (root / "Drawings" / name).write_text("# Excalidraw Data\n", "utf-8")
    for name in ("Cycle.excalidraw.svg", "Both.excalidraw.light.svg", "Both.excalidraw.dark.svg"):
        (root / "Drawings" / name).write_text(HARMLESS_SVG.replace("<g", f"<g id='{name}'"))
    (root / "Drawings" / "Map.png").write_bytes(png("Map"))
    (root / "Media.md").write_text("\n".join(_lines(pictures, sounds)), "utf-8")
    return pictures, sounds


def _content(name: str) -> bytes:
    return png("the same" if "the same" in name else name)


def _write(path: Path, content: bytes) -> bool:
    """Write a file if there is none of that name yet, also in another case."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        if path.exists():
            return False
        path.write_bytes(content)
    except OSError:
        return False
    return True


def _lines(pictures: list[str], sounds: list[str]) -> Iterator[str]:
    yield "# Media\n\n## Flashcards\n"
    for number, name in enumerate(pictures):
        if "#" not in name:  # a wikilink would look for a heading
            yield f"Picture {number} as a wikilink?::![[{name}|300]]\n"
        yield f"Picture {number} as a link?::![it](<{_addressed(name)}>)\n"
    for number, name in enumerate(sounds):
        if not set("[#") & set(name):
            yield f"Sound {number} as a wikilink?::![[{name}]]\n"
        yield f"Sound {number} as a link?::![it](<{_addressed(name)}>)\n"
    yield "A drawing that could do harm?::![[harmful.svg]]\n"
    yield "A harmless drawing?::![[harmless.svg|100x50]]\n"
    yield "A broken drawing?::![[broken.svg]]\n"
    yield "A document?::![[paper 1.pdf|600]]\n"
    yield "An Excalidraw drawing?::![[Cycle.excalidraw|200]]\n"
    yield "One in two lights?::![[Both.excalidraw]]\n"
    yield "One that was not exported?::![[Bare.excalidraw]]\n"
    yield "A canvas?::![[Map.canvas]]\n"
    yield "A picture in the web?::![x](https://example.org/a.png)\n"
    yield "The same in the web again?::![x](https://example.org/a.png)\n"
    yield "A picture hidden is ==![[plain.png]]==.\n"


def _addressed(name: str) -> str:
    """Return a name as a Markdown link has it: percent signs and number signs are escaped."""
    return name.replace("%", "%25").replace("#", "%23").replace('"', "%22")
