"""A vault synced with a real Anki, running and closed: what arrives, and what stays the user's."""

from __future__ import annotations

import html
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from anki_backend import Anki
from anki_desktop import Desktop, make_profiles
from conftest import NOW
from msgspec.structs import replace
from sync_stories import FILES, Story

from flashcards.cli.export import export_once
from flashcards.cli.options import Request
from flashcards.delivery import Clear, Delete, Left, Move, Restore, Suspend
from flashcards.delivery.connect import ConnectedAnki
from flashcards.delivery.wire import Wire
from flashcards.ledger import commit_ledger, parse_ledger, stage_ledger
from flashcards.ledger.copies import conflict_copies
from flashcards.tombstones import REMOVED_TAG

WAYS = {"running": True, "closed": False}

MakeStory = Callable[[bool], Story]


@pytest.fixture
def make_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeStory:
    """Make a vault and an Anki that knows nothing of it yet."""

    def make(running: bool) -> Story:
        make_profiles(tmp_path / "Anki2", "User 1")
        monkeypatch.setenv("ANKI_BASE", str(tmp_path / "Anki2"))
        vault = tmp_path / "vault"
        vault.mkdir()
        story = Story(Desktop(tmp_path / "Anki2", vault, running), NOW, monkeypatch)
        story.write(FILES)
        return story

    return make


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def story(make_story: MakeStory, request: pytest.FixtureRequest) -> Story:
    """Return a vault for each of the two ways into Anki."""
    return make_story(request.param)


@pytest.fixture
def running(make_story: MakeStory) -> Story:
    """Return a vault whose Anki is running."""
    return make_story(True)


@pytest.fixture
def closed(make_story: MakeStory) -> Story:
    """Return a vault whose Anki is closed."""
    return make_story(False)


def note_ids(anki: Anki, search: str) -> list[int]:
    return list(anki.collection.find_notes(search))


def move(anki: Anki, search: str, deck: str) -> None:
    """Do what a user does in the browser: search, select all, Change Deck."""
    target = anki.collection.decks.id(deck)
    anki.collection.set_deck(anki.collection.find_cards(search), target)


def queues(anki: Anki, search: str) -> list[int]:
    cards = anki.collection.find_cards(search)
    return [anki.collection.get_card(card).queue for card in cards]


def test_everything_arrives_and_a_second_sync_does_nothing(story: Story) -> None:
    """Not even Anki is asked, and the record of it stays as it is"""
    outcome = story.sync().outcome
    assert (outcome.imported, outcome.acts, outcome.left) == (True, (), ())
    with story.desktop.anki() as anki:
        assert len(anki.ordinals()) == 4
        assert anki.decks() == ["vault", "vault::Bio"]
        assert anki.faults() == []
    before = (story.vault / ".flashcards/delivered.jsonl").read_bytes()
    collection = (story.desktop.profile / "collection.anki2").read_bytes()
    story.desktop.server.asked.clear()

    assert story.sync().outcome.way == ""
    assert story.desktop.server.asked == []
    if not story.desktop.running:
        assert (story.desktop.profile / "collection.anki2").read_bytes() == collection
    assert (story.vault / ".flashcards/delivered.jsonl").read_bytes() == before


def test_nothing_of_the_users_is_lost(story: Story) -> None:
    """Reviews, own tags, own edits and own decks stay over edits of the vault, by either way"""
    story.sync()
    with story.desktop.anki() as anki:
        assert anki.study(8) == 8
        green = story.guid("green")
        [note_id] = note_ids(anki, f"Id:{green}")
        anki.collection.tags.bulk_add([note_id], "mine")
        note = anki.collection.get_note(note_id)
        note["Hint"] = "my own hint"
        anki.collection.update_note(note)
        move(anki, f"Id:{green}", "Exams")
        scheduling = anki.scheduling()
    story.write({"Law.md": "## Flashcards\nWho judges? :: A good judge.\n"})
    story.write({"New.md": "## Flashcards\nWhat is new? :: This.\n"})

    assert story.sync().outcome.acts == ()
    with story.desktop.anki() as anki:
        assert anki.scheduling() == scheduling
        assert anki.fields(green)["Hint"] == "my own hint"
        assert anki.tags(green) == ["leaf", "mine"]
        assert "A good judge." in anki.fields(story.guid("judges"))["Back"]
        assert len(anki.ordinals()) == 5
        assert (anki.notetypes(), anki.faults()) == (["Vault Basic", "Vault Cloze"], [])
    assert story.decks("green") == {"Exams"}


