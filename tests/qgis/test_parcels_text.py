"""Import and export of parcel text files, and boundary points, as Processing runs them."""

import csv
import gc
from pathlib import Path

import openpyxl
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)

from redline.core.paper.ownfiles import PARCEL_TEXTS
from redline.core.resources import RESOURCES

SAMPLES = Path(__file__).parent.parent / "data" / "txt_samples"
# 400 m to the north, 300 m to the east; the second parcel touches the first one's east side.
FIRST = "((39370000 4040000, 39370000 4040400, 39370300 4040400, 39370300 4040000, 39370000 4040000))"
HOLE = "(39370100 4040100, 39370200 4040100, 39370200 4040200, 39370100 4040200, 39370100 4040100)"
SECOND = "((39370300 4040000, 39370300 4040400, 39370400 4040400, 39370400 4040000, 39370300 4040000))"


class Log(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.warnings = []

    def pushWarning(self, warning):
        self.warnings.append(warning)

    def pushInfo(self, info):
        pass

    def reportError(self, error, fatal=False):
        self.warnings.append(error)


class Runner:
    """Runs an algorithm as Processing does; gives its results, with layers in place of their ids."""

    def __init__(self, provider):
        self.provider, self.contexts, self.warnings = provider, [], []

    def __call__(self, name, feedback=None, **parameters):
        algorithm = self.provider.algorithm(name).create()
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        feedback = feedback or Log()
        good, message = algorithm.checkParameterValues(parameters, context)
        if not good:
            raise QgsProcessingException(message)
        results, good = algorithm.run(parameters, context, feedback, {}, False)
        assert good
        assert set(results) <= {output.name() for output in algorithm.outputDefinitions()}
        self.contexts.append(context)  # layers live as long as their context
        self.warnings = feedback.warnings
        return {key: self._layer(value, context) for key, value in results.items()}

    @staticmethod
    def _layer(value, context):
        layer = QgsProcessingUtils.mapLayerFromString(value, context) if isinstance(value, str) else None
        return value if layer is None else layer


@pytest.fixture
def run(redline):
    runner = Runner(redline)
    yield runner
    runner.contexts.clear()
    gc.collect()  # nothing of QGIS may be left for the end of the process


def box(west, south, east, north):
    return f"MULTIPOLYGON((({west} {south}, {west} {north}, {east} {north}, {east} {south}, {west} {south})))"


def parcel_layer(*rows, crs="EPSG:4527", fields="field=DKBH:string&field=DKMC:string&field=DKYT:string"):
    layer = QgsVectorLayer(f"MultiPolygon?crs={crs}&{fields}", "地块", "memory")
    for number, (wkt, *values) in enumerate(rows, 1):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([*values, *[None] * (layer.fields().count() - len(values))])
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        assert layer.dataProvider().addFeature(feature), number
    return layer


@pytest.fixture
def parcels(qgis_app):
    return parcel_layer(
        (f"MULTIPOLYGON({FIRST[:-1]}, {HOLE}))", "A1", "一号地块", "工业用地"),
        (f"MULTIPOLYGON({SECOND})", "A2", "二号地块", "住宅用地"),
    )


class TestImport:
    def test_a_folder(self, run):
        results = run("importparceltext", INPUT=[str(SAMPLES)], OUTPUT="memory:", REPORT="memory:")
        assert (results["FILES"], results["PARCELS"], results["LEFT_OUT"], results["ERRORS"]) == (4, 4, 0, 0)
        layer = results["OUTPUT"]
        names = [field.name() for field in layer.fields()]
        assert names[:8] == ["parcel_no", "name", "use", "class_code", "decl_ha", "off_ha", "plane_ha", "source"]
        assert layer.crs().authid() == "EPSG:4527"
        features = list(layer.getFeatures())
        assert [feature["parcel_no"] for feature in features] == ["1", "1", "ZD001", "1"]
        # 400 x 300 m; with the hole 100 x 100 m less (area_test_vectors.csv, V3: 109954.33 m²)
        assert [feature["plane_ha"] for feature in features] == [12.0, 11.0, 11.0, 11.0]
        assert [feature["off_ha"] for feature in features] == [11.995, 10.9954, 10.9954, 10.9954]
        assert features[1].geometry().area() == pytest.approx(110000)
        report = list(results["REPORT"].getFeatures())
        assert [field.name() for field in results["REPORT"].fields()] == [
            *("file", "line", "parcel_no", "rule", "severity", "message")
        ]
        assert results["WARNINGS"] == 4  # the declared area of each is its plane area
        assert {row["rule"] for row in report} == {"area_plane", "closing_added", "count_without_closing"}

    def test_units_of_declared_areas(self, run, tmp_path, monkeypatch):
        """The sample's form declares hectares; an office's own form of the same entries leaves its unit open."""
        text = (SAMPLES / "01_base_simple_gbk.txt").read_text("gbk")
        path = tmp_path / "mu.txt"
        path.write_text(text.replace("12.0000", "179.9253"), "gbk")

        def hectares(**options):
            results = run("importparceltext", INPUT=[str(path)], OUTPUT="memory:", REPORT="memory:", **options)
            rules = [row["rule"] for row in results["REPORT"].getFeatures()]
            return next(results["OUTPUT"].getFeatures())["decl_ha"], rules

        # 119950.18 m² = 11.9950 ha = 179.9253 亩
        assert hectares() == (179.9253, ["area_unit_doubt", "area"])
        assert hectares(AREA_UNIT="mu") == (11.995, ["area_unit_given"])
        own = tmp_path / "dialects"
        own.mkdir()
        monkeypatch.setattr("redline.layers.measuring.parcels.office_folder", lambda: tmp_path)
        shipped = (RESOURCES / "dialects" / "base.csv").read_text("utf-8-sig")
        (own / "ours.csv").write_text(shipped.replace("area_unit,ha", "area_unit,mu"), "utf-8")
        assert hectares() == (11.995, ["area_unit_guessed"])
        # under the name of the shipped form it takes its place, and the other forms of these entries stay
        (own / "ours.csv").rename(own / "base.csv")
        assert hectares() == (11.995, ["area_unit_guessed"])
        (own / "base.csv").write_text(shipped.replace("area_unit,ha", "area_unit,acre"), "utf-8")
        with pytest.raises(QgsProcessingException, match=r"base\.csv: area_unit is acre, but must be one of ha"):
            hectares()

    def test_one_file(self, run):
        results = run("importparceltext", INPUT=str(SAMPLES / "01_base_simple_gbk.txt"), OUTPUT="memory:")
        assert results["PARCELS"] == 1
        feature = next(results["OUTPUT"].getFeatures())
        assert (feature["name"], feature["use"], feature["sheet"]) == ("地块1", "工业用地", "J50G085025")
        assert feature["source"] == "01_base_simple_gbk.txt"
        box = feature.geometry().boundingBox()
        assert (box.xMinimum(), box.yMaximum()) == (39370000.0, 4040400.0)

    def test_a_bad_parcel_is_named_and_the_good_ones_come(self, run, tmp_path):
        good = (SAMPLES / "01_base_simple_gbk.txt").read_bytes()
        body = good.split("[地块坐标]\r\n".encode("gbk"))[1]
        bad = body.replace(b"4040400.000", b"404O400.000").replace(b",1,", b",2,", 1)
        (tmp_path / "mixed.txt").write_bytes(good + bad)
        results = run("importparceltext", INPUT=[str(tmp_path / "mixed.txt")], OUTPUT="memory:", REPORT="memory:")
        assert (results["PARCELS"], results["LEFT_OUT"], results["ERRORS"]) == (1, 1, 2)
        rows = [row for row in results["REPORT"].getFeatures() if row["severity"] == "error"]
        assert {(row["parcel_no"], row["rule"]) for row in rows} == {("2", "bad_point")}
        assert any("the parcel is left out" in warning for warning in run.warnings)

    def test_coordinate_system_asked_for(self, run, tmp_path):
        text = "4040000.0,370000.0\n4040400.0,370000.0\n4040400.0,370300.0\n"
        path = tmp_path / "bare.TXT"
        path.write_text(text)
        with pytest.raises(
            QgsProcessingException, match=r"No parcel could be read\. bare\.TXT, line 1: Neither header"
        ):
            run("importparceltext", INPUT=[str(path)], OUTPUT="memory:")
        crs = QgsCoordinateReferenceSystem("EPSG:4548")
        results = run("importparceltext", INPUT=[str(tmp_path)], CRS=crs, OUTPUT="memory:")
        assert results["OUTPUT"].crs().authid() == "EPSG:4548"

    def test_zones_are_brought_together(self, run, tmp_path):
        text = (SAMPLES / "01_base_simple_gbk.txt").read_text("gbk")
        for name, content in (("a", text), ("b", text), ("c", text.replace("39370", "38640").replace("=39", "=38"))):
            (tmp_path / f"{name}.txt").write_text(content, "gbk")
        results = run("importparceltext", INPUT=[str(tmp_path)], OUTPUT="memory:")
        assert results["OUTPUT"].crs().authid() == "EPSG:4527"
        third = list(results["OUTPUT"].getFeatures())[2]
        # 38640000 of zone 38 (CM 114) is 140 km east of 114°, near 115.56°: west of 117° in zone 39
        assert 39370000 < third.geometry().centroid().asPoint().x() < 39375000
        assert third.geometry().area() == pytest.approx(120000, rel=1e-3)

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (None, "There is no file or folder"),
            ("", "No parcel could be read. wrong.txt, line 0: The file is empty."),
            ("一二三", "The file holds no coordinates."),
        ],
    )
    def test_wrong_input(self, run, tmp_path, content, message):
        path = tmp_path / "wrong.txt"
        if content is not None:
            path.write_text(content, "utf-8")
        with pytest.raises(QgsProcessingException) as caught:
            run("importparceltext", INPUT=[str(path)], OUTPUT="memory:")
        assert message in str(caught.value)

    def test_the_folder_as_a_parameter_of_its_own(self, run):
        results = run("importparceltext", FOLDER=str(SAMPLES), OUTPUT="memory:")
        assert (results["FILES"], results["PARCELS"]) == (4, 4)
        both = run("importparceltext", INPUT=[str(SAMPLES)], FOLDER=str(SAMPLES), OUTPUT="memory:")
        assert both["FILES"] == 4  # none twice

    def test_nothing_to_read(self, run):
        with pytest.raises(QgsProcessingException, match=r"Choose parcel text files \(INPUT\) or a folder"):
            run("importparceltext", OUTPUT="memory:")

    def test_a_system_without_a_number(self, run):
        own = QgsCoordinateReferenceSystem.fromProj("+proj=tmerc +lon_0=115.3 +x_0=500000 +ellps=GRS80 +units=m")
        with pytest.raises(QgsProcessingException, match="has no EPSG code: choose one that has"):
            run("importparceltext", INPUT=[str(SAMPLES)], CRS=own, OUTPUT="memory:")

    def test_an_empty_system_is_none(self, run):
        results = run("importparceltext", INPUT=[str(SAMPLES)], CRS=QgsCoordinateReferenceSystem(), OUTPUT="memory:")
        assert results["OUTPUT"].crs().authid() == "EPSG:4527"

    def test_a_folder_without_files(self, run, tmp_path):
        with pytest.raises(QgsProcessingException, match=r"holds no \.txt files"):
            run("importparceltext", INPUT=[str(tmp_path)], OUTPUT="memory:")


