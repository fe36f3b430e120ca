"""Citations as authors write them."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator

import pytest
from conftest import needs_pandoc
from hypothesis import given
from markdown_strategies import MARKDOWN

from flashcards.bibliography import locator_text
from flashcards.citations import (
    cite_by_title,
    citekey_of,
    find_citations,
    footnotes_in,
    links_in,
    match_citation,
    parse_locator,
    sources_in,
)
from flashcards.citations._locator import _LABELS
from flashcards.diagnostics import Span
from flashcards.model import Citation, Locator
from flashcards.wikilinks import Wikilink

SPAN = Span("a.md", 3, 9)


def short(citation: Citation) -> str:
    locator = citation.locator
    parts = [citation.prefix, "-" * citation.suppress_author + citation.citekey]
    parts += [f"<{locator.label} {locator.value}>"] if locator else []
    return " ".join(filter(None, [*parts, citation.suffix]))


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[@key]", ["bracket: key"]),
        ("[see @key, pp. 3-5, my *x*; -@b] y", ["bracket: see key <page 3-5> my *x* | -b"]),
        ("[@key, {ch. 2 and more}, s]", ["bracket: key <chapter 2 and more> s"]),
        ("[@key, {}3]", ["bracket: key 3"]),
        ("[-@key]", ["bracket: -key"]),
        ("@key [p. 33] says", ["bare: key <page 33>"]),
        ("@{https://a.b/c(d)} [@{x;y}, 12]", ["bare: https://a.b/c(d) | x;y <page 12>"]),
        ("(@key_a:b.c) @key. -@key", ["bare: key_a:b.c", "bare: key", "bare: -key"]),
        (r"[[Sources/@pang2021\|@pang2021]] [[@k#p. 3]]", ["wikilink: pang2021", "wikilink: k"]),
        ("[[Sources/x|@k]] ![[@embed]]", []),
        ("[@name on X](https://x.org) [@title](/page)\n[@name]: https://x.org", []),
        ("As in [@key]: he says", ["bracket: key"]),
        ("[@key]: he says", ["bracket: key"]),
        ("See [@key, p. 3]: https://x.org", ["bracket: key <page 3>"]),
        ("[@key]: <https://x.org> 'X' \nx", []),
        ("[@key, p. 3 [sic]] [@key, see [[Note]], [w; x](https://x.org)]",
         ["bracket: key <page 3> [sic]", "bracket: key see [[Note]], [w; x](https://x.org)"]),
        ("[note: see [@key]] [@a, see [[@b]]]", ["bracket: key", "bare: a", "wikilink: b"]),
        ("[@a, @b] [@a, p. 3, and @b, 4]", ["bracket: a | b", "bracket: a <page 3> | b <page 4>"]),
        ("[see @a and @b] [@a & @b, 3]", ["bracket: see a | b", "bracket: a | b <page 3>"]),
        ("[@a, but see also @b; cf. @c]", ["bracket: a | but see also b | cf. c"]),
        ("[@a, in what is a reply to @b] [@a @b]",
         ["bracket: a | in what is a reply to b", "bracket: a | b"]),
        ("[see, for example, @a]", ["bracket: see, for example, a"]),
        ("@a [@b] @c [see @d, 3; -@e] @f [; @g]",
         ["bare: a | b", "bare: c | see d <page 3> | -e", "bare: f | g"]),
        ("[^@key] x[^@key]", []),
        ("[**@key**] [x **@key**]", ["bare: key", "bare: key"]),
        (r"\@key a@b.org a@key https://x/@key", []),
        (r"\[@key]", ["bare: key"]),
        ("`@a` ``[@b]`` $@c$ <!-- @d --> %%@e%%", []),
        ("```\n[@a]\n```", []),
        ("[@fig:a] @sec:b [@tbl:c; @key] @eq:d", ["bracket: key"]),
        ("[see key] [@a; and more] []", ["bare: a"]),
        ("@leedaffin2023-LFS122M10T4Lymphatic", ["bare: leedaffin2023-LFS122M10T4Lymphatic"]),
        ("@key::answer", ["bare: key"]),
        ("@a [p. 3; see @b, 4; -@c] x", ["bare: a <page 3> | see b <page 4> | -c"]),
        ("@a [p. 3, mine] @b [see below]", ["bare: a <page 3> mine", "bare: b"]),
        ("@c [3; and so on]", ["bare: c"]),
        ("@lst:code [@lst:a]", []),
        ("[@a\n\n@b]", ["bare: a", "bare: b"]),
    ],
)  # fmt: skip
def test_find_citations(markdown: str, expected: list[str]) -> None:
    """Each form is found with its parts, and what only looks like one is not"""
    groups = find_citations(markdown, SPAN)

    assert [f"{g.form}: {' | '.join(map(short, g.citations))}" for g in groups] == expected


def test_citations_know_their_lines() -> None:
    """A citation stands on its own line, within the flashcard's"""
    groups = find_citations("[@a]\nx\n[@b]" + "\n" * 20 + "@c", SPAN)

    assert [group.citations[0].span.line for group in groups] == [3, 5, 9]


