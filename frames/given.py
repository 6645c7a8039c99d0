"""What is given to a function of frames, as the engine reads it: polygons as arrays, one system, columns by name."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from ..core.errors import Notice, RedlineError
from ..core.landuse.classes import clean_code
from ..core.resources import resource_table
from ..core.shapes.polygons import IntArray, Polygons, boxes_of, join_polygons, keep_polygons
from ..core.shapes.stray import Reach, stray_vertices
from ..core.shapes.wkb import decode_list
from .planes import reach_of

__all__ = [
    "Layer",
    "RedlineWarning",
    "aliases_of",
    "boxes_meet",
    "codes_of",
    "column_of",
    "layer_of",
    "mended",
    "polygons_in",
    "tell",
    "texts",
]


class RedlineWarning(UserWarning):
    """What a tool of Redline would tell beside its numbers: gaps, overlaps, what was left out."""


@dataclass(frozen=True)
class Layer:
    """A layer of polygons. name : in sentences; frame : (n,) rows with a position index; polygons : (n,) in ``crs``."""

    name: str
    frame: gpd.GeoDataFrame
    polygons: Polygons

    @property
    def crs(self) -> object:
        return self.frame.crs

    def __len__(self) -> int:
        return len(self.frame)

    def column(self, name: str) -> NDArray[np.object_]:
        """(n,) values; raises RedlineError where there is no such column."""
        if name not in self.frame.columns:
            raise RedlineError(
                "Layer {layer} has no column {field}; its columns are {fields}.",
                layer=self.name,
                field=name,
                fields=", ".join(str(each) for each in self.frame.columns if each != self.frame.geometry.name),
            )
        return np.asarray(self.frame[name].to_numpy(dtype=object, na_value=None))

    def ids(self, name: str) -> list[str]:
        """(n,) texts of a column, row numbers from 1 where it is empty or not named."""
        if not name:
            return [str(number) for number in range(1, len(self) + 1)]
        return [text or str(number) for number, text in enumerate(texts(self.column(name)), 1)]

    def take(self, which: NDArray[np.bool_] | IntArray) -> Layer:
        """Only the rows ``which``: (n,) bool, or numbers."""
        return Layer(
            self.name, self.frame.iloc[np.flatnonzero(which) if which.dtype == bool else which],
            keep_polygons(self.polygons, which),
        )  # fmt: skip

    def in_system(self, crs: object) -> Layer:
        """The same layer in another coordinate system; by PROJ, on the datum that each names."""
        if self.crs == crs:
            return self
        frame = self.frame.to_crs(crs)
        return Layer(self.name, frame, _polygons_of(frame))


def aliases_of(role: str, part: str) -> list[str]:
    """The usual names of a column, across standards and vintages (resources/roles/fields.csv)."""
    row = next(each for each in resource_table("roles/fields.csv") if (each["role"], each["part"]) == (role, part))
    return row["aliases"].split("|")


def column_of(names: Iterable[object], role: str, part: str) -> str:
    """The first of the usual names that stands among ``names``, as it stands there, in capitals or not; "" for none."""
    there = {str(name).lower(): str(name) for name in names}
    return next((there[alias.lower()] for alias in aliases_of(role, part) if alias.lower() in there), "")


def texts(values: Iterable[object]) -> list[str]:
    """Each value as a tool shows it: "" for nothing, whole numbers without a point."""
    known: dict[object, str] = {}
    found = []
    for value in values:
        text = known.get(value)
        if text is None:
            text = known[value] = _text(value)
        found.append(text)
    return found


def _text(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def codes_of(values: Iterable[object]) -> list[str]:
    """Each value as a class code."""
    known: dict[object, str] = {}
    return [known[value] if value in known else known.setdefault(value, clean_code(value)) for value in values]


def layer_of(frame: gpd.GeoDataFrame, name: str) -> Layer:
    """``frame`` as a layer: rows without a geometry are left out and told.

    Raises RedlineError for anything but polygons, a frame without a coordinate system or rows, and a vertex that
    cannot be where it is.
    """
    if not isinstance(frame, gpd.GeoDataFrame):
        raise RedlineError("{layer} is no GeoDataFrame: read it with geopandas.read_file.", layer=name)
    if frame.crs is None:
        raise RedlineError("Layer {layer} has no coordinate system: give it one with set_crs.", layer=name)
    missing = np.asarray(frame.geometry.isna() | frame.geometry.is_empty)
    if missing.any():
        tell(Notice("Layer {layer}: {count} rows have no geometry and are left out.", layer=name, count=missing.sum()))
        frame = frame[~missing]
    if not len(frame):
        raise RedlineError("Layer {layer} holds no polygons.", layer=name)
    other = ~np.isin(shapely.get_type_id(frame.geometry.array), (3, 6))
    if other.any():
        row = int(np.flatnonzero(other)[0])
        raise RedlineError(
            "Layer {layer}, row {row}: it is a {kind}, no polygon; {count} rows are so.",
            layer=name,
            row=frame.index[row],
            kind=frame.geometry.iloc[row].geom_type,
            count=int(other.sum()),
        )
    layer = Layer(name, frame, _polygons_of(frame))
    _check_vertices(layer, reach_of(frame.crs))
    return layer


def _polygons_of(frame: gpd.GeoDataFrame) -> Polygons:
    """Through well-known binary, which GEOS writes and the engine's kernel reads, both without a loop in Python."""
    return decode_list(shapely.to_wkb(frame.geometry.array, output_dimension=2, byte_order=1).tolist())


