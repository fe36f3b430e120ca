"""Of which flashcards nobody can say that they are gone: what was not read, or not looked for.

An export takes for removed what it no longer finds. A file that could not be opened, a folder that
was not asked for, or a pattern that was stopped is no reason to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from flashcards.config import Config
from flashcards.diagnostics import Diagnostic, Severity
from flashcards.globs import Globs
from flashcards.model import ParsedVaultNote
from flashcards.obsidian import Filters
from flashcards.vault import Listing

Unknown = Callable[[str], bool]
"""Whether nothing can be said of a path of the vault."""


def not_read(listing: Listing, problems: Sequence[Diagnostic]) -> Unknown:
    """Tell which paths were not read, so that nothing there is taken for gone."""
    excluded = frozenset(listing.excluded)
    failed = frozenset(each.span.path for each in problems if each.severity is Severity.ERROR)

    def unread(path: str) -> bool:
        parts = path.split("/")
        return path in excluded or not failed.isdisjoint(
            {".", *("/".join(parts[: end + 1]) for end in range(len(parts)))}
        )

    return unread


def read_in_part(
    unread: Unknown,
    vault_notes: Iterable[ParsedVaultNote],
    patterns: Sequence[Diagnostic],
) -> Unknown:
    """Tell also what was read in part: where a pattern was stopped, or could not run at all."""
    if patterns:
        return lambda _path: True
    errors = ((n.path, each) for n in vault_notes for each in n.diagnostics)
    in_part = frozenset(path for path, each in errors if each.severity is Severity.ERROR)
    return lambda path: path in in_part or unread(path)


def not_looked_for(unread: Unknown, filters: Filters, config: Config) -> Unknown:
    """Tell what nobody looked for, also where a file was renamed to what was not asked for.

    While settings cannot be read, as in the middle of a sync, nobody knows what there is.
    """
    if config.obsidian.broken:
        return lambda _path: True
    included = Globs(config.include) if config.include else None
    return lambda path: (
        unread(path) or filters.hide(path) or (included is not None and not included.match(path))
    )
