"""scripts/qt6_check.py sees what would fall on Qt 6, without Qt 6."""

import importlib.util
from pathlib import Path

import numpy
import pytest

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("redline_qt6_check", ROOT / "scripts" / "qt6_check.py")
qt6_check = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(qt6_check)

# Each line with what PyQt6's types say of it; None: right on Qt 6.
PLANTED = (
    ("from qgis.PyQt.QtCore import QTimer, Qt, QVariant, pyqtSignal", None),
    ("from qgis.PyQt.QtGui import QColor, QFontDatabase", None),
    ("from qgis.PyQt.QtWidgets import QAction, QDialog, QLabel, QTableView", None),
    ("from qgis.PyQt.QtWidgets import QDesktopWidget", 'has no attribute "QDesktopWidget"'),
    ("from qgis.core import QgsProject", None),
    ("left = Qt.AlignmentFlag.AlignLeft", None),
    ("unscoped = Qt.AlignLeft", '"type[Qt]" has no attribute "AlignLeft"'),
    ("colour = QColor(Qt.GlobalColor.red)", None),
    ("fonts = QFontDatabase()", 'Missing positional argument "a0" in call to "QFontDatabase"'),
    ("QDialog().exec()", None),
    ("QDialog().exec_()", '"QDialog" has no attribute "exec_"'),
    ("QLabel().setAlignment(4)", 'Argument 1 to "setAlignment" of "QLabel" has incompatible type "int"'),
    ("QTableView().horizontalHeader().setSectionResizeMode(1)", "No overload variant"),
    ("QTableView().horizontalHeader().setVisible(True)", None),
    ("QTimer.singleShot(0.5, print)", "No overload variant"),
    ("action = QAction('text')", None),
    ("QgsProject.instance().anything(QVariant())", None),
)


@pytest.mark.skipif(not numpy.__version__.startswith("1."), reason="mypy is run where numpy 1 is (Debian 12)")
def test_what_falls_on_qt6_is_found_and_nothing_else(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text("\n".join(line for line, _ in PLANTED) + "\n", encoding="utf-8")
    said = {}
    for line in qt6_check.ask_mypy(str(planted)).splitlines():
        if ": error: " in line:
            place, _, sentence = line.partition(": error: ")
            said[int(place.rpartition(":")[2])] = sentence
    assert set(said) == {number for number, (_, found) in enumerate(PLANTED, 1) if found}
    for number, (_, found) in enumerate(PLANTED, 1):
        assert found is None or found in said[number]


class TestFindings:
    OUTPUT = (
        '.build/plugins/redline/ui/a.py:7: error: "QDialog" has no attribute "exec_"  [attr-defined]\n'
        ".build/plugins/redline/ui/a.py:7: note: something\n"
        "scripts/qt6/stubs/qgis/core.pyi:1: error: not ours\n"
        '.build\\plugins\\redline\\ui\\b.py:9: error: "Qt" has no attribute "red"  [attr-defined]\n'
    )
    FOUND = (
        'ui/a.py:7: error: "QDialog" has no attribute "exec_"  [attr-defined]',
        'ui/b.py:9: error: "Qt" has no attribute "red"  [attr-defined]',
    )

    def test_only_errors_of_the_plugin_count(self):
        assert qt6_check.findings(self.OUTPUT) == list(self.FOUND)

    def test_a_known_row_answers_one_finding_of_its_file(self):
        known = [{"file": "ui/a.py", "sentence": 'has no attribute "exec_"'}]
        assert qt6_check.unknown(list(self.FOUND), known) == ([self.FOUND[1]], [])

    def test_a_row_that_is_not_met_is_told(self):
        known = [{"file": "ui/b.py", "sentence": 'has no attribute "exec_"'}]
        assert qt6_check.unknown(list(self.FOUND), known) == (
            list(self.FOUND),
            ['ui/b.py: has no attribute "exec_"'],
        )
