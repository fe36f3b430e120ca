"""The parts of a delivery: what is planned, what is remembered, where Anki's profiles are."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import pytest
from anki_backend import Anki, open_anki
from anki_desktop import make_profiles
from click.testing import CliRunner
from conftest import MakeVault
from ledger_entries import entry, retired
from msgspec.structs import replace

from flashcards.cli import main_group
from flashcards.config import parse_config
from flashcards.config.options import SyncOptions
from flashcards.delivery.delivering import Delivery, deliver
from flashcards.delivery.library import LibraryWay
from flashcards.delivery.planning import beforehand, plan, to_look_at
from flashcards.delivery.profiles import Profile, base_folders, find_profile
from flashcards.delivery.record import Records, format_records, parse_records, save_records
from flashcards.delivery.values import (
    AnkiCard,
    Delete,
    Delivered,
    Found,
    Left,
    Move,
    Record,
    Suspend,
)
from flashcards.delivery.ways import NoWay
from flashcards.diagnostics import FlashcardsError
from flashcards.ledger import LedgerEntry
from flashcards.model import Kind


def found(guid: str, *cards: AnkiCard, note_id: int = 1, **more: Any) -> Found:
    return Found(guid, note_id, (), cards, **more)


def entries(*some: LedgerEntry) -> dict[str, LedgerEntry]:
    return {each.guid: each for each in some}


def record(**notes: Delivered) -> Record:
    return Record("digest", notes)


def test_what_is_delivered_for_the_first_time_is_not_looked_at() -> None:
    """Thousands of new notes cost Anki no search"""
    known = entries(entry("a"), entry("b", deck="Vault::B"), retired("c", acknowledged=True))
    before = beforehand(known, Record())

    assert before.notes == {"a": Delivered(("Vault",), (0,)), "b": Delivered(("Vault::B",), (0,))}
    assert to_look_at(known, before, "suspend") == frozenset()


def test_clozes_dropped_before_the_first_sync_are_looked_for() -> None:
    """The ledger keeps their numbers; Anki may still have their cards"""
    known = entries(entry("a", kind=Kind.CLOZE, clozes={1: ("x",), 2: ("y",)}, ords=(0,)))
    before = beforehand(known, Record())

    assert before.notes["a"].ords == (0, 1)
    assert to_look_at(known, before, "keep") == {"a"}


def test_where_cards_may_be_is_remembered_before_they_are_moved() -> None:
    """Killed in between, and the deck renamed again: both places were ours"""
    moved = entries(entry("a", deck="B"))
    first = beforehand(moved, record(a=Delivered(("A",), (0,))))
    moved_again = entries(entry("a", deck="C"))
    second = beforehand(moved_again, first)
    assert second.notes["a"].decks == ("A", "B", "C")

    planned = plan(moved_again, second, ["a"], [found("a", AnkiCard(7, "B"))], "suspend")
    assert planned.acts == (Move("a", "Cells.md", (7,), "B", "C"),)
    assert planned.done == {"a": Delivered(("C",), (0,))}


def test_anki_takes_no_account_of_case_in_decks() -> None:
    """And neither does a plan"""
    known = entries(entry("a", deck="Biology"))
    before = beforehand(known, record(a=Delivered(("biology",), (0,))))

    planned = plan(known, before, ["a"], [found("a", AnkiCard(7, "BIOLOGY"))], "suspend")
    assert planned.acts == ()


def test_of_several_notes_with_one_id_the_ledgers_own_is_meant() -> None:
    """If none is, none is touched"""
    gone = retired("a")
    ours = found("a", AnkiCard(7, "A"), note_id=gone.note_id)
    copy, other = (found("a", AnkiCard(n, "B"), note_id=n) for n in (8, 9))
    known = record(a=Delivered(("A",), (0,)))

    planned = plan(entries(gone), known, ["a"], [copy, ours], "delete")
    assert planned.acts == (Delete("a", "Cells.md", gone.note_id),)
    planned = plan(entries(gone), known, ["a"], [copy, other], "suspend")
    assert planned.acts == ()
    assert [left.reason for left in planned.left] == [
        "2 Anki notes have its Id, and which one is ours cannot be told"
    ]
    assert planned.dealt_with == frozenset()


def test_what_will_be_suspended_is_remembered_first() -> None:
    """Else nobody would know afterwards which cards the user had suspended"""
    cards = (AnkiCard(7, "A"), AnkiCard(8, "A", suspended=True))
    known = record(a=Delivered(("A",), (0,)))
    planned = plan(entries(retired("a")), known, ["a"], [found("a", *cards)], "suspend")

    assert planned.acts == (Suspend("a", "Cells.md", 1, (7,)),)
    assert planned.begun == {"a": Delivered(("A",), (0,), (7,))}
    assert planned.dealt_with == {"a"}


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Sorted, so that it merges as text; what is the same is not touched"""
    records = (
        Records()
        .with_record(("desk", "Zoë"), record(b=Delivered(("A::ü",), (0, 1), (7,))))
        .with_record(("desk", "User 1"), record(a=Delivered(("A",), (0,))))
        .with_record(("lap", "User 1"), record(a=Delivered(("B",), (0,))))
    )
    text = format_records(records)

    assert parse_records(text, "x") == records
    assert records.of(("lap", "User 1")).notes == {"a": Delivered(("B",), (0,))}
    assert records.profiles("desk") == ("User 1", "Zoë")
    path = tmp_path / "delivered.jsonl"
    save_records(records, path)
    time = path.stat().st_mtime_ns
    save_records(records, path)
    assert path.stat().st_mtime_ns == time


