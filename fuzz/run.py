"""Throw strange bytes at every reader: nothing may crash, hang, or grow faster than its input.

    python fuzz/run.py --seconds 5 --target blocks        strange inputs for one reader
    python fuzz/run.py --seconds 60                       for each of them
    python fuzz/run.py --growth --seconds 60              texts that repeat themselves
    python fuzz/run.py --atheris --seconds 1800 --target osr    led by coverage
    python fuzz/run.py --target osr --input finding.bin   one input again

The same `--seed` gives the same inputs in the same order, on every machine; a different number of
them, if time is what ends it: `--inputs` ends it by their number. A finding is written to
`--findings` (a folder, by default `fuzz-findings`), and the exit code is 1. With `--atheris` (the
extra `fuzz` installs it) inputs are led by what code they reach, and kept in `--corpus`.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import random
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from growth import LARGE, Measured, measured, repeated
from mutating import inputs
from patience import SECONDS, patience
from target import Target, load, names


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for; return the exit code."""
    options = _options(arguments)
    if options.atheris:
        from led_by_coverage import run  # noqa: PLC0415 - an extra

        return run(options.target, options.seconds, options.corpus, options.findings)
    return max([_run(load(name), options) for name in options.target or names()])


def _run(target: Target, options: argparse.Namespace) -> int:
    """Try one target, and say what became of it; return 1 if something was found."""
    began, tried, found = time.monotonic(), 0, 0
    ends = began + options.seconds if options.inputs is None else float("inf")
    chance = random.Random(f"{options.seed} {target.name}")
    slowest: Measured | None = None
    for each in itertools.islice(_tried(target, chance, options), options.inputs):
        tried += 1
        wrong = each.wrong if isinstance(each, Measured) else each
        if isinstance(each, Measured):
            slowest = max(slowest or each, each, key=lambda measured: measured.seconds)
        if wrong:
            found += 1
            print(f"{target.name}: {wrong}")
        if time.monotonic() >= ends or found >= options.most:
            break
    took = time.monotonic() - began
    print(f"{target.name}: {tried} inputs in {took:.1f} s, {found} findings", flush=True)
    if slowest:
        print(f"    slowest: {slowest.seconds:.2f} s for {LARGE} bytes: {slowest.text}", flush=True)
    return 1 if found else 0


def _tried(
    target: Target, chance: random.Random, options: argparse.Namespace
) -> Iterator[str | Measured]:
    """Yield for each input what is wrong with it, or how long it takes."""
    if options.input is not None:
        yield _finding(target, options.input.read_bytes(), options.findings)
    elif options.growth:
        yield from (measured(target, each) for each in repeated(target, chance))
    else:
        yield from (_finding(target, data, options.findings) for data in inputs(target, chance))


def _finding(target: Target, data: bytes, folder: Path) -> str:
    """Return what is wrong with an input; empty if nothing is."""
    try:
        with patience(SECONDS):
            target.check(data)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{target.name}-{hashlib.sha256(data).hexdigest()[:12]}"
        file.write_bytes(data)
        trace = "".join(traceback.format_exception(error)[-6:])
        return f"{file} ({len(data)} bytes)\n{trace}"
    return ""


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--target", action="append", choices=tuple(names()))
    parser.add_argument("--seconds", type=float, default=5.0, help="for each target")
    parser.add_argument("--inputs", type=int, help="how many, instead of how long")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--most", type=int, default=10, help="findings, after which a target ends")
    parser.add_argument("--growth", action="store_true", help="look at time instead of at crashes")
    parser.add_argument("--input", type=Path, help="one file to try again")
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("--atheris", action="store_true", help="be led by coverage")
    parser.add_argument("--corpus", type=Path, default=Path("fuzz-corpus"), help="for atheris")
    options = parser.parse_args(arguments)
    if options.input is not None and len(options.target or ()) != 1:
        parser.error("--input needs one --target")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
