"""What a run writes is in its place when it is done: in every format, on full disks, beside other people's layers."""

import signal
import sqlite3
import sys
from contextlib import contextmanager
from types import SimpleNamespace

import numpy as np
import pytest
from qgis import processing
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProject,
    QgsProperty,
    QgsRectangle,
    QgsRemappingSinkDefinition,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from redline.processing.base import RedlineAlgorithm
from redline.processing.groups import COUNTY_LAYERS
from redline.processing.outputs import NewLayer, fields_from, write_layer

EAST, NORTH = 39_360_000.0, 4_040_000.0
TEXT, REAL, WHOLE = QMetaType.Type.QString, QMetaType.Type.Double, QMetaType.Type.LongLong
FORMATS = ["gpkg", "shp", "csv", "geojson", "xlsx", "ods", "kml", "gml", "fgb", "sqlite"]

pytestmark = pytest.mark.usefixtures("redline")


def squares(rows, fields=(("DKBH", TEXT),), name="parcels"):
    """Squares of 100 m, 200 m apart, with these values."""
    layer = QgsVectorLayer("MultiPolygon?crs=EPSG:4527", name, "memory")
    layer.dataProvider().addAttributes([QgsField(*field) for field in fields])
    layer.updateFields()
    features = []
    for place, values in enumerate(rows):
        x = EAST + 200 * place
        feature = QgsFeature(layer.fields())
        ring = f"{x} {NORTH},{x + 100} {NORTH},{x + 100} {NORTH + 100},{x} {NORTH + 100},{x} {NORTH}"
        feature.setGeometry(QgsGeometry.fromWkt(f"MULTIPOLYGON((({ring})))"))
        feature.setAttributes(list(values))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def two():
    return squares([("D1",), ("D2",)])


def county(path, *names):
    """A GeoPackage with these layers, each of two squares."""
    for place, name in enumerate(names):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.layerName = "GPKG", name
        if place:
            options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        error, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
            two(), str(path), QgsProject.instance().transformContext(), options
        )
        assert error == QgsVectorFileWriter.WriterError.NoError
    return path


def layers_of(path):
    with sqlite3.connect(path) as database:
        return sorted(row[0] for row in database.execute("SELECT table_name FROM gpkg_contents"))


def measure(layer, output, **more):
    return processing.run("redline:officialarea", {"INPUT": layer, "OUTPUT": output, **more})


class Writing(RedlineAlgorithm):
    """Writes what it was made with."""

    ID, LABEL, SUMMARY, GROUP = "writing", "Writing", "Writes rows", COUNTY_LAYERS
    GIVEN: NewLayer

    def createInstance(self):
        return type(self)()

    def initAlgorithm(self, configuration=None):
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", "Written rows"))

    def work(self, given, feedback):
        write_layer(self.outputs, "OUTPUT", type(self).GIVEN)
        return {}


def numbered(count):
    """So many squares of a hundredth of a degree (GDAL 3.10 refuses a KML beyond 180°), with number and name."""
    fields = fields_from([("number", "No.", WHOLE), ("name", "名称", TEXT)])
    rows = [
        (QgsGeometry.fromRect(QgsRectangle(x / 1000, 0, (x + 10) / 1000, 0.01)), [x, f"地块 {x}"])
        for x in range(0, 20 * count, 20)
    ]
    return NewLayer(fields, rows, QgsCoordinateReferenceSystem("EPSG:4490"), QgsWkbTypes.Type.Polygon)


def write(path, layer):
    algorithm = Writing()
    algorithm.initAlgorithm()
    Writing.GIVEN = layer
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    results, good = algorithm.run({"OUTPUT": str(path)}, context, feedback, {}, False)
    assert good
    return results


