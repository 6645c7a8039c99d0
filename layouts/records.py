"""What stands on the sheets, as layers: one coverage feature a sheet, table rows and map marks that carry its key.

The atlas runs over the coverage layer, labels read its fields, and table items and map marks are filtered to the
current sheet. So the numbers stay live, and a sheet can be printed again from the layout designer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qgis.core import (
    QgsConditionalStyle,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType
from qgis.PyQt.QtGui import QColor

from ..core.boundary.points import NumberedParcel
from ..core.paper.tables import Column, Table, cell_text
from .scales import bar_segment, grid_interval

__all__ = [
    "THIS_SHEET",
    "SheetRecord",
    "coverage_layer",
    "marks_layer",
    "points_layer",
    "sides_layer",
    "table_columns",
    "table_layer",
]

THIS_SHEET = "\"sheet\" = attribute(@atlas_feature, 'sheet')"
"""The rows and marks of the sheet that is being printed."""

TEXTS = (
    "sheet",
    "file",
    "title",
    "subtitle",
    "marking",
    "security",
    "crs_line",
    "height_line",
    "scale_text",
    "data_date",
    "made_note",
    "made_date",
    "office",
    "maker",
    "checker",
    "approver",
    "stamp_text",
    "legend_title",
    "area_title",
    "points_title",
    "continued",
    "page_text",
    "keymap_title",
    "bar_svg",
    "note",
    "redlines_title",
    "finding_title",
    *(f"{kind}_{number}" for kind in ("photo", "photo_text") for number in (1, 2, 3)),
    "page_numbers",
)
NUMBERS = ("scale", "grid", "bar")
COUNTS = ("pages",)


@dataclass(frozen=True)
class SheetRecord:
    """One sheet: its key, what the map is centred on, its scale denominator, and its texts by field name."""

    key: str
    geometry: QgsGeometry
    scale: int
    texts: Mapping[str, str] = field(default_factory=dict)


def coverage_layer(records: Sequence[SheetRecord], crs: QgsCoordinateReferenceSystem, name: str) -> QgsVectorLayer:
    """The layer over which the atlas runs, one multipolygon a sheet."""
    fields = [QgsField(text, QMetaType.Type.QString) for text in TEXTS]
    fields += [QgsField(number, QMetaType.Type.Double) for number in NUMBERS]
    fields += [QgsField(count, QMetaType.Type.Int) for count in COUNTS]
    layer = _memory("MultiPolygon", crs, name, fields)
    rows = []
    for record in records:
        texts = {"sheet": record.key, "page_numbers": "1", **record.texts}
        values: list[object] = [texts.get(text, "") for text in TEXTS]
        values += [float(record.scale), grid_interval(record.scale), bar_segment(record.scale), 1]
        geometry = QgsGeometry(record.geometry)
        geometry.convertToMultiType()
        rows.append(_feature(layer, values, geometry))
    _fill(layer, rows)
    return layer


def table_columns(tables: Iterable[Table]) -> list[Column]:
    """The columns of several tables of one kind: those of the widest, with what only others have put in its place."""
    result: list[Column] = []
    for table in tables:
        place = 0
        for column in table.columns:
            known = next((i for i, other in enumerate(result) if other.key == column.key), None)
            if known is None:
                result.insert(place, column)
                place += 1
            else:
                place = known + 1
    return result


def table_layer(
    tables: Sequence[tuple[str, Table]],
    columns: Sequence[Column],
    name: str,
    fitted: Callable[[str, int], str] = lambda cell, _: cell,
) -> QgsVectorLayer:
    """A layer without geometry: the printed rows of ``tables`` (sheet key, table), each cell as its text.

    ``fitted(cell, column index)`` may break a text into lines.
    """
    fields = [QgsField("sheet", QMetaType.Type.QString), QgsField("kind", QMetaType.Type.QString)]
    fields += [QgsField(column.key, QMetaType.Type.QString) for column in columns]
    layer = _memory("None", None, name, fields)
    for column in columns:
        layer.setFieldAlias(layer.fields().indexOf(column.key), column.label)
    rows = []
    for key, table in tables:
        places = {column.key: i for i, column in enumerate(table.columns)}
        for row in table.rows:
            values = [cell_text(row.values[places[c.key]]) if c.key in places else "" for c in columns]
            cells = [fitted(value, i) for i, value in enumerate(values)]
            rows.append(_feature(layer, [key, row.kind, *cells]))
    _fill(layer, rows)
    sums = QgsConditionalStyle("\"kind\" <> 'leaf'")
    sums.setBackgroundColor(QColor(235, 235, 235))
    layer.conditionalStyles().setRowStyles([sums])
    return layer


def points_layer(
    parcels: Sequence[tuple[str, NumberedParcel, int]], crs: QgsCoordinateReferenceSystem, name: str
) -> QgsVectorLayer:
    """Boundary points of ``(sheet key, parcel, scale denominator)`` with their numbers.

    ``spots`` orders the label places so that numbers stand outside the parcel; ``size`` of the ring in mm and
    ``type`` of the number in points are smaller where the points stand close.
    """
    fields = [QgsField(text, QMetaType.Type.QString) for text in ("sheet", "number", "spots")]
    fields += [
        QgsField("rank", QMetaType.Type.Int),
        QgsField("size", QMetaType.Type.Double),
        QgsField("type", QMetaType.Type.Double),
    ]
    layer = _memory("Point", crs, name, fields)
    rows = []
    for key, parcel, scale in parcels:
        sides = sorted(float(point.side) for _, point in parcel.rows() if point.side is not None)
        typical = sides[len(sides) // 4] * 1000 / scale
        size = 1.1 if typical > 2.2 else 0.7 if typical > 1.0 else 0.4
        points = 6.5 if typical > 8 else 5.5 if typical > 4 else 5.0
        for ring in parcel.rings:
            xy = [(float(point.y_east), float(point.x_north)) for point in ring.points[:-1]]
            count = len(xy)
            for i, (x, y) in enumerate(xy):
                spots = label_spots(xy[i - 1], xy[i], xy[(i + 1) % count])
                rank = 10 if i == 0 else 8 if i == count - 1 else 5
                rows.append(
                    _feature(
                        layer,
                        [key, ring.points[i].number, spots, rank, size, points],
                        QgsGeometry.fromPointXY(QgsPointXY(x, y)),
                    )
                )
    _fill(layer, rows)
    return layer


_COMPASS = ("R", "TR", "T", "TL", "L", "BL", "B", "BR")
"""Label places of QGIS, counter-clockwise from the east in steps of 45 degrees."""


def label_spots(before: tuple[float, float], at: tuple[float, float], after: tuple[float, float]) -> str:
    """Places for the number of a corner, best first: away from the parcel, then to the sides.

    The parcel lies to the right of the way from ``before`` over ``at`` to ``after`` (outer rings run clockwise,
    holes counter-clockwise), so the outward direction is the mean of the two left-hand normals.
    """
    outward = 0j
    for (x0, y0), (x1, y1) in ((before, at), (at, after)):
        step = complex(x1 - x0, y1 - y0)
        if step:
            outward += 1j * step / abs(step)
    if abs(outward) < 1e-9:
        # A spike that turns back on itself: ahead of its tip.
        outward = complex(at[0] - before[0], at[1] - before[1])
    places = [complex(0.7071067811865476, 0.7071067811865476) ** i for i in range(8)]
    order = sorted(range(8), key=lambda i: -(places[i] * outward.conjugate()).real)
    return ",".join(_COMPASS[i] for i in order[:5])


def sides_layer(
    parcels: Sequence[tuple[str, NumberedParcel]],
    crs: QgsCoordinateReferenceSystem,
    name: str,
    outside: Collection[str] = (),
) -> QgsVectorLayer:
    """Sides with their printed lengths, drawn so that the parcel lies to their right.

    ``place`` says on which side of the line the length stands: inside the parcel (below the line), or, for the sheet
    keys in ``outside``, outside of it.
    """
    texts = ("sheet", "length", "place")
    layer = _memory("LineString", crs, name, [QgsField(text, QMetaType.Type.QString) for text in texts])
    rows = []
    for key, parcel in parcels:
        for ring in parcel.rings:
            for start, end in zip(ring.points, ring.points[1:], strict=False):
                line = QgsGeometry.fromPolylineXY([QgsPointXY(float(p.y_east), float(p.x_north)) for p in (start, end)])
                place = "AL,LO" if key in outside else "BL,LO"
                rows.append(_feature(layer, [key, cell_text(start.side), place], line))
    _fill(layer, rows)
    return layer


def marks_layer(
    marks: Iterable[tuple[str, QgsGeometry, Mapping[str, str | float]]],
    texts: Sequence[str],
    crs: QgsCoordinateReferenceSystem,
    name: str,
    kind: str = "MultiPolygon",
    numbers: Sequence[str] = (),
) -> QgsVectorLayer:
    """Polygons of a sheet with texts and numbers by field, for example the pieces of land use inside a parcel.

    A text that is not given is empty, a number NULL.
    """
    fields = [QgsField(text, QMetaType.Type.QString) for text in ("sheet", *texts)]
    fields += [QgsField(number, QMetaType.Type.Double) for number in numbers]
    layer = _memory(kind, crs, name, fields)
    rows = []
    for key, geometry, values in marks:
        shape = QgsGeometry(geometry)
        shape.convertToMultiType()
        found = [*(values.get(text, "") for text in texts), *(values.get(number) for number in numbers)]
        rows.append(_feature(layer, [key, *found], shape))
    _fill(layer, rows)
    return layer


def _memory(kind: str, crs: QgsCoordinateReferenceSystem | None, name: str, fields: list[QgsField]) -> QgsVectorLayer:
    layer = QgsVectorLayer(kind, name, "memory")
    if crs is not None:
        layer.setCrs(crs)
    layer.dataProvider().addAttributes(fields)
    layer.updateFields()
    return layer


def _feature(layer: QgsVectorLayer, values: list[object], geometry: QgsGeometry | None = None) -> QgsFeature:
    feature = QgsFeature(layer.fields())
    feature.setAttributes(values)
    if geometry is not None:
        feature.setGeometry(geometry)
    return feature


def _fill(layer: QgsVectorLayer, rows: list[QgsFeature]) -> None:
    layer.dataProvider().addFeatures(rows)
    layer.updateExtents()
