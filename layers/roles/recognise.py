"""Recognition 识别: which role a layer has, which of its fields play which part, and how sure that is.

Evidence is weighed: the fields a role requires (by name, by alias, or by what their values look like), the other
fields, the codes in YSDM, the layer's name. A name alone is never enough; geometry of the wrong kind excludes. What
was recognised, or corrected by a person, is remembered in the layer's custom properties and goes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsMapLayer,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..reading.features import sample_values
from .fields import match_field, normal_name, remembered
from .table import Part, Role, roles
from .values import fitting

__all__ = ["SURE", "Recognition", "geometry_of_layer", "layer_names", "recognise"]

SURE = 0.55
"""Below this a layer has no role until a person says so."""

SAMPLE = 300
"""Features whose values are looked at."""

WEIGHTS = {"required": 0.55, "others": 0.15, "name": 0.2, "codes": 0.1}
TELLING = ("county", "township", "village", "sandiao", "gbt21010", "ydyh", "urbanzone")
"""Values that are proof enough of a part without the field's name, and disproof where they do not fit."""
FEW_FEATURES = 3
"""Features up to which a region may be all there is, in several pieces; and how many pieces are usual."""
ANYTHING = ("MC", "NAME", "名称")
"""Names of fields that any layer may have: they speak for a role only together with more."""


@dataclass(frozen=True)
class Recognition:
    """What a layer was taken for.

    role : id, "" where nothing fits. parts : part -> field name. confidence : 0…1. by : what spoke for it
    ("remembered", "fields", "values", "codes", "name", "raster"). others : the next best roles with their confidence.
    """

    role: str
    parts: dict[str, str] = field(default_factory=dict)
    confidence: float = 0.0
    by: tuple[str, ...] = ()
    others: tuple[tuple[str, float], ...] = ()


def recognise(layer: QgsMapLayer) -> Recognition:
    """What ``layer`` is; its source is only read."""
    if isinstance(layer, QgsRasterLayer):
        return _recognise_raster(layer)
    if not isinstance(layer, QgsVectorLayer):
        return Recognition("")
    kept_role, kept_parts = remembered(layer)
    if kept_role in roles() and all(layer.fields().lookupField(name) >= 0 for name in kept_parts.values()):
        return Recognition(kept_role, kept_parts, 1.0, ("remembered",))
    geometry = geometry_of_layer(layer)
    names = layer_names(layer)
    values = sample_values(layer, SAMPLE)
    found = [_weigh(role, layer, names, values) for role in roles().values() if geometry in role.geometry]
    found = sorted((one for one in found if one.confidence > 0), key=lambda one: -one.confidence)
    if not found or found[0].confidence < SURE:
        return Recognition("", others=tuple((one.role, one.confidence) for one in found[:3]))
    others = tuple((one.role, one.confidence) for one in found[1:4])
    return replace(found[0], others=others)


def layer_names(layer: QgsMapLayer) -> list[str]:
    """What the layer is called: by the person, in its database, as a file."""
    names = [layer.name()]
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    names += [str(parts[key]) for key in ("layerName", "table") if parts.get(key)]
    if parts.get("path") and not parts.get("layerName"):
        names.append(Path(str(parts["path"])).stem)
    return list(dict.fromkeys(name for name in names if name))


def geometry_of_layer(layer: QgsVectorLayer) -> str:
    """ "polygon", "point", "line" or "table", as roles have it; "" for any other."""
    return {
        QgsWkbTypes.GeometryType.PolygonGeometry: "polygon",
        QgsWkbTypes.GeometryType.PointGeometry: "point",
        QgsWkbTypes.GeometryType.LineGeometry: "line",
        QgsWkbTypes.GeometryType.NullGeometry: "table",
    }.get(layer.geometryType(), "")


def _weigh(role: Role, layer: QgsVectorLayer, names: Sequence[str], values: dict[str, list[object]]) -> Recognition:
    parts: dict[str, str] = {}
    points, by, proofs = [], [], 0
    for part in role.required():
        name, worth, how = _part(part, layer, values, parts.values())
        points.append(worth)
        if name is not None:
            parts[part.id] = name
            by.append("fields" if how == "proof" else how)
            proofs += how != "fields"
    required = sum(points) / len(points) if points and min(points) >= 0 else 0.0
    others = [part for part in role.parts.values() if part.need != "required"]
    for part in others:
        name = match_field(layer.fields(), part.aliases)
        if name is not None and name not in parts.values():
            parts[part.id] = name
    met = len(parts) - sum(1 for part in role.required() if part.id in parts)
    codes = _codes(role, values)
    if codes == 1.0:
        required = max(required, 0.5) if not points or min(points) >= 0 else required
        by.append("codes")
    named = _named(role, names)
    if named:
        by.append("name")
    if required == 0.0:
        return Recognition(role.id)
    weights = dict(WEIGHTS)
    scores = {"required": required, "others": min(1.0, met / min(5, len(others))) if others else 1.0, "name": named}
    if codes is None:
        weights.pop("codes")
    else:
        scores["codes"] = codes
    confidence = sum(weights[key] * scores[key] for key in weights) / sum(weights.values())
    if points:
        # Values that cannot well be anything else take half of the doubt away, for each part that has them.
        confidence += 0.5 * (1 - confidence) * proofs / len(points)
    if match_field(layer.fields(), role.without) is not None:
        confidence *= 0.2
    return Recognition(role.id, parts, round(confidence, 3), tuple(dict.fromkeys(by)))


