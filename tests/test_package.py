"""Packages as files: their bytes, their members, and what is refused."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from anki_notes import THEN, basic, changed, cloze, database, media_name, packaged
from msgspec.structs import replace

from flashcards.diagnostics import FlashcardsError
from flashcards.ledger import TextInMemory
from flashcards.model import AnkiNote, Kind, Media, Texts
from flashcards.notetypes import BASIC, CLOZE, with_css
from flashcards.package import (
    PackageContents,
    PackageError,
    check_output,
    is_our_package,
    read_fields,
    read_package,
    staged_package,
    validate_contents,
    write_package,
)

PICTURE = b"not really a picture"
NAME = media_name("Pictures/Cell.png", PICTURE)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Return a vault with one picture."""
    root = tmp_path / "vault"
    (root / "Pictures").mkdir(parents=True)
    (root / "Pictures" / "Cell.png").write_bytes(PICTURE)
    return root


def with_picture() -> AnkiNote:
    """Return an Anki note that shows the vault's picture."""
    return basic("pic", {"Back": f'<img src="{NAME}">'}, media=((NAME, "Pictures/Cell.png"),))


# --- what is written ------------------------------------------------------------------------------


def test_members_tell_nothing_but_their_content(tmp_path: Path, vault: Path) -> None:
    """Names, order, dates and rights are the same on every machine; media are not compressed"""
    package = tmp_path / "deck.apkg"
    write_package(package, packaged(with_picture()), vault)

    with zipfile.ZipFile(package) as archive:
        members = archive.infolist()
        assert json.loads(archive.read("media")) == {"0": NAME}
        assert archive.read("0") == PICTURE
    assert [member.filename for member in members] == ["collection.anki2", "media", "0"]
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.external_attr >> 16 for member in members} == {stat.S_IFREG | 0o644}
    assert {member.create_system for member in members} == {3}
    assert [member.compress_type for member in members] == [
        zipfile.ZIP_DEFLATED,
        zipfile.ZIP_STORED,
        zipfile.ZIP_STORED,
    ]


def test_rows_have_the_ids_and_times_of_the_ledger(tmp_path: Path, vault: Path) -> None:
    """Note ids, mod and place come from outside; card ids follow their note's"""
    package = tmp_path / "deck.apkg"
    two_cards = basic("two", {"Reversed": "so?"}, ords=(0, 1))
    write_package(package, packaged(basic("one"), two_cards, modified={"two": THEN + 7}), vault)

    with closing(database(package)) as rows:
        notes = rows.execute("select id, guid, mid, mod, usn from notes").fetchall()
        cards = rows.execute("select id, nid, ord, mod, due, queue, reps from cards").fetchall()
    first = THEN * 1000
    assert notes == [
        (first, "one", BASIC.id, THEN, -1),
        (first + 512, "two", BASIC.id, THEN + 7, -1),
    ]
    assert cards == [
        (first + 1, first, 0, THEN, 0, 0, 0),
        (first + 513, first + 512, 0, THEN + 7, 1, 0, 0),
        (first + 514, first + 512, 1, THEN + 7, 1, 0, 0),
    ]


def test_decks_are_the_same_in_any_case_and_never_ankis_own(tmp_path: Path, vault: Path) -> None:
    """Anki compares deck names without regard to case, and deck 1 is the user's"""
    package = tmp_path / "deck.apkg"
    notes = basic("a", deck="Bio::Cell"), basic("b", deck="bio::cell"), basic("c", deck="Bio")
    write_package(package, packaged(*notes), vault)

    with closing(database(package)) as rows:
        decks = json.loads(rows.execute("select decks from col").fetchone()[0])
        used = [deck for (deck,) in rows.execute("select did from cards order by nid")]
    assert used[0] == used[1] != used[2]
    assert 1 not in used
    assert {decks[str(deck)]["name"] for deck in used} == {"Bio::Cell", "Bio"}
    assert {deck["desc"] for deck in decks.values()} == {""}
    assert {deck["conf"] for deck in decks.values()} == {1}


