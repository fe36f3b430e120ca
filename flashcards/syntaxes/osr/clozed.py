"""From clozes as the plugin writes them to the text and the places that everything else knows.

All are written as highlights, `==1;;answer;;hint==`, so that `**x**` and `{{x}}` need no rules of
their own later, and the same text in another notation is still the same flashcard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flashcards.model import Cloze
from flashcards.syntaxes.osr.matching import Match

_MARK = "=="


def write_clozes(text: str, matches: Iterable[Match]) -> tuple[str, tuple[Cloze, ...]]:
    """Return the text with its clozes as highlights, and where they are.

    Letters say what each card does: `ash` asks on the first, shows on the second, hides on the
    third. Anki can only ask: a cloze is on the cards that ask for it, and shown on the others.
    """
    out: list[str] = []
    clozes: list[Cloze] = []
    groups: dict[int, int] = {}
    at = length = count = 0
    for match in matches:
        between = text[at : match.start]
        numbers = tuple(_numbers(match.number))
        written = _written(match) if numbers else match.answer
        start = length + len(between)
        for number in numbers:
            group = count if number is None else groups.setdefault(number, count)
            count += group == count
            end = start + len(written)
            clozes.append(Cloze(start, end, match.answer, match.hint, number, group))
        out += [between, written]
        length = start + len(written)
        at = match.end
    return "".join([*out, text[at:]]), tuple(clozes)


def _numbers(written: str) -> Iterator[int | None]:
    """Yield the numbers of the cards that ask; None for one of its own."""
    if not written:
        yield None
    elif written.isdigit():
        yield int(written)
    else:
        yield from (place for place, letter in enumerate(written, start=1) if letter == "a")


def _written(match: Match) -> str:
    number = f"{match.number};;" if match.number else ""
    hint = f";;{match.hint}" if match.hint else ""
    return f"{_MARK}{number}{match.answer}{hint}{_MARK}"
