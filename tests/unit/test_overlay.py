"""Areas of zone ∩ patch by hand: squares whose overlaps can be counted on the fingers."""

from __future__ import annotations

import numpy as np
import pytest

from redline.core.errors import Cancelled, RedlineError
from redline.core.overlay import overlay, pieces, tally
from redline.core.overlay import sums as overlay_module
from redline.core.overlay.patchindex import PatchIndex, ZoneSet
from redline.core.shapes.polygons import Polygons

BODIES = ["numpy", "numba"]
pytestmark = pytest.mark.parametrize("body", BODIES)


def box(x0, y0, x1, y1):
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def polygons(*shapes):
    """Each shape is a list of (ring, is_hole), or one ring."""
    return Polygons.from_rings(
        [shape if shape and isinstance(shape[0][0], list) else [(shape, False)] for shape in shapes]
    )


def matrix(zones, patches, body, **options):
    """Every zone with every patch: the patch's number as its class."""
    return tally(zones, patches, np.arange(len(patches)), len(patches), body=body, **options)


SQUARE = box(0, 0, 10, 10)
CASES = {
    # name: (zone, patch, area of the intersection)
    "half": (SQUARE, box(5, 0, 15, 10), 50),
    "corner": (SQUARE, box(8, 7, 20, 20), 6),  # 2 × 3
    "identical": (SQUARE, SQUARE, 100),
    "contained": (SQUARE, box(2, 2, 5, 6), 12),  # 3 × 4
    "contained on an edge": (SQUARE, box(0, 2, 5, 6), 20),
    "contained in a corner": (SQUARE, box(0, 0, 3, 3), 9),
    "around": (box(2, 2, 5, 6), SQUARE, 12),
    "beside": (SQUARE, box(10, 0, 20, 10), 0),
    "above": (SQUARE, box(0, 10, 10, 20), 0),
    "touching at a corner": (SQUARE, box(10, 10, 20, 20), 0),
    "far away": (SQUARE, box(1000, 1000, 1001, 1001), 0),
    "cross": (box(0, 4, 10, 6), box(4, 0, 6, 10), 4),
    "triangles": ([(0, 0), (10, 0), (0, 10)], [(10, 10), (0, 10), (10, 0)], 0),
    "triangle halves": ([(0, 0), (10, 0), (0, 10)], [(0, 0), (10, 0), (10, 10)], 25),  # 10 × 5 / 2
    "diamond": ([(5, 0), (10, 5), (5, 10), (0, 5)], SQUARE, 50),
    "clockwise zone": (SQUARE[::-1], box(5, 0, 15, 10), 50),
    "clockwise patch": (SQUARE, box(5, 0, 15, 10)[::-1], 50),
    "hole in the zone": ([(SQUARE, False), (box(2, 2, 6, 6), True)], box(4, 4, 8, 8), 12),  # 16 − 4
    "hole drawn like its shell": ([(SQUARE, False), (box(2, 2, 6, 6)[::-1], True)], box(4, 4, 8, 8), 12),
    "hole in the patch": (box(4, 4, 8, 8), [(SQUARE, False), (box(2, 2, 6, 6), True)], 12),
    "zone inside the patch's hole": (box(3, 3, 5, 5), [(SQUARE, False), (box(2, 2, 6, 6), True)], 0),
    "zone is the patch's hole": (box(2, 2, 6, 6), [(SQUARE, False), (box(2, 2, 6, 6), True)], 0),
    "island in the hole": ([(SQUARE, False), (box(2, 2, 8, 8), True), (box(4, 4, 6, 6), False)], box(3, 3, 7, 7), 4),
    "two parts": ([(box(0, 0, 2, 2), False), (box(8, 8, 10, 10), False)], box(1, 1, 9, 9), 2),
    "parts that touch": ([(box(0, 0, 5, 5), False), (box(5, 5, 10, 10), False)], box(4, 4, 6, 6), 2),
    "part drawn twice counts twice": ([(SQUARE, False), (SQUARE, False)], box(0, 0, 2, 2), 8),
    "collapsed zone": ([(0, 0), (10, 10), (0, 0)], SQUARE, 0),
    "spike": ([(0, 0), (10, 0), (10, 10), (10, 30), (10, 10), (0, 10)], box(5, 5, 15, 25), 25),
    "repeated vertices": ([(0, 0), (0, 0), (10, 0), (10, 0), (10, 10), (0, 10), (0, 10)], box(5, 5, 15, 15), 25),
    # The loops of this bow tie have the same area: counted signed, right loop against left loop.
    "bow tie, both loops": ([(0, 0), (10, 10), (10, 0), (0, 10)], SQUARE, 0),
}


