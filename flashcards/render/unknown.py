"""Citekeys that nothing knows: what to say about them, and how often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.model import Citation
from flashcards.render.values import RenderContext

UNKNOWN = "no bibliography entry for @"
"""Before the citekey, in the message about one that nothing knows."""

_EACH_TOLD = 3
"""So many places of an unknown citekey are warned about one by one."""

_NAMED = 5


def unknown_citekeys(citations: Iterable[Citation], context: RenderContext) -> Iterator[Diagnostic]:
    """Yield a warning for each citekey that nothing knows."""
    told: set[str] = set()
    for citation in citations:
        citekey = citation.citekey
        if citekey not in context.items and citekey not in told:
            told.add(citekey)
            yield Diagnostic(
                "unknown-citekey",
                Severity.WARNING,
                citation.span,
                f"{UNKNOWN}{citekey}",
                hint_for(context.suggestions(citekey)),
            )


def told_by_citekey(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the diagnostics; a citekey that is unknown in many places is told about once.

    Its message and its first place stay the same, so that programs recognise it; how many there
    are, and where, stands in the hint.
    """
    unknown: dict[str, list[Diagnostic]] = {}
    for each in diagnostics:
        if each.code == "unknown-citekey":
            unknown.setdefault(each.message, []).append(each)
        else:
            yield each
    for found in unknown.values():
        places = sorted({each.span: each for each in found}.values(), key=lambda each: each.span)
        yield from places if len(places) <= _EACH_TOLD else (_together(places),)


def _together(places: Sequence[Diagnostic]) -> Diagnostic:
    first, *others = places
    named = ", ".join(str(each.span) for each in others[:_NAMED])
    more = f", and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    joint = "" if first.hint.endswith("?") else ";"
    hint = f"{first.hint}{joint} it is cited in {len(places)} places, also {named}{more}"
    return replace(first, hint=hint)


def hint_for(near: tuple[tuple[str, Span], ...]) -> str:
    """Return what to do about an unknown citekey; `near` are known ones like it, best first."""
    if not near:
        return "add it to your bibliography, or mend the citekey"
    return f"did you mean {' or '.join(f'@{citekey} ({span})' for citekey, span in near)}?"
