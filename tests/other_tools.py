"""What other tools left behind: their notetypes in Anki, notes with reviews, ids in a vault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from anki.collection import Collection
from anki.models import ChangeNotetypeRequest
from anki_backend import Anki, open_anki

Template = tuple[str, str, str]
BOTH_WAYS = (
    ("Front / Back", "{{Front}}", "{{FrontSide}}<hr>{{Back}}"),
    ("Back / Front", "{{Back}}", "{{FrontSide}}<hr>{{Front}}"),
)
CLOZED = (("Cloze", "{{cloze:Text}}", "{{cloze:Text}}"),)


@dataclass(frozen=True, slots=True)
class Made:
    """One Anki note of a tool."""

    notetype: str
    fields: Sequence[str]
    deck: str = "Old::deck"


@dataclass(frozen=True, slots=True)
class Tool:
    """How a tool names its notetypes, and what it writes into a vault."""

    notetypes: Mapping[str, tuple[Sequence[str], Sequence[Template]]]
    """Those that Anki does not bring."""

    notes: Sequence[Made]
    vault: Callable[[Sequence[int]], Mapping[str, str]]
    """The vault's files, with the ids of the notes in their order."""


def _obsidian_to_anki(ids: Sequence[int]) -> Mapping[str, str]:
    basic, both, cloze, own, inline = ids
    return {
        ".obsidian/community-plugins.json": '["obsidian-to-anki-plugin"]',
        "flashcards.toml": "[syntaxes.obsidian-to-anki]\n"
        'notetypes = {Vocabulary = ["Word", "Meaning", "Example"]}\n',
        "a.md": f"""\
TARGET DECK: Languages

START
Basic
What is a monad?
Back: A monoid in the category of **endofunctors**, as ever.
Tags: maths
<!--ID: {basic}-->
END

START
Basic (and reversed card)
Hund
Back: dog
<!--ID: {both}-->
END

START
Cloze
The {{{{c2::heart}}}} pumps {{{{c1::blood}}}}, and {{{{c3::lungs}}}} breathe.
<!--ID: {cloze}-->
END

START
Vocabulary
Katze
Meaning: cat
Example: Die Katze schläft.
<!--ID: {own}-->
END

STARTI [Basic] Is osmosis passive? Back: It is. <!--ID: {inline}--> ENDI
""",
    }


OBSIDIAN_TO_ANKI = Tool(
    {
        "Vocabulary": (
            ("Word", "Meaning", "Example", "Audio"),
            (("Ask", "{{Word}}", "{{FrontSide}}{{Meaning}}{{Example}}{{Audio}}"),),
        )
    },
    (
        Made("Basic", ("What is a monad?", "A monoid in the category of endofunctors")),
        Made("Basic (and reversed card)", ("Hund", "dog")),
        Made("Cloze", ("The {{c2::heart}} pumps {{c1::blood}}.", "")),
        Made("Vocabulary", ("Katze", "cat", "Die Katze schläft.", "[sound:katze.mp3]")),
        Made("Basic", ("Is osmosis passive?", "Yes.")),
    ),
    _obsidian_to_anki,
)


def _flashcards_obsidian(ids: Sequence[int]) -> Mapping[str, str]:
    inline, both, card, cloze = ids
    return {
        ".obsidian/community-plugins.json": '["flashcards-obsidian"]',
        "b.md": f"""\
cards-deck: Biology

Capital of Peru::Lima, of course
^{inline}

Mitosis ::: Cell division
^{both}

## What is osmosis? #card
Water moving through a membrane.
^{card}

The {{1:heart}} pumps {{2:blood}}.
^{cloze}
""",
    }


FLASHCARDS_OBSIDIAN = Tool(
    {
        "Obsidian-basic": (("Front", "Back", "Source"), BOTH_WAYS[:1]),
        "Obsidian-basic-reversed": (("Front", "Back", "Source"), BOTH_WAYS),
        "Obsidian-cloze": (("Text", "Extra", "Source"), CLOZED),
    },
    (
        Made("Obsidian-basic", ("Capital of Peru", "Lima", "")),
        Made("Obsidian-basic-reversed", ("Mitosis", "Cell division", "")),
        Made("Obsidian-basic", ("b &gt; What is osmosis?", "Water moving.", "")),
        Made("Obsidian-cloze", ("The {{c1::heart}} pumps {{c2::blood}}.", "", "")),
    ),
    _flashcards_obsidian,
)


def _flashcards_obsidian_2(ids: Sequence[int]) -> Mapping[str, str]:
    first, second = ids
    return {
        ".obsidian/community-plugins.json": '["flashcards-obsidian"]',
        "flashcards.toml": "[syntaxes.flashcards-obsidian]\nversion = 2\n",
        "c.md": f"""\
---
flashcards:
  q-7fke: {{nid: {first}, hash: abc, sync: 1}}
  q-8gmf: {{nid: {second}, hash: def, sync: 1}}
---
Capital of Chile::Santiago de Chile ^q-7fke

The ==liver== makes ==bile==. ^q-8gmf
""",
    }


