"""What the camera tools share: parameters for elevation and cameras, reading them, and sentences at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgorithm,
    QgsProcessingFeedback,
    QgsProcessingParameterBand,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterLayer,
)

from ...core.cameras.camera import DEFAULT_REFRACTION, Camera
from ...core.errors import RedlineError
from ...i18n import tr
from ...layers.reading.run import notices_of
from ...layers.reading.sources import Source
from ...layers.sight.cameras import CameraDefaults, CameraFields, ReadCameras, extent_of_circles, read_cameras
from ...layers.sight.elevation import ElevationModel, RasterSource, raster_plane, raster_source, read_elevation
from ...layers.sight.obstacles import Obstacles
from ..documents import tell
from ..parameters import POINTS, SHAPES, Given, add, add_field, add_flag, add_found_field, add_source, add_value

__all__ = [
    "Scene",
    "TakenLayers",
    "add_camera_details",
    "add_cameras",
    "add_elevation",
    "add_elevation_details",
    "add_refraction",
    "cameras_of",
    "elevation_around",
    "on_the_ground",
    "read_scene",
    "take_layers",
    "tell_buried",
]

MAX_NAMED = 20


@dataclass(frozen=True)
class Scene:
    """Cameras on their elevation, in one plane."""

    cameras: ReadCameras
    model: ElevationModel
    crs: QgsCoordinateReferenceSystem


@dataclass(frozen=True)
class TakenLayers:
    """The layers and rasters of a run, taken in the main thread, by parameter."""

    algorithm: QgsProcessingAlgorithm
    sources: dict[str, Source]
    rasters: dict[str, RasterSource]

    def source(self, name: str) -> Source:
        """The layer of a required parameter."""
        if name not in self.sources:
            raise RedlineError("{reason}", reason=self.algorithm.invalidSourceError({}, name))
        return self.sources[name]


def take_layers(given: Given) -> TakenLayers:
    """Every layer and raster that was given."""
    sources: dict[str, Source] = {}
    rasters: dict[str, RasterSource] = {}
    for definition in given.algorithm.parameterDefinitions():
        name = definition.name()
        if not given.has(name):
            continue
        if isinstance(definition, QgsProcessingParameterFeatureSource):
            sources[name] = given.source(name)
        elif isinstance(definition, QgsProcessingParameterRasterLayer):
            band = given.whole("BAND") if name == "ELEVATION" else 1
            rasters[name] = raster_source(given.raster_layer(name), band or 1)
    return TakenLayers(given.algorithm, sources, rasters)


# --- elevation --------------------------------------------------------------------------------------------------


def add_elevation(algorithm: QgsProcessingAlgorithm, *, optional: bool = False) -> None:
    add(
        algorithm,
        QgsProcessingParameterRasterLayer("ELEVATION", tr("Elevation raster"), optional=optional),
        tr(
            "Heights of the bare ground. In degrees, feet or Web Mercator it is resampled to metres first; cells "
            "without data count as unknown, not as sea level."
        ),
    )


def add_elevation_details(algorithm: QgsProcessingAlgorithm) -> None:
    add(
        algorithm,
        QgsProcessingParameterBand("BAND", tr("Band of the elevation raster"), 1, "ELEVATION", optional=True),
        tr("Which band holds the heights."),
        advanced=True,
    )
    add(
        algorithm,
        QgsProcessingParameterRasterLayer("SURFACE", tr("Surface raster"), optional=True),
        tr("Heights with trees and buildings, above the same zero as the elevation; it blocks the view."),
        advanced=True,
    )
    add_source(
        algorithm,
        "OBSTACLES",
        tr("Obstacles"),
        tr("Trees and buildings as points, lines or polygons; each blocks the cells that it touches."),
        SHAPES,
        optional=True,
    )
    add_field(
        algorithm,
        "OBSTACLE_HEIGHT_FIELD",
        tr("Field with the obstacle's height"),
        "OBSTACLES",
        tr("Metres above the ground."),
    )
    add_value(
        algorithm,
        "OBSTACLE_HEIGHT",
        tr("Height of obstacles without one (m)"),
        8.0,
        tr("Taken where there is no field or it is empty."),
        low=0.0,
    )
    add_value(
        algorithm,
        "CELL_SIZE",
        tr("Cell size (m)"),
        None,
        tr("The raster's own cells where left empty."),
        low=0.01,
        optional=True,
        advanced=True,
    )
    add_refraction(algorithm)


def add_refraction(algorithm: QgsProcessingAlgorithm) -> None:
    add_value(
        algorithm,
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


def add_target_height(algorithm: QgsProcessingAlgorithm) -> None:
    help_text = tr("How high what is to be seen stands above the ground; 0 asks for the ground itself.")
    add_value(algorithm, "TARGET_HEIGHT", tr("Target height (m)"), 0.0, help_text, low=0.0)


def add_cameras(algorithm: QgsProcessingAlgorithm, *, optional: bool = False) -> None:
    label = tr("Cameras that are there already") if optional else tr("Cameras")
    add_source(
        algorithm,
        "CAMERAS",
        label,
        tr("The masts as points. With a selection, only the selected ones."),
        POINTS,
        optional=optional,
    )
    defaults = CameraDefaults()
    add_field(
        algorithm,
        "HEIGHT_FIELD",
        tr("Field with the mast height"),
        "CAMERAS",
        tr("Lens above the ground, m. Found by name (camera_height …) where left empty."),
    )
    add_value(
        algorithm,
        "HEIGHT",
        tr("Mast height where there is none (m)"),
        defaults.mast,
        tr("Taken where there is no field or it is empty."),
        low=0.1,
    )
    add_field(
        algorithm,
        "RADIUS_FIELD",
        tr("Field with the radius"),
        "CAMERAS",
        tr("In metres; values below 100 are kilometres. Found by name (camera_radius …) where left empty."),
    )
    add_value(
        algorithm,
        "RADIUS",
        tr("Radius where there is none (m)"),
        defaults.radius,
        tr("Taken where there is no field or it is empty."),
        low=1.0,
    )


def add_camera_details(algorithm: QgsProcessingAlgorithm) -> None:
    for name, label in (("ID_FIELD", tr("Field with the camera code")), ("NAME_FIELD", tr("Field with the name"))):
        add_found_field(algorithm, name, label, "CAMERAS")
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
        add_field(algorithm, f"{stem}_FIELD", field_label, "CAMERAS", help_text, advanced=True)
        add_value(algorithm, stem, label, default, help_text, low=low, high=high, advanced=True)
    add_flag(
        algorithm,
        "LEAVE_OUT",
        tr("Leave out cameras without elevation"),
        tr("Cameras outside the raster or on a cell without data stop the run, or are left out and named."),
        advanced=True,
    )


def _camera_fields(given: Given, source: Source) -> CameraFields:
    """The fields of the cameras' values; a tool may be without some of these parameters."""

    def named(name: str) -> str:
        return given.field(name if given.algorithm.parameterDefinition(name) else "", source)

    return CameraFields(
        id=named("ID_FIELD"),
        name=named("NAME_FIELD"),
        mast=named("HEIGHT_FIELD"),
        radius=named("RADIUS_FIELD"),
        azimuth=named("AZIMUTH_FIELD"),
        field_of_view=named("FOV_FIELD"),
        steepest=named("STEEPEST_FIELD"),
        flattest=named("FLATTEST_FIELD"),
    ).found_in(source)


