"""Obsidian_to_Anki against its fixtures, its settings, and patterns that users write."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import NOW, MakeVault
from found import PLACE, find, read, render
from markdown_it.utils import read_fixture_file
from msgspec.structs import replace

from flashcards.blocks import parse_blocks
from flashcards.config import Config
from flashcards.diagnostics import Diagnostic, Severity
from flashcards.exporting import export
from flashcards.identity.anchors import recognise
from flashcards.model import Flashcard, Place, VaultNote
from flashcards.parsing import make_sheet
from flashcards.pipeline import build
from flashcards.syntaxes import FolderRule, Sheet, Style, SyntaxOptions
from flashcards.syntaxes._obsidian_to_anki_options import ObsidianToAnkiOptions
from flashcards.syntaxes.obsidian_to_anki import explain, problems
from flashcards.syntaxes.obsidian_to_anki.file_lines import FileLines
from flashcards.syntaxes.obsidian_to_anki.javascript import PatternError, translate
from flashcards.syntaxes.obsidian_to_anki.making import Scene
from flashcards.syntaxes.obsidian_to_anki.patterns import Compiled, Patience, compile_style
from flashcards.syntaxes.obsidian_to_anki.styles import find_styled

FOLDER = Path(__file__).parent / "syntaxes" / "obsidian-to-anki"

# A line of an answer is never the beginning of an id; all patterns that people share end like this.
LINE = r"(?:\n(?:^.{1,3}$|^.{4}(?<!<!--).*))"
COLONS = Style("Basic", r"^(.*[^\n:])::([^\n:].*)$")
STYLES = (
    Style("Basic", rf"^Q: ((?:.+\n)+)\n*A: (.+{LINE}*)"),
    Style("Basic (and reversed card)", rf"^> \[!qa\][-+]? (.+)\n> (.+{LINE}*)"),
    Style("Japanese", rf"((?:[^\n]\n?)+) #flashcard ?\n*({LINE}+)"),
    Style("Basic (type in the answer)", rf"((?:[^\n]\n?)+\n)-{{3,}}({LINE}+)"),
    COLONS,
    Style("Einfach", r"^\|([^\n|]+)\|\n\|[-: ]+\|\n\|([^\n|]+)\|$"),
    Style("Basic", r"^#+ (.+)\n*((?:\n(?:^[^\n#].{0,2}$|^[^\n#].{3}(?<!<!--).*))+)"),
    Style("Cloze", rf"((?:.+\n)*.*\{{.*{LINE}*)"),
)
NOTETYPES = (
    ("Japanese", ("Expression", "Reading", "Meaning", "Example")),
    ("Einfach", ("Vorderseite", "Rückseite")),
    ("Einfach (beide Richtungen)", ("Vorderseite", "Rückseite")),
    ("Lückentext", ("Text", "Extra")),
    ("Cloze-AnKing", ("Text", "Extra", "Lecture")),
    ("FromAnki", ()),
)
SETTINGS = {
    "block": ObsidianToAnkiOptions(),
    "inline": ObsidianToAnkiOptions(),
    "file-lines": ObsidianToAnkiOptions(styles=(COLONS,)),
    "clozes": ObsidianToAnkiOptions(curly_clozes=True, highlights=True),
    "notetypes": ObsidianToAnkiOptions(notetypes=NOTETYPES),
    "styles": ObsidianToAnkiOptions(styles=STYLES, notetypes=NOTETYPES, curly_clozes=True),
}


def enabled(settings: ObsidianToAnkiOptions) -> SyntaxOptions:
    usual = SyntaxOptions(obsidian_to_anki=settings)
    return replace(usual, enabled=usual.enabled | {"obsidian-to-anki"})


def fixtures() -> Iterator[object]:
    for path in sorted(FOLDER.glob("*.md")):
        for line, title, source, expected in read_fixture_file(path):
            yield pytest.param(path.stem, source, expected, id=f"{path.name}:{line} {title}")


@pytest.mark.parametrize(("name", "source", "expected"), list(fixtures()))
def test_fixture(name: str, source: str, expected: str) -> None:
    """What users of the plugin write becomes what the fixture says"""
    assert render(source, PLACE, enabled(SETTINGS[name])) == expected


def flashcards(source: str, place: Place = PLACE, **settings: object) -> tuple[Flashcard, ...]:
    return find(source, place, enabled(ObsidianToAnkiOptions(**settings)))[0]  # type: ignore[arg-type]


def asked(source: str, *patterns: str) -> list[tuple[str, str]]:
    """What patterns of the notetype Basic make of a text."""
    found = flashcards(source, styles=tuple(Style("Basic", pattern) for pattern in patterns))
    return [(each.question, each.answer) for each in found]


BLOCK = "START\nBasic\nWhat?\nBack: This\nEND\n"


def test_words_are_settings() -> None:
    """Every word of the plugin can be replaced, by words with odd characters, too"""
    source = (
        "$DECK: A:: B \n@TAGS: a\n\n<<\nBasic\nWhat?\nBack: This\n>>\n\n"
        "(* [Basic] one Back: 1 *)\n\nKEEP - Basic:\nBack: kept\n\nGONE\nID: 5\n\n" + BLOCK
    )
    options = ObsidianToAnkiOptions(
        begin="<<",
        end=">>",
        begin_inline="(*",
        end_inline="*)",
        target_deck="$DECK",
        file_tags="@TAGS",
        frozen="KEEP",
        delete="GONE",
    )
    found, silent, codes = find(source, options=enabled(options))

    assert [each.question for each in found] == ["What?", "one"]
    assert [each.answer for each in found] == ["This\n\nkept", "1\n\nkept"]
    assert {(each.deck, each.tags) for each in found} == {("A::B", ("a",))}
    assert (len(silent), codes) == (1, ())


def test_folders_give_decks_and_tags() -> None:
    """The innermost folder with a deck names it, all folders give tags, TARGET DECK is stronger"""
    rules = (
        FolderRule("Biology", "Life::All", ("life",)),
        FolderRule("Biology/Cells", "", ("cells",)),
        FolderRule("Biology/Cells/Old", "Old"),
        FolderRule("Bio", "Wrong", ("wrong",)),
    )
    place = Place("Biology/Cells/A.md", "A")
    (found,) = flashcards(BLOCK, place, folders=rules)
    (old,) = flashcards(BLOCK, Place("Biology/Cells/Old/A.md", "A"), folders=rules)
    (own,) = flashcards(f"TARGET DECK: Mine\n\n{BLOCK}", place, folders=rules)

    assert (found.deck, found.tags) == ("Life::All", ("cells", "life"))
    assert old.deck == "Old"
    assert (own.deck, own.tags) == ("", ("cells", "life"))


@pytest.mark.parametrize(
    ("settings", "is_found"),
    [
        ({"scan_folders": ("Biology",)}, True),
        ({"scan_folders": ("Bio", "Other")}, False),
        ({"ignored": ("**/*.excalidraw.md",)}, True),
        ({"ignored": ("Biology/**",)}, False),
    ],
)
def test_where_it_looks(settings: dict[str, tuple[str, ...]], is_found: bool) -> None:
    """Folders to scan and globs to ignore hold for all of its forms"""
    source = f"{BLOCK}\na::b\n"

    assert bool(flashcards(source, styles=(COLONS,), **settings)) is is_found


def test_highlights_need_no_curly_clozes() -> None:
    """`highlights` alone hides highlights, and leaves braces alone"""
    (found,) = flashcards("START\nCloze\n==a== and {b}\nEND\n", highlights=True)

    assert [cloze.text for cloze in found.clozes] == ["a"]


def test_copied_id() -> None:
    """Two flashcards with one id are both exported, each with its own guid"""
    copies = [f"START\nBasic\n{word}\nBack: x\n<!--ID: 5-->\nEND\n" for word in ("One", "Two")]
    found = flashcards("\n".join(copies))
    recognised, diagnostics = recognise(found, {PLACE.path: "path"}, ())

    assert len({each.anchor for each in recognised}) == 2
    assert [each.code for each in diagnostics] == ["shared-anki-id"]


# What other people's patterns look like, in their own ways of writing.
@pytest.mark.parametrize(
    ("pattern", "source", "expected"),
    [
        (r"(?<front>.+) -> (?<back>.+)", "a -> b", [("a", "b")]),
        (r"^(\d+)\. (\w+)$", "1. one\n٢. two\n3. três", [("1", "one")]),
        (r"^(\w+)\b is ([^]+?)\/$", "x is y\nz/", [("x", "y\nz")]),
        (r"^(.+)\u003a\u{3a}(.+)\x21$", "a::b!", [("a", "b")]),
        (r"^\p{Lu}(\p{L}+) ([\p{Script=Greek}-]+)$", "Éa βγ-", [("a", "βγ-")]),
        (r"^(?!no)(.+)\s?:{2}\s?(.+?)$", "no::a\nyes :: b", [("yes", "b")]),
        (r"(?<=Q\d{1,3}: )(.+)\n(?:A: )(.+)", "Q12: a\nA: b", [("a", "b")]),
        (r"^{(.+)}={(.+)}$", "{a}={b}", [("a", "b")]),
        (r"^([a-z[\]-]+)=([\w\-.]+)$", "a[b]-=c-.d", [("a[b]-", "c-.d")]),
        (r"^(a)|(b)=(.)$", "b=c", []),
        (r"^(['\"])(.+)\1=(.+)$", "'a'=b", [("'", "a")]),
        (r"^(?:(x)|(y))=\1(.)$", "y=z", []),
        (r"^(.+) 🎴 (.+)$", "a 🎴 b", [("a", "b")]),
        (r"^(.+) \ud83c\udfb4 (.+)$", "a 🎴 b", [("a", "b")]),
        (r"^(.+)#(.+) $", "a#b ", [("a", "b")]),
        (r"(?i:q): (.+) A: (.+)", "q: a A: b", [("a", "b")]),
    ],
)
def test_patterns_of_javascript(pattern: str, source: str, expected: list[tuple[str, str]]) -> None:
    """Patterns mean what they mean in JavaScript"""
    assert asked(source, pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(a", "missing )"),
        ("a)(b", "unbalanced parenthesis"),
        ("(a)[b", "a `[` is never closed"),
        ("(a)\\", "it ends in the middle, with a backslash"),
        ("(a)++", "nothing stands before `+` that could be repeated"),
        ("(?P<name>a)", "`(?` is followed by something that JavaScript does not know"),
        (r"(a)\k<b>", "no group is called `b`"),
        ("a::b", "it has no group `(…)`, and groups are the fields"),
        (r"(a)\u{110000}", "a `\\u{…}` is no character"),
        ("(b-a)[b-a]", "bad character range"),
        ("(a){3,2}", "the numbers of `{3,2}` are out of order"),
    ],
)
def test_broken_pattern(pattern: str, why: str) -> None:
    """Of a pattern that cannot be read it is said why, and the others still work"""
    options = ObsidianToAnkiOptions(styles=(Style("My type", pattern), COLONS))
    ((notetype, said),) = problems(options)

    assert notetype == "My type"
    assert why in said
    assert len(find("a::b\n", options=enabled(options))[0]) == 1


def test_what_regex_alone_would_take_for_more() -> None:
    """Fuzzy matching, sets of sets and possessive repetition are no part of JavaScript"""
    assert translate("a{e<=1}").pattern == r"a\{e<=1\}"
    assert translate("[a&&b]").pattern == r"[a\&\&b]"
    assert translate("[^]").pattern == "(?s:.)"
    assert translate("[]").pattern == "(?!)"
    assert translate("-{3,}b{2}c{2,5}?").pattern == r"\-\-\-\-*bbccc{0,3}?"
    with pytest.raises(PatternError):
        translate("a*+")


@pytest.mark.parametrize("pattern", ["()", "(x*)", "(?=(a))", "^()$", "(a|)*", r"(\b)"])
def test_empty_matches_end(pattern: str) -> None:
    """A pattern that matches nothing at all, everywhere, finds nothing and comes to an end"""
    assert asked("a b\n\nc\n" * 500, pattern) == []


def test_slow_pattern_is_stopped() -> None:
    """A pattern that would run for ages is stopped with an error; the others find theirs"""
    styles = (Style("Basic", "(a+)+$"), COLONS)
    options = enabled(ObsidianToAnkiOptions(styles=styles))
    sheet = sheet_of("a" * 20_000 + "!\n\none::1\n", options)
    found = list(find_styled(Scene(sheet, options, FileLines()), Patience(seconds=0.05)))
    problem, flashcard = found

    assert isinstance(problem, Diagnostic)
    assert (problem.code, problem.severity) == ("pattern-too-slow", Severity.ERROR)
    assert "CUSTOM_REGEXPS > Basic" in problem.message
    assert isinstance(flashcard, Flashcard)


def test_patience_with_a_slow_pattern_ends() -> None:
    """A pattern that runs away in every vault note gets little time after the third"""
    bad, good = Style("Basic", "(a+)+$"), COLONS
    options = enabled(ObsidianToAnkiOptions(styles=(bad, good)))
    sheet = sheet_of("a" * 20_000 + "!\n\none::1\n", options)
    patience = Patience(seconds=0.05, at_last=0.001)
    given = []
    for _ in range(5):
        given.append(patience.with_style(bad))
        assert len(list(find_styled(Scene(sheet, options, FileLines()), patience))) == 2

    assert given == [0.05, 0.05, 0.05, 0.001, 0.001]
    assert patience.with_style(good) == 0.05


def sheet_of(text: str, options: SyntaxOptions) -> Sheet:
    vault_note = VaultNote(PLACE.path, {}, text)
    return make_sheet(vault_note, parse_blocks(text, PLACE.path)[0], options)


def test_four_passes_of_a_pattern() -> None:
    """A pattern with alternatives is looked for as a whole, with tags and id behind each"""
    compiled = compile_style(Style("Basic", "(a)|(b)"))

    assert isinstance(compiled, Compiled)
    assert [bool(each.matches("a\nID: 5", 1)) for each in compiled.passes] == [
        False,
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("source", "number", "settings", "reason"),
    [
        ("a::b", 1, {}, "has no pattern of yours"),
        ("a: b", 1, {"styles": (COLONS,)}, "no pattern fits: `Basic`"),
        ("c::d\n\na: b", 3, {"styles": (COLONS,)}, "makes nothing of this line"),
        ("a", 1, {"styles": (Style("Basic", "("),)}, "none of its patterns can be read"),
        ("START\nBasic\nWhat?", 1, {}, "no `END` closes what `START` begins"),
        ("- x\n  START", 2, {}, "it has to stand at the beginning of a line"),
        ("END", 1, {}, "no `START` stands above"),
        ("```\nSTART\nBasic\nEND\n```", 2, {}, "words and patterns are not looked for in code"),
        ("c::d\n\n```\na::b\n```", 4, {"styles": (COLONS,)}, "not looked for in code, math and"),
        ("c::d\n\n$$\na::b\n$$", 4, {"styles": (COLONS,)}, "not looked for in code, math and"),
        ("FILE TAGS\na b", 2, {}, "names tags of the whole vault note"),
        ("FROZEN - Basic:\nBack: x", 2, {}, "is appended to the flashcards of a notetype"),
        ("<!--ID: 5-->", 1, {}, "the id of an Anki note"),
        (BLOCK, 1, {"scan_folders": ("Else",)}, "in none of the folders"),
        (BLOCK, 1, {"ignored": ("**/*.md",)}, "told to ignore"),
    ],
)
def test_explain(source: str, number: int, settings: dict[str, object], reason: str) -> None:
    """A line that is no flashcard is explained in the author's terms"""
    options = enabled(ObsidianToAnkiOptions(**settings))  # type: ignore[arg-type]

    assert reason in explain(sheet_of(source, options), number, options)


