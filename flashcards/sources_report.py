"""What a vault cites, as lines for people and as JSON."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator

from flashcards.bibliography import locator_text, reference, short_citation, without_tags
from flashcards.sources import Resolved, Source, Sources, Use

_PLACES = 8
"""So many places of an unknown citekey are named; the rest is counted."""


def sources_lines(sources: Sources) -> Iterator[str]:
    """Yield the works with the flashcards that cite them, then what is unknown and unused."""
    for source in sources.cited:
        yield from _cited(source)
    if sources.unknown:
        yield "unknown citekeys"
        for source in sources.unknown:
            yield from _unknown(source)
    if sources.unused:
        yield "literature notes that no flashcard cites"
        yield from (f"  {path}  @{citekey}" for citekey, path in sources.unused)
    yield sources_summary(sources)


def sources_summary(sources: Sources) -> str:
    """Return the last line: `12 works cited by 57 flashcards, 2 unknown citekeys`."""
    guids = {use.rendered.anki_note.guid for source in sources.cited for use in source.uses}
    words = f"{_count(len(sources.cited), 'work')} cited by {_count(len(guids), 'flashcard')}"
    if sources.unknown:
        words += f", {_count(len(sources.unknown), 'unknown citekey')}"
    if sources.unused:
        words += f", {_count(len(sources.unused), 'literature note')} not cited"
    return words


def sources_json(sources: Sources) -> Iterator[str]:
    """Yield one object a work, unknown citekey, or literature note that nothing cites."""
    for source in (*sources.cited, *sources.unknown):
        yield _json(
            {
                "citekey": source.citekey,
                "resolved": source.resolved.value,
                "where": str(source.item.span) if source.item else None,
                "short": _shown(short_citation(source.item)) if source.item else None,
                "reference": _reference(source),
                "literature_note": source.literature_note or None,
                "near": [citekey for citekey, _ in source.near],
                "flashcards": [_use(use) for use in source.uses],
            }
        )
    for citekey, path in sources.unused:
        yield _json({"citekey": citekey, "resolved": "not cited", "literature_note": path})


def _reference(source: Source) -> str | None:
    return source.reference or (reference(source.item) if source.item else None)


def _cited(source: Source) -> Iterator[str]:
    assert source.item is not None, "what is cited and known has an item"
    how = "" if source.resolved is Resolved.LIBRARY else f" ({source.resolved})"
    yield f"@{source.citekey}  {_shown(short_citation(source.item))}  {source.item.span}{how}"
    for use in source.uses:
        yield f"    {_place(use)}"


def _unknown(source: Source) -> Iterator[str]:
    places = [_place(use) for use in source.uses]
    more = f", and {len(places) - _PLACES} more" if len(places) > _PLACES else ""
    yield f"  @{source.citekey}  {', '.join(places[:_PLACES])}{more}"
    if source.near:
        named = " or ".join(f"@{citekey} ({span})" for citekey, span in source.near)
        yield f"      did you mean {named}?"


def _place(use: Use) -> str:
    locator = use.citation.locator
    where = f"  {_shown(locator_text(locator))}" if locator else ""
    return f"{use.citation.span}{where}"


def _use(use: Use) -> dict[str, object]:
    citation = use.citation
    return {
        "guid": use.rendered.anki_note.guid,
        "path": citation.span.path,
        "line": citation.span.line,
        "locator": _shown(locator_text(citation.locator)) if citation.locator else None,
    }


def _shown(markup: str) -> str:
    """Return what inline HTML shows, as plain text."""
    return html.unescape(without_tags(markup))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _json(values: dict[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False)
