"""Checks of a county's layers: what a planner has to mend before a number can be trusted.

Which checks a layer gets stands in ``resources/roles/roles.csv``. Every finding names layer, feature, rule, value and
remedy; rules are flags, so that their sum can be branched on. Features and files are only read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntFlag
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...core.errors import Cancelled, RedlineError
from ...core.landuse.classes import doubtful_codes, find_scheme, legacy_class, read_scheme, restore_zeros
from ...core.shapes.polygons import FloatArray
from ...core.written.numbers import read_numbers
from ...i18n import tr
from ..reading.arrowfile import BLOCK
from ..reading.blocks import DamagedFile, WrongRead, raw_blocks
from ..reading.datums import is_old
from ..reading.gausskruger import judge_crs
from ..reading.meeting import Ground, check_meeting, most_together
from ..reading.names import called
from ..reading.sources import Source, as_codes, as_numbers, read_table, source_of
from ..roles.fields import match_field
from ..roles.recognise import Recognition, recognise
from ..roles.table import Role, role_of

__all__ = [
    "CheckFinding", "CheckLimits", "CheckRule", "Checked", "Severity", "apart_findings", "attribute_findings",
    "checked_layer", "damage_findings",
]  # fmt: skip


Fids = NDArray[np.int64]
Values = dict[str, NDArray[Any]]


class CheckRule(IntFlag):
    """What can be wrong; the sum of the rules that were found is the tool's FLAGS."""

    GEOMETRY_TYPE = 1
    CRS = 2
    MAP_OFFSET = 4
    UNKNOWN_CLASS = 8
    OLD_CLASS = 16
    RIDGE_MISSING = 32
    DUPLICATE_ID = 64
    INVALID = 128
    EMPTY = 256
    ZERO_AREA = 512
    OVERLAP = 1024
    GAP = 2048
    NO_VILLAGE = 4096
    AREA = 8192
    FIELD_MISSING = 16384
    NOT_RECOGNISED = 32768
    RIDGE_AREA = 65536
    RADIUS = 131072
    NUMBER = 262144
    DAMAGED = 524288
    APART = 1048576


