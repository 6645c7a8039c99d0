"""What scripts/setup.sh installs is what the tools import, and no more than was asked for; what the demo prints."""

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETUP = (ROOT / "scripts" / "setup.sh").read_text(encoding="utf-8")
ROOMS = ("core", "layers", "layouts", "processing", "ui", "demo", "i18n")
# Debian's package of a Python package, where its name is another; what python3-qgis itself depends on.
DEBIAN = {"osgeo": "python3-gdal", "qgis": "python3-qgis", "processing": "python3-qgis", "console": "python3-qgis"}
# The name under which pip installs a package, where it is another.
PIP = {"chinese_calendar": "chinesecalendar"}
WITH_QGIS = {"numpy", "pyproj", "lxml", "sip", "PyQt5", "PyQt6"}


def script(name):
    spec = importlib.util.spec_from_file_location(f"redline_{name}", ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def imported():
    """Packages of others that shipped code imports, each with one file that does."""
    found = {}
    for path in (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module]
            for name in (name.partition(".")[0] for name in names):
                if name not in sys.stdlib_module_names and name != "redline":
                    found.setdefault(name, path.relative_to(ROOT))
    return found


def test_the_demo_has_what_the_tools_import():
    lists = dict(re.findall(r'^([A-Z]+)="(.*)"$', SETUP, re.MULTILINE))
    wanted = re.search(r'^ +demo \| lint\) WANTED="(.*)" ;;$', SETUP, re.MULTILINE).group(1)
    packages = set(re.sub(r"\$([A-Z]+)", lambda match: lists[match.group(1)], wanted).split())
    demo = (ROOT / "requirements" / "demo.txt").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^(\w+)==", demo, re.MULTILINE))
    names = imported()
    assert {"numpy", "rasterio", "scipy", "shapely", "openpyxl", "numba", "osgeo", "qgis"} <= set(names)
    lacking = {
        name: str(place)
        for name, place in names.items()
        if PIP.get(name, name) not in pinned | WITH_QGIS and DEBIAN.get(name, f"python3-{name}") not in packages
    }
    assert lacking == {}


@pytest.mark.parametrize(("target", "kind"), [("package", "package"), ("install", "install"), ("demo", "demo")])
def test_a_target_sets_up_no_more_than_it_needs(target, kind):
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.findall(r"scripts/setup\.sh (\w+)", done.stdout) == [kind]
    assert re.search(r"^ +package\) WANTED=\"git python3\" ;;$", SETUP, re.MULTILINE)
    assert not re.search(r"^ +(?:package|install|demo \| lint)\).*(?:TESTS|postg)", SETUP, re.MULTILINE)


def test_an_unknown_kind_is_told():
    done = subprocess.run(
        ["bash", str(ROOT / "scripts" / "setup.sh"), "everything"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == (
        "redline: scripts/setup.sh everything: there are package, install, demo, lint, bare, test and bench.\n"
    )


class TestProgress:
    RUN = (
        "\n----------------\nInputs\n----------------\n\nDATE:\t2021-12-31\n\n\n"
        "Reading the parcels…\n0..Reading the land use…\n.10...20Printing 41 map sheets…\n...50...60.."
        "3 parcels were skipped.\n.70The dossier is in .build/2021.\n100 - done.\n"
        "\n----------------\nResults\n----------------\n\nTOTAL_AREA:\t1536030.33\n"
    )
    LINES = (
        "    Reading the parcels… 0\n"
        "    Reading the land use… 10 20\n"
        "    Printing 41 map sheets… 50 60\n"
        "    3 parcels were skipped. 70\n"
        "    The dossier is in .build/2021. 100 %\n"
    )

    @pytest.mark.parametrize("length", [1, 2, 7, 10_000])
    def test_in_pieces_of_any_length(self, length):
        written = []
        steps = script("show_progress").Steps(written.append)
        for start in range(0, len(self.RUN), length):
            steps.feed(self.RUN[start : start + length])
        steps.close()
        assert "".join(written) == self.LINES

    def test_it_is_told_as_it_happens(self):
        written = []
        steps = script("show_progress").Steps(written.append)
        steps.feed(self.RUN.partition("50")[0])
        assert "".join(written).endswith("\n    Printing 41 map sheets…")

    def test_a_run_that_breaks_off(self):
        written = []
        steps = script("show_progress").Steps(written.append)
        steps.feed("\n\n\nReading the parcels…\n0..")
        steps.close()
        assert "".join(written) == "    Reading the parcels… 0\n"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh_Hans"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "zh_CN"}, "zh_Hans"),
        ({}, "en"),
        ({"LANG": "C", "REDLINE_LANGUAGE": "zh_Hans"}, "zh_Hans"),
    ],
)
def test_the_demo_speaks_the_reader_s_language(environment, language):
    done = subprocess.run(
        ["bash", "-c", '. "$0/scripts/env.sh" && printf %s "$REDLINE_LANGUAGE"', str(ROOT)],
        env={"PATH": "/usr/bin:/bin", **environment}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == language
