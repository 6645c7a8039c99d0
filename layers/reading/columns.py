"""What is read, as arrays: features with their polygons, points or rows alone, and their fields in any type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qgis.core import QgsCoordinateReferenceSystem

from ...core.errors import RedlineError
from ...core.shapes.polygons import Polygons, keep_polygons
from ...core.written.answers import Unanswered, read_answer
from ...core.written.dates import read_date, read_year
from ...core.written.numbers import read_numbers
from ...core.written.times import read_time
from .polygonarrays import Astray

__all__ = ["Column", "Features", "Points", "Rows", "Skipped", "as_codes", "as_numbers", "stacked_columns"]

Column = NDArray[Any]


@dataclass(frozen=True)
class Skipped:
    """A feature that could not be taken, and why, in the person's language."""

    fid: int
    reason: str

    @property
    def stray(self) -> bool:
        """Whether it has a shape, but a vertex where none can be."""
        return isinstance(self.reason, Astray)


class _Columns:
    """Features as arrays; row ``i`` is the same feature in all of them."""

    fids: NDArray[np.int64]
    attributes: dict[str, Column]
    layer: str

    def __len__(self) -> int:
        return len(self.fids)

    def codes(self, field: str) -> NDArray[np.object_]:
        """(n,) the values of a field as trimmed text, NULL as ""; "" everywhere where ``field`` is ""."""
        return as_codes(self.attributes[field]) if field else np.full(len(self), "", dtype=object)

    def texts(self, field: str) -> list[str]:
        """As ``codes``, as a list."""
        return self.codes(field).tolist()

    def ids(self, field: str) -> list[str]:
        """By what a person knows the features: the texts of ``field``, the feature ids where it is ""."""
        return self.texts(field) if field else [str(fid) for fid in self.fids.tolist()]

    def labels(self, field: str) -> list[str]:
        """As ``ids``, and the feature id also where the text is empty."""
        return [text or str(fid) for text, fid in zip(self.texts(field), self.fids.tolist(), strict=True)]

    def numbers(self, field: str) -> NDArray[np.float64]:
        """(n,) the values of a field as numbers, texts too where they have one meaning (``read_numbers``); NaN for NULL
        and empty text.

        Raises RedlineError with layer, feature, field and value where a value is not understood: taken for nothing, it
        would make a number wrong.
        """
        values = self.attributes[field]
        if values.dtype == np.float64:
            return values
        read = read_numbers(values.tolist())
        if read.unread:
            first = read.unread[0]
            raise RedlineError(
                "Layer {layer}, feature {fid}: “{value}” in field {field} is not a number with one meaning: write it "
                "plainly, such as 1234.56. Values of this kind in the field: {count}.",
                layer=self.layer,
                fid=int(self.fids[first]),
                value=values[first],
                field=field,
                count=len(read.unread),
            )
        return np.array(read.values, dtype=np.float64)

    def dates(self, field: str) -> list[str]:
        """The days of a field as ISO 8601 (``read_date``), "" where it is empty; "" everywhere where ``field`` is "".

        Raises RedlineError with layer, feature, field and value where a value names no one day.
        """
        return self._understood(
            field,
            read_date,
            lambda **told: RedlineError(
                "Layer {layer}, feature {fid}: “{value}” in field {field} is not a date with one meaning: write it as "
                "year, month and day, such as 2021-03-06, or leave it empty.",
                **told,
            ),
        )

    def times(self, field: str) -> list[datetime | None]:
        """The moments of a field, aware (``read_time``: Beijing time where nothing is said), None where it is empty,
        and everywhere where ``field`` is "".

        Raises RedlineError with layer, feature, field and value where a value names no one moment.
        """
        found = self._understood(
            field,
            read_time,
            lambda **told: RedlineError(
                "Layer {layer}, feature {fid}: “{value}” in field {field} is not a moment with one meaning: write day "
                "and time, such as 2021-03-06 15:40, or leave it empty.",
                **told,
            ),
        )
        return [datetime.fromisoformat(text) if text else None for text in found]

    def years(self, field: str) -> list[str]:
        """The years of a field in four digits (``read_year``); else as ``dates``."""
        return self._understood(
            field,
            read_year,
            lambda **told: RedlineError(
                "Layer {layer}, feature {fid}: “{value}” in field {field} names no year: write it in four digits, "
                "such as 2021.",
                **told,
            ),
        )

    def answers(self, field: str, yes: Sequence[str], no: Sequence[str]) -> list[bool | None]:
        """Whether a field says yes or no in one of these words (``read_answer``), None where it is empty; None
        everywhere where ``field`` is "".

        Raises RedlineError with layer, feature, field and value where a word is in neither list, or in both.
        """
        found = []
        for fid, text in zip(self.fids.tolist(), self.texts(field), strict=True):
            try:
                found.append(read_answer(text, yes, no))
            except Unanswered as error:
                raise RedlineError(
                    "Layer {layer}, feature {fid}: “{value}” in field {field} means neither yes ({yes} …) nor no "
                    "({no} …): correct it, or add the word to the rules tractplan.yes or tractplan.no.",
                    layer=self.layer,
                    fid=fid,
                    value=text,
                    field=field,
                    yes=yes[0],
                    no=no[0],
                ) from error
        return found

    def _understood(
        self, field: str, read: Callable[[str], str | None], wrong: Callable[..., RedlineError]
    ) -> list[str]:
        found = []
        for fid, text in zip(self.fids.tolist(), self.texts(field), strict=True):
            value = read(text)
            if value is None:
                raise wrong(layer=self.layer, fid=fid, value=text, field=field)
            found.append(value)
        return found


