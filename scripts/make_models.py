"""Writes models/*.model3 anew, without a screen: after a change of parameters, or to lay the boxes out again.

    . scripts/env.sh && python scripts/make_models.py

The files may as well be edited in QGIS's model designer; then this script is not needed.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / ".build" / "plugins"))

from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsProcessing,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QPointF, QSizeF  # noqa: E402

POLYGONS = [QgsProcessing.SourceType.TypeVectorPolygon]
POINTS = [QgsProcessing.SourceType.TypeVectorPoint]
Source = QgsProcessingModelChildParameterSource


class Model:
    """A model that grows box by box: inputs in a column on the left, algorithms to the right, outputs below them.

    QGIS names an output of a model by the ASCII letters of its description.
    """

    def __init__(self, name, group, description):
        self.model = QgsProcessingModelAlgorithm(name, group)
        self.model.setHelpContent({"ALG_DESC": description, "ALG_CREATOR": "Redline 红线"})
        self.inputs = 0
        self.children = 0

    def input(self, parameter, help_text):
        component = QgsProcessingModelParameter(parameter.name())
        component.setPosition(QPointF(140, 90 + 90 * self.inputs))
        component.setSize(QSizeF(240, 50))
        parameter.setHelp(help_text)
        self.model.addModelParameter(parameter, component)
        self.inputs += 1

    def child(self, algorithm, child_id, description, sources, outputs):
        """sources : parameter -> source; outputs : the child's output -> (name, description, mandatory)."""
        child = QgsProcessingModelChildAlgorithm(algorithm)
        child.setChildId(child_id)
        child.setDescription(description)
        left = 500 + 380 * self.children
        child.setPosition(QPointF(left, 180))
        child.setSize(QSizeF(280, 50))
        for name, source in sources.items():
            child.addParameterSources(name, [source])
        made = {}
        for place, (output, (name, label, mandatory)) in enumerate(outputs.items()):
            one = QgsProcessingModelOutput(name, label)
            one.setChildId(child_id)
            one.setChildOutputName(output)
            one.setMandatory(mandatory)
            one.setPosition(QPointF(left + 60, 330 + 80 * place))
            one.setSize(QSizeF(220, 50))
            made[name] = one
        child.setModelOutputs(made)
        self.model.addChildAlgorithm(child)
        self.children += 1

    def write(self):
        path = ROOT / "models" / f"{self.model.name()}.model3"
        path.parent.mkdir(exist_ok=True)
        if not self.model.toFile(str(path)):
            sys.exit(f"{path} cannot be written")
        print(path.relative_to(ROOT))


def given(name):
    return Source.fromModelParameter(name)


def fixed(value):
    return Source.fromStaticValue(value)


def layer(name, label, kinds=POLYGONS, optional=False):
    return QgsProcessingParameterFeatureSource(name, label, kinds, optional=optional)


def field(name, label, parent):
    return QgsProcessingParameterField(name, label, None, parent, optional=True)


def parcel_workbook():
    model = Model(
        "parcelworkbook",
        "Models",
        "Parcels by village and land class, balanced to the parcels' official areas, as a workbook. "
        "地块按村、地类统计面积，平差到地块椭球面积，输出工作簿。",
    )
    model.input(layer("PARCELS", "Parcels 地块"), "Acquisition parcels. 报批地块。")
    model.input(field("ID_FIELD", "Field with the parcel number 地块编号字段", "PARCELS"), "DKBH")
    model.input(layer("LANDUSE", "Land use 地类图斑"), "DLTB")
    model.input(
        QgsProcessingParameterMultipleLayers("VILLAGES", "Villages 村界", QgsProcessing.SourceType.TypeVectorPolygon),
        "CJDCQ",
    )
    model.child(
        "redline:tallybylanduse",
        "tally",
        "Tally by village and class 按村、地类统计",
        {
            "INPUT": given("PARCELS"),
            "ID_FIELD": given("ID_FIELD"),
            "LANDUSE": given("LANDUSE"),
            "DIMENSIONS": given("VILLAGES"),
            "DIMENSION_FIELDS": fixed([]),
            "UNIT": fixed("ha"),
            "LEVEL": fixed("detail"),
            "AREA_METHOD": fixed("official"),
            "BALANCE": fixed(True),
        },
        {
            "OUTPUT_XLSX": ("workbook", "Workbook（工作簿）", True),
            "OUTPUT": ("table", "Table（面积表）", False),
        },
    )
    model.write()


