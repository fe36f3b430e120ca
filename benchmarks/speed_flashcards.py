"""Definitions, quotes and Flashcards sections, in the shapes and shares of public vaults."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from speed_words import Words

Write = Callable[["Author"], str]


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes vault notes, and what there is to point at."""

    words: Words
    targets: Sequence[str]
    """What can be linked to, as paths without the ending."""

    summaries: Sequence[str]
    """Those of them that have a heading `Summary`, to be embedded."""

    pictures: Sequence[str]
    citekeys: Sequence[str]
    citable: Sequence[str]
    """Those of them that are cited within a text."""

    @property
    def chance(self) -> random.Random:
        """The source of chance."""
        return self.words.chance

    def link(self, joint: str = "|") -> str:
        """Return a link with a label; by its path or by its name alone."""
        target = self.chance.choice(self.targets)
        name = target.rpartition("/")[2]
        shown = name.lower() if self.chance.random() < 0.7 else self.words.name().lower()
        return f"[[{target if self.chance.random() < 0.6 else name}{joint}{shown}]]"

    def picture(self) -> str:
        """Return an embedded picture; some have a width."""
        width = self.chance.choice(("", "", "|300"))
        return f"![[{self.chance.choice(self.pictures)}{width}]]"

    def rich(self, fewest: int = 6, most: int = 18, joint: str = r"\|") -> str:
        """Return a sentence; in every second one is a link, something strong, code or math."""
        words, odd = self.words, self.chance.random()
        if odd < 0.5:
            return words.sentence(fewest, most)
        if odd < 0.75:
            inside = self.link(joint)
        elif odd < 0.83:
            inside = f"**{words.some(2)}**"
        elif odd < 0.89:
            inside = f"*{words.some(1)}*"
        elif odd < 0.94:
            inside = f"${words.formula()}$"
        elif odd < 0.97:
            inside = f"`{words.some(1)}_{words.some(1)}`"
        else:
            inside = f"[@{self.chance.choice(self.citable)}, p. {self.chance.randint(1, 400)}]"
        return f"{words.sentence(fewest, most)[:-1]} {inside} {words.clause(3, 8)}."


def definition(author: Author, title: str) -> str:
    """Return a definition callout: of the vault note's title, of something else, or left empty."""
    odd = author.chance.random()
    if odd < 0.2:
        return "> [!definition] \n> \n"
    head = "> [!Definition] Definition" if odd < 0.75 else f"> [!definition]- {title} in general"
    body = " ".join(author.rich() for _ in range(author.chance.randint(1, 3)))
    return f"{head}\n> {body}\n"


def quote(author: Author, names: Sequence[str]) -> str:
    """Return a quote of a work, which may hide what is marked, the vault note's names, or links."""
    citekey = author.chance.choice(author.citekeys)
    page = author.chance.randint(1, 400)
    title = author.chance.choices(
        (rf"[[Sources/@{citekey}\|@{citekey}]]", f"[@{citekey}, p. {page}]", f"@{citekey}"),
        (6, 3, 1),
    )[0]
    return f"> [!quote] {title}\n> {_hiding(author, names)}\n"


def annotation(author: Author) -> str:
    """Return a quote as it comes from Zotero into a literature note."""
    page = author.chance.randint(1, 400)
    colour = author.chance.choice(("yellow", "blue", "green"))
    return f"> [!quote-{colour}] (Page {page}) {colour}\n> {_hiding(author, ())}\n"


def _hiding(author: Author, names: Sequence[str]) -> str:
    """Return the words of a quote; every seventh has nothing to hide."""
    words, odd = author.words, author.chance.random()
    begin, end = words.sentence()[:-1], words.clause()
    if odd < 0.2:
        return f"{begin} =={words.some(2)}== {end}, =={words.some(1)}== {words.clause()}."
    if odd < 0.35:
        return f"{begin} **{words.some(2)}** {end}, see {author.link()} {words.clause()}."
    if odd < 0.65 and names:
        return f"{begin} {_written(author, author.chance.choice(names))} {end} {author.link()}."
    if odd < 0.85:
        return f"{begin} {author.link()} {end} {author.link()}; {words.clause()}."
    return f"{begin} {end}. {words.sentence()}"


