"""Cameras out of a point layer: heights, radii and sectors by field or by default, in the plane of a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsRectangle,
)

from ...core.cameras.camera import Camera, azimuth_to
from ...core.cameras.circles import KILOMETRES_BELOW, USUAL_RADIUS
from ...core.errors import RedlineError
from ...core.shapes.polygons import FloatArray
from ...i18n import tr
from ..reading.crs import geographic_of, transform_of, transform_xy
from ..reading.meeting import refuse_wrong_system
from ..reading.sources import Skipped, Source, read_points
from ..roles.fields import find_field

__all__ = ["CameraDefaults", "CameraFields", "ReadCameras", "extent_of_circles", "north_of", "read_cameras"]

AMAP = "2"
"""Code of coordinates that came from Amap, which are shifted by the Chinese map offset (GCJ-02)."""


@dataclass(frozen=True)
class CameraFields:
    """Names of fields, "" where there is none and the default stands in."""

    id: str = ""
    name: str = ""
    mast: str = ""
    radius: str = ""
    azimuth: str = ""
    field_of_view: str = ""
    steepest: str = ""
    flattest: str = ""
    origin: str = ""

    def found_in(self, source: Source) -> CameraFields:
        """With what the layer's own names tell: code, name, mast height, radius and origin of the coordinates.

        Sector and tilt are never guessed: a platform's pan, tilt and field of view say where a camera happens to look
        now, not how far it can turn.
        """

        def find(part: str) -> str:
            return find_field(source, "camera", part, required=False) or ""

        return replace(
            self,
            id=self.id or find("id"),
            name=self.name or find("name"),
            mast=self.mast or find("height"),
            radius=self.radius or find("radius"),
            origin=self.origin or find("coordkind"),
        )

    def used(self) -> list[str]:
        return list(dict.fromkeys(name for name in vars(self).values() if name))


@dataclass(frozen=True)
class CameraDefaults:
    """What a camera has where its field is missing or empty."""

    mast: float = 40.0
    radius: float = USUAL_RADIUS
    azimuth: float = 0.0
    field_of_view: float = 360.0
    steepest: float = 90.0
    flattest: float = -90.0


@dataclass
class ReadCameras:
    """Cameras in the plane of a run. ids, names, fids : of camera ``i``. azimuths : as given, from true north."""

    cameras: list[Camera]
    ids: list[str]
    names: list[str]
    fids: list[int]
    azimuths: list[float]
    skipped: list[Skipped]
    notes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.cameras)

    def keep(self, which: list[int]) -> ReadCameras:
        """The cameras with these places, in this order."""
        return ReadCameras(
            [self.cameras[i] for i in which],
            [self.ids[i] for i in which],
            [self.names[i] for i in which],
            [self.fids[i] for i in which],
            [self.azimuths[i] for i in which],
            self.skipped,
            self.notes,
        )


def read_cameras(
    source: Source,
    fields: CameraFields,
    defaults: CameraDefaults,
    crs: QgsCoordinateReferenceSystem,
    *,
    transform_context: QgsCoordinateTransformContext | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ReadCameras:
    """All cameras of a point layer, in ``crs`` (metres).

    Radii below 100 are kilometres. Azimuths count from true north and are turned into the plane of ``crs``. What was
    assumed is in ``notes``. Raises RedlineError where there is no camera, or one whose numbers cannot be.
    """
    refuse_wrong_system(source)
    points = read_points(source, fields.used(), crs=crs, transform_context=transform_context, cancelled=cancelled)
    count = len(points)
    if not count:
        raise RedlineError("Layer {layer} has no camera: it has no point.", layer=source.name)
    notes: list[str] = []

    def numbers(name: str, default: float, label: str) -> FloatArray:
        values = points.numbers(name) if name else np.full(count, np.nan)
        empty = ~np.isfinite(values)
        if name and empty.any():
            notes.append(
                tr("{count} cameras have no {what} (field {field}): {default:g} was taken.").format(
                    count=int(empty.sum()), what=label, field=name, default=default
                )
            )
        return np.where(empty, default, values)

    mast = numbers(fields.mast, defaults.mast, tr("mast height"))
    radius = numbers(fields.radius, defaults.radius, tr("radius"))
    azimuth = numbers(fields.azimuth, defaults.azimuth, tr("azimuth"))
    view = numbers(fields.field_of_view, defaults.field_of_view, tr("field of view"))
    steepest = numbers(fields.steepest, defaults.steepest, tr("steepest depression"))
    flattest = numbers(fields.flattest, defaults.flattest, tr("flattest depression"))
    short = (radius > 0) & (radius < KILOMETRES_BELOW)
    if short.any():
        notes.append(tr("{count} radii are below 100 and were taken for kilometres.").format(count=int(short.sum())))
        radius = np.where(short, radius * 1000, radius)
    ids = points.labels(fields.id)
    names = points.labels(fields.name) if fields.name else list(ids)
    if fields.origin:
        shifted = int((points.codes(fields.origin) == AMAP).sum())
        if shifted:
            notes.append(
                tr(
                    "{count} cameras have coordinates from Amap (field {field} = 2), which may lie 100 to 700 m beside "
                    "the mast: check them against an image, or take the map offset out first (redline:removemapoffset)."
                ).format(count=shifted, field=fields.origin)
            )
    north = north_of(crs, points.xy)
    cameras = [
        Camera(
            _label(names[i], ids[i]),
            float(points.xy[i, 0]),
            float(points.xy[i, 1]),
            float(mast[i]),
            float(radius[i]),
            float((azimuth[i] + north[i]) % 360.0),
            float(view[i]),
            float(steepest[i]),
            float(flattest[i]),
        ).check()
        for i in range(count)
    ]
    return ReadCameras(cameras, ids, names, points.fids.tolist(), azimuth.tolist(), points.skipped, notes)


def _label(name: str, identity: str) -> str:
    return name if name == identity else f"{name} ({identity})"


def north_of(crs: QgsCoordinateReferenceSystem, xy: FloatArray) -> FloatArray:
    """Azimuth in the grid of ``crs`` at which true north lies, degrees −180 … 180, at each (x, y).

    East of a Gauss-Krüger zone's central meridian the grid is turned against the meridians by up to a degree: 70 m at
    4 km.
    """
    if not len(xy):
        return np.zeros(0)
    context = QgsCoordinateTransformContext()
    degrees = transform_of(crs, geographic_of(crs), context)
    lonlat = transform_xy(degrees, np.ascontiguousarray(xy))
    ahead = transform_xy(transform_of(geographic_of(crs), crs, context), lonlat + np.array([[0.0, 1e-4]]))
    turn = azimuth_to(ahead[:, 0] - xy[:, 0], ahead[:, 1] - xy[:, 1])
    return (turn + 180.0) % 360.0 - 180.0


def extent_of_circles(cameras: Sequence[Camera], margin: float = 0.0) -> QgsRectangle:
    """The box around all circles."""
    return QgsRectangle(
        min(camera.x - camera.radius for camera in cameras) - margin,
        min(camera.y - camera.radius for camera in cameras) - margin,
        max(camera.x + camera.radius for camera in cameras) + margin,
        max(camera.y + camera.radius for camera in cameras) + margin,
    )
