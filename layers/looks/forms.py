"""Fields as people see them: Chinese names, names of values, personal data hidden."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import Qgis, QgsAttributeTableConfig, QgsEditorWidgetSetup, QgsExpression, QgsVectorLayer

from ...core.landuse.classes import Scheme, read_scheme
from ...i18n import tr
from ..roles.fields import find_field
from ..roles.personal import is_personal
from ..roles.table import field_name_zh, role_of, value_list, value_names
from .styles import SCHEME_PROPERTY

__all__ = ["NOTHING", "alias_title", "field_values", "hide_personal", "name_fields", "personal_fields", "value_map"]

NAMES = ("name", "classname", "number", "villagename", "id", "code")
"""Parts that name a feature to a person, the best first."""

NOTHING = "{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}"
"""How QGIS writes NULL in a value map."""


def personal_fields(layer: QgsVectorLayer, role: str) -> list[str]:
    """Fields of ``layer`` that hold personal data, by name or by the Chinese name they have in the layer."""
    return [
        field.name() for field in layer.fields() if is_personal(role, field.name()) or is_personal(role, field.alias())
    ]


def hide_personal(layer: QgsVectorLayer, role: str) -> list[str]:
    """Take personal data out of forms, identify results, the attribute table, map tips and web services.

    The data stays where it is. Returns the fields; exports of this plugin leave them out by ``personal_fields``.
    """
    hidden = personal_fields(layer, role)
    if not hidden:
        return []
    table: QgsAttributeTableConfig = layer.attributeTableConfig()
    table.update(layer.fields())
    columns = table.columns()
    for column in columns:
        if column.name in hidden:
            column.hidden = True
    table.setColumns(columns)
    layer.setAttributeTableConfig(table)
    for name in hidden:
        place = layer.fields().lookupField(name)
        layer.setEditorWidgetSetup(place, QgsEditorWidgetSetup("Hidden", {}))
        flags = layer.fieldConfigurationFlags(place)
        for flag in (
            Qgis.FieldConfigurationFlag.NotSearchable,
            Qgis.FieldConfigurationFlag.HideFromWms,
            Qgis.FieldConfigurationFlag.HideFromWfs,
        ):
            flags |= flag
        layer.setFieldConfigurationFlags(place, flags)
    return hidden


def name_fields(layer: QgsVectorLayer, role: str, parts: Mapping[str, str], language: str) -> None:
    """Aliases, value maps, and what a feature is called in lists."""
    for place, field in enumerate(layer.fields()):
        name = field.name()
        title = alias_title(role, parts, name, language)
        # A file may carry the standard's own Chinese names, which newer GDALs read; another alias is a person's.
        if title and field.alias() in ("", field_name_zh(role, name)):
            layer.setFieldAlias(place, title)
        values = field_values(layer, role, parts, name, language)
        if values:
            layer.setEditorWidgetSetup(place, value_map(values))
    for part in NAMES:
        known = part in role_of(role).parts
        field_name = find_field(layer, role, part, required=False) if known else None
        if field_name is not None:
            layer.setDisplayExpression(QgsExpression.quotedColumnRef(field_name))
            break


def alias_title(role: str, parts: Mapping[str, str], name: str, language: str) -> str:
    """The alias of a field in ``language``: the standard's Chinese name, or that of its part; "" where it has none."""
    known = role_of(role).parts
    title = next((known[part].name(language) for part, field in parts.items() if field == name and part in known), "")
    return title if language == "en" else field_name_zh(role, name) or title


def field_values(
    layer: QgsVectorLayer, role: str, parts: Mapping[str, str], name: str, language: str
) -> dict[str, str]:
    """What a field's values are called in ``language``; empty where it has no list of values."""
    listed = value_list(role, name)
    if listed == "class" or (role in ("plannedland", "tractuse") and name == parts.get("usecode")):
        return class_values(layer, language)
    return value_names(listed, language) if listed else {}


def class_values(layer: QgsVectorLayer, language: str) -> dict[str, str]:
    """The classes of the layer's scheme with code and name."""
    scheme_id = str(layer.customProperty(SCHEME_PROPERTY, "") or "")
    if not scheme_id:
        return {}
    scheme: Scheme = read_scheme(scheme_id)
    return {code: f"{code} {scheme.name(code, language)}" for code in scheme.classes}


def value_map(values: Mapping[str, str]) -> QgsEditorWidgetSetup:
    """A list to choose from: what is shown and what is stored, and nothing (NULL)."""
    rows = [{shown: code} for code, shown in values.items()]
    rows.insert(0, {tr("none"): NOTHING})
    return QgsEditorWidgetSetup("ValueMap", {"map": rows})
