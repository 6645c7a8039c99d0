"""Counties as GeoParquet, once: in the order of the Hilbert curve, in row groups with boxes, so that a block reads only
what lies near it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd

from ...core.paper.wholefile import whole_file
from .manifest import County
from .stores import Store, fingerprint, read_layer

__all__ = ["convert_county"]

ROWS = 4096
"""Rows of a row group."""


def convert_county(county: County, folder: Path) -> County:
    """Writes zones and land use of a county below ``folder``; the county as it stands there. Raises RedlineError."""
    zones, landuse = county.stores
    own = folder / county.name
    places = [
        _written(read_layer(zones, [county.zone_id]), own / "zones.parquet"),
        _written(read_layer(landuse, [county.by]), own / "landuse.parquet"),
    ]
    return replace(county, zones="|".join(places[0]), landuse="|".join(places[1]), checksum=fingerprint(places))


def _written(frame: gpd.GeoDataFrame, path: Path) -> Store:
    whole = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    ordered = whole.iloc[whole.hilbert_distance().argsort(kind="stable")].reset_index(drop=True)

    def write(draft: Path) -> None:
        ordered.to_parquet(draft, write_covering_bbox=True, row_group_size=ROWS, compression="zstd")

    whole_file(path, write, parents=True)
    return Store(str(path), path.stem)
