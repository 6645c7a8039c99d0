"""The calls that docs/commandline.md shows, run as they stand on a small county."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsProject, QgsVectorFileWriter, QgsVectorLayer

PAGE = Path(__file__).resolve().parents[2] / "docs" / "commandline.md"
CALLS = re.findall(
    r"^## (.+?) · .*?```bash\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
)


def add(layer, name, target):
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", name
    options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    error, words, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(target), QgsProject.instance().transformContext(), options
    )
    assert error == QgsVectorFileWriter.WriterError.NoError, words


@pytest.fixture(scope="module")
def folder(smallcounty, qgis_process, tmp_path_factory):
    """A folder as the page expects it: county.gpkg, landcover.tif, a folder of parcels."""
    place = tmp_path_factory.mktemp("commandline")
    county = smallcounty.write(place)
    tables = {table.name: table.layer() for table in smallcounty.tables()}
    land = tables["DLTB"]
    add(land, "DLTB_2020", county)
    plan = QgsVectorLayer("MultiPolygon?crs=EPSG:4527&field=YDYHFLDM:string", "GHYDYH", "memory")
    from qgis.core import QgsFeature

    features = []
    for patch in land.getFeatures():
        feature = QgsFeature(plan.fields())
        feature["YDYHFLDM"] = "0102" if patch["DLBM"] == "0102" else "1001"
        feature.setGeometry(patch.geometry())
        features.append(feature)
    plan.dataProvider().addFeatures(features)
    add(plan, "GHYDYH", county)
    hazards = QgsVectorLayer("Point?crs=EPSG:4527&field=BH:string", "DZZHD", "memory")
    feature = QgsFeature(hazards.fields())
    feature["BH"] = "H1"
    feature.setGeometry(smallcounty.point(350, 150))
    hazards.dataProvider().addFeatures([feature])
    add(hazards, "DZZHD", county)
    smallcounty.write(place / "parcels", "ESRI Shapefile", only={"ZZ_TDZSFW"})
    raster = gdal.GetDriverByName("GTiff").Create(str(place / "landcover.tif"), 20, 20, 1, gdal.GDT_Byte)
    raster.SetGeoTransform([smallcounty.EAST, 100, 0, smallcounty.NORTH + 2000, 0, -100])
    raster.SetProjection(land.crs().toWkt())
    raster.GetRasterBand(1).Fill(3)
    raster = None
    return place


def answers(text):
    """The JSON answers of one block: one object after the other."""
    decoder, found = json.JSONDecoder(), []
    at = text.find("{")
    while at >= 0:
        answer, end = decoder.raw_decode(text, at)
        found.append(answer)
        at = text.find("{", end)
    return found


def test_the_page_shows_calls():
    assert len(CALLS) >= 11


@pytest.mark.parametrize(("title", "block"), CALLS, ids=[title for title, _ in CALLS])
def test_call(folder, title, block):
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    runs = answers(done.stdout)
    assert len(runs) == block.count("qgis_process run")
    for run in runs:
        results = run["results"]
        wanted = [key for key in run["inputs"] if key.startswith("OUTPUT") or key in ("checked", "report")]
        assert wanted
        for key in wanted:
            assert (folder / run["inputs"][key]).stat().st_size > 0, (title, key)
            assert results[key]
