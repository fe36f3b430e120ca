"""How long an export takes, and how much memory, beside the pipeline that anybody would write.

    python benchmarks/speed.py [--vault-notes 1000 --vault-notes 10000] [--rounds 5]

Whole processes, one after the other on the same vault: ours, the baseline, ours, the baseline.
A round is a first export, then one after each sort of edit; it begins without a ledger, a cache
and a package. Prints a Markdown table with the median of the rounds: seconds, the ratio of each
pair, and the most memory that one process took.
`--one-baseline` runs the baseline once a round, for a vault so large that it takes minutes.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from speed_edits import Edit, nothing, one_picture, one_vault_note, one_work
from speed_vault import LIBRARY, write_vault

FIRST = "first export"
CASES: dict[str, Callable[[Path], Edit]] = {
    FIRST: nothing,
    "nothing changed": nothing,
    "one vault note changed": one_vault_note,
    "one cited work corrected": one_work,
    "one picture renamed": one_picture,
}
SETTLED = 2.5
"""Seconds; what was written in the last two is looked at again, and is not the common case."""

_HERE = Path(__file__).parent
_MIB = 1024 * (1024 if sys.platform == "darwin" else 1)
"""In the unit in which the system tells how much memory a process took."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took."""

    seconds: float
    processor: float
    """Seconds, on all cores together."""

    mebibytes: float
    """Of the largest of its processes, at its most."""


@dataclass(slots=True)
class Bench:
    """A vault on which both are measured."""

    folder: Path
    vault_notes: int
    baseline_once: bool
    settled: float
    """Seconds to wait before each run of ours."""

    ours: dict[str, list[Run]] = field(default_factory=lambda: {case: [] for case in CASES})
    theirs: dict[str, list[Run]] = field(default_factory=lambda: {case: [] for case in CASES})

    @property
    def vault(self) -> Path:
        """The folder of the vault."""
        return self.folder / "vault"

    def measure(self, rounds: int) -> None:
        """Write the vault, and run both as often in turn."""
        write_vault(self.vault, self.vault_notes)
        edits = {case: edit(self.vault) for case, edit in CASES.items()}
        for times in range(1, rounds + 1):
            for case, edit in edits.items():
                if case == FIRST:
                    self._forget()
                edit(times)
                os.sync()
                time.sleep(self.settled)
                self.ours[case].append(self._run_ours())
                self.theirs[case].append(self._run_baseline(case))
                self._say(case)

    def _forget(self) -> None:
        """Leave nothing of an earlier export but the vault itself."""
        shutil.rmtree(self.vault / ".flashcards", ignore_errors=True)
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        for package in self.folder.glob("*.apkg"):
            package.unlink()

    def _run_ours(self) -> Run:
        package = str(self.folder / "ours.apkg")
        cache = {"XDG_CACHE_HOME": str(self.folder / "cache")}
        return run(["-m", "flashcards", "export", "--quiet", str(self.vault), package], cache)

    def _run_baseline(self, case: str) -> Run:
        if self.baseline_once and case != FIRST:
            return self.theirs[FIRST][-1]
        package = str(self.folder / "baseline.apkg")
        library = str(self.vault / LIBRARY)
        arguments = ["-m", "speed_baseline", str(self.vault), package, "--bibliography", library]
        return run(arguments, {"PYTHONPATH": str(_HERE)})

    def _say(self, case: str) -> None:
        """Tell who is waiting how far it is."""
        ours, theirs = self.ours[case][-1], self.theirs[case][-1]
        print(
            f"{self.vault_notes} vault notes, {case}: {ours.seconds:.2f} s, "
            f"baseline {theirs.seconds:.2f} s",
            file=sys.stderr,
        )

    def rows(self) -> Iterator[str]:
        """Yield the rows of the table."""
        for case in CASES:
            ours, theirs = self.ours[case], self.theirs[case]
            ratios = _ratios(ours, theirs, lambda run: run.seconds)
            work = _ratios(ours, theirs, lambda run: run.processor)
            seconds, memory = _median(ours, "seconds"), _median(ours, "mebibytes")
            cells = (
                f"{self.vault_notes:,}",
                case,
                f"{seconds:.2f}",
                f"{_median(theirs, 'seconds'):.2f}",
                f"**{statistics.median(ratios):.3f}** ({min(ratios):.3f}–{max(ratios):.3f})",
                f"{statistics.median(work):.3f}",
                f"{1e6 * seconds / self.vault_notes:.0f}",
                f"{memory:.0f}",
                f"{memory / _median(theirs, 'mebibytes'):.2f}",
            )
            yield f"| {' | '.join(cells)} |"


HEADER = (
    "| vault notes | what changed | s | baseline s | ratio (range) | ratio of processor time"
    " | µs a vault note | MiB | ratio |\n"
    "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)


def run(arguments: Sequence[str], environment: dict[str, str]) -> Run:
    """Run a Python program as a process of its own; raises if it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own programs
        [sys.executable, *arguments], env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _MIB)


def _ratios(ours: Sequence[Run], theirs: Sequence[Run], of: Callable[[Run], float]) -> list[float]:
    return [of(one) / of(other) for one, other in zip(ours, theirs, strict=True)]


def _median(runs: Sequence[Run], name: str) -> float:
    return statistics.median(getattr(each, name) for each in runs)


def machine() -> str:
    """Return what this was measured on."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    system = f"{platform.system()} {platform.machine()}"
    return f"{cores} cores, {system}, Python {platform.python_version()}"


def as_installed() -> None:
    """Have both compiled, as pip does with what it installs."""
    for folder in (_HERE, _HERE.parent / "flashcards"):
        compileall.compile_dir(folder, quiet=1)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description="Time exports beside the baseline.")
    parser.add_argument("--vault-notes", type=int, action="append")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--one-baseline", action="store_true")
    parser.add_argument(
        "--settled", type=float, default=SETTLED, help="seconds to wait after edits"
    )
    parser.add_argument("--folder", type=Path, help="where to write; a temporary folder otherwise")
    asked = parser.parse_args()
    as_installed()
    rows: list[str] = []
    for vault_notes in asked.vault_notes or [1000, 10_000]:
        with tempfile.TemporaryDirectory(prefix="speed-", dir=asked.folder) as folder:
            bench = Bench(Path(folder), vault_notes, asked.one_baseline, asked.settled)
            bench.measure(asked.rounds)
            rows += bench.rows()
    print(f"{machine()}; median of {asked.rounds} rounds\n\n{HEADER}")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
