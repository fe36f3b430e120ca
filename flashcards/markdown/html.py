"""Markdown as Obsidian reads it in, the HTML of an Anki field out.

CommonMark with tables and ~~strikethrough~~, a line break wherever the author made one, and
Obsidian's own marks (see `marks`). Raw HTML is allowed and then sanitised like all the rest.
"""

from __future__ import annotations

import re

from flashcards.markdown.anki import write_field
from flashcards.markdown.handlers import Handlers
from flashcards.markdown.sanitize import sanitise
from flashcards.markdown.simple import blocks_html, is_paragraph, paragraph_html

# Words and a sentence's marks on one line: nothing that any rule would look at. (No `_`, either.)
_PLAIN = re.compile(r"(?![-+ ]|\d+[.)])[\w ,.;?!'\"()/–—…“”‘’-]+")

# Text that the sanitiser would not change, and Anki not mistake for anything.
_FINISHED = re.compile(r"[\w ,.;:?!'\"()/+*=@#%$|~–—…“”‘’„«»·›\n-]*")


def to_html(markdown: str, handlers: Handlers, *, inline: bool = False) -> str:
    """Return a field's HTML, safe and with Anki's marks only where they are meant.

    A text of one paragraph comes without `<p>`. With `inline` nothing is a list, heading or
    other block.
    """
    return finish_html(to_marked_html(markdown, handlers, inline=inline))


def to_marked_html(markdown: str, handlers: Handlers, *, inline: bool = False) -> str:
    """Return HTML that is to stand within other HTML, our marks in it; `finish_html` must follow.

    What is finished twice loses its clozes, sounds and formulas, as if the author had typed them.
    """
    source = markdown.strip("\n").rstrip()
    html = paragraph_html(source, handlers)
    if html is None and (not source or is_plain(source)):
        return source
    if html is None and not inline:
        html = blocks_html(source, handlers)
    return _parsed(source, handlers, inline=inline) if html is None else html


def _parsed(source: str, handlers: Handlers, *, inline: bool) -> str:
    from flashcards.markdown.parser import parsed_html  # noqa: PLC0415 - most fields are simple

    return parsed_html(source, handlers, inline=inline or is_paragraph(source))


def plain_html(markdown: str) -> str | None:
    """Return a field's HTML if it needs no more than a look; None if there is more to it."""
    source = markdown.strip("\n").rstrip()
    return source if is_plain(source) else None


def is_plain(source: str) -> bool:
    """Whether a text is the HTML that it becomes: words on one line, and a sentence's marks."""
    return "_" not in source and _PLAIN.fullmatch(source) is not None


def finish_html(html: str) -> str:
    """Return HTML from anywhere sanitised and disarmed, as a field may hold it."""
    if "<" not in html and _FINISHED.fullmatch(html):
        return html.strip()
    return write_field(sanitise(html))
