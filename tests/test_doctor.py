"""`flashcards doctor`: each thing that can be wrong is found, with how to mend it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from anki_backend import open_anki
from conftest import NOW, MakeVault
from connect_server import ConnectServer, says, serving
from msgspec.structs import replace

from flashcards.config import read_config
from flashcards.diagnostics import FlashcardsError
from flashcards.doctor import CHECKS, Finding, Mark, Patient, examine
from flashcards.doctor.patient import Folders
from flashcards.ledger import load_ledger, staged_path
from flashcards.ledger.lines import format_ledger
from flashcards.memory_files import memory_of
from flashcards.scheduling.records import Outcome, Records, keep_outcome
from flashcards.scheduling.schedule import Schedule
from flashcards.scheduling.systems import Ran
from flashcards.scheduling.times import Times

NOBODY = '[sync]\naddress = "http://127.0.0.1:9"\n'
VAULT = {
    "a.md": "## Flashcards\nWhat? :: That [@pang2021]\nWho? :: Her\n",
    "library.bib": "@book{pang2021, title={T}, author={Pang, A}, year=2021}\n",
    "flashcards.toml": NOBODY,
}


class System:
    """A scheduler that knows of everything, or of nothing."""

    def __init__(self, *, knows: bool = True) -> None:
        self.knows = knows

    def __call__(
        self,
        command: Sequence[str],
        text: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> Ran:
        del command, text, environment
        return Ran(0 if self.knows else 1)


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command without the variables of the tests: doctor says that they are no settings."""
    plain = {name: each for name, each in os.environ.items() if not name.startswith("FLASHCARDS_")}
    return subprocess.run(
        [sys.executable, "-m", "flashcards", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**plain, "SOURCE_DATE_EPOCH": str(NOW), **environment},
    )


@pytest.fixture
def exported(make_vault: MakeVault, tmp_path: Path) -> Path:
    """A vault that was exported to deck.apkg."""
    root = make_vault(VAULT)
    assert run("export", root, tmp_path / "deck.apkg", "-q").returncode == 0
    return root


@pytest.fixture
def patient(tmp_path: Path) -> Patient:
    root = tmp_path / "vault"
    root.mkdir(exist_ok=True)
    return Patient(
        root=root,
        memory=memory_of(root, package=tmp_path / "deck.apkg"),
        read_config=lambda: read_config(root),
        asked=(),
        folders=Folders(tmp_path / "cache", tmp_path / "logs", tmp_path / "schedules"),
        run=System(),
        environment={},
        now=float(NOW),
    )


def found(patient: Patient, check: str) -> list[Finding]:
    """Return what one check says that is not well."""
    said = examine(patient, [each for each in CHECKS if check == each.NAME])
    return [finding for _, finding in said if finding.mark is not Mark.OK]


def only(patient: Patient, check: str) -> Finding:
    [finding] = found(patient, check)
    assert finding.mend
    return finding


# --- as a command ---------------------------------------------------------------------------------


def test_all_is_well(exported: Path, tmp_path: Path) -> None:
    """Every check says in one line that it found nothing"""
    result = run("doctor", exported, tmp_path / "deck.apkg")

    assert result.returncode == 0, result.stdout
    lines = result.stdout.splitlines()
    assert all(line.startswith("ok  ") for line in lines)
    assert {line.split()[1] for line in lines} == {check.NAME for check in CHECKS}
    assert "library.bib: 1 work, last changed" in result.stdout
    assert "it knows 2 flashcards, and 0 that are gone" in result.stdout
    assert result.stderr == "all is well\n"


def test_a_vault_that_was_never_exported_is_well(make_vault: MakeVault) -> None:
    """Nothing is there yet, and nothing is missing"""
    assert run("doctor", make_vault(VAULT), "--strict").returncode == 0


def test_nothing_is_written(exported: Path, tmp_path: Path) -> None:
    """Neither in the vault nor in the cache, nor beside the package"""
    folders = [exported, tmp_path, Path(os.environ["XDG_CACHE_HOME"])]

    def all_files() -> dict[Path, tuple[int, int]]:
        files = (path for folder in folders for path in folder.rglob("*"))
        return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in files}

    before = all_files()
    run("doctor", exported, tmp_path / "deck.apkg")
    run("doctor", exported, "--json")

    assert all_files() == before


