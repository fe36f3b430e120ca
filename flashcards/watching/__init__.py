"""A vault's folder in; each state of it that rests after an edit, out.

Events of the operating system only wake (`listening`: the door to watchfiles). Whether anything
that an export reads has changed, and whether it rests, is found out by looking (`looking`,
`resting`): events are lost on network drives, and say nothing about who is still writing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flashcards.watching.listening import Ears
from flashcards.watching.looking import Look, Watched
from flashcards.watching.resting import Watcher

__all__ = ["Ears", "Look", "Watched", "Watcher", "watching"]


@contextmanager
def watching(watched: Watched, settle: float, *, heartbeat: float = 30.0) -> Iterator[Watcher]:
    """Listen to a vault for as long as the context lasts.

    `settle` and `heartbeat` are seconds: for which a vault must rest, and after which it is looked
    at even if nobody has told of a change.
    """
    ears = Ears(watched.root, heartbeat)

    def wait(seconds: float) -> None:
        ears.listen(watched.others)
        ears.wait(seconds)

    try:
        yield Watcher(watched.look, wait, settle, ears.seconds)
    finally:
        ears.close()
