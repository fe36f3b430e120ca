"""Why a line is no flashcard of obsidian-spaced-repetition, in the author's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from flashcards.inline import PieceKind, scan
from flashcards.syntaxes._dividing import OF_A_NAME, stands_in_name
from flashcards.syntaxes._osr_options import OsrOptions
from flashcards.syntaxes._sheet import LineKind, Sheet
from flashcards.syntaxes.osr.patterns import parse_patterns
from flashcards.syntaxes.osr.rows import Entry, Role
from flashcards.syntaxes.osr.tags import Scope, is_ignored

PLUGIN = "obsidian-spaced-repetition"

_KINDS: Mapping[LineKind, str] = MappingProxyType(
    {
        LineKind.CODE: "the line is code, which is only ever part of a question or an answer",
        LineKind.MATH: "the line is math, which is only ever part of a question or an answer",
        LineKind.TABLE: "the line is in a table, in which no separators and clozes count",
        LineKind.QUOTE: (
            "the line is in a quotation or callout, in which no separators and clozes count"
        ),
        LineKind.COMMENT: "the line is a comment",
        LineKind.OTHER: "the line is HTML or a block id",
    }
)
_ROLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.MARKS: "the line holds only ids or schedules, and no flashcard stands above it",
        Role.BREAK: "the line is a rule, at which a question or an answer ends",
        Role.TAGS: "the line says that flashcards follow, and is none itself",
        Role.END: "the line ends an answer, and there is none above it",
        Role.SKIPPED: "the line is skipped, as comments are",
    }
)
_HIDING: Mapping[PieceKind, str] = MappingProxyType(
    {
        PieceKind.CODE: "code",
        PieceKind.MATH: "math",
        PieceKind.COMMENT: "a comment",
        PieceKind.URL: "an address",
        PieceKind.HTML: "HTML",
        PieceKind.LINK: "a link",
        PieceKind.WIKILINK: "a link",
        PieceKind.IMAGE: "a picture",
        PieceKind.EMBED: "an embed",
    }
)


def reason(
    sheet: Sheet, entries: Sequence[Entry], number: int, scope: Scope, options: OsrOptions
) -> str:
    """Return why nothing was found on a line; no capital, no full stop."""
    return _about_tags(sheet, scope, options) or _about_line(entries, number - 1, options)


def _about_tags(sheet: Sheet, scope: Scope, options: OsrOptions) -> str:
    if is_ignored(sheet.path, options):
        return f"the vault note is one of those that {PLUGIN} ignores by its settings"
    if scope.is_open:
        return ""
    tags = " or ".join(f"`#{tag}`" for tag in options.tags)
    if scope.has_own:
        return (
            f"only single flashcards of this vault note carry the tag {tags}, which then holds for "
            "them alone; on a line of its own it holds for all that follow"
        )
    return f"the vault note carries no tag {tags}, by which {PLUGIN} knows where to look"


def _about_line(entries: Sequence[Entry], index: int, options: OsrOptions) -> str:
    entry = entries[index]
    if entry.role in _ROLES:
        return _ROLES[entry.role]
    if not entry.is_prose:
        return _KINDS.get(entry.kind, "")
    if entry.role is Role.MARKER:
        return (
            f"a lone `{entry.text.strip()}` needs a question directly above it and an answer "
            "directly below"
        )
    return _hiding(entry.text, options) or _about_paragraph(entries, index, options)


def _about_paragraph(entries: Sequence[Entry], index: int, options: OsrOptions) -> str:
    below = _end_of_paragraph(entries, index)
    if below.role is Role.MARKER:
        return f"the line `{below.text.strip()}` below has no answer directly below it"
    if below.role is Role.SEPARATED:
        return (
            "a line of the same paragraph holds a separator, and is a flashcard without the lines "
            "above it; put a blank line between them"
        )
    return (
        "there is no separator or cloze on the line, and no line in its paragraph that is a lone "
        f"`{options.marker}` or `{options.reversed_marker}`"
    )


def _hiding(text: str, options: OsrOptions) -> str:
    """Say what hides a separator or the mark of a cloze."""
    if stands_in_name(text, options.separators):
        return f"`{options.separator}` {OF_A_NAME}"
    marks = [options.reversed_separator, options.separator]
    marks += [pattern.opening for pattern in parse_patterns(options.cloze_patterns)]
    for mark in filter(None, marks):
        for piece in scan(text) if mark in text else ():
            if piece.kind in _HIDING and mark in text[piece.start : piece.end]:
                return f"`{mark.strip()}` stands in {_HIDING[piece.kind]}, where it does not count"
    return ""


def _end_of_paragraph(entries: Sequence[Entry], index: int) -> Entry:
    """Return the first line below that is more than text, or the last of all."""
    while index < len(entries) - 1 and entries[index].role in {Role.TEXT, Role.SKIPPED}:
        index += 1
    return entries[index]
