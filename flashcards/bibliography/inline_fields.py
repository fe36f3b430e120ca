"""What a literature note says of its work in its text: Dataview's fields, and links into Zotero.

Many vaults keep a year as `> date:: 2022` below the title, and nothing but an alias above it.
https://blacksmithgu.github.io/obsidian-dataview/annotation/add-metadata/
"""

from __future__ import annotations

import re
from collections.abc import Mapping

ZOTERO_LINK = "zotero link"
"""The name under which the first link to the work in Zotero is returned."""

_NAME = r"[^\W\d_][\w \-/]{0,40}"
_ON_A_LINE = re.compile(
    rf"^[ \t>]*+(?:[-*+][ \t]++)?(?P<mark>\*\*|__|\*|_|==)?(?P<name>{_NAME})(?:(?P=mark))?"
    r"[ \t]*+::[ \t]++(?P<value>[^\n]+)",
    re.MULTILINE,
)
_IN_BRACKETS = re.compile(
    rf"\[(?P<name>{_NAME})::[ \t]*+(?P<value>(?>(?:\[\[[^\[\]\n]*+\]\]|[^\[\]\n])+))\]"
)
_ZOTERO = re.compile(
    r"zotero://select/(?:(?P<where>library|groups/\d{1,12})/)?items/(?:[01]_)?"
    r"(?P<key>[A-Z0-9]{8})\b"
)
_MOST = 200
_LONGEST = 2000


def inline_fields(text: str) -> Mapping[str, str]:
    """Return the fields in the text of a vault note by name as written; the first of each counts.

    The item's key in Zotero is among them, with its group if it is not in the own library.
    """
    found: dict[str, str] = {}
    if "::" in text:
        for pattern in (_ON_A_LINE, _IN_BRACKETS):
            for match in pattern.finditer(text):
                if len(found) >= _MOST:
                    break
                found.setdefault(match["name"].strip(), match["value"].strip()[:_LONGEST])
    zotero = _ZOTERO.search(text) if "zotero://" in text else None
    if zotero is not None:
        where = zotero["where"] or "library"  # old links say `items/0_KEY`
        group = "" if where == "library" else f"{where}/items/"
        found[ZOTERO_LINK] = group + zotero["key"]
    return found
