"""Which settings there are: table by table, key by key, and where each one arrives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from flashcards.config.checks import (
    Check,
    any_text,
    checks_of,
    deck,
    languages,
    one_of,
    switch,
    text,
    texts,
)
from flashcards.syntaxes import OF_PLUGINS, SyntaxOptions

TOP: Mapping[str, Check] = MappingProxyType(
    {
        "vault_id": text,
        "vault_name": text,
        "root_deck": deck,
        "bibliography": texts,
        "ignore": texts,
        "include": texts,
        "obsidian_ignore": switch,
        "css": text,
        "captions": switch,
        "links": one_of("obsidian", "text"),
    }
)
"""The settings above all tables: fields of `Config`."""


@dataclass(frozen=True, slots=True)
class Table:
    """The settings of one syntax."""

    options: Mapping[str, str]
    """Key -> field of the options."""

    checks: Mapping[str, Check]
    part: str = ""
    """The field of `SyntaxOptions` that holds the options; empty if it is they."""


def _own(**keys: tuple[str, Check]) -> Table:
    return Table(
        {key: option for key, (option, _) in keys.items()},
        {key: check for key, (_, check) in keys.items()},
    )


_OURS: Mapping[str, Table] = MappingProxyType(
    {
        "definition": _own(
            callouts=("definition_callouts", texts),
            becomes=("definition", one_of("basic", "reversed", "cloze")),
        ),
        "quote": _own(
            callouts=("quote_callouts", texts),
            bold=("bold_clozes", switch),
        ),
        "section": _own(
            headings=("section_headings", texts),
            languages=("languages", languages),
            basic_separators=("basic_separators", texts),
            reversed_separators=("reversed_separators", texts),
            basic_markers=("basic_markers", texts),
            reversed_markers=("reversed_markers", texts),
            end_marker=("end_marker", any_text),
            question_labels=("question_labels", texts),
            answer_labels=("answer_labels", texts),
            highlights=("highlights", switch),
            highlights_together=("highlights_together", switch),
            bold=("section_bold_clozes", switch),
            curly=("section_curly_clozes", switch),
        ),
    }
)


@cache
def table_of(syntax: str) -> Table:
    """Return the settings of a syntax; one of a plugin has a key for each of its options."""
    if syntax not in OF_PLUGINS:
        return _OURS.get(syntax, _own())
    part = syntax.replace("-", "_")
    checks = checks_of(type(getattr(SyntaxOptions(), part)))
    return Table({name: name for name in checks}, checks, part)