def test_only_notetypes_that_occur_are_written(tmp_path: Path, vault: Path) -> None:
    """A vault without clozes does not fill Anki with a notetype for them"""
    package = tmp_path / "deck.apkg"
    write_package(package, packaged(basic("a")), vault)

    with closing(database(package)) as rows:
        models = json.loads(rows.execute("select models from col").fetchone()[0])
    assert [model["name"] for model in models.values()] == ["Vault Basic"]


def test_the_users_style_is_written(tmp_path: Path, vault: Path) -> None:
    """The contents say which notetypes are written"""
    package = tmp_path / "deck.apkg"
    styled = with_css(BASIC, ".card { color: teal }")
    write_package(package, replace(packaged(basic("a")), notetypes=(styled, CLOZE)), vault)

    with closing(database(package)) as rows:
        models = json.loads(rows.execute("select models from col").fetchone()[0])
    assert models[str(BASIC.id)]["css"] == styled.css


def test_media_can_be_left_out(tmp_path: Path, vault: Path) -> None:
    """A package that is only to be remembered has no pictures, and still the same digest"""
    whole = write_package(tmp_path / "deck.apkg", packaged(with_picture()), vault)
    bare = write_package(tmp_path / "last.apkg", packaged(with_picture()), None)

    with zipfile.ZipFile(tmp_path / "last.apkg") as archive:
        assert archive.namelist() == ["collection.anki2", "media"]
    assert whole == bare


# --- the same bytes -------------------------------------------------------------------------------

WRITE = """
import sys
from pathlib import Path
from anki_notes import basic, cloze, packaged
from test_package import with_picture
from flashcards.package import write_package

notes = [with_picture(), cloze("gap", "{{c1::a}} {{c2::b}}", 0, 1, deck="B::C", tags=("x", "y"))]
notes += [basic(f"note {n}", deck=f"Deck {n % 7}", tags=(f"t{n % 3}",)) for n in range(300)]
write_package(Path(sys.argv[1]), packaged(*notes), Path(sys.argv[2]))
"""


def test_two_processes_write_the_same_bytes(tmp_path: Path, vault: Path) -> None:
    """Neither hash seeds nor time zones nor file times are in a package"""
    written = []
    for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland")):
        package = tmp_path / f"{seed}.apkg"
        here = Path(__file__).parent
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "PYTHONPATH": os.pathsep.join([str(here.parent), str(here)]),
        }
        command = [sys.executable, "-c", WRITE, str(package), str(vault)]
        subprocess.run(command, check=True, env=environment)
        os.utime(vault / "Pictures" / "Cell.png", (THEN, THEN))
        written.append(package.read_bytes())

    assert written[0] == written[1]


def test_the_order_of_notes_does_not_matter(tmp_path: Path, vault: Path) -> None:
    """Rows stand in the order of their ids"""
    contents = packaged(basic("a"), basic("b", deck="B"), cloze("c", "{{c1::x}}", 0))
    turned = replace(contents, notes=contents.notes[::-1])

    assert write_package(tmp_path / "a.apkg", contents, vault) == write_package(
        tmp_path / "b.apkg", turned, vault
    )
    assert (tmp_path / "a.apkg").read_bytes() == (tmp_path / "b.apkg").read_bytes()


# --- what is refused ------------------------------------------------------------------------------


def _edit(**values: object) -> Callable[[PackageContents], PackageContents]:
    return lambda contents: replace(
        contents,
        notes=(replace(contents.notes[0], note=replace(contents.notes[0].note, **values)),),
    )


def _fields(**fields: str) -> Callable[[PackageContents], PackageContents]:
    return lambda contents: _edit(fields=changed(contents.notes[0].note, **fields).fields)(contents)


def _numbers(**values: int) -> Callable[[PackageContents], PackageContents]:
    return lambda contents: replace(contents, notes=(replace(contents.notes[0], **values),))


