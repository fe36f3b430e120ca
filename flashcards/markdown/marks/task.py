"""`- [ ] to do`, `- [x] done`: the boxes as text, since a card takes no input."""

from __future__ import annotations

import re

from markdown_it.rules_core import StateCore

# Any character in the box is a task that is done, or at least no longer open.
_BOX = re.compile(r"\[([^\]\n])\][ \t]+(?=\S)")


def tasks(state: StateCore) -> None:
    """Replace the boxes at the beginnings of list items."""
    for item, paragraph, inline in zip(
        state.tokens, state.tokens[1:], state.tokens[2:], strict=False
    ):
        if item.type == "list_item_open" and paragraph.type == "paragraph_open":
            box = _BOX.match(inline.content)
            if box:
                item.attrs["class"] = "task"
                sign = "☐" if box[1].isspace() else "☑"
                inline.content = f"{sign} {inline.content[box.end() :]}"
