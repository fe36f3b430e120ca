"""`flashcards.toml`: what the user decided, as plain values.

An unknown key or a value of the wrong type stops the run, since a setting that is silently
ignored is worse than none.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flashcards.decks import deck_name
from flashcards.diagnostics import FlashcardsError
from flashcards.syntaxes import NAMES, SyntaxOptions

FILE = "flashcards.toml"


@dataclass(frozen=True, slots=True)
class Config:
    """All settings; what is None was not set and has a default that depends on the vault."""

    vault_id: str | None = None
    vault_name: str | None = None
    root_deck: str | None = None
    bibliography: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    syntaxes: SyntaxOptions = field(default_factory=SyntaxOptions)


def load_config(path: Path, *, required: bool = False) -> Config:
    """Read the settings at `path`; the defaults if there is no such file and none is required.

    Raises `FlashcardsError` for a file that is no TOML, an unknown key, or a value of the wrong
    type.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        if not required:
            return Config()
        raise FlashcardsError(f"there is no settings file {path}") from error
    except UnicodeDecodeError as error:
        raise FlashcardsError(f"the settings {path} are not UTF-8", "save them as UTF-8") from error
    except OSError as error:
        raise FlashcardsError(
            f"cannot read the settings {path}: {(error.strerror or str(error)).lower()}"
        ) from error
    return parse_config(text, str(path))


def deck_setting(value: str, name: str) -> str:
    """Return the name of a deck; `name` says where it was given, for the message."""
    if deck_name(value.split("::")):
        return value
    raise FlashcardsError(f'{name} must name a deck, such as "Medicine", not {value!r}')


def parse_config(text: str, name: str = FILE) -> Config:
    """Read settings; `name` stands in messages."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FlashcardsError(f"{name} is not valid TOML: {error}") from error
    tables = values.pop("syntaxes", {})
    config = Config(**_checked(values, _TOP, name, "the top level"))
    return replace(config, syntaxes=_syntax_options(tables, name))


Check = Callable[[Any], Any]


def _text(value: Any) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise TypeError("a text in quotes")


def _deck(value: Any) -> str:
    text = _text(value)
    if deck_name(text.split("::")):
        return text
    raise TypeError('a deck, such as "Medicine"')


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value):
        return tuple(value)
    raise TypeError('a list of texts, such as ["a", "b"]')


def _switch(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise TypeError("true or false")


def _one_of(*words: str) -> Check:
    def check(value: Any) -> str:
        if value in words:
            return str(value)
        raise TypeError(" or ".join(f'"{word}"' for word in words))

    return check


_TOP: Mapping[str, Check] = {
    "vault_id": _text,
    "vault_name": _text,
    "root_deck": _deck,
    "bibliography": _texts,
    "ignore": _texts,
    "include": _texts,
}

# Table -> key -> (option of SyntaxOptions, check)
_SYNTAXES: Mapping[str, Mapping[str, tuple[str, Check]]] = {
    "definition": {
        "callouts": ("definition_callouts", _texts),
        "becomes": ("definition", _one_of("basic", "reversed", "cloze")),
    },
    "quote": {
        "callouts": ("quote_callouts", _texts),
        "bold": ("bold_clozes", _switch),
    },
    "section": {
        "headings": ("section_headings", _texts),
        "basic_separators": ("basic_separators", _texts),
        "reversed_separators": ("reversed_separators", _texts),
        "basic_markers": ("basic_markers", _texts),
        "reversed_markers": ("reversed_markers", _texts),
        "question_labels": ("question_labels", _texts),
        "answer_labels": ("answer_labels", _texts),
        "highlights": ("highlights", _switch),
        "highlights_together": ("highlights_together", _switch),
        "bold": ("section_bold_clozes", _switch),
    },
}


def _syntax_options(tables: Any, name: str) -> SyntaxOptions:
    if not isinstance(tables, dict):
        raise FlashcardsError(f"{name}: `syntaxes` must be a table, such as [syntaxes.quote]")
    enabled = set(NAMES)
    options: dict[str, Any] = {}
    for syntax, table in tables.items():
        if syntax not in NAMES:
            raise FlashcardsError(f"{name}: there is no syntax `{syntax}`", _nearest(syntax, NAMES))
        if not isinstance(table, dict):
            raise FlashcardsError(f"{name}: `syntaxes.{syntax}` must be a table")
        known = _SYNTAXES.get(syntax, {})
        checks = {"enabled": _switch, **{key: check for key, (_, check) in known.items()}}
        checked = _checked(table, checks, name, f"[syntaxes.{syntax}]")
        if not checked.pop("enabled", True):
            enabled.discard(syntax)
        options.update({known[key][0]: value for key, value in checked.items()})
    return SyntaxOptions(enabled=frozenset(enabled), **options)


def _checked(
    values: Mapping[str, Any], checks: Mapping[str, Check], name: str, table: str
) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for key, value in values.items():
        if key not in checks:
            raise FlashcardsError(
                f"{name}: there is no setting `{key}` in {table}", _nearest(key, checks)
            )
        try:
            checked[key] = checks[key](value)
        except TypeError as expected:
            raise FlashcardsError(
                f"{name}: `{key}` in {table} must be {expected}, not {value!r}"
            ) from expected
    return checked


def _nearest(key: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    return f"did you mean `{near[0]}`?" if near else f"known are: {', '.join(known)}"
