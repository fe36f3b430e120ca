"""The vault notes of a vault, read and parsed: as far as they are known, from the cache."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from flashcards.cache.parsed import parsed_before
from flashcards.cache.values import from_bytes, to_bytes
from flashcards.diagnostics import Diagnostic
from flashcards.model import ParsedVaultNote
from flashcards.parsing import Parsed, parse_batch
from flashcards.syntaxes import SyntaxOptions
from flashcards.workers import Means, spread

_BY_LUCK = frozenset({"pattern-too-slow"})
"""What is said depending on how busy the computer is."""


def read_vault(
    root: Path,
    paths: Sequence[str],
    options: SyntaxOptions,
    means: Means,
    *,
    is_part: bool = False,
) -> tuple[tuple[ParsedVaultNote, ...], tuple[Diagnostic, ...]]:
    """Read vault notes in the order of their paths; return them and what is wrong with files.

    The cache learns what it does not know; `is_part` says that the vault has more of them.
    """
    before = parsed_before(means.cache, root, options) if means.cache else None
    found: dict[str, Parsed] = dict(before.find(paths)) if before else {}
    missing = [path for path in paths if path not in found]
    work = partial(_read_batch, root, options=options)
    fresh = zip(missing, spread(work, missing, means.processes), strict=True)
    for done, (path, read) in enumerate(fresh, len(found)):
        means.progress("reading vault notes", done, len(paths))
        found[path] = read.parsed or from_bytes(read.content)
        if before and _is_sure(found[path]):
            before.keep(path, read.content)
    if before:
        before.finish(is_part=is_part)
    everything = [found[path] for path in paths]
    vault_notes = (vault_note for vault_note, _ in everything if vault_note is not None)
    return tuple(vault_notes), tuple(each for _, told in everything for each in told)


class _Read:
    """A vault note that was read: bytes are what passes between processes and into a file."""

    __slots__ = ("content", "parsed")

    def __init__(self, content: bytes, parsed: Parsed | None = None) -> None:
        self.content = content
        self.parsed = parsed  # None in another process than the one that has read it

    def __reduce__(self) -> tuple[type[_Read], tuple[bytes]]:
        return _Read, (self.content,)


def _read_batch(root: Path, paths: Iterable[str], options: SyntaxOptions) -> list[_Read]:
    return [_Read(to_bytes(each), each) for each in parse_batch(root, paths, options)]


def _is_sure(parsed: Parsed) -> bool:
    """Tell whether the same file gives the same again."""
    vault_note, _ = parsed
    return vault_note is not None and not any(
        each.code in _BY_LUCK for each in vault_note.diagnostics
    )
