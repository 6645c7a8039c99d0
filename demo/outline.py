"""The county's outline: few points, and 1161 km² by the official procedure to the last digit."""

from __future__ import annotations

import numpy as np
import shapely

from .exact import area, nudge
from .frame import AREA, to_plane

__all__ = ["county_outline"]

_SKETCH_KM = [
    (-13.0, 1.2), (-10.3, -4.0), (-7.2, -6.6), (-4.6, -10.6), (0.6, -12.3), (5.2, -10.4), (9.8, -12.0),
    (13.6, -9.2), (18.0, -9.9), (20.6, -5.6), (25.4, -4.2), (26.6, 0.4), (29.9, 3.6), (28.6, 8.6),
    (25.9, 11.2), (26.3, 15.6), (23.0, 19.4), (18.6, 19.0), (15.6, 22.6), (11.4, 22.9), (8.8, 19.8),
    (4.6, 20.4), (0.6, 21.8), (-2.6, 18.0), (-5.9, 16.5), (-6.9, 12.6), (-10.2, 10.2), (-10.7, 5.9),
]  # fmt: skip
"""Schematic: about where the county lies and about as long and broad, and no more."""


def county_outline() -> shapely.Polygon:
    """The outline in EPSG:4527, official area 1161 km² exactly."""
    sketch = (np.array(_SKETCH_KM) - [0.3, 0.0]) * 1000
    middle = sketch.mean(axis=0)
    size = 1.0
    rings = [(range(len(sketch)), False)]
    for _ in range(20):
        ring = to_plane(middle + (sketch - middle) * size)
        miss = AREA - area(ring, rings)
        if abs(miss) < 50:
            break
        size *= 1 + miss / (2 * AREA)
    nudge(ring, rings, AREA)
    return shapely.Polygon(ring)