def test_lines_that_git_put_together_are_settled() -> None:
    """Both places were sync's; which package came last is not known, so it is imported again"""
    place = "desk", "U"
    one = Records().with_record(place, Record("1", {"a": Delivered(("A",), (0,), (7,))}))
    two = Records().with_record(place, Record("2", {"a": Delivered(("B",), (1,), (8,))}))

    merged = parse_records(format_records(one) + format_records(two), "x")
    assert merged.of(place) == Record("", {"a": Delivered(("A", "B"), (0, 1), (7, 8))})


def test_a_record_of_a_newer_version_is_not_guessed_at() -> None:
    """It is told, with the line"""
    with pytest.raises(FlashcardsError, match=r"x:1: .*newer version"):
        parse_records('{"format": 2, "computer": "c", "profile": "p"}\n', "x")


@pytest.mark.parametrize(
    ("platform", "environment", "folders"),
    [
        ("linux", {}, ["/h/.local/share/Anki2", "/h/.var/app/net.ankiweb.Anki/data/Anki2"]),
        ("linux", {"XDG_DATA_HOME": "/x"}, ["/x/Anki2", "/h/.var/app/net.ankiweb.Anki/data/Anki2"]),
        ("darwin", {}, ["/h/Library/Application Support/Anki2"]),
        ("win32", {"APPDATA": "/h/AppData/Roaming"}, ["/h/AppData/Roaming/Anki2"]),
        ("win32", {}, ["/h/AppData/Roaming/Anki2"]),
        ("darwin", {"ANKI_BASE": "/b"}, ["/b"]),
    ],
)
def test_where_anki_keeps_its_profiles(
    platform: str, environment: dict[str, str], folders: list[str]
) -> None:
    """As Anki itself looks for them"""
    found_folders = base_folders(platform, environment, Path("/h"))

    assert list(map(PurePath, folders)) == list(found_folders)


def test_the_only_profile_is_meant(tmp_path: Path) -> None:
    """Whatever was used last"""
    make_profiles(tmp_path, "Ana")

    assert find_profile(tmp_path) == Profile("Ana", tmp_path / "Ana")


def test_of_several_profiles_the_one_used_last_is_meant(tmp_path: Path) -> None:
    """Unless the settings name another"""
    make_profiles(tmp_path, "Ana", "Ben", last="Ben")

    assert find_profile(tmp_path).name == "Ben"
    assert find_profile(tmp_path, "Ana").name == "Ana"


