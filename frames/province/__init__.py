"""Many counties at once: found, checked, tallied on the workers of Dask, and added up in whole units of 0.0001 m².

``python -m redline.frames --help`` (docs/scale.md). Outside QGIS only.
"""
