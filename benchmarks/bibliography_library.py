"""A library as Better BibLaTeX writes it, of any size: seeded, with the shares of real ones.

Most entries are articles with long abstracts; names have accents and particles; keys clash.
"""

from __future__ import annotations

import math
import random
import unicodedata
from collections.abc import Iterator

TYPES = {
    "article": 58,
    "book": 9,
    "inproceedings": 9,
    "incollection": 7,
    "online": 5,
    "report": 5,
    "thesis": 4,
    "misc": 2,
    "dataset": 1,
    "software": 1,
}
FAMILIES = (
    *("Pang", "Müller", "García-Lorca", "O'Neil", "Ångström", "Škoda", "Nguyễn", "Çelik", "Løvås"),
    *("Liu", "Smith", "Kowalski", "Öztürk", "D'Angelo", "Peña", "Björk", "Ivanova", "Tanaka"),
    *("Brown-Séquard", "Erdős", "Łukasik", "Ø'Brien", "Jansen", "Roe", "Fernández", "Kim", "Silva"),
)
GIVEN = ("Jun", "Mei-Ling", "Anna K.", "José", "T. J.", "Zoë", "Pål", "Li", "Jean-Paul", "Ömer")
WORDS = (
    *("insulin", "resistance", "axis", "chronic", "stress", "response", "memory"),
    *("sleep", "cortical", "network", "learning", "model", "analysis", "effects"),
    *("clinical", "trial", "cohort", "adults", "review", "theory", "systems"),
    *("language", "evolution", "molecular", "dynamics", "climate", "policy", "education"),
    *("social", "quantum", "surface", "protein", "expression"),
)
INSTITUTIONS = ("World Health Organization", "National Cancer Institute", "Pew Research Center")


def write_library(entries: int, seed: int = 7) -> tuple[str, list[str]]:
    """Return the text of a .bib file with so many entries, and their citekeys."""
    chance = random.Random(seed)
    used: set[str] = set()
    texts: list[str] = []
    citekeys: list[str] = []
    for _ in range(entries):
        people = _people(chance)
        year = 2026 - int(min(chance.expovariate(1 / 11), 120))
        title = _title(chance)
        citekey = _citekey(people[0], title, year, used)
        citekeys.append(citekey)
        texts.append(_entry(chance, citekey, people, title, year))
    return "\n".join(texts), citekeys


def _entry(chance: random.Random, citekey: str, people: list[str], title: str, year: int) -> str:
    kind = chance.choices(list(TYPES), list(TYPES.values()))[0]
    corporate = kind in {"online", "report", "software"} and chance.random() < 0.6
    authors = f"{{{chance.choice(INSTITUTIONS)}}}" if corporate else " and ".join(people)
    fields = {"title": title, "author": authors, "date": _date(chance, year)}
    fields |= dict(_published(chance, kind)) | dict(_extras(chance, citekey))
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{citekey},\n{body.removesuffix(chr(44) + chr(10))}\n}}\n"


def _people(chance: random.Random) -> list[str]:
    number = max(1, min(60, int(math.exp(chance.gauss(1.1, 0.7)))))
    return [_person(chance) for _ in range(number)]


def _person(chance: random.Random) -> str:
    family, given, odd = chance.choice(FAMILIES), chance.choice(GIVEN), chance.random()
    if odd < 0.02:
        return f"family={family}, given={given}, prefix=van der, useprefix=true"
    return f"{family}, Jr., {given}" if odd < 0.04 else f"{family}, {given}"


def _title(chance: random.Random) -> str:
    title = _words(chance, 5, 16).capitalize()
    if chance.random() < 0.1:
        title += " of {{Drosophila}}"
    if chance.random() < 0.02:
        title += " at $p < 0.05$"
    return f"{title}: {_words(chance, 3, 8).capitalize()}" if chance.random() < 0.35 else title


def _date(chance: random.Random, year: int) -> str:
    if chance.random() < 0.01:
        return f"{year}/{year + 1}"
    if chance.random() >= 0.7:
        return str(year)
    month = f"{year}-{chance.randint(1, 12):02}"
    return f"{month}-{chance.randint(1, 28):02}" if chance.random() < 0.5 else month


def _published(chance: random.Random, kind: str) -> Iterator[tuple[str, str]]:
    first = chance.randint(1, 900)
    if kind == "article":
        yield "journaltitle", f"Journal of {_words(chance, 1, 3).title()}"
        yield "shortjournal", f"J. {_words(chance, 1, 1).title()}."
        yield "volume", str(chance.randint(1, 99))
        yield "number", str(chance.randint(1, 12))
    elif kind.startswith("in"):
        yield "booktitle", _words(chance, 3, 9).capitalize()
        yield "editor", _person(chance)
    yield "pages", f"{first}--{first + chance.randint(1, 30)}"
    yield "publisher", f"{chance.choice(FAMILIES)} Press"


def _extras(chance: random.Random, citekey: str) -> Iterator[tuple[str, str]]:
    if chance.random() < 0.72:
        mark = r"\_" if chance.random() < 1 / 9 else "_"
        yield "doi", f"10.1000/{citekey[:6]}{mark}{chance.randint(1, 10**6)}"
    if chance.random() < 0.5:
        yield "url", f"https://example.org/view?id={chance.randint(1, 10**6)}&part=a_b#top"
        yield "urldate", "2024-01-02"
    if chance.random() < 0.8:
        sentences = (_words(chance, 14, 30).capitalize() for _ in range(chance.randint(4, 11)))
        yield "abstract", ". ".join(sentences) + "."
    if chance.random() < 0.6:
        yield "keywords", ",".join(chance.choices(WORDS, k=5))
    if chance.random() < 0.7:
        key = "".join(chance.choices("ABCDEFGHIJKLMNPQRSTUVWXYZ23456789", k=8))
        path = f"/home/me/Zotero/storage/{key}"
        yield "file", f"{path}/{citekey}.pdf;{path}/{citekey}.html"
    if chance.random() < 0.6:
        yield "langid", "english"
    if chance.random() < 0.1:
        yield "note", f"tex.ids= {citekey}Old"


def _citekey(person: str, title: str, year: int, used: set[str]) -> str:
    family = person.removeprefix("family=").split(",")[0]
    plain = unicodedata.normalize("NFKD", family).encode("ascii", "ignore").decode().lower()
    plain = "".join(letter for letter in plain if letter.isalpha())
    words = "".join(word.title() for word in title.split()[:3] if word.isalpha())
    citekey = base = f"{plain}{words}{year}"
    for letter in (chr(number) for number in range(ord("a"), 10**4)):
        if citekey not in used:
            break
        citekey = base + letter
    used.add(citekey)
    return citekey


def _words(chance: random.Random, fewest: int, most: int) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(fewest, most)))
