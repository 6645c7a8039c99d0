"""redline:quotaledger: batches against yearly quotas, contiguous land, stages of projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from qgis.core import (
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
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
from ...core.errors import RedlineError
from ...core.paper.htmlreport import Section
from ...core.paper.tables import Table
from ...core.rounding import half_up, in_unit
from ...core.rules import Rules
from ...core.shapes.polygons import Polygons, boxes_of, meeting
from ...i18n import tr, words_of
from ...layers.reading.clip import geometry_of
from ...layers.reading.crs import name_of_crs
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Features, Source, read_table
from ...layers.roles.fields import find_field
from ..base import check_cancelled
from ..groups import PARCELS
from ..outputs import NewLayer, write_layer
from ..rules import office_rules
from .common import ParcelAlgorithm, tell, text_field

__all__ = ["QuotaLedger"]

_BATCH_PARTS = ("number", "name", "year", "kind", "reported", "approved", "state")


@dataclass(frozen=True)
class _Zone:
    """Land that hangs together: the numbers of its members, its areas, its shape."""

    numbers: tuple[str, ...]
    mu: Decimal
    ha: Decimal
    geometry: QgsGeometry


class QuotaLedger(ParcelAlgorithm):
    ID = "quotaledger"
    LABEL = "Quota ledger"
    SUMMARY = (
        "Batches against yearly quotas: used, left, rates, the year before, the reserved share, contiguous land, stages"
    )
    GROUP = PARCELS
    TAGS = "指标,新增建设用地,批次,台账,乡村振兴,连片,供地,登记,界址点,quota,ledger,batch"

    def initAlgorithm(self, configuration=None):
        self.add_polygons(
            "BATCHES", tr("Batches"), tr("Batches with year, kind, dates and state; areas come from the shapes.")
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "QUOTA", tr("Quotas"), [QgsProcessing.SourceType.TypeVector], optional=True
            ),
            tr("A table with year and quota in 亩. Several lines of a year add up."),
        )
        self.add_polygons(
            "PARCELS",
            tr("Parcels"),
            tr("With their stages and projects: gives the table of stages, and the members of contiguous land."),
            optional=True,
        )
        self._add_advanced()
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Ledger"), QgsProcessing.SourceType.TypeVector),
            tr("One row for each year."),
        )
        self.add_table("OUTPUT_BATCHES", tr("Batches by date"), tr("With what is left of the quota after each batch."))
        self.add_table(
            "OUTPUT_STAGES", tr("Stages"), tr("Land by the stage reached, from acquisition to registration.")
        )
        self.add_table("OUTPUT_PROJECTS", tr("Projects by stage"), tr("Land of each project by stage."))
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_ZONES",
                tr("Contiguous land"),
                QgsProcessing.SourceType.TypeVectorPolygon,
                optional=True,
                createByDefault=False,
            ),
            tr("Land that hangs together and is not smaller than the threshold."),
        )
        self.add_papers()
        self.add_numbers(
            (
                ("YEARS", tr("Years")),
                ("TOTAL_MU", tr("All batches (mu)")),
                ("EXCEEDED", tr("Years in which the quota is exceeded")),
                ("WARNINGS", tr("Years with a warning")),
                ("ZONES", tr("Contiguous zones")),
                ("SKIPPED", tr("Features left out")),
            )
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
            help_text = tr("Found by name ({aliases} …) where left empty.").format(aliases=part)
            self.add_field(name, label, "BATCHES", help_text, advanced=True)
        self.add_field(
            "STAGE_FIELD",
            tr("Field with the stage"),
            "PARCELS",
            tr("Found by name ({aliases} …) where left empty.").format(aliases="JD"),
            advanced=True,
        )
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
            self.add(
                QgsProcessingParameterNumber(
                    name, label, QgsProcessingParameterNumber.Type.Double, None, optional=True, minValue=0
                ),
                help_text,
                advanced=True,
            )

    def take(self, parameters, context) -> None:
        self._batches = self.source(parameters, "BATCHES", context)
        self._quota = self.optional_source(parameters, "QUOTA", context)
        self._parcels = self.optional_source(parameters, "PARCELS", context)

    def work(self, parameters, context, feedback) -> dict:
        rules = self._rules(parameters, context)
        if self._parcels is None and any(self.wants(parameters, name) for name in ("OUTPUT_STAGES", "OUTPUT_PROJECTS")):
            raise RedlineError("The table of stages needs the parcels with their stages: give them in PARCELS.")
        run = Run(working_crs(self._batches), context.transformContext(), feedback.isCanceled)
        fields = self._batch_fields(parameters, context)
        found = run.read(self._batches, list(dict.fromkeys(name for name in fields.values() if name)), whole=True)
        batches = _land_batches(found, fields, run)
        quotas = self._quotas()
        feedback.setProgress(30)
        check_cancelled(feedback)
        ledgers = make_ledger(batches, quotas, rules)
        staged, parcel_features = self._staged(parameters, context, run)
        feedback.setProgress(50)
        numbers = [parcel.number for parcel in staged] if staged else [batch.number for batch in batches]
        zones = _contiguous(parcel_features or found, numbers, run, rules, feedback)
        feedback.setProgress(80)
        check_cancelled(feedback)
        words = words_of(self.choice(parameters, "LANGUAGE", context))
        ledger = ledger_table(ledgers, words)
        dated = batches_table(batches, quotas, rules, words)
        land = zones_table([(zone.numbers, zone.mu, zone.ha) for zone in zones], words)
        stages = stages_table(staged, rules, words) if staged else None
        projects = projects_table(staged, rules, words) if staged else None
        self._write(parameters, context, run, ledger, dated, (stages, projects), zones)
        tables = [
            ledger,
            kinds_table(batches, rules, words),
            dated,
            land,
            *(table for table in (stages, projects) if table is not None),
        ]
        sections = self._sections(tables, run, words, warning=any(each.warning for each in ledgers))
        title = words("Ledger of construction land quotas")
        self.write_papers(parameters, context, title, tables, sections, words)
        _say(feedback, ledger_table(ledgers, tr))
        feedback.pushInfo(run.summary(tr))
        tell(feedback, run.notices)
        feedback.setProgress(100)
        return {
            "YEARS": len(ledgers),
            "TOTAL_MU": float(sum((batch.mu for batch in batches), Decimal(0))),
            "EXCEEDED": sum(each.warning == "exceeded" for each in ledgers),
            "WARNINGS": sum(bool(each.warning) for each in ledgers),
            "ZONES": len(zones),
            "SKIPPED": len(run.skipped),
        }

    # --- reading --------------------------------------------------------------------------------------------------

    def _rules(self, parameters, context) -> Rules:
        rules = office_rules(self, parameters, context)
        for name, rule in (("RESERVE", "quota.reserve_percent"), ("THRESHOLD", "quota.zone_threshold_mu")):
            if parameters.get(name) not in (None, ""):
                rules = rules.with_value(rule, repr(self.parameterAsDouble(parameters, name, context)))
        return rules

    def _batch_fields(self, parameters, context) -> dict[str, str]:
        chosen = {
            part: self.field(parameters, context, f"{part.upper()}_FIELD", self._batches, "batch", part)
            for part in _BATCH_PARTS
            if part != "name"
        }
        chosen["name"] = self.field(parameters, context, "", self._batches, "batch", "name")
        if not chosen["year"]:
            raise RedlineError(
                "Layer {layer} has no field with the year of a batch: name it in YEAR_FIELD; it has {fields}.",
                layer=self._batches.name,
                fields=", ".join(self._batches.fields.names()),
            )
        return chosen

    def _quotas(self) -> list[Quota]:
        source = self._quota
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

    def _staged(self, parameters, context, run: Run) -> tuple[list[StagedParcel], Features | None]:
        source = self._parcels
        if source is None:
            return [], None
        stage = self.field(parameters, context, "STAGE_FIELD", source, "parcel", "stage")
        number = find_field(source, "parcel", "number", required=False) or ""
        project = find_field(source, "parcel", "project", required=False) or ""
        wanted = list(dict.fromkeys(name for name in (stage, number, project) if name))
        found = run.read(source, wanted, whole=True)
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

    def _write(self, parameters, context, run, ledger, dated, staged, zones: Sequence[_Zone]) -> None:
        self.write_table(parameters, "OUTPUT", context, ledger)
        self.write_table(parameters, "OUTPUT_BATCHES", context, dated)
        for name, table in zip(("OUTPUT_STAGES", "OUTPUT_PROJECTS"), staged, strict=True):
            if table is not None:
                self.write_table(parameters, name, context, table)
        if self.wants(parameters, "OUTPUT_ZONES"):
            rows = (
                (zone.geometry, (place, len(zone.numbers), "、".join(zone.numbers), zone.mu, zone.ha))
                for place, zone in enumerate(zones, 1)
            )
            layer = NewLayer(_zone_fields(), rows, run.crs, QgsWkbTypes.Type.MultiPolygon)
            write_layer(self.outputs, "OUTPUT_ZONES", layer)

    def _sections(self, tables: Sequence[Table], run: Run, tr, *, warning: bool) -> list[Section]:
        used: list[tuple[str, Source | None]] = [
            (tr("Batches"), self._batches),
            (tr("Quotas"), self._quota),
            (tr("Parcels"), self._parcels),
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


def _mu_and_ha(official) -> tuple[list[Decimal], list[Decimal]]:
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
        number, *rest = values
        batches.append(LandBatch(number or str(int(found.fids[place])), *rest, mu[place], ha[place]))
    return batches


def _contiguous(found: Features, numbers: Sequence[str], run: Run, rules: Rules, feedback) -> list[_Zone]:
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
    parts, owner = [], []
    for i in range(len(polygons)):
        for xy, hole in polygons.rings_of(i):
            if hole and parts and owner[-1] == i:
                parts[-1].append((xy, True))
            else:
                parts.append([(xy, False)])
                owner.append(i)
    return Polygons.from_rings(parts), owner


def _zone_fields() -> QgsFields:
    fields = QgsFields()
    whole, real = QMetaType.Type.LongLong, QMetaType.Type.Double
    for name, alias, kind in (
        ("zone", tr("No."), whole),
        ("members", tr("Members"), whole),
        ("numbers", tr("Numbers"), QMetaType.Type.QString),
        ("area_mu", tr("Area (mu)"), real),
        ("area_ha", tr("Area (ha)"), real),
    ):
        fields.append(text_field(name, alias, kind))
    return fields


def _say(feedback, ledger: Table) -> None:
    keys = [column.key for column in ledger.columns]
    for row in ledger.rows:
        values = dict(zip(keys, row.values, strict=True))
        text = tr(
            "{year}: {batches} batches, {area} mu; quota {quota} mu, left {left} mu; year before {before} mu."
        ).format(
            year=values["year"],
            batches=values["batches"],
            area=values["area_mu"],
            quota=values["quota_mu"] if values["quota_mu"] is not None else "–",
            left=values["left_mu"] if values["left_mu"] is not None else "–",
            before=values["before_mu"] if values["before_mu"] is not None else "–",
        )
        feedback.pushInfo(text)
        if values["warning"]:
            feedback.pushWarning(f"{values['year']}: {values['warning']}")
