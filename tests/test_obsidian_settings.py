"""The vault's own settings: every shape of each file, broken ones, and what is made of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, MakeVault

from flashcards.config import parse_config, read_config
from flashcards.ledger import commit_ledger, stage_ledger
from flashcards.memory import Memory
from flashcards.obsidian import Filters, VaultSettings, read_vault_settings
from flashcards.obsidian.files import MAX_BYTES
from flashcards.obsidian.plugins import SYNTAX_PLUGINS
from flashcards.pipeline import HIDDEN, Build, build
from flashcards.syntaxes import OF_PLUGINS, FolderRule, Style, SyntaxOptions, load_plugin_syntax

OSR = "obsidian-spaced-repetition"
FLASHCARDS = "flashcards-obsidian"
TO_ANKI = "obsidian-to-anki-plugin"

QUESTION = "## Flashcards\nWhy? :: Because\n"


def settings_of(make_vault: MakeVault, **files: Any) -> VaultSettings:
    """Read a vault with these files in `.obsidian`; `plugins__x__data` is `plugins/x/data.json`."""
    return read_vault_settings(make_vault(obsidian(**files)))


def obsidian(**files: Any) -> dict[str, str]:
    names = {name: name.replace("__", "/").replace("_", "-") for name in files}
    return {
        f".obsidian/{names[name]}.json": text if isinstance(text, str) else json.dumps(text)
        for name, text in files.items()
    }


def plugin(name: str, data: Any, **more: Any) -> dict[str, Any]:
    return {"community_plugins": [name], f"plugins__{name}__data": data, **more}


def codes(settings: VaultSettings) -> list[str]:
    return [each.code for each in settings.diagnostics]


def test_a_vault_without_settings_has_the_defaults(make_vault: MakeVault) -> None:
    """No `.obsidian`, or an empty one, changes nothing"""
    assert read_vault_settings(make_vault({"a.md": ""})) == VaultSettings()
    (make_vault({}) / ".obsidian").mkdir()
    assert read_vault_settings(make_vault({})) == VaultSettings()


def test_each_syntax_of_a_plugin_has_its_plugin() -> None:
    """The ids here are those that the syntaxes name"""
    assert SYNTAX_PLUGINS.keys() == OF_PLUGINS
    for name, plugin_id in SYNTAX_PLUGINS.items():
        assert plugin_id == load_plugin_syntax(name).PLUGIN


# Which plugins are in use


def test_a_plugin_is_in_use_if_obsidian_says_that_it_is_on(make_vault: MakeVault) -> None:
    """The list decides, even where the plugin's folder is not kept with the vault"""
    settings = settings_of(make_vault, community_plugins=["dataview", OSR])

    assert settings.in_use == {"dataview", OSR}
    assert settings.syntaxes.enabled == SyntaxOptions().enabled | {"osr"}


def test_without_the_list_an_installed_plugin_is_in_use(make_vault: MakeVault) -> None:
    """A vault whose list is not kept in git still has its plugins' folders"""
    settings = settings_of(make_vault, plugins__flashcards_obsidian__manifest={"version": "1.6"})

    assert settings.in_use == {FLASHCARDS}
    assert "flashcards-obsidian" in settings.syntaxes.enabled


def test_a_plugin_that_is_switched_off_is_not_read(make_vault: MakeVault) -> None:
    """Its options are kept, for those who switch the syntax on here"""
    root = make_vault(
        obsidian(
            community_plugins=[],
            plugins__obsidian_spaced_repetition__data={"settings": {"flashcardTags": ["#x"]}},
        )
    )

    settings = read_vault_settings(root)
    assert (settings.in_use, settings.switched_off) == (frozenset(), {OSR})
    assert "osr" not in settings.syntaxes.enabled

    (root / "flashcards.toml").write_text("[syntaxes.osr]\nenabled = true", encoding="utf-8")
    assert "osr" in read_config(root).syntaxes.enabled
    assert read_config(root).syntaxes.osr.tags == ("x",)


@pytest.mark.parametrize("listed", ["{", '{"a": true}', "[1]"])
def test_a_broken_list_is_told_and_not_used(make_vault: MakeVault, listed: str) -> None:
    """Then what is installed counts"""
    files = plugin(OSR, {}, community_plugins=listed)
    settings = settings_of(make_vault, **files)

    assert settings.in_use == {OSR}
    assert codes(settings) == ["invalid-obsidian-settings"]


# obsidian-spaced-repetition

