"""A reader that takes too long is stopped where it is, and the traceback says where."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 2.0
"""Of processor time, for one input of at most a megabyte."""


class TooLongError(Exception):
    """A reader is not done after all the time it may take."""


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raise `TooLongError` in what takes more processor time, wherever it is by then.

    By the processor's clock, so that nothing depends on what else the machine does. What never
    comes back from a library in C is not stopped. Without signals of this kind, on Windows, nothing
    is stopped, and only what took too long in the end is told.
    """
    began = time.process_time()
    if not hasattr(signal, "setitimer"):
        yield
        if time.process_time() - began > seconds:
            raise TooLongError(f"took more than {seconds:g} s")
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooLongError(f"not done after {seconds:g} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def seconds_for(check: Callable[[bytes], None], data: bytes, most: float) -> float:
    """Return the processor time that an input takes; raises `TooLongError` past `most`."""
    began = time.process_time()
    with patience(most):
        check(data)
    return time.process_time() - began
