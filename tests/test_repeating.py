"""An export that finds nothing changed says what the last one said, and loads next to nothing."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import MakeVault, copy_of_sample
from msgspec.structs import replace

from flashcards.cache import Store
from flashcards.cache.states import content_digest, look, state_of, tree
from flashcards.cli.export import Exported, export_once
from flashcards.cli.options import Request
from flashcards.places import cache_folder

FILES = {
    "Cells.md": "---\nbibliography: ../other.bib\n---\n## Flashcards\nPowerhouse of the cell?"
    " :: Mitochondrion ![[a.png]] @pang2021\n",
    "a.png": b"\x89PNG\r\n\x1a\n",
    "flashcards.toml": 'css = "../own.css"\nbibliography = ["../library.bib"]\n',
    ".obsidian/app.json": "{}",
}

LEAN = {
    "flashcards.cache",
    "flashcards.cache.answers",
    "flashcards.cache.program",
    "flashcards.cache.states",
    "flashcards.cache.store",
    "flashcards.cli",
    "flashcards.cli.export",
    "flashcards.cli.exported",
    "flashcards.cli.options",
    "flashcards.cli.terminal",
    "flashcards.diagnostics",
    "flashcards.memory_files",
    "flashcards.pickled",
    "flashcards.places",
    "flashcards.repeating",
    "flashcards.vault_folder",
}
"""Of ours, all that an export of an unchanged vault loads."""

HEAVY = {"markdown_it", "genanki", "bibtexparser", "rich", "yaml", "frontmatter", "zipfile", "nh3"}


@pytest.fixture
def vault(make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a vault with files of every sort that an export reads."""
    # What was written in the last two seconds is not trusted; here nothing writes meanwhile.
    monkeypatch.setattr("flashcards.cache.answers.TICK", 0)
    (tmp_path / "own.css").write_text(".card {}")
    (tmp_path / "library.bib").write_text("@book{pang2021, title={Cells}, author={Pang, A.}}")
    return make_vault(FILES)


def request(vault: Path, *, no_cache: bool = False) -> Request:
    return Request(vault, (), None, None, quiet=True, no_cache=no_cache)


def export(vault: Path, *, no_cache: bool = False) -> Exported:
    return export_once(request(vault, no_cache=no_cache), vault.parent / "deck.apkg")


def last_said(vault: Path) -> tuple[str, ...] | None:
    """Return what an export would say without reading the vault."""
    asked = request(vault)
    repeated = asked.repeating(asked.memory(vault.parent / "deck.apkg"), None)
    assert repeated is not None
    return repeated.last_said()


def test_an_unchanged_export_says_what_one_without_a_cache_says(vault: Path) -> None:
    """Nobody can tell the difference but by the time it takes"""
    export(vault)
    said = last_said(vault)
    repeated = export(vault)

    assert said == (repeated.as_json, *repeated.summary)
    assert replace(repeated, others=()) == replace(export(vault, no_cache=True), others=())


