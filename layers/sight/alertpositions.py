"""Alerts of cameras in layers: pan and tilt to the ground, and points back to pan and tilt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from qgis.core import QgsGeometry, QgsPointXY

from ...core.cameras.alertposition import AlertPosition, AngleErrors, ellipse_ring, locate
from ...core.cameras.camera import Camera, angle_from
from ...core.cameras.lineofsight import Sighting, sightings
from ...core.errors import Cancelled, Notice
from ...core.shapes.polygons import FloatArray
from .cameras import ReadCameras, north_of
from .elevation import ElevationModel

__all__ = ["Bearings", "LocatedAlert", "PointSighting", "locate_alerts", "see_points"]


@dataclass(frozen=True)
class Bearings:
    """How a platform's pan is to be read: ``offsets`` (n,) is what each camera shows when it looks to true north."""

    offsets: FloatArray
    north: FloatArray

    @staticmethod
    def of(cameras: ReadCameras, model: ElevationModel, offsets: FloatArray) -> Bearings:
        xy = np.array([[camera.x, camera.y] for camera in cameras.cameras])
        return Bearings(offsets, north_of(model.crs, xy))

    def azimuth(self, camera: int, pan: float) -> float:
        """Azimuth in the grid at which a camera looks that shows ``pan``."""
        return float((pan - self.offsets[camera] + self.north[camera]) % 360.0)

    def pan(self, camera: int, azimuth: float) -> float:
        """What a camera shows that looks along a grid azimuth, 0 … 360."""
        shown = float((azimuth - self.north[camera] + self.offsets[camera]) % 360.0)
        return 0.0 if shown == 360.0 else shown


@dataclass(frozen=True)
class LocatedAlert:
    """One alert on the ground. alert : its place in the list given; camera : that of its camera."""

    alert: int
    camera: int
    position: AlertPosition
    ellipse: QgsGeometry


def locate_alerts(
    model: ElevationModel,
    cameras: ReadCameras,
    bearings: Bearings,
    alerts: Sequence[tuple[str, float, float]],
    errors: AngleErrors,
    refraction: float,
    *,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[list[LocatedAlert], list[tuple[int, Notice]]]:
    """Alerts as (camera code, pan, depression) to the ground; and for those that cannot be placed, why.

    Two cameras of one code are told apart by nothing: the first counts.
    """
    place: dict[str, int] = {}
    for index, identity in enumerate(cameras.ids):
        place.setdefault(identity, index)
    found: list[LocatedAlert] = []
    lost: list[tuple[int, Notice]] = []
    for number, (code, pan, tilt) in enumerate(alerts):
        if cancelled is not None and cancelled():
            raise Cancelled()
        if code not in place:
            lost.append((number, Notice("there is no camera {camera}", camera=code or "-")))
            continue
        index = place[code]
        if not (np.isfinite(pan) and np.isfinite(tilt)):
            lost.append((number, Notice("its pan or tilt is missing")))
            continue
        camera = cameras.cameras[index]
        (position,) = locate(model.elevation, [camera], bearings.azimuth(index, pan), tilt, errors, refraction)
        if position is None:
            lost.append(
                (
                    number,
                    Notice(
                        "the ray of camera {camera} (pan {pan:g}, depression {tilt:g}) meets no ground within "
                        "{radius:g} m",
                        camera=camera.name,
                        pan=pan,
                        tilt=tilt,
                        radius=camera.radius,
                    ),
                )
            )
            continue
        ring = ellipse_ring(camera, position)
        shape = QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in ring.tolist()]])
        shape.convertToMultiType()
        found.append(LocatedAlert(number, index, position, shape))
        if progress is not None:
            progress((number + 1) / len(alerts))
    return found, lost


@dataclass(frozen=True)
class PointSighting:
    """How one camera looks at one point. rank : 1 is the nearest that sees it; 0 where it does not see it."""

    point: int
    rank: int
    pan: float
    sighting: Sighting
    reason: Notice | None


def see_points(
    model: ElevationModel,
    cameras: ReadCameras,
    bearings: Bearings,
    points: FloatArray,
    target: float,
    refraction: float,
    *,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[PointSighting]:
    """For each point the cameras whose circle holds it, nearest first, those that see it numbered from 1."""
    found = []
    for number, (x, y) in enumerate(points.tolist()):
        if cancelled is not None and cancelled():
            raise Cancelled()
        rank = 0
        for sighting in sightings(model.elevation, cameras.cameras, (x, y), target, refraction):
            rank += sighting.seen
            found.append(
                PointSighting(
                    number,
                    rank if sighting.seen else 0,
                    bearings.pan(sighting.camera, sighting.azimuth),
                    sighting,
                    None if sighting.seen else _reason(cameras.cameras[sighting.camera], sighting, target),
                )
            )
        if progress is not None:
            progress((number + 1) / len(points))
    return found


def _reason(camera: Camera, sighting: Sighting, target: float) -> Notice:
    if not np.isfinite(sighting.hidden):
        return Notice("the elevation at the point is not known")
    turn = abs(float(angle_from(sighting.azimuth, camera.azimuth)))
    if camera.field_of_view < 360 and turn > camera.field_of_view / 2:
        return Notice("outside the camera's sector")
    if sighting.depression > camera.steepest:
        return Notice("in the dead zone below the mast")
    if sighting.depression < camera.flattest:
        return Notice("above the camera's tilt range")
    return Notice("hidden: it would have to be {height:.1f} m higher", height=sighting.hidden - target)
