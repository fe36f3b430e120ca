"""What is held in memory of pictures: a piece at a time, however large they are."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import MakeVault

LARGE = 120_000_000
SPARE = 40_000_000
"""Bytes that two runs may differ by, one of them with the large file."""

MEASURED = """
import resource
try:
    {}
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
PROGRAM = MEASURED.format("from flashcards.cli import main; main()")
EXAMINE = MEASURED.format(
    "import sys; from pathlib import Path; from flashcards.media import examine;"
    "assert examine(Path(sys.argv[1])).left_out == ('script',)"
)

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows does not tell how much memory a run took"
)


def peak(code: str, *arguments: object) -> int:
    """Run code in a process of its own; return how many bytes of memory it took at its most."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    ran = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    said = int(ran.stdout.splitlines()[-1])
    return said if sys.platform == "darwin" else 1024 * said


def test_a_large_picture_is_never_in_memory_as_a_whole(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """Neither when it is exported, nor when an edit has its package written anew or looked after"""
    text = "## Flashcards\nWhat? :: ![[large.png]]\n"
    root = make_vault(
        {"a.md": text, "large.png": b"\x89PNG", "flashcards.toml": "[media]\nlargest = 400\n"}
    )
    deck = tmp_path / "deck.apkg"

    def acts() -> list[int]:
        export = peak(PROGRAM, "export", root, deck, "-q")
        (root / "a.md").write_text(f"{text}Who? :: {export}\n", "utf-8")
        again = peak(PROGRAM, "export", root, deck, "-q")
        return [export, again, peak(PROGRAM, "doctor", root), peak(PROGRAM, "check", root)]

    small = acts()
    (root / "a.md").write_text(text, "utf-8")
    os.truncate(root / "large.png", LARGE)
    large = acts()

    with zipfile.ZipFile(deck) as package:
        assert package.getinfo("0").file_size == LARGE
    deck.unlink()
    more = [after - before for before, after in zip(small, large, strict=True)]
    assert max(more) < SPARE, more


def test_a_large_drawing_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    """Also one of which something is left out, so that the rest is written anew"""
    small, large = tmp_path / "small.svg", tmp_path / "large.svg"
    form = f'<path d="M0 0{"h9v9z" * 2000}"/>'
    for file, count in ((small, 1), (large, 2000)):
        inside = f"<script>x()</script>{form * count}"
        file.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>', "utf-8")
    assert large.stat().st_size > 20_000_000

    assert peak(EXAMINE, large) - peak(EXAMINE, small) < 10_000_000