class TestExport:
    def test_there_and_back(self, run, parcels, tmp_path):
        path = tmp_path / "out.txt"
        written = run("exportparceltext", INPUT=parcels, DIALECT="base", OUTPUT=str(path), OFFICE="冠县自然资源局")
        assert (written["PARCELS"], written["FILES"]) == (2, 1)
        assert "一号地块" in path.read_bytes().decode("gbk")
        read = run("importparceltext", INPUT=[str(path)], OUTPUT="memory:", REPORT="memory:")
        assert read["ERRORS"] == 0 and read["WARNINGS"] == 0
        back = list(read["OUTPUT"].getFeatures())
        for before, after in zip(parcels.getFeatures(), back, strict=True):
            assert after["parcel_no"] == before["DKBH"]
            assert (after["name"], after["use"]) == (before["DKMC"], before["DKYT"])
            assert after["decl_ha"] == after["off_ha"]
            assert after.geometry().symDifference(before.geometry()).area() == 0
        assert back[0]["sheet"].startswith("J50G")

    def test_one_file_per_parcel(self, run, parcels, tmp_path):
        written = run("exportparceltext", INPUT=parcels, DIALECT="jsydbp", OUTPUT_FOLDER=str(tmp_path / "all"))
        assert written["FILES"] == 2
        assert sorted(path.name for path in (tmp_path / "all").iterdir()) == [PARCEL_TEXTS, "A1.txt", "A2.txt"]

    def test_nobodys_own_files_are_replaced_by_those_of_parcels(self, run, parcels, tmp_path):
        """A1.txt of an earlier run is replaced; once somebody has written into it, or it is somebody else's, no file of
        the run appears."""
        folder = tmp_path / "all"
        given = {"INPUT": parcels, "DIALECT": "base", "OUTPUT_FOLDER": str(folder)}
        run("exportparceltext", **given, OFFICE="甲局")
        run("exportparceltext", **given, OFFICE="乙局")
        assert "数据产生单位=乙局" in (folder / "A1.txt").read_bytes().decode("gb18030")
        (folder / "A2.txt").write_text("李四的笔记", encoding="utf-8")
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        with pytest.raises(QgsProcessingException) as failure:
            run("exportparceltext", **given, OFFICE="丙局")
        assert str(failure.value) == (
            f"A2.txt in folder {folder} was not written by Redline, or was changed since: move it elsewhere, or choose "
            "another folder."
        )
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before

    def test_settings(self, run, parcels, tmp_path):
        path = tmp_path / "out.txt"
        run(
            "exportparceltext",
            INPUT=parcels,
            DIALECT="base",
            ENCODING="utf-8",
            DECIMALS=4,
            START="drawn",
            DIRECTION="drawn",
            NUMBERING="restart",
            DATE="2021-12-31",
            OUTPUT=str(path),
        )
        lines = path.read_text("utf-8").splitlines()
        assert "数据产生日期=2021-12-31" in lines
        first = lines.index("[地块坐标]") + 1
        assert lines[first].startswith("10,10.9954,A1,一号地块,面,")
        assert lines[first + 1] == "J1,1,4040000.0000,39370000.0000"
        assert lines[first + 6].startswith("J1,2,")

    def test_degrees(self, run, parcels, tmp_path):
        path = tmp_path / "zf.txt"
        run("exportparceltext", INPUT=parcels, DIALECT="zf", OUTPUT=str(path))
        read = run("importparceltext", INPUT=[str(path)], OUTPUT="memory:")
        assert read["OUTPUT"].crs().authid() == "EPSG:4490"
        back = next(read["OUTPUT"].getFeatures())
        assert back["off_ha"] == 10.9954

    def test_values_that_break_the_form_leave_nothing(self, run, tmp_path):
        layer = parcel_layer((f"MULTIPOLYGON({FIRST})", "A1", "一,二", ""))
        with pytest.raises(QgsProcessingException, match="Parcel A1: the value of name holds ,"):
            run("exportparceltext", INPUT=layer, DIALECT="base", OUTPUT=str(tmp_path / "out.txt"))
        assert list(tmp_path.iterdir()) == []

    def test_nowhere_to_write(self, run, parcels):
        with pytest.raises(QgsProcessingException, match=r"a file \(OUTPUT\) or a folder \(OUTPUT_FOLDER\)"):
            run("exportparceltext", INPUT=parcels, DIALECT="base")

    def test_missing_field_and_empty_layer(self, run, parcels, tmp_path):
        with pytest.raises(QgsProcessingException, match="has no field nirgends"):
            run("exportparceltext", INPUT=parcels, NAME_FIELD="nirgends", OUTPUT=str(tmp_path / "o.txt"))
        with pytest.raises(QgsProcessingException, match="holds no polygons"):
            run("exportparceltext", INPUT=parcel_layer(), OUTPUT=str(tmp_path / "o.txt"))

    def test_an_own_form(self, run, parcels, tmp_path):
        table = tmp_path / "own.csv"
        table.write_text('key,value\nparcel,"{number},{DKYT},@"\npoint,"{point},{x},{y}"\n', "utf-8")
        path = tmp_path / "own.txt"
        run("exportparceltext", INPUT=parcels, DIALECT_TABLE=str(table), OUTPUT=str(path))
        assert path.read_text("utf-8").splitlines()[0] == "A1,工业用地,@"