class Severity:
    """``error``: a number would be wrong. ``warning``: look at it. ``notice``: good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True)
class CheckFinding:
    """One thing that is wrong. ``fid`` None: with the whole layer. ``box``: where, in ``crs``."""

    layer: str
    fid: int | None
    rule: CheckRule
    value: str
    severity: str
    message: str
    box: QgsRectangle | None = None
    crs: QgsCoordinateReferenceSystem | None = None


@dataclass(frozen=True)
class CheckLimits:
    """overlap, gap : m² from which they count. area_share, area_floor : a recorded area differs from the official one
    when it is off by more than this share and more than this many m². most : findings of a rule told of one layer."""

    overlap: float = 0.01
    gap: float = 1.0
    area_share: float = 0.001
    area_floor: float = 1.0
    most: int = 1000
    transform_context: QgsCoordinateTransformContext | None = None
    cancelled: Callable[[], bool] | None = None


@dataclass(frozen=True)
class Checked:
    """A layer as it is checked, taken in the thread that owns it."""

    name: str
    source: Source
    recognition: Recognition
    extent: QgsRectangle
    spatial: bool
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def role(self) -> Role | None:
        return role_of(self.recognition.role) if self.recognition.role else None

    def finding(
        self,
        fid: int | None,
        rule: CheckRule,
        severity: str,
        message: str,
        value: object = "",
        box: QgsRectangle | None = None,
    ) -> CheckFinding:
        shown = f"{value:.2f}" if isinstance(value, float) else str(value)
        return CheckFinding(self.name, fid, rule, shown, severity, message, box, self.source.crs)


def checked_layer(layer: QgsMapLayer) -> Checked:
    """A layer made ready to be checked in any thread."""
    if not isinstance(layer, QgsVectorLayer):
        raise RedlineError(
            "{layer} is no vector layer: choose layers of points, lines, areas or tables.", layer=layer.name()
        )
    source = source_of(layer)
    recognition = recognise(layer)
    return Checked(called(layer), source, recognition, layer.extent(), layer.isSpatial(), dict(recognition.parts))


class Remainder(CheckFinding):
    """Stands for findings that were not even written out; ``value`` is their number."""


def remainder(checked: Checked, rule: CheckRule, severity: str, count: int) -> Remainder:
    """``count`` more findings of ``rule``, where a layer has so many that writing them out would take minutes."""
    return Remainder(checked.name, None, rule, str(count), severity, "")


def limited(findings: Iterable[CheckFinding], most: int) -> Iterator[CheckFinding]:
    """At most ``most`` findings of a rule for each layer, then one that tells how many more there are."""
    count: Counter[tuple[str, CheckRule]] = Counter()
    more: Counter[tuple[str, CheckRule]] = Counter()
    severities: dict[tuple[str, CheckRule], str] = {}
    for one in findings:
        key = (one.layer, one.rule)
        if isinstance(one, Remainder):
            more[key] += int(one.value)
        else:
            count[key] += 1
            if count[key] <= most:
                yield one
                continue
            more[key] += 1
        severities[key] = one.severity
    for (layer, rule), number in more.items():
        message = tr("{layer}: {count} more findings of this rule are not listed.").format(layer=layer, count=number)
        yield CheckFinding(layer, None, rule, str(number), severities[layer, rule], message)


def placed(findings: Sequence[CheckFinding], layers: Sequence[Checked]) -> list[CheckFinding]:
    """The same findings, those of a feature that say no place with the box of the feature."""
    known = {checked.name: checked for checked in layers if checked.spatial}
    wanted: dict[str, set[int]] = {}
    for one in findings:
        if one.box is None and one.fid is not None and one.layer in known:
            wanted.setdefault(one.layer, set()).add(one.fid)
    boxes = {}
    for name, fids in wanted.items():
        request = QgsFeatureRequest().setFilterFids(list(fids)).setNoAttributes()
        for feature in known[name].source.iterate(request):
            box = feature.geometry().boundingBox()
            if not box.isNull() and not feature.geometry().isEmpty():
                boxes[name, feature.id()] = box
    return [
        one
        if one.box is not None or (one.layer, one.fid) not in boxes
        else replace(one, box=boxes[one.layer, one.fid], crs=known[one.layer].source.crs)
        for one in findings
    ]


def stop_if(options: CheckLimits) -> None:
    if options.cancelled is not None and options.cancelled():
        raise Cancelled


def attribute_findings(
    checked: Checked, villages: frozenset[str] | None, options: CheckLimits
) -> Iterator[CheckFinding]:
    """What the attributes and the coordinate system of one layer tell.

    villages : 12-digit codes of the village layer, None where there is none.
    """
    yield from _crs(checked)
    role = checked.role
    if role is None:
        yield checked.finding(
            None,
            CheckRule.NOT_RECOGNISED,
            Severity.NOTICE,
            tr("{layer} was not recognised: only its geometry and coordinate system are checked.").format(
                layer=checked.name
            ),
        )
        return
    yield from _kind(checked, role)
    yield from _missing_fields(checked, role)
    wanted = [checked.parts[part] for part in checked.parts]
    table = read_table(checked.source, wanted, cancelled=options.cancelled)
    fids, values = table.fids, {part: table.attributes[name] for part, name in checked.parts.items()}
    stop_if(options)
    yield from _duplicates(checked, role, fids, values)
    if "classes" in role.checks or "plannedclasses" in role.checks:
        yield from _classes(checked, role, fids, values)
    yield from _numbers(checked, fids, values)
    if "ridge" in role.checks:
        yield from _ridge(checked, fids, values)
        yield from _ridge_area(checked, fids, values)
    if "village" in role.checks and villages is not None and "villagecode" in values:
        yield from _village_codes(checked, fids, values["villagecode"], villages)
    if role.id in ("camera", "coverage") and "radius" in values:
        yield from _radii(checked, fids, as_numbers(values["radius"]))


def damage_findings(checked: Checked, options: CheckLimits) -> list[CheckFinding]:
    """What the file behind a layer has lost; the rest of such a layer is not worth looking at."""
    if checked.source.file is None:
        return []
    try:
        for _ in raw_blocks(checked.source, [], BLOCK, None, options.cancelled):
            pass
    except (DamagedFile, WrongRead) as error:
        return [checked.finding(None, CheckRule.DAMAGED, Severity.ERROR, error.sentence(tr), _lost(error))]
    return []


def _lost(error: DamagedFile | WrongRead) -> str:
    return str(error.values["lost"]) if isinstance(error, DamagedFile) else "-"


def apart_findings(layers: Sequence[Checked]) -> Iterator[CheckFinding]:
    """Layers that lie elsewhere than most of the others: no tool can lay them over each other."""
    there = [each for each in layers if each.spatial and each.source.count and each.source.crs.isValid()]
    there = [each for each in there if judge_crs(each.source.crs, each.extent).problem != "wrong"]
    grounds = [Ground(each.name, each.source.crs, each.extent) for each in there]
    most = most_together(grounds)
    if most is None:
        return
    for each, ground in zip(there, grounds, strict=True):
        try:
            beside = check_meeting(most, ground)
        except RedlineError as error:
            yield each.finding(None, CheckRule.APART, Severity.ERROR, error.sentence(tr), box=each.extent)
        else:
            if beside is not None:
                yield each.finding(None, CheckRule.APART, Severity.WARNING, beside.sentence(tr), box=each.extent)


def _crs(checked: Checked) -> Iterator[CheckFinding]:
    if not checked.spatial or checked.source.count == 0:
        return
    verdict = judge_crs(checked.source.crs, checked.extent)
    proposed = verdict.proposed.userFriendlyIdentifier() if verdict.proposed is not None else ""
    stated = checked.source.crs.userFriendlyIdentifier() if checked.source.crs.isValid() else ""
    words = {
        "missing": tr(
            "{layer} names no coordinate system; by its coordinates it is {crs}: set that in its properties."
        ),
        "unknown": tr(
            "{layer} names no coordinate system, and its coordinates do not tell it: set it in its properties."
        ),
        "wrong": tr("{layer} says {stated}, but its coordinates are those of {crs}: correct it in its properties."),
        "elsewhere": tr(
            "{layer} lies outside of China, by its coordinates in {stated}: see whether it is the right one."
        ),
        "other": tr("{layer} is in {stated}, not in CGCS2000: it is transformed in every tool; keep the official one."),
    }
    words["datum"] = tr(
        "{layer} is in {stated}, on another datum than CGCS2000: land may lie up to 200 m off. Tools put it beside "
        "other layers only by the office's parameters (datumshifts.csv); ask for it in CGCS2000."
    )
    if not verdict.problem:
        return
    words["wrong"] = (
        words["wrong"]
        if proposed
        else tr("{layer} says {stated}, but its coordinates cannot be in it: find out where it comes from.")
    )
    problem = verdict.problem
    if problem == "other" and is_old(checked.source.crs):
        problem = "datum"
    severity = Severity.WARNING if problem in ("other", "elsewhere") else Severity.ERROR
    message = words[problem].format(layer=checked.name, stated=stated, crs=proposed)
    yield checked.finding(None, CheckRule.CRS, severity, message, stated or "-")


def _kind(checked: Checked, role: Role) -> Iterator[CheckFinding]:
    """A layer whose geometry is not what its role has (a person may have said the role)."""
    kind = {
        QgsWkbTypes.GeometryType.PolygonGeometry: "polygon",
        QgsWkbTypes.GeometryType.PointGeometry: "point",
        QgsWkbTypes.GeometryType.LineGeometry: "line",
        QgsWkbTypes.GeometryType.NullGeometry: "table",
    }.get(QgsWkbTypes.geometryType(checked.source.wkb_type), "")
    if kind not in role.geometry:
        yield checked.finding(
            None,
            CheckRule.GEOMETRY_TYPE,
            Severity.ERROR,
            tr(
                "{layer} is taken for {role}, which has another geometry: correct its role or load the right file."
            ).format(layer=checked.name, role=role.name(tr("en"))),
            kind,
        )


def _missing_fields(checked: Checked, role: Role) -> Iterator[CheckFinding]:
    for part in role.parts.values():
        if part.need == "optional" or part.id in checked.parts:
            continue
        severity = Severity.ERROR if part.need == "required" else Severity.WARNING
        yield checked.finding(
            None,
            CheckRule.FIELD_MISSING,
            severity,
            tr("{layer} has no field {field} ({meaning}); tools that need it will ask for it.").format(
                layer=checked.name, field=part.aliases[0], meaning=part.name(tr("en"))
            ),
            part.aliases[0],
        )


def _duplicates(checked: Checked, role: Role, fids: Fids, values: Values) -> Iterator[CheckFinding]:
    if role.identity not in values:
        return
    codes = as_codes(values[role.identity])
    counts = Counter(codes.tolist())
    name = checked.parts[role.identity]
    # A region may lie in several pieces, each a feature of its own.
    severity = Severity.WARNING if role.group in ("boundaries", "redlines") else Severity.ERROR
    for fid, code in zip(fids.tolist(), codes.tolist(), strict=True):
        if code and counts[code] > 1:
            yield checked.finding(
                fid,
                CheckRule.DUPLICATE_ID,
                severity,
                tr("{layer}, feature {fid}: {field} {value} occurs {count} times; it should name one feature.").format(
                    layer=checked.name, fid=fid, field=name, value=code, count=counts[code]
                ),
                code,
            )


def _classes(checked: Checked, role: Role, fids: Fids, values: Values) -> Iterator[CheckFinding]:
    part = "usecode" if "plannedclasses" in role.checks else "class"
    if part not in values:
        return
    name = checked.parts[part]
    codes = as_codes(values[part])
    filled = {code for code in codes.tolist() if code}
    field = checked.source.fields.at(checked.source.fields.lookupField(name))
    lost = restore_zeros(filled, numeric=bool(field.isNumeric()))
    if lost:
        first = min(lost)
        message = tr(
            "{layer}: the codes in {field} have lost their leading zero, {code} is read as {whole} ({count} different "
            "codes): keep class codes as text."
        ).format(layer=checked.name, field=name, code=first, whole=lost[first], count=len(lost))
        yield checked.finding(None, CheckRule.UNKNOWN_CLASS, Severity.WARNING, message, first)
        codes = np.array([lost.get(code, code) for code in codes.tolist()], dtype=object)
        filled = set(codes.tolist()) - {""}
    try:
        scheme = find_scheme(filled).scheme
    except RedlineError:
        scheme = read_scheme("ydyh" if part == "usecode" else "sandiao")
    told = {code: legacy_class(code) for code in filled if code not in scheme}
    doubtful = doubtful_codes(filled)
    for fid, code in zip(fids.tolist(), codes.tolist(), strict=True):
        if code in scheme:
            continue
        today = told.get(code)
        if code in doubtful:
            message = tr(
                "{layer}, feature {fid}: {field} {value} is {whole} without its zero, or a class of the second survey, "
                "today {today}: correct it."
            ).format(layer=checked.name, fid=fid, field=name, value=code, whole=doubtful[code], today=today)
            yield checked.finding(fid, CheckRule.UNKNOWN_CLASS, Severity.ERROR, message, code)
        elif today and len(code) == 3:
            message = tr(
                "{layer}, feature {fid}: {field} {value} is a class of the second survey, today {today}: "
                "convert the classes (tool Convert old land classes)."
            ).format(layer=checked.name, fid=fid, field=name, value=code, today=today)
            yield checked.finding(fid, CheckRule.OLD_CLASS, Severity.ERROR, message, code)
        elif code:
            message = tr("{layer}, feature {fid}: {field} {value} is no class of {scheme}: correct it.").format(
                layer=checked.name, fid=fid, field=name, value=code, scheme=scheme.title(tr("en"))
            )
            yield checked.finding(fid, CheckRule.UNKNOWN_CLASS, Severity.ERROR, message, code)
        else:
            message = tr("{layer}, feature {fid}: {field} is empty: enter the class.").format(
                layer=checked.name, fid=fid, field=name
            )
            yield checked.finding(fid, CheckRule.UNKNOWN_CLASS, Severity.ERROR, message)


NUMERIC = frozenset(
    [
        "area",
        "farmlandarea",
        "classarea",
        "ridgearea",
        "controlarea",
        "officialarea",
        "ridge",
        "height",
        "azimuth",
        "fov",
        "vfov",
        "people",
        "farmers",
    ]
)
"""Parts of roles that hold numbers; a radius has its own rule."""


def _numbers(checked: Checked, fids: Fids, values: Values) -> Iterator[CheckFinding]:
    """Texts in fields of numbers that have no one meaning: tools stop at them."""
    for part in sorted(NUMERIC & set(values)):
        column = values[part]
        if column.dtype == np.float64:
            continue
        for i in read_numbers(column.tolist()).unread:
            message = tr(
                "{layer}, feature {fid}: “{value}” in {field} is not a number with one meaning: write it plainly, "
                "such as 1234.56."
            ).format(layer=checked.name, fid=int(fids[i]), value=column[i], field=checked.parts[part])
            yield checked.finding(int(fids[i]), CheckRule.NUMBER, Severity.ERROR, message, str(column[i]))


def _ridge(checked: Checked, fids: Fids, values: Values) -> Iterator[CheckFinding]:
    """Arable land on slopes of more than 2 degrees has ridges to deduct (田坎系数, 国土调查技术规程)."""
    if not {"class", "slope"} <= set(values):
        return
    codes, slopes = as_codes(values["class"]), as_codes(values["slope"])
    ridges = as_numbers(values["ridge"]) if "ridge" in values else np.full(len(fids), np.nan)
    for i in range(len(fids)):
        if codes[i].startswith("01") and slopes[i] in ("2", "3", "4", "5") and not ridges[i] > 0:
            message = tr(
                "{layer}, feature {fid}: arable land of slope grade {grade} has no ridge coefficient (KCXS): "
                "enter the county's."
            ).format(layer=checked.name, fid=int(fids[i]), grade=slopes[i])
            yield checked.finding(int(fids[i]), CheckRule.RIDGE_MISSING, Severity.ERROR, message, slopes[i])


def _ridge_area(checked: Checked, fids: Fids, values: Values) -> Iterator[CheckFinding]:
    """KCXS within 0…1, KCMJ = TBMJ · KCXS, area of the class = TBMJ − KCMJ, to 0.01 m²."""
    if "ridge" not in values or "area" not in values:
        return
    share, area = as_numbers(values["ridge"]), as_numbers(values["area"])
    for i in np.flatnonzero((share < 0) | (share >= 1)).tolist():
        message = tr("{layer}, feature {fid}: the ridge coefficient {value} does not lie between 0 and 1.").format(
            layer=checked.name, fid=int(fids[i]), value=share[i]
        )
        yield checked.finding(int(fids[i]), CheckRule.RIDGE_AREA, Severity.ERROR, message, f"{share[i]:g}")
    deducted = "ridgearea" in values
    net_part = next((part for part in ("classarea", "farmlandarea") if part in values), None)
    ridge = as_numbers(values["ridgearea"]) if deducted else area * np.nan_to_num(share)
    if deducted:
        yield from _unequal(checked, fids, area * np.nan_to_num(share), ridge, "ridgearea")
    if net_part is not None:
        yield from _unequal(checked, fids, area - np.nan_to_num(ridge), as_numbers(values[net_part]), net_part)


def _unequal(
    checked: Checked, fids: Fids, expected: FloatArray, recorded: FloatArray, part: str
) -> Iterator[CheckFinding]:
    """Recorded areas that are not what the others make: half a cent of rounding in each of two places is allowed."""
    with np.errstate(invalid="ignore"):
        off = np.flatnonzero(np.abs(recorded - expected) > 0.0151)
    for i in off.tolist():
        message = tr("{layer}, feature {fid}: {field} is {recorded} m², the other fields make {expected} m².").format(
            layer=checked.name,
            fid=int(fids[i]),
            field=checked.parts[part],
            recorded=f"{recorded[i]:.2f}",
            expected=f"{expected[i]:.2f}",
        )
        yield checked.finding(int(fids[i]), CheckRule.RIDGE_AREA, Severity.WARNING, message, float(recorded[i]))


def _village_codes(
    checked: Checked, fids: Fids, values: NDArray[Any], villages: frozenset[str]
) -> Iterator[CheckFinding]:
    name = checked.parts["villagecode"]
    for fid, code in zip(fids.tolist(), as_codes(values).tolist(), strict=True):
        if code[:12] in villages:
            continue
        if code:
            message = tr("{layer}, feature {fid}: {field} {value} is the code of no village: correct it.")
        else:
            message = tr("{layer}, feature {fid}: {field} is empty: enter the village's code.")
        yield checked.finding(
            fid,
            CheckRule.NO_VILLAGE,
            Severity.ERROR,
            message.format(layer=checked.name, fid=fid, field=name, value=code),
            code,
        )


def _radii(checked: Checked, fids: Fids, radii: FloatArray) -> Iterator[CheckFinding]:
    """Radii that no mast of a county has; below 100 they are kilometres."""
    metres = np.where(radii < 100, radii * 1000, radii)
    for i in range(len(fids)):
        fid, name = int(fids[i]), checked.parts["radius"]
        if not metres[i] > 0:
            message = tr("{layer}, feature {fid}: {field} is no positive number: enter the radius in metres.")
            yield checked.finding(
                fid,
                CheckRule.RADIUS,
                Severity.ERROR,
                message.format(layer=checked.name, fid=fid, field=name),
                str(radii[i]),
            )
        elif not 3000 <= metres[i] <= 4000:
            message = tr("{layer}, feature {fid}: a radius of {value} m lies outside 3 to 4 km: check it.")
            yield checked.finding(
                fid,
                CheckRule.RADIUS,
                Severity.WARNING,
                message.format(layer=checked.name, fid=fid, value=f"{metres[i]:g}"),
                f"{radii[i]:g}",
            )


def village_codes(layers: Sequence[Checked], options: CheckLimits) -> frozenset[str] | None:
    """The 12-digit codes of the village layer among ``layers``; None where there is none."""
    for checked in layers:
        name = checked.parts.get("code") if checked.recognition.role == "village" else None
        if name is None:
            continue
        name = match_field(checked.source.fields, [name]) or name
        table = read_table(checked.source, [name], cancelled=options.cancelled)
        return frozenset(code[:12] for code in table.texts(name) if code)
    return None
