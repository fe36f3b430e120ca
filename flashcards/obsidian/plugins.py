"""Which community plugins a vault uses: a folder in, ids out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from flashcards.diagnostics import Diagnostic
from flashcards.obsidian.files import Document, invalid, read_json
from flashcards.obsidian.values import FOLDER

SYNTAX_PLUGINS: Mapping[str, str] = MappingProxyType(
    {
        "osr": "obsidian-spaced-repetition",
        "flashcards-obsidian": "flashcards-obsidian",
        "obsidian-to-anki": "obsidian-to-anki-plugin",
    }
)
"""The id of the plugin whose forms a syntax reads; it names the plugin's folder, too."""

MANIFEST = "manifest.json"
TEMPLATER = "templater-obsidian"
CITATIONS = "obsidian-citation-plugin"
REFERENCE_LIST = "obsidian-pandoc-reference-list"
CAPTIONS = "image-captions"
KNOWN = (*SYNTAX_PLUGINS.values(), TEMPLATER, CITATIONS, REFERENCE_LIST, CAPTIONS)

LIST = f"{FOLDER}/community-plugins.json"
APP = f"{FOLDER}/app.json"
TEMPLATES = f"{FOLDER}/templates.json"


def settings_files() -> tuple[str, ...]:
    """Return every file of `.obsidian` that is ever looked at, as paths in the vault."""
    of_plugins = (plugin_file(each, name) for each in KNOWN for name in (MANIFEST, "data.json"))
    return (LIST, APP, TEMPLATES, *of_plugins)


def plugin_file(plugin: str, name: str = "data.json") -> str:
    """Return the path of a plugin's file in the vault."""
    return f"{FOLDER}/plugins/{plugin}/{name}"


def find_plugins(
    root: Path,
) -> tuple[frozenset[str], frozenset[str], tuple[Diagnostic, ...]]:
    """Return the plugins in use, the known ones that are only installed, and what is wrong.

    Without Obsidian's list of what is switched on, a plugin is in use if it is installed.
    """
    installed = frozenset(plugin for plugin in KNOWN if _is_installed(root, plugin))
    listed = read_json(root, LIST)
    names = _names(listed)
    if names is not None:
        return names, installed - names, ()
    return installed, frozenset(), listed.diagnostics or _not_a_list(listed)


def _is_installed(root: Path, plugin: str) -> bool:
    return any((root / plugin_file(plugin, name)).is_file() for name in (MANIFEST, "data.json"))


def _names(listed: Document) -> frozenset[str] | None:
    value = listed.value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return frozenset(value)
    return None


def _not_a_list(listed: Document) -> tuple[Diagnostic, ...]:
    if listed.value is None:
        return ()
    return (invalid(listed.path, "this must be a list of plugins; what is installed is used"),)