def rename(story: Story, old: str, new: str) -> None:
    (story.vault / new).parent.mkdir(exist_ok=True)
    (story.vault / old).rename(story.vault / new)


def test_cards_follow_their_deck_unless_the_user_moved_them(story: Story) -> None:
    """A folder is renamed: what lies where sync put it goes along, with its reviews"""
    story.sync()
    with story.desktop.anki() as anki:
        anki.study(8)
        move(anki, f"Id:{story.guid('green')}", "Exams")
        move(anki, f"Id:{story.guid('keep')} card:2", "Hard")
        studied = [row[0] for row in anki.scheduling()]
    for name in ("Cells", "Green"):
        rename(story, f"Bio/{name}.md", f"Life/{name}.md")

    acts = story.sync().outcome.acts

    assert {(act.source, act.target) for act in acts if isinstance(act, Move)} == {
        ("vault::Bio", "vault::Life")
    }
    assert story.decks("what is a cell") == {"vault::Life"}
    assert story.decks("keep") == {"vault::Life", "Hard"}
    assert story.decks("green") == {"Exams"}
    with story.desktop.anki() as anki:
        assert [row[0] for row in anki.scheduling()] == studied
        assert anki.faults() == []
    assert story.sync().outcome.way == ""


def test_a_card_that_the_user_puts_back_follows_again(story: Story) -> None:
    """Where sync had put it, it is the vault's once more"""
    story.sync()
    with story.desktop.anki() as anki:
        move(anki, f"Id:{story.guid('judges')}", "Exams")
    story.sync(again=True)
    with story.desktop.anki() as anki:
        move(anki, f"Id:{story.guid('judges')}", "vault")
    rename(story, "Law.md", "Law/Law.md")
    story.sync()

    assert story.decks("judges") == {"vault::Law"}


def test_a_card_in_a_filtered_deck_is_moved_when_it_is_back(story: Story) -> None:
    """Cramming is not interrupted"""
    story.sync()
    guid = story.guid("judges")
    with story.desktop.anki() as anki:
        cram = anki.collection.decks.new_filtered("Cram")
        deck = anki.collection.decks.get(cram)
        deck["terms"][0][0] = f"Id:{guid}"
        anki.collection.decks.save(deck)
        anki.collection.sched.rebuild_filtered_deck(cram)
    rename(story, "Law.md", "Law/Law.md")

    [left] = story.sync().outcome.left
    assert "filtered deck" in left.reason
    assert story.decks("judges") == {"Cram"}
    with story.desktop.anki() as anki:
        anki.collection.sched.empty_filtered_deck(cram)
    story.sync()
    assert story.decks("judges") == {"vault::Law"}
    assert story.sync().outcome.way == ""


def test_no_card_is_put_into_a_filtered_deck(story: Story) -> None:
    """Which AnkiConnect would do, and spoil it"""
    story.sync()
    with story.desktop.anki() as anki:
        anki.collection.decks.new_filtered("vault::Law")
    rename(story, "Law.md", "Law/Law.md")

    [left] = story.sync().outcome.left
    assert "vault::Law is a filtered deck" in left.reason
    assert story.decks("judges") == {"vault"}
    with story.desktop.anki() as anki:
        assert anki.faults() == []


def test_what_is_gone_is_suspended_tagged_and_no_longer_listed(story: Story) -> None:
    """Reviews stay, the ledger knows that it is dealt with, and a second sync does nothing"""
    story.sync()
    guid = story.guid("green")
    with story.desktop.anki() as anki:
        anki.study(8)
        history = anki.collection.db.all("select * from revlog order by id")
    (story.vault / "Bio/Green.md").unlink()

    [act] = story.sync().outcome.acts

    assert isinstance(act, Suspend)
    with story.desktop.anki() as anki:
        assert queues(anki, f"Id:{guid}") == [-1]
        assert anki.tags(guid) == [REMOVED_TAG, "leaf"]
        assert anki.collection.db.all("select * from revlog order by id") == history
        assert anki.faults() == []
    assert story.entries()[guid].acknowledged
    assert story.sync().outcome.way == ""


