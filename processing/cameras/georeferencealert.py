"""redline:georeferencealert: from pan and tilt to the ground with its error, and from the ground to pan and tilt."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.core import (
    QgsFeatureRequest,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.cameras.alertposition import AngleErrors
from ...core.cameras.camera import Camera, range_error
from ...core.errors import RedlineError
from ...core.rounding import half_up_if_known
from ...i18n import tr
from ...layers.reading.crs import transform_of, transform_xy
from ...layers.reading.sources import as_codes, as_numbers, read_points
from ...layers.sight.alertpositions import Bearings, Located, PointSighting, locate_alerts, see_points
from ..base import check_cancelled
from ..groups import CAMERAS
from ..landuse.base import share_of
from ..outputs import fields_of
from ..personal import add_keep_personal, passed_on
from .common import MAX_NAMED, CameraAlgorithm, Scene
from .look import dress_result

__all__ = ["GeoreferenceAlert"]


TILT_SIGNS = ("auto", "positive", "negative")


class GeoreferenceAlert(CameraAlgorithm):
    ID = "georeferencealert"
    LABEL = "Alerts to the ground, points to cameras"
    SUMMARY = "Pan and tilt to a ground position with its error ellipse, and which cameras see a point, nearest first"
    GROUP = CAMERAS
    TAGS = "预警,告警,定位,水平角,俯仰角,误差椭圆,摄像头,哪个摄像头看得见,PTZ,pan,tilt,georeference,alert"

    def initAlgorithm(self, configuration=None):
        self.add_elevation()
        self.add_cameras()
        self.add(
            QgsProcessingParameterFeatureSource(
                "ALERTS", tr("Alerts with pan and tilt"), [QgsProcessing.SourceType.TypeVector], optional=True
            ),
            tr("A layer or table with the camera's code, pan and tilt of each alert."),
        )
        for name, label, help_text in (
            ("CAMERA_FIELD", tr("Field with the alert's camera"), tr("Found by name (camera_index_code …).")),
            ("PAN_FIELD", tr("Field with pan"), tr("Degrees, clockwise. Found by name (pan …) where left empty.")),
            ("TILT_FIELD", tr("Field with tilt"), tr("Degrees. Found by name (tilt …) where left empty.")),
        ):
            self.add_field(name, label, "ALERTS", help_text)
        self.add(
            QgsProcessingParameterFeatureSource(
                "POINTS", tr("Points to be seen"), [QgsProcessing.SourceType.TypeVectorPoint], optional=True
            ),
            tr("For each point the cameras that see it: at which pan, tilt and range, nearest first."),
        )
        self.add_value(
            "TARGET_HEIGHT",
            tr("Target height (m)"),
            0.0,
            tr("How high what is to be seen at the points stands above the ground."),
            low=0.0,
        )
        self.add_value(
            "PAN_ERROR",
            tr("Error of pan (°)"),
            0.1,
            tr("One standard error; at 4 km a tenth of a degree is 7 m to either side."),
            low=0.0,
        )
        self.add_value(
            "TILT_ERROR",
            tr("Error of tilt (°)"),
            0.05,
            tr(
                "One standard error; at 4 km from a 50 m mast a twentieth of a degree is −261 … +300 m along the range."
            ),
            low=0.0,
        )
        self.add_value(
            "HEIGHT_ERROR",
            tr("Error of the height (m)"),
            0.0,
            tr("Of the lens against the elevation raster; at 4 km from a 50 m mast one metre is 80 m along the range."),
            low=0.0,
        )
        self.add_value(
            "ERRORS",
            tr("Size of the ellipse in standard errors"),
            1.0,
            tr("1 holds 39 % of all cases, 2.45 holds 95 %."),
            low=0.1,
            high=10.0,
            advanced=True,
        )
        self.add_choice(
            "TILT_SIGN",
            tr("Tilt of a camera that looks down"),
            TILT_SIGNS,
            "auto",
            tr("positive or negative; auto takes negative where most of the alerts have a negative tilt, and says so."),
            advanced=True,
        )
        self.add_field(
            "PAN_NORTH_FIELD",
            tr("Field with the pan at north"),
            "CAMERAS",
            tr("What a camera shows when it looks to true north; 0 where left empty."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("ONLY_SEEING", tr("Only cameras that see the point"), True),
            tr("Otherwise also those whose circle holds the point, with the reason why they do not see it."),
            advanced=True,
        )
        self.add_elevation_details()
        self.add_camera_details()
        add_keep_personal(self)
        kinds = QgsProcessing.SourceType
        for name, label, kind, help_text in (
            (
                "SIGHTINGS",
                tr("Cameras that see the points"),
                kinds.TypeVectorLine,
                tr("One line for each camera and point, with rank, pan, tilt and range."),
            ),
            ("ELLIPSES", tr("Error ellipses"), kinds.TypeVectorPolygon, tr("One for each alert.")),
            (
                "OUTPUT",
                tr("Alerts on the ground"),
                kinds.TypeVectorPoint,
                tr("The alerts' own fields, and range, near and far end, error to either side, longitude, latitude."),
            ),
        ):
            self.add(QgsProcessingParameterFeatureSink(name, label, kind, None, True, True), help_text)
        for name, label in (
            ("LOCATED", tr("Alerts on the ground")),
            ("NOT_LOCATED", tr("Alerts that could not be placed")),
            ("POINTS_SEEN", tr("Points seen by a camera")),
            ("POINTS_NOT_SEEN", tr("Points seen by none")),
        ):
            self.add_number(name, label)

    def take(self, parameters, context) -> None:
        super().take(parameters, context)
        if not {"ALERTS", "POINTS"} & set(self.sources_taken):
            raise RedlineError("Give ALERTS with pan and tilt, or POINTS to be seen, or both.")
        if "ALERTS" in self.sources_taken:
            alerts = self.sources_taken["ALERTS"]
            self.alert_fields = (
                self.field(parameters, context, "CAMERA_FIELD", alerts, "alert", "camera", required=True),
                self.field(parameters, context, "PAN_FIELD", alerts, "alert", "pan", required=True),
                self.field(parameters, context, "TILT_FIELD", alerts, "alert", "tilt", required=True),
            )

    def work(self, parameters, context, feedback) -> dict:
        self.refraction = self.parameterAsDouble(parameters, "REFRACTION", context)
        size = self.parameterAsDouble(parameters, "ERRORS", context)
        tilt_error = self.parameterAsDouble(parameters, "TILT_ERROR", context)
        errors = AngleErrors(
            self.parameterAsDouble(parameters, "PAN_ERROR", context) * size,
            tilt_error * size,
            self.parameterAsDouble(parameters, "HEIGHT_ERROR", context) * size,
        ).check()
        scene = self.read_scene(parameters, context, feedback)
        for camera in scene.cameras.cameras:
            scene.model.elevation.lens_of(camera)
        bearings = Bearings.of(scene.cameras, scene.model, self._offsets(parameters, context, scene))
        self.tilt_choice = self.parameterAsEnumString(parameters, "TILT_SIGN", context)
        self.sign = -1.0 if self.tilt_choice == "negative" else 1.0
        results: dict[str, Any] = {"LOCATED": 0, "NOT_LOCATED": 0, "POINTS_SEEN": 0, "POINTS_NOT_SEEN": 0}
        located = seen = None
        if "ALERTS" in self.sources_taken:
            self._say_so(feedback, scene.cameras.cameras, tilt_error)
            located = self._locate(parameters, context, feedback, scene, bearings, errors, results)
        if "POINTS" in self.sources_taken:
            seen = self._see(parameters, context, feedback, scene, bearings, results)
        check_cancelled(feedback)
        if located is not None:
            results |= self._write_alerts(parameters, context, feedback, scene, *located)
        if seen is not None:
            results |= self._write_sightings(parameters, context, scene, *seen)
        feedback.setProgress(100)
        return results

    def _offsets(self, parameters, context, scene: Scene):
        source = self.source(parameters, "CAMERAS", context)
        name = self.field(parameters, context, "PAN_NORTH_FIELD", source)
        if not name:
            return np.zeros(len(scene.cameras))
        points = read_points(source, [name])
        values = dict(zip(points.fids.tolist(), points.numbers(name).tolist(), strict=True))
        return np.nan_to_num(np.array([values[fid] for fid in scene.cameras.fids]))

    def _say_so(self, feedback, cameras: list[Camera], tilt_error: float) -> None:
        """What the tilt error means on the ground for these masts."""
        mast = float(np.median([camera.mast for camera in cameras]))
        radius = float(np.median([camera.radius for camera in cameras]))
        near, far = range_error(mast, radius, tilt_error, self.refraction)
        feedback.pushInfo(
            tr(
                "A tilt that is off by {error:g}° moves a point {radius:.0f} m away from a {mast:g} m mast by "
                "{near:.0f} … {far:+.0f} m along the range (inf: beyond the horizon)."
            ).format(error=tilt_error, radius=radius, mast=mast, near=float(near), far=float(far))
        )

    def _tilt_sign(self, feedback, tilts) -> float:
        """+1 where looking down is positive, −1 where it is negative; kept for the other way."""
        if self.tilt_choice == "auto":
            known = tilts[np.isfinite(tilts)]
            if len(known) and np.count_nonzero(known < 0) * 2 > len(known):
                self.sign = -1.0
                feedback.pushInfo(tr("Most tilts are negative: a camera that looks down has a negative tilt here."))
        return self.sign

    # --- alerts -----------------------------------------------------------------------------------------------------

    def _locate(self, parameters, context, feedback, scene: Scene, bearings: Bearings, errors, results):
        source = self.sources_taken["ALERTS"]
        features = list(source.iterate(QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)))
        code, pan, tilt = (
            np.array([feature.attribute(source.fields.lookupField(name)) for feature in features], dtype=object)
            for name in self.alert_fields
        )
        sign = self._tilt_sign(feedback, as_numbers(_plain(tilt)))
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
            scene.model,
            scene.cameras,
            bearings,
            alerts,
            errors,
            self.refraction,
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

    def _write_alerts(self, parameters, context, feedback, scene: Scene, features, found: list[Located]) -> dict:
        source = self.sources_taken["ALERTS"]
        kept, own = passed_on(source.fields, self.personal, source.name, feedback), QgsFields()
        for place in kept:
            own.append(source.fields.at(place))
        added = fields_of(
            [
                ("camera", QMetaType.Type.QString, tr("Camera")),
                ("range_m", QMetaType.Type.Double, tr("Range (m)")),
                ("near_m", QMetaType.Type.Double, tr("Near end of the error (m)")),
                ("far_m", QMetaType.Type.Double, tr("Far end of the error (m), empty where open")),
                ("across_m", QMetaType.Type.Double, tr("Error to either side (m)")),
                ("ground_m", QMetaType.Type.Double, tr("Elevation of the ground (m)")),
                ("lon", QMetaType.Type.Double, tr("Longitude (°)")),
                ("lat", QMetaType.Type.Double, tr("Latitude (°)")),
            ]
        )
        fields = _joined(own, added)
        xy = np.array([[each.position.x, each.position.y] for each in found]).reshape(-1, 2)
        degrees = transform_xy(transform_of(scene.crs, scene.crs.toGeographicCrs(), context.transformContext()), xy)
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
        made = {
            "OUTPUT": self.write_features(
                parameters, context, "OUTPUT", fields, points, scene.crs, QgsWkbTypes.Type.Point
            ),
            "ELLIPSES": self.write_features(parameters, context, "ELLIPSES", fields, ellipses, scene.crs),
        }
        dress_result(context, made["ELLIPSES"], "ellipse", fields)
        return {name: place for name, place in made.items() if place is not None}

    # --- points -----------------------------------------------------------------------------------------------------

    def _see(self, parameters, context, feedback, scene: Scene, bearings: Bearings, results):
        points = read_points(self.sources_taken["POINTS"], crs=scene.crs, transform_context=context.transformContext())
        feedback.pushInfo(tr("Asking {count} points which cameras see them…").format(count=len(points)))
        target = self.parameterAsDouble(parameters, "TARGET_HEIGHT", context)
        found = see_points(
            scene.model,
            scene.cameras,
            bearings,
            points.xy,
            target,
            self.refraction,
            progress=share_of(feedback, 55, 95),
            cancelled=feedback.isCanceled,
        )
        seen = len({each.point for each in found if each.rank})
        results["POINTS_SEEN"], results["POINTS_NOT_SEEN"] = seen, len(points) - seen
        if self.parameterAsBoolean(parameters, "ONLY_SEEING", context):
            found = [each for each in found if each.rank]
        return points, found

    def _write_sightings(self, parameters, context, scene: Scene, points, found: list[PointSighting]) -> dict:
        fields = fields_of(
            [
                ("point", QMetaType.Type.LongLong, tr("Number of the point's feature")),
                ("rank", QMetaType.Type.Int, tr("Rank by distance among the cameras that see it; 0 does not see it")),
                ("camera_code", QMetaType.Type.QString, tr("Camera code")),
                ("camera", QMetaType.Type.QString, tr("Camera")),
                ("range_m", QMetaType.Type.Double, tr("Range (m)")),
                ("pan", QMetaType.Type.Double, tr("Pan (°)")),
                ("tilt", QMetaType.Type.Double, tr("Tilt (°)")),
                ("hidden_m", QMetaType.Type.Double, tr("Seen from this height above the ground (m)")),
                ("reason", QMetaType.Type.QString, tr("Why it is not seen")),
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
                        half_up_if_known(sighting.depression * self.sign, 4),
                        half_up_if_known(sighting.hidden, 2),
                        None if each.reason is None else each.reason.sentence(tr),
                    ],
                )
            )
        place = self.write_features(
            parameters, context, "SIGHTINGS", fields, rows, scene.crs, QgsWkbTypes.Type.LineString
        )
        return {} if place is None else {"SIGHTINGS": place}


def _plain(values):
    """Attributes as Python values: QGIS's NULL is None."""
    return np.array([None if value is None or _null(value) else value for value in values], dtype=object)


def _null(value: Any) -> bool:
    is_null = getattr(value, "isNull", None)
    return bool(is_null()) if callable(is_null) else False


def _joined(own: QgsFields, added: QgsFields) -> QgsFields:
    """Fields of both; an added one whose name is taken gets a number."""
    fields = QgsFields()
    taken = set()
    for field in own:
        fields.append(QgsField(field))
        taken.add(field.name().lower())
    for field in added:
        name, number = field.name(), 2
        while name.lower() in taken:
            name, number = f"{field.name()}_{number}", number + 1
        taken.add(name.lower())
        renamed = QgsField(field)
        renamed.setName(name)
        fields.append(renamed)
    return fields
