"""redline:tallybylanduse on a county small enough to check by hand: villages of 1 km², patches of 250 m."""

import pytest
from qgis import processing
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

from redline.core.ellipsoid import official_area
from redline.core.ellipsoid.areaplane import AreaPlane
from redline.core.landuse.classes import use_office_table
from redline.core.shapes import memory

pytestmark = pytest.mark.usefixtures("redline")

MEMORY = "TEMPORARY_OUTPUT"
CONTRACT = """INPUT ID_FIELD LANDUSE CLASS_FIELD SCHEME LEVEL AREA_METHOD UNIT DECIMALS BALANCE DIMENSIONS OUTPUT
OUTPUT_WIDE OUTPUT_PIECES OUTPUT_XLSX OUTPUT_HTML"""
EAST, NORTH = 39_360_000.0, 4_040_000.0


@pytest.fixture
def layers(smallcounty):
    """The layers of the county by name, in memory."""
    return {table.name: table.layer() for table in smallcounty.tables()}


def run(algorithm="tallybylanduse", feedback=None, context=None, **parameters):
    parameters.setdefault("OUTPUT", MEMORY)
    return processing.run(f"redline:{algorithm}", parameters, context=context, feedback=feedback)


def rows(layer, *names):
    if isinstance(layer, str):
        layer = QgsVectorLayer(layer, "x", "ogr")
    return [tuple(feature[name] for name in names) for feature in layer.getFeatures()]


def official(x, y, width, height=None):
    """The official area (m²) of a rectangle with its lower left corner at (x, y) metres from the county's."""
    x, y, height = EAST + x, NORTH + y, height or width
    ring = [(y, x), (y, x + width), (y + height, x + width), (y + height, x)]
    return official_area([ring], 4527)


