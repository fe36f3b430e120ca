"""The same targets under atheris: inputs that reach new code are kept, and changed further."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import atheris
from patience import SECONDS, patience
from target import Target, load, names

_LONGEST = 600
"""Seconds by the wall's clock, for what hangs in C: a fuzzer may be stopped for a while."""


def run(targets: Sequence[str] | None, seconds: float, corpus: Path, findings: Path) -> int:
    """Run each target in a process of its own, since the fuzzer ends the one that it is in."""
    worst = 0
    for name in targets or names():
        command = [sys.executable, __file__, name, str(seconds), str(corpus), str(findings)]
        code = subprocess.run(command, check=False).returncode  # noqa: S603 - ours
        worst = worst or (1 if code else 0)
    return worst


def _fuzz(name: str, seconds: float, corpus: Path, findings: Path) -> None:
    with atheris.instrument_imports(include=["flashcards"]):
        target = load(name)
    kept = corpus / name
    for folder in (kept, findings):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds:
        (kept / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    with tempfile.NamedTemporaryFile("w", suffix=".dict") as words:
        words.write("".join(_word(token) for token in target.tokens))
        words.flush()
        options = (
            f"-max_total_time={seconds:.0f}",
            f"-timeout={_LONGEST}",
            f"-artifact_prefix={findings}/{name}-",
            f"-dict={words.name}",
            "-max_len=4000",
            "-rss_limit_mb=4096",
            "-print_final_stats=1",
        )
        atheris.Setup([sys.argv[0], *options, str(kept)], _one_input(target))
        atheris.Fuzz()


def _one_input(target: Target) -> object:
    def one_input(data: bytes) -> None:
        with patience(SECONDS):
            target.check(data)

    return one_input


def _word(token: bytes) -> str:
    """Return a line of libFuzzer's dictionary."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in token) + '"\n' if token else ""


if __name__ == "__main__":
    _fuzz(sys.argv[1], float(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))
