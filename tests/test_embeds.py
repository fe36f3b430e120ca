"""Embeds and footnotes: what comes onto a card from outside its flashcard, and how much of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import NOW, MakeVault
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from flashcards.config import Config, read_config
from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.excerpts import MOST_CHARACTERS, Excerpt, Excerpts
from flashcards.links import LinkIndex
from flashcards.media import Attachments, Refusal
from flashcards.model import AnkiNote, Flashcard, Footnote, Identified, Kind
from flashcards.pipeline import Build, build
from flashcards.render import RenderContext, render

BuildVault = Callable[[Mapping[str, str | bytes]], Build]


def only(built: Build) -> AnkiNote:
    """Return the one Anki note."""
    [rendered] = built.rendered
    return rendered.anki_note


def codes(built: Build) -> list[tuple[str, str]]:
    """Return code and place of each diagnostic."""
    return [(each.code, str(each.span)) for each in built.diagnostics]


# --- what is recorded --------------------------------------------------------------------------


def test_works_cited_in_an_embed_are_sources(build_vault: BuildVault) -> None:
    """Those of footnotes, too, and a literature note that is embedded; each has its reference."""
    built = build_vault(
        {
            "a.md": "## Flashcards\nq::![[b]] ![[@smith#^id]] x[^1]\n# N\n[^1]: See [@fox].\n",
            "b.md": "As [@doe, p. 2] says ![c](c%20c.md)",
            "c c.md": "and @roe, and @nobody.",
            "@smith.md": "Words. ^id",
            "library.bib": "".join(
                f"@book{{{key}, title={{{key} title}}, author={{{key}, A}}, date={{2020}}}}\n"
                for key in ("doe", "roe", "fox", "smith", "other")
            ),
        }
    )

    source = only(built).fields["Source"]
    titles = [each for each in ("doe", "roe", "fox", "smith", "other") if f"{each} title" in source]
    assert titles == ["doe", "roe", "fox", "smith"]
    assert "p. 2" in source
    assert codes(built) == []


def test_an_unknown_citekey_in_an_embed_is_told_where_it_stands(build_vault: BuildVault) -> None:
    """The line is the embedded vault note's."""
    built = build_vault(
        {"a.md": "## Flashcards\nq::![[b]]\n", "b.md": "---\nx: 1\n---\nText\n[@nobody]"}
    )

    assert codes(built) == [("unknown-citekey", "b.md:5")]


def test_a_missing_picture_in_an_embed_is_told_where_it_stands(build_vault: BuildVault) -> None:
    """The line is the embedded vault note's, and a picture that is there comes along."""
    built = build_vault(
        {
            "a.md": "## Flashcards\nq::![[Folder/b]]\n",
            "Folder/b.md": "# b\nText\n![[gone.png]]\n\n![x](here.png)",
            "Folder/here.png": b"here",
            "here.png": b"another",
        }
    )

    assert codes(built) == [("missing-media", "Folder/b.md:3")]
    assert [each.path for each in only(built).media] == ["here.png"]


def test_what_a_card_depends_on_is_recorded(build_vault: BuildVault) -> None:
    """The other vault notes of which it shows a part, or whose headings were looked up."""
    built = build_vault(
        {
            "a.md": "## Flashcards\nq::![[b]] [[d#Here]] [[e]] ![[#Own]]\n## Own\nx\n",
            "b.md": "![[c]]",
            "c.md": "c",
            "d.md": "# Here",
            "e.md": "e",
        }
    )

    assert only(built).depends_on == ("b.md", "c.md", "d.md")


def test_nothing_is_read_where_nothing_is_embedded(make_vault: MakeVault) -> None:
    """A vault note is read when the first embed asks for it, and once."""
    root = make_vault({"a.md": "text"})
    excerpts = Excerpts(root)
    assert excerpts.known == {}

    first = excerpts.find("a.md", "")
    (root / "a.md").write_text("changed")

    assert excerpts.find("a.md", "") == first
    assert list(excerpts.known) == ["a.md"]


def test_a_link_is_told_about_once_a_vault_note(build_vault: BuildVault) -> None:
    """Many flashcards have the same link; the first line that has it is named."""
    line = "q{}::[[x]] [[c#Gone]]\n"
    built = build_vault(
        {
            "a.md": "## Flashcards\n" + line.format(1) + line.format(2),
            "b.md": "## Flashcards\n" + line.format(3),
            "c.md": "",
            "one/x.md": "",
            "two/x.md": "",
        }
    )

    assert codes(built) == [
        ("ambiguous-link", "a.md:2"),
        ("missing-heading", "a.md:2"),
        ("ambiguous-link", "b.md:2"),
        ("missing-heading", "b.md:2"),
    ]