class TestVillages:
    def test_classes_add_up_to_the_village(self, layers):
        out = run(INPUT=layers["CJDCQ"], ID_FIELD="ZLDWDM", LANDUSE=layers["DLTB"], UNIT="m2")
        found = rows(out["OUTPUT"], "zone", "class_code", "class_name", "area")
        villages = sorted({row[0] for row in found})
        assert len(villages) == 4
        for number, village in enumerate(villages):
            own = [row for row in found if row[0] == village]
            assert [row[1] for row in own] == ["0102", "0301", "0404", "0702", "1006", "1104A", "1203"]
            x, y = (number % 2) * 1000, (number // 2) * 1000
            assert sum(round(row[3] * 100) for row in own) == round(official(x, y, 1000) * 100)
            # Eight of sixteen squares are irrigated land; each is within a centimetre² of its official area.
            wheat = sum(official(x + i % 4 * 250, y + i // 4 * 250, 250) for i in range(8))
            assert own[0][3] == pytest.approx(wheat, abs=0.05)
        assert out["ZONES"] == 4
        assert out["SKIPPED"] == 0
        assert out["NOT_COVERED_AREA"] == 0
        assert out["OVERLAP_AREA"] == 0
        assert out["TOTAL_AREA"] == pytest.approx(sum(row[3] for row in found), abs=1e-6)

    def test_hectares_have_four_decimals(self, layers):
        out = run(INPUT=layers["CJDCQ"], LANDUSE=layers["DLTB"])
        for zone in (1, 2, 3, 4):
            own = [row[1] for row in rows(out["OUTPUT"], "zone", "area") if row[0] == str(zone)]
            # in the projection a village is 100 ha; on the ellipsoid it is some 0.05 ha less
            assert 99.9 < sum(own) < 100
            assert all(abs(value * 1e4 - round(value * 1e4)) < 1e-6 for value in own)

    def test_plane_areas(self, layers):
        out = run(INPUT=layers["CJDCQ"], ID_FIELD="ZLDWDM", LANDUSE=layers["DLTB"], UNIT="m2", AREA_METHOD="plane")
        # 8, 2, 1, 2, 1, 1, 1 squares of 62,500 m² in each of 4 villages
        assert [row[0] for row in rows(out["OUTPUT"], "area")] == [
            500000, 125000, 62500, 125000, 62500, 62500, 62500,
        ] * 4  # fmt: skip
        assert out["TOTAL_AREA"] == 4e6

    def test_recorded_areas(self, layers):
        """Each patch of 62,500 m² (recorded) lies wholly in one village."""
        out = run(INPUT=layers["CJDCQ"], LANDUSE=layers["DLTB"], UNIT="m2", AREA_METHOD="recorded")
        assert [row[0] for row in rows(out["OUTPUT"], "area")] == [
            500000, 125000, 62500, 125000, 62500, 62500, 62500,
        ] * 4  # fmt: skip

    def test_levels(self, layers):
        for level, codes in (
            ("first", ["01", "03", "04", "07", "10", "11", "12"]),
            ("major", ["agricultural", "construction", "unused"]),
        ):
            out = run(INPUT=layers["CJDCQ"], LANDUSE=layers["DLTB"], LEVEL=level)
            assert [row[0] for row in rows(out["OUTPUT"], "class_code")] == codes * 4

    def test_wide_table(self, layers):
        out = run(INPUT=layers["CJDCQ"], ID_FIELD="ZLDWDM", LANDUSE=layers["DLTB"], UNIT="m2", AREA_METHOD="plane",
                  OUTPUT_WIDE=MEMORY)  # fmt: skip
        wide = out["OUTPUT_WIDE"]
        names = [field.name() for field in wide.fields()]
        assert names == [
            "zone", "zone_name", "total", "agricultural", "agricultural_01", "c_0102", "agricultural_03", "c_0301",
            "agricultural_10", "c_1006", "agricultural_11", "c_1104A", "agricultural_12", "c_1203",
            "construction", "construction_07", "c_0702", "unused", "unused_04", "c_0404", "kind",
        ]  # fmt: skip
        assert (
            rows(wide, "total", "agricultural", "c_0102", "construction", "unused", "kind")
            == [(1e6, 812500, 500000, 125000, 62500, "leaf")] * 4
        )
        assert wide.fields().at(names.index("total")).alias()

    def test_subtotals_by_the_zone_above(self, layers):
        layer = layers["CJDCQ"]
        out = run(INPUT=layer, ID_FIELD="ZLDWDM", PARENT_FIELD="ZLDWMC", LANDUSE=layers["DLTB"], UNIT="m2",
                  AREA_METHOD="plane", OUTPUT_WIDE=MEMORY, SUBTOTALS=True)  # fmt: skip
        kinds = [row[0] for row in rows(out["OUTPUT_WIDE"], "kind")]
        assert kinds == ["leaf", "subtotal"] * 4 + ["total"]
        assert rows(out["OUTPUT_WIDE"], "total")[-1] == (4e6,)


class TestParcels:
    def test_dimensions_of_the_land_use(self, layers):
        out = run(INPUT=layers["ZZ_TDZSFW"], ID_FIELD="DKBH", NAME_FIELD="DKMC", LANDUSE=layers["DLTB"], UNIT="m2",
                  AREA_METHOD="plane", DIMENSION_FIELDS=["QSXZ"])  # fmt: skip
        # D1 = 200 × 100 at (100, 100): 150 m in patch 0 (state, "20"), 50 m in patch 1; D2 = 100 × 100 at (400, 100)
        assert rows(out["OUTPUT"], "zone", "zone_name", "QSXZ", "class_code", "area") == [
            ("D1", "一号地块", "20", "0102", 15000.0),
            ("D1", "一号地块", "30", "0102", 5000.0),
            ("D2", "二号地块", "30", "0102", 10000.0),
        ]

    def test_owners_of_the_land_use(self, layers, tmp_path):
        """Nature of ownership and owner together; on paper fields and layers have names, no key stands for a code."""
        import openpyxl

        out = run(INPUT=layers["XJXZQ"], LANDUSE=layers["DLTB"], UNIT="m2", AREA_METHOD="plane", LEVEL="major",
                  DIMENSION_FIELDS=["QSXZ", "QSDWDM"], DIMENSIONS=[layers["XZQ"]], OUTPUT_XLSX=str(tmp_path / "a.xlsx"),
                  LANGUAGE="zh_Hans")  # fmt: skip
        found = rows(out["OUTPUT"], "dim1", "QSXZ", "QSDWDM", "class_code", "area")
        # every fifth patch of 62,500 m² is the state's: patches 0, 5, 10, 15 of the first village; the last is grass
        first = [row[3:] for row in found if row[1:3] == ("20", "3715251002010000000")]
        assert first == [("agricultural", 125000), ("construction", 62500), ("unused", 62500)]
        assert sum(row[4] for row in found) == 4e6
        assert {row[0] for row in found} == {"371525100", "371525101"}
        book = openpyxl.load_workbook(tmp_path / "a.xlsx")
        cells = {cell.value for sheet in book for row in sheet for cell in row}
        assert {"乡镇级行政区", "权属性质", "权属单位代码", "农用地", "建设用地", "未利用地"} <= cells
        assert not {"XZQ", "QSXZ", "QSDWDM", "agricultural", "construction", "unused"} & cells

    def test_villages_and_red_lines_divide_further(self, layers):
        """A zone of 200 × 200 m in the middle of the county touches all four villages; the ecological line is far off;
        the urban boundary (0 … 600 m) does not reach it; farmland covers each 0102 patch."""
        zone = QgsVectorLayer("Polygon?crs=EPSG:4527&field=name:string", "zone", "memory")
        feature = QgsFeature(zone.fields())
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(EAST + 900, NORTH + 900, EAST + 1100, NORTH + 1100)))
        zone.dataProvider().addFeatures([feature])
        out = run(INPUT=zone, LANDUSE=layers["DLTB"], UNIT="m2", AREA_METHOD="plane",
                  DIMENSIONS=[layers["CJDCQ"], layers["YJJBNTBHTB"]])  # fmt: skip
        found = rows(out["OUTPUT"], "dim1", "dim2", "class_code", "area")
        # patch 15 (0404) of village 0, 12 (1006) of village 1, 3 of village 2 and 0 of village 3 (both 0102)
        assert found == [
            ("3715251002010000000", "outside", "0404", 10000.0),
            ("3715251002020000000", "outside", "1006", 10000.0),
            ("3715251012010000000", "inside", "0102", 10000.0),
            ("3715251012020000000", "inside", "0102", 10000.0),
        ]

    def test_a_red_line_drawn_twice_counts_once(self, layers):
        """Inside and outside of farmland whose first polygon is there twice: the zone's halves stay halves."""
        farmland = layers["YJJBNTBHTB"]
        first = next(farmland.getFeatures())
        again = QgsFeature(farmland.fields())
        again.setAttributes(first.attributes())
        again.setGeometry(first.geometry())
        farmland.dataProvider().addFeatures([again])
        zone = QgsVectorLayer("Polygon?crs=EPSG:4527", "zone", "memory")
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(EAST, NORTH + 400, EAST + 100, NORTH + 600)))
        zone.dataProvider().addFeatures([feature])
        out = run(INPUT=zone, LANDUSE=layers["DLTB"], UNIT="m2", AREA_METHOD="plane", DIMENSIONS=[farmland])
        assert rows(out["OUTPUT"], "dim1", "class_code", "area") == [
            ("inside", "0102", 10000.0),
            ("outside", "0301", 10000.0),
        ]

    def test_label_fields(self, layers):
        out = run(INPUT=layers["ZZ_TDZSFW"], LANDUSE=layers["DLTB"], DIMENSIONS=[layers["CJDCQ"], layers["CZKFBJ"]],
                  LABEL_FIELDS="ZLDWMC;GHFQMC")  # fmt: skip
        assert rows(out["OUTPUT"], "dim1", "dim2") == [("东街村", "城镇集中建设区")] * 2

    def test_ridges(self, layers):
        land = layers["DLTB"]
        land.startEditing()
        index = land.fields().lookupField("KCXS")
        for feature in land.getFeatures():
            if feature["DLBM"] == "0102":
                land.changeAttributeValue(feature.id(), index, 0.125)
        assert land.commitChanges()
        out = run(INPUT=layers["CJDCQ"], LANDUSE=land, UNIT="m2", AREA_METHOD="plane", RIDGES=True)
        # 500000 × 0.125 = 62500 leave 0102 and join the patch that is 1203 itself
        first = [row for row in rows(out["OUTPUT"], "zone", "class_code", "area") if row[0] == "1"]
        assert (first[0][2], first[-1][1], first[-1][2]) == (437500, "1203", 125000)

    def test_pieces_add_up_to_the_table(self, layers):
        out = run(INPUT=layers["ZZ_TDZSFW"], ID_FIELD="DKBH", LANDUSE=layers["DLTB"], OUTPUT_PIECES=MEMORY)
        pieces = out["OUTPUT_PIECES"]
        assert pieces.crs().authid() == "EPSG:4527"
        assert pieces.featureCount() == 3
        for zone, code, area in rows(out["OUTPUT"], "zone", "class_code", "area"):
            own = [piece["area"] for piece in pieces.getFeatures()
                   if (piece["zone"], piece["class_code"]) == (zone, code)]  # fmt: skip
            assert sum(round(value * 1e4) for value in own) == round(area * 1e4)


