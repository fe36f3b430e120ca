"""What comes with the program: its licences are listed and allowed, its versions have bounds."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import audited
import pytest
from make_dependencies import EXCEPTIONS, PAGE, Dependency, dependencies, families
from packaging.requirements import Requirement
from packaging.version import Version

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


def faults() -> list[tuple[str, str]]:
    """Return what had a fault and the version that mended it, as the page says."""
    rows = [row.split(" | ") for row in section("faults").splitlines() if row.startswith("| ")]
    return [(row[0].removeprefix("| "), row[2]) for row in rows[2:]]


@pytest.mark.parametrize(("name", "mended"), faults())
def test_no_version_with_a_known_fault_will_do(name: str, mended: str) -> None:
    """The lowest version that is asked for is the one that has it mended, or a later one"""
    lowest = [
        Version(specifier.version)
        for requirement in map(Requirement, BOUNDED)
        if requirement.name == name
        for specifier in requirement.specifier
        if specifier.operator == ">="
    ]

    assert lowest
    assert min(lowest) >= Version(mended)


REPORT = {
    "dependencies": [
        {"name": "PyYAML", "version": "5.1", "vulns": [
            {"id": "PYSEC-2021-142", "aliases": ["CVE-2020-14343"], "fix_versions": ["5.4"]}
        ]},
        {"name": "urllib3", "version": "1.0", "vulns": [
            {"id": "PYSEC-0", "aliases": [], "fix_versions": []}
        ]},
        {"name": "click", "version": "8.3.3", "vulns": []},
        {"name": "odd", "skip_reason": "it was not found"},
    ]
}  # fmt: skip


def test_what_an_audit_finds_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A fault of what comes with the program is a failure, one of what tests use is none"""
    (tmp_path / "found.json").write_text(json.dumps(REPORT), encoding="utf-8")

    assert audited.main(tmp_path / "found.json") == 1
    assert capsys.readouterr().out.splitlines() == [
        "pyyaml 5.1: PYSEC-2021-142, CVE-2020-14343; mended in 5.4",
        "urllib3 1.0: PYSEC-0; mended in no version yet (only for tests, or with an extra)",
        "known vulnerabilities: 2 in 4 distributions",
    ]


def test_an_audit_that_came_to_no_end_is_no_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a network nobody can tell; that is said"""
    assert audited.main(tmp_path / "found.json") == 0
    assert "not looked up" in capsys.readouterr().out
