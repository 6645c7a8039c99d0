"""Coordinate tables: columns, parcels, orders and ways of writing. Squares of 100 m in zone 39: 9,995.18 m².

The zone's scale there, 140 km west of its meridian: 1 + 140,000² / (2 · 6,369,000²) = 1.0002416, squared 1.000483.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redline.core.deliveries.cells import CellRow, CellSheet, sheet_of_text
from redline.core.deliveries.headings import Wanted, heading_kind, headings_of
from redline.core.deliveries.tables import is_table, read_sheet, read_text
from redline.core.parceltext.reader import Asked
from redline.core.written.angles import read_coordinate

X, Y = 4_040_000.0, 39_360_000.0
SQUARE = [(X, Y), (X, Y + 100), (X + 100, Y + 100), (X + 100, Y)]
AREA = Decimal("9995.18")
ASKED = Asked.of(None)


def read(text: str, wanted: Wanted | None = None, asked: Asked = ASKED):
    return read_text(text.encode("utf-8"), asked, wanted)


def rules(found) -> list[str]:
    return [each.rule.id for each in found.findings]


def table(template: str, points=SQUARE) -> str:
    return "".join(template.format(n=n, x=x, y=y) for n, (x, y) in enumerate(points, 1))


WRITTEN = {
    "CASS": table("{n},,{y:.3f},{x:.3f},36.5\r\n"),
    "quotes": '"地块","点号","X","Y"\r\n' + table('"A","J{n}","{x:.3f}","{y:.3f}"\r\n'),
    "semicolons": "点号;纵坐标(m);横坐标(m)\n" + table("J{n};{x:.3f};{y:.3f}\n"),
    "labels": table("J{n}  X={x:.3f}  Y={y:.3f}\n"),
    "labels apart": table("J{n}  Y= {y:.3f}  X = {x:.3f}\n"),
    "decimal commas": table("J{n}\t{x:.3f}\t{y:.3f}\n").replace(".", ","),
    "thousands": table("J{n}\t{x:,.3f}\t{y:,.3f}\n"),
    "exponents": table("J{n},{x:.9E},{y:.11E}\n"),
    "full width": "点号，Ｘ，Ｙ\n" + table("J{n}，{x:.3f}，{y:.3f}\n"),
    "N and E": table("{n},N{x:.3f},E{y:.3f}\n"),
    "east first": "point,E,N\n" + table("{n},{y:.3f},{x:.3f}\n"),
    "X to the east": "点号,X,Y\n" + table("{n},{y:.3f},{x:.3f}\n"),
}


@pytest.mark.parametrize("written", WRITTEN)
def test_every_way_of_writing_is_the_same_square(written):
    found = read(WRITTEN[written])
    assert [(each.official_m2, each.epsg) for each in found.parcels] == [(AREA, 4527)]
    assert found.parcels[0].parts == [[[(x, y) for x, y in SQUARE]]]
    assert not [each for each in found.findings if each.severity != "note"]


def test_degrees_in_every_way_are_the_same_triangle():
    """36°28′48″ = 36 + 28/60 + 48/3600 = 36.48; 115°26′24″ = 115.44; 115°27′ = 115.45; 36°29′24″ = 36.49."""
    angles = "1,115°26′24.0″,36°28′48.0″\n2,115°27′00.0″,36°28′48.0″\n3,115°27′00.0″,36°29′24.0″\n"
    letters = "1,E115.440000,N36.480000\n2,E115.450000,N36.480000\n3,E115.450000,N36.490000\n"
    words = "点号,东经,北纬\n1,115度26分24秒,36度28分48秒\n2,115度27分0秒,36度28分48秒\n3,115度27分,36度29分24秒\n"
    parted = "1\t115:26:24\t36:28:48\n2\t115:27:00\t36:28:48\n3\t115:27:00\t36:29:24\n"
    for text in (angles, letters, words, parted):
        (parcel,) = read(text).parcels
        assert parcel.parts == [[[(36.48, 115.44), (36.48, 115.45), (36.49, 115.45)]]]
        assert (parcel.epsg, parcel.official_m2) == (4490, Decimal("497193.68"))


def test_sixty_one_minutes_are_none():
    assert read_coordinate("36°61′00″") is None
    found = read("点号,经度,纬度\n1,115°61′00″,36°28′48″\n2,115°27′00″,36°28′48″\n3,115°27′00″,36°29′24″\n")
    assert (len(found.parcels), found.left_out) == (0, 1)
    told = [each for each in found.findings if each.rule.id == "bad_point"]
    assert told[0].line == 2
    assert "No coordinates can be read from" in told[0].message()


def test_parcels_are_told_apart_by_a_column():
    rows = "".join(f"{k},J{n},{x:.3f},{y + 200 * (k == 'B'):.3f}\n" for k in "AB" for n, (x, y) in enumerate(SQUARE, 1))
    for text in (f"地块,点号,X,Y\n{rows}", rows):
        found = read(text)
        assert [(each.number, each.parts[0][0][0]) for each in found.parcels] == [("A", (X, Y)), ("B", (X, Y + 200))]
        assert [each.official_m2 for each in found.parcels] == [AREA, Decimal("9995.19")]


def test_merged_cells_hold_their_parcel_once_and_rows_may_be_mixed():
    text = f"宗地号,名称,点号,X,Y\nA,甲村,1,{X},{Y}\n,,2,{X},{Y + 100}\n,,3,{X + 100},{Y + 100}\n"
    (parcel,) = read(text).parcels
    assert (parcel.number, parcel.name, parcel.official_m2) == ("A", "甲村", Decimal("4997.59"))


def test_blank_rows_and_titles_part_parcels():
    one = f"1,{X},{Y}\n2,{X},{Y + 100}\n3,{X + 100},{Y + 100}\n"
    text = f"地块一\n点号,纵坐标,横坐标\n{one}\n宗地编号：K-2\n点号,纵坐标,横坐标\n{one}"
    assert [(each.number, each.name) for each in read(text).parcels] == [("1", "地块一"), ("K-2", "")]


def test_points_in_any_order_go_by_their_numbers():
    mixed = [(3, SQUARE[2]), (1, SQUARE[0]), (4, SQUARE[3]), (2, SQUARE[1])]
    found = read("点号,X,Y\n" + "".join(f"J{n},{x},{y}\n" for n, (x, y) in mixed))
    assert found.parcels[0].parts == [[[*SQUARE]]]
    told = [each.message() for each in found.findings if each.rule.id == "points_sorted"]
    assert told == ["The rows do not stand in the order of their points: taken by their numbers, from J1 to J4."]


def test_numbers_that_would_cross_the_outline_are_not_followed():
    numbers = [1, 3, 2, 4]
    found = read("点号,X,Y\n" + "".join(f"{n},{x},{y}\n" for n, (x, y) in zip(numbers, SQUARE, strict=True)))
    assert found.parcels[0].parts == [[[*SQUARE]]]
    assert "points_as_written" in rules(found)


def test_a_ring_that_begins_elsewhere_or_runs_backwards_stays():
    for order in ([3, 4, 1, 2], [4, 3, 2, 1]):
        found = read("点号,X,Y\n" + "".join(f"{n},{SQUARE[n - 1][0]},{SQUARE[n - 1][1]}\n" for n in order))
        assert found.parcels[0].parts == [[[SQUARE[n - 1] for n in order]]]
        assert "points_sorted" not in rules(found)


def test_a_survey_table_with_two_halves_sides_and_remarks():
    text = (
        "界址点成果表\n宗地编号：001,坐标系：2000国家大地坐标系\n"
        "序号,点号,X(m),Y(m),边长,序号,点号,X(m),Y(m),边长\n"
        f"1,J1,{X},{Y},,3,J3,{X + 100},{Y + 100},\n,,,,100.00,,,,,100.00\n"
        f"2,J2,{X},{Y + 100},,4,J4,{X + 100},{Y},\n,,,,100.00,,,,,100.00\n制表：张三\n"
    )
    found = read(text)
    assert [(each.number, each.parts) for each in found.parcels] == [("001", [[[*SQUARE]]])]
    assert [each.line for each in found.findings if each.rule.id == "title"] == [1, 8]
    assert not [each for each in found.findings if each.severity != "note"]


def test_a_hole_by_its_ring_column():
    hole = [(X + 20, Y + 20), (X + 40, Y + 20), (X + 40, Y + 40)]
    rows = [(1, *p) for p in SQUARE] + [(2, *p) for p in hole]
    text = "圈号,点号,X,Y\n" + "".join(f"{r},J{n},{x},{y}\n" for n, (r, x, y) in enumerate(rows, 1))
    (parcel,) = read(text).parcels
    assert parcel.parts == [[[*SQUARE], hole]]
    assert parcel.plane_m2 == 10_000 - 20 * 20 / 2


def test_declared_areas_have_the_unit_of_their_heading():
    """0.9995 ha · 15 = 14.9925 mu."""
    text = "地块,面积(亩),点号,X,Y\n" + "".join(f"A,14.9925,{n},{x},{y}\n" for n, (x, y) in enumerate(SQUARE, 1))
    (parcel,) = read(text).parcels
    assert parcel.area_ha == Decimal("0.9995")


def test_a_person_names_the_columns():
    text = "甲,乙,点号,X,Y\n" + "".join(f"K7,村北,{n},{x},{y}\n" for n, (x, y) in enumerate(SQUARE, 1))
    (parcel,) = read(text, Wanted("甲", "乙")).parcels
    assert (parcel.number, parcel.name) == ("K7", "村北")


def test_local_eastings_need_a_system():
    local = [(x, y - 39_000_000) for x, y in SQUARE]
    text = "点号,X,Y\n" + table("{n},{x},{y}\n", local)
    assert [each.epsg for each in read(text).parcels] == [None]
    assert "crs_unknown" in rules(read(text))
    (parcel,) = read(text, asked=Asked.of(4548)).parcels
    assert parcel.epsg == 4548


@pytest.mark.parametrize(("named", "taken"), [(4548, 4527), (4526, 4527), (2362, 2363), (4527, 4527)])
def test_a_zone_number_in_the_eastings_goes_before_the_zone_that_was_named(named, taken):
    """The datum of what was named stays: 2362 is zone 38 of Xian 1980, 2363 its zone 39."""
    found = read("点号,X,Y\n" + table("{n},{x},{y}\n"), asked=Asked.of(named))
    assert [each.epsg for each in found.parcels] == [taken]
    said = [each.message() for each in found.findings if each.rule.id == "zone_given"]
    sentence = f"You named EPSG:{named}, but the eastings begin with 39: that zone of the same datum was taken."
    assert said == ([] if named == taken else [sentence])


def test_lost_digits_are_told():
    found = read("点号,X,Y\n1,4.04E+06,3.936E+07\n2,4.05E+06,3.936E+07\n3,4.05E+06,3.937E+07\n")
    told = [each for each in found.findings if each.rule.id == "digits_lost"]
    assert [each.line for each in told] == [2, 2, 3, 3, 4, 4]
    assert told[0].message() == (
        "4.04E+06 has too few digits for a coordinate: the program that wrote it has rounded; get the table again."
    )


def test_what_was_understood_is_told():
    found = read("地块,点号,X,Y\n" + table("A,J{n},{x},{y}\n"))
    told = [each.message() for each in found.findings if each.rule.id == "columns_read"]
    assert told == ["The columns were read as: parcel 地块, ring –, point 点号, coordinates X and Y."]


def test_parcel_text_files_stay_with_their_reader():
    text = "[地块坐标]\n4,0.9995,D1,名,面,,,,@\n" + table("J{n},1,{x:.3f},{y:.3f}\n") + f"J1,1,{X:.3f},{Y:.3f}\n"
    assert not is_table(sheet_of_text(text))
    assert not is_table(sheet_of_text(table("J{n},{x:.3f},{y:.3f}\n")))
    assert [each.number for each in read(text).parcels] == ["D1"]


def test_a_row_that_cannot_be_read_spoils_its_parcel():
    text = "地块,点号,X,Y\n" + table("A,J{n},{x},{y}\n") + table("B,J{n},{x},{y}\n").replace(str(X), "四百", 1)
    found = read(text)
    assert ([each.number for each in found.parcels], found.left_out) == (["A"], 1)
    assert [(each.line, each.parcel) for each in found.findings if each.rule.id == "bad_point"] == [(6, "B")]


def test_sheets_name_their_parcels():
    rows = [("点号", "X", "Y"), *((str(n), str(x), str(y)) for n, (x, y) in enumerate(SQUARE, 1))]
    sheet = CellSheet("村北地块", tuple(CellRow(number, row) for number, row in enumerate(rows, 1)))
    assert [each.number for each in read_sheet(sheet, ASKED).parcels] == ["村北地块"]
    plain = CellSheet("Sheet1", sheet.rows)
    assert [each.number for each in read_sheet(plain, ASKED).parcels] == ["1"]


def test_a_sheet_without_coordinates_says_so():
    found = read_sheet(CellSheet("x", (CellRow(1, ("a", "b")),)), ASKED)
    assert (found.parcels, [each.rule.id for each in found.findings]) == ((), ["unknown_line", "no_parcels"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [("X坐标(m)", "x"), ("纵坐标X", "north"), ("界址点号", "point"), ("DKBH", "parcel"), ("lon", "lon"), ("备注", "")],
)
def test_headings(text, kind):
    assert heading_kind(text) == kind


def test_headings_need_both_coordinates():
    assert headings_of(("点号", "X", "边长")) == []


@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 59_999), st.sampled_from(["°′″", "度分秒", "°'\""]))
def test_angles_come_back(degrees, minutes, thousandths, signs):
    d, m, s = signs
    seconds = Decimal(thousandths) / 1000
    written = read_coordinate(f"{degrees}{d}{minutes}{m}{seconds}{s}")
    assert written is not None
    assert written.angle
    exact = degrees + Decimal(minutes) / 60 + seconds / 3600
    assert abs(Decimal(written.number) - exact) <= Decimal("5.1e-13")


cells = st.one_of(
    st.sampled_from(
        ["X", "Y", "点号", "地块", "圈号", "经度", "纬度", "J1", "1", "4040000", "39360000.5", "1e5", "", "面积(亩)"]
    ),
    st.sampled_from(
        ["115°26′24″", "36°28′48″", "E115.4", "X=4040000", "1,234", "合计", "@", "[地块坐标]", "宗地号：1", '"']
    ),
    st.text(max_size=6),
)


@given(st.lists(st.lists(cells, min_size=1, max_size=7), max_size=12))
def test_nothing_that_stands_in_a_table_raises(rows):
    sheet = CellSheet("", tuple(CellRow(number, tuple(row)) for number, row in enumerate(rows, 1)))
    found = read_sheet(sheet, ASKED)
    assert found.left_out >= 0
    for each in found.findings:
        assert each.message()
    text = "\n".join(",".join(row) for row in rows)
    for each in read(text).findings:
        assert each.message()


def test_a_row_of_areas_below_the_points_is_that_of_the_parcel_above():
    """界址点成果表 end with the area, in the column of X: no point, and not the next parcel's area."""
    first = "点号,X,Y\n" + table("J{n},{x:.3f},{y:.3f}\n") + "面积（公顷）,0.9995,\n"
    found = read(first + "\n" + table("J{n},{x:.3f},{y:.3f}\n") + "合计,19990.36,周长 800\n")
    assert [(each.official_m2, each.area_ha) for each in found.parcels] == [(AREA, Decimal("0.9995")), (AREA, None)]
    assert [each.message() for each in found.findings if each.rule.id == "title"] == [
        "A title or remark, nothing was made of it: 合计 19990.36 周长 800"
    ]
    assert not [each for each in found.findings if each.severity != "note"]
