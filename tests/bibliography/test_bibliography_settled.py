"""A library that another program is writing while we read."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from flashcards.bibliography import look_up, read_libraries
from flashcards.bibliography.settled import is_cut_short, read_settled

WHOLE = b"@article{a, title = {A}}\n@article{pang2021,\n  title = {Axes},\n  year = {2021}\n}\n"
HALF = WHOLE[:60]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (WHOLE, False),
        (HALF, True),
        (b"", True),
        (b"\n", True),
        (WHOLE.replace(b"\n", b"\r\n"), False),
        (HALF.replace(b"\n", b"\r\n"), True),
        (WHOLE.decode().encode("utf-16"), False),
        (HALF.decode().encode("utf-16"), True),
        (b"\xef\xbb\xbf[]", False),
        (b'\xef\xbb\xbf[{"id": "a"}', True),
        (b'[\n  {"id": "a"}\n]\n', False),
        (b'[{"id": "a', True),
        (b"% only a comment", False),
    ],
)
def test_a_library_that_ends_too_early_is_recognised(content: bytes, *, expected: bool) -> None:
    """Empty, or ending inside an entry or a list, in any encoding"""
    assert is_cut_short(content) is expected


def written(path: Path, content: bytes, seconds_ago: float) -> Path:
    """Write a file as if some seconds ago."""
    path.write_bytes(content)
    then = time.time() - seconds_ago
    os.utime(path, (then, then))
    return path


def test_one_that_was_written_just_now_is_read_once_more(tmp_path: Path) -> None:
    """Whoever waits half a second reads all of it"""
    path = written(tmp_path / "refs.bib", HALF, 0.3)

    assert read_settled(path, pause=lambda _seconds: (path.write_bytes(WHOLE), None)[1]) == WHOLE


@pytest.mark.parametrize(("content", "seconds_ago"), [(HALF, 60), (WHOLE, 0)])
def test_any_other_is_read_at_once(content: bytes, seconds_ago: float, tmp_path: Path) -> None:
    """An old file that is broken stays broken, and a whole one is whole"""
    path = written(tmp_path / "refs.bib", content, seconds_ago)
    waited: list[float] = []

    assert read_settled(path, pause=waited.append) == content
    assert waited == []


def test_one_that_stays_broken_is_read_as_it_is(tmp_path: Path) -> None:
    """There is no third time: what is there is used, and its problem told"""
    path = written(tmp_path / "refs.bib", HALF, 0)
    waited: list[float] = []

    assert read_settled(path, pause=waited.append) == HALF
    assert len(waited) == 1


def test_a_library_that_is_being_exported_is_read_whole(tmp_path: Path) -> None:
    """Another thread finishes the file while we wait"""
    path = written(tmp_path / "refs.bib", HALF, 0)
    export = threading.Timer(0.1, path.write_bytes, [WHOLE])
    export.start()
    library, diagnostics = read_libraries([path], tmp_path)
    export.join()

    assert diagnostics == ()
    assert set(look_up(library, ["a", "pang2021"])[0]) == {"a", "pang2021"}