def test_results_say_how_they_were_made(layers, tmp_path):
    """In the layer's abstract, in the log, and in the documents with program and time."""
    feedback = QgsProcessingFeedback()
    out = run(INPUT=layers["ZZ_TDZSFW"], LANDUSE=layers["DLTB"], OUTPUT_PIECES=MEMORY, feedback=feedback,
              OUTPUT_HTML=str(tmp_path / "a.html"))  # fmt: skip
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    for text in (
        out["OUTPUT"].metadata().abstract(),
        out["OUTPUT_PIECES"].metadata().abstract(),
        feedback.textLog(),
        page,
    ):
        assert "CGCS2000 (EPSG:1024)" in text
        assert "largest remainder" in text
        assert "ZZ_TDZSFW; DLTB" in text
    assert "Redline 红线 " in page
    assert "QGIS 3." in page or "QGIS 4." in page


class TestCover:
    def test_what_land_use_does_not_cover(self, layers):
        land = layers["DLTB"]
        first = next(feature.id() for feature in land.getFeatures())
        land.startEditing()
        land.deleteFeature(first)
        land.commitChanges()
        out = run(INPUT=layers["CJDCQ"], LANDUSE=land, UNIT="m2", AREA_METHOD="plane")
        assert out["NOT_COVERED_AREA"] == pytest.approx(62500)
        assert ("1", "not_covered", 62500.0) in rows(out["OUTPUT"], "zone", "class_code", "area")

    def test_a_gap_does_not_hide_an_overlap(self, layers):
        """The first patch is moved onto the second: one gap and one overlap of 62,500 m²."""
        land = layers["DLTB"]
        feature = next(land.getFeatures())
        moved = QgsGeometry(feature.geometry())
        moved.translate(250, 0)
        land.startEditing()
        land.changeGeometry(feature.id(), moved)
        land.commitChanges()
        out = run(INPUT=layers["CJDCQ"], LANDUSE=land, UNIT="m2", AREA_METHOD="plane")
        assert out["NOT_COVERED_AREA"] == pytest.approx(62500)
        assert out["OVERLAP_AREA"] == pytest.approx(62500)
        first = {code: area for zone, code, area in rows(out["OUTPUT"], "zone", "class_code", "area") if zone == "1"}
        assert (first["not_covered"], first["overlap"]) == (62500, -62500)
        assert sum(first.values()) == 1e6

    def test_three_on_each_other_count_once(self, layers):
        """The first patch is drawn three times: two of them are too much."""
        land = layers["DLTB"]
        feature = next(land.getFeatures())
        again = []
        for _ in range(2):
            copy = QgsFeature(land.fields())
            copy.setAttributes(feature.attributes())
            copy.setGeometry(feature.geometry())
            again.append(copy)
        land.dataProvider().addFeatures(again)
        out = run(INPUT=layers["CJDCQ"], LANDUSE=land, UNIT="m2", AREA_METHOD="plane")
        assert out["OVERLAP_AREA"] == pytest.approx(125000)
        assert out["NOT_COVERED_AREA"] == 0
        first = {code: area for zone, code, area in rows(out["OUTPUT"], "zone", "class_code", "area") if zone == "1"}
        assert first["0102"] == 625000
        assert first["overlap"] == -125000
        assert sum(first.values()) == 1e6


