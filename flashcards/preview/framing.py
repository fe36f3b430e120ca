"""The CSS of a notetype in, the same for a card that stands on a screen within the page out.

On a phone or in Anki's window the card is the page, so that widths and heights there mean the
window's. Here they must mean the drawn screen's, or a phone's look could not be shown on a desk.
"""

from __future__ import annotations

import re

_UNIT = re.compile(r"(?<![A-Za-z0-9_#.])([0-9.]++)[dsl]?v(w|h|min|max)\b")
_SCREEN = re.compile(
    r"@media\s+(?:(?:only\s+)?screen\s+and\s+)?(?=\(\s*(?:(?:min|max)-)?(?:width|height)\b)"
)
_ROOT = re.compile(r"(?<![\w-]):root\b")


def framed(css: str) -> str:
    """Return the CSS with the screen in the place of the window."""
    css = _UNIT.sub(r"\1cq\2", css)
    css = _SCREEN.sub("@container ", css)
    return _ROOT.sub("html", css)
