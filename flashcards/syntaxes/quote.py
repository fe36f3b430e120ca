"""`> [!quote] [[@citekey]], p. 12`: a quote with its source; some of its words are hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards.citations import cite_by_title, links_in
from flashcards.clozes import find_clozes
from flashcards.diagnostics import Diagnostic, Span
from flashcards.inline import plain, split_tags
from flashcards.model import Block, Callout, Cloze, Flashcard, Kind, Place, Silent
from flashcards.syntaxes._bodies import read_body
from flashcards.syntaxes._marked import together
from flashcards.syntaxes._options import SyntaxOptions, is_quote

NAME = "quote"
BLOCK = Callout
EXAMPLE = """\
> [!quote] [[@kitto2024]], p. 12
> Energy is **conserved** in a closed system.
"""

# What a title says about the callout, or about the colour of Zotero's marker, not about the quote.
_UNSAYING = re.compile(
    r"(?:quote|citation|cite|zitat|cita|citaat|"
    r"yellow|red|green|blue|purple|magenta|orange|gr[ae]y|pink|#?[0-9a-f]{6})?",
)


def find(
    block: Block, place: Place, options: SyntaxOptions
) -> Iterator[Flashcard | Diagnostic | Silent]:
    """Yield the flashcard of a quote's callout; without marks its clozes are chosen later."""
    if not isinstance(block, Callout) or not is_quote(block, options):
        return
    body = read_body(block, options)
    if not body.text:
        yield Silent("empty quote callouts", block.span)
        return
    title, tags = split_tags(block.title)
    line = Span(block.span.path, block.span.line, block.span.line)
    citations, rest = cite_by_title(title, place.citekey, line)
    clozes = _find_clozes(body.text, options)
    yield Flashcard(
        NAME,
        Kind.CLOZE,
        {"Text": body.text},
        block.span,
        clozes=clozes,
        chooses_clozes=not clozes,
        label=label_of(rest),
        title=title,
        headings=place.headings,
        sections=place.sections,
        block_id=body.block_id,
        citations=citations,
        links=links_in(title, line),
        tags=tags,
        foreign=body.foreign,
    )


def label_of(rest: str) -> str:
    """Return what a title says beside its citations, such as a person; no word for its colour."""
    return "" if _UNSAYING.fullmatch(plain(rest).strip(" :")) else rest


def _find_clozes(text: str, options: SyntaxOptions) -> tuple[Cloze, ...]:
    """Return what is marked explicitly, else what is bold."""
    explicit = find_clozes(text, highlights=options.highlights)
    if not explicit and options.bold_clozes:
        return find_clozes(text, highlights=False, bold=True)
    return together(explicit) if options.highlights_together else explicit
