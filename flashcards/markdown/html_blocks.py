"""How a line begins a block of HTML, or a comment that shows nothing.

The seven kinds are CommonMark's: https://spec.commonmark.org/0.31.2/#html-blocks
"""

from __future__ import annotations

import re

from flashcards.markdown.columns import is_blank
from flashcards.markdown.kinds import NodeKind, Start, block_id_start

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?=[ \t/>]|$)")
_LONE_TAG = re.compile(
    r"""<(?:/[A-Za-z][A-Za-z0-9-]*+[ \t]*+
        |[A-Za-z][A-Za-z0-9-]*+
         (?>(?:[ \t]++[A-Za-z_:][\w:.-]*+
           (?>(?:[ \t]*+=[ \t]*+(?:[^\s"'=<>`]++|'[^']*+'|"[^"]*+"))?))*)
         [ \t]*+/?)>[ \t]*""",
    re.VERBOSE,
)

# CommonMark's two lists of HTML elements: content shown as it stands, and blocks.
_VERBATIM_TAGS = frozenset({"pre", "script", "style", "textarea"})
_BLOCK_TAGS = re.compile(
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|"
    "colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|"
    "form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr|html|iframe|legend|"
    "li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|"
    "section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"
)


def html_start(bare: str, *, in_paragraph: bool) -> Start | None:
    """Say which block of HTML or comment begins with this line; None if it is text."""
    for opening, closing in (("<?", "?>"), ("<![CDATA[", "]]>")):
        if bare.startswith(opening):
            return _html_until((closing,), bare)
    if bare.startswith("<!--"):
        return _comment(bare)
    if bare.startswith("<!") and bare[2:3].isalpha():
        return _html_until((">",), bare)
    found = _TAG.match(bare)
    name = found[1].lower() if found else ""
    if name in _VERBATIM_TAGS and not bare.startswith("</"):
        return _html_until(tuple(f"</{tag}>" for tag in _VERBATIM_TAGS), bare)
    if _BLOCK_TAGS.fullmatch(name) or (not in_paragraph and _LONE_TAG.fullmatch(bare)):
        return Start(NodeKind.HTML, ends=is_blank)
    return None


def after_comments(text: str) -> str | None:
    """Return what follows the HTML comments that `text` begins with; None if one stays open."""
    rest = 0
    while True:
        while text[rest : rest + 1] in (" ", "\t", "\n"):
            rest += 1
        if not text.startswith("<!--", rest):
            return text[rest:]
        end = text.find("-->", rest + 4)
        if end < 0:
            return None
        rest = end + 3


def _html_until(closings: tuple[str, ...], bare: str) -> Start:
    def ends(text: str) -> bool:
        lower = text.lower()
        return any(closing.lower() in lower for closing in closings)

    return Start(NodeKind.HTML, ends=None if ends(bare[2:]) else ends)


def _comment(bare: str) -> Start | None:
    """Text after a comment on its line is a paragraph, so that a flashcard there is not lost."""
    tail = after_comments(bare)
    if tail is None:
        return Start(NodeKind.COMMENT, ends=lambda text: "-->" in text)
    if is_blank(tail):
        return Start(NodeKind.COMMENT)
    named = block_id_start(tail)
    return Start(NodeKind.COMMENT, named.info) if named else None
