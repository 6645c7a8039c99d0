"""redline:caseregister: any register of an office, joined to villages or townships, counted and summed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any, cast

import numpy as np
from qgis.core import Qgis, QgsFields, QgsProcessingFeedback, QgsWkbTypes
from qgis.PyQt.QtCore import QMetaType

from ...core.casework.register import (
    NOWHERE,
    Case,
    Match,
    Matched,
    Period,
    Places,
    counts_table,
    doubtful_matches,
    kinds_table,
    matches_table,
    period_of,
    periods_svg,
    places_table,
)
from ...core.errors import Notice, RedlineError
from ...core.paper.htmlreport import Picture, Section
from ...i18n import tr, words_of
from ...layers.looks.counted import dress_counts
from ...layers.measuring.pointsnear import place_points
from ...layers.measuring.tallying import ReadZones, ZoneFields, read_zones
from ...layers.reading.clip import geometry_of
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Rows, Source, read_table
from ...layers.roles.fields import find_field
from ...layers.roles.personal import is_personal_in_any_role
from ..base import RedlineAlgorithm, reached
from ..documents import Documents, ordered_layer, section_of_notices, tell_run, write_documents
from ..groups import CASEWORK
from ..outputs import NewLayer, field_of, fields_from, write_layer
from ..parameters import (
    TABLES,
    Given,
    add_choice,
    add_document_language,
    add_documents,
    add_field,
    add_found_field,
    add_numbers,
    add_sink,
    add_source,
    add_table,
)
from ..personal import add_keep_personal, asks_personal, extended

__all__ = ["CaseRegister"]

PERIODS: tuple[Period, ...] = ("year", "quarter", "month", "week", "none")
CASES = "cases"
MOST_KINDS = 40
"""Kinds that have a field of their own on the map; a register with more has a column of names, not of kinds."""


@dataclass(frozen=True)
class _Fields:
    """Fields of the register, "" where there is none; values : those that are summed up."""

    number: str
    kind: str
    stage: str
    date: str
    place: str
    values: tuple[str, ...]

    def used(self) -> list[str]:
        single = (self.number, self.kind, self.stage, self.date, self.place)
        return list(dict.fromkeys(name for name in (*single, *self.values) if name))


@dataclass(frozen=True)
class _Taken:
    register: Source
    fields: _Fields
    places: Source
    place_fields: ZoneFields
    towns: Source | None
    period: Period
    personal: bool


class CaseRegister(RedlineAlgorithm):
    ID = "caseregister"
    LABEL = "Case register"
    SUMMARY = "Any register of an office by kind, place and period: counts, sums, a map, and places without any"
    GROUP = CASEWORK
    TAGS = "登记簿,台账,统计,乡镇,村,法律咨询,项目审查,地灾点,预算,分类统计,register,count,place,period"

    def initAlgorithm(self, configuration=None):
        help_text = tr("A table or points: a row for each case. Only the fields that you choose are read.")
        add_source(self, "INPUT", tr("Register"), help_text, TABLES)
        add_field(self, "KIND_FIELD", tr("Field with the kind"), "INPUT", tr("All rows are of one kind where empty."))
        add_field(self, "DATE_FIELD", tr("Field with the date"), "INPUT", tr("Needed for periods."))
        help_text = tr("A code or a name of a village or township. Points need none.")
        add_field(self, "PLACE_FIELD", tr("Field with the place"), "INPUT", help_text)
        help_text = tr("Amounts, areas or any numbers.")
        add_field(self, "VALUE_FIELDS", tr("Fields to sum up"), "INPUT", help_text, several=True)
        help_text = tr("Villages or townships, with code and name.")
        add_source(self, "PLACES", tr("Places"), help_text)
        help_text = tr("The time by which cases are counted.")
        add_choice(self, "PERIOD", tr("Period"), PERIODS, "year", help_text)
        help_text = tr("A further division, such as open and closed.")
        add_field(self, "STAGE_FIELD", tr("Field with the stage or state"), "INPUT", help_text, advanced=True)
        help_text = tr("Names the row in the list of matches; the feature id where left empty.")
        add_field(self, "NUMBER_FIELD", tr("Field with the number"), "INPUT", help_text, advanced=True)
        add_found_field(self, "PLACE_CODE_FIELD", tr("Field with the place's code"), "PLACES")
        add_found_field(self, "PLACE_NAME_FIELD", tr("Field with the place's name"), "PLACES")
        help_text = tr("With code and name: tells villages of one name apart by the township written before them.")
        add_source(self, "TOWNSHIPS", tr("Townships"), help_text, TABLES, optional=True, advanced=True)
        self._add_outputs()

    def _add_outputs(self) -> None:
        help_text = tr("The places with their cases, by kind, and the sums.")
        add_sink(self, "OUTPUT", tr("Places with their cases"), help_text)
        for name, label, help_text in (
            ("OUTPUT_COUNTS", tr("Counts"), tr("By kind, stage, place and period.")),
            ("OUTPUT_MATCHES", tr("Matches"), tr("Each row with the place that it was joined to, how, or why not.")),
        ):
            add_table(self, name, label, help_text, optional=True, default=False)
        help_text = tr("Those in which the register has nothing.")
        add_sink(self, "OUTPUT_WITHOUT", tr("Places without any"), help_text, optional=True, appends=False)
        add_documents(self)
        add_document_language(self)
        add_keep_personal(self)
        add_numbers(
            self,
            (
                ("ROWS", tr("Rows")),
                ("UNPLACED", tr("Rows without a place")),
                ("PLACES_WITH", tr("Places with any")),
                ("PLACES_WITHOUT", tr("Places without any")),
                ("CONFLICTS", tr("Rows whose point lies in another place")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        register, places = given.source("INPUT"), given.source("PLACES")
        fields = _Fields(
            given.field("NUMBER_FIELD", register),
            given.field("KIND_FIELD", register),
            given.field("STAGE_FIELD", register),
            given.field("DATE_FIELD", register),
            given.field("PLACE_FIELD", register),
            given.fields("VALUE_FIELDS", register),
        )
        _refuse_persons(register, fields)
        if not fields.place and not _has_points(register):
            raise RedlineError(
                "Table {layer} has no points, and no field with the place is named: choose one in PLACE_FIELD.",
                layer=register.name,
            )
        period = given.one_of("PERIOD", PERIODS)
        code = given.field("PLACE_CODE_FIELD", places, "village", "code", required=True)
        name = given.field("PLACE_NAME_FIELD", places, "village", "name", required=True)
        towns = given.optional_source("TOWNSHIPS")
        return _Taken(register, fields, places, ZoneFields(code, name), towns, period, asks_personal(given))

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = cast("_Taken", self.taken)
        run = Run(working_crs(taken.places), given.transforms, feedback.isCanceled)
        zones = read_zones(run, taken.places, taken.place_fields, given.validity)
        places = Places(tuple(_code(code) for code in zones.ids), zones.names, _towns(taken.towns, zones.ids))
        rows = read_table(taken.register, taken.fields.used())
        if not len(rows):
            raise RedlineError(
                "Table {layer} has no rows: choose another one, or clear its filter.", layer=taken.register.name
            )
        reached(feedback, 15)
        lines = _join(run, taken, rows, zones, places)
        cases = _cases(run, taken, rows, lines)
        reached(feedback, 60)
        _tell(run, taken, lines)
        words = words_of(given.choice("LANGUAGE"))
        tables = [
            table(cases, places, taken.fields.values, words) for table in (kinds_table, places_table, counts_table)
        ]
        matches = matches_table(lines, places, words)
        self._write_layers(given, run, zones, cases, feedback)
        write_layer(self.outputs, "OUTPUT_COUNTS", ordered_layer(tables[2]))
        write_layer(self.outputs, "OUTPUT_MATCHES", ordered_layer(matches))
        self._write_documents(given, run, cases, [*tables, matches])
        tell_run(run, feedback)
        there = {case.place for case in cases if case.place >= 0}
        unplaced = sum(case.place < 0 for case in cases)
        feedback.pushInfo(
            tr("{rows} rows, {unplaced} without a place; {places} of {all} places have any.").format(
                rows=len(cases), unplaced=unplaced, places=len(there), all=len(places)
            )
        )
        feedback.setProgress(100)
        return {
            "ROWS": len(cases),
            "UNPLACED": unplaced,
            "PLACES_WITH": len(there),
            "PLACES_WITHOUT": len(places) - len(there),
            "CONFLICTS": sum(_conflicts(line) for line in lines),
        }

    # --- writing ------------------------------------------------------------------------------------------------------

    def _write_layers(
        self, given: Given, run: Run, zones: ReadZones, cases: Sequence[Case], feedback: QgsProcessingFeedback
    ) -> None:
        taken = cast("_Taken", self.taken)
        kinds = sorted({case.kind for case in cases})
        shown = kinds if len(kinds) <= MOST_KINDS else []
        of_place: dict[int, list[Case]] = {}
        for case in cases:
            of_place.setdefault(case.place, []).append(case)
        values = []
        for zone in range(len(zones)):
            own = of_place.get(zone, [])
            counts = Counter(case.kind for case in own)
            sums = [
                float(sum((case.values[k] or Decimal(0) for case in own), Decimal(0)))
                for k in range(len(taken.fields.values))
            ]
            values.append([len(own), *(counts[kind] for kind in shown), *sums])
        own_fields = _place_fields(shown, taken.fields.values)
        layer = extended(taken.places, own_fields, zones.by_feature(values), taken.personal, feedback)
        write_layer(self.outputs, "OUTPUT", replace(layer, look=partial(dress_counts, field=CASES)))
        if given.wants("OUTPUT_WITHOUT"):
            rows = []
            for zone in range(len(zones)):
                if zone not in of_place:
                    shape = geometry_of(zones.features.polygons, zone)
                    shape.convertToMultiType()
                    rows.append((shape, (_code(zones.ids[zone]), zones.names[zone])))
            fields = fields_from(
                (("code", tr("Place code"), QMetaType.Type.QString), ("name", tr("Place"), QMetaType.Type.QString))
            )
            layer = NewLayer(fields, rows, run.crs, QgsWkbTypes.Type.MultiPolygon)
            write_layer(self.outputs, "OUTPUT_WITHOUT", layer)

    def _write_documents(self, given: Given, run: Run, cases: Sequence[Case], tables: list[Any]) -> None:
        language = given.choice("LANGUAGE")
        words = words_of(language)
        picture = Picture(words("Cases by period"), periods_svg(cases, words).encode(), "image/svg+xml")
        kinds, places, counts, matches = tables
        unplaced = any(case.place < 0 for case in cases)
        doubtful = doubtful_matches(matches, words)
        sections = [
            Section(kinds.title, tables=[kinds], pictures=[picture]),
            Section(places.title, tables=[places]),
            Section(counts.title, tables=[counts]),
            Section(doubtful.title, tables=[doubtful], warning=unplaced),
            section_of_notices(run, words),
        ]
        write_documents(self.outputs, Documents(words("Case register"), tables, sections, language))


# --- reading ----------------------------------------------------------------------------------------------------------


def _has_points(source: Source) -> bool:
    return QgsWkbTypes.geometryType(source.wkb_type) == Qgis.GeometryType.Point


def _refuse_persons(source: Source, fields: _Fields) -> None:
    names = [name for name in fields.used() if is_personal_in_any_role(name)]
    if names:
        raise RedlineError(
            "Table {layer}: {fields} hold personal data, by which nothing is counted: choose other fields.",
            layer=source.name,
            fields=", ".join(names),
        )


def _code(code: str) -> str:
    """A village's twelve digits of the nineteen that land surveys write."""
    return code[:12] if len(code) == 19 and code.isdigit() else code


