"""A case file that offices share in PostGIS: no rights, two at once, killed backends, a server that dies."""

import pytest
from postgisserver import PASSWORD, PERSON, new_server
from qgis import processing
from qgis.core import QgsProcessingException
from test_faulty_runs import check_sentence
from test_postgis import kill

from redline.core.casework.tables import case_tables
from redline.processing.casework import importalerts

TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = '{}'"


def counts(server, schema):
    return tuple(int(server.sql(f'SELECT count(*) FROM "{schema}".{table}')) for table in ("spot", "task"))


@pytest.fixture
def alerts(tmp_path):
    """A table of one alert; each call another one."""
    made = []

    def table() -> str:
        path = tmp_path / f"alerts_{len(made)}.csv"
        path.write_text(f"alert_id,alert_time,lon,lat\n{len(made)},2021-09-29 10:00,{115 + len(made) / 10},36.5\n")
        made.append(path)
        return str(path)

    return table


def told(tool, **parameters) -> str:
    with pytest.raises(QgsProcessingException) as caught:
        processing.run(f"redline:{tool}", parameters)
    assert "\n" not in str(caught.value) and "Traceback" not in str(caught.value) and "geheim" not in str(caught.value)
    return str(caught.value)


def test_rights(redline, postgis, alerts):
    processing.run("redline:createcasefile", {"CONNECTION": postgis.connection, "SCHEMA": "owned"})
    postgis.sql("CREATE ROLE visitor LOGIN; CREATE SCHEMA seen; GRANT USAGE ON SCHEMA seen TO visitor")
    for schema in ("seen", "fresh"):
        denied = told("createcasefile", CONNECTION=postgis.uri("visitor"), SCHEMA=schema)
        assert (
            denied
            == f"The file county.{schema} cannot be read or written: ERROR: permission denied for database county."
        )
        assert postgis.sql(TABLES.format(schema)) == "0"
    denied = told("importalerts", CONNECTION=postgis.uri("visitor"), SCHEMA="owned", INPUT=alerts())
    assert denied == "The file county.owned cannot be read or written: ERROR: permission denied for schema owned."
    assert told("createcasefile", CONNECTION=postgis.uri("visitor"), SCHEMA="owned").startswith(
        "county.owned is there "
    )
    wrong = told("createcasefile", CONNECTION=postgis.uri(PERSON, "falsch geheim"), SCHEMA="fresh")
    assert "password authentication failed" in wrong and PASSWORD not in wrong
    assert counts(postgis, "owned") == (0, 0)
    postgis.sql("DROP SCHEMA owned, seen CASCADE; DROP ROLE visitor")


def test_two_at_once(redline, forked, postgis, alerts):
    """Of two who make the file one is told that it is there; of two who bring the same alert one finds it there."""
    place = {"CONNECTION": postgis.connection, "SCHEMA": "both"}
    ends = forked.several("createcasefile", place, 2)
    assert sorted(ended.well for ended in ends) == [False, True]
    for ended in ends:
        if not ended.well:
            check_sentence(ended, "county.both is there already and may hold cases")
    assert postgis.sql(TABLES.format("both")) == str(len(case_tables()))
    ends = forked.several("importalerts", {**place, "INPUT": alerts()}, 2)
    assert all(ended.well for ended in ends), ends
    assert counts(postgis, "both") == (1, 1)
    postgis.sql('DROP SCHEMA "both" CASCADE')


@pytest.mark.parametrize("dies", [False, True])
def test_a_backend_or_the_server_ends_in_mid_work(redline, alerts, monkeypatch, dies):
    own = importalerts._add
    with new_server() as server:
        place = {"CONNECTION": server.connection, "SCHEMA": "broken"}
        processing.run("redline:createcasefile", place)
        processing.run("redline:importalerts", {**place, "INPUT": alerts()})

        def broken(*given):
            server.stop() if dies else kill(server)
            return own(*given)

        monkeypatch.setattr(importalerts, "_add", broken)
        second = alerts()
        assert told("importalerts", **place, INPUT=second) == (
            "The connection to county.broken broke off: nothing was written; run again when the server is there again."
        )
        monkeypatch.undo()
        if dies:
            assert "county.broken cannot be read or written: PQconnectdb failed" in told(
                "importalerts", **place, INPUT=second
            )
            server.start()
        assert counts(server, "broken") == (1, 1)
        processing.run("redline:importalerts", {**place, "INPUT": second})
        assert counts(server, "broken") == (2, 2)
