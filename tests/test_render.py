"""Rendering: the fields of the Anki note that a flashcard becomes, and what the author is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from flashcards.clozes import find_clozes
from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.links import LinkIndex
from flashcards.media import Attachments
from flashcards.model import (
    AnkiNote,
    Citation,
    Cloze,
    Flashcard,
    Identified,
    Item,
    Kind,
    Locator,
    Name,
    PartialDate,
)
from flashcards.notetypes import BASIC, CLOZE
from flashcards.render import RenderContext, Renderer, anki_note, markdown_of, render

PANG = Item(
    "pang2021",
    "article-journal",
    Span("library.bib", 1, 9),
    title="Mitochondria",
    authors=tuple(Name(family) for family in ("Pang", "Liu", "Zhao")),
    issued=PartialDate(2021),
)
LIU = Item(
    "liu2020",
    "book",
    Span("library.bib", 10, 19),
    title="Hearts",
    authors=(Name("Liu"),),
    issued=PartialDate(2020),
)
VAULT_NOTES = ("Cards/Insulin.md", "Cards/Glucose.md", "Sources/@pang2021.md", "Resistance.md")
INSULIN = "obsidian://open?vault=Health&amp;file=Cards%2FInsulin"
LITERATURE_NOTE = "obsidian://open?vault=Health&amp;file=Sources%2F%40pang2021"


def no_suggestions(_citekey: str) -> tuple[tuple[str, Span], ...]:
    """Know nothing like it."""
    return ()


@pytest.fixture
def context(tmp_path: Path) -> RenderContext:
    """A vault with a picture, a sound, a library of two works and one literature note."""
    (tmp_path / "Pictures").mkdir()
    (tmp_path / "Pictures/Heart (left).png").write_bytes(b"picture")
    (tmp_path / "beat.mp3").write_bytes(b"sound")
    (tmp_path / "film.mp4").write_bytes(b"film")
    attachments = ("Pictures/Heart (left).png", "beat.mp3", "film.mp4", "gone.png")
    return RenderContext(
        vault_name="Health",
        links=LinkIndex(VAULT_NOTES, attachments),
        attach=Attachments(tmp_path).attach,
        items={"pang2021": PANG, "liu2020": LIU},
        suggestions=no_suggestions,
        literature_notes={"pang2021": "Sources/@pang2021.md"},
    )


def basic(front: str, back: str, **changes: object) -> Flashcard:
    """Return a flashcard of lines 10 to 12 of `Resistance.md`."""
    made = Flashcard(
        "section", Kind.BASIC, {"Front": front, "Back": back}, Span("Resistance.md", 10, 12)
    )
    return replace(made, **changes)


def cloze(text: str, **changes: object) -> Flashcard:
    """Return a cloze flashcard with the clozes that the author marked."""
    fields = {"Text": text}
    span = Span("Resistance.md", 10, 12)
    made = Flashcard("quote", Kind.CLOZE, fields, span, clozes=find_clozes(text))
    return replace(made, **changes)


def identified(flashcard: Flashcard, title: str = "Insulin Resistance") -> Identified:
    """Return the flashcard as one that was recognised, its clozes numbered in their order."""
    return Identified(
        flashcard=flashcard,
        guid="guid1",
        clozes=flashcard.clozes,
        numbers={each.group: each.number or each.group + 1 for each in flashcard.clozes},
        matched_by="new",
        deck="Health",
        tags=("a::b",),
        title=title,
    )


def rendered(
    flashcard: Flashcard, context: RenderContext, title: str = "Insulin Resistance"
) -> AnkiNote:
    """Return the Anki note, which must be there without complaint."""
    anki_note, diagnostics = render(identified(flashcard, title), context)
    assert diagnostics == ()
    assert anki_note is not None
    return anki_note


def told(flashcard: Flashcard, context: RenderContext) -> tuple[Mapping[str, str], Diagnostic]:
    """Return the fields and the one diagnostic."""
    anki_note, [diagnostic] = render(identified(flashcard), context)
    assert anki_note is not None
    return anki_note.fields, diagnostic


# --- the Anki note -----------------------------------------------------------------------------


def test_a_basic_flashcard(context: RenderContext) -> None:
    """Every field of the notetype is there, in its order."""
    flashcard = basic("What is **it**?", "A [[Insulin|hormone]].")

    anki_note = rendered(flashcard, context)

    assert tuple(anki_note.fields) == BASIC.field_names
    assert anki_note.fields["Front"] == "What is <strong>it</strong>?"
    assert anki_note.fields["Back"] == f'A <a href="{INSULIN}">hormone</a>.'
    assert anki_note.fields["Reversed"] == ""
    assert anki_note.fields["Id"] == anki_note.guid == "guid1"
    assert anki_note.ords == (0,)
    assert (anki_note.deck, anki_note.tags, anki_note.matched_by) == ("Health", ("a::b",), "new")
    assert anki_note.span == flashcard.span


def test_a_reversed_flashcard_has_two_cards(context: RenderContext) -> None:
    """The second card asks with the back, the term masked in it."""
    anki_note = rendered(basic("**Insulin**", "Insulin is a hormone.", reversed=True), context)

    assert anki_note.fields["Reversed"] == "[…] is a hormone."
    assert anki_note.ords == (0, 1)


@pytest.mark.parametrize("answer", ["-", "#", ">", "```", "<!-- later -->", "&nbsp;", "<b></b>"])
def test_a_reversed_flashcard_without_anything_to_ask_with(
    answer: str, context: RenderContext
) -> None:
    """Anki would make a card of an empty list: the field is empty, and the author is told."""
    anki_note, [diagnostic] = render(identified(basic("Insulin", answer, reversed=True)), context)

    assert anki_note is not None
    assert anki_note.fields["Reversed"] == ""
    assert anki_note.ords == (0,)
    assert (diagnostic.code, diagnostic.severity.value) == ("no-second-card", "warning")


def test_a_cloze_flashcard(context: RenderContext) -> None:
    """The cards are those of the clozes, and what they hide is told by number."""
    anki_note = rendered(cloze("The ==heart== {{c4::pumps **blood**::what?}}."), context)

    assert tuple(anki_note.fields) == CLOZE.field_names
    assert anki_note.fields["Text"] == (
        "The {{c1::heart}} {{c4::pumps <strong>blood</strong>::what?}}."
    )
    assert anki_note.ords == (0, 3)


def test_a_flashcard_as_markdown() -> None:
    """What is hidden stands between Anki's own marks, with the numbers that it has there."""
    flashcard = identified(cloze("The ==heart== {{c4::pumps **blood**::what?}}."))

    assert flashcard.hidden == {1: ("heart",), 4: ("pumps **blood**",)}
    assert markdown_of(flashcard)["Text"] == "The {{c1::heart}} {{c4::pumps **blood**::what?}}."


