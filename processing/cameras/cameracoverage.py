"""redline:cameracoverage: circles against line of sight, by camera, village and township."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from qgis.core import (
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.cameras.sight import (
    CLASSES,
    CameraRow,
    CoverClass,
    PlaceRow,
    camera_table,
    place_table,
    printed_places,
)
from ...core.ellipsoid import official_areas
from ...core.ellipsoid.areaplane import areas
from ...core.paper.htmlreport import Section
from ...core.paper.tables import Table
from ...core.resources import version
from ...core.rounding import half_up, unit_name
from ...core.shapes.polygons import FloatArray
from ...i18n import tr, words_of
from ...layers.measuring.redlines import NO_LEGAL_FIELDS, LegalFields, farmland_layer, lay_line, legal_fields, read_line
from ...layers.measuring.regions import as_regions
from ...layers.reading.crs import name_of_crs
from ...layers.reading.planes import area_plane_for, ellipsoid_acronym, projection_of
from ...layers.reading.run import Run, extent_of
from ...layers.reading.sources import Features, Source, read_table
from ...layers.roles.fields import find_field
from ...layers.sight.cameras import extent_of_circles
from ...layers.sight.cover import Cover, Farmland, cover_of, farmland_cover, place_cover
from ...layers.sight.elevation import padded
from ...layers.sight.viewshed import Certainty, Question
from ...layers.sight.visiblearea import mask_parts
from ..base import RedlineAlgorithm, check_cancelled, share_of
from ..documents import Documents, tell_run, write_documents, write_table
from ..groups import CAMERAS
from ..outputs import NewLayer, fields_from, write_layer
from ..parameters import (
    TABLES,
    Given,
    Printing,
    add_documents,
    add_field,
    add_language,
    add_numbers,
    add_sink,
    add_source,
    add_table,
    add_unit,
    add_value,
)
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

__all__ = ["CameraCoverage"]

TOWNSHIP = 9
"""Digits of a village code that name its township."""


@dataclass(frozen=True)
class _Villages:
    """Villages in the plane of the run. labels : (township code, township name, village code, village name)."""

    features: Features
    labels: list[tuple[str, str, str, str]]


@dataclass(frozen=True)
class _Taken:
    """village_fields : code, name, township. legal : fields of the farmland's legal area, empty ones without."""

    layers: TakenLayers
    village_fields: tuple[str, ...]
    legal: LegalFields
    printing: Printing


@dataclass(frozen=True)
class _Seen:
    """What is seen: the cover by cell, of villages by class (n, 5) and by certainty (n, 4), m², and of farmland."""

    villages: _Villages
    cover: Cover
    by_class: FloatArray
    sure: FloatArray | None
    farm: Farmland | None


