"""The outline of a cover by hand, and what it says of overlaps against the search by pairs and against GEOS."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from redline.core.errors import Cancelled
from redline.core.overlay import outline as outlines
from redline.core.overlay import overlaps as searched
from redline.core.overlay.outline import outline, product
from redline.core.overlay.overlaps import coverage, covered, overlaps
from redline.core.overlay.patchindex import PatchIndex, ZoneSet
from redline.core.overlay.sums import pieces_within, tally
from redline.core.shapes.polygons import Polygons
from redline.tests.unit.shapes import seeds, to_polygons

BODIES = ["numpy", "numba"]
pytestmark = pytest.mark.parametrize("body", BODIES)


@pytest.fixture
def always(monkeypatch):
    """However few patches there are, the outline is asked first."""
    monkeypatch.setattr(searched, "FEW", 0)


@pytest.fixture
def laid(monkeypatch, always):
    """How many patches each overlay with zones was given."""
    seen = []

    def spy(zones, patches, *given, **options):
        seen.append(len(patches))
        return tally(zones, patches, *given, **options)

    monkeypatch.setattr(searched, "tally", spy)
    return seen


def boxes(*corners) -> Polygons:
    return Polygons.from_rings([[([(a, b), (c, b), (c, d), (a, d)], False)] for a, b, c, d in corners])


def found_of(polygons, body, most=1_000):
    return outline(PatchIndex(polygons, body=body), most, body=body)


# --- by hand --------------------------------------------------------------------------------------------------------


def test_two_neighbours_leave_what_is_around_both(body):
    # the shared edge x = 10 goes: 3 edges of each are left, a ring of 6 around 20 × 10
    found = found_of(boxes((0, 0, 10, 10), (10, 0, 20, 10)), body)
    assert (found.edges, found.owners.tolist()) == (6, [0, 1])
    assert len(found.rings.holes) == 1 and not found.rings.holes[0]
    assert product(found, body=body) == 200


def test_a_patch_inside_a_coverage_owns_nothing_of_it(body):
    # 3 × 3 cells: 12 edges around, none of the cell in the middle
    cells = [(10 * x, 10 * y, 10 * x + 10, 10 * y + 10) for x in range(3) for y in range(3)]
    found = found_of(boxes(*cells), body)
    assert (found.edges, found.owners.tolist()) == (12, [0, 1, 2, 3, 5, 6, 7, 8])
    assert product(found, body=body) == 900


def test_what_covers_twice_counts_four_times(body):
    # ∫ w² with w = 2 on 20 × 10: 4 × 200; all edges of the outline are there twice
    found = found_of(boxes((0, 0, 10, 10), (10, 0, 20, 10), (0, 0, 10, 10), (10, 0, 20, 10)), body)
    assert (found.edges, found.owners.tolist()) == (12, [0, 1, 2, 3])
    assert product(found, body=body) == 800


def test_a_hole_and_the_patch_in_it_whatever_way_they_are_drawn(body):
    inner = [(2, 2), (6, 2), (6, 6), (2, 6)]
    outer = [(0, 0), (10, 0), (10, 10), (0, 10)]
    for hole in (inner, inner[::-1]):
        for ring in (outer, outer[::-1]):
            ringed = [(ring, False), (hole, True)]
            assert product(found_of(Polygons.from_rings([ringed]), body), body=body) == 84
            both = found_of(Polygons.from_rings([ringed, [(inner, False)]]), body)
            assert (both.edges, both.owners.tolist(), product(both, body=body)) == (4, [0], 100)


def test_an_edge_without_length_and_a_negative_zero_are_no_edges_of_their_own(body):
    left = [[(-10, -0.0), (0.0, -0.0), (0.0, 10), (0.0, 10), (-10, 10)], False]
    right = [[(0.0, 0.0), (10, 0), (10, 10), (-0.0, 10)], False]
    found = found_of(Polygons.from_rings([[left], [right]]), body)
    assert (found.edges, product(found, body=body)) == (6, 200)


def test_nothing_leaves_nothing(body):
    found = found_of(Polygons.from_rings([[]]), body)
    assert (found.edges, len(found.owners), product(found, body=body)) == (0, 0, 0.0)


def test_patches_that_share_no_edges_have_too_long_an_outline(body):
    apart = boxes(*((20 * k, 0, 20 * k + 10, 10) for k in range(50)))  # 200 edges
    assert found_of(apart, body, most=199) is None
    assert found_of(apart, body, most=200).edges == 200


def test_a_long_outline_is_given_up_on_the_way(body, monkeypatch):
    """Not after all edges were looked at: slices of 40 edges, of which 3 in 10 and 20 more may wait."""
    monkeypatch.setitem(outlines.SLICE, body, 50)
    asked = []
    apart = PatchIndex(boxes(*((20 * k, 0, 20 * k + 10, 10) for k in range(500))), body=body)
    assert outline(apart, 20, body=body, cancelled=lambda: bool(asked.append(1))) is None
    assert len(asked) < 5


def test_edges_that_wait_are_held_against_each_other_on_the_way(body, monkeypatch):
    """Slices of one patch: all edges of 40 × 40 cells wait for those of the next; more than 100 never do."""
    polygons = to_polygons(cells(np.random.default_rng(6), 40))
    expected = found_of(polygons, body)
    monkeypatch.setitem(outlines.SLICE, body, 1)
    monkeypatch.setattr(outlines, "WAITING", 100)
    counted = []
    held = outlines._left_of
    monkeypatch.setattr(outlines, "_left_of", lambda *given: counted.append(len(given[2])) or held(*given))
    found = found_of(polygons, body)
    assert (found.edges, found.owners.tolist()) == (160, expected.owners.tolist())
    assert len(counted) > 10 and max(counted) < 400  # of 6,400


def test_it_can_be_cancelled(body):
    with pytest.raises(Cancelled):
        outline(PatchIndex(boxes((0, 0, 1, 1)), body=body), 10, body=body, cancelled=lambda: True)


# --- what it says of overlaps ---------------------------------------------------------------------------------------


def cells(rng, side: int) -> np.ndarray:
    """A coverage of side × side quadrilaterals with crooked, shared corners, as shapely polygons."""
    places = np.stack(np.meshgrid(np.arange(side + 1.0), np.arange(side + 1.0), indexing="ij"), axis=-1) * 10
    places += rng.uniform(-3, 3, places.shape)
    places = np.round(places, 3) + np.array([39_360_000.0, 4_040_000.0])
    corners = [places[:-1, :-1], places[1:, :-1], places[1:, 1:], places[:-1, 1:], places[:-1, :-1]]
    return shapely.polygons(np.stack(corners, axis=2).reshape(-1, 5, 2))


def spoiled(rng, shapes: list) -> list:
    """The coverage with some of what happens to real ones, so that a part of it may overlap or be missing."""
    shapes = list(shapes)
    for _ in range(rng.integers(0, 4)):
        k = int(rng.integers(len(shapes)))
        match int(rng.integers(8)):
            case 0:  # a patch that is there twice
                shapes.append(shapes[k])
            case 1:  # a patch moved by centimetres or metres
                shapes[k] = shapely.transform(shapes[k], lambda xy: xy + rng.choice([0.01, 2.5]))
            case 2:  # a gap
                del shapes[k]
            case 3:  # two patches that are one now, with a hole where they enclose others
                other = int(rng.integers(len(shapes)))
                if other != k:
                    both = shapely.union(shapes[k], shapes[other])
                    shapes = [each for at, each in enumerate(shapes) if at not in (k, other)] + [both]
            case 4:  # a T: a vertex on the neighbour's edge
                shapes[k] = shapely.segmentize(shapes[k], 4.0)
            case 5:  # an island: a hole, filled by a patch or not
                island = shapely.Point(shapes[k].representative_point()).buffer(0.5, quad_segs=3)
                shapes[k] = shapes[k].difference(island)
                if rng.random() < 0.7:
                    shapes.append(island)
            case 6:  # a patch that lies over several
                shapes.append(shapes[k].centroid.buffer(float(rng.uniform(2, 14)), quad_segs=4))
            case 7:  # the whole coverage once more
                shapes = shapes + shapes
    return [each for each in shapes if not each.is_empty]


def same_pairs(found, expected):
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == list(
        zip(expected.zone.tolist(), expected.patch.tolist(), strict=True)
    )
    assert found.area == pytest.approx(expected.area, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(seed=seeds)
def test_as_the_search_by_pairs_and_geos(body, seed):
    rng = np.random.default_rng(seed)
    shapes = spoiled(rng, list(cells(rng, int(rng.integers(2, 9)))))
    polygons = to_polygons(shapes)
    few, searched.FEW = searched.FEW, 0
    try:
        found = overlaps(polygons, body=body)
    finally:
        searched.FEW = few
    same_pairs(found, pieces_within(polygons, smallest=searched.SMALLEST, body=body))
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="intersects")
    later = one < other
    areas = shapely.area(shapely.intersection(np.array(shapes)[one[later]], np.array(shapes)[other[later]]))
    assert found.area.sum() == pytest.approx(areas[areas > searched.SMALLEST].sum(), abs=1e-5)


@settings(max_examples=30, deadline=None)
@given(seed=seeds)
def test_its_product_is_the_area_of_all_pairs(body, seed):
    """½ (∫ w² − Σ area) = Σ area(P ∩ Q), against GEOS, with patches on a grid of whole numbers over each other."""
    rng = np.random.default_rng(seed)
    shapes = [shapely.box(x, y, x + w, y + h) for x, y, w, h in rng.integers(1, 7, (int(rng.integers(2, 25)), 4))]
    pairs = sum(a.intersection(b).area for k, a in enumerate(shapes) for b in shapes[:k])
    found = found_of(to_polygons(shapes), body)
    area = sum(each.area for each in shapes)
    assert (product(found, body=body) - area) / 2 == pytest.approx(pairs, abs=1e-9)


class TestWhereItIsLookedFor:
    """Which patches the search by pairs is given."""

    @pytest.fixture
    def asked(self, monkeypatch, always):
        """How many patches each search by pairs looked at."""
        seen = []

        def spy(patches, **options):
            seen.append(len(patches))
            return pieces_within(patches, **options)

        monkeypatch.setattr(searched, "pieces_within", spy)
        return seen

    def test_nowhere_in_a_whole_coverage(self, body, asked):
        shapes = cells(np.random.default_rng(1), 40)
        found = overlaps(to_polygons(shapes), body=body)
        assert (len(found.area), asked) == (0, [])

    def test_around_the_outline_where_one_patch_is_there_twice(self, body, asked):
        # 40 × 40 cells: 156 lie at the rim, 76 + 72 and some more meet these; the doubled one has 8 neighbours
        shapes = list(cells(np.random.default_rng(2), 40))
        middle = 40 * 20 + 20
        found = overlaps(to_polygons([*shapes, shapes[middle]]), body=body)
        assert (found.first.tolist(), found.second.tolist()) == ([middle], [1600])
        assert found.area == pytest.approx([shapes[middle].area])
        assert len(asked) == 1 and asked[0] < 400

    def test_everywhere_where_two_coverages_lie_on_each_other(self, body, asked):
        shapes = list(cells(np.random.default_rng(3), 30))
        found = overlaps(to_polygons(shapes + shapes), body=body)
        assert found.area.sum() == pytest.approx(shapely.area(shapes).sum(), rel=1e-12)
        assert len(found.area) == 900
        assert asked[-1] == 1800

    def test_a_boundary_that_crosses_itself_is_no_overlap(self, body, asked):
        """The bow tie's lobes: w = 1 and −1, w² is its area twice, all of it its own."""
        shapes = list(cells(np.random.default_rng(4), 30))
        x, y = shapes[-1].bounds[2] + 50, shapes[-1].bounds[3] + 50
        bow_tie = shapely.Polygon([(x, y), (x + 10, y + 10), (x + 10, y), (x, y + 8)])
        found = overlaps(to_polygons([*shapes, bow_tie]), body=body)
        assert len(found.area) == 0
        assert len(asked) == 1 and asked[0] < 450


