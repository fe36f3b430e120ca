"""The text of a settings file in, values by table and key out; what is not known stops the run."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from flashcards.config.described import Table
from flashcards.config.naming import meant, nearest
from flashcards.config.tables import TABLES
from flashcards.config.written import Settings, Written, decapitalised
from flashcards.diagnostics import FlashcardsError

_MOST_DOTS = 2_000
"""In a line: `tomllib` takes time with the square of the parts of a key, `a.a.a.a = 1`."""


def read_file(text: str, name: str, origin: str) -> Settings:
    """Read the text of a settings file; `name` stands in messages, with the line.

    Raises `FlashcardsError` for what is no TOML or takes too long, and for a table or a key that is
    not known.
    """
    _refuse_endless_keys(text, name)
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        what, _, at = str(error).partition(" (at line ")
        line = re.match(r"\d+", at)
        where = f"{name}:{line[0]}" if line else name
        raise FlashcardsError(f"{where}: this is not valid TOML: {decapitalised(what)}") from error
    found: dict[tuple[str, str], Written] = {}
    for table, keys in _tables_in(values, text, name):
        for key, value in keys.items():
            where = place(text, name, table.key(key))
            if key not in table.keys:
                raise _unknown_key(where, key, table)
            what = f"{where}: `{key}` in {table.shown}"
            found[table.name, key] = Written(value, origin, what)
    return MappingProxyType(found)


def _refuse_endless_keys(text: str, name: str) -> None:
    if text.count(".") <= _MOST_DOTS:
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(".") > _MOST_DOTS:
            raise FlashcardsError(
                f"{name}:{number}: this line has more than {_MOST_DOTS} dots, and is not read",
                "write a long list on several lines",
            )


def _tables_in(
    values: Mapping[str, Any], text: str, name: str
) -> Iterator[tuple[Table, Mapping[str, Any]]]:
    """Yield the tables of a file that are known, those above all first."""
    heads = {each.partition(".")[0] for each in TABLES} - {""}
    yield TABLES[""], {key: value for key, value in values.items() if not _is_table(key, value)}
    for head, value in values.items():
        if not _is_table(head, value):
            continue
        where = place(text, name, head)
        if head not in heads:
            near = nearest(head, (each for each in TABLES if each))
            raise FlashcardsError(f"{where}: there is no table [{head}]", near)
        if head in TABLES:
            yield TABLES[head], _table(value, f"{where}: `{head}` must be a table: [{head}]")
        else:
            what = f"{where}: `{head}` must be a table, such as [{head}.quote]"
            yield from _tables_below(head, _table(value, what), text, name)


def _is_table(key: str, value: Any) -> bool:
    """Tell whether this is meant as a table of settings, right or wrong."""
    heads = {each.partition(".")[0] for each in TABLES}
    return key in heads or (isinstance(value, dict) and key not in TABLES[""].keys)


def _tables_below(
    head: str, values: Mapping[str, Any], text: str, name: str
) -> Iterator[tuple[Table, Mapping[str, Any]]]:
    known = {each.removeprefix(f"{head}."): each for each in TABLES if each.startswith(f"{head}.")}
    for sub, value in values.items():
        full = f"{head}.{sub}"
        where = place(text, name, full)
        if sub not in known:
            raise FlashcardsError(f"{where}: there is no table [{full}]", nearest(sub, known))
        yield TABLES[full], _table(value, f"{where}: `{full}` must be a table: [{full}]")


def _table(value: Any, wrong: str) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise FlashcardsError(wrong)


def _unknown_key(where: str, key: str, table: Table) -> FlashcardsError:
    """Name the nearest key; or the tables that have this one."""
    others = [each.shown for each in TABLES.values() if key in each.keys]
    hint = nearest(key, table.keys)
    if others and meant(key, table.keys) is None:
        hint = f"it belongs to {' or '.join(others)}"
    return FlashcardsError(f"{where}: there is no setting `{key}` in {table.shown}", hint)


_HEADER = re.compile(r"\s*\[\[?([^\]]+)\]")
_KEY = re.compile(r"""([\w.\s"'-]++)=""")
_NOT_PART_OF_A_NAME = re.compile(r"[\s\"']")


def place(text: str, name: str, wanted: str) -> str:
    """Return `name:line` of a table or key, or of what it stands in; TOML's parser tells no lines.

    `wanted` is a full name, such as `syntaxes.osr.tags`.
    """
    while wanted:
        for number, full in _named_lines(text):
            if full == wanted or full.startswith(f"{wanted}."):
                return f"{name}:{number}"
        wanted = wanted.rpartition(".")[0]
    return name


def _named_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line that begins a table or sets a key, with the full name."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _NOT_PART_OF_A_NAME.sub("", header[1])
            yield number, table
        elif key := _KEY.match(line):
            yield number, f"{table}.{_NOT_PART_OF_A_NAME.sub('', key[1])}".removeprefix(".")
