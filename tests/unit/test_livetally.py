"""The live tally's answer against hand arithmetic and against the tally that prints."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redline.core.ellipsoid import official_areas, projection_of_epsg
from redline.core.ellipsoid.areaplane import AreaPlane
from redline.core.errors import Cancelled, RedlineError
from redline.core.landuse.classes import read_scheme
from redline.core.landuse.livetally import (
    LiveCounty,
    ResidentLine,
    answer_notes,
    answer_table,
    ask,
    finding_name,
    is_doubtful,
    on_land,
)
from redline.core.landuse.tables import Words
from redline.core.overlay.residentlayer import resident
from redline.core.shapes.polygons import Polygons

EAST, NORTH = 39_360_000.0, 4_040_000.0
PROJECTION = projection_of_epsg(4527)


def squares(*boxes):
    """Rectangles (x, y, width, height) in metres from the county's corner."""

    def ring(x, y, w, h):
        return [
            (EAST + x, NORTH + y),
            (EAST + x + w, NORTH + y),
            (EAST + x + w, NORTH + y + h),
            (EAST + x, NORTH + y + h),
        ]

    return Polygons.from_rings([[(ring(*box), False)] for box in boxes])


def plane():
    return AreaPlane.fit((EAST, NORTH, EAST + 2000, NORTH + 2000), PROJECTION)


def layer(polygons, ids=None, **columns):
    ids = np.arange(len(polygons)) if ids is None else np.array(ids)
    columns = {name: np.array(values, dtype=object) for name, values in columns.items()}
    return resident(plane().apply(polygons), ids, columns)


def county(**more):
    """Four patches of 500 m: 0102, 0702 below, 0301, 0102 above; two villages left and right of x = 500."""
    land = squares((0, 0, 500, 500), (500, 0, 500, 500), (0, 500, 500, 500), (500, 500, 500, 500))
    parts = {
        "land_use": layer(land, [11, 12, 13, 14], code=["0102", "0702", "0301", "0102"]),
        "villages": layer(squares((0, 0, 500, 1000), (500, 0, 500, 1000)), code=["A", "B"], name=["东街村", "西街村"]),
        "lines": (
            ResidentLine("farmland", layer(squares((0, 0, 250, 500)), id=["YN1"])),
            ResidentLine("urban", layer(squares((0, 0, 1000, 1000)), id=["310"]), must_contain=True),
        ),
    }
    return LiveCounty(plane(), read_scheme("sandiao"), **(parts | more))


def test_a_rectangle_across_four_patches():
    # 400 × 200 m from x = 300 to 700 and y = 400 to 600: a quarter of it in each patch.
    zone = squares((300, 400, 400, 200))
    answer = ask(county(), zone)
    official = official_areas(zone, PROJECTION)[0]
    assert answer.official == Decimal(str(official)).quantize(Decimal("0.01"))
    shares = {row.code: row.share for row in answer.rows}
    # 0102 lies in two of the four quarters; 0102 and 0301 are agricultural land.
    assert shares["0102"] == pytest.approx(0.5, abs=1e-6)
    assert shares["agricultural"] == pytest.approx(0.75, abs=1e-6)
    assert shares["construction"] == pytest.approx(0.25, abs=1e-6)
    assert [row.code for row in answer.rows] == ["agricultural", "0102", "0301", "construction", "0702"]
    for unit in ("ha", "mu"):
        classes = sum(row.values[unit] for row in answer.rows if row.kind == "class")
        majors = sum(row.values[unit] for row in answer.rows if row.kind == "major")
        assert classes == majors == answer.totals[unit]
    shares = {each.name: float(each.area / answer.official) for each in answer.villages}
    assert shares == pytest.approx({"东街村": 0.5, "西街村": 0.5}, abs=1e-6)
    assert sum(each.area for each in answer.villages) + answer.outside_villages == answer.official
    farmland, urban = answer.findings
    assert (farmland.verdict, farmland.inside) == ("clear", Decimal("0.00"))
    assert (urban.verdict, urban.outside) == ("clear", Decimal("0.00"))
    assert answer.rows_of_class("0102") == [0, 3]


