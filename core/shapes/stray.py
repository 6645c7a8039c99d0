"""Vertices astray: where no coordinate of the layer's system can be, or at the end of an edge longer than a county."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from .polygons import FloatArray, IntArray, Polygons, bounds_of

__all__ = ["AROUND", "DEGREE", "LONGEST_EDGE", "Reach", "Stray", "stray_vertices"]

LONGEST_EDGE = 500_000.0
"""Metres: longer than any edge of a real boundary, and the width of all but the largest counties."""

AROUND = 10_000_000.0
"""Metres around the area of use: land may lie beside the zone it is kept in, and satellite images keep the south of the
equator in the northern zone; but not 39,000 km away, where an easting without its zone number is."""

DEGREE = 111_000.0
"""Metres of a degree of latitude, for such bounds only."""


@dataclass(frozen=True)
class Reach:
    """How far coordinates of a system go. box : (xmin, ymin, xmax, ymax), infinite where nothing is known; longest :
    the longest edge; both in units of the system."""

    box: tuple[float, float, float, float]
    longest: float


class Stray(NamedTuple):
    """A vertex astray. number : of the vertex in its polygon, from 1; length : of the longest edge of the polygon, 0
    where it is the vertex that lies outside the reach."""

    polygon: int
    number: int
    x: float
    y: float
    length: float


def stray_vertices(polygons: Polygons, reach: Reach) -> list[Stray]:
    """The vertex of each polygon that lies outside of ``reach``, or ends an edge that is too long: the farthest one
    from the middle of the polygon's vertices. Coordinates must be numbers, but may be infinite."""
    xy = polygons.xy
    if not len(xy):
        return []
    bounds = bounds_of(polygons)
    low, high = bounds[:2], bounds[2:]
    inside = (low >= reach.box[:2]).all() and (high <= reach.box[2:]).all()
    # Where all lies within one county, no edge can be longer: a pass that almost always says that all is well.
    if inside and np.hypot(*(high - low)) <= reach.longest:
        return []
    outside = ((xy < reach.box[:2]) | (xy > reach.box[2:])).any(axis=1)
    lengths = _lengths(polygons)
    ends = polygons.rings[polygons.polygons]
    owner = np.searchsorted(ends, np.flatnonzero(outside | ~(lengths <= reach.longest)), side="right") - 1
    return [_farthest(polygons, i, outside, lengths, ends) for i in np.unique(owner).tolist()]


def _lengths(polygons: Polygons) -> FloatArray:
    """(m,) the edge from each vertex to the next of its ring; 0 for the last."""
    xy = polygons.xy
    lengths = np.zeros(len(xy))
    with np.errstate(invalid="ignore", over="ignore"):
        lengths[:-1] = np.hypot(np.diff(xy[:, 0]), np.diff(xy[:, 1]))
    ends = polygons.rings[1:]
    lengths[ends[ends > 0] - 1] = 0
    return lengths


def _farthest(polygons: Polygons, i: int, outside: np.ndarray, lengths: FloatArray, ends: IntArray) -> Stray:
    part = slice(int(ends[i]), int(ends[i + 1]))
    xy = polygons.xy[part]
    with np.errstate(invalid="ignore", over="ignore"):
        away = np.abs(xy - np.median(xy, axis=0)).max(axis=1)
    at = int(np.argmax(away))
    length = 0.0 if outside[part].any() else float(lengths[part].max())
    return Stray(i, at + 1, float(xy[at, 0]), float(xy[at, 1]), length)
