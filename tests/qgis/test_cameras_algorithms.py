"""The camera tools as QGIS runs them: outputs as declared, wrong inputs named, nothing left after a cancelled run."""

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsRasterLayer,
    QgsVectorLayer,
)

from redline.layers.rasterfile import band_array, memory_raster, wkt_of

CRS = "EPSG:4548"
LEFT, TOP, CELL = 390000.0, 4046000.0, 10.0


def rectangle(x0, y0, x1, y1):
    return f"POLYGON(({x0} {y0}, {x1} {y0}, {x1} {y1}, {x0} {y1}, {x0} {y0}))"


class Feedback(QgsProcessingFeedback):
    """Keeps what is said; cancels once ``stop_at`` per cent are reached."""

    def __init__(self, stop_at=None):
        super().__init__(False)
        self.said, self.warned = [], []
        self.stop_at = stop_at
        self.progressChanged.connect(self._maybe_stop)

    def _maybe_stop(self, value):
        if self.stop_at is not None and value >= self.stop_at:
            self.cancel()

    def pushInfo(self, text):
        self.said.append(text)

    def pushWarning(self, text):
        self.warned.append(text)


@pytest.fixture
def world(redline, tmp_path):
    return World(tmp_path)


class World:
    """A plain of 4 by 4 km with a tree belt, three masts, and a way to run a tool on it."""

    def __init__(self, folder):
        self.folder = folder
        self.feedback = Feedback()
        self.context = QgsProcessingContext()
        self.taken = {}

    def dem(self, values=None, name="dem", nodata=-9999.0):
        values = np.full((400, 400), 30.0) if values is None else values
        memory = memory_raster(
            values.astype(np.float64), (LEFT, CELL, 0, TOP, 0, -CELL), wkt_of(QgsCoordinateReferenceSystem(CRS)), nodata
        )
        path = self.folder / f"{name}.tif"
        gdal.GetDriverByName("GTiff").CreateCopy(str(path), memory).FlushCache()
        return QgsRasterLayer(str(path), name)

    def files(self):
        """Names in the folder; QGIS itself writes statistics beside a raster when it closes the layer."""
        return sorted(path.name for path in self.folder.iterdir() if not path.name.endswith(".aux.xml"))

    def points(
        self,
        rows,
        fields="field=camera_index_code:string&field=name:string&field=camera_height:double&field=camera_radius:double",
        crs=CRS,
    ):
        layer = QgsVectorLayer(f"Point?crs={crs}&{fields}", "摄像头", "memory")
        features = []
        for x, y, *attributes in rows:
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
            feature.setAttributes(attributes)
            features.append(feature)
        layer.dataProvider().addFeatures(features)
        return layer

    def cameras(self):
        return self.points(
            [
                (LEFT + 1000, TOP - 2000, "A1", "东塔", 40.0, 900.0),
                (LEFT + 2500, TOP - 2000, "A2", "西塔", 40.0, 0.9),
                (LEFT + 1500, TOP - 2500, "A3", "南塔", None, 900.0),
            ]
        )

    def polygons(self, wkts, fields="field=id:string", attributes=None, name="面", crs=CRS):
        layer = QgsVectorLayer(f"Polygon?crs={crs}&{fields}", name, "memory")
        features = []
        for index, wkt in enumerate(wkts):
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
            feature.setAttributes(attributes[index] if attributes else [str(index)])
            features.append(feature)
        layer.dataProvider().addFeatures(features)
        return layer

    def run(self, tool, stop_at=None, **parameters):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"redline:{tool}")
        self.feedback = Feedback(stop_at)
        ok, message = algorithm.checkParameterValues(parameters, self.context)
        assert ok, message
        results, ok = algorithm.run(parameters, self.context, self.feedback, catchExceptions=False)
        assert ok
        declared = {output.name() for output in algorithm.outputDefinitions()}
        assert set(results) <= declared
        return results

    def layer(self, value):
        if value not in self.taken:
            self.taken[value] = self.context.takeResultLayer(value) or QgsVectorLayer(value, "x", "ogr")
        return self.taken[value]

    def rows(self, value):
        layer = self.layer(value)
        return [dict(zip(layer.fields().names(), feature.attributes(), strict=True)) for feature in layer.getFeatures()]

    def array(self, path, kind):
        return band_array(gdal.Open(str(path)), kind)


