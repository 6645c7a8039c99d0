"""The tally tools on the demo county: golden tables, compared to the last digit, and QGIS's own tools beside them.

After a change of the demo county or a wanted change of numbers, write the tables anew and look at the difference:
``REDLINE_GOLDEN=write pytest tests/qgis/test_golden.py``
"""

import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest
from parcelruns import demo_county
from qgis import processing
from qgis.core import Qgis, QgsCoordinateTransformContext, QgsDistanceArea, QgsVectorLayer

pytestmark = pytest.mark.usefixtures("redline")

GOLDEN = Path(__file__).resolve().parent.parent / "data" / "golden"
MEMORY = "TEMPORARY_OUTPUT"
MADE_WITH = "3.11."
"""The GEOS with which the tables were made, that of Debian 12."""


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def county(redline, tmp_path_factory):
    place = demo_county()
    return lambda name: f"{place}|layername={name}"


def run(name, **parameters):
    return processing.run(f"redline:{name}", {"OUTPUT": MEMORY, **parameters})


def rows(layer, *names):
    return [tuple(feature[name] for name in names) for feature in layer.getFeatures()]


def text(value):
    return "" if value is None or value != value else f"{value:.4f}" if isinstance(value, float) else str(value)


def compare(name, layer, fields, units=0):
    """The rows of a layer with the golden table of this name, to the last digit; where another GEOS than the one of the
    tables unites shapes, a number may differ by ``units`` of it.
    """
    if Qgis.geosVersion().startswith(MADE_WITH):
        units = 0
    made = [fields, *([text(value) for value in row] for row in rows(layer, *fields))]
    path = GOLDEN / f"{name}.csv"
    if os.environ.get("REDLINE_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(made)
    with path.open(encoding="utf-8", newline="") as file:
        kept = list(csv.reader(file))
    assert [len(row) for row in made] == [len(row) for row in kept]
    for mine, golden in zip(made, kept, strict=True):
        for value, expected in zip(mine, golden, strict=True):
            if value != expected:  # 0.00 is 0.0000
                assert abs(Decimal(value) - Decimal(expected)) <= Decimal(units).scaleb(-4), (mine, golden)


class TestGolden:
    def test_townships_by_first_level(self, county):
        out = run("tallybylanduse", INPUT=county("XZQ"), ID_FIELD="XZQDM", LANDUSE=county("DLTB"), LEVEL="first")
        compare("townships_by_first_level", out["OUTPUT"], ["zone", "class_code", "area"])
        # the county's control area is 1161 km² by official area, which its townships' outlines share
        assert sum(round(row[0] * 1e4) for row in rows(out["OUTPUT"], "area")) == 116_100_0000
        assert out["NOT_COVERED_AREA"] == out["OVERLAP_AREA"] == 0

    def test_villages_add_up_to_townships(self, county):
        """To the last digit in every row: classes to village, villages to township, townships to the county."""
        out = run("tallybylanduse", INPUT=county("CJDCQ"), ID_FIELD="ZLDWDM", PARENT_FIELD="ZLDWMC", UNIT="m2",
                  LANDUSE=county("DLTB"), OUTPUT_WIDE=MEMORY, SUBTOTALS=True)  # fmt: skip
        wide = out["OUTPUT_WIDE"]
        classes = [field.name() for field in wide.fields() if field.name().startswith("c_")]
        majors = [name for name in ("agricultural", "construction", "unused") if wide.fields().lookupField(name) >= 0]
        total = 0
        for row in wide.getFeatures():
            cents = {name: round((row[name] or 0) * 100) for name in [*classes, *majors, "total"]}
            assert sum(cents[name] for name in classes) == sum(cents[name] for name in majors) == cents["total"]
            if row["kind"] == "leaf":
                total += cents["total"]
            elif row["kind"] == "total":
                assert cents["total"] == total == round(out["TOTAL_AREA"] * 100)

    def test_red_lines(self, county):
        out = run("redlinecheck", INPUT=county("ZZ_TDZSFW"), ID_FIELD="DKBH", RED_LINES=[county("YJJBNTBHTB")],
                  MUST_BE_INSIDE=[county("CZKFBJ")])  # fmt: skip
        compare("red_lines", out["OUTPUT"], ["DKBH", "verdict", "l1_in_m2", "l1_legal_m2", "l2_out_m2"])

    def test_change(self, county):
        out = run("landusechange", BEFORE=county("DLTB_2020"), AFTER=county("DLTB"), LEVEL="first", OUTPUT_GAINS=MEMORY)
        fields = ["class_code", "before", "gain", "loss", "after", "percent"]
        compare("change_by_first_level", out["OUTPUT_GAINS"], fields)

    def test_structure(self, county):
        out = run("landusestructure", ZONES=county("XJXZQ"), ZONE_ID_FIELD="XZQDM", BASE=county("DLTB"),
                  TARGET=county("GHYDYH"))  # fmt: skip
        fields = ["class_code", "base_area", "base_pct", "target_area", "target_pct", "change"]
        compare("structure", out["OUTPUT"], fields)

    def test_coverage(self, county):
        circles = run("coveragecircles", INPUT=county("camera"))["OUTPUT"]
        out = run("coveragetally", INPUT=circles, VILLAGES=county("CJDCQ"), FARMLAND=county("YJJBNTBHTB"),
                  TOWNSHIPS=county("XZQ"), OUTPUT_TABLE=MEMORY)  # fmt: skip
        table = out["OUTPUT_TABLE"]
        table.setSubsetString("kind <> 'leaf'")
        # Unions of circles come from GEOS, whose versions round their corners differently: at a place or two among 759
        # villages the last digit falls the other way, and the sums above it follow.
        fields = ["village", "total", "cov1", "cov2", "cov3", "blind", "farm_cov"]
        compare("coverage_by_township", table, fields, units=3)
        # villages are balanced to the county, which has its control area here as on every other paper
        assert text(rows(table, "total")[-1][0]) == "116100.0000"

    def test_balance(self, county):
        """The demo county's recorded areas add up to their villages already: nothing may change."""
        out = run("balanceareas", INPUT=county("DLTB"), VILLAGES=county("CJDCQ"))
        assert (out["CHANGED"], out["TOTAL_AREA"]) == (0, 1161e6)

    def test_official_areas(self, county):
        out = run("officialarea", INPUT=county("ZZ_TDZSFW"), UNIT="ha")
        compare("official_areas", out["OUTPUT"], ["DKBH", "off_area", "plane_area", "diff"])
        # what the approval tables, the text file and the boundary tables print for all parcels
        assert out["TOTAL_AREA"] == pytest.approx(1_536_030.33, abs=0.001)

    def test_points_in_townships(self, county):
        out = run("pointsinzones", INPUT=county("XZQ"), ID_FIELD="XZQDM", POINTS=county("alert"))
        compare("alerts_by_township", out["OUTPUT"], ["XZQDM", "pt_count"])
        assert (out["POINTS_COUNT"], out["INSIDE"], out["OUTSIDE"]) == (60, 60, 0)

    def test_hazards_near_parcels(self, county):
        out = run("nearesthazards", INPUT=county("ZZ_TDZSFW"), HAZARDS=county("DZZHD"), DISTANCE=2000)
        compare("hazards_near_parcels", out["OUTPUT"], ["DKBH", "haz_count", "near_dist"], units=100)

    def test_land_cover_of_the_same_land(self, county, tmp_path):
        """Land use burnt into cells of 50 m: each township's classes add up to its area, and come near the patches'."""
        from osgeo import gdal, ogr

        place, _, name = county("DLTB").partition("|layername=")
        cells = str(tmp_path / "cells.tif")
        kept = ogr.Open(place)
        west, east, south, north = kept.GetLayerByName(name).GetExtent()
        assert name == "DLTB"
        sql = "SELECT geom, CAST(replace(substr(DLBM, 1, 2), '00', '99') AS INTEGER) AS code FROM DLTB"
        gdal.Rasterize(
            cells, place, format="GTiff", outputType=gdal.GDT_Byte, outputBounds=[west, south, east, north], xRes=50,
            yRes=50, SQLStatement=sql, SQLDialect="SQLITE", attribute="code", initValues=[0], noData=0,
        )  # fmt: skip
        table = tmp_path / "classes.csv"
        codes = range(1, 13)
        table.write_text("code,name_zh,name_en,parent,major\n" + "".join(f"{i},{i},{i},,\n" for i in codes), "utf-8")
        zones = {"INPUT": county("XZQ"), "ID_FIELD": "XZQDM"}
        cover = run("tallybylandcover", LANDCOVER=cells, CLASS_TABLE=str(table), **zones)
        use = run("tallybylanduse", LANDUSE=county("DLTB"), LEVEL="first", **zones)
        assert cover["TOTAL_AREA"] == use["TOTAL_AREA"]
        found: dict = {}
        for zone, code, area in rows(cover["OUTPUT"], "zone", "class_code", "area"):
            found[zone, code.zfill(2)] = area
        wanted = {(zone, code): area for zone, code, area in rows(use["OUTPUT"], "zone", "class_code", "area")}
        totals: dict = {}
        for (zone, _), area in wanted.items():
            totals[zone] = totals.get(zone, 0) + round(area * 1e4)
        for zone, total in totals.items():
            assert sum(round(area * 1e4) for (own, _), area in found.items() if own == zone) == total
        # farmland is most of the land: cells of 50 m miss its edges either way
        for zone in totals:
            assert found[zone, "01"] == pytest.approx(wanted[zone, "01"], rel=0.02)


def test_native_tools_agree(county):
    """native:intersection of the parcels with land use, areas by QgsDistanceArea on the ellipsoid of CGCS2000."""
    cut = processing.run("native:intersection", {"INPUT": county("ZZ_TDZSFW"), "OVERLAY": county("DLTB"),
                                                 "OUTPUT": MEMORY})["OUTPUT"]  # fmt: skip
    measure = QgsDistanceArea()
    measure.setSourceCrs(cut.crs(), QgsCoordinateTransformContext())
    measure.setEllipsoid(cut.crs().ellipsoidAcronym())
    theirs: dict = {}
    for feature in cut.getFeatures():
        key = (feature["DKBH"], feature["DLBM"])
        theirs[key] = theirs.get(key, 0.0) + measure.measureArea(feature.geometry().densifyByDistance(10))
    out = run("tallybylanduse", INPUT=county("ZZ_TDZSFW"), ID_FIELD="DKBH", LANDUSE=county("DLTB"), UNIT="m2")
    ours = {(zone, code): area for zone, code, area in rows(out["OUTPUT"], "zone", "class_code", "area")}
    sizeable = {key for key, area in theirs.items() if area >= 0.005}
    assert sizeable <= set(ours)
    for key in sizeable:
        # a hundredth of a m² is the last printed digit; QGIS's own geodesic areas differ by some 1e-7 beside it
        assert ours[key] == pytest.approx(theirs[key], rel=1e-6, abs=0.02)
    assert isinstance(cut, QgsVectorLayer)


def test_reading_only_what_lies_near_changes_nothing(county, monkeypatch):
    """41 parcels ask the county's spatial index for their patches; read whole, the layer gives the same digits."""
    from redline.layers.measuring import tallying

    asked = []

    def table(parcels, worth):
        monkeypatch.setattr(tallying, "worth_asking", lambda *given: asked.append(worth(*given)) or asked[-1])
        out = run("tallybylanduse", INPUT=parcels, ID_FIELD="DKBH", LANDUSE=county("DLTB"), UNIT="m2")
        return rows(out["OUTPUT"], "zone", "class_code", "area")

    worth = tallying.worth_asking
    there = processing.run(
        "native:reprojectlayer", {"INPUT": county("ZZ_TDZSFW"), "TARGET_CRS": "EPSG:4490", "OUTPUT": MEMORY}
    )["OUTPUT"]
    for parcels in (county("ZZ_TDZSFW"), there):
        near = table(parcels, worth)
        assert near == table(parcels, lambda *given: False)
        assert len({zone for zone, _, _ in near}) == 41
    assert asked == [True, False, True, False]
