"""redline:landsupply: what became of approved land: acquired, supplied, built, registered; contracts, idle land."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from qgis.core import QgsFields, QgsProcessingFeedback, QgsWkbTypes
from qgis.PyQt.QtCore import QMetaType

from ...core.approval.supply import (
    INSIDE,
    LAID,
    Contract,
    ContractDates,
    Followed,
    contract_state,
    contracts_table,
    followed_land,
    land_values,
    projects_of,
    projects_table,
    rate_in,
    stage_names,
    stage_of,
    state_name,
    sum_of,
    years_table,
)
from ...core.errors import Notice, RedlineError
from ...core.paper.htmlreport import Section
from ...core.paper.tables import Table
from ...core.rounding import in_unit
from ...core.rules import Rules
from ...i18n import tr, words_of
from ...layers.measuring.following import LaidLand, lay_over, united
from ...layers.measuring.tallying import ReadZones, ZoneFields, read_zones
from ...layers.reading.crs import name_of_crs
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Rows, Source, read_table
from ..base import RedlineAlgorithm, reached
from ..documents import Documents, section_of_notices, tell_run, write_documents, write_ordered
from ..groups import PARCELS
from ..moments import add_as_of, now_of
from ..outputs import NewLayer, fields_from, write_layer
from ..parameters import (
    Given,
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
from ..personal import add_keep_personal, asks_personal, extended
from ..rules import add_rules, office_rules

__all__ = ["LandSupply"]

_DATES = ("start_due", "finish_due", "started", "finished", "halted")


@dataclass(frozen=True)
class _ApprovedFields:
    number: str
    name: str
    year: str
    approved: str
    project: str
    officer: str


@dataclass(frozen=True)
class _SupplyFields:
    number: str
    name: str
    project: str
    officer: str
    dates: tuple[str, ...]


@dataclass(frozen=True)
class _Taken:
    approved: Source
    approved_fields: _ApprovedFields
    supplied: Source
    supply_fields: _SupplyFields
    layers: tuple[tuple[str, Source], ...]
    """The layers laid over approved land, by their key in ``LAID``."""

    now: datetime
    window: tuple[int, int]
    personal: bool


@dataclass(frozen=True)
class _Found:
    """Approved land and contracts with their zones, laid under the other layers."""

    approved: ReadZones
    laid: LaidLand
    followed: list[Followed]
    supplied: ReadZones
    given: LaidLand
    contracts: list[Contract]


class LandSupply(RedlineAlgorithm):
    ID = "landsupply"
    LABEL = "Land from approval to supply"
    SUMMARY = "What of approved land is acquired, supplied, built on and registered; contracts overdue; idle land"
    GROUP = PARCELS
    TAGS = "批而未供,供地率,闲置土地,征收,供地,登记,开工,竣工,台账,land supply,idle land,approval"

    def initAlgorithm(self, configuration=None):
        add_source(self, "APPROVED", tr("Approved land"), tr("Parcels or batches with the year of their approval."))
        add_source(self, "SUPPLIED", tr("Supplied land"), tr("Parcels supplied, with the dates of their contracts."))
        for name, label, help_text in (
            ("ACQUIRED", tr("Acquired land"), tr("What of the approved land is acquired.")),
            ("BUILT", tr("Built land"), tr("What is built on.")),
            ("REGISTERED", tr("Registered land"), tr("What is registered.")),
        ):
            add_source(self, name, label, help_text, optional=True)
        self._add_fields()
        self._add_window()
        self._add_outputs()

    def _add_fields(self) -> None:
        for name, label, parent, alias in (
            ("YEAR_FIELD", tr("Field with the year of approval"), "APPROVED", "PCND"),
            ("NUMBER_FIELD", tr("Field with the parcel number"), "APPROVED", "DKBH"),
            ("PROJECT_FIELD", tr("Field with the project"), "APPROVED", "XMBH"),
            ("SUPPLY_NUMBER_FIELD", tr("Field with the contract number"), "SUPPLIED", "HTBH"),
            ("SUPPLY_PROJECT_FIELD", tr("Field with the contract's project"), "SUPPLIED", "XMBH"),
            ("START_DUE_FIELD", tr("Field with the agreed start"), "SUPPLIED", "YDKGSJ"),
            ("FINISH_DUE_FIELD", tr("Field with the agreed finish"), "SUPPLIED", "YDJGSJ"),
            ("STARTED_FIELD", tr("Field with the true start"), "SUPPLIED", "SJKGSJ"),
            ("FINISHED_FIELD", tr("Field with the true finish"), "SUPPLIED", "SJJGSJ"),
            ("HALTED_FIELD", tr("Field with the date of a halt"), "SUPPLIED", "ZZKFSJ"),
        ):
            add_found_field(self, name, label, parent, alias)
        for name, parent in (("OFFICER_FIELD", "APPROVED"), ("SUPPLY_OFFICER_FIELD", "SUPPLIED")):
            help_text = tr("Printed on the page of the project; left out where empty.")
            add_field(self, name, tr("Field with the officer"), parent, help_text, advanced=True)

    def _add_window(self) -> None:
        for name, label in (("FROM_YEAR", tr("Rate of supply from")), ("TO_YEAR", tr("Rate of supply to"))):
            help_text = tr("Years of approval, both included; the last years of the rules (5) where left empty.")
            add_value(self, name, label, None, help_text, low=1900, high=2200, whole=True, optional=True, advanced=True)
        add_as_of(self, tr("The day on which contracts are judged; today where left empty."))

    def _add_outputs(self) -> None:
        add_sink(
            self,
            "OUTPUT",
            tr("Approved land followed"),
            tr("The approved land with its stage (JD) and what of it is acquired, supplied, built and registered."),
        )
        for name, label, help_text in (
            ("OUTPUT_UNSUPPLIED", tr("Approved, not supplied"), tr("Whole parcels and leftovers, as polygons.")),
            ("OUTPUT_OUTSIDE", tr("Supplied outside approvals"), tr("What of supplied land lies in no approved land.")),
        ):
            add_sink(self, name, label, help_text, optional=True, appends=False)
        for name, label, help_text in (
            ("OUTPUT_YEARS", tr("By year"), tr("By year of approval, with the rate of supply.")),
            ("OUTPUT_PROJECTS", tr("Projects"), tr("Stages, officers, land and due dates of each project.")),
            ("OUTPUT_CONTRACTS", tr("Contracts"), tr("Supplied land: overdue starts and finishes, idle land.")),
        ):
            add_table(self, name, label, help_text, optional=True, default=False)
        add_documents(self)
        add_document_language(self)
        add_keep_personal(self)
        add_rules(self)
        add_numbers(
            self,
            (
                ("APPROVED_MU", tr("Approved (mu)")),
                ("SUPPLIED_MU", tr("Supplied of it (mu)")),
                ("UNSUPPLIED_MU", tr("Approved, not supplied (mu)")),
                ("RATE", tr("Rate of supply (%)")),
                ("CONTRACTS", tr("Contracts")),
                ("CONTRACTS_MU", tr("All supplied land (mu)")),
                ("OUTSIDE_MU", tr("Supplied outside approvals (mu)")),
                ("UNBUILT_MU", tr("Supplied, not built (mu)")),
                ("OVERDUE", tr("Contracts with an overdue start or finish")),
                ("IDLE", tr("Idle contracts")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        approved, supplied = given.source("APPROVED"), given.source("SUPPLIED")
        more = [(name, given.optional_source(name.upper())) for name in ("acquired", "built", "registered")]
        laid = {name: source for name, source in more if source is not None} | {"supplied": supplied}
        now, rules = now_of(given), office_rules(given)
        last = given.whole("TO_YEAR") if given.has("TO_YEAR") else now.year
        first = last - int(rules.number("supply.window_years")) + 1
        if given.has("FROM_YEAR"):
            first = given.whole("FROM_YEAR")
        if first > last:
            raise RedlineError(
                "The rate of supply is asked from {first} to {last}: put the earlier year first.",
                first=first,
                last=last,
            )
        layers = tuple((name, laid[name]) for name in LAID if name in laid)
        fields = _approved_fields(given, approved), _supply_fields(given, supplied)
        personal = asks_personal(given)
        return _Taken(approved, fields[0], supplied, fields[1], layers, now, (first, last), personal)

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = cast("_Taken", self.taken)
        rules = office_rules(given)
        stage_names(rules)
        run = Run(working_crs(taken.approved, taken.supplied), given.transforms, feedback.isCanceled)
        found = self._follow(run, given, rules, feedback)
        reached(feedback, 70)
        _tell_slivers(run, found, rules)
        _tell_missing(run, self._laid())
        words = words_of(given.choice("LANGUAGE"))
        today = taken.now.date()
        tables = [
            years_table(found.followed, taken.window, rules, words, self._laid()),
            projects_table(found.followed, found.contracts, today, rules, words, self._laid()),
            contracts_table(found.contracts, today, rules, words),
        ]
        self._write_layers(given, run, found, rules, feedback)
        write_ordered(self.outputs, zip(("OUTPUT_YEARS", "OUTPUT_PROJECTS", "OUTPUT_CONTRACTS"), tables, strict=True))
        self._write_documents(given, run, found, tables, rules)
        tell_run(run, feedback)
        rate = rate_in(found.followed, taken.window).rate
        whole = sum_of(each.land for each in found.followed)
        states = [contract_state(each, today, rules) for each in found.contracts]
        feedback.pushInfo(
            tr("{approved} mu approved, {supplied} of them supplied; {first} to {last}: {rate} %.").format(
                approved=whole.approved,
                supplied=whole.supplied,
                first=taken.window[0],
                last=taken.window[1],
                rate="–" if rate is None else rate,
            )
        )
        feedback.setProgress(100)
        return {
            "APPROVED_MU": float(whole.approved),
            "SUPPLIED_MU": float(whole.supplied),
            "UNSUPPLIED_MU": float(whole.unsupplied),
            "RATE": float(rate) if rate is not None else -1.0,
            "CONTRACTS": len(found.contracts),
            "CONTRACTS_MU": float(sum((each.mu for each in found.contracts), Decimal(0))),
            "OUTSIDE_MU": float(sum((each.outside for each in found.contracts), Decimal(0))),
            "UNBUILT_MU": float(sum((each.unbuilt or 0 for each in found.contracts), Decimal(0)))
            if "built" in self._laid()
            else -1.0,
            "OVERDUE": sum(state in ("start_overdue", "finish_overdue") for state in states),
            "IDLE": states.count("idle"),
        }

    def _laid(self) -> tuple[str, ...]:
        """The layers that were given to be laid over approved land."""
        return tuple(name for name, _ in cast("_Taken", self.taken).layers)

    def _follow(self, run: Run, given: Given, rules: Rules, feedback: QgsProcessingFeedback) -> _Found:
        taken = cast("_Taken", self.taken)
        fields, supply = taken.approved_fields, taken.supply_fields
        approved = read_zones(run, taken.approved, ZoneFields(fields.number, fields.name), given.validity)
        supplied = read_zones(run, taken.supplied, ZoneFields(supply.number, supply.name), given.validity)
        reached(feedback, 15)
        laid = lay_over(run, approved, taken.layers)
        reached(feedback, 40)
        built = [(name, source) for name, source in taken.layers if name == "built"]
        back = lay_over(run, supplied, [("approved", taken.approved), *built])
        followed = _followed(taken, approved, laid)
        return _Found(approved, laid, followed, supplied, back, _contracts(taken, supplied, back))

    # --- writing ------------------------------------------------------------------------------------------------------

    def _write_layers(
        self, given: Given, run: Run, found: _Found, rules: Rules, feedback: QgsProcessingFeedback
    ) -> None:
        taken = cast("_Taken", self.taken)
        values = found.approved.by_feature([_land_values(each, rules, self._laid()) for each in found.followed])
        own = _land_fields()
        write_layer(self.outputs, "OUTPUT", extended(taken.approved, own, values, taken.personal, feedback))
        least = _sliver(rules)
        kind = QgsWkbTypes.Type.MultiPolygon
        if given.wants("OUTPUT_UNSUPPLIED"):
            rests = [
                (united(found.laid, found.laid.outside("supplied", zone)), _rest_values(each))
                for zone, each in enumerate(found.followed)
                if each.land.unsupplied > least
            ]
            write_layer(self.outputs, "OUTPUT_UNSUPPLIED", NewLayer(_rest_fields(), rests, run.crs, kind))
        if given.wants("OUTPUT_OUTSIDE"):
            strays = [
                (
                    united(found.given, found.given.outside("approved", zone)),
                    (each.number, each.name, each.project, each.outside),
                )
                for zone, each in enumerate(found.contracts)
                if each.outside > least
            ]
            write_layer(self.outputs, "OUTPUT_OUTSIDE", NewLayer(_outside_fields(), strays, run.crs, kind))

    def _write_documents(self, given: Given, run: Run, found: _Found, tables: Sequence[Table], rules: Rules) -> None:
        taken = cast("_Taken", self.taken)
        words = words_of(given.choice("LANGUAGE"))
        years, projects, contracts = tables
        wrong = any(each.outside > _sliver(rules) for each in found.contracts)
        used = [(words("Approved land"), taken.approved), (words("Supplied land"), taken.supplied)]
        facts = [(label, f"{source.name}, {source.count}") for label, source in used]
        facts += [
            (words("Coordinate system of the run"), name_of_crs(run.crs)),
            (words("As of"), taken.now.date().isoformat()),
        ]
        pages = [self._page(project, own, found.contracts, rules, given) for project, own in _pages(found)]
        sections = [
            Section(years.title, tables=[years]),
            Section(projects.title, tables=[projects]),
            Section(contracts.title, tables=[contracts], warning=wrong),
            *pages,
            section_of_notices(run, words),
            Section(words("What was used"), facts=facts),
        ]
        title = words("Land from approval to supply")
        write_documents(self.outputs, Documents(title, list(tables), sections, given.choice("LANGUAGE")))

    def _page(
        self, project: str, own: Sequence[Followed], contracts: Sequence[Contract], rules: Rules, given: Given
    ) -> Section:
        """The page of one project: its stage, officers, parcels, contracts and due dates."""
        words = words_of(given.choice("LANGUAGE"))
        today = cast("_Taken", self.taken).now.date()
        signed = [each for each in contracts if each.project == project]
        land = sum_of(each.land for each in own)
        officers = dict.fromkeys(
            name for name in (*(each.officer for each in own), *(c.officer for c in signed)) if name
        )
        facts = [
            (words("Stage"), stage_of(land, rules)),
            (words("Officer"), "、".join(officers) or "–"),
            (words("Parcels"), "、".join(each.number for each in own)),
            (words("Approved"), f"{land.approved} {words('mu')}"),
            (words("Approved, not supplied"), f"{land.unsupplied} {words('mu')}"),
        ]
        items = [
            words("Contract {number}: {area} mu, agreed start {start}, agreed finish {finish}: {state}.").format(
                number=each.number,
                area=each.mu,
                start=each.dates.start_due or "–",
                finish=each.dates.finish_due or "–",
                state=state_name(contract_state(each, today, rules), words),
            )
            for each in signed
        ]
        late = any(contract_state(each, today, rules) in ("start_overdue", "finish_overdue", "idle") for each in signed)
        return Section(words("Project {project}").format(project=project), facts=facts, items=items, warning=late)


def _pages(found: _Found) -> list[tuple[str, list[Followed]]]:
    return list(projects_of(found.followed).items())


# --- reading ----------------------------------------------------------------------------------------------------------


def _approved_fields(given: Given, source: Source) -> _ApprovedFields:
    def of(name: str, part: str) -> str:
        return given.field(name, source, "parcel", part) or given.field("", source, "batch", part)

    fields = _ApprovedFields(
        of("NUMBER_FIELD", "number"),
        of("", "name"),
        of("YEAR_FIELD", "year"),
        of("", "approved"),
        given.field("PROJECT_FIELD", source, "parcel", "project"),
        given.field("OFFICER_FIELD", source),
    )
    if not fields.year and not fields.approved:
        raise RedlineError(
            "Layer {layer} has no field with the year or the date of approval: name one in YEAR_FIELD; it has "
            "{fields}.",
            layer=source.name,
            fields=", ".join(source.fields.names()),
        )
    return fields


def _supply_fields(given: Given, source: Source) -> _SupplyFields:
    def of(name: str, part: str) -> str:
        return given.field(name, source, "supply", part)

    return _SupplyFields(
        of("SUPPLY_NUMBER_FIELD", "number"),
        of("", "name"),
        of("SUPPLY_PROJECT_FIELD", "project"),
        given.field("SUPPLY_OFFICER_FIELD", source),
        tuple(of(f"{part.upper()}_FIELD", part) for part in _DATES),
    )


class _ByZone:
    """The values of a layer's fields by zone: of the first feature of each."""

    def __init__(self, source: Source, zones: ReadZones, fields: Sequence[str]) -> None:
        self.rows: Rows = read_table(source, list(dict.fromkeys(name for name in fields if name)))
        self.first = zones.first_rows(self.rows.fids.tolist())

    def of(self, values: Sequence[str]) -> list[str]:
        return [values[place] for place in self.first]


