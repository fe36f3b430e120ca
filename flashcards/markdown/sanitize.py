"""HTML from vault notes in, HTML that can do no harm out: the only door to nh3.

What is not listed here is dropped. Scripts, frames, forms and the like have no place on a card,
and Anki would run them.
"""

from __future__ import annotations

import re

import nh3

from flashcards.markdown import code
from flashcards.markdown.private import strip_references

CLASSES = frozenset(
    {
        "callout",
        "callout-body",
        "callout-title",
        "citation",
        "embed",
        "embed-title",
        "footnote",
        "footnotes",
        "heading",
        "label",
        "locator",
        "missing",
        "reference",
        "tag",
        "task",
        "title",
        "unresolved",
    }
    | code.CLASSES
)
"""The classes that we write ourselves; authors may use them, too."""

_TAGS = frozenset(
    """
    a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp
    small span strike strong sub summary sup table tbody td tfoot th thead tr u ul var wbr
    """.split()  # noqa: SIM905 - so many words read better as words
)
_EVERYWHERE = {"class", "dir", "lang", "style", "title"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": _EVERYWHERE,
    "a": {"href"},
    "div": {"data-callout"},
    "details": {"data-callout", "open"},
    "font": {"color"},
    "img": {"src", "alt", "width", "height"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_SCHEMES = frozenset({"http", "https", "mailto", "obsidian", "zotero"})

# None of these can load anything or move a thing over another.
_STYLES = frozenset(
    {
        "background-color",
        "color",
        "font-style",
        "font-variant",
        "font-weight",
        "text-align",
        "text-decoration",
    }
)

# What attributes may say, beyond what nh3 sees to. A relative address leads nowhere in Anki, but
# to a document of the package. A picture is one of the package, named by `media`, or in the web.
_VALUES = {
    "data-callout": re.compile(r"[\w-]{1,50}\Z"),
    "height": re.compile(r"[0-9]{1,5}\Z"),
    "href": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|_[a-z0-9][a-z0-9.-]{0,98}\.pdf\Z"),
    "src": re.compile(r"(?i:https?://)|[a-z0-9][a-z0-9.-]{0,99}\Z"),
    "style": re.compile(r"\s*\S"),
    "width": re.compile(r"[0-9]{1,5}\Z"),
}

# A browser takes no picture for a colour, but then it should not have to refuse one.
_FETCHES = re.compile(r"(?i)(?:url|image|set|src|element|expression)\s*+\(")

# A parser of HTML looks up all open elements for each new one; nobody learns from more of them.
_MOST_TAGS = 20_000

# HTML of our own making that the sanitiser would return as it is: text, elements without others in
# them, flat lists, code, pictures, and links to where most lead. Of all characters there are it
# changes only those that are not words here.
_CHANGED = "\\x00-\\x08\\x0b-\\x1f\\xa0\\ud800-\\udfff\\ufdda-\\ufdef\\ufeff\\ufffe\\uffff"
_WORDS = rf"(?>(?:[^<>&{_CHANGED}]++|&(?:amp|lt|gt);)*)"
_SCHEME_AND_HOST = (
    r"(?:obsidian://open\?vault=|zotero://[a-z-]+/"
    r"|https?://(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,}(?=[/?#\"]))"
)
_ADDRESS = _SCHEME_AND_HOST + r"(?>(?:[A-Za-z0-9_%./~=()?#,:+@-]++|&amp;)*)"
_IMAGE = (
    rf"<img\ src=\"[a-z0-9][a-z0-9.-]{{0,99}}\"\ alt=\"[^<>&\"{_CHANGED}]*+\""
    r"(?:\ width=\"[0-9]{1,5}\")?(?:\ height=\"[0-9]{1,5}\")?>"
)


def _inline(place: str) -> str:
    """Return the pattern of text and elements in it; `place` tells its groups from others'."""
    return rf"""(?:(?=[^<]){_WORDS}|<br>|{_IMAGE}
        |<(?P<{place}>strong|em|i|mark|code)>{_WORDS}</(?P={place})>
        |<a(?:\ class="citation")?\ href="{_ADDRESS}">{_WORDS}</a>
        |<span\ class="(?:unresolved|title|heading|label|locator)">{_WORDS}</span>)"""


# An item of a list follows the list's begin or another item, and the list's end follows an item.
_AS_IT_IS = re.compile(
    rf"""(?>(?:{_inline("outside")}
    |(?:(?<=<ul>\n)|(?<=</li>\n)|(?!<li>))
        <(?P<block>p|div|li)(?:(?<=<div)\ class="reference")?>(?>{_inline("inside")}*)
        </(?P=block)>(?:(?<!</li>)|\n(?=<li>|</ul>))
    |<ul>\n(?=<li>)|(?<=</li>\n)</ul>
    |<pre><code>{_WORDS}</code></pre>)*)""",
    re.VERBOSE,
)


def sanitise(html: str) -> str:
    """Return the HTML with what is harmless in it; all tags closed and all text escaped."""
    if html.count("<") > _MOST_TAGS:
        return nh3.clean_text(strip_references(html))
    return html if comes_back(html) else _CLEANER.clean(strip_references(html))


def comes_back(html: str) -> bool:
    """Whether it is known, without asking it, that the sanitiser would return the HTML as it is."""
    return _AS_IT_IS.fullmatch(html) is not None


def opens_in_anki(href: str) -> bool:
    """Whether something opens the address: the web, Obsidian and Zotero do, a script must not."""
    return href.partition(":")[0].strip().lower() in _SCHEMES


def _keep_attribute(_tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value, or None to drop the attribute."""
    if name == "class":
        if value in CLASSES:  # as we write them
            return value
        return " ".join(word for word in value.split() if word in CLASSES) or None
    if name == "style":
        value = ";".join(each for each in value.split(";") if not _FETCHES.search(each))
    pattern = _VALUES.get(name)
    return value if pattern is None or pattern.match(value) else None


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags={"script", "style", "iframe", "object", "noscript", "template"},
    attributes=_ATTRIBUTES,
    attribute_filter=_keep_attribute,
    url_schemes=_SCHEMES,
    filter_style_properties=_STYLES,
    link_rel=None,
)