OSR_SETTINGS: dict[str, Any] = {
    "flashcardTags": ["#cards", "#a/b"],
    "convertFoldersToDecks": True,
    "noteFoldersToIgnore": ["**/*.excalidraw.md", "Archive"],
    "clozePatterns": ["==[123;;]answer[;;hint]==", "**[123;;]answer[;;hint]**"],
    "singleLineCardSeparator": "=>",
    "singleLineReversedCardSeparator": "<=>",
    "multilineCardSeparator": "---",
    "multilineReversedCardSeparator": "-=-",
    "multilineCardEndMarker": "+++",
    "baseEase": 250,
    "algorithm": "SM-2-OSR",
}


@pytest.mark.parametrize("data", [{"settings": OSR_SETTINGS, "buryList": []}, OSR_SETTINGS])
def test_the_options_of_obsidian_spaced_repetition(make_vault: MakeVault, data: Any) -> None:
    """Newer versions keep them below `settings`; what means nothing here is not looked at"""
    settings = settings_of(make_vault, **plugin(OSR, data))

    osr = settings.syntaxes.osr
    assert osr.tags == ("cards", "a/b")
    assert osr.folders_as_decks
    assert osr.ignored == ("**/*.excalidraw.md", "Archive")
    assert (osr.separator, osr.reversed_separator) == ("=>", "<=>")
    assert (osr.marker, osr.reversed_marker, osr.end_marker) == ("---", "-=-", "+++")
    assert osr.cloze_patterns == ("==[123;;]answer[;;hint]==", "**[123;;]answer[;;hint]**")
    assert codes(settings) == []
    assert len(settings.settings) == 9


@pytest.mark.parametrize(
    ("switches", "patterns"),
    [
        ({}, ("==[123;;]answer[;;hint]==",)),
        ({"convertHighlightsToClozes": False}, ()),
        (
            {"convertBoldTextToClozes": True},
            ("==[123;;]answer[;;hint]==", "**[123;;]answer[;;hint]**"),
        ),
        (
            {"convertHighlightsToClozes": False, "convertCurlyBracketsToClozes": True},
            ("{{[123;;]answer[;;hint]}}",),
        ),
        (
            {"convertBoldTextToClozes": True, "clozePatterns": []},
            (),
        ),
        (
            {"convertBoldTextToClozes": True, "clozePatterns": None},
            ("==[123;;]answer[;;hint]==", "**[123;;]answer[;;hint]**"),
        ),
    ],
)
def test_three_switches_were_patterns_once(
    make_vault: MakeVault, switches: dict[str, Any], patterns: tuple[str, ...]
) -> None:
    """They hold where there are no patterns yet"""
    settings = settings_of(make_vault, **plugin(OSR, {"settings": switches}))

    assert settings.syntaxes.osr.cloze_patterns == patterns


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        (["#flashcards"], ("flashcards",)),
        ("#a #b/c", ("a", "b/c")),
        ([""], ()),
        (None, ("flashcards",)),
    ],
)
def test_tags_of_obsidian_spaced_repetition(
    make_vault: MakeVault, written: Any, tags: tuple[str, ...]
) -> None:
    """A list, or words between blanks; none at all is none, not the default"""
    settings = settings_of(make_vault, **plugin(OSR, {"settings": {"flashcardTags": written}}))

    assert settings.syntaxes.osr.tags == tags


def test_the_other_spelling_of_separators(make_vault: MakeVault) -> None:
    """Some versions wrote `singleline` for `singleLine`"""
    data = {"settings": {"singlelineCardSeparator": ";;", "singlelineReversedCardSeparator": ";;;"}}
    osr = settings_of(make_vault, **plugin(OSR, data)).syntaxes.osr

    assert (osr.separator, osr.reversed_separator) == (";;", ";;;")


def test_a_section_knows_the_separators_of_the_plugin(make_vault: MakeVault) -> None:
    """Beside those it has; one that the plugin means otherwise moves"""
    data = {
        "singleLineCardSeparator": "=>",
        "singleLineReversedCardSeparator": "::",
        "multilineCardSeparator": ",,",
        "multilineCardEndMarker": "+++",
    }
    options = settings_of(make_vault, **plugin(OSR, data)).syntaxes

    assert options.basic_separators == (";;", "=>")
    assert options.reversed_separators == (":::", ";;;", "::")
    assert options.basic_markers == ("?", ";?", ",,")
    assert options.reversed_markers == ("??", ";??")
    assert options.end_marker == "+++"


# flashcards-obsidian


