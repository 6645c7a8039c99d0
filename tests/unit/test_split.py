"""Cutting an exact official area off a polygon."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from redline.core.boundary.split import clip_half_plane, direction_of_line, normal_of, split_by_area
from redline.core.ellipsoid import official_areas, projection_of_epsg
from redline.core.errors import RedlineError
from redline.core.shapes.polygons import Polygons

EAST, NORTH = 39_400_000.0, 4_040_000.0
PROJECTION = projection_of_epsg(4527)


def polygon(*rings):
    """One polygon; coordinates in metres from (EAST, NORTH); the first ring of each part is (points, False)."""
    return Polygons.from_rings([[([(EAST + x, NORTH + y) for x, y in points], hole) for points, hole in rings]])


def box(x, y, w, h):
    return [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]


def shape(polygons):
    """The polygon as shapely sees it."""
    parts = []
    for ring, hole in polygons.rings_of(0):
        if hole:
            parts[-1][1].append(ring - (EAST, NORTH))
        else:
            parts.append((ring - (EAST, NORTH), []))
    return shapely.MultiPolygon([shapely.Polygon(shell, holes) for shell, holes in parts])


def official(polygons):
    return float(official_areas(polygons, PROJECTION)[0])


SQUARE = polygon((box(0, 0, 1000, 1000), False))


@pytest.mark.parametrize(("azimuth", "inside"), [(0, (500, 990)), (90, (990, 500)), (180, (500, 10)), (270, (10, 500))])
def test_the_piece_lies_on_the_side_that_is_named(azimuth, inside):
    found = split_by_area(SQUARE, PROJECTION, 250_000, normal_of(azimuth))
    assert shape(found.piece).contains(shapely.Point(inside))
    assert not shape(found.rest).contains(shapely.Point(inside))
    # A quarter of a square kilometre; the areal scale of the place is 0.99975, so the strip is 250.06 m wide.
    assert shape(found.piece).area == pytest.approx(250_000, rel=1e-3)


def test_a_thousand_mu_to_the_last_printed_digit():
    # 1,000 mu are 666,666.67 m².
    found = split_by_area(SQUARE, PROJECTION, 2_000_000 / 3, normal_of(63))
    assert str(found.area) == "666666.67"
    # The line has not left its direction by more than a millimetre over a kilometre.
    (x0, y0), (x1, y1) = found.line
    assert (x1 - x0) * math.sin(math.radians(63)) + (y1 - y0) * math.cos(math.radians(63)) == pytest.approx(0, abs=1e-3)
    assert official(found.piece) == pytest.approx(666_666.67, abs=0.011)
    assert float(found.area + found.rest_area) == pytest.approx(official(SQUARE), abs=0.05)


def test_a_picture_is_quicker_and_nearly_right():
    found = split_by_area(SQUARE, PROJECTION, 2_000_000 / 3, normal_of(63), exact=False)
    assert float(found.area) == pytest.approx(2_000_000 / 3, abs=0.2)


def test_a_horseshoe_falls_into_two():
    # Opens upwards: a cut near the top takes the ends of both arms, as two parts without an edge drawn twice.
    horseshoe = polygon(
        ([(0, 0), (300, 0), (300, 300), (200, 300), (200, 100), (100, 100), (100, 300), (0, 300)], False)
    )
    found = split_by_area(horseshoe, PROJECTION, 10_000, normal_of(0))
    assert len(found.piece.holes) == 2
    assert shape(found.piece).is_valid
    assert shape(found.rest).is_valid
    assert found.line[0][0] == pytest.approx(EAST + 300, abs=1e-3)
    assert found.line[1][0] == pytest.approx(EAST, abs=1e-3)


def test_holes_are_cut_and_kept():
    ring = polygon((box(0, 0, 300, 300), False), (box(50, 50, 60, 60), True), (box(120, 100, 100, 100), True))
    found = split_by_area(ring, PROJECTION, 30_000, normal_of(180))
    assert shape(found.piece).is_valid
    assert shape(found.rest).is_valid
    together = shapely.union(shape(found.piece), shape(found.rest))
    assert together.area == pytest.approx(shape(ring).area, abs=1e-4)
    assert str(found.area) == "30000.00"


def test_an_island_is_taken_whole():
    two = polygon((box(0, 0, 100, 100), False), (box(0, 500, 100, 100), False))
    found = split_by_area(two, PROJECTION, 15_000, normal_of(0))
    assert len(found.piece.holes) == 2
    assert len(found.rest.holes) == 1


def test_a_line_gives_the_direction():
    assert direction_of_line((0, 0), (0, 5), left=True) == pytest.approx((-1, 0))
    assert direction_of_line((0, 0), (0, 5), left=False) == pytest.approx((1, 0))
    with pytest.raises(RedlineError, match="The line has no direction"):
        direction_of_line((1, 1), (1, 1), left=True)


@pytest.mark.parametrize(
    ("area", "sentence"),
    [(0, "must be more than 0"), (-5, "must be more than 0"), (2e6, "cannot be cut off it"), (math.nan, "more than 0")],
)
def test_areas_that_cannot_be(area, sentence):
    with pytest.raises(RedlineError, match=sentence):
        split_by_area(SQUARE, PROJECTION, area, normal_of(0))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.floats(0, 360), st.floats(-1.2, 1.2))
def test_clipping_agrees_with_geos(seed, azimuth, where):
    """Star-shaped rings on a coarse grid (vertices on the line, edges along it) with a hole in the middle."""
    chance = np.random.default_rng(seed)
    angles = np.sort(chance.uniform(0, 2 * np.pi, chance.integers(5, 14)))
    radii = chance.integers(40, 120, len(angles))
    points = np.round(np.column_stack([radii * np.cos(angles), radii * np.sin(angles)]) / 10) * 10
    outer = shapely.Polygon(points)
    assume(outer.is_valid and outer.contains(shapely.box(-12, -12, 12, 12)))
    made = polygon((points.tolist(), False), (box(-10, -10, 20, 20), True))
    normal = normal_of(round(azimuth / 15) * 15)
    place = 100 * round(where, 1)
    shifted = place + normal[0] * EAST + normal[1] * NORTH
    found = clip_half_plane(made, normal, shifted)
    far = 1e4
    side = np.array([-normal[1], normal[0]])
    base = np.array(normal) * place
    half = shapely.Polygon([base + far * side, base - far * side, base - far * side + far * np.array(normal),
                            base + far * side + far * np.array(normal)])  # fmt: skip
    expected = shapely.intersection(shape(made), half)
    if len(found.xy):
        assert shape(found).area == pytest.approx(expected.area, abs=1e-3)
    else:
        assert expected.area == pytest.approx(0, abs=1e-3)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1), st.floats(0, 360), st.floats(0.02, 0.98))
def test_any_share_of_any_parcel_comes_out_to_a_hundredth(seed, azimuth, share):
    chance = np.random.default_rng(seed)
    angles = np.sort(chance.uniform(0, 2 * np.pi, 9))
    radii = chance.uniform(80, 400, 9)
    points = np.column_stack([radii * np.cos(angles), radii * np.sin(angles)])
    assume(shapely.Polygon(points).is_valid)
    made = polygon((points.tolist(), False))
    wanted = round(share * official(made), 2)
    assume(wanted > 1)
    found = split_by_area(made, PROJECTION, wanted, normal_of(azimuth))
    assert abs(official(found.piece) - wanted) <= 0.0101
    assert float(found.area) == pytest.approx(official(found.piece), abs=1e-9)
    assert abs(float(found.area + found.rest_area) - official(made)) <= 0.1
