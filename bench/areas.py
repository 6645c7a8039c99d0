"""What the area of a patch costs, per vertex: this engine beside pyproj's Geod and QGIS's QgsDistanceArea.

``PYTHONPATH=.build/plugins python bench/areas.py [patches]`` prints the table; medians over interleaved runs. Every
method's total is compared with the official procedure's, so that nobody is fast by being wrong.
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from county import EPSG, make

from redline.core import compiled
from redline.core.ellipsoid import official_areas, projection_of_epsg
from redline.core.ellipsoid.areaplane import AreaPlane, areas
from redline.core.ellipsoid.procedure import half_up_array, procedure_areas
from redline.core.shapes.polygons import Polygons

__all__ = ["Cost", "measure"]

ROUNDS = 7
SAMPLE = 2_000


class Cost(NamedTuple):
    """ns a vertex (median), and how far the total is from the official one, as a share of it."""

    method: str
    nanoseconds: float
    difference: float


def measure(n_patches: int = 100_000, rounds: int = ROUNDS) -> list[Cost]:
    """The cost of each method on the patches of a synthetic county."""
    polygons = make(n_patches).patches
    projection = projection_of_epsg(EPSG)
    bounds = (*polygons.xy.min(axis=0), *polygons.xy.max(axis=0))
    plane = AreaPlane.fit(bounds, projection)
    bodies = ["numba", "numpy"] if compiled.warm_up() else ["numpy"]
    in_plane = plane.apply(polygons)
    methods: dict[str, Callable[[], float]] = {}
    for body in bodies:
        methods[f"area plane, from the projection ({body})"] = lambda body=body: math.fsum(
            plane.areas(polygons, body=body)
        )
        methods[f"area plane, transform only ({body})"] = lambda body=body: (
            math.nan * len(plane.apply(polygons, body=body))
        )
        methods[f"area plane, transformed already ({body})"] = lambda body=body: math.fsum(areas(in_plane, body=body))
    methods["official, with its fit"] = lambda: math.fsum(official_areas(polygons, projection))
    methods["official, the procedure itself"] = lambda: math.fsum(
        half_up_array(procedure_areas(polygons, projection), 2)
    )
    vertices = len(polygons.xy)
    costs = _interleaved(methods, rounds)
    total = math.fsum(official_areas(polygons, projection))
    result = [Cost(name, seconds / vertices * 1e9, value / total - 1) for name, (seconds, value) in costs.items()]
    return result + _others(polygons, official_areas(polygons, projection))


def _interleaved(methods: dict[str, Callable[[], float]], rounds: int) -> dict[str, tuple[float, float]]:
    """Median seconds and the value of each method, all run by turns."""
    seconds: dict[str, list[float]] = {name: [] for name in methods}
    values: dict[str, float] = {}
    for _ in range(rounds):
        for name, method in methods.items():
            begin = time.perf_counter()
            values[name] = method()
            seconds[name].append(time.perf_counter() - begin)
    return {name: (statistics.median(times), values[name]) for name, times in seconds.items()}


def _others(polygons: Polygons, official: np.ndarray) -> list[Cost]:
    """pyproj.Geod and QgsDistanceArea on some of the patches, on their vertices as they are."""
    some = min(SAMPLE, len(polygons))
    rings = polygons.rings[: polygons.polygons[some] + 1]
    methods = {
        name: method
        for name, method in (
            ("pyproj.Geod, with its transform", _by_geod(polygons, rings)),
            ("QgsDistanceArea, with its transform", _by_qgis(polygons, some)),
        )
        if method is not None
    }
    total = math.fsum(official[:some])
    return [
        Cost(name, seconds / rings[-1] * 1e9, value / total - 1)
        for name, (seconds, value) in _interleaved(methods, 3).items()
    ]


def _by_geod(polygons: Polygons, rings: np.ndarray) -> Callable[[], float] | None:
    try:
        import pyproj
    except ImportError:
        return None
    ellipsoid = projection_of_epsg(EPSG).ellipsoid
    geod = pyproj.Geod(a=ellipsoid.a, b=ellipsoid.b)
    transform = pyproj.Transformer.from_crs(EPSG, 4490, always_xy=True).transform

    def total() -> float:
        lon, lat = transform(*polygons.xy[: rings[-1]].T)
        return math.fsum(
            (-1 if hole else 1) * abs(geod.polygon_area_perimeter(lon[first:last], lat[first:last])[0])
            for first, last, hole in zip(rings[:-1], rings[1:], polygons.holes, strict=False)
        )

    return total


def _by_qgis(polygons: Polygons, some: int) -> Callable[[], float] | None:
    try:
        from qgis.core import (
            QgsCoordinateReferenceSystem,
            QgsCoordinateTransformContext,
            QgsDistanceArea,
            QgsGeometry,
        )
    except ImportError:
        return None
    from redline.core.shapes.wkb import encode

    crs = QgsCoordinateReferenceSystem.fromEpsgId(EPSG)
    measure_area = QgsDistanceArea()
    measure_area.setSourceCrs(crs, QgsCoordinateTransformContext())
    if not measure_area.setEllipsoid(crs.ellipsoidAcronym()):
        return None
    geometries = []
    for wkb in encode(polygons)[:some]:
        geometry = QgsGeometry()
        geometry.fromWkb(wkb)
        geometries.append(geometry)
    return lambda: math.fsum(measure_area.measureArea(geometry) for geometry in geometries)


def main() -> None:
    n_patches = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(f"| method ({n_patches} patches) | ns a vertex | total against the official one |")
    print("|---|---|---|")
    for cost in measure(n_patches):
        difference = "–" if math.isnan(cost.difference) else f"{cost.difference:+.1e}"
        print(f"| {cost.method} | {cost.nanoseconds:.1f} | {difference} |")


if __name__ == "__main__":
    main()
