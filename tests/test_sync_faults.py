"""What goes wrong while delivering: nothing is lost, it is said, and the next sync heals."""

from __future__ import annotations

import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from anki_backend import Anki
from anki_desktop import NOWHERE, Desktop, make_profiles
from conftest import NOW
from connect_server import quits, quits_after, says, sleeps
from sync_stories import FILES, Story

from flashcards.config.options import SyncOptions
from flashcards.delivery.connect import greet
from flashcards.delivery.wire import Wire
from flashcards.diagnostics import FlashcardsError

CHANGED = {
    "Gone.md": "## Flashcards\nWhat was here? :: This.\n",
    "New.md": "## Flashcards\nWhat is new? :: This.\n",
}


def _changed_since(folder: Path, running: bool) -> None:
    """Make a vault that was synced twice and studied, and has changed in every way since."""
    with pytest.MonkeyPatch.context() as patch:
        story = _story(folder, running, patch)
        make_profiles(folder / "Anki2", "User 1")
        story.write({**FILES, "Gone.md": CHANGED["Gone.md"]})
        story.sync()
        with story.desktop.anki() as anki:
            anki.study(8)
        (story.vault / "Gone.md").unlink()
        story.sync()  # suspends it
    (story.vault / "Bio/Green.md").unlink()
    (story.vault / "Law").mkdir()
    (story.vault / "Law.md").rename(story.vault / "Law/Law.md")
    story.write(CHANGED)


def _story(folder: Path, running: bool, patch: pytest.MonkeyPatch) -> Story:
    patch.setenv("ANKI_BASE", str(folder / "Anki2"))
    desktop = Desktop(folder / "Anki2", folder / "vault", running)
    return Story(desktop, NOW + 10 * 86_400, patch)


@pytest.fixture(scope="session")
def changed_since(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool, Path], None]:
    """Copy such a vault and its Anki into a folder; each is made once."""
    made: dict[bool, Path] = {}

    def copy(running: bool, folder: Path) -> None:
        if running not in made:
            made[running] = tmp_path_factory.mktemp("changed")
            _changed_since(made[running], running)
        shutil.copytree(made[running], folder, dirs_exist_ok=True)

    return copy


CopyStory = Callable[[bool, Path], None]


