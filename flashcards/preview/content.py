"""What the page knows: a build in, flashcards and diagnostics as plain values for JSON out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from typing import Any

from flashcards.diagnostics import Diagnostic
from flashcards.links import obsidian_url
from flashcards.model import AnkiNote, Rendered
from flashcards.notetypes import Notetype
from flashcards.pipeline import Build
from flashcards.preview.clozes import whole
from flashcards.preview.framing import framed
from flashcards.preview.showing import Show
from flashcards.preview.templates import Card, cards_of

_TAG = re.compile(r"<[^<>]*>")
_PICTURE = re.compile(r'<img\b[^<>]*?\salt="([^"<>]*)"[^<>]*>')
_BLOCK = re.compile(r"</(?:p|li|td|th|tr|div|h[1-6]|pre|blockquote)>|<br\b[^<>]*>")
_MATH_EDGE = re.compile(r"\\[()\[\]]")
_SEARCHED = ("Front", "Text", "Back", "Extra", "Hint", "Context", "Source")


def content(built: Build, show: Show) -> dict[str, Any]:
    """Return all that the page shows but its media."""
    beside = _beside([each.anki_note for each in built.rendered], built.diagnostics)
    known = {notetype.kind: notetype for notetype in built.notetypes}
    vault = built.ledger.vault_name
    return {
        "vault": vault,
        "styles": {notetype.name: framed(notetype.css) for notetype in built.notetypes},
        "flashcards": [
            _flashcard(each, known[each.anki_note.kind], show, beside.get(at, ()))
            for at, each in enumerate(built.rendered)
        ],
        "diagnostics": [_diagnostic(each, vault) for each in built.diagnostics],
    }


def _flashcard(
    rendered: Rendered, notetype: Notetype, show: Show, diagnostics: Iterable[int]
) -> dict[str, Any]:
    note, flashcard = rendered.anki_note, rendered.flashcard
    return {
        "id": note.guid,
        "words": _words(note),
        "path": flashcard.span.path,
        "line": flashcard.span.line,
        "url": unescape(note.fields["Link"]),
        "deck": note.deck,
        "tags": list(note.tags),
        "syntax": flashcard.syntax,
        "notetype": notetype.name,
        "cards": [_card(card, show) for card in cards_of(note, notetype)],
        "diagnostics": list(diagnostics),
    }


def _card(card: Card, show: Show) -> dict[str, str | bool]:
    """Return both sides; a back that begins with the front says so instead of repeating it."""
    repeats = bool(card.front) and card.back.startswith(card.front)
    back = card.back.removeprefix(card.front) if repeats else card.back
    return {
        "name": card.name,
        "front": show.side(card.front),
        "repeats": repeats,
        "back": show.side(back),
    }


def _diagnostic(diagnostic: Diagnostic, vault: str) -> dict[str, str | int]:
    path = diagnostic.span.path
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "path": path,
        "line": diagnostic.span.line,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "url": obsidian_url(vault, path) if path.lower().endswith(".md") else "",
    }


def _words(note: AnkiNote) -> list[str]:
    """Return what it asks, and everything else that it says, as plain text for the search."""
    texts = [plain(note.fields.get(name, "")) for name in _SEARCHED]
    asked, *rest = [text for text in texts if text] or [""]
    return [asked, " ".join(rest)]


def plain(html: str) -> str:
    """Return the words of a field in one line; a picture by what stands for it."""
    html = _PICTURE.sub(r" \1 ", whole(html))
    words = _TAG.sub("", _BLOCK.sub(" ", _MATH_EDGE.sub("", html)))
    return " ".join(unescape(words).split())


def _beside(
    notes: Sequence[AnkiNote], diagnostics: Sequence[Diagnostic]
) -> Mapping[int, list[int]]:
    """Return which diagnostics speak of lines of which flashcard, both by their places."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, note in enumerate(notes):
        places[note.span.path].append(at)
    beside: defaultdict[int, list[int]] = defaultdict(list)
    for told, diagnostic in enumerate(diagnostics):
        span = diagnostic.span
        for at in places.get(span.path, ()):
            lines = notes[at].span
            if lines.line <= span.end_line and span.line <= lines.end_line:
                beside[at].append(told)
    return beside