class TestViewshed:
    def parameters(self, world, **change):
        return {
            "ELEVATION": world.dem(),
            "CAMERAS": world.cameras(),
            "OUTPUT": "memory:",
            "COUNT": str(world.folder / "count.tif"),
        } | change

    def test_three_masts_on_a_plain(self, world):
        found = world.run(
            "cameraviewshed",
            **self.parameters(
                world, UNION=str(world.folder / "union.tif"), COUNT_AREAS="memory:", MASKS=str(world.folder / "masks")
            ),
        )
        rows = world.rows(found["OUTPUT"])
        assert [row["camera_id"] for row in rows] == ["A1", "A2", "A3"]
        assert [row["name"] for row in rows] == ["东塔", "西塔", "南塔"]
        # 0.9 is a radius in kilometres; the mast without a height gets the default
        assert [row["radius_m"] for row in rows] == [900.0] * 3
        assert [row["mast_m"] for row in rows] == [40.0] * 3
        # π · 900² = 2 544 690 m² in the plane, times 0.99971 on the ellipsoid (110 km west of the central meridian)
        assert rows[0]["field_m2"] == pytest.approx(np.pi * 900**2 * 0.9997, rel=1e-3)
        assert rows[0]["seen_m2"] == rows[0]["field_m2"]
        assert rows[0]["share"] == 1.0
        assert rows[0]["lens_m"] == 70.0
        layer = world.layer(found["COUNT_AREAS"])
        counts = {feature["cameras"]: feature["area_m2"] for feature in layer.getFeatures()}
        assert set(counts) == {1, 2, 3}
        assert sum(counts.values()) == pytest.approx(found["SEEN_AREA"], abs=0.02)
        assert found["FIELD_AREA"] == pytest.approx(found["SEEN_AREA"])
        assert found["CAMERA_COUNT"] == 3
        count = world.array(found["COUNT"], "uint16")
        assert sorted(np.unique(count).tolist()) == [1, 2, 3, 65535]
        union = world.array(found["UNION"], "uint8")
        assert np.array_equal(union == 1, (count > 0) & (count != 65535))
        masks = sorted(path.name for path in (world.folder / "masks").iterdir())
        assert masks == ["A1.tif", "A2.tif", "A3.tif", "manifest.json"]
        first = world.array(world.folder / "masks" / "A1.tif", "uint8")
        assert (first == 1).sum() == pytest.approx(np.pi * 8100, rel=1e-3)
        assert any("1 radii are below 100" in text for text in world.feedback.warned)
        assert any("1 cameras have no mast height" in text for text in world.feedback.warned)

    def test_polygons_cover_the_cells(self, world):
        found = world.run("cameraviewshed", **self.parameters(world))
        layer = world.layer(found["OUTPUT"])
        assert layer.crs().authid() == CRS
        for feature in layer.getFeatures():
            # areas in the plane: cells of 100 m²
            cells = feature.geometry().area() / 100
            assert cells == pytest.approx(round(cells))
            assert feature["seen_m2"] == pytest.approx(feature.geometry().area() * 0.9997, rel=1e-4)
            assert feature.geometry().isGeosValid()

    def test_tree_belt_makes_a_blind_spot(self, world):
        belt = world.polygons(
            [rectangle(LEFT + 1500, TOP - 4000, LEFT + 1510, TOP)],
            "field=h:double",
            [[20.0]],
        )
        found = world.run(
            "cameraviewshed",
            **self.parameters(
                world,
                OBSTACLES=belt,
                OBSTACLE_HEIGHT_FIELD="h",
                ELEVATION_ERROR=2.0,
                CERTAINTY=str(world.folder / "sure.tif"),
                HIDDEN_HEIGHT=str(world.folder / "hidden.tif"),
            ),
        )
        rows = world.rows(found["OUTPUT"])
        assert rows[0]["share"] < 0.95
        sure = world.array(found["CERTAINTY"], "uint8")
        assert set(np.unique(sure).tolist()) == {0, 1, 2, 3, 255}
        hidden = world.array(found["HIDDEN_HEIGHT"], "float32")
        count = world.array(found["COUNT"], "uint16")
        assert (hidden[(count > 0) & (count < 65535)] == 0).all()
        assert hidden[count == 0].min() > 0

    def test_sector_and_dead_zone_by_field(self, world):
        fields = "field=id:string&field=dir:double&field=wide:double&field=down:double"
        cameras = world.points([(LEFT + 2000, TOP - 2000, "A1", 90.0, 90.0, 15.0)], fields)
        found = world.run(
            "cameraviewshed",
            **self.parameters(
                world, CAMERAS=cameras, RADIUS=900, AZIMUTH_FIELD="dir", FOV_FIELD="wide", STEEPEST_FIELD="down"
            ),
        )
        (row,) = world.rows(found["OUTPUT"])
        # 40 / tan 15° = 149.28 m
        assert row["dead_m"] == pytest.approx(149.28, abs=0.01)
        assert row["field_m2"] == pytest.approx(np.pi * (900**2 - 149.28**2) / 4 * 0.9997, rel=5e-3)
        assert row["azimuth"] == 90.0

    def test_a_camera_outside_is_named_or_left_out(self, world):
        cameras = world.points(
            [(LEFT + 1000, TOP - 2000, "A1", "东塔", 40.0, 900.0), (LEFT - 500, TOP, "A9", "外塔", 40.0, 900.0)]
        )
        with pytest.raises(QgsProcessingException, match=r"Camera 外塔 \(A9\) at .* lies outside the elevation raster"):
            world.run("cameraviewshed", **self.parameters(world, CAMERAS=cameras))
        assert not (world.folder / "count.tif").exists()
        found = world.run("cameraviewshed", **self.parameters(world, CAMERAS=cameras, LEAVE_OUT=True))
        assert found["CAMERA_COUNT"] == 1
        assert any("外塔" in text for text in world.feedback.warned)

    def test_unknown_cells_are_counted(self, world):
        ground = np.full((400, 400), 30.0)
        ground[200:205, 100:110] = -9999.0
        found = world.run(
            "cameraviewshed",
            **self.parameters(
                world,
                ELEVATION=world.dem(ground, "holes"),
                CAMERAS=world.points([(LEFT + 1500, TOP - 2000, "A1", "塔", 40.0, 900.0)]),
            ),
        )
        assert found["UNKNOWN_CELLS"] == 50
        assert any("not as sea level" in text for text in world.feedback.warned)

    def test_cameras_in_degrees_are_transformed(self, world):
        # (390000, 4046000) + (1500, −2000) in EPSG:4548 lies at 115.7913 E, 36.5247 N
        place = QgsGeometry.fromPointXY(QgsPointXY(LEFT + 1500, TOP - 2000))
        place.transform(
            QgsCoordinateTransform(
                QgsCoordinateReferenceSystem(CRS),
                QgsCoordinateReferenceSystem("EPSG:4490"),
                QgsCoordinateTransformContext(),
            )
        )
        point = place.asPoint()
        cameras = world.points([(point.x(), point.y(), "A1", "塔", 40.0, 900.0)], crs="EPSG:4490")
        found = world.run("cameraviewshed", **self.parameters(world, CAMERAS=cameras))
        (feature,) = world.layer(found["OUTPUT"]).getFeatures()
        centre = feature.geometry().boundingBox().center()
        assert (centre.x(), centre.y()) == pytest.approx((LEFT + 1500, TOP - 2000), abs=CELL)

    def test_cancel_leaves_nothing(self, world):
        with pytest.raises(QgsProcessingException, match="cancelled"):
            world.run("cameraviewshed", stop_at=20, **self.parameters(world, MASKS=str(world.folder / "masks")))
        assert world.files() == ["dem.tif"]

    def test_an_input_is_never_written_over(self, world):
        with pytest.raises(QgsProcessingException, match="is an input of this run"):
            world.run("cameraviewshed", **self.parameters(world, COUNT=str(world.folder / "dem.tif")))

    def test_certainty_needs_an_error(self, world):
        with pytest.raises(QgsProcessingException, match="needs ELEVATION_ERROR"):
            world.run("cameraviewshed", **self.parameters(world, CERTAINTY=str(world.folder / "sure.tif")))

    def test_a_field_that_is_not_there_is_named(self, world):
        with pytest.raises(QgsProcessingException, match="Layer 摄像头 has no field GG"):
            world.run("cameraviewshed", **self.parameters(world, HEIGHT_FIELD="GG"))

    def test_a_layer_without_points_is_named(self, world):
        empty = world.points([])
        with pytest.raises(QgsProcessingException, match="Layer 摄像头 has no camera"):
            world.run("cameraviewshed", **self.parameters(world, CAMERAS=empty))


