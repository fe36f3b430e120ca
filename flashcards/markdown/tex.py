r"""TeX in, a formula out that MathJax draws and that can do no harm there.

Anki hands whatever stands between `\(` and `\)` to MathJax, which knows commands that open
addresses, load files and set styles. A formula with one of them is shown as it was typed.
"""

from __future__ import annotations

import re
from html import escape, unescape

from flashcards.markdown.private import (
    DISPLAY_CLOSE,
    DISPLAY_OPEN,
    MATH_CLOSE,
    MATH_OPEN,
    strip_marks,
)

# `\bbox[...]` takes any CSS in its brackets; a colour and a length need no parentheses.
_HARMFUL = re.compile(
    r"\\(?:href(?!\s*+\{\s*+https?://)|(?:style|cssId|data|require|mmlToken|includegraphics))"
    r"(?![A-Za-z])"
    r"|\\bbox\s*+\[(?![^\](\\#]{0,200}+\])"
)

# A line's end before a bracket reads as the end of the formula.
_FALSE_END = re.compile(r"\\\\(?=[)\]])")

# Between a backslash and what follows, this makes a command no command, and cannot be seen.
NOTHING = "&#8204;"

_TYPED = re.compile(
    rf"(?P<formula>[{MATH_OPEN}{DISPLAY_OPEN}][^<{MATH_OPEN}-{DISPLAY_CLOSE}]*+"
    rf"[{MATH_CLOSE}{DISPLAY_CLOSE}])"
    r"|(?P<code><(?P<tag>code|pre)\b.*?</(?P=tag)>)"
    rf"|(?P<opening>\\(?=[(\[]))|[{MATH_OPEN}-{DISPLAY_CLOSE}]",
    re.DOTALL,
)
_WRITTEN = {MATH_OPEN: r"\(", MATH_CLOSE: r"\)", DISPLAY_OPEN: r"\[", DISPLAY_CLOSE: r"\]"}
_AS_TYPED = str.maketrans(
    {MATH_OPEN: "$", MATH_CLOSE: "$", DISPLAY_OPEN: "$$", DISPLAY_CLOSE: "$$"}
)
_FINISHED = re.compile(r"\\\((?P<body>(?>(?:[^<\\\ufdd0-\ufdef]|\\[^()<\ufdd0-\ufdef])*))\\\)")


def formula(source: str, *, display: bool) -> str:
    """Return TeX as HTML between our own marks for a formula."""
    body = _FALSE_END.sub(r"\\\\ ", source.strip())
    html = escape(body, quote=False)
    if _HARMFUL.search(strip_marks(body)):
        html = html.replace("\\", "\\" + NOTHING)
    return DISPLAY_OPEN + html + DISPLAY_CLOSE if display else MATH_OPEN + html + MATH_CLOSE


def mark_formulas(html: str) -> str:
    r"""Return HTML of our own making with its `\(x\)` marked as formulas."""
    if r"\(" not in html:
        return html
    return _FINISHED.sub(lambda found: formula(unescape(found["body"]), display=False), html)


def write_formulas(html: str) -> str:
    r"""Return sanitised HTML with formulas as Anki has them, and no other `\(` that is one.

    In code MathJax looks for none: what is one between tags of HTML is shown as it was typed.
    """
    if "\\" not in html and (html.isascii() or not any(mark in html for mark in _WRITTEN)):
        return html
    return _TYPED.sub(_write, html)


def _write(found: re.Match[str]) -> str:
    if found["formula"]:
        text = found[0]
        return _WRITTEN[text[0]] + text[1:-1] + _WRITTEN[text[-1]]
    if found["opening"]:
        return "\\" + NOTHING
    return (found["code"] or "").translate(_AS_TYPED)
