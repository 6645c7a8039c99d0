"""Villages are villages though they say their township too; what all features share is no code of their own.

Layers whose coordinates come from a web map are suspected also where they are polygons.
"""

import numpy as np
import pytest
from deliveries import EAST, NORTH, TEXT, layer, square
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY

from redline.core.ellipsoid.mapoffset import change_system
from redline.layers.reading.crs import transform_of, transform_xy
from redline.layers.roles.recognise import recognise

pytestmark = pytest.mark.usefixtures("redline")

VILLAGES = [f"3715251002{number:02d}0000000" for number in range(1, 9)]


def regions(name, fields, rows):
    shapes = [(square(1000 * place, 0, 1000), list(row)) for place, row in enumerate(rows)]
    return layer(name, dict.fromkeys(fields, TEXT), shapes)


@pytest.mark.parametrize("name", ["行政区", "XZQ", "导出", "CJDCQ"])
def test_villages_that_say_their_township(name):
    """19 digits of ZLDWDM are the village; the 9 digits of XZQDM are one township, which all eight lie in."""
    made = regions(name, ["ZLDWDM", "XZQDM", "XZQMC"], [(code, "371525100", f"村{code[10:12]}") for code in VILLAGES])
    found = recognise(made)
    assert (found.role, found.parts["code"]) == ("village", "ZLDWDM")


def test_townships_with_the_code_of_their_county_are_no_county():
    made = regions("乡镇", ["XZQMC", "county_code"], [(f"镇{number}", "371525") for number in range(13)])
    assert recognise(made).role != "county"
    coded = [(f"镇{number}", "371525", f"3715251{number:02d}") for number in range(13)]
    found = recognise(regions("乡镇", ["XZQMC", "county_code", "XZQDM"], coded))
    assert (found.role, found.parts["code"]) == ("township", "XZQDM")


def test_a_village_in_several_pieces_is_still_one():
    rows = [(code, f"村{code[10:12]}") for code in [*VILLAGES, *VILLAGES[:2]]]
    assert recognise(regions("CJDCQ", ["ZLDWDM", "ZLDWMC"], rows)).role == "village"
    alone = [("371525100201", "甲")] * 3
    assert recognise(regions("CJDCQ", ["ZLDWDM", "ZLDWMC"], alone)).role == "village"


def test_classes_repeat_and_are_classes_all_the_same():
    rows = [(code, f"{number}") for number in range(60) for code in ("0101", "0102", "0301")]
    assert recognise(regions("导出", ["DLBM", "BSM"], rows)).role == "landuse"


class TestMapOffset:
    """Eight villages of 1 km in a row, and in each of them patches of 90 m, a hundred metres from its edges: shifted by
    GCJ-02 (here some 530 m east and 100 m north), half of them leave their village."""

    def patches(self, system=None):
        made = []
        for place, code in enumerate(VILLAGES):
            for step in range(8):
                shape = QgsGeometry.fromWkt(square(1000 * place + 100 + 100 * step, 450, 90))
                made.append((self.shifted(shape, system), ["0102", code]))
        return layer("DLTB", {"DLBM": TEXT, "ZLDWDM": TEXT}, [(shape.asWkt(9), row) for shape, row in made])

    def shifted(self, shape, system):
        if system is None:
            return shape
        plane, degrees = QgsCoordinateReferenceSystem("EPSG:4527"), QgsCoordinateReferenceSystem("EPSG:4490")
        xy = np.array([[point.x(), point.y()] for point in shape.asMultiPolygon()[0][0]])
        lon, lat = transform_xy(transform_of(plane, degrees), xy).T
        there = np.column_stack(change_system(lon, lat, "cgcs2000", system))
        moved = transform_xy(transform_of(degrees, plane), there)
        return QgsGeometry.fromPolygonXY([[QgsPointXY(*place) for place in moved.tolist()]])

    def told(self, run, system):
        villages = regions("CJDCQ", ["ZLDWDM", "ZLDWMC"], [(code, f"村{code[10:12]}") for code in VILLAGES])
        result = run("checklayers", INPUT_LAYERS=[self.patches(system), villages], OUTPUT="TEMPORARY_OUTPUT")
        return [row["message"] for row in result["OUTPUT"].getFeatures() if row["rule"] == "map_offset"]

    @pytest.mark.parametrize(("system", "name"), [("gcj02", "GCJ-02"), ("bd09", "BD-09")])
    def test_patches_of_a_web_map_are_suspected(self, run, system, name):
        (said,) = self.told(run, system)
        assert said.startswith("DLTB: ")
        assert said.endswith(
            f" of 64 polygons lie in the region of CJDCQ that they say as they are, 64 if they are {name}: ask where "
            "the layer comes from; the tool Remove map offset converts it."
        )

    def test_true_patches_are_not(self, run):
        assert self.told(run, None) == []

    def test_villages_beside_townships(self, run):
        """Two townships side by side, the villages of each in three strips of 300 m along their common border."""
        codes = ["371525100", "371525101"]
        towns = [(square(900 * place, 0, 900, 20_000), [code, f"镇{code[-1]}"]) for place, code in enumerate(codes)]
        shapes = []
        for place, code in enumerate(codes):
            for number in range(30):
                shape = QgsGeometry.fromWkt(square(900 * place + 300 * (number % 3) + 20, 600 * number + 100, 250))
                shapes.append(
                    (self.shifted(shape, "gcj02").asWkt(9), [f"{code}2{number:02d}", f"村{number}{code[-1]}"])
                )
        made = layer("CJDCQ", {"ZLDWDM": TEXT, "ZLDWMC": TEXT}, shapes)
        township = layer("XZQ", {"XZQDM": TEXT, "XZQMC": TEXT}, towns)
        result = run("checklayers", INPUT_LAYERS=[made, township], OUTPUT="TEMPORARY_OUTPUT")
        told = [row["message"] for row in result["OUTPUT"].getFeatures() if row["rule"] == "map_offset"]
        assert [each.split(":")[0] for each in told] == ["CJDCQ"] and "60 if they are GCJ-02" in told[0]


def test_checks_stop_at_no_other_datum(run):
    """Villages in Xian 80 beside patches in CGCS2000: a finding, and the other checks go on."""
    villages = regions("CJDCQ", ["ZLDWDM", "ZLDWMC"], [(code, f"村{code[10:12]}") for code in VILLAGES])
    villages.setCrs(QgsCoordinateReferenceSystem("EPSG:2363"))
    land = layer("DLTB", {"DLBM": TEXT, "ZLDWDM": TEXT}, [(square(0, 0, 100), ["0102", VILLAGES[0]])])
    point = layer("预警", {"alert_id": TEXT, "alert_time": TEXT, "village_code": TEXT},
                  [(f"POINT({EAST} {NORTH})", ["1", "2024-01-01", VILLAGES[0]])], "Point")  # fmt: skip
    result = run("checklayers", INPUT_LAYERS=[land, villages, point], OUTPUT="TEMPORARY_OUTPUT")
    said = [row["message"] for row in result["OUTPUT"].getFeatures() if row["rule"] == "crs"]
    assert len(said) == 1 and said[0].startswith("CJDCQ is in EPSG:2363") and "on another datum" in said[0]
