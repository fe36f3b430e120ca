"""The served page: it follows the vault, to this computer alone, and hands out nothing else."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import NOW, MakeVault
from msgspec.structs import replace

from flashcards.config import Config
from flashcards.diagnostics import FlashcardsError
from flashcards.model import Media
from flashcards.pipeline import build
from flashcards.preview.live import shown, shown_again
from flashcards.preview.serving import Board, Follower, Server, Shown
from flashcards.watching import Look, Watched, Watcher

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'


@contextmanager
def served(board: Board) -> Iterator[Server]:
    with Server(board, 0) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield server
        server.shutdown()


@pytest.fixture
def server(make_vault: MakeVault) -> Iterator[Server]:
    """Serve a vault with one picture and one sound."""
    root = make_vault(
        {
            "a.md": "## Flashcards\nq :: ![[p.svg]] ![[s.mp3]]\n",
            "p.svg": DRAWING,
            "s.mp3": b"0123456789",
        }
    )
    with served(Board(shown(build(root, Config(), NOW)))) as server:
        yield server


def ask(
    server: Server, path: str, method: str = "GET", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def media_names(server: Server) -> list[str]:
    return sorted(server.board.shown.media)


def test_the_page_is_served(server: Server) -> None:
    """With addresses of media on this server, and a policy that allows no other"""
    status, headers, page = ask(server, "/")

    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["X-Frame-Options"] == "DENY"
    assert b'"media/p-' in page
    assert b"data:image" not in page
    assert b"img-src &#x27;self&#x27;" in page or b"img-src 'self'" in page
    assert f'"version":"{server.board.shown.version}"'.encode() in page


def test_a_head_request_has_no_body(server: Server) -> None:
    """As HTTP has it"""
    assert ask(server, "/", "HEAD")[2] == b""


def test_only_this_computer_is_answered(server: Server) -> None:
    """It listens on 127.0.0.1, and a name in the web that leads here is refused"""
    assert server.server_address[0] == "127.0.0.1"
    for host in ("evil.example", f"evil.example:{server.server_port}", "127.0.0.1:1", ""):
        assert ask(server, "/", Host=host)[0] == 403
        assert ask(server, f"/media/{media_names(server)[0]}", Host=host)[0] == 403
    assert ask(server, "/", Host=f"localhost:{server.server_port}")[0] == 200


def test_media_are_served_as_what_they_are(server: Server) -> None:
    """And a drawing that is opened by itself may run nothing"""
    picture, sound = media_names(server)
    status, headers, body = ask(server, f"/media/{picture}")

    assert (status, headers["Content-Type"]) == (200, "image/svg+xml")
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert b"M0 0" in body
    assert ask(server, f"/media/{sound}")[2] == b"0123456789"


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-2", 206, b"89"),
        ("bytes=0-99", 206, b"0123456789"),
        ("bytes=50-60", 200, b"0123456789"),
        ("bytes=-", 200, b"0123456789"),
        ("bytes=x", 200, b"0123456789"),
    ],
)
def test_players_may_ask_for_a_part(server: Server, asked: str, status: int, part: bytes) -> None:
    """Or a film could not be moved forward"""
    answered, headers, body = ask(server, f"/media/{media_names(server)[1]}", Range=asked)

    assert (answered, body) == (status, part)
    assert ("Content-Range" in headers) == (status == 206)


def test_nothing_else_is_handed_out(server: Server) -> None:
    """Not the vault's other files, whatever the path looks like"""
    paths = ("/a.md", "/media/a.md", "/media/../a.md", "/media/..%2Fa.md", "/media/", "/media/%00")
    for path in (*paths, "//a.md", "/media/p.svg", "/.obsidian"):
        assert ask(server, path)[0] == 404, path


def test_a_file_that_leaves_the_vault_is_not_served(server: Server, tmp_path: Path) -> None:
    """Even if it was inside when the page was made"""
    [name, _] = media_names(server)
    (tmp_path / "secret.svg").write_bytes(DRAWING)
    picture = server.board.shown.root / "p.svg"
    picture.unlink()
    picture.symlink_to(tmp_path / "secret.svg")

    assert ask(server, f"/media/{name}")[0] == 404


def test_browsers_are_told_of_the_next_page(server: Server) -> None:
    """At once, and then again when there is another, with what is wrong meanwhile"""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", "/changes")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream"

    def told() -> dict[str, str]:
        line = answer.readline()
        assert answer.readline() == b"\n"
        return dict(json.loads(line.removeprefix(b"data: ")))

    first = server.board.shown
    assert told() == {"version": first.version, "trouble": ""}
    server.board.put(replace(first, trouble="no"))
    assert told() == {"version": first.version, "trouble": "no"}
    connection.close()


def test_trouble_leaves_the_last_page() -> None:
    """Settings that cannot be read in the middle of an edit end nothing"""
    before = Shown("1", b"page", Path(), {"a": Media("a", "b")})

    def broken() -> None:
        raise FlashcardsError("flashcards.toml is not valid TOML", "mend it")

    after = shown_again(broken, before)  # type: ignore[arg-type]

    assert after == replace(before, trouble="flashcards.toml is not valid TOML\nmend it")


def test_the_page_follows_every_state_that_rests(tmp_path: Path) -> None:
    """It is shown anew for each, and what was read for it is looked at from then on"""
    board = Board(Shown("0", b"", Path(), {}))
    watched = Watched(tmp_path)
    states = iter([Look(frozenset({("a.md", "1")})), Look(frozenset({("a.md", "2")}))])

    class Resting(Watcher):
        def next(self, before: Look | None, at_most: float = 0) -> Look:
            del before, at_most
            return next(states)

    def show(before: Shown) -> Shown:
        return replace(before, version=f"{before.version}+", others=("/library.bib",))

    watcher = Resting(watched.look, lambda _seconds: None, 0)
    with pytest.raises(StopIteration):
        Follower(board, watched, watcher, show).run(Look())

    assert board.shown.version == "0++"
    assert watched.others == {"/library.bib"}


# --- as a user starts it --------------------------------------------------------------------------


def wait_for(condition: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no Ctrl-C for one process")
def test_the_command_follows_the_vault_and_ends_cleanly(make_vault: MakeVault) -> None:
    """It says where it is, shows a save, and Ctrl-C ends it without a trace"""
    root = make_vault({"a.md": "## Flashcards\nfirst :: one\n"})
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "flashcards", "preview", str(root), "--serve", "--no-open"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = process.stdout.readline()
    port = re.search(r"http://127\.0\.0\.1:(\d+)/ shows 1 flashcard, 0 diagnostics", said)
    assert port is not None, said

    def page() -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", int(port[1]), timeout=10)
        connection.request("GET", "/")
        body = connection.getresponse().read()
        connection.close()
        return body

    assert b"first" in page()
    (root / "a.md").write_text("## Flashcards\nsecond :: two\n")
    wait_for(lambda: b"second" in page())
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=20)

    assert (process.returncode, errors) == (0, "")
    assert "Traceback" not in out
    assert not (root / ".flashcards").exists()


def test_a_port_that_is_taken_is_said(server: Server, make_vault: MakeVault) -> None:
    """In words, with what to do"""
    root = make_vault({"a.md": "## Flashcards\nq :: a\n"})
    command = ("preview", str(root), "--serve", "--no-open", "--port", str(server.server_port))
    ran = subprocess.run(
        [sys.executable, "-m", "flashcards", *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ran.returncode == 2
    assert f"cannot listen on port {server.server_port}" in ran.stderr
