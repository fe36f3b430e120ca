"""What an author does to one flashcard: a vault and a place in, the vault after it out.

`turn` says which of several words is meant. An edit that has nothing to do leaves the vault as
it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from life.vault import Flashcard, Form, Place, Vault
from life.words import Text, Word, with_typo

Edit = Callable[[Vault, Place, int], Vault]

TAGS = (None, "dawn", "dusk")


def _nth(text: Text, turn: int, fits: Callable[[Word], bool]) -> int | None:
    """Return where a word stands that fits, of several the one whose turn it is."""
    found = [at for at, each in enumerate(text) if fits(each)]
    return found[turn % len(found)] if found else None


def _with(text: Text, at: int, new: Word) -> Text:
    return (*text[:at], new, *text[at + 1 :])


def _bare(each: Word) -> bool:
    return each == Word(each.number, each.text)


def edit_word(vault: Vault, place: Place, turn: int) -> Vault:
    """Say one word differently, in the question or in the answer."""
    vault, (fresh,) = vault.new_words(1)
    old = place.flashcard
    both = old.question + old.answer
    at = _nth(both, turn, _bare)
    if at is None:
        return vault
    both, middle = _with(both, at, fresh), len(old.question)
    return vault.with_flashcard(place, replace(old, question=both[:middle], answer=both[middle:]))


def fix_typo_in_cloze(vault: Vault, place: Place, turn: int) -> Vault:
    """Change a letter of a hidden word."""
    old = place.flashcard
    at = _nth(old.question, turn, lambda each: each.cloze is not None)
    if at is None:
        return vault
    fixed = replace(old.question[at], text=with_typo(old.question[at].text))
    return vault.with_flashcard(place, replace(old, question=_with(old.question, at, fixed)))


def highlight_word(vault: Vault, place: Place, turn: int) -> Vault:
    """Mark a word of an answer with `==`, or no longer."""
    old = place.flashcard
    at = _nth(old.answer, turn, lambda each: each.link is None)
    if at is None:
        return vault
    marked = replace(old.answer[at], highlighted=not old.answer[at].highlighted)
    return vault.with_flashcard(place, replace(old, answer=_with(old.answer, at, marked)))


def retarget_link(vault: Vault, place: Place, turn: int) -> Vault:
    """Let a link lead to another vault note, with the same words shown."""
    old = place.flashcard
    both = old.question + old.answer
    at = _nth(both, turn, lambda each: each.link is not None)
    if at is None:
        return vault
    target = vault.vault_notes[turn % len(vault.vault_notes)].name
    both, middle = _with(both, at, replace(both[at], link=target)), len(old.question)
    return vault.with_flashcard(place, replace(old, question=both[:middle], answer=both[middle:]))


def link_word(vault: Vault, place: Place, turn: int) -> Vault:
    """Make a link of a word of an answer."""
    old = place.flashcard
    at = _nth(old.answer, turn, _bare)
    if at is None:
        return vault
    linked = replace(old.answer[at], link=place.vault_note.name)
    return vault.with_flashcard(place, replace(old, answer=_with(old.answer, at, linked)))


def reword_question(vault: Vault, place: Place, _turn: int) -> Vault:
    """Ask the same with other words; nothing to do where the text is its own answer."""
    if place.flashcard.form.hides:
        return vault
    vault, words = vault.new_words(len(place.flashcard.question))
    return vault.with_flashcard(place, replace(place.flashcard, question=words))


def rewrite_answer(vault: Vault, place: Place, _turn: int) -> Vault:
    """Answer with other words."""
    if place.flashcard.form.hides:
        return vault
    vault, words = vault.new_words(len(place.flashcard.answer))
    return vault.with_flashcard(place, replace(place.flashcard, answer=words))


def add_cloze(vault: Vault, place: Place, turn: int) -> Vault:
    """Hide one more word."""
    old = place.flashcard
    at = _nth(old.question, turn, _bare) if old.form.hides else None
    if at is None:
        return vault
    hidden = replace(old.question[at], cloze=vault.fresh)
    changed = replace(old, question=_with(old.question, at, hidden))
    return replace(vault.with_flashcard(place, changed), fresh=vault.fresh + 1)


def drop_cloze(vault: Vault, place: Place, turn: int) -> Vault:
    """Show what was hidden; a cloze flashcard outside a quote keeps its last one."""
    old = place.flashcard
    marks = sorted({each.cloze for each in old.question if each.cloze is not None})
    if len(marks) <= (old.form is not Form.QUOTE):
        return vault
    dropped = marks[turn % len(marks)]
    question = (replace(w, cloze=None) if w.cloze == dropped else w for w in old.question)
    return vault.with_flashcard(place, replace(old, question=tuple(question)))


def change_block_id(vault: Vault, place: Place, _turn: int) -> Vault:
    """Give a flashcard a block id, or take it away."""
    old = place.flashcard
    block_id = None if old.block_id else f"id-{vault.fresh}"
    changed = vault.with_flashcard(place, replace(old, block_id=block_id))
    return replace(changed, fresh=vault.fresh + 1)


def change_tag(vault: Vault, place: Place, turn: int) -> Vault:
    """Change the flashcard's own tag."""
    return vault.with_flashcard(place, replace(place.flashcard, tag=TAGS[turn % len(TAGS)]))


def change_ways(vault: Vault, place: Place, _turn: int) -> Vault:
    """Ask both ways, or one only."""
    old = place.flashcard
    if old.form is not Form.SEPARATED:
        return vault
    return vault.with_flashcard(place, replace(old, both_ways=not old.both_ways))


def duplicate(vault: Vault, place: Place, _turn: int) -> Vault:
    """Copy a flashcard to the line below, without its block id: one more to learn."""
    copy: Flashcard = replace(place.flashcard, identity=vault.fresh, block_id=None)
    changed = vault.with_flashcard(place, place.flashcard, copy)
    return replace(changed, fresh=vault.fresh + 1)


def delete(vault: Vault, place: Place, _turn: int) -> Vault:
    """Take a flashcard out of the vault; the last one stays."""
    if len(vault.places) == 1:
        return vault
    binned = replace(vault, bin=(*vault.bin, place.flashcard))
    return binned.with_flashcard(place)


def move(vault: Vault, place: Place, turn: int) -> Vault:
    """Move a flashcard to the end of another vault note."""
    target = vault.vault_notes[turn % len(vault.vault_notes)]
    if target.identity == place.vault_note.identity:
        return vault
    moved = replace(target, flashcards=(*target.flashcards, place.flashcard))
    return vault.with_flashcard(place).with_note(moved)


EDITS: tuple[Edit, ...] = (
    edit_word,
    fix_typo_in_cloze,
    highlight_word,
    retarget_link,
    link_word,
    reword_question,
    rewrite_answer,
    add_cloze,
    drop_cloze,
    change_block_id,
    change_tag,
    change_ways,
    duplicate,
    delete,
    move,
)
