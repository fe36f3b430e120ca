"""What the program sees on one line of a vault note: for authors who wonder where a flashcard is.

One vault note is read and nothing is exported, so that the answer comes at once.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from flashcards.blocks import parse_blocks
from flashcards.config import Config
from flashcards.diagnostics import Diagnostic, FlashcardsError, Span
from flashcards.explaining._blocks import blocks_at, describe, has
from flashcards.explaining._reasons import Scene, reasons
from flashcards.globs import Globs
from flashcards.model import Flashcard, Silent
from flashcards.obsidian import Filters, VaultSettings
from flashcards.parsing import parse_vault_note
from flashcards.vault import read_vault_note, walk_vault


class Explanation(Struct, frozen=True):
    """What is on a line."""

    span: Span
    """The line."""

    text: str
    """As written."""

    blocks: tuple[str, ...]
    """What it stands in, outermost first: `section "Biology"`, `list item`."""

    flashcards: tuple[Flashcard, ...]
    """Those that have the line."""

    silent: tuple[Silent, ...]
    diagnostics: tuple[Diagnostic, ...]

    reasons: tuple[tuple[str, str], ...]
    """Why each syntax has nothing here: its name and a sentence; empty if one has."""


def locate(root: Path, place: str) -> tuple[str, int]:
    """Return the path in the vault and the line that `path:line` names.

    The path may count from the vault or from the working folder, as completion writes it. Raises
    `FlashcardsError` if it is no such place.
    """
    path, _, line = place.rpartition(":")
    if not path or not (line.isascii() and line.isdigit()):
        raise FlashcardsError(
            f"{place!r} names no line", 'write a path and a line, such as "Cards/Insulin.md:14"'
        )
    for start in (root, Path.cwd()):
        file = Path(start, path).resolve()
        if file.is_file() and file.is_relative_to(root):
            return file.relative_to(root).as_posix(), int(line)
    raise FlashcardsError(
        f"there is no vault note {path}", f"write its path as it stands in {root}"
    )


def explain(root: Path, config: Config, path: str, number: int) -> Explanation:
    """Explain a line, counted from 1, of the vault note at `path` in the vault `root`.

    Raises `FlashcardsError` if the vault note cannot be read or has no such line.
    """
    if reason := _not_read(root, config, path):
        raise FlashcardsError(f"{path} is not read: {reason}")
    vault_note, problems = read_vault_note(root, path)
    if vault_note is None:
        raise FlashcardsError(f"{path} {problems[0].message}", problems[0].hint)
    written = (root / path).read_text(encoding="utf-8", errors="replace").splitlines()
    if not 1 <= number <= len(written):
        raise FlashcardsError(f"{path} has no line {number}", f"it has {len(written)} lines")
    parsed = parse_vault_note(vault_note, config.syntaxes)
    blocks = tuple(blocks_at(parse_blocks(vault_note.text, path)[0], number))
    flashcards = tuple(each for each in parsed.flashcards if has(each.span, number))
    silent = tuple(each for each in parsed.silent if has(each.span, number))
    said = tuple(each for each in (*problems, *parsed.diagnostics) if has(each.span, number))
    scene = Scene(vault_note, blocks, number, config.syntaxes, is_known=bool(silent or said))
    return Explanation(
        span=Span(path, number, number),
        text=written[number - 1],
        blocks=tuple(map(describe, blocks)),
        flashcards=flashcards,
        silent=silent,
        diagnostics=said,
        reasons=() if flashcards else tuple(reasons(scene)),
    )


def _not_read(root: Path, config: Config, path: str) -> str:
    """Say why nothing is looked for in a file; empty if something is."""
    filters = Filters(config.obsidian if config.obsidian_ignore else VaultSettings())
    listing, _ = walk_vault(root, config.ignore, config.include, filters.hide)
    if path in listing.vault_notes:
        return ""
    if path in listing.hidden:
        return "Obsidian leaves it out, or it is a template; see `flashcards settings`"
    if path in listing.excluded:
        return "`include` in flashcards.toml does not name it"
    if Globs(config.ignore).match(path):
        return "`ignore` in flashcards.toml names it"
    return "it is no vault note"
