"""What the tally tools say of doubtful or wrong layers: each sentence with its layer, feature and number."""

import re

import pytest
from qgis import processing
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsVectorLayer,
)

from redline.core.overlay.patchindex import choose_body

pytestmark = pytest.mark.usefixtures("redline")

MEMORY = "TEMPORARY_OUTPUT"
EAST, NORTH = 39_360_000.0, 4_040_000.0


@pytest.fixture
def layers(smallcounty):
    return {table.name: table.layer() for table in smallcounty.tables()}


def told(name, **parameters):
    feedback = QgsProcessingFeedback()
    out = processing.run(f"redline:{name}", {"OUTPUT": MEMORY, **parameters}, feedback=feedback)
    return out, feedback.textLog()


def without_legal_area(farmland, count):
    farmland.startEditing()
    field = farmland.fields().lookupField("YJJBNTMJ")
    for feature in list(farmland.getFeatures())[:count]:
        farmland.changeAttributeValue(feature.id(), field, None)
    assert farmland.commitChanges()
    return farmland


def test_farmland_without_a_legal_area(layers):
    farmland = without_legal_area(layers["YJJBNTBHTB"], 3)
    parcel = layers["ZZ_TDZSFW"]
    out, log = told("redlinecheck", INPUT=parcel, RED_LINES=[farmland])
    # the parcels lie at x 100 … 500, y 100 … 200: over the first two squares of farmland
    told_of = "(the first is feature 1); they count with their area less field ridges."
    assert f"Layer YJJBNTBHTB: 2 polygons in the zones have no legal area in YJJBNTMJ {told_of}" in log
    first = next(out["OUTPUT"].getFeatures())
    assert first["l1_legal_m2"] == pytest.approx(first["l1_in_m2"], rel=1e-3)
    _, log = told("coveragetally", INPUT=layers["CZKFBJ"], VILLAGES=layers["CJDCQ"], FARMLAND=farmland)
    assert f"Layer YJJBNTBHTB: 3 polygons in the zones have no legal area in YJJBNTMJ {told_of}" in log, log


def test_two_lines_of_one_kind_are_told_apart(layers, smallcounty):
    other = next(table for table in smallcounty.tables() if table.name == "YJJBNTBHTB").layer()
    other.setName("YJJBNTTB")
    out, _ = told("redlinecheck", INPUT=layers["ZZ_TDZSFW"], RED_LINES=[layers["YJJBNTBHTB"], other])
    violated = next(out["OUTPUT"].getFeatures())["violated"]
    assert violated == "Permanent basic farmland (YJJBNTBHTB), Permanent basic farmland (YJJBNTTB)"


SECONDS = r"read \d+\.\d\d s, overlay \d+\.\d\d s, faults \d+\.\d\d s, balance \d+\.\d\d s, write \d+\.\d\d s"


def test_every_tally_says_which_engine_answered_and_how_long_it_took(layers, tmp_path):
    """4 villages of 16 patches, cut by nothing; the parcels are 3."""
    _, log = told("tallybylanduse", INPUT=layers["CJDCQ"], LANDUSE=layers["DLTB"])
    body = choose_body("auto", 0)
    assert re.search(rf"^engine: {body}, 4 zones × 64 patches, {SECONDS}$", log, re.MULTILINE)
    _, log = told("landusestructure", ZONES=layers["CJDCQ"], BASE=layers["DLTB"])
    assert re.search(rf"^engine: {body}, 4 zones × 64 patches, {SECONDS}$", log, re.MULTILINE)
    _, log = told("landusechange", BEFORE=layers["DLTB"], AFTER=layers["DLTB"], ZONES=layers["CJDCQ"])
    assert re.search(rf"^engine: {body}, 4 zones × 128 patches, {SECONDS}$", log, re.MULTILINE)
    lines = layers["YJJBNTBHTB"]
    _, log = told("redlinecheck", INPUT=layers["ZZ_TDZSFW"], RED_LINES=[lines])
    count = layers["ZZ_TDZSFW"].featureCount()
    assert re.search(rf"^engine: {body}, {count} zones × \d+ patches, {SECONDS}$", log, re.MULTILINE)
    _, log = told("coveragetally", INPUT=layers["CZKFBJ"], VILLAGES=layers["CJDCQ"])
    towns = layers["CZKFBJ"].featureCount()
    assert re.search(rf"^engine: {body}, 4 zones × {towns} patches, {SECONDS}$", log, re.MULTILINE)
    _, log = told("apportion", INPUT=layers["CJDCQ"], FIELDS=["DCMJ"], TARGET=layers["DLTB"])
    assert re.search(rf"^engine: {body}, 4 zones × 64 patches, {SECONDS}$", log, re.MULTILINE)


def test_a_village_without_patches(layers):
    land = layers["DLTB"]
    land.setSubsetString("ZLDWDM <> '3715251012020000000'")
    villages = layers["CJDCQ"]
    _, log = told("balanceareas", INPUT=land, VILLAGES=villages)
    assert "Village 371525101202 has a control area, but no patches." in log


