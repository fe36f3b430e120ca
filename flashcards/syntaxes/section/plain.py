"""Text without any sign of a flashcard, as most list items are: it need not be read any further."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from flashcards.model import ListItem, Paragraph
from flashcards.syntaxes._options import SyntaxOptions

# Of labels, questions, clozes, tags, block ids, what other plugins wrote; a task's box is cut off.
_SIGNS = r"[:：?？{#^<]|；；|\A\[.\]"


def is_plain_item(item: ListItem, options: SyntaxOptions) -> bool:
    """Say whether a list item is nothing but one plain line, with no block id below."""
    if item.block_id is not None or len(item.children) != 1 or "\n" in item.source:
        return False
    line = item.children[0]
    return isinstance(line, Paragraph) and line.block_id is None and is_plain(item.body, options)


def is_plain(line: str, options: SyntaxOptions) -> bool:
    """Say whether a line, by itself, is certainly no flashcard and does not look like one."""
    if _signs(options).search(line):
        return False
    return line.isascii() or unicodedata.is_normalized("NFKC", line)  # else it may be a wide marker


@lru_cache(maxsize=8)
def _signs(options: SyntaxOptions) -> re.Pattern[str]:
    words = [*options.separators, *options.markers]
    words += [each for each in (options.end_marker.strip(),) if each]
    words += ["=="] if options.highlights else []
    words += ["**", "__"] if options.section_bold_clozes else []
    return re.compile("|".join([_SIGNS, *map(re.escape, words)]))
