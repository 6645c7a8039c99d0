"""createworkspace into a PostGIS schema: two at once, killed backends, missing rights, a server that dies."""

import subprocess
import sys
import time
from dataclasses import replace

import pytest
from postgisserver import new_server
from qgis import processing
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsTask
from qgis.PyQt.QtCore import QCoreApplication

from redline.core.errors import RedlineError
from redline.layers.county import sharedworkspace
from redline.layers.county.kept import kept_layers
from redline.layers.county.sharedworkspace import DRAFT, write_schema

TABLES = {"cjdcq", "dltb", "camera", "redline_provenance"}


@pytest.fixture(scope="module")
def layers(smallcounty):
    return [table.layer() for table in smallcounty.tables() if table.name in ("CJDCQ", "DLTB", "camera")]


@pytest.fixture
def written(redline, postgis, layers):
    """``written(schema)``: a first workspace of two layers in it, to be left as it is; gives what tells it apart."""

    def write(schema):
        write_schema(kept_layers(layers[:2])[0], postgis.connection, schema)
        return state(postgis, schema)

    return write


def state(server, schema) -> tuple:
    """Tables, their identities, and the rows of provenance."""
    return (
        server.sql(f"SELECT string_agg(tablename, ',' ORDER BY tablename) FROM pg_tables "
                   f"WHERE schemaname = '{schema}'"),
        server.sql(f"SELECT string_agg(oid::text, ',' ORDER BY relname) FROM pg_class WHERE relnamespace = "
                   f"'{schema}'::regnamespace AND relkind = 'r'"),
        server.sql(f'SELECT string_agg(t::text, \';\' ORDER BY table_name) FROM "{schema}".redline_provenance t'),
    )  # fmt: skip


def drafts(server) -> str:
    return server.sql(f"SELECT count(*) FROM pg_class WHERE relname LIKE '%{DRAFT}%'")


def kill(server, words: str = "", spared: str = "nobody") -> None:
    """End the backends whose query holds ``words``, as an administrator or the kernel does."""
    server.sql(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
        f"AND datname = 'county' AND query LIKE '%{words}%' AND query NOT LIKE '%{spared}%'"
    )


def at(share, act):
    """A listener to progress that acts once, when ``share`` is done."""
    done = []

    def look(now):
        if now >= share and not done:
            done.append(now)
            act()

    return look


def test_two_at_once_one_is_told_to_wait(postgis, layers, written):
    before = written("twice")
    said = []

    def other():
        with pytest.raises(RedlineError) as caught:
            write_schema(kept_layers(layers)[0], postgis.connection, "twice")
        said.append(str(caught.value))
        write_schema(kept_layers(layers)[0], postgis.connection, "elsewhere")

    write_schema(kept_layers(layers)[0], postgis.connection, "twice", progress=at(0.3, other))
    assert said == [
        f"Another run is writing the workspace in the schema twice of {postgis.folder}/county: wait until it has "
        "ended, then run again."
    ]
    assert state(postgis, "twice") != before
    for schema in ("twice", "elsewhere"):
        assert set(state(postgis, schema)[0].split(",")) == TABLES
        indexes = postgis.sql(
            f"SELECT string_agg(indexname, ',' ORDER BY indexname) FROM pg_indexes WHERE schemaname = '{schema}' "
            "AND indexdef LIKE '%gist%'"
        )
        assert indexes == "sidx_camera_geom,sidx_cjdcq_geom,sidx_dltb_geom"
    assert drafts(postgis) == "0"


SCRIPT = """
import sys
sys.path[:0] = {paths!r}
from qgis.core import QgsApplication
app = QgsApplication([], False)
app.initQgis()
import smallcounty
from redline.core.errors import RedlineError
from redline.layers.county.kept import kept_layers
from redline.layers.county.sharedworkspace import write_schema
layers = [table.layer() for table in smallcounty.tables() if table.name in ("CJDCQ", "DLTB", "camera")]
print("ready", flush=True)
sys.stdin.readline()
try:
    print("done", write_schema(kept_layers(layers)[0], {connection!r}, "race").features, flush=True)
except RedlineError as error:
    print(error, flush=True)
"""


