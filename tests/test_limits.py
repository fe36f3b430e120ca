"""How much a vault may hold: past it something is said at once, with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import NOW, MakeVault
from drawings import clean_drawing
from found import read
from media_vault import png

from flashcards import limits, rendering
from flashcards.config import Config
from flashcards.diagnostics import Diagnostic, FlashcardsError
from flashcards.exporting import export_vault
from flashcards.limits import LONGEST_NAME, MOST_CHARACTERS
from flashcards.media.losses import DrawingError
from flashcards.memory_files import memory_of
from flashcards.pipeline import Build, build
from flashcards.properties import split_properties
from flashcards.syntaxes import NAMES, SyntaxOptions

BuildVault = Callable[[Mapping[str, str | bytes]], Build]

SECTION = "## Flashcards\n"


def told(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{each.span} {each.code}" for each in diagnostics]


# --- flashcards --------------------------------------------------------------------------------


def test_a_flashcard_that_is_too_long(build_vault: BuildVault) -> None:
    """It is an error with its lines, and the others are exported"""
    long = "b" * MOST_CHARACTERS
    built = build_vault({"a.md": f"{SECTION}one::two\na::{long}\nb::{long[:-1]}\n"})

    assert told(built.diagnostics) == ["a.md:3 flashcard-too-long"]
    assert len(built.rendered) == 2


def test_what_has_grown_too_long_is_not_taken_for_removed(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """Its reviews wait until it is mended"""
    root, deck = make_vault({"a.md": f"{SECTION}one::two\na::b\n"}), tmp_path / "deck.apkg"
    memory = memory_of(root, package=deck)
    export_vault(deck, memory, lambda: build(root, Config(), NOW, memory=memory))

    make_vault({"a.md": f"{SECTION}one::two\na::b{'b' * MOST_CHARACTERS}\n"})
    built = build(root, Config(), NOW, memory=memory)

    assert {each.retired for each in built.ledger.entries.values()} == {None}
    assert len(built.ledger.entries) == 2


def test_what_is_left_out_is_not_said_to_ask_the_same(build_vault: BuildVault) -> None:
    """Of two flashcards with one question, "both are exported" is said only if both are"""
    built = build_vault({"a.md": f"{SECTION}a::{'b' * MOST_CHARACTERS}\na::c\na::d\n"})

    assert told(built.diagnostics) == ["a.md:2 flashcard-too-long", "a.md:4 same-question"]


def test_too_many_flashcards_in_one_vault_note(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first that is left out is named; of as many as there may be nothing is said"""
    monkeypatch.setattr(limits, "MOST_FLASHCARDS", 3)

    parsed = read(SECTION + "a::1\nb::2\nc::3\nd::4\ne::5\n")

    assert [each.question for each in parsed.flashcards] == ["a", "b", "c"]
    assert told(parsed.diagnostics) == [f"{parsed.path}:5 too-many-flashcards"]
    assert "more than 3 flashcards" in parsed.diagnostics[0].message
    assert read(SECTION + "a::1\nb::2\nc::3\n").diagnostics == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SECTION + "- {{a}}\n" * 4 + "a::b\n", id="of which none is finished"),
        pytest.param(SECTION + "a::b\nc::d\ne::f\n\n# Else\ng::h\n", id="the last of a plugin"),
        pytest.param("STARTI [Basic] a Back: b ENDI\n" * 4, id="all of a plugin"),
    ],
)
def test_too_many_of_another_sort(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is only begun counts, and what plugins read: all of it takes its time"""
    monkeypatch.setattr(limits, "MOST_FLASHCARDS", 3)

    parsed = read(text, options=SyntaxOptions(enabled=frozenset(NAMES)))

    assert "too-many-flashcards" in {each.code for each in parsed.diagnostics}
    assert len(parsed.flashcards) in {0, 3}


def test_what_are_too_many_are_not_taken_for_removed(
    make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their reviews wait until the vault note is split"""
    root, deck = make_vault({"a.md": f"{SECTION}a::1\nb::2\n"}), tmp_path / "deck.apkg"
    memory = memory_of(root, package=deck)
    export_vault(deck, memory, lambda: build(root, Config(), NOW, memory=memory))

    monkeypatch.setattr(limits, "MOST_FLASHCARDS", 1)
    make_vault({"a.md": f"{SECTION}a::1\nb::2\n\nText.\n"})
    built = build(root, Config(), NOW, memory=memory)

    assert len(built.rendered) == 1
    assert [each.retired for each in built.ledger.entries.values()] == [None, None]


def test_a_heading_without_an_end(build_vault: BuildVault) -> None:
    """Cards show its beginning, and the address leads to the vault note"""
    built = build_vault({"a.md": f"# Heart {'x' * LONGEST_NAME}\n{SECTION}a::b\n"})

    assert told(built.diagnostics) == ["a.md:1 heading-too-long"]
    (note,) = (each.anki_note for each in built.rendered)
    assert LONGEST_NAME < len(note.fields["Context"]) < LONGEST_NAME + 100
    assert len(note.fields["Link"]) < LONGEST_NAME


def test_a_title_without_an_end(build_vault: BuildVault) -> None:
    """As a heading"""
    built = build_vault({"a.md": f"---\ntitle: {'x' * 2 * LONGEST_NAME}\n---\n{SECTION}a::b\n"})

    assert told(built.diagnostics) == ["a.md:1 heading-too-long"]
    assert "x…" in built.rendered[0].anki_note.fields["Context"]


def test_a_heading_of_the_longest_length_is_whole(build_vault: BuildVault) -> None:
    """Nothing changes for what is within the bound"""
    built = build_vault({"a.md": f"# {'x' * LONGEST_NAME}\n{SECTION}a::b\n"})

    assert told(built.diagnostics) == []
    assert "x" * LONGEST_NAME in built.rendered[0].anki_note.fields["Context"]


def test_a_long_footnote_of_many_flashcards(build_vault: BuildVault) -> None:
    """As an embed of that length it is not shown, and it is told where it is asked for"""
    built = build_vault(
        {"a.md": f"{SECTION}a::b[^1]\nc::d[^2]\n\n[^1]: {'x ' * 20_000}\n\n[^2]: y"}
    )

    assert told(built.diagnostics) == ["a.md:2 embed-not-shown"]
    backs = [each.anki_note.fields["Back"] for each in built.rendered]
    assert [len(back) < 300 for back in backs] == [True, True]
    assert "y" in backs[1]


def test_clozes_a_hundred_deep(build_vault: BuildVault) -> None:
    """Anki reads ten; each of thousands would hold the text of all within it"""
    few, many = ("{{c1::a " * count + "}}" * count for count in (30, 10_000))

    built = build_vault({"a.md": f"{SECTION}{few}\n\n{many}\n"})

    nested = [each for each in built.diagnostics if each.code == "nested-too-deep"]
    assert [(each.span.line, each.severity.value) for each in nested] == [
        (2, "warning"),
        (4, "error"),
    ]
    assert [each.anki_note.ords for each in built.rendered] == [(0,)]


def test_more_files_than_a_card_can_show(build_vault: BuildVault) -> None:
    """Each further one is missing on the card, and told; one that is there already is shown"""
    pictures = {f"{number}.png": png(str(number)) for number in range(502)}
    shown = " ".join(f"![[{name}]]" for name in [*pictures, "0.png"])

    built = build_vault({"a.md": f"{SECTION}a::{shown}\n", **pictures})

    assert told(built.diagnostics) == ["a.md:2 missing-media"] * 2
    (note,) = (each.anki_note for each in built.rendered)
    assert len(note.media) == 500
    assert note.fields["Back"].count("<img") == 501


def test_more_than_anki_can_hold_stops_the_run(
    build_vault: BuildVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A little text that each of many flashcards embeds is a lot; the vault note is named"""
    monkeypatch.setattr(rendering, "MOST", 10_000)

    with pytest.raises(FlashcardsError, match=r"more than 10,000 bytes; .* of b\.md") as raised:
        build_vault({"a.md": "x" * 1000, "b.md": SECTION + "q::![[a]]\n" * 20})

    assert raised.value.hint.startswith("nothing was written")


# --- properties --------------------------------------------------------------------------------


def test_few_aliases_that_make_many_values() -> None:
    """A billion laughs within the number of aliases that are allowed"""
    lines = [f"a0: &a0 [{', '.join('x' * 900)}]"]
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 11)]

    properties, _, (problem,) = split_properties("\n".join(["---", *lines, "---", ""]), "a.md")

    assert (problem.code, str(problem.span)) == ("invalid-properties", "a.md:2")
    assert "more than 50,000 values" in problem.message
    assert len(str(properties)) < 100_000


def test_an_alias_for_itself() -> None:
    """A list that holds itself has no end"""
    _, _, (problem,) = split_properties("---\na: &a [*a]\n---\n", "a.md")

    assert problem.code == "invalid-properties"


def test_an_alias_as_people_write_them() -> None:
    """They go on working"""
    properties, _, problems = split_properties("---\na: &a [x, y]\nb: *a\n---\n", "a.md")

    assert properties == {"a": ["x", "y"], "b": ["x", "y"]}
    assert problems == ()


# --- drawings ----------------------------------------------------------------------------------

_HEAD = '<svg xmlns="http://www.w3.org/2000/svg">'


def test_a_drawing_of_many_levels() -> None:
    """Where browsers draw it, the stack would overflow"""
    with pytest.raises(DrawingError, match="more than 1000 elements"):
        clean_drawing(f"{_HEAD}{'<g>' * 100_000}{'</g>' * 100_000}</svg>".encode())

    assert clean_drawing(f"{_HEAD}{'<g>' * 900}{'</g>' * 900}</svg>".encode()).left_out == ()


def test_a_large_drawing_whose_attributes_would_be_larger() -> None:
    """References in attributes are replaced before anybody could count them"""
    entity = f'<!DOCTYPE svg [<!ENTITY a "{"x" * 900}">]>'
    path = f'<path d="{"&a;" * 2_000_000}"/>'

    with pytest.raises(DrawingError, match="it is large, and declares an entity"):
        clean_drawing(f"{entity}{_HEAD}{path}</svg>".encode())
