"""redline:pushtasks and redline:mergefield: from judged tasks to packages, and back with pictures."""

import re
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from osgeo import ogr
from qgis import processing
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextScope,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QImage

from redline.core.casework.states import Facts
from redline.core.written.times import OFFICE_ZONE
from redline.layers.casework.casefile import CasePlace, Happening, case_rows, events_of, happen, opened, task_of

pytestmark = pytest.mark.usefixtures("redline")
HEADER = "alert_id,alert_time,lon,lat\n"
LON, LAT = 115.44, 36.48


@pytest.fixture
def cases(tmp_path, smallcounty):
    """Three tasks within the small county's first village, two of them judged."""
    target = tmp_path / "案卷.gpkg"
    processing.run("redline:createcasefile", {"OUTPUT": str(target)})
    county = smallcounty.write(tmp_path)
    layer = QgsVectorLayer(f"{county}|layername=CJDCQ", "v", "ogr")
    village = next(layer.getFeatures())
    there = QgsCoordinateTransform(layer.crs(), QgsCoordinateReferenceSystem("EPSG:4490"), QgsProject.instance())
    middle = there.transform(village.geometry().centroid().asPoint())
    alerts = tmp_path / "alerts.csv"
    rows = "".join(f"A{n},2021-09-01 0{n}:00,{middle.x() + n / 1000},{middle.y()}\n" for n in range(3))
    alerts.write_text(HEADER + rows, "utf-8")
    given = {"VILLAGES": f"{county}|layername=CJDCQ", "TOWNSHIPS": f"{county}|layername=XZQ"}
    processing.run("redline:importalerts", {"INPUT": str(alerts), "CASES": str(target), **given})
    place = CasePlace(target)
    with opened(place) as case:
        tasks = {row["number"]: row["uuid"] for row in case_rows(case, "spot")}
    for number in ("A0", "A1"):
        happen(place, Happening(tasks[number], "judge", Facts("张", at(10))))
    return place, tasks, county


def at(minutes):
    return datetime(2021, 9, 1, 8, tzinfo=OFFICE_ZONE) + timedelta(minutes=minutes)


def push(place, folder, **parameters):
    return processing.run(
        "redline:pushtasks", {"CASES": str(place.path), "BY": "张", "OUTPUT": str(folder), **parameters}
    )


def test_push(cases, tmp_path):
    place, tasks, county = cases
    folder = tmp_path / "推送"
    given = {"LANDUSE": f"{county}|layername=DLTB", "RED_LINES": [f"{county}|layername=YJJBNTBHTB"]}
    found = push(place, folder, INSTRUCTION="查是否占耕", **given)
    assert (found["TASKS"], found["PACKAGES"]) == (2, 1)
    names = sorted(path.name for path in folder.iterdir())
    assert "推送清单.xlsx" in names and "推送清单.html" in names
    [package] = [path for path in folder.iterdir() if path.is_dir()]
    assert sorted(path.name for path in package.iterdir()) == ["DCIM", "data.gpkg", "task.qgz"]
    with opened(place) as case:
        assert {number: task_of(case, uuid).state for number, uuid in tasks.items()} == {
            "A0": "pushed",
            "A1": "pushed",
            "A2": "new",
        }
        pushes = case_rows(case, "push")
    # Two tasks, four receivers each.
    assert len(pushes) == 8 and {row["receiver_kind"] for row in pushes} == {
        *("squadron", "township_office", "street_office", "chief")
    }
    # Opened from another folder, as on a phone: no layer is missing.
    moved = tmp_path / "手机" / "包"
    shutil.copytree(package, moved)
    shutil.rmtree(folder)
    project = QgsProject()
    assert project.read(str(moved / "task.qgz"))
    layers = {layer.name(): layer for layer in project.mapLayers().values()}
    assert all(layer.isValid() for layer in layers.values())
    assert {"Tasks", "Visits", "Evidence", "Tracks"} <= set(layers) and len(project.mapLayers()) == 6
    assert layers["Tasks"].featureCount() == 2 and layers["Tasks"].customProperty("QFieldSync/action") == "copy"
    assert layers["Tasks"].customProperty("QFieldSync/is_attribute_editing_locked") in (True, "true")
    visits = layers["Visits"]
    assert visits.customProperty("QFieldSync/action") == "offline"
    assert visits.defaultValueDefinition(visits.fields().lookupField("uuid")).expression() == "uuid('WithoutBraces')"
    assert project.readBoolEntry("qfieldsync", "forceStamping")[0]
    check_forms(layers)
    check_stamp(project.readEntry("qfieldsync", "stampingDetailsTemplate")[0])
    # The land around the task as planners know it, under the task itself in red.
    order = [layer.name() for layer in project.layerTreeRoot().layerOrder()]
    assert order == ["Tasks", "Visits", "Evidence", "Tracks", "Permanent basic farmland", "Land use"], order
    assert layers["Land use"].renderer().type() == "categorizedSymbol"
    assert layers["Tasks"].renderer().symbol().symbolLayer(0).strokeColor().name() == "#dc0000"
    fields = {field for layer in layers.values() for field in layer.fields().names()}
    assert not fields & {"phone", "name", "QLR", "SJHM"}


