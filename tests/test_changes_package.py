"""A package of changes, imported where the earlier one was, does what the whole one does."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from anki.collection import ImportAnkiPackageOptions
from anki_backend import OPTIONS, Anki, Imported, open_anki
from conftest import NOW, MakeVault

from flashcards.cli.export import export_once
from flashcards.cli.options import Request
from flashcards.diagnostics import FlashcardsError

PNG = b"\x89PNG\r\n\x1a\n"

FILES: dict[str, str | bytes] = {
    "a.md": "## Flashcards\nWhat? :: That\n\nWhy? :: ![[p.png]]\n\nHow ==so==\n",
    "Deep/b.md": "> [!definition] Cell\n> A ==unit== of life.\n",
    "c.md": "## Flashcards\nThe ==first== and the last\n\nWho? ::: Nobody\n",
    "p.png": PNG,
}


class Vault:
    """A vault with its packages beside it, exported again and again."""

    def __init__(self, root: Path) -> None:
        """Take the folder of the vault."""
        self.root = root
        self.deck = root.parent / "deck.apkg"
        self.changes = root.parent / "changes.apkg"
        self.exports = 0

    def export(self, since: Path | None = None, *, no_cache: bool = False) -> tuple[str, ...]:
        """Export at a later time than before, changes as well; return what was said."""
        self.exports += 1
        request = Request(self.root, (), None, None, quiet=True, no_cache=no_cache)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", str(NOW + 1000 * self.exports))
            patch.setattr("flashcards.cache.answers.TICK", 0)
            done = export_once(request, self.deck, changes=self.changes, since=since)
        return done.summary

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace some words in a vault note."""
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def vault(make_vault: MakeVault) -> Vault:
    """Return a vault that was exported once."""
    vault = Vault(make_vault(FILES))
    vault.export()
    return vault


def everything(anki: Anki) -> dict[str, object]:
    """Return all that a user could see of a collection."""
    database = anki.collection.db
    cards = (
        "select guid, ord, c.type, c.queue, c.due, c.ivl, c.reps, c.did, c.data from cards c"
        " join notes n on n.id = c.nid order by guid, ord"
    )
    decks = {each.id: each.name for each in anki.collection.decks.all_names_and_ids()}
    notetypes = [anki.collection.models.by_name(name) for name in anki.notetypes()]
    return {
        "notes": database.all("select guid, mid, mod, tags, flds from notes order by guid"),
        "cards": [[*row[:7], decks[row[7]], row[8]] for row in database.all(cards)],
        "decks": anki.decks(),
        # Not when: a merging import stamps every notetype it meets with the present.
        "notetypes": [(each["name"], each["css"], each["tmpls"]) for each in notetypes if each],
        "media": anki.media(),
        "faults": anki.faults(),
    }


