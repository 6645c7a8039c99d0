"""The report of a dossier: what was made, from what, how, and what was skipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..errors import Notice
from ..landuse.tables import Words
from ..paper.htmlreport import Link, Section
from ..paper.tables import Table
from .dossier import Batch, Dossier, parcel_class_table, parcels_table, red_lines_table, title_of

__all__ = ["LayerUsed", "Provenance", "report_sections", "used_and_skipped"]


@dataclass(frozen=True)
class LayerUsed:
    """A layer that went into the dossier: what it served as, its name, number of features, coordinate system."""

    role: str
    name: str
    count: int
    crs: str
    place: str


@dataclass(frozen=True)
class Provenance:
    """How the dossier was made."""

    layers: Sequence[LayerUsed]
    crs: str
    ellipsoid: str
    scheme: str
    tolerance: str
    program: str
    made: datetime
    notices: Sequence[Notice]
    skipped: int


def report_sections(
    dossier: Dossier,
    summaries: Sequence[Table],
    forms: Sequence[Table],
    links: Sequence[Sequence[Link]],
    provenance: Provenance,
    words: Words,
) -> list[Section]:
    """The parts of report.html; ``forms`` and ``links`` have one entry for each batch."""
    tr = words.tr
    total = dossier.total
    facts = [
        (tr("Batches"), str(len(dossier.batches))),
        (tr("Parcels"), str(len(dossier.parcels))),
        (tr("Total area"), f"{total.ha} {tr('ha')} = {total.mu} {tr('mu')} = {total.m2} {tr('m²')}"),
        (tr("Parcels that violate a red line"), str(dossier.violations) if dossier.findings else tr("not checked")),
    ]
    return [
        Section(tr("Summary"), facts=facts, tables=summaries, warning=dossier.violations > 0),
        *(
            _batch_section(dossier, batch, form, files, words)
            for batch, form, files in zip(dossier.batches, forms, links, strict=True)
        ),
        *used_and_skipped(provenance, tr),
    ]


def _batch_section(dossier: Dossier, batch: Batch, form: Table, files: Sequence[Link], words: Words) -> Section:
    tr = words.tr
    tables = [parcels_table(dossier, batch, tr), form]
    tables.append(parcel_class_table([leaf for i in batch.parcels for leaf in dossier.leaves[i]], words, tr("Classes")))
    if dossier.findings:
        tables.append(red_lines_table(dossier, batch, tr))
    grave = any(dossier.verdicts[i] == "violates" for i in batch.parcels)
    title = tr("Batch {name}").format(name=title_of(batch.name, tr)) if batch.name else title_of("", tr)
    return Section(title, tables=tables, links=files, warning=grave)


def used_and_skipped(provenance: Provenance, tr: Callable[[str], str]) -> list[Section]:
    """The last parts of a report: what was used and how, and what was skipped."""
    return [_used_section(provenance, tr), _skipped_section(provenance, tr)]


def _used_section(provenance: Provenance, tr: Callable[[str], str]) -> Section:
    facts = [
        (
            each.role,
            tr("{name}: {count} features, {crs}, {place}").format(
                name=each.name, count=each.count, crs=each.crs, place=each.place
            ),
        )
        for each in provenance.layers
    ]
    facts += [
        (tr("Coordinate system of the run"), provenance.crs),
        (tr("Ellipsoid"), provenance.ellipsoid),
        (tr("Area method"), tr("official area on the ellipsoid (70 m, 0.000001″, 0.01 m²)")),
        (tr("Units and decimals"), tr("m² with 2, ha with 4, mu with 4 decimals, rounded half up; 1 mu = 2000/3 m²")),
        (
            tr("Balance"),
            tr(
                "In each unit the leaves of a parcel are balanced to the parcel's printed area by largest remainder; "
                "subtotals and totals are sums of printed numbers."
            ),
        ),
        (tr("Classes"), provenance.scheme),
        *(
            [(tr("Tolerance of the red-line check"), f"{provenance.tolerance} {tr('m²')}")]
            if provenance.tolerance
            else []
        ),
        (tr("Made with"), provenance.program),
        (tr("Made at"), provenance.made.isoformat(sep=" ", timespec="seconds")),
    ]
    return Section(tr("What was used"), facts=facts)


def _skipped_section(provenance: Provenance, tr: Callable[[str], str]) -> Section:
    items = [notice.sentence(tr) for notice in provenance.notices]
    texts = [tr("Features left out: {count}").format(count=provenance.skipped)]
    if not items:
        texts.append(tr("Nothing was skipped, and nothing has to be said about the layers."))
    return Section(tr("What was skipped, and notices"), texts=texts, items=items, warning=bool(items))
