"""Markdown's own links and images, once they are found: the handlers say where they lead."""

from __future__ import annotations

from collections.abc import Iterable

from markdown_it.token import Token

from flashcards.markdown.handlers import Handlers
from flashcards.markdown.lift import BLOCK, is_block
from flashcards.markdown.sanitize import opens_in_anki


def settle_links(tokens: Iterable[Token], handlers: Handlers) -> None:
    """Give links their addresses and put pictures in their places."""
    leads_nowhere: list[bool] = []
    for token in tokens:
        match token.type:
            case "link_open":
                href = handlers.link(str(token.attrs.get("href", "")))
                leads = href is not None and opens_in_anki(href)
                leads_nowhere.append(not leads)
                if href is None or not leads:
                    unresolved: dict[str, str | int | float] = {"class": "unresolved"}
                    token.tag, token.attrs = "span", {} if href == "" else unresolved
                else:
                    token.attrs["href"] = href
                if token.info == "auto" and not leads:
                    token.type, token.content = "text", "<"  # `<std::string>` is no address
            case "link_close" if leads_nowhere.pop():
                token.tag = "span"
                if token.info == "auto":
                    token.type, token.content = "text", ">"
            case "image":
                source = str(token.attrs.get("src", ""))
                token.type, token.content = "html_inline", handlers.image(source, token.content)
                token.meta[BLOCK] = is_block(token.content)
            case _:
                pass
