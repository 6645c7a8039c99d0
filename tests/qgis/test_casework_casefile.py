"""Case files in a GeoPackage and in PostGIS: their tables, the log that is only added to, two who write at once."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from qgis import processing
from qgis.core import QgsProcessingException, QgsVectorLayer

from redline.core.casework.log import broken_links
from redline.core.casework.states import Facts
from redline.core.casework.tables import case_tables
from redline.core.errors import RedlineError
from redline.core.written.times import OFFICE_ZONE
from redline.layers.casework import casefile
from redline.layers.casework.casefile import (
    CasePlace,
    Happening,
    add_case_rows,
    case_rows,
    events_of,
    happen,
    make_tables,
    opened,
    task_of,
    transaction,
)

pytestmark = pytest.mark.usefixtures("redline")
START = datetime(2021, 9, 1, 8, tzinfo=OFFICE_ZONE)


def facts(minutes, by="张", **known):
    return Facts(by, START + timedelta(minutes=minutes), **known)


def filled(place):
    """The case file with two new tasks."""
    make_tables(place)
    with opened(place, update=True) as case, transaction(case):
        rows = [{"uuid": uuid, "created_at": START.isoformat(), "state": "new"} for uuid in ("t1", "t2")]
        add_case_rows(case, "task", rows)
    return place


@pytest.fixture(params=["geopackage", "postgis"])
def place(request, tmp_path):
    if request.param == "geopackage":
        yield filled(CasePlace(path=tmp_path / "案卷 库.gpkg"))
        return
    server = request.getfixturevalue("postgis")
    schema = f"cases_{request.node.name.partition('[')[0]}"[:60]
    yield filled(CasePlace(uri=server.connection, schema=schema))
    server.sql(f'DROP SCHEMA "{schema}" CASCADE')


def test_an_event_is_one_transaction(place):
    happen(place, Happening("t1", "judge", facts(1)))
    push = {"task": "t1", "receiver": "清泉街道", "channel": "list"}
    known = facts(2, receiver="清泉街道")
    [task] = happen(place, Happening("t1", "push", known, rows=(("push", push),)))
    assert task.state == "pushed"
    with opened(place) as case:
        assert [(row.seq, row.event, row.to_state) for row in events_of(case)] == [
            (1, "judge", "judged"),
            (2, "push", "pushed"),
        ]
        assert broken_links(events_of(case)) == []
        assert task_of(case, "t1").state == "pushed" and task_of(case, "t2").state == "new"
        assert {row["uuid"]: row["state"] for row in case_rows(case, "task")} == {"t1": "pushed", "t2": "new"}
        assert [row["receiver"] for row in case_rows(case, "push")] == ["清泉街道"]


def test_what_is_refused_leaves_nothing(place):
    with pytest.raises(RedlineError, match="push cannot happen to it now"):
        push = Happening("t1", "push", facts(2, receiver="x"), rows=(("push", {"task": "t1"}),))
        happen(place, Happening("t2", "judge", facts(1)), push)
    with opened(place) as case:
        assert events_of(case) == [] and case_rows(case, "push") == []


def test_who_changed_it_meanwhile_is_told(place):
    happen(place, Happening("t1", "judge", facts(1, by="王")))
    with pytest.raises(RedlineError) as caught:
        happen(place, Happening("t1", "judge", facts(2), seen="new"))
    assert str(caught.value) == (
        "Task t1 was changed meanwhile: 王, judge, 2021-09-01 08:01+08:00; it is judged now. Look at it again."
    )


def test_there_is_no_such_task(place):
    with pytest.raises(RedlineError, match="has no task t9"):
        happen(place, Happening("t9", "judge", facts(1)))


class TestOnlyAdded:
    @pytest.mark.parametrize("change", ["UPDATE event SET note = 'x'", "DELETE FROM event"])
    def test_in_a_geopackage(self, tmp_path, change):
        place = filled(CasePlace(path=tmp_path / "c.gpkg"))
        happen(place, Happening("t1", "judge", facts(1)))
        with closing(sqlite3.connect(place.path)) as base, pytest.raises(sqlite3.IntegrityError, match="only added"):
            base.execute(change)

    @pytest.mark.parametrize("change", ["UPDATE {}.event SET note = 'x'", "DELETE FROM {}.event", "TRUNCATE {}.event"])
    def test_in_postgis(self, postgis, change):
        place = filled(CasePlace(uri=postgis.connection, schema="only_added"))
        try:
            happen(place, Happening("t1", "judge", facts(1)))
            with pytest.raises(subprocess.CalledProcessError) as caught:
                postgis.sql(change.format("only_added"))
            assert "events of a case are only added" in caught.value.stderr
        finally:
            postgis.sql("DROP SCHEMA only_added CASCADE")


WRITER = """
import sys
from datetime import datetime, timedelta
from pathlib import Path
from redline.core.casework.states import Facts
from redline.core.written.times import OFFICE_ZONE
from redline.layers.casework.casefile import CasePlace, Happening, happen
file, uri, schema, task = sys.argv[1:]
place = CasePlace(path=Path(file) if file else None, uri=uri, schema=schema)
start = datetime(2021, 9, 1, 9, tzinfo=OFFICE_ZONE)
for minute in range(15):
    known = Facts(task, start + timedelta(minutes=minute), note="x")
    happen(place, Happening(task, "suspend" if minute % 2 == 0 else "resume", known))
