"""Small parts of the demo county by hand: shared edges, exact areas, shifted coordinates."""

import numpy as np
import pytest

from redline.core.ellipsoid import official_area

shapely = pytest.importorskip("shapely")

from redline.demo.exact import area, fit_alone, nudge  # noqa: E402 - shapely first
from redline.demo.frame import waves  # noqa: E402
from redline.demo.mesh import Mesh, redraw  # noqa: E402
from redline.demo.villages import _assign  # noqa: E402
from redline.demo.warp import pen_for  # noqa: E402


def boxes():
    """A square of 100 m beside two of 50 m: the common line has a corner in its middle, which all three know."""
    left = shapely.Polygon([(0, 0), (100, 0), (100, 50), (100, 100), (0, 100)])
    return np.array([left, shapely.box(100, 0, 150, 50), shapely.box(100, 50, 150, 100)], dtype=object)


class TestMesh:
    def test_nodes_edges_and_neighbours(self):
        mesh = Mesh.of(boxes())
        assert len(mesh.nodes) == 8
        assert len(mesh.edges) == 10  # 5 + 4 + 4 sides, of which 3 are common
        first, second, shared = mesh.neighbours()
        pairs = {(int(a), int(b)): float(length) for a, b, length in zip(first, second, shared, strict=True)}
        assert pairs == {(0, 1): 50.0, (1, 0): 50.0, (0, 2): 50.0, (2, 0): 50.0, (1, 2): 50.0, (2, 1): 50.0}

    def test_common_edges_get_common_vertices(self):
        def bend(xy):
            return np.round(xy + np.sin(xy[:, ::-1] / 17.0), 4)

        left, low, high = redraw(Mesh.of(boxes()), 10.0, bend)
        on_line = {tuple(p) for p in shapely.get_coordinates(left)} & {tuple(p) for p in shapely.get_coordinates(low)}
        assert len(on_line) == 6  # 50 m in steps of 10 m
        assert shapely.is_valid([left, low, high]).all()
        assert left.intersection(low).area == 0
        assert shapely.union_all([left, low, high]).area == pytest.approx(left.area + low.area + high.area)

    def test_vertices_stand_at_most_a_step_apart(self):
        drawn = redraw(Mesh.of(boxes()), 7.0, lambda xy: xy)
        for polygon in drawn:
            ring = np.array(polygon.exterior.coords)
            assert np.hypot(*np.diff(ring, axis=0).T).max() <= 7.0

    def test_holes_stay_holes(self):
        outer = shapely.Polygon(shapely.box(0, 0, 90, 90).exterior, [shapely.box(30, 30, 60, 60).exterior])
        ring, inner = redraw(Mesh.of(np.array([outer, shapely.box(30, 30, 60, 60)], dtype=object)), 10.0, lambda xy: xy)
        assert ring.area == 90 * 90 - 30 * 30
        assert inner.area == 30 * 30


def test_where_straight_pieces_would_cross_the_points_stand_closer():
    def bend(xy):
        return np.column_stack([xy[:, 0], xy[:, 1] + 6 * np.sin(xy[:, 0] / 8.0)])

    # corners at different places of the two long sides, half a metre apart: chords of 25 m on a wave of 50 m cross
    low = [(x, 0.0) for x in np.arange(0, 201, 40.0)]
    high = [(x, 0.5) for x in np.arange(200, -1, -25.0)]
    path = shapely.Polygon([*low, *high])
    assert not shapely.is_valid(redraw(Mesh.of(np.array([path], dtype=object)), 25.0, bend)[0])
    pen, drawn = pen_for(np.array([path], dtype=object), bend, 4)
    assert shapely.is_valid(drawn).all()
    assert len(pen.fine) == len(low) + len(high)
    assert drawn[0].equals_exact(pen.draw(np.array([path], dtype=object))[0], 0)


class TestExactArea:
    SQUARE = shapely.box(39_360_000, 4_040_000, 39_360_100, 4_040_100)

    @pytest.mark.parametrize("target", [10_000.0, 9_999.99, 12_345.67])
    def test_a_parcel_hits_its_area_to_the_last_digit(self, target):
        fitted = fit_alone(self.SQUARE, target)
        assert official_area([[(y, x) for x, y in fitted.exterior.coords]], 4527) == target
        assert fitted.is_valid

    def test_holes_and_parts_count(self):
        holed = shapely.Polygon(
            self.SQUARE.exterior, [shapely.box(39_360_020, 4_040_020, 39_360_040, 4_040_040).exterior]
        )
        both = shapely.MultiPolygon([holed, shapely.box(39_360_200, 4_040_000, 39_360_250, 4_040_050)])
        fitted = fit_alone(both, 12_000.0)
        total = sum(
            official_area([[(y, x) for x, y in ring.coords] for ring in (part.exterior, *part.interiors)], 4527)
            for part in fitted.geoms
        )
        assert round(total, 2) == 12_000.0
        assert len(fitted.geoms[0].interiors) == 1

    def test_kept_corners_stay(self):
        corner = [39_360_100.0, 4_040_100.0]
        fitted = fit_alone(self.SQUARE, 10_250.0, keep=[corner])
        assert corner in np.array(fitted.exterior.coords).tolist()

    def test_a_target_out_of_reach_is_an_error(self):
        xy = np.array([(x, y) for x, y in self.SQUARE.exterior.coords[:-1]])[::-1].copy()
        rings = [(range(4), False)]
        assert area(xy, rings) == 9_995.18
        with pytest.raises(ValueError, match="stays"):
            nudge(xy, rings, 99_000.0)


def test_assignment_keeps_to_the_numbers_asked_for():
    # six sites on a line, two towns at its ends, four and two asked for: the nearest four and the nearest two
    sites = np.column_stack([np.arange(6.0), np.zeros(6)])
    towns = np.array([[0.0, 0.0], [5.0, 0.0]])
    assert _assign(sites, towns, np.array([4, 2])).tolist() == [0, 0, 0, 0, 1, 1]


def test_waves_stay_within_their_size():
    field = waves(np.random.default_rng(7), (100.0, 3.0, 5), (20.0, 0.5, 4))
    xy = np.random.default_rng(8).uniform(-1000, 1000, (5000, 2))
    # five waves of 3 / sqrt(5) and four of 0.5 / 2 can add up to 3 sqrt(5) + 1 and no more
    assert np.hypot(*field.displacement(xy).T).max() <= 3 * 5**0.5 + 1
