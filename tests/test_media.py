"""Media: safe names, and nothing from outside the vault."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from pathlib import Path

import pytest
from anki_backend import open_anki
from conftest import NOW, MakeVault
from drawings import Drawing, clean_drawing
from hypothesis import given, settings
from hypothesis import strategies as st
from media_vault import HARMFUL_SVG, HARMLESS_SVG, png, write_media_vault

from flashcards.config import Config, read_config
from flashcards.export_report import summary_lines, summary_of
from flashcards.exporting import export
from flashcards.media import (
    Attachments,
    Examined,
    MediaKind,
    Refusal,
    drawings,
    examine,
    is_media,
    media_kind,
    package_name,
)
from flashcards.media.losses import DrawingError
from flashcards.model import Kind, Media
from flashcards.pipeline import build

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

    def count(path: Path) -> Examined:
        read.append(path)
        return examine(path)

    attachments = Attachments(tmp_path, examine=count)

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


# --- drawings ----------------------------------------------------------------------------------


def test_a_harmless_drawing_is_left_alone() -> None:
    """Byte for byte, with whatever other programs noted down in it."""
    inkscape = HARMLESS_SVG.replace(
        "<g", '<metadata><x xmlns="https://example.org/rdf">by me</x></metadata><g'
    )
    for svg in (HARMLESS_SVG, '<!DOCTYPE svg PUBLIC "x" "y">' + HARMLESS_SVG, inkscape):
        assert clean_drawing(svg.encode()) == Drawing(svg.encode())


def test_a_harmful_drawing_is_made_harmless() -> None:
    """Scripts, pages within and what comes from elsewhere go; shapes and text stay."""
    cleaned = clean_drawing(HARMFUL_SVG.encode())
    text = cleaned.content.decode()

    assert cleaned.left_out == ("address", "onload", "script", "foreignObject")
    assert "ran" not in text
    assert "example.invalid" not in text
    assert '<rect class="a" width="20" height="10"></rect>' in text
    assert '<a><text y="8">t</text></a>' in text
    assert ".a{fill:red}" in text
    assert clean_drawing(cleaned.content) == Drawing(cleaned.content)


HARMFUL_PARTS = (
    "<script>ran(1)</script>",
    '<x:script xmlns:x="http://www.w3.org/2000/svg">ran(1)</x:script>',
    '<h:script xmlns:h="http://www.w3.org/1999/xhtml">ran(1)</h:script>',
    '<h:img xmlns:h="http://www.w3.org/1999/xhtml" src="x" onerror="ran(1)"/>',
    '<rect onclick="ran(1)"/>',
    '<rect ONCLICK="ran(1)"/>',
    '<a href="javascript:ran(1)"><text>t</text></a>',
    '<a xlink:href=" JavaScript:ran(1)"><text>t</text></a>',
    '<a href="data:text/html,ran(1)"><text>t</text></a>',
    '<use href="https://ran.invalid/x.svg#y"/>',
    '<use href="data:image/svg+xml,ran(1)"/>',
    '<image href="https://ran.invalid/x.png"/>',
    '<image href="data:image/svg+xml,ran(1)"/>',
    '<feImage href="https://ran.invalid/x.png"/>',
    '<rect style="fill:url(https://ran.invalid/x)"/>',
    '<rect style="fill:u\\72l(https://ran.invalid/x)"/>',
    "<rect fill=\"url( 'https://ran.invalid/x')\"/>",
    '<rect filter="url(https://ran.invalid/x"/>',
    "<style>@import 'https://ran.invalid/x.css';</style>",
    "<style>*{background:url(//ran.invalid/x)}</style>",
    "<style>*{background:\\75 rl(//ran.invalid/x)}</style>",
    '<animate attributeName="href" to="javascript:ran(1)"/>',
    '<set attributeName="xlink:href" to="javascript:ran(1)"/>',
    '<set attributeName="onclick" to="ran(1)"/>',
    '<foreignObject><iframe src="ran"/></foreignObject>',
    '<iframe src="ran"/>',
    '<handler type="application/ecmascript">ran(1)</handler>',
    '<g xml:base="https://ran.invalid/"><use href="#x"/></g>',
    '<?xml-stylesheet href="https://ran.invalid/x.css"?>',
    '<svg><g><script href="ran"/></g></svg>',
    '<discard begin="ran"/>',
)


@pytest.mark.parametrize("part", HARMFUL_PARTS)
def test_no_part_of_a_drawing_does_harm(part: str) -> None:
    """Each goes, what is around it stays, and what is left is as it should be."""
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    cleaned = clean_drawing(f'{head}{part}<path d="M0 0"/></svg>'.encode())

    assert cleaned.left_out
    assert b"ran" not in cleaned.content.lower()
    assert b'<path d="M0 0"></path></svg>' in cleaned.content
    assert clean_drawing(cleaned.content) == Drawing(cleaned.content)


@pytest.mark.parametrize(
    "part",
    [
        '<use href="#x"/>',
        '<rect fill="url(#x)" style="filter:url(&quot;#y&quot;)"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<a href="https://example.org"><text>t</text></a>',
        "<style>@font-face{src:url(data:font/woff2;base64,AA)} .a{fill:red}</style>",
        '<animate attributeName="x" to="5"/>',
        "<text>on a &lt;script&gt; url(x)</text>",
    ],
)
def test_what_a_drawing_needs_stays(part: str) -> None:
    """Places within the file, pictures and fonts in it, links, animations."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{part}</svg>'.encode()

    assert clean_drawing(svg) == Drawing(svg)


