"""What happens to a vault between two exports: each edit can be made again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low

from speed_vault import LIBRARY, PICTURES

Edit = Callable[[int], None]
"""Told how often the vault has been edited so, from 1 on."""

_ANSWER = re.compile(r"^(A: )(?:edited \d+ times )?(?=\w)", re.MULTILINE)
_PICTURE = re.compile(r"!\[\[([^\]|]+\.png)")
_CITEKEY = re.compile(r"@([\w-]+)")
_FLASHCARDS = "# Flashcards\n"


def one_vault_note(root: Path) -> Edit:
    """Return an edit of one answer, in the middle one of the vault notes that have answers."""
    having = [path for path in _vault_notes(root) if _ANSWER.search(path.read_text("utf-8"))]
    path = having[len(having) // 2]

    def edit(times: int) -> None:
        text = path.read_text("utf-8")
        path.write_text(_ANSWER.sub(rf"\g<1>edited {times} times ", text, count=1), "utf-8")

    return edit


def one_work(root: Path) -> Edit:
    """Return an edit of a work's title, in the library; it is cited as often as cited works are."""
    library = root / LIBRARY
    uses = Counter(key for each in _texts(root) for key in set(_CITEKEY.findall(each)))
    known = set(re.findall(r"^@\w+\{([^,]+),", library.read_text("utf-8"), re.MULTILINE))
    citekey = _as_often_as_most({key: count for key, count in uses.items() if key in known})
    title = re.compile(rf"(\{{{re.escape(citekey)},\s*title = \{{)(?:Corrected \d+ times: )?")

    def edit(times: int) -> None:
        text = library.read_text("utf-8")
        text, found = title.subn(rf"\g<1>Corrected {times} times: ", text, count=1)
        assert found, f"no title of {citekey}"
        library.write_text(text, "utf-8")

    return edit


def one_picture(root: Path) -> Edit:
    """Return another name for a picture, with the links to it as Obsidian changes them.

    It is shown by as many flashcards as pictures are.
    """
    sections = (each.partition(_FLASHCARDS)[2] for each in _texts(root))
    name = _as_often_as_most(Counter(n for each in sections for n in set(_PICTURE.findall(each))))
    shows = [path for path in _vault_notes(root) if name in path.read_text("utf-8")]
    picture = _Renamed(root / PICTURES, name)

    def edit(times: int) -> None:
        before, after = picture.rename(f"{times} {name}")
        for path in shows:
            text = path.read_text("utf-8").replace(f"![[{before}", f"![[{after}")
            path.write_text(text, "utf-8")

    return edit


def nothing(root: Path) -> Edit:
    """Return an edit that changes nothing."""
    del root
    return lambda _times: None


@dataclass(slots=True)
class _Renamed:
    """A picture, and what it is called now."""

    folder: Path
    name: str

    def rename(self, name: str) -> tuple[str, str]:
        """Give it another name; returns the last one and this one."""
        before, self.name = self.name, name
        (self.folder / before).rename(self.folder / name)
        return before, name


def _vault_notes(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*.md") if ".flashcards" not in path.parts)


def _texts(root: Path) -> Iterable[str]:
    return (path.read_text("utf-8") for path in _vault_notes(root))


def _as_often_as_most(uses: dict[str, int]) -> str:
    """Return the first of the names that are used as often as the median one."""
    middle = median_low(uses.values())
    return min(name for name, count in uses.items() if count == middle)
