"""One small county and one way to run ``redline:mapsheets``, for the tests of map sheets."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QMetaType

_spec = importlib.util.spec_from_file_location("sheetland", Path(__file__).with_name("sheetland.py"))
land = importlib.util.module_from_spec(_spec)
sys.modules["sheetland"] = land
_spec.loader.exec_module(land)

CRS = "EPSG:4526"


def table(name: str, kind: str, fields: dict[str, QMetaType.Type], rows: list[tuple[str, list]]) -> QgsVectorLayer:
    layer = QgsVectorLayer(kind, name, "memory")
    if kind != "None":
        layer.setCrs(QgsCoordinateReferenceSystem(CRS))
    layer.dataProvider().addAttributes([QgsField(field, value) for field, value in fields.items()])
    layer.updateFields()
    features = []
    for wkt, values in rows:
        feature = QgsFeature(layer.fields())
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes(values)
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    layer.updateExtents()
    return layer


TEXT, REAL = QMetaType.Type.QString, QMetaType.Type.Double
WEST, EAST = "371525001001", "371525001002"


def county_layers() -> list[QgsVectorLayer]:
    strips = [
        (land.rectangle(i * 60, j * 220, 60, 220), [land.CODES[(i * 7 + j * 3) % 10], "x"])
        for i in range(-4, 26)
        for j in range(-2, 6)
    ]
    # 1800 m × 1760 m, cut at x = 540.
    west, east = land.rectangle(-240, -440, 780, 1760), land.rectangle(540, -440, 1020, 1760)
    whole = land.rectangle(-240, -440, 1800, 1760)
    parcel_fields = {"DKBH": TEXT, "DKMC": TEXT, "PCBH": TEXT, "DKYT": TEXT}
    parcels = [
        (land.PENTAGON, ["01", "东关村北侧工业园", "2021-1", "工业用地"]),
        (land.rectangle(600, 300, 90, 60), ["02", "物流园/仓储:A", "2021-1", "仓储用地"]),
        (land.rectangle(900, 0, 50, 40), ["03", "卫生院", "2021-2", "医疗卫生用地"]),
    ]
    farmland = [(land.rectangle(650, 200, 400, 400), ["1", 150_000.0, 150_000.0])]
    tract = land.rectangle(0, 400, 300, 200)
    uses = [
        (land.rectangle(0, 400, 150, 200), ["PQ1", "A1", "100101", "一类工业用地", "否", "是", "XM1", "2021"]),
        (land.rectangle(150, 400, 90, 200), ["PQ1", "A2", "0701", "城镇住宅用地", "否", "是", "XM2", "2022"]),
        (land.rectangle(240, 400, 60, 200), ["PQ1", "A3", "1401", "公园绿地", "是", "否", "", ""]),
    ]
    use_fields = dict.fromkeys(("PQBH", "DKBH", "YDYHFLDM", "YDYHFLMC", "GYX", "NZS", "XMBH", "SSNF"), TEXT)
    camera_fields = {"camera_index_code": TEXT, "name": TEXT, "camera_height": REAL, "camera_radius": REAL}
    cameras = [
        (f"POINT({land.E0} {land.N0})", ["c1", "东关高空瞭望", 40.0, 900.0]),
        (f"POINT({land.E0 + 1400} {land.N0 + 1200})", ["c2", "闫屯高空瞭望", 45.0, 500.0]),
    ]
    return [
        table("land", "Polygon", {"DLBM": TEXT, "DLMC": TEXT}, strips),
        table(
            "villages",
            "Polygon",
            {"ZLDWDM": TEXT, "ZLDWMC": TEXT},
            [(west, [f"{WEST}0000000", "东关村"]), (east, [f"{EAST}0000000", "闫屯村"])],
        ),
        table("townships", "Polygon", {"XZQDM": TEXT, "XZQMC": TEXT}, [(whole, ["371525001", "清泉街道"])]),
        table("county", "Polygon", {"XZQDM": TEXT, "XZQMC": TEXT}, [(whole, ["371525", "冠县"])]),
        table("parcels", "Polygon", parcel_fields, parcels),
        table("farmland", "Polygon", {"YJJBNTTBBH": TEXT, "YJJBNTTBMJ": REAL, "YJJBNTMJ": REAL}, farmland),
        table("tracts", "Polygon", {"PQBH": TEXT, "PQMC": TEXT}, [(tract, ["PQ1", "城东产业片区"])]),
        table("uses", "Polygon", use_fields, uses),
        table("cameras", "Point", camera_fields, cameras),
        table(
            "chiefs",
            "None",
            {"ZLDWDM": TEXT, "CJTZ": TEXT, "ZJTZ": TEXT},
            [("", [WEST, "张三", "王五"]), ("", [EAST, "李四", "王五"])],
        ),
    ]


def opened_county(folder: Path) -> dict[str, QgsVectorLayer]:
    """The layers in a GeoPackage, as an office has them."""
    path = folder / "county.gpkg"
    layers = {}
    for layer in county_layers():
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.layerName = layer.name()
        actions = QgsVectorFileWriter.ActionOnExistingFile
        options.actionOnExistingFile = (
            actions.CreateOrOverwriteLayer if path.exists() else actions.CreateOrOverwriteFile
        )
        error, message, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
            layer, str(path), QgsProject.instance().transformContext(), options
        )
        assert error == QgsVectorFileWriter.WriterError.NoError, message
        layers[layer.name()] = QgsVectorLayer(f"{path}|layername={layer.name()}", layer.name(), "ogr")
    return layers


GIVEN = {
    "LANDUSE": "land",
    "VILLAGES": "villages",
    "TOWNSHIPS": "townships",
    "COUNTY": "county",
    "FARMLAND": "farmland",
    "CAMERAS": "cameras",
    "TRACT_USE": "uses",
    "FIELD_CHIEFS": "chiefs",
}


class Quiet(QgsProcessingFeedback):
    """Keeps warnings; can stop after some progress."""

    def __init__(self, stop_at: float | None = None) -> None:
        super().__init__(False)
        self.warnings: list[str] = []
        self.stop_at = stop_at
        if stop_at is not None:
            self.progressChanged.connect(self._reached)

    def _reached(self, progress: float) -> None:
        if progress >= self.stop_at:
            self.cancel()

    def pushWarning(self, warning: str) -> None:
        self.warnings.append(warning)


def run(redline, county, sheet: str, source: str, output: Path, feedback=None, project=None, **more):
    algorithm = redline.algorithm("mapsheets").create()
    context = QgsProcessingContext()
    if project is not None:
        context.setProject(project)
    parameters = {
        "SHEET": sheet,
        "INPUT": county[source],
        **{name: county[layer] for name, layer in GIVEN.items()},
        "PAPER": "A4",
        "ORIENTATION": "landscape",
        "OUTPUT": str(output),
        **more,
    }
    feedback = feedback or Quiet()
    results, _ = algorithm.run(parameters, context, feedback, {}, False)
    return results


def other(redline, tool: str, parameters: dict, output: str) -> QgsVectorLayer:
    """The output of another tool of the provider, as a layer."""
    context = QgsProcessingContext()
    context.setProject(QgsProject())
    algorithm = redline.algorithm(tool).create()
    results, fine = algorithm.run({**parameters, output: "memory:"}, context, Quiet(), {}, False)
    assert fine
    return context.takeResultLayer(results[output])


def words(path: Path) -> list[str]:
    return land.pdf_text(path, "-layout").split()


def raw(path: Path) -> str:
    return "".join(land.pdf_text(path, "-raw").split())
