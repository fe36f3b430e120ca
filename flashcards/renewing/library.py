"""A library that changed: which of the works that flashcards cite read otherwise now."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from flashcards.bibliography import written_in
from flashcards.config import Config
from flashcards.diagnostics import Diagnostic, Severity
from flashcards.links import LinkIndex
from flashcards.renewing.facts import digest_of_citekeys
from flashcards.renewing.keeping import Asked, asked_works
from flashcards.renewing.known import Known
from flashcards.stages import styled
from flashcards.works import citekey_by_name, find_works


class CitedAnew(Struct, frozen=True):
    """What a changed library means for the flashcards of the whole vault."""

    citekeys: frozenset[str]
    """Those that are shown otherwise."""

    asked: Mapping[str, Asked]
    """Those that were looked up again, as they are now."""

    told: tuple[Diagnostic, ...] | None
    """What there is to say of libraries, works and styles; None if they are as they were."""


UNCHANGED = CitedAnew(frozenset(), MappingProxyType({}), None)


def cited_anew(known: Known, config: Config) -> CitedAnew | None:
    """Look up what may have changed again; None if each vault note must be looked at."""
    exported, (library, reading) = known.exported, known.library
    if digest_of_citekeys(library) != exported.value("citekeys") and (
        _named_after_works(known) != exported.value("about")
    ):
        return None
    then = {key: Asked(*each) for key, each in exported.value("asked works").items()}
    written = written_in(library)
    is_same = {key for key, each in then.items() if each.written and each.written == written(key)}
    if config.citations.style:
        is_same = set()  # nobody knows what there is to say of the style until it is used
    elsewhere = {key: each.by_any_name for key, each in then.items() if key not in is_same}
    works, _, looking = find_works(library, known.about, LinkIndex(()), elsewhere)
    works, styling = styled(works, config, known.styles)
    if any(each.severity is not Severity.INFO for each in looking):
        return None  # it may be about a citekey that nobody cites any more
    now = asked_works(works)
    # What is like an unknown citekey, and on which line, may be another after any change.
    changed = {key for key in now if now[key].digest != then[key].digest or key not in works.items}
    return CitedAnew(frozenset(changed), now, (*reading, *styling))


def _named_after_works(known: Known) -> dict[str, str]:
    """Return the citekey of each vault note that is about a work, by path."""
    own = {note.path: note.citekey for note in known.about if note.citekey}
    aliases: dict[str, list[str]] = dict(known.exported.value("aliases"))
    library, _ = known.library
    named = (
        (path, own.get(path) or citekey_by_name(path, aliases.get(path, ()), library))
        for path in known.changed.listing.vault_notes
    )
    return {path: citekey for path, citekey in named if citekey}
