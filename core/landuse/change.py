"""Land-use change between two epochs: what was, what is, and tables that add up both ways.

A *transition* is the area that was one class and is another. Printed transitions of a zone are rounded together, so
that leaves, sums by the class before, sums by the class after and the zone's total all add up (controlled rounding).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ..overlay import Pieces
from ..paper.tables import Column, Row, Table, Value
from ..rounding import Unit, balance, balance_table, convert, in_unit, percent, unit_name
from ..shapes.polygons import FloatArray
from .tables import Level, Words, class_at, class_label
from .tally import NOISE_M2, NOT_COVERED, OVERLAP, Zone

__all__ = [
    "PrintedTransition",
    "Transition",
    "at_level",
    "gains_table",
    "matrix_table",
    "print_transitions",
    "transition_table",
    "transitions_in_all",
    "transitions_of_zones",
]

SPECIAL = (NOT_COVERED, OVERLAP, "")

WIDEST = 2500
"""Cells of a zone's matrix up to which it is rounded in both directions at once; a larger one only to its total."""


@dataclass(frozen=True)
class Transition:
    """``area`` m² of zone number ``zone`` went from class ``before`` to class ``after``; equal classes: unchanged.

    Besides class codes there are NOT_COVERED (no patch at that epoch), OVERLAP (negative: covered twice) and "" (a
    patch without a class).
    """

    zone: int
    before: str
    after: str
    area: float


@dataclass(frozen=True)
class PrintedTransition:
    zone: int
    before: str
    after: str
    value: Decimal


Cell = tuple[str, str]
"""The class before and the class after."""


def transitions_in_all(
    old: NDArray[np.object_],
    new: NDArray[np.object_],
    shared: Pieces,
    lost: tuple[FloatArray, FloatArray],
    doubled: Iterable[tuple[Cell, float]] = (),
) -> list[Transition]:
    """Transitions over everything that either epoch covers, as zone 0; rows add up to the classes of each epoch.

    old, new : the classes of the patches of each epoch. shared : what a patch of the one (``zone``) and of the other
    (``patch``) have in common; lost : m² of each patch that the other epoch does not cover; doubled : m², signed, that
    put right what patches of one epoch cover more than once.
    """
    sums: dict[Cell, list[float]] = {}
    for i, j, area in zip(shared.zone.tolist(), shared.patch.tolist(), shared.area.tolist(), strict=True):
        sums.setdefault((old[i], new[j]), []).append(area)
    for codes, each, is_old in ((old, lost[0], True), (new, lost[1], False)):
        for i in np.flatnonzero(each).tolist():
            key = (codes[i], NOT_COVERED) if is_old else (NOT_COVERED, codes[i])
            sums.setdefault(key, []).append(float(each[i]))
    for cell, area in doubled:
        sums.setdefault(cell, []).append(area)
    return [Transition(0, *key, float(np.sum(values))) for key, values in sums.items()]


def transitions_of_zones(
    zone_areas: FloatArray, changed: Pieces, cells: Sequence[Cell], land: Pieces, codes: NDArray[np.object_]
) -> list[Transition]:
    """Transitions in each zone: changed land by its polygons; unchanged land is what is left of the class before.

    zone_areas : (z,) m² in the plane of the pieces. changed : zone ∩ changed land, whose polygons have the ``cells``;
    a piece that puts right what an epoch covers twice has a negative area. land : zone ∩ patch of the earlier epoch,
    whose classes are ``codes``.
    """
    sums: dict[tuple[int, str, str], float] = {}
    for z, k, shared in zip(changed.zone.tolist(), changed.patch.tolist(), changed.area.tolist(), strict=True):
        key = (z, *cells[k])
        sums[key] = sums.get(key, 0.0) + shared
    left: dict[tuple[int, str], float] = {}
    for z, i, shared in zip(land.zone.tolist(), land.patch.tolist(), land.area.tolist(), strict=True):
        key_left = (z, codes[i])
        left[key_left] = left.get(key_left, 0.0) + shared
    for (z, before, _), shared in sums.items():
        if before not in (NOT_COVERED, OVERLAP):
            left[(z, before)] = left.get((z, before), 0.0) - shared
    for (z, code), shared in left.items():
        if shared > NOISE_M2:
            sums[(z, code, code)] = shared
    bare = np.array(zone_areas, dtype=np.float64)
    quiet = np.maximum(NOISE_M2, 1e-11 * bare)
    for (z, _, _), shared in sums.items():
        bare[z] -= shared
    for z in np.flatnonzero(bare > quiet).tolist():
        sums[(z, NOT_COVERED, NOT_COVERED)] = float(bare[z])
    return [Transition(*key, shared) for key, shared in sums.items() if abs(shared) >= NOISE_M2]


