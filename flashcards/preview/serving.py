"""The page over HTTP, to this computer alone: it follows the vault, save by save.

Only requests that name this very server are answered, so that no page in the web can read a vault
by having its own name lead here. Files are handed out by their names in the package, and only
those that a flashcard shows.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct, field

from flashcards.model import Media
from flashcards.preview.files import media_type, read_media
from flashcards.watching import Look, Watched, Watcher

HOST = "127.0.0.1"
LARGEST_SERVED = 1 << 30
_HEARTBEAT = 15.0
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

# A drawing that is opened by itself must not run what it may hold.
_MEDIA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class Shown(Struct, frozen=True):
    """What is served at one moment."""

    version: str
    page: bytes
    root: Path
    media: Mapping[str, Media]
    others: tuple[str, ...] = ()
    """The files that it was built from beside those that looking through the vault finds."""

    trouble: str = ""
    """Why the vault as it is now cannot be shown; the page is then the last one that could."""


class Board(Struct):
    """Where the newest page hangs, and where browsers wait for the next."""

    shown: Shown
    changed: threading.Condition = field(default_factory=threading.Condition)

    def put(self, shown: Shown) -> None:
        """Show something else, and wake who waits for it."""
        with self.changed:
            self.shown = shown
            self.changed.notify_all()

    def after(self, seen: Shown | None, seconds: float) -> Shown:
        """Return what is shown, as soon as it is not what was seen or the time is up."""
        with self.changed:
            self.changed.wait_for(lambda: self.shown is not seen, seconds)
            return self.shown


class Server(ThreadingHTTPServer):
    """Serves a board on a port of this computer; 0 takes one that is free."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, board: Board, port: int) -> None:
        self.board = board
        super().__init__((HOST, port), _Handler)

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{HOST}:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "flashcards"
    sys_version = ""

    def do_GET(self) -> None:
        port = self.server.server_port
        if self.headers.get("Host") not in {f"{HOST}:{port}", f"localhost:{port}"}:
            self._answer(b"This server answers to its own name only.\n", HTTPStatus.FORBIDDEN)
            return
        path = self.path.partition("?")[0]
        if path == "/":
            page = self.server.board.shown.page
            self._answer(page, kind="text/html; charset=utf-8")
        elif path == "/changes":
            self._tell_changes()
        elif path.startswith("/media/"):
            self._media(unquote(path.removeprefix("/media/")))
        else:
            self._answer(b"There is nothing here.\n", HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

    def _media(self, name: str) -> None:
        shown = self.server.board.shown
        media = shown.media.get(name)
        content = read_media(shown.root, media, LARGEST_SERVED) if media else "it is not shown"
        if isinstance(content, str):
            self._answer(f"{name}: {content}\n".encode(), HTTPStatus.NOT_FOUND)
            return
        more = {"Content-Security-Policy": _MEDIA_POLICY, "Accept-Ranges": "bytes"}
        part = _part(self.headers.get("Range", ""), len(content))
        if part is None:
            self._answer(content, kind=media_type(name), more=more)
            return
        first, last = part
        more["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
        partial = HTTPStatus.PARTIAL_CONTENT
        self._answer(content[first : last + 1], partial, kind=media_type(name), more=more)

    def _tell_changes(self) -> None:
        """Keep the answer open and write one event for each page that is put on the board."""
        self.close_connection = True
        self._begin(HTTPStatus.OK, "text/event-stream", {"Connection": "close"})
        seen: Shown | None = None
        try:
            while self.command == "GET":
                shown = self.server.board.after(seen, _HEARTBEAT)
                event = json.dumps({"version": shown.version, "trouble": shown.trouble})
                self.wfile.write(b": still here\n\n" if shown is seen else _event(event))
                self.wfile.flush()
                seen = shown
        except OSError:
            return  # the browser has left

    def _answer(
        self,
        body: bytes,
        status: HTTPStatus = HTTPStatus.OK,
        kind: str = "text/plain; charset=utf-8",
        more: Mapping[str, str] | None = None,
    ) -> None:
        self._begin(status, kind, {"Content-Length": str(len(body)), **(more or {})})
        if self.command == "GET":
            try:
                self.wfile.write(body)
            except OSError:
                self.close_connection = True  # the browser has left

    def _begin(self, status: HTTPStatus, kind: str, more: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": kind, **more}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing: the terminal is for what happens to the vault."""


def _event(data: str) -> bytes:
    return f"data: {data}\n\n".encode()


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte that a player asks for; None for all of them."""
    found = _RANGE.fullmatch(asked)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        first, last = max(size - int(found[2][:15]), 0), size - 1
    else:
        first = int(found[1][:15])
        last = min(int(found[2][:15]), size - 1) if found[2] else size - 1
    return (first, last) if first <= last else None


class Follower(Struct, frozen=True):
    """Builds the vault anew whenever it has settled after a save."""

    board: Board
    watched: Watched
    watcher: Watcher

    show: Callable[[Shown], Shown]
    """Builds and returns what to show next; what is shown now comes in."""

    def run(self, built_from: Look) -> None:
        """Follow until interrupted; what is shown was built from that look at the vault."""
        before = built_from
        while True:
            before = self.watcher.next(before)
            shown = self.show(self.board.shown)
            self.watched.name(shown.others)
            self.board.put(shown)
