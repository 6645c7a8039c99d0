"""The circles and sectors of a camera layer, camera by camera: tool, sheets and live tally draw the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from qgis.core import NULL, QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

from ...core.cameras.circles import (
    FARTHEST,
    SEGMENTS,
    USUAL,
    USUAL_RADIUS,
    RadiusUnit,
    Shape,
    circle_outline,
    in_metres,
)
from ...core.errors import Notice
from ...core.shapes.polygons import FloatArray, IntArray, Polygons
from ...i18n import tr
from ..reading.crs import TransformError, geographic_of, transform_of, transform_xy
from ..reading.datums import transform_between
from ..reading.meeting import refuse_wrong_system
from ..reading.planes import ellipsoid_of
from ..reading.run import known_system
from ..reading.sources import Source, read_points
from .cameras import CameraFields

__all__ = ["Circle", "CircleDrawer", "CircleFields", "Circles", "read_circles"]


@dataclass(frozen=True)
class CircleFields:
    """Fields of a camera layer, "" where there is none, and how its radii are read.

    usual : metres, where none is recorded. segments : edges of a whole circle.
    """

    radius: str = ""
    azimuth: str = ""
    view: str = ""
    unit: RadiusUnit = "auto"
    usual: float = USUAL_RADIUS
    segments: int = SEGMENTS

    def used(self) -> list[str]:
        return list(dict.fromkeys(name for name in (self.radius, self.azimuth, self.view) if name))


@dataclass(frozen=True)
class Circle:
    """What one camera covers: a closed ring in the layer's system, (n, 2), its radius in metres, and what was assumed
    of it ("" for nothing)."""

    ring: FloatArray
    radius: float
    shape: Shape
    note: str


@dataclass
class CircleDrawer:
    """Draws the cameras of one layer, and keeps what there is to tell.

    skipped : a sentence for each camera that cannot be drawn. defaulted : cameras without a radius; unusual : radii
    outside 3 to 4 km.
    """

    layer: str
    crs: QgsCoordinateReferenceSystem
    transform_context: QgsCoordinateTransformContext
    fields: CircleFields
    skipped: list[Notice] = field(default_factory=list)
    defaulted: int = 0
    unusual: int = 0

    def __post_init__(self) -> None:
        """Raises RedlineError where the layer has no coordinate system."""
        known_system(self.layer, self.crs)
        degrees = geographic_of(self.crs)
        self._ellipsoid = ellipsoid_of(self.crs)
        self._to_degrees = transform_of(self.crs, degrees, self.transform_context)
        self._back = transform_of(degrees, self.crs, self.transform_context)

    def draw(self, fid: int, point: tuple[float, float] | None, values: Mapping[str, Any]) -> Circle | None:
        """The circle or sector of a camera; None, and one more in ``skipped``, where it cannot be drawn.

        point : in the layer's system. values : of the fields, as the layer holds them.
        """
        if point is None:
            self._skip(fid, Notice("it has no point"))
            return None
        found = self._radius(values)
        if isinstance(found, Notice):
            self._skip(fid, found)
            return None
        radius, note = found
        try:
            lon, lat = transform_xy(self._to_degrees, np.array([point]))[0]
        except TransformError:
            lon, lat = np.nan, np.nan
        if not (np.isfinite([lon, lat]).all() and abs(lat) < 89):
            self._skip(fid, Notice("its coordinates are not in the layer's coordinate system"))
            return None
        azimuth, view = (_number(values[name]) if name else None for name in (self.fields.azimuth, self.fields.view))
        if azimuth is not None and view is not None and not view > 0:
            self._skip(fid, Notice("its field of view {degrees}° is impossible", degrees=view))
            return None
        ring, shape = circle_outline(
            lon, lat, radius, self._ellipsoid, azimuth=azimuth, view=view, segments=self.fields.segments
        )
        if not USUAL[0] <= radius <= USUAL[1]:
            self.unusual += 1
            told = tr("radius outside 3 to 4 km")
            note = f"{note}; {told}" if note else told
        return Circle(transform_xy(self._back, ring), radius, shape, note)

    def leave_out(self, fid: int, reason: str) -> None:
        """A camera whose feature has no point that can be taken, and why, in the person's language."""
        self._skip(fid, Notice("{reason}", reason=reason))

    def notices(self) -> list[Notice]:
        """What was left out, assumed and doubted, a sentence each."""
        found = list(self.skipped)
        if self.defaulted:
            found.append(
                Notice(
                    "{count} cameras have no radius in {field}: {radius} m were taken.",
                    count=self.defaulted,
                    field=self.fields.radius,
                    radius=f"{self.fields.usual:g}",
                )
            )
        if self.unusual:
            found.append(
                Notice("{count} radii lie outside 3 to 4 km: check the field and its unit.", count=self.unusual)
            )
        return found

    def _radius(self, values: Mapping[str, Any]) -> tuple[float, str] | Notice:
        """The radius in metres and what was assumed, or why there cannot be such a one."""
        name, usual = self.fields.radius, self.fields.usual
        if not name:
            return usual, ""
        raw = values[name]
        if raw is None or raw == NULL or raw != raw or str(raw).strip() == "":
            self.defaulted += 1
            return usual, tr("no radius: {radius} m taken").format(radius=f"{usual:g}")
        value = _number(raw)
        if value is None or not value > 0:
            return Notice("its radius {value} (field {field}) is no positive number", value=raw, field=name)
        metres = in_metres(value, self.fields.unit)
        if metres > FARTHEST:
            return Notice("its radius {value} (field {field}) is more than 100 km", value=raw, field=name)
        return metres, ""

    def _skip(self, fid: int, reason: Notice) -> None:
        self.skipped.append(
            Notice("{layer}, feature {fid}: {reason}; left out.", layer=self.layer, fid=fid, reason=reason)
        )


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if np.isfinite(number) else None


