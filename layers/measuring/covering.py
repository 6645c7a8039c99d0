"""What circles or visible areas cover of villages: land seen at least once, twice, three times, and the rest.

The tool and the coverage sheet both take their numbers from here: ``lay``, ``covers_of``, then
``core.cameras.circles.print_cover`` and ``blind_spots``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray
from qgis.core import QgsGeometry

from ...core.cameras.circles import TIMES, PrintedCover, VillageCover
from ...core.ellipsoid import official_areas
from ...core.ellipsoid.areaplane import AreaPlane, areas
from ...core.errors import Cancelled, Notice, RedlineError
from ...core.landuse.tally import NOISE_M2, SEEN_M2
from ...core.overlay import pieces as overlay_pieces
from ...core.rounding import Unit, balance, convert
from ...core.shapes.polygons import FloatArray, Polygons, boxes_of
from ..reading.clip import areal, as_polygons, valid_polygon
from ..reading.run import Run
from ..reading.sources import Source, read_table
from ..roles.fields import find_field
from ..sight.cameras import CameraFields
from ..sight.circles import Circles, read_circles
from .redlines import LaidLine
from .tallyfaults import with_whole_land
from .tallying import ReadZones

__all__ = [
    "BlindSpots",
    "Laid",
    "Seen",
    "blind_parts",
    "blind_spots",
    "covered_times",
    "covers_of",
    "cut",
    "lay",
    "read_seen",
    "seen_by",
    "tell_unseen",
    "township_names",
]

SLIVER = 1e-2
"""Square metres: less is what rounding of coordinates leaves along a common boundary, and no blind spot."""


def covered_times(
    circles: Polygons,
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[QgsGeometry]:
    """The land that at least 1, 2 and 3 of the circles cover, exactly: each circle in turn joins what is already
    there.

    Circles are valid or are made so. Every pair that meets is cut once; 100 circles take about a second.
    """
    layers = [QgsGeometry() for _ in TIMES]
    boxes = boxes_of(circles)
    parts: list[list[QgsGeometry]] = [[] for _ in TIMES]
    for i in range(len(circles)):
        if cancelled is not None and cancelled():
            raise Cancelled
        circle = valid_polygon(circles, i)
        if circle.isEmpty():
            continue
        # Only what meets the circle's box takes part: the rest of a county-wide union stays untouched.
        before = [
            QgsGeometry.unaryUnion([part for part in layer if part.boundingBox().intersects(circle.boundingBox())])
            if layer
            else QgsGeometry()
            for layer in parts
        ]
        gains = [circle]
        for level in range(len(TIMES) - 1):
            gains.append(areal(before[level].intersection(gains[0])) if not before[level].isEmpty() else QgsGeometry())
        for level, gain in enumerate(gains):
            if not gain.isEmpty():
                parts[level].append(gain)
        if progress is not None:
            progress((i + 1) / max(len(boxes), 1))
    for level, own in enumerate(parts):
        if own:
            layers[level] = areal(QgsGeometry.unaryUnion(own))
    return layers


def cut(
    zones: Polygons, cover: QgsGeometry, cancelled: Callable[[], bool] | None = None
) -> tuple[list[QgsGeometry], list[QgsGeometry]]:
    """Each zone's part inside and outside of ``cover``."""
    inside, outside = [], []
    engine = QgsGeometry.createGeometryEngine(cover.constGet()) if not cover.isEmpty() else None
    if engine is not None:
        engine.prepareGeometry()
    for i in range(len(zones)):
        if cancelled is not None and cancelled():
            raise Cancelled
        zone = valid_polygon(zones, i)
        if engine is None or not engine.intersects(zone.constGet()):
            inside.append(QgsGeometry())
            outside.append(zone)
        elif engine.contains(zone.constGet()):
            inside.append(zone)
            outside.append(QgsGeometry())
        else:
            inside.append(areal(zone.intersection(cover)))
            outside.append(areal(zone.difference(cover)))
    return inside, outside


def blind_parts(outside: Sequence[QgsGeometry]) -> tuple[list[QgsGeometry], NDArray[np.int64]]:
    """Single blind spots and the number of the zone of each."""
    shapes: list[QgsGeometry] = []
    owner: list[int] = []
    for number, geometry in enumerate(outside):
        if geometry.isEmpty():
            continue
        for part in geometry.asGeometryCollection():
            if part.area() > SLIVER:
                shapes.append(part)
                owner.append(number)
    return shapes, np.array(owner, dtype=np.int64)


