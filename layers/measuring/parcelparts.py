"""What the parts of a parcel that was cut carry in its fields: numbers of their own, and their own stored area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qgis.core import QgsFields, QgsVariantUtils, QgsVectorLayer
from qgis.PyQt.QtCore import QMetaType

from ...core.boundary.parts import part_numbers, stored_area
from ..roles.fields import find_field

__all__ = ["PartFields", "part_fields", "part_values"]


@dataclass(frozen=True)
class PartFields:
    """Places of the fields with a parcel's number (of text) and its stored area; -1 where there is none."""

    number: int = -1
    area: int = -1


def part_fields(source: Any) -> PartFields:
    """The fields of ``source`` (a layer, a ``Source`` or fields) that the parts of a parcel may not share."""
    fields = source if isinstance(source, QgsFields) else _fields(source)
    number, area = (find_field(source, "parcel", part, required=False) for part in ("number", "area"))
    places = [fields.lookupField(name) if name else -1 for name in (number, area)]
    if places[0] >= 0 and fields.at(places[0]).type() != QMetaType.Type.QString:
        places[0] = -1
    if places[1] >= 0 and fields.at(places[1]).type() != QMetaType.Type.Double:
        places[1] = -1
    return PartFields(*places)


def _fields(source: Any) -> QgsFields:
    return source.fields() if isinstance(source, QgsVectorLayer) else source.fields


def part_values(
    values: Sequence[Any], fields: PartFields, areas: Sequence[Decimal], taken: set[str]
) -> list[dict[int, Any]]:
    """By part, what changes in the parcel's ``values``: field -> value. ``taken`` grows by the new numbers.

    areas : official areas of the parts in m²; their sum is taken for the parcel's. An area that the parcel did not
    store, or in no unit that is known, becomes NULL: the old one would be wrong for each part.
    """
    changes: list[dict[int, Any]] = [{} for _ in areas]
    if fields.number >= 0 and (
        number := "" if QgsVariantUtils.isNull(values[fields.number]) else str(values[fields.number])
    ):
        numbers = part_numbers(number, len(areas), taken)
        taken.update(numbers)
        for change, own in zip(changes, numbers, strict=True):
            change[fields.number] = own
    if fields.area >= 0 and not QgsVariantUtils.isNull(values[fields.area]):
        whole = sum(areas, Decimal(0))
        for change, area in zip(changes, areas, strict=True):
            stored = stored_area(float(values[fields.area]), whole, area)
            change[fields.area] = None if stored is None else float(stored)
    return changes
