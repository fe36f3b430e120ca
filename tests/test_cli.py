"""The commands: what they print, and with which code they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import NOW, MakeVault

GOOD = {"Cells.md": "## Flashcards\nPowerhouse of the cell::Mitochondrion\n"}


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `flashcards` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "flashcards", *map(str, arguments)],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(NOW), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_export_writes_a_package_and_says_what_is_in_it(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """The first words are the file and the count"""
    result = run("export", make_vault(GOOD), tmp_path / "deck.apkg")

    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith(f"{tmp_path / 'deck.apkg'}: 1 flashcard, 1 card\n")
    assert zipfile.ZipFile(tmp_path / "deck.apkg").namelist()[0] == "collection.anki2"


def test_quiet_says_nothing(make_vault: MakeVault, tmp_path: Path) -> None:
    """For a schedule: no news is good news"""
    result = run("export", make_vault(GOOD), tmp_path / "deck.apkg", "--quiet")

    assert (result.stdout, result.stderr, result.returncode) == ("", "", 0)


def test_list_shows_a_line_a_flashcard(make_vault: MakeVault) -> None:
    """syntax, place, question and deck"""
    result = run("list", make_vault(GOOD))

    assert result.stdout.split() == [
        "section",
        "Cells.md:2",
        *["Powerhouse", "of", "the", "cell", "vault"],
    ]


def test_list_json_has_the_promised_keys(make_vault: MakeVault) -> None:
    """Other programs rely on these keys"""
    [line] = run("list", make_vault(GOOD), "--json").stdout.splitlines()

    assert list(json.loads(line)) == [
        "guid",
        "syntax",
        "dialect",
        "notetype",
        "path",
        "line",
        "end_line",
        "deck",
        "tags",
        "markdown",
        "fields",
        "citekeys",
        "clozes",
        "cards",
        "matched_by",
    ]


def test_check_prints_places_and_hints(make_vault: MakeVault) -> None:
    """A line for the mistake, an indented one for what to do, and a clean exit on warnings"""
    result = run("check", make_vault({"a.md": "## Flashcards\nQ: Why?\n"}))

    first, hint = result.stdout.splitlines()
    assert first.startswith("a.md:2: warning: ")
    assert first.endswith("[unparsed-flashcard]")
    assert hint.startswith("    ")
    assert result.returncode == 0
    assert result.stderr == "1 warning\n"


def test_check_strict_fails_on_warnings(make_vault: MakeVault) -> None:
    """For a job that must stop: warnings end with 1"""
    assert (
        run("check", make_vault({"a.md": "## Flashcards\nQ: Why?\n"}), "--strict").returncode == 1
    )
    assert run("check", make_vault({"a.md": "Just prose.\n"}), "--strict").returncode == 0


def test_check_json_has_the_promised_keys(make_vault: MakeVault) -> None:
    """One object a line"""
    root = make_vault({"a.md": "## Flashcards\nQ: Why?\n"})

    [line] = run("check", root, "--json").stdout.splitlines()

    keys = ["code", "severity", "path", "line", "end_line", "message", "hint"]
    assert list(json.loads(line)) == keys


def test_list_and_check_write_nothing(make_vault: MakeVault) -> None:
    """Only an export leaves something behind"""
    root = make_vault(GOOD)

    run("list", root)
    run("check", root)

    assert [path.name for path in root.iterdir()] == ["Cells.md"]


def test_no_such_vault(tmp_path: Path) -> None:
    """A mistyped vault is named"""
    result = run("export", tmp_path / "nowhere", tmp_path / "deck.apkg")

    assert result.returncode == 2
    assert result.stderr.startswith(f"flashcards: there is no vault {tmp_path / 'nowhere'}")


def test_a_folder_inside_a_vault_is_not_the_vault(make_vault: MakeVault, tmp_path: Path) -> None:
    """Exporting a subfolder would retire the rest: the real vault is named"""
    root = make_vault({".obsidian/app.json": "{}", "Cards/a.md": "text"})

    result = run("export", root / "Cards", tmp_path / "deck.apkg")

    assert result.returncode == 2
    assert str(root) in result.stderr


@pytest.mark.parametrize("files", [{}, {"a.md": "Only prose.\n"}])
def test_a_vault_without_flashcards_writes_nothing(
    make_vault: MakeVault, tmp_path: Path, files: Mapping[str, str]
) -> None:
    """An empty folder is more often a mistake than a wish: the last package stays"""
    result = run("export", make_vault(files), tmp_path / "deck.apkg")

    assert result.returncode == 2
    assert "found no flashcards" in result.stderr
    assert not (tmp_path / "deck.apkg").exists()


def test_a_file_that_is_no_package_is_never_overwritten(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """Swapped or mistyped arguments cannot cost a file"""
    (tmp_path / "thesis.docx").write_text("years of work")

    result = run("export", make_vault(GOOD), tmp_path / "thesis.docx")

    assert result.returncode == 2
    assert "is not an Anki package" in result.stderr
    assert (tmp_path / "thesis.docx").read_text() == "years of work"


def test_an_output_that_cannot_be_written(make_vault: MakeVault, tmp_path: Path) -> None:
    """The folder is named before anything is done, and the ledger is not begun"""
    root = make_vault(GOOD)

    result = run("export", root, tmp_path / "no" / "deck.apkg")

    assert result.returncode == 2
    assert "there is no folder" in result.stderr
    assert not (root / ".flashcards").exists()


def test_a_broken_library_costs_only_its_broken_entries(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """The others load, and each broken one has its path and line"""
    root = make_vault(
        {
            "a.md": "## Flashcards\nWhy? :: Because [@good].\nWho? :: Her [@goud].\n",
            "b.bib": "@book{good, title={T}, author={A, B}, year=2000}\n"
            "@book{bad, title={T, year=2001}\n",
        }
    )

    result = run("check", root)

    assert "b.bib:2: " in result.stdout
    assert "a.md:3: warning: " in result.stdout
    assert "did you mean @good (b.bib:1)?" in result.stdout
    assert run("export", root, tmp_path / "deck.apkg").returncode == 0


def test_a_missing_picture_is_said_and_shown(make_vault: MakeVault) -> None:
    """The flashcard is exported with words in the picture's place"""
    root = make_vault({"a.md": "## Flashcards\nWhat? :: ![[gone.png]]\n"})

    assert "a.md:2: warning: " in run("check", root).stdout
    [line] = run("list", root, "--json").stdout.splitlines()
    assert "gone.png" in json.loads(line)["fields"]["Back"]


