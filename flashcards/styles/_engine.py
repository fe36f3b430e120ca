"""Pandoc: where it is, and one run of it. It gets files of ours alone, and reads no others."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from flashcards.styles._csl import StyleError
from flashcards.styles._items import Entry

_NAME = "pandoc.exe" if os.name == "nt" else "pandoc"
_USUAL = ("/opt/homebrew/bin", "/usr/local/bin", "~/.local/bin", "~/.cabal/bin")
"""A program that was started by a timer has no PATH worth the name."""

_DOCUMENT = "---\nnocite: '@*'\n---\n"
_ENTRY = re.compile(r'<div id="ref-w(?P<number>\d+)"[^<>]*>')
_END = re.compile(r"(?:\s*</div>)+\s*\Z")
_SMALL_CAPITALS = ('<span class="smallcaps">', '<span style="font-variant: small-caps">')
_SECONDS = 60.0
_SECONDS_A_WORK = 0.1


class Engine(Struct, frozen=True):
    """A pandoc that can be run."""

    path: Path


def find_engine() -> Engine | None:
    """Return pandoc: that of the extra `csl`, else the user's own; None if there is none."""
    extra = find_spec("pypandoc")
    if extra is not None and extra.origin:
        path = Path(extra.origin).parent / "files" / _NAME
        if path.is_file():
            return Engine(path)
    own = shutil.which("pandoc")
    if own:
        return Engine(Path(own))
    usual = (Path(folder).expanduser() / _NAME for folder in _USUAL)
    return next((Engine(path) for path in usual if path.is_file()), None)


def engine_id(engine: Engine) -> str:
    """Return what changes when pandoc is replaced; asking it for its version would take longer."""
    path = Path(os.path.realpath(engine.path))
    try:
        status = path.stat()
    except OSError:
        return str(path)
    return f"{path}:{status.st_size}:{status.st_mtime_ns}"


def run(engine: Engine, style: str, entries: Sequence[Entry]) -> list[str]:
    """Return the reference of each entry as HTML; empty for one that pandoc left out.

    Raises `StyleError` if pandoc fails, takes too long, or is too old.
    """
    import tempfile  # noqa: PLC0415 - for those who have a style

    with tempfile.TemporaryDirectory(prefix="flashcards-") as folder:
        works, csl = Path(folder) / "works.json", Path(folder) / "style.csl"
        numbered = [{**entry, "id": f"w{number}"} for number, entry in enumerate(entries)]
        works.write_text(json.dumps(numbered), encoding="utf-8")
        csl.write_text(style, encoding="utf-8")
        html = _call(engine, works, csl, _SECONDS + _SECONDS_A_WORK * len(entries))
    return _split(html, len(entries))


def _call(engine: Engine, works: Path, csl: Path, seconds: float) -> str:
    import subprocess  # noqa: PLC0415 - for those who have a style

    command = [
        os.fspath(engine.path),
        "--sandbox",
        "--quiet",
        f"--data-dir={works.parent}",
        "--from=markdown",
        "--to=html",
        "--wrap=none",
        "--citeproc",
        f"--csl={csl}",
        f"--bibliography={works}",
    ]
    try:
        done = subprocess.run(  # noqa: S603 - pandoc, with files of ours
            command, input=_DOCUMENT.encode(), capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise StyleError(f"pandoc took longer than {seconds:.0f} seconds", _MEND) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StyleError(f"{engine.path} cannot be started: {reason}", _MEND) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().split("\n")[0]
        raise StyleError(f"pandoc cannot write the references: {said}", _MEND)
    return done.stdout.decode(errors="replace")


def _split(html: str, count: int) -> list[str]:
    found = [""] * count
    starts = list(_ENTRY.finditer(html))
    ends = (*(each.start() for each in starts[1:]), len(html))
    for start, end in zip(starts, ends, strict=False):
        number = int(start["number"][:9])
        if number < count:
            entry = _END.sub("", html[start.end() : end])
            found[number] = " ".join(entry.split()).replace(*_SMALL_CAPITALS)
    return found


_MEND = (
    "pandoc 2.15 or later is needed; `pip install 'vault-flashcards[csl]'` brings one, and"
    " style_fallback = true in [citations] does without"
)
