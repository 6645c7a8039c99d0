"""The demo county's file, as QGIS and its users meet it; and each documented fault in it."""

import resource
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsVectorLayer,
    QgsWkbTypes,
)

from redline.core.ellipsoid import official_area
from redline.core.resources import resource_table
from redline.core.rounding import half_up
from redline.demo.county import build
from redline.demo.faults import to_gcj02, with_faults
from redline.demo.layers import LAYERS, layers_of
from redline.demo.schema import fields_of, read_data
from redline.demo.write import write_geopackage

ROOT = Path(__file__).resolve().parent.parent.parent
MAKE = [sys.executable, str(ROOT / "demo" / "make.py")]


def made(output: Path, *options: str) -> subprocess.CompletedProcess:
    return subprocess.run([*MAKE, "--output", str(output), *options], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def files(qgis_app, tmp_path_factory) -> tuple[Path, Path]:
    """A county of 20,000 patches and more in two files, without and with its faults."""
    folder = tmp_path_factory.mktemp("demo")
    layers = layers_of(build(20_000, 371_525, lambda what: None))
    write_geopackage(folder / "county.gpkg", layers)
    spoiled = [layer for layer in layers if layer.name in ("DLTB", "CJDCQ", "camera")]
    write_geopackage(folder / "faulty.gpkg", with_faults(spoiled))
    return folder / "county.gpkg", folder / "faulty.gpkg"


@pytest.fixture(scope="module")
def county(files) -> Path:
    return files[0]


@pytest.fixture(scope="module")
def faulty(files) -> Path:
    return files[1]


def layer(path: Path, name: str) -> QgsVectorLayer:
    found = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    assert found.isValid(), name
    return found


def rows(path: Path, name: str, request: QgsFeatureRequest | None = None) -> list:
    """All features of a layer, which is held until they are read."""
    found = layer(path, name)
    return list(found.getFeatures(request or QgsFeatureRequest()))


def feature(path: Path, name: str, fid: int):
    return rows(path, name, QgsFeatureRequest(fid))[0]


def rings(geometry) -> list[list[list[list[float]]]]:
    """Parts, each with its rings of (x north, y east)."""
    return [[[(point.y(), point.x()) for point in ring] for ring in polygon] for polygon in geometry.asMultiPolygon()]


def official(geometry) -> Decimal:
    return sum((Decimal(str(official_area(part, 4527))) for part in rings(geometry)), Decimal(0))


class TestFile:
    def test_every_layer_is_there_and_says_that_it_is_schematic(self, county):
        for name in LAYERS:
            found = layer(county, name)
            assert found.featureCount() > 0, name
            assert "示意" in found.metadata().abstract() or "示意" in found.dataProvider().layerMetadata().abstract(), (
                name
            )

    def test_the_number_of_rows_stands_in_the_file(self, files):
        """Without it GDAL 3.8 to 3.11.3 reads the table with a thread that spoils its own blocks."""
        for path in files:
            with closing(sqlite3.connect(path)) as database:
                counts = dict(database.execute("SELECT table_name, feature_count FROM gpkg_ogr_contents"))
                ask = 'SELECT COUNT(*) FROM "{}"'
                rows = {name: database.execute(ask.format(name)).fetchone()[0] for name in counts}
            assert counts == rows
            assert counts["DLTB"] >= 20_000

    def test_systems_and_geometry(self, county):
        geographic = {"STBHHX", "camera", "alert"}
        tables = {"YDZB", "CJRK", "TZB", "demo_notice"}
        points = {"camera", "alert", "DZZHD"}
        for name in LAYERS:
            found = layer(county, name)
            if name in tables:
                assert not found.isSpatial(), name
                continue
            assert found.crs().authid() == ("EPSG:4490" if name in geographic else "EPSG:4527"), name
            kind = "Point" if name in points else "MultiPolygon"
            assert QgsWkbTypes.displayString(found.wkbType()) == kind, name
            assert found.hasSpatialIndex() == QgsFeatureSource.SpatialIndexPresence.SpatialIndexPresent, name

    @pytest.mark.parametrize("name", ["DLTB", "DLTB_2020", "XZQ", "XJXZQ", "CJDCQ", "YJJBNTBHTB", "CZKFBJ", "STBHHX"])
    def test_official_structures_are_whole_in_order_and_with_chinese_aliases(self, county, name):
        found = layer(county, name)
        fields = [field for field in found.fields() if field.name() != "fid"]
        wanted = fields_of(name)
        assert [field.name() for field in fields] == [field.name for field in wanted]
        with sqlite3.connect(county) as db:
            titles = dict(db.execute("SELECT column_name, title FROM gpkg_data_columns WHERE table_name = ?", [name]))
        assert [titles[field.name()] for field in fields] == [field.alias for field in wanted]
        if int(gdal.VersionInfo()) >= 3_070_000:  # before, GDAL does not read them
            assert [field.alias() for field in fields] == [field.alias for field in wanted]

    def test_dltb_has_its_thirty_fields(self):
        assert len(fields_of("DLTB")) == 30
        assert [f.name for f in fields_of("DLTB")][:6] == ["BSM", "YSDM", "TBYBH", "TBBH", "DLBM", "DLMC"]

    def test_camera_fields_are_those_of_the_platform(self):
        listed = [row["field"] for row in read_data("camera_alert_fields.csv") if row["entity"] == "camera"]
        names = {name.strip() for entry in listed for name in entry.split("/")}
        # the table writes groups of fields in one line: person_liable / person_liable_phone, competent_unit / …
        have = {field.name for field in fields_of("camera")}
        assert {name for name in names if name not in have} == set()

    def test_no_personal_data(self, county):
        personal = ("ZRRZJHM", "LXDH", "JZDZ", "ZRRMC", "CFZR", "ZZRR")
        found = layer(county, "YJJBNTBHTB")
        values = {str(found.uniqueValues(found.fields().indexOf(name))) for name in personal}
        assert values == {"{NULL}"}
        assert found.featureCount() > 5000
        chiefs = layer(county, "TZB")
        assert all(str(name).startswith("示意") for name in chiefs.uniqueValues(chiefs.fields().indexOf("CJTZ")))

    def test_village_control_areas_in_the_file_add_up(self, county):
        villages = {f["ZLDWDM"]: Decimal(str(f["DCMJ"])) for f in rows(county, "CJDCQ")}
        towns = {f["XZQDM"]: Decimal(str(f["DCMJ"])) for f in rows(county, "XZQ")}
        sums: Counter = Counter()
        for patch in rows(county, "DLTB", QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)):
            sums[patch["ZLDWDM"]] += Decimal(str(patch["TBMJ"]))
        assert sums == villages
        for town, area in towns.items():
            assert sum(value for code, value in villages.items() if code.startswith(town)) == area
        assert sum(villages.values()) == rows(county, "XJXZQ")[0]["DCMJ"] == Decimal("1161000000")

    def test_class_names_go_with_their_codes(self, county):
        names = {row["code"]: row["name_zh"] for row in resource_table("codes/sandiao_codes.csv")}
        pairs = {(f["DLBM"], f["DLMC"]) for f in rows(county, "DLTB")}
        assert dict(pairs) == {code: names[code] for code, _ in pairs}
        plans = {row["code"]: row["name_zh"] for row in resource_table("codes/ydyh_2023_codes.csv")}
        for name in ("GHYDYH", "CPKFYD", "CPKFXM"):
            pairs = {(f["YDYHFLDM"], f["YDYHFLMC"]) for f in rows(county, name)}
            assert {code: plans.get(code) for code, _ in pairs} == dict(pairs), name

    def test_declared_areas_are_the_official_ones(self, county):
        for parcel in rows(county, "ZZ_TDZSFW"):
            assert Decimal(str(parcel["DKMJ"])) == half_up(official(parcel.geometry()) / 10_000, 4), parcel["DKBH"]
        for lot in rows(county, "CPKFYD"):
            assert Decimal(str(lot["MJ"])) == official(lot.geometry()), lot["DKBH"]

    def test_batches_hold_their_parcels(self, county):
        parcels: Counter = Counter(f["PCBH"] for f in rows(county, "ZZ_TDZSFW"))
        batches = {f["PCBH"]: f["DKS"] for f in rows(county, "ZZ_PCFW")}
        assert parcels == batches
        quota = rows(county, "YDZB")[0]
        assert (quota["ND"], quota["ZBMJ_MU"]) == (2021, 1096.996)

    def test_planned_land_use_covers_the_county(self, county):
        total = sum((Decimal(str(f["MJ"])) for f in rows(county, "GHYDYH")), Decimal(0))
        assert abs(total - Decimal("1161000000")) < 5  # each of thousands of pieces is rounded for itself


