"""Red lines: what of each zone lies inside, its legal farmland area, and the verdict.

**Inside** is the once-covered land: what polygons of the line cover of the zone, counted once however many lie there.

**Legal area.** A polygon's own legal area is the recorded one (YJJBNTMJ: the polygon less its field ridges 田坎); where
none is recorded it is the polygon's official area × (1 − KCXS), an empty KCXS being 0. Its *ratio* is its own legal
area over its official area (m², two decimals), and the legal area of a zone is

    legal = Σ ratio × (zone ∩ polygon) = inside − Σ (1 − ratio) × (zone ∩ polygon)

with the land as it is measured for "inside". Written the second way, a polygon recorded as large as it is takes
nothing off, to the last bit: its legal area is printed with the digits of its area, and where no ratio is above 1 a
part is never larger than its whole. A recorded area above the polygon's by no more than two programs' rounding is the
polygon's; one that is really larger stays as it is recorded, and is told (``LegalRatios.larger``).

**Stacked polygons** count their common land once, with the largest ratio of those over it: order the polygons by
falling ratio, and let X_j be what those before polygon j hold of it (``core.overlay.overlaps.repeated``); then

    inside = Σ_j (zone ∩ polygon_j − zone ∩ X_j),  legal = inside − Σ_j (1 − ratio_j) × (zone ∩ polygon_j − zone ∩ X_j).

So the rule looks at the land and not at the order of features, and farmland drawn twice never loses by it. Where
nothing overlaps there is no X_j, and it costs nothing.

**The verdict** agrees with the number that is printed beside it:

- ``violates``: the area against the rule, printed in m² with two decimals, is above the tolerance;
- ``touches``: there is such an area, but it prints as no more than the tolerance (with the tolerance 0: as 0.00 m²);
- ``clear``: there is none. Below one square centimetre, or 1e-11 of the zone, "an area" is the arithmetic of edges that
  coincide, and not land (NOISE_M2 and the closure of the engine, docs/engine.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import RedlineError
from ..overlay import Pieces
from ..paper.tables import Column, Row, Table
from ..rounding import half_up, percent
from ..shapes.polygons import FloatArray
from .tally import NOISE_M2, Zone

__all__ = [
    "VERDICTS",
    "Land",
    "LegalRatios",
    "RedLine",
    "RedLineFinding",
    "Verdict",
    "check_red_line",
    "land_inside",
    "legal_ratios",
    "red_line_table",
    "verdict_name",
    "worst",
]

Verdict = Literal["clear", "touches", "violates"]
BoolArray = NDArray[np.bool_]

VERDICTS: tuple[Verdict, ...] = ("clear", "touches", "violates")
"""From harmless to grave."""

ROUNDING_M2, ROUNDING_SHARE = 0.0151, 1e-7
"""A recorded area above the polygon's by no more than this, m² or share of it, is two programs' rounding: half a cent
in each of two places, and the official procedure's rounding of angles (docs/conventions.md)."""


@dataclass(frozen=True)
class RedLine:
    """One red line 红线 as a layer: its name, the ids of its polygons, and its rule.

    must_contain : False, zones must stay out of it (basic farmland, ecological red line); True, zones must lie inside
    it (urban development boundary). legal : (n,) legal farmland area per m² of polygon (``legal_ratios``), or None.
    """

    name: str
    ids: Sequence[str]
    must_contain: bool = False
    legal: FloatArray | None = None


