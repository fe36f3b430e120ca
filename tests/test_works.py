"""What citekeys stand for in a whole vault, and what flashcards cite without a citekey."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path

import pytest
from conftest import NOW, MakeVault
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_cli import run

from flashcards.config import Config, parse_config
from flashcards.model import AnkiNote
from flashcards.notetypes import NOTETYPES
from flashcards.pipeline import Build, build
from flashcards.works.libraries import is_csl_json

LIBRARY = """\
@article{pang2021,
  title = {Axes},
  author = {Pang, Lifang},
  date = {2021},
  ids = {oldPang},
}
@book{smith2020,
  title = {Books},
  author = {Smith, John},
  date = {2020},
}
"""
QUOTE = "> [!quote] {head}\n> Some **words**.\n"
BuildVault = Callable[[Mapping[str, str]], Build]


def shown(anki_note: AnkiNote) -> str:
    """Return what a card's foot shows, as text; links by their names."""
    html = re.sub(r"</div>(?=<div)", " | ", anki_note.fields["Source"])
    return re.sub(r"<[^<>]*>", "", html)


def foot(built: Build, path: str = "Cells.md") -> list[str]:
    """Return the feet of a vault note's cards."""
    notes = (each.anki_note for each in built.rendered)
    return [shown(note) for note in notes if note.span.path == path]


def codes(built: Build) -> list[str]:
    """Return what there is to say about a vault, but for its questions."""
    return [str(each) for each in built.diagnostics if each.code != "same-question"]


PANG, SMITH = "Pang, L. (2021). Axes.", "Smith, J. (2020). Books."


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("[[smith2020]], p. 12", f"{SMITH} p. 12 · literature note"),
        ("[[smith2020|Smith]] (Page 4)", f"{SMITH} p. 4 · literature note"),
        ("[[Notes/smith2020.md]] yellow", f"{SMITH} · literature note"),
        ("[[pang2021]]", PANG),
        ("[[Axes of Evil|Pang]]", f"{PANG} · literature note"),
        ("[[Evil axes]], chap. 2", f"{PANG} chap. 2 · literature note"),
        ("[[Jane Doe]]", ""),
        ("[[Nowhere]]", ""),
        ("[[Jane Doe]] in [[smith2020]]", f"{SMITH} · literature note"),
        ("^[[[smith2020]], 3]", f"{SMITH} p. 3 · literature note"),
        ("[[smith2020]] [[@pang2021]]", f"{PANG} · literature note | {SMITH} · literature note"),
    ],
)
def test_a_plain_link_in_a_title_cites_a_work(
    build_vault: BuildVault, head: str, expected: str
) -> None:
    """Only if it leads to one: a person stays a link"""
    built = build_vault(
        {
            "library.bib": LIBRARY,
            "Cells.md": QUOTE.format(head=head),
            "Notes/smith2020.md": "",
            "Axes of Evil.md": "---\ncitekey: pang2021\naliases: [Evil axes]\n---\n",
            "Jane Doe.md": "",
        }
    )

    [found] = foot(built)
    assert found == (
        expected.replace(PANG, f"{PANG} · literature note") if expected == PANG else expected
    )
    assert not codes(built)


def test_a_plain_link_is_looked_up_as_a_citekey_is(build_vault: BuildVault) -> None:
    """Another citekey of the entry, and another case, do"""
    cells = QUOTE.format(head="[[oldPang]]") + "\n" + QUOTE.format(head="[[Smith2020]], p. 3")

    assert foot(build_vault({"library.bib": LIBRARY, "Cells.md": cells})) == [PANG, f"{SMITH} p. 3"]


def test_a_link_in_a_literature_note_names_another_work(build_vault: BuildVault) -> None:
    """Then the quote is not from the vault note's own; a link to a person changes nothing"""
    text = QUOTE.format(head="[[smith2020]], p. 3") + "\n" + QUOTE.format(head="[[Jane]] (p. 4)")
    built = build_vault({"library.bib": LIBRARY, "@pang2021.md": text, "Jane.md": ""})

    assert foot(built, "@pang2021.md") == [f"{SMITH} p. 3", f"{PANG} p. 4"]


