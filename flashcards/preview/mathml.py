"""LaTeX in, MathML out, for browsers to draw without a script: the only door to math-core.

Run as a program it answers line by line, since the library has no limits of its own: a formula
with hundreds of groups in groups ends the process, and one with dozens of open brackets never
ends. `formulas` sees to both.
"""

from __future__ import annotations

import json
import re
import sys

from math_core import LatexError, LatexToMathML

from flashcards.preview.chemistry import without_chemistry

# MathJax numbers no equations in Anki, and `split` is `aligned` within an equation.
_NUMBERED = re.compile(r"\\(begin|end)\{(align|alignat|equation|gather|multline)\}")
_SPLIT = re.compile(r"\\(begin|end)\{split\}")

_CONVERTER = LatexToMathML(fancy_error=False, allow_unreliable_rendering=True)


def mathml(latex: str, *, display: bool) -> str | None:
    """Return a formula as MathML; None if it has a mistake, or a command that is not known."""
    known = _SPLIT.sub(r"\\\1{aligned}", _NUMBERED.sub(r"\\\1{\2*}", without_chemistry(latex)))
    try:
        return _CONVERTER.convert_with_local_state(known, displaystyle=display)
    except LatexError:
        return None


def main() -> None:
    """Say `ready`; then answer each line, `[latex, display]` as JSON, by the MathML or null."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        latex, display = json.loads(line)
        sys.stdout.write(json.dumps(mathml(latex, display=display)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
