"""Many flashcards in, what becomes of them out: work that another process can do.

What it is given can be sent there, and is small: of each vault note only what links, embeds and
footnotes of others need. Citekeys like an unknown one are looked for afterwards, in one place,
since that takes the whole bibliography.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from msgspec.structs import replace

from flashcards.diagnostics import Diagnostic
from flashcards.model import Identified, Item
from flashcards.render.unknown import UNKNOWN, hint_for
from flashcards.render.values import LookedFor, RenderContext, Suggestions, Surroundings
from flashcards.render.vault_note import VaultNoteRenderer
from flashcards.render.written import Outcome


class Renderer:
    """Renders flashcards batch by batch, and notes down which works and files each looks for.

    What several of them have in common, such as a reference, is kept from batch to batch.
    """

    def __init__(self, context: RenderContext) -> None:
        """Take what the flashcards may point to, of which a copy is made that can be sent."""
        self._looked_for = LookedFor()
        self._context = replace(
            _portable(context),
            items=_Asked(context.items, self._looked_for.citekeys),
            links=context.links.noting(self._looked_for.names),
        )

    def render(self, identified: Iterable[Identified]) -> list[Outcome]:
        """Return what becomes of each flashcard, in their order."""
        outcomes: list[Outcome] = []
        for path, flashcards in groupby(identified, _path):
            vault_note = VaultNoteRenderer(path, self._context, self._looked_for)
            outcomes += map(vault_note.render, flashcards)
        return outcomes


def _path(identified: Identified) -> str:
    return identified.flashcard.span.path


class _Asked(Mapping[str, Item]):
    """Works by citekey; it adds to `citekeys` which were asked for."""

    def __init__(self, items: Mapping[str, Item], citekeys: set[str]) -> None:
        self.citekeys = citekeys
        self._items = dict(items)

    def __getitem__(self, citekey: str) -> Item:
        self.citekeys.add(citekey)
        return self._items[citekey]

    def __contains__(self, citekey: object) -> bool:
        if isinstance(citekey, str):
            self.citekeys.add(citekey)
        return citekey in self._items

    def get(self, citekey: str, default: Any = None) -> Any:
        """Return a work, or the default for a citekey that nothing knows."""
        self.citekeys.add(citekey)
        return self._items.get(citekey, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)


def _portable(context: RenderContext) -> RenderContext:
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
