"""redline:tallybylanduse: the areas of each class of land in each zone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import numpy as np
from qgis.core import (
    Qgis,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import RedlineError
from ...core.htmlreport import Section
from ...core.rounding import balance
from ...core.tally import NOT_COVERED, OVERLAP, PrintedTally
from ...core.tallytables import Method, Words, class_label, long_table, tally_notes, wide_table
from ...i18n import tr, words_of
from ...layers.approval import Frame, read_land_use
from ...layers.clip import geometry_of
from ...layers.crs import name_of_crs
from ...layers.fields import find_field, match_field
from ...layers.recognise import recognise
from ...layers.sources import Source
from ...layers.tallying import (
    Measured,
    PatchFields,
    PolygonDimension,
    ReadZones,
    ZoneFields,
    crs_of_tally,
    measure,
    read_zones,
)
from ..base import check_cancelled
from ..groups import LAND_USE
from .base import LandUseAlgorithm, share_of

__all__ = ["TallyByLandUse"]

LEVELS = ("detail", "first", "major")
METHODS = ("official", "plane", "recorded")
LABELS = ("ZLDWDM", "XZQDM", "HXMC", "GHFQMC", "DKBH", "NAME", "MC", "BSM")


class TallyByLandUse(LandUseAlgorithm):
    ID = "tallybylanduse"
    LABEL = "Tally by land use"
    SUMMARY = "Areas of each land class in each zone, on the ellipsoid, adding up to the last digit"
    GROUP = LAND_USE
    TAGS = "地类面积,面积,三调,汇总,分类面积,权属,田坎,平差,三大类,land use,tally,areas"

    def initAlgorithm(self, configuration=None):
        self.add_polygons(
            "INPUT",
            tr("Zones"),
            tr("The polygons that are tallied: villages, parcels, circles, plan areas. With a selection, only these."),
        )
        self.add_field(
            "ID_FIELD", tr("Field with the zone's id"), "INPUT", tr("The feature id is used where left empty.")
        )
        self.add_polygons("LANDUSE", tr("Land use"), tr("The land-use patches (DLTB)."))
        self.add_field(
            "CLASS_FIELD", tr("Field with the class code"), "LANDUSE", tr("Found by name (DLBM …) where left empty.")
        )
        self.add_choice(
            "LEVEL",
            tr("Level of classes"),
            LEVELS,
            "detail",
            tr("detail: classes as recorded; first: first level; major: agricultural, construction, unused land."),
        )
        self.add_choice(
            "AREA_METHOD",
            tr("Area method"),
            METHODS,
            "official",
            tr(
                "official: on the ellipsoid, by the official procedure; plane: in the projection; "
                "recorded: shares of the recorded patch area (TBMJ)."
            ),
        )
        self.add_unit()
        self.add(
            QgsProcessingParameterBoolean("BALANCE", tr("Balance to each zone's own area"), True),
            tr("Classes then add up to the zone's printed area; without it each number is rounded by itself."),
        )
        self.add(
            QgsProcessingParameterMultipleLayers(
                "DIMENSIONS",
                tr("Layers that divide the zones further"),
                QgsProcessing.SourceType.TypeVectorPolygon,
                optional=True,
            ),
            tr("Villages, townships, red lines and others. Red lines tell inside and outside, others their labels."),
        )
        self.add_field(
            "DIMENSION_FIELDS",
            tr("Land-use fields to divide by"),
            "LANDUSE",
            tr("For example QSXZ (nature of ownership), QSDWDM (owner), ZLDWDM (village)."),
            several=True,
        )
        self._add_advanced()
        self.add_table("OUTPUT", tr("Areas (long table)"), tr("One row for each zone, division and class."))
        self.add_table(
            "OUTPUT_WIDE",
            tr("Areas (wide table)"),
            tr("One row for each zone and division, one column for each class that occurs, with subtotals."),
            optional=True,
        )
        self.add_polygon_sink(
            "OUTPUT_PIECES",
            tr("Pieces"),
            tr("Zone by patch as polygons, with areas that add up to the table; slower on large layers."),
        )
        self.add_documents()
        for name, label in (
            ("TOTAL_AREA", tr("Total area of the zones (m²)")),
            ("NOT_COVERED_AREA", tr("Area without land use (m²)")),
            ("OVERLAP_AREA", tr("Area that land use covers twice (m²)")),
            ("ZONES", tr("Zones")),
            ("SKIPPED", tr("Features left out")),
        ):
            self.add_number(name, label)

    def _add_advanced(self) -> None:
        self.add_field(
            "NAME_FIELD", tr("Field with the zone's name"), "INPUT", tr("Printed beside the id."), advanced=True
        )
        self.add_field(
            "PARENT_FIELD",
            tr("Field with the zone above"),
            "INPUT",
            tr("Township or batch: zones with the same value get a subtotal."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("RIDGES", tr("Deduct field ridges"), False),
            tr("Takes ridges out of their class by the coefficient (KCXS) and shows them as class 1203."),
            advanced=True,
        )
        for name, label, alias in (
            ("RIDGE_FIELD", tr("Field with the ridge coefficient"), "KCXS"),
            ("AREA_FIELD", tr("Field with the recorded patch area"), "TBMJ"),
        ):
            self.add_field(
                name,
                label,
                "LANDUSE",
                tr("Found by name ({aliases} …) where left empty.").format(aliases=alias),
                numeric=True,
                advanced=True,
            )
        self.add(
            QgsProcessingParameterString("LABEL_FIELDS", tr("Label fields of the dividing layers"), "", optional=True),
            tr("One for each layer, parted by semicolons; * for inside and outside. Found by name where left empty."),
            advanced=True,
        )
        self.add_scheme()
        self.add(
            QgsProcessingParameterBoolean("SUBTOTALS", tr("Subtotal rows in the table layers"), False),
            tr("First levels, major classes, zones above and the total as rows; documents always have them."),
            advanced=True,
        )
        self.add_language()

    # --- taking ---------------------------------------------------------------------------------------------------

    def take(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        self.zones = self.source(parameters, "INPUT", context)
        self.land_use = self.source(parameters, "LANDUSE", context)
        self.method = self.parameterAsEnumString(parameters, "AREA_METHOD", context)
        self.crs = crs_of_tally(self.land_use.crs, self.zones.crs, self.method)
        self.zone_fields = ZoneFields(
            *(self.field(parameters, context, name, self.zones) for name in ("ID_FIELD", "NAME_FIELD", "PARENT_FIELD"))
        )
        self.ridges = self.parameterAsBoolean(parameters, "RIDGES", context)
        land = self.land_use
        self.patch_fields = PatchFields(
            class_code=self.field(parameters, context, "CLASS_FIELD", land, "landuse", "class", required=True),
            class_name=find_field(land, "landuse", "classname", required=False) or "",
            area=self.field(parameters, context, "AREA_FIELD", land, "landuse", "area", required=True)
            if self.method == "recorded"
            else "",
            ridge=self.field(parameters, context, "RIDGE_FIELD", land, "landuse", "ridge", required=True)
            if self.ridges
            else "",
            dimensions=self.several_fields(parameters, context, "DIMENSION_FIELDS", land),
        )
        self.words_language = self.language(parameters, context)
        self.dimensions = self._dimensions(parameters, context)
        self.own_scheme = self.scheme(parameters, context)
        self.unit = self.parameterAsEnumString(parameters, "UNIT", context)
        self.digits = self.decimals(parameters, context, self.unit)
        self.validity = context.invalidGeometryCheck()

    def _dimensions(self, parameters, context) -> list[PolygonDimension]:
        layers = self.sources(parameters, "DIMENSIONS", context)
        given = [name.strip() for name in self.parameterAsString(parameters, "LABEL_FIELDS", context).split(";")]
        if given == [""]:
            given = [""] * len(layers)
        if len(given) != len(layers):
            raise RedlineError(
                "LABEL_FIELDS names {fields} fields for {layers} layers in DIMENSIONS: give one for each, "
                "parted by semicolons.",
                fields=len(given),
                layers=len(layers),
            )
        found: list[PolygonDimension] = []
        for number, ((source, layer), field) in enumerate(zip(layers, given, strict=True), 1):
            inside = field == "*" or (not field and _is_red_line(layer))
            key = f"dim{number}"
            if inside:
                found.append(PolygonDimension(key, source.name, source, inside=_sides(words_of(self.words_language))))
            else:
                found.append(PolygonDimension(key, source.name, source, _label_field(source, layer, field)))
        return found

    # --- the work -------------------------------------------------------------------------------------------------

    def work(self, parameters, context, feedback) -> dict:
        frame = Frame(self.crs, context.transformContext(), feedback.isCanceled)
        feedback.pushInfo(tr("Reading the zones…"))
        zones = read_zones(frame, self.zones, self.zone_fields, self.validity)
        feedback.setProgress(5)
        feedback.pushInfo(tr("Reading the land use…"))
        land_use = read_land_use(frame, self.land_use, self.patch_fields, self.own_scheme)
        feedback.setProgress(25)
        feedback.pushInfo(tr("Measuring {zones} zones by class…").format(zones=len(zones)))
        measured = measure(
            frame,
            zones,
            land_use,
            self.patch_fields,
            self.method,
            self.dimensions,
            ridges=self.ridges,
            progress=share_of(feedback, 25, 80),
        )
        balanced = self.parameterAsBoolean(parameters, "BALANCE", context)
        printed = measured.tally.printed(self.unit, self.digits, balanced=balanced)
        words = Words(land_use.scheme, self.words_language, words_of(self.words_language))
        outputs = self._write(parameters, context, feedback, frame, zones, measured, printed, words)
        feedback.setProgress(100)
        total = sum((zone.total for zone in measured.tally.zones), Decimal(0))
        return outputs | {
            "TOTAL_AREA": float(total),
            "NOT_COVERED_AREA": measured.tally.sum_of(NOT_COVERED),
            "OVERLAP_AREA": float(measured.overlap.sum()),
            "ZONES": len(zones),
            "SKIPPED": len(frame.skipped),
        }

    def _write(
        self,
        parameters,
        context,
        feedback,
        frame: Frame,
        zones: ReadZones,
        measured: Measured,
        printed: PrintedTally,
        words: Words,
    ) -> dict[str, Any]:
        tables = self._tables(parameters, context, measured, printed, words)
        long, wide = tables
        kinds = ("leaf",)
        if self.parameterAsBoolean(parameters, "SUBTOTALS", context):
            kinds = ("leaf", "subtotal", "total")
        pieces = None
        if parameters.get("OUTPUT_PIECES") is not None:
            feedback.pushInfo(tr("Cutting the pieces…"))
            pieces = list(_pieces(measured, printed, words, zones, feedback))
        self.tell(frame, feedback)
        outputs: dict[str, Any] = {"OUTPUT": self.write_table(parameters, context, "OUTPUT", long, kinds=kinds)}
        made = self.write_table(parameters, context, "OUTPUT_WIDE", wide, kinds=kinds)
        if made is not None:
            outputs["OUTPUT_WIDE"] = made
        if pieces is not None:
            fields = _piece_fields(printed, self._labels(words))
            outputs["OUTPUT_PIECES"] = self.write_features(
                parameters, context, "OUTPUT_PIECES", fields, pieces, self.crs
            )
        skipped = [f"{layer} {fid}" for layer, fid in frame.skipped]
        sections = [
            Section(words.tr("Areas by land class"), tables=[wide]),
            Section(words.tr("Areas by land class, row by row"), tables=[long]),
            Section(
                words.tr("What was found on the way"),
                items=[notice.sentence(words.tr) for notice in frame.notices] or [words.tr("Nothing.")],
                warning=bool(frame.notices or skipped),
            ),
        ]
        return outputs | self.write_documents(
            parameters, context, [wide, long], wide.title, self.words_language, sections
        )

    def _labels(self, words: Words) -> dict[str, str]:
        names = {each.key: each.label for each in self.dimensions}
        fields = self.land_use.fields
        for name in self.patch_fields.dimensions:
            alias = fields.at(fields.lookupField(name)).alias()
            names[name] = alias or name
        return names

    def _tables(self, parameters, context, measured: Measured, printed: PrintedTally, words: Words):
        level = self.parameterAsEnumString(parameters, "LEVEL", context)
        method = Method(
            self.method,
            self.crs.ellipsoidAcronym() or "?",
            name_of_crs(self.crs),
            tuple(each.name for each in (self.zones, self.land_use, *(one.source for one in self.dimensions))),
            self.ridges,
        )
        notes = tally_notes(measured.tally, printed, words, method)
        shared = {"level": level, "labels": self._labels(words), "notes": notes}
        long = long_table(
            printed,
            words,
            name=words.tr("Long table"),
            title=words.tr("Areas by land class, row by row"),
            subtotals=True,
            **shared,
        )
        wide = wide_table(printed, words, name=words.tr("Wide table"), title=words.tr("Areas by land class"), **shared)
        return long, wide


def _sides(tr: Callable[[str], str]) -> tuple[str, str]:
    return tr("inside"), tr("outside")


def _is_red_line(layer: QgsVectorLayer) -> bool:
    return recognise(layer).role in ("farmland", "ecological", "urban")


def _label_field(source: Source, layer: QgsVectorLayer, field: str) -> str:
    """The label field of a dividing layer: the one given, the code of a known role, a common name, the first text."""
    if field:
        if source.fields.lookupField(field) < 0:
            raise RedlineError(
                "Layer {layer} has no field {field}, named in {parameter}; it has: {fields}.",
                layer=source.name,
                field=field,
                parameter="LABEL_FIELDS",
                fields=", ".join(source.fields.names()),
            )
        return field
    role = recognise(layer).role
    for known, part in (("village", "code"), ("township", "code"), ("county", "code"), ("parcel", "number")):
        if role == known:
            found = find_field(layer, known, part, required=False)
            if found:
                return found
    found = match_field(source.fields, LABELS)
    if found:
        return found
    for each in source.fields:
        if each.type() == QMetaType.Type.QString:
            return each.name()
    raise RedlineError(
        "Layer {layer} has no field with labels: name one in {parameter}.",
        layer=source.name,
        parameter="LABEL_FIELDS",
    )


# --- pieces as polygons -----------------------------------------------------------------------------------------------


def _piece_fields(printed: PrintedTally, labels: dict[str, str]) -> QgsFields:
    text, number = QMetaType.Type.QString, QMetaType.Type.Double
    fields = QgsFields()
    for name, alias, kind in (
        ("zone", tr("Zone"), text),
        ("zone_name", tr("Name"), text),
        *((key, labels.get(key, key), text) for key in printed.dimensions),
        ("patch_id", tr("Patch (feature id)"), QMetaType.Type.LongLong),
        ("class_code", tr("Class code"), text),
        ("class_name", tr("Class"), text),
        ("area", tr("Area"), number),
        ("ridge_area", tr("Ridge area"), number),
    ):
        field = QgsField(name, kind)
        field.setAlias(alias)
        fields.append(field)
    return fields


def _pieces(
    measured: Measured, printed: PrintedTally, words: Words, zones: ReadZones, feedback
) -> Iterator[tuple[QgsGeometry, list[Any]]]:
    """Each piece with its printed area; the pieces of a leaf add up to the leaf."""
    own, ridge = _piece_areas(measured, printed)
    parts, patches = measured.parts, measured.patches
    shapes: dict[int, QgsGeometry] = {}
    for place in range(len(measured.patch)):
        if place % 256 == 0:
            check_cancelled(feedback)
            feedback.setProgress(80 + 15 * place / len(measured.patch))
        if own[place] is None and ridge[place] is None:
            continue
        number, patch = int(measured.part[place]), int(measured.patch[place])
        if number not in shapes:
            shapes = {number: geometry_of(parts, number)}
        geometry = shapes[number].intersection(geometry_of(patches.polygons, patch))
        geometry.convertGeometryCollectionToSubclass(Qgis.GeometryType.Polygon)
        geometry.convertToMultiType()
        zone, key = int(measured.zone[place]), measured.keys[int(measured.key[place])]
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
    values = {(leaf.zone, leaf.dims, leaf.code): leaf.value for leaf in printed.leaves}
    members: dict[tuple[int, int], list[tuple[int, bool]]] = {}
    for place, (zone, key, area) in enumerate(
        zip(measured.zone.tolist(), measured.key.tolist(), measured.area.tolist(), strict=True)
    ):
        if area > 0:
            members.setdefault((zone, key), []).append((place, False))
    for place in np.flatnonzero(measured.ridge_key >= 0).tolist():
        where = (int(measured.zone[place]), int(measured.ridge_key[place]))
        members.setdefault(where, []).append((place, True))
    own: list[Decimal | None] = [None] * len(measured.patch)
    ridge: list[Decimal | None] = [None] * len(measured.patch)
    for (zone, number), places in members.items():
        key = measured.keys[number]
        value = values.get((zone, key.dims, key.code))
        if value is None or key.code in (NOT_COVERED, OVERLAP):
            continue
        areas = [float(measured.ridge[place] if of_ridge else measured.area[place]) for place, of_ridge in places]
        whole = sum(areas)
        shares = balance([area * float(value) / whole for area in areas], value, printed.decimals)
        for (place, of_ridge), share in zip(places, shares, strict=True):
            (ridge if of_ridge else own)[place] = share
    return own, ridge
