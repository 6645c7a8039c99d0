"""Class areas under polygons from a raster: against the geometry of the same cells, and against geodesic areas."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.features import shapes
from rasterio.transform import from_origin

from redline.core.ellipsoid.areaplane import AreaPlane, meridian_area
from redline.core.ellipsoid.projection import CGCS2000, projection_of_epsg
from redline.core.errors import Cancelled, RedlineError
from redline.core.landuse import landcover
from redline.core.landuse.landcover import cell_areas, tally_raster
from redline.core.shapes.polygons import Polygons

LANDSAT = Path(__file__).resolve().parent.parent / "data" / "landcover" / "landsat8_classes_32621.tif"


def write(path, data, x, y, cell, **options):
    data = np.asarray(data)
    with rasterio.open(
        path, "w", driver="GTiff", height=data.shape[0], width=data.shape[1], count=1, dtype=data.dtype,
        transform=from_origin(x, y, cell, cell), **options,
    ) as raster:  # fmt: skip
        raster.write(data, 1)
    return path


def box(x1, y1, x2, y2):
    return [([(x1, y1), (x2, y1), (x2, y2), (x1, y2)], False)]


@pytest.fixture
def degrees(tmp_path):
    """Two rows and two columns of one degree, from 115°E 37°N: 1 2 / 3 nothing."""
    return write(tmp_path / "degrees.tif", np.array([[1, 2], [3, 0]], dtype=np.uint8), 115, 37, 1.0, nodata=0)


def belt(south, north):
    """m² on the ellipsoid of one degree of longitude between two latitudes."""
    edges = meridian_area(np.radians([south, north]), CGCS2000)
    return float(edges[1] - edges[0]) * np.pi / 180


class TestGeographic:
    def test_whole_cells_and_nodata(self, degrees):
        found = tally_raster(degrees, Polygons.from_rings([box(115, 35, 117, 37)]), projection_of_epsg(4490))
        assert found.codes == ("1", "2", "3")
        np.testing.assert_allclose(found.areas, [[belt(36, 37), belt(36, 37), belt(35, 36)]], rtol=1e-12)
        np.testing.assert_allclose(found.nodata, [belt(35, 36)], rtol=1e-12)

    def test_shares_of_cells(self, degrees):
        # A quarter of the width of both columns and half the height of the upper row: 1/8 of each upper cell;
        # the second zone takes the right half of the lower left cell and reaches beyond the raster.
        zones = Polygons.from_rings([box(115.75, 36, 116.25, 36.5), box(115.5, 30, 116, 36)])
        found = tally_raster(degrees, zones, projection_of_epsg(4490))
        np.testing.assert_allclose(
            found.areas, [[belt(36, 37) / 8, belt(36, 37) / 8, 0], [0, 0, belt(35, 36) / 2]], rtol=1e-12
        )
        assert found.nodata.tolist() == [0, 0]

    def test_belt_is_the_geodesic_area(self):
        from pyproj import Geod

        along = np.linspace(115, 116, 2001)
        area, _ = Geod(a=CGCS2000.a, b=CGCS2000.b).polygon_area_perimeter(
            np.r_[along, along[::-1]], np.r_[np.full(2001, 36.0), np.full(2001, 37.0)]
        )
        assert belt(36, 37) == pytest.approx(abs(area), rel=1e-7)

    def test_holes_and_parts(self, degrees):
        zone = [
            *box(115, 36, 116, 37),
            ([(115.25, 36.25), (115.75, 36.25), (115.75, 36.75), (115.25, 36.75)], True),
            *box(116, 36, 116.5, 37),
        ]
        found = tally_raster(degrees, Polygons.from_rings([zone]), projection_of_epsg(4490))
        np.testing.assert_allclose(found.areas[0], [belt(36, 37) * 3 / 4, belt(36, 37) / 2], rtol=1e-12)

    def test_another_nodata_value(self, degrees):
        found = tally_raster(degrees, Polygons.from_rings([box(115, 36, 117, 37)]), projection_of_epsg(4490), nodata=2)
        assert found.codes == ("1",)
        np.testing.assert_allclose(found.nodata, [belt(36, 37)], rtol=1e-12)

    def test_empty_and_broken_zones_have_nothing(self, degrees):
        zones = Polygons.from_rings([[], [([(115, np.nan), (116, 36), (116, 37)], False)], box(115, 36, 116, 37)])
        found = tally_raster(degrees, zones, projection_of_epsg(4490))
        assert found.codes == ("1",)
        np.testing.assert_allclose(found.areas[:, 0], [0, 0, belt(36, 37)], rtol=1e-12)

    def test_no_zone_on_the_raster(self, degrees):
        found = tally_raster(degrees, Polygons.from_rings([box(0, 0, 1, 1)]), projection_of_epsg(4490))
        assert (found.codes, found.areas.shape) == ((), (1, 0))


class TestCellAreas:
    @pytest.mark.parametrize("epsg", [4527, 32621, 3857])
    def test_are_those_of_the_area_plane(self, epsg):
        x, y = {4527: (39_400_000, 4_050_000), 32621: (726_345, -2_785_995), 3857: (12_850_000, 4_350_000)}[epsg]
        projection = projection_of_epsg(epsg)
        cells = cell_areas(projection, x, y, 500, 500, 40, 60)
        plane = AreaPlane.fit((x, y - 20_000, x + 30_000, y), projection)
        for row, column in ((0, 0), (39, 59), (17, 23)):
            left, top = x + 500 * column, y - 500 * row
            exact = plane.areas(Polygons.from_rings([box(left, top - 500, left + 500, top)]))[0]
            assert cells[row, column] == pytest.approx(exact, rel=2e-9)


class TestRealLand:
    """34,864 patches of real land: the cells and the patches must give the same areas."""

    @staticmethod
    def patches():
        import shapely

        with rasterio.open(LANDSAT) as raster:
            found = list(shapes(raster.read(1), transform=raster.transform))
        geometries = shapely.from_geojson(
            [str(each).replace("'", '"').replace("(", "[").replace(")", "]") for each, _ in found]
        )
        return geometries, np.array([value for _, value in found])

    def test_tally_of_patches_is_tally_of_cells(self):
        import shapely
        from shapely.affinity import rotate

        geometries, classes = self.patches()
        assert len(geometries) == 34_864
        zones = [
            rotate(shapely.box(735_000, -2_800_000, 745_000, -2_790_000), 17),
            rotate(shapely.box(750_000, -2_815_000, 752_345, -2_813_210), 45),
            shapely.Point(744_321, -2_808_765).buffer(3500, quad_segs=64),
        ]
        found = tally_raster(LANDSAT, polygons_of(zones), projection_of_epsg(32621))
        assert set(found.codes) <= set("12345678")
        codes = [int(code) for code in found.codes]
        plane = AreaPlane.fit((726_345, -2_824_995, 768_345, -2_785_995), projection_of_epsg(32621))
        tree = shapely.STRtree(geometries)
        for number, zone in enumerate(zones):
            near = tree.query(zone, predicate="intersects")
            pieces = plane.areas(polygons_of(shapely.intersection(geometries[near], zone)))
            by_class = np.bincount(classes[near].astype(int), weights=pieces, minlength=9)
            np.testing.assert_allclose(found.areas[number], by_class[codes], rtol=1e-7, atol=0.001)
            whole = plane.areas(polygons_of([zone]))[0]
            assert found.areas[number].sum() == pytest.approx(whole, rel=1e-8)

    def test_plane_areas(self):
        # 100 × 50 cells of 30 m, of whatever class
        zones = Polygons.from_rings([box(730_005, -2_800_005, 733_005, -2_798_505)])
        found = tally_raster(LANDSAT, zones, projection_of_epsg(32621), plane=True)
        assert found.areas.sum() == pytest.approx(3000 * 1500, rel=1e-9)

    def test_blocks_do_not_matter(self, monkeypatch):
        zones = Polygons.from_rings([box(730_010, -2_820_020, 760_030, -2_790_040)])
        projection = projection_of_epsg(32621)
        whole = tally_raster(LANDSAT, zones, projection)
        monkeypatch.setattr(landcover, "BLOCK_CELLS", 1400 * 35)
        steps = []
        parts = tally_raster(LANDSAT, zones, projection, progress=steps.append)
        np.testing.assert_allclose(parts.areas, whole.areas, rtol=1e-9)
        assert len(steps) == -(-1300 // 35)
        assert steps == sorted(steps) and steps[-1] == 1

    def test_cancel(self):
        zones = Polygons.from_rings([box(730_010, -2_820_020, 760_030, -2_790_040)])
        with pytest.raises(Cancelled):
            tally_raster(LANDSAT, zones, projection_of_epsg(32621), cancelled=lambda: True)


def polygons_of(geometries):
    def rings(geometry):
        for part in getattr(geometry, "geoms", [geometry]):
            if part.geom_type in ("Polygon",):
                yield np.asarray(part.exterior.coords), False
                for hole in part.interiors:
                    yield np.asarray(hole.coords), True

    return Polygons.from_rings([list(rings(geometry)) for geometry in geometries])


class TestBlocks:
    @settings(max_examples=60, deadline=None)
    @given(
        width=st.integers(1, 400), height=st.integers(1, 300), rows=st.sampled_from([1, 5, 16, 256]),
        cols=st.sampled_from([1, 16, 256, 400]), most=st.sampled_from([64, 1000, 100_000]),
    )  # fmt: skip
    def test_every_cell_is_in_one_block(self, width, height, rows, cols, most):
        grid = landcover._Grid(0, 0, 1, 1, width, height)
        seen = np.zeros((height, width), dtype=int)
        before, landcover.BLOCK_CELLS = landcover.BLOCK_CELLS, most
        try:
            for row, column, n_rows, n_cols in landcover._blocks(grid, (rows, min(cols, width))):
                assert n_rows * n_cols <= most
                seen[row : row + n_rows, column : column + n_cols] += 1
        finally:
            landcover.BLOCK_CELLS = before
        assert (seen == 1).all()


class TestMetamorphic:
    @settings(max_examples=25, deadline=None)
    @given(cut=st.floats(115.001, 116.999), seed=st.integers(0, 1000))
    def test_two_halves_are_the_whole(self, tmp_path_factory, cut, seed):
        folder = tmp_path_factory.mktemp("halves")
        data = np.random.default_rng(seed).integers(1, 5, (8, 8)).astype(np.int16)
        path = write(folder / "x.tif", data, 115, 37, 0.25)
        zones = Polygons.from_rings([box(115, 35, 117, 37), box(115, 35, cut, 37), box(cut, 35, 117, 37)])
        found = tally_raster(path, zones, projection_of_epsg(4490))
        np.testing.assert_allclose(found.areas[1] + found.areas[2], found.areas[0], rtol=1e-9)


class TestWrongInput:
    def zones(self):
        return Polygons.from_rings([box(115, 35, 117, 37)])

    def check(self, path, message, **options):
        with pytest.raises(RedlineError) as caught:
            tally_raster(path, self.zones(), projection_of_epsg(4490), **options)
        assert message in str(caught.value)

    def test_no_file(self, tmp_path):
        self.check(tmp_path / "none.tif", "none.tif cannot be read")

    def test_no_raster(self, tmp_path):
        (tmp_path / "x.tif").write_text("no raster")
        self.check(tmp_path / "x.tif", "x.tif cannot be read")

    def test_no_such_band(self, degrees):
        self.check(degrees, "has no band 3: it has 1", band=3)

    def test_fractions(self, tmp_path):
        path = write(tmp_path / "heights.tif", np.array([[1.5, 2.0]], dtype=np.float32), 115, 37, 1.0)
        self.check(path, "heights.tif holds fractions: it holds measurements, not classes")

    def test_whole_numbers_as_floats_are_classes(self, tmp_path):
        path = write(tmp_path / "f.tif", np.array([[1.0, np.nan]], dtype=np.float64), 115, 37, 1.0)
        found = tally_raster(path, self.zones(), projection_of_epsg(4490))
        assert found.codes == ("1",)
        np.testing.assert_allclose(found.nodata, [belt(36, 37)], rtol=1e-12)

    def test_too_many_classes(self, tmp_path):
        path = write(tmp_path / "many.tif", np.arange(70 * 70, dtype=np.int32).reshape(70, 70), 115, 37, 0.01)
        self.check(path, "more than 4096 different values")

    def test_rotated(self, tmp_path):
        with rasterio.open(
            tmp_path / "r.tif", "w", driver="GTiff", height=2, width=2, count=1, dtype="uint8",
            transform=rasterio.Affine(1, 0.2, 115, 0.1, -1, 37),
        ) as raster:  # fmt: skip
            raster.write(np.ones((1, 2, 2), dtype=np.uint8))
        self.check(tmp_path / "r.tif", "is rotated or not north-up")

    def test_missing_package(self, degrees, monkeypatch):
        monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
        self.check(degrees, "need the Python package rasterio, which is missing: install it with python -m pip install")