@pytest.mark.parametrize(
    "svg",
    [
        "",
        "<svg",
        "<svg></svg>",
        "<html xmlns='http://www.w3.org/1999/xhtml'><script>ran(1)</script></html>",
        "<svg xmlns='http://www.w3.org/2000/svg'>&nbsp;</svg>",
        "<!DOCTYPE svg [<!ENTITY a 'xx'><!ENTITY b '&a;&a;'>]>" + HARMLESS_SVG,
        "<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + HARMLESS_SVG,
        "<!DOCTYPE svg [<!ENTITY % a 'x'>]>" + HARMLESS_SVG,
        "<!DOCTYPE svg [<!ENTITY a '<script/>'>]>" + HARMLESS_SVG,
        "<?xml version='1.0' encoding='nonsense'?>" + HARMLESS_SVG,
        "\x00",
    ],
)
def test_what_is_no_drawing_is_refused(tmp_path: Path, svg: str) -> None:
    """No browser would show it, or it is made to exhaust whoever reads it."""
    (tmp_path / "p.svg").write_text(svg, "utf-8")

    refusal = Attachments(tmp_path).attach("p.svg")

    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith("it is no SVG")


def test_a_drawing_of_many_words_is_declared(tmp_path: Path) -> None:
    """Illustrator declares names of its own; they do no harm."""
    svg = "<!DOCTYPE svg [<!ENTITY ns 'https://example.org/x'>]>" + HARMLESS_SVG
    (tmp_path / "p.svg").write_text(svg, "utf-8")

    assert isinstance(Attachments(tmp_path).attach("p.svg"), Media)


@pytest.mark.parametrize("loss", ["", "<script>ran(1)</script>"])
def test_a_drawing_larger_than_what_is_read_at_once(loss: str) -> None:
    """Also if one tag of it is, and others are shorter"""
    head, end = '<svg xmlns="http://www.w3.org/2000/svg">', '<path d="M0 0"></path></svg>'
    long = f'<image href="data:image/png;base64,{"A" * 5_000_000}"></image>'
    short = "<text>a &amp; b</text>" * 100_000
    drawing = f"{head}{long}{short}{long}{end}"

    cleaned = clean_drawing(drawing.replace(end, loss + end).encode())

    opened = head.replace(">", ' xmlns:xlink="http://www.w3.org/1999/xlink">')
    assert cleaned.content.decode() == (drawing.replace(head, opened) if loss else drawing)
    assert cleaned.left_out == (("script",) if loss else ())


@pytest.mark.parametrize(
    ("before", "then"),
    [
        (HARMLESS_SVG, HARMFUL_SVG),
        (HARMLESS_SVG, HARMLESS_SVG.replace("black", "brown")),
        (HARMLESS_SVG, ""),
        (HARMFUL_SVG, HARMLESS_SVG),
    ],
)
def test_a_drawing_that_is_written_while_it_is_read_is_refused(before: str, then: str) -> None:
    """What it was found to be at first says nothing of what it is now"""
    file = io.BytesIO(before.encode())
    drawing = drawings.clean_drawing(file)
    file.truncate(0)
    file.seek(0)
    file.write(then.encode())
    file.seek(0)

    with pytest.raises(DrawingError, match="it changed while it was read"):
        list(drawing.pieces)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from((*HARMFUL_PARTS, "<g>", "</g>", "<", "&", '"', "<!--", "]]>", "x")),
        max_size=8,
    ).map("".join)
)
def test_no_drawing_raises_or_does_harm(parts: str) -> None:
    """It is made harmless, or refused."""
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    with suppress(DrawingError):
        content = clean_drawing(f"{head}{parts}</svg>".encode()).content
        assert not re.search(
            rb"<script|javascript:|\son\w+=|<h:", re.sub(rb"<!--.*?-->", b"", content)
        )


# --- a whole vault, in Anki ----------------------------------------------------------------------


