"""What the program is: whatever it worked out before holds only for the same one."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path

from flashcards import __version__
from flashcards.cache.states import state_of

_HERE = Path(__file__).parent.parent
_INSTALLED = ("site-packages", "dist-packages")


@cache
def program() -> str:
    """Return a digest of this program, its Python and the folders that hold its libraries.

    An upgrade of any library renames a folder of its own beside the others', which changes the
    time of the folder above.
    """
    own = sorted(
        f"{folder}/{name} {state_of(f'{folder}/{name}')}"
        for folder, _, names in os.walk(_HERE)
        for name in names
        if not name.endswith(".pyc")
    )
    libraries = [f"{path} {_changed(path)}" for path in sys.path if path.endswith(_INSTALLED)]
    text = "\n".join((__version__, sys.version, *own, *libraries))
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def _changed(folder: str) -> int:
    try:
        return os.stat(folder).st_mtime_ns  # noqa: PTH116 - a path may be a zip, or anything
    except OSError:
        return 0
