"""Inline rules by the character that each begins with.

markdown-it asks all its rules wherever plain text ends, and of two dozen rules all but two or
three look at the first character and say no.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline

Rule = Callable[[StateInline, bool], bool]

FIRST = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "cloze": "".join(map(chr, range(0xFDD0, 0xFDF0))),
    "math": "$",
    "comment": "%<",
    "highlight": "=",
    "wikilink": "[!",
    "citation": "[@",
    "footnote": "[^",
    "tag": "#",
    "block_id": "^",
    "residue": "{",
    "url": ":",
    "dataview": ":",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}
"""The characters with which each rule may begin; what is not named here reads plain text."""

ENDS = "]>}"
"""What ends something that another rule began; alone, they are text."""


class ByCharacter(ParserInline):
    """Reads inline Markdown, and asks only the rules that may have something to say."""

    def tokenize(self, state: StateInline) -> None:
        """Read the stretch of text at which the state is."""
        src, end, rules = state.src, state.posMax, self._rules
        is_shallow = state.level < state.md.options["maxNesting"]
        while state.pos < end:
            character = src[state.pos]
            asked = rules.get(character, self._text) if is_shallow else ()
            if not any(rule(state, False) for rule in asked):
                state.append_pending(character)
                state.pos += 1
        if state.pending:
            state.pushPending()

    @cached_property
    def _rules(self) -> dict[str, list[Rule]]:
        rules: dict[str, list[Rule]] = {character: [] for character in ENDS}
        for name, rule in self._named():
            for character in FIRST.get(name, ""):
                rules.setdefault(character, []).append(rule)
        return rules

    @cached_property
    def _text(self) -> list[Rule]:
        return [rule for name, rule in self._named() if name not in FIRST]

    def _named(self) -> zip[tuple[str, Rule]]:
        return zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True)
