"""The numpy body beside shapely 2: all pieces of zones × patches, without reading. Run with .venv-bench's Python:

PYTHONPATH=.build/plugins .venv-bench/bin/python bench/pairs.py FILE.gpkg PATCHES ZONES [ZONES …]

shapely finds pairs by its STRtree, tells those inside by prepared zones, and cuts the others with one vectorised
``intersection``. Printed are processor seconds and the largest difference of a zone's area covered, m².
"""

import sys
import time

import numpy as np
import pyogrio
import shapely

from redline.core.overlay import pieces
from redline.core.overlay.patchindex import PatchIndex, ZoneSet
from redline.core.shapes.wkb import decode_list


def by_numpy(zones: list[bytes], patches: list[bytes]) -> tuple[float, np.ndarray]:
    """(processor seconds, area covered of each zone) by the engine's own sums."""
    zone_polygons, patch_polygons = decode_list(zones, body="numpy"), decode_list(patches, body="numpy")
    begin = time.process_time()
    index, zone_set = PatchIndex(patch_polygons, body="numpy"), ZoneSet(zone_polygons, body="numpy")
    met = pieces(zone_set, index, body="numpy")
    return time.process_time() - begin, np.bincount(met.zone, met.area, len(zones))


def by_shapely(zones: list[bytes], patches: list[bytes]) -> tuple[float, np.ndarray, int]:
    """The same by GEOS, and how many pairs were cut."""
    zone_shapes, patch_shapes = shapely.from_wkb(zones), shapely.from_wkb(patches)
    begin = time.process_time()
    shapely.prepare(zone_shapes)
    zone, patch = shapely.STRtree(patch_shapes).query(zone_shapes, predicate="intersects")
    inside = shapely.contains_properly(zone_shapes[zone], patch_shapes[patch])
    area = shapely.area(patch_shapes[patch])
    area[~inside] = shapely.area(shapely.intersection(zone_shapes[zone[~inside]], patch_shapes[patch[~inside]]))
    return time.process_time() - begin, np.bincount(zone, area, len(zones)), int((~inside).sum())


def main() -> None:
    file, layer, *zone_layers = sys.argv[1:]
    patches = list(pyogrio.raw.read(file, layer=layer, columns=[])[2])
    print("| zones | numpy body, s | shapely, s | pairs cut | times | difference, m² |\n|---|--:|--:|--:|--:|--:|")
    for name in zone_layers:
        zones = list(pyogrio.raw.read(file, layer=name, columns=[])[2])
        own, ours = by_numpy(zones, patches)
        other, theirs, cut = by_shapely(zones, patches)
        largest = np.abs(ours - theirs).max()
        print(f"| {name} | {own:.2f} | {other:.2f} | {cut:,} | {other / own:.1f} | {largest:.0e} |", flush=True)


if __name__ == "__main__":
    main()
