"""A paragraph or a list item with clozes, and no separator or label."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from flashcards.clozes import Curly, find_clozes
from flashcards.inline import find_native
from flashcards.model import Block, Cloze, Fence, ListItem
from flashcards.syntaxes._marked import together
from flashcards.syntaxes._options import SyntaxOptions
from flashcards.syntaxes.section.draft import (
    Draft,
    Reading,
    Scene,
    draft,
    untag_first_line,
    untag_last_line,
)
from flashcards.syntaxes.section.elements import Element, Role, Row
from flashcards.syntaxes.section.reading import read_row

DIALECT = "cloze"
_LEAD_IN_ENDS = (":", "：")
_LONGEST_LEAD_IN = 20
"""Lines; more are a text of their own."""


def read(row: Row, at: int, scene: Scene) -> Reading | None:
    """Read the lines of a paragraph that stand together, or a list item with all it holds."""
    if row.role(at) is not Role.TEXT:
        return None
    return _read_item(row, at, scene) if row[at].is_item else _read_lines(row, at, scene)


def _read_lines(row: Row, at: int, scene: Scene) -> Reading | None:
    if _is_math(row[at]):
        hiding = _hiding((row[at],), row[at].text, "", scene)
        return Reading(at + 1, (hiding,)) if hiding and find_native(row[at].text) else None
    if not row[at].is_line:
        return None
    end = at + 1
    while end < len(row) and row.continues(at, end):
        end += 1
    hiding = _hiding(row.elements[at:end], row.text(at, end), "", scene)
    return Reading(end, (hiding,)) if hiding else None


def _is_math(element: Element) -> bool:
    return isinstance(element.block, Fence) and element.block.info == "$$"


def _read_item(row: Row, at: int, scene: Scene) -> Reading | None:
    element = row[at]
    if _leads_in(element.head) and not _clozes(element.head, scene.options):
        return None  # its own list has it as lead-in
    hiding = _hiding((element,), element.body, _lead_in(row, at), scene)
    if hiding is None or _holds_others(element.block, scene.options):
        return None
    return Reading(at + 1, (hiding,))


def _holds_others(block: Block | None, options: SyntaxOptions) -> bool:
    """Say whether items or lines in a list item are flashcards in another dialect."""
    if not isinstance(block, ListItem):
        return False
    inner, _ = read_row(block.children, options)
    others = {Role.QUESTION, Role.SEPARATED, Role.MARKER}
    return any(
        element.role in others or _holds_others(element.block, options)
        for element in inner.elements
    )


def _lead_in(row: Row, at: int) -> str:
    """Return the paragraph before the list if it announces the list."""
    last = row.lead_in(at)
    if last < 0 or not row[last].is_line or not _leads_in(row[last].text):
        return ""
    start = last
    while start > 0 and row.continues(last, start - 1):
        start -= 1
        if last - start > _LONGEST_LEAD_IN:
            return ""
    return row.text(start, last + 1)


def _leads_in(line: str) -> bool:
    return line.rstrip(" *_").endswith(_LEAD_IN_ENDS)


def _hiding(elements: Sequence[Element], markdown: str, lead_in: str, scene: Scene) -> Draft | None:
    """Make a draft of a text, shown below what announces it, if it hides something."""
    text, before = untag_first_line(markdown)
    text, behind = untag_last_line(text)
    text = text.strip("\n")
    clozes = _clozes(text, scene.options)
    if not clozes:
        return None
    if lead_in:
        shift = len(lead_in) + 2
        text = f"{lead_in}\n\n{text}"
        clozes = tuple(replace(c, start=c.start + shift, end=c.end + shift) for c in clozes)
    hiding = draft(DIALECT, elements, scene, {"Text": text})
    hiding.clozes, hiding.tags = clozes, (*before, *behind)
    return hiding


def _clozes(markdown: str, options: SyntaxOptions) -> tuple[Cloze, ...]:
    curly = Curly.OBSIDIAN_TO_ANKI if options.section_curly_clozes else None
    found = find_clozes(
        markdown,
        highlights=options.highlights,
        bold=options.section_bold_clozes,
        curly=curly,
    )
    return together(found) if options.highlights_together else found
