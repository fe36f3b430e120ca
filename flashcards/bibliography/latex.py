r"""LaTeX as it stands in .bib files to safe inline HTML.

One pass over the text that writes into one flat list of pieces: a command that takes an argument
reserves its place there and is carried out when the argument is complete. So no text, however
deeply it nests, takes more than linear time, and none makes this raise.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct, field

from flashcards.bibliography.latex_math import math_to_html
from flashcards.bibliography.latex_symbols import (
    ACCENTS,
    CONTROL_SYMBOLS,
    DECLARATIONS,
    IGNORED,
    STYLES,
    SWALLOWING,
    SYMBOLS,
)
from flashcards.bibliography.markup import escape, one_line, readable, restore_tags

_SPECIAL = re.compile(r"[\\${}~`'<>&\"]|--")
_ENTITY = re.compile(r"\\?&(amp|lt|gt);")
_ENTITIES = {"amp": r"\&", "lt": "<", "gt": ">"}
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]+)(?:\*(?=\{))?[ ]?|\\(?P<symbol>.)|(?P<dollar>\$\$?)|(?P<brace>[{}])"
    r"|(?P<sign>---?|``|''|[`'~])|(?P<blank>[ ])|(?P<text>[^\\${}`'~ \-]+|[\\\-])",
    re.DOTALL,
)
_SIGNS = {"---": "—", "--": "–", "``": "“", "''": "”", "`": "‘", "'": "’", "~": "\xa0"}
_DISPLAY = {"(": r"\)", "[": r"\]"}
_DOTLESS = {"ı": "i", "ȷ": "j"}

_DEEPEST = 20  # tags inside tags; more would only trouble whoever reads the HTML
_FARTHEST = 50  # pieces looked at for the letter of an accent


class _Action(Struct, frozen=True):
    """What a command does to its argument."""

    kind: str
    """`around`, `accent`, `swallow` or `keep`."""

    before: str = ""
    after: str = ""


class _Group(Struct):
    """An argument or a group that is still open."""

    mark: int
    """Where its pieces begin."""

    actions: tuple[_Action, ...] = ()
    closers: list[str] = field(default_factory=list)
    """The ends of the declarations that hold until it closes."""


def latex_to_html(latex: str) -> str:
    """Return a value of a .bib file as one line of safe inline HTML."""
    if not latex:
        return ""  # most fields of most entries
    text = readable(latex)
    if not _SPECIAL.search(text):
        return escape(text)
    text = _ENTITY.sub(lambda match: _ENTITIES[match[1]], text)
    html = unicodedata.normalize("NFC", _Writer(text).write())
    return restore_tags(one_line(html))


def _is_amount(math: str, following: str) -> bool:
    """Whether the dollar signs around `math` are sums of money, as in `$5 to $10`."""
    is_number = math[0].isdigit() and following.isdigit()  # not so in `$\sim$5`
    return math[0] == " " or math[-1] == " " or is_number


class _Writer:
    """Reads one text and writes its HTML; a class because every step needs the same four lists."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[str] = []
        self._groups = [_Group(0)]
        self._pending: list[_Action] = []
        self._deep = 0
        self._unclosed: set[str] = set()

    def write(self) -> str:
        """Return the HTML of the whole text."""
        at = 0
        while match := _TOKEN.match(self._text, at):
            at = self._take(match)
        while len(self._groups) > 1:
            self._close_group()
        self._pieces += reversed(self._groups[0].closers)
        return "".join(self._pieces)

    def _take(self, match: re.Match[str]) -> int:
        """Write one token; return where the next one begins."""
        mark = match[0]
        match match.lastgroup:
            case "word":
                self._take_word(match["word"], mark, match.end())
            case "symbol":
                return self._take_symbol(match["symbol"], match.end())
            case "dollar":
                return self._take_math(match.end(), mark, mark)
            case "brace" if mark == "{":
                self._open_group()
            case "brace":
                self._close_group()
            case "sign":
                self._atom(_SIGNS[mark])
            case "blank":
                self._blank()
            case _:
                self._take_text(mark)
        return match.end()

    def _take_word(self, word: str, token: str, end: int) -> None:
        if word in SYMBOLS:
            self._atom(escape(SYMBOLS[word]))
        elif word in ACCENTS:
            self._pending.append(_Action("accent", ACCENTS[word]))
        elif word in STYLES:
            self._pending.append(_Action("around", *STYLES[word]))
        elif word in DECLARATIONS:
            self._declare(*DECLARATIONS[word])
        elif word in SWALLOWING:
            self._pending.append(_Action("swallow"))
        elif word not in IGNORED and not self._text.startswith("{", end):
            self._atom(escape(token))  # unknown and without an argument: better shown than lost

    def _take_symbol(self, symbol: str, end: int) -> int:
        if symbol in _DISPLAY:
            return self._take_math(end, "\\" + symbol, _DISPLAY[symbol])
        if symbol in ACCENTS:
            self._pending.append(_Action("accent", ACCENTS[symbol]))
        else:
            self._atom(escape(CONTROL_SYMBOLS.get(symbol, symbol)))
        return end

    def _take_math(self, start: int, opening: str, closing: str) -> int:
        """Write math, or the opening mark itself if no math follows ("$5 to $10")."""
        end = -1 if closing in self._unclosed else self._text.find(closing, start)
        math = self._text[start:end]
        after = end + len(closing)
        if end < 0:
            self._unclosed.add(closing)  # never looked for again: the time stays linear
        elif math.strip() and not (
            opening == "$" and _is_amount(math, self._text[after : after + 1])
        ):
            self._atom(math_to_html(math))
            return after
        self._atom(escape(opening))
        return start

    def _take_text(self, text: str) -> None:
        if self._pending:
            self._atom(escape(text[0]))
            text = text[1:]
        self._pieces.append(escape(text))

    def _blank(self) -> None:
        if not self._pending:
            self._pieces.append(" ")

    def _atom(self, html: str) -> None:
        """Write something that cannot be divided: the whole argument of a waiting command."""
        if not self._pending:
            self._pieces.append(html)
            return
        self._open_group()
        self._pieces.append(html)
        self._close_group()

    def _declare(self, before: str, after: str) -> None:
        if self._deep < _DEEPEST:
            self._deep += 1
            self._pieces.append(before)
            self._groups[-1].closers.append(after)

    def _open_group(self) -> None:
        self._groups.append(_Group(len(self._pieces), tuple(self._pending)))
        if self._pending:
            self._pieces.append("")  # the place of what goes before the argument
        self._deep += len(self._pending)
        self._pending = []

    def _close_group(self) -> None:
        if len(self._groups) == 1:
            return  # a brace that nothing opened
        self._pending = []
        group = self._groups.pop()
        self._pieces += reversed(group.closers)
        self._deep -= len(group.closers) + len(group.actions)
        for action in reversed(group.actions):
            self._carry_out(action, group.mark)

    def _carry_out(self, action: _Action, mark: int) -> None:
        match action.kind:
            case "accent":
                self._accent(action.before, mark)
            case "swallow":
                self._pieces[mark:] = [""]
            case "around" if self._deep < _DEEPEST:
                self._pieces[mark] = action.before + self._pieces[mark]
                self._pieces.append(action.after)

    def _accent(self, accent: str, mark: int) -> None:
        """Put an accent on the first letter after `mark`."""
        for at in range(mark, min(len(self._pieces), mark + _FARTHEST)):
            piece = self._pieces[at]
            if piece and not piece.startswith("<"):
                letter = _DOTLESS.get(piece[0], piece[0])
                self._pieces[at] = unicodedata.normalize("NFC", letter + accent) + piece[1:]
                return
        if accent in (ACCENTS["~"], ACCENTS["^"]):  # \~{} and \^{} show the sign itself
            self._pieces.append("~" if accent == ACCENTS["~"] else "^")