def test_forty_tasks(tmp_path, smallcounty):
    """A package of forty tasks, with the land around them, in under ten seconds of one core."""
    county, target = smallcounty.write(tmp_path), tmp_path / "c.gpkg"
    processing.run("redline:createcasefile", {"OUTPUT": str(target)})
    alerts = tmp_path / "alerts.csv"
    rows = "".join(f"A{n},2021-09-01 {n // 4 % 24:02d}:{n % 4 * 10:02d},{LON + n / 500:.4f},{LAT}\n" for n in range(40))
    alerts.write_text(HEADER + rows, "utf-8")
    processing.run("redline:importalerts", {"INPUT": str(alerts), "CASES": str(target)})
    place = CasePlace(target)
    with opened(place) as case:
        tasks = [row["uuid"] for row in case_rows(case, "task")]
    happen(place, *(Happening(task, "judge", Facts("张", at(24 * 60))) for task in tasks))
    before = time.process_time()
    given = {"LANDUSE": f"{county}|layername=DLTB", "RED_LINES": [f"{county}|layername=YJJBNTBHTB"]}
    assert push(place, tmp_path / "out", **given)["TASKS"] == 40
    assert time.process_time() - before < 10


def check_forms(layers):
    """Lists of values, pictures by their relative path, tracks that begin by themselves and ask nothing."""

    def widget(layer, field):
        return layers[layer].editorWidgetSetup(layers[layer].fields().lookupField(field))

    for layer, field, words in (
        ("Visits", "finding", ["属实", "不属实", "现状未变化", "无法到达", "其他"]),
        ("Visits", "build_status", ["无建设", "动工", "在建", "建成", "拆除", "已复耕"]),
        ("Evidence", "kind", ["远景", "近景", "全景", "方向", "视频", "文件"]),
    ):
        assert widget(layer, field).type() == "ValueMap"
        assert [key for each in widget(layer, field).config()["map"] for key in each] == words
    assert widget("Evidence", "file").type() == "ExternalResource"
    assert widget("Evidence", "file").config()["RelativeStorage"] in (1, "1")
    assert widget("Visits", "task").type() == "ValueRelation"
    tracks = layers["Tracks"]
    assert tracks.customProperty("QFieldSync/tracking_session_active") in (True, "true")
    assert int(tracks.customProperty("QFieldSync/tracking_time_requirement_interval_seconds")) == 5
    assert tracks.editFormConfig().suppress() == Qgis.AttributeFormSuppression.On


def check_stamp(template):
    """The stamp as QField evaluates it: with a position and a direction, and without either."""
    context = QgsExpressionContext()
    bare = QgsExpression.replaceExpressionText(template, context)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", bare), bare
    scope = QgsExpressionContextScope()
    point = QgsGeometry.fromPointXY(QgsPointXY(115.4412345, 36.4801234))
    for name, value in (("coordinate", point), ("horizontal_accuracy", 3.26), ("orientation", 87.6)):
        scope.setVariable(f"position_{name}", value)
    context.appendScope(scope)
    stamped = QgsExpression.replaceExpressionText(template, context)
    assert stamped[19:] == "  经度 115.441235  纬度 36.480123  精度 3.3 米  方位 88°"


