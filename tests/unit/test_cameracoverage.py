"""Cells as rectangles, and tables that add up."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from redline.core.cameras.grid import Grid
from redline.core.cameras.sight import (
    CLASSES,
    NOTHING,
    CameraRow,
    CoverClass,
    as_one,
    camera_table,
    classes_of_cells,
    place_table,
    printed_places,
    rectangles,
)
from redline.core.ellipsoid.areaplane import areas


def words(text):
    return text


def place_columns(rows):
    return [column.key for column in place_table(rows, "m²", words).columns]


class TestClasses:
    def test_every_cell_has_one(self):
        circle = np.array([[True, True, True, True, True, True, False]])
        known = np.array([[True, True, True, True, True, False, True]])
        count = np.array([[0, 1, 2, 3, 9, 0, 0]], dtype=np.uint16)
        assert classes_of_cells(circle, known, count).tolist() == [[1, 2, 3, 4, 4, 0, NOTHING]]


class TestRectangles:
    grid = Grid(1000.0, 500.0, 10.0, 5.0, 3, 4)

    def test_runs_are_joined_downwards(self):
        classes = np.array([[1, 1, 2, 255], [1, 1, 2, 2], [255, 255, 255, 255]], dtype=np.uint8)
        boxes, values = rectangles(classes, self.grid)
        # the block of ones, a two in the first row, two twos in the second
        assert len(boxes) == 3
        by_class = {int(value): [] for value in values}
        for i, value in enumerate(values.tolist()):
            ((ring, hole),) = boxes.rings_of(i)
            assert not hole
            by_class[value].append((*ring.min(axis=0).tolist(), *ring.max(axis=0).tolist()))
        assert by_class[1] == [(1000.0, 490.0, 1020.0, 500.0)]
        assert sorted(by_class[2]) == [(1020.0, 490.0, 1040.0, 495.0), (1020.0, 495.0, 1030.0, 500.0)]

    def test_nothing_is_no_rectangle(self):
        boxes, values = rectangles(np.full((3, 4), NOTHING, dtype=np.uint8), self.grid)
        assert (len(boxes), len(values)) == (0, 0)

    @settings(deadline=None, max_examples=60)
    @given(classes=arrays(np.uint8, (7, 9), elements=st.sampled_from([0, 1, 2, 4, NOTHING])))
    def test_they_cover_their_cells_once(self, classes):
        grid = Grid(0.0, 70.0, 10.0, 10.0, 7, 9)
        boxes, values = rectangles(classes, grid)
        sizes = areas(boxes) if len(boxes) else np.zeros(0)
        for value in (0, 1, 2, 4):
            assert sizes[values == value].sum() == pytest.approx(100.0 * (classes == value).sum())
        painted = np.full(classes.shape, NOTHING)
        for i, value in enumerate(values.tolist()):
            ring = boxes.rings_of(i)[0][0]
            (left, bottom), (right, top) = ring.min(axis=0) / 10, ring.max(axis=0) / 10
            part = painted[7 - int(top) : 7 - int(bottom), int(left) : int(right)]
            assert (part == NOTHING).all()
            part[:] = value
        assert np.array_equal(painted, classes)

    def test_taken_together(self):
        classes = np.array([[1, 255, 1, 255], [255, 1, 255, 1], [1, 255, 1, 255]], dtype=np.uint8)
        boxes, _ = rectangles(classes, self.grid)
        both = as_one(boxes, [2, 4])
        assert len(both) == 2
        assert areas(both).tolist() == [100.0, 200.0]


class TestTables:
    labels = [("371525100", "甲镇", "371525100201", "东村"), ("371525100", "甲镇", "371525100202", "西村")]

    def rows(self, farmland=True):
        cover = np.array([[100.0, 200.004, 300.004, 0.0, 50.0], [0.0, 0.0, 0.0, 0.0, 0.0]])
        farm = np.array([[10.0, 1.0, 2.0, 3.0, 0.0, 4.005], [7.0, 0.0, 0.0, 0.0, 0.0, 0.0]]) if farmland else None
        return printed_places(self.labels, [1000.0, 500.0], cover, farm, "m2", 2)

    def test_a_village_adds_up_to_its_total(self):
        first, second = self.rows()
        # outside: 1000 − 650.008 = 349.992; cut off, 0.01 is lacking, and of the two that lost 0.004 the larger gets it
        assert first.area == tuple(map(Decimal, ("349.99", "100.00", "200.00", "300.01", "0.00", "50.00")))
        assert sum(first.area) == Decimal("1000.00")
        assert second.area[0] == Decimal("500.00")
        assert sum(first.farmland) + sum(second.farmland) == Decimal("27.01")

    def test_sums_are_sums_of_what_is_printed(self):
        table = place_table(self.rows(), "m²", words)
        assert [row.kind for row in table.rows] == ["leaf", "leaf", "subtotal", "total"]
        keys = [column.key for column in table.columns]
        for key in keys[4:]:
            if key.endswith("share"):
                continue
            column = keys.index(key)
            east, west, township, county = (row.values[column] for row in table.rows)
            assert east + west == township == county
        total = dict(zip(keys, table.rows[-1].values, strict=True))
        assert total["area_total"] == Decimal("1500.00")
        assert total["area_circle"] == total["area_unknown"] + total["area_hidden"] + total["area_seen"]
        assert total["area_seen"] == total["area_seen1"] + total["area_seen2"] + total["area_seen3"]
        assert total["area_seen0"] == total["area_outside"] + total["area_unknown"] + total["area_hidden"]
        assert total["area_total"] == total["area_seen0"] + total["area_seen"]
        # 350.00 of 1500.00
        assert total["area_share"] == Decimal("23.33")

    def test_without_farmland_there_are_no_farmland_columns(self):
        table = place_table(self.rows(farmland=False), "m²", words)
        assert not any(column.key.startswith("farm") for column in table.columns)

    @settings(deadline=None, max_examples=60)
    @given(
        cover=arrays(np.float64, (4, CLASSES), elements=st.floats(0, 1e6)),
        farm=arrays(np.float64, (4, CLASSES + 1), elements=st.floats(0, 1e6)),
        unit=st.sampled_from(["m2", "ha", "mu"]),
    )
    def test_any_numbers_add_up(self, cover, farm, unit):
        totals = (cover.sum(axis=1) * 1.5).tolist()
        labels = [("a" if i < 2 else "b", "", str(i), str(i)) for i in range(4)]
        rows = printed_places(labels, totals, cover, farm, unit, 4)
        table = place_table(rows, unit, words)
        keys = [column.key for column in table.columns]
        leaves = [row for row in table.rows if row.kind == "leaf"]
        for key in keys[4:]:
            if not key.endswith("share"):
                column = keys.index(key)
                assert sum(row.values[column] for row in leaves) == table.rows[-1].values[column]
        assert all(value >= 0 for row in rows for value in (*row.area, *row.farmland))

    def test_how_sure_parts_what_is_seen_and_what_is_hidden(self):
        cover = np.array([[100.0, 200.0, 300.0, 0.0, 50.0], [0.0, 0.0, 0.0, 0.0, 0.0]])
        sure = np.array([[150.0, 50.0, 40.0, 310.0], [0.0, 0.0, 0.0, 0.0]])
        first, second = printed_places(self.labels, [1000.0, 500.0], cover, None, "m2", 2, sure)
        assert first.area_sure == tuple(map(Decimal, ("150.00", "50.00", "40.00", "310.00")))
        assert second.area_sure == (Decimal("0.00"),) * 4
        table = place_table([first, second], "m²", words)
        keys = [column.key for column in table.columns]
        total = dict(zip(keys, table.rows[-1].values, strict=True))
        assert total["area_surely_seen"] + total["area_probably_seen"] == total["area_seen"]
        assert total["area_surely_hidden"] + total["area_probably_hidden"] == total["area_hidden"]
        assert not any(key.startswith("area_sure") for key in place_columns(self.rows()))

    @settings(deadline=None, max_examples=60)
    @given(
        cover=arrays(np.float64, (3, CLASSES), elements=st.floats(0, 1e5)),
        sure=arrays(np.float64, (3, 4), elements=st.floats(0, 1e5)),
    )
    def test_any_certainty_adds_up(self, cover, sure):
        labels = [("a", "", str(i), str(i)) for i in range(3)]
        for row in printed_places(labels, (cover.sum(axis=1) * 1.2).tolist(), cover, None, "ha", 4, sure):
            assert sum(row.area_sure[:2]) == row.area[2]
            assert sum(row.area_sure[2:]) == sum(row.area[3:])
            assert all(value >= 0 for value in row.area_sure)

    def test_cameras(self):
        rows = [CameraRow("A1", "塔", 40.0, 3000.0, 28274333.0, 14137166.5, 1000.0, 250.0)]
        table = camera_table(rows, "ha", 4, "ha", words)
        values = dict(zip((column.key for column in table.columns), table.rows[0].values, strict=True))
        assert values["area_circle"] == Decimal("2827.4333")
        assert values["area_seen"] + values["area_not_seen"] == values["area_circle"]
        assert values["area_share"] == Decimal("50.00")
        assert values["farm_share"] == Decimal("25.00")
        assert CoverClass.SEEN_BY_3 == 4
