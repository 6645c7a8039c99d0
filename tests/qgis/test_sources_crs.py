"""gausskruger.py, crs.py and planes.py of layers/reading: systems as files state them, what coordinates tell."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle

from redline.core.ellipsoid import official_areas
from redline.core.ellipsoid.areaplane import areas
from redline.core.ellipsoid.projection import zones
from redline.core.errors import RedlineError
from redline.core.shapes.polygons import Polygons
from redline.layers.reading.crs import TransformError, name_of_crs, transform_of, transform_xy
from redline.layers.reading.gausskruger import cgcs2000_like, judge_crs, system_of_zone, zone_by_easting
from redline.layers.reading.planes import area_plane_for, ellipsoid_of, lonlat_of, projection_of


def crs(code):
    return QgsCoordinateReferenceSystem(f"EPSG:{code}")


def box(x, y, width=1000.0):
    return QgsRectangle(x, y, x + width, y + width)


IN_39 = box(39_365_000, 4_040_000)
IN_38 = box(38_630_000, 4_040_000)
BARE = box(365_000, 4_040_000)
DEGREES = QgsRectangle(115.3, 36.4, 115.7, 36.7)


class TestZones:
    def test_qgis_knows_all_of_them(self):
        assert all(system_of_zone(zone).isValid() for zone in zones())

    @pytest.mark.parametrize(
        ("extent", "epsg"),
        [
            (IN_39, 4527),
            (IN_38, 4526),
            (box(20_365_000, 4_040_000), 4498),
            (BARE, None),
            (DEGREES, None),
            (QgsRectangle(), None),
            (QgsRectangle(38_900_000, 4e6, 39_100_000, 4.1e6), None),
            (box(39_365_000, 9e6), None),
        ],
    )
    def test_by_easting(self, extent, epsg):
        found = zone_by_easting(extent)
        assert (found.epsg if found else None) == epsg

    def test_a_prj_without_a_code(self):
        for code in (4527, 4526, 4548, 4498):
            wkt = crs(code).toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT1_ESRI)
            assert cgcs2000_like(QgsCoordinateReferenceSystem.fromWkt(wkt)).epsg == code
            from_proj = QgsCoordinateReferenceSystem.fromProj(crs(code).toProj())
            assert cgcs2000_like(from_proj).epsg == code
        assert cgcs2000_like(crs(4490)) is None
        assert cgcs2000_like(crs(2364)) is None  # Xian 1980, zone 40: another ellipsoid
        assert cgcs2000_like(crs(32650)) is None  # UTM has a scale of 0.9996


class TestJudgement:
    @pytest.mark.parametrize(
        ("code", "extent", "problem", "proposed"),
        [
            (4527, IN_39, "", None),
            (4490, DEGREES, "", None),
            (4548, BARE, "", None),
            (3857, box(12_850_000, 4_360_000), "", None),
            # 118° east in web Mercator looks like a 6° zone 13
            (3857, box(13_130_000, 4_360_000), "", None),
            (0, box(13_130_000, 4_360_000), "unknown", None),
            (4526, IN_39, "wrong", "EPSG:4527"),
            (4548, IN_39, "wrong", "EPSG:4527"),
            (4527, BARE, "wrong", "EPSG:4548"),
            (4490, IN_39, "wrong", "EPSG:4527"),
            (4527, DEGREES, "wrong", "EPSG:4490"),
            (32650, IN_39, "wrong", "EPSG:4527"),
            (4490, QgsRectangle(10, 50, 11, 51), "elsewhere", None),
            (4326, QgsRectangle(10, 91, 11, 92), "wrong", None),
            (32650, box(400_000, 4_040_000), "other", None),
            (0, IN_39, "missing", "EPSG:4527"),
            (0, DEGREES, "missing", "EPSG:4490"),
            (0, BARE, "unknown", None),
        ],
    )
    def test_what_a_file_says_against_its_coordinates(self, qgis_app, code, extent, problem, proposed):
        verdict = judge_crs(crs(code) if code else QgsCoordinateReferenceSystem(), extent)
        assert verdict.problem == problem
        assert (verdict.proposed.authid() if verdict.proposed else None) == proposed


class TestTransforms:
    @settings(deadline=None, max_examples=30)
    @given(st.lists(st.tuples(st.floats(73, 135), st.floats(4, 53)), min_size=1, max_size=40))
    def test_arrays_equal_points(self, qgis_app, points):
        transform = QgsCoordinateTransform(crs(4490), crs(4527), QgsProject.instance())
        found = transform_xy(transform, np.array(points))
        for (x, y), (east, north) in zip(points, found, strict=True):
            expected = transform.transform(x, y)
            assert (east, north) == pytest.approx((expected.x(), expected.y()), abs=1e-6)

    def test_nothing_to_do(self, qgis_app):
        xy = np.array([[1.0, 2.0]])
        assert transform_xy(transform_of(crs(4527), crs(4527)), xy) is xy
        assert transform_xy(transform_of(crs(4490), crs(4527)), np.empty((0, 2))).shape == (0, 2)

    def test_sentence(self, qgis_app):
        with pytest.raises(TransformError, match=r"cannot be transformed from EPSG:4490 \(.*\) to EPSG:4527"):
            transform_xy(transform_of(crs(4490), crs(4527)), np.array([[115.0, 95.0], [115.0, 96.0]]))
        assert name_of_crs(QgsCoordinateReferenceSystem()) == "?"
        assert name_of_crs(crs(4490)).startswith("EPSG:4490 (")


class TestPlanes:
    def square(self, x, y, size=100.0):
        return Polygons.from_rings([[([(x, y), (x + size, y), (x + size, y + size), (x, y + size)], False)]])

    def test_own_formulas_where_it_has_them(self, qgis_app):
        for code in (4527, 4548, 32650, 4490):
            assert projection_of(crs(code)).transform is None
        assert projection_of(crs(3857)).transform is not None

    def test_ellipsoids(self, qgis_app):
        # CGCS2000: a = 6378137, 1/f = 298.257222101
        found = ellipsoid_of(crs(4527))
        assert found.a == 6378137.0 and found.b == pytest.approx(6356752.31414, abs=1e-5)
        # Krasovsky: a = 6378245
        assert ellipsoid_of(crs(2436)).a == 6378245.0

    def test_longitude_and_latitude(self, qgis_app):
        lon, lat = lonlat_of(crs(4527))(np.array([[39_500_000.0]]), np.array([[4_040_000.0]]))
        assert lon.shape == lat.shape == (1, 1)
        # on the central meridian of zone 39
        assert lon[0, 0] == pytest.approx(117.0, abs=1e-9)

    @pytest.mark.parametrize(
        ("code", "x", "y", "size"),
        [
            (4527, 39_365_000.0, 4_040_000.0, 100.0),
            (32650, 365_000.0, 4_040_000.0, 100.0),
            (3857, 12_850_000.0, 4_360_000.0, 100.0),
            (4490, 115.4, 36.5, 0.001),
        ],
    )
    def test_the_plane_measures_the_official_area(self, qgis_app, code, x, y, size):
        polygons = self.square(x, y, size)
        extent = QgsRectangle(x - 200 * size, y - 200 * size, x + 200 * size, y + 200 * size)
        plane = area_plane_for(crs(code), extent)
        official = official_areas(polygons, projection_of(crs(code)), rounded=False, exact_angles=True)
        assert areas(plane.apply(polygons)) == pytest.approx(official, rel=2e-6)

    def test_refusals(self, qgis_app):
        with pytest.raises(RedlineError, match="The layer has no coordinate system"):
            projection_of(QgsCoordinateReferenceSystem())
        with pytest.raises(RedlineError, match="the layers have no extent"):
            area_plane_for(crs(4527), QgsRectangle())
