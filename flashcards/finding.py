"""All flashcards of one vault note: who looks when, and who has a text that several could read.

1. Containers of plugins (`START` to `END`), except in definitions and quotes. What is in them is
   nobody else's.
2. Our own syntaxes, block by block: definitions, quotes, Flashcards sections.
3. The other forms of plugins, on the lines that are left.

A vault that uses no plugin is read in step 2 alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.inline import said, shown_text
from flashcards.limits import Quota
from flashcards.model import Block, Callout, Flashcard, Kind, ListItem, Section, Silent
from flashcards.syntaxes import (
    HOLE,
    NAMES,
    OF_PLUGINS,
    WITHOUT_FLASHCARDS,
    Finding,
    PluginSyntax,
    Sheet,
    SyntaxOptions,
    find_in_blocks,
    is_flashcard_callout,
    load_plugin_syntax,
    opted_out,
    settle,
    settle_containers,
)

Parse = Callable[[str], tuple[Block, ...]]
"""Reads blocks again, once the text in containers is gone."""

_EXCERPT = 60


class Found(Struct, frozen=True):
    """What a vault note holds, each in the order of its lines."""

    flashcards: tuple[Flashcard, ...] = ()
    silent: tuple[Silent, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def find_flashcards(sheet: Sheet, options: SyntaxOptions, parse: Parse) -> Found:
    """Find the flashcards of a vault note, what is rightly none, and what to tell the author."""
    plugins = plugins_in_use(options)
    quota = Quota()
    containers, sheet = _read_containers(sheet, plugins, options, parse, quota)
    quota.spend(containers)
    own = tuple(quota.up_to(find_in_blocks(sheet.blocks, sheet.place, options)))
    quota.spend(own)
    lines = _read_lines(sheet, own, plugins, options, quota)
    if lines:
        own = tuple(_still_true(own, lines))
    found = sorted((*containers, *own, *lines), key=_order)
    flashcards = tuple(each for each in found if isinstance(each, Flashcard))
    silent = tuple(each for each in found if isinstance(each, Silent))
    diagnostics = tuple(each for each in found if isinstance(each, Diagnostic))
    return Found(flashcards, silent, (*diagnostics, *quota.told()))


def plugins_in_use(options: SyntaxOptions) -> tuple[PluginSyntax, ...]:
    """Return the syntaxes of plugins that are looked for."""
    return tuple(load_plugin_syntax(n) for n in NAMES if n in OF_PLUGINS and n in options.enabled)


def _read_containers(
    sheet: Sheet,
    plugins: Sequence[PluginSyntax],
    options: SyntaxOptions,
    parse: Parse,
    quota: Quota,
) -> tuple[tuple[Finding, ...], Sheet]:
    """Return what containers hold, and the sheet without them."""
    if not plugins:
        return (), sheet
    own = tuple(_own_callouts(sheet.blocks, options))
    callouts = _lines_of(each.span for each in own)
    left = sheet.without(callouts | _lines_of(opted_out(sheet.blocks)))
    found = [tuple(quota.up_to(plugin.find_containers(left, options))) for plugin in plugins]
    kept = settle_containers(each for each in chain(*found) if isinstance(each, Flashcard))
    containers = (*kept, *_about_nothing_else(found, kept))
    inside = _lines_of(each.span for each in containers if not isinstance(each, Silent))
    if not inside:
        return containers, sheet
    emptied = sheet.without(inside - callouts)  # a definition in a container is a flashcard, too
    instead = _instead(each for each in own if each.span.line in inside) | _holes(inside - callouts)
    blocks = parse("\n".join(instead.get(line.number, line.text) for line in emptied.lines))
    return containers, replace(emptied, blocks=blocks)


def _holes(numbers: frozenset[int]) -> dict[int, str]:
    """Return what stands for each run of lines, so that no answer reaches over it."""
    return {number: HOLE for number in numbers if number - 1 not in numbers}


def _read_lines(
    sheet: Sheet,
    own: Iterable[Finding],
    plugins: Sequence[PluginSyntax],
    options: SyntaxOptions,
    quota: Quota,
) -> tuple[Finding, ...]:
    """Return what plugins read on the lines that no flashcard has yet."""
    if not plugins:
        return ()
    taken = chain(
        (each.span for each in own if isinstance(each, Flashcard)),
        (each.span for each in _own_callouts(sheet.blocks, options)),
        opted_out(sheet.blocks),
    )
    left = sheet.without(_lines_of(taken))
    found = [tuple(quota.up_to(plugin.find_lines(left, options))) for plugin in plugins]
    kept = settle(each for each in chain(*found) if isinstance(each, Flashcard))
    return (*kept, *_about_nothing_else(found, kept))


def _about_nothing_else(
    found: Iterable[Iterable[Finding]], kept: Sequence[Flashcard]
) -> Iterator[Diagnostic | Silent]:
    """Yield what syntaxes say beside flashcards, unless it is about another's flashcard."""
    has = {number: each.syntax for each in kept for number in _lines_of([each.span])}
    for of_one in found:
        names = {each.syntax for each in of_one if isinstance(each, Flashcard)}
        for each in of_one:
            if not isinstance(each, Flashcard) and has.get(each.span.line) in {None, *names}:
                yield each


def _still_true(own: Iterable[Finding], lines: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what our syntaxes found, without words about lines that a plugin's flashcard has."""
    has = _lines_of(each.span for each in lines if isinstance(each, Flashcard))
    for each in own:
        match each:
            case Diagnostic() if each.span.line in has:
                continue
            case Silent(reason=reason) if reason == WITHOUT_FLASHCARDS:
                if has.isdisjoint(_lines_of([each.span])):
                    yield each
            case _:
                yield each


def _instead(callouts: Iterable[Block]) -> dict[int, str]:
    """Return the lines of callouts without the `>` of the callout that was around them."""
    return {
        block.span.line + index: line
        for block in callouts
        for index, line in enumerate(block.source.split("\n"))
    }


def _own_callouts(blocks: Iterable[Block], options: SyntaxOptions) -> Iterator[Block]:
    for block in blocks:
        if is_flashcard_callout(block, options):
            yield block
        elif isinstance(block, Section | Callout | ListItem):
            yield from _own_callouts(block.children, options)


def _lines_of(spans: Iterable[Span]) -> frozenset[int]:
    return frozenset(n for span in spans for n in range(span.line, span.end_line + 1))


def _order(finding: Finding) -> tuple[int, int, str]:
    name = finding.syntax if isinstance(finding, Flashcard) else ""
    return finding.span.line, finding.span.end_line, name


def same_questions(flashcards: Iterable[Flashcard]) -> Iterator[Diagnostic]:
    """Tell of questions that stand twice in one vault note: nobody could know which is meant."""
    first: dict[tuple[Kind, str], Flashcard] = {}
    for flashcard in flashcards:
        asked = said(flashcard)[0] or flashcard.question.strip()
        earlier = first.setdefault((flashcard.kind, asked), flashcard)
        if earlier is not flashcard:
            lines = f"lines {earlier.span.line} and {flashcard.span.line}"
            yield Diagnostic(
                "same-question",
                Severity.WARNING,
                flashcard.span,
                f"{lines} ask the same: {_excerpt(flashcard.question)}",
                "both are exported; reword one, so that you can tell which answer is asked for",
            )


@lru_cache(maxsize=1 << 6)  # of questions that stand very often in one vault note
def _excerpt(markdown: str) -> str:
    """Return the beginning of a text as a reader sees it, for a message."""
    words = " ".join(shown_text(markdown).split())
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT]}…"
