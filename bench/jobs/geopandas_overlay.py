"""geopandas.overlay and groupby, read by pyogrio through Arrow. Plane areas."""

from __future__ import annotations

import geopandas
from job import answer, arguments

given = arguments()


def run():
    zones = geopandas.read_file(given.file, layer=given.zones, engine="pyogrio", use_arrow=True)
    patches = geopandas.read_file(given.file, layer="patches", engine="pyogrio", use_arrow=True)
    pieces = geopandas.overlay(patches, zones, how="intersection", keep_geom_type=True)
    pieces["m2"] = pieces.geometry.area
    table = pieces.groupby(["zid", "dlbm"])["m2"].sum()
    return [(z, c, a) for (z, c), a in table.items()]


answer(run, given.repeats)
