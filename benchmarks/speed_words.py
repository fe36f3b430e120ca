"""Words and sentences for a vault of any size: made up, seeded, as unequal as real ones."""

from __future__ import annotations

import random
from itertools import accumulate, product


def _listed(words: str) -> list[str]:
    return words.split()


_BEGINNINGS = _listed(
    "ba ce chlo co da e fi gly ha i ka le ly mi mo ne o pa phe qui ri so ta u ve vi zo"
)
_MIDDLES = _listed("ba cu di do fe ga gi la le li lo ma mi na ni no pa re ri ro ta te ti to va ve")
_ENDS = _listed("can den dol gan kin lam lin mer nal nor pan ral rin tal ten tor van")
COMMON = _listed(
    "the of and a in to is that for as with by are be or which from this an it on at not can"
    " have between more their when has than into such other also each these most one two"
    " because during only where after both through however within change rate level cell state"
    " effect system process model value small large early late high low form part time"
)
CODE = (
    "for name in sorted(names):\n    total += weights[name] * 2",
    "std::vector<int> values = read(path);\nvalues.push_back(std::move(next));",
    "def mean(values):\n    return sum(values) / len(values)",
    "SELECT name, count(*) FROM visits\nWHERE year == 2024 GROUP BY name;",
)
FORMULAS = (
    r"x_1^2 + y_i",
    r"\frac{a}{b}",
    r"k_{on} [A][B]",
    r"E = m c^2",
    r"\sum_{i=1}^n x_i * w_i",
)


class Words:
    """A source of text about the things a vault is about."""

    def __init__(self, chance: random.Random, vault_notes: int) -> None:
        """Take the source of chance, and for how many vault notes it has to last."""
        self.chance = chance
        self.terms = self._terms()
        vocabulary = [*COMMON, *chance.sample(self.terms, 3000)]
        weights = accumulate(1 / (rank + 3) for rank in range(len(vocabulary)))
        running = min(max(100 * vault_notes, 20_000), 1_000_000)
        self._running = chance.choices(vocabulary, cum_weights=list(weights), k=running)

    def _terms(self) -> list[str]:
        terms = ["".join(each) for each in product(_BEGINNINGS, _MIDDLES, _ENDS)]
        self.chance.shuffle(terms)
        return terms

    def some(self, number: int) -> str:
        """Return so many words."""
        at = int(self.chance.random() * (len(self._running) - number))
        return " ".join(self._running[at : at + number])

    def clause(self, fewest: int = 5, most: int = 14) -> str:
        """Return words without a beginning or an end."""
        return self.some(self.chance.randint(fewest, most))

    def sentence(self, fewest: int = 6, most: int = 18) -> str:
        """Return a sentence without any marks."""
        words = self.clause(fewest, most)
        return f"{words[0].upper()}{words[1:]}."

    def name(self) -> str:
        """Return what a vault note may be called: no word of it ends as a plural does."""
        first, second = self.chance.sample(self.terms, 2)
        return f"{first.title()} {second.title()}"

    def formula(self) -> str:
        """Return TeX without dollars."""
        return self.chance.choice(FORMULAS)

    def code(self) -> str:
        """Return some lines of a program."""
        return self.chance.choice(CODE)
