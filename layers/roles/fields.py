"""Which field of a layer plays which part: what a person set before, else by the aliases of the role's table."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from qgis.core import QgsFields, QgsMapLayer, QgsVectorLayer

from ...core.errors import RedlineError
from ...core.foreign import read_json
from ...i18n import tr
from .table import SHAPEFILE_NAME, Part, role_of

__all__ = [
    "FIELDS_PROPERTY",
    "ROLE_PROPERTY",
    "chosen_field",
    "field_title",
    "fields_of",
    "find_field",
    "match_field",
    "missing_field",
    "normal_name",
    "remember",
    "remembered",
]

ROLE_PROPERTY = "redline/role"
FIELDS_PROPERTY = "redline/fields"


@lru_cache(maxsize=4096)
def normal_name(name: str) -> str:
    """A field's or layer's name without what differs between vintages: case, width, blanks, underscores, brackets."""
    text = unicodedata.normalize("NFKC", name).upper()
    return "".join(letter for letter in text if letter not in " _-()[]{}·.\t")


def chosen_field(source: Any, name: str, parameter: str) -> str:
    """The field of ``source`` (anything with ``name`` and ``fields``) that ``parameter`` names, whatever its case.

    Raises RedlineError where there is none.
    """
    place = source.fields.lookupField(name)
    if place < 0:
        raise RedlineError(
            "Layer {layer} has no field {field} ({parameter}): choose one of {fields}.",
            layer=source.name,
            field=name,
            parameter=parameter,
            fields=", ".join(source.fields.names()),
        )
    return str(source.fields.at(place).name())


def match_field(fields: QgsFields, aliases: Iterable[str]) -> str | None:
    """The field whose name, or whose alias in the layer, is one of ``aliases``; an earlier one goes first.

    A name that a Shapefile cut at 10 bytes and a name that carries its table's name before a dot or underscore
    (``DLTB_DLBM``, ``DLTB.DLBM``, as a join leaves them) are found too, after the exact ones.
    """
    every = (fields.at(i) for i in range(fields.count()))
    return _matched(tuple((each.name(), each.alias()) for each in every), tuple(aliases))


@lru_cache(maxsize=16_384)
def _matched(fields: tuple[tuple[str, str], ...], aliases: tuple[str, ...]) -> str | None:
    """As ``match_field``; fields : name and alias of each. A layer is asked for every part of every role."""
    for column in (0, 1):
        known: dict[str, str] = {}
        for field in fields:
            known.setdefault(normal_name(field[column]), field[0])
        for normal in map(normal_name, aliases):
            if normal and normal in known:
                return known[normal]
    # Half a character at the cut reads as the sign for what cannot be read.
    names = [(name, name.rstrip("\ufffd").upper(), name.upper()) for name, _ in fields]
    for cut, ends in map(_cut_and_ends, aliases):
        for name, kept, upper in names:
            if kept == cut or (ends and upper.endswith(ends)):
                return name
    return None


@lru_cache(maxsize=4096)
def _cut_and_ends(alias: str) -> tuple[str | None, tuple[str, ...]]:
    """What a Shapefile leaves of a name, None where it leaves all or too little, and how it ends behind its table's
    name."""
    cut = alias.encode("utf-8")[:SHAPEFILE_NAME].decode("utf-8", "ignore")
    is_cut = len(alias.encode("utf-8")) > SHAPEFILE_NAME and len(cut) > 2
    upper = alias.upper()
    return cut.upper() if is_cut else None, (f".{upper}", f"_{upper}") if len(alias) > 2 else ()


def remembered(layer: QgsMapLayer) -> tuple[str, dict[str, str]]:
    """Role and fields that were kept in the layer's custom properties; ("", {}) where none were."""
    role = str(layer.customProperty(ROLE_PROPERTY, "") or "")
    try:
        kept = read_json(str(layer.customProperty(FIELDS_PROPERTY, "") or "{}"))
    except ValueError:
        kept = {}
    return role, kept if isinstance(kept, dict) else {}


def remember(layer: QgsMapLayer, role: str, parts: Mapping[str, str]) -> None:
    """Keep role and fields in the layer's custom properties: renaming the layer breaks nothing afterwards."""
    layer.setCustomProperty(ROLE_PROPERTY, role)
    layer.setCustomProperty(FIELDS_PROPERTY, json.dumps(dict(parts), ensure_ascii=False, sort_keys=True))


def fields_of(source: Any, role: str) -> dict[str, str]:
    """All parts of ``role`` that fields of ``source`` play, as part -> field name; see ``find_field``."""
    found = {}
    for part in role_of(role).parts:
        name = find_field(source, role, part, required=False)
        if name is not None:
            found[part] = name
    return found


def field_title(source: Any, role: str, name: str, language: str) -> str:
    """What a field is called on paper: its alias in the layer, else the name of the part of ``role`` that it plays,
    else its own name."""
    fields = _fields(source)
    place = fields.lookupField(name)
    if place >= 0 and fields.at(place).alias():
        return str(fields.at(place).alias())
    normal = normal_name(name)
    for part in role_of(role).parts.values():
        if normal in (normal_name(alias) for alias in part.aliases):
            return part.name(language)
    return name


def find_field(source: Any, role: str, part: str, *, required: bool = True, layer: str = "") -> str | None:
    """The name of the field that plays ``part`` of ``role``, for example ``find_field(layer, "landuse", "class")``.

    source : QgsVectorLayer, any QgsFeatureSource, ``layers.reading.sources.Source`` or QgsFields. layer : the layer's
    name for the sentence, where ``source`` does not know it. What was remembered in the layer goes before the table's
    aliases. Returns None where there is none and ``required`` is false; else raises RedlineError that names layer,
    field and remedy.
    """
    wanted = role_of(role).parts.get(part)
    if wanted is None:
        raise RedlineError(
            "The role {role} has no part {part}; it has: {parts}.",
            role=role,
            part=part,
            parts=", ".join(role_of(role).parts),
        )
    fields = _fields(source)
    if isinstance(source, QgsVectorLayer):
        kept_role, kept = remembered(source)
        name = kept.get(part) if kept_role == role else None
        if name and fields.lookupField(name) >= 0:
            return fields.at(fields.lookupField(name)).name()
    name = match_field(fields, wanted.aliases)
    if name is None and required:
        raise missing_field(wanted, layer or _name(source), fields.names())
    return name


def missing_field(part: Part, layer: str, names: Iterable[str]) -> RedlineError:
    """The sentence for a field that is not there."""
    language = tr("en")
    return RedlineError(
        "Layer {layer} has no field {field} ({meaning}); it has: {fields}. Choose the field in the tool, "
        "rename it to {field}, or add its name to the aliases in resources/roles/fields.csv.",
        layer=layer or tr("without a name"),
        field=part.aliases[0] if part.aliases else part.id,
        meaning=part.name(language),
        fields=", ".join(names) or tr("none"),
    )


def _fields(source: Any) -> QgsFields:
    if isinstance(source, QgsFields):
        return source
    fields = source.fields
    return fields() if callable(fields) else fields


def _name(source: Any) -> str:
    if isinstance(source, QgsVectorLayer):
        return source.name()
    for attribute in ("sourceName", "name"):
        value = getattr(source, attribute, None)
        if callable(value):
            return str(value())
        if isinstance(value, str):
            return value
    return ""
