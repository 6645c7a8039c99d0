"""Elevations and viewsheds: analytic cases, and two real elevation models beside gdal_viewshed."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)

from redline.core.cameras.camera import Camera, horizon_distance, shadow_length
from redline.core.cameras.grid import Elevation, Grid
from redline.core.cameras.lineofsight import hidden_height
from redline.core.errors import Cancelled, RedlineError
from redline.core.paper.drafts import Drafts
from redline.layers.reading.rasterfile import RasterFile, band_array, memory_raster, wkt_of, write_tiff
from redline.layers.reading.sources import source_of
from redline.layers.sight.elevation import (
    ElevationModel,
    raster_plane,
    raster_source,
    read_elevation,
)
from redline.layers.sight.obstacles import Obstacles
from redline.layers.sight.viewshed import Certainty, Question, count_map, viewshed_of, viewsheds

DEM = Path(__file__).parent.parent / "data" / "dem"
OLINDA, LUXEMBOURG = DEM / "olinda_lowrelief_32000.tif", DEM / "terra_elev_4326.tif"
FLAT = 1.0
CRS = "EPSG:4548"  # CGCS2000, 3-degree zone of 117°, without prefix

needs_gdal = pytest.mark.skipif(shutil.which("gdal_viewshed") is None, reason="gdal_viewshed is not installed")


def crs(name=CRS):
    return QgsCoordinateReferenceSystem(name)


def model(ground, cell=10.0, surface=None, left=390000.0, top=4046000.0):
    rows, cols = ground.shape
    grid = Grid(left, top, cell, cell, rows, cols)
    surface = None if surface is None else surface.astype(float)
    return ElevationModel(Elevation(grid, ground.astype(float), surface), crs(), False, 0)


def plain(rows=201, cols=201, height=40.0, cell=10.0):
    return model(np.full((rows, cols), height), cell)


def camera(where, row=None, col=None, **change):
    grid = where.elevation.grid
    x, y = grid.centre(grid.rows // 2 if row is None else row, grid.cols // 2 if col is None else col)
    return Camera("塔1", **({"x": x, "y": y, "mast": 40.0, "radius": 900.0} | change))


def write_raster(path, values, geotransform, epsg, nodata=None):
    memory = memory_raster(np.asarray(values, dtype=np.float64), geotransform, wkt_of(crs(epsg)), nodata)
    gdal.GetDriverByName("GTiff").CreateCopy(str(path), memory).FlushCache()
    return QgsRasterLayer(str(path), path.stem)


def copied(path, folder):
    """A raster of the test data as a copy: QGIS writes its statistics beside whatever it opens."""
    return str(shutil.copy(path, folder))


@pytest.fixture
def olinda(qgis_app, tmp_path):
    layer = QgsRasterLayer(copied(OLINDA, tmp_path), "olinda")
    layer.setCrs(crs("EPSG:31985"))
    source = raster_source(layer)
    return read_elevation(source, source.crs, layer.extent())


class TestAnalytic:
    def test_plain_is_seen_to_the_horizon(self, qgis_app):
        # from 4 m the horizon is at sqrt(2 · 6378137 · 4 / 0.87) = 7658 m
        flat = plain(11, 2001)
        low = camera(flat, col=0, mast=4.0, radius=15000.0)
        found = viewshed_of(flat, low, Question())
        line = found.seen[5]
        far = np.flatnonzero(line).max() * 10.0
        assert far == pytest.approx(float(horizon_distance(4.0)), abs=15.0)
        assert line[: int(far / 10)].all()
        # without curvature everything is seen
        assert viewshed_of(flat, low, Question(refraction=FLAT)).seen[5][:1500].all()

    def test_the_cells_beside_the_mast_are_seen(self, qgis_app):
        # GDAL 3.6 calls the rows beside the mast's cell hidden
        flat = plain()
        found = viewshed_of(flat, camera(flat), Question(heights=True))
        assert np.array_equal(found.seen, found.field)
        assert (found.hidden[found.field] == 0).all()

    def test_wall_throws_the_shadow_of_the_formula(self, qgis_app):
        ground = np.full((21, 401), 20.0)
        ground[:, 200] += 10.0
        walled = model(ground)
        found = viewshed_of(walled, camera(walled, col=0, radius=3990.0), Question(refraction=FLAT))
        hidden = np.flatnonzero(~found.seen[10, :390])
        # behind the wall 2000 m away, 10 · 2000 / (40 − 10) = 666.7 m: cells 201 … 266
        assert shadow_length(10.0, 2000.0, 40.0) == pytest.approx(666.7, abs=0.1)
        assert (hidden.min(), hidden.max()) == (201, 266)

    def test_pyramid_hides_its_far_side(self, qgis_app):
        row, col = np.indices((201, 201))
        height = np.maximum(0.0, 30.0 - np.maximum(np.abs(row - 100), np.abs(col - 100)))
        hill = model(height)
        found = viewshed_of(hill, camera(hill, row=100, col=0, mast=20.0, radius=5000.0), Question(refraction=FLAT))
        assert found.seen[100, :101].all()
        assert not found.seen[100, 101:].any()
        # from its top, all four sides
        top = viewshed_of(hill, camera(hill, row=100, col=100, mast=2.0, radius=5000.0), Question(refraction=FLAT))
        assert top.seen[100, 70:131].all()

    def test_heights_behind_the_wall(self, qgis_app):
        ground = np.full((21, 401), 20.0)
        ground[:, 200] += 10.0
        walled = model(ground)
        found = viewshed_of(walled, camera(walled, col=0, radius=3990.0), Question(refraction=FLAT, heights=True))
        # the line over the wall runs 40 − 30 · d / 2000 above the ground: 5.5 m at 2300 m
        assert found.hidden[10, 230] == pytest.approx(5.5, abs=1e-6)
        assert found.hidden[10, 100] == 0
        six = viewshed_of(walled, camera(walled, col=0, radius=3990.0), Question(target=6.0, refraction=FLAT))
        assert six.seen[10, 230]


class TestFieldOfView:
    def test_sector_and_dead_zone_cut_the_field(self, qgis_app):
        flat = plain()
        cut = camera(flat, azimuth=90.0, field_of_view=90.0, steepest=15.0)
        found = viewshed_of(flat, cut, Question(refraction=FLAT))
        rows, cols = np.nonzero(found.seen)
        x, y = flat.elevation.grid.xs(found.window)[cols] - cut.x, flat.elevation.grid.ys(found.window)[rows] - cut.y
        # 40 / tan 15° = 149.3 m
        assert np.hypot(x, y).min() >= 149.28
        assert np.hypot(x, y).max() <= 900.0 + 1e-9
        assert (np.abs(y) <= x + 1e-9).all()
        assert found.seen.sum() == pytest.approx(np.pi * (900**2 - 149.3**2) / 4 / 100, rel=0.01)

    def test_higher_and_farther_never_see_less(self, olinda):
        x, y = 293770.0, 9115765.0
        before = None
        for mast, radius in [(10, 3000), (20, 3000), (40, 3000), (40, 5000), (60, 5000)]:
            found = count_map(olinda, [Camera("塔", x, y, mast, radius)], Question())
            whole = np.zeros(olinda.elevation.grid.shape, dtype=bool)
            whole[found.window.slices] = found.count > 0
            if before is not None:
                assert not (before & ~whole).any()
                assert whole.sum() > before.sum()
            before = whole

    def test_mast_off_the_middle_of_its_cell(self, qgis_app):
        # The field is measured from the mast itself, GDAL from the middle of the cell.
        flat = plain(cell=100.0)
        grid = flat.elevation.grid
        x, y = grid.centre(100, 100)
        found = viewshed_of(flat, Camera("塔", x + 49.0, y - 49.0, 40.0, 950.0), Question(refraction=FLAT))
        assert np.array_equal(found.seen, found.field)


class TestUnknownGround:
    def test_nodata_is_not_sea_level(self, qgis_app):
        ground = np.full((101, 101), 200.0)
        ground[40:45, :] = np.nan
        holed = model(ground)
        found = viewshed_of(holed, camera(holed, row=60, mast=10.0), Question(refraction=FLAT))
        # behind the hole the plain is seen, the hole itself is neither seen nor in the field
        assert found.seen[30:35, 50].all()
        assert not found.seen[40:45].any()
        assert not found.field[40:45].any()
        assert found.unknown == 5 * 101
        # taken as sea level, a pit 200 m deep would have been "hidden": in the field, not seen
        ground[40:45, :] = 0.0
        sunk = model(ground)
        assert not viewshed_of(sunk, camera(sunk, row=60, mast=10.0), Question(refraction=FLAT)).seen[40:45, 50].any()

    def test_declared_and_undeclared_nodata_are_unknown(self, qgis_app, tmp_path):
        values = np.full((50, 60), 30.0)
        values[5, 5], values[6, 6] = -9999.0, -32768.0
        values[7, 7] = 0.0
        layer = write_raster(tmp_path / "dem.tif", values, (390000, 10, 0, 4046000, 0, -10), CRS, nodata=-9999.0)
        found = read_elevation(raster_source(layer), crs(), layer.extent())
        assert np.isnan(found.elevation.ground[[5, 6], [5, 6]]).all()
        assert found.elevation.ground[7, 7] == 0.0
        assert found.unknown == 2
        assert "not as sea level" in found.notes[0]

    def test_all_nodata_is_named(self, qgis_app, tmp_path):
        layer = write_raster(
            tmp_path / "dem.tif", np.full((50, 60), -9999.0), (390000, 10, 0, 4046000, 0, -10), CRS, nodata=-9999.0
        )
        with pytest.raises(RedlineError, match="Raster dem knows no elevation around the cameras"):
            read_elevation(raster_source(layer), crs(), layer.extent())

    def test_an_observer_outside_is_named_before_anything_is_computed(self, olinda):
        good = Camera("塔1", 293770.0, 9115765.0, 30.0, 3000.0)
        outside = Camera("塔2", 0.0, 0.0, 30.0, 3000.0)
        with pytest.raises(RedlineError, match=r"Camera 塔2 at \(0\.0, 0\.0\) lies outside the elevation raster"):
            next(viewsheds(olinda, [good, outside], Question()))


class TestObstacles:
    def layer(self, wkts, kind="Polygon", heights=None):
        layer = QgsVectorLayer(f"{kind}?crs={CRS}&field=h:double", "树木", "memory")
        features = []
        for index, wkt in enumerate(wkts):
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
            if heights is not None:
                feature.setAttribute("h", heights[index])
            features.append(feature)
        layer.dataProvider().addFeatures(features)
        return layer

    def elevation(self, tmp_path, *obstacles):
        values = np.full((41, 401), 20.0)
        layer = write_raster(tmp_path / "dem.tif", values, (390000, 10, 0, 4046000, 0, -10), CRS)
        return read_elevation(raster_source(layer), crs(), layer.extent(), obstacles=obstacles)

    def test_tree_belt_throws_its_shadow(self, qgis_app, tmp_path):
        # a belt 10 m high, cells 200 … 201
        belt = "POLYGON((392001 4045590, 392019 4045590, 392019 4046000, 392001 4046000, 392001 4045590))"
        found = self.elevation(tmp_path, Obstacles(source_of(self.layer([belt], heights=[10.0])), "h", 0.0))
        assert (found.elevation.surface - found.elevation.ground)[20, 199:203].tolist() == [0, 10, 10, 0]
        view = viewshed_of(found, camera(found, col=0, radius=3990.0), Question(refraction=FLAT))
        hidden = np.flatnonzero(~view.seen[20, :390])
        # the trees' own cells, then the shadow behind 2010 m: 10 · 2010 / 30 = 670 m, to 2680 m, on which
        # the middle of cell 268 lies exactly
        assert hidden.min() == 200
        assert hidden.max() in (267, 268)
        # something 12 m high among the trees stands out
        tall = viewshed_of(found, camera(found, col=0, radius=3990.0), Question(target=12.0, refraction=FLAT))
        assert tall.seen[20, 200]

    def test_lines_points_and_defaults_are_burned_and_the_highest_wins(self, qgis_app, tmp_path):
        line = self.layer(["LINESTRING(391005 4045590, 391005 4046000)"], "LineString", [8.0])
        points = self.layer(["POINT(391005 4045795)", "POINT(392005 4045795)"], "Point", [15.0, None])
        found = self.elevation(
            tmp_path,
            Obstacles(source_of(line), "h", 0.0),
            Obstacles(source_of(points), "h", 6.0),
        )
        height = found.elevation.surface - found.elevation.ground
        assert height[20, 100] == 15.0
        assert height[10, 100] == 8.0
        assert height[20, 200] == 6.0

    def test_a_negative_height_is_named(self, qgis_app, tmp_path):
        layer = self.layer(["POINT(391005 4045795)"], "Point", [-3.0])
        with pytest.raises(RedlineError) as caught:
            self.elevation(tmp_path, Obstacles(source_of(layer), "h", 0.0))
        assert "Layer 树木, feature 1: -3.0 in field h is no height" in str(caught.value)

    def test_a_mast_in_the_wood_looks_from_the_ground_up(self, qgis_app):
        ground = np.full((101, 101), 20.0)
        surface = ground.copy()
        surface[45:56, 45:56] += 15.0
        wood = model(ground, surface=surface)
        above = viewshed_of(wood, camera(wood, mast=40.0), Question(refraction=FLAT))
        assert not above.buried
        # over the wood's edge, 50 m away and 25 m below: shadow 15 · 55 / 25 = 33 m
        assert not above.seen[50, 56]
        assert above.seen[50, 60]
        below = viewshed_of(wood, camera(wood, mast=10.0), Question(refraction=FLAT))
        assert below.buried
        assert not below.seen[50, 60:].any()

    def test_surface_raster_blocks(self, qgis_app, tmp_path):
        values = np.full((41, 401), 20.0)
        dem = write_raster(tmp_path / "dem.tif", values, (390000, 10, 0, 4046000, 0, -10), CRS)
        values[:, 200] = 30.0
        values[:, 300] = np.nan
        dsm = write_raster(tmp_path / "dsm.tif", values, (390000, 10, 0, 4046000, 0, -10), CRS, nodata=np.nan)
        found = read_elevation(raster_source(dem), crs(), dem.extent(), surface=raster_source(dsm))
        assert found.elevation.surface[20, 200] == pytest.approx(30.0)
        assert found.elevation.surface[20, 300] == 20.0
        view = viewshed_of(found, camera(found, col=0, radius=3990.0), Question(refraction=FLAT))
        assert not view.seen[20, 200:266].any()


class TestCertainty:
    def test_levels_are_nested(self, olinda):
        spot = Camera("塔", 293770.0, 9115765.0, 30.0, 5000.0)
        before = None
        for error in (0.5, 2.0, 8.0):
            found = viewshed_of(olinda, spot, Question(error=error))
            assert np.array_equal(found.seen, (found.certainty >= Certainty.PROBABLY_SEEN) & found.field)
            sure = (found.certainty == Certainty.SURELY_SEEN) | (found.certainty == Certainty.SURELY_HIDDEN)
            if before is not None:
                # a larger error leaves less that is sure
                assert not (sure & ~before)[found.field].any()
            before = sure

    def test_an_elevation_within_the_error_never_breaks_a_sure_answer(self, olinda):
        spot = Camera("塔", 293770.0, 9115765.0, 30.0, 5000.0)
        error = 2.0
        found = viewshed_of(olinda, spot, Question(error=error))
        cell = olinda.elevation.grid.cell_of(spot.x, spot.y)
        rng = np.random.default_rng(7)
        for _ in range(5):
            # every elevation off by up to half the error: against the ends of a line by no more than the error
            ground = olinda.elevation.ground + rng.uniform(-error / 2, error / 2, olinda.elevation.ground.shape)
            assert np.isfinite(ground[cell])
            other = ElevationModel(Elevation(olinda.elevation.grid, ground), olinda.crs, False, 0)
            truth = viewshed_of(other, spot, Question())
            assert truth.seen[(found.certainty == Certainty.SURELY_SEEN) & found.field].all()
            assert not truth.seen[(found.certainty == Certainty.SURELY_HIDDEN) & found.field].any()


class TestAgainstGdal:
    def command_line(self, dem, tmp_path, spot, radius, mast, target=0.0):
        out = tmp_path / "seen.tif"
        command = ["gdal_viewshed", "-q", "-ox", spot[0], "-oy", spot[1], "-oz", mast, "-tz", target]
        command += ["-cc", 0.87, "-md", radius, "-iv", 0, "-vv", 1, "-ov", 0, dem, out]
        subprocess.run([str(word) for word in command], check=True, capture_output=True)
        return gdal.Open(str(out))

    @needs_gdal
    def test_olinda(self, olinda, tmp_path):
        dem = tmp_path / "dem.tif"
        gdal.Translate(str(dem), str(OLINDA), outputSRS="EPSG:31985")
        answer = self.command_line(dem, tmp_path, (293770, 9115765), 5000, 30)
        theirs = np.zeros(olinda.elevation.grid.shape, dtype=bool)
        t, values = answer.GetGeoTransform(), band_array(answer, "uint8") == 1
        row = round((olinda.elevation.grid.top - t[3]) / olinda.elevation.grid.height)
        col = round((t[0] - olinda.elevation.grid.left) / olinda.elevation.grid.width)
        theirs[row : row + values.shape[0], col : col + values.shape[1]] = values
        spot = Camera("塔", 293770.0, 9115765.0, 30.0, 5000.0)
        ours = viewshed_of(olinda, spot, Question())
        field = np.zeros_like(theirs)
        field[ours.window.slices] = ours.field
        seen = np.zeros_like(theirs)
        seen[ours.window.slices] = ours.seen
        # gdal_viewshed measures the radius from the middle of the cell: only the rim may differ
        assert (seen & ~theirs)[field].sum() <= 6
        assert np.count_nonzero(theirs & field & ~seen) == 0

    def test_the_number_in_the_data_notes(self, olinda):
        """gdal_viewshed sees 2,898 cells within 5,000 m (observer at 30 m, coefficient 0.85714)."""
        grid = olinda.elevation.grid
        x, y = grid.centre(*grid.cell_of(293770.0, 9115765.0))
        found = viewshed_of(olinda, Camera("塔", x, y, 30.0, 5000.0), Question(refraction=1 - 0.85714))
        assert found.seen.sum() == pytest.approx(2898, abs=15)

    @needs_gdal
    def test_luxembourg_in_degrees(self, qgis_app, tmp_path):
        source = raster_source(QgsRasterLayer(copied(LUXEMBOURG, tmp_path), "elev"))
        plane = raster_plane(source)
        assert plane.authid() == "EPSG:32632"
        whole = QgsRectangle(200000, 5400000, 400000, 5700000)
        found = read_elevation(source, plane, whole)
        assert found.resampled
        assert "resampled" in found.notes[0]
        grid = found.elevation.grid
        # 30 seconds of arc at 49.8° north: 926.7 m by 599.5 m (30.9 · 30 · cos), as fine as 745 m square
        assert grid.width in (740.0, 750.0)
        spot = grid.centre(grid.rows // 2, grid.cols // 2)
        dem = tmp_path / "metres.tif"
        memory = memory_raster(
            np.where(np.isnan(found.elevation.ground), -1e5, found.elevation.ground), grid.geotransform, found.wkt
        )
        gdal.GetDriverByName("GTiff").CreateCopy(str(dem), memory).FlushCache()
        answer = self.command_line(dem, tmp_path, spot, 20000, 30)
        t, values = answer.GetGeoTransform(), band_array(answer, "uint8") == 1
        row, col = round((grid.top - t[3]) / grid.height), round((t[0] - grid.left) / grid.width)
        theirs = np.zeros(grid.shape, dtype=bool)
        theirs[row : row + values.shape[0], col : col + values.shape[1]] = values
        ours = viewshed_of(found, Camera("塔", *spot, 30.0, 20000.0), Question())
        differs = ours.seen != (theirs[ours.window.slices] & ours.field)
        # nowhere but beside the mast
        assert differs.sum() <= 6
        middle = grid.rows // 2 - ours.window.row, grid.cols // 2 - ours.window.col
        assert not differs.any() or np.abs(np.argwhere(differs) - middle).max() == 1
        assert ours.seen.sum() > 100

    def test_exact_line_of_sight_agrees(self, olinda):
        grid = olinda.elevation.grid
        x, y = grid.centre(*grid.cell_of(293770.0, 9115765.0))
        spot = Camera("塔", x, y, 30.0, 4500.0)
        found = viewshed_of(olinda, spot, Question())
        xs, ys = np.meshgrid(grid.xs(found.window), grid.ys(found.window))
        lens = olinda.elevation.lens_of(spot)
        hidden = hidden_height(olinda.elevation, (x, y, lens), xs.ravel(), ys.ravel()).reshape(xs.shape)
        same = (hidden <= 0) == found.seen
        assert same[found.field].mean() > 0.96

    def test_seeing_is_mutual(self, olinda):
        """Two masts of one height see each other's tops both ways or not at all."""
        grid = olinda.elevation.grid
        rng = np.random.default_rng(3)
        cells = [(int(r), int(c)) for r, c in zip(rng.integers(5, 105, 12), rng.integers(5, 105, 12), strict=True)]
        masts = [Camera(f"塔{i}", *grid.centre(*cell), 8.0, 20000.0) for i, cell in enumerate(cells)]
        sees = np.zeros((12, 12), dtype=bool)
        for i, found in enumerate(viewsheds(olinda, masts, Question(target=8.0))):
            for j, (row, col) in enumerate(cells):
                sees[i, j] = found.seen[row - found.window.row, col - found.window.col]
        assert 0.1 < sees.mean() < 1.0
        # GDAL's algorithm is an approximation: a pair on the edge of sight may differ
        assert np.count_nonzero(sees != sees.T) <= 4


