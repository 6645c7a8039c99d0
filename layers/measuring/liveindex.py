"""A county's layers made ready for the live tally: read, brought into one plane, measured, kept; edits laid over them.

``sources_of`` and ``changed_features`` are called in the thread that owns the layers, the rest in any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...core.ellipsoid import Projection
from ...core.ellipsoid.areaplane import AreaPlane
from ...core.errors import Notice, RedlineError
from ...core.landuse.classes import find_scheme, scheme_of_codes
from ...core.landuse.livetally import LiveCounty, Method, ResidentLine, on_land
from ...core.overlay.overlaps import self_crossing
from ...core.overlay.residentlayer import ResidentLayer, resident
from ...core.shapes.polygons import Polygons
from ...i18n import tr
from ..reading.datums import look_in
from ..reading.features import as_now
from ..reading.names import called
from ..reading.planes import area_plane_for
from ..reading.run import Run, extent_of, working_crs
from ..reading.sources import Features, Source, source_of
from ..roles.fields import find_field, remembered
from ..roles.table import datums_folder
from ..sight.cameras import CameraFields
from ..sight.circles import read_circles
from .classcodes import whole_codes
from .redlines import NO_LEGAL_FIELDS, LegalFields, ratios_of, red_line_layers
from .tallyfaults import mended, tell_mended
from .tallying import check_method

__all__ = ["LiveSources", "PolygonSource", "edited", "find_doubles", "read_county", "sources_of"]

Progress = Callable[[float], object]
Stop = Callable[[], bool]


@dataclass(frozen=True)
class PolygonSource:
    """A polygon layer of the live tally. fields : field name by column of the resident layer. must_contain, legal :
    of a red line. ridge, recorded : fields of the land use's ridge coefficient and recorded patch area; "" where
    there is none or it is not asked for."""

    layer_id: str
    name: str
    source: Source
    fields: Mapping[str, str]
    must_contain: bool = False
    legal: LegalFields = NO_LEGAL_FIELDS
    ridge: str = ""
    recorded: str = ""

    def used(self) -> list[str]:
        names = (*self.fields.values(), *self.legal.used(), self.ridge, self.recorded)
        return list(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True)
class LiveSources:
    """What a live tally is made of. cameras : points, or coverage areas where the project has them. method, ridges : as
    in ``LiveCounty``."""

    land_use: PolygonSource
    villages: PolygonSource | None
    lines: tuple[PolygonSource, ...]
    cameras: Source | None
    camera_fields: CameraFields | None
    coverage: PolygonSource | None
    camera_layer: str
    transform_context: QgsCoordinateTransformContext
    method: Method = "official"
    ridges: bool = False

    @property
    def crs(self) -> QgsCoordinateReferenceSystem:
        return self.land_use.source.crs

    def layer_ids(self) -> list[str]:
        """Every layer that is read."""
        found = [self.land_use.layer_id]
        found += [each.layer_id for each in (self.villages, self.coverage) if each is not None]
        found += [each.layer_id for each in self.lines]
        return [*found, self.camera_layer] if self.camera_layer else found


def sources_of(
    layers: Sequence[QgsVectorLayer],
    transform_context: QgsCoordinateTransformContext,
    land_use: str = "",
    method: Method = "official",
    ridges: bool = False,
) -> LiveSources:
    """The sources among ``layers`` by their roles; land_use : the id of the land use layer, else the first one.

    Raises RedlineError where there is no land use layer, or one without a system or the fields of the class code, the
    recorded area (method "recorded") or the ridge coefficient (``ridges``); and for plane areas of a layer in degrees.
    """
    by_role: dict[str, list[QgsVectorLayer]] = {}
    for layer in layers:
        if layer.isValid():
            by_role.setdefault(remembered(layer)[0], []).append(layer)
    candidates = by_role.get("landuse", [])
    chosen = next((layer for layer in candidates if layer.id() == land_use), candidates[0] if candidates else None)
    if chosen is None:
        raise RedlineError(
            "The project has no land use layer: load the county's layers first (Redline menu, Load county layers)."
        )
    check_method(method, working_crs(chosen))
    land = replace(
        _polygon_source(chosen, "landuse", {"code": "class"}, required=True),
        ridge=(find_field(chosen, "landuse", "ridge") or "") if ridges else "",
        recorded=(find_field(chosen, "landuse", "area") or "") if method == "recorded" else "",
    )
    villages = next(iter(by_role.get("village", [])), None)
    cameras = next((layer for layer in by_role.get("camera", []) if _is_point(layer)), None)
    coverage = next(iter(by_role.get("coverage", [])), None)
    red = [
        (layer, role == "urban", "") for role in ("farmland", "ecological", "urban") for layer in by_role.get(role, [])
    ]
    lines = [
        PolygonSource(layer.id(), line.title, line.source, {"id": line.identifier}, line.must_contain, line.legal)
        for (layer, _, _), line in zip(red, red_line_layers(red, tr("en")), strict=True)
    ]
    camera_source = source_of(cameras) if cameras is not None and coverage is None else None
    return LiveSources(
        land,
        _polygon_source(villages, "village", {"code": "code", "name": "name"}) if villages is not None else None,
        tuple(lines),
        camera_source,
        CameraFields().found_in(camera_source) if camera_source is not None else None,
        _polygon_source(coverage, "coverage", {"name": "id"}) if coverage is not None else None,
        cameras.id() if cameras is not None and camera_source is not None else "",
        transform_context,
        method,
        ridges,
    )


def _is_point(layer: QgsVectorLayer) -> bool:
    return QgsWkbTypes.geometryType(layer.wkbType()) == QgsWkbTypes.GeometryType.PointGeometry


def _polygon_source(
    layer: QgsVectorLayer, role: str, parts: Mapping[str, str], *, required: bool = False
) -> PolygonSource:
    fields = {column: find_field(layer, role, part, required=required) or "" for column, part in parts.items()}
    return PolygonSource(layer.id(), called(layer), source_of(layer), fields)


# --- reading ----------------------------------------------------------------------------------------------------------


def read_county(sources: LiveSources, progress: Progress | None = None, cancelled: Stop | None = None) -> LiveCounty:
    """Everything read and indexed; what patches cover twice is not looked for yet (``find_doubles``).

    progress : 0 … 1. Raises RedlineError where the land use cannot be read, Cancelled.
    """
    look_in(datums_folder())
    shares = _Shares(progress)
    run = Run(sources.crs, sources.transform_context, cancelled)
    found = run.read(sources.land_use.source, sources.land_use.used(), shares.part(0.6))
    plane = area_plane_for(sources.crs, extent_of(found.polygons))
    field = sources.land_use.fields["code"]
    codes = whole_codes(sources.land_use.source, field, found.texts(field))
    different = {code: 1 for code in codes if code}
    try:
        scheme = find_scheme(different).scheme
    except RedlineError:
        # Codes that no table knows are tallied as they are.
        scheme = scheme_of_codes(sorted(different), {}, sources.land_use.name)
    if sources.ridges and scheme.ridge is None:
        raise RedlineError(
            "The scheme {scheme} has no class for field ridges: leave the deduction off.", scheme=scheme.title_en
        )
    to_plane = partial(on_land, plane, sources.method)
    land_use = _resident(run, sources.land_use, found, plane.projection, to_plane)
    told = {sources.land_use.layer_id: tuple(run.notices)}
    rest = [each for each in (sources.villages, *sources.lines, sources.coverage) if each is not None]
    read: dict[str, ResidentLayer] = {}
    astray: dict[str, frozenset[int]] = {}
    for each in rest:
        run.notices.clear()
        layer = run.read_any(each.source, each.used(), shares.part(0.35 / len(rest)))
        read[each.layer_id] = _resident(run, each, layer, plane.projection, plane.apply)
        told[each.layer_id], astray[each.layer_id] = tuple(run.notices), _astray(layer)
    if sources.coverage is not None:
        cameras: ResidentLayer | None = read[sources.coverage.layer_id]
    else:
        cameras, told[sources.camera_layer] = _circles(sources, plane, cancelled)
    if progress is not None:
        progress(1.0)
    return LiveCounty(
        plane,
        scheme,
        land_use,
        read[sources.villages.layer_id] if sources.villages is not None else None,
        tuple(
            ResidentLine(each.name, read[each.layer_id], each.must_contain, astray[each.layer_id])
            for each in sources.lines
        ),
        cameras,
        sources.method,
        sources.ridges,
        told,
    )


def _astray(found: Features) -> frozenset[int]:
    """Features that have a shape, but a vertex where none can be: their land is not known."""
    return frozenset(each.fid for each in found.skipped if each.stray)


class _Shares:
    """Progress of one step as a share of the whole."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self.done = 0.0

    def part(self, share: float) -> Progress | None:
        if self.progress is None:
            return None
        start, tell = self.done, self.progress
        self.done += share
        return lambda value: tell(start + share * value)


