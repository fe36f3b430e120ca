"""The notetypes: what is frozen for ever, and what a release may change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from anki_backend import open_anki
from conftest import NOW
from msgspec.structs import replace

from flashcards.config import Config, read_config
from flashcards.diagnostics import FlashcardsError
from flashcards.exporting import export
from flashcards.notetypes import BASIC, CLOZE, NOTETYPES, RELEASE, Notetype, digest, with_css
from flashcards.pipeline import build

FROZEN = {
    "Vault Basic": (
        1712394418627,
        [
            ("Front", 4575423887219290),
            ("Back", 8227470187444676),
            ("Reversed", 4652419802670236),
            ("Extra", 7560007069322646),
            ("Context", 3828949313047041),
            ("Source", 7282405328917144),
            ("Link", 6932428728234972),
            ("Hint", 1122344071098693),
            ("Id", 1544593210102512),
            ("Spare 1", 8620431193765739),
            ("Spare 2", 8092931705069325),
            ("Spare 3", 7653356737055402),
        ],
        [("Card 1", 8942560282304432), ("Card 2", 2790234063880549)],
    ),
    "Vault Cloze": (
        1712394420983,
        [
            ("Text", 7745642889887469),
            ("Extra", 4462718744773915),
            ("Context", 1862269840843829),
            ("Source", 5116427819395696),
            ("Link", 6120072601748570),
            ("Hint", 8660189466663946),
            ("Id", 4932587733101663),
            ("Spare 1", 8601397530805022),
            ("Spare 2", 7045363174269829),
            ("Spare 3", 7738336713463431),
        ],
        [("Cloze", 4675040883557146)],
    ),
}

RELEASED = {
    1: "7be391643bcfd511 3c85a8005de4252d",
    2: "71679015683c31cc 0fb5d33181aeeb8e",
    3: "5987985f4313a9aa 335549bb736b255f",
}
"""What each release looked like; see test_a_new_look_is_a_new_release."""


def test_ids_names_and_order_are_frozen() -> None:
    """No change here, ever: Anki would stop updating every Anki note there is"""
    found = {
        notetype.name: (
            notetype.id,
            [(field.name, field.id) for field in notetype.fields],
            [(template.name, template.id) for template in notetype.templates],
        )
        for notetype in NOTETYPES
    }

    assert found == FROZEN


def test_ids_are_unique_and_survive_json() -> None:
    """No id is used twice, and a program that reads numbers as floats keeps them"""
    ids = [
        part.id for notetype in NOTETYPES for part in (*notetype.fields, *notetype.templates)
    ] + [notetype.id for notetype in NOTETYPES]

    assert len(set(ids)) == len(ids)
    assert all(0 < id_ < 2**53 for id_ in ids)


@pytest.mark.parametrize("notetype", NOTETYPES, ids=lambda notetype: notetype.name)
def test_templates_name_only_fields_that_exist(notetype: Notetype) -> None:
    """A template that names no field would be refused by Anki"""
    own = {*notetype.field_names, "FrontSide"}
    for template in notetype.templates:
        named = re.findall(r"\{\{(?:[#^/]|cloze:)?([^{}]+)\}\}", template.front + template.back)

        assert set(named) <= own


@pytest.mark.parametrize("notetype", NOTETYPES, ids=lambda notetype: notetype.name)
def test_cards_need_no_script_and_nothing_from_elsewhere(notetype: Notetype) -> None:
    """Cards look the same offline and in every Anki"""
    everything = notetype.css + "".join(each.front + each.back for each in notetype.templates)

    assert not re.search(r"<script|javascript:|@import|url\(|https?:|\bon\w+=", everything)


def test_context_is_asked_with_only_on_the_first_basic_card() -> None:
    """The context of a reversed card or of a cloze may name what is asked"""
    fronts = {
        template.name: "Context" in template.front
        for notetype in NOTETYPES
        for template in notetype.templates
    }

    assert fronts == {"Card 1": True, "Card 2": False, "Cloze": False}
    assert all("{{Context}}" in (BASIC, CLOZE)[i].templates[-1].back for i in (0, 1))


def test_the_digest_sees_every_text_that_anki_shows() -> None:
    """Another name, template or style is another digest"""
    card_1 = replace(BASIC.templates[0], front="{{Front}}")
    others = (
        replace(BASIC, name="Vault Basic 2"),
        replace(BASIC, css=BASIC.css + " "),
        replace(BASIC, templates=(card_1, BASIC.templates[1])),
        CLOZE,
    )

    assert len({digest(each) for each in (BASIC, *others)}) == 5
    assert digest(BASIC) == digest(replace(BASIC))


def test_the_users_style_comes_last() -> None:
    """The user's own CSS wins over ours, and none changes nothing"""
    styled = with_css(CLOZE, ".card { --fc-accent: #0a7a3b }")

    assert styled.css.startswith(CLOZE.css)
    assert styled.css.rstrip().endswith("{ --fc-accent: #0a7a3b }")
    assert digest(styled) != digest(CLOZE)
    assert with_css(CLOZE, "  \n") == CLOZE


def test_a_style_sheet_that_is_not_there_stops_the_run(tmp_path: Path) -> None:
    """Cards that look otherwise than asked for are not exported; the message names the file"""
    (tmp_path / "latin.css").write_bytes(b"\xe9")
    for path, words in (("cards.css", "there is no"), ("latin.css", "not UTF-8"), (".", "cannot")):
        with pytest.raises(FlashcardsError, match=words):
            build(tmp_path, Config(css=path), NOW)


def test_the_users_style_reaches_anki(tmp_path: Path) -> None:
    """And so does each change of it, and its end; other runs leave the notetype alone"""
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "N.md").write_text("## Flashcards\na::b\n")
    (vault / "flashcards.toml").write_text('css = "cards.css"')
    styles = (".card { color: red }", ".card { color: blue }", ".card { color: blue }", None)
    seen = []
    for day, style in enumerate(styles):
        if style is None:
            (vault / "flashcards.toml").write_text("")
        else:
            (vault / "cards.css").write_text(style)
        built = build(vault, read_config(vault), NOW + 86400 * day)
        export(built, tmp_path / "deck.apkg")
        with open_anki(tmp_path / "anki") as anki:
            anki.import_package(tmp_path / "deck.apkg")
            notetype = anki.collection.models.by_name("Vault Basic")
            assert notetype is not None
            seen.append((notetype["css"].removeprefix(BASIC.css).strip(), notetype["mod"]))

    (red, first), (blue, second), (same, third), (none, fourth) = seen
    assert (red, blue, same, none) == (styles[0], styles[1], styles[1], "")
    assert first < second == third < fourth


def test_a_new_look_is_a_new_release() -> None:
    """Whoever changes template text or CSS raises RELEASE and notes the new digests here"""
    assert RELEASED[RELEASE] == " ".join(digest(notetype)[:16] for notetype in NOTETYPES)
    assert max(RELEASED) == RELEASE