def test_a_huge_vault_note_does_not_stop_the_rest(make_vault: MakeVault) -> None:
    """20 MB of text are reported and left out; the other vault notes are exported"""
    root = make_vault({**GOOD, "huge.md": b"x" * 20_000_000})

    assert "huge.md:1: error: " in run("check", root).stdout
    assert len(run("list", root).stdout.splitlines()) == 1


def test_nul_bytes_do_not_stop_anything(make_vault: MakeVault, tmp_path: Path) -> None:
    """They are reported with their line, and the flashcard around them is exported"""
    root = make_vault({"a.md": b"## Flashcards\nWh\x00y? :: Be\x00cause\n"})

    assert "a.md:2: warning: " in run("check", root).stdout
    assert run("export", root, tmp_path / "deck.apkg").returncode == 0


def test_a_library_that_was_named_must_be_there(make_vault: MakeVault) -> None:
    """A mistyped -b is not silently ignored"""
    result = run("check", make_vault(GOOD), "-b", "nowhere.bib")

    assert result.returncode == 2
    assert "there is no bibliography nowhere.bib" in result.stderr


def test_settings_that_do_not_exist_stop_the_run(make_vault: MakeVault) -> None:
    """The file, the key and the nearest known one are named"""
    result = run("check", make_vault({**GOOD, "flashcards.toml": "root_dek = 'x'\n"}))

    assert result.returncode == 2
    assert "flashcards.toml:1: there is no setting `root_dek`" in result.stderr
    assert "did you mean `root_deck`?" in result.stderr


def test_a_damaged_ledger_stops_the_run(make_vault: MakeVault, tmp_path: Path) -> None:
    """Starting afresh would make every flashcard new in Anki"""
    root = make_vault({**GOOD, ".flashcards/ledger.jsonl": "{"})

    result = run("export", root, tmp_path / "deck.apkg")

    assert result.returncode == 2
    assert "ledger" in result.stderr
    assert not (tmp_path / "deck.apkg").exists()


def test_another_folder_name_changes_nothing(make_vault: MakeVault, tmp_path: Path) -> None:
    """Names are chosen at the first export: a moved vault has the same guids, links and decks"""
    root = make_vault(GOOD)
    run("export", root, tmp_path / "1.apkg")
    root.rename(tmp_path / "renamed")

    run("export", tmp_path / "renamed", tmp_path / "2.apkg")

    assert (tmp_path / "1.apkg").read_bytes() == (tmp_path / "2.apkg").read_bytes()