def test_vault_notes_outside_of_what_is_exported_are_shown(make_vault: MakeVault) -> None:
    """`include` chooses where flashcards are looked for, not what is there."""
    root = make_vault({"in/a.md": "## Flashcards\nq::[[b]] ![[b#H]]\n", "out/b.md": "# H\nshown"})

    built = build(root, Config(include=("in/**",)), NOW)

    back = only(built).fields["Back"]
    assert 'file=out%2Fb">b</a>' in back
    assert "shown</div>" in back


def test_the_address_of_a_flashcard_below_a_heading_that_is_there_twice(
    build_vault: BuildVault,
) -> None:
    """The headings above it are named, too, as Obsidian opens the first of the name."""
    callout = "> [!definition] {}\n> text\n\n"
    text = f"# One\n## Same\n{callout.format('a')}## Other\n{callout.format('b')}"
    built = build_vault({"a.md": text + f"# Two\n## Same\n{callout.format('c')}"})

    ends = [each.anki_note.fields["Link"].partition("%23")[2] for each in built.rendered]
    assert ends == ["One%23Same", "Other", "Two%23Same"]


def test_the_address_of_a_flashcard_in_a_flashcards_section(build_vault: BuildVault) -> None:
    """The nearest heading, which is the section's own, one within it, or the one that asks."""
    text = "# One\n\n## Flashcards\na :: b\n\n### Inner\nc :: d\n\n### What is it?\nAn answer.\n"
    text += "\n# Two\n> [!definition] e\n> f\n\n## Flashcards\ng :: h\n\nx :: y ^id\n"
    built = build_vault(
        {"a.md": text, "b.md": "# Flashcards\ni :: j\n", "c.md": "## \n> [!definition] k\n> l\n"}
    )

    ends = [each.anki_note.fields["Link"].partition("file=")[2] for each in built.rendered]
    assert ends == [
        "a%23One%23Flashcards",
        "a%23Inner",
        "a%23What%20is%20it%3F",
        "a%23Two",
        "a%23Two%23Flashcards",
        "a%23%5Eid",
        "b%23Flashcards",
        "c",
    ]


# --- what is not shown -------------------------------------------------------------------------


def test_a_question_never_shows_its_answer(build_vault: BuildVault) -> None:
    """What holds the flashcard is not shown in it, not even through another vault note."""
    built = build_vault(
        {
            "a.md": "# A\n## Flashcards\nWhy? ![[#A]] ![[#^x]] ![[a]] ![[b]]::Because. ^x\n",
            "b.md": "Away: ![[a#Flashcards]]",
        }
    )

    front = only(built).fields["Front"]
    assert "Because" not in front
    assert "Away" in front
    assert [code for code, _ in codes(built)] == ["embed-not-shown"] * 4


def test_the_term_is_masked_in_an_embed(build_vault: BuildVault) -> None:
    """The second card of a reversed flashcard asks for it; footnotes and headings are masked."""
    built = build_vault(
        {
            "a.md": "## Flashcards\nInsulin:::![[b#About insulin]] x[^1]\n# N\n[^1]: Of insulin.\n",
            "b.md": "# About insulin\nInsulin is a hormone.",
        }
    )

    fields = only(built).fields
    assert "nsulin" not in fields["Reversed"].replace("About%20insulin", "")
    assert fields["Reversed"].count("[…]") == 3
    assert "Insulin is a hormone." in fields["Back"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * (MOST_CHARACTERS + 1), "it is too long for a card (20,001 characters"),
        (" \n%%all of it%%\n", "there is nothing in it"),
        (b"\xff\xfe\x00" + b"\xd8" * 8, ""),
    ],
)
def test_what_does_not_fit_is_a_link(
    build_vault: BuildVault, text: str | bytes, reason: str
) -> None:
    """The author is told why."""
    built = build_vault({"a.md": "## Flashcards\nq::![[b]]\n", "b.md": text})

    if reason:
        assert only(built).fields["Back"].endswith('file=b">b</a>')
        [told] = [each for each in built.diagnostics if each.code == "embed-not-shown"]
        assert reason in told.message
        assert told.severity is Severity.INFO


def test_embeds_that_grow_come_to_an_end(build_vault: BuildVault) -> None:
    """Each of five vault notes embeds the next ten times: a hundred thousand embeds."""
    files: dict[str, str | bytes] = {"a.md": "## Flashcards\nq::![[n0]]\n"}
    for n in range(5):
        files[f"n{n}.md"] = f"![[n{n + 1}]]\n\n" * 10
    files["n5.md"] = "end"
    start = time.process_time()

    built = build_vault(files)

    assert time.process_time() - start < 20
    assert any("together" in each.message for each in built.diagnostics)
    assert len(only(built).fields["Back"]) < 2_000_000