def test_every_file_of_the_vault_arrives_in_anki(tmp_path: Path) -> None:
    """Whatever it is called, what a field shows or plays is in Anki's folder, as it was."""
    root = tmp_path / "vault"
    pictures, sounds = write_media_vault(root)
    assert len(pictures) >= 20
    assert len(sounds) >= 3
    built = build(root, Config(), NOW)
    with open_anki(tmp_path / "anki") as anki:
        export(built, tmp_path / "deck.apkg")
        anki.import_package(tmp_path / "deck.apkg")
        folder = Path(anki.collection.media.dir())
        fields = "".join(
            "".join(anki.fields(each.anki_note.guid).values()) for each in built.rendered
        )
        shown = set(re.findall(r'<img src="([^"]*)"|\[sound:([^\]]*)\]|href="(_[^"]*)"', fields))
        names = {next(filter(None, each)) for each in shown} - {"https://example.org/a.png"}
        assert set(anki.media()) == names
        assert anki.collection.media.check().missing == []
        assert anki.collection.media.check().unused == []
        contents = {(folder / name).read_bytes() for name in names}
    written = {(root / name).read_bytes() for name in (*pictures, *sounds, "paper 1.pdf")}
    assert written <= contents
    assert len(names) == len(pictures) + len(sounds) + 6
    told = {(each.code, each.message.split(":")[0]) for each in built.diagnostics}
    assert ("drawing-cleaned", "harmful.svg is shown without what could do harm in it") in told
    assert ("missing-media", "the picture broken.svg cannot be shown") in told
    assert not any(b"ran(" in content for content in contents)


def test_a_changed_picture_arrives_in_anki(tmp_path: Path) -> None:
    """Under its old name in the vault it is a new file in Anki, and the field shows it."""
    root = tmp_path / "vault"
    root.mkdir()
    (root / "N.md").write_text("## Flashcards\nWhat?::![[p.png]]\n")
    (root / "p.png").write_bytes(png("one"))
    with open_anki(tmp_path / "anki") as anki:
        for seed, now in (("one", NOW), ("two", NOW + 100)):
            (root / "p.png").write_bytes(png(seed))
            built = build(root, Config(), now)
            export(built, tmp_path / "deck.apkg")
            anki.import_package(tmp_path / "deck.apkg")
            [back] = [anki.fields(each.anki_note.guid)["Back"] for each in built.rendered]
            [name] = re.findall(r'src="([^"]*)"', back)
            assert (Path(anki.collection.media.dir()) / name).read_bytes() == png(seed)


def test_a_drawing_shows_what_was_exported_from_it(tmp_path: Path) -> None:
    """Excalidraw's and Obsidian's own pictures of it, the light one of two; else it is a link."""
    root = tmp_path / "vault"
    write_media_vault(root)
    built = build(root, Config(), NOW)
    backs = {
        each.flashcard.fields["Front"]: each.anki_note.fields["Back"]
        for each in built.rendered
        if each.anki_note.kind is Kind.BASIC
    }

    assert re.fullmatch(
        r'<img src="cycle.excalidraw-\w+.svg" alt="" width="200">', backs["An Excalidraw drawing?"]
    )
    assert 'src="both.excalidraw.light-' in backs["One in two lights?"]
    assert 'src="map-' in backs["A canvas?"]
    assert "<img" not in backs["One that was not exported?"]
    assert re.fullmatch(r'<a href="_paper-1-\w+\.pdf">paper 1.pdf</a>', backs["A document?"])


@pytest.mark.parametrize(
    ("files", "shown"),
    [
        ({}, False),
        ({"flashcards.toml": "captions = true"}, True),
        ({".obsidian/community-plugins.json": '["image-captions"]'}, True),
        (
            {
                ".obsidian/community-plugins.json": '["image-captions"]',
                "flashcards.toml": "captions = false",
            },
            False,
        ),
    ],
)
def test_a_picture_has_its_words_below_where_the_vault_shows_them(
    make_vault: MakeVault, files: dict[str, str], *, shown: bool
) -> None:
    """In both forms, at any size; a picture without words has no caption"""
    cards = (
        "## Flashcards\na::one ![[p.png|A <heart>|300]] two\n"
        "b::![A lung](https://e.org/a.png)\nc::![[p.png|300]]\n"
    )
    root = make_vault({"N.md": cards, "p.png": png("one"), **files})
    built = build(root, read_config(root), NOW)
    heart, lung, plain = (each.anki_note.fields["Back"] for each in built.rendered)

    below = "<figcaption>A &lt;heart&gt;</figcaption></figure>" if shown else ""
    assert ("<figcaption>" in heart, below in heart) == (shown, True)
    assert heart.startswith("<p>one</p>\n<figure><img " if shown else "one <img ")
    assert 'width="300"' in heart
    assert lung.endswith("<figcaption>A lung</figcaption></figure>" if shown else 'alt="A lung">')
    assert plain.startswith("<img ")


def test_the_summary_counts_what_stays_in_the_web(tmp_path: Path) -> None:
    """Each picture once, beside the files of the package."""
    root = tmp_path / "vault"
    root.mkdir()
    (root / "p.png").write_bytes(png("one"))
    lines = (
        "a::![x](https://example.org/a.png) ![[p.png]]",
        "b::![x](https://example.org/a.png)",
        "c::![x](https://example.org/b.png)",
    )
    (root / "N.md").write_text("## Flashcards\n" + "\n\n".join(lines))

    summary = "\n".join(summary_lines(summary_of(build(root, Config(), NOW)), "deck.apkg"))

    assert "  media      1 file, 2 pictures stay in the web\n" in summary