def test_the_red_line_is_violated_and_named():
    # 100 m wide, half of it (50 of 100 m) left of the farmland's edge at x = 250.
    answer = ask(county(), squares((200, 100, 100, 100)))
    finding = answer.findings[0]
    assert finding.verdict == "violates"
    assert finding.touched == ("YN1",)
    assert float(finding.share) == pytest.approx(50.0, abs=0.01)
    notes = answer_notes(answer, lambda text: text)
    assert notes[1] == f"farmland: Violates; inside {finding.inside} m², outside {finding.outside} m²."


def test_what_no_patch_covers_is_told():
    # Half of the rectangle lies beyond the county's edge at x = 1000.
    answer = ask(county(), squares((900, 100, 200, 100)))
    rows = {row.code: row.share for row in answer.rows}
    assert rows["not_covered"] == pytest.approx(0.5, abs=1e-6)
    assert float(answer.outside_villages / answer.official) == pytest.approx(0.5, abs=1e-6)
    table = answer_table(answer, Words(read_scheme("sandiao"), "en", lambda text: text), "x")
    assert [row.values[1] for row in table.rows] == [
        "Construction land", "Rural homestead", "Not covered by land use", "Total"]  # fmt: skip


def test_what_is_covered_twice_is_counted_once():
    # A fifth patch of 0702 over the left half of the first: the zone's cells still add up to the zone.
    land = squares((0, 0, 500, 500), (0, 0, 250, 500))
    twofold = layer(land, code=["0102", "0702"])
    answer = ask(county(land_use=twofold.looked_through()), squares((0, 0, 500, 500)))
    rows = {row.code: row.values["ha"] for row in answer.rows if row.kind == "class"}
    assert rows["0102"] + rows["0702"] + rows["overlap"] == answer.totals["ha"]
    assert answer.overlap == pytest.approx(125_000, rel=1e-3)


def test_farmland_drawn_twice_counts_once_with_the_largest_legal_area():
    # 250 × 500 m of 0.8 legal; over its lower half another one of 0.9: (0.8 + 0.9) / 2 = 0.85 of the land.
    farms = layer(squares((0, 0, 250, 500), (0, 0, 250, 250)), id=["YN1", "YN2"], legal=[0.8, 0.9])
    zone = squares((0, 0, 250, 500))
    before = ask(county(lines=(ResidentLine("farmland", farms),)), zone).findings[0]
    # not looked through yet, the land of YN2 is counted again: 125,000 − 0.2 × 125,000 − 0.1 × 62,500
    assert float(before.legal / before.inside) == pytest.approx(0.75, abs=1e-6)
    looked = farms.looked_through("legal")
    found = ask(county(lines=(ResidentLine("farmland", looked),)), zone).findings[0]
    assert (found.verdict, found.outside, found.touched) == ("violates", Decimal("0.00"), ("YN1", "YN2"))
    assert float(found.legal / found.inside) == pytest.approx(0.85, abs=1e-7)
    # A third of 1.0 is drawn over the upper half, YN2 is deleted: (0.8 + 1.0) / 2.
    columns = {"id": np.array(["YN3"], dtype=object), "legal": np.array([1.0], dtype=object)}
    upper = plane().apply(squares((0, 250, 250, 250)))
    edited = looked.changed([1, 2], upper, np.array([2]), columns).looked_through("legal")
    found = ask(county(lines=(ResidentLine("farmland", edited),)), zone).findings[0]
    assert found.touched == ("YN1", "YN3")
    assert float(found.legal / found.inside) == pytest.approx(0.9, abs=1e-7)


def test_a_legal_area_that_cannot_be_is_named():
    farms = layer(squares((0, 0, 250, 500)), id=["YN1"], legal=[float("nan")])
    with pytest.raises(
        RedlineError, match="farmland: polygon YN1 has a legal area or ridge coefficient that cannot be"
    ):
        ask(county(lines=(ResidentLine("farmland", farms),)), squares((0, 0, 250, 500)))
    # elsewhere nobody asks for it
    assert ask(county(lines=(ResidentLine("farmland", farms),)), squares((500, 0, 250, 500))).findings[0].legal == 0