def test_epochs_that_overlap_themselves(layers, smallcounty):
    """The first patch of the later year is there twice: 62,500 m² of the earlier patch are covered again."""
    after = next(table for table in smallcounty.tables() if table.name == "DLTB").layer()
    first = next(after.getFeatures())
    again = QgsFeature(after.fields())
    again.setAttributes(first.attributes())
    again.setGeometry(first.geometry())
    after.dataProvider().addFeatures([again])
    out, log = told("landusechange", BEFORE=layers["DLTB"], AFTER=after, UNIT="m2")
    assert "Layer DLTB: patches overlap by 62" in log and "inside feature 1 of DLTB; it is deducted." in log
    assert out["OVERLAP_AREA"] == pytest.approx(62500, rel=1e-3)


def test_zones_that_are_all_invalid(layers):
    """With the policy to skip invalid features nothing is left."""
    zone = QgsVectorLayer("Polygon?crs=EPSG:4527", "bowtie", "memory")
    feature = QgsFeature()
    x, y = EAST + 100, NORTH + 100
    feature.setGeometry(
        QgsGeometry.fromWkt(f"POLYGON(({x} {y},{x + 100} {y + 100},{x + 100} {y},{x} {y + 100},{x} {y}))")
    )
    zone.dataProvider().addFeatures([feature])
    context = QgsProcessingContext()
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometrySkipInvalid)
    parameters = {"INPUT": zone, "LANDUSE": layers["DLTB"], "OUTPUT": MEMORY}
    with pytest.raises(QgsProcessingException, match="Layer bowtie, feature 1: the polygon is invalid"):
        processing.run("redline:tallybylanduse", parameters, context=context)


def test_a_raster_that_is_no_file(layers):
    tiles = QgsRasterLayer("type=xyz&url=file:///none/{z}/{x}/{y}.png&zmax=3&zmin=0", "tiles", "wms")
    assert tiles.isValid()
    with pytest.raises(QgsProcessingException, match="Layer tiles is no raster file: save it as GeoTIFF first"):
        processing.run("redline:tallybylandcover", {"INPUT": layers["CJDCQ"], "LANDCOVER": tiles, "OUTPUT": MEMORY})


def test_a_table_that_cannot_be_written(layers, tmp_path):
    """The place of a workbook or report is a folder: the sentence names it."""
    (tmp_path / "book.xlsx").mkdir()
    (tmp_path / "no").write_text("a file")
    with pytest.raises(QgsProcessingException, match=r"book\.xlsx cannot be written"):
        told("tallybylanduse", INPUT=layers["CJDCQ"], LANDUSE=layers["DLTB"], OUTPUT_XLSX=str(tmp_path / "book.xlsx"))
    with pytest.raises(QgsProcessingException, match=r"x\.gpkg cannot be written"):
        told("tallybylanduse", INPUT=layers["CJDCQ"], LANDUSE=layers["DLTB"], OUTPUT=str(tmp_path / "no" / "x.gpkg"))


def test_a_system_without_an_ellipsoid(layers):
    """A site's own grid has no place on the earth: no area on the ellipsoid can be told."""
    wkt = 'ENGCRS["site",EDATUM["site"],CS[Cartesian,2],AXIS["x",east],AXIS["y",north],LENGTHUNIT["metre",1]]'
    crs = QgsCoordinateReferenceSystem.fromWkt(wkt)
    assert crs.isValid()
    site = layers["CJDCQ"]
    site.setCrs(crs)
    with pytest.raises(QgsProcessingException, match="has no known ellipsoid: give the layer its true coordinate"):
        told("officialarea", INPUT=site)


def test_parcels_that_land_use_does_not_cover(layers, tmp_path):
    """Parcel D1 has 150 of its 200 m, by 100 m, in the first patch, which is taken away."""
    land = layers["DLTB"]
    assert land.dataProvider().deleteFeatures([next(land.getFeatures()).id()])
    feedback = QgsProcessingFeedback()
    parameters = {
        "PARCELS": layers["ZZ_TDZSFW"], "LANDUSE": land, "VILLAGES": layers["CJDCQ"], "OUTPUT": str(tmp_path / "out"),
    }  # fmt: skip
    processing.run("redline:approvaltables", parameters, feedback=feedback)
    log = feedback.textLog()
    assert "Layer DLTB leaves 149" in log
    assert "m² of parcel D1 uncovered; the tables show them as not covered." in log


def test_attribute_values_become_no_formulas_and_no_markup(layers, tmp_path):
    """Names that a spreadsheet would run and a browser would take for markup, in the workbook and the report."""
    import openpyxl

    villages = layers["CJDCQ"]
    evil = ['=HYPERLINK("http://x")', "+1+1", "@SUM(A1)", "<script>alert(1)</script>"]
    villages.startEditing()
    field = villages.fields().lookupField("ZLDWMC")
    for feature, name in zip(list(villages.getFeatures()), evil, strict=True):
        villages.changeAttributeValue(feature.id(), field, name)
    assert villages.commitChanges()
    told("tallybylanduse", INPUT=villages, NAME_FIELD="ZLDWMC", LANDUSE=layers["DLTB"],
         OUTPUT_XLSX=str(tmp_path / "a.xlsx"), OUTPUT_HTML=str(tmp_path / "a.html"))  # fmt: skip
    cells = [cell for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx") for row in sheet for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}
    for name in evil:
        assert any(cell.value == name for cell in cells)
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<script>" not in page and "&lt;script&gt;" in page
