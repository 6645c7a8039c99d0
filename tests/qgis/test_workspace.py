"""redline:createworkspace into a GeoPackage and into a real PostGIS server that the test starts itself."""

import hashlib
import sqlite3

import numpy as np
import pytest
from qgis import processing
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)

from redline.layers.county.discover import open_all, open_schema
from redline.layers.county.kept import kept_layers
from redline.layers.county.load import compose, layer_entries
from redline.layers.county.workspace import write_geopackage
from redline.layers.reading.sources import read_features, source_of

ALL = {"XJXZQ", "XZQ", "CJDCQ", "DLTB", "YJJBNTBHTB", "STBHHX", "CZKFBJ", "camera", "alert", "ZZ_TDZSFW", "ZZ_PCFW",
       "CJRK"}  # fmt: skip


@pytest.fixture(scope="module")
def delivery(smallcounty, tmp_path_factory):
    """Shapefiles in GBK, as a survey team hands them over."""
    return smallcounty.write(tmp_path_factory.mktemp("delivery"), "ESRI Shapefile", "GBK")


def opened(place):
    return [one.layer for one in open_all(place)[0]]


def create(layers, **parameters):
    return processing.run("redline:createworkspace", {"INPUT_LAYERS": layers, **parameters})


def chinese(text: str) -> bool:
    """Columns without an English title: newer GDALs bring the Chinese one of the file, older ones none."""
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def project_of(found) -> dict:
    """What a project is, as plain values."""
    project = QgsProject()
    result = compose(project, layer_entries(found), "en")
    state = {
        "tree": [
            (group.name(), [node.name() for node in group.findLayers()]) for group in project.layerTreeRoot().children()
        ],
        "themes": result.themes,
        "relations": sorted(project.relationManager().relations()),
        "crs": project.crs().authid(),
    }
    for layer in project.mapLayers().values():
        renderer = layer.renderer()
        categories = renderer.categories() if isinstance(renderer, QgsCategorizedSymbolRenderer) else []
        state[layer.name()] = (
            layer.featureCount(),
            [category.label() for category in categories],
            sorted(alias for alias in layer.attributeAliases().values() if alias and not chinese(alias)),
        )
    project.clear()
    return state


