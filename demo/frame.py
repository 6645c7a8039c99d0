"""What all parts of the demo county agree on: codes, coordinate system, randomness, smooth noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from redline.core.ellipsoid import official_areas, projection_of_epsg
from redline.core.shapes.polygons import FloatArray, Polygons

__all__ = [
    "AREA",
    "COUNTY_CODE",
    "COUNTY_NAME",
    "EPSG",
    "GEOGRAPHIC",
    "NOTICE",
    "ORIGIN",
    "PROJECTION",
    "YEAR",
    "Waves",
    "areas_of",
    "from_shapely",
    "rng_of",
    "to_plane",
    "waves",
]

EPSG = 4527
"""CGCS2000, 3-degree zone 39 with prefix: README.md says why this one."""

GEOGRAPHIC = 4490
COUNTY_CODE = "371525"
COUNTY_NAME = "冠县"
YEAR = 2021
AREA = 1_161_000_000.0
"""Official area of the county in m²."""

ORIGIN = np.array([39_360_000.0, 4_040_000.0])
"""Local coordinates count from here, so that millimetres keep their digits; the county seat stands at (0.2, 0) km."""

NOTICE = "示意数据：几何、地类、权属、摄像头、地块均为虚构，不代表任何实际界线或审批"  # 冒号、逗号为中文标点
PROJECTION = projection_of_epsg(EPSG)


def rng_of(seed: int, *keys: int) -> np.random.Generator:
    """Randomness of its own for each part, so that a change in one part leaves the others as they are."""
    return np.random.default_rng((seed, *keys))


@dataclass(frozen=True)
class Waves:
    """A smooth random field: a sum of plane waves. Differentiable, cheap, the same for a point wherever it is asked."""

    wave: FloatArray  # (n, 2) radians per metre
    phase: FloatArray  # (n,)
    amplitude: FloatArray  # (n, 2) metres along x and y

    def displacement(self, xy: FloatArray) -> FloatArray:
        """(n, 2) shift of each point of ``xy`` (n, 2)."""
        out = np.zeros_like(xy)
        for wave, phase, amplitude in zip(self.wave, self.phase, self.amplitude, strict=True):
            swing = np.sin(xy[:, 0] * wave[0] + xy[:, 1] * wave[1] + phase)
            out[:, 0] += amplitude[0] * swing
            out[:, 1] += amplitude[1] * swing
        return out

    def value(self, xy: FloatArray) -> FloatArray:
        """A scalar field of the same waves, about -1 … 1."""
        phases = np.asarray(xy) @ self.wave.T + self.phase
        return np.asarray(np.sin(phases).sum(axis=1) / np.sqrt(len(self.wave)))


def waves(rng: np.random.Generator, *octaves: tuple[float, float, int]) -> Waves:
    """Waves of the given (wavelength, amplitude, number) octaves in random directions."""
    wave, amplitude = [], []
    for length, size, number in octaves:
        turn = rng.uniform(0, np.pi) + np.arange(number) * np.pi / number + rng.uniform(-0.2, 0.2, number)
        lengths = length * rng.uniform(0.8, 1.25, number)
        wave.append(np.column_stack([np.cos(turn), np.sin(turn)]) * (2 * np.pi / lengths)[:, None])
        way = rng.uniform(0, 2 * np.pi, number)
        amplitude.append(np.column_stack([np.cos(way), np.sin(way)]) * size / np.sqrt(number))
    stacked = np.vstack(wave)
    return Waves(stacked, rng.uniform(0, 2 * np.pi, len(stacked)), np.vstack(amplitude))


def to_plane(local: FloatArray) -> FloatArray:
    """Local coordinates to EPSG:4527, on the 0.1 mm that the official procedure counts in."""
    return np.round(np.asarray(local) + ORIGIN, 4)


def from_shapely(geometries: NDArray[np.object_]) -> Polygons:
    """The engine's arrays of an array of shapely polygons and multipolygons."""
    parts, part_of = shapely.get_parts(geometries, return_index=True)
    rings, ring_of = shapely.get_rings(parts, return_index=True)
    xy, of = shapely.get_coordinates(rings, return_index=True)
    first = np.ones(len(rings), dtype=bool)
    first[1:] = ring_of[1:] != ring_of[:-1]
    counts = np.bincount(of, minlength=len(rings))
    per_polygon = np.bincount(part_of[ring_of], minlength=len(geometries))
    return Polygons(
        np.ascontiguousarray(xy),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        ~first,
        np.concatenate([[0], np.cumsum(per_polygon)]).astype(np.int64),
    )


def areas_of(geometries: NDArray[np.object_] | list) -> FloatArray:
    """Official areas of shapely polygons in EPSG:4527, m² with 2 decimals."""
    return official_areas(from_shapely(np.asarray(geometries, dtype=object)), PROJECTION)
