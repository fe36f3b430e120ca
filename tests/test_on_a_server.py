"""docs/on-a-server.md: its job runs, in real git, and Anki updates in place what it published."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from anki_backend import Imported, open_anki
from conftest import needs_git
from terminal import program_in

PAGE = (Path(__file__).parent.parent / "docs/on-a-server.md").read_text("utf-8")

pytestmark = [
    needs_git,
    pytest.mark.skipif(os.name == "nt", reason="the job is a script for sh"),
]

FLASHCARDS = """\
## Flashcards

What gives a cell its energy? :: The mitochondrion
What holds its plans? :: The nucleus
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A vault in git with its author's clone, the server's, and what is published."""

    folder: Path
    environment: dict[str, str]

    @property
    def author(self) -> Path:
        return self.folder / "author"

    @property
    def deck(self) -> Path:
        return self.folder / "www" / "deck.apkg"

    def git(self, *arguments: str, at: str = "author") -> str:
        command = ["git", "-C", str(self.folder / at), *arguments]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def write(self, text: str, name: str = "Cells.md") -> None:
        """Have the author write, and push."""
        (self.author / name).write_text(text, encoding="utf-8")
        self.git("pull", "--quiet", "--rebase", "--autostash")
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", "Write")
        self.git("push", "--quiet")

    def publish(self, vault: str = "server", **environment: str) -> int:
        """Run the job as the page has it; return its exit code."""
        script = re.search(r"```sh\n(#!/bin/sh\n.*?)```", PAGE, re.DOTALL)
        assert script is not None
        (self.folder / "publish.sh").write_text(script[1], encoding="utf-8")
        return subprocess.run(
            ["sh", "publish.sh", vault, str(self.deck)],
            cwd=self.folder,
            env={**self.environment, **environment},
            check=False,
        ).returncode


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """Return a server with a vault that was never exported."""
    environment = {
        **os.environ,
        "PATH": f"{program_in(tmp_path / 'bin')}:{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_NAME": "deck" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "deck@example.org" for who in ("AUTHOR", "COMMITTER")},
    }
    environment.pop("SOURCE_DATE_EPOCH", None)
    found = Server(tmp_path, environment)
    (tmp_path / "www").mkdir()
    found.git("init", "--quiet", "--bare", "-b", "main", "vault.git", at=".")
    found.git("clone", "--quiet", "vault.git", "author", at=".")
    found.git("checkout", "--quiet", "-b", "main")
    found.author.joinpath("Cells.md").write_text(FLASHCARDS, encoding="utf-8")
    found.git("add", ".")
    found.git("commit", "--quiet", "--message", "Begin")
    found.git("push", "--quiet", "--set-upstream", "origin", "main")
    found.git("clone", "--quiet", "vault.git", "server", at=".")
    return found


def test_what_is_published_again_updates_in_place(server: Server, tmp_path: Path) -> None:
    """Clone, export, commit the ledger; edit; export again; Anki keeps what was studied"""
    assert server.publish() == 0
    with open_anki(tmp_path / "anki") as anki:
        assert anki.import_package(server.deck) == Imported(new=2)
        assert anki.study(2) == 2
        studied = anki.scheduling()

        server.write(FLASHCARDS.replace("its energy", "most of its energy"))
        assert server.publish() == 0

        assert anki.import_package(server.deck) == Imported(updated=1, duplicate=1)
        assert anki.scheduling() == studied
        assert anki.faults() == []
    changes = json.loads((tmp_path / "www/deck.apkg.summary.json").read_text("utf-8"))["changes"]
    assert (changes["updated"], changes["unchanged"], changes["new"]) == (1, 1, 0)
    server.git("pull", "--quiet", "--rebase")
    assert "most of its energy" in (server.author / ".flashcards/ledger.jsonl").read_text("utf-8")


def test_a_fresh_clone_gives_the_same_bytes(server: Server) -> None:
    """As in CI, with the ledger and nothing else"""
    server.publish()
    server.write(FLASHCARDS + "What surrounds it? :: The membrane\n")
    shutil.copytree(server.folder / "vault.git", server.folder / "other.git")
    server.git("clone", "--quiet", "other.git", "fresh", at=".")
    server.publish()
    published = server.deck.read_bytes()
    server.deck.unlink()

    assert server.publish("fresh", XDG_CACHE_HOME=str(server.folder / "cache")) == 0

    assert server.deck.read_bytes() == published


def test_an_unchanged_vault_commits_nothing(server: Server) -> None:
    """However often the job runs"""
    server.publish()
    before, deck = server.git("rev-parse", "HEAD", at="server"), server.deck.stat().st_mtime_ns

    assert server.publish() == 0

    assert server.git("rev-parse", "HEAD", at="server") == before
    assert server.git("status", "--porcelain", at="server") == ""
    assert server.deck.stat().st_mtime_ns == deck


def test_findings_hold_nothing_up(server: Server) -> None:
    """They are kept beside the deck"""
    server.write(FLASHCARDS + "Q: What is it?\n")

    assert server.publish(FLASHCARDS_CHECK_STRICT="1") == 0

    [finding] = (server.folder / "www/deck.apkg.findings.jsonl").read_text("utf-8").splitlines()
    assert json.loads(finding)["code"] == "unparsed-flashcard"


def test_what_cannot_go_on_leaves_the_last_deck(server: Server) -> None:
    """Wrong settings end the job with 2, and nothing is committed"""
    server.publish()
    published = server.deck.read_bytes()
    server.write("root_dek = 'x'\n", "flashcards.toml")

    assert server.publish() == 2

    assert server.deck.read_bytes() == published
    assert server.git("status", "--porcelain", at="server") == ""


def test_a_push_in_between_is_taken_in(server: Server) -> None:
    """The ledger goes along, on top of what the author pushed meanwhile"""
    hook = server.folder / "server/.git/hooks/pre-push"
    hook.write_text(
        "#!/bin/sh\n"
        f"test -e {server.folder}/once && exit 0\n"
        f"touch {server.folder}/once\n"
        "unset GIT_DIR GIT_WORK_TREE GIT_PREFIX\n"
        f"cd {server.author} && echo text > Other.md && git add . && git commit -qm Meanwhile"
        " && git push -q\n"
    )
    hook.chmod(0o755)

    assert server.publish() == 0

    server.git("pull", "--quiet", "--rebase")
    assert (server.author / ".flashcards/ledger.jsonl").exists()
    assert (server.folder / "once").exists()


def test_the_workflow_is_well_formed() -> None:
    """It is YAML, and runs the script of the page"""
    text = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert text is not None

    steps = yaml.safe_load(text[1])["jobs"]["deck"]["steps"]

    assert 'sh publish.sh . "$RUNNER_TEMP/deck.apkg"' in [step.get("run") for step in steps]
