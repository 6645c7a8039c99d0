"""A county's layers as an ordered QGIS project: groups, names, styles, forms, relations, themes, units.

Layers are taken as they were opened; nothing is written to them. Everything here runs in the thread of the project.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsExpression,
    QgsField,
    QgsLayerTreeGroup,
    QgsLayerTreeLayer,
    QgsMapLayer,
    QgsMapThemeCollection,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsRelation,
    QgsRelationContext,
    QgsVectorLayer,
    QgsVirtualLayerDefinition,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType, QTimer

from ...core import sql
from ...core.ellipsoid.projection import zone_by_longitude
from ...core.foreign import read_whole
from ...i18n import tr
from ..looks.forms import hide_personal, name_fields
from ..looks.styles import apply_style
from ..reading.gausskruger import cgcs2000_like, judge_crs, system_of_zone
from ..reading.planes import ellipsoid_acronym
from ..reading.run import first_projected
from ..reading.sources import read_table
from ..roles.fields import fields_of, find_field, remember
from ..roles.recognise import Recognition, recognise
from ..roles.table import GROUPS, role_of
from .discover import Opened

__all__ = ["OTHER", "LayerEntry", "Loaded", "compose", "layer_entries", "main_layer"]

VILLAGE_KEY = "redline_village"
"""The virtual field with the 12-digit village code, by which layers are related."""
OTHER = "other"
"""The key under which layers without a role stand."""


@dataclass(frozen=True)
class LayerEntry:
    """A layer and what it was taken for; a person may have corrected the role."""

    opened: Opened
    recognition: Recognition
    notes: tuple[str, ...] = ()
    styled: bool = False

    @property
    def layer(self) -> QgsMapLayer:
        return self.opened.layer

    @property
    def role(self) -> str:
        return self.recognition.role

    def with_role(self, role: str) -> LayerEntry:
        """The same layer in another role; which of its fields play which part is found anew."""
        if role == self.role:
            return self
        vector = role and isinstance(self.layer, QgsVectorLayer)
        parts = fields_of(self.layer, role) if vector else {}
        return replace(self, recognition=Recognition(role, parts, 1.0 if role else 0.0, ("person",)), styled=False)

    def with_part(self, part: str, name: str) -> LayerEntry:
        """The same layer with field ``name`` playing ``part``; "" leaves the part without a field."""
        parts = {key: value for key, value in self.recognition.parts.items() if key != part}
        if name:
            parts[part] = name
        return replace(self, recognition=replace(self.recognition, parts=parts, by=("person",)))


@dataclass
class Loaded:
    """What came of loading: layers by role, and everything that had to be said."""

    layers: dict[str, list[QgsMapLayer]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    crs: QgsCoordinateReferenceSystem = field(default_factory=QgsCoordinateReferenceSystem)
    themes: list[str] = field(default_factory=list)


def layer_entries(opened: Iterable[Opened], step: Callable[[Opened], object] | None = None) -> list[LayerEntry]:
    """Each layer with its role and what its coordinate system needed; ``step`` is called after each."""
    found = []
    for one in opened:
        notes = list(one.notes)
        notes += _right_crs(one.layer)
        entry = LayerEntry(one, recognise(one.layer), tuple(notes), one.styled)
        found.append(_with_points(entry))
        if step is not None:
            step(one)
    return found


def _with_points(entry: LayerEntry) -> LayerEntry:
    """A table of cameras or alerts with longitude and latitude as a layer of points, computed from the table."""
    layer, parts = entry.layer, entry.recognition.parts
    if not isinstance(layer, QgsVectorLayer) or layer.isSpatial() or "point" not in _geometry_of(entry.role):
        return entry
    if "lon" not in parts or "lat" not in parts:
        note = tr("{layer}: a table without longitude and latitude shows nothing on the map.").format(
            layer=layer.name()
        )
        return replace(entry, notes=(*entry.notes, note))
    lon, lat = (f"CAST({sql.name(parts[part])} AS REAL)" for part in ("lon", "lat"))
    definition = QgsVirtualLayerDefinition()
    definition.addSource("given", layer.source(), layer.providerType(), layer.dataProvider().encoding())
    point = f"MakePoint({lon}, {lat}, 4490) AS geometry"
    definition.setQuery(sql.statement("SELECT *,", point, "FROM given"))
    definition.setGeometryField("geometry")
    definition.setGeometryWkbType(QgsWkbTypes.Type.Point)
    definition.setGeometrySrid(4490)
    points = QgsVectorLayer(definition.toString(), layer.name(), "virtual")
    if not points.isValid():
        return entry
    note = tr("{layer}: points from its columns {lon} and {lat}, taken for CGCS2000 longitude and latitude.").format(
        layer=layer.name(), lon=parts["lon"], lat=parts["lat"]
    )
    opened = replace(entry.opened, layer=points)
    return replace(entry, opened=opened, notes=(*entry.notes, note))


def _geometry_of(role: str) -> tuple[str, ...]:
    return role_of(role).geometry if role else ()


def _right_crs(layer: QgsMapLayer) -> list[str]:
    """Give a layer without a system the one that its coordinates tell; say what is wrong without changing it."""
    if isinstance(layer, QgsVectorLayer) and not layer.isSpatial():
        return []
    extent = layer.extent()
    if isinstance(layer, QgsVectorLayer) and layer.featureCount() == 0:
        return []
    verdict = judge_crs(layer.crs(), extent)
    proposed = verdict.proposed.userFriendlyIdentifier() if verdict.proposed is not None else ""
    if verdict.problem == "missing" and verdict.proposed is not None:
        layer.setCrs(verdict.proposed)
        return [
            tr("{layer} names no coordinate system (no .prj); by its coordinates it is {crs}.").format(
                layer=layer.name(), crs=proposed
            )
        ]
    if verdict.problem == "wrong":
        stated = layer.crs().userFriendlyIdentifier()
        if proposed:
            sentence = tr(
                "{layer} says {stated}, but its coordinates are those of {crs}: correct it in its properties."
            )
        else:
            sentence = tr("{layer} says {stated}, but its coordinates cannot be in it: find out where it comes from.")
        return [sentence.format(layer=layer.name(), stated=stated, crs=proposed)]
    if verdict.problem == "unknown":
        return [
            tr(
                "{layer} names no coordinate system, and its coordinates do not tell it: set it in its properties."
            ).format(layer=layer.name())
        ]
    meant = cgcs2000_like(layer.crs()) if layer.crs().isValid() else None
    if meant is not None and layer.crs().authid() != f"EPSG:{meant.epsg}":
        layer.setCrs(system_of_zone(meant))
    return []


def compose(project: QgsProject, entries: Sequence[LayerEntry], language: str | None = None) -> Loaded:
    """Put ``entries`` into ``project`` in order; returns layers by role and notes.

    language : of names and legends ("en", "zh_Hans"), that of QGIS when None.
    """
    language = language or tr("en")
    loaded = Loaded(notes=[note for entry in entries for note in entry.notes])
    ordered = _ordered(entries)
    loaded.crs = _project_crs(ordered)
    titles = _titles(ordered, language)
    for entry in ordered:
        layer = entry.layer
        if entry.role:
            remember(layer, entry.role, entry.recognition.parts)
        layer.setName(titles[id(entry)])
        project.addMapLayer(layer, False)
        loaded.layers.setdefault(entry.role or OTHER, []).append(layer)
    _set_units(project, loaded.crs)
    for entry in ordered:
        if entry.role:
            _dress(entry, loaded, language)
    _plant(project, ordered, loaded)
    _relate(project, loaded)
    _themes(project, loaded)
    _frame(project, loaded)
    if project is QgsProject.instance() and ordered:
        # The QGIS window gives an empty project the system of its topmost layer as soon as it comes to itself.
        QTimer.singleShot(0, partial(_set_units_again, project, loaded.crs, ordered[0].layer.id()))
    return loaded


def main_layer(loaded: Loaded, role: str) -> QgsMapLayer | None:
    """The layer of a role that tools take: the newest where there are several."""
    layers = loaded.layers.get(role)
    return layers[0] if layers else None


# --- order and names ------------------------------------------------------------------------------------------------


def _ordered(entries: Sequence[LayerEntry]) -> list[LayerEntry]:
    """By group and role as the tables have them, the newest year first, layers without a role at the end."""

    def place(entry: LayerEntry) -> tuple[int, int, str, int, str]:
        if not entry.role:
            return (len(GROUPS), 0, "", 0, entry.layer.name())
        role = role_of(entry.role)
        group = GROUPS.index(role.group) if role.group in GROUPS else len(GROUPS)
        return (group, role.order, role.id, -_year(entry), entry.layer.name())

    return sorted(entries, key=place)


def _year(entry: LayerEntry) -> int:
    """The year of a layer's data: its field for it, else four digits in its name, else 0."""
    layer, name = entry.layer, entry.recognition.parts.get("year")
    if isinstance(layer, QgsVectorLayer) and name:
        place = layer.fields().lookupField(name)
        years = [str(value)[:4] for value in layer.uniqueValues(place, 20)]
        whole = [year for year in map(read_whole, years) if year is not None and 1900 < year < 2200]
        if whole:
            return max(whole)
    digits = "".join(letter if letter.isascii() and letter.isdigit() else " " for letter in layer.name()).split()
    return next((int(piece) for piece in digits if len(piece) == 4 and piece[:2] in ("19", "20")), 0)


