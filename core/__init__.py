"""The numbers: plain Python and numpy, without QGIS."""
