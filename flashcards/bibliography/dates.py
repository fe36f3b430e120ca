"""Dates as bibliographies write them: EDTF in `date`, free text in `year` and `month`."""

from __future__ import annotations

import re

from flashcards.bibliography.latex import latex_to_html
from flashcards.bibliography.markup import without_tags
from flashcards.model import PartialDate

_EDTF = re.compile(
    r"(?P<year>[yY]-?\d{1,9}|-?\d{1,4})"
    r"(?:-(?P<month>\d{1,2}|XX|uu)(?:-(?P<day>\d{1,2}|XX|uu))?)?(?:T.*| \d{1,2}:.*)?",
    re.DOTALL,
)
_DECADE = re.compile(r"(\d\d)(?:(\d)[Xu]|([Xu])[Xu])")
_SPAN = re.compile(r"(\d{4})\s*(?:--?|–|/)\s*(\d{4}|\d\d)?")
_FEW_DIGITS = re.compile(r"\s*\d{1,2}\s*")
_CIRCA = re.compile(r"(?:ca?\.?|circa|around|about|~)\s*(\d{3,4})", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{4}-(?:0\d|1[0-2])(?:-\d\d)?")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NO_DATE = re.compile(
    r"n\.?\s*d\.?|s\.\s?[ad]\.|o\.\s?j\.|no date|unknown|undated|[?./]+", re.IGNORECASE
)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spr": 21, "sum": 22, "aut": 23, "fal": 23, "win": 24}
_MONTH = re.compile(r"[^\W\d_]{3,}|\d+")


def parse_date(date: str) -> PartialDate | None:
    """Return what a `date` field says; text that is no EDTF is read like a `year` field."""
    text = date.strip(" {}\n")
    start, slash, end = text.partition("/")
    if slash and _FEW_DIGITS.fullmatch(start):
        return parse_year(date)  # 03/2020 is a month of a year, not two years
    first, last = _parse_edtf(start), _parse_edtf(end)
    if first is None and not (slash and last and start.strip() in {"", ".."}):
        return parse_year(date)
    if slash and last is None and end.strip(" .") != "":
        return parse_year(date)
    circa = any(mark in text for mark in "~?%")
    first = first or PartialDate()
    last = last or PartialDate()
    return PartialDate(
        first.year,
        first.month,
        first.day,
        last.year,
        last.month,
        last.day,
        open_end=bool(slash) and last.year is None,
        circa=circa,
        literal=first.literal,
    )


def parse_year(year: str, month: str = "", day: str = "") -> PartialDate | None:
    """Return what `year`, `month` and `day` say; a year that is no number is kept as text."""
    text = without_tags(latex_to_html(year)).strip()
    if not text or _NO_DATE.fullmatch(text):
        return None
    if re.fullmatch(r"-?\d{1,4}", text):
        return _with_month(int(text), month, day)
    if _NUMBERS.fullmatch(text):
        return _parse_edtf(text)
    if match := _CIRCA.fullmatch(text):
        return PartialDate(year=int(match[1]), circa=True)
    if match := _SPAN.fullmatch(text):
        end = match[2] and int(match[1][: 4 - len(match[2])] + match[2])
        return PartialDate(year=int(match[1]), end_year=end or None, open_end=not end)
    number = _YEAR.search(text)
    return PartialDate(year=int(number[0]) if number else None, literal=text)


def _parse_edtf(text: str) -> PartialDate | None:
    text = text.strip(" ~?%")
    if match := _DECADE.fullmatch(text):
        return PartialDate(literal=f"{match[1]}{match[2] or '0'}0s")
    match = _EDTF.fullmatch(re.sub("[~?%]", "", text))
    if match is None:
        return None
    year = int(match["year"].lstrip("yY"))
    month, day = _number(match["month"]), _number(match["day"])
    if month is None or not (1 <= month <= 12 or 21 <= month <= 24):
        return PartialDate(year=year)
    return PartialDate(year=year, month=month, day=_valid_day(day) if month <= 12 else None)


def _with_month(year: int, month: str, day: str) -> PartialDate:
    """Read `jan`, `{January}`, `3`, `10~jan`, `March/April`, `Spring`."""
    words = _MONTH.findall(without_tags(latex_to_html(month)))
    names = [number for number in map(_month_number, words) if number]
    days = [int(word) for word in words if word.isdecimal() and len(word) < 3]
    if not names and days and 1 <= days[0] <= 12:
        names = [days.pop(0)]
    if not names:
        return PartialDate(year=year)
    if len(names) > 1:
        return PartialDate(year=year, month=names[0], end_year=year, end_month=names[1])
    found = _number(day.strip(" {}")) or (days[0] if days else None)
    return PartialDate(year=year, month=names[0], day=_valid_day(found))


def _month_number(word: str) -> int | None:
    start = word[:3].lower()
    return _MONTHS.index(start) + 1 if start in _MONTHS else _SEASONS.get(start)


def _valid_day(day: int | None) -> int | None:
    return day if day is not None and 1 <= day <= 31 else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 3 else None
