"""Every value that passes from one stage to the next.

Both Obsidian and Anki have "notes", and authors call a vault note a "card". So these words are
used, and a bare "note" or "card" never is:

vault note
    One Markdown file of the vault.
block
    A part of a vault note with its lines: section, callout, list item, paragraph, table, fence.
flashcard
    One thing to learn as found in a vault note, still Markdown. It becomes exactly one Anki note.
syntax
    One way to write flashcards: definition, quote, section.
Anki note
    What Anki imports; a card is only what Anki makes from an Anki note by a template.
item, citekey, locator
    CSL's words: one work, its key, and "p. 12".
ledger
    What is remembered from export to export.

All values are frozen. Lines are counted from 1 and spans include their last line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from flashcards.diagnostics import Diagnostic, Span

# --- the vault ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VaultNote:
    """One Markdown file of the vault, as read."""

    path: str
    """Relative to the vault, `/` between folders, as the file system spells it."""

    properties: Mapping[str, object]
    """Obsidian's properties (the frontmatter); empty if there are none or they are broken."""

    text: str
    """The whole file with `\\n` line ends and the lines of the properties blank.

    So line n of the text is line n of the file, and nobody ever adds an offset.
    """

    @property
    def name(self) -> str:
        """The file's name without `.md`, which is how Obsidian shows it."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".md")


# --- blocks ------------------------------------------------------------------------------------
#
# `source` is the block's own lines with the marks of the blocks around it taken off (`> ` of a
# callout, the indentation of a list item): its line k stands in the file at `span.line + k`.


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of running text. A block id at its end is in `source` but not in `text`."""

    source: str
    span: Span
    text: str
    block_id: str | None = None


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list; a list is nothing but items in a row."""

    source: str
    span: Span
    marker: str
    """`-`, `*`, `+`, `1.` or `1)`, as written; a task's box is part of the body."""

    body: str
    """Everything in the item, marker and indentation taken off: line k is `span.line + k`."""

    children: tuple[Block, ...]
    """The body's blocks; the first is usually the item's own paragraph."""

    block_id: str | None = None


@dataclass(frozen=True, slots=True)
class Callout:
    """`> [!type]- title` and what follows it in the same quotation."""

    source: str
    span: Span
    type: str
    """Lower case, without a `|metadata` part: `definition`, `quote-yellow`."""

    title: str
    """Markdown as written, without block id; empty if there is none."""

    fold: str
    """`+`, `-` or empty."""

    body: str
    """The lines below the title, without their `> `: line k is `span.line + 1 + k`."""

    children: tuple[Block, ...]
    block_id: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and everything up to the next heading of the same or a higher level."""

    source: str
    span: Span
    level: int
    heading: str
    """Markdown as written, without `#` marks and block id."""

    children: tuple[Block, ...]
    """The blocks below the heading; sections of lower levels among them."""

    block_id: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table; cells are Markdown with `\\|` still escaped."""

    source: str
    span: Span
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Row k stands in the file at `span.line + 2 + k`."""

    block_id: str | None = None


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced code block, a block of math between `$$`, or indented code: never looked into."""

    source: str
    span: Span
    info: str
    """The word after the fence (`python`), `$$` for math, empty for none."""

    block_id: str | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """An HTML comment on lines of its own; other plugins keep ids and schedules there."""

    source: str
    span: Span
    block_id: str | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """`---` or the like, between blocks."""

    source: str
    span: Span
    block_id: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What is none of the others: a quotation that is no callout, or a block of HTML."""

    source: str
    span: Span
    block_id: str | None = None


Block = Paragraph | ListItem | Callout | Section | Table | Fence | Comment | Break | Passage


# --- flashcards --------------------------------------------------------------------------------


class Kind(StrEnum):
    """Which of Anki's two kinds of notetype a flashcard needs."""

    BASIC = "basic"
    CLOZE = "cloze"


@dataclass(frozen=True, slots=True)
class Cloze:
    """One hidden part of a cloze flashcard's `Text`."""

    start: int
    """Where the marks begin in `Text`, in characters."""

    end: int
    """Where the marks end."""

    text: str
    """The Markdown between the marks, which the card hides."""

    hint: str = ""

    number: int | None = None
    """The author's own number (`{{c2::x}}`, `==2;;x==`); None to be given one."""

    group: int = 0
    """Clozes of one group are hidden together, on one card."""