def test_flashcards_together_become_what_they_become_alone(context: RenderContext) -> None:
    """A work, a heading and an address are written once, and noted down for each flashcard"""
    headings = ("On [[Insulin]] and ![[Heart (left).png]]", "Plain")
    standing = {"headings": headings, "sections": headings}
    flashcards = [
        identified(basic("What [@pang2021, p. 3]?", "[[Glucose.x]]", **standing)),
        identified(basic("Which?", "plain words", **standing)),
        identified(cloze("==Hearts== [@pang2021]", **standing)),
        identified(basic("Insulin?", "See @nobody, @liu2020", block_id="b1", headings=("Plain",))),
        identified(basic("Plain?", "so", headings=("Plain",))),
    ]

    together = [
        (anki_note(each, written) if written else None, told)
        for each, (written, told) in zip(
            flashcards, Renderer(context).render(flashcards), strict=True
        )
    ]

    assert together == [render(each, context) for each in flashcards]
    assert [note.cites for note, _ in together if note] == [
        ("pang2021",),
        (),
        ("pang2021",),
        ("liu2020", "nobody"),
        (),
    ]
    assert [note.looks_for for note, _ in together if note] == [
        ("glucose.x", "heart (left).png"),
        ("heart (left).png",),
        ("heart (left).png",),
        (),
        (),
    ]
    shown = ["Plain" in note.fields["Context"] for note, _ in together if note]
    assert shown == [True, False, True, True, False]


