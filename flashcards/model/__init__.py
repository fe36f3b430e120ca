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

from flashcards.model.anki import AnkiNote, Hidden, Identified, Media, Rendered
from flashcards.model.blocks import (
    Block,
    Break,
    Callout,
    Comment,
    Fence,
    ListItem,
    Paragraph,
    Passage,
    Section,
    Table,
)
from flashcards.model.flashcards import (
    Citation,
    Cloze,
    Flashcard,
    ForeignMark,
    Kind,
    Locator,
    Place,
    Silent,
)
from flashcards.model.items import Item, Name, PartialDate
from flashcards.model.parsed import ParsedVaultNote, UnclaimedMarks
from flashcards.model.schedules import Schedule, Stage
from flashcards.model.texts import Texts
from flashcards.model.vault import Footnote, Outline, VaultNote

__all__ = [
    "AnkiNote",
    "Block",
    "Break",
    "Callout",
    "Citation",
    "Cloze",
    "Comment",
    "Fence",
    "Flashcard",
    "Footnote",
    "ForeignMark",
    "Hidden",
    "Identified",
    "Item",
    "Kind",
    "ListItem",
    "Locator",
    "Media",
    "Name",
    "Outline",
    "Paragraph",
    "ParsedVaultNote",
    "PartialDate",
    "Passage",
    "Place",
    "Rendered",
    "Schedule",
    "Section",
    "Silent",
    "Stage",
    "Table",
    "Texts",
    "UnclaimedMarks",
    "VaultNote",
]
