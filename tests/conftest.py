"""Makes this folder importable as `redline`, whatever it is called, without putting it on sys.path."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = ROOT / ".build" / "plugins"

# pytest and `python -m` may have put the root there; its `processing` would hide QGIS's.
sys.path[:] = [entry for entry in sys.path if entry and Path(entry).resolve() != ROOT]
sys.path.insert(0, str(PLUGINS))


def pytest_configure(config):
    """Where QGIS runs in the tests: its fixtures, and the modules that tests/qgis and tests/agreement share."""
    if config.pluginmanager.hasplugin("pytest_qgis"):
        sys.path.insert(0, str(ROOT / "tests" / "qgis"))
        config.pluginmanager.import_plugin("qgisfixtures")
