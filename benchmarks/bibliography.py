"""How long the bibliography stage takes for a large library, beside bibtexparser's plain parse.

Each reader runs in a process of its own, so that its peak of memory is its own; the time is the
processor's, whatever else it has to do, and does not hold the imports, which both need. Prints a
Markdown table.
Run from the repository: python benchmarks/bibliography.py [entries] [cited citekeys]
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import bibtexparser
from bibliography_library import write_library

from flashcards.bibliography import look_up, read_libraries, reference

ENTRIES = 20_000
CITED = 500
RUNS = 3

Reader = Callable[[Path, list[str]], int]


def ours(path: Path, citekeys: list[str]) -> int:
    """Read, look up and write every reference, as an export does."""
    library, _ = read_libraries([path], path.parent)
    items, _ = look_up(library, citekeys)
    return len([reference(item) for item in items.values()])


def plain_parse(path: Path, citekeys: list[str]) -> int:
    """Parse all of it with bibtexparser's defaults, and write no reference."""
    parsed = bibtexparser.parse_file(str(path)).entries_dict
    return sum(citekey in parsed for citekey in citekeys)


READERS: dict[str, Reader] = {
    "the bibliography stage": ours,
    "bibtexparser, `parse_file`": plain_parse,
}


def run_one(name: str, path: Path, citekeys: list[str]) -> None:
    """Print what one reader needed, as JSON: seconds, megabytes, works found."""
    began = time.process_time()
    found = READERS[name](path, citekeys)
    seconds = time.process_time() - began
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([seconds, megabytes, found]))


def measure(name: str, path: Path, citekeys: Path) -> tuple[float, float, int]:
    """Return the least time and memory of some runs, and how many works were found."""
    command = [sys.executable, __file__, "--one", name, str(path), str(citekeys)]
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
        for _ in range(RUNS)
    ]
    return min(run[0] for run in runs), min(run[1] for run in runs), runs[0][2]


def main(entries: int, cited: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        path, keys = Path(folder) / "library.bib", Path(folder) / "cited.json"
        text, citekeys = write_library(entries)
        path.write_text(text, encoding="utf-8")
        keys.write_text(json.dumps(random.Random(1).sample(citekeys, cited)))
        print(f"{entries} entries, {path.stat().st_size / 1e6:.1f} MB, {cited} cited\n")
        print("| reader | seconds | ratio | peak MB | works |\n| --- | --- | --- | --- | --- |")
        first = 0.0
        for name in READERS:
            seconds, megabytes, found = measure(name, path, keys)
            first = first or seconds
            ratio = f"{seconds / first:.1f}"
            print(f"| {name} | {seconds:.2f} | {ratio} | {megabytes:.0f} | {found} |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        run_one(sys.argv[2], Path(sys.argv[3]), json.loads(Path(sys.argv[4]).read_text()))
    else:
        given = [int(each) for each in sys.argv[1:]]
        main(*(given + [ENTRIES, CITED][len(given) :]))
