"""Our references beside pandoc's in the APA's own style, where both are at hand.

They agree for most works. Where they do not, one of these is the reason:

- pandoc leaves out what its BibTeX reader or the style does not know: article numbers, spans of
  years, decades, months of newspapers, the university in a thesis, personal letters;
- pandoc sets `de la Cruz` as `Cruz, J. de la`, and writes publishers that are the author too;
- the style calls things by other names (`Dataset`, `Video recording`, `PhD thesis`);
- laws and cases have forms of their own, which need a CSL style.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from test_bibliography_works import WORKS

PANDOC = os.environ.get("FLASHCARDS_PANDOC") or shutil.which("pandoc")
STYLES = (
    Path(os.environ.get("FLASHCARDS_APA_CSL", "")),
    Path.home() / "Zotero" / "styles" / "apa.csl",
)
STYLE = next((path for path in STYLES if path.is_file()), None)
ALIKE = 0.55  # of the works; the others differ for the reasons above
REFERENCE = re.compile(r'<div id="ref-(w\d+)"[^>]*>\n(.*?)\n</div>', re.DOTALL)


def shown(reference: str) -> str:
    """Return what a reader sees of a reference."""
    text = html.unescape(re.sub(r"<[^>]*>", "", reference)).replace("\xa0", " ")
    return " ".join(text.split()).casefold()


def by_pandoc(library: Path, style: Path) -> dict[str, str]:
    """Return pandoc's references to all works of a library."""
    command = [str(PANDOC), "-f", "markdown", "-t", "html", "--wrap=none", "--citeproc"]
    command += [f"--csl={style}", f"--bibliography={library}"]
    document = "---\nnocite: '@*'\nlang: en-US\n---\n"
    found = subprocess.run(command, input=document, capture_output=True, text=True, check=True)
    return dict(REFERENCE.findall(found.stdout))


@pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")
@pytest.mark.skipif(STYLE is None, reason="no apa.csl in ~/Zotero/styles or FLASHCARDS_APA_CSL")
def test_most_references_are_those_of_pandoc(tmp_path: Path) -> None:
    """Whoever writes by the manual writes the same"""
    assert STYLE is not None
    style = tmp_path / "apa.csl"
    text = STYLE.read_text(encoding="utf-8")
    # Letters behind the year would tell our many works by one author of one year apart.
    style.write_text(re.sub(r'disambiguate-add-\S+="true"', "", text), encoding="utf-8")
    bib = {f"w{at}": entry for at, (entry, _) in enumerate(WORKS) if entry.startswith("@")}
    csl = {f"w{at}": entry for at, (entry, _) in enumerate(WORKS) if entry.startswith("{")}
    bib_text = "\n".join(entry.replace("{a,", f"{{{key},", 1) for key, entry in bib.items())
    (tmp_path / "works.bib").write_text(bib_text, encoding="utf-8")
    csl_text = json.dumps([{"id": key, **json.loads(entry)} for key, entry in csl.items()])
    (tmp_path / "works.json").write_text(csl_text, encoding="utf-8")

    theirs = by_pandoc(tmp_path / "works.bib", style) | by_pandoc(tmp_path / "works.json", style)
    same = [
        at for at, (_, ours) in enumerate(WORKS) if shown(ours) == shown(theirs.get(f"w{at}", ""))
    ]

    assert len(same) >= ALIKE * len(WORKS)
