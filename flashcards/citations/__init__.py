"""Citations as authors write them: where they stand, whom they cite, and which page is meant.

The grammar of citekeys and locators is pandoc's (https://pandoc.org/MANUAL.html#citation-syntax).
Whether a citekey is known is for others to decide.
"""

from __future__ import annotations

from flashcards.citations._find import find_citations
from flashcards.citations._flashcard import citations_of, first_line
from flashcards.citations._group import CitationGroup, citekey_of, match_citation
from flashcards.citations._locator import match_locator, parse_locator
from flashcards.citations._title import cite_by_title, footnotes_in, links_in, sources_in

__all__ = [
    "CitationGroup",
    "citations_of",
    "cite_by_title",
    "citekey_of",
    "find_citations",
    "first_line",
    "footnotes_in",
    "links_in",
    "match_citation",
    "match_locator",
    "parse_locator",
    "sources_in",
]
