"""The camera tools from the command line: qgis_process ends with status 0, and says in one sentence what is wrong."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsVectorFileWriter

sys.path.insert(0, str(Path(__file__).parent))
from cameraworld import LEFT, TOP, World, rectangle


@pytest.fixture(scope="module")
def files(redline, tmp_path_factory):
    """The plain with its masts, villages and farmland as files."""
    world = World(tmp_path_factory.mktemp("cameras"))
    ground = np.full((400, 400), 30.0)
    ground[240:243, :] = 45.0
    world.dem(ground)
    layers = {
        "cameras": world.points([(LEFT + 1305, TOP - 1995, "A1", "塔", 40.0, 1200.0)]),
        "villages": world.polygons(
            [rectangle(LEFT, TOP - 4000, LEFT + 4000, TOP)],
            "field=ZLDWDM:string&field=ZLDWMC:string",
            [["371525100201", "东村"]],
        ),
        "farmland": world.polygons(
            [rectangle(LEFT + 500, TOP - 2500, LEFT + 1500, TOP - 2000)], "field=YJJBNTMJ:double", [[450000.0]]
        ),
        "sites": world.points([(LEFT + 1305, TOP - 2795, "S1", "甲", None, None)]),
    }
    for name, layer in layers.items():
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.layerName = name
        path = world.folder / f"{name}.gpkg"
        error, message, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
            layer, str(path), world.context.transformContext(), options
        )
        assert error == QgsVectorFileWriter.WriterError.NoError, message
    return world.folder


def outcome(done):
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return json.loads(done.stdout[done.stdout.index("{") :])["results"]


def test_viewshed(files, qgis_process, tmp_path):
    found = outcome(
        qgis_process(
            "redline:cameraviewshed",
            {
                "ELEVATION": str(files / "dem.tif"),
                "CAMERAS": str(files / "cameras.gpkg"),
                "MASKS": str(tmp_path / "masks"),
                "COUNT": str(tmp_path / "count.tif"),
                "OUTPUT": str(tmp_path / "visible.gpkg"),
            },
        )
    )
    assert 0 < found["SEEN_AREA"] < found["FIELD_AREA"]
    assert (tmp_path / "masks" / "A1.tif").is_file()
    assert (tmp_path / "count.tif").is_file()


def test_coverage(files, qgis_process, tmp_path):
    found = outcome(
        qgis_process(
            "redline:cameracoverage",
            {
                "ELEVATION": str(files / "dem.tif"),
                "CAMERAS": str(files / "cameras.gpkg"),
                "VILLAGES": str(files / "villages.gpkg"),
                "FARMLAND": str(files / "farmland.gpkg"),
                "OUTPUT": str(tmp_path / "cover.gpkg"),
                "OUTPUT_XLSX": str(tmp_path / "cover.xlsx"),
            },
        )
    )
    assert found["FARMLAND_AREA"] == pytest.approx(450000.0)
    assert (tmp_path / "cover.xlsx").is_file()


def test_siting(files, qgis_process, tmp_path):
    found = outcome(
        qgis_process(
            "redline:camerasiting",
            {
                "ELEVATION": str(files / "dem.tif"),
                "CANDIDATES": str(files / "sites.gpkg"),
                "CAMERAS": str(files / "cameras.gpkg"),
                "LAYERS": [str(files / "farmland.gpkg")],
                "MASTS": 1,
                "NEW_RADIUS": 1200.0,
                "METHOD": "exact",
                "CURVE": str(tmp_path / "curve.png"),
                "OUTPUT": str(tmp_path / "sites.gpkg"),
            },
        )
    )
    assert found["CHOSEN"] == 1
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")


def test_scan_plan(files, qgis_process, tmp_path):
    found = outcome(
        qgis_process(
            "redline:scanplan",
            {
                "CAMERAS": str(files / "cameras.gpkg"),
                "PRESETS": str(tmp_path / "presets.gpkg"),
                "OUTPUT": str(tmp_path / "round.gpkg"),
            },
        )
    )
    assert found["ROUND_HOLDS"] == 1


def test_georeference(files, qgis_process, tmp_path):
    found = outcome(
        qgis_process(
            "redline:georeferencealert",
            {
                "ELEVATION": str(files / "dem.tif"),
                "CAMERAS": str(files / "cameras.gpkg"),
                "POINTS": str(files / "sites.gpkg"),
                "SIGHTINGS": str(tmp_path / "sightings.gpkg"),
            },
        )
    )
    assert found["POINTS_SEEN"] + found["POINTS_NOT_SEEN"] == 1


def test_what_is_wrong_is_said(files, qgis_process, tmp_path):
    done = qgis_process(
        "redline:cameraviewshed",
        {
            "ELEVATION": str(files / "dem.tif"),
            "CAMERAS": str(files / "cameras.gpkg"),
            "HEIGHT_FIELD": "GG",
            "OUTPUT": str(tmp_path / "visible.gpkg"),
        },
    )
    assert done.returncode == 1
    assert "GG" in done.stdout + done.stderr
    assert not (tmp_path / "visible.gpkg").exists()