def test_the_options_of_flashcards_obsidian_1(make_vault: MakeVault) -> None:
    """A flat table, as version 1 writes it"""
    data = {
        "contextAwareMode": True,
        "inlineID": True,
        "deck": "Default",
        "flashcardsTag": "karte",
        "inlineSeparator": "=>",
        "inlineSeparatorReverse": "<=>",
        "defaultAnkiTag": "",
    }
    options = settings_of(make_vault, **plugin(FLASHCARDS, data)).syntaxes

    other = options.flashcards_obsidian
    assert (other.version, other.tag) == (1, "karte")
    assert (other.separator, other.reversed_separator) == ("=>", "<=>")
    assert options.basic_separators == ("::", ";;", "=>")
    assert options.reversed_separators == (":::", ";;;", "<=>")


@pytest.mark.parametrize(
    "tag",
    [
        {"hashtag": {"enabled": True, "basicTag": "karte"}},
        {"legacy": {"enabled": True, "hashtagBasic": "#karte"}},
        {"hashtag": {"basicTag": "karte"}, "legacy": {"hashtagBasic": "old"}},
    ],
)
def test_the_options_of_flashcards_obsidian_2(make_vault: MakeVault, tag: dict[str, Any]) -> None:
    """Tables in tables, of which one was renamed"""
    data = {
        "folderBasedDecks": True,
        "inlineSeparator": "=>",
        "inlineReverseSeparator": "<=>",
        "highlightCloze": {"enabled": False},
        **tag,
    }
    other = settings_of(make_vault, **plugin(FLASHCARDS, data)).syntaxes.flashcards_obsidian

    assert (other.version, other.tag, other.highlights) == (2, "karte", False)
    assert (other.separator, other.reversed_separator) == ("=>", "<=>")


@pytest.mark.parametrize(
    ("manifest", "data", "version"),
    [
        ({"version": "1.6.5"}, {"folderBasedDecks": True}, 1),
        ({"version": "2.0.0-beta.1"}, {"folderBasedDeck": True}, 2),
        ({"version": "10.1"}, {}, 2),
        ({}, {"folderBasedDecks": True}, 2),
        ({"version": "x"}, {}, 1),
        ({"version": 2}, {}, 1),
    ],
)
def test_the_version_of_flashcards_obsidian(
    make_vault: MakeVault, manifest: Any, data: Any, version: int
) -> None:
    """Its manifest says, else the shape of its settings"""
    files = plugin(FLASHCARDS, data, plugins__flashcards_obsidian__manifest=manifest)

    assert settings_of(make_vault, **files).syntaxes.flashcards_obsidian.version == version


# Obsidian_to_Anki

OLDER_TO_ANKI: dict[str, Any] = {
    "settings": {
        "CUSTOM_REGEXPS": {"Basic": "^Q: (.+)$", "Cloze": "", "Two": ["a(.)", "b(.)"]},
        "FILE_LINK_FIELDS": {"Basic": "Front"},
        "FOLDER_DECKS": {"Bio": "Biology", "Chem": ""},
        "FOLDER_TAGS": {"Bio": "bio, life", "Art": "art"},
        "Syntax": {"Begin Note": "BEGIN", "End Note": "FINISH", "Target Deck Line": "DECK"},
        "Defaults": {
            "Scan Directory": "/Cards/",
            "Deck": "Default",
            "CurlyCloze": True,
            "CurlyCloze - Highlights to Clozes": True,
        },
        "IGNORED_FILE_GLOBS": ["**/*.excalidraw.md"],
    },
    "Added Media": [],
    "File Hashes": {},
    "fields_dict": {"Basic": ["Front", "Back"]},
}

NEWER_TO_ANKI: dict[str, Any] = {
    "settings": {
        "noteTypes": {
            "Basic": {"custom_regexp": "^Q: (.+)$", "file_link_field": "Front"},
            "Cloze": {"custom_regexp": ""},
            "Two": {"custom_regexp": ["a(.)", "b(.)"]},
        },
        "FOLDER_DECKS": {"Bio": "Biology", "Chem": ""},
        "FOLDER_TAGS": {"Bio": "bio life", "Art": "art"},
        "Syntax": {"Begin Note": "BEGIN", "End Note": "FINISH", "Target Deck Line": "DECK"},
        "Defaults": {"ScanDirectory": "Cards", "CurlyCloze": True, "HighlightsToCloze": True},
        "IGNORED_FILE_GLOBS": ["**/*.excalidraw.md"],
    },
    "fields_dict": {"Basic": ["Front", "Back"]},
}


