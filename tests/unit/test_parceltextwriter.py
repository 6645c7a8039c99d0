"""Parcel text files as written."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from redline.core.errors import RedlineError
from redline.core.parceltext import (
    HeaderValues,
    ParcelRecord,
    dialect_names,
    load_dialect,
    read_parcel_text,
    write_parcel_text,
)

SAMPLES = Path(__file__).parent.parent / "data" / "txt_samples"
OUTER = [(4040000.0, 39370000.0), (4040400.0, 39370000.0), (4040400.0, 39370300.0), (4040000.0, 39370300.0)]
HOLE = [(4040100.0, 39370100.0), (4040100.0, 39370200.0), (4040200.0, 39370200.0), (4040200.0, 39370100.0)]
HEADER = HeaderValues(unit="冠县自然资源和规划局", date="2025-06-15")
PARCEL = ParcelRecord("1", "地块1", [[OUTER]], use="工业用地", area_ha=Decimal("12.0000"), sheet="J50G085025")


def body(data: bytes, encoding: str) -> list[str]:
    lines = data.decode(encoding).replace("\r\n", "\n").splitlines()
    return lines[lines.index("[地块坐标]") + 1 :] if "[地块坐标]" in lines else lines


def as_drawn(name):
    dialect = load_dialect(name)
    return replace(dialect, numbering=replace(dialect.numbering, start="drawn", direction="drawn"))


def test_sample_of_the_base_form_to_the_byte():
    data = write_parcel_text([PARCEL], as_drawn("base"), epsg=4527, header=HEADER)
    assert data == (SAMPLES / "01_base_simple_gbk.txt").read_bytes()


def test_sample_with_a_hole_to_the_byte():
    # 10 rows with closings, minus 1 = 9, as this form counts
    parcel = replace(PARCEL, parts=[[OUTER, HOLE]], area_ha=Decimal("11.0000"), sheet="")
    data = write_parcel_text([parcel], as_drawn("jsydbp"), epsg=4527, header=HEADER)
    assert data == (SAMPLES / "02_jsydbp_hole_ccount_minus1_utf8.txt").read_bytes()


def test_north_west_start_and_direction_are_the_default():
    rows = body(write_parcel_text([replace(PARCEL, parts=[[OUTER, HOLE]])], load_dialect("base"), epsg=4527), "gbk")
    assert rows[0] == "10,12.0000,1,地块1,面,J50G085025,工业用地,,@"
    assert rows[1] == "J1,1,4040400.000,39370000.000"
    assert rows[6] == "J5,2,4040200.000,39370100.000"
    assert rows[10] == rows[6]


def test_side_lengths():
    rows = body(write_parcel_text([PARCEL], load_dialect("zjgg"), epsg=4527), "utf-8")
    assert rows[0] == ",12.0000,,地块1,,,,,@"
    assert rows[1] == "J1,4040400.000,39370000.000,300.000,1,"
    assert rows[5] == "J1,4040400.000,39370000.000,,1,"


def test_zone_prefix_is_brought_and_taken():
    base = load_dialect("base")
    plain = [[[(x, y - 39000000) for x, y in OUTER]]]
    assert write_parcel_text([replace(PARCEL, parts=plain)], base, epsg=4548) == write_parcel_text(
        [PARCEL], base, epsg=4527
    )
    rows = body(write_parcel_text([PARCEL], replace(base, zone_prefix=False), epsg=4527), "gbk")
    assert rows[1] == "J1,1,4040400.000,370000.000"


def test_a_foreign_system_is_named_and_left_alone():
    data = write_parcel_text([PARCEL], load_dialect("base"), epsg=32621).decode("gbk")
    assert "坐标系=EPSG:32621\r\n几度分带=\r\n投影类型=\r\n计量单位=米\r\n带号=\r\n" in data
    assert "J1,1,4040400.000,39370000.000" in data


def test_split_parts():
    other = [(x + 1000, y) for x, y in OUTER]
    rows = body(
        write_parcel_text([replace(PARCEL, parts=[[OUTER], [other]])], load_dialect("kanyu"), epsg=4527), "utf-8"
    )
    assert [row for row in rows if row.endswith("@")] == [
        "5,,1_1,地块1,面,J50G085025,工业用地,,@",
        "5,,1_2,地块1,面,J50G085025,工业用地,,@",
    ]
    assert rows[1] == "J1,1,4040400.0000,39370000.0000"


def test_degrees_need_a_way_there():
    with pytest.raises(RedlineError, match="Dialect zf wants longitude and latitude"):
        write_parcel_text([PARCEL], load_dialect("zf"), epsg=4527)
    data = write_parcel_text(
        [PARCEL], load_dialect("zf"), epsg=4527, to_lonlat=lambda x, y: (y / 1e6 + 76, x / 1e6 + 32)
    )
    # 39370000 / 1e6 + 76 = 115.37, 4040400 / 1e6 + 32 = 36.0404
    assert body(data, "utf-8")[:2] == ["5,地块1,面,工业用地,@", "J1,1,115.370000000,36.040400000"]


def test_degrees_do_not_go_into_a_plane_form():
    with pytest.raises(RedlineError, match=r"Dialect base wants plane coordinates, .* \(EPSG:4490\)"):
        write_parcel_text([PARCEL], load_dialect("base"), epsg=4490)
    with pytest.raises(RedlineError, match=r"Dialect base wants plane coordinates, .* \(EPSG:4326\)"):
        write_parcel_text([PARCEL], load_dialect("base"), epsg=4326)


def test_packed_degrees():
    ring = [(36.5, 115.25), (36.5, 115.5), (36.25 + 1 / 3600, 115.5), (36.25, 115.25)]
    rows = body(write_parcel_text([replace(PARCEL, parts=[[ring]])], load_dialect("dms"), epsg=4490), "utf-8")
    # 36.5° = 36°30'00", 115.25° = 115°15'00"; 36.25° + 1" = 36°15'01"
    assert rows[:3] == [
        "J1,115.1500000000,36.3000000000",
        "J2,115.3000000000,36.3000000000",
        "J3,115.3000000000,36.1501000000",
    ]


def test_packed_degrees_keep_parts_of_a_second():
    """0.123456" of latitude are 0.123456 · 30.9 m = 3.8 m, which whole seconds would lose."""
    ring = [(36.5 + 0.123456 / 3600, 115.25), (36.5, 115.5), (36.25, 115.5), (36.25, 115.25)]
    rows = body(write_parcel_text([replace(PARCEL, parts=[[ring]])], load_dialect("dms"), epsg=4490), "utf-8")
    assert rows[0] == "J1,115.1500000000,36.3000123456"


