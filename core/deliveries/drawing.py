"""Drawings as parcels: closed lines and hatches with the texts inside them, what CASS and we write beside a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from math import hypot

import numpy as np

from ..errors import Cancelled
from ..landuse.classes import SCHEMES, scheme_named
from ..parceltext.columns import Attributes
from ..parceltext.lines import Block
from ..parceltext.model import ParcelRecord
from ..parceltext.pointrows import Layout, Point, RawRing, find_layout
from ..parceltext.reader import Asked, record_of_rings
from ..parceltext.report import Findings
from ..parceltext.rings import arrange, crossings, ring_area
from ..written.signs import plain
from .arcs import Vertex, with_chords
from .chains import join_lines
from .headings import Wanted, heading_kind

__all__ = ["OWN_APP", "Drawing", "DrawnParcel", "Label", "Line", "Reading", "parcels_of", "ring_key"]

OWN_APP = "REDLINE"
"""The application under whose name our own drawings carry number, name, use, class and part of each outline."""
_CASS_APP = "SOUTH"
_CASS_PARCEL = "300000"
"""CASS's code of a parcel's boundary 权属线; 宗地号, 权利人, 地类号 stand after it."""
_SHOWN = 20

_DECIMALS = re.compile(r"[+-]?\d+\.\d+\D{0,4}$")
_POINT_NUMBER = re.compile(r"J\d+$", re.IGNORECASE)
_NUMBER = re.compile(r"(?=.*\d)[A-Za-z0-9#()（）\-—_/.]+$|(地块|宗地|图斑)\s*[\w\-（）()]{1,12}$")


@dataclass(frozen=True)
class Line:
    """A line or ring of a drawing.

    place : its handle. points : (east, north, bulge), a ring unclosed. closed : whether it is a ring. holes : of a
    hatch. attributes : of the block that it belongs to, by tag. codes : strings of extended data, by application.
    assumed : whether the file does not say that it is closed.
    """

    layer: str
    place: str
    points: tuple[Vertex, ...]
    closed: bool
    holes: tuple[tuple[Vertex, ...], ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    assumed: bool = False

    def cass(self, place: int) -> str:
        """A string of CASS's extended data: 0 the code, 1 宗地号, 2 权利人, 3 地类号; "" where there is none."""
        strings = self.codes.get(_CASS_APP, ())
        return strings[place] if place < len(strings) else ""

    @property
    def own(self) -> dict[str, str]:
        """What we wrote beside the line ourselves."""
        pairs = (each.partition("=") for each in self.codes.get(OWN_APP, ()))
        return {key: value for key, _, value in pairs}


@dataclass(frozen=True)
class Label:
    """A text of a drawing, with the point where it stands."""

    layer: str
    text: str
    x: float
    y: float
    height: float = 0.0


@dataclass(frozen=True)
class Drawing:
    """partly : whether its file holds kinds of objects that the reader does not hand on, nor names."""

    lines: tuple[Line, ...]
    labels: tuple[Label, ...]
    partly: bool = False


@dataclass(frozen=True)
class Reading:
    """How a drawing is read. tolerance : metres between ends that are one point. least_m2 : of an outline that is a
    parcel. layers : patterns of CAD layers, none for all. wanted : attributes or CAD layers of number and name."""

    tolerance: float = 0.0
    least_m2: float = 0.0
    layers: tuple[str, ...] = ()
    wanted: Wanted = field(default_factory=Wanted)


@dataclass(frozen=True)
class DrawnParcel:
    """record : the parcel, its arcs as chords. arcs : the rings with arcs, (east, north, bulge), by the first two and
    the number of the points that stand for them in ``record``. owner : 权利人 of CASS, a person's name perhaps."""

    record: ParcelRecord
    arcs: Mapping[tuple, tuple[Vertex, ...]]
    owner: str = ""


@dataclass(eq=False)
class _Outline:
    """A ring that is to be a parcel or a hole of one. line : its number in the drawing, from 1."""

    line: int
    source: Line
    ring: np.ndarray  # (n, 2) north, east
    labels: list[Label] = field(default_factory=list)
    holes: list[tuple[Vertex, ...]] = field(default_factory=list)


