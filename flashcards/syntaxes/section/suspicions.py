"""What looks meant as a flashcard and is none, with the form that was expected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from flashcards.diagnostics import Diagnostic
from flashcards.inline import PieceKind, find_native, find_separator, scan
from flashcards.model import Callout, Fence, Passage
from flashcards.syntaxes.section.draft import Scene, unparsed
from flashcards.syntaxes.section.elements import Element
from flashcards.syntaxes.section.quoted import quoted

# `{{x}}` of other programs; not the places that templates fill, nor the marks of their languages.
_BRACES = re.compile(
    r"\{\{(?!(?:date|time|title|c\d)\b)(?P<text>[^\W_][^{}\n]*+)\}\}", re.IGNORECASE
)
_BAD_NATIVE = re.compile(r"\{\{[cC](?P<number>\d{1,3})(?P<colons>::?|[|;]|\s)")


def suspicions(element: Element, scene: Scene) -> Iterator[Diagnostic]:
    """Yield a warning for marks that are nearly those of a flashcard."""
    if element.is_line:
        yield from _full_width(element, scene)
        yield from _nearly_separated(element, scene)
        yield from _nearly_clozes(element, scene)
    elif isinstance(element.block, Callout | Passage | Fence) and _has_clozes(element):
        message = "the clozes in this block are not read"
        yield unparsed(scene, element, message, "write them in a paragraph or a list item")
    else:
        yield from quoted(element, scene)


def _has_clozes(element: Element) -> bool:
    is_code = isinstance(element.block, Fence) and element.block.info != "$$"
    return not is_code and bool(find_native(element.text))


def _full_width(element: Element, scene: Scene) -> Iterator[Diagnostic]:
    line = element.text
    narrow = line if line.isascii() else unicodedata.normalize("NFKC", line)
    if narrow != line and narrow in scene.options.markers:
        message = f"`{line}` in full width does not ask for what is below it"
        yield unparsed(scene, element, message, f"write `{narrow}`")


def _nearly_separated(element: Element, scene: Scene) -> Iterator[Diagnostic]:
    line = element.text
    found = find_separator(line, ("：：", "；；")) or _semicolon(line)
    if found is None:
        return
    question, answer = line[: found[0]].strip(), line[found[1] :].strip()
    written = line[found[0] : found[1]]
    if question and answer:
        narrow = "::" if written == "：：" else ";;"
        message = f"{'one ' * (len(written) == 1)}`{written}` does not make a flashcard of `{line}`"
        yield unparsed(scene, element, message, f"write `{question}{narrow} {answer}`")


def _semicolon(line: str) -> tuple[int, int] | None:
    """Return the single semicolon that divides a question from its answer."""
    found = find_separator(line, (";", "；"))
    asks = found and line[: found[0]].rstrip("*_ \u00a0\u202f").endswith(("?", "？"))
    return found if asks else None


def _nearly_clozes(element: Element, scene: Scene) -> Iterator[Diagnostic]:
    """Yield one warning for braces that hide nothing: `{{x}}`, `{{c1:x}}`, one never closed."""
    if "{{" not in element.text:
        return
    text = _without_literals(element.text)
    braces = _BRACES.search(text)
    native = _BAD_NATIVE.search(text)
    if native:
        is_open = native["colons"] == "::"
        message = f"`{native[0].strip()}` hides nothing" + " since it is never closed" * is_open
        yield unparsed(scene, element, message, f"write `{{{{c{native['number']}::text}}}}`")
    elif braces:
        message = f"`{braces[0]}` hides nothing"
        yield unparsed(scene, element, message, f"write `{{{{c1::{braces['text']}}}}}`")


def _without_literals(line: str) -> str:
    kept = {PieceKind.TEXT, PieceKind.MARK}
    return "".join(line[piece.start : piece.end] for piece in scan(line) if piece.kind in kept)
