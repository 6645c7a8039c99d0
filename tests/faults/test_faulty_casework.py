"""Tools that write into a case file: killed, stopped, on a full disk, locked, shut out.

After each the case file holds what it held or all that the run brings, and what the run writes beside it (packages,
pictures) is there with it, or was not needed: never the rows without the files.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta

import pytest
import runs
from osgeo import ogr
from qgis import processing
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsVectorLayer
from test_faulty_runs import COLLEAGUE, check_sentence, points_of, small_disk

from redline.core.casework.states import Facts
from redline.core.written.times import OFFICE_ZONE
from redline.layers.casework.casefile import CasePlace, Happening, case_rows, happen, opened

pytestmark = [
    pytest.mark.usefixtures("redline"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks and limits of Linux"),
]
TOOLS = ("createcasefile", "importalerts", "pushtasks", "mergefield")
NAME = "案卷.gpkg"


@pytest.fixture(scope="module")
def world(redline, smallcounty, tmp_path_factory):
    """Two case files, one with two judged tasks and one with these pushed; a package that came back with a visit and
    two pictures; alerts that are new."""
    folder = tmp_path_factory.mktemp("world")
    county = smallcounty.write(folder)
    village = QgsVectorLayer(f"{county}|layername=CJDCQ", "v", "ogr")
    there = QgsCoordinateTransform(village.crs(), QgsCoordinateReferenceSystem("EPSG:4490"), QgsProject.instance())
    middle = there.transform(next(village.getFeatures()).geometry().centroid().asPoint())
    (folder / "judged").mkdir()
    place = CasePlace(folder / "judged" / NAME)
    processing.run("redline:createcasefile", {"OUTPUT": str(place.path)})
    for letter in "AB":
        rows = "".join(f"{letter}{n},2021-09-01 0{n}:00,{middle.x() + n / 1000},{middle.y()}\n" for n in range(2))
        (folder / f"{letter}.csv").write_text("alert_id,alert_time,lon,lat\n" + rows, "utf-8")
    processing.run("redline:importalerts", {"INPUT": str(folder / "A.csv"), "CASES": str(place.path)})
    with opened(place) as case:
        tasks = {row["number"]: row for row in case_rows(case, "spot")}
    start = datetime(2021, 9, 1, 9, tzinfo=OFFICE_ZONE)
    for row in tasks.values():
        happen(place, Happening(row["uuid"], "judge", Facts("张", start)))
    shutil.copytree(folder / "judged", folder / "pushed")
    pushed = folder / "pushed" / NAME
    processing.run("redline:pushtasks", {"CASES": str(pushed), "BY": "张", "OUTPUT": str(folder / "out")})
    [package] = [path for path in (folder / "out").iterdir() if path.is_dir()]
    now = datetime.now(OFFICE_ZONE).replace(microsecond=0) + timedelta(minutes=1)
    data = ogr.Open(str(package / "data.gpkg"), 1)
    spot = f"POINT ({middle.x()} {middle.y()})"
    add(data, "visit", spot, uuid="v", task=tasks["A0"]["uuid"], by="李", arrived_at=now.isoformat())
    for name in ("e", "f"):
        (package / "DCIM" / f"{name}.jpg").write_bytes(b"\xff\xd8" + name.encode() * 30_000)
        known = {"visit": "v", "file": f"DCIM/{name}.jpg", "taken_at": now.isoformat(), "made_by": "field"}
        add(data, "evidence", spot, uuid=name, **known)
    data = None
    return folder


def add(data, table, wkt, **values):
    layer = data.GetLayerByName(table)
    feature = ogr.Feature(layer.GetLayerDefn())
    for name, value in values.items():
        feature.SetField(name, value)
    feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
    layer.CreateFeature(feature)


def begun(world, tool, folder):
    """A fresh case file in ``folder``, and the parameters of a run that writes into it."""
    folder.mkdir(exist_ok=True)
    cases = folder / NAME
    if tool == "createcasefile":
        return {"OUTPUT": str(cases)}
    shutil.copy(world / ("pushed" if tool == "mergefield" else "judged") / NAME, cases)
    given = {"CASES": str(cases), "BY": "张"}
    if tool == "importalerts":
        return {"CASES": str(cases), "INPUT": str(world / "B.csv")}
    return given | ({"INPUT": str(world / "out")} if tool == "mergefield" else {"OUTPUT": str(folder / "out")})


def rows_of(folder):
    """How many rows each table has, and in which states the tasks are; None without a case file."""
    if not (folder / NAME).exists():
        return None
    with closing(sqlite3.connect(folder / NAME)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        counts = {
            table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("spot", "task", "push", "visit", "evidence", "track", "event")
        }
        return counts, sorted(row[0] for row in database.execute("SELECT state FROM task"))


def files_of(folder):
    """Without the hidden drafts of a killed run, and without the journal by which SQLite takes its rows back."""
    return sorted(name for name in runs.left(folder) if runs.DRAFT not in name and not name.endswith("-journal"))


def whole(forked, world, tool, tmp_path):
    """What a run finds and what it leaves: rows and files, before and after."""
    folder = tmp_path / "whole"
    given = begun(world, tool, folder)
    before = rows_of(folder), files_of(folder)
    ended = forked(tool, given)
    assert ended.well, ended
    after = rows_of(folder), files_of(folder)
    assert before[0] != after[0], "the run brings nothing"
    return ended, before, after


@pytest.mark.parametrize("tool", TOOLS)
def test_killed(request, forked, world, tmp_path, tool):
    many = request.config.getoption("markexpr") != "not slow"
    first, before, after = whole(forked, world, tool, tmp_path)
    for point in points_of(first, 9 if many else 3):
        folder = tmp_path / f"at_{point}"
        ended = forked(tool, begun(world, tool, folder), kill=point)
        assert ended.status == -9 or ended.well, (point, ended)
        rows, files = rows_of(folder), files_of(folder)
        assert rows in (before[0], after[0]), point
        if rows == after[0]:
            assert files == after[1], (point, "rows without their files")
        else:
            assert set(files) <= set(after[1]), point
        assert all(runs.is_whole(folder / name) for name in files if name != NAME), point


@pytest.mark.parametrize("tool", TOOLS)
def test_stopped(forked, world, tmp_path, tool):
    first, before, _ = whole(forked, world, tool, tmp_path)
    assert first.asked, "the tool never asks whether it is to stop"
    for stop in range(1, first.asked + 1):
        folder = tmp_path / f"at_{stop}"
        check_sentence(forked(tool, begun(world, tool, folder), cancel=stop), "cancelled")
        assert (rows_of(folder), sorted(runs.left(folder))) == before, stop


@pytest.mark.parametrize("tool", TOOLS)
def test_a_full_disk(forked, world, tmp_path, tool):
    _, before, after = whole(forked, world, tool, tmp_path)
    ends = []
    for free in (0, 8_192, 40_000, 80_000, 150_000, 1_500_000):
        with small_disk(tmp_path / f"disk_{free}", 6_000_000) as mounted:
            if not mounted:
                pytest.skip("no disk can be mounted")
            disk = tmp_path / f"disk_{free}"
            folder = disk / "out"
            given = begun(world, tool, folder)
            with (disk / "ballast").open("wb") as stream:
                stream.write(bytes(max(0, shutil.disk_usage(disk).free - free)))
            ended = forked(tool, given)
            (disk / "ballast").unlink()
            ends.append(ended.well)
            if not ended.well:
                check_sentence(ended, "is full: make room")
            assert (rows_of(folder), sorted(runs.left(folder))) == (after if ended.well else before), free
    assert ends[0] is False and ends[-1] is True


@pytest.mark.parametrize("tool", ["importalerts", "pushtasks", "mergefield"])
def test_a_case_file_that_another_writes(forked, world, tmp_path, tool):
    """A colleague holds the file; the packages of a push that cannot be entered do not stay."""
    folder = tmp_path / "held"
    given = begun(world, tool, folder)
    before = rows_of(folder), sorted(runs.left(folder))
    with subprocess.Popen(
        [sys.executable, "-c", COLLEAGUE, str(folder / NAME)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as colleague:
        colleague.stdin.write("BEGIN IMMEDIATE\n")
        colleague.stdin.flush()
        colleague.stdout.readline()
        ended = forked(tool, given)
        colleague.stdin.close()
    check_sentence(ended, "locked")
    assert NAME in ended.told
    assert (rows_of(folder), sorted(runs.left(folder))) == before
    assert forked(tool, given).well


@pytest.mark.parametrize("tool", TOOLS)
def test_a_folder_that_may_not_be_written(forked, world, tmp_path, tool):
    folder = tmp_path / "closed"
    given = begun(world, tool, folder)
    before = rows_of(folder), sorted(runs.left(folder))
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    try:
        check_sentence(forked(tool, given, may_write=False))
    finally:
        folder.chmod(0o755)
    assert (rows_of(folder), sorted(runs.left(folder))) == before


def test_of_two_packages_one_is_damaged(forked, world, tmp_path):
    """All of a run or nothing: the first is not taken without the second."""
    folder = tmp_path / "two"
    given = begun(world, "mergefield", folder)
    shutil.copytree(world / "out", tmp_path / "packages" / "a")
    damaged = tmp_path / "packages" / "b"
    damaged.mkdir()
    with closing(sqlite3.connect(damaged / "data.gpkg")) as database:
        database.execute("CREATE TABLE visit (a)")
        database.commit()
    before = rows_of(folder), sorted(runs.left(folder))
    ended = forked("mergefield", {**given, "INPUT": str(tmp_path / "packages")})
    check_sentence(ended)
    assert "data.gpkg" in ended.told or "is no field package" in ended.told
    assert (rows_of(folder), sorted(runs.left(folder))) == before
