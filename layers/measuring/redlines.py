"""Red lines from layers: what is read of one, zones checked against it, and what is missing in it told.

The rule, what lies inside and what of it is legal farmland, is that of ``core.landuse.redlines``; every tool that is
asked about a red line comes here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from qgis.core import Qgis, QgsGeometry, QgsVectorLayer

from ...core.ellipsoid import Projection, official_areas
from ...core.ellipsoid.areaplane import AreaPlane, areas
from ...core.errors import Cancelled, Notice, RedlineError
from ...core.landuse.redlines import LegalRatios, RedLine, RedLineFinding, check_red_line, land_inside, legal_ratios
from ...core.landuse.tally import Zone
from ...core.overlay import Pieces
from ...core.overlay import pieces as overlay_pieces
from ...core.overlay.overlaps import Repeated, repeated, self_crossing
from ...core.overlay.patchindex import PatchIndex, choose_body
from ...core.rounding import half_up
from ...core.shapes.polygons import FloatArray, IntArray, Polygons, boxes_of, join_polygons
from ..reading.clip import areal, geometry_of, valid_polygon
from ..reading.names import called
from ..reading.run import Run, within
from ..reading.sources import Features, Source, source_of
from ..roles.fields import find_field
from ..roles.recognise import recognise
from ..roles.titles import layer_title
from .tallyfaults import mended, tell_mended, tell_overlaps

__all__ = [
    "NO_LEGAL_FIELDS",
    "CheckedLine",
    "LaidLine",
    "LegalFields",
    "ReadLine",
    "RedLineLayer",
    "check_red_lines",
    "farmland_layer",
    "lay_line",
    "legal_fields",
    "ratios_of",
    "read_line",
    "red_line_layer",
    "red_line_layers",
]

Stop = Callable[[], bool]
NONE: IntArray = np.empty(0, dtype=np.int64)

IDENTITY = {"farmland": "id", "ecological": "code", "urban": "id"}
"""The part of each role by which its polygons are named."""


@dataclass(frozen=True)
class LegalFields:
    """Fields of a farmland layer's legal area: recorded (YJJBNTMJ) and ridge coefficient (KCXS), "" where there is
    none."""

    area: str = ""
    ridge: str = ""

    def __bool__(self) -> bool:
        """Whether the layer has legal areas: with one of the two fields it is farmland, the other empty everywhere."""
        return bool(self.area or self.ridge)

    def used(self) -> list[str]:
        return [name for name in (self.area, self.ridge) if name]


NO_LEGAL_FIELDS = LegalFields()


@dataclass(frozen=True)
class RedLineLayer:
    """A red line as a layer. title : its name on paper; role : "" where it is not known; identifier : the field that
    names its polygons, "" for the feature id."""

    source: Source
    title: str
    must_contain: bool = False
    role: str = ""
    legal: LegalFields = NO_LEGAL_FIELDS
    identifier: str = ""

    def used(self) -> list[str]:
        return list(dict.fromkeys([*self.legal.used(), *([self.identifier] if self.identifier else [])]))


def legal_fields(layer: object) -> LegalFields:
    """The fields of the legal area in a layer or ``Source``, whatever its role."""
    return LegalFields(
        *(find_field(layer, "farmland", part, required=False) or "" for part in ("farmlandarea", "ridge"))
    )


def red_line_layer(
    layer: QgsVectorLayer, language: str, *, must_contain: bool = False, parameter: str = ""
) -> RedLineLayer:
    """A layer as a red line; called in the thread that owns it.

    language : of the document in which it is named. parameter : by which it was given, for the sentence. Raises
    RedlineError where it has no polygons.
    """
    if not isinstance(layer, QgsVectorLayer) or layer.geometryType() != Qgis.GeometryType.Polygon:
        raise RedlineError(
            "Layer {layer} ({parameter}) has no polygons: choose a layer of areas."
            if parameter
            else "Layer {layer} has no polygons: choose a layer of areas.",
            layer=called(layer),
            parameter=parameter,
        )
    role = recognise(layer).role
    known = role if role in IDENTITY else "farmland"
    identifier = find_field(layer, known, IDENTITY[known], required=False) or ""
    title = layer_title(layer, language)
    return RedLineLayer(source_of(layer), title, must_contain, role, legal_fields(layer), identifier)


def red_line_layers(given: Iterable[tuple[QgsVectorLayer, bool, str]], language: str) -> list[RedLineLayer]:
    """Layers as red lines, in their order, two of one title told apart by their own names.

    given : (layer, whether zones must lie inside, the parameter by which it was given).
    """
    found = [
        red_line_layer(layer, language, must_contain=must_contain, parameter=parameter)
        for layer, must_contain, parameter in given
    ]
    titles = [each.title for each in found]
    return [
        each if titles.count(each.title) == 1 else replace(each, title=f"{each.title} ({each.source.name})")
        for each in found
    ]


def farmland_layer(source: Source, legal: LegalFields | None = None) -> RedLineLayer:
    """Farmland that is asked how much of it lies somewhere; legal : its fields, found by name where left out."""
    return RedLineLayer(source, source.name, role="farmland", legal=legal_fields(source) if legal is None else legal)


@dataclass(frozen=True)
class ReadLine:
    """A red line as it was read, in the run's system."""

    layer: RedLineLayer
    features: Features


