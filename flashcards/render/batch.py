"""Many flashcards in, their Anki notes out: work that another process can do.

What it is given can be sent there, and is small: of each vault note only what links, embeds and
footnotes of others need. Citekeys like an unknown one are looked for afterwards, in one place,
since that takes the whole bibliography.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flashcards.diagnostics import Diagnostic
from flashcards.model import AnkiNote
from flashcards.render.unknown import UNKNOWN, hint_for
from flashcards.render.values import RenderContext, Suggestions, Surroundings

Outcome = tuple[AnkiNote | None, tuple[Diagnostic, ...]]
"""What `render` returns for one flashcard."""


def portable(context: RenderContext) -> RenderContext:
    """Return a context that says the same and can be sent to another process.

    Only suggestions are left out of it: `suggest` adds them to what was rendered there. Vault
    notes that are read when they are asked for stay here.
    """
    if not isinstance(context.vault_notes, dict):
        return replace(context, suggestions=_no_suggestions)
    surroundings = {
        path: Surroundings(each.outline, each.footnotes, each.citekey)
        for path, each in context.vault_notes.items()
    }
    return replace(
        context,
        items=dict(context.items),
        suggestions=_no_suggestions,
        literature_notes=dict(context.literature_notes),
        vault_notes=surroundings,
        references=dict(context.references),
    )


def suggest(diagnostics: Iterable[Diagnostic], suggestions: Suggestions) -> Iterator[Diagnostic]:
    """Yield the diagnostics; each about an unknown citekey says which ones are like it."""
    for each in diagnostics:
        if each.code == "unknown-citekey":
            near = suggestions(each.message.removeprefix(UNKNOWN))
            yield replace(each, hint=hint_for(near))
        else:
            yield each


def _no_suggestions(_citekey: str) -> tuple[()]:
    return ()
