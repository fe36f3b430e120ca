"""Where links lead, and what there is to tell about one that may not lead where it should."""

from __future__ import annotations

from html import escape

from msgspec import Struct

from flashcards.diagnostics import Severity
from flashcards.links import Target, heading_subpath, obsidian_url
from flashcards.outline import find_heading
from flashcards.render.seen import Seen
from flashcards.render.values import RenderContext


class Targets(Struct, frozen=True):
    """Finds what the links of the vault note at `source_path` name."""

    source_path: str
    context: RenderContext
    seen: Seen

    def find(self, target: str) -> str | None:
        """Return the path of what a wikilink or an embed names; None if nothing."""
        found = self.context.links.find(target, self.source_path)
        if found.others:
            self._tell_ambiguous(target, found)
        return found.path

    def part(self, path: str, subpath: str) -> str:
        """Return the subpath as Obsidian knows it; one that is not there is told."""
        vault_note = self.context.vault_notes.get(path)
        if not subpath or vault_note is None:
            return subpath
        self.seen.look_into(path)
        outline = vault_note.outline
        if subpath.startswith("^"):
            if subpath[1:].strip().lower() not in outline.block_ids:
                self._tell_missing(path, subpath, "block")
            return subpath
        place = find_heading(outline.headings, subpath)
        if place is None:
            self._tell_missing(path, subpath, "heading")
            return subpath
        # `C# in short` would be a heading within another.
        apart = find_heading(outline.headings, heading_subpath(subpath)) == place
        return heading_subpath(outline.headings[place][1]) if "#" in subpath and apart else subpath

    def anchor(self, path: str, subpath: str, html: str) -> str:
        """Return a link that opens in Obsidian, or its text alone if that is what is wanted."""
        if self.context.links_as_text:
            return html
        return (
            f'<a href="{escape(obsidian_url(self.context.vault_name, path, subpath))}">{html}</a>'
        )

    def _tell_ambiguous(self, target: str, found: Target) -> None:
        fitting = ", ".join(path for path in (found.path, *found.others) if path)
        if found.path is None:
            message = f"{target} is another name of several vault notes, so it leads nowhere"
        else:
            message = f"{target} is the name of several files, and taken for {found.path}"
        hint = f"write more of the path; it fits {fitting}"
        self.seen.tell("ambiguous-link", Severity.INFO, target, message, hint)

    def _tell_missing(self, path: str, subpath: str, what: str) -> None:
        name = subpath.removeprefix("^")
        message = f"there is no {what} “{name}” in {path}, so a link opens its beginning"
        hint = f"mend the {what} in the link"
        self.seen.tell("missing-heading", Severity.INFO, subpath, message, hint)