class TestNear:
    def test_zones_far_from_the_land_use_are_not_covered(self, layers):
        zone = QgsVectorLayer("Polygon?crs=EPSG:4527", "zone", "memory")
        feature = QgsFeature()
        feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(EAST + 5000, NORTH, EAST + 5100, NORTH + 100)))
        zone.dataProvider().addFeatures([feature])
        out = run(INPUT=zone, LANDUSE=layers["DLTB"], UNIT="m2", AREA_METHOD="plane")
        assert rows(out["OUTPUT"], "class_code", "area") == [("not_covered", 10000.0)]

    def test_a_fault_far_from_the_zones_does_not_stop_them(self, layers):
        """The patch with the unknown class lies in the last village, the parcels in the first."""
        land = layers["DLTB"]
        last = list(land.getFeatures())[-1]
        land.startEditing()
        land.changeAttributeValue(last.id(), land.fields().lookupField("DLBM"), "7777")
        land.commitChanges()
        out = run(INPUT=layers["ZZ_TDZSFW"], ID_FIELD="DKBH", LANDUSE=land, UNIT="m2", AREA_METHOD="plane")
        assert rows(out["OUTPUT"], "zone", "area") == [("D1", 20000.0), ("D2", 10000.0)]

    def test_zones_in_degrees_find_their_patches(self, layers):
        there = processing.run("native:reprojectlayer", {"INPUT": layers["ZZ_TDZSFW"], "TARGET_CRS": "EPSG:4490",
                                                         "OUTPUT": MEMORY})["OUTPUT"]  # fmt: skip
        out = run(INPUT=there, ID_FIELD="DKBH", LANDUSE=layers["DLTB"], UNIT="m2")
        assert out["NOT_COVERED_AREA"] == 0
        assert [row[0] for row in rows(out["OUTPUT"], "zone")] == ["D1", "D2"]


