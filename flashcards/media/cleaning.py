"""The pieces of an SVG in, those of a harmless one out, and what was left out of it.

Only what is listed here is written anew: shapes, text, colours, and pictures that are part of the
file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct, field

from flashcards.media.losses import HARMLESS_LOSS, DrawingError

_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_PREFIXES = {"": "", _XLINK: "xlink:", _XML: "xml:"}

_ELEMENTS = frozenset(
    """
    a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend
    feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
    feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
    feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight
    feSpecularLighting feSpotLight feTile feTurbulence filter g image line linearGradient marker
    mask metadata mpath path pattern polygon polyline radialGradient rect set solidColor stop style
    svg switch symbol text textPath title tspan use view
    """.split()  # noqa: SIM905 - so many words read better as words
)
_TEXTS = frozenset({"desc", "style", "text", "textPath", "title", "tspan"})

_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif|bmp)[;,]", re.IGNORECASE)
_FONT = r"data:(?:font/|application/(?:x-)?font)[\w.+-]*[;,]"
_URL = re.compile(rf"url\(\s*+(?![\"']?(?:#|{_FONT}))[^)]*+\)?", re.IGNORECASE)
_IMPORT = re.compile(r"@import\b[^;]*+;?", re.IGNORECASE)
_ESCAPED = re.compile(r"\\[0-9A-Fa-f]")


_LONGEST_ENTITY = 1000
_MOST_ENTITIES = 50
_MOST_TEXT = 50 * 1024 * 1024
_LARGEST_WITH_ENTITIES = 5 * 1024 * 1024
"""Bytes: references in attributes are replaced before anybody can count, by up to a hundredfold."""

_DEEPEST = 1000
"""Elements inside each other; where browsers draw them, many more would overflow the stack."""

_PIECE = 1 << 20


class Cleaner(Struct):
    """Writes what is harmless as it reads on, once."""

    size: int
    """Of the file, in bytes."""

    written: list[str] = field(default_factory=list)
    """Since the last piece."""

    left_out: dict[str, None] = field(default_factory=dict)
    depth: int = 0
    skipped: int = 0
    """The depth of the element that is being left out, or 0."""

    texts: list[str] = field(default_factory=list)
    """The text since the last tag."""

    length: int = 0
    entities: int = 0
    names: list[str] = field(default_factory=list)
    seen: int = 0
    """Tags and texts."""

    def read(self, read: Callable[[int], bytes]) -> Iterator[bytes]:
        """Yield the drawing written anew, piece by piece as it is read.

        `read` returns so many of the next bytes at most, none at the end. Raises `DrawingError` if
        it is no drawing. What was left out is known when it is over.
        """
        parser = self._parser()
        most = _PIECE
        try:
            while piece := read(most):
                seen = self.seen
                parser.Parse(piece, False)
                # A tag that does not end begins anew with each piece: so pieces grow with it.
                most = _PIECE if self.seen > seen else 2 * most
                yield self._taken()
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise DrawingError(f"line {error.lineno}: {expat.ErrorString(error.code)}") from error
        except (LookupError, UnicodeError) as error:
            raise DrawingError(str(error)) from error
        yield self._taken()

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.ProcessingInstructionHandler = self.instruct
        parser.EntityDeclHandler = self.declare
        return parser

    def _taken(self) -> bytes:
        text = "".join(self.written)
        self.written.clear()
        return text.encode()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.seen += 1
        self._write_text()
        space, local = _split(name)
        self.depth += 1
        if self.depth == 1 and (space, local) != (_SVG, "svg"):
            raise DrawingError(f"it begins with <{local}>, not with the <svg> of a drawing")
        if self.depth > _DEEPEST:
            raise DrawingError(f"more than {_DEEPEST} elements stand inside each other")
        self.names.append(local)
        if self.skipped:
            return
        if space == _SVG and local in _ELEMENTS and not _animates_address(attributes):
            opening = "".join(self._attributes(local, attributes))
            root = f' xmlns="{_SVG}" xmlns:xlink="{_XLINK}"' if self.depth == 1 else ""
            self.written.append(f"<{local}{root}{opening}>")
            return
        self.skipped = self.depth
        if space in {_SVG, _XHTML}:  # what other programs note down there is nothing to a browser
            self.left_out[local] = None

    def end(self, _name: str) -> None:
        self.seen += 1
        self._write_text()
        local = self.names.pop()
        if not self.skipped:
            self.written.append(f"</{local}>")
        elif self.skipped == self.depth:
            self.skipped = 0
        self.depth -= 1

    def text(self, text: str) -> None:
        self.seen += 1
        self.length += len(text)
        if self.length > _MOST_TEXT:
            raise DrawingError("it grows too large")
        self.texts.append(text)

    def instruct(self, target: str, _data: str) -> None:
        if target.lower().startswith("xml-stylesheet"):
            self.left_out[HARMLESS_LOSS] = None

    def declare(self, name: str, parameter: int, value: str | None, *_rest: object) -> None:
        self.entities += 1
        plain = value is not None and len(value) <= _LONGEST_ENTITY and not set("&<%") & set(value)
        if self.size > _LARGEST_WITH_ENTITIES:
            raise DrawingError(f"it is large, and declares an entity, {name}, to be larger still")
        if parameter or not plain or self.entities > _MOST_ENTITIES:
            raise DrawingError(f"it declares an entity, {name}, that is more than a word")

    def _write_text(self) -> None:
        text = "".join(self.texts)
        self.texts.clear()
        inside = self.names[-1] if self.names else ""
        if not text or self.skipped:
            return
        if inside == "style":
            text = self._harmless_style(text)
        if inside in _TEXTS or not text.strip():
            self.written.append(escape(text))

    def _harmless_style(self, text: str) -> str:
        if _ESCAPED.search(text):  # an escape could spell anything
            self.left_out["style"] = None
            return ""
        if _IMPORT.search(text) or _URL.search(text):
            self.left_out[HARMLESS_LOSS] = None
        return _URL.sub("none", _IMPORT.sub("", text))

    def _attributes(self, element: str, attributes: Mapping[str, str]) -> Iterator[str]:
        for name, value in attributes.items():
            space, local = _split(name)
            prefix = _PREFIXES.get(space)
            if prefix is None:
                continue
            fault = _fault(element, prefix + local, value)
            if fault:
                self.left_out[fault] = None
            else:
                yield f" {prefix}{local}={quoteattr(value)}"


def _split(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition(" ")
    return space, local


def _fault(element: str, name: str, value: str) -> str:
    """Return what is left out with an attribute, or nothing if it is harmless."""
    local = name.rpartition(":")[2]
    if local.lower().startswith("on"):
        return local
    if local in {"href", "src"} and not value.strip().startswith("#"):
        # A link in a picture cannot be followed; it is no harm, and not worth a word.
        inside = element in {"image", "feImage"} and _PICTURE.match(value.strip())
        followed = element == "a" and re.match(r"https?://|mailto:|obsidian:", value.strip())
        return "" if inside or followed else HARMLESS_LOSS
    if name == "xml:base":
        return HARMLESS_LOSS
    if _URL.search(value) or (local == "style" and _ESCAPED.search(value)):
        return HARMLESS_LOSS
    return ""


def _animates_address(attributes: Mapping[str, str]) -> bool:
    animated = attributes.get("attributeName", "").rpartition(":")[2].strip().lower()
    return animated in {"href", "src"} or animated.startswith("on")