class TestGeoPackage:
    def test_every_layer_once(self, redline, delivery, tmp_path):
        found = create(opened(delivery), OUTPUT=str(tmp_path / "county.gpkg"))
        assert (found["LAYERS"], found["LEFT_OUT"]) == (12, 0)
        assert [path.name for path in tmp_path.iterdir()] == ["county.gpkg"], "no draft is left"
        with sqlite3.connect(tmp_path / "county.gpkg") as database:
            tables = {row[0] for row in database.execute("SELECT table_name FROM gpkg_contents")}
            counts = dict(database.execute("SELECT table_name, feature_count FROM gpkg_ogr_contents"))
            ask = 'SELECT COUNT(*) FROM "{}"'
            rows = {name: database.execute(ask.format(name)).fetchone()[0] for name in tables}
        assert tables >= ALL | {"redline_provenance"}
        assert counts == rows and min(rows.values()) > 0  # no count is left open

    def test_features_are_as_they_were(self, redline, delivery, tmp_path):
        before = {layer.name(): layer for layer in opened(delivery)}
        create(list(before.values()), OUTPUT=str(tmp_path / "county.gpkg"))
        fields = ["DLBM", "DLMC", "ZLDWMC", "TBMJ", "KCXS", "SJNF"]
        first = read_features(before["DLTB"], fields)
        second = read_features(QgsVectorLayer(f"{tmp_path / 'county.gpkg'}|layername=DLTB", "x", "ogr"), fields)
        np.testing.assert_array_equal(first.polygons.xy, second.polygons.xy)
        for name in fields:
            assert first.attributes[name].tolist() == second.attributes[name].tolist(), name
        assert second.attributes["ZLDWMC"][0] == "东街村"

    def test_provenance(self, redline, delivery, tmp_path):
        create(opened(delivery), OUTPUT=str(tmp_path / "county.gpkg"))
        with sqlite3.connect(tmp_path / "county.gpkg") as database:
            database.row_factory = sqlite3.Row
            rows = {row["table_name"]: row for row in database.execute("SELECT * FROM redline_provenance")}
        assert set(rows) == ALL
        row = rows["DLTB"]
        assert (row["role"], row["crs"], row["encoding"]) == ("landuse", "EPSG:4527", "GBK")
        assert row["features_read"] == row["features_written"] == 64
        assert row["source"] == str(delivery / "DLTB.shp")
        total = hashlib.sha256()
        for file in sorted(path for path in delivery.iterdir() if path.stem == "DLTB"):
            total.update(file.read_bytes())
        assert row["sha256"] == total.hexdigest()
        assert row["written"].endswith("+00:00") and row["source_modified"].endswith("+00:00")

    def test_personal_data_is_left_out(self, redline, delivery, tmp_path):
        create(opened(delivery), OUTPUT=str(tmp_path / "a.gpkg"))
        names = QgsVectorLayer(f"{tmp_path / 'a.gpkg'}|layername=YJJBNTBHTB", "x", "ogr").fields().names()
        assert not {"ZRRZJHM", "LXDH", "JZDZ"} & set(names) and "YJJBNTMJ" in names
        create(opened(delivery), OUTPUT=str(tmp_path / "b.gpkg"), KEEP_PERSONAL=True)
        names = QgsVectorLayer(f"{tmp_path / 'b.gpkg'}|layername=YJJBNTBHTB", "x", "ogr").fields().names()
        assert {"ZRRZJHM", "LXDH", "JZDZ"} <= set(names)

    def test_spatial_index_and_styles_inside(self, redline, delivery, tmp_path):
        create(opened(delivery), OUTPUT=str(tmp_path / "county.gpkg"))
        with sqlite3.connect(tmp_path / "county.gpkg") as database:
            indexed = {row[0] for row in database.execute(
                "SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'")}  # fmt: skip
        assert indexed == ALL - {"CJRK"}
        layer = QgsVectorLayer(f"{tmp_path / 'county.gpkg'}|layername=DLTB", "x", "ogr")
        assert isinstance(layer.renderer(), QgsCategorizedSymbolRenderer)
        assert layer.customProperty("redline/role") == "landuse"

    def test_chinese_names_of_fields_for_every_program(self, redline, delivery, tmp_path):
        create(opened(delivery), OUTPUT=str(tmp_path / "county.gpkg"))
        with sqlite3.connect(tmp_path / "county.gpkg") as database:
            names = dict(
                database.execute("SELECT column_name, name FROM gpkg_data_columns WHERE table_name = 'DLTB'").fetchall()
            )
        assert names["KCXS"] == "扣除地类系数" and names["DLBM"] == "地类编码"

    def test_its_journal_is_a_plain_one(self, redline, delivery, tmp_path):
        """Bytes 18 and 19 of the header are 1 for a rollback journal, 2 for WAL (SQLite, file format 1.3.3)."""
        place = tmp_path / "w.gpkg"
        create(opened(delivery), OUTPUT=str(place))
        assert list(place.read_bytes()[18:20]) == [1, 1]
        assert [path.name for path in tmp_path.glob("w.gpkg*")] == ["w.gpkg"]

    def test_opens_as_the_same_project(self, redline, delivery, tmp_path):
        create(opened(delivery), OUTPUT=str(tmp_path / "county.gpkg"), KEEP_PERSONAL=True)
        before, after = project_of(open_all(delivery)[0]), project_of(open_all(tmp_path / "county.gpkg")[0])
        assert before["tree"] == after["tree"]
        assert before["relations"] == after["relations"] and before["themes"] == after["themes"]
        assert after["Land use"] == before["Land use"]

    def test_a_style_that_the_office_changed_is_kept(self, redline, delivery, tmp_path):
        create(opened(delivery), OUTPUT=str(tmp_path / "county.gpkg"))
        layer = QgsVectorLayer(f"{tmp_path / 'county.gpkg'}|layername=XZQ", "x", "ogr")
        symbol = layer.renderer().symbol().clone()
        symbol.symbolLayer(1).setWidth(3.25)
        layer.renderer().setSymbol(symbol)
        assert not layer.saveStyleToDatabase("ours", "", True, "")
        del layer
        project = QgsProject()
        result = compose(project, layer_entries(open_all(tmp_path / "county.gpkg")[0]))
        assert result.layers["township"][0].renderer().symbol().symbolLayer(1).width() == 3.25

    def test_two_years_of_land_use(self, redline, smallcounty, tmp_path):
        place = smallcounty.write(tmp_path / "in", "GPKG", only={"DLTB"})
        first, second = (QgsVectorLayer(f"{place}|layername=DLTB", name, "ogr") for name in ("DLTB", "DLTB_2020"))
        create([first, second], OUTPUT=str(tmp_path / "w.gpkg"))
        names = {one.layer.name() for one in open_all(tmp_path / "w.gpkg")[0]}
        assert names == {"DLTB", "DLTB_2020"}

    def test_unrecognised_layers_are_named(self, redline, delivery, tmp_path):
        from qgis.core import QgsProcessingFeedback

        other = QgsVectorLayer("Point?crs=EPSG:4527&field=a:string", "某图层", "memory")
        feedback = QgsProcessingFeedback()
        found = processing.run(
            "redline:createworkspace",
            {"INPUT_LAYERS": [*opened(delivery), other], "OUTPUT": str(tmp_path / "w.gpkg")},
            feedback=feedback,
        )
        assert found["LEFT_OUT"] == 1
        assert "某图层 was not recognised and is left out." in feedback.textLog()

    def test_source_is_left_as_it_was(self, redline, smallcounty, tmp_path):
        place = smallcounty.write(tmp_path / "in", "ESRI Shapefile")
        before = {path.name: path.read_bytes() for path in place.iterdir()}
        create(opened(place), OUTPUT=str(tmp_path / "w.gpkg"))
        assert {path.name: path.read_bytes() for path in place.iterdir()} == before


