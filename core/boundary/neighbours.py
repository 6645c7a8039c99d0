"""The four neighbours 四至 of a parcel: what lies beyond its boundary to the north, east, south and west."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..shapes.polygons import Polygons

__all__ = ["DIRECTIONS", "Direction", "Probes", "names_by_direction", "probes"]

Direction = Literal["north", "east", "south", "west"]
DIRECTIONS: tuple[Direction, ...] = ("north", "east", "south", "west")

_STEP = 10.0
"""Metres of boundary for which one place beyond it is looked at."""


@dataclass(frozen=True)
class Probes:
    """Places just beyond the boundary.

    xy : (k, 2) metres, x to the east. direction : (k,) index into ``DIRECTIONS``. length : (k,) metres of boundary that
    each place stands for.
    """

    xy: NDArray[np.float64]
    direction: NDArray[np.int64]
    length: NDArray[np.float64]


def probes(polygons: Polygons, i: int, distance: float) -> Probes:
    """Places ``distance`` metres outside of the outer rings of polygon ``i``, one for each ten metres of boundary.

    Each edge looks to the side of its outward normal: to the north where that is within 45° of north, and so on.
    """
    xy, direction, length = [], [], []
    for ring, hole in polygons.rings_of(i):
        if hole or len(ring) < 4:
            continue
        a, b = ring[:-1], ring[1:]
        doubled = float(np.sum((a[:, 0] - a[0, 0]) * (b[:, 1] - a[0, 1]) - (b[:, 0] - a[0, 0]) * (a[:, 1] - a[0, 1])))
        edges = b - a
        long = np.hypot(edges[:, 0], edges[:, 1])
        keep = long > 0
        a, edges, long = a[keep], edges[keep], long[keep]
        # Right of the direction of travel is outside where the ring runs counter-clockwise.
        normal = np.column_stack([edges[:, 1], -edges[:, 0]]) / long[:, None] * (1.0 if doubled > 0 else -1.0)
        count = np.maximum(np.ceil(long / _STEP), 1).astype(np.int64)
        edge = np.repeat(np.arange(len(count)), count)
        place = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
        along = (place + 0.5) / count[edge]
        xy.append(a[edge] + edges[edge] * along[:, None] + normal[edge] * distance)
        # 0° is north, clockwise
        azimuth = np.degrees(np.arctan2(normal[:, 0], normal[:, 1])) % 360
        direction.append((np.floor((azimuth + 45) / 90) % 4).astype(np.int64)[edge])
        length.append((long / count)[edge])
    if not xy:
        return Probes(np.empty((0, 2)), np.empty(0, dtype=np.int64), np.empty(0))
    return Probes(np.vstack(xy), np.concatenate(direction), np.concatenate(length))


def names_by_direction(
    found: Probes, names: Sequence[str], least_share: float = 0.05
) -> Mapping[Direction, tuple[str, ...]]:
    """The names met in each direction, the one along most of the boundary first.

    names : (k,) the neighbour's name at each place, "" where there is none. A neighbour along less than ``least_share``
    of the boundary that looks to this side is left out.
    """
    result: dict[Direction, tuple[str, ...]] = {}
    for place, direction in enumerate(DIRECTIONS):
        here = found.direction == place
        total = float(found.length[here].sum())
        sums: dict[str, float] = {}
        for k in np.flatnonzero(here).tolist():
            if names[k]:
                sums[names[k]] = sums.get(names[k], 0.0) + float(found.length[k])
        kept = [name for name, length in sums.items() if length >= least_share * total]
        result[direction] = tuple(sorted(kept, key=lambda name: (-sums[name], name)))
    return result