@pytest.mark.parametrize(
    ("markdown", "joints"),
    [
        ("[@a, p. 3, my own]", [","]),
        ("[@a, p. 3 and on]", [""]),
        ("[@a, so]", [","]),
        ("[@a; @b so]", ["", ""]),
    ],
)
def test_a_comma_before_a_suffix_is_kept(markdown: str, joints: list[str]) -> None:
    """What an author says about a citation reads as it was written"""
    [group] = find_citations(markdown, SPAN)

    assert [citation.joint for citation in group.citations] == joints


@pytest.mark.parametrize("label", sorted(set(_LABELS.values())))
def test_every_label_of_csl_is_written_somehow(label: str) -> None:
    """A locator can be written with any of its names, and is shown with CSL's short one"""
    for form in (form for form, of in _LABELS.items() if of == label):
        blank = "" if form in "§§¶¶" else " "
        assert parse_locator(f", {form}{blank}12") == (Locator(label, "12"), ""), form
        assert parse_locator(f" {{{form} 12}}") == (Locator(label, "12"), ""), form
    assert locator_text(Locator(label, "12")).endswith("12")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "see [[Work]], p. 3, and [[@k]] (ch. 2)",
            ["wikilink: k <chapter 2>", "link: Work <page 3>"],
        ),
        ("![[Work]] [[x|y]] [[Sources/A.md#Part|b]]", ["link: x", "link: A"]),
        ("[@a, p. 2]", ["bracket: a <page 2>"]),
        ("[[#Here]] `[[code]]`", []),
    ],
)
def test_sources_in(text: str, expected: list[str]) -> None:
    """A footnote's citations have the locators that follow them, plain links too"""
    assert [f"{each.form}: {short(each)}" for each in sources_in(text, SPAN)] == expected


def test_what_a_link_in_a_title_says() -> None:
    """Its locator belongs to it, so that nothing of it is left for a label"""
    [link] = links_in("Noether, [[Work|W]], p. 3 says", SPAN)

    assert link.as_written == "[[Work|W]], p. 3"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a^[x [[y]] [@z]] b^[c]", ["x [[y]] [@z]", "c"]),
        ("a^[b", []),
        ("[^1] ^ [a]", []),
        ("a^[[[y]], 3]", ["[[y]], 3"]),
    ],
)
def test_footnotes_in(markdown: str, expected: list[str]) -> None:
    """Footnotes in the text, with the links and citations inside them"""
    assert list(footnotes_in(markdown)) == expected


_AS_PANDOC = """
[@a]
[see @a, p. 3; also @b, chap. 2]
[-@a, p. 3]
@a [p. 3]
@a [p. 3; see @b]
@a [p. 3; -@b; @c, 4]
[@{https://x.org/a(b)}, 3]
[@{a;b}; @c]
@a.b.c. And
@a:b;c
@a-b--c
@a_b_
@a's
(@a)
\\@a
x@a.org
[@a, {p. 3, ix}, s]
[@a, {}3]
[*see* @a]
[@a; @b; @c]
[@a,p.3]
@1984x
@_x
@ a
@a/b?c
@a<b>c
@a+b~c
`@a`
[`x` @a]
$@a$
**@a**
[@a], [@b]
@a [see below]
@a[p. 3]
@Müller2020
[@smith{ii, A, D-Z}, x]
[@smith, {pp. iv, vi-xi, (xv)-(xvii)} with]
As in [@a]: he says
See [@a, p. 3]: https://x.org
[@a [b]]
[@a, p. 3 [sic]; see [b](c) @d]
[@a, [b](c)]
@a [see @b]
@a [; @b]
@a [-@b]
@a [b][c]
[^@a]
[**@a**]
[x-@a]
"""
"""Where we differ on purpose: `@{a b}` may hold blanks; `[@a](address)` is a link; brackets that
are broken keep the citation in them; of `@a@b`, an address, the second is none; `[@a, @b]` cites
both, of which pandoc loses one. A bare `-@a` older pandocs read otherwise."""


