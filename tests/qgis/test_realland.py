"""The main job on real land: its own classes, another coordinate system with its own ellipsoid (UTM 21N on WGS 84)."""

import sys
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsDistanceArea, QgsProcessingFeedback, QgsVectorLayer

sys.path.insert(0, str(Path(__file__).parent))
from realland import CLASSES, RASTER, make_real_land
from test_approvaldossier import grid, row_of

from redline.core.landuse.landcover import tally_raster
from redline.layers.reading.planes import projection_of
from redline.layers.reading.sources import read_features


@pytest.fixture(scope="module")
def land(redline, tmp_path_factory):
    return make_real_land(tmp_path_factory.mktemp("real") / "land.gpkg")


@pytest.fixture(scope="module")
def dossier(land, tmp_path_factory):
    from qgis import processing

    out = tmp_path_factory.mktemp("dossier") / "out"
    found = processing.run(
        "redline:approvaldossier",
        {
            "PARCELS": f"{land}|layername=parcels",
            "NUMBER_FIELD": "parcel_no",
            "NAME_FIELD": "parcel_name",
            "USE_FIELD": "planned_use",
            "BATCH_FIELD": "batch",
            "LANDUSE": f"{land}|layername=landcover",
            "CLASS_FIELD": "value",
            "CLASS_TABLE": str(CLASSES),
            "LANGUAGE": "en",
            "OUTPUT": str(out),
        },
        feedback=QgsProcessingFeedback(),
    )
    return found | {"folder": out}


def areas_of(folder: Path, batch: str) -> dict[str, Decimal]:
    """m² by class code of one batch's workbook."""
    rows = grid(folder / batch / "tables.xlsx", 2)
    return {row[0]: row[2] for row in rows if isinstance(row[2], Decimal) and row[0]}


def test_every_cell_is_found_again(land):
    layer = QgsVectorLayer(f"{land}|layername=landcover", "landcover")
    assert layer.featureCount() == 34864


def test_the_parcels_have_their_area_on_wgs_84(land, dossier):
    """Beside QGIS's own geodesic areas, of edges cut at 70 m as the procedure does."""
    layer = QgsVectorLayer(f"{land}|layername=parcels", "parcels")
    measure = QgsDistanceArea()
    measure.setSourceCrs(QgsCoordinateReferenceSystem("EPSG:32621"), layer.transformContext())
    measure.setEllipsoid("EPSG:7030")
    for feature in layer.getFeatures():
        batch = feature["batch"]
        rows = grid(dossier["folder"] / batch / "tables.xlsx", 1)
        printed = next(value for value in row_of(rows, feature["parcel_no"]) if isinstance(value, Decimal))
        true = measure.measureArea(feature.geometry().densifyByDistance(70))
        assert float(printed) == pytest.approx(true, rel=2e-7)


def test_vector_and_raster_give_the_same_areas(land, dossier):
    features = read_features(QgsVectorLayer(f"{land}|layername=parcels", "parcels"), ["batch"])
    raster = tally_raster(RASTER, features.polygons, projection_of(features.crs))
    for batch in ("north", "south"):
        printed = areas_of(dossier["folder"], batch)
        mine = np.array([value == batch for value in features.attributes["batch"]])
        cells = dict(zip(raster.codes, raster.areas[mine].sum(axis=0).tolist(), strict=True))
        assert set(printed) == {code for code, area in cells.items() if area > 0.005}
        for code, area in printed.items():
            # Cells are kept as 32-bit shares: 1e-7 of 900 m² for each of the cells on an edge.
            assert float(area) == pytest.approx(cells[code], rel=2e-6, abs=0.2)


def test_everything_adds_up(dossier):
    total = Decimal(0)
    for batch in ("north", "south"):
        parcels = grid(dossier["folder"] / batch / "tables.xlsx", 1)
        whole = next(row for row in parcels if row[1] == "Total")[4]
        assert sum(areas_of(dossier["folder"], batch).values()) == whole
        total += whole
    assert float(total) == pytest.approx(dossier["TOTAL_AREA"], abs=0.001)
    assert dossier["NOT_COVERED_AREA"] == 0
    assert dossier["SHEET_COUNT"] == 3


def test_the_text_file_says_which_system_it_is_in(dossier):
    text = (dossier["folder"] / "north" / "parcels.txt").read_bytes().decode("gbk")
    assert "坐标系=EPSG:32621" in text
    assert "带号=\n" in text.replace("\r", "")