EDITS: dict[str, Callable[[Vault], object]] = {
    "reworded": lambda vault: vault.edit("a.md", "What", "Which"),
    "new": lambda vault: vault.edit("c.md", "Who?", "New? :: Yes\n\nWho?"),
    "new deck": lambda vault: (
        (vault.root / "Deep/New").mkdir()
        or (vault.root / "Deep/New/n.md").write_text(str(FILES["a.md"]))
    ),
    "removed": lambda vault: vault.edit("a.md", "What? :: That", ""),
    "another cloze": lambda vault: vault.edit("c.md", "the last", "the ==last=="),
    "another picture": lambda vault: (vault.root / "p.png").write_bytes(PNG + b"new"),
    "a tag": lambda vault: vault.edit("Deep/b.md", "> [!", "---\ntags: [x]\n---\n> [!"),
    "another look": lambda vault: (
        (vault.root / "flashcards.toml").write_text('css = "c.css"'),
        (vault.root / "c.css").write_text(".card { color: red }"),
    ),
}


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a collection that has the first export, and some reviews."""
    folder = tmp_path_factory.mktemp("studied")
    root = folder / "vault"
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    vault = Vault(root)
    vault.export()
    with open_anki(folder / "anki") as anki:
        anki.import_package(vault.deck)
        assert anki.study(4) == 4
    return folder / "anki"


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_the_collection_is_the_same(
    vault: Vault,
    studied: Path,
    tmp_path: Path,
    edit: Callable[[Vault], object],
    options: ImportAnkiPackageOptions,
) -> None:
    """Notes, cards with their reviews, decks, look and media, whatever the import was told"""
    edit(vault)
    vault.export()
    seen = []
    for package in (vault.deck, vault.changes):
        shutil.copytree(studied, tmp_path / package.stem)
        with open_anki(tmp_path / package.stem) as anki:
            if package.exists():  # nothing is removed by an import, so a removal needs none
                anki.import_package(package, options)
            seen.append(everything(anki))

    whole, changed = seen

    assert changed == whole


def test_the_package_has_what_changed_and_no_more(vault: Vault, tmp_path: Path) -> None:
    """One reworded flashcard and one new: these two, with the one picture they show"""
    vault.edit("a.md", "What", "Which")
    vault.edit("c.md", "Who?", "New? :: Yes\n\nWho?")

    said = vault.export()

    assert f"{vault.changes}: 2 flashcards that changed since the last export" in said
    with open_anki(tmp_path / "anki") as anki:
        assert anki.import_package(vault.changes) == Imported(new=2)
        assert anki.media() == []


def test_a_look_alone_brings_one_flashcard_of_each_notetype(vault: Vault, tmp_path: Path) -> None:
    """Anki takes over another look only along with a note, so one comes that did not change"""
    EDITS["another look"](vault)

    said = vault.export()

    assert said[-1].startswith(f"{vault.changes}: the look of the cards")
    with open_anki(tmp_path / "anki") as anki:
        assert anki.import_package(vault.changes) == Imported(new=2)
        assert "color: red" in anki.cards()[0].css


@pytest.mark.parametrize("no_cache", [True, False])
def test_what_nobody_imported_yet_stays_until_something_changes(
    vault: Vault, *, no_cache: bool
) -> None:
    """An export without changes leaves the package of the last ones where it is"""
    vault.edit("a.md", "What", "Which")
    vault.export(no_cache=no_cache)
    before = vault.changes.read_bytes()

    said = vault.export(no_cache=no_cache)

    assert vault.changes.read_bytes() == before
    assert said[-1] == f"{vault.changes}: nothing changed since the last export; left as it was"


def test_changes_since_an_earlier_package_add_up(vault: Vault, tmp_path: Path) -> None:
    """Whoever imports now and then keeps what was imported last, and names it"""
    imported = tmp_path / "imported.apkg"
    shutil.copy(vault.deck, imported)
    for old, new in (("What", "Which"), ("Why", "Whence")):
        vault.edit("a.md", old, new)
        said = vault.export(since=imported)
    assert said[-1] == f"{vault.changes}: 2 flashcards that changed since {imported}"
    assert vault.export(since=imported) == tuple(
        line.replace("2 updated", "none").replace("1 updated, 5 unchanged", "6 unchanged")
        for line in vault.export(since=imported)
    )

    with open_anki(tmp_path / "anki") as anki:
        anki.import_package(imported)
        assert anki.import_package(vault.changes) == Imported(updated=2)


def test_no_changes_since_an_earlier_package_is_no_package(vault: Vault, tmp_path: Path) -> None:
    """A package of changes that are none any more would only be in the way"""
    vault.edit("a.md", "What", "Which")
    vault.export()
    imported = tmp_path / "imported.apkg"
    shutil.copy(vault.deck, imported)

    said = vault.export(since=imported)

    assert not vault.changes.exists()
    assert said[-1] == f"{vault.changes}: nothing changed since {imported}; not written"


def test_everything_changed_since_nothing(make_vault: MakeVault, tmp_path: Path) -> None:
    """At the first export, and after all was forgotten, the package has everything"""
    vault = Vault(make_vault(FILES))
    vault.export()

    with open_anki(tmp_path / "anki") as anki:
        anki.import_package(vault.changes)
        assert anki.import_package(vault.deck) == Imported(duplicate=6)


@pytest.mark.parametrize("name", ["deck.apkg", "deck.removed.apkg", "since.apkg"])
def test_other_packages_are_not_overwritten(vault: Vault, tmp_path: Path, name: str) -> None:
    """The package of changes needs a name of its own"""
    shutil.copy(vault.deck, tmp_path / "since.apkg")
    vault.changes = vault.deck.with_name(name)

    with pytest.raises(FlashcardsError, match="cannot be the package of changes as well"):
        vault.export(since=vault.deck.with_name("since.apkg"))


@pytest.mark.parametrize("name", ["missing.apkg", "changes.apkg", "removed.apkg"])
def test_since_takes_a_whole_package(vault: Vault, tmp_path: Path, name: str) -> None:
    """Only a whole package knows everything that was imported with it"""
    vault.edit("a.md", "What? :: That", "")
    vault.export()
    vault.deck.with_name("deck.removed.apkg").rename(vault.deck.with_name("removed.apkg"))
    since = vault.deck.with_name(name)
    vault.changes = tmp_path / "other.apkg"

    with pytest.raises(FlashcardsError, match="is no whole package that flashcards wrote"):
        vault.export(since=since)


def test_since_takes_no_package_of_another_vault(vault: Vault, tmp_path: Path) -> None:
    """It would know nothing of this one, and everything would seem to have changed"""
    other = tmp_path / "another" / "library"
    shutil.copytree(vault.root, other, ignore=shutil.ignore_patterns(".flashcards"))
    Vault(other).export()

    with pytest.raises(FlashcardsError, match="was made from another vault, library"):
        vault.export(since=other.parent / "deck.apkg")


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_kill_before_the_package_loses_no_change(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The changes are in their package before the export is remembered as done"""
    vault.edit("a.md", "What", "Which")
    vault.changes.unlink()
    with monkeypatch.context() as patch:
        patch.setattr("flashcards.writing.commit_ledger", interrupted)
        with pytest.raises(KeyboardInterrupt):
            vault.export()

    assert vault.changes.exists()
