"""Where a reference may lead, by setting: a DOI, the web, Zotero, the vault note about the work."""

from __future__ import annotations

import re
from collections.abc import Container
from urllib.parse import quote

from msgspec.structs import replace

from flashcards.model import Item

LINKS = ("doi", "url", "zotero", "zotero-citekey", "note")
"""All there are. `zotero-citekey` opens in Zotero only where Better BibTeX is installed."""

DEFAULT_LINKS = ("doi", "url", "zotero", "note")

_ITEM = re.compile(r"(?P<group>groups/\d{1,12}/items/)?(?P<key>[A-Z0-9]{8})")


def with_addresses(item: Item, links: Container[str]) -> Item:
    """Return a work without the addresses that its reference should not lead to."""
    if "doi" not in links:
        item = replace(item, doi="")
    return item if "url" in links else replace(item, url="", eprint="")


def zotero_address(item: Item, links: Container[str]) -> str:
    """Return the address that shows a work in Zotero; empty if there is none.

    An item's key always works, and a citekey only with Better BibTeX. No page is ever named:
    what Zotero counts is not what authors write.
    """
    found = _ITEM.fullmatch(item.zotero_key)
    if found is not None and "zotero" in links:
        return f"zotero://select/{found['group'] or 'library/items/'}{found['key']}"
    if "zotero-citekey" in links:
        return f"zotero://select/items/@{quote(item.citekey, safe='', errors='replace')}"
    return ""