class TestWrongInput:
    def test_the_source_itself(self, redline, smallcounty, tmp_path):
        place = smallcounty.write(tmp_path / "in", "GPKG", only={"DLTB"})
        before = place.read_bytes()
        with pytest.raises(QgsProcessingException, match=r"county\.gpkg\|DLTB is an input of this run: give"):
            create(opened(place), OUTPUT=str(place))
        assert place.read_bytes() == before

    def test_neither_or_both_targets(self, redline, delivery, tmp_path):
        with pytest.raises(QgsProcessingException, match="Name either a GeoPackage"):
            create(opened(delivery))
        with pytest.raises(QgsProcessingException, match="Name either a GeoPackage"):
            create(opened(delivery), OUTPUT=str(tmp_path / "w.gpkg"), CONNECTION="x", SCHEMA="y")
        with pytest.raises(QgsProcessingException, match="Name the schema of x"):
            create(opened(delivery), CONNECTION="x")

    def test_nothing_recognised(self, redline, tmp_path):
        other = QgsVectorLayer("Point?crs=EPSG:4527&field=a:string", "某图层", "memory")
        with pytest.raises(QgsProcessingException, match="None of the layers was recognised"):
            create([other], OUTPUT=str(tmp_path / "w.gpkg"))

    def test_failure_leaves_the_old_workspace(self, redline, delivery, tmp_path, monkeypatch):
        from redline.layers.county import workspace

        target = tmp_path / "w.gpkg"
        create(opened(delivery), OUTPUT=str(target))
        before = target.read_bytes()
        monkeypatch.setattr(workspace, "add_rows", lambda *_: (_ for _ in ()).throw(RuntimeError("no space")))
        kept, _ = kept_layers(opened(delivery))
        with pytest.raises(RuntimeError):
            write_geopackage(kept, target)
        assert target.read_bytes() == before
        assert [path.name for path in tmp_path.iterdir()] == ["w.gpkg"]

    def test_cancelled(self, redline, smallcounty, tmp_path):
        from redline.core.errors import Cancelled

        layer = next(table.layer() for table in smallcounty.tables() if table.name == "DLTB")
        rows = list(layer.getFeatures())
        layer.dataProvider().addFeatures(rows * 40)
        kept, _ = kept_layers([layer])
        with pytest.raises(Cancelled):
            write_geopackage(kept, tmp_path / "w.gpkg", cancelled=lambda: True)
        assert list(tmp_path.iterdir()) == []


# --- PostGIS --------------------------------------------------------------------------------------------------------


@pytest.fixture
def server(postgis):
    return postgis


@pytest.fixture
def connection(postgis):
    """The server as a connection of QGIS, by name."""
    with postgis.stored("redline_test") as name:
        yield name


class TestTablesOfATool:
    """A tool writes a table into the database; where the run ends badly, it is taken out again."""

    def test_written_and_taken_back(self, redline, server, connection, smallcounty, tmp_path, monkeypatch):
        layer = next(table.layer() for table in smallcounty.tables() if table.name == "CJDCQ")
        place = (
            f"postgres:dbname='county' host={server.folder} port=5432 user='postgres' table=\"public\".\"{{}}\" (geom)"
        )
        given = {"INPUT": layer, "OUTPUT_XLSX": str(tmp_path / "a.xlsx")}
        processing.run("redline:officialarea", {**given, "OUTPUT": place.format("measured")})
        assert server.sql("SELECT count(*) FROM measured") == str(layer.featureCount())

        def full(*_, **__):
            raise OSError(28, "No space left on device", "a.xlsx")

        monkeypatch.setattr("redline.processing.documents.write_workbook", full)
        with pytest.raises(
            QgsProcessingException, match=r"a\.xlsx cannot be read or written \(No space left on device\)"
        ):
            processing.run("redline:officialarea", {**given, "OUTPUT": place.format("lost")})
        tables = server.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").split()
        assert "measured" in tables and "lost" not in tables


