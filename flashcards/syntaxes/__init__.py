"""The ways to write flashcards: one module or package each, found by its name in this folder.

A syntax has a docstring (its line in the documentation), `NAME` and `EXAMPLE` (Markdown that is
shown there and run by the tests). There are two sorts:

- one of ours has `BLOCK` and `find`: it sees one block at a time, of that kind alone, and yields
  what it finds;
- one of a plugin of Obsidian has `PLUGIN`, `find_containers`, `find_lines` and `explain`: it sees
  the vault note line by line, without the lines that belong to stronger syntaxes.

Modules that begin with an underscore are parts of syntaxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from flashcards.model import Block, Place
from flashcards.syntaxes._finding import HOLE, WITHOUT_FLASHCARDS, Finding
from flashcards.syntaxes._names import NAMES
from flashcards.syntaxes._obsidian_to_anki_options import FolderRule, Style
from flashcards.syntaxes._options import (
    OF_PLUGINS,
    SyntaxOptions,
    is_flashcard_callout,
    is_flashcards_section,
)
from flashcards.syntaxes._overlap import settle, settle_containers
from flashcards.syntaxes._sheet import Line, LineKind, Sheet, read_lines
from flashcards.syntaxes._walk import opted_out, walk

__all__ = [
    "HOLE",
    "NAMES",
    "OF_PLUGINS",
    "WITHOUT_FLASHCARDS",
    "BlockSyntax",
    "Finding",
    "FolderRule",
    "Line",
    "LineKind",
    "PluginSyntax",
    "Sheet",
    "Style",
    "SyntaxOptions",
    "find_in_blocks",
    "is_flashcard_callout",
    "is_flashcards_section",
    "load_plugin_syntax",
    "load_syntax",
    "opted_out",
    "read_lines",
    "settle",
    "settle_containers",
]


class Described(Protocol):
    """What every module of this folder offers."""

    NAME: str
    EXAMPLE: str
    __doc__: str | None


class BlockSyntax(Described, Protocol):
    """A syntax of ours."""

    BLOCK: type[Block]
    """The kind of block that it looks at."""

    def find(self, block: Block, place: Place, options: SyntaxOptions) -> Iterator[Finding]:
        """Yield what this block alone, not the blocks inside it, says in this syntax."""


class PluginSyntax(Described, Protocol):
    """The forms of a plugin of Obsidian."""

    PLUGIN: str
    """The plugin's id, which is the name of its folder in `.obsidian/plugins`."""

    def find_containers(self, sheet: Sheet, options: SyntaxOptions) -> Iterator[Finding]:
        """Yield the forms with a beginning and an end of their own, which own what is inside."""

    def find_lines(self, sheet: Sheet, options: SyntaxOptions) -> Iterator[Finding]:
        """Yield what the lines say that are left."""

    def explain(self, sheet: Sheet, number: int, options: SyntaxOptions) -> str:
        """Say in a sentence why this syntax has nothing on a line."""


@cache
def load_syntax(name: str) -> BlockSyntax:
    """Return the syntax of ours of that name."""
    syntax: BlockSyntax = _load(name)
    return syntax


@cache
def load_plugin_syntax(name: str) -> PluginSyntax:
    """Return the syntax of a plugin of that name."""
    syntax: PluginSyntax = _load(name)
    return syntax


@cache
def _by_kind(names: tuple[str, ...], enabled: frozenset[str]) -> dict[type, list[BlockSyntax]]:
    """Return the syntaxes of ours, by the kind of block that they look at."""
    by_kind: dict[type, list[BlockSyntax]] = {}
    for name in names:
        if name in enabled and name not in OF_PLUGINS:
            syntax = load_syntax(name)
            by_kind.setdefault(syntax.BLOCK, []).append(syntax)
    return by_kind


def _load(name: str) -> Any:
    return import_module(f"{__name__}.{name.replace('-', '_')}")


def find_in_blocks(
    blocks: Iterable[Block], place: Place, options: SyntaxOptions
) -> Iterator[Finding]:
    """Yield what the syntaxes of ours find in a vault note, in no particular order."""
    by_kind = _by_kind(NAMES, options.enabled)
    if "section" in options.enabled:
        from flashcards.syntaxes.section.detaching import detach  # noqa: PLC0415 - few runs parse

        blocks = detach(tuple(blocks), options)
    for found in walk(blocks, place, options, by_kind):
        if not isinstance(found, tuple):
            yield found
            continue
        block, where = found
        for syntax in by_kind[type(block)]:
            yield from syntax.find(block, where, options)
