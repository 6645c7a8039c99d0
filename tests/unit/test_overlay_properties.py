"""The overlay against GEOS, against itself after changes that must not matter, and one body against the other."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.overlay import pieces, tally
from redline.core.overlay.patchindex import PatchIndex
from redline.core.shapes.polygons import Polygons
from redline.tests.unit.shapes import KINDS, comb, geometries, lattice, moved, seeds, sliver, spiral, star, to_polygons

BODIES = ["numpy", "numba"]
FAR = (499_712.0, 4_046_848.0)  # multiples of 1024: exact in binary beside coordinates of 2⁻²⁰
SOME = settings(max_examples=15, deadline=None)


def matrix(zones: Polygons, patches: Polygons, body: str) -> np.ndarray:
    """Every zone with every patch."""
    return tally(zones, patches, np.arange(len(patches)), len(patches), body=body)


def truth(zones, patches) -> np.ndarray:
    return shapely.area(shapely.intersection(np.asarray(zones)[:, None], np.asarray(patches)[None, :]))


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@SOME
@given(seed=seeds, far=st.booleans())
def test_against_geos_kind_by_kind(body, kind, seed, far):
    zones, patches = geometries(seed, 4, [kind]), geometries(seed + 1, 12, [kind])
    z, p = to_polygons(zones), to_polygons(patches)
    if far:
        z, p = moved(z, FAR), moved(p, FAR)
    # Areas reach 10⁴ m² (the lattice's square: 16,384); 10⁻⁹ is the goal absolutely as well as relatively.
    np.testing.assert_allclose(matrix(z, p, body), truth(zones, patches), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("body", BODIES)
@SOME
@given(seed=seeds)
def test_against_geos_all_kinds_and_many_patches(body, seed):
    zones, patches = geometries(seed, 5), geometries(seed + 1, 40)
    z, p = moved(to_polygons(zones), FAR), moved(to_polygons(patches), FAR)
    np.testing.assert_allclose(matrix(z, p, body), truth(zones, patches), rtol=1e-9, atol=1e-9)


@settings(max_examples=12, deadline=None)
@given(seed=seeds)
def test_both_bodies_agree(seed):
    z, p = moved(to_polygons(geometries(seed, 6)), FAR), moved(to_polygons(geometries(seed + 1, 60)), FAR)
    a, b = matrix(z, p, "numpy"), matrix(z, p, "numba")
    np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-10)
    one, two = pieces(z, p, body="numpy"), pieces(z, p, body="numba")
    np.testing.assert_array_equal(one.zone, two.zone)
    np.testing.assert_array_equal(one.patch, two.patch)
    np.testing.assert_allclose(one.area, two.area, rtol=1e-9, atol=1e-10)
    # and the pieces are the table's entries
    assert np.count_nonzero(np.abs(b) > 1e-6) == len(two.area)
    np.testing.assert_allclose(b[two.zone, two.patch], two.area, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("body", BODIES)
@SOME
@given(seed=seeds)
def test_zone_and_patch_may_change_places(body, seed):
    a, b = to_polygons(geometries(seed, 6)), to_polygons(geometries(seed + 1, 9))
    np.testing.assert_allclose(matrix(a, b, body), matrix(b, a, body).T, rtol=1e-11, atol=1e-10)


@pytest.mark.parametrize("body", BODIES)
@SOME
@given(seed=seeds, x=st.integers(-3000, 3000), y=st.integers(-3000, 3000))
def test_shifting_changes_nothing(body, seed, x, y):
    a, b = to_polygons(geometries(seed, 4)), to_polygons(geometries(seed + 1, 9))
    by = (1024.0 * x, 1024.0 * y)
    np.testing.assert_allclose(matrix(moved(a, by), moved(b, by), body), matrix(a, b, body), rtol=1e-12, atol=1e-11)


@pytest.mark.parametrize("body", BODIES)
@SOME
@given(seed=seeds, quarters=st.integers(1, 3))
def test_turning_by_right_angles_changes_nothing(body, seed, quarters):
    a, b = to_polygons(geometries(seed, 4)), to_polygons(geometries(seed + 1, 9))
    turn = np.linalg.matrix_power(np.array([[0.0, 1.0], [-1.0, 0.0]]), quarters)
    turned = matrix(a.with_xy(np.ascontiguousarray(a.xy @ turn)), b.with_xy(np.ascontiguousarray(b.xy @ turn)), body)
    np.testing.assert_allclose(turned, matrix(a, b, body), rtol=1e-11, atol=1e-10)


@pytest.mark.parametrize("body", BODIES)
@SOME
@given(seed=seeds, angle=st.floats(0.01, 6.2))
def test_turning_by_any_angle_changes_almost_nothing(body, seed, angle):
    a, b = to_polygons(geometries(seed, 4)), to_polygons(geometries(seed + 1, 9))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    turned = matrix(a.with_xy(np.ascontiguousarray(a.xy @ turn)), b.with_xy(np.ascontiguousarray(b.xy @ turn)), body)
    # turned coordinates are rounded to 10⁻¹⁴ m, perimeters reach 10⁴ m
    np.testing.assert_allclose(turned, matrix(a, b, body), rtol=1e-10, atol=1e-9)


@pytest.mark.parametrize("body", BODIES)
@SOME
@given(seed=seeds)
def test_direction_and_first_vertex_of_rings_mean_nothing(body, seed):
    rng = np.random.default_rng(seed)
    a, b = to_polygons(geometries(seed, 4)), to_polygons(geometries(seed + 1, 9))

    def redrawn(polygons: Polygons) -> Polygons:
        def again(ring):
            ring = np.roll(ring[:-1], int(rng.integers(len(ring))), axis=0)
            return ring[::-1] if rng.random() < 0.5 else ring

        return Polygons.from_rings(
            [[(again(ring), hole) for ring, hole in polygons.rings_of(i)] for i in range(len(polygons))]
        )

    np.testing.assert_allclose(matrix(redrawn(a), redrawn(b), body), matrix(a, b, body), rtol=1e-12, atol=1e-10)


@pytest.mark.parametrize("body", BODIES)
@SOME
@given(seed=seeds, x=st.floats(1, 127))
def test_a_patch_in_two_has_the_same_sum(body, seed, x):
    zones, patches = geometries(seed, 4), geometries(seed + 1, 9)
    left = shapely.intersection(patches, shapely.box(-200, -200, x, 400))
    right = shapely.intersection(patches, shapely.box(x, -200, 400, 400))
    z = to_polygons(zones)
    whole = matrix(z, to_polygons(patches), body)
    halves = matrix(z, to_polygons(left), body) + matrix(z, to_polygons(right), body)
    np.testing.assert_allclose(halves, whole, rtol=1e-9, atol=1e-9)


def partition(rng, depth: int) -> list[np.ndarray]:
    """A square of 128 m cut again and again along chords: convex pieces that cover it, sharing their vertices."""
    cells = [[(0.0, 0.0), (128.0, 0.0), (128.0, 128.0), (0.0, 128.0)]]
    for _ in range(depth):
        cut = []
        for cell in cells:
            n = len(cell)
            i = int(rng.integers(n))
            j = (i + int(rng.integers(1, n))) % n
            i, j = min(i, j), max(i, j)

            def between(k, cell=cell, n=n):
                (ax, ay), (bx, by) = cell[k], cell[(k + 1) % n]
                t = rng.uniform(0.2, 0.8)
                return (ax + t * (bx - ax), ay + t * (by - ay))

            p, q = between(i), between(j)
            cut += [[p, *cell[i + 1 : j + 1], q], [q, *cell[j + 1 :], *cell[: i + 1], p]]
        cells = cut
    return cells


@pytest.mark.parametrize("body", BODIES)
@SOME
@given(seed=seeds, depth=st.integers(1, 8), far=st.booleans())
def test_the_classes_of_a_covered_zone_add_up_to_the_zone(body, seed, depth, far):
    rng = np.random.default_rng(seed)
    patches = Polygons.from_rings([[(cell, False)] for cell in partition(rng, depth)])
    square = shapely.box(0, 0, 128, 128)
    zones = to_polygons([g.intersection(square).buffer(0) for g in geometries(seed, 6, [star, spiral, comb])])
    if far:
        patches, zones = moved(patches, FAR), moved(zones, FAR)
    table = tally(zones, patches, np.arange(len(patches)) % 5, 5, body=body)
    # T-junctions: a chord ends inside a neighbour's edge, at a point rounded by up to 10⁻⁹ m at coordinates of
    # 4,000 km (10⁻¹⁴ near the origin), so the patches themselves leave that much uncovered.
    slack = 1e-6 if far else 1e-11
    np.testing.assert_allclose(table.sum(axis=1), PatchIndex(zones).measures.areas, rtol=1e-12, atol=slack)


@pytest.mark.parametrize("body", BODIES)
def test_closure_on_shared_vertices_far_from_the_origin(body):
    """A bent lattice of patches that share every vertex, as surveys do: nothing but the arithmetic can miss."""
    rng = np.random.default_rng(5)
    nodes = np.stack(np.meshgrid(np.arange(41.0), np.arange(41.0), indexing="ij"), -1) * 100
    nodes[1:-1, 1:-1] += rng.uniform(-40, 40, (39, 39, 2))
    nodes = np.round(nodes + np.array([500_000, 4_046_000]), 4)
    corners = [nodes[:-1, :-1], nodes[1:, :-1], nodes[1:, 1:], nodes[:-1, 1:], nodes[:-1, :-1]]
    rings = np.stack([c.reshape(-1, 2) for c in corners], axis=1)
    n = len(rings)
    patches = Polygons(rings.reshape(-1, 2), np.arange(n + 1) * 5, np.zeros(n, dtype=bool), np.arange(n + 1))
    angle = np.sort(rng.random((60, 50)) * 2 * np.pi, axis=1)
    radius = 10 ** rng.uniform(1, 3, (60, 1)) * rng.uniform(0.5, 1, (60, 50))
    middle = np.array([502_000, 4_048_000]) + rng.uniform(-900, 900, (60, 1, 2))
    stars = middle + radius[..., None] * np.stack([np.cos(angle), np.sin(angle)], -1)
    zones = Polygons.from_rings([[(ring, False)] for ring in stars])
    table = tally(zones, patches, np.arange(n) % 7, 7, body=body)
    areas = PatchIndex(zones, body=body).measures.areas
    assert areas.min() < 2_000
    assert areas.max() > 1_000_000
    np.testing.assert_allclose(table.sum(axis=1) / areas, 1, rtol=0, atol=1e-12)


@pytest.mark.parametrize("body", BODIES)
def test_two_large_combs_across_each_other(body):
    """Both with thousands of vertices, so that the tree of the second is asked too. Teeth 400 high, backs 8 low:
    standing teeth are at x in [2k, 2k + 1] · 64/1000, lying ones at y likewise, so that 1000 × 1000 crossings of
    (0.064 m)² lie where both have teeth. Backs (below 0) meet only the other's back: 8 × 8 is outside both."""
    n = 1000
    width = 0.064
    x = np.repeat(np.arange(2 * n) * width, 2)
    y = np.tile([0.0, 400.0, 400.0, 0.0], n)
    standing = np.vstack([np.stack([x, y], 1), [(x[-1], -8.0), (0.0, -8.0)]])
    zone = Polygons.from_rings([[(standing, False)]])
    patch = Polygons.from_rings([[(standing[:, ::-1], False)]])
    want = n * n * width * width
    np.testing.assert_allclose(matrix(zone, patch, body), [[want]], rtol=1e-11)


