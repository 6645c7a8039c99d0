"""The circles of cameras, and the coverage of villages and farmland by circles or visible areas.

Covered at least k times is ``covered[k - 1]``. Printed areas of a village are its own area split: covered and blind
add up to it, villages to their township, townships to the county, and the county is the sum of the villages' official
areas, rounded once. Shares are per cent of the printed areas, half-up to 0.01.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ..ellipsoid import Ellipsoid
from ..ellipsoid.geodesic import circle, sector
from ..paper.tables import Column, Row, RowKind, Table, Value
from ..rounding import Unit, balance, balance_groups, convert, half_up, percent, unit_name
from ..rounding.decimals import exact
from ..shapes.polygons import FloatArray

__all__ = [
    "FARTHEST",
    "KILOMETRES_BELOW",
    "SEGMENTS",
    "TIMES",
    "USUAL",
    "USUAL_RADIUS",
    "PrintedCover",
    "RadiusUnit",
    "Shape",
    "VillageCover",
    "circle_outline",
    "coverage_table",
    "in_metres",
    "print_cover",
]

USUAL = (3000.0, 4000.0)
"""The radii that the county gives its masts, metres; others are told."""

USUAL_RADIUS = 3500.0
"""Metres, where no radius is recorded."""

FARTHEST = 100_000.0
"""A radius above this many metres is no camera's."""

KILOMETRES_BELOW = 100.0
"""A recorded radius below this is in kilometres, as the styles of the camera layer take it."""

SEGMENTS = 360
"""Edges of a whole circle: within 9 cm of the arc at 3.5 km."""

RadiusUnit = Literal["auto", "m", "km"]
Shape = Literal["circle", "sector"]

TIMES = (1, 2, 3)
"""How often land is seen: at least once, twice, three times."""


def in_metres(radius: float, unit: RadiusUnit = "auto") -> float:
    """A recorded radius in metres; "auto" takes what is below 100 for kilometres."""
    return radius * 1000 if unit == "km" or (unit == "auto" and radius < KILOMETRES_BELOW) else radius


def circle_outline(
    lon: float,
    lat: float,
    radius: float,
    ellipsoid: Ellipsoid,
    *,
    azimuth: float | None = None,
    view: float | None = None,
    segments: int = SEGMENTS,
) -> tuple[FloatArray, Shape]:
    """What a camera covers on the ellipsoid: a closed ring of longitudes and latitudes, (n, 2), with the area that
    the circle or sector has.

    radius : metres. azimuth : the middle of the sector, degrees clockwise from true north; view : its width. Where one
    of them is not known, or the view is 360 or more, it is the whole circle.
    """
    if azimuth is None or view is None or view >= 360:
        return circle(lon, lat, radius, segments, ellipsoid), "circle"
    return sector(lon, lat, radius, azimuth, view, segments, ellipsoid), "sector"


@dataclass(frozen=True)
class VillageCover:
    """A village in m². total : its own area; covered : seen at least 1, 2, 3 times; seen : sum over all circles;
    farmland : legal farmland area, and of it what is seen at least once; None without a farmland layer.
    """

    code: str
    name: str
    township: str
    total: float
    covered: tuple[float, float, float]
    seen: float
    cameras: tuple[str, ...]
    farmland: float | None = None
    farmland_covered: float | None = None


@dataclass(frozen=True)
class PrintedCover:
    """The same as it is printed; ``blind`` = total − covered once."""

    village: VillageCover
    total: Decimal
    covered: tuple[Decimal, Decimal, Decimal]
    farmland: Decimal | None
    farmland_covered: Decimal | None
    redundancy: Decimal | None

    @property
    def blind(self) -> Decimal:
        return self.total - self.covered[0]


def print_cover(villages: Sequence[VillageCover], unit: Unit, decimals: int) -> list[PrintedCover]:
    """Areas in ``unit``, balanced to their wholes by largest remainder.

    The county's total is the sum of the villages' areas (each official, 0.01 m²), rounded once; townships are balanced
    to it, villages to their township, and what is covered never, once, twice and more often to the village. So more
    often covered is never more, and what is covered wholly is the village itself. Farmland likewise.
    """
    townships = [village.township for village in villages]
    totals = _printed([village.total for village in villages], townships, unit, decimals)
    farmland = _printed([village.farmland or 0.0 for village in villages], townships, unit, decimals)
    printed = []
    for i, village in enumerate(villages):
        whole = half_up(village.total, 2)
        own = seen = None
        if village.farmland is not None and village.farmland_covered is not None:
            own = farmland[i]
            [seen] = _nested([village.farmland_covered], half_up(village.farmland, 2), own, unit)
        covered = _nested(village.covered, whole, totals[i], unit)
        redundancy = half_up(village.seen / village.covered[0], 2) if village.covered[0] > 0 else None
        printed.append(PrintedCover(village, totals[i], (covered[0], covered[1], covered[2]), own, seen, redundancy))
    return printed


