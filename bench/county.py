"""A synthetic county of any size: patches that cover it without gap or overlap, and four kinds of zones.

Boundaries are shared vertex by vertex, as in a land-use survey. Coordinates are CGCS2000 / 3-degree GK zone 38
(EPSG:4526, easting with the zone's number left off: EPSG:4547), metres. The same arguments give the same county.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely

from redline.core.shapes.polygons import Polygons

__all__ = [
    "CLASSES", "EPSG", "SEED", "County", "circles", "make", "parcels", "patch_blocks", "some", "villages", "zones",
]  # fmt: skip

EPSG = 4547
WEST, SOUTH = 560_000.0, 4_020_000.0  # about the middle of Shandong's west
CLASSES = 12
SIDE_POINTS = 4  # vertices inside each side of a patch: 4 × 5 + 1 = 21 in its ring
SPACING = 108.0
VILLAGE_SIDE_POINTS = 59
VILLAGE = 1_240.0
SEED = 20260101


class County(NamedTuple):
    patches: Polygons
    classes: np.ndarray
    villages: Polygons
    circles: Polygons
    parcels: Polygons
    redlines: Polygons


def make(n_patches: int, seed: int = SEED) -> County:
    """A county of about ``n_patches`` patches of about 1.2 ha with its zones."""
    side = round(n_patches**0.5)
    patches = _patch_lattice(side, seed).cells(0, side)
    return County(patches, patch_classes(side, 0, side, seed), **zones(n_patches, seed))


def zones(n_patches: int, seed: int = SEED) -> dict[str, Polygons]:
    """Four kinds of zones; for more patches the county is larger, and it has more of them."""
    side = round(n_patches**0.5)
    low = np.array([WEST, SOUTH])
    high = low + side * SPACING
    times = max(1, round(n_patches / 100_000))
    middles = low + np.random.default_rng(seed).random((94 * times, 2)) * (high - low)
    # Red lines are made of the patches: of the first 100,000 at most, so that large counties need no long union.
    rows = min(side, 100_000 // side)
    patches, classes = _patch_lattice(side, seed).cells(0, rows), patch_classes(side, 0, rows, seed)
    return {
        "villages": villages(low, high, seed),
        "circles": circles(middles, 5_000.0),
        "parcels": parcels(1_000 * times, low, high, seed),
        "redlines": redlines(patches, classes, side, rows),
    }


def villages(low: np.ndarray, high: np.ndarray, seed: int = SEED) -> Polygons:
    """Villages of about 1.5 km² with 240 vertices each that cover the rectangle."""
    across = np.maximum(1, np.round((high - low) / VILLAGE)).astype(int)
    lattice = _Lattice(int(across[0]), int(across[1]), 1.0, VILLAGE_SIDE_POINTS, 0.2, 0.01, seed + 1, (0.0, 0.0))
    made = lattice.cells(0, int(across[1]), decimals=9)
    return made.with_xy(np.round(low + made.xy * ((high - low) / across), 4))


def circles(middles: np.ndarray, radius: float) -> Polygons:
    """A circle of 128 vertices around each of the (n, 2) points."""
    return _rings(np.round(middles[:, None, :] + radius * _unit_circle(128)[None], 4))


def parcels(n: int, low: np.ndarray, high: np.ndarray, seed: int = SEED) -> Polygons:
    """Four-cornered parcels of 0.5 to 20 ha."""
    rng = np.random.default_rng(seed)
    middle = low + 500 + rng.random((n, 1, 2)) * (high - low - 1_000)
    side = np.sqrt(np.exp(rng.uniform(np.log(5_000), np.log(200_000), (n, 1, 1))))
    corners = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]) + rng.uniform(-0.1, 0.1, (n, 4, 2))
    angle = rng.uniform(0, np.pi / 2, n)
    turn = np.stack([np.stack([np.cos(angle), -np.sin(angle)], -1), np.stack([np.sin(angle), np.cos(angle)], -1)], -2)
    return _rings(np.round(middle + np.einsum("nij,nkj->nki", turn, corners * side), 4))


def some(polygons: Polygons, kept: np.ndarray) -> Polygons:
    """The polygons where ``kept``."""
    return Polygons.from_rings(polygons.rings_of(i) for i in np.flatnonzero(kept).tolist())


def _patch_lattice(side: int, seed: int) -> _Lattice:
    return _Lattice(side, side, SPACING, SIDE_POINTS, 0.25, 0.04, seed, (WEST, SOUTH))


def patch_blocks(n_patches: int, size: int = 50_000, seed: int = SEED):
    """The same patches in blocks of about ``size``, never all at once: (Polygons, classes) each."""
    side = round(n_patches**0.5)
    lattice = _patch_lattice(side, seed)
    rows = max(1, size // side)
    for first in range(0, side, rows):
        stop = min(first + rows, side)
        yield lattice.cells(first, stop), patch_classes(side, first, stop, seed)


def patch_classes(nx: int, first: int, stop: int, seed: int) -> np.ndarray:
    """A class for each patch of the rows; class 0, arable land, has about half of them, in clumps."""
    rows, columns = np.mgrid[first:stop, 0:nx]
    clump = _hash(rows // 6, columns // 6, seed + 7)
    own = _hash(rows, columns, seed + 8)
    return np.where((clump < 0.55) ^ (own < 0.08), 0, 1 + (own * 97 % 1 * (CLASSES - 1)).astype(np.int64)).ravel()


def redlines(patches: Polygons, classes: np.ndarray, nx: int, ny: int) -> Polygons:
    """The arable patches dissolved in 22 parts: thousands of rings and holes in each."""
    shapes = to_shapely(patches)
    place = np.arange(len(shapes))
    part = (place % nx) * 11 // nx + 11 * ((place // nx) * 2 // ny)
    merged = [shapely.union_all(shapes[(classes == 0) & (part == k)]) for k in range(22)]
    return from_shapely([shape for shape in merged if not shape.is_empty])


def to_shapely(polygons: Polygons) -> np.ndarray:
    """One shapely geometry for each polygon of one ring."""
    rings = shapely.linearrings(polygons.xy, indices=np.repeat(np.arange(len(polygons)), np.diff(polygons.rings)))
    return shapely.polygons(rings)


def from_shapely(shapes) -> Polygons:
    """Polygons of shapely's Polygons and MultiPolygons."""
    from redline.core.shapes.wkb import decode_list

    return decode_list(shapely.to_wkb(shapes), body="numpy")


