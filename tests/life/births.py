"""Flashcards as they are first written, one of every kind, and the vault they begin with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from life.vault import Flashcard, Form, Vault, VaultNote
from life.words import Text, Word

Birth = Callable[[Vault, VaultNote], tuple[Vault, Flashcard]]

PICTURES = ("lamp.png", "leaf.png")
CITEKEYS = ("doe2020Sleep", "doe2020Storm")


def _born(vault: Vault, form: Form, question: Text, answer: Text = ()) -> tuple[Vault, Flashcard]:
    identity = vault.fresh
    born = Flashcard(identity, identity, form, question, answer)
    return replace(vault, fresh=identity + 1), born


def _plain(form: Form) -> Birth:
    def bear(vault: Vault, _note: VaultNote) -> tuple[Vault, Flashcard]:
        vault, words = vault.new_words(9)
        return _born(vault, form, words[:5], words[5:])

    return bear


def _name(vault: Vault, name: str) -> tuple[Vault, Text]:
    """Return the words of a name as they stand in a sentence."""
    numbers = range(vault.fresh, vault.fresh + 2)
    words = (Word(n, text) for n, text in zip(numbers, name.lower().split(), strict=True))
    return replace(vault, fresh=vault.fresh + 2), tuple(words)


def answered_by_title(vault: Vault, note: VaultNote) -> tuple[Vault, Flashcard]:
    """Ask for the concept of the vault note itself."""
    vault, words = vault.new_words(5)
    vault, name = _name(vault, note.title or note.name)
    return _born(vault, Form.SEPARATED, words, name)


def quoting_title(vault: Vault, note: VaultNote) -> tuple[Vault, Flashcard]:
    """Quote a sentence without marks in which the concept stands twice, and a linked term."""
    vault, words = vault.new_words(7)
    vault, name = _name(vault, note.title or note.name)
    linked = replace(words[6], link=note.name)
    return _born(vault, Form.QUOTE, (*words[:3], *name, *words[3:6], *name, linked))


def quoting_alias(vault: Vault, note: VaultNote) -> tuple[Vault, Flashcard]:
    """Quote a sentence without marks in which an alias stands, if there is one."""
    vault, words = vault.new_words(7)
    vault, name = _name(vault, note.alias) if note.alias else (vault, ())
    linked = replace(words[6], link=note.name)
    return _born(vault, Form.QUOTE, (*words[:3], *name, *words[3:6], linked))


def quoting_links(vault: Vault, _note: VaultNote) -> tuple[Vault, Flashcard]:
    """Quote a sentence without marks and without names, with two linked terms."""
    vault, words = vault.new_words(8)
    targets = {1: vault.vault_notes[0].name, 5: vault.vault_notes[-1].name}
    linked = (replace(each, link=targets.get(at)) for at, each in enumerate(words))
    return _born(vault, Form.QUOTE, tuple(linked))


def _marked(form: Form) -> Birth:
    """Hide one word here and two words there; a link stays that could be hidden instead."""

    def bear(vault: Vault, note: VaultNote) -> tuple[Vault, Flashcard]:
        first = vault.fresh
        vault, words = replace(vault, fresh=first + 2).new_words(9)
        marks = {1: first, 4: first + 1, 5: first + 1}
        hidden = [replace(each, cloze=marks.get(at)) for at, each in enumerate(words)]
        hidden[7] = replace(hidden[7], link=note.name)
        return _born(vault, form, tuple(hidden))

    return bear


def with_everything(vault: Vault, note: VaultNote) -> tuple[Vault, Flashcard]:
    """Ask both ways, with a block id, a tag, a picture, a citation and a link."""
    vault, words = vault.new_words(9)
    linked = (*words[5:8], replace(words[8], link=note.name))
    vault, born = _born(vault, Form.SEPARATED, words[:5], linked)
    block_id, picture = f"id-{born.identity}", PICTURES[born.identity % 2]
    citekey = CITEKEYS[born.identity % 2]
    born = replace(born, block_id=block_id, tag="dawn", picture=picture, citekey=citekey)
    return vault, replace(born, both_ways=True)


def with_picture(form: Form) -> Birth:
    """Show a picture beside the text and cite a work."""
    bear_plain = _marked(form) if form.hides else _plain(form)

    def bear(vault: Vault, note: VaultNote) -> tuple[Vault, Flashcard]:
        vault, born = bear_plain(vault, note)
        at = born.identity % 2
        return vault, replace(born, picture=PICTURES[at], citekey=CITEKEYS[1 - at])

    return bear


NEWBORN: tuple[Birth, ...] = (
    _plain(Form.DEFINITION),
    quoting_title,
    _marked(Form.CLOZE),
    with_everything,
    _marked(Form.QUOTE),
    _plain(Form.LABELLED),
    quoting_links,
    answered_by_title,
    with_picture(Form.CLOZE),
    quoting_alias,
    _plain(Form.MULTILINE),
    with_picture(Form.DEFINITION),
    _plain(Form.SEPARATED),
    with_picture(Form.QUOTE),
)


def first_vault() -> Vault:
    """Return a vault with four vault notes and a flashcard of every kind; two have an `id`."""
    works = tuple((citekey, f"On {citekey[7:].lower()}") for citekey in CITEKEYS)
    vault = Vault((), works, "An abstract", tuple((name, 9) for name in PICTURES))
    for at in range(4):
        vault, name = vault.new_name()
        vault, alias = vault.new_name()
        own = f"vn-{at}" if at % 2 else None
        note = VaultNote(vault.fresh, "Concepts", name, id=own, alias=alias)
        vault = replace(vault, fresh=vault.fresh + 1).with_note(note)
    for at, bear in enumerate(NEWBORN):
        note = vault.vault_notes[at % 4]
        vault, born = bear(vault, note)
        vault = vault.with_note(replace(note, flashcards=(*note.flashcards, born)))
    return vault