def test_a_bare_name_never_means_a_vault_note_of_that_name(build_vault: BuildVault) -> None:
    """Even if it says who wrote it; in brackets it does"""
    anna = "---\ntitle: Anna\nauthor: Leo Tolstoy\n---\n"
    bare = build_vault({"Anna.md": anna, "Cells.md": "> [!definition] X\n> By @Anna.\n"})
    assert foot(bare) == [""]

    cited = build_vault({"Anna.md": anna, "Cells.md": "> [!definition] X\n> By [@Anna].\n"})
    assert foot(cited) == ["Tolstoy, L. (n.d.). Anna. · literature note"]


def test_a_cited_link_is_no_label(build_vault: BuildVault) -> None:
    """What a title says besides stays above the answer"""
    built = build_vault(
        {"library.bib": LIBRARY, "Cells.md": QUOTE.format(head="Noether, [[pang2021]], p. 3")}
    )

    assert built.rendered[0].flashcard.label == "Noether"


def test_a_plain_link_elsewhere_cites_nothing(build_vault: BuildVault) -> None:
    """In a text, a link is a link"""
    built = build_vault(
        {"library.bib": LIBRARY, "Cells.md": "> [!definition] X\n> See [[pang2021]].\n"}
    )

    assert foot(built) == [""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Life[^1].\n\n[^1]: [[pang2021]], p. 4", f"{PANG} p. 4"),
        ("Life[^1].\n\n[^1]: See [[@pang2021]], p. 4.", f"{PANG} p. 4"),
        ("Life[^1].\n\n[^1]: See [@pang2021, p. 4].", f"{PANG} p. 4"),
        ("Life^[[[pang2021]], chap. 2].", f"{PANG} chap. 2"),
        ("Life^[see [@pang2021]].", PANG),
        ("Life[^1].\n\n[^1]: [[Jane Doe]]", ""),
        ("Life.\n\n[^1]: [[pang2021]]", ""),
    ],
)
def test_a_footnote_cites(build_vault: BuildVault, text: str, expected: str) -> None:
    """A citation or a link to a work in a footnote of the flashcard is its source"""
    files = {
        "library.bib": LIBRARY,
        "Cells.md": f"> [!definition] X\n> {text}\n",
        "Jane Doe.md": "",
    }

    assert foot(build_vault(files)) == [expected]


def test_a_footnote_of_a_title_is_where_a_quote_is_from(build_vault: BuildVault) -> None:
    """Before the property `source`, and it is no part of the label"""
    quote = QUOTE.format(head="Noether[^1]") + "\n[^1]: [[pang2021]], p. 4\n"
    built = build_vault(
        {"library.bib": LIBRARY, "Cells.md": f"---\nsource: smith2020\n---\n{quote}"}
    )

    assert foot(built) == [f"{PANG} p. 4"]
    assert built.rendered[0].flashcard.label == "Noether"


PDF = "zotero://open-pdf/library/items/ABCD2345?page=9"


@pytest.mark.parametrize("path", ["Cells.md", "@pang2021.md", "pang2021.md"])
@pytest.mark.parametrize(
    ("title", "link"),
    [
        (f"([p. 3]({PDF}))", "p. 3"),
        (f"[Page 3]({PDF})", "p. 3"),
        (f"[(p. 3)]({PDF})", "p. 3"),
    ],
)
def test_a_link_into_zotero_stays_with_its_page(
    build_vault: BuildVault, path: str, title: str, link: str
) -> None:
    """The author's own address of a page leads there from the foot of the card"""
    head = title if "pang" in path else f"[[@pang2021]] {title}"
    built = build_vault({"library.bib": LIBRARY, path: QUOTE.format(head=head)})
    anki_note = built.rendered[0].anki_note

    assert f'<a class="citation" href="{PDF}">{link}</a>' in anki_note.fields["Source"]
    assert built.rendered[0].flashcard.label == ""


