"""`<img src="folder/x.png">`, `<a href="Note.md">`: HTML that points to something, as authors type.

The handlers say what it becomes, as for Markdown's own links and pictures; otherwise the sanitiser
would take the address away, and leave nothing that anybody could see.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

from markdown_it.rules_inline import StateInline, html_inline

from flashcards.markdown.handlers import Handlers, handlers_of

_TAG = re.compile(
    r"<(?P<name>[A-Za-z][A-Za-z0-9-]*+)(?P<rest>(?>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*))>"
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'<>/=]++)(?>(?:\s*+=\s*+(?P<value>"[^"]*"|'[^']*'|[^\s"'=<>`]++))?)"""
)
_PIXELS = re.compile(r"(\d{1,5})(?:px)?")
_REMOTE = ("http://", "https://")

NO_HTML = "no html"
"""In the environment while a text is read in which tags are text."""


def raw(state: StateInline, silent: bool) -> bool:
    """Take one tag within text."""
    if NO_HTML in state.env or not html_inline(state, silent):
        return False
    if not silent:
        token = state.tokens[-1]
        token.content = settle_tags(token.content, handlers_of(state.env))
    return True


def settle_tags(html: str, handlers: Handlers) -> str:
    """Return an author's HTML in which the handlers have said what its addresses become."""
    return _TAG.sub(lambda tag: _settled(tag, handlers), html)


def _settled(tag: re.Match[str], handlers: Handlers) -> str:
    attributes = {
        each["name"].lower(): unescape((each["value"] or "").strip("\"'"))
        for each in _ATTRIBUTE.finditer(tag["rest"])
    }
    src = attributes.get("src", "").strip()
    match tag["name"].lower():
        case "a" if "href" in attributes:
            href = handlers.link(attributes["href"].strip())
            if href == "":
                return "<a>"
            return f'<a href="{escape(href)}">' if href else '<a class="unresolved">'
        case "img" if src and not src.lower().startswith(_REMOTE):
            return handlers.image(src, _label(attributes))
        case "audio" | "video" | "source" if src:
            return handlers.image(src, "")
        case "iframe" | "embed" if src.lower().startswith(_REMOTE):
            return f'<a href="{escape(src)}">{escape(src)}</a>'
        case _:
            return tag[0]


def _label(attributes: Mapping[str, str]) -> str:
    """Return the description and size as an embed has them: `words|300x200`."""
    alt = attributes.get("alt", "")
    width, height = (_PIXELS.fullmatch(attributes.get(name, "")) for name in ("width", "height"))
    if width is None:
        return alt
    return f"{alt}|{width[1]}" + (f"x{height[1]}" if height else "")
