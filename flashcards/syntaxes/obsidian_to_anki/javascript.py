r"""Write a regular expression of JavaScript in the notation of the `regex` package.

Both read most of it alike. What differs: the ASCII meaning of `\d`, `\w` and `\b`, what is white
space, braces and brackets that stand for themselves, `[^]`, `\u{..}`, `\cA`, `\/`, named groups,
references to groups that matched nothing, and what `regex` alone would take for something special
(`a++`, `{e<=1}`, `\m`, nested sets). `\p{..}` and `\u{..}` are read as properties and as
characters, although the plugin sets no `u` flag: nobody means twelve letters u by `\u{12}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_ESCAPE = r"""\\(?:
    (?P<pair>u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})
    |u\{(?P<point>[0-9a-fA-F]{1,6})\}|u(?P<four>[0-9a-fA-F]{4})|x(?P<two>[0-9a-fA-F]{2})
    |c(?P<control>[A-Za-z])|(?P<property>[pP]\{[\w=]+\})|k<(?P<name>[^>]*)>
    |(?P<digits>\d+)|(?P<char>[^\d])
)"""
_TOKEN = re.compile(
    rf"""{_ESCAPE}
    |\[(?P<class>\^?(?>(?:[^\\\]]|\\.)*))\]
    |(?P<quantifier>[*+?]|\{{(?P<least>\d{{1,9}})(?:,(?P<most>\d{{0,9}}))?\}})(?P<lazy>\??)
    |\(\?(?:(?P<group>:|<?[=!]|-?i:)|<(?P<named>[^>]+)>)
    |(?P<bad>\(\?|\[|\\)
    |(?P<capture>\()
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_IN_CLASS = re.compile(rf"{_ESCAPE}|(?P<other>.)", re.VERBOSE | re.DOTALL)

_WORD = "0-9A-Z_a-z"
_SPACE = r"\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_SHORT = {
    "d": "0-9",
    "w": _WORD,
    "s": _SPACE,
    "D": r"\x00-/:-\U0010ffff",
    "W": r"\x00-/:-@\[-\^`{-\U0010ffff",
    "S": r"\x00-\x08\x0e-\x1f!-\x9f\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e"
    r"\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\U0010ffff",
}
_WRITTEN_OUT = 9
"""`-{3,}` becomes `----*`: `regex` looks for `---` first, and is done where there is none."""

_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "v": "\v", "f": "\f"}
_EDGE = rf"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))"
_NO_EDGE = rf"(?:(?<=[{_WORD}])(?=[{_WORD}])|(?<![{_WORD}])(?![{_WORD}]))"
_ANY = r"(?s:.)"
_NONE = r"(?!)"
_PLAIN = {"b": _EDGE, "B": _NO_EDGE}
_MEANING = {".": r"[^\n\r\u2028\u2029]", "^": "^", "$": "$", "|": "|", ")": ")"}


class PatternError(ValueError):
    """JavaScript would not take this pattern; says why, in plain words."""


class Translated(Struct, frozen=True):
    """A pattern for `regex`."""

    pattern: str
    groups: int
    """How many groups it has: the fields of a flashcard."""


def translate(pattern: str) -> Translated:
    """Write a pattern of JavaScript with the flags `gm` for `regex`; raises `PatternError`."""
    tokens = list(_TOKEN.finditer(pattern))
    groups = [token["named"] or "" for token in tokens if token["named"] or token["capture"]]
    translator = _Translator(groups)
    return Translated("".join(map(translator.write, tokens)), len(groups))


class _Translator:
    """Writes one token after the other; knows the names of groups."""

    def __init__(self, groups: list[str]) -> None:
        self.numbers = {name: number for number, name in enumerate(groups, 1) if name}
        self.groups = len(groups)
        self.repeats = False  # whether the last token says how often something comes
        self.char = ""  # the last token if it stands for itself

    def write(self, token: re.Match[str]) -> str:
        """Return what a token means."""
        if token["bad"]:
            raise PatternError(_WHY[token["bad"]])
        if token["quantifier"]:
            return self._quantifier(token)
        self.repeats = False
        self.char = ""
        if token["class"] is not None:
            return _class(token["class"])
        if token["capture"] or token["named"]:
            return "("
        if token["group"]:
            return f"(?{token['group']}"
        if token["other"]:
            self.char = "" if token["other"] in _MEANING else re.escape(token["other"])
            return _MEANING.get(token["other"]) or self.char
        return self._escape(token)

    def _quantifier(self, token: re.Match[str]) -> str:
        if self.repeats:
            raise PatternError(f"nothing stands before `{token[0]}` that could be repeated")
        self.repeats = True
        least, most = token["least"], token["most"]
        if least and most and int(most) < int(least):
            raise PatternError(f"the numbers of `{token[0]}` are out of order")
        if not self.char or not least or not 1 < int(least) <= _WRITTEN_OUT:
            return token[0]
        written = self.char * (int(least) - 1)
        if most is None:
            return written
        rest = f"{{0,{int(most) - int(least)}}}" if most else "*"
        return f"{written}{self.char}{rest}{token['lazy']}"

    def _escape(self, token: re.Match[str]) -> str:
        if token["name"]:
            if token["name"] not in self.numbers:
                raise PatternError(f"no group is called `{token['name']}`")
            return _reference(self.numbers[token["name"]])
        if (digits := token["digits"]) and 0 < int(digits) <= self.groups:
            return _reference(int(digits))
        if token["char"] in _SHORT:
            return f"[{_SHORT[token['char']]}]"
        if token["property"]:
            return token[0]
        return _PLAIN.get(token["char"] or "") or re.escape(_character(token))


_WHY = {
    "(?": "`(?` is followed by something that JavaScript does not know",
    "[": "a `[` is never closed",
    "\\": "it ends in the middle, with a backslash",
}


def _reference(number: int) -> str:
    """Without a match a reference stands for nothing in JavaScript, and for no match elsewhere."""
    return rf"(?({number})\{number}|)"


def _character(token: re.Match[str]) -> str:
    """Return the character that an escape stands for."""
    if token["pair"]:
        high, low = (int(token["pair"][at : at + 4], 16) for at in (1, 7))
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    if code := token["point"] or token["four"] or token["two"]:
        return _code(int(code, 16))
    if token["control"]:
        return chr(ord(token["control"]) % 32)
    if digits := token["digits"]:
        return _octal(digits)
    char = token["char"] or ""
    return _CONTROLS.get(char, char)


def _code(number: int) -> str:
    if number > 0x10FFFF:
        raise PatternError("a `\\u{…}` is no character")
    return chr(number)


def _octal(digits: str) -> str:
    r"""Return what `\0` stands for, or another character in the old notation."""
    match = re.match(r"[0-3]?[0-7]{1,2}", digits)
    return chr(int(match[0], 8)) + digits[match.end() :] if match else digits


def _class(inside: str) -> str:
    """Return a class of characters; `[^]` is any and `[]` is none."""
    negated = inside.startswith("^")
    members = list(_members(inside[negated:]))
    if not members:
        return _ANY if negated else _NONE
    return f"[{'^' * negated}{''.join(members)}]"


def _members(inside: str) -> Iterator[str]:
    tokens = list(_IN_CLASS.finditer(inside))
    from_ = False  # whether the hyphen before made a range of what stands around it
    for index, token in enumerate(tokens):
        around = tokens[index - 1 : index] + tokens[index + 1 : index + 2]
        is_range = token[0] == "-" and len(around) == 2 and all(map(_is_single, around))
        if is_range and not from_:
            from_ = True
            yield "-"
            continue
        from_ = from_ and index > 0 and tokens[index - 1][0] == "-"
        yield _member(token)


def _is_single(token: re.Match[str]) -> bool:
    return not token["property"] and (token["char"] or "") not in _SHORT


def _member(token: re.Match[str]) -> str:
    if token["char"] in _SHORT:
        return _SHORT[token["char"]]
    if token["property"]:
        return token[0]
    char = "\b" if token["char"] == "b" else token["other"] or _character(token)
    return "".join(f"\\{each}" if each in _SPECIAL else each for each in char)


_SPECIAL = frozenset("\\]^-[&|~")
"""What means something in a class, or would in sets of sets."""
