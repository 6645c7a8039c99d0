"""Village cards: map, farmland and basic farmland, land-use bar, cameras that see the village, field chiefs.

Land use as in ``redline:tallybylanduse``, basic farmland as in ``redline:redlinecheck`` (legal areas by YJJBNTMJ).
"""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from qgis.core import QgsGeometry, QgsPointXY, QgsVectorLayer

from ..core.landuse.redlines import RedLineFinding
from ..core.landuse.tables import Words as TableWords
from ..core.landuse.tables import sum_printed
from ..core.landuse.tally import Leaf
from ..core.paper.tables import Column, Row, Table
from ..core.rounding import half_up, in_unit
from ..layers.looks.symbols import class_colour
from ..layers.measuring.covering import Seen, read_seen, seen_by
from ..layers.measuring.redlines import check_red_lines, red_line_layer
from ..layers.reading.clip import geometry_of
from ..layers.reading.run import Run
from ..layers.reading.sources import read_table, source_of
from ..layers.roles.fields import find_field
from .county import County, boundaries, class_layer, red_lines
from .landuse_sheet import DECIMALS, ZoneTally, zone_table
from .marks import camera_look
from .plans import MapLayer, SheetPlan, SheetTable
from .records import coverage_layer, marks_layer
from .run import SheetSet
from .scales import Frame
from .setting import NamedSheet, Place, SheetSetting
from .symbols import coverage_look
from .texts import Tr, facts_table, in_both

__all__ = ["village_cards"]

ARABLE = "01"
"""First level of arable land 耕地 in the survey's scheme."""


def village_cards(
    tally: ZoneTally, landuse: QgsVectorLayer, class_field: str, run: Run, setting: SheetSetting
) -> SheetSet:
    """One card a village of ``tally``; ``run`` is in the tally's system."""
    tr, county = setting.tr, setting.county
    ids = [identity[:12] if identity[:12].isdigit() else identity for identity in tally.zones.ids]
    names = [tally.zones.names[i] or ids[i] for i in range(len(ids))]
    template = tr("Village card of {village}")
    places = [Place(template.format(village=name), ids[i], name, tally.geometries[i]) for i, name in enumerate(names)]
    seen = _seen(county, run)
    about = zip(
        ids,
        names,
        _townships(tally, county),
        _basic_farmland(tally, county, run),
        _field_chiefs(county, ids, tr),
        _cameras(tally, seen, run, tr),
        strict=True,
    )
    sheets = setting.named("village", places)
    marks = _camera_marks(seen, run, tr)
    kind = _Cards(tally, landuse, class_field, setting, sheets, [_Village(*each) for each in about], marks)
    return SheetSet("village", tally.crs, sheets, kind.plan)


@dataclass(frozen=True)
class _Village:
    """What is known of a village besides its land use. cameras : those that see it, None where no layer tells."""

    code: str
    name: str
    township: str
    farmland: RedLineFinding | None
    chiefs: list[tuple[str, str]]
    cameras: Table | None