def test_an_empty_question_is_an_error(context: RenderContext) -> None:
    """A card whose front is blank is none."""
    anki_note, [diagnostic] = render(identified(basic("%%todo%% <b></b>", "x")), context)

    assert anki_note is None
    assert diagnostic.code == "empty-question"
    assert diagnostic.severity is Severity.ERROR


def test_a_question_may_be_a_picture(context: RenderContext) -> None:
    """What can be seen is a question."""
    rendered(basic("![[Heart (left).png]]", "x"), context)


def test_a_cloze_that_cannot_be_hidden_is_told(context: RenderContext) -> None:
    """Marks in a picture's description make no card."""
    text = "{{c1::a}} ![x](https://example.org/x.png)"
    in_description = Cloze(12, 13, "x", group=1)
    flashcard = cloze(text, clozes=(*find_clozes(text), in_description))

    anki_note, [diagnostic] = render(identified(flashcard), context)

    assert anki_note is not None
    assert anki_note.ords == (0,)
    assert diagnostic.code == "lost-cloze"
    assert "cloze 2" in diagnostic.message


def test_nothing_hidden_is_an_error(context: RenderContext) -> None:
    """A cloze Anki note without clozes would be invisible."""
    anki_note, [diagnostic] = render(identified(cloze("no marks")), context)

    assert anki_note is None
    assert diagnostic.code == "lost-cloze"
    assert diagnostic.severity is Severity.ERROR


def test_anki_counts_to_five_hundred(context: RenderContext) -> None:
    """A higher number has no card of its own, and is left out: its card would show an error"""
    anki_note, [diagnostic] = render(identified(cloze("{{c1::a}} {{c501::b}}")), context)

    assert anki_note is not None
    assert anki_note.ords == (0,)
    assert "{{c501::" not in anki_note.fields["Text"]
    assert diagnostic.code == "cloze-number-too-high"


def test_what_stands_beside_cloze_five_hundred_goes_to_anki(context: RenderContext) -> None:
    """There is a card that shows it"""
    anki_note, [diagnostic] = render(identified(cloze("{{c500::a}} {{c501::b}}")), context)

    assert anki_note is not None
    assert anki_note.ords == (499,)
    assert anki_note.fields["Text"] == "{{c500::a}} {{c501::b}}"
    assert diagnostic.code == "cloze-number-too-high"


@pytest.mark.parametrize("number", [501, 1000, 70_000])
def test_only_numbers_that_are_too_high_are_an_error(context: RenderContext, number: int) -> None:
    """Nothing is exported of it, and all else is"""
    anki_note, diagnostics = render(identified(cloze(f"{{{{c{number}::a}}}} b")), context)

    assert anki_note is None
    assert [each.code for each in diagnostics] == ["cloze-number-too-high", "lost-cloze"]


# --- media -------------------------------------------------------------------------------------


def test_pictures_and_sounds_come_with_the_anki_note(context: RenderContext) -> None:
    """Each file once, under a safe name, sized as the author said."""
    anki_note = rendered(
        basic(
            "![[Heart (left).png|300]] ![a heart|30x20](Pictures/Heart%20(left).png)",
            "![[beat.mp3]] ![[film.mp4]]",
        ),
        context,
    )

    heart, beat, film = (media.name for media in anki_note.media)
    assert anki_note.fields["Front"] == (
        f'<img src="{heart}" alt="" width="300"> '
        f'<img src="{heart}" alt="a heart" width="30" height="20">'
    )
    assert anki_note.fields["Back"] == f"[sound:{beat}] [sound:{film}]"
    assert heart.startswith("heart-left-")
    assert anki_note.media[0].path == "Pictures/Heart (left).png"


