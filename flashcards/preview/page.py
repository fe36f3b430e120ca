"""The page: its own files and what it knows in, one HTML text out.

Nothing is loaded from anywhere: the policy in its head forbids it, and names the one script and
the one style that may run by their digests.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import escape
from importlib.resources import files
from typing import Any

from flashcards.pipeline import Build
from flashcards.preview.content import content
from flashcards.preview.files import Files
from flashcards.preview.formulas import Formulas
from flashcards.preview.showing import Show

GENERATOR = '<meta name="generator" content="flashcards preview">'
"""By this a page is known to be ours, so that no other file is ever written over."""

_STYLES = ("page.css", "top.css", "list.css", "card.css", "keys.css", "small.css")
"""The parts of the style, in their order: what is said later wins."""

_SCRIPTS = ("state.js", "found.js", "card.js", "whole.js", "controls.js")
"""The parts of the script, in the order in which they need one another."""

_PLACE = re.compile(r"@@([A-Z]+)@@")

# What would end the element in which the JSON stands, or hide its end.
_ENDS_SCRIPT = re.compile(r"<(?=/?script|!--)", re.IGNORECASE)


def preview_page(built: Build, media: Files, *, version: str = "") -> str:
    """Return the page of a build; a `version` says that it is served, and asks for the next."""
    with Formulas() as formulas:
        known = content(built, Show(media, formulas.draw))
    return assemble({**known, "media": media.addresses, "version": version})


def assemble(known: dict[str, Any]) -> str:
    """Return the page that shows what is known."""
    style, script = "".join(map(_own, _STYLES)), _script()
    parts = {
        "POLICY": _policy(style, script, served=bool(known["version"])),
        "GENERATOR": GENERATOR,
        "TITLE": escape(known["vault"]),
        "STYLE": style,
        "SCRIPT": script,
        "DATA": _json(known),
    }
    return _PLACE.sub(lambda place: parts[place[1]], _own("page.html"))


def _policy(style: str, script: str, *, served: bool) -> str:
    media = "'self' data:" if served else "data:"
    rules = {
        "default-src": "'none'",
        "script-src": _digest(script),
        "style-src": _digest(style),
        "style-src-attr": "'unsafe-inline'",  # the sanitiser leaves colours and the like
        "img-src": media,
        "media-src": media,
        "connect-src": "'self'" if served else "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _json(values: dict[str, Any]) -> str:
    # Half a character, which no UTF-8 file can hold, stays JSON's own `\\ud800`.
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    text = text.encode("utf-8", "backslashreplace").decode()
    return _ENDS_SCRIPT.sub(r"\\u003c", text)


def _own(name: str) -> str:
    return files("flashcards.preview").joinpath("browser", name).read_text("utf-8")


def _script() -> str:
    """Return the parts of the script as one, which nothing outside can reach into."""
    return '"use strict";\n{\n' + "\n".join(map(_own, _SCRIPTS)) + "}\n"