def _titles(entries: Sequence[LayerEntry], language: str) -> dict[int, str]:
    """A name for each layer: the role's, with year or own name where several have the role."""
    count = Counter(entry.role for entry in entries)
    titles: dict[int, str] = {}
    taken: set[str] = set()
    for entry in entries:
        title = entry.layer.name()
        if entry.role:
            title = role_of(entry.role).name(language)
            year = _year(entry)
            if count[entry.role] > 1:
                title += f" {year}" if year else f" ({entry.layer.name()})"
        if title in taken:
            title += f" ({entry.layer.name()})"
        taken.add(title)
        titles[id(entry)] = title
    return titles


def group_name(group: str, tr: Callable[[str], str] = tr) -> str:
    """A group of the layer tree as people read it."""
    return {
        "cameras": tr("Cameras"),
        "acquisition": tr("Land acquisition"),
        "hazards": tr("Geological hazards"),
        "redlines": tr("Red lines"),
        "boundaries": tr("Boundaries"),
        "landuse": tr("Land use"),
        "tables": tr("Tables"),
        "base": tr("Base"),
        OTHER: tr("Not recognised"),
    }[group]


# --- project --------------------------------------------------------------------------------------------------------


def _project_crs(entries: Sequence[LayerEntry]) -> QgsCoordinateReferenceSystem:
    """The land-use layer's system where it is projected, else the villages', else a zone by the county's longitude."""
    by_role = {entry.role: entry.layer for entry in reversed(entries)}
    roles = ("landuse", "village", "township", "county", "farmland", "parcel")
    projected = first_projected(by_role[role].crs() for role in roles if role in by_role)
    if projected is not None:
        return projected
    spatial = [entry.layer for entry in entries if entry.layer.isSpatial() and entry.layer.crs().isValid()]
    for layer in [by_role[role] for role in ("village", "landuse", "county") if role in by_role] + spatial:
        if layer.crs().isGeographic() and not layer.extent().isNull():
            return system_of_zone(zone_by_longitude(layer.extent().center().x()))
    return next((layer.crs() for layer in spatial), QgsCoordinateReferenceSystem("EPSG:4490"))


