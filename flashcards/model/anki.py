"""What Anki imports, and what was decided about a flashcard before it is rendered."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping

from msgspec import Struct

from flashcards.diagnostics import Span
from flashcards.model.flashcards import Cloze, Flashcard, Kind
from flashcards.model.texts import Texts
from flashcards.pickled import pickled


@pickled
class Media(Struct, frozen=True, gc=False):
    """One file that a field shows or plays."""

    name: str
    """In the package: lower-case ASCII with a hash of the content in it."""

    path: str
    """In the vault."""

    left_out: tuple[str, ...] = ()
    """What a drawing of the vault has and its copy in the package has not: `script`, `onload`."""


@pickled
class Identified(Struct, frozen=True, gc=False):
    """A flashcard with everything that was decided about it from outside its own text."""

    flashcard: Flashcard
    guid: str
    clozes: tuple[Cloze, ...]
    """What is hidden in the end; sorted by start."""

    numbers: Mapping[int, int]
    """Anki's cloze number by the clozes' group."""

    matched_by: str
    """How it was recognised: `question and answer`, `block id`, ...; or `new`."""

    deck: str
    tags: tuple[str, ...]
    title: str
    """The vault note's title."""

    anchor: str = ""
    """By which it is recognised: its vault note, and its block id or what it asks."""

    vault_note: str = ""
    """What names its vault note: a property, or the path."""

    names: tuple[str, ...] = ()
    """What names it within the vault note: its block id, and ids of other plugins."""

    position: int = 0
    """Its place among the flashcards of its vault note, from 0."""

    ties: tuple[str, ...] = ()
    """Guids that fitted almost as well."""

    chosen: tuple[tuple[str, ...], ...] = ()
    """What a quote without marks hides, by cloze: it is chosen once and then kept."""

    @property
    def hidden(self) -> dict[int, tuple[str, ...]]:
        """The hidden Markdown by Anki's cloze number, in the order of the numbers."""
        hidden: dict[int, tuple[str, ...]] = {}
        for cloze in self.clozes:
            number = self.numbers.get(cloze.group)
            if number is not None:
                hidden[number] = (*hidden.get(number, ()), cloze.text)
        return dict(sorted(hidden.items())) if len(hidden) > 1 else hidden


class Hidden(Mapping[int, tuple[str, ...]]):
    """`Identified.hidden`, worked out when it is asked for: to be kept, of many flashcards."""

    __slots__ = ("_identified",)

    def __init__(self, identified: Identified) -> None:
        """Take the flashcard that hides something."""
        self._identified = identified

    def __getitem__(self, number: int) -> tuple[str, ...]:
        return self._identified.hidden[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._identified.hidden)

    def __len__(self) -> int:
        return len(self._identified.hidden)

    def items(self) -> ItemsView[int, tuple[str, ...]]:
        """Return numbers and texts, worked out once."""
        return self._identified.hidden.items()

    def __repr__(self) -> str:
        return repr(self._identified.hidden)


@pickled
class AnkiNote(Struct, frozen=True, gc=False):
    """What Anki imports for one flashcard: everything but ids and times."""

    guid: str
    kind: Kind
    fields: Texts
    """HTML by field name; every field of the notetype, in its order."""

    ords: tuple[int, ...]
    """Its cards: template ordinals, or cloze numbers less one; sorted."""

    deck: str
    tags: tuple[str, ...]
    """As Anki writes them: `a::b`, no blanks; sorted."""

    media: tuple[Media, ...]
    span: Span
    """Of the flashcard."""

    matched_by: str
    """How the flashcard was recognised: `anchor`, or `new`."""

    cites: tuple[str, ...] = ()
    """The citekeys whose works were looked up for it; sorted."""

    depends_on: tuple[str, ...] = ()
    """The other files of the vault that it shows or would show, or whose headings were looked up;
    by path, sorted."""

    looks_for: tuple[str, ...] = ()
    """The names of files, there or not, that its links look for and that may be attachments'; as
    `links.file_name` has them, sorted."""


@pickled
class Rendered(Struct, frozen=True, gc=False):
    """A flashcard that was recognised, and the Anki note it became."""

    identified: Identified
    anki_note: AnkiNote

    @property
    def flashcard(self) -> Flashcard:
        """What was found in the vault note."""
        return self.identified.flashcard
