"""What to measure against: the pipeline that a competent engineer writes in an afternoon.

    python benchmarks/speed_baseline.py VAULT DECK.apkg [--bibliography library.bib]

python-frontmatter reads properties, regular expressions cut sections and callouts, markdown-it-py
renders their fields, bibtexparser reads the whole library without decoding LaTeX, and genanki
writes: one process, nothing remembered from run to run. From the vaults of `speed_vault` it makes
the flashcards that `flashcards` makes, which a test proves; of all that people write besides, and
of what they do to a vault between two exports, it knows nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import bibtexparser
import click
import frontmatter
import genanki
from speed_baseline_fields import Fields, short_citation
from speed_baseline_regions import Region, regions

FIELDS = [{"name": name} for name in ("Front", "Back", "Reversed", "Source", "Link")]
BASIC = genanki.Model(
    1700000001,
    "Afternoon Basic",
    fields=FIELDS,
    templates=[
        {
            "name": "Card 1",
            "qfmt": "{{Front}}",
            "afmt": "{{FrontSide}}<hr>{{Back}}<p>{{Source}} <a href='{{Link}}'>Obsidian</a>",
        },
        {
            "name": "Card 2",
            "qfmt": "{{#Reversed}}{{Back}}{{/Reversed}}",
            "afmt": "{{FrontSide}}<hr>{{Front}}<p>{{Source}} <a href='{{Link}}'>Obsidian</a>",
        },
    ],
)
CLOZE = genanki.Model(
    1700000002,
    "Afternoon Cloze",
    model_type=genanki.Model.CLOZE,
    fields=[{"name": name} for name in ("Text", "Source", "Link")],
    templates=[
        {
            "name": "Cloze",
            "qfmt": "{{cloze:Text}}",
            "afmt": "{{cloze:Text}}<p>{{Source}} <a href='{{Link}}'>Obsidian</a>",
        }
    ],
)


@dataclass(slots=True)
class Vault:
    """A vault, and what was found in it."""

    root: Path
    works: dict[str, dict[str, str]]
    fields: Fields
    decks: dict[str, genanki.Deck]

    def add(self, path: Path) -> None:
        """Add the flashcards of a vault note."""
        note = frontmatter.loads(path.read_text("utf-8"))
        names = [path.stem, *(note.metadata.get("aliases") or [])]
        tags = [tag.replace("/", "::") for tag in note.metadata.get("tags") or []]
        folder = path.parent.relative_to(self.root).parts
        link = self.fields.address(path.relative_to(self.root).with_suffix("").as_posix())
        for region in regions(note.content, path.stem, note.metadata.get("citekey")):
            for model, values in self._fields(region, names):
                deck = region.deck or "::".join((self.root.name, *folder))
                source = "<br>".join(self._reference(key) for key in region.citekeys)
                guid = genanki.guid_for(str(path.relative_to(self.root)), values[0])
                made = genanki.Note(model, [*values, source, link], tags=tags, guid=guid)
                self._deck(deck).add_note(made)

    def _fields(
        self, region: Region, names: list[str]
    ) -> Iterator[tuple[genanki.Model, tuple[str, ...]]]:
        if region.back is not None:
            front, back = self.fields.html(region.front), self.fields.html(region.back)
            yield BASIC, (front, back, "y" if region.is_reversed else "")
        elif text := self.fields.cloze(region.front, names if region.is_quote else []):
            yield CLOZE, (text,)

    def _deck(self, name: str) -> genanki.Deck:
        if name not in self.decks:
            self.decks[name] = genanki.Deck(crc32(name.encode()), name)
        return self.decks[name]

    def _reference(self, citekey: str) -> str:
        work = self.works.get(citekey)
        if work is None:
            return f"@{citekey}"
        parts = [work.get("author", ""), f"({work.get('date', '')[:4]})", work.get("title", "")]
        parts += [work.get("journaltitle", ""), work.get("doi", "")]
        return ". ".join(part for part in parts if part)


def read_works(path: Path) -> dict[str, dict[str, str]]:
    """Return the fields of every work in a library, by citekey."""
    library = bibtexparser.parse_file(str(path))
    return {
        entry.key: {field.key: str(field.value).strip("{}") for field in entry.fields}
        for entry in library.entries
    }


@click.command()
@click.argument("vault", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("package", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--bibliography", type=click.Path(exists=True, path_type=Path), required=True)
def main(vault: Path, package: Path, bibliography: Path) -> None:
    """Export a vault to a package."""
    works = read_works(bibliography)
    files = sorted(vault.rglob("*"))
    notes = [path for path in files if path.suffix == ".md"]
    pictures = {path.name: path for path in files if path.suffix == ".png"}
    places = {path.stem: path.relative_to(vault).with_suffix("").as_posix() for path in notes}
    citations = {key: short_citation(work) for key, work in works.items()}
    found = Vault(vault, works, Fields(vault, places, pictures, citations), {})
    for path in notes:
        found.add(path)
    media = [str(pictures[name]) for name in sorted(found.fields.shown)]
    genanki.Package(list(found.decks.values()), media).write_to_file(str(package))
    total = sum(len(deck.notes) for deck in found.decks.values())
    click.echo(f"{package}: {total} flashcards, {len(media)} pictures")


if __name__ == "__main__":
    main()