def test_a_picture_in_the_web_stays_there(context: RenderContext) -> None:
    """It is no file of the vault and needs no place in the package."""
    anki_note = rendered(basic("![x|50](https://example.org/a.png)", "x"), context)

    assert anki_note.fields["Front"] == ('<img src="https://example.org/a.png" alt="x" width="50">')
    assert anki_note.media == ()


def test_a_missing_picture_is_shown_and_told_with_its_line(context: RenderContext) -> None:
    """The line is the one where its name stands."""
    fields, diagnostic = told(basic("q", "a\n![[no such.png]]"), context)

    assert fields["Back"].endswith('<span class="missing">[missing picture: no such.png]</span>')
    assert diagnostic.code == "missing-media"
    assert diagnostic.severity is Severity.WARNING
    assert str(diagnostic.span) == "Resistance.md:12"


def test_a_picture_by_a_markdown_link_is_told_with_its_line(context: RenderContext) -> None:
    """Its name is found as it is written, percent signs and all."""
    fields, diagnostic = told(basic("q", "![x](no%20such.png)\nb"), context)

    assert "[missing picture: no such.png]" in fields["Back"]
    assert str(diagnostic.span) == "Resistance.md:11"


def test_a_file_that_cannot_be_used_is_told_with_the_reason(context: RenderContext) -> None:
    """A file that was there when the vault was walked may be gone."""
    _, diagnostic = told(basic("![[gone.png]]", "a"), context)

    assert diagnostic.code == "missing-media"
    assert "it cannot be read" in diagnostic.message


def test_a_picture_by_an_html_tag_comes_along(context: RenderContext) -> None:
    """It is found like any other, with its size; and told if it is missing."""
    tag = '<img alt="a" src="Pictures/Heart (left).png" width="30" height=20>'
    anki_note = rendered(basic(tag, '<div><video src="film.mp4"></video></div>'), context)
    fields, diagnostic = told(basic("q", 'a\n<img src="folder/x.png">'), context)

    heart, film = (media.name for media in anki_note.media)
    assert anki_note.fields["Front"] == f'<img src="{heart}" alt="a" width="30" height="20">'
    assert anki_note.fields["Back"] == f"<div>[sound:{film}]</div>"
    assert "[missing picture: folder/x.png]" in fields["Back"]
    assert (diagnostic.code, str(diagnostic.span)) == ("missing-media", "Resistance.md:12")


@pytest.mark.parametrize("address", ["https://youtu.be/x?t=1", "https://example.org/a.MP4?b"])
def test_a_film_in_the_web_is_a_link(context: RenderContext, address: str) -> None:
    """Obsidian plays it in place; as a picture, nothing could be seen of it."""
    fields, diagnostic = told(basic("q", f"![a film|300]({address})"), context)

    assert fields["Back"] == f'<a href="{address}">a film</a>'
    assert diagnostic.code == "embed-not-shown"


def test_an_embedded_vault_note_is_a_link(context: RenderContext) -> None:
    """It is told as something to know."""
    fields, diagnostic = told(basic("q", "![[Insulin#What|see]]"), context)

    assert fields["Back"] == f'<a href="{INSULIN}%23What">see</a>'
    assert diagnostic.code == "embed-not-shown"
    assert diagnostic.severity is Severity.INFO


