"""redline:scanplan: the presets of each camera, the time they take, and whether the half-hour round holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsPointXY,
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.cameras.scanplan import Optics, Preset, Round, ScanPlan, Times, looks_within, plan_of, round_of, stop_times
from ...core.resources import version
from ...core.rounding import half_up_if_known, in_unit
from ...i18n import tr
from ...layers.reading.crs import name_of_crs
from ...layers.reading.rasterfile import RasterFile, write_tiff
from ...layers.reading.run import metric_crs, system_of
from ...layers.reading.sources import Source, read_points
from ...layers.sight.cameras import ReadCameras, north_of
from ...layers.sight.elevation import ElevationModel
from ...layers.sight.scanrounds import Revisits, flat_model, preset_shape, revisits
from ...layers.sight.viewshed import Question
from ...layers.sight.visiblearea import CellAreas
from ..base import RedlineAlgorithm, check_cancelled, share_of
from ..groups import CAMERAS
from ..outputs import NewLayer, draft_file, fields_from, write_layer
from ..parameters import Given, add_numbers, add_raster, add_sink, add_table, add_value
from .common import (
    TakenLayers,
    add_camera_details,
    add_cameras,
    add_elevation,
    add_elevation_details,
    add_target_height,
    cameras_of,
    read_scene,
    take_layers,
)
from .look import look_of

__all__ = ["ScanPlanOfCameras"]

NO_LOOKS = 65535


class ScanPlanOfCameras(RedlineAlgorithm):
    ID = "scanplan"
    LABEL = "Scan plan of the cameras"
    SUMMARY = (
        "Presets of each pan-tilt-zoom camera, time per round, and whether the half-hour round of all cameras holds"
    )
    GROUP = CAMERAS
    TAGS = "预置位,轮巡,巡航,半小时,云台,变焦,扫描,摄像头,preset,patrol,PTZ,scan,tour"

    def initAlgorithm(self, configuration=None):
        add_cameras(self)
        add_value(
            self,
            "PIXEL",
            tr("Pixel size wanted on the ground (m)"),
            0.5,
            tr("Across the line of sight, at every range; a digger needs about ten pixels."),
            low=0.001,
        )
        for name, label, default, low, high, help_text in (
            ("WIDEST", tr("Widest field of view (°)"), 60.0, 0.1, 179.0, tr("Horizontal, zoomed out.")),
            ("NARROWEST", tr("Narrowest field of view (°)"), 2.0, 0.01, 179.0, tr("Horizontal, zoomed in.")),
            ("DWELL", tr("Time at a preset (s)"), 5.0, 0.0, None, tr("As long as a picture is looked at.")),
        ):
            add_value(self, name, label, default, help_text, low=low, high=high)
        add_value(self, "LIMIT", tr("Time of the round (min)"), 30.0, tr("The round that must hold."), low=0.01)
        self._add_optics()
        add_elevation(self, optional=True)
        add_elevation_details(self)
        add_target_height(self)
        add_camera_details(self)
        self._add_outputs()

    def _add_optics(self) -> None:
        for name, label, default, whole, low, high, help_text in (
            ("COLUMNS", tr("Pixels across"), 1920, True, 1, None, tr("Of a picture.")),
            ("ROWS", tr("Pixels down"), 1080, True, 1, None, tr("Of a picture.")),
            ("OVERLAP", tr("Overlap of pictures"), 0.1, False, 0.0, 0.89, tr("As a share of the picture.")),
            ("PAN_SPEED", tr("Pan speed (°/s)"), 30.0, False, 0.01, None, tr("Of the turning head.")),
            ("TILT_SPEED", tr("Tilt speed (°/s)"), 15.0, False, 0.01, None, tr("Of the turning head.")),
            (
                "SETTLE",
                tr("Settling time (s)"),
                2.0,
                False,
                0.0,
                None,
                tr("Until the picture stands still and is sharp."),
            ),
            (
                "ANALYSIS",
                tr("Analysis time of a preset (s)"),
                0.0,
                False,
                0.0,
                None,
                tr("On the server that looks for changes."),
            ),
            (
                "CHANNELS",
                tr("Presets analysed at once"),
                0,
                True,
                0,
                None,
                tr("Over all cameras; 0 where each camera has its own channel."),
            ),
        ):
            add_value(self, name, label, default, help_text, low=low, high=high, whole=whole, advanced=True)

    def _add_outputs(self) -> None:
        looks = tr("How often a cell is looked at within the time of the round, by all cameras that see it.")
        add_raster(self, "REVISITS", tr("Looks within the round"), looks)
        add_sink(
            self,
            "PRESETS",
            tr("Presets"),
            tr("One piece of ring for each stop, in the order of the round, with pan, tilt and zoom."),
            optional=True,
            asked=True,
            appends=False,
        )
        add_table(self, "OUTPUT", tr("Round of each camera"), tr("One row for each camera."))
        add_numbers(
            self,
            (
                ("CAMERA_COUNT", tr("Cameras")),
                ("PRESET_COUNT", tr("Presets")),
                ("ROUND_SECONDS", tr("Round of all cameras (s)")),
                ("ROUND_HOLDS", tr("1 where the round holds, else 0")),
                ("LATE_CAMERAS", tr("Cameras whose round is too long")),
                ("FIELD_AREA", tr("Area in reach of a camera (m²)")),
                ("VISITED_AREA", tr("Area looked at within the round (m²)")),
                ("REVISITED_AREA", tr("Area looked at twice or more within the round (m²)")),
            ),
        )

    def _optics(self, given: Given) -> Optics:
        def value(name: str) -> float:
            return given.number(name)

        columns, rows = (given.whole(name) for name in ("COLUMNS", "ROWS"))
        return Optics(value("WIDEST"), value("NARROWEST"), columns, rows, value("PIXEL"), value("OVERLAP")).check()

    def _times(self, given: Given) -> Times:
        def value(name: str) -> float:
            return given.number(name)

        return Times(
            value("DWELL"),
            value("PAN_SPEED"),
            value("TILT_SPEED"),
            value("SETTLE"),
            value("ANALYSIS"),
            given.whole("CHANNELS"),
            value("LIMIT") * 60,
        ).check()

    def take(self, given: Given) -> TakenLayers:
        return take_layers(given)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        optics, times = self._optics(given), self._times(given)
        question = Question(
            given.number("TARGET_HEIGHT"),
            given.number("REFRACTION"),
        ).check()
        sight = "ELEVATION" in self.taken.rasters
        if sight:
            scene = read_scene(given, self.taken, feedback)
            cameras, crs, model = scene.cameras, scene.crs, scene.model
        else:
            source = self.taken.source("CAMERAS")
            crs = self._plane(source)
            cameras = cameras_of(given, source, crs, feedback)
            cell = given.number("CELL_SIZE") or 30.0
            model = flat_model(cameras.cameras, crs, cell)
        plans = [plan_of(camera, optics, times, question.refraction) for camera in cameras.cameras]
        whole = round_of(plans, times)
        feedback.pushInfo(tr("Counting how often each cell is looked at…"))
        looks = revisits(
            model,
            plans,
            times,
            whole,
            question,
            sight=sight,
            progress=share_of(feedback, 10, 85),
            cancelled=feedback.isCanceled,
        )
        check_cancelled(feedback)
        self._write_rounds(cameras, plans, whole, times)
        self._write_presets(cameras, crs, plans, times)
        path = draft_file(self.outputs, "REVISITS", look=look_of("looks"))
        if path is not None:
            write_tiff(self._raster(path, model, crs, looks, times), path)
        areas = self._areas(feedback, model, crs, looks, times)
        self._tell(feedback, plans, whole, times)
        feedback.setProgress(100)
        return areas | {
            "CAMERA_COUNT": len(plans),
            "PRESET_COUNT": sum(len(plan.presets) for plan in plans),
            "ROUND_SECONDS": whole.seconds,
            "ROUND_HOLDS": int(whole.holds),
            "LATE_CAMERAS": sum(plan.seconds > times.limit for plan in plans),
        }

    def _plane(self, source: Source) -> QgsCoordinateReferenceSystem:
        """A metric plane for the cameras alone."""
        points = read_points(source)
        middle = points.xy.mean(axis=0) if len(points) else np.zeros(2)
        return metric_crs(QgsPointXY(*middle.tolist()), system_of(source))

    def _write_rounds(self, cameras: ReadCameras, plans: list[ScanPlan], whole: Round, times: Times) -> None:
        table = fields_from(
            [
                ("camera_code", tr("Camera code"), QMetaType.Type.QString),
                ("camera", tr("Camera"), QMetaType.Type.QString),
                ("presets", tr("Presets"), QMetaType.Type.Int),
                ("rings", tr("Rings"), QMetaType.Type.Int),
                ("moving_s", tr("Turning (s)"), QMetaType.Type.Double),
                ("round_s", tr("Round (s)"), QMetaType.Type.Double),
                ("holds", tr("1 where the round holds, else 0"), QMetaType.Type.Int),
                ("looks", tr("Whole rounds within the time"), QMetaType.Type.Int),
                ("pixel_m", tr("Pixel at the radius, across (m)"), QMetaType.Type.Double),
                ("pixel_along_m", tr("Pixel at the radius, along (m)"), QMetaType.Type.Double),
                ("fine", tr("1 where the pixel wanted is reached"), QMetaType.Type.Int),
                ("dead_m", tr("Radius of the dead zone (m)"), QMetaType.Type.Double),
            ]
        )
        rows = [
            (
                None,
                [
                    cameras.ids[i],
                    plan.camera.name,
                    len(plan.presets),
                    len(plan.rings),
                    half_up_if_known(plan.moving, 1),
                    half_up_if_known(plan.seconds, 1),
                    int(plan.seconds <= times.limit),
                    looks_within(plan, times, whole.server),
                    half_up_if_known(plan.rings[0].across, 3),
                    half_up_if_known(plan.rings[0].along, 2),
                    int(plan.fine),
                    half_up_if_known(plan.dead, 2),
                ],
            )
            for i, plan in enumerate(plans)
        ]
        write_layer(self.outputs, "OUTPUT", NewLayer(table, rows))

    def _write_presets(
        self, cameras: ReadCameras, crs: QgsCoordinateReferenceSystem, plans: list[ScanPlan], times: Times
    ) -> None:
        north = north_of(crs, np.array([[plan.camera.x, plan.camera.y] for plan in plans]))
        fields = fields_from(
            [
                ("camera_code", tr("Camera code"), QMetaType.Type.QString),
                ("camera", tr("Camera"), QMetaType.Type.QString),
                ("stop", tr("Stop of the round"), QMetaType.Type.Int),
                ("ring", tr("Ring, counted from outside"), QMetaType.Type.Int),
                ("pan", tr("Pan from true north (°)"), QMetaType.Type.Double),
                ("tilt", tr("Tilt (°)"), QMetaType.Type.Double),
                ("fov", tr("Field of view (°)"), QMetaType.Type.Double),
                ("near_m", tr("From (m)"), QMetaType.Type.Double),
                ("far_m", tr("To (m)"), QMetaType.Type.Double),
                ("pixel_m", tr("Pixel at the outer edge, across (m)"), QMetaType.Type.Double),
                ("seconds", tr("Time of the stop: turning, settling, looking (s)"), QMetaType.Type.Double),
                ("looked_s", tr("Looked at from this second of the round"), QMetaType.Type.Double),
            ]
        )
        shapes = (
            (
                preset_shape(plan.camera, preset),
                [
                    cameras.ids[i],
                    plan.camera.name,
                    stop,
                    preset.ring,
                    half_up_if_known((preset.pan - float(north[i])) % 360.0, 3),
                    half_up_if_known(preset.tilt, 3),
                    half_up_if_known(preset.horizontal, 3),
                    half_up_if_known(preset.near, 2),
                    half_up_if_known(preset.far, 2),
                    half_up_if_known(plan.rings[preset.ring - 1].across, 3),
                    half_up_if_known(seconds, 2),
                    half_up_if_known(looked, 2),
                ],
            )
            for i, plan in enumerate(plans)
            for stop, (preset, seconds, looked) in enumerate(_timed(plan, times), 1)
        )
        polygons = QgsWkbTypes.Type.MultiPolygon
        write_layer(self.outputs, "PRESETS", NewLayer(fields, shapes, crs, polygons, look=look_of("preset")))

    def _raster(
        self, path: Path, model: ElevationModel, crs: QgsCoordinateReferenceSystem, looks: Revisits, times: Times
    ) -> RasterFile:
        return RasterFile(
            path,
            np.where(looks.field, looks.looks, NO_LOOKS).astype(np.uint16),
            model.elevation.grid.part(looks.window),
            crs,
            NO_LOOKS,
            "looks",
            (("MADE_BY", f"Redline {version()}, redline:scanplan"), ("ROUND_S", f"{times.limit:g}")),
        )

    def _areas(
        self,
        feedback: QgsProcessingFeedback,
        model: ElevationModel,
        crs: QgsCoordinateReferenceSystem,
        looks: Revisits,
        times: Times,
    ) -> dict[str, float]:
        cells = CellAreas(model.elevation.grid, crs)
        areas = {
            "FIELD_AREA": cells.total(looks.window, looks.field),
            "VISITED_AREA": cells.total(looks.window, looks.looks >= 1),
            "REVISITED_AREA": cells.total(looks.window, looks.looks >= 2),
        }
        feedback.pushInfo(
            tr(
                "Within {minutes:g} minutes: in reach {field:,.2f} ha, looked at {once:,.2f} ha, "
                "twice or more {twice:,.2f} ha ({crs})."
            ).format(
                minutes=times.limit / 60,
                field=in_unit(areas["FIELD_AREA"], "ha", 2),
                once=in_unit(areas["VISITED_AREA"], "ha", 2),
                twice=in_unit(areas["REVISITED_AREA"], "ha", 2),
                crs=name_of_crs(crs),
            )
        )
        return areas

    def _tell(self, feedback: QgsProcessingFeedback, plans: list[ScanPlan], whole: Round, times: Times) -> None:
        coarse = [plan for plan in plans if not plan.fine]
        if coarse:
            feedback.pushWarning(
                tr(
                    "{count} cameras do not reach the pixel wanted: the zoom ends at {pixel:.2f} m across at the "
                    "radius ({camera})."
                ).format(
                    count=len(coarse),
                    pixel=max(plan.rings[0].across for plan in coarse),
                    camera=max(coarse, key=lambda plan: plan.rings[0].across).camera.name,
                )
            )
        slowest = max(plans, key=lambda plan: plan.seconds)
        feedback.pushInfo(
            tr("Slowest camera {camera}: {seconds:.0f} s for {presets} presets. Server: {server:.0f} s.").format(
                camera=slowest.camera.name,
                seconds=slowest.seconds,
                presets=len(slowest.presets),
                server=whole.server,
            )
        )
        sentence = (
            tr("The round of all cameras holds: {seconds:.0f} s of {limit:.0f} s.")
            if whole.holds
            else tr("The round of all cameras does not hold: {seconds:.0f} s instead of {limit:.0f} s.")
        ).format(seconds=whole.seconds, limit=times.limit)
        (feedback.pushInfo if whole.holds else feedback.pushWarning)(sentence)


def _timed(plan: ScanPlan, times: Times) -> list[tuple[Preset, float, float]]:
    """Each stop with the seconds it takes and the second of the round from which it is looked at."""
    seconds, looked = stop_times(plan, times)
    return list(zip(plan.presets, seconds.tolist(), looked.tolist(), strict=True))
