"""Our references beside pandoc's in the APA's own style, and why some of them differ."""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path

import pytest
from conftest import PANDOC_IS_REQUIRED, needs_pandoc
from test_bibliography_reference import FIXTURES
from test_bibliography_works import WORKS

STYLE = Path("/usr/share/citation-style-language/styles/apa.csl")
"""Where Debian's package `citation-style-language-styles` has it."""

ALL = (*WORKS, *((case[2], case[3].split("\n")[0]) for case in FIXTURES))
REFERENCE = re.compile(r'<div id="ref-(w\d+)"[^>]*>\n(.*?)\n</div>', re.DOTALL)


def shown(reference: str) -> str:
    """Return what a reader sees of a reference."""
    text = html.unescape(re.sub(r"<[^>]*>", "", reference)).replace("\xa0", " ")
    return " ".join(text.split())


def differing() -> dict[str, tuple[str, ...]]:
    """Return what pandoc writes instead of ours; each difference has its reason."""
    text = Path(__file__).with_name("pandoc.md").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for block in text.split("\n\n")[2:]:
        ours, *theirs, reason = block.strip().split("\n")
        assert reason.startswith("because: "), block
        assert theirs, block
        found[ours] = tuple(each.removeprefix("pandoc: ") for each in theirs)
    return found


def by_pandoc(library: Path, style: Path) -> dict[str, str]:
    """Return pandoc's references to all works of a library, as a reader sees them."""
    command = ["pandoc", "-f", "markdown", "-t", "html", "--wrap=none", "--citeproc"]
    command += [f"--csl={style}", f"--bibliography={library}"]
    document = "---\nnocite: '@*'\nlang: en-US\n---\n"
    found = subprocess.run(command, input=document, capture_output=True, text=True, check=True)
    return {key: shown(reference) for key, reference in REFERENCE.findall(found.stdout)}


def all_by_pandoc(folder: Path) -> dict[str, str]:
    """Return pandoc's references to all our works, by `w` and number."""
    style = folder / "apa.csl"
    # Letters behind the year would tell our many works by one author of one year apart.
    text = re.sub(r'disambiguate-add-\S+="true"', "", STYLE.read_text(encoding="utf-8"))
    style.write_text(text, encoding="utf-8")
    entries = {f"w{at}": entry for at, (entry, _) in enumerate(ALL)}
    bib = (
        re.sub(r"\{\w+,", f"{{{key},", entry, count=1)
        for key, entry in entries.items()
        if entry.startswith("@")
    )
    csl = [
        {"id": key, **json.loads(entry)} for key, entry in entries.items() if entry.startswith("{")
    ]
    (folder / "works.bib").write_text("\n".join(bib), encoding="utf-8")
    (folder / "works.json").write_text(json.dumps(csl), encoding="utf-8")
    return by_pandoc(folder / "works.bib", style) | by_pandoc(folder / "works.json", style)


def test_every_difference_is_of_a_work_that_there_is() -> None:
    """A reference that has changed is looked at again"""
    assert set(differing()) <= {shown(ours) for _, ours in ALL}


@needs_pandoc
@pytest.mark.skipif(
    not (STYLE.is_file() or PANDOC_IS_REQUIRED),
    reason="citation-style-language-styles is not installed",
)
def test_references_are_those_of_pandoc(tmp_path: Path) -> None:
    """Whoever writes by the manual writes the same, or there is a reason"""
    theirs, others = all_by_pandoc(tmp_path), differing()

    for at, (_, reference) in enumerate(ALL):
        ours, found = shown(reference), theirs[f"w{at}"]
        allowed = (ours, *others.get(ours, ()))
        assert found.casefold() in {each.casefold() for each in allowed}, ours
    assert len(ALL) >= 150
