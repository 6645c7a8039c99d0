"""Open lines joined to rings where their ends meet."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, hypot

from .arcs import Vertex

__all__ = ["join_lines"]

_LEAST = 1e-6
"""Metres; ends as close as this are one point whatever the tolerance."""

End = tuple[int, int]
"""A line and its end: 0 the first, 1 the last."""


def join_lines(
    lines: Sequence[Sequence[Vertex]], tolerance: float
) -> tuple[list[tuple[list[int], tuple[Vertex, ...]]], list[int]]:
    """Rings of lines whose ends meet within ``tolerance`` metres, each end with one other only, and what is left.

    A ring is the places of its lines and its vertices, unclosed; where ends are apart, the end of the line before stays
    out. A line that runs backwards is turned round, its bulges with it.
    """
    partner = _partners(lines, max(tolerance, _LEAST))
    rings, used = [], set()
    for start in range(len(lines)):
        chain = _chain(start, partner)
        if chain is None or start in used:
            continue
        places = [place for place, _ in chain]
        used.update(places)
        vertices: list[Vertex] = []
        for place, forward in chain:
            vertices += (lines[place] if forward else _turned(lines[place]))[:-1]
        if len(vertices) >= 3:
            rings.append((places, tuple(vertices)))
    joined = {place for places, _ in rings for place in places}
    return rings, [place for place in range(len(lines)) if place not in joined]


def _turned(line: Sequence[Vertex]) -> list[Vertex]:
    """The same line from its other end: the bulge of an edge stands at its new beginning, the other way round."""
    found = []
    for place in range(len(line) - 1, -1, -1):
        x, y, _ = line[place]
        found.append((x, y, -line[place - 1][2] if place else 0.0))
    return found


def _partners(lines: Sequence[Sequence[Vertex]], tolerance: float) -> dict[End, End]:
    """The one end that meets each end; ends where three meet have none."""
    cells: dict[tuple[int, int], list[End]] = {}
    places: dict[End, tuple[float, float]] = {}
    for number, line in enumerate(lines):
        for side in (0, 1):
            x, y = line[-side][:2]
            places[number, side] = x, y
            cells.setdefault((floor(x / tolerance), floor(y / tolerance)), []).append((number, side))
    found: dict[End, End] = {}
    for end, (x, y) in places.items():
        column, row = floor(x / tolerance), floor(y / tolerance)
        near = [
            other
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in cells.get((column + dx, row + dy), ())
            if other != end and hypot(places[other][0] - x, places[other][1] - y) <= tolerance
        ]
        if len(near) == 1:
            found[end] = near[0]
    return {end: other for end, other in found.items() if found.get(other) == end}


def _chain(start: int, partner: dict[End, End]) -> list[tuple[int, bool]] | None:
    """The lines from ``start`` on, with whether each runs forward; None where they do not come back to it."""
    chain, place, forward = [], start, True
    while True:
        chain.append((place, forward))
        following = partner.get((place, 1 if forward else 0))
        if following is None:
            return None
        place, forward = following[0], following[1] == 0
        if place == start:
            return chain if forward and len(chain) > 1 else None
        if len(chain) > len(partner):
            return None
