"""What a dialog starts with: the layers of the project whose roles are known, where they belong."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProject, QgsVectorLayer

from ..layers.fields import remembered

__all__ = ["ONE", "SEVERAL", "parameters_by_role"]

ONE = {
    "PARCELS": "parcel",
    "LANDUSE": "landuse",
    "VILLAGES": "village",
    "FARMLAND": "farmland",
    "CAMERAS": "camera",
    "TRACTS": "tract",
    "BATCHES": "batch",
    "QUOTA": "quota",
}
"""The role of the layer that a parameter of this name asks for."""

SEVERAL = {"RED_LINES": ("farmland", "ecological"), "MUST_BE_INSIDE": ("urban",)}
"""Parameters that take all layers of some roles."""


def parameters_by_role(algorithm_id: str) -> dict[str, object]:
    """Values for the layer parameters of an algorithm, from the layers of the project that have a role."""
    algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
    names = {definition.name() for definition in algorithm.parameterDefinitions()}
    by_role: dict[str, list[str]] = {}
    for node in QgsProject.instance().layerTreeRoot().findLayers():
        layer = node.layer()
        if isinstance(layer, QgsVectorLayer):
            by_role.setdefault(remembered(layer)[0], []).append(layer.id())
    values: dict[str, object] = {
        name: by_role[role][0] for name, role in ONE.items() if name in names and role in by_role
    }
    for name, wanted in SEVERAL.items():
        found = [identifier for role in wanted for identifier in by_role.get(role, ())]
        if name in names and found:
            values[name] = found
    return values