def test_edits_are_laid_over_the_layer():
    land = county().land_use
    moved = plane().apply(squares((500, 0, 600, 500)))
    # Feature 12 grows by 100 m to the east and becomes 1006; feature 13 is deleted.
    now = land.changed([12, 13], moved, np.array([12]), {"code": np.array(["1006"], dtype=object)})
    assert len(now) == 3
    answer = ask(county(land_use=now), squares((500, 0, 600, 500)))
    assert [row.code for row in answer.rows if row.kind == "class"] == ["1006"]
    bare = ask(county(land_use=now), squares((0, 500, 500, 500)))
    assert [row.code for row in bare.rows] == ["not_covered"]
    # The layer before is as it was: a question under way keeps its numbers.
    before = ask(county(land_use=land), squares((0, 500, 500, 500)))
    assert [row.code for row in before.rows if row.kind == "class"] == ["0301"]
    # A second edit of the same feature takes the place of the first.
    again = now.changed([12], plane().apply(squares((500, 0, 500, 500))), np.array([12]),
                        {"code": np.array(["0102"], dtype=object)})  # fmt: skip
    assert len(again) == 3
    assert again.rows_of([12]).tolist() == [4]
    assert again.rows_of([13]).tolist() == []


def test_a_selection_of_two_is_one_zone():
    both = ask(county(), squares((0, 0, 100, 100), (600, 0, 100, 100)))
    single = [ask(county(), squares((x, 0, 100, 100))) for x in (0, 600)]
    assert both.official == sum(each.official for each in single)
    assert both.findings[0].inside == single[0].official


def test_a_line_is_no_polygon():
    flat = Polygons.from_rings([[([(EAST, NORTH), (EAST + 10, NORTH), (EAST + 20, NORTH)], False)]])
    with pytest.raises(RedlineError, match="The polygon has no area"):
        ask(county(), flat)


def test_a_question_can_be_called_off():
    with pytest.raises(Cancelled):
        ask(county(), squares((0, 0, 100, 100)), cancelled=lambda: True)


@settings(deadline=None, max_examples=40)
@given(
    st.floats(-100, 900), st.floats(-100, 900), st.floats(1, 800), st.floats(1, 800), st.sampled_from(["numpy", "auto"])
)
def test_rows_always_add_up(x, y, width, height, body):
    answer = ask(county(), squares((x, y, width, height)), body=body)
    for unit in ("ha", "mu"):
        assert sum(row.values[unit] for row in answer.rows if row.kind == "class") == answer.totals[unit]
    for finding in answer.findings:
        assert finding.inside + finding.outside == answer.official
    assert sum(each.area for each in answer.villages) + answer.outside_villages == answer.official


def classes_in_ha(answer):
    return {row.code: row.values["ha"] for row in answer.rows if row.kind == "class"}


def test_plane_areas_where_the_office_has_set_them():
    # 400 m × 200 m on the plane are 8 ha there, two hectares in each quarter; the ellipsoid's area is less.
    land = squares((0, 0, 500, 500), (500, 0, 500, 500), (0, 500, 500, 500), (500, 500, 500, 500))
    columns = {"code": np.array(["0102", "0702", "0301", "0102"], dtype=object)}
    flat = resident(land, np.arange(4), columns)
    answer = ask(county(land_use=flat, method="plane"), squares((300, 400, 400, 200)))
    assert classes_in_ha(answer) == {"0102": Decimal("4.0000"), "0301": Decimal("2.0000"), "0702": Decimal("2.0000")}
    assert answer.total == Decimal("80000.00")
    assert answer.official < answer.total
    # Red lines are measured on the ellipsoid all the same.
    assert answer.findings == ask(county(), squares((300, 400, 400, 200))).findings
    assert any("80000.00 m²" in note for note in answer_notes(answer, str))


def test_recorded_areas_are_shared_out():
    # Twice the area on the ellipsoid is recorded for the first patch, once for the others.
    land = county().land_use
    ratio = np.array([2.0, 1.0, 1.0, 1.0])
    recorded = resident(land.base.polygons, land.ids, {**land.columns, "recorded": ratio})
    zone = squares((0, 0, 500, 500))
    answer = ask(county(land_use=recorded, method="recorded"), zone)
    # Recorded areas are no official ones: nothing is balanced, they add up as they are.
    assert float(answer.total) == pytest.approx(2 * float(answer.official), rel=1e-6)
    assert answer.totals["ha"] == sum(classes_in_ha(answer).values())
    none = resident(land.base.polygons, land.ids, {**land.columns, "recorded": np.array([0.0, 1.0, 1.0, 1.0])})
    with pytest.raises(RedlineError, match="A patch here has no recorded area"):
        ask(county(land_use=none, method="recorded"), zone)