def read_line(run: Run, layer: RedLineLayer, zones: Polygons | None = None) -> ReadLine:
    """The polygons of a red line near ``zones`` (of the run's system); all of them where zones are left out."""
    found = run.read(layer.source, layer.used(), whole=True)
    return ReadLine(layer, found if zones is None else found.take(within(found.polygons, zones)))


# --- legal areas ------------------------------------------------------------------------------------------------------


def ratios_of(
    fields: LegalFields, found: Features, projection: Projection, which: IntArray | None = None
) -> LegalRatios:
    """Legal area per m² of each polygon; found : in the system of ``projection``; which : numbers of the polygons that
    are asked about, the others count in full and are not looked at."""
    some = found if which is None else found.take(which)
    recorded, ridge = (some.numbers(name) if name else None for name in (fields.area, fields.ridge))
    ratios = legal_ratios(recorded, official_areas(some.polygons, projection), ridge)
    if which is None:
        return ratios
    whole = LegalRatios(np.ones(len(found)), *(np.zeros(len(found), dtype=np.bool_) for _ in range(3)))
    for values, part in zip(whole, ratios, strict=True):
        values[which] = part
    return whole


def _tell_legal(run: Run, read: ReadLine, found: LegalRatios) -> None:
    """What is missing in the legal areas, as notices. Raises RedlineError for what cannot be."""
    layer, fields, fids = read.layer.source.name, read.layer.legal, read.features.fids
    if found.wrong.any():
        raise _wrong_legal(read, int(np.flatnonzero(found.wrong)[0]), missing=found.missing)
    if fields.area and found.missing.any():
        run.notices.append(
            Notice(
                "Layer {layer}: {count} polygons in the zones have no legal area in {field} "
                "(the first is feature {fid}); they count with their area less field ridges.",
                layer=layer,
                count=int(found.missing.sum()),
                field=fields.area,
                fid=int(fids[found.missing][0]),
            )
        )
    if found.larger.any():
        run.notices.append(
            Notice(
                "Layer {layer}: {count} polygons in the zones have a larger legal area in {field} than they have land "
                "(the first is feature {fid}: {value} m²); it counts as it is recorded.",
                layer=layer,
                count=int(found.larger.sum()),
                field=fields.area,
                fid=int(fids[found.larger][0]),
                value=half_up(float(read.features.numbers(fields.area)[found.larger][0]), 2),
            )
        )


def _wrong_legal(read: ReadLine, row: int, *, missing: NDArray[np.bool_]) -> RedlineError:
    """The sentence for a legal area or ridge coefficient that cannot be."""
    layer, fid, fields = read.layer.source.name, int(read.features.fids[row]), read.layer.legal
    if missing[row]:
        return RedlineError(
            "Layer {layer}, feature {fid}: the ridge coefficient ({field}) is {value}: "
            "it must be at least 0 and less than 1; correct the patch.",
            layer=layer,
            fid=fid,
            field=fields.ridge,
            value=float(read.features.numbers(fields.ridge)[row]),
        )
    return RedlineError(
        "Layer {layer}, feature {fid}: the legal area in field {field} is {value}: it cannot be negative.",
        layer=layer,
        fid=fid,
        field=fields.area,
        value=float(read.features.numbers(fields.area)[row]),
    )


# --- checking zones ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LaidLine:
    """A red line, or farmland, laid in an area plane.

    polygons : those near the zones, in the run's system; index : the same in the plane; line : core's red line, with
    their ids and ratios; repeated : what the polygons cover more than once. zones : in the plane; met : the pieces zone
    ∩ polygon.
    """

    layer: RedLineLayer
    polygons: Polygons
    index: PatchIndex
    line: RedLine
    repeated: Repeated
    zones: Polygons
    met: Pieces

    def farmland(self, zones: Polygons, cancelled: Stop | None = None) -> FloatArray:
        """(z,) m² of legal farmland in zones of the plane, of which each lies in a zone that the line was laid over;
        the once-covered land where the layer has no legal areas."""
        found = overlay_pieces(zones, self.index, cancelled=cancelled)
        land = land_inside(self.line, areas(zones), found, self.repeated.within(zones, cancelled=cancelled))
        return land.inside if land.legal is None else land.legal

    def weighed(self) -> tuple[Polygons, FloatArray]:
        """Polygons of the plane, and weights (legal m² per m²) with which their areas add up to legal farmland
        anywhere.

        Each polygon has its ratio; what it gives up to others follows in single trapezoids with the negative one.
        """
        ratio = np.ones(len(self.index)) if self.line.legal is None else self.line.legal
        if self.repeated.parts is None:
            return self.index.polygons, ratio
        parts = self.repeated.parts.polygons
        single = Polygons(parts.xy, parts.rings, parts.holes, np.arange(len(parts.rings), dtype=np.int64))
        given_up = np.repeat(ratio[self.repeated.owner], np.diff(parts.polygons))
        return join_polygons([self.index.polygons, single]), np.concatenate([ratio, -given_up])


