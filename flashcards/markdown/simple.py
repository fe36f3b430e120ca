"""Paragraphs and flat lists of words, links, formulas and plain emphasis in, their HTML out.

Most fields are no more than that. markdown-it would write the same and takes ten times as long.
Whatever could be read in two ways is left to it: this module then says that it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import escape

from flashcards.citations import match_citation
from flashcards.clozes import CLOSE, OPEN, SEP
from flashcards.markdown.handlers import Handlers
from flashcards.markdown.tex import formula
from flashcards.wikilinks import read_inside

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

_STOPS = r"\n\r!#$%&*:<=>@\[\]\\^_`{}~\ufdd0-\ufdef"
_INSIDE = rf"[^\W_](?:[^{_STOPS}]*[^\W_])?"
_BEFORE, _BEHIND = r"(?<![^ \t\n(])", r"(?=[ \t\n.,;:?!)]|\Z)"

# The plainest citation: `[@key, p. 12]`.
_CITED = rf"\[-?@(?!(?:fig|sec|tbl|eq|lst):)\w+(?:[:.-]\w+)*(?:,[^{_STOPS};]*)?\](?![(\[:])"

# All that is read here: words, what stands for itself, marks, lines that go on.
_SIMPLE = re.compile(
    rf"""(?>(?:
    [^{_STOPS}]++ | [>\]}}] | !(?!\[) | %(?!%) | :(?!:|//) | &(?![\#A-Za-z]) | =(?!=) | ~(?!~)
    | \#(?=\s|\Z) | (?<=\S)\# | (?<=[^\s\[\ufdd0-\ufdef])\^(?!\[) | \{{(?![ \t]?[.\#])
    | \[\[[^\[\]\n\r]+\]\] | {_CITED}
    | \n(?=[ \t]*+{_TEXT})
    | {_BEFORE}\*\*{_INSIDE}\*\*{_BEHIND}
    | {_BEFORE}\*{_INSIDE}\*{_BEHIND}
    | {_BEFORE}=={_INSIDE}=={_BEHIND}
    | `[^`\n\r\ ](?:[^`\n\r]*[^`\n\r\ ])?`(?!`)
    | \$(?!\s)(?:[^$\\\n\r]|\\[^$\n\r])+(?<![\s\\])\$(?=[A-Za-z\s.,;:?!()\]'"–—-]|\Z)
    | {OPEN}[\d,]+{SEP}[^\ufdd0-\ufdef]*{CLOSE}
    )*)""",
    re.VERBOSE,
)

# What of it becomes something else in HTML; all the rest stays where it stands. Since it is known
# that all can be read, nothing around these parts is looked at again.
_PART = re.compile(
    rf"""[\n&>\[*=`${OPEN}](?:
    (?<=\[)\[(?P<link>[^\]]+)\]\]
    | (?<=\[)(?P<citation>[^\]]+)\]
    | (?<=\n)(?P<line>[ \t]*)
    | (?<=\*)(?:\*(?P<strong>[^*]+)\*\*|(?P<em>[^*]+)\*)
    | (?<==)=(?P<mark>[^=]+)==
    | (?<=`)(?P<code>[^`]+)`
    | (?<=\$)(?P<math>[^$]+)\$
    | (?<={OPEN})(?P<number>[\d,]+){SEP}(?![^{_STOPS}]*{CLOSE})(?P<cloze>[^\ufdd0-\ufdef]*){CLOSE}
    | (?<=[&>])
    )""",
    re.VERBOSE,
)

# Clozes with more in them than words.
_FULL_CLOZE = re.compile(rf"{OPEN}[\d,]+{SEP}(?![^{_STOPS}]*{CLOSE})([^\ufdd0-\ufdef]*){CLOSE}")
_BLANKS_AT_END = re.compile(r"(?<! ) +(?=\n)")
_ALONE = {"\n": "<br>\n", "&": "&amp;", ">": "&gt;"}
_MARKS = frozenset({"- ", "* ", "+ "})
_Blocks = list[tuple[str, str]]


def is_paragraph(source: str) -> bool:
    """Whether a text is one paragraph, so that blocks need not be looked for."""
    return _BEGINS.match(source) is not None and _ENDS.search(source) is None


def paragraph_html(source: str, handlers: Handlers) -> str | None:
    """Return the HTML of one paragraph, without `<p>`; None if it is not simple, or none."""
    return _html(source, handlers) if _is_simple_paragraph(source) else None


def blocks_html(source: str, handlers: Handlers) -> str | None:
    """Return the HTML of paragraphs and flat lists; None if there is anything else."""
    blocks = _blocks(source)
    if blocks is None:
        return None
    texts = [_html(text, handlers) for _, text in blocks]
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
        if not all(_is_simple_paragraph(text) for _, text in found):
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


def _is_simple_paragraph(source: str) -> bool:
    return _BEGINS.match(source) is not None and _is_simple(source)


def _is_simple(source: str) -> bool:
    """Whether a text is read here to its end, and so is what its clozes hold."""
    if _SIMPLE.fullmatch(source) is None:
        return False
    return OPEN not in source or all(map(_is_simple, _FULL_CLOZE.findall(source)))


def _html(source: str, handlers: Handlers) -> str:
    """Return the HTML of a text that is simple; blanks before a line's end are none."""
    if " \n" in source:
        source = _BLANKS_AT_END.sub("", source)
    return _PART.sub(partial(_write, handlers), source)


def _write(handlers: Handlers, part: re.Match[str]) -> str:
    kind = part.lastgroup
    match kind:
        case "link":
            return handlers.wikilink(read_inside(part["link"]))
        case "citation":
            group = match_citation(part.string, part.start())
            return (handlers.citation(group) if group else None) or part[0]
        case "math":
            return formula(part["math"], display=False)
        case "cloze":
            return f"{OPEN}{part['number']}{SEP}{_html(part['cloze'], handlers)}{CLOSE}"
        case "line" | None:
            return _ALONE[part[0][0]]
        case _:
            return f"<{kind}>{escape(part[kind], quote=False)}</{kind}>"
