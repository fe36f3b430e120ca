"""Dates of CSL-JSON: `date-parts` of numbers or texts, `season`, `circa`, `literal`, `raw`."""

from __future__ import annotations

from flashcards.bibliography.dates import parse_date
from flashcards.bibliography.markup import escape, readable
from flashcards.model import PartialDate

_WINTER = 24
_FIRST_SEASON = 21


def date_of(value: object) -> PartialDate | None:
    """Return the date that a CSL-JSON value says; None if it says none."""
    if isinstance(value, str):
        return parse_date(value)
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    days = [_numbers(part) for part in parts[:2]] if isinstance(parts, list) else []
    if not days or not days[0]:
        return _written(value.get("raw")) or _literal(value.get("literal"))
    year, month, day = _three(days[0])
    end_year, end_month, end_day = _three(days[1] if len(days) > 1 else [])
    if len(days) > 1 and not end_year:
        return PartialDate(year, month, day, open_end=True)  # Better BibTeX writes [[2020], [0]]
    return PartialDate(
        year,
        month or _season(value.get("season")),
        day,
        end_year,
        end_month,
        end_day,
        circa=bool(value.get("circa")) and value.get("circa") != "0",
    )


def _numbers(part: object) -> list[int]:
    """Return year, month and day up to the first that is no number; Zotero writes texts."""
    numbers: list[int] = []
    for each in part[:3] if isinstance(part, list) else ():
        text = str(each).strip()
        if isinstance(each, bool) or not text.lstrip("-").isdecimal() or len(text) > 9:
            break
        numbers.append(int(text))
    return numbers


def _three(numbers: list[int]) -> tuple[int | None, int | None, int | None]:
    year, month, day = (*numbers, None, None, None)[:3]
    if month is None or not (1 <= month <= 12 or _FIRST_SEASON <= month <= _WINTER):
        return year, None, None
    return year, month, day if day is not None and 1 <= day <= 31 else None


def _season(value: object) -> int | None:
    """Return EDTF's number for CSL's season: 1 to 4 are spring to winter."""
    text = str(value).strip()
    return 20 + int(text) if text in {"1", "2", "3", "4"} else None


def _written(value: object) -> PartialDate | None:
    return parse_date(value) if isinstance(value, str) and value.strip() else None


def _literal(value: object) -> PartialDate | None:
    """Return a date that is words; one that begins with a year, `1995-01-0001`, is that year."""
    if not isinstance(value, str) or not value.strip():
        return None
    parsed = parse_date(value)
    if parsed is not None and (parsed.year is not None or parsed.literal):
        return parsed
    return PartialDate(literal=escape(readable(value)))