class TestBoundaryPoints:
    def test_points(self, run, parcels):
        results = run("boundarypoints", INPUT=parcels, ID_FIELD="DKBH", OUTPUT="memory:")
        layer = results["OUTPUT"]
        assert [field.name() for field in layer.fields()] == ["parcel", "point_no", "ring", "x_north", "y_east", "side"]
        assert (results["PARCELS"], results["POINTS"]) == (2, 12)
        points = list(layer.getFeatures())
        first = points[0]
        assert (first["parcel"], first["point_no"], first["ring"]) == ("A1", "J1", 1)
        assert (first["x_north"], first["y_east"], first["side"]) == (4040400.0, 39370000.0, 300.0)
        assert first.geometry().asPoint().x() == 39370000.0
        assert [point["point_no"] for point in points[8:]] == ["J1", "J2", "J3", "J4"]

    def test_shared_points(self, run, parcels):
        results = run("boundarypoints", INPUT=parcels, SHARED=True, OUTPUT="memory:", OUTPUT_PARCELS="memory:")
        points = list(results["OUTPUT"].getFeatures())
        # A1: J1-J4 and the hole J5-J8; A2 begins at A1's north-east corner J2 and returns by J3
        assert [point["point_no"] for point in points[8:]] == ["J2", "J9", "J10", "J3"]
        rows = list(results["OUTPUT_PARCELS"].getFeatures())
        assert [row["sentence"] for row in rows] == ["J1-J4,J1;J5-J8,J5", "J2,J9-J10,J3,J2"]

    def test_neighbours(self, run, parcels):
        villages = parcel_layer(
            (
                box(39360000, 4040400, 39380000, 4050000),
                "北村",
            ),
            (
                box(39360000, 4030000, 39380000, 4040000),
                "南村",
            ),
            fields="field=ZLDWMC:string",
        )
        results = run("boundarypoints", INPUT=parcels, NEIGHBOURS=villages, OUTPUT="memory:", OUTPUT_PARCELS="memory:")
        rows = list(results["OUTPUT_PARCELS"].getFeatures())
        assert [(row["north"], row["east"], row["south"], row["west"]) for row in rows] == [
            ("北村", "", "南村", "")
        ] * 2
        results = run(
            "boundarypoints",
            INPUT=parcels,
            NEIGHBOURS=parcels,
            NEIGHBOUR_FIELD="DKMC",
            OUTPUT="memory:",
            OUTPUT_PARCELS="memory:",
        )
        rows = list(results["OUTPUT_PARCELS"].getFeatures())
        assert [(row["east"], row["west"]) for row in rows] == [("二号地块", ""), ("", "一号地块")]

    def test_printed_table(self, run, parcels, tmp_path):
        path = tmp_path / "points.xlsx"
        run("boundarypoints", INPUT=parcels, OUTPUT="memory:", OUTPUT_XLSX=str(path), LANGUAGE="en")
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["A1", "A2", "Neighbours"]
        sheet = book["A1"]
        assert sheet.page_setup.orientation == "portrait"
        assert sheet["A1"].value == "Table of boundary points"
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        head = next(i for i, row in enumerate(rows) if row[0] == "No.")
        assert rows[head] == ["No.", "Point no.", "Ring", "X (m)", "Y (m)", "Side (m)"]
        assert rows[head + 1] == [1, "J1", 1, 4040400, 39370000, 300]
        assert rows[head + 5] == [5, "J1", 1, 4040400, 39370000, None]
        assert sheet.cell(head + 2, 4).number_format == "0.000"

    def test_degrees_are_refused(self, run):
        layer = parcel_layer(("MULTIPOLYGON(((115 36, 115.1 36, 115.1 36.1, 115 36)))", "1"), crs="EPSG:4490")
        with pytest.raises(QgsProcessingException, match=r"is in EPSG:4490 .*, which is no Gauss-Krüger zone"):
            run("boundarypoints", INPUT=layer, OUTPUT="memory:")

    def test_neighbours_without_names(self, run, parcels):
        other = parcel_layer((f"MULTIPOLYGON({FIRST})", "1"), fields="field=x1:string")
        with pytest.raises(
            QgsProcessingException, match="has no field of names: choose one in NEIGHBOUR_FIELD; it has x1"
        ):
            run("boundarypoints", INPUT=parcels, NEIGHBOURS=other, OUTPUT="memory:")


