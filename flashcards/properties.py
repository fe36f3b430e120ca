"""Obsidian's properties: the YAML or JSON between two `---` lines at the top of a vault note.

The lines are found here and left blank in the text, so that line n of the text is line n of the
file. python-frontmatter gets only what stands between them: it would lose the lines, take `----`,
and drop properties that are a list without a word. It is loaded when the first YAML is met.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.property_limits import (
    LONGEST_NUMBER,
    MAX_DEPTH,
    RefusedError,
    in_plain_words,
    refuse_depth,
    refuse_growth,
    refuse_half_characters,
)

_MAX_CHARACTERS = 64 * 1024
_MAX_ALIASES = 20

_QUOTE = 'put values that hold a colon or begin with a mark in quotes: title: "Sleep: a review"'

_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
_LOOKS_LIKE_PROPERTY = re.compile(r"(?:[\w\"'][^:\n]*:(?:[ \t]|$)|\{)", re.MULTILINE)
# Aliases, a second document, and what YAML takes for the end of a line.
_NOT_FLAT = re.compile(r"[*&\x85\u2028\u2029]|---|\.\.\.")
_LINK = re.compile(r"\[\[(?P<name>[^\[\]]*+)\]\]")
_LIST_LINE = re.compile(r"[ \t]*-[ \t]+(?P<value>.*)")


def split_properties(
    text: str, path: str
) -> tuple[Mapping[str, object], str, tuple[Diagnostic, ...]]:
    """Return the properties, the text with their lines blank, and what is wrong with them.

    Of broken YAML each line that is `key: value` is still read: most are broken by a title with a
    colon in it, and the title is wanted.
    """
    text = text.removeprefix("\ufeff")
    first, newline, rest = text.partition("\n")
    if first.rstrip(" \t") != "---" or not newline:
        return {}, text, ()
    closing = _CLOSING.search(rest)
    if closing is None:
        return {}, text, _unclosed(rest, path)
    inside = rest[: closing.start()]
    blanked = "\n" * (inside.count("\n") + 1) + rest[closing.end() :]
    try:
        return _load(inside), blanked, ()
    except RefusedError as refused:
        line = refused.line + 2  # the fence is line 1
        return _salvage(inside), blanked, (_invalid(refused, Span(path, line, line)),)


def _load(inside: str) -> Mapping[str, object]:
    if len(inside) > _MAX_CHARACTERS:
        raise RefusedError(f"they are longer than {_MAX_CHARACTERS // 1024} thousand letters")
    loaded = _load_json(inside) or _load_yaml(inside)
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise RefusedError("they are a list or text, not lines of `key: value`")
    return {str(key): value for key, value in loaded.items()}


def _load_json(inside: str) -> object:
    """Read `{...}` as JSON, which is much faster than as YAML; None if it is not JSON."""
    if not inside.lstrip().startswith("{"):
        return None
    try:
        loaded: object = json.loads(inside)
    except RecursionError:
        raise RefusedError(f"more than {MAX_DEPTH} lists stand inside each other") from None
    except ValueError:
        return None
    refuse_depth(loaded)
    if "\\u" in inside:
        refuse_half_characters(loaded)
    return loaded


def _load_yaml(inside: str) -> object:
    import yaml  # noqa: PLC0415 - most runs read no vault note at all
    from frontmatter.default_handlers import YAMLHandler  # noqa: PLC0415 - the same

    try:
        if not _is_flat(inside):
            _refuse_bombs(inside)
        loaded: object = YAMLHandler().load(inside)
        if "*" in inside or len(inside) > LONGEST_NUMBER:
            refuse_growth(loaded)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line if mark else 0
        if "".join(inside.split("\n")[line : line + 1]).startswith("\t"):
            raise RefusedError("a line is indented by a tab", line, "use blanks instead") from None
        reason = in_plain_words(str(error), error.problem or "")
        raise RefusedError(reason, line, _QUOTE) from None
    except yaml.reader.ReaderError as error:
        line = inside.encode(errors="replace")[: error.position].count(b"\n")
        raise RefusedError(in_plain_words(str(error), error.reason), line) from None
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, LookupError) as error:
        # PyYAML lets errors of Python through, such as those of the date 2024-13-45.
        raise RefusedError(in_plain_words(str(error), str(error)), 0, _QUOTE) from None
    return loaded


def _is_flat(inside: str) -> bool:
    """Tell whether YAML is too small for what is refused: each list begins a line or has a mark.

    Its events, read to look for that, take as long as all the rest.
    """
    marks = sum(map(inside.count, "\n[{-?"))
    return marks < MAX_DEPTH and _NOT_FLAT.search(inside) is None


def _refuse_bombs(inside: str) -> None:
    """Stop before YAML whose aliases multiply or whose nesting overflows the stack is built."""
    import yaml  # noqa: PLC0415 - see above

    aliases = depth = 0
    for event in yaml.parse(inside, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        match event:
            case yaml.AliasEvent():
                aliases += 1
            case yaml.CollectionStartEvent():
                depth += 1
            case yaml.CollectionEndEvent():
                depth -= 1
        if aliases > _MAX_ALIASES:
            raise RefusedError(
                f"more than {_MAX_ALIASES} aliases (`*name`) stand in the properties"
            )
        if depth > MAX_DEPTH:
            raise RefusedError(f"more than {MAX_DEPTH} lists stand inside each other")


def _salvage(inside: str) -> Mapping[str, object]:
    """Read the lines that are `key: value`, and `- value` below a key, each for itself."""
    found: dict[str, object] = {}
    for key, value, below in _pairs(inside[:_MAX_CHARACTERS]):
        found[key] = [_scalar(each) for each in below] if below and not value else _scalar(value)
    return found


def _pairs(inside: str) -> Iterator[tuple[str, str, list[str]]]:
    pair: tuple[str, str, list[str]] | None = None
    for line in inside.split("\n"):
        listed = _LIST_LINE.fullmatch(line)
        key, colon, value = line.partition(":")
        if listed and pair:
            pair[2].append(listed["value"].strip())
        elif colon and key[:1].isalnum() and value[:1] in ("", " ", "\t"):
            if pair:
                yield pair
            pair = (key.strip(), value.strip(), [])
    if pair:
        yield pair


def _scalar(value: str) -> object:
    """Read one value as YAML does if it is in order, else as the text it is."""
    try:
        loaded = _load_yaml(value)
    except RefusedError:
        return value.strip("\"'")
    return value if isinstance(loaded, dict) else loaded


def _invalid(refused: RefusedError, span: Span) -> Diagnostic:
    message = f"the properties cannot be read: {refused.reason}"
    return Diagnostic("invalid-properties", Severity.WARNING, span, message, refused.hint)


def _unclosed(rest: str, path: str) -> tuple[Diagnostic, ...]:
    """Warn about properties without an end; a mere `---` at the top is a line, as in Markdown."""
    if not _LOOKS_LIKE_PROPERTY.match(rest.lstrip("\n")):
        return ()
    problem = Diagnostic(
        "unclosed-properties",
        Severity.WARNING,
        Span(path, 1, 1),
        "the properties begin with `---` but never end",
        "put a line `---` below the last property; until then they are read as text",
    )
    return (problem,)


def texts_of(properties: Mapping[str, object], *names: str) -> tuple[str, ...]:
    """Return a property that may be one text or a list of them."""
    values: list[str] = []
    for name in names:
        value = properties.get(name)
        several = value if isinstance(value, list) else [value]
        values += [str(each).strip() for each in several if isinstance(each, str | int | float)]
    return tuple(value for value in values if value)


def tags_of(properties: Mapping[str, object]) -> Iterator[str]:
    """Yield the tags of the properties; a text holds several, and each of a list is one."""
    for name in ("tags", "tag", "cards-tags"):
        value = properties.get(name)
        if value is None:
            continue
        several = isinstance(value, list)
        for text in texts_of({name: list(_flat(value))}, name):
            for tag in re.split(r"," if several else r"[,\s]+", _LINK.sub(_linked, text)):
                if tag.strip(" #"):
                    yield tag.strip().removeprefix("#")


def _flat(value: object) -> Iterator[object]:
    """Yield what stands in lists within lists: YAML takes `[[x]]` for that."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, list):
            yield from _flat(each)
        else:
            yield each


def _linked(match: re.Match[str]) -> str:
    """Return a linked tag in one piece, as Anki will have it."""
    return f" {'_'.join(match['name'].split())} "
