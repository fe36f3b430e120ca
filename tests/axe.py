"""axe-core, which others use to check their web sites: frames or a page in, what it objects to out.

Its script comes with the package `axe-core-python`, of which nothing else is used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from browser import Frame, measure
from browser_session import Session

# What is Anki's own page around a card, or the browser's doing.
_NOT_OURS = (
    *("bypass", "document-title", "html-has-lang"),
    *("landmark-one-main", "page-has-heading-one", "region"),
    "scrollable-region-focusable",  # Chromium gives the focus to what scrolls by itself
)

_OPTIONS = json.dumps(
    {"resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in _NOT_OURS}}
)
_RUN = f"""axe.run(page, {_OPTIONS}).then(found => found.violations.flatMap(
fault => fault.nodes.map(node => [fault.id, node.html, node.failureSummary].join(': '))))"""


@cache
def _script() -> str:
    return files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")


def faults_in_frames(frames: list[Frame]) -> list[object]:
    """Return what axe objects to in each frame."""
    return measure(frames, f"(view.eval({json.dumps(_script())}), view.{_RUN})")


def faults_in_page(session: Session) -> Iterable[object]:
    """Return what axe objects to in the page that a session shows."""
    session.evaluate(f"{_script()}; 0")
    found = session.evaluate(f"(page => {_RUN})(document)")
    assert isinstance(found, list)
    return found
