"""Every tool that writes: killed, stopped, on a full disk, shut out, beside another run, without a package.

After each: the old output as it was or the new one whole, no leftovers (but a killed run's hidden draft, which goes
with a later run), and one sentence. `make test` asks some tools each, `make test-all` all of them at more points.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager

import everytool
import pytest
import runs
from toolinputs import PARCELS, TALLIES

pytestmark = [
    pytest.mark.usefixtures("redline"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks and limits of Linux"),
]
TOOLS = [
    *TALLIES, *PARCELS, "coveragecircles", "convertclasses", "removemapoffset", "checklayers", "loadcounty",
    "createworkspace", "approvaldossier", "cameraviewshed", "camerasiting", "cameracoverage", "georeferencealert",
    "scanplan", "serviceclock", "casereport",
]  # fmt: skip
WHOLE = pytest.mark.slow


def choice(fault: str, share: int = 5) -> list:
    """All tools; those of `make test` are not marked."""
    quick = runs.some(TOOLS, fault, share)
    return [tool if tool in quick else pytest.param(tool, marks=WHOLE) for tool in TOOLS]


@pytest.fixture
def asked(redline, given, tmp_path):
    """``asked(tool, name)``: parameters with outputs in a folder of this name, and the folder."""

    def make(tool: str, name: str = "out"):
        folder = tmp_path / name
        return runs.with_outputs(redline, given, tool, folder), folder

    return make


def check_sentence(ended: runs.Ended, *words: str) -> None:
    """One sentence for a planner: no traceback, no name of a draft."""
    assert not ended.raised, ended.raised[-1]
    assert ended.told
    assert "Traceback" not in ended.told
    assert "There were errors" not in ended.told
    assert runs.DRAFT not in ended.told
    assert not words or any(word in ended.told for word in words), ended.told


# --- killed, and stopped ----------------------------------------------------------------------------------------------


def points_of(ended: runs.Ended, most: int) -> list[int]:
    """Where to kill: around each file that takes its place, and evenly over the run."""
    near = {point + step for point in ended.places for step in (0, 1)}
    even = {1 + round(i * (ended.points - 1) / max(1, most - 1)) for i in range(most)}
    chosen = sorted(each for each in near | even if 1 <= each <= ended.points)
    return chosen if len(chosen) <= 3 * most else chosen[:: len(chosen) // (3 * most) + 1]


@pytest.mark.parametrize("tool", choice("killed"))
def test_killed(request, forked, asked, tool):
    many = request.config.getoption("markexpr") != "not slow"
    parameters, folder = asked(tool)
    first = forked(tool, parameters)
    assert first.well, first
    before = runs.left(folder)
    assert before == runs.seen(before)
    for point in points_of(first, 5 if many else 2):
        ended = forked(tool, parameters, kill=point)
        # a run may pass fewer points than another: caches are warm
        assert ended.status == -9 or ended.well, (point, ended)
        now = runs.seen(runs.left(folder))
        if len(now) < len(before):
            # Between the two renamings of a folder: the old one is put aside, and the next run puts it back.
            forked(tool, parameters, cancel=first.asked)
            now = runs.seen(runs.left(folder))
            assert now == before, point
        assert sorted(now) == sorted(before), point
        for name, data in now.items():
            assert data == before[name] or runs.is_whole(folder / name), (point, name)
    # A day later their drafts are no run's any more: the next run takes them away, and says so.
    for draft in folder.rglob(f"{runs.DRAFT}*"):
        for each in (draft, *draft.rglob("*")):
            os.utime(each, (time.time() - 100_000, time.time() - 100_000))
    assert forked(tool, parameters).well
    assert sorted(runs.left(folder)) == sorted(before)


@pytest.mark.parametrize("tool", choice("stopped"))
def test_stopped(request, forked, asked, tool):
    many = request.config.getoption("markexpr") != "not slow"
    parameters, folder = asked(tool)
    first = forked(tool, parameters)
    assert first.well, first
    assert first.asked, "the tool never asks whether it is to stop"
    before = runs.left(folder)
    stops = {1 + round(i * (first.asked - 1) / 5) for i in range(6)} if many else {1, first.asked}
    for stop in sorted(stops):
        ended = forked(tool, parameters, cancel=stop)
        check_sentence(ended, "cancelled")
        assert runs.left(folder) == before, stop


# --- full disks -------------------------------------------------------------------------------------------------------


@contextmanager
def small_disk(place, size: int):
    """A disk of ``size`` bytes at ``place``; gives False where the machine does not let us mount one."""
    place.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, check=False
        ).returncode
    )
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], capture_output=True, check=True)


@pytest.mark.parametrize("tool", choice("full"))
def test_a_full_disk(request, forked, asked, redline, given, tmp_path, tool):
    many = request.config.getoption("markexpr") != "not slow"
    size = 8_000_000
    with small_disk(tmp_path / "disk", size) as mounted:
        if not mounted:
            pytest.skip("no disk can be mounted: test_files_that_may_not_grow asks the same")
        folder = tmp_path / "disk" / "out"
        parameters = runs.with_outputs(redline, given, tool, folder)
        first = forked(tool, parameters)
        assert first.well, first
        before = runs.left(folder)
        ballast = tmp_path / "disk" / "ballast"
        for free in (0, 65_536, 400_000) if many else (0, 65_536):
            ballast.unlink(missing_ok=True)
            room = shutil.disk_usage(tmp_path / "disk").free
            with ballast.open("wb") as stream:
                stream.write(bytes(max(0, room - free)))
            ended = forked(tool, parameters)
            now = runs.left(folder)
            if ended.well:
                assert sorted(now) == sorted(before), free
                assert all(runs.is_whole(folder / name) for name in now), free
                continue
            check_sentence(ended, "is full", "cannot be written")
            assert now == before, free


@pytest.mark.parametrize("tool", choice("file size"))
def test_files_that_may_not_grow(request, forked, asked, tool):
    many = request.config.getoption("markexpr") != "not slow"
    parameters, folder = asked(tool)
    first = forked(tool, parameters)
    assert first.well, first
    before = runs.left(folder)
    for size in (0, 1_000, 90_000) if many else (1_000,):
        ended = forked(tool, parameters, file_size=size)
        now = runs.left(folder)
        if ended.well:
            assert sorted(now) == sorted(before), size
            assert all(runs.is_whole(folder / name) for name in now), size
            continue
        check_sentence(ended)
        assert now == before, size


COLLEAGUE = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
for line in sys.stdin:
    rows = database.execute(line).fetchall()
    print(rows[0][0] if rows else "", flush=True)
"""


