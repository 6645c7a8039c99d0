"""A project that was loaded in one language, read in a session of another: the names that Redline gave follow.

Only what is still as Redline wrote it changes; a name that a person gave stays.
"""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsCategorizedSymbolRenderer, QgsMapThemeCollection, QgsProject, QgsVectorLayer

from ...core.landuse.classes import read_scheme
from ...i18n import tr, words_of
from ..looks.forms import NOTHING, alias_title, field_values, value_map
from ..looks.styles import SCHEME_PROPERTY, role_names
from ..roles.fields import remembered
from ..roles.table import GROUPS, role_of, roles
from .load import OTHER, THEMES, VILLAGE_KEY, group_name, relation_name, theme_name

__all__ = ["LANGUAGES", "follow_language"]

LANGUAGES = ("en", "zh_Hans")


def follow_language(project: QgsProject, language: str = "") -> int:
    """Layers, fields, values, legends, groups, themes and relations of ``project`` in ``language``.

    language : "en" or "zh_Hans", that of QGIS where it is "". Returns how many names changed; the project is not
    dirty by that alone.
    """
    language = language or tr("en")
    dirty = project.isDirty()
    count = 0
    for other in LANGUAGES:
        if other != language:
            for layer in project.mapLayers().values():
                if isinstance(layer, QgsVectorLayer) and remembered(layer)[0] in roles():
                    count += _layer(layer, other, language)
            count += _project(project, other, language)
    if count and not dirty:
        project.setDirty(False)
    return count


def _layer(layer: QgsVectorLayer, before: str, now: str) -> int:
    role, parts = remembered(layer)
    was, wanted = role_of(role).name(before), role_of(role).name(now)
    count = 0
    # "Land use 2020", "Land use (DLTB)": the role's name, and what tells several of them apart.
    rest = layer.name()[len(was) :]
    if layer.name().startswith(was) and (not rest or (rest.startswith((" (", " 1", " 2")) and was != wanted)):
        layer.setName(wanted + rest)
        count += was != wanted
    return count + _fields(layer, role, parts, before, now) + _legend(layer, before, now)


def _fields(layer: QgsVectorLayer, role: str, parts: Mapping[str, str], before: str, now: str) -> int:
    count = 0
    for place, field in enumerate(layer.fields()):
        name = field.name()
        was, wanted = (alias_title(role, parts, name, language) for language in (before, now))
        if name == VILLAGE_KEY:
            was, wanted = (words_of(language)("Village code") for language in (before, now))
        if was != wanted and field.alias() == was:
            if wanted:
                layer.setFieldAlias(place, wanted)
            else:
                layer.removeFieldAlias(place)
            count += 1
        setup = layer.editorWidgetSetup(place)
        if setup.type() == "ValueMap":
            values = field_values(layer, role, parts, name, before)
            if values and _shown(setup.config()) == values:
                layer.setEditorWidgetSetup(place, value_map(field_values(layer, role, parts, name, now)))
                count += 1
    return count


def _shown(config: Mapping[str, object]) -> dict[str, str]:
    """What a value map shows by what it stores, without the row for nothing."""
    rows = config.get("map")
    pairs = [pair for row in rows for pair in row.items()] if isinstance(rows, list) else []
    return {str(stored): str(shown) for shown, stored in pairs if stored != NOTHING}


def _legend(layer: QgsVectorLayer, before: str, now: str) -> int:
    renderer = layer.renderer()
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return 0
    scheme_id = str(layer.customProperty(SCHEME_PROPERTY, "") or "")
    names: dict[str, str] = {}
    if scheme_id:
        scheme = read_scheme(scheme_id)
        names = {f"{code} {scheme.name(code, before)}": f"{code} {scheme.name(code, now)}" for code in scheme.classes}
    was, wanted = role_names(words_of(before)), role_names(words_of(now))
    names |= {was[key]: wanted[key] for key in was}
    names[words_of(before)("other boundaries")] = words_of(now)("other boundaries")
    count = 0
    for place, category in enumerate(renderer.categories()):
        label = names.get(category.label(), category.label())
        if label != category.label():
            renderer.updateCategoryLabel(place, label)
            count += 1
    if count:
        layer.triggerRepaint()
        layer.legendChanged.emit()
    return count


def _project(project: QgsProject, before: str, now: str) -> int:
    words, wanted = words_of(before), words_of(now)
    count = 0
    root = project.layerTreeRoot()
    for key in (*GROUPS, OTHER):
        group = root.findGroup(group_name(key, words))
        if group is not None and group_name(key, words) != group_name(key, wanted):
            group.setName(group_name(key, wanted))
            count += 1
    themes: QgsMapThemeCollection = project.mapThemeCollection()
    for key in THEMES:
        name, new = theme_name(key, words), theme_name(key, wanted)
        if name != new and themes.hasMapTheme(name) and not themes.hasMapTheme(new):
            themes.renameMapTheme(name, new)
            count += 1
    relations = project.relationManager()
    for identifier, relation in relations.relations().items():
        key = identifier.removeprefix("redline_")
        if identifier == key or relation.name() != _relation(key, before):
            continue
        relation.setName(_relation(key, now))
        relations.removeRelation(identifier)
        relations.addRelation(relation)
        count += 1
    return count


def _relation(key: str, language: str) -> str:
    try:
        return relation_name(key, words_of(language))
    except KeyError:
        return ""
