"""Every variant of the parcel text file is read, and the report says what was assumed and what is wrong."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from redline.core.parceltext import (
    ParcelRecord,
    load_dialect,
    looks_like_parcel_text,
    read_parcel_text,
    write_parcel_text,
)
from redline.core.parceltext.columns import attributes_of
from redline.core.parceltext.lines import Block
from redline.core.parceltext.report import RULES, Findings
from redline.core.rules import load_rules

SAMPLES = Path(__file__).parent.parent / "data" / "txt_samples"
HEAD = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=39\n[地块坐标]\n"
OUTER = ["4040000.000,39370000.000", "4040400.000,39370000.000", "4040400.000,39370300.000", "4040000.000,39370300.000"]
HOLE = ["4040100.000,39370100.000", "4040100.000,39370200.000", "4040200.000,39370200.000", "4040200.000,39370100.000"]
# the official area of the outer rectangle, as the core computes it: 119950.18 m² = 11.9950 ha; the hole 9995.85 m²
PARCEL = "5,11.9950,1,地块1,面,J50G085025,工业用地,0601,@\n"


def rows(points, ring="1", first=1, closing=True, prefix="J"):
    lines = [f"{prefix}{i},{ring},{point}" for i, point in enumerate(points, first)]
    return "\n".join([*lines, *([f"{prefix}{first},{ring},{points[0]}"] if closing else [])]) + "\n"


BODY = PARCEL + rows(OUTER)


def read(text, encoding="utf-8", **options):
    return read_parcel_text(text.encode(encoding), **options)


def rules_of(file):
    return [finding.rule.id for finding in file.findings]


def only(file):
    assert len(file.parcels) == 1 and file.left_out == 0
    return file.parcels[0]


def shape(*rings):
    def pairs(points):
        return [tuple(map(float, point.split(","))) for point in points]

    return [[pairs(ring) for ring in rings]]


class TestSamples:
    @pytest.mark.parametrize(
        ("name", "encoding", "number", "holes", "assumed"),
        [
            ("01_base_simple_gbk", "gbk", "1", 0, []),
            ("02_jsydbp_hole_ccount_minus1_utf8", "utf-8", "1", 1, ["count_without_closing"]),
            ("03_hole_count_with_closings_utf8bom", "utf-8-sig", "ZD001", 1, []),
            ("04_hole_restart_numbering_gbk", "gbk", "1", 1, ["closing_added", "closing_added"]),
        ],
    )
    def test_all_four(self, name, encoding, number, holes, assumed):
        file = read_parcel_text((SAMPLES / f"{name}.txt").read_bytes())
        parcel = only(file)
        assert file.encoding == encoding
        assert (parcel.number, parcel.name, parcel.epsg) == (number, "地块1", 4527)
        assert parcel.parts == (shape(OUTER, HOLE) if holes else shape(OUTER))
        # the samples declare the plane area: 400 x 300 m, less 100 x 100 m with the hole
        assert parcel.plane_m2 == 120000 - 10000 * holes
        assert parcel.official_m2 == Decimal("109954.33" if holes else "119950.18")  # area_test_vectors.csv, V3
        assert rules_of(file) == [*assumed, "area_plane"]
        assert "official area is 1" in file.findings[-1].message()


class TestFormsThatAreAccepted:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_encodings_and_line_ends(self, encoding, end):
        file = read((HEAD + BODY).replace("\n", end), encoding)
        parcel = only(file)
        assert (parcel.name, parcel.use, parcel.class_code, parcel.sheet) == ("地块1", "工业用地", "0601", "J50G085025")
        assert parcel.area_ha == Decimal("11.9950")
        assert file.findings == ()

    @pytest.mark.parametrize("marks", ["【】", "［］"])
    def test_other_brackets(self, marks):
        text = (HEAD + BODY).replace("[", marks[0]).replace("]", marks[1])
        file = read(text)
        assert only(file).parts == shape(OUTER)
        assert file.findings == ()

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("5,11.995,1,名,面,TFH,用途,0601,@", {"sheet": "TFH", "use": "用途", "class_code": "0601"}),
            ("5,11.995,1,名,面,TFH,用途,,@", {"sheet": "TFH", "use": "用途", "class_code": ""}),
            ("1,名,面,,@", {"area_ha": None}),
            (
                "5,11.995,1,名,面,TFH,耕地,0102,K,D,8,9,备注,@",
                {"use": "耕地", "extra": {"TBLX": "K", "DL": "D", "GZQ": "8", "GZH": "9", "BZ": "备注"}},
            ),
            ("5,11.995,1,名,面,TFH,用途,0601,甲,乙,@", {"extra": {"col09": "甲", "col10": "乙"}}),
            (",11.995,1,名,,,,水浇地,@", {"class_code": "水浇地"}),
            ("<,11.995,1,名,,,,水浇地,@>", {"class_code": "水浇地"}),
            ("5,11.995,1,名,面,TFH,用途,0601,@,", {"class_code": "0601"}),
            ("5，11.995，1，名，面，TFH，用途，0601，@", {"class_code": "0601"}),
        ],
    )
    def test_attribute_columns(self, line, expected):
        parcel = only(read(HEAD + line + "\n" + rows(OUTER)))
        assert (parcel.number, parcel.name) == ("1", "名")
        for name, value in expected.items():
            assert getattr(parcel, name) == value

    def test_counts_with_and_without_closing_rows(self):
        for count, found in ((5, []), (4, ["count_without_closing"]), (7, ["count"])):
            file = read(HEAD + f"{count}" + BODY[1:])
            assert only(file).parts == shape(OUTER)
            assert rules_of(file) == found
        # more points than declared are read, not cut off
        assert read(HEAD + "3" + BODY[1:]).findings[0].message() == (
            "The parcel line says 3 points, but 5 rows follow; all were read."
        )

    def test_missing_closing_rows(self):
        file = read(HEAD + "4" + PARCEL[1:] + rows(OUTER, closing=False))
        assert only(file).parts == shape(OUTER)
        assert rules_of(file) == ["closing_added"]
        assert file.findings[0].line == 10  # five lines of header, the parcel line, four points

    @pytest.mark.parametrize(
        "second",
        [
            rows(HOLE, "2", 5),  # numbers go on
            rows(HOLE, "2", 1),  # numbers begin again
            rows(HOLE, "1", 5),  # no ring number: told by the return to the start
            rows(HOLE, "1", 1),
        ],
    )
    def test_holes(self, second):
        for prefix in ("J", "", "A"):
            text = HEAD + "10" + PARCEL[1:] + (rows(OUTER) + second).replace("J", prefix)
            file = read(text)
            assert only(file).parts == shape(OUTER, HOLE)

    def test_numbers_that_restart_without_closing_rows(self):
        text = HEAD + "8" + PARCEL[1:] + rows(OUTER, closing=False) + rows(HOLE, closing=False)
        assert only(read(text)).parts == shape(OUTER, HOLE)

    def test_parts(self):
        far = [point.replace("404", "405") for point in OUTER]
        file = read(HEAD + "10" + PARCEL[1:] + rows(OUTER) + rows(far, "2", 5))
        assert only(file).parts == [*shape(OUTER), *shape(far)]
        assert rules_of(file)[0] == "part"
        # an island in a hole is a part, whatever its ring number
        island = ["4040140.000,39370140.000", "4040160.000,39370140.000", "4040160.000,39370160.000"]
        file = read(HEAD + PARCEL + rows(OUTER) + rows(HOLE, "2", 5) + rows(island, "3", 9))
        assert only(file).parts == [*shape(OUTER, HOLE), *shape(island)]

    def test_swapped_axes(self):
        swapped = [",".join(reversed(point.split(","))) for point in OUTER]
        file = read(HEAD + PARCEL + rows(swapped))
        assert only(file).parts == shape(OUTER)
        assert rules_of(file) == ["swapped"]
        assert "the easting, of 8 digits, stands first" in file.findings[0].message()

    def test_without_zone_number(self):
        plain = [point.replace(",39", ",") for point in OUTER]
        parcel = only(read(HEAD + PARCEL + rows(plain)))
        assert parcel.epsg == 4548  # zone 39 without its number, by the header
        assert parcel.parts[0][0][0] == (4040000.0, 370000.0)
        assert parcel.official_m2 == Decimal("119950.18")

    def test_without_zone_number_or_header(self):
        plain = rows([point.replace(",39", ",") for point in OUTER])
        file = read(PARCEL + plain)
        assert only(file).epsg is None
        assert "crs_unknown" in rules_of(file)
        file = read(PARCEL + plain, epsg=4548)
        assert only(file).epsg == 4548
        assert "crs_given" in rules_of(file)

    def test_six_degree_zones_and_older_datums(self):
        six = [point.replace(",39", ",20") for point in OUTER]
        assert only(read("[属性描述]\n坐标系=CGCS2000\n几度分带=6\n带号=20\n" + PARCEL + rows(six))).epsg == 4498
        assert only(read("坐标系=80国家大地坐标系\n几度分带=3\n带号=39\n" + BODY)).epsg == 2363

    def test_degrees(self):
        text = "5,地块1,面,道路,@\n" + rows(
            ["115.37,36.49", "115.38,36.49123456", "115.38123456,36.48", "115.37,36.47"]
        )
        file = read(text)
        parcel = only(file)
        assert (parcel.epsg, parcel.name, parcel.use) == (4490, "地块1", "道路")
        assert parcel.parts[0][0][1] == (36.49123456, 115.38)
        assert rules_of(file) == ["datum_assumed"]
        turned = read(
            text.replace("115.37,36.49", "36.49,115.37")
            .replace("115.38,36.49123456", "36.49123456,115.38")
            .replace("115.38123456,36.48", "36.48,115.38123456")
            .replace("115.37,36.47", "36.47,115.37")
        )
        assert only(turned).parts == parcel.parts
        assert rules_of(turned) == ["latlon", "datum_assumed"]

    def test_degrees_minutes_seconds(self):
        text = "J1,115.2730,36.3000\nJ2,115.28,36.3000\nJ3,115.2800,36.2915\nJ4,115.2730,36.2915\n"
        file = read(text)
        # 115°27'30" = 115.458333…, 36°29'15" = 36.4875
        assert only(file).parts[0][0][0] == pytest.approx((36.5, 115 + 27.5 / 60), abs=1e-12)
        assert only(file).parts[0][0][3][0] == pytest.approx(36.4875, abs=1e-12)
        assert "dms" in rules_of(file)
        assert only(read(text, degrees="decimal")).parts[0][0][0] == (36.3, 115.273)

    def test_three_decimals_are_decimal_degrees(self):
        """115.441 as ddd.mmss would be 115°44′10″, 27 km to the east: seconds of one digit nobody writes."""
        file = read("J1,36.48,115.44\nJ2,36.481,115.44\nJ3,36.481,115.441\nJ4,36.48,115.441\n")
        assert only(file).parts[0][0][2] == (36.481, 115.441)
        assert "dms" not in rules_of(file)

    @pytest.mark.parametrize("sign", [";", "；", "\t"])
    def test_other_separators_than_commas(self, sign):
        parcel = only(read(HEAD + BODY.replace(",", sign)))
        assert (parcel.number, parcel.name, parcel.use, parcel.class_code) == ("1", "地块1", "工业用地", "0601")
        assert parcel.parts == shape(OUTER)

    def test_rows_in_round_brackets(self):
        text = PARCEL.replace("地块1", "地块1（一期）") + "".join(f"({row})\n" for row in rows(OUTER).splitlines())
        parcel = only(read(HEAD + text))
        assert (parcel.name, parcel.parts) == ("地块1（一期）", shape(OUTER))

    def test_a_row_in_full_width(self):
        wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
        lines = BODY.splitlines()
        lines[3] = lines[3].translate(wide)
        parcel = only(read(HEAD + "\n".join(lines)))
        assert parcel.parts == shape(OUTER)

    def test_side_lengths(self):
        text = (
            HEAD
            + ",11.995,,地块1,,,,水浇地,@\n"
            + "".join(
                f"J{i},{point},{side},1,\n"
                for i, point, side in zip(
                    (1, 2, 3, 4, 1), [*OUTER, OUTER[0]], ("400", "300", "400", "300", ""), strict=True
                )
            )
        )
        assert only(read(text)).parts == shape(OUTER)
        without_ring = text.replace(",1,\n", "\n")
        assert only(read(without_ring)).parts == shape(OUTER)

    def test_point_and_feature_index(self):
        points = [f"{i},1,1,J{i:02d},{point}\n" for i, point in enumerate([*OUTER, OUTER[0]], 1)]
        points[4] = points[4].replace("J05", "J01")
        other = [line.replace(",1,1,J", ",2,1,J").replace("404", "405") for line in points]
        file = read("".join(points) + "\n" + "".join(other), "utf-16")
        assert [parcel.number for parcel in file.parcels] == ["1", "2"]
        assert file.parcels[0].parts == shape(OUTER)
        joined = read("".join(points + other))  # without the blank line: told by the feature's number
        assert [parcel.parts for parcel in joined.parcels] == [parcel.parts for parcel in file.parcels]

    @pytest.mark.parametrize("separator", [",", "，", "\t", " ", ";"])
    def test_coordinates_only(self, separator):
        far = [point.replace("404", "405") for point in OUTER]
        text = "\n".join(OUTER) + "\n\n" + "\n".join(far) + "\n"
        file = read(text.replace(",", separator))
        assert [parcel.parts for parcel in file.parcels] == [shape(OUTER), shape(far)]
        named = "\n".join(f"J{i},{point}" for i, point in enumerate(OUTER, 1))
        assert only(read(named.replace(",", separator))).parts == shape(OUTER)

    def test_a_foreign_system_by_its_code(self):
        text = (
            "[属性描述]\n坐标系=EPSG:32621\n[地块坐标]\n"
            + PARCEL
            + rows([point.replace(",39", ",") for point in OUTER])
        )
        assert only(read(text)).epsg == 32621

    def test_two_files_in_one(self):
        other = (HEAD + BODY).replace("39", "38").replace(",1,地块1", ",2,地块2")
        file = read(HEAD + BODY + other)
        assert [(parcel.number, parcel.epsg) for parcel in file.parcels] == [("1", 4527), ("2", 4526)]
        assert "zone" not in rules_of(file)

    def test_missing_at(self):
        file = read(HEAD + BODY.replace(",@", ",") + BODY.replace(",1,地块1", ",2,地块2"))
        assert [parcel.number for parcel in file.parcels] == ["1", "2"]
        assert rules_of(file) == ["missing_at"]


FORM = (
    "[属性描述]\n格式版本号=1.01\n数据产生单位=\n数据产生日期=\n坐标系=2000国家大地坐标系\n几度分带=3\n投影类型=高斯克吕格\n"
    "计量单位=米\n带号=39\n精度=0.001\n转换参数=,,,,,,\n[地块坐标]\n"
)
"""The header of the common form, which declares hectares; HEAD has too few entries to be any form's."""


