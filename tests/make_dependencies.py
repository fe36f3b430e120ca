"""Write the tables of docs/dependencies.md: what is installed with the program, and its licences.

    python tests/make_dependencies.py

Reads what pip wrote down of each distribution. Which are there depends on the system and on the
version of Python, so that a row stays until it is removed by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

PAGE = Path(__file__).parents[1] / "docs" / "dependencies.md"
PROGRAM = "vault-flashcards"

ALLOWED = {"MIT", "BSD", "Apache", "MPL", "ISC", "PSF"}
"""Families of licences: whoever has them may do what the MIT licence of this program says."""

EXCEPTIONS = {
    "frozendict": "LGPL",  # genanki asks for it; it is neither changed nor part of our wheel
    "anki": "AGPL",  # for tests, and for whoever asks for it
}
"""By name, what is there although its licence is none of these."""

_ELSEWHERE = {"atheris": "Apache-2.0"}
"""By name, what a distribution says of itself in its file LICENSE alone."""

# As they are written in `License-Expression`, `License` and classifiers.
_FAMILIES = (
    ("AGPL", r"AGPL|Affero"),
    ("LGPL", r"LGPL|Lesser"),
    ("GPL", r"GPL|GNU General"),
    ("MPL", r"MPL|Mozilla"),
    ("Apache", r"Apache"),
    ("BSD", r"BSD"),
    ("ISC", r"\bISC\b"),
    ("PSF", r"PSF|Python Software Foundation|CNRI-Python"),
    ("MIT", r"\bMIT\b"),
)


@dataclass(frozen=True, slots=True)
class Dependency:
    """A distribution that comes with the program, or with one of its extras."""

    name: str
    licence: str
    """As it says itself."""

    needed_by: str

    @property
    def families(self) -> frozenset[str]:
        """What kinds of licence it names; all of them must do."""
        return families(self.licence)

    @property
    def is_allowed(self) -> bool:
        """Whether its licences are among those that we take."""
        found = self.families - {EXCEPTIONS.get(self.name)}
        return bool(self.families) and found <= ALLOWED


def families(licence: str) -> frozenset[str]:
    """Return the families that a licence names; LGPL is none of GPL."""
    found = set()
    for family, pattern in _FAMILIES:
        rest = re.sub(pattern, "", licence)
        if rest != licence:
            found.add(family)
            licence = rest
    return frozenset(found)


def dependencies(extra: str = "") -> list[Dependency]:
    """Return what is installed for an extra, or for the program itself; sorted by name."""
    found: dict[str, Dependency] = {}
    waiting = [(each, PROGRAM) for each in _required(distribution(PROGRAM), extra)]
    while waiting:
        requirement, by = waiting.pop(0)
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name == PROGRAM or name in found:
            continue
        try:
            installed = distribution(requirement.name)
        except PackageNotFoundError:  # an extra of its own that nobody asked for
            continue
        found[name] = Dependency(name, _licence(installed), by)
        waiting += [(each, name) for each in _required(installed)]
    return sorted(found.values(), key=lambda each: each.name)


def _required(installed: Distribution, extra: str = "") -> Iterator[Requirement]:
    """Yield what an extra asks for beyond what is asked for without it."""
    for requirement in map(Requirement, installed.requires or ()):
        marker = requirement.marker
        always = marker is None or marker.evaluate({"extra": ""})
        if always is (extra == "") and (always or marker.evaluate({"extra": extra})):
            yield requirement


def _licence(installed: Distribution) -> str:
    about = installed.metadata
    classified = [
        each.rpartition(" :: ")[2]
        for each in about.get_all("Classifier") or ()
        if each.startswith("License :: ") and not each.endswith("OSI Approved")
    ]
    elsewhere = _ELSEWHERE.get(about["Name"])
    expression, licence = about.get("License-Expression"), about.get("License")
    named = (expression, licence, ", ".join(classified), elsewhere)
    return next((text for text in named if text and families(text)), "unknown").partition("\n")[0]


def rows(found: Iterable[Dependency]) -> list[str]:
    """Return the rows of a table."""
    return [f"| {each.name} | {each.licence} | {each.needed_by} |" for each in found]


def _with_rows(page: str, name: str, found: Iterable[Dependency]) -> str:
    """Put rows between the marks of a table; those of other systems stay."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    before, _, rest = page.partition(begin)
    table, _, after = rest.partition(end)
    head, new = table.strip("\n").split("\n")[:2], rows(found)
    names = {row.split(" | ")[0] for row in new}
    kept = [row for row in table.strip("\n").split("\n")[2:] if row.split(" | ")[0] not in names]
    lines = "\n".join([*head, *sorted([*new, *kept])])
    return f"{before}{begin}\n{lines}\n\n{end}{after}"


def main() -> None:
    """Write the page anew."""
    page = PAGE.read_text(encoding="utf-8")
    page = _with_rows(page, "program", dependencies())
    PAGE.write_text(_with_rows(page, "test", dependencies("test")), encoding="utf-8")


if __name__ == "__main__":
    main()
