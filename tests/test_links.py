"""Links: what a target names, and the address that opens it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.links import LinkIndex, Target, heading_subpath, obsidian_url, split_href

VAULT_NOTES = (
    "Insulin.md",
    "Cards/Insulin.md",
    "Cards/Plasma Glucose.md",
    "Cards/Deep/Down/Index.md",
    "Sources/Index.md",
    "Sources/v1.2 notes.md",
    "Sources/Café.md",
    "Straße.md",
)
ATTACHMENTS = ("Pictures/heart.png", "Cards/heart.png", "Pictures/Insulin.pdf")
INDEX = LinkIndex(VAULT_NOTES, ATTACHMENTS)


@pytest.mark.parametrize(
    ("target", "source", "path"),
    [
        pytest.param("Plasma Glucose", "a.md", "Cards/Plasma Glucose.md", id="shortest path"),
        pytest.param("Plasma Glucose.md", "a.md", "Cards/Plasma Glucose.md", id="with .md"),
        pytest.param("plasma glucose", "a.md", "Cards/Plasma Glucose.md", id="any case"),
        pytest.param("Cards/Insulin", "a.md", "Cards/Insulin.md", id="from the root"),
        pytest.param("/Cards/Insulin", "a.md", "Cards/Insulin.md", id="a leading slash"),
        pytest.param("/Plasma Glucose", "a.md", None, id="a slash means the root"),
        pytest.param("Insulin", "Cards/a.md", "Insulin.md", id="a whole path wins"),
        pytest.param("./Insulin", "Cards/a.md", "Cards/Insulin.md", id="this folder"),
        pytest.param("../Insulin", "Cards/a.md", "Insulin.md", id="the folder above"),
        pytest.param("../../Insulin", "Cards/a.md", None, id="never outside"),
        pytest.param("../../../etc/passwd", "Cards/a.md", None, id="never far outside"),
        pytest.param("Cards/../../Insulin", "a.md", None, id="never outside in the middle"),
        pytest.param("Index", "Cards/Deep/a.md", "Cards/Deep/Down/Index.md", id="nearest"),
        pytest.param("Index", "Other/a.md", "Sources/Index.md", id="shortest of several"),
        pytest.param("Down/Index", "a.md", "Cards/Deep/Down/Index.md", id="end of a path"),
        pytest.param("own/Index", "a.md", None, id="whole names only"),
        pytest.param("heart.png", "Cards/a.md", "Cards/heart.png", id="an attachment near"),
        pytest.param("Insulin.pdf", "a.md", "Pictures/Insulin.pdf", id="another ending"),
        pytest.param("v1.2 notes", "a.md", "Sources/v1.2 notes.md", id="a dot in the name"),
        pytest.param("STRASSE", "a.md", "Straße.md", id="full case folding"),
        pytest.param("Nothing", "a.md", None, id="no such file"),
        pytest.param("", "Cards/a.md", "Cards/a.md", id="the same file"),
        pytest.param("Cards\\Insulin", "a.md", "Cards/Insulin.md", id="a backslash"),
    ],
)
def test_resolve(target: str, source: str, path: str | None) -> None:
    """A target is found as Obsidian finds it."""
    assert path == INDEX.resolve(target, source)


@given(
    st.lists(st.sampled_from(["Insulin", "insulin", "Index", "Cards", "Down", "v1", "Café", "b"])),
    st.lists(st.sampled_from(["/", "//", "\\", ".", "..", "/../", ".md", " "]), min_size=9),
    st.sampled_from(["a.md", "Cards/a.md", "Sources/a.md"]),
)
def test_a_look_at_one_name_finds_what_all_rules_find(
    words: list[str], gaps: list[str], source: str
) -> None:
    """The short way is one in time alone"""
    target = "".join(word + gap for word, gap in zip(words, gaps, strict=False)) + "Insulin"
    for each in (target, "/".join(words)):
        assert not each or INDEX.find(each, source) == INDEX._find(each, source)


def test_the_others_that_a_name_fits() -> None:
    """Only a name without a path leaves it open which file is meant."""
    assert INDEX.find("Index", "Other/a.md") == Target(
        "Sources/Index.md", ("Cards/Deep/Down/Index.md",)
    )
    assert INDEX.find("Down/Index", "a.md").others == ()
    assert INDEX.find("Insulin", "Cards/a.md").others == ()  # the whole path of one


def test_a_name_with_an_ending_is_taken_at_its_word() -> None:
    """The attachment comes before the vault note whose name ends so, and else the vault note."""
    index = LinkIndex(["x/a.png.md", "b.png.md", "c.md"], ["y/a.png", "c"])

    assert index.resolve("a.png", "x/q.md") == "y/a.png"
    assert index.resolve("b.png", "x/q.md") == "b.png.md"
    assert index.resolve("c", "x/q.md") == "c.md"


def test_an_alias_leads_to_its_vault_note() -> None:
    """Only if no file has the name, and only if no other vault note has the alias."""
    aliases = [("a.md", ["One", "both", "b"]), ("b.md", ["BOTH"])]
    index = LinkIndex(["a.md", "b.md"], (), aliases)

    assert index.resolve("one", "q.md") == "a.md"
    assert index.resolve("b", "q.md") == "b.md"
    assert index.find("Both", "q.md") == Target(None, ("a.md", "b.md"))
    assert index.resolve("./One", "q.md") is None


def test_blanks_that_do_not_break_are_blanks() -> None:
    """As editors and web pages put them into names."""
    assert INDEX.resolve("Plasma\u00a0Glucose", "a.md") == "Cards/Plasma Glucose.md"


def test_composed_and_decomposed_accents_are_the_same() -> None:
    """A file system may spell a name in NFD while the link is in NFC, and the other way round."""
    decomposed = unicodedata.normalize("NFD", "Café")

    assert INDEX.resolve(decomposed, "a.md") == "Sources/Café.md"
    assert LinkIndex([f"{decomposed}.md"]).resolve("Café", "a.md") == f"{decomposed}.md"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("Cards/Plasma%20Glucose.md#What%20it%20is", ("Cards/Plasma Glucose.md", "What it is")),
        ("#Heading", ("", "Heading")),
        ("100%", ("100%", "")),
        ("https://example.org", None),
        ("mailto:a@b", None),
        ("//example.org", None),
        ("obsidian://open?file=a", None),
    ],
)
def test_split_href(href: str, expected: tuple[str, str] | None) -> None:
    """An address without a scheme names a file of the vault."""
    assert expected == split_href(href)


def test_the_address_of_a_vault_note_has_no_ending() -> None:
    """Every character that means something in an address is encoded."""
    url = obsidian_url("My & Vault", "Cards/100% Ä?.md", "What is it? #1")

    assert url == (
        "obsidian://open?vault=My%20%26%20Vault"
        "&file=Cards%2F100%25%20%C3%84%3F%23What%20is%20it%3F%20%231"
    )


def test_the_address_of_a_block_and_of_an_attachment() -> None:
    """A block id keeps its mark; another ending than `.md` stays."""
    assert obsidian_url("V", "a.md", "^id-1") == "obsidian://open?vault=V&file=a%23%5Eid-1"
    assert obsidian_url("V", "a.pdf") == "obsidian://open?vault=V&file=a.pdf"


def test_a_name_that_is_no_text_still_has_an_address() -> None:
    """A lone surrogate, as from a broken file name, raises nothing."""
    assert obsidian_url("V", "a\udcff.md") == "obsidian://open?vault=V&file=a%3F"


def test_a_heading_in_an_address() -> None:
    """What would end a link is a blank, as when Obsidian writes the link."""
    assert heading_subpath("C#: a [[Link|x]] ^now") == "C a Link x now"
