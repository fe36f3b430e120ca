"""The characters of a line: pieces, clozes, citations, words to hide, what a reader would see."""

from __future__ import annotations

from collections.abc import Iterator

from target import texts_of

from flashcards.citations import find_citations
from flashcards.clozes import Curly, find_clozes, mark_clozes
from flashcards.diagnostics import Span
from flashcards.hiding import choose_clozes, mask
from flashcards.inline import find_separator, find_words, plain, scan, shown_text, split_tags
from flashcards.markdown.private import strip_private
from targets._vault_notes import PATH, TOKENS

__all__ = ["TOKENS"]


def seeds() -> Iterator[bytes]:
    """Yield the fixtures that are about lines."""
    yield from texts_of("tests/html/*.md", "tests/hostile/*.md", "tests/syntaxes/clozes.md")


def check(data: bytes) -> None:
    """Look at a text in every way in which one is looked at."""
    text = strip_private(data.decode("utf-8", "replace"))
    for piece in scan(text):
        assert 0 <= piece.start < piece.end <= len(text), piece
    for curly in (None, *Curly):
        clozes = find_clozes(text, highlights=True, bold=True, curly=curly)
        for cloze in clozes:
            assert 0 <= cloze.start < cloze.end <= len(text), cloze
        mark_clozes(text, clozes, {cloze.group: cloze.group + 1 for cloze in clozes})
    for cloze in choose_clozes(text, ("cell", "Insulin Resistance")):
        assert text[cloze.start : cloze.end], cloze
    find_citations(text, Span(PATH, 1, text.count("\n") + 1))
    find_words(text, ("a", "word"))
    find_separator(text, ("::", ";;"))
    split_tags(text)
    shown_text(text)
    mask(text, "a")
    assert isinstance(plain(text), str)
