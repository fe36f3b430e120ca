"""One JSON file of `.obsidian` in, its value out; nothing is ever written there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from msgspec import Struct

from flashcards.bounded import read_text, reason
from flashcards.diagnostics import Diagnostic, Severity, Span

MAX_BYTES = 5_000_000
"""Some plugins keep all they remember beside their settings; more than this is a mistake."""


class Document(Struct, frozen=True):
    """A JSON file: what it holds, and what is wrong with it."""

    path: str
    """Relative to the vault."""

    value: Any = None
    """None if the file is missing or cannot be read."""

    text: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def table(self) -> dict[str, Any]:
        """The value if it is a table, else an empty one."""
        return self.value if isinstance(self.value, dict) else {}

    def line_of(self, key: str) -> int:
        """Return the line on which a key stands first; 1 if it is nowhere."""
        at = self.text.find(f'"{key.rpartition("/")[2]}"')
        return self.text.count("\n", 0, at) + 1 if at >= 0 else 1


def read_json(root: Path, path: str) -> Document:
    """Read a file of the vault; one that is missing says nothing."""
    try:
        text = _read_text(root, path)
        return Document(path, json.loads(text), text)
    except (FileNotFoundError, NotADirectoryError):
        return Document(path)
    except json.JSONDecodeError as error:
        return _broken(path, f"this is not valid JSON: {error.msg.lower()}", error.lineno)
    except (ValueError, RecursionError) as error:
        return _broken(path, f"this cannot be read as JSON: {error}")
    except OSError as error:
        return _broken(path, f"this cannot be read: {reason(error)}")


def read_table(root: Path, path: str) -> Document:
    """Read a file of the vault that holds a table of settings."""
    document = read_json(root, path)
    if document.value is None or isinstance(document.value, dict):
        return document
    return _broken(path, "this must be a table of settings")


def _read_text(root: Path, path: str) -> str:
    file = root / path
    file.stat()  # what is missing says nothing, wherever it would lead
    if leads_out(root, path):
        raise ValueError("it lies outside the vault, and links that lead there are not followed")
    return read_text(file, MAX_BYTES)


def leads_out(root: Path, path: str) -> bool:
    """Say whether a path of the vault is a link to somewhere else."""
    return not (root / path).resolve().is_relative_to(root.resolve())


def _broken(path: str, message: str, line: int = 1) -> Document:
    return Document(path, diagnostics=(invalid(path, f"{message}; the defaults are used", line),))


def invalid(path: str, message: str, line: int = 1, override: str = "") -> Diagnostic:
    """Warn about settings that cannot be used; `override` is a key of flashcards.toml."""
    return Diagnostic(
        "invalid-obsidian-settings",
        Severity.WARNING,
        Span(path, line, line),
        message,
        f"set it anew in Obsidian, or set `{override}` in flashcards.toml"
        if override
        else "open the settings in Obsidian and change one, so that it writes the file anew",
    )