def test_notices(cases, tmp_path):
    """One sheet a task: place, classes, red lines, the promise that counts from the push, receivers; no persons."""
    place, _, county = cases
    given = {"LANDUSE": f"{county}|layername=DLTB", "RED_LINES": [f"{county}|layername=YJJBNTBHTB"]}
    push(place, tmp_path / "推送", NOTICES=True, INSTRUCTION="查是否占耕", AS_OF="2021-09-01T10:00:00", **given)
    printed = text_of(tmp_path / "推送" / "核查通知单.pdf")
    assert printed.count("核查通知单") == 2 and "A0" in printed and "A1" in printed and "A2" not in printed
    assert printed.count("2021-09-01 11:00") == 2, "on site within 1 hour of the push at 10:00"
    assert "查是否占耕" in printed and "执法中队" in printed and "红线核查" in printed and "地类面积表" in printed
    # A disc of 20 m has π · 20² = 1,256.64 m² in the limit; one of 36 corners 0.5 % less: 0.1250 ha.
    assert "0.12" in printed and "张" not in printed.replace("签", "")
    with opened(place) as case:
        assert [row.at.isoformat() for row in events_of(case) if row.event == "push"] == [
            "2021-09-01T10:00:00+08:00"
        ] * 2


def test_notices_without_layers(cases, tmp_path):
    """Where no layer tells of the land, the map is in the zone of the spots and the notice says the rest."""
    place, _, _ = cases
    QgsProject.instance().clear()
    push(place, tmp_path / "推送", NOTICES=True, LANGUAGE="en")
    printed = text_of(tmp_path / "推送" / "Verification notices.pdf")
    assert (
        "Verification notice" in printed and "Enforcement squadron" in printed and "Areas by land class" not in printed
    )


def text_of(pdf):
    return subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True, text=True).stdout


def test_only_some(cases, tmp_path):
    place, _, _ = cases
    assert push(place, tmp_path / "a", FILTER="\"number\" = 'A1'", RECEIVERS=["squadron"])["TASKS"] == 1
    assert not [path for path in (tmp_path / "a").iterdir() if path.is_dir()], "the package is the chief's"
    found = push(place, tmp_path / "b", FILTER="\"number\" = 'A9'")
    assert (found["TASKS"], found["PACKAGES"]) == (0, 0) and not (tmp_path / "b").exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"BY": " "}, "Say who pushes the tasks"),
        ({"FILTER": "number ="}, "FILTER is no expression"),
        ({"FILTER": "nosuch(number)"}, "FILTER is no expression"),
        ({"NOTICES": True, "TEMPLATES": "/nowhere"}, "of page templates is not there"),
    ],
)
def test_what_is_refused(cases, tmp_path, given, message):
    place, _, _ = cases
    with pytest.raises(QgsProcessingException, match=message):
        push(place, tmp_path / "out", **given)
    assert not (tmp_path / "out").exists()
    with opened(place) as case:
        assert not [row for row in events_of(case) if row.event == "push"]


@pytest.fixture
def package(cases, tmp_path):
    """The pushed package, with a visit and two pictures: one from beside the spot, one from 1.1 km away."""
    place, tasks, _ = cases
    push(place, tmp_path / "推送")
    [folder] = [path for path in (tmp_path / "推送").iterdir() if path.is_dir()]
    with opened(place) as case:
        spot = next(row for row in case_rows(case, "spot") if row["number"] == "A0")
    now = datetime.now(OFFICE_ZONE).replace(microsecond=0) + timedelta(minutes=1)
    data = ogr.Open(str(folder / "data.gpkg"), 1)
    add(data, "visit", (spot["lon"], spot["lat"]), uuid="v1", task=tasks["A0"], by="李", arrived_at=now.isoformat())
    for key, offset in (("e1", 0.0005), ("e2", 0.01)):
        (folder / "DCIM" / f"{key}.jpg").write_bytes(b"\xff\xd8" + key.encode())
        values = {"visit": "v1", "file": f"DCIM/{key}.jpg", "taken_at": now.isoformat(), "made_by": "field"}
        add(data, "evidence", (spot["lon"], spot["lat"] + offset), uuid=key, **values)
    data = None
    return place, tasks, folder


