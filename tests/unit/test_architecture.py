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
    "frames": {"frames", "core"},
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
            # A name may be a module of its own where what it comes from is a package.
            inside = ROOT.joinpath(*module.split(".")[1:]) if module.startswith("redline") else None
            if inside is not None and inside.is_dir():
                modules = {alias.name for alias in node.names if (inside / f"{alias.name}.py").is_file()}
                modules |= {alias.name for alias in node.names if (inside / alias.name).is_dir()}
                found |= {f"{module}.{name}" for name in modules}
                if len(modules) == len(node.names):
                    continue
            found.add(module)
    return found


# Inside core and layers: what each room may import, besides the files at their door. A room without a line fails.
DOORS = {
    "core": {"compiled", "errors", "foreign", "pinyin", "redaction", "resources", "rules", "sql", "templates"},
    "layers": {"expressions"},
}
ROOMS = {
    "core": {
        "paper": set(),
        "written": set(),
        "clock": {"written", "rounding", "shapes", "paper"},
        "casework": {"clock", "written", "rounding", "shapes", "paper"},
        "shapes": set(),
        "rounding": {"shapes"},
        "ellipsoid": {"rounding", "shapes"},
        "overlay": {"ellipsoid", "rounding", "shapes"},
        "landuse": {"overlay", "ellipsoid", "rounding", "shapes", "paper"},
        "boundary": {"landuse", "overlay", "ellipsoid", "rounding", "shapes", "paper"},
        "cameras": {"landuse", "overlay", "ellipsoid", "rounding", "shapes", "paper"},
        "parceltext": {"written", "boundary", "landuse", "overlay", "ellipsoid", "rounding", "shapes", "paper"},
        "deliveries": {
            "parceltext",
            "written",
            "boundary",
            "landuse",
            "overlay",
            "ellipsoid",
            "rounding",
            "shapes",
            "paper",
        },
        "approval": {
            "written",
            "parceltext",
            "boundary",
            "landuse",
            "overlay",
            "ellipsoid",
            "rounding",
            "shapes",
            "paper",
        },
    },
    "layers": {
        "reading": set(),
        "roles": {"reading"},
        "looks": {"roles", "reading"},
        "checks": {"roles", "reading"},
        "sight": {"roles", "reading"},
        "casework": {"sight", "looks", "roles", "reading"},
        "county": {"sight", "checks", "looks", "roles", "reading"},
        "measuring": {"sight", "checks", "looks", "roles", "reading"},
    },
}
# Numbers that are printed are rounded half-up in decimals (core.rounding). Python's round() goes to even on the double
# that lies nearest: it may count, place and draw. Where it is called, and why:
ROUNDED = {
    "core/ellipsoid/chebyshev.py": "the middle of a cell, as its key",
    "core/written/times.py": "seconds of a day that Excel writes as a fraction",
    "core/paper/workbook.py": "edges of columns, in columns",
    "layers/roles/recognise.py": "how sure a guess is, compared and sorted by",
    "layers/sight/elevation.py": "a cell size of few digits",
    "layers/sight/viewshed.py": "rows and columns of a raster",
    "layouts/panel.py": "which items stand under one another",
    "layouts/symbols.py": "parts of a colour",
    "ui/findings.py": "a progress bar",
    "ui/live/welcome.py": "a progress bar",
    "ui/splittool.py": "a direction that snaps",
}
PRINTING = ("core", "layers", "layouts", "processing", "ui")
# What paper is may be known by none of ours but these: tables come to it finished.
PAPER_KNOWS = {"errors", "foreign", "resources"}
GROUPS = {"countylayers", "landuse", "redlines", "parcels", "cameras", "casework", "mapsheets"}


FILES = [(room, path) for room in MAY_IMPORT for path in sorted((ROOT / room).rglob("*.py"))]


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(("redline", *(parts[:-1] if parts[-1] == "__init__" else parts)))