# without a count of points, so that a lost row would not be noticed
UNCOUNTED = ",11.9950,1,地块1,面,J50G085025,工业用地,0601,@\n"


class TestRowsInOtherSigns:
    """A row that is understood is a vertex, whatever stands around it; none is taken for a section or a header."""

    def rewritten(self, how, which=(0, 1, 2, 3)):
        lines = [f"J{i},1,{point}" for i, point in enumerate(OUTER, 1)]
        return HEAD + UNCOUNTED + "\n".join(how(line) if i in which else line for i, line in enumerate(lines)) + "\n"

    @pytest.mark.parametrize("which", [(0, 1, 2, 3), (1,)], ids=["all", "one"])
    @pytest.mark.parametrize(
        "how",
        [
            lambda row: f"[{row}]",
            lambda row: f"[{row}],",
            lambda row: f"【{row}】",
            lambda row: row.replace(",1,", "="),
            lambda row: row.replace(",1,", "＝"),
            lambda row: row.replace(",1,", ": "),
            lambda row: "{},{},X={},Y={}".format(*row.split(",")),
        ],
        ids=["brackets", "comma", "wide", "equals", "wide equals", "colon", "labels"],
    )
    def test_every_row_is_a_vertex(self, how, which):
        parcel = only(read(self.rewritten(how, which)))
        assert parcel.parts == shape(OUTER)

    def test_a_row_with_other_columns_is_told(self):
        file = read(self.rewritten(lambda row: row.replace(",1,", "="), (1,)))
        messages = [each.message() for each in file.findings if each.rule.id == "other_columns"]
        assert messages == [
            "The row J2,4040400.000,39370000.000 has other columns than the rest; it was read by its digits."
        ]

    def test_half_a_named_point_spoils_its_parcel(self):
        file = read(self.rewritten(lambda row: "J2=4040400.000", (1,)))
        assert file.left_out == 1
        assert "bad_point" in rules_of(file)

    @pytest.mark.parametrize(
        "text",
        [
            "[\n" + rows(OUTER) + "]\n",
            "[" + rows(OUTER).strip() + "]",
            "[" + ",".join(f"[{point}]" for point in OUTER) + "]",
            "[\n" + HEAD + PARCEL + rows(OUTER) + "]\n",
            "[" + HEAD + PARCEL + rows(OUTER).strip() + "]",
        ],
        ids=["rows", "tight", "one line", "with header", "all of it"],
    )
    def test_a_whole_file_in_brackets(self, text):
        file = read(text)
        assert only(file).parts == shape(OUTER)
        assert "unknown_line" not in rules_of(file)

    @pytest.mark.parametrize("number", ["[2021]15号", "甲[2]", "[甲]"])
    def test_brackets_of_a_name_stay(self, number):
        parcel = only(read(HEAD + f"{number},名,面,,@\n" + rows(OUTER)))
        assert parcel.number == number

    def test_sixteen_columns_have_the_names_of_their_titles(self):
        titles = "点数,面积,编号,名称,图形,图幅,用途,编码,坐落,权属,坡度,质量,整治,批次,年度,备注\n"
        line = "5,11.9950,1,地块1,面,J50G085025,工业用地,0601,甘官屯,集体,2,8,是,一,2025,无,@\n"
        file = read(HEAD + titles + line + rows(OUTER))
        parcel = only(file)
        assert (parcel.number, parcel.class_code) == ("1", "0601")
        assert parcel.extra == dict(
            zip(titles.strip().split(",")[8:], ["甘官屯", "集体", "2", "8", "是", "一", "2025", "无"], strict=True)
        )
        assert [each.message() for each in file.findings if each.rule.id == "titles"] == [
            "16 titles of columns; they name the columns of the parcel lines below."
        ]
        assert "columns" not in rules_of(file) and "unknown_line" not in rules_of(file)

    def test_rows_of_sixteen_columns(self):
        wide = "\n".join(f"J{i},1,{point}" + ",0" * 12 for i, point in enumerate(OUTER, 1)) + "\n"
        assert only(read(HEAD + UNCOUNTED + wide)).parts == shape(OUTER)


