"""New and existing construction land 新增与存量建设用地: what of a batch uses the quota, by the land use under it.

New construction land is agricultural and unused land that is converted, and land that the survey shows as construction
but that has no legal source (自然资办函〔2022〕411号: such land is reported by what it was before). Construction land
with a legal source is there already and uses no quota. What no patch covers, and what has no class, is counted as new:
a quota is never spared by what is not known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from ..landuse.classes import Scheme
from ..landuse.tally import Leaf, Tally

__all__ = ["Existing", "existing_parts"]


@dataclass(frozen=True)
class Existing:
    """What of each zone is existing construction land, in 亩 to four decimals, and its whole; the rest is new."""

    mu: tuple[Decimal, ...]
    totals: tuple[Decimal, ...]

    def new(self, zone: int) -> Decimal:
        return self.totals[zone] - self.mu[zone]


def existing_parts(tally: Tally, scheme: Scheme, has_source: Callable[[tuple[str, ...]], bool]) -> Existing:
    """New and existing land of the zones of ``tally``: sums of the leaves that a tally by class prints of them, so that
    both say the same, and add up to the zone's printed area.

    has_source : by the further dimensions of a leaf, whether construction land there has a legal source.
    """
    printed = tally.printed("mu", 4)
    found = [Decimal("0.0000")] * len(tally.zones)
    for leaf in printed.leaves:
        if _is_built(leaf, scheme) and has_source(leaf.dims):
            found[leaf.zone] += leaf.value
    return Existing(tuple(found), printed.totals)


def _is_built(leaf: Leaf, scheme: Scheme) -> bool:
    return leaf.code in scheme and scheme.major(leaf.code) == "construction"
