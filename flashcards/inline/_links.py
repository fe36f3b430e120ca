"""Read links, images, tags and block ids."""

from __future__ import annotations

import re

from flashcards.inline._pieces import PieceKind
from flashcards.inline._scanner import Bracket, Scanner
from flashcards.wikilinks import WIKILINK

_DESTINATION = re.compile(
    r"\([ \t]*+\n?[ \t]*+(?:<[^<>\n]*+>|[^\s()<]*+(?>(?:\([^\s()]*+\)[^\s()]*+)*))"
    r"(?>(?:\s++(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?)\s*+\)"
)
_TAG = re.compile(r"#[^\s!-,.:-@\[-^`{-~\u2000-\u206f，。、；：！？（）「」『』]++")
_BLOCK_ID = re.compile(r"\^[A-Za-z0-9\-]++[ \t]*+(?=\n|\Z)")


def read_bracket(scanner: Scanner, at: int) -> int:
    """Read a wikilink or embed; else remember the bracket for a link."""
    match = WIKILINK.match(scanner.text, at)
    if match:
        kind = PieceKind.EMBED if match["embed"] else PieceKind.WIKILINK
        return scanner.add(kind, at, match.end(), _shown_of_wikilink(scanner.text, match))
    image = scanner.text[at] == "!"
    inside = at + 1 + image
    if not scanner.text.startswith("[[", inside - 1):  # [[ without ]] opens nothing
        counts = len(scanner.pieces), len(scanner.runs)
        scanner.brackets.append(Bracket(at, inside, image, *counts))
    return inside


def _shown_of_wikilink(text: str, match: re.Match[str]) -> tuple[int, int]:
    start, end = match.span("inside")
    pipe = text.find("|", start, end)
    if pipe >= 0 and text[pipe + 1 : end].strip():
        start = pipe + 1
    elif pipe >= 0:
        end = pipe - 1 if text[pipe - 1] == "\\" else pipe
    shown = text[start:end]
    start += len(shown) - len(shown.lstrip())
    return start, max(start, start + len(shown.strip()))


def read_close(scanner: Scanner, at: int) -> int:
    """End a link or an image, if an address follows."""
    if not scanner.brackets:
        return at + 1
    bracket = scanner.brackets.pop()
    match = _DESTINATION.match(scanner.text, at + 1)
    if match is None:
        return at + 1
    del scanner.pieces[bracket.pieces :]
    del scanner.runs[bracket.runs :]
    if bracket.image:
        return scanner.hide(PieceKind.IMAGE, bracket.start, match.end())
    scanner.brackets.clear()  # no link within a link
    return scanner.add(PieceKind.LINK, bracket.start, match.end(), (bracket.inside, at))


def read_tag(scanner: Scanner, at: int) -> int:
    """Read `#a/b`, at least one character of which is no digit."""
    match = _TAG.match(scanner.text, at)
    if match is None or match[0][1:].replace("/", "").isdigit():
        return at + 1
    return scanner.add(PieceKind.TAG, at, match.end(), match.span())


def read_block_id(scanner: Scanner, at: int) -> int:
    """Read `^id` at a line's end."""
    match = _BLOCK_ID.match(scanner.text, at)
    return scanner.hide(PieceKind.BLOCK_ID, at, match.end()) if match else at + 1