@pytest.mark.parametrize("body", BODIES)
def test_thousands_of_rings_in_one_zone(body):
    """A sieve: 60 × 60 holes of 1 m² in a square of 120 m, and as a second zone the holes' own squares as parts."""
    corner = np.stack(np.meshgrid(np.arange(60) * 2.0 + 0.5, np.arange(60) * 2.0 + 0.5), -1).reshape(-1, 2)
    unit = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
    shell = [(0.0, 0.0), (120.0, 0.0), (120.0, 120.0), (0.0, 120.0)]
    rng = np.random.default_rng(1)
    holes = [corner[k] + unit for k in rng.permutation(len(corner))]
    zones = Polygons.from_rings(
        [[(shell, False), *((hole, True) for hole in holes)], [(hole, False) for hole in holes]]
    )
    patches = Polygons.from_rings(
        [
            [([(0.0, 0.0), (120.0, 0.0), (120.0, 120.0), (0.0, 120.0)], False)],
            [([(20.0, 20.0), (40.0, 20.0), (40.0, 40.0), (20.0, 40.0)], False)],  # 10 × 10 holes
            [([(0.5, 0.5), (1.5, 0.5), (1.5, 1.5), (0.5, 1.5)], False)],  # just one hole
            [([(1.0, 0.0), (2.0, 0.0), (2.0, 2.0), (1.0, 2.0)], False)],  # half a hole
        ]
    )
    want = [[14_400 - 3_600, 400 - 100, 0, 1.5], [3_600, 100, 1, 0.5]]
    np.testing.assert_allclose(matrix(zones, patches, body), want, rtol=1e-12, atol=1e-11)


def test_kinds_are_what_they_say():
    """The generators above do make what the properties are about."""
    rng = np.random.default_rng(0)
    assert all(shapely.is_valid(star(rng)) for _ in range(20))
    assert any(len(getattr(lattice(rng), "geoms", [])) > 1 for _ in range(50))
    assert all(0 <= sliver(rng).area < 1 for _ in range(20))
    assert spiral(rng).area > 10
    assert len(shapely.get_coordinates(comb(rng, teeth=50))) > 200
