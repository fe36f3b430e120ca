"""The only door to `regex`: patterns of users run under a limit of time."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from flashcards.syntaxes._obsidian_to_anki_options import Style
from flashcards.syntaxes.obsidian_to_anki.javascript import PatternError, translate

if TYPE_CHECKING:
    import regex

SECONDS = 2.0
"""How long one pattern may look through one vault note, in each of its four passes.

Patterns that many people use need a second for a paragraph of five thousand letters.
"""

_SECONDS_AT_LAST = 0.1
_OFTEN = 3
"""A pattern that was stopped in so many vault notes is not waited for any more."""

_TAGS = r"\n?Tags: (?P<o2a_tags>.*)"
_ID = (
    r"(?:\n?[ \t]*+<!--[ \t]*+ID:[ \t]*+(?P<o2a_id>\d++)[ \t]*+-->"
    r"|\n[ \t]*+ID: (?P<o2a_bare>\d++)[ \t]*+$)"
)
_BELOW = (
    (("Tags: ", "ID:"), _TAGS + _ID),
    (("ID:",), _ID),
    (("Tags: ",), _TAGS),
    ((), ""),
)


class TooSlowError(Exception):
    """A pattern ran out of time or memory."""


class Patience:
    """How long a pattern may take, by how often it was stopped before.

    Without an end to it, a pattern that runs away in every vault note would take hours in a vault
    of thousands.
    """

    def __init__(self, seconds: float = SECONDS, at_last: float = _SECONDS_AT_LAST) -> None:
        self._seconds = seconds
        self._at_last = at_last
        self._stops: Counter[Style] = Counter()

    def with_style(self, style: Style) -> float:
        """Return the seconds that a pattern has in a vault note."""
        return self._seconds if self._stops[style] < _OFTEN else self._at_last

    def stopped(self, style: Style) -> None:
        """Remember that a pattern took too long."""
        self._stops[style] += 1


class Pass(Struct, frozen=True):
    """A pattern with what may stand below it."""

    words: tuple[str, ...]
    """Without these words in a text nothing can be found there."""

    pattern: regex.Pattern[str]

    def matches(self, text: str, seconds: float) -> tuple[regex.Match[str], ...]:
        """Return the matches that hold any text; raises `TooSlowError` if that takes too long."""
        if not all(word in text for word in self.words):
            return ()
        try:
            found = self.pattern.finditer(text, timeout=seconds)
            return tuple(match for match in found if match.end() > match.start())
        except (TimeoutError, MemoryError) as error:
            raise TooSlowError from error


class Compiled(Struct, frozen=True):
    """A user's pattern, ready to run."""

    style: Style
    passes: tuple[Pass, ...]
    """With a line of tags and an id below; with an id; with tags; alone."""

    groups: int


class Broken(Struct, frozen=True):
    """A pattern that cannot run, and why."""

    style: Style
    why: str


@lru_cache(maxsize=64)
def compile_style(style: Style) -> Compiled | Broken:
    """Translate a user's pattern and compile it."""
    import regex  # noqa: PLC0415 - few vaults have patterns, and each start would pay for it

    try:
        translated = translate(style.pattern)
        regex.compile(translated.pattern)  # `a)(b` would be none within the group below
        alone = f"(?:{translated.pattern})"
        passes = tuple(
            Pass(words, regex.compile(alone + below, regex.MULTILINE)) for words, below in _BELOW
        )
    except PatternError as error:
        return Broken(style, str(error))
    except (regex.error, RecursionError, OverflowError, ValueError) as error:
        return Broken(style, getattr(error, "msg", "") or str(error))
    if not translated.groups:
        return Broken(style, "it has no group `(…)`, and groups are the fields")
    return Compiled(style, passes, translated.groups)