class TestCoverage:
    """Two villages side by side, a mast in the western one, a wall of trees between the mast and the south."""

    def parameters(self, world, **change):
        west = rectangle(LEFT, TOP - 4000, LEFT + 2000, TOP)
        east = rectangle(LEFT + 2000, TOP - 4000, LEFT + 4000, TOP)
        villages = world.polygons(
            [west, east],
            "field=ZLDWDM:string&field=ZLDWMC:string",
            [["371525100201", "东村"], ["371525101202", "西村"]],
            "村",
        )
        # one patch in each village and one across the border, legal areas 90 % of the land
        patches = [
            rectangle(LEFT + 500, TOP - 2500, LEFT + 1000, TOP - 2000),
            rectangle(LEFT + 3000, TOP - 2500, LEFT + 3500, TOP - 2000),
            rectangle(LEFT + 1900, TOP - 2100, LEFT + 2100, TOP - 2000),
        ]
        farmland = world.polygons(patches, "field=YJJBNTMJ:double", [[225000.0], [225000.0], [18000.0]], "永久基本农田")
        cameras = world.points([(LEFT + 1305, TOP - 1995, "A1", "塔", 40.0, 1200.0)])
        return {
            "ELEVATION": world.dem(),
            "CAMERAS": cameras,
            "VILLAGES": villages,
            "FARMLAND": farmland,
            "UNIT": "m2",
            "OUTPUT": "memory:",
            "OUTPUT_CAMERAS": "memory:",
            "NOT_SEEN": "memory:",
        } | change

    def test_bare_plain_is_seen_all_over_the_circle(self, world):
        found = world.run("cameracoverage", **self.parameters(world))
        rows = {(row["kind"], row["village"]): row for row in world.rows(found["OUTPUT"])}
        west, east = rows["leaf", "371525100201"], rows["leaf", "371525101202"]
        for row in rows.values():
            assert row["area_hidden"] == 0
            assert row["area_circle"] == pytest.approx(row["area_seen1"], abs=0.005)
        # π · 1200² = 4 523 893 m² in the plane, 0.99971 of it on the ellipsoid, to the middle of the rim's cells
        total = rows["total", ""]
        assert total["area_circle"] == pytest.approx(np.pi * 1200**2 * 0.9997, rel=1e-3)
        # two villages of 8 km² each
        assert west["area_total"] == pytest.approx(8e6 * 0.9997, rel=1e-4)
        for key in ("area_total", "area_circle", "area_outside", "farm_total", "farm_seen"):
            assert west[key] + east[key] == pytest.approx(total[key], abs=1e-6)
        # the western patch and half of the middle one lie in the west; nearly all within 1200 m
        assert west["farm_total"] == pytest.approx(225000 + 9000, abs=0.05)
        assert east["farm_total"] == pytest.approx(225000 + 9000, abs=0.05)
        assert total["farm_total"] == 468000.0
        assert west["farm_seen"] == pytest.approx(234000, abs=0.05)
        # the eastern patch begins 1695 m from the mast
        assert east["farm_seen"] == pytest.approx(9000, abs=0.05)
        assert found["FARMLAND_AREA"] == pytest.approx(468000.0)
        assert found["FARMLAND_SEEN"] == pytest.approx(243000.0, abs=0.1)
        (camera,) = world.rows(found["OUTPUT_CAMERAS"])
        assert camera["area_share"] == 100.0
        assert camera["farm_circle"] == pytest.approx(243000.0, abs=0.1)
        assert camera["farm_seen"] == pytest.approx(243000.0, abs=0.1)
        assert world.rows(found["NOT_SEEN"]) == []
        assert any("Bare ground" in text for text in world.feedback.said)

    def test_trees_make_the_difference(self, world):
        # a belt 20 m high and 400 m long, 300 m south of the mast: its shadow is 20 · 300 / 20 = 300 m long
        belt = world.polygons([rectangle(LEFT + 1105, TOP - 2305, LEFT + 1505, TOP - 2296)], "field=h:double", [[20.0]])
        found = world.run(
            "cameracoverage",
            **self.parameters(
                world,
                OBSTACLES=belt,
                OBSTACLE_HEIGHT_FIELD="h",
                OUTPUT_XLSX=str(world.folder / "cover.xlsx"),
                OUTPUT_HTML=str(world.folder / "cover.html"),
                LANGUAGE="en",
            ),
        )
        total = next(row for row in world.rows(found["OUTPUT"]) if row["kind"] == "total")
        pieces = world.rows(found["NOT_SEEN"])
        assert sum(row["area_m2"] for row in pieces) == pytest.approx(total["area_hidden"], abs=0.02)
        assert [row["area_m2"] for row in pieces] == sorted((row["area_m2"] for row in pieces), reverse=True)
        # the shadow widens from 400 m at 300 m to 800 m at 600 m: about 600 · 300 m², and the belt's own cells
        assert total["area_hidden"] == pytest.approx(180000 + 8000, rel=0.08)
        assert total["area_hidden"] + total["area_seen"] == pytest.approx(total["area_circle"], abs=1e-6)
        # farmland in the shadow: the patch south-west of the mast loses part
        assert 0 < total["farm_hidden"] < 225000
        assert (world.folder / "cover.xlsx").is_file()
        page = (world.folder / "cover.html").read_text(encoding="utf-8")
        assert "Camera coverage by village" in page
        assert "Bare ground" not in page

    def test_farmland_seen_by_two(self, world):
        cameras = world.points(
            [(LEFT + 1305, TOP - 1995, "A1", "塔", 40.0, 1200.0), (LEFT + 1205, TOP - 1995, "A2", "塔", 40.0, 1200.0)]
        )
        found = world.run("cameracoverage", **self.parameters(world, CAMERAS=cameras))
        rows = {(row["kind"], row["village"]): row for row in world.rows(found["OUTPUT"])}
        west = rows["leaf", "371525100201"]
        # the western patch lies in both circles wholly
        assert west["farm_seen2"] == pytest.approx(225000 + 9000, rel=0.05)
        assert west["farm_seen3"] == 0

    def test_a_circle_beyond_the_raster_is_unknown(self, world):
        cameras = world.points([(LEFT + 305, TOP - 1995, "A1", "塔", 40.0, 1200.0)])
        wide = world.polygons(
            [rectangle(LEFT - 2000, TOP - 4000, LEFT + 4000, TOP)],
            "field=ZLDWDM:string&field=ZLDWMC:string",
            [["371525100201", "东村"]],
        )
        found = world.run("cameracoverage", **self.parameters(world, CAMERAS=cameras, VILLAGES=wide))
        row = next(row for row in world.rows(found["OUTPUT"]) if row["kind"] == "leaf")
        # the segment of the circle beyond 305 m
        half = np.arccos(305 / 1200)
        segment = 1200**2 * (half - np.sin(half) * np.cos(half))
        assert row["area_unknown"] == pytest.approx(segment * 0.9997, rel=0.01)
        assert row["area_circle"] == pytest.approx(np.pi * 1200**2 * 0.9997, rel=1e-3)

    def test_farmland_in_no_village_is_a_row_of_its_own(self, world):
        small = world.polygons(
            [rectangle(LEFT, TOP - 4000, LEFT + 2000, TOP)],
            "field=ZLDWDM:string&field=ZLDWMC:string",
            [["371525100201", "东村"]],
        )
        found = world.run("cameracoverage", **self.parameters(world, VILLAGES=small, LANGUAGE="en"))
        rows = world.rows(found["OUTPUT"])
        outside = next(row for row in rows if row["village_name"] == "In no village")
        assert outside["farm_total"] == pytest.approx(225000 + 9000, abs=0.05)
        assert outside["area_total"] == 0
        assert next(row for row in rows if row["kind"] == "total")["farm_total"] == 468000.0

    def test_wrong_inputs_are_named(self, world):
        villages = world.polygons([rectangle(LEFT, TOP - 100, LEFT + 100, TOP)], "field=x:string", [["1"]])
        with pytest.raises(QgsProcessingException, match="has no field ZLDWDM"):
            world.run("cameracoverage", **self.parameters(world, VILLAGES=villages))
        farmland = world.polygons(
            [rectangle(LEFT, TOP - 100, LEFT + 100, TOP)], "field=YJJBNTMJ:double", [[-5.0]], "农田"
        )
        with pytest.raises(QgsProcessingException, match=r"Layer 农田, feature 1: the legal area .* is -5\.0"):
            world.run("cameracoverage", **self.parameters(world, FARMLAND=farmland))
        outside = world.points(
            [(LEFT - 500, TOP, "A9", "外塔", 40.0, 900.0), (LEFT + 500, TOP - 500, "A1", "塔", 40.0, 900.0)]
        )
        with pytest.raises(QgsProcessingException, match="外塔"):
            world.run("cameracoverage", **self.parameters(world, CAMERAS=outside))

    def test_cancel_leaves_nothing(self, world):
        with pytest.raises(QgsProcessingException, match="cancelled"):
            world.run(
                "cameracoverage", stop_at=30, **self.parameters(world, OUTPUT_XLSX=str(world.folder / "cover.xlsx"))
            )
        assert not (world.folder / "cover.xlsx").exists()


