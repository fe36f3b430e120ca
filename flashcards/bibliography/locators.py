"""A locator to text: `p. 12`, `pp. 12–15`, `chap. 3`."""

from __future__ import annotations

import re

from flashcards.bibliography.markup import escape, one_line
from flashcards.model import Locator

_LABELS = {
    "page": ("p.", "pp."),
    "act": ("act", "acts"),
    "appendix": ("app.", "apps."),
    "article": ("art.", "arts."),
    "book": ("bk.", "bks."),
    "canon": ("can.", "cans."),
    "chapter": ("chap.", "chaps."),
    "column": ("col.", "cols."),
    "elocation": ("loc.", "locs."),
    "equation": ("eq.", "eqs."),
    "figure": ("fig.", "figs."),
    "folio": ("fol.", "fols."),
    "issue": ("no.", "nos."),
    "line": ("l.", "ll."),
    "location": ("loc.", "locs."),
    "note": ("n.", "nn."),
    "opus": ("op.", "opp."),
    "paragraph": ("para.", "paras."),
    "part": ("pt.", "pts."),
    "rule": ("r.", "rr."),
    "scene": ("sc.", "scs."),
    "section": ("sec.", "secs."),
    "sub-verbo": ("s.v.", "s.vv."),
    "supplement": ("supp.", "supps."),
    "surah": ("sur.", "surs."),
    "table": ("tbl.", "tbls."),
    "timestamp": ("", ""),
    "title": ("tit.", "tits."),
    "verse": ("v.", "vv."),
    "volume": ("vol.", "vols."),
}
_RANGE = re.compile(r"(?<=\w)\s*[-–—]+\s*(?=\w)")
_SEVERAL = re.compile(r"[–,&]|\b(?:and|und|et|y)\b|ff\b|\df\b|\sf\b")
_INNER = re.compile(r",\s*[^\W\d_]+(?:\.\s?|\s)\d")
"""A locator within this one: `vol. 2, p. 5` is one volume."""


def locator_text(locator: Locator) -> str:
    """Return a locator as inline HTML; a label that CSL does not know is written out."""
    value = _RANGE.sub("–", one_line(locator.value))
    one, many = _LABELS.get(locator.label, (locator.label, locator.label))
    inner = _INNER.search(value)
    label = many if _SEVERAL.search(value[: inner.start()] if inner else value) else one
    return escape(f"{label} {value}".strip())
