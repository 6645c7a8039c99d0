"""The demo county's schematic elevation and obstacles."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr, osr

ROOT = Path(__file__).resolve().parent.parent.parent
LEFT, BOTTOM = 39360000.0, 4030000.0


@pytest.fixture(scope="module")
def elevation():
    spec = importlib.util.spec_from_file_location("demo_elevation", ROOT / "demo" / "elevation.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def county(tmp_path):
    """Two kilometres square: a river, a village, a wood, fields."""
    path = tmp_path / "county.gpkg"
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    spatial = osr.SpatialReference()
    spatial.ImportFromEPSG(4527)
    spatial.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)

    def layer(name, rows):
        made = dataset.CreateLayer(name, spatial, ogr.wkbPolygon, ["GEOMETRY_NAME=geom"])
        made.CreateField(ogr.FieldDefn("DLBM", ogr.OFTString))
        for code, x0, y0, x1, y1 in rows:
            feature = ogr.Feature(made.GetLayerDefn())
            feature.SetField("DLBM", code)
            ring = ",".join(f"{LEFT + x} {BOTTOM + y}" for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)))
            feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))"))
            made.CreateFeature(feature)

    layer("XJXZQ", [("", 0, 0, 2000, 2000)])
    layer(
        "DLTB",
        [
            ("1101", 0, 900, 2000, 950),
            ("0702", 200, 200, 500, 500),
            ("0301", 1000, 200, 1300, 500),
            ("0305", 1400, 200, 1600, 500),
            ("0102", 0, 1000, 2000, 2000),
        ],
    )
    dataset = None
    return path


def test_the_plain_falls_to_the_north_east(elevation):
    height = elevation.ground(LEFT, BOTTOM, 100.0, 360, 440)
    south_west, north_east = height[-60:, :60].mean(), height[:60, -60:].mean()
    assert south_west - north_east > 5
    assert 24 < height.min() < height.max() < 46
    assert np.array_equal(height, elevation.ground(LEFT, BOTTOM, 100.0, 360, 440))


def test_both_files_are_made(county, tmp_path):
    dem, things = tmp_path / "dem.tif", tmp_path / "things.gpkg"
    words = [sys.executable, ROOT / "demo" / "elevation.py", "--county", county, "--output", dem, "--obstacles", things]
    subprocess.run([*map(str, words)], check=True, capture_output=True)
    dataset = gdal.Open(str(dem))
    t = dataset.GetGeoTransform()
    raw = dataset.GetRasterBand(1).ReadRaster(buf_type=gdal.GDT_Float64)
    height = np.frombuffer(raw, dtype=np.float64).reshape(dataset.RasterYSize, dataset.RasterXSize)
    column = int((LEFT + 1000 - t[0]) / t[1])
    row = int((BOTTOM + 925 - t[3]) / t[5])
    # the river lies below the land, its dike above
    assert height[row, column] < height[row + 20, column] - 1
    assert height[row - 4, column] > height[row - 20, column] + 1
    assert osr.SpatialReference(dataset.GetProjection()).GetAuthorityCode(None) == "4527"
    # the circles of masts on the county's border are covered too
    assert t[0] <= LEFT - 4500
    written = ogr.Open(str(things))
    assert sorted((f.GetField("DLBM"), f.GetField("height")) for f in written.GetLayer(0)) == [
        ("0301", 12.0),
        ("0702", 6.0),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["county.gpkg", "dem.tif", "things.gpkg"]


def test_a_county_that_is_not_there_is_named(tmp_path):
    words = [
        sys.executable,
        ROOT / "demo" / "elevation.py",
        "--county",
        tmp_path / "no.gpkg",
        "--output",
        tmp_path / "dem.tif",
    ]
    done = subprocess.run([*map(str, words)], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "make the demo county first" in done.stderr
