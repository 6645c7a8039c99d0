"""The parcel sheet 勘测定界图. It computes no area: every number arrives as text or as a finished table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsExpression,
    QgsGeometry,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from ..core.approval.dossier import Area
from ..core.boundary.points import NumberedParcel
from ..core.errors import RedlineError
from ..core.paper.tables import Table
from ..i18n import words_of
from ..layers.reading.clip import areal
from ..layers.reading.features import features_in
from .beside import is_narrow, places_beside
from .export import Target
from .plans import MapLayer, SheetPlan, SheetTable
from .records import SheetRecord, coverage_layer, marks_layer, points_layer, sides_layer
from .run import PrintOptions, SheetSet, print_sheets
from .scales import Frame, fitting_scale
from .setting import NamedSheet
from .symbols import (
    boundary_look,
    class_colors,
    coverage_look,
    fraction_size,
    landuse_look,
    pieces_look,
    plain_look,
    points_look,
    sides_look,
)
from .texts import SheetTexts, Tr, areas_text, crs_line, facts_table, signed

__all__ = [
    "ParcelFacts",
    "ParcelSheetContent",
    "ParcelSheetLayers",
    "PatchPiece",
    "cut_pieces",
    "make_parcel_sheet",
    "make_parcel_sheets",
    "parcel_sheets",
]


ITEMS = ("area_table", "points_table")
"""Items of the template that hold tables with columns of their own."""


@dataclass(frozen=True)
class PatchPiece:
    """Land use inside the parcel: class code, its area as printed, and the cut polygon in the parcel's CRS."""

    code: str
    area: str
    geometry: QgsGeometry


@dataclass(frozen=True)
class ParcelFacts:
    """The lines of the facts table beside the map; what is empty leaves its line out.

    neighbours : by ``east``, ``south``, ``west``, ``north``.
    """

    batch: str = ""
    number: str = ""
    name: str = ""
    use: str = ""
    area: Area | None = None
    verdict: str = ""
    neighbours: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ParcelSheetContent:
    """What one parcel sheet says. All numbers were finished elsewhere.

    geometry : the parcel, in the CRS given to ``make_parcel_sheets``; points : its numbered boundary points.
    tables : by item of the template; ``area_table`` holds areas by class, ``points_table`` the 界址点成果表
    (core.boundary.points.boundary_table).
    """

    key: str
    geometry: QgsGeometry
    title: str
    texts: SheetTexts = field(default_factory=SheetTexts)
    facts: ParcelFacts = field(default_factory=ParcelFacts)
    points: NumberedParcel | None = None
    tables: Mapping[str, Table] = field(default_factory=dict)
    patches: Sequence[PatchPiece] = ()


@dataclass(frozen=True)
class ParcelSheetLayers:
    """The county's layers on the sheet, as layers; nothing is looked up by name.

    class_field : the class code in ``landuse``; class_names : name by code (default: the third survey's, in Chinese);
    class_colors : colour by code; village_field : the name in ``villages``;
    red_lines : (layer, kind, name in the legend), kind ``farmland``, ``ecological`` or ``urban``.
    """

    landuse: QgsVectorLayer | None = None
    class_field: str = "DLBM"
    class_names: Mapping[str, str] | None = None
    class_colors: Mapping[str, QColor] | None = None
    villages: QgsVectorLayer | None = None
    village_field: str = "ZLDWMC"
    red_lines: Sequence[tuple[QgsVectorLayer, str, str]] = ()


def make_parcel_sheet(
    content: ParcelSheetContent,
    layers: ParcelSheetLayers,
    crs: QgsCoordinateReferenceSystem,
    output_pdf: Path,
    **options: Any,
) -> list[Path]:
    """One sheet; see ``make_parcel_sheets`` for the options."""
    return make_parcel_sheets([content], layers, crs, lambda _: output_pdf, **options)


