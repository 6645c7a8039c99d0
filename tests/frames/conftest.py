"""Small counties for redline.frames: in the environment .venv-frames, without QGIS."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[1] / "qgis"))  # its PostGIS server, which knows no QGIS
import smallframes


@pytest.fixture
def province(tmp_path):
    """Three counties that can be tallied: two of zone 39 beside each other, one of zone 38."""
    folder = tmp_path / "某 省"
    for number, (name, east, crs) in enumerate([("甲县", 0, None), ("乙县", 5000, None), ("丙县", 0, "EPSG:4526")]):
        villages, patches = smallframes.county(east)
        villages["ZLDWDM"] = [f"37152{number}1002010000000", f"37152{number}1002020000000"]
        if crs:
            villages, patches = villages.to_crs(crs), patches.to_crs(crs)
        smallframes.write(folder, f"{name}.gpkg", villages, patches)
    return folder


@pytest.fixture(scope="session")
def database():
    """libpq's words for a PostGIS server that lives as long as the tests do."""
    import postgisserver

    with postgisserver.new_server() as server:
        yield f"host={server.folder} user=postgres dbname=county"
