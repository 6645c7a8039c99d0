"""Villages, townships and counties that lie in several features of one code, as enclaves do: each is one zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from qgis.core import QgsGeometry

from ...core.errors import Notice
from ...core.overlay.boxtree import any_meet
from ...core.shapes.polygons import Polygons, boxes_of, grouped, join_polygons, keep_polygons
from ...core.shapes.wkb import decode_list
from ..reading.clip import geometries_of
from ..reading.run import Run
from ..reading.sources import Features
from ..roles.values import TESTS

__all__ = ["Regions", "as_regions", "of_one_code"]

REGIONS = ("village", "township", "county")
TOUCHING = 1e-3
"""Units of the run's system beside each other in which features are taken to touch: uniting more than meet does no
harm."""


@dataclass(frozen=True)
class Regions:
    """features : one row for each region, that of its first feature with the land of all. members : (n,) of each
    feature that was given, the number of its region."""

    features: Features
    members: NDArray[np.int64]


def of_one_code(codes: Sequence[str]) -> NDArray[np.int64]:
    """(n,) the number of the region of each feature, in the order of the first ones: features that have one code of a
    village, township or county are one; any other text names a zone of its own."""
    numbers: dict[str, int] = {}
    found = np.empty(len(codes), dtype=np.int64)
    count = 0
    for i, code in enumerate(codes):
        number = numbers.get(code)
        if number is None:
            number, count = count, count + 1
            if any(TESTS[region](code) for region in REGIONS):
                numbers[code] = number
        found[i] = number
    return found


def as_regions(run: Run, layer: str, found: Features, codes: Sequence[str]) -> Regions:
    """``found`` with the features of one code put together; told. codes : by feature.

    Where features of one code meet, their land is united, for it counts once.
    """
    members = of_one_code(codes)
    count = int(members.max()) + 1 if len(members) else 0
    if count == len(members):
        return Regions(found, members)
    first = np.unique(members, return_index=True)[1]
    polygons = _apart(grouped(found.polygons, members), found.polygons, members)
    several = np.flatnonzero(np.bincount(members) > 1)
    run.notices.append(
        Notice(
            "Layer {layer}: {count} regions lie in several features of one code (the first: {zone}, {features} "
            "features); each is one zone.",
            layer=layer,
            count=len(several),
            zone=codes[int(first[several[0]])],
            features=int((members == several[0]).sum()),
        )
    )
    taken = found.take(first)
    return Regions(replace(taken, polygons=polygons), members)


def _apart(whole: Polygons, parts: Polygons, members: NDArray[np.int64]) -> Polygons:
    """``whole`` with the land of features that meet united."""
    boxes = boxes_of(parts)
    rows, shapes = [], []
    order = np.argsort(members, kind="stable")
    ends = np.cumsum(np.bincount(members))
    for region in np.flatnonzero(np.diff(ends, prepend=0) > 1).tolist():
        own = order[ends[region - 1] if region else 0 : ends[region]]
        if not any_meet(boxes[own], TOUCHING):
            continue
        land = QgsGeometry.unaryUnion(list(geometries_of(keep_polygons(parts, own))))
        rows.append(region)
        shapes.append(land.asWkb().data())
    if not rows:
        return whole
    which = np.arange(len(whole), dtype=np.int64)
    which[rows] = len(whole) + np.arange(len(rows))
    return keep_polygons(join_polygons([whole, decode_list(shapes)]), which)