def _followed(taken: _Taken, zones: ReadZones, laid: LaidLand) -> list[Followed]:
    fields = taken.approved_fields
    given = _ByZone(taken.approved, zones, (fields.year, fields.approved, fields.project, fields.officer))
    rows = given.rows
    years = rows.years(fields.year) if fields.year else [day[:4] for day in rows.dates(fields.approved)]
    columns = [given.of(each) for each in (years, rows.texts(fields.project), rows.texts(fields.officer))]
    lands = followed_land(laid.printed)
    return [
        Followed(number, name, year, project, officer, land)
        for number, name, year, project, officer, land in zip(zones.ids, zones.names, *columns, lands, strict=True)
    ]


def _contracts(taken: _Taken, zones: ReadZones, laid: LaidLand) -> list[Contract]:
    fields = taken.supply_fields
    given = _ByZone(taken.supplied, zones, (fields.project, fields.officer, *fields.dates))
    rows = given.rows
    projects, officers = given.of(rows.texts(fields.project)), given.of(rows.texts(fields.officer))
    dates = [ContractDates(*days) for days in zip(*(given.of(rows.dates(name)) for name in fields.dates), strict=True)]
    outside, made = ([Decimal("0.0000")] * len(zones) for _ in range(2))
    for leaf in laid.printed.leaves:
        words = dict(zip(laid.printed.dimensions, leaf.dims, strict=True))
        if words["approved"] != INSIDE:
            outside[leaf.zone] += leaf.value
        if words.get("built") == INSIDE:
            made[leaf.zone] += leaf.value
    built: list[Decimal] | list[None] = made if "built" in laid.printed.dimensions else [None] * len(zones)
    columns = (zones.ids, zones.names, projects, officers, dates, laid.printed.totals, outside, built)
    return [Contract(*values) for values in zip(*columns, strict=True)]