class TestSystemsThatWereGiven:
    """What a person gives is taken in the kind of coordinates that the file has, or the parcel is left out."""

    DEGREES = "J1,115.370000000,36.481000000\nJ2,115.375000000,36.481000000\nJ3,115.375000000,36.485000000\n"
    METRES = "J1,4040000.000,370000.000\nJ2,4040400.000,370000.000\nJ3,4040400.000,370300.000\n"

    @pytest.mark.parametrize(("given", "datum"), [(4527, 4490), (2363, 4610)])
    def test_degrees_with_a_zone_are_read_on_its_datum(self, given, datum):
        """0.005° · 0.004° / 2 at 36.5° are 447.9 m · 443.8 m / 2 = 9.94 ha; today's 0.0000 ha is none of it."""
        file = read(self.DEGREES, epsg=given)
        parcel = only(file)
        assert parcel.epsg == datum
        if datum == 4490:
            assert float(parcel.official_m2) == pytest.approx(447.9 * 443.8 / 2, rel=1e-3)
        messages = [each.message() for each in file.findings if each.rule.id == "crs_fitted"]
        assert messages == [f"The coordinates were read in EPSG:{datum}, for they cannot be in EPSG:{given}, as given."]

    @pytest.mark.parametrize("given", [3857, 32650])
    def test_degrees_in_another_plane_are_left_out(self, given):
        file = read(self.DEGREES, epsg=given, epsg_in_degrees=False)
        assert file.left_out == 1 and not file.parcels
        assert file.findings[-1].message() == (
            f"The coordinates are degrees, but EPSG:{given} is no system in degrees: the parcel is left out; "
            "give EPSG:4490."
        )

    def test_metres_in_degrees_are_left_out(self):
        file = read(self.METRES, epsg=4490)
        assert file.left_out == 1
        assert file.findings[-1].message() == (
            "The coordinates are metres, but EPSG:4490 is a system in degrees: the parcel is left out; give its zone."
        )

    @pytest.mark.parametrize("given", [4326, 4490, 4610])
    def test_degrees_in_degrees(self, given):
        assert only(read(self.DEGREES, epsg=given)).epsg == given

    def test_another_system_in_degrees(self):
        """Its code alone does not tell what it is: whoever asks does."""
        assert only(read(self.DEGREES, epsg=4555, epsg_in_degrees=True)).epsg == 4555

    def test_a_zone_with_its_number_fits_eastings_without(self):
        file = read(self.METRES, epsg=4527)
        assert only(file).epsg == 4548
        assert "crs_fitted" in rules_of(file)