class TestRaster:
    def test_the_cameras_system_is_taken_for_a_raster_in_degrees(self, qgis_app, tmp_path):
        source = raster_source(QgsRasterLayer(copied(LUXEMBOURG, tmp_path), "elev"))
        assert raster_plane(source, crs("EPSG:2169")).authid() == "EPSG:2169"
        assert raster_plane(source, crs("EPSG:4326")).authid() == "EPSG:32632"

    def test_a_window_keeps_the_rasters_own_cells(self, qgis_app, tmp_path):
        values = np.arange(3000.0).reshape(50, 60) / 10
        layer = write_raster(tmp_path / "dem.tif", values, (390000, 10, 0, 4046000, 0, -10), CRS)
        found = read_elevation(raster_source(layer), crs(), QgsRectangle(390101, 4045705, 390299, 4045899))
        assert (found.elevation.grid.left, found.elevation.grid.top) == (390100, 4045900)
        assert np.array_equal(found.elevation.ground, values[10:30, 10:30])
        assert not found.resampled

    def test_another_cell_size_is_resampled(self, qgis_app, tmp_path):
        values = np.add.outer(np.zeros(50), np.arange(60.0))
        layer = write_raster(tmp_path / "dem.tif", values, (390000, 10, 0, 4046000, 0, -10), CRS)
        found = read_elevation(raster_source(layer), crs(), layer.extent(), cell=5.0)
        assert found.elevation.grid.shape == (100, 120)
        # a slope of 1 m in 10 m stays that slope
        assert np.diff(found.elevation.ground[50, 10:100]) == pytest.approx(0.5, abs=1e-6)

    def test_a_turned_raster_is_straightened(self, qgis_app, tmp_path):
        values = np.full((50, 60), 12.0)
        layer = write_raster(tmp_path / "dem.tif", values, (390000, 10, 1, 4046000, 1, -10), CRS)
        found = read_elevation(raster_source(layer), crs(), layer.extent())
        assert found.resampled
        assert np.nanmax(np.abs(found.elevation.ground - 12)) < 1e-9

    def test_feet_become_metres(self, qgis_app, tmp_path):
        layer = write_raster(tmp_path / "dem.tif", np.full((20, 20), 100.0), (390000, 10, 0, 4046000, 0, -10), CRS)
        dataset = gdal.Open(str(tmp_path / "dem.tif"), gdal.GA_Update)
        dataset.GetRasterBand(1).SetUnitType("ft")
        dataset = None
        found = read_elevation(raster_source(layer), crs(), layer.extent())
        assert found.elevation.ground[0, 0] == pytest.approx(30.48)

    def test_nothing_in_common_is_named(self, qgis_app, tmp_path):
        layer = write_raster(tmp_path / "dem.tif", np.zeros((20, 20)), (390000, 10, 0, 4046000, 0, -10), CRS)
        with pytest.raises(RedlineError, match="Raster dem does not reach any of the cameras"):
            read_elevation(raster_source(layer), crs(), QgsRectangle(0, 0, 1000, 1000))
        with pytest.raises(RedlineError, match="Raster dem does not reach any of the cameras"):
            read_elevation(raster_source(layer), crs(), QgsRectangle(0, 0, 1000, 1000), cell=5.0)

    def test_too_many_cells_are_refused(self, qgis_app, tmp_path):
        layer = write_raster(tmp_path / "dem.tif", np.zeros((20, 20)), (390000, 10, 0, 4046000, 0, -10), CRS)
        with pytest.raises(RedlineError, match="The elevation would have 400 million cells"):
            read_elevation(raster_source(layer), crs(), layer.extent(), cell=0.01)

    def test_a_raster_without_a_system_or_file_is_named(self, qgis_app, tmp_path):
        with pytest.raises(RedlineError, match="The elevation raster cannot be opened"):
            raster_source(QgsRasterLayer(str(tmp_path / "none.tif"), "none"))
        layer = write_raster(tmp_path / "dem.tif", np.zeros((20, 20)), (390000, 10, 0, 4046000, 0, -10), CRS)
        layer.setCrs(QgsCoordinateReferenceSystem())
        with pytest.raises(RedlineError, match="Layer dem has no coordinate system"):
            raster_source(layer)
        with pytest.raises(RedlineError, match="Raster again has 1 bands, not a band 2"):
            again = QgsRasterLayer(str(tmp_path / "dem.tif"), "again")
            read_elevation(raster_source(again, 2), crs(), again.extent())


