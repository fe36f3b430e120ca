"""What an author does to vault notes: a vault and one of its notes in, the vault after it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from life.births import NEWBORN
from life.vault import Vault, VaultNote
from life.words import Text

VaultEdit = Callable[[Vault, VaultNote, int], Vault]

FOLDERS = ("Concepts", "Sources", "Archive")
DECKS = (None, "Elsewhere", "Elsewhere::Below")


def rename_file(vault: Vault, note: VaultNote, _turn: int) -> Vault:
    """Rename a file as Obsidian does: every link to it follows."""
    vault, name = vault.new_name()

    def followed(text: Text) -> Text:
        return tuple(replace(w, link=name) if w.link == note.name else w for w in text)

    renamed = vault.with_note(replace(note, name=name))
    notes = (
        replace(
            each,
            flashcards=tuple(
                replace(f, question=followed(f.question), answer=followed(f.answer))
                for f in each.flashcards
            ),
        )
        for each in renamed.vault_notes
    )
    return replace(renamed, vault_notes=tuple(notes))


def rename_title(vault: Vault, note: VaultNote, _turn: int) -> Vault:
    """Call the concept by another name, in a file of the same name."""
    vault, title = vault.new_name()
    return vault.with_note(replace(note, title=title))


def rename_alias(vault: Vault, note: VaultNote, _turn: int) -> Vault:
    """Give the concept another second name."""
    vault, alias = vault.new_name()
    return vault.with_note(replace(note, alias=alias))


def move_file(vault: Vault, note: VaultNote, turn: int) -> Vault:
    """Move a file to another folder."""
    return vault.with_note(replace(note, folder=FOLDERS[turn % len(FOLDERS)]))


def reorder(vault: Vault, note: VaultNote, turn: int) -> Vault:
    """Turn the order of the flashcards."""
    at = turn % (len(note.flashcards) or 1)
    turned = (*note.flashcards[at:], *note.flashcards[:at])
    return vault.with_note(replace(note, flashcards=turned))


def split(vault: Vault, note: VaultNote, turn: int) -> Vault:
    """Move the second half of the flashcards to a new vault note."""
    if len(vault.vault_notes) > 5:
        return vault
    half = len(note.flashcards) // 2
    vault, name = vault.new_name()
    folder = FOLDERS[turn % len(FOLDERS)]
    new = VaultNote(vault.fresh, folder, name, flashcards=note.flashcards[half:])
    left = replace(note, flashcards=note.flashcards[:half])
    return replace(vault, fresh=vault.fresh + 1).with_note(left).with_note(new)


def merge(vault: Vault, note: VaultNote, turn: int) -> Vault:
    """Move all flashcards to another vault note and delete the file."""
    target = vault.vault_notes[turn % len(vault.vault_notes)]
    if target.identity == note.identity:
        return vault
    merged = replace(target, flashcards=(*target.flashcards, *note.flashcards))
    return vault.without_note(note).with_note(merged)


def change_deck(vault: Vault, note: VaultNote, turn: int) -> Vault:
    """Name another deck for all flashcards of a vault note."""
    return vault.with_note(replace(note, deck=DECKS[turn % len(DECKS)]))


def change_note_tag(vault: Vault, note: VaultNote, turn: int) -> Vault:
    """Change a tag that all flashcards of a vault note have."""
    return vault.with_note(replace(note, tag=(None, "noon", "night")[turn % 3]))


def write_new(vault: Vault, note: VaultNote, turn: int) -> Vault:
    """Write one more flashcard."""
    vault, born = NEWBORN[turn % len(NEWBORN)](vault, note)
    return vault.with_note(replace(note, flashcards=(*note.flashcards, born)))


def restore(vault: Vault, note: VaultNote, turn: int) -> Vault:
    """Put a deleted flashcard back, at the end of this vault note."""
    if not vault.bin:
        return vault
    back = vault.bin[turn % len(vault.bin)]
    restored = vault.with_note(replace(note, flashcards=(*note.flashcards, back)))
    return replace(restored, bin=tuple(each for each in vault.bin if each is not back))


VAULT_EDITS: tuple[VaultEdit, ...] = (
    rename_file,
    rename_title,
    rename_alias,
    move_file,
    reorder,
    split,
    merge,
    change_deck,
    change_note_tag,
    write_new,
    restore,
)
