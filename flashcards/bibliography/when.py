"""A date to text, as references write it."""

from __future__ import annotations

from flashcards.model import Item, PartialDate

_FIRST_HALF = ("January", "February", "March", "April", "May", "June")
_SECOND_HALF = ("July", "August", "September", "October", "November", "December")
_NAMES = (*_FIRST_HALF, *_SECOND_HALF)
_SEASONS = {21: "Spring", 22: "Summer", 23: "Fall", 24: "Winter"}


def year_of(item: Item) -> str:
    """Return `2021`, `2019–2020`, `ca. 1890`, `in press` or `n.d.`."""
    return _years(item.issued) if item.issued else item.status or "n.d."


def year_in_text(item: Item) -> str:
    """Return the year for a short citation, with that of the original work: `1925/1998`."""
    original = _years(item.original) if item.original else ""
    year = year_of(item)
    return f"{original}/{year}" if original and original != year else year


def date_of(item: Item) -> str:
    """Return the date as exactly as it is known: `2021, March 4`."""
    date = item.issued
    if date is None or date.literal or not date.month or date.year is None:
        return year_of(item)
    start = f"{_years(PartialDate(year=date.year, circa=date.circa))}, {_day(date.month, date.day)}"
    end = _end_of_range(date)
    return f"{start}–{end}" if end else start


def day_of(date: PartialDate) -> str:
    """Return `March 4, 2021`, as in "Retrieved March 4, 2021"."""
    year = _years(date)
    if date.literal or not date.month:
        return year
    return f"{_day(date.month, date.day)}{',' if date.day else ''} {year}"


def _years(date: PartialDate) -> str:
    if date.literal:
        return date.literal
    start = _year(date.year)
    end = _year(date.end_year) if date.end_year != date.year else ""
    text = f"{start}–{end}" if end or date.open_end else start
    return f"ca. {text}" if date.circa else text


def _year(year: int | None) -> str:
    """Return a year; EDTF counts 1 BCE as 0."""
    if year is None:
        return ""
    return str(year) if year > 0 else f"{1 - year} B.C.E."


def _day(month: int, day: int | None) -> str:
    name = _SEASONS.get(month) or _NAMES[month - 1]
    return f"{name} {day}" if day else name


def _end_of_range(date: PartialDate) -> str:
    """Return what follows the dash: `6`, `April 2` or `2022, January 1`."""
    if not date.end_month:
        return ""
    end = _day(date.end_month, date.end_day)
    if date.end_year not in (None, date.year):
        return f"{_year(date.end_year)}, {end}"
    if date.end_month == date.month:
        return str(date.end_day) if date.end_day and date.end_day != date.day else ""
    return end
