"""How far coordinates of a system go: its area of use, with much room around it, and edges no longer than a county."""

from __future__ import annotations

import math

import numpy as np
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsUnitTypes,
)

from ...core.shapes.polygons import FloatArray, Polygons
from ...core.shapes.stray import AROUND, DEGREE, LONGEST_EDGE, Reach, stray_vertices
from ...i18n import tr
from .crs import geographic_of, name_of_crs
from .polygonarrays import Astray

__all__ = ["points_astray", "reach_of", "reasons_astray"]

ANYWHERE = (-math.inf, -math.inf, math.inf, math.inf)


def reach_of(crs: QgsCoordinateReferenceSystem) -> Reach:
    """The reach of ``crs``; only edges are bounded where its area of use is not known."""
    metres = DEGREE
    if not crs.isGeographic():
        metres = QgsUnitTypes.fromUnitToUnitFactor(crs.mapUnits(), Qgis.DistanceUnit.Meters) if crs.isValid() else 1.0
    return Reach(_box(crs, AROUND / metres), LONGEST_EDGE / metres)


def _box(crs: QgsCoordinateReferenceSystem, around: float) -> tuple[float, float, float, float]:
    used = crs.bounds() if crs.isValid() else None
    if used is None or used.isEmpty():
        return ANYWHERE
    transform = QgsCoordinateTransform(geographic_of(crs), crs, QgsCoordinateTransformContext())
    try:
        box = transform.transformBoundingBox(used)
    except QgsCsException:
        return ANYWHERE
    sides = np.array([box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()])
    if not np.isfinite(sides).all():
        return ANYWHERE
    return tuple((sides + np.array([-around, -around, around, around])).tolist())


def points_astray(xy: FloatArray, crs: QgsCoordinateReferenceSystem, reach: Reach) -> dict[int, Astray]:
    """By number of the point, (n, 2): where it lies outside of ``crs``, and is a number."""
    outside = ((xy < reach.box[:2]) | (xy > reach.box[2:])).any(axis=1)
    reason = tr("its point (X {x}, Y {y}) lies outside of {crs}")
    digits = 6 if crs.isGeographic() else 3
    return {
        i: Astray(reason.format(x=f"{xy[i, 1]:.{digits}f}", y=f"{xy[i, 0]:.{digits}f}", crs=name_of_crs(crs)))
        for i in np.flatnonzero(outside).tolist()
    }


def reasons_astray(polygons: Polygons, crs: QgsCoordinateReferenceSystem, reach: Reach) -> dict[int, Astray]:
    """By number of the polygon: which vertex of it is astray, and why, in the person's language."""
    metres = LONGEST_EDGE / reach.longest
    reasons: dict[int, Astray] = {}
    for each in stray_vertices(polygons, reach):
        digits = 6 if crs.isGeographic() else 3
        place = {"vertex": each.number, "x": f"{each.y:.{digits}f}", "y": f"{each.x:.{digits}f}"}
        if each.length:
            reason = tr("its vertex {vertex} (X {x}, Y {y}) is astray: an edge of it is {length} km long")
            reasons[each.polygon] = Astray(reason.format(**place, length=f"{each.length * metres / 1000:.0f}"))
        else:
            reason = tr("its vertex {vertex} (X {x}, Y {y}) lies outside of {crs}")
            reasons[each.polygon] = Astray(reason.format(**place, crs=name_of_crs(crs)))
    return reasons
