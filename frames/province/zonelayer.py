"""The zones of all counties as one layer, with what was counted in each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd

from ...core.landuse.classes import MAJORS, read_scheme
from ...core.paper.wholefile import whole_file
from ..given import texts
from .manifest import County
from .results import CountyResult, hectares
from .stores import read_layer

__all__ = ["write_zones"]

SYSTEM = "EPSG:4490"
"""CGCS2000 in degrees: counties lie in several zones."""


def write_zones(path: Path, counties: Sequence[County], found: Sequence[CountyResult]) -> None:
    """A GeoPackage with the layer ``zones``: county, zone, area_ha, and hectares of each major class."""
    by_name = {county.name: county for county in counties}
    frames = [_zones_of(by_name[each.county], each) for each in found]
    columns = ["county", "zone", "area_ha", *(f"{major}_ha" for major in MAJORS if major)]
    whole = pd.concat(frames) if frames else pd.DataFrame(columns=columns)
    layer = gpd.GeoDataFrame(whole, geometry="geometry" if frames else gpd.GeoSeries([]), crs=SYSTEM)

    def write(draft: Path) -> None:
        # The version that GDAL of QGIS 3.40 knows.
        layer.to_file(draft, layer="zones", driver="GPKG", VERSION="1.2")

    whole_file(path, write, parents=True)


def _zones_of(county: County, found: CountyResult) -> gpd.GeoDataFrame:
    scheme = read_scheme(found.scheme)
    zones = read_layer(county.stores[0], [county.zone_id]).to_crs(SYSTEM)
    ids = texts(zones[county.zone_id])
    rows: dict[str, list[object]] = {"county": [county.name] * len(ids), "zone": list(ids)}
    rows["area_ha"] = [float(hectares(sum(found.zones.get(zone, {}).values()))) for zone in ids]
    for major in (each for each in MAJORS if each):
        rows[f"{major}_ha"] = [
            float(hectares(sum(n for code, n in found.zones.get(zone, {}).items()
                               if code in scheme and scheme.major(code) == major)))
            for zone in ids
        ]  # fmt: skip
    return gpd.GeoDataFrame(rows, geometry=zones.geometry.to_numpy(), crs=SYSTEM)
