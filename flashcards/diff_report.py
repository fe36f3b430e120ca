"""What an export would change, for people and for programs: text and JSON, never printed here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from flashcards.changes import Change, ChangeKind
from flashcards.differences import Difference, FieldDifference
from flashcards.removals import anki_searches
from flashcards.word_diff import Op, Words

LONGEST = 400
"""Characters shown of words that came or went; of words that stayed, a quarter of it."""

Ties = Mapping[str, Sequence[str]]
"""By guid: what else a flashcard could have been, a line each."""


class Marks(Struct, frozen=True):
    """How words that went and words that came are told from the others."""

    old: Callable[[str], str]
    new: Callable[[str], str]


PLAIN = Marks("[-{}-]".format, "{{+{}+}}".format)
"""As `git diff --word-diff` writes them."""

_TITLES = {
    ChangeKind.KIND: "kind: a question became a cloze, or a cloze a question, so Anki gets a new"
    " note, without reviews; the old one is among the removed",
    ChangeKind.REMOVED: "removed: gone from the vault; Anki keeps them, and their reviews, until"
    " you delete them there",
    ChangeKind.REVIVED: "revived: back in the vault, with their reviews",
    ChangeKind.UPDATED: "updated: in place, reviews stay",
    ChangeKind.DECK: "deck: an import never moves cards; in Anki's browser search for these, select"
    " all, then Cards > Change Deck",
    ChangeKind.NEW: "new",
}
"""In the order in which one should read them."""


def diff_lines(
    differences: Sequence[Difference], *, marks: Marks = PLAIN, ties: Ties | None = None
) -> Iterator[str]:
    """Yield what would change, the gravest first.

    With `ties`, which may be empty, it says by which rule each flashcard was recognised.
    """
    for kind, title in _TITLES.items():
        group = [each for each in differences if each.change.kind is kind]
        if kind is ChangeKind.DECK:
            group = [each for each in differences if "deck" in dict(each.beside)]
        if not group:
            continue
        yield title
        if kind is ChangeKind.DECK:
            yield from _moved(group)
            continue
        for each in group:
            yield from _entry(each, marks, ties)
        if kind is ChangeKind.REMOVED:
            yield from _searches(group, "  search in Anki's browser: ")


def diff_summary(changes: Iterable[Change]) -> str:
    """Return the last line: `1 removed, 3 updated, 40 unchanged`."""
    counts = Counter(change.kind for change in changes)
    order = (*_TITLES, ChangeKind.UNCHANGED)
    named = [f"{counts[kind]} {kind.value}" for kind in order if counts[kind]]
    return ", ".join(named) or "no flashcards"


def difference_json(difference: Difference, *, ties: Ties | None = None) -> str:
    """Return one change as one line of JSON; other programs rely on its keys.

    Of a field's two texts the first is null for a new flashcard, or if what Anki has is not known,
    and the second is null for a removed one.
    """
    change = difference.change
    values: dict[str, object] = {
        "change": change.kind.value,
        "guid": change.guid,
        "path": change.span.path,
        "line": change.span.line,
        "fields": {each.name: [each.before, each.after] for each in difference.fields},
    }
    if ties is not None:
        values["matched_by"] = difference.matched_by
        values["ties"] = list(ties.get(change.guid, ()))
    return json.dumps(values, ensure_ascii=False)


def _entry(difference: Difference, marks: Marks, ties: Ties | None) -> Iterator[str]:
    yield f"  {_title(difference)}"
    if difference.change.kind in {ChangeKind.UPDATED, ChangeKind.REVIVED}:
        for each in difference.fields:
            yield f"    {each.name}: {_field(each, marks)}"
        for name, words in difference.beside:
            yield f"    {name}: {_words(words, marks)}"
    if ties is not None and difference.matched_by:
        yield f"    recognised by: {difference.matched_by}"
        for tie in ties.get(difference.change.guid, ()):
            yield f"    near tie: {tie}"


def _title(difference: Difference) -> str:
    return f"{difference.change.span}: {_cut(difference.question, LONGEST // 4)}".rstrip(": ")


def _moved(group: Iterable[Difference]) -> Iterator[str]:
    by_deck: dict[str, list[Difference]] = {}
    for each in group:
        by_deck.setdefault(each.deck, []).append(each)
    for deck, members in sorted(by_deck.items()):
        yield f"  to {deck}"
        yield from (f"    {_title(each)}" for each in members)
        yield from _searches(members, "    search: ")


def _searches(group: Iterable[Difference], before: str) -> Iterator[str]:
    for search in anki_searches(each.change.guid for each in group):
        yield before + search


def _field(difference: FieldDifference, marks: Marks) -> str:
    if difference.before is None:
        return "not as it was (its last text is not known here)"
    if all(op is Op.SAME for op, _ in difference.words):
        return "only blanks changed"
    return _words(difference.words, marks)


def _words(words: Words, marks: Marks) -> str:
    shown = []
    for place, (op, text) in enumerate(words):
        match op:
            case Op.OLD:
                shown.append(marks.old(_cut(text, LONGEST)))
            case Op.NEW:
                shown.append(marks.new(_cut(text, LONGEST)))
            case Op.SAME:
                shown.append(_around(text, first=place == 0, last=place == len(words) - 1))
    return "".join(shown)


def _around(text: str, *, first: bool, last: bool) -> str:
    """Return what stands next to a change, and leave out what is far from it."""
    reach = LONGEST // 4
    if len(text) <= (reach if first or last else 2 * reach):
        return text
    before = "" if last else f"… {text[-reach:].partition(' ')[2] or text[-reach:]}"
    after = "" if first else f"{text[:reach].rpartition(' ')[0] or text[:reach]} …"
    return f"{after}{' ' if after and before else ''}{before}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
