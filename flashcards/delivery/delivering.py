"""One delivery: the package imported, then what a package cannot do, and what is remembered of it.

The order makes an interruption harmless. What sync is about to do is remembered first, what it has
done last; in between, what is found in Anki decides. A flashcard that is gone from the vault is
marked in the ledger as dealt with only after it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from flashcards.config.options import SyncOptions
from flashcards.delivery.acting import carry_out
from flashcards.delivery.limits import deletions, without_deletions
from flashcards.delivery.planning import Entries, beforehand, plan, to_look_at
from flashcards.delivery.record import Records, load_records, save_records
from flashcards.delivery.values import Act, Delivered, Left, Plan, Record
from flashcards.delivery.ways import Anki, NoWay, Way


class Outcome(Struct, frozen=True):
    """What a sync did in Anki, or why it did nothing."""

    way: str = ""
    """By which Anki was reached; empty if there was no need to, or if it could not be."""

    profile: str = ""
    imported: bool = False
    said: str = ""
    """What Anki said of the import, as `2 new, 1 updated`; AnkiConnect does not say."""

    acts: tuple[Act, ...] = ()
    left: tuple[Left, ...] = ()
    withheld: int = 0
    """How many deletions were not made, since they were more than the limit."""

    reason: str = ""
    """Why nothing was delivered; empty if it was, or if there was nothing to deliver."""

    step: str = ""
    """What to do about that."""

    @property
    def delivered(self) -> bool:
        """Whether Anki has everything, but for what was left or withheld."""
        return not self.reason


class Delivery(Struct, frozen=True):
    """What is to be delivered, and how."""

    package: Path
    digest: str
    """Of what Anki takes from the package: what was imported once is not imported again."""

    entries: Entries
    """Those of the ledger that goes with the package."""

    options: SyncOptions
    file: Path
    """Where is remembered what was delivered."""

    computer: str
    """This one's name."""

    again: bool = False
    """Whether to import the package even if it was imported before."""

    allow_deletions: bool = False
    """Whether to delete more than the limit."""


def deliver(
    delivery: Delivery,
    way_to: Callable[[], Way],
    acknowledge: Callable[[frozenset[str]], object],
    tell: Callable[[str], object] = lambda _text: None,
) -> Outcome:
    """Bring a package to Anki, and do there what a package cannot.

    `way_to` finds the way into Anki, `acknowledge` marks in the ledger what was dealt with, `tell`
    is told of deletions before they are made. Raises `FlashcardsError` if Anki fails half-way.
    """
    records = load_records(delivery.file)
    if _is_all_there(delivery, records):
        return Outcome()
    try:
        way = way_to()
        record = _begin(delivery, records, way)
        if _is_settled(delivery, record):
            return Outcome(way.name, way.profile)
        with way.opened(to_write=True) as anki:
            run = _Run(delivery, records, way, tell)
            return run(record, anki, acknowledge)
    except NoWay as error:
        return Outcome(reason=error.reason, step=error.step)


def rehearse(delivery: Delivery, way_to: Callable[[], Way]) -> Outcome:
    """Return what `deliver` would do; nothing is changed, in Anki or elsewhere."""
    records = load_records(delivery.file)
    if _is_all_there(delivery, records):
        return Outcome()
    try:
        way = way_to()
        record = _begin(delivery, records, way)
        if _is_settled(delivery, record):
            return Outcome(way.name, way.profile)
        with way.opened(to_write=False) as anki:
            planned, withheld = _plan(delivery, record, anki)
    except NoWay as error:
        return Outcome(reason=error.reason, step=error.step)
    imported = _must_import(delivery, record)
    return Outcome(way.name, way.profile, imported, "", planned.acts, planned.left, withheld)


class _Run(Struct, frozen=True):
    """A delivery by the way that was found."""

    delivery: Delivery
    records: Records
    way: Way
    tell: Callable[[str], object]

    def __call__(
        self, record: Record, anki: Anki, acknowledge: Callable[[frozenset[str]], object]
    ) -> Outcome:
        """Deliver; `record` is what to remember at its beginning."""
        self._remember(record)
        imported, said = _must_import(self.delivery, record), ""
        if imported:
            said = anki.bring(self.delivery.package)
            record = replace(record, package=self.delivery.digest)
        planned, withheld = _plan(self.delivery, record, anki)
        record = _with(record, planned.begun)
        self._remember(record)
        self._announce(planned)
        left = carry_out(planned.acts, anki)
        if planned.dealt_with:
            acknowledge(planned.dealt_with)
        not_done = {each.guid for each in left}
        self._remember(_with(record, {k: v for k, v in planned.done.items() if k not in not_done}))
        acts = tuple(act for act in planned.acts if act.guid not in not_done)
        return Outcome(
            self.way.name, self.way.profile, imported, said, acts, (*planned.left, *left), withheld
        )

    def _remember(self, record: Record) -> None:
        place = self.delivery.computer, self.way.profile
        records = self.records.with_record(place, record)
        save_records(records, self.delivery.file)

    def _announce(self, planned: Plan) -> None:
        if count := deletions(planned):
            self.tell(
                f"deleting {count} in Anki: Anki notes whose flashcards are gone, empty cards"
            )


def _is_all_there(delivery: Delivery, records: Records) -> bool:
    """Tell whether Anki need not be asked: as for most runs of a schedule."""
    known = records.profiles(delivery.computer)
    wanted = (delivery.options.profile,) if delivery.options.profile else known
    if len(wanted) != 1 or wanted[0] not in known:
        return False
    record = records.of((delivery.computer, wanted[0]))
    return _is_settled(delivery, beforehand(delivery.entries, record))


def _begin(delivery: Delivery, records: Records, way: Way) -> Record:
    return beforehand(delivery.entries, records.of((delivery.computer, way.profile)))


def _is_settled(delivery: Delivery, record: Record) -> bool:
    return not _must_import(delivery, record) and not _wanted(delivery, record)


def _must_import(delivery: Delivery, record: Record) -> bool:
    return delivery.again or record.package != delivery.digest


def _wanted(delivery: Delivery, record: Record) -> frozenset[str]:
    return to_look_at(delivery.entries, record, delivery.options.removed)


def _plan(delivery: Delivery, record: Record, anki: Anki) -> tuple[Plan, int]:
    """Return what to do in Anki, and how many deletions are too many."""
    wanted = _wanted(delivery, record)
    found = anki.look(wanted) if wanted else ()
    planned = plan(delivery.entries, record, wanted, found, delivery.options.removed)
    count = deletions(planned)
    if delivery.allow_deletions or count <= delivery.options.deletions:
        return planned, 0
    return without_deletions(planned, record), count


def _with(record: Record, notes: Mapping[str, Delivered | None]) -> Record:
    merged = {**record.notes, **notes}
    kept = {guid: each for guid, each in merged.items() if each is not None}
    return replace(record, notes=MappingProxyType(kept))
