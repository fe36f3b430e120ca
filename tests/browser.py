"""A headless Chromium: cards as Anki's reviewer shows them, as pictures or as measurements."""

from __future__ import annotations

import atexit
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from browser_session import Session, browser_session, find_chromium

__all__ = ["Frame", "find_chromium", "measure", "screenshot"]

# What Anki's reviewer brings along before the notetype's CSS, as far as it can disturb ours.
_REVIEWER = """
hr { background-color: #c4c4c4; margin: 1em; border: none; height: 1px }
body { margin: 20px; overflow-wrap: break-word }
body.nightMode { background-color: #2c2c2c; color: #fcfcfc }
img { max-width: 100%; max-height: 95vh }
li { text-align: start }
pre { text-align: left }
"""

_SHEET = """
body { margin: 0; padding: 16px; display: flex; flex-wrap: wrap; gap: 16px }
iframe { border: 1px solid rgb(128 128 128 / 40%); border-radius: 10px; background: #fff }
"""


@dataclass(frozen=True, slots=True)
class Frame:
    """One side of one card on one screen."""

    html: str
    """As the templates give it."""

    css: str
    width: int = 390
    height: int = 700
    night: bool = False
    mobile: bool = False
    folder: Path | None = None
    """Where its pictures are."""

    head: str = ""
    """HTML before everything else in the page: a listener, a policy."""

    def page(self) -> str:
        """Return the whole page, with the classes by which Anki tells night and phones."""
        night = " nightMode night_mode" if self.night else ""
        mobile = ' class="mobile"' if self.mobile else ""
        base = f'<base href="{self.folder.as_uri()}/">' if self.folder else ""
        return (
            f"<!doctype html><html{mobile}><head><meta charset=utf-8>{self.head}{base}"
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<style>{_REVIEWER}</style></head>"
            f'<body class="card card1{night}"><div id="_mark"></div><div id="qa">'
            f"<style>{self.css}</style>{self.html}</div></body></html>"
        )


def screenshot(frames: list[Frame], picture: Path, *, width: int, height: int) -> None:
    """Draw the frames side by side into a PNG file.

    Chromium makes no window narrower than 500 pixels, so that each screen is a frame in a page.
    """
    session = _show(frames, width, height, scale=2)
    clear = {"r": 0, "g": 0, "b": 0, "a": 0}
    session.call("Emulation.setDefaultBackgroundColorOverride", color=clear)
    session.screenshot(picture)


def measure(frames: list[Frame], expression: str) -> list[object]:
    """Return what a JavaScript expression says of the `page` (a document) of each frame.

    It may be a promise; `view` is the frame's window.
    """
    seen = _show(frames, 1600, 1200).evaluate(
        "Promise.all([...document.querySelectorAll('iframe')].map("
        f"each => ((page, view) => ({expression}))(each.contentDocument, each.contentWindow)))"
    )
    assert isinstance(seen, list)
    return seen


def _show(frames: list[Frame], width: int, height: int, scale: float = 1) -> Session:
    """Load the frames in the one browser that all of them share."""
    session = _browser()
    session.resize(width, height, scale)
    with tempfile.TemporaryDirectory(prefix="frames-") as folder:
        page = Path(folder) / "page.html"
        page.write_text(_sheet(frames), "utf-8")
        session.open(page.as_uri())
    return session


@cache
def _browser() -> Session:
    """Start a browser, which takes longer than most pages, for the first frames; keep it."""
    stack = ExitStack()
    atexit.register(stack.close)
    # A frame is a page of its own, whose files and errors are looked at from without.
    return stack.enter_context(browser_session("--allow-file-access-from-files"))


def _sheet(frames: list[Frame]) -> str:
    return f"<!doctype html><meta charset=utf-8><style>{_SHEET}</style>" + "".join(
        f'<iframe width="{frame.width}" height="{frame.height}" srcdoc="{escape(frame.page())}">'
        "</iframe>"
        for frame in frames
    )