@pytest.mark.parametrize("data", [OLDER_TO_ANKI, NEWER_TO_ANKI, [OLDER_TO_ANKI]])
def test_the_options_of_obsidian_to_anki(make_vault: MakeVault, data: Any) -> None:
    """Older and newer names, and a list that holds the table"""
    settings = settings_of(make_vault, **plugin(TO_ANKI, data))

    options = settings.syntaxes.obsidian_to_anki
    basic = Style("Basic", "^Q: (.+)$")
    assert options.styles == (basic, Style("Two", "a(.)"), Style("Two", "b(.)"))
    assert options.notetypes == (("Basic", ("Front", "Back")),)
    assert options.folders == (
        FolderRule("Art", tags=("art",)),
        FolderRule("Bio", "Biology", ("bio", "life")),
    )
    assert options.scan_folders == ("Cards",)
    assert options.ignored == ("**/*.excalidraw.md",)
    assert (options.curly_clozes, options.highlights) == (True, True)
    assert (options.begin, options.end, options.begin_inline) == ("BEGIN", "FINISH", "STARTI")
    assert options.target_deck == "DECK"
    assert codes(settings) == []


def test_highlights_of_obsidian_to_anki_need_curly_clozes(make_vault: MakeVault) -> None:
    """The plugin makes `{x}` of `==x==`, which is a cloze only where `{x}` is one"""
    data = {"settings": {"Defaults": {"CurlyCloze - Highlights to Clozes": True}}}
    settings = settings_of(make_vault, **plugin(TO_ANKI, data))

    assert not settings.syntaxes.obsidian_to_anki.highlights


def test_excluded_folders_of_obsidian_to_anki(make_vault: MakeVault) -> None:
    """They are globs like the others; the top of the vault is no folder to look in"""
    data = {"settings": {"EXCLUDED_FOLDERS": ["Old/"], "Defaults": {"Scan Directory": "/"}}}
    options = settings_of(make_vault, **plugin(TO_ANKI, data)).syntaxes.obsidian_to_anki

    assert options.ignored == ("Old/**",)
    assert options.scan_folders == ()


# Broken files


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (OSR, {"settings": {"flashcardTags": 3}}),
        (OSR, {"settings": {"flashcardTags": [3]}}),
        (OSR, {"settings": {"convertFoldersToDecks": "yes"}}),
        (OSR, {"settings": {"singleLineCardSeparator": ["::"]}}),
        (OSR, {"settings": {"convertBoldTextToClozes": 1}}),
        (FLASHCARDS, {"inlineSeparator": ""}),
        (FLASHCARDS, {"highlightCloze": {"enabled": "no"}}),
        (TO_ANKI, {"settings": {"CUSTOM_REGEXPS": []}}),
        (TO_ANKI, {"settings": {"CUSTOM_REGEXPS": {"Basic": 3}}}),
        (TO_ANKI, {"settings": {"FOLDER_DECKS": {"a": 3}}}),
        (TO_ANKI, {"settings": {"Syntax": {"Begin Note": " "}}}),
        (TO_ANKI, {"fields_dict": {"Basic": [1]}}),
        (TO_ANKI, {"fields_dict": {"Basic": "Front"}}),
        (TO_ANKI, {"fields_dict": {"Basic": []}}),
    ],
)
def test_a_value_of_the_wrong_type_is_told(make_vault: MakeVault, name: str, data: Any) -> None:
    """The default goes on, and the author is told which key of flashcards.toml helps"""
    settings = settings_of(make_vault, **plugin(name, data))

    [told] = settings.diagnostics
    assert told.code == "invalid-obsidian-settings"
    assert told.span.path == f".obsidian/plugins/{name}/data.json"
    assert "must be" in told.message
    assert "`syntaxes." in told.hint
    assert settings.syntaxes.osr == SyntaxOptions().osr
    assert settings.syntaxes.flashcards_obsidian == SyntaxOptions().flashcards_obsidian
    assert settings.syntaxes.obsidian_to_anki == SyntaxOptions().obsidian_to_anki


def test_the_line_of_a_mistake_is_named(make_vault: MakeVault) -> None:
    """So that an editor can open it"""
    [told] = settings_of(make_vault, app='{\n  "x": 1,\n  "strictLineBreaks": 3\n}').diagnostics

    assert str(told.span) == ".obsidian/app.json:3"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "not valid JSON"),
        ("", "not valid JSON"),
        ("[]", "must be a table"),
        ("3", "must be a table"),
        ("[" * 100_000, "cannot be read"),
        ('{"a": "' + "x" * MAX_BYTES + '"}', "larger than 5 MB"),
        ('{"a": ' + "9" * 5000 + "}", "cannot be read"),
    ],
)
def test_a_broken_file_is_told_and_has_the_defaults(
    make_vault: MakeVault, text: str, word: str
) -> None:
    """Each of the files, each on its own"""
    settings = settings_of(make_vault, app=text, **plugin(OSR, text))

    assert codes(settings) == ["invalid-obsidian-settings"] * 2
    assert {each.span.path for each in settings.diagnostics} == {
        ".obsidian/app.json",
        ".obsidian/plugins/obsidian-spaced-repetition/data.json",
    }
    assert all(word in each.message for each in settings.diagnostics)
    assert settings.syntaxes.osr == SyntaxOptions().osr
    assert "osr" in settings.syntaxes.enabled


