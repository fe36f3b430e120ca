"""What comes up while one flashcard is rendered: media, works, other vault notes, diagnostics."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.model import Citation, Flashcard, Media
from flashcards.render.lines import line_in, line_of

_ABOUT_LINKS = frozenset({"ambiguous-link", "missing-heading"})


def told_once(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics; a link is told about once a vault note, where it stands first."""
    kept: list[Diagnostic] = []
    told: set[tuple[str, str, str]] = set()
    for each in sorted(diagnostics, key=lambda each: each.span):
        key = each.code, each.span.path, each.message
        if each.code not in _ABOUT_LINKS or key not in told:
            kept.append(each)
        told.add(key)
    return tuple(kept)


class Seen(Struct):
    """Collects, in the order of the text; made for one flashcard and thrown away with it."""

    flashcard: Flashcard
    media: dict[str, Media] = field(default_factory=dict)
    """By name in the package."""

    diagnostics: dict[Diagnostic, None] = field(default_factory=dict)
    """A dictionary for its keys: a text that is rendered twice is told about once."""

    cited: dict[Citation, None] = field(default_factory=dict)
    """Those in what comes along from elsewhere: embeds and footnotes."""

    others: dict[str, None] = field(default_factory=dict)
    """The paths of the other files that were looked into: vault notes, pictures."""

    embedded: list[int] = field(default_factory=list)
    """How many characters each embed brought in."""

    elsewhere: tuple[str, Span] | None = None
    """The text that is being rendered and where it stands, if it is not the flashcard's own."""

    def tell(self, code: str, severity: Severity, at: str, message: str, hint: str) -> None:
        """Record a diagnostic at the line where the words `at` stand."""
        span = line_in(*self.elsewhere, at) if self.elsewhere else line_of(self.flashcard, at)
        self.diagnostics[Diagnostic(code, severity, span, message, hint)] = None

    def look_into(self, path: str) -> None:
        """Record that what is shown depends on another file of the vault."""
        if path != self.flashcard.span.path:
            self.others[path] = None
