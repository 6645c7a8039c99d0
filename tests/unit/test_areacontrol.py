"""Patch areas brought to control areas, level by level."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.errors import RedlineError
from redline.core.landuse.areacontrol import Control, adjust_patches, changes_table, control_table, county_table, settle
from redline.core.landuse.classes import read_scheme
from redline.core.landuse.tables import Words
from redline.core.paper.tables import cell_text


def same(text):
    return text


def villages(*areas, parent="T"):
    return [Control(f"V{number}", f"village {number}", Decimal(area), parent) for number, area in enumerate(areas, 1)]


class TestSettle:
    def test_without_anything_above_nothing_changes(self):
        assert settle(villages("10.00", "20.00")) == [Decimal("10.00"), Decimal("20.00")]

    def test_to_the_county(self):
        # 60.00 lack 0.05 of 60.05: five units, three villages: each gets one, the two larger one more
        assert settle(villages("10.00", "30.00", "20.00"), county=Decimal("60.05")) == [
            Decimal("10.01"), Decimal("30.02"), Decimal("20.02"),
        ]  # fmt: skip

    def test_to_townships_and_county(self):
        own = [*villages("10.00", "20.00", parent="A"), Control("V3", "", Decimal("5.00"), "B")]
        townships = [Control("A", "", Decimal("30.01")), Control("B", "", Decimal("5.00"))]
        # county 35.02: the townships have 35.01, the larger one takes 0.01 -> A 30.02, B 5.00
        assert settle(own, townships, Decimal("35.02")) == [Decimal("10.01"), Decimal("20.01"), Decimal("5.00")]

    def test_a_village_without_township(self):
        with pytest.raises(RedlineError, match=r"1 villages \(the first is V1\) belong to no township"):
            settle(villages("1.00", parent="X"), [Control("A", "", Decimal("1.00"))])


class TestPatches:
    def test_by_hand(self):
        # village 1: 100.00 + 50.00 + 25.00 = 175.00, control 174.98: minus two units, to the two largest
        # village 2: 10.00, control 10.03: plus three units
        areas, told = adjust_patches(
            villages("174.98", "10.03"), [Decimal("174.98"), Decimal("10.03")], [0, 0, 0, 1, -1],
            [100.0, 50.0, 25.0, 10.0, 7.5],
        )  # fmt: skip
        assert [str(area) for area in areas] == ["99.99", "49.99", "25.00", "10.03", "7.50"]
        assert [(each.before, each.difference, each.patches, each.changed) for each in told] == [
            (Decimal("175.00"), Decimal("-0.02"), 3, 2),
            (Decimal("10.00"), Decimal("0.03"), 1, 1),
        ]

    def test_a_difference_that_patches_cannot_take(self):
        with pytest.raises(
            RedlineError, match=r"Village V1: its patches add up to 1.00 m², its control area is 0.00 m²"
        ):
            adjust_patches(villages("0.00"), [Decimal("0.00")], [0], [1.0])

    def test_a_village_without_patches_stays(self):
        _, told = adjust_patches(villages("5.00"), [Decimal("5.00")], [], [])
        assert (told[0].patches, told[0].difference) == (0, Decimal("0.00"))

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.floats(10, 1e5), min_size=1, max_size=30), st.integers(-50, 50))
    def test_patches_add_up_to_the_control_area(self, areas, units):
        control = sum(Decimal(str(round(area, 2))) for area in areas) + Decimal(units) / 100
        own = [Control("V", "", control)]
        adjusted, told = adjust_patches(own, [control], [0] * len(areas), areas, 1)
        assert sum(adjusted) == control
        # nobody takes more than the quotient and one unit
        most = Decimal(abs(told[0].control - told[0].before) * 100 // len(areas) + 1) / 100
        for area, new in zip(areas, adjusted, strict=True):
            assert abs(new - Decimal(str(round(area, 2)))) <= most + Decimal("0.01")


class TestTables:
    def rows(self, table):
        return [tuple(cell_text(value) for value in row.values) for row in table.rows]

    def test_control(self):
        _, told = adjust_patches(villages("174.98"), [Decimal("174.98")], [0, 0], [100.0, 75.0])
        assert self.rows(control_table(told, same)) == [
            ("V1", "village 1", "174.98", "174.98", "175.00", "-0.02", "2", "2"),
            ("Total", "", "174.98", "174.98", "175.00", "-0.02", "2", "2"),
        ]

    def test_changes(self):
        table = changes_table([("V1", "17", Decimal("100.00"), Decimal("99.99"))], same)
        assert self.rows(table) == [("V1", "17", "100.00", "99.99", "-0.01")]

    def test_county(self):
        table = county_table(
            [("V1", "a"), ("V2", "b")],
            [{"0702": Decimal("1.50"), "0102": Decimal("2.00")}, {"0102": Decimal("3.00"), "1101": Decimal("0.00")}],
            [Decimal("3.50"), Decimal("3.00")],
            Decimal("6.50"),
            Words(read_scheme("sandiao"), "zh_Hans", same),
        )
        assert self.rows(table) == [
            ("V1", "a", "3.50", "2.00", "1.50"),
            ("V2", "b", "3.00", "3.00", ""),
            ("Total", "", "6.50", "5.00", "1.50"),
        ]
