"""Numbers as text (case 20): out of Excel and forms filled in by hand they count, or are named."""

import pytest
from deliveries import TEXT, WHOLE, layer, rows, square
from qgis.core import QgsProcessingException, QgsVectorLayer

VILLAGE = "371525100201"


def per_head(run, folder, recorded):
    """A parcel of 1 ha in a village with two patches of 水浇地: 80,000 m² and 20,000 m² are recorded."""
    run(
        "approvaltables",
        PARCELS=layer("ZZ_TDZSFW", {"DKBH": TEXT, "DKMC": TEXT}, [(square(0, 0, 100), ["D1", "甲"])]),
        LANDUSE=layer(
            "DLTB",
            {"DLBM": TEXT, "ZLDWDM": TEXT, "TBDLMJ": TEXT},
            [
                (square(-10, -10, 200), ["0102", VILLAGE, recorded]),
                (square(190, -10, 200), ["0102", VILLAGE, "20000"]),
            ],
        ),
        VILLAGES=layer("CJDCQ", {"ZLDWDM": TEXT, "ZLDWMC": TEXT}, [(square(-50, -50, 600, 400), [VILLAGE, "东街村"])]),
        POPULATION=layer("CJRK", {"ZLDWDM": TEXT, "NYRK": WHOLE}, [(None, [VILLAGE, 1234])], kind=None),
        OUTPUT=str(folder),
    )
    table = QgsVectorLayer(f"{folder / 'tables.gpkg'}|layername=percapita", "percapita", "ogr")
    return next(table.getFeatures()).attributes()[7:]


@pytest.mark.parametrize("recorded", ["80000.00", "80,000.00", "80000,00", "８００００", "8E4", " 80000\u200b"])
def test_farmland_of_a_village_counts_however_it_is_written(run, tmp_path, recorded):
    # 100,000 m² = 150.0 mu; acquired 9,995.18 m² = 14.9928 mu; 150 / 1,234 = 0.1216; (150 − 14.9928) / 1,234 = 0.1094;
    # to be resettled 14.9928 / 0.1216 = 123.3: 124 people
    assert per_head(run, tmp_path / "tables", recorded) == [150.0, 14.9928, 1234, 0.1216, 0.1094, 124]


@pytest.mark.parametrize("recorded", ["80,000", "8万", "80000平方米"])
def test_what_has_no_one_meaning_is_named(run, tmp_path, recorded):
    with pytest.raises(QgsProcessingException) as failure:
        per_head(run, tmp_path / "tables", recorded)
    assert str(failure.value) == (
        f"Layer DLTB, feature 1: “{recorded}” in field TBDLMJ is not a number with one meaning: "
        "write it plainly, such as 1234.56. Values of this kind in the field: 1."
    )
    assert not (tmp_path / "tables").exists()


@pytest.mark.parametrize("share", ["0.08", "8%", "0,08", "８％", "8.0E-2"])
def test_ridges_are_deducted_however_they_are_written(run, share):
    zones = layer("z", {"id": TEXT}, [(square(0, 0, 200, 100), ["Z"])])
    land = layer("DLTB", {"DLBM": TEXT, "KCXS": TEXT}, [(square(0, 0, 200, 100), ["0101", share])])
    found = run("tallybylanduse", INPUT=zones, LANDUSE=land, RIDGES=True, UNIT="m2", OUTPUT="TEMPORARY_OUTPUT")
    # 19,990.36 m² on the ellipsoid × 0.92 = 18,391.13 m² of paddy, 1,599.23 m² of ridges
    assert rows(found["OUTPUT"], "class_code", "area") == [("0101", 18391.13), ("1203", 1599.23)]


def test_ridges_that_are_not_understood_are_named(run):
    zones = layer("z", {"id": TEXT}, [(square(0, 0, 200, 100), ["Z"])])
    land = layer("DLTB", {"DLBM": TEXT, "KCXS": TEXT}, [(square(0, 0, 200, 100), ["0101", "八"])])
    with pytest.raises(QgsProcessingException, match="Layer DLTB, feature 1: “八” in field KCXS is not a number"):
        run("tallybylanduse", INPUT=zones, LANDUSE=land, RIDGES=True, UNIT="m2", OUTPUT="TEMPORARY_OUTPUT")


def legal_area(run, written):
    parcels = layer("地块", {"DKBH": TEXT}, [(square(0, 0, 200, 100), ["D1"])])
    fields = {"YJJBNTTBBH": TEXT, "DLBM": TEXT, "YJJBNTMJ": TEXT}
    farmland = layer("YJJBNTBHTB", fields, [(square(0, 0, 200, 100), ["1", "0102", written])])
    found = run("redlinecheck", INPUT=parcels, RED_LINES=[farmland], OUTPUT="TEMPORARY_OUTPUT")
    return rows(found["OUTPUT"], "l1_legal_m2")


@pytest.mark.parametrize(
    ("written", "legal"), [("18000.00", 18000.0), ("18,000.00", 18000.0), ("１８０００", 18000.0), ("9000", 9000.0)]
)
def test_the_legal_area_of_a_red_line_counts_however_it_is_written(run, written, legal):
    # the whole polygon lies in the parcel: its YJJBNTMJ counts whole
    assert legal_area(run, written) == [(legal,)]


def test_checklayers_finds_them_all_beforehand(run):
    fields = {"DLBM": TEXT, "ZLDWDM": TEXT, "TBMJ": TEXT, "KCXS": TEXT}
    written = [("10,000.00", "8%"), ("80,000", "0"), ("约1万", "八")]
    patches = [(square(110 * i, 0, 100), ["0102", VILLAGE, *each]) for i, each in enumerate(written)]
    # “80,000” stands beside “10,000.00”, so its comma is one of thousands
    found = run("checklayers", INPUT_LAYERS=[layer("DLTB", fields, patches)], OUTPUT="TEMPORARY_OUTPUT")
    told = [row for row in rows(found["OUTPUT"], "rule", "fid", "value", "severity") if row[0] == "number"]
    assert sorted(told) == [("number", 3, "八", "error"), ("number", 3, "约1万", "error")]
    assert found["FLAGS"] & 262144