def at_level(transitions: Iterable[Transition], level: Level, words: Words) -> list[Transition]:
    """Transitions between first levels or major classes, areas of equal ones added up."""
    sums: dict[tuple[int, str, str], float] = {}
    for each in transitions:
        key = (each.zone, class_at(each.before, level, words.scheme), class_at(each.after, level, words.scheme))
        sums[key] = sums.get(key, 0.0) + each.area
    return [Transition(*key, area) for key, area in sums.items()]


def print_transitions(
    zones: Sequence[Zone], transitions: Iterable[Transition], unit: Unit, decimals: int
) -> list[PrintedTransition]:
    """Transitions rounded so that each zone's matrix adds up in both directions, and to the zone's printed total.

    zones : with totals in m². The areas are first scaled to the zone's total (official procedure against area plane:
    some 1e-6). Leaves that print as zero are left out.
    """
    by_zone: list[dict[tuple[str, str], Fraction]] = [{} for _ in zones]
    for each in transitions:
        cells = by_zone[each.zone]
        key = (each.before, each.after)
        cells[key] = cells.get(key, Fraction(0)) + Fraction(repr(float(each.area)))
    printed: list[PrintedTransition] = []
    for number, (zone, cells) in enumerate(zip(zones, by_zone, strict=True)):
        whole = sum(cells.values(), Fraction(0))
        if not cells or whole <= 0:
            continue
        scale = Fraction(zone.total) / whole
        values = {key: convert(area * scale, unit) for key, area in cells.items()}
        total = in_unit(zone.total, unit, decimals)
        for (before, after), value in _rounded(values, total, decimals).items():
            if value:
                printed.append(PrintedTransition(number, before, after, value))
    return printed


def _rounded(
    values: Mapping[tuple[str, str], Fraction], total: Decimal, decimals: int
) -> dict[tuple[str, str], Decimal]:
    befores = list(dict.fromkeys(before for before, _ in values))
    afters = list(dict.fromkeys(after for _, after in values))
    if len(befores) * len(afters) > WIDEST:
        return dict(zip(values, balance(list(values.values()), total, decimals), strict=True))
    rows = [[values.get((before, after), Fraction(0)) for after in afters] for before in befores]
    table = balance_table(rows, decimals, total=total)
    return {
        (before, after): table.leaves[i][j]
        for i, before in enumerate(befores)
        for j, after in enumerate(afters)
        if (before, after) in values
    }


def _order(codes: Iterable[str], level: Level, words: Words) -> list[str]:
    found = set(codes)
    known = found - set(SPECIAL)
    if level == "major":
        majors = ("agricultural", "construction", "unused", "none")
        ordered = [code for code in majors if code in known]
    else:
        ordered = words.scheme.order(known)
    return ordered + [code for code in SPECIAL if code in found]


def _zero(decimals: int) -> Decimal:
    return Decimal(0).scaleb(-decimals)


def transition_table(
    zones: Sequence[Zone],
    printed: Sequence[PrintedTransition],
    words: Words,
    level: Level,
    unit: Unit,
    *,
    notes: Sequence[str] = (),
) -> Table:
    """One row for each zone, class before and class after; unchanged land too, so that a zone's rows are the zone."""
    tr = words.tr
    order = {code: place for place, code in enumerate(_order(_codes(printed), level, words))}
    columns = (
        Column("zone", tr("Zone")),
        Column("zone_name", tr("Name")),
        Column("from_code", tr("Class before")),
        Column("from_name", tr("Name before")),
        Column("to_code", tr("Class after")),
        Column("to_name", tr("Name after")),
        Column("area", tr("Area"), unit=unit_name(unit, tr), numeric=True),
    )
    rows = [
        Row(
            (
                zones[each.zone].id,
                zones[each.zone].name,
                each.before,
                class_label(each.before, level, words),
                each.after,
                class_label(each.after, level, words),
                each.value,
            )
        )
        for each in sorted(printed, key=lambda each: (each.zone, order[each.before], order[each.after]))
    ]
    return Table(tr("Transitions"), tr("Land-use change, row by row"), columns, tuple(rows), notes=tuple(notes))


