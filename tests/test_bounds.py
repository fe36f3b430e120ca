"""What is read of a vault: files proper, of a size, and never anything that waits or never ends."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pytest
from conftest import NOW, MakeVault
from test_vault import needs_links, needs_posix

from flashcards import bounded
from flashcards.bibliography import read_libraries
from flashcards.bounded import TooLargeError, open_file, read_bounded, read_text
from flashcards.config import Config, load_config
from flashcards.diagnostics import FlashcardsError
from flashcards.ledger import load_ledger
from flashcards.media import Attachments, Refusal
from flashcards.memory_files import memory_of
from flashcards.notetypes import read_style
from flashcards.obsidian import read_vault_settings
from flashcards.pipeline import build
from flashcards.vault import read_vault_note

QUESTION = "## Flashcards\nWhat does the heart do?::It pumps\n"


# --- one file ----------------------------------------------------------------------------------


def test_a_file_is_read_to_its_end(tmp_path: Path) -> None:
    """An empty one, one of any size up to the bound, and the bound itself"""
    for size in (0, 1, 99, 100):
        (tmp_path / "a").write_bytes(b"x" * size)

        assert read_bounded(tmp_path / "a", 100) == b"x" * size


def test_a_file_beyond_the_bound_is_not_read(tmp_path: Path) -> None:
    """What is too much is said in the units of people"""
    (tmp_path / "a").write_bytes(b"x" * 6000)

    with pytest.raises(TooLargeError, match="larger than 5 kB"):
        read_bounded(tmp_path / "a", 5000)


def test_a_file_that_grows_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read as far as it got, and given up where it passes the bound"""
    file = tmp_path / "a"
    file.write_bytes(b"one")
    read = os.read

    def growing(descriptor: int, count: int) -> bytes:
        piece = read(descriptor, count)
        if piece:
            file.write_bytes(file.read_bytes() + b"two")
        return piece

    monkeypatch.setattr(os, "read", growing)

    with pytest.raises(TooLargeError):
        read_bounded(file, 100)


def test_a_file_that_shrinks_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left of it is read; the next run sees that it changed"""
    file = tmp_path / "a"
    file.write_bytes(b"one two")
    read = os.read

    def shrinking(descriptor: int, count: int) -> bytes:
        file.write_bytes(b"one")
        return read(descriptor, count)

    monkeypatch.setattr(os, "read", shrinking)

    assert read_bounded(file, 100) == b"one"


def test_line_ends_of_other_systems(tmp_path: Path) -> None:
    """They are one character, as everywhere; a byte order mark is none"""
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfa\r\nb\rc\n")

    assert read_text(tmp_path / "a", 100) == "a\nb\nc\n"


@needs_posix
@pytest.mark.parametrize("read", [open_file, lambda path: read_bounded(path, 100)])
def test_a_pipe_is_never_opened(tmp_path: Path, read: Callable[[Path], object]) -> None:
    """Nobody writes into it, so that reading would wait for ever"""
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(OSError, match="it is no file"):
        read(tmp_path / "pipe")


@needs_posix
def test_a_pipe_in_the_place_of_a_file_that_was_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes the file's place between the look and the opening, and nothing waits for it"""
    os.mkfifo(tmp_path / "pipe")
    looked: list[Path] = []
    refuse = bounded._refuse_others

    def only_later(status: os.stat_result, path: str | Path) -> None:
        looked.append(Path(path))
        if len(looked) > 1:
            refuse(status, path)

    monkeypatch.setattr(bounded, "_refuse_others", only_later)

    with pytest.raises(OSError, match="it is no file"):
        read_bounded(tmp_path / "pipe", 100)
    assert len(looked) == 2


@needs_posix
def test_a_device_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that never ends would fill the memory, and some do things when they are opened"""
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    opened: list[object] = []
    monkeypatch.setattr(os, "open", lambda *given: opened.append(given))

    _, (problem,) = read_vault_note(tmp_path, "zero.md")

    assert (problem.code, opened) == ("unreadable-file", [])


# --- whatever is read --------------------------------------------------------------------------


def _library(file: Path) -> str:
    _, problems = read_libraries([file], file.parent)
    return problems[0].message


def _settings(file: Path) -> str:
    (told,) = read_vault_settings(file.parent.parent).diagnostics
    return told.message


def _refused(read: Callable[[Path], object]) -> Callable[[Path], str]:
    def refusal(file: Path) -> str:
        with pytest.raises(FlashcardsError) as raised:
            read(file)
        return raised.value.message

    return refusal


def _attached(file: Path) -> str:
    refusal = Attachments(file.parent).attach(file.name)
    assert isinstance(refusal, Refusal)
    return refusal.reason


READERS: dict[str, tuple[str, Callable[[Path], str]]] = {
    "a vault note": ("a.md", lambda file: read_vault_note(file.parent, file.name)[1][0].message),
    "a library": ("a.bib", _library),
    "Obsidian's settings": (".obsidian/app.json", _settings),
    "the user's settings": ("flashcards.toml", _refused(load_config)),
    "the style sheet": ("own.css", _refused(lambda file: read_style(file.parent, file.name))),
    "a ledger": ("ledger.jsonl", _refused(load_ledger)),
    "a picture": ("a.png", _attached),
    "a drawing": ("a.svg", _attached),
}


@needs_posix
@pytest.mark.parametrize("what", READERS)
def test_a_pipe_in_the_place_of_any_file_is_told(tmp_path: Path, what: str) -> None:
    """The run neither waits nor ends with an error of Python"""
    name, message = READERS[what]
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    os.mkfifo(file)

    assert "it is no file" in message(file)


@pytest.mark.parametrize(
    ("what", "bound"),
    [
        ("a vault note", "10 MB"),
        ("a library", "200 MB"),
        ("Obsidian's settings", "5 MB"),
        ("the user's settings", "1 MB"),
        ("the style sheet", "10 MB"),
        ("a ledger", "4294 MB"),
        ("a picture", "100 MB"),
        ("a drawing", "100 MB"),
    ],
)
def test_a_file_of_five_gigabytes_is_told(tmp_path: Path, what: str, bound: str) -> None:
    """None of it is read, and the message names the bound"""
    name, message = READERS[what]
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    with file.open("wb") as opened:
        opened.truncate(5_000_000_000)  # takes no room on the disk

    assert bound in message(file)


def test_a_vault_note_that_vanishes_after_it_was_listed(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an error with its path, and its flashcards are not taken for removed"""
    root = make_vault({"gone.md": QUESTION, "here.md": QUESTION.replace("heart", "lung")})
    before = build(root, Config(), NOW)
    stat = os.stat

    def without(path: object, *rest: object, **more: bool) -> os.stat_result:
        if str(path).endswith("gone.md"):
            raise FileNotFoundError(2, "No such file or directory")
        return stat(path, *rest, **more)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(os, "stat", without)
    built = build(root, Config(), NOW)

    assert [f"{each.span} {each.code}" for each in built.diagnostics] == [
        "gone.md:1 unreadable-file"
    ]
    assert len(before.rendered) == 2
    assert [each.flashcard.span.path for each in built.rendered] == ["here.md"]


