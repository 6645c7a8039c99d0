"""redline:apportion: numbers of zones shared out to other zones by area, their sums kept to the last digit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qgis.core import (
    QgsFields,
    QgsProcessingFeedback,
    QgsProcessingParameterField,
)

from ...core.ellipsoid.areaplane import areas
from ...core.errors import Notice, RedlineError
from ...core.landuse.apportion import OUTSIDE, Shares, apportion, decimals_of, parse_class_weights, weight_of
from ...core.landuse.tally import NOISE_M2
from ...core.overlay import pieces as overlay_pieces
from ...core.overlay.patchindex import choose_body
from ...core.rounding import half_up, percent
from ...core.rounding.decimals import exact
from ...core.shapes.polygons import FloatArray, IntArray
from ...i18n import tr
from ...layers.measuring.parcels import LandUseFields, read_land_use
from ...layers.measuring.tallyfaults import TOLD_M2, lay_patches
from ...layers.reading.clip import clip
from ...layers.reading.run import Run, within, working_crs
from ...layers.reading.sources import Features, Source
from ...layers.reading.validity import leaves_out, valid_only
from ..base import RedlineAlgorithm, share_of
from ..documents import short_names, tell_engine, tell_run
from ..groups import LAND_USE
from ..outputs import field_of, write_layer
from ..parameters import (
    Given,
    add,
    add_choice,
    add_class_field,
    add_field,
    add_numbers,
    add_sink,
    add_source,
    add_text,
    add_value,
)
from ..personal import add_keep_personal, asks_personal, extended

__all__ = ["Apportion"]

OUTSIDE_LAND = ("shared", "left")

MUCH_OUTSIDE = 0.01
"""Share of a zone outside all targets from which it is told that the others take what belongs to it."""

TOLD = 5
"""So many zones are named where something is told of several."""

Pieces = tuple[IntArray, IntArray, FloatArray]
"""(zone, target, weight) of each piece; a target may be ``OUTSIDE``."""


@dataclass(frozen=True)
class _Taken:
    source: Source
    target: Source
    weight: Source | None
    fields: tuple[str, ...]
    id_field: str
    class_field: str
    personal: bool


class Apportion(RedlineAlgorithm):
    ID = "apportion"
    LABEL = "Share numbers out by area"
    SUMMARY = "Shares population, compensation or quotas of zones out to other zones by area; sums are kept"
    GROUP = LAND_USE
    TAGS = "分摊,按面积分摊,人口,补偿,指标,面积加权,apportion,share,population,areal interpolation"

    def initAlgorithm(self, configuration=None):
        add_source(self, "INPUT", tr("Zones with numbers"), tr("For example townships with their population."))
        kind = QgsProcessingParameterField.DataType.Any
        add(
            self,
            QgsProcessingParameterField("FIELDS", tr("Numbers to share out"), None, "INPUT", kind, True),
            tr("One or more fields of numbers, or of numbers as text; a missing value is told and counts as nothing."),
        )
        add_source(self, "TARGET", tr("Zones that get shares"), tr("For example villages, parcels or patches."))
        add_source(
            self,
            "WEIGHT",
            tr("Land use that carries the numbers"),
            tr("Shares then follow the area of these patches, not of all land; with a selection, of the selected."),
            optional=True,
        )
        add_text(
            self,
            "CLASSES",
            tr("Classes that count"),
            tr(
                "Classes of the land use, parted by commas, with those below them; a weight may follow a colon: "
                "0701:3, 0702. All patches count alike where left empty."
            ),
        )
        add_choice(
            self,
            "OUTSIDE",
            tr("Land of a zone in no target"),
            OUTSIDE_LAND,
            "shared",
            tr("shared: the targets that the zone meets take its share too; left: its share is left out and told."),
        )
        add_value(
            self,
            "DECIMALS",
            tr("Decimals"),
            None,
            tr("Left empty: as many as the numbers of the field have."),
            low=0,
            high=8,
            whole=True,
            optional=True,
        )
        add_field(
            self,
            "ID_FIELD",
            tr("Field with the zone's id"),
            "INPUT",
            tr("The feature id is used where left empty."),
            advanced=True,
        )
        add_class_field(self, "WEIGHT", advanced=True)
        self._add_outputs()

    def _add_outputs(self) -> None:
        add_keep_personal(self)
        add_sink(self, "OUTPUT", tr("Zones with shares"), tr("The target zones with share_… for each field."))
        add_numbers(
            self,
            (
                ("ZONES", tr("Zones shared out")),
                ("UNSHARED", tr("Zones that met nothing")),
                ("EMPTY_TARGETS", tr("Targets without a share")),
                ("SKIPPED", tr("Features left out")),
            ),
        )

    def take(self, given: Given) -> _Taken:
        source, weight = given.source("INPUT"), given.optional_source("WEIGHT")
        fields = given.fields("FIELDS", source)
        if not fields:
            raise RedlineError("Layer {layer}: choose the fields whose numbers are shared out.", layer=source.name)
        for name in fields:
            if not source.may_hold_numbers(name):
                raise RedlineError(
                    "Layer {layer}: field {field} holds no numbers, so it cannot be shared out.",
                    layer=source.name,
                    field=name,
                )
        classes = parse_class_weights(given.text("CLASSES"))
        if classes and weight is None:
            raise RedlineError("Classes count only with a layer of land use: choose one, or leave the classes empty.")
        return _Taken(
            source=source,
            target=given.source("TARGET"),
            weight=weight,
            fields=fields,
            id_field=given.field("ID_FIELD", source),
            class_field=given.field("CLASS_FIELD", weight, "landuse", "class", required=True)
            if weight is not None and classes
            else "",
            personal=asks_personal(given),
        )

    def work(self, given: Given, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        taken = self.taken
        run = Run(working_crs(taken.source, taken.target), given.transforms, feedback.isCanceled)
        leave_out = leaves_out(given.validity)
        asked = list(dict.fromkeys(name for name in (*taken.fields, taken.id_field) if name))
        zones = valid_only(run, taken.source.name, run.read(taken.source, asked, whole=True), leave_out=leave_out)
        targets = valid_only(run, taken.target.name, run.read(taken.target, [], whole=True), leave_out=leave_out)
        land = _Land(run, zones, targets, zones.ids(taken.id_field))
        if taken.weight is None:
            pieces = _by_land(land, taken.target.name, share_of(feedback, 10, 80))
        else:
            classes = parse_class_weights(given.text("CLASSES"))
            pieces = _by_weight(land, taken, classes, share_of(feedback, 10, 80))
        pieces = _outside_land(land, pieces, shared=given.choice("OUTSIDE") == "shared")
        met = np.isin(np.arange(len(zones)), pieces[0])
        fixed = given.whole("DECIMALS") if given.parameters.get("DECIMALS") is not None else None
        with run.laps.step("balance"):
            shares = [_shared(land, name, pieces, met, fixed) for name in taken.fields]
        own = QgsFields()
        for short, name in zip(short_names([f"share_{name}" for name in taken.fields]), taken.fields, strict=True):
            own.append(field_of(short, tr("Share of {field}").format(field=name)))
        values = {fid: [each.targets[i] for each in shares] for i, fid in enumerate(targets.fids.tolist())}
        layer = extended(taken.target, own, values, taken.personal, feedback, _notes(taken, given))
        with run.laps.step("write"):
            write_layer(self.outputs, "OUTPUT", layer)
        tell_run(run, feedback)
        tell_engine(run, feedback, len(zones), sum(count for _, count in run.counts[1:]))
        feedback.setProgress(100)
        return {
            "ZONES": int(met.sum()),
            "UNSHARED": int((~met).sum()),
            "EMPTY_TARGETS": len(targets) - len(np.unique(pieces[1][pieces[1] != OUTSIDE])),
            "SKIPPED": len(run.skipped),
        }


@dataclass(frozen=True)
class _Land:
    """What was read: zones and targets in the run's system, and what people call the zones."""

    run: Run
    zones: Features
    targets: Features
    ids: list[str]