@pytest.mark.parametrize(
    ("name", "reason"), [("Cem", "no profile Cem"), ("", "nothing that says which")]
)
def test_no_profile_is_guessed(tmp_path: Path, name: str, reason: str) -> None:
    """The names that there are stand in the message"""
    make_profiles(tmp_path, "Ana", "Ben")

    with pytest.raises(NoWay, match=f"{reason}.*there are: Ana, Ben"):
        find_profile(tmp_path, name)


class _Runs:
    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.write_text, (Path("ran"), "x"))


def test_nothing_that_the_preferences_name_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are a pickle, and a pickle can name any function"""
    monkeypatch.chdir(tmp_path)
    make_profiles(tmp_path, "Ana", "Ben")
    values = pickle.dumps({"window": _Runs(), "last_loaded_profile_name": "Ben"})
    with sqlite3.connect(tmp_path / "prefs21.db") as database:
        database.execute("update profiles set data = ? where name = '_global'", (values,))
    database.close()

    assert find_profile(tmp_path).name == "Ben"
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('address = "localhost:8765"', "`address` in .sync. must be an address"),
        ('address = "http://localhost:port"', "must be an address"),
        ('removed = "erase"', 'must be "suspend" or "delete" or "keep"'),
        ("deletions = -1", "must be a whole number"),
        ("deletions = true", "must be a whole number"),
        ('adress = "x"', "there is no setting `adress`"),
    ],
)
def test_wrong_settings_are_told(line: str, said: str) -> None:
    """With what was expected"""
    with pytest.raises(FlashcardsError, match=said):
        parse_config(f"[sync]\n{line}\n")


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_the_key_is_not_shown(make_vault: MakeVault, options: tuple[str, ...]) -> None:
    """`flashcards settings` is what people paste into reports"""
    settings = '[sync]\nkey = "a password"\n'
    root = make_vault({"flashcards.toml": settings})
    assert parse_config(settings).sync.key == "a password"

    shown = CliRunner().invoke(main_group, ["settings", str(root), *options]).output

    assert "key" in shown
    assert "a password" not in shown


@dataclass
class Dying:
    """A way into a closed collection that ends at its n-th act, before or after it."""

    real: LibraryWay
    left: int
    after: bool
    name: str = "a way that ends"
    profile: str = "User 1"

    @contextmanager
    def opened(self, *, to_write: bool) -> Iterator[Dying]:
        with self.real.opened(to_write=to_write) as self.anki:
            yield self

    def __getattr__(self, name: str) -> Any:
        def act(*arguments: Any) -> Any:
            self.left -= 1
            if self.left == 0 and not self.after:
                raise KeyboardInterrupt
            done = getattr(self.anki, name)(*arguments)
            if self.left == 0:
                raise KeyboardInterrupt
            return done

        return act


CHANGED: Sequence[LedgerEntry] = (
    entry("stays"),
    entry("moves", deck="New place"),
    entry("drops", kind=Kind.CLOZE, clozes={1: ("x",), 2: ("y",)}, ords=(0,)),
    retired("goes"),
    entry("returns"),
)


def prepared(folder: Path) -> LibraryWay:
    """Return a collection with one Anki note for each of the changes above."""
    make_profiles(folder, "User 1")
    with open_anki(folder / "User 1") as anki:
        for guid in (each.guid for each in CHANGED):
            kind = anki.collection.models.by_name("Cloze" if guid == "drops" else "Basic")
            anki.collection.models.rename_field(kind, kind["flds"][-1], "Id")
            anki.collection.models.update_dict(kind)
            note = anki.collection.new_note(anki.collection.models.get(kind["id"]))
            note.guid, note["Id"] = guid, guid
            note.fields[0] = "{{c1::x}} {{c2::y}}" if guid == "drops" else guid
            anki.collection.add_note(note, anki.collection.decks.id("Vault"))
            if guid == "drops":
                note.fields[0] = "{{c1::x}} y"
                anki.collection.update_note(note)
            if guid == "returns":
                anki.collection.sched.suspend_cards([card.id for card in note.cards()])
                anki.collection.tags.bulk_add([note.id], "flashcards::removed")
    return LibraryWay(find_profile(folder))


@pytest.mark.parametrize("after", [False, True])
def test_ended_at_any_act_the_next_delivery_heals(tmp_path: Path, after: bool) -> None:
    """Each act of Anki's library by turns: in the end, cards lie and sleep as they should"""
    ended = [_ends_and_heals(tmp_path / str(number), number, after) for number in range(1, 10)]

    assert ended == [True] * 8 + [False]  # look, wake, untag, suspend, tag, takes, move, clear


