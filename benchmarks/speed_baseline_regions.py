"""The baseline's regular expressions: a vault note's text in, what may be flashcards out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CALLOUT = re.compile(r"^> ?\[!([\w-]+)\][+-]?[ \t]*(.*)\n((?:^>.*\n?)*)", re.MULTILINE)
SECTION = re.compile(
    r"^#{1,6}[ \t]+flashcards?[ \t]*\n(.*?)(?=^#{1,6}[ \t]|\Z)",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
DECK = re.compile(r"^#flashcards/(\S+)[ \t]*$", re.MULTILINE)
SCHEDULE = re.compile(r"[ \t]*\n?<!--SR:.*?-->")
LABELLED = re.compile(
    r"^(?:- )?(?:\*\*)?Q:(?:\*\*)? (.+?)\s+(?:\*\*)?A:(?:\*\*)? (.+?)"
    r"(?=\s*^(?:- )?(?:\*\*)?Q:|\s*\Z)",
    re.MULTILINE | re.DOTALL,
)
LINES = re.compile(r"^((?:.+\n)+?)\?\n((?:.+(?:\n|\Z))+)", re.MULTILINE)
ROW = re.compile(r"^\|(.*?)(?<!\\)\|(.*?)(?<!\\)\|[ \t]*$", re.MULTILINE)
SEPARATED = re.compile(r"^(.+?)\s*(:::|;;;|::|;;)\s*(.+)$", re.MULTILINE)
CLOZE = re.compile(r"==[^=\n]+==|\{\{c\d+::")
CITED = re.compile(r"@([\w-]+)")


@dataclass(frozen=True, slots=True)
class Region:
    """What may be a flashcard, as Markdown."""

    front: str
    back: str | None = None
    """None: a text with clozes."""

    is_reversed: bool = False
    is_quote: bool = False
    deck: str = ""
    citekeys: tuple[str, ...] = ()


def regions(text: str, title: str, citekey: str | None) -> Iterator[Region]:
    """Yield what may be a flashcard in a vault note of this title, and citekey if it has one."""
    for name, heading, body in CALLOUT.findall(text):
        inner = re.sub(r"^> ?", "", body, flags=re.MULTILINE).strip()
        kind = name.lower()
        if not inner:
            continue
        if kind == "definition":
            term = title if heading.strip().lower() in {"", "definition"} else heading.strip()
            yield Region(term, inner, citekeys=_cited(inner))
        elif kind == "quote" or kind.startswith("quote-"):
            cited = _cited(heading) or ((citekey,) if citekey else ())
            yield Region(inner, is_quote=True, citekeys=(*cited, *_cited(inner)))
    for section in SECTION.findall(text):
        yield from _of_section(section)


def _of_section(section: str) -> Iterator[Region]:
    """Yield the flashcards of a section, which holds to one dialect."""
    named = DECK.search(section)
    deck = named[1].replace("/", "::") if named else ""
    body = SCHEDULE.sub("", DECK.sub("", section)).strip()
    if hidden := [each for each in re.split(r"\n\s*\n", body) if CLOZE.search(each)]:
        for text in hidden:
            yield Region(text, deck=deck, citekeys=_cited(text))
        return
    for front, back, is_reversed in _pairs(body):
        cited = _cited(front + back)
        yield Region(front, back, is_reversed=is_reversed, deck=deck, citekeys=cited)


def _pairs(body: str) -> Iterator[tuple[str, str, bool]]:
    """Yield question, answer, and whether the answer is asked, too."""
    if found := LABELLED.findall(body):
        yield from ((front, back, False) for front, back in found)
    elif found := LINES.findall(body):
        yield from ((front.strip(), back.strip(), False) for front, back in found)
    elif found := ROW.findall(body):
        cells = ([cell.strip().replace(r"\|", "|") for cell in row] for row in found[2:])
        yield from ((front, back, False) for front, back in cells)
    else:
        for front, separator, back in SEPARATED.findall(body):
            yield front, back, len(separator) == 3


def _cited(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(CITED.findall(text))) if "@" in text else ()
