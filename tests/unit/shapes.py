"""Polygons to try the engine on: stars, lattices, slivers, spirals, combs. Coordinates are multiples of 2⁻²⁰ between
−64 and 192, so that moving them by whole kilometres and turning them by right angles changes no digit."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import strategies as st

from redline.core.shapes.polygons import Polygons
from redline.core.shapes.wkb import decode_list

GRID = 2.0**-20


def snap(xy):
    return np.round(np.asarray(xy, dtype=float) / GRID) * GRID


def to_polygons(geometries) -> Polygons:
    return decode_list(shapely.to_wkb(np.asarray(geometries, dtype=object)), body="numpy")


def moved(polygons: Polygons, by) -> Polygons:
    return polygons.with_xy(polygons.xy + np.asarray(by, dtype=float))


def star(rng, most=300) -> shapely.Polygon:
    """Star-shaped about its middle: simple whatever the radii."""
    n = int(rng.choice([3, 4, 5, 8, 9, 17, 40, most]))
    angle = np.sort(rng.random(n)) * 2 * np.pi
    radius = rng.uniform(2, 50) * rng.uniform(0.2, 1, n)
    ring = rng.uniform(20, 108, 2) + radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1)
    return shapely.Polygon(snap(ring))


def lattice(rng) -> shapely.Geometry:
    """Boxes and triangles on the corners of an 8 × 8 grid, joined and cut out: coincident edges everywhere."""
    shape = shapely.Polygon()
    for _ in range(int(rng.integers(1, 6))):
        corners = rng.integers(0, 9, (3, 2)) * 16.0
        part = shapely.Polygon(corners) if rng.random() < 0.5 else shapely.box(*corners[0], *corners[1])
        if part.area > 0:
            shape = shape.difference(part) if rng.random() < 0.35 else shape.union(part)
    parts = [g for g in getattr(shape, "geoms", [shape]) if g.geom_type == "Polygon"]
    return shapely.transform(shapely.MultiPolygon(parts), snap) if parts else shapely.Polygon()


def sliver(rng) -> shapely.Polygon:
    """A triangle or quadrangle of up to 100 m by a millimetre to a micrometre."""
    a, b = rng.uniform(0, 128, (2, 2))
    thin = (b - a)[::-1] * (-1, 1) * 10.0 ** rng.uniform(-8, -5)
    ring = [a, b, b + thin, a + thin][: int(rng.integers(3, 5))]
    return shapely.Polygon(snap(ring))


def spiral(rng) -> shapely.Polygon:
    """A band wound round its middle two to six times."""
    turns, n = rng.uniform(2, 6), int(rng.integers(30, 150))
    angle = np.linspace(0, 2 * np.pi * turns, n)
    step = 60 / (2 * np.pi * turns)
    out, back = step * angle + 4, step * angle + 4 - rng.uniform(0.1, 0.8) * min(4, step * 2 * np.pi)
    unit = np.stack([np.cos(angle), np.sin(angle)], 1)
    ring = np.vstack([out[:, None] * unit, (back[:, None] * unit)[::-1]])
    return shapely.Polygon(snap(ring + 64.0))


def comb(rng, teeth=None, tooth=None) -> shapely.Polygon:
    """A back with teeth; standing or lying."""
    teeth = teeth or int(rng.integers(2, 40))
    width = 128 / (2 * teeth)
    x = np.repeat(np.arange(2 * teeth) * width, 2)
    y = np.tile([0.0, tooth or rng.uniform(10, 110), tooth or rng.uniform(10, 110), 0.0], teeth)[: len(x)]
    ring = np.vstack([np.stack([x, y], 1), [(x[-1], -8.0), (0.0, -8.0)]])
    return shapely.Polygon(snap(ring[:, ::-1] if rng.random() < 0.5 else ring))


KINDS = [star, lattice, sliver, spiral, comb]


def geometries(seed: int, count: int, kinds=KINDS) -> np.ndarray:
    """``count`` valid geometries, holes and several parts among them."""
    rng = np.random.default_rng(seed)
    out = np.empty(count, dtype=object)
    for k in range(count):
        shape = kinds[int(rng.integers(len(kinds)))](rng)
        if rng.random() < 0.3:
            other = kinds[int(rng.integers(len(kinds)))](rng)
            if shape.is_valid and other.is_valid:
                mixed = shape.difference(other) if rng.random() < 0.5 else shape.union(other)
                parts = [g for g in getattr(mixed, "geoms", [mixed]) if g.geom_type == "Polygon" and not g.is_empty]
                shape = shapely.transform(shapely.MultiPolygon(parts), snap)
        out[k] = shape if shape.is_valid else shapely.Polygon()
    return out


seeds = st.integers(0, 2**32 - 1)
