"""Which vault notes Obsidian's own settings leave out: paths in, yes or no out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from flashcards.diagnostics import Diagnostic
from flashcards.obsidian.files import invalid
from flashcards.obsidian.values import FOLDER, VaultSettings

_SECONDS = 0.2
"""So long may a pattern think about one path."""


class Filters:
    """Obsidian's "excluded files" and the folders of templates.

    A filter is the beginning of a path, or a pattern between slashes. They hide vault notes, not
    attachments: pictures in an excluded folder are shown in Obsidian, too.
    """

    def __init__(self, settings: VaultSettings) -> None:
        folders = (f"{folder}/" for folder in settings.template_folders)
        plain = (each for each in settings.ignore_filters if not _is_pattern(each))
        self._beginnings = tuple(_normal(each) for each in (*folders, *plain))
        self._problems: list[Diagnostic] = []
        self._patterns = [*self._compiled(settings.ignore_filters)]

    def hide(self, path: str) -> bool:
        """Tell whether the vault note at a path is left out."""
        path = _normal(path)
        return path.startswith(self._beginnings) or any(
            self._finds(pattern, path) for pattern in tuple(self._patterns)
        )

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the filters, as far as they have been used."""
        return tuple(self._problems)

    def _compiled(self, filters: tuple[str, ...]) -> Iterator[Any]:
        patterns = [each[1:-1] for each in filters if _is_pattern(each)]
        if not patterns:
            return
        import regex  # noqa: PLC0415 - few vaults need it, and each start would pay for it

        for pattern in patterns:
            try:
                yield regex.compile(_normal(pattern))
            except (regex.error, RecursionError, OverflowError) as error:
                self._report(pattern, f"cannot be read as a pattern ({error})")

    def _finds(self, pattern: Any, path: str) -> bool:
        try:
            return pattern.search(path, timeout=_SECONDS) is not None
        except TimeoutError:
            self._patterns.remove(pattern)
            self._report(pattern.pattern, "takes too long")
            return False

    def _report(self, pattern: str, why: str) -> None:
        message = f"the excluded files /{pattern}/: this {why}, so it hides nothing"
        self._problems.append(invalid(f"{FOLDER}/app.json", message, override="ignore"))


def _is_pattern(written: str) -> bool:
    return len(written) > 2 and written.startswith("/") and written.endswith("/")


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)
