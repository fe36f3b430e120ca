"""A file in, its bytes out: only of a file proper, only so many, and without waiting for anybody.

A pipe would block for ever, a device may never end or do something when it is opened, and a file
may grow while it is read. So what a path names is asked before it is opened, and again when it is
open: in between it may have been replaced.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import IO

_WITHOUT_WAITING = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
)


class TooLargeError(OSError):
    """A file has more bytes than anybody means to read."""

    def __init__(self, path: str | Path, most: int) -> None:
        super().__init__(errno.EFBIG, f"it is larger than {_size(most)}", str(path))


def read_bounded(path: str | Path, most: int) -> bytes:
    """Return the content of a file of at most so many bytes.

    Raises `TooLargeError`, and `OSError` as `open_file` does.
    """
    descriptor = _open(path)
    try:
        size = os.fstat(descriptor).st_size
        if size > most:
            raise TooLargeError(path, most)
        return _read(descriptor, path, size, most)
    finally:
        os.close(descriptor)


def read_text(path: str | Path, most: int) -> str:
    r"""Return the text of a file in UTF-8, with `\n` line ends.

    Raises what `read_bounded` does, and `UnicodeDecodeError`.
    """
    text = read_bounded(path, most).decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def reason(error: OSError) -> str:
    """Return what the operating system says, as the end of a sentence."""
    said = error.strerror or str(error)
    return said[:1].lower() + said[1:]


def open_file(path: str | Path) -> IO[bytes]:
    """Open a file for reading, piece by piece.

    Raises `OSError` if it cannot be read, or is a folder, a pipe, a socket or a device.
    """
    return os.fdopen(_open(path), "rb")


def _read(descriptor: int, path: str | Path, size: int, most: int) -> bytes:
    """Read to the end, wherever that is by now."""
    content = os.read(descriptor, size + 1)
    while piece := os.read(descriptor, 1 << 20):
        content += piece
        if len(content) > most:
            raise TooLargeError(path, most)
    return content


def _open(path: str | Path) -> int:
    _refuse_others(os.stat(path), path)  # noqa: PTH116 - bare strings halve the time of reading
    descriptor = os.open(path, _WITHOUT_WAITING)
    try:
        _refuse_others(os.fstat(descriptor), path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _refuse_others(status: os.stat_result, path: str | Path) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is no file", str(path))


def _size(count: int) -> str:
    return f"{count // 1_000_000} MB" if count >= 1_000_000 else f"{count // 1000} kB"
