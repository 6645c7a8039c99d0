"""What runs through many villages: rivers, canals, roads, the railway; as polygons in local coordinates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from redline.core.shapes.polygons import FloatArray

__all__ = ["Strip", "network"]


@dataclass(frozen=True)
class Strip:
    """One linear thing drawn as an area: its class, its width in m (0 where it has none of its own), its polygon."""

    dlbm: str
    width: float
    polygon: shapely.Geometry
    name: str


_WEST_RIVER = [(-4.2, -14.0), (-5.4, -8.2), (-8.2, -5.0), (-11.2, -0.8), (-11.4, 3.0), (-9.4, 6.6),
               (-8.8, 10.4), (-5.6, 13.4), (-4.6, 16.4), (-1.8, 19.4), (0.4, 25.0)]  # fmt: skip
_EAST_RIVER = [
    (7.6, -14.0),
    (12.4, -7.6),
    (17.4, -3.6),
    (18.8, 1.4),
    (22.0, 6.0),
    (22.4, 11.0),
    (25.2, 16.0),
    (27.0, 21.0),
]
_RAILWAY = [(-16.0, 4.3), (-6.0, 3.4), (2.0, 3.9), (10.0, 3.2), (20.0, 6.8), (32.0, 7.6)]
_EXPRESSWAYS = [
    [(-14.0, -7.8), (-4.0, -7.0), (4.0, -9.5), (14.0, -8.4), (26.0, -9.0)],
    [(10.4, -14.0), (11.4, -6.0), (12.0, 2.0), (10.8, 10.0), (9.8, 16.0), (10.4, 26.0)],
]
_HIGHWAYS = [
    [(-16.0, -0.9), (-6.0, -0.6), (-2.6, -0.3), (3.0, -0.2), (9.0, 0.3), (16.0, 0.7), (32.0, 2.6)],
    [(1.2, 26.0), (1.6, 16.0), (1.2, 9.0), (0.4, 3.0), (0.2, -3.0), (1.0, -8.0), (1.5, -15.0)],
]
_MAIN_CANALS = [
    [(-11.2, -1.6), (-3.0, 2.6), (3.0, 4.7), (9.0, 8.4), (13.0, 15.0), (13.4, 26.0)],
    [(-7.6, -6.2), (0.0, -5.2), (7.0, -4.4), (14.0, -2.2), (20.0, -1.4), (30.0, -4.0)],
]
_CANALS = [
    [(-9.2, 8.6), (-1.0, 11.0), (5.0, 12.2), (12.0, 10.6), (20.0, 11.4), (32.0, 13.0)],
    [(2.4, -15.0), (4.2, -8.0), (6.0, -2.0), (8.0, 3.0), (8.2, 9.0), (5.6, 14.0), (5.0, 23.0)],
    [(-11.8, 5.6), (-5.0, 6.0), (-1.6, 8.0), (0.2, 14.0), (-1.4, 21.0)],
    [(11.8, -13.0), (10.4, -5.0), (14.4, 1.0), (17.0, 7.0), (18.6, 13.0), (21.4, 21.0)],
    [(13.0, 4.2), (22.0, 3.0), (32.0, 4.4)],
    [(-16.0, -2.6), (-9.0, -2.2), (-4.0, -3.4), (-2.4, -9.0), (-2.0, -14.0)],
]  # fmt: skip


def network(ground: shapely.Polygon, towns: FloatArray, town: shapely.Polygon) -> list[Strip]:
    """The network in order of precedence, without overlaps, cut at the outline ``ground``.

    towns : (n, 2) seats, which county roads join; town : the county town, whose streets take their place.
    """
    west = _smooth(_WEST_RIVER)
    drawn: list[tuple[str, float, shapely.Geometry, str]] = [("1001", 24, _band(_smooth(_RAILWAY), 24), "铁路")]
    drawn += [("1003", 42, _band(_smooth(line), 42), "高速公路") for line in _EXPRESSWAYS]
    drawn += [("1003", 26, _band(_smooth(line), 26), "国省道") for line in _HIGHWAYS]
    drawn.append(("1101", 96, _band(west, 96), "西河"))
    drawn.append(("1101", 52, _band(_smooth(_EAST_RIVER), 52), "东河"))
    drawn += [("1107A", 26, _band(_smooth(line), 26), "干渠") for line in _MAIN_CANALS]
    drawn += [("1003", 12, _band(line, 12).difference(town), "县乡道") for line in _county_roads(towns)]
    drawn.append(("1106", 0, _band(west, 150), "西河滩"))
    drawn.append(("1109", 14, _band(west, 448).difference(_band(west, 420)), "西河堤"))
    drawn += [("1107", 12, _band(_smooth(line), 12).difference(town), "支渠") for line in _CANALS]
    strips, taken = [], shapely.Polygon()
    for dlbm, width, polygon, name in drawn:
        free = polygon.intersection(ground).difference(taken)
        strips.append(Strip(dlbm, width, free, name))
        taken = taken.union(polygon)
    return strips


def _smooth(line: list[tuple[float, float]]) -> FloatArray:
    """Corners of a sketch in km cut three times (Chaikin); metres."""
    xy = np.array(line) * 1000
    for _ in range(3):
        a, b = xy[:-1], xy[1:]
        cut = np.stack([a * 0.75 + b * 0.25, a * 0.25 + b * 0.75], axis=1).reshape(-1, 2)
        xy = np.vstack([xy[:1], cut[1:-1], xy[-1:]])
    return xy


def _band(line: FloatArray, width: float) -> shapely.Geometry:
    return shapely.buffer(shapely.linestrings(line), width / 2, cap_style="flat", join_style="mitre", mitre_limit=3)


def _county_roads(towns: FloatArray) -> list[FloatArray]:
    """Straight-ish roads between neighbouring seats: the relative neighbourhood graph, bent once."""
    n = len(towns)
    far = np.sqrt(((towns[:, None] - towns[None]) ** 2).sum(axis=2))
    roads = []
    for a in range(n):
        for b in range(a + 1, n):
            others = [c for c in range(n) if c not in (a, b)]
            if far[a, b] < 1.04 * min(max(far[a, c], far[b, c]) for c in others):
                along = towns[b] - towns[a]
                side = np.array([-along[1], along[0]]) * (0.06 if (a + b) % 2 else -0.05)
                bends = [towns[a], towns[a] + along * 0.35 + side, towns[a] + along * 0.7 + side * 0.6, towns[b]]
                roads.append(_smooth([tuple(p / 1000) for p in bends]))
    return roads