def make_parcel_sheets(
    contents: Sequence[ParcelSheetContent],
    layers: ParcelSheetLayers,
    crs: QgsCoordinateReferenceSystem,
    target: Callable[[ParcelSheetContent], Path],
    *,
    paper: str = "A4",
    orientation: str = "auto",
    language: str = "zh_Hans",
    warn: Callable[[str], None] = lambda _: None,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    templates: Path | None = None,
) -> list[Path]:
    """One PDF a parcel, at ``target(content)``; returns them in the order of ``contents``.

    ``orientation`` is ``portrait``, ``landscape`` or ``auto`` (by parcel: the one that shows it larger, landscape
    where both do). ``templates`` is a folder with an office's own page templates. Runs in the main thread.
    Raises RedlineError for a parcel without geometry, a template that is missing or a folder that cannot be written,
    Cancelled when ``cancelled()`` says so; whole files written until then stay.
    """
    tr = words_of(language)
    options = PrintOptions(paper, orientation, Target(), templates, warn, tr, progress, cancelled)
    printed = print_sheets(
        [parcel_sheets(contents, layers, crs, tr)], options, lambda _, i: target(contents[i]).with_suffix("")
    )
    return [sheet.paths[0] for sheet in printed]


def parcel_sheets(
    contents: Sequence[ParcelSheetContent], layers: ParcelSheetLayers, crs: QgsCoordinateReferenceSystem, tr: Tr
) -> SheetSet:
    """Parcel sheets, ready to be printed; file names are the keys."""

    def plan(numbers: Sequence[int], template: Path, frame: Frame) -> SheetPlan:
        boxes = [content.geometry.boundingBox() for content in contents]
        scaled = [
            (content, fitting_scale(box.width(), box.height(), frame))
            for content, box in zip(contents, boxes, strict=True)
        ]
        return parcel_plan([contents[i] for i in numbers], scaled, layers, crs, template, frame, tr)

    sheets = tuple(NamedSheet(content.key, _title(content), content.key, content.geometry) for content in contents)
    return SheetSet("parcel", crs, sheets, plan, lambda i: _shape(contents[i]))


def _title(content: ParcelSheetContent) -> str:
    """What the sheet is called in a book: the parcel's number and name."""
    return " ".join(text for text in (content.facts.number, content.facts.name) if text) or content.title


def _shape(content: ParcelSheetContent) -> tuple[object, ...]:
    """Sheets whose tables have the same columns share a layout."""
    found = (content.tables.get(item) for item in ITEMS)
    return tuple(
        tuple((column.key, column.label) for column in table.columns) if table is not None else () for table in found
    )


def parcel_plan(
    contents: Sequence[ParcelSheetContent],
    scaled: Sequence[tuple[ParcelSheetContent, int]],
    layers: ParcelSheetLayers,
    crs: QgsCoordinateReferenceSystem,
    template: Path,
    frame: Frame,
    tr: Tr,
) -> SheetPlan:
    """The plan of the sheets ``contents`` on one template; ``scaled``: all parcels with their scales, for the map."""
    narrow = {content.key: scale for content, scale in scaled if is_narrow(content.geometry, scale)}
    line = crs_line(crs, tr)
    records = [_record(content, scale, line, tr) for content, scale in scaled]
    coverage = coverage_layer(records, crs, tr("Parcel boundary"))
    numbered = [(content.key, content.points, scale) for content, scale in scaled if content.points is not None]
    points = points_layer(numbered, crs, tr("Boundary point"))
    sides = sides_layer([(key, parcel) for key, parcel, _ in numbered], crs, tr("Side length"), narrow)
    marks = [mark for content in contents for mark in _fractions(content, narrow.get(content.key), frame)]
    pieces = marks_layer(marks, ("above", "below"), crs, tr("Land use inside the parcel"), numbers=("x", "y"))
    shown = [
        MapLayer(points, points_look(tr("Boundary point")), tr("Boundary point"), classes=True),
        MapLayer(sides, sides_look()),
        MapLayer(
            coverage,
            coverage_look(tr("Parcel boundary"), tr("Other parcel")),
            tr("Parcel boundary"),
            classes=True,
        ),
        MapLayer(pieces, pieces_look("")),
        *county_layers(layers, crs, tr),
    ]
    tables = [SheetTable("facts_table", [(content.key, _facts(content, tr)) for content in contents])]
    for item in ITEMS:
        bodies = [(content.key, content.tables.get(item)) for content in contents]
        tables.append(SheetTable(item, [(key, body) for key, body in bodies if body is not None]))
    return SheetPlan(
        name=tr("Parcel sheet"),
        template=template,
        coverage=coverage,
        crs=crs,
        layers=shown,
        tables=tables,
        own=(points, sides, pieces),
    )