class TestGeoreference:
    def table(self, rows, fields="field=YJBH:string&field=camera_index_code:string&field=pan:double&field=tilt:double"):
        layer = QgsVectorLayer(f"NoGeometry?{fields}", "预警", "memory")
        features = []
        for row in rows:
            feature = QgsFeature(layer.fields())
            feature.setAttributes(row)
            features.append(feature)
        layer.dataProvider().addFeatures(features)
        return layer

    def parameters(self, world, **change):
        camera = world.points([(LEFT + 2005, TOP - 1995, "A1", "塔", 50.0, 1900.0)])
        return {"ELEVATION": world.dem(), "CAMERAS": camera, "REFRACTION": 1.0} | change

    def north(self, x, y):
        """Grid azimuth of true north, by moving a point a little up its meridian."""
        there = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem(CRS),
            QgsCoordinateReferenceSystem("EPSG:4490"),
            QgsCoordinateTransformContext(),
        )
        point = there.transform(QgsPointXY(x, y))
        back = there.transform(
            QgsPointXY(point.x(), point.y() + 1e-3), QgsCoordinateTransform.TransformDirection.ReverseTransform
        )
        return np.degrees(np.arctan2(back.x() - x, back.y() - y))

    def test_alerts_to_the_ground(self, world):
        tilt = float(np.degrees(np.arctan(50 / 1500)))
        alerts = self.table(
            [["Y1", "A1", 90.0, tilt], ["Y2", "A7", 0.0, 5.0], ["Y3", "A1", None, 5.0], ["Y4", "A1", 0.0, 0.5]]
        )
        found = world.run(
            "georeferencealert", **self.parameters(world, ALERTS=alerts, OUTPUT="memory:", ELLIPSES="memory:")
        )
        assert (found["LOCATED"], found["NOT_LOCATED"]) == (1, 3)
        (feature,) = world.layer(found["OUTPUT"]).getFeatures()
        assert feature["YJBH"] == "Y1"
        # 110 km west of the central meridian the grid is turned by −0.73° (1.23° · sin 36.5°)
        north = self.north(LEFT + 2005, TOP - 1995)
        assert north == pytest.approx(0.72, abs=0.03)
        azimuth = np.radians(90.0 + north)
        point = feature.geometry().asPoint()
        assert point.x() == pytest.approx(LEFT + 2005 + 1500 * np.sin(azimuth), abs=0.05)
        assert point.y() == pytest.approx(TOP - 1995 + 1500 * np.cos(azimuth), abs=0.05)
        assert feature["range_m"] == pytest.approx(1500.0, abs=0.02)
        # 50 / tan(1.90915° ± 0.05°): 1461.8 and 1540.3 m
        assert feature["near_m"] == pytest.approx(1461.7, abs=0.2)
        assert feature["far_m"] == pytest.approx(1540.4, abs=0.2)
        # 1500 · tan 0.1° = 2.62 m
        assert feature["across_m"] == pytest.approx(2.62, abs=0.01)
        assert (feature["lon"], feature["lat"]) == pytest.approx((115.80, 36.53), abs=0.02)
        (ellipse,) = world.layer(found["ELLIPSES"]).getFeatures()
        assert ellipse.geometry().area() == pytest.approx(np.pi * (1540.4 - 1461.7) / 2 * 2.618, rel=0.01)
        said = " ".join(world.feedback.warned)
        assert "there is no camera A7" in said
        assert "its pan or tilt is missing" in said
        assert "meets no ground within 1900 m" in said
        assert any("A tilt that is off by 0.05° moves a point 1900 m away" in text for text in world.feedback.said)

    def test_tilt_upwards_and_pan_at_north(self, world):
        fields = "field=id:string&field=camera_height:double&field=camera_radius:double&field=zero:double"
        camera = world.points([(LEFT + 2005, TOP - 1995, "A1", 50.0, 1900.0, 30.0)], fields)
        alerts = self.table([["Y1", "A1", 30.0, -5.0]])
        found = world.run(
            "georeferencealert",
            **self.parameters(
                world,
                CAMERAS=camera,
                ALERTS=alerts,
                TILT_UP=True,
                PAN_NORTH_FIELD="zero",
                ID_FIELD="id",
                OUTPUT="memory:",
            ),
        )
        (feature,) = world.layer(found["OUTPUT"]).getFeatures()
        point = feature.geometry().asPoint()
        reach = 50 / np.tan(np.radians(5.0))
        north = np.radians(self.north(LEFT + 2005, TOP - 1995))
        assert point.x() == pytest.approx(LEFT + 2005 + reach * np.sin(north), abs=0.05)
        assert point.y() == pytest.approx(TOP - 1995 + reach * np.cos(north), abs=0.05)

    def test_which_cameras_see_a_point(self, world):
        cameras = world.points(
            [
                (LEFT + 2005, TOP - 1995, "A1", "近塔", 50.0, 1900.0),
                (LEFT + 505, TOP - 1995, "A2", "远塔", 50.0, 1900.0),
                (LEFT + 2005, TOP - 3495, "A3", "南塔", 50.0, 1900.0),
            ]
        )
        belt = world.polygons([rectangle(LEFT, TOP - 2605, LEFT + 4000, TOP - 2596)], "field=h:double", [[30.0]])
        points = world.points(
            [(LEFT + 1505, TOP - 1995, "P1", "", None, None), (LEFT + 3905, TOP - 105, "P2", "", None, None)]
        )
        found = world.run(
            "georeferencealert",
            **self.parameters(
                world,
                CAMERAS=cameras,
                POINTS=points,
                OBSTACLES=belt,
                OBSTACLE_HEIGHT_FIELD="h",
                ONLY_SEEING=False,
                SIGHTINGS="memory:",
            ),
        )
        assert (found["POINTS_SEEN"], found["POINTS_NOT_SEEN"]) == (1, 1)
        rows = world.rows(found["SIGHTINGS"])
        assert [(row["camera_id"], row["rank"]) for row in rows] == [("A1", 1), ("A2", 2), ("A3", 0)]
        assert [row["range_m"] for row in rows] == pytest.approx([500.0, 1000.0, 1581.14], abs=0.01)
        # atan(50 / 500) = 5.7106°
        assert rows[0]["tilt"] == pytest.approx(5.7106, abs=1e-3)
        north = self.north(LEFT + 2005, TOP - 1995)
        assert rows[0]["pan"] == pytest.approx(270.0 - north, abs=0.01)
        # the line over the belt, 899 of 1581 m away and 30 m high, comes down to 50 − 20 · 1500/899 = 16.6 m
        assert rows[2]["hidden_m"] == pytest.approx(16.6, abs=0.3)
        assert rows[2]["reason"].startswith("hidden: it would have to be 16.")
        lines = list(world.layer(found["SIGHTINGS"]).getFeatures())
        assert lines[0].geometry().length() == pytest.approx(500.0)

    def test_there_and_back(self, world):
        points = world.points([(LEFT + 2805, TOP - 1205, "P1", "", None, None)])
        seen = world.rows(
            world.run("georeferencealert", **self.parameters(world, POINTS=points, SIGHTINGS="memory:"))["SIGHTINGS"]
        )
        alerts = self.table([["Y1", seen[0]["camera_id"], seen[0]["pan"], seen[0]["tilt"]]])
        found = world.run("georeferencealert", **self.parameters(world, ALERTS=alerts, OUTPUT="memory:"))
        (feature,) = world.layer(found["OUTPUT"]).getFeatures()
        point = feature.geometry().asPoint()
        assert (point.x(), point.y()) == pytest.approx((LEFT + 2805, TOP - 1205), abs=0.5)

    def test_wrong_inputs_are_named(self, world):
        with pytest.raises(QgsProcessingException, match="Give ALERTS with pan and tilt, or POINTS"):
            world.run("georeferencealert", **self.parameters(world, OUTPUT="memory:"))
        alerts = self.table([["A1", 0.0]], "field=camera_index_code:string&field=pan:double")
        with pytest.raises(QgsProcessingException, match="Layer 预警 has no field tilt"):
            world.run("georeferencealert", **self.parameters(world, ALERTS=alerts, OUTPUT="memory:"))