def _sliver(rules: Rules) -> Decimal:
    """The area in 亩 up to which a rest is drawing."""
    return in_unit(rules.number("supply.sliver_m2"), "mu", 4)


def _tell_slivers(run: Run, found: _Found, rules: Rules) -> None:
    """Rests too small to be listed: counted, and told."""
    least = _sliver(rules)
    rests = [each.land.unsupplied for each in found.followed] + [each.outside for each in found.contracts]
    small = [rest for rest in rests if 0 < rest <= least]
    if small:
        run.notices.append(
            Notice(
                "{count} rests of no more than {limit} m² are counted, but not listed: {area} mu together.",
                count=len(small),
                limit=rules.rule("supply.sliver_m2").value,
                area=sum(small, Decimal(0)),
            )
        )


def _tell_missing(run: Run, laid: Sequence[str]) -> None:
    """What no layer says is left open, and told: it is not nothing."""
    missing = [name.upper() for name in LAID if name not in laid]
    if missing:
        run.notices.append(
            Notice(
                "No layer was given for {parameters}: these columns are left open, and no parcel reaches a stage by "
                "them.",
                parameters=", ".join(missing),
            )
        )


# --- fields -----------------------------------------------------------------------------------------------------------

_TEXT, _REAL = QMetaType.Type.QString, QMetaType.Type.Double


