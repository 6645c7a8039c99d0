"""Existing construction land under the batches: the published 610.8985 亩 of 2021 use no quota, the other 1096.996 do.

Which fields under the batches were built on long ago is chosen so that the engine's own printed numbers add up: each
batch's existing land in 亩 to four decimals, balanced to the batch, and all batches of the year to the digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np
import shapely
from numpy.typing import NDArray

from redline.core.approval.newland import existing_parts
from redline.core.ellipsoid.areaplane import AreaPlane
from redline.core.landuse.classes import read_scheme
from redline.core.landuse.tally import Key, Zone, tally_pieces
from redline.core.overlay import pieces
from redline.core.rounding import half_up
from redline.core.shapes.polygons import FloatArray, IntArray

from .frame import PROJECTION, areas_of, from_shapely, rng_of
from .landuse import TILLED, Ground, landuse_columns
from .network import Strip
from .parcels import Batch
from .villages import Villages

__all__ = ["EXISTING_2021", "with_existing_land"]

EXISTING_2021 = Decimal("610.8985")
"""1707.8945 − 1096.996 亩: what of the batches of 2021 the survey shows as construction land."""

_OPEN = (*TILLED, "0201", "0201K", "0301", "0305", "0307", "0307K", "0404")
_LARGE = 6_000.0
"""m² from which on a patch that was built on is a works, else it belongs to a village."""


def with_existing_land(
    ground: Ground, batches: Sequence[Batch], farmland: IntArray, villages: Villages, strips: list[Strip], seed: int
) -> Ground:
    """The ground with some fields under the batches of 2021 as construction land; never a field of the red line."""
    land = _Laid(ground, [batch for batch in batches if batch.year == 2021])
    free = np.isin(ground.dlbm[land.patches], _OPEN) & ~np.isin(land.patches, farmland)
    built = land.choose(np.flatnonzero(free), EXISTING_2021, rng_of(seed, 21))
    dlbm = ground.dlbm.copy()
    chosen = land.patches[built]
    dlbm[chosen] = land.built_code[built]
    changed = replace(ground, dlbm=dlbm, columns={})
    return replace(changed, columns=landuse_columns(changed, villages, strips, seed))


class _Laid:
    """The batches laid over the patches once; what is chosen changes the classes only.

    patches : numbers of those that reach into a batch; codes, built_code : the class of each, and the one that it has
    where it was built on. zone, patch, area : the pieces, patch as a place in patches.
    """

    def __init__(self, ground: Ground, batches: Sequence[Batch]) -> None:
        extents = np.array([batch.extent for batch in batches], dtype=object)
        tree = shapely.STRtree(ground.polygons)
        self.patches: IntArray = np.unique(tree.query(extents, predicate="intersects")[1])
        self.codes = ground.dlbm[self.patches]
        self.built_code = np.where(ground.cents[self.patches] > _LARGE * 100, "0601", "0702")
        totals = areas_of(extents)
        self.zones = [Zone(b.number, b.name, half_up(float(t), 2)) for b, t in zip(batches, totals, strict=True)]
        under = ground.polygons[self.patches]
        plane = AreaPlane.fit(shapely.total_bounds(np.append(under, extents)), PROJECTION)
        found = pieces(plane.apply(from_shapely(extents)), plane.apply(from_shapely(under)))
        self.zone, self.patch, self.area = found.zone, found.patch, found.area
        self.scheme = read_scheme("sandiao")

    def printed(self, built: NDArray[np.int64]) -> Decimal:
        """Existing construction land of all batches as a ledger prints it, 亩, with the patches ``built`` built on."""
        codes = self.codes.copy()
        codes[built] = self.built_code[built]
        keys = [Key((), code) for code in dict.fromkeys(codes.tolist())]
        number = {key.code: place for place, key in enumerate(keys)}
        key = np.array([number[code] for code in codes.tolist()])[self.patch]
        tally = tally_pieces(self.zones, self.zone, key, self.area, keys)
        return sum(existing_parts(tally, self.scheme, lambda dims: True).mu, Decimal("0.0000"))

    def choose(self, free: NDArray[np.int64], target: Decimal, rng: np.random.Generator) -> NDArray[np.int64]:
        """Some of the patches ``free``, by which exactly ``target`` 亩 are built on. Raises ValueError if none do."""
        gain = np.bincount(self.patch, self.area, len(self.patches))[free] * 0.0015
        wanted = float(target - self.printed(free[:0]))
        for _ in range(400):
            order = rng.permutation(len(free))
            first = order[: int(np.searchsorted(np.cumsum(gain[order]), wanted))]
            for chosen in _exchanged(gain, first, wanted):
                if self.printed(free[chosen]) == target:
                    return free[chosen]
        raise ValueError(f"No choice of fields gives {target} mu of existing construction land.")


def _exchanged(gain: FloatArray, chosen: IntArray, wanted: float) -> list[IntArray]:
    """The choice with up to two members given up and up to two others taken, nearest to ``wanted`` first."""
    others = np.setdiff1d(np.arange(len(gain)), chosen)
    given, taken = _pairs(gain, chosen), _pairs(gain, others)
    order = np.argsort(taken[1])
    sums = taken[1][order]
    need = wanted - gain[chosen].sum() + given[1]
    place = np.clip(np.searchsorted(sums, need), 1, len(sums) - 1)
    place -= np.abs(sums[place - 1] - need) < np.abs(sums[place] - need)
    miss = np.abs(sums[place] - need)
    found = []
    for k in np.argsort(miss)[:5].tolist():
        if miss[k] < 0.001:
            out, into = given[0][k], taken[0][int(order[place[k]])]
            kept = np.setdiff1d(chosen, out[out >= 0])
            found.append(np.sort(np.append(kept, into[into >= 0])))
    return found


def _pairs(gain: FloatArray, members: IntArray) -> tuple[IntArray, FloatArray]:
    """None, one or two of ``members`` as (k, 2), -1 for none, and their gains together."""
    ends = np.append(members, -1)
    first, second = np.triu_indices(len(ends), 1)
    pairs = np.vstack([[[-1, -1]], np.column_stack([ends[first], ends[second]])]).astype(np.int64)
    worth = np.append(gain, 0.0)
    return pairs, worth[pairs].sum(axis=1)
