"""What an embed shows of a vault note: a path and a subpath in, Markdown with its lines out.

A vault note is read when the first embed asks for it, and once. Its properties and comments are
left out, and so is what other plugins keep in callouts of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from flashcards.blocks import parse_blocks
from flashcards.citations import find_citations
from flashcards.diagnostics import Span
from flashcards.footnotes import footnotes_of
from flashcards.links import LinkIndex, split_href
from flashcards.markdown.comments import blank_comments
from flashcards.media import Refusal
from flashcards.model import Block, Callout, Footnote, ParsedVaultNote, Section, VaultNote
from flashcards.outline import find_block, find_heading, sections_of, strip_heading
from flashcards.vault import read_vault_note
from flashcards.wikilinks import WIKILINK, parse_wikilink

MOST_CHARACTERS = 20_000
"""Of one embed; nobody learns a longer text from a card."""

DEEPEST = 5
"""How many embeds may stand inside each other."""

_MARKDOWN_EMBED = re.compile(r"!\[[^\[\]\n]*+\]\(<?([^\s()<>]++)")
_OF_PLUGINS = frozenset({"sr"})
"""Callouts that hold the schedules of obsidian-spaced-repetition."""

_IDS = re.compile(r"[ \t]*(?:ID: ?\d{10,}|\^\d{13})[ \t]*", re.ASCII)
"""Lines on which Obsidian_to_Anki and flashcards-obsidian keep ids of Anki."""


class Excerpt(Struct, frozen=True):
    """A part of a vault note, or the whole of it."""

    text: str
    span: Span
    title: str
    """What it is headed with: the vault note's name or the heading; empty for a block."""

    footnotes: Mapping[str, Footnote]
    """Those of its vault note, by name in lower case."""


class _Text(Struct, frozen=True):
    name: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    footnotes: Mapping[str, Footnote]


class Excerpts(Struct, frozen=True):
    """Hands out parts of the vault notes of one vault."""

    root: Path
    known: dict[str, _Text | Refusal] = field(default_factory=dict)
    """What has been read; it only saves reading it again."""

    def __reduce__(self) -> tuple[type[Excerpts], tuple[Path]]:
        """Another process reads again what it needs."""
        return Excerpts, (self.root,)

    def find(self, path: str, subpath: str) -> Excerpt | Refusal:
        """Return the part that a link with this subpath names, or why it cannot be shown."""
        if path not in self.known:
            self.known[path] = self._read(path)
        text = self.known[path]
        return text if isinstance(text, Refusal) else _bounded(_part(text, path, subpath))

    def _read(self, path: str) -> _Text | Refusal:
        vault_note, _ = read_vault_note(self.root, path)
        if vault_note is None:
            return Refusal("it cannot be read", "see whether the file opens elsewhere")
        return _text(vault_note)


def cited_elsewhere(
    vault_notes: Sequence[ParsedVaultNote],
    links: LinkIndex,
    find: Callable[[str, str], Excerpt | Refusal],
) -> frozenset[str]:
    """Return the citekeys in what flashcards show but do not hold: embeds and footnotes."""
    citekeys: set[str] = set()
    own = {each.path: {each.citekey} for each in vault_notes if each.citekey}
    waiting: list[tuple[str, str, int]] = []
    for each in vault_notes:
        texts = [text for flashcard in each.flashcards for text in flashcard.fields.values()]
        waiting += [(each.path, text, 0) for text in texts if "![" in text]
        if any("[^" in text for text in texts):
            citekeys |= _citekeys(footnote.text for footnote in each.footnotes.values())
    seen: set[tuple[str, str]] = set()
    while waiting:
        source, text, depth = waiting.pop()
        for path, subpath in set(_embeds(text, source, links)) - seen:
            seen.add((path, subpath))
            excerpt = find(path, subpath)
            if isinstance(excerpt, Refusal):
                continue
            texts = [excerpt.text, *(footnote.text for footnote in excerpt.footnotes.values())]
            citekeys |= _citekeys(texts) | own.get(path, set())
            waiting += [(path, excerpt.text, depth + 1)] if depth + 1 < DEEPEST else []
    return frozenset(citekeys)


