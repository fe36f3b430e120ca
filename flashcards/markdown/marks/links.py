"""Markdown's own links and images, once they are found: the handlers say where they lead."""

from __future__ import annotations

from collections.abc import Iterable

from markdown_it.token import Token

from flashcards.markdown.handlers import Handlers


def settle_links(tokens: Iterable[Token], handlers: Handlers) -> None:
    """Give links their addresses and put pictures in their places."""
    leads_nowhere: list[bool] = []
    for token in tokens:
        match token.type:
            case "link_open":
                href = handlers.link(str(token.attrs.get("href", "")))
                leads_nowhere.append(href is None)
                if href is None:
                    token.tag, token.attrs = "span", {"class": "unresolved"}
                else:
                    token.attrs["href"] = href
            case "link_close" if leads_nowhere.pop():
                token.tag = "span"
            case "image":
                source = str(token.attrs.get("src", ""))
                token.type, token.content = "html_inline", handlers.image(source, token.content)
            case _:
                pass
