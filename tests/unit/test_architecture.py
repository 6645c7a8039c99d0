"""The rooms and the arrows between them (docs/developing.md)."""

import ast
import re
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

MAY_IMPORT = {
    "core": {"core"},
    "i18n": {"i18n"},
    "layers": {"layers", "core", "i18n"},
    "layouts": {"layouts", "layers", "core", "i18n"},
    "processing": {"processing", "layouts", "layers", "core", "i18n"},
    # The plugin makes the demo county for whom it is the first to see.
    "demo": {"demo", "core"},
    "ui": {"ui", "demo", "processing", "layouts", "layers", "core", "i18n"},
}
NOT_IN_CORE = {"qgis", "PyQt5", "PyQt6", "osgeo", "processing"}


def imports_of(path: Path) -> set[str]:
    """Modules that a file imports, relative ones as `redline.room`."""
    package = ("redline", *path.relative_to(ROOT).parent.parts)
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *([node.module] if node.module else [])))
            found |= {f"{module}.{alias.name}" for alias in node.names} if module == "redline" else {module}
    return found


FILES = [(room, path) for room in MAY_IMPORT for path in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize(("room", "path"), FILES, ids=[str(path.relative_to(ROOT)) for _, path in FILES])
def test_a_room_imports_only_what_stands_to_its_right(room, path):
    rooms = {name.split(".")[1] for name in imports_of(path) if name.startswith("redline.")}
    assert rooms <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", [path for room, path in FILES if room == "core"], ids=lambda path: path.name)
def test_core_knows_neither_qgis_nor_qt(path):
    assert not {name.split(".")[0] for name in imports_of(path)} & NOT_IN_CORE


def test_core_loads_in_a_python_without_qgis():
    """Every module of core is imported where qgis, Qt and osgeo cannot be."""
    modules = [f"redline.core.{path.stem}" for path in sorted((ROOT / "core").glob("[a-z]*.py"))]
    code = f"import sys\nfor name in {sorted(NOT_IN_CORE)!r}: sys.modules[name] = None\n"
    code += f"sys.path.insert(0, {str(ROOT / '.build' / 'plugins')!r})\n"
    code += "\n".join(f"import {name}" for name in modules)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_version_stands_in_metadata_only():
    metadata = ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    version = metadata["general"]["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {version}" in changelog, "the changelog speaks of the version that metadata.txt names"
    for path in (path for _, path in FILES):
        assert not re.search(r"^__version__", path.read_text(encoding="utf-8"), re.MULTILINE), path


def test_what_the_plugin_site_asks_for_is_there():
    metadata = ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    general = metadata["general"]
    wanted = (
        "name description description[zh-Hans] about version qgisMinimumVersion qgisMaximumVersion "
        "hasProcessingProvider tags icon homepage tracker repository category changelog author email"
    )
    assert [key for key in wanted.split() if not general.get(key, "").strip()] == []
    assert general["qgisMinimumVersion"] == "3.40"
    assert general["qgisMaximumVersion"] == "4.99"
    assert general["hasProcessingProvider"] == "yes"
    assert (ROOT / general["icon"]).is_file()
    assert "GNU GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_top_level_is_the_fixed_one():
    for name in ("metadata.txt", "__init__.py", "plugin.py"):
        assert (ROOT / name).is_file()
    for name in ("ui", "layers", "processing", "tests", "i18n"):
        assert (ROOT / name).is_dir()