def _printed(areas: Sequence[float], townships: Sequence[str], unit: Unit, decimals: int) -> list[Decimal]:
    """Areas of villages (m²) that add up to those of the townships, and these to the county's."""
    square_metres = [exact(half_up(area, 2)) for area in areas]
    whole = convert(sum(square_metres, Fraction(0)), unit)
    return balance_groups([convert(area, unit) for area in square_metres], townships, whole, decimals)


def _nested(at_least: Sequence[float], whole: Decimal, printed: Decimal, unit: Unit) -> list[Decimal]:
    """Parts of a place that are covered at least once, twice … (m², each within the one before), as printed.

    whole : the place, m²; printed : the same in ``unit``. What is covered exactly never, once, twice … is balanced to
    it.
    """
    decimals = -int(printed.as_tuple().exponent)
    within = exact(whole)
    bands: list[Fraction] = []
    for area in at_least:
        inside = min(exact(area), within)
        bands.append(within - inside)
        within = inside
    shares = balance([convert(band, unit) for band in (*bands, within)], printed, decimals)
    return [sum(shares[k + 1 :], Decimal(0).scaleb(-decimals)) for k in range(len(bands))]


def coverage_table(
    printed: Sequence[PrintedCover],
    unit: Unit,
    decimals: int,
    tr: Callable[[str], str],
    *,
    townships: dict[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Table:
    """One row for each village, a subtotal for each township, the county last.

    townships : names by code. Redundancy of a township or the county is the sum seen over the area covered.
    """
    with_farmland = any(each.farmland is not None for each in printed)

    def row(head: tuple[str, str], own: Sequence[PrintedCover], kind: RowKind) -> Row:
        return Row((*head, *_sums(own, decimals, with_farmland=with_farmland)), kind)

    by_township: dict[str, list[PrintedCover]] = {}
    for each in printed:
        by_township.setdefault(each.village.township, []).append(each)
    rows: list[Row] = []
    for township, own in by_township.items():
        rows += [row((each.village.code, each.village.name), [each], "leaf") for each in own]
        if township:
            rows.append(row((township, (townships or {}).get(township) or tr("Subtotal")), own, "subtotal"))
    rows.append(row((tr("Total"), ""), printed, "total"))
    columns = _columns(unit_name(unit, tr), tr, with_farmland=with_farmland)
    return Table(tr("Coverage"), tr("Coverage by village and township"), columns, tuple(rows), notes=tuple(notes))


def _columns(unit: str, tr: Callable[[str], str], *, with_farmland: bool) -> tuple[Column, ...]:
    columns = [
        Column("village", tr("Village code")),
        Column("village_nm", tr("Village")),
        Column("total", tr("Area"), unit=unit, numeric=True),
    ]
    for times in TIMES:
        group = (tr("Covered at least {times} times").format(times=times),)
        columns += [
            Column(f"cov{times}", tr("Area"), group, unit=unit, numeric=True),
            Column(f"share{times}", tr("Share"), group, unit="%", numeric=True),
        ]
    columns += [
        Column("blind", tr("Not covered"), unit=unit, numeric=True),
        Column("cameras", tr("Cameras"), numeric=True),
        Column("redundancy", tr("Redundancy"), numeric=True),
    ]
    if with_farmland:
        group = (tr("Permanent basic farmland"),)
        columns += [
            Column("farmland", tr("Area"), group, unit=unit, numeric=True),
            Column("farm_cov", tr("Covered"), group, unit=unit, numeric=True),
            Column("farm_share", tr("Share"), group, unit="%", numeric=True),
        ]
    return tuple(columns)


def _sums(own: Sequence[PrintedCover], decimals: int, *, with_farmland: bool) -> list[Value]:
    """The values of a row after its head: sums of the printed numbers of the villages ``own``."""
    zero = Decimal(0).scaleb(-decimals)
    total = sum((each.total for each in own), zero)
    values: list[Value] = [total]
    for times in TIMES:
        covered = sum((each.covered[times - 1] for each in own), zero)
        values += [covered, percent(covered, total)]
    once = sum(each.village.covered[0] for each in own)
    seen = sum(each.village.seen for each in own)
    values += [
        sum((each.blind for each in own), zero),
        len({camera for each in own for camera in each.village.cameras}),
        half_up(seen / once, 2) if once > 0 else None,
    ]
    if with_farmland:
        farmland = sum((each.farmland or zero for each in own), zero)
        seen_farmland = sum((each.farmland_covered or zero for each in own), zero)
        values += [farmland, seen_farmland, percent(seen_farmland, farmland)]
    return values
