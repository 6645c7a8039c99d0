"""The strip of county.py once for all tests of agreement; QGIS and the plugin come with qgisfixtures.py."""

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
