"""redline:tallybylanduse: the areas of each class of land in each zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsGeometry,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.landuse.classes import find_scheme, read_scheme
from ...core.landuse.tables import Method, Words, class_label
from ...core.landuse.tally import NOT_COVERED, OVERLAP, PrintedTally
from ...core.rounding import balance
from ...core.shapes.wkb import encode
from ...i18n import tr
from ...layers.measuring.parcels import ReadLandUse, read_land_use
from ...layers.measuring.tallying import (
    Measured,
    PatchFields,
    ReadZones,
    check_method,
    measure_zones,
    read_zones,
    source_near,
)
from ...layers.reading.clip import areal, geometry_of
from ...layers.reading.crs import name_of_crs
from ...layers.reading.planes import ellipsoid_name
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Source
from ...layers.roles.fields import field_title, find_field
from ..base import RedlineAlgorithm, check_cancelled, share_of
from ..documents import tell_engine, tell_run
from ..groups import LAND_USE
from ..outputs import NewLayer, fields_from, write_layer
from ..parameters import (
    Given,
    add_choice,
    add_class_field,
    add_field,
    add_flag,
    add_found_field,
    add_scheme,
    add_sink,
    add_source,
)
from .tally import (
    METHODS,
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

__all__ = ["TallyByLandUse"]


@dataclass(frozen=True)
class _Taken:
    zones: TakenZones
    land_use: Source
    land_extent: QgsRectangle
    patch_fields: PatchFields
    crs: QgsCoordinateReferenceSystem
    area_method: str
    ridges: bool


class TallyByLandUse(RedlineAlgorithm):
    ID = "tallybylanduse"
    LABEL = "Tally by land use"
    SUMMARY = "Areas of each land class in each zone, on the ellipsoid, adding up to the last digit"
    GROUP = LAND_USE
    TAGS = "地类面积,面积,三调,汇总,分类面积,权属,田坎,平差,三大类,land use,tally,areas"

    def initAlgorithm(self, configuration=None):
        add_zones(self)
        add_source(self, "LANDUSE", tr("Land use"), tr("The land-use patches (DLTB)."))
        add_class_field(self, "LANDUSE")
        add_level(self)
        add_choice(
            self,
            "AREA_METHOD",
            tr("Area method"),
            METHODS,
            "official",
            tr(
                "official: on the ellipsoid, by the official procedure; plane: in the projection; "
                "recorded: shares of the recorded patch area (TBMJ)."
            ),
        )
        add_form(self)
        add_field(
            self,
            "DIMENSION_FIELDS",
            tr("Land-use fields to divide by"),
            "LANDUSE",
            tr("For example QSXZ (nature of ownership), QSDWDM (owner), ZLDWDM (village)."),
            several=True,
        )
        add_flag(
            self,
            "RIDGES",
            tr("Deduct field ridges"),
            tr("Takes ridges out of their class by the coefficient (KCXS) and shows them as class 1203."),
            advanced=True,
        )
        for name, label, alias in (
            ("RIDGE_FIELD", tr("Field with the ridge coefficient"), "KCXS"),
            ("AREA_FIELD", tr("Field with the recorded patch area"), "TBMJ"),
        ):
            add_found_field(self, name, label, "LANDUSE", alias)
        add_scheme(self)
        add_rare(self)
        add_tally_tables(self)
        add_sink(
            self,
            "OUTPUT_PIECES",
            tr("Pieces"),
            tr("Zone by patch as polygons, with areas that add up to the table; slower on large layers."),
            optional=True,
        )
        add_tally_numbers(self)

    def take(self, given: Given) -> _Taken:
        zones, land = take_zones(given), given.source("LANDUSE")
        method = area_method(given)
        crs = working_crs(land, zones.zones)
        check_method(method, crs)
        ridges = given.flag("RIDGES")
        recorded = method == "recorded"
        fields = PatchFields(
            class_code=given.field("CLASS_FIELD", land, "landuse", "class", required=True),
            class_name=find_field(land, "landuse", "classname", required=False) or "",
            area=given.field("AREA_FIELD", land, "landuse", "area", required=True) if recorded else "",
            ridge=given.field("RIDGE_FIELD", land, "landuse", "ridge", required=True) if ridges else "",
            dimensions=given.fields("DIMENSION_FIELDS", land),
        )
        extent = self.parameterAsSource(given.parameters, "LANDUSE", given.context).sourceExtent()
        return _Taken(zones, land, extent, fields, crs, method, ridges)

    def _method(self) -> Method:
        taken = self.taken
        return Method(
            taken.area_method,
            ellipsoid_name(taken.crs),
            name_of_crs(taken.crs),
            taken.zones.layer_names(taken.land_use.name),
            taken.ridges,
        )

    def _labels(self) -> dict[str, str]:
        names, language = self.taken.zones.labels(), self.taken.zones.printing.language
        for name in self.taken.patch_fields.dimensions:
            names[name] = field_title(self.taken.land_use, "landuse", name, language)
        return names

    def _tell_scheme(self, land_use: ReadLandUse, feedback: QgsProcessingFeedback) -> None:
        """Which scheme the codes were found to be; a warning where they fit another just as well."""
        named = self.taken.patch_fields.class_name
        names = land_use.features.codes(named) if named else None
        others = find_scheme(land_use.codes, names).alternatives
        title = land_use.scheme.title(tr("en"))
        if others:
            feedback.pushWarning(
                tr(
                    "The class codes fit several schemes; {scheme} was taken. If they are {others}, "
                    "choose that in SCHEME."
                ).format(scheme=title, others=", ".join(read_scheme(other).title(tr("en")) for other in others))
            )
        else:
            feedback.pushInfo(tr("Classes: {scheme}.").format(scheme=title))

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken, shared = self.taken, self.taken.zones
        run = Run(taken.crs, given.transforms, feedback.isCanceled)
        feedback.pushInfo(tr("Reading the zones…"))
        zones = read_zones(run, shared.zones, shared.zone_fields, given.validity)
        feedback.setProgress(5)
        feedback.pushInfo(tr("Reading the land use…"))
        source = source_near(run, taken.land_use, taken.land_extent, zones.features.polygons)
        land_use = read_land_use(run, source, taken.patch_fields, shared.own_scheme)
        feedback.setProgress(25)
        if shared.own_scheme is None:
            self._tell_scheme(land_use, feedback)
        feedback.pushInfo(tr("Measuring {zones} zones by class…").format(zones=len(zones)))
        measured = measure_zones(
            run,
            zones,
            land_use,
            taken.patch_fields,
            taken.area_method,
            shared.dimensions,
            ridges=taken.ridges,
            shapes=given.wants("OUTPUT_PIECES"),
            progress=share_of(feedback, 25, 80),
        )
        with run.laps.step("balance"):
            printed = measured.tally.printed(shared.printing.unit, shared.printing.decimals, balanced=shared.balanced)
        words = shared.words(land_use.scheme)
        result = TallyResult(run, measured.tally, printed, words, self._method(), self._labels())
        pieces = None
        if given.wants("OUTPUT_PIECES"):
            feedback.pushInfo(tr("Cutting the pieces…"))
            pieces = list(_pieces(measured, printed, words, zones, feedback))
        tell_run(run, feedback)
        with run.laps.step("write"):
            numbers = write_tally(self.outputs, given, shared, result)
            if pieces is not None:
                fields, kind = _piece_fields(printed, result.labels), QgsWkbTypes.Type.MultiPolygon
                write_layer(self.outputs, "OUTPUT_PIECES", NewLayer(fields, pieces, taken.crs, kind, result.notes))
        tell_engine(run, feedback, len(zones), len(land_use.codes))
        feedback.setProgress(100)
        return numbers | {"OVERLAP_AREA": float(measured.overlap.sum())}


# --- pieces as polygons -----------------------------------------------------------------------------------------------


def _piece_fields(printed: PrintedTally, labels: dict[str, str]) -> QgsFields:
    text = QMetaType.Type.QString
    return fields_from(
        (
            ("zone", tr("Zone"), text),
            ("zone_name", tr("Name"), text),
            *((key, labels.get(key, key), text) for key in printed.dimensions),
            ("patch_id", tr("Patch (feature id)"), QMetaType.Type.LongLong),
            ("class_code", tr("Class code"), text),
            ("class_name", tr("Class"), text),
            ("area", tr("Area"), QMetaType.Type.Double),
            ("ridge_area", tr("Ridge area"), QMetaType.Type.Double),
        )
    )


def _pieces(
    measured: Measured, printed: PrintedTally, words: Words, zones: ReadZones, feedback: QgsProcessingFeedback
) -> Iterator[tuple[QgsGeometry, list[Any]]]:
    """Each piece with its printed area; the pieces of a leaf add up to the leaf."""
    own, ridge = _piece_areas(measured, printed)
    parts, patches, pieces = measured.parts, measured.patches, measured.pieces
    encoded = encode(patches.polygons)
    shapes: dict[int, QgsGeometry] = {}
    for place in range(len(pieces)):
        if place % 256 == 0:
            check_cancelled(feedback)
            feedback.setProgress(80 + 15 * place / len(pieces))
        if own[place] is None and ridge[place] is None:
            continue
        number, patch = int(pieces.part[place]), int(pieces.patch[place])
        geometry = QgsGeometry()
        geometry.fromWkb(encoded[patch])
        if not pieces.whole[place]:
            if number not in shapes:
                shapes = {number: geometry_of(parts, number)}
            geometry = areal(shapes[number].intersection(geometry))
        geometry.convertToMultiType()
        zone, key = int(pieces.zone[place]), measured.keys[int(pieces.key[place])]
        yield (
            geometry,
            [
                zones.ids[zone],
                zones.names[zone],
                *key.dims,
                int(patches.fids[patch]),
                key.code,
                class_label(key.code, "detail", words),
                own[place],
                ridge[place],
            ],
        )


def _piece_areas(measured: Measured, printed: PrintedTally) -> tuple[list[Decimal | None], list[Decimal | None]]:
    """Printed areas of pieces (own class, ridges), balanced to their leaves; None where the piece is in no leaf."""
    pieces = measured.pieces
    values = {(leaf.zone, leaf.dims, leaf.code): leaf.value for leaf in printed.leaves}
    members: dict[tuple[int, int], list[tuple[int, bool]]] = {}
    for place, (zone, key, area) in enumerate(
        zip(pieces.zone.tolist(), pieces.key.tolist(), pieces.area.tolist(), strict=True)
    ):
        if area > 0:
            members.setdefault((zone, key), []).append((place, False))
    for place in np.flatnonzero(pieces.ridge_key >= 0).tolist():
        where = (int(pieces.zone[place]), int(pieces.ridge_key[place]))
        members.setdefault(where, []).append((place, True))
    own: list[Decimal | None] = [None] * len(pieces)
    ridge: list[Decimal | None] = [None] * len(pieces)
    for (zone, number), places in members.items():
        key = measured.keys[number]
        value = values.get((zone, key.dims, key.code))
        if value is None or key.code in (NOT_COVERED, OVERLAP):
            continue
        areas = [float(pieces.ridge[place] if of_ridge else pieces.area[place]) for place, of_ridge in places]
        whole = sum(areas)
        shares = balance([area * float(value) / whole for area in areas], value, printed.decimals)
        for (place, of_ridge), share in zip(places, shares, strict=True):
            (ridge if of_ridge else own)[place] = share
    return own, ridge