@dataclass(frozen=True)
class CheckedLine:
    """A red line after the check, with one finding for each zone."""

    laid: LaidLine
    findings: list[RedLineFinding]

    @property
    def title(self) -> str:
        return self.laid.layer.title

    def against(self, zones: Polygons, cancelled: Stop | None = None) -> Iterator[tuple[RedLineFinding, QgsGeometry]]:
        """The land on the wrong side, of each zone that has some; for drawing, the numbers are the finding's.

        zones : those that were checked, in the run's system. Raises Cancelled.
        """
        for finding in self.findings:
            if cancelled is not None and cancelled():
                raise Cancelled
            if finding.verdict == "clear":
                continue
            zone = geometry_of(zones, finding.zone)
            here = slice(*np.searchsorted(self.laid.met.zone, [finding.zone, finding.zone + 1]))
            met = [valid_polygon(self.laid.polygons, number) for number in self.laid.met.patch[here].tolist()]
            line = QgsGeometry.unaryUnion(met)
            side = zone.intersection(line)
            if finding.must_contain:
                # QGIS answers NULL when nothing is taken away: a zone far from the boundary is outside as a whole.
                side = zone.difference(line) if met else zone
            side = areal(side)
            side.convertToMultiType()
            yield finding, side


def lay_line(run: Run, read: ReadLine, zones: Polygons | None = None, plane: AreaPlane | None = None) -> LaidLine:
    """A red line laid over ``zones`` (of the run's system); over all of itself where they are left out.

    plane : the area plane, made over zones and line where it is left out. Outlines that cross themselves near a zone
    count with the land they enclose, by the even-odd rule, and are told: signed, one lobe would take off the other, and
    a parcel in it would be clear. Polygons that overlap, and legal areas that
    are missing or larger than the polygon, are told; raises RedlineError for those that cannot be, Cancelled.
    """
    layer, polygons = read.layer, read.features.polygons
    if plane is None:
        plane = run.area_plane(polygons if zones is None else zones, polygons)
    laid_zones = None if zones is None else plane.apply(zones)
    read, index = _uncrossed(run, read, plane, laid_zones)
    polygons = read.features.polygons
    flat, met, which = index.polygons, Pieces(NONE, NONE, np.empty(0)), None
    if laid_zones is not None:
        flat = laid_zones
        with run.laps.step("overlay"):
            met = overlay_pieces(flat, index, cancelled=run.cancelled)
        run.laps.engine = choose_body("auto", 0)
        which = np.unique(met.patch)
    ratio = None
    if layer.legal:
        ratios = ratios_of(layer.legal, read.features, run.projection, which)
        _tell_legal(run, read, ratios)
        ratio = ratios.ratio
    with run.laps.step("faults"):
        again = repeated(index, which, value=ratio, cancelled=run.cancelled)
    tell_overlaps(run, layer.source.name, read.features.fids, again.overlaps)
    line = RedLine(layer.title, read.features.ids(layer.identifier), layer.must_contain, ratio)
    return LaidLine(layer, polygons, index, line, again, flat, met)


def _uncrossed(run: Run, read: ReadLine, plane: AreaPlane, zones: Polygons | None) -> tuple[ReadLine, PatchIndex]:
    """The line with what its outlines enclose, and its index in the plane. zones : there; None for everywhere."""
    with run.laps.step("overlay"):
        index = PatchIndex(plane.apply(read.features.polygons))
    with run.laps.step("faults"):
        rows = self_crossing(index, None if zones is None else index.meeting(boxes_of(zones)))
    if not len(rows):
        return read, index
    tell_mended(run, read.layer.source.name, read.features, rows)
    whole = replace(read, features=mended(read.features, rows))
    return whole, PatchIndex(plane.apply(whole.features.polygons))


def check_red_lines(
    run: Run, zones: Polygons, own: Sequence[Zone], layers: Sequence[RedLineLayer], tolerance: float
) -> list[CheckedLine]:
    """Every zone against every red line.

    zones : in the run's system; own : their ids and official areas, to which what is printed adds up; tolerance : m².
    Raises RedlineError for a layer without polygons, for legal areas that cannot be and a negative tolerance;
    Cancelled.
    """
    return [_checked(run, zones, own, layer, tolerance) for layer in layers]


def _checked(run: Run, zones: Polygons, own: Sequence[Zone], layer: RedLineLayer, tolerance: float) -> CheckedLine:
    laid = lay_line(run, read_line(run, layer, zones), zones)
    given_up = laid.repeated.within(laid.zones, cancelled=run.cancelled)
    return CheckedLine(laid, check_red_line(laid.line, own, areas(laid.zones), laid.met, given_up, tolerance=tolerance))