class TestCommand:
    @pytest.mark.slow
    def test_it_takes_only_the_layers_asked_for(self, tmp_path):
        done = made(tmp_path / "few.gpkg", "--patches", "20000", "--with-faults", "--layers", "CJDCQ", "DLTB", "camera")
        assert done.returncode == 0, done.stderr
        whole = QgsVectorLayer(str(tmp_path / "few.gpkg"), "", "ogr")
        names = {entry.split("!!::!!")[1] for entry in whole.dataProvider().subLayers()}
        assert names == {"DLTB", "CJDCQ", "camera", "demo_faults"}
        assert [entry.name for entry in tmp_path.iterdir()] == ["few.gpkg"]

    @pytest.mark.parametrize(
        ("options", "says"),
        [
            (["--patches", "500"], "--patches has to be 20000 or more"),
            (["--layers", "DLTB", "WRONG"], "there is no layer WRONG"),
        ],
    )
    def test_wrong_options_end_in_a_sentence(self, tmp_path, options, says):
        done = made(tmp_path / "x.gpkg", *options)
        assert done.returncode == 2
        assert says in done.stderr
        assert not list(tmp_path.iterdir())

    def test_what_cannot_be_written_leaves_nothing_behind(self, tmp_path):
        (tmp_path / "file").write_text("in the way")
        done = made(tmp_path / "file" / "x.gpkg", "--patches", "20000", "--layers", "CJDCQ")
        assert done.returncode == 1
        assert "cannot be made" in done.stderr
        assert "Traceback" not in done.stderr
        assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