def red_line_screening():
    model = Model(
        "redlinescreening",
        "Models",
        "All parcel layers of a folder against the red lines, with a report. "
        "文件夹中全部地块图层与红线核对，输出报告。",
    )
    model.input(
        QgsProcessingParameterFile(
            "FOLDER", "Folder of parcel layers 地块文件夹", QgsProcessingParameterFile.Behavior.Folder
        ),
        "Shapefile, GeoPackage, GeoJSON …",
    )
    model.input(QgsProcessingParameterString("PATTERN", "Names of the layers 图层名称", "*", optional=True), "DK*")
    for name, label, optional in (
        ("RED_LINES", "Red lines to stay out of 不得占用的红线", False),
        ("MUST_BE_INSIDE", "Lines to lie within 必须位于其内的界线", True),
    ):
        parameter = QgsProcessingParameterMultipleLayers(
            name, label, QgsProcessing.SourceType.TypeVectorPolygon, optional=optional
        )
        model.input(parameter, label)
    model.input(
        QgsProcessingParameterNumber(
            "TOLERANCE", "Tolerance (m²) 容差（平方米）", QgsProcessingParameterNumber.Type.Double, 0.0, minValue=0.0
        ),
        "0",
    )
    model.child(
        "redline:folderlayers",
        "collect",
        "Collect the parcels 汇集地块",
        {"FOLDER": given("FOLDER"), "PATTERN": given("PATTERN")},
        {},
    )
    model.child(
        "redline:redlinecheck",
        "check",
        "Check against the red lines 红线核查",
        {
            "INPUT": Source.fromChildOutput("collect", "OUTPUT"),
            "ID_FIELD": fixed("number"),
            "NAME_FIELD": fixed("name"),
            "RED_LINES": given("RED_LINES"),
            "MUST_BE_INSIDE": given("MUST_BE_INSIDE"),
            "TOLERANCE": given("TOLERANCE"),
        },
        {
            "OUTPUT": ("checked", "Checked（核查结果）", True),
            "OUTPUT_HTML": ("report", "Report（报告）", True),
        },
    )
    model.write()


def coverage_report():
    model = Model(
        "coveragereport",
        "Models",
        "From cameras to coverage circles to the coverage of villages and farmland, blind spots and a report. "
        "由摄像头生成覆盖圈，统计村和永久基本农田覆盖率、盲区，输出报告。",
    )
    model.input(layer("CAMERAS", "Cameras 摄像头", POINTS), "Points with a radius. 带半径的点。")
    model.input(layer("VILLAGES", "Villages 村界"), "CJDCQ")
    model.input(layer("FARMLAND", "Permanent basic farmland 永久基本农田", optional=True), "YJJBNTBHTB")
    model.input(layer("LANDUSE", "Land use 地类图斑", optional=True), "DLTB")
    model.child("redline:coveragecircles", "circles", "Coverage circles 覆盖圈", {"INPUT": given("CAMERAS")}, {})
    model.child(
        "redline:coveragetally",
        "coverage",
        "Coverage tally 覆盖率统计",
        {
            "INPUT": Source.fromChildOutput("circles", "OUTPUT"),
            "VILLAGES": given("VILLAGES"),
            "FARMLAND": given("FARMLAND"),
            "LANDUSE": given("LANDUSE"),
            "UNIT": fixed("ha"),
        },
        {
            "OUTPUT_HTML": ("report", "Report（报告）", True),
            "OUTPUT": ("covered", "Covered（村覆盖情况）", True),
            "OUTPUT_BLIND": ("blind", "Blind（盲区）", True),
        },
    )
    model.write()


