"""`> [!definition] Term`: the term asks for its definition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from flashcards.clozes import find_clozes
from flashcards.diagnostics import Diagnostic, Severity
from flashcards.inline import find_pairs, plain, split_tags
from flashcards.model import Block, Callout, Cloze, Flashcard, Kind, Place, Silent
from flashcards.syntaxes._bodies import read_body
from flashcards.syntaxes._options import SyntaxOptions, is_definition
from flashcards.syntaxes._titles import read_title

NAME = "definition"
BLOCK = Callout
EXAMPLE = """\
> [!definition] Entropy
> A measure of disorder.
"""

_BOLD = frozenset({"**", "__"})
_JOINT = re.compile(r"\s*(?:[:：]|[—–]|-+(?=\s))\s*")
_LONGEST_TERM = 80
"""Bold text at the beginning that is longer is no term but an emphasised sentence."""

_SENTENCE_WORDS = 6
"""A title of so many words with nothing below it is more than a term."""


class _Entry(Struct, frozen=True):
    """A term with what is said about it."""

    term: str
    body: str
    shows_term: bool = False
    """Whether the body itself begins with the term."""


def find(
    block: Block, place: Place, options: SyntaxOptions
) -> Iterator[Flashcard | Diagnostic | Silent]:
    """Yield the flashcard of a definition's callout."""
    if not isinstance(block, Callout) or not is_definition(block, options):
        return
    written, tags = split_tags(block.title)
    title = read_title(written)
    body = read_body(block, options)
    common = Flashcard(
        NAME,
        Kind.BASIC,
        {},
        block.span,
        label=title.label,
        headings=place.headings,
        sections=place.sections,
        block_id=body.block_id,
        tags=tags,
        foreign=body.foreign,
    )
    if body.text:
        entry = _read_entry(title.term, body.text, place)
        yield _fill(common, entry, options)
    else:
        yield _read_title_alone(common, title.term)


def _fill(common: Flashcard, entry: _Entry, options: SyntaxOptions) -> Flashcard:
    clozes = _find_clozes(entry.body, options)
    if not clozes:
        fields = {"Front": entry.term, "Back": entry.body}
        return replace(common, fields=fields, reversed=options.definition == "reversed")
    lead = "" if entry.shows_term or _hides(clozes, entry.term) else f"{_bold(entry.term)}\n\n"
    shift = len(lead)
    moved = tuple(replace(c, start=c.start + shift, end=c.end + shift) for c in clozes)
    return replace(common, kind=Kind.CLOZE, fields={"Text": lead + entry.body}, clozes=moved)


def _find_clozes(body: str, options: SyntaxOptions) -> tuple[Cloze, ...]:
    """Return Anki's own marks; highlights, and bold, only where definitions are to be clozes."""
    if options.definition != "cloze":
        return find_clozes(body, highlights=False)
    return find_clozes(body) or find_clozes(body, bold=True)


def _hides(clozes: tuple[Cloze, ...], term: str) -> bool:
    return any(plain(cloze.text) == plain(term) for cloze in clozes)


def _bold(term: str) -> str:
    return term if "*" in term else f"**{term}**"


def _read_entry(term: str, body: str, place: Place) -> _Entry:
    """Choose the term: the title's, else the bold text that the body begins with."""
    if term:
        return _Entry(term, body)
    if not body.startswith(tuple(_BOLD)):
        return _Entry(place.title, body)
    first_line = body.partition("\n")[0]
    pair = next(iter(find_pairs(first_line)), None)
    if pair is None or pair.start > 0 or pair.mark not in _BOLD:
        return _Entry(place.title, body)
    leading = body[pair.inner_start : pair.inner_end].strip()
    term = leading.rstrip(":： ")
    joint = _JOINT.match(body, pair.end)
    rest = body[joint.end() if joint else pair.end :].strip()
    if not term or not rest or len(term) > _LONGEST_TERM:
        return _Entry(place.title, body)
    if joint or term != leading:
        return _Entry(term, rest)
    return _Entry(term, body, shows_term=True)


def _read_title_alone(common: Flashcard, title: str) -> Flashcard | Diagnostic | Silent:
    """Read a callout with nothing below its title, which may hold the whole definition."""
    words = len(plain(title).split())
    clozes = find_clozes(title, highlights=False) or find_clozes(title, bold=True)
    hidden = sum(len(plain(cloze.text).split()) for cloze in clozes)
    if clozes and words > hidden:
        return replace(common, kind=Kind.CLOZE, fields={"Text": title}, clozes=clozes)
    if words < _SENTENCE_WORDS:
        return Silent("empty definition callouts", common.span)
    return Diagnostic(
        "definition-without-body",
        Severity.WARNING,
        common.span,
        f"the definition `{title}` stands in the callout's title, with nothing below it",
        "write the term in the title and its definition below it, or make the term bold",
    )
