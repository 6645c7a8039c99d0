"""redline:linkedproject: projects that demolish and build anew: parcels, areas, and whether they balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

import numpy as np
from qgis.core import QgsFields, QgsGeometry, QgsProcessingFeedback, QgsWkbTypes
from qgis.PyQt.QtCore import QMetaType

from ...core.approval.linked import LinkedParcel, linked_parcels, parcels_table, projects_table, state_of
from ...core.errors import Notice, RedlineError
from ...core.paper.htmlreport import Section
from ...core.rounding import half_up
from ...core.rules import Rules
from ...i18n import tr, words_of
from ...layers.measuring.balancing import measure_patches, values_of
from ...layers.measuring.newland import LandUnder
from ...layers.measuring.tallying import ReadZones, ZoneFields, read_zones
from ...layers.reading.clip import geometry_of
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Source, read_table
from ..base import RedlineAlgorithm, reached
from ..documents import Documents, section_of_notices, tell_run, write_documents, write_ordered
from ..groups import PARCELS
from ..outputs import NewLayer, fields_from, write_layer
from ..parameters import (
    Given,
    add_class_field,
    add_document_language,
    add_documents,
    add_field,
    add_found_field,
    add_numbers,
    add_sink,
    add_source,
    add_table,
)
from ..rules import add_rules, office_rules
from .landunder import land_under

__all__ = ["LinkedProject"]


@dataclass(frozen=True)
class _Layer:
    """Parcels with the fields of their numbers and projects; reclaimed : the field with reclaimed land in 亩, or ""."""

    source: Source
    number: str
    project: str
    builds: bool
    reclaimed: str = ""


@dataclass(frozen=True)
class _Taken:
    layers: tuple[_Layer, _Layer]
    land: LandUnder | None


class LinkedProject(RedlineAlgorithm):
    ID = "linkedproject"
    LABEL = "Linked increase and decrease"
    SUMMARY = "Projects that demolish and reclaim here and build there: parcels, areas, and whether they balance"
    GROUP = PARCELS
    TAGS = "增减挂钩,拆旧,建新,复垦,项目区,平衡,linked projects,demolition,reclamation,balance"

    def initAlgorithm(self, configuration=None):
        add_source(self, "DEMOLISH", tr("Demolition parcels"), tr("What is demolished and reclaimed."))
        add_source(self, "BUILD", tr("New-build parcels"), tr("What is built on for it."))
        help_text = tr("Says what of a parcel is construction land and what is cultivated.")
        add_source(self, "LANDUSE", tr("Land use"), help_text, optional=True)
        add_class_field(self, "LANDUSE", advanced=True)
        for name, label, parent, alias in (
            ("PROJECT_FIELD", tr("Field with the project"), "DEMOLISH", "XMBH"),
            ("BUILD_PROJECT_FIELD", tr("Field with the project"), "BUILD", "XMBH"),
            ("NUMBER_FIELD", tr("Field with the parcel number"), "DEMOLISH", "DKBH"),
            ("BUILD_NUMBER_FIELD", tr("Field with the parcel number"), "BUILD", "DKBH"),
        ):
            add_found_field(self, name, label, parent, alias)
        help_text = tr("Cultivated land that is made of the parcel; all of it where left empty.")
        label = tr("Field with the reclaimed cultivated land (mu)")
        add_field(self, "RECLAIMED_FIELD", label, "DEMOLISH", help_text, advanced=True)
        help_text = tr("Parcels of both layers with project and areas.")
        add_sink(self, "OUTPUT", tr("Parcels of the projects"), help_text, appends=False)
        for name, label, help_text in (
            ("OUTPUT_PROJECTS", tr("Projects"), tr("Areas and balance of each project.")),
            ("OUTPUT_PARCELS", tr("List of parcels"), tr("Every parcel with its areas.")),
        ):
            add_table(self, name, label, help_text, optional=True, default=False)
        add_documents(self)
        add_document_language(self)
        add_rules(self)
        add_numbers(
            self,
            (
                ("PROJECTS", tr("Projects")),
                ("DEMOLISHED_MU", tr("Demolished (mu)")),
                ("BUILT_MU", tr("Newly built (mu)")),
                ("BALANCE_MU", tr("Balance (mu)")),
                ("UNBALANCED", tr("Projects that do not balance")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        old, new = given.source("DEMOLISH"), given.source("BUILD")
        return _Taken(
            (
                self._layer(given, old, "", builds=False, reclaimed=given.field("RECLAIMED_FIELD", old)),
                self._layer(given, new, "BUILD_", builds=True),
            ),
            land_under(given),
        )

    def _layer(self, given: Given, source: Source, prefix: str, *, builds: bool, reclaimed: str = "") -> _Layer:
        number = given.field(f"{prefix}NUMBER_FIELD", source, "parcel", "number")
        project = given.field(f"{prefix}PROJECT_FIELD", source, "parcel", "project", required=True)
        return _Layer(source, number, project, builds, reclaimed)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = cast("_Taken", self.taken)
        rules = office_rules(given)
        run = Run(working_crs(*(each.source for each in taken.layers)), given.transforms, feedback.isCanceled)
        parcels: list[LinkedParcel] = []
        rows: list[tuple[QgsGeometry, list[Any]]] = []
        for place, layer in enumerate(taken.layers):
            zones = read_zones(run, layer.source, ZoneFields(layer.number), given.validity)
            own = _measured(run, layer, zones, taken.land, rules)
            parcels += own
            rows += _rows(zones, own)
            reached(feedback, 40 * (place + 1))
        if taken.land is None:
            run.notices.append(
                Notice(
                    "No land use was given (LANDUSE): cultivated land that is built on is not known, and its balance "
                    "is left open."
                )
            )
        by_project = {each: [one for one in parcels if one.project == each] for each in {p.project for p in parcels}}
        wrong = sorted(project for project, own in by_project.items() if state_of(own, rules) != "balanced")
        if wrong:
            run.notices.append(
                Notice(
                    "{count} projects do not balance: {projects}.",
                    count=len(wrong),
                    projects=", ".join(project or "–" for project in wrong[:20]),
                )
            )
        words = words_of(given.choice("LANGUAGE"))
        tables = [projects_table(parcels, rules, words), parcels_table(parcels, words)]
        layer_made = NewLayer(_fields(), rows, run.crs, QgsWkbTypes.Type.MultiPolygon)
        write_layer(self.outputs, "OUTPUT", layer_made)
        write_ordered(self.outputs, zip(("OUTPUT_PROJECTS", "OUTPUT_PARCELS"), tables, strict=True))
        sections = [
            Section(tables[0].title, tables=[tables[0]], warning=bool(wrong)),
            Section(tables[1].title, tables=[tables[1]]),
            section_of_notices(run, words),
        ]
        write_documents(self.outputs, Documents(tables[0].title, tables, sections, given.choice("LANGUAGE")))
        tell_run(run, feedback)
        feedback.setProgress(100)
        old = sum((each.mu for each in parcels if not each.builds), Decimal(0))
        new = sum((each.mu for each in parcels if each.builds), Decimal(0))
        return {
            "PROJECTS": len(by_project),
            "DEMOLISHED_MU": float(old),
            "BUILT_MU": float(new),
            "BALANCE_MU": float(old - new),
            "UNBALANCED": len(wrong),
        }


def _measured(run: Run, layer: _Layer, zones: ReadZones, land: LandUnder | None, rules: Rules) -> list[LinkedParcel]:
    projects = values_of(layer.source, zones, layer.project)
    found = measure_patches(run, zones, None, land)
    reclaimed = _reclaimed(layer, zones)
    return linked_parcels(found.printed, projects, reclaimed, found.scheme, rules, builds=layer.builds)


def _reclaimed(layer: _Layer, zones: ReadZones) -> list[Decimal | None]:
    """The reclaimed land by the field, 亩; None where there is no field. Raises RedlineError for an empty cell."""
    if not layer.reclaimed:
        return [None] * len(zones)
    rows = read_table(layer.source, [layer.reclaimed])
    values = rows.numbers(layer.reclaimed)
    for fid, value in zip(rows.fids.tolist(), values.tolist(), strict=True):
        if not np.isfinite(value) or value < 0:
            raise RedlineError(
                "Layer {layer}, feature {fid}: field {field} holds no reclaimed land in mu: fill it in.",
                layer=layer.source.name,
                fid=fid,
                field=layer.reclaimed,
            )
    return [half_up(float(values[row]), 4) for row in zones.first_rows(rows.fids.tolist())]


def _fields() -> QgsFields:
    text, real = QMetaType.Type.QString, QMetaType.Type.Double
    return fields_from(
        (
            ("project", tr("Project"), text),
            ("side", tr("Side"), text),
            ("number", tr("Number"), text),
            ("area_mu", tr("Area (mu)"), real),
            ("construction_mu", tr("Construction land (mu)"), real),
            ("cultivated_mu", tr("Cultivated land (mu)"), real),
            ("reclaimed_mu", tr("Reclaimed cultivated land (mu)"), real),
        )
    )


def _rows(zones: ReadZones, parcels: Sequence[LinkedParcel]) -> list[tuple[QgsGeometry, list[Any]]]:
    rows = []
    for zone, each in enumerate(parcels):
        shape = geometry_of(zones.features.polygons, zone)
        shape.convertToMultiType()
        side = "build" if each.builds else "demolish"
        rows.append(
            (
                shape,
                [each.project, side, each.number, each.mu, each.construction, each.cultivated, each.reclaimed],
            )
        )
    return rows