def test_hashes_that_say_little_change_nothing(body, always, monkeypatch):
    """Edges that cancel wrongly leave rings that do not close, or another area: pairs are looked for then."""
    shapes = list(cells(np.random.default_rng(5), 12))
    polygons = to_polygons([*shapes, shapes[70]])
    monkeypatch.setattr(outlines, "_hashed", lambda xy: xy[:, 0].astype(np.int64).astype(np.uint64) % np.uint64(7))
    found = overlaps(polygons, body=body)
    assert (found.first.tolist(), found.second.tolist()) == ([70], [144])


# --- what it says of gaps -------------------------------------------------------------------------------------------


def within(zones, polygons, body):
    """The land of patches in each zone, by the outline and patch by patch."""
    zone_set, index = ZoneSet(zones, body=body), PatchIndex(polygons, body=body)
    by_patch = tally(zone_set, index, np.zeros(len(index), dtype=np.int64), 1, body=body)[:, 0]
    return covered(zone_set, index, body=body), by_patch


def test_a_gap_is_what_the_outline_leaves_out(body, laid):
    # 3 × 3 cells of 10 m without the one in the middle; zones: all of it, the left third, the gap's upper half and 5 m
    # above it, and one beside everything
    square = boxes(
        *((10 * x, 10 * y, 10 * x + 10, 10 * y + 10) for x in range(3) for y in range(3) if (x, y) != (1, 1))
    )
    zones = boxes((0, 0, 30, 30), (0, 0, 10, 30), (10, 15, 20, 25), (40, 0, 50, 10))
    found = coverage(zones, square, body=body)
    assert found.uncovered.tolist() == [100, 0, 50, 100]
    assert found.covered.tolist() == [800, 300, 50, 0]
    assert laid[0] == 1  # the outline, and not 8 patches