def test_what_comes_back_is_asked_again_but_for_what_the_user_suspended(story: Story) -> None:
    """Only the cards that sync had suspended are woken"""
    story.sync()
    guid = story.guid("keep")
    with story.desktop.anki() as anki:
        anki.collection.sched.suspend_cards(anki.collection.find_cards(f"Id:{guid} card:2"))
    (story.vault / "Bio/Cells.md").unlink()
    story.sync()
    with story.desktop.anki() as anki:
        assert queues(anki, f"Id:{guid}") == [-1, -1]
    story.write(FILES)

    acts = story.sync().outcome.acts

    assert {type(act) for act in acts} == {Restore}
    with story.desktop.anki() as anki:
        assert sorted(queues(anki, f"Id:{guid}")) == [-1, 0]
        assert REMOVED_TAG not in anki.tags(guid)
    assert story.sync().outcome.way == ""


def test_what_the_user_keeps_is_left_alone(story: Story) -> None:
    """Once it was dealt with, unsuspending it is the user's last word"""
    story.sync()
    guid = story.guid("green")
    (story.vault / "Bio/Green.md").unlink()
    story.sync()
    with story.desktop.anki() as anki:
        anki.collection.sched.unsuspend_cards(anki.collection.find_cards(f"Id:{guid}"))
        anki.collection.tags.bulk_remove(note_ids(anki, f"Id:{guid}"), REMOVED_TAG)
    story.write({"New.md": "## Flashcards\nWhat is new? :: This.\n"})

    assert story.sync(again=True).outcome.acts == ()
    with story.desktop.anki() as anki:
        assert queues(anki, f"Id:{guid}") == [0]


def test_what_is_gone_can_be_deleted(story: Story) -> None:
    """By setting, up to a limit, and the note comes back as new if its flashcard does"""
    story.desktop.settings = 'removed = "delete"\n'
    story.sync()
    guid = story.guid("green")
    (story.vault / "Bio/Green.md").unlink()

    [act] = story.sync().outcome.acts
    assert isinstance(act, Delete)
    with story.desktop.anki() as anki:
        assert guid not in anki.ordinals()
    assert story.entries()[guid].acknowledged
    assert story.sync().outcome.way == ""
    story.write(FILES)
    story.sync()
    with story.desktop.anki() as anki:
        assert guid in anki.ordinals()


def test_more_deletions_than_the_limit_are_withheld(story: Story) -> None:
    """All the rest is done; a flag makes them, and their count is said before"""
    story.desktop.settings = 'removed = "delete"\ndeletions = 1\n'
    story.sync()
    (story.vault / "Bio/Cells.md").unlink()
    story.write({"New.md": "## Flashcards\nWhat is new? :: This.\n"})

    code, output = story.run("--allow-removals")
    assert code == 1
    assert "withheld   2 deletions" in output
    with story.desktop.anki() as anki:
        assert len(anki.ordinals()) == 5
    code, output = story.run("--allow-deletions")
    assert code == 0
    assert "deleting 2 in Anki" in output
    with story.desktop.anki() as anki:
        assert len(anki.ordinals()) == 3


def test_what_is_gone_can_be_kept(story: Story) -> None:
    """Then it is listed by `removed`, as without sync"""
    story.desktop.settings = 'removed = "keep"\n'
    story.sync()
    guid = story.guid("green")
    (story.vault / "Bio/Green.md").unlink()

    assert story.sync().outcome.acts == ()
    with story.desktop.anki() as anki:
        assert queues(anki, f"Id:{guid}") == [0]
    assert not story.entries()[guid].acknowledged


def test_what_the_user_deleted_is_no_longer_listed(story: Story) -> None:
    """Gone here and there: nobody has to say --done"""
    story.sync()
    guid = story.guid("green")
    with story.desktop.anki() as anki:
        anki.collection.remove_notes(note_ids(anki, f"Id:{guid}"))
    (story.vault / "Bio/Green.md").unlink()

    assert story.sync().outcome.acts == ()
    assert story.entries()[guid].acknowledged