def test_deck_replaces_the_root_only(make_vault: MakeVault) -> None:
    """--deck names what holds the folders' decks"""
    root = make_vault({"Bio/Cells.md": GOOD["Cells.md"]})
    run("export", root, root.parent / "deck.apkg", "--deck", "Medicine")

    assert "Medicine::Bio" in run("list", root).stdout


@pytest.mark.parametrize("name", ["", "::", " "])
def test_a_deck_must_have_a_name(make_vault: MakeVault, tmp_path: Path, name: str) -> None:
    """Whether it is asked for on the command line or in the settings"""
    root = make_vault(GOOD)
    asked = run("export", root, tmp_path / "deck.apkg", "--deck", name)
    make_vault({"flashcards.toml": f'root_deck = "{name}"'})
    configured = run("list", root)

    assert (asked.returncode, configured.returncode) == (2, 2)
    assert "--deck must be a deck, such as" in asked.stderr
    assert "`root_deck`" in configured.stderr


@pytest.mark.parametrize("seconds", ["", "abc", "-5", "0", "1.5", "253402300800", "9" * 30])
def test_a_time_that_cannot_be_stops_the_run(make_vault: MakeVault, seconds: str) -> None:
    """A time in the future would win over all edits to come; none before 1970 is one of Anki's"""
    result = run("list", make_vault(GOOD), SOURCE_DATE_EPOCH=seconds)

    assert result.returncode == 2
    assert result.stderr.startswith("flashcards: SOURCE_DATE_EPOCH must be")


def test_an_output_that_knows_few_characters(make_vault: MakeVault) -> None:
    """What it cannot show becomes `?`; JSON is UTF-8 everywhere"""
    root = make_vault({"a.md": "## Flashcards\n→ :: “x”\n"})

    shown = run("list", root, PYTHONIOENCODING="cp1252")
    [line] = run("list", root, "--json", PYTHONIOENCODING="cp1252").stdout.splitlines()

    assert (shown.returncode, shown.stdout.split()) == (0, ["section", "a.md:2", "?", "vault"])
    assert json.loads(line)["markdown"]["Front"] == "→"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere file names are always UTF-8")
def test_a_locale_that_cannot_name_files_stops_the_run(make_vault: MakeVault) -> None:
    """Else everything in a file with an umlaut would be taken for removed"""
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    result = run("list", make_vault({"Größe.md": GOOD["Cells.md"]}), **plain)

    assert result.returncode == 2
    assert "the locale" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="a shell of Windows closes no streams")
@pytest.mark.parametrize("command", ["export", "list", "check"])
def test_closed_streams_do_no_harm(make_vault: MakeVault, tmp_path: Path, command: str) -> None:
    """As under a scheduler that gives a job no output at all"""
    words = [sys.executable, "-m", "flashcards", command, str(make_vault(GOOD))]
    output = [str(tmp_path / "deck.apkg")] if command == "export" else []

    closed = ["sh", "-c", '"$@" >&- 2>&-', "sh", *words, *output]

    assert subprocess.run(closed, check=False).returncode == 0


def test_counts_are_said_as_people_say_them(make_vault: MakeVault, tmp_path: Path) -> None:
    """One is one, and what has two schedules is one flashcard"""
    schedules = "<!--SR:!2024-10-18,7,190!2024-10-19,8,200-->"
    root = make_vault({"a.md": f"## Flashcards\nQ ::: A\n{schedules}\n"})

    summary = run("export", root, tmp_path / "deck.apkg").stdout

    assert "1 flashcard with the schedule of obsidian-spaced-repetition" in summary
    assert run("list", root).stderr == "1 flashcard\n"


def test_export_names_what_looks_like_a_flashcard(make_vault: MakeVault, tmp_path: Path) -> None:
    """With the line and the form that was expected, at every export until it is mended"""
    lines = "Q: Why?\n\n![[gone.png]] :: Lost\n<br> :: x\n"
    root = make_vault({**GOOD, "Why.md": f"## Flashcards\n{lines}"})
    expected = [
        "  to mend    1 error, 2 warnings: see `flashcards check`",
        "  no flashcards, though they look like it:",
        "    Why.md:2: there is no answer to `Q: Why?`",
        "        write the answer below the question, on a line that begins with `A:`",
        "    Why.md:5: the question is empty, so there is no flashcard",
        "        write something before the separator, or give the callout a title",
    ]

    for _ in ("first", "unchanged"):
        assert run("export", root, tmp_path / "deck.apkg").stdout.splitlines()[-6:] == expected
    more = GOOD["Cells.md"] + "Nucleus::DNA\n"
    (root / "Cells.md").write_text(more, encoding="utf-8")
    assert run("export", root, tmp_path / "deck.apkg").stdout.splitlines()[-6:] == expected


