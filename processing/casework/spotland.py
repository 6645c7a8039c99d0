"""How much land of which kind lies in spots as they are taken in: the tally's areas, and the red-line check's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qgis.core import QgsCoordinateTransformContext, QgsGeometry

from ...core.errors import Notice
from ...core.rounding import half_up
from ...layers.casework.casefile import SHAPE
from ...layers.measuring.redlines import check_red_lines, farmland_layer
from ...layers.measuring.tallying import ZoneFields
from ...layers.reading.gausskruger import geographic_cgcs2000
from ...layers.reading.run import Run, working_crs
from ...layers.reading.sources import Source, source_of
from ...layers.roles.fields import find_field
from ...layouts.landuse_sheet import tally_zones
from ...layouts.records import marks_layer

__all__ = ["SpotLayers", "fill_areas"]

ARABLE = "01"
"""First level of arable land 耕地 in the survey's scheme."""


@dataclass(frozen=True)
class SpotLayers:
    """Land use and permanent basic farmland, None where they are not given."""

    landuse: Source | None
    farmland: Source | None


def fill_areas(
    spots: Sequence[dict[str, Any]],
    layers: SpotLayers,
    transforms: QgsCoordinateTransformContext,
    cancelled: Callable[[], bool],
) -> list[Notice]:
    """Fill ``area``, ``area_arable`` and ``area_farmland`` (m², 2 decimals) of the rows of ``spot``.

    The first two are those of ``redline:tallybylanduse`` with official areas, the last is what ``redline:redlinecheck``
    finds inside. Nothing is filled without land use. Raises RedlineError as these tools do; Cancelled.
    """
    if layers.landuse is None or not spots:
        return []
    shapes: list[tuple[str, QgsGeometry, dict[str, str | float]]]
    shapes = [(str(i), _shape(spot), {}) for i, spot in enumerate(spots)]
    zones = source_of(marks_layer(shapes, (), geographic_cgcs2000(), "spots"))
    class_field = find_field(layers.landuse, "landuse", "class", layer=layers.landuse.name) or ""
    run = Run(working_crs(layers.landuse, zones), transforms, cancelled)
    tally = tally_zones(run, zones, ZoneFields("sheet"), layers.landuse, class_field)
    printed = tally.measured.tally.printed("m2", 2)
    arable = [Decimal(0)] * len(tally.zones)
    for leaf in printed.leaves:
        if leaf.code in tally.scheme and tally.scheme.first_level(leaf.code) == ARABLE:
            arable[leaf.zone] += leaf.value
    own = [int(identity) for identity in tally.zones.ids]
    for zone, place in enumerate(own):
        spots[place].update(area=float(printed.totals[zone]), area_arable=float(half_up(arable[zone], 2)))
    if layers.farmland is not None:
        line = farmland_layer(layers.farmland)
        polygons = tally.zones.features.polygons
        [checked] = check_red_lines(run, polygons, tally.measured.tally.zones, [line], 0.0)
        for finding in checked.findings:
            spots[own[finding.zone]]["area_farmland"] = float(finding.inside)
    return list(run.notices)


def _shape(spot: dict[str, Any]) -> QgsGeometry:
    shape = QgsGeometry()
    shape.fromWkb(bytes(spot[SHAPE].ExportToIsoWkb()))
    return shape