def _towns(source: Source | None, codes: Sequence[str]) -> tuple[str, ...]:
    """The name of the township of each place, by the first nine digits of its code."""
    if source is None:
        return ("",) * len(codes)
    code = find_field(source, "township", "code", layer=source.name) or ""
    name = find_field(source, "township", "name", layer=source.name) or ""
    rows = read_table(source, [code, name])
    known = {key[:9]: word for key, word in zip(rows.texts(code), rows.texts(name), strict=True)}
    return tuple(known.get(each[:9], "") if len(each) > 9 else "" for each in codes)


def _join(run: Run, taken: _Taken, rows: Rows, zones: ReadZones, places: Places) -> list[Matched]:
    """Each row with its place: by code or name, else by the point."""
    texts = rows.texts(taken.fields.place)
    known = {text: places.match(text) for text in set(texts)}
    inside = _inside(run, taken, zones) if _has_points(taken.register) else None
    lines = []
    for number, fid, text in zip(rows.labels(taken.fields.number), rows.fids.tolist(), texts, strict=True):
        match, zone = known[text], NOWHERE if inside is None else inside.get(fid, NOWHERE)
        if match.place < 0 and zone >= 0:
            match = Match(zone, "point")
        elif match.reason == "empty" and inside is not None:
            match = Match(NOWHERE, reason="no_point")
        lines.append(Matched(number, text, match, zone))
    return lines