class TestPostgis:
    def test_layers_index_and_provenance(self, redline, delivery, server, connection):
        found = create(opened(delivery), CONNECTION=connection, SCHEMA="guanxian")
        assert found["LAYERS"] == 12 and "OUTPUT" not in found
        tables = set(server.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'guanxian'").split())
        assert tables == {name.lower() for name in ALL} | {"redline_provenance"}
        assert server.sql("SELECT count(*) FROM guanxian.dltb") == "64"
        assert server.sql("SELECT DISTINCT ST_SRID(geom) FROM guanxian.dltb") == "4527"
        assert server.sql('SELECT "ZLDWMC" FROM guanxian.dltb ORDER BY fid LIMIT 1') == "东街村"
        indexed = server.sql("SELECT count(*) FROM pg_indexes WHERE schemaname = 'guanxian' AND indexdef LIKE '%gist%'")
        assert indexed == "11"
        assert server.sql("SELECT features_written FROM guanxian.redline_provenance WHERE table_name = 'dltb'") == "64"
        columns = server.sql(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'yjjbntbhtb'"
        ).split()
        assert "YJJBNTMJ" in columns and not {"ZRRZJHM", "LXDH"} & set(columns)

    def test_opens_as_the_same_project_as_the_geopackage(self, redline, delivery, tmp_path, connection):
        create(opened(delivery), CONNECTION=connection, SCHEMA="same")
        create(opened(delivery), OUTPUT=str(tmp_path / "county.gpkg"))
        one, other = project_of(open_schema(connection, "same")[0]), project_of(open_all(tmp_path / "county.gpkg")[0])
        assert one == other

    def test_read_by_the_engine(self, redline, smallcounty, connection):
        layers = [table.layer() for table in smallcounty.tables() if table.name in ("DLTB", "CJDCQ")]
        create(layers, CONNECTION=connection, SCHEMA="engine")
        read = {one.layer.name(): one.layer for one in open_schema(connection, "engine")[0]}
        fields = ["DLBM", "DLMC", "TBMJ", "SJNF"]
        memory = next(table.layer() for table in smallcounty.tables() if table.name == "DLTB")
        first, second = read_features(memory, fields), read_features(read["dltb"], fields)
        np.testing.assert_array_equal(first.polygons.xy, second.polygons.xy)
        for name in fields:
            assert first.attributes[name].tolist() == second.attributes[name].tolist()
            assert first.attributes[name].dtype == second.attributes[name].dtype
        read["dltb"].setSubsetString("\"DLBM\" = '0102'")
        assert len(read_features(read["dltb"])) == 32
        read["dltb"].setSubsetString("")
        read["dltb"].selectByIds([1, 2, 3])
        assert len(read_features(source_of(read["dltb"], selected_only=True))) == 3

    def test_loadcounty_from_a_schema(self, redline, delivery, tmp_path, connection):
        create(opened(delivery), CONNECTION=connection, SCHEMA="loaded")
        found = processing.run(
            "redline:loadcounty",
            {"CONNECTION": connection, "SCHEMA": "loaded", "PROJECT": str(tmp_path / "p.qgz")},
        )
        assert (found["RECOGNISED"], found["UNRECOGNISED"]) == (12, 0)

    def test_written_again(self, redline, delivery, server, connection):
        create(opened(delivery), CONNECTION=connection, SCHEMA="again")
        create(opened(delivery), CONNECTION=connection, SCHEMA="again")
        assert server.sql("SELECT count(*) FROM again.dltb") == "64"
        assert server.sql("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'redline_draft%'") == "0"

    def test_tables_of_others_are_left_alone(self, redline, delivery, server, connection):
        server.sql("CREATE SCHEMA others; CREATE TABLE others.dltb (a int); INSERT INTO others.dltb VALUES (7)")
        with pytest.raises(QgsProcessingException, match=r"that are no workspace's \(dltb\)"):
            create(opened(delivery), CONNECTION=connection, SCHEMA="others")
        assert server.sql("SELECT a FROM others.dltb") == "7"

    def test_wrong_names(self, redline, delivery, tmp_path, connection):
        with pytest.raises(QgsProcessingException, match="x; DROP is no name for a schema"):
            create(opened(delivery), CONNECTION=connection, SCHEMA="x; DROP")
        with pytest.raises(QgsProcessingException, match="The schema nothing of redline_test holds no layer"):
            processing.run(
                "redline:loadcounty",
                {"CONNECTION": connection, "SCHEMA": "nothing", "PROJECT": str(tmp_path / "x.qgz")},
            )

    def test_server_that_is_gone(self, redline, delivery):
        with pytest.raises(QgsProcessingException, match="There is no PostgreSQL connection gone"):
            create(opened(delivery), CONNECTION="gone", SCHEMA="x")


def test_declared_is_returned(redline, delivery, tmp_path):
    algorithm = redline.algorithm("createworkspace")
    declared = {output.name() for output in algorithm.outputDefinitions()}
    assert declared == set(create(opened(delivery), OUTPUT=str(tmp_path / "w.gpkg")))
    assert all(parameter.help() for parameter in algorithm.parameterDefinitions())
