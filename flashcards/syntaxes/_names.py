"""Which syntaxes there are: the modules and packages here that begin with no underscore."""

from __future__ import annotations

import pkgutil
from pathlib import Path

NAMES: tuple[str, ...] = tuple(
    sorted(
        module.name.replace("_", "-")
        for module in pkgutil.iter_modules([str(Path(__file__).parent)])
        if module.name[0] != "_"
    )
)
"""All syntaxes, in the order of their names, which matters to nobody."""