@contextmanager
def no_file_over(size):
    """Writes beyond this many bytes of a file fail, as on a full disk."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def read(place):
    layer = QgsVectorLayer(place, "read", "ogr")
    assert layer.isValid()
    return layer


def names(folder):
    return sorted(path.name for path in folder.iterdir())


class TestInputs:
    """An input is never replaced, nor the file that holds one, nor a file of somebody's layers."""

    def refused(self, path, tables, layer, output, match):
        before = path.read_bytes()
        with pytest.raises(QgsProcessingException, match=match):
            measure(layer, output)
        assert path.read_bytes() == before
        assert layers_of(path) == tables
        assert names(path.parent) == [path.name]

    def test_the_geopackage_that_holds_the_input(self, tmp_path):
        path = county(tmp_path / "county.gpkg", "DLTB", "ZZ_TDZSFW")
        place = f"{path}|layername=ZZ_TDZSFW"
        message = r"county\.gpkg\|ZZ_TDZSFW is an input of this run: give the output another name"
        for layer in (place, read(place)):
            self.refused(path, ["DLTB", "ZZ_TDZSFW"], layer, str(path), message)
        written = str(tmp_path / ".." / tmp_path.name / "county.gpkg")
        self.refused(path, ["DLTB", "ZZ_TDZSFW"], place, written, message)

    def test_a_layer_of_the_project_by_its_id(self, tmp_path):
        path = county(tmp_path / "county.gpkg", "DLTB")
        layer = read(f"{path}|layername=DLTB")
        QgsProject.instance().addMapLayer(layer)
        try:
            self.refused(path, ["DLTB"], layer.id(), str(path), "is an input of this run")
        finally:
            QgsProject.instance().removeMapLayer(layer.id())

    def test_one_layer_of_several(self, tmp_path):
        path = county(tmp_path / "county.gpkg", "DLTB")
        with pytest.raises(QgsProcessingException, match=r"county\.gpkg\|DLTB is an input of this run"):
            processing.run(
                "redline:checklayers", {"INPUT_LAYERS": [two(), f"{path}|layername=DLTB"], "OUTPUT": str(path)}
            )
        assert layers_of(path) == ["DLTB"]

    def test_a_part_of_the_shapefile(self, tmp_path):
        measure(two(), str(tmp_path / "a.shp"))
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        for name in ("a.shp", "a.dbf"):
            with pytest.raises(QgsProcessingException, match=rf"{name} is an input of this run"):
                measure(str(tmp_path / name), str(tmp_path / "a.shp"))
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before

    def test_a_document(self, tmp_path):
        measure(two(), "memory:", OUTPUT_XLSX=str(tmp_path / "a.xlsx"))
        with pytest.raises(QgsProcessingException, match=r"a\.xlsx is an input of this run"):
            processing.run(
                "redline:quotaledger",
                {"BATCHES": two(), "QUOTA": str(tmp_path / "a.xlsx"), "OUTPUT": "memory:",
                 "OUTPUT_XLSX": str(tmp_path / "a.xlsx")},
            )  # fmt: skip

    def test_other_layers(self, tmp_path):
        path = county(tmp_path / "county.gpkg", "CJDCQ", "DLTB")
        message = r"county\.gpkg holds other layers \(CJDCQ, DLTB\), which would be lost: choose another file"
        self.refused(path, ["CJDCQ", "DLTB"], two(), str(path), message)

    def test_the_output_of_an_earlier_run_is_replaced(self, tmp_path):
        path = tmp_path / "result.v1.gpkg"
        measure(two(), str(path))
        measure(squares([("D1",), ("D2",), ("D3",)]), str(path))
        assert read(str(path)).featureCount() == 3
        assert names(tmp_path) == ["result.v1.gpkg"]

    def test_two_outputs_of_one_name(self, tmp_path):
        with pytest.raises(QgsProcessingException, match=r"Two outputs of this run are a\.gpkg"):
            processing.run(
                "redline:checklayers",
                {"INPUT_LAYERS": [two()], "OUTPUT": str(tmp_path / "a.gpkg"), "PLACES": str(tmp_path / "a.gpkg")},
            )
        assert names(tmp_path) == []

    def test_a_file_that_is_open_for_writing_elsewhere(self, tmp_path):
        path = tmp_path / "a.gpkg"
        measure(two(), str(path))
        database = sqlite3.connect(path)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("UPDATE gpkg_contents SET description = 'noted'")
        database.commit()
        with pytest.raises(QgsProcessingException, match=r"a\.gpkg is open in another program"):
            measure(two(), str(path))
        database.close()
        with sqlite3.connect(path) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


