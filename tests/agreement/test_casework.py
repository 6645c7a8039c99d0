"""Areas on the papers of casework: of each spot those of the tally and of the red-line check, to the last digit."""

from decimal import Decimal

import asked
import county
import pytest
from asked import number
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsProject,
    QgsVectorLayer,
)

from redline.core.paper.tables import Table
from redline.layers.reading.run import Run
from redline.layouts.case_sheet import CasePaper, measure_spots, spots_layer
from redline.layouts.county import County
from redline.layouts.setting import SheetSetting

pytestmark = pytest.mark.usefixtures("redline")


@pytest.fixture(scope="module")
def spots(strip):
    """The strip's parcels as spots of a case file, in degrees; by number the name of the case."""
    layer = QgsVectorLayer(strip("ZZ_TDZSFW"), "parcels", "ogr")
    degrees = QgsCoordinateReferenceSystem("EPSG:4490")
    there = QgsCoordinateTransform(layer.crs(), degrees, QgsProject.instance())
    papers = []
    for feature in layer.getFeatures():
        shape = feature.geometry()
        shape.transform(there)
        papers.append(CasePaper(str(feature["DKBH"]), "", shape, (), Table("t", "t", (), ())))
    return papers


@pytest.fixture(scope="module")
def land(strip, spots):
    """As pushtasks and casereport measure them."""
    layers = {
        role: QgsVectorLayer(strip(name), name, "ogr")
        for role, name in (("landuse", "DLTB"), ("farmland", "YJJBNTBHTB"))
    }
    setting = SheetSetting(County(layers), language="en")
    return measure_spots(spots, setting, lambda crs: Run(crs, QgsCoordinateTransformContext(), None))


@pytest.mark.parametrize("unit", ["ha", "mu"])
def test_the_classes_of_the_tally(strip, spots, land, unit):
    """Each class of each spot in hectares and 亩, as tallybylanduse prints it of the same spots."""
    given = {"INPUT": spots_layer(spots), "LANDUSE": strip("DLTB"), "ID_FIELD": "sheet", "UNIT": unit}
    rows = asked.rows(asked.run("tallybylanduse", **given, OUTPUT="memory:")["OUTPUT"])
    right = {(int(row["zone"]), row["class_code"]): number(row["area"], 4) for row in rows}
    found = {}
    for i, zone in enumerate(land.zones):
        for leaf in land.tally.leaves()[("ha", "mu").index(unit)][zone]:
            key = (i, leaf.code or "not_covered")
            found[key] = found.get(key, Decimal(0)) + leaf.value
    assert len({spot for spot, _ in right}) == len(county.CASES)
    assert {key: value for key, value in right.items() if value} == {key: each for key, each in found.items() if each}


def test_the_findings_of_the_red_line_check(strip, spots, land):
    """Inside, outside and legal area of each spot, as redlinecheck prints them of the same spots."""
    given = {"INPUT": spots_layer(spots), "RED_LINES": [strip("YJJBNTBHTB")]}
    rows = asked.rows(asked.run("redlinecheck", **given, OUTPUT="memory:")["OUTPUT"])
    right = {int(row["sheet"]): [number(row[f"l1_{part}_m2"]) for part in ("in", "out", "legal")] for row in rows}
    found = {}
    for i, zone in enumerate(land.zones):
        [finding] = land.findings[zone]
        found[i] = [finding.inside, finding.outside, finding.legal]
    assert len(right) == len(county.CASES) and found == right
    # The first is "plain": its farmland of 9,995.18 m² with a recorded legal area of 9,000 m².
    assert found[0][0] == Decimal(county.SQUARE_M2) and found[0][2] == Decimal("9000.00")


def test_the_areas_of_spots_taken_in(strip, tmp_path):
    """Total, arable land and farmland of polygons that are taken in: m² as the tally and the red-line check print them
    of the spots in the case file."""
    parcels = QgsVectorLayer(strip("ZZ_TDZSFW"), "parcels", "ogr")
    alerts = QgsVectorLayer("MultiPolygon?crs=EPSG:4490&field=alert_id:string&field=alert_time:string", "a", "memory")
    there = QgsCoordinateTransform(parcels.crs(), alerts.crs(), QgsProject.instance())
    for place, parcel in enumerate(parcels.getFeatures()):
        shape = parcel.geometry()
        shape.transform(there)
        feature = QgsFeature(alerts.fields())
        feature.setAttributes([f"A{place}", f"2021-09-01 08:{place:02d}"])
        feature.setGeometry(shape)
        alerts.dataProvider().addFeatures([feature])
    cases = str(tmp_path / "c.gpkg")
    asked.run("createcasefile", OUTPUT=cases)
    given = {"LANDUSE": strip("DLTB"), "FARMLAND": strip("YJJBNTBHTB")}
    asked.run("importalerts", INPUT=alerts, CASES=cases, SOURCE="satellite", **given)
    spot = f"{cases}|layername=spot"
    rows = {row["number"]: row for row in asked.rows(QgsVectorLayer(spot, "spot", "ogr"))}
    tally = {"INPUT": spot, "LANDUSE": strip("DLTB"), "ID_FIELD": "number", "UNIT": "m2", "OUTPUT": "memory:"}
    total, arable = {}, {}
    for row in asked.rows(asked.run("tallybylanduse", **tally)["OUTPUT"]):
        area = number(row["area"])
        total[row["zone"]] = total.get(row["zone"], Decimal(0)) + area
        if str(row["class_code"]).startswith("01"):
            arable[row["zone"]] = arable.get(row["zone"], Decimal(0)) + area
    checked = asked.run("redlinecheck", INPUT=spot, RED_LINES=[strip("YJJBNTBHTB")], OUTPUT="memory:")["OUTPUT"]
    inside = {row["number"]: number(row["l1_in_m2"]) for row in asked.rows(checked)}
    assert len(rows) == len(county.CASES)
    assert {key: number(row["area"]) for key, row in rows.items()} == total
    assert {key: number(row["area_arable"]) for key, row in rows.items()} == {
        key: arable.get(key, Decimal("0.00")) for key in rows
    }
    assert {key: number(row["area_farmland"]) for key, row in rows.items()} == inside
    assert inside["A0"] == Decimal(county.SQUARE_M2)
