"""redline:cameraviewshed: what each camera sees, and how many see a cell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qgis.core import (
    QgsFields,
    QgsGeometry,
    QgsProcessingFeedback,
    QgsProcessingParameterFolderDestination,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.cameras.camera import dead_zone, horizon_distance
from ...core.errors import RedlineError
from ...core.paper.outputfolder import file_name
from ...core.resources import version
from ...core.rounding import half_up_if_known, in_unit
from ...i18n import tr
from ...layers.reading.rasterfile import RasterFile, write_tiff
from ...layers.sight.viewshed import CountMap, Question, Viewshed, count_map
from ...layers.sight.visiblearea import CellAreas, classes_of, mask_outline
from ..base import RedlineAlgorithm, check_cancelled
from ..groups import CAMERAS
from ..outputs import NewLayer, draft_file, fields_from, new_folder, write_layer
from ..parameters import Given, add, add_numbers, add_raster, add_sink, add_value
from .common import (
    Scene,
    TakenLayers,
    add_camera_details,
    add_cameras,
    add_elevation,
    add_elevation_details,
    add_target_height,
    read_scene,
    take_layers,
    tell_buried,
)
from .look import look_of

__all__ = ["CameraViewshed"]

NO_CELL = 255
NO_COUNT = 65535
NO_HEIGHT = -9999.0


LOOKS = {"UNION": "union", "COUNT": "count", "CERTAINTY": "certainty", "HIDDEN_HEIGHT": "hidden"}


class CameraViewshed(RedlineAlgorithm):
    ID = "cameraviewshed"
    LABEL = "Camera viewsheds"
    SUMMARY = "What each camera really sees over terrain, trees and buildings, and how many cameras see each cell"
    GROUP = CAMERAS
    TAGS = "摄像头,可视域,通视,视域分析,盲区,田长制,高空瞭望,覆盖,viewshed,line of sight,camera,coverage"

    def initAlgorithm(self, configuration=None):
        add_elevation(self)
        add_cameras(self)
        add_target_height(self)
        add_elevation_details(self)
        add_camera_details(self)
        add_value(
            self,
            "ELEVATION_ERROR",
            tr("Error of the elevation (m)"),
            0.0,
            tr(
                "How far heights along a line may be off against its ends. More than 0 also asks how sure each "
                "answer is, in three looks for each camera instead of one."
            ),
            low=0.0,
            advanced=True,
        )
        self._add_outputs()

    def _add_outputs(self) -> None:
        for name, label, help_text in (
            (
                "UNION",
                tr("Seen by any camera"),
                tr("1 seen, 0 not seen though in reach of a camera; no data elsewhere."),
            ),
            (
                "CERTAINTY",
                tr("How sure it is"),
                tr(
                    "3 surely seen, 2 probably seen, 1 probably hidden, 0 surely hidden. Needs an error of the "
                    "elevation above 0."
                ),
            ),
            (
                "HIDDEN_HEIGHT",
                tr("Height from which something is seen"),
                tr(
                    "Metres above the ground from which something is seen by at least one camera; 0 where the ground "
                    "itself is seen."
                ),
            ),
        ):
            add_raster(self, name, label, help_text)
        masks = QgsProcessingParameterFolderDestination(
            "MASKS", tr("Folder with a mask for each camera"), optional=True, createByDefault=False
        )
        add(self, masks, tr("One GeoTIFF for each camera: 1 seen, 0 not seen, no data out of reach."))
        numbers = tr("One area for each number of cameras, 0 included.")
        add_sink(self, "COUNT_AREAS", tr("Areas by number of cameras"), numbers, optional=True, appends=False)
        count = tr("How many cameras see a cell; 0 in reach but not seen, no data out of reach.")
        add_raster(self, "COUNT", tr("Number of cameras"), count, asked=True)
        areas = tr("One area for each camera, with its field, what it sees, and the share.")
        add_sink(self, "OUTPUT", tr("Visible areas"), areas, optional=True, asked=True, appends=False)
        add_numbers(
            self,
            (
                ("CAMERA_COUNT", tr("Cameras")),
                ("FIELD_AREA", tr("Area in reach of a camera (m²)")),
                ("SEEN_AREA", tr("Area seen by a camera (m²)")),
                ("UNKNOWN_CELLS", tr("Cells without elevation")),
            ),
        )

    def take(self, given: Given) -> TakenLayers:
        return take_layers(given)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        question = Question(
            given.number("TARGET_HEIGHT"),
            given.number("REFRACTION"),
            given.number("ELEVATION_ERROR"),
            heights=given.wants("HIDDEN_HEIGHT"),
        ).check()
        if given.wants("CERTAINTY") and question.error == 0:
            raise RedlineError("How sure an answer is needs ELEVATION_ERROR, the error of the elevation, above 0.")
        scene = read_scene(given, self.taken, feedback)
        cells = CellAreas(scene.model.elevation.grid, scene.crs)
        wants_areas = given.wants("OUTPUT")
        report = _Report(scene, question, cells, wants_areas)
        masks = given.text("MASKS")
        feedback.pushInfo(tr("Looking from {count} cameras…").format(count=len(scene.cameras)))
        folder = new_folder(self.outputs, Path(masks)) if masks else None
        taken = None if folder is None else _Masks(folder, scene, question)
        whole = self._look(scene, question, report, taken, feedback)
        check_cancelled(feedback)
        self._features(given, feedback, scene, whole, report, cells)
        for raster in self._rasters(whole, scene, question):
            write_tiff(raster, raster.path)
        results: dict[str, object] = {"MASKS": masks} if masks else {}
        field_area, seen_area = cells.total(whole.window, whole.field), cells.total(whole.window, whole.count > 0)
        self._tell(feedback, report, field_area, seen_area)
        return results | {
            "CAMERA_COUNT": len(scene.cameras),
            "FIELD_AREA": field_area,
            "SEEN_AREA": seen_area,
            "UNKNOWN_CELLS": report.unknown,
        }

    def _look(
        self, scene: Scene, question: Question, report: _Report, masks: _Masks | None, feedback: QgsProcessingFeedback
    ) -> CountMap:
        def each(viewshed: Viewshed) -> None:
            report.add(viewshed)
            if masks is not None:
                masks.add(viewshed, len(report.rows) - 1)

        grid = scene.model.elevation.grid

        def finish(viewshed: Viewshed) -> Viewshed:
            return replace(viewshed, shape=mask_outline(viewshed.seen, grid.part(viewshed.window), scene.crs))

        return count_map(
            scene.model,
            scene.cameras.cameras,
            question,
            each=each,
            finish=None if report.outlines is None else finish,
            progress=lambda share: feedback.setProgress(5 + 85 * share),
            cancelled=feedback.isCanceled,
        )

    def _rasters(self, whole: CountMap, scene: Scene, question: Question) -> list[RasterFile]:
        grid, notes = scene.model.elevation.grid.part(whole.window), _notes(question)
        found = []
        name: str
        values: NDArray[Any] | None
        for name, values, nodata, description in (
            ("UNION", np.where(whole.field, whole.count > 0, NO_CELL).astype(np.uint8), NO_CELL, "seen"),
            ("COUNT", np.where(whole.field, whole.count, NO_COUNT).astype(np.uint16), NO_COUNT, "cameras"),
            ("CERTAINTY", whole.certainty, NO_CELL, "certainty"),
            ("HIDDEN_HEIGHT", whole.hidden, NO_HEIGHT, "metres"),
        ):
            path = None if values is None else draft_file(self.outputs, name, look=look_of(LOOKS[name]))
            if values is None or path is None:
                continue
            if name == "CERTAINTY":
                values = np.where(whole.field, values, NO_CELL).astype(np.uint8)
            elif name == "HIDDEN_HEIGHT":
                values = np.where(np.isnan(values), NO_HEIGHT, values).astype(np.float32)
            found.append(RasterFile(path, values, grid, scene.crs, nodata, description, notes))
        return found

    def _features(
        self,
        given: Given,
        feedback: QgsProcessingFeedback,
        scene: Scene,
        whole: CountMap,
        report: _Report,
        cells: CellAreas,
    ) -> None:
        if report.outlines is not None:
            shapes = zip(report.outlines, report.rows, strict=True)
            layer = NewLayer(report.fields(), shapes, scene.crs, QgsWkbTypes.Type.MultiPolygon, look=look_of("visible"))
            write_layer(self.outputs, "OUTPUT", layer)
        if given.parameters.get("COUNT_AREAS") not in (None, ""):
            check_cancelled(feedback)
            fields = fields_from(
                [
                    ("cameras", tr("Number of cameras"), QMetaType.Type.Int),
                    ("area_m2", tr("Area on the ellipsoid (m²)"), QMetaType.Type.Double),
                ]
            )
            areas = classes_of(whole.count, whole.field, scene.model.elevation.grid.part(whole.window), scene.crs)
            rows = (
                (shape, [count, half_up_if_known(cells.total(whole.window, whole.field & (whole.count == count)), 2)])
                for count, shape in areas.items()
            )
            write_layer(self.outputs, "COUNT_AREAS", NewLayer(fields, rows, scene.crs, QgsWkbTypes.Type.MultiPolygon))

    def _tell(self, feedback: QgsProcessingFeedback, report: _Report, field_area: float, seen_area: float) -> None:
        tell_buried(feedback, report.buried)
        if report.beyond:
            feedback.pushWarning(
                tr("The elevation raster ends within the circles of {count} cameras: {cameras}.").format(
                    count=len(report.beyond), cameras=", ".join(report.beyond[:20])
                )
            )
        feedback.pushInfo(
            tr("In reach of a camera {field:,.2f} ha, seen {seen:,.2f} ha ({share:.1%}).").format(
                field=in_unit(field_area, "ha", 2),
                seen=in_unit(seen_area, "ha", 2),
                share=seen_area / field_area if field_area else 0.0,
            )
        )


class _Report:
    """Rows of the output, as the viewsheds come in."""

    COLUMNS = (
        ("camera_code", QMetaType.Type.QString),
        ("name", QMetaType.Type.QString),
        ("mast_m", QMetaType.Type.Double),
        ("radius_m", QMetaType.Type.Double),
        ("azimuth", QMetaType.Type.Double),
        ("fov", QMetaType.Type.Double),
        ("lens_m", QMetaType.Type.Double),
        ("dead_m", QMetaType.Type.Double),
        ("horizon_m", QMetaType.Type.Double),
        ("field_m2", QMetaType.Type.Double),
        ("seen_m2", QMetaType.Type.Double),
        ("share", QMetaType.Type.Double),
        ("unknown", QMetaType.Type.Int),
    )

    def __init__(self, scene: Scene, question: Question, cells: CellAreas, outlines: bool) -> None:
        self.scene, self.question, self.cells = scene, question, cells
        self.rows: list[list] = []
        self.outlines: list[QgsGeometry] | None = [] if outlines else None
        self.buried: list[str] = []
        self.beyond: list[str] = []
        self.unknown = 0

    def fields(self) -> QgsFields:
        labels = (
            tr("Camera code"),
            tr("Camera"),
            tr("Mast height (m)"),
            tr("Radius (m)"),
            tr("Azimuth of the sector's middle (°)"),
            tr("Field of view (°)"),
            tr("Elevation of the lens (m)"),
            tr("Radius of the dead zone (m)"),
            tr("Horizon of a smooth earth (m)"),
            tr("Field (m²)"),
            tr("Seen (m²)"),
            tr("Share seen of the field"),
            tr("Cells without elevation"),
        )
        return fields_from((name, label, kind) for (name, kind), label in zip(self.COLUMNS, labels, strict=True))

    def add(self, viewshed: Viewshed) -> None:
        camera, index = viewshed.camera, len(self.rows)
        field = self.cells.total(viewshed.window, viewshed.field)
        seen = self.cells.total(viewshed.window, viewshed.seen)
        cameras, elevation = self.scene.cameras, self.scene.model.elevation
        self.rows.append(
            [
                cameras.ids[index],
                cameras.names[index],
                camera.mast,
                camera.radius,
                cameras.azimuths[index],
                camera.field_of_view,
                half_up_if_known(elevation.lens_of(camera), 3),
                half_up_if_known(float(dead_zone(camera.mast, camera.steepest)), 2),
                half_up_if_known(float(horizon_distance(camera.mast, 0.0, self.question.refraction)), 1)
                if self.question.refraction < 1
                else None,
                half_up_if_known(field, 2),
                half_up_if_known(seen, 2),
                half_up_if_known(seen / field, 6) if field else None,
                viewshed.unknown,
            ]
        )
        self.unknown += viewshed.unknown
        if viewshed.buried:
            self.buried.append(camera.name)
        if viewshed.beyond:
            self.beyond.append(camera.name)
        if self.outlines is not None and viewshed.shape is not None:
            self.outlines.append(viewshed.shape)


class _Masks:
    """One file for each camera in a folder."""

    def __init__(self, folder: Path, scene: Scene, question: Question) -> None:
        self.folder, self.scene, self.notes = folder, scene, _notes(question)
        self.taken: set[str] = set()

    def add(self, viewshed: Viewshed, index: int) -> None:
        name = file_name(self.scene.cameras.ids[index], self.taken) + ".tif"
        values = np.where(viewshed.field, viewshed.seen, NO_CELL).astype(np.uint8)
        grid = self.scene.model.elevation.grid.part(viewshed.window)
        write_tiff(
            RasterFile(self.folder / name, values, grid, self.scene.crs, NO_CELL, viewshed.camera.name, self.notes),
            self.folder / name,
        )


def _notes(question: Question) -> tuple[tuple[str, str], ...]:
    return (
        ("MADE_BY", f"Redline {version()}, redline:cameraviewshed"),
        ("TARGET_HEIGHT_M", f"{question.target:g}"),
        ("REFRACTION", f"{question.refraction:g}"),
        ("ELEVATION_ERROR_M", f"{question.error:g}"),
    )
