"""Told in time: once imported as new Anki notes, flashcards have lost the history of old ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container

from flashcards.anki_ids import with_ids
from flashcards.diagnostics import FlashcardsError
from flashcards.stages import Stages


class UnadoptedError(FlashcardsError):
    """Flashcards whose Anki notes another tool made would become new Anki notes beside them."""


def refuse_unadopted(stages: Stages, known: Container[str]) -> None:
    """Raise `UnadoptedError` if flashcards with ids of Anki notes would be exported as new ones.

    `known` are the guids of what was exported or adopted before.
    """
    tools = Counter(
        each.tool
        for each in with_ids(stages.rendered, stages.vault_notes)
        if each.rendered.anki_note.guid not in known
    )
    if not tools:
        return
    count = tools.total()
    what = "1 flashcard carries the id" if count == 1 else f"{count} flashcards carry ids"
    named = ", ".join(f"{tool} {number}" for tool, number in sorted(tools.items()))
    raise UnadoptedError(
        f"{what} of Anki notes that another tool made ({named}), and would come to Anki as new"
        " ones: nothing was written",
        "flashcards adopt VAULT --from collection.colpkg   takes over the Anki notes there are,"
        " with their reviews\n    flashcards export VAULT DECK --fresh             exports new ones"
        " beside them, whose reviews begin at zero (for good: `fresh = true` in flashcards.toml)",
    )
