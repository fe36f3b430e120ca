"""What a target is: one door through which strangers' bytes come in, and how it is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
TARGETS = Path(__file__).parent / "targets"


@dataclass(frozen=True, slots=True)
class Target:
    """One reader, with what it is likely to choke on."""

    name: str
    check: Callable[[bytes], None]
    """Reads the bytes; whatever it raises is a finding, since it catches what is documented."""

    seeds: Sequence[bytes]
    """Whole inputs to begin with, from the fixtures of the tests."""

    tokens: Sequence[bytes]
    """What means something to the reader: put in, taken twice, and repeated to look for growth."""


def names() -> Iterator[str]:
    """Yield the names of all targets: the modules of `targets` that are no part of others."""
    for path in sorted(TARGETS.glob("[a-z]*.py")):
        yield path.stem.replace("_", "-")


def load(name: str) -> Target:
    """Return the target of that name, and import what it reads with."""
    module = import_module(f"targets.{name.replace('-', '_')}")
    seeds = [seed for seed in dict.fromkeys(module.seeds()) if seed]
    tokens = [each.encode("utf-8", "surrogatepass") for each in module.TOKENS]
    return Target(name, module.check, seeds, tokens)


def texts_of(*patterns: str) -> Iterator[bytes]:
    """Yield the files that patterns name in the repository, and each part of a fixture.

    Fixtures are in markdown-it's format: a title, `.`, the text, `.`, what is expected, `.`.
    """
    for pattern in patterns:
        for path in sorted(REPOSITORY.glob(pattern)):
            content = path.read_bytes()
            parts = content.split(b"\n.\n")
            yield from parts[1::2] if len(parts) > 2 else (content,)
