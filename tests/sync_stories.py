"""Vaults that are synced again and again, for the tests of sync."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from anki_desktop import Desktop
from click.testing import CliRunner

from flashcards.cli import main_group
from flashcards.cli.options import Request
from flashcards.cli.sync import Synced, sync_once
from flashcards.delivery import Asked
from flashcards.ledger import LedgerEntry, parse_ledger

FILES = {
    "Bio/Cells.md": "## Flashcards\nWhat is a cell? :: A room.\n\n==Walls== keep ==water== in.\n",
    "Bio/Green.md": "---\ntags: [leaf]\n---\n## Flashcards\nWhy is it green? :: Chlorophyll.\n",
    "Law.md": "## Flashcards\nWho judges? :: A judge.\n",
}


@dataclass
class Story:
    """A vault, and the Anki that it is synced with."""

    desktop: Desktop
    clock: int
    patch: object

    @property
    def vault(self) -> Path:
        """The folder of the vault."""
        return self.desktop.vault

    def write(self, files: Mapping[str, str]) -> None:
        """Write vault notes."""
        for name, text in files.items():
            path = self.vault / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def sync(self, **asked: object) -> Synced:
        """Sync a day later, as a command does it."""
        self.clock += 86_400
        self.patch.setenv("SOURCE_DATE_EPOCH", str(self.clock))
        with self.desktop.ready():
            return sync_once(self._request(), None, Asked(**asked), allow_removals=True)

    def run(self, *options: str) -> tuple[int, str]:
        """Run `flashcards sync`; return its exit code and what it printed."""
        with self.desktop.ready():
            result = CliRunner().invoke(main_group, ["sync", str(self.vault), *options])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    def json(self, *options: str) -> list[dict[str, object]]:
        """Run `flashcards sync --json` and return what it said."""
        _, output = self.run("--json", "--quiet", *options)
        return [json.loads(line) for line in output.splitlines()]

    def entries(self) -> Mapping[str, LedgerEntry]:
        """Return what the ledger remembers, by guid."""
        text = (self.vault / ".flashcards/ledger.jsonl").read_text("utf-8")
        return parse_ledger(text).entries

    def guid(self, asks: str) -> str:
        """Return the guid of the flashcard whose question has these words."""
        [guid] = (guid for guid, each in self.entries().items() if asks in each.question)
        return guid

    def decks(self, asks: str) -> set[str]:
        """Return the decks where cards of a flashcard lie in Anki."""
        with self.desktop.anki() as anki:
            guid = self.guid(asks)
            return {card.deck for card in anki.cards() if card.guid == guid}

    def _request(self) -> Request:
        return Request(self.vault, (), None, None, quiet=True)