class TestTables:
    """ "Save to GeoPackage": a table is added to a file, and nothing else in it is touched."""

    def text(self, path, table):
        return f"ogr:dbname='{path}' table=\"{table}\" (geom)"

    def test_added_to_the_county(self, tmp_path):
        path = county(tmp_path / "county.gpkg", "DLTB", "ZZ_TDZSFW")
        place = measure(f"{path}|layername=ZZ_TDZSFW", self.text(path, "measured"))["OUTPUT"]
        assert place == f"{path}|layername=measured"
        assert layers_of(path) == ["DLTB", "ZZ_TDZSFW", "measured"]
        layer = read(place)
        assert [feature["DKBH"] for feature in layer.getFeatures()] == ["D1", "D2"]
        assert layer.crs().authid() == "EPSG:4527"
        with sqlite3.connect(path) as database:
            indexed = database.execute(
                "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'"
            )
            assert ("measured",) in indexed.fetchall()
        assert names(tmp_path) == ["county.gpkg"]
        # once more: that table is replaced, and no other
        measure(squares([("D3",)]), f"{path}|layername=measured")
        assert layers_of(path) == ["DLTB", "ZZ_TDZSFW", "measured"]
        assert [feature["DKBH"] for feature in read(place).getFeatures()] == ["D3"]
        assert read(f"{path}|layername=DLTB").featureCount() == 2

    def test_never_over_the_input(self, tmp_path):
        path = county(tmp_path / "county.gpkg", "DLTB", "ZZ_TDZSFW")
        with pytest.raises(QgsProcessingException, match=r"county\.gpkg\|ZZ_TDZSFW is an input of this run"):
            measure(f"{path}|layername=ZZ_TDZSFW", self.text(path, "zz_tdzsfw"))
        assert layers_of(path) == ["DLTB", "ZZ_TDZSFW"]

    def test_two_tables_of_a_new_file(self, tmp_path):
        path = tmp_path / "new.gpkg"
        result = processing.run(
            "redline:checklayers",
            {"INPUT_LAYERS": [two()], "OUTPUT": self.text(path, "findings"), "PLACES": self.text(path, "places")},
        )
        assert layers_of(path) == ["findings", "places"]
        assert read(result["OUTPUT"]).isValid()
        assert names(tmp_path) == ["new.gpkg"]

    def test_another_output_fails(self, tmp_path):
        path = county(tmp_path / "county.gpkg", "DLTB")
        before = path.read_bytes()
        (tmp_path / "book.xlsx").mkdir()
        with pytest.raises(QgsProcessingException, match=r"book\.xlsx cannot be written"):
            measure(two(), self.text(path, "measured"), OUTPUT_XLSX=str(tmp_path / "book.xlsx"))
        assert path.read_bytes() == before

    def test_a_file_that_cannot_be_written(self, tmp_path):
        path = county(tmp_path / "county.gpkg", "DLTB")
        with sqlite3.connect(path, isolation_level=None) as database:
            database.execute("BEGIN EXCLUSIVE")
            with pytest.raises(QgsProcessingException, match=r"county\.gpkg cannot be written \(.+\): close it"):
                measure(two(), self.text(path, "measured"), OUTPUT_HTML=str(tmp_path / "a.html"))
            database.execute("ROLLBACK")
        assert layers_of(path) == ["DLTB"]
        assert names(tmp_path) == ["county.gpkg"]


