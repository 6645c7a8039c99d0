"""A run of a tool: its one coordinate system, the layers it reads, and what it has to tell of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsMapLayer,
    QgsPointXY,
    QgsRectangle,
)

from ...core.ellipsoid import Projection
from ...core.ellipsoid.areaplane import AreaPlane
from ...core.ellipsoid.projection import in_china, zone_by_longitude
from ...core.errors import Notice, RedlineError
from ...core.shapes.polygons import Polygons, bounds_of, boxes_of, meeting
from .crs import name_of_crs, transform_of, transform_xy
from .datums import meeting_of, tell_shift
from .gausskruger import system_of_zone
from .laps import Laps
from .meeting import Ground, check_meeting, ground_of, ground_of_first, refuse_wrong_system
from .names import called
from .planes import area_plane_for, lonlat_of, projection_of
from .sources import Features, Points, Skipped, Source, read_features, read_points, read_table

__all__ = [
    "Run",
    "extent_of",
    "first_projected",
    "known_system",
    "metric_crs",
    "plane_crs",
    "system_of",
    "true_to_scale",
    "within",
    "working_crs",
]

NO_SHIFTS = QgsCoordinateTransformContext()

SCALE_TOLERANCE = 0.01
"""How far a plane may stretch lengths before it is no plane to measure sight in (a sphere stands in for the ellipsoid,
which alone may make 0.35 %)."""


class InSystem(Protocol):
    """Something with a name and a coordinate system: a ``Source``, a ``RasterSource``."""

    @property
    def name(self) -> str: ...

    @property
    def crs(self) -> QgsCoordinateReferenceSystem: ...


def first_projected(systems: Iterable[QgsCoordinateReferenceSystem]) -> QgsCoordinateReferenceSystem | None:
    """The first of ``systems`` that is known and projected."""
    return next((crs for crs in systems if crs.isValid() and not crs.isGeographic()), None)


def system_of(layer: InSystem | QgsMapLayer) -> QgsCoordinateReferenceSystem:
    """The layer's coordinate system. Raises RedlineError, naming the layer, where it has none."""
    return known_system(*_name_and_crs(layer))


