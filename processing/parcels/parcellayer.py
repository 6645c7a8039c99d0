"""Parcels that were read from files as one layer: its fields, its rows, its coordinate system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFields,
    QgsGeometry,
    QgsProcessingFeedback,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QMetaType

from ...core.errors import RedlineError
from ...core.paper.tables import Value
from ...core.parceltext import ParcelRecord
from ...core.rounding import in_unit
from ...core.shapes.polygons import Polygons
from ...i18n import tr
from ...layers.reading.clip import geometry_of
from ...layers.reading.crs import TransformError, name_of_crs, text_crs
from ...layers.reading.datums import transform_between
from ..base import check_cancelled
from ..outputs import NewLayer, field_of, fields_from
from ..personal import columns_passed_on

__all__ = ["ReadParcel", "code_of", "common_crs", "parcel_geometry", "parcel_layer"]


@dataclass(frozen=True)
class ReadParcel:
    """A parcel as it was read. file : its name for people. shape : its geometry where it has more than the points of
    the record, such as arcs."""

    file: str
    record: ParcelRecord
    shape: QgsGeometry | None = None


def code_of(crs: QgsCoordinateReferenceSystem) -> int:
    """The EPSG code of a system that a person chose; RedlineError where it has none."""
    code = text_crs(crs).epsg
    if code is None:
        raise RedlineError("The coordinate system {crs} has no EPSG code: choose one that has.", crs=name_of_crs(crs))
    return code


def common_crs(records: Sequence[ParcelRecord]) -> QgsCoordinateReferenceSystem:
    """The system of most parcels; of equally frequent ones the first met."""
    code = Counter(record.epsg for record in records).most_common(1)[0][0]
    crs = QgsCoordinateReferenceSystem(f"EPSG:{code}")
    if not crs.isValid():
        raise RedlineError("EPSG:{code} is no coordinate system that QGIS knows.", code=code)
    return crs


def parcel_layer(
    parcels: Sequence[ReadParcel],
    crs: QgsCoordinateReferenceSystem,
    context: QgsCoordinateTransformContext,
    feedback: QgsProcessingFeedback,
    *,
    personal: bool,
) -> NewLayer:
    """All ``parcels``, each with a known system, as a layer in ``crs``; of curved polygons where one has arcs.

    personal : whether columns of the files that hold personal data are wanted; what is left out is told.
    """
    names = dict.fromkeys(name for each in parcels for name in each.record.extra)
    columns = {name: [each.record.extra.get(name) or "" for each in parcels] for name in names}
    own = columns_passed_on(columns, tr("Parcels"), personal, feedback)
    fields = _fields(own)
    curved = any(each.shape is not None for each in parcels)
    kind = QgsWkbTypes.Type.MultiSurface if curved else QgsWkbTypes.Type.MultiPolygon
    return NewLayer(fields, _rows(parcels, own, crs, context, feedback), crs, kind)


def _fields(own: Sequence[str]) -> QgsFields:
    """The contract's fields, the map sheet, and the files' own columns under their names."""
    real = QMetaType.Type.Double
    text = QMetaType.Type.QString
    fields = fields_from(
        (
            ("parcel_no", tr("Parcel number"), text),
            ("name", tr("Parcel name"), text),
            ("use", tr("Use"), text),
            ("class_code", tr("Class code"), text),
            ("decl_ha", tr("Declared area (ha)"), real),
            ("off_ha", tr("Official area (ha)"), real),
            ("plane_ha", tr("Plane area (ha)"), real),
            ("source", tr("File"), text),
            ("sheet", tr("Map sheet"), text),
        )
    )
    for name in own:
        fields.append(field_of(name if fields.lookupField(name) < 0 else f"{name}_", "", text))
    return fields


def _rows(
    parcels: Sequence[ReadParcel],
    own: list[str],
    crs: QgsCoordinateReferenceSystem,
    transform_context: QgsCoordinateTransformContext,
    feedback: QgsProcessingFeedback,
) -> Iterator[tuple[QgsGeometry, tuple[Value, ...]]]:
    transforms: dict[int | None, QgsCoordinateTransform] = {}
    for each in parcels:
        check_cancelled(feedback)
        record = each.record
        geometry = parcel_geometry(record) if each.shape is None else QgsGeometry(each.shape)
        if record.epsg not in transforms:
            source = QgsCoordinateReferenceSystem(f"EPSG:{record.epsg}")
            transforms[record.epsg] = transform_between(each.file, source, crs, transform_context)
        if not _moved(geometry, transforms[record.epsg]):
            raise TransformError(
                "Coordinates cannot be transformed from {source} to {target}: "
                "check the coordinate system that the layer is said to have.",
                source=f"EPSG:{record.epsg}",
                target=name_of_crs(crs),
            )
        yield (
            geometry,
            (
                record.number,
                record.name,
                record.use,
                record.class_code,
                record.area_ha,
                _hectares(record.official_m2),
                _hectares(record.plane_m2),
                each.file,
                record.sheet,
                *(record.extra.get(name) for name in own),
            ),
        )


def _hectares(square_metres: Decimal | float | None) -> Decimal | None:
    return None if square_metres is None else in_unit(square_metres, "ha")


def parcel_geometry(record: ParcelRecord) -> QgsGeometry:
    """The parcel as a multipolygon with x to the east."""
    rings = [([(y, x) for x, y in ring], position > 0) for part in record.parts for position, ring in enumerate(part)]
    return geometry_of(Polygons.from_rings([rings]), 0)


def _moved(geometry: QgsGeometry, transform: QgsCoordinateTransform) -> bool:
    try:
        return geometry.transform(transform) == QgsGeometry.OperationResult.Success
    except QgsCsException:
        return False