def _twice(**values: object) -> Callable[[PackageContents], PackageContents]:
    return lambda contents: replace(
        contents, notes=(contents.notes[0], replace(contents.notes[0], **values))
    )


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_edit(guid=""), "no guid"),
        (_edit(fields=Texts.of({"Front": "a"})), "the fields of Vault Basic are not Front"),
        (_edit(ords=()), "no cards"),
        (_edit(ords=(1, 0)), "not in order"),
        (_edit(ords=(0, 0)), "not in order"),
        (_edit(ords=(0, 1)), "not those that Anki would make"),
        (_edit(kind=Kind.CLOZE), "the fields of Vault Cloze are not"),
        (_edit(tags=("two words",)), "no tag 'two words'"),
        (_edit(tags=("wide　blank",)), "no tag"),
        (_edit(tags=("",)), "no tag ''"),
        (_edit(deck=""), "would rename the deck ''"),
        (_edit(deck="A::::B"), "would rename the deck"),
        (_edit(deck="A:: B"), "would rename the deck"),
        (_edit(deck="A\nB"), "would rename the deck"),
        (_edit(media=(Media("../x.png", "x.png"),)), "x.png cannot be called"),
        (_edit(media=(Media("", "x.png"),)), "cannot be called"),
        (_edit(media=(Media("X.png", "x.png"),)), "cannot be called"),
        (_edit(media=(Media("x" * 101, "x.png"),)), "cannot be called"),
        (_fields(Back="a\x1fb"), "separates fields"),
        (_fields(Back="\ud83d"), "not text"),
        (_fields(Front="  "), "Front is empty"),
        (_fields(Reversed="so?"), "not those that Anki would make"),
        (_numbers(note_id=0), "is too low"),
        (_numbers(note_id=-5), "is too low"),
        (_numbers(modified=0), "is too low"),
        (_numbers(due=-1), "is too low"),
        (_twice(note_id=5), "2 notes have the guid a"),
        (_twice(note=basic("b")), "2 notes have the note id"),
        (lambda contents: replace(contents, notetype_modified={}), "no time for the notetype"),
        (lambda contents: replace(contents, notetypes=(CLOZE,)), "no notetype of kind basic"),
    ],
)
def test_what_anki_would_refuse_is_not_written(
    damage: Callable[[PackageContents], PackageContents], message: str, tmp_path: Path
) -> None:
    """One such note would make Anki refuse the whole package, or garble it"""
    contents = damage(packaged(basic("a")))

    with pytest.raises(PackageError, match=message):
        write_package(tmp_path / "deck.apkg", contents, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "ords"),
    [
        ("{{c1::a {{c2::b}}}}", (0,)),
        ("{{c1::a}}", (0, 1)),
        ("{{c1,3::a}}", (0,)),
        ("{{C1::a}} {{c501::b}}", (0,)),
        ("nothing", (0,)),
    ],
)
def test_cards_are_those_that_anki_finds_in_the_text(text: str, ords: tuple[int, ...]) -> None:
    """A card without its cloze would be shown empty, a cloze without a card never"""
    with pytest.raises(PackageError, match="not those that Anki would make"):
        validate_contents(packaged(cloze("c", text, *ords)))


def test_colliding_cards_are_refused() -> None:
    """Note ids too close together would give two cards one id"""
    contents = packaged(cloze("c", "{{c1::a}}{{c3::b}}", 0, 2), basic("b"))
    near = replace(contents.notes[1], note_id=contents.notes[0].note_id + 2)

    with pytest.raises(PackageError, match="2 notes have the card id"):
        validate_contents(replace(contents, notes=(contents.notes[0], near)))


def test_good_contents_pass() -> None:
    """Nested clozes, several numbers at once, tags and decks in any script are fine"""
    validate_contents(
        packaged(
            cloze("c", "{{c1::a {{c2::b}}}} {{c4,6::c}} {{c500::d}}", 0, 1, 3, 5, 499),
            cloze("h", "{{c501::a}} {{c70000::b}}", 499),
            basic("b", deck="生物::Zelle (2)", tags=("生物::a", "größe")),
            basic("r", {"Reversed": "so?"}, ords=(0, 1)),
        )
    )


# --- files that are in the way, or gone -----------------------------------------------------------