@pytest.mark.parametrize("origin", [(0, 0), (500_000.25, 4_046_123.5), (-3e6, 7e6)])
@pytest.mark.parametrize("name", CASES)
def test_pairs_by_hand(body, name, origin):
    zone, patch, area = CASES[name]
    z, p = polygons(zone), polygons(patch)
    z, p = z.with_xy(z.xy + origin), p.with_xy(p.xy + origin)
    np.testing.assert_allclose(matrix(z, p, body), [[area]], rtol=0, atol=1e-12)


def test_one_loop_of_a_bow_tie_counts_and_the_other_counts_against_it(body):
    bow = polygons([(0, 0), (10, 10), (10, 0), (0, 10)])
    left, right = matrix(bow, polygons(box(0, 0, 5, 10), box(5, 0, 10, 10)), body)[0]
    assert left == -right
    assert abs(left) == pytest.approx(25, abs=1e-12)  # each loop: base 10, height 5


def test_contained_and_outside_patches_are_exact_to_the_last_bit(body):
    rng = np.random.default_rng(7)
    rings = [list(zip(x, y, strict=True)) for x, y in zip(rng.random((50, 9)), rng.random((50, 9)), strict=True)]
    zone = polygons([(-1.0, -2.0), (3.0, -1.5), (2.5, 4.0), (-0.5, 3.0)])
    patches = polygons(*rings)
    np.testing.assert_array_equal(matrix(zone, patches, body)[0], PatchIndex(patches, body=body).measures.areas)
    away = patches.with_xy(patches.xy + np.array([10, 0]))
    np.testing.assert_array_equal(matrix(zone, away, body)[0], np.zeros(50))


def test_an_edge_that_leans_by_less_than_a_digit_is_upright(body):
    # 1e-17 m apart at the origin of the plane; seen from the window's corner at x = −3, both lie at 3.0
    leaning = [(1e-17, 0), (10, 0), (10, 10), (2e-17, 10)]
    for zone, patch in ((leaning, box(-3, -3, 4, 5)), (box(-3, -3, 4, 5), leaning)):
        assert matrix(polygons(zone), polygons(patch), body)[0, 0] == pytest.approx(20, abs=1e-12)  # 4 × 5


def test_classes_of_several_zones(body):
    zones = polygons(box(0, 0, 10, 10), box(10, 0, 20, 10), box(100, 100, 101, 101))
    patches = polygons(box(0, 0, 4, 10), box(4, 0, 12, 10), box(12, 0, 30, 10))
    # zone 0: 4 × 10 of class 2, 6 × 10 of class 0; zone 1: 2 × 10 of class 0 and 8 × 10 of class 2
    np.testing.assert_allclose(tally(zones, patches, [2, 0, 2], body=body), [[60, 0, 40], [20, 0, 80], [0, 0, 0]])
    assert tally(zones, patches, [2, 0, 2], 5, body=body).shape == (3, 5)


def test_blocks_give_what_the_whole_gives(body):
    rng = np.random.default_rng(3)
    corners = rng.random((200, 2)) * 100
    patches = polygons(*(box(x, y, x + 9, y + 7) for x, y in corners.tolist()))
    zones = polygons(box(0, 0, 50, 50), [(20, 20), (90, 30), (60, 80)])
    classes = np.arange(200) % 3
    whole = tally(zones, patches, classes, body=body)
    blocks = [
        (polygons(*(box(x, y, x + 9, y + 7) for x, y in corners[k : k + 30].tolist())), classes[k : k + 30])
        for k in range(0, 200, 30)
    ]
    told = []
    np.testing.assert_allclose(tally(zones, blocks, body=body, progress=told.append), whole, rtol=1e-14)
    assert told == sorted(told)
    assert told[-1] == 1.0
    np.testing.assert_allclose(tally(zones, iter(blocks), n_classes=3, body=body), whole, rtol=1e-14)
    by_blocks, at_once = pieces(zones, blocks, body=body), pieces(zones, patches, body=body)
    np.testing.assert_array_equal(by_blocks.zone, at_once.zone)
    np.testing.assert_array_equal(by_blocks.patch, at_once.patch)
    np.testing.assert_allclose(by_blocks.area, at_once.area, rtol=1e-14)


