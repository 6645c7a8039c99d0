"""Circles against line of sight: which land lies outside every circle, in one but unseen, or seen by one, two, more.

Cells are put into classes, the classes become rectangles, and the rectangles are what the overlay measures villages
and farmland against: exact for the cells, and every village adds up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ...core.rounding.decimals import Number
from ..paper.tables import Column, Row, Table
from ..rounding import Unit, balance, convert, half_up, in_unit, percent
from ..rounding.decimals import exact
from ..shapes.polygons import FloatArray, IntArray, Polygons
from .grid import Grid

__all__ = ["CameraRow", "CoverClass", "PlaceRow", "camera_table", "place_table", "printed_places", "rectangles"]

NOTHING = 255
"""The class of cells outside every circle in the class raster."""


class CoverClass(IntEnum):
    """How well a cell is covered; the order of the columns."""

    UNKNOWN = 0
    HIDDEN = 1
    SEEN_BY_1 = 2
    SEEN_BY_2 = 3
    SEEN_BY_3 = 4


CLASSES = len(CoverClass)


def classes_of_cells(
    circle: NDArray[np.bool_], known: NDArray[np.bool_], count: NDArray[np.uint16]
) -> NDArray[np.uint8]:
    """The class of each cell (uint8); NOTHING outside every circle.

    circle : in the circle of some camera. known : its elevation is known. count : how many cameras see it.
    """
    seen = np.minimum(count, 3).astype(np.uint8) + np.uint8(CoverClass.HIDDEN)
    found = np.where(known, seen, np.uint8(CoverClass.UNKNOWN))
    return np.where(circle, found, np.uint8(NOTHING)).astype(np.uint8)


def rectangles(classes: NDArray[np.uint8], grid: Grid) -> tuple[Polygons, IntArray]:
    """Cells of one class as few rectangles: runs along the rows, joined with equal runs in the rows below.

    Returns the rectangles in the grid's plane and the class of each. Cells of NOTHING are left out.
    """
    rows, cols = classes.shape
    change = np.ones((rows, cols + 1), dtype=np.bool_)
    change[:, 1:-1] = classes[:, 1:] != classes[:, :-1]
    at_row, at_col = np.nonzero(change)
    first = at_col < cols
    # Every row begins and ends with a change, so the next change is where a run ends.
    row, start, end = at_row[first], at_col[first], at_col[np.flatnonzero(first) + 1]
    value = classes[row, start]
    keep = value != NOTHING
    row, start, end, value = row[keep], start[keep], end[keep], value[keep]
    order = np.lexsort((row, value, end, start))
    row, start, end, value = row[order], start[order], end[order], value[order]
    same = np.zeros(len(row), dtype=np.bool_)
    same[1:] = (np.diff(row) == 1) & (start[1:] == start[:-1]) & (end[1:] == end[:-1]) & (value[1:] == value[:-1])
    heads = np.flatnonzero(~same)
    last = np.append(heads[1:], len(row))[: len(heads)] - 1
    left, right = grid.left + start[heads] * grid.width, grid.left + end[heads] * grid.width
    top, bottom = grid.top - row[heads] * grid.height, grid.top - (row[last] + 1) * grid.height
    return boxes(left, bottom, right, top), value[heads].astype(np.int64)


def boxes(left: FloatArray, bottom: FloatArray, right: FloatArray, top: FloatArray) -> Polygons:
    """One polygon for each rectangle."""
    count = len(left)
    xy = np.empty((count, 5, 2))
    xy[:, :, 0] = np.column_stack([left, right, right, left, left])
    xy[:, :, 1] = np.column_stack([bottom, bottom, top, top, bottom])
    ends = np.arange(count + 1, dtype=np.int64)
    return Polygons(xy.reshape(-1, 2), ends * 5, np.zeros(count, dtype=np.bool_), ends)


def as_one(polygons: Polygons, groups: Sequence[int]) -> Polygons:
    """Neighbouring polygons taken together: ``groups`` says how many rings of single-ring polygons each one takes."""
    return Polygons(
        polygons.xy,
        polygons.rings,
        polygons.holes,
        np.concatenate([[0], np.cumsum(np.asarray(groups, dtype=np.int64))]).astype(np.int64),
    )


@dataclass(frozen=True)
class CameraRow:
    """One camera: areas in m² of its circle, of what it sees, and of the farmland (legal area) in both."""

    id: str
    name: str
    mast: float
    radius: float
    circle: float
    seen: float
    farmland: float | None = None
    farmland_seen: float | None = None


@dataclass(frozen=True)
class PlaceRow:
    """One village: printed areas by cover, in the unit of the table.

    area, farmland : (outside, UNKNOWN … SEEN_BY_3); farmland is empty where none was given. area_sure, farmland_sure :
    how sure it is, (surely hidden, probably hidden, probably seen, surely seen); empty where it was not asked. The
    first two add up to what is hidden, the last two to what is seen.
    """

    parent: str
    parent_name: str
    id: str
    name: str
    area: tuple[Decimal, ...]
    farmland: tuple[Decimal, ...]
    area_sure: tuple[Decimal, ...] = ()
    farmland_sure: tuple[Decimal, ...] = ()


def printed_places(
    labels: Sequence[tuple[str, str, str, str]],
    totals: Sequence[float | Decimal],
    cover: FloatArray,
    farmland: FloatArray | None,
    unit: Unit,
    decimals: int,
    cover_sure: FloatArray | None = None,
    farmland_sure: FloatArray | None = None,
) -> list[PlaceRow]:
    """Villages with areas rounded so that everything adds up.

    labels : (township code, township name, village code, village name). totals : (n,) official areas, m². cover : (n,
    5) m² by class. farmland : (n, 6) legal m², outside first, or None. Each village is balanced to its own printed
    total; the villages' farmland, each rounded to 0.01 m² as every tool prints it, to the farmland of them all.
    cover_sure, farmland_sure : (n, 4) m² by certainty.
    """
    rows = []
    farm_totals: list[Decimal] = []
    if farmland is not None:
        square_metres = [exact(half_up(float(value), 2)) for value in farmland.sum(axis=1)]
        whole = convert(sum(square_metres, Fraction(0)), unit)
        farm_totals = balance([convert(value, unit) for value in square_metres], whole, decimals)
    for index, (parent, parent_name, identity, name) in enumerate(labels):
        total = convert(totals[index], unit)
        inside = np.where(cover[index] > 0, cover[index], 0.0)
        outside = max(float(totals[index]) - float(inside.sum()), 0.0)
        area = _balanced([outside, *inside.tolist()], total, unit, decimals)
        farm: tuple[Decimal, ...] = ()
        if farmland is not None:
            values = np.where(farmland[index] > 0, farmland[index], 0.0)
            farm = _balanced(values.tolist(), farm_totals[index], unit, decimals)
        area_sure = () if cover_sure is None else _sure(cover_sure[index], area, unit, decimals)
        farm_sure = () if farmland_sure is None or not farm else _sure(farmland_sure[index], farm, unit, decimals)
        rows.append(PlaceRow(parent, parent_name, identity, name, area, farm, area_sure, farm_sure))
    return rows


def _sure(values: FloatArray, printed: tuple[Decimal, ...], unit: Unit, decimals: int) -> tuple[Decimal, ...]:
    """What is hidden and what is seen, each parted by how sure it is; ``printed`` as in PlaceRow.

    What is printed but was too small to be measured counts as probable.
    """
    surely_hidden, probably_hidden, probably_seen, surely_seen = np.where(values > 0, values, 0.0).tolist()
    if not surely_hidden + probably_hidden:
        probably_hidden = 1.0
    if not probably_seen + surely_seen:
        probably_seen = 1.0
    hidden = balance([convert(value, unit) for value in (surely_hidden, probably_hidden)], printed[2], decimals)
    seen = sum(printed[3:], Decimal(0))
    return (*hidden, *balance([convert(value, unit) for value in (probably_seen, surely_seen)], seen, decimals))


def _balanced(values: Sequence[float], total: Number, unit: Unit, decimals: int) -> tuple[Decimal, ...]:
    """``values`` in m² as printed numbers of the unit that add up to ``total``; what is below its last digit is 0."""
    if not any(values):
        return tuple(half_up(0, decimals) for _ in values)
    return tuple(balance([convert(value, unit) for value in values], total, decimals))


def _sum(rows: Sequence[tuple[Decimal, ...]]) -> tuple[Decimal, ...]:
    return tuple(sum(column, Decimal(0)) for column in zip(*rows, strict=True))


def _area_columns(prefix: str, group: str, unit: str, tr: Callable[[str], str], sure: bool) -> list[Column]:
    labels = [
        ("total", tr("Total")),
        ("outside", tr("Outside all circles")),
        ("unknown", tr("In a circle, elevation unknown")),
        ("hidden", tr("In a circle, not seen")),
        ("seen0", tr("Seen by none")),
        ("seen1", tr("Seen by 1 camera")),
        ("seen2", tr("Seen by 2 cameras")),
        ("seen3", tr("Seen by 3 or more")),
        ("circle", tr("In a circle")),
        ("seen", tr("Seen")),
    ]
    if sure:
        labels += [
            ("surely_hidden", tr("Surely not seen")),
            ("probably_hidden", tr("Probably not seen")),
            ("probably_seen", tr("Probably seen")),
            ("surely_seen", tr("Surely seen")),
        ]
    columns = [Column(f"{prefix}_{key}", label, (group,), unit, numeric=True) for key, label in labels]
    return [*columns, Column(f"{prefix}_share", tr("Seen (%)"), (group,), "%", numeric=True)]


def _area_cells(values: tuple[Decimal, ...], sure: tuple[Decimal, ...]) -> list[Decimal | None]:
    total = sum(values, Decimal(0))
    circle, seen = sum(values[1:], Decimal(0)), sum(values[3:], Decimal(0))
    return [total, *values[:3], sum(values[:3], Decimal(0)), *values[3:], circle, seen, *sure, percent(seen, total)]


def place_table(
    rows: Sequence[PlaceRow], unit_label: str, tr: Callable[[str], str], notes: Sequence[str] = ()
) -> Table:
    """Villages, their townships and the county: all sums are sums of what is printed."""
    with_farmland, sure = bool(rows and rows[0].farmland), bool(rows and rows[0].area_sure)
    columns = [
        Column("township", tr("Township code")),
        Column("township_name", tr("Township")),
        Column("village", tr("Village code")),
        Column("village_name", tr("Village")),
        *_area_columns("area", tr("Land"), unit_label, tr, sure),
    ]
    if with_farmland:
        columns += _area_columns("farm", tr("Farmland (legal area)"), unit_label, tr, sure)

    def cells(places: Sequence[PlaceRow]) -> list[Decimal | None]:
        found = _area_cells(_sum([row.area for row in places]), _sum([row.area_sure for row in places]))
        if with_farmland:
            found += _area_cells(_sum([row.farmland for row in places]), _sum([row.farmland_sure for row in places]))
        return found

    body: list[Row] = []
    ordered = sorted(rows, key=lambda row: (row.parent, row.id))
    for parent in dict.fromkeys(row.parent for row in ordered):
        own = [row for row in ordered if row.parent == parent]
        body += [Row((row.parent, row.parent_name, row.id, row.name, *cells([row]))) for row in own]
        if parent:
            body.append(Row((parent, own[0].parent_name, "", tr("Township total"), *cells(own)), "subtotal"))
    body.append(Row(("", "", "", tr("Total"), *cells(ordered)), "total"))
    return Table("villages", tr("Camera coverage by village"), tuple(columns), tuple(body), notes=tuple(notes))


def camera_table(
    rows: Sequence[CameraRow],
    unit: Unit,
    decimals: int,
    unit_label: str,
    tr: Callable[[str], str],
    notes: Sequence[str] = (),
) -> Table:
    """One row for each camera. There is no total row: circles overlap."""
    with_farmland = any(row.farmland is not None for row in rows)
    land, farm = tr("Land"), tr("Farmland (legal area)")
    columns = [
        Column("camera", tr("Camera code")),
        Column("name", tr("Camera")),
        Column("mast", tr("Mast height"), (), "m", numeric=True),
        Column("radius", tr("Radius"), (), "m", numeric=True),
        Column("area_circle", tr("In the circle"), (land,), unit_label, numeric=True),
        Column("area_seen", tr("Seen"), (land,), unit_label, numeric=True),
        Column("area_not_seen", tr("Not seen"), (land,), unit_label, numeric=True),
        Column("area_share", tr("Seen (%)"), (land,), "%", numeric=True),
    ]
    if with_farmland:
        columns += [
            Column("farm_circle", tr("In the circle"), (farm,), unit_label, numeric=True),
            Column("farm_seen", tr("Seen"), (farm,), unit_label, numeric=True),
            Column("farm_not_seen", tr("Not seen"), (farm,), unit_label, numeric=True),
            Column("farm_share", tr("Seen (%)"), (farm,), "%", numeric=True),
        ]

    def cells(whole: float, seen: float) -> list[Decimal | None]:
        circle = in_unit(whole, unit, decimals)
        part = min(in_unit(seen, unit, decimals), circle)
        return [circle, part, circle - part, percent(part, circle)]

    body = [
        Row(
            (
                row.id,
                row.name,
                half_up(row.mast, 1),
                half_up(row.radius, 0),
                *cells(row.circle, row.seen),
                *(cells(row.farmland or 0.0, row.farmland_seen or 0.0) if with_farmland else []),
            )
        )
        for row in rows
    ]
    return Table("cameras", tr("Camera coverage by camera"), tuple(columns), tuple(body), notes=tuple(notes))
