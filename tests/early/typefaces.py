"""The typefaces of the tests, whatever else is installed: pytest loads this before QGIS starts in it.

``scripts/env.sh`` names it in PYTEST_PLUGINS: pytest-qgis starts QGIS, which reads the typefaces, before any
conftest.py is read. The programs that tests start inherit the variable.
"""

import os
from pathlib import Path

os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
