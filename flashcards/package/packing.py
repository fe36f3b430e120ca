"""The media of a package: files of the vault, copied into it as they are, piece by piece."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flashcards.diagnostics import FlashcardsError
from flashcards.durable import flush
from flashcards.media import package_name, read_pieces
from flashcards.package.whole import MEDIA
from flashcards.workers import Progress

_NO_DATE = (1980, 1, 1, 0, 0, 0)  # the first that zip can tell
_UNIX = 3
_READABLE_FILE = 0o100644 << 16


def found_media(attachments: Mapping[str, str], root: Path) -> dict[str, Path]:
    """Return the file for each name; `FlashcardsError` if it is gone or not in the vault."""
    inside = os.path.realpath(root)
    real_folder = cache(os.path.realpath)
    found = {}
    for name, path in attachments.items():
        file = root / path
        really = os.path.join(real_folder(file.parent), file.name)  # noqa: PTH118 - thousands
        if os.path.islink(really):  # noqa: PTH114
            really = os.path.realpath(really)
        if not Path(really).is_relative_to(inside):
            raise FlashcardsError(
                f"{path} leads out of the vault, to {really}", "copy the file into the vault"
            )
        if not os.path.isfile(really):  # noqa: PTH113
            raise _gone(file)
        found[name] = file
    return found


def _gone(file: Path) -> FlashcardsError:
    return FlashcardsError(f"{file} was deleted during the export", "run the export again")


def _changed(file: Path) -> FlashcardsError:
    return FlashcardsError(f"{file} changed during the export", "run the export again")


def add_media(file: Path, media: Mapping[str, Path], progress: Progress) -> None:
    """Add media, by their names, to a package that has none yet, and make it durable.

    Raises `OSError` if it cannot be written, and `FlashcardsError` if one of them is not the file
    that it was.
    """
    with file.open("r+b") as output:
        with zipfile.ZipFile(output, "a") as archive:
            archive.writestr(_member(MEDIA), _media_map(media), zipfile.ZIP_STORED)
            for number, (name, source) in enumerate(media.items()):
                progress("packing media", number, len(media))
                _copy_into(archive, str(number), source, name)
        flush(output)


def _media_map(media: Mapping[str, Path]) -> str:
    return json.dumps({str(number): name for number, name in enumerate(media)})


def _copy_into(archive: zipfile.ZipFile, member_name: str, source: Path, name: str) -> None:
    """Copy a file piece by piece, uncompressed: pictures and sound are compressed already.

    Its name in the package tells its content. Under another content's name it would be shown in
    that one's place, for ever, since Anki never replaces a file.
    """
    member = _member(member_name)
    digest = hashlib.sha256()
    try:
        member.file_size = source.stat().st_size
        with archive.open(member, "w") as copy:
            for piece in read_pieces(source):
                digest.update(piece)
                copy.write(piece)
    except FileNotFoundError as error:
        raise _gone(source) from error
    except ValueError as error:  # a drawing that is none any more
        raise _changed(source) from error
    if package_name(source.name, digest.hexdigest()) != name:
        raise _changed(source)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _NO_DATE)
    member.create_system = _UNIX
    member.external_attr = _READABLE_FILE
    return member
