"""The calls of docs/cameras*.md are run just as they stand there, on the demo county."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from parcelruns import demo_county

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs").glob("cameras*.md"))


def calls(page: Path) -> list[str]:
    blocks = re.findall(r"^```\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [block for block in blocks if "qgis_process run" in block]


def test_both_languages_show_the_same_calls():
    assert len(PAGES) == 2
    assert calls(PAGES[0]) == calls(PAGES[1])
    assert len(calls(PAGES[0])) == 1


@pytest.mark.slow
def test_the_calls_of_the_docs(redline, qgis_process, tmp_path):
    (tmp_path / ".build" / "demo").mkdir(parents=True)
    (tmp_path / ".build" / "demo" / "guanxian.gpkg").symlink_to(demo_county())
    (tmp_path / "demo").symlink_to(ROOT / "demo")
    done = subprocess.run(
        ["bash", "-euc", calls(PAGES[0])[0]],
        cwd=tmp_path,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    for name in ("count.tif", "visible.gpkg", "villages.gpkg", "coverage.xlsx"):
        assert (tmp_path / name).stat().st_size > 0, name