class TestAppending:
    def definition(self, target, fields, crs="EPSG:4527"):
        mapping = QgsRemappingSinkDefinition()
        mapping.setDestinationFields(fields)
        mapping.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
        mapping.setDestinationWkbType(QgsWkbTypes.Type.MultiPolygon)
        mapping.setFieldMap({"DKBH": QgsProperty.fromExpression("'D3'")})
        made = QgsProcessingOutputLayerDefinition(target)
        made.setRemappingDefinition(mapping)
        return made

    def test_rows_are_added_when_all_is_done(self, tmp_path):
        path = county(tmp_path / "county.gpkg", "DLTB")
        layer = read(f"{path}|layername=DLTB")
        target = self.definition(f"ogr:dbname='{path}' table=\"DLTB\" (geom)", layer.fields())
        measure(squares([("D3",)]), target)
        assert [feature["DKBH"] for feature in read(f"{path}|layername=DLTB").getFeatures()] == ["D1", "D2", "D3"]
        (tmp_path / "book.xlsx").mkdir()
        with pytest.raises(QgsProcessingException, match=r"book\.xlsx cannot be written"):
            measure(squares([("D4",)]), target, OUTPUT_XLSX=str(tmp_path / "book.xlsx"))
        assert read(f"{path}|layername=DLTB").featureCount() == 3


class TestKeys:
    """A GeoPackage takes a field ``fid`` for its key."""

    def written(self, tmp_path, kind, values):
        feedback = QgsProcessingFeedback()
        layer = squares([(value, f"D{i}") for i, value in enumerate(values)], (("fid", kind), ("DKBH", TEXT)))
        place = processing.run(
            "redline:officialarea", {"INPUT": layer, "OUTPUT": str(tmp_path / "a.gpkg")}, feedback=feedback
        )["OUTPUT"]
        return read(place), feedback.textLog()

    @pytest.mark.parametrize(
        ("kind", "values"),
        [(REAL, [1.0, 1.0]), (REAL, [1.0, 2.5]), (TEXT, ["a", "b"]), (WHOLE, [7, 7]), (WHOLE, [7, None]),
         (WHOLE, [-1, 2])],
    )  # fmt: skip
    def test_values_that_are_no_key_go_on_under_another_name(self, tmp_path, kind, values):
        layer, log = self.written(tmp_path, kind, values)
        kept = [feature["fid_source"] for feature in layer.getFeatures()]
        assert [None if value in (None, "") or str(value) == "NULL" else value for value in kept] == values
        assert [feature["DKBH"] for feature in layer.getFeatures()] == ["D0", "D1"]
        assert (
            "Measured polygons: field fid is no key of a GeoPackage (whole numbers, none twice): its values are in "
            "field fid_source." in log
        )

    def test_values_that_are_a_key_stay_one(self, tmp_path):
        layer, log = self.written(tmp_path, WHOLE, [9, 4])
        assert {feature["DKBH"]: feature.id() for feature in layer.getFeatures()} == {"D0": 9, "D1": 4}
        assert "is no key" not in log

    def test_a_name_that_is_taken(self, tmp_path):
        layer = squares([(1.5, "x")], (("FID", REAL), ("fid_source", TEXT)))
        place = measure(layer, str(tmp_path / "a.gpkg"))["OUTPUT"]
        [feature] = read(place).getFeatures()
        assert (feature["fid_source_"], feature["fid_source"]) == (1.5, "x")

    def test_other_formats_keep_the_field(self, tmp_path):
        layer = squares([(1.5, "x"), (1.5, "y")], (("fid", REAL), ("DKBH", TEXT)))
        place = measure(layer, str(tmp_path / "a.shp"))["OUTPUT"]
        assert [feature["fid"] for feature in read(place).getFeatures()] == [1.5, 1.5]


class TestFormats:
    @pytest.mark.parametrize("suffix", FORMATS)
    @pytest.mark.parametrize("count", [0, 1, 1500])
    def test_every_row_is_there_and_nothing_beside(self, tmp_path, suffix, count):
        place = write(tmp_path / f"结果 a.{suffix}", numbered(count))["OUTPUT"]
        assert place == str(tmp_path / f"结果 a.{suffix}")
        if count or suffix != "ods":  # which has no sheet without a row
            assert read(place).featureCount() == count
        assert {name.partition(".")[0] for name in names(tmp_path)} == {"结果 a"}

    def test_an_ending_that_no_format_has_gets_one(self, tmp_path):
        place = measure(two(), str(tmp_path / "结果"))["OUTPUT"]
        assert place == str(tmp_path / "结果.gpkg")
        assert read(place).featureCount() == 2
        assert names(tmp_path) == ["结果.gpkg"]

    def test_a_folder_that_is_not_there_is_made(self, tmp_path):
        place = write(tmp_path / "new" / "deep" / "a.gpkg", numbered(1))["OUTPUT"]
        assert read(place).featureCount() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
