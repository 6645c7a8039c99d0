"""redline:tallybylandcover: hand-made cells, and the real land of tests/data against its own patches."""

import re
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis import processing
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)

from redline.core.ellipsoid import official_area

pytestmark = pytest.mark.usefixtures("redline")

MEMORY = "TEMPORARY_OUTPUT"
LANDSAT = Path(__file__).resolve().parent.parent / "data" / "landcover" / "landsat8_classes_32621.tif"
EAST, NORTH = 39_360_000.0, 4_040_000.0
CSV = "code,name_zh,name_en,parent,major\n" + "".join(
    f"{code},类{code},Class {code},,{major}\n"
    for code, major in zip("12345678", ["农用地", "建设用地", "", "", "未利用地", "农用地", "", ""], strict=True)
)


def raster(path, rows, cell=100.0, epsg=4527):
    """A raster of bytes with its lower left corner at the county's; 0 is no data."""
    data = np.array(rows, dtype=np.uint8)
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), data.shape[1], data.shape[0], 1, gdal.GDT_Byte)
    dataset.SetGeoTransform([EAST, cell, 0, NORTH + cell * data.shape[0], 0, -cell])
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg)
    dataset.SetProjection(system.ExportToWkt())
    dataset.GetRasterBand(1).WriteRaster(0, 0, data.shape[1], data.shape[0], data.tobytes())
    dataset.GetRasterBand(1).SetNoDataValue(0)
    dataset = None
    return str(path)


def zones(*boxes, crs="EPSG:4527"):
    layer = QgsVectorLayer(f"Polygon?crs={crs}&field=name:string", "zones", "memory")
    features = []
    for number, (x, y, width, height) in enumerate(boxes, 1):
        feature = QgsFeature(layer.fields())
        feature["name"] = f"Z{number}"
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(x, y, x + width, y + height)))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def run(feedback=None, **parameters):
    return processing.run("redline:tallybylandcover", {"OUTPUT": MEMORY, **parameters}, feedback=feedback)


def rows(layer, *names):
    return [tuple(feature[name] for name in names) for feature in layer.getFeatures()]