class TestManyCameras:
    def cameras(self, where, count=9):
        return [camera(where, row=20 + 20 * i, col=20 + 18 * i, radius=500.0) for i in range(count)]

    def test_count_is_the_sum_of_the_single_ones(self, qgis_app):
        rng = np.random.default_rng(1)
        rough = model(np.cumsum(rng.normal(0, 1, (201, 201)), axis=0))
        cameras, single = self.cameras(rough), []
        shares = []
        whole = count_map(
            rough, cameras, Question(error=1.0, heights=True), each=single.append, threads=3, progress=shares.append
        )
        assert [found.camera for found in single] == cameras
        total = np.zeros(rough.elevation.grid.shape, dtype=int)
        for found in single:
            total[found.window.slices] += found.seen
        assert np.array_equal(total[whole.window.slices], whole.count)
        assert shares == pytest.approx([(i + 1) / 9 for i in range(9)])
        assert whole.certainty[whole.count > 0].min() >= Certainty.PROBABLY_SEEN
        assert (whole.hidden[whole.count > 0] == 0).all()
        assert np.isnan(whole.hidden[~whole.field]).all()

    def test_threads_change_nothing(self, qgis_app):
        rng = np.random.default_rng(2)
        rough = model(np.cumsum(rng.normal(0, 1, (201, 201)), axis=1))
        one = count_map(rough, self.cameras(rough), Question(), threads=1)
        many = count_map(rough, self.cameras(rough), Question(), threads=4)
        assert np.array_equal(one.count, many.count)

    def test_stops_when_asked(self, qgis_app):
        flat = plain()
        asked = []

        def stop():
            asked.append(1)
            return len(asked) > 3

        with pytest.raises(Cancelled):
            count_map(flat, self.cameras(flat), Question(), cancelled=stop)
        assert len(asked) == 4

    def test_impossible_questions_are_named(self, qgis_app):
        with pytest.raises(RedlineError, match=r"The target height is -1\.0"):
            Question(target=-1.0).check()
        with pytest.raises(RedlineError, match=r"The elevation error is -1\.0"):
            Question(error=-1.0).check()
        with pytest.raises(RedlineError, match="The refraction coefficient is 2"):
            Question(refraction=2).check()


