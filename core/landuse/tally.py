"""From pieces to areas by zone, class and further dimensions, printed so that everything adds up.

A *piece* is what a zone and a patch have in common: an area in m². Pieces of one zone with the same key (dimensions
and class) make a *cell*. Cells are printed as *leaves*: rounded to the last digit and balanced to the zone's own
printed total. Whatever stands above a leaf (first level, major class, village, parcel, batch, township) is the sum of
printed leaves, so that classes add up to the zone and zones to whatever holds them, to the last printed digit.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import RedlineError
from ..overlay.measure import sums_by_key
from ..overlay.overlaps import SMALLEST
from ..rounding import UNITS, Unit, balance_groups, balance_lists, convert, half_up, in_unit, ticks
from ..shapes.polygons import FloatArray, IntArray

__all__ = [
    "NOISE_M2",
    "NOT_COVERED",
    "OVERLAP",
    "SEEN_M2",
    "TOLD_M2",
    "Cell",
    "Key",
    "Leaf",
    "LeftOut",
    "PrintedTally",
    "Tally",
    "Zone",
    "combine",
    "combine_numbered",
    "deduct_ridges",
    "factorize",
    "tally_pieces",
    "uncovered_areas",
]

NOISE_M2 = SMALLEST
"""A piece below this is not land but the arithmetic of touching edges: one square centimetre, a hundredth of the last
digit that is ever printed. What overlaps has the same limit (``core.overlay.overlaps``)."""

TOLD_M2 = 0.005
"""From here on a fault shows in the second decimal of a square metre, and is told."""

SEEN_M2 = 0.01
"""m² of a place in what a camera covers from which on the camera sees it: what prints as more than nothing."""

NOT_COVERED = "not_covered"
"""The code of the cell for the part of a zone that no patch covers."""

OVERLAP = "overlap"
"""The code of the cell, negative, for what overlapping patches cover a second time."""

DRIFT = 1e-4
"""How far the cells of a zone may be from its total, as a share of it, before it is an error: the official procedure
and the area plane differ by 1e-5 at most."""


@dataclass(frozen=True)
class Zone:
    """A polygon that is tallied: its id and name on paper, and its own area in m² to which its classes add up."""

    id: str
    name: str
    total: Decimal
    parent: str = ""


@dataclass(frozen=True)
class Key:
    """What a piece is counted under: values of the further dimensions (village, ownership …) and the class code."""

    dims: tuple[str, ...]
    code: str


@dataclass(frozen=True)
class Cell:
    """The area in m², not rounded, that zone number ``zone`` has under one key."""

    zone: int
    dims: tuple[str, ...]
    code: str
    area: float


@dataclass(frozen=True)
class Leaf:
    """A cell as it is printed: ``value`` in the unit and with the decimals of the table."""

    zone: int
    dims: tuple[str, ...]
    code: str
    area: float
    value: Decimal


@dataclass(frozen=True)
class LeftOut:
    """Pieces that were not counted: how many, and their areas together in m²."""

    count: int = 0
    area: float = 0.0


@dataclass(frozen=True)
class PrintedTally:
    """A tally in one unit. ``totals[z]`` is the printed total of zone z and the sum of its leaves.

    ``drift`` is the largest share by which balancing moved the sum of a zone's cells to the zone's total.
    """

    zones: tuple[Zone, ...]
    dimensions: tuple[str, ...]
    leaves: tuple[Leaf, ...]
    totals: tuple[Decimal, ...]
    unit: Unit
    decimals: int
    balanced: bool
    drift: float

    @property
    def total(self) -> Decimal:
        """The sum of all zones, from their printed totals."""
        return sum(self.totals, Decimal(0).scaleb(-self.decimals))

    @property
    def vanishing(self) -> tuple[Leaf, ...]:
        """Leaves that print as zero: tables leave them out and say so."""
        return tuple(leaf for leaf in self.leaves if leaf.value == 0)


@dataclass(frozen=True)
class Tally:
    """Cells of all zones, in the order zone, dimensions, class as first met; and what was left out.

    noise : pieces under NOISE_M2. negative : pieces with negative area, which only polygons that cross themselves
    give; they are not counted, so that their land shows as not covered.
    """

    zones: tuple[Zone, ...]
    dimensions: tuple[str, ...]
    cells: tuple[Cell, ...]
    noise: LeftOut
    negative: LeftOut

    def sum_of(self, code: str) -> float:
        """The area in m² under one class code over all zones, not rounded."""
        return math.fsum(cell.area for cell in self.cells if cell.code == code)

    def printed(self, unit: Unit, decimals: int, *, balanced: bool = True) -> PrintedTally:
        """The tally in one unit, each zone balanced to its total (or, if not ``balanced``, leaves rounded one by one).

        Balanced: the zone's total is rounded half-up; its cells are scaled to the total that was not rounded (this
        takes up the 1e-5 at most between the official procedure and the area plane), its classes rounded by largest
        remainder so that they add up to the printed total, and the cells of a class so that they add up to it. Not
        balanced: the printed total is the sum of the rounded leaves.
        Raises RedlineError for a zone whose cells miss its total by more than DRIFT and one m².
        """
        by_zone: list[list[Cell]] = [[] for _ in self.zones]
        for cell in self.cells:
            by_zone[cell.zone].append(cell)
        quick = _balanced_at_once(self.zones, by_zone, unit, decimals) if balanced else None
        leaves: list[Leaf] = []
        totals: list[Decimal] = []
        drift = 0.0
        for number, (zone, cells) in enumerate(zip(self.zones, by_zone, strict=True)):
            if quick is not None and quick.sure[number]:
                total, values = quick.totals[number], quick.values_of(number)
                moved = _moved(zone, cells) if quick.most_moved[number] else 0.0
            elif balanced:
                total, values, moved = _balanced(zone, cells, unit, decimals)
            else:
                values = [in_unit(cell.area, unit, decimals) for cell in cells]
                total, moved = sum(values, Decimal(0).scaleb(-decimals)), 0.0
            drift = max(drift, moved)
            totals.append(total)
            leaves.extend(
                Leaf(cell.zone, cell.dims, cell.code, cell.area, value)
                for cell, value in zip(cells, values, strict=True)
            )
        return PrintedTally(self.zones, self.dimensions, tuple(leaves), tuple(totals), unit, decimals, balanced, drift)


def _exact(area: float) -> Fraction:
    """The decimal number that a float stands for, so that 0.005 is five thousandths and ties are ties."""
    return Fraction(Decimal(repr(float(area))))


def _balanced(zone: Zone, cells: Sequence[Cell], unit: Unit, decimals: int) -> tuple[Decimal, list[Decimal], float]:
    total = in_unit(zone.total, unit, decimals)
    areas = [_exact(cell.area) for cell in cells]
    whole = sum(areas, Fraction(0))
    missing = abs(whole - Fraction(zone.total))
    if missing > max(Fraction(1), Fraction(zone.total) * Fraction(DRIFT)):
        raise RedlineError(
            "Zone {zone}: its classes add up to {sum} m², but its own area is {area} m²: "
            "the zone's geometry is probably invalid (crossing or repeated rings); repair it.",
            zone=zone.id,
            sum=half_up(whole, 2),
            area=zone.total,
        )
    if not cells:
        return total, [], 0.0
    given = [in_unit(area, unit, decimals) if area < 0 else None for area in areas]
    taken = sum((value for value in given if value is not None), Decimal(0))
    positive = sum((area for area in areas if area >= 0), Fraction(0))
    target = Fraction(zone.total) - sum((area for area in areas if area < 0), Fraction(0))
    scale = target / positive if positive else Fraction(1)
    own = [area for area in areas if area >= 0]
    if scale != 1:
        # Scaled as floats: their 1e-16 is nothing beside what scaling takes up, and fractions of fractions are slow.
        factor = float(scale)
        own = [_exact(cell.area * factor) for cell in cells if cell.area >= 0]
    codes = [cell.code for cell in cells if cell.area >= 0]
    converted = [convert(area, unit) for area in own]
    # What divides a class further, villages or owners, divides its printed area: the class is the same without it.
    shares = iter(balance_groups(converted, codes, total - taken, decimals))
    values = [next(shares) if value is None else value for value in given]
    return total, values, float(missing / Fraction(zone.total)) if zone.total else 0.0


def _moved(zone: Zone, cells: Sequence[Cell]) -> float:
    """The share of its total by which the cells of a zone miss it."""
    whole = sum((_exact(cell.area) for cell in cells), Fraction(0))
    return float(abs(whole - Fraction(zone.total)) / Fraction(zone.total)) if zone.total else 0.0


@dataclass(frozen=True)
class _AtOnce:
    """Zones balanced at once. sure : (z,) whether a zone is as ``_balanced`` does it; starts : (z + 1,) where its cells
    begin among ``units``, whole units of the last digit; most_moved : (z,) which may be those that were moved most."""

    totals: list[Decimal]
    units: list[int]
    starts: list[int]
    decimals: int
    sure: NDArray[np.bool_]
    most_moved: NDArray[np.bool_]

    def values_of(self, zone: int) -> list[Decimal]:
        return [ticks(count, self.decimals) for count in self.units[self.starts[zone] : self.starts[zone + 1]]]


def _balanced_at_once(zones: Sequence[Zone], by_zone: Sequence[Sequence[Cell]], unit: Unit, decimals: int) -> _AtOnce:
    """``_balanced`` of all zones in floats: right, to the last digit, where a zone is ``sure``.

    Floats are within 1e-13 of a zone of what they stand for; a list whose rounding hangs on less, a zone with a
    negative cell (land that is covered twice) and one that its cells miss are left to ``_balanced``.
    """
    count = len(zones)
    cells = [cell for own in by_zone for cell in own]
    area = np.array([cell.area for cell in cells], dtype=np.float64)
    sizes = np.array([len(own) for own in by_zone], dtype=np.int64)
    zone = np.repeat(np.arange(count), sizes)
    printed = [in_unit(each.total, unit, decimals) for each in zones]
    goals = np.array([int(each.scaleb(decimals)) for each in printed], dtype=np.int64)
    own = np.array([float(each.total) for each in zones], dtype=np.float64)
    sums = np.bincount(zone, area, count)
    missing = np.abs(sums - own)
    sure = (sizes > 0) & (own > 0) & (sums > 0) & (missing <= 0.9 * np.maximum(1.0, own * DRIFT))
    sure &= np.bincount(zone, area < 0, count) == 0
    scale = np.divide(own, sums, out=np.ones(count), where=sure)
    in_units = area * scale[zone] * float(Fraction(10) ** decimals / UNITS[unit])
    slack = 1e-13 * np.maximum(goals, 1.0) + 1e-9
    # What divides a class further, villages or owners, divides its printed area.
    codes, code = factorize(cell.code for cell in cells)
    groups, group = np.unique(zone * max(len(codes), 1) + code, return_inverse=True)
    group, group_zone = group.reshape(-1), groups // max(len(codes), 1)
    members = np.bincount(group, minlength=len(groups))
    classes = balance_lists(sums_by_key(group, in_units, len(groups)), group_zone, goals, slack)
    sure &= classes.sure
    units = classes.units[group]
    some = np.flatnonzero(members[group] > 1)
    if len(some):
        some = some[np.argsort(group[some], kind="stable")]
        divided, place = np.unique(group[some], return_inverse=True)
        parts = balance_lists(in_units[some], place.reshape(-1), classes.units[divided], slack[group_zone[divided]])
        units[some] = parts.units
        sure[group_zone[divided[~parts.sure]]] = False
    share = np.divide(missing, own, out=np.zeros(count), where=own > 0)
    most_moved = share >= share.max(initial=0.0, where=sure) - 1e-14
    starts = np.concatenate([[0], np.cumsum(sizes)])
    return _AtOnce(printed, units.tolist(), starts.tolist(), decimals, sure, most_moved)


def tally_pieces(
    zones: Sequence[Zone],
    zone: ArrayLike,
    key: ArrayLike,
    area: ArrayLike,
    keys: Sequence[Key],
    *,
    dimensions: Sequence[str] = (),
    uncovered: ArrayLike | None = None,
    overlap: ArrayLike | None = None,
    noise: float = NOISE_M2,
) -> Tally:
    """Cells from pieces.

    zone, key : (p,) int64, the numbers of the zone and of the key (into ``keys``) of each piece.
    area : (p,) float64, m². dimensions : the names of ``Key.dims``, for the tables.
    uncovered : (z,) m² of each zone that no patch covers (``uncovered_areas``); its cell has the code NOT_COVERED.
    overlap : (z,) m² of each zone that patches cover more than once, counted once for each time beyond the first; its
    cell has the code OVERLAP and is negative, so that a zone's cells still add up to the zone.

    Areas of a cell are added without rounding error (``math.fsum``), whatever their order.
    """
    zone = np.asarray(zone, dtype=np.int64)
    key = np.asarray(key, dtype=np.int64)
    area = np.asarray(area, dtype=np.float64)
    tiny = np.abs(area) < noise
    negative = area <= -noise
    left_out = LeftOut(int(tiny.sum()), math.fsum(area[tiny]))
    reversed_ = LeftOut(int(negative.sum()), math.fsum(area[negative]))
    kept = ~(tiny | negative)
    cells = [
        Cell(place // max(len(keys), 1), *_parts(keys[place % max(len(keys), 1)]), total)
        for place, total in _sums(zone[kept] * max(len(keys), 1) + key[kept], area[kept])
    ]
    blank = ("",) * len(dimensions)
    for number in range(len(zones)):
        bare = 0.0 if uncovered is None else float(np.asarray(uncovered)[number])
        twice = 0.0 if overlap is None else float(np.asarray(overlap)[number])
        if bare >= noise:
            cells.append(Cell(number, blank, NOT_COVERED, bare))
        if twice >= noise:
            cells.append(Cell(number, blank, OVERLAP, -twice))
    cells.sort(key=lambda cell: cell.zone)
    return Tally(tuple(zones), tuple(dimensions), tuple(cells), left_out, reversed_)


def _parts(key: Key) -> tuple[tuple[str, ...], str]:
    return key.dims, key.code


def _sums(places: IntArray, area: FloatArray) -> Iterable[tuple[int, float]]:
    """Exact sums of ``area`` by ``places``, in ascending order of place."""
    if not len(places):
        return
    order = np.argsort(places, kind="stable")
    places, area = places[order], area[order]
    starts = np.flatnonzero(np.r_[True, places[1:] != places[:-1]])
    values = area.tolist()
    ends = [*starts[1:].tolist(), len(values)]
    for start, end in zip(starts.tolist(), ends, strict=True):
        yield int(places[start]), math.fsum(values[start:end])


def uncovered_areas(
    zone_areas: ArrayLike, zone: ArrayLike, area: ArrayLike, overlap: ArrayLike | None = None
) -> tuple[FloatArray, FloatArray]:
    """What of each zone no patch covers, and what patches cover twice, from areas alone: two (z,) arrays in m².

    zone_areas : (z,) areas of the zones in the plane of the pieces. zone, area : (p,) as in ``tally_pieces``.
    overlap : (z,) what patches cover twice, where a check of overlaps has measured it; without it only the net
    of gap and overlap can be seen, and a gap may hide an overlap elsewhere in the zone.
    Differences within NOISE_M2 or 1e-11 of the zone are the arithmetic's and count as nothing.
    """
    zone_areas = np.asarray(zone_areas, dtype=np.float64)
    covered = np.zeros(len(zone_areas))
    for number, total in _sums(np.asarray(zone, dtype=np.int64), np.asarray(area, dtype=np.float64)):
        covered[number] = total
    twice = np.zeros(len(zone_areas)) if overlap is None else np.asarray(overlap, dtype=np.float64)
    bare = zone_areas - covered + twice
    quiet = np.abs(bare) <= np.maximum(NOISE_M2, 1e-11 * zone_areas)
    bare[quiet] = 0.0
    return np.maximum(bare, 0.0), twice + np.maximum(-bare, 0.0)


def factorize(values: Iterable[Hashable]) -> tuple[list, IntArray]:
    """The different values in the order in which they are first met, and the number of each value among them, (n,)."""
    places: dict[Hashable, int] = {}
    index = np.fromiter((places.setdefault(value, len(places)) for value in values), dtype=np.int64)
    return list(places), index


def combine(codes: Iterable[str], *dimensions: Iterable[str]) -> tuple[list[Key], IntArray]:
    """Keys that occur, from the class code and the dimensions of each patch (parallel, length n), and their numbers
    (n,)."""
    return combine_numbered(*(factorize(values) for values in (codes, *dimensions)))


def combine_numbered(
    codes: tuple[list[str], IntArray], *dimensions: tuple[list[str], IntArray]
) -> tuple[list[Key], IntArray]:
    """``combine`` of columns that are factorized already: different values, and the number of each piece's value.

    A layer's patches are numbered once and their numbers taken by piece, since pieces are many more than patches.
    """
    columns = [*dimensions, codes]
    combined = np.zeros(len(columns[-1][1]), dtype=np.int64)
    for labels, index in columns:
        if len(index) != len(combined):
            raise ValueError("all columns must have one value for each patch")
        combined = combined * max(len(labels), 1) + index
    occurring, numbers = np.unique(combined, return_inverse=True)
    keys = []
    for place in occurring.tolist():
        parts: list[str] = []
        for labels, _ in reversed(columns):
            place, number = divmod(place, max(len(labels), 1))
            parts.append(labels[number])
        keys.append(Key(tuple(reversed(parts[1:])), parts[0]))
    return keys, numbers.astype(np.int64).reshape(-1)


def deduct_ridges(
    zone: ArrayLike,
    key: ArrayLike,
    area: ArrayLike,
    coefficient: ArrayLike,
    keys: Sequence[Key],
    ridge: str,
) -> tuple[IntArray, IntArray, FloatArray, list[Key]]:
    """Take field ridges 田坎 out of their class: each piece with a coefficient gives coefficient × area to class
    ``ridge``.

    zone, key, area : (p,) pieces; coefficient : (p,) the KCXS of each piece's patch, 0 where none is recorded (NaN
    too). Returns pieces and keys with the ridge pieces added at the end; a zone's sum stays as it was.
    Raises RedlineError for a coefficient outside 0 … 1. Source: TD/T 1055, KCMJ = TBMJ × KCXS, TBDLMJ = TBMJ − KCMJ.
    """
    zone = np.asarray(zone, dtype=np.int64)
    key = np.asarray(key, dtype=np.int64)
    area = np.asarray(area, dtype=np.float64)
    coefficient = np.nan_to_num(np.asarray(coefficient, dtype=np.float64), nan=0.0)
    wrong = (coefficient < 0) | (coefficient >= 1)
    if wrong.any():
        raise RedlineError(
            "The ridge coefficient (KCXS) is {value}: it must be at least 0 and less than 1; correct the patch.",
            value=float(coefficient[wrong][0]),
        )
    from_here = np.flatnonzero(coefficient > 0)
    all_keys = list(keys)
    numbers = {each: number for number, each in enumerate(all_keys)}
    ridge_of = np.full(len(all_keys), -1, dtype=np.int64)
    for number in np.unique(key[from_here]).tolist():
        wanted = Key(all_keys[number].dims, ridge)
        if wanted not in numbers:
            numbers[wanted] = len(all_keys)
            all_keys.append(wanted)
        ridge_of[number] = numbers[wanted]
    ridges = area[from_here] * coefficient[from_here]
    rest = area.copy()
    rest[from_here] -= ridges
    return (
        np.r_[zone, zone[from_here]],
        np.r_[key, ridge_of[key[from_here]]],
        np.r_[rest, ridges],
        all_keys,
    )
