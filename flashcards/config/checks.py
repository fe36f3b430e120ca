"""What a setting's value may be: each check returns the value to use, or says what was expected.

The options of plugins' syntaxes are checked by the types of their fields, so that a new field can
be set without a word here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

from flashcards.decks import deck_name

Check = Callable[[Any], Any]
"""Returns the value to use, or raises `TypeError` with what was expected."""


def text(value: Any) -> str:
    """Take a text that is not blank."""
    if isinstance(value, str) and value.strip():
        return value
    raise TypeError("a text in quotes")


def any_text(value: Any) -> str:
    """Take a text, an empty one too."""
    if isinstance(value, str):
        return value
    raise TypeError('a text in quotes, or ""')


def deck(value: Any) -> str:
    """Take the name of a deck."""
    name = text(value)
    if deck_name(name.split("::")):
        return name
    raise TypeError('a deck, such as "Medicine"')


def texts(value: Any) -> tuple[str, ...]:
    """Take a list of texts that are not blank."""
    if isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value):
        return tuple(value)
    raise TypeError('a list of texts, such as ["a", "b"]')


def switch(value: Any) -> bool:
    """Take true or false."""
    if isinstance(value, bool):
        return value
    raise TypeError("true or false")


def one_of(*values: Any) -> Check:
    """Take one of these values, and nothing that only equals it."""

    def check(value: Any) -> Any:
        for each in values:
            if value == each and type(value) is type(each):
                return each
        raise TypeError(" or ".join(f'"{v}"' if isinstance(v, str) else str(v) for v in values))

    return check


def languages(value: Any) -> tuple[str, ...]:
    """Take codes of languages whose words are known."""
    from flashcards.syntaxes._languages import LANGUAGES  # noqa: PLC0415 - few set them

    codes = texts(value)
    if any(code not in LANGUAGES for code in codes):
        raise TypeError(f"a list of codes, out of {', '.join(sorted(LANGUAGES))}")
    return codes


def checks_of(kind: type) -> dict[str, Check]:
    """Return the check of each field of a dataclass, by its name.

    A text may be empty if the default is. Tags are kept without `#`, with which people write them.
    """
    hints = get_type_hints(kind)
    checks = {each.name: _check_of(hints[each.name]) for each in fields(kind)}
    for each in fields(kind):
        if hints[each.name] is str and each.default == "":
            checks[each.name] = any_text
        if each.name in {"tag", "tags"}:
            checks[each.name] = _without_hash(checks[each.name])
    return checks


def _without_hash(check: Check) -> Check:
    def checked(value: Any) -> Any:
        taken = check(value)
        if isinstance(taken, str):
            return taken.removeprefix("#")
        return tuple(each.removeprefix("#") for each in taken)

    return checked


def _check_of(hint: Any) -> Check:
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return one_of(*arguments)
    assert origin is tuple, hint
    if is_dataclass(arguments[0]) and isinstance(arguments[0], type):
        return _tables(arguments[0])
    return _mapping(*get_args(arguments[0]))


_SIMPLE: Mapping[Any, Check] = {str: text, bool: switch, tuple[str, ...]: texts}


def _tables(kind: type) -> Check:
    """Take a list of tables, each with the fields of a dataclass."""
    checks = checks_of(kind)
    example = ", ".join(f'{name} = "..."' for name in checks)

    def check(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise TypeError(f"a list of tables, such as [{{{example}}}]")
        return tuple(_value(kind, checks, each) for each in value)

    return check


def _value(kind: type, checks: Mapping[str, Check], table: Any) -> Any:
    if not isinstance(table, dict) or table.keys() - checks.keys():
        raise TypeError(f"a list of tables with the keys {', '.join(checks)}")
    given = {}
    for name, value in table.items():
        try:
            given[name] = checks[name](value)
        except TypeError as expected:
            raise TypeError(f"a list of tables whose `{name}` is {expected}") from expected
    try:
        return kind(**given)
    except TypeError as missing:
        raise TypeError(f"a list of tables with the keys {', '.join(checks)}") from missing


def _mapping(key: Any, of: Any) -> Check:
    """Take a table from texts to values of one type, as a tuple of pairs."""
    assert key is str, key
    inner = _check_of(of)

    def check(value: Any) -> tuple[tuple[str, Any], ...]:
        if not isinstance(value, dict):
            raise TypeError("a table")
        return tuple((name, inner(each)) for name, each in value.items())

    return check