@dataclass(frozen=True)
class Circles:
    """The circles of a layer, (n,) each, in the system asked for.

    ids, names : of the cameras, their feature ids where there is no field. masts : heights in metres, NaN where not
    recorded. points : (n, 2) where the cameras stand. notices : what was left out, assumed and doubted.
    """

    polygons: Polygons
    fids: IntArray
    ids: tuple[str, ...]
    names: tuple[str, ...]
    masts: FloatArray
    points: FloatArray
    radii: FloatArray
    notices: tuple[Notice, ...]

    def __len__(self) -> int:
        return len(self.polygons)


def read_circles(
    source: Source,
    fields: CameraFields,
    crs: QgsCoordinateReferenceSystem,
    transform_context: QgsCoordinateTransformContext,
    cancelled: Callable[[], bool] | None = None,
) -> Circles:
    """What every camera of a point layer covers, in ``crs``.

    A camera that cannot be drawn is left out and told. Raises RedlineError for a layer without points or coordinate
    system, Cancelled.
    """
    refuse_wrong_system(source)
    asked = CircleFields(fields.radius, fields.azimuth, fields.field_of_view)
    others = [name for name in (fields.id, fields.name, fields.mast) if name]
    read = read_points(source, list(dict.fromkeys([*asked.used(), *others])), cancelled=cancelled)
    drawer = CircleDrawer(source.name, source.crs, transform_context, asked)
    for skipped in read.skipped:
        drawer.leave_out(skipped.fid, skipped.reason)
    columns = {name: read.attributes[name].tolist() for name in asked.used()}
    drawn = [
        drawer.draw(fid, (x, y), {name: values[i] for name, values in columns.items()})
        for i, (fid, (x, y)) in enumerate(zip(read.fids.tolist(), read.xy.tolist(), strict=True))
    ]
    kept = [i for i, each in enumerate(drawn) if each is not None]
    shapes = Polygons.from_rings([[(each.ring, False)] for each in drawn if each is not None])
    moved = transform_between(source.name, source.crs, crs, transform_context)
    masts = read.numbers(fields.mast) if fields.mast else np.full(len(read), np.nan)
    ids = read.labels(fields.id)
    names = read.labels(fields.name) if fields.name else ids
    return Circles(
        shapes.with_xy(transform_xy(moved, shapes.xy)),
        read.fids[kept],
        tuple(ids[i] for i in kept),
        tuple(names[i] for i in kept),
        masts[kept],
        transform_xy(moved, np.ascontiguousarray(read.xy[kept])),
        np.array([each.radius for each in drawn if each is not None], dtype=np.float64),
        tuple(drawer.notices()),
    )
