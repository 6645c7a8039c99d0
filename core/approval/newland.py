"""New and existing construction land 新增与存量建设用地: what of a batch uses the quota, by the land use under it.

New construction land is agricultural and unused land that is converted, and land that the survey shows as construction
but that has no legal source (自然资办函〔2022〕411号: such land is reported by what it was before). Construction land
with a legal source is there already and uses no quota. What no patch covers, and what has no class, is counted as new:
a quota is never spared by what is not known.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ..landuse.classes import Scheme
from ..landuse.tally import OVERLAP, Cell, Tally

__all__ = ["Existing", "existing_parts"]

EXISTING, NEW = "existing", "new"


@dataclass(frozen=True)
class Existing:
    """What of each zone is existing construction land, in 亩 to four decimals, and its whole; the rest is new."""

    mu: tuple[Decimal, ...]
    totals: tuple[Decimal, ...]

    def new(self, zone: int) -> Decimal:
        return self.totals[zone] - self.mu[zone]


def existing_parts(tally: Tally, scheme: Scheme, has_source: Callable[[tuple[str, ...]], bool]) -> Existing:
    """New and existing land of the zones of ``tally``, which add up to the zone's printed area.

    has_source : by the further dimensions of a cell, whether construction land there has a legal source.
    """
    areas: dict[tuple[int, str], list[float]] = defaultdict(list)
    for cell in tally.cells:
        areas[cell.zone, _kind(cell, scheme, has_source)].append(cell.area)
    cells = sorted((Cell(zone, (), kind, math.fsum(own)) for (zone, kind), own in areas.items()), key=_place)
    printed = Tally(tally.zones, (), tuple(cells), tally.noise, tally.negative).printed("mu", 4)
    found = {leaf.zone: leaf.value for leaf in printed.leaves if leaf.code == EXISTING}
    return Existing(tuple(found.get(zone, Decimal("0.0000")) for zone in range(len(tally.zones))), printed.totals)


def _place(cell: Cell) -> tuple[int, str]:
    return cell.zone, cell.code


def _kind(cell: Cell, scheme: Scheme, has_source: Callable[[tuple[str, ...]], bool]) -> str:
    """What is covered twice stays as it is, so that a zone's cells still add up to it."""
    if cell.code == OVERLAP:
        return OVERLAP
    built = cell.code in scheme and scheme.major(cell.code) == "construction"
    return EXISTING if built and has_source(cell.dims) else NEW
