"""SVG files: what is harmless in them goes into the package, the rest is named."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress

from target import texts_of

from flashcards.media.drawings import DrawingError, clean_drawing

TOKENS = (
    '<svg xmlns="http://www.w3.org/2000/svg">', "</svg>", "<svg", "<script>", "</script>",
    " onload='x()'", "<g>", "</g>", "<use href='#a'/>", "<image href='data:x'/>", "<foreignObject>",
    "<style>", "</style>", "@import url(x);", "<!DOCTYPE svg [", "<!ENTITY a 'b'>",
    "<!ENTITY b '&a;&a;'>", "]>", "&a;", "&b;", "<![CDATA[", "]]>",
    "<?xml version='1.0' encoding='utf-16'?>", "<?x y?>", "<!--", "-->",
    " xlink:href='javascript:x'", " xmlns:xlink='http://www.w3.org/1999/xlink'",
    "<animate attributeName='href'/>", " style='fill:url(http://a)'", "&#60;", "<a>",
    "<set to='x'/>", ">", "/>",
)  # fmt: skip

_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
_INSIDE = (
    '<title>a</title><path d="M0 0h9" style="fill:red"/><text>b &amp; c</text>',
    "<g id='a'/><use xlink:href='#a'/>",
    "<script>x()</script><a xlink:href='javascript:x()'><g onload='x()'/></a>",
    "<style>@import url(x);</style><foreignObject><b/></foreignObject>",
)

_HARM = re.compile(
    rb"<(?:\w+:)?(script|foreignObject|iframe|object|embed)\b|\son\w+\s*=|javascript:",
    re.IGNORECASE,
)


def seeds() -> Iterator[bytes]:
    """Yield a drawing, and what could do harm."""
    yield from (f"{_HEAD}{inside}</svg>".encode() for inside in _INSIDE)
    yield f"<!DOCTYPE svg [<!ENTITY a 'b'>]>{_HEAD}<g id='a'>&a;</g></svg>".encode()
    yield f"{_HEAD}{_INSIDE[0]}</svg>".encode("utf-16")
    yield from texts_of("sample_vault/Attachments/*.svg")


def check(data: bytes) -> None:
    """Clean it; what is clean stays as it is."""
    with suppress(DrawingError):
        cleaned = _cleaned(data)
        assert _cleaned(cleaned) == cleaned
        if cleaned != data:
            outside = re.sub(rb'"[^"]*"|>[^<]*<', b'"><"', cleaned)
            assert not _HARM.search(outside), cleaned


def _cleaned(data: bytes) -> bytes:
    return b"".join(clean_drawing(io.BytesIO(data)).pieces)