def known_system(layer: str, crs: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem:
    """``crs``, which the layer of this name is said to have. Raises RedlineError where that is none."""
    if not crs.isValid():
        raise RedlineError("Layer {layer} has no coordinate system: set one in its properties.", layer=layer)
    return crs


def working_crs(*layers: InSystem | QgsMapLayer) -> QgsCoordinateReferenceSystem:
    """The coordinate system of a run, one for all its features: that of the first layer that is projected, else that
    of the first layer. ``layers`` stand in the order of preference; each must have a system."""
    systems = [system_of(each) for each in layers]
    return first_projected(systems) or systems[0]


def plane_crs(*layers: InSystem | QgsMapLayer) -> QgsCoordinateReferenceSystem:
    """As ``working_crs``, for what needs plane coordinates. Raises RedlineError where all ``layers`` are in degrees."""
    crs = working_crs(*layers)
    if not crs.isGeographic():
        return crs
    named = [_name_and_crs(each) for each in layers]
    if len(named) == 1:
        raise RedlineError(
            "Layer {layer} is in degrees ({crs}), but plane coordinates are needed: "
            "export it to its Gauss-Krüger zone first.",
            layer=named[0][0],
            crs=name_of_crs(crs),
        )
    raise RedlineError(
        "The layers {layers} are all in degrees, but plane coordinates are needed: "
        "export one of them to its Gauss-Krüger zone first.",
        layers=", ".join(f"{name} ({name_of_crs(own)})" for name, own in named),
    )


def metric_crs(place: QgsPointXY, *systems: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem:
    """The first of ``systems`` that is true to scale around ``place``, else the local zone there.

    place : in the first of ``systems``. In China the zone is the 3-degree Gauss-Krüger zone of CGCS2000 without the
    zone number in its eastings, elsewhere the UTM zone.
    """
    first = systems[0]
    for crs in systems:
        if first_projected([crs]) is not None:
            moved = transform_xy(transform_of(first, crs, NO_SHIFTS), np.array([[place.x(), place.y()]]))[0]
            if true_to_scale(crs, *moved.tolist()):
                return crs
    lon, lat = lonlat_of(first)(np.array([place.x()]), np.array([place.y()]))
    if in_china(float(lon[0]), float(lat[0])):
        return system_of_zone(zone_by_longitude(float(lon[0]), prefixed=False))
    zone = int(np.floor((lon[0] + 180) / 6)) % 60 + 1
    return QgsCoordinateReferenceSystem(f"EPSG:{(32600 if lat[0] >= 0 else 32700) + zone}")


def true_to_scale(crs: QgsCoordinateReferenceSystem, x: float, y: float) -> bool:
    """Whether ``crs`` is a plane in metres whose lengths are those on the ground around (x, y)."""
    if crs.isGeographic() or crs.mapUnits() != Qgis.DistanceUnit.Meters:
        return False
    step = 1000.0
    lon, lat = lonlat_of(crs)(np.array([x - step, x + step, x, x]), np.array([y, y, y - step, y + step]))
    radius = 6371000.0
    east = np.hypot(np.radians(lon[1] - lon[0]) * np.cos(np.radians(lat[0])), np.radians(lat[1] - lat[0])) * radius
    north = np.hypot(np.radians(lon[3] - lon[2]) * np.cos(np.radians(lat[2])), np.radians(lat[3] - lat[2])) * radius
    return bool(abs(east / (2 * step) - 1) < SCALE_TOLERANCE and abs(north / (2 * step) - 1) < SCALE_TOLERANCE)


def _name_and_crs(layer: InSystem | QgsMapLayer) -> tuple[str, QgsCoordinateReferenceSystem]:
    return (called(layer), layer.crs()) if isinstance(layer, QgsMapLayer) else (layer.name, layer.crs)


def extent_of(*several: Polygons) -> QgsRectangle:
    """The rectangle around everything; a null one where there is nothing."""
    bounds = bounds_of(*several)
    return QgsRectangle() if np.isnan(bounds[0]) else QgsRectangle(*bounds.tolist())


def within(polygons: Polygons, *zones: Polygons) -> NDArray[np.bool_]:
    """(n,) whether the box of each polygon meets the rectangle around all ``zones``: what may have to do with them."""
    return meeting(boxes_of(polygons), bounds_of(*zones)[None])


def notices_of(layer: str, skipped: Iterable[Skipped]) -> list[Notice]:
    """A sentence for each feature of the layer that could not be taken."""
    return [
        Notice("Layer {layer}, feature {fid}: left out, {reason}.", layer=layer, fid=each.fid, reason=each.reason)
        for each in skipped
    ]


@dataclass(frozen=True)
class Run:
    """One run: its coordinate system, what it has to tell, and how long its steps took. ``notices`` grows as layers are
    read; ``grounds`` is where the first of them lies, which the others must be able to meet."""

    crs: QgsCoordinateReferenceSystem
    transform_context: QgsCoordinateTransformContext
    cancelled: Callable[[], bool] | None = None
    notices: list[Notice] = field(default_factory=list)
    skipped: list[tuple[str, int]] = field(default_factory=list)
    counts: list[tuple[str, int]] = field(default_factory=list)
    grounds: list[Ground] = field(default_factory=list)
    laps: Laps = field(default_factory=Laps)

    @property
    def projection(self) -> Projection:
        return projection_of(self.crs)

    def area_plane(self, *several: Polygons) -> AreaPlane:
        """The area plane over everything that is measured together."""
        return area_plane_for(self.crs, extent_of(*several))

    def there(self, source: Source) -> Run:
        """The same run, in the system of ``source``: for what was surveyed there."""
        return replace(self, crs=system_of(source))

    def read(
        self,
        source: Source,
        fields: Sequence[str],
        progress: Callable[[float], object] | None = None,
        *,
        whole: bool = False,
        known_by: str = "",
    ) -> Features:
        """As ``read_any``, for a layer without which there is no answer.

        whole : a vertex astray stops the run, for without that feature (a zone, a parcel, a piece of a red line) its
        answer would be another. Raises RedlineError then, where no polygon is left, and where the layer cannot be in
        its system or meet the first one of the run.
        """
        self._place(source)
        found = self.read_any(source, fields, progress, known_by)
        stray = [each for each in found.skipped if each.stray]
        if stray and (whole or not len(found)):
            raise RedlineError(
                "Layer {layer}, feature {fid}: {reason} ({count} such features): put the vertex right, or give the "
                "layer its true coordinate system.",
                layer=source.name,
                fid=stray[0].fid,
                reason=stray[0].reason,
                count=len(stray),
            )
        if not len(found):
            if found.skipped and self.grounds:
                check_meeting(self.grounds[0], ground_of_first(source))
            raise RedlineError(
                "Layer {layer} holds no polygons: choose another layer, or clear its filter and selection.",
                layer=source.name,
            )
        self.counts.append((source.name, len(found)))
        self._meets(source, bounds_of(found.polygons))
        return found

    def read_any(
        self,
        source: Source,
        fields: Sequence[str],
        progress: Callable[[float], object] | None = None,
        known_by: str = "",
    ) -> Features:
        """``source`` in the run's system; features without a polygon, or with a vertex astray, are told and counted.

        progress : 0 … 1. known_by : the field by which people know the features, where it is not the id. Raises
        RedlineError for what ``read_features`` refuses, Cancelled.
        """
        with self.laps.step("read"):
            found = read_features(
                source,
                fields,
                crs=self.crs,
                transform_context=self.transform_context,
                progress=progress,
                cancelled=self.cancelled,
            )
        if source.file is not None and source.file.declared:
            self.notices.append(
                Notice(
                    "Layer {layer}: its texts are in {found}, though the file says {declared}; "
                    "they were read as {found}.",
                    layer=source.name,
                    found=source.file.codec.upper(),
                    declared=source.file.declared,
                )
            )
        if found.curved:
            self.notices.append(
                Notice(
                    "Layer {layer}: {count} features are drawn with arcs (the first: {fid}); they are measured along "
                    "the arcs, with chords of the same area that lie within 1 mm.",
                    layer=source.name,
                    count=len(found.curved),
                    fid=found.curved[0],
                )
            )
        if found.mixed:
            self.notices.append(
                Notice(
                    "Layer {layer}: {count} features hold points or lines beside their polygons (the first: {fid}); "
                    "only the polygons count.",
                    layer=source.name,
                    count=len(found.mixed),
                    fid=found.mixed[0],
                )
            )
        self._tell_left_out(source, found.skipped, known_by)
        return found

    def polygons_again(self, source: Source) -> Polygons:
        """The polygons of ``source`` as ``read_any`` gave them, once more: for who has given them up. Nothing is told
        twice."""
        with self.laps.step("read"):
            return read_features(
                source, crs=self.crs, transform_context=self.transform_context, cancelled=self.cancelled
            ).polygons

    def read_points(self, source: Source, fields: Sequence[str], known_by: str = "") -> Points:
        """All points of ``source`` in the run's system; features without one are told and counted, and that features
        hold several. Parameters as in ``read_any``. Raises RedlineError as ``read``, and where no point is left."""
        self._place(source)
        found = read_points(
            source, fields, crs=self.crs, transform_context=self.transform_context, cancelled=self.cancelled
        )
        self._tell_left_out(source, found.skipped, known_by)
        if not len(found):
            raise RedlineError(
                "Layer {layer} holds no points: choose another layer, or clear its filter and selection.",
                layer=source.name,
            )
        several = len(np.unique(found.fids[~found.first]))
        if several:
            self.notices.append(
                Notice(
                    "Layer {layer}: {count} features hold several points; every point counts, what its feature says in "
                    "its fields counts once.",
                    layer=source.name,
                    count=several,
                )
            )
        self._meets(source, np.concatenate([found.xy.min(axis=0), found.xy.max(axis=0)]))
        return found

    def _tell_left_out(self, source: Source, skipped: Sequence[Skipped], known_by: str) -> None:
        """Names each feature that is left out, also by the value of the field ``known_by``."""
        names: dict[int, str] = {}
        if skipped and known_by:
            table = read_table(source, [known_by])
            names = dict(zip(table.fids.tolist(), table.texts(known_by), strict=True))
        for each in skipped:
            self.skipped.append((source.name, each.fid))
            told: dict[str, object] = {"layer": source.name, "fid": each.fid, "reason": each.reason}
            name = names.get(each.fid, "")
            if name:
                notice = Notice("Layer {layer}, feature {fid} ({name}): left out, {reason}.", **told, name=name)
            else:
                notice = Notice("Layer {layer}, feature {fid}: left out, {reason}.", **told)
            self.notices.append(notice)

    def _place(self, source: Source) -> None:
        """What can be known of where ``source`` lies before it is read. Raises RedlineError where it cannot be in its
        system, or that stands on another datum; tells by which parameters it is brought to the run's."""
        refuse_wrong_system(source)
        if source.crs.isValid() and source.crs != self.crs:
            found = meeting_of(source.name, source.crs, self.crs, self.transform_context)
            if found.shift is not None:
                self.notices.append(tell_shift(source.name, source.crs, self.crs, found.shift))

    def _meets(self, source: Source, bounds: NDArray[np.float64]) -> None:
        """Tells, or raises RedlineError, where ``source`` lies elsewhere than the first layer. bounds : in the run's
        system."""
        if np.isnan(bounds[0]) or not source.crs.isValid():
            return
        ground = ground_of(source.name, self.crs, bounds)
        if source.crs != self.crs:
            back = QgsCoordinateTransform(self.crs, source.crs, self.transform_context)
            try:
                ground = Ground(source.name, source.crs, back.transformBoundingBox(ground.box))
            except QgsCsException:
                return
        if not self.grounds:
            self.grounds.append(ground)
            return
        beside = check_meeting(self.grounds[0], ground)
        if beside is not None:
            self.notices.append(beside)

    def summary(self, tr: Callable[[str], str]) -> str:
        """What was read, and how many features were left out; the notices say which and why."""
        layers = "; ".join(f"{name} {count}" for name, count in dict.fromkeys(self.counts))
        return tr("Polygons read: {layers}. Features left out: {skipped}.").format(
            layers=layers, skipped=len(self.skipped)
        )
