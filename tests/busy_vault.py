"""A vault that somebody edits without a pause, while exports run: what they must not lose."""

from __future__ import annotations

import random
import re
import threading
import time
from pathlib import Path

_LINE = re.compile(r"^(What is \d+\w*\?) :: .*$", re.MULTILINE)


class BusyVault(threading.Thread):
    """Edits until it is told to stop: every question in it stands once, when nothing is half done.

    Files are written in two pieces, deleted and written again, and renamed, as editors, git and
    sync programs do.
    """

    def __init__(self, root: Path, seed: int) -> None:
        """Write the vault into a folder that is not there yet."""
        super().__init__(daemon=True)
        self.root = root
        self._chance = random.Random(seed)
        self._number = 0
        self._over = threading.Event()
        root.mkdir()
        # Half of a vault is gone at times, and nobody is there to say that it is not.
        (root / "flashcards.toml").write_text("[export]\nremoved_share = 1.0\n")
        for name in "abcde":
            (root / f"{name}.md").write_text("# Things\n\n## Flashcards\n" + self._questions(8))

    def run(self) -> None:
        """Edit."""
        while not self._over.is_set():
            note = self._chance.choice(sorted(self.root.glob("*.md")))
            self._chance.choice((self._add, self._reword, self._drop, self._rename))(note)
            time.sleep(0.005)

    def stop(self) -> None:
        """Finish the edit at hand."""
        self._over.set()
        self.join()

    def questions(self) -> list[str]:
        """Return every question that stands in the vault."""
        texts = (note.read_text() for note in self.root.glob("*.md"))
        return sorted(question for text in texts for question in _LINE.findall(text))

    def _add(self, note: Path) -> None:
        self._write(note, note.read_text() + self._questions(1))

    def _reword(self, note: Path) -> None:
        """Reword an answer, and now and then a question."""
        lines = note.read_text().split("\n")
        at = self._chance.choice([n for n, line in enumerate(lines) if " :: " in line] or [0])
        old, new = (" :: ", " :: so ") if self._chance.random() < 0.7 else ("?", "x?")
        lines[at] = lines[at].replace(old, new, 1)
        self._write(note, "\n".join(lines))

    def _drop(self, note: Path) -> None:
        lines = note.read_text().split("\n")
        asked = [n for n, line in enumerate(lines) if " :: " in line]
        if len(asked) > 4:
            del lines[self._chance.choice(asked)]
            self._write(note, "\n".join(lines))

    def _rename(self, note: Path) -> None:
        note.rename(note.with_name(f"{self._chance.randrange(10**6)}.md"))

    def _write(self, note: Path, text: str) -> None:
        match self._chance.randrange(3):
            case 0:  # in two pieces
                with note.open("w") as file:
                    file.write(text[: len(text) // 2])
                    file.flush()
                    time.sleep(0.01)
                    file.write(text[len(text) // 2 :])
            case 1:  # gone, and there again
                note.unlink()
                time.sleep(0.01)
                note.write_text(text)
            case _:  # as most editors do
                beside = note.with_suffix(".tmp")
                beside.write_text(text)
                beside.replace(note)

    def _questions(self, count: int) -> str:
        self._number += count
        numbers = range(self._number - count, self._number)
        return "".join(f"What is {n}? :: Thing {n}\n\n" for n in numbers)
