"""A made-up corner of a county for the tests of map sheets: land use, villages, a red line, parcels of every shape."""

from __future__ import annotations

import math
import subprocess
from decimal import Decimal
from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsFeature, QgsField, QgsGeometry, QgsVectorLayer
from qgis.PyQt.QtCore import QMetaType

from redline.core.approval.dossier import Area
from redline.core.boundary.points import boundary_table, number_parcel
from redline.core.paper.tables import Column, Row, Table
from redline.i18n import words_of
from redline.layouts.parcel_sheet import ParcelFacts, ParcelSheetContent, ParcelSheetLayers, cut_pieces
from redline.layouts.texts import SheetTexts, Signers

E0, N0 = 38_540_000, 4_040_000
CODES = ("0102", "0102", "0301", "0702", "1104", "1006", "0102", "0201", "1003", "0102")


def cgcs2000() -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem("EPSG:4526")


def polygon_layer(name: str, field: str, rows: list[tuple[str, str]]) -> QgsVectorLayer:
    layer = QgsVectorLayer("Polygon", name, "memory")
    layer.setCrs(cgcs2000())
    layer.dataProvider().addAttributes([QgsField(field, QMetaType.Type.QString)])
    layer.updateFields()
    features = []
    for wkt, value in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes([value])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def rectangle(x: float, y: float, width: float, height: float) -> str:
    return polygon_wkt([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])


def ring_wkt(points: list[tuple[float, float]]) -> str:
    closed = [*points, points[0]]
    return "(" + ",".join(f"{E0 + x:.4f} {N0 + y:.4f}" for x, y in closed) + ")"


def polygon_wkt(*rings: list[tuple[float, float]]) -> str:
    return f"POLYGON({','.join(ring_wkt(ring) for ring in rings)})"


def multi_wkt(*polygons: list[list[tuple[float, float]]]) -> str:
    return "MULTIPOLYGON(" + ",".join(f"({','.join(ring_wkt(r) for r in rings)})" for rings in polygons) + ")"


def round_ring(count: int, radius: float, x: float, y: float) -> list[tuple[float, float]]:
    turns = [2 * math.pi * i / count for i in range(count)]
    return [(x + radius * math.cos(t), y + radius * math.sin(t)) for t in turns]


def land() -> ParcelSheetLayers:
    """Strips of 60 m x 212 m between roads, two villages, basic farmland in the south-east."""
    strips = [
        (rectangle(i * 60 + (j % 3) * 7, j * 220, 60, 212), CODES[(i * 7 + j * 3) % 10])
        for i in range(-20, 40)
        for j in range(-6, 10)
    ]
    roads = [(rectangle(-1200, j * 220 + 212, 3600, 8), "1006") for j in range(-6, 10)]
    villages = [(rectangle(-3000, -3000, 3180, 9000), "东关村"), (rectangle(180, -3000, 5000, 9000), "斜店乡闫屯村")]
    farmland = polygon_layer("basic farmland", "YJJBNTTBBH", [(rectangle(300, -500, 900, 800), "1")])
    return ParcelSheetLayers(
        landuse=polygon_layer("patches", "DLBM", strips + roads),
        villages=polygon_layer("villages", "ZLDWMC", villages),
        red_lines=((farmland, "farmland", "永久基本农田"),),
    )


def area_table(repeat: int = 1) -> Table:
    """Areas by class; the numbers are marks to be found again on paper, nothing computes with them."""
    columns = (
        Column("code", "地类编码"),
        Column("name", "地类名称"),
        Column("ha", "面积（公顷）", numeric=True),
        Column("mu", "面积（亩）", numeric=True),
    )
    rows = [
        Row((f"{number:04d}", "水浇地", Decimal(f"1.{number:04d}"), Decimal(f"18.{number:02d}")))
        for number in range(1, 3 * repeat + 1)
    ]
    total = Row(("", "合计", Decimal("3.7035"), Decimal("55.55")), "total")
    return Table("areas", "地类面积表", columns, (*rows, total))


def content(wkt: str, key: str, layers: ParcelSheetLayers | None = None, **texts) -> ParcelSheetContent:
    geometry = QgsGeometry.fromWkt(wkt)
    polygons = geometry.asMultiPolygon() if geometry.isMultipart() else [geometry.asPolygon()]
    numbered = number_parcel(key, [[[(p.y(), p.x()) for p in ring[:-1]] for ring in polygon] for polygon in polygons])
    pieces = ()
    if layers is not None:
        pieces = cut_pieces(geometry, cgcs2000(), layers.landuse, "DLBM", lambda fid, code: f"0.{fid:04d}")
    facts = ParcelFacts(
        batch="冠县2021年第3批次城镇建设用地",
        number=key,
        name=texts.pop("parcel_name", "东关村北侧工业园地块"),
        use="工业用地",
        area=Area(Decimal("37035.12"), Decimal("3.7035"), Decimal("55.55")),
        verdict="占用永久基本农田 3.27 m²，不符合，须调整用地范围",
        neighbours={"east": "东关村耕地", "south": "农村道路", "west": "闫屯村园地", "north": "沟渠"},
    )
    shared = SheetTexts(
        office="冠县自然资源和规划局",
        signers=Signers("张三", "李四", "王五"),
        data_date="2020年度国土变更调查",
        made_date="2021年6月18日",
        height="1985国家高程基准",
        marking="示意",
        subtitle=texts.pop("subtitle", "东关村北侧工业园地块"),
    )
    points = boundary_table(numbered, tr=words_of("zh_Hans"))
    return ParcelSheetContent(
        key=key,
        geometry=geometry,
        title=texts.pop("title", "冠县2021年第3批次用地勘测定界图"),
        texts=shared,
        facts=facts,
        points=numbered,
        tables={"area_table": texts.pop("area_table", area_table()), "points_table": points},
        patches=pieces,
        **texts,
    )


PENTAGON = polygon_wkt([(95, 190), (190, 230), (270, 205), (260, 110), (100, 100)])


def pdf_text(path: Path, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, check=True, text=True).stdout


def pdf_info(path: Path) -> dict[str, str]:
    out = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True, text=True).stdout
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in out.splitlines())}


def pdf_fonts(path: Path) -> list[list[str]]:
    """Rows of pdffonts; the columns before the object id are: embedded, subset, unicode."""
    out = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True).stdout
    return [line.split() for line in out.splitlines()[2:]]


def picture(path: Path, folder: Path, page: int = 1, dpi: int = 60) -> Path:
    name = folder / f"{path.stem}-{page}"
    call = ["pdftoppm", "-png", "-singlefile", "-r", str(dpi), "-f", str(page), str(path), str(name)]
    subprocess.run(call, check=True)
    return name.with_suffix(".png")
