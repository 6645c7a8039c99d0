"""A layer of polygons kept in memory for many questions, with edits laid over it until it is read anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import RedlineError
from ..shapes.polygons import FloatArray, IntArray, Polygons, join_polygons, keep_polygons
from .overlaps import SMALLEST, Overlaps, Repeated, excess, overlaps
from .patchindex import PatchIndex, ZoneSet
from .sums import Pieces, pieces_within
from .sums import pieces as overlay_pieces

__all__ = ["ResidentLayer", "RowPieces", "resident"]

Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class RowPieces:
    """row, area : (k,) rows of the layer that a zone meets, ascending, and the area in common, m²."""

    row: IntArray
    area: FloatArray


@dataclass(frozen=True)
class ResidentLayer:
    """Rows 0 … n − 1 are the polygons as they were read, the rows behind them those changed or added since.

    base, added : the polygons in a plane where area is area. ids : (n + m,) feature ids. columns : values by name,
    (n + m,) each. gone : (n,) rows that were changed or deleted and are not looked at. repeated : what patches cover
    beyond the first time, by row (``looked_through``); None where nothing is, or nobody has looked.

    A change makes a new object that shares the index, so that a question that is under way keeps what it began with.
    """

    base: PatchIndex
    ids: IntArray
    columns: Columns
    gone: NDArray[np.bool_]
    added: PatchIndex | None = None
    repeated: Repeated | None = None

    def __len__(self) -> int:
        """The rows that are looked at."""
        return int((~self.gone).sum()) + (len(self.added) if self.added is not None else 0)

    def areas(self) -> FloatArray:
        """(n + m,) own areas of the rows, m²."""
        if self.added is None:
            return self.base.measures.areas
        return np.concatenate([self.base.measures.areas, self.added.measures.areas])

    def pieces(self, zones: ZoneSet, *, cancelled: Any = None, body: str = "auto") -> RowPieces:
        """Rows that the zones (taken as one) meet. ``cancelled`` : asked on the way; raises Cancelled."""
        options = {"cancelled": cancelled, "body": body}
        _, row, area = overlay_pieces(zones, self.base, **options)
        if self.gone.any():
            kept = ~self.gone[row]
            row, area = row[kept], area[kept]
        if self.added is not None:
            _, more, more_area = overlay_pieces(zones, self.added, **options)
            row, area = np.concatenate([row, more + len(self.base)]), np.concatenate([area, more_area])
        if len(zones) > 1:
            return RowPieces(*_summed(row, area))
        return RowPieces(row, area)

    def given_up(self, zones: ZoneSet, *, cancelled: Any = None, body: str = "auto") -> RowPieces:
        """What rows give up in the zones (taken as one) to rows before them, m²: taken off, land counts once."""
        if self.repeated is None:
            return RowPieces(np.empty(0, dtype=np.int64), np.empty(0))
        _, row, area = self.repeated.within(zones, cancelled=cancelled, body=body)
        return RowPieces(row, area)

    def rows_of(self, ids: Sequence[int]) -> IntArray:
        """The rows, among those looked at, of features with these ids."""
        found = np.flatnonzero(np.isin(self.ids, np.asarray(ids, dtype=np.int64)))
        return found[(found >= len(self.base)) | ~self.gone[np.minimum(found, len(self.base) - 1)]]

    def changed(self, ids: Sequence[int], polygons: Polygons, new_ids: IntArray, columns: Columns) -> ResidentLayer:
        """The layer after features ``ids`` were changed, added or deleted; ``polygons`` is how those that are left are
        now, with their ids and columns. Earlier changes of other features stay."""
        gone = self.gone | np.isin(self.ids[: len(self.base)], np.asarray(ids, dtype=np.int64))
        parts: list[Polygons] = []
        older = np.empty(0, dtype=np.int64)
        if self.added is not None:
            older = np.flatnonzero(~np.isin(self.ids[len(self.base) :], np.asarray(ids, dtype=np.int64)))
            parts.append(_taken(self.added.polygons, older))
        parts.append(polygons)
        joined = _joined(parts)
        rows = older + len(self.base)
        return replace(
            self,
            gone=gone,
            added=PatchIndex(joined) if len(joined) else None,
            ids=np.concatenate([self.ids[: len(self.base)], self.ids[rows], new_ids]),
            columns={
                name: np.concatenate([values[: len(self.base)], values[rows], columns[name]])
                for name, values in self.columns.items()
            },
        )

    def polygon(self, row: int) -> Polygons:
        """The polygon of a row, in the plane."""
        index, place = (self.base, row) if row < len(self.base) else (self.added, row - len(self.base))
        if index is None:
            raise RedlineError("There is no row {row}.", row=row)
        return _taken(index.polygons, np.array([place], dtype=np.int64))

    def looked_through(self, value: str = "", *, cancelled: Any = None, body: str = "auto") -> ResidentLayer:
        """The layer with what its patches cover beyond the first time.

        value : the column by which land belongs to the patch of the largest value over it (``overlaps.repeated``), ""
        where it does not matter. Raises ``Cancelled``.
        """
        first, second, area = self._pairs(cancelled, body)
        if not len(area):
            return replace(self, repeated=None)
        rows = np.unique(np.concatenate([first, second]))
        chosen = np.zeros(len(self.ids), dtype=np.bool_)
        chosen[rows] = True
        n = len(self.base)
        parts = [keep_polygons(self.base.polygons, chosen[:n])]
        if self.added is not None:
            parts.append(keep_polygons(self.added.polygons, chosen[n:]))
        among = Overlaps(np.searchsorted(rows, first), np.searchsorted(rows, second), area)
        values = np.nan_to_num(self.columns[value][rows].astype(np.float64)) if value else None
        owner, given = excess(PatchIndex(join_polygons(parts), body=body), among, values, cancelled=cancelled)
        return replace(
            self, repeated=Repeated(Overlaps(first, second, area), rows[owner], PatchIndex(given, body=body))
        )

    def _pairs(self, cancelled: Any, body: str) -> Overlaps:
        """Rows that overlap each other, among those looked at."""
        options: dict[str, Any] = {"smallest": SMALLEST, "cancelled": cancelled, "body": body}
        found = [Pieces(*overlaps(self.base, **options))]
        if self.added is not None:
            n = len(self.base)
            new, old, area = overlay_pieces(self.added.polygons, self.base, **options)
            found.append(Pieces(old, new + n, area))
            one, other, area = pieces_within(self.added, **options)
            found.append(Pieces(one + n, other + n, area))
        first, second, area = (np.concatenate(parts) for parts in zip(*found, strict=True))
        gone = np.concatenate([self.gone, np.zeros(len(self.ids) - len(self.base), dtype=np.bool_)])
        kept = ~(gone[first] | gone[second])
        return Overlaps(first[kept], second[kept], area[kept])


def resident(polygons: Polygons, ids: IntArray, columns: Columns, *, body: str = "auto") -> ResidentLayer:
    """``polygons`` (in the plane) made ready, with ids and columns of the same length."""
    for name, values in columns.items():
        if len(values) != len(polygons):
            raise RedlineError(
                "Column {name} has {count} values for {polygons} polygons.",
                name=name,
                count=len(values),
                polygons=len(polygons),
            )
    index = PatchIndex(polygons, body=body)
    return ResidentLayer(index, np.asarray(ids, dtype=np.int64), dict(columns), np.zeros(len(polygons), dtype=np.bool_))


def _summed(row: IntArray, area: FloatArray) -> tuple[IntArray, FloatArray]:
    rows, place = np.unique(row, return_inverse=True)
    return rows, np.bincount(place.reshape(-1), area, len(rows)).astype(np.float64)


def _taken(polygons: Polygons, which: IntArray) -> Polygons:
    return Polygons.from_rings(
        [[(ring, hole) for ring, hole in polygons.rings_of(number)] for number in which.tolist()]
    )


def _joined(parts: Sequence[Polygons]) -> Polygons:
    return Polygons.from_rings(
        [[(ring, hole) for ring, hole in part.rings_of(i)] for part in parts for i in range(len(part))]
    )
