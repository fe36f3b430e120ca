"""The baseline's fields: Markdown in, HTML for Anki out, by markdown-it-py."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from markdown_it import MarkdownIt

OBSIDIAN = re.compile(
    r"(?P<code>```.*?```|`[^`\n]*`)"
    r"|\$\$(?P<block>.+?)\$\$"
    r"|\$(?P<math>[^$\n]+)\$"
    r"|(?P<embed>!?)\[\[(?P<target>[^\]|\\#]+)(?:#(?P<heading>[^\]|\\]+))?(?:\\?\|(?P<label>[^\]]*))?\]\]"
    r"|\[@(?P<citekey>[\w-]+)(?P<locator>,[^\]]*)?\]",
    re.DOTALL,
)
MARKED = re.compile(r"==(.+?)==")
BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r'<a href="([^"]*)">.*?</a>')
TAG = re.compile(r"(<[^>]+>)")
KEPT = re.compile("\ue000(\\d+)\ue001")

LINKED_TERMS = 3


class Fields:
    """Renders the fields of flashcards, and notes which pictures they show."""

    def __init__(
        self,
        root: Path,
        places: Mapping[str, str],
        pictures: Mapping[str, Path],
        citations: Mapping[str, str],
    ) -> None:
        """Take where vault notes and pictures are, by name, and how works are cited in a text."""
        self.root = root
        self.places = places
        self.pictures = pictures
        self.citations = citations
        self.shown: set[str] = set()
        self.markdown = MarkdownIt("commonmark", {"html": True, "breaks": True})
        self.markdown.enable(["table", "strikethrough"])

    def html(self, text: str) -> str:
        """Return Markdown as HTML; a single paragraph without its tags."""
        kept: list[str] = []
        prepared = OBSIDIAN.sub(lambda match: self._obsidian(match, kept), text)
        html = self.markdown.render(prepared).strip()
        if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
            html = html[3:-4]
        return KEPT.sub(lambda match: kept[int(match[1])], html)

    def cloze(self, text: str, names: Sequence[str]) -> str:
        """Return a text with its clozes: what is marked, bold, one of the names, or linked."""
        if "{{c1::" in text:
            return self.html(text)
        for pattern in (MARKED, *((BOLD,) if names else ())):
            marked, number = _numbered(pattern, text)
            if number:
                return self.html(marked)
        html = self.html(text)
        return (_with_names(html, names) or _with_links(html)) if names else ""

    def address(self, place: str) -> str:
        """Return the address that opens a vault note in Obsidian."""
        return f"obsidian://open?vault={quote(self.root.name)}&amp;file={quote(place, safe='')}"

    def _obsidian(self, match: re.Match[str], kept: list[str]) -> str:
        """Return what Markdown leaves alone in place of what only Obsidian knows."""
        if match["code"]:
            return match[0]
        if match["block"] or match["math"]:
            block, inline = match["block"], match["math"]
            delimited = rf"\[{block.strip()}\]" if block else rf"\({inline}\)"
            kept.append(delimited.replace("<", "&lt;"))
            return f"\ue000{len(kept) - 1}\ue001"
        if match["citekey"]:
            locator = match["locator"] or ""
            return f"({self.citations.get(match['citekey'], '@' + match['citekey'])}{locator})"
        return self._link(match)

    def _link(self, match: re.Match[str]) -> str:
        target = match["target"].strip()
        name = target.rpartition("/")[2]
        if match["embed"] and name in self.pictures:
            self.shown.add(name)
            width = f' width="{match["label"]}"' if match["label"] else ""
            return f'<img src="{name}"{width}>'
        place = self.places.get(name)
        if match["embed"] and place:
            return self._embedded(place, match["heading"])
        label = match["label"] or target
        return f'<a href="{self.address(place)}">{label}</a>' if place else label

    def _embedded(self, place: str, heading: str | None) -> str:
        """Return the part of another vault note below a heading, below the heading itself."""
        text = (self.root / f"{place}.md").read_text("utf-8")
        pattern = rf"^#+ {re.escape(heading or '')}[ \t]*\n(.*?)(?=^#+ |\Z)"
        found = re.search(pattern, text, re.MULTILINE | re.DOTALL)
        inner = self.html(found[1].strip()) if found else ""
        return f"<div><b>{heading}</b> {inner}</div>".replace("\n", " ")


def short_citation(work: Mapping[str, str]) -> str:
    """Return how a work is cited within a text: `Pang et al., 2021`."""
    people = work.get("author", "").split(" and ")
    families = [person.split(",")[0].strip("{}") for person in people]
    several = {1: families[0], 2: " & ".join(families)}
    return f"{several.get(len(families), f'{families[0]} et al.')}, {work.get('date', '')[:4]}"


def _numbered(pattern: re.Pattern[str], text: str) -> tuple[str, int]:
    """Make a cloze, with a number of its own, of each place where the pattern is found."""
    number = 0

    def cloze(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f"{{{{c{number}::{match[1]}}}}}"

    return pattern.sub(cloze, text), number


def _with_names(html: str, names: Sequence[str]) -> str:
    """Hide the names of the vault note, all of them together; empty if none of them is there."""
    either = "|".join(re.escape(name).replace(r"\ ", "[ -]") for name in names)
    pattern = re.compile(rf"(?<!\w)(?:{either})s?(?!\w)", re.IGNORECASE)
    parts = TAG.split(html)
    parts[::2] = [pattern.sub(r"{{c1::\g<0>}}", part) for part in parts[::2]]
    hidden = "".join(parts)
    return hidden if hidden != html else ""


def _with_links(html: str) -> str:
    """Hide what is linked, at most three things; empty if nothing is."""
    numbers: dict[str, int] = {}

    def cloze(match: re.Match[str]) -> str:
        if match[1] not in numbers and len(numbers) == LINKED_TERMS:
            return match[0]
        number = numbers.setdefault(match[1], len(numbers) + 1)
        return f"{{{{c{number}::{match[0]}}}}}"

    hidden = LINK.sub(cloze, html)
    return hidden if numbers else ""
