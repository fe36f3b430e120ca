"""Work on many things, spread over the cores where there is enough of it; always in their order."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from flashcards.cache import Store

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")

ENOUGH = 1500
"""Things from which on a second process saves more time than it takes to start."""

_BATCH = 100
_MOST = 8
"""Processes; the one that collects what they make could not keep up with more."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done, and of how many."""


def no_progress(doing: str, done: int, total: int) -> None:
    """Tell nobody."""
    del doing, done, total


class Means(Struct, frozen=True):
    """How a build is gone about; none of it changes what comes out."""

    cache: Store | None = None
    """What was worked out before; it learns what is new."""

    progress: Progress = no_progress
    processes: int | None = None
    """How many may work; None leaves that to the cores and to how much there is to do."""


PLAINLY = Means()
"""In one process if there is little to do, with nothing known before."""


_work: Callable[[Sequence[Any]], list[Any]]
"""What this process was started to do, if it is one of the workers."""

_batches: Sequence[Sequence[Any]]
"""What there is to do it to, if this process is a copy of the one that has started it."""


def spread(
    work: Callable[[Sequence[T]], list[R]], things: Sequence[T], processes: int | None = None
) -> Iterator[R]:
    """Yield what `work` makes of each thing, in their order.

    `work` takes a batch and returns as many results; it, they and the things must be fit to be sent
    to another process. It must not matter in which batch a thing is. `processes` is for those who
    know better; else it depends on the cores and on how much there is to do.
    """
    batches = [things[at : at + _BATCH] for at in range(0, len(things), _BATCH)]
    wanted = processes or (min(_cores(), _MOST) if len(things) >= ENOUGH else 1)
    made = _in_others(work, batches, wanted) if wanted > 1 and len(batches) > 1 else ()
    done = 0
    for results in made:
        done += 1
        yield from results
    for batch in batches[done:]:  # all of them, unless others did some
        yield from work(batch)


def aside(work: Callable[[], R], things: int) -> Callable[[], R]:
    """Begin a work on many things in a copy of this process; return what waits for its result.

    The result must be fit to be sent between processes, and `work` change nothing that counts: if
    the copy comes to grief it is done once more, here. Where a copy is of no use or not safe, it is
    done at once.
    """
    if things < ENOUGH or _cores() == 1 or _way_to_start() != "fork":
        return partial(_same, work())
    import multiprocessing  # noqa: PLC0415 - see below

    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    copy = context.Process(target=_do_aside, args=(work, here, there), daemon=True)
    try:
        copy.start()
    except OSError:  # no more processes
        return partial(_same, work())
    finally:
        there.close()

    def result() -> R:
        try:
            found: R = here.recv()
        except EOFError:
            found = work()
        copy.join()
        return found

    return result


def _same(found: R) -> R:
    return found


def _do_aside(work: Callable[[], object], here: Connection, there: Connection) -> None:
    """Send what comes of a work; if nothing does, whoever waits for it sees that this one ends.

    And this one ends if nobody waits any more: so it must not hold the end that is read.
    """
    here.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    with suppress(Exception):  # it comes up again where somebody sees it
        there.send(work())


def _in_others(
    work: Callable[[Sequence[T]], list[R]], batches: Sequence[Sequence[T]], processes: int
) -> Iterator[list[R]]:
    """Yield the results of the batches, in order, for as long as there are processes to do them.

    Where none can be started, or one is killed, it ends early. A copy of this process has the
    batches already, so that it is told only which: to send things takes longer than to copy the
    memory that they are in.
    """
    import multiprocessing  # noqa: PLC0415 - most runs have no need of it
    from concurrent.futures.process import (  # noqa: PLC0415 - see above
        BrokenProcessPool,
        ProcessPoolExecutor,
    )

    way = _way_to_start()
    context, shared = multiprocessing.get_context(way), batches if way == "fork" else ()
    try:
        pool = ProcessPoolExecutor(processes, context, _begin, (work, shared, gc.get_threshold()))
    except (OSError, ImportError):  # no semaphores here, or no processes
        return
    try:
        yield from pool.map(_run_shared, range(len(shared))) if shared else pool.map(_run, batches)
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(cancel_futures=True)


def _way_to_start() -> str:
    """Return how a process comes into being: a copy of this one is quickest, if it is safe.

    With threads it is not, since a copy has only one of them; nor with the libraries of macOS.
    """
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _begin(
    work: Callable[[Sequence[Any]], list[Any]],
    batches: Sequence[Sequence[Any]],
    collecting: tuple[int, int, int],
) -> None:
    """Make a worker ready; Ctrl-C is for the process that has started it."""
    global _work, _batches
    _work, _batches = work, batches
    gc.set_threshold(*collecting)
    gc.freeze()  # to look through what it is a copy of would copy that, page by page
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run(batch: Sequence[Any]) -> list[Any]:
    return _work(batch)


def _run_shared(number: int) -> list[Any]:
    return _work(_batches[number])


def _cores() -> int:
    """Return how many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
