"""The check on the demo county: every planted fault is found at its feature, and a clean county is clean."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from qgis import processing

from redline.layers.checks.layers import CheckRule

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("DLTB", "CJDCQ", "XZQ", "camera")
FOUND_AS = {
    "bow-tie": CheckRule.INVALID,
    "overlap": CheckRule.OVERLAP,
    "gap": CheckRule.AREA,  # the patch itself is too small for its record; the gap is told of its village
    "old-class": CheckRule.OLD_CLASS,
    "missing-class": CheckRule.UNKNOWN_CLASS,
    "unknown-class": CheckRule.UNKNOWN_CLASS,
    "village-code": CheckRule.NO_VILLAGE,
    "area": CheckRule.AREA,
    "duplicate": CheckRule.DUPLICATE_ID,
    "zero-area": CheckRule.ZERO_AREA,
    "gcj02": CheckRule.MAP_OFFSET,
}


def county(folder: Path, *options: str) -> Path:
    target = folder / "county.gpkg"
    subprocess.run(
        [sys.executable, str(ROOT / "demo" / "make.py"), "--output", str(target), "--patches", "20000", *options],
        check=True,
        capture_output=True,
    )
    return target


def check(place: Path) -> dict:
    found = processing.run(
        "redline:checklayers",
        {"INPUT_LAYERS": [f"{place}|layername={name}" for name in LAYERS], "OUTPUT": "TEMPORARY_OUTPUT"},
    )
    found["ROWS"] = [(row["layer"], row["fid"], row["rule"]) for row in found["OUTPUT"].getFeatures()]
    return found


@pytest.mark.slow
def test_every_planted_fault_is_found(redline, tmp_path):
    place = county(tmp_path, "--with-faults")
    found = check(place)
    with sqlite3.connect(place) as database:
        faults = database.execute("SELECT layer, feature, rule FROM demo_faults").fetchall()
    assert {rule for _, _, rule in faults} == set(FOUND_AS)
    for layer, feature, rule in faults:
        name = FOUND_AS[rule].name.lower()
        rows = [row for row in found["ROWS"] if row[0] == layer and row[2] == name]
        if rule == "overlap":
            # a pair is told once, at its first feature
            assert rows
        elif feature:
            assert (layer, feature, name) in rows, (layer, feature, rule)
        else:
            assert any(not isinstance(row[1], int) for row in rows)
    assert any(row[0] == "CJDCQ" and row[2] == "gap" for row in found["ROWS"])
    wanted = CheckRule.GAP
    for rule in FOUND_AS.values():
        wanted |= rule
    assert CheckRule(found["FLAGS"]) & wanted == wanted


@pytest.mark.slow
def test_the_clean_county_is_clean(redline, tmp_path):
    found = check(county(tmp_path))
    assert (found["ERRORS"], found["WARNINGS"], found["FLAGS"]) == (0, 0, 0), found["ROWS"][:5]