@dataclass(frozen=True)
class RedLineFinding:
    """One zone against one red line; areas in m² with two decimals, inside + outside = the zone's own area.

    share : the area inside as a share of the zone in per cent, two decimals. legal : legal farmland area inside
    (field ridges deducted), None where the line has no legal areas; more than inside only where more is recorded than
    the polygons have. touched : ids of the line's polygons inside the zone.
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


class LegalRatios(NamedTuple):
    """ratio : (n,) legal farmland area per m² of polygon; NaN where it cannot be.

    missing : (n,) bool, no legal area is recorded: 1 − KCXS counts. larger : (n,) bool, more is recorded than the
    polygon has, beyond what rounding makes. wrong : (n,) bool, the recorded area is negative, or none is recorded and
    KCXS is not a share from 0 to below 1.
    """

    ratio: FloatArray
    missing: BoolArray
    larger: BoolArray
    wrong: BoolArray


def legal_ratios(legal: ArrayLike | None, official: ArrayLike, ridge: ArrayLike | None = None) -> LegalRatios:
    """The ratio of each polygon, by the rule above.

    legal : (n,) recorded legal areas (YJJBNTMJ), m², NaN or 0 where none is; official : (n,) official areas of the
    polygons, m² with two decimals; ridge : (n,) ridge coefficients (KCXS), NaN where there is none. None : the layer
    has no such field. Source: YJJBNTMJ = YJJBNTTBMJ − KCMJ, KCMJ = YJJBNTTBMJ × KCXS; the legal area is not the
    polygon's.
    """
    official = np.asarray(official, dtype=np.float64)
    nothing = np.full(len(official), np.nan)
    recorded = nothing if legal is None else np.asarray(legal, dtype=np.float64)
    share = np.nan_to_num(nothing if ridge is None else np.asarray(ridge, dtype=np.float64), nan=0.0)
    missing = ~(np.isfinite(recorded) & (recorded != 0))
    wrong = np.where(missing, ~((share >= 0) & (share < 1)), recorded < 0)
    ratio = 1.0 - share
    np.divide(recorded, official, out=ratio, where=~missing & (official > 0))
    larger = ~missing & (recorded - official > np.maximum(ROUNDING_M2, ROUNDING_SHARE * official))
    ratio = np.where(larger, ratio, np.minimum(ratio, 1.0))
    return LegalRatios(np.where(wrong, np.nan, ratio), missing, larger, wrong)


class Land(NamedTuple):
    """inside, legal : (z,) m² of each zone, in the plane of the pieces; legal is None where the line has no ratios."""

    inside: FloatArray
    legal: FloatArray | None


def land_inside(line: RedLine, zone_areas: ArrayLike, found: Pieces, repeated: Pieces | None = None) -> Land:
    """What of each zone lies in the line, once, and its legal area, by the rule above.

    zone_areas : (z,) areas of the zones in the plane of the pieces, m². found : the pieces zone ∩ polygon, sorted by
    zone; repeated : what polygons of the line give up in each zone (``Repeated.within``), None where nothing
    overlaps. What differs from nothing, or from the whole zone, by the arithmetic only is nothing, or the whole zone.
    """
    zone_areas = np.asarray(zone_areas, dtype=np.float64)
    zone, polygon, land = found
    if repeated is not None and len(repeated.zone):
        zone = np.concatenate([zone, repeated.zone])
        polygon = np.concatenate([polygon, repeated.patch])
        land = np.concatenate([land, -repeated.area])
        order = np.argsort(zone, kind="stable")
        zone, polygon, land = zone[order], polygon[order], land[order]
    ratio = None if line.legal is None else line.legal[polygon]
    bounds = np.searchsorted(zone, np.arange(len(zone_areas) + 1))
    inside, legal = np.zeros(len(zone_areas)), np.zeros(len(zone_areas))
    for number, whole in enumerate(zone_areas.tolist()):
        part = slice(bounds[number], bounds[number + 1])
        noise = max(NOISE_M2, 1e-11 * whole)
        own = min(max(math.fsum(land[part].tolist()), 0.0), whole)
        own = 0.0 if own <= noise else whole if whole - own <= noise else own
        inside[number] = own
        if ratio is not None and own:
            off = math.fsum(((1.0 - ratio[part]) * land[part]).tolist())
            legal[number] = min(max(own - off, 0.0), own * max(1.0, float(ratio[part].max())))
    return Land(inside, None if ratio is None else legal)


def check_red_line(
    line: RedLine,
    zones: Sequence[Zone],
    zone_areas: ArrayLike,
    found: Pieces,
    repeated: Pieces | None = None,
    *,
    tolerance: float = 0.0,
) -> list[RedLineFinding]:
    """One finding for each zone, in the order of ``zones``; tolerance in m², the rest as in ``land_inside``.

    Printed areas are scaled to ``Zone.total`` (the official area). Raises RedlineError for a negative tolerance.
    """
    if not tolerance >= 0:
        raise RedlineError("The tolerance is {tolerance} m²: it must be 0 or more.", tolerance=tolerance)
    zone_areas = np.asarray(zone_areas, dtype=np.float64)
    land = land_inside(line, zone_areas, found, repeated)
    real = found.area > NOISE_M2
    bounds = np.searchsorted(found.zone, np.arange(len(zones) + 1))
    limit = Decimal(repr(float(tolerance)))
    findings = []
    for number, own in enumerate(zones):
        part = slice(bounds[number], bounds[number + 1])
        whole, inside = float(zone_areas[number]), float(land.inside[number])
        printed = _printed(own, inside, whole)
        outside = own.total - printed
        against, printed_against = (whole - inside, outside) if line.must_contain else (inside, printed)
        verdict: Verdict = "clear" if against == 0 else "touches" if printed_against <= limit else "violates"
        legal = None if land.legal is None else _printed(own, float(land.legal[number]), whole)
        share = percent(printed, own.total) or Decimal("0.00")
        met = sorted(set(found.patch[part][real[part]].tolist()))
        touched = tuple(str(line.ids[each]) for each in met)
        findings.append(
            RedLineFinding(number, line.name, line.must_contain, verdict, printed, outside, share, legal, touched)
        )
    return findings


def _printed(own: Zone, part: float, whole: float) -> Decimal:
    """m² of a part of a zone, as a share of the zone's own total."""
    return half_up(own.total * Decimal(part) / Decimal(whole), 2) if whole > 0 else Decimal("0.00")


def worst(findings: Sequence[RedLineFinding], n_zones: int) -> list[Verdict]:
    """The gravest verdict of each zone over all red lines, (n_zones,)."""
    grave = [0] * n_zones
    for finding in findings:
        grave[finding.zone] = max(grave[finding.zone], VERDICTS.index(finding.verdict))
    return [VERDICTS[place] for place in grave]


def verdict_name(verdict: Verdict, tr: Callable[[str], str]) -> str:
    """The verdict on paper."""
    return {"clear": tr("Clear"), "touches": tr("Touches"), "violates": tr("Violates")}[verdict]


def red_line_table(
    findings: Sequence[RedLineFinding],
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