def test_a_link_into_zotero_without_a_page_is_the_link_into_zotero(build_vault: BuildVault) -> None:
    """As Zotero's own template writes it: a citation, and a link called pdf"""
    head = f"([Pang, 2021, p. 3](zotero://select/library/items/A)) ([pdf]({PDF}))"
    quotes = QUOTE.format(head=head) + "\n" + QUOTE.format(head=f"[pdf]({PDF})")
    first, second = build_vault({"library.bib": LIBRARY, "@pang2021.md": quotes}).rendered

    assert f'href="{PDF}">p. 3</a>' in first.anki_note.fields["Source"]
    assert f'href="{PDF}">Zotero</a>' in second.anki_note.fields["Source"]
    assert first.flashcard.label == second.flashcard.label == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@pang2021] and [@oldPang]", PANG),
        ("[@Pang2021, p. 3; @pang2021]", f"{PANG} p. 3"),
        ("[@pang2021, p. 3] and [@pang2021, p. 4]", PANG),
        ("[@pang2021, p. 3] and [@pang2021, p. 3]", f"{PANG} p. 3"),
    ],
)
def test_a_work_stands_once_at_the_foot(build_vault: BuildVault, text: str, expected: str) -> None:
    """By whatever citekeys it is cited, and with the place in it if there is one alone"""
    cells = f"> [!definition] X\n> {text}\n"

    assert foot(build_vault({"library.bib": LIBRARY, "Cells.md": cells})) == [expected]


def test_the_place_in_a_title_is_where_a_quote_is_from(build_vault: BuildVault) -> None:
    """Whatever other places of the work its text names"""
    cells = "> [!quote] [[@pang2021]], p. 3\n> **Words**, see [@pang2021, p. 9].\n"

    assert foot(build_vault({"library.bib": LIBRARY, "Cells.md": cells})) == [f"{PANG} p. 3"]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[*see* @pang2021, `x` and $y$]", r"(<i>see</i> Pang, 2021, <code>x</code> and \(y\))"),
        (
            "[@pang2021, p. 3, [so](https://x.org)]",
            '(Pang, 2021, p. 3, <a href="https://x.org">so</a>)',
        ),
        ("[@pang2021 [sic], p. 3]", "(Pang, 2021 [sic], p. 3)"),
        ("[“@pang2021”]", "(“Pang, 2021”)"),
        ("[@pang2021, <b>x]", "(Pang, 2021, <b>x)</b>"),
    ],
)
def test_what_stands_around_a_citekey_is_markdown(
    build_vault: BuildVault, markdown: str, expected: str
) -> None:
    """Emphasis, code, formulas and links in a prefix and in a suffix"""
    files = {"library.bib": LIBRARY, "Cells.md": f"> [!definition] X\n> {markdown}\n"}
    back = build_vault(files).rendered[0].anki_note.fields["Back"]

    assert back.replace("em>", "i>") == expected


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ('source: "[[@pang2021]]"', [SMITH, PANG]),
        ('source: "[[pang2021]], p. 3"', [SMITH, f"{PANG} p. 3"]),
        ("source: [[pang2021]]", [SMITH, PANG]),
        ("Source: pang2021", [SMITH, PANG]),
        ("source: pang2021, chap. 3", [SMITH, f"{PANG} chap. 3"]),
        ("source: nobody, p. 3", [SMITH, ""]),
        ('sources:\n  - "[@pang2021, p. 3]"\n  - "@smith2020"', [SMITH, f"{PANG} p. 3 | {SMITH}"]),
        ("source: https://example.org/pang2021", [SMITH, ""]),
        ("source: a lecture", [SMITH, ""]),
        ("source: 3", [SMITH, ""]),
        ("source: {a: b}", [SMITH, ""]),
        ('source: "@someone"', [SMITH, ""]),
    ],
)
def test_the_property_source_is_for_what_cites_nothing(
    build_vault: BuildVault, properties: str, expected: list[str]
) -> None:
    """A flashcard with a source of its own keeps to it"""
    cells = (
        f"---\n{properties}\n---\n{QUOTE.format(head='[@smith2020]')}\n> [!definition] X\n> Life.\n"
    )

    built = build_vault({"library.bib": LIBRARY, "Cells.md": cells})
    assert foot(built) == expected
    assert not codes(built)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Life[^1].\n\n[^1]: [[Jane Doe]]", SMITH),
        ("Life by @someone.", SMITH),
        ("Life[^1].\n\n[^1]: [@nobody]", "@nobody"),
        ("Life by [[Jane Doe]].", SMITH),
    ],
)
def test_what_cites_nothing(build_vault: BuildVault, text: str, expected: str) -> None:
    """A link to a person and an unknown bare name are no source; an unknown citekey is one"""
    cells = f"---\nsource: smith2020\n---\n> [!definition] X\n> {text}\n"

    assert foot(build_vault({"library.bib": LIBRARY, "Cells.md": cells})) == [expected]


