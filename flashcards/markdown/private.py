"""Characters that mean something to us alone while a field is on its way to HTML.

Unicode sets U+FDD0 to U+FDEF aside for a program's own use, and no HTML parser touches them. So
a place of a cloze or a sound goes through Markdown and sanitiser as one such character, and only
then becomes what Anki reads. An author's text that looks like Anki's marks thus never is one.
"""

from __future__ import annotations

import re

SOUND_OPEN = "\ufdd4"
SOUND_CLOSE = "\ufdd5"
MATH_OPEN = "\ufdd6"
MATH_CLOSE = "\ufdd7"
DISPLAY_OPEN = "\ufdd8"
DISPLAY_CLOSE = "\ufdd9"

# Anki ends a field at U+001F, and loses what stands behind a NUL.
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f"
_NO_TEXT = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_PRIVATE = re.compile(f"[{_CONTROL}{_NO_TEXT}]")
_REFERENCE = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]+)|(?P<decimal>[0-9]+));?")
_MARKS = re.compile("[\ufdd0-\ufdef]")
_SURROGATES_AND_CONTROL = re.compile(f"[{_CONTROL}\ud800-\udfff\ufffe\uffff]")


def strip_private(text: str) -> str:
    """Return the text without characters that a field cannot hold, every place as it was.

    Control characters become blanks, the rest U+FFFD, so offsets into the text stay true.
    To be called before clozes are marked.
    """
    return _PRIVATE.sub(lambda match: " " if match[0] < " " else "\ufffd", text)


def strip_references(html: str) -> str:
    """Return HTML in which no `&#xFDD0;` or the like spells a character we use or cannot hold."""
    html = _SURROGATES_AND_CONTROL.sub("", html)
    return _REFERENCE.sub(_harmless, html) if "&#" in html else html


def strip_marks(text: str) -> str:
    """Return the text without our own marks, for places that show none: an address, a name."""
    return text if text.isascii() or not _MARKS.search(text) else _CLOZE_MARK.sub("", text)


# What opens a cloze has its number in it; what stands behind a hint's mark is no text.
_CLOZE_MARK = re.compile("\ufdd0[\\d,]*\ufdd1|\ufdd2[^\ufdd0-\ufdef]*|[\ufdd0-\ufdef]")


def _harmless(match: re.Match[str]) -> str:
    digits = match["hex"] or match["decimal"]
    # Longer than any character's number; `int` refuses thousands of digits.
    if len(digits.lstrip("0")) > 7:
        return "\ufffd"
    code = int(digits, 16 if match["hex"] else 10)
    if code > 0x10FFFF or _PRIVATE.match(chr(code)):
        return "\ufffd"
    return match[0]
