"""Xian 80, Beijing 54 and local datums beside CGCS2000: refused by name, or brought there by the office's own numbers.

PROJ has only a null shift between them ("ballpark"): the same longitude, off by up to 200 m on the ground.
"""

import csv
import math

import numpy as np
import plots
import pytest
import systems
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsProcessingException,
    QgsVectorLayer,
)

from redline.core.errors import RedlineError
from redline.layers.reading.crs import transform_xy
from redline.layers.reading.datums import is_old, look_in, meeting_of, transform_between
from redline.layers.roles import table as tables

pytestmark = pytest.mark.usefixtures("redline")

CGCS = "EPSG:4527 (CGCS2000 / 3-degree Gauss-Kruger zone 39)"
OLD = {
    "EPSG:2363": "EPSG:2363 (Xian 1980 / 3-degree Gauss-Kruger zone 39)",
    "EPSG:2415": "EPSG:2415 (Beijing 1954 / 3-degree Gauss-Kruger zone 39)",
}


def crs(name):
    return QgsCoordinateReferenceSystem(name)


def parcel(system, shape=None):
    made = plots.layer("ZZ_TDZSFW", "DKBH", [(shape or plots.box(0, 0, 100, 100), "D1")])
    made.setCrs(system if isinstance(system, QgsCoordinateReferenceSystem) else crs(system))
    return made


def land():
    return plots.layer("DLTB", "DLBM", [(plots.box(-500, -500, 1200, 1200), "0102")])


@pytest.fixture
def office(tmp_path, monkeypatch):
    """The folder of the office's tables of shifts, empty."""
    monkeypatch.setattr(tables, "office_folder", lambda: tmp_path)
    folder = tmp_path / "datums"
    folder.mkdir()
    look_in(folder)
    yield folder
    look_in(tmp_path / "none")


def write(folder, name, rows):
    with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("system", OLD)
@pytest.mark.parametrize("tool", ["tallybylanduse", "redlinecheck", "officialarea"])
def test_two_datums_are_refused_by_name(system, tool):
    """One layer alone meets no other datum: its area is that on its own ellipsoid."""
    if tool == "officialarea":
        assert plots.run(tool, INPUT=parcel(system))[0]["FEATURES"] == 1
        return
    others = {"tallybylanduse": {"LANDUSE": land()}, "redlinecheck": {"RED_LINES": [land()]}}
    with pytest.raises(QgsProcessingException) as failure:
        plots.run(tool, INPUT=parcel(system), **others[tool])
    # the land use's system is the run's for a tally, the parcels' for a red-line check
    layer, source, target = ("ZZ_TDZSFW", OLD[system], CGCS)
    if f"Layer {layer}" not in str(failure.value):
        layer, source, target = "DLTB", CGCS, OLD[system]
    assert str(failure.value) == (
        f"Layer {layer} is in {source} and would be brought to {target}: these stand on different datums, and no shift "
        "between them is known, so that land would lie up to 200 m off. Enter the office's parameters or common points "
        "in datumshifts.csv (folder of the office's tables), or ask the survey office for the layer in "
        f"{target}."
    )


@pytest.mark.parametrize("datum", [systems.XIAN80, systems.BEIJING54, systems.OWN])
def test_a_prj_without_code(tmp_path, datum):
    path = systems.shapefile(tmp_path, systems.prj("K", datum=datum))
    layer = QgsVectorLayer(str(path), "地块", "ogr")
    assert is_old(layer.crs())
    with pytest.raises(QgsProcessingException, match=r"these stand on different datums"):
        plots.run("tallybylanduse", INPUT=layer, LANDUSE=land())


@pytest.mark.parametrize("name", ["EPSG:4527", "EPSG:4490", "EPSG:4326", "EPSG:3857", "EPSG:32650", "EPSG:4479"])
def test_todays_datums_meet(name):
    assert not is_old(crs(name))
    assert meeting_of("a", crs(name), crs("EPSG:4548"), QgsCoordinateTransformContext()).shift is None


