"""redline:tallybylandcover: the areas of each class of a classified raster in each zone."""

from __future__ import annotations

from typing import Any

import numpy as np
from qgis.core import (
    QgsPalettedRasterRenderer,
    QgsProcessingContext,
    QgsProcessingParameterBand,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsRasterLayer,
)

from ...core.ellipsoid import official_areas
from ...core.ellipsoid.areaplane import areas
from ...core.errors import RedlineError
from ...core.landuse.classes import clean_code, scheme_of_codes
from ...core.landuse.landcover import RasterTally, tally_raster
from ...core.landuse.tables import Method
from ...core.landuse.tally import Key, Tally, tally_pieces
from ...core.shapes.polygons import FloatArray, Polygons
from ...i18n import tr
from ...layers.measuring.tallying import ReadZones, check_method, divide, read_zones
from ...layers.reading.crs import name_of_crs
from ...layers.reading.planes import ellipsoid_name
from ...layers.reading.run import Run, working_crs
from ..groups import LAND_USE
from .base import share_of
from .tally import TallyAlgorithm

__all__ = ["TallyByLandCover"]

METHODS = ("official", "plane")

SHARES = 1e-6
"""Shares of cells are 32-bit floats: what a zone and its cells differ by below this share is theirs, and not land."""


class TallyByLandCover(TallyAlgorithm):
    ID = "tallybylandcover"
    LABEL = "Tally by land cover"
    SUMMARY = "Areas of each class of a classified raster in each zone, with exact shares of cells"
    GROUP = LAND_USE
    TAGS = "地表覆盖,土地覆盖,分类栅格,遥感,面积,汇总,land cover,raster,zonal,tally"

    def initAlgorithm(self, configuration=None):
        self.add_zones()
        self.add(
            QgsProcessingParameterRasterLayer("LANDCOVER", tr("Land cover raster")),
            tr("A raster file whose cells hold class codes (whole numbers)."),
        )
        self.add(QgsProcessingParameterBand("BAND", tr("Band"), 1, "LANDCOVER"), tr("The band that holds the classes."))
        self.add_level()
        self.add_choice(
            "AREA_METHOD",
            tr("Area method"),
            METHODS,
            "official",
            tr("official: cell areas on the ellipsoid, balanced to official totals; plane: in the projection."),
        )
        self.add_form()
        self.add(
            QgsProcessingParameterNumber(
                "NODATA", tr("Value for no data"), QgsProcessingParameterNumber.Type.Double, None, optional=True
            ),
            tr("Beside what the raster itself says."),
            advanced=True,
        )
        self.add_scheme()
        self.add_rare()
        self.add_tables()
        self.add_numbers()
        self.add_number("NODATA_AREA", tr("Area without data (m²)"))

    def take(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self.take_zones(parameters, context)
        layer = self.parameterAsRasterLayer(parameters, "LANDCOVER", context)
        if layer is None:
            raise RedlineError("{reason}", reason=self.invalidRasterError(parameters, "LANDCOVER"))
        if layer.providerType() != "gdal":
            raise RedlineError("Layer {layer} is no raster file: save it as GeoTIFF first.", layer=layer.name())
        self.raster_name, self.path, self.crs = layer.name(), layer.source(), working_crs(layer)
        self.labels = _labels(layer)
        self.band = self.parameterAsInt(parameters, "BAND", context)
        given = parameters.get("NODATA")
        self.nodata = None if given is None else self.parameterAsDouble(parameters, "NODATA", context)
        self.area_method = self.parameterAsEnumString(parameters, "AREA_METHOD", context)
        check_method(self.area_method, self.crs)

    def method(self) -> Method:
        return Method(
            self.area_method,
            ellipsoid_name(self.crs),
            name_of_crs(self.crs),
            self.layer_names(self.raster_name),
        )

    def work(self, parameters, context, feedback) -> dict:
        run = Run(self.crs, context.transformContext(), feedback.isCanceled)
        feedback.pushInfo(tr("Reading the zones…"))
        zones = read_zones(run, self.zones, self.zone_fields, self.validity)
        parts, owner, labels = divide(run, zones, self.dimensions)
        feedback.setProgress(10)
        feedback.pushInfo(tr("Counting cells under {zones} zones…").format(zones=len(zones)))
        plane = self.area_method == "plane"
        found = tally_raster(
            self.path,
            parts,
            run.projection,
            band=self.band,
            nodata=self.nodata,
            plane=plane,
            progress=share_of(feedback, 10, 90),
            cancelled=feedback.isCanceled,
        )
        scheme = self.own_scheme or scheme_of_codes(found.codes, self.labels, self.raster_name)
        unknown = [code for code in found.codes if code not in scheme]
        if unknown:
            raise RedlineError(
                "The raster {layer} has the classes {codes}, which {scheme} does not have: "
                "complete the table of classes, or name the value for no data.",
                layer=self.raster_name,
                codes=", ".join(unknown[:8]),
                scheme=scheme.title(tr("en")),
            )
        tally = self._tally(context, run, zones, parts, owner, labels, found)
        printed = tally.printed(self.unit, self.digits, balanced=self.balanced)
        self.tell(run, feedback)
        outputs = self.write(parameters, context, feedback, run, tally, printed, self.words(scheme))
        feedback.setProgress(100)
        return outputs | {"OVERLAP_AREA": 0.0, "NODATA_AREA": float(found.nodata.sum())}

    def _tally(
        self,
        context: QgsProcessingContext,
        run: Run,
        zones: ReadZones,
        parts: Polygons,
        owner: np.ndarray,
        labels: list[np.ndarray],
        found: RasterTally,
    ) -> Tally:
        polygons = zones.features.polygons
        if self.area_method == "plane":
            own: FloatArray = areas(polygons) * run.projection.metres**2
            totals = own
        else:
            own = run.area_plane(polygons).areas(polygons)
            totals = self._official(context, run, zones)
        part, column = np.nonzero(found.areas)
        numbers: dict[Key, int] = {}
        key = np.empty(len(part), dtype=np.int64)
        for place, (row, code) in enumerate(zip(part.tolist(), column.tolist(), strict=True)):
            each = Key(tuple(of[row] for of in labels), found.codes[code])
            key[place] = numbers.setdefault(each, len(numbers))
        keys = list(numbers)
        area = found.areas[part, column]
        covered = np.bincount(owner[part], area, len(zones))
        uncovered = own - covered
        uncovered[np.abs(uncovered) <= SHARES * own] = 0.0
        names = tuple(each.key for each in self.dimensions)
        return tally_pieces(
            zones.zones(totals.tolist()),
            owner[part],
            key,
            area,
            keys,
            dimensions=names,
            uncovered=np.maximum(uncovered, 0.0),
        )

    def _official(self, context: QgsProcessingContext, run: Run, zones: ReadZones) -> FloatArray:
        """Official totals, from the zones in their own system where that is projected: there they were surveyed."""
        if self.zones.crs == self.crs or self.zones.crs.isGeographic():
            return official_areas(zones.features.polygons, run.projection)
        own = Run(self.zones.crs, context.transformContext(), run.cancelled)
        there = own.read(self.zones, [])
        areas_there = official_areas(there.polygons, own.projection)
        by_fid = dict(zip(there.fids.tolist(), areas_there.tolist(), strict=True))
        return np.array([by_fid[fid] for fid in zones.features.fids.tolist()])


def _labels(layer: QgsRasterLayer) -> dict[str, str]:
    """Names of classes from the layer's legend, where it is drawn by classes."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsPalettedRasterRenderer):
        return {}
    return {clean_code(each.value): each.label for each in renderer.classes() if each.label}