def test_processes_at_once(redline, postgis):
    """As colleagues run it: each either writes all of it or is told to wait."""
    paths = [path for path in sys.path if path]
    code = SCRIPT.format(paths=paths, connection=postgis.connection)
    runs = [
        subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for run in runs:
        assert run.stdout.readline() == "ready\n"
    for run in runs:
        run.stdin.write("\n")
        run.stdin.flush()
    told = [run.communicate()[0].strip() for run in runs]
    done = [words for words in told if words.startswith("done")]
    assert done and all(
        words.startswith(("done", "Another run is writing the workspace in the schema race")) for words in told
    )
    assert set(state(postgis, "race")[0].split(",")) == TABLES and drafts(postgis) == "0"
    counts = postgis.sql(
        "SELECT string_agg(features_written::text, ',' ORDER BY table_name) FROM race.redline_provenance"
    )
    real = [postgis.sql(f"SELECT count(*) FROM race.{table}") for table in ("camera", "cjdcq", "dltb")]
    assert counts == ",".join(real)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6])
def test_all_backends_are_killed_in_mid_run(postgis, layers, written, share):
    schema = f"killed_{int(share * 100)}"
    before = written(schema)
    with pytest.raises(RedlineError) as caught:
        write_schema(kept_layers(layers)[0], postgis.connection, schema, progress=at(share, lambda: kill(postgis)))
    assert str(caught.value) == (
        f"The connection to {postgis.folder}/county broke off while the workspace was written: the schema {schema} is "
        "as it was; run again when the server is there again."
    )
    assert state(postgis, schema) == before and drafts(postgis) == "0"
    write_schema(kept_layers(layers)[0], postgis.connection, schema)
    assert set(state(postgis, schema)[0].split(",")) == TABLES


def many(kept, count, act):
    """``kept`` with each feature ten times, more than QGIS holds back (200), and ``act`` done before one of them."""

    def iterate(request):
        features = [each for each in kept.source.iterate(request) for _ in range(10)]
        for number, feature in enumerate(features):
            if number == count:
                act()
            yield feature

    return replace(kept, source=replace(kept.source, iterate=iterate))


@pytest.mark.parametrize("count", [0, 250, 639])
def test_the_backend_that_writes_is_killed(postgis, layers, written, count):
    """QGIS opens the connection anew in silence. All 640 rows are there, or the schema is as it was."""
    schema = f"half_{count}"
    before = written(schema)
    villages, land, cameras = kept_layers(layers)[0]
    land = many(land, count, lambda: kill(postgis, spared="advisory"))
    try:
        write_schema([villages, land, cameras], postgis.connection, schema)
    except RedlineError as error:
        assert "\n" not in str(error)
        assert state(postgis, schema) == before
    else:
        assert postgis.sql(f"SELECT count(*) FROM {schema}.dltb") == "640"
        assert set(state(postgis, schema)[0].split(",")) == TABLES
    assert drafts(postgis) == "0"


def test_rows_that_did_not_arrive_are_seen(postgis, layers, written, monkeypatch):
    """Three rows more were handed over than the table holds."""
    before = written("fewer")
    own = sharedworkspace.copy_features
    monkeypatch.setattr(
        sharedworkspace, "copy_features", lambda kept, *given: own(kept, *given) + 3 * (kept.table == "DLTB")
    )
    with pytest.raises(RedlineError) as caught:
        write_schema(kept_layers(layers)[0], postgis.connection, "fewer")
    assert str(caught.value) == (
        f"DLTB: 64 of 67 features arrived in {postgis.folder}/county, so the schema fewer is as it was: run again when "
        "the server is steady."
    )
    assert state(postgis, "fewer") == before and drafts(postgis) == "0"


def test_the_lock_is_lost_before_the_swap(postgis, layers, written, monkeypatch):
    before = written("lockless")
    kept = kept_layers(layers)[0]

    def swap(*given):
        statements = own(*given)
        kill(postgis, "advisory")
        return statements

    own = sharedworkspace._swap
    monkeypatch.setattr(sharedworkspace, "_swap", swap)
    with pytest.raises(RedlineError, match=r"broke off while .*: the schema lockless is as it was"):
        write_schema(kept, postgis.connection, "lockless")
    assert state(postgis, "lockless") == before and drafts(postgis) == "0"


