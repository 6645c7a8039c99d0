"""redline:quotaledger: batches against yearly quotas, contiguous land, stages of projects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
from qgis.core import (
    QgsFields,
    QgsGeometry,
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.approval.quota import (
    LandBatch,
    Quota,
    StagedParcel,
    batches_table,
    clusters,
    kinds_table,
    ledger_table,
    make_ledger,
    projects_table,
    stages_table,
    zones_table,
)
from ...core.ellipsoid import official_areas
from ...core.errors import Notice, RedlineError
from ...core.paper.htmlreport import Section
from ...core.paper.tables import Table
from ...core.rounding import half_up, in_unit
from ...core.rules import Rules
from ...core.shapes.polygons import FloatArray, Polygons, boxes_of, meeting
from ...i18n import tr, words_of
from ...layers.measuring.newland import LandUnder, existing_under
from ...layers.reading.clip import geometry_of
from ...layers.reading.crs import name_of_crs
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Features, Source, read_table
from ...layers.reading.validity import leaves_out, valid_only
from ...layers.roles.fields import find_field
from ..base import RedlineAlgorithm, check_cancelled
from ..documents import Documents, tell, write_documents, write_ordered
from ..groups import PARCELS
from ..outputs import NewLayer, fields_from, write_layer
from ..parameters import (
    TABLES,
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
    add_value,
)
from ..rules import add_rules, office_rules
from .landunder import land_under

__all__ = ["QuotaLedger"]

_BATCH_PARTS = ("number", "name", "year", "kind", "reported", "approved", "state")


@dataclass(frozen=True)
class _Zone:
    """Land that hangs together: the numbers of its members, its areas, its shape."""

    numbers: tuple[str, ...]
    mu: Decimal
    ha: Decimal
    geometry: QgsGeometry


@dataclass(frozen=True)
class _Taken:
    batches: Source
    quota: Source | None
    parcels: Source | None
    land: LandUnder | None
    new_field: str


class QuotaLedger(RedlineAlgorithm):
    ID = "quotaledger"
    LABEL = "Quota ledger"
    SUMMARY = (
        "Batches against yearly quotas: new construction land, left, rates, the year before, contiguous land, stages"
    )
    GROUP = PARCELS
    TAGS = "指标,新增建设用地,批次,台账,乡村振兴,连片,供地,登记,界址点,quota,ledger,batch"

    def initAlgorithm(self, configuration=None):
        add_source(
            self, "BATCHES", tr("Batches"), tr("Batches with year, kind, dates and state; areas come from the shapes.")
        )
        add_source(
            self,
            "QUOTA",
            tr("Quotas"),
            tr("A table with year and quota in 亩. Several lines of a year add up."),
            TABLES,
            optional=True,
        )
        add_source(
            self,
            "PARCELS",
            tr("Parcels"),
            tr("With their stages and projects: gives the table of stages, and the members of contiguous land."),
            optional=True,
        )
        add_source(
            self,
            "LANDUSE",
            tr("Land use"),
            tr(
                "The patches (DLTB) that say what of a batch is new construction land: agricultural and unused land, "
                "and construction land without a legal source. Left empty, and no field named, all of a batch is new."
            ),
            optional=True,
        )
        self._add_advanced()
        self._add_outputs()

    def _add_outputs(self) -> None:
        add_sink(self, "OUTPUT", tr("Ledger"), tr("One row for each year."), TABLES, appends=False)
        add_table(
            self,
            "OUTPUT_BATCHES",
            tr("Batches by date"),
            tr("With what is left of the quota after each batch."),
            optional=True,
            default=False,
        )
        add_table(
            self,
            "OUTPUT_STAGES",
            tr("Stages"),
            tr("Land by the stage reached, from acquisition to registration."),
            optional=True,
            default=False,
        )
        add_table(
            self,
            "OUTPUT_PROJECTS",
            tr("Projects by stage"),
            tr("Land of each project by stage."),
            optional=True,
            default=False,
        )
        add_sink(
            self,
            "OUTPUT_ZONES",
            tr("Contiguous land"),
            tr("Land that hangs together and is not smaller than the threshold."),
            optional=True,
            appends=False,
        )
        add_documents(self)
        add_document_language(self)
        add_rules(self)
        add_numbers(
            self,
            (
                ("YEARS", tr("Years")),
                ("TOTAL_MU", tr("All batches (mu)")),
                ("NEW_MU", tr("New construction land (mu)")),
                ("EXISTING_MU", tr("Existing construction land (mu)")),
                ("EXCEEDED", tr("Years in which the quota is exceeded")),
                ("WARNINGS", tr("Years with a warning")),
                ("ZONES", tr("Contiguous zones")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def _add_advanced(self) -> None:
        for name, label, part in (
            ("NUMBER_FIELD", tr("Field with the batch number"), "PCBH"),
            ("YEAR_FIELD", tr("Field with the year"), "PCND"),
            ("KIND_FIELD", tr("Field with the kind of approval"), "PCLX"),
            ("REPORTED_FIELD", tr("Field with the date of reporting"), "SBRQ"),
            ("APPROVED_FIELD", tr("Field with the date of approval"), "PFRQ"),
            ("STATE_FIELD", tr("Field with the state"), "ZT"),
        ):
            add_found_field(self, name, label, "BATCHES", part)
        add_class_field(self, "LANDUSE", advanced=True)
        add_field(
            self,
            "LEGAL_FIELD",
            tr("Field that says whether construction land has a legal source"),
            "LANDUSE",
            tr("Yes or no; construction land with no is new (Letter 411 of 2022). Left empty, all of it has one."),
            advanced=True,
        )
        add_field(
            self,
            "NEW_FIELD",
            tr("Field with the new construction land (mu)"),
            "BATCHES",
            tr("Taken instead of the land use where you have it already."),
            advanced=True,
        )
        add_found_field(self, "STAGE_FIELD", tr("Field with the stage"), "PARCELS", "JD")
        for name, label, help_text in (
            (
                "RESERVE",
                tr("Reserved share (%)"),
                tr("Kept for rural revitalisation; that of the rules (10) where left empty."),
            ),
            (
                "THRESHOLD",
                tr("Contiguous land from (mu)"),
                tr("That of the rules (1,000) where left empty."),
            ),
        ):
            add_value(self, name, label, None, help_text, low=0, optional=True, advanced=True)

    def take(self, given: Given) -> _Taken:
        batches = given.source("BATCHES")
        quota = given.optional_source("QUOTA")
        parcels = given.optional_source("PARCELS")
        new_field = given.field("NEW_FIELD", batches)
        land = land_under(given, "LEGAL_FIELD")
        if land is not None and new_field:
            raise RedlineError(
                "New construction land comes from the land use (LANDUSE) or from the field {field} (NEW_FIELD), not "
                "from both: leave one empty.",
                field=new_field,
            )
        return _Taken(batches, quota, parcels, land, new_field)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        rules = self._rules(given)
        if taken.parcels is None and any(given.wants(name) for name in ("OUTPUT_STAGES", "OUTPUT_PROJECTS")):
            raise RedlineError("The table of stages needs the parcels with their stages: give them in PARCELS.")
        run = Run(working_crs(taken.batches), given.transforms, feedback.isCanceled)
        fields = self._batch_fields(given)
        wanted = list(dict.fromkeys(name for name in (*fields.values(), taken.new_field) if name))
        read = run.read(taken.batches, wanted, whole=True, known_by=fields["number"] or fields["name"])
        found = valid_only(run, taken.batches.name, read, leave_out=leaves_out(given.validity))
        batches = self._divided(run, found, _land_batches(found, fields, run), rules)
        quotas = self._quotas()
        feedback.setProgress(30)
        check_cancelled(feedback)
        ledgers = make_ledger(batches, quotas, rules)
        staged, parcel_features = self._staged(given, run)
        feedback.setProgress(50)
        numbers = [parcel.number for parcel in staged] if staged else [batch.number for batch in batches]
        zones = _contiguous(parcel_features or found, numbers, run, rules, feedback)
        feedback.setProgress(80)
        check_cancelled(feedback)
        words = words_of(given.choice("LANGUAGE"))
        ledger = ledger_table(ledgers, words)
        dated = batches_table(batches, quotas, rules, words)
        land = zones_table([(zone.numbers, zone.mu, zone.ha) for zone in zones], words)
        stages = stages_table(staged, rules, words) if staged else None
        projects = projects_table(staged, rules, words) if staged else None
        self._write(given, run, ledger, dated, (stages, projects), zones)
        tables = [
            ledger,
            kinds_table(batches, rules, words),
            dated,
            land,
            *(table for table in (stages, projects) if table is not None),
        ]
        sections = self._sections(tables, run, words, warning=any(each.warning for each in ledgers))
        title = words("Ledger of construction land quotas")
        write_documents(self.outputs, Documents(title, tables, sections, given.choice("LANGUAGE")))
        _say(feedback, ledger_table(ledgers, tr))
        feedback.pushInfo(run.summary(tr))
        tell(feedback, run.notices)
        feedback.setProgress(100)
        return {
            "YEARS": len(ledgers),
            "TOTAL_MU": float(sum((batch.mu for batch in batches), Decimal(0))),
            "NEW_MU": float(sum((batch.new_mu for batch in batches), Decimal(0))),
            "EXISTING_MU": float(sum((batch.existing_mu for batch in batches), Decimal(0))),
            "EXCEEDED": sum(each.warning == "exceeded" for each in ledgers),
            "WARNINGS": sum(bool(each.warning) for each in ledgers),
            "ZONES": len(zones),
            "SKIPPED": len(run.skipped),
        }

    # --- reading --------------------------------------------------------------------------------------------------

    def _rules(self, given: Given) -> Rules:
        rules = office_rules(given)
        for name, rule in (("RESERVE", "quota.reserve_percent"), ("THRESHOLD", "quota.zone_threshold_mu")):
            if given.parameters.get(name) not in (None, ""):
                rules = rules.with_value(rule, repr(given.number(name)))
        return rules

    def _divided(self, run: Run, found: Features, batches: list[LandBatch], rules: Rules) -> list[LandBatch]:
        """The batches with what of them is existing construction land, by overlay or by the field."""
        taken = self.taken
        if taken.land is not None:
            numbers = [batch.number for batch in batches]
            existing = existing_under(run, found, taken.batches, numbers, taken.land, rules)
        elif taken.new_field:
            existing = _existing_by_field(found, batches, taken.new_field)
        else:
            run.notices.append(
                Notice(
                    "Every batch counts against the quota as a whole: give the land use (LANDUSE), so that existing "
                    "construction land uses none."
                )
            )
            return batches
        return [replace(batch, existing_mu=mu) for batch, mu in zip(batches, existing, strict=True)]

    def _batch_fields(self, given: Given) -> dict[str, str]:
        chosen = {
            part: given.field(f"{part.upper()}_FIELD", self.taken.batches, "batch", part)
            for part in _BATCH_PARTS
            if part != "name"
        }
        chosen["name"] = given.field("", self.taken.batches, "batch", "name")
        if not chosen["year"]:
            raise RedlineError(
                "Layer {layer} has no field with the year of a batch: name it in YEAR_FIELD; it has {fields}.",
                layer=self.taken.batches.name,
                fields=", ".join(self.taken.batches.fields.names()),
            )
        return chosen

    def _quotas(self) -> list[Quota]:
        source = self.taken.quota
        if source is None:
            return []
        year = find_field(source, "quota", "year", layer=source.name) or ""
        area = find_field(source, "quota", "area", layer=source.name) or ""
        name = find_field(source, "quota", "name", required=False) or ""
        table = read_table(source, [column for column in (year, area, name) if column])
        years, amounts, names = table.years(year), table.numbers(area).tolist(), table.texts(name)
        for fid, amount in zip(table.fids.tolist(), amounts, strict=True):
            if not np.isfinite(amount) or amount < 0:
                raise RedlineError(
                    "Table {layer}, row {fid}: field {field} holds no quota in mu: fill it in.",
                    layer=source.name,
                    fid=fid,
                    field=area,
                )
        return [Quota(*values) for values in zip(years, names, (half_up(amount, 4) for amount in amounts), strict=True)]

    def _staged(self, given: Given, run: Run) -> tuple[list[StagedParcel], Features | None]:
        source = self.taken.parcels
        if source is None:
            return [], None
        stage = given.field("STAGE_FIELD", source, "parcel", "stage")
        number = find_field(source, "parcel", "number", required=False) or ""
        project = find_field(source, "parcel", "project", required=False) or ""
        wanted = list(dict.fromkeys(name for name in (stage, number, project) if name))
        read = run.read(source, wanted, whole=True, known_by=number)
        found = valid_only(run, source.name, read, leave_out=leaves_out(given.validity))
        mu, ha = _mu_and_ha(official_areas(found.polygons, run.projection))
        numbers = found.labels(number)
        values = zip(
            numbers,
            found.texts(project),
            found.texts(stage),
            mu,
            ha,
            strict=True,
        )
        return [StagedParcel(*each) for each in values], found

    # --- writing --------------------------------------------------------------------------------------------------

    def _write(
        self,
        given: Given,
        run: Run,
        ledger: Table,
        dated: Table,
        staged: Sequence[Table | None],
        zones: Sequence[_Zone],
    ) -> None:
        write_ordered(self.outputs, (("OUTPUT", ledger), ("OUTPUT_BATCHES", dated)))
        write_ordered(self.outputs, zip(("OUTPUT_STAGES", "OUTPUT_PROJECTS"), staged, strict=True))
        if given.wants("OUTPUT_ZONES"):
            rows = (
                (zone.geometry, (place, len(zone.numbers), "、".join(zone.numbers), zone.mu, zone.ha))
                for place, zone in enumerate(zones, 1)
            )
            layer = NewLayer(_zone_fields(), rows, run.crs, QgsWkbTypes.Type.MultiPolygon)
            write_layer(self.outputs, "OUTPUT_ZONES", layer)

    def _sections(self, tables: Sequence[Table], run: Run, tr: Callable[[str], str], *, warning: bool) -> list[Section]:
        used: list[tuple[str, Source | None]] = [
            (tr("Batches"), self.taken.batches),
            (tr("Quotas"), self.taken.quota),
            (tr("Parcels"), self.taken.parcels),
            (tr("Land use"), self.taken.land.source if self.taken.land else None),
        ]
        facts = [(label, f"{source.name}, {source.count}") for label, source in used if source is not None]
        facts += [
            (tr("Coordinate system of the run"), name_of_crs(run.crs)),
            (tr("Area method"), tr("official area on the ellipsoid (70 m, 0.000001″, 0.01 m²)")),
        ]
        first, *rest = [Section(table.title, tables=[table]) for table in tables]
        head = Section(first.title, tables=first.tables, warning=warning)
        notices = [notice.sentence(tr) for notice in run.notices]
        return [head, *rest, Section(tr("What was used"), facts=facts, items=notices)]


def _mu_and_ha(official: FloatArray) -> tuple[list[Decimal], list[Decimal]]:
    """Official areas (m², 2 decimals) in 亩 and hectares, rounded half-up once to four decimals."""
    square = [half_up(value, 2) for value in official.tolist()]
    mu = [in_unit(value, "mu") for value in square]
    return mu, [in_unit(value, "ha") for value in square]


def _land_batches(found: Features, fields: dict[str, str], run: Run) -> list[LandBatch]:
    mu, ha = _mu_and_ha(official_areas(found.polygons, run.projection))
    readers = {"year": found.years, "reported": found.dates, "approved": found.dates}
    columns = [readers.get(part, found.texts)(fields[part]) for part in _BATCH_PARTS]
    batches = []
    for place, values in enumerate(zip(*columns, strict=True)):
        named = dict(zip(_BATCH_PARTS, values, strict=True))
        named["number"] = named["number"] or str(int(found.fids[place]))
        batches.append(LandBatch(**named, mu=mu[place], ha=ha[place]))
    return batches


def _existing_by_field(found: Features, batches: Sequence[LandBatch], field: str) -> list[Decimal]:
    """What is not new by the field. Raises RedlineError for an empty cell and for more than the batch has."""
    existing = []
    for batch, fid, value in zip(batches, found.fids.tolist(), found.numbers(field).tolist(), strict=True):
        new = half_up(value, 4) if np.isfinite(value) else None
        if new is None or new < 0 or new > batch.mu:
            raise RedlineError(
                "Layer {layer}, feature {fid} (batch {number}), field {field}: new construction land has to be a "
                "number from 0 to the {area} mu of the batch: correct it, or give the land use (LANDUSE) instead.",
                layer=found.layer,
                fid=fid,
                number=batch.number,
                field=field,
                area=batch.mu,
            )
        existing.append(batch.mu - new)
    return existing


def _contiguous(
    found: Features, numbers: Sequence[str], run: Run, rules: Rules, feedback: QgsProcessingFeedback
) -> list[_Zone]:
    """Parts that touch, or lie no farther apart than the rule allows, taken together; those above the threshold."""
    singles, owner = _parts(found.polygons)
    if not len(singles):
        return []
    gap = float(rules.number("quota.zone_gap_m"))
    boxes = boxes_of(singles)
    shapes = [geometry_of(singles, i) for i in range(len(singles))]
    near: list[tuple[int, int]] = []
    for i, shape in enumerate(shapes):
        check_cancelled(feedback)
        meets = meeting(boxes[i + 1 :], boxes[i : i + 1], gap)
        near += [(i, j) for j in (np.flatnonzero(meets) + i + 1).tolist() if shape.distance(shapes[j]) <= gap]
    mu, ha = _mu_and_ha(official_areas(singles, run.projection))
    threshold = rules.number("quota.zone_threshold_mu")
    zones = []
    for members in clusters(len(singles), near):
        total = sum((mu[i] for i in members), Decimal(0))
        if total >= threshold:
            geometry = QgsGeometry.unaryUnion([shapes[i] for i in members])
            geometry.convertToMultiType()
            names = tuple(dict.fromkeys(numbers[owner[i]] for i in members))
            zones.append(_Zone(names, total, sum((ha[i] for i in members), Decimal(0)), geometry))
    return sorted(zones, key=lambda zone: -zone.mu)


def _parts(polygons: Polygons) -> tuple[Polygons, list[int]]:
    """Each part as a polygon of its own, and the polygon that it comes from."""
    parts: list[list[tuple[FloatArray, bool]]] = []
    owner: list[int] = []
    for i in range(len(polygons)):
        for xy, hole in polygons.rings_of(i):
            if hole and parts and owner[-1] == i:
                parts[-1].append((xy, True))
            else:
                parts.append([(xy, False)])
                owner.append(i)
    return Polygons.from_rings(parts), owner


def _zone_fields() -> QgsFields:
    whole, real = QMetaType.Type.LongLong, QMetaType.Type.Double
    return fields_from(
        (
            ("zone", tr("No."), whole),
            ("members", tr("Members"), whole),
            ("numbers", tr("Numbers"), QMetaType.Type.QString),
            ("area_mu", tr("Area (mu)"), real),
            ("area_ha", tr("Area (ha)"), real),
        )
    )


def _say(feedback: QgsProcessingFeedback, ledger: Table) -> None:
    keys = [column.key for column in ledger.columns]
    for row in ledger.rows:
        values = dict(zip(keys, row.values, strict=True))
        text = tr(
            "{year}: {batches} batches, {area} mu, {new} mu of it new; quota {quota} mu, left {left} mu; year before "
            "{before} mu."
        ).format(
            year=values["year"],
            batches=values["batches"],
            area=values["area_mu"],
            new=values["new_mu"],
            quota=values["quota_mu"] if values["quota_mu"] is not None else "–",
            left=values["left_mu"] if values["left_mu"] is not None else "–",
            before=values["before_mu"] if values["before_mu"] is not None else "–",
        )
        feedback.pushInfo(text)
        if values["warning"]:
            feedback.pushWarning(f"{values['year']}: {values['warning']}")
