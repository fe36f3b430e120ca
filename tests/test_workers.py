"""Work that is spread over processes: in order, whole, and the same as without them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial

import pytest

from flashcards import workers
from flashcards.workers import ENOUGH, aside, spread

THINGS = range(1001)


def double(numbers: Sequence[int]) -> list[int]:
    return [2 * number for number in numbers]


def who(numbers: Sequence[int]) -> list[int]:
    return [os.getpid() for _ in numbers]


def stop_at(numbers: Sequence[int], last: int) -> list[int]:
    if last in numbers:
        raise ValueError("that one")
    return list(numbers)


def die_elsewhere(numbers: Sequence[int], home: int) -> list[int]:
    if os.getpid() != home and 500 in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    return double(numbers)


@pytest.mark.parametrize("way", ["fork", "spawn"])
@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_order(monkeypatch: pytest.MonkeyPatch, way: str, processes: int) -> None:
    """However many processes there are, and however they come into being"""
    monkeypatch.setattr(workers, "_way_to_start", lambda: way)

    assert list(spread(double, THINGS, processes)) == [2 * number for number in THINGS]


def test_processes_are_others() -> None:
    """The one that collects does nothing else"""
    assert os.getpid() not in set(spread(who, THINGS, 2))


def test_little_work_stays_here() -> None:
    """Starting a process would take longer"""
    assert set(spread(who, range(ENOUGH - 1))) == {os.getpid()}


def test_an_error_in_the_work_comes_out() -> None:
    """As if it had been done here"""
    with pytest.raises(ValueError, match="that one"):
        list(spread(partial(stop_at, last=700), THINGS, 2))


def test_what_a_killed_process_did_not_do_is_done_here() -> None:
    """The system kills processes when memory runs out"""
    results = spread(partial(die_elsewhere, home=os.getpid()), THINGS, 2)

    assert list(results) == [2 * number for number in THINGS]


def test_where_no_process_can_be_started_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in some containers, which have no semaphores"""

    def refuse(*_: object) -> None:
        raise OSError("no semaphores")

    monkeypatch.setattr("concurrent.futures.process.ProcessPoolExecutor.__init__", refuse)

    assert list(spread(double, THINGS, 2)) == [2 * number for number in THINGS]


def test_one_may_stop_early() -> None:
    """What was not asked for is not waited for"""
    results = spread(double, THINGS, 2)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]


# --- aside ---------------------------------------------------------------------------------------


needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux alone")


def fail_elsewhere(home: int) -> int:
    if os.getpid() != home:
        raise ValueError("not here")
    return home


def die_at_once_elsewhere(home: int) -> int:
    if os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return home


@needs_fork
def test_a_work_is_done_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process does it, and its result is here when it is asked for"""
    monkeypatch.setattr(workers, "_cores", lambda: 2)

    assert aside(os.getpid, ENOUGH)() != os.getpid()


@pytest.mark.parametrize(("things", "cores"), [(ENOUGH - 1, 2), (ENOUGH, 1)])
def test_little_work_is_done_at_once(
    monkeypatch: pytest.MonkeyPatch, things: int, cores: int
) -> None:
    """So it is where there is but one core, before anybody asks for the result"""
    monkeypatch.setattr(workers, "_cores", lambda: cores)
    done: list[int] = []

    result = aside(lambda: done.append(os.getpid()), things)

    assert done == [os.getpid()]
    assert result() is None


@needs_fork
@pytest.mark.parametrize("work", [fail_elsewhere, die_at_once_elsewhere])
def test_what_fails_aside_is_done_here(
    monkeypatch: pytest.MonkeyPatch, work: Callable[[int], int]
) -> None:
    """The system may kill a process, and a fault comes out where somebody sees it"""
    monkeypatch.setattr(workers, "_cores", lambda: 2)

    assert aside(partial(work, os.getpid()), ENOUGH)() == os.getpid()


@needs_fork
def test_a_result_that_nobody_waits_for_is_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when an export comes to an end by an error: the other process ends, too"""
    monkeypatch.setattr(workers, "_cores", lambda: 2)
    before = {*multiprocessing.active_children()}

    aside(lambda: "x" * 10_000_000, ENOUGH)

    [copy] = {*multiprocessing.active_children()} - before
    copy.join(60)
    assert copy.exitcode is not None
