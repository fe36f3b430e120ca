"""A vault made of words, the same for the same seed, to try edits on."""

from __future__ import annotations

import random
from dataclasses import dataclass

from flashcards.model import Kind

VAULT_NOTES = 36


def _listed(words: str) -> list[str]:
    return words.split()


_SYLLABLES = _listed(
    "ab al an ar ba be bro ca cel chlo co cyt da de dro en fa fi gen gly ha hep he im ine is ka"
    " ke la li lo lu ly ma me mi mo my na ne neu no nu os ox pa pe pho pla po pre pro ra re ri ro"
    " sa se si so syn ta te the ti to tro tu ul um va ve vi xi zo zy"
)
_VERBS = _listed(
    "blocks binds raises lowers carries stores cleaves forms moulds signals drives slows shapes"
    " feeds guards splits joins filters copies repairs opens closes senses regulates inhibits"
)
_ADJECTIVES = _listed(
    "slow fast early late inner outer free bound deep shallow common rare strong weak acute"
    " chronic stable fragile primary secondary active passive local global sweet bitter"
)
_NOUNS = _listed(
    "role cause effect source form site rate limit history origin structure purpose cost sign"
    " danger treatment stage pathway gradient marker"
)
_QUESTIONS = (
    "What is the {noun} of {topic}?",
    "How does {term} change {topic} when it is {adjective}?",
    "Why is {topic} {adjective} near {term}?",
    "Which {noun} of {term} is {adjective}?",
    "Who first saw {topic} in {term}, and where?",
    "Name the {adjective} {noun} that {verb} {term}",
    "{term}: which {noun} does it have in {topic}?",
    "Is {term} {adjective}?",
    "Define {term}",
)
_ANSWERS = (
    "It {verb} the {adjective} {noun} of {other}",
    "{other}",
    "{other} and {more}, because {topic} {verb} the {noun}",
    "The {adjective} one: {other} {verb} {more} by way of its {noun}",
    "When {other} is {adjective}, the {noun} {verb} {more}; otherwise {topic} {verb} nothing",
    "{adjective} {noun}",
    "Yes",
    "No",
)
_CLOZES = (
    "The {adjective} {noun} of {topic} is =={other}==, which {verb} {term}",
    "{term} {verb} =={other}== in {topic}, while {more} {verb} the =={noun}==",
)
_TEMPLATE = "What is the capital of {term}?"


@dataclass(frozen=True, slots=True)
class Written:
    """A flashcard as its author wrote it; `uid` is what no tool can see: which one it is."""

    uid: int
    path: str
    heading: str
    question: str
    answer: str = ""
    block_id: str | None = None
    kind: Kind = Kind.BASIC


class Words:
    """A source of words, terms and sentences."""

    def __init__(self, rng: random.Random) -> None:
        """Take the source of chance."""
        self.rng = rng
        self._uid = 0

    def uid(self) -> int:
        """Return a number that was not used before."""
        self._uid += 1
        return self._uid

    def term(self) -> str:
        """Make up a term."""
        syllables = (self.rng.choice(_SYLLABLES) for _ in range(self.rng.randint(2, 4)))
        return "".join(syllables)

    def word(self) -> str:
        """Choose a word that means something."""
        return self.rng.choice((*_VERBS, *_ADJECTIVES, *_NOUNS, self.term()))

    def fill(self, template: str, topic: str) -> str:
        """Make a sentence."""
        return template.format(
            topic=topic,
            term=self.term(),
            other=self.term(),
            more=self.term(),
            verb=self.rng.choice(_VERBS),
            adjective=self.rng.choice(_ADJECTIVES),
            noun=self.rng.choice(_NOUNS),
        )

    def question(self, topic: str) -> str:
        """Make a question."""
        return self.fill(self.rng.choice(_QUESTIONS), topic)

    def answer(self, topic: str) -> str:
        """Make an answer."""
        return self.fill(self.rng.choice(_ANSWERS), topic)

    def flashcard(self, path: str, heading: str, topic: str, style: str = "mixed") -> Written:
        """Make a flashcard in the style of its vault note."""
        if style == "templated":
            question = self.fill(_TEMPLATE, topic)
            return Written(self.uid(), path, heading, question, self.term().title())
        if style == "one question":
            return Written(self.uid(), path, heading, "Example?", self.fill(_ANSWERS[0], topic))
        if self.rng.random() < 0.15:
            text = self.fill(self.rng.choice(_CLOZES), topic)
            return Written(self.uid(), path, heading, text, kind=Kind.CLOZE)
        return Written(self.uid(), path, heading, self.question(topic), self.answer(topic))


def write_vault(words: Words) -> tuple[Written, ...]:
    """Write a vault; a sixth of its vault notes ask one question of many things."""
    written: list[Written] = []
    for number in range(VAULT_NOTES):
        topic = words.term()
        style = {0: "templated", 1: "one question"}.get(number % 12, "mixed")
        path = f"{words.rng.choice(('Cards', 'Sources', 'Lectures'))}/{topic.title()} {number}.md"
        for at in range(words.rng.randint(4, 10)):
            heading = "Flashcards" if at % 5 < 3 else "More"
            flashcard = words.flashcard(path, heading, topic, style)
            written.append(flashcard)
    return tuple(written)
