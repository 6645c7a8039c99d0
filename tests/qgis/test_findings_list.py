"""Working through what the check found: next, settled, opened again; the project remembers."""

import pytest
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer


@pytest.fixture
def dock(qgis_iface):
    from redline.ui.findings import LAYERS, FindingsDock

    QgsProject.instance().removeEntry("redline", "settled")
    made = FindingsDock(qgis_iface)
    made.found[LAYERS] = rows()
    made.fill()
    yield made
    made.remove()
    QgsProject.instance().removeEntry("redline", "settled")


def rows():
    from redline.ui.findingrows import FoundRow

    found = (("warning", "7"), ("error", "8"), ("error", "9"))
    return [FoundRow(level, "DLTB", fid, "overlap", "1.0", f"mend {fid}") for level, fid in found]


def chosen(window):
    rows = window.table.selectionModel().selectedRows()
    return window.table.item(rows[0].row(), 2).text() if rows else ""


def test_next_goes_round_and_passes_what_is_settled(dock):
    dock.go_on()
    assert chosen(dock) == "8"
    dock.settle()
    assert chosen(dock) == "9"
    assert dock.table.item(0, 0).font().strikeOut()
    dock.go_on()
    assert chosen(dock) == "7"
    dock.go_on()
    assert chosen(dock) == "9"
    dock.settle()
    dock.settle()
    assert chosen(dock) == ""
    dock.table.selectRow(0)
    dock.settle()
    assert not dock.table.item(0, 0).font().strikeOut()
    assert len(QgsProject.instance().readListEntry("redline", "settled")[0]) == 2


def test_the_counts_follow_what_is_settled(dock):
    assert dock.label.text() == "Errors: 2, warnings: 1"
    dock.go_on()
    dock.settle()
    assert dock.label.text() == "Errors: 1, warnings: 1 · settled: 1"
    dock.table.selectRow(0)
    dock.settle()
    assert dock.label.text() == "Errors: 2, warnings: 1"


def test_what_to_do_is_seen_on_a_small_screen(dock):
    """On 1366 pixels the column begins in the left half, before the rule and its value, and is the widest."""
    header = dock.table.horizontalHeader()
    order = [header.logicalIndex(place) for place in range(6)]
    assert order == [0, 1, 2, 5, 3, 4]
    dock.resize(1366, 200)
    dock.show()
    assert header.sectionPosition(5) < 683
    assert header.sectionSize(5) == max(header.sectionSize(column) for column in range(6))


def test_a_filter_hides_warnings_from_next(dock):
    dock.errors_only.setChecked(True)
    dock.go_on()
    dock.go_on()
    dock.go_on()
    assert chosen(dock) == "8"


def test_another_check_finds_them_settled(dock):
    from redline.ui.findings import LAYERS

    dock.go_on()
    dock.settle()
    dock.found[LAYERS] = [row for row in rows() if row.feature == "8"]
    dock.fill()
    assert dock.table.rowCount() == 1
    assert dock.table.item(0, 0).font().strikeOut()


def test_another_project_begins_with_an_empty_list(dock):
    dock.go_on()
    QgsProject.instance().clear()
    assert dock.table.rowCount() == 0
    assert dock.label.text() == "Nothing was checked yet."


def test_red_lines_stand_in_the_same_list(dock, qgis_iface):
    from redline.ui.findings import RED_LINES

    overlap = QgsVectorLayer(
        "MultiPolygon?crs=EPSG:4527&field=zone:string&field=zone_name:string&field=red_line:string&field=rule:string"
        "&field=verdict:string&field=area_m2:double&field=touched:string",
        "overlap",
        "memory",
    )
    features = []
    for name, rule, verdict, area in (
        ("A1", "must stay out", "violates", 2500.0),
        ("A1", "must be inside", "violates", 12.345),
        ("A2", "must stay out", "touches", 0.004),
    ):
        feature = QgsFeature(overlap.fields())
        feature.setAttributes([name, "一号地块", "Farmland", rule, verdict, area, "F7"])
        feature.setGeometry(QgsGeometry.fromWkt("MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)))"))
        features.append(feature)
    assert overlap.dataProvider().addFeatures(features)[0]
    dock.show_results(RED_LINES, {"OUTPUT_OVERLAP": overlap})
    assert dock.table.rowCount() == 6
    assert dock.label.text() == "Errors: 4, warnings: 2"
    listed = {(row.feature, row.rule): row for row in dock.rows if row.layer == "Farmland"}
    assert listed["A1 一号地块", "must stay out"].message == (
        "2500.00 m² lie inside of Farmland: change the parcel, or take out what is touched (F7)."
    )
    # 12.345 in binary lies a little above.
    assert listed["A1 一号地块", "must be inside"].message.startswith("12.35 m² lie outside of Farmland")
    assert listed["A2 一号地块", "must stay out"].severity == "warning"
    place = next(number for number, row in enumerate(dock.rows) if row.feature == "A1 一号地块")
    canvas = qgis_iface.mapCanvas()
    canvas.setDestinationCrs(overlap.crs())
    dock.table.selectRow(place)
    # 10 m and 1.6 times as wide, and never larger than 1:1000.
    assert canvas.extent().width() >= 15.9
    assert canvas.scale() >= 999
    assert canvas.extent().center().x() == pytest.approx(5)
    # The same check again takes the place of what it found before; the other check's findings stay.
    overlap.dataProvider().truncate()
    dock.show_results(RED_LINES, {"OUTPUT_OVERLAP": overlap})
    assert dock.table.rowCount() == 3
