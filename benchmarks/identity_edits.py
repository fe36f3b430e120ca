"""What authors do to the text of a flashcard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from identity_choices import Edited, Vault, put, siblings_of, some, with_siblings
from identity_vault import Words, Written

from flashcards.model import Kind


def _change(words: Words, texts: list[str], share: float) -> list[str]:
    """Put other words in place of a share of all, at least one in each text."""
    split = [text.split(" ") for text in texts]
    places = [(one, at) for one, parts in enumerate(split) for at in range(len(parts))]
    words.rng.shuffle(places)
    first = [next(place for place in places if place[0] == one) for one in range(len(split))]
    chosen = first + [place for place in places if place not in first]
    for one, at in chosen[: max(len(texts), int(share * len(places)))]:
        split[one][at] = words.word()
    return [" ".join(parts) for parts in split]


def _in_one_text(words: Words, each: Written, change: Callable[[str], str]) -> Written:
    if each.answer and words.rng.random() < 0.5:
        return replace(each, answer=change(each.answer))
    return replace(each, question=change(each.question))


def edit_word(words: Words, vault: Vault) -> Edited:
    """Put another word in the question or the answer."""
    each = some(words, vault)
    return put(vault, _in_one_text(words, each, lambda text: _change(words, [text], 0)[0]))


def fix_typo(words: Words, vault: Vault) -> Edited:
    """Swap two letters."""

    def swap(text: str) -> str:
        at = words.rng.randrange(len(text) - 1)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]

    return put(vault, _in_one_text(words, some(words, vault), swap))


def highlight_word(words: Words, vault: Vault) -> Edited:
    """Mark a word as important."""

    def mark(text: str) -> str:
        parts = text.split(" ")
        at = words.rng.randrange(len(parts))
        return " ".join([*parts[:at], f"**{parts[at]}**", *parts[at + 1 :]])

    return put(vault, _in_one_text(words, some(words, vault), mark))


def retarget_link(words: Words, vault: Vault) -> Edited:
    """Turn a word into a link."""
    each = some(words, vault)
    first, *rest = each.question.split(" ")
    linked = f"[[Cards/{words.term()}|{first}]]"
    return put(vault, replace(each, question=" ".join([linked, *rest])))


def reword_question(words: Words, vault: Vault) -> Edited:
    """Ask the same in other words; what is asked about is still named."""
    each = some(words, vault, kind=Kind.BASIC)
    longest = max(each.question.split(" "), key=len)
    question = f"{words.word()}, {words.word()} {longest}?"
    return put(vault, replace(each, question=question))


def rewrite_answer(words: Words, vault: Vault) -> Edited:
    """Answer in wholly other words."""
    each = some(words, vault, kind=Kind.BASIC)
    return put(vault, replace(each, answer=words.answer(words.term())))


def rewrite_less_than_half(words: Words, vault: Vault) -> Edited:
    """Change words of both the question and the answer, under half of all."""
    each = some(words, vault)
    while len(f"{each.question} {each.answer}".split()) < 6:
        each = some(words, vault)
    share = words.rng.uniform(0.15, 0.49)
    return put(vault, _rewritten(words, each, share))


def rewrite_more_than_half(words: Words, vault: Vault) -> Edited:
    """Change words of both the question and the answer, over half of all."""
    return put(vault, _rewritten(words, some(words, vault), words.rng.uniform(0.55, 0.9)))


def _rewritten(words: Words, each: Written, share: float) -> Written:
    if each.kind is Kind.CLOZE:
        return replace(each, question=_change(words, [each.question], share)[0])
    question, answer = _change(words, [each.question, each.answer], share)
    return replace(each, question=question, answer=answer)


def edit_one_of_one_question(words: Words, vault: Vault) -> Edited:
    """Edit the answer to a question that is asked several times."""
    each = some(words, vault, style="Example?")
    answer = _change(words, [each.answer], words.rng.uniform(0, 0.5))[0]
    edited = put(vault, replace(each, answer=answer))
    return replace(
        edited, concerned=frozenset(other.uid for other in siblings_of(vault, each.path))
    )


def add_block_id(words: Words, vault: Vault) -> Edited:
    """Give a flashcard a block id."""
    return put(vault, replace(words.rng.choice(vault), block_id=words.term()))


def edit_below_block_id(words: Words, vault: Vault) -> Edited:
    """Rewrite all of a flashcard that has a block id."""
    each = words.rng.choice([each for each in vault if each.block_id])
    topic = words.term()
    new = replace(each, question=words.question(topic))
    return put(vault, new if each.kind is Kind.CLOZE else replace(new, answer=words.answer(topic)))


def drop_block_id(words: Words, vault: Vault) -> Edited:
    """Take a block id away."""
    each = words.rng.choice([each for each in vault if each.block_id])
    return put(vault, replace(each, block_id=None))


def edit_sibling(words: Words, vault: Vault) -> Edited:
    """Edit the question or the answer of one of many "What is the capital of X?"."""
    each = some(words, vault, style="What is the capital")
    changed = _in_one_text(words, each, lambda text: _change(words, [text], 0.2)[0])
    edited = put(vault, changed)
    return replace(edited, concerned=frozenset(one.uid for one in siblings_of(vault, each.path)))


def edit_several(words: Words, vault: Vault) -> Edited:
    """Edit a word in several flashcards of one vault note, and put them in another order."""
    path = some(words, vault).path
    siblings = siblings_of(vault, path)
    edited = [_in_one_text(words, each, lambda text: _change(words, [text], 0)[0])
              for each in siblings[:4]]  # fmt: skip
    after = [*siblings[4:], *edited]
    words.rng.shuffle(after)
    return Edited(with_siblings(vault, path, after), frozenset(each.uid for each in siblings))
