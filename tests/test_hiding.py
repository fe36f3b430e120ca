"""What a quote without marks hides, and masked terms."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_strategies import MARKDOWN

from flashcards.clozes import ClozeStyle, mark_clozes
from flashcards.hiding import choose_clozes, group_texts, mask
from flashcards.inline import find_pairs, scan

NUMBERS = {group: group + 1 for group in range(10)}
NAMES = ["HPA axis", "Stress response"]


def hidden(
    text: str,
    names: list[str] | None = None,
    remembered: list[tuple[str, ...]] | None = None,
) -> str:
    clozes = choose_clozes(text, NAMES if names is None else names, remembered or [])
    return mark_clozes(text, clozes, NUMBERS, ClozeStyle.NATIVE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The HPA axis and hpa-axes.", "The {{c1::HPA axis}} and {{c1::hpa-axes}}."),
        ("HPA axis: a stress response.", "{{c1::HPA axis}}: a {{c1::stress response}}."),
        ("The HPA axis, [[X]].", "The {{c1::HPA axis}}, [[X]]."),
        (r"The [[Cards/Axis\|HPA axis]].", r"The {{c1::[[Cards/Axis\|HPA axis]]}}."),
        (r"[[Axis\|the HPA axis of man]]", r"[[Axis\|the {{c1::HPA axis}} of man]]"),
        ("[[HPA axis]] [[Cards/HPA axis]]", "{{c1::[[HPA axis]]}} {{c1::[[Cards/HPA axis]]}}"),
        ("[[HPA axis diseases]]", "{{c1::[[HPA axis diseases]]}}"),
        ("[HPA axis](a.md) x", "{{c1::[HPA axis](a.md)}} x"),
        ("**HPA** axis", "{{c1::**HPA** axis}}"),
        ("***HPA axis***", "{{c1::***HPA axis***}}"),
        ("**the HPA** axis", "**the {{c1::HPA}}** {{c1::axis}}"),
        (r"HPA [[A\|axis one]]", r"{{c1::HPA}} [[A\|{{c1::axis}} one]]"),
        ("<b>HPA</b> axis", "<b>{{c1::HPA}}</b> {{c1::axis}}"),
        ("`HPA axis` $HPA axis$ HPA axiom", "`HPA axis` $HPA axis$ HPA axiom"),
    ],
)
def test_names_are_hidden(text: str, expected: str) -> None:
    """Title and aliases are one cloze wherever they stand, and no Markdown is torn"""
    assert hidden(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"[[A/B\|b]], [[C]], [[a/b]], [[D]], [[E]]",
         r"{{c1::[[A/B\|b]]}}, {{c2::[[C]]}}, {{c1::[[a/b]]}}, {{c3::[[D]]}}, [[E]]"),
        ("[[@k]] [[x/@k|Smith]] [[C]]", "[[@k]] [[x/@k|Smith]] {{c1::[[C]]}}"),
        ("[a](b.md) [c](https://d.e) ![[f]]", "{{c1::[a](b.md)}} [c](https://d.e) ![[f]]"),
        ("nothing at all", "nothing at all"),
    ],
)  # fmt: skip
def test_linked_terms_are_hidden(text: str, expected: str) -> None:
    """Without names each different link is a cloze, at most three; literature notes do not count"""
    assert hidden(text) == expected


def test_editors_braces_stay() -> None:
    """The braces of a quote's editor are text"""
    text = r"{The [[Cards/HPA Axis\|HPA Axis]] has} effects on insulin resistance."

    assert hidden(text, ["Insulin Resistance"]) == text.replace(
        "insulin resistance", "{{c1::insulin resistance}}"
    )


@pytest.mark.parametrize(
    ("text", "remembered", "expected"),
    [
        ("The HPA axis and [[X]].", [("HPA axis",)], "The {{c1::HPA axis}} and [[X]]."),
        ("The HPA axis and [[X]].", [("gone",)], "The HPA axis and {{c1::[[X]]}}."),
        ("An axis, an Axis.", [("axis",)], "An {{c1::axis}}, an Axis."),
        ("An axis, a system.", [("axis", "system")], "An {{c1::axis}}, a {{c1::system}}."),
        ("An axis, a system.", [("axis",), ("system",)], "An {{c1::axis}}, a {{c2::system}}."),
        ("[[A|b]] [[C]] [[D]]", [("[[C]]",), ("[[A|b]]",)], "{{c2::[[A|b]]}} {{c1::[[C]]}} [[D]]"),
        ("[[Moved/A|b]]", [("[[A|b]]",)], "{{c1::[[Moved/A|b]]}}"),
    ],
)
def test_remembered_texts_win(text: str, remembered: list[tuple[str, ...]], expected: str) -> None:
    """What was hidden before stays hidden while it occurs, whatever the vault note is called"""
    assert hidden(text, ["Renamed"], remembered) == expected


@given(MARKDOWN, st.lists(MARKDOWN, max_size=3), st.lists(MARKDOWN, max_size=3))
@example("cell nucleus [[b|nucleus]]", [], [])
def test_what_was_chosen_is_chosen_again(text: str, names: list[str], before: list[str]) -> None:
    """A second export of an unchanged quote hides exactly what the first one hid"""
    chosen = choose_clozes(text, [*names, "x", "word"], [before])

    again = choose_clozes(text, ["renamed"], list(group_texts(chosen).values()))

    assert again == chosen or not chosen


@given(MARKDOWN, st.lists(MARKDOWN, max_size=3), st.lists(MARKDOWN, max_size=3))
def test_chosen_clozes_tear_nothing(text: str, names: list[str], before: list[str]) -> None:
    """Clozes lie apart, hold their text, and cut no pair of marks and no link"""
    clozes = choose_clozes(text, [*names, "x", "word"], [before])
    frames = [(pair.start, pair.end) for pair in find_pairs(text)]
    frames += [(p.start, p.end) for p in scan(text) if p.kind.value in {"wikilink", "link"}]
    at = 0
    for cloze in clozes:
        assert at <= cloze.start < cloze.end
        assert text[cloze.start : cloze.end] == cloze.text
        at = cloze.end
        for start, end in frames:
            apart = cloze.end <= start or end <= cloze.start
            around = start <= cloze.start and cloze.end <= end
            within = cloze.start <= start and end <= cloze.end
            assert apart or around or within


@pytest.mark.parametrize(
    ("markdown", "term", "expected"),
    [
        ("Entropy is *entropy*.", "Entropy", "[…] is […]."),
        (r"[[E\|Entropies]] and `entropy`", "Entropy", "[…] and `entropy`"),
        ("A torsion group; n-torsion", "Torsion group (n-Torsion)", "A […]; […]"),
        ("entropy(S) entropy: x", "*Entropy*", r"\[…\](S) \[…\]: x"),
        ("Nothing.", "Entropy", "Nothing."),
        ("![[entropy.png]]", "Entropy", "![[entropy.png]]"),
    ],
)
def test_mask(markdown: str, term: str, expected: str) -> None:
    """The term is masked where a reader would see it"""
    assert mask(markdown, term) == expected


@pytest.mark.parametrize("unit", ["**a** a ", "[[a|b a]] ", "*", "[a](b) ", "<b>a</b> ", "a `"])
def test_time_grows_with_the_text_only(unit: str) -> None:
    """A hostile quote takes no more than seconds"""
    text = unit * (40_000 // len(unit))
    started = time.process_time()

    choose_clozes(text, ["a", "a a", "b a"], ["a"])
    mask(text, "a a")

    assert time.process_time() - started < 10
