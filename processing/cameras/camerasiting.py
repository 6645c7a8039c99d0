"""redline:camerasiting: which sites add the most land that no camera sees yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsPointXY,
    QgsProcessing,
    QgsProcessingFeedback,
    QgsProcessingParameterFileDestination,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.cameras.camera import Camera
from ...core.cameras.grid import BoolArray
from ...core.cameras.siting import GREEDY_SHARE, Site, Siting, exact_siting, greedy_siting, require_scipy
from ...core.cameras.sitingcurve import curve_svg
from ...core.errors import Cancelled, RedlineError
from ...core.rounding import convert, half_up, in_unit
from ...i18n import tr, words_of
from ...layers.reading.run import Run, extent_of, notices_of
from ...layers.reading.sources import Source
from ...layers.sight.cameras import CameraDefaults, CameraFields, ReadCameras, read_cameras
from ...layers.sight.elevation import ElevationModel, padded, raster_plane
from ...layers.sight.siting import Worth, candidate_sites, grid_candidates, land_gains, worth_of
from ...layers.sight.viewshed import Question, count_map
from ...layers.sight.visiblearea import mask_outline
from ..base import RedlineAlgorithm, check_cancelled, share_of
from ..destinations import text_of
from ..documents import tell
from ..groups import CAMERAS
from ..outputs import NewLayer, draft_file, fields_from, write_layer
from ..parameters import (
    POINTS,
    Given,
    add,
    add_choice,
    add_field,
    add_language,
    add_layers,
    add_numbers,
    add_sink,
    add_source,
    add_text,
    add_value,
)
from .common import (
    MAX_NAMED,
    TakenLayers,
    add_camera_details,
    add_cameras,
    add_elevation,
    add_elevation_details,
    add_target_height,
    cameras_of,
    elevation_around,
    on_the_ground,
    take_layers,
)
from .look import look_of
from .picture import write_picture

__all__ = ["CameraSiting"]

METHODS = ("greedy", "exact")


@dataclass(frozen=True)
class _Candidates:
    """Candidates that stand on known ground, and what each would see."""

    cameras: ReadCameras
    sites: list[Site]


@dataclass(frozen=True)
class _Taken:
    """land : the layers that are to be seen, each with its weight."""

    layers: TakenLayers
    land: list[Source]
    weights: list[float]


class CameraSiting(RedlineAlgorithm):
    ID = "camerasiting"
    LABEL = "Sites for new masts"
    SUMMARY = "Which candidate sites add the most farmland that no camera sees yet, in order, with their gain"
    GROUP = CAMERAS
    TAGS = "选址,布点,摄像头,铁塔,盲区,覆盖,最大覆盖,增补,siting,maximum coverage,mast,tower"

    def initAlgorithm(self, configuration=None):
        add_elevation(self)
        add_source(
            self,
            "CANDIDATES",
            tr("Candidate sites"),
            tr("Points at which a mast could stand: towers, chimneys, plots of the collective."),
            POINTS,
            optional=True,
        )
        add_field(
            self,
            "CANDIDATE_HEIGHT_FIELD",
            tr("Field with the height at the candidate"),
            "CANDIDATES",
            tr("Lens above the ground, m, for example on an existing tower; the height of a new mast where empty."),
        )
        add_source(
            self,
            "CANDIDATE_AREAS",
            tr("Areas for a grid of candidates"),
            tr("For example settlements: candidates are laid in them at the spacing below, at least one in each."),
            optional=True,
        )
        add_value(self, "SPACING", tr("Spacing of the grid (m)"), 1000.0, tr("Between candidates."), low=10.0)
        add_layers(
            self,
            "LAYERS",
            tr("Land to be seen"),
            tr("For example permanent basic farmland, other farmland."),
            optional=False,
        )
        add_text(
            self,
            "WEIGHTS",
            tr("Weights of the layers"),
            tr("One number for each layer, in their order, parted by semicolons; 1 each where empty."),
        )
        self._add_masts()
        add_cameras(self, optional=True)
        add_target_height(self)
        add_elevation_details(self)
        add_camera_details(self)
        add_language(self)
        self._add_outputs()

    def _add_masts(self) -> None:
        add_value(self, "MASTS", tr("Number of new masts"), 5, tr("How many sites to choose."), low=1, whole=True)
        defaults = CameraDefaults()
        add_value(
            self, "NEW_HEIGHT", tr("Height of a new mast (m)"), defaults.mast, tr("Lens above the ground."), low=0.1
        )
        add_value(
            self, "NEW_RADIUS", tr("Radius of a new camera (m)"), defaults.radius, tr("How far it reaches."), low=1.0
        )
        add_choice(
            self,
            "METHOD",
            tr("Method"),
            METHODS,
            "greedy",
            tr(
                "greedy takes the best site again and again, at least 63 % of the best possible; exact proves the best "
                "choice with HiGHS (needs scipy), for up to some hundred candidates."
            ),
        )
        add_value(
            self,
            "SECONDS",
            tr("Time for the exact method (s)"),
            60.0,
            tr("The solver cannot be interrupted while it works; when the time is up the best choice so far is given."),
            low=1.0,
            advanced=True,
        )

    def _add_outputs(self) -> None:
        add_sink(
            self,
            "ADDED",
            tr("What each new mast adds"),
            tr("The area that a new mast sees and none before it, the existing ones included."),
            optional=True,
            appends=False,
        )
        add(
            self,
            QgsProcessingParameterFileDestination(
                "CURVE", tr("Curve"), "SVG (*.svg);;PNG (*.png)", optional=True, createByDefault=False
            ),
            tr("Marginal and cumulative gain as a picture."),
        )
        sites = tr("The chosen sites in the order of their gain.")
        add_sink(self, "OUTPUT", tr("Sites"), sites, POINTS, optional=True, appends=False)
        add_numbers(
            self,
            (
                ("CANDIDATE_COUNT", tr("Candidates")),
                ("CHOSEN", tr("Chosen sites")),
                ("UNSEEN_BEFORE", tr("Land not seen before (m²)")),
                ("UNSEEN_AFTER", tr("Land not seen after (m²)")),
                ("GAIN", tr("Gain (weighted m²)")),
                ("BOUND", tr("No choice can gain more than (weighted m²)")),
                ("PROVED", tr("1 where the choice is proved to be the best, else 0")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        if given.choice("METHOD") == "exact":
            require_scipy()
        taken = take_layers(given)
        if not {"CANDIDATES", "CANDIDATE_AREAS"} & set(taken.sources):
            raise RedlineError("Give CANDIDATES, or CANDIDATE_AREAS for a grid of them, or both.")
        layers = [source for source, _ in given.sources("LAYERS")]
        if not layers:
            raise RedlineError("Give at least one layer of land to be seen in LAYERS.")
        curve = text_of(given.parameters.get("CURVE"), given.context)
        if curve and curve != QgsProcessing.TEMPORARY_OUTPUT and Path(curve).suffix.lower() not in (".svg", ".png"):
            raise RedlineError("The curve {path} must be an SVG or a PNG file.", path=curve)
        return _Taken(taken, layers, _weights(given.text("WEIGHTS"), len(layers)))

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        question = Question(
            given.number("TARGET_HEIGHT"),
            given.number("REFRACTION"),
        ).check()
        count = given.whole("MASTS")
        crs = self._plane()
        candidates = self._candidates(given, feedback, crs)
        existing = None
        if "CAMERAS" in self.taken.layers.sources:
            existing = cameras_of(given, self.taken.layers.sources["CAMERAS"], crs, feedback)
        model = self._model(given, feedback, crs, candidates, existing)
        if existing is not None and given.flag("LEAVE_OUT"):
            existing = on_the_ground(existing, model, feedback)
        feedback.pushInfo(tr("Looking from {count} candidates…").format(count=len(candidates)))
        ready = self._sites(feedback, model, candidates, question)
        feedback.pushInfo(tr("Weighing the land…"))
        worth = worth_of(
            list(zip(self.taken.land, self.taken.weights, strict=True)), model.elevation.grid, crs, given.transforms
        )
        seen = self._seen_before(feedback, model, existing, question)
        for values in (worth.land, worth.weighted):
            values[seen] = 0.0
        feedback.setProgress(70)
        siting = self._choose(given, feedback, ready.sites, worth, count)
        check_cancelled(feedback)
        results = self._write(given, model, crs, ready, worth, siting, seen)
        feedback.setProgress(100)
        return results

    # --- reading --------------------------------------------------------------------------------------------------

    def _plane(self) -> QgsCoordinateReferenceSystem:
        first = next(
            self.taken.layers.sources[name]
            for name in ("CAMERAS", "CANDIDATES", "CANDIDATE_AREAS")
            if name in self.taken.layers.sources
        )
        return raster_plane(self.taken.layers.rasters["ELEVATION"], first.crs)

    def _candidates(
        self, given: Given, feedback: QgsProcessingFeedback, crs: QgsCoordinateReferenceSystem
    ) -> ReadCameras:
        defaults = CameraDefaults(
            mast=given.number("NEW_HEIGHT"),
            radius=given.number("NEW_RADIUS"),
        )
        found = ReadCameras([], [], [], [], [], [])
        if "CANDIDATES" in self.taken.layers.sources:
            source = self.taken.layers.sources["CANDIDATES"]
            name = given.field("CANDIDATE_HEIGHT_FIELD", source)
            named = CameraFields().found_in(source)
            fields = CameraFields(id=named.id, name=named.name, mast=name)
            found = read_cameras(
                source,
                fields,
                defaults,
                crs,
                transform_context=given.transforms,
                cancelled=feedback.isCanceled,
            )
            for note in found.notes:
                feedback.pushWarning(note)
            tell(feedback, notices_of(source.name, found.skipped), MAX_NAMED)
        if "CANDIDATE_AREAS" in self.taken.layers.sources:
            run = Run(crs, given.transforms, feedback.isCanceled)
            run.read(self.taken.layers.sources["CANDIDATE_AREAS"], [], whole=True)
            tell(feedback, run.notices, MAX_NAMED)
            self._add_grid(given, found, defaults, crs)
        if not found.cameras:
            raise RedlineError("There is no candidate site: give points, or an area with a spacing for a grid of them.")
        return found

    def _add_grid(
        self, given: Given, found: ReadCameras, defaults: CameraDefaults, crs: QgsCoordinateReferenceSystem
    ) -> None:
        xy = grid_candidates(
            self.taken.layers.sources["CANDIDATE_AREAS"],
            given.number("SPACING"),
            crs,
            given.transforms,
        )
        for number, (x, y) in enumerate(xy.tolist(), 1):
            name = f"G{number}"
            found.cameras.append(Camera(name, x, y, defaults.mast, defaults.radius).check())
            found.ids.append(name)
            found.names.append(name)
            found.fids.append(number)
            found.azimuths.append(0.0)

    def _model(
        self,
        given: Given,
        feedback: QgsProcessingFeedback,
        crs: QgsCoordinateReferenceSystem,
        candidates: ReadCameras,
        existing: ReadCameras | None,
    ) -> ElevationModel:
        feedback.pushInfo(tr("Reading the elevation…"))
        there = existing.cameras if existing is not None else []
        model = elevation_around(given, self.taken.layers, crs, [*candidates.cameras, *there], feedback)
        # All the land counts as not seen, also what no circle reaches.
        run = Run(crs, given.transforms, feedback.isCanceled)
        land = [run.read(source, [], whole=True).polygons for source in self.taken.land]
        tell(feedback, run.notices, MAX_NAMED)
        return padded(model, extent_of(*land))

    def _sites(
        self, feedback: QgsProcessingFeedback, model: ElevationModel, candidates: ReadCameras, question: Question
    ) -> _Candidates:
        sites, kept, left_out = candidate_sites(
            model, candidates, question, progress=share_of(feedback, 10, 50), cancelled=feedback.isCanceled
        )
        for reason in left_out[:MAX_NAMED]:
            feedback.pushWarning(reason.sentence(tr))
        if len(left_out) > MAX_NAMED:
            feedback.pushWarning(tr("… and {count} more.").format(count=len(left_out) - MAX_NAMED))
        if not sites:
            raise RedlineError("No candidate stands on known elevation: choose a raster that covers them.")
        return _Candidates(candidates.keep(kept), sites)

    def _seen_before(
        self, feedback: QgsProcessingFeedback, model: ElevationModel, existing: ReadCameras | None, question: Question
    ) -> BoolArray:
        """(rows, cols) bool: the cells that the cameras which are there already see."""
        seen = np.zeros(model.elevation.grid.shape, dtype=np.bool_)
        if existing is not None:
            counts = count_map(
                model,
                existing.cameras,
                question,
                progress=share_of(feedback, 50, 65),
                cancelled=feedback.isCanceled,
            )
            seen[counts.window.slices] = counts.count > 0
        return seen

    # --- choosing -------------------------------------------------------------------------------------------------

    def _choose(
        self, given: Given, feedback: QgsProcessingFeedback, sites: list[Site], worth: Worth, count: int
    ) -> Siting:
        simple = given.choice("METHOD") == "greedy"
        if simple:
            found = greedy_siting(
                sites, worth.weighted, count, progress=share_of(feedback, 70, 90), cancelled=feedback.isCanceled
            )
        else:
            feedback.pushInfo(tr("Solving exactly for {count} candidates…").format(count=len(sites)))
            found = exact_siting(sites, worth.weighted, count, given.number("SECONDS"))
            if feedback.isCanceled():
                raise Cancelled()
        whole = float(worth.weighted.sum())
        feedback.pushInfo(
            tr(
                "{count} sites gain {gain:,.2f} of {whole:,.2f} weighted hectares not seen before; no choice of as "
                "many can gain more than {bound:,.2f} (reached: {share:.2%})."
            ).format(
                count=len(found.steps),
                gain=in_unit(found.total, "ha", 2),
                whole=in_unit(whole, "ha", 2),
                bound=in_unit(found.bound, "ha", 2),
                share=found.share_of_bound,
            )
        )
        if found.proved:
            feedback.pushInfo(tr("This choice is proved to be the best."))
        elif not simple:
            feedback.pushWarning(tr("The time was up before the choice was proved to be the best."))
        else:
            feedback.pushInfo(
                tr("Greedy choice: never less than {share:.0%} of the best possible.").format(share=GREEDY_SHARE)
            )
        if len(found.steps) < count:
            feedback.pushWarning(
                tr("Only {count} sites add anything; the others see nothing new.").format(count=len(found.steps))
            )
        return found

    # --- writing --------------------------------------------------------------------------------------------------

    def _write(
        self,
        given: Given,
        model: ElevationModel,
        crs: QgsCoordinateReferenceSystem,
        ready: _Candidates,
        worth: Worth,
        siting: Siting,
        seen_before: BoolArray,
    ) -> dict[str, Any]:
        land, seen = land_gains(ready.sites, siting, worth.land)
        whole_land, whole = float(worth.land.sum()), float(worth.weighted.sum())
        fields = fields_from(
            [
                ("rank", tr("Rank"), QMetaType.Type.Int),
                ("site_id", tr("Site code"), QMetaType.Type.QString),
                ("name", tr("Site"), QMetaType.Type.QString),
                ("mast_m", tr("Mast height (m)"), QMetaType.Type.Double),
                ("radius_m", tr("Radius (m)"), QMetaType.Type.Double),
                ("gain_ha", tr("Gain (weighted ha)"), QMetaType.Type.Double),
                ("sum_ha", tr("Gain so far (weighted ha)"), QMetaType.Type.Double),
                ("share", tr("Share of what was not seen"), QMetaType.Type.Double),
                ("land_ha", tr("Land added (ha)"), QMetaType.Type.Double),
            ]
        )
        rows = []
        for rank, (step, hectares) in enumerate(zip(siting.steps, land, strict=True), 1):
            camera = ready.cameras.cameras[step.site]
            rows.append(
                (
                    QgsGeometry.fromPointXY(QgsPointXY(camera.x, camera.y)),
                    [
                        rank,
                        ready.cameras.ids[step.site],
                        ready.cameras.names[step.site],
                        camera.mast,
                        camera.radius,
                        in_unit(step.gain, "ha"),
                        in_unit(step.total, "ha"),
                        half_up(step.total / whole, 6) if whole else None,
                        in_unit(hectares, "ha"),
                    ],
                )
            )
        self._write_curve(siting, whole, words_of(given.language()))
        write_layer(self.outputs, "OUTPUT", NewLayer(fields, rows, crs, QgsWkbTypes.Type.Point))
        if given.wants("ADDED"):
            shapes = self._added(model, crs, ready.sites, siting, seen_before)
            pairs = ((shape, values) for shape, (_, values) in zip(shapes, rows, strict=True))
            polygons = QgsWkbTypes.Type.MultiPolygon
            write_layer(self.outputs, "ADDED", NewLayer(fields, pairs, crs, polygons, look=look_of("added")))
        return {
            "CANDIDATE_COUNT": len(ready.sites),
            "CHOSEN": len(siting.steps),
            "UNSEEN_BEFORE": whole_land,
            "UNSEEN_AFTER": float(worth.land[~seen].sum()),
            "GAIN": siting.total,
            "BOUND": siting.bound,
            "PROVED": int(siting.proved),
        }

    def _write_curve(self, siting: Siting, whole: float, tr: Callable[[str], str]) -> None:
        """The picture of what each mast adds; whole : the weighted land that could be seen, m²."""
        curve = draft_file(self.outputs, "CURVE")
        if curve is not None:
            svg = curve_svg(
                [float(convert(step.gain, "ha")) for step in siting.steps],
                float(convert(siting.bound, "ha")),
                tr("What each new mast adds"),
                tr("ha") if set(self.taken.weights) == {1.0} else tr("weighted ha"),
                tr,
                float(convert(whole, "ha")),
            )
            write_picture(curve, svg)

    def _added(
        self,
        model: ElevationModel,
        crs: QgsCoordinateReferenceSystem,
        sites: list[Site],
        siting: Siting,
        before: BoolArray,
    ) -> list[QgsGeometry]:
        seen = before.copy()
        shapes = []
        for step in siting.steps:
            site = sites[step.site]
            part = seen[site.window.slices]
            shapes.append(mask_outline(site.seen & ~part, model.elevation.grid.part(site.window), crs))
            part |= site.seen
        return shapes


def _weights(text: str, count: int) -> list[float]:
    if not text.strip():
        return [1.0] * count
    words = [word.strip() for word in text.replace("；", ";").split(";")]
    try:
        found = [float(word) for word in words]
    except ValueError:
        found = []
    if len(found) != count or not all(np.isfinite(value) and value > 0 for value in found):
        raise RedlineError(
            "WEIGHTS is {text}: give {count} numbers above 0, one for each layer, parted by semicolons.",
            text=text,
            count=count,
        )
    return found