def test_an_island_and_a_hole_that_another_patch_fills(body, laid):
    ring = ([(0, 0), (10, 0), (10, 10), (0, 10)], False)
    hole = [(2, 2), (6, 2), (6, 6), (2, 6)]
    open_hole = Polygons.from_rings([[ring, (hole, True)], [([(20, 0), (21, 0), (21, 1), (20, 1)], False)]])
    filled = Polygons.from_rings([[ring, (hole, True)], [(hole[::-1], False)]])
    zone = boxes((0, 0, 10, 10))
    assert coverage(zone, open_hole, body=body).uncovered.tolist() == [16]
    assert coverage(zone, filled, body=body).uncovered.tolist() == [0]


def test_land_that_is_covered_twice_hides_no_gap(body, laid):
    """Of four squares of 10 m the second lies on the first, the fourth on the third; then comes a gap of 10 m."""
    stacked = boxes((0, 0, 10, 10), (0, 0, 10, 10), (10, 0, 20, 10), (10, 0, 20, 10))
    found = coverage(boxes((0, 0, 30, 10)), stacked, body=body)
    assert (found.covered[0], found.repeated[0], found.uncovered[0]) == (400, 200, 100)


def test_patches_that_leave_no_outline_cover_nothing(body, laid):
    assert coverage(boxes((0, 0, 1, 1)), Polygons.from_rings([[]]), body=body).uncovered.tolist() == [1]


