"""A small vault with everything that flashcards depend on, and the edits that people make in it."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

WORDS = ["cell", "nucleus", "membrane", "energy", "starch", "wall", "light", "root", "leaf"]
MARKED = ["**{}**", "=={}==", "{}", "{}", "{}", "`{}`", "[[Notes/b#Energy|{}]]"]
MARKED += ["@pang2021 {}", "@Botany {}", "[@Botany] {}", "[@unknown1999] {}", "[[Ito]] {}"]
PICTURES = ["p.png", "Pictures/p.png", "q.png", "r.png"]

LIBRARY = """\
@book{pang2021, title={Cells}, author={Pang, Ann}, year={2021}}
@article{liu2020, title={Leaves}, author={Liu, Bo and Ito, Aki}, year={2020}, journal={Botany}}
"""

PNG = b"\x89PNG\r\n\x1a\n"


class EditedVault:
    """A vault and a source of chance."""

    def __init__(self, root: Path, seed: int) -> None:
        """Write the vault into a folder that is not there yet."""
        self.root = root
        self.chance = random.Random(seed)
        (root / "Notes").mkdir(parents=True)
        (root / "library.bib").write_text(LIBRARY)
        (root / "p.png").write_bytes(PNG)
        for name in ("a", "Notes/b", "Notes/c", "Notes/d", "e", "f"):
            self._write(name, self._head() + "## Energy\n\nWords. ^here\n\n" + self._section())
        self._write("Botany", "---\ntitle: Botany\nauthor: Ito, Aki\nyear: 1999\n---\nOn leaves.\n")
        self._write("@liu2020", "---\ntitle: Leaves\n---\n## Flashcards\n" + self._flashcard())

    def edit(self) -> None:
        """Do one of the things that people do between exports."""
        notes = sorted(self.root.rglob("*.md"))
        note = self.chance.choice(notes)
        text = note.read_text("utf-8")
        lines = text.split("\n")
        at = self.chance.randrange(len(lines))
        others: list[Callable[[], object]] = [
            lambda: (self.root / "library.bib").write_text(
                LIBRARY.replace(self.chance.choice(["Ann", "Liu", "Cells"]), self._word())
            ),
            lambda: (self.root / "library.bib").write_text(self._other_library()),
            lambda: (self.root / "library.bib").write_text(self._other_library()),
            self._paint,
            self._rename_picture,
            self._rename_picture,
            lambda: note.rename(note.with_name(f"Renamed {self.chance.randrange(5)}.md")),
            lambda: note.unlink() if len(notes) > 4 else None,
            lambda: self._write(f"New {self.chance.randrange(5)}", self._section()),
            lambda: note.write_text(f"---\nid: {self.chance.randrange(3)}\n---\n{text}", "utf-8"),
            lambda: note.write_text(f"---\ndeck: {self._word()}\n---\n{text}", "utf-8"),
            lambda: os.utime(note),
            lambda: self._move_flashcards(note, notes),
        ]
        texts: list[Callable[[], str]] = [
            lambda: text + self._flashcard(),
            lambda: text + self._flashcard() + self._flashcard(),
            lambda: "\n".join(lines[:at] + lines[at + 1 :]),
            lambda: text.replace(self._word(), self._word(), 1),
            lambda: text.replace(self._word(), self._word()),
            lambda: "\n".join([*lines[:at], lines[at] + f" ^{self._word()}", *lines[at + 1 :]]),
            lambda: text.replace("## Energy", "## Power"),
            lambda: text.replace("? ::", "? ;;"),
            lambda: text.replace("12,250", "40,270"),
            lambda: text.replace("!2000-01-01,1,250", self._schedule()),
            lambda: "",
            lambda: text + "\n",
        ]
        if self.chance.random() < 0.3:
            self.chance.choice(others)()
        else:
            note.write_text(self.chance.choice(texts)(), "utf-8")

    def _other_library(self) -> str:
        """Return the library with other works in it, some of them named as something else is."""
        key = self.chance.choice(["unknown1999", "unknown1998", "Botany", "Ito", "a", "liu2020"])
        title = self._word()
        other = f"@book{{{key}, title={{{title}}}, author={{Ito, Aki}}, year={{1999}}}}\n"
        return self.chance.choice([other + LIBRARY, LIBRARY + other, other, "\n" + LIBRARY])

    def _paint(self) -> None:
        path = self.root / self.chance.choice(PICTURES)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(PNG + self._word().encode())

    def _rename_picture(self) -> None:
        there = sorted(self.root.rglob("*.png"))
        if there:
            target = self.root / self.chance.choice(PICTURES)
            target.parent.mkdir(exist_ok=True)
            self.chance.choice(there).rename(target)

    def _move_flashcards(self, note: Path, notes: list[Path]) -> None:
        """Cut the last lines of one vault note, and paste them below another."""
        lines = note.read_text("utf-8").split("\n")
        other = self.chance.choice(notes)
        if other != note:
            note.write_text("\n".join(lines[:-4]) + "\n", "utf-8")
            pasted = other.read_text("utf-8") + "\n".join(lines[-4:]) + "\n"
            other.write_text(pasted, "utf-8")

    def _write(self, name: str, text: str) -> None:
        (self.root / f"{name}.md").write_text(text, "utf-8")

    def _head(self) -> str:
        aliases = f"aliases: [{self._word()}]\n" if self.chance.random() < 0.3 else ""
        return f"---\ntags: [x]\n{aliases}---\n> [!definition]\n> {self._words()}\n\n"

    def _section(self) -> str:
        quote = f"> [!quote] [[@pang2021]]\n> {self._words()}\n\n"
        flashcards = "".join(self._flashcard() for _ in range(self.chance.randrange(1, 4)))
        return f"{quote}## Flashcards\n{flashcards}"

    def _flashcard(self) -> str:
        forms = (
            f"{self._words()}? :: {self._words()}",
            f"{self._words()}? :: {self._words()} ^{self._word()}",
            f"{self._word()} ==is== {self._word()} in {{{{c1::{self._word()}}}}}",
            f"{self._words()}? :: ![[p.png]]",
            f"{self._words()}? :: ![[Notes/b#Energy]]",
            "![[p.png]] :: shown",
            f"{self._words()}? :: ![[q.png]] ![[Pictures/p.png]]",
            f"{self._words()}? :: [[v1.2]] and ![[r.png]]",
            f"{self._words()} ::: {self._words()}",
            f"{self._words()} ::: {self._words()} {self._schedules()}",
            f"{self._words()} =={self._word()}== is =={self._word()}==\n{self._schedules()}",
            "",
        )
        return self.chance.choice(forms) + "\n\n"

    def _schedules(self) -> str:
        return f"<!--SR:{self._schedule()}{self._schedule()}-->"

    def _schedule(self) -> str:
        forms = (
            f"!2026-10-0{self.chance.randrange(1, 10)},12,250",
            "!fsrs,2026-12-05T02:34:58.468Z,8,7.5,4.7,3,3,1,0,2026-11-25T02:34:58.468Z",
            "!2000-01-01,1,250",
            "!soon,1,250",
        )
        return self.chance.choice(forms)

    def _words(self) -> str:
        return " ".join(self.chance.choice(MARKED).format(self._word()) for _ in range(3))

    def _word(self) -> str:
        return self.chance.choice(WORDS)
