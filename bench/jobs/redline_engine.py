"""This engine: QGIS's GDAL reads, core tallies. WORDS: numba or numpy; "plane" leaves the ellipsoid out (for checks);
"resident" keeps the patches' index between the runs. The first run of a process loads numba's cache, as a user's does.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from job import answer, arguments
from osgeo import ogr

from redline.core import compiled
from redline.core.ellipsoid import projection_of_proj
from redline.core.ellipsoid.areaplane import AreaPlane
from redline.core.overlay import tally
from redline.core.overlay.patchindex import PatchIndex, ZoneSet
from redline.core.shapes.polygons import boxes_of, join_polygons
from redline.core.shapes.wkb import decode
from redline.layers.reading.arrowfile import FileLayer, file_blocks, worth_asking

given = arguments()
body = "numpy" if "numpy" in given.words else "auto"
exact = "plane" not in given.words
resident: dict[str, Any] = {}


def patches_near(zones):
    """The patches' layer, asked by its index where zones are a small part of it, as the tools do; its projection."""
    layer = FileLayer(given.file, "patches", "GPKG")
    file = ogr.Open(given.file)  # a layer does not outlive its file
    patches = file.GetLayer("patches")
    projection = projection_of_proj(patches.GetSpatialRef().ExportToProj4())
    xmin, xmax, ymin, ymax = patches.GetExtent()
    boxes = boxes_of(zones)
    asking = "resident" not in given.words and worth_asking(boxes, (xmin, ymin, xmax, ymax))
    return replace(layer, near=boxes) if asking else layer, projection


def polygons_of(block):
    return decode(block.wkb, block.offsets, body=body)


def read_zones():
    return join_polygons(
        [polygons_of(block) for block in file_blocks(FileLayer(given.file, given.zones, "GPKG"), ["zid"])]
    )


def plane_over(zones, projection):
    boxes = boxes_of(zones)
    return AreaPlane.fit((*np.nanmin(boxes[:, :2], axis=0), *np.nanmax(boxes[:, 2:], axis=0)), projection)


def prepared(block, classes, plane):
    polygons = polygons_of(block)
    return (polygons if plane is None else plane.apply(polygons, body=body)), classes


def blocks_of(layer, plane, numbers):
    for block in file_blocks(layer, ["dlbm"]):
        codes = block.columns["dlbm"]
        classes = np.fromiter((numbers.setdefault(c, len(numbers)) for c in codes), np.int64, len(codes))
        yield partial(prepared, block, classes, plane)


def make_resident():
    """The patches' index and its plane, kept from run to run."""
    layer, projection = patches_near(zones := read_zones())
    plane = plane_over(zones, projection) if exact else None
    numbers = {}
    resident.update(plane=plane, codes=numbers, index=index_of([block() for block in blocks_of(layer, plane, numbers)]))


def run():
    zones = read_zones()
    if resident:
        plane, numbers, patches = resident["plane"], resident["codes"], resident["index"]
    else:
        layer, projection = patches_near(zones)
        plane, numbers = (plane_over(zones, projection) if exact else None), {}
        patches = blocks_of(layer, plane, numbers)
    if plane is not None:
        zones = plane.apply(zones, body=body)
    table = tally(ZoneSet(zones, body=body), patches, body=body)
    codes = list(numbers)
    z, c = np.nonzero(table)
    return zip(z.tolist(), [codes[k] for k in c.tolist()], table[z, c].tolist(), strict=True)


def index_of(parts):
    return PatchIndex(join_polygons([p for p, _ in parts]), np.concatenate([c for _, c in parts]), body=body)


if body == "auto" and not compiled.has_cache():
    raise SystemExit("numba has compiled nothing yet: run compiled.warm_up() once.")
if "resident" in given.words:
    make_resident()
    run()
answer(run, given.repeats)