def _by_land(land: _Land, target: str, progress: Callable[[float], object]) -> Pieces:
    """The pieces zone ∩ target, and what of each zone lies in no target, in m² on the ellipsoid."""
    plane = land.run.area_plane(land.zones.polygons, land.targets.polygons)
    flat = plane.apply(land.zones.polygons)
    with land.run.laps.step("overlay"):
        met = overlay_pieces(
            flat, plane.apply(land.targets.polygons), progress=progress, cancelled=land.run.cancelled, smallest=NOISE_M2
        )
    land.run.laps.engine = choose_body("auto", 0)
    rest = areas(flat) - np.bincount(met.zone, met.area, len(land.zones))
    twice = float(-rest[rest < -TOLD_M2].sum())
    if twice:
        _tell_twice(land.run, target, twice)
    bare = np.flatnonzero(rest > TOLD_M2)
    return (
        np.append(met.zone, bare),
        np.append(met.patch, np.full(len(bare), OUTSIDE)),
        np.append(met.area, rest[bare]),
    )


def _by_weight(land: _Land, taken: _Taken, classes: dict[str, Fraction], progress: Callable[[float], object]) -> Pieces:
    """As ``_by_land``, of the patches that carry the numbers, each m² as often as its class weighs."""
    if taken.weight is None:
        raise ValueError("no layer of weights")
    run, source = land.run, taken.weight
    if classes:
        read = read_land_use(run, source, LandUseFields(taken.class_field), None)
        for code in classes:
            if code not in read.scheme:
                raise RedlineError(
                    "{code} is not a class of {scheme}: correct the classes that count.",
                    code=code,
                    scheme=read.scheme.title_zh or read.scheme.title_en,
                )
        weights = weight_of(read.codes.tolist(), classes)
        patches, weights = read.features.take(weights > 0), weights[weights > 0]
    else:
        patches = run.read(source, [])
        weights = np.ones(len(patches))
    near = within(patches.polygons, land.zones.polygons)
    patches, weights = patches.take(near), weights[near]
    cut = clip(land.zones.polygons, land.targets.polygons, taken.target.name, land.targets.fids, run.cancelled)
    if cut.doubled:
        _tell_twice(run, taken.target.name, sum(area for _, _, area in cut.doubled))
    plane = run.area_plane(land.zones.polygons, patches.polygons)
    parts, flat = plane.apply(cut.polygons), plane.apply(land.zones.polygons)
    _, _, met = lay_patches(run, source.name, patches, plane.apply, (parts, cut.zone), flat, progress)
    kept = met.area > NOISE_M2
    part, patch, area = met.zone[kept], met.patch[kept], met.area[kept]
    return cut.zone[part], cut.area[part], area * weights[patch]