def test_exit_codes(make_vault: MakeVault, tmp_path: Path) -> None:
    """0 without errors, with --strict without warnings; 2 if there is no vault"""
    root = make_vault(VAULT)
    assert run("doctor", root, tmp_path / "gone.apkg").returncode == 0
    assert run("doctor", root, tmp_path / "gone.apkg", "--strict").returncode == 1
    make_vault({"flashcards.toml": "root_dek = 'x'\n"})
    result = run("doctor", root)
    assert result.returncode == 1
    assert result.stderr == "1 error\n"
    assert run("doctor", tmp_path / "nowhere").returncode == 2


def test_json_has_the_promised_keys(make_vault: MakeVault) -> None:
    """One object a line, for what is well, too"""
    result = run("doctor", make_vault({**VAULT, "flashcards.toml": "x"}), "--json")

    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(line.keys() == {"check", "mark", "message", "mend", "path"} for line in lines)
    [bad] = [line for line in lines if line["mark"] == "error"]
    assert bad["check"] == "settings"
    assert "flashcards.toml" in bad["message"]


def test_packages_are_remembered(make_vault: MakeVault, tmp_path: Path) -> None:
    """Which the last export wrote need not be said again"""
    root = make_vault({"a.md": VAULT["a.md"]})
    run("export", root, tmp_path / "deck.apkg", "-q")
    (tmp_path / "deck.apkg").write_bytes(b"")

    assert "deck.apkg is damaged" in run("doctor", root).stdout


# --- what can be wrong ----------------------------------------------------------------------------


def test_every_check_has_a_place_of_its_own() -> None:
    """And a line of documentation"""
    assert len({check.PLACE for check in CHECKS}) == len(CHECKS)
    assert all(check.__doc__ for check in CHECKS)


def test_one_that_fails_does_not_stop_the_others(patient: Patient) -> None:
    """What it would have said is replaced by why it cannot"""

    def read_config() -> None:
        raise FlashcardsError("broken settings", "mend them")

    broken = replace(patient, read_config=read_config)

    assert only(broken, "settings").message == "broken settings"
    assert {name for name, _ in examine(broken)} == {check.NAME for check in CHECKS}


def test_names_that_are_one_elsewhere(make_vault: MakeVault, patient: Patient) -> None:
    """In case, and in how accents are encoded"""
    make_vault(
        {"Cell.md": "", "cell.md": "", "café.md": "", unicodedata.normalize("NFD", "café.md"): ""}
    )

    case, accents = found(patient, "vault")

    assert case.message == "Cell.md and cell.md differ only in case, and are one file elsewhere"
    assert "differ only in how their accents are encoded" in accents.message


def test_links_out_and_huge_files(make_vault: MakeVault, patient: Patient, tmp_path: Path) -> None:
    """As an export sees them"""
    root = make_vault({"huge.md": b"x" * 10_000_001})
    (tmp_path / "secret.md").write_text("x")
    (root / "out.md").symlink_to(tmp_path / "secret.md")

    messages = " ".join(finding.message for finding in found(patient, "vault"))

    assert "out.md:1: this link leads out of the vault" in messages
    assert "huge.md is not read: it has 10.0 MB" in messages


def test_many_findings_of_one_kind_are_counted(make_vault: MakeVault, patient: Patient) -> None:
    """Ten are shown"""
    make_vault({f"{name}{number}.md": "" for number in range(15) for name in "aA"})

    assert found(patient, "vault")[-1].message == "5 more like these"


def test_settings_of_plugins_that_cannot_be_read(make_vault: MakeVault, patient: Patient) -> None:
    """They are named with the line"""
    make_vault(
        {
            ".obsidian/community-plugins.json": '["obsidian-spaced-repetition"]',
            ".obsidian/plugins/obsidian-spaced-repetition/data.json": '{"settings": ',
        }
    )

    assert "obsidian-spaced-repetition/data.json:1: " in only(patient, "settings").message


def test_settings_of_an_older_version_of_a_plugin(make_vault: MakeVault, patient: Patient) -> None:
    """They are read, and it is worth knowing; a variable that sets nothing is a warning"""
    make_vault(
        {
            ".obsidian/community-plugins.json": '["obsidian-spaced-repetition"]',
            ".obsidian/plugins/obsidian-spaced-repetition/data.json": json.dumps(
                {"settings": {"convertHighlightsToClozes": False}}
            ),
        }
    )
    said = [finding.message for name, finding in examine(patient) if name == "settings"]

    assert "data.json was written by an older version of the plugin" in said[-1]
    odd = replace(patient, environment={"FLASHCARDS_COLOUR": "red", "FLASHCARDS_DEBUG": "1"})
    assert only(odd, "settings").message == "the variable FLASHCARDS_COLOUR means nothing"


