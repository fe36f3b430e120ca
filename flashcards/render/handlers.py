"""What links, embeds and citations of one flashcard become: the renderer's `Handlers`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from msgspec import Struct, field
from msgspec.structs import replace

from flashcards.citations import CitationGroup, citekey_of
from flashcards.diagnostics import Severity, Span
from flashcards.excerpts import MOST_CHARACTERS, Excerpt
from flashcards.footnotes import footnote_name
from flashcards.links import obsidian_url, split_href
from flashcards.markdown.html import finish_html, to_marked_html
from flashcards.markdown.private import strip_marks, strip_private
from flashcards.markdown.sanitize import sanitise
from flashcards.media import Refusal, is_media
from flashcards.model import Citation, Footnote
from flashcards.render.elsewhere import (
    cited_there,
    foot_of,
    footnote,
    refusal,
    without_clozes,
)
from flashcards.render.pictures import Pictures
from flashcards.render.seen import Seen
from flashcards.render.sources import Sources
from flashcards.render.targets import Targets
from flashcards.render.values import RenderContext, no_excerpts
from flashcards.wikilinks import Wikilink


def as_it_is(text: str) -> str:
    """Hide nothing."""
    return text


class FieldHandlers(Struct, frozen=True):
    """Renders what the fields of one flashcard point to, and notes down what it met."""

    source_path: str
    context: RenderContext
    seen: Seen
    footnotes: Mapping[str, Footnote] = field(default_factory=dict)
    """Those of the vault note, by name in lower case."""

    has_foot: bool = True
    """Whether footnotes are shown below the text; a footnote itself has no foot."""

    around: tuple[Span, ...] = ()
    """What of which vault notes is being shown, outermost first: the flashcard, then embeds."""

    hide: Callable[[str], str] = as_it_is
    """Takes out of a text from elsewhere what the card asks for."""

    def render(self, markdown: str) -> str:
        """Return a field's HTML, with the footnotes that the text refers to at its foot."""
        return finish_html(self.with_foot(markdown))

    def wikilink(self, link: Wikilink) -> str:
        """Return a link that opens in Obsidian; one into nothing is text, as Obsidian allows it."""
        target, subpath = strip_marks(link.target), strip_marks(link.subpath)
        if (target, subpath) != (link.target, link.subpath):
            link = Wikilink(target, subpath, link.label, link.embed)
        citekey = citekey_of(link)
        if citekey is not None and self._sources().knows(citekey):
            return self._cite(link, citekey)
        targets = self._targets()
        path = targets.find(link.target)
        shown = escape(link.label or f"@{citekey}" if citekey else link.shown)
        if path is None:
            return f'<span class="unresolved">{shown}</span>'
        return targets.anchor(path, targets.part(path, subpath) if subpath else "", shown)

    def embed(self, link: Wikilink) -> str:
        """Return a picture, a sound or a part of a vault note; of anything else a link to it."""
        target, subpath = strip_marks(link.target), strip_marks(link.subpath)
        path = self._targets().find(target)
        if is_media(target):
            return self._pictures().show(target, link.label)
        if exported := self._pictures().show_export(path, link.label):
            return exported
        excerpt = self._excerpt(path, subpath)
        if isinstance(excerpt, Excerpt):
            return self._show(excerpt, link, path or "")
        self.seen.tell(
            "embed-not-shown",
            Severity.INFO if path else Severity.WARNING,
            link.target or link.subpath,
            f"{strip_marks(link.shown)} is embedded, and shown as a link: {excerpt.reason}",
            excerpt.hint,
        )
        quiet = replace(self, seen=Seen(self.seen.flashcard))
        return quiet.wikilink(replace(link, embed=False))

    def image(self, src: str, alt: str) -> str:
        """Return a picture, a sound or a part of a vault note, named by a Markdown link."""
        src = strip_marks(src)
        target, subpath = split_href(src) or ("", "")
        if target.lower().endswith(".md"):
            return self.embed(Wikilink(target, subpath, alt, embed=True))
        return self._pictures().show_address(src, alt)

    def link(self, href: str) -> str | None:
        """Return the address of a Markdown link: into the vault, it opens in Obsidian."""
        inside = split_href(strip_marks(href))
        if inside is None:
            return href
        path = self.context.links.resolve(inside[0], self.source_path)
        if path is None:
            return None
        subpath = self._targets().part(path, inside[1])
        return "" if self.context.links_as_text else self._url(path, subpath)

    def citation(self, group: CitationGroup) -> str | None:
        """Return a citation in text; a bare `@name` that no bibliography knows is a mere word."""
        first = group.citations[0]
        if group.form != "bare":
            return self._sources().in_brackets(group.citations)
        item = self.context.items.get(first.citekey)
        return self._sources().in_sentence(group.citations, item) if item else None

    def has_footnote(self, name: str) -> bool:
        """Whether the vault note says something in a footnote of that name."""
        return footnote_name(name) in self.footnotes

    def _excerpt(self, path: str | None, subpath: str) -> Excerpt | Refusal:
        """Return what an embed of a vault note shows, or why it is a link."""
        if path is None and is_media(subpath):
            reason = "`#` begins a heading here, so that no such file is found"
            return Refusal(reason, "rename the file, or write `%23` for `#` in a Markdown picture")
        if path is None:
            return Refusal("there is no such vault note", "mend the name, or add the vault note")
        if not path.lower().endswith(".md") or path.lower().endswith(".excalidraw.md"):
            return Refusal("it is no vault note", "embed what Anki can show, such as a picture")
        self.seen.look_into(path)
        found = self.context.excerpts(path, subpath)
        if isinstance(found, Refusal):
            return found
        return refusal(found.span, self.around, self.seen.embedded) or found

    def _show(self, excerpt: Excerpt, link: Wikilink, path: str) -> str:
        """Return a part of a vault note in a frame, its links and pictures as seen from there."""
        self.seen.embedded.append(len(excerpt.text))
        vault_note = self.context.vault_notes.get(path)
        citekey = vault_note.citekey if vault_note else None
        if citekey and citekey in self.context.items:
            itself = Citation(citekey, link.target, "vault note", excerpt.span)
            self.seen.cited[itself] = None
        there = replace(
            self,
            source_path=path,
            footnotes=excerpt.footnotes,
            has_foot=True,
            around=(*self.around, excerpt.span),
        )
        inner = there.from_elsewhere(excerpt.text, excerpt.span)
        title = self._title(excerpt.title, path, strip_marks(link.subpath))
        return f'<div class="embed">{title}{inner}</div>'

    def _title(self, title: str, path: str, subpath: str) -> str:
        """Return the line above an embed, which leads to its place; a block has none."""
        if not title:
            return ""
        quiet = replace(
            self,
            source_path=path,
            seen=Seen(self.seen.flashcard),
            context=replace(self.context, links_as_text=True, excerpts=no_excerpts),
        )
        html = sanitise(to_marked_html(self.hide(strip_private(title)), quiet, inline=True))
        linked = self._targets().anchor(path, self._targets().part(path, subpath), html)
        return f'<div class="embed-title">{linked}</div>\n'

    def from_elsewhere(self, text: str, span: Span) -> str:
        """Return the HTML of what stands outside the flashcard, for a place within other HTML."""
        self.seen.cited.update(dict.fromkeys(cited_there(text, span, self.context.items)))
        there = replace(self, seen=replace(self.seen, elsewhere=(text, span)))
        # Its tags may be left open, and must not reach out of the frame.
        return sanitise(there.with_foot(self.hide(without_clozes(text)), text))

    def with_foot(self, markdown: str, own: str | None = None) -> str:
        """Return HTML for a place within other HTML.

        `own` is where footnotes need no foot: the flashcard, if nothing is said.
        """
        html = to_marked_html(markdown, self)
        if "[^" not in markdown or not self.has_foot:
            return html
        foot = foot_of(markdown, self._own_text() if own is None else own, self.footnotes)
        if not foot:
            return html
        quiet = replace(self, has_foot=False)
        lines = "".join(
            footnote(name, quiet.from_elsewhere(self._bounded(name, each), each.span))
            for name, each in foot.items()
        )
        return f'{html.rstrip()}\n<div class="footnotes">\n{lines}</div>'

    def _bounded(self, name: str, note: Footnote) -> str:
        """Return what a footnote says; of a very long one nothing, as of an embed."""
        if len(note.text) <= MOST_CHARACTERS:
            return note.text
        self.seen.tell(
            "embed-not-shown",
            Severity.WARNING,
            f"[^{name}]",
            f"the footnote {name} is not shown: it is too long for a card"
            f" ({len(note.text):,} characters, more than {MOST_CHARACTERS:,})",
            "shorten it, or put a blank line where it ends",
        )
        return "…"

    def _own_text(self) -> str:
        return "\n".join(self.seen.flashcard.fields.values())

    def _cite(self, link: Wikilink, citekey: str) -> str:
        own = link.label.removeprefix("@").casefold() != citekey.casefold()
        return self._sources().as_label(citekey, link.label if own else "")

    def _url(self, path: str, subpath: str) -> str:
        return obsidian_url(self.context.vault_name, path, subpath)

    def _targets(self) -> Targets:
        return Targets(self.source_path, self.context, self.seen)

    def _sources(self) -> Sources:
        return Sources(self.source_path, self.context, self._words)

    def _words(self, markdown: str) -> str:
        """Return what stands around a citekey, within the HTML of its paragraph."""
        return to_marked_html(markdown, self, inline=True)

    def _pictures(self) -> Pictures:
        return Pictures(self.source_path, self.context, self.seen)
