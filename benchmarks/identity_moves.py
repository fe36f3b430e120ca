"""What authors do to whole flashcards and vault notes: move, rename, split, merge, delete."""

from __future__ import annotations

from dataclasses import replace

from identity_choices import Edited, Vault, siblings_of, some, with_siblings
from identity_edits import edit_word
from identity_vault import Words


def reorder(words: Words, vault: Vault) -> Edited:
    """Put the flashcards of a vault note in another order."""
    path = words.rng.choice(vault).path
    siblings = siblings_of(vault, path)
    words.rng.shuffle(siblings)
    return Edited(with_siblings(vault, path, siblings), frozenset(each.uid for each in siblings))


def move(words: Words, vault: Vault) -> Edited:
    """Move a flashcard to another vault note."""
    each = words.rng.choice(vault)
    other = words.rng.choice([other for other in vault if other.path != each.path])
    moved = replace(each, path=other.path, heading=other.heading)
    rest = [one for one in vault if one.uid != each.uid]
    rest.insert(words.rng.randrange(len(rest)), moved)
    return Edited(tuple(rest), frozenset({each.uid}))


def rename_file(words: Words, vault: Vault) -> Edited:
    """Give a vault note another name, and edit one of its flashcards."""
    each = some(words, vault)
    siblings = siblings_of(vault, each.path)
    if words.rng.random() < 0.3:
        siblings = list(edit_word(words, tuple(siblings)).after)
    path = f"Moved/{words.term()}.md"
    return Edited(
        with_siblings(vault, each.path, [replace(one, path=path) for one in siblings]),
        frozenset(one.uid for one in siblings),
    )


def split(words: Words, vault: Vault) -> Edited:
    """Make two vault notes of one; half the time neither keeps the name."""
    path = words.rng.choice(vault).path
    siblings = siblings_of(vault, path)
    half = len(siblings) // 2
    first = words.rng.choice((path, f"Split/{words.term()}.md"))
    second = f"Split/{words.term()} 2.md"
    parted = [replace(each, path=first) for each in siblings[:half]]
    parted += [replace(each, path=second) for each in siblings[half:]]
    return Edited(with_siblings(vault, path, parted), frozenset(each.uid for each in siblings))


def merge(words: Words, vault: Vault) -> Edited:
    """Make one vault note of two."""
    one, other = words.rng.sample(sorted({each.path for each in vault}), 2)
    both = [
        replace(each, path=one) for each in (*siblings_of(vault, one), *siblings_of(vault, other))
    ]
    rest = tuple(each for each in vault if each.path != other)
    return Edited(with_siblings(rest, one, both), frozenset(each.uid for each in both))


def delete(words: Words, vault: Vault) -> Edited:
    """Delete one of several similar flashcards."""
    each = some(words, vault, style=words.rng.choice(("What is the capital", "Example?")))
    siblings = frozenset(one.uid for one in siblings_of(vault, each.path)) - {each.uid}
    return Edited(tuple(one for one in vault if one.uid != each.uid), siblings)


def insert(words: Words, vault: Vault) -> Edited:
    """Write a new flashcard between others."""
    each = words.rng.choice(vault)
    at = vault.index(each)
    siblings = frozenset(one.uid for one in siblings_of(vault, each.path))
    new = words.flashcard(each.path, each.heading, words.term())
    return Edited((*vault[:at], new, *vault[at:]), siblings | {new.uid})


def replace_by_another(words: Words, vault: Vault) -> Edited:
    """Write a new flashcard on the same topic in the place of one that is deleted."""
    each = some(words, vault)
    topic = max(each.question.split(" "), key=len).strip("?,:=")
    new = words.flashcard(each.path, each.heading, topic)
    after = tuple(new if one.uid == each.uid else one for one in vault)
    return Edited(after, frozenset({new.uid}))


def replace_sibling(words: Words, vault: Vault) -> Edited:
    """Write "What is the capital of Y?" in the place of "What is the capital of X?"."""
    each = some(words, vault, style="What is the capital")
    new = words.flashcard(each.path, each.heading, "", "templated")
    after = tuple(new if one.uid == each.uid else one for one in vault)
    return Edited(after, frozenset({new.uid}))