def yearly_change_report():
    model = Model(
        "yearlychangereport",
        "Models",
        "Land use of two years: matrix, gains and losses by village, farmland lost to construction, with a report. "
        "两年地类图斑比较：转移矩阵、各村增减、流向建设用地的耕地，输出报告。",
    )
    model.input(layer("BEFORE", "Land use before 变更前图斑"), "DLTB")
    model.input(layer("AFTER", "Land use after 变更后图斑"), "DLTB")
    model.input(layer("ZONES", "Villages or townships 村或乡镇"), "CJDCQ, XZQ")
    model.input(field("ZONE_ID_FIELD", "Field with the zone's id 编号字段", "ZONES"), "ZLDWDM, XZQDM")
    model.input(QgsProcessingParameterBoolean("FIRST_LEVEL", "By first level 按一级类", False), "01, 02 …")
    model.child(
        "redline:landusechange",
        "change",
        "Land-use change 地类变化",
        {
            "BEFORE": given("BEFORE"),
            "AFTER": given("AFTER"),
            "ZONES": given("ZONES"),
            "ZONE_ID_FIELD": given("ZONE_ID_FIELD"),
            "LEVEL": Source.fromExpression("if(@FIRST_LEVEL, 'first', 'detail')"),
            "UNIT": fixed("ha"),
        },
        {
            "OUTPUT_HTML": ("report", "Report（报告）", True),
            "OUTPUT_XLSX": ("workbook", "Workbook（工作簿）", True),
            "OUTPUT_LOST_FARMLAND": ("lost_farmland", "Lost farmland（流失耕地）", True),
        },
    )
    model.write()


def land_follow_up():
    model = Model(
        "landfollowup",
        "Models",
        "Approved land followed to its supply, and the ledger of quotas with the stages that the land has reached. "
        "批准土地跟踪到供应，指标台账的阶段随土地更新。",
    )
    model.input(layer("APPROVED", "Approved parcels 批准地块"), "Parcels with year. 带批准年度的地块。")
    model.input(layer("SUPPLIED", "Supplied land 供应土地"), "With the dates of contracts. 带合同日期。")
    for name, label in (
        ("ACQUIRED", "Acquired land 征收土地"),
        ("BUILT", "Built land 建成用地"),
        ("REGISTERED", "Registered land 登记宗地"),
    ):
        model.input(layer(name, label, optional=True), label)
    model.input(layer("BATCHES", "Batches 批次"), "ZZ_PCFW")
    model.input(layer("QUOTA", "Quotas 指标", [QgsProcessing.SourceType.TypeVector], optional=True), "YDZB")
    model.input(layer("LANDUSE", "Land use 地类图斑", optional=True), "DLTB")
    model.child(
        "redline:landsupply",
        "follow",
        "Follow the land 跟踪土地",
        {name: given(name) for name in ("APPROVED", "SUPPLIED", "ACQUIRED", "BUILT", "REGISTERED")},
        {
            "OUTPUT_HTML": ("report", "Report（批供报告）", True),
            "OUTPUT_UNSUPPLIED": ("unsupplied", "Unsupplied（批而未供）", True),
        },
    )
    model.child(
        "redline:quotaledger",
        "ledger",
        "Ledger of quotas 指标台账",
        {
            "PARCELS": Source.fromChildOutput("follow", "OUTPUT"),
            **{name: given(name) for name in ("BATCHES", "QUOTA", "LANDUSE")},
        },
        {
            "OUTPUT_XLSX": ("workbook", "Workbook（指标台账）", True),
            "OUTPUT_STAGES": ("stages", "Stages（阶段）", True),
        },
    )
    model.write()


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    from redline.processing.provider import RedlineProvider

    provider = RedlineProvider()  # Python must keep it alive
    QgsApplication.processingRegistry().addProvider(provider)
    for make in (parcel_workbook, red_line_screening, coverage_report, yearly_change_report, land_follow_up):
        make()