@pytest.mark.parametrize("data", [b"\xff\xfe{}", b'{"a": "\xff"}'])
def test_a_file_that_is_not_utf_8(make_vault: MakeVault, data: bytes) -> None:
    """Like one that is no JSON; a byte order mark does not matter"""
    root = make_vault({".obsidian/app.json": data})
    assert codes(read_vault_settings(root)) == ["invalid-obsidian-settings"]

    root = make_vault({".obsidian/app.json": b'\xef\xbb\xbf{"strictLineBreaks": true}'})
    assert read_vault_settings(root).strict_line_breaks


def test_a_folder_in_place_of_a_file(make_vault: MakeVault) -> None:
    """It says nothing, and that is told"""
    root = make_vault({".obsidian/app.json/x": ""})

    assert codes(read_vault_settings(root)) == ["invalid-obsidian-settings"]


def test_links_out_of_the_vault_are_not_followed(make_vault: MakeVault, tmp_path: Path) -> None:
    """What is exported depends on the vault alone"""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "app.json").write_text('{"strictLineBreaks": true}', "utf-8")
    root = make_vault({"a.md": ""})
    (root / ".obsidian").symlink_to(tmp_path / "elsewhere")

    assert codes(read_vault_settings(root)) == ["link-out-of-vault"]

    (root / ".obsidian").unlink()
    (root / ".obsidian").mkdir()
    (root / ".obsidian" / "app.json").symlink_to(tmp_path / "elsewhere" / "app.json")
    settings = read_vault_settings(root)
    assert codes(settings) == ["invalid-obsidian-settings"]
    assert not settings.strict_line_breaks


def test_nothing_is_written(make_vault: MakeVault) -> None:
    """Not a byte, not even where a file is broken"""
    root = make_vault(obsidian(app="{", **plugin(OSR, {"settings": OSR_SETTINGS})))
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}

    read_vault_settings(root)

    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


# What Obsidian leaves out


def test_the_settings_of_obsidian(make_vault: MakeVault) -> None:
    """Excluded files, both kinds of templates, and what is only shown"""
    settings = settings_of(
        make_vault,
        app={
            "userIgnoreFilters": ["Archive/", "/draft/"],
            "strictLineBreaks": True,
            "attachmentFolderPath": "./files",
        },
        templates={"folder": "Templates"},
        community_plugins=["templater-obsidian"],
        plugins__templater_obsidian__data={"templates_folder": "Meta/Templater"},
    )

    assert settings.ignore_filters == ("Archive/", "/draft/")
    assert settings.template_folders == ("Templates", "Meta/Templater")
    assert settings.strict_line_breaks
    assert settings.attachment_folder == "./files"


@pytest.mark.parametrize("folder", ["", "/", ".", "./", None])
def test_the_whole_vault_is_never_a_folder_of_templates(make_vault: MakeVault, folder: Any) -> None:
    """A setting that names its top says nothing"""
    assert settings_of(make_vault, templates={"folder": folder}).template_folders == ()


def test_templates_of_a_plugin_that_is_switched_off(make_vault: MakeVault) -> None:
    """They may be anything by now"""
    settings = settings_of(
        make_vault,
        community_plugins=[],
        plugins__templater_obsidian__data={"templates_folder": "T"},
    )

    assert settings.template_folders == ()


@pytest.mark.parametrize(
    ("written", "hidden", "shown"),
    [
        ("Archive/", ["Archive/a.md", "Archive/x/a.md"], ["Archived.md", "x/Archive/a.md"]),
        ("Archive", ["Archive/a.md", "Archived.md"], ["x/Archive/a.md"]),
        ("Cafe\u0301/", ["Caf\u00e9/a.md"], []),
        ("/draft/", ["draft.md", "x/my draft.md"], ["Draft.md"]),
        (r"/^x\/.*\.md$/", ["x/a.md"], ["y/x/a.md"]),
        ("/(?<!old )note/", ["note.md"], ["old note.md"]),
        ("/", [], ["a.md"]),
        ("//", [], ["a.md"]),
    ],
)
def test_a_filter_is_the_beginning_of_a_path_or_a_pattern(
    written: str, hidden: list[str], shown: list[str]
) -> None:
    """As in Obsidian"""
    filters = Filters(VaultSettings(ignore_filters=(written,)))

    assert [path for path in (*hidden, *shown) if filters.hide(path)] == hidden
    assert filters.diagnostics == ()


