"""Words that never come twice, so that a text says by itself which text it is."""

from __future__ import annotations

from dataclasses import dataclass

_NOUNS = """
acorn amber anchor anvil apron arrow attic axle badge bamboo banner barrel basin basket beacon
beetle bellow birch blanket bonnet border bottle bramble bridge bronze bucket buffalo bundle
button cabin cactus candle canoe canvas carpet castle cavern cedar cellar chalk chapel cherry
chimney cinder circus cliff clover cobalt coffee comet copper coral cotton cradle crater cricket
crown crystal curtain cushion dagger daisy desert diamond dolphin donkey drawer drizzle eagle
ember engine falcon feather fennel ferry fiddle flannel flute forest fossil fountain galaxy
garden garlic gazelle ginger glacier goblet granite gravel guitar hammer hammock harbor harvest
hazel hedge helmet heron hollow honey horizon iceberg indigo island ivory jacket jasmine jungle
kettle kitten ladder lagoon lantern laurel lemon lichen lizard locket lumber magnet mantle maple
marble meadow melon meteor mirror mitten monkey morning mosaic mountain mustard nectar needle
nettle nickel nutmeg oasis olive onion orchard otter oyster paddle panther parrot pebble pelican
pepper pigeon pillow planet pocket pollen poplar prairie pumpkin puzzle quarry rabbit radish
raven ribbon ripple river rocket saddle saffron salmon sandal sapling satchel scarlet shadow
shelter signal silver spider spindle spruce squirrel stable stream summit sunset teapot temple
thimble thistle thunder timber tunnel turnip turtle valley velvet violet violin walnut walrus
water weasel willow window winter yellow zebra zephyr
"""
_STEMS = _NOUNS.split()
_ENDINGS = ("", "ward", "wick", "stead", "ling", "some", "fold", "like", "worth", "holm")


def word(number: int) -> str:
    """Return the word with this number; all are different."""
    ending, stem = divmod(number, len(_STEMS))
    return _STEMS[stem] + _ENDINGS[ending]


def with_typo(text: str) -> str:
    """Double the last letter, or mend it."""
    return text[:-1] if text[-1] == text[-2] else text + text[-1]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, and what the author did to it."""

    number: int
    """Which word it is: a typo does not make it another one."""

    text: str
    highlighted: bool = False
    link: str | None = None
    """The name of the vault note it leads to."""

    cloze: int | None = None
    """The marks it stands in."""


Text = tuple[Word, ...]


def texts(words: Text) -> tuple[str, ...]:
    """Return the bare words."""
    return tuple(each.text for each in words)
