"""The two notetypes that every package carries: ids, fields, templates and CSS, as values.

Ids, field names and their order are frozen for ever. Anki compares notetypes pair by pair, by id
where both sides have one; where they differ it makes a second notetype (`Vault Basic+`), and the
Anki notes of the first are never updated again. Spare fields are there so that none need be added.
Text and CSS may change with a release; `RELEASE` is then raised.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from flashcards.bounded import read_text
from flashcards.diagnostics import FlashcardsError
from flashcards.model import Kind

_TEMPLATES = Path(__file__).with_name("templates")
_END_OF_STYLE = re.compile("</style", re.IGNORECASE)

RELEASE = 3
"""Raised with every change of template text or CSS, so that an older program that shares a vault
with a newer one can tell that its own notetypes are the older ones."""


MOST_CSS = 10_000_000
"""Bytes of the user's own CSS, which may hold fonts and stands in every package."""


class FieldSpec(Struct, frozen=True):
    """One field of a notetype."""

    name: str
    id: int
    description: str = ""
    """What Anki's editor shows in the field while it is empty."""

    collapsed: bool = False
    """Whether Anki's editor folds the field: for what nobody edits there."""


class TemplateSpec(Struct, frozen=True):
    """One template; a card is made from an Anki note for each whose front is not empty."""

    name: str
    id: int
    front: str
    back: str


class Notetype(Struct, frozen=True):
    """One of Anki's notetypes."""

    kind: Kind
    id: int
    name: str
    fields: tuple[FieldSpec, ...]
    templates: tuple[TemplateSpec, ...]
    css: str

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of its fields, in their order."""
        return tuple(field.name for field in self.fields)


def digest(notetype: Notetype) -> str:
    """Return a digest of what may change in a notetype: its name, template texts and CSS.

    The ledger keeps it to see that Anki must be told, with a later `mod`.
    """
    hashed = hashlib.sha256()
    for text in _texts(notetype):
        hashed.update(text.encode())
        hashed.update(b"\0")
    return hashed.hexdigest()


def with_css(notetype: Notetype, css: str) -> Notetype:
    """Return the notetype with the user's own CSS after ours, where it wins."""
    return replace(notetype, css=f"{notetype.css}\n{css.strip()}\n") if css.strip() else notetype


def read_style(root: Path, path: str) -> str:
    """Return the user's own CSS, at a path in the vault or an absolute one.

    Raises `FlashcardsError` if there is no such file, or it is none: cards that look otherwise are
    not exported.
    """
    file = root / Path(path).expanduser()
    if file.suffix.lower() != ".css":  # whoever wrote the settings may want another file shared
        raise FlashcardsError(
            f"cannot use {file} as a style sheet: its name does not end in .css", "rename it"
        )
    try:
        css = read_text(file, MOST_CSS)
    except FileNotFoundError as error:
        raise FlashcardsError(
            f"there is no style sheet {file}", "mend `css` in flashcards.toml, or add the file"
        ) from error
    except UnicodeDecodeError as error:
        raise FlashcardsError(f"the style sheet {file} is not UTF-8", "save it as UTF-8") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FlashcardsError(f"cannot read the style sheet {file}: {reason}") from error
    if _END_OF_STYLE.search(css):
        raise FlashcardsError(
            f"the style sheet {file} holds `</style`, where Anki would take it for ended",
            "remove it; what follows would be HTML on every card",
        )
    return css


def _texts(notetype: Notetype) -> Iterator[str]:
    yield notetype.name
    yield notetype.css
    for template in notetype.templates:
        yield from (template.name, template.front, template.back)


def _text(name: str) -> str:
    # Python reads "\r\n" as "\n", so that a checkout on Windows makes the same package.
    return (_TEMPLATES / name).read_text("utf-8")


def _template(name: str, template_id: int, file: str) -> TemplateSpec:
    return TemplateSpec(name, template_id, _text(f"{file}-front.html"), _text(f"{file}-back.html"))


_STYLE = ("page", "around", "text", "media", "callouts", "obsidian")
"""Files of CSS, in their order."""

_CSS = "".join(_text(f"style/{part}.css") for part in _STYLE)

BASIC = Notetype(
    kind=Kind.BASIC,
    id=1712394418627,
    name="Vault Basic",
    fields=(
        FieldSpec("Front", 4575423887219290),
        FieldSpec("Back", 8227470187444676),
        FieldSpec("Reversed", 4652419802670236, "Question of the second card; empty for none"),
        FieldSpec("Extra", 7560007069322646),
        FieldSpec("Context", 3828949313047041),
        FieldSpec("Source", 7282405328917144),
        FieldSpec("Link", 6932428728234972, collapsed=True),
        FieldSpec("Hint", 1122344071098693),
        FieldSpec("Id", 1544593210102512, "By this the vault knows it again", collapsed=True),
        FieldSpec("Spare 1", 8620431193765739, collapsed=True),
        FieldSpec("Spare 2", 8092931705069325, collapsed=True),
        FieldSpec("Spare 3", 7653356737055402, collapsed=True),
    ),
    templates=(
        _template("Card 1", 8942560282304432, "basic"),
        _template("Card 2", 2790234063880549, "reversed"),
    ),
    css=_CSS,
)

CLOZE = Notetype(
    kind=Kind.CLOZE,
    id=1712394420983,
    name="Vault Cloze",
    fields=(
        FieldSpec("Text", 7745642889887469),
        FieldSpec("Extra", 4462718744773915),
        FieldSpec("Context", 1862269840843829),
        FieldSpec("Source", 5116427819395696),
        FieldSpec("Link", 6120072601748570, collapsed=True),
        FieldSpec("Hint", 8660189466663946),
        FieldSpec("Id", 4932587733101663, "By this the vault knows it again", collapsed=True),
        FieldSpec("Spare 1", 8601397530805022, collapsed=True),
        FieldSpec("Spare 2", 7045363174269829, collapsed=True),
        FieldSpec("Spare 3", 7738336713463431, collapsed=True),
    ),
    templates=(_template("Cloze", 4675040883557146, "cloze"),),
    css=_CSS,
)

NOTETYPES = (BASIC, CLOZE)