@dataclass(frozen=True, slots=True)
class Locator:
    """Where in a work: `p. 12` is label `page`, value `12`."""

    label: str
    """CSL's word: page, chapter, section, verse, ..."""

    value: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A work the author points to."""

    citekey: str
    """Without `@`."""

    as_written: str
    form: str
    """`bracket`, `wikilink`, `bare`, or `vault note` (a literature note cites itself)."""

    span: Span
    locator: Locator | None = None
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False


@dataclass(frozen=True, slots=True)
class ForeignMark:
    """An id or a schedule that another plugin wrote: kept as data, never shown."""

    plugin: str
    """`obsidian-spaced-repetition`, `obsidian-to-anki` or `flashcards-obsidian`."""

    kind: str
    """`schedule` or `id`."""

    value: str
    """What stands there: `!2024-10-18,7,190`, `1566052191670`."""


@dataclass(frozen=True, slots=True)
class Flashcard:
    """One thing to learn, as found in a vault note."""

    syntax: str
    """The name of the syntax that found it: definition, quote, section."""

    kind: Kind
    fields: Mapping[str, str]
    """Markdown by field name: `Front` and `Back` of a basic one, `Text` of a cloze one."""

    span: Span
    dialect: str = ""
    """Which of the syntax's forms: labelled, separated, multi-line, cloze."""

    reversed: bool = False
    """Whether the back is asked, too."""

    clozes: tuple[Cloze, ...] = ()
    """What `Text` hides; may nest, never overlaps in part; sorted by start."""

    chooses_clozes: bool = False
    """A quote without marks: what it hides is chosen after it has been recognised."""

    label: str = ""
    """What it is, for small type: `Definition`, `Definition 28.1`."""

    headings: tuple[str, ...] = ()
    """The headings it stands under, outermost first; Markdown; a `Flashcards` heading left out."""

    block_id: str | None = None
    citations: tuple[Citation, ...] = ()
    """Those beside the fields, as in a quote's title. Those inside fields stay there."""

    tags: tuple[str, ...] = ()
    """The tags on its own line, without `#`, as written."""

    foreign: tuple[ForeignMark, ...] = ()

    @property
    def question(self) -> str:
        """What it asks, as Markdown: the front, or the whole text of a cloze flashcard."""
        return self.fields.get("Front") or self.fields.get("Text", "")

    @property
    def answer(self) -> str:
        """What it expects, as Markdown: the back; a cloze flashcard's text is its own answer."""
        return self.fields.get("Back", "")


@dataclass(frozen=True, slots=True)
class Silent:
    """Something that could have been a flashcard and rightly is none: counted, never listed."""

    reason: str
    """Plural, for the summary: `empty definition callouts`."""

    span: Span


@dataclass(frozen=True, slots=True)
class Place:
    """What a syntax may know about where a block stands."""

    path: str
    title: str
    """The vault note's title: property, level-1 heading before anything else, or file name."""

    citekey: str | None = None
    """The vault note's own citekey, if it is a literature note."""

    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedVaultNote:
    """All that one vault note says; depends on its text alone."""

    path: str
    title: str
    aliases: tuple[str, ...]
    citekey: str | None
    properties: Mapping[str, object]
    tags: tuple[str, ...]
    """From the properties `tags` and `tag`, without `#`."""

    inline_tags: tuple[str, ...]
    """From its text, without `#`; here they name decks only."""

    deck: str | None
    """The deck the vault note names for its flashcards, `::` between levels; absolute."""

    flashcards: tuple[Flashcard, ...]
    silent: tuple[Silent, ...]
    diagnostics: tuple[Diagnostic, ...]


# --- works -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """A person, or an institution in `literal`."""

    family: str = ""
    given: str = ""
    prefix: str = ""
    """A particle: `van der`."""

    suffix: str = ""
    """`Jr.`, `III`."""

    literal: str = ""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as bibliographies know it: a year, perhaps a month and a day, perhaps to another."""

    year: int | None = None
    month: int | None = None
    """1 to 12; 21 to 24 are spring to winter, as in EDTF."""

    day: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    open_end: bool = False
    circa: bool = False
    literal: str = ""
    """What stands there if it is no date: `in press`."""


@dataclass(frozen=True, slots=True)
class Item:
    """One work, with CSL's names for its parts. Texts are inline HTML, already safe."""

    citekey: str
    type: str
    """CSL's: article-journal, book, chapter, ...; `document` if unknown."""

    span: Span
    """Where it is written down."""

    title: str = ""
    title_short: str = ""
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    translators: tuple[Name, ...] = ()
    et_al: bool = False
    """The list of authors ends with `and others`."""

    issued: PartialDate | None = None
    original: PartialDate | None = None
    container: str = ""
    container_short: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    edition: str = ""
    publisher: str = ""
    place: str = ""
    event: str = ""
    number: str = ""
    version: str = ""
    genre: str = ""
    medium: str = ""
    status: str = ""
    doi: str = ""
    url: str = ""
    accessed: PartialDate | None = None
    eprint: str = ""
    """An address made from eprint fields, such as `https://arxiv.org/abs/...`."""

    isbn: str = ""
    language: str = ""
    zotero_key: str = ""


# --- Anki --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Media:
    """One file that a field shows or plays."""

    name: str
    """In the package: lower-case ASCII with a hash of the content in it."""

    path: str
    """In the vault."""


@dataclass(frozen=True, slots=True)
class AnkiNote:
    """What Anki imports for one flashcard: everything but ids and times."""

    guid: str
    kind: Kind
    fields: Mapping[str, str]
    """HTML by field name; every field of the notetype, in its order."""

    ords: tuple[int, ...]
    """Its cards: template ordinals, or cloze numbers less one; sorted."""

    deck: str
    tags: tuple[str, ...]
    """As Anki writes them: `a::b`, no blanks; sorted."""

    media: tuple[Media, ...]
    flashcard: Flashcard
    matched_by: str
    """How the flashcard was recognised: `anchor`, or `new`."""

    clozes: Mapping[int, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """The hidden Markdown by Anki's cloze number."""

    markdown: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Its fields as Markdown, clozes marked as `{{c1::x}}`."""