def test_a_folder_that_is_closed_in_the_middle_of_the_walk(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was listed before is read, the folder is an error, and the walk goes on elsewhere"""
    root = make_vault({"a/1.md": QUESTION, "a/b/2.md": QUESTION, "c/3.md": QUESTION})
    scandir = os.scandir

    class Closing:
        def __init__(self, path: str) -> None:
            self._entries = scandir(path)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            self._entries.close()

        def __iter__(self) -> Closing:
            return self

        def __next__(self) -> os.DirEntry[str]:
            entry = next(self._entries, None)
            if entry is None:
                raise PermissionError(13, "Permission denied")
            return entry

    monkeypatch.setattr(
        os, "scandir", lambda path: Closing(path) if str(path).endswith("/a") else scandir(path)
    )
    built = build(root, Config(), NOW)

    assert [f"{each.span} {each.code}" for each in built.diagnostics] == ["a:1 unreadable-folder"]
    assert built.listing.vault_notes == ("a/1.md", "a/b/2.md", "c/3.md")


@needs_posix
def test_a_path_that_is_too_long_for_the_system(make_vault: MakeVault) -> None:
    """Folders can be deeper than a path can name; where it ends is told, and the rest is read"""
    root = make_vault({"a.md": QUESTION})
    above = os.open(root, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("x" * 250, dir_fd=above)
        below = os.open("x" * 250, os.O_RDONLY, dir_fd=above)
        os.close(above)
        above = below
    os.close(above)

    built = build(root, Config(), NOW)

    (problem,) = built.diagnostics
    assert (problem.code, problem.message) == (
        "unreadable-folder",
        "cannot be read: file name too long",
    )
    assert len(built.rendered) == 1


# --- our own folder in the vault ---------------------------------------------------------------


@needs_links
@pytest.mark.parametrize(
    "name", ["ledger.jsonl", "ledger.next", "last.apkg", "lock", "lock.holder", ".gitignore"]
)
@pytest.mark.parametrize("target", ["../note.md", "../../outside"])
def test_a_link_among_our_files_is_never_written_through(
    make_vault: MakeVault, name: str, target: str
) -> None:
    """Neither a file of the vault nor one outside is touched by a vault that was made to do so"""
    root = make_vault({"note.md": QUESTION, ".flashcards/x": ""})
    (root.parent / "outside").write_text("precious")
    (root / ".flashcards" / name).symlink_to(target)

    with pytest.raises(FlashcardsError, match=f"{name} is a link") as raised:
        memory_of(root)

    assert "--ledger" in raised.value.hint
    assert memory_of(root, root.parent / "ledger.jsonl").ledger == root.parent / "ledger.jsonl"


@needs_links
def test_our_folder_does_not_lead_out_of_the_vault(make_vault: MakeVault) -> None:
    """Another vault's ledger would be written over; within the vault it may lead"""
    root = make_vault({"note.md": QUESTION, "Memory/x": ""})
    (root.parent / "other").mkdir()
    (root / ".flashcards").symlink_to("../other")

    with pytest.raises(FlashcardsError, match="leads out of the vault"):
        memory_of(root)

    (root / ".flashcards").unlink()
    (root / ".flashcards").symlink_to("Memory")
    assert memory_of(root).ledger == root / "Memory" / "ledger.jsonl"


@needs_posix
def test_a_pipe_among_our_files(make_vault: MakeVault) -> None:
    """Whoever opened it would wait for ever"""
    root = make_vault({"note.md": QUESTION, ".flashcards/x": ""})
    os.mkfifo(root / ".flashcards" / "last.apkg")

    with pytest.raises(FlashcardsError, match=r"last\.apkg is no file"):
        memory_of(root)