def test_datums_between_which_proj_knows_a_way():
    """OSGB36 to WGS 84 has published parameters."""
    assert meeting_of("a", crs("EPSG:4277"), crs("EPSG:4326"), QgsCoordinateTransformContext()).shift is None


def test_checklayers_tells_it():
    result, _ = plots.run("checklayers", INPUT_LAYERS=[parcel("EPSG:2363")])
    told = [(row["severity"], row["message"]) for row in result["OUTPUT"].getFeatures() if row["rule"] == "crs"]
    assert told == [
        (
            "error",
            "ZZ_TDZSFW is in EPSG:2363 - Xian 1980 / 3-degree Gauss-Kruger zone 39, on another datum than CGCS2000: "
            "land may lie up to 200 m off. Tools put it beside other layers only by the office's parameters "
            "(datumshifts.csv); ask for it in CGCS2000.",
        )
    ]


def geocentric(lon, lat, a, f):
    e2 = f * (2 - f)
    n = a / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    return np.array(
        [n * math.cos(lat) * math.cos(lon), n * math.cos(lat) * math.sin(lon), n * (1 - e2) * math.sin(lat)]
    )


def geodetic(xyz, a, f):
    e2 = f * (2 - f)
    p, lat = math.hypot(xyz[0], xyz[1]), 0.0
    for _ in range(30):
        n = a / math.sqrt(1 - e2 * math.sin(lat) ** 2)
        lat = math.atan2(xyz[2] + e2 * n * math.sin(lat), p)
    return math.degrees(math.atan2(xyz[1], xyz[0])), math.degrees(lat)


def test_seven_parameters(office):
    """By the formula itself: X₂ = d + (1 + m)·R·X₁, R with the signs of the coordinate frame."""
    write(office, "datumshifts.csv", [
        {"name": "县七参数", "source": "xian80", "kind": "7", "dx": "-12.3", "dy": "85.1", "dz": "41.7", "rx": "1.1",
         "ry": "-0.7", "rz": "2.3", "ppm": "3.5"},
    ])  # fmt: skip
    lon, lat = 115.44, 36.48
    rx, ry, rz = (math.radians(each / 3600) for each in (1.1, -0.7, 2.3))
    turn = np.array([[1, rz, -ry], [-rz, 1, rx], [ry, -rx, 1]])
    first = geocentric(math.radians(lon), math.radians(lat), 6378140.0, 1 / 298.257)
    then = np.array([-12.3, 85.1, 41.7]) + (1 + 3.5e-6) * turn @ first
    wanted = geodetic(then, 6378137.0, 1 / 298.257222101)
    there = transform_between("a", crs("EPSG:4610"), crs("EPSG:4490"), QgsCoordinateTransformContext())
    moved = transform_xy(there, np.array([[lon, lat]]))[0]
    assert moved == pytest.approx(wanted, abs=2e-9)  # 0.2 mm
    back = transform_between("a", crs("EPSG:4490"), crs("EPSG:4610"), QgsCoordinateTransformContext())
    assert transform_xy(back, moved[None])[0] == pytest.approx((lon, lat), abs=1e-8)  # 1 mm: small angles
    # and from plane to plane: the same place
    plane = transform_between("a", crs("EPSG:2363"), crs("EPSG:4527"), QgsCoordinateTransformContext())
    own = transform_between("a", crs("EPSG:4610"), crs("EPSG:2363"), QgsCoordinateTransformContext())
    to_plane = transform_between("a", crs("EPSG:4490"), crs("EPSG:4527"), QgsCoordinateTransformContext())
    assert transform_xy(plane, transform_xy(own, np.array([[lon, lat]])))[0] == pytest.approx(
        transform_xy(to_plane, np.array([wanted]))[0], abs=0.0005
    )