class TestScanPlan:
    def parameters(self, world, **change):
        return {
            "CAMERAS": world.points([(LEFT + 2005, TOP - 1995, "A1", "塔", 50.0, 1500.0)]),
            "REFRACTION": 1.0,
            "OUTPUT": "memory:",
            "PRESETS": "memory:",
        } | change

    def test_presets_of_one_camera(self, world):
        found = world.run("scanplan", **self.parameters(world))
        (row,) = world.rows(found["OUTPUT"])
        presets = world.rows(found["PRESETS"])
        assert row["presets"] == len(presets) == found["PRESET_COUNT"]
        # at 1500 m: 2 · atan(480 / 1500) = 35.49°, 2 · atan(0.32 · 9/16) = 20.41° down
        outer = [preset for preset in presets if preset["ring"] == 1]
        assert outer[0]["fov"] == pytest.approx(35.49, abs=0.01)
        # upper edge atan(50 / 1500) = 1.909°; 2 · atan(0.32 · cos 10.2° / cos 1.9°) = 34.98° across there:
        # 360 / (0.9 · 34.98) = 11.44
        assert len(outer) == 12
        assert outer[0]["tilt"] == pytest.approx(1.909 + 10.205, abs=0.01)
        assert row["pixel_m"] == pytest.approx(0.5)
        # 0.5 / sin 1.909° = 15.0 m along the line of sight
        assert row["pixel_along_m"] == pytest.approx(15.0, abs=0.02)
        # every stop 5 + 2 s, and the turning between
        assert row["round_s"] == pytest.approx(7 * len(presets) + row["moving_s"], abs=0.1)
        assert (row["holds"], found["ROUND_HOLDS"], found["LATE_CAMERAS"]) == (1, 1, 0)
        assert row["looks"] == int(1800 / row["round_s"])
        shapes = [feature.geometry() for feature in world.layer(found["PRESETS"]).getFeatures()]
        assert all(shape.isGeosValid() for shape in shapes)
        assert sum(shape.area() for shape in shapes) == pytest.approx(np.pi * 1500**2, rel=2e-3)

    def test_pans_count_from_true_north(self, world):
        fields = "field=id:string&field=camera_height:double&field=camera_radius:double&field=dir:double"
        camera = world.points([(LEFT + 2005, TOP - 1995, "A1", 50.0, 1500.0, 90.0)], fields)
        found = world.run(
            "scanplan", **self.parameters(world, CAMERAS=camera, AZIMUTH_FIELD="dir", FOV=10.0, STEEPEST=20.0)
        )
        presets = list(world.layer(found["PRESETS"]).getFeatures())
        assert [feature["pan"] for feature in presets] == pytest.approx([90.0] * len(presets), abs=1e-3)
        # in the grid the sector is turned by the convergence
        centre = presets[0].geometry().centroid().asPoint()
        azimuth = np.degrees(np.arctan2(centre.x() - LEFT - 2005, centre.y() - TOP + 1995))
        assert azimuth == pytest.approx(90.72, abs=0.05)

    def test_round_that_does_not_hold(self, world):
        found = world.run("scanplan", **self.parameters(world, DWELL=120.0))
        assert (found["ROUND_HOLDS"], found["LATE_CAMERAS"]) == (0, 1)
        assert found["VISITED_AREA"] == 0
        assert any("does not hold" in text for text in world.feedback.warned)

    def test_server_with_few_channels(self, world):
        cameras = world.points([(LEFT + 1000 + 100 * i, TOP - 2000, f"A{i}", "", 50.0, 1500.0) for i in range(10)])
        alone = world.run("scanplan", **self.parameters(world, CAMERAS=cameras))
        found = world.run("scanplan", **self.parameters(world, CAMERAS=cameras, ANALYSIS=30.0, CHANNELS=2))
        assert found["ROUND_SECONDS"] == pytest.approx(alone["PRESET_COUNT"] * 30.0 / 2)
        assert found["LATE_CAMERAS"] == 0
        assert found["ROUND_HOLDS"] == int(found["ROUND_SECONDS"] <= 1800)

    def test_looks_with_and_without_terrain(self, world):
        found = world.run(
            "scanplan", **self.parameters(world, REVISITS=str(world.folder / "looks.tif"), CELL_SIZE=10.0)
        )
        (row,) = world.rows(found["OUTPUT"])
        looks = world.array(found["REVISITS"], "uint16")
        assert set(np.unique(looks).tolist()) == {row["looks"], 65535}
        assert found["VISITED_AREA"] == pytest.approx(np.pi * 1500**2 * 0.9997, rel=2e-3)
        assert found["REVISITED_AREA"] == found["VISITED_AREA"] == found["FIELD_AREA"]
        ground = np.full((400, 400), 30.0)
        ground[250:252, :] = 60.0
        hilly = world.run(
            "scanplan",
            **self.parameters(world, ELEVATION=world.dem(ground, "hilly"), REVISITS=str(world.folder / "hidden.tif")),
        )
        looks = world.array(hilly["REVISITS"], "uint16")
        assert set(np.unique(looks).tolist()) == {0, row["looks"], 65535}
        assert hilly["VISITED_AREA"] < hilly["FIELD_AREA"]

    def test_a_zoom_too_short_is_said(self, world):
        found = world.run("scanplan", **self.parameters(world, PIXEL=0.01))
        (row,) = world.rows(found["OUTPUT"])
        assert row["fine"] == 0
        assert any("do not reach the pixel wanted" in text for text in world.feedback.warned)

    def test_cameras_in_degrees_get_their_own_plane(self, world):
        cameras = world.points([(115.44, 36.5, "A1", "塔", 50.0, 1500.0)], crs="EPSG:4490")
        found = world.run("scanplan", **self.parameters(world, CAMERAS=cameras))
        assert world.layer(found["PRESETS"]).crs().authid() == "EPSG:4547"

    def test_wrong_numbers_are_named(self, world):
        with pytest.raises(QgsProcessingException, match=r"The zoom runs from 60\.0 to 70\.0 degrees"):
            world.run("scanplan", **self.parameters(world, NARROWEST=70.0))
        with pytest.raises(QgsProcessingException, match=r"Camera 塔 \(A1\) can only be tilted down to 1.0 degrees"):
            world.run("scanplan", **self.parameters(world, STEEPEST=1.0))


