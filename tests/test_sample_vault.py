"""The sample vault, whole: as text against golden files, and as a deck in real Anki."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from anki_backend import OPTIONS, Anki, Imported, RenderedCard, open_anki
from conftest import NOW, copy_of_sample

from flashcards import export_report, report
from flashcards.cache import Store
from flashcards.citations import citations_of
from flashcards.config import load_config
from flashcards.exporting import export
from flashcards.pipeline import Build, build
from flashcards.workers import Means

Golden = Callable[[str, str], None]


@pytest.fixture(scope="module", params=["cold", "warm"])
def built(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Build:
    """Return the sample vault, built as for a first export; nothing is written.

    Warm, all that can be known of vault notes comes from a cache.
    """
    root = copy_of_sample(tmp_path_factory.mktemp("built"))
    means = Means(Store(tmp_path_factory.mktemp("cache"), root))
    made = build(root, load_config(root / "flashcards.toml"), NOW, means=means)
    if request.param == "cold":
        return made
    return build(root, load_config(root / "flashcards.toml"), NOW, means=means)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample vault's package, as the command line writes it."""
    folder = tmp_path_factory.mktemp("sample")
    run_export(copy_of_sample(folder), folder / "deck.apkg")
    return folder / "deck.apkg"


@pytest.fixture(scope="module")
def anki(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Anki]:
    """Return a collection into which the sample deck was imported once."""
    with open_anki(tmp_path_factory.mktemp("anki")) as opened:
        opened.import_package(package)
        yield opened


@pytest.fixture(scope="module")
def cards(anki: Anki) -> list[RenderedCard]:
    """Return every card of the sample deck, question and answer rendered by Anki."""
    return anki.cards()


def run_export(root: Path, deck: Path, **environment: str) -> None:
    """Export in a process of its own, as a user would."""
    subprocess.run(
        [sys.executable, "-m", "flashcards", "export", str(root), str(deck), "--quiet"],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(NOW), **environment},
        check=True,
    )


class _Visible(HTMLParser):
    def __init__(self, *unread: str) -> None:
        super().__init__()
        self._unread = ("style", "script", *unread)
        self.texts: list[str] = []
        self.sources: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in self._unread
        self.sources += [value or "" for name, value in attrs if name == "src"]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in self._unread

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)


def visible(html: str, *unread: str) -> str:
    """Return the text that a reader sees, but for elements that are left `unread`."""
    parser = _Visible(*unread)
    parser.feed(html)
    return "".join(parser.texts)


def test_the_flashcards_found_are_these(built: Build, golden: Golden) -> None:
    """Every flashcard of the sample vault, with all its fields, stands in a golden file"""
    lines = (report.flashcard_json(each) for each in built.rendered)

    golden("sample_flashcards.jsonl", "".join(f"{line}\n" for line in lines))


def test_the_mistakes_in_drafts_are_found(built: Build, golden: Golden) -> None:
    """What `check` says of the sample vault stands in a golden file"""
    golden("sample_check.txt", "\n".join(report.diagnostic_lines(built.diagnostics)) + "\n")


def test_the_summary_of_an_export(built: Build, golden: Golden) -> None:
    """What `export` says at its end stands in a golden file"""
    golden(
        "sample_summary.txt",
        "\n".join(export_report.summary_lines(export_report.summary_of(built), "deck.apkg")) + "\n",
    )


def test_only_drafts_hold_mistakes(built: Build) -> None:
    """All but the folder made for it is an example of how to write"""
    assert {each.span.path.split("/")[0] for each in built.diagnostics} == {"Drafts"}


def test_every_syntax_and_dialect_is_in_it(built: Build) -> None:
    """The sample vault shows all that there is"""
    flashcards = [each.flashcard for each in built.rendered]

    assert {(each.syntax, each.dialect) for each in flashcards} >= {
        ("definition", ""),
        ("quote", ""),
        ("section", "labelled"),
        ("section", "separated"),
        ("section", "multi-line"),
        ("section", "cloze"),
    }
    assert any(each.reversed for each in flashcards)


def test_every_form_of_citation_is_in_it(built: Build) -> None:
    """The sample vault shows every way to name a work"""
    citations = [citation for each in built.rendered for citation in citations_of(each.flashcard)]

    assert {each.form for each in citations} >= {"bracket", "wikilink", "bare", "vault note"}
    assert any(each.locator for each in citations)


def test_anki_takes_every_flashcard_as_new(built: Build, package: Path, tmp_path: Path) -> None:
    """The first import: as many new notes as `list` shows, none refused"""
    with open_anki(tmp_path) as fresh:
        assert fresh.import_package(package) == Imported(new=len(built.rendered))


def test_anki_has_the_cards_that_list_promises(built: Build, anki: Anki) -> None:
    """The cards of each note are those that `list --json` counts"""
    promised = {each.anki_note.guid: list(each.anki_note.ords) for each in built.rendered}

    assert anki.ordinals() == promised


