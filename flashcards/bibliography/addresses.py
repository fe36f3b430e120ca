"""Addresses of works: what may be linked, and how. They are plain text here, not HTML."""

from __future__ import annotations

import re
from urllib.parse import quote

from flashcards.bibliography.markup import LONGEST, escape

_DOI_PREFIX = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/|doi:?\s*", re.IGNORECASE)
_URL_COMMAND = re.compile(r"\\(?:url|href|nolinkurl|path)\s*\{([^{}]*)\}")
_ESCAPED = re.compile(r"\\([_%&#~$])")
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_UNSAFE = re.compile(r"[\s<>\"'`{}|\\^\x00-\x20\x7f-\x9f]")

_ARCHIVES = {
    "arxiv": "https://arxiv.org/abs/",
    "jstor": "https://www.jstor.org/stable/",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmc": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
    "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
    "googlebooks": "https://books.google.com/books?id=",
    "hdl": "https://hdl.handle.net/",
    "hal": "https://hal.science/",
    "ssrn": "https://ssrn.com/abstract=",
}
ARCHIVE_NAMES = {"arxiv": "arXiv", "jstor": "JSTOR", "pubmed": "PubMed", "ssrn": "SSRN"}


def read_doi(text: str) -> str:
    """Return the bare DOI: no address or `doi:` before it, no LaTeX escapes."""
    plain = _ESCAPED.sub(r"\1", text.strip().strip("{}").strip())
    doi = _DOI_PREFIX.sub("", plain, count=1) if _DOI_PREFIX.match(plain) else plain
    return "".join(doi.split()) if doi.startswith("10.") and len(doi) <= LONGEST else ""


def read_url(text: str) -> str:
    """Return a web address that is safe to link, or nothing: `javascript:` is no web address."""
    if (command := _URL_COMMAND.search(text)) is not None:
        text = command[1]
    url = _ESCAPED.sub(r"\1", text.strip().strip("{}").strip())
    url = url[1:].removesuffix(">") if url.startswith("<") else url
    if url.lower().startswith("www."):
        url = f"https://{url}"
    return _UNSAFE.sub(_percent, url) if _WEB.match(url) and len(url) <= LONGEST else ""


def eprint_address(archive: str, identifier: str) -> str:
    """Return the address of a work in an archive such as arXiv; nothing if it is not known."""
    address = _ARCHIVES.get(archive.strip().lower())
    identifier = re.sub(r"^(?:arxiv|hdl|pmid):\s*", "", identifier.strip(), flags=re.IGNORECASE)
    identifier = identifier.partition(" ")[0]  # 2101.00001 [cs.CL]
    return address + quote(identifier, safe="/.:-_") if address and identifier else ""


def doi_link(doi: str) -> str:
    """Return a link to a DOI that shows its whole address."""
    return _link("https://doi.org/" + _quoted(doi), "https://doi.org/" + doi)


def url_link(url: str) -> str:
    """Return a link to a web address that shows it; nothing if it is none."""
    safe = read_url(url)
    return _link(safe, safe) if safe else ""


def _link(href: str, text: str) -> str:
    return f'<a href="{escape(href)}">{escape(text)}</a>'


def _quoted(text: str) -> str:
    return quote(text, safe="/:;.,()@!*~-_", errors="replace")


def _percent(match: re.Match[str]) -> str:
    return quote(match[0], safe="", errors="replace")
