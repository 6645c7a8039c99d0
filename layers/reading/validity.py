"""One rule for polygons that are invalid (an outline that crosses itself): they stop the run, or are left out, by name.

Whoever calls: QGIS's setting "Do not filter" asks for no check of QGIS's own, but a zone or parcel whose outline
crosses itself has the area of one lobe less the other, 0.00 m² where they are alike, and no answer can rest on that.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsGeometry

from ...core.errors import Notice, RedlineError
from .clip import geometries_of, geometry_of
from .run import Run
from .sources import Features

__all__ = ["Fault", "fault_of", "leaves_out", "repaired", "valid_only"]


class Fault(NamedTuple):
    """What GEOS finds, and where: ``X 4040050.000, Y 39360050.000``, "-" where it does not say."""

    reason: str
    place: str


def fault_of(geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> Fault | None:
    """What is wrong with a polygon in ``crs``; None where it is valid."""
    if geometry.isGeosValid():
        return None
    faults = geometry.validateGeometry(QgsGeometry.ValidationMethod.ValidatorGeos)
    where = next((fault.where() for fault in faults if fault.hasWhere()), None)
    digits = 8 if crs.isGeographic() else 3
    return Fault(
        faults[0].what() if faults else geometry.lastError(),
        f"X {where.y():.{digits}f}, Y {where.x():.{digits}f}" if where is not None else "-",
    )


def repaired(geometry: QgsGeometry) -> QgsGeometry:
    """The land that a polygon's outline encloses, by the even-odd rule: both lobes of a bow tie count."""
    if geometry.isGeosValid():
        return geometry
    land = geometry.makeValid()
    land.convertGeometryCollectionToSubclass(Qgis.GeometryType.Polygon)
    return land


def leaves_out(validity: Qgis.InvalidGeometryCheck) -> bool:
    """Whether invalid polygons are left out, by the setting of the run; else they stop it."""
    return bool(validity == Qgis.InvalidGeometryCheck.SkipInvalid)


def valid_only(
    run: Run, layer: str, found: Features, *, leave_out: bool, asked: Iterable[int] | None = None
) -> Features:
    """The valid ones of ``found``; of those left out each is told and counted.

    asked : the rows that are looked at, all of them where left out. Raises RedlineError for the first invalid polygon
    unless they are to be left out, and where none would remain.
    """
    keep = np.ones(len(found), dtype=np.bool_)
    every = enumerate(geometries_of(found.polygons))
    for i, geometry in every if asked is None else ((i, geometry_of(found.polygons, i)) for i in asked):
        fault = fault_of(geometry, found.crs)
        if fault is None:
            continue
        fid = int(found.fids[i])
        keep[i] = False
        if not leave_out or not keep.any():
            raise RedlineError(
                "Layer {layer}, feature {fid}: the polygon is invalid ({reason}) near {place}: "
                "mend it with the vertex tool or Fix geometries.",
                layer=layer,
                fid=fid,
                **fault._asdict(),
            )
        run.skipped.append((layer, fid))
        run.notices.append(
            Notice(
                "Layer {layer}, feature {fid}: left out, the polygon is invalid ({reason}) near {place}.",
                layer=layer,
                fid=fid,
                **fault._asdict(),
            )
        )
    return found if keep.all() else found.take(keep)
