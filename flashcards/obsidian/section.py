"""What plugins separate questions and answers with holds in Flashcards sections, too."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from msgspec.structs import replace

from flashcards.syntaxes import SyntaxOptions


def with_plugin_marks(
    options: SyntaxOptions, syntaxes: Container[str], given: Container[str] = ()
) -> SyntaxOptions:
    """Return the options with what these syntaxes of plugins separate with added to the section's.

    An option whose name is in `given` was chosen by the author and is left alone.
    """
    changes: dict[str, Any] = {}
    for basic, both, pairs in _marks(options, syntaxes):
        ones = _with(getattr(options, basic), [one for one, _ in pairs])
        others = _with(getattr(options, both), [other for _, other in pairs])
        changes[basic] = tuple(each for each in ones if each not in {b for _, b in pairs})
        changes[both] = tuple(each for each in others if each not in {a for a, _ in pairs})
    if "osr" in syntaxes and not options.end_marker:
        changes["end_marker"] = options.osr.end_marker
    return replace(options, **{name: new for name, new in changes.items() if name not in given})


def _marks(
    options: SyntaxOptions, syntaxes: Container[str]
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the section's options for one way and for both, and what is to be in each."""
    separators: list[tuple[str, str]] = []
    markers: list[tuple[str, str]] = []
    if "osr" in syntaxes:
        osr = options.osr
        separators.append((osr.separator.strip(), osr.reversed_separator.strip()))
        markers.append((osr.marker.strip(), osr.reversed_marker.strip()))
    if "flashcards-obsidian" in syntaxes:
        other = options.flashcards_obsidian
        separators.append((other.separator.strip(), other.reversed_separator.strip()))
    return [
        ("basic_separators", "reversed_separators", separators),
        ("basic_markers", "reversed_markers", markers),
    ]


def _with(known: tuple[str, ...], more: list[str]) -> tuple[str, ...]:
    return (*known, *dict.fromkeys(each for each in more if each and each not in known))
