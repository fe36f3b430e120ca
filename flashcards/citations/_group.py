"""One citation or a group of them in one pair of brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flashcards.citations._locator import parse_locator
from flashcards.diagnostics import Span
from flashcards.model import Citation
from flashcards.wikilinks import Wikilink

NOWHERE = Span("", 0, 0)

# Pandoc's grammar; braces allow anything.
_KEY = r"@(?:\{(?P<braced>[^{}\n]+)\}|(?P<key>\w+(?:[:.#$%&\-+?<>~/]\w+)*))"
_BARE = re.compile(rf"(?P<minus>-?){_KEY}")
_PART = re.compile(r"(?:@\{[^{}\n]*\}|[^;])+")
_CLINGS = re.compile(r"[\w@/.\-]")
"""Before a bare citekey: an e-mail address, or part of a path."""

_IN_BRACKETS = re.compile(rf"(?<![\w@\\])(?P<minus>-?){_KEY}")
_BRACKETS = re.compile(r"\[([^\[\]]*+)\]")
_BEHIND = re.compile(r" \[(?P<inside>[^\[\]\n]*+)\](?![(\[:])")
"""What pandoc takes for a part of the citation before it: `@key [p. 33; @other]`."""

_BLANK_LINE = re.compile(r"\n[ \t]*+\n")
_NO_CITATION = "([:"
"""After the brackets: a link, a link by name, or the definition of one."""

_OTHER_THINGS = ("fig:", "sec:", "tbl:", "eq:", "lst:")
"""Cross-references of pandoc-crossref, which look like citekeys."""


@dataclass(frozen=True, slots=True)
class CitationGroup:
    """Citations that stand together: `[see @a, p. 3; @b]`, or one alone."""

    start: int
    """Where it begins in the Markdown."""

    end: int
    citations: tuple[Citation, ...]

    form: str
    """`bracket`, `bare` or `wikilink`. A bare one counts only if its citekey is known."""


def citekey_of(link: Wikilink) -> str | None:
    """Return the citekey if the link leads to a literature note: its name begins with `@`."""
    return link.name[1:] or None if link.name.startswith("@") else None


def match_citation(text: str, pos: int, span: Span = NOWHERE) -> CitationGroup | None:
    """Read the citation that begins exactly at `pos`, with a bracket, `@` or `-@`; else None.

    The caller knows that no code, math, wikilink or address stands there.
    """
    if text.startswith("[", pos):
        return _match_brackets(text, pos, span)
    return _match_bare(text, pos, span)


def _match_brackets(text: str, pos: int, span: Span) -> CitationGroup | None:
    match = _BRACKETS.match(text, pos)
    if match is None or "@" not in match[1] or _BLANK_LINE.search(match[1]):
        return None
    if _escaped(text, pos) or text[match.end() : match.end() + 1] in set(_NO_CITATION):
        return None
    found = [(part, _IN_BRACKETS.search(part)) for part in _split(match[1])]
    citations = [_cite(part, key, "bracket", span) for part, key in found if key is not None]
    if len(citations) < len(found):
        return None
    known = tuple(citation for citation in citations if _is_citekey(citation.citekey))
    return CitationGroup(pos, match.end(), known, "bracket") if known else None


def _split(inside: str) -> list[str]:
    """Return the parts between semicolons; those within braces do not divide."""
    return [match[0] for match in _PART.finditer(inside)]


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
    locator, rest = parse_locator(f",{own}") if "@" not in own else (None, "")
    found = [(part, _IN_BRACKETS.search(part)) for part in others]
    cited = [_cite(part, key, "bracket", span) for part, key in found if key is not None]
    if locator is None or len(cited) < len(found):
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
