# QGIS publishes no types: whatever is asked of it passes here (tests/qgis/test_qt6_names.py asks QGIS itself).
from typing import Any

def __getattr__(name: str) -> Any: ...