class TestNotices:
    def test_zones_that_overlap_are_told(self, layers):
        """The county and its townships cover the same 4 km²: two pairs of 2 km² each."""
        zones = processing.run("native:mergevectorlayers", {"LAYERS": [layers["XJXZQ"], layers["XZQ"]],
                                                            "OUTPUT": MEMORY})["OUTPUT"]  # fmt: skip
        feedback = QgsProcessingFeedback()
        run(INPUT=zones, ID_FIELD="XZQDM", LANDUSE=layers["DLTB"], AREA_METHOD="plane", feedback=feedback)
        assert (
            "2 pairs of zones overlap, together 4000000.00 m² (the first: 371525 and 371525100)" in feedback.textLog()
        )

    def test_a_bow_tie_among_the_patches_is_named(self, layers):
        """Two corners of the first patch of 62,500 m² change places: two lobes of a quarter each; half is bare."""
        land = layers["DLTB"]
        feature = next(land.getFeatures())
        x, y = EAST, NORTH
        bow = f"MULTIPOLYGON((({x} {y},{x + 250} {y + 250},{x + 250} {y},{x} {y + 250},{x} {y})))"
        land.startEditing()
        land.changeGeometry(feature.id(), QgsGeometry.fromWkt(bow))
        land.commitChanges()
        feedback = QgsProcessingFeedback()
        out = run(INPUT=layers["CJDCQ"], LANDUSE=land, AREA_METHOD="plane", feedback=feedback)
        assert out["NOT_COVERED_AREA"] == pytest.approx(31250)
        log = feedback.textLog()
        assert "Layer DLTB leaves 1 zones partly uncovered, together 31250.00 m² (the first: 1, 31250.00 m²)." in log
        assert f"Layer DLTB, feature {feature.id()}: its outline crosses itself near X {NORTH + 125:.3f}, Y" in log

    @pytest.mark.parametrize("dimensions", [{}, {"OUTPUT_PIECES": MEMORY}])
    def test_a_layer_that_is_not_held_twice_gives_the_same(self, layers, monkeypatch, dimensions):
        """A large layer is brought to the plane in its own memory, and read anew where outlines must be named; not
        where pieces are drawn, which are its shapes."""
        land = layers["DLTB"]
        feature = next(land.getFeatures())
        x, y = EAST, NORTH
        bow = f"MULTIPOLYGON((({x} {y},{x + 250} {y + 250},{x + 250} {y},{x} {y + 250},{x} {y})))"
        land.startEditing()
        land.changeGeometry(feature.id(), QgsGeometry.fromWkt(bow))
        land.commitChanges()
        taken, found = [], []
        taken_over = AreaPlane.taken_over
        monkeypatch.setattr(AreaPlane, "taken_over", lambda *given: taken.append(1) or taken_over(*given))
        for large in (memory.LARGE, 0):
            monkeypatch.setattr(memory, "LARGE", large)
            feedback = QgsProcessingFeedback()
            out = run(INPUT=layers["CJDCQ"], LANDUSE=land, feedback=feedback, **dimensions)
            table = [each.attributes() for each in out["OUTPUT"].getFeatures()]
            crossing = [line for line in feedback.textLog().splitlines() if "crosses itself" in line]
            found.append((table, crossing, out["NOT_COVERED_AREA"], out["TOTAL_AREA"]))
        assert found[0] == found[1] and len(found[0][1]) == 1
        assert f"feature {feature.id()}: its outline crosses itself near X {NORTH + 125:.3f}, Y" in found[0][1][0]
        assert len(taken) == (0 if dimensions else 1)

    def test_patches_without_a_class_have_their_own_row(self, layers):
        land = layers["DLTB"]
        feature = next(land.getFeatures())
        land.startEditing()
        land.changeAttributeValue(feature.id(), land.fields().lookupField("DLBM"), None)
        land.commitChanges()
        feedback = QgsProcessingFeedback()
        out = run(INPUT=layers["CJDCQ"], LANDUSE=land, AREA_METHOD="plane", UNIT="m2", feedback=feedback)
        first = [row for row in rows(out["OUTPUT"], "zone", "class_code", "class_name", "area") if row[0] == "1"]
        assert first[-1][1:] == ("", "No class recorded", 62500)
        assert "1 patches have no class in DLBM" in feedback.textLog()

    def test_codes_that_fit_several_schemes_are_told(self, layers):
        """Only 0102 and 0301, which all schemes have; names of the survey would decide, but there are none."""
        land = layers["DLTB"]
        land.startEditing()
        for feature in list(land.getFeatures()):
            if feature["DLBM"] not in ("0102", "0301"):
                land.deleteFeature(feature.id())
            land.changeAttributeValue(feature.id(), land.fields().lookupField("DLMC"), None)
        land.commitChanges()
        feedback = QgsProcessingFeedback()
        run(INPUT=layers["CJDCQ"], LANDUSE=land, feedback=feedback)
        assert "The class codes fit several schemes; Third national land survey was taken." in feedback.textLog()
        feedback = QgsProcessingFeedback()
        run(INPUT=layers["CJDCQ"], LANDUSE=land, SCHEME="sandiao", feedback=feedback)
        assert "fit several schemes" not in feedback.textLog()

    def test_an_office_counts_its_own_way(self, layers, tmp_path):
        table = tmp_path / "major_class.csv"
        table.write_text("scheme,code,major\nsandiao,0404,agricultural\n", encoding="utf-8")
        use_office_table(table)
        try:
            out = run(
                INPUT=layers["CJDCQ"], LANDUSE=layers["DLTB"], LEVEL="major", OUTPUT_HTML=str(tmp_path / "a.html")
            )
        finally:
            use_office_table(None)
        assert [row[0] for row in rows(out["OUTPUT"], "class_code")] == ["agricultural", "construction"] * 4
        page = (tmp_path / "a.html").read_text(encoding="utf-8")
        assert "major_class.csv" in page