def _columns(
    each: PolygonSource, found: Features, areas: NDArray[np.float64], projection: Projection
) -> dict[str, NDArray]:
    """areas : of the polygons in the plane, m²."""
    columns: dict[str, NDArray] = {}
    for column, field in each.fields.items():
        columns[column] = np.array(found.ids(field), dtype=object)
    if "code" in columns:
        whole = whole_codes(each.source, each.fields["code"], columns["code"].tolist())
        columns["code"] = np.array(whole, dtype=object)
    if each.recorded:
        with np.errstate(divide="ignore", invalid="ignore"):
            columns["recorded"] = found.numbers(each.recorded) / areas
    if each.ridge:
        columns["ridge"] = np.nan_to_num(found.numbers(each.ridge), nan=0.0)
    if each.legal:
        columns["legal"] = ratios_of(each.legal, found, projection).ratio
    return columns


def _resident(
    run: Run, each: PolygonSource, found: Features, projection: Projection, flat: Callable[[Polygons], Polygons]
) -> ResidentLayer:
    """Polygons whose outline crosses itself have the land that it encloses, as in the tools, and are told."""
    layer = resident(flat(found.polygons), found.fids, {})
    rows = self_crossing(layer.base)
    if len(rows):
        tell_mended(run, each.name, found, rows)
        found = mended(found, rows)
        layer = resident(flat(found.polygons), found.fids, {})
    return replace(layer, columns=_columns(each, found, layer.areas(), projection))


