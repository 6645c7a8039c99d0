"""The benchmark's synthetic county is what it says: a cover without gap or overlap, the same whole or in blocks."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from redline.bench import county
from redline.core.overlay.measure import measure
from redline.core.overlay.overlaps import coverage, overlaps
from redline.core.shapes.polygons import Polygons
from redline.core.shapes.wkb import encode

SIDE = 20
EXTENT = SIDE * county.SPACING


@pytest.fixture(scope="module")
def made():
    return county.make(SIDE * SIDE)


def square() -> Polygons:
    west, south = county.WEST, county.SOUTH
    corners = [(west, south), (west + EXTENT, south), (west + EXTENT, south + EXTENT), (west, south + EXTENT)]
    return Polygons.from_rings([[(corners, False)]])


def test_patches_and_villages_cover_the_county_once(made):
    for layer in (made.patches, made.villages):
        assert shapely.is_valid(shapely.from_wkb(encode(layer))).all()
        found = coverage(square(), layer, body="numpy")
        assert len(found.overlaps.area) == 0
        assert found.uncovered == pytest.approx([0], abs=1e-6)


def test_blocks_are_the_whole(made):
    blocks = list(county.patch_blocks(SIDE * SIDE, size=75))  # rows of 20: 3 rows a block, 7 blocks, the last shorter
    assert [len(polygons) for polygons, _ in blocks] == [60, 60, 60, 60, 60, 60, 40]
    np.testing.assert_array_equal(np.concatenate([p.xy for p, _ in blocks]), made.patches.xy)
    np.testing.assert_array_equal(np.concatenate([c for _, c in blocks]), made.classes)


def test_zones_are_of_their_kinds(made):
    assert len(made.circles) == 94
    # 128 corners on a circle: area 128/2 · r² · sin(2π/128)
    corners = 64 * 5_000**2 * np.sin(2 * np.pi / 128)
    np.testing.assert_allclose(measure(made.circles, body="numpy").areas, corners, rtol=1e-7)
    areas = measure(made.parcels, body="numpy").areas
    assert len(areas) == 1_000
    assert areas.min() > 3_000
    assert areas.max() < 300_000
    arable = measure(made.patches, body="numpy").areas[made.classes == 0].sum()
    assert measure(made.redlines, body="numpy").areas.sum() == pytest.approx(arable, rel=1e-12)
    assert len(overlaps(made.redlines, body="numpy").area) == 0
