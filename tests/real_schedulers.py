"""Have a real cron and a real systemd start an export, each once; run by hand, in two minutes.

    python tests/real_schedulers.py --throwaway

For a container with Debian's `cron` and `systemd` that nobody needs any more: it replaces root's
crontab, starts a cron daemon and a user manager, and makes systemd believe that it has booted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ODD = 'we\'ird "c" %h $HOME ba\\ck\\\\sl\\%ash ü 東京'
"""Quotes, specifiers of systemd, line breaks of cron, variables and backslashes of the shell."""

BOOTED = Path("/run/systemd/system")
"""By which programs tell that systemd has booted the computer."""


@contextmanager
def started(*command: str, **variables: str) -> Iterator[None]:
    """Run a daemon for a while."""
    daemon = subprocess.Popen(command, env={**os.environ, **variables})
    time.sleep(3)
    try:
        yield
    finally:
        daemon.terminate()
        daemon.wait(timeout=20)


def schedule(folder: Path, *arguments: str, **variables: str) -> str:
    """Call `flashcards schedule` by a Python in a folder with an odd name."""
    program = folder / "venv" / "bin" / "python"
    return subprocess.run(
        [program, "-m", "flashcards", "schedule", *arguments],
        env={**os.environ, "XDG_CONFIG_HOME": str(folder / "config"), **variables},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def try_one(system: str, folder: Path, **variables: str) -> None:
    """Add a schedule, wait for its minute, show what it did, remove it."""
    vault = folder / f"vault of {system}"
    vault.mkdir()
    (vault / "a.md").write_text("## Flashcards\nq :: a\n")
    deck = str(vault / "de ck.apkg")
    told = ("add", str(vault), deck, "--every", "1m", "--system", system)
    print(schedule(folder, *told, **variables))
    time.sleep(65)
    listed = json.loads(schedule(folder, "list", "--json", **variables))
    print(schedule(folder, "log", **variables))
    print(schedule(folder, "remove", **variables))
    assert listed["last"], f"{system} did not start it"
    assert listed["last"]["said"] == "1 new", listed
    assert Path(deck).exists()


def main() -> None:
    """Try both; an exception says what is wrong."""
    assert sys.argv[1:] == ["--throwaway"], __doc__
    with tempfile.TemporaryDirectory(prefix="schedulers-") as temporary:
        folder = Path(temporary) / ODD
        folder.mkdir()
        (folder / "venv").symlink_to(sys.prefix)
        with started("cron", "-f"):
            try_one("cron", folder)
        runtime = Path(temporary) / "runtime"
        runtime.mkdir(mode=0o700)
        BOOTED.mkdir(parents=True, exist_ok=True)
        variables = {"XDG_RUNTIME_DIR": str(runtime), "XDG_CONFIG_HOME": str(folder / "config")}
        try:
            with started("/lib/systemd/systemd", "--user", **variables):
                try_one("systemd", folder, **variables)
        finally:
            BOOTED.rmdir()
    print("cron and systemd have each started an export")


if __name__ == "__main__":
    main()
