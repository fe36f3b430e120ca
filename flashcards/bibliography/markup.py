"""Plain text to safe inline HTML: the only place where `<`, `>`, `&` and `"` are escaped."""

from __future__ import annotations

import re

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})

# Control characters, marks that turn the direction of writing, noncharacters (the renderer uses
# some of them privately) and halves of surrogate pairs: nobody writes them on purpose.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

LONGEST = 5_000
"""Characters of one field; the longest titles of real works have a fifth of it."""

CUT = " […]"
"""Behind a text that is longer."""

_TAGS = {"i": "i", "em": "i", "b": "b", "strong": "b", "sub": "sub", "sup": "sup"}
_TAG = re.compile(r"<(?P<real_end>/?)[a-z][^>]*>|&lt;(?P<end>/?)(?P<name>[a-z]{1,6})&gt;")
_ANY_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")


def escape(text: str) -> str:
    """Return `text` as HTML that shows it as it is, without characters that nobody sees."""
    return _UNSEEN.sub("", text).translate(_ESCAPES)


def one_line(text: str) -> str:
    """Return `text` with every run of blanks and line ends as one blank, none at its ends."""
    return _BLANKS.sub(" ", text).strip(" ")


def readable(text: str) -> str:
    """Return one line of plain text, of one that fills a card and more only the beginning."""
    line = one_line(text)
    return line if len(line) <= LONGEST else line[:LONGEST].rsplit(" ", 1)[0] + CUT


def without_tags(html: str) -> str:
    """Return what `html` shows, still escaped."""
    return _ANY_TAG.sub("", html)


def restore_tags(html: str) -> str:
    """Make escaped `<i>`, `<b>`, `<sub>`, `<sup>` real again where they are properly paired.

    Zotero and Crossref write them into titles. Whatever is not paired stays shown as text.
    """
    if "&lt;/" not in html:
        return html
    paired = _paired_tags(html)

    def restored(match: re.Match[str]) -> str:
        if match.start() not in paired:
            return match[0]
        return f"<{match['end']}{_TAGS[match['name']]}>"

    return _TAG.sub(restored, html)


def _paired_tags(html: str) -> set[int]:
    """Return where the escaped tags stand that open and close in order, real tags respected."""
    paired: set[int] = set()
    opened: list[tuple[str, int]] = []
    for match in _TAG.finditer(html):
        name = match["name"] or ""
        if match["name"] is not None and name not in _TAGS:
            continue
        if not (match["end"] or match["real_end"]):
            opened.append((name, match.start()))
        elif not name:
            _close_real(opened)
        elif opened and opened[-1][0] == name:
            paired |= {opened.pop()[1], match.start()}
    return paired


def _close_real(opened: list[tuple[str, int]]) -> None:
    """Forget the innermost real tag and every escaped one that was left open inside it."""
    while opened and opened.pop()[0]:
        pass