class TestSiting:
    """Three blocks of farmland; a candidate beside each, and one between the first two that reaches half of both."""

    def parameters(self, world, **change):
        blocks = [rectangle(LEFT + x, TOP - 2400, LEFT + x + 400, TOP - 2000) for x in (400, 1400, 3000)]
        land = world.polygons(blocks, "field=id:string", [["a"], ["b"], ["c"]], "农田")
        sites = world.points(
            [
                (LEFT + 605, TOP - 2195, "S1", "甲", None, None),
                (LEFT + 1605, TOP - 2195, "S2", "乙", None, None),
                (LEFT + 3205, TOP - 2195, "S3", "丙", None, None),
                (LEFT + 1105, TOP - 2195, "S4", "丁", None, None),
            ]
        )
        return {
            "ELEVATION": world.dem(),
            "CANDIDATES": sites,
            "LAYERS": [land],
            "MASTS": 2,
            "NEW_HEIGHT": 40.0,
            "NEW_RADIUS": 300.0,
            "REFRACTION": 1.0,
            "OUTPUT": "memory:",
        } | change

    def test_best_sites_in_order(self, world):
        found = world.run("camerasiting", **self.parameters(world, MASTS=4, ADDED="memory:"))
        rows = world.rows(found["OUTPUT"])
        # each block of 16 ha (15.995 on the ellipsoid) is seen by its own site wholly; S4 adds nothing
        # nearer to the central meridian the plane stretches less, so the same square is a little more land
        assert [row["site_id"] for row in rows] == ["S3", "S2", "S1"]
        assert [row["name"] for row in rows] == ["丙", "乙", "甲"]
        assert [row["gain_ha"] for row in rows] == pytest.approx([15.995] * 3, abs=0.01)
        assert [row["sum_ha"] for row in rows] == pytest.approx([15.995, 31.99, 47.985], abs=0.02)
        assert rows[-1]["share"] == 1.0
        assert (found["CANDIDATE_COUNT"], found["CHOSEN"], found["PROVED"]) == (4, 3, 1)
        assert found["UNSEEN_BEFORE"] == pytest.approx(479850, abs=100)
        assert found["UNSEEN_AFTER"] == 0
        assert any("Only 3 sites add anything" in text for text in world.feedback.warned)
        added = list(world.layer(found["ADDED"]).getFeatures())
        # a circle of 300 m each
        assert [feature.geometry().area() for feature in added] == pytest.approx([np.pi * 9e4] * 3, rel=0.01)

    def test_exact_beats_greedy_where_greedy_is_trapped(self, world):
        # two strips 700 m wide, 300 m apart; the middle site reaches more of both than either outer one of its own
        strips = [
            rectangle(LEFT + 500, TOP - 2100, LEFT + 1500, TOP - 1900),
            rectangle(LEFT + 1500, TOP - 2100, LEFT + 2500, TOP - 1900),
        ]
        land = world.polygons(strips)
        sites = world.points([(LEFT + x, TOP - 1995, f"S{x}", "", None, None) for x in (995, 1505, 2005)])
        parameters = self.parameters(world, LAYERS=[land], CANDIDATES=sites, NEW_RADIUS=600.0)
        trapped = world.run("camerasiting", **parameters)
        best = world.run("camerasiting", **(parameters | {"METHOD": "exact"}))
        assert best["PROVED"] == 1
        assert best["GAIN"] > trapped["GAIN"] * 1.05
        assert trapped["BOUND"] >= best["GAIN"]
        assert {row["site_id"] for row in world.rows(best["OUTPUT"])} == {"S995", "S2005"}

    def test_what_is_seen_already_does_not_count(self, world):
        there = world.points([(LEFT + 605, TOP - 2195, "A1", "塔", 40.0, 300.0)])
        found = world.run("camerasiting", **self.parameters(world, CAMERAS=there, MASTS=1, ADDED="memory:"))
        (row,) = world.rows(found["OUTPUT"])
        assert row["site_id"] == "S3"
        assert found["UNSEEN_BEFORE"] == pytest.approx(319900, abs=100)

    def test_weights_by_layer(self, world):
        light = world.polygons([rectangle(LEFT + 400, TOP - 2400, LEFT + 800, TOP - 2000)], name="轻")
        heavy = world.polygons([rectangle(LEFT + 3100, TOP - 2300, LEFT + 3300, TOP - 2100)], name="重")
        found = world.run("camerasiting", **self.parameters(world, LAYERS=[light, heavy], WEIGHTS="1;10", MASTS=1))
        (row,) = world.rows(found["OUTPUT"])
        assert row["site_id"] == "S3"
        # 4 ha times 10
        assert row["gain_ha"] == pytest.approx(39.99, abs=0.02)
        assert row["land_ha"] == pytest.approx(3.999, abs=0.002)
        overlapping = world.run("camerasiting", **self.parameters(world, LAYERS=[light, light], WEIGHTS="1;3", MASTS=1))
        (row,) = world.rows(overlapping["OUTPUT"])
        assert row["gain_ha"] == pytest.approx(3 * 15.995, abs=0.03)

    def test_grid_in_settlements(self, world):
        settlements = world.polygons(
            [
                rectangle(LEFT + 550, TOP - 2250, LEFT + 650, TOP - 2150),
                rectangle(LEFT + 3101, TOP - 2299, LEFT + 3109, TOP - 2291),
            ]
        )
        parameters = self.parameters(world, CANDIDATE_AREAS=settlements, SPACING=50.0)
        del parameters["CANDIDATES"]
        found = world.run("camerasiting", **parameters)
        # 3 × 3 grid points in the first, one of its own in the second
        assert found["CANDIDATE_COUNT"] == 10
        assert all(row["site_id"].startswith("G") for row in world.rows(found["OUTPUT"]))

    @pytest.mark.parametrize("suffix", ["svg", "png"])
    def test_curve(self, world, suffix):
        path = world.folder / f"curve.{suffix}"
        found = world.run("camerasiting", **self.parameters(world, CURVE=str(path), LANGUAGE="zh_Hans"))
        assert found["CURVE"] == str(path)
        head = path.read_bytes()[:8]
        assert head.startswith(b"<svg") if suffix == "svg" else head == b"\x89PNG\r\n\x1a\n"
        assert world.files() == [path.name, "dem.tif"]

    def test_candidates_outside_are_left_out_and_named(self, world):
        sites = world.points(
            [(LEFT + 605, TOP - 2195, "S1", "甲", None, None), (LEFT - 900, TOP - 2195, "S9", "外", None, None)]
        )
        found = world.run("camerasiting", **self.parameters(world, CANDIDATES=sites))
        assert found["CANDIDATE_COUNT"] == 1
        assert any("外 (S9)" in text for text in world.feedback.warned)

    def test_wrong_inputs_are_named(self, world):
        parameters = self.parameters(world)
        with pytest.raises(QgsProcessingException, match="WEIGHTS is 1;2: give 1 numbers above 0"):
            world.run("camerasiting", **(parameters | {"WEIGHTS": "1;2"}))
        with pytest.raises(QgsProcessingException, match="must be an SVG or a PNG file"):
            world.run("camerasiting", **(parameters | {"CURVE": str(world.folder / "curve.txt")}))
        del parameters["CANDIDATES"]
        with pytest.raises(QgsProcessingException, match="Give CANDIDATES, or CANDIDATE_AREAS"):
            world.run("camerasiting", **parameters)

    def test_cancel_leaves_nothing(self, world):
        with pytest.raises(QgsProcessingException, match="cancelled"):
            world.run("camerasiting", stop_at=15, **self.parameters(world, CURVE=str(world.folder / "curve.svg")))
        assert world.files() == ["dem.tif"]
