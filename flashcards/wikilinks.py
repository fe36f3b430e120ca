r"""Obsidian's links as values: `[[target#heading|label]]`.

In tables, and everywhere in vaults that were published with the Digital Garden plugin, the pipe
is escaped: `[[target\|label]]` means the same.
"""

from __future__ import annotations

import re

from msgspec import Struct

# One line, no brackets inside. The target may be empty ([[#Heading]] points into its own file).
WIKILINK = re.compile(r"(?P<embed>!?)\[\[(?P<inside>[^\[\]\n]+)\]\]")


class Wikilink(Struct, frozen=True):
    """`[[target#heading|label]]`, or `![[target]]`, which shows its target in place."""

    target: str
    """The vault note or file as the author named it; empty for a link into the same file."""

    subpath: str
    """What follows `#`: a heading, nested headings (`A#B`), or a block id with its `^`."""

    label: str
    """What the author wants shown; empty if nothing was said."""

    embed: bool = False

    @property
    def shown(self) -> str:
        """What Obsidian shows for the link: the label, else the target with its headings."""
        if self.label:
            return self.label
        return " > ".join(part for part in (self.target, *self.subpath.split("#")) if part)

    @property
    def name(self) -> str:
        """The last part of the target's path, without `.md`."""
        return self.target.rsplit("/", 1)[-1].removesuffix(".md")


def parse_wikilink(source: str) -> Wikilink | None:
    """Read one link, brackets included; None if `source` is no wikilink from end to end."""
    match = WIKILINK.fullmatch(source)
    return read_inside(match["inside"], embed=bool(match["embed"])) if match else None


def read_inside(inside: str, *, embed: bool = False) -> Wikilink:
    """Read what stands between the brackets of a link."""
    target, pipe, label = inside.partition("|")
    target, _, subpath = (target.removesuffix("\\") if pipe else target).partition("#")
    return Wikilink(target.strip(), subpath.strip(), label.strip(), embed)