def _camera_defaults(given: Given) -> CameraDefaults:
    def value(name: str, default: float) -> float:
        return given.number(name) if given.algorithm.parameterDefinition(name) else default

    plain = CameraDefaults()
    return CameraDefaults(
        value("HEIGHT", plain.mast),
        value("RADIUS", plain.radius),
        value("AZIMUTH", plain.azimuth),
        value("FOV", plain.field_of_view),
        value("STEEPEST", plain.steepest),
        value("FLATTEST", plain.flattest),
    )


def read_scene(
    given: Given,
    taken: TakenLayers,
    feedback: QgsProcessingFeedback,
    more: Callable[[QgsCoordinateReferenceSystem], list[Camera]] | None = None,
) -> Scene:
    """Cameras and the elevation around them, with every assumption told.

    more : further places, in the plane of the run, that the elevation has to reach.
    """
    source = taken.source("CAMERAS")
    crs = raster_plane(taken.rasters["ELEVATION"], source.crs)
    cameras = cameras_of(given, source, crs, feedback)
    feedback.pushInfo(tr("Reading the elevation…"))
    model = elevation_around(given, taken, crs, [*cameras.cameras, *(more(crs) if more else [])], feedback)
    if given.algorithm.parameterDefinition("LEAVE_OUT") and given.flag("LEAVE_OUT"):
        cameras = on_the_ground(cameras, model, feedback)
    return Scene(cameras, model, crs)


def cameras_of(
    given: Given, source: Source, crs: QgsCoordinateReferenceSystem, feedback: QgsProcessingFeedback
) -> ReadCameras:
    """The cameras of a layer in ``crs``, with every assumption told; RedlineError where there is none."""
    cameras = read_cameras(
        source,
        _camera_fields(given, source),
        _camera_defaults(given),
        crs,
        transform_context=given.transforms,
        cancelled=feedback.isCanceled,
    )
    for note in cameras.notes:
        feedback.pushWarning(note)
    tell(feedback, notices_of(source.name, cameras.skipped), MAX_NAMED)
    if not cameras.cameras:
        raise RedlineError("Layer {layer} has no camera: it has no point.", layer=source.name)
    return cameras


def elevation_around(
    given: Given,
    taken: TakenLayers,
    crs: QgsCoordinateReferenceSystem,
    cameras: Sequence[Camera],
    feedback: QgsProcessingFeedback,
) -> ElevationModel:
    """The elevation that all cameras can reach, with the surface and the obstacles on it."""
    obstacles = []
    if "OBSTACLES" in taken.sources:
        layer = taken.source("OBSTACLES")
        name = given.field("OBSTACLE_HEIGHT_FIELD", layer)
        obstacles.append(Obstacles(layer, name or None, given.number("OBSTACLE_HEIGHT")))
    model = read_elevation(
        taken.rasters["ELEVATION"],
        crs,
        extent_of_circles(cameras, 100.0),
        cell=given.number("CELL_SIZE") if given.has("CELL_SIZE") else None,
        surface=taken.rasters.get("SURFACE"),
        obstacles=obstacles,
        transform_context=given.transforms,
        cancelled=feedback.isCanceled,
    )
    for note in model.notes:
        feedback.pushWarning(note)
    return model


def on_the_ground(cameras: ReadCameras, model: ElevationModel, feedback: QgsProcessingFeedback) -> ReadCameras:
    """Those that stand on known elevation; the others are named."""
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


def tell_buried(feedback: QgsProcessingFeedback, cameras: Iterable[str]) -> None:
    for camera in cameras:
        feedback.pushWarning(
            tr("Camera {camera} is lower than the obstacle in its own cell: it sees next to nothing.").format(
                camera=camera
            )
        )
