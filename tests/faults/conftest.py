"""What goes wrong around a run, and inside its layers; QGIS and the plugin come with tests/qgis/qgisfixtures.py."""

import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "agreement")]


@pytest.fixture(scope="session")
def given(redline, smallcounty, tmp_path_factory):
    """Parameters by tool, but for its outputs, over the small county."""
    import everytool

    return everytool.parameters(smallcounty, tmp_path_factory.mktemp("given"))


@pytest.fixture(scope="session")
def forked(given, tmp_path_factory):
    """Runs in forks of a QGIS of its own: ``forked(request)``, see forkedqgis.py."""
    import runs

    with runs.Forked(tmp_path_factory.mktemp("answers")) as started:
        yield started
