"""The vault's own settings: its `.obsidian` folder in, plain values out. Nothing is written.

What plugins say about the flashcards of a vault is what its author has chosen already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.obsidian.app import read_app, template_folders
from flashcards.obsidian.files import leads_out, read_json, read_table
from flashcards.obsidian.filters import Filters
from flashcards.obsidian.flashcards_obsidian import read_flashcards_obsidian
from flashcards.obsidian.hints import plugins_kept, plugins_not_read
from flashcards.obsidian.libraries import find_libraries, library_files, read_libraries
from flashcards.obsidian.obsidian_to_anki import read_obsidian_to_anki
from flashcards.obsidian.osr import read_osr
from flashcards.obsidian.plugins import (
    CAPTIONS,
    MANIFEST,
    SYNTAX_PLUGINS,
    TEMPLATER,
    find_plugins,
    plugin_file,
    settings_files,
)
from flashcards.obsidian.reading import Reading, opened
from flashcards.obsidian.section import with_plugin_marks
from flashcards.obsidian.values import FOLDER, NamedLibrary, Setting, VaultSettings
from flashcards.syntaxes import SyntaxOptions

__all__ = [
    "CAPTIONS",
    "SYNTAX_PLUGINS",
    "Filters",
    "NamedLibrary",
    "Setting",
    "VaultSettings",
    "find_libraries",
    "library_files",
    "plugins_kept",
    "plugins_not_read",
    "read_vault_settings",
    "settings_files",
    "with_plugin_marks",
]


def _read_osr(root: Path) -> Reading:
    data = read_table(root, _data("osr"))
    return opened(data) + read_osr(data)


def _read_flashcards_obsidian(root: Path) -> Reading:
    data = read_table(root, _data("flashcards-obsidian"))
    manifest = read_table(root, plugin_file(SYNTAX_PLUGINS["flashcards-obsidian"], MANIFEST))
    return opened(data, manifest) + read_flashcards_obsidian(data, manifest)


def _read_obsidian_to_anki(root: Path) -> Reading:
    data = read_json(root, _data("obsidian-to-anki"))
    return opened(data) + read_obsidian_to_anki(data)


def _read_captions(in_use: frozenset[str]) -> Reading:
    if CAPTIONS not in in_use:
        return Reading()
    meaning = "the words of a picture stand below it"
    manifest = plugin_file(CAPTIONS, MANIFEST)
    return Reading(settings=(Setting(manifest, "id", CAPTIONS, meaning, "captions"),))


def _data(syntax: str) -> str:
    return plugin_file(SYNTAX_PLUGINS[syntax])


_READERS: Mapping[str, Callable[[Path], Reading]] = MappingProxyType(
    {
        "osr": _read_osr,
        "flashcards-obsidian": _read_flashcards_obsidian,
        "obsidian-to-anki": _read_obsidian_to_anki,
    }
)


def read_vault_settings(root: Path) -> VaultSettings:
    """Read what the vault at `root` says about itself; what is missing or broken has defaults.

    The settings of a plugin that is switched off are read, too: flashcards.toml may switch its
    syntax on.
    """
    if leads_out(root, FOLDER):
        message = "this link leads out of the vault, so that its settings are not read"
        hint = "what they say can be said in flashcards.toml"
        told = Diagnostic("link-out-of-vault", Severity.WARNING, Span(FOLDER, 1, 1), message, hint)
        return VaultSettings(diagnostics=(told,))
    in_use, switched_off, listing = find_plugins(root)
    app = read_app(root, templater=TEMPLATER in in_use)
    citations, libraries = read_libraries(root, in_use)
    plugins = {
        syntax: _READERS[syntax](root)
        for syntax, plugin in SYNTAX_PLUGINS.items()
        if plugin in in_use or plugin in switched_off
    }
    readings = (app, *plugins.values(), citations, _read_captions(in_use))
    return VaultSettings(
        syntaxes=_syntax_options(plugins, in_use),
        in_use=in_use,
        switched_off=switched_off,
        ignore_filters=app.options.get("ignore_filters", ()),
        template_folders=template_folders(app),
        libraries=libraries,
        strict_line_breaks=app.options.get("strict_line_breaks", False),
        attachment_folder=app.options.get("attachment_folder", ""),
        settings=tuple(setting for reading in readings for setting in reading.settings),
        broken=frozenset(
            (
                *(each.span.path for each in listing),
                *(path for reading in readings for path in reading.broken),
            )
        ),
        diagnostics=(*listing, *(each for reading in readings for each in reading.diagnostics)),
    )


def _syntax_options(plugins: Mapping[str, Reading], in_use: frozenset[str]) -> SyntaxOptions:
    options = SyntaxOptions()
    changes: dict[str, Any] = {}
    for syntax, reading in plugins.items():
        name = syntax.replace("-", "_")
        changes[name] = replace(getattr(options, name), **reading.options)
    used = frozenset(syntax for syntax in plugins if SYNTAX_PLUGINS[syntax] in in_use)
    options = replace(options, enabled=options.enabled | used, **changes)
    return with_plugin_marks(options, used)
