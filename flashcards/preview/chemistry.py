r"""`\ce{...}` of mhchem in a formula in, plain LaTeX out: what people write on flashcards.

Elements, counts, charges, states, bonds, arrows with words on them. What is written in another
way is left as it is, and the formula is then shown as its source.
"""

from __future__ import annotations

import re

_CE = re.compile(r"\\ce\s*\{")
_ARROW = re.compile(
    r"(?P<arrow><=>>?|<<=>|<-->|<->|->|<-)(?:\[(?P<above>[^]]*)\])?(?:\[(?P<below>[^]]*)\])?"
)
_ARROWS = {
    "->": r"\xrightarrow",
    "<-": r"\xleftarrow",
    "<->": r"\xleftrightarrow",
    "<-->": r"\xleftrightarrow",
    "<=>": r"\rightleftharpoons",
    "<=>>": r"\rightleftharpoons",
    "<<=>": r"\rightleftharpoons",
}
_PIECE = re.compile(
    r"""
    (?P<count> (?:\A|(?<=[*.])) \d+(?:[./]\d+)? (?=[A-Z(\[]|\Z) )
    | (?P<letters> [A-Za-z]+ )
    | (?P<sub> (?<=[A-Za-z)\]}]) \d+ | _\{[^{}]*\} | _\w )
    | (?P<sup> \^\{[^{}]*\} | \^\d*[+-]? | (?<=[\w)\]}]) [+-] \Z )
    | (?P<bracket> [()\[\]] )
    | (?P<bond> [-=\#*.] )
    """,
    re.VERBOSE,
)
_BONDS = {"-": "{-}", "=": "{=}", "#": r"{\equiv}", "*": r"{\cdot}", ".": r"{\cdot}"}
_ALONE = {"+": "{}+{}", "v": r"\downarrow", "^": r"\uparrow"}


def without_chemistry(latex: str) -> str:
    r"""Return the formula with each `\ce{...}` that is understood written without it."""
    written: list[str] = []
    at = 0
    for opened in _CE.finditer(latex):
        if opened.start() < at:
            continue
        end = _closing(latex, opened.end())
        if end is None:
            break
        plain = _equation(latex[opened.end() : end])
        if plain is not None:
            written += (latex[at : opened.start()], "{", plain, "}")
            at = end + 1
    return "".join((*written, latex[at:]))


def _closing(latex: str, start: int) -> int | None:
    depth = 1
    for at in range(start, len(latex)):
        depth += {"{": 1, "}": -1}.get(latex[at], 0)
        if depth == 0:
            return at
    return None


def _equation(text: str) -> str | None:
    words: list[str] = []
    at = 0
    for arrow in _ARROW.finditer(text):
        words += (*text[at : arrow.start()].split(), arrow[0])
        at = arrow.end()
    parts = [_word(word) for word in (*words, *text[at:].split())]
    if None in parts:
        return None
    return r"\,".join(filter(None, parts))


def _word(word: str) -> str | None:
    if word in _ALONE:
        return _ALONE[word]
    if arrow := _ARROW.fullmatch(word):
        return _arrow(arrow)
    written: list[str] = []
    at = 0
    while at < len(word):
        piece = _PIECE.match(word, at)
        if piece is None or piece.end() == at:
            return None
        written.append(_piece(piece))
        at = piece.end()
    return "".join(written)


def _arrow(arrow: re.Match[str]) -> str | None:
    name = _ARROWS[arrow["arrow"]]
    above, below = (_equation(arrow[side] or "") for side in ("above", "below"))
    if above is None or below is None:
        return None
    if name == r"\rightleftharpoons":
        return (
            name if not above + below else rf"\underset{{{below}}}{{\overset{{{above}}}{{{name}}}}}"
        )
    return rf"{name}[{below}]{{{above or '~'}}}"


def _piece(piece: re.Match[str]) -> str:
    text = piece[0]
    match piece.lastgroup:
        case "count":
            written = text.replace("/", "{/}") + r"\,"
        case "letters":
            written = rf"\mathrm{{{text}}}"
        case "sub":
            written = rf"_{{{text.removeprefix('_').strip('{}')}}}"
        case "sup":
            written = rf"^{{{text.removeprefix('^').strip('{}')}}}"
        case _:
            written = _BONDS.get(text, text)
    return written