def _ends_and_heals(folder: Path, number: int, after: bool) -> bool:
    """End a delivery at an act, heal it with another; return whether the first did end early."""
    way = prepared(folder)
    delivery = _delivery(folder, way)
    acknowledged: set[str] = set()
    ended = False
    try:
        deliver(delivery, lambda: Dying(way, number, after), acknowledged.update)
    except KeyboardInterrupt:
        ended = True
    then = replace(delivery, entries=_acknowledging(delivery.entries, acknowledged))
    assert deliver(then, lambda: way, acknowledged.update).delivered
    assert acknowledged == {"goes"}
    assert _state(folder) == {
        "stays": ("Vault", [0], []),
        "moves": ("New place", [0], []),
        "drops": ("Vault", [0], []),
        "goes": ("Vault", [-1], ["flashcards::removed"]),
        "returns": ("Vault", [0], []),
    }
    return ended


def _acknowledging(known: dict[str, LedgerEntry], guids: set[str]) -> dict[str, LedgerEntry]:
    return {guid: replace(each, acknowledged=guid in guids) for guid, each in known.items()}


def test_clearing_never_deletes_a_whole_note(tmp_path: Path) -> None:
    """The user took its last card with text away: the empty ones stay, and the note with them"""
    way = prepared(tmp_path)
    delivery = _delivery(tmp_path, way, dropped=(0, 1, 2))
    with open_anki(way.found.folder) as anki:
        [note_id] = anki.collection.find_notes("Id:drops")
        _write(anki, note_id, "{{c1::x}} {{c2::y}} {{c3::z}}")
        anki.collection.remove_cards_and_orphaned_notes(
            anki.collection.find_cards("Id:drops card:1")
        )
        _write(anki, note_id, "no cloze at all")

    outcome = deliver(delivery, lambda: way, lambda _guids: None)

    assert not any(act.guid == "drops" for act in outcome.acts)
    assert _state(tmp_path)["drops"] == ("Vault", [0, 0], [])


def _write(anki: Anki, note_id: int, text: str) -> None:
    note = anki.collection.get_note(note_id)
    note.fields[0] = text
    anki.collection.update_note(note)


def _delivery(folder: Path, way: LibraryWay, dropped: tuple[int, ...] = (0, 1)) -> Delivery:
    with open_anki(way.found.folder) as anki:
        asleep = tuple(anki.collection.find_cards("is:suspended"))
    notes = {guid: Delivered(("Vault",), (0,)) for guid in ("stays", "moves", "goes")}
    notes["drops"] = Delivered(("Vault",), dropped)
    notes["returns"] = Delivered(("Vault",), (0,), asleep)
    file = folder / "delivered.jsonl"
    save_records(Records().with_record(("desk", "User 1"), Record("1", notes)), file)
    return Delivery(folder / "none.apkg", "1", entries(*CHANGED), SyncOptions(), file, "desk")


def _state(folder: Path) -> dict[str, tuple[str, list[int], list[str]]]:
    with open_anki(folder / "User 1") as anki:
        state = {}
        for note_id in anki.collection.find_notes(""):
            note = anki.collection.get_note(note_id)
            cards = note.cards()
            deck = anki.collection.decks.name(cards[0].did)
            state[note.guid] = (deck, [card.queue for card in cards], note.tags)
        return state


def test_what_is_left_is_not_forgotten() -> None:
    """A plan that leaves something remembers it as it was"""
    gone = retired("a")
    known = record(a=Delivered(("A",), (0,)))
    planned = plan(entries(gone), known, ["a"], [found("a", AnkiCard(7, "A"))], "delete")

    [left] = planned.left
    assert isinstance(left, Left)
    assert planned.done == {"a": Delivered(("A",), (0,))}
