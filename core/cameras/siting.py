"""Where the next masts belong: the sites that together see the most land that nobody sees yet.

This is the maximum coverage problem. Taking the best site again and again (greedy) reaches at least 1 − 1/e = 63 % of
the best possible (Nemhauser, Wolsey and Fisher 1978); how close it really came is bounded afterwards, usually within a
few per cent. The exact answer comes from HiGHS through scipy, as an integer programme.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import Cancelled, RedlineError
from ..shapes.polygons import FloatArray, IntArray
from .grid import Window

__all__ = ["GREEDY_SHARE", "Site", "Siting", "Step", "exact_siting", "greedy_siting", "require_scipy"]

GREEDY_SHARE = 1.0 - 1.0 / np.e
"""What the greedy choice is worth at least, against the best possible one."""

MAX_EXACT = 1000
"""Sites beyond which the integer programme is not begun."""


@dataclass(frozen=True)
class Site:
    """A candidate: the window of the grid around it and which of its cells it would see, (rows, cols) bool."""

    window: Window
    seen: NDArray[np.bool_]


@dataclass(frozen=True)
class Step:
    """One chosen site: what it adds to those before it, and the sum so far, in units of the weights."""

    site: int
    gain: float
    total: float


@dataclass(frozen=True)
class Siting:
    """The chosen sites in order of their gain.

    bound : no choice of as many sites can reach more. proved : the choice is the best one (within 1e-6).
    """

    steps: tuple[Step, ...]
    bound: float
    proved: bool

    @property
    def total(self) -> float:
        return self.steps[-1].total if self.steps else 0.0

    @property
    def share_of_bound(self) -> float:
        """What was reached, as a share of the bound; 1 where there is nothing to gain."""
        return self.total / self.bound if self.bound > 0 else 1.0


def _gain(site: Site, open_weight: FloatArray) -> float:
    return float(open_weight[site.window.slices][site.seen].sum())


def _check(sites: Sequence[Site], count: int) -> None:
    if count < 1:
        raise RedlineError("The number of masts is {count}: give 1 or more.", count=count)
    if not sites:
        raise RedlineError("There is no candidate site: give points, or an area with a spacing for a grid of them.")


def greedy_siting(
    sites: Sequence[Site],
    weights: FloatArray,
    count: int,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Siting:
    """Up to ``count`` sites, each time the one that adds most; ties go to the earlier one.

    ``weights`` (rows, cols): what a cell is worth and nobody sees yet; 0 for all others. Sites that add nothing are
    not taken. A gain can only fall as others are chosen, so a site whose last known gain is no better than the best
    one found need not be looked at again (lazy evaluation).
    """
    _check(sites, count)
    left = weights.copy()
    known = np.array([_gain(site, left) for site in sites])
    bound = float(np.sort(known)[::-1][:count].sum())
    steps: list[Step] = []
    total = 0.0
    while len(steps) < min(count, len(sites)):
        if cancelled is not None and cancelled():
            raise Cancelled()
        best = _best(sites, left, known)
        if known[best] <= 0:
            break
        total += float(known[best])
        steps.append(Step(best, float(known[best]), total))
        left[sites[best].window.slices][sites[best].seen] = 0.0
        known[best] = 0.0
        if progress is not None:
            progress(len(steps) / count)
    if steps:
        # Whatever the best choice holds, it adds to ours at most the count best gains that are left.
        rest = np.array([_gain(site, left) for site in sites])
        bound = min(bound, total + float(np.sort(rest)[::-1][:count].sum()), total / GREEDY_SHARE)
    return Siting(tuple(steps), max(bound, total), proved=bool(total >= bound * (1 - 1e-9)))


def _best(sites: Sequence[Site], left: FloatArray, known: FloatArray) -> int:
    """The site with the largest gain now; ``known`` holds upper bounds and is brought up to date on the way."""
    best, gain = -1, -np.inf
    for index in np.argsort(-known, kind="stable"):
        if known[index] < gain or (known[index] == gain and index > best):
            break
        known[index] = _gain(sites[index], left)
        if known[index] > gain or (known[index] == gain and index < best):
            best, gain = int(index), float(known[index])
    return best


def signatures(sites: Sequence[Site], weights: FloatArray) -> tuple[IntArray, IntArray, FloatArray]:
    """Cells that the same sites see, taken together: (ends, members, weight).

    Group ``g`` is seen by the sites ``members[ends[g]:ends[g + 1]]``; ``weight[g]`` is the sum of its cells. Cells
    without weight and cells that no site sees are in no group. The groups come from splitting: each site parts those
    that it sees from those that it does not.
    """
    group = np.zeros(weights.shape, dtype=np.int64)
    worth, names = weights > 0, 1
    for site in sites:
        cells = site.seen & worth[site.window.slices]
        part = group[site.window.slices]
        before = part[cells]
        present = np.zeros(names, dtype=np.bool_)
        present[before] = True
        part[cells] = (names - 1 + np.cumsum(present))[before]
        names += int(np.count_nonzero(present))
    rows, cols = np.nonzero(group)
    _, first, member = np.unique(group[rows, cols], return_index=True, return_inverse=True)
    weight = np.bincount(member.ravel(), weights=weights[rows, cols], minlength=len(first)).astype(np.float64)
    row, col = rows[first], cols[first]
    seen_by = np.zeros((len(first), len(sites)), dtype=np.bool_)
    for index, site in enumerate(sites):
        window = site.window
        inside = (row >= window.row) & (row < window.row + window.rows)
        inside &= (col >= window.col) & (col < window.col + window.cols)
        at = np.flatnonzero(inside)
        seen_by[at, index] = site.seen[row[at] - window.row, col[at] - window.col]
    ends = np.concatenate([[0], np.cumsum(seen_by.sum(axis=1))]).astype(np.int64)
    return ends, np.nonzero(seen_by)[1].astype(np.int64), weight


def exact_siting(
    sites: Sequence[Site],
    weights: FloatArray,
    count: int,
    seconds: float = 60.0,
) -> Siting:
    """The best ``count`` sites, by HiGHS; the best found and its proven bound where ``seconds`` run out.

    maximise Σ w_g y_g,  y_g ≤ Σ_{j sees g} x_j,  Σ x_j ≤ count,  x ∈ {0, 1},  0 ≤ y ≤ 1. The solver cannot be
    interrupted while it works; it keeps its time. The chosen sites are then put in the order of their gains.
    """
    _check(sites, count)
    if len(sites) > MAX_EXACT:
        raise RedlineError(
            "{count} candidate sites are too many for the exact solution (at most {limit}): use the greedy choice, "
            "or fewer candidates.",
            count=len(sites),
            limit=MAX_EXACT,
        )
    first = greedy_siting(sites, weights, count)
    ends, members, weight = signatures(sites, weights)
    if first.proved or not len(weight):
        return first
    chosen, bound = _solve(ends, members, weight, len(sites), count, seconds)
    bound = max(min(bound, first.bound), first.total)
    ordered = greedy_siting([sites[index] for index in chosen], weights, len(chosen)) if len(chosen) else None
    if ordered is None or ordered.total < first.total:
        # The time was up before the solver found anything better.
        return Siting(first.steps, bound, proved=bool(first.total >= bound * (1 - 1e-6)))
    steps = tuple(Step(int(chosen[step.site]), step.gain, step.total) for step in ordered.steps)
    total = steps[-1].total if steps else 0.0
    bound = max(bound, total)
    return Siting(steps, bound, proved=bool(total >= bound * (1 - 1e-6)))


def require_scipy() -> Any:
    """scipy.optimize, asked for before the long work too. Raises RedlineError with the commands where it is missing."""
    try:
        return import_module("scipy.optimize")
    except ImportError as error:
        raise RedlineError(
            "The exact solution needs scipy 1.9 or newer. Install it (Debian and Ubuntu: apt install python3-scipy; "
            "Windows, OSGeo4W shell: python -m pip install scipy; macOS: the same in QGIS's Python) "
            "or use the greedy choice."
        ) from error


def _solve(
    ends: IntArray, members: IntArray, weight: FloatArray, sites: int, count: int, seconds: float
) -> tuple[IntArray, float]:
    """The chosen sites and the upper bound."""
    optimize = require_scipy()
    from scipy.sparse import coo_matrix

    groups = len(weight)
    row = np.repeat(np.arange(groups), np.diff(ends))
    matrix = coo_matrix(
        (
            np.concatenate([np.ones(groups), -np.ones(len(members)), np.ones(sites)]),
            (
                np.concatenate([np.arange(groups), row, np.full(sites, groups)]),
                np.concatenate([sites + np.arange(groups), members, np.arange(sites)]),
            ),
        ),
        shape=(groups + 1, sites + groups),
    )
    upper = np.concatenate([np.zeros(groups), [float(count)]])
    # In shares of the whole, so that the solver's tolerances mean the same for any unit.
    whole = float(weight.sum())
    done = optimize.milp(
        c=np.concatenate([np.zeros(sites), -weight / whole]),
        constraints=optimize.LinearConstraint(matrix.tocsc(), -np.inf, upper),
        integrality=np.concatenate([np.ones(sites), np.zeros(groups)]),
        bounds=optimize.Bounds(0.0, 1.0),
        options={"time_limit": seconds, "mip_rel_gap": 1e-7},
    )
    dual = getattr(done, "mip_dual_bound", None)
    bound = whole if dual is None or not np.isfinite(dual) else -float(dual) * whole
    if done.x is None:
        return np.empty(0, dtype=np.int64), bound
    return np.flatnonzero(done.x[:sites] > 0.5).astype(np.int64), bound
