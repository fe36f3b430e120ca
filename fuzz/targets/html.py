"""A text's HTML for Anki: nothing in it runs, loads, or passes for one of Anki's own marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from target import texts_of

from flashcards.citations import CitationGroup
from flashcards.clozes import find_clozes, mark_clozes
from flashcards.markdown.anki import card_ords
from flashcards.markdown.html import finish_html, to_html
from flashcards.markdown.parser import parsed_html
from flashcards.markdown.private import SOUND_CLOSE, SOUND_OPEN, strip_private
from flashcards.wikilinks import Wikilink
from targets import _vault_notes

TOKENS = (
    "<script>", "</script>", "<img src=x onerror=y>", '<a href="javascript:x">', "<svg>", "<math>",
    "<style>", "<!--", "--!>", "<![CDATA[", "<?", "<!", " style='color:red'", " class=title",
    " data-callout=x", "[sound:a.mp3]", "[latex]", "[$]", "[$$]", "\\(", "\\)", "\\[",
    "[anki:play:q:0]", "&#xFDD0;", "&#123;", "(a:: b)", "[a:: b]", "- [x] ", "[^known]",
    "![[a.mp3]]", "![[Vault note]]", "@known", "\n\n", *_vault_notes.TOKENS,
)  # fmt: skip

_ELEMENTS = re.compile(
    r"<(script|style|iframe|svg|math|object|form|input|meta|base|link|template)\b"
)
_RUNS = re.compile(r"\son\w+\s*=", re.IGNORECASE)
_LEADS = re.compile(r'(href|src)="\s*(javascript|data|vbscript|file):', re.IGNORECASE)
_ANKI = re.compile(r"\{\{|\}\}|\[sound:|\[anki:|\[latex\]|\[\${1,2}\]")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef]")


class _Vault:
    """A vault that has everything, and asks no questions."""

    def wikilink(self, link: Wikilink) -> str:
        return f'<a href="obsidian://open?file={escape(link.target)}">{escape(link.shown)}</a>'

    def embed(self, link: Wikilink) -> str:
        if link.target.endswith(".mp3"):
            return f"{SOUND_OPEN}a.mp3{SOUND_CLOSE}"
        return f'<div class="embed">{escape(link.target)}</div>'

    def image(self, src: str, alt: str) -> str:
        return f'<img src="{escape(src)}" alt="{escape(alt)}">'

    def link(self, href: str) -> str | None:
        return href if ":" in href else None

    def citation(self, group: CitationGroup) -> str | None:
        citekeys = "; ".join(citation.citekey for citation in group.citations)
        return f"({escape(citekeys)})" if group.form != "bare" or citekeys == "known" else None

    def has_footnote(self, name: str) -> bool:
        return name == "known"


def seeds() -> Iterator[bytes]:
    """Yield the fixtures of HTML, the hostile ones, and vault notes."""
    yield from texts_of("tests/html/*.md", "tests/hostile/*.md", "sample_vault/**/*.md")


def check(data: bytes) -> None:
    """Make fields of a text: as it is, the short way and the long, inline, and with its clozes."""
    text = strip_private(data.decode("utf-8", "replace"))
    html = to_html(text, _Vault())
    _check_harmless(html.replace("[sound:a.mp3]", " "))
    _check_harmless(to_html(text, _Vault(), inline=True).replace("[sound:a.mp3]", " "))
    assert html == finish_html(parsed_html(text.strip("\n").rstrip(), _Vault()))
    clozes = find_clozes(text)
    numbers = {cloze.group: cloze.number or cloze.group + 1 for cloze in clozes}
    field = to_html(mark_clozes(text, clozes, numbers), _Vault())
    assert len(re.findall(r"\{\{c[\d,]+::", field)) == field.count("}}")
    assert all(0 <= number < 500 for number in card_ords(field))
    _check_harmless(re.sub(r"\{\{c[\d,]+::|\}\}|\[sound:a\.mp3\]", " ", field))


def _check_harmless(html: str) -> None:
    assert not _ELEMENTS.search(html), html
    for tag in re.findall(r"<[^>]*>", html):
        assert not _RUNS.search(re.sub(r'"[^"]*"', '""', tag)), tag
        assert not _LEADS.search(tag), tag
    assert not _ANKI.search(html), html
    assert not _NO_TEXT.search(html), html
