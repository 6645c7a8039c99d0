"""What is asked about, once for all tests of agreement; QGIS and the plugin come with tests/qgis/qgisfixtures.py."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def strip(redline, tmp_path_factory):
    """``strip(name)``: the layer of this name in the strip's GeoPackage, as a source string."""
    import county

    place = county.write(tmp_path_factory.mktemp("strip"), county.farmland())
    return lambda name: f"{place}|layername={name}"


@pytest.fixture(scope="session")
def tools(strip, tmp_path_factory):
    """The tools of red lines over the farmland of the strip; each runs once."""
    from redlinetools import Tools

    return Tools(strip, strip("YJJBNTBHTB"), tmp_path_factory.mktemp("tools"))


@pytest.fixture(scope="session")
def survey(redline, tmp_path_factory):
    """The tools that measure parcels, over those of parcels.py; each runs once."""
    from surveytools import Survey

    return Survey(tmp_path_factory.mktemp("survey"))
