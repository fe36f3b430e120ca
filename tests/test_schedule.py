"""`flashcards schedule`, as a user calls it and as a system starts it."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import MakeVault

from flashcards.cli import main_group
from flashcards.diagnostics import FlashcardsError
from flashcards.scheduling.systems import Ran

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="programs of Linux are stood in for"
)

CELLS = {"a.md": "## Flashcards\nPowerhouse of the cell? :: Mitochondrion @pang2021\n"}

CRONTAB = """\
#!/bin/sh
[ "$1" = -l ] && [ -f "$HOME/crontab" ] && exec cat "$HOME/crontab"
[ "$1" = -l ] && { echo "no crontab for me" >&2; exit 1; }
[ "$1" = - ] && [ ! -e "$HOME/full" ] && exec cat > "$HOME/crontab"
echo "the disk is full" >&2; exit 1
"""

SYSTEMCTL = """\
#!/bin/sh
echo "$@" >> "$HOME/told"
[ -e "$HOME/systemd" ] || { echo "Failed to connect to bus" >&2; exit 1; }
"""

NOTIFY_SEND = """\
#!/bin/sh
printf '%s\\n' "$@" >> "$HOME/notified"
"""


@dataclass(frozen=True, slots=True)
class Home:
    """An account with a crontab, a desktop and, if it has a file `systemd`, a user manager."""

    folder: Path
    more: Mapping[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """Return what a login shell sets; `python` is not found by it."""
        kept = {name: os.environ[name] for name in ("XDG_CACHE_HOME",)}
        path = f"{self.folder / 'bin'}:/usr/bin:/bin"
        return {**kept, "HOME": str(self.folder), "PATH": path, **self.more}

    def run(self, *arguments: str | Path) -> Ran:
        """Call `flashcards schedule` with these variables and no others."""
        variables = {**dict.fromkeys(os.environ), **self.environment()}
        with contextlib.chdir(self.folder):
            done = CliRunner().invoke(main_group, ["schedule", *map(str, arguments)], env=variables)
        if isinstance(done.exception, FlashcardsError):
            error = done.exception
            return Ran(2, done.stdout, f"{done.stderr}{error.message}\n    {error.hint}")
        return Ran(done.exit_code, done.stdout, done.stderr)

    def ok(self, *arguments: str | Path) -> str:
        """Run `flashcards schedule`, which must be done, and return what it says."""
        ran = self.run(*arguments)
        assert ran.code == 0, ran.err
        return ran.out

    def listed(self) -> dict[str, Any]:
        """Return the one schedule that there is."""
        [line] = self.ok("list", "--json").splitlines()
        return dict(json.loads(line))

    def read(self, name: str) -> str:
        """Return what one of the programs has written; empty if it has not."""
        path = self.folder / name
        return path.read_text() if path.exists() else ""

    def start(self) -> subprocess.CompletedProcess[str]:
        """Run the line of the crontab as cron does: by the shell, with next to no variables."""
        [line] = self.read("crontab").splitlines()
        command = line.split(" ", 5)[5]
        assert "%" not in command
        return subprocess.run(
            ["/bin/sh", "-c", command],
            env={"HOME": str(self.folder), "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"},
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    folder = tmp_path / "ho me"
    programs = {"crontab": CRONTAB, "systemctl": SYSTEMCTL, "notify-send": NOTIFY_SEND}
    (folder / "bin").mkdir(parents=True)
    for name, text in programs.items():
        (folder / "bin" / name).write_text(text)
        (folder / "bin" / name).chmod(0o700)
    return Home(folder)


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault(CELLS)


def test_a_schedule_by_cron_from_the_first_day_to_the_last(home: Home, vault: Path) -> None:
    """Added, started as cron does with an empty environment, listed, looked at, removed"""
    deck = vault.parent / "deck.apkg"
    said = home.ok("add", vault, deck, "--every", "30m")
    assert said.startswith(f"exports {vault} every 30 minutes by cron; next at ")
    assert home.listed()["last"] is None

    started = home.start()

    assert (started.stdout, started.stderr, started.returncode) == ("", "", 0)
    assert deck.exists()
    listed = home.listed()
    assert listed["vault"] == str(vault)
    assert listed["every_minutes"] == 30
    assert listed["installed"]
    assert (listed["last"]["ok"], listed["last"]["said"]) == (True, "1 new")
    assert "1 new" in home.ok("list")
    assert "deck.apkg: 1 new" in home.ok("log", vault)
    assert home.ok("remove", vault) == f"{listed['name']} is no longer scheduled\n"
    assert home.read("crontab") == ""
    assert home.ok("list") == ""
    assert home.run("run").code == 2


def test_adding_twice_changes(home: Home, vault: Path) -> None:
    """One line, and what others have in the crontab stays"""
    (home.folder / "crontab").write_text("0 1 * * * backup\n")
    home.ok("add", vault, "deck.apkg", "--every", "30m")

    said = home.ok("add", f"{vault}/../vault", home.folder / "deck.apkg", "--daily", "7:05")

    assert said.startswith(f"changed: exports {vault} daily at 07:05 by cron; next at ")
    others, line = home.read("crontab").splitlines()
    assert others == "0 1 * * * backup"
    assert line.startswith("5-59/10 * * * * ")
    assert home.listed()["at"] == "07:05"


def test_all_that_was_asked_is_kept(home: Home, vault: Path) -> None:
    """Options with their paths in full, and variables that decide what an export finds"""
    (home.folder / "a library.bib").write_text(
        "@book{pang2021, title={Cells}, author={Pang, A.}, year={2021}}"
    )
    (home.folder / "own.toml").write_text('links = "text"\n')
    more = {"FLASHCARDS_NO_CACHE": "1", "LANG": "C.UTF-8", "EDITOR": "vi"}
    asked = Home(home.folder, more)
    asked.ok(
        *("add", vault, "deck.apkg", "--every", "1h", "-b", "a library.bib"),
        *("--config", "own.toml", "--ledger", "memory/it's.jsonl", "--deck", "Medicine"),
    )

    assert home.start().returncode == 0

    listed = home.listed()
    folder = home.folder
    assert listed["bibliography"] == [f"{folder}/a library.bib"]
    assert listed["config"] == f"{folder}/own.toml"
    assert listed["ledger"] == f"{folder}/memory/it's.jsonl"
    assert (folder / "memory/it's.jsonl").exists()
    assert '"root_deck":"Medicine"' in (folder / "memory/it's.jsonl").read_text().replace(": ", ":")
    assert "1 of 1 have their source" in home.ok("log")
    [record] = (folder / ".config/vault-flashcards/schedules").glob("*.json")
    assert record.stat().st_mode & 0o077 == 0
    kept = json.loads(record.read_text())["environment"]
    assert {"FLASHCARDS_NO_CACHE", "LANG", "PATH"} <= kept.keys()
    assert "EDITOR" not in kept


def test_systemd_is_asked_first(home: Home, vault: Path) -> None:
    """Where a user manager answers; a schedule of cron moves there when it is added again"""
    home.ok("add", vault, "deck.apkg", "--every", "30m")
    (home.folder / "systemd").touch()

    said = home.ok("add", vault, "deck.apkg", "--every", "30m")

    assert "by systemd" in said
    assert home.read("crontab") == ""
    timer = f"vault-flashcards-{home.listed()['name']}.timer"
    told = [
        line.removeprefix("--user --no-ask-password ") for line in home.read("told").split("\n")
    ]
    at = told.index("daemon-reload")
    assert told[at : at + 3] == ["daemon-reload", f"enable {timer}", f"restart {timer}"]
    units = home.folder / ".config/systemd/user"
    assert "OnCalendar=*-*-* *:00/30:00\n" in (units / timer).read_text()
    service = (units / timer).with_suffix(".service").read_text()
    [line] = [line for line in service.splitlines() if line.startswith("ExecStart=")]
    command = shlex.split(line.removeprefix("ExecStart="))
    assert command[:6] == [sys.executable, "-P", "-m", "flashcards", "schedule", "run"]
    assert Path(command[6]).is_file()

    home.ok("remove")
    assert list(units.iterdir()) == []
    assert f"disable --now {timer}" in home.read("told")


@pytest.mark.parametrize("system", ["systemd", "cron", "launchd", "windows"])
def test_print_writes_nothing(home: Home, vault: Path, system: str) -> None:
    """It shows what would be written, for any system"""
    shown = home.ok("add", vault, "deck.apkg", "--daily", "07:00", "--system", system, "--print")

    assert all(each in shown for each in (sys.executable, "schedule", "run"))
    assert {path.name for path in home.folder.iterdir()} <= {"bin", "told"}
    assert not (vault / ".flashcards").exists()
    assert home.ok("list") == ""


def test_a_failure_is_told_once(home: Home, vault: Path) -> None:
    """On the desktop, until it is another one; in the log each time, and by the exit code"""
    home.ok("add", vault, "deck.apkg", "--every", "30m")
    away = vault.with_name("away")
    vault.rename(away)
    for _ in range(2):
        started = home.start()
        assert started.returncode == 2
        assert f"there is no vault {vault}" in started.stderr
    notified = home.read("notified").splitlines()
    assert notified[-2] == "Flashcards of vault were not exported"
    assert notified.count(notified[-2]) == 1
    assert not home.listed()["last"]["ok"]
    assert home.ok("log").count("failed: there is no vault") == 2

    away.rename(vault)
    (vault / "flashcards.toml").write_text("links =")
    assert home.start().returncode == 2
    assert "is not valid TOML" in home.read("notified").splitlines()[-1]
    (vault / "flashcards.toml").unlink()
    assert home.start().returncode == 0
    assert home.listed()["last"]["said"] == "1 new"


def test_a_bug_is_written_down(home: Home, vault: Path) -> None:
    """Nobody is there to see what it says"""
    home.ok("add", vault, "deck.apkg", "--every", "30m")
    [record] = (home.folder / ".config/vault-flashcards/schedules").glob("*.json")
    values = json.loads(record.read_text())
    values["act"]["bibliography"] = None
    record.write_text(json.dumps(values))

    assert home.start().returncode != 0

    assert "Traceback" in home.ok("log")
    assert "TypeError" in home.read("notified")


def test_what_was_missed_is_caught_up_once(home: Home, vault: Path) -> None:
    """The line of cron looks often, and exports when a time has come since the last run"""
    home.ok("add", vault, "deck.apkg", "--daily", "07:00")
    home.start()
    assert home.listed()["last"] is None  # it was made a moment ago, and nothing was missed
    [record] = (home.folder / ".config/vault-flashcards/schedules").glob("*.json")
    record.write_text(record.read_text().replace(f'"added": {_added(record)}', '"added": 1000'))

    home.start()
    first = home.listed()["last"]
    time.sleep(1)
    home.start()

    assert first["said"] == "1 new"
    assert home.listed()["last"] == first


def _added(record: Path) -> int:
    return int(json.loads(record.read_text())["added"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("VAULT", "deck.apkg"), "say when: --every 30m, or --daily 07:00"),
        (("VAULT", "deck.apkg", "--every", "1h", "--daily", "07:00"), "say when"),
        (("VAULT", "deck.apkg", "--every", "7m"), "the nearest that does: --every 6m"),
        (("nowhere", "deck.apkg", "--every", "1h"), "there is no vault nowhere"),
        (("VAULT", "none/deck.apkg", "--every", "1h"), "none"),
        (("VAULT", "deck.apkg", "--every", "1h", "-b", "a.bib"), "there is no bibliography a.bib"),
        (("VAULT", "deck.apkg", "--every", "1h", "--config", "a.toml"), "no settings file a.toml"),
        (("VAULT", "deck.apkg", "--every", "1h", "--deck", " "), "--deck must be a deck"),
    ],
)
def test_what_would_fail_is_said_when_it_is_added(
    home: Home, vault: Path, arguments: tuple[str, ...], told: str
) -> None:
    """While somebody is there to read it; nothing is written"""
    ran = home.run("add", *(str(vault) if each == "VAULT" else each for each in arguments))

    assert ran.code == 2
    assert told in ran.err
    assert home.read("crontab") == ""
    assert home.ok("list") == ""


def test_what_the_system_refuses_is_not_remembered(home: Home, vault: Path) -> None:
    """Neither a new schedule nor a change"""
    (home.folder / "full").touch()
    ran = home.run("add", vault, "deck.apkg", "--every", "1h")
    assert ran.code == 2
    assert "cannot write your crontab: the disk is full" in ran.err
    assert home.ok("list") == ""

    (home.folder / "full").unlink()
    home.ok("add", vault, "deck.apkg", "--every", "1h")
    (home.folder / "full").touch()

    assert home.run("add", vault, "deck.apkg", "--every", "5m").code == 2
    assert home.listed()["every_minutes"] == 60


def test_a_schedule_that_the_system_lost_is_seen(home: Home, vault: Path) -> None:
    """Somebody has emptied the crontab"""
    home.ok("add", vault, "deck.apkg", "--every", "1h")
    (home.folder / "crontab").write_text("")

    assert not home.listed()["installed"]
    assert home.listed()["next"] is None
    assert "never: cron knows nothing of it" in home.ok("list")


def test_which_schedule_is_meant(home: Home, vault: Path) -> None:
    """By name, vault or package; if it could be two, both are named"""
    for deck in ("one.apkg", "two.apkg"):
        home.ok("add", vault, deck, "--every", "1h")
    listed = [json.loads(line) for line in home.ok("list", "--json").splitlines()]
    names = {Path(each["deck"]).name: each["name"] for each in listed}
    for which in ((), (str(vault),)):
        ran = home.run("run", *which)
        assert ran.code == 2
        assert all(name in ran.err for name in names.values())
    assert "no schedule is called three" in home.run("run", "three").err

    home.ok("run", "one.apkg")
    assert (home.folder / "one.apkg").exists()
    home.ok("remove", names["two.apkg"])

    assert home.listed()["name"] == names["one.apkg"]


def test_without_any_scheduler_it_says_what_else_to_do(home: Home, vault: Path) -> None:
    """As in a container"""
    for name in ("crontab", "systemctl"):
        (home.folder / "bin" / name).unlink()
    bare = Home(home.folder, {"PATH": str(home.folder / "bin")})

    ran = bare.run("add", vault, "deck.apkg", "--every", "1h")

    assert ran.code == 2
    assert "neither systemd nor crontab" in ran.err
    assert "flashcards watch" in ran.err


def test_a_broken_record_is_named(home: Home, vault: Path) -> None:
    """With what to do"""
    home.ok("add", vault, "deck.apkg", "--every", "1h")
    [record] = (home.folder / ".config/vault-flashcards/schedules").glob("*.json")
    record.write_text("{")

    ran = home.run("list")

    assert ran.code == 2
    assert f"{record} is no schedule" in ran.err
    assert "delete it, and add the schedule anew" in ran.err
