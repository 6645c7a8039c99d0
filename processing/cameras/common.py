"""What the camera tools share: parameters for elevation and cameras, reading them, and sentences at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsWkbTypes,
)

from ...core.cameras.camera import DEFAULT_REFRACTION, Camera
from ...core.errors import RedlineError
from ...i18n import tr
from ...layers.reading.sources import Source
from ...layers.sight.cameras import CameraDefaults, CameraFields, ReadCameras, extent_of_circles, read_cameras
from ...layers.sight.elevation import ElevationModel, RasterSource, plane_of, raster_source, read_elevation
from ...layers.sight.obstacles import Obstacles
from ..landuse.base import LandUseAlgorithm

__all__ = ["CameraAlgorithm", "Scene"]

MAX_NAMED = 20


@dataclass(frozen=True)
class Scene:
    """Cameras on their elevation, in one plane."""

    cameras: ReadCameras
    model: ElevationModel
    crs: QgsCoordinateReferenceSystem


class CameraAlgorithm(LandUseAlgorithm):
    """Parameters and reading that the camera tools have in common."""

    # --- taking what belongs to the main thread -------------------------------------------------------------------

    def take(self, parameters, context) -> None:
        self.sources_taken: dict[str, Source] = {}
        self.rasters_taken: dict[str, RasterSource] = {}
        for definition in self.parameterDefinitions():
            name = definition.name()
            if parameters.get(name) in (None, ""):
                continue
            if isinstance(definition, QgsProcessingParameterFeatureSource):
                self.sources_taken[name] = super().source(parameters, name, context)
            elif isinstance(definition, QgsProcessingParameterRasterLayer):
                band = self.parameterAsInt(parameters, "BAND", context) if name == "ELEVATION" else 1
                self.rasters_taken[name] = raster_source(
                    self.parameterAsRasterLayer(parameters, name, context), band or 1
                )

    def source(self, parameters, name: str, context) -> Source:
        """The layer of a parameter, taken in the main thread."""
        if name not in self.sources_taken:
            raise RedlineError("{reason}", reason=self.invalidSourceError(parameters, name))
        return self.sources_taken[name]

    def add_value(
        self,
        name: str,
        label: str,
        default: float | None,
        help_text: str,
        *,
        low: float | None = None,
        high: float | None = None,
        whole: bool = False,
        optional: bool = False,
        advanced: bool = False,
    ) -> None:
        kind = QgsProcessingParameterNumber.Type
        number = QgsProcessingParameterNumber(name, label, kind.Integer if whole else kind.Double, default, optional)
        if low is not None:
            number.setMinimum(low)
        if high is not None:
            number.setMaximum(high)
        self.add(number, help_text, advanced=advanced)

    # --- elevation --------------------------------------------------------------------------------------------------

    def add_elevation(self, *, optional: bool = False) -> None:
        self.add(
            QgsProcessingParameterRasterLayer("ELEVATION", tr("Elevation raster"), optional=optional),
            tr(
                "Heights of the bare ground. In degrees, feet or Web Mercator it is resampled to metres first; cells "
                "without data count as unknown, not as sea level."
            ),
        )

    def add_elevation_details(self) -> None:
        self.add(
            QgsProcessingParameterBand("BAND", tr("Band of the elevation raster"), 1, "ELEVATION", optional=True),
            tr("Which band holds the heights."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterRasterLayer("SURFACE", tr("Surface raster"), optional=True),
            tr("Heights with trees and buildings, above the same zero as the elevation; it blocks the view."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "OBSTACLES",
                tr("Obstacles"),
                [QgsProcessing.SourceType.TypeVectorAnyGeometry],
                optional=True,
            ),
            tr("Trees and buildings as points, lines or polygons; each blocks the cells that it touches."),
        )
        self.add_field(
            "OBSTACLE_HEIGHT_FIELD",
            tr("Field with the obstacle's height"),
            "OBSTACLES",
            tr("Metres above the ground."),
        )
        self.add_value(
            "OBSTACLE_HEIGHT",
            tr("Height of obstacles without one (m)"),
            8.0,
            tr("Taken where there is no field or it is empty."),
            low=0.0,
        )
        self.add_value(
            "CELL_SIZE",
            tr("Cell size (m)"),
            None,
            tr("The raster's own cells where left empty."),
            low=0.01,
            optional=True,
            advanced=True,
        )
        self.add_refraction()

    def add_refraction(self) -> None:
        self.add_value(
            "REFRACTION",
            tr("Refraction coefficient"),
            DEFAULT_REFRACTION,
            tr(
                "How much of the earth's curvature the bending of light takes back: 0.13 for light over land in "
                "daytime; 0 is no air, 1 a flat earth."
            ),
            low=0.0,
            high=1.0,
            advanced=True,
        )

    # --- cameras ----------------------------------------------------------------------------------------------------

    def add_cameras(self, *, optional: bool = False) -> None:
        points = [QgsProcessing.SourceType.TypeVectorPoint]
        label = tr("Cameras that are there already") if optional else tr("Cameras")
        self.add(
            QgsProcessingParameterFeatureSource("CAMERAS", label, points, optional=optional),
            tr("The masts as points. With a selection, only the selected ones."),
        )
        defaults = CameraDefaults()
        self.add_field(
            "HEIGHT_FIELD",
            tr("Field with the mast height"),
            "CAMERAS",
            tr("Lens above the ground, m. Found by name (camera_height …) where left empty."),
        )
        self.add_value(
            "HEIGHT",
            tr("Mast height where there is none (m)"),
            defaults.mast,
            tr("Taken where there is no field or it is empty."),
            low=0.1,
        )
        self.add_field(
            "RADIUS_FIELD",
            tr("Field with the radius"),
            "CAMERAS",
            tr("In metres; values below 100 are kilometres. Found by name (camera_radius …) where left empty."),
        )
        self.add_value(
            "RADIUS",
            tr("Radius where there is none (m)"),
            defaults.radius,
            tr("Taken where there is no field or it is empty."),
            low=1.0,
        )

    def add_camera_details(self) -> None:
        for name, label in (("ID_FIELD", tr("Field with the camera code")), ("NAME_FIELD", tr("Field with the name"))):
            self.add_field(name, label, "CAMERAS", tr("Found by name where left empty."), advanced=True)
        defaults = CameraDefaults()
        for stem, label, field_label, default, low, high, help_text in (
            (
                "AZIMUTH",
                tr("Azimuth of the sector's middle (°)"),
                tr("Field with the azimuth"),
                defaults.azimuth,
                -360.0,
                360.0,
                tr("Clockwise from true north. Matters where the field of view is less than 360."),
            ),
            (
                "FOV",
                tr("Field of view (°)"),
                tr("Field with the field of view"),
                defaults.field_of_view,
                0.1,
                360.0,
                tr("Width of the sector that the camera can turn through; 360 is all round."),
            ),
            (
                "STEEPEST",
                tr("Steepest depression (°)"),
                tr("Field with the steepest depression"),
                defaults.steepest,
                -90.0,
                90.0,
                tr(
                    "How far down the lower edge of the picture reaches: tilt limit plus half the vertical field of "
                    "view. Nearer to the mast lies the dead zone, mast height / tan of this angle. 90 is straight down."
                ),
            ),
            (
                "FLATTEST",
                tr("Flattest depression (°)"),
                tr("Field with the flattest depression"),
                defaults.flattest,
                -90.0,
                90.0,
                tr("How far up the upper edge of the picture reaches; negative angles look above the horizon."),
            ),
        ):
            self.add_field(f"{stem}_FIELD", field_label, "CAMERAS", help_text, advanced=True)
            self.add_value(stem, label, default, help_text, low=low, high=high, advanced=True)
        self.add(
            QgsProcessingParameterBoolean("LEAVE_OUT", tr("Leave out cameras without elevation"), False),
            tr("Cameras outside the raster or on a cell without data stop the run, or are left out and named."),
            advanced=True,
        )

    def optional_field(self, parameters, context, name: str, source: Source) -> str:
        return self.field(parameters, context, name if self.parameterDefinition(name) else "", source)

    def number(self, parameters, name: str, context, default: float) -> float:
        return self.parameterAsDouble(parameters, name, context) if self.parameterDefinition(name) else default

    def camera_fields(self, parameters, context, source: Source) -> CameraFields:
        return CameraFields(
            id=self.optional_field(parameters, context, "ID_FIELD", source),
            name=self.optional_field(parameters, context, "NAME_FIELD", source),
            mast=self.optional_field(parameters, context, "HEIGHT_FIELD", source),
            radius=self.optional_field(parameters, context, "RADIUS_FIELD", source),
            azimuth=self.optional_field(parameters, context, "AZIMUTH_FIELD", source),
            field_of_view=self.optional_field(parameters, context, "FOV_FIELD", source),
            steepest=self.optional_field(parameters, context, "STEEPEST_FIELD", source),
            flattest=self.optional_field(parameters, context, "FLATTEST_FIELD", source),
        ).found_in(source)

    def camera_defaults(self, parameters, context) -> CameraDefaults:
        plain = CameraDefaults()
        return CameraDefaults(
            self.number(parameters, "HEIGHT", context, plain.mast),
            self.number(parameters, "RADIUS", context, plain.radius),
            self.number(parameters, "AZIMUTH", context, plain.azimuth),
            self.number(parameters, "FOV", context, plain.field_of_view),
            self.number(parameters, "STEEPEST", context, plain.steepest),
            self.number(parameters, "FLATTEST", context, plain.flattest),
        )

    def read_scene(
        self, parameters, context, feedback, more: Callable[[QgsCoordinateReferenceSystem], list[Camera]] | None = None
    ) -> Scene:
        """Cameras and the elevation around them, with every assumption told.

        more : further places, in the plane of the run, that the elevation has to reach.
        """
        source = self.source(parameters, "CAMERAS", context)
        raster = self.rasters_taken["ELEVATION"]
        crs = plane_of(raster, source.crs)
        cameras = self.read_cameras(parameters, context, feedback, source, crs)
        feedback.pushInfo(tr("Reading the elevation…"))
        model = self.read_model(
            parameters, context, feedback, raster, crs, [*cameras.cameras, *(more(crs) if more else [])]
        )
        if self.parameterDefinition("LEAVE_OUT") and self.parameterAsBool(parameters, "LEAVE_OUT", context):
            cameras = self._on_the_ground(cameras, model, feedback)
        return Scene(cameras, model, crs)

    def read_cameras(self, parameters, context, feedback, source: Source, crs) -> ReadCameras:
        cameras = read_cameras(
            source,
            self.camera_fields(parameters, context, source),
            self.camera_defaults(parameters, context),
            crs,
            transform_context=context.transformContext(),
            cancelled=feedback.isCanceled,
        )
        for note in cameras.notes:
            feedback.pushWarning(note)
        for skipped in cameras.skipped[:MAX_NAMED]:
            feedback.pushWarning(
                tr("Camera feature {fid} was left out: {reason}").format(fid=skipped.fid, reason=skipped.reason)
            )
        if not cameras.cameras:
            raise RedlineError("Layer {layer} has no camera: it has no point.", layer=source.name)
        return cameras

    def read_model(self, parameters, context, feedback, raster: RasterSource, crs, cameras) -> ElevationModel:
        obstacles = []
        if "OBSTACLES" in self.sources_taken:
            layer = self.source(parameters, "OBSTACLES", context)
            name = self.optional_field(parameters, context, "OBSTACLE_HEIGHT_FIELD", layer)
            height = self.parameterAsDouble(parameters, "OBSTACLE_HEIGHT", context)
            obstacles.append(Obstacles(layer, name or None, height))
        cell = None
        if parameters.get("CELL_SIZE") not in (None, ""):
            cell = self.parameterAsDouble(parameters, "CELL_SIZE", context)
        model = read_elevation(
            raster,
            crs,
            extent_of_circles(cameras, 100.0),
            cell=cell,
            surface=self.rasters_taken.get("SURFACE"),
            obstacles=obstacles,
            transform_context=context.transformContext(),
            cancelled=feedback.isCanceled,
        )
        for note in model.notes:
            feedback.pushWarning(note)
        return model

    def _on_the_ground(self, cameras: ReadCameras, model: ElevationModel, feedback) -> ReadCameras:
        kept = []
        for index, camera in enumerate(cameras.cameras):
            try:
                model.elevation.lens_of(camera)
            except RedlineError as error:
                feedback.pushWarning(error.sentence(tr))
            else:
                kept.append(index)
        if not kept:
            raise RedlineError("No camera stands on known elevation: choose a raster that covers them.")
        return cameras.keep(kept)

    def tell_buried(self, feedback, cameras: Iterable[str]) -> None:
        for camera in cameras:
            feedback.pushWarning(
                tr("Camera {camera} is lower than the obstacle in its own cell: it sees next to nothing.").format(
                    camera=camera
                )
            )

    def write_rows(self, parameters, context, name: str, fields: QgsFields, rows) -> str | None:
        """Rows (None, values) as a table without geometry."""
        return self.write_features(
            parameters, context, name, fields, rows, QgsCoordinateReferenceSystem(), QgsWkbTypes.Type.NoGeometry
        )
