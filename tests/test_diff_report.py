"""What `diff` says to people and to programs."""

from __future__ import annotations

import json

from flashcards.changes import Change, ChangeKind
from flashcards.diagnostics import Span
from flashcards.diff_report import Marks, diff_lines, diff_summary, difference_json
from flashcards.differences import Difference, FieldDifference
from flashcards.word_diff import Op, word_diff


def field(name: str, before: str, after: str) -> FieldDifference:
    return FieldDifference(name, before, after, word_diff(before, after))


def difference(kind: ChangeKind, guid: str, *fields: FieldDifference, **rest: object) -> Difference:
    given = {"question": f"{guid}?", "beside": (), "deck": "Bio", "matched_by": "question", **rest}
    return Difference(Change(kind, guid, Span("Cells.md", 3, 4)), fields=fields, **given)


MOVED = (("deck", ((Op.OLD, "Old"), (Op.NEW, "Bio"))),)
ALL = (
    difference(ChangeKind.NEW, "newest"),
    difference(ChangeKind.UPDATED, "edited", field("Back", "the old cell", "the new cell")),
    difference(ChangeKind.DECK, "moved", beside=MOVED),
    difference(ChangeKind.KIND, "gap"),
    difference(ChangeKind.REMOVED, "one", matched_by=""),
    difference(ChangeKind.REMOVED, "two", matched_by=""),
    difference(ChangeKind.REVIVED, "back"),
)


def test_the_gravest_stands_first() -> None:
    """A change of kind costs reviews, what is new costs nothing"""
    titles = [line.partition(":")[0] for line in diff_lines(ALL) if not line.startswith(" ")]

    assert titles == ["kind", "removed", "revived", "updated", "deck", "new"]


def test_each_line_leads_to_its_place() -> None:
    """path:line, as editors and terminals make clickable"""
    assert "  Cells.md:3: gap?" in list(diff_lines(ALL))


def test_what_is_to_be_done_in_anki_is_ready_to_paste() -> None:
    """Searches for what is removed and for what has another deck, with that deck's name"""
    lines = list(diff_lines(ALL))

    assert "  search in Anki's browser: Id:one OR Id:two" in lines
    assert lines[lines.index("  to Bio") + 1 :][:2] == [
        "    Cells.md:3: moved?",
        "    search: Id:moved",
    ]


def test_an_updated_flashcard_that_also_moved_is_in_both_groups() -> None:
    """Its text arrives by itself, its deck does not"""
    both = difference(ChangeKind.UPDATED, "x", field("Back", "a", "b"), beside=MOVED)

    lines = list(diff_lines([both]))

    assert "    deck: [-Old-]{+Bio+}" in lines
    assert "    search: Id:x" in lines


def test_words_are_marked_as_the_terminal_can() -> None:
    """Brackets by default, colours where there are some"""
    shout = Marks(str.upper, str.title)

    assert "    Back: the [-old-]{+new+} cell" in list(diff_lines(ALL))
    assert "    Back: the OLDNew cell" in list(diff_lines(ALL, marks=shout))


def test_long_texts_are_cut_around_what_changed() -> None:
    """A reader sees the change and some words on both sides"""
    words = " ".join(f"w{number}" for number in range(500))
    long = difference(
        ChangeKind.UPDATED, "x", field("Back", f"{words} a {words}", f"{words} b {words}")
    )

    line = list(diff_lines([long]))[-1]

    assert len(line) < 300
    assert line.startswith("    Back: … w")
    assert "w499 [-a-]{+b+} w0 w1" in line
    assert line.endswith(" …")


def test_a_field_whose_last_text_is_unknown_is_named() -> None:
    """Without the last package there is nothing to compare with"""
    unknown = difference(ChangeKind.UPDATED, "x", FieldDifference("Back", None, "b"))

    assert list(diff_lines([unknown]))[-1].startswith("    Back: not as it was")


def test_blanks_that_changed_are_named_as_such() -> None:
    """A line with no marked word would look like a fault of ours"""
    blanks = difference(ChangeKind.UPDATED, "x", field("Back", "a b", "a  b"))

    assert list(diff_lines([blanks]))[-1] == "    Back: only blanks changed"


def test_explaining_names_the_rule_and_near_ties() -> None:
    """So that a wrong match can be seen before it is imported"""
    lines = list(diff_lines(ALL, ties={"edited": ["Cells.md: another?"]}))

    place = lines.index("    recognised by: question", lines.index("  Cells.md:3: edited?"))
    assert lines[place + 1] == "    near tie: Cells.md: another?"
    assert not any("recognised" in line for line in diff_lines(ALL))


def test_the_last_line_counts() -> None:
    """What did not change is only counted"""
    unchanged = Change(ChangeKind.UNCHANGED, "same", Span("Cells.md", 1, 1))

    assert diff_summary([*(each.change for each in ALL), unchanged, unchanged]) == (
        "1 kind, 2 removed, 1 revived, 1 updated, 1 deck, 1 new, 2 unchanged"
    )
    assert diff_summary([]) == "no flashcards"


def test_json_has_the_promised_keys() -> None:
    """Other programs rely on them; --explain adds two"""
    edited = ALL[1]

    assert json.loads(difference_json(edited)) == {
        "change": "updated",
        "guid": "edited",
        "path": "Cells.md",
        "line": 3,
        "fields": {"Back": ["the old cell", "the new cell"]},
    }
    explained = json.loads(difference_json(edited, ties={"edited": ["x"]}))
    assert (explained["matched_by"], explained["ties"]) == ("question", ["x"])
