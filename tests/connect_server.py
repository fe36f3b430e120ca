"""AnkiConnect's protocol over a real collection: what the add-on does when it is asked, and faults.

Written after how the add-on behaves (version 6, 2025), with Anki's own backend doing the work: the
legacy import that turns merging and scheduling on, answers without a word about what was done,
errors for cards that are not there. The add-on itself needs Anki's windows.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from anki.cards import CardId
from anki.collection import Collection
from anki.importing import AnkiPackageImporter
from anki_backend import Anki


@dataclass
class ConnectServer:
    """One running AnkiConnect."""

    anki: Anki = field(init=False)
    profile: str | None = "User 1"
    key: str = ""
    version: int = 6
    faults: dict[str, Callable[[Callable[[], bytes]], bytes | None]] = field(default_factory=dict)
    """What to answer instead, by action; None is to hang up and quit."""

    asked: list[str] = field(default_factory=list)
    """The actions asked for, in their order."""

    address: str = ""

    @property
    def collection(self) -> Collection:
        """The collection that is open."""
        return self.anki.collection

    def answer(self, body: bytes) -> bytes | None:
        """Answer a request, or misbehave as the test wants it."""
        request = json.loads(body)
        action = request["action"]
        self.asked.append(action)

        def regular() -> bytes:
            return json.dumps(self._reply(request)).encode()

        return self.faults[action](regular) if action in self.faults else regular()

    def _reply(self, request: dict[str, Any]) -> dict[str, Any]:
        if request.get("key", "") != self.key:
            return {"result": None, "error": "valid api key must be provided"}
        action = getattr(self, f"do_{request['action']}", None)
        if action is None:
            return {"result": None, "error": "unsupported action"}
        try:
            return {"result": action(**request.get("params", {})), "error": None}
        except Exception as error:  # noqa: BLE001 - as the add-on does
            return {"result": None, "error": str(error)}

    def do_version(self) -> int:
        return self.version

    def do_getActiveProfile(self) -> str | None:  # noqa: N802 - the add-on's name
        return self.profile

    def do_importPackage(self, path: str) -> bool:  # noqa: N802
        if not Path(path).is_file():
            raise FileNotFoundError(f"No such file: {path}")
        AnkiPackageImporter(self.collection, path).run()  # with everything switched on
        return True

    def do_findNotes(self, query: str) -> list[int]:  # noqa: N802
        return list(self.collection.find_notes(query))

    def do_findCards(self, query: str) -> list[int]:  # noqa: N802
        return list(self.collection.find_cards(query))

    def do_notesInfo(self, notes: list[int]) -> list[dict[str, Any]]:  # noqa: N802
        return [self._note(note) for note in notes]

    def do_getDecks(self, cards: list[int]) -> dict[str, list[int]]:  # noqa: N802
        decks: dict[str, list[int]] = {}
        for card in cards:
            deck = self.collection.decks.name(self.collection.get_card(CardId(card)).did)
            decks.setdefault(deck, []).append(card)
        return decks

    def do_areSuspended(self, cards: list[int]) -> list[bool]:  # noqa: N802
        return [self.collection.get_card(CardId(card)).queue == -1 for card in cards]

    def do_getDeckConfig(self, deck: str) -> Any:  # noqa: N802
        there = self.collection.decks.by_name(deck)
        return self.collection.decks.config_dict_for_deck_id(there["id"]) if there else False

    def do_changeDeck(self, cards: list[int], deck: str) -> None:  # noqa: N802
        target = self.collection.decks.id(deck)
        for card in cards:  # as the add-on writes it, past all checks
            self.collection.db.execute("update cards set did = ? where id = ?", target, card)

    def do_suspend(self, cards: list[int]) -> bool:
        self.do_areSuspended(cards)  # it asks, and fails for a card that is not there
        self.collection.sched.suspend_cards(cards)
        return True

    def do_unsuspend(self, cards: list[int]) -> None:
        self.do_areSuspended(cards)
        self.collection.sched.unsuspend_cards(cards)

    def do_addTags(self, notes: list[int], tags: str) -> None:  # noqa: N802
        self.collection.tags.bulk_add(notes, tags)

    def do_removeTags(self, notes: list[int], tags: str) -> None:  # noqa: N802
        self.collection.tags.bulk_remove(notes, tags)

    def do_deleteNotes(self, notes: list[int]) -> None:  # noqa: N802
        self.collection.remove_notes(notes)

    def _note(self, note_id: int) -> dict[str, Any]:
        note = self.collection.get_note(note_id)
        fields = {name: {"value": text, "order": n} for n, (name, text) in enumerate(note.items())}
        return {
            "noteId": note.id,
            "tags": note.tags,
            "fields": fields,
            "modelName": note.note_type()["name"],
            "cards": [card.id for card in note.cards()],
        }


@contextmanager
def serving(server: ConnectServer) -> Iterator[ConnectServer]:
    """Have AnkiConnect listen at a free port while Anki is open."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = server.answer(body)
            if answer is None:
                http.socket.close()  # nobody listens any more
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.address = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def quits(_regular: Callable[[], bytes]) -> None:
    """Quit without having done it."""


def quits_after(regular: Callable[[], bytes]) -> None:
    """Do it, and quit before saying so."""
    regular()


def says(answer: bytes) -> Callable[[Callable[[], bytes]], bytes]:
    """Answer something else, without having done it."""
    return lambda _regular: answer


def sleeps(seconds: float) -> Callable[[Callable[[], bytes]], bytes]:
    """Answer too late."""

    def answer(regular: Callable[[], bytes]) -> bytes:
        time.sleep(seconds)
        return regular()

    return answer
