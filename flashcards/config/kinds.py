"""What a setting's value may be: each kind checks one and describes it in JSON Schema.

The kinds of most settings follow from the types of their fields, so that a new field can be set
without a word here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Literal, get_args, get_origin
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from flashcards.deck_names import whole_deck_name

Check = Callable[[Any], Any]
"""Returns the value to use, or raises `TypeError` with what was expected."""


class Kind(Struct, frozen=True):
    """A kind of value."""

    check: Check
    schema: Mapping[str, Any]
    """What `check` takes, in JSON Schema as far as that can say it."""


def _text(value: Any) -> str:
    """Take a text that is not blank."""
    if isinstance(value, str) and value.strip():
        return value
    raise TypeError("a text that is not blank" if isinstance(value, str) else "a text in quotes")


def _any_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise TypeError('a text in quotes, or ""')


def _deck(value: Any) -> str:
    if isinstance(value, str) and whole_deck_name(value):
        return value
    raise TypeError('a deck, such as "Medicine"')


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value):
        return tuple(value)
    raise TypeError('a list of texts, such as ["a", "b"]')


def _address(value: Any) -> str:
    with suppress(ValueError):  # of a port that is no number
        parts = urlsplit(_text(value))
        if parts.scheme in {"http", "https"} and parts.hostname and parts.path in {"", "/"}:
            _ = parts.port
            return str(value)
    raise TypeError('an address, such as "http://127.0.0.1:8765"')


def _switch(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise TypeError("true or false")


_SAYS_SOMETHING = {"type": "string", "pattern": r"\S"}

TEXT = Kind(_text, _SAYS_SOMETHING)
"""A text that is not blank."""

ANY_TEXT = Kind(_any_text, {"type": "string"})
"""A text, which may be empty."""

ADDRESS = Kind(_address, {"type": "string", "pattern": r"^https?://[^/]+/?$"})
"""The address of a web server, without a path."""

DECK = Kind(_deck, {"type": "string", "pattern": r"[^:\s]"})
"""The name of a deck."""

TEXTS = Kind(_texts, {"type": "array", "items": _SAYS_SOMETHING})
"""A list of texts that are not blank."""

SWITCH = Kind(_switch, {"type": "boolean"})
"""True or false."""


def one_of(*values: Any) -> Kind:
    """Take one of these values, and nothing that only equals it."""

    def check(value: Any) -> Any:
        for each in values:
            if value == each and type(value) is type(each):
                return each
        raise TypeError(" or ".join(f'"{v}"' if isinstance(v, str) else str(v) for v in values))

    kind = "string" if isinstance(values[0], str) else "integer"
    return Kind(check, {"type": kind, "enum": list(values)})


def some_of(*values: str, what: str = "a list") -> Kind:
    """Take a list with some of these texts."""

    def check(value: Any) -> tuple[str, ...]:
        texts = _texts(value)
        if set(texts) <= set(values):
            return texts
        raise TypeError(f"{what}, out of {', '.join(values)}")

    return Kind(check, {"type": "array", "items": {"type": "string", "enum": list(values)}})


def number(lowest: float, highest: float, unit: str = "") -> Kind:
    """Take a number within bounds, a whole one if the bounds are; `unit` is said in messages."""
    whole = isinstance(lowest, int) and isinstance(highest, int)
    what = "a whole number" if whole else "a number"

    def check(value: Any) -> Any:
        fits = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
        if fits and lowest <= value <= highest:
            return value if whole else float(value)
        raise TypeError(f"{what}{f' of {unit}' if unit else ''} from {lowest:g} to {highest:g}")

    kind = "integer" if whole else "number"
    return Kind(check, {"type": kind, "minimum": lowest, "maximum": highest})


def kinds_of(owner: type[Struct]) -> dict[str, Kind]:
    """Return the kind of each field of a struct, by its name.

    A text may be empty if the default is. Tags are kept without `#`, with which people write them.
    Numbers need bounds, which a type does not have: they are left out.
    """
    kinds: dict[str, Kind] = {}
    for each in fields(owner):
        if each.type in (int, float):
            continue
        kind = ANY_TEXT if _may_be_empty(each) else _kind_of(each.type)
        kinds[each.name] = _without_hash(kind) if each.name in {"tag", "tags"} else kind
    return kinds


def _may_be_empty(each: FieldInfo) -> bool:
    return each.type is str and each.default == ""


def _without_hash(kind: Kind) -> Kind:
    def check(value: Any) -> Any:
        taken = kind.check(value)
        if isinstance(taken, str):
            return taken.removeprefix("#")
        return tuple(each.removeprefix("#") for each in taken)

    return Kind(check, kind.schema)


def _kind_of(hint: Any) -> Kind:
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return one_of(*arguments)
    assert origin is tuple, hint
    if isinstance(arguments[0], type) and issubclass(arguments[0], Struct):
        return _tables(arguments[0])
    return _mapping(*get_args(arguments[0]))


_SIMPLE: Mapping[Any, Kind] = {str: TEXT, bool: SWITCH, tuple[str, ...]: TEXTS}


def _tables(owner: type[Struct]) -> Kind:
    """Take a list of tables, each with the fields of a struct."""
    kinds = kinds_of(owner)
    example = ", ".join(f'{name} = "..."' for name in kinds)

    def check(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise TypeError(f"a list of tables, such as [{{{example}}}]")
        return tuple(_value(owner, kinds, each) for each in value)

    item = {
        "type": "object",
        "properties": {name: dict(kind.schema) for name, kind in kinds.items()},
        "required": [each.name for each in fields(owner) if each.required],
        "additionalProperties": False,
    }
    return Kind(check, {"type": "array", "items": item})


def _value(owner: type[Struct], kinds: Mapping[str, Kind], table: Any) -> Any:
    if not isinstance(table, dict) or table.keys() - kinds.keys():
        raise TypeError(f"a list of tables with the keys {', '.join(kinds)}")
    given = {}
    for name, value in table.items():
        try:
            given[name] = kinds[name].check(value)
        except TypeError as expected:
            raise TypeError(f"a list of tables whose `{name}` is {expected}") from expected
    try:
        return owner(**given)
    except TypeError as missing:
        raise TypeError(f"a list of tables with the keys {', '.join(kinds)}") from missing


def _mapping(key: Any, of: Any) -> Kind:
    """Take a table from texts to values of one type, as a tuple of pairs."""
    assert key is str, key
    inner = _kind_of(of)

    def check(value: Any) -> tuple[tuple[str, Any], ...]:
        if not isinstance(value, dict):
            raise TypeError("a table")
        return tuple((name, _each(name, each)) for name, each in value.items())

    def _each(name: str, each: Any) -> Any:
        try:
            return inner.check(each)
        except TypeError as expected:
            raise TypeError(f"a table whose `{name}` is {expected}") from expected

    return Kind(check, {"type": "object", "additionalProperties": dict(inner.schema)})
