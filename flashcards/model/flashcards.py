"""What is found in a vault note: flashcards, and what they hide and cite."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from flashcards.diagnostics import Span
from flashcards.pickled import pickled, pickled_by_value, share


@pickled_by_value
class Kind(StrEnum):
    """Which of Anki's two kinds of notetype a flashcard needs."""

    BASIC = "basic"
    CLOZE = "cloze"


@pickled
class Cloze(Struct, frozen=True, gc=False):
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


@pickled
class Locator(Struct, frozen=True, gc=False):
    """Where in a work: `p. 12` is label `page`, value `12`."""

    label: str
    """CSL's word: page, chapter, section, verse, ..."""

    value: str

    def __post_init__(self) -> None:
        share(self, "label")


@pickled
class Citation(Struct, frozen=True, gc=False):
    """A work the author points to."""

    citekey: str
    """Without `@`."""

    as_written: str
    form: str
    """How it is written: `bracket`, `wikilink` or `bare`; `vault note` if a literature note cites
    itself, `property` if the property `source` does it. `link` is a plain wikilink, which cites
    only if it leads to a work."""

    span: Span
    locator: Locator | None = None
    prefix: str = ""
    suffix: str = ""
    joint: str = ""
    """A comma, if one stands before the suffix."""

    suppress_author: bool = False
    address: str = ""
    """The author's own link into Zotero to the place that is cited."""

    def __post_init__(self) -> None:
        share(self, "citekey", "form")


@pickled
class ForeignMark(Struct, frozen=True, gc=False):
    """An id or a schedule that another plugin wrote: kept as data, never shown."""

    plugin: str
    """`obsidian-spaced-repetition`, `obsidian-to-anki` or `flashcards-obsidian`."""

    kind: str
    """`schedule` or `id`."""

    value: str
    """What stands there: `!2024-10-18,7,190`, `1566052191670`."""


@pickled
class Flashcard(Struct, frozen=True, gc=False):
    """One thing to learn, as found in a vault note."""

    syntax: str
    """The name of the syntax that found it: definition, quote, section, osr, ..."""

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

    title: str = ""
    """The title of its callout as written, if it may say where a quote is from."""

    headings: tuple[str, ...] = ()
    """The headings it stands under, outermost first; Markdown; a `Flashcards` heading left out."""

    sections: tuple[str, ...] = ()
    """All headings above it, outermost first, or that it begins with: what a link to it names."""

    block_id: str | None = None
    citations: tuple[Citation, ...] = ()
    """Those beside the fields, as in a quote's title. Those inside fields stay there."""

    links: tuple[Citation, ...] = ()
    """Plain links beside the fields, which cite if they turn out to lead to a work."""

    tags: tuple[str, ...] = ()
    """The tags on its own line, without `#`, as written."""

    deck: str = ""
    """The deck its own syntax names for it, `::` between levels; absolute."""

    foreign: tuple[ForeignMark, ...] = ()

    said: tuple[str, str] | None = None
    """What it asks and what it expects, as `inline.plain` has it; None: nobody has looked yet."""

    would_hide: tuple[Cloze, ...] | None = None
    """What a quote without marks hides if it is new: as most are; None: nobody has looked yet."""

    def __post_init__(self) -> None:
        share(self, "syntax", "dialect", "label")

    @property
    def question(self) -> str:
        """What it asks, as Markdown: the front, or the whole text of a cloze flashcard."""
        return self.fields.get("Front") or self.fields.get("Text", "")

    @property
    def answer(self) -> str:
        """What it expects, as Markdown: the back; a cloze flashcard's text is its own answer."""
        return self.fields.get("Back", "")


@pickled
class Silent(Struct, frozen=True, gc=False):
    """Something that could have been a flashcard and rightly is none: counted, never listed."""

    reason: str
    """Plural, for the summary: `empty definition callouts`."""

    span: Span

    def __post_init__(self) -> None:
        share(self, "reason")


@pickled
class Place(Struct, frozen=True, gc=False):
    """What a syntax may know about where a block stands."""

    path: str
    title: str
    """The vault note's title: property, level-1 heading before anything else, or file name."""

    citekey: str | None = None
    """The vault note's own citekey, if it is a literature note."""

    headings: tuple[str, ...] = ()
    """The headings above, outermost first; a `Flashcards` heading left out."""

    sections: tuple[str, ...] = ()
    """All headings above, outermost first."""