def test_text_file_and_points_agree(run, parcels, tmp_path):
    """The same numbers, coordinates and points in the text file and in the point layer."""
    path = tmp_path / "out.txt"
    run("exportparceltext", INPUT=parcels, DIALECT="base", ENCODING="utf-8", OUTPUT=str(path))
    points = run("boundarypoints", INPUT=parcels, OUTPUT="memory:")["OUTPUT"]
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    written = {tuple(row) for row in rows if len(row) == 4 and row[0].startswith("J")}
    layer = {
        (point["point_no"], str(point["ring"]), f"{point['x_north']:.3f}", f"{point['y_east']:.3f}")
        for point in points.getFeatures()
    }
    assert written == layer


@pytest.mark.parametrize("name", ["importparceltext", "exportparceltext", "boundarypoints"])
def test_declared_as_the_contract_says(redline, name):
    contract = {
        "importparceltext": ({"INPUT", "CRS", "OUTPUT", "REPORT"}, {"PARCELS", "ERRORS"}),
        "exportparceltext": (
            {"INPUT", "DIALECT", "ENCODING", "DECIMALS", "START", "OUTPUT", "OUTPUT_FOLDER"},
            {"OUTPUT", "OUTPUT_FOLDER"},
        ),
        "boundarypoints": ({"INPUT", "ID_FIELD", "OUTPUT", "OUTPUT_XLSX"}, {"OUTPUT", "OUTPUT_XLSX"}),
    }
    algorithm = redline.algorithm(name)
    parameters = {parameter.name(): parameter for parameter in algorithm.parameterDefinitions()}
    wanted, outputs = contract[name]
    assert wanted <= set(parameters)
    assert outputs <= {output.name() for output in algorithm.outputDefinitions()}
    assert all(parameter.help() for parameter in parameters.values())
    assert "TXT" in algorithm.tags() or "界址点" in algorithm.tags()
    assert len(algorithm.shortHelpString()) > 500


def test_cancelled_run_leaves_nothing(run, parcels, tmp_path):
    feedback = Log()
    feedback.cancel()
    with pytest.raises(QgsProcessingException, match="cancelled"):
        run("exportparceltext", feedback, INPUT=parcels, DIALECT="base", OUTPUT=str(tmp_path / "out.txt"))
    assert list(tmp_path.iterdir()) == []