class TestCells:
    def test_shares_of_cells(self, tmp_path):
        """Cells of 100 m: 1 2 above 1 0. The zone takes x 50 … 150, y 0 … 200: half of each cell."""
        cover = raster(tmp_path / "cover.tif", [[1, 2], [1, 0]])
        out = run(INPUT=zones((EAST + 50, NORTH, 100, 200)), ID_FIELD="name", LANDCOVER=cover, UNIT="m2",
                  AREA_METHOD="plane")  # fmt: skip
        assert rows(out["OUTPUT"], "zone", "class_code", "area") == [
            ("Z1", "1", 10000.0),
            ("Z1", "2", 5000.0),
            ("Z1", "not_covered", 5000.0),
        ]
        assert out["TOTAL_AREA"] == 20000
        assert out["NODATA_AREA"] == pytest.approx(5000)
        assert out["NOT_COVERED_AREA"] == pytest.approx(5000)

    def test_the_log_says_how_long_each_step_took(self, tmp_path):
        """Two zones; of the raster's 6 cells all are read, for they are one block."""
        cover = raster(tmp_path / "cover.tif", [[1, 2, 3], [3, 2, 1]])
        feedback = QgsProcessingFeedback()
        run(feedback, INPUT=zones((EAST, NORTH, 100, 100), (EAST + 100, NORTH, 50, 50)), LANDCOVER=cover)
        seconds = ", ".join(rf"{step} \d+\.\d\d s" for step in ("read", "overlay", "faults", "balance", "write"))
        assert re.search(rf"^engine: numpy, 2 zones × 6 cells, {seconds}$", feedback.textLog(), re.MULTILINE)

    def test_balanced_to_the_official_area(self, tmp_path):
        cover = raster(tmp_path / "cover.tif", [[1, 2, 3], [3, 2, 1], [1, 1, 1]])
        out = run(INPUT=zones((EAST + 17, NORTH + 31, 250, 222)), LANDCOVER=cover, UNIT="m2")
        x, y = EAST + 17, NORTH + 31
        official = official_area([[(y, x), (y, x + 250), (y + 222, x + 250), (y + 222, x)]], 4527)
        assert sum(round(row[0] * 100) for row in rows(out["OUTPUT"], "area")) == round(official * 100)

    def test_names_from_the_legend_and_from_a_table(self, tmp_path):
        cover = raster(tmp_path / "cover.tif", [[1, 2], [1, 2]])
        table = tmp_path / "classes.csv"
        table.write_text(CSV, encoding="utf-8")
        out = run(INPUT=zones((EAST, NORTH, 200, 200)), LANDCOVER=cover, CLASS_TABLE=str(table), LEVEL="major",
                  UNIT="m2", AREA_METHOD="plane")  # fmt: skip
        assert rows(out["OUTPUT"], "class_code", "area") == [("agricultural", 20000), ("construction", 20000)]
        layer = QgsRasterLayer(cover, "cover")
        from qgis.core import QgsPalettedRasterRenderer
        from qgis.PyQt.QtGui import QColor

        classes = [QgsPalettedRasterRenderer.Class(1, QColor("green"), "Wheat")]
        layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))
        out = run(INPUT=zones((EAST, NORTH, 200, 200)), LANDCOVER=layer)
        assert rows(out["OUTPUT"], "class_name") == [("Wheat",), ("2",)]

    def test_divided_by_a_layer(self, tmp_path):
        cover = raster(tmp_path / "cover.tif", [[1, 2], [1, 2]])
        villages = zones((EAST, NORTH, 50, 200), (EAST + 50, NORTH, 150, 200))
        out = run(INPUT=zones((EAST, NORTH, 200, 200)), LANDCOVER=cover, DIMENSIONS=[villages], LABEL_FIELDS="name",
                  UNIT="m2", AREA_METHOD="plane")  # fmt: skip
        assert rows(out["OUTPUT"], "dim1", "class_code", "area") == [
            ("Z1", "1", 10000), ("Z2", "1", 10000), ("Z2", "2", 20000),
        ]  # fmt: skip

    def test_zones_in_another_system(self, tmp_path):
        cover = raster(tmp_path / "cover.tif", [[1, 2], [1, 2]])
        layer = zones((EAST + 10, NORTH + 10, 180, 180))
        there = processing.run("native:reprojectlayer", {"INPUT": layer, "TARGET_CRS": "EPSG:4490",
                                                         "OUTPUT": MEMORY})["OUTPUT"]  # fmt: skip
        one = rows(run(INPUT=layer, LANDCOVER=cover, UNIT="m2")["OUTPUT"], "area")
        other = rows(run(INPUT=there, LANDCOVER=cover, UNIT="m2")["OUTPUT"], "area")
        assert [row[0] for row in one] == [pytest.approx(row[0], abs=0.05) for row in other]


class TestRealLand:
    def test_cells_and_patches_give_the_same_table(self, tmp_path):
        """The raster polygonized by GDAL and tallied as land use equals the tally of the cells, on WGS 84."""
        cut = tmp_path / "cut.tif"
        gdal.Translate(str(cut), str(LANDSAT), srcWin=[300, 300, 200, 200])
        patches = tmp_path / "patches.gpkg"
        source = gdal.Open(str(cut))
        from osgeo import ogr

        target = ogr.GetDriverByName("GPKG").CreateDataSource(str(patches))
        layer = target.CreateLayer("patches", osr.SpatialReference(source.GetProjection()), ogr.wkbPolygon)
        layer.CreateField(ogr.FieldDefn("DN", ogr.OFTInteger))
        gdal.Polygonize(source.GetRasterBand(1), None, layer, 0)
        target = layer = source = None
        table = tmp_path / "classes.csv"
        table.write_text(CSV, encoding="utf-8")
        plan = zones((736_000.5, -2_799_000.25, 1234.5, 2345.25), (737_500, -2_800_500, 1000, 1000), crs="EPSG:32621")
        shared = {"INPUT": plan, "ID_FIELD": "name", "CLASS_TABLE": str(table), "UNIT": "m2"}
        cells = run(LANDCOVER=str(cut), **shared)
        land = processing.run("redline:tallybylanduse", {"LANDUSE": str(patches), "CLASS_FIELD": "DN", "OUTPUT": MEMORY,
                                                         **shared})  # fmt: skip
        one = rows(cells["OUTPUT"], "zone", "class_code", "area")
        other = rows(land["OUTPUT"], "zone", "class_code", "area")
        assert [row[:2] for row in one] == [row[:2] for row in other]
        assert [row[2] for row in one] == [pytest.approx(row[2], abs=0.03) for row in other]
        assert cells["TOTAL_AREA"] == land["TOTAL_AREA"]
        assert cells["NOT_COVERED_AREA"] == land["NOT_COVERED_AREA"] == 0


