"""What a set of sheets shows, before anything is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsMapLayer, QgsVectorLayer

from ..core.paper.tables import Table
from ..layers.reading.features import features_of
from .symbols import Look

__all__ = ["SEPARATOR", "MapLayer", "SheetPlan", "SheetTable"]

SEPARATOR = " — "
"""Between the names of a layout and of a layer it is made of, in the GeoPackage of the sheets."""


@dataclass(frozen=True)
class MapLayer:
    """One layer of the map: how it looks there (None: its own style) and its name in the legend (None: not listed).

    ``classes`` says that the legend lists the classes of the layer and not the layer; ``nodes`` how many of them,
    from the first (None: all that are on the map).
    """

    layer: QgsMapLayer
    look: Look | None = None
    legend: str | None = None
    classes: bool = False
    nodes: int | None = None


@dataclass(frozen=True)
class SheetTable:
    """The tables of one table item, by sheet key; ``shares`` of the width by column key where the texts do not say."""

    item: str
    tables: Sequence[tuple[str, Table]]


@dataclass(frozen=True)
class SheetPlan:
    """All that a set of sheets of one kind shows.

    name : of the layout. template : its file. coverage : one feature a sheet (records.coverage_layer).
    layers : of the map item ``map``, topmost first; keymap : of the item ``keymap``. own : layers made for the sheets,
    which the project takes over. unused : items this kind never shows.
    """

    name: str
    template: Path
    coverage: QgsVectorLayer
    crs: QgsCoordinateReferenceSystem
    layers: Sequence[MapLayer]
    tables: Sequence[SheetTable] = ()
    keymap: Sequence[MapLayer] = ()
    own: Sequence[QgsVectorLayer] = field(default_factory=tuple)

    @cached_property
    def texts(self) -> dict[str, tuple[object, ...]]:
        """The texts of the sheets by key."""
        names = self.coverage.fields().names()
        shown = [names.index(name) for name in names if name not in ("pages", "page_numbers")]
        return {feature["sheet"]: tuple(feature.attribute(i) for i in shown) for feature in features_of(self.coverage)}