@dataclass(frozen=True)
class _Cards:
    """villages : of the sheets. marks : cameras and what they cover, for the map."""

    tally: ZoneTally
    landuse: QgsVectorLayer
    class_field: str
    setting: SheetSetting
    sheets: Sequence[NamedSheet]
    villages: Sequence[_Village]
    marks: Sequence[MapLayer]

    def plan(self, numbers: Sequence[int], page: Path, frame: Frame) -> SheetPlan:
        tr, tally, county, language = self.setting.tr, self.tally, self.setting.county, self.setting.language
        in_ha, in_mu = tally.leaves()
        texts = [self._texts(village, leaves) for village, leaves in zip(self.villages, in_ha, strict=True)]
        records = self.setting.records(self.sheets, frame, tally.crs, texts.__getitem__)
        coverage = coverage_layer(records, tally.crs, tr("Village"))
        words = TableWords(tally.scheme, language, tr)
        title = tr("Areas by land class")
        keys = [sheet.key for sheet in self.sheets]
        return SheetPlan(
            name=tr("Village cards"),
            template=page,
            coverage=coverage,
            crs=tally.crs,
            layers=[
                *self.marks,
                MapLayer(coverage, coverage_look(tr("This village"), width=0.5, veil=150), "", classes=True),
                *boundaries(county, tr),
                *[each for each in red_lines(county, language) if each.layer is not county.get("urban")],
                class_layer(self.landuse, self.class_field, tally.scheme, tally.codes, language),
            ],
            tables=[
                SheetTable("facts_table", [(keys[i], self._facts(i, in_ha[i], in_mu[i])) for i in numbers]),
                SheetTable("area_table", [(keys[i], zone_table(in_ha[i], in_mu[i], words, title)) for i in numbers]),
                SheetTable(
                    "points_table",
                    [(keys[i], table) for i in numbers if (table := self.villages[i].cameras) is not None],
                ),
            ],
            own=[each.layer for each in self.marks],
        )

    def _texts(self, village: _Village, leaves: Sequence[Leaf]) -> dict[str, str]:
        tr = self.setting.tr
        with_cameras = village.cameras is not None and village.cameras.rows
        return {
            "subtitle": "　".join(text for text in (village.township, village.code) if text),
            "area_title": tr("Areas by land class"),
            "points_title": tr("Cameras that see the village") if with_cameras else "",
            "bar_svg": land_use_bar(leaves, self.tally),
        }

    def _facts(self, i: int, in_ha: Sequence[Leaf], in_mu: Sequence[Leaf]) -> Table:
        tr, tally, village = self.setting.tr, self.tally, self.villages[i]
        ha, mu = (
            sum_printed([leaf for leaf in leaves if _first(leaf, tally) == ARABLE], DECIMALS)
            for leaves in (in_ha, in_mu)
        )
        lines = [
            (tr("Village"), village.name),
            (tr("Code"), village.code),
            (tr("Township"), village.township),
            (tr("Area of the place"), in_both(tally.ha.totals[i], tally.mu.totals[i], tr)),
            (tr("Arable land"), in_both(ha, mu, tr)),
        ]
        if village.farmland is not None:
            lines.append((tr("Basic farmland"), _square_metres(village.farmland.inside, tr)))
            if village.farmland.legal is not None:
                lines.append((tr("Of it legal area"), _square_metres(village.farmland.legal, tr)))
        lines += village.chiefs
        lines.append((tr("Cameras in sight"), str(len(village.cameras.rows)) if village.cameras else ""))
        return facts_table(lines)


def _first(leaf: Leaf, tally: ZoneTally) -> str:
    return tally.scheme.first_level(leaf.code) if leaf.code in tally.scheme else ""


def _square_metres(area: Decimal, tr: Tr) -> str:
    """A finding's area (m², 2 decimals) in ha and mu, each rounded once."""
    return in_both(in_unit(area, "ha"), in_unit(area, "mu"), tr)


def _basic_farmland(tally: ZoneTally, county: County, run: Run) -> list[RedLineFinding | None]:
    """Permanent basic farmland inside each village, as the red-line check finds it."""
    layer = county.get("farmland")
    if layer is None:
        return [None] * len(tally.geometries)
    line = red_line_layer(layer, "en", parameter="FARMLAND")
    [checked] = check_red_lines(run, tally.zones.features.polygons, tally.measured.tally.zones, [line], 0.0)
    return list(checked.findings)


def _field_chiefs(county: County, villages: Sequence[str], tr: Tr) -> list[list[tuple[str, str]]]:
    """The field chiefs 田长 of each of ``villages``, by their 12-digit codes."""
    layer = county.get("fieldchief")
    if layer is None:
        return [[] for _ in villages]
    parts = {
        part: find_field(layer, "fieldchief", part, required=part in ("code", "village"))
        for part in ("code", "village", "township", "county")
    }
    fields = [name for name in parts.values() if name]
    table = read_table(source_of(layer), fields)
    labels = {
        "village": tr("Village field chief"),
        "township": tr("Township field chief"),
        "county": tr("County field chief"),
    }
    known = {label: name for part, label in labels.items() if (name := parts[part]) is not None}
    chiefs = [[(label, text) for text in table.texts(name)] for label, name in known.items()]
    places = {code[:12]: place for place, code in enumerate(table.texts(parts["code"] or ""))}
    return [[of[places[code]] for of in chiefs] if code in places else [] for code in villages]


def _seen(county: County, run: Run) -> Seen | None:
    """What cameras cover, as the coverage tally and the live tally take it; None where no layer tells."""
    coverage, cameras = county.get("coverage"), county.get("camera")
    if coverage is None and cameras is None:
        return None
    return read_seen(
        run,
        None if coverage is None else source_of(coverage),
        None if cameras is None else source_of(cameras),
    )


