"""Write a vault to the disk, and say where each flashcard stands."""

from __future__ import annotations

import shutil
import struct
import zlib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from life.vault import Flashcard, Form, Vault, VaultNote
from life.words import Text, Word

Lines = dict[tuple[str, int], int]
"""The identity of the flashcard that stands at a path and line."""


def write_vault(vault: Vault, root: Path) -> Lines:
    """Make the folder hold this vault and nothing else but what is remembered of it."""
    for old in root.iterdir() if root.exists() else ():
        if old.name != ".flashcards":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    root.mkdir(exist_ok=True)
    (root / "library.bib").write_text(_library(vault), "utf-8")
    for name, shade in vault.pictures:
        (root / name).write_bytes(_png(shade))
    lines: Lines = {}
    for note in vault.vault_notes:
        path = root / note.path
        path.parent.mkdir(exist_ok=True)
        written = list(_vault_note(note))
        path.write_text("".join(f"{line}\n" for line, _ in written), "utf-8")
        for number, (_, identity) in enumerate(written, 1):
            if identity is not None:
                lines[note.path, number] = identity
    return lines


def markdown(text: Text) -> str:
    """Write words with their links, highlights and marks."""
    groups = groupby(text, key=lambda each: each.cloze)
    return " ".join(
        " ".join(map(_word, words)) if cloze is None else f"=={' '.join(map(_word, words))}=="
        for cloze, words in groups
    )


def _word(each: Word) -> str:
    shown = f"[[{each.link}|{each.text}]]" if each.link else each.text
    return f"=={shown}==" if each.highlighted else shown


def _vault_note(note: VaultNote) -> Iterator[tuple[str, int | None]]:
    """Yield the lines, each with the flashcard it belongs to."""
    properties = {"id": note.id, "title": note.title, "aliases": note.alias, "deck": note.deck}
    yield "---", None
    yield from ((f"{name}: {value}", None) for name, value in properties.items() if value)
    yield f"tags: [vault{f', {note.tag}' if note.tag else ''}]", None
    yield "---", None
    in_section = {Form.DEFINITION: False, Form.QUOTE: False}
    for flashcards in (False, True):
        if flashcards:
            yield from (("", None), ("## Flashcards", None))
        for each in note.flashcards:
            if in_section.get(each.form, True) == flashcards:
                yield "", None
                yield from ((line, each.identity) for line in _flashcard(each))


def _flashcard(each: Flashcard) -> Iterator[str]:
    tag = f" #{each.tag}" if each.tag else ""
    block_id = f" ^{each.block_id}" if each.block_id else ""
    picture = f" ![[{each.picture}]]" if each.picture else ""
    cited = f" [@{each.citekey}]" if each.citekey else ""
    question, answer = markdown(each.question), f"{markdown(each.answer)}{picture}{cited}"
    match each.form:
        case Form.DEFINITION:
            yield f"> [!definition] {question}{tag}"
            yield f"> {answer}{block_id}"
        case Form.QUOTE:
            yield f"> [!quote]{cited}{tag}"
            yield f"> {question}{picture}{block_id}"
        case Form.LABELLED:
            yield f"Q: {question}"
            yield f"A: {answer}{tag}{block_id}"
            yield from ("", "---")  # else the answer would go on
        case Form.SEPARATED:
            yield f"{question} {':::' if each.both_ways else '::'} {answer}{tag}{block_id}"
        case Form.MULTILINE:
            yield from (question, "?", f"{answer}{tag}{block_id}")
        case Form.CLOZE:
            yield f"{question}{picture}{cited}{tag}{block_id}"


def _library(vault: Vault) -> str:
    return "".join(
        f"@article{{{citekey},\n  author = {{Doe, Jane}},\n  title = {{{title}}},\n"
        f"  year = {{2020}},\n  abstract = {{{vault.abstract}}},\n}}\n"
        for citekey, title in vault.titles
    )


def _png(shade: int) -> bytes:
    """Make a grey picture of one pixel."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes((0, shade % 256)))),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