@pytest.fixture
def running(changed_since: CopyStory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    """Return such a vault, whose Anki is running."""
    changed_since(True, tmp_path)
    return _story(tmp_path, True, monkeypatch)


@pytest.fixture
def closed(changed_since: CopyStory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    """Return such a vault, whose Anki is closed."""
    changed_since(False, tmp_path)
    return _story(tmp_path, False, monkeypatch)


def assert_healed(story: Story) -> None:
    """Everything arrived as if nothing had happened, and there is nothing more to do."""
    assert story.sync().outcome.way == ""
    assert story.decks("judges") == {"vault::Law"}
    entries = story.entries()
    with story.desktop.anki() as anki:
        assert anki.faults() == []
        assert len(anki.ordinals()) == 6
        suspended = {anki.collection.get_card(c).note().guid for c in suspended_cards(anki)}
        assert suspended == {story.guid("green")}
        tagged = anki.collection.find_notes("tag:flashcards::removed")
        assert {anki.collection.get_note(note).guid for note in tagged} == suspended
    assert {guid for guid, each in entries.items() if each.acknowledged} == suspended


def suspended_cards(anki: Anki) -> list[int]:
    return list(anki.collection.find_cards("is:suspended"))


def history(story: Story) -> list[object]:
    with story.desktop.anki() as anki:
        return anki.collection.db.all("select * from revlog order by id")


ACTIONS = (
    "getActiveProfile",
    "importPackage",
    "findCards",
    "findNotes",
    "notesInfo",
    "getDecks",
    "areSuspended",
    "unsuspend",
    "removeTags",
    "suspend",
    "addTags",
    "getDeckConfig",
    "changeDeck",
)
"""What a sync asks of AnkiConnect, besides its version."""


def test_the_actions_are_all_that_a_sync_asks_for(running: Story) -> None:
    """So that the faults below miss none"""
    running.sync()

    asked = set(running.desktop.server.asked)
    assert asked == {"version", *ACTIONS}


@pytest.mark.parametrize("quit_when", [quits, quits_after])
@pytest.mark.parametrize("action", ACTIONS[1:])
def test_anki_quits_half_way(running: Story, action: str, quit_when: Callable[..., None]) -> None:
    """Before or after it did what it was asked: it is said, and the next sync goes on"""
    reviews = history(running)
    running.desktop.server.faults[action] = quit_when
    with pytest.raises(FlashcardsError, match="Anki does not answer"):
        running.sync()
    before = {guid for guid, each in running.entries().items() if each.acknowledged}
    assert running.guid("green") not in before
    running.desktop.server.faults.clear()
    running.sync()

    assert_healed(running)
    assert history(running) == reviews


@pytest.mark.parametrize("action", ["version", "importPackage", "findNotes", "changeDeck"])
def test_something_else_answers(running: Story, action: str) -> None:
    """It is told what was answered, and where; nothing is taken for done"""
    running.desktop.server.faults[action] = says(b"<html>Welcome to nginx</html>")
    with pytest.raises(FlashcardsError, match="is not AnkiConnect: '<html>Welcome") as told:
        running.sync()
    assert "`address`" in told.value.hint
    assert not running.entries()[running.guid("green")].acknowledged


@pytest.mark.parametrize(
    "answer", [b"", b"null", b"[]", b"{}", b"\xff\xfe\x00", b'{"result": 1}', b"[" * 100_000]
)
def test_garbage_is_never_taken_for_an_answer(answer: bytes) -> None:
    """Whatever it is"""
    with pytest.raises(FlashcardsError, match="is not AnkiConnect"):
        Wire(NOWHERE)._result("version", answer)


@pytest.mark.parametrize(
    ("action", "result"),
    [
        ("notesInfo", b'[{"noteId": "x"}]'),
        ("notesInfo", b"7"),
        ("getDecks", b"{}"),
        ("areSuspended", b"[]"),
        ("findNotes", b'{"a": 1}'),
        ("getDeckConfig", b'"?"'),
    ],
)
def test_an_answer_of_another_shape(running: Story, action: str, result: bytes) -> None:
    """An AnkiConnect of another version is told as such, and the next sync heals"""
    running.desktop.server.faults[action] = says(b'{"error": null, "result": %s}' % result)
    with pytest.raises(FlashcardsError, match=r"cannot be understood|could not do"):
        running.sync()
    running.desktop.server.faults.clear()
    running.sync()

    assert_healed(running)


def test_what_was_suspended_before_anki_quit_is_woken_again(running: Story) -> None:
    """Sync had written down what it was about to do, and so knows its own work"""
    running.desktop.server.faults["suspend"] = quits_after
    with pytest.raises(FlashcardsError, match="Anki does not answer"):
        running.sync()
    running.desktop.server.faults.clear()
    running.write(FILES | {"Law.md": ""})
    running.sync()

    with running.desktop.anki() as anki:
        assert suspended_cards(anki) == []
        assert list(anki.collection.find_notes("tag:flashcards::removed")) == []


def test_anki_says_no(running: Story) -> None:
    """A failed import keeps everything to be done, and says what Anki said"""
    error = b'{"result": null, "error": "database disk image is malformed"}'
    running.desktop.server.faults["importPackage"] = says(error)
    with pytest.raises(FlashcardsError, match="malformed") as told:
        running.sync()
    assert "In a container" in told.value.hint
    running.desktop.server.faults.clear()
    running.sync()

    assert_healed(running)


def test_anki_does_not_answer_in_time(running: Story) -> None:
    """A dialog may be open there"""
    with running.desktop.ready():
        running.desktop.server.faults["findNotes"] = sleeps(0.5)
        wire = Wire(running.desktop.server.address)
        with pytest.raises(FlashcardsError, match=r"`findNotes` within 0.1 seconds") as told:
            wire("findNotes", patience=0.1, query="x")
    assert "dialog" in told.value.hint


@pytest.mark.parametrize(("given", "said"), [("", "wants a key$"), ("wrong", "not the one")])
def test_a_wrong_key(running: Story, given: str, said: str) -> None:
    """It is said where to set it; nothing was asked of Anki"""
    running.desktop.server.key = "secret"
    running.desktop.settings = f'key = "{given}"\n'
    running.desktop.server.asked.clear()
    with pytest.raises(FlashcardsError, match=said) as told:
        running.sync()
    assert "`key`" in told.value.hint
    assert set(running.desktop.server.asked) == {"version"}
    running.desktop.settings = 'key = "secret"\n'
    running.sync()
    assert_healed(running)


def test_an_old_ankiconnect(running: Story) -> None:
    """Version 5 answered in another way"""
    running.desktop.server.version = 5
    with pytest.raises(FlashcardsError, match="speaks version 5"):
        running.sync()


@pytest.mark.parametrize(
    ("profile", "reason"),
    [("Another", "has the profile Another open"), (None, "asks which profile")],
)
def test_another_profile_is_open(running: Story, profile: str | None, reason: str) -> None:
    """Nothing goes into a collection that was not meant"""
    running.desktop.server.profile = profile
    running.desktop.settings = 'profile = "User 1"\n'
    code, output = running.run()

    assert code == 1
    assert reason in output
    assert "importPackage" not in running.desktop.server.asked[-2:]


def test_another_computer_only_if_it_is_said() -> None:
    """A settings file that names one is not enough"""
    with pytest.raises(FlashcardsError, match="another computer"):
        greet(SyncOptions(address="http://192.0.2.1:8765"))


def test_no_proxy_is_asked_for_this_computer(
    running: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the environment says"""
    monkeypatch.setenv("http_proxy", NOWHERE)
    monkeypatch.delenv("no_proxy", raising=False)
    running.sync()

    assert_healed(running)


class _Redirecting(BaseHTTPRequestHandler):
    """What sends whoever asks elsewhere."""

    def do_POST(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_redirect_is_not_followed() -> None:
    """AnkiConnect sends nobody elsewhere; a key would go there, too"""
    with HTTPServer(("127.0.0.1", 0), _Redirecting) as http:
        thread = threading.Thread(target=http.handle_request)
        thread.start()
        with pytest.raises(FlashcardsError, match="is not AnkiConnect: HTTP 302"):
            Wire(f"http://127.0.0.1:{http.server_port}", "secret")("version")
        thread.join()


def test_a_collection_that_is_open_is_left_alone(closed: Story) -> None:
    """Anki runs without AnkiConnect: the package is written, and it is said what to do"""
    with closed.desktop.anki():
        code, output = closed.run("--allow-removals")

    assert code == 1
    assert "not delivered: Anki has the collection open" in output
    assert "2055492159" in output
    assert ".apkg" in output.splitlines()[-1]
    closed.sync()
    assert_healed(closed)


@pytest.mark.parametrize(("version", "said"), [(99, "newer version"), (11, "older version")])
def test_a_collection_of_another_version_is_left_alone(
    closed: Story, version: int, said: str
) -> None:
    """Opening it would fail, or keep the user's own Anki from opening it afterwards"""
    path = closed.desktop.profile / "collection.anki2"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("update col set ver = ?", (version,))
    before = path.read_bytes()
    code, output = closed.run("--allow-removals")

    assert code == 1
    assert said in output
    assert path.read_bytes() == before
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("update col set ver = 18")
    closed.sync()
    assert_healed(closed)


def test_a_damaged_collection_is_left_alone(closed: Story) -> None:
    """What Anki's library says of it is passed on"""
    path = closed.desktop.profile / "collection.anki2"
    path.write_bytes(b"not a database" * 1000)
    code, output = closed.run("--allow-removals")

    assert code == 1
    assert "cannot open" in output
    assert path.read_bytes() == b"not a database" * 1000


def test_without_a_backup_nothing_is_changed(closed: Story) -> None:
    """Something is in the place of the folder"""
    shutil.rmtree(closed.desktop.profile / "backups")
    (closed.desktop.profile / "backups").write_text("a file")
    with pytest.raises(FlashcardsError, match="backup could not be made"):
        closed.sync()
    with closed.desktop.anki() as anki:
        assert len(anki.ordinals()) == 5
    (closed.desktop.profile / "backups").unlink()
    closed.sync()
    assert_healed(closed)


def test_the_disk_is_full_during_the_backup(closed: Story) -> None:
    """Nothing is changed in Anki, and the next sync heals"""
    with closed.desktop.anki() as anki:  # so that its backup is larger than the limit
        note = anki.collection.new_note(anki.collection.models.by_name("Basic"))
        note["Front"] = random.Random(1).randbytes(500_000).hex()
        anki.collection.add_note(note, anki.collection.decks.id("Theirs"))
    shutil.rmtree(closed.desktop.profile / "backups")
    with closed.desktop.ready():
        ended = subprocess.run(
            [sys.executable, "-m", "flashcards", "sync", closed.vault, "--allow-removals"],
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)),
            capture_output=True,
            text=True,
            check=False,
        )

    assert ended.returncode == 2, ended.stdout
    assert "backup could not be made" in ended.stderr
    with closed.desktop.anki() as anki:
        assert len(anki.ordinals()) == 6
        anki.collection.remove_notes(anki.collection.find_notes("deck:Theirs"))
    closed.sync()
    assert_healed(closed)


def test_anki_is_not_there_at_all(closed: Story) -> None:
    """The package is written, the ledger is right, and the next step is said"""
    closed.patch.setenv("ANKI_BASE", str(closed.vault.parent / "nowhere"))
    code, output = closed.run("--allow-removals")

    assert code == 1
    assert "there are no profiles of Anki in" in output
    assert output.splitlines()[-1].startswith("  or import it by hand, in Anki by File > Import: ")
    closed.patch.setenv("ANKI_BASE", str(closed.desktop.base))
    closed.sync()
    assert_healed(closed)


def test_a_record_that_cannot_be_read_is_told(closed: Story) -> None:
    """With what deleting it would mean"""
    (closed.vault / ".flashcards/delivered.jsonl").write_text("{broken\n")
    with pytest.raises(FlashcardsError, match=r"delivered.jsonl:1: ") as told:
        closed.sync()
    assert "delete the file" in told.value.hint
