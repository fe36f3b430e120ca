"""`| Question | Answer |`: a flashcard in every row.

The header says which column asks and which answers; or the rows do, where all of two columns ask
with a question mark. Any other table is no table of flashcards: only rows in which something is
hidden, `{{c1::x}}`, are clozes, shown below the table's header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flashcards.clozes import find_clozes
from flashcards.diagnostics import Diagnostic
from flashcards.inline import find_native, split_block_id, split_tags
from flashcards.model import Table
from flashcards.syntaxes._foreign import strip_foreign
from flashcards.syntaxes.section.draft import Draft, Reading, Scene, draft, two_sided, unparsed
from flashcards.syntaxes.section.elements import Element, Role, Row
from flashcards.syntaxes.section.headers import Columns, half_header, read_header

DIALECT = "table"

_ESCAPED_PIPE = re.compile(r"\\\|")
_BLOCK_ID_IN_ROW = re.compile(r"(?<=[^ \t])[ \t]{1,9}\^[A-Za-z0-9-]++(?=[ \t]*\|?[ \t]*\Z)")
_NUMBER = re.compile(r"\W*[a-z]{0,4}[-.]?\d*\W*", re.IGNORECASE)
_HINT = "write the question in one cell and the answer in the other"


def read(row: Row, at: int, scene: Scene) -> Reading | None:
    """Read every row of a table; a row that is empty is passed over."""
    element = row[at]
    table = element.block
    if not isinstance(table, Table) or element.role is not Role.TEXT:
        return None
    columns = read_header(table.header, scene.options)
    if columns is not None:
        found = tuple(_read_rows(table, element, columns, scene))
    elif _every_row_asks(table):
        found = tuple(_read_questions(table, element, scene))
    else:
        found = tuple(_clozes(table, element, scene)) or _half(table, element, scene)
    return Reading(at + 1, found) if found else None


def _read_rows(
    table: Table, element: Element, columns: Columns, scene: Scene
) -> Iterator[Draft | Diagnostic]:
    for number, cells in enumerate(table.rows, start=table.span.line + 2):
        yield from _read_cells(_line(element, table, number, cells), cells, columns, table, scene)


def _read_questions(table: Table, element: Element, scene: Scene) -> Iterator[Draft | Diagnostic]:
    """Read a table of two columns whose rows ask; its header is a flashcard if it asks as well."""
    columns = Columns(0, 1)
    if _asks(table.header[0]):
        line = _line(element, table, table.span.line, table.header)
        yield from _read_cells(line, table.header, columns, table, scene)
    yield from _read_rows(table, element, columns, scene)


def _read_cells(
    line: Element, cells: tuple[str, ...], columns: Columns, table: Table, scene: Scene
) -> Iterator[Draft | Diagnostic]:
    front, back = _cell(cells, columns.question), _cell(cells, columns.answer)
    if not front and not back:
        return
    if any(cells[len(table.header) :]):
        message = f"the row of `{front or back}` has more cells than the table has columns"
        yield unparsed(scene, line, message, "write `\\|` where a pipe belongs to a cell")
        return
    if front and back:
        asked = two_sided(DIALECT, (line,), scene, front, back)
        extra = _extra(cells, columns, table.header)
        asked.fields = {**asked.fields, **({"Extra": extra} if extra else {})}
        asked.tags = (*asked.tags, *_tags(cells, columns))
        asked.foreign = strip_foreign(_raw(cells)).foreign
        yield asked
    elif find_native(front or back):
        yield from _cloze(line, front or back, cells, scene)
    else:
        side = "answer beside" if front else "question beside"
        yield unparsed(scene, line, f"there is no {side} `{front or back}` in the table", _HINT)


def _line(element: Element, table: Table, number: int, cells: tuple[str, ...]) -> Element:
    """Return the row as an element; an id below a table names the flashcard of its only row."""
    own = next((found for cell in cells[::-1] if (found := _block_id(cell))), None)
    below = element.block_id if len(table.rows) == 1 else None
    return Element("", number, number, block_id=own or below)


def _block_id(cell: str) -> str | None:
    return split_block_id(strip_foreign(cell).text)[1]


def _cell(cells: tuple[str, ...], index: int) -> str:
    r"""Return a cell's Markdown; `\|` is how a table says `|`."""
    text, _ = split_block_id(strip_foreign(cells[index]).text)
    return _ESCAPED_PIPE.sub("|", text).strip()


def _raw(cells: tuple[str, ...]) -> str:
    return " ".join(cells)


def _extra(cells: tuple[str, ...], columns: Columns, header: tuple[str, ...]) -> str:
    """Return the other cells; several say which column they are from."""
    numbers = [i for i in columns.numbers if not _NUMBER.fullmatch(cells[i])]
    shown = [i for i in sorted((*columns.extra, *numbers)) if _cell(cells, i)]
    if len(columns.extra) + len(numbers) == 1:
        return "".join(_cell(cells, index) for index in shown)
    named = (f"**{header[i]}:** " if header[i] else "" for i in shown)
    return "\n\n".join(name + _cell(cells, i) for name, i in zip(named, shown, strict=True))


def _tags(cells: tuple[str, ...], columns: Columns) -> tuple[str, ...]:
    """Return the tags of a row, with or without `#`, between blanks or commas."""
    words = (word for i in columns.tags for word in _cell(cells, i).replace(",", " ").split())
    return tuple(word.removeprefix("#") for word in words if word.removeprefix("#"))


def _asks(cell: str) -> bool:
    return split_tags(cell)[0].rstrip(" *_").endswith(("?", "？"))


def _every_row_asks(table: Table) -> bool:
    """Say whether it has two columns, and every row that is not empty asks in the first."""
    if len(table.header) != 2:
        return False
    filled = [cells for cells in table.rows if any(cells)]
    return bool(filled) and all(_asks(cells[0]) for cells in filled)


def _clozes(table: Table, element: Element, scene: Scene) -> Iterator[Draft]:
    if "{{c" not in table.source:
        return
    lines = table.source.split("\n")
    for number, cells in enumerate(table.rows, start=table.span.line + 2):
        written = lines[number - table.span.line]
        text = "\n".join([lines[0], lines[1], written]) if len(table.header) > 1 else cells[0]
        yield from _cloze(_line(element, table, number, cells), text, cells, scene)


def _cloze(line: Element, text: str, cells: tuple[str, ...], scene: Scene) -> Iterator[Draft]:
    shown = _BLOCK_ID_IN_ROW.sub("", strip_foreign(text).text)
    clozes = find_clozes(shown, highlights=False)
    if clozes:
        hiding = draft(DIALECT, (line,), scene, {"Text": shown})
        hiding.clozes = clozes
        hiding.foreign = strip_foreign(_raw(cells)).foreign
        yield hiding


def _half(table: Table, element: Element, scene: Scene) -> tuple[Diagnostic, ...]:
    """Warn of a column headed as question or answer without the other one."""
    head = half_header(table.header)
    if not head or not any(any(cells) for cells in table.rows):
        return ()
    message = f"the table has a column `{head}`, but none is headed as its counterpart"
    hint = "head the columns `Question` and `Answer`, or `Front` and `Back`"
    line = Element("", element.first, element.first)
    return (unparsed(scene, line, message, hint),)
