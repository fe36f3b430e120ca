"""docs/getting-started.md: a new user's path, each step run as it stands there, into Anki."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from anki_backend import Imported, open_anki
from conftest import copy_of_sample

ROOT = Path(__file__).parent.parent
_CAN_SCHEDULE = any(map(shutil.which, ("crontab", "systemctl", "launchctl")))
"""Containers mostly have none of them, and the program says so."""

PAGE = (ROOT / "docs/getting-started.md").read_text("utf-8")
_STEP = re.compile(r"<!-- step: (\S+) -->\n```sh\n(.*?)```", re.DOTALL)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the page is written for sh")


@dataclass(slots=True)
class User:
    """Somebody with a vault, a folder to work in, and nothing of ours."""

    home: Path
    environment: dict[str, str]
    said: dict[str, str] = field(default_factory=dict)
    """What each step printed."""

    @property
    def vault(self) -> Path:
        return self.home / "vault"

    def run(self, name: str, script: str) -> None:
        """Run a step; what it exports is there for the next, as in one's shell."""
        done = subprocess.run(
            ["bash", "-ec", f"{script}\n(set -o posix; export -p) > .environment"],
            cwd=self.home,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{name}:\n{done.stdout}{done.stderr}"
        self.said[name] = done.stdout
        exported = (self.home / ".environment").read_text("utf-8")
        [path] = re.findall(r'^export PATH="(.*)"$', exported, re.MULTILINE)
        self.environment["PATH"] = path


def installed(user: User) -> None:
    """The program is there, with its parts; ours stand in for what pip would fetch."""
    assert (user.home / "flashcards-env/bin/flashcards").exists()
    [packages] = (user.home / "flashcards-env/lib").glob("python*/site-packages")
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n")


def on_the_path(user: User) -> None:
    assert user.said["path"].startswith("flashcards ")


def listed(user: User) -> None:
    assert "Concepts/Cognitive Load.md" in user.said["list"]


def begun(user: User) -> None:
    settings = (user.vault / "flashcards.toml").read_text("utf-8")
    assert settings.startswith("#:schema ./.flashcards/settings.schema.json\n")


def checked(user: User) -> None:
    assert ": warning: " in user.said["check"]


def previewed(user: User) -> None:
    assert "<html" in (user.home / "preview.html").read_text("utf-8")


def exported(user: User) -> None:
    """And imported, and learned with"""
    assert user.said["export"].startswith("deck.apkg: ")
    with open_anki(user.home / "anki") as anki:
        assert anki.import_package(user.home / "deck.apkg").new > 100
        assert anki.study(10) == 10
    path = user.vault / "Concepts/Cognitive Load.md"
    path.write_text(path.read_text("utf-8").replace("a task makes", "a task puts"), "utf-8")


def compared(user: User) -> None:
    assert "puts" in user.said["diff"]


def exported_again(user: User) -> None:
    """What was edited is updated in place, and all that was learned is still there"""
    with open_anki(user.home / "anki") as anki:
        studied = anki.scheduling()
        imported = anki.import_package(user.home / "deck.apkg")
        assert (imported.new, imported.updated) == (0, 1), imported
        assert imported != Imported()
        assert anki.scheduling() == studied
        assert anki.faults() == []


def scheduled(user: User) -> None:
    """What would be set up names the vault, and nothing is"""
    assert "schedules/vault-" in user.said["schedule"]
    assert not list(user.home.glob(".config/**/schedules/*"))


CHECKS: Mapping[str, Callable[[User], None]] = {
    "install": installed,
    "path": on_the_path,
    "list": listed,
    "init": begun,
    "check": checked,
    "preview": previewed,
    "export": exported,
    "diff": compared,
    "again": exported_again,
    "schedule": scheduled,
}
"""What must hold after each step of the page; a new step needs a line here."""


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    """Return a user with the sample vault, and a pip that finds our package and nothing else."""
    wheels = tmp_path / "wheels"
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    home = tmp_path / "home"
    home.mkdir()
    copy_of_sample(home).rename(home / "vault")
    (home / "vault/flashcards.toml").unlink()
    pip = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_FIND_LINKS": str(wheels)}
    environment = {**os.environ, **pip, "HOME": str(home), "PATH": _path_with_python(tmp_path)}
    environment.pop("PYTHONPATH", None)
    yield User(home, environment)
    shutil.rmtree(home)


def _path_with_python(folder: Path) -> str:
    """Return a path on which `python3` is the one that runs this, whose libraries are lent out."""
    python = folder / "python" / "python3"
    python.parent.mkdir()
    python.symlink_to(Path(sys.executable).resolve())
    return f"{python.parent}{os.pathsep}{os.environ['PATH']}"


def test_a_new_users_path(user: User) -> None:
    """Install, look, init, check, preview, export, import, edit, export and import again"""
    steps = _STEP.findall(PAGE)

    assert [name for name, _ in steps] == list(CHECKS)
    for name, script in steps:
        if name == "schedule" and not _CAN_SCHEDULE:
            continue
        user.run(name, script)
        CHECKS[name](user)


def test_every_command_of_the_page_is_run() -> None:
    """None is written down that nobody tried"""
    assert PAGE.count("```sh") == len(_STEP.findall(PAGE))
