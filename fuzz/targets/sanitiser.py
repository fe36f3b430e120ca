"""HTML before it is sanitised: what is spared the sanitiser would come back from it as it is."""

from __future__ import annotations

from collections.abc import Iterator

from target import texts_of

from flashcards.markdown.private import strip_references
from flashcards.markdown.sanitize import _CLEANER, _MOST_TAGS, comes_back, sanitise

TOKENS = (
    "<p>", "</p>", "<strong>", "</strong>", "<em>", "</em>", "<i>", "</i>", "<mark>", "</mark>",
    "<code>", "</code>", '<span class="title">', "</span>", '<div class="reference">', "</div>",
    '<a href="obsidian://open?vault=V&amp;file=A%2FB">',
    '<a class="citation" href="https://doi.org/10.1/x_(2)/~=">', "</a>", "<br>", "<b>", "</b>",
    "<script>", "&amp;", "&lt;", "&gt;", "&quot;", "&", "<", ">", '"', "'", "&#65;", "&nbsp;",
    "\u00a0", "\u0301", "\ufdd0", "1", "\ufdd1", "\ufdd3", "\ufdd8", "\n", " ", "²", "漢",
    "https://doi.org/", "obsidian://open?vault=", "%", "_", "..", "=", "-", "—", "{{c1::", "}}",
    "\\(",
)  # fmt: skip

_FEW = _MOST_TAGS // 4
"""The sanitiser's time grows with the square of the elements that are open, which is why HTML with
more than `_MOST_TAGS` is shown as text: half a second at most."""


def seeds() -> Iterator[bytes]:
    """Yield HTML of our own making."""
    yield b"<p>A <strong>b</strong> &amp; c</p>\n<p>d</p>\n"
    yield b'<div class="reference">Pang, J. (2021). <i>T &amp; U</i>.</div>'
    yield b'<a class="citation" href="https://doi.org/10.1/x">Pang, 2021, p. 3</a>'
    yield b'<p>A <a href="obsidian://open?vault=V&amp;file=A%2FB">b</a>.</p>'
    yield b'<span class="title">T</span> <code>x</code> <mark>y</mark> <em>z</em>'
    yield from texts_of("tests/hostile/*.md", "tests/html/raw.md")


def check(data: bytes) -> None:
    """Sanitise it, once by the short way and once by the long."""
    html = data.decode("utf-8", "replace")
    if html.count("<") > _FEW:
        return
    whole = _CLEANER.clean(strip_references(html))
    if comes_back(html):
        assert whole == html, (html, whole)
    assert sanitise(html) == whole
