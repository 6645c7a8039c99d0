"""A tool's layer straight into PostGIS: the earlier table stays until the new one is whole; drafts go, and are told."""

from datetime import UTC, datetime, timedelta

import pytest
from postgisserver import PASSWORD, PERSON, new_server
from qgis import processing
from qgis.core import QgsProcessingException, QgsProcessingFeedback
from test_faulty_runs import check_sentence, points_of
from test_postgis import kill

from redline.processing.databasetables import DAY, PREFIX


class Stopping(QgsProcessingFeedback):
    """Acts at the given question whether the run is to stop."""

    def __init__(self, at=0, act=None):
        super().__init__(False)
        self.asked, self.at, self.act = 0, at, act or self.cancel

    def isCanceled(self):
        self.asked += 1
        if self.asked == self.at:
            self.act()
        return super().isCanceled()


def given_with(given, server, table="areas", user="postgres", password=""):
    return {**given["officialarea"], "OUTPUT": f'postgis:{server.uri(user, password)} table="public"."{table}" (geom)'}


def state(server):
    """The table's identity and rows, and how many drafts are there."""
    return (
        server.sql("SELECT 'public.areas'::regclass::oid"),
        server.sql("SELECT count(*) FROM public.areas"),
        server.sql(f"SELECT count(*) FROM pg_tables WHERE tablename LIKE '{PREFIX}%'"),
    )


@pytest.fixture
def written(redline, postgis, given):
    """The parameters of a run whose table stands there from an earlier one, of four villages."""
    asked = given_with(given, postgis)
    processing.run("redline:officialarea", asked)
    assert state(postgis)[1:] == ("4", "0")
    yield asked
    for table in postgis.sql(f"SELECT tablename FROM pg_tables WHERE tablename LIKE '{PREFIX}%'").split():
        postgis.sql(f"DROP TABLE public.{table}")
    postgis.sql("DROP TABLE public.areas")


def test_a_second_run_takes_the_place(written, postgis):
    before = state(postgis)
    feedback = Stopping()
    found = processing.run("redline:officialarea", written, feedback=feedback)
    after = state(postgis)
    assert found["OUTPUT"] == written["OUTPUT"] and after[1:] == ("4", "0") and after[0] != before[0]


def test_stopped(written, postgis):
    """At each question; at the last all rows are written and the old table is the one that stays."""
    counted = Stopping()
    processing.run("redline:officialarea", written, feedback=counted)
    before = state(postgis)
    for at in range(1, counted.asked + 1):
        with pytest.raises(QgsProcessingException, match="The run was cancelled; nothing was written"):
            processing.run("redline:officialarea", written, feedback=Stopping(at))
        assert state(postgis) == before, at


def test_killed(written, forked, postgis):
    first = forked("officialarea", written)
    assert first.well, first
    for point in points_of(first, 6):
        before = state(postgis)
        ended = forked("officialarea", written, kill=point)
        assert ended.status == -9 or ended.well
        now = state(postgis)
        assert now[1] == "4" and (now[0] == before[0] or ended.well), point


def test_what_a_killed_run_left_goes_after_two_days(written, postgis):
    """That of yesterday may be a run's that goes on over midnight."""
    names = [f"{PREFIX}{(datetime.now(UTC) - timedelta(days=days)).strftime(DAY)}_0badcafe" for days in (1, 2, 400)]
    for name in (*names, f"{PREFIX}x"):
        postgis.sql(f"CREATE TABLE public.{name} (a int)")
    feedback = QgsProcessingFeedback(False)
    processing.run("redline:officialarea", written, feedback=feedback)
    assert "2 tables that a run had begun and left in the schema public were taken away." in feedback.textLog()
    left = postgis.sql(f"SELECT string_agg(tablename, ',' ORDER BY 1) FROM pg_tables WHERE tablename LIKE '{PREFIX}%'")
    assert left == f"{names[0]},{PREFIX}x"
    postgis.sql(f"DROP TABLE public.{names[0]}, public.{PREFIX}x")


def test_the_connection_breaks_in_mid_write(written, postgis):
    """QGIS opens it anew in silence: all four rows are there, or the old table is."""
    counted = Stopping()
    processing.run("redline:officialarea", written, feedback=counted)
    for at in range(1, counted.asked + 1):
        before = state(postgis)
        try:
            processing.run("redline:officialarea", written, feedback=Stopping(at, lambda: kill(postgis)))
        except QgsProcessingException as error:
            assert "\n" not in str(error) and PREFIX not in str(error), str(error)
            assert state(postgis)[:2] == before[:2], at
        assert state(postgis)[1:] == ("4", "0"), at


def test_no_right_and_no_server(redline, forked, postgis, given):
    postgis.sql(f"REVOKE CREATE ON SCHEMA public FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM {PERSON}")
    ended = forked("officialarea", given_with(given, postgis, "mine", PERSON, PASSWORD))
    check_sentence(ended, "permission denied for schema public")
    assert PREFIX not in ended.told and "geheim" not in ended.told
    with new_server() as server:
        gone = given_with(given, server)
    ended = forked("officialarea", gone)
    check_sentence(ended, "The table areas of county cannot be written")
