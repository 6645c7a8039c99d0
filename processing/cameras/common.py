"""What the camera tools share: parameters for elevation and cameras, reading them, and sentences at the end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
)

from ...core.camera import DEFAULT_REFRACTION
from ...core.errors import RedlineError
from ...i18n import tr
from ...layers.cameras import CameraDefaults, CameraFields, ReadCameras, extent_of, read_cameras
from ...layers.elevation import ElevationModel, RasterSource, raster_source, read_elevation, working_crs
from ...layers.obstacles import Obstacles
from ...layers.sources import Source, source_of_parameter
from ..base import RedlineAlgorithm

__all__ = ["CameraAlgorithm", "Scene"]

MAX_NAMED = 20


@dataclass(frozen=True)
class Scene:
    """Cameras on their elevation, in one plane."""

    cameras: ReadCameras
    model: ElevationModel
    crs: QgsCoordinateReferenceSystem


class CameraAlgorithm(RedlineAlgorithm):
    """Parameters and reading that the camera tools have in common."""

    def add(self, parameter: QgsProcessingParameterDefinition, help_text: str, *, advanced: bool = False) -> None:
        parameter.setHelp(help_text)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def add_number(
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

    def add_field(self, name: str, label: str, parent: str, help_text: str, *, advanced: bool = False) -> None:
        any_type = QgsProcessingParameterField.DataType.Any
        self.add(
            QgsProcessingParameterField(name, label, None, parent, any_type, optional=True),
            help_text,
            advanced=advanced,
        )

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
        self.add_number(
            "OBSTACLE_HEIGHT",
            tr("Height of obstacles without one (m)"),
            8.0,
            tr("Taken where there is no field or it is empty."),
            low=0.0,
        )
        self.add_number(
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
        self.add_number(
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

    def raster(self, parameters, name: str, context, band: int = 1) -> RasterSource | None:
        if parameters.get(name) in (None, ""):
            return None
        return raster_source(self.parameterAsRasterLayer(parameters, name, context), band)

    # --- cameras ----------------------------------------------------------------------------------------------------

    def add_cameras(self) -> None:
        self.add(
            QgsProcessingParameterFeatureSource("CAMERAS", tr("Cameras"), [QgsProcessing.SourceType.TypeVectorPoint]),
            tr("The masts as points. With a selection, only the selected ones."),
        )
        defaults = CameraDefaults()
        self.add_field(
            "HEIGHT_FIELD",
            tr("Field with the mast height"),
            "CAMERAS",
            tr("Lens above the ground, m. Found by name (camera_height …) where left empty."),
        )
        self.add_number(
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
        self.add_number(
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
            self.add_number(stem, label, default, help_text, low=low, high=high, advanced=True)
        self.add(
            QgsProcessingParameterBoolean("LEAVE_OUT", tr("Leave out cameras without elevation"), False),
            tr("Cameras outside the raster or on a cell without data stop the run, or are left out and named."),
            advanced=True,
        )

    def source(self, parameters, name: str, context) -> Source:
        found = source_of_parameter(self, parameters, name, context)
        if found is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, name))
        return found

    def field(self, parameters, name: str, context, source: Source) -> str:
        """The field a person chose, "" where none; RedlineError where the layer has no such field."""
        chosen = self.parameterAsString(parameters, name, context) if self.parameterDefinition(name) else ""
        if chosen and source.fields.lookupField(chosen) < 0:
            raise RedlineError(
                "Layer {layer} has no field {field} ({parameter}): choose one of {fields}.",
                layer=source.name,
                field=chosen,
                parameter=name,
                fields=", ".join(source.fields.names()),
            )
        return source.fields.at(source.fields.lookupField(chosen)).name() if chosen else ""

    def number(self, parameters, name: str, context, default: float) -> float:
        return self.parameterAsDouble(parameters, name, context) if self.parameterDefinition(name) else default

    def camera_fields(self, parameters, context, source: Source) -> CameraFields:
        return CameraFields(
            id=self.field(parameters, "ID_FIELD", context, source),
            name=self.field(parameters, "NAME_FIELD", context, source),
            mast=self.field(parameters, "HEIGHT_FIELD", context, source),
            radius=self.field(parameters, "RADIUS_FIELD", context, source),
            azimuth=self.field(parameters, "AZIMUTH_FIELD", context, source),
            field_of_view=self.field(parameters, "FOV_FIELD", context, source),
            steepest=self.field(parameters, "STEEPEST_FIELD", context, source),
            flattest=self.field(parameters, "FLATTEST_FIELD", context, source),
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
        self, parameters, context, feedback, *, raster: RasterSource | None = None, more: ReadCameras | None = None
    ) -> Scene:
        """Cameras and the elevation around them (and around ``more`` places), with every assumption told."""
        source = self.source(parameters, "CAMERAS", context)
        band = self.parameterAsInt(parameters, "BAND", context) or 1
        raster = raster or self.raster(parameters, "ELEVATION", context, band)
        if raster is None:
            raise QgsProcessingException(self.invalidRasterError(parameters, "ELEVATION"))
        crs = working_crs(raster, source.crs)
        cameras = self.read_cameras(parameters, context, feedback, source, crs)
        feedback.pushInfo(tr("Reading the elevation…"))
        model = self.read_model(
            parameters, context, feedback, raster, crs, [*cameras.cameras, *(more.cameras if more else [])]
        )
        if "LEAVE_OUT" in parameters and self.parameterAsBool(parameters, "LEAVE_OUT", context):
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
        if parameters.get("OBSTACLES") not in (None, ""):
            layer = self.source(parameters, "OBSTACLES", context)
            name = self.field(parameters, "OBSTACLE_HEIGHT_FIELD", context, layer)
            height = self.parameterAsDouble(parameters, "OBSTACLE_HEIGHT", context)
            obstacles.append(Obstacles(layer, name or None, height))
        cell = None
        if parameters.get("CELL_SIZE") not in (None, ""):
            cell = self.parameterAsDouble(parameters, "CELL_SIZE", context)
        model = read_elevation(
            raster,
            crs,
            extent_of(cameras, 100.0),
            cell=cell,
            surface=self.raster(parameters, "SURFACE", context),
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

    def destination(self, parameters, name: str, context) -> Path | None:
        """The path of a raster output; None where it is not wanted."""
        path = self.parameterAsOutputLayer(parameters, name, context)
        return Path(path) if path else None

    def free_of_inputs(self, paths: list[Path | None], rasters: list[RasterSource | None]) -> None:
        """Refuse an output that would be written over an input raster."""
        inputs = {Path(raster.path).resolve() for raster in rasters if raster is not None}
        for path in paths:
            if path is not None and path.resolve() in inputs:
                raise RedlineError("{path} is an input of this run: give the output another name.", path=str(path))
