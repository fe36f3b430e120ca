"""`flashcards adopt`: go on with the Anki notes that another tool made."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashcards.cli.options import Request, now, vault_options
from flashcards.cli.terminal import is_terminal, say
from flashcards.diagnostics import FlashcardsError

if TYPE_CHECKING:
    from flashcards.adopting import Pair, Proposal
    from flashcards.collection import Collection
    from flashcards.pipeline import Build

EXIT_TO_DO = 1


@click.command(short_help="Go on with the Anki notes and reviews that another tool made.")
@vault_options
@click.option(
    "--from",
    "exported",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The collection as Anki exports it (.colpkg or .apkg), or its collection.anki2.",
)
@click.option("--yes", is_flag=True, help="Take sure pairs that no id vouches for, unasked.")
@click.option("--trust-ids", is_flag=True, help="Take an id though the Anki note says other words.")
@click.option("--undo", is_flag=True, help="Have the ledger as it was before.")
def adopt(request: Request, exported: Path | None, yes: bool, trust_ids: bool, undo: bool) -> None:
    """Go on with the Anki notes that another tool made of the flashcards in VAULT.

    They are found by the ids that Obsidian_to_Anki, flashcards-obsidian, inka2 and Yanki wrote into
    the vault, else by what they ask. The next export then updates them in place: their reviews and
    due dates stay. Nothing is written into Anki or into your vault notes.

    Exits with 1 if there is something to be done in Anki first, which is printed.

    \b
    Examples:
      flashcards adopt vault/ --from collection.colpkg
      flashcards adopt vault/ --from collection.colpkg --yes
      flashcards adopt vault/ --undo
    """
    if undo:
        _undo(request)
        return
    if exported is None:
        raise FlashcardsError(
            "adopt needs the collection: --from collection.colpkg",
            "in Anki: File > Export > Anki Collection Package, without media",
        )
    if _adopt(request, exported, yes=yes, trust_ids=trust_ids):
        sys.exit(EXIT_TO_DO)


def _undo(request: Request) -> None:
    from flashcards.adopting import undo_adoption

    count = undo_adoption(request.memory())
    if not request.quiet:
        what = "1 Anki note is" if count == 1 else f"{count} Anki notes are"
        click.echo(f"{what} no longer this vault's; the ledger is as it was before")


def _adopt(request: Request, exported: Path, *, yes: bool, trust_ids: bool) -> bool:
    """Adopt what can be; return whether there is something to be done in Anki first."""
    from flashcards.adopting import propose
    from flashcards.adoption_report import proposal_lines
    from flashcards.collection import read_collection

    collection = read_collection(exported)
    built = request.build()
    proposal = propose(built, collection, trust_ids=trust_ids)
    if not request.quiet:
        for line in proposal_lines(proposal, str(request.vault)):
            say(line)
    chosen = list(_chosen(proposal, yes=yes))
    _take(request, built, [pair for pair in chosen if pair.is_ours])
    return _say_what_to_change(request, exported, built, collection, chosen)


def _chosen(proposal: Proposal, *, yes: bool) -> Iterator[Pair]:
    """Yield the pairs that ids vouch for, and those that the user agrees to."""
    yield from (pair for pair in proposal.pairs if pair.by_id)
    asking = [pair for pair in proposal.pairs if not pair.by_id]
    sure = [pair for pair in asking if pair.is_sure]
    if sure and _takes_sure(sure, yes=yes):
        yield from sure
    yield from (pair for pair in asking if not pair.is_sure and _takes(pair))


def _takes_sure(sure: Sequence[Pair], *, yes: bool) -> bool:
    from flashcards.adoption_report import pair_lines

    click.echo("They ask the same, and nothing else does:")
    for line in pair_lines(sure):
        say(line)
    if yes or _agrees(f"Take these {len(sure)}?" if len(sure) > 1 else "Take this one?"):
        return True
    click.echo("  not taken" if is_terminal(sys.stdin) else "  not taken: --yes takes them")
    return False


def _takes(pair: Pair) -> bool:
    from flashcards.adoption_report import pair_lines

    click.echo("Perhaps the same:")
    for line in pair_lines([pair]):
        say(line)
    return _agrees("Take it?")


def _agrees(question: str) -> bool:
    return is_terminal(sys.stdin) and click.confirm(question)


def _take(request: Request, built: Build, pairs: Sequence[Pair]) -> None:
    from flashcards.adopting import adopted_entries, keep_adopted
    from flashcards.adoption_report import adopted_lines

    if not pairs:
        return
    keep_adopted(built.memory, built.before, adopted_entries(built, pairs))
    if not request.quiet:
        for line in adopted_lines(pairs, str(request.vault), str(built.memory.ledger)):
            say(line)


def _say_what_to_change(
    request: Request, exported: Path, built: Build, collection: Collection, pairs: Sequence[Pair]
) -> bool:
    """Say what is to be done in Anki, with the files for it beside the collection's."""
    from flashcards.adopting import changes_to_make, write_notetypes
    from flashcards.adoption_report import change_lines, search_file

    changes = changes_to_make(pairs)
    if not changes:
        return False
    lacking = {each.new.kind for each in changes if each.new.id not in collection.notetypes}
    notetypes = exported.with_name(f"{exported.stem}.notetypes.apkg") if lacking else None
    if notetypes:
        write_notetypes(notetypes, lacking, built.ledger.root_deck, now())
    searches = exported.with_name(f"{exported.stem}.searches.txt")
    text = search_file(changes)
    if text is not None:
        _write_searches(searches, text)
    again = f"flashcards adopt {request.vault} --from {exported}"
    for line in change_lines(changes, notetypes, searches, again):
        say(line)
    return True


def _write_searches(path: Path, text: str) -> None:
    from flashcards.durable import write_whole

    try:
        write_whole(path.resolve(), [text.encode()])
    except OSError as error:
        raise FlashcardsError(f"cannot write {path}: {error.strerror or error}") from error
