"""The formulas of a page: LaTeX in, what a browser can draw out.

A process of its own does the work (see `mathml`), so that no formula can stop the preview. What
cannot be drawn is shown as its source; MathJax, which Anki brings along, may know it.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from html import escape
from typing import IO, Self

from msgspec import Struct, field

_LONGEST = 10_000
_SECONDS = 2.0
_STARTING = 20.0
"""Seconds for Python to start, before the time of a formula begins."""

_MOST_FAILURES = 5
"""So many times the process is started anew; then everything is shown as its source."""

_COMMAND = (sys.executable, "-m", "flashcards.preview.mathml")


class Formulas(Struct):
    """Draws formulas, each one once; the process is started with the first and ends with these."""

    command: tuple[str, ...] = _COMMAND
    seconds: float = _SECONDS
    _process: subprocess.Popen[str] | None = None
    _answers: queue.Queue[str] = field(default_factory=queue.Queue)
    _failures: int = 0
    _known: dict[tuple[str, bool], str] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def draw(self, latex: str, *, display: bool) -> str:
        """Return the HTML of a formula: MathML, or its source as code."""
        key = (latex.strip(), display)
        if key not in self._known:
            self._known[key] = self._drawn(*key) or _source(*key)
        return self._known[key]

    def _drawn(self, latex: str, display: bool) -> str | None:
        if len(latex) > _LONGEST or self._failures >= _MOST_FAILURES:
            return None
        try:
            return self._ask(json.dumps([latex, display]))
        except (OSError, ValueError, queue.Empty):
            # It died (a closed pipe, an empty answer) or it takes too long.
            self._failures += 1
            self._stop()
            return None

    def _ask(self, line: str) -> str | None:
        process = self._process or self._start()
        assert process.stdin is not None
        process.stdin.write(line + "\n")
        process.stdin.flush()
        answer = json.loads(self._answers.get(timeout=self.seconds))
        return answer if isinstance(answer, str) else None

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(  # noqa: S603 - this very program, and no shell
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        assert process.stdout is not None
        self._answers = queue.Queue()
        threading.Thread(target=_read, args=(process.stdout, self._answers), daemon=True).start()
        self._process = process
        if not self._answers.get(timeout=_STARTING):  # its first line says that it is ready
            raise ValueError("it ended before it was ready")
        return process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                pass  # what was still to be written to it


def _read(pipe: IO[str], answers: queue.Queue[str]) -> None:
    """Pass on each line; an empty one says that there will be no more."""
    try:
        for line in pipe:
            answers.put(line)
    except (OSError, ValueError):
        pass  # closed while reading
    answers.put("")


def _source(latex: str, display: bool) -> str:
    tag = "div" if display else "span"
    return f'<{tag} class="formula-source"><code>{escape(latex)}</code></{tag}>'