class TestFullDisk:
    """A file may grow to so many bytes and no more, as on a disk that is full."""

    @pytest.mark.parametrize("suffix", FORMATS)
    @pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.98])
    def test_the_old_output_stays_and_the_run_says_why(self, tmp_path, suffix, share):
        rows = numbered(1500)
        place = tmp_path / f"a.{suffix}"
        write(place, rows)
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        largest = max(len(data) for data in before.values())
        place.unlink()
        (tmp_path / "a.keep").write_bytes(b"")
        write(place, numbered(2))
        old = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        with no_file_over(int(largest * share)), pytest.raises(QgsProcessingException) as told:
            write(place, rows)
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == old
        assert ".redline-" not in str(told.value)
        assert any(word in str(told.value) for word in ("cannot be written", "disk is full", "Could not create")), told

    def test_a_raster(self, tmp_path):
        from redline.core.cameras.grid import Grid
        from redline.core.errors import RedlineError
        from redline.layers.reading.rasterfile import RasterFile, write_tiff

        values = np.random.default_rng(1).integers(0, 255, (500, 500)).astype(np.uint8)
        raster = RasterFile(
            tmp_path / "a.tif", values, Grid(EAST, NORTH, 10.0, 10.0, 500, 500),
            QgsCoordinateReferenceSystem("EPSG:4527"), 255, "seen",
        )  # fmt: skip
        for most in (1_000, 100_000, 200_000):
            with no_file_over(most), pytest.raises(RedlineError, match=r"a\.tif (cannot be written|is cut off)"):
                write_tiff(raster, tmp_path / "a.tif")

    def test_what_a_database_says_of_a_full_disk_is_not_what_a_planner_reads(self, tmp_path, monkeypatch):
        monkeypatch.setattr("shutil.disk_usage", lambda folder: SimpleNamespace(free=4096))
        with (
            no_file_over(10_000),
            pytest.raises(QgsProcessingException, match=rf"The disk of {tmp_path} is full: make room"),
        ):
            write(tmp_path / "a.gpkg", numbered(1500))
        assert names(tmp_path) == []

    def test_documents_and_layers_together(self, tmp_path):
        """The table fits, the workbook does not: neither is there."""
        layer = squares([(f"D{i}",) for i in range(400)])
        whole = tmp_path / "whole"
        whole.mkdir()
        measure(layer, str(whole / "a.csv"), OUTPUT_XLSX=str(whole / "a.xlsx"))
        table, book = ((whole / name).stat().st_size for name in ("a.csv", "a.xlsx"))
        folder = tmp_path / "full"
        folder.mkdir()
        most, late = (min(table, book) + max(table, book)) // 2, "a.xlsx" if book > table else "a.csv"
        with no_file_over(most), pytest.raises(QgsProcessingException, match=late):
            measure(layer, str(folder / "a.csv"), OUTPUT_XLSX=str(folder / "a.xlsx"))
        assert names(folder) == []


def test_a_layer_in_memory_has_its_titles_and_the_log_no_word_of_them():
    """QGIS warns of each titled field of a layer in memory, twice: of eight fields the log would be sixteen lines."""
    feedback = QgsProcessingFeedback()
    place = processing.run("redline:officialarea", {"INPUT": two(), "OUTPUT": "memory:"}, feedback=feedback)["OUTPUT"]
    titles = {field.name(): field.alias() for field in place.fields()}
    assert titles["off_area"] == "Official area (m2)"
    assert "off_area:" not in feedback.textLog() and "memory layer" not in feedback.textLog()