class TestReading:
    def test_selection(self, layers):
        layer = layers["CJDCQ"]
        layer.selectByExpression("ZLDWMC = '前张村'")
        out = run(INPUT=QgsProcessingFeatureSourceDefinition(layer.id(), True), LANDUSE=layers["DLTB"],
                  context=with_layers(*layers.values()))  # fmt: skip
        assert out["ZONES"] == 1

    def test_filter(self, layers):
        land = layers["DLTB"]
        land.setSubsetString("DLBM = '0102'")
        out = run(INPUT=layers["CJDCQ"], LANDUSE=land, UNIT="m2", AREA_METHOD="plane")
        assert out["NOT_COVERED_AREA"] == pytest.approx(4 * 500000)

    def test_reprojection(self, layers):
        """Zones in longitude and latitude: the run stays in the land use's system."""
        zones = processing.run("native:reprojectlayer", {"INPUT": layers["CJDCQ"], "TARGET_CRS": "EPSG:4490",
                                                         "OUTPUT": MEMORY})["OUTPUT"]  # fmt: skip
        there = run(INPUT=zones, ID_FIELD="ZLDWDM", LANDUSE=layers["DLTB"], UNIT="m2")
        here = run(INPUT=layers["CJDCQ"], ID_FIELD="ZLDWDM", LANDUSE=layers["DLTB"], UNIT="m2")
        for one, other in zip(rows(here["OUTPUT"], "class_code", "area"), rows(there["OUTPUT"], "class_code", "area"),
                              strict=False):  # fmt: skip
            assert one[0] == other[0]
            assert one[1] == pytest.approx(other[1], abs=0.1)

    def test_files_and_documents(self, smallcounty, tmp_path):
        place = smallcounty.write(tmp_path / "county")
        out = run(INPUT=f"{place}|layername=CJDCQ", ID_FIELD="ZLDWDM", LANDUSE=f"{place}|layername=DLTB",
                  OUTPUT=str(tmp_path / "long.gpkg"), OUTPUT_WIDE=str(tmp_path / "wide.csv"),
                  OUTPUT_XLSX=str(tmp_path / "book.xlsx"), OUTPUT_HTML=str(tmp_path / "page.html"))  # fmt: skip
        assert len(rows(out["OUTPUT"], "area")) == 28
        assert (tmp_path / "wide.csv").read_text(encoding="utf-8").count("\n") == 5
        import openpyxl

        book = openpyxl.load_workbook(out["OUTPUT_XLSX"])
        assert len(book.sheetnames) == 2
        page = (tmp_path / "page.html").read_text(encoding="utf-8")
        whole = sum(row[0] for row in rows(out["OUTPUT"], "area"))
        assert f"{whole:.4f}" in page
        assert f"{whole:.4f}" in [str(cell.value) for row in book[book.sheetnames[0]] for cell in row]

    def test_against_native_tools(self, layers):
        """native:intersection and areas on the ellipsoid by QGIS itself agree to 1e-6."""
        context = QgsProcessingContext()
        cut = processing.run("native:intersection", {"INPUT": layers["ZZ_TDZSFW"], "OVERLAY": layers["DLTB"],
                                                     "OUTPUT": MEMORY}, context=context)["OUTPUT"]  # fmt: skip
        from qgis.core import QgsCoordinateTransformContext, QgsDistanceArea

        measure = QgsDistanceArea()
        measure.setSourceCrs(cut.crs(), QgsCoordinateTransformContext())
        measure.setEllipsoid(cut.crs().ellipsoidAcronym())
        theirs = {}
        for feature in cut.getFeatures():
            dense = feature.geometry().densifyByDistance(10)
            key = (feature["DKBH"], feature["DLBM"])
            theirs[key] = theirs.get(key, 0) + measure.measureArea(dense)
        out = run(INPUT=layers["ZZ_TDZSFW"], ID_FIELD="DKBH", LANDUSE=layers["DLTB"], UNIT="m2")
        ours = {(zone, code): area for zone, code, area in rows(out["OUTPUT"], "zone", "class_code", "area")}
        assert ours.keys() == theirs.keys()
        for key, area in ours.items():
            assert area == pytest.approx(theirs[key], rel=1e-6)