def test_an_unchanged_export_loads_next_to_nothing(vault: Path, tmp_path: Path) -> None:
    """Neither Markdown nor genanki, a bibliography or YAML, and of ours only what looks"""
    export(vault)
    script = (
        "import sys, json, flashcards.cli as cli\n"
        "try: cli.main()\n"
        "except SystemExit: print(json.dumps(sorted(sys.modules)))"
    )
    command = [sys.executable, "-c", script, "export", str(vault), str(tmp_path / "deck.apkg")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    loaded = set(json.loads(done.stdout.splitlines()[-1]))

    assert {name for name in loaded if name.startswith("flashcards.")} == LEAN
    assert not loaded & HEAVY


def test_an_export_of_one_edit_loads_no_more_than_it_needs(vault: Path, tmp_path: Path) -> None:
    """Not genanki, which made the notetypes and decks that are as they were, nor the web"""
    export(vault)
    edited = FILES["Cells.md"].replace("Mitochondrion", "Mitochondria")
    (vault / "Cells.md").write_text(edited)
    script = (
        "import sys, json, flashcards.cache.answers as answers, flashcards.cli as cli\n"
        "answers.TICK = 0\n"
        "try: cli.main()\n"
        "except SystemExit: print(json.dumps(sorted(sys.modules)))"
    )
    command = [sys.executable, "-c", script, "export", str(vault), str(tmp_path / "deck.apkg")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert "1 updated" in done.stdout
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert loaded & {"genanki", "asyncio", "http.client"} == set()


def test_everything_that_an_export_opens_is_looked_at_when_it_repeats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that matters and that nobody watches would be a change that is never seen"""
    monkeypatch.setattr("flashcards.cache.answers.TICK", 0)
    home = tmp_path / "home"
    root = copy_of_sample(home)
    export(root)
    script = (
        "import sys, flashcards.cli as cli\n"
        "opened = set()\n"
        "def hook(event, args):\n"
        "    if event == 'open' and isinstance(args[0], str) and 'r' in str(args[1] or 'r'):\n"
        "        opened.add(args[0])\n"
        "sys.addaudithook(hook)\n"
        "try: cli.main()\n"
        "except SystemExit: print('\\n'.join(sorted(opened)))"
    )
    deck = str(home / "deck.apkg")
    command = [sys.executable, "-c", script, "export", "-q", "--no-cache", str(root), deck]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    opened = {path for path in done.stdout.splitlines() if path.startswith(str(home))}

    assert len(opened) > 20
    # These are there while an export runs; what is left of a killed one is seen by its name.
    ends = (".tmp", "/lock", "/lock.holder", "/ledger.next")
    fleeting = {path for path in opened if path.endswith(ends)}
    assert opened - fleeting <= watched(root)


def watched(root: Path) -> set[str]:
    """Return the files that the next export looks at before it says that nothing has changed."""
    found = Store(cache_folder(), root).read(
        lambda database: database.execute("select answer from answers").fetchall()
    )
    assert found, "nothing is remembered"
    others = {path for (answer,) in found for path in json.loads(answer)["others"]}
    return others | {path for path, _ in tree(str(root))}


CHANGES: dict[str, Callable[[Path], object]] = {
    "a vault note": lambda vault: edit(vault / "Cells.md"),
    "a new vault note": lambda vault: (vault / "New.md").write_text("## Flashcards\na :: b\n"),
    "a vault note that is gone": lambda vault: (vault / "Cells.md").unlink(),
    "a new folder": lambda vault: (vault / "folder").mkdir(),
    "a picture": lambda vault: edit(vault / "a.png"),
    "a picture's name": lambda vault: (vault / "a.png").rename(vault / "b.png"),
    "the settings": lambda vault: edit(vault / "flashcards.toml"),
    "Obsidian's settings": lambda vault: edit(vault / ".obsidian/app.json"),
    "a plugin": lambda vault: write(
        vault / ".obsidian/plugins/obsidian-spaced-repetition/data.json", "{}"
    ),
    "the style sheet": lambda vault: edit(vault.parent / "own.css"),
    "the library": lambda vault: edit(vault.parent / "library.bib"),
    "a library that was missing": lambda vault: write(vault.parent / "other.bib", ""),
    "a library that is gone": lambda vault: (vault.parent / "library.bib").unlink(),
    "the package": lambda vault: edit(vault.parent / "deck.apkg"),
    "a package that is gone": lambda vault: (vault.parent / "deck.apkg").unlink(),
    "the ledger": lambda vault: edit(vault / ".flashcards/ledger.jsonl"),
    "a ledger that is gone": lambda vault: shutil.rmtree(vault / ".flashcards"),
    "the kept package": lambda vault: (vault / ".flashcards/last.apkg").unlink(),
    "a conflict copy": lambda vault: write(vault / ".flashcards/ledger 2.jsonl", ""),
    "the tombstones": lambda vault: write(vault.parent / "deck.removed.apkg", ""),
    "our own environment": lambda _: os.environ.update(FLASHCARDS_TEST="1"),
}


@pytest.fixture
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("FLASHCARDS_TEST", "0")
    yield
    monkeypatch.undo()


@pytest.mark.usefixtures("_own_environment")
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_anything_that_matters_is_seen(vault: Path, change: str) -> None:
    """Also if the size is the same and the time of writing was set back"""
    export(vault)
    assert last_said(vault) is not None

    CHANGES[change](vault)

    assert last_said(vault) is None


def edit(path: Path) -> None:
    """Change a file without changing its size or the time it says it was written."""
    times = path.stat()
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_what_does_not_matter_is_not_looked_at(vault: Path) -> None:
    """Obsidian writes down which panes are open at every click"""
    export(vault)

    write(vault / ".obsidian/workspace.json", "{}")
    write(vault / ".trash/Old.md", "## Flashcards\na :: b\n")

    assert last_said(vault) is not None


def test_a_second_edit_within_one_tick_of_the_clock_is_seen(tmp_path: Path) -> None:
    """Size and times are the same then, so content decides"""
    file = tmp_path / "a.md"
    file.write_text("one")
    stamp = 1_750_000_000_000_000_000
    looked_at = [(str(file), f"3 {stamp} {stamp}")]
    before = look(looked_at, stamp + 1)
    assert before.still_hold(look(looked_at, stamp + 2))

    file.write_text("two")

    assert not before.still_hold(look(looked_at, stamp + 2))


def test_content_of_what_was_written_long_ago_is_not_read(tmp_path: Path) -> None:
    """Size and times are enough then; reading a whole vault would take far longer"""
    stamp = 1_750_000_000_000_000_000
    files = [(str(tmp_path / "gone.md"), f"3 {stamp} {stamp}")]

    assert look(files, stamp + 3_000_000_000).recent == {}


def test_links_that_lead_in_a_circle_come_to_an_end(tmp_path: Path) -> None:
    """Each folder that links lead to is looked through once"""
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b").symlink_to(tmp_path, target_is_directory=True)

    assert len(list(tree(str(tmp_path)))) < 10


def test_a_link_to_itself_has_a_state(tmp_path: Path) -> None:
    """It can be no folder and no file, and is no reason to stop"""
    (tmp_path / "self.md").symlink_to("self.md")

    ((path, state),) = tree(str(tmp_path))

    assert path.endswith("self.md")
    assert state.startswith("unreadable")


def test_links_that_lead_out_of_the_vault_are_not_looked_behind(tmp_path: Path) -> None:
    """Behind one may be the whole computer, which each export would look through"""
    root, outside = tmp_path / "vault", tmp_path / "vault outside"
    (root / "inside").mkdir(parents=True)
    outside.mkdir()
    (outside / "secret.md").write_text("")
    (root / "inside/a.md").write_text("")
    (root / "out").symlink_to(outside, target_is_directory=True)
    (root / "in").symlink_to("inside", target_is_directory=True)

    found = sorted(path.removeprefix(f"{root}/") for path, _ in tree(str(root)))

    assert found == ["in", "in/a.md", "inside", "inside/a.md", "out"]


def test_what_is_missing_or_odd_has_a_state(tmp_path: Path) -> None:
    """None of it is an error"""
    assert state_of(str(tmp_path / "gone")) == "missing"
    assert state_of("\0") == "missing"
    assert state_of(str(tmp_path)) == "folder "
    assert content_digest(str(tmp_path)) == ""


def damage(file: Path) -> None:
    file.write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)


def of_another_program(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("update program set digest = 'another'")


def of_another_format(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.execute("pragma user_version = 99")


def foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("create table program (shopping text)")


def nonsense(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("update answers set answer = '[1, 2]'")


@pytest.mark.parametrize(
    "spoil", [damage, of_another_program, of_another_format, foreign, nonsense, Path.unlink]
)
def test_a_cache_that_cannot_be_trusted_is_thrown_away(
    vault: Path, spoil: Callable[[Path], object]
) -> None:
    """It is never an error: the export works everything out anew, and keeps that"""
    export(vault)
    file = Store(cache_folder(), vault).file
    spoil(file)
    assert last_said(vault) is None

    export(vault)

    assert last_said(vault) is not None


def test_a_cache_that_cannot_be_written_does_no_harm(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file stands where the folder should be"""
    (tmp_path / "no folder").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "no folder"))

    assert export(vault).summary
    assert last_said(vault) is None


def test_no_cache_keeps_nothing(vault: Path) -> None:
    """For a computer that is not one's own, and for the distrustful"""
    export(vault, no_cache=True)

    assert not Store(cache_folder(), vault).file.exists()


def test_what_changes_during_an_export_is_not_taken_for_known(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Zotero wrote the library while the export ran: nobody knows which content was read"""
    built = Request.build

    def meanwhile(self: Request, *given: object) -> object:
        result = built(self, *given)  # type: ignore[arg-type]
        edit(vault.parent / "library.bib")
        return result

    monkeypatch.setattr(Request, "build", meanwhile)

    export(vault)

    assert last_said(vault) is None