@dataclass(frozen=True)
class Rows(_Columns):
    """Features without their shapes; ``attributes`` as in ``Features``."""

    fids: NDArray[np.int64]
    attributes: dict[str, Column]
    layer: str = ""


@dataclass(frozen=True)
class Features(_Columns):
    """Polygon features as arrays; row ``i`` is the same feature in all of them.

    layer : the layer's name, for what has to be told of a feature.
    attributes : by field name. Texts, dates (ISO 8601) and 64-bit integers as object with None for NULL; other
        numbers and booleans as float64 with NaN for NULL.
    skipped : features without a polygon, or with a vertex astray; they have no row.
    curved : ids of the features that were drawn with arcs. mixed : of those that hold points or lines beside their
        polygons.
    """

    polygons: Polygons
    fids: NDArray[np.int64]
    attributes: dict[str, Column]
    crs: QgsCoordinateReferenceSystem
    skipped: list[Skipped]
    layer: str = ""
    curved: tuple[int, ...] = ()
    mixed: tuple[int, ...] = ()

    def take(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Features:
        """The rows for which ``which``, (n,) bool, is true, or those of the numbers ``which``, (k,) int64; the same
        object where it is true of all."""
        if which.dtype == np.bool_ and which.all():
            return self
        return replace(
            self,
            polygons=keep_polygons(self.polygons, which),
            fids=self.fids[which],
            attributes={name: values[which] for name, values in self.attributes.items()},
        )

    def give_up_polygons(self) -> Polygons:
        """The polygons, for who brings them elsewhere in their own memory (``AreaPlane.taken_over``): asked for here
        again, they raise ``AttributeError``, for nobody may take their coordinates for what they were."""
        polygons = self.polygons
        object.__delattr__(self, "polygons")
        return polygons


@dataclass(frozen=True)
class Points(_Columns):
    """Points as arrays: ``xy`` is (n, 2), all points of all features; else as in ``Features``.

    first : (n,) whether the point is the first of its feature: what a multipoint says of itself counts once.
    """

    xy: NDArray[np.float64]
    first: NDArray[np.bool_]
    fids: NDArray[np.int64]
    attributes: dict[str, Column]
    crs: QgsCoordinateReferenceSystem
    skipped: list[Skipped]
    layer: str = ""


def as_codes(values: Column) -> NDArray[np.object_]:
    """Values of any column as trimmed text: NULL is "", 101.0 is "101"."""
    found = np.empty(len(values), dtype=object)
    if values.dtype == np.float64:
        found[:] = ["" if v != v else str(int(v)) if v == int(v) else repr(v) for v in values.tolist()]
    else:
        found[:] = ["" if v is None else str(v).strip() for v in values.tolist()]
    return found


def as_numbers(values: Column) -> NDArray[np.float64]:
    """Values of any column as float64: NULL, empty text and what is not understood are NaN."""
    if values.dtype == np.float64:
        return values
    return np.array(read_numbers(values.tolist()).values, dtype=np.float64)


def stacked_columns(parts: list[Column], dtype: Any) -> Column:
    return np.concatenate(parts) if parts else np.empty(0, dtype=dtype)
