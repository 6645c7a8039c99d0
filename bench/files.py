"""Writes the synthetic county as a GeoPackage, with the GDAL that QGIS uses.

    python bench/files.py PATCHES FILE

Layers: patches (dlbm), villages, circles, parcels, redlines (zid, 0 … n − 1 each). Does nothing where FILE exists.
"""

from __future__ import annotations

import sys
from pathlib import Path

import county
import numpy as np
from osgeo import ogr, osr

from redline.core.wkb import encode

ogr.UseExceptions()
osr.UseExceptions()

CODES = [f"{code:04d}" for code in (103, 101, 201, 301, 404, 601, 702, 1006, 1101, 1104, 1202, 1206)]


def write(path: Path, n_patches: int) -> None:
    """The county at ``path``; it appears whole or not at all. 3,000,000 patches are written block by block."""
    part = path.with_suffix(".part.gpkg")
    part.unlink(missing_ok=True)
    system = osr.SpatialReference()
    system.ImportFromEPSG(county.EPSG)
    file = ogr.GetDriverByName("GPKG").CreateDataSource(str(part))
    layer = file.CreateLayer("patches", system, ogr.wkbMultiPolygon)
    layer.CreateField(ogr.FieldDefn("dlbm", ogr.OFTString))
    for polygons, classes in county.patch_blocks(n_patches):
        _add(layer, polygons, "dlbm", [CODES[c] for c in classes.tolist()])
    for name, polygons in county.zones(n_patches).items():
        layer = file.CreateLayer(name, system, ogr.wkbMultiPolygon)
        layer.CreateField(ogr.FieldDefn("zid", ogr.OFTInteger))
        _add(layer, polygons, "zid", np.arange(len(polygons)).tolist())
    layer = file = None
    part.rename(path)


def _add(layer: ogr.Layer, polygons, field: str, values: list) -> None:
    layer.StartTransaction()
    definition = layer.GetLayerDefn()
    feature = ogr.Feature(definition)
    for wkb, value in zip(encode(polygons), values, strict=True):
        feature.SetFID(-1)
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(wkb))
        feature.SetField(0, value)
        layer.CreateFeature(feature)
    layer.CommitTransaction()


if __name__ == "__main__":
    target = Path(sys.argv[2])
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        write(target, int(sys.argv[1]))
