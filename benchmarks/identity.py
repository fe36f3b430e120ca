"""Which share of flashcards keeps its guid through edits, by our rules and by those of others.

Prints a Markdown table. Run from the repository: python benchmarks/identity.py [edits of a kind]
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import identity_edits as edits
import identity_moves as moves
from identity_choices import Edit, Edited, Vault
from identity_vault import Words, Written, write_vault

from flashcards.identity.matching import Sighting, match
from flashcards.inline import plain
from flashcards.ledger import LedgerEntry

SEED = 7
EDITS_OF_A_KIND = 100

EDITS: dict[str, Edit] = {
    "edit a word": edits.edit_word,
    "fix a typo": edits.fix_typo,
    "emphasise a word": edits.highlight_word,
    "add or retarget a link": edits.retarget_link,
    "reword the question": edits.reword_question,
    "rewrite the answer": edits.rewrite_answer,
    "rewrite both, under half of the words": edits.rewrite_less_than_half,
    "rewrite both, over half of the words": edits.rewrite_more_than_half,
    "reorder a vault note": moves.reorder,
    "edit an answer to a question asked twice": edits.edit_one_of_one_question,
    "edit one of many that are alike": edits.edit_sibling,
    "edit several in one vault note": edits.edit_several,
    "move to another vault note": moves.move,
    "rename the file, perhaps edit": moves.rename_file,
    "split a vault note": moves.split,
    "merge two vault notes": moves.merge,
    "add a block id": edits.add_block_id,
    "drop a block id": edits.drop_block_id,
    "rewrite all, with a block id": edits.edit_below_block_id,
    "insert a new one": moves.insert,
    "delete one of many that are alike": moves.delete,
    "replace one by another on its topic": moves.replace_by_another,
    "replace one of many that are alike": moves.replace_sibling,
}

Guids = dict[int, int]
"""The flashcard that a tool takes each flashcard for, by uid; what it takes for new is left out."""

Tool = Callable[[Vault, Vault], Guids]


@dataclass(slots=True)
class Tally:
    """What became of the flashcards that were concerned."""

    known: int = 0
    kept: int = 0
    concerned: int = 0
    wrong: int = 0

    def add(self, before: Vault, edited: Edited, guids: Guids) -> None:
        """Count one edit."""
        known = {each.uid for each in before}
        for uid in edited.concerned:
            self.concerned += 1
            self.known += uid in known
            self.kept += guids.get(uid) == uid
            self.wrong += guids.get(uid, uid) != uid


def ours(before: Vault, after: Vault) -> Guids:
    """Match as `flashcards` does."""
    entries = [_entry(each, at) for each, at in _placed(before)]
    placed = _placed(after)
    sightings = [_sighting(each, at) for each, at in placed]
    live = frozenset(each.vault_note for each in sightings)
    found = match(sightings, entries, live, lambda _path: False)
    pairs = zip(placed, found, strict=True)
    return {each.uid: int(one.entry.guid) for (each, _), one in pairs if one.entry is not None}


def by_key(key: Callable[[Written, int], Hashable]) -> Tool:
    """Match as tools do that compute a guid; the same guid twice is told apart by its order."""

    def keys(vault: Vault) -> dict[Hashable, int]:
        uses: Counter[Hashable] = Counter()
        found: dict[Hashable, int] = {}
        for each, at in _placed(vault):
            its_key = key(each, at)
            uses[its_key] += 1
            found[its_key, uses[its_key]] = each.uid
        return found

    def guids(before: Vault, after: Vault) -> Guids:
        known = keys(before)
        return {uid: known[its_key] for its_key, uid in keys(after).items() if its_key in known}

    return guids


TOOLS: dict[str, Tool] = {
    "flashcards": ours,
    "hash of all fields": by_key(lambda each, _at: (each.question, each.answer)),
    "hash of the question": by_key(lambda each, _at: each.question),
    "position in the file": by_key(lambda each, at: (each.path, at)),
    "heading path": by_key(lambda each, _at: (each.path, each.heading)),
}


def measure(number: int, seed: int = SEED) -> dict[str, dict[str, Tally]]:
    """Make as many edits of each kind; returns what became of them, by edit and tool."""
    words = Words(random.Random(seed))
    tallies = {edit: {tool: Tally() for tool in TOOLS} for edit in EDITS}
    vault: Vault = ()
    for at in range(number):
        if at % 10 == 0:
            vault = _with_block_ids(words, write_vault(words))
        for name, edit in EDITS.items():
            edited = edit(words, vault)
            for tool, guids in TOOLS.items():
                tallies[name][tool].add(vault, edited, guids(vault, edited.after))
    return tallies


def table(tallies: dict[str, dict[str, Tally]]) -> list[str]:
    """Return the lines of a Markdown table: kept, and in brackets wrongly paired, in per cent."""
    lines = [f"| edit | {' | '.join(TOOLS)} |", "| --- |" + " ---: |" * len(TOOLS)]
    for edit, by_tool in tallies.items():
        lines.append(f"| {edit} | {' | '.join(_cell(tally) for tally in by_tool.values())} |")
    total = [_cell(_sum([by_tool[tool] for by_tool in tallies.values()])) for tool in TOOLS]
    return [*lines, f"| **all** | {' | '.join(total)} |"]


def _sum(tallies: Sequence[Tally]) -> Tally:
    return Tally(
        sum(each.known for each in tallies),
        sum(each.kept for each in tallies),
        sum(each.concerned for each in tallies),
        sum(each.wrong for each in tallies),
    )


def _cell(tally: Tally) -> str:
    kept = f"{100 * tally.kept / tally.known:.4g}" if tally.known else "-"
    wrong = 100 * tally.wrong / tally.concerned
    return f"{kept} ({wrong:.2f})" if tally.wrong else kept


def _with_block_ids(words: Words, vault: Vault) -> Vault:
    chosen = set(words.rng.sample(range(len(vault)), 12))
    return tuple(
        Written(e.uid, e.path, e.heading, e.question, e.answer, words.term(), e.kind)
        if at in chosen
        else e
        for at, e in enumerate(vault)
    )


def _placed(vault: Vault) -> list[tuple[Written, int]]:
    positions: Counter[str] = Counter()
    placed: list[tuple[Written, int]] = []
    for each in vault:
        placed.append((each, positions[each.path]))
        positions[each.path] += 1
    return placed


_plain = lru_cache(maxsize=65536)(plain)


@lru_cache(maxsize=65536)
def _sighting(each: Written, position: int) -> Sighting:
    names = (f"^{each.block_id}",) if each.block_id else ()
    question, answer = _plain(each.question), _plain(each.answer)
    place = f"path:{each.path}"
    return Sighting(each.kind, place, each.path, names, "", question, answer, position)


@lru_cache(maxsize=65536)
def _entry(each: Written, position: int) -> LedgerEntry:
    seen = _sighting(each, position)
    return LedgerEntry(
        str(each.uid), seen.kind, seen.anchor, seen.vault_note, seen.names, seen.path, position,
        seen.question, seen.answer, {}, (), "", (), (), {}, 0, 0, (0,), 0,
    )  # fmt: skip


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else EDITS_OF_A_KIND
    print(f"{number * len(EDITS):,} edits. Share that keeps its guid in %, wrong pairings in ().\n")
    print("\n".join(table(measure(number))))
