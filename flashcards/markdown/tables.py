r"""Pipe tables: the cells of a row, and the row of dashes that makes a table of two lines.

Unlike GitHub's rule, a pipe inside inline code does not separate cells.
"""

from __future__ import annotations

import re

_PIECE = re.compile(r"\\.|`+|\|")
_DELIMITER = re.compile(r":?-++:?")


def split_cells(row: str) -> tuple[str, ...]:
    r"""Split a row at its pipes; those written `\|` or inside inline code stay in the cell."""
    row = row.strip(" \t")
    if "\\" not in row and "`" not in row:
        return _without_edges([cell.strip(" \t") for cell in row.split("|")], row)
    pieces = list(_PIECE.finditer(row))
    last_run = {piece.group(): index for index, piece in enumerate(pieces)}
    cells: list[str] = []
    start, code = 0, ""
    for index, piece in enumerate(pieces):
        mark = piece.group()
        if mark[0] == "`":
            if not code and last_run[mark] > index:
                code = mark
            elif mark == code:
                code = ""
        elif mark == "|" and not code:
            cells.append(row[start : piece.start()].strip(" \t"))
            start = piece.end()
    cells.append(row[start:].strip(" \t"))
    return _without_edges(cells, row)


def is_delimiter_row(row: str, header: str) -> bool:
    """Tell whether `row` is the line of dashes below the `header` of a table."""
    if row.strip("|-: \t") or "-" not in row or "|" not in header:
        return False
    cells = split_cells(row)
    if not all(_DELIMITER.fullmatch(cell) for cell in cells):
        return False
    return len(cells) == len(split_cells(header))


def _without_edges(cells: list[str], row: str) -> tuple[str, ...]:
    first = 1 if row.startswith("|") else 0
    last = -1 if len(cells) - first > 1 and not cells[-1] else None
    return tuple(cells[first:last])
