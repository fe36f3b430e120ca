"""An edit, and the flashcards it is made to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from identity_vault import Words, Written

from flashcards.model import Kind


@dataclass(frozen=True, slots=True)
class Edited:
    """A vault after an edit, and which flashcards were concerned."""

    after: tuple[Written, ...]
    concerned: frozenset[int]


Vault = tuple[Written, ...]
Edit = Callable[[Words, Vault], Edited]


def some(words: Words, vault: Vault, *, kind: Kind | None = None, style: str = "") -> Written:
    """Choose a flashcard that fits."""

    def fits(each: Written) -> bool:
        has_style = each.question.startswith(style) if style else not is_sibling(each)
        return has_style and (kind is None or each.kind is kind)

    return words.rng.choice([each for each in vault if fits(each)])


def is_sibling(each: Written) -> bool:
    """Tell whether there are many alike."""
    return each.question.startswith(("What is the capital of", "Example?"))


def put(vault: Vault, *changed: Written) -> Edited:
    """Put changed flashcards in the place of the old ones."""
    by_uid = {each.uid: each for each in changed}
    after = tuple(by_uid.get(each.uid, each) for each in vault)
    return Edited(after, frozenset(by_uid))


def siblings_of(vault: Vault, path: str) -> list[Written]:
    """Return the flashcards of a vault note."""
    return [each for each in vault if each.path == path]


def with_siblings(vault: Vault, path: str, siblings: list[Written]) -> Vault:
    """Put other flashcards in a vault note."""
    return (*(each for each in vault if each.path != path), *siblings)
