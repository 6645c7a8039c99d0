"""One block of a county's zones, tallied: what a worker does. Results are whole units, so that any order adds up alike.

A block is some of the zones with all patches near them, so that each zone is measured whole, by one worker.
"""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass, field

import numpy as np

from ...core.landuse.classes import read_scheme
from ...core.rounding import in_unit
from ..given import RedlineWarning, layer_of
from ..measuring import land_of, measured, zones_of
from .manifest import County
from .stores import read_box, read_layer

__all__ = ["PLACES", "BlockResult", "blocks_of", "tally_block"]

PLACES = 4
"""Decimals of a square metre in which all is added up: 1 unit is 0.0001 m²."""

BLOCK = 256
"""Zones of a block: a county of 759 villages is three, each some hundred MB."""


@dataclass
class BlockResult:
    """What came out of a block. rows : (zone id, class code, units of 0.0001 m²); totals : units by zone id;
    notices : sentences; patches : that were read; seconds : of work."""

    rows: list[tuple[str, str, int]] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    patches: int = 0
    seconds: float = 0.0


def blocks_of(county: County, size: int = BLOCK) -> list[tuple[int, int]]:
    """First and last (not included) place of each block among the county's zones."""
    return [(start, min(start + size, county.zone_count)) for start in range(0, county.zone_count, size)]


def tally_block(county: County, start: int, stop: int) -> BlockResult:
    """The zones from ``start`` to before ``stop``, in the order of the Hilbert curve. Raises RedlineError."""
    begun = time.perf_counter()
    found = BlockResult()
    zones_store, land_store = county.stores
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", RedlineWarning)
        zones = read_layer(zones_store, [county.zone_id])
        order = np.argsort(zones.hilbert_distance().to_numpy(), kind="stable")
        zones = zones.iloc[order[start:stop]]
        box = tuple(zones.total_bounds.tolist())
        patches = read_box(land_store, [county.by], (box[0], box[1], box[2], box[3]), zones.crs)
        found.patches = len(patches)
        land = land_of(layer_of(patches, land_store.layer), county.by, read_scheme(county.scheme))
        tally = measured(zones_of(layer_of(zones, zones_store.layer), county.zone_id), land)
    printed = tally.printed("m2", PLACES)
    for leaf in printed.leaves:
        units = int(leaf.value.scaleb(PLACES))
        if units:
            found.rows.append((printed.zones[leaf.zone].id, leaf.code, units))
    for zone in printed.zones:
        found.totals[zone.id] = found.totals.get(zone.id, 0) + int(in_unit(zone.total, "m2", PLACES).scaleb(PLACES))
    found.notices = [str(each.message) for each in told if issubclass(each.category, RedlineWarning)]
    found.seconds = time.perf_counter() - begun
    return found