FLASHCARDS_OBSIDIAN_2 = Tool(
    FLASHCARDS_OBSIDIAN.notetypes,
    (
        Made("Obsidian-basic", ("Capital of Chile", "Santiago", "")),
        Made("Obsidian-cloze", ("The {{c1::liver}} makes {{c2::bile}}.", "", "")),
    ),
    _flashcards_obsidian_2,
)


def _inka2(ids: Sequence[int]) -> Mapping[str, str]:
    peru, chile, cloze = ids
    return {
        "d.md": f"""\
## Flashcards

<!--ID:{peru}-->
Capital of Peru? :: Lima

<!--ID:{chile}-->
Capital of Chile? :: Santiago

<!--ID:{cloze}-->
The {{{{c1::heart}}}} pumps
""",
    }


INKA2 = Tool(
    {},
    (
        Made("Basic", ("Capital of Peru?", "<p>Lima</p>")),
        Made("Basic", ("<p>Capital of <strong>Chile</strong>?</p>", "<p>Santiago</p>")),
        Made("Cloze", ("The {{c1::heart}} pumps", "")),
    ),
    _inka2,
)


def _yanki(ids: Sequence[int]) -> Mapping[str, str]:
    basic, cloze = ids
    return {
        "e.md": f"---\nnoteId: {basic}\n---\n## Flashcards\nWhat is yanki? :: A tool, indeed\n",
        "f.md": f"---\nnoteId: {cloze}\n---\n## Flashcards\nThe ==liver== makes bile.\n",
    }


YANKI = Tool(
    {
        "Yanki - Basic": (("Front", "Back", "YankiNamespace"), BOTH_WAYS[:1]),
        "Yanki - Cloze": (
            ("Front", "Back", "YankiNamespace"),
            (("Cloze", "{{cloze:Front}}", "{{cloze:Front}}"),),
        ),
    },
    (
        Made("Yanki - Basic", ("What is yanki?", "A tool", "Yanki")),
        Made("Yanki - Cloze", ("The {{c1::liver}} makes bile.", "", "Yanki")),
    ),
    _yanki,
)

TOOLS = {
    "Obsidian_to_Anki": OBSIDIAN_TO_ANKI,
    "flashcards-obsidian": FLASHCARDS_OBSIDIAN,
    "flashcards-obsidian 2": FLASHCARDS_OBSIDIAN_2,
    "inka2": INKA2,
    "yanki": YANKI,
}


def add_notetype(
    collection: Collection, name: str, fields: Iterable[str], templates: Sequence[Template]
) -> None:
    """Add a notetype as tools do, by AnkiConnect or by hand."""
    models = collection.models
    made = models.new(name)
    made["type"] = int("cloze:" in templates[0][1])
    for field in fields:
        models.add_field(made, models.new_field(field))
    for title, front, back in templates:
        template = models.new_template(title)
        template["qfmt"], template["afmt"] = front, back
        models.add_template(made, template)
    models.add(made)


def add_notes(anki: Anki, tool: Tool) -> list[int]:
    """Add a tool's notetypes and notes; return the ids of the notes."""
    collection = anki.collection
    for name, (fields, templates) in tool.notetypes.items():
        add_notetype(collection, name, fields, templates)
    ids = []
    for made in tool.notes:
        notetype = collection.models.by_name(made.notetype)
        assert notetype is not None
        note = collection.new_note(notetype)
        note.fields = list(made.fields)
        note.tags = ["old"]
        collection.add_note(note, collection.decks.id(made.deck))
        ids.append(note.id)
    return ids


def study_for_a_while(folder: Path, days: Sequence[int] = (0, 3, 9), answers: int = 40) -> None:
    """Answer cards on several days, until they are far apart; one card ends up suspended."""
    for passed in days:
        with open_anki(folder) as anki:
            anki.collection.db.execute("update col set crt = crt - ?", 86_400 * passed)
        with open_anki(folder) as anki:
            anki.study(answers)
    with open_anki(folder) as anki:
        card = min(anki.collection.find_cards("deck:Old::deck"))
        anki.collection.sched.suspend_cards([card])


def export_collection(folder: Path, file: Path, *, legacy: bool = False) -> Path:
    """Export the whole collection, as File > Export does."""
    with open_anki(folder) as anki:
        anki.collection.export_collection_package(str(file), include_media=False, legacy=legacy)
    return file


def change_notetype(anki: Anki, search: str, new: str, advice: str) -> None:
    """Do what Notes > Change Notetype does, as it is mapped when its window opens, but as told."""
    models = anki.collection.models
    found = anki.collection.find_notes(search)
    [old_id] = {anki.collection.get_note(note).mid for note in found}
    new_id = models.id_for_name(new)
    info = models.change_notetype_info(old_notetype_id=old_id, new_notetype_id=new_id)
    request = ChangeNotetypeRequest()
    request.CopyFrom(info.input)
    request.note_ids.extend(found)
    if "Reversed" in advice:
        request.new_fields[2] = -1
    models.change_notetype_of_notes(request)