def _set_units(project: QgsProject, crs: QgsCoordinateReferenceSystem) -> None:
    project.setCrs(crs)
    project.setEllipsoid(ellipsoid_acronym(crs) or "EPSG:7030")
    project.setDistanceUnits(Qgis.DistanceUnit.Meters)
    project.setAreaUnits(Qgis.AreaUnit.Hectares)
    project.writeEntryBool("Paths", "/Absolute", False)


def _set_units_again(project: QgsProject, crs: QgsCoordinateReferenceSystem, layer: str) -> None:
    """As ``_set_units``, where the project is still the one that was filled."""
    if project.mapLayer(layer) is not None and project.crs() != crs:
        _set_units(project, crs)


def _dress(entry: LayerEntry, loaded: Loaded, language: str) -> None:
    layer = entry.layer
    if not entry.styled:
        apply_style(layer, entry.role, language=language, plane=loaded.crs)
    if isinstance(layer, QgsVectorLayer):
        name_fields(layer, entry.role, entry.recognition.parts, language)
        hidden = hide_personal(layer, entry.role)
        if hidden:
            loaded.notes.append(
                tr("{layer}: {fields} hold personal data and are hidden.").format(
                    layer=layer.name(), fields=", ".join(hidden)
                )
            )


def _plant(project: QgsProject, entries: Sequence[LayerEntry], loaded: Loaded) -> None:
    """The layer tree: groups from the top of the drawing down; only the newest layer of a role is shown."""
    root = project.layerTreeRoot()
    groups: dict[str, QgsLayerTreeGroup] = {}
    for entry in entries:
        group = role_of(entry.role).group if entry.role else OTHER
        if group not in groups:
            # A county that is loaded beside another one, or again, goes into the same groups.
            groups[group] = root.findGroup(group_name(group)) or root.addGroup(group_name(group))
        node: QgsLayerTreeLayer = groups[group].addLayer(entry.layer)
        node.setExpanded(False)
        first = loaded.layers[entry.role or OTHER][0]
        node.setItemVisibilityChecked(bool(entry.role) and entry.layer is first and group != "base")
    for group in (OTHER, "tables", "base"):
        if group in groups:
            groups[group].setExpanded(False)
    if OTHER in groups:
        groups[OTHER].setItemVisibilityCheckedRecursive(False)