class TestCommonPoints:
    """Four points whose CGCS2000 coordinates are 3 m north and 115 m east of the old ones, one of them 4 cm more."""

    def points(self, off=0.0):
        places = {"G1": (0, 0), "G2": (9000, 0), "G3": (0, 9000), "G4": (9000, 9000)}
        return [
            {
                "shift": "控制点", "point": name, "north": plots.NORTH + north, "east": plots.EAST + east,
                "north_then": plots.NORTH + north + 3 + (off if name == "G4" else 0),
                "east_then": plots.EAST + east + 115,
            }
            for name, (north, east) in places.items()
        ]  # fmt: skip

    def set_up(self, office, off=0.0, source="EPSG:2363"):
        row = {"name": "控制点", "source": source, "target": "EPSG:4527", "kind": "points"}
        write(office, "datumshifts.csv", [row])
        write(office, "commonpoints.csv", self.points(off))

    def test_a_parcel_lies_where_it_belongs(self, office):
        """60 m of the parcel's 100 m would lie beside the land without the shift of 115 m."""
        self.set_up(office)
        patches = plots.layer("DLTB", "DLBM", [(plots.box(115, 3, 100, 100), "0102")])
        result, warnings = plots.run("tallybylanduse", INPUT=parcel("EPSG:2363"), LANDUSE=patches, UNIT="m2")
        found = {row["class_code"]: row["area"] for row in result["OUTPUT"].getFeatures()}
        assert found["0102"] == pytest.approx(9995.2, abs=0.5) and result["NOT_COVERED_AREA"] < 0.01
        assert (
            f"Layer ZZ_TDZSFW: brought from {OLD['EPSG:2363']} to {CGCS} by 4 common points (控制点); the largest "
            "residual is 0.000 m (point G1)." in [each[:-4] + "G1)." for each in warnings if "common points" in each]
        )

    def test_another_zone_of_the_old_datum_goes_through_the_points_plane(self, office):
        self.set_up(office)
        other = transform_between("a", crs("EPSG:2363"), crs("EPSG:2362"), QgsCoordinateTransformContext())
        there = transform_between("a", crs("EPSG:2362"), crs("EPSG:4527"), QgsCoordinateTransformContext())
        place = np.array([[plots.EAST, plots.NORTH]])
        assert transform_xy(there, transform_xy(other, place))[0] == pytest.approx(
            (plots.EAST + 115, plots.NORTH + 3), abs=0.001
        )

    def test_the_residual_is_told(self, office):
        """One of four points of a square is 4 cm off: the similarity takes half of it."""
        self.set_up(office, off=0.04)
        _, warnings = plots.run("tallybylanduse", INPUT=parcel("EPSG:2363"), LANDUSE=land())
        told = next(each for each in warnings if "common points" in each)
        # n = 4 points, 8 equations, 4 unknowns: of 0.04 m the corner keeps 0.04 · (1 − 1/4 − 1/4) = 0.02 m
        assert told.endswith("the largest residual is 0.020 m (point G4).")

    def test_a_plane_shift_needs_a_plane(self, office):
        self.set_up(office, source="xian80")
        with pytest.raises(RedlineError, match=r"datumshifts.csv: xian80 is no plane system"):
            transform_between("a", crs("EPSG:2363"), crs("EPSG:4527"), QgsCoordinateTransformContext())

    def test_an_offices_own_system_by_its_name(self, office, tmp_path):
        self.set_up(office, source="K")
        layer = QgsVectorLayer(str(systems.shapefile(tmp_path, systems.prj("K", datum=systems.OWN))), "地块", "ogr")
        there = transform_between("a", layer.crs(), crs("EPSG:4527"), QgsCoordinateTransformContext())
        assert transform_xy(there, np.array([[plots.EAST, plots.NORTH]]))[0] == pytest.approx(
            (plots.EAST + 115, plots.NORTH + 3), abs=0.001
        )