def add(data, table, xy, **values):
    layer = data.GetLayerByName(table)
    feature = ogr.Feature(layer.GetLayerDefn())
    for name, value in values.items():
        feature.SetField(name, value)
    feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({xy[0]} {xy[1]})"))
    layer.CreateFeature(feature)


def merge(place, folder, **parameters):
    found = processing.run(
        "redline:mergefield", {"CASES": str(place.path), "INPUT": str(folder), "BY": "张", **parameters}
    )
    return tuple(found[name] for name in ("VISITS", "EVIDENCE", "VALID", "REFUSED"))


def test_merge(package):
    place, tasks, folder = package
    assert merge(place, folder.parent) == (1, 2, 1, 0)
    with opened(place) as case:
        evidence = {row["uuid"]: row for row in case_rows(case, "evidence")}
        assert task_of(case, tasks["A0"]).state == "evidence"
        steps = [(row.event, row.by) for row in events_of(case, tasks["A0"])]
    assert steps == [("judge", "张"), ("push", "张"), ("arrive", "李"), ("give_evidence", "李")]
    # 0.0005° are 55.7 m, less the disc's 20 m; 0.01° are 1,113 m.
    assert evidence["e1"]["distance_to_spot"] == pytest.approx(35.6, abs=0.3) and evidence["e1"]["valid"] == 1
    assert evidence["e2"]["valid"] == 0 and evidence["e2"]["why_not"] == "it was taken 1093 m from the spot"
    kept = place.path.with_name("案卷_files")
    assert (kept / evidence["e1"]["file"]).read_bytes() == b"\xff\xd8e1"
    before = place.path.read_bytes()
    assert merge(place, folder.parent) == (0, 0, 0, 0), "twice is the same as once"
    with opened(place) as case:
        assert len(case_rows(case, "visit")) == 1 and len(events_of(case)) == 6
    assert len(before) == len(place.path.read_bytes())


def test_case_sheets(package, tmp_path):
    """A sheet of the case with its events and both pictures, the valid one first; none where nothing is asked for."""
    place, _, folder = package
    merge(place, folder)
    pictures = place.path.with_name("案卷_files")
    for file in pictures.iterdir():
        QImage(40, 30, QImage.Format.Format_RGB32).save(str(file), "JPG")
    target = tmp_path / "case.pdf"
    given = {"CASES": str(place.path), "OUTPUT_FUNNEL": "memory:", "OUTPUT_SHEETS": str(target)}
    processing.run("redline:casereport", given)
    assert not target.exists(), "there is no suspected case"
    processing.run("redline:casereport", {**given, "SHEETS_FILTER": "\"state\" = 'evidence'"})
    printed = text_of(target)
    assert "A0" in printed and "A1" not in printed and "举证" in printed and "2 件中有效 1 件" in printed
    # 0.0005° are 55.7 m, less the disc's 20 m; 0.01° are 1,113 m.
    assert printed.index("距图斑 35 米") < printed.index("距图斑 1093 米") and "李" not in printed
    with pytest.raises(QgsProcessingException, match="SHEETS_FILTER is no expression"):
        processing.run("redline:casereport", {**given, "SHEETS_FILTER": "state ="})


def test_what_is_not_taken(package):
    """A task of another case file, a picture that is not there, one outside the package."""
    place, _, folder = package
    data = ogr.Open(str(folder / "data.gpkg"), 1)
    add(data, "visit", (LON, LAT), uuid="v9", task="elsewhere", by="李")
    add(data, "evidence", (LON, LAT), uuid="e8", visit="v1", file="DCIM/none.jpg")
    add(data, "evidence", (LON, LAT), uuid="e9", visit="v1", file="../../案卷.gpkg")
    data = None
    assert merge(place, folder) == (1, 2, 1, 3)
    with opened(place) as case:
        assert {row["uuid"] for row in case_rows(case, "evidence")} == {"e1", "e2"}


def test_no_package(cases, tmp_path):
    place, _, _ = cases
    (tmp_path / "empty").mkdir()
    with pytest.raises(QgsProcessingException, match="holds no field package"):
        merge(place, tmp_path / "empty")