@needs_pandoc
@pytest.mark.parametrize("markdown", _AS_PANDOC.strip().split("\n"))
def test_citations_are_those_of_pandoc(markdown: str) -> None:
    """Whom a text cites, and how, as pandoc's own reader says"""
    command = ["pandoc", "--from=markdown-example_lists", "--to=json"]
    done = subprocess.run(command, input=markdown.encode(), capture_output=True, check=True)
    groups = find_citations(markdown, SPAN)

    modes = {"bare": "AuthorInText"}
    ours = [
        (
            "SuppressAuthor" if each.suppress_author else modes.get(each.form, "NormalCitation"),
            each.citekey,
        )
        for group in groups
        for each in group.citations
    ]
    assert ours == list(_cited_by_pandoc(json.loads(done.stdout)["blocks"]))


def _cited_by_pandoc(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for each in value:
            yield from _cited_by_pandoc(each)
    elif isinstance(value, dict) and value.get("t") == "Cite":
        for each in value["c"][0]:
            yield each["citationMode"]["t"], each["citationId"]
    elif isinstance(value, dict):
        yield from _cited_by_pandoc(value.get("c"))


def test_as_written() -> None:
    """A message can repeat the author's words"""
    groups = find_citations("[see -@{a b}, p. 1] [[x/@c|d]] @e", SPAN)

    assert [g.citations[0].as_written for g in groups] == ["@{a b}", "[[x/@c|d]]", "@e"]


@given(MARKDOWN)
def test_groups_lie_apart_in_the_text(markdown: str) -> None:
    """Groups are sorted, do not overlap, and hold at least one citation"""
    at = 0
    for group in find_citations(markdown, SPAN):
        assert at <= group.start < group.end <= len(markdown)
        assert group.citations
        at = group.end


def test_match_citation_begins_exactly_there() -> None:
    """The renderer asks at a place, and gets what begins there"""
    group = match_citation("see [@a, p. 2] x", 4, SPAN)

    assert group is not None
    assert (group.start, group.end) == (4, 14)
    assert match_citation("see [@a, p. 2] x", 3, SPAN) is None
    assert match_citation("a@b", 1, SPAN) is None


@pytest.mark.parametrize(
    ("text", "locator", "suffix"),
    [
        (", p. 12", ("page", "12"), ""),
        (" pp. 33-35, 38 and 40f, see also", ("page", "33-35, 38 and 40f"), "see also"),
        (", chap. IV", ("chapter", "IV"), ""),
        (", § 3.1", ("section", "3.1"), ""),
        (", S. 7", ("page", "7"), ""),
        (", 12a", ("page", "12a"), ""),
        (", v. 1:15–17", ("verse", "1:15–17"), ""),
        (", my emphasis", None, "my emphasis"),
        (", pages are missing", None, "pages are missing"),
        ("", None, ""),
    ],
)
def test_parse_locator(text: str, locator: tuple[str, str] | None, suffix: str) -> None:
    """Labels in people's spelling become CSL's, and the rest is the suffix"""
    assert parse_locator(text) == (Locator(*locator) if locator else None, suffix)


@pytest.mark.parametrize(
    ("title", "expected", "rest"),
    [
        ("(Page 3) yellow", ["vault note: own <page 3>"], "yellow"),
        ("Page 217", ["vault note: own <page 217>"], ""),
        ("Highlight [Page 3](zotero://a)", ["vault note: own <page 3>"], "Highlight"),
        ("[(p. 9)](zotero://open-pdf/a?page=9)", ["vault note: own <page 9>"], ""),
        ("“Memory” ([Bad, 1997, p. 25](zotero://a))", ["vault note: own <page 25>"], "“Memory”"),
        ("(Baddeley, 1997)", ["vault note: own"], "(Baddeley, 1997)"),
        ("(S. 4)", ["vault note: own <page 4>"], ""),
        ("", ["vault note: own"], ""),
        ("[[@k]]", ["wikilink: k"], ""),
        (r"[[Sources/@k\|@k]]]", ["wikilink: k"], ""),
        ("[[@k]], p. 12", ["wikilink: k <page 12>"], ""),
        ("[[@k]] (pp. 3–4)", ["wikilink: k <page 3–4>"], ""),
        ("[[@k|Miller]], 81–97", ["wikilink: k <page 81–97>"], ""),
        ("[[@k]], 1956", ["wikilink: k"], "1956"),
        ("[[@k]], 3 reasons", ["wikilink: k"], "3 reasons"),
        ("@a, p. 5f.; @b, 3ff.", ["bare: a <page 5f.>", "bare: b <page 3ff.>"], ""),
        ("Noether [-@k, p. 4] says", ["bracket: -k <page 4>"], "Noether says"),
        ("@k, p. 4", ["bare: k <page 4>"], ""),
        ("Emmy Noether, [@k, ch. 2]", ["bracket: k <chapter 2>"], "Emmy Noether"),
        ("[@a; @b, 3]", ["bracket: a", "bracket: b <page 3>"], ""),
        ("x^[[[Sources/@k\\|[@k]]]]", ["wikilink: k"], "x"),
        ("[[@k]], vol. 2, p. 5", ["wikilink: k <volume 2, p. 5>"], ""),
        ("[[@k]]: 12", ["wikilink: k <page 12>"], ""),
        ("[@k] p. 12", ["bracket: k <page 12>"], ""),
        ("*[[@k]]*, p. 3", ["wikilink: k <page 3>"], ""),
        ("**@k**", ["bare: k"], ""),
        ("[[@k]] and [[Jane Doe|Jane]]", ["wikilink: k"], "and Jane"),
        ("[[@k]] ([p. 3](zotero://open-pdf/x?page=3))", ["wikilink: k <page 3>"], ""),
        ("[[@k]] [(Page 3)](zotero://open-pdf/x?page=3) Jane", ["wikilink: k <page 3>"], "Jane"),
        ("[[@k]] [chapter 3 of it](https://x.org)", ["wikilink: k"], "chapter 3 of it"),
        ("Jane[^1] [[@k]][^2]", ["wikilink: k"], "Jane"),
    ],
)
def test_cite_by_title(title: str, expected: list[str], rest: str | None) -> None:
    """A quote's title names its source, or a page of the vault note's own work"""
    citations, left = cite_by_title(title, "own", SPAN)

    assert [f"{citation.form}: {short(citation)}" for citation in citations] == expected
    assert rest is None or left == rest


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("(Page 3)", "(Page 3)"),
        ("[@name on X](https://x.org)", "@name on X"),
        ("[[Person]]", "Person"),
        ("**Person**[^1]", "Person"),
        ("", ""),
    ],
)
def test_title_without_a_source(title: str, shown: str) -> None:
    """Outside of literature notes such titles cite nothing, and say what a reader sees"""
    assert cite_by_title(title, None, SPAN) == ((), shown)