def kept(folder) -> dict[str, bytes]:
    """All files but SQLite's shared memory, into which every reader writes where it stands."""
    return {name: data for name, data in runs.left(folder).items() if not name.endswith("-shm")}


@contextmanager
def a_colleague(path):
    """Another process that has a database open in WAL, with frames in it: ``ask(statement)``.

    Not this one, which would take back its locks whenever it reads the file to compare it.
    """
    with subprocess.Popen(
        [sys.executable, "-c", COLLEAGUE, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def ask(statement: str) -> str:
            process.stdin.write(statement + "\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        assert ask("PRAGMA journal_mode=WAL") == "wal"
        ask("CREATE TABLE mine (a)")
        try:
            yield ask
        finally:
            process.stdin.close()


# --- locked, shut out, two at once ------------------------------------------------------------------------------------


@pytest.mark.parametrize("tool", choice("locked"))
def test_a_target_that_is_open_elsewhere(forked, asked, tool):
    """A colleague holds the file with frames in its journal; a new file beside them would be damaged for good."""
    parameters, folder = asked(tool)
    assert forked(tool, parameters).well
    databases = sorted(folder.rglob("*.gpkg"))
    if not databases:
        pytest.skip("writes no database")
    whole_folders = [path for path in databases if path.parent != folder]
    for path in databases[:2]:
        with a_colleague(path) as ask:
            before = kept(folder)
            assert f"{path.relative_to(folder).as_posix()}-wal" in before
            ended = forked(tool, parameters)
            check_sentence(ended)
            assert path.name in ended.told or path in whole_folders, ended.told
            assert kept(folder) == before
            assert ask("PRAGMA integrity_check") == "ok"
            assert ask("SELECT count(*) FROM mine") == "0"
            ask("DROP TABLE mine")
            ask("PRAGMA journal_mode=DELETE")


@pytest.mark.parametrize("tool", choice("read only"))
def test_a_folder_that_may_not_be_written(forked, asked, tool):
    parameters, folder = asked(tool)
    folder.chmod(0o555)
    try:
        ended = forked(tool, parameters, may_write=False)
        check_sentence(ended, "cannot be written", "choose a folder in which you may write")
        assert runs.left(folder) == {}
    finally:
        folder.chmod(0o755)


@pytest.mark.parametrize("tool", choice("two writers"))
def test_two_runs_to_one_place(forked, asked, tool):
    """Both end well or with a sentence, and what stands there is whole: of the one or of the other."""
    parameters, folder = asked(tool)
    alone = forked(tool, asked(tool, "alone")[0])
    assert alone.well
    expected = sorted(runs.left(folder.with_name("alone")))
    ends = forked.several(tool, parameters, 2)
    for ended in ends:
        if not ended.well:
            check_sentence(ended)
    assert any(ended.well for ended in ends), [ended.told for ended in ends]
    now = runs.left(folder)
    assert sorted(now) == expected
    assert all(runs.is_whole(folder / name) for name in now)


# --- packages ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("package", ["openpyxl", "numba", "scipy", "lxml"])
@pytest.mark.parametrize("tool", choice("package", 8))
def test_a_missing_package(forked, asked, tool, package):
    """What can be made without it is made; else a sentence names it before anything is written."""
    parameters, folder = asked(tool)
    ended = forked(tool, parameters, missing=package)
    if ended.well:
        assert all(runs.is_whole(folder / name) for name in runs.left(folder))
        return
    check_sentence(ended, package)
    assert runs.left(folder) == {}


# --- folders that may not be read -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tool", "parameter"), [("importparceltext", "INPUT"), ("folderlayers", "FOLDER"), ("loadcounty", "INPUT")]
)
def test_a_folder_that_may_not_be_read(forked, redline, given, tmp_path, tool, parameter):
    """One of a delivery's folders: the run stops and names it, for its layers would be missing without a word."""
    delivery = tmp_path / "delivery"
    shutil.copytree(next(p for p in given["folderlayers"].values()), delivery / "open")
    closed = delivery / "closed"
    closed.mkdir()
    folder = tmp_path / "out"
    folder.mkdir()
    asked = {**given[tool], parameter: [str(delivery)] if tool == "importparceltext" else str(delivery)}
    asked |= everytool.outputs(redline.algorithm(tool), asked, folder)
    closed.chmod(0)
    try:
        ended = forked(tool, asked, may_write=False)
        check_sentence(ended, f"Folder {closed} cannot be read (Permission denied): ask for the right to read it")
        assert runs.left(folder) == {}
    finally:
        closed.chmod(0o755)


# --- map sheets: those that are done stay, each whole ----------------------------------------------------------------


def sheets_into(folder, given, **more) -> dict:
    landuse = given["tallybylanduse"]["LANDUSE"]
    return {**given["mapsheets"], "SHEET": "parcel", "LANDUSE": landuse, "DPI": 60, "OUTPUT": str(folder), **more}


def whole_sheets(folder) -> list[str]:
    """The sheets in a folder, each of them whole; nothing else but what a batch keeps to go on."""
    names = runs.left(folder) if folder.exists() else {}
    kept = (".redline-mapsheets", ".redline-sheets/")
    assert not [name for name in names if ".sheet-" in name or (name.startswith(".") and not name.startswith(kept))]
    assert all(runs.is_whole(folder / name) for name in shown(folder)), names
    return sorted(shown(folder))


@pytest.mark.parametrize(
    ("kind", "book"), [("pdf", False), *(pytest.param(*each, marks=WHOLE) for each in (("svg", False), ("pdf", True)))]
)
def test_map_sheets_on_a_full_disk(forked, given, tmp_path, kind, book):
    """QGIS calls a PDF and an SVG written of which the disk took the beginning. With 0 free, with a half of the first
    sheet, with the first and a half of the second."""
    with small_disk(tmp_path / "disk", 8_000_000) as mounted:
        if not mounted:
            pytest.skip("no disk can be mounted")
        folder = tmp_path / "disk" / "out"
        asked_for = sheets_into(folder, given, FORMAT=kind, BOOK=book)
        assert forked("mapsheets", asked_for).well
        every = whole_sheets(folder)
        size = max((folder / name).stat().st_size for name in every)
        ballast = tmp_path / "disk" / "ballast"
        for free in (0, size // 2, size * 3 // 2):
            shutil.rmtree(folder, ignore_errors=True)
            with ballast.open("wb") as stream:
                stream.write(bytes(max(0, shutil.disk_usage(tmp_path / "disk").free - free)))
            ended = forked("mapsheets", asked_for)
            ballast.unlink()
            check_sentence(ended, "is full: make room")
            done = whole_sheets(folder)
            assert set(done) < set(every), free
            assert done or not folder.exists() or book, "an empty folder"
        # There is room again: what was done is not printed again, the rest is.
        assert forked("mapsheets", asked_for).well
        assert whole_sheets(folder) == every


def test_map_sheets_that_were_stopped(forked, given, tmp_path):
    folder = tmp_path / "out"
    first = forked("mapsheets", sheets_into(tmp_path / "first", given))
    assert first.well and first.asked
    every = whole_sheets(tmp_path / "first")
    assert len(every) == 2
    for stop in sorted({1, first.asked // 2, first.asked - 1}):
        ended = forked("mapsheets", sheets_into(folder, given), cancel=stop)
        check_sentence(ended, "cancelled")
        assert set(whole_sheets(folder)) < set(every), stop
    assert forked("mapsheets", sheets_into(folder, given)).well
    assert whole_sheets(folder) == every


@pytest.mark.parametrize("book", [False, True])
def test_two_runs_of_map_sheets_into_one_folder(forked, given, tmp_path, book):
    folder = tmp_path / "out"
    ends = forked.several("mapsheets", sheets_into(folder, given, BOOK=book), 2)
    for ended in ends:
        if not ended.well:
            check_sentence(ended, "Another run is making a book", "was not written by Redline")
    assert any(ended.well for ended in ends), [ended.told for ended in ends]
    assert len(whole_sheets(folder)) == (1 if book else 2)


def test_map_sheets_go_on_where_they_were_killed(forked, asked):
    """Sheets that are done stay, each whole; the next run makes the rest."""
    parameters, folder = asked("mapsheets")
    first = forked("mapsheets", parameters)
    assert first.well, first
    whole = sorted(shown(folder))
    assert any(name.endswith(".pdf") for name in whole)
    fresh, fresh_folder = asked("mapsheets", "fresh")
    for point in points_of(first, 3):
        shutil.rmtree(fresh_folder)
        fresh_folder.mkdir()
        ended = forked("mapsheets", fresh, kill=point)
        assert ended.status == -9 or ended.well, (point, ended)
        now = shown(fresh_folder)
        assert all(runs.is_whole(fresh_folder / name) for name in now), point
        assert set(now) <= set(whole), point
        assert forked("mapsheets", fresh).well
        assert sorted(shown(fresh_folder)) == whole, point


def shown(folder) -> list[str]:
    """Files that nothing hides: drafts, and what a batch keeps to go on, are."""
    return [name for name in runs.left(folder) if not any(part.startswith(".") for part in name.split("/"))]
