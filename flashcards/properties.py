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

_MAX_CHARACTERS = 64 * 1024
_MAX_DEPTH = 24
_MAX_ALIASES = 20
_MAX_VALUES = 50_000
_LONGEST_NUMBER = 3000
"""Characters, and bits."""

_QUOTE = 'put values that hold a colon or begin with a mark in quotes: title: "Sleep: a review"'

_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
_LOOKS_LIKE_PROPERTY = re.compile(r"(?:[\w\"'][^:\n]*:(?:[ \t]|$)|\{)", re.MULTILINE)
# Aliases, a second document, and what YAML takes for the end of a line.
_NOT_FLAT = re.compile(r"[*&\x85\u2028\u2029]|---|\.\.\.")
_LIST_LINE = re.compile(r"[ \t]*-[ \t]+(?P<value>.*)")

# What PyYAML says, in an author's words; the first that fits.
_PLAIN_WORDS = (
    ("mapping values are not allowed", "there is a `: ` where YAML allows none"),
    ("while scanning a quoted scalar", "a quotation mark is never closed"),
    ("while scanning a simple key", "a line is no `key: value`"),
    ("undefined alias", "a value begins with `*`"),
    ("cannot start any token", "a value begins with a mark that means something in YAML"),
    ("while parsing a flow", "a bracket or brace is never closed"),
    ("characters are not allowed", "there is an invisible control character"),
    ("unhashable key", "a name begins with `[`, `{` or `?`"),
    ("integer string conversion", "a number is too long"),
    ("could not determine a constructor", "a value begins with `!` or `=`"),
)


class _RefusedError(Exception):
    """These properties cannot be read; says why and, if known, at which line from 0."""

    def __init__(self, reason: str, line: int = 0, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.hint = hint


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
    except _RefusedError as refused:
        line = refused.line + 2  # the fence is line 1
        return _salvage(inside), blanked, (_invalid(refused, Span(path, line, line)),)


def _load(inside: str) -> Mapping[str, object]:
    if len(inside) > _MAX_CHARACTERS:
        raise _RefusedError(f"they are longer than {_MAX_CHARACTERS // 1024} thousand letters")
    loaded = _load_json(inside) or _load_yaml(inside)
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise _RefusedError("they are a list or text, not lines of `key: value`")
    return {str(key): value for key, value in loaded.items()}


def _load_json(inside: str) -> object:
    """Read `{...}` as JSON, which is much faster than as YAML; None if it is not JSON."""
    if not inside.lstrip().startswith("{"):
        return None
    try:
        loaded: object = json.loads(inside)
    except RecursionError:
        raise _RefusedError(f"more than {_MAX_DEPTH} lists stand inside each other") from None
    except ValueError:
        return None
    _refuse_depth(loaded)
    if "\\u" in inside:
        _refuse_half_characters(loaded)
    return loaded


def _refuse_depth(loaded: object) -> None:
    values, depth = [loaded], 0
    while values:
        if depth > _MAX_DEPTH:
            raise _RefusedError(f"more than {_MAX_DEPTH} lists stand inside each other")
        below: list[object] = []
        for value in values:
            if isinstance(value, dict):
                below += value.values()
            elif isinstance(value, list):
                below += value
        values, depth = below, depth + 1


def _refuse_half_characters(loaded: object) -> None:
    try:
        json.dumps(loaded, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise _RefusedError("there is half of a character (`\\ud800` to `\\udfff`)") from None


def _load_yaml(inside: str) -> object:
    import yaml  # noqa: PLC0415 - most runs read no vault note at all
    from frontmatter.default_handlers import YAMLHandler  # noqa: PLC0415 - the same

    try:
        if not _is_flat(inside):
            _refuse_bombs(inside)
        loaded: object = YAMLHandler().load(inside)
        if "*" in inside or len(inside) > _LONGEST_NUMBER:
            _refuse_growth(loaded)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line if mark else 0
        if "".join(inside.split("\n")[line : line + 1]).startswith("\t"):
            raise _RefusedError("a line is indented by a tab", line, "use blanks instead") from None
        reason = _in_plain_words(str(error), error.problem or "")
        raise _RefusedError(reason, line, _QUOTE) from None
    except yaml.reader.ReaderError as error:
        line = inside.encode(errors="replace")[: error.position].count(b"\n")
        raise _RefusedError(_in_plain_words(str(error), error.reason), line) from None
    except (yaml.YAMLError, ValueError, TypeError, AttributeError, LookupError) as error:
        # PyYAML lets errors of Python through, such as those of the date 2024-13-45.
        raise _RefusedError(_in_plain_words(str(error), str(error)), 0, _QUOTE) from None
    return loaded


def _is_flat(inside: str) -> bool:
    """Tell whether YAML is too small for what is refused: each list begins a line or has a mark.

    Its events, read to look for that, take as long as all the rest.
    """
    marks = sum(map(inside.count, "\n[{-?"))
    return marks < _MAX_DEPTH and _NOT_FLAT.search(inside) is None


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
            raise _RefusedError(
                f"more than {_MAX_ALIASES} aliases (`*name`) stand in the properties"
            )
        if depth > _MAX_DEPTH:
            raise _RefusedError(f"more than {_MAX_DEPTH} lists stand inside each other")


def _refuse_growth(loaded: object) -> None:
    """Count values as often as aliases repeat them: a few can still make millions of them.

    Look at numbers, too: Python reads long ones in base 16, and refuses to write them.
    """
    waiting, count = [loaded], 0
    while waiting:
        value = waiting.pop()
        if isinstance(value, int) and value.bit_length() > _LONGEST_NUMBER:
            raise _RefusedError("a number is too long")
        inside = (
            value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        )
        count += len(inside)
        if count > _MAX_VALUES:
            raise _RefusedError(f"there are more than {_MAX_VALUES:,} values, aliases included")
        waiting += inside


def _in_plain_words(error: str, problem: str) -> str:
    for words, plain in _PLAIN_WORDS:
        if words in error:
            return plain
    return " ".join(problem.split())


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
    except _RefusedError:
        return value.strip("\"'")
    return value if isinstance(loaded, dict) else loaded


def _invalid(refused: _RefusedError, span: Span) -> Diagnostic:
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