@pytest.mark.parametrize(
    ("target", "citekey"),
    [("Sources/@pang2021", "pang2021"), ("@a.md", "a"), ("Sources/pang", None), ("@", None)],
)
def test_citekey_of(target: str, citekey: str | None) -> None:
    """A link leads to a literature note if its target's name begins with @"""
    assert citekey_of(Wikilink(target, "", "")) == citekey


@pytest.mark.parametrize(
    "unit",
    [
        "@",
        "[@",
        "[@a",
        "[@a;",
        "@a:",
        "[[@a]]",
        "@{",
        "[@a, p. 1",
        "1,",
        "1-",
        "iv ",
        "@a [",
        "^[",
        "^[[[",
        "[@a [",
        "[@a [b] ",
        "[@a, @b",
        "@a, ",
        "@a and ",
        ", p. 1",
        ", s.v. a",
        "[@a]: x ",
        "@a ([p. ",
        "([pdf](zotero://x",
        "[^1]",
        "—",
    ],
)
def test_time_grows_with_the_text_only(unit: str) -> None:
    """A hostile line takes no more than seconds"""
    line = unit * (40_000 // len(unit))
    started = time.process_time()

    find_citations(line, SPAN)
    cite_by_title(line, "own", SPAN)
    sources_in(line, SPAN)
    list(footnotes_in(line))
    parse_locator(", p. " + line)
    cite_by_title(f"[[@a]]{line}x", None, SPAN)
    find_citations(f"[{line}@a]", SPAN)

    assert time.process_time() - started < 10
