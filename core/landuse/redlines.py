"""Red-line verdicts: what of each zone lies inside a red line, or outside a line within which it must be.

A verdict agrees with the number that is printed beside it:

- ``violates``: the area against the rule, printed in m² with two decimals, is above the tolerance;
- ``touches``: there is such an area, but it prints as no more than the tolerance (with the tolerance 0: as 0.00 m²);
- ``clear``: there is none. Below one square centimetre, or 1e-11 of the zone, "an area" is the arithmetic of edges
that
  coincide, and not land (NOISE_M2 and the closure of the engine, ENGINE.md section 2).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ..errors import RedlineError
from ..paper.tables import Column, Row, Table
from ..rounding import half_up
from ..shapes.polygons import FloatArray
from .tally import NOISE_M2, Zone

__all__ = [
    "VERDICTS",
    "Finding",
    "RedLine",
    "Verdict",
    "check_red_line",
    "legal_ratios",
    "red_line_table",
    "verdict_name",
    "worst",
]

Verdict = Literal["clear", "touches", "violates"]

VERDICTS: tuple[Verdict, ...] = ("clear", "touches", "violates")
"""From harmless to grave."""


@dataclass(frozen=True)
class RedLine:
    """One red line 红线 as a layer: its name, the ids of its polygons, and its rule.

    must_contain : False, zones must stay out of it (basic farmland, ecological red line); True, zones must lie inside
    it (urban development boundary). legal : (n,) legal farmland area per unit of polygon area (``legal_ratios``), or
    None.
    """

    name: str
    ids: Sequence[str]
    must_contain: bool = False
    legal: FloatArray | None = None


@dataclass(frozen=True)
class Finding:
    """One zone against one red line; areas in m² with two decimals, inside + outside = the zone's own area.

    share : the area inside as a share of the zone in per cent, two decimals. legal : legal farmland area inside
    (field ridges deducted), None where the line has no legal areas. touched : ids of the line's polygons inside the
    zone.
    """

    zone: int
    line: str
    must_contain: bool
    verdict: Verdict
    inside: Decimal
    outside: Decimal
    share: Decimal
    legal: Decimal | None
    touched: tuple[str, ...]

    @property
    def against(self) -> Decimal:
        """The area against the rule: outside of a line that must contain the zone, else inside."""
        return self.outside if self.must_contain else self.inside


def legal_ratios(legal: ArrayLike, polygon: ArrayLike, deduction: ArrayLike | None = None) -> tuple[FloatArray, int]:
    """Legal farmland area per unit of polygon area, (n,), and the number of polygons for which it was not recorded.

    legal : (n,) recorded legal areas (YJJBNTMJ), m², NaN where missing; polygon : (n,) areas of the polygons, m²;
    deduction : (n,) ridge coefficients (KCXS), used where the legal area is missing: 1 − KCXS. With neither, a
    polygon counts in full. Source: YJJBNTMJ = YJJBNTTBMJ − KCMJ, the legal area is not the polygon's.
    """
    legal = np.asarray(legal, dtype=np.float64)
    polygon = np.asarray(polygon, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = legal / polygon
    missing = ~np.isfinite(ratio) | (legal <= 0)
    fallback = np.ones(len(legal))
    if deduction is not None:
        given = np.asarray(deduction, dtype=np.float64)
        fallback = np.where(np.isfinite(given), 1.0 - given, 1.0)
    return np.where(missing, fallback, ratio), int(missing.sum())


def check_red_line(
    line: RedLine,
    zones: Sequence[Zone],
    zone_areas: ArrayLike,
    zone: ArrayLike,
    polygon: ArrayLike,
    area: ArrayLike,
    *,
    tolerance: float = 0.0,
    overlap: ArrayLike | None = None,
) -> list[Finding]:
    """One finding for each zone, in the order of ``zones``.

    zone_areas : (z,) areas of the zones in the plane of the pieces, m². zone, polygon, area : (p,) the pieces zone ∩
    polygon of the line. tolerance : m². overlap : (z,) what polygons of the line cover twice inside each zone, m²; an
    area is counted once. Printed areas are scaled to ``Zone.total`` (the official area).
    Raises RedlineError for a negative tolerance.
    """
    if not tolerance >= 0:
        raise RedlineError("The tolerance is {tolerance} m²: it must be 0 or more.", tolerance=tolerance)
    zone_areas = np.asarray(zone_areas, dtype=np.float64)
    zone = np.asarray(zone, dtype=np.int64)
    polygon = np.asarray(polygon, dtype=np.int64)
    area = np.asarray(area, dtype=np.float64)
    order = np.argsort(zone, kind="stable")
    zone, polygon, area = zone[order], polygon[order], area[order]
    bounds = np.searchsorted(zone, np.arange(len(zones) + 1))
    twice = np.zeros(len(zones)) if overlap is None else np.asarray(overlap, dtype=np.float64)
    limit = Decimal(repr(float(tolerance)))
    findings = []
    for number, own in enumerate(zones):
        part = slice(bounds[number], bounds[number + 1])
        of_area, of_polygon = area[part], polygon[part]
        whole = float(zone_areas[number])
        noise = max(NOISE_M2, 1e-11 * whole)
        inside = min(max(math.fsum(of_area) - float(twice[number]), 0.0), whole)
        inside = 0.0 if inside <= noise else whole if whole - inside <= noise else inside
        real = of_area > NOISE_M2
        printed = half_up(own.total * Decimal(inside) / Decimal(whole), 2) if whole > 0 else Decimal("0.00")
        outside = own.total - printed
        against, printed_against = (whole - inside, outside) if line.must_contain else (inside, printed)
        verdict: Verdict = "clear" if against == 0 else "touches" if printed_against <= limit else "violates"
        legal = None
        if line.legal is not None:
            counted = math.fsum((of_area * line.legal[of_polygon])[real].tolist())
            legal = half_up(own.total * Decimal(counted) / Decimal(whole), 2) if whole > 0 else Decimal("0.00")
        share = half_up(printed * 100 / own.total, 2) if own.total else Decimal("0.00")
        touched = tuple(str(line.ids[each]) for each in sorted(set(of_polygon[real].tolist())))
        findings.append(Finding(number, line.name, line.must_contain, verdict, printed, outside, share, legal, touched))
    return findings


def worst(findings: Sequence[Finding], n_zones: int) -> list[Verdict]:
    """The gravest verdict of each zone over all red lines, (n_zones,)."""
    grave = [0] * n_zones
    for finding in findings:
        grave[finding.zone] = max(grave[finding.zone], VERDICTS.index(finding.verdict))
    return [VERDICTS[place] for place in grave]


def verdict_name(verdict: Verdict, tr: Callable[[str], str]) -> str:
    """The verdict on paper."""
    return {"clear": tr("Clear"), "touches": tr("Touches"), "violates": tr("Violates")}[verdict]


def red_line_table(
    findings: Sequence[Finding],
    zones: Sequence[Zone],
    tr: Callable[[str], str],
    *,
    tolerance: float = 0.0,
    most_ids: int = 20,
) -> Table:
    """The findings as a table: one row for each zone and red line; at most ``most_ids`` ids are printed in a cell."""
    with_legal = any(finding.legal is not None for finding in findings)
    columns = [
        Column("zone", tr("Zone")),
        Column("zone_name", tr("Name")),
        Column("red_line", tr("Red line")),
        Column("rule", tr("Rule")),
        Column("verdict", tr("Verdict")),
        Column("inside", tr("Area inside"), unit=tr("m²"), numeric=True),
        Column("outside", tr("Area outside"), unit=tr("m²"), numeric=True),
        Column("share", tr("Share inside"), unit="%", numeric=True),
    ]
    if with_legal:
        columns.append(Column("legal", tr("Legal farmland area"), unit=tr("m²"), numeric=True))
    columns.append(Column("touched", tr("Polygons touched")))
    rows = []
    for each in findings:
        own = zones[each.zone]
        shown = ", ".join(each.touched[:most_ids])
        if len(each.touched) > most_ids:
            shown += " " + tr("and {count} more").format(count=len(each.touched) - most_ids)
        rule = tr("must be inside") if each.must_contain else tr("must stay out")
        legal = (each.legal,) if with_legal else ()
        rows.append(
            Row(
                (
                    own.id,
                    own.name,
                    each.line,
                    rule,
                    verdict_name(each.verdict, tr),
                    each.inside,
                    each.outside,
                    each.share,
                    *legal,
                    shown,
                )
            )
        )
    notes = (
        tr(
            "A zone violates a red line when the area against the rule, rounded to 0.01 m², is above {tolerance} m²; "
            "it touches it when there is such an area but it is not above; below 0.0001 m² there is none."
        ).format(tolerance=f"{Decimal(repr(float(tolerance))):f}"),
    )
    return Table(tr("Red lines"), tr("Check against the red lines"), tuple(columns), tuple(rows), notes=notes)
