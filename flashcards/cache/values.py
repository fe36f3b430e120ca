"""Values of the model as bytes and back. Bytes that hold anything else are refused."""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

_PROTOCOL = 5
_MODULES = frozenset({"flashcards.diagnostics", "datetime"})
_MODEL = "flashcards.model."
_PLAIN = frozenset({str, int, float, bool})


class DamagedError(ValueError):
    """What is kept is not what was kept: it is as if it were not there."""


class _Reader(pickle.Unpickler):
    """Makes values of the model and dates, and calls nothing else, whoever wrote the bytes."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class of ours; raises `pickle.UnpicklingError` for all else."""
        if not (module in _MODULES or module.startswith(_MODEL)) or "." in name:
            raise pickle.UnpicklingError(f"{module}.{name} is no value of the model")
        found = super().find_class(module, name)
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name} is no value of the model")
        return found


def to_bytes(value: object) -> bytes:
    """Return a value of the model as bytes, for `from_bytes`."""
    return pickle.dumps(value, _PROTOCOL)


def from_bytes(content: bytes) -> Any:
    """Return the value that `to_bytes` was given; `DamagedError` if these are other bytes."""
    try:
        return _Reader(io.BytesIO(content)).load()
    except Exception as error:
        raise DamagedError("these bytes are no value of the model") from error


def fingerprint(value: object) -> str:
    """Return a text that is the same for equal settings in every process.

    `repr` is not: a set is in another order in each.
    """
    if value is None or type(value) in _PLAIN:
        return repr(value)
    if isinstance(value, Struct):
        inside = ", ".join(f"{name}={fingerprint(each)}" for name, each in asdict(value).items())
        return f"{type(value).__name__}({inside})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key!r}: {fingerprint(value[key])}" for key in value) + "}"
    if isinstance(value, frozenset | set):
        return "{" + ", ".join(sorted(map(fingerprint, value))) + "}"
    if isinstance(value, tuple | list):
        return "(" + ", ".join(map(fingerprint, value)) + ")"
    return repr(value)