def _inside(run: Run, taken: _Taken, zones: ReadZones) -> dict[int, int]:
    """The place of each row's first point, by feature id."""
    points = run.read_points(taken.register, [])
    placed = place_points(zones.features.polygons, points.xy, cancelled=run.cancelled)
    found: dict[int, int] = {}
    for zone, point in zip(placed.zone.tolist(), placed.point.tolist(), strict=True):
        if points.first[point]:
            found.setdefault(int(points.fids[point]), zone)
    return found


def _cases(run: Run, taken: _Taken, rows: Rows, lines: Sequence[Matched]) -> list[Case]:
    fields = taken.fields
    days = rows.dates(fields.date)
    undated = sum(not day for day in days)
    if fields.date and undated:
        run.notices.append(
            Notice(
                "Table {layer}: {count} rows have no date in {field}; they are counted without a period.",
                layer=rows.layer,
                count=undated,
                field=fields.date,
            )
        )
    columns = [_numbers(run, rows, name) for name in fields.values]
    return [
        Case(kind, stage, line.match.place, period_of(day, taken.period), tuple(values))
        for kind, stage, line, day, *values in zip(
            rows.texts(fields.kind), rows.texts(fields.stage), lines, days, *columns, strict=True
        )
    ]


def _numbers(run: Run, rows: Rows, field: str) -> list[Decimal | None]:
    """The numbers of a field as decimals, as they are written; None where there is none."""
    values = rows.numbers(field)
    empty = int(np.isnan(values).sum())
    if empty:
        run.notices.append(
            Notice(
                "Table {layer}: {count} rows have no value in {field}; they count as cases, and as nothing in its sum.",
                layer=rows.layer,
                count=empty,
                field=field,
            )
        )
    return [None if np.isnan(value) else Decimal(repr(value)) for value in values.tolist()]