class TestWrongInput:
    def check(self, message, **parameters):
        with pytest.raises(QgsProcessingException) as caught:
            run(**parameters)
        assert message in str(caught.value)

    def test_unknown_class(self, tmp_path):
        table = tmp_path / "classes.csv"
        table.write_text("code,name_zh,name_en,parent,major\n1,一,One,,\n", encoding="utf-8")
        cover = raster(tmp_path / "cover.tif", [[1, 2], [1, 2]])
        plan = zones((EAST, NORTH, 200, 200))
        message = "has the classes 2, which classes does not have"
        self.check(message, INPUT=plan, LANDCOVER=cover, CLASS_TABLE=str(table))

    def test_measurements(self, tmp_path):
        heights = tmp_path / "heights.tif"
        dataset = gdal.GetDriverByName("GTiff").Create(str(heights), 1, 1, 1, gdal.GDT_Float32)
        dataset.SetGeoTransform([EAST, 100, 0, NORTH + 100, 0, -100])
        system = osr.SpatialReference()
        system.ImportFromEPSG(4527)
        dataset.SetProjection(system.ExportToWkt())
        dataset.GetRasterBand(1).WriteRaster(0, 0, 1, 1, np.array([1.5], dtype=np.float32).tobytes())
        dataset = None
        self.check("holds fractions", INPUT=zones((EAST, NORTH, 100, 100)), LANDCOVER=str(heights))

    def test_zone_off_the_raster_is_not_covered(self, tmp_path):
        cover = raster(tmp_path / "cover.tif", [[1]])
        out = run(INPUT=zones((EAST + 5000, NORTH, 100, 100)), LANDCOVER=cover, UNIT="m2", AREA_METHOD="plane")
        assert rows(out["OUTPUT"], "class_code", "area") == [("not_covered", 10000.0)]

    def test_cancelled(self, tmp_path):
        feedback = QgsProcessingFeedback()
        feedback.progressChanged.connect(lambda share: feedback.cancel())
        target = tmp_path / "out.gpkg"
        with pytest.raises(QgsProcessingException, match="cancelled"):
            run(INPUT=zones((EAST, NORTH, 100, 100)), LANDCOVER=raster(tmp_path / "c.tif", [[1]]), OUTPUT=str(target),
                feedback=feedback)  # fmt: skip
        assert not target.exists()


def test_outputs_are_what_is_declared(redline, tmp_path):
    algorithm = redline.algorithm("tallybylandcover")
    declared = {output.name() for output in algorithm.outputDefinitions()}
    out = run(INPUT=zones((EAST, NORTH, 100, 100)), LANDCOVER=raster(tmp_path / "c.tif", [[1]]), OUTPUT_WIDE=MEMORY,
              OUTPUT_XLSX=str(tmp_path / "a.xlsx"), OUTPUT_HTML=str(tmp_path / "a.html"))  # fmt: skip
    assert set(out) == declared
    for each in algorithm.parameterDefinitions():
        assert each.help(), each.name()