class _Lattice:
    """Cells of a bent lattice; the vertices of a side depend on the side alone, so that neighbours share them."""

    def __init__(
        self,
        nx: int,
        ny: int,
        step: float,
        points: int,
        jitter: float,
        wiggle: float,
        seed: int,
        corner: tuple[float, float],
    ) -> None:
        self.corner = corner
        self.nx, self.ny, self.points, self.seed, self.step = nx, ny, points, seed, step
        self.jitter, self.wiggle = jitter, wiggle

    def nodes(self, first: int, stop: int) -> np.ndarray:
        rows, columns = np.mgrid[first:stop, 0 : self.nx + 1]
        inner_x = (columns > 0) & (columns < self.nx)
        inner_y = (rows > 0) & (rows < self.ny)
        x = columns + inner_x * self.jitter * (2 * _hash(rows, columns, self.seed + 1) - 1)
        y = rows + inner_y * self.jitter * (2 * _hash(rows, columns, self.seed + 2) - 1)
        return np.stack([x, y], -1) * self.step + np.array(self.corner)

    def sides(self, a: np.ndarray, b: np.ndarray, first: int, kind: int, straight: np.ndarray) -> np.ndarray:
        """Points of the sides from nodes ``a`` to ``b``, b left out: (rows, columns, points + 1, 2)."""
        k = np.arange(self.points + 1) / (self.points + 1)
        rows, columns = np.mgrid[first : first + a.shape[0], 0 : a.shape[1]]
        across = (b - a)[..., ::-1] * (-1, 1)
        out = a[:, :, None, :] + (b - a)[:, :, None, :] * k[None, None, :, None]
        for j in range(1, self.points + 1):
            amount = self.wiggle * (2 * _hash(rows, columns, self.seed + 16 * kind + 1000 * j) - 1) * ~straight
            out[:, :, j] += amount[..., None] * across
        return out

    def cells(self, first: int, stop: int, decimals: int = 4) -> Polygons:
        """The cells of the rows first … stop − 1, rounded as surveys are: to a tenth of a millimetre."""
        nodes = self.nodes(first, stop + 1)
        row = np.arange(first, stop + 1)[:, None]
        column = np.arange(self.nx + 1)[None]
        flat = np.broadcast_to((row == 0) | (row == self.ny), (len(row), self.nx))
        upright = np.broadcast_to((column == 0) | (column == self.nx), (stop - first, self.nx + 1))
        across = self.sides(nodes[:, :-1], nodes[:, 1:], first, 1, flat)
        along = self.sides(nodes[:-1], nodes[1:], first, 2, upright)
        ends = np.concatenate([across, nodes[:, 1:, None]], axis=2)
        tops = np.concatenate([along, nodes[1:, :, None]], axis=2)
        ring = np.concatenate(
            [across[:-1], along[:, 1:], ends[1:, :, :0:-1], tops[:, :-1, ::-1]], axis=2
        )  # counter-clockwise from the lower left corner, closed
        return _rings(np.round(ring.reshape(-1, ring.shape[2], 2), decimals))


def _rings(rings: np.ndarray) -> Polygons:
    n, k, _ = rings.shape
    if not np.array_equal(rings[:, 0], rings[:, -1]):
        rings = np.concatenate([rings, rings[:, :1]], axis=1)
        k += 1
    ends = np.arange(n + 1, dtype=np.int64)
    return Polygons(np.ascontiguousarray(rings.reshape(-1, 2)), ends * k, np.zeros(n, dtype=np.bool_), ends)


def _hash(a: np.ndarray, b: np.ndarray, seed: int) -> np.ndarray:
    """Numbers 0 … 1 that look random and depend on a, b and the seed alone (splitmix64)."""
    with np.errstate(over="ignore"):
        v = (
            (a.astype(np.uint64) << np.uint64(32))
            ^ b.astype(np.uint64)
            ^ (np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15))
        )
        v = (v ^ (v >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        v = (v ^ (v >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return ((v ^ (v >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) / 2.0**53


def _unit_circle(n: int) -> np.ndarray:
    angle = np.arange(n) * (2 * np.pi / n)
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)
