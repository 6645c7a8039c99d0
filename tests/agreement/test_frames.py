"""redline.frames says what the tools in QGIS say, to the last digit: GeoPandas beside them, in a process of its own."""

import json
import subprocess
from pathlib import Path

import asked
import pytest
from osgeo import ogr

ROOT = Path(__file__).resolve().parents[2]
PYTHON = next(
    (path for path in (ROOT / ".venv-frames" / "bin" / "python", ROOT / ".venv-frames" / "Scripts" / "python.exe")
     if path.exists()), ROOT / ".venv-frames" / "bin" / "python",
)  # fmt: skip
TOWNSHIPS = ROOT / "resources" / "demo" / "townships.gpkg"


def of(place, name):
    return {"file": str(place), "layer": name}


def source(place, name):
    return f"{place}|layername={name}"


@pytest.fixture(scope="module")
def after(tmp_path_factory):
    """The townships' patches a year later: each 17th is road, one in each 400 is gone, one village's have moved."""
    place = tmp_path_factory.mktemp("after") / "after.gpkg"
    drawn = ogr.Open(str(TOWNSHIPS))
    copy = ogr.GetDriverByName("GPKG").CreateDataSource(str(place))
    layer = copy.CopyLayer(drawn.GetLayerByName("DLTB"), "DLTB")
    for number, feature in enumerate(list(layer)):
        if number % 400 == 399:
            layer.DeleteFeature(feature.GetFID())
        elif number % 17 == 0:
            feature["DLBM"], feature["DLMC"] = "1003", "公路用地"
            layer.SetFeature(feature)
    return place


def tally(place, **more):
    return {"zones": of(place, "CJDCQ"), "landuse": of(place, "DLTB"), "zone_name": "ZLDWMC", **more}


@pytest.fixture(scope="module")
def said(after, strip):
    """By name, what frames answers; all in one child process."""
    small = strip("CJDCQ").partition("|")[0]
    jobs = {
        "area": ("official_area", {"frame": of(TOWNSHIPS, "CJDCQ")}),
        "parcels": ("official_area", {"frame": of(small, "ZZ_TDZSFW")}),
        "tally": ("tally", tally(TOWNSHIPS)),
        "mu": ("tally", tally(TOWNSHIPS, unit="mu", level="first")),
        "strip": ("tally", tally(small)),
        "further": (
            "tally",
            tally(TOWNSHIPS, zone_id="XZQDM", zone_name="XZQMC", zones=of(TOWNSHIPS, "XZQ"),
                  further={"dim1": [of(TOWNSHIPS, "CJDCQ"), "ZLDWDM"]}),
        ),
        "lines": (
            "redline_check",
            {"parcels": of(TOWNSHIPS, "ZZ_TDZSFW"), "zone_name": "DKMC", "must_contain": ["city"],
             "lines": {"farmland": of(TOWNSHIPS, "YJJBNTBHTB"), "city": of(TOWNSHIPS, "CZKFBJ")}},
        ),
        "stacked": (
            "redline_check",
            {"parcels": of(small, "ZZ_TDZSFW"), "lines": {"farmland": of(small, "YJJBNTBHTB")}},
        ),
        "structure": (
            "structure",
            {"zones": of(TOWNSHIPS, "XZQ"), "base": of(TOWNSHIPS, "DLTB"), "zone_name": "XZQMC"},
        ),
        "change": (
            "change",
            {"before": of(TOWNSHIPS, "DLTB"), "after": of(after, "DLTB"), "zones": of(TOWNSHIPS, "CJDCQ"),
             "zone_name": "ZLDWMC"},
        ),
        "changed": ("change", {"before": of(TOWNSHIPS, "DLTB"), "after": of(after, "DLTB"), "level": "major"}),
    }  # fmt: skip
    given = json.dumps([{"call": call, "with": arguments} for call, arguments in jobs.values()])
    child = subprocess.run(
        [str(PYTHON), "-I", str(Path(__file__).with_name("framesasked.py"))],
        input=given, capture_output=True, text=True, encoding="utf-8", timeout=600,
    )  # fmt: skip
    assert child.returncode == 0, child.stderr
    return dict(zip(jobs, json.loads(child.stdout), strict=True))


def same(said, rows, *columns):
    """Rows of a tool are those of frames, in their order, in ``columns``."""
    mine = [tuple(row[name] for name in columns) for row in rows]
    theirs = [tuple(row[name] for name in columns) for row in said["rows"]]
    assert len(mine) > 1
    assert theirs == mine


CLASSES = ("zone", "zone_name", "class_code", "class_name", "area")


