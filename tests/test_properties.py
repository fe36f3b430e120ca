"""Properties: found at the top of a vault note, read whatever their state, their lines blank."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.properties import split_properties


def _read(text: str) -> tuple[dict[str, object], list[tuple[int, str]]]:
    """Return the properties, and each problem's line and message."""
    properties, _, diagnostics = split_properties(text, "a.md")
    return dict(properties), [(each.span.line, each.message) for each in diagnostics]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: Sleep\ntags: [a, b]\n---\ntext", {"title": "Sleep", "tags": ["a", "b"]}),
        ('---\n{"aliases":null,"dg-publish":true}\n---\n', {"aliases": None, "dg-publish": True}),
        ('---\n{"a":\n  "b"}\n---\n', {"a": "b"}),
        ("---\n{a: b}\n---\n", {"a": "b"}),
        ("---\ncreated: 2023-04-06\n---", {"created": dt.date(2023, 4, 6)}),
        ("---\n2024: x\ntrue: y\n---\n", {"2024": "x", "True": "y"}),
        ("--- \na: b\n---\t\n", {"a": "b"}),
        ("\ufeff---\na: b\n---\n", {"a": "b"}),
        ("---\na: |\n  text\n  ---\n---\n", {"a": "text\n---\n"}),
        ("---\n---\n", {}),
        ("---\n\n# nothing\n---\n", {}),
    ],
)
def test_properties_as_yaml_or_json(text: str, expected: dict[str, object]) -> None:
    """Lines of YAML and one line of JSON are read alike, without a word of complaint"""
    assert (expected, []) == _read(text)


@pytest.mark.parametrize(
    "text",
    ["", "---", "text\n---\na: b\n---", "\n---\na: b\n---", "----\na: b\n----", "---\n\ntext\n"],
)
def test_text_without_properties(text: str) -> None:
    """Only `---` on the very first line begins properties; a mere line stays a line"""
    assert ({}, text, ()) == split_properties(text, "a.md")


def test_lines_of_the_properties_are_blank() -> None:
    """Line n of the text is line n of the file"""
    _, text, _ = split_properties("---\na: b\n---\nline 4\n---\nline 6", "a.md")

    assert text == "\n\n\nline 4\n---\nline 6"


def test_a_title_with_a_colon_is_still_read() -> None:
    """Broken YAML is read line by line; the problem names the file's own line, and the cure"""
    text = "---\nyear: 2020\ntitle: Sleep: a review\ntags:\n  - a\n  - b: c\n---\nbody"

    properties, body, (problem,) = split_properties(text, "a.md")

    assert properties == {"year": 2020, "title": "Sleep: a review", "tags": ["a", "b: c"]}
    assert body == "\n" * 7 + "body"
    assert (problem.code, problem.span.line) == ("invalid-properties", 3)
    assert 'title: "Sleep: a review"' in problem.hint


@pytest.mark.parametrize(
    ("inside", "line", "reason", "kept"),
    [
        ("- a\n- b", 2, "they are a list or text", {}),
        ("word", 2, "they are a list or text", {}),
        ("a: 1\nb: @me", 3, "a value begins with a mark that means something", {"b": "@me"}),
        ("a: 1\n\tb: 2", 3, "a line is indented by a tab", {}),
        ("\ta: 1\nb: 2", 2, "a line is indented by a tab", {"b": 2}),
        ('a: 1\nb: "open', 4, "a quotation mark is never closed", {"b": "open"}),
        ("a: 1\nb: [open", 4, "a bracket or brace is never closed", {"b": "[open"}),
        ("a: 1\nb: *star", 3, "a value begins with `*`", {"b": "*star"}),
        ("a: 1\nb: !bang x", 3, "a value begins with `!`", {"b": "!bang x"}),
        ("a: 1\nb: 2024-13-45", 2, "month must be in 1..12", {"b": "2024-13-45"}),
        ("a: 1\nb: x\x07", 3, "there is an invisible control character", {"b": "x\x07"}),
        ("a: 1\n[b]: x", 3, "a name begins with `[`", {}),
        ('{"a": "\\ud800"}', 2, "there is half of a character", {}),
    ],
)
def test_why_properties_cannot_be_read(
    inside: str, line: int, reason: str, kept: dict[str, object]
) -> None:
    """PyYAML's problem is said in plain words at the file's own line; the other lines are kept"""
    properties, problems = _read(f"---\n{inside}\n---\n")

    [(found_line, message)] = problems
    assert (line, True) == (found_line, reason in message), message
    assert kept.items() <= properties.items()
    assert properties.get("a", 1) == 1


@pytest.mark.parametrize(
    "inside",
    [
        "b: " + "[" * 5000,
        '{"b": ' + "[" * 40_000,
        '{"b": ' + "[" * 500 + "]" * 500 + "}",
        "b:\n" + "\n".join("  " * depth + "- " for depth in range(200)),
        "x: &x [y]\n" + "\n".join(f"b{n}: [*x, *x, *x]" for n in range(9)),
        "b: x\n" * 20_000,
        "b: " + "9" * 5000,
    ],
)
def test_properties_that_would_harm_are_refused(inside: str) -> None:
    """Deep nesting, multiplying aliases and sheer length are a problem, not a crash"""
    _, problems = _read(f"---\na: kept\n{inside}\n---\n")

    assert len(problems) == 1


def test_unclosed_properties_are_text() -> None:
    """Without a second `---` nothing is taken for properties, and the author is told"""
    text = "---\ntitle: Sleep\n\ntext"

    properties, body, (problem,) = split_properties(text, "a.md")

    assert (properties, body) == ({}, text)
    assert (problem.code, problem.span.line) == ("unclosed-properties", 1)


LINES = st.lists(
    st.sampled_from(["---", "a: b", "- c", "{", '{"a": 1}', "[", "'", '"', "&a", "*a", "a: b: c"])
    | st.text(max_size=8),
    max_size=8,
).map("\n".join)


@given(LINES | st.builds("---\n{}\n---\n{}".format, LINES, LINES))
def test_no_text_makes_it_raise_or_loses_a_line(text: str) -> None:
    """Any text has properties and a body with as many lines"""
    properties, body, _ = split_properties(text, "a.md")

    assert body.count("\n") == text.count("\n")
    assert all(isinstance(key, str) for key in properties)