def test_a_pattern_that_is_broken_or_takes_too_long_hides_nothing() -> None:
    """It is told, and does not keep the export waiting"""
    filters = Filters(VaultSettings(ignore_filters=("/[/", r"/(.*?,){25}P/")))

    assert not filters.hide(",".join("abcdefghij" * 60))
    assert not filters.hide("b.md")
    assert [each.code for each in filters.diagnostics] == ["invalid-obsidian-settings"] * 2
    assert "takes too long" in filters.diagnostics[1].message


def built(root: Path) -> Build:
    return build(root, read_config(root), NOW)


def questions(build: Build) -> list[str]:
    return [each.flashcard.question for each in build.rendered]


def test_what_obsidian_leaves_out_is_not_read_and_is_counted(make_vault: MakeVault) -> None:
    """Neither templates; but pictures there are shown, and links there lead on"""
    root = make_vault(
        {
            **obsidian(app={"userIgnoreFilters": ["Old/"]}, templates={"folder": "Templates"}),
            "a.md": "## Flashcards\nA? :: ![[x.png]] [[b]]\n",
            "Old/b.md": QUESTION,
            "Old/x.png": b"\x89PNG\r\n\x1a\n",
            "Templates/c.md": QUESTION,
        }
    )

    first = built(root)

    assert questions(first) == ["A?"]
    assert [each.span.path for each in first.silent if each.reason == HIDDEN] == [
        "Old/b.md",
        "Templates/c.md",
    ]
    assert first.diagnostics == ()
    [rendered] = first.rendered
    assert "Old%2Fb" in rendered.anki_note.fields["Back"]
    assert rendered.anki_note.media


def test_flashcards_toml_may_read_what_obsidian_leaves_out(make_vault: MakeVault) -> None:
    """One setting for all of it"""
    root = make_vault(
        {
            **obsidian(app={"userIgnoreFilters": ["Old/"]}),
            "Old/b.md": QUESTION,
            "flashcards.toml": "obsidian_ignore = false",
        }
    )

    assert questions(built(root)) == ["Why?"]


def test_hiding_a_folder_in_obsidian_retires_nothing(make_vault: MakeVault) -> None:
    """What was exported is not looked for, even if its file moves on there; then it comes back"""
    root = make_vault({"Old/b.md": QUESTION, "a.md": "## Flashcards\nA? :: B\n"})
    before = built(root)
    make_vault(obsidian(app={"userIgnoreFilters": ["Old/"]}))

    hidden = build(root, read_config(root), NOW + 60, memory=_remembering(before))

    assert questions(hidden) == ["A?"]
    assert {change.kind.value for change in hidden.changes} == {"unchanged"}
    assert all(entry.retired is None for entry in hidden.ledger.entries.values())

    (root / "Old/b.md").rename(root / "Old/c.md")
    moved = build(root, read_config(root), NOW + 120, memory=_remembering(hidden))
    assert {change.kind.value for change in moved.changes} == {"unchanged"}

    make_vault({"flashcards.toml": "obsidian_ignore = false"})
    back = build(root, read_config(root), NOW + 180, memory=_remembering(moved))
    assert back.ledger.entries.keys() == before.ledger.entries.keys()
    assert "removed" not in {change.kind.value for change in back.changes}


def test_while_settings_are_broken_nothing_is_retired(make_vault: MakeVault) -> None:
    """In the middle of a sync a plugin's flashcards are not found; they are not gone"""
    files = plugin(OSR, {"settings": {"flashcardTags": ["#karten"]}})
    root = make_vault({**obsidian(**files), "a.md": "#karten\n\nWhy?::Because\n"})
    before = built(root)
    assert questions(before) == ["Why?"]

    make_vault(obsidian(plugins__obsidian_spaced_repetition__data='{"settings": {"flash'))
    broken = build(root, read_config(root), NOW + 60, memory=_remembering(before))
    assert (questions(broken), broken.changes) == ([], ())

    make_vault(obsidian(**files))
    mended = build(root, read_config(root), NOW + 120, memory=_remembering(broken))
    assert {change.kind.value for change in mended.changes} == {"unchanged"}


def _remembering(build: Build) -> Memory:
    """Keep the ledger of a build, as an export does."""
    staged = stage_ledger(build.ledger, build.memory.ledger)
    if staged is not None:
        commit_ledger(staged, build.memory.ledger)
    return build.memory


# Libraries