@pytest.mark.usefixtures("exported")
def test_a_ledger_with_marks_of_git(patient: Patient) -> None:
    """It is said which lines to delete"""
    ledger = patient.memory.ledger
    ledger.write_text("<<<<<<< HEAD\n" + ledger.read_text() + "=======\n>>>>>>> theirs\n")

    finding = only(patient, "ledger")

    assert finding.mark is Mark.ERROR
    assert "delete the lines that begin with <<<<<<<" in finding.mend


@pytest.mark.usefixtures("exported")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "cannot be read"),
        ("", "no header line"),
        ('{"format": 99}\n', "newer version"),
    ],
)
def test_a_ledger_that_cannot_be_read(patient: Patient, text: str, said: str) -> None:
    """Damaged, empty, or from the future"""
    patient.memory.ledger.write_text(text)

    assert said in only(patient, "ledger").message


@pytest.mark.usefixtures("exported")
def test_conflict_copies_and_doubles(patient: Patient) -> None:
    """Both are settled by exports, and worth knowing"""
    ledger = patient.memory.ledger
    shutil.copy(ledger, ledger.with_name("ledger.sync-conflict-1.jsonl"))
    lines = ledger.read_text().splitlines(keepends=True)
    ledger.write_text("".join([*lines, lines[-1]]))

    copy, doubles = found(patient, "ledger")

    assert "a sync program kept a second ledger" in copy.message
    assert doubles.message == "two ledgers were merged: 1 flashcard has several lines"


@pytest.mark.usefixtures("exported")
def test_a_ledger_that_came_back_from_a_backup(patient: Patient) -> None:
    """The last package knows more than it does"""
    ledger = patient.memory.ledger
    lines = ledger.read_text().splitlines(keepends=True)
    ledger.write_text("".join(lines[:-1]))

    finding = only(patient, "ledger")

    assert finding.mark is Mark.ERROR
    assert "it lacks 1 flashcard," in finding.message
    assert "ledger rebuild VAULT --replace --from" in finding.mend


@pytest.mark.usefixtures("exported")
def test_a_ledger_from_before_the_last_export(patient: Patient) -> None:
    """It has the same flashcards, as they were"""
    ledger = patient.memory.ledger
    known, _ = load_ledger(ledger)
    assert known is not None
    earlier = {
        guid: replace(each, modified=each.modified - 9) for guid, each in known.entries.items()
    }
    ledger.write_bytes(b"".join(format_ledger(replace(known, entries=earlier))))

    assert "has 2 in an earlier state" in only(patient, "ledger").message


@pytest.mark.usefixtures("exported")
def test_a_ledger_that_is_gone(patient: Patient) -> None:
    """The next export rebuilds it from what is left"""
    patient.memory.ledger.unlink()

    finding = only(patient, "ledger")

    assert finding.mark is Mark.WARNING
    assert "last.apkg still knows what Anki has" in finding.message


@pytest.mark.usefixtures("exported")
def test_an_interrupted_export(patient: Patient) -> None:
    """Exporting again goes on from there"""
    shutil.copy(patient.memory.ledger, staged_path(patient.memory.ledger))
    (patient.memory.ledger.parent / ".last.apkg.0a0a0a0a.tmp").touch()

    interrupted, left = found(patient, "ledger")

    assert "was interrupted" in interrupted.message
    assert "left 1 unfinished file" in left.message


@pytest.mark.usefixtures("exported")
def test_a_damaged_cache(patient: Patient) -> None:
    """It may be deleted, and is said to be"""
    file = patient.store.file
    file.parent.mkdir(parents=True)
    file.write_bytes(b"no database at all" * 100)

    assert only(patient, "cache").mend == f"delete {file}"


@pytest.mark.usefixtures("exported")
def test_a_damaged_package(patient: Patient) -> None:
    """The kept one and the exported one are both read in full"""
    for package in (patient.memory.last, patient.memory.package):
        assert package is not None
        content = package.read_bytes()
        package.write_bytes(content[:500] + bytes(50) + content[550:])

    last, deck = found(patient, "package")

    assert "last.apkg is damaged: " in last.message
    assert "deck.apkg is damaged: " in deck.message


def test_a_package_that_is_not_the_last(exported: Path, patient: Patient, tmp_path: Path) -> None:
    """An older one, which Anki would rightly ignore"""
    shutil.copy(tmp_path / "deck.apkg", tmp_path / "old.apkg")
    (exported / "a.md").write_text("## Flashcards\nWhat? :: This\nWho? :: Her\n")
    run("export", exported, tmp_path / "deck.apkg", "-q")
    shutil.copy(tmp_path / "old.apkg", tmp_path / "deck.apkg")

    assert "is not the last export" in only(patient, "package").message


