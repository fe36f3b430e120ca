"""The text of a CSL style in, one that writes each reference for itself out.

A style tells works of one author and year apart by letters, leaves an author's name out below the
same name, and numbers and sorts the list. All of that depends on what else is cited: one citation
more would change other flashcards. https://docs.citationstyles.org/en/stable/specification.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flashcards.diagnostics import FlashcardsError

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

_CSL = "http://purl.org/net/xbiblio/csl"
_NAME = f"{{{_CSL}}}"
_LONGEST = 2_000_000
_DEEPEST = 100

# A document type can define entities that grow, or that name files and addresses.
_DECLARATION = re.compile(r"<!(?!--|\[CDATA\[)")

_OF_OTHERS = {
    "citation": (
        "disambiguate-add-year-suffix",
        "disambiguate-add-names",
        "disambiguate-add-givenname",
        "givenname-disambiguation-rule",
    ),
    "bibliography": (
        "subsequent-author-substitute",
        "subsequent-author-substitute-rule",
        "second-field-align",  # the number would stand there
        "hanging-indent",
    ),
}
_NUMBERS = frozenset({"citation-number", "year-suffix"})


class StyleError(FlashcardsError):
    """A citation style cannot be used, and the user can mend it."""


def parse_style(text: str, name: str) -> ET.Element:
    """Return a style's root. Raises `StyleError` if it is none."""
    if len(text) > _LONGEST or _DECLARATION.search(text):
        raise StyleError(f"the citation style {name} is no CSL style", _GET_ANOTHER)

    # What could do harm was refused. Loaded for those who have a style.
    from xml.etree import ElementTree as ET  # noqa: PLC0415

    try:
        root = ET.fromstring(text)  # noqa: S314 - no declarations, no entities
    except (ET.ParseError, ValueError) as error:
        raise StyleError(
            f"the citation style {name} is no valid XML: {error}", _GET_ANOTHER
        ) from None
    if root.tag != f"{_NAME}style" or _depth(root) > _DEEPEST:
        raise StyleError(f"the citation style {name} is no CSL style", _GET_ANOTHER)
    return root


def parent_of(root: ET.Element) -> str:
    """Return the name of the style that a dependent one takes everything from; else nothing."""
    if root.find(f"{_NAME}bibliography") is not None or root.find(f"{_NAME}citation") is not None:
        return ""
    for link in root.iterfind(f"{_NAME}info/{_NAME}link"):
        if link.get("rel") == "independent-parent":
            return link.get("href", "").rstrip("/").rsplit("/", 1)[-1]
    return ""


def stable_style(root: ET.Element, name: str) -> str:
    """Return the style without all that depends on which other works are cited."""
    bibliography = root.find(f"{_NAME}bibliography")
    if bibliography is None:
        raise StyleError(
            f"the citation style {name} writes no bibliography",
            "take one that does; a style for footnotes often has a sibling with a bibliography",
        )
    for part, attributes in _OF_OTHERS.items():
        for element in root.iterfind(_NAME + part):
            for attribute in attributes:
                element.attrib.pop(attribute, None)
    for sort in bibliography.findall(f"{_NAME}sort"):
        bibliography.remove(sort)
    for parent in list(root.iter()):
        for child in [each for each in parent if each.get("variable") in _NUMBERS]:
            parent.remove(child)
    return _written(root)


def _written(root: ET.Element) -> str:
    """Return the XML without prefixes; to register one would change what others write."""
    for element in root.iter():
        element.tag = element.tag.removeprefix(_NAME)
    from xml.etree import ElementTree as ET  # noqa: PLC0415 - see parse_style

    root.set("xmlns", _CSL)
    return ET.tostring(root, encoding="unicode")


def _depth(root: ET.Element) -> int:
    depth, level = 0, [root]
    while level and depth <= _DEEPEST:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth


_GET_ANOTHER = "download it again from https://www.zotero.org/styles, or name another"