# --- links -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("[[Insulin]]", f'<a href="{INSULIN}">Insulin</a>'),
        ("[[Cards/Insulin\\|<i>]]", f'<a href="{INSULIN}">&lt;i&gt;</a>'),
        ("[[Insulin#^id]]", f'<a href="{INSULIN}%23%5Eid">Insulin &gt; ^id</a>'),
        ("[[Nowhere]]", '<span class="unresolved">Nowhere</span>'),
        ("[x](Cards/Insulin.md)", f'<a href="{INSULIN}">x</a>'),
        ("[x](Insulin.md#A%20b)", f'<a href="{INSULIN}%23A%20b">x</a>'),
        ("[x](Nowhere.md)", '<span class="unresolved">x</span>'),
        ("[x](https://example.org)", '<a href="https://example.org">x</a>'),
    ],
)
def test_links(context: RenderContext, markdown: str, html: str) -> None:
    """A link opens in Obsidian, a link into nothing is text."""
    assert rendered(basic("q", markdown), context).fields["Back"] == html


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({}, "Resistance"),
        ({"sections": ("A", "B: [[x]]")}, "Resistance%23B%20x"),
        ({"sections": ("A",), "block_id": "id-1"}, "Resistance%23%5Eid-1"),
    ],
)
def test_the_address_of_the_flashcard(
    context: RenderContext, changes: Mapping[str, object], end: str
) -> None:
    """The block, else the nearest heading, else the vault note; ready for an attribute."""
    fields = rendered(basic("q", "a", **changes), context).fields

    assert fields["Link"] == f"obsidian://open?vault=Health&amp;file={end}"


# --- where it stands ---------------------------------------------------------------------------


def place(flashcard: Flashcard, context: RenderContext, title: str) -> str:
    """Return `Context` without its tags."""
    html = rendered(flashcard, context, title).fields["Context"]
    return html.replace("</span>", "").replace('<span class="', "").replace('">', ":")


def test_context_names_label_title_and_headings(context: RenderContext) -> None:
    """Its parts are marked, so that CSS may tell them apart."""
    flashcard = basic("q", "a", label="Definition 1", headings=("Causes", "In *short*"))

    assert rendered(flashcard, context).fields["Context"] == (
        '<span class="label">Definition 1</span> · <span class="title">Insulin Resistance</span>'
        ' › <span class="heading">Causes</span> › <span class="heading">In <em>short</em></span>'
    )


@pytest.mark.parametrize(
    ("front", "back", "title", "expected"),
    [
        pytest.param("q", "Glucose", "glucose", "heading:Causes", id="equal"),
        pytest.param("q", "[[Glucose|glucose]].", "Plasma glucose", "heading:Causes", id="within"),
        pytest.param("q", "The plasma glucose", "Plasma Glucose",
                     "heading:Causes", id="most of it"),
        pytest.param("q", "glucose in the blood of a person", "Glucose",
                     "title:Glucose › heading:Causes", id="one word of many"),
        pytest.param("Insulin", "a hormone", "Insulin", "heading:Causes", id="the term itself"),
        pytest.param("q", "causes", "T", "title:T", id="a heading"),
        pytest.param("q", "", "T", "title:T › heading:Causes", id="no answer"),
        pytest.param("q", "$x$", "T", "title:T › heading:Causes", id="a formula"),
        pytest.param("q", "a", "Causes", "title:Causes", id="a heading that repeats the title"),
    ],
)  # fmt: skip
def test_context_never_gives_the_answer_away(
    context: RenderContext, front: str, back: str, title: str, expected: str
) -> None:
    """A part that names the answer is left out."""
    assert place(basic(front, back, headings=("Causes",)), context, title) == expected


def test_the_context_of_a_cloze_is_whole(context: RenderContext) -> None:
    """It is shown with the answer."""
    flashcard = cloze("{{c1::Insulin}} acts.", headings=("Insulin acts",))

    assert place(flashcard, context, "Insulin") == "title:Insulin › heading:Insulin acts"