def _cameras(tally: ZoneTally, seen: Seen | None, run: Run, tr: Tr) -> list[Table | None]:
    """For each village the cameras that cover something of it, the nearest first; None where no layer tells."""
    if seen is None:
        return [None] * len(tally.geometries)
    columns = (
        Column("number", tr("No."), numeric=True),
        Column("camera", tr("Camera")),
        Column("mast", tr("Mast (m)"), numeric=True),
        Column("radius", tr("Radius (m)"), numeric=True),
        Column("distance", tr("Distance (m)"), numeric=True),
    )
    plane = run.area_plane(tally.zones.features.polygons, seen.polygons)
    found = seen_by(plane.apply(tally.zones.features.polygons), plane.apply(seen.polygons))
    result: list[Table | None] = []
    for geometry, own in zip(tally.geometries, found, strict=True):
        lines = [(_distance(geometry, seen, place), place) for place in own]
        lines.sort(key=lambda line: (line[0] is None, line[0] or 0.0, line[1]))
        rows = [
            Row((number, seen.names[place], *_heights(seen, place), None if far is None else half_up(far, 0)))
            for number, (far, place) in enumerate(lines, 1)
        ]
        result.append(Table("cameras", tr("Cameras that see the village"), columns, tuple(rows)))
    return result


def _distance(geometry: QgsGeometry, seen: Seen, place: int) -> float | None:
    """Metres from a village to a camera; None where it is not known where the camera stands."""
    camera = seen.camera[place]
    if camera is None or seen.circles is None:
        return None
    return geometry.distance(QgsGeometry.fromPointXY(QgsPointXY(*seen.circles.points[camera].tolist())))


def _heights(seen: Seen, place: int) -> tuple[Decimal | None, Decimal | None]:
    """Mast height and radius of a camera in metres, as far as they are known."""
    camera = seen.camera[place]
    if camera is None or seen.circles is None:
        return None, None
    mast, radius = float(seen.circles.masts[camera]), float(seen.circles.radii[camera])
    return (half_up(mast, 1) if math.isfinite(mast) else None), half_up(radius, 0)


def _camera_marks(seen: Seen | None, run: Run, tr: Tr) -> list[MapLayer]:
    """Cameras as points with their circles, or with what they see."""
    if seen is None:
        return []

    def values(place: int) -> dict[str, str | float]:
        camera = seen.camera[place]
        named: dict[str, str | float] = {"name": seen.names[place]}
        if camera is None or seen.circles is None:
            return named
        x, y = seen.circles.points[camera].tolist()
        return {**named, "x": x, "y": y}

    marks = marks_layer(
        (("", geometry_of(seen.polygons, place), values(place)) for place in range(len(seen))),
        ("name",),
        run.crs,
        tr("Camera circle"),
        numbers=("x", "y"),
    )
    title = tr("Camera and what it sees") if seen.sight else tr("Camera and its circle")
    return [MapLayer(marks, camera_look("name"), title)]


def _townships(tally: ZoneTally, county: County) -> list[str]:
    """The township of each village: by its 9-digit code where the township layer has codes."""
    layer = county.get("township")
    code = find_field(layer, "township", "code", required=False) if layer is not None else None
    name = find_field(layer, "township", "name", required=False) if layer is not None else None
    if layer is None or code is None or name is None:
        return [""] * len(tally.geometries)
    table = read_table(source_of(layer), [code, name])
    known = dict(zip((text[:9] for text in table.texts(code)), table.texts(name), strict=True))
    return [known.get(identity[:9], "") for identity in tally.zones.ids]


def land_use_bar(leaves: Sequence[Leaf], tally: ZoneTally) -> str:
    """A bar of the shares of the classes, largest first, as an SVG that the picture item draws."""
    sums: dict[str, float] = {}
    for leaf in leaves:
        if leaf.code in tally.scheme and leaf.value > 0:
            sums[leaf.code] = sums.get(leaf.code, 0.0) + float(leaf.value)
    total = math.fsum(sums.values())
    if not total:
        return ""
    parts, x = [], 0.0
    for code in sorted(sums, key=lambda code: -sums[code]):
        width = 1000 * sums[code] / total
        parts.append(
            f'<rect x="{x:.2f}" y="0" width="{width:.2f}" height="60" fill="{class_colour(tally.scheme, code).name()}" '
            'stroke="#555555" stroke-width="1"/>'
        )
        if width > 60:
            parts.append(
                f'<text x="{x + width / 2:.1f}" y="40" font-size="26" text-anchor="middle" '
                f'font-family="sans-serif">{code} {100 * sums[code] / total:.1f}%</text>'
                if width > 150
                else f'<text x="{x + width / 2:.1f}" y="40" font-size="26" text-anchor="middle" '
                f'font-family="sans-serif">{code}</text>'
            )
        x += width
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="60" viewBox="0 0 1000 60">'
        + "".join(parts)
        + "</svg>"
    )
    return "base64:" + base64.b64encode(svg.encode("utf-8")).decode("ascii")
