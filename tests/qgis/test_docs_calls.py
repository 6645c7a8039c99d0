"""Every call of qgis_process that the pages for users show is run just as it stands there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from corner import make_corner
from realland import make_real_land

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted((ROOT / "docs").glob("usage*.md"))


def calls(page: Path) -> list[str]:
    """The shell commands of a page that run an algorithm."""
    blocks = re.findall(r"^```\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [block for block in blocks if "qgis_process run" in block]


@pytest.fixture(scope="module")
def place(redline, qgis_process, tmp_path_factory):
    """A folder that holds what the pages speak of, in small."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / ".build" / "demo").mkdir(parents=True)

    def batches(name, rows):
        if name != "ZZ_TDZSFW":
            return rows
        return [(*row[:3], "202101", *row[4:]) for row in rows]

    corner = make_corner(folder / ".build" / "demo" / "guanxian.gpkg", change=batches)
    shutil.copy(corner, folder / "county.gpkg")
    make_real_land(folder / "land.gpkg")
    shutil.copytree(ROOT / "tests" / "data" / "landcover", folder / "tests" / "data" / "landcover")
    return folder


CALLS = [(page, number) for page in PAGES for number in range(len(calls(page)))]


@pytest.mark.parametrize(("page", "number"), CALLS, ids=[f"{page.stem}-{number}" for page, number in CALLS])
def test_a_call_of_the_docs(place, page, number):
    shutil.rmtree(place / "dossier", ignore_errors=True)
    done = subprocess.run(
        ["bash", "-c", calls(page)[number]],
        cwd=place,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert (place / "dossier" / "report.html").is_file()


def test_both_languages_show_the_same_calls():
    first, *others = [calls(page) for page in PAGES]
    assert len(first) >= 3
    assert all(other == first for other in others)


def test_every_page_with_calls_has_a_test_that_runs_them():
    """A new page that shows calls must be taken up by a test: here is the list of both."""
    tests = {
        "commandline": "test_commandline.py",
        "usage": "test_docs_calls.py",
        "parcels": "test_parcels_docs.py",
        "cameras": "test_cameras_docs.py",
        "map-sheets": "test_sheets_files.py",
    }
    shown = {
        page.name.split(".")[0]
        for page in (ROOT / "docs").glob("*.md")
        if re.search(r"^\s*qgis_process run |\| qgis_process run ", page.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert shown == set(tests)
    for name in tests.values():
        assert (Path(__file__).parent / name).is_file(), name