def test_what_was_gone_before_the_first_sync_is_looked_for_once(story: Story) -> None:
    """It may be in another collection, so it is not taken to be dealt with"""
    story.vault.joinpath("flashcards.toml").write_text("")
    export_once(Request(story.vault, (), None, None, quiet=True), story.vault.parent / "x.apkg")
    (story.vault / "Bio/Green.md").unlink()
    story.sync()

    assert story.sync().outcome.way == ""
    assert not story.entries()[story.guid("green")].acknowledged
    story.write(FILES)
    story.sync()
    assert story.decks("green") == {"vault::Bio"}
    assert story.sync().outcome.way == ""


def test_another_collection_deals_with_nothing(closed: Story) -> None:
    """On a second computer, what its Anki never had is not taken for deleted by the user"""
    closed.sync()
    guid = closed.guid("green")
    make_profiles(closed.desktop.base.parent / "Other", "User 1")
    closed.patch.setenv("ANKI_BASE", str(closed.desktop.base.parent / "Other"))
    closed.patch.setattr(socket, "gethostname", lambda: "another")
    (closed.vault / "Bio/Green.md").unlink()
    assert closed.sync().outcome.imported
    assert closed.sync().outcome.way == ""
    assert not closed.entries()[guid].acknowledged

    closed.patch.undo()
    closed.patch.setenv("ANKI_BASE", str(closed.desktop.base))
    closed.sync()
    assert closed.entries()[guid].acknowledged
    with closed.desktop.anki() as anki:
        assert queues(anki, f"Id:{guid}") == [-1]


def test_a_copy_that_the_user_made_is_not_deleted(running: Story) -> None:
    """Anki's Create Copy copies the Id; AnkiConnect cannot see guids, but it sees note ids"""
    running.desktop.settings = 'removed = "delete"\n'
    running.sync()
    guid = running.guid("green")
    with running.desktop.anki() as anki:
        [original] = note_ids(anki, f"Id:{guid}")
        note = anki.collection.get_note(original)
        copy = anki.collection.new_note(note.note_type())
        copy.fields = list(note.fields)
        anki.collection.add_note(copy, anki.collection.decks.id("Mine"))
    (running.vault / "Bio/Green.md").unlink()
    running.sync()
    with running.desktop.anki() as anki:
        assert note_ids(anki, f"Id:{guid}") == [copy.id]


def test_the_last_copy_is_not_deleted(running: Story) -> None:
    """The user deleted our note and kept the copy: it is left, and told where to look"""
    running.desktop.settings = 'removed = "delete"\n'
    running.sync()
    guid = running.guid("green")
    with running.desktop.anki() as anki:
        [original] = note_ids(anki, f"Id:{guid}")
        note = anki.collection.get_note(original)
        copy = anki.collection.new_note(note.note_type())
        copy.fields = list(note.fields)
        anki.collection.add_note(copy, anki.collection.decks.id("Mine"))
        anki.collection.remove_notes([original])
    (running.vault / "Bio/Green.md").unlink()

    outcome = running.sync().outcome
    assert outcome.acts == ()
    assert [left.reason for left in outcome.left] == [
        f"not deleted: it may be a copy that you made; look at it in Anki: Id:{guid}"
    ]
    assert not running.entries()[guid].acknowledged


def test_somebody_elses_note_of_the_same_id_is_not_touched(story: Story) -> None:
    """Another note has the id that the ledger remembers: ours is found by its Id"""
    with story.desktop.anki() as anki:
        other = anki.collection.new_note(anki.collection.models.by_name("Basic"))
        other["Front"], other["Back"] = "theirs", "theirs"
        anki.collection.add_note(other, anki.collection.decks.id("Theirs"))
    story.clock = other.id // 1000 - 86_400
    story.sync()
    ids = {entry.note_id: guid for guid, entry in story.entries().items()}
    with story.desktop.anki() as anki:
        taken = min(ids)
        anki.collection.remove_notes(note_ids(anki, f"Id:{ids[taken]}"))
        anki.collection.db.execute("update notes set id = ? where id = ?", taken, other.id)
        anki.collection.db.execute("update cards set nid = ? where nid = ?", taken, other.id)
    gone = story.entries()[ids[taken]].path
    (story.vault / gone).unlink()
    story.desktop.settings = 'removed = "delete"\n'
    story.sync(allow_deletions=True)

    with story.desktop.anki() as anki:
        assert anki.collection.get_note(taken)["Front"] == "theirs"
        assert (
            anki.collection.decks.name(anki.collection.get_note(taken).cards()[0].did) == "Theirs"
        )


