"""Markdown as Obsidian reads it in, the HTML of an Anki field out.

CommonMark with tables and ~~strikethrough~~, a line break wherever the author made one, and
Obsidian's own marks (see `marks`). Raw HTML is allowed and then sanitised like all the rest.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from flashcards.markdown.anki import write_field
from flashcards.markdown.callouts import callouts
from flashcards.markdown.code import render_fence
from flashcards.markdown.handlers import Handlers, environment, handlers_of
from flashcards.markdown.lift import lift_blocks
from flashcards.markdown.marks.block_id import block_id
from flashcards.markdown.marks.citation import citation
from flashcards.markdown.marks.cloze import cloze
from flashcards.markdown.marks.comment import comment, without_comments
from flashcards.markdown.marks.dataview import dataview
from flashcards.markdown.marks.footnote import footnote, reference
from flashcards.markdown.marks.highlight import highlight, settle_highlights
from flashcards.markdown.marks.links import settle_links
from flashcards.markdown.marks.math import math, math_block
from flashcards.markdown.marks.raw import raw, settle_tags
from flashcards.markdown.marks.residue import residue
from flashcards.markdown.marks.tag import tag
from flashcards.markdown.marks.task import tasks
from flashcards.markdown.marks.text import text
from flashcards.markdown.marks.url import url
from flashcards.markdown.marks.wikilink import wikilink
from flashcards.markdown.sanitize import sanitise
from flashcards.markdown.tex import formula

# Words and a sentence's marks on one line: nothing that any rule would look at.
_PLAIN = re.compile(r"(?![-+ ]|\d+[.)])(?:[^\W_]|[ ,.;?!'\"()/–—…“”‘’-])+")

_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}


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
    if _PLAIN.fullmatch(source):
        return source
    parser = _parser()
    environ = environment(handlers)
    parse = parser.parseInline if inline else parser.parse
    tokens = _without_lone_paragraph(parse(source, environ))
    html: str = parser.renderer.render(tokens, parser.options, environ)
    return html


def finish_html(html: str) -> str:
    """Return HTML from anywhere sanitised and disarmed, as a field may hold it."""
    return write_field(sanitise(html))


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's own names
        # `settle_links` decides: a link that is refused here would leave its marks to be read.
        return True


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"breaks": True, "html": True})
    parser.enable(["table", "strikethrough"])
    _add_inline_rules(parser)
    parser.block.ruler.before("fence", "math_block", math_block, _INTERRUPTS)
    parser.block.ruler.at("reference", reference)
    parser.core.ruler.after("block", "html", _settle_html)
    parser.core.ruler.after("block", "tasks", tasks)
    parser.core.ruler.after("block", "callouts", callouts)
    parser.core.ruler.push("links", _settle_links)
    parser.core.ruler.push("lift", lift_blocks)
    parser.core.ruler.push("empty", _leave_out_empty)
    parser.add_render_rule("math_block", _render_math)
    parser.add_render_rule("fence", render_fence)
    return parser


def _add_inline_rules(parser: MarkdownIt) -> None:
    rules = parser.inline.ruler
    rules.at("text", text)
    rules.at("html_inline", raw)
    for name, rule in (
        ("cloze", cloze),
        ("math", math),
        ("comment", comment),
        ("highlight", highlight),
        ("wikilink", wikilink),
        ("citation", citation),
        ("footnote", footnote),
        ("tag", tag),
        ("block_id", block_id),
        ("residue", residue),
        ("url", url),
        ("dataview", dataview),
    ):
        rules.before("strikethrough", name, rule)
    parser.inline.ruler2.before("strikethrough", "highlight", settle_highlights)


def _settle_links(state: StateCore) -> None:
    for token in state.tokens:
        if token.children:
            settle_links(token.children, handlers_of(state.env))


def _settle_html(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "html_block":
            token.content = settle_tags(without_comments(token.content), handlers_of(state.env))
    state.tokens = [
        token for token in state.tokens if token.type != "html_block" or token.content.strip()
    ]


def _leave_out_empty(state: StateCore) -> None:
    """Leave out paragraphs of which nothing is shown: a comment, a block id, residue."""
    tokens = state.tokens
    state.tokens = [
        token
        for place, token in enumerate(tokens)
        if not any(_is_empty(tokens, place - back) for back in range(3))
    ]


def _is_empty(tokens: list[Token], place: int) -> bool:
    if place < 0 or tokens[place].type != "paragraph_open":
        return False
    return all(
        child.type in ("text", "softbreak") and not child.content.strip()
        for child in tokens[place + 1].children or ()
    )


def _render_math(_renderer: object, tokens: list[Token], place: int, *_rest: object) -> str:
    return formula(tokens[place].content, display=True) + "\n"


def _without_lone_paragraph(tokens: list[Token]) -> list[Token]:
    types = [token.type for token in tokens]
    return tokens[1:2] if types == ["paragraph_open", "inline", "paragraph_close"] else tokens
