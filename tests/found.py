"""What is found in a text, as values and as lines that a fixture can hold."""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.model import Citation, Cloze, Flashcard, ParsedVaultNote, Place, VaultNote
from flashcards.parsing import parse_vault_note
from flashcards.properties import split_properties
from flashcards.syntaxes import SyntaxOptions

PLACE = Place("Biology/Insulin Resistance.md", "Insulin Resistance")


def read(
    source: str, place: Place = PLACE, options: SyntaxOptions | None = None
) -> ParsedVaultNote:
    """Read a vault note's whole text, properties included; `place` tells its path and citekey."""
    properties, text, _ = split_properties(source.replace("\r\n", "\n"), place.path)
    known = {"citekey": place.citekey} if place.citekey else {}
    vault_note = VaultNote(place.path, {"title": place.title, **known, **properties}, text)
    return parse_vault_note(vault_note, options or SyntaxOptions())


def find(
    source: str, place: Place = PLACE, options: SyntaxOptions | None = None
) -> tuple[tuple[Flashcard, ...], tuple[str, ...], tuple[str, ...]]:
    """Return flashcards, the reasons of what is silent, and the codes of diagnostics."""
    found = read(source, place, options)
    reasons = tuple(each.reason for each in found.silent)
    return found.flashcards, reasons, tuple(each.code for each in found.diagnostics)


def render(source: str, place: Place = PLACE, options: SyntaxOptions | None = None) -> str:
    """Write everything that was found as readable text."""
    found = read(source, place, options)
    parts = ["\n".join(_flashcard(each)) for each in found.flashcards]
    parts += [f"silent {each.span.line}: {each.reason}" for each in found.silent]
    parts += [
        f"{each.severity} {each.code} {each.span.line}: {each.message}\n  {each.hint}"
        for each in found.diagnostics
    ]
    return "\n\n".join(parts) + "\n"


def _flashcard(flashcard: Flashcard) -> Iterator[str]:
    lines = f"{flashcard.span.line}-{flashcard.span.end_line}"
    words = [flashcard.kind.value, flashcard.syntax, flashcard.dialect, lines]
    yield " ".join(filter(None, words)) + (" reversed" if flashcard.reversed else "")
    for name, markdown in flashcard.fields.items():
        yield f"{name}: " + markdown.replace("\n", "\n  | ").replace("| \n", "|\n")
    yield from map(_cloze, flashcard.clozes)
    if flashcard.chooses_clozes:
        yield "chooses its clozes"
    yield from map(_citation, flashcard.citations)
    yield from _around(flashcard)
    for mark in flashcard.foreign:
        yield f"{mark.plugin} {mark.kind}: {mark.value}"


def _around(flashcard: Flashcard) -> Iterator[str]:
    if flashcard.label:
        yield f"label: {flashcard.label}"
    if flashcard.headings:
        yield f"headings: {' > '.join(flashcard.headings)}"
    if flashcard.block_id:
        yield f"block id: {flashcard.block_id}"
    if flashcard.tags:
        yield f"tags: {' '.join(flashcard.tags)}"
    if flashcard.deck:
        yield f"deck: {flashcard.deck}"


def _cloze(cloze: Cloze) -> str:
    number = f" number {cloze.number}" if cloze.number is not None else ""
    hint = f" hint {cloze.hint}" if cloze.hint else ""
    return f"cloze {cloze.group}: {cloze.text}{number}{hint}".replace("\n", "\\n")


def _citation(citation: Citation) -> str:
    locator = citation.locator
    where = f" {locator.label} {locator.value}" if locator else ""
    return f"cites {citation.citekey} ({citation.form}){where}"