def _circles(
    sources: LiveSources, plane: AreaPlane, cancelled: Stop | None
) -> tuple[ResidentLayer | None, tuple[Notice, ...]]:
    """The cameras' circles or sectors, and what there is to tell of them; None where no camera can be read."""
    if sources.cameras is None or sources.camera_fields is None:
        return None, ()
    try:
        circles = read_circles(
            sources.cameras, sources.camera_fields, sources.crs, sources.transform_context, cancelled
        )
    except RedlineError as error:
        if cancelled is not None and cancelled():
            raise error
        return None, (Notice(error.template, **error.values),)
    names = np.array(circles.names, dtype=object)
    return resident(plane.apply(circles.polygons), circles.fids, {"name": names}), circles.notices


# --- what patches cover twice -----------------------------------------------------------------------------------------


def find_doubles(county: LiveCounty, progress: Progress | None = None, cancelled: Stop | None = None) -> LiveCounty:
    """The county with what patches of the land use, and polygons of each red line, cover beyond the first time."""
    layers = [county.land_use, *(line.layer for line in county.lines)]
    done = []
    for number, layer in enumerate(layers):
        done.append(_looked_through(layer, cancelled))
        if progress is not None:
            progress((number + 1) / len(layers))
    lines = tuple(replace(line, layer=layer) for line, layer in zip(county.lines, done[1:], strict=True))
    return replace(county, land_use=done[0], lines=lines)


def _looked_through(layer: ResidentLayer, cancelled: Stop | None = None) -> ResidentLayer:
    """Of farmland, land belongs to the polygon with the most legal area on it."""
    return layer.looked_through("legal" if "legal" in layer.columns else "", cancelled=cancelled)


# --- edits ------------------------------------------------------------------------------------------------------------


def edited(county: LiveCounty, sources: LiveSources, layer: QgsVectorLayer, fids: Iterable[int]) -> LiveCounty:
    """The county after these features of one of its layers were changed, added or deleted, as the layer is now.

    Called in the thread that owns the layer. Raises RedlineError where they cannot be read.
    """
    wanted = sorted(set(fids))
    if layer.id() == sources.camera_layer:
        cameras, told = _circles(replace(sources, cameras=source_of(layer)), county.plane, None)
        return replace(county, cameras=cameras, notices={**county.notices, layer.id(): told})

    run = Run(sources.crs, sources.transform_context)
    astray: frozenset[int] = frozenset()

    def now_of(each: PolygonSource, old: ResidentLayer) -> ResidentLayer:
        nonlocal astray
        found = run.read_any(as_now(each.source, layer, wanted), each.used())
        astray = _astray(found)
        flat = county.on_land if each is sources.land_use else county.plane.apply
        new = _resident(run, each, found, county.plane.projection, flat)
        return _looked_through(old.changed(wanted, new.base.polygons, new.ids, new.columns))

    now = _with_layer(county, sources, layer.id(), now_of)
    stale = county.notices.get(layer.id(), ())
    kept = [each for each in stale if each.values.get("fid") not in wanted]
    lines = tuple(
        replace(line, astray=line.astray - set(wanted) | astray) if each.layer_id == layer.id() else line
        for each, line in zip(sources.lines, now.lines, strict=True)
    )
    return replace(now, lines=lines, notices={**county.notices, layer.id(): (*kept, *run.notices)})


def _with_layer(
    county: LiveCounty,
    sources: LiveSources,
    layer_id: str,
    now_of: Callable[[PolygonSource, ResidentLayer], ResidentLayer],
) -> LiveCounty:
    """The county with that of its layers as ``now_of`` makes it."""
    if layer_id == sources.land_use.layer_id:
        return replace(county, land_use=now_of(sources.land_use, county.land_use))
    if sources.villages is not None and county.villages is not None and layer_id == sources.villages.layer_id:
        return replace(county, villages=now_of(sources.villages, county.villages))
    if sources.coverage is not None and county.cameras is not None and layer_id == sources.coverage.layer_id:
        return replace(county, cameras=now_of(sources.coverage, county.cameras))
    lines = tuple(
        replace(line, layer=now_of(each, line.layer)) if each.layer_id == layer_id else line
        for each, line in zip(sources.lines, county.lines, strict=True)
    )
    return replace(county, lines=lines)
