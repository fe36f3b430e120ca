"""Paragraphs and flat lists of words, links, formulas and plain emphasis in, their HTML out.

Most fields are no more than that. markdown-it would write the same and takes ten times as long.
Whatever could be read in two ways is left to it: this module then says that it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from flashcards.clozes import CLOSE, OPEN, SEP
from flashcards.markdown.handlers import Handlers
from flashcards.markdown.tex import formula
from flashcards.wikilinks import parse_wikilink

# How a line begins that is a paragraph's, or goes on with one.
_TEXT = (
    r"(?:[^\W\d_]|[(\"'“”‘’„«…\ufdd0]|\[\[|\*\*?(?=[^\s*])|==(?=[^\s=])|\$(?=[^$])|`(?!``)"
    r"|\d++(?![.)]))"
)
_BEGINS = re.compile(_TEXT)
# What one paragraph cannot hold: another block, an embed, or what leaves nothing of it.
_ENDS = re.compile(
    r"[\n\r!%<^{](?:(?<=[\r<])|(?<=!)(?=\[)|(?<=%)(?=%)|(?<=\^)(?:(?<![^\s\[\ufdd0-\ufdef]\^)|(?=\[))"
    rf"|(?<={{)(?=[ \t]?[.#])|(?<=\n)(?![ \t]*+{_TEXT}))"
)
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")

_STOPS = r"\n!#$%&*:<=>@\[\]\\^_`{}~\ufdd0-\ufdef"
_INSIDE = rf"[^\W_](?:[^{_STOPS}]*[^\W_])?"
_BEFORE, _BEHIND = r"(?<![^ \t\n(])", r"(?=[ \t\n.,;:?!)]|\Z)"
_PART = re.compile(
    rf"""
    (?P<text>[^{_STOPS}]+ | [!%>\]}}] | :(?!:|//) | &(?![\#A-Za-z]) | =(?!=) | ~(?!~)
        | \#(?=\s|\Z) | (?<=\S)\# | (?<=[^\s\[])\^(?!\[) | \{{(?![ \t]?[.\#]))
    | (?P<link>\[\[[^\[\]\n]+\]\])
    | (?P<line>\n[ \t]*)
    | {_BEFORE}\*\*(?P<strong>{_INSIDE})\*\*{_BEHIND}
    | {_BEFORE}\*(?P<em>{_INSIDE})\*{_BEHIND}
    | {_BEFORE}==(?P<mark>{_INSIDE})=={_BEHIND}
    | `(?P<code>[^`\n\ ](?:[^`\n]*[^`\n\ ])?)`(?!`)
    | \$(?!\s)(?P<math>(?:[^$\\\n]|\\[^$\n])+)(?<![\s\\])\$(?=[A-Za-z\s.,;:?!()\]'"–—-]|\Z)
    | {OPEN}(?P<number>[\d,]+){SEP}(?P<cloze>[^\ufdd0-\ufdef]*){CLOSE}
    """,
    re.VERBOSE,
)
_MARKS = frozenset({"- ", "* ", "+ "})
_Blocks = list[tuple[str, str]]
_Parts = list[re.Match[str]]


def is_paragraph(source: str) -> bool:
    """Whether a text is one paragraph, so that blocks need not be looked for."""
    return _BEGINS.match(source) is not None and _ENDS.search(source) is None


def simple_html(source: str, handlers: Handlers) -> str | None:
    """Return the HTML of a text; without `<p>` if it is one paragraph, None if it is not simple."""
    blocks = _blocks(source)
    if blocks is None or None in (read := [_read(text) for _, text in blocks]):
        return None
    texts = ["".join(_write(parts, handlers)) for parts in read if parts is not None]
    if len(texts) == 1 and not blocks[0][0]:
        return texts[0]
    return "".join(_framed([mark for mark, _ in blocks], texts))


def _blocks(source: str) -> _Blocks | None:
    """Return paragraphs, and items of flat lists, each with its mark; None if there is more."""
    blocks: _Blocks = []
    for part in _BLANK_LINES.split(source):
        lines = part.rstrip().split("\n")
        first = next((n for n, line in enumerate(lines) if line[:2] in _MARKS), len(lines))
        goes_on = first == 0 and blocks and blocks[-1][0]  # a list with gaps shows them
        if goes_on or len({line[:2] for line in lines[first:]}) > 1:
            return None
        found = [("", "\n".join(lines[:first]).rstrip())] if first else []
        found += [(line[:2], line[2:].rstrip()) for line in lines[first:]]
        if not all(is_paragraph(text) for _, text in found):
            return None
        blocks += found
    return blocks


def _framed(marks: list[str], texts: list[str]) -> Iterator[str]:
    for place, (mark, text) in enumerate(zip(marks, texts, strict=True)):
        if not mark:
            yield f"<p>{text}</p>\n"
            continue
        if place == 0 or not marks[place - 1]:
            yield "<ul>\n"
        yield f"<li>{text}</li>\n"
        if place + 1 == len(marks) or not marks[place + 1]:
            yield "</ul>\n"


def _read(source: str) -> _Parts | None:
    """Return the parts that a paragraph consists of; None if some of it is something else."""
    parts: _Parts = []
    end = 0
    for part in _PART.finditer(source):
        if part.start() != end or (part["cloze"] and _read(part["cloze"]) is None):
            return None
        parts.append(part)
        end = part.end()
    return parts if end == len(source) else None


def _write(parts: _Parts, handlers: Handlers) -> Iterator[str]:
    """Yield the HTML of each part; blanks before a line's end are none."""
    for place, part in enumerate(parts):
        kind = str(part.lastgroup)
        inside = part[kind]
        match kind:
            case "text":
                ends_line = place + 1 < len(parts) and parts[place + 1].lastgroup == "line"
                yield escape(inside.rstrip(" ") if ends_line else inside, quote=False)
            case "line":
                yield "<br />\n"
            case "link":
                link = parse_wikilink(inside)
                yield handlers.wikilink(link) if link else ""
            case "math":
                yield formula(inside, display=False)
            case "cloze":
                html = "".join(_write(_read(inside) or [], handlers))
                yield f"{OPEN}{part['number']}{SEP}{html}{CLOSE}"
            case _:
                yield f"<{kind}>{escape(inside, quote=False)}</{kind}>"
