"""What links, embeds and citations of one flashcard become: the renderer's `Handlers`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from flashcards.citations import CitationGroup, citekey_of
from flashcards.diagnostics import Severity
from flashcards.links import obsidian_url, split_href
from flashcards.markdown.private import strip_marks
from flashcards.media import is_media
from flashcards.render.pictures import Pictures
from flashcards.render.seen import Seen
from flashcards.render.sources import Sources
from flashcards.render.values import RenderContext
from flashcards.wikilinks import Wikilink


@dataclass(frozen=True, slots=True)
class FieldHandlers:
    """Renders what the fields of one flashcard point to, and notes down what it met."""

    source_path: str
    context: RenderContext
    seen: Seen

    def wikilink(self, link: Wikilink) -> str:
        """Return a link that opens in Obsidian; one into nothing is text, as Obsidian allows it."""
        link = replace(link, target=strip_marks(link.target), subpath=strip_marks(link.subpath))
        citekey = citekey_of(link)
        if citekey is not None and self._sources().knows(citekey):
            return self._cite(link, citekey)
        path = self.context.links.resolve(link.target, self.source_path)
        shown = escape(link.label or f"@{citekey}" if citekey else link.shown)
        if path is None:
            return f'<span class="unresolved">{shown}</span>'
        return self._link(path, link.subpath, shown)

    def embed(self, link: Wikilink) -> str:
        """Return a picture or a sound; of anything else a link to it."""
        if is_media(link.target):
            return self._pictures().show(strip_marks(link.target), link.label)
        self.seen.tell(
            "embed-not-shown",
            Severity.INFO,
            link.target,
            f"{strip_marks(link.shown)} is embedded, and shown as a link",
            "write what the flashcard needs into it",
        )
        return self.wikilink(replace(link, embed=False))

    def image(self, src: str, alt: str) -> str:
        """Return a picture or a sound named by a Markdown link."""
        return self._pictures().show_address(strip_marks(src), alt)

    def link(self, href: str) -> str | None:
        """Return the address of a Markdown link: into the vault, it opens in Obsidian."""
        inside = split_href(strip_marks(href))
        if inside is None:
            return href
        path = self.context.links.resolve(inside[0], self.source_path)
        return obsidian_url(self.context.vault_name, path, inside[1]) if path else None

    def citation(self, group: CitationGroup) -> str | None:
        """Return a citation in text; a bare `@name` that no bibliography knows is a mere word."""
        first = group.citations[0]
        if group.form != "bare":
            return self._sources().in_brackets(group.citations)
        item = self.context.items.get(first.citekey)
        return self._sources().in_sentence(first, item) if item else None

    def _cite(self, link: Wikilink, citekey: str) -> str:
        own = link.label.removeprefix("@").casefold() != citekey.casefold()
        return self._sources().as_label(citekey, link.label if own else "")

    def _link(self, path: str, subpath: str, shown: str) -> str:
        url = escape(obsidian_url(self.context.vault_name, path, subpath))
        return f'<a href="{url}">{shown}</a>'

    def _sources(self) -> Sources:
        return Sources(self.source_path, self.context)

    def _pictures(self) -> Pictures:
        return Pictures(self.source_path, self.context, self.seen)