def test_a_cancelled_run_leaves_nothing(postgis, layers):
    asked = []

    def stop():
        asked.append(drafts(postgis))
        return len(asked) == 3

    with pytest.raises(RedlineError, match="The run was cancelled"):
        write_schema(kept_layers(layers)[0], postgis.connection, "stopped", cancelled=stop)
    assert len(asked) == 3 and asked[-1] != "0"
    assert postgis.sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'stopped'") == "0"
    assert drafts(postgis) == "0"


def test_in_a_thread_as_the_desktop_runs_it(postgis, layers):
    kept = kept_layers(layers)[0]
    found = []
    task = QgsTask.fromFunction("write", lambda _: found.append(write_schema(kept, postgis.connection, "threaded")))
    QgsApplication.taskManager().addTask(task)
    for _ in range(600):
        QCoreApplication.processEvents()
        if task.status() in (QgsTask.TaskStatus.Complete, QgsTask.TaskStatus.Terminated):
            break
        time.sleep(0.1)
    assert task.status() == QgsTask.TaskStatus.Complete and found[0].features == 64 + 4 + 2
    assert set(state(postgis, "threaded")[0].split(",")) == TABLES and drafts(postgis) == "0"


def test_drafts_of_a_killed_run_are_taken_away_and_told(redline, postgis, layers, written):
    written("swept")
    postgis.sql(f"CREATE TABLE swept.{DRAFT}0badcafe_1 (a int); CREATE TABLE swept.mine (a int)")
    feedback = QgsProcessingFeedback(False)
    processing.run(
        "redline:createworkspace",
        {"INPUT_LAYERS": layers, "CONNECTION": postgis.connection, "SCHEMA": "swept"},
        context=QgsProcessingContext(),
        feedback=feedback,
    )
    assert "1 tables that a run had begun and left in the schema swept were taken away." in feedback.textLog()
    assert set(state(postgis, "swept")[0].split(",")) == TABLES | {"mine"} and drafts(postgis) == "0"


def test_rights(redline, postgis, layers):
    """Told before the work: by a person's own role on the server."""
    postgis.sql("CREATE SCHEMA closed; CREATE SCHEMA open; GRANT ALL ON SCHEMA open TO PUBLIC")
    postgis.sql("CREATE ROLE guest LOGIN; CREATE TABLE open.redline_provenance (table_name text)")
    guest = postgis.uri("guest")

    def said(schema):
        with pytest.raises(QgsProcessingException) as caught:
            processing.run("redline:createworkspace", {"INPUT_LAYERS": layers, "CONNECTION": guest, "SCHEMA": schema})
        return str(caught.value)

    place = f"{postgis.folder}/county"
    assert said("closed") == (
        f"You may not make tables in the schema closed of {place}: have the right given to you (GRANT USAGE, CREATE ON "
        "SCHEMA), or choose another schema."
    )
    assert said("open") == (
        f"The table redline_provenance in the schema open of {place} belongs to postgres, so you cannot replace it: "
        "let postgres write the workspace, or choose another schema."
    )
    fresh = said("fresh")
    assert fresh.startswith(f"The schema fresh of {place} cannot be written: ") and "permission denied" in fresh
    assert postgis.sql("SELECT count(*) FROM pg_tables WHERE schemaname IN ('closed', 'fresh')") == "0"
    assert drafts(postgis) == "0"


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_the_server_dies(redline, layers, share):
    with new_server() as server:
        write_schema(kept_layers(layers[:2])[0], server.connection, "dies")
        before = state(server, "dies")
        with pytest.raises(RedlineError) as caught:
            write_schema(kept_layers(layers)[0], server.connection, "dies", progress=at(share, server.stop))
        assert "broke off while the workspace was written: the schema dies is as it was" in str(caught.value)
        with pytest.raises(RedlineError) as caught:
            write_schema(kept_layers(layers)[0], server.connection, "dies")
        assert f"{server.folder}/county" in str(caught.value) and "\n" not in str(caught.value)
        server.start()
        names = set(before[0].split(","))
        left = set(state(server, "dies")[0].split(",")) - names
        assert all(name.startswith(DRAFT) for name in left)
        assert state(server, "dies")[2] == before[2]
        workspace = write_schema(kept_layers(layers)[0], server.connection, "dies")
        assert set(state(server, "dies")[0].split(",")) == TABLES
        assert drafts(server) == "0"
        swept = f"{len(left)} tables that a run had begun and left in the schema dies were taken away."
        assert (swept in workspace.notes) == bool(left)
