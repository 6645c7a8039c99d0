"""Personal data in any layer: known by a field's name or by its values, left out of every output and told."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qgis import processing
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from redline.core.resources import RESOURCES
from redline.layers.county.discover import open_all
from redline.layers.roles import table
from redline.layers.roles.personal import is_personal, is_personal_in_any_role
from redline.layers.roles.table import reload_roles, roles

ROWS = list(csv.DictReader((RESOURCES / "roles" / "personal.csv").read_text(encoding="utf-8").splitlines()))
NAMES = [row["name"] for row in ROWS if row["kind"] != "none"]
# Those that a reviewer found unknown.
SEEN = [
    "CBFMC",
    "CBFZJHM",
    "CBFDZ",
    "姓名",
    "户主",
    "权利人",
    "家庭住址",
    "通讯地址",
    "银行账号",
    "SJHM",
    "LXFS",
    "SFZJH",
    "IDCARD",
    "mobile",
    "tel",
    "email",
    "身份证号码",
    "联系电话",
    "手机号",
    "户主姓名",
    "承包方名称",
    "QLRMC",
    "QLRZJH",
    "LXR",
    "HZXM",
    "JTZZ",
    "TXDZ",
    "YHKH",
    "phone_number",
    "E-Mail",
    "id_card",
]


@pytest.mark.parametrize("name", SEEN)
def test_names_that_were_seen(qgis_app, name):
    assert is_personal("landuse", name) and is_personal("", name) and is_personal_in_any_role(name)


@given(
    st.sampled_from(NAMES),
    st.sampled_from([str, str.upper, str.lower, str.capitalize]),
    st.sampled_from(["", "1", "_1", "_2021", " 2", "-01", "２"]),
)
def test_case_and_endings_make_no_difference(qgis_app, name, case, ending):
    assert is_personal("", case(name) + ending)


@given(st.sampled_from([row["name"] for row in ROWS if row["match"] in ("word", "part") and row["kind"] != "none"]),
       st.sampled_from(["T_{}", "{}_new", "土地.{}", "{}（旧）", "a {}"]))  # fmt: skip
def test_words_beside_the_name(qgis_app, name, form):
    assert is_personal("", form.format(name))


@pytest.mark.parametrize(
    "name", ["家庭住", "联系电", "通讯地", "CONTACTPHO", "contactp_1", "ownerPhone", "QLRMC\ufffd"]
)
def test_what_a_shapefile_leaves(qgis_app, name):
    assert is_personal("", name)


def test_no_official_field_and_no_field_of_a_role_is_taken_for_one(qgis_app):
    """Names of codes, areas and land; "no" in structure.csv would make an exception."""
    told = {
        row["field"] for row in table.table_rows("structure", "/nowhere") if row["role"] and row["personal"] != "yes"
    }
    aliases = {alias for role in roles().values() for part in role.parts.values() for alias in part.aliases}
    assert {name for name in told | aliases if is_personal("", name)} == set()
    others = (
        "person",
        "XMMC",
        "项目名称",
        "权利人类型",
        "家庭成员数",
        "手机信号覆盖",
        "hotel",
        "DH",
        "CBFBM",
        "owner",
        "名称",
    )
    assert {name for name in others if is_personal_in_any_role(name)} == set()


def test_the_table(qgis_app):
    assert {row["match"] for row in ROWS} == {"whole", "last", "word", "part"}
    assert {row["kind"] for row in ROWS} == {"id", "phone", "address", "person", "bank", "mail", "none"}
    assert all(row["name_zh"] for row in ROWS)


def test_an_office_adds_names_and_takes_them_away(qgis_app, tmp_path, monkeypatch):
    monkeypatch.setattr(table, "office_folder", lambda: tmp_path)
    (tmp_path / "personal.csv").write_text(
        "name,match,kind,name_zh\nCMZ,word,person,村民组长\n权利人,part,none,权利人\n", encoding="utf-8"
    )
    reload_roles()
    try:
        assert is_personal("", "CMZ_1") and not is_personal("", "权利人")
    finally:
        monkeypatch.undo()
        reload_roles()
    assert is_personal("", "权利人") and not is_personal("", "CMZ_1")


# --- by values --------------------------------------------------------------------------------------------------------

X, Y = 39_360_000, 4_040_000
ID = "37152519700101001"


def layer(fields, *rows):
    parts = "&".join(f"field={piece.strip()}" for piece in fields.split(","))
    found = QgsVectorLayer(f"Polygon?crs=EPSG:4527&{parts}", "DLTB", "memory")
    for number, row in enumerate(rows):
        feature = QgsFeature(found.fields())
        feature.setAttributes(list(row))
        x = X + 200 * number
        feature.setGeometry(QgsGeometry.fromWkt(f"POLYGON(({x} {Y}, {x + 100} {Y}, {x + 100} {Y + 100}, {x} {Y}))"))
        assert found.dataProvider().addFeature(feature)
    return found


def told(tool, **parameters):
    feedback = QgsProcessingFeedback(False)
    found = processing.run(f"redline:{tool}", parameters, context=QgsProcessingContext(), feedback=feedback)
    return found, feedback.textLog()


FIELDS = (
    "BSM:string, DLBM:string, TBMJ:double, ZLDWDM:string, ZLDWMC:string, BZ:string, NUM:int8, MORE:double, WHO:string"
)


def rows():
    from redline.core.written.persons import check_digit

    number = ID + check_digit(ID)
    bsm = "371525211000000"
    return [
        (
            f"{bsm}001",
            "0102",
            5000.0,
            "3715251002010000000",
            "东街村",
            f"张三{number}",
            13912345678,
            15263512345.0,
            None,
        ),
        (f"{bsm}002", "0102", 5000.0, "3715251002010000000", "东街村", "无", 13512345678, 18763512345.0, "甲"),
        (f"{bsm}003", "0301", 5000.0, "3715251002010000000", "东街村", None, 18612345678, None, "乙"),
    ]


def test_left_out_of_an_output_and_told(redline):
    found, log = told("officialarea", INPUT=layer(FIELDS, *rows()), OUTPUT="TEMPORARY_OUTPUT")
    names = set(found["OUTPUT"].fields().names())
    assert not names & {"BZ", "NUM", "MORE"} and names >= {"BSM", "DLBM", "TBMJ", "ZLDWDM", "ZLDWMC", "WHO"}
    assert (
        "DLTB: 1 values of the field BZ, the first in feature 1, are identity numbers or mobile telephone numbers: "
        "it is taken for personal data and left out. If it is none, keep it by KEEP_PERSONAL."
    ) in log
    assert "DLTB: 3 values of the field NUM, the first in feature 1," in log
    assert "DLTB: BZ, NUM, MORE hold personal data and are left out." in log
    found, log = told("officialarea", INPUT=layer(FIELDS, *rows()), OUTPUT="TEMPORARY_OUTPUT", KEEP_PERSONAL=True)
    assert set(found["OUTPUT"].fields().names()) >= {"BZ", "NUM", "MORE"} and "personal" not in log


def test_left_out_of_a_workspace_and_told(redline, tmp_path):
    given_layer = layer(FIELDS + ", 户主姓名:string, mobile:string", *((*row, "张三", "1") for row in rows()))
    target = tmp_path / "县.gpkg"
    _, log = told("createworkspace", INPUT_LAYERS=[given_layer], OUTPUT=str(target))
    kept = next(one.layer for one in open_all(target)[0])
    names = set(kept.fields().names())
    assert not names & {"BZ", "NUM", "MORE", "户主姓名", "mobile"} and names >= {"BSM", "DLBM", "WHO"}
    assert "DLTB: 户主姓名, mobile, BZ, NUM, MORE hold personal data and are left out." in log
    assert "DLTB: 1 values of the field BZ, the first in feature 1, are identity numbers" in log
    assert b"371525197001010018" not in Path(target).read_bytes() and "张三".encode() not in Path(target).read_bytes()
    _, log = told("createworkspace", INPUT_LAYERS=[given_layer], OUTPUT=str(target), KEEP_PERSONAL=True)
    assert set(next(one.layer for one in open_all(target)[0]).fields().names()) >= {"BZ", "NUM", "户主姓名"}
    assert "personal" not in log


def test_coverage_circles_look_at_values_too(redline):
    cameras = QgsVectorLayer("Point?crs=EPSG:4527&field=radius:double&field=remark:string", "Cameras", "memory")
    feature = QgsFeature(cameras.fields())
    feature.setAttributes([3000.0, "张三 13912345678"])
    feature.setGeometry(QgsGeometry.fromWkt(f"POINT({X} {Y})"))
    assert cameras.dataProvider().addFeature(feature)
    found, log = told("coveragecircles", INPUT=cameras, RADIUS_FIELD="radius", OUTPUT="TEMPORARY_OUTPUT")
    assert "remark" not in found["OUTPUT"].fields().names()
    assert "Cameras: remark hold personal data and are left out." in log
