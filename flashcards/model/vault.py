"""A vault note as read, and what links into it may name."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from flashcards.diagnostics import Span
from flashcards.pickled import pickled


@pickled
class VaultNote(Struct, frozen=True, gc=False):
    """One Markdown file of the vault, as read."""

    path: str
    """Relative to the vault, `/` between folders, as the file system spells it."""

    properties: Mapping[str, object]
    """Obsidian's properties (the frontmatter); empty if there are none or they are broken."""

    text: str
    """The whole file with `\\n` line ends and the lines of the properties blank.

    So line n of the text is line n of the file, and nobody ever adds an offset.
    """

    @property
    def name(self) -> str:
        """The file's name without `.md`, which is how Obsidian shows it."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".md")


@pickled
class Outline(Struct, frozen=True, gc=False):
    """What links into a vault note may name."""

    headings: tuple[tuple[int, str], ...] = ()
    """Level and Markdown of each heading, in the order of the text."""

    block_ids: frozenset[str] = frozenset()
    """In lower case, without `^`."""


NO_OUTLINE = Outline()


@pickled
class Footnote(Struct, frozen=True, gc=False):
    """What stands behind `[^1]:`."""

    text: str
    span: Span