THEMES = {
    "use": ("county", "township", "village", "boundaryline", "landuse", "hazard"),
    "redlines": ("parcel", "farmland", "ecological", "urban", "county", "township", "village", "landuse"),
    "coverage": ("camera", "coverage", "alert", "farmland", "county", "township", "village"),
    "acquisition": (
        "boundarypoint",
        "parcel",
        "batch",
        "tract",
        "tractuse",
        "county",
        "township",
        "village",
        "landuse",
    ),
}


OPENED = (*THEMES["use"], "parcel", "farmland", "ecological", "urban", "camera")
"""Roles that are seen when the project opens: the current use, and over it the red lines, parcels and cameras."""


def theme_name(theme: str, tr: Callable[[str], str] = tr) -> str:
    """A map theme as people read it."""
    return {
        "use": tr("Current use"),
        "redlines": tr("Red-line check"),
        "coverage": tr("Coverage"),
        "acquisition": tr("Acquisition"),
    }[theme]


def _themes(project: QgsProject, loaded: Loaded) -> None:
    """Themes of the newest layer of each role, and what is seen when the project opens (``OPENED``)."""
    collection: QgsMapThemeCollection = project.mapThemeCollection()
    for theme, wanted in THEMES.items():
        shown = [loaded.layers[role][0] for role in wanted if role in loaded.layers]
        shown = [layer for layer in shown if layer.isSpatial()]
        if not shown:
            continue
        record = QgsMapThemeCollection.MapThemeRecord()
        for layer in shown:
            one = QgsMapThemeCollection.MapThemeLayerRecord(layer)
            one.usingCurrentStyle = True
            one.currentStyle = layer.styleManager().currentStyle()
            record.addLayerRecord(one)
        if collection.hasMapTheme(theme_name(theme)):
            collection.update(theme_name(theme), record)
        else:
            collection.insert(theme_name(theme), record)
        loaded.themes.append(theme_name(theme))
    for role, layers in loaded.layers.items():
        for place, layer in enumerate(layers):
            node = project.layerTreeRoot().findLayer(layer.id())
            node.setItemVisibilityChecked(place == 0 and role in OPENED)


