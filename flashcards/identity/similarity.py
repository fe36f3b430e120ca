"""How alike texts are: the share of their words in common, a word with a typo in part.

A word is compared by its groups of three letters, so that `cell` is like `cells`, and scripts
without blanks work as well. Words count by how seldom they are, in the vault and among the texts
compared: "What is the capital of France?" is told apart from its siblings by `France`.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

Weigh = Callable[[str], float]
"""How much a word counts."""

Scores = dict[tuple[int, int], float]
"""From 0 to 1, by the places of two texts; those with nothing in common are left out."""

_Texts = list[dict[str, float]]

_WORD = re.compile(r"\w+|[^\w\s]")
_LONGEST = 2000
"""Words of a text that are looked at."""

_LEAST = 0.2
"""What a word counts that is in every text, next to 1 more for one that is in no other."""

_COMPARISONS = 2_000_000
_MOST_SHARING = 64


def words_of(text: str) -> list[str]:
    """Return the words and signs of a normalised text."""
    return _WORD.findall(text[: _LONGEST * 10])[:_LONGEST]


class Vocabulary(Struct, frozen=True):
    """In how many texts each word is."""

    texts: int
    counts: Mapping[str, int]

    def weight(self, word: str) -> float:
        """Return how much a word counts: the seldomer, the more."""
        if not word[0].isalnum():
            return _LEAST
        share = (1 + self.texts) / max(1, self.counts.get(word, 0))
        return _LEAST + max(0.0, math.log(share) / math.log(1 + max(1, self.texts)))

    def among(self, texts: Iterable[str]) -> Weigh:
        """Return the weights for a few texts: what they have in common counts less still."""
        nearby = vocabulary(texts).counts
        return lambda word: self.weight(word) / nearby.get(word, 1)


def vocabulary(texts: Iterable[str]) -> Vocabulary:
    """Count in how many of the texts each word is."""
    counts: Counter[str] = Counter()
    number = 0
    for text in texts:
        number += 1
        counts.update(set(words_of(text)))
    return Vocabulary(number, counts)


def similarities(ones: Sequence[str], others: Sequence[str], weigh: Weigh) -> Scores:
    """Return how alike each of the texts is to each of the others.

    Groups of letters that too many texts share are passed over, so the work grows with the
    length of the texts and not with its square.
    """
    left = [_features(text, weigh) for text in ones]
    right = [_features(text, weigh) for text in others]
    left, right = _without_common(left, right)
    sharing: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, features in enumerate(right):
        for feature, weight in features.items():
            sharing[feature].append((at, weight))
    totals = [sum(features.values()) for features in right]
    scores: Scores = {}
    for at, features in enumerate(left):
        common: defaultdict[int, float] = defaultdict(float)
        for feature, weight in features.items():
            for other, its_weight in sharing.get(feature, ()):
                common[other] += min(weight, its_weight)
        total = sum(features.values())
        scores.update({(at, other): 2 * c / (total + totals[other]) for other, c in common.items()})
    return scores


def similarity(one: str, other: str) -> float:
    """Return how alike two texts are, every word counting the same."""
    return similarities([one], [other], lambda _word: 1.0).get((0, 0), 0.0)


def _without_common(left: _Texts, right: _Texts) -> tuple[_Texts, _Texts]:
    """Leave out of both sides what too many texts have."""
    number = sum(len(features) for features in left)
    most = max(_MOST_SHARING, _COMPARISONS // (20 * (number or 1)))
    if len(right) <= most:
        return left, right
    uses = Counter(feature for features in right for feature in features)
    common = {feature for feature, count in uses.items() if count > most}
    return _without(left, common), _without(right, common)


def _without(texts: _Texts, features: set[str]) -> _Texts:
    return [{one: text[one] for one in text if one not in features} for text in texts]


def _features(text: str, weigh: Weigh) -> dict[str, float]:
    features: defaultdict[str, float] = defaultdict(float)
    for word in words_of(text):
        padded = f" {word} "
        weight = weigh(word) / len(word)
        for at in range(len(word)):
            features[padded[at : at + 3]] += weight
    return dict(features)
