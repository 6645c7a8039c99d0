"""Many counties: found and checked, tallied by real workers of Dask, added up in whole units; what fails is named."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import geopandas
import psycopg
import pytest
from killedworker import dies_once
from smallframes import box, county, frame, write

from redline.core.errors import Cancelled, RedlineError
from redline.frames import __main__ as command
from redline.frames import tally
from redline.frames.province.convert import convert_county
from redline.frames.province.manifest import County, find_counties, read_manifest, write_manifest
from redline.frames.province.redlines import check_county, find_lined_counties
from redline.frames.province.results import finished, hectares, report_of
from redline.frames.province.schedule import each_county, tally_counties
from redline.frames.province.stores import Store, name_of_database
from redline.frames.province.work import blocks_of

PLUGINS = Path(__file__).resolve().parents[2] / ".build" / "plugins"


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def by_name(places, **more):
    return {each.name: each for each in find_counties([str(each) for each in places], **more)}


def run(*arguments, **more):
    """The command as a person types it, in a process of its own."""
    words = [sys.executable, "-m", "redline.frames", *(str(each) for each in arguments)]
    environment = {**os.environ, "PYTHONPATH": str(PLUGINS), "PYTHONUTF8": "1"}
    return subprocess.run(words, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300, **more)


class TestManifest:
    def test_every_county_of_a_folder(self, province):
        found = by_name([province])
        assert list(found) == ["丙县", "乙县", "甲县"]
        assert {each.crs for each in found.values()} == {"EPSG:4526", "EPSG:4527"}
        for each in found.values():
            assert (each.zone_id, each.by, each.scheme, each.fault) == ("ZLDWDM", "DLBM", "sandiao", "")
            assert (each.zone_count, each.patch_count) == (2, 4)
            assert len(each.checksum) == 64

    def test_it_is_a_table_that_comes_back(self, province, tmp_path):
        counties = list(find_counties([str(province)]))
        write_manifest(counties, tmp_path / "清单.csv")
        assert read_manifest(tmp_path / "清单.csv") == counties

    def test_a_count_that_is_none_is_named(self, tmp_path):
        write_manifest([County("甲县")], tmp_path / "m.csv")
        text = (tmp_path / "m.csv").read_text(encoding="utf-8-sig").replace(",0,0,", ",many,0,")
        (tmp_path / "m.csv").write_text(text, encoding="utf-8")
        with pytest.raises(RedlineError, match=r"m\.csv, line 2: zone_count is “many”, no whole number"):
            read_manifest(tmp_path / "m.csv")

    def test_what_is_wrong_stands_in_its_row(self, tmp_path):
        villages, patches = county()
        write(tmp_path / "p", "no landuse.gpkg", villages, patches.drop(columns="DLBM"))
        write(tmp_path / "p", "codes.gpkg", villages, patches.assign(DLBM=["0102", "0102", "99", "98"]))
        (tmp_path / "p" / "half.gpkg").write_bytes((tmp_path / "p" / "codes.gpkg").read_bytes()[:30_000])
        found = by_name([tmp_path / "p"])
        assert "no landuse has no layer of Land use: none has a column DLBM" in found["no landuse"].fault
        assert "Layer DLTB: 98, 99 are no classes of" in found["codes"].fault
        assert "half.gpkg" in found["half"].fault

    def test_several_layers_that_may_be_it_are_asked_for(self, tmp_path):
        villages, patches = county()
        place = tmp_path / "甲县.gpkg"
        for name in ("A2020", "A2021"):
            patches.to_file(place, layer=name)
        villages.to_file(place, layer="CJDCQ")
        assert "several layers that may be Land use (A2020, A2021): name one" in by_name([place])["甲县"].fault
        assert by_name([place], landuse_layer="a2021")["甲县"].landuse.endswith("|A2021")
        assert "has no layer B; it has" in by_name([place], landuse_layer="B")["甲县"].fault

    def test_nothing_at_all(self, tmp_path):
        with pytest.raises(RedlineError, match="There is no county in"):
            list(find_counties([str(tmp_path)]))

    def test_shapefiles_and_patterns(self, tmp_path):
        villages, patches = county()
        (tmp_path / "371525").mkdir()
        villages.to_file(tmp_path / "371525" / "CJDCQ.shp", encoding="GBK")
        patches.to_file(tmp_path / "371525" / "DLTB.shp", encoding="GBK")
        assert by_name([tmp_path / "*" / "*.shp"])["371525"].fault == ""

    def test_a_password_is_never_written_down(self):
        with pytest.raises(RedlineError, match="without a password"):
            name_of_database("postgresql:host=db dbname=county password=secret")
        assert name_of_database("postgresql:host=db dbname=county") == "county"


class TestTally:
    def test_numbers_are_those_of_frames(self, province, tmp_path):
        found, failed = tally_counties(list(find_counties([str(province)])), tmp_path / "out", workers=0)
        assert failed == []
        for result in found:
            place = province / f"{result.county}.gpkg"
            frames = [geopandas.read_file(place, layer=layer) for layer in ("CJDCQ", "DLTB")]
            own = tally(*frames, unit="m2", decimals=4)
            units = {
                (z, c): int(Decimal(repr(a)) * 10_000) for z, c, a in own[["zone", "class_code", "area"]].to_numpy()
            }
            assert {(z, c): n for z, of in result.zones.items() for c, n in of.items()} == units
            assert result.total == sum(units.values()) == sum(result.classes.values())

    def test_any_workers_and_blocks_give_the_same_digits(self, province, tmp_path):
        counties = list(find_counties([str(province)]))
        texts = set()
        for name, order, workers, block in (
            ("a", counties, 0, 256), ("b", counties[::-1], 1, 1), ("c", counties, 2, 1), ("d", counties, 4, 2),
        ):  # fmt: skip
            tally_counties(order, tmp_path / name, workers=workers, block=block)
            assert command.main(["report", str(tmp_path / name)]) == 0
            texts.add((tmp_path / name / "total.csv").read_text(encoding="utf-8-sig"))
        assert len(texts) == 1

    def test_a_run_goes_on_where_it_stopped(self, province, tmp_path):
        counties = list(find_counties([str(province)]))
        asked = []

        def stopped():
            asked.append(1)
            return len(asked) > 1

        with pytest.raises(Cancelled):
            tally_counties(counties, tmp_path / "out", workers=0, stopped=stopped)
        assert [each.county for each in report_of(tmp_path / "out")] == ["丙县"]
        done = []
        tally_counties(counties, tmp_path / "out", workers=0, told=lambda *said: done.append(said))
        assert done == [(1, 3, ""), (2, 3, "乙县"), (3, 3, "甲县")]

    def test_a_changed_file_is_tallied_again(self, province, tmp_path):
        counties = list(find_counties([str(province)]))
        tally_counties(counties, tmp_path / "out", workers=0)
        assert all(finished(tmp_path / "out", each, 256) for each in counties)
        villages, patches = county(5000)
        write(province, "乙县.gpkg", villages, patches.assign(DLBM=["0103", "0301", "1003", "0702"]))
        again = {each.name: each for each in find_counties([str(province)])}
        assert finished(tmp_path / "out", again["乙县"], 256) is None
        assert finished(tmp_path / "out", again["甲县"], 256) is not None
        assert finished(tmp_path / "out", again["甲县"], 128) is None

    def test_a_county_that_fails_is_named_and_the_others_counted(self, province, tmp_path):
        counties = list(find_counties([str(province)]))
        with sqlite3.connect(province / "乙县.gpkg") as database:
            database.execute("DROP TABLE DLTB")
        found, failed = tally_counties(counties, tmp_path / "out", workers=2)
        assert [each.county for each in found] == ["丙县", "甲县"]
        assert [each.county for each in failed] == ["乙县"]
        assert "DLTB" in failed[0].fault

    def test_blocks_take_every_zone_once(self):
        assert blocks_of(County("甲县", zone_count=600), 256) == [(0, 256), (256, 512), (512, 600)]


def test_a_worker_that_is_killed_loses_nothing(province, tmp_path, monkeypatch):
    counties = list(find_counties([str(province)]))
    whole, _ = tally_counties(counties, tmp_path / "whole", workers=0, block=1)
    monkeypatch.setenv("REDLINE_TEST_MARK", str(tmp_path / "mark"))
    found, failed = tally_counties(counties, tmp_path / "out", workers=2, block=1, work=dies_once)
    assert (tmp_path / "mark").exists()
    assert failed == []
    assert [(each.classes, each.zones, each.total) for each in found] == [
        (each.classes, each.zones, each.total) for each in whole
    ]


def test_a_scheduler_that_does_not_answer_is_named(province, tmp_path):
    with pytest.raises(RedlineError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        tally_counties(list(find_counties([str(province)])), tmp_path, scheduler="tcp://127.0.0.1:9")


def test_a_running_cluster_is_used(province, tmp_path):
    from distributed import LocalCluster

    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        found, failed = tally_counties(
            list(find_counties([str(province)])), tmp_path, scheduler=cluster.scheduler_address
        )
    assert (len(found), failed) == (3, [])


class TestConvert:
    def test_parquet_gives_the_same_digits(self, province, tmp_path):
        counties = list(find_counties([str(province)]))
        converted = [convert_county(each, tmp_path / "parquet") for each in counties]
        plain, _ = tally_counties(counties, tmp_path / "a", workers=0)
        quick, _ = tally_counties(converted, tmp_path / "b", workers=0, block=1)
        assert [each.zones for each in plain] == [each.zones for each in quick]
        assert next(find_counties([str(tmp_path / "parquet")])).fault == ""

    def test_a_truncated_file_is_named(self, province, tmp_path):
        converted = convert_county(next(find_counties([str(province)])), tmp_path)
        place = Path(Store(*converted.landuse.rsplit("|", 1)).path)
        place.write_bytes(place.read_bytes()[:200])
        _, failed = tally_counties([converted], tmp_path / "out", workers=0)
        assert "landuse.parquet" in failed[0].fault


class TestCommand:
    def test_from_folder_to_report(self, province, tmp_path):
        listed = run("manifest", province, "--output", tmp_path / "m.csv")
        assert "甲县: 2 zones, 4 patches, EPSG:4527" in listed.stdout
        done = run("tally", tmp_path / "m.csv", "--output", tmp_path / "out", "--workers", 2, "--progress", "json")
        assert done.returncode == 0, done.stderr
        said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        assert said[0] == {"done": 0, "of": 3, "county": ""}
        assert [each["done"] for each in said] == [0, 1, 2, 3]
        rows = table(tmp_path / "out" / "by_county.csv")
        assert {row["class_code"] for row in rows} >= {"0102", "0301", "0702", "1003"}
        total = table(tmp_path / "out" / "total.csv")[-1]
        assert Decimal(total["area_m2"]) == sum(Decimal(row["area_m2"]) for row in rows)
        assert f"3 counties, 12 patches: {total['area_ha']} ha." in done.stdout

    def test_zones_as_a_layer_have_the_areas_of_the_tables(self, province, tmp_path):
        words = [
            "tally",
            str(province),
            "--output",
            str(tmp_path),
            "--workers",
            "0",
            "--layer",
            str(tmp_path / "z.gpkg"),
        ]
        assert command.main(words) == 0
        layer = geopandas.read_file(tmp_path / "z.gpkg", layer="zones")
        assert layer.crs == "EPSG:4490"
        assert sorted(set(layer["county"])) == ["丙县", "乙县", "甲县"]
        rows = table(tmp_path / "by_zone.csv")
        for _, zone in layer.iterrows():
            own = sum(Decimal(row["area_m2"]) for row in rows if row["zone"] == zone["zone"])
            assert Decimal(repr(zone["area_ha"])) == hectares(int(own * 10_000))
        # West village: 40 ha forest, 60 ha road and homestead, each a little less on the ellipsoid.
        west = layer[layer["zone"].str.contains("1002020")]
        assert west["agricultural_ha"].round(1).tolist() == [40.0] * 3
        assert west["construction_ha"].round(1).tolist() == [60.0] * 3

    def test_strict_ends_with_3_where_a_county_failed(self, province, tmp_path):
        (province / "丁县.gpkg").write_bytes(b"no database")
        for strict, status in (((), 0), (("--strict",), 3)):
            done = run("tally", province, "--output", tmp_path / "out", "--workers", 0, *strict)
            assert done.returncode == status
            assert "1 counties are not in it:\n  丁县: The file" in done.stdout
        assert [row["county"] for row in table(tmp_path / "out" / "failed.csv")] == ["丁县"]

    def test_one_sentence_for_a_wrong_input(self, tmp_path):
        done = run("tally", tmp_path / "nothing", "--output", tmp_path / "out")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("redline: There is no county in")
        assert len(done.stderr.splitlines()) == 1

    def test_it_stops_when_who_started_it_has_gone(self, province, tmp_path):
        words = [sys.executable, "-m", "redline.frames", "tally", str(province), "--output", str(tmp_path / "out")]
        words += ["--workers", "1", "--attended"]
        environment = {**os.environ, "PYTHONPATH": str(PLUGINS)}
        child = subprocess.Popen(words, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        child.stdin.close()
        child.stdin = None
        begun = time.monotonic()
        _, errors = child.communicate(timeout=120)
        assert child.returncode == 130, errors
        assert "Stopped; the counties that were done stay done." in errors
        assert time.monotonic() - begun < 120

    def test_report_adds_up_anew(self, province, tmp_path, capsys):
        assert command.main(["tally", str(province), "--output", str(tmp_path), "--workers", "0"]) == 0
        before = (tmp_path / "total.csv").read_bytes()
        (tmp_path / "total.csv").unlink()
        assert command.main(["report", str(tmp_path)]) == 0
        assert (tmp_path / "total.csv").read_bytes() == before
        assert "3 counties, 12 patches" in capsys.readouterr().out


class TestRedLines:
    @pytest.fixture
    def lined(self, tmp_path):
        """甲县 has all three lines, 乙县 only farmland; 丙县 has no parcels."""
        parcels = frame([box(0, 0, 200, 200), box(1000, 0, 200, 200)], DKBH=["A", "B"])
        farm = frame([box(100, 100, 100, 100)], YJJBNTMJ=[9000.0])
        folder = tmp_path / "省"
        folder.mkdir()
        for name in ("甲县", "乙县"):
            parcels.to_file(folder / f"{name}.gpkg", layer="ZZ_TDZSFW")
            farm.to_file(folder / f"{name}.gpkg", layer="YJJBNTBHTB")
        frame([box(5000, 0, 9, 9)], HXMC=["X"]).to_file(folder / "甲县.gpkg", layer="STBHHX")
        frame([box(0, 0, 200, 200)], GHFQDM=["110"]).to_file(folder / "甲县.gpkg", layer="CZKFBJ")
        farm.to_file(folder / "丙县.gpkg", layer="YJJBNTBHTB")
        return folder

    def test_by_county_and_line(self, lined, tmp_path, capsys):
        words = ["redlines", str(lined), "--output", str(tmp_path / "out"), "--workers", "0"]
        assert command.main(words) == 0
        rows = {(row["county"], row["red_line"]): row for row in table(tmp_path / "out" / "violations.csv")}
        # A lies in farmland with 100 m × 100 m; B lies outside of the urban boundary, wholly.
        assert (rows["甲县", "farmland"]["violating"], rows["甲县", "farmland"]["area_m2"]) == ("1", "9995.18")
        assert rows["甲县", "ecological"]["violating"] == "0"
        assert rows["甲县", "urban"]["violating"] == "1"
        assert ("乙县", "urban") not in rows
        said = capsys.readouterr().out
        assert "2 counties, 4 parcels: 3 violations." in said
        assert "乙县 has no layer of: ecological, urban." in said
        assert "Not checked: 丙县: 丙县 has no layer of Acquisition parcels" in said
        assert command.main([*words, "--strict"]) == 3
        checks = table(tmp_path / "out" / "checks.csv")
        assert [row["legal"] for row in checks if row["zone"] == "A" and row["red_line"] == "farmland"] == [
            "9000.0"
        ] * 2

    def test_workers_say_the_same(self, lined, tmp_path):
        counties = list(find_lined_counties([str(lined)]))
        assert each_county(counties, check_county, workers=0) == each_county(counties, check_county, workers=2)


def test_hectares_are_rounded_once():
    # 12,345.6789 m² are 1.23456789 ha; half of the last digit goes up.
    assert hectares(123_456_789) == Decimal("1.2346")
    assert hectares(500_000) == Decimal("0.0050")
    assert hectares(5_000) == Decimal("0.0001")


class TestPostgis:
    def test_its_tables_are_a_county(self, database, tmp_path):
        villages, patches = county()
        with psycopg.connect(database) as connection:
            for name, frame, column in (("CJDCQ", villages, "ZLDWDM"), ("DLTB", patches, "DLBM")):
                connection.execute(f'CREATE TABLE "{name}" ("{column}" text, geom geometry(Polygon, 4527))')
                for value, shape in zip(frame[column], frame.geometry, strict=True):
                    connection.execute(
                        f'INSERT INTO "{name}" VALUES (%s, ST_GeomFromWKB(%s, 4527))', (value, shape.wkb)
                    )
        write(tmp_path, "same.gpkg", villages[["ZLDWDM", "geometry"]], patches)
        counties = list(find_counties([f"postgresql:{database}", str(tmp_path / "same.gpkg")]))
        found, failed = tally_counties(counties, tmp_path / "out", workers=0)
        assert failed == []
        assert found[0].zones == found[1].zones
        # What has no checksum may have changed: it is tallied again.
        assert finished(tmp_path / "out", counties[0], 256) is None
        assert counties[0].crs == "EPSG:4527"

    def test_a_server_that_does_not_answer_is_named(self, tmp_path):
        found = by_name([f"postgresql:host={tmp_path} dbname=county"])
        assert found["county"].fault.startswith("The database does not answer:")
