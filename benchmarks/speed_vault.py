"""A vault of any size: seeded, in the shapes and sizes of public ones, with pictures and a library.

    python benchmarks/speed_vault.py FOLDER [--vault-notes 1000] [--seed 7] [--pictures 20000]

Vault notes have 0.3 to 50 kB, half of them less than 2 kB. Most are about one thing each; some are
literature notes with what was marked while reading, some only prose. One picture comes with twenty
of them. With `--pictures` there are so many, and definitions show what is more than that, `--side`
pixels wide and high.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bibliography_library import write_library
from speed_flashcards import Author, annotation, definition, quote, section
from speed_pictures import SIDE, picture, showing
from speed_prose import prose
from speed_words import Words

LIBRARY = "library.bib"
PICTURES = "Attachments"
SUMMARY = "## Summary"

_MEDIAN, _SPREAD, _SMALLEST, _LARGEST = 2000, 0.86, 300, 50_000
_A_PICTURE, _A_WORK, _A_LITERATURE_NOTE, _A_DAY = 20, 10, 25, 12
"""One of each for so many vault notes."""

_FOLDERS = ("Anatomy", "Biology", "Chemistry", "Economics", "History", "Mathematics", "Psychology")


@dataclass(frozen=True, slots=True)
class Shape:
    """Which vault notes there are, as paths without the ending."""

    things: tuple[str, ...]
    works: tuple[str, ...]
    days: tuple[str, ...]


def write_vault(
    root: Path, vault_notes: int, seed: int = 7, pictures: int = 0, side: int = SIDE
) -> None:
    """Write a vault with so many vault notes into a new folder.

    `pictures` is how many there are to be in it, if more than one for twenty vault notes, and
    `side` how many pixels wide and high those are.
    """
    words = Words(random.Random(seed), vault_notes)
    library, citekeys = write_library(max(vault_notes // _A_WORK, 10), seed)
    shape = _shape(words, vault_notes, citekeys)
    few = tuple(f"{words.name()} {at}.png" for at in range(max(vault_notes // _A_PICTURE, 3)))
    more = tuple(f"Plate {at}.png" for at in range(len(few), pictures))
    author = Author(
        words=words,
        targets=shape.things,
        summaries=shape.things[:: max(len(shape.things) // 200, 1)],
        pictures=few,
        citekeys=citekeys,
        citable=_citable(library, citekeys),
    )
    _make_folders(root)
    (root / LIBRARY).write_text(library, "utf-8")
    for name in few:
        (root / PICTURES / name).write_bytes(picture(words.chance))
    for at, name in enumerate(more):
        (root / PICTURES / name).write_bytes(picture(random.Random(f"{seed} {at}"), side))
    each = -(-2 * len(more) // len(shape.things))  # not every one has a definition
    for path, text in showing(_texts(author, shape), more, each):
        (root / f"{path}.md").write_text(text, "utf-8")


def _shape(words: Words, vault_notes: int, citekeys: list[str]) -> Shape:
    works = tuple(f"Sources/@{key}" for key in citekeys[: vault_notes // _A_LITERATURE_NOTE])
    days = tuple(f"Daily/Day {at + 1}" for at in range(vault_notes // _A_DAY))
    names = dict[str, None]()
    while len(names) < vault_notes - len(works) - len(days):
        names[words.name()] = None
    things = tuple(f"Cards/{words.chance.choice(_FOLDERS)}/{name}" for name in names)
    return Shape(things, works, days)


def _citable(library: str, citekeys: list[str]) -> list[str]:
    """Return the citekeys of works with plain names and years: a text has to name them shortly."""
    entries = zip(citekeys, library.split("\n@"), strict=True)
    return [
        key
        for key, entry in entries
        if not any(odd in entry for odd in ("family=", ", Jr.,")) and "/" not in _date(entry)
    ]


def _date(entry: str) -> str:
    return entry.partition("  date = {")[2].partition("}")[0]


def _make_folders(root: Path) -> None:
    for folder in (PICTURES, "Sources", "Daily", *(f"Cards/{name}" for name in _FOLDERS)):
        (root / folder).mkdir(parents=True, exist_ok=True)


def _texts(author: Author, shape: Shape) -> Iterator[tuple[str, str]]:
    summaries = frozenset(author.summaries)
    for path in shape.things:
        yield path, _thing(author, path, has_summary=path in summaries)
    for path in shape.works:
        yield path, _work(author, path.rpartition("@")[2])
    for path in shape.days:
        yield path, _filled(author, ["---\ntags: [daily]\n---\n"], [])


def _thing(author: Author, path: str, *, has_summary: bool) -> str:
    """Return a vault note about one thing."""
    chance, title = author.chance, path.rpartition("/")[2]
    aliases = [author.words.name().lower()] if chance.random() < 0.4 else []
    begin = [_properties(author, title, aliases), f"# {title}\n"]
    begin += [definition(author, title)] if chance.random() < 0.85 else []
    begin += [quote(author, (title, *aliases)) for _ in range(int(chance.expovariate(0.5)))]
    if has_summary:
        begin.append(f"{SUMMARY}\n{author.rich()} {author.rich()}\n\n## Notes\n")
    return _filled(author, begin, [section(author)])


def _properties(author: Author, title: str, aliases: list[str]) -> str:
    """Return properties as gardens publish them, as Obsidian writes them, or none."""
    odd, slug = author.chance.random(), title.lower().replace(" ", "-")
    if odd < 0.6:
        values = {"aliases": aliases or None, "edited": "2023-04-06 Thu", "dg-publish": True}
        properties = json.dumps({**values, "permalink": f"/cards/{slug}/"}, separators=(",", ":"))
        return f"---\n{properties}\n---\n"
    if odd < 0.9 or aliases:
        lines = [
            "tags:",
            "  - biology/cells",
            "  - exam",
            "aliases:",
            *(f"  - {a}" for a in aliases),
        ]
        return "\n".join(("---", *lines, "---", ""))
    return ""


def _work(author: Author, citekey: str) -> str:
    """Return a literature note, with what was marked while reading."""
    title = author.words.sentence()[:-1]
    begin = [f"---\ncitekey: {citekey}\ntitle: {title}\ntags:\n  - source\n---\n"]
    return _filled(
        author, begin + [annotation(author) for _ in range(author.chance.randint(1, 12))], []
    )


def _filled(author: Author, begin: list[str], end: list[str]) -> str:
    """Return a vault note as long as one of them is, with prose between what is to be learned."""
    size = author.chance.lognormvariate(0, _SPREAD) * _MEDIAN
    wanted = min(max(size, _SMALLEST), _LARGEST - 2000)
    parts = list(begin)
    length = sum(map(len, (*begin, *end)))
    while length < wanted:
        parts.append(prose(author))
        length += len(parts[-1])
    return "\n".join((*parts, *end))


def main() -> None:
    """Write a vault, and say how large it is."""
    parser = argparse.ArgumentParser(description="Write a vault to measure with.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vault-notes", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--pictures", type=int, default=0)
    parser.add_argument("--side", type=int, default=SIDE)
    asked = parser.parse_args()
    write_vault(asked.folder, asked.vault_notes, asked.seed, asked.pictures, asked.side)
    sizes = sorted(path.stat().st_size for path in asked.folder.rglob("*.md"))
    at = [len(sizes) * share // 100 for share in (10, 50, 90, 99)]
    shares = " / ".join(f"{sizes[each] / 1000:.1f}" for each in at)
    print(f"{len(sizes)} vault notes, {sum(sizes) / 1e6:.1f} MB")
    print(f"p10 / median / p90 / p99 / largest: {shares} / {sizes[-1] / 1000:.1f} kB")


if __name__ == "__main__":
    main()
