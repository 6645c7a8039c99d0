"""Every call of docs/parcels*.md is run just as it stands there, on the demo county."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from parcelruns import demo_county

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs").glob("parcels*.md"))


def calls(page: Path) -> list[str]:
    blocks = re.findall(r"^```\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [block for block in blocks if "qgis_process run" in block]


def test_both_languages_show_the_same_calls():
    assert len(PAGES) == 2
    assert calls(PAGES[0]) == calls(PAGES[1])
    assert len(calls(PAGES[0])) == 6


@pytest.fixture(scope="module")
def place(redline, qgis_process, tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    (folder / ".build" / "demo").mkdir(parents=True)
    (folder / ".build" / "demo" / "guanxian.gpkg").symlink_to(demo_county())
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("number", range(6))
def test_a_call_of_the_docs(place, number):
    done = subprocess.run(
        ["bash", "-ec", calls(PAGES[0])[number]],
        cwd=place,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    made = ("parcels.gpkg", "delivered.gpkg", "points.xlsx", "tables/report.html", "plan.html", "ledger.csv")[number]
    assert (place / made).exists()


def test_pictures_are_there():
    for page in PAGES:
        for picture in re.findall(r"\]\((pictures/[^)]+)\)", page.read_text(encoding="utf-8")):
            assert (ROOT / "docs" / picture).is_file()