def test_an_unknown_work_in_the_property_is_told_once(build_vault: BuildVault) -> None:
    """At the vault note's properties, whatever number of flashcards there are"""
    cells = (
        '---\nsource: "[[@pnag2021]]"\n---\nA::b\n\n## Flashcards\nC::d\n\nE::f\n\nG::h\n\nI::j\n'
    )
    built = build_vault({"library.bib": LIBRARY, "Cells.md": cells})

    assert codes(built) == [
        "Cells.md:1: warning: no bibliography entry for @pnag2021 [unknown-citekey]"
    ]
    assert "@pang2021" in built.diagnostics[0].hint


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("@pang2021", ""),
        ("pang2021", ""),
        ("Axes", "---\ncitekey: pang2021\n---\n"),
        ("Axes", "---\nCitation Key: '@pang2021'\n---\n"),
        ("Axes", "---\naliases: ['@pang2021']\n---\n"),
    ],
)
def test_a_literature_note_is_the_source_of_its_flashcards(
    build_vault: BuildVault, name: str, text: str
) -> None:
    """By whatever it is known: its quotes' pages, and what else it asks"""
    text += QUOTE.format(head="(Page 3)") + "\n> [!definition] Axis\n> A line.\n"
    built = build_vault({"library.bib": LIBRARY, f"Notes/{name}.md": text})

    assert foot(built, f"Notes/{name}.md") == [f"{PANG} p. 3", PANG]
    assert not codes(built)
    assert built.rendered[0].flashcard.label == ""


@pytest.mark.parametrize(
    ("files", "citation", "expected"),
    [
        (
            {"@The Axes.md": "---\ncitekey: pang2021\n---\n"},
            "[[@The Axes]]",
            f"{PANG} · literature note",
        ),
        (
            {"Axes.md": "---\nciteKey: '@pang2021'\naliases: ['@axes']\n---\n"},
            "[@axes]",
            f"{PANG} · literature note",
        ),
        ({"pang2021.md": ""}, "[@oldPang]", f"{PANG} · literature note"),
        ({}, "[@PANG2021]", PANG),
        (
            {"@old1999.md": "---\ntitle: Old: a study\nauthor: Jan Old\nyear: 1999\n---\n"},
            "[[@old1999]]",
            "Old, J. (1999). Old: a study. · literature note",
        ),
        (
            {
                "@old1999.md": '---\n{"aliases":["The Old Work"],"FirstAuthor":"[[ Jan Old]]"}'
                "\n---\n# @old1999\n> date:: 1999-03\n"
            },
            "[[@old1999]]",
            "Old, J. (1999). The Old Work. · literature note",
        ),
        (
            {
                "@old1999.md": "# The Old Work\n- Authors:: [[Jan Old]], [[Ann Roe]]\n"
                "- **Year**:: 1999\n[Open](zotero://select/library/items/ABCD2345)\n"
            },
            "[[@old1999]]",
            "Old, J., & Roe, A. (1999). The Old Work. · Zotero · literature note",
        ),
        (
            {
                "old1999.md": "---\ntitle: Old\nauthors: [Jan Old]\nyear: 1999\n"
                "DOI: '[10.1/x](https://doi.org/10.1/x)'\n---\n"
            },
            "[@old1999]",
            "Old, J. (1999). Old. https://doi.org/10.1/x · literature note",
        ),
    ],
)
def test_the_order_of_looking_up(
    build_vault: BuildVault, files: Mapping[str, str], citation: str, expected: str
) -> None:
    """Libraries, then vault notes by any name, looked up again by citekey, then their words"""
    built = build_vault({"library.bib": LIBRARY, **files, "Cells.md": QUOTE.format(head=citation)})

    assert [re.sub("&amp;", "&", each) for each in foot(built)] == [expected]
    assert not [each for each in codes(built) if "unknown" in each]


