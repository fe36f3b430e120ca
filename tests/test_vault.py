"""The vault: which files are vault notes and attachments, and what a vault note's bytes say."""

from __future__ import annotations

import os
import re
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards import globs
from flashcards.diagnostics import FlashcardsError
from flashcards.globs import Globs
from flashcards.vault import read_vault_note, walk_vault
from flashcards.vault.read import MAX_BYTES, MAX_LINES, decode

ON_WINDOWS = sys.platform == "win32"
needs_links = pytest.mark.skipif(ON_WINDOWS, reason="links need a privilege on Windows")
needs_posix = pytest.mark.skipif(ON_WINDOWS, reason="pipes and permissions are POSIX's")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Return an empty vault."""
    folder = tmp_path / "vault"
    folder.mkdir()
    return folder


def _write(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("text")


def _codes(diagnostics: object) -> list[tuple[str, str]]:
    assert isinstance(diagnostics, tuple)
    return [(each.code, each.span.path) for each in diagnostics]


# --- walking -----------------------------------------------------------------------------------


def test_vault_notes_and_attachments(vault: Path) -> None:
    """Files that end in `.md`, in any case, are vault notes; the others are attachments"""
    _write(vault, "b.md", "A/c.MD", "A/pic.png", "refs.bib", "A/B/d.md", "A.md")

    listing, diagnostics = walk_vault(vault)

    assert listing.vault_notes == ("A.md", "A/B/d.md", "A/c.MD", "b.md")
    assert listing.attachments == ("A/pic.png", "refs.bib")
    assert diagnostics == ()


def test_what_is_never_read(vault: Path) -> None:
    """Dot folders and dot files are in no list; a drawing of Excalidraw is an attachment"""
    _write(vault, ".obsidian/a.md", "x/.trash/b.md", ".hidden.md", ".DS_Store", "d.excalidraw.md")

    listing, _ = walk_vault(vault)

    assert (listing.vault_notes, listing.attachments) == ((), ("d.excalidraw.md",))


def test_ignore_holds_for_all_files_and_include_for_vault_notes(vault: Path) -> None:
    """An ignored folder is not there at all; what is not included may still be embedded"""
    _write(vault, "Cards/a.md", "Cards/a.png", "Templates/t.md", "Templates/t.png", "b.md", "b.png")

    listing, _ = walk_vault(vault, ignore=["Templates"], include=["Cards", "Templates"])

    assert listing.vault_notes == ("Cards/a.md",)
    assert listing.attachments == ("Cards/a.png", "b.png")


def test_what_is_to_be_hidden_is_known_and_not_asked_for(vault: Path) -> None:
    """Vault notes only: files there may still be embedded"""
    _write(vault, "Old/a.md", "Old/a.png", "b.md", "c.md")

    listing, _ = walk_vault(vault, ["c.md"], [], lambda path: path.startswith(("Old/", "c")))

    assert listing.vault_notes == ("b.md",)
    assert listing.hidden == listing.excluded == ("Old/a.md",)
    assert listing.attachments == ("Old/a.png",)


@pytest.mark.parametrize(
    ("glob", "fits", "fits_not"),
    [
        ("Cards", ["Cards", "Cards/a.md", "Cards/x/a.md"], ["My Cards/a.md", "x/Cards/a.md"]),
        ("./Cards/", ["Cards/a.md"], ["Cards.md"]),
        ("Cards/*.md", ["Cards/a.md"], ["Cards/x/a.md"]),
        ("Cards/**/a.md", ["Cards/a.md", "Cards/x/y/a.md"], ["Cards/ba.md"]),
        ("**/Archive", ["Archive/a.md", "x/Archive/a.md"], ["x/Archived/a.md"]),
        ("Cards/**", ["Cards/a.md", "Cards/x/a.md"], ["b.md"]),
        ("*.canvas", ["a.canvas", "x/a.canvas"], ["a.canvas.md"]),
        ("a?.md", ["ab.md"], ["a.md", "a/.md"]),
        ("C++ [old].md", ["C++ [old].md"], ["C++ o.md"]),
        ("Cafe\u0301", ["Caf\u00e9/a.md"], []),
    ],
)
def test_globs(glob: str, fits: list[str], fits_not: list[str]) -> None:
    """`*` and `?` stay within a name, `**` does not, and a folder stands for all below it"""
    found = Globs([glob])

    assert [path for path in (*fits, *fits_not) if found.match(path)] == fits


@given(
    st.lists(st.sampled_from(["*", "**", "**/", "?", "/", "a", "b"]), max_size=9).map("".join),
    st.lists(st.sampled_from(["a", "b", "/", "\n"]), max_size=9).map("".join),
)
def test_many_wildcards_mean_what_few_do(glob: str, path: str) -> None:
    """Step by step a path matches as by Python's own patterns, which may take for ever"""
    pieces = globs._pieces(glob)
    expected = re.compile(globs._meaning(pieces), re.DOTALL).fullmatch(path) is not None
    stepwise = globs._Other(pieces)
    stepwise._pattern = None

    assert stepwise.match(path) is expected


