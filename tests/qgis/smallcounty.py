"""A county of 2 × 2 km as a survey team delivers it: small enough to check by hand, written by real drivers.

Two townships of two villages each; a village is a square of 1 km, cut into 16 patches of 250 m. The patches of a
village carry the classes 0102 (8), 0301 (2), 0702 (2), 1006 (1), 1104A (1), 1203 (1), 0404 (1).
"""

from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType

EAST, NORTH = 39_360_000.0, 4_040_000.0
CRS = "EPSG:4527"
VILLAGES = ["371525100201", "371525100202", "371525101201", "371525101202"]
NAMES = {"371525100": "清泉街道", "371525101": "贾镇", "371525100201": "东街村", "371525100202": "西街村",
         "371525101201": "前张村", "371525101202": "后张村"}  # fmt: skip
CLASSES = ["0102"] * 8 + ["0301"] * 2 + ["0702"] * 2 + ["1006", "1104A", "1203", "0404"]
CLASS_NAMES = {"0102": "水浇地", "0301": "乔木林地", "0702": "农村宅基地", "1006": "农村道路",
               "1104A": "养殖坑塘", "1203": "田坎", "0404": "其他草地"}  # fmt: skip
TEXT, REAL, WHOLE = QMetaType.Type.QString, QMetaType.Type.Double, QMetaType.Type.Int