def _embeds(text: str, source: str, links: LinkIndex) -> Iterator[tuple[str, str]]:
    """Yield what a text may embed of vault notes; something in code does no harm here."""
    found = [link for match in WIKILINK.finditer(text) if (link := parse_wikilink(match[0]))]
    named = [(link.target, link.subpath) for link in found if link.embed]
    named += [split_href(match[1]) or ("", "") for match in _MARKDOWN_EMBED.finditer(text)]
    for target, subpath in named:
        path = links.resolve(target, source)
        if path and path.lower().endswith(".md"):
            yield path, subpath


def _citekeys(texts: Iterable[str]) -> set[str]:
    groups = (group for text in texts for group in find_citations(text, Span("", 0, 0)))
    return {citation.citekey for group in groups for citation in group.citations}


def _text(vault_note: VaultNote) -> _Text:
    blocks, _ = parse_blocks(vault_note.text, vault_note.path)
    text = blank_comments(vault_note.text)[0]
    lines = ["" if _IDS.fullmatch(line) else line for line in text.split("\n")]
    footnotes = footnotes_of(blocks)
    # What a footnote says is shown below whatever refers to it.
    own = (each.span for each in footnotes.values() if _begins_line(lines[each.span.line - 1]))
    for span in (*_foreign(blocks), *own):
        for number in range(span.line - 1, span.end_line):
            lines[number] = ""
    return _Text(vault_note.name, tuple(lines), blocks, footnotes)


def _begins_line(line: str) -> bool:
    return line.lstrip().startswith("[^")


def _foreign(blocks: Iterable[Block]) -> Iterator[Span]:
    for block in blocks:
        if isinstance(block, Section):
            yield from _foreign(block.children)
        elif isinstance(block, Callout) and block.type in _OF_PLUGINS:
            yield block.span


def _part(text: _Text, path: str, subpath: str) -> Excerpt | Refusal:
    if not subpath:
        return _whole(text, path)
    if subpath.startswith("^"):
        block = find_block(text.blocks, subpath.removeprefix("^").strip())
        if block is None:
            return Refusal(f"it has no block {subpath}", "mend the block id in the embed")
        if not isinstance(block, Section):
            return Excerpt(block.source, block.span, "", text.footnotes)
        return _of_section(text, block)
    sections = tuple(sections_of(text.blocks))
    place = find_heading([(each.level, each.heading) for each in sections], subpath)
    if place is None:
        return Refusal(f"it has no heading “{subpath}”", "mend the heading in the embed")
    return _of_section(text, sections[place])


def _whole(text: _Text, path: str) -> Excerpt:
    """Return all of it; a heading that only repeats the name is left to the title."""
    first = text.blocks[0] if text.blocks else None
    start = 0
    if isinstance(first, Section) and strip_heading(first.heading) == strip_heading(text.name):
        start = _body_start(first) - 1
    body = "\n".join(text.lines[start:])
    return Excerpt(body, Span(path, start + 1, len(text.lines)), text.name, text.footnotes)


def _of_section(text: _Text, section: Section) -> Excerpt:
    start, end = _body_start(section), section.span.end_line
    body = "\n".join(text.lines[start - 1 : end])
    return Excerpt(body, Span(section.span.path, start, end), section.heading, text.footnotes)


def _body_start(section: Section) -> int:
    """Return the line below a heading, which is one line long or has a line of `=` below it."""
    underlined = not section.source.lstrip().startswith("#")
    lines = section.source.split("\n")
    below = next((n for n, line in enumerate(lines) if n and not line.strip(" =")), 0)
    return section.span.line + (below + 1 if underlined else 1)


def _bounded(found: Excerpt | Refusal) -> Excerpt | Refusal:
    if isinstance(found, Refusal):
        return found
    if not found.text.strip():
        return Refusal("there is nothing in it", "name another part, or leave the embed out")
    if len(found.text) > MOST_CHARACTERS:
        size = f"{len(found.text):,} characters, more than {MOST_CHARACTERS:,}"
        return Refusal(f"it is too long for a card ({size})", "embed a heading or a block of it")
    return found
