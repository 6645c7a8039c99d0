"""Files as surveyors, CAD, Excel and platforms make them; QGIS and the plugin come with tests/qgis/qgisfixtures.py."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def run(redline):
    """``run(tool, **parameters)``: its results, with layers in place of their ids; ``run.log``: what it said."""
    from parcelruns import Runner

    runner = Runner(redline)
    yield runner
    runner.close()
