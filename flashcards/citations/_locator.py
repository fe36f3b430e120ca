"""Where in a work: `p. 12`, `chapters 3-5`, `{ch. 2, ex. 4}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from flashcards.model import Locator

# CSL's label -> how people write it, without a full stop. Longer forms are tried first.
_WRITTEN = {
    "act": "act acts",
    "appendix": "appendix appendices app apps",
    "article": "article articles art arts",
    "book": "book books bk bks",
    "canon": "canon canons can cans",
    "chapter": "chapter chapters chap chaps ch kapitel kap chapitre capítulo cap",
    "column": "column columns col cols",
    "elocation": "location locations loc locs",
    "equation": "equation equations eq eqs",
    "figure": "figure figures fig figs",
    "folio": "folio folios fol fols",
    "issue": "issue number numbers no nos nr",
    "line": "line lines l ll",
    "note": "note notes n nn footnote footnotes fn",
    "opus": "opus opera op opp",
    "page": "page pages pagina página pag pág pgs pg pp p seite seiten s str",
    "paragraph": "paragraph paragraphs para paras par pars ¶ ¶¶",
    "part": "part parts pt pts",
    "rule": "rule rules r rr",
    "scene": "scene scenes sc scs",
    "section": "section sections sec secs sect § §§",
    "sub-verbo": "sub-verbo s.v s.vv",
    "supplement": "supplement supplements supp supps",
    "surah": "surah surahs sura suras sur surs",
    "table": "table tables tbl tbls",
    "timestamp": "timestamp timestamps time",
    "title": "title titles tit tits",
    "verse": "verse verses vers v vv",
    "version": "version versions",
    "volume": "volume volumes vol vols",
}
_LABELS: Mapping[str, str] = MappingProxyType(
    {form: label for label, forms in _WRITTEN.items() for form in forms.split()}
)
_ALTERNATIVES = "|".join(re.escape(form) for form in sorted(_LABELS, key=len, reverse=True))

# A number with what belongs to it (12a, A-3, 1:15, 3.1.2), a Roman one, or a range of either.
_ATOM = r"(?:[^\W\d_]{0,3}[.\-]?\d[\w.:/]*|[ivxlcdmIVXLCDM]++(?!\w))"
_RANGE = rf"\s?[-\u2010-\u2014]{{1,3}}\s?{_ATOM}"
_MORE = rf"(?:,\s?(?:(?:&|and|und|et|y)\s)?|\s?(?:&|and|und|et|y)\s){_ATOM}"
_VALUE = rf"{_ATOM}(?:{_RANGE}|{_MORE}|\s?ff?\b\.?)*"

# Of labels without a blank or a full stop `p12` and `fig3` count; `S3` is a page of a supplement.
_LABELLED = re.compile(
    rf"(?P<label>{_ALTERNATIVES})(?:\.\s?|\s+|(?<=[§¶])|(?:(?<=p)|(?<=\w\w))(?=\d))"
    rf"(?P<value>{_VALUE})",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"(?:s\.\s?vv?\.?|sub[ -]verb(?:o|is))\s+(?P<value>[^\s,;()\[\]][^,;()\[\]]*+)", re.IGNORECASE
)
"""Where in a dictionary: the only locator that is a word."""

_INNER = re.compile(r",\s*+(?=\D)")
"""Between a locator and the one within it: `vol. 2, p. 5`."""

_FOLLOWING = re.compile(r"\d\s?ff?\.\Z", re.IGNORECASE)
"""`12 f.`, whose full stop is its own."""
_NUMBER = re.compile(r"(?=[\w.:\-\u2010-\u2014]*\d)" + _VALUE)
_FORCED = re.compile(r"\{(?P<inside>[^{}\n]*)\}")
_LEAD = re.compile(r"[\s,:]*")


def parse_locator(text: str) -> tuple[Locator | None, str]:
    """Read what follows a citekey, such as `, p. 12, my emphasis`: the locator and the rest.

    A number without a label is a page. Braces force a locator, empty ones prevent it.
    """
    start = _LEAD.match(text)
    at = start.end() if start else 0
    forced = _FORCED.match(text, at)
    if forced:
        locator = _read_forced(forced["inside"].strip())
        return locator, _tidy(text[forced.end() :])
    found = match_locator(text, at)
    if found is None and at:
        found = match_page(text, at)
    if found is None:
        return None, _tidy(text)
    locator, end = found
    return locator, _tidy(text[end:])


def match_page(text: str, at: int) -> tuple[Locator, int] | None:
    """Read a number without a label, which is a page: it, and where it ends."""
    match = _NUMBER.match(text, at)
    if match is None:
        return None
    value = _trim(match[0])
    return Locator("page", value), at + len(value)


def match_locator(text: str, start: int = 0) -> tuple[Locator, int] | None:
    """Read a locator with its label at `start`, such as `Page 3`: it, and where it ends.

    One within it belongs to its value, as for pandoc: `vol. 2, p. 5`.
    """
    if entry := _ENTRY.match(text, start):
        value = _trim(entry["value"].rstrip())
        return Locator("sub-verbo", value), entry.start("value") + len(value)
    match = _LABELLED.match(text, start)
    if match is None:
        return None
    begin, end = match.start("value"), _end_of(match)
    while (comma := _INNER.match(text, end)) and (inner := _LABELLED.match(text, comma.end())):
        end = _end_of(inner)
    return Locator(_LABELS[match["label"].lower()], text[begin:end]), end


def _end_of(labelled: re.Match[str]) -> int:
    return labelled.start("value") + len(_trim(labelled["value"]))


def _read_forced(inside: str) -> Locator | None:
    if not inside:
        return None
    found = match_locator(inside)
    if found is not None and found[1] == len(inside):
        return found[0]
    word, _, value = inside.partition(" ")
    label = _LABELS.get(word.rstrip(".").lower())
    return Locator(label, value.strip()) if label and value.strip() else Locator("page", inside)


def _trim(value: str) -> str:
    return value if _FOLLOWING.search(value) else value.rstrip(".:/,")


def _tidy(rest: str) -> str:
    return rest.strip().removeprefix(",").strip()
