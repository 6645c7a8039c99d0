"""Verdicts against red lines."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.errors import RedlineError
from redline.core.landuse.redlines import (
    RedLine,
    check_red_line,
    land_inside,
    legal_ratios,
    red_line_table,
    verdict_name,
    worst,
)
from redline.core.landuse.tally import Zone
from redline.core.overlay import Pieces, pieces
from redline.core.overlay.overlaps import repeated
from redline.core.overlay.patchindex import PatchIndex
from redline.core.paper.tables import cell_text
from redline.core.shapes.polygons import Polygons

FARMLAND = RedLine("Farmland", ["F1", "F2", "F3"])
CITY = RedLine("City", ["C"], must_contain=True)


def found(zone, polygon, area):
    """Pieces zone ∩ polygon, m²."""
    return Pieces(np.array(zone, dtype=np.int64), np.array(polygon, dtype=np.int64), np.array(area, dtype=np.float64))


def zones(*totals):
    return [Zone(f"P{number}", "", Decimal(total)) for number, total in enumerate(totals, 1)]


class TestMustStayOut:
    def test_clear_and_violates(self):
        # P1: 30 + 20 of its 200 m² are farmland; P2: none
        got = check_red_line(FARMLAND, zones("200.00", "100.00"), [200, 100], found([0, 0], [0, 2], [20.0, 30.0]))
        assert [each.verdict for each in got] == ["violates", "clear"]
        assert (got[0].inside, got[0].outside, got[0].share) == (
            Decimal("50.00"),
            Decimal("150.00"),
            Decimal("25.00"),
        )
        assert got[0].touched == ("F1", "F3")
        assert (got[1].inside, got[1].touched) == (Decimal("0.00"), ())

    @pytest.mark.parametrize(
        ("inside", "tolerance", "verdict"),
        [
            (9e-5, 0, "clear"),  # the arithmetic of coinciding edges
            (-9e-5, 0, "clear"),
            (0.004, 0, "touches"),  # prints as 0.00 m²
            (0.005, 0, "violates"),  # prints as 0.01 m²
            (0.9, 1, "touches"),
            (1.004, 1, "touches"),  # prints as 1.00
            (1.006, 1, "violates"),
        ],
    )
    def test_the_verdict_is_that_of_the_printed_number(self, inside, tolerance, verdict):
        got = check_red_line(FARMLAND, zones("100.00"), [100.0], found([0], [0], [inside]), tolerance=tolerance)
        assert got[0].verdict == verdict
        assert (got[0].inside > Decimal(str(tolerance))) == (verdict == "violates")

    @pytest.mark.parametrize(("inside", "verdict"), [(9e-4, "clear"), (2e-3, "touches"), (6e-3, "violates")])
    def test_noise_grows_with_a_large_zone(self, inside, verdict):
        # 1e-11 of 100 km² is 1e-3 m²: less is arithmetic there, more is land
        got = check_red_line(FARMLAND, zones("100000000.00"), [1e8], found([0], [0], [inside]))
        assert got[0].verdict == verdict
        # and as much less than the whole is the whole
        whole = check_red_line(CITY, zones("100000000.00"), [1e8], found([0], [0], [1e8 - inside]))
        assert whole[0].verdict == verdict

    def test_polygons_that_overlap_count_once(self):
        # two polygons of 60 m² share 20 m² of a zone of 100: 100 inside
        given_up = found([0], [1], [20.0])
        got = check_red_line(FARMLAND, zones("100.00"), [100], found([0, 0], [0, 1], [60.0, 60.0]), given_up)
        assert (got[0].inside, got[0].outside) == (Decimal("100.00"), Decimal("0.00"))

    def test_inside_and_outside_add_up_to_the_official_area(self):
        # the plane says 1000.00, the official procedure 1000.07: a third is inside
        got = check_red_line(FARMLAND, zones("1000.07"), [1000.0], found([0], [0], [1000 / 3]))
        assert (got[0].inside, got[0].outside) == (Decimal("333.36"), Decimal("666.71"))

    def test_a_zone_wholly_inside(self):
        got = check_red_line(FARMLAND, zones("1000.07"), [1000.0], found([0], [0], [1000.0 - 5e-5]))
        assert (got[0].inside, got[0].outside, got[0].share) == (
            Decimal("1000.07"), Decimal("0.00"), Decimal("100.00"),
        )  # fmt: skip

    @settings(max_examples=60, deadline=None)
    @given(st.floats(0.01, 1e8), st.floats(0, 1))
    def test_it_always_adds_up(self, whole, share):
        own = zones(str(round(whole, 2)))
        for line in (FARMLAND, CITY):
            got = check_red_line(line, own, [whole], found([0], [0], [whole * share]))[0]
            assert got.inside + got.outside == own[0].total
            assert got.inside >= 0 and got.outside >= 0
            assert (got.against > 0) == (got.verdict == "violates")


class TestMustBeInside:
    def test_outside_violates(self):
        # P1 lies inside, P2 with 10 of its 40 m² outside, P3 wholly outside
        got = check_red_line(CITY, zones("20.00", "40.00", "5.00"), [20, 40, 5], found([0, 1], [0, 0], [20.0, 30.0]))
        assert [each.verdict for each in got] == ["clear", "violates", "violates"]
        assert [each.against for each in got] == [Decimal("0.00"), Decimal("10.00"), Decimal("5.00")]


class TestLegalArea:
    def test_ratio_times_piece(self):
        # F1: 950 of 1000 m² are legal farmland; F2 has none recorded but KCXS 0.1; F3 nothing recorded
        ratios = legal_ratios([950.0, np.nan, 0.0], [1000.0, 500.0, 100.0], [0.05, 0.1, np.nan])
        assert ratios.ratio.tolist() == [0.95, 0.9, 1.0]
        assert ratios.missing.tolist() == [False, True, True]
        line = RedLine("Farmland", ["F1", "F2", "F3"], legal=ratios.ratio)
        got = check_red_line(line, zones("60.00"), [60], found([0, 0, 0], [0, 1, 2], [20.0, 10.0, 5.0]))
        # 20 × 0.95 + 10 × 0.9 + 5 × 1 = 33
        assert (got[0].inside, got[0].legal) == (Decimal("35.00"), Decimal("33.00"))

    def test_without_one_of_the_fields(self):
        assert legal_ratios([50.0], [100.0]).ratio.tolist() == [0.5]
        assert legal_ratios(None, [100.0, 100.0], [0.1, np.nan]).ratio.tolist() == [0.9, 1.0]
        assert legal_ratios(None, [100.0]).ratio.tolist() == [1.0]

    def test_recorded_as_large_as_it_is_takes_nothing_off(self):
        # 999,521.19 m² by the official procedure; the zone's piece is balanced and prints 999,521.18
        line = RedLine("Farmland", ["F"], legal=legal_ratios([999521.19], [999521.19], [0.05]).ratio)
        got = check_red_line(line, zones("1209420.00"), [1209420.0], found([0], [0], [999521.1842]))[0]
        assert got.inside == got.legal == Decimal("999521.18")

    def test_more_than_the_polygon_has(self):
        # 0.01 m² more is the rounding of two programs; 500 of 100 m² is told, and counts as it is recorded
        ratios = legal_ratios([100.01, 500.0, 99.0], [100.0, 100.0, 100.0])
        assert ratios.ratio.tolist() == [1.0, 5.0, 0.99]
        assert ratios.larger.tolist() == [False, True, False]
        line = RedLine("Farmland", ["F1", "F2"], legal=ratios.ratio[:2])
        got = check_red_line(line, zones("60.00", "60.00"), [60, 60], found([0, 1], [0, 1], [20.0, 10.0]))
        assert [(each.inside, each.legal) for each in got] == [
            (Decimal("20.00"), Decimal("20.00")),
            (Decimal("10.00"), Decimal("50.00")),
        ]

    def test_what_cannot_be_is_not_taken_for_nothing(self):
        # negative; KCXS in per cent; KCXS of a polygon that has its legal area recorded is not used
        ratios = legal_ratios([-1.0, np.nan, 90.0, np.nan, 0.0], [100.0] * 5, [0.0, 5.86, 5.86, -0.1, 1.0])
        assert ratios.wrong.tolist() == [True, True, False, True, True]
        assert np.isnan(ratios.ratio).tolist() == [True, True, False, True, True]
        assert ratios.ratio[2] == 0.9

    def test_a_recorded_area_below_one_square_metre_is_one(self):
        # a sliver of 0.8 m² of which 0.4 m² are recorded; and one smaller than a square metre that is recorded whole
        ratios = legal_ratios([0.4, 0.5], [0.8, 0.5])
        assert ratios.wrong.tolist() == [False, False]
        assert ratios.ratio.tolist() == [0.5, 1.0]

    def test_how_much_rounding_makes(self):
        # up to 0.0151 m², or 1e-7 of the polygon: 0.5 m² of 5,000,000; more is more than the polygon has
        ratios = legal_ratios([100.015, 100.02, 5_000_000.4, 5_000_000.6], [100.0, 100.0, 5e6, 5e6])
        assert ratios.larger.tolist() == [False, True, False, True]
        assert ratios.ratio.tolist()[:3] == [1.0, 100.02 / 100, 1.0]

    def test_never_less_than_nothing_and_never_more_than_the_largest_ratio(self):
        # what overlaps is taken off with its own ratio: 2 m² of ratio 1 given up of 3 m² of ratio 0.1 leave −1.7
        line = RedLine("Farmland", ["F1", "F2"], legal=np.array([0.1, 1.0]))
        land = land_inside(line, [10.0], found([0], [0], [3.0]), found([0], [1], [2.0]))
        assert (land.inside.tolist(), land.legal.tolist()) == ([1.0], [0.0])
        # 3 m² of ratio 0.5 less 2 m² of ratio 0.1 would be 1.3 of 1 m²; no ratio here is above 1
        line = RedLine("Farmland", ["F1", "F2"], legal=np.array([0.5, 0.1]))
        land = land_inside(line, [10.0], found([0], [0], [3.0]), found([0], [1], [2.0]))
        assert (land.inside.tolist(), land.legal.tolist()) == ([1.0], [1.0])
        # more is given up than is met: nothing is inside, not −1
        land = land_inside(line, [10.0], found([0], [0], [1.0]), found([0], [1], [2.0]))
        assert (land.inside.tolist(), land.legal.tolist()) == ([0.0], [0.0])

    def test_a_polygon_without_an_area(self):
        assert legal_ratios([5.0], [0.0]).ratio.tolist() == [1.0]

    def test_a_zone_that_is_clear_has_no_legal_area(self):
        line = RedLine("Farmland", ["F"], legal=np.array([0.5]))
        got = check_red_line(line, zones("100.00"), [100.0], found([0], [0], [9e-5]))[0]
        assert (got.verdict, got.inside, got.legal) == ("clear", Decimal("0.00"), Decimal("0.00"))


def squares(*boxes):
    """Rectangles (x, y, width, height) in metres."""
    return Polygons.from_rings([[([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], False)] for x, y, w, h in boxes])


def measured(zone, farms, ratios):
    """(inside, legal) of one rectangle over farmland rectangles, m²."""
    index, ratio = PatchIndex(squares(*farms)), np.array(ratios)
    line = RedLine("Farmland", [str(number) for number in range(len(farms))], legal=ratio)
    land = squares(zone)
    land = land_inside(line, [zone[2] * zone[3]], pieces(land, index), repeated(index, value=ratio).within(land))
    return float(land.inside[0]), float(land.legal[0])


class TestStacked:
    ZONE = (0.0, 0.0, 200.0, 200.0)

    def test_the_same_polygon_twice(self):
        # 100 × 100 m² with 0.9 legal, twice: 10,000 and 9,000, not 20,000 and 18,000
        assert measured(self.ZONE, [(50, 50, 100, 100)] * 2, [0.9, 0.9]) == pytest.approx((10_000, 9_000), abs=1e-9)

    def test_the_largest_ratio_counts(self):
        got = measured(self.ZONE, [(50, 50, 100, 100)] * 3, [0.8, 0.9, 0.7])
        assert got == pytest.approx((10_000, 9_000), abs=1e-9)

    def test_half_on_each_other(self):
        # 0.8 × 50 × 100 of the first alone, 0.9 × 100 × 100 of the second: 4,000 + 9,000 of 15,000
        got = measured(self.ZONE, [(0, 0, 100, 100), (50, 0, 100, 100)], [0.8, 0.9])
        assert got == pytest.approx((15_000, 13_000), abs=1e-9)

    def test_a_third_with_less_over_the_middle_adds_nothing(self):
        farms = [(25, 0, 100, 100), (0, 0, 100, 100), (50, 0, 100, 100)]
        assert measured(self.ZONE, farms, [0.5, 0.8, 0.9]) == pytest.approx((15_000, 13_000), abs=1e-9)

    def test_only_a_part_of_the_zone(self):
        # of two on each other the zone cuts 30 m of 100 m off: 30 × 100 and 0.9 of it
        got = measured((0, 0, 30, 200), [(0, 0, 100, 100)] * 2, [0.9, 0.6])
        assert got == pytest.approx((3_000, 2_700), abs=1e-9)


numbers = st.integers(0, 40).map(lambda number: number * 5.0)
sides = st.integers(1, 20).map(lambda number: number * 5.0)
shares = st.integers(0, 100).map(lambda number: number / 100)
some_farms = st.lists(st.tuples(st.tuples(numbers, numbers, sides, sides), shares), min_size=1, max_size=7)


def by_cells(zone, farms, ratios):
    """The rule by cells of 5 m: a cell under any polygon counts once, with the largest ratio over it."""
    x0, y0, w, h = (int(value // 5) for value in zone)
    best = np.full((60, 60), -1.0)
    for (x, y, width, height), ratio in zip(farms, ratios, strict=True):
        part = best[int(y // 5) : int((y + height) // 5), int(x // 5) : int((x + width) // 5)]
        np.maximum(part, ratio, out=part)
    here = best[y0 : y0 + h, x0 : x0 + w]
    return 25.0 * int((here >= 0).sum()), 25.0 * float(here[here >= 0].sum())


class TestTheRule:
    ZONE = (20.0, 20.0, 100.0, 100.0)

    @settings(max_examples=60, deadline=None)
    @given(some_farms)
    def test_by_cells(self, given_farms):
        farms, ratios = zip(*given_farms, strict=True)
        assert measured(self.ZONE, farms, ratios) == pytest.approx(by_cells(self.ZONE, farms, ratios), abs=1e-6)

    @settings(max_examples=40, deadline=None)
    @given(some_farms, st.integers(2, 4), st.randoms(use_true_random=False))
    def test_stacking_and_order_change_nothing(self, given_farms, times, random):
        farms, ratios = zip(*given_farms, strict=True)
        stacked = list(given_farms) + [given_farms[0]] * (times - 1)
        random.shuffle(stacked)
        again, again_ratios = zip(*stacked, strict=True)
        assert measured(self.ZONE, again, again_ratios) == pytest.approx(measured(self.ZONE, farms, ratios), abs=1e-6)

    @settings(max_examples=60, deadline=None)
    @given(some_farms, st.floats(0.01, 1e7))
    def test_a_part_is_never_larger_than_its_whole(self, given_farms, total):
        farms, ratios = zip(*given_farms, strict=True)
        index, ratio = PatchIndex(squares(*farms)), np.array(ratios)
        zone, own = squares(self.ZONE), zones(str(round(total, 2)))
        given_up = repeated(index, value=ratio).within(zone)
        for legal, equal in ((ratio, False), (np.ones(len(ratio)), True)):
            line = RedLine("Farmland", [str(number) for number in range(len(farms))], legal=legal)
            got = check_red_line(line, own, [10_000.0], pieces(zone, index), given_up)[0]
            assert Decimal(0) <= got.legal <= got.inside <= own[0].total
            assert not equal or got.legal == got.inside


def test_each_zone_names_what_it_touches_itself():
    """And a zone of less than a square metre has its share too: 0.2 of 0.5 m²."""
    pieces = found([0, 1, 1, 2], [0, 1, 2, 0], [5.0, 6.0, 7.0, 0.2])
    got = check_red_line(FARMLAND, zones("10.00", "20.00", "0.50"), [10, 20, 0.5], pieces)
    assert [each.touched for each in got] == [("F1",), ("F2", "F3"), ("F1",)]
    assert [str(each.inside) for each in got] == ["5.00", "13.00", "0.20"]


class TestTogether:
    def findings(self):
        own = zones("200.00", "100.00")
        return own, [
            *check_red_line(FARMLAND, own, [200, 100], found([0], [1], [0.004])),
            *check_red_line(CITY, own, [200, 100], found([0], [0], [200.0])),
        ]

    def test_the_gravest_counts(self):
        _, findings = self.findings()
        assert [each.verdict for each in findings] == ["touches", "clear", "clear", "violates"]
        assert worst(findings, 2) == ["touches", "violates"]
        assert worst([], 1) == ["clear"]

    def test_table(self):
        own, findings = self.findings()
        table = red_line_table(findings, own, lambda text: text)
        assert [tuple(cell_text(value) for value in row.values) for row in table.rows] == [
            ("P1", "", "Farmland", "must stay out", "Touches", "0.00", "200.00", "0.00", "F2"),
            ("P2", "", "Farmland", "must stay out", "Clear", "0.00", "100.00", "0.00", ""),
            ("P1", "", "City", "must be inside", "Clear", "200.00", "0.00", "100.00", "C"),
            ("P2", "", "City", "must be inside", "Violates", "0.00", "100.00", "0.00", ""),
        ]
        assert "above 0.0 m²" in table.notes[0] or "above 0 m²" in table.notes[0]

    def test_many_ids_are_cut(self):
        line = RedLine("Farmland", [f"F{number}" for number in range(30)])
        own = zones("100.00")
        got = check_red_line(line, own, [100], found([0] * 30, list(range(30)), [1.0] * 30))
        assert len(got[0].touched) == 30
        text = red_line_table(got, own, lambda text: text, most_ids=3).rows[0].values[-1]
        assert text == "F0, F1, F2 and 27 more"
        usual = [check_red_line(line, own, [100], found([0] * n, list(range(n)), [1.0] * n)) for n in (20, 21)]
        cells = [red_line_table(each, own, lambda text: text).rows[0].values[-1] for each in usual]
        assert cells[0].endswith("F18, F19")
        assert cells[1].endswith("F18, F19 and 1 more")

    def test_numbers_are_numbers_and_the_legal_area_stands_where_one_is(self):
        own = zones("100.00")
        legal = RedLine("Farmland", ["F"], legal=np.array([0.5]))
        tables = [
            red_line_table(check_red_line(line, own, [100], found([0], [0], [4.0])), own, lambda text: text)
            for line in (FARMLAND, legal)
        ]
        assert [[column.key for column in table.columns if column.numeric] for table in tables] == [
            ["inside", "outside", "share"],
            ["inside", "outside", "share", "legal"],
        ]
        assert cell_text(tables[1].rows[0].values[8]) == "2.00"

    def test_names(self):
        assert verdict_name("clear", str.upper) == "CLEAR"


def test_wrong_tolerance():
    with pytest.raises(RedlineError, match="The tolerance is -1 m²: it must be 0 or more"):
        check_red_line(FARMLAND, zones("1.00"), [1], found([], [], []), tolerance=-1)
