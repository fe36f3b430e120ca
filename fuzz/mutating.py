"""Inputs made from others: the same ones for the same seed, on every machine."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

from target import Target

MOST = 4_000
"""Bytes of an input: a reader that falls over does so on less."""

# Where text goes wrong: NUL, half characters, blanks that are none, marks of direction, an emoji
# in several parts, a letter with its accent apart, cut UTF-8, and our own private characters.
_ODD_TEXTS = (
    *"\x00\x0b\x0c\x1c\x1f\x85\r\t\u00a0\u2028\u2029\ufeff\u200b\u202e\u0301\ud800\U0010ffff",
    *"İßﬁ²٣\ufdd0\ufdd1\ufdd3",
    "\r\n",
    "\n\n",
    "👩‍👩‍👧",
    "0" * 30,
)
ODD = (
    *(text.encode("utf-8", "surrogatepass") for text in _ODD_TEXTS),
    *(b"\xff", b"\xc3", b"\xf0\x9f", b"\xff\xfe"),
)

# Of JSON and TOML, between colon, equals sign, comma or bracket and what comes next.
_VALUE = re.compile(
    rb'(?<=[:=,\[][ ])(?:"(?:[^"\\\n]|\\.)*+"|-?\d++|true|false|null'
    rb"|\[[^\[\]\n]*+\]|\{[^{}\n]*+\})"
)
_VALUES = (
    *(b"null", b"true", b"1", b"-1", b"0.5", b"1e999", b"1" * 30, b'""', b'"a"', b'"\\ud800"'),
    *(b"[]", b"{}", b"[1]", b'["a"]', b'[["a"]]', b'{"a": 1}', b'[{"a": null}]', b"[" * 2000),
)


def inputs(target: Target, chance: random.Random) -> Iterator[bytes]:
    """Yield seeds as they are, and between them what becomes of them, for ever."""
    yield b""
    for seed in chance.sample(target.seeds, len(target.seeds)):
        yield seed
        yield _mutated(target, chance)
        yield _mutated(target, chance)
    while True:
        yield _mutated(target, chance)


def _mutated(target: Target, chance: random.Random) -> bytes:
    data = _start(target, chance)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        data = chance.choice(_WAYS)(data, target, chance)
    return data[:MOST]


def _start(target: Target, chance: random.Random) -> bytes:
    """Return a part of a seed, or tokens in a row."""
    if not target.seeds or chance.random() < 0.2:
        tokens = (*target.tokens, b"\n", b" ", b"a")
        return b"".join(chance.choices(tokens, k=chance.randrange(1, 12)))
    seed = chance.choice(target.seeds)
    if len(seed) <= MOST // 2:
        return seed
    at = chance.randrange(len(seed) - MOST // 2)
    return seed[at : at + MOST // 2]


def _put_in(data: bytes, target: Target, chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + _piece(target, chance) + data[at:]


def _put_over(data: bytes, target: Target, chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    piece = _piece(target, chance)
    return data[:at] + piece + data[at + len(piece) :]


def _take_out(data: bytes, _target: Target, chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    return data[:start] + data[end:]


def _repeat(data: bytes, _target: Target, chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 7, 40)) + data[end:]


def _move(data: bytes, _target: Target, chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    return _put_at_random(data[:start] + data[end:], data[start:end], chance)


def _splice(data: bytes, target: Target, chance: random.Random) -> bytes:
    other = _start(target, chance)
    start, end = _stretch(other, chance)
    return _put_at_random(data, other[start:end], chance)


def _wrap(data: bytes, target: Target, chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    around, after = _piece(target, chance), _piece(target, chance)
    return data[:start] + around + data[start:end] + after + data[end:]


def _another_value(data: bytes, target: Target, chance: random.Random) -> bytes:
    """Put something else where settings and data have a value: it is still well-formed then."""
    values = list(_VALUE.finditer(data))
    if not values:
        return _put_in(data, target, chance)
    value = chance.choice(values)
    pieces = (*_VALUES, *(each[0] for each in values))
    return data[: value.start()] + chance.choice(pieces) + data[value.end() :]


def _flip(data: bytes, _target: Target, chance: random.Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


_WAYS: Sequence[Callable[[bytes, Target, random.Random], bytes]] = (
    *(_put_in, _put_in, _put_over, _take_out, _repeat, _move, _splice, _wrap, _flip),
    *(_another_value, _another_value),
)


def _put_at_random(data: bytes, piece: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + piece + data[at:]


def _piece(target: Target, chance: random.Random) -> bytes:
    return chance.choice(ODD if chance.random() < 0.25 else target.tokens)


def _stretch(data: bytes, chance: random.Random) -> tuple[int, int]:
    """Return where a stretch begins and ends: often whole lines, mostly short."""
    if chance.random() < 0.4:
        ends = [0, *(at + 1 for at, byte in enumerate(data) if byte == 0x0A), len(data)]
        start = chance.randrange(len(ends))
        return ends[start], ends[min(len(ends) - 1, start + chance.choice((1, 1, 2, 4)))]
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice((1, 2, 3, 8, 30, 200)))
