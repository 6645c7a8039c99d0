"""Every name of QGIS that the plugin uses is there, and every enum's value is reached through its enum: as on Qt 6,
where nothing else is. What is Qt's own is asked of PyQt6's types (scripts/qt6_check.py)."""

import ast
import enum
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("core", "layers", "layouts", "processing", "ui", "i18n")
MODULES = ("qgis.core", "qgis.gui", "qgis.analysis", "qgis.utils", "qgis.PyQt")


def sources():
    yield ROOT / "__init__.py"
    yield ROOT / "plugin.py"
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob("*.py"))


def imported(tree):
    """The names that ``tree`` imports from QGIS, with what each is."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(MODULES):
            module = importlib.import_module(node.module)
            for alias in node.names:
                found[alias.asname or alias.name] = getattr(module, alias.name, None)
    return found


def chains(tree):
    """Dotted names as written: line, first name, and the attributes after it."""
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in inner:
            names, line = [], node.lineno
            while isinstance(node, ast.Attribute):
                names.append(node.attr)
                node = node.value
            if isinstance(node, ast.Name):
                yield line, node.id, names[::-1]


def is_enum_value(thing):
    """Of Python's enums, or of those that sip makes, whose class is an int's named within another class."""
    kind = type(thing)
    return isinstance(thing, enum.Enum) or (isinstance(thing, int) and kind is not bool and "." in kind.__qualname__)


def faults(source):
    """What Qt 6 would not find in ``source``, by line."""
    tree = ast.parse(source)
    names = imported(tree)
    found = [f"0: {name} is not in QGIS" for name, thing in names.items() if thing is None]
    for line, first, attributes in chains(tree):
        thing = names.get(first)
        for name in attributes:
            if not isinstance(thing, type):
                break
            inner = getattr(thing, name, None)
            written = f"{first}.{'.'.join(attributes)}"
            if inner is None and not hasattr(thing, name):
                found.append(f"{line}: {written}: {thing.__name__} has no {name}")
            elif is_enum_value(inner) and type(inner) is not thing:
                found.append(f"{line}: {written}: not through {type(inner).__qualname__}")
            thing = inner
    return found


def test_names_and_enums_of_the_plugin(qgis_app):
    found = {str(path.relative_to(ROOT)): faults(path.read_text(encoding="utf-8")) for path in sources()}
    assert len(found) > 200
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("source", "sentences"),
    [
        ("from qgis.core import Qgis\nQgis.WkbType.Polygon", []),
        (
            "from qgis.core import QgsWkbTypes\nQgsWkbTypes.Polygon",
            ["2: QgsWkbTypes.Polygon: not through Qgis.WkbType"],
        ),
        ("from qgis.PyQt.QtCore import Qt\nQt.AlignLeft", ["2: Qt.AlignLeft: not through Qt.AlignmentFlag"]),
        ("from qgis.PyQt.QtCore import Qt\nQt.AlignmentFlag.AlignLeft", []),
        ("from qgis.core import QgsProject\nQgsProject.gone()", ["2: QgsProject.gone: QgsProject has no gone"]),
        ("from qgis.core import QgsGone", ["0: QgsGone is not in QGIS"]),
        ("from qgis.core import QgsProject\nQgsProject.instance().anything", []),
    ],
)
def test_what_is_found(qgis_app, source, sentences):
    assert faults(source) == sentences
