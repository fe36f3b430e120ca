"""Say what pip-audit found, and whether it is something of the program's own.

    python tests/audited.py found.json

What only tests and linters use is told, and is no failure: it runs on nobody else's computer.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from make_dependencies import dependencies


def findings(report: dict[str, Any], of_program: Collection[str]) -> Iterator[tuple[str, bool]]:
    """Yield each fault in words, with whether the program comes with what has it."""
    for each in report["dependencies"]:
        name = re.sub(r"[-_.]+", "-", each["name"]).lower()
        for fault in each.get("vulns", ()):
            known_as = ", ".join((fault["id"], *fault["aliases"]))
            mended = " or ".join(fault["fix_versions"]) or "no version yet"
            yield f"{name} {each['version']}: {known_as}; mended in {mended}", name in of_program


def main(found: Path) -> int:
    """Print what was found; return 1 if something must be done."""
    try:
        report = json.loads(found.read_text("utf-8"))
    except (OSError, ValueError):
        print("known vulnerabilities: not looked up, pip-audit came to no end")
        return 0
    told = [*findings(report, {each.name for each in dependencies()})]
    for words, is_ours in told:
        print(words if is_ours else f"{words} (only for tests, or with an extra)")
    print(f"known vulnerabilities: {len(told)} in {len(report['dependencies'])} distributions")
    return int(any(is_ours for _, is_ours in told))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