def test_ridges_leave_their_class():
    land = county().land_use
    with_ridges = resident(land.base.polygons, land.ids, {**land.columns, "ridge": np.array([0.1, 0.0, 0.0, 0.0])})
    answer = ask(county(land_use=with_ridges, ridges=True), squares((0, 0, 500, 500)))
    shares = {row.code: row.share for row in answer.rows if row.kind == "class"}
    assert shares == pytest.approx({"0102": 0.9, "1203": 0.1}, abs=1e-6)
    assert answer.totals["ha"] == sum(classes_in_ha(answer).values())
    assert answer.rows_of_class("0102") == [0]
    assert any("KCXS" in note for note in answer_notes(answer, str))


def test_a_camera_is_named_from_the_last_printed_digit_on():
    """Circles (squares here) that reach 0.8 mm and 1.2 mm wide strips of 10 m into the zone: 0.008 and 0.012 m²."""
    zone = squares((100, 100, 10, 10))
    seen = layer(squares((90, 90, 10.0012, 30), (90, 90, 10.0008, 30)), name=["seen", "not"])
    answer = ask(county(cameras=seen), zone)
    assert [each.name for each in answer.cameras] == ["seen"]


def words():
    return Words(read_scheme("sandiao"), "en", lambda text: text)


def test_the_table_cell_by_cell():
    """A quarter of 400 m × 200 m in each patch: 0102 twice, 0702, 0301; 8 ha on the plane, all in two villages."""
    land = squares((0, 0, 500, 500), (500, 0, 500, 500), (0, 500, 500, 500), (500, 500, 500, 500))
    flat = resident(land, np.arange(4), {"code": np.array(["0102", "0702", "0301", "0102"], dtype=object)})
    answer = ask(county(land_use=flat, method="plane"), squares((300, 400, 400, 200)))
    table = answer_table(answer, words(), "x")
    assert [column.key for column in table.columns if column.numeric] == ["ha", "mu", "share"]
    assert [(row.kind, row.values[0], *map(str, row.values[2:])) for row in table.rows] == [
        ("subtotal", "", "6.0000", "90.0000", "75.00"),
        ("leaf", "0102", "4.0000", "60.0000", "50.00"),
        ("leaf", "0301", "2.0000", "30.0000", "25.00"),
        ("subtotal", "", "2.0000", "30.0000", "25.00"),
        ("leaf", "0702", "2.0000", "30.0000", "25.00"),
        ("total", "", "8.0000", "120.0000", "100.00"),
    ]  # fmt: skip
    assert str(answer.total) == "80000.00"
    assert answer.official.as_tuple().exponent == -2


def test_villages_and_cameras_largest_first():
    """100 m × 100 m, 30 m of it in village A; the cameras cover 2,000, 7,000 and all of the 10,000 m²."""
    circles = layer(squares((470, 0, 20, 100), (470, 0, 100, 70), (0, 0, 1000, 1000)), name=["c20", "b70", "a100"])
    answer = ask(county(cameras=circles), squares((470, 0, 100, 100)))
    assert [each.name for each in answer.villages] == ["西街村", "东街村"]
    assert [float(each.area / answer.official) for each in answer.villages] == pytest.approx([0.7, 0.3], abs=1e-6)
    assert [each.name for each in answer.cameras] == ["a100", "b70", "c20"]
    assert [each.share for each in answer.cameras] == pytest.approx([1.0, 0.7, 0.2], abs=1e-6)
    assert max(each.share for each in answer.cameras) <= 1.0
    notes = answer_notes(answer, lambda text: text)
    assert "Cameras in whose circle it lies: a100 100.0 %, b70 70.0 %, c20 20.0 %." in notes
    assert any(note.startswith("Villages: 西街村 ") for note in notes)
    # Where nothing is known of villages and cameras, nothing is said of them.
    bare = ask(county(villages=None, cameras=None), squares((470, 0, 100, 100)))
    assert (bare.villages, bare.outside_villages) == ((), Decimal(0))
    assert not any("Villages" in note or "Cameras" in note for note in answer_notes(bare, lambda text: text))


def test_villages_that_overlap_are_named_each_and_nothing_else_is():
    both = layer(squares((0, 0, 600, 1000), (400, 0, 600, 1000)), code=["A", "B"], name=["甲", "乙"])
    answer = ask(county(villages=both), squares((400, 0, 200, 100)))
    assert {each.name for each in answer.villages} == {"甲", "乙"}
    assert answer.outside_villages == Decimal("0.00")


