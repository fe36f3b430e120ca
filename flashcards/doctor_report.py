"""What a doctor says, as lines of text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from flashcards.doctor import Finding, Mark


def finding_line(check: str, finding: Finding) -> str:
    """Return one finding as one line: its mark, its check, what is wrong, and how to mend it."""
    mend = f" - {finding.mend}" if finding.mend else ""
    return " ".join(f"{finding.mark:<8} {check:<10} {finding.message}{mend}".splitlines())


def finding_json(check: str, finding: Finding) -> str:
    """Return one finding as one line of JSON; other programs rely on its keys."""
    values = {
        "check": check,
        "mark": finding.mark.value,
        "message": finding.message,
        "mend": finding.mend,
        "path": finding.path,
    }
    return json.dumps(values, ensure_ascii=False)


def findings_summary(findings: Iterable[Finding]) -> str:
    """Return the last line: `1 error, 2 warnings`."""
    counts = Counter(finding.mark for finding in findings)
    bad = ((Mark.ERROR, "error"), (Mark.WARNING, "warning"))
    said = [
        f"{counts[mark]} {word}{'s' * (counts[mark] != 1)}" for mark, word in bad if counts[mark]
    ]
    return ", ".join(said) or "all is well"
