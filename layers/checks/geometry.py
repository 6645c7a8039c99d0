"""Checks of geometry: what cannot be measured, what lies on itself, what is left out, what is recorded wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
    QgsSpatialIndex,
    QgsWkbTypes,
)

from ...core.ellipsoid import official_areas
from ...core.ellipsoid.areaplane import AreaPlane
from ...core.ellipsoid.mapoffset import Suspicion, suspect_shift
from ...core.errors import RedlineError
from ...core.overlay.overlaps import Overlaps, coverage, overlaps
from ...core.overlay.patchindex import PatchIndex
from ...core.shapes.polygons import FloatArray, Polygons, keep_polygons
from ...i18n import tr
from ..reading.clip import geometry_of
from ..reading.crs import transform_xy
from ..reading.datums import can_meet, transform_between
from ..reading.gausskruger import geographic_cgcs2000
from ..reading.planes import area_plane_for, projection_of
from ..reading.run import extent_of
from ..reading.sources import Features, Points, as_numbers, read_features, read_points, read_table
from .layers import Checked, CheckFinding, CheckLimits, CheckRule, Severity, remainder, stop_if

__all__ = ["geometry_findings", "offset_findings"]

RECORDED = {
    # role: (part, square metres in one unit of it)
    "county": ("officialarea", 1.0),
    "township": ("officialarea", 1.0),
    "village": ("officialarea", 1.0),
    "landuse": ("area", 1.0),
    "farmland": ("area", 1.0),
    "parcel": ("area", 10_000.0),
}
ZONES_OF = {"landuse": ("village", "township", "county"), "village": ("township", "county")}
"""By which layer gaps are looked for: within each of its areas."""
MANY_OVERLAPS = 5000
"""Overlaps above which a layer was put together wrongly, and telling its gaps apart from them takes minutes."""
AMAP = "2"
"""The value of coord_govern_type for coordinates that were looked up in Amap."""
SMALLEST_AREA = 0.005
"""An area that is 0.00 m² when printed."""


def geometry_findings(checked: Checked, others: Sequence[Checked], options: CheckLimits) -> Iterator[CheckFinding]:
    """What the geometry of one layer tells. ``others``: all layers of the run."""
    if not checked.spatial:
        return
    bad: set[int] = set()
    for one in _one_by_one(checked, options):
        if one.fid is not None:
            bad.add(one.fid)
        yield one
    role = checked.role
    polygon = QgsWkbTypes.geometryType(checked.source.wkb_type) == QgsWkbTypes.GeometryType.PolygonGeometry
    if not polygon or role is None or not checked.source.crs.isValid():
        return
    recorded = RECORDED.get(role.id)
    area_field = checked.parts.get(recorded[0]) if recorded else None
    features = read_features(
        checked.source,
        [area_field] if area_field else [],
        transform_context=options.transform_context,
        cancelled=options.cancelled,
    )
    for one in _astray(checked, features):
        bad.add(one.fid or 0)
        yield one
    if not len(features):
        return
    boxes = Boxes(features.polygons)
    try:
        official = official_areas(features.polygons, projection_of(checked.source.crs), rounded=False)
    except RedlineError:
        # A wrong coordinate system is a finding of its own, and no area can be had in it.
        return
    yield from _zero(checked, features, official, boxes)
    stop_if(options)
    if recorded and area_field and "area" in role.checks:
        yield from _areas(
            checked, features, as_numbers(features.attributes[area_field]) * recorded[1], official, boxes, options
        )
    good = np.array([fid not in bad for fid in features.fids.tolist()], dtype=np.bool_)
    try:
        plane = area_plane_for(checked.source.crs, extent_of(features.polygons))
    except RedlineError:
        return
    flat = PatchIndex(plane.apply(keep_polygons(features.polygons, good)))
    found = overlaps(flat, smallest=options.overlap, cancelled=options.cancelled)
    if "overlaps" in role.checks:
        yield from _overlaps(checked, features, found, np.flatnonzero(good), boxes, options)
    if "gaps" not in role.checks:
        return
    if len(found.area) > MANY_OVERLAPS:
        message = tr("{layer}: gaps are looked for only when the overlaps are mended: there are {count}.")
        yield checked.finding(
            None, CheckRule.GAP, Severity.NOTICE, message.format(layer=checked.name, count=len(found.area))
        )
        return
    yield from _gaps(checked, flat, plane, others, options)


def _one_by_one(checked: Checked, options: CheckLimits) -> Iterator[CheckFinding]:
    """Features without a geometry, with one of another kind, and with one that crosses itself."""
    wanted = QgsWkbTypes.geometryType(checked.source.wkb_type)
    request = QgsFeatureRequest().setNoAttributes()
    for number, feature in enumerate(checked.source.iterate(request)):
        if number % 4096 == 0:
            stop_if(options)
        geometry, fid = feature.geometry(), feature.id()
        where = {"layer": checked.name, "fid": fid}
        if geometry.isNull() or geometry.isEmpty():
            message = tr("{layer}, feature {fid}: it has no geometry: draw it or delete the feature.")
            yield checked.finding(fid, CheckRule.EMPTY, Severity.ERROR, message.format(**where))
        elif geometry.type() != wanted and wanted != QgsWkbTypes.GeometryType.UnknownGeometry:
            message = tr("{layer}, feature {fid}: its geometry is of another kind than the layer's.")
            yield checked.finding(
                fid, CheckRule.GEOMETRY_TYPE, Severity.ERROR, message.format(**where), "", _box(geometry)
            )
        elif wanted == QgsWkbTypes.GeometryType.PolygonGeometry and not geometry.isGeosValid():
            what, place = _why(geometry)
            message = tr("{layer}, feature {fid}: its outline is invalid ({what}): repair it (tool Fix geometries).")
            yield checked.finding(
                fid,
                CheckRule.INVALID,
                Severity.ERROR,
                message.format(**where, what=what),
                what,
                place or _box(geometry),
            )


def _why(geometry: QgsGeometry) -> tuple[str, QgsRectangle | None]:
    """What is invalid, and a small box around the place."""
    errors = geometry.validateGeometry(Qgis.GeometryValidationEngine.Geos)
    if not errors:
        return tr("unknown reason"), None
    first = errors[0]
    if not first.hasWhere():
        return first.what(), None
    at = first.where()
    half = max(1e-6, 0.02 * max(geometry.boundingBox().width(), geometry.boundingBox().height()))
    return first.what(), QgsRectangle(at.x() - half, at.y() - half, at.x() + half, at.y() + half)


def _astray(checked: Checked, features: Features) -> Iterator[CheckFinding]:
    """Features with a vertex astray, of which nothing is measured."""
    for each in features.skipped:
        if each.stray:
            message = tr("{layer}, feature {fid}: {reason}: put the vertex right.")
            text = message.format(layer=checked.name, fid=each.fid, reason=each.reason)
            yield checked.finding(each.fid, CheckRule.INVALID, Severity.ERROR, text)


def _zero(checked: Checked, features: Features, official: FloatArray, boxes: Boxes) -> Iterator[CheckFinding]:
    for i in np.flatnonzero(official < SMALLEST_AREA).tolist():
        fid = int(features.fids[i])
        message = tr("{layer}, feature {fid}: its area is zero: delete it or join it to its neighbour.")
        yield checked.finding(
            fid,
            CheckRule.ZERO_AREA,
            Severity.ERROR,
            message.format(layer=checked.name, fid=fid),
            float(official[i]),
            boxes[i],
        )


def _areas(
    checked: Checked, features: Features, recorded: FloatArray, official: FloatArray, boxes: Boxes, options: CheckLimits
) -> Iterator[CheckFinding]:
    with np.errstate(invalid="ignore"):
        limit = np.maximum(options.area_floor, options.area_share * official)
        off = np.flatnonzero(~(np.abs(recorded - official) <= limit) & ~np.isnan(official))
    for i in off.tolist():
        fid = int(features.fids[i])
        if np.isnan(recorded[i]):
            message = tr("{layer}, feature {fid}: no area is recorded; the official area is {official} m².")
            given = ""
        else:
            message = tr("{layer}, feature {fid}: {recorded} m² are recorded, the official area is {official} m².")
            given = f"{recorded[i]:.2f}"
        yield checked.finding(
            fid,
            CheckRule.AREA,
            Severity.WARNING,
            message.format(layer=checked.name, fid=fid, recorded=given, official=f"{official[i]:.2f}"),
            given,
            boxes[i],
        )


def _overlaps(
    checked: Checked, features: Features, found: Overlaps, places: np.ndarray, boxes: Boxes, options: CheckLimits
) -> Iterator[CheckFinding]:
    total, shown = len(found.area), min(len(found.area), options.most)
    pairs = zip(found.first[:shown].tolist(), found.second[:shown].tolist(), found.area[:shown].tolist(), strict=True)
    for first, second, area in pairs:
        one, other = int(places[first]), int(places[second])
        fid, other_fid = int(features.fids[one]), int(features.fids[other])
        message = tr("{layer}, feature {fid}: it lies on feature {other} with {area} m²: correct one of the two.")
        yield checked.finding(
            fid,
            CheckRule.OVERLAP,
            Severity.ERROR,
            message.format(layer=checked.name, fid=fid, other=other_fid, area=f"{area:.2f}"),
            float(area),
            boxes[one].intersect(boxes[other]),
        )
    if total > shown:
        # A layer that was appended to itself has more pairs than patches.
        yield remainder(checked, CheckRule.OVERLAP, Severity.ERROR, total - shown)


def _gaps(
    checked: Checked, flat: PatchIndex, plane: AreaPlane, others: Sequence[Checked], options: CheckLimits
) -> Iterator[CheckFinding]:
    """Land of a region that the layer leaves out: by village where there is a village layer, else by a larger one."""
    zones = None
    for role in ZONES_OF.get(checked.recognition.role, ()):
        zones = next((other for other in others if other.recognition.role == role and other.source.count > 0), None)
        if zones is not None and zones.source.crs.isValid():
            break
    if zones is not None and not can_meet(zones.source.crs, checked.source.crs, options.transform_context):
        return  # which of the two stands on another datum is a finding of its own
    if zones is None:
        yield checked.finding(
            None,
            CheckRule.GAP,
            Severity.NOTICE,
            tr(
                "{layer}: gaps are looked for only together with the layer of villages or townships: choose that too."
            ).format(layer=checked.name),
        )
        return
    areas = read_features(
        zones.source, crs=checked.source.crs, transform_context=options.transform_context, cancelled=options.cancelled
    )
    result = coverage(plane.apply(areas.polygons), flat, cancelled=options.cancelled)
    boxes = Boxes(areas.polygons)
    for i in np.flatnonzero(result.uncovered > options.gap).tolist():
        fid = int(areas.fids[i])
        message = tr("{zones}, feature {fid}: {area} m² of it are not covered by {layer}: close the gap.")
        yield CheckFinding(
            zones.name,
            fid,
            CheckRule.GAP,
            f"{result.uncovered[i]:.2f}",
            Severity.ERROR,
            message.format(zones=zones.name, layer=checked.name, fid=fid, area=f"{result.uncovered[i]:.2f}"),
            boxes[i],
            checked.source.crs,
        )


# --- map offsets ----------------------------------------------------------------------------------------------------


def offset_findings(checked: Checked, others: Sequence[Checked], options: CheckLimits) -> Iterator[CheckFinding]:
    """Points, and polygons that say their village, that fit the villages better when they are taken for GCJ-02 or
    BD-09; villages beside townships likewise."""
    role = checked.role
    if role is None or not checked.spatial or not checked.source.crs.isValid():
        return
    if "place" not in role.checks:
        yield from _polygon_offsets(checked, others, options)
        return
    yield from _said_so(checked, options)
    village = next((other for other in others if other.recognition.role == "village"), None)
    if village is None or not _on_cgcs2000(options, checked, village):
        return
    fields = [checked.parts[part] for part in ("villagecode", "name") if part in checked.parts]
    points = read_points(
        checked.source,
        fields,
        crs=geographic_cgcs2000(),
        transform_context=options.transform_context,
        cancelled=options.cancelled,
    )
    if not len(points):
        return
    finder = _Villages(village, next((one for one in others if one.recognition.role == "township"), None), options)
    said = [frozenset[str]()] * len(points)
    if "villagecode" in checked.parts:
        codes = points.texts(checked.parts["villagecode"])
        said = [frozenset({code[:12]}) if code else frozenset() for code in codes]
    expected = list(said)
    if "name" in checked.parts:
        names = points.texts(checked.parts["name"])
        expected = [codes or finder.named_in(name) for codes, name in zip(said, names, strict=True)]

    def fits(lon: FloatArray, lat: FloatArray) -> np.ndarray:
        return np.array(
            [finder.fits(x, y, codes) for x, y, codes in zip(lon.tolist(), lat.tolist(), expected, strict=True)],
            dtype=np.bool_,
        )

    suspicion = suspect_shift(points.xy[:, 0], points.xy[:, 1], fits)
    if suspicion is not None:
        yield _shifted(checked, suspicion)
    # A name is a hint for the whole layer; only a code says where a single point must lie.
    yield from _strayed(checked, points, finder, said)


def _shifted(checked: Checked, suspicion: Suspicion) -> CheckFinding:
    """The whole layer is in another system."""
    name = {"gcj02": "GCJ-02", "bd09": "BD-09"}[suspicion.system]
    message = tr(
        "{layer}: {now} of {points} points lie in their village as they are, {then} if they are {system}: "
        "ask where they come from; the tool Remove map offset converts them."
    ).format(
        layer=checked.name,
        now=suspicion.fitting,
        then=suspicion.fitting_then,
        points=suspicion.points,
        system=name,
    )
    return checked.finding(None, CheckRule.MAP_OFFSET, Severity.WARNING, message, name)


def _strayed(
    checked: Checked, points: Points, finder: _Villages, said: Sequence[frozenset[str]]
) -> Iterator[CheckFinding]:
    """Points that lie in another village than they say, or in none; said : the village codes of each."""
    for i in range(len(points)):
        fid, x, y = int(points.fids[i]), points.xy[i, 0], points.xy[i, 1]
        if finder.fits(x, y, said[i]):
            continue
        told = ", ".join(said[i])
        if finder.fits(x, y, frozenset()):
            message = tr("{layer}, feature {fid}: it lies in another village than it says ({value}).")
        else:
            message = tr("{layer}, feature {fid}: it lies in no village of the county.")
        box = QgsRectangle(x - 5e-4, y - 5e-4, x + 5e-4, y + 5e-4)
        yield CheckFinding(
            checked.name,
            fid,
            CheckRule.MAP_OFFSET,
            told,
            Severity.WARNING,
            message.format(layer=checked.name, fid=fid, value=told),
            box,
            geographic_cgcs2000(),
        )


def _on_cgcs2000(options: CheckLimits, *layers: Checked) -> bool:
    """Whether the places of all ``layers`` can be known in longitude and latitude of CGCS2000."""
    return all(
        each.source.crs.isValid() and can_meet(each.source.crs, geographic_cgcs2000(), options.transform_context)
        for each in layers
    )


OFFSET_SAMPLE = 400
"""Polygons, evenly over the layer, by which a map offset is looked for."""


def _polygon_offsets(checked: Checked, others: Sequence[Checked], options: CheckLimits) -> Iterator[CheckFinding]:
    """A finding where most polygons lie in the region that their code says only when they are taken for GCJ-02 or
    BD-09: of patches and farmland the village, of villages the township."""
    part, above, digits = "villagecode", "village", 12
    if checked.recognition.role == "village":
        part, above, digits = "code", "township", 9
    region = next((other for other in others if other.recognition.role == above and other is not checked), None)
    if region is None or part not in checked.parts or not _on_cgcs2000(options, checked, region):
        return
    name = checked.parts[part]
    read = read_features(checked.source, [name], cancelled=options.cancelled)
    said = read.texts(name)
    rows = np.array([i for i, code in enumerate(said) if len(code) >= digits], dtype=np.int64)
    rows = rows[np.linspace(0, len(rows) - 1, min(len(rows), OFFSET_SAMPLE)).astype(np.int64)] if len(rows) else rows
    if not len(rows):
        return
    inner = [geometry_of(read.polygons, i).pointOnSurface().asPoint() for i in rows.tolist()]
    xy = np.array([[point.x(), point.y()] for point in inner])
    there = transform_between(checked.name, checked.source.crs, geographic_cgcs2000(), options.transform_context)
    lonlat = transform_xy(there, xy)
    finder = _Villages(region, None, options, digits)
    codes = [frozenset({said[i][:digits]}) for i in rows.tolist()]

    def fits(lon: FloatArray, lat: FloatArray) -> np.ndarray:
        places = zip(lon.tolist(), lat.tolist(), codes, strict=True)
        return np.array([finder.fits(x, y, code) for x, y, code in places], dtype=np.bool_)

    suspicion = suspect_shift(lonlat[:, 0], lonlat[:, 1], fits)
    if suspicion is None:
        return
    system = {"gcj02": "GCJ-02", "bd09": "BD-09"}[suspicion.system]
    message = tr(
        "{layer}: {now} of {count} polygons lie in the region of {region} that they say as they are, {then} if they "
        "are {system}: ask where the layer comes from; the tool Remove map offset converts it."
    ).format(
        layer=checked.name,
        now=suspicion.fitting,
        count=suspicion.points,
        region=region.name,
        then=suspicion.fitting_then,
        system=system,
    )
    yield checked.finding(None, CheckRule.MAP_OFFSET, Severity.WARNING, message, system)


def _said_so(checked: Checked, options: CheckLimits) -> Iterator[CheckFinding]:
    """A camera table may say itself that its coordinates came from Amap (coord_govern_type 2)."""
    name = checked.parts.get("coordkind")
    if name is None or checked.recognition.role != "camera":
        return
    points = read_points(checked.source, [name], cancelled=options.cancelled)
    count = int((points.codes(name) == AMAP).sum())
    if count:
        message = tr(
            "{layer}: {count} of {points} points say in {field} that their coordinates come from Amap (GCJ-02)."
        )
        yield checked.finding(
            None,
            CheckRule.MAP_OFFSET,
            Severity.WARNING,
            message.format(layer=checked.name, count=count, points=len(points), field=name),
            "GCJ-02",
        )


class _Villages:
    """Which village a point lies in, by longitude and latitude, and which villages a name speaks of."""

    def __init__(self, village: Checked, township: Checked | None, options: CheckLimits, digits: int = 12) -> None:
        """digits : of the code by which they are known; townships have 9."""
        transform = transform_between(
            village.name, village.source.crs, geographic_cgcs2000(), options.transform_context
        )
        places = {part: village.source.fields.lookupField(name) for part, name in village.parts.items()}
        self.index = QgsSpatialIndex()
        self.shapes: dict[int, tuple[QgsGeometry, str]] = {}
        self.names: dict[str, set[str]] = {}
        for feature in village.source.iterate(QgsFeatureRequest()):
            code = _text(feature, places.get("code", -1))[:digits]
            name = _text(feature, places.get("name", -1))
            if len(name) >= 2 and code:
                self.names.setdefault(name, set()).add(code)
            shape = QgsGeometry(feature.geometry())
            if shape.isNull() or shape.transform(transform) != Qgis.GeometryOperationResult.Success:
                continue
            feature.setGeometry(shape)
            self.index.addFeature(feature)
            self.shapes[feature.id()] = (shape, code)
        self.townships = _township_names(township, options)

    def named_in(self, text: str) -> frozenset[str]:
        """Codes of the villages whose name stands in ``text``: of the longest such name, and of the township that
        stands there too. Empty where none does."""
        longest = max((name for name in self.names if name in text), key=len, default="")
        codes = self.names.get(longest, set())
        town = max((name for name in self.townships if name in text), key=len, default="")
        within = {code for code in codes if code[:9] == self.townships.get(town)}
        return frozenset(within or codes)

    def fits(self, lon: float, lat: float, codes: frozenset[str]) -> bool:
        """Whether the place is in one of the villages ``codes``, or in any where there are none."""
        here = QgsGeometry.fromPointXY(QgsPointXY(lon, lat))
        for fid in self.index.intersects(here.boundingBox()):
            shape, code = self.shapes[fid]
            if (not codes or code in codes) and shape.intersects(here):
                return True
        return False


def _township_names(township: Checked | None, options: CheckLimits) -> dict[str, str]:
    """Codes of townships, 9 digits, by their names."""
    if township is None or not {"code", "name"} <= set(township.parts):
        return {}
    code, name = township.parts["code"], township.parts["name"]
    table = read_table(township.source, [code, name], cancelled=options.cancelled)
    named = zip(table.texts(name), table.texts(code), strict=True)
    return {one: other[:9] for one, other in named if len(one) >= 2}


def _text(feature: QgsFeature, place: int) -> str:
    value = feature.attribute(place) if place >= 0 else ""
    return value.strip() if isinstance(value, str) else ""


# --- boxes ----------------------------------------------------------------------------------------------------------


class Boxes:
    """The box of each polygon, worked out when it is asked for: most are never."""

    def __init__(self, polygons: Polygons) -> None:
        self.xy, self.ends = polygons.xy, polygons.rings[polygons.polygons]

    def __getitem__(self, i: int) -> QgsRectangle:
        part = self.xy[self.ends[i] : self.ends[i + 1]]
        if not len(part):
            return QgsRectangle()
        low, high = part.min(axis=0), part.max(axis=0)
        return QgsRectangle(low[0], low[1], high[0], high[1])


def _box(geometry: QgsGeometry) -> QgsRectangle:
    return geometry.boundingBox()


def crs_of_places() -> QgsCoordinateReferenceSystem:
    """The system of the layer that zooms to each finding."""
    return geographic_cgcs2000()