# --- cameras ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """What each camera covers, in the system of a run: circles, sectors or visible areas, (n,).

    names : of the cameras, their ids where they have none. circles : those of the camera layer, None without one;
    camera : the place of each camera among them, None where it is not there. sight : visible areas or circles that
    were read, and not drawn from the cameras.
    """

    polygons: Polygons
    ids: tuple[str, ...]
    names: tuple[str, ...]
    camera: tuple[int | None, ...]
    circles: Circles | None
    sight: bool

    def __len__(self) -> int:
        return len(self.polygons)


def read_seen(run: Run, coverage: Source | None, cameras: Source | None) -> Seen:
    """What cameras cover: ``coverage`` (circles or visible areas) where there is one, else the circles of ``cameras``.

    The run is told what was left out. Raises RedlineError where there is neither or one cannot be read, Cancelled.
    """
    circles = None
    if cameras is not None:
        fields = CameraFields().found_in(cameras)
        circles = read_circles(cameras, fields, run.crs, run.transform_context, run.cancelled)
        run.notices.extend(circles.notices)
    if coverage is None:
        if circles is None:
            raise RedlineError("There are no cameras: load their layer into the project, or give it in CAMERAS.")
        return Seen(circles.polygons, circles.ids, circles.names, tuple(range(len(circles))), circles, False)
    field = find_field(coverage, "coverage", "id", required=False)
    found = with_whole_land(run, coverage.name, run.read(coverage, [field] if field else []))
    ids = found.ids(field or "")
    places = {} if circles is None else {own: place for place, own in enumerate(circles.ids)}
    known = tuple(places.get(each) for each in ids)
    names = tuple(
        each if circles is None or place is None else circles.names[place]
        for each, place in zip(ids, known, strict=True)
    )
    return Seen(found.polygons, tuple(ids), names, known, circles, True)


# --- villages ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Laid:
    """Villages cut by what cameras cover, in the system of a run.

    circles : one polygon for each of ``cameras`` (a circle, a sector or a visible area). inside : by village, what is
    covered at least once, twice and three times; outside : what is never covered.
    """

    villages: ReadZones
    circles: Polygons
    cameras: Sequence[str]
    plane: AreaPlane
    inside: list[list[QgsGeometry]]
    outside: list[QgsGeometry]

    def scale(self) -> FloatArray:
        """(n,) the official area of each village over its area in the plane, by which its parts are printed."""
        polygons = self.villages.features.polygons
        return official_areas(polygons, self.plane.projection) / areas(self.plane.apply(polygons))


def lay(
    run: Run,
    villages: ReadZones,
    circles: Polygons,
    cameras: Sequence[str],
    progress: Callable[[float], object] | None = None,
) -> Laid:
    """Lay the circles over each other and cut the villages by them. Raises Cancelled."""
    levels = covered_times(circles, progress, run.cancelled)
    plane = run.area_plane(villages.features.polygons, circles)
    parts = [cut(villages.features.polygons, level, run.cancelled) for level in levels]
    return Laid(villages, circles, cameras, plane, [inside for inside, _ in parts], parts[0][1])


def covers_of(laid: Laid, farmland: LaidLine | None = None) -> list[VillageCover]:
    """What is covered of each village, in m² of its official area; farmland : laid over the villages in their plane."""
    villages, plane = laid.villages, laid.plane
    official = official_areas(villages.features.polygons, plane.projection)
    flat, circles = plane.apply(villages.features.polygons), plane.apply(laid.circles)
    scale = laid.scale()
    covered = [areas(plane.apply(as_polygons(inside))) * scale for inside in laid.inside]
    for times in covered:
        # what is covered wholly is the village itself, and not a rounding error less
        whole_village = official - times <= np.maximum(NOISE_M2, 1e-11 * official)
        times[whole_village] = official[whole_village]
    zone, _, area = overlay_pieces(flat, circles)
    seen = np.bincount(zone, area, len(villages)) * scale
    cameras = seen_by(flat, circles)
    whole = part = None
    if farmland is not None:
        whole = farmland.farmland(flat) * scale
        part = farmland.farmland(plane.apply(as_polygons(laid.inside[0]))) * scale
    return [
        VillageCover(
            villages.ids[i],
            villages.names[i],
            villages.ids[i][:9] if villages.ids[i][:9].isdigit() else "",
            float(official[i]),
            (float(covered[0][i]), float(covered[1][i]), float(covered[2][i])),
            float(seen[i]),
            tuple(laid.cameras[c] for c in cameras[i]),
            None if whole is None else float(whole[i]),
            None if part is None else float(part[i]),
        )
        for i in range(len(villages))
    ]


def seen_by(zones: Polygons, circles: Polygons) -> list[list[int]]:
    """For each zone the numbers of the circles that cover something of it; both lie in the area plane."""
    found: list[list[int]] = [[] for _ in range(len(zones))]
    for zone, circle, area in zip(*(each.tolist() for each in overlay_pieces(zones, circles)), strict=True):
        if area >= SEEN_M2:
            found[zone].append(circle)
    return found


@dataclass(frozen=True)
class BlindSpots:
    """What no camera covers: shape, number of the village, and area as printed; flat : the shapes in the area plane."""

    shapes: list[QgsGeometry]
    village: NDArray[np.int64]
    printed: list[Decimal]
    flat: Polygons


def blind_spots(laid: Laid, printed: Sequence[PrintedCover], unit: Unit, decimals: int) -> BlindSpots:
    """Blind spots; their printed areas add up to the blind area of their village."""
    shapes, village = blind_parts(laid.outside)
    flat = laid.plane.apply(as_polygons(shapes))
    own = areas(flat)
    values: list[Decimal] = [Decimal(0).scaleb(-decimals)] * len(shapes)
    for i in np.unique(village).tolist():
        members = np.flatnonzero(village == i).tolist()
        shares = balance([convert(float(own[k]), unit) for k in members], printed[i].blind, decimals)
        for k, value in zip(members, shares, strict=True):
            values[k] = value
    return BlindSpots(shapes, village, values, flat)


def tell_unseen(run: Run, printed: Sequence[PrintedCover]) -> None:
    """Villages that no camera sees, as a notice."""
    uncovered = [each.village for each in printed if not each.village.cameras]
    if uncovered:
        run.notices.append(
            Notice(
                "{count} villages are not covered at all: {villages}.",
                count=len(uncovered),
                villages=", ".join(each.name or each.code for each in uncovered[:30])
                + (" …" if len(uncovered) > 30 else ""),
            )
        )


def township_names(townships: Source | None) -> dict[str, str]:
    """Names by 9-digit code; none without the layer. Raises RedlineError where a field is missing."""
    if townships is None:
        return {}
    code = find_field(townships, "township", "code", layer=townships.name) or ""
    name = find_field(townships, "township", "name", layer=townships.name) or ""
    table = read_table(townships, [code, name])
    return {key[:9]: label for key, label in zip(table.texts(code), table.texts(name), strict=True)}
