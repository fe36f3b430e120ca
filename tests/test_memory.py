"""What is remembered survives a killed export, a lost file, two machines and a sync program."""

from __future__ import annotations

import multiprocessing
import subprocess
from pathlib import Path

import pytest
from conftest import NOW, MakeVault, needs_git
from msgspec.structs import replace

from flashcards.config import Config
from flashcards.diagnostics import FlashcardsError
from flashcards.exporting import export, export_vault
from flashcards.ledger import exclusive, load_ledger, parse_ledger
from flashcards.ledger.merging import later, with_own_ids
from flashcards.memory_files import ledger_path, memory_of
from flashcards.package import read_package
from flashcards.pipeline import Build, build

ONE = "## Flashcards\nPowerhouse of the cell? :: Mitochondrion\n"
TWO = ONE + "Green part of a plant cell? :: Chloroplast\n"


def run(root: Path, deck: Path, now: int = NOW) -> Build:
    """Export as the command line does."""
    memory = memory_of(root, package=deck)
    built = build(root, Config(), now, memory=memory)
    export_vault(deck, memory, lambda: built)
    return built


def files(root: Path, deck: Path) -> dict[str, bytes]:
    """Return what an export wrote, without the lock."""
    written = [deck, *(root / ".flashcards").iterdir()]
    return {path.name: path.read_bytes() for path in written if "lock" not in path.name}


def guids(built: Build) -> set[str]:
    return {each.anki_note.guid for each in built.rendered}


def test_an_unchanged_vault_rewrites_nothing(make_vault: MakeVault, tmp_path: Path) -> None:
    """Sync programs see an export only if there is something to see"""
    root, deck = make_vault({"a.md": ONE}), tmp_path / "deck.apkg"
    run(root, deck)
    before = {path: path.stat().st_mtime_ns for path in (deck, ledger_path(root))}

    run(root, deck, NOW + 60)

    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_lost_ledger_is_rebuilt_from_the_package(make_vault: MakeVault, tmp_path: Path) -> None:
    """The package carries the ledger: the next export is as if nothing had happened"""
    root, deck = make_vault({"a.md": ONE}), tmp_path / "deck.apkg"
    run(root, deck)
    before = files(root, deck)
    ledger_path(root).unlink()

    again = run(root, deck, NOW + 60)

    assert files(root, deck) == before
    assert [each.code for each in again.diagnostics] == ["ledger-rebuilt"]