def _fractions(
    content: ParcelSheetContent, scale: int | None, frame: Frame
) -> list[tuple[str, QgsGeometry, dict[str, str | float]]]:
    """Pieces of land use with their fractions; ``scale`` where the parcel is too narrow to hold them, else None."""
    pieces = content.patches
    values: list[dict[str, str | float]] = [{"above": piece.code, "below": piece.area} for piece in pieces]
    if scale is not None:
        texts = [(piece.geometry, (piece.code, piece.area)) for piece in pieces]
        places = places_beside(content.geometry, texts, content.points, scale, frame, fraction_size)
        for value, (x, y) in zip(values, places, strict=True):
            value.update(x=x, y=y)
    return [(content.key, piece.geometry, value) for piece, value in zip(pieces, values, strict=True)]


def county_layers(layers: ParcelSheetLayers, crs: QgsCoordinateReferenceSystem, tr: Tr) -> list[MapLayer]:
    """Red lines, villages and land use, in drawing order."""
    shown = [
        MapLayer(layer, plain_look(kind, name), name, classes=kind not in ("farmland", "ecological"))
        for layer, kind, name in layers.red_lines
    ]
    if layers.villages is not None:
        title = tr("Village boundary")
        name = QgsExpression.quotedColumnRef(layers.village_field) if layers.village_field else ""
        shown.append(MapLayer(layers.villages, boundary_look("village", title, name), title, classes=True, nodes=1))
    if layers.landuse is not None:
        standard = class_colors()
        names = dict(layers.class_names or {code: name for code, (_, name) in standard.items()})
        colors = dict(layers.class_colors or {code: color for code, (color, _) in standard.items()})
        look = landuse_look(layers.class_field, names, colors, outside_of=crs)
        shown.append(MapLayer(layers.landuse, look, tr("Land use"), classes=True))
    return shown


def _record(content: ParcelSheetContent, scale: int, line: str, tr: Tr) -> SheetRecord:
    titles = {item: table.title for item, table in content.tables.items()}
    texts = {
        **signed(content.texts, tr),
        "file": content.key,
        "title": content.title,
        "crs_line": line,
        "scale_text": f"1:{scale}",
        "area_title": titles.get("area_table", ""),
        "points_title": titles.get("points_table", ""),
    }
    return SheetRecord(content.key, content.geometry, scale, texts)


def _facts(content: ParcelSheetContent, tr: Tr) -> Table:
    facts, near = content.facts, content.facts.neighbours
    lines = [
        (tr("Batch"), facts.batch),
        (tr("Parcel no."), facts.number),
        (tr("Parcel name"), facts.name),
        (tr("Land purpose"), facts.use),
        (tr("Land area"), areas_text(facts.area, tr) if facts.area is not None else ""),
        (tr("Red-line check"), facts.verdict),
        (tr("To the east"), near.get("east", "")),
        (tr("To the south"), near.get("south", "")),
        (tr("To the west"), near.get("west", "")),
        (tr("To the north"), near.get("north", "")),
    ]
    return facts_table(lines)


def cut_pieces(
    parcel: QgsGeometry,
    crs: QgsCoordinateReferenceSystem,
    landuse: QgsVectorLayer,
    class_field: str,
    area_of: Callable[[int, str], str],
) -> list[PatchPiece]:
    """Cut the patches of ``landuse`` to ``parcel``, for drawing; ``area_of(feature id, code)`` gives the printed area.

    Pieces thinner than what can be seen (0.01 m²) are left out; their areas stand in the table.
    """
    forward = QgsCoordinateTransform(landuse.crs(), crs, QgsProject.instance().transformContext())
    try:
        forward.transform(landuse.extent().center())
    except QgsCsException as error:
        raise RedlineError(
            "Layer {layer} cannot be brought into {crs}: set its CRS.", layer=landuse.name(), crs=crs.authid()
        ) from error
    engine = QgsGeometry.createGeometryEngine(parcel.constGet())
    engine.prepareGeometry()
    pieces = []
    for feature in features_in(landuse, parcel.boundingBox(), crs, class_field):
        shape = feature.geometry()
        if not engine.intersects(shape.constGet()):
            continue
        piece = shape.intersection(parcel)
        if piece.isEmpty():
            piece = shape.makeValid().intersection(parcel)
        piece = areal(piece)
        if not piece.isEmpty() and piece.area() > 0.01:
            code = str(feature[class_field])
            pieces.append(PatchPiece(code, area_of(feature.id(), code), piece))
    return pieces
