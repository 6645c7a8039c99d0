"""Writes the counties that the benchmark runs on, as GeoPackages, with the GDAL that QGIS uses.

    python bench/files.py KIND PATCHES FILE

KIND: synthetic (bench/county.py, any size), demo (the demo county with at least so many patches) or landsat (patches
polygonized from a classification of real land, 34,864 of them). Layers: patches (dlbm), villages, circles, parcels,
redlines (zid, 0 … n − 1 each). Does nothing where FILE exists.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import county
import numpy as np
import shapely
from osgeo import gdal, ogr, osr

from redline.core.shapes.polygons import Polygons
from redline.core.shapes.wkb import decode_list, encode

gdal.UseExceptions()
ogr.UseExceptions()
osr.UseExceptions()

ROOT = Path(__file__).resolve().parent.parent
LANDSAT = ROOT / "tests/data/landcover/landsat8_classes_32621.tif"
CODES = [f"{code:04d}" for code in (103, 101, 201, 301, 404, 601, 702, 1006, 1101, 1104, 1202, 1206)]
CAMERA_RADIUS = 5_000.0

Blocks = Iterable[tuple[Polygons, list[str]]]


def synthetic(patches: int, _: Path) -> tuple[int, Blocks, dict[str, Polygons]]:
    blocks = ((polygons, [CODES[c] for c in classes.tolist()]) for polygons, classes in county.patch_blocks(patches))
    return county.EPSG, blocks, county.zones(patches)


def demo(patches: int, folder: Path) -> tuple[int, Blocks, dict[str, Polygons]]:
    """The demo county: its own villages, cameras and farmland (dissolved in 22 parts), and 1,000 parcels at random."""
    made = folder / f"demo_source_{patches}.gpkg"
    layers = ["DLTB", "CJDCQ", "YJJBNTBHTB", "camera"]
    if not made.exists():
        command = [sys.executable, str(ROOT / "demo/make.py"), "--output", str(made), "--patches", str(patches)]
        subprocess.run([*command, "--layers", *layers], check=True)
    file = ogr.Open(str(made))
    land, codes = _read(file.GetLayer("DLTB"), "DLBM")
    villages, _ = _read(file.GetLayer("CJDCQ"), "ZLDWDM")
    farmland, _ = _read(file.GetLayer("YJJBNTBHTB"), "BSM")
    cameras = file.GetLayer("camera")
    system = file.GetLayer("DLTB").GetSpatialRef()
    for each in (system, cameras.GetSpatialRef()):
        each.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    there = osr.CoordinateTransformation(cameras.GetSpatialRef(), system)
    points = [there.TransformPoint(*f.GetGeometryRef().GetPoint_2D())[:2] for f in cameras]
    low, high = land.xy.min(axis=0), land.xy.max(axis=0)
    zones = {
        "villages": villages,
        "circles": county.circles(np.array(points), CAMERA_RADIUS),
        "parcels": county.parcels(1_000, low, high),
        "redlines": dissolved(farmland, 22),
    }
    return int(system.GetAuthorityCode(None)), [(land, codes)], zones


def landsat(_: int, __: Path) -> tuple[int, Blocks, dict[str, Polygons]]:
    """Real land: fields and woods as a satellite sees them, staircase edges and all; the zones are drawn over it."""
    raster = gdal.Open(str(LANDSAT))
    system = osr.SpatialReference(wkt=raster.GetProjection())
    memory = ogr.GetDriverByName("Memory").CreateDataSource("")
    cover = memory.CreateLayer("cover", system, ogr.wkbPolygon)
    cover.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
    gdal.Polygonize(raster.GetRasterBand(1), None, cover, 0)
    land, codes = _read(cover, "value")
    low, high = land.xy.min(axis=0), land.xy.max(axis=0)
    rng = np.random.default_rng(county.SEED)
    most = max(set(codes), key=codes.count)
    zones = {
        "villages": county.villages(low, high),
        "circles": county.circles(low + rng.random((94, 2)) * (high - low), CAMERA_RADIUS),
        "parcels": county.parcels(1_000, low, high),
        "redlines": dissolved(county.some(land, np.array(codes) == most), 22),
    }
    return int(system.GetAuthorityCode(None)), [(land, codes)], zones


def dissolved(polygons: Polygons, parts: int) -> Polygons:
    """The polygons joined where they touch, in ``parts`` strips from west to east."""
    shapes = shapely.from_wkb(encode(polygons))
    strip = np.argsort(np.argsort(shapely.get_x(shapely.centroid(shapes)))) * parts // len(shapes)
    joined = [shapely.union_all(shapes[strip == k]) for k in range(parts)]
    return decode_list(shapely.to_wkb(joined), body="numpy")


def _read(layer: ogr.Layer, field: str) -> tuple[Polygons, list[str]]:
    data, values = [], []
    for feature in layer:
        data.append(bytes(feature.GetGeometryRef().ExportToWkb()))
        values.append(str(feature.GetField(field)))
    return decode_list(data, body="numpy"), values


def write(path: Path, epsg: int, blocks: Blocks, zones: dict[str, Polygons]) -> None:
    """The county at ``path``; it appears whole or not at all."""
    part = path.with_suffix(".part.gpkg")
    part.unlink(missing_ok=True)
    system = osr.SpatialReference()
    system.ImportFromEPSG(epsg)
    file = ogr.GetDriverByName("GPKG").CreateDataSource(str(part))
    layer = file.CreateLayer("patches", system, ogr.wkbMultiPolygon)
    layer.CreateField(ogr.FieldDefn("dlbm", ogr.OFTString))
    for polygons, codes in blocks:
        _add(layer, polygons, codes)
    for name, polygons in zones.items():
        layer = file.CreateLayer(name, system, ogr.wkbMultiPolygon)
        layer.CreateField(ogr.FieldDefn("zid", ogr.OFTInteger))
        _add(layer, polygons, list(range(len(polygons))))
    layer = file = None
    part.rename(path)


def _add(layer: ogr.Layer, polygons: Polygons, values: list) -> None:
    layer.StartTransaction()
    feature = ogr.Feature(layer.GetLayerDefn())
    for wkb, value in zip(encode(polygons), values, strict=True):
        feature.SetFID(-1)
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(wkb))
        feature.SetField(0, value)
        layer.CreateFeature(feature)
    layer.CommitTransaction()


if __name__ == "__main__":
    kind, target = {"synthetic": synthetic, "demo": demo, "landsat": landsat}[sys.argv[1]], Path(sys.argv[3])
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        write(target, *kind(int(sys.argv[2]), target.parent))
