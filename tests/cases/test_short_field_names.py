"""Tables and layers as Shapefiles: ten bytes a name, and classes are still told apart; a table says what they are."""

import csv

import pytest
from deliveries import TEXT, layer, square
from qgis.core import QgsVectorLayer


def land():
    codes = ["0102", "0301", "1104", "0702", "1003"]
    return layer("DLTB", {"DLBM": TEXT}, [(square(100 * i, 0, 100), [code]) for i, code in enumerate(codes)])


def zone():
    return layer("区", {"DKBH": TEXT}, [(square(0, 0, 500, 100), ["D1"])])


def legend_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["field"]: (row["name"], row["title"]) for row in csv.DictReader(file)}


def test_a_wide_table_tells_its_classes_apart(run, tmp_path):
    run(
        "tallybylanduse",
        INPUT=zone(),
        LANDUSE=land(),
        LANGUAGE="zh_Hans",
        OUTPUT="TEMPORARY_OUTPUT",
        OUTPUT_WIDE=str(tmp_path / "wide.dbf"),
    )
    table = QgsVectorLayer(str(tmp_path / "wide.dbf"), "wide", "ogr")
    names = table.fields().names()
    assert [name for name in names if name.startswith("c_")] == ["c_0102", "c_0301", "c_1104", "c_0702", "c_1003"]
    assert {"agricultur", "agricul_01", "agricul_03", "agricul_11", "constructi", "constru_07", "constru_10"} <= set(
        names
    )
    legend = legend_of(tmp_path / "wide_fields.csv")
    assert list(legend) == names
    assert legend["agricul_01"] == ("agricultural_01", "农用地 耕地 小计")
    assert legend["c_0102"][0] == "c_0102" and "水浇地" in legend["c_0102"][1]
    row = next(table.getFeatures())
    assert row["agricul_01"] == row["c_0102"] == pytest.approx(0.9995, abs=1e-4)
    assert [said for said in run.log.infos if said.endswith("wide_fields.csv says what they are.")]


@pytest.mark.parametrize("name", ["wide.dbf", "wide.shp"])
def test_a_table_as_a_shapefile_is_a_dbf(run, tmp_path, name):
    result = run("tallybylanduse", INPUT=zone(), LANDUSE=land(), OUTPUT=str(tmp_path / name))
    assert result["OUTPUT"].isValid() and result["OUTPUT"].featureCount() == 5
    assert {path.suffix for path in tmp_path.iterdir()} - {".cpg"} == {".dbf"}


def test_the_columns_of_red_lines(run, tmp_path):
    lines = [layer(name, {"id": TEXT}, [(square(0, 0, 50), ["r"])]) for name in ("STBHHX", "YJJBNTBHTB")]
    run("redlinecheck", INPUT=zone(), RED_LINES=lines, OUTPUT=str(tmp_path / "checked.shp"))
    checked = QgsVectorLayer(str(tmp_path / "checked.shp"), "c", "ogr")
    assert {"l1_lega_m2", "l2_lega_m2"} <= set(checked.fields().names())
    assert legend_of(tmp_path / "checked_fields.csv")["l2_lega_m2"][0] == "l2_legal_m2"


def test_names_that_fit_need_no_table(run, tmp_path):
    run("officialarea", INPUT=zone(), OUTPUT=str(tmp_path / "areas.shp"))
    assert not (tmp_path / "areas_fields.csv").exists()


def test_other_formats_keep_the_names(run, tmp_path):
    run(
        "tallybylanduse",
        INPUT=zone(),
        LANDUSE=land(),
        OUTPUT="TEMPORARY_OUTPUT",
        OUTPUT_WIDE=str(tmp_path / "wide.gpkg"),
    )
    assert "agricultural_01" in QgsVectorLayer(str(tmp_path / "wide.gpkg"), "w", "ogr").fields().names()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["wide.gpkg"]