def test_a_name_that_is_no_work_is_unknown(build_vault: BuildVault) -> None:
    """A vault note about a person, or a heading of one, makes no source"""
    built = build_vault(
        {
            "Anna.md": "---\ntitle: Anna\n---\n",
            "@jane.md": "# Notes on Jane\n",
            "Cells.md": QUOTE.format(head="[@Anna]")
            + "\n"
            + QUOTE.format(head="[[@jane]]")
            + "\n> [!definition] X\n> Said by @Anna.\n",
        }
    )

    assert [each.partition(":1: ")[2] or each for each in codes(built)] == [
        "warning: no bibliography entry for @Anna [unknown-citekey]",
        "Cells.md:4: warning: no bibliography entry for @jane [unknown-citekey]",
    ]


def test_links_are_by_setting(make_vault: MakeVault) -> None:
    """Each kind can be left out; a citekey opens in Zotero only where one says so"""
    library = (
        '[{"id": "http://zotero.org/groups/7/items/ABCD2345", "citation-key": "a", "type": "book",'
        ' "title": "T", "DOI": "10.1/x", "URL": "https://x.org"}]'
    )
    root = make_vault({"l.json": library, "@a.md": "", "Cells.md": QUOTE.format(head="[@a]")})

    def links(*names: str) -> list[str]:
        config = parse_config(f"[citations]\nlinks = {list(names)}", base=Config())
        [source] = [e.anki_note.fields["Source"] for e in build(root, config, NOW).rendered]
        return re.findall(r'href="([^"]*)', source)

    note = "obsidian://open?vault=vault&amp;file=%40a"
    zotero = "zotero://select/library/items/ABCD2345"
    assert links("doi", "url", "zotero", "note") == ["https://doi.org/10.1/x", zotero, note]
    assert links("url") == ["https://x.org"]
    assert links("note") == [note]
    assert links("zotero-citekey") == ["zotero://select/items/@a"]
    assert links() == []


def test_libraries_lie_in_the_vault_or_are_named_there(build_vault: BuildVault) -> None:
    """CSL-JSON is told from other JSON by its beginning; a property names a file from its folder"""
    built = build_vault(
        {
            "lib.json": '[\n{"id": "a", "abstract": "x", "type": "book", "title": "A"}]',
            "other.json": '[{"id": 1, "type": "node"}]',
            "Texts/Paper.md": "---\nbibliography: [more.biblatex, gone.bib]\n---\n",
            "Texts/more.biblatex": "@book{b, title = {B}}",
            "Cells.md": QUOTE.format(head="[@a; @b]"),
        }
    )

    assert foot(built) == ["A. (n.d.). | B. (n.d.)."]
    assert codes(built) == [
        (
            "Texts/Paper.md:1: warning: the property `bibliography` names gone.bib, which is no"
            " BibTeX or CSL-JSON file here [library-not-read]"
        ),
    ]


