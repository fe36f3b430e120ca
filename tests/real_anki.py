"""`flashcards sync` against the real desktop program; run by hand, since it needs its windows.

    python -m venv /somewhere/anki && /somewhere/anki/bin/pip install 'aqt[qt6]==26.9.3'
    python tests/real_anki.py /somewhere/anki/bin/anki [ADD-ON]

ADD-ON is the folder of AnkiConnect's add-on (its `plugin` folder, or `addons21/2055492159` of an
Anki that has it). Without it only the closed way is tried: left alone while Anki is open, delivered
while it is closed, and opened by Anki afterwards. Needs Xvfb where there is no display; on Debian:

    apt install xvfb libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 \
        libxcb-keysyms1 libxcb-shape0 libxcb-xinerama0 libxcb-render-util0 libxcb-image0 libnss3 \
        libxcomposite1 libxdamage1 libxrandr2 libxtst6 libasound2 libxkbfile1 libdbus-1-3 libpulse0
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from anki_backend import open_anki
from sync_stories import FILES

PATIENCE = 60
"""Seconds for Anki to start or to end."""

META = {"firstRun": False, "defaultLang": "en_US", "updates": False, "suppressUpdate": True}
"""What keeps Anki from asking for a language, and from looking for updates."""


def main(anki: str, add_on: str | None = None) -> None:
    """Try both ways, as far as they are there."""
    with tempfile.TemporaryDirectory() as folder, display():
        base, vault = Path(folder, "Anki2"), Path(folder, "vault")
        os.environ.update(ANKI_BASE=str(base), XDG_CACHE_HOME=str(Path(folder, "cache")))
        make_profile(base)
        write(vault, FILES)
        port = free_port()
        write(vault, {"flashcards.toml": f'[sync]\naddress = "http://127.0.0.1:{port}"\n'})
        try_closed(anki, base, vault)
        if add_on is None:
            print("no add-on was given: the running way was not tried")
            return
        install(Path(add_on), base, port)
        try_running(anki, base, vault, port)


def try_closed(anki: str, base: Path, vault: Path) -> None:
    """Sync while Anki is open, and while it is closed."""
    with running(anki, base):
        whole = sync(vault)[-1]
        expect("open: left alone", whole["delivered"] is False and "open" in whole["reason"])
    expect("closed: delivered", sync(vault)[-1]["anki_says"] == "4 new")
    expect("closed: the second does nothing", sync(vault)[-1]["way"] == "")
    with running(anki, base):  # shows an error and ends if it cannot open the collection
        expect("opened by Anki afterwards", not is_free(base))
    with open_anki(base / "User 1") as opened:
        expect("all is there and well", len(opened.ordinals()) == 4 and opened.faults() == [])


def try_running(anki: str, base: Path, vault: Path, port: int) -> None:
    """Sync by AnkiConnect: what is new, what moved, what is gone, and nothing."""
    with running(anki, base, port):
        write(vault, {"New.md": "## Flashcards\nWhat is new? :: This.\n"})
        (vault / "Law").mkdir()
        (vault / "Law.md").rename(vault / "Law/Law.md")
        (vault / "Bio/Green.md").unlink()
        *acts, whole = sync(vault)
        expect("running: delivered", whole["way"] == "AnkiConnect" and whole["imported"] is True)
        expect("running: moved, suspended", {a["act"] for a in acts} == {"move", "suspend"})
        expect("running: the second does nothing", sync(vault)[-1]["way"] == "")
        write(vault, FILES | {"Law.md": ""})
        *acts, _ = sync(vault)
        expect("running: restored", [act["act"] for act in acts] == ["restore"])
    with open_anki(base / "User 1") as opened:
        decks = {card.deck for card in opened.cards()}
        expect("running: the decks", decks == {"vault", "vault::Bio", "vault::Law"})
        expect("running: nobody sleeps", not opened.collection.find_cards("is:suspended"))
        expect("running: all is well", opened.faults() == [])


def sync(vault: Path) -> list[dict[str, object]]:
    """Run the command, and return what it said."""
    command = [sys.executable, "-m", "flashcards", "sync", vault, "--json", "--allow-removals"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode > 1:
        sys.exit(ended.stderr)
    return [json.loads(line) for line in ended.stdout.splitlines()]


def expect(what: str, holds: bool) -> None:
    """Say what was tried, and end at the first that fails."""
    print(f"{'ok    ' if holds else 'FAILED'} {what}")
    if not holds:
        sys.exit(1)


def write(vault: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).write_text(text, encoding="utf-8")


def make_profile(base: Path) -> None:
    """Write Anki's preferences with one profile, whose collection Anki makes itself."""
    base.mkdir()
    rows = {"_global": META | {"last_loaded_profile_name": "User 1"}, "User 1": {}}
    with closing(sqlite3.connect(base / "prefs21.db")) as database, database:
        database.execute("create table profiles (name text primary key collate nocase, data blob)")
        for name, values in rows.items():
            database.execute("insert into profiles values (?, ?)", (name, pickle.dumps(values)))


def install(add_on: Path, base: Path, port: int) -> None:
    """Put the add-on into Anki's folder, listening at a port of its own."""
    target = base / "addons21" / "2055492159"
    shutil.copytree(add_on, target)
    config = {"config": {"webBindPort": port}}
    (target / "meta.json").write_text(json.dumps(config), encoding="utf-8")


@contextmanager
def running(anki: str, base: Path, port: int | None = None) -> Iterator[None]:
    """Have Anki run until it has opened its collection, and AnkiConnect listens at `port`."""
    process = subprocess.Popen(
        [anki, "-b", base, "-p", "User 1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait("Anki to start", lambda: process.poll() is not None or not is_free(base))
        if port is not None:
            wait("AnkiConnect", lambda: answers(port))
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def is_free(base: Path) -> bool:
    """Tell whether nobody has the collection open, or whether it is not there yet."""
    path = base / "User 1/collection.anki2"
    if not path.exists():
        return True
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0)) as database:
            database.execute("select 1 from col")
    except sqlite3.OperationalError:
        return False
    return True


def answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def wait(what: str, condition: object) -> None:
    assert callable(condition)
    for _ in range(PATIENCE * 4):
        if condition():
            time.sleep(1)
            return
        time.sleep(0.25)
    sys.exit(f"waited in vain for {what}")


@contextmanager
def display() -> Iterator[None]:
    """Have a display: the one that there is, or one that nobody sees."""
    os.environ |= {
        "LC_ALL": "C.UTF-8",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
    }
    if os.environ.get("DISPLAY"):
        yield
        return
    os.environ |= {"DISPLAY": ":97", "QT_QPA_PLATFORM": "xcb"}
    server = subprocess.Popen(["Xvfb", ":97", "-screen", "0", "1200x900x24"])
    try:
        time.sleep(1)
        yield
    finally:
        server.terminate()
        server.wait(PATIENCE)


if __name__ == "__main__":
    main(*sys.argv[1:])