def _frame(project: QgsProject, loaded: Loaded) -> None:
    """Title and the extent at which the project opens: the county's."""
    for role in ("county", "township", "village", "landuse", *loaded.layers):
        layer = main_layer(loaded, role)
        if layer is None or not layer.isSpatial() or layer.extent().isNull() or not layer.crs().isValid():
            continue
        transform = QgsCoordinateTransform(layer.crs(), loaded.crs, project)
        try:
            extent: QgsRectangle = transform.transformBoundingBox(layer.extent())
        except QgsCsException:
            continue
        extent.scale(1.05)
        project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, loaded.crs))
        break
    county = main_layer(loaded, "county")
    name = _county_name(county)
    if not project.title():
        project.setTitle(name or tr("County layers"))


def _county_name(layer: QgsMapLayer | None) -> str:
    if not isinstance(layer, QgsVectorLayer):
        return ""
    field_name = find_field(layer, "county", "name", required=False)
    names = read_table(layer, [field_name]).texts(field_name) if field_name else []
    return names[0] if len(names) == 1 else ""


# --- relations ------------------------------------------------------------------------------------------------------


def _relate(project: QgsProject, loaded: Loaded) -> None:
    """Parcel -> village (by where it lies) and batch, alert -> camera, population and field chiefs -> village."""

    village = main_layer(loaded, "village")
    code = find_field(village, "village", "code", required=False) if village is not None else None
    if isinstance(village, QgsVectorLayer) and code is not None:
        _add_virtual(village, f"left(trim({QgsExpression.quotedColumnRef(code)}), 12)")
        parcel = main_layer(loaded, "parcel")
        if isinstance(parcel, QgsVectorLayer):
            inside = (
                f"overlay_intersects({QgsExpression.quotedValue(village.id())}, "
                f"left(trim({QgsExpression.quotedColumnRef(code)}), 12), sort_by_intersection_size:='des', limit:=1)[0]"
            )
            _add_virtual(parcel, inside)
            _add_relation(project, "parcel_village", parcel, VILLAGE_KEY, village, VILLAGE_KEY)
        for role in ("population", "fieldchief"):
            table = main_layer(loaded, role)
            key = find_field(table, role, "code", required=False) if table is not None else None
            if isinstance(table, QgsVectorLayer) and key is not None:
                _add_virtual(table, f"left(trim(to_string({QgsExpression.quotedColumnRef(key)})), 12)")
                _add_relation(project, f"{role}_village", table, VILLAGE_KEY, village, VILLAGE_KEY)
    for child, part, parent, key_part in (("parcel", "batch", "batch", "number"), ("alert", "camera", "camera", "id")):
        first, second = main_layer(loaded, child), main_layer(loaded, parent)
        if not isinstance(first, QgsVectorLayer) or not isinstance(second, QgsVectorLayer):
            continue
        key, other = (
            find_field(first, child, part, required=False),
            find_field(second, parent, key_part, required=False),
        )
        if key is not None and other is not None:
            _add_relation(project, f"{child}_{parent}", first, key, second, other)


def relation_name(key: str, tr: Callable[[str], str] = tr) -> str:
    """A relation as people read it."""
    return {
        "parcel_village": tr("Parcels of the village"),
        "population_village": tr("Population of the village"),
        "fieldchief_village": tr("Field chiefs of the village"),
        "parcel_batch": tr("Parcels of the batch"),
        "alert_camera": tr("Alerts of the camera"),
    }[key]


def _add_virtual(layer: QgsVectorLayer, expression: str) -> None:
    if layer.fields().lookupField(VILLAGE_KEY) >= 0:
        return
    place = layer.addExpressionField(expression, QgsField(VILLAGE_KEY, QMetaType.Type.QString, len=12))
    if place >= 0:
        layer.setFieldAlias(place, tr("Village code"))


def _add_relation(
    project: QgsProject, key: str, child: QgsVectorLayer, by: str, parent: QgsVectorLayer, to: str
) -> None:
    relation = QgsRelation(QgsRelationContext(project))
    relation.setId(f"redline_{key}")
    relation.setName(relation_name(key))
    relation.setReferencingLayer(child.id())
    relation.setReferencedLayer(parent.id())
    relation.addFieldPair(by, to)
    if relation.isValid():
        project.relationManager().addRelation(relation)