@pytest.mark.parametrize("name", ["zf", "dms"])
def test_degrees_with_few_decimals_are_refused(name):
    """Three decimals of a degree are 111 m, four packed ones whole seconds, 31 m."""
    ring = [(36.5, 115.25), (36.5, 115.5), (36.25, 115.5)]
    few = replace(load_dialect(name), decimals=4)
    with pytest.raises(RedlineError, match=f"Dialect {name} would write degrees with 4 decimals.*: give at least 6"):
        write_parcel_text([replace(PARCEL, parts=[[ring]])], few, epsg=4490)


def test_point_and_feature_index():
    data = write_parcel_text([PARCEL, replace(PARCEL, number="2")], load_dialect("pointindex"), epsg=4527)
    assert data.startswith(b"\xff\xfe")
    rows = data.decode("utf-16").splitlines()
    assert rows[0] == "1,1,1,J01,4040400.000,39370000.000"
    assert rows[5:7] == ["", "1,2,1,J01,4040400.000,39370000.000"]


@pytest.mark.parametrize(
    ("field", "value", "sign"),
    [("name", "A,B", ","), ("use", "工业@用地", "@"), ("number", "1\n2", "line end"), ("sheet", "甲，乙", "，")],
)
def test_values_that_break_the_format_are_refused_by_name(field, value, sign):
    with pytest.raises(RedlineError) as caught:
        write_parcel_text([replace(PARCEL, **{field: value})], load_dialect("base"), epsg=4527)
    assert f"the value of {field} holds {sign}" in str(caught.value)
    assert repr(value) in str(caught.value)


def test_header_values_keep_to_their_line():
    with pytest.raises(RedlineError, match="The header value unit holds a line end"):
        write_parcel_text([PARCEL], load_dialect("base"), epsg=4527, header=HeaderValues(unit="甲\n[地块坐标]"))


def test_signs_outside_the_encoding_are_named():
    with pytest.raises(RedlineError, match=r"㛃 \(parcel 1\) cannot be written in gbk: choose utf-8 or gb18030"):
        write_parcel_text([replace(PARCEL, name="㛃村")], load_dialect("base"), epsg=4527, encoding="gbk")


