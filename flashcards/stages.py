"""From vault notes to Anki notes and what becomes of them: a whole vault, or a part of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from flashcards.bibliography import Library
from flashcards.changes import Change, compare
from flashcards.config import Config
from flashcards.diagnostics import Diagnostic
from flashcards.excerpts import Excerpts, cited_elsewhere
from flashcards.identity import NOTHING, Elsewhere, identify
from flashcards.ledger import Ledger
from flashcards.links import LinkIndex
from flashcards.media import Attachments
from flashcards.model import Identified, ParsedVaultNote, Rendered, Silent
from flashcards.render import Outlined, RenderContext
from flashcards.rendering import render_all
from flashcards.styles import Styles
from flashcards.workers import Means
from flashcards.works import Works, find_works, with_references


class Part(Struct, frozen=True):
    """Vault notes, and all that they depend on beside themselves."""

    vault_notes: Sequence[ParsedVaultNote]
    """In the order of their paths; among them all that are about works."""

    links: LinkIndex
    library: Library
    reading: tuple[Diagnostic, ...]
    """What there was to say about the library when it was read."""

    styles: Styles
    ledger: Ledger
    unread: Callable[[str], bool]
    """Whether a path was not read: what is remembered from there is not looked for."""

    unsure: Callable[[str], bool]
    """Whether what is not found at a path may still be there."""

    elsewhere: Elsewhere = NOTHING
    """What is known of the flashcards of other vault notes."""

    named_elsewhere: Callable[[str], bool] = lambda _citekey: False
    """Whether other vault notes cite by a name that any vault note may have."""

    floors: tuple[int, int] = (0, 0)
    """The highest id and place among new cards that other Anki notes have."""

    outlines: Mapping[str, Outlined] | None = None
    """What links may name in other vault notes, by path; None: there are no others."""


class Stages(Struct, frozen=True):
    """What the stages made of a part."""

    vault_notes: tuple[ParsedVaultNote, ...]
    works: Works
    identified: tuple[Identified, ...]
    rendered: tuple[Rendered, ...]
    changes: tuple[Change, ...]
    ledger: Ledger
    silent: tuple[Silent, ...]
    citing: tuple[Diagnostic, ...]
    """Of libraries and styles."""

    naming: tuple[Diagnostic, ...]
    rendering: tuple[tuple[str, Diagnostic], ...]
    """With the path of the flashcard's vault note."""


def run_stages(root: Path, part: Part, config: Config, now: int, means: Means) -> Stages:
    """Find works, recognise flashcards, render them, and compare them with the last export."""
    excerpts = Excerpts(root)
    works, vault_notes, citing = _works(part, config, excerpts)
    identified, silent, naming = identify(vault_notes, part.ledger, part.unread, part.elsewhere)
    context = RenderContext(
        vault_name=part.ledger.vault_name,
        links=part.links,
        attach=Attachments(root, config.media.bytes).attach,
        items=works.items,
        suggestions=works.suggest,
        literature_notes=works.literature_notes,
        references=works.references,
        reference_links=frozenset(config.citations.links),
        vault_notes=part.outlines or {each.path: each for each in vault_notes},
        excerpts=excerpts.find,
        links_as_text=config.links == "text",
        captions=config.captions,
    )
    rendered, rendering = render_all(identified, context, means)
    before, unsure, floors = part.ledger, part.unsure, part.floors
    del part, context, excerpts  # where links lead is no longer asked, and fills memory
    changes, ledger = compare(before, rendered, now, unsure, floors, config.zone)
    return Stages(
        vault_notes=vault_notes,
        works=works,
        identified=identified,
        rendered=rendered,
        changes=changes,
        ledger=ledger,
        silent=silent,
        citing=citing,
        naming=naming,
        rendering=rendering,
    )


def _works(
    part: Part, config: Config, excerpts: Excerpts
) -> tuple[Works, tuple[ParsedVaultNote, ...], tuple[Diagnostic, ...]]:
    elsewhere = cited_elsewhere(part.vault_notes, part.links, excerpts.find)
    works, vault_notes, looking = find_works(
        part.library,
        part.vault_notes,
        part.links,
        dict.fromkeys(elsewhere, False),
        part.named_elsewhere,
    )
    works, styling = styled(works, config, part.styles)
    return works, vault_notes, (*part.reading, *looking, *styling)


def styled(works: Works, config: Config, styles: Styles) -> tuple[Works, tuple[Diagnostic, ...]]:
    """Return the works with references in the style that the settings ask for."""
    chosen = config.citations
    fallback = chosen.style_fallback
    return with_references(works, chosen.style, chosen.links, styles, fallback=fallback)