# --- works -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("[@pang2021, p. 12]", "(LINKPang et al., 2021, p. 12END)"),
        ("[see @liu2020, p. 3; -@pang2021]", "(see Liu, 2020, p. 3; LINK2021END)"),
        ("@pang2021 says", "LINKPang et al. (2021)END says"),
        ("@liu2020 [p. 3] says", "Liu (2020, p. 3) says"),
        ("[[@pang2021]]", "LINKPang et al., 2021END"),
        ("[[Sources/@pang2021\\|@pang2021]]", "LINKPang et al., 2021END"),
        ("[[@pang2021|their paper]]", "LINKtheir paperEND"),
        ("[[@liu2020]]", "Liu, 2020"),
    ],
)
def test_citations_in_text(context: RenderContext, markdown: str, text: str) -> None:
    """A citation reads as in a paper and leads to the literature note, if there is one."""
    fields = rendered(basic("q", markdown), context).fields

    link = f'<a class="citation" href="{LITERATURE_NOTE}">'
    assert fields["Back"] == text.replace("LINK", link).replace("END", "</a>")
    assert ("Mitochondria" in fields["Source"]) == ("pang2021" in markdown)
    assert ("Hearts" in fields["Source"]) == ("liu2020" in markdown)


def test_references_stand_in_the_order_of_first_mention(context: RenderContext) -> None:
    """Those of the title first, with the title's page; each work once."""
    span = Span("Resistance.md", 10, 10)
    title = Citation("pang2021", "@pang2021", "wikilink", span, Locator("page", "7"))
    flashcard = cloze("{{c1::a}} [@liu2020] [@pang2021, p. 9]", citations=(title,))

    source = rendered(flashcard, context).fields["Source"]

    pang, liu = source.removesuffix("</div>").split("</div>")
    assert "Mitochondria" in pang
    assert "p. 7" in pang
    assert LITERATURE_NOTE in pang
    assert "Hearts" in liu


def test_an_unknown_citekey_is_shown_and_told(context: RenderContext) -> None:
    """With its own line, and with what may have been meant."""
    near = (("pang2021", Span("library.bib", 123, 130)),)
    context = replace(context, suggestions=lambda _: near)

    fields, diagnostic = told(basic("q", "a\nb [@pnag2021, p. 3]"), context)

    assert "(@pnag2021, p. 3)" in fields["Back"]
    assert fields["Source"] == '<div class="reference">@pnag2021, p. 3</div>'
    assert diagnostic.code == "unknown-citekey"
    assert diagnostic.severity is Severity.WARNING
    assert str(diagnostic.span) == "Resistance.md:12"
    assert diagnostic.hint == "did you mean @pang2021 (library.bib:123)?"


def test_a_bare_name_that_nobody_knows_is_a_word(context: RenderContext) -> None:
    """`@font-face` is no citation and no fault."""
    fields = rendered(basic("q", "use @font-face"), context).fields

    assert fields["Back"] == "use @font-face"
    assert fields["Source"] == ""


def test_a_link_to_an_unknown_work_is_shown_as_written(context: RenderContext) -> None:
    """`[[@key]]` that neither a library nor a literature note knows is told, too."""
    fields, diagnostic = told(basic("q", "[[Sources/@nobody]]"), context)

    assert fields["Back"] == '<span class="unresolved">@nobody</span>'
    assert fields["Source"] == '<div class="reference">@nobody</div>'
    assert diagnostic.code == "unknown-citekey"


def test_a_literature_note_does_not_link_to_itself(context: RenderContext) -> None:
    """Its address stands in `Link` already."""
    span = Span("Sources/@pang2021.md", 10, 12)
    own = Citation("pang2021", "", "vault note", span)
    flashcard = cloze("{{c1::a}}", span=span, citations=(own,))

    assert LITERATURE_NOTE not in rendered(flashcard, context).fields["Source"]


# --- laws --------------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(text=st.text() | st.text("[]()!@{}|:;=*`$#^<>\n ac1."))
def test_no_text_raises(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Whatever an author writes, there is an Anki note or a diagnostic."""
    empty = RenderContext(
        vault_name="V",
        links=LinkIndex(()),
        attach=Attachments(tmp_path_factory.getbasetemp()).attach,
        items={},
        suggestions=no_suggestions,
        literature_notes={},
    )
    for flashcard in (basic(text, text, reversed=True), cloze(text, headings=(text,))):
        anki_note, diagnostics = render(identified(flashcard, text), empty)
        assert anki_note is not None or diagnostics
