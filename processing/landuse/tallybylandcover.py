"""redline:tallybylandcover: the areas of each class of a classified raster in each zone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsPalettedRasterRenderer,
    QgsProcessingFeedback,
    QgsProcessingParameterBand,
    QgsProcessingParameterRasterLayer,
    QgsRasterLayer,
)

from ...core.ellipsoid.areaplane import areas
from ...core.errors import RedlineError
from ...core.landuse.classes import clean_code, scheme_of_codes
from ...core.landuse.landcover import RasterTally, require_rasterio, tally_raster
from ...core.landuse.tables import Method
from ...core.landuse.tally import Key, Tally, Zone, tally_pieces
from ...core.shapes.polygons import FloatArray
from ...i18n import tr
from ...layers.measuring.tallying import PolygonDimension, ReadZones, check_method, divide, official_totals, read_zones
from ...layers.reading.crs import name_of_crs
from ...layers.reading.planes import ellipsoid_name
from ...layers.reading.run import Run, working_crs
from ..base import RedlineAlgorithm, share_of
from ..documents import tell_engine, tell_run
from ..groups import LAND_USE
from ..parameters import Given, add, add_choice, add_number, add_scheme, add_value
from .tally import (
    TakenZones,
    TallyResult,
    add_form,
    add_level,
    add_rare,
    add_tally_numbers,
    add_tally_tables,
    add_zones,
    area_method,
    take_zones,
    write_tally,
)

__all__ = ["TallyByLandCover"]

METHODS = ("official", "plane")

SHARES = 1e-6
"""Shares of cells are 32-bit floats: what a zone and its cells differ by below this share is theirs, and not land."""


@dataclass(frozen=True)
class _Raster:
    """A raster of classes; labels : names of classes from its legend."""

    name: str
    path: str
    labels: dict[str, str]
    band: int
    nodata: float | None


@dataclass(frozen=True)
class _Taken:
    zones: TakenZones
    raster: _Raster
    crs: QgsCoordinateReferenceSystem
    area_method: str


class TallyByLandCover(RedlineAlgorithm):
    ID = "tallybylandcover"
    LABEL = "Tally by land cover"
    SUMMARY = "Areas of each class of a classified raster in each zone, with exact shares of cells"
    GROUP = LAND_USE
    TAGS = "地表覆盖,土地覆盖,分类栅格,遥感,面积,汇总,land cover,raster,zonal,tally"

    def initAlgorithm(self, configuration=None):
        add_zones(self)
        add(
            self,
            QgsProcessingParameterRasterLayer("LANDCOVER", tr("Land cover raster")),
            tr("A raster file whose cells hold class codes (whole numbers)."),
        )
        add(
            self, QgsProcessingParameterBand("BAND", tr("Band"), 1, "LANDCOVER"), tr("The band that holds the classes.")
        )
        add_level(self)
        add_choice(
            self,
            "AREA_METHOD",
            tr("Area method"),
            METHODS,
            "official",
            tr("official: cell areas on the ellipsoid, balanced to official totals; plane: in the projection."),
        )
        add_form(self)
        add_value(
            self,
            "NODATA",
            tr("Value for no data"),
            None,
            tr("Beside what the raster itself says."),
            optional=True,
            advanced=True,
        )
        add_scheme(self)
        add_rare(self)
        add_tally_tables(self)
        add_tally_numbers(self)
        add_number(self, "NODATA_AREA", tr("Area without data (m²)"))

    def take(self, given: Given) -> _Taken:
        require_rasterio()
        zones, layer = take_zones(given), given.raster_layer("LANDCOVER")
        if layer is None:
            raise RedlineError("{reason}", reason=self.invalidRasterError(given.parameters, "LANDCOVER"))
        if layer.providerType() != "gdal":
            raise RedlineError("Layer {layer} is no raster file: save it as GeoTIFF first.", layer=layer.name())
        method, crs = area_method(given), working_crs(layer)
        check_method(method, crs)
        nodata = None if given.parameters.get("NODATA") is None else given.number("NODATA")
        raster = _Raster(layer.name(), layer.source(), _labels(layer), given.whole("BAND"), nodata)
        return _Taken(zones, raster, crs, method)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken, shared, raster = self.taken, self.taken.zones, self.taken.raster
        run = Run(taken.crs, given.transforms, feedback.isCanceled)
        feedback.pushInfo(tr("Reading the zones…"))
        zones = read_zones(run, shared.zones, shared.zone_fields, given.validity)
        parts, owner, labels = divide(run, zones, shared.dimensions)
        feedback.setProgress(10)
        feedback.pushInfo(tr("Counting cells under {zones} zones…").format(zones=len(zones)))
        with run.laps.step("overlay"):
            found = tally_raster(
                raster.path,
                parts,
                run.projection,
                band=raster.band,
                nodata=raster.nodata,
                plane=taken.area_method == "plane",
                progress=share_of(feedback, 10, 90),
                cancelled=feedback.isCanceled,
            )
        scheme = shared.own_scheme or scheme_of_codes(found.codes, raster.labels, raster.name)
        unknown = [code for code in found.codes if code not in scheme]
        if unknown:
            raise RedlineError(
                "The raster {layer} has the classes {codes}, which {scheme} does not have: "
                "complete the table of classes, or name the value for no data.",
                layer=raster.name,
                codes=", ".join(unknown[:8]),
                scheme=scheme.title(tr("en")),
            )
        totals, own = self._totals(given, run, zones)
        tally = _tally(zones.zones(totals.tolist()), own, _Divided(owner, labels), found, shared.dimensions)
        with run.laps.step("balance"):
            printed = tally.printed(shared.printing.unit, shared.printing.decimals, balanced=shared.balanced)
        tell_run(run, feedback)
        method = Method(
            taken.area_method, ellipsoid_name(taken.crs), name_of_crs(taken.crs), shared.layer_names(raster.name)
        )
        result = TallyResult(run, tally, printed, shared.words(scheme), method, shared.labels())
        with run.laps.step("write"):
            numbers = write_tally(self.outputs, given, shared, result)
        tell_engine(run, feedback, len(zones), found.cells, of_raster=True)
        feedback.setProgress(100)
        return numbers | {"OVERLAP_AREA": 0.0, "NODATA_AREA": float(found.nodata.sum())}

    def _totals(self, given: Given, run: Run, zones: ReadZones) -> tuple[FloatArray, FloatArray]:
        """(printed totals, areas as the cells are measured) of the zones, m²."""
        polygons = zones.features.polygons
        if self.taken.area_method == "plane":
            own: FloatArray = areas(polygons) * run.projection.metres**2
            return own, own
        return official_totals(run, zones), run.area_plane(polygons).areas(polygons)


@dataclass(frozen=True)
class _Divided:
    """The zone of each part, and the labels of the parts in each dimension."""

    owner: np.ndarray
    labels: list[np.ndarray]


def _tally(
    zones: list[Zone],
    own: FloatArray,
    parts: _Divided,
    found: RasterTally,
    dimensions: Sequence[PolygonDimension],
) -> Tally:
    """Cells summed by zone, division and class; what they leave of a zone's ``own`` area is not covered."""
    part, column = np.nonzero(found.areas)
    numbers: dict[Key, int] = {}
    key = np.empty(len(part), dtype=np.int64)
    for place, (row, code) in enumerate(zip(part.tolist(), column.tolist(), strict=True)):
        each = Key(tuple(of[row] for of in parts.labels), found.codes[code])
        key[place] = numbers.setdefault(each, len(numbers))
    area = found.areas[part, column]
    covered = np.bincount(parts.owner[part], area, len(zones))
    uncovered = own - covered
    uncovered[np.abs(uncovered) <= SHARES * own] = 0.0
    return tally_pieces(
        zones,
        parts.owner[part],
        key,
        area,
        list(numbers),
        dimensions=tuple(each.key for each in dimensions),
        uncovered=np.maximum(uncovered, 0.0),
    )


def _labels(layer: QgsRasterLayer) -> dict[str, str]:
    """Names of classes from the layer's legend, where it is drawn by classes."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsPalettedRasterRenderer):
        return {}
    return {clean_code(each.value): each.label for each in renderer.classes() if each.label}
