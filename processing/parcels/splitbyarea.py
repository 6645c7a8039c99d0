"""redline:splitbyarea: cut exact official areas off parcels by straight lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.boundary.parts import ParcelPart, equal_areas, read_areas, split_into
from ...core.boundary.split import direction_of_line, normal_of
from ...core.ellipsoid import official_areas
from ...core.errors import Notice, RedlineError
from ...core.rounding import UNITS, Unit, half_up, in_unit
from ...core.rounding.decimals import exact
from ...core.shapes.polygons import Polygons, keep_polygons
from ...i18n import tr
from ...layers.measuring.parcelparts import PartFields, part_fields, part_values
from ...layers.reading.clip import geometry_of, without_empty_parts
from ...layers.reading.datums import transform_between
from ...layers.reading.planes import projection_of
from ...layers.reading.run import Run
from ...layers.reading.sources import Features, Source
from ..base import RedlineAlgorithm, check_cancelled
from ..documents import tell
from ..groups import PARCELS
from ..outputs import NewLayer, Row, append_free, field_of, fields_at, write_layer
from ..parameters import LINES, Given, add_choice, add_flag, add_numbers, add_sink, add_source, add_text, add_value
from ..personal import add_keep_personal, asks_personal, passed_on
from .parcelrecords import read_parcel_features

__all__ = ["SplitByArea"]

ASKED: tuple[Unit, ...] = ("mu", "ha", "m2", "km2")


@dataclass(frozen=True)
class _Cutting:
    """areas : m², cut off one after the other; else ``parts`` equal parts. normal : the side from which is cut."""

    areas: list[Decimal]
    parts: int
    normal: tuple[float, float]


@dataclass(frozen=True)
class _Taken:
    source: Source
    line: Source | None
    cutting: _Cutting


class SplitByArea(RedlineAlgorithm):
    ID = "splitbyarea"
    LABEL = "Split parcels by area"
    SUMMARY = "Cuts exact official areas or equal parts off each parcel, on a given side or parallel to a line"
    GROUP = PARCELS
    TAGS = "面积分割,分割地块,定面积分割,等分,地块,亩,split,area,divide,cut"

    def initAlgorithm(self, configuration=None):
        add_source(self, "INPUT", tr("Parcels"), tr("With a selection, only the selected ones."))
        add_value(
            self,
            "AREA",
            tr("Area to cut off"),
            None,
            tr("By official area on the ellipsoid, to 0.01 m². Or give several areas, or a number of equal parts."),
            low=0.0,
            optional=True,
        )
        add_text(
            self,
            "AREAS",
            tr("Areas to cut off, one after the other"),
            tr("Parted by commas, in the unit: 20, 13.5, 8. What is left comes last."),
        )
        add_value(
            self,
            "PARTS",
            tr("Number of equal parts"),
            None,
            tr("Divides each parcel into so many parts of the same official area."),
            low=2,
            high=1000,
            whole=True,
            optional=True,
        )
        add_choice(
            self, "UNIT", tr("Unit"), list(ASKED), "mu", tr("m2 square metres, ha hectares, mu 亩 (1 ha = 15 mu), km2.")
        )
        self._add_side()
        add_flag(
            self,
            "NUMBER_PARTS",
            tr("Give the parts numbers and areas of their own"),
            tr("Parcel D1 becomes D1-1, D1-2 …, and a recorded area (DKMJ) is computed anew in its unit."),
            True,
            advanced=True,
        )
        add_keep_personal(self)
        add_sink(
            self,
            "OUTPUT",
            tr("Split parcels"),
            tr("For each parcel its pieces (cut) and what is left (rest), with their official areas."),
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

    def _add_side(self) -> None:
        add_value(
            self,
            "DIRECTION",
            tr("Side from which it is cut (azimuth)"),
            0.0,
            tr("Degrees clockwise from the grid's north: 0 the northern part, 90 the eastern. A line goes before it."),
            low=0.0,
            high=360.0,
        )
        add_source(
            self,
            "LINE",
            tr("Line parallel to which it is cut"),
            tr("The first line of the layer (or of the selection), from its first to its last point."),
            LINES,
            optional=True,
        )
        add_choice(
            self,
            "SIDE",
            tr("Side of the line"),
            ["left", "right"],
            "left",
            tr("As one walks from its first to its last point."),
        )

    def take(self, given: Given) -> _Taken:
        asked = [name for name in ("AREA", "AREAS", "PARTS") if given.has(name)]
        if len(asked) != 1:
            raise RedlineError(
                "Give one of the three: an area to cut off (AREA), a list of areas (AREAS), or a number of equal parts "
                "(PARTS); {count} are given.",
                count=len(asked),
            )
        return _Taken(given.source("INPUT"), given.optional_source("LINE"), _cutting(given))

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        source = taken.source
        cutting = taken.cutting
        if taken.line is not None:
            left = given.choice("SIDE") == "left"
            cutting = replace(cutting, normal=_normal_of_line(taken.line, source, left, given.transforms))
        found, run = read_parcel_features(source, [], given.context, feedback)
        passed = passed_on(source, asks_personal(given), feedback)
        kept, fields = _fields(source.fields, passed)
        attributes = {
            feature.id(): feature.attributes()
            for feature in source.iterate(QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry))
        }
        own = part_fields(source) if given.flag("NUMBER_PARTS") else PartFields()
        numbers = {str(values[own.number]) for values in attributes.values()} if own.number >= 0 else set()
        rows: list[Row] = []
        areas: dict[str, list[Decimal]] = {"cut": [], "rest": [], "whole": []}
        for place, fid in enumerate(found.fids.tolist()):
            check_cancelled(feedback)
            parts = _parts(found, place, cutting, source.name, run)
            changes = part_values(attributes[fid], own, [part.area for part in parts], numbers)
            for number, (part, change) in enumerate(zip(parts, changes, strict=True), 1):
                role = "whole" if len(parts) == 1 else "rest" if number == len(parts) else "cut"
                values = attributes[fid] if role == "whole" else _changed(attributes[fid], change)
                written = [values[column] for column in kept]
                mu = float(in_unit(part.area, "mu"))
                rows.append((_shape(part.polygon), [*written, role, float(part.area), mu, number]))
                areas[role].append(part.area)
            feedback.setProgress(100 * (place + 1) / len(found))
        kind = QgsWkbTypes.flatType(source.area_type)
        write_layer(self.outputs, "OUTPUT", NewLayer(_wide_enough(fields, rows), rows, source.crs, kind))
        split = len(areas["rest"])
        feedback.pushInfo(
            tr("{count} parcels read, {split} split, {left} left whole or out.").format(
                count=len(found), split=split, left=len(run.skipped)
            )
        )
        tell(feedback, run.notices)
        return {
            "PARCELS": split,
            "CUT_AREA": float(half_up(sum(areas["cut"], Decimal(0)), 2)),
            "REST_AREA": float(half_up(sum(areas["rest"], Decimal(0)), 2)),
            "SKIPPED": len(run.skipped),
        }


def _cutting(given: Given) -> _Cutting:
    """What is cut off, in m²."""
    one = UNITS[given.unit()]
    areas: list[Decimal] = []
    if given.has("AREA"):
        areas = [half_up(exact(half_up(given.number("AREA"), 8)) * one, 8)]
    elif given.has("AREAS"):
        areas = [half_up(exact(area) * one, 8) for area in read_areas(given.text("AREAS"))]
    parts = given.whole("PARTS") if given.has("PARTS") else 0
    return _Cutting(areas, parts, normal_of(given.number("DIRECTION")))


def _parts(found: Features, place: int, cutting: _Cutting, layer: str, run: Run) -> list[ParcelPart]:
    """The parts of one parcel; one that cannot be split stays whole and is told, and so is what rounding makes."""
    own = keep_polygons(found.polygons, found.fids == found.fids[place])
    projection = projection_of(found.crs)
    fid = int(found.fids[place])
    whole = half_up(float(official_areas(own, projection)[0]), 2)
    try:
        areas = equal_areas(own, projection, cutting.parts) if cutting.parts else cutting.areas
        parts = split_into(own, projection, areas, cutting.normal)
    except RedlineError as error:
        run.skipped.append((layer, fid))
        run.notices.append(
            Notice(
                "Layer {layer}, feature {fid}: left whole. {reason}", layer=layer, fid=fid, reason=error.sentence(tr)
            )
        )
        return [ParcelPart(own, whole)]
    together = sum((part.area for part in parts), Decimal(0))
    if together != whole:
        run.notices.append(
            Notice(
                "Layer {layer}, feature {fid}: its parts have {together} m² together, {difference} m² more or less "
                "than its {whole} m²: the official procedure rounds the corners of each part.",
                layer=layer,
                fid=fid,
                together=together,
                difference=abs(together - whole),
                whole=whole,
            )
        )
    return parts


def _changed(values: Sequence[Any], change: Mapping[int, Any]) -> list[Any]:
    return [change.get(place, value) for place, value in enumerate(values)]


def _wide_enough(fields: QgsFields, rows: Sequence[Row]) -> QgsFields:
    """``fields`` whose texts hold the longer numbers of the parts."""
    wide = QgsFields()
    for place, field in enumerate(fields):
        longest = max((len(values[place]) for _, values in rows if isinstance(values[place], str)), default=0)
        if 0 < field.length() < longest:
            field = QgsField(field)
            field.setLength(longest)
        wide.append(field)
    return wide


def _shape(polygons: Polygons) -> QgsGeometry:
    geometry = geometry_of(polygons, 0)
    geometry.convertToMultiType()
    return geometry


def _fields(given: QgsFields, passed: Sequence[int]) -> tuple[list[int], QgsFields]:
    """The fields that both parts keep (a primary key cannot be in two features), and those that are added."""
    kept = [place for place in passed if given.at(place).name().lower() != "fid"]
    fields = fields_at(given, kept)
    for name, alias, kind in (
        ("part", tr("Part"), QMetaType.Type.QString),
        ("part_m2", tr("Official area (m²)"), QMetaType.Type.Double),
        ("part_mu", tr("Official area (mu)"), QMetaType.Type.Double),
        ("part_no", tr("Number of the part"), QMetaType.Type.Int),
    ):
        append_free(fields, field_of(name, alias, kind))
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