def test_an_id_that_only_looks_alike_is_not_touched(running: Story) -> None:
    """Anki's search takes no account of case; what is read back does"""
    running.desktop.settings = 'removed = "delete"\n'
    running.sync()
    guid = running.guid("green")
    with running.desktop.anki() as anki:
        [original] = note_ids(anki, f"Id:{guid}")
        note = anki.collection.get_note(original)
        note["Id"] = guid.upper()
        anki.collection.update_note(note)
    (running.vault / "Bio/Green.md").unlink()
    running.sync()

    with running.desktop.anki() as anki:
        assert note_ids(anki, f"Id:{guid}") == [original]


@pytest.mark.parametrize("guid", ['b=<Ey&7>"s', "plain"])
def test_a_note_that_was_adopted_is_known_by_its_own_guid_and_id(story: Story, guid: str) -> None:
    """Guids of other tools have any characters, which in a field stand as HTML has them"""
    story.sync()
    ledger = story.vault / ".flashcards/ledger.jsonl"
    before = story.guid("green")
    with story.desktop.anki() as anki:
        [note_id] = note_ids(anki, f"Id:{before}")
        note = anki.collection.get_note(note_id)
        note["Id"] = html.escape(guid)
        anki.collection.update_note(note)
        anki.collection.db.execute("update notes set guid = ? where id = ?", guid, note_id)
    known = parse_ledger(ledger.read_text("utf-8"))
    entry = replace(known.entries[before], guid=guid, note_id=1, adopted=note_id)
    others = {key: each for key, each in known.entries.items() if key != before}
    staged = stage_ledger(replace(known, entries={**others, guid: entry}), ledger)
    assert staged is not None
    commit_ledger(staged, ledger)
    story.desktop.settings = 'removed = "delete"\n'
    (story.vault / "Bio/Green.md").unlink()

    story.sync(allow_deletions=True)

    with story.desktop.anki() as anki:
        assert not note_ids(anki, f"nid:{note_id}")


ONE_CLOZE = "## Flashcards\nWhat is a cell? :: A room.\n\nWalls keep ==water== in.\n"


def test_empty_cards_of_ours_are_cleared(closed: Story) -> None:
    """A dropped cloze's card goes; an empty card of another note, and a card with text, stay"""
    closed.sync()
    with closed.desktop.anki() as anki:
        theirs = anki.collection.new_note(anki.collection.models.by_name("Cloze"))
        theirs["Text"] = "{{c1::a}} {{c2::b}}"
        anki.collection.add_note(theirs, anki.collection.decks.id("Theirs"))
        theirs["Text"] = "{{c1::a}} b"
        anki.collection.update_note(theirs)
        anki.study(8)
        kept = [row for row in anki.scheduling() if row[2] == 1]
    closed.write({"Bio/Cells.md": ONE_CLOZE})

    [act] = closed.sync().outcome.acts
    assert isinstance(act, Clear)
    with closed.desktop.anki() as anki:
        assert anki.ordinals()[closed.guid("keep")] == [1]
        assert anki.ordinals()[theirs.guid] == [0, 1]
        assert [row for row in anki.scheduling() if row[2] == 1] == kept
    assert closed.sync().outcome.way == ""


def test_withheld_empty_cards_are_not_forgotten(closed: Story) -> None:
    """They count as deletions, and wait"""
    closed.desktop.settings = "deletions = 0\n"
    closed.sync()
    closed.write({"Bio/Cells.md": ONE_CLOZE})
    assert closed.sync().outcome.withheld == 1

    [act] = closed.sync(allow_deletions=True).outcome.acts
    assert isinstance(act, Clear)


def test_empty_cards_are_told_while_anki_is_running(running: Story) -> None:
    """AnkiConnect has no action for them; when the user has cleared them, nothing is left"""
    running.sync()
    running.write({"Bio/Cells.md": ONE_CLOZE})

    guid = running.guid("keep")
    assert running.sync().outcome.left == (
        Left(
            guid,
            "Bio/Cells.md",
            "Anki still has cards that it dropped: Tools > Empty Cards there clears them",
        ),
    )
    with running.desktop.anki() as anki:
        report = anki.collection.get_empty_cards()
        cards = [card for note in report.notes for card in note.card_ids]
        anki.collection.remove_cards_and_orphaned_notes(cards)
    assert running.sync().outcome.left == ()
    assert running.sync().outcome.way == ""


