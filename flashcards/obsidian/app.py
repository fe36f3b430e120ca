"""Obsidian's own settings: what it leaves out, and where templates are."""

from __future__ import annotations

from pathlib import Path

from flashcards.obsidian.files import read_table
from flashcards.obsidian.plugins import APP, TEMPLATER, TEMPLATES, plugin_file
from flashcards.obsidian.reading import Key, Reading, folder, opened, read_keys, switch, text, texts

_IGNORE = "obsidian_ignore"

_APP = (
    Key(
        "ignore_filters",
        texts,
        "vault notes that Obsidian leaves out are not read",
        ("userIgnoreFilters",),
        _IGNORE,
    ),
    Key("attachment_folder", text, "nothing: files are found anywhere", ("attachmentFolderPath",)),
    Key(
        "strict_line_breaks",
        switch,
        "nothing: a line break in a vault note is one on the card",
        ("strictLineBreaks",),
    ),
)

_TEMPLATES = Key("folder", folder, "templates here are not read", ("folder",), _IGNORE)
_TEMPLATER = Key(
    "templater",
    folder,
    "templates here are not read",
    ("templates_folder", "template_folder"),
    _IGNORE,
)


def read_app(root: Path, *, templater: bool) -> Reading:
    """Read `app.json` and where templates are; `templater` says whether that plugin is in use."""
    app = read_table(root, APP)
    reading = opened(app) + read_keys(app, app.value, _APP)
    files = [(TEMPLATES, _TEMPLATES)]
    if templater:
        files.append((plugin_file(TEMPLATER), _TEMPLATER))
    for path, key in files:
        document = read_table(root, path)
        reading += opened(document) + read_keys(document, document.value, (key,))
    return reading


def template_folders(reading: Reading) -> tuple[str, ...]:
    """Return the folders of templates that were read, each once; never the whole vault."""
    named = (reading.options.get(key.option, "") for key in (_TEMPLATES, _TEMPLATER))
    return tuple(dict.fromkeys(filter(None, named)))