class TestSaving:
    def raster(self, path, value=1):
        grid = Grid(390000.0, 4046000.0, 10.0, 10.0, 3, 4)
        return RasterFile(path, np.full((3, 4), value, dtype=np.uint8), grid, crs(), 255, "seen", (("RULE", "中文"),))

    def save(self, *paths, value=1):
        with Drafts() as drafts:
            for path in paths:
                write_tiff(self.raster(path, value), drafts.beside(path))
            drafts.commit()

    def test_what_is_written_is_read_again(self, qgis_app, tmp_path):
        self.save(tmp_path / "a" / "seen.tif")
        dataset = gdal.Open(str(tmp_path / "a" / "seen.tif"))
        assert band_array(dataset, "uint8").tolist() == [[1] * 4] * 3
        assert dataset.GetRasterBand(1).GetNoDataValue() == 255
        assert dataset.GetGeoTransform() == (390000.0, 10.0, 0.0, 4046000.0, 0.0, -10.0)
        assert dataset.GetMetadata()["RULE"] == "中文"
        assert [path.name for path in (tmp_path / "a").iterdir()] == ["seen.tif"]
        assert QgsRasterLayer(str(tmp_path / "a" / "seen.tif"), "x").crs().authid() == CRS

    def test_all_or_none(self, qgis_app, tmp_path, monkeypatch):
        first, second = tmp_path / "first.tif", tmp_path / "second.tif"
        self.save(first, second)
        real = Path.replace

        def held(self, target):
            if self.name == "second.tif" and self.parent.name != "old":
                raise PermissionError(13, "held by another program")
            return real(self, target)

        monkeypatch.setattr(Path, "replace", held)
        with pytest.raises(RedlineError, match=r"second\.tif cannot be written \(held by another program\)"):
            self.save(first, second, value=2)
        assert band_array(gdal.Open(str(first)), "uint8")[0, 0] == 1
        assert band_array(gdal.Open(str(second)), "uint8")[0, 0] == 1
        assert sorted(path.name for path in tmp_path.iterdir()) == ["first.tif", "second.tif"]

    def test_a_folder_that_cannot_be_is_named(self, qgis_app, tmp_path):
        (tmp_path / "file").write_text("x")
        with pytest.raises(RedlineError, match=r"seen\.tif cannot be written"):
            self.save(tmp_path / "file" / "seen.tif")