def test_the_users_choices_in_the_import_dialog_stay(closed: Story) -> None:
    """Anki keeps what was chosen last; an import by sync is not the user's choice"""
    with closed.desktop.anki() as anki:
        anki.collection.set_config("mergeNotetypes", True)
    closed.sync()

    with closed.desktop.anki() as anki:
        assert anki.collection.get_config("mergeNotetypes") is True
        assert anki.collection.get_config("withScheduling") is None


def test_a_closed_collection_is_backed_up_first(closed: Story) -> None:
    """By Anki itself, in the profile's own folder; not for a sync that changes nothing"""
    with closed.desktop.anki() as anki:
        note = anki.collection.new_note(anki.collection.models.by_name("Basic"))
        note["Front"] = "theirs"
        anki.collection.add_note(note, anki.collection.decks.id("Theirs"))
    closed.sync()
    closed.sync()

    [backup] = (closed.desktop.profile / "backups").iterdir()
    assert backup.suffix == ".colpkg"


def test_a_new_style_arrives(story: Story) -> None:
    """Also where the import says of every notetype that it was changed just now"""
    story.clock = int(time.time()) - 86_400
    story.desktop.top = 'css = "cards.css"\n'
    story.write({"cards.css": ".card { color: red }"})
    story.sync()
    story.write({"cards.css": ".card { color: green }"})
    story.sync()

    with story.desktop.anki() as anki:
        css = anki.collection.models.by_name("Vault Basic")["css"]
        assert "color: green" in css
        assert anki.notetypes() == ["Vault Basic", "Vault Cloze"]


def test_many_at_once_are_found_as_few_are(running: Story) -> None:
    """Then all notes with an Id are read, not some after some"""
    running.sync()
    guids = set(running.entries())
    with running.desktop.ready():
        anki = ConnectedAnki(Wire(running.desktop.server.address))
        few = anki.look(guids)
        many = anki.look(guids | {f"none{number}" for number in range(1000)})
    assert sorted(few, key=lambda each: each.guid) == sorted(many, key=lambda each: each.guid)
    assert {each.guid for each in few} == guids


def test_the_record_lies_beside_the_ledger(closed: Story, tmp_path: Path) -> None:
    """Wherever that is; and it is not taken for a conflict copy of it"""
    ledger = tmp_path / "mine.jsonl"
    closed.run("--ledger", str(ledger))
    closed.run("--ledger", str(ledger))

    assert (tmp_path / "delivered.mine.jsonl").exists()
    assert conflict_copies(ledger) == ()


def test_a_dry_run_changes_nothing_anywhere(story: Story) -> None:
    """It says what would be imported, moved, suspended"""
    story.sync()
    rename(story, "Law.md", "Law/Law.md")
    (story.vault / "Bio/Green.md").unlink()
    ours = story.vault / ".flashcards"
    before = {path.name: path.read_bytes() for path in ours.iterdir() if path.name != "lock"}
    with story.desktop.anki() as anki:
        collection = anki.collection.db.all("select * from cards order by id")

    code, output = story.run("--dry-run")

    assert code == 0
    assert "as it would be\n  imported   the package\n  moved      1 card to vault::Law\n" in output
    assert f"  suspended  1 flashcard gone from the vault; tagged {REMOVED_TAG}\n" in output
    with story.desktop.anki() as anki:
        assert anki.collection.db.all("select * from cards order by id") == collection
    after = {path.name: path.read_bytes() for path in ours.iterdir() if path.name != "lock"}
    assert after == before


def test_json_has_a_line_an_act_and_the_whole_last(story: Story) -> None:
    """Keys that other programs rely on"""
    story.sync()
    rename(story, "Law.md", "Law/Law.md")
    move, whole = story.json()

    assert move.pop("cards")
    assert move == {
        "act": "move",
        "guid": story.guid("judges"),
        "path": "Law/Law.md",
        "from": "vault",
        "to": "vault::Law",
    }
    assert (whole["delivered"], whole["imported"], whole["profile"]) == (True, True, "User 1")


def test_a_vault_that_is_never_synced_has_no_record_of_it(story: Story) -> None:
    """And the ledger is as it always was"""
    story.run("--dry-run")

    assert not (story.vault / ".flashcards").exists()
