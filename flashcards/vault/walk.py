"""A vault's folder in, the paths of its vault notes and attachments out.

What is no vault note is an attachment, and so are drawings of Excalidraw, whose text is data. Dot
folders are neither.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct, field

from flashcards.diagnostics import Diagnostic, FlashcardsError
from flashcards.globs import Globs
from flashcards.vault.problems import file_error, file_warning, why


class Listing(Struct, frozen=True):
    """The files of a vault: paths relative to it, `/` between folders, sorted."""

    vault_notes: tuple[str, ...]
    attachments: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    """Vault notes that are there and were not asked for."""

    hidden: tuple[str, ...] = ()
    """Those of them that Obsidian leaves out."""


def walk_vault(
    root: Path,
    ignore: Sequence[str] = (),
    include: Sequence[str] = (),
    hide: Callable[[str], bool] = lambda _path: False,
) -> tuple[Listing, tuple[Diagnostic, ...]]:
    """List the files of the vault but for those that match a glob of `ignore`.

    With `include`, only vault notes that match one of its globs are listed, and none that `hide`
    says is to be left out; attachments all are.
    """
    if not root.is_dir():
        raise FlashcardsError(f"there is no vault at {root}", "name the folder of your vault")
    walk = _Walk(os.path.realpath(root), Globs(ignore))
    walk.run()
    included = Globs(include) if include else None
    asked = {path for path in walk.vault_notes if not included or included.match(path)}
    hidden = {path for path in asked if hide(path)}
    listing = Listing(
        tuple(sorted(asked - hidden)),
        tuple(sorted(walk.attachments)),
        tuple(sorted(walk.vault_notes - asked | hidden)),
        tuple(sorted(hidden)),
    )
    return listing, tuple(sorted(walk.diagnostics, key=lambda each: each.span))


class _Walk(Struct):
    """Goes through the folders, links last, so that a real path wins over a link to it."""

    root: str
    ignore: Globs
    vault_notes: set[str] = field(default_factory=set)
    attachments: set[str] = field(default_factory=set)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)
    links: list[str] = field(default_factory=list)

    def run(self) -> None:
        self._walk("")
        while self.links:
            links, self.links = sorted(self.links), []
            for path in links:
                self._follow(path)

    def _walk(self, folder: str) -> None:
        folders = [folder]
        while folders:
            folder = folders.pop()
            try:
                if self._is_new(folder):
                    self._scan(folder, folders)
            except OSError as error:
                problem = file_error("unreadable-folder", folder or ".", why(error))
                self.diagnostics.append(problem)

    def _is_new(self, folder: str) -> bool:
        status = os.stat(self._full(folder))  # noqa: PTH116 - bare strings halve the walk's time
        identity = (status.st_dev, status.st_ino)
        known = identity in self.seen and status.st_ino != 0
        self.seen.add(identity)
        return not known

    def _scan(self, folder: str, folders: list[str]) -> None:
        """Sort what is in a folder; `folders` are those still to be walked, also if it fails."""
        with os.scandir(self._full(folder)) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if self._is_left_out(entry.name, path):
                    continue
                if entry.is_symlink():
                    self.links.append(path)
                elif entry.is_dir():
                    folders.append(path)
                elif entry.is_file():
                    self._add(path)

    def _is_left_out(self, name: str, path: str) -> bool:
        if name.startswith("."):
            return True
        if not _is_text(path):
            message = "the name is not UTF-8, so what it names is left out"
            problem = file_error("unreadable-name", _shown(path), message, "rename it")
            self.diagnostics.append(problem)
            return True
        return self.ignore.match(path)

    def _follow(self, link: str) -> None:
        target = os.path.realpath(self._full(link))
        if not Path(target).is_relative_to(self.root):
            message = "this link leads out of the vault and is not followed"
            self._report("link-out-of-vault", link, message)
        elif os.path.isdir(target):  # noqa: PTH112 - see above
            self._walk(link)
        elif os.path.isfile(target):  # noqa: PTH113 - see above
            inside = os.path.relpath(target, self.root).replace(os.sep, "/")
            if inside not in self.vault_notes:  # else its flashcards would be there twice
                self._add(link)
        elif not os.path.exists(target):  # noqa: PTH110 - see above
            self._report("unreadable-file", link, "this link leads to nothing")

    def _add(self, path: str) -> None:
        name = path.lower()
        is_text = name.endswith(".md") and not name.endswith(".excalidraw.md")
        (self.vault_notes if is_text else self.attachments).add(path)

    def _full(self, path: str) -> str:
        return f"{self.root}/{path}" if path else self.root

    def _report(self, code: str, path: str, message: str) -> None:
        self.diagnostics.append(file_warning(code, path, message))


def _is_text(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(path: str) -> str:
    return path.encode(errors="replace").decode()
