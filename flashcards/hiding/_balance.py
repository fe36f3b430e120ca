"""Fit stretches of Markdown to its links and emphasis, so that marks around them tear nothing."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from operator import attrgetter

from msgspec import Struct

from flashcards.inline import Piece, PieceKind, find_pairs, scan

Stretch = tuple[int, int]

_START = attrgetter("start")  # of a piece
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


class _Frame(Struct, frozen=True):
    """A link or a pair of emphasis marks around an inner text."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    is_solid: bool = False
    """Whether nothing may be marked inside: a link without label."""

    def covers(self, start: int, end: int) -> bool:
        """Whether the stretch holds all that the frame shows, and must take in the frame."""
        whole = start <= self.inner_start and self.inner_end <= end
        touches = start < self.inner_end and self.inner_start < end
        return (whole or (self.is_solid and touches)) and not self.is_within(start, end)

    def is_within(self, start: int, end: int) -> bool:
        """Whether the stretch holds the frame already."""
        return start <= self.start and self.end <= end

    def is_torn(self, start: int, end: int) -> bool:
        """Whether the stretch holds one of the frame's edges and not the other."""
        if self.is_within(start, end) or end <= self.start or self.end <= start:
            return False
        return not (self.inner_start <= start and end <= self.inner_end)


class Balance:
    """The frames of one text; nobody looks for them before the first stretch is to be fitted."""

    def __init__(self, markdown: str) -> None:
        self.markdown = markdown

    @cached_property
    def _pieces(self) -> tuple[Piece, ...]:
        return scan(self.markdown)  # which remembers no long text

    @cached_property
    def _frames(self) -> list[_Frame]:
        return sorted(
            _frames(self.markdown, self._pieces), key=lambda frame: (frame.start, -frame.end)
        )

    @cached_property
    def _edges(self) -> list[tuple[int, int]]:
        """Where inner edges of frames are, and of which frame."""
        edges = {
            (edge, index)
            for index, frame in enumerate(self._frames)
            for edge in (frame.inner_start, frame.inner_end)
        }
        return sorted(edges)

    @cached_property
    def _tags(self) -> list[Piece]:
        return [piece for piece in self._pieces if piece.kind is PieceKind.HTML]

    def fit(self, start: int, end: int) -> tuple[Stretch, ...]:
        """Return the stretches to mark in place of this one, in order; empty if nothing is left."""
        whole = self._at_once(start, end)
        if whole:
            parts: Iterable[Stretch] = (whole,)
        else:
            start, end, near = self._grow(start, end)
            parts = _cut(start, end, self._walls(start, end, near))
        trimmed = (self._trim(*part) for part in parts)
        return tuple(
            (first, last)
            for first, last in trimmed
            if _LETTER_OR_DIGIT.search(self.markdown, first, last)
        )

    def _at_once(self, start: int, end: int) -> Stretch | None:
        """Return what no frame near it can change, as most are: words, or one whole wikilink.

        None if unsure. Edges of frames are inside links and next to marks of emphasis.
        """
        pieces = self._pieces
        at = bisect_right(pieces, start, key=_START) - 1
        piece = pieces[at]
        if piece.kind is PieceKind.WIKILINK:
            if not start <= piece.shown_start <= piece.shown_end <= end <= piece.end:
                return None
            start, end = piece.start, piece.end
        elif piece.kind is not PieceKind.TEXT or end > piece.end:
            return None
        before = pieces[at - 1].kind if start == piece.start and at else None
        behind = pieces[at + 1].kind if end == piece.end < len(self.markdown) else None
        return None if PieceKind.MARK in {before, behind} else (start, end)

    def _near(self, start: int, end: int) -> list[_Frame]:
        """Return the frames with an inner edge in the stretch; outer ones first."""
        low = bisect_left(self._edges, (start, -1))
        high = bisect_right(self._edges, (end, len(self._frames)))
        return [self._frames[index] for index in sorted({i for _, i in self._edges[low:high]})]

    def _grow(self, start: int, end: int) -> tuple[int, int, list[_Frame]]:
        """Return the stretch with the frames that it must take in, and those near it."""
        while True:
            near = self._near(start, end)
            solid = self._solid_at(start)
            around = [*near, solid] if solid else near
            frame = next((frame for frame in around if frame.covers(start, end)), None)
            if frame is None:
                return start, end, near
            start, end = min(start, frame.start), max(end, frame.end)

    def _solid_at(self, at: int) -> _Frame | None:
        index = bisect_right(self._frames, at, key=lambda frame: frame.start) - 1
        frame = self._frames[index] if index >= 0 else None
        return frame if frame and frame.is_solid and at < frame.end else None

    def _walls(self, start: int, end: int, near: Iterable[_Frame]) -> list[Stretch]:
        """Return what a mark may not reach over: edges of frames that it would tear, and tags."""
        walls: set[Stretch] = set()
        for frame in near:
            if frame.is_torn(start, end):
                walls |= {(frame.start, frame.inner_start), (frame.inner_end, frame.end)}
        low = bisect_left(self._tags, start, key=lambda tag: tag.start)
        high = bisect_left(self._tags, end, key=lambda tag: tag.start)
        walls |= {(tag.start, tag.end) for tag in self._tags[low:high]}
        return sorted(walls)

    def _trim(self, start: int, end: int) -> Stretch:
        text = self.markdown[start:end]
        return end - len(text.lstrip()), start + len(text.rstrip())


def _cut(start: int, end: int, walls: Iterable[Stretch]) -> Iterator[Stretch]:
    for wall_start, wall_end in walls:
        if wall_start >= end or wall_end <= start:
            continue
        if start < wall_start:
            yield start, wall_start
        start = max(start, wall_end)
    if start < end:
        yield start, end


def _frames(markdown: str, pieces: tuple[Piece, ...]) -> Iterator[_Frame]:
    for pair in find_pairs(markdown, pieces):
        yield _Frame(pair.start, pair.inner_start, pair.inner_end, pair.end)
    for piece in pieces:
        if piece.kind is PieceKind.WIKILINK:
            has_label = "|" in markdown[piece.start : piece.shown_start]
            places = (piece.start, piece.shown_start, piece.shown_end, piece.end)
            yield _Frame(*places, is_solid=not has_label)
        elif piece.kind is PieceKind.LINK:
            yield _Frame(piece.start, piece.shown_start, piece.shown_end, piece.end)
