"""Makes this folder importable as `redline`, whatever it is called, without putting it on sys.path.

And says how hypothesis draws: `make test` draws the same examples on every machine, `make test-all` new ones, and
`make mutants` a few.
"""

import os
import sys
from pathlib import Path

from hypothesis import Phase, settings

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = ROOT / ".build" / "plugins"

# pytest and `python -m` may have put the root there; its `processing` would hide QGIS's.
sys.path[:] = [entry for entry in sys.path if entry and Path(entry).resolve() != ROOT]
sys.path.insert(0, str(PLUGINS))

# What "random" finds is mended and written beside its test as an @example, so that "same" asks it for ever.
settings.register_profile("same", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("random", derandomize=False, deadline=None, print_blob=True)
# A mutant is seen by the first example that fails; nobody reads the smallest.
settings.register_profile(
    "mutants", derandomize=True, deadline=None, max_examples=30, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile(os.environ.get("REDLINE_HYPOTHESIS", "same"))


def pytest_configure(config):
    """Where QGIS runs in the tests: its fixtures, and the modules that tests/qgis and tests/agreement share."""
    if config.pluginmanager.hasplugin("pytest_qgis"):
        sys.path.insert(0, str(ROOT / "tests" / "qgis"))
        config.pluginmanager.import_plugin("qgisfixtures")
