"""An exception that nobody expected in, a report of it out: no text of the vault, no path in it.

What an exception says, and the values of variables, may be what somebody wrote in a vault note. So
a report has none of these: what went wrong is told by its type and by the places in the code.
"""

from __future__ import annotations

import hashlib
import platform
import re
import sys
import traceback
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from flashcards import __version__
from flashcards.durable import write_whole

ISSUES = "https://github.com/vault-flashcards/vault-flashcards/issues"

_KEPT = 20
"""Reports; of more the oldest go."""

_FRAME = re.compile(r'  File "(.+\.py)", line (\d+), in ([\w.<>]+)')
"""A line of a traceback, as another process sends it: as text, with what the exception says."""

_LONGEST_CHAIN = 5
"""Exceptions, each the cause of the next."""


def report_text(error: BaseException, arguments: Sequence[str], words: Collection[str]) -> str:
    """Return a report; `arguments` are those of the command line, `words` the names of commands."""
    return "\n".join(
        (
            f"command    {shown_command(arguments, words)}",
            *_about_this_computer(),
            "",
            *told(error),
            "",
        )
    )


def shown_command(arguments: Sequence[str], words: Collection[str]) -> str:
    """Return a command line with the names of options; values and paths are left out."""
    return " ".join(["flashcards", *(_shown(each, words) for each in arguments)])


def _shown(argument: str, words: Collection[str]) -> str:
    if argument in words:
        return argument
    option = re.match(r"--[a-z][a-z-]*(?==|$)|-[a-zA-Z]", argument)
    return option[0] + ("=…" if option.end() < len(argument) else "") if option else "…"


def told(error: BaseException) -> Iterator[str]:
    """Yield what went wrong, the cause first: types, files, lines, names of functions."""
    chain: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and len(chain) < _LONGEST_CHAIN:
        chain.append(each)
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    for each in reversed(chain):
        for frame in traceback.extract_tb(each.__traceback__):
            yield f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
        if type(each).__name__ == "_RemoteTraceback":  # of a worker; its text is all there is
            for path, line, name in _FRAME.findall(str(each)):
                yield f"  {_place(path)}:{line} {name}"
        yield f"{type(each).__module__}.{type(each).__qualname__}".removeprefix("builtins.")


def _place(path: str) -> str:
    """Return a file without the folders above the library it belongs to: they name the user."""
    parts = Path(path).parts
    for top in ("flashcards", "site-packages", "dist-packages", f"python3.{sys.version_info[1]}"):
        if top in parts:
            at = len(parts) - 1 - parts[::-1].index(top)
            return "/".join(parts[at if top == "flashcards" else at + 1 :])
    return parts[-1] if parts else "?"


def _about_this_computer() -> Iterator[str]:
    yield f"flashcards {__version__}"
    yield f"Python     {platform.python_version()} ({platform.python_implementation()})"
    yield f"platform   {platform.platform()}"
    yield f"encodings  files {sys.getfilesystemencoding()}, output {_encoding()}"
    yield f"libraries  {', '.join(_libraries())}"


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "none"


def _libraries() -> Iterator[str]:
    with suppress(PackageNotFoundError):
        for requirement in requires("vault-flashcards") or ():
            name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
            if "extra ==" not in requirement:
                with suppress(PackageNotFoundError):
                    yield f"{name} {version(name)}"


def write_report(text: str, error: BaseException, folder: Path) -> Path:
    """Write a report and return its file; one bug has one file, however often it strikes.

    Raises `OSError` if it cannot be written.
    """
    same = "\n".join(told(error)).encode()
    file = folder / f"bug-{hashlib.blake2b(same, digest_size=4).hexdigest()}.txt"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(file, [text.encode("utf-8", "replace")])
    reports = sorted(folder.glob("bug-*.txt"), key=lambda path: path.stat().st_mtime)
    for old in reports[:-_KEPT]:
        old.unlink(missing_ok=True)
    return file