def personal_red_line(crs, values=("11010519491231002X", "371525197001010018")):
    """A red line around the alerts with a field whose name tells nothing and whose values are identity numbers."""
    layer = QgsVectorLayer(f"Polygon?crs={crs}&field=BSM:string&field=BZ1:string(30)", "红线", "memory")
    features = []
    for value in values:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(["1", value])
        feature.setGeometry(QgsGeometry.fromWkt("POLYGON((115 36, 116 36, 116 37, 115 37, 115 36))"))
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def test_personal_data_by_its_values_stays_at_home(cases, tmp_path):
    place, _, _ = cases
    feedback = QgsProcessingFeedback(False)
    given = {"CASES": str(place.path), "BY": "张", "OUTPUT": str(tmp_path / "out")}
    processing.run("redline:pushtasks", {**given, "RED_LINES": [personal_red_line("EPSG:4490")]}, feedback=feedback)
    [data] = (tmp_path / "out").rglob("data.gpkg")
    layer = QgsVectorLayer(f"{data}|layername=redline_0", "r", "ogr")
    assert layer.featureCount() == 2 and layer.fields().names() == ["fid", "BSM"]
    assert b"11010519491231002X" not in data.read_bytes()
    assert "红线: 2 values of the field BZ1, the first in feature 1, are identity numbers" in feedback.textLog()


def test_a_layer_without_a_system_is_refused(cases, tmp_path):
    """Nothing of it would be found around the tasks, and nobody would be told."""
    place, tasks, _ = cases
    with pytest.raises(QgsProcessingException, match="Layer 红线 has no coordinate system: set one in its properties"):
        push(place, tmp_path / "out", RED_LINES=[personal_red_line("")])
    with opened(place) as case:
        assert task_of(case, tasks["A0"]).state == "judged"


def by_hand(place, statement):
    """As a person changes a case file; without the triggers, which call functions of other programs."""
    with closing(sqlite3.connect(place.path)) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        database.execute(statement)
        database.commit()


def test_a_task_without_a_place_is_told(cases, tmp_path):
    place, tasks, _ = cases
    by_hand(place, "UPDATE spot SET geom = NULL WHERE number = 'A1'")
    feedback = QgsProcessingFeedback(False)
    given = {"CASES": str(place.path), "BY": "张", "OUTPUT": str(tmp_path / "out")}
    assert processing.run("redline:pushtasks", given, feedback=feedback)["TASKS"] == 1
    assert f"1 tasks wait without a place and are not pushed: {tasks['A1']}." in feedback.textLog()


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE spot SET seen_at = 'yesterday' WHERE fid = 1", "row 1 of table spot has “yesterday” in seen_at"),
        ("UPDATE spot SET lon = NULL WHERE fid = 2", "row 2 of table spot has “” in lon"),
        ("UPDATE task SET created_at = '2021-09-01' WHERE fid = 1", "row 1 of table task has “2021-09-01” in created"),
        ("ALTER TABLE task DROP COLUMN due", "table task has no field due: take a copy of the file that is whole"),
    ],
)
def test_a_case_file_that_was_edited_by_hand(cases, tmp_path, statement, message):
    """Anybody may open it in QGIS: a sentence names the row, in each tool that reads the table."""
    place, _, _ = cases
    by_hand(place, statement)
    given = {"CASES": str(place.path), "BY": "张", "OUTPUT": str(tmp_path / "out")}
    for tool, more in (
        ("pushtasks", given),
        ("casereport", {"CASES": str(place.path), "OUTPUT_FUNNEL": str(tmp_path / "f.csv")}),
        ("importalerts", {"CASES": str(place.path), "INPUT": str(tmp_path / "alerts.csv")}),
    ):
        with pytest.raises(QgsProcessingException, match=f"案卷.gpkg: {message}"):
            processing.run(f"redline:{tool}", more)


def test_without_openpyxl_the_page_and_the_packages_go_out(cases, tmp_path, monkeypatch):
    place, _, _ = cases
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    feedback = QgsProcessingFeedback(False)
    given = {"CASES": str(place.path), "BY": "张", "OUTPUT": str(tmp_path / "out")}
    assert processing.run("redline:pushtasks", given, feedback=feedback)["TASKS"] == 2
    assert sorted(path.name for path in (tmp_path / "out").iterdir() if path.is_file()) == [
        "manifest.json", "推送清单.html",
    ]  # fmt: skip
    assert "All is made but the workbooks. The package openpyxl is missing" in feedback.textLog()
