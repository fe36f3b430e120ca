"""A user's own patterns that cannot be read: settings in, a word on each and where it stands out.

It is told once for the vault, not for each vault note in which such a pattern might have fitted.
"""

from __future__ import annotations

from collections.abc import Iterator

from flashcards.config import FILE, Config
from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.syntaxes import SyntaxOptions

_STYLES = "syntaxes.obsidian-to-anki.styles"
_CLOZES = "syntaxes.osr.cloze_patterns"


def broken_patterns(config: Config) -> tuple[Diagnostic, ...]:
    """Return what is wrong with patterns of the plugins that are read."""
    return (*_styles(config), *_cloze_patterns(config))


def _styles(config: Config) -> Iterator[Diagnostic]:
    options = config.syntaxes.obsidian_to_anki
    if "obsidian-to-anki" not in config.syntaxes.enabled or not options.styles:
        return
    from flashcards.syntaxes.obsidian_to_anki import problems  # noqa: PLC0415 - few use it

    file, key = _written(config, _STYLES)
    for notetype, why in problems(options):
        message = f"the pattern of `{notetype}` ({key} > {notetype}) cannot be read: {why}"
        yield _broken(file, message, "mend it; until then its flashcards are not found")


def _cloze_patterns(config: Config) -> Iterator[Diagnostic]:
    options = config.syntaxes.osr
    usual = SyntaxOptions().osr.cloze_patterns
    if "osr" not in config.syntaxes.enabled or options.cloze_patterns == usual:
        return
    from flashcards.syntaxes.osr import problems  # noqa: PLC0415 - most have the usual one

    file, key = _written(config, _CLOZES)
    for pattern in problems(options):
        message = (
            f"`{pattern}` in `{key}` hides nothing: no `answer` stands between two marks in it"
        )
        yield _broken(file, message, f"write it like the usual one, `{usual[0]}`")


def _written(config: Config, key: str) -> tuple[str, str]:
    """Return the file in which the value of a setting stands that holds, and its name there."""
    theirs = (each for each in config.obsidian.settings if each.override == key)
    setting = next(theirs, None) if key not in config.given else None
    return (setting.file, setting.key) if setting else (FILE, key)


def _broken(file: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic("broken-pattern", Severity.ERROR, Span(file, 1, 1), message, hint)
