"""markdown-it as it reads Obsidian's Markdown: a text in, HTML that is not yet sanitised out.

It is loaded for the first text that is more than words, links and emphasis.
"""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from flashcards.markdown.by_character import ByCharacter
from flashcards.markdown.callouts import callouts
from flashcards.markdown.code import render_fence
from flashcards.markdown.empty import leave_out_empty
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
from flashcards.markdown.tex import formula

_INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}


def parsed_html(source: str, handlers: Handlers, *, inline: bool = False) -> str:
    """Return a text's HTML; without `<p>` if it is one paragraph."""
    parser = the_parser()
    environ = environment(handlers)
    tokens = (parser.parseInline if inline else parser.parse)(source, environ)
    html: str = parser.renderer.render(_without_lone_paragraph(tokens), parser.options, environ)
    return html


def _without_lone_paragraph(tokens: list[Token]) -> list[Token]:
    types = [token.type for token in tokens]
    return tokens[1:2] if types == ["paragraph_open", "inline", "paragraph_close"] else tokens


class _Parser(MarkdownIt):
    def __init__(self) -> None:
        super().__init__()
        self.inline = ByCharacter()
        self.configure("commonmark", {"breaks": True, "html": True})

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's own names
        # `settle_links` decides: a link that is refused here would leave its marks to be read.
        return True


@cache
def the_parser() -> MarkdownIt:
    """Return markdown-it with Obsidian's marks; it is made once."""
    parser = _Parser()
    parser.enable(["table", "strikethrough"])
    _add_inline_rules(parser)
    parser.block.ruler.before("fence", "math_block", math_block, _INTERRUPTS)
    parser.block.ruler.at("reference", reference)
    parser.core.ruler.after("block", "html", _settle_html)
    parser.core.ruler.after("block", "tasks", tasks)
    parser.core.ruler.after("block", "callouts", callouts)
    parser.core.ruler.push("links", _settle_links)
    parser.core.ruler.push("lift", lift_blocks)
    parser.core.ruler.push("empty", leave_out_empty)
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


def _render_math(_renderer: object, tokens: list[Token], place: int, *_rest: object) -> str:
    return formula(tokens[place].content, display=True) + "\n"
