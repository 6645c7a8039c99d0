"""A wrong or missing system: told by name, with both extents and both systems, before the work; never "clear".

Taken for zone 38, coordinates of zone 39 lie three degrees of longitude further west:
3 · 111.195 km · cos 36.48° = 268 km.
"""

import sqlite3

import plots
import pytest
from deliveries import TEXT
from deliveries import layer as in_memory
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsProcessingException,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from redline.core.errors import RedlineError
from redline.layers.reading.meeting import Ground, check_meeting, refuse_wrong_system
from redline.layers.reading.sources import source_of

pytestmark = pytest.mark.usefixtures("redline")

IN_39 = "EPSG:4527 (CGCS2000 / 3-degree Gauss-Kruger zone 39)"
TOOLS = {
    "tallybylanduse": lambda zone, other: {"INPUT": zone, "LANDUSE": other},
    "redlinecheck": lambda zone, other: {"INPUT": zone, "RED_LINES": [other]},
}


def parcels(name="ZZ_TDZSFW", crs="EPSG:4527", move=(0.0, 0.0)):
    """A square of 100 m, labelled with ``crs``; move : what is added to its coordinates."""
    made = plots.layer(name, "DLBM", [(plots.box(*move, 100, 100), "0102")])
    made.setCrs(QgsCoordinateReferenceSystem(crs))
    return made


def refused(tool, zone, other):
    with pytest.raises(QgsProcessingException) as failure:
        plots.run(tool, **TOOLS[tool](zone, other))
    return str(failure.value)


@pytest.mark.parametrize("tool", ["tallybylanduse", "redlinecheck"])
class TestEachTool:
    def test_the_neighbouring_zone(self, tool):
        """Without zone numbers the coordinates are as good in zone 38: only where they lie tells."""
        bare = (500_000.0 - 39_500_000.0, 0.0)
        said = refused(tool, parcels(), parcels("STBHHX", "EPSG:4547", bare))
        assert said.startswith(
            "The layers ZZ_TDZSFW and STBHHX cannot meet, they lie 268 km apart: ZZ_TDZSFW around X 40"
        )
        assert f"({IN_39}), STBHHX around X 40" in said
        assert said.endswith(
            " (EPSG:4547 (CGCS2000 / 3-degree Gauss-Kruger CM 114E)). As EPSG:4548 (CGCS2000 / 3-degree Gauss-Kruger "
            "CM 117E) STBHHX would meet ZZ_TDZSFW: set that in its properties if it is so."
        )

    @pytest.mark.parametrize("stated", ["EPSG:4526", "EPSG:4548", "EPSG:4326", "EPSG:32650"])
    def test_eastings_of_another_zone(self, tool, stated):
        said = refused(tool, parcels(), parcels("STBHHX", stated))
        assert said.startswith("Layer STBHHX cannot be in the coordinate system that it says: X 4040000")
        assert said.endswith(f"Its coordinates are those of {IN_39}: set that in its properties.")
        assert f"({stated} (" in said

    def test_the_zones_themselves(self, tool):
        said = refused(tool, parcels("地块", "EPSG:4526"), parcels("STBHHX"))
        assert said.startswith("Layer 地块 cannot be in the coordinate system that it says: X 4040000 … 4040100")

    def test_metres_without_zone_number_as_degrees(self, tool):
        said = refused(tool, parcels(), parcels("STBHHX", "EPSG:4326", (500_000.0 - 39_500_000.0, 0.0)))
        assert said == (
            "Layer STBHHX cannot be in the coordinate system that it says: X 4040000.0000 … 4040100.0000, Y "
            "360000.0000 … 360100.0000 (EPSG:4326 (WGS 84)). These are no degrees: find out in which zone it was "
            "surveyed, and set that in its properties."
        )

    def test_degrees_as_metres(self, tool):
        degrees = plots.layer("STBHHX", "DLBM", [("POLYGON((115.4 36.4,115.5 36.4,115.5 36.5,115.4 36.4))", "0102")])
        said = refused(tool, parcels(), degrees)
        assert "Its coordinates are those of EPSG:4490 (China Geodetic Coordinate System 2000): set that" in said

    @pytest.mark.parametrize("number", [0, -1])
    def test_undefined_in_a_geopackage(self, tool, number, tmp_path):
        """Undefined geographic and Cartesian SRS (OGC 12-128r19, 1.1.2.1.2): no system, not one of degrees."""
        path = tmp_path / "county.gpkg"
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.layerName = "GPKG", "STBHHX"
        QgsVectorFileWriter.writeAsVectorFormatV3(parcels(), str(path), QgsCoordinateTransformContext(), options)
        with sqlite3.connect(path) as file:
            file.execute("UPDATE gpkg_geometry_columns SET srs_id = ?", (number,))
            file.execute("UPDATE gpkg_contents SET srs_id = ?", (number,))
        file.close()
        layer = QgsVectorLayer(f"{path}|layername=STBHHX", "STBHHX", "ogr")
        told = "Layer STBHHX has no coordinate system: set one in its properties."
        assert refused(tool, parcels(), layer) == told
        assert refused(tool, layer, parcels()) == told


