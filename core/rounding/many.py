"""Many lists balanced at once, in whole units of the last digit: as ``balance``, where floats leave no doubt."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..shapes.polygons import FloatArray, IntArray

__all__ = ["BalancedLists", "balance_lists"]


class BalancedLists(NamedTuple):
    """units : (k,) int64, of each value. sure : (n,) whether ``balance`` gives the same for the list, whatever the
    values really are within their slack."""

    units: IntArray
    sure: NDArray[np.bool_]


def balance_lists(values: FloatArray, lists: IntArray, totals: IntArray, slack: FloatArray) -> BalancedLists:
    """Each list rounded so that it adds up to its total, by largest remainder.

    values : (k,) in units of the last digit, none negative. lists : (k,) the number of the list of each, ascending.
    totals : (n,) whole units of each list. slack : (n,) how far a list's values may be from what they stand for. A
    value so near to a whole unit, or two remainders so near to each other at the last unit given, leave a doubt: such a
    list is not sure, nor one that has to be moved by more than rounding, and is to be balanced exactly.
    """
    n = len(totals)
    counts = np.bincount(lists, minlength=n)
    whole = np.floor(values)
    rest = values - whole
    lacking = totals - np.bincount(lists, whole, n).astype(np.int64)
    near = slack[lists]
    doubtful = np.bincount(lists, (rest <= near) | (rest >= 1.0 - near), n) > 0
    sure = ~doubtful & (lacking >= 0) & (lacking <= counts)
    order = np.lexsort((-rest, lists))
    starts = np.cumsum(counts) - counts
    rank = np.arange(len(values)) - starts[lists]
    units = whole.astype(np.int64)
    units[order[rank < lacking[lists]]] += 1
    cut = np.flatnonzero(sure & (lacking > 0) & (lacking < counts))
    last = starts[cut] + lacking[cut]
    gap = rest[order[last - 1]] - rest[order[last]]
    sure[cut[gap <= 2.0 * slack[cut]]] = False
    return BalancedLists(units, sure)