def test_codes_that_no_table_knows_stand_at_the_end():
    odd = layer(squares((0, 0, 500, 500), (500, 0, 500, 500)), code=["X9", "0102"])
    answer = ask(county(land_use=odd), squares((400, 0, 200, 100)))
    assert [(row.kind, row.code) for row in answer.rows] == [
        ("major", "agricultural"), ("class", "0102"), ("class", "X9")]  # fmt: skip


def test_recorded_areas_where_no_patch_lies():
    """Half of the zone has no patch, the other half has 0.9 recorded for each m²: 0.9 + 1 of 2 halves."""
    land = county().land_use
    recorded = resident(land.base.polygons, land.ids, {**land.columns, "recorded": np.array([1.0, 0.9, 1.0, 1.0])})
    answer = ask(county(land_use=recorded, method="recorded"), squares((900, 100, 200, 100)))
    assert float(answer.total / answer.official) == pytest.approx(0.95, abs=1e-6)
    assert answer.total.as_tuple().exponent == -2
    shares = {row.code: row.share for row in answer.rows if row.kind == "class"}
    assert shares == pytest.approx({"0702": 0.9 / 1.9, "not_covered": 1.0 / 1.9}, abs=1e-6)


def test_ridges_have_no_ridges():
    """A patch of ridges (1203) keeps its land, whatever coefficient stands there."""
    ridges = layer(squares((0, 0, 500, 500)), code=["1203"], ridge=[0.1])
    answer = ask(county(land_use=ridges, ridges=True), squares((0, 0, 500, 500)))
    assert {row.code: row.share for row in answer.rows if row.kind == "class"} == pytest.approx({"1203": 1.0})


def test_a_plane_in_other_units():
    """2 m to the unit: 10 units are 20 m."""
    wide = AreaPlane.fit((EAST, NORTH, EAST + 2000, NORTH + 2000), PROJECTION)
    doubled = replace(wide, projection=replace(PROJECTION, metres=2.0))
    polygons = squares((0, 0, 10, 10))
    assert on_land(doubled, "plane", polygons).xy == pytest.approx(polygons.xy * 2)
    assert on_land(wide, "plane", polygons) is polygons


def test_what_is_left_of_a_line_judges_as_far_as_it_can():
    """More land can make what is clear of a line touch it, and what crosses a boundary that must hold it lie inside."""
    farm, city = squares((0, 0, 250, 500)), squares((0, 0, 1000, 1000))

    def doubts(zone, astray):
        lines = (
            ResidentLine("farmland", layer(farm, id=["YN1"]), astray=astray),
            ResidentLine("urban", layer(city, id=["310"]), must_contain=True, astray=astray),
        )
        answer = ask(county(lines=lines), zone)
        return [(finding_name(answer, each, str), is_doubtful(answer, each)) for each in answer.findings]

    unknown = "Not known: polygons of the line were left out"
    inside, across = squares((500, 100, 100, 100)), squares((200, 950, 100, 100))
    assert doubts(inside, frozenset({7})) == [(unknown, True), ("Clear", False)]
    assert doubts(across, frozenset({7})) == [(unknown, True), (unknown, True)]
    assert doubts(squares((200, 100, 100, 100)), frozenset({7})) == [("Violates", False), ("Clear", False)]
    assert doubts(inside, frozenset()) == [("Clear", False), ("Clear", False)]


def test_half_a_square_metre_violates_where_no_tolerance_is_given():
    """0.1 m × 5 m of the zone lie in the farmland."""
    answer = ask(county(), squares((249.9, 100, 10, 5)))
    assert answer.findings[0].verdict == "violates"
    assert ask(county(), squares((249.9, 100, 10, 5)), tolerance=1.0).findings[0].verdict == "touches"
    assert {each.area.as_tuple().exponent for each in answer.villages} == {-2}


def test_a_part_whose_coordinates_are_no_numbers_is_not_left_out_in_silence():
    good = [(EAST, NORTH), (EAST + 100, NORTH), (EAST + 100, NORTH + 100), (EAST, NORTH)]
    bad = [(EAST, NORTH), (float("nan"), NORTH), (EAST + 100, NORTH + 100), (EAST, NORTH)]
    both = Polygons.from_rings([[(np.array(good), False)], [(np.array(bad), False)]])
    with pytest.raises(RedlineError, match="The polygon has no area"):
        ask(county(), both)
