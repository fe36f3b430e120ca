"""What comes with the program: its licences are listed and allowed, its versions have bounds."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from make_dependencies import EXCEPTIONS, PAGE, Dependency, dependencies, families
from packaging.requirements import Requirement

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
PROJECT = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
FOR_WORK = {"test", "dev"}
FOR_USERS = sorted(PROJECT["optional-dependencies"].keys() - FOR_WORK)
BOUNDED = [
    *PROJECT["dependencies"],
    *(each for extra in FOR_USERS for each in PROJECT["optional-dependencies"][extra]),
]


def section(name: str) -> str:
    page = PAGE.read_text(encoding="utf-8")
    return page.partition(f"<!-- {name} -->")[2].partition(f"<!-- end of {name} -->")[0]


@pytest.mark.parametrize(("name", "extra"), [("program", ""), ("test", "test")])
def test_what_is_installed_is_listed(name: str, extra: str) -> None:
    """Each with the licence that it says it has; `python tests/make_dependencies.py` writes it"""
    found = [f"\n| {each.name} | {each.licence} | " for each in dependencies(extra)]

    assert found
    assert [each for each in found if each not in section(name)] == []


@pytest.mark.parametrize("extra", ["", "test", *FOR_USERS])
def test_every_licence_is_allowed(extra: str) -> None:
    """MIT, BSD, Apache, MPL, ISC or PSF, but for what is named with its reason"""
    assert [each for each in dependencies(extra) if not each.is_allowed] == []


def test_anki_comes_only_where_it_is_asked_for() -> None:
    """Its licence, the AGPL, holds for whoever is given it"""
    assert families("AGPL-3.0-or-later") == {"AGPL"}
    assert not Dependency("other", "AGPL-3.0-or-later", "").is_allowed
    assert "anki" in EXCEPTIONS
    for extra in ("", *(each for each in FOR_USERS if each != "anki")):
        assert "anki" not in {each.name for each in dependencies(extra)}


@pytest.mark.parametrize(
    ("licence", "wanted"),
    [
        ("Apache-2.0 AND CNRI-Python", {"Apache", "PSF"}),
        ("GNU Lesser General Public License v3", {"LGPL"}),
        ("LGPL-3.0-only", {"LGPL"}),
        ("Mozilla Public License 2.0 (MPL 2.0)", {"MPL"}),
        ("3-Clause BSD License", {"BSD"}),
        ("proprietary", set()),
    ],
)
def test_licences_are_known_by_their_families(licence: str, wanted: set[str]) -> None:
    """However they are written"""
    assert families(licence) == wanted
    if "LGPL" in wanted or not wanted:
        assert not Dependency("x", licence, "").is_allowed


@pytest.mark.parametrize("written", BOUNDED)
def test_every_version_has_bounds_and_a_reason(written: str) -> None:
    """A lowest and a highest one, and beside it or above why it is there"""
    operators = {each.operator for each in Requirement(written).specifier}
    assert {">=", "<"} <= operators

    lines = PYPROJECT.read_text(encoding="utf-8").splitlines()
    [at] = [number for number, line in enumerate(lines) if f'"{written}"' in line]
    assert re.search(r'",?\s+# \S', lines[at]) or lines[at - 1].startswith("# "), written