@dataclass(frozen=True)
class Table:
    name: str
    geometry: str
    crs: str
    fields: list
    rows: list  # (geometry in EPSG:4527 or None, values)

    def layer(self) -> QgsVectorLayer:
        place = f"{self.geometry}?crs={self.crs}" if self.geometry else "NoGeometry"
        layer = QgsVectorLayer(place, self.name, "memory")
        layer.dataProvider().addAttributes(
            [QgsField(name, kind, len=size, prec=size // 4 if kind == REAL else 0) for name, kind, size in self.fields]
        )
        layer.updateFields()
        move = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem(CRS), QgsCoordinateReferenceSystem(self.crs), QgsProject.instance()
        )
        features = []
        for geometry, values in self.rows:
            feature = QgsFeature(layer.fields())
            feature.setAttributes(list(values))
            if geometry is not None:
                shape = QgsGeometry(geometry)
                shape.transform(move)
                feature.setGeometry(shape)
            features.append(feature)
        assert layer.dataProvider().addFeatures(features)[0]
        return layer


def square(x: float, y: float, width: float, height: float | None = None) -> QgsGeometry:
    """A rectangle with its lower left corner at (x, y) metres from the county's."""
    height = width if height is None else height
    rectangle = QgsGeometry.fromRect(QgsRectangle(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height))
    rectangle.convertToMultiType()
    return rectangle


def point(x: float, y: float) -> QgsGeometry:
    return QgsGeometry.fromPointXY(QgsPointXY(EAST + x, NORTH + y))


def corner(village: int) -> tuple[float, float]:
    return (village % 2) * 1000.0, (village // 2) * 1000.0


def patches():
    for village, code in enumerate(VILLAGES):
        x, y = corner(village)
        for i, land in enumerate(CLASSES):
            yield village * 16 + i, code, land, square(x + i % 4 * 250, y + i // 4 * 250, 250)


def tables() -> list[Table]:
    region = [("BSM", TEXT, 18), ("YSDM", TEXT, 10), ("XZQDM", TEXT, 12), ("XZQMC", TEXT, 100), ("DCMJ", REAL, 18)]
    land = [("BSM", TEXT, 18), ("YSDM", TEXT, 10), ("TBBH", TEXT, 8), ("DLBM", TEXT, 5), ("DLMC", TEXT, 60),
            ("QSXZ", TEXT, 2), ("QSDWDM", TEXT, 19), ("QSDWMC", TEXT, 60), ("ZLDWDM", TEXT, 19), ("ZLDWMC", TEXT, 60),
            ("TBMJ", REAL, 18), ("KCXS", REAL, 16), ("SJNF", WHOLE, 4)]  # fmt: skip
    farm = [("BSM", TEXT, 18), ("YSDM", TEXT, 10), ("YJJBNTTBBH", TEXT, 20), ("DLBM", TEXT, 5), ("ZLDWDM", TEXT, 19),
            ("YJJBNTTBMJ", REAL, 18), ("KCXS", REAL, 16), ("YJJBNTMJ", REAL, 18),
            ("ZRRZJHM", TEXT, 18), ("LXDH", TEXT, 20),
            ("JZDZ", TEXT, 50)]  # fmt: skip
    camera = [("camera_index_code", TEXT, 40), ("name", TEXT, 40), ("longitude", REAL, 20), ("latitude", REAL, 20),
              ("camera_height", REAL, 20), ("camera_radius", REAL, 20), ("person_liable_phone", TEXT, 20)]  # fmt: skip
    return [
        Table("XJXZQ", "MultiPolygon", CRS, region,
              [(square(0, 0, 2000), ("1", "1000600100", "371525", "冠县", 4e6))]),
        Table("XZQ", "MultiPolygon", CRS, region,
              [(square(0, 1000 * i, 2000, 1000), (str(i), "1000600100", code, NAMES[code], 2e6))
               for i, code in enumerate(("371525100", "371525101"))]),
        Table("CJDCQ", "MultiPolygon", CRS,
              [("BSM", TEXT, 18), ("ZLDWDM", TEXT, 19), ("ZLDWMC", TEXT, 255), ("DCMJ", REAL, 18)],
              [(square(*corner(i), 1000), (str(i), code + "0000000", NAMES[code], 1e6))
               for i, code in enumerate(VILLAGES)]),
        Table("DLTB", "MultiPolygon", CRS, land,
              [(shape, (f"3715250000{i:08d}", "2001010100", str(i), code, CLASS_NAMES[code], "30" if i % 5 else "20",
                        village + "0000000", NAMES[village], village + "0000000", NAMES[village], 62500.0, 0.0, 2023))
               for i, village, code, shape in patches()]),
        Table("YJJBNTBHTB", "MultiPolygon", CRS, farm,
              [(shape, (str(i), "2005010300", f"YN{i}", code, village + "0000000", 62500.0, 0.0, 62500.0,
                        "371525190001010000", "13800000000", "某村1号"))
               for i, village, code, shape in patches() if code == "0102"]),
        Table("STBHHX", "MultiPolygon", "EPSG:4490",
              [("BSM", TEXT, 18), ("YSDM", TEXT, 10), ("HXBM", TEXT, 20), ("HXMC", TEXT, 60), ("HXLX", TEXT, 20)],
              [(square(1700, 1700, 250), ("1", "3003020010", "HX01", "马颊河生态保护红线", "水源涵养"))]),
        Table("CZKFBJ", "MultiPolygon", CRS,
              [("BSM", TEXT, 18), ("YSDM", TEXT, 10), ("GHFQDM", TEXT, 3), ("GHFQMC", TEXT, 50), ("MJ", REAL, 18)],
              [(square(0, 0, 600), ("1", "2090020610", "310", "城镇集中建设区", 360000.0))]),
        Table("camera", "Point", "EPSG:4490", camera,
              [(point(500, 500), ("C001", "清泉铁塔", 115.44, 36.49, 45.0, 3000.0, "13900000000")),
               (point(1500, 1500), ("C002", "贾镇铁塔", 115.45, 36.5, 50.0, 3500.0, "13900000001"))]),
        Table("alert", "Point", "EPSG:4490",
              [("alert_id", TEXT, 20), ("camera_index_code", TEXT, 40), ("alert_time", TEXT, 20),
               ("alert_type", TEXT, 20), ("status", TEXT, 20)],
              [(point(620, 640), ("A1", "C001", "2024-05-06T08:00:00", "动土", "待核查"))]),
        Table("ZZ_TDZSFW", "MultiPolygon", CRS,
              [("DKBH", TEXT, 20), ("DKMC", TEXT, 60), ("DKMJ", REAL, 18), ("PCBH", TEXT, 20), ("DKYTDM", TEXT, 10)],
              [(square(100, 100, 200, 100), ("D1", "一号地块", 2.0, "P1", "1001")),
               (square(400, 100, 100), ("D2", "二号地块", 1.0, "P1", "0701"))]),
        Table("ZZ_PCFW", "MultiPolygon", CRS,
              [("PCBH", TEXT, 20), ("PCMC", TEXT, 60), ("PCND", WHOLE, 4), ("DKS", WHOLE, 4)],
              [(square(100, 100, 400, 100), ("P1", "2024年第1批次", 2024, 2))]),
        Table("CJRK", "", CRS,
              [("ZLDWDM", TEXT, 12), ("ZLDWMC", TEXT, 60), ("RK", WHOLE, 6)],
              [(None, (code, NAMES[code], 500 + i)) for i, code in enumerate(VILLAGES)]),
    ]  # fmt: skip


def write(folder: Path, driver: str = "GPKG", encoding: str = "UTF-8", only: set | None = None) -> Path:
    """The county in ``folder``: one GeoPackage or geodatabase, or a Shapefile for each layer. Returns what to open."""
    return write_tables([table for table in tables() if only is None or table.name in only], folder, driver, encoding)


def write_tables(chosen: list[Table], folder: Path, driver: str = "GPKG", encoding: str = "UTF-8") -> Path:
    """Layers in ``folder``: one GeoPackage or geodatabase, or a Shapefile for each. Returns what to open."""
    folder.mkdir(parents=True, exist_ok=True)
    shapes = driver == "ESRI Shapefile"
    whole = folder / {"GPKG": "county.gpkg", "OpenFileGDB": "county.gdb"}.get(driver, "")
    for table in chosen:
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.layerName, options.fileEncoding = driver, table.name, encoding
        if not shapes and whole.exists():
            options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        target = folder / f"{table.name}.shp" if shapes else whole
        if shapes and not table.geometry:
            target = folder / table.name  # the driver adds .dbf
        error, words, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
            table.layer(), str(target), QgsProject.instance().transformContext(), options
        )
        assert error == QgsVectorFileWriter.WriterError.NoError, (table.name, words)
    return folder if shapes else whole