def test_the_common_form_holds_every_sign():
    """GB18030 is GBK, byte for byte, and has the rare signs of village names beside."""
    data = write_parcel_text([replace(PARCEL, name="㛃村")], load_dialect("base"), epsg=4527)
    assert "㛃村".encode("gb18030") in data
    assert read_parcel_text(data).parcels[0].name == "㛃村"
    plain = write_parcel_text([PARCEL], load_dialect("base"), epsg=4527)
    assert plain == write_parcel_text([PARCEL], load_dialect("base"), epsg=4527, encoding="gbk")


def test_nothing_to_write():
    with pytest.raises(RedlineError, match="There is no parcel to write"):
        write_parcel_text([], load_dialect("base"), epsg=4527)


class TestDialects:
    def test_all_load(self):
        names = dialect_names()
        assert names[0] == "base"
        assert len(names) == 12
        for name in names:
            dialect = load_dialect(name)
            assert dialect.name_zh and dialect.name_en

    def test_an_office_s_own(self, tmp_path):
        own = tmp_path / "own.csv"
        own.write_text('key,value\nparcel,"{number},{ZBX},@"\npoint,"{point},{ring},{x},{y}"\narea_unit,mu\n', "utf-8")
        parcel = replace(PARCEL, extra={"ZBX": "甲"})
        rows = body(write_parcel_text([parcel], load_dialect(str(own)), epsg=4527), "utf-8")
        assert rows[0] == "1,甲,@"

    def test_an_office_s_folder(self, tmp_path):
        (tmp_path / "county.csv").write_text('key,value\npoint,"{x},{y}"\nname_zh,本县\n', "utf-8")
        (tmp_path / "yzt.csv").write_text('key,value\npoint,"{y},{x}"\n', "utf-8")
        names = dialect_names(tmp_path)
        assert names[0] == "base" and names[-1] == "county" and names.count("yzt") == 1
        assert load_dialect("county", tmp_path).name_zh == "本县"
        assert load_dialect("yzt", tmp_path).point == "{y},{x}"
        assert load_dialect("yzt").point == "{point},{ring},{x},{y}"

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
    def test_as_excel_saves_it(self, tmp_path, encoding):
        own = tmp_path / "own.csv"
        own.write_bytes('key,value\r\nname_zh,冠县格式\r\nheader,单位=亩\r\npoint,"{x},{y}"\r\n'.encode(encoding))
        found = load_dialect(str(own))
        assert (found.name_zh, found.header) == ("冠县格式", ("单位=亩",))

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            ("colour,red", "line 2: there is no key colour"),
            ("area_unit,acre", "area_unit is acre, but must be one of ha, m2, mu"),
            ("decimals,many", "decimals is many, but must be a whole number up to 12"),
            ("encoding,big5", "encoding is big5, but must be one of gbk"),
            ('parcel,"{nummer},@"', r"\{nummer\} in \{nummer\},@ means nothing"),
            ('parcel,"{number}"', "the parcel line must end with @"),
            ("coordinates,lonlat", r"the point line needs \{lon\} \{lat\}"),
        ],
    )
    def test_a_wrong_line_is_named(self, tmp_path, line, message):
        own = tmp_path / "own.csv"
        own.write_text(f'key,value\n{line}\npoint,"{{x}},{{y}}"\n', "utf-8")
        with pytest.raises(RedlineError, match=rf"Dialect table own.csv.*{message}"):
            load_dialect(str(own))

    def test_no_such_dialect(self):
        with pytest.raises(RedlineError, match="There is no dialect klingon: choose one of base, bcgd"):
            load_dialect("klingon")


def test_area_units():
    own = load_dialect("base")
    for unit, text in (("ha", "12.3456"), ("m2", "123456.00"), ("mu", "185.1840")):
        parcel = replace(PARCEL, area_ha=Decimal("12.3456"))
        rows = body(write_parcel_text([parcel], replace(own, area_unit=unit), epsg=4527), "gbk")
        assert rows[0].split(",")[1] == text


def test_numpy_rings():
    rings = [[np.array(OUTER)]]
    assert write_parcel_text([replace(PARCEL, parts=rings)], load_dialect("base"), epsg=4527) == write_parcel_text(
        [PARCEL], load_dialect("base"), epsg=4527
    )