def with_layers(*layers):
    context = QgsProcessingContext()
    project = QgsProject.instance()
    project.addMapLayers(list(layers), False)
    context.setProject(project)
    return context


class TestWrongInput:
    def check(self, message, **parameters):
        with pytest.raises(QgsProcessingException) as caught:
            run(**parameters)
        assert message in str(caught.value)

    def test_no_class_field(self, layers):
        self.check("Layer CZKFBJ has no field DLBM", INPUT=layers["CJDCQ"], LANDUSE=layers["CZKFBJ"])

    def test_a_field_that_is_not_there(self, layers):
        self.check(
            "has no field NAMEX (ID_FIELD): choose one of",
            INPUT=layers["CJDCQ"],
            ID_FIELD="NAMEX",
            LANDUSE=layers["DLTB"],
        )

    def test_unknown_class(self, layers):
        land = layers["DLTB"]
        land.startEditing()
        land.changeAttributeValue(next(land.getFeatures()).id(), land.fields().lookupField("DLBM"), "011")
        land.commitChanges()
        self.check("011 (→ 0101 水田) is not a class of", INPUT=layers["CJDCQ"], LANDUSE=land)

    def test_empty_layer(self, layers):
        layers["CJDCQ"].setSubsetString("ZLDWMC = '没有'")
        self.check("Layer CJDCQ holds no polygons", INPUT=layers["CJDCQ"], LANDUSE=layers["DLTB"])

    def test_plane_areas_in_degrees(self, layers):
        degrees = [
            processing.run("native:reprojectlayer", {"INPUT": layers[name], "TARGET_CRS": "EPSG:4490",
                                                     "OUTPUT": MEMORY})["OUTPUT"]
            for name in ("CJDCQ", "DLTB")
        ]  # fmt: skip
        self.check(
            "Plane areas need a projected coordinate system", INPUT=degrees[0], LANDUSE=degrees[1], AREA_METHOD="plane"
        )

    def test_missing_recorded_area(self, layers):
        land = layers["DLTB"]
        feature = next(land.getFeatures())
        land.startEditing()
        land.changeAttributeValue(feature.id(), land.fields().lookupField("TBMJ"), None)
        land.commitChanges()
        self.check(
            f"feature {feature.id()}: the recorded patch area (TBMJ) is missing or not positive (1 patches)",
            INPUT=layers["CJDCQ"], LANDUSE=land, AREA_METHOD="recorded",
        )  # fmt: skip

    def test_wrong_ridge_coefficient(self, layers):
        land = layers["DLTB"]
        feature = next(land.getFeatures())
        land.startEditing()
        land.changeAttributeValue(feature.id(), land.fields().lookupField("KCXS"), 12.5)
        land.commitChanges()
        self.check("the ridge coefficient (KCXS) is 12.5", INPUT=layers["CJDCQ"], LANDUSE=land, RIDGES=True)

    def test_label_fields_do_not_fit(self, layers):
        self.check("LABEL_FIELDS names 2 fields for 1 layers", INPUT=layers["CJDCQ"], LANDUSE=layers["DLTB"],
                   DIMENSIONS=[layers["XZQ"]], LABEL_FIELDS="XZQDM;XZQMC")  # fmt: skip

    def test_invalid_zone(self, layers):
        zone = QgsVectorLayer("Polygon?crs=EPSG:4527", "bowtie", "memory")
        feature = QgsFeature()
        x, y = EAST + 100, NORTH + 100
        feature.setGeometry(
            QgsGeometry.fromWkt(f"POLYGON(({x} {y},{x + 100} {y + 100},{x + 100} {y},{x} {y + 100},{x} {y}))")
        )
        zone.dataProvider().addFeatures([feature])
        self.check("Layer bowtie, feature 1: the polygon is invalid", INPUT=zone, LANDUSE=layers["DLTB"])

    def test_cancelled(self, layers, tmp_path):
        feedback = QgsProcessingFeedback()
        feedback.progressChanged.connect(lambda share: feedback.cancel() if share > 20 else None)
        target = tmp_path / "long.gpkg"
        with pytest.raises(QgsProcessingException, match="The run was cancelled; nothing was written"):
            run(INPUT=layers["CJDCQ"], LANDUSE=layers["DLTB"], OUTPUT=str(target), feedback=feedback)
        assert not target.exists()


