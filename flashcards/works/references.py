"""The references of all works that a vault cites, in the style that its author chose."""

from __future__ import annotations

from collections.abc import Container
from types import MappingProxyType

from msgspec.structs import replace

from flashcards.bibliography.work_links import with_addresses
from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.styles import StyleError, Styles, item_digest, references_in_style
from flashcards.works.find import Works


def with_references(
    works: Works, style: str, links: Container[str], styles: Styles, *, fallback: bool
) -> tuple[Works, tuple[Diagnostic, ...]]:
    """Return the works with their references in a style; without one, as they are.

    Raises `StyleError` if the style cannot be used, unless our own references are a fallback.
    """
    if not style:
        return works, ()
    items = {citekey: with_addresses(item, links) for citekey, item in works.items.items()}
    try:
        references = references_in_style(items.values(), style, styles)
    except StyleError as error:
        if not fallback:
            raise
        return works, (_not_used(error),)
    digests = {citekey: item_digest(item) for citekey, item in items.items()}
    found = {key: references[digest] for key, digest in digests.items() if digest in references}
    return replace(works, references=MappingProxyType(found)), ()


def _not_used(error: StyleError) -> Diagnostic:
    message = f"{error.message}; references are in the style of this program"
    place = Span("flashcards.toml", 1, 1)
    return Diagnostic("style-not-used", Severity.WARNING, place, message, error.hint)
