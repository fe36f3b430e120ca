"""Which settings there are: the one description that reads, documents and completes them.

A new table is a struct with its defaults (`options.py`, or where the stage is), a field of
`Config` that holds it, and a `Table` here. Reading, variables of the environment, `settings`,
`init`, the JSON schema and the documentation follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from flashcards.bibliography.work_links import LINKS
from flashcards.config.described import ENABLED, Table, key, keys_of, table
from flashcards.config.kinds import (
    ADDRESS,
    ANY_TEXT,
    DECK,
    SWITCH,
    TEXT,
    TEXTS,
    number,
    one_of,
    some_of,
)
from flashcards.config.options import CheckOptions, PreviewOptions, SyncOptions
from flashcards.config.texts import OF_PLUGINS_SYNTAXES
from flashcards.syntaxes import NAMES, SyntaxOptions
from flashcards.syntaxes._languages import LANGUAGES

_TOP = table(
    "",
    "What holds everywhere",
    (),
    key(
        "vault_name",
        TEXT,
        "links back into Obsidian name the vault so",
        example="Memory",
        unset="the folder's name at the first export",
    ),
    key(
        "root_deck",
        DECK,
        "holds one deck for each folder",
        example="Memory",
        unset="the folder's name at the first export",
    ),
    key(
        "vault_id",
        TEXT,
        "part of every new guid",
        example="Memory",
        unset="the folder's name at the first export",
    ),
    key("bibliography", TEXTS, "libraries to read; none: all in the vault, and those of plugins"),
    key("ignore", TEXTS, "globs of files that are not there at all"),
    key("include", TEXTS, "if given, globs of the only vault notes to read"),
    key("obsidian_ignore", SWITCH, "leave out what Obsidian leaves out, and its templates"),
    key(
        "links",
        one_of("obsidian", "text"),
        '"obsidian": links into the vault open it; "text": only the one at the foot does',
    ),
    key(
        "css",
        TEXT,
        "your own style for cards, below ours: a file in the vault, or a full path",
        example="cards.css",
        unset="none",
    ),
    key("scheduling", SWITCH, "new cards come with the schedules of obsidian-spaced-repetition"),
    key(
        "fresh",
        SWITCH,
        "flashcards that have Anki notes of another tool become new ones, without a question",
    ),
    key(
        "captions",
        SWITCH,
        "the words of a picture, ![[heart.png|The heart]], stand below it",
        unset="whether the plugin Image Captions is in use",
    ),
)

_CITATIONS = table(
    "citations",
    "What the foot of a card says of a work",
    ("citations",),
    key("links", some_of(*LINKS), f"what a reference leads to, out of {', '.join(LINKS)}"),
    key("style", ANY_TEXT, 'a CSL style, such as "apa.csl"; empty for our own references'),
    key("style_fallback", SWITCH, "ours do where the style or pandoc is missing"),
)

_MEDIA = table(
    "media",
    "Pictures, sounds and videos",
    ("media",),
    key("largest", number(1, 2000, "megabytes"), "in megabytes; a larger file is left out"),
)

_EXPORT = table(
    "export",
    "When an export stops and asks for --allow-removals",
    ("export",),
    key("removed_share", number(0.0, 1.0), "it stops if more than this share of all is gone"),
    key("removed_count", number(1, 1_000_000), "and at least so many flashcards are"),
)

_CHECK = table(
    "check",
    "What `check` makes of what it finds",
    ("check",),
    *keys_of(CheckOptions, {"strict": "warnings end it with 1, too"}),
)

_PREVIEW = table(
    "preview",
    "How the preview is shown",
    ("preview",),
    key("port", number(0, 65535), "where --serve listens; 0: one that is free"),
    *keys_of(PreviewOptions, {"open": 'opens the browser at a "terminal", "always" or "never"'}),
)

_SYNC = table(
    "sync",
    "How `flashcards sync` reaches Anki, and what becomes there of what is gone",
    ("sync",),
    key("address", ADDRESS, "where AnkiConnect listens"),
    key("key", ANY_TEXT, "the `apiKey` of AnkiConnect, if it has one", secret=True),
    *keys_of(
        SyncOptions,
        {
            "elsewhere": "the address may be another computer's",
            "removed": 'what is gone is suspended and tagged: "suspend"; or "delete", or "keep"',
        },
    ),
    key("deletions", number(0, 1_000_000), "more than so many only with --allow-deletions"),
    key("profile", ANY_TEXT, "Anki's profile; empty: the one open, the only one, or the last used"),
)

_CALLOUTS = "types of callouts; a star at the end stands for anything"
_SWITCH = key(ENABLED, SWITCH, "whether such flashcards are looked for")
_SWITCH_OF_PLUGIN = key(ENABLED, SWITCH, "whether they are read", unset="as the vault uses it")

_DEFINITION = table(
    "syntaxes.definition",
    "Callouts that define a term",
    ("syntaxes",),
    _SWITCH,
    key("callouts", TEXTS, _CALLOUTS, "definition_callouts"),
    key(
        "becomes",
        one_of("basic", "reversed", "cloze"),
        'what a definition becomes: "basic", "reversed" or "cloze"',
        "definition",
    ),
)

_QUOTE = table(
    "syntaxes.quote",
    "Callouts that quote",
    ("syntaxes",),
    _SWITCH,
    key("callouts", TEXTS, _CALLOUTS, "quote_callouts"),
    key("bold", SWITCH, "**bold** in a quote is hidden", "bold_clozes"),
)

_SECTION = table(
    "syntaxes.section",
    "What stands under a heading `Flashcards`",
    ("syntaxes",),
    _SWITCH,
    key("headings", TEXTS, "under which flashcards are looked for", "section_headings"),
    key(
        "languages",
        some_of(*sorted(LANGUAGES), what="a list of codes"),
        "whose words for question and answer label flashcards and head tables",
    ),
    key("basic_separators", TEXTS, "between question and answer on one line"),
    key("reversed_separators", TEXTS, "the same, for what is asked both ways"),
    key("basic_markers", TEXTS, "alone on a line between question and answer"),
    key("reversed_markers", TEXTS, "the same, for what is asked both ways"),
    key(
        "end_marker",
        ANY_TEXT,
        "a line that ends the answer below a marker, which may then hold blank lines",
    ),
    key("question_labels", TEXTS, "words before a question"),
    key("answer_labels", TEXTS, "words before an answer"),
    key("highlights", SWITCH, "==highlights== without a separator are clozes"),
    key("highlights_together", SWITCH, "all highlights of a flashcard are hidden on one card"),
    key("bold", SWITCH, "so are **bold** words", "section_bold_clozes"),
    key("curly", SWITCH, "{this} and {2:this} are clozes, too", "section_curly_clozes"),
)


def _of_plugin(syntax: str) -> Table:
    """Describe the settings of a plugin's syntax: a key for each of its options."""
    part = syntax.replace("-", "_")
    title, texts = OF_PLUGINS_SYNTAXES[syntax]
    keys = keys_of(type(getattr(SyntaxOptions(), part)), texts)
    return table(f"syntaxes.{syntax}", title, ("syntaxes", part), _SWITCH_OF_PLUGIN, *keys)


_DESCRIBED = (_DEFINITION, _QUOTE, _SECTION, *map(_of_plugin, OF_PLUGINS_SYNTAXES))


def _others() -> Iterator[Table]:
    """Yield tables for syntaxes that have nothing to choose but whether they are read."""
    for name in sorted(set(NAMES) - {each.syntax for each in _DESCRIBED}):
        yield table(f"syntaxes.{name}", f"The syntax `{name}`", ("syntaxes",), _SWITCH)


TABLES: Mapping[str, Table] = MappingProxyType(
    {
        each.name: each
        for each in (
            _TOP,
            _CITATIONS,
            _MEDIA,
            _EXPORT,
            _CHECK,
            _PREVIEW,
            _SYNC,
            *_DESCRIBED,
            *_others(),
        )
    }
)
"""All settings, in the order in which they are shown."""
