"""How time grows with the text: what is repeated four times as often may take four times as long.

Each target's tokens are repeated alone and in pairs, as `ababab...` and as `aaa...bbb`: a form that
is opened and never closed, closed and never opened, or nested as deeply as it goes. They stand
alone, or between two lines of a seed, where a reader has got as far as to them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from patience import TooLongError, seconds_for
from target import Target

SMALL = 16_000
LARGE = 4 * SMALL
"""Bytes."""

TOO_MUCH = 2.5 * LARGE / SMALL
"""Times as long: linear, with much noise; what grows with the square takes sixteen times."""

LEAST = 0.4
"""Seconds below which growth is noise."""

_SHORT = 2_000
"""Bytes of a seed that something is put into: of a longer one nobody could tell what it is."""

MOST = 30.0
"""Seconds after which nobody waits for the end."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """A text of one or two pieces, as long as one likes."""

    first: bytes
    second: bytes = b""
    apart: bool = False
    """Whether all of the first come before all of the second."""

    around: tuple[bytes, bytes] = (b"", b"")
    """What stands before it and after."""

    def text(self, length: int) -> bytes:
        """Return the text with about so many bytes."""
        count = max(1, length // len(self.first + self.second))
        return self._repeated(count).join(self.around)

    def _repeated(self, count: int) -> bytes:
        if self.apart:
            return self.first * count + self.second * count
        return (self.first + self.second) * count

    def __str__(self) -> str:
        """Return it as a pattern: `aa...bb...` or `abab...`."""
        pieces = self._repeated(1) if not self.apart else self.first + b"..." + self.second
        return f"{self.around[0][-30:]!r} ({pieces!r})... {self.around[1][:30]!r}"


def repeated(target: Target, chance: random.Random) -> Iterator[Repeated]:
    """Yield each token alone, then pairs of tokens and lines, also within seeds."""
    yield from map(Repeated, target.tokens)
    lines = [line + b"\n" for seed in target.seeds for line in seed.split(b"\n")[:40] if line]
    some = chance.sample(lines, k=min(20, len(lines)))
    pieces = (*target.tokens, *target.tokens, b"\n", b" ", b"a", *some)
    around = [seed for seed in target.seeds if len(seed) < _SHORT]
    while True:
        first, second = chance.choice(pieces), chance.choice((b"", *pieces))
        within = chance.random() < 0.5 and around
        place = _between_lines(chance.choice(around), chance) if within else (b"", b"")
        yield Repeated(first, second, chance.random() < 0.4, place)


def _between_lines(seed: bytes, chance: random.Random) -> tuple[bytes, bytes]:
    lines = seed.splitlines(keepends=True)
    at = chance.randint(0, len(lines))
    return b"".join(lines[:at]), b"".join(lines[at:])


@dataclass(frozen=True, slots=True)
class Measured:
    """How long a target takes for a text."""

    text: Repeated
    seconds: float
    """For `LARGE` bytes."""

    wrong: str = ""
    """What is wrong with that; empty if nothing is."""


def measured(target: Target, text: Repeated) -> Measured:
    """Return how long a text takes, and whether it takes far longer than a part of it."""
    try:
        long = seconds_for(target.check, text.text(LARGE), MOST)
        if long < LEAST or long <= TOO_MUCH * seconds_for(target.check, text.text(SMALL), MOST):
            return Measured(text, long)
        # Once more: it may have been noise.
        long = min(long, seconds_for(target.check, text.text(LARGE), MOST))
        short = seconds_for(target.check, text.text(SMALL), MOST)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        seconds = MOST if isinstance(error, TooLongError) else 0.0
        return Measured(text, seconds, f"{text}, {LARGE} bytes: {error!r:.400}")
    if long <= TOO_MUCH * short:
        return Measured(text, long)
    wrong = f"{text}: {short:.2f} s for {SMALL} bytes, {long:.2f} s for {LARGE}"
    return Measured(text, long, wrong)
