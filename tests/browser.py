"""A headless Chromium: cards as Anki's reviewer shows them, as pictures or as measurements."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

_NAMES = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome", "chrome")

_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--allow-file-access-from-files",
    "--virtual-time-budget=2000",
)

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


def find_chromium() -> str | None:
    """Return the command, or None where there is no Chromium."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


def screenshot(frames: list[Frame], picture: Path, *, width: int, height: int) -> None:
    """Draw the frames side by side into a PNG file.

    Chromium makes no window narrower than 500 pixels, so that each screen is a frame in a page.
    """
    _chromium(
        _sheet(frames),
        f"--window-size={width},{height}",
        "--force-device-scale-factor=2",
        "--default-background-color=00000000",
        f"--screenshot={picture}",
    )


def measure(frames: list[Frame], expression: str) -> list[object]:
    """Return what a JavaScript expression says of the `page` (a document) of each frame."""
    script = (
        "<script>onload = () => { const seen = [...document.querySelectorAll('iframe')]"
        f".map(each => ((page, view) => ({expression}))(each.contentDocument, each.contentWindow));"
        "document.body.innerHTML = '';"
        "const told = document.createElement('pre'); told.id = 'told';"
        "told.textContent = JSON.stringify(seen); document.body.append(told) }</script>"
    )
    dom = _chromium(_sheet(frames) + script, "--window-size=1600,1200", "--dump-dom")
    found = re.search(r'<pre id="told">(.*?)</pre>', dom, re.DOTALL)
    assert found, dom
    seen = json.loads(unescape(found[1]))
    assert isinstance(seen, list)
    return seen


def _sheet(frames: list[Frame]) -> str:
    return f"<!doctype html><meta charset=utf-8><style>{_SHEET}</style>" + "".join(
        f'<iframe width="{frame.width}" height="{frame.height}" srcdoc="{escape(frame.page())}">'
        "</iframe>"
        for frame in frames
    )


def _chromium(html: str, *arguments: str) -> str:
    command = find_chromium()
    assert command, "there is no Chromium"
    with tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True) as folder:
        page = Path(folder) / "page.html"
        page.write_text(html, "utf-8")
        ran = subprocess.run(
            [command, *_FLAGS, f"--user-data-dir={folder}/profile", *arguments, page.as_uri()],
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        )
    return ran.stdout