def test_one_library_in_two_formats_is_read_once(build_vault: BuildVault) -> None:
    """Side by side under one name, as people export them"""
    built = build_vault(
        {
            "lib/library.bib": "@book{a, title = {A}}",
            "lib/library.json": '[{"id": "a", "type": "book", "title": "Other"}]',
            "Cells.md": QUOTE.format(head="[@a]"),
        }
    )

    assert foot(built) == ["A. (n.d.)."]
    assert not codes(built)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('[{"id": "a", "type": "article-journal"', True),
        ('\ufeff [ {"type" : "book"'.removeprefix("\ufeff"), True),
        ('[{"type": "node"}]', False),
        ('{"items": [{"type": "book"}]}', False),
        ("[1, 2]", False),
        ("", False),
        ("[" * 60_000, False),
    ],
)
def test_is_csl_json(head: str, *, expected: bool) -> None:
    """A list of objects one of which is a work"""
    assert is_csl_json(head) is expected


def test_an_unknown_key_of_many_places_is_one_warning(build_vault: BuildVault) -> None:
    """Its message is always the same; up to three places are warned about one by one"""
    three = "\n".join(QUOTE.format(head="[@few]") for _ in range(3))
    many = "\n".join(QUOTE.format(head="[@pnag2021]") for _ in range(30))
    built = build_vault({"library.bib": LIBRARY, "A.md": three, "B.md": many})

    assert codes(built)[:3] == [
        f"A.md:{line}: warning: no bibliography entry for @few [unknown-citekey]"
        for line in (1, 4, 7)
    ]
    assert codes(built)[3:] == [
        "B.md:1: warning: no bibliography entry for @pnag2021 [unknown-citekey]"
    ]
    [told] = [
        each for each in built.diagnostics if each.span.path == "B.md" and "@" in each.message
    ]
    assert told.hint == (
        "did you mean @pang2021 (library.bib:1)? it is cited in 30 places, also B.md:4, B.md:7,"
        " B.md:10, B.md:13, B.md:16, and 24 more"
    )


def test_five_hundred_unknown_keys_are_told_quickly(build_vault: BuildVault) -> None:
    """Also beside a library of twenty thousand works"""
    words = ("memory", "sleep", "cell", "axis", "growth", "health", "model", "neural")
    keys = [f"{words[n % 8]}{words[n // 8 % 8]}{n}" for n in range(20_000)]
    library = "\n".join(f"@book{{{key}, title = {{T}}}}" for key in keys)
    cells = "\n".join(QUOTE.format(head=f"[[@{key}x]]") for key in keys[::40])
    built = build_vault({"library.bib": library, "Cells.md": cells})

    unknown = [each for each in built.diagnostics if each.code == "unknown-citekey"]
    assert len(unknown) == 500
    assert all("did you mean" in each.hint for each in unknown)
    built.works.suggested.clear()
    started = time.process_time()
    for key in keys[::40]:
        built.works.suggest(f"{key}x")
    assert time.process_time() - started < 5


FIELDS = st.dictionaries(
    st.sampled_from(["abstract", "keywords", "file", "note", "annotation", "groups", "timestamp"]),
    st.text("abc DEF 123 ,.;:!?-é\n", max_size=40),
)


def _entry(citekey: str, author: str, more: Mapping[str, str]) -> str:
    fields = {"title": f"On {citekey}", "author": author, "date": "2020", **more}
    inside = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@article{{{citekey},\n{inside}\n}}\n"