@pytest.mark.parametrize("zones_made", [3, 400])
def test_work_divided_among_threads_gives_the_same_numbers(body, zones_made, monkeypatch):
    rng = np.random.default_rng(11)
    patches = polygons(*(box(x, y, x + 3, y + 2) for x, y in (rng.random((2000, 2)) * 100).tolist()))
    zones = polygons(*(box(x, y, x + 30, y + 20) for x, y in (rng.random((zones_made, 2)) * 80).tolist()))
    classes = rng.integers(0, 5, 2000)
    told = []
    monkeypatch.setattr(overlay_module, "PART", 10**9)
    at_once, found = tally(zones, patches, classes, body=body), pieces(zones, patches, body=body)
    monkeypatch.setattr(overlay_module, "PART", 10)
    for threads in (1, 3):
        divided = tally(zones, patches, classes, body=body, threads=threads, progress=told.append)
        np.testing.assert_allclose(divided, at_once, rtol=1e-14)
        np.testing.assert_array_equal(divided, tally(zones, patches, classes, body=body))  # whatever the threads
        parts = pieces(zones, patches, body=body, threads=threads)
        for column, whole in zip(parts, found, strict=True):  # numbers of zones and patches, areas
            np.testing.assert_allclose(column, whole, rtol=1e-13 if whole.dtype.kind == "f" else 0)
    assert told == sorted(told[: len(told) // 2]) * 2
    with pytest.raises(Cancelled):
        tally(zones, patches, classes, body=body, cancelled=lambda: True)


def test_an_error_while_reading_a_block_comes_through(body):
    def blocks():
        yield polygons(SQUARE), [0]
        raise RedlineError("The file ends here.")

    with pytest.raises(RedlineError, match="The file ends here"):
        tally(polygons(SQUARE), blocks(), body=body)


def test_a_resident_index_answers_again_and_again(body):
    patches = polygons(box(0, 0, 4, 10), box(4, 0, 12, 10))
    index = PatchIndex(patches, [0, 1], body=body)
    zones = ZoneSet(polygons(box(0, 0, 10, 10)), body=body)
    for _ in range(3):
        np.testing.assert_allclose(tally(zones, index, body=body), [[40, 60]])
    np.testing.assert_allclose(tally(zones, index, [1, 0], body=body), [[60, 40]])
    assert pieces(zones, index, body=body).area.tolist() == pytest.approx([40, 60])


def test_pieces_are_sorted_and_leave_out_what_only_touches(body):
    zones = polygons(box(0, 0, 10, 10), box(10, 0, 20, 10))
    patches = polygons(box(15, 0, 25, 10), box(0, 0, 10, 10), box(5, 5, 15, 6))
    found = pieces(zones, patches, body=body)
    assert found.zone.tolist() == [0, 0, 1, 1]
    assert found.patch.tolist() == [1, 2, 0, 2]
    assert found.area.tolist() == pytest.approx([100, 5, 50, 5])
    assert pieces(zones, patches, smallest=5.5, body=body).patch.tolist() == [1, 0]


def test_empty_and_unreadable_polygons_are_skipped_and_named(body):
    nan, inf = float("nan"), float("inf")
    zones = polygons([], SQUARE, [(nan, 0), (1, 0), (1, 1)], SQUARE, [(inf, 0), (1, 0), (1, 1)])
    patches = polygons(box(0, 0, 5, 5), [], [(0, 0), (1, nan), (1, 1)], [(0, 0), (1, -inf), (1, 1)])
    found = overlay(zones, patches, body=body)
    assert found.skipped_zones.tolist() == [0, 2, 4]
    assert found.skipped_patches.tolist() == [1, 2, 3]
    assert found.pieces.zone.tolist() == [1, 3]
    assert found.pieces.patch.tolist() == [0, 0]
    np.testing.assert_array_equal(found.zone_areas, [0, 100, 0, 100, 0])
    np.testing.assert_array_equal(found.patch_areas, [25, 0, 0, 0])
    np.testing.assert_array_equal(matrix(zones, patches, body)[[0, 2, 4]], np.zeros((3, 4)))


def test_nothing_to_do(body):
    some, none = polygons(SQUARE), polygons()
    assert tally(none, some, [0], body=body).shape == (0, 1)
    assert tally(some, none, [], 4, body=body).tolist() == [[0, 0, 0, 0]]
    assert tally(some, [], n_classes=2, body=body).tolist() == [[0, 0]]
    assert len(pieces(some, none, body=body).area) == 0
    assert len(pieces(polygons([]), polygons([]), body=body).area) == 0


def test_wrong_classes_are_named(body):
    zones, patches = polygons(SQUARE), polygons(SQUARE, SQUARE)
    with pytest.raises(RedlineError, match="There are 2 patches and 3 classes"):
        tally(zones, patches, [0, 1, 2], body=body)
    with pytest.raises(RedlineError, match="class number 7, outside 0 to 4"):
        tally(zones, patches, [0, 7], 5, body=body)
    with pytest.raises(RedlineError, match="class number -1, outside"):
        tally(zones, patches, [0, -1], body=body)
    with pytest.raises(RedlineError, match="no classes to tally by"):
        tally(zones, patches, body=body)
    with pytest.raises(RedlineError, match=f"no body {body}x"):
        tally(zones, patches, [0, 1], body=body + "x")


def test_a_cancelled_run_stops(body):
    zones, patches = polygons(SQUARE), polygons(SQUARE)
    with pytest.raises(Cancelled):
        tally(zones, patches, [0], body=body, cancelled=lambda: True)
    asked = []

    def after_two():
        asked.append(1)
        return len(asked) > 4

    def endless():
        while True:
            yield patches, [0]

    with pytest.raises(Cancelled):
        tally(zones, endless(), body=body, cancelled=after_two)