def _land_fields() -> QgsFields:
    return fields_from(
        (
            ("JD", tr("Stage"), _TEXT),
            ("approved_mu", tr("Approved (mu)"), _REAL),
            ("acquired_mu", tr("Acquired (mu)"), _REAL),
            ("supplied_mu", tr("Supplied (mu)"), _REAL),
            ("unsupplied_mu", tr("Approved, not supplied (mu)"), _REAL),
            ("rate", tr("Rate of supply (%)"), _REAL),
            ("built_mu", tr("Built (mu)"), _REAL),
            ("unbuilt_mu", tr("Supplied, not built (mu)"), _REAL),
            ("early_mu", tr("Built, not supplied (mu)"), _REAL),
            ("registered_mu", tr("Registered (mu)"), _REAL),
        )
    )


def _land_values(each: Followed, rules: Rules, laid: Sequence[str]) -> list[Any]:
    return [stage_of(each.land, rules), *land_values(each.land, laid)]


def _rest_fields() -> QgsFields:
    return fields_from(
        (
            ("number", tr("Number"), _TEXT),
            ("name", tr("Name"), _TEXT),
            ("year", tr("Year of approval"), _TEXT),
            ("project", tr("Project"), _TEXT),
            ("part", tr("Part"), _TEXT),
            ("area_mu", tr("Area (mu)"), _REAL),
        )
    )


def _rest_values(each: Followed) -> tuple[Any, ...]:
    part = tr("Whole parcel") if not each.land.supplied else tr("Leftover")
    return (each.number, each.name, each.year, each.project, part, each.land.unsupplied)


def _outside_fields() -> QgsFields:
    return fields_from(
        (
            ("number", tr("Number"), _TEXT),
            ("name", tr("Name"), _TEXT),
            ("project", tr("Project"), _TEXT),
            ("area_mu", tr("Area (mu)"), _REAL),
        )
    )