def test_a_glob_that_would_take_for_ever() -> None:
    """A settings file may come from anybody; each path of the vault is matched"""
    glob = Globs(["**a" * 30 + "/x", "*" * 50 + "y", "*a*a*a*a*a*a*b"])

    assert not glob.match("a" * 4000)
    assert glob.match("a" * 4000 + "/x")
    assert glob.match("a" * 100 + "b/c")


def test_no_globs_fit_nothing() -> None:
    """An empty list, or empty globs, match no path"""
    assert not Globs([]).match("a.md")
    assert not Globs(["", "./"]).match("a.md")


def test_no_vault() -> None:
    """A folder that is not there is named"""
    with pytest.raises(FlashcardsError, match="no vault at"):
        walk_vault(Path("nowhere at all"))


@needs_links
def test_linked_folders_are_followed_once(vault: Path) -> None:
    """A loop ends, and a folder met again by a link is listed by its real path alone"""
    _write(vault, "real/a.md", "real/a.png", ".stash/b.md")
    (vault / "real" / "up").symlink_to(vault)
    (vault / "again").symlink_to("real")
    (vault / "linked").symlink_to(".stash")

    listing, diagnostics = walk_vault(vault)

    assert listing.vault_notes == ("linked/b.md", "real/a.md")
    assert listing.attachments == ("real/a.png",)
    assert diagnostics == ()


@needs_links
def test_linked_files(vault: Path) -> None:
    """A linked picture has both its names; a linked vault note is read once"""
    _write(vault, "real/a.md", "real/a.png")
    (vault / "b.md").symlink_to("real/a.md")
    (vault / "b.png").symlink_to("real/a.png")

    listing, _ = walk_vault(vault)

    assert listing.vault_notes == ("real/a.md",)
    assert listing.attachments == ("b.png", "real/a.png")


@needs_links
def test_links_that_lead_nowhere_or_out_of_the_vault(vault: Path) -> None:
    """They are left out with a warning, and so is what they name"""
    _write(vault.parent, "outside/secret.md", "vault2/secret.md")
    (vault / "out").symlink_to(vault.parent / "outside")
    (vault / "neighbour").symlink_to(vault.parent / "vault2")
    (vault / "out.md").symlink_to(vault.parent / "outside" / "secret.md")
    (vault / "gone.md").symlink_to("nothing.md")
    (vault / "self.md").symlink_to("self.md")

    listing, diagnostics = walk_vault(vault)

    assert (listing.vault_notes, listing.attachments) == ((), ())
    assert _codes(diagnostics) == [
        ("unreadable-file", "gone.md"),
        ("link-out-of-vault", "neighbour"),
        ("link-out-of-vault", "out"),
        ("link-out-of-vault", "out.md"),
        ("unreadable-file", "self.md"),
    ]


@needs_links
def test_the_vault_itself_may_be_a_link(vault: Path) -> None:
    """A linked vault is walked like any other"""
    _write(vault, "a.md")
    link = vault.parent / "link"
    link.symlink_to(vault)

    assert walk_vault(link)[0].vault_notes == ("a.md",)


