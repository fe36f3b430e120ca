"""A headless Chromium that one page stays open in: keys, clicks, what it loads and complains of."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_NAMES = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome", "chrome")

_PATIENCE = 120
"""Seconds that a page, or one answer of the browser, may take on a busy machine."""

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
    "--remote-debugging-pipe",
)
_CODES = {" ": ("Space", 32), "Enter": ("Enter", 13), "Escape": ("Escape", 27)} | {
    f"Arrow{name}": (f"Arrow{name}", code)
    for name, code in (("Left", 37), ("Up", 38), ("Right", 39), ("Down", 40))
}


def find_chromium() -> str | None:
    """Return the command, or None where there is no Chromium."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


@dataclass(slots=True)
class Session:
    """One page; it speaks the DevTools protocol over a pair of pipes."""

    to_browser: int
    from_browser: int
    session: str = ""
    complaints: list[str] = field(default_factory=list)
    """Errors, warnings and broken policies, as the console has them."""

    asked: dict[str, str] = field(default_factory=dict)
    """Addresses that were asked for, but for `data:` and what the page's policy forbade."""

    _last: int = 0
    _buffer: bytes = b""

    @property
    def requests(self) -> list[str]:
        """The addresses that were asked for."""
        return list(self.asked.values())

    def open(self, url: str) -> None:
        """Go to an address and wait until everything there has run."""
        self.call("Page.navigate", url=url)
        self.wait_for(
            "document.readyState === 'complete'"
            f" && location.href.startsWith({url.partition('#')[0]!r})",
            _PATIENCE,
        )

    def evaluate(self, expression: str) -> Any:
        """Return what a JavaScript expression gives."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait_for(self, condition: str, seconds: float = 20) -> None:
        """Wait until a JavaScript expression is true."""
        end = time.monotonic() + seconds
        while not self.evaluate(condition):
            assert time.monotonic() < end, f"never became true: {condition}"
            time.sleep(0.02)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as a keyboard does."""
        for key in keys:
            code, number = _CODES.get(key, (key, 0))
            text = " " if key == " " else "\r" if key == "Enter" else key if len(key) == 1 else ""
            common = {"key": key, "code": code, "windowsVirtualKeyCode": number}
            self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
            self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text: str) -> None:
        """Write a text where the focus is."""
        self.call("Input.insertText", text=text)

    def resize(self, width: int, height: int, scale: float = 1) -> None:
        """Make the window as large as a screen."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=False,
        )

    def prefer(self, scheme: str) -> None:
        """Tell the page that its reader prefers `light` or `dark`."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", features=features)

    def screenshot(self, picture: Path) -> None:
        """Draw what the window shows into a PNG file."""
        picture.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send one command of the protocol and return its answer."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to_browser, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._last:
                assert "error" not in answer, answer
                return dict(answer["result"])
            self._note(answer)

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            assert select.select([self.from_browser], [], [], _PATIENCE)[0], "no answer"
            read = os.read(self.from_browser, 1 << 20)
            assert read, "the browser has ended"
            self._buffer += read
        message, _, self._buffer = self._buffer.partition(b"\0")
        return dict(json.loads(message))

    def _note(self, event: dict[str, Any]) -> None:
        told = event.get("params", {})
        if event.get("method") == "Network.requestWillBeSent":
            url = told["request"]["url"]
            if not url.startswith("data:"):
                self.asked[told["requestId"]] = url
        elif event.get("method") == "Network.loadingFailed":
            if told.get("blockedReason") == "csp":
                self.asked.pop(told["requestId"], None)
        elif event.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(str(told["exceptionDetails"]))
        elif event.get("method") == "Log.entryAdded":
            self.complaints.append(told["entry"]["text"])
        elif event.get("method") == "Runtime.consoleAPICalled":
            self.complaints.append(str([each.get("value") for each in told["args"]]))


@contextmanager
def browser_session(*flags: str) -> Iterator[Session]:
    """Start a Chromium with one empty page, and end it; `flags` are given to it besides ours."""
    command = find_chromium()
    assert command, "there is no Chromium"
    (their_in, our_out), (our_in, their_out) = os.pipe(), os.pipe()
    # Chromium reads from 3 and writes to 4, whatever these numbers are here.
    theirs = [fcntl.fcntl(each, fcntl.F_DUPFD, 10) for each in (their_in, their_out)]

    def connect() -> None:
        os.dup2(theirs[0], 3)
        os.dup2(theirs[1], 4)

    with tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [command, *_FLAGS, *flags, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=connect,  # noqa: PLW1509 - no thread of ours is running
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for each in (their_in, their_out, *theirs):
            os.close(each)
        try:
            yield _attached(our_out, our_in)
        finally:
            process.kill()
            process.wait()
            os.close(our_out)
            os.close(our_in)


def _attached(to_browser: int, from_browser: int) -> Session:
    session = Session(to_browser, from_browser)
    targets: list[dict[str, Any]] = []
    while not targets:
        every = session.call("Target.getTargets")["targetInfos"]
        targets = [each for each in every if each["type"] == "page"]
    attached = session.call("Target.attachToTarget", targetId=targets[0]["targetId"], flatten=True)
    session.session = attached["sessionId"]
    for domain in ("Page", "Runtime", "Log", "Network"):
        session.call(f"{domain}.enable")
    return session
