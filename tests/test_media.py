"""Media: safe names, and nothing from outside the vault."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.media import (
    Attachments,
    MediaKind,
    Refusal,
    digest_file,
    is_media,
    media_kind,
    package_name,
)
from flashcards.model import Media

DIGEST = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Pictures/heart.png", "heart-0123456789ab.png"),
        ("Heart (left) 50%.PNG", "heart-left-50-0123456789ab.png"),
        ("_private.jpg", "private-0123456789ab.jpg"),
        ("Überblick.svg", "uberblick-0123456789ab.svg"),
        ("心脏.webp", "file-0123456789ab.webp"),
        ("a.b.c.mp3", "a.b.c-0123456789ab.mp3"),
        (".png", "file-0123456789ab.png"),
        ("latex-x.png", "file-latex-x-0123456789ab.png"),
    ],
)
def test_package_name(path: str, name: str) -> None:
    """A name is plain and tells the content."""
    assert name == package_name(path, DIGEST)


@given(st.text(), st.sampled_from(["png", "MP3", "", "md"]))
def test_every_name_is_safe(stem: str, ending: str) -> None:
    """Whatever a file is called, Anki's folder and every file system take its name."""
    name = package_name(f"{stem}.{ending}", DIGEST)

    assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*-0123456789ab(\.(png|mp3))?", name)
    assert len(name) <= 100


def test_kinds() -> None:
    """The ending decides, in any case; a vault note is no media."""
    assert media_kind("a/b.PNG") is MediaKind.PICTURE
    assert media_kind("b.m4a") is MediaKind.SOUND
    assert media_kind("b.webm") is MediaKind.VIDEO
    assert not is_media("png")
    assert not is_media("b.md")
    assert not is_media("folder.png/b")


def test_a_changed_file_has_another_name(tmp_path: Path) -> None:
    """The content is in the name, so that Anki takes the new picture."""
    picture = tmp_path / "p.png"
    picture.write_bytes(b"one")
    first = Attachments(tmp_path).attach("p.png")
    picture.write_bytes(b"two")
    second = Attachments(tmp_path).attach("p.png")

    assert isinstance(first, Media)
    assert isinstance(second, Media)
    assert first.name != second.name
    assert first.path == second.path == "p.png"


def test_a_file_is_looked_at_once(tmp_path: Path) -> None:
    """A picture in a hundred flashcards is read once."""
    (tmp_path / "p.png").write_bytes(b"x")
    read: list[Path] = []

    def count(path: Path) -> str:
        read.append(path)
        return digest_file(path)

    attachments = Attachments(tmp_path, digest=count)

    assert attachments.attach("p.png") is attachments.attach("p.png")
    assert len(read) == 1


def test_a_symbolic_link_out_of_the_vault_is_refused(tmp_path: Path) -> None:
    """Only what lies in the vault after symbolic links goes into a package."""
    vault = tmp_path / "vault"
    vault.mkdir()
    (tmp_path / "secret.png").write_bytes(b"x")
    (vault / "p.png").symlink_to(tmp_path / "secret.png")

    refusal = Attachments(vault).attach("p.png")

    assert isinstance(refusal, Refusal)
    assert refusal.reason == "it lies outside the vault"


def test_a_path_out_of_the_vault_is_refused(tmp_path: Path) -> None:
    """Nor does a path with `..` lead out."""
    vault = tmp_path / "vault"
    vault.mkdir()
    (tmp_path / "secret.png").write_bytes(b"x")

    assert isinstance(Attachments(vault).attach("../secret.png"), Refusal)
    assert isinstance(Attachments(vault).attach(str(tmp_path / "secret.png")), Refusal)


def test_a_symbolic_link_within_the_vault_is_followed(tmp_path: Path) -> None:
    """A linked file of the vault is as good as any."""
    (tmp_path / "real.png").write_bytes(b"x")
    (tmp_path / "p.png").symlink_to("real.png")

    assert isinstance(Attachments(tmp_path).attach("p.png"), Media)


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    """A film would make every sync a burden."""
    (tmp_path / "film.mp4").write_bytes(b"x" * 11)

    refusal = Attachments(tmp_path, limit=10).attach("film.mp4")

    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith("it is too large")


@pytest.mark.parametrize("path", ["gone.png", "folder", "nul\0.png", "circle.png"])
def test_what_cannot_be_read_is_refused(tmp_path: Path, path: str) -> None:
    """A file that is gone, no file, or linked in a circle raises nothing."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "circle.png").symlink_to("circle.png")

    assert isinstance(Attachments(tmp_path).attach(path), Refusal)