def test_a_file_of_the_user_is_never_replaced(tmp_path: Path, vault: Path) -> None:
    """Whatever is not ours stays: a text, a zip, a package from Anki with a review history"""
    package = tmp_path / "deck.apkg"
    package.write_text("my list of decks")

    with pytest.raises(FlashcardsError, match="exists and is not an Anki package"):
        write_package(package, packaged(basic("a")), vault)
    assert package.read_text() == "my list of decks"

    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("collection.anki2", b"SQLite format 3\0" + bytes(84))
    with pytest.raises(FlashcardsError, match="was not written by flashcards") as refused:
        check_output(package)
    assert refused.value.hint == "move it away, or name another file"


def test_our_own_package_is_replaced(tmp_path: Path, vault: Path) -> None:
    """The next export takes the place of the last"""
    package = tmp_path / "deck.apkg"
    write_package(package, packaged(basic("a")), vault)
    package.chmod(0o640)
    write_package(package, packaged(basic("a"), basic("b")), vault)

    read = read_package(package)
    assert read is not None
    assert read.guids == ("a", "b")
    assert stat.S_IMODE(package.stat().st_mode) == 0o640
    assert sorted(file.name for file in tmp_path.iterdir()) == ["deck.apkg", "vault"]


def test_a_link_to_the_package_stays_a_link(tmp_path: Path, vault: Path) -> None:
    """A link into a synchronised folder is followed, not replaced"""
    (tmp_path / "Synced").mkdir()
    link = tmp_path / "deck.apkg"
    link.symlink_to(tmp_path / "Synced" / "deck.apkg")
    write_package(link, packaged(basic("a")), vault)

    assert link.is_symlink()
    assert is_our_package(tmp_path / "Synced" / "deck.apkg")


def test_an_impossible_output_is_explained(tmp_path: Path) -> None:
    """No folder, or a folder in place of the file"""
    with pytest.raises(FlashcardsError, match="there is no folder"):
        check_output(tmp_path / "nowhere" / "deck.apkg")
    with pytest.raises(FlashcardsError, match="it is a folder"):
        check_output(tmp_path)
    check_output(tmp_path / "deck.apkg")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_explained(tmp_path: Path) -> None:
    """Said before any work is done"""
    tmp_path.chmod(0o500)
    with pytest.raises(FlashcardsError, match="is read-only"):
        check_output(tmp_path / "deck.apkg")
    tmp_path.chmod(0o700)


def test_a_picture_that_is_gone_is_named(tmp_path: Path, vault: Path) -> None:
    """The last package stays, and nothing half-made is left"""
    package = tmp_path / "deck.apkg"
    write_package(package, packaged(basic("a")), vault)
    before = package.read_bytes()
    (vault / "Pictures" / "Cell.png").unlink()

    with pytest.raises(FlashcardsError, match=r"Cell\.png was deleted during the export"):
        write_package(package, packaged(with_picture()), vault)
    assert package.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["deck.apkg", "vault"]


def test_a_picture_that_changed_is_not_packed_under_its_old_name(
    tmp_path: Path, vault: Path
) -> None:
    """Anki would keep what it has under that name for ever"""
    (vault / "Pictures" / "Cell.png").write_bytes(b"redrawn")

    with pytest.raises(FlashcardsError, match="changed during the export"):
        write_package(tmp_path / "deck.apkg", packaged(with_picture()), vault)
    assert [file.name for file in tmp_path.iterdir()] == ["vault"]


def test_a_picture_outside_the_vault_is_not_packed(tmp_path: Path, vault: Path) -> None:
    """A link out of the vault may lead anywhere"""
    (tmp_path / "secret.png").write_bytes(PICTURE)
    (vault / "Pictures" / "Cell.png").unlink()
    (vault / "Pictures" / "Cell.png").symlink_to(tmp_path / "secret.png")

    with pytest.raises(FlashcardsError, match="leads out of the vault"):
        write_package(tmp_path / "deck.apkg", packaged(with_picture()), vault)


