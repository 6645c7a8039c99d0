"""Verdicts against red lines."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.errors import RedlineError
from redline.core.landuse.redlines import RedLine, check_red_line, legal_ratios, red_line_table, verdict_name, worst
from redline.core.landuse.tally import Zone
from redline.core.paper.tables import cell_text

FARMLAND = RedLine("Farmland", ["F1", "F2", "F3"])
CITY = RedLine("City", ["C"], must_contain=True)


def zones(*totals):
    return [Zone(f"P{number}", "", Decimal(total)) for number, total in enumerate(totals, 1)]


class TestMustStayOut:
    def test_clear_and_violates(self):
        # P1: 30 + 20 of its 200 m² are farmland; P2: none
        found = check_red_line(FARMLAND, zones("200.00", "100.00"), [200, 100], [0, 0], [2, 0], [30.0, 20.0])
        assert [each.verdict for each in found] == ["violates", "clear"]
        assert (found[0].inside, found[0].outside, found[0].share) == (
            Decimal("50.00"),
            Decimal("150.00"),
            Decimal("25.00"),
        )
        assert found[0].touched == ("F1", "F3")
        assert (found[1].inside, found[1].touched) == (Decimal("0.00"), ())

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
        found = check_red_line(FARMLAND, zones("100.00"), [100.0], [0], [0], [inside], tolerance=tolerance)
        assert found[0].verdict == verdict
        assert (found[0].inside > Decimal(str(tolerance))) == (verdict == "violates")

    def test_polygons_that_overlap_count_once(self):
        # two polygons of 60 m² share 20 m² of a zone of 100: 100 inside
        found = check_red_line(FARMLAND, zones("100.00"), [100], [0, 0], [0, 1], [60.0, 60.0], overlap=[20.0])
        assert (found[0].inside, found[0].outside) == (Decimal("100.00"), Decimal("0.00"))

    def test_inside_and_outside_add_up_to_the_official_area(self):
        # the plane says 1000.00, the official procedure 1000.07: a third is inside
        found = check_red_line(FARMLAND, zones("1000.07"), [1000.0], [0], [0], [1000 / 3])
        assert (found[0].inside, found[0].outside) == (Decimal("333.36"), Decimal("666.71"))

    def test_a_zone_wholly_inside(self):
        found = check_red_line(FARMLAND, zones("1000.07"), [1000.0], [0], [0], [1000.0 - 5e-5])
        assert (found[0].inside, found[0].outside, found[0].share) == (
            Decimal("1000.07"), Decimal("0.00"), Decimal("100.00"),
        )  # fmt: skip

    @settings(max_examples=60, deadline=None)
    @given(st.floats(0.01, 1e8), st.floats(0, 1))
    def test_it_always_adds_up(self, whole, share):
        own = zones(str(round(whole, 2)))
        for line in (FARMLAND, CITY):
            found = check_red_line(line, own, [whole], [0], [0], [whole * share])[0]
            assert found.inside + found.outside == own[0].total
            assert found.inside >= 0 and found.outside >= 0
            assert (found.against > 0) == (found.verdict == "violates")


class TestMustBeInside:
    def test_outside_violates(self):
        # P1 lies inside, P2 with 10 of its 40 m² outside, P3 wholly outside
        found = check_red_line(CITY, zones("20.00", "40.00", "5.00"), [20, 40, 5], [0, 1], [0, 0], [20.0, 30.0])
        assert [each.verdict for each in found] == ["clear", "violates", "violates"]
        assert [each.against for each in found] == [Decimal("0.00"), Decimal("10.00"), Decimal("5.00")]


class TestLegalArea:
    def test_ratio_times_piece(self):
        # F1: 950 of 1000 m² are legal farmland; F2 has none recorded but KCXS 0.1; F3 nothing recorded
        ratios, missing = legal_ratios([950.0, np.nan, 0.0], [1000.0, 500.0, 100.0], [0.05, 0.1, np.nan])
        assert ratios == pytest.approx([0.95, 0.9, 1.0], rel=1e-15)
        assert missing == 2
        line = RedLine("Farmland", ["F1", "F2", "F3"], legal=ratios)
        found = check_red_line(line, zones("60.00"), [60], [0, 0, 0], [0, 1, 2], [20.0, 10.0, 5.0])
        # 20 × 0.95 + 10 × 0.9 + 5 × 1 = 33
        assert (found[0].inside, found[0].legal) == (Decimal("35.00"), Decimal("33.00"))

    def test_without_deductions(self):
        ratios, missing = legal_ratios([50.0], [100.0])
        assert (ratios.tolist(), missing) == ([0.5], 0)


class TestTogether:
    def findings(self):
        own = zones("200.00", "100.00")
        return own, [
            *check_red_line(FARMLAND, own, [200, 100], [0], [1], [0.004]),
            *check_red_line(CITY, own, [200, 100], [0], [0], [200.0]),
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
        found = check_red_line(line, own, [100], [0] * 30, list(range(30)), [1.0] * 30)
        assert len(found[0].touched) == 30
        text = red_line_table(found, own, lambda text: text, most_ids=3).rows[0].values[-1]
        assert text == "F0, F1, F2 and 27 more"

    def test_names(self):
        assert verdict_name("clear", str.upper) == "CLEAR"


def test_wrong_tolerance():
    with pytest.raises(RedlineError, match="The tolerance is -1 m²: it must be 0 or more"):
        check_red_line(FARMLAND, zones("1.00"), [1], [], [], [], tolerance=-1)