class CameraCoverage(RedlineAlgorithm):
    ID = "cameracoverage"
    LABEL = "Camera coverage: circles against line of sight"
    SUMMARY = "Land and farmland in the circles, and how much of it is really seen, by camera, village and township"
    GROUP = CAMERAS
    TAGS = "摄像头,覆盖率,盲区,可视域,耕地监控,永久基本农田,田长制,村,乡镇,coverage,blind spot,farmland,camera"

    def initAlgorithm(self, configuration=None):
        add_elevation(self)
        add_cameras(self)
        add_source(self, "VILLAGES", tr("Villages"), tr("The village boundaries (CJDCQ)."))
        for name, label, help_text in (
            ("VILLAGE_ID_FIELD", tr("Field with the village code"), tr("Found by name where left empty.")),
            ("VILLAGE_NAME_FIELD", tr("Field with the village name"), tr("Found by name where left empty.")),
            (
                "TOWNSHIP_FIELD",
                tr("Field with the township"),
                tr("Code or name; the first 9 digits of the village code where left empty."),
            ),
        ):
            add_field(self, name, label, "VILLAGES", help_text, advanced=True)
        add_source(
            self,
            "TOWNSHIPS",
            tr("Townships"),
            tr("Township boundaries or a table (XZQ), for the townships' names."),
            TABLES,
            optional=True,
            advanced=True,
        )
        add_source(
            self,
            "FARMLAND",
            tr("Farmland"),
            tr("Permanent basic farmland or other farmland; without it only land is tallied."),
            optional=True,
        )
        add_field(
            self,
            "LEGAL_AREA_FIELD",
            tr("Field with the legal area"),
            "FARMLAND",
            tr(
                "In m² (YJJBNTMJ …). Found by name where left empty; patches without one count with their area less "
                "field ridges (KCXS)."
            ),
            advanced=True,
        )
        self._add_choices()
        self._add_outputs()

    def _add_choices(self) -> None:
        add_target_height(self)
        add_elevation_details(self)
        add_camera_details(self)
        add_unit(self, "ha")
        add_value(
            self,
            "ELEVATION_ERROR",
            tr("Error of the elevation (m)"),
            0.0,
            tr(
                "How far heights along a line may be off against its ends. More than 0 also tells how much is surely "
                "and how much only probably seen or not seen."
            ),
            low=0.0,
            advanced=True,
        )
        add_value(
            self,
            "MIN_AREA",
            tr("Smallest area not seen (m²)"),
            0.0,
            tr("Smaller pieces are left out of the layer of what is not seen; the tables count them."),
            low=0.0,
            advanced=True,
        )
        add_language(self)

    def _add_outputs(self) -> None:
        add_sink(
            self,
            "NOT_SEEN",
            tr("In a circle but not seen"),
            tr("Where a circle promises what no camera sees, one feature for each piece, the largest first."),
            optional=True,
            asked=True,
            appends=False,
        )
        add_documents(self)
        add_table(self, "OUTPUT_CAMERAS", tr("Coverage by camera"), tr("One row for each camera."), optional=True)
        add_table(
            self,
            "OUTPUT",
            tr("Coverage by village"),
            tr("One row for each village and township, and the total; column kind tells them apart."),
        )
        add_numbers(
            self,
            (
                ("CIRCLE_AREA", tr("Land in a circle (m²)")),
                ("SEEN_AREA", tr("Land seen (m²)")),
                ("FARMLAND_AREA", tr("Farmland (legal area, m²)")),
                ("FARMLAND_SEEN", tr("Farmland seen (legal area, m²)")),
                ("CAMERA_COUNT", tr("Cameras")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        layers = take_layers(given)
        villages = layers.source("VILLAGES")
        fields = tuple(
            given.field(name, villages, "village", part, required=part == "code")
            for name, part in (("VILLAGE_ID_FIELD", "code"), ("VILLAGE_NAME_FIELD", "name"), ("TOWNSHIP_FIELD", ""))
        )
        legal, farmland = NO_LEGAL_FIELDS, layers.sources.get("FARMLAND")
        if farmland is not None:
            recorded = given.field("LEGAL_AREA_FIELD", farmland, "farmland", "farmlandarea")
            legal = replace(legal_fields(farmland), area=recorded)
        return _Taken(layers, fields, legal, given.printing())

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        question = Question(
            given.number("TARGET_HEIGHT"),
            given.number("REFRACTION"),
            given.number("ELEVATION_ERROR"),
        ).check()
        scene = read_scene(given, self.taken.layers, feedback)
        for camera in scene.cameras.cameras:
            # Before the model is widened: a camera outside the raster is named as such.
            scene.model.elevation.lens_of(camera)
        model = padded(scene.model, extent_of_circles(scene.cameras.cameras))
        run = Run(scene.crs, given.transforms, feedback.isCanceled)
        feedback.pushInfo(tr("Reading the villages…"))
        villages = self._villages(run, self.taken.layers.source("VILLAGES"))
        farmland = None
        if "FARMLAND" in self.taken.layers.sources:
            farmland = read_line(run, farmland_layer(self.taken.layers.sources["FARMLAND"], self.taken.legal))
        feedback.setProgress(10)
        feedback.pushInfo(tr("Looking from {count} cameras…").format(count=len(scene.cameras)))
        cover = cover_of(
            model,
            scene.cameras.cameras,
            question,
            shapes=farmland is not None,
            progress=share_of(feedback, 10, 60),
            cancelled=feedback.isCanceled,
        )
        tell_buried(feedback, cover.buried)
        feedback.pushInfo(tr("Measuring villages…"))
        extent = extent_of(villages.features.polygons, *([farmland.features.polygons] if farmland is not None else []))
        extent.combineExtentWith(extent_of_circles(scene.cameras.cameras))
        plane = area_plane_for(scene.crs, extent)
        polygons = villages.features.polygons
        by_class = place_cover(cover.classes, CLASSES, cover.grid, polygons, plane, feedback.isCanceled)
        sure = None
        if cover.sure is not None:
            sure = place_cover(cover.sure, len(Certainty), cover.grid, polygons, plane, feedback.isCanceled)
        feedback.setProgress(75)
        farm = None
        if farmland is not None:
            feedback.pushInfo(tr("Measuring farmland…"))
            flat = plane.apply(polygons)
            scale = np.ones(len(flat))
            np.divide(official_areas(polygons, run.projection), areas(flat), out=scale, where=areas(flat) > 0)
            farm = farmland_cover(
                cover,
                lay_line(run, farmland, None, plane).weighed(),
                (flat, scale),
                plane,
                self.taken.layers.source("VILLAGES").name,
                villages.features.fids,
                feedback.isCanceled,
            )
        feedback.setProgress(90)
        check_cancelled(feedback)
        return self._write(given, feedback, run, scene, question, _Seen(villages, cover, by_class, sure, farm))

    # --- reading --------------------------------------------------------------------------------------------------

    def _villages(self, run: Run, source: Source) -> _Villages:
        code, name, township = self.taken.village_fields
        found = run.read(source, [field for field in dict.fromkeys(self.taken.village_fields) if field])
        found = as_regions(run, source.name, found, found.texts(code)).features
        codes = found.texts(code)
        names = found.texts(name) if name else codes
        if township:
            parents = found.texts(township)
        else:
            parents = [text[:TOWNSHIP] if text.isdigit() and len(text) >= TOWNSHIP else "" for text in codes]
        called = self._township_names()
        return _Villages(
            found,
            [
                (parent, called.get(parent, ""), each, label)
                for parent, each, label in zip(parents, codes, names, strict=True)
            ],
        )

    def _township_names(self) -> dict[str, str]:
        source = self.taken.layers.sources.get("TOWNSHIPS")
        if source is None:
            return {}
        code, name = (find_field(source, "township", part, layer=source.name) or "" for part in ("code", "name"))
        table = read_table(source, [code, name])
        return dict(zip(table.texts(code), table.texts(name), strict=True))

    # --- writing --------------------------------------------------------------------------------------------------

    def _write(
        self,
        given: Given,
        feedback: QgsProcessingFeedback,
        run: Run,
        scene: Scene,
        question: Question,
        seen: _Seen,
    ) -> dict[str, Any]:
        printing, farm = self.taken.printing, seen.farm
        words = words_of(printing.language)
        notes, unit = self._notes(scene, question, farm is not None, words), unit_name(printing.unit, words)
        places = place_table(self._rows(scene, seen, words), unit, words, notes)
        rows = self._camera_rows(scene, seen.cover, farm)
        cameras = camera_table(rows, printing.unit, printing.decimals, unit, words, notes)
        for note in notes:
            feedback.pushInfo(note)
        tell_run(run, feedback)
        wanted = given.wants("NOT_SEEN")
        pieces = self._not_seen(given, scene, seen.cover) if wanted else None
        write_table(self.outputs, "OUTPUT", places, kinds=("leaf", "subtotal", "total"))
        write_table(self.outputs, "OUTPUT_CAMERAS", cameras)
        if pieces is not None:
            fields = fields_from(
                [
                    ("piece", tr("Number"), QMetaType.Type.Int),
                    ("area_m2", tr("Area on the ellipsoid (m²)"), QMetaType.Type.Double),
                ]
            )
            polygons = QgsWkbTypes.Type.MultiPolygon
            layer = NewLayer(fields, pieces, scene.crs, polygons, look=look_of("notseen"))
            write_layer(self.outputs, "NOT_SEEN", layer)
        self._documents(run, scene, places, cameras, words)
        feedback.setProgress(100)
        return {
            "CIRCLE_AREA": float(seen.by_class.sum()),
            "SEEN_AREA": float(seen.by_class[:, CoverClass.SEEN_BY_1 :].sum()),
            "FARMLAND_AREA": float(farm.villages.sum()) if farm is not None else 0.0,
            "FARMLAND_SEEN": float(farm.villages[:, 1 + CoverClass.SEEN_BY_1 :].sum()) if farm is not None else 0.0,
            "CAMERA_COUNT": len(scene.cameras),
            "SKIPPED": len(run.skipped),
        }

    def _rows(self, scene: Scene, seen: _Seen, tr: Callable[[str], str]) -> list[PlaceRow]:
        """The villages, and farmland in none of them as a row of its own."""
        labels, by_class, sure = list(seen.villages.labels), seen.by_class, seen.sure
        totals = official_areas(seen.villages.features.polygons, projection_of(scene.crs))
        farm_table = farm_sure = None
        if seen.farm is not None:
            farm_table, farm_sure = seen.farm.villages, seen.farm.sure
            if farm_table[-1].sum() > 0:
                labels.append(("", "", "", tr("In no village")))
                totals = np.append(totals, 0.0)
                by_class = np.vstack([by_class, np.zeros((1, by_class.shape[1]))])
                sure = None if sure is None else np.vstack([sure, np.zeros((1, sure.shape[1]))])
            else:
                farm_table = farm_table[:-1]
                farm_sure = None if farm_sure is None else farm_sure[:-1]
        return printed_places(
            labels,
            totals.tolist(),
            by_class,
            farm_table,
            self.taken.printing.unit,
            self.taken.printing.decimals,
            sure,
            farm_sure,
        )

    def _camera_rows(self, scene: Scene, cover: Cover, farm: Farmland | None) -> list[CameraRow]:
        return [
            CameraRow(
                scene.cameras.ids[i],
                scene.cameras.names[i],
                camera.mast,
                camera.radius,
                float(cover.circle[i]),
                float(cover.seen[i]),
                None if farm is None else float(farm.circle[i]),
                None if farm is None else float(farm.seen[i]),
            )
            for i, camera in enumerate(scene.cameras.cameras)
        ]

    def _not_seen(self, given: Given, scene: Scene, cover: Cover) -> list[tuple[Any, list]]:
        smallest = given.number("MIN_AREA")
        shapes = mask_parts(cover.classes == CoverClass.HIDDEN, cover.grid, scene.crs)
        kept = [(shape, area) for shape, area in shapes if area >= smallest]
        kept.sort(key=lambda each: -each[1])
        return [(shape, [number, half_up(area, 2)]) for number, (shape, area) in enumerate(kept, 1)]

    def _notes(self, scene: Scene, question: Question, farmland: bool, tr: Callable[[str], str]) -> list[str]:
        grid = scene.model.elevation.grid
        notes = [
            tr(
                "Line of sight over cells of {cell:g} m; target {target:g} m above the ground; refraction coefficient "
                "{refraction:g}. A cell belongs to a circle, and is seen, by its middle."
            ).format(cell=grid.width, target=question.target, refraction=question.refraction),
            tr(
                "Areas on the ellipsoid ({ellipsoid}), measured in {crs}; villages are balanced to their official area."
            ).format(ellipsoid=ellipsoid_acronym(scene.crs) or "?", crs=name_of_crs(scene.crs)),
        ]
        if farmland and self.taken.legal.area:
            notes.append(
                tr("Farmland counts with its legal area (field {field}), spread evenly over each patch.").format(
                    field=self.taken.legal.area
                )
            )
        elif farmland and self.taken.legal.ridge:
            notes.append(
                tr("Farmland counts with its area less field ridges (field {field}).").format(
                    field=self.taken.legal.ridge
                )
            )
        elif farmland:
            notes.append(tr("Farmland counts with its own area on the ellipsoid: it has no field of legal area."))
        if question.error > 0:
            notes.append(
                tr(
                    "Surely seen or not seen: true as long as the heights along each line are off by no more than "
                    "{error:g} m against its ends."
                ).format(error=question.error)
            )
        if scene.model.elevation.surface is None:
            notes.append(tr("Bare ground: without trees and buildings more seems to be seen than is seen."))
        return notes

    def _documents(self, run: Run, scene: Scene, places: Table, cameras: Table, tr: Callable[[str], str]) -> None:
        facts = [
            (tr("Cameras"), str(len(scene.cameras))),
            (tr("Made by"), f"Redline 红线 {version()}"),
        ]
        told = [*scene.cameras.notes, *scene.model.notes, *(notice.sentence(tr) for notice in run.notices)]
        sections = [
            Section(tr("Camera coverage by village"), facts=facts, tables=[places]),
            Section(tr("Camera coverage by camera"), tables=[cameras]),
            Section(tr("What was found on the way"), items=told or [tr("Nothing.")], warning=bool(told)),
        ]
        write_documents(
            self.outputs, Documents(places.title, [places, cameras], sections, self.taken.printing.language)
        )