def _check_vertices(layer: Layer, reach: Reach) -> None:
    if np.isnan(layer.polygons.xy).any():
        bad = np.flatnonzero(np.isnan(layer.polygons.xy).any(axis=1))[0]
        row = int(np.searchsorted(layer.polygons.rings[layer.polygons.polygons], bad, side="right")) - 1
        raise RedlineError(
            "Layer {layer}, row {row}: a coordinate is no number.", layer=layer.name, row=layer.frame.index[row]
        )
    stray = stray_vertices(layer.polygons, reach)
    if stray:
        raise RedlineError(
            "Layer {layer}, row {row}: vertex {number} lies at {x}, {y}, where no vertex of it can be "
            "({count} such rows): put it right, or give the layer its true coordinate system.",
            layer=layer.name,
            row=layer.frame.index[stray[0].polygon],
            number=stray[0].number,
            x=stray[0].x,
            y=stray[0].y,
            count=len(stray),
        )


def mended(layer: Layer, rows: IntArray) -> Layer:
    """``layer`` with the land that the outlines of ``rows`` enclose, by the even-odd rule, in place of their shapes;
    told."""
    if not len(rows):
        return layer
    tell(
        Notice(
            "Layer {layer}: the outlines of {count} rows cross themselves (the first: {row}); the land on both sides "
            "of a crossing counts, once (even-odd rule).",
            layer=layer.name,
            count=len(rows),
            row=layer.frame.index[int(rows[0])],
        )
    )
    geometry = layer.frame.geometry.array[rows]
    whole = shapely.make_valid(geometry)
    land = [shapely.unary_union(polygons_in(shape)) for shape in whole]
    which = np.arange(len(layer), dtype=np.int64)
    which[rows] = len(layer) + np.arange(len(rows))
    shapes = decode_list(shapely.to_wkb(np.array(land, dtype=object), output_dimension=2).tolist())
    return Layer(layer.name, layer.frame, keep_polygons(join_polygons([layer.polygons, shapes]), which))


def polygons_in(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """The polygons of a shape of any kind: lines and points that an intersection leaves over are no land."""
    return [part for part in shapely.get_parts(shapely.get_parts(shape)) if shapely.get_type_id(part) == 3]


def boxes_meet(layer: Layer, others: Sequence[Polygons]) -> NDArray[np.bool_]:
    """(n,) whether the box of each polygon meets the rectangle around all of ``others``."""
    around = np.vstack([boxes_of(each) for each in others])
    low, high = np.nanmin(around[:, :2], axis=0), np.nanmax(around[:, 2:], axis=0)
    boxes = boxes_of(layer.polygons)
    return np.asarray((boxes[:, :2] <= high).all(axis=1) & (boxes[:, 2:] >= low).all(axis=1))


def tell(notice: Notice) -> None:
    """A notice as a warning of the caller's."""
    warnings.warn(str(notice), RedlineWarning, stacklevel=4)