def test_check_database_finds_nothing(anki: Anki) -> None:
    """Anki's own check has nothing to mend, and no card is empty"""
    assert anki.faults() == []


def test_no_card_is_blank(cards: list[RenderedCard]) -> None:
    """Every question and every answer shows something, and the answer shows more"""
    for card in cards:
        assert visible(card.question).strip(), card
        assert visible(card.answer).strip() != visible(card.question).strip(), card


def test_no_markup_shows_through(cards: list[RenderedCard]) -> None:
    """What is markup in Obsidian is not text in Anki"""
    leaks = re.compile(
        r"\{\{|\}\}|\[\[|\]\]|%%|<!--|-->|\s\^[A-Za-z0-9-]+\s*$|[\ufdd0-\ufdef]", re.MULTILINE
    )
    for card in cards:
        for side in (card.question, card.answer):
            text = re.sub(r"\\\(.*?\\\)|\\\[.*?\\\]", "", visible(side, "code"), flags=re.DOTALL)
            assert not leaks.search(text), text


def test_no_citekey_of_the_library_shows_through(built: Build, cards: list[RenderedCard]) -> None:
    """A work that is known is shown by author and year"""
    raw = re.compile("|".join(rf"@{re.escape(key)}\b" for key in built.works.items))
    for card in cards:
        assert not raw.search(visible(card.question) + visible(card.answer)), card


def test_every_picture_and_sound_is_there(anki: Anki, cards: list[RenderedCard]) -> None:
    """No card shows a broken picture, and no file came for nothing"""
    shown: set[str] = set()
    for card in cards:
        parser = _Visible()
        parser.feed(card.answer)
        shown.update(source for source in parser.sources if "://" not in source)
    played = {
        name
        for note in anki.collection.find_notes("")
        for field in anki.collection.get_note(note).fields
        for name in re.findall(r"\[sound:([^\]]+)\]", field)
    }

    assert sorted(shown | played) == anki.media()
    assert played


@pytest.mark.parametrize("options", OPTIONS)
def test_importing_again_touches_nothing(
    package: Path, anki: Anki, built: Build, options: str
) -> None:
    """The same package again: every note a duplicate, none updated, whatever was ticked"""
    imported = anki.import_package(package, OPTIONS[options])

    assert imported == Imported(duplicate=len(built.rendered))


def test_studied_cards_keep_their_schedule(package: Path, tmp_path: Path) -> None:
    """After studying, an import changes no due date, no memory state and no review"""
    with open_anki(tmp_path) as opened:
        opened.import_package(package)
        assert opened.study(40) == 40
        before = opened.scheduling()

        opened.import_package(package)

        assert opened.scheduling() == before


def test_an_edit_reaches_anki_and_nothing_else_does(tmp_path: Path) -> None:
    """One word changed in the vault: one note updated, every schedule as it was"""
    root = copy_of_sample(tmp_path)
    run_export(root, tmp_path / "deck.apkg")
    with open_anki(tmp_path / "anki") as opened:
        notes = opened.import_package(tmp_path / "deck.apkg").new
        opened.study(40)
        before = opened.scheduling()
        [edited] = root.rglob("Spacing Effect.md")
        edited.write_text(re.sub(r"(::|A:) ", r"\1 indeed ", edited.read_text(), count=1))

        run_export(root, tmp_path / "deck.apkg", SOURCE_DATE_EPOCH=str(NOW + 60))

        again = opened.import_package(tmp_path / "deck.apkg")
        assert again == Imported(updated=1, duplicate=notes - 1)
        assert opened.scheduling() == before


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    """A package depends on the vault and the time that was set, and on nothing else"""
    for seed in ("1", "2"):
        root = copy_of_sample(tmp_path / seed)
        run_export(root, tmp_path / f"{seed}.apkg", PYTHONHASHSEED=seed)

    assert (tmp_path / "1.apkg").read_bytes() == (tmp_path / "2.apkg").read_bytes()
    ledgers = [tmp_path / seed / "sample_vault/.flashcards/ledger.jsonl" for seed in "12"]
    assert ledgers[0].read_bytes() == ledgers[1].read_bytes()


def test_exporting_again_writes_the_same_bytes(tmp_path: Path) -> None:
    """With nothing changed in the vault, a later export gives the same package"""
    root = copy_of_sample(tmp_path)
    run_export(root, tmp_path / "1.apkg")
    run_export(root, tmp_path / "2.apkg", SOURCE_DATE_EPOCH=str(NOW + 3600))

    assert (tmp_path / "1.apkg").read_bytes() == (tmp_path / "2.apkg").read_bytes()


def test_the_vault_is_left_as_it_was(tmp_path: Path) -> None:
    """An export adds our one folder and changes no file"""
    root = copy_of_sample(tmp_path)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}

    built = build(root, load_config(root / "flashcards.toml"), NOW)
    export(built, tmp_path / "deck.apkg")

    after = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert {path: after.pop(path) for path in before} == before
    assert {path.parent.name for path in after} == {".flashcards"}
