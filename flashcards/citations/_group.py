"""One citation or a group of them in one pair of brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from flashcards.citations._locator import parse_locator
from flashcards.diagnostics import Span
from flashcards.model import Citation
from flashcards.wikilinks import Wikilink

NOWHERE = Span("", 0, 0)

# Pandoc's grammar; braces allow anything.
_KEY = r"@(?:\{(?P<braced>[^{}\n]+)\}|(?P<key>\w+(?:[:.#$%&\-+?<>~/]\w+)*))"
_BARE = re.compile(rf"(?P<minus>-?){_KEY}")
_NESTED = r"\[(?>(?:[^\[\]]++|\[[^\[\]]*+\])*)\]"
"""Brackets inside: a link in a suffix, `[sic]`."""

_INSIDE = rf"(?>(?:[^\[\]]++|{_NESTED})*)"
_PART = re.compile(rf"(?:@\{{[^{{}}\n]*\}}|{_NESTED}|[^;])+")
_CLINGS = re.compile(r"[\w@/.\-^]")
"""Before a bare citekey: an e-mail address, part of a path, or a footnote named by a citekey."""

_IN_BRACKETS = re.compile(rf"(?<![\w@\\*~=])(?P<minus>-?){_KEY}")
_BRACKETS = re.compile(rf"\[(?!\^)(?P<inside>{_INSIDE})\]")
_BEHIND = re.compile(r" \[(?P<inside>[^\[\]\n]*+)\](?![(\[])")
"""What pandoc takes for a part of the citation before it: `@key [p. 33; @other]`."""

_JOINT = re.compile(r",|(?<=\s)(?:and|&|und|et|y)(?=\s)")
"""Where people who forget the semicolon begin another citation: `[@a, p. 3, and @b]`."""

_BLANK_LINE = re.compile(r"\n[ \t]*+\n")
_LINK = "(["
"""After the brackets: they are the text of a link."""

_DEFINITION = re.compile(
    r"\[[^\[\]\n]*+\]:[ \t]*+<?[^\s<>]++>?"
    r"(?:[ \t]++(?:\"[^\"\n]*+\"|'[^'\n]*+'|\([^()\n]*+\)))?[ \t]*+(?=\n|\Z)"
)
"""`[@name]: https://...` alone on its line says where a link by name leads."""

_OTHER_THINGS = ("fig:", "sec:", "tbl:", "eq:", "lst:")
"""Cross-references of pandoc-crossref, which look like citekeys."""


class CitationGroup(Struct, frozen=True):
    """Citations that stand together: `[see @a, p. 3; @b]`, or one alone."""

    start: int
    """Where it begins in the Markdown."""

    end: int
    citations: tuple[Citation, ...]

    form: str
    """`bracket`, `bare` or `wikilink`. A bare one counts only if its citekey is known."""


def citekey_of(link: Wikilink) -> str | None:
    """Return the citekey if the link leads to a literature note: its name begins with `@`."""
    if "@" not in link.target:  # as in most
        return None
    return link.name[1:] or None if link.name.startswith("@") else None


def match_citation(text: str, pos: int, span: Span = NOWHERE) -> CitationGroup | None:
    """Read the citation that begins exactly at `pos`, with a bracket, `@` or `-@`; else None.

    The caller knows that no code, math, wikilink or address stands there.
    """
    if text.startswith("[", pos):
        return _match_brackets(text, pos, span)
    return _match_bare(text, pos, span)


def match_definition(text: str, pos: int) -> int | None:
    """Return where the definition of a link by name ends that begins at `pos`; else None."""
    match = _DEFINITION.match(text, pos)
    if match is None or text[text.rfind("\n", 0, pos) + 1 : pos].strip(" "):
        return None  # in a sentence, as in "Says [@key]: ...", it is none
    return match.end()


def _match_brackets(text: str, pos: int, span: Span) -> CitationGroup | None:
    match = _BRACKETS.match(text, pos)
    if match is None or "@" not in match["inside"] or _BLANK_LINE.search(match["inside"]):
        return None
    if _escaped(text, pos) or text[match.end() : match.end() + 1] in set(_LINK):
        return None
    if match_definition(text, pos) or any("@" in each for each in _nested(match["inside"])):
        return None
    citations = _cite_each(_split(match["inside"]), span)
    known = tuple(each for each in citations if _is_citekey(each.citekey))
    return CitationGroup(pos, match.end(), known, "bracket") if known else None


def _nested(inside: str) -> list[str]:
    return re.findall(_NESTED, inside) if "[" in inside else []


def _split(inside: str) -> list[str]:
    """Return the parts between semicolons, each with one citekey at most.

    Semicolons within braces and brackets do not divide.
    """
    return [one for match in _PART.finditer(inside) for one in _divide(match[0])]


def _divide(part: str) -> Iterator[str]:
    """Yield the citations of one part; pandoc would lose all but one of those that it names."""
    start = 0
    for before, key in pairwise(_IN_BRACKETS.finditer(part)):
        joints = [each.span() for each in _JOINT.finditer(part, before.end(), key.start())]
        end, behind = joints[-1] if joints else (key.start(), key.start())
        yield part[start:end]
        start = behind
    yield part[start:]


def _cite_each(parts: Iterable[str], span: Span) -> tuple[Citation, ...]:
    """Return a citation for each part; nothing if there is a part that names no work."""
    found = [(part, _IN_BRACKETS.search(part)) for part in parts]
    cited = tuple(_cite(part, key, "bracket", span) for part, key in found if key is not None)
    return cited if len(cited) == len(found) else ()


def _cite(part: str, key: re.Match[str], form: str, span: Span) -> Citation:
    locator, suffix = parse_locator(part[key.end() :])
    return Citation(
        citekey=key["braced"] or key["key"],
        as_written=key[0].removeprefix("-"),
        form=form,
        span=span,
        locator=locator,
        prefix=part[: key.start()].strip(),
        suffix=suffix,
        joint=_joint(part, suffix),
        suppress_author=bool(key["minus"]),
    )


def _match_bare(text: str, pos: int, span: Span) -> CitationGroup | None:
    key = _BARE.match(text, pos)
    if key is None or _escaped(text, pos) or not _is_citekey(key["braced"] or key["key"]):
        return None
    if _CLINGS.match(text[pos - 1 : pos]):
        return None
    first = _cite("", key, "bare", span)
    behind = _BEHIND.match(text, key.end())
    located = _behind(first, behind["inside"], span) if behind else ()
    if behind is None or not located:
        return CitationGroup(pos, key.end(), (first,), "bare")
    return CitationGroup(pos, behind.end(), located, "bare")


def _behind(first: Citation, inside: str, span: Span) -> tuple[Citation, ...]:
    """Read the brackets behind a bare citekey: its locator, and works cited with it.

    Nothing if there is neither; such brackets have nothing to do with the citation.
    """
    own, *others = _split(inside) or [""]
    if _IN_BRACKETS.search(own):
        own, others = "", [own, *others]
    locator, rest = parse_locator(f",{own}")
    cited = _cite_each(others, span)
    if len(cited) < len(others) or not (locator or cited):
        return ()
    known = (each for each in cited if _is_citekey(each.citekey))
    located = replace(first, locator=locator, suffix=rest, joint=_joint(own, rest))
    return (located, *known)


def _joint(part: str, suffix: str) -> str:
    """Return the comma that stands before a suffix, if one does."""
    before = part.rstrip().removesuffix(suffix).rstrip() if suffix else ""
    return "," if before.endswith(",") else ""


def _is_citekey(key: str) -> bool:
    return not key.startswith(_OTHER_THINGS)


def _escaped(text: str, pos: int) -> bool:
    return pos > 0 and text[pos - 1] == "\\"