def _written(author: Author, name: str) -> str:
    """Return a name as it comes in a text: in small letters, with a hyphen, several of it."""
    ways = (name, name.lower(), name.lower().replace(" ", "-"), f"{name.lower()}s")
    return author.chance.choice(ways)


def section(author: Author) -> str:
    """Return a Flashcards section: most are empty, others hold to one dialect."""
    heading = author.chance.choice(("## Flashcards", "## Flashcards", "### Flashcards"))
    if author.chance.random() < 0.6:
        return f"{heading}\n"
    deck = "#flashcards/courses/biology\n" if author.chance.random() < 0.1 else ""
    write, joint = author.chance.choices(list(DIALECTS), list(DIALECTS.values()))[0]
    flashcards = joint.join(write(author) for _ in range(author.chance.randint(2, 8)))
    header = "| Question | Answer |\n| --- | --- |\n" if write is _row else ""
    return f"{heading}\n{deck}\n{header}{flashcards}\n"


def _question(author: Author) -> str:
    words = author.words
    return f"{author.chance.choice(('What is', 'Why is', 'How does'))} {words.clause(4, 9)}?"


def _answer(author: Author) -> str:
    """Return an answer on one line."""
    if author.chance.random() < 0.02:
        return f"![[{author.chance.choice(author.summaries)}#Summary]]"
    return author.rich(3, 14)


def _long_answer(author: Author) -> str:
    """Return an answer of a line or several, with all that a page may hold."""
    words, odd = author.words, author.chance.random()
    if odd < 0.65:
        return _answer(author)
    first = words.sentence()
    if odd < 0.8:
        items = "\n".join(f"- {author.rich(3, 9)}" for _ in range(3))
        return f"{first[:-1]}:\n{items}"
    if odd < 0.9:
        return f"{first}\n{author.picture()}"
    if odd < 0.95:
        return f"{first}\n\n$$\n{words.formula()}\n$$"
    return f"{first}\n\n```\n{words.code()}\n```"


def _labelled(author: Author) -> str:
    return f"Q: {_question(author)}\nA: {_long_answer(author)}"


def _bold(author: Author) -> str:
    return f"**Q:** {_question(author)}\n**A:** {_long_answer(author)}"


def _separated(author: Author) -> str:
    return f"{_question(author)} :: {_answer(author)}"


def _reversed(author: Author) -> str:
    return f"{author.words.name()} ::: {author.words.clause()}"


def _scheduled(author: Author) -> str:
    """Return a line as another plugin leaves it, with the schedule below."""
    days = author.chance.randint(1, 300)
    return f"{_question(author)};;{_answer(author)}\n<!--SR:!2024-10-18,{days},190-->"


def _lines(author: Author) -> str:
    answer = "\n".join(author.rich(3, 12) for _ in range(author.chance.randint(1, 4)))
    return f"{_question(author)}\n?\n{answer}"


def _row(author: Author) -> str:
    return f"| {_question(author)} | {author.rich(3, 9)} |"


def _item(author: Author) -> str:
    return f"- Q: {_question(author)} A: {author.rich(3, 9)}"


def _clozed(author: Author) -> str:
    words = author.words
    begin, end = words.sentence()[:-1], words.clause(2, 8)
    if author.chance.random() < 0.3:
        return f"{begin} {{{{c1::{words.some(1)}}}}} {end} {{{{c2::{words.some(2)}}}}}."
    return f"{begin} =={words.some(1)}== {end} =={words.some(2)}== {author.link()}."


DIALECTS: dict[tuple[Write, str], int] = {
    (_labelled, "\n\n"): 25,
    (_bold, "\n\n"): 12,
    (_separated, "\n"): 20,
    (_reversed, "\n"): 5,
    (_scheduled, "\n\n"): 12,
    (_lines, "\n\n"): 8,
    (_row, "\n"): 8,
    (_item, "\n"): 5,
    (_clozed, "\n\n"): 10,
}
"""How a flashcard is written and what stands between two, with how often that is seen."""
