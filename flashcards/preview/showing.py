"""One side of a card as Anki has it in, the same for a page in the browser out.

Anki's own marks become what Anki makes of them (players, formulas), files of the package get the
addresses of the page (see `files`), and what lies in the web stays there: it is named, not loaded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape

from msgspec import Struct

from flashcards.media import MediaKind, media_kind
from flashcards.preview.clozes import math_spans
from flashcards.preview.files import Files

Draw = Callable[..., str]
"""LaTeX, and whether it stands in a line of its own (`display`), to HTML."""

_TAG = re.compile(
    r'<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<rest>[^<>"]*+(?>(?:"[^"]*+"[^<>"]*+)*))>'
)
_ADDRESS = re.compile(r'(?P<before>\s)(?P<name>src|href|data)="(?P<value>[^"]*)"')
_ALT = re.compile(r'\salt="([^"]*)"')
_SOUND = re.compile(r"\[sound:([^\[\]<>]+)\]")

# A line may end between a formula and a full stop, unless an element holds both of them.
_FORMULA_AND_STOP = re.compile(
    r'(?>(?P<gap><span class="cloze[^<>]*+>)?)<math>(?>(?:[^<]|<(?!/math>))*)</math>(?(gap)</span>)'
    r"[.,;:!?)]++"
)

_REMOTE = ("http://", "https://", "//")

# MathJax leaves these alone, too.
_NO_MATH = frozenset(("code", "pre", "script", "style", "textarea"))


class Show(Struct, frozen=True):
    """Shows sides of cards in a page with these files."""

    files: Files
    draw: Draw

    def side(self, html: str) -> str:
        """Return one side for the page."""
        shown = "".join(self._pieces(html))
        return _FORMULA_AND_STOP.sub(r'<span class="formula-and-stop">\g<0></span>', shown)

    def _pieces(self, html: str) -> Iterator[str]:
        at = 0
        code = 0
        for tag in _TAG.finditer(html):
            yield self._text(html[at : tag.start()], math=code == 0)
            at = tag.end()
            if tag["name"].lower() in _NO_MATH:
                code = max(0, code + (-1 if tag["end"] else 1))
            yield self._tag(tag)
        yield self._text(html[at:], math=code == 0)

    def _text(self, text: str, *, math: bool) -> str:
        shown: list[str] = []
        at = 0
        for start, end in math_spans(text) if math else ():
            latex = unescape(text[start + 2 : end - 2])
            drawn = self.draw(latex, display=text[start + 1] == "[")
            shown += (self._sounds(text[at:start]), drawn)
            at = end
        return "".join((*shown, self._sounds(text[at:])))

    def _sounds(self, text: str) -> str:
        return _SOUND.sub(lambda found: self._player(found[1]), text)

    def _player(self, name: str) -> str:
        if name not in self.files.addresses:
            return self._left_out(name)
        tag = "video" if media_kind(name) is MediaKind.VIDEO else "audio"
        return f'<{tag} controls preload="metadata" data-src="{escape(name)}"></{tag}>'

    def _tag(self, tag: re.Match[str]) -> str:
        address = _ADDRESS.search(tag["rest"])
        if address is None or tag["end"]:
            return tag[0]
        if tag["name"].lower() == "a":
            return self._link(tag, address)
        return self._embedded(tag, address)

    def _link(self, tag: re.Match[str], address: re.Match[str]) -> str:
        """Return a link; one to a file of the package offers that file."""
        name = unescape(address["value"])
        if name in self.files.refusals:
            return f"{self._left_out(name)} <a>"
        if name not in self.files.addresses:
            return tag[0]
        return f"<a{_with_data(tag, address)} download>"

    def _embedded(self, tag: re.Match[str], address: re.Match[str]) -> str:
        value = unescape(address["value"])
        if value.lower().startswith(_REMOTE):
            alt = _ALT.search(tag["rest"])
            words = f"{unescape(alt[1])}: " if alt and alt[1] else ""
            return _named(f"{words}{value}", "in the web, and not loaded here")
        if value not in self.files.addresses:
            return self._left_out(value)
        return f"<{tag['name']}{_with_data(tag, address)}>"

    def _left_out(self, name: str) -> str:
        return _named(name, self.files.refusals.get(name, "it is not in the package"))


def _with_data(tag: re.Match[str], address: re.Match[str]) -> str:
    """Return the attributes with the address out of reach: the page sets it when it is shown."""
    data = f'{address["before"]}data-{address["name"]}="{address["value"]}"'
    rest = tag["rest"]
    return rest[: address.start()] + data + rest[address.end() :]


def _named(name: str, reason: str) -> str:
    return f'<span class="not-shown">{escape(name)} <i>({escape(reason)})</i></span>'