def _conflicts(line: Matched) -> bool:
    return line.inside >= 0 and line.match.place >= 0 and line.inside != line.match.place


def _tell(run: Run, taken: _Taken, lines: Sequence[Matched]) -> None:
    unplaced = [line for line in lines if line.match.place < 0]
    if unplaced:
        named = ", ".join(dict.fromkeys(line.text or line.number for line in unplaced[:200]))
        run.notices.append(
            Notice(
                "Table {layer}: {count} rows are joined to no place ({texts}); they are counted without one, and the "
                "list of matches says why.",
                layer=taken.register.name,
                count=len(unplaced),
                texts=named[:120] + (" …" if len(named) > 120 else ""),
            )
        )
    beside = [line for line in lines if _conflicts(line)]
    if beside:
        run.notices.append(
            Notice(
                "Table {layer}: {count} points lie in another place than the one written (the first: {number}); they "
                "are counted where it is written.",
                layer=taken.register.name,
                count=len(beside),
                number=beside[0].number,
            )
        )


def _place_fields(kinds: Sequence[str], values: Sequence[str]) -> QgsFields:
    fields = QgsFields()
    fields.append(field_of(CASES, tr("Cases"), QMetaType.Type.Int))
    for place, kind in enumerate(kinds, 1):
        fields.append(field_of(f"kind_{place}", kind or tr("Not recorded"), QMetaType.Type.Int))
    for place, name in enumerate(values, 1):
        fields.append(field_of(f"sum_{place}", tr("Sum of {field}").format(field=name)))
    return fields