class TestDeclared:
    def test_outputs_are_what_is_declared(self, redline, layers, tmp_path):
        algorithm = redline.algorithm("tallybylanduse")
        declared = {output.name() for output in algorithm.outputDefinitions()}
        out = run(INPUT=layers["CJDCQ"], LANDUSE=layers["DLTB"], OUTPUT_WIDE=MEMORY, OUTPUT_PIECES=MEMORY,
                  OUTPUT_XLSX=str(tmp_path / "a.xlsx"), OUTPUT_HTML=str(tmp_path / "a.html"))  # fmt: skip
        assert set(out) == declared

    def test_contract(self, redline):
        names = [each.name() for each in redline.algorithm("tallybylanduse").parameterDefinitions()]
        for wanted in CONTRACT.split():
            assert wanted in names
        assert names[0] == "INPUT"
        for each in redline.algorithm("tallybylanduse").parameterDefinitions():
            assert each.help(), each.name()


def test_loaded_results_have_names_for_people(layers, tmp_path):
    """As from the toolbox: the table is loaded into the project with titles on its fields and notes in its abstract."""
    target = str(tmp_path / "long.gpkg")
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    definition = QgsProcessingOutputLayerDefinition(target, QgsProject.instance())
    parameters = {"INPUT": layers["CJDCQ"], "LANDUSE": layers["DLTB"], "OUTPUT": definition}
    processing.run("redline:tallybylanduse", parameters, context=context)
    # What QGIS does with each result that it loads.
    ((place, details),) = context.layersToLoadOnCompletion().items()
    layer = QgsVectorLayer(place, details.name, "ogr")
    details.postProcessor().postProcessLayer(layer, context, QgsProcessingFeedback())
    fields = layer.fields()
    assert fields.at(fields.lookupField("class_code")).alias()
    assert "CGCS2000" in layer.metadata().abstract()
