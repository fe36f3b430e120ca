"""`%%comment%%` and `<!-- comment -->`: never shown."""

from __future__ import annotations

from markdown_it.rules_inline import StateInline

from flashcards.markdown.marks.rule import last_place, leave_out

_ENDS = {"%%": "%%", "<!--": "-->"}


def comment(state: StateInline, silent: bool) -> bool:
    """Leave one comment out."""
    for begin, end in _ENDS.items():
        if state.src.startswith(begin, state.pos):
            inside = state.pos + len(begin)
            if last_place(state.src, end) < inside:
                return False
            close = state.src.find(end, inside, state.posMax)
            return close >= 0 and leave_out(state, close + len(end), silent=silent)
    return False


def without_comments(html: str) -> str:
    """Return HTML without its comments; one that does not end reaches to the end."""
    kept: list[str] = []
    pos = 0
    while (start := html.find("<!--", pos)) >= 0:
        kept.append(html[pos:start])
        close = html.find("-->", start + 4)
        if close < 0:
            return "".join(kept)
        pos = close + 3
    return "".join(kept) + html[pos:]