class TestUnitsOfDeclaredAreas:
    """The parcel has 119950.18 m² = 11.9950 ha = 179.9253 亩."""

    def own_form(self, unit):
        return [replace(load_dialect("base"), area_unit=unit)]

    @pytest.mark.parametrize(
        ("text", "unit"), [("119950.18", "平方米"), ("119950", "平方米"), ("179.9253", "亩"), ("171.0", "亩")]
    )
    def test_a_guess_where_nothing_declares_it_is_told(self, text, unit):
        file = read(HEAD + BODY.replace("11.9950", text))
        # 171 亩 are 5.0 % less than the parcel's 179.9253: 11.4 ha
        assert only(file).area_ha == Decimal("11.4000" if text == "171.0" else "11.9950")
        assert rules_of(file) == ["area_unit_guessed", *(["area"] if text == "171.0" else [])]
        assert file.findings[0].severity == "warning"
        assert file.findings[0].message() == (
            f"The file names no unit of areas; {text} fits the parcel in {unit} and was read so."
        )

    def test_no_guess_where_no_unit_fits(self):
        # 170.9 亩 are 5.02 % less than 179.9253: as doubtful as 170.9 ha
        file = read(HEAD + BODY.replace("11.9950", "170.9"))
        assert only(file).area_ha == Decimal("170.9")
        assert rules_of(file) == ["area"]

    @pytest.mark.parametrize(
        ("text", "unit"),
        [("179.9253亩", "亩"), ("179.9253 mu", "亩"), ("119950.18平方米", "平方米"), ("119950.18㎡", "平方米")],
    )
    def test_the_unit_beside_the_number_goes_before_all(self, text, unit):
        for head, given in ((HEAD, None), (FORM, None), (FORM, "ha")):
            file = read(head + BODY.replace("11.9950", text), area_unit=given)
            assert only(file).area_ha == Decimal("11.9950")
            assert rules_of(file) == ["area_unit"]
            assert file.findings[0].message() == f"The declared area {text} is in {unit}."
        assert rules_of(read(FORM + BODY.replace("11.9950", "11.9950公顷"))) == []

    @pytest.mark.parametrize("name", ["base", "jsydbp", "gd", "kanyu"])
    def test_what_a_form_declares_is_not_guessed_again(self, name):
        """68.4790 declared hectares, 4.9 % from the 65.31 亩 that the parcel has.

        Plane: (372 + 324) x (88 + 61) / 2 less 0.4² of it = 43555.68 m²; official 119950.18 / 120000 of it, as the
        rectangle above at the same place: 43537.6 m² = 4.3538 ha.
        """
        outer = [(4040372.0, 39370000.0), (4040000.0, 39370088.0), (4039676.0, 39370000.0), (4040000.0, 39369939.0)]
        hole = [(4040148.8, 39370000.0), (4040000.0, 39370035.2), (4039870.4, 39370000.0), (4040000.0, 39369975.6)]
        record = ParcelRecord("1", "甲", parts=[[outer, hole]], area_ha=Decimal("68.4790"))
        file = read_parcel_text(write_parcel_text([record], load_dialect(name), epsg=4527, encoding="gbk"))
        assert only(file).official_m2 == Decimal("43537.55")
        assert only(file).area_ha == Decimal("68.4790")
        doubt, differs = file.findings[-2:]
        assert doubt.message() == (
            "The declared area 68.4790 was read in 公顷, as declared, but would fit the parcel in 亩: "
            "if that is meant, name the unit of areas and read the file again."
        )
        assert differs.message().startswith("The declared area is 68.4790 ha, the official area 4.3538 ha")
        # who reads it knows better: 68.479 / 15 = 4.56527 ha
        file = read_parcel_text(write_parcel_text([record], load_dialect(name), epsg=4527), area_unit="mu")
        assert only(file).area_ha == Decimal("4.5653")
        assert [f.message() for f in file.findings if f.rule.id.startswith("area_unit")] == [
            "The unit of the declared area 68.4790 was given by you: 亩."
        ]

    @pytest.mark.parametrize(
        ("unit", "text", "hectares", "fits"),
        [
            ("mu", "179.9253", "11.9950", None),
            ("mu", "11.9950", "0.7997", "公顷"),  # 11.9950 / 15 = 0.79967
            ("mu", "119950.18", "7996.6787", "平方米"),  # 119950.18 / 15
            ("m2", "119950.18", "11.9950", None),
            ("m2", "179.9253", "0.0180", "亩"),  # 179.9253 / 10000 = 0.01799
            ("m2", "11.9950", "0.0012", "公顷"),
            ("ha", "11.9950", "11.9950", None),
            ("ha", "179.9253", "179.9253", "亩"),
            ("ha", "119950.18", "119950.18", "平方米"),
            ("mu", "500", "33.3333", None),  # 500 / 15: wrong in any unit
        ],
    )
    def test_forms_in_other_units(self, unit, text, hectares, fits):
        named = {"ha": "公顷", "m2": "平方米", "mu": "亩"}[unit]
        body = BODY.replace("11.9950", text)
        of_form = read(FORM + body, dialects=self.own_form(unit))
        of_header = read(HEAD.replace("[地块坐标]", f"面积单位={named}\n[地块坐标]") + body)
        for file in (of_form, of_header):
            assert only(file).area_ha == Decimal(hectares)
            expected = [] if unit == "ha" else ["area_unit"]
            expected += ["area_unit_doubt"] if fits else []
            expected += [] if hectares == "11.9950" else ["area"]
            assert rules_of(file) == expected
            assert not fits or f"read in {named}, as declared, but would fit the parcel in {fits}:" in "".join(
                finding.message() for finding in file.findings
            )

    def test_forms_that_disagree_declare_nothing(self):
        forms = [load_dialect("base"), *self.own_form("mu")]
        file = read(FORM + BODY.replace("11.9950", "179.9253"), dialects=forms)
        assert only(file).area_ha == Decimal("11.9950")
        assert rules_of(file) == ["area_unit_guessed"]
        # the form with more of the header's entries is the file's own
        special = [forms[0], replace(forms[1], header=(*forms[1].header, "面积计算=椭球"))]
        head = FORM.replace("[地块坐标]", "面积计算=椭球\n[地块坐标]")
        assert rules_of(read(head + BODY.replace("11.9950", "179.9253"), dialects=special)) == ["area_unit"]
        # an entry with a fixed value belongs to the form only with this value
        other = head.replace("=椭球", "=平面")
        assert rules_of(read(other + BODY.replace("11.9950", "179.9253"), dialects=special)) == [
            "area_unit_doubt",
            "area",
        ]

    def test_a_line_without_its_at_belongs_to_its_form(self):
        file = read(FORM + BODY.replace("11.9950", "179.9253").replace("0601,@", "0601,"))
        assert only(file).area_ha == Decimal("179.9253")
        assert rules_of(file) == ["missing_at", "area_unit_doubt", "area"]

    def test_a_unit_that_means_nothing_is_named(self):
        file = read(HEAD.replace("[地块坐标]", "面积单位=顷\n[地块坐标]") + BODY)
        assert only(file).area_ha == Decimal("11.9950")
        assert [finding.message() for finding in file.findings] == [
            "The header names 顷 as the unit of areas, which means nothing here: 公顷, 平方米 or 亩 were expected."
        ]


