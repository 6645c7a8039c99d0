"""redline:importalerts: what cameras, chiefs, satellites and people report becomes spots and tasks of a case file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import numpy as np
from osgeo import ogr
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingParameterRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...core.cameras.alertposition import AngleErrors
from ...core.cameras.camera import DEFAULT_REFRACTION
from ...core.casework.intake import SOURCES, Found, Spotted, sort_out
from ...core.ellipsoid.geodesic import circle
from ...core.ellipsoid.mapoffset import SYSTEMS, change_system
from ...core.errors import Notice, RedlineError
from ...core.shapes.polygons import boxes_of
from ...core.shapes.wkb import encode
from ...core.written.times import OFFICE_ZONE
from ...i18n import tr
from ...layers.casework.casefile import SHAPE, CaseFile, CasePlace, add_case_rows, case_rows, opened
from ...layers.measuring.pointsnear import place_points
from ...layers.reading.crs import transform_of
from ...layers.reading.gausskruger import geographic_cgcs2000
from ...layers.reading.jsontables import layer_of_records
from ...layers.reading.sources import Rows, Source, read_features, read_points, read_table, source_of
from ...layers.sight.alertpositions import Bearings, locate_alerts
from ..base import RedlineAlgorithm, check_cancelled
from ..cameras.common import read_scene, take_layers
from ..casefiles import add_cases, cases_of_run, cases_to_write
from ..documents import tell
from ..groups import CASEWORK
from ..parameters import POINTS, TABLES, Given, add, add_choice, add_numbers, add_source, add_value
from .spotland import SpotLayers, fill_areas

__all__ = ["ImportAlerts"]

ROLE = "alert"
DAYS_A_MONTH = 30.44
PARTS = ("id", "time", "camera", "kind", "confidence", "lon", "lat", "pan", "tilt", "image")


@dataclass(frozen=True)
class _Taken:
    alerts: Source
    villages: Source | None
    townships: Source | None
    place: CasePlace
    land: SpotLayers


@dataclass
class _Placed:
    """Alerts with their places: (n,) degrees, NaN where there is none; a shape for each, and whence it is known."""

    lon: np.ndarray
    lat: np.ndarray
    shapes: list[ogr.Geometry | None]
    whence: str


class ImportAlerts(RedlineAlgorithm):
    ID = "importalerts"
    LABEL = "Import alerts"
    SUMMARY = (
        "Alerts, satellite spots and notes into a case file: new ones become tasks, duplicates and repeats are told"
    )
    GROUP = CASEWORK
    TAGS = "预警,告警,线索,图斑,卫片,田长制,核查任务,入库,alert,spot,case,intake,duplicate"

    def initAlgorithm(self, configuration=None):
        help_text = tr("A table with longitude and latitude or pan and tilt, points, or polygons (satellite spots).")
        add_source(self, "INPUT", tr("Alerts"), help_text, TABLES)
        add_choice(self, "SOURCE", tr("Source"), SOURCES, "tower", tr("Who reported them."))
        add_cases(self)
        only = tr("For alerts that have only pan and tilt.")
        add_source(self, "CAMERAS", tr("Cameras"), only, POINTS, optional=True)
        add(self, QgsProcessingParameterRasterLayer("ELEVATION", tr("Elevation raster"), optional=True), only)
        add_source(self, "VILLAGES", tr("Villages"), tr("Gives each spot its village."), optional=True)
        add_source(self, "TOWNSHIPS", tr("Townships"), tr("Gives each spot its township."), optional=True)
        help_text = tr("Gives each spot its area and its arable land, as the tally by land use has them.")
        add_source(self, "LANDUSE", tr("Land use"), help_text, optional=True)
        help_text = tr("Gives each spot what of it lies inside, as the red-line check has it; together with land use.")
        add_source(self, "FARMLAND", tr("Permanent basic farmland"), help_text, optional=True)
        help_text = tr("The system of longitude and latitude; a platform on a web map has gcj02.")
        add_choice(self, "SYSTEM", tr("System of the coordinates"), SYSTEMS, "cgcs2000", help_text, advanced=True)
        for name, label, default, told in (
            ("ACCURACY", tr("Accuracy of a position (m)"), 20.0, tr("Radius of the spot where only a point is known.")),
            ("RADIUS", tr("Same place within (m)"), 50.0, tr("For duplicates without a number, and for repeats.")),
            (
                "MONTHS",
                tr("Repeats within (months)"),
                12.0,
                tr("A case there, not longer ago, makes a repeat."),
            ),
        ):
            add_value(self, name, label, default, told, low=0.0, advanced=True)
        add_numbers(
            self,
            (
                ("NEW", tr("New tasks")),
                ("DUPLICATES", tr("Duplicates")),
                ("REPEATS", tr("Repeats among the new tasks")),
                ("ERRORS", tr("Alerts left out")),
            ),
        )

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        # QGIS asks GDAL whether it knows the file, and GDAL knows no JSON but its own.
        try:
            layer = _records(parameters.get("INPUT"))
        except RedlineError as error:
            return False, error.sentence(tr)
        return super().checkParameterValues(parameters if layer is None else {**parameters, "INPUT": layer}, context)

    def take(self, given: Given) -> _Taken:
        villages, townships = given.optional_source("VILLAGES"), given.optional_source("TOWNSHIPS")
        land = SpotLayers(given.optional_source("LANDUSE"), given.optional_source("FARMLAND"))
        if land.farmland is not None and land.landuse is None:
            raise RedlineError("Give the land use too (LANDUSE): farmland inside a spot is measured with its classes.")
        return _Taken(_alerts(given), villages, townships, cases_of_run(given), land)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = cast("_Taken", self.taken)
        notices: list[Notice] = []
        with opened(taken.place):
            pass  # Told now where it is no case file, not after the work.
        fields = {part: given.field("", taken.alerts, ROLE, part, required=part == "time") for part in PARTS}
        table = read_table(taken.alerts, list(dict.fromkeys(name for name in fields.values() if name)))
        placed = self._placed(given, feedback, table, fields)
        feedback.setProgress(50)
        check_cancelled(feedback)
        times = table.times(fields["time"])
        good = _complete(table, fields, times, placed, notices)
        numbers, source = table.texts(fields["id"]), given.choice("SOURCE")
        spotted = [
            Spotted(str(uuid4()), source, numbers[i], cast("datetime", times[i]), placed.lon[i], placed.lat[i])
            for i in good
        ]
        spots = self._spots(given, table, fields, spotted, placed, good)
        notices += fill_areas(spots, taken.land, given.transforms, feedback.isCanceled)
        check_cancelled(feedback)
        with cases_to_write(self.outputs, taken.place) as case:
            known, tasks = _known(case)
            days = int(given.number("MONTHS") * DAYS_A_MONTH)
            found = sort_out(known, spotted, given.number("RADIUS"), days)
            _add(case, spots, [*known, *spotted], tasks, found)
        tell(feedback, notices)
        counts = _counts(found)
        feedback.pushInfo(
            tr("{new} new tasks, {repeats} of them repeats; {duplicates} were there already.").format(**counts)
        )
        feedback.setProgress(100)
        return {
            "NEW": counts["new"],
            "DUPLICATES": counts["duplicates"],
            "REPEATS": counts["repeats"],
            "ERRORS": len(table) - len(good),
        }

    def _spots(
        self,
        given: Given,
        table: Rows,
        fields: dict[str, str],
        spotted: Sequence[Spotted],
        placed: _Placed,
        good: Sequence[int],
    ) -> list[dict[str, Any]]:
        """The rows of the table ``spot``, for all that was seen."""
        taken = cast("_Taken", self.taken)
        villages = _within(given, taken.villages, "village", placed, good)
        townships = _within(given, taken.townships, "township", placed, good)
        cameras, kinds, pictures = (table.texts(fields[part]) for part in ("camera", "kind", "image"))
        sure = table.numbers(fields["confidence"]).tolist() if fields["confidence"] else [None] * len(table)
        return [
            {
                **_spot(one, placed, i),
                "camera": cameras[i],
                "kind": kinds[i],
                "picture_after": pictures[i],
                "confidence": sure[i] if sure[i] == sure[i] else None,
                "village": village[0],
                "village_name": village[1],
                # The first nine digits of a village's code are its township's (GB/T 10114).
                "township": township[0] or village[0][:9],
                "township_name": township[1],
            }
            for one, i, village, township in zip(spotted, good, villages, townships, strict=True)
        ]

    # --- places -----------------------------------------------------------------------------------------------------

    def _placed(self, given: Given, feedback: QgsProcessingFeedback, table: Rows, fields: dict[str, str]) -> _Placed:
        """Where each alert lies: by its own shape, by its columns, or by the ray of its camera."""
        source, degrees = self.taken.alerts, geographic_cgcs2000()
        kind = QgsWkbTypes.geometryType(source.wkb_type)
        rows = {fid: i for i, fid in enumerate(table.fids.tolist())}
        lon, lat = np.full(len(table), np.nan), np.full(len(table), np.nan)
        shapes: list[ogr.Geometry | None] = [None] * len(table)
        accuracy = given.number("ACCURACY")
        if kind == QgsWkbTypes.GeometryType.PolygonGeometry:
            read = read_features(source, crs=degrees, transform_context=given.transforms)
            boxes = boxes_of(read.polygons)
            for fid, box, octets in zip(read.fids.tolist(), boxes.tolist(), encode(read.polygons), strict=True):
                i = rows[fid]
                lon[i], lat[i] = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
                shapes[i] = ogr.ForceToMultiPolygon(ogr.CreateGeometryFromWkb(bytes(octets)))
            return _Placed(lon, lat, shapes, "outline")
        if kind == QgsWkbTypes.GeometryType.PointGeometry:
            points = read_points(source, crs=degrees, transform_context=given.transforms)
            for fid, (x, y) in zip(points.fids[points.first].tolist(), points.xy[points.first].tolist(), strict=True):
                lon[rows[fid]], lat[rows[fid]] = x, y
            whence = "point"
        elif fields["lon"] and fields["lat"]:
            lon, lat = table.numbers(fields["lon"]), table.numbers(fields["lat"])
            whence = "columns"
        else:
            return self._by_cameras(given, feedback, table, fields)
        system = given.one_of("SYSTEM", SYSTEMS)
        if system != "cgcs2000":
            lon, lat = change_system(lon, lat, system, "cgcs2000")
        shapes = [_disc(x, y, accuracy) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
        return _Placed(lon, lat, shapes, whence)

    def _by_cameras(
        self, given: Given, feedback: QgsProcessingFeedback, table: Rows, fields: dict[str, str]
    ) -> _Placed:
        missing = [name for name in ("CAMERAS", "ELEVATION") if not given.has(name)]
        if not (fields["camera"] and fields["pan"] and fields["tilt"]) or missing:
            raise RedlineError(
                "Table {layer} has neither shapes nor longitude and latitude: give these, or the camera's code, pan "
                "and tilt together with CAMERAS and ELEVATION.",
                layer=table.layer,
            )
        scene = read_scene(given, take_layers(given), feedback)
        bearings = Bearings.of(scene.cameras, scene.model, np.zeros(len(scene.cameras)))
        tilt = table.numbers(fields["tilt"])
        # A platform that shows looking down as negative does so for most of its alerts.
        sign = -1.0 if np.count_nonzero(tilt < 0) * 2 > len(tilt) else 1.0
        codes, pan = table.texts(fields["camera"]), table.numbers(fields["pan"]).tolist()
        found, lost = locate_alerts(
            scene.model,
            scene.cameras,
            bearings,
            list(zip(codes, pan, (tilt * sign).tolist(), strict=True)),
            AngleErrors(0.1, 0.05, 0.0).check(),
            DEFAULT_REFRACTION,
            cancelled=feedback.isCanceled,
        )
        for number, reason in lost:
            feedback.pushWarning(
                tr("Alert {fid} was not placed: {reason}.").format(fid=table.fids[number], reason=reason.sentence(tr))
            )
        lon, lat = np.full(len(table), np.nan), np.full(len(table), np.nan)
        shapes: list[ogr.Geometry | None] = [None] * len(table)
        there = transform_of(scene.crs, geographic_cgcs2000(), given.transforms)
        for one in found:
            point = there.transform(one.position.x, one.position.y)
            lon[one.alert], lat[one.alert] = point.x(), point.y()
            ellipse = one.ellipse
            ellipse.transform(there)
            shapes[one.alert] = ogr.CreateGeometryFromWkb(bytes(ellipse.asWkb()))
        return _Placed(lon, lat, shapes, "camera")


def _records(value: Any) -> QgsVectorLayer | None:
    """The table behind a JSON file as platforms send it; None for every other input."""
    path = Path(value) if isinstance(value, str) and value.lower().endswith(".json") else None
    return layer_of_records(path) if path is not None and path.is_file() else None


def _alerts(given: Given) -> Source:
    """The layer or table of the alerts."""
    layer = _records(given.text("INPUT"))
    return given.source("INPUT") if layer is None else source_of(layer)


def _disc(lon: float, lat: float, radius: float) -> ogr.Geometry | None:
    """A spot where only a point is known."""
    if not (np.isfinite(lon) and np.isfinite(lat)):
        return None
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in circle(lon, lat, max(radius, 0.5), 36).tolist():
        ring.AddPoint_2D(x, y)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    return ogr.ForceToMultiPolygon(polygon)


def _complete(
    table: Rows, fields: dict[str, str], times: Sequence[datetime | None], placed: _Placed, notices: list[Notice]
) -> list[int]:
    """The rows that have a time and a place; the others are named."""
    good = []
    labels = table.labels(fields["id"])
    for i, label in enumerate(labels):
        why = None
        if times[i] is None:
            why = Notice("its time is missing")
        elif placed.shapes[i] is None or not (abs(placed.lon[i]) <= 180 and abs(placed.lat[i]) <= 90):
            why = Notice("it has no place")
        if why is None:
            good.append(i)
        else:
            notices.append(Notice("Alert {alert} was left out: {reason}.", alert=label, reason=why))
    return good


def _known(case: CaseFile) -> tuple[list[Spotted], dict[str, str]]:
    """The spots of the case file, and the task of each."""
    spots = [
        Spotted(
            row["uuid"],
            row["source"] or "",
            row["external_no"] or "",
            datetime.fromisoformat(row["seen_at"]),
            row["lon"],
            row["lat"],
        )
        for row in case_rows(case, "spot")
    ]
    return spots, {row["spot"]: row["uuid"] for row in case_rows(case, "task")}


def _add(
    case: CaseFile,
    spots: Sequence[dict[str, Any]],
    every: Sequence[Spotted],
    tasks: dict[str, str],
    found: Sequence[Found],
) -> None:
    """Spots that are no duplicates, and a task for each. tasks : the task of each spot of the case file."""
    now = datetime.now(OFFICE_ZONE).isoformat(timespec="seconds")
    new = [(spot, what) for spot, what in zip(spots, found, strict=True) if what.kind != "duplicate"]
    add_case_rows(case, "spot", (spot for spot, _ in new))
    add_case_rows(
        case,
        "task",
        (
            {
                "uuid": spot["uuid"],
                "spot": spot["uuid"],
                "created_at": spot["seen_at"],
                "state": "new",
                "state_since": now,
                "repeat_of": "" if what.of is None else tasks.get(every[what.of].uuid, every[what.of].uuid),
            }
            for spot, what in new
        ),
    )


def _within(
    given: Given, zones: Source | None, role: str, placed: _Placed, good: Sequence[int]
) -> list[tuple[str, str]]:
    """Code and name of the village or township in which each spot lies; "" where none is known."""
    found = [("", "")] * len(good)
    if zones is None or not good:
        return found
    parts = {part: given.field("", zones, role, part, required=part == "code") for part in ("code", "name")}
    names = list(dict.fromkeys(name for name in parts.values() if name))
    read = read_features(zones, names, crs=geographic_cgcs2000(), transform_context=given.transforms)
    where = place_points(read.polygons, np.column_stack([placed.lon[list(good)], placed.lat[list(good)]]))
    codes, titles = (read.texts(parts[part]) for part in ("code", "name"))
    for zone, point in zip(where.zone.tolist(), where.point.tolist(), strict=True):
        found[point] = (codes[zone], titles[zone])
    return found


def _spot(one: Spotted, placed: _Placed, i: int) -> dict[str, Any]:
    return {
        "uuid": one.uuid,
        "number": one.external_no or one.uuid[:8],
        "source": one.source,
        "external_no": one.external_no,
        "seen_at": one.seen_at.isoformat(),
        "lon": float(one.lon),
        "lat": float(one.lat),
        "position_source": placed.whence,
        SHAPE: placed.shapes[i],
    }


def _counts(found: Sequence[Found]) -> dict[str, int]:
    kinds = [one.kind for one in found]
    repeats = kinds.count("repeat")
    return {"new": kinds.count("new") + repeats, "repeats": repeats, "duplicates": kinds.count("duplicate")}
