"""One file of the vault in, its properties and text out."""

from __future__ import annotations

from pathlib import Path

from flashcards.bounded import TooLargeError, read_bounded
from flashcards.diagnostics import Diagnostic
from flashcards.model import VaultNote
from flashcards.properties import split_properties
from flashcards.vault.problems import file_error, file_warning, why

MAX_BYTES = 10_000_000
"""No vault note is longer; a file that is would only be a mistake, and slow."""

MAX_LINES = 25_000
"""A novel has less. What holds one block on each line takes seconds from here on."""

_SPLIT = "split it into several vault notes"

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_vault_note(root: Path, path: str) -> tuple[VaultNote | None, tuple[Diagnostic, ...]]:
    """Read one vault note; None, and why, if it cannot be read."""
    try:
        data = read_bounded(f"{root}/{path}", MAX_BYTES)
    except TooLargeError:
        message = f"the file is larger than {MAX_BYTES // 1_000_000} MB and is not read"
        return None, (file_error("file-too-large", path, message, _SPLIT),)
    except OSError as error:
        return None, (file_error("unreadable-file", path, why(error)),)
    text, decoding = decode(data, path)
    if text.count("\n") >= MAX_LINES:
        message = f"the file has more than {MAX_LINES:,} lines and is not read"
        return None, (file_error("too-many-lines", path, message, _SPLIT),)
    properties, text, splitting = split_properties(text, path)
    return VaultNote(path, properties, text), (*decoding, *splitting)


def decode(data: bytes, path: str) -> tuple[str, tuple[Diagnostic, ...]]:
    r"""Return a file's text with `\n` line ends; UTF-8 or what its byte order mark says."""
    problems: list[Diagnostic] = []
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8-sig")
    text = data.decode(encoding, errors="replace")
    if encoding != "utf-8-sig":
        name = encoding.upper()
        problems.append(
            file_warning("not-utf8", path, f"the file is {name}, not UTF-8", "save it as UTF-8")
        )
    elif "\ufffd" in text and (line := _broken_line(data)):
        message = "some characters are not UTF-8 and are shown as \ufffd"
        problems.append(file_warning("not-utf8", path, message, "save it as UTF-8", line))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        message = "NUL characters are left out; the file may be damaged"
        problems.append(file_warning("nul-bytes", path, message, "save it anew as text", line))
        text = text.replace("\0", "")
    return text, tuple(problems)


def _broken_line(data: bytes) -> int:
    """Return the line of the first byte that is not UTF-8; 0 if all are."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return before.count(b"\n") + 1
    return 0