class TestSamplesOfTheVariants:
    """The parcel lines of txt_format_variants.csv as they were seen, each with the points of its form."""

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("14,6.5,1,XXX区块一,面,,,,@", ("1", "XXX区块一", "", "")),
            ("4,95.56,1,地块1,面,I50G077016,建筑用地,,@", ("1", "地块1", "建筑用地", "")),
            ("9,0.2286,2022-K037,XXX公司,面,,商服用地,,@", ("2022-K037", "XXX公司", "商服用地", "")),
            ("001,地块1,面,,@", ("001", "地块1", "", "")),
            ("5,1.2345,1,地块1,面,J50G085025,耕地,0102,,,,,,@", ("1", "地块1", "耕地", "0102")),
            ("5,100.0,ZD001,测试地块,面,H50,住宅,,@", ("ZD001", "测试地块", "住宅", "")),
        ],
    )
    def test_plane_forms(self, line, expected):
        parcel = only(read(HEAD + line + "\n" + rows(OUTER)))
        assert (parcel.number, parcel.name, parcel.use, parcel.class_code) == expected
        assert parcel.parts == shape(OUTER)

    def test_with_side_lengths(self):
        text = "[属性描述]\n投影类型=高斯克吕格\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=39\n[地块坐标]\n"
        text += "<,4.2741,,建新地块1,,,,水浇地,@>\n"
        text += "".join(f"J{i},{point},300.000,1,\n" for i, point in enumerate([*OUTER, OUTER[0]], 1))
        parcel = only(read(text))
        assert (parcel.name, parcel.class_code, parcel.area_ha) == ("建新地块1", "水浇地", Decimal("4.2741"))
        assert parcel.parts == shape(OUTER)

    def test_law_enforcement(self):
        text = "5,地块1,面,道路,@\n" + rows(
            ["115.3700001,36.4900001", "115.3800001,36.4900001", "115.3800001,36.4800001", "115.3700001,36.4800001"]
        )
        parcel = only(read(text))
        assert (parcel.name, parcel.use, parcel.epsg) == ("地块1", "道路", 4490)

    def test_further_sections(self):
        text = HEAD.replace("[地块坐标]", "[项目信息]\n项目名称=补充耕地\n[地块坐标]")
        file = read(text + "5,11.995,1,地块1,面,TFH,耕地,0102,,,,,,@\n" + rows(OUTER))
        assert file.header["项目名称"] == "补充耕地"
        assert only(file).class_code == "0102"