def _part(
    part: Part, layer: QgsVectorLayer, values: dict[str, list[object]], taken: Iterable[str]
) -> tuple[str | None, float, str]:
    """The field for a required part, what it is worth (-1: it disproves the role), and how it was found."""
    telling = [test for test in part.values if test in TELLING]
    region = bool(part.values) and part.values[0] in ("county", "township", "village")
    name = match_field(layer.fields(), part.aliases)
    if name is not None and name not in taken:
        share = fitting(values.get(name, ()), part.values)
        if share is None:
            return name, 0.6 if normal_name(name) in map(normal_name, ANYTHING) else 0.85, "fields"
        # A land-use layer with wrong codes is still one; a code of another length is another kind of region, and so is
        # one that all features share: it says in which region they lie.
        if region and share >= 0.5 and _shared(values.get(name, ())):
            return name, -1.0, "fields"
        if share >= 0.5:
            return name, 1.0, "proof" if telling else "fields"
        return name, -1.0 if region else 0.4, "fields"
    if telling:
        for other, column in values.items():
            if other in taken or all(isinstance(value, float) for value in column if value is not None):
                continue
            said = _told_by_name(other)
            if said and not said & set(telling):
                # DLBM holds classes of the survey, though many of their codes are codes of planned uses too.
                continue
            share = fitting(column, telling)
            if share is not None and share >= 0.9 and _enough(column) and not (region and _shared(column)):
                return other, 0.7, "values"
    return None, 0.0, ""


_TOLD: dict[str, tuple[Mapping[str, Role], dict[str, frozenset[str]]]] = {}
"""What names of fields tell, beside the roles that it was made from: an office may read its tables anew."""


def _told_by_name(name: str) -> frozenset[str]:
    """The telling tests of the parts that a field of this name plays in any role."""
    every = roles()
    if "names" not in _TOLD or _TOLD["names"][0] is not every:
        _TOLD["names"] = (every, _telling_names(every))
    return _TOLD["names"][1].get(normal_name(name), frozenset())


def _telling_names(every: Mapping[str, Role]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for role in every.values():
        for part in role.parts.values():
            tests = frozenset(part.values) & frozenset(TELLING)
            if tests:
                for alias in map(normal_name, part.aliases):
                    found[alias] = found.get(alias, frozenset()) | tests
    return found


def _enough(column: list[object]) -> bool:
    """Long codes prove themselves; a column of one-digit or two-digit numbers may be anything."""
    filled = [str(value) for value in column if value not in (None, "")]
    return len(filled) >= 3 and sum(len(text) >= 4 for text in filled) >= 0.5 * len(filled)


def _shared(column: Sequence[object]) -> bool:
    """Whether a code names what features lie in and not the features themselves: few different ones among many."""
    filled = [str(value) for value in column if value not in (None, "")]
    return len(filled) > FEW_FEATURES and len(set(filled)) <= len(filled) / FEW_FEATURES


def _codes(role: Role, values: dict[str, list[object]]) -> float | None:
    """1 where YSDM says the role, 0 where it says another one, None where it says nothing."""
    if not role.codes:
        return None
    known = tuple(code for other in roles().values() for code in other.codes)
    for name, column in values.items():
        if normal_name(name) in ("YSDM", "要素代码"):
            filled = [str(value).strip() for value in column if value not in (None, "")]
            told = [text for text in filled if text.startswith(known)]
            if not told:
                return None
            return 1.0 if sum(text.startswith(role.codes) for text in told) >= 0.5 * len(told) else 0.0
    return None


def _named(role: Role, names: Sequence[str]) -> float:
    wanted = {normal_name(name) for name in role.layer_names}
    best = 0.0
    for name in names:
        normal = normal_name(name)
        # years, version marks and the county's code stand around the name: DLTB_2023, 371525DLTB
        bare = re.sub(r"^\d+|\d+$|(19|20)\d\d年?", "", normal)
        if normal in wanted or bare in wanted:
            best = 1.0
        elif any(len(one) >= 3 and one in normal for one in wanted):
            best = max(best, 0.7)
    return best


def _recognise_raster(layer: QgsRasterLayer) -> Recognition:
    kept = str(layer.customProperty("redline/role", "") or "")
    if kept in roles():
        return Recognition(kept, {}, 1.0, ("remembered",))
    names = layer_names(layer)
    named = {role.id: _named(role, names) for role in roles().values() if "raster" in role.geometry}
    provider = layer.dataProvider()
    if layer.providerType() != "gdal":
        return Recognition("image", {}, 0.9, ("raster",))
    kind, bands = provider.dataType(1), layer.bandCount()
    whole = kind in (Qgis.DataType.Byte, Qgis.DataType.Int8, Qgis.DataType.UInt16)
    if bands >= 3:
        base = {"image": 0.8, "elevation": 0.0, "landcover": 0.0}
    elif bands > 1:
        base = {"image": 0.5, "elevation": 0.2, "landcover": 0.2}
    elif provider.colorTable(1):
        base = {"image": 0.3, "elevation": 0.0, "landcover": 0.8}
    elif whole:
        base = {"image": 0.4, "elevation": 0.2, "landcover": 0.5}
    else:
        base = {"image": 0.1, "elevation": 0.7, "landcover": 0.1}
    found = sorted(((min(1.0, base[one] + 0.2 * named[one]), one) for one in base if base[one]), reverse=True)
    if not found or found[0][0] < SURE:
        return Recognition("", others=tuple((one, share) for share, one in found[:3]))
    by = ("raster", "name") if named[found[0][1]] else ("raster",)
    return Recognition(found[0][1], {}, round(found[0][0], 3), by, tuple((one, share) for share, one in found[1:4]))