"""


def test_two_who_write_at_once_lose_nothing(place):
    """Two processes, fifteen events each, to one log."""
    plugins = Path(sys.modules["redline"].__file__).parent.parent
    code = f"import sys; sys.path.insert(0, {str(plugins)!r})\n{WRITER}"
    given = [str(place.path or ""), place.uri, place.schema]
    writers = [
        subprocess.Popen([sys.executable, "-c", code, *given, task], stderr=subprocess.PIPE, text=True)
        for task in ("t1", "t2")
    ]
    told = [writer.communicate(timeout=240)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], told
    with opened(place) as case:
        rows = events_of(case)
    assert [row.seq for row in rows] == list(range(1, 31)) and broken_links(rows) == []
    assert sum(row.uuid == "t1" for row in rows) == 15


def test_a_file_that_another_writes_is_said_to_be(tmp_path, monkeypatch):
    """As on a shared drive: somebody holds the file. What was to happen did not, and the sentence says what to do."""
    place = filled(CasePlace(path=tmp_path / "c.gpkg"))
    monkeypatch.setattr(casefile, "TRIES", 1)
    monkeypatch.setattr(casefile, "WAIT", 0)
    with closing(sqlite3.connect(place.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        told = r"c\.gpkg is locked: another person or program is writing it\. Try again .* a case file in PostGIS"
        with pytest.raises(RedlineError, match=told):
            happen(place, Happening("t1", "judge", facts(1)))
        other.execute("ROLLBACK")
    happen(place, Happening("t1", "judge", facts(1)))
    with opened(place) as case:
        assert [row.event for row in events_of(case)] == ["judge"]


class TestWithAWorkspace:
    """createworkspace makes a case file too, beside its GeoPackage or in its schema, and never touches one."""

    def test_beside_a_geopackage(self, tmp_path, smallcounty):
        county = smallcounty.write(tmp_path)
        given = {"INPUT_LAYERS": [f"{county}|layername=CJDCQ"], "OUTPUT": str(tmp_path / "县.gpkg"), "CASE_FILE": True}
        processing.run("redline:createworkspace", given)
        place = CasePlace(path=tmp_path / "县_cases.gpkg")
        with opened(place, update=True) as case, transaction(case):
            add_case_rows(case, "task", [{"uuid": "t1", "created_at": START.isoformat(), "state": "new"}])
        processing.run("redline:createworkspace", given)
        with opened(place) as case:
            assert [row["uuid"] for row in case_rows(case, "task")] == ["t1"], "a second run keeps the cases"

    def test_in_a_schema(self, postgis, tmp_path, smallcounty):
        county = smallcounty.write(tmp_path)
        given = {"INPUT_LAYERS": [f"{county}|layername=CJDCQ"], "SCHEMA": "ws_cases", "CASE_FILE": True}
        try:
            with postgis.stored("redline_ws") as stored:
                processing.run("redline:createworkspace", {**given, "CONNECTION": stored})
                place = CasePlace(uri=postgis.connection, schema="ws_cases")
                with opened(place, update=True) as case, transaction(case):
                    add_case_rows(case, "task", [{"uuid": "t1", "created_at": START.isoformat(), "state": "new"}])
                processing.run("redline:createworkspace", {**given, "CONNECTION": stored})
            with opened(place) as case:
                assert [row["uuid"] for row in case_rows(case, "task")] == ["t1"]
        finally:
            postgis.sql('DROP SCHEMA IF EXISTS "ws_cases" CASCADE')


class TestTool:
    def test_a_geopackage(self, tmp_path):
        target = tmp_path / "案卷.gpkg"
        found = processing.run("redline:createcasefile", {"OUTPUT": str(target)})
        assert found["TABLES"] == len(case_tables()) == 10
        layer = QgsVectorLayer(f"{target}|layername=spot", "spot", "ogr")
        assert layer.isValid() and layer.crs().authid() == "EPSG:4490"
        assert layer.fields().names() == ["fid", *case_tables()["spot"].fields]
        before = target.read_bytes()
        with pytest.raises(QgsProcessingException, match=r"案卷\.gpkg is there already and may hold cases"):
            processing.run("redline:createcasefile", {"OUTPUT": str(target)})
        assert target.read_bytes() == before
        assert [path.name for path in tmp_path.iterdir()] == ["案卷.gpkg"]

    def test_a_schema(self, postgis):
        with postgis.stored("redline_cases") as stored:
            found = processing.run("redline:createcasefile", {"CONNECTION": stored, "SCHEMA": "案卷"})
            assert found["TABLES"] == 10
            with pytest.raises(QgsProcessingException, match=r"county\.案卷 is there already and may hold cases"):
                processing.run("redline:createcasefile", {"CONNECTION": stored, "SCHEMA": "案卷"})
        assert postgis.sql("SELECT count(*) FROM information_schema.tables WHERE table_schema = '案卷'") == "10"
        postgis.sql('DROP SCHEMA "案卷" CASCADE')

    @pytest.mark.parametrize(
        ("given", "message"),
        [({}, "Name either a GeoPackage"), ({"CONNECTION": "x", "SCHEMA": ""}, "Name the schema of the database")],
    )
    def test_what_is_refused(self, given, message):
        with pytest.raises(QgsProcessingException, match=message):
            processing.run("redline:createcasefile", given)

    def test_a_file_that_is_no_case_file(self, tmp_path):
        path = tmp_path / "other.gpkg"
        processing.run("redline:serviceclock", {"INPUT": _ledger(tmp_path), "OUTPUT": str(path)})
        with (
            pytest.raises(RedlineError, match=r"other\.gpkg is no case file: it has no table event"),
            opened(CasePlace(path)),
        ):
            pass


def _ledger(folder):
    path = folder / "ledger.csv"
    path.write_text("受理编号,受理时间\n1,2021-09-29 10:00\n", "utf-8")
    return str(path)