def test_export_names_some_of_many(make_vault: MakeVault, tmp_path: Path) -> None:
    """A summary stays one that people read; `check` has all of them"""
    lines = "".join(f"Q: Why {number}?\n\n" for number in range(15))
    root = make_vault({**GOOD, "Why.md": f"## Flashcards\n{lines}"})

    summary = run("export", root, tmp_path / "deck.apkg").stdout

    assert summary.count("there is no answer to") == 10
    assert summary.endswith("    and 5 more\n")


def test_what_asks_for_nothing_is_not_to_be_mended(make_vault: MakeVault, tmp_path: Path) -> None:
    """A summary without warnings and errors is silent about diagnostics"""
    root = make_vault({**GOOD, "a.md": "## Flashcards\nWhat? :: [[Cells#Nowhere]]\n"})

    assert "1 info" in run("check", root).stderr
    assert "to mend" not in run("export", root, tmp_path / "deck.apkg").stdout


def test_version_and_help() -> None:
    """Both answer without a vault"""
    assert run("--version").stdout.startswith("flashcards ")
    assert "flashcards export vault/ deck.apkg" in run("--help").stdout


@pytest.mark.parametrize("command", ["export", "list", "check", "completion"])
def test_help_teaches_by_example(command: str) -> None:
    """Every command shows how it is used"""
    assert f"flashcards {command} " in run(command, "-h").stdout.partition("Examples:")[2]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script(shell: str) -> None:
    """What is printed names the variable that click asks for"""
    assert "_FLASHCARDS_COMPLETE" in run("completion", shell).stdout


def test_the_ledger_is_shown(make_vault: MakeVault, tmp_path: Path) -> None:
    """Its names, a line for each flashcard, and a count"""
    root = make_vault(GOOD)
    run("export", root, tmp_path / "deck.apkg")

    first, flashcard, count = run("ledger", "show", root).stdout.splitlines()

    assert first == "vault vault (id vault), root deck vault"
    assert flashcard.endswith("2025-06-15  Cells.md: powerhouse of the cell")
    assert count == "1 flashcard, 0 retired"


def test_the_ledger_is_rebuilt_from_a_package(make_vault: MakeVault, tmp_path: Path) -> None:
    """From wherever the package lies; and not over one that is there"""
    root = make_vault(GOOD)
    run("export", root, tmp_path / "deck.apkg")
    ledger = root / ".flashcards" / "ledger.jsonl"
    before = ledger.read_bytes()

    refused = run("ledger", "rebuild", root, "--from", tmp_path / "deck.apkg")
    ledger.unlink()
    run("ledger", "rebuild", root, "--from", tmp_path / "deck.apkg")

    assert refused.returncode == 2
    assert ledger.read_bytes() == before


def test_a_dry_run_writes_nothing(make_vault: MakeVault, tmp_path: Path) -> None:
    """`export --dry-run` says what `diff` says"""
    root = make_vault(GOOD)

    result = run("export", root, tmp_path / "deck.apkg", "--dry-run")

    assert result.stdout == run("diff", root).stdout
    assert "Powerhouse of the cell" in result.stdout
    assert not (root / ".flashcards").exists()
    assert not (tmp_path / "deck.apkg").exists()


def test_the_export_reminds_of_empty_cards(make_vault: MakeVault, tmp_path: Path) -> None:
    """A dropped cloze leaves a card in Anki that only Anki can clear away"""
    root = make_vault({"a.md": "## Flashcards\nThe ==heart== pumps ==blood==.\n"})
    run("export", root, tmp_path / "deck.apkg")
    make_vault({"a.md": "## Flashcards\nThe heart pumps ==blood==.\n"})

    result = run("export", root, tmp_path / "deck.apkg")

    assert "1 card in Anki: run Tools > Empty Cards there" in result.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
@pytest.mark.parametrize("command", ["list", "check"])
def test_names_cannot_speak_to_the_terminal(make_vault: MakeVault, command: str) -> None:
    """An escape that clears the screen, and one that turns a name around, are shown as they are"""
    name = "\x1b[2J\x9b\x07\u202egnp.md"
    root = make_vault({name: "## Flashcards\nq?::a [@\u202enobody2021]\n\nlost::\n"})

    result = run(command, root)

    assert result.returncode == 0, result.stderr
    assert not set("\x1b\x9b\x07\u202e") & set(result.stdout + result.stderr)
    assert "<202E>" in result.stdout