# --- what others wrote -------------------------------------------------------------------------


def test_what_is_not_for_readers_is_left_out(build_vault: BuildVault) -> None:
    """Properties, comments, marks of other plugins, and clozes, which show their text."""
    text = (
        "---\naliases: [secret]\n---\n# b\n%%secret%% One {{c1::two::secret}} three ^secret\n"
        "<!--SR:!2024-10-18,7,190-->\n\n> [!sr|card-metadata]\n> secret\n\n"
        "ID: 1566052191670\n^1672531200000\n"
        "{ .block-language-dataview}\n\n[^1]: secret, as nothing refers to it\n"
    )
    built = build_vault({"a.md": "## Flashcards\nThe ==cloze== ![[b]].\n", "b.md": text})

    field = only(built).fields["Text"]
    assert "secret" not in field
    assert not re.search(r"\d", field.partition("One two three")[2])
    assert "<h1>" not in field
    assert "One two three" in field
    assert only(built).ords == (0,)


def test_open_tags_stay_in_the_frame(build_vault: BuildVault) -> None:
    """What an embedded vault note leaves open or closes too often does not reach out of it."""
    built = build_vault(
        {"a.md": "## Flashcards\nq::![[b]] end\n", "b.md": "x <b>open</div></div>\n\n<div>more"}
    )

    back = only(built).fields["Back"]
    assert back.endswith("<p>end</p>")
    assert "</b>" in back


# --- with values alone -------------------------------------------------------------------------


def context(texts: Mapping[str, str], root: Path) -> RenderContext:
    """Return a vault of these texts, each embedded whole."""

    def excerpt(path: str, subpath: str) -> Excerpt | Refusal:
        del subpath
        text = texts.get(path, "![[a]] [^1]")
        note = Footnote(text, Span(path, 1, 1))
        return Excerpt(text, Span(path, 1, text.count("\n") + 1), path, {"1": note, "x": note})

    return RenderContext(
        vault_name="V",
        links=LinkIndex(texts),
        attach=Attachments(root).attach,
        items={},
        suggestions=lambda _citekey: (),
        literature_notes={},
        excerpts=excerpt,
    )


def shown(markdown: str, context: RenderContext) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the back of a flashcard."""
    fields = {"Front": "q", "Back": markdown}
    flashcard = Flashcard("section", Kind.BASIC, fields, Span("own.md", 1, 2))
    identified = Identified(flashcard, "g", (), {}, "new", "D", (), "own")
    anki_note, diagnostics = render(identified, context)
    assert anki_note is not None
    return anki_note.fields["Back"], diagnostics


def test_links_may_be_text(tmp_path: Path) -> None:
    """Links that lead out of the vault stay."""
    plain = replace(context({"a.md": "x [[a]]"}, tmp_path), links_as_text=True)
    markdown = "[[a|b]] [c](a.md) [d](https://example.org) <a href='a.md'>e</a> [[gone]] ![[a]]"

    back, _ = shown(markdown, plain)

    assert back == (
        '<p>b <span>c</span> <a href="https://example.org">d</a> <a>e</a> '
        '<span class="unresolved">gone</span></p>\n'
        '<div class="embed"><div class="embed-title">a.md</div>\nx a</div>'
    )


def test_links_are_text_by_setting(make_vault: MakeVault) -> None:
    """The link at the card's foot stays."""
    root = make_vault(
        {
            "a.md": "## Flashcards\nq::[[b]]\n",
            "b.md": "",
            "flashcards.toml": 'links = "text"',
        }
    )

    fields = only(build(root, read_config(root), NOW)).fields

    assert fields["Back"] == "b"
    assert fields["Link"].startswith("obsidian://")


PIECES = st.sampled_from(
    (
        "![[a]]", "![[b]]", "![[c]]", "![[#x]]", "[^1]", "[^x]", "\n[^1]: ", "^[", "]", "\n\n",
        "> ", "- ", "<div>", "</div>", "{{c1::", "}}", "==", "**", "[[", "$", "`", "%%", "k:: ",
        "(k:: ", "[k:: ", ")", "\ufdd0", "&#xFDD0;", "![[a|", "| a |\n| - |\n", "# ", "text ", "\t",
    )
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=10).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS))
def test_no_text_raises(
    tmp_path_factory: pytest.TempPathFactory, texts: tuple[str, str, str, str]
) -> None:
    """Whatever vault notes embed, there is an end, and no mark of ours is left."""
    own, *others = texts
    vault = dict(zip(("a.md", "b.md", "c.md"), others, strict=True))

    back, _ = shown(own, context(vault, tmp_path_factory.getbasetemp()))

    assert not any("\ufdd0" <= character <= "\ufdef" for character in back)
    assert "{{c" not in back