def parcels_of(
    drawing: Drawing,
    reading: Reading,
    asked: Asked,
    findings: Findings,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[DrawnParcel]:
    """The parcels of a drawing. Lines of findings are numbers of ``drawing.lines``, from 1. cancelled : asked before
    each parcel; Cancelled is raised where it says so."""
    if drawing.partly:
        findings.note("dwg_partly", 0)
    outlines = _outlines(drawing, reading, findings)
    own = [each for each in outlines if each.source.own]
    outlines = [each for each in outlines if not each.source.own]
    _give_labels(outlines, drawing.labels)
    outlines = _with_holes(outlines, reading, findings)
    _tell_names(drawing, reading.wanted, findings)
    found = []
    for position, rings in enumerate([*_own_parcels(own), *([each] for each in outlines)], 1):
        if cancelled():
            raise Cancelled
        attributes = _own_attributes(rings[0]) if rings[0].source.own else _attributes(rings[0], reading.wanted)
        attributes.number = attributes.number or str(position)
        parcel = _record(rings, attributes, asked, findings)
        if parcel is not None:
            found.append(parcel)
    return found


# --- which lines are outlines -----------------------------------------------------------------------------------------


def _outlines(drawing: Drawing, reading: Reading, findings: Findings) -> list[_Outline]:
    numbered = [(number, _believed(line)) for number, line in enumerate(drawing.lines, 1)]
    if reading.layers:
        out = [line for _, line in numbered if line.closed and not _fits(line.layer, reading.layers)]
        for layer, count in Counter(line.layer for line in out).items():
            findings.note("other_layer", 0, layer=layer, count=count)
        numbered = [(number, line) for number, line in numbered if _fits(line.layer, reading.layers)]
    closed = [(number, line) for number, line in numbered if line.closed]
    for number, line in closed:
        if line.assumed:
            findings.note("closed_assumed", number, distance=f"{_gap(line.points):.3f}")
    closed += _closed_lines([(number, line) for number, line in numbered if not line.closed], reading, findings)
    outlines = [_Outline(number, line, _north_east(with_chords(line.points))) for number, line in closed]
    outlines = [each for each in outlines if len({tuple(point) for point in each.ring.tolist()}) >= 3]
    outlines = _large_enough(_once(outlines, findings), reading.least_m2, findings)
    return outlines if reading.layers else _cass_only(outlines, findings)


def _believed(line: Line) -> Line:
    """A line that may be closed or not, open where it would cross itself."""
    if line.assumed and any(not each.touch for each in crossings([_north_east([p[:2] for p in line.points])]) or ()):
        return replace(line, closed=False)
    return line


def _fits(layer: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(layer.casefold(), pattern.casefold()) for pattern in patterns)


def _north_east(points: Sequence[tuple[float, float]]) -> np.ndarray:
    return np.array([(y, x) for x, y in points], dtype=np.float64).reshape(-1, 2)


def _closed_lines(lines: list[tuple[int, Line]], reading: Reading, findings: Findings) -> list[tuple[int, Line]]:
    """Open lines that close by themselves or with others of their layer within the tolerance; the rest is told."""
    found: list[tuple[int, Line]] = []
    rest: dict[str, list[tuple[int, Line]]] = {}
    for number, line in lines:
        gap = _gap(line.points)
        if len(line.points) > 3 and gap <= reading.tolerance:
            if gap > 0:
                findings.note("line_closed", number, distance=f"{gap:.3f}")
            found.append((number, replace(line, points=line.points[:-1], closed=True)))
        else:
            rest.setdefault(line.layer, []).append((number, line))
    for layer, group in rest.items():
        rings, left = join_lines([line.points for _, line in group], reading.tolerance)
        for places, points in rings:
            number, line = group[places[0]]
            findings.note("lines_joined", number, count=len(places))
            found.append((number, replace(line, points=points, closed=True)))
        for place in left[:_SHOWN]:
            number, line = group[place]
            findings.note("line_open", number, distance=f"{_gap(line.points):.3f}")
        if len(left) > _SHOWN:
            findings.note("lines_open", 0, layer=layer, count=len(left) - _SHOWN)
    return sorted(found, key=lambda each: each[0])


def _gap(points: Sequence[Vertex]) -> float:
    return hypot(points[0][0] - points[-1][0], points[0][1] - points[-1][1]) if points else 0.0


def _once(outlines: list[_Outline], findings: Findings) -> list[_Outline]:
    """A hatch over its own boundary is one outline; the first that says something of the parcel is kept."""
    groups: dict[frozenset, list[_Outline]] = {}
    for each in outlines:
        groups.setdefault(frozenset(np.floor(each.ring * 1000 + 0.5).ravel().tolist()), []).append(each)
    kept = []
    for group in groups.values():
        if len(group) > 1:
            findings.note("same_outline", group[0].line, count=len(group))
        kept.append(max(group, key=lambda each: (bool(each.source.codes or each.source.attributes), -each.line)))
    return kept


def _large_enough(outlines: list[_Outline], least: float, findings: Findings) -> list[_Outline]:
    """Signs of points are small circles and squares. Lobes that take each other away are no small outline."""
    small = [each for each in outlines if abs(ring_area(each.ring)) < least and not _has_lobes(each.ring, least)]
    gone = set(map(id, small))
    for layer, count in Counter(each.source.layer for each in small).items():
        findings.note("too_small", 0, layer=layer, count=count, least=f"{least:g}")
    return [each for each in outlines if id(each) not in gone]


def _has_lobes(ring: np.ndarray, least: float) -> bool:
    """Whether an outline crosses itself and is larger than ``least`` m² by the box around it."""
    if float(np.prod(np.ptp(ring, axis=0))) < 2 * least:
        return False
    return any(not each.touch for each in crossings([ring]) or ())


def _cass_only(outlines: list[_Outline], findings: Findings) -> list[_Outline]:
    """In a drawing of CASS that has boundaries of parcels, only these are parcels."""
    parcels = [each for each in outlines if each.source.cass(0) == _CASS_PARCEL or each.source.own]
    if not any(each.source.cass(0) == _CASS_PARCEL for each in parcels):
        return outlines
    kept = set(map(id, parcels))
    others = Counter(each.source.layer for each in outlines if id(each) not in kept)
    for layer, count in others.items():
        findings.note("not_cass", 0, layer=layer, count=count)
    return parcels


# --- what stands inside -----------------------------------------------------------------------------------------------


def _give_labels(outlines: Sequence[_Outline], labels: Sequence[Label]) -> None:
    """Each text to the smallest outline that it stands in."""
    order = sorted(outlines, key=lambda each: abs(ring_area(each.ring)))
    labels = sorted(labels, key=lambda label: label.y)
    places = np.array([(label.y, label.x) for label in labels]).reshape(-1, 2)
    free = np.ones(len(labels), dtype=np.bool_)
    for each in order:
        low, high = each.ring.min(axis=0), each.ring.max(axis=0)
        # only those as far north, which stand together
        begin, end = np.searchsorted(places[:, 0], [low[0], high[0]], side="left").tolist()
        near = free[begin:end] & (places[begin:end, 1] >= low[1]) & (places[begin:end, 1] <= high[1])
        chosen = begin + np.flatnonzero(near)
        inside = chosen[_inside(places[chosen], each.ring)]
        each.labels = [labels[i] for i in inside.tolist()]
        free[inside] = False


def _inside(places: np.ndarray, ring: np.ndarray) -> np.ndarray:
    """(n,) whether each place lies in the ring, by the edges that a ray from it meets."""
    x, y = places[:, 0, None], places[:, 1, None]
    a, b = ring, np.roll(ring, -1, axis=0)
    straddles = (a[:, 1] <= y) != (b[:, 1] <= y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
    return (straddles & (x < at)).sum(axis=1) % 2 == 1


def _with_holes(outlines: list[_Outline], reading: Reading, findings: Findings) -> list[_Outline]:
    """Outlines inside another of their CAD layer: holes where nothing names them, else parcels that overlap it."""
    low = np.array([each.ring.min(axis=0) for each in outlines]).reshape(-1, 2)
    high = np.array([each.ring.max(axis=0) for each in outlines]).reshape(-1, 2)
    sizes = np.array([abs(ring_area(each.ring)) for each in outlines])
    kept: list[_Outline] = []
    for i, each in enumerate(outlines):
        around = ((low <= low[i]) & (high >= high[i])).all(axis=1) & (sizes > sizes[i])
        outer = [
            j
            for j in np.flatnonzero(around).tolist()
            if outlines[j].source.layer == each.source.layer and _is_hole_of(each, outlines[j])
        ]
        if not outer:
            kept.append(each)
            continue
        smallest = outlines[min(outer, key=lambda j: sizes[j])]
        named = _attributes(smallest, reading.wanted)
        if _says_something(each, reading.wanted) or len(outer) % 2 == 0:
            findings.note("inside_parcel", each.line, outer=named.number or named.name or smallest.line)
            kept.append(each)
        else:
            findings.note("taken_as_hole", each.line, outer=named.number or named.name or smallest.line)
            smallest.holes.append(each.source.points)
    return kept


def _is_hole_of(inner: _Outline, outer: _Outline) -> bool:
    return arrange([outer.ring, inner.ring]).parts == [[0, 1]]


def _says_something(outline: _Outline, wanted: Wanted) -> bool:
    found = _attributes(outline, wanted)
    return bool(found.number or found.name)


# --- number, name, class ----------------------------------------------------------------------------------------------


def _attributes(outline: _Outline, wanted: Wanted) -> Attributes:
    """By what a person named, extended data of CASS, attributes of a block, and texts inside, in this order."""
    result = Attributes()
    source = outline.source
    if source.cass(0) == _CASS_PARCEL:
        result.number, result.class_code = source.cass(1), source.cass(3)
    for tag, value in source.attributes.items():
        kind = {"parcel": "number", "order": "number"}.get(heading_kind(tag, wanted), heading_kind(tag, wanted))
        if kind in ("number", "name", "use", "class_code") and value and not getattr(result, kind):
            setattr(result, kind, value)
    by_layer = {kind: label.text for label in outline.labels if (kind := wanted.kind_of(label.layer))}
    result.number = by_layer.get("parcel", "") or result.number
    result.name = by_layer.get("name", "") or result.name
    _by_texts(result, [label for label in outline.labels if not wanted.kind_of(label.layer)], outline)
    if not result.class_code and plain(source.layer) in _class_codes():
        result.class_code = plain(source.layer)
    result.extra["cad_layer"] = source.layer
    if outline.labels:
        result.extra["texts"] = "；".join(" ".join(label.text.split()) for label in outline.labels)
    return result


def _by_texts(result: Attributes, labels: Sequence[Label], outline: _Outline) -> None:
    """What is still open, by the texts inside: the tallest first, then the one nearest to the middle."""
    middle = outline.ring.mean(axis=0)
    order = sorted(labels, key=lambda each: (-each.height, hypot(each.y - middle[0], each.x - middle[1])))
    for label in order:
        for text in (plain(line) for line in label.text.splitlines()):
            if not text or _DECIMALS.match(text) or _POINT_NUMBER.match(text):
                continue
            if text in _class_codes():
                kind = "class_code"
            elif _NUMBER.match(text):
                kind = "number"
            else:
                kind = "name"
            if not getattr(result, kind):
                setattr(result, kind, text)


@cache
def _class_codes() -> frozenset[str]:
    """Codes of second level; those of two digits may be any number."""
    return frozenset(code for name in SCHEMES for code in scheme_named(name).classes if len(code) > 2)


def _tell_names(drawing: Drawing, wanted: Wanted, findings: Findings) -> None:
    """Tell where what a person named for number or name stands nowhere."""
    there = {kind for label in drawing.labels if (kind := wanted.kind_of(label.layer))}
    there |= {kind for line in drawing.lines for tag in line.attributes if (kind := wanted.kind_of(tag))}
    missing = [text for kind, text in (("parcel", wanted.number), ("name", wanted.name)) if text and kind not in there]
    if missing:
        findings.note("not_named", 0, names=", ".join(missing))


# --- parcels ----------------------------------------------------------------------------------------------------------


def _own_parcels(outlines: Sequence[_Outline]) -> list[list[_Outline]]:
    """The outlines of our own drawings, those of one parcel together, in the order of its rings."""
    groups: dict[str, list[_Outline]] = {}
    for each in outlines:
        groups.setdefault(each.source.own.get("id", ""), []).append(each)
    return [sorted(group, key=lambda each: int(each.source.own.get("ring", "0") or 0)) for group in groups.values()]


def _own_attributes(outline: _Outline) -> Attributes:
    own = outline.source.own
    return Attributes(
        number=own.get("number", ""), name=own.get("name", ""), use=own.get("use", ""), class_code=own.get("class", "")
    )


def _record(
    outlines: Sequence[_Outline], attributes: Attributes, asked: Asked, findings: Findings
) -> DrawnParcel | None:
    line, name = outlines[0].line, attributes.number
    drawn = [ring for each in outlines for ring in (each.source.points, *each.source.holes, *each.holes)]
    found = find_layout([[f"{y:.4f}", f"{x:.4f}"] for vertices in drawn for x, y, _ in vertices])
    kind = found.kind if found is not None else "local"
    if kind in ("yx8", "yx6"):
        # drawn with the northing to the right: a mirror, which turns arcs round
        drawn = [tuple((y, x, -bulge) for x, y, bulge in vertices) for vertices in drawn]
        findings.note("swapped", line, name, digits=8 if kind == "yx8" else 6)
        kind = "xy8" if kind == "yx8" else "xy6"
    rings, arcs, curved = [], {}, 0
    for label, vertices in enumerate(drawn, 1):
        points = [(y, x) for x, y in with_chords(vertices)]
        if any(bulge for *_, bulge in vertices):
            arcs[ring_key(points)] = tuple(vertices)
            curved += sum(bulge != 0 for *_, bulge in vertices)
        named = [Point(line, "", str(label), x, y, ("", "")) for x, y in points]
        rings.append(RawRing(str(label), line, tuple(named)))
    layout = Layout(0, kind if kind in ("xy8", "xy6", "latlon") else "local", None, None)
    record = record_of_rings(Block(line, [], {}), attributes, name, layout, rings, asked, findings)
    if record is None:
        return None
    if curved:
        findings.note("arcs", line, name, count=curved)
    return DrawnParcel(record, arcs, outlines[0].source.cass(2) if outlines[0].source.cass(0) == _CASS_PARCEL else "")


def ring_key(points: Sequence[tuple[float, float]]) -> tuple:
    """By what a ring of a record is known again: its first two points and their number."""
    return (*points[:2], len(points))
