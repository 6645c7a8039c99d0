"""redline:splitbyarea: cut an exact official area off parcels by a straight line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingFeedback,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.boundary.split import direction_of_line, normal_of, split_by_area
from ...core.ellipsoid import Projection, official_areas
from ...core.errors import Notice, RedlineError
from ...core.rounding import UNITS, Unit, half_up, in_unit
from ...core.shapes.polygons import Polygons, keep_polygons
from ...i18n import tr
from ...layers.reading.clip import geometry_of, without_empty_parts
from ...layers.reading.datums import transform_between
from ...layers.reading.planes import projection_of
from ...layers.reading.run import Run
from ...layers.reading.sources import Features, Source
from ..base import RedlineAlgorithm, check_cancelled
from ..documents import tell
from ..groups import PARCELS
from ..outputs import NewLayer, field_of, write_layer
from ..parameters import Given, add, add_choice, add_numbers, add_polygons
from ..personal import add_keep_personal, asks_personal, passed_on
from .parcelrecords import read_parcel_features

__all__ = ["SplitByArea"]

ASKED: tuple[Unit, ...] = ("mu", "ha", "m2", "km2")


@dataclass(frozen=True)
class _Taken:
    source: Source
    line: Source | None


class SplitByArea(RedlineAlgorithm):
    ID = "splitbyarea"
    LABEL = "Split parcels by area"
    SUMMARY = "Cuts an exact official area off each parcel, on a given side or parallel to a line"
    GROUP = PARCELS
    TAGS = "面积分割,分割地块,定面积分割,等分,地块,亩,split,area,divide,cut"

    def initAlgorithm(self, configuration=None):
        add_polygons(self, "INPUT", tr("Parcels"), tr("With a selection, only the selected ones."))
        add(
            self,
            QgsProcessingParameterNumber(
                "AREA", tr("Area to cut off"), QgsProcessingParameterNumber.Type.Double, None, minValue=0.0
            ),
            tr("By official area on the ellipsoid, to 0.01 m²."),
        )
        add_choice(
            self, "UNIT", tr("Unit"), list(ASKED), "mu", tr("m2 square metres, ha hectares, mu 亩 (1 ha = 15 mu), km2.")
        )
        add(
            self,
            QgsProcessingParameterNumber(
                "DIRECTION",
                tr("Side from which it is cut (azimuth)"),
                QgsProcessingParameterNumber.Type.Double,
                0.0,
                minValue=0.0,
                maxValue=360.0,
            ),
            tr("Degrees clockwise from the grid's north: 0 the northern part, 90 the eastern. A line goes before it."),
        )
        add(
            self,
            QgsProcessingParameterFeatureSource(
                "LINE", tr("Line parallel to which it is cut"), [QgsProcessing.SourceType.TypeVectorLine], optional=True
            ),
            tr("The first line of the layer (or of the selection), from its first to its last point."),
        )
        add_choice(
            self,
            "SIDE",
            tr("Side of the line"),
            ["left", "right"],
            "left",
            tr("As one walks from its first to its last point."),
        )
        add_keep_personal(self)
        add(
            self,
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Split parcels"), QgsProcessing.SourceType.TypeVectorPolygon, supportsAppend=True
            ),
            tr("For each parcel the piece (cut) and what is left (rest), with their official areas."),
        )
        add_numbers(
            self,
            (
                ("PARCELS", tr("Parcels that were split")),
                ("CUT_AREA", tr("Area cut off (m²)")),
                ("REST_AREA", tr("Area left (m²)")),
                ("SKIPPED", tr("Parcels left whole")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        source = given.source("INPUT")
        line = given.optional_source("LINE")
        return _Taken(source=source, line=line)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict:
        taken = self.taken
        source = taken.source
        area = float(half_up(given.number("AREA"), 8)) * float(UNITS[given.unit()])
        normal = normal_of(given.number("DIRECTION"))
        if taken.line is not None:
            left = given.choice("SIDE") == "left"
            normal = _normal_of_line(taken.line, source, left, given.transforms)
        found, run = read_parcel_features(source, [], given.context, feedback)
        passed = passed_on(source, asks_personal(given), feedback)
        kept, fields = _fields(source.fields, passed)
        attributes = {
            feature.id(): [feature.attributes()[place] for place in kept]
            for feature in source.iterate(QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry))
        }
        rows, cut, rest, split = [], 0.0, 0.0, 0
        projection = projection_of(source.crs)
        for place, fid in enumerate(found.fids.tolist()):
            check_cancelled(feedback)
            for kind, shape, own in _parts(found, place, projection, area, normal, source.name, run):
                rows.append((shape, [*attributes[fid], kind, own, float(in_unit(own, "mu"))]))
                cut += own if kind == "cut" else 0.0
                rest += own if kind == "rest" else 0.0
                split += kind == "cut"
            feedback.setProgress(100 * (place + 1) / len(found))
        kind = QgsWkbTypes.multiType(QgsWkbTypes.flatType(source.wkb_type))
        write_layer(self.outputs, "OUTPUT", NewLayer(fields, rows, source.crs, kind))
        feedback.pushInfo(
            tr("{count} parcels read, {split} split, {left} left whole or out.").format(
                count=len(found), split=split, left=len(run.skipped)
            )
        )
        tell(feedback, run.notices)
        return {
            "PARCELS": split,
            "CUT_AREA": float(half_up(cut, 2)),
            "REST_AREA": float(half_up(rest, 2)),
            "SKIPPED": len(run.skipped),
        }


def _parts(
    found: Features,
    place: int,
    projection: Projection,
    area: float,
    normal: tuple[float, float],
    layer: str,
    run: Run,
) -> list[tuple[str, QgsGeometry, float]]:
    """(kind, geometry, official area) of the parts of one parcel; one that cannot be split stays whole and is told."""
    keep = found.fids == found.fids[place]
    own = keep_polygons(found.polygons, keep)
    try:
        done = split_by_area(own, projection, area, normal)
    except RedlineError as error:
        run.skipped.append((layer, int(found.fids[place])))
        run.notices.append(
            Notice(
                "Layer {layer}, feature {fid}: left whole. {reason}",
                layer=layer,
                fid=int(found.fids[place]),
                reason=error.sentence(tr),
            )
        )
        return [("whole", _shape(own), float(official_areas(own, projection)[0]))]
    return [("cut", _shape(done.piece), float(done.area)), ("rest", _shape(done.rest), float(done.rest_area))]


def _shape(polygons: Polygons) -> QgsGeometry:
    geometry = geometry_of(polygons, 0)
    geometry.convertToMultiType()
    return geometry


def _fields(given: QgsFields, passed: Sequence[int]) -> tuple[list[int], QgsFields]:
    """The fields that both parts keep (a primary key cannot be in two features), and those that are added."""
    kept = [place for place in passed if given.at(place).name().lower() != "fid"]
    fields = QgsFields()
    for place in kept:
        fields.append(given.at(place))
    for name, alias, kind in (
        ("part", tr("Part"), QMetaType.Type.QString),
        ("part_m2", tr("Official area (m²)"), QMetaType.Type.Double),
        ("part_mu", tr("Official area (mu)"), QMetaType.Type.Double),
    ):
        while fields.lookupField(name) >= 0:
            name += "_"
        fields.append(field_of(name, alias, kind))
    return kept, fields


def _normal_of_line(
    line: Source, parcels: Source, left: bool, transform_context: QgsCoordinateTransformContext
) -> tuple[float, float]:
    """At right angles to the first line of the layer, in the parcels' system."""
    for feature in line.iterate(QgsFeatureRequest()):
        geometry = feature.geometry()
        if geometry.isEmpty():
            continue
        geometry.transform(transform_between(line.name, line.crs, parcels.crs, transform_context))
        geometry = without_empty_parts(geometry)
        points = list(geometry.vertices())
        first, last = points[0], points[-1]
        return direction_of_line((first.x(), first.y()), (last.x(), last.y()), left=left)
    raise RedlineError("Layer {layer} has no line: draw one, or give an azimuth instead.", layer=line.name)