def test_a_lost_ledger_and_package_are_rebuilt_from_the_copy(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """Users delete packages that they have imported; the copy without media is enough"""
    root, deck = make_vault({"a.md": ONE}), tmp_path / "deck.apkg"
    run(root, deck)
    before = files(root, deck)
    ledger_path(root).unlink()
    deck.unlink()

    run(root, deck, NOW + 60)

    assert files(root, deck) == before


def test_a_kill_before_the_package_is_as_if_nothing_had_been(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """A `ledger.next` whose package never came into place is not believed"""
    root, deck = make_vault({"a.md": ONE}), tmp_path / "deck.apkg"
    run(root, deck)
    killed = ledger_path(root).with_name("ledger.next")
    killed.write_text('{"format": 1, "half')
    before = load_ledger(ledger_path(root))

    assert load_ledger(ledger_path(root), lambda: "digest of the old package") == before


def test_a_kill_between_package_and_ledger_doubles_nothing(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """The new package is in place, the old ledger in force: `ledger.next` is taken"""
    root, deck = make_vault({"a.md": ONE}), tmp_path / "deck.apkg"
    run(root, deck)
    old = ledger_path(root).read_bytes()
    make_vault({"a.md": TWO})
    exported = run(root, deck, NOW + 60)
    ledger_path(root).rename(ledger_path(root).with_name("ledger.next"))
    ledger_path(root).write_bytes(old)
    make_vault({"a.md": TWO.replace("Green part", "Which part")})

    after = run(root, deck, NOW + 120)

    known = set(exported.ledger.entries)
    assert set(after.before.entries if after.before else ()) == known
    assert not ledger_path(root).with_name("ledger.next").exists()


def test_a_failed_export_leaves_nothing_behind(make_vault: MakeVault, tmp_path: Path) -> None:
    """The package cannot be put in place: ledger and folder are as they were"""
    root, deck = make_vault({"a.md": ONE}), tmp_path / "deck.apkg"
    run(root, deck)
    before = files(root, deck)
    make_vault({"a.md": TWO})
    deck.unlink()
    deck.mkdir()

    with pytest.raises(FlashcardsError):
        run(root, deck, NOW + 60)

    deck.rmdir()
    deck.write_bytes(before["deck.apkg"])
    assert files(root, deck) == before


def test_a_mass_removal_stops_and_writes_nothing(make_vault: MakeVault, tmp_path: Path) -> None:
    """A folder that is not there today does not retire its flashcards"""
    many = "## Flashcards\n" + "".join(f"Question {n}? :: Answer {n}\n" for n in range(30))
    root, deck = make_vault({"a.md": many, "b.md": ONE}), tmp_path / "deck.apkg"
    run(root, deck)
    before = files(root, deck)
    (root / "a.md").rename(tmp_path / "elsewhere.md")

    with pytest.raises(FlashcardsError, match="30 of 31 flashcards are gone") as raised:
        run(root, deck, NOW + 60)

    assert "--allow-removals" in raised.value.hint
    assert files(root, deck) == before


def test_a_few_removals_need_no_word(make_vault: MakeVault, tmp_path: Path) -> None:
    """A small vault may be tidied"""
    root, deck = make_vault({"a.md": TWO}), tmp_path / "deck.apkg"
    run(root, deck)
    make_vault({"a.md": ONE})

    assert len(run(root, deck, NOW + 60).rendered) == 1


def test_a_conflict_copy_is_taken_over(make_vault: MakeVault, tmp_path: Path) -> None:
    """What only the other machine exported is known here, and nothing is doubled"""
    root, deck = make_vault({"a.md": TWO}), tmp_path / "deck.apkg"
    both = run(root, deck)
    copy = ledger_path(root).with_name("ledger.sync-conflict-20260101-ABC.jsonl")
    ledger_path(root).rename(copy)
    make_vault({"a.md": ONE})
    deck.unlink()
    (root / ".flashcards/last.apkg").unlink()
    run(root, deck)
    make_vault({"a.md": TWO})

    again = run(root, deck, NOW + 60)

    assert guids(again) == guids(both)
    assert [each.code for each in again.diagnostics] == ["ledger-copy"]
    assert {each.anki_note.matched_by for each in again.rendered} == {"question and answer"}


def test_a_copy_of_another_vaults_ledger_is_not_used(make_vault: MakeVault, tmp_path: Path) -> None:
    """Something that merely lies there is told and left alone"""
    root, deck = make_vault({"a.md": ONE}), tmp_path / "deck.apkg"
    run(root, deck)
    ledger_path(root).with_name("ledger 2.jsonl").write_text("no ledger")

    assert [each.code for each in run(root, deck).diagnostics] == ["ledger-copy-unread"]


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@needs_git
def test_git_merges_two_machines_ledgers(make_vault: MakeVault, tmp_path: Path) -> None:
    """Both exported something new: the merge has no conflict, and nothing is doubled"""
    here, deck = make_vault({"a.md": ONE}), tmp_path / "deck.apkg"
    run(here, deck)
    git(here, "init", "-b", "main")
    git(here, "add", "-A")
    git(here, "commit", "-m", "one")
    git(tmp_path, "clone", str(here), "there")
    there = tmp_path / "there"
    (here / "b.md").write_text("## Flashcards\nHere? :: Yes\n")
    (there / "c.md").write_text("## Flashcards\nThere? :: Yes\n")
    mine = run(here, deck, NOW + 60)
    theirs = run(there, tmp_path / "there.apkg", NOW + 60)
    for folder in (here, there):
        git(folder, "add", "-A")
        git(folder, "commit", "-m", "both")

    git(here, "pull", "--no-rebase", "--no-edit", str(there), "main")

    merged = run(here, deck, NOW + 120)
    assert guids(merged) == guids(mine) | guids(theirs)
    assert {each.anki_note.matched_by for each in merged.rendered} == {"question and answer"}
    ids = [entry.note_id for entry in merged.ledger.entries.values()]
    assert len(set(ids)) == len(ids)


def test_two_notes_of_one_id_get_ids_of_their_own(make_vault: MakeVault, tmp_path: Path) -> None:
    """Alike on every machine: the first by guid keeps it"""
    root, deck = make_vault({"a.md": TWO}), tmp_path / "deck.apkg"
    entries = run(root, deck).ledger.entries
    crowded = {guid: replace(entry, note_id=5) for guid, entry in entries.items()}

    settled = with_own_ids(crowded)

    first, second = sorted(settled)
    assert settled[first].note_id == 5
    assert settled[second].note_id >= 5 + 512


def _hold(ledger: Path, ready: object, done: object) -> None:
    with exclusive(ledger):
        ready.set()  # type: ignore[attr-defined]
        done.wait()  # type: ignore[attr-defined]


def test_the_second_export_says_who_holds_the_lock(tmp_path: Path) -> None:
    """Two exports at once: the second waits, and then names the first"""
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(ledger_path(tmp_path), ready, done))
    holder.start()
    try:
        assert ready.wait(30)
        expected = f"another export of this vault is running: process {holder.pid} on "
        with (
            pytest.raises(FlashcardsError, match=expected),
            exclusive(ledger_path(tmp_path), patience=0.1),
        ):
            pass
    finally:
        done.set()
        holder.join()


def test_the_lock_of_a_killed_export_is_free(tmp_path: Path) -> None:
    """The lock is the operating system's own"""
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(ledger_path(tmp_path), ready, done))
    holder.start()
    assert ready.wait(30)
    holder.kill()
    holder.join()

    with exclusive(ledger_path(tmp_path), patience=0.1):
        pass


def test_a_read_only_vault_is_remembered_elsewhere(make_vault: MakeVault, tmp_path: Path) -> None:
    """With a ledger elsewhere nothing is written into the vault"""
    root, deck = make_vault({"a.md": ONE}), tmp_path / "deck.apkg"
    memory = memory_of(root, tmp_path / "memory/ledger.jsonl", deck)

    export_vault(deck, memory, lambda: build(root, Config(), NOW, memory=memory))

    assert [path.name for path in root.iterdir()] == ["a.md"]
    assert memory.ledger.exists()


def test_the_package_carries_the_ledger(make_vault: MakeVault, tmp_path: Path) -> None:
    """Word for word, but for the package's own digest"""
    root, deck = make_vault({"a.md": ONE}), tmp_path / "deck.apkg"
    built = build(root, Config(), NOW)
    export(built, deck)

    found = read_package(deck)

    assert found is not None
    assert parse_ledger("\n".join(found.ledger_lines)) == built.ledger


def test_another_vaults_package_is_never_taken_for_ones_own(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """Two vaults and one output: the second would overwrite the first one's notes in Anki"""
    root, deck = make_vault({"a.md": ONE}), tmp_path / "deck.apkg"
    run(root, deck)
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.md").write_text(TWO)

    with pytest.raises(FlashcardsError, match="was exported from the vault vault"):
        run(other, deck)


def test_two_vaults_may_remember_in_one_folder(make_vault: MakeVault, tmp_path: Path) -> None:
    """Each ledger has a copy of its own package beside it"""
    root = make_vault({"a.md": ONE})
    decks = [tmp_path / "one.apkg", tmp_path / "two.apkg"]
    memories = [memory_of(root, tmp_path / "m" / f"{deck.stem}.jsonl", deck) for deck in decks]

    for deck, memory in zip(decks, memories, strict=True):
        export_vault(deck, memory, lambda memory=memory: build(root, Config(), NOW, memory=memory))

    assert memories[0].last != memories[1].last
    assert all(memory.last.exists() for memory in memories)


def test_a_renamed_file_that_is_not_included_is_not_gone(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """`include` chooses what is written, never what exists"""
    root, deck = make_vault({"a.md": ONE, "b.md": "## Flashcards\nX? :: Y\n"}), tmp_path / "d.apkg"
    run(root, deck)
    (root / "b.md").rename(root / "c.md")

    some = build(root, Config(include=("a.md",)), NOW + 60)

    assert {change.kind.value for change in some.changes} == {"unchanged"}


def test_a_merge_keeps_a_removal_and_all_cloze_numbers(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """Of one `mod` the retired line is later, and a number that was given out stays reserved"""
    root, deck = make_vault({"a.md": ONE}), tmp_path / "deck.apkg"
    [entry] = run(root, deck).ledger.entries.values()
    retired = replace(entry, retired=NOW + 60)
    mine = replace(entry, clozes={1: ("a",), 3: ("c",)})
    theirs = replace(entry, clozes={1: ("a",)}, modified=entry.modified + 1)

    assert later(entry, retired) == later(retired, entry) == retired
    assert later(mine, theirs).clozes == later(theirs, mine).clozes == {1: ("a",), 3: ("c",)}