@pytest.fixture(scope="module")
def faults(faulty) -> dict[str, list]:
    """(layer, feature id) of each rule in the file's own list."""
    by_rule: dict[str, list] = {}
    for row in rows(faulty, "demo_faults"):
        by_rule.setdefault(row["rule"], []).append((row["layer"], row["feature"]))
    return by_rule


class TestFaults:
    def test_all_of_the_documented_ones_are_there(self, faults):
        readme = (ROOT / "demo" / "README.md").read_text(encoding="utf-8")
        assert set(faults) == {
            "bow-tie", "overlap", "gap", "old-class", "missing-class", "unknown-class", "village-code", "area",
            "duplicate", "zero-area", "gcj02",
        }  # fmt: skip
        assert all(f"`{rule}`" in readme for rule in faults)

    def test_the_bow_tie_crosses_itself(self, faulty, faults):
        geometry = feature(faulty, *faults["bow-tie"][0]).geometry()
        assert not geometry.isGeosValid()
        assert "Self-intersection" in geometry.lastError() or geometry.validateGeometry()

    def test_two_overlap(self, faulty, faults):
        first, second = (feature(faulty, *entry).geometry() for entry in faults["overlap"])
        assert first.intersection(second).area() > 500

    def test_a_gap_is_around_the_shrunk_patch(self, faulty, faults):
        name, fid = faults["gap"][0]
        geometry = feature(faulty, name, fid).geometry()
        near = rows(faulty, name, QgsFeatureRequest().setFilterRect(geometry.boundingBox()))
        distances = [f.geometry().distance(geometry) for f in near if f.id() != fid]
        assert 4 < min(d for d in distances if d > 0) < 8
        assert not any(d == 0 for d in distances)

    @pytest.mark.parametrize(
        ("rule", "value"), [("old-class", "114"), ("missing-class", None), ("unknown-class", "0199")]
    )
    def test_classes(self, faulty, faults, rule, value):
        found = feature(faulty, *faults[rule][0])["DLBM"]
        assert (None if not found or str(found) == "NULL" else found) == value

    def test_a_village_that_is_not_there(self, faulty, faults):
        code = feature(faulty, *faults["village-code"][0])["ZLDWDM"]
        villages = layer(faulty, "CJDCQ")
        assert code not in villages.uniqueValues(villages.fields().indexOf("ZLDWDM"))

    def test_a_recorded_area_that_is_wrong(self, faulty, faults):
        found = feature(faulty, *faults["area"][0])
        assert found["TBMJ"] / float(official(found.geometry())) == pytest.approx(1.05, abs=1e-4)

    def test_the_duplicate_equals_its_twin(self, faulty, faults):
        first, second = (feature(faulty, *entry) for entry in faults["duplicate"])
        assert first.geometry().equals(second.geometry())
        assert first.attributes()[1:] == second.attributes()[1:]

    def test_the_flat_ring_has_no_area(self, faulty, faults):
        geometry = feature(faulty, *faults["zero-area"][0]).geometry()
        assert not geometry.isEmpty()
        assert geometry.area() < 1e-6  # of a ring some ten metres long

    def test_cameras_are_some_hundred_metres_off(self, county, faulty):
        right = {f["camera_index_code"]: f.geometry().asPoint() for f in rows(county, "camera")}
        for camera in rows(faulty, "camera"):
            shift = camera.geometry().asPoint() - right[camera["camera_index_code"]]
            assert 200 < (shift.x() * 89_600) ** 2 + (shift.y() * 111_000) ** 2 < 1_000_000
            assert camera["coord_govern_type"] == 2

    def test_gcj02_by_a_published_example(self):

        # 116.404, 39.915 in WGS84 is 116.410244, 39.916404 in GCJ-02 (examples of many converters)
        assert to_gcj02(np.array([[116.404, 39.915]]))[0].tolist() == pytest.approx([116.410244, 39.916404], abs=1e-6)

    def test_all_other_patches_are_as_without_faults(self, county, faulty, faults):
        spoiled = {fid for entries in faults.values() for name, fid in entries if name == "DLTB"}
        clean = {f.id(): f.geometry().asWkb() for f in rows(county, "DLTB")}
        for patch in rows(faulty, "DLTB"):
            if patch.id() not in spoiled:
                assert clean[patch.id()] == patch.geometry().asWkb()


@pytest.mark.slow
def test_the_default_county_has_sixty_thousand_patches_and_is_the_same_file_each_time(qgis_app, tmp_path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert made(tmp_path / "a.gpkg").returncode == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 60  # seconds of one core
    assert made(tmp_path / "b.gpkg").returncode == 0
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()
    patches = layer(tmp_path / "a.gpkg", "DLTB")
    assert patches.featureCount() >= 60_000
