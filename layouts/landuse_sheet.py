"""Land use of areas (villages, townships, batches, tracts) with its table in ha and 亩: the survey's, or the plan's.

The numbers are those of ``redline:tallybylanduse`` with official areas, balanced, in ha and in mu with 4 decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsVectorLayer,
)

from ..core.landuse.classes import Scheme, clean_code
from ..core.landuse.tables import PLANNED, class_table, sum_printed
from ..core.landuse.tables import Words as TableWords
from ..core.landuse.tally import Leaf, PrintedTally
from ..core.paper.tables import Table
from ..layers.measuring.parcels import read_land_use
from ..layers.measuring.tallying import Measured, PatchFields, ReadZones, ZoneFields, measure_zones, read_zones
from ..layers.reading.clip import geometry_of
from ..layers.reading.run import Run
from ..layers.reading.sources import Source
from .county import boundaries, class_layer
from .plans import MapLayer, SheetPlan, SheetTable
from .records import coverage_layer
from .run import SheetSet
from .scales import Frame
from .setting import NamedSheet, Place, SheetSetting
from .symbols import coverage_look
from .texts import facts_table, in_both

__all__ = ["ZoneTally", "landuse_sheets", "tally_zones", "zone_table"]

DECIMALS = 4


@dataclass(frozen=True)
class ZoneTally:
    """Zones with their land use as printed; geometries in the run's system, in the order of the zones."""

    crs: QgsCoordinateReferenceSystem
    zones: ReadZones
    measured: Measured
    ha: PrintedTally
    mu: PrintedTally
    scheme: Scheme
    codes: list[str]
    geometries: list[QgsGeometry]

    def places(self, template: str) -> list[Place]:
        """What the sheets of the zones are about; ``template`` of their titles has the place ``zone``."""
        ids, names = self.zones.ids, self.zones.names
        return [
            Place(template.format(zone=names[i] or ids[i]), ids[i], names[i], self.geometries[i])
            for i in range(len(ids))
        ]

    def leaves(self) -> tuple[list[list[Leaf]], list[list[Leaf]]]:
        """The leaves of each zone, in ha and in mu."""
        result: tuple[list[list[Leaf]], list[list[Leaf]]] = (
            [[] for _ in self.geometries],
            [[] for _ in self.geometries],
        )
        for printed, lists in zip((self.ha, self.mu), result, strict=True):
            for leaf in printed.leaves:
                lists[leaf.zone].append(leaf)
        return result


def tally_zones(run: Run, zones: Source, fields: ZoneFields, landuse: Source, class_field: str) -> ZoneTally:
    """Official areas by class of each zone, in the system of ``run``, which is told what was left out.

    Raises RedlineError as the tally tools do; Cancelled.
    """
    read = read_zones(run, zones, fields, Qgis.InvalidGeometryCheck.SkipInvalid)
    asked = PatchFields(class_field)
    patches = read_land_use(run, landuse, asked, None)
    measured = measure_zones(run, read, patches, asked, "official", shapes=False)
    codes = patches.scheme.order(sorted({clean_code(code) for code in patches.codes} - {""}))
    return ZoneTally(
        run.crs,
        read,
        measured,
        measured.tally.printed("ha", DECIMALS),
        measured.tally.printed("mu", DECIMALS),
        patches.scheme,
        codes,
        [geometry_of(read.features.polygons, i) for i in range(len(read))],
    )


def zone_table(ha: Sequence[Leaf], mu: Sequence[Leaf], words: TableWords, title: str) -> Table:
    """The area table of one zone, from its leaves in ha and in mu."""
    sums: dict[str, list[Decimal]] = {}
    for place, leaves in enumerate((ha, mu)):
        for leaf in leaves:
            sums.setdefault(leaf.code, [Decimal(0).scaleb(-DECIMALS)] * 2)[place] += leaf.value
    total = (sum_printed(ha, DECIMALS), sum_printed(mu, DECIMALS))
    return class_table(sums, total, ("ha", "mu"), words, "areas", title)


def landuse_sheets(
    tally: ZoneTally, landuse: QgsVectorLayer, class_field: str, setting: SheetSetting, ending: str = ""
) -> SheetSet:
    """One sheet a zone; ``ending`` of their file names."""
    planned = tally.scheme.id == PLANNED
    template = setting.tr("Planned land use of {zone}") if planned else setting.tr("Current land use of {zone}")
    sheets = setting.named("landuse", tally.places(template), ending)
    return SheetSet("map", tally.crs, sheets, _LandUse(tally, landuse, class_field, setting, sheets).plan)


@dataclass(frozen=True)
class _LandUse:
    tally: ZoneTally
    landuse: QgsVectorLayer
    class_field: str
    setting: SheetSetting
    sheets: Sequence[NamedSheet]

    @property
    def planned(self) -> bool:
        """Whether it is the plan's land use, and not the survey's."""
        return self.tally.scheme.id == PLANNED

    @property
    def title(self) -> str:
        tr = self.setting.tr
        return tr("Areas by planned use") if self.planned else tr("Areas by land class")

    def plan(self, numbers: Sequence[int], page: Path, frame: Frame) -> SheetPlan:
        tr, tally, language = self.setting.tr, self.tally, self.setting.language
        texts = [{"subtitle": number, "area_title": self.title} for number in tally.zones.ids]
        coverage = coverage_layer(
            self.setting.records(self.sheets, frame, tally.crs, texts.__getitem__), tally.crs, tr("Area of the sheet")
        )
        words = TableWords(tally.scheme, language, tr)
        in_ha, in_mu = tally.leaves()
        tables = [(self.sheets[i].key, zone_table(in_ha[i], in_mu[i], words, self.title)) for i in numbers]
        return SheetPlan(
            name=tr("Planned land use") if self.planned else tr("Current land use"),
            template=page,
            coverage=coverage,
            crs=tally.crs,
            layers=[
                MapLayer(coverage, coverage_look(tr("Area of the sheet"), width=0.5, veil=150), "", classes=True),
                *boundaries(self.setting.county, tr),
                class_layer(self.landuse, self.class_field, tally.scheme, tally.codes, language),
            ],
            tables=[
                SheetTable("facts_table", [(self.sheets[i].key, self._facts(i)) for i in numbers]),
                SheetTable("area_table", tables),
            ],
        )

    def _facts(self, i: int) -> Table:
        tr, tally = self.setting.tr, self.tally
        return facts_table(
            [
                (tr("Name"), tally.zones.names[i]),
                (tr("Code"), tally.zones.ids[i]),
                (tr("Area of the place"), in_both(tally.ha.totals[i], tally.mu.totals[i], tr)),
                (tr("Class scheme"), tally.scheme.title(self.setting.language)),
            ]
        )