def inner_imports(path: Path) -> set[tuple[str, str]]:
    """(outer room, inner room or door file) of what a file of core or layers imports from core or layers."""
    names = [name.split(".") for name in imports_of(path)]
    return {(name[1], name[2]) for name in names if len(name) > 2 and name[0] == "redline" and name[1] in ROOMS}


@pytest.mark.parametrize(("room", "path"), FILES, ids=[str(path.relative_to(ROOT)) for _, path in FILES])
def test_a_room_imports_only_what_stands_to_its_right(room, path):
    rooms = {name.split(".")[1] for name in imports_of(path) if name.startswith("redline.")}
    assert rooms <= MAY_IMPORT[room]


@pytest.mark.parametrize("outer", ROOMS)
def test_every_room_has_its_place(outer):
    folders = {path.parent.name for path in (ROOT / outer).glob("*/__init__.py")}
    files = {path.stem for path in (ROOT / outer).glob("*.py")} - {"__init__"}
    assert folders == set(ROOMS[outer]), "a new room needs its place in ROOMS, and a line in docs/architecture.md"
    assert files == DOORS[outer], "a file belongs into a room, not to the door"


@pytest.mark.parametrize("outer", ROOMS)
def test_the_order_of_rooms_has_no_circle(outer):
    """Each room knows only rooms that stand before it in some one order."""
    left, done = dict(ROOMS[outer]), set()
    while left:
        free = {room for room, known in left.items() if known <= done}
        assert free, f"a circle among {sorted(left)}"
        done |= free
        left = {room: known for room, known in left.items() if room not in free}


FOLDERS = sorted({path.parent for _, path in FILES})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_the_files_of_a_folder_have_no_circle(folder):
    """Each file knows only files beside it that stand before it in some one order."""
    names = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    place = f"{module_of(folder / '__init__.py')}."
    known = {
        name: {
            found.removeprefix(place).split(".")[0]
            for found in imports_of(folder / f"{name}.py")
            if found.startswith(place)
        }
        & names - {name}
        for name in names
    }
    done: set[str] = set()
    while known:
        free = {name for name, beside in known.items() if beside <= done}
        assert free, f"a circle among {sorted(known)}"
        done |= free
        known = {name: beside for name, beside in known.items() if name not in free}


@pytest.mark.parametrize(
    "path", [path for room, path in FILES if room in ROOMS], ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_room_inside_knows_only_the_rooms_before_it(path):
    outer, *inner = path.relative_to(ROOT).parts
    own = inner[0] if len(inner) > 1 else ""
    known = {to for room, to in inner_imports(path) if room == outer} - {own}
    if not own:  # the door of core stands before its rooms, that of layers after them
        assert outer == "layers" or known <= DOORS[outer]
        return
    assert known <= ROOMS[outer][own] | DOORS["core"]
    if (outer, own) == ("core", "paper"):
        assert known <= PAPER_KNOWS


def test_no_printed_number_is_rounded_by_python():
    calling = {
        path.relative_to(ROOT).as_posix()
        for room, path in FILES
        if room in PRINTING
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "round"
    }
    assert calling - set(ROUNDED) == set(), "round it half-up (core.rounding), or say here why it is not printed"
    assert set(ROUNDED) - calling == set(), "these round nothing any more"


def test_the_folder_of_a_tool_is_its_group():
    folders = {path.parent.name for path in (ROOT / "processing").glob("*/__init__.py")}
    assert folders == GROUPS
    text = (ROOT / "processing" / "groups.py").read_text(encoding="utf-8")
    constants = dict(re.findall(r'^([A-Z_]+) = ToolboxGroup\("(\w+)"', text, re.MULTILINE))
    assert set(constants.values()) == GROUPS
    for path in sorted((ROOT / "processing").glob("*/*.py")):
        for constant in re.findall(r"^    GROUP = (\w+)$", path.read_text(encoding="utf-8"), re.MULTILINE):
            assert constants[constant] == path.parent.name, path


def test_features_are_read_in_one_room():
    """A reader beside layers/reading forgets edits, validity, NULL, or what is left out."""
    asking = set()
    for _, path in FILES:
        name = path.relative_to(ROOT).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.Attribute) and node.attr == "getFeatures" for node in ast.walk(tree)):
            asking.add(name)
    asking = {name for name in asking if not name.startswith("layers/reading/")}
    assert asking == set(), "use Run.read, read_table, features_of and the like of layers/reading"