def _tell_twice(run: Run, target: str, area: float) -> None:
    run.notices.append(
        Notice(
            "Layer {layer}: polygons overlap each other by {area} m² inside the zones, and what lies in both counts "
            "for them as often: mend the overlap.",
            layer=target,
            area=half_up(area, 2),
        )
    )


def _outside_land(land: _Land, pieces: Pieces, *, shared: bool) -> Pieces:
    """``pieces`` without the land in no target where others take its share; what is lost or given to others is told."""
    zone, target, weight = pieces
    count = len(land.zones)
    outside = np.bincount(zone, np.where(target == OUTSIDE, weight, 0.0), count)
    whole = np.bincount(zone, weight, count)
    inside = np.bincount(zone[target != OUTSIDE], minlength=count) > 0
    for row in np.flatnonzero(~inside).tolist():
        land.run.notices.append(
            Notice(
                "Layer {layer}, zone {zone}: it meets no target that could take its numbers: they are left out.",
                layer=land.zones.layer,
                zone=land.ids[row],
            )
        )
    much = np.flatnonzero(inside & (outside > MUCH_OUTSIDE * whole))
    for row in much[:TOLD].tolist() if shared else ():
        land.run.notices.append(
            Notice(
                "Layer {layer}, zone {zone}: {share} % of what it is shared out by lies in no target; the targets that "
                "it meets take that share too.",
                layer=land.zones.layer,
                zone=land.ids[row],
                share=percent(float(outside[row]), float(whole[row])),
            )
        )
    keep = inside[zone] & ((target != OUTSIDE) | (not shared))
    return zone[keep], target[keep], weight[keep]


def _shared(land: _Land, name: str, pieces: Pieces, met: NDArray[np.bool_], fixed: int | None) -> Shares:
    """The shares of one field; numbers that are missing, and those that nobody gets, are told."""
    numbers = land.zones.numbers(name)
    missing = np.flatnonzero(np.isnan(numbers))
    if len(missing):
        land.run.notices.append(
            Notice(
                "Layer {layer}: {count} zones have no value in {field} (the first is {zone}); they count as nothing.",
                layer=land.zones.layer,
                count=len(missing),
                field=name,
                zone=land.ids[int(missing[0])],
            )
        )
    values = np.nan_to_num(numbers).tolist()
    decimals = decimals_of(values) if fixed is None else fixed
    shares = apportion(values, pieces, len(land.targets), decimals)
    lost = half_up(
        sum((exact(value) for value, kept in zip(values, met.tolist(), strict=True) if not kept), 0), decimals
    )
    if lost or shares.outside:
        land.run.notices.append(
            Notice(
                "{field}: {shared} were shared out; {outside} belong to land in no target, {lost} to zones that meet "
                "none.",
                field=name,
                shared=sum(shares.targets),
                outside=shares.outside,
                lost=lost,
            )
        )
    return shares


def _notes(taken: _Taken, given: Given) -> list[str]:
    """How the numbers were made, for the layer's abstract."""
    by = tr("area of all land") if taken.weight is None else taken.weight.name
    return [
        tr("Shared out: {fields} of {layer}, by {by} {classes}.").format(
            fields=", ".join(taken.fields), layer=taken.source.name, by=by, classes=given.text("CLASSES")
        ),
        tr("Areas on the ellipsoid; each zone's shares add up to its number, to the last digit (largest remainder)."),
    ]