def _vault(authors: Mapping[str, str], more: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    library = "".join(_entry(key, name, more.get(key, {})) for key, name in authors.items())
    cells = "\n".join(QUOTE.format(head=f"[[@{key}]], p. {n}") for n, key in enumerate(authors))
    return {"library.bib": library, "Cells.md": cells + "\n> [!definition] X\n> By [@a; @c].\n"}


AUTHORS = {"a": "Pang, Lifang", "b": "Liu, Xiaomei", "c": "Berg, Jan"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(more=st.dictionaries(st.sampled_from(sorted(AUTHORS)), FIELDS))
def test_what_no_reference_shows_changes_no_flashcard(
    build_vault: BuildVault, more: Mapping[str, Mapping[str, str]]
) -> None:
    """Abstracts, keywords, files and notes of entries are nothing to a card"""
    before = [each.anki_note.fields for each in build_vault(_vault(AUTHORS, {})).rendered]
    after = [each.anki_note.fields for each in build_vault(_vault(AUTHORS, more)).rendered]

    assert after == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(
    key=st.sampled_from(sorted(AUTHORS)),
    name=st.from_regex(r"[A-Z][a-z]{2,8}, [A-Z][a-z]{2,8}", fullmatch=True),
)
def test_a_corrected_author_changes_who_cites_the_work(
    build_vault: BuildVault, key: str, name: str
) -> None:
    """Exactly those flashcards, and nothing but what names the author"""
    before = build_vault(_vault(AUTHORS, {})).rendered
    after = build_vault(_vault(AUTHORS | {key: name}, {})).rendered

    for old, new in zip(before, after, strict=True):
        cites = f"On {key}" in old.anki_note.fields["Source"]
        changed = old.anki_note.fields != new.anki_note.fields
        assert changed == (cites and name != AUTHORS[key])
        assert old.anki_note.guid == new.anki_note.guid


DOC_LIBRARY = """\
@article{pang2021, title = {Axes}, author = {Pang, L. and Liu, X. and Roe, A.}, date = {2021}}
@book{smith2020, title = {Books}, author = {Smith, John}, date = {2020}}
"""
PAGE = (Path(__file__).parent.parent / "docs" / "citations.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(?P<markdown>[^`]*[@][^`]*)` \| (?P<shown>.*) \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("markdown", "expected"), ROWS)
def test_the_forms_in_the_docs(build_vault: BuildVault, markdown: str, expected: str) -> None:
    """Each row of docs/citations.md is what a card shows"""
    cells = f"> [!definition] X\n> {markdown}\n"
    [rendered] = build_vault({"library.bib": DOC_LIBRARY, "Cells.md": cells}).rendered

    assert unescape(re.sub(r"<[^<>]*>", "", rendered.anki_note.fields["Back"])) == expected


def test_the_docs_name_every_form() -> None:
    """The table of forms is found"""
    assert len(ROWS) == 21


def test_links_of_the_author_into_zotero_stay(build_vault: BuildVault) -> None:
    """Also to a page, which we would never write ourselves"""
    address = "zotero://open-pdf/library/items/ABCD2345?page=3&annotation=EFGH2345"
    built = build_vault({"Cells.md": f"> [!definition] X\n> See [p. 3]({address}).\n"})

    back = unescape(built.rendered[0].anki_note.fields["Back"])
    assert f'href="{address}"' in back


def test_a_source_is_on_the_answer_side_alone() -> None:
    """No question names it; every answer does"""
    for notetype in NOTETYPES:
        for template in notetype.templates:
            assert "{{Source}}" not in template.front
            assert "{{Source}}" in template.back


def test_sources_says_how_a_work_was_found(make_vault: MakeVault) -> None:
    """By the citekey of a literature note of another name, which then is cited, too"""
    root = make_vault(
        {
            "library.bib": LIBRARY,
            "@The Axes.md": "---\ncitekey: pang2021\n---\n",
            "smith2020.md": "",
            "Cells.md": QUOTE.format(head="[[@The Axes]], p. 3"),
        }
    )

    assert run("sources", root).stdout == (
        "@The Axes  Pang, 2021  library.bib:1 (library, by the literature note)\n"
        "    Cells.md:1  p. 3\n"
        "literature notes that no flashcard cites\n"
        "  smith2020.md  @smith2020\n"
        "1 work cited by 1 flashcard, 1 literature note not cited\n"
    )