LIBRARY = "@book{%s, author = {Ann Pang}, title = {On Cells}, year = {2021}}\n"
CITING = (
    "> [!quote] [[@pang2021]]\n> ==Cells== divide.\n\n> [!quote] [[@li2020]]\n> ==They== grow.\n"
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("obsidian-citation-plugin", "citationExportPath"),
        ("obsidian-pandoc-reference-list", "pathToBibliography"),
    ],
)
@pytest.mark.parametrize("absolute", [True, False])
def test_the_library_of_a_citation_plugin_is_read(
    make_vault: MakeVault, tmp_path: Path, name: str, key: str, absolute: bool
) -> None:
    """By a full path or one that counts from the vault, beside those in the vault"""
    (tmp_path / "zotero.bib").write_text(LIBRARY % "pang2021", "utf-8")
    path = str(tmp_path / "zotero.bib") if absolute else "../zotero.bib"
    files = {"a.md": CITING, "x.bib": LIBRARY % "li2020"}
    root = make_vault({**obsidian(**plugin(name, {key: path})), **files})

    done = built(root)

    assert done.diagnostics == ()
    assert done.works.items.keys() == {"pang2021", "li2020"}


def test_a_library_of_a_citation_plugin_may_be_csl_json(make_vault: MakeVault) -> None:
    """The form that such plugins ask for first"""
    files = plugin("obsidian-citation-plugin", {"citationExportPath": "library.json"})
    library = '[{"id": "pang2021", "type": "book", "title": "On Cells"}]'
    text = "> [!quote] [[@pang2021]]\n> ==Cells== divide.\n"
    root = make_vault({**obsidian(**files), "library.json": library, "a.md": text})

    assert built(root).works.items.keys() == {"pang2021"}


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/nowhere/x.bib", "is not there"),
        ("C:\\Users\\me\\x.bib", "is not there"),
        ("~nobody-at-all/x.bib", "is not there"),
        ("bad\0name.bib", "is not there"),
        ("library.yaml", "is neither BibTeX nor CSL-JSON"),
        ("library.json", "is not there"),
    ],
)
def test_a_library_that_cannot_be_read_is_told(make_vault: MakeVault, path: str, why: str) -> None:
    """It may stand on another computer; the export goes on, unless one is named anyway"""
    files = plugin("obsidian-citation-plugin", {"citationExportPath": path})
    root = make_vault({**obsidian(**files), "a.md": QUESTION, "mine.bib": LIBRARY % "a"})

    [told] = built(root).diagnostics
    assert (told.code, told.severity) == ("library-not-read", "warning")
    assert why in told.message

    make_vault({"flashcards.toml": 'bibliography = ["mine.bib"]'})
    assert built(root).diagnostics == ()


def test_the_library_of_a_plugin_that_is_off_is_not_read(make_vault: MakeVault) -> None:
    """Nor missed"""
    files = plugin("obsidian-citation-plugin", {"citationExportPath": "/x.bib"})
    root = make_vault({**obsidian(**{**files, "community_plugins": []}), "a.md": QUESTION})

    assert built(root).diagnostics == ()


# flashcards.toml over the vault


def test_flashcards_toml_goes_before_the_vault(make_vault: MakeVault) -> None:
    """Key by key: what it does not say is as the vault says"""
    toml = """
        [syntaxes.section]
        basic_separators = ["->"]
        [syntaxes.osr]
        separator = "=="
        [syntaxes.obsidian-to-anki]
        enabled = false
        """
    files = {**plugin(OSR, OSR_SETTINGS), "community_plugins": [OSR, TO_ANKI]}
    options = read_config(make_vault({**obsidian(**files), "flashcards.toml": toml})).syntaxes

    assert options.enabled == SyntaxOptions().enabled | {"osr"}
    assert (options.osr.separator, options.osr.reversed_separator) == ("==", "<=>")
    assert options.osr.tags == ("cards", "a/b")
    assert options.basic_separators == ("->",)
    assert options.reversed_separators == (":::", ";;;", "<=>")
    assert options.end_marker == "+++"


def test_switching_a_plugins_syntax_off_keeps_its_separators_in_sections(
    make_vault: MakeVault,
) -> None:
    """They are still how this author writes"""
    toml = "[syntaxes.osr]\nenabled = false"
    files = {**obsidian(**plugin(OSR, OSR_SETTINGS)), "flashcards.toml": toml}
    options = read_config(make_vault(files)).syntaxes

    assert "osr" not in options.enabled
    assert "=>" in options.basic_separators


def test_switching_a_plugins_syntax_on_brings_its_separators() -> None:
    """Those that flashcards.toml gives it, too"""
    options = parse_config("[syntaxes.osr]\nenabled = true\nseparator = '=>'").syntaxes

    assert options.basic_separators == ("::", ";;", "=>")