def test_libraries(make_vault: MakeVault, patient: Patient) -> None:
    """One that a vault note names and is not there, one without works, one with a broken entry"""
    make_vault(
        {
            "a.md": "---\nbibliography: gone.bib\n---\n",
            "empty.bib": "",
            "broken.bib": "@book{a, title={T}}\n@book{b, title={T\n",
        }
    )

    messages = " ".join(finding.message for finding in found(patient, "libraries"))

    assert "names gone.bib" in messages
    assert "empty.bib has no works in it" in messages
    assert "broken.bib has 1 entry with something wrong" in messages


def test_a_library_that_was_named_and_is_gone(patient: Patient) -> None:
    """Exports stop then"""
    asked = replace(patient, asked=(Path("gone.bib"),))

    assert only(asked, "libraries").mark is Mark.ERROR


@pytest.fixture
def scheduled(patient: Patient, tmp_path: Path) -> tuple[Patient, Path]:
    """A schedule of the vault that ran well a moment ago."""
    schedule = Schedule(
        name="vault-1",
        times=Times(60),
        act={"vault": str(patient.root), "deck": str(tmp_path / "deck.apkg")},
        environment={},
        system="systemd",
        python=sys.executable,
        log=tmp_path / "log",
        added=NOW,
    )
    records = Records(patient.folders.schedules)
    records.save(schedule)
    record = records.path("vault-1")
    keep_outcome(record, Outcome(NOW - 60, ok=True, said="1 new"))
    return patient, record


def test_a_schedule_that_does_as_it_should(scheduled: tuple[Patient, Path]) -> None:
    """It is said when it ran last"""
    patient, _ = scheduled

    assert found(patient, "schedule") == []
    said = [finding.message for name, finding in examine(patient) if name == "schedule"]
    assert said[0].startswith("vault-1: ")
    assert said[0].endswith(": 1 new")


def test_schedules_that_do_not(scheduled: tuple[Patient, Path]) -> None:
    """Unknown to the system, failed, overdue, or unreadable"""
    patient, record = scheduled

    unknown = only(replace(patient, run=System(knows=False)), "schedule")
    assert unknown.message == "systemd knows nothing of vault-1"
    overdue = only(replace(patient, now=NOW + 30 * 86_400.0), "schedule")
    assert overdue.mark is Mark.WARNING
    keep_outcome(record, Outcome(NOW, ok=False, said="the disk is full"))
    assert "failed on" in only(patient, "schedule").message
    record.write_text("{")
    assert only(replace(patient), "schedule").mark is Mark.ERROR


@pytest.mark.usefixtures("exported")
def test_a_disk_with_too_little_room(patient: Patient) -> None:
    """As much as the next export needs"""
    with (patient.memory.package or Path()).open("r+b") as deck:
        deck.truncate(2**42)  # which takes no room

    finding = only(patient, "disk")

    assert finding.mark is Mark.ERROR
    assert "are free for deck.apkg, and an export needs 4,398.0 GB" in finding.message


# --- Anki -----------------------------------------------------------------------------------------


def test_anki_that_runs_is_found(patient: Patient, tmp_path: Path, make_vault: MakeVault) -> None:
    """With the profile that is open; nothing is asked of its collection"""
    with open_anki(tmp_path / "anki") as anki, serving(ConnectServer()) as server:
        server.anki = anki
        make_vault({"flashcards.toml": f'[sync]\naddress = "{server.address}"\n'})
        said = [finding.message for name, finding in examine(patient) if name == "anki"]

    assert said[-1] == f"AnkiConnect answers at {server.address}, profile User 1"
    assert server.asked == ["version", "getActiveProfile"]


def test_what_is_not_anki_is_said(patient: Patient, make_vault: MakeVault) -> None:
    """And which setting leads there"""
    with serving(ConnectServer()) as server:
        server.faults["version"] = says(b"hello")
        make_vault({"flashcards.toml": f'[sync]\naddress = "{server.address}"\n'})
        finding = only(patient, "anki")

    assert "is not AnkiConnect: 'hello'" in finding.message
    assert "set `address`" in finding.mend


def test_records_of_deliveries_that_cannot_be_read(patient: Patient) -> None:
    """A sync would stop at them"""
    patient.memory.delivered.parent.mkdir()
    patient.memory.delivered.write_text("{")

    assert only(patient, "anki").mark is Mark.ERROR