@needs_posix
def test_pipes_and_sockets_are_no_files(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would block or make no sense to read is in no list, and reading it says why"""
    os.mkfifo(vault / "pipe.md")
    monkeypatch.chdir(vault)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind("socket.md")
        listing, _ = walk_vault(vault)

    assert listing.vault_notes == ()
    assert _codes(read_vault_note(vault, "pipe.md")[1]) == [("unreadable-file", "pipe.md")]


@needs_posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read all")
def test_a_folder_without_permission(vault: Path) -> None:
    """It is an error of its own, and the rest of the vault is listed"""
    _write(vault, "a/secret.md", "b/c.md")
    (vault / "a").chmod(0)

    listing, diagnostics = walk_vault(vault)

    (vault / "a").chmod(0o700)
    assert listing.vault_notes == ("b/c.md",)
    assert _codes(diagnostics) == [("unreadable-folder", "a")]


def test_a_folder_that_vanishes_while_walking(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an error of its own, and the rest of the vault is listed"""
    _write(vault, "a/gone.md", "b/c.md")
    scandir = os.scandir

    def vanishing(path: str) -> object:
        if path.endswith("/a"):
            raise FileNotFoundError(2, "No such file or directory", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", vanishing)
    listing, (problem,) = walk_vault(vault)

    assert listing.vault_notes == ("b/c.md",)
    assert (problem.code, problem.span.path) == ("unreadable-folder", "a")
    assert problem.message == "cannot be read: no such file or directory"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are not text")
def test_a_name_that_is_no_text(vault: Path) -> None:
    """A name in another encoding cannot be linked or shown; it is an error"""
    (vault / os.fsdecode(b"caf\xe9.md")).write_text("text")

    listing, diagnostics = walk_vault(vault)

    assert listing.vault_notes == ()
    assert _codes(diagnostics) == [("unreadable-name", "caf?.md")]


# --- reading -----------------------------------------------------------------------------------


def test_a_vault_note(vault: Path) -> None:
    """Properties, and the text with their lines blank"""
    (vault / "a.md").write_bytes(b"---\r\ntitle: A\r\n---\r\nb\rc\r\n")

    vault_note, diagnostics = read_vault_note(vault, "a.md")

    assert vault_note is not None
    assert (vault_note.path, vault_note.name) == ("a.md", "a")
    assert vault_note.properties == {"title": "A"}
    assert vault_note.text == "\n\n\nb\nc\n"
    assert diagnostics == ()


@pytest.mark.parametrize(
    ("data", "text", "problem"),
    [
        (b"", "", None),
        ("\ufeffé".encode(), "é", None),
        ("é\n".encode("utf-16"), "é\n", ("not-utf8", 1, "the file is UTF-16, not UTF-8")),
        (b"\xfe\xff" + "é".encode("utf-16-be"), "é", ("not-utf8", 1, "UTF-16")),
        ("é".encode("utf-32"), "é", ("not-utf8", 1, "UTF-32")),
        (b"a\r\nb\rcaf\xe9\n\xff", "a\nb\ncaf\ufffd\n\ufffd", ("not-utf8", 3, "not UTF-8")),
        ("a \ufffd".encode(), "a \ufffd", None),
        (b"a\nb\0c\0", "a\nbc", ("nul-bytes", 2, "NUL")),
    ],
)
def test_bytes_become_text(data: bytes, text: str, problem: tuple[str, int, str] | None) -> None:
    """UTF-8, with or without its mark; all else is read as well as may be, with a warning"""
    decoded, diagnostics = decode(data, "a.md")

    assert decoded == text
    found = [(each.code, each.span.line, each.message) for each in diagnostics]
    assert len(found) == (problem is not None)
    if problem is not None:
        assert found[0][:2] == problem[:2]
        assert problem[2] in found[0][2]


def test_a_file_of_twenty_megabytes(vault: Path) -> None:
    """It is not read, and the author is told"""
    with (vault / "big.md").open("wb") as file:
        file.truncate(2 * MAX_BYTES)

    vault_note, diagnostics = read_vault_note(vault, "big.md")

    assert vault_note is None
    assert _codes(diagnostics) == [("file-too-large", "big.md")]


@pytest.mark.parametrize(("lines", "codes"), [(MAX_LINES, []), (MAX_LINES + 1, ["too-many-lines"])])
def test_a_file_of_very_many_lines(vault: Path, lines: int, codes: list[str]) -> None:
    """What holds a block on each of them is not read: that would take as long as a whole vault"""
    (vault / "long.md").write_text("- a\n" * (lines - 1) + "- a")

    vault_note, diagnostics = read_vault_note(vault, "long.md")

    assert [each.code for each in diagnostics] == codes
    assert (vault_note is None) == bool(codes)


def test_a_vault_note_that_vanished(vault: Path) -> None:
    """It is an error with its path, not an exception"""
    vault_note, (problem,) = read_vault_note(vault, "gone.md")

    assert vault_note is None
    assert str(problem) == (
        "gone.md:1: error: cannot be read: no such file or directory [unreadable-file]"
    )


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_become_text(data: bytes) -> None:
    """No bytes raise, and no other line end is left"""
    text, _ = decode(data, "a.md")

    assert not set("\r\0") & set(text)


@given(st.text(alphabet=st.sampled_from("ab->#\n \t`")))
def test_line_ends_do_not_matter(text: str) -> None:
    """CRLF, CR and LF are read alike"""
    expected, _ = decode(text.encode(), "a.md")

    assert expected == decode(text.replace("\n", "\r\n").encode(), "a.md")[0]
    assert expected == decode(text.replace("\n", "\r").encode(), "a.md")[0]
