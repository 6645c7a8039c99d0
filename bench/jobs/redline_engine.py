"""This engine: QGIS's GDAL reads, core tallies. WORDS: numba or numpy; "plane" leaves the ellipsoid out (for checks);
"resident" keeps the patches' index between the runs. The first run of a process loads numba's cache, as a user's does.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from job import answer, arguments
from osgeo import ogr

from redline.core import compiled
from redline.core.areaplane import AreaPlane
from redline.core.ellipsoid import projection_of_proj
from redline.core.overlay import tally
from redline.core.patchindex import PatchIndex, ZoneSet
from redline.core.wkb import decode
from redline.layers.arrowfile import FileLayer, file_blocks, worth_asking
from redline.layers.clip import boxes_of

given = arguments()
body = "numpy" if "numpy" in given.words else "auto"
exact = "plane" not in given.words
resident: dict[str, object] = {}


def projection():
    file = ogr.Open(given.file)  # a layer does not outlive its file
    return projection_of_proj(file.GetLayer("patches").GetSpatialRef().ExportToProj4())


def polygons_of(block):
    return decode(block.wkb, block.offsets, body=body)


def patches_near(zones):
    """The patches' layer, asked by its index where the zones are a small part of it, as the tools do."""
    layer = FileLayer(given.file, "patches", "GPKG")
    if "resident" in given.words:
        return layer
    file = ogr.Open(given.file)
    xmin, xmax, ymin, ymax = file.GetLayer("patches").GetExtent()
    boxes = boxes_of(zones)
    return replace(layer, near=boxes) if worth_asking(boxes, (xmin, ymin, xmax, ymax)) else layer


def read_zones():
    (block,) = file_blocks(FileLayer(given.file, given.zones, "GPKG"), ["zid"])
    return polygons_of(block)


def run():
    zones = read_zones()
    layer = patches_near(zones)
    plane = None
    if exact:
        low, high = zones.xy.min(axis=0), zones.xy.max(axis=0)
        plane = AreaPlane.fit((*low, *high), projection())
        zones = plane.apply(zones, body=body)
    numbers: dict[str, int] = resident.get("codes", {})

    def blocks():
        for block in file_blocks(layer, ["dlbm"]):
            polygons = polygons_of(block)
            codes = block.columns["dlbm"]
            classes = np.fromiter((numbers.setdefault(c, len(numbers)) for c in codes), np.int64, len(codes))
            yield (polygons if plane is None else plane.apply(polygons, body=body)), classes

    if "resident" in given.words:
        if "index" not in resident:
            resident["codes"] = numbers
            resident["index"] = index_of(list(blocks()))
        table = tally(ZoneSet(zones, body=body), resident["index"], body=body)
    else:
        table = tally(ZoneSet(zones, body=body), blocks(), body=body)
    codes = list(numbers)
    z, c = np.nonzero(table)
    return zip(z.tolist(), [codes[k] for k in c.tolist()], table[z, c].tolist(), strict=True)


def index_of(parts):
    from redline.core.polygons import Polygons

    points = np.cumsum([0] + [len(p.xy) for p, _ in parts])
    rings = np.cumsum([0] + [len(p.holes) for p, _ in parts])
    whole = Polygons(
        np.concatenate([p.xy for p, _ in parts]),
        np.concatenate([[0]] + [p.rings[1:] + n for (p, _), n in zip(parts, points[:-1], strict=True)]),
        np.concatenate([p.holes for p, _ in parts]),
        np.concatenate([[0]] + [p.polygons[1:] + n for (p, _), n in zip(parts, rings[:-1], strict=True)]),
    )
    return PatchIndex(whole, np.concatenate([c for _, c in parts]), body=body)


if body == "auto" and not compiled.has_cache():
    raise SystemExit("numba has compiled nothing yet: run compiled.warm_up() once.")
if "resident" in given.words:
    run()
answer(run, given.repeats)