@settings(max_examples=40, deadline=None)
@given(seed=seeds)
def test_gaps_as_patch_by_patch_and_geos(body, seed):
    rng = np.random.default_rng(seed)
    side = int(rng.integers(2, 9))
    shapes = spoiled(rng, list(cells(rng, side)))
    corner = np.array([39_360_000.0, 4_040_000.0])
    spots = rng.uniform(-5, 10 * side + 5, (6, 2)) + corner
    zones = [shapely.Point(*spot).buffer(rng.uniform(2, 6 * side), quad_segs=3) for spot in spots]
    zones += [shapely.box(*corner, *(corner + 10 * side)), shapes[0], shapes[-1]]
    polygons, flat = to_polygons(shapes), to_polygons(zones)
    few, searched.FEW = searched.FEW, 0
    try:
        by_outline, by_patch = within(flat, polygons, body)
        found = coverage(flat, polygons, body=body)
    finally:
        searched.FEW = few
    assert by_outline == pytest.approx(by_patch, abs=1e-6)
    bare = [zone.difference(shapely.union_all(shapes)).area for zone in zones]
    # each pair of patches that overlaps by less than 10⁻⁴ m² may be missed
    assert found.uncovered == pytest.approx(np.array(bare), abs=1e-4 * len(shapes))


def test_hashes_that_say_little_hide_no_gap(body, always, monkeypatch):
    shapes = list(cells(np.random.default_rng(5), 12))
    rim = shapely.union_all(shapes)
    del shapes[70]
    monkeypatch.setattr(outlines, "_hashed", lambda xy: xy[:, 0].astype(np.int64).astype(np.uint64) % np.uint64(7))
    found = coverage(to_polygons([rim]), to_polygons(shapes), body=body)
    assert found.uncovered[0] == pytest.approx(rim.area - sum(each.area for each in shapes), abs=1e-5)


def lattice(side: int) -> np.ndarray:
    """(side², 5, 2) squares of 1 m."""
    low = np.stack(np.meshgrid(np.arange(side), np.arange(side), indexing="ij"), axis=-1).reshape(-1, 2).astype(float)
    return low[:, None, :] + np.array([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)], dtype=float)[None]


def squares(xy: np.ndarray) -> Polygons:
    ends = np.arange(len(xy) + 1, dtype=np.int64)
    return Polygons(np.ascontiguousarray(xy).reshape(-1, 2), 5 * ends, np.zeros(len(xy), dtype=np.bool_), ends)


@pytest.mark.slow
def test_millions_of_edges(body, laid):
    """1,440,000 patches, 5,760,000 edges: one is missing at 700, 700, and one lies 0.25 m on its neighbour at
    301, 300. Nine zones of 400 × 400 m: one lacks 1 m² and 0.25 m² of another is there twice."""
    side = 1200
    xy = lattice(side)
    xy[300 * side + 300, 1:3, 0] += 0.25
    patches = squares(np.delete(xy, 700 * side + 700, axis=0))
    zones = boxes(*((400 * x, 400 * y, 400 * x + 400, 400 * y + 400) for x in range(3) for y in range(3)))
    found = coverage(zones, patches, body=body)
    assert found.uncovered == pytest.approx([0, 0, 0, 0, 1, 0, 0, 0, 0], abs=1e-7)
    assert found.repeated == pytest.approx([0.25, 0, 0, 0, 0, 0, 0, 0, 0], abs=1e-7)
    assert laid[0] == 1


def test_many_edges(body):
    """A coverage of 90,000 patches and 360,000 edges with one overlap of 0.02 × 1 m."""
    xy = lattice(300)
    xy[45_150, 1:3, 0] += 0.02
    found = overlaps(squares(xy), body=body)
    assert (found.first.tolist(), found.second.tolist()) == ([45_150], [45_450])
    assert found.area == pytest.approx([0.02])
