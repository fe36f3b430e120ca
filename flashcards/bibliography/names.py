"""A list of names in a .bib file to `Name` values."""

from __future__ import annotations

import re

from flashcards.bibliography.bibtex import split_name, split_names
from flashcards.bibliography.latex import latex_to_html
from flashcards.model import Name

_EXTENDED = re.compile(r"\s*(?:family|given|prefix|suffix|useprefix)(?:-i)?\s*=")
_PART = re.compile(
    r"""\s*+([a-z-]++)\s*+=\s*+("[^"]*+"|\{(?>(?:[^{}]|\{[^{}]*+\})*)\}|[^,]*+)\s*+(?:,|$)"""
)
_AND = re.compile(r"^(?>(?:and(?:\s++|$))+)", re.IGNORECASE)  # two of them in a row
_LONGEST = 1000  # characters; no name is that long
_MOST = 5000  # names; the longest lists of authors in physics have 5,154


def parse_names(names: str) -> tuple[tuple[Name, ...], bool]:
    """Return the names in a field such as `author`, and whether it ends with `and others`."""
    split = (_AND.sub("", name).strip(" \t\n\r,") for name in split_names(names)[:_MOST])
    people = [name for name in split if name]
    et_al = bool(people) and people[-1].lower().strip("{}.") in {"others", "et al"}
    if et_al:
        people.pop()
    parsed = (parse_name(name) for name in people)
    return tuple(name for name in parsed if name != Name()), et_al


def parse_name(name: str) -> Name:
    """Return one name: `First von Last`, `von Last, Jr, First`, `{Institution}`, or extended."""
    if len(name) > _LONGEST or _is_one_group(name):
        return Name(literal=latex_to_html(name))
    if _EXTENDED.match(name):
        return _extended_name(name)
    parts = split_name(name)
    return Name(
        family=latex_to_html(parts.last),
        given=latex_to_html(parts.first),
        prefix=latex_to_html(parts.von),
        suffix=latex_to_html(parts.jr),
    )


def _extended_name(name: str) -> Name:
    """Read `family=Berg, given=Jan, prefix=van der, useprefix=true`, as Better BibTeX writes it."""
    parts = {key: latex_to_html(value.strip('"')) for key, value in _PART.findall(name)}
    given, prefix = parts.get("given", ""), parts.get("prefix", "")
    if parts.get("useprefix", "true").lower() == "false":
        given, prefix = f"{given} {prefix}".strip(), ""
    return Name(parts.get("family", ""), given, prefix, parts.get("suffix", ""))


def _is_one_group(name: str) -> bool:
    """Whether one pair of braces holds the whole name, which so is no person's."""
    if not (name.startswith("{") and name.endswith("}")) or name.startswith("{\\"):
        return False
    depth = 0
    for mark in re.finditer(r"\\.|[{}]", name, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth == 0:
            return mark.end() == len(name)
    return True
