"""redline:tractplancheck: a tract development plan 成片开发方案 against its rules, with its published tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from qgis.core import (
    QgsFields,
    QgsProcessing,
    QgsProcessingFeedback,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.approval.tractplan import (
    Check,
    CrossingKind,
    TractCrossing,
    check_plan,
    checks_table,
    tract_rule_name,
    tracts_table,
    uses_table,
    years_table,
)
from ...core.overlay import pieces_within
from ...core.paper.htmlreport import Section
from ...core.paper.tables import Table
from ...core.rounding import half_up
from ...core.rules import Rules
from ...i18n import tr, words_of
from ...layers.measuring.redlines import RedLineLayer, check_red_lines, red_line_layers
from ...layers.measuring.tractplans import ReadPlan, TractFields, UseFields, read_plan
from ...layers.reading.crs import name_of_crs
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Source
from ...layers.reading.validity import leaves_out
from ..base import RedlineAlgorithm, reached
from ..documents import Documents, tell, write_documents, write_ordered
from ..groups import PARCELS
from ..outputs import NewLayer, fields_from, write_layer
from ..parameters import (
    TABLES,
    Given,
    add_document_language,
    add_documents,
    add_field,
    add_layers,
    add_numbers,
    add_sink,
    add_source,
    add_table,
    add_value,
)
from ..rules import add_rules, office_rules

__all__ = ["TractPlanCheck"]

LINES: tuple[tuple[CrossingKind, str], ...] = (
    ("red_line", "RED_LINES"),
    ("boundary", "MUST_BE_INSIDE"),
    ("earlier", "EARLIER"),
)
"""What a tract is checked against, by the parameters that give it."""

PARAMETERS = {
    "usecode": "USE_FIELD",
    "startyear": "YEAR_FIELD",
    "public": "PUBLIC_FIELD",
    "acquired": "ACQUIRED_FIELD",
    "project": "PROJECT_FIELD",
    "tract": "TRACT_FIELD",
}
"""Parts of the planned use whose field a person may choose, and by which parameter."""


@dataclass(frozen=True)
class _Taken:
    tracts: Source
    parcels: Source
    lines: dict[str, list[RedLineLayer]]
    said: dict[str, str]


class TractPlanCheck(RedlineAlgorithm):
    ID = "tractplancheck"
    LABEL = "Check a tract development plan"
    SUMMARY = (
        "Areas by use and year, the 40 % rule, red lines, boundary, earlier tracts, declared areas: one verdict each"
    )
    GROUP = PARCELS
    TAGS = "成片开发,土地征收,公益性用地,年度计划,界址点,永久基本农田,城镇开发边界,tract,plan"

    def initAlgorithm(self, configuration=None):
        add_source(self, "TRACTS", tr("Tracts"), tr("The tract areas (成片开发范围)."))
        add_source(
            self,
            "PARCELS",
            tr("Planned use of the tracts"),
            tr("Parcels with planned use; together they cut each tract."),
        )
        add_field(
            self,
            "USE_FIELD",
            tr("Field with the planned use"),
            "PARCELS",
            tr("Code of 用地用海. Found by name (YDYHFLDM …) where left empty."),
        )
        add_field(
            self,
            "YEAR_FIELD",
            tr("Field with the year"),
            "PARCELS",
            tr("In which the project starts. Found by name (SSNF …) where left empty."),
        )
        kind = QgsProcessing.SourceType.TypeVectorPolygon
        for name, label, help_text in (
            (
                "RED_LINES",
                tr("Red lines that tracts must stay out of"),
                tr("Permanent basic farmland and others; any number of layers."),
            ),
            (
                "MUST_BE_INSIDE",
                tr("Boundaries within which tracts must lie"),
                tr("The urban development boundary, or the extent of urban construction land."),
            ),
            (
                "EARLIER",
                tr("Earlier tracts"),
                tr("Tracts of earlier plans, which the new ones must not overlap."),
            ),
        ):
            add_layers(self, name, label, help_text, kind)
        self._add_advanced()
        self._add_outputs()

    def _add_outputs(self) -> None:
        add_sink(
            self,
            "OUTPUT",
            tr("Verdicts"),
            tr("One row for each rule and tract: its number, its limit, its verdict (pass, fail, not_checked)."),
            TABLES,
            appends=False,
        )
        add_table(
            self,
            "OUTPUT_USES",
            tr("Land to be acquired by use"),
            tr("The published table, with shares to 100.00."),
            optional=True,
            default=False,
        )
        add_table(
            self,
            "OUTPUT_YEARS",
            tr("Land to be acquired by year"),
            tr("Projects and areas of the yearly plan."),
            optional=True,
            default=False,
        )
        add_table(
            self,
            "OUTPUT_TRACTS",
            tr("Areas of the tracts"),
            tr("Area, land to be acquired, public-benefit share."),
            optional=True,
            default=False,
        )
        add_documents(self)
        add_document_language(self)
        add_rules(self)
        add_numbers(
            self,
            (
                ("FAILED", tr("Rules failed")),
                ("NOT_CHECKED", tr("Rules not checked")),
                ("TRACT_COUNT", tr("Tracts")),
                ("PROJECTS", tr("Projects")),
                ("ACQUIRED", tr("Land to be acquired (ha)")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def _add_advanced(self) -> None:
        add_value(
            self,
            "PUBLIC_SHARE",
            tr("Least share of public-benefit land (%)"),
            None,
            tr("The value of your province; that of the rules (40) where left empty."),
            low=0,
            high=100,
            optional=True,
            advanced=True,
        )
        for name, label, help_text in (
            ("PUBLIC_FIELD", tr("Field that says public benefit"), tr("Found by name (GYX …); else told by the use.")),
            (
                "ACQUIRED_FIELD",
                tr("Field that says to be acquired"),
                tr("Found by name (NZS …); else all parcels are."),
            ),
            ("PROJECT_FIELD", tr("Field with the project"), tr("Found by name (XMBH …) where left empty.")),
            ("TRACT_FIELD", tr("Field with the tract"), tr("Found by name (PQBH …); else by where the parcel lies.")),
        ):
            add_field(self, name, label, "PARCELS", help_text, advanced=True)

    def take(self, given: Given) -> _Taken:
        tracts = given.source("TRACTS")
        parcels = given.source("PARCELS")
        names = [name for _, name in LINES]
        named = {name: given.layers(name) or [] for name in names}
        language = given.choice("LANGUAGE")
        lines = {name: _lines(layers, name, language) for name, layers in named.items()}
        said = {
            line.title: said.title
            for name, layers in named.items()
            for line, said in zip(lines[name], _lines(layers, name, tr("en")), strict=True)
        }
        return _Taken(tracts=tracts, parcels=parcels, lines=lines, said=said)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        rules = office_rules(given)
        if given.parameters.get("PUBLIC_SHARE") not in (None, ""):
            share = given.number("PUBLIC_SHARE")
            rules = rules.with_value("tractplan.public_share_min", Decimal(repr(share)).normalize())
        run = Run(working_crs(taken.tracts), given.transforms, feedback.isCanceled)
        uses = UseFields.found_in(taken.parcels, lambda part: given.field(PARAMETERS.get(part, ""), taken.parcels))
        plan = read_plan(
            run,
            (taken.tracts, TractFields.found_in(taken.tracts)),
            (taken.parcels, uses),
            rules,
            leave_out=leaves_out(given.validity),
        )
        reached(feedback, 40)
        crossings = self._crossings(run, plan)
        checked = ["other_tract"] + [kind for kind, name in LINES if taken.lines[name]]
        # Twice: in a sentence a red line is called what it is called in the sentence's language.
        said = [replace(each, line=taken.said.get(each.line, each.line)) for each in crossings]
        printed, heard = (
            check_plan(plan.tracts, plan.parcels, each, plan.fits, rules, checked=checked) for each in (crossings, said)
        )
        reached(feedback, 80)
        return self._results(given, feedback, run, plan, printed, heard, rules)

    # --- crossings ------------------------------------------------------------------------------------------------

    def _crossings(self, run: Run, plan: ReadPlan) -> list[TractCrossing]:
        """What lies of each tract in red lines and other tracts, m² as the red-line check prints them."""
        zones = plan.zones()
        result: list[TractCrossing] = []
        for kind, name in LINES:
            for checked in check_red_lines(run, plan.tract_polygons, zones, self.taken.lines[name], 0.0):
                for each in checked.findings:
                    touched = () if each.must_contain else each.touched
                    result.append(TractCrossing(zones[each.zone].id, each.line, kind, each.against, touched))
        own = pieces_within(plan.drawn_tracts)
        for i, j, area in zip(own.zone.tolist(), own.patch.tolist(), own.area.tolist(), strict=True):
            for a, b in ((i, j), (j, i)):
                result.append(TractCrossing(zones[a].id, zones[b].id, "other_tract", half_up(area, 2)))
        return result

    # --- results --------------------------------------------------------------------------------------------------

    def _results(
        self,
        given: Given,
        feedback: QgsProcessingFeedback,
        run: Run,
        plan: ReadPlan,
        checks: Sequence[Check],
        heard: Sequence[Check],
        rules: Rules,
    ) -> dict[str, Any]:
        language = given.choice("LANGUAGE")
        words = words_of(language)
        uses = uses_table(plan.parcels, rules, language, words)
        years = years_table(plan.parcels, words)
        own = tracts_table(plan.tracts, plan.parcels, rules, words)
        printed = checks_table(checks, language, words)
        names = {tract.number: tract.name for tract in plan.tracts}
        rows = (
            (
                None,
                (
                    each.rule,
                    each.value,
                    each.limit,
                    each.verdict,
                    each.unit,
                    each.tract,
                    names.get(each.tract, ""),
                    each.message.sentence(tr),
                    each.source.source(tr("en")),
                ),
            )
            for each in heard
        )
        write_layer(self.outputs, "OUTPUT", NewLayer(_check_fields(), rows))
        write_ordered(self.outputs, (("OUTPUT_USES", uses), ("OUTPUT_YEARS", years), ("OUTPUT_TRACTS", own)))
        failed = [each for each in heard if each.verdict == "fail"]
        sections = _sections(self.taken, run, [uses, years, own], printed, checks, words)
        tables = [uses, years, own, printed]
        title = words("Check of the tract development plan")
        write_documents(self.outputs, Documents(title, tables, sections, given.choice("LANGUAGE")))
        _say(feedback, uses, years, failed)
        feedback.pushInfo(run.summary(tr))
        tell(feedback, run.notices)
        total = uses.rows[-1]
        feedback.setProgress(100)
        return {
            "FAILED": len(failed),
            "NOT_CHECKED": sum(each.verdict == "not_checked" for each in checks),
            "TRACT_COUNT": len(plan.tracts),
            "PROJECTS": total.values[1],
            "ACQUIRED": float(total.number(2)),
            "SKIPPED": len(run.skipped),
        }


def _lines(layers: Sequence[QgsVectorLayer], parameter: str, language: str) -> list[RedLineLayer]:
    return red_line_layers(((layer, parameter == "MUST_BE_INSIDE", parameter) for layer in layers), language)


def _check_fields() -> QgsFields:
    real, text = QMetaType.Type.Double, QMetaType.Type.QString
    return fields_from(
        (
            ("rule", tr("Rule"), text),
            ("value", tr("Value"), real),
            ("limit", tr("Limit"), real),
            ("verdict", tr("Verdict"), text),
            ("unit", tr("Unit"), text),
            ("tract", tr("Tract number"), text),
            ("tract_name", tr("Tract name"), text),
            ("message", tr("Message"), text),
            ("source", tr("Source of the rule"), text),
        )
    )


def _say(feedback: QgsProcessingFeedback, uses: Table, years: Table, failed: Sequence[Check]) -> None:
    """The published figures and the rules that failed, in the log."""
    total = uses.rows[-1].values
    parts = " + ".join(f"{row.values[0]} {row.values[2]}" for row in uses.rows[:-1])
    feedback.pushInfo(
        tr("To be acquired: {total} ha in {projects} projects = {parts}.").format(
            total=total[2], projects=total[1], parts=parts
        )
    )
    for row in years.rows[:-1]:
        feedback.pushInfo(
            tr("{year}: {projects} projects, {area} ha ({share} %).").format(
                year=row.values[0], projects=row.values[1], area=row.values[2], share=row.values[3]
            )
        )
    for text in _failures(failed, tr):
        feedback.pushWarning(text)


def _failures(checks: Sequence[Check], tr: Callable[[str], str]) -> list[str]:
    """The rules that failed, in sentences."""
    return [
        tr("{tract}, {rule}: {value} {unit}, limit {limit}. {message}").format(
            tract=each.tract or tr("Whole plan"),
            rule=tract_rule_name(each.rule, tr),
            value=each.value,
            unit=each.unit,
            limit=each.limit,
            message=each.message.sentence(tr),
        )
        for each in checks
        if each.verdict == "fail"
    ]


def _sections(
    taken: _Taken, run: Run, tables: Sequence[Table], printed: Table, checks: Sequence[Check], tr: Callable[[str], str]
) -> list[Section]:
    failed = sum(each.verdict == "fail" for each in checks)
    used = [
        (tr("Tracts"), f"{taken.tracts.name}, {taken.tracts.count}"),
        (tr("Planned use of the tracts"), f"{taken.parcels.name}, {taken.parcels.count}"),
        *((tr("Checked against"), line.source.name) for lines in taken.lines.values() for line in lines),
        (tr("Coordinate system of the run"), name_of_crs(run.crs)),
        (tr("Area method"), tr("official area on the ellipsoid (70 m, 0.000001″, 0.01 m²)")),
    ]
    notices = [notice.sentence(tr) for notice in run.notices]
    facts = [(tr("Rules failed"), str(failed)), (tr("Rules checked"), str(len(checks)))]
    return [
        Section(tr("Verdicts"), facts=facts, items=_failures(checks, tr), tables=[printed], warning=failed > 0),
        Section(tr("Areas"), tables=tables),
        Section(tr("What was used"), facts=used, items=notices),
    ]
