"""Work that is spread over processes: in order, whole, and the same as without them."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from functools import partial

import pytest

from flashcards import workers
from flashcards.workers import ENOUGH, spread

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
