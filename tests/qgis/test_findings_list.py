"""Working through what the check found: next, settled, opened again; the project remembers."""

import pytest
from qgis.core import QgsProject


@pytest.fixture
def dialog(qgis_iface):
    from redline.ui.findings import FindingsDialog

    QgsProject.instance().removeEntry("redline", "settled")
    window = FindingsDialog(qgis_iface)
    window._fill([[level, "DLTB", fid, "overlap", "1.0", f"mend {fid}"]
                  for level, fid in (("warning", 7), ("error", 8), ("error", 9))])  # fmt: skip
    yield window
    window.reject()
    window.deleteLater()
    QgsProject.instance().removeEntry("redline", "settled")


def chosen(window):
    rows = window.table.selectionModel().selectedRows()
    return window.table.item(rows[0].row(), 2).text() if rows else ""


def test_next_goes_round_and_passes_what_is_settled(dialog):
    dialog.go_on()
    assert chosen(dialog) == "8"
    dialog.settle()
    assert chosen(dialog) == "9"
    assert dialog.table.item(0, 0).font().strikeOut()
    dialog.go_on()
    assert chosen(dialog) == "7"
    dialog.go_on()
    assert chosen(dialog) == "9"
    dialog.settle()
    dialog.settle()
    assert chosen(dialog) == ""
    dialog.table.selectRow(0)
    dialog.settle()
    assert not dialog.table.item(0, 0).font().strikeOut()
    assert len(QgsProject.instance().readListEntry("redline", "settled")[0]) == 2


def test_a_filter_hides_warnings_from_next(dialog):
    dialog.errors_only.setChecked(True)
    dialog.go_on()
    dialog.go_on()
    dialog.go_on()
    assert chosen(dialog) == "8"


def test_another_check_finds_them_settled(dialog, qgis_iface):
    from redline.ui.findings import FindingsDialog

    dialog.go_on()
    dialog.settle()
    again = FindingsDialog(qgis_iface)
    again._fill([["error", "DLTB", 8, "overlap", "2.0", "mend 8"]])
    assert again.table.item(0, 0).font().strikeOut()
    again.reject()
