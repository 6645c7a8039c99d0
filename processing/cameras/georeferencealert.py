"""redline:georeferencealert: from pan and tilt to the ground with its error, and from the ground to pan and tilt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.cameras.alertposition import AngleErrors
from ...core.cameras.camera import Camera, range_error
from ...core.errors import RedlineError
from ...core.rounding import half_up_if_known
from ...core.shapes.polygons import FloatArray
from ...i18n import tr
from ...layers.reading.crs import geographic_of, transform_of, transform_xy
from ...layers.reading.run import notices_of
from ...layers.reading.sources import Points, as_codes, as_numbers, read_points
from ...layers.sight.alertpositions import Bearings, LocatedAlert, PointSighting, locate_alerts, see_points
from ..base import RedlineAlgorithm, check_cancelled, share_of
from ..documents import tell
from ..groups import CAMERAS
from ..outputs import NewLayer, fields_at, fields_from, write_layer
from ..parameters import (
    LINES,
    POINTS,
    POLYGONS,
    TABLES,
    Given,
    add_choice,
    add_field,
    add_flag,
    add_numbers,
    add_sink,
    add_source,
    add_value,
)
from ..personal import add_keep_personal, asks_personal, passed_on
from .common import (
    MAX_NAMED,
    Scene,
    TakenLayers,
    add_camera_details,
    add_cameras,
    add_elevation,
    add_elevation_details,
    read_scene,
    take_layers,
)
from .look import look_of

__all__ = ["GeoreferenceAlert"]


TILT_SIGNS = ("auto", "positive", "negative")


@dataclass(frozen=True)
class _Taken:
    """alert_fields : those of camera, pan and tilt, none without alerts."""

    layers: TakenLayers
    alert_fields: tuple[str, ...]
    personal: bool


@dataclass
class _Aim:
    """How cameras look: tilt is the choice of a person; sign is −1 where looking down has a negative tilt."""

    scene: Scene
    bearings: Bearings
    refraction: float
    tilt: str
    sign: float


class GeoreferenceAlert(RedlineAlgorithm):
    ID = "georeferencealert"
    LABEL = "Alerts to the ground, points to cameras"
    SUMMARY = "Pan and tilt to a ground position with its error ellipse, and which cameras see a point, nearest first"
    GROUP = CAMERAS
    TAGS = "预警,告警,定位,水平角,俯仰角,误差椭圆,摄像头,哪个摄像头看得见,PTZ,pan,tilt,georeference,alert"

    def initAlgorithm(self, configuration=None):
        add_elevation(self)
        add_cameras(self)
        add_source(
            self,
            "ALERTS",
            tr("Alerts with pan and tilt"),
            tr("A layer or table with the camera's code, pan and tilt of each alert."),
            TABLES,
            optional=True,
        )
        for name, label, help_text in (
            ("CAMERA_FIELD", tr("Field with the alert's camera"), tr("Found by name (camera_index_code …).")),
            ("PAN_FIELD", tr("Field with pan"), tr("Degrees, clockwise. Found by name (pan …) where left empty.")),
            ("TILT_FIELD", tr("Field with tilt"), tr("Degrees. Found by name (tilt …) where left empty.")),
        ):
            add_field(self, name, label, "ALERTS", help_text)
        add_source(
            self,
            "POINTS",
            tr("Points to be seen"),
            tr("For each point the cameras that see it: at which pan, tilt and range, nearest first."),
            POINTS,
            optional=True,
        )
        add_value(
            self,
            "TARGET_HEIGHT",
            tr("Target height (m)"),
            0.0,
            tr("How high what is to be seen at the points stands above the ground."),
            low=0.0,
        )
        self._add_errors()
        add_choice(
            self,
            "TILT_SIGN",
            tr("Tilt of a camera that looks down"),
            TILT_SIGNS,
            "auto",
            tr("positive or negative; auto takes negative where most of the alerts have a negative tilt, and says so."),
            advanced=True,
        )
        add_field(
            self,
            "PAN_NORTH_FIELD",
            tr("Field with the pan at north"),
            "CAMERAS",
            tr("What a camera shows when it looks to true north; 0 where left empty."),
            advanced=True,
        )
        add_flag(
            self,
            "ONLY_SEEING",
            tr("Only cameras that see the point"),
            tr("Otherwise also those whose circle holds the point, with the reason why they do not see it."),
            True,
            advanced=True,
        )
        add_elevation_details(self)
        add_camera_details(self)
        add_keep_personal(self)
        self._add_outputs()

    def _add_errors(self) -> None:
        add_value(
            self,
            "PAN_ERROR",
            tr("Error of pan (°)"),
            0.1,
            tr("One standard error; at 4 km a tenth of a degree is 7 m to either side."),
            low=0.0,
        )
        add_value(
            self,
            "TILT_ERROR",
            tr("Error of tilt (°)"),
            0.05,
            tr(
                "One standard error; at 4 km from a 50 m mast a twentieth of a degree is −261 … +300 m along the range."
            ),
            low=0.0,
        )
        add_value(
            self,
            "HEIGHT_ERROR",
            tr("Error of the height (m)"),
            0.0,
            tr("Of the lens against the elevation raster; at 4 km from a 50 m mast one metre is 80 m along the range."),
            low=0.0,
        )
        add_value(
            self,
            "ERRORS",
            tr("Size of the ellipse in standard errors"),
            1.0,
            tr("1 holds 39 % of all cases, 2.45 holds 95 %."),
            low=0.1,
            high=10.0,
            advanced=True,
        )

    def _add_outputs(self) -> None:
        for name, label, kind, help_text in (
            (
                "SIGHTINGS",
                tr("Cameras that see the points"),
                LINES,
                tr("One line for each camera and point, with rank, pan, tilt and range."),
            ),
            ("ELLIPSES", tr("Error ellipses"), POLYGONS, tr("One for each alert.")),
            (
                "OUTPUT",
                tr("Alerts on the ground"),
                POINTS,
                tr("The alerts' own fields, and range, near and far end, error to either side, longitude, latitude."),
            ),
        ):
            add_sink(self, name, label, help_text, kind, optional=True, asked=True, appends=False)
        add_numbers(
            self,
            (
                ("LOCATED", tr("Alerts on the ground")),
                ("NOT_LOCATED", tr("Alerts that could not be placed")),
                ("POINTS_SEEN", tr("Points seen by a camera")),
                ("POINTS_NOT_SEEN", tr("Points seen by none")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        layers = take_layers(given)
        if not {"ALERTS", "POINTS"} & set(layers.sources):
            raise RedlineError("Give ALERTS with pan and tilt, or POINTS to be seen, or both.")
        if "ALERTS" not in layers.sources:
            return _Taken(layers, (), asks_personal(given))
        alerts = layers.sources["ALERTS"]
        fields = tuple(
            given.field(name, alerts, "alert", part, required=True)
            for name, part in (("CAMERA_FIELD", "camera"), ("PAN_FIELD", "pan"), ("TILT_FIELD", "tilt"))
        )
        return _Taken(layers, fields, asks_personal(given))

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        size = given.number("ERRORS")
        tilt_error = given.number("TILT_ERROR")
        errors = AngleErrors(
            given.number("PAN_ERROR") * size,
            tilt_error * size,
            given.number("HEIGHT_ERROR") * size,
        ).check()
        scene = read_scene(given, taken.layers, feedback)
        for camera in scene.cameras.cameras:
            scene.model.elevation.lens_of(camera)
        bearings = Bearings.of(scene.cameras, scene.model, self._offsets(given, scene))
        tilt = given.choice("TILT_SIGN")
        aim = _Aim(scene, bearings, given.number("REFRACTION"), tilt, -1.0 if tilt == "negative" else 1.0)
        results: dict[str, Any] = {"LOCATED": 0, "NOT_LOCATED": 0, "POINTS_SEEN": 0, "POINTS_NOT_SEEN": 0}
        located = seen = None
        if "ALERTS" in taken.layers.sources:
            _say_so(feedback, scene.cameras.cameras, tilt_error, aim.refraction)
            located = self._locate(feedback, aim, errors, results)
        if "POINTS" in taken.layers.sources:
            seen = self._see(given, feedback, aim, results)
        check_cancelled(feedback)
        if located is not None:
            self._write_alerts(given, feedback, scene, *located)
        if seen is not None:
            self._write_sightings(aim, *seen)
        feedback.setProgress(100)
        return results

    def _offsets(self, given: Given, scene: Scene) -> FloatArray:
        source = self.taken.layers.source("CAMERAS")
        name = given.field("PAN_NORTH_FIELD", source)
        if not name:
            return np.zeros(len(scene.cameras))
        points = read_points(source, [name])
        values = dict(zip(points.fids.tolist(), points.numbers(name).tolist(), strict=True))
        return np.nan_to_num(np.array([values[fid] for fid in scene.cameras.fids]))

    # --- alerts -----------------------------------------------------------------------------------------------------

    def _locate(
        self, feedback: QgsProcessingFeedback, aim: _Aim, errors: AngleErrors, results: dict[str, Any]
    ) -> tuple[list[QgsFeature], list[LocatedAlert]]:
        source = self.taken.layers.sources["ALERTS"]
        features = list(source.iterate(QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)))
        code, pan, tilt = (
            np.array([feature.attribute(source.fields.lookupField(name)) for feature in features], dtype=object)
            for name in self.taken.alert_fields
        )
        sign = _tilt_sign(feedback, as_numbers(_plain(tilt)), aim)
        alerts = list(
            zip(
                as_codes(_plain(code)).tolist(),
                as_numbers(_plain(pan)).tolist(),
                (as_numbers(_plain(tilt)) * sign).tolist(),
                strict=True,
            )
        )
        feedback.pushInfo(tr("Placing {count} alerts…").format(count=len(alerts)))
        found, lost = locate_alerts(
            aim.scene.model,
            aim.scene.cameras,
            aim.bearings,
            alerts,
            errors,
            aim.refraction,
            progress=share_of(feedback, 10, 55),
            cancelled=feedback.isCanceled,
        )
        for number, reason in lost[:MAX_NAMED]:
            feedback.pushWarning(
                tr("Alert {fid} was not placed: {reason}.").format(
                    fid=features[number].id(), reason=reason.sentence(tr)
                )
            )
        if len(lost) > MAX_NAMED:
            feedback.pushWarning(tr("… and {count} more.").format(count=len(lost) - MAX_NAMED))
        results["LOCATED"], results["NOT_LOCATED"] = len(found), len(lost)
        return features, found

    def _write_alerts(
        self,
        given: Given,
        feedback: QgsProcessingFeedback,
        scene: Scene,
        features: list[QgsFeature],
        found: list[LocatedAlert],
    ) -> None:
        source = self.taken.layers.sources["ALERTS"]
        kept = passed_on(source, self.taken.personal, feedback)
        added = fields_from(
            [
                ("camera", tr("Camera"), QMetaType.Type.QString),
                ("range_m", tr("Range (m)"), QMetaType.Type.Double),
                ("near_m", tr("Near end of the error (m)"), QMetaType.Type.Double),
                ("far_m", tr("Far end of the error (m), empty where open"), QMetaType.Type.Double),
                ("across_m", tr("Error to either side (m)"), QMetaType.Type.Double),
                ("ground_m", tr("Elevation of the ground (m)"), QMetaType.Type.Double),
                ("lon", tr("Longitude (°)"), QMetaType.Type.Double),
                ("lat", tr("Latitude (°)"), QMetaType.Type.Double),
            ]
        )
        fields = _joined(fields_at(source.fields, kept), added)
        xy = np.array([[each.position.x, each.position.y] for each in found]).reshape(-1, 2)
        degrees = transform_xy(transform_of(scene.crs, geographic_of(scene.crs), given.transforms), xy)
        rows = []
        for each, place in zip(found, degrees.tolist(), strict=True):
            position = each.position
            values = [
                scene.cameras.cameras[each.camera].name,
                half_up_if_known(position.range, 2),
                half_up_if_known(position.near, 2),
                half_up_if_known(position.far, 2),
                half_up_if_known(position.across, 2),
                half_up_if_known(position.elevation, 2),
                half_up_if_known(place[0], 8),
                half_up_if_known(place[1], 8),
            ]
            before = features[each.alert].attributes()
            rows.append((each, [*(before[place] for place in kept), *values]))
        points = ((QgsGeometry.fromPointXY(QgsPointXY(e.position.x, e.position.y)), values) for e, values in rows)
        ellipses = ((each.ellipse, values) for each, values in rows)
        write_layer(self.outputs, "OUTPUT", NewLayer(fields, points, scene.crs, QgsWkbTypes.Type.Point))
        polygons = QgsWkbTypes.Type.MultiPolygon
        write_layer(self.outputs, "ELLIPSES", NewLayer(fields, ellipses, scene.crs, polygons, look=look_of("ellipse")))

    # --- points -----------------------------------------------------------------------------------------------------

    def _see(
        self, given: Given, feedback: QgsProcessingFeedback, aim: _Aim, results: dict[str, Any]
    ) -> tuple[Points, list[PointSighting]]:
        source = self.taken.layers.sources["POINTS"]
        points = read_points(source, crs=aim.scene.crs, transform_context=given.transforms)
        tell(feedback, notices_of(source.name, points.skipped), MAX_NAMED)
        feedback.pushInfo(tr("Asking {count} points which cameras see them…").format(count=len(points)))
        target = given.number("TARGET_HEIGHT")
        found = see_points(
            aim.scene.model,
            aim.scene.cameras,
            aim.bearings,
            points.xy,
            target,
            aim.refraction,
            progress=share_of(feedback, 55, 95),
            cancelled=feedback.isCanceled,
        )
        seen = len({each.point for each in found if each.rank})
        results["POINTS_SEEN"], results["POINTS_NOT_SEEN"] = seen, len(points) - seen
        if given.flag("ONLY_SEEING"):
            found = [each for each in found if each.rank]
        return points, found

    def _write_sightings(self, aim: _Aim, points: Points, found: list[PointSighting]) -> None:
        scene = aim.scene
        fields = fields_from(
            [
                ("point", tr("Number of the point's feature"), QMetaType.Type.LongLong),
                ("rank", tr("Rank by distance among the cameras that see it; 0 does not see it"), QMetaType.Type.Int),
                ("camera_code", tr("Camera code"), QMetaType.Type.QString),
                ("camera", tr("Camera"), QMetaType.Type.QString),
                ("range_m", tr("Range (m)"), QMetaType.Type.Double),
                ("pan", tr("Pan (°)"), QMetaType.Type.Double),
                ("tilt", tr("Tilt (°)"), QMetaType.Type.Double),
                ("hidden_m", tr("Seen from this height above the ground (m)"), QMetaType.Type.Double),
                ("reason", tr("Why it is not seen"), QMetaType.Type.QString),
            ]
        )
        rows = []
        for each in found:
            camera, sighting = scene.cameras.cameras[each.sighting.camera], each.sighting
            x, y = points.xy[each.point].tolist()
            rows.append(
                (
                    QgsGeometry.fromPolylineXY([QgsPointXY(camera.x, camera.y), QgsPointXY(x, y)]),
                    [
                        int(points.fids[each.point]),
                        each.rank,
                        scene.cameras.ids[sighting.camera],
                        camera.name,
                        half_up_if_known(sighting.range, 2),
                        half_up_if_known(each.pan, 4),
                        half_up_if_known(sighting.depression * aim.sign, 4),
                        half_up_if_known(sighting.hidden, 2),
                        None if each.reason is None else each.reason.sentence(tr),
                    ],
                )
            )
        write_layer(self.outputs, "SIGHTINGS", NewLayer(fields, rows, scene.crs, QgsWkbTypes.Type.LineString))


def _say_so(feedback: QgsProcessingFeedback, cameras: list[Camera], tilt_error: float, refraction: float) -> None:
    """What the tilt error means on the ground for these masts."""
    mast = float(np.median([camera.mast for camera in cameras]))
    radius = float(np.median([camera.radius for camera in cameras]))
    near, far = range_error(mast, radius, tilt_error, refraction)
    feedback.pushInfo(
        tr(
            "A tilt that is off by {error:g}° moves a point {radius:.0f} m away from a {mast:g} m mast by "
            "{near:.0f} … {far:+.0f} m along the range (inf: beyond the horizon)."
        ).format(error=tilt_error, radius=radius, mast=mast, near=float(near), far=float(far))
    )


def _tilt_sign(feedback: QgsProcessingFeedback, tilts: FloatArray, aim: _Aim) -> float:
    """+1 where looking down is positive, −1 where it is negative; kept in ``aim`` for the other way."""
    if aim.tilt == "auto":
        known = tilts[np.isfinite(tilts)]
        if len(known) and np.count_nonzero(known < 0) * 2 > len(known):
            aim.sign = -1.0
            feedback.pushInfo(tr("Most tilts are negative: a camera that looks down has a negative tilt here."))
    return aim.sign


def _plain(values):
    """Attributes as Python values: QGIS's NULL is None."""
    return np.array([None if value is None or _null(value) else value for value in values], dtype=object)


def _null(value: Any) -> bool:
    is_null = getattr(value, "isNull", None)
    return bool(is_null()) if callable(is_null) else False


def _joined(own: QgsFields, added: QgsFields) -> QgsFields:
    """Fields of both; an added one whose name is taken gets a number."""
    fields = QgsFields(own)
    for field in added:
        renamed, number = QgsField(field), 2
        while fields.lookupField(renamed.name()) >= 0:
            renamed.setName(f"{field.name()}_{number}")
            number += 1
        fields.append(renamed)
    return fields