@pytest.mark.parametrize(
    ("name", "place", "more"),
    [("tally", TOWNSHIPS, {}), ("mu", TOWNSHIPS, {"UNIT": "mu", "LEVEL": "first"}), ("strip", None, {})],
)
def test_tally_by_land_use(said, strip, name, place, more):
    layers = {"INPUT": "CJDCQ", "LANDUSE": "DLTB"}
    given = {key: strip(layer) if place is None else source(place, layer) for key, layer in layers.items()}
    out = asked.run("tallybylanduse", **given, **more, ID_FIELD="ZLDWDM", NAME_FIELD="ZLDWMC", OUTPUT="memory:")
    same(said[name], asked.rows(out["OUTPUT"]), *CLASSES)


def test_tally_divided_by_villages(said):
    out = asked.run(
        "tallybylanduse",
        INPUT=source(TOWNSHIPS, "XZQ"),
        LANDUSE=source(TOWNSHIPS, "DLTB"),
        ID_FIELD="XZQDM",
        NAME_FIELD="XZQMC",
        DIMENSIONS=[source(TOWNSHIPS, "CJDCQ")],
        OUTPUT="memory:",
    )
    same(said["further"], asked.rows(out["OUTPUT"]), "zone", "zone_name", "dim1", "class_code", "class_name", "area")


@pytest.mark.parametrize(("name", "layer"), [("area", "CJDCQ"), ("parcels", "ZZ_TDZSFW")])
def test_official_area(said, strip, name, layer):
    given = source(TOWNSHIPS, layer) if name == "area" else strip(layer)
    rows = asked.rows(asked.run("officialarea", INPUT=given, OUTPUT="memory:")["OUTPUT"])
    assert [row["official_area"] for row in said[name]["rows"]] == [row["off_area"] for row in rows]
    assert len(rows) > 1


def checked(rows, lines):
    """The check's answer by parcel and line, in the order of frames: the lines one after the other."""
    return [
        (row["DKBH"], row[f"l{n}_verdict"], row[f"l{n}_in_m2"], row[f"l{n}_out_m2"], row[f"l{n}_share"],
         row.get(f"l{n}_legal_m2"), row[f"l{n}_ids"])
        for n in range(1, lines + 1) for row in rows
    ]  # fmt: skip


def found(said):
    names = ("zone", "verdict", "inside", "outside", "share", "legal", "touched")
    return [tuple(row[name].lower() if name == "verdict" else row[name] for name in names) for row in said["rows"]]


def test_red_lines(said):
    out = asked.run(
        "redlinecheck",
        INPUT=source(TOWNSHIPS, "ZZ_TDZSFW"),
        RED_LINES=[source(TOWNSHIPS, "YJJBNTBHTB")],
        MUST_BE_INSIDE=[source(TOWNSHIPS, "CZKFBJ")],
        OUTPUT="memory:",
    )
    answers = checked(asked.rows(out["OUTPUT"]), 2)
    assert found(said["lines"]) == answers
    assert {answer[1] for answer in answers} == {"clear", "violates"}


def test_red_lines_of_stacked_farmland(said, strip):
    out = asked.run("redlinecheck", INPUT=strip("ZZ_TDZSFW"), RED_LINES=[strip("YJJBNTBHTB")], OUTPUT="memory:")
    assert found(said["stacked"]) == checked(asked.rows(out["OUTPUT"]), 1)
    assert any("overlap" in each for each in said["stacked"]["told"])


def test_structure(said):
    out = asked.run(
        "landusestructure",
        ZONES=source(TOWNSHIPS, "XZQ"),
        BASE=source(TOWNSHIPS, "DLTB"),
        ZONE_ID_FIELD="XZQDM",
        ZONE_NAME_FIELD="XZQMC",
        OUTPUT="memory:",
    )
    columns = ("zone", "zone_name", "class_code", "class_name", "base_area", "base_pct")
    same(said["structure"], asked.rows(out["OUTPUT"]), *columns)


CHANGES = ("zone", "zone_name", "from_code", "from_name", "to_code", "to_name", "area")


@pytest.mark.parametrize(("name", "zoned", "more"), [("change", True, {}), ("changed", False, {"LEVEL": "major"})])
def test_change(said, after, name, zoned, more):
    zones = (
        {"ZONES": source(TOWNSHIPS, "CJDCQ"), "ZONE_ID_FIELD": "ZLDWDM", "ZONE_NAME_FIELD": "ZLDWMC"} if zoned else {}
    )
    out = asked.run(
        "landusechange", BEFORE=source(TOWNSHIPS, "DLTB"), AFTER=source(after, "DLTB"), **zones, **more,
        OUTPUT="memory:",
    )  # fmt: skip
    same(said[name], asked.rows(out["OUTPUT"]), *CHANGES)
