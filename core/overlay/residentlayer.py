"""A layer of polygons kept in memory for many questions, with edits laid over it until it is read anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import RedlineError
from ..shapes.polygons import FloatArray, IntArray, Polygons
from .patchindex import PatchIndex, ZoneSet
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
    (n + m,) each. gone : (n,) rows that were changed or deleted and are not looked at. double : what patches cover
    beyond the first time, as polygons that may be added up (``with_double``); None where nothing is.

    A change makes a new object that shares the index, so that a question that is under way keeps what it began with.
    """

    base: PatchIndex
    ids: IntArray
    columns: Columns
    gone: NDArray[np.bool_]
    added: PatchIndex | None = None
    double: PatchIndex | None = None

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

    def twice(self, zones: ZoneSet, *, cancelled: Any = None, body: str = "auto") -> float:
        """m² of the zones that patches cover beyond the first time."""
        if self.double is None:
            return 0.0
        return float(overlay_pieces(zones, self.double, cancelled=cancelled, body=body).area.sum())

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

    def with_double(self, polygons: Polygons | None) -> ResidentLayer:
        """The layer with what its patches cover beyond the first time, in the plane."""
        return replace(self, double=PatchIndex(polygons) if polygons is not None and len(polygons) else None)


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
