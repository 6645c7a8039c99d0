"""What a dialog starts with: the layers of the project whose roles are known, where they belong, and the settings."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProject, QgsVectorLayer

from ..layers.roles.fields import find_field, remembered
from ..layers.roles.settings import SETTINGS, value
from ..layers.roles.table import role_of
from .loader import have_algorithms

__all__ = [
    "INPUTS",
    "ONE",
    "SEVERAL",
    "parameters_by_cases",
    "parameters_by_fields",
    "parameters_by_role",
    "parameters_by_settings",
]

ONE = {
    "PARCELS": "parcel",
    "LANDUSE": "landuse",
    "VILLAGES": "village",
    "FARMLAND": "farmland",
    "CAMERAS": "camera",
    "TRACTS": "tract",
    "BATCHES": "batch",
    "QUOTA": "quota",
    "POPULATION": "population",
    "TOWNSHIPS": "township",
    "COUNTY": "county",
    "ECOLOGICAL": "ecological",
    "URBAN": "urban",
    "COVERAGE": "coverage",
    "TRACT_USE": "tractuse",
    "TRACT_PROJECTS": "tractproject",
    "FIELD_CHIEFS": "fieldchief",
    "HAZARDS": "hazard",
    "ALERTS": "alert",
    "ELEVATION": "elevation",
    "LANDCOVER": "landcover",
}
"""The role of the layer that a parameter of this name asks for."""

OTHERS = {
    ("tractplancheck", "PARCELS"): "tractuse",
    ("boundarypoints", "NEIGHBOURS"): "village",
    ("landusechange", "AFTER"): "landuse",
    ("landusechange", "ZONES"): "village",
    ("landusestructure", "BASE"): "landuse",
    ("landsupply", "APPROVED"): "parcel",
    ("caseregister", "PLACES"): "village",
    ("landusestructure", "TARGET"): "plannedland",
    ("landusestructure", "ZONES"): "township",
}
"""Where a parameter of one tool asks for another role than its name says elsewhere."""

INPUTS = {
    "redlinecheck": "parcel",
    "tallybylanduse": "parcel",
    "tallybylandcover": "parcel",
    "officialarea": "parcel",
    "boundarypoints": "parcel",
    "exportparcels": "parcel",
    "exportparceltext": "parcel",
    "nearesthazards": "parcel",
    "pointsinzones": "village",
    "balanceareas": "landuse",
    "convertclasses": "landuse",
    "coveragecircles": "camera",
    "coveragetally": "coverage",
    "importalerts": "alert",
    "serviceclock": "service",
    "splitbyarea": "parcel",
    "mapsheets": "parcel",
}
"""The role of the layer that INPUT of a tool asks for."""

SEVERAL = {"RED_LINES": ("farmland", "ecological"), "MUST_BE_INSIDE": ("urban",)}
"""Parameters that take all layers of some roles."""

ALL = "INPUT_LAYERS"
"""The parameter of tools that take all of the county's layers: those of any role."""


def parameters_by_role(algorithm_id: str) -> dict[str, object]:
    """Values for the layer parameters of an algorithm, from the layers of the project that have a role."""
    have_algorithms()
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    names = {definition.name() for definition in algorithm.parameterDefinitions()}
    by_role: dict[str, list[str]] = {}
    for node in QgsProject.instance().layerTreeRoot().findLayers():
        layer = node.layer()
        if layer is not None and (role := remembered(layer)[0]):
            by_role.setdefault(role, []).append(layer.id())
    values: dict[str, object] = {
        name: by_role[role][0] for name, role in ONE.items() if name in names and role in by_role
    }
    for (name, parameter), role in OTHERS.items():
        if name == algorithm.name():
            values.pop(parameter, None)
            if role in by_role:
                values[parameter] = by_role[role][0]
    role = INPUTS.get(algorithm.name(), "")
    if "INPUT" in names and role in by_role:
        values["INPUT"] = by_role[role][0]
    for name, wanted in SEVERAL.items():
        found = [identifier for role in wanted for identifier in by_role.get(role, ())]
        if name in names and found:
            values[name] = found
    if ALL in names and by_role:
        found = [identifier for each in by_role.values() for identifier in each]
        values[ALL] = [each for each in found if isinstance(QgsProject.instance().mapLayer(each), QgsVectorLayer)]
    return values


def parameters_by_fields(algorithm_id: str, given: dict[str, object]) -> dict[str, object]:
    """The fields with number and name of the layer that INPUT of ``given`` names, where the tool asks for them."""
    have_algorithms()
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    layer = QgsProject.instance().mapLayer(str(given.get("INPUT", "")))
    role = remembered(layer)[0] if isinstance(layer, QgsVectorLayer) else ""
    values: dict[str, object] = {}
    for parameter, parts in (("ID_FIELD", ("number", "code", "id")), ("NAME_FIELD", ("name",))):
        definition = algorithm.parameterDefinition(parameter) if role else None
        if definition is None:
            continue
        known = [part for part in parts if part in role_of(role).parts]
        found = [name for part in known if (name := find_field(layer, role, part, required=False))]
        if found:
            values[parameter] = found[0]
    return values


def parameters_by_cases(algorithm_id: str) -> dict[str, object]:
    """The case file of the project, where the algorithm works on one."""
    from .casework.places import remembered_file

    have_algorithms()
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    cases = remembered_file() if algorithm.parameterDefinition("CASES") is not None else None
    return cases.parameters() if cases is not None else {}


def parameters_by_settings(algorithm_id: str) -> dict[str, object]:
    """Values for parameters of an algorithm that the office has set: area method, unit, names for the boxes, rules.

    What is not set, and a choice that the tool does not have, is left to the tool.
    """
    have_algorithms()
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    values: dict[str, object] = {}
    for each in SETTINGS:
        definition = algorithm.parameterDefinition(each.parameter) if each.parameter else None
        text = value(each.key)
        if definition is None or text in ("", each.default):
            continue
        if each.kind == "choice" and text not in definition.options():
            continue
        values[each.parameter] = True if each.kind == "switch" else text
    unit = values.get("UNIT")
    decimals = f"decimals_{unit}" if unit else "decimals_ha"
    if algorithm.parameterDefinition("DECIMALS") is not None and algorithm.parameterDefinition("UNIT") is not None:
        default = {each.key: each.default for each in SETTINGS}.get(decimals)
        if default is not None and value(decimals) != default:
            values["DECIMALS"] = int(value(decimals))
    return values
