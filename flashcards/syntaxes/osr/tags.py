"""Where flashcards are and whose deck they are in: the plugin knows both from tags."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable
from functools import lru_cache

from msgspec import Struct

from flashcards.deck_names import deck_name
from flashcards.globs import Globs
from flashcards.inline import PieceKind, scan
from flashcards.syntaxes._osr_options import OsrOptions
from flashcards.syntaxes._sheet import LineKind, Sheet

_UNTAGGED = frozenset({LineKind.CODE, LineKind.MATH, LineKind.COMMENT, LineKind.BLANK})


def _levels(tag: str, options: OsrOptions) -> list[str] | None:
    """Return the levels below the tag that means flashcards; None for any other tag."""
    for known in sorted(options.tags, key=len, reverse=True):
        name = known.strip().removeprefix("#").strip("/")
        head, rest = tag[: len(name)], tag[len(name) :]
        if name and head.casefold() == name.casefold() and rest[:1] in {"", "/"}:
            return rest.split("/")[1:]
    return None


def deck_tags(tags: Iterable[str], options: OsrOptions) -> tuple[str, ...]:
    """Return the tags that say that here are flashcards."""
    return tuple(tag for tag in tags if _levels(tag, options) is not None)


def decks_of(tags: Iterable[str], options: OsrOptions) -> tuple[str, ...]:
    """Return the decks that the tags name, each once."""
    named = (deck_name(_levels(tag, options) or []) for tag in tags)
    return tuple(dict.fromkeys(filter(None, named)))


def deck_of(tags: Iterable[str], options: OsrOptions) -> str:
    """Return the first deck that the tags name; empty if they name none."""
    return next(iter(decks_of(tags, options)), "")


@lru_cache(maxsize=8)
def _globs(globs: tuple[str, ...]) -> Globs:
    return Globs(globs)


def is_ignored(path: str, options: OsrOptions) -> bool:
    """Say whether the plugin looks for nothing in the vault note."""
    return _globs(options.ignored).match(path)


def tags_by_line(sheet: Sheet, options: OsrOptions) -> dict[int, tuple[str, ...]]:
    """Return the flashcard tags in the text, by line."""
    found: dict[int, tuple[str, ...]] = {}
    for line in sheet.lines:
        if "#" not in line.text or line.kind in _UNTAGGED:
            continue
        text = line.text
        pieces = (piece for piece in scan(text) if piece.kind is PieceKind.TAG)
        if tags := deck_tags((text[each.start + 1 : each.end] for each in pieces), options):
            found[line.number] = tags
    return found


class Scope(Struct, frozen=True):
    """Which flashcard tags hold for the flashcards of a vault note."""

    of_properties: tuple[str, ...]
    numbers: tuple[int, ...]
    """The lines with tags that hold for what follows."""

    tags: tuple[tuple[str, ...], ...]
    is_everywhere: bool
    """Whether flashcards need no tag."""

    has_own: bool
    """Whether single flashcards have a tag of their own."""

    @property
    def is_open(self) -> bool:
        """Whether flashcards without a tag of their own are found."""
        return self.is_everywhere or bool(self.of_properties) or bool(self.numbers)

    def tags_at(self, number: int) -> tuple[int, tuple[str, ...]]:
        """Return the last line with tags above the given one, and its tags, if there is one."""
        index = bisect_left(self.numbers, number) - 1
        return (self.numbers[index], self.tags[index]) if index >= 0 else (1, ())

    @property
    def of_vault_note(self) -> tuple[int, tuple[str, ...]]:
        """What holds before the first tag: the properties' tags, else that first one."""
        if self.of_properties or not self.numbers:
            return 1, self.of_properties
        return self.numbers[0], self.tags[0]


def find_scope(
    sheet: Sheet, found: dict[int, tuple[str, ...]], taken: Collection[int], options: OsrOptions
) -> Scope:
    """Tell which tags hold where; those on lines of flashcards are only theirs."""
    numbers = tuple(number for number in sorted(found) if number not in taken)
    return Scope(
        of_properties=deck_tags(sheet.tags, options),
        numbers=numbers,
        tags=tuple(found[number] for number in numbers),
        is_everywhere=options.folders_as_decks,
        has_own=len(numbers) < len(found),
    )