WRITES = {
    "parameterAsSink": {"processing/outputs.py"},
    "addFeature": {"layers/reading/sinks.py"},
    "addFeatures": {"processing/outputs.py", "layouts/records.py"},
    "QgsVectorFileWriter": {
        "layers/reading/sinks.py",
        "processing/outputs.py",
        "processing/destinations.py",
    },
    "parameterAsFileOutput": {"processing/outputs.py"},
}
"""Where layers and files may be written: elsewhere a refused row would be lost, and half an output left."""


def test_there_is_one_base_of_algorithms():
    """Models are drawn, not written: they have a base of QGIS's own."""
    bases = {}
    for path in sorted((ROOT / "processing").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("Algorithm") for base in node.bases):
                bases[node.name] = {ast.unparse(base) for base in node.bases}
    assert bases.pop("RedlineAlgorithm") == {"QgsProcessingAlgorithm"}
    assert set().union(*bases.values()) <= {"RedlineAlgorithm", "QgsProcessingModelAlgorithm"}


@pytest.mark.parametrize("name", WRITES)
def test_outputs_have_one_home(name):
    """Indexes of QGIS take features, too; they are no outputs."""
    for room, path in FILES:
        if room in ("layers", "layouts", "processing"):
            calls = [
                node
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if (
                    isinstance(node, ast.Attribute)
                    and node.attr == name
                    and not ast.unparse(node.value).endswith("index")
                )
                or (isinstance(node, ast.Name) and node.id == name)
            ]
            assert not calls or path.relative_to(ROOT).as_posix() in WRITES[name], (path, calls[0].lineno)


@pytest.mark.parametrize("path", [path for room, path in FILES if room == "core"], ids=lambda path: path.name)
def test_core_knows_neither_qgis_nor_qt(path):
    assert not {name.split(".")[0] for name in imports_of(path)} & NOT_IN_CORE


def test_core_loads_in_a_python_without_qgis():
    """Every module of core is imported where qgis, Qt and osgeo cannot be."""
    modules = [module_of(path) for room, path in FILES if room == "core" and path.stem != "__init__"]
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
        "hasProcessingProvider tags icon category changelog author"
    )
    assert [key for key in wanted.split() if not general.get(key, "").strip()] == []
    # Whoever publishes names places that are theirs (scripts/publisher.py); the source names none that nobody owns.
    assert [general[key] for key in ("email", "homepage", "tracker", "repository")] == [""] * 4
    assert general["qgisMinimumVersion"] == "3.40"
    assert general["qgisMaximumVersion"] == "4.99"
    assert general["hasProcessingProvider"] == "yes"
    # QGIS 3 built with Qt 6 loads no plugin without it; QGIS 4 does not ask.
    assert general["supportsQt6"] == "yes"
    assert (ROOT / general["icon"]).is_file()
    assert "GNU GENERAL PUBLIC LICENSE" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_top_level_is_the_fixed_one():
    for name in ("metadata.txt", "__init__.py", "plugin.py"):
        assert (ROOT / name).is_file()
    for name in ("ui", "layers", "processing", "tests", "i18n"):
        assert (ROOT / name).is_dir()


def test_each_exception_from_the_type_check_says_why():
    """``# type: ignore[kind]  # why``, and none that takes in every kind."""
    said = re.compile(r"# type: ignore\[[a-z-]+\]  # \S+")
    silent = [
        f"{path.relative_to(ROOT).as_posix()}:{number}"
        for _, path in FILES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "# type: ignore" in line and not said.search(line)
    ]
    assert silent == []
