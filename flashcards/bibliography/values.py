"""A value as written in a .bib file to its LaTeX: enclosing marks off, `#` and macros carried out.

bibtexparser leaves `jn # " of X"` as it stands; people build whole lists of authors that way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_MARK = re.compile(r"[{}]")
_QUOTE_END = re.compile(r'[{}"]')
_JOINT = re.compile(r"\s*+#\s*+")
_BARE = re.compile(r"[^#\"{]+")
_LONGEST = 100_000  # characters that a value may grow to by its macros


def read_value(raw: str, macros: Mapping[str, str]) -> str:
    """Return the LaTeX of a value; `macros` holds the LaTeX of `@string`, names in lower case.

    A name that is no macro (`jan`) is returned as it is.
    """
    parts: list[str] = []
    length = 0
    for part, bare in _pieces(raw.strip()):
        macro = macros.get(part.lower()) if bare and length < _LONGEST else None
        parts.append(part if macro is None else macro)
        length += len(parts[-1])
    return "".join(parts)


def read_macros(raw: Mapping[str, str]) -> dict[str, str]:
    """Return the LaTeX of `@string` values; a macro may use others that stand before or after."""
    macros: dict[str, str] = {}
    for _ in ("those before", "those after"):
        for name, value in raw.items():
            macros[name] = read_value(value, macros)
    return macros


def uses_macros(raw: str) -> bool:
    """Whether a value names a macro, as far as a glance can tell."""
    return "#" in raw or (raw[:1] not in {"{", '"'} and not raw.isdecimal())


def _pieces(raw: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces between `#`, enclosing marks off, and whether a piece had none."""
    at = 0
    while at < len(raw):
        if raw[at] == "{":
            end = _end_of(_MARK, raw, at, "}")
            yield raw[at + 1 : end - 1], False
        elif raw[at] == '"':
            end = _end_of(_QUOTE_END, raw, at + 1, '"')
            yield raw[at + 1 : end - 1], False
        else:
            bare = _BARE.match(raw, at)
            end = bare.end() if bare else at
            yield raw[at:end].partition("%")[0].strip(), True
        joint = _JOINT.match(raw, end)
        if joint is None:
            return  # what follows is a comment
        at = joint.end()


def _end_of(marks: re.Pattern[str], raw: str, start: int, closing: str) -> int:
    """Return the offset behind the closing mark; behind the end plus one if there is none."""
    depth = 0
    for mark in marks.finditer(raw, start):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if mark[0] == closing and depth <= 0:
            return mark.end()
    return len(raw) + 1
