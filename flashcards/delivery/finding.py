"""Which way leads into Anki now: into one that is running, or into a collection that is closed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flashcards.config.options import SyncOptions
from flashcards.delivery.connect import greet
from flashcards.delivery.library import LibraryWay, is_installed
from flashcards.delivery.profiles import base_folders, find_profile
from flashcards.delivery.ways import NoWay, Way
from flashcards.delivery.wire import is_loopback

ADD_ON = "2055492159"
"""The code by which Anki installs AnkiConnect."""


def find_way(
    options: SyncOptions, platform: str, environment: Mapping[str, str], home: Path
) -> Way:
    """Return the way to deliver by: AnkiConnect if it answers, else Anki's own library.

    Takes `sys.platform`, the environment and the user's home. Raises `NoWay` if there is none now,
    and `FlashcardsError` if AnkiConnect answers what cannot be used.
    """
    connected = greet(options)
    if connected is not None:
        return connected
    if not is_loopback(options.address):
        raise NoWay(f"nothing answers at {options.address}", "start Anki there, with AnkiConnect")
    if not is_installed():
        raise NoWay(
            f"AnkiConnect does not answer at {options.address}",
            f"start Anki with the add-on AnkiConnect (code {ADD_ON}), or, to deliver while Anki is"
            " closed: pip install 'vault-flashcards[anki]'",
        )
    bases = tuple(base_folders(platform, environment, home))
    for base in bases:
        if (base / "prefs21.db").is_file():
            return LibraryWay(find_profile(base, options.profile))
    raise NoWay(
        f"AnkiConnect does not answer at {options.address}, and there are no profiles of Anki in"
        f" {' or '.join(map(str, bases))}",
        "start Anki once, or say where its profiles are: ANKI_BASE",
    )