# A hint


def hints(build: Build) -> list[str]:
    return [str(each) for each in build.diagnostics if each.code == "plugin-not-read"]


MARKED = """\
## Flashcards
Why? :: Because
<!--SR:!2024-10-18,7,190-->

## Elsewhere
Where? :: There <!--SR:!2024-10-18,7,190-->

What? :: That
<!--SR:!2024-10-18,7,190-->

```
shown :: as code
<!--SR:!2024-10-18,7,190-->
```
"""


def test_marks_of_a_plugin_that_is_not_read_are_told_once(make_vault: MakeVault) -> None:
    """Not those of flashcards that were found, nor those in code"""
    root = make_vault({"a.md": MARKED, "b.md": MARKED})

    [told] = hints(built(root))
    assert told == (
        "a.md:6: info: 4 schedules of obsidian-spaced-repetition stand outside the flashcards that"
        " were found, and the vault's settings do not say that the plugin is in use"
        " [plugin-not-read]"
    )


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ("Q :: A\n^1672531200000\n", "flashcards-obsidian"),
        ("START\nBasic\nQ\nBack: A\n<!--ID: 1566052191670-->\nEND\n", "obsidian-to-anki"),
        ("Q::A <!--SR:2024-10-18,7,190-->\n", "osr"),
    ],
)
def test_the_hint_of_each_plugin(make_vault: MakeVault, text: str, syntax: str) -> None:
    """It names the setting that reads the plugin's flashcards; any answer to it ends the hint"""
    root = make_vault({"a.md": text})
    [told] = [each for each in built(root).diagnostics if each.code == "plugin-not-read"]
    assert f"[syntaxes.{syntax}]" in told.hint

    for answer in ("true", "false"):
        make_vault({"flashcards.toml": f"[syntaxes.{syntax}]\nenabled = {answer}\n"})
        assert hints(built(root)) == []


def test_the_hint_says_that_a_plugin_is_switched_off(make_vault: MakeVault) -> None:
    """Which is a better reason than none"""
    files = obsidian(community_plugins=[], plugins__obsidian_spaced_repetition__data={})

    [told] = hints(built(make_vault({**files, "a.md": "Q::A <!--SR:!2024-10-18,7,190-->\n"})))

    assert "1 schedule of obsidian-spaced-repetition stands outside" in told
    assert "the plugin is switched off in Obsidian" in told


def test_a_mark_that_a_flashcard_shows_gives_no_hint(make_vault: MakeVault) -> None:
    """As one about the plugin itself does"""
    root = make_vault({"a.md": "## Flashcards\nHow? :: `<!--SR:!2024-10-18,7,190-->`\n"})

    assert hints(built(root)) == []


def test_a_vault_note_that_opted_out_gives_no_hint(make_vault: MakeVault) -> None:
    """Its author has decided"""
    root = make_vault({"a.md": "---\nflashcards: false\n---\nQ::A <!--SR:!2024-10-18,7,190-->\n"})

    assert hints(built(root)) == []


# In the pipeline


def test_the_vaults_separators_find_its_flashcards(make_vault: MakeVault) -> None:
    """No word in flashcards.toml is needed"""
    files = obsidian(**plugin(OSR, {"settings": {"singleLineCardSeparator": "=>"}}))
    root = make_vault({**files, "a.md": "## Flashcards\nWhy? => Because\n"})

    [found] = built(root).rendered
    assert found.flashcard.fields == {"Front": "Why?", "Back": "Because"}


@pytest.mark.parametrize(
    ("name", "data", "text", "syntax"),
    [
        (OSR, {"settings": {"flashcardTags": ["#karten"]}}, "#karten\n\nWhy?::Because\n", "osr"),
        (FLASHCARDS, {"flashcardsTag": "karte"}, "Why? #karte\nBecause\n", FLASHCARDS),
        (
            TO_ANKI,
            {"settings": {"CUSTOM_REGEXPS": {"Basic": "^F: (.+)\\nG: (.+)$"}}},
            "F: Why?\nG: Because\n",
            "obsidian-to-anki",
        ),
    ],
)
def test_a_plugins_own_settings_find_its_flashcards(
    make_vault: MakeVault, name: str, data: Any, text: str, syntax: str
) -> None:
    """No word in flashcards.toml is needed, and without the plugin nothing is found"""
    files = {**obsidian(**plugin(name, data)), "a.md": text}
    [found] = built(make_vault(files)).rendered

    assert found.flashcard.syntax == syntax
    assert found.flashcard.fields == {"Front": "Why?", "Back": "Because"}

    make_vault(obsidian(community_plugins=[]))
    assert built(make_vault({})).rendered == ()