class TestWhatIsWrong:
    def test_zone_against_header(self):
        file = read(HEAD.replace("带号=39", "带号=38") + BODY)
        assert only(file).epsg == 4527
        assert file.findings[0].rule.id == "zone"
        assert file.findings[0].message() == "The header says zone 38, but the eastings begin with 39: 39 was taken."

    def test_zone_width_against_header(self):
        file = read(HEAD.replace("几度分带=3", "几度分带=6") + BODY)
        assert rules_of(file) == ["zone_width"]
        assert only(file).epsg == 4527

    def test_mixed_zones(self):
        file = read(HEAD + BODY.replace("39370300", "38370300"))
        assert "zone_mixed" in rules_of(file)

    def test_no_such_zone(self):
        file = read(BODY.replace(",39", ",50"))
        assert "zone_unknown" in rules_of(file) and "crs_unknown" in rules_of(file)

    def test_areas(self):
        file = read(HEAD + BODY.replace("11.9950", "12.0000"))
        assert rules_of(file) == ["area_plane"]
        file = read(HEAD + BODY.replace("11.9950", "13.0000"))
        assert file.findings[0].message() == (
            "The declared area is 13.0000 ha, the official area 11.9950 ha, the plane area 12.0000 ha."
        )
        assert rules_of(read(HEAD + BODY.replace("11.9950", "viel"))) == ["area_unreadable"]
        # one unit of the last digit is rounding
        assert rules_of(read(HEAD + BODY.replace("11.9950", "11.9951"))) == []

    def test_duplicate_number(self):
        file = read(HEAD + BODY + BODY)
        assert [finding.message() for finding in file.findings] == ["Parcel number 1 stands on line 6 already."]
        assert file.findings[0].line == 12
        assert len(file.parcels) == 2

    def test_ring_not_closed(self):
        near = rows(OUTER, closing=False) + "J1,1,4040000.001,39370000.000\n"
        file = read(HEAD + PARCEL + near)
        assert only(file).parts == shape(OUTER)
        assert file.findings[0].message() == "The closing row of ring 1 is 0.001 m from the first point: left out."
        far = rows(OUTER, closing=False) + "J1,1,4040000.000,39370100.000\n"
        file = read(HEAD + PARCEL + far)
        assert len(only(file).parts[0][0]) == 5
        assert rules_of(file)[0] == "not_closed"
        assert file.findings[0].severity == "error"

    def test_limits_are_rules(self):
        rules = load_rules().with_value("parceltext.area_tolerance_ha", "2")
        rules = rules.with_value("parceltext.closing_tolerance_m", "150")
        far = rows(OUTER, closing=False) + "J1,1,4040000.000,39370100.000\n"
        file = read(HEAD + PARCEL.replace("11.9950", "13.0000") + far, rules=rules)
        # 100 m off is a closing row now, and 1 ha of difference is nothing
        assert rules_of(file) == ["closing_differs"]
        assert only(file).parts == shape(OUTER)

    def test_closing_name(self):
        file = read(HEAD + PARCEL + rows(OUTER, closing=False) + f"J5,1,{OUTER[0]}\n")
        assert rules_of(file) == ["closing_name"]

    def test_self_intersection(self):
        bow_tie = [OUTER[0], OUTER[2], OUTER[1], OUTER[3]]
        file = read(HEAD + PARCEL + rows(bow_tie))
        assert only(file).parts == shape(bow_tie)
        # the diagonals of the rectangle meet in its middle
        crossing = next(finding for finding in file.findings if finding.rule.id == "self_intersection")
        assert crossing.message() == ("The boundary crosses itself near X 4040200.000, Y 39370150.000; taken as drawn.")

    def test_self_touch(self):
        pinched = [*OUTER[:2], "4040400.000,39370300.000", "4040200.000,39370000.000", OUTER[3]]
        assert "self_touch" in rules_of(read(HEAD + PARCEL + rows(pinched)))

    def test_spike(self):
        spike = [*OUTER[:2], "4040500.000,39370000.000", "4040400.000,39370000.000", *OUTER[2:]]
        assert "self_intersection" in rules_of(read(HEAD + PARCEL + rows(spike)))

    def test_hole_outside_its_shell(self):
        outside = [point.replace("4040", "4050") for point in HOLE]  # runs the other way than the shell
        file = read(HEAD + PARCEL + rows(OUTER) + rows(outside, "2", 5))
        assert only(file).parts == [*shape(OUTER), *shape(outside)]
        assert "hole_outside" in rules_of(file)

    def test_hole_across_its_shell(self):
        across = [point.replace("40401", "40399") for point in HOLE]
        file = read(HEAD + PARCEL + rows(OUTER) + rows(across, "2", 5))
        assert "rings_cross" in rules_of(file)
        assert len(only(file).parts[0]) == 2

    def test_a_ring_twice(self):
        file = read(HEAD + PARCEL + rows(OUTER) + rows(OUTER[1:] + OUTER[:1], "2", 5))
        assert only(file).parts == shape(OUTER)
        assert "repeated_ring" in rules_of(file)

    def test_a_row_twice(self):
        file = read(HEAD + PARCEL + rows([OUTER[0], OUTER[0], *OUTER[1:]]))
        assert only(file).parts == shape(OUTER)
        assert "repeated_row" in rules_of(file)

    def test_a_bad_parcel_leaves_the_good_ones(self):
        bad = BODY.replace(",1,地块1", ",2,地块2").replace("39370300.000", "39370300.0OO")
        file = read(HEAD + BODY + bad + BODY.replace(",1,地块1", ",3,地块3"))
        assert [parcel.number for parcel in file.parcels] == ["1", "3"]
        assert file.left_out == 1
        errors = [finding for finding in file.findings if finding.severity == "error"]
        assert [(finding.parcel, finding.line) for finding in errors] == [("2", 15), ("2", 16)]
        assert errors[0].message() == (
            "No coordinates can be read from J3,1,4040400.000,39370300.0OO: the parcel is left out."
        )

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            (PARCEL + rows(OUTER[:2]), "short_ring"),
            (PARCEL + rows([OUTER[0], OUTER[1], "4040200.000,39370000.000"]), "flat_ring"),
            (PARCEL, "no_points"),
            (PARCEL.replace("面", "线") + rows(OUTER), "not_polygon"),
            (PARCEL + "J1,1,a,1\nJ2,1,b,2\nJ3,1,c,3\n", "bad_layout"),
        ],
    )
    def test_left_out(self, text, rule):
        file = read(HEAD + text)
        assert file.parcels == () and file.left_out == 1
        assert rule in rules_of(file)
        assert RULES[rule].severity == "error"

    @pytest.mark.parametrize(
        ("data", "rule"),
        [
            (b"", "empty"),
            (b"\xef\xbb\xbf\r\n ", "empty"),
            (b"\xff\xfe", "empty"),
            ("只有文字".encode(), "no_parcels"),
            (b"\x81\x20\xff\xff\x00\xfe", "encoding"),
        ],
    )
    def test_no_parcel_file(self, data, rule):
        file = read_parcel_text(data)
        assert file.parcels == ()
        assert rule in rules_of(file)

    def test_unknown_lines_are_named(self):
        file = read(HEAD + "这是一句话\n" + BODY)
        assert file.findings[0].message() == "Not a header, a parcel or a point, left out: 这是一句话"
        many = read(HEAD + "这是一句话\n" * 50 + BODY)
        assert rules_of(many) == ["unknown_line"] * 20 + ["unknown_lines"]
        assert many.findings[-1].values == {"count": 30}

    def test_points_before_the_first_parcel_line(self):
        file = read(HEAD + rows(OUTER) + BODY)
        assert len(file.parcels) == 2
        assert "points_without_parcel" in rules_of(file)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (HEAD + BODY, True),
        (HEAD.replace("[", "【").replace("]", "】"), True),
        (BODY, True),
        ("\n".join(OUTER), True),
        ("\n".join(f"J{i},{point}" for i, point in enumerate(OUTER)), True),
        ("id,lon,lat\n1,115.4,36.5\n2,115.5,36.6\n3,115.6,36.7\n", False),
        ("4040000.0,370000.0\n" * 5, False),
        ("user@\nmail@\n", False),
        ("只有文字", False),
        ("", False),
    ],
)
def test_what_looks_like_a_parcel_file(text, is_one):
    assert looks_like_parcel_text(text.encode()) is is_one