class TestGrounds:
    def here(self, crs="EPSG:4527", east=39_360_000.0, north=4_040_000.0):
        return Ground("here", QgsCoordinateReferenceSystem(crs), QgsRectangle(east, north, east + 100, north + 100))

    def test_within_a_county_nothing_is_said(self):
        assert check_meeting(self.here(), self.here(east=39_379_000.0)) is None

    def test_beside(self):
        """50 km further north on the plane, whose metres are 1.000238 too long here: 49.9 km from box to box."""
        told = check_meeting(self.here(), Ground("there", self.here().crs, self.here(north=4_090_000.0).box))
        assert told is not None
        assert told.sentence(str) == "Layer there lies 50 km beside here: they have no land in common."

    def test_no_system_in_which_they_meet(self):
        far = Ground("far", QgsCoordinateReferenceSystem("EPSG:4527"), self.here(north=2_500_000.0).box)
        with pytest.raises(
            RedlineError, match=r"cannot meet, they lie 15\d\d km apart: .* Choose layers of one county"
        ):
            check_meeting(self.here(), far)

    def test_one_vertex_astray_says_nothing_of_the_system(self):
        shapes = [(plots.ring((0, 0), (1, 0), "0 0", (0, 1)), ["a"]), (plots.box(0, 0, 1, 1), ["b"])]
        refuse_wrong_system(source_of(in_memory("a", {"id": TEXT}, shapes)))


def test_a_layer_in_africa_is_where_it_says():
    made = plots.layer("x", "DLBM", [("POLYGON((20 5,21 5,21 6,20 5))", "0102")], "EPSG:4326")
    result, _ = plots.run("checklayers", INPUT_LAYERS=[made])
    told = [row["message"] for row in result["OUTPUT"].getFeatures() if row["rule"] == "crs"]
    assert told == [
        "x lies outside of China, by its coordinates in EPSG:4326 - WGS 84: see whether it is the right one."
    ]


def masts(crs):
    """One mast 1 km from the parcel, in the coordinates of zone 39, labelled with ``crs``."""
    made = QgsVectorLayer("Point?crs=EPSG:4527&field=camera_index_code:string&field=radius:double", "SXT", "memory")
    mast = QgsFeature(made.fields())
    mast.setAttributes(["C1", 3000.0])
    mast.setGeometry(QgsGeometry.fromWkt(f"POINT({plots.EAST + 1000} {plots.NORTH})"))
    assert made.dataProvider().addFeature(mast)
    made.setCrs(QgsCoordinateReferenceSystem(crs))
    return made


@pytest.mark.parametrize("stated", ["EPSG:4326", "EPSG:4526", "EPSG:4548"])
@pytest.mark.parametrize("tool", ["pointsinzones", "nearesthazards"])
def test_points_of_another_zone(tool, stated):
    name = {"pointsinzones": "POINTS", "nearesthazards": "HAZARDS"}[tool]
    with pytest.raises(QgsProcessingException) as failure:
        plots.run(tool, INPUT=parcels(), **{name: masts(stated)})
    assert str(failure.value).startswith("Layer SXT cannot be in the coordinate system that it says: X 4040000")
    assert str(failure.value).endswith(f"Its coordinates are those of {IN_39}: set that in its properties.")


@pytest.mark.parametrize("stated", ["EPSG:4326", "EPSG:4526"])
def test_cameras_of_another_zone(stated):
    from redline.layers.sight.cameras import CameraDefaults, CameraFields, read_cameras

    with pytest.raises(RedlineError, match=r"Layer SXT cannot be in the coordinate system that it says"):
        read_cameras(
            source_of(masts(stated)), CameraFields(), CameraDefaults(), QgsCoordinateReferenceSystem("EPSG:4527")
        )


def test_a_layer_that_no_transform_brings_here_is_told_where_it_lies(tmp_path):
    """In the Gulf of Guinea no point has a place in zone 39: not "holds no polygons"."""
    africa = parcels("africa", crs="EPSG:4326")
    africa.dataProvider().changeGeometryValues({1: QgsGeometry.fromWkt("POLYGON((2 1,2.1 1,2.1 1.1,2 1.1,2 1))")})
    africa.updateExtents()
    with pytest.raises(QgsProcessingException, match=r"ZZ_TDZSFW and africa cannot meet, they lie 1\d{4} km apart"):
        plots.run("redlinecheck", INPUT=parcels(), RED_LINES=[africa])


def test_checklayers_tells_which_layer_lies_apart():
    """Two of three lie together: the third, 268 km to the west, is the one that is told, with both extents."""
    others = [parcels("CZKFBJ"), parcels("DLTB")]
    apart = parcels("YJJBNTBHTB", crs="EPSG:4526", move=(-1_000_000, 0))
    found, _ = plots.run("checklayers", INPUT_LAYERS=[apart, *others])
    assert found["FLAGS"] & 1048576
    ((layer, severity, message),) = [
        (row["layer"], row["severity"], row["message"])
        for row in found["OUTPUT"].getFeatures()
        if row["rule"] == "apart"
    ]
    assert (layer, severity) == ("YJJBNTBHTB", "error")
    assert message.startswith("The layers CZKFBJ and YJJBNTBHTB cannot meet, they lie 268 km apart: CZKFBJ around X ")
    found, _ = plots.run("checklayers", INPUT_LAYERS=others)
    assert not found["FLAGS"] & 1048576