NEAR_MISSES = (
    "START\nBasic\nx\n",
    "START\n",
    "START\nBasic\n" + "Back: a\n",
    "STARTI [Basic] a Back: b ",
    "STARTI [",
    "`STARTI ",
    "FROZEN - Basic:\nx\n",
    "FILE TAGS\n",
    "DELETE\nDELETE\n",
    "Tags: \nID: \n",
    "a::b\n",
    "`a::b $",
    "{a|{{c1::",
    "<!--ID: 5",
    "> > [!qa] x\n",
)


@pytest.mark.parametrize("chunk", NEAR_MISSES)
def test_near_misses_take_linear_time(chunk: str) -> None:
    """Much of what is almost a flashcard takes a second or two (quadratic: minutes)"""
    options = enabled(replace(SETTINGS["styles"], styles=(COLONS,), highlights=True))
    source = chunk * (100_000 // len(chunk))
    start = time.process_time()

    read(source, options=options)

    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("source", "pattern", "code"),
    [
        ("a" * 20_000 + "\n", r"((?:a+)+)=(\w)$", "pattern-too-slow"),
        ("aa=b\n", "(aa", "broken-pattern"),
    ],
)
def test_nothing_is_taken_for_gone_while_a_pattern_fails(
    source: str, pattern: str, code: str, make_vault: MakeVault, tmp_path: Path
) -> None:
    """What a pattern found is kept in Anki while it is too slow or broken"""
    usual = replace(Config(), syntaxes=with_pattern(r"(a+)=(\w)$"))
    root = make_vault({"A.md": "aa=b\n"})
    export(build(root, usual, NOW), tmp_path / "deck.apkg")
    (root / "A.md").write_text(source, encoding="utf-8")
    again = build(root, replace(usual, syntaxes=with_pattern(pattern)), NOW + 60)

    assert code in [each.code for each in again.diagnostics]
    assert [each.retired for each in again.ledger.entries.values()] == [None]


def with_pattern(pattern: str) -> SyntaxOptions:
    return enabled(ObsidianToAnkiOptions(styles=(Style("Basic", pattern),)))