def test_a_linked_picture_inside_the_vault_is_packed(tmp_path: Path, vault: Path) -> None:
    """A link within the vault is as good as the file"""
    (vault / "Pictures" / "Cell.png").rename(vault / "real.png")
    (vault / "Pictures" / "Cell.png").symlink_to(vault / "real.png")
    write_package(tmp_path / "deck.apkg", packaged(with_picture()), vault)

    with zipfile.ZipFile(tmp_path / "deck.apkg") as archive:
        assert archive.read("0") == PICTURE


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot limit the size of files")
def test_a_full_disk_leaves_the_last_package(tmp_path: Path, vault: Path) -> None:
    """An error of the system names the file and what went wrong"""
    package = tmp_path / "deck.apkg"
    write_package(package, packaged(basic("a")), vault)
    before = package.read_bytes()
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from anki_notes import basic, packaged\n"
        "from flashcards.diagnostics import FlashcardsError\n"
        "from flashcards.package import write_package\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "try: write_package(Path(sys.argv[1]), packaged(basic('b')), Path(sys.argv[2]))\n"
        "except FlashcardsError as error: print(error.message)\n"
    )
    here = Path(__file__).parent
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(here.parent), str(here)])}
    ran = subprocess.run(
        [sys.executable, "-c", script, str(package), str(vault)],
        check=True,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert ran.stdout.startswith(f"cannot write {package}: ")
    assert package.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["deck.apkg", "vault"]


def test_a_staged_package_is_not_yet_in_its_place(tmp_path: Path, vault: Path) -> None:
    """Between writing and publishing the ledger can be made ready; without publishing, nothing"""
    package = tmp_path / "deck.apkg"
    with staged_package(package, packaged(basic("a")), vault) as staged:
        assert not package.exists()
        staged.publish()
        read = read_package(package)
        assert read is not None
        assert read.digest == staged.digest

    with staged_package(package, packaged(basic("b")), vault):
        pass
    read = read_package(package)
    assert read is not None
    assert read.guids == ("a",)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["deck.apkg", "vault"]


# --- reading back ---------------------------------------------------------------------------------


def test_a_package_remembers_the_ledger(tmp_path: Path, vault: Path) -> None:
    """A lost ledger is rebuilt from the last package"""
    lines = ('{"format": 1}', '{"guid": "a", "question": "größe 生"}')
    package = tmp_path / "deck.apkg"
    ledger = "".join(f"{line}\n" for line in lines).encode()
    digest = write_package(
        package, replace(packaged(basic("a")), ledger=TextInMemory(ledger)), vault
    )

    read = read_package(package)
    assert read is not None
    assert (read.ledger_lines, read.guids, read.digest) == (lines, ("a",), digest)


def test_fields_can_be_read_back(tmp_path: Path, vault: Path) -> None:
    """What was exported last is compared with what would be exported now"""
    package = tmp_path / "deck.apkg"
    write_package(package, packaged(basic("a"), cloze("c", "{{c1::x}}", 0)), vault)

    fields = read_fields(package)
    assert fields["a"]["Front"] == "a?"
    assert fields["c"] == cloze("c", "{{c1::x}}", 0).fields


def test_a_damaged_package_of_ours_can_be_replaced(tmp_path: Path, vault: Path) -> None:
    """Nothing is read from it, and nothing of the user's is in it"""
    package = tmp_path / "deck.apkg"
    write_package(package, packaged(basic("a")), vault)
    whole = bytearray(package.read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 40] = bytes(40)
    package.write_bytes(whole)

    assert read_package(package) is None
    write_package(package, packaged(basic("b")), vault)
    assert read_package(package) is not None


def test_what_is_not_ours_is_not_read(tmp_path: Path) -> None:
    """No file, a text and a broken zip remember nothing"""
    broken = tmp_path / "broken.apkg"
    write_package(broken, packaged(basic("a")), None)
    broken.write_bytes(broken.read_bytes()[:-200])
    text = tmp_path / "text.apkg"
    text.write_text("PK")

    for path in (tmp_path / "none.apkg", text, broken):
        assert not is_our_package(path)
        assert read_package(path) is None
        assert read_fields(path) == {}