def test_every_rule_has_a_sentence_that_can_be_filled():
    """A template names no place that its finding does not fill: every finding above was put into words here."""
    texts = [
        HEAD + BODY + BODY,
        BODY.replace(",39", ",50"),
        HEAD + PARCEL + rows(OUTER[:2]),
        "5,1,2,3,面,@\n" + rows(OUTER),
        HEAD.replace("2000国家大地坐标系", "WGS") + BODY,
    ]
    for text in texts:
        for finding in read(text).findings:
            assert "{" not in finding.message()


def test_a_parcel_named_like_a_shape_keeps_its_name_where_the_shape_column_is_empty():
    """增减挂钩: ",面积,,名称,,,,地类,@" with the name 面; elsewhere the fifth column says 面 and all is clear."""
    parcel = only(read(HEAD + ",4.2741,,面,,,,水浇地,@\n" + rows(OUTER)))
    assert (parcel.name, parcel.class_code) == ("面", "水浇地")
    parcel = only(read(HEAD + "5,11.9950,1,面,面,,工业用地,0601,@\n" + rows(OUTER)))
    assert (parcel.name, parcel.number, parcel.use) == ("面", "1", "工业用地")


class TestFlatRings:
    """Points on one line enclose nothing, also where their last digit is rounded away from it."""

    @pytest.mark.parametrize("off", ["100.000", "100.001"])
    def test_four_points_on_a_line(self, off):
        points = [
            "4040000.000,39370000.000",
            f"4040100.000,39370{off}",
            "4040200.000,39370200.000",
            "4040300.000,39370300.000",
        ]
        file = read(HEAD + PARCEL + rows(points))
        assert file.left_out == 1
        errors = [each.message() for each in file.findings if each.severity == "error"]
        assert errors == [
            "Ring 1 encloses no area: the parcel is left out.",
            "11.9950 ha are declared for the parcel that is left out.",
        ]

    def test_a_narrow_strip_is_land(self):
        """100 m long and 5 mm wide."""
        points = [
            "4040000.000,39370000.000",
            "4040100.000,39370000.000",
            "4040100.000,39370000.005",
            "4040000.000,39370000.005",
        ]
        assert only(read(HEAD + PARCEL + rows(points))).plane_m2 == pytest.approx(0.5)


class TestCounts:
    """A first column is the number of points where it fits the rows: a third of them, or two, may be closings."""

    @pytest.mark.parametrize(
        ("text", "rows", "is_count"),
        [
            ("5", 5, True),  # every row counts
            ("6", 5, False),  # more points than rows
            ("3", 5, True),  # 5 − max(5 // 3, 2) = 3
            ("2", 5, False),
            ("20", 30, True),  # 30 − 30 // 3 = 20
            ("19", 30, False),
            ("4.0", 5, False),
            ("000000005", 5, False),  # nine digits are a number of a parcel
        ],
    )
    def test_bounds(self, text, rows, is_count):
        findings = Findings()
        block = Block(1, [text, "XZ-1", "地块一", "面"], {}, [(2, [])] * rows)
        found = attributes_of(block, False, findings)
        assert (found.count == text) is is_count
