r"""Math inside a title to inline HTML: simple math as text, the rest for MathJax.

Simple is what reads the same without math: `$_2$`, `$^{-1}$`, `$\alpha$`, `$p < 0.05$`.
"""

from __future__ import annotations

import re

from flashcards.bibliography.latex_symbols import SYMBOLS
from flashcards.bibliography.markup import escape

_LONGEST_SIMPLE = 200

_PART = re.compile(
    r"(?P<script>[_^])\s*(?:\{(?P<group>[^{}]*)\}|(?P<one>\\[A-Za-z]+|[^\s{}\\]))"
    r"|\\(?:mathrm|mathit|mathbf|mathsf|text|textrm|textit|operatorname|mbox|rm)\s*"
    r"\{(?P<upright>[^{}\\]*)\}"
    r"|\\(?P<command>[A-Za-z]+)[ ]?"
    r"|\\(?P<symbol>[,;:! %&#$])"
    r"|(?P<plain>[^\\{}_^]+)"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)[ ]?")
_LETTER = re.compile(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])")
_TYPOGRAPHY = str.maketrans({"-": "−", "'": "′", "~": "\xa0", "`": ""})


def math_to_html(math: str) -> str:
    """Return the math between two dollar signs as inline HTML."""
    simple = _simple(math.strip()) if len(math) <= _LONGEST_SIMPLE else None
    return rf"\({escape(math.strip())}\)" if simple is None else simple


def _simple(math: str) -> str | None:
    parts: list[str] = []
    at = 0
    while at < len(math):
        match = _PART.match(math, at)
        html = _part(match) if match else None
        if match is None or html is None:
            return None
        parts.append(html)
        at = match.end()
    return "".join(parts)


def _part(match: re.Match[str]) -> str | None:
    """Return one part of simple math as HTML; None if the math is not simple after all."""
    if match["script"]:
        return _script(match["script"], match["group"] or match["one"] or "")
    if match["upright"] is not None:
        return escape(match["upright"])
    if match["command"]:
        symbol = SYMBOLS.get(match["command"])
        return None if symbol is None else escape(symbol)
    if match["symbol"]:
        return escape(match["symbol"].strip(",;:! ")) or " "
    return _LETTER.sub(r"<i>\g<0></i>", escape_math(match["plain"]))


def _script(mark: str, content: str) -> str | None:
    tag = "sub" if mark == "_" else "sup"
    if any(command not in SYMBOLS for command in _COMMAND.findall(content)):
        return None
    text = _COMMAND.sub(lambda match: SYMBOLS[match[1]], content)
    if "\\" in text or "^" in text or "_" in text:
        return None
    return f"<{tag}>{escape_math(text)}</{tag}>" if text.strip() else ""


def escape_math(text: str) -> str:
    """Return plain characters of math as HTML, with a true minus sign."""
    return escape(text.translate(_TYPOGRAPHY))