def _codes(printed: Iterable[PrintedTransition]) -> set[str]:
    return {code for each in printed for code in (each.before, each.after)}


def matrix_table(
    printed: Sequence[PrintedTransition],
    words: Words,
    level: Level,
    unit: Unit,
    decimals: int,
    *,
    notes: Sequence[str] = (),
) -> Table:
    """The transition matrix over all zones: rows before, columns after, with the sums of both; they are sums of
    leaves."""
    tr = words.tr
    befores = _order({each.before for each in printed}, level, words)
    afters = _order({each.after for each in printed}, level, words)
    cells: dict[tuple[str, str], Decimal] = {}
    for each in printed:
        key = (each.before, each.after)
        cells[key] = cells.get(key, _zero(decimals)) + each.value
    columns = (
        Column("from_code", tr("Class before")),
        Column("from_name", tr("Name before")),
        *(
            Column(f"to_{code or 'no_class'}", class_label(code, level, words), (tr("Class after"),), numeric=True)
            for code in afters
        ),
        Column("total", tr("Sum before"), numeric=True),
    )
    rows = []
    for before in befores:
        line = [cells.get((before, after)) for after in afters]
        rows.append(Row((before, class_label(before, level, words), *line, _sum(line, decimals))))
    sums = [_sum([cells.get((before, after)) for before in befores], decimals) for after in afters]
    rows.append(Row(("", tr("Sum after"), *sums, _sum(sums, decimals)), "total"))
    return Table(
        tr("Matrix"),
        tr("Land-use change from class to class"),
        columns,
        tuple(rows),
        head=((tr("Unit"), unit_name(unit, tr)),),
        notes=tuple(notes),
    )


def _sum(values: Iterable[Decimal | None], decimals: int) -> Decimal:
    return sum((value for value in values if value is not None), _zero(decimals))


def gains_table(
    zones: Sequence[Zone],
    printed: Sequence[PrintedTransition],
    words: Words,
    level: Level,
    unit: Unit,
    decimals: int,
    *,
    notes: Sequence[str] = (),
) -> Table:
    """By zone and class: area before, gains, losses, net change, area after, change in per cent of the area before.

    Per cent has two decimals, half-up; it is empty for a class that was not there before. Zones come first, the sum
    over all zones last (kind "total").
    """
    tr = words.tr
    columns = (
        Column("zone", tr("Zone")),
        Column("zone_name", tr("Name")),
        Column("class_code", tr("Class code")),
        Column("class_name", tr("Class")),
        *(
            Column(key, label, unit=unit_name(unit, tr), numeric=True)
            for key, label in (
                ("before", tr("Before")),
                ("gain", tr("Gain")),
                ("loss", tr("Loss")),
                ("net", tr("Net change")),
                ("after", tr("After")),
            )
        ),
        Column("percent", tr("Change"), unit="%", numeric=True),
    )
    by_zone: list[list[PrintedTransition]] = [[] for _ in zones]
    for each in printed:
        by_zone[each.zone].append(each)
    rows: list[Row] = []
    for zone, own in zip(zones, by_zone, strict=True):
        rows += [Row((zone.id, zone.name, *values)) for values in _gains(own, words, level, decimals)]
    if len(zones) > 1:
        rows += [Row((tr("Total"), "", *values), "total") for values in _gains(printed, words, level, decimals)]
    return Table(tr("Gains and losses"), tr("Gains and losses by class"), columns, tuple(rows), notes=tuple(notes))


def _gains(printed: Sequence[PrintedTransition], words: Words, level: Level, decimals: int) -> list[tuple[Value, ...]]:
    before: dict[str, Decimal] = {}
    after: dict[str, Decimal] = {}
    same: dict[str, Decimal] = {}
    for each in printed:
        before[each.before] = before.get(each.before, _zero(decimals)) + each.value
        after[each.after] = after.get(each.after, _zero(decimals)) + each.value
        if each.before == each.after:
            same[each.before] = same.get(each.before, _zero(decimals)) + each.value
    lines: list[tuple[Value, ...]] = []
    for code in _order({*before, *after}, level, words):
        was, now = before.get(code, _zero(decimals)), after.get(code, _zero(decimals))
        kept = same.get(code, _zero(decimals))
        growth = percent(now - was, was) if was > 0 else None
        lines.append((code, class_label(code, level, words), was, now - kept, was - kept, now - was, now, growth))
    return lines
