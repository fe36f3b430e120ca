"""How one line begins a block, or does not: headings, fences, list marks, callouts.

The rules are CommonMark's, with what Obsidian adds. Every pattern is linear in the line.
"""

from __future__ import annotations

import re

from flashcards.markdown.columns import BLANKS, indentation, is_blank
from flashcards.markdown.html_blocks import html_start
from flashcards.markdown.kinds import NodeKind, Start

CALLOUT = re.compile(r"[ \t]*\[!(?P<type>[^\[\]\n]+)\](?P<fold>[+-]?)(?P<title>.*)")

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*))?")
_FENCE = re.compile(r"(`{3,})([^`]*)|(~{3,})(.*)")
_MARKER = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)")
_RESIDUE = re.compile(r"\{:?[ \t]*[.#][\w-]++(?>(?:[ \t]++[.#][\w-]++)*)[ \t]*\}[ \t]*")


def is_break(bare: str) -> bool:
    """Tell whether a line is three or more of one of `-`, `*`, `_`, with or without blanks."""
    if bare[:1] not in ("-", "*", "_"):
        return False
    marks = bare.replace(" ", "").replace("\t", "")
    return len(marks) >= 3 and not marks.strip(marks[0])


def list_marker(bare: str, *, in_paragraph: bool) -> str:
    """Return the mark that makes a line a list item, or nothing.

    In the middle of a paragraph only a mark with text after it does, and a number only if it is 1.
    """
    found = _MARKER.match(bare)
    if found is None or is_break(bare):
        return ""
    marker = found.group()
    if in_paragraph and (is_blank(bare[len(marker) :]) or marker[:-1] not in ("", "1")):
        return ""
    return marker


def leaf_start(bare: str, *, in_paragraph: bool) -> Start | None:
    """Say which block begins with this line, its indentation taken off.

    None if it is text, a list item, a quotation or block math, which need more than the line.
    """
    match bare[:1]:
        case "#":
            return _heading(bare)
        case "-" | "*" | "_":
            return Start(NodeKind.BREAK) if is_break(bare) else None
        case "`" | "~":
            return _fence(bare)
        case "{":
            return Start(NodeKind.RESIDUE) if _RESIDUE.fullmatch(bare) else None
        case "<":
            return html_start(bare, in_paragraph=in_paragraph)
    return None


def _heading(bare: str) -> Start | None:
    found = _HEADING.fullmatch(bare)
    if found is None:
        return None
    text = (found[2] or "").rstrip(BLANKS)
    unclosed = text.rstrip("#")
    if not unclosed or unclosed[-1] in BLANKS:
        text = unclosed.rstrip(BLANKS)
    return Start(NodeKind.HEADING, text.lstrip(BLANKS), len(found[1]))


def _fence(bare: str) -> Start | None:
    found = _FENCE.fullmatch(bare)
    if found is None:
        return None
    mark = found[1] or found[3]
    words = (found[2] or found[4] or "").split()

    def ends(text: str) -> bool:
        closing = text.strip(BLANKS)
        return closing.startswith(mark) and not closing.strip(mark[0]) and indentation(text) <= 3

    return Start(NodeKind.FENCE, words[0] if words else "", ends=ends)
